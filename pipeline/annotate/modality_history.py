"""Is an act told as history? Phrases such as "decades ago", and dates a year or more before the publication."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from spacy.tokens import Doc, Token

from pipeline.annotate.modality_words import ModalityWords
from pipeline.annotate.parts_of_speech import VERBAL
from pipeline.annotate.time_values import end_of_value

HISTORY = timedelta(days=365)
NOMINAL_RELATIONS = frozenset({"dobj", "nsubj", "nsubjpass", "attr", "oprd", "pobj", "obj"})
CLAUSES = frozenset({"xcomp", "ccomp", "csubj", "csubjpass", "acl", "advcl", "pcomp", "parataxis", "relcl", "conj"})


def history_cue(head: Token, words: ModalityWords) -> Token | None:
    """The first word of a time expression in the head's clause that lies a year or more before the publication."""
    clause = sorted(_clause_tokens(head), key=lambda token: token.i)
    if not clause:
        return None
    text = head.doc[clause[0].i : clause[-1].i + 1].text.lower()
    for phrase in words.history.phrases:
        if phrase in text:
            return clause[0]
    published = _published_on(head.doc)
    if published is None:
        return None
    for mention in head.doc._.wirewatch_dates if Doc.has_extension("wirewatch_dates") else ():
        end = end_of_value(mention.value)
        if end is not None and published - end >= HISTORY:
            for token in clause:
                if mention.start <= token.idx < mention.end:
                    return token
    return None


def _clause_tokens(head: Token) -> Iterator[Token]:
    """Tokens under the head and, for an event noun, under its verb, without the clauses that hang from them."""
    top = head
    if head.pos_ not in VERBAL and head.dep_ in NOMINAL_RELATIONS:
        top = head.head.head if head.dep_ == "pobj" else head.head
    queue = [top]
    while queue:
        token = queue.pop()
        yield token
        queue.extend(child for child in token.children if child.dep_ not in CLAUSES or child.i == head.i)


def _published_on(doc: Doc) -> date | None:
    if not Doc.has_extension("wirewatch_published_at"):
        return None
    published = doc._.wirewatch_published_at
    return published.date() if published is not None else None
