"""Did it happen, as far as the text tells: a value from -3 (surely not) to 3 (surely) for each verb and event noun.

The scale is the one of annotated corpora of event factuality. It answers for every act a text mentions, coded as an
event or not, and is read from `modality` alone.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from pipeline.annotate.event_lexicon import lexicon
from pipeline.annotate.modality import modality_of
from pipeline.annotate.modality_reading import ModalityReading
from pipeline.records import Factuality

# Surely, by report, open, surely not.
# Readers take a firm plan ("will close in June") for what is going to be, and a denied plan for what is not.
VALUES = {"asserted": 3.0, "historical": 3.0, "alleged": 2.0, "planned": 1.6, "hypothetical": 0.0, "denied": -2.0}
NEGATED = {"asserted": -2.5, "historical": -2.5, "alleged": -2.0, "planned": -2.0, "hypothetical": -0.5, "denied": 1.0}
# From FACT up an act counts as fact, from its negative down as none.
FACT = 1.5
# What is likely to come about.
LIKELY = 1.6
# Verbs that bring about what depends on them.
BRINGING_ABOUT = frozenset({"allow", "enable", "let", "permit", "help", "invite"})
UNABLE = frozenset({"can", "ca", "could", "would", "wo", "'d"})
CIRCUMSTANCES = frozenset({"since", "because", "after", "before", "during", "despite", "due", "for", "with"})
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


def factuality_of(act: Token) -> float:
    """The value of an act in its place: what readers take from its grammar beside its modality."""
    reading = modality_of(act)
    cue = _word_at(act.doc, reading)
    if reading.negated:
        return _negated_value(act, reading, cue)
    if reading.modality == "hypothetical" and cue is not None:
        is_purpose = cue.i == act.i and act.dep_ == "advcl" and act.head.tag_ == "VBD"
        if is_purpose or cue.lemma_.lower() in BRINGING_ABOUT or (cue.lower_ == "must" and cue.head.i == act.i):
            return LIKELY  # "sent a team to recover them", "lets users see it", "must leave"
    if reading.modality == "asserted" and _is_bare_infinitive(act):
        return VALUES["hypothetical"]
    return factuality_value(reading)


def _negated_value(act: Token, reading: ModalityReading, cue: Token | None) -> float:
    if cue is None or cue.dep_ != "neg":
        return factuality_value(reading)
    verb = cue.head
    if verb.i != act.i:
        if reading.modality == "asserted" and _stands_beside(act, verb):
            return VALUES["asserted"]  # "have not met since their arrest": they were arrested
        return NEGATED["hypothetical"] if reading.modality == "planned" else factuality_value(reading)
    modals = {child.lower_ for child in verb.children if child.dep_ == "aux"}
    if reading.modality == "hypothetical" and modals & UNABLE:
        return NEGATED["asserted"]  # "cannot pay", "would not comment"
    return factuality_value(reading)


def _word_at(doc: Doc, reading: ModalityReading) -> Token | None:
    """The word that decided the reading."""
    span = doc.char_span(*reading.cue, alignment_mode="expand") if reading.cue is not None else None
    return span.root if span is not None else None


def _stands_beside(act: Token, verb: Token) -> bool:
    """Whether the act hangs on the verb by "since", "because of", "for": the negation does not reach it."""
    step = act
    while step.head.i != verb.i and step.head.i != step.i:
        step = step.head
    return step.dep_ == "prep" and step.lower_ in CIRCUMSTANCES


def _is_bare_infinitive(act: Token) -> bool:
    """ "A way to find them", "stop and think": nothing says that it was done."""
    if act.tag_ != "VB":
        return False
    is_infinitive = any(child.dep_ == "aux" and child.lower_ == "to" for child in act.children)
    return (is_infinitive and act.dep_ in {"relcl", "acl"}) or act.dep_ == "conj"


def factualities(doc: Doc) -> tuple[Factuality, ...]:
    """The factuality of each verb and event noun of a parsed document, in the order of the text."""
    return tuple(Factuality(token.idx, token.idx + len(token), factuality_of(token)) for token in _acts(doc))


def _acts(doc: Doc) -> Iterator[Token]:
    nouns = lexicon().nouns
    for token in doc:
        lemma = token.lemma_.lower()
        is_verb = token.pos_ == "VERB" or (token.pos_ == "AUX" and token.dep_ not in {"aux", "auxpass"})
        if is_verb or (token.pos_ == "NOUN" and (lemma in nouns or lemma.endswith(DEVERBAL))):
            yield token
