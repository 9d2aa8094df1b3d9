"""What the words right at a verb or noun tell of its modality: modals, negations, adverbs, adjectives, conditions."""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Token

from pipeline.annotate.modality_reading import ModalityReading, negate, stronger
from pipeline.annotate.modality_words import ModalityWords
from pipeline.annotate.parts_of_speech import VERBAL

COMPARISONS = frozenset({"more", "less", "most", "only", "long", "later", "sooner", "least"})


def read_own_words(token: Token, reading: ModalityReading, words: ModalityWords, *, nominal: bool) -> ModalityReading:
    """What stands right at the token: negations, modals, adverbs, adjectives, conditions."""
    for child in token.children:
        lower, lemma = child.lower_, child.lemma_.lower()
        if child.dep_ == "neg" or (lower in words.negations and child.dep_ in {"advmod", "preconj", "cc"}):
            follower = token.doc[child.i + 1].lower_ if child.i + 1 < len(token.doc) else ""
            if follower not in COMPARISONS or lower == "never":
                reading = negate(reading, child)
        elif nominal and child.dep_ == "det" and lower in {"no", "neither"}:
            reading = negate(reading, child)
        elif nominal and child.dep_ in {"amod", "compound"}:
            reading = _read_adjective(child, reading, words)
        elif child.dep_ == "aux" and child.tag_ in {"MD", "VB", "VBP"}:
            reading = _read_modal(token, child, reading, words)
        elif child.dep_ == "advmod":
            reading = _read_adverb(child, lemma, reading, words)
        elif child.dep_ == "mark" and lower in words.conditionals:
            reading = stronger(reading, "hypothetical", child)
        elif child.dep_ in {"nsubj", "nsubjpass"} and not nominal:
            reading = _read_negative_subject(child, reading)
    if token.dep_ == "conj" and token.pos_ in VERBAL:
        reading = _read_first_conjunct(token, reading, words)
    return reading


def _read_negative_subject(subject: Token, reading: ModalityReading) -> ModalityReading:
    """ "Nobody was hurt", "no country has recognised it", "neither side fired"."""
    if subject.lower_ in {"nobody", "none", "nothing", "neither"}:
        return negate(reading, subject)
    for child in subject.children:
        if child.dep_ in {"det", "neg"} and child.lower_ in {"no", "neither"}:
            return negate(reading, child)
    return reading


def _read_modal(verb: Token, auxiliary: Token, reading: ModalityReading, words: ModalityWords) -> ModalityReading:
    lower = auxiliary.lower_
    if lower in words.modals.planned:
        return stronger(reading, "planned", auxiliary)
    if lower not in words.modals.hypothetical:
        return reading
    perfect = any(child.dep_ == "aux" and child.lower_ in {"have", "'ve"} for child in verb.children)
    if perfect and lower in {"may", "might", "could", "must"}:
        hedged = stronger(reading, "alleged", auxiliary)
        return replace(hedged, hedge=hedged.hedge or f"{auxiliary.text} have")
    if lower in {"would", "'d"} and _is_reported_in_the_past(verb):
        return stronger(reading, "planned", auxiliary)
    return stronger(reading, "hypothetical", auxiliary)


def _is_reported_in_the_past(verb: Token) -> bool:
    """ "Said it would": the future seen from the past, no condition."""
    return (
        verb.dep_ == "ccomp"
        and verb.head.tag_ in {"VBD", "VBN"}
        and not any(child.dep_ == "mark" and child.lower_ == "if" for child in verb.children)
    )


def _read_adverb(adverb: Token, lemma: str, reading: ModalityReading, words: ModalityWords) -> ModalityReading:
    if lemma in words.allege.adverbs:
        hedged = stronger(reading, "alleged", adverb)
        return replace(hedged, hedge=hedged.hedge or adverb.text)
    if lemma in words.refuse.adverbs:
        return negate(reading, adverb)
    if lemma in words.wish.adverbs:
        return replace(stronger(reading, "hypothetical", adverb), hedge=reading.hedge or adverb.text)
    return reading


def _read_adjective(adjective: Token, reading: ModalityReading, words: ModalityWords) -> ModalityReading:
    lower, lemma = adjective.lower_, adjective.lemma_.lower()
    if lower in words.allege.adjectives:
        hedged = stronger(reading, "alleged", adjective)
        return replace(hedged, hedge=hedged.hedge or adjective.text)
    if lower in words.refuse.adjectives:
        return negate(reading, adjective)
    if lower in words.plan.adjectives or lemma in words.plan.adjectives:
        return stronger(reading, "planned", adjective)
    if lower in words.wish.adjectives:
        return stronger(reading, "hypothetical", adjective)
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
                reading = negate(reading, child)
    return reading
