"""What a word does to the modality of an act below it: "plans to", "denied that", "no evidence of", "likely to"."""

from __future__ import annotations

from spacy.tokens import Token

from pipeline.annotate.modality_history import NOMINAL_RELATIONS
from pipeline.annotate.modality_reading import ModalityReading, allege, negate, stronger
from pipeline.annotate.modality_words import ModalityWords
from pipeline.annotate.parts_of_speech import VERBAL

# Relations by which a clause hangs on the word above it.
CLAUSAL = frozenset({"xcomp", "ccomp", "csubj", "csubjpass", "acl", "advcl", "pcomp", "parataxis"})
# Verbs that deny what was said; what they deny was said all the same.
DENIALS = frozenset({"deny", "reject", "dismiss", "dispute", "refute", "rebut", "contest", "repudiate"})


def governor_of(token: Token) -> tuple[Token, str] | None:
    """The word that governs the token and how: clause, noun, or under a preposition ("prep:of"); None at the top."""
    top = token
    while top.dep_ == "conj" and top.head.i != top.i:
        top = top.head
    if top.dep_ == "ROOT" or top.head.i == top.i:
        return None
    if top.dep_ in CLAUSAL:
        above = top.head
        if above.dep_ in {"prep", "agent"} and above.pos_ in {"ADP", "SCONJ"}:
            return above.head, f"prep:{above.lower_}"
        return above, top.dep_
    if top.dep_ == "pobj" and top.head.dep_ in {"prep", "agent", "dative", "pcomp"}:
        return top.head.head, f"prep:{top.head.lower_}"
    if top.dep_ in NOMINAL_RELATIONS:
        return top.head, top.dep_
    if top.dep_ == "amod" and top.tag_ == "VBG" and top.head.dep_ == "dobj" and top.i == top.head.head.i + 1:
        return top.head.head, "xcomp"  # "denied supplying missiles", read as a participle before its noun
    if top.dep_ == "amod" and top.tag_ == "VBG" and top.head.dep_ == "pobj" and top.i == top.head.head.i + 1:
        return top.head.head.head, f"prep:{top.head.head.lower_}"  # "of supplying boats", read the same way
    if top.dep_ in {"compound", "amod", "nmod"} and top.head.pos_ in {"NOUN", "PROPN"}:
        return top.head, "compound"
    return None


def read_governor(
    token: Token, governor: Token, relation: str, reading: ModalityReading, words: ModalityWords
) -> tuple[ModalityReading, bool]:
    """The reading under a governing word, and whether the climb goes on from there."""
    clausal = relation in CLAUSAL or (relation.startswith("prep:") and token.pos_ in VERBAL)
    if relation == "prep:without":
        return negate(reading, governor), False
    if relation == "advcl" and token.tag_ == "VBG" and token.i == governor.i + 1:
        relation = "xcomp"  # "denied supplying": the parser often takes the object for an adverbial
    if relation == "advcl":
        return _read_adverbial(token, reading)
    if relation == "prep:if" or (relation.startswith("prep:") and relation[5:] in {"pending", "barring"}):
        return stronger(reading, "hypothetical", governor), False
    if governor.pos_ in VERBAL:
        return _read_under_verb(token, governor, relation, reading, words, clausal=clausal)
    if governor.pos_ in {"NOUN", "PROPN", "PRON"}:
        return _read_under_noun(governor, relation, reading, words)
    if governor.pos_ == "ADJ":
        return _read_under_adjective(governor, reading, words)
    return reading, False


def _read_adverbial(token: Token, reading: ModalityReading) -> tuple[ModalityReading, bool]:
    """An infinitive of purpose is open; "after", "while" and participles hold what they say."""
    purpose = any(child.dep_ == "aux" and child.lower_ == "to" for child in token.children)
    if purpose and not any(child.dep_ in {"nsubj", "mark"} for child in token.children):
        return stronger(reading, "hypothetical", token), False
    return reading, False


def _read_under_verb(
    token: Token, governor: Token, relation: str, reading: ModalityReading, words: ModalityWords, *, clausal: bool
) -> tuple[ModalityReading, bool]:
    lemma = governor.lemma_.lower()
    infinitive = any(child.dep_ == "aux" and child.lower_ == "to" for child in token.children)
    if relation in {"nsubj", "csubj"}:
        return reading, lemma in words.occurrence.verbs
    if not clausal and lemma in DENIALS and _is_speech(token, words):
        return reading, False  # "denied the allegations": they were made
    if (
        relation.startswith("prep:")
        and not clausal
        and lemma not in words.wish.verbs | words.support.verbs | words.plan.verbs
    ):
        if lemma in words.refuse.verbs and relation == "prep:from":
            return negate(reading, governor), True
        return _under_accusation(governor, relation, reading, words)
    if lemma in words.deny.verbs and (clausal or relation in {"dobj", "nsubjpass"}):
        return stronger(reading, "denied", governor), True
    if lemma in words.refuse.verbs and (
        infinitive or relation.startswith("prep:from") or (relation in {"dobj", "nsubjpass"} and lemma != "keep")
    ):
        return negate(reading, governor), True
    if lemma in words.allege.verbs and (clausal or relation.startswith("prep:")):
        return allege(governor, reading), True
    if lemma in words.doubt.verbs and clausal and not infinitive:
        return stronger(reading, "hypothetical", governor), True
    if lemma in words.plan.verbs and (
        infinitive or relation in {"dobj", "nsubjpass", "prep:to", "prep:on", "prep:for"}
    ):
        return stronger(reading, "planned", governor), True
    if lemma in words.plan.verbs and clausal and _is_uninflected_or_modal(token):
        return stronger(reading, "planned", governor), True
    if lemma in words.wish.verbs and (
        infinitive or relation in {"dobj", "nsubjpass"} or relation.startswith("prep:") or token.tag_ == "VBG"
    ):
        return stronger(reading, "hypothetical", governor), True
    if lemma == "be" and infinitive and relation == "xcomp":
        return stronger(reading, "planned", governor), True
    if lemma in {"go", "have"} and infinitive and relation == "xcomp":
        word = "planned" if lemma == "go" else "hypothetical"
        return stronger(reading, word, governor), True
    if clausal:
        return _under_report(governor, relation, reading)
    return reading, lemma in words.support.verbs


def _is_speech(noun: Token, words: ModalityWords) -> bool:
    """Does the noun name what somebody said: an allegation, an offer, a plan?"""
    lemma = noun.lemma_.lower()
    return lemma in words.allege.nouns or lemma in words.wish.nouns or lemma in words.plan.nouns


def _under_report(governor: Token, relation: str, reading: ModalityReading) -> tuple[ModalityReading, bool]:
    """ "Said that" holds; "did not say that", "could not confirm that" leaves open; complements go on climbing."""
    negation = next((child for child in governor.children if child.dep_ == "neg"), None)
    if relation == "ccomp" and negation is not None:
        return stronger(reading, "hypothetical", negation), False
    return reading, relation in {"xcomp", "acl"} or relation.startswith("prep:")


def _under_accusation(
    governor: Token, relation: str, reading: ModalityReading, words: ModalityWords
) -> tuple[ModalityReading, bool]:
    """ "Accused of the attack", "suspected in the bombing"."""
    if governor.lemma_.lower() in words.allege.verbs and relation in {"prep:of", "prep:for", "prep:with", "prep:over"}:
        return allege(governor, reading), False
    return reading, False


def _is_uninflected_or_modal(verb: Token) -> bool:
    """ "Ordered that he leave", "decided that it would go", against the fact in "announced that he left"."""
    return verb.tag_ == "VB" or any(child.dep_ == "aux" and child.tag_ == "MD" for child in verb.children)


def _read_under_noun(
    governor: Token, relation: str, reading: ModalityReading, words: ModalityWords
) -> tuple[ModalityReading, bool]:
    """ "A plan to send", "no evidence of a stance", "the failure to agree", "talks on a treaty"."""
    lemma = governor.lemma_.lower()
    governs = relation in {
        "acl",
        "prep:of",
        "prep:to",
        "prep:for",
        "prep:about",
        "prep:that",
        "compound",
        "ccomp",
        "prep:against",
        "prep:on",
    }
    if not governs:
        return reading, False
    if lemma in words.evidence.nouns:
        negation = _negation_at(governor, words)
        if negation is not None:
            return negate(reading, negation), False
    if lemma in words.refuse.nouns:
        return negate(reading, governor), False
    if lemma in words.deny.nouns:
        return stronger(reading, "denied", governor), False
    if lemma in words.allege.nouns and relation in {"acl", "prep:of", "prep:that", "ccomp"}:
        return allege(governor, reading), False
    if lemma in words.plan.nouns and relation in {"acl", "prep:for", "prep:of", "prep:to", "compound"}:
        return stronger(reading, "planned", governor), False
    if lemma in words.wish.nouns:
        return stronger(reading, "hypothetical", governor), False
    return reading, lemma in words.support.nouns


def _negation_at(token: Token, words: ModalityWords) -> Token | None:
    """The negation of a noun or of the verb it belongs to: "no evidence", "found little proof", "is not evidence"."""
    for child in token.children:
        if child.lower_ in words.negations or child.lower_ == "little":
            return child
    above = token.head
    if above.dep_ == "prep" and above.lower_ == "without":
        return above
    if above.pos_ in VERBAL:
        return next((child for child in above.children if child.dep_ == "neg"), None)
    return above if above.lower_ == "without" else None


def _read_under_adjective(
    governor: Token, reading: ModalityReading, words: ModalityWords
) -> tuple[ModalityReading, bool]:
    lower = governor.lower_
    if lower in words.refuse.adjectives:
        return negate(reading, governor), True
    if lower in words.plan.adjectives:
        return stronger(reading, "planned", governor), True
    if lower in words.wish.adjectives:
        return stronger(reading, "hypothetical", governor), True
    return reading, False
