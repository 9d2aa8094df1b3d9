"""Names what a pair is, in one word and in a sentence: copy, update, recurring notice, look-alike of another event."""

from __future__ import annotations

import re
from datetime import date, timedelta

from pipeline.group.compare import Comparison, hours_between
from pipeline.group.facts import WEEKDAYS
from pipeline.group.profile import Profile

_UPDATE_CUE = re.compile(
    r"\b(?:update[ds]?|correct(?:s|ed|ion)|clarif(?:ies|ied|ication)|recast[s]?|adds|refiles|writethru|write-through|"
    r"lead all|\d(?:st|nd|rd|th) ld)\b",
    re.IGNORECASE,
)
_CUE_CHARS = 120
_NOTICE_WORDS = 60
_LATE_HOURS = 72.0  # hardly any copy comes later
_LATE_NOTICE_WORDS = 250
_CLOCKED_NOTICE_WORDS = 150  # of a table or bulletin that gives its own time of the day
_NOTICE_HOURS = 18.0
_OPENING_WORDS = 60


def name_relation(later: Profile, earlier: Profile, comparison: Comparison) -> str:
    """near_copy, or update: the same outlet or agency prints it again with other facts, or says that it does."""
    if later.exact_key == earlier.exact_key:
        return "exact_copy"
    if has_update_cue(later) and not has_update_cue(earlier):
        return "update"
    same_voice = comparison.same_outlet or (later.credit.agency and later.credit.agency == earlier.credit.agency)
    hours = hours_between(later, earlier)
    changed = comparison.numbers_swapped > 0 or comparison.title_conflict or later.facts.numbers - earlier.facts.numbers
    return "update" if same_voice and changed and hours else "near_copy"


def has_update_cue(profile: Profile) -> bool:
    """Whether headline or opening says that this is a later version."""
    return bool(
        _UPDATE_CUE.search(profile.document.title or "") or _UPDATE_CUE.search(profile.document.text[:_CUE_CHARS])
    )


def is_recurring_notice(one: Profile, other: Profile) -> bool:
    """Whether two short texts of one outlet under one headline are issues of a notice that comes again and again.

    They are most of a day apart, or give different times of the day.
    """
    hours = hours_between(one, other)
    clocks = one.facts.clock_times, other.facts.clock_times
    length = min(len(one.words), len(other.words))
    differing_clocks = bool(all(clocks) and not clocks[0] & clocks[1])
    return (
        hours is not None
        and one.document.source is not None
        and one.document.source == other.document.source
        and (
            (hours >= _NOTICE_HOURS and length <= _NOTICE_WORDS)
            or (hours >= _LATE_HOURS and length <= _LATE_NOTICE_WORDS)
            or (differing_clocks and length <= _CLOCKED_NOTICE_WORDS)
        )
        and one.title_words == other.title_words
    )


def is_refilled(comparison: Comparison) -> bool:
    """Whether most figures of one text stand for others in the other: a template filled anew is no copy."""
    return comparison.numbers_swapped >= 0.5 and comparison.figures_swapped >= 4


def tells_next_event(one: Profile, other: Profile, comparison: Comparison) -> bool:
    """Whether two reports of one wording tell of two days: "fired a missile on Monday", and on Friday another.

    Each opens with the day before which it was published, and most of their parallel figures differ; a late copy keeps
    the day of its original.
    """
    days = _own_day(one), _own_day(other)
    if days[0] is None or days[1] is None or days[0] == days[1]:
        return False
    figures = 1 if days[0].weekday() == days[1].weekday() else 2  # the names of the days are figures, too
    return comparison.numbers_swapped >= 0.5 and comparison.figures_swapped >= figures


def _own_day(profile: Profile) -> date | None:
    """The day that a report's opening names by weekday, where it is that of publication or the one before."""
    published = profile.document.published_at
    named = [word for word in profile.words[:_OPENING_WORDS] if word in WEEKDAYS]
    if published is None or not named:
        return None
    for days_back in (0, 1):
        day = published.date() - timedelta(days=days_back)
        if WEEKDAYS[day.weekday()] == named[0]:
            return day
    return None


def is_look_alike(comparison: Comparison) -> bool:
    """Whether two texts use one template for different facts: they tell two events, however alike they are."""
    if comparison.trigram_containment < 0.3 or comparison.aligned < 0.5:
        return False
    return comparison.numbers_swapped >= 0.3 or comparison.names_swapped >= 0.5 or comparison.days_conflict >= 0.5


def describe_copy(one: Profile, other: Profile, comparison: Comparison) -> str:
    """The evidence for a copy in words."""
    parts = [f"{comparison.containment:.0%} of the shorter text's word runs are in the longer"]
    hours = hours_between(one, other)
    if hours is not None:
        parts.append(f"{hours:.1f} h apart")
    if comparison.numbers_swapped:
        parts.append(f"{comparison.numbers_swapped:.0%} of parallel figures differ")
    if one.credit.agency:
        parts.append(f"credits {one.credit.agency}")
    return "; ".join(parts)
