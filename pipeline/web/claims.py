"""Marks a claim or an event in the sentences around it; pure functions on rows of sql/web."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from pipeline.web.marks import Span, marked

_PARTS = (("weapon", "weapon"), ("supplier", "supplier"), ("recipient", "recipient"))


def claim_context(row: Mapping[str, Any]) -> Markup:
    """The sentence of a claim between its neighbours: sentence, clause, weapon and parties marked."""
    spans = [
        Span(row["sentence_start_char"], row["sentence_end_char"], "sentence"),
        Span(row["start_char"], row["end_char"], "claim"),
    ]
    for part, words in _PARTS:
        start, end = row[f"{part}_start_char"], row[f"{part}_end_char"]
        if start is not None and end is not None:
            spans.append(Span(start, end, part, words))
    return marked(row["context_text"], spans, row["context_start_char"])


def grouped_claims(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Claims in their order; those that say the same in the same sentence stand as `repeats` of the first."""
    first: dict[tuple[object, ...], dict[str, Any]] = {}
    for row in rows:
        key = (
            " ".join(row["sentence_text"].split()),
            tuple(row["supplier_codes"]),
            tuple(row["recipient_codes"]),
            row["weapon_text"],
            row["stance_type"],
        )
        if key in first:
            first[key]["repeats"].append(row)
        else:
            first[key] = {**row, "repeats": []}
    return list(first.values())


def event_sentence(row: Mapping[str, Any]) -> Markup:
    """The sentence of an event: its clause and the word that tells it marked."""
    spans = [
        Span(row["start_char"], row["end_char"], "clause"),
        Span(row["trigger_start_char"], row["trigger_end_char"], "event", row["event_type"]),
    ]
    return marked(row["sentence_text"], spans, row["sentence_start_char"])
