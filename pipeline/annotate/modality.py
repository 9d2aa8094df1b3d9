"""Did it happen? Reads tense, modals, negation, hedges, conditions and plans around a verb or an event noun.

The parse is climbed from the head to the sentence's root; each governing word may change the reading. What is said
of a document's date comes from `Doc._.wirewatch_published_at` and `Doc._.wirewatch_dates` where a pipeline sets them.
"""

from __future__ import annotations

from spacy.tokens import Token

from pipeline.annotate.event_clauses import is_headline_plan
from pipeline.annotate.modality_governors import governor_of, read_governor
from pipeline.annotate.modality_history import history_cue
from pipeline.annotate.modality_own_words import read_own_words
from pipeline.annotate.modality_reading import PLAIN, ModalityReading, stronger
from pipeline.annotate.modality_words import modality_words
from pipeline.annotate.parts_of_speech import VERBAL

MAX_CLIMB = 12  # governing words between an act and the root that are asked


def modality_of(head: Token) -> ModalityReading:
    """The reading of an act whose verb or noun is `head`, in a document with a dependency parse."""
    words = modality_words()
    reading = PLAIN
    current: Token = head
    for _ in range(MAX_CLIMB):
        reading = read_own_words(current, reading, words, nominal=current.pos_ not in VERBAL)
        step = governor_of(current)
        if step is None:
            break
        governor, relation = step
        reading, climbs = read_governor(current, governor, relation, reading, words)
        if not climbs:
            break
        current = governor
    if reading.modality != "asserted":
        return reading
    if is_headline_plan(head):
        return stronger(reading, "planned", head)
    cue = history_cue(head, words)
    return stronger(reading, "historical", cue) if cue is not None else reading
