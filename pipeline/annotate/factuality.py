"""Did it happen, as far as the text tells: a value from -3 (surely not) to 3 (surely) for each verb and event noun.

The scale is the one of annotated corpora of event factuality. It answers for every act a text mentions, coded as an
event or not, and is read from `modality` alone.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from pipeline.annotate.event_lexicon import lexicon
from pipeline.annotate.modality import ModalityReading, modality_of
from pipeline.records import Factuality

# Surely, by report, open, surely not.
# Readers take a firm plan ("will close in June") for what is going to be, and a denied plan for what is not.
VALUES = {"asserted": 3.0, "historical": 3.0, "alleged": 2.0, "planned": 1.6, "hypothetical": 0.0, "denied": -2.0}
NEGATED = {"asserted": -2.5, "historical": -2.5, "alleged": -2.0, "planned": -2.0, "hypothetical": -0.5, "denied": 1.0}
# From FACT up an act counts as fact, from its negative down as none.
FACT = 1.5
# Endings of nouns made from verbs.
DEVERBAL = ("tion", "sion", "ment", "ance", "ence", "ing", "al", "ure", "age", "sis")


def factuality_value(reading: ModalityReading) -> float:
    """The value of a reading on the scale from -3 to 3."""
    return (NEGATED if reading.negated else VALUES)[reading.modality]


def factuality_class(reading: ModalityReading) -> str:
    """fact, counterfact or uncertain; for an event a plan is uncertain still."""
    value = factuality_value(reading)
    if reading.modality == "planned" and not reading.negated:
        return "uncertain"
    return "fact" if value >= FACT else "counterfact" if value <= -FACT else "uncertain"


def factualities(doc: Doc) -> tuple[Factuality, ...]:
    """The factuality of each verb and event noun of a parsed document, in the order of the text."""
    return tuple(
        Factuality(token.idx, token.idx + len(token), factuality_value(modality_of(token))) for token in _acts(doc)
    )


def _acts(doc: Doc) -> Iterator[Token]:
    nouns = lexicon().nouns
    for token in doc:
        lemma = token.lemma_.lower()
        is_verb = token.pos_ == "VERB" or (token.pos_ == "AUX" and token.dep_ not in {"aux", "auxpass"})
        if is_verb or (token.pos_ == "NOUN" and (lemma in nouns or lemma.endswith(DEVERBAL))):
            yield token
