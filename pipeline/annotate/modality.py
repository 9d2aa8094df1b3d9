"""Did it happen? Reads tense, modals, negation, hedges, conditions and plans around a verb or an event noun.

The parse is climbed from the head to the sentence's root; each governing word may change the reading. What is said
of a document's date comes from `Doc._.wirewatch_published_at` and `Doc._.wirewatch_dates` where a pipeline sets them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from spacy.tokens import Token

from pipeline.annotate.event_syntax import is_headline_plan
from pipeline.annotate.modality_history import NOMINAL, VERBAL, history_cue
from pipeline.annotate.modality_words import ModalityWords, modality_words
from pipeline.records import Span

# From the weakest to the strongest: the strongest that is found on the way up is the reading.
STRENGTH = ("asserted", "historical", "alleged", "planned", "hypothetical", "denied")
MAX_CLIMB = 12
CLAUSAL = frozenset({"xcomp", "ccomp", "csubj", "csubjpass", "acl", "advcl", "pcomp", "parataxis"})
COMPARISONS = frozenset({"more", "less", "most", "only", "long", "later", "sooner", "least"})


@dataclass(frozen=True, slots=True)
class ModalityReading:
    """How a text presents an act.

    `modality` is asserted, alleged, denied, planned, hypothetical or historical; `negated` says that the act itself is
    negated ("did not", "failed to", "without"), never that somebody denies it; `hedge` holds the words that weaken it
    ("reportedly", "is believed to"); `cue` is the span of the word that decided, None for a plain assertion.
    """

    modality: str = "asserted"
    negated: bool = False
    hedge: str | None = None
    cue: Span | None = None


PLAIN = ModalityReading()


def modality_of(head: Token) -> ModalityReading:
    """The reading of an act whose verb or noun is `head`, in a document with a dependency parse."""
    words = modality_words()
    reading = PLAIN
    current: Token = head
    for _ in range(MAX_CLIMB):
        reading = _read_locally(current, reading, words, nominal=current.pos_ not in VERBAL)
        step = _governor(current, words)
        if step is None:
            break
        governor, relation = step
        reading, climbs = _read_governor(current, governor, relation, reading, words)
        if not climbs:
            break
        current = governor
    if reading.modality == "asserted" and is_headline_plan(head):
        return _stronger(reading, "planned", head)
    if reading.modality in ("asserted", "alleged"):
        cue = history_cue(head, words)
        if cue is not None:
            reading = _stronger(reading, "historical", cue) if reading.modality == "asserted" else reading
    return reading


# -- the head's own words --------------------------------------------------------------------------------------------


def _read_locally(token: Token, reading: ModalityReading, words: ModalityWords, *, nominal: bool) -> ModalityReading:
    """What stands right at the token: negations, modals, adverbs, adjectives, conditions."""
    for child in token.children:
        lower, lemma = child.lower_, child.lemma_.lower()
        if child.dep_ == "neg" or (lower in words.negations and child.dep_ in {"advmod", "preconj", "cc"}):
            follower = token.doc[child.i + 1].lower_ if child.i + 1 < len(token.doc) else ""
            if follower not in COMPARISONS or lower == "never":
                reading = _negate(reading, child)
        elif nominal and child.dep_ == "det" and lower in {"no", "neither"}:
            reading = _negate(reading, child)
        elif nominal and child.dep_ in {"amod", "compound"}:
            reading = _read_adjective(child, reading, words)
        elif child.dep_ == "aux" and child.tag_ in {"MD", "VB", "VBP"}:
            reading = _read_modal(token, child, reading, words)
        elif child.dep_ == "advmod":
            reading = _read_adverb(child, lemma, reading, words)
        elif child.dep_ == "mark" and lower in words.conditionals:
            reading = _stronger(reading, "hypothetical", child)
        elif child.dep_ in {"nsubj", "nsubjpass"} and not nominal:
            reading = _read_negative_subject(child, reading)
    if token.dep_ == "conj" and token.pos_ in VERBAL:
        reading = _read_first_conjunct(token, reading, words)
    return reading


def _read_negative_subject(subject: Token, reading: ModalityReading) -> ModalityReading:
    """ "Nobody was hurt", "no country has recognised it", "neither side fired"."""
    if subject.lower_ in {"nobody", "none", "nothing", "neither"}:
        return _negate(reading, subject)
    for child in subject.children:
        if child.dep_ in {"det", "neg"} and child.lower_ in {"no", "neither"}:
            return _negate(reading, child)
    return reading


def _read_modal(verb: Token, auxiliary: Token, reading: ModalityReading, words: ModalityWords) -> ModalityReading:
    lower = auxiliary.lower_
    if lower in words.modals.planned:
        return _stronger(reading, "planned", auxiliary)
    if lower not in words.modals.hypothetical:
        return reading
    perfect = any(child.dep_ == "aux" and child.lower_ in {"have", "'ve"} for child in verb.children)
    if perfect and lower in {"may", "might", "could", "must"}:
        hedged = _stronger(reading, "alleged", auxiliary)
        return replace(hedged, hedge=hedged.hedge or f"{auxiliary.text} have")
    if lower in {"would", "'d"} and _is_reported_in_the_past(verb):
        return _stronger(reading, "planned", auxiliary)
    return _stronger(reading, "hypothetical", auxiliary)


def _is_reported_in_the_past(verb: Token) -> bool:
    """ "Said it would": the future seen from the past, no condition."""
    return (
        verb.dep_ == "ccomp"
        and verb.head.tag_ in {"VBD", "VBN"}
        and not any(child.dep_ == "mark" and child.lower_ == "if" for child in verb.children)
    )


def _read_adverb(adverb: Token, lemma: str, reading: ModalityReading, words: ModalityWords) -> ModalityReading:
    if lemma in words.allege.adverbs:
        hedged = _stronger(reading, "alleged", adverb)
        return replace(hedged, hedge=hedged.hedge or adverb.text)
    if lemma in words.refuse.adverbs:
        return _negate(reading, adverb)
    if lemma in words.wish.adverbs:
        return replace(_stronger(reading, "hypothetical", adverb), hedge=reading.hedge or adverb.text)
    return reading


def _read_adjective(adjective: Token, reading: ModalityReading, words: ModalityWords) -> ModalityReading:
    lower, lemma = adjective.lower_, adjective.lemma_.lower()
    if lower in words.allege.adjectives:
        hedged = _stronger(reading, "alleged", adjective)
        return replace(hedged, hedge=hedged.hedge or adjective.text)
    if lower in words.refuse.adjectives:
        return _negate(reading, adjective)
    if lower in words.plan.adjectives or lemma in words.plan.adjectives:
        return _stronger(reading, "planned", adjective)
    if lower in words.wish.adjectives:
        return _stronger(reading, "hypothetical", adjective)
    return reading


def _read_first_conjunct(token: Token, reading: ModalityReading, words: ModalityWords) -> ModalityReading:
    """A later verb of "will meet and discuss", "did not meet or talk" takes over what the first one carries."""
    first = token.head
    if first.pos_ not in VERBAL or any(child.dep_ in {"nsubj", "nsubjpass", "expl"} for child in token.children):
        return reading
    own_auxiliary = any(child.dep_ == "aux" for child in token.children)
    if token.tag_ in {"VB", "VBN"} and not own_auxiliary:
        for child in first.children:
            if child.dep_ == "aux" and child.tag_ == "MD":
                reading = _read_modal(first, child, reading, words)
    if any(child.dep_ == "cc" and child.lower_ in {"or", "nor"} for child in first.children):
        for child in first.children:
            if child.dep_ == "neg":
                reading = _negate(reading, child)
    return reading


# -- the words above it ----------------------------------------------------------------------------------------------


def _governor(token: Token, words: ModalityWords) -> tuple[Token, str] | None:
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
    if top.dep_ in NOMINAL:
        return top.head, top.dep_
    if top.dep_ == "amod" and top.tag_ == "VBG" and top.head.dep_ == "dobj" and top.i == top.head.head.i + 1:
        return top.head.head, "xcomp"  # "denied supplying missiles", read as a participle before its noun
    if top.dep_ == "amod" and top.tag_ == "VBG" and top.head.dep_ == "pobj" and top.i == top.head.head.i + 1:
        return top.head.head.head, f"prep:{top.head.head.lower_}"  # "of supplying boats", read the same way
    if top.dep_ in {"compound", "amod", "nmod"} and top.head.pos_ in {"NOUN", "PROPN"}:
        return top.head, "compound"
    return None


def _read_governor(
    token: Token, governor: Token, relation: str, reading: ModalityReading, words: ModalityWords
) -> tuple[ModalityReading, bool]:
    """The reading under a governing word, and whether the climb goes on from there."""
    clausal = relation in CLAUSAL or (relation.startswith("prep:") and token.pos_ in VERBAL)
    if relation == "prep:without":
        return _negate(reading, governor), False
    if relation == "advcl" and token.tag_ == "VBG" and token.i == governor.i + 1:
        relation = "xcomp"  # "denied supplying": the parser often takes the object for an adverbial
    if relation == "advcl":
        return _read_adverbial(token, governor, reading)
    if relation == "prep:if" or (relation.startswith("prep:") and relation[5:] in {"pending", "barring"}):
        return _stronger(reading, "hypothetical", governor), False
    if governor.pos_ in VERBAL:
        return _read_under_verb(token, governor, relation, reading, words, clausal=clausal)
    if governor.pos_ in {"NOUN", "PROPN", "PRON"}:
        return _read_under_noun(governor, relation, reading, words)
    if governor.pos_ == "ADJ":
        return _read_under_adjective(governor, reading, words)
    return reading, False


def _read_adverbial(token: Token, governor: Token, reading: ModalityReading) -> tuple[ModalityReading, bool]:
    """An infinitive of purpose is open; "after", "while" and participles hold what they say."""
    purpose = any(child.dep_ == "aux" and child.lower_ == "to" for child in token.children)
    if purpose and not any(child.dep_ in {"nsubj", "mark"} for child in token.children):
        return _stronger(reading, "hypothetical", token), False
    return reading, False


def _read_under_verb(
    token: Token, governor: Token, relation: str, reading: ModalityReading, words: ModalityWords, *, clausal: bool
) -> tuple[ModalityReading, bool]:
    lemma = governor.lemma_.lower()
    infinitive = any(child.dep_ == "aux" and child.lower_ == "to" for child in token.children)
    if relation in {"nsubj", "csubj"}:
        return reading, lemma in words.occurrence.verbs
    if not clausal and lemma in _DENIALS and _is_speech(token, words):
        return reading, False  # "denied the allegations": they were made
    passive_subject = relation == "nsubjpass"
    if (
        relation.startswith("prep:")
        and not clausal
        and lemma not in words.wish.verbs | words.support.verbs | words.plan.verbs
    ):
        if lemma in words.refuse.verbs and relation == "prep:from":
            return _negate(reading, governor), True
        return _under_accusation(governor, relation, reading, words)
    if lemma in words.deny.verbs and (clausal or relation in {"dobj", "nsubjpass"}):
        return _stronger(reading, "denied", governor), True
    if lemma in words.refuse.verbs and (
        infinitive or relation.startswith("prep:from") or (relation in {"dobj", "nsubjpass"} and lemma != "keep")
    ):
        return _negate(reading, governor), True
    if lemma in words.allege.verbs and (clausal or relation.startswith("prep:")):
        return _allege(governor, reading), True
    if lemma in words.doubt.verbs and clausal and not infinitive:
        return _stronger(reading, "hypothetical", governor), True
    if lemma in words.plan.verbs and (
        infinitive or relation in {"dobj", "nsubjpass", "prep:to", "prep:on", "prep:for"}
    ):
        return _stronger(reading, "planned", governor), True
    if lemma in words.plan.verbs and clausal and _is_uninflected_or_modal(token):
        return _stronger(reading, "planned", governor), True
    if lemma in words.wish.verbs and (
        infinitive or relation in {"dobj", "nsubjpass"} or relation.startswith("prep:") or token.tag_ == "VBG"
    ):
        return _stronger(reading, "hypothetical", governor), True
    if lemma == "be" and infinitive and relation == "xcomp":
        return _stronger(reading, "planned", governor), True
    if lemma in {"go", "have"} and infinitive and relation == "xcomp":
        word = "planned" if lemma == "go" else "hypothetical"
        return _stronger(reading, word, governor), True
    if clausal:
        return _under_report(governor, relation, reading, words)
    if relation in {"dobj", "attr", "oprd"} or passive_subject or relation == "nsubj" or lemma in words.support.verbs:
        return reading, lemma in words.support.verbs
    return reading, False


_DENIALS = frozenset({"deny", "reject", "dismiss", "dispute", "refute", "rebut", "contest", "repudiate"})


def _is_speech(noun: Token, words: ModalityWords) -> bool:
    """Does the noun name what somebody said: an allegation, an offer, a plan?"""
    lemma = noun.lemma_.lower()
    return lemma in words.allege.nouns or lemma in words.wish.nouns or lemma in words.plan.nouns


def _under_report(
    governor: Token, relation: str, reading: ModalityReading, words: ModalityWords
) -> tuple[ModalityReading, bool]:
    """ "Said that" holds; "did not say that", "could not confirm that" leaves open; complements go on climbing."""
    negation = next((child for child in governor.children if child.dep_ == "neg"), None)
    if relation == "ccomp" and negation is not None:
        return _stronger(reading, "hypothetical", negation), False
    return reading, relation in {"xcomp", "acl"} or relation.startswith("prep:")


def _under_accusation(
    governor: Token, relation: str, reading: ModalityReading, words: ModalityWords
) -> tuple[ModalityReading, bool]:
    """ "Accused of the attack", "suspected in the bombing"."""
    if governor.lemma_.lower() in words.allege.verbs and relation in {"prep:of", "prep:for", "prep:with", "prep:over"}:
        return _allege(governor, reading), False
    return reading, False


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
            return _negate(reading, negation), False
    if lemma in words.refuse.nouns:
        return _negate(reading, governor), False
    if lemma in words.deny.nouns:
        return _stronger(reading, "denied", governor), False
    if lemma in words.allege.nouns and relation in {"acl", "prep:of", "prep:that", "ccomp"}:
        return _allege(governor, reading), False
    if lemma in words.plan.nouns and relation in {"acl", "prep:for", "prep:of", "prep:to", "compound"}:
        return _stronger(reading, "planned", governor), False
    if lemma in words.wish.nouns:
        return _stronger(reading, "hypothetical", governor), False
    return reading, lemma in words.support.nouns


def _read_under_adjective(
    governor: Token, reading: ModalityReading, words: ModalityWords
) -> tuple[ModalityReading, bool]:
    lower = governor.lower_
    if lower in words.refuse.adjectives:
        return _negate(reading, governor), True
    if lower in words.plan.adjectives:
        return _stronger(reading, "planned", governor), True
    if lower in words.wish.adjectives:
        return _stronger(reading, "hypothetical", governor), True
    return reading, False


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


def _is_uninflected_or_modal(verb: Token) -> bool:
    """ "Ordered that he leave", "decided that it would go", against the fact in "announced that he left"."""
    return verb.tag_ == "VB" or any(child.dep_ == "aux" and child.tag_ == "MD" for child in verb.children)


# -- changes to a reading --------------------------------------------------------------------------------------------


def _span(token: Token) -> Span:
    return (token.idx, token.idx + len(token))


def _stronger(reading: ModalityReading, modality: str, cue: Token) -> ModalityReading:
    """The reading with a modality, unless it has a stronger one already."""
    if STRENGTH.index(modality) <= STRENGTH.index(reading.modality):
        return reading
    return replace(reading, modality=modality, cue=_span(cue))


def _negate(reading: ModalityReading, cue: Token) -> ModalityReading:
    return replace(reading, negated=not reading.negated, cue=_span(cue))


def _allege(verb: Token, reading: ModalityReading) -> ModalityReading:
    alleged = _stronger(reading, "alleged", verb)
    passive = any(child.dep_ == "auxpass" for child in verb.children)
    if passive:
        auxiliary = next(child for child in verb.children if child.dep_ == "auxpass")
        return replace(alleged, hedge=alleged.hedge or f"{auxiliary.text} {verb.text} to")
    if verb.lemma_.lower() in {"seem", "appear", "believe", "think", "suspect", "understand", "assume"}:
        return replace(alleged, hedge=alleged.hedge or verb.text)
    return alleged
