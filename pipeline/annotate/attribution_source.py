"""Who says it: the subject, agent or owner of a cue, and the words that name it."""

from __future__ import annotations

from spacy.tokens import Token

from pipeline.annotate.attribution_cues import EVIDENCE, SPEECH
from pipeline.annotate.attribution_quotes import SPEAKING_NOUNS
from pipeline.annotate.parties import phrase_of
from pipeline.annotate.parts_of_speech import VERBAL

SUBJECTS = frozenset({"nsubj", "nsubjpass", "expl"})


def subject_of(verb: Token) -> Token | None:
    """The subject of a verb, of the verb it is coordinated with, or of the clause that a participle adds to."""
    own = next((child for child in verb.children if child.dep_ in SUBJECTS and child.dep_ != "expl"), None)
    if own is not None:
        return own
    if verb.dep_ in {"conj", "xcomp"} and verb.head.pos_ in VERBAL:
        return subject_of(verb.head)
    if verb.dep_ in {"advcl", "pcomp"} and verb.tag_ == "VBG":
        head = verb.head.head if verb.dep_ == "pcomp" else verb.head
        return subject_of(head) if head.pos_ in VERBAL and head != verb else None
    if verb.dep_ == "acl" and verb.head.pos_ in {"NOUN", "PROPN"} and verb.tag_ == "VBG":
        return _issuer(verb.head) or verb.head
    return None


def _issuer(noun: Token) -> Token | None:
    """Who speaks in "the group issued a statement saying": the subject, where the noun itself names nobody."""
    mention = noun._.wirewatch_mention
    if (
        noun.dep_ not in {"dobj", "pobj"}
        or noun.pos_ == "PROPN"
        or mention is not None
        or noun.lemma_ in SPEAKING_NOUNS
    ):
        return None
    verb = next((above for above in noun.ancestors if above.pos_ in VERBAL), None)
    if verb is None or is_passive(verb) or verb.lemma_ == "be":
        return None
    return subject_of(verb)


def is_passive(verb: Token) -> bool:
    """Does the verb have a passive auxiliary or subject?"""
    return any(child.dep_ in {"auxpass", "nsubjpass"} for child in verb.children)


def agent_of(verb: Token) -> Token | None:
    """The noun after the "by" of a passive verb."""
    by = next((child for child in verb.children if child.dep_ == "agent"), None)
    return next((child for child in by.children if child.dep_ == "pobj"), None) if by is not None else None


def name_beside(verb: Token, kind: str) -> Token | None:
    """The name right before a finite verb of saying that the parse gives no subject: "..., Will said"."""
    if kind not in {SPEECH, EVIDENCE} or verb.tag_ not in {"VBD", "VBZ", "VBP"} or verb.dep_ == "conj":
        return None
    for token in reversed(verb.doc[verb.sent.start : verb.i]):
        if token.pos_ in {"ADV", "AUX"} or token.text == ",":
            continue
        return token if token.pos_ in {"PROPN", "PRON", "NOUN"} and token.dep_ not in {"pobj", "dobj"} else None
    return None


def owner_of(noun: Token) -> Token | None:
    """The subject in "Moscow made the claim that ..."."""
    if noun.dep_ == "dobj" and noun.head.lemma_ in {
        "make",
        "issue",
        "express",
        "give",
        "repeat",
        "voice",
        "raise",
        "have",
        "reject",
        "deny",
    }:
        return subject_of(noun.head)
    return None


def source_span(source: Token) -> tuple[int, int]:
    """The offsets of the words that name a source."""
    head = _antecedent(source)
    span = phrase_of(head)
    first = span[0]
    if first.dep_ == "conj" and first.head.i < span.start and first.head.head.i == head.i:
        span = head.doc[first.head.left_edge.i : span.end]  # "Russian and Syrian ministries"
    return span.start_char, span.end_char


def _antecedent(source: Token) -> Token:
    """The noun before "that" and "which"; "who" names the speaker well enough."""
    if source.lower_ in {"that", "which"} and source.head.dep_ == "relcl":
        return source.head.head
    return source
