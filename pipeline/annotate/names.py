"""The names that the model's recogniser found, cleaned of its usual slips; whom they name is decided elsewhere."""

from __future__ import annotations

import re

from spacy.tokens import Doc, Span, Token

from pipeline.annotate.drafts import Draft

LABELS = {"PERSON": "PER", "ORG": "ORG", "GPE": "GPE", "LOC": "LOC", "FAC": "FAC", "NORP": "NORP"}
LONGEST_NAME = 12  # tokens; what is longer is a slip of the recogniser
HONORIFICS = frozenset("mr mrs ms miss dr mr. mrs. ms. dr. sir lord lady".split())
ARTICLES = frozenset({"the", "a", "an", "this", "that", "its", "his", "her", "their", "our"})
MONTHS_AND_DAYS = frozenset(
    "january february march april may june july august september october november december monday tuesday wednesday "
    "thursday friday saturday sunday".split()
)


def model_names(doc: Doc) -> list[Draft]:
    """The entities of the six kinds that name actors and places, trimmed to the name itself."""
    found = []
    for entity in doc.ents:
        label = LABELS.get(entity.label_)
        if label is None:
            continue
        span = _trimmed(entity)
        if span is None or len(span) > LONGEST_NAME or not _looks_like_name(span):
            continue
        end = span.end_char
        found.append(Draft(span.start_char, end, label, "name"))
    return found


def _trimmed(entity: Span) -> Span | None:
    """Without articles, honorifics, possessive marks, quotation marks and line breaks at the ends."""
    start, end = entity.start, entity.end
    doc = entity.doc
    for i in range(start, end):
        if "\n" in doc[i].text_with_ws:
            if i > start:
                end = i if doc[i].is_space else i + 1
            break
    while start < end and _is_lead(doc[start]):
        start += 1
    while end > start and _is_tail(doc[end - 1]):
        end -= 1
    return doc[start:end] if end > start else None


def _is_lead(token: Token) -> bool:
    return token.lower_ in ARTICLES or token.lower_ in HONORIFICS or token.is_space or token.is_quote or token.is_bracket


def _is_tail(token: Token) -> bool:
    if token.lower_ in {"'s", "’s", "'", "’"} or token.is_space or token.is_quote:
        return True
    return token.is_punct and token.text != ")" or token.text == ")" and not any(t.text == "(" for t in token.doc[max(0, token.i - 6) : token.i])


def _looks_like_name(span: Span) -> bool:
    text = span.text
    if not any(c.isalpha() for c in text) or re.search(r"https?:|www\.|@", text):
        return False
    if text.lower() in MONTHS_AND_DAYS:
        return False
    return any(token.text[:1].isupper() for token in span)
