"""Groups named by country and role: "North Korean troops", "Russia's defence ministry", "rebels in Ivory Coast"."""

from __future__ import annotations

from spacy.tokens import Doc, Span, Token

from pipeline.annotate.drafts import ROLE, Draft, span_of
from pipeline.annotate.roles import RoleWords

COUNTRY_TYPES = frozenset({"GPE", "NORP", "LOC"})
MARKS = frozenset({"'s", "’s", "'", "’", "-"})
LONGEST = 7  # tokens before the role noun that may belong to the phrase
PLACE_PREPOSITIONS = frozenset({"in", "of", "from", "throughout", "at"})


def add_groups(doc: Doc, drafts: list[Draft], words: RoleWords) -> list[Draft]:
    """The drafts with those of role phrases; an adjective of nationality inside such a phrase becomes part of it."""
    drafts = [draft for draft in drafts if not _is_role_word(span_of(doc, draft), draft, words)]
    at = {token.i: draft for draft in drafts for token in span_of(doc, draft)}
    titles = {i for draft in drafts if draft.title is not None for i in range(*draft.title)}
    groups: list[Draft] = []
    for token in doc:
        if token.i in at or token.i in titles or token.pos_ not in {"NOUN", "PROPN"}:
            continue
        if words.is_role_noun(words.lemma_of(token.lemma_ or token.text)) and not _is_modifier(token, at):
            group = _group_at(doc, token, at, words)
            if group is not None:
                groups.append(group)
    groups = [_after_names(doc, group, at) for group in groups]
    kept = [draft for draft in drafts if not any(group.overlaps(draft) for group in groups)]
    return sorted(kept + groups, key=lambda draft: draft.start)


def _is_role_word(span: Span, draft: Draft, words: RoleWords) -> bool:
    """ "Guerrillas ambushed a patrol": a plain word with the capital that the start of its sentence gives it, no name."""
    if len(span) != 1 or draft.is_resolved or draft.country or draft.type not in {"ORG", "PER", "NORP"}:
        return False
    word = span[0]
    lower = word.lower_
    is_plural = lower.endswith("s") and lower[:-1] in words.heads
    return bool(word.is_sent_start) and not word.is_upper and (is_plural or lower in words.heads)


def _after_names(doc: Doc, group: Draft, at: dict[int, Draft]) -> Draft:
    """The group without a state's, organisation's or person's name before it, which stays a mention of its own."""
    for token in span_of(doc, group):
        inside = at.get(token.i)
        if inside is not None and inside.type != "NORP":
            group.start = max(group.start, inside.end)
    span = span_of(doc, group)
    first = next(
        token for token in span if token.idx >= group.start and not token.is_space and token.lower_ not in MARKS
    )
    group.start = first.idx
    return group


def _is_modifier(token: Token, at: dict[int, Draft]) -> bool:
    """Does another noun follow that is the real head ("police station"), or a name ("President Lee")?"""
    if token.i + 1 >= len(token.doc):
        return False
    following = token.nbor()
    if following.ent_type_ in {"DATE", "TIME"}:
        return False
    if following.i in at:
        return at[following.i].type == "PER"
    return following.pos_ in {"NOUN", "PROPN"} and token.whitespace_ == " "


def _group_at(doc: Doc, head: Token, at: dict[int, Draft], words: RoleWords) -> Draft | None:
    start = head.i
    country: Draft | None = None
    inner: Draft | None = None
    while start > 0 and head.i - start < LONGEST:
        before = doc[start - 1]
        draft = at.get(before.i)
        if draft is not None:
            if draft is country or draft is inner:
                pass
            elif draft.type in COUNTRY_TYPES and draft.country and country is None:
                country = draft
            elif draft.type in {"ORG", "PER"} and inner is None and country is None:
                inner = draft
            else:
                break
        elif (
            before.lower_ not in MARKS
            and before.pos_ not in {"ADJ", "NOUN", "PROPN"}
            and before.tag_ not in {"VBN", "VBG"}
        ) or (before.lower_ in MARKS and before.i - 1 not in at):
            break
        start -= 1
        if country is not None and before.i not in at:
            break
    if country is not None:
        start = next(i for i in range(start, head.i + 1) if at.get(i) is country)
    lemmas = [
        words.lemma_of(token.lemma_ or token.text)
        for token in doc[start : head.i + 1]
        if token.i not in at and token.lower_ not in MARKS
    ]
    role = words.of_phrase(lemmas)
    if country is not None and start > 0 and doc[start - 1].lower_ == "ethnic":
        place = _place_after(doc, head, at)
        return _named(doc, start - 1, head.i, place.country if place is not None else country.country, role)
    if country is not None and country.type in COUNTRY_TYPES:
        return _named(doc, start, head.i, country.country, role)
    if inner is not None and inner.country:
        return _named(doc, inner_start(doc, inner), head.i, inner.country, role or inner.role, inner)
    if inner is not None:
        is_between_states = inner.is_resolved and inner.role == "IGO" and role is not None
        if role == "GOV":
            role = "IGO"  # "the United Nations human rights chief" serves no state
        return _named(doc, inner_start(doc, inner), head.i, None, role, inner) if is_between_states else None
    place = _place_after(doc, head, at)
    if place is not None and role is not None:
        return _named(doc, _first_word(doc, start, head), head.i, place.country, role)
    if role is not None and words.tells_by_itself(lemmas):
        return _named(doc, _first_word(doc, start, head), head.i, None, role)
    return None


def inner_start(doc: Doc, draft: Draft) -> int:
    """The first token of a draft."""
    return span_of(doc, draft).start


def _first_word(doc: Doc, start: int, head: Token) -> int:
    while start < head.i and doc[start].pos_ == "PUNCT":
        start += 1
    return start


def _named(doc: Doc, first: int, last: int, country: str | None, role: str | None, inner: Draft | None = None) -> Draft:
    span = doc[first : last + 1]
    actor = f"{country}-{role}" if country and role else country
    if inner is not None and inner.is_resolved and inner.type == "ORG":
        actor = inner.actor
    return Draft(span.start_char, span.end_char, ROLE, "role", actor, country, role, is_resolved=country is not None)


def _place_after(doc: Doc, head: Token, at: dict[int, Draft]) -> Draft | None:
    """The country in "rebels in the Ivory Coast", "parliament of Poland"."""
    i = head.i + 1
    if i < len(doc) and doc[i].lower_ in {"operating", "living", "based"}:
        i += 1
    if i >= len(doc) or doc[i].lower_ not in PLACE_PREPOSITIONS:
        return None
    i += 1
    while i < len(doc) and i - head.i <= 4:
        draft = at.get(i)
        if draft is not None:
            return draft if draft.type in COUNTRY_TYPES and draft.country else None
        if doc[i].pos_ not in {"DET", "ADJ"}:
            return None
        i += 1
    return None
