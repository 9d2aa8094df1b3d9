"""Splits the claims of one dyad and weapon into delivery episodes by their periods."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Generic, Protocol, TypeVar

LONGEST_DATING_DAYS = 366  # a longer period ("in the past five years") sums up episodes and dates none
TOUCHING_DAYS = 31  # periods no further apart than this belong to one episode
RECENT_DAYS = 366  # what is told as recent happened within a year of the report (guidelines: `asserted`)
PLAN_DAYS = 3 * 366  # a plan without a date is matched with a delivery up to three years later
UNDATED_GAP_DAYS = 183  # undated reports further apart than this are of different episodes
PRECISIONS = ("day", "week", "month", "year", "unknown")  # from fine to coarse


class Dated(Protocol):
    """What this module reads of a claim."""

    @property
    def claim_key(self) -> str: ...
    @property
    def modality(self) -> str: ...
    @property
    def period_start(self) -> date | None: ...
    @property
    def period_end(self) -> date | None: ...
    @property
    def period_precision(self) -> str: ...
    @property
    def article_date(self) -> date | None: ...


D = TypeVar("D", bound=Dated)


@dataclass(frozen=True, slots=True)
class Episode(Generic[D]):
    """Claims of one delivery episode in time order; start and end are None where no claim dates it."""

    claims: tuple[D, ...]
    start: date | None
    end: date | None
    precision: str

    def covers(self, claim: Dated) -> bool:
        """Whether a general claim, by its period or its article's date, speaks of this episode's time."""
        start, end = claim.period_start, claim.period_end
        if self.start is None or self.end is None:
            return True
        if start and end:
            return start <= self.end and self.start <= end
        return claim.article_date is None or self.start <= claim.article_date


def split_into_episodes(claims: Sequence[D]) -> list[Episode[D]]:
    """The episodes of claims whose parties and weapons agree; `claims` are in time order.

    1. Claims with a period of a year at most date the episodes: overlapping or touching periods are one episode.
    2. A claim without such a period goes to the episode it can mean: told as recent, to the latest of the year before
       its report; as a plan, to the first that begins after it; as past, to the latest that ended a year before; a
       period of several years, to the latest episode within.
    3. What finds none forms episodes of its own: reports of one kind (past, or not) that follow each other.
    """
    dating = [claim for claim in claims if _is_dating(claim)]
    groups = _overlapping(dating)
    spans = [(min(_start(c) for c in group), max(_end(c) for c in group)) for group in groups]
    loose: list[D] = []
    for claim in claims:
        if _is_dating(claim):
            continue
        home = _home_of(claim, spans)
        if home is None:
            loose.append(claim)
        else:
            groups[home].append(claim)
    episodes = [_episode(group, span) for group, span in zip(groups, spans, strict=True)]
    episodes += [_episode(group, None) for group in _following(loose)]
    return episodes


def _overlapping(claims: Sequence[D]) -> list[list[D]]:
    """Groups of claims whose periods overlap or touch, by start."""
    groups: list[list[D]] = []
    reach = date.min
    for claim in sorted(claims, key=lambda c: (_start(c), _end(c), c.claim_key)):
        if groups and _start(claim) <= reach:
            groups[-1].append(claim)
        else:
            groups.append([claim])
            reach = date.min
        reach = max(reach, _end(claim) + timedelta(days=TOUCHING_DAYS))
    return groups


def _home_of(claim: Dated, spans: Sequence[tuple[date, date]]) -> int | None:
    """The index of the episode that a claim without a dating period means."""
    if claim.period_start and claim.period_end:
        inside = [i for i, (start, end) in enumerate(spans) if start <= claim.period_end and claim.period_start <= end]
        return inside[-1] if inside else None
    told = claim.article_date
    if told is None:
        return len(spans) - 1 if len(spans) == 1 else None
    if claim.modality in {"planned", "hypothetical"}:
        later = [i for i, (start, end) in enumerate(spans) if end >= told and (start - told).days <= PLAN_DAYS]
        return later[0] if later else None
    if claim.modality == "past":
        before = [i for i, (_, end) in enumerate(spans) if (told - end).days >= RECENT_DAYS]
        return before[-1] if before else None
    recent = [i for i, (start, end) in enumerate(spans) if start <= told and (told - end).days <= RECENT_DAYS]
    return recent[-1] if recent else None


def _following(claims: Sequence[D]) -> list[list[D]]:
    """Undated claims, those told as past apart, in groups without a long silence between them."""
    groups: list[list[D]] = []
    for is_past in (False, True):
        members = [claim for claim in claims if (claim.modality == "past") is is_past]
        members.sort(key=lambda c: (c.article_date or date.min, c.claim_key))
        last: date | None = None
        for position, claim in enumerate(members):
            told = claim.article_date
            is_near = last is None or told is None or (told - last).days <= UNDATED_GAP_DAYS
            if position and (is_past or is_near):
                groups[-1].append(claim)
            else:
                groups.append([claim])
            last = told or last
    return groups


def _episode(claims: list[D], span: tuple[date, date] | None) -> Episode[D]:
    ordered = tuple(sorted(claims, key=lambda c: (c.article_date or date.min, c.claim_key)))
    if span is None:
        long = [claim for claim in ordered if claim.period_start and claim.period_end]
        if not long:
            return Episode(ordered, None, None, "unknown")
        return Episode(ordered, min(_start(c) for c in long), max(_end(c) for c in long), "year")
    precisions = [claim.period_precision for claim in ordered if _is_dating(claim)]
    coarsest = max(precisions, key=lambda name: PRECISIONS.index(name) if name in PRECISIONS else len(PRECISIONS))
    return Episode(ordered, span[0], span[1], coarsest)


def _is_dating(claim: Dated) -> bool:
    if claim.period_start is None or claim.period_end is None:
        return False
    return (claim.period_end - claim.period_start).days <= LONGEST_DATING_DAYS


def _start(claim: Dated) -> date:
    return claim.period_start or date.min


def _end(claim: Dated) -> date:
    return claim.period_end or date.max
