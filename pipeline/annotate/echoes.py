"""Short forms inside an article: "Pak" after "Jung Pak", "RUF" after its full name, "the North" of Korea."""

from __future__ import annotations

import re

from spacy.tokens import Doc

from pipeline.annotate.drafts import Draft, normal_name, span_of
from pipeline.annotate.extensions import text_of
from pipeline.annotate.matching import fold

KOREAS = {"north": "PRK", "south": "KOR"}


def resolve_echoes(doc: Doc, drafts: list[Draft]) -> list[Draft]:
    """Let later short forms name what the first full mention names; the drafts change, new ones are added."""
    by_last = _echo_persons(doc, drafts)
    added = _missed_persons(doc, drafts, by_last) + _echo_acronyms(doc, drafts) + _echo_koreas(doc, drafts)
    free = [new for new in added if not any(new.overlaps(old) and not _is_guess(old, new) for old in drafts)]
    kept = [old for old in drafts if not any(new.overlaps(old) for new in free)]
    return sorted(kept + free, key=lambda draft: draft.start)


def _is_guess(old: Draft, new: Draft) -> bool:
    """A name of the model's own on the very words of a short form."""
    return old.kind == "name" and not old.is_resolved and (old.start, old.end) == (new.start, new.end)


def _echo_persons(doc: Doc, drafts: list[Draft]) -> dict[str, Draft]:
    """A single word that is the surname (or a Korean or Chinese family name) of a person named in full before.

    Answers with the persons by their last word.
    """
    by_last: dict[str, Draft] = {}
    by_first: dict[str, Draft] = {}
    full: dict[str, Draft] = {}
    for draft in drafts:
        words = [fold(word) for word in re.findall(r"[^\W_]+", text_of(doc)[draft.start : draft.end])]
        if not words:
            continue
        if draft.type == "PER" and len(words) > 1:
            name = normal_name(text_of(doc)[draft.start : draft.end])
            if name in full:
                _copy(full[name], draft)
            elif name:
                full[name] = draft
                draft.actor = draft.actor or name
            by_last[words[-1]] = draft
            by_first[words[0]] = draft
        elif len(words) == 1 and draft.type in {"PER", "ORG", "GPE"} and draft.kind == "name":
            known = by_last.get(words[0]) or (by_first.get(words[0]) if draft.type != "GPE" else None)
            if known is not None:
                draft.type = "PER"
                draft.kind = "echo"
                _copy(known, draft)
    return by_last


def _missed_persons(doc: Doc, drafts: list[Draft], by_last: dict[str, Draft]) -> list[Draft]:
    """Capitalised surnames of persons named in full elsewhere that nothing has found yet."""
    if not by_last:
        return []
    taken = {token.i for draft in drafts for token in span_of(doc, draft)}
    added = []
    for token in doc:
        known = by_last.get(fold(token.text)) if token.text[:1].isupper() and token.i not in taken else None
        if known is not None and len(token) > 2:
            new = Draft(token.idx, token.idx + len(token), "PER", "echo")
            _copy(known, new)
            added.append(new)
    return added


def _copy(known: Draft, draft: Draft) -> None:
    draft.actor = known.actor or draft.actor
    draft.country = known.country or draft.country
    draft.role = known.role or draft.role
    draft.is_resolved = known.is_resolved


def _echo_acronyms(doc: Doc, drafts: list[Draft]) -> list[Draft]:
    """The acronym in brackets after an organisation's name, and its later places."""
    added: list[Draft] = []
    for draft in list(drafts):
        if draft.type != "ORG":
            continue
        match = re.match(r"\s*\(([A-Z][A-Z/.&-]{1,9})\)", text_of(doc)[draft.end :][:16])
        if not match:
            continue
        acronym = match.group(1)
        for place in re.finditer(rf"(?<!\w){re.escape(acronym)}(?!\w)", text_of(doc)[draft.end :]):
            start = draft.end + place.start()
            new = Draft(start, start + len(acronym), "ORG", "echo")
            actor = draft.actor or normal_name(text_of(doc)[draft.start : draft.end])
            new.actor, new.country, new.role, new.is_resolved = actor, draft.country, draft.role, draft.is_resolved
            for old in drafts:
                if old.overlaps(new) and not old.is_resolved:
                    _copy(new, old)
                    old.type = "ORG"
            added.append(new)
    return added


def _echo_koreas(doc: Doc, drafts: list[Draft]) -> list[Draft]:
    """ "the North" and "the South" where the article speaks of Korea."""
    countries = {draft.country for draft in drafts}
    if not countries & {"PRK", "KOR"} and "Koreas" not in text_of(doc):
        return []
    at = {
        token.i
        for draft in drafts
        if draft.is_resolved or len(span_of(doc, draft)) > 1
        for token in span_of(doc, draft)
    }
    added = []
    for token in doc:
        side = KOREAS.get(token.lower_)
        if side is None or not token.text[0].isupper() or token.i in at or token.i == 0:
            continue
        before, after = doc[token.i - 1], doc[token.i + 1] if token.i + 1 < len(doc) else None
        if before.lower_ in {"the", "inter"} and (after is None or not after.text[:1].isupper()):
            added.append(Draft(token.idx, token.idx + len(token), "GPE", "echo", side, side, None, is_resolved=True))
    return added
