"""Signals on series with known answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np

from pipeline.records import DayCount
from pipeline.track.changes import change_weeks
from pipeline.track.jsonl import answer
from pipeline.track.signals import day_details, signals

FIRST = date(2031, 1, 6)


def series(matching: list[int], total: int = 100, owners: int | None = None) -> list[DayCount]:
    return [DayCount(FIRST + timedelta(days=at), count, total, owners) for at, count in enumerate(matching)]


def test_a_burst_alerts_and_quiet_days_do_not() -> None:
    found = signals(series([2, 3, 1, 2, 4, 2, 3] * 5 + [14, 2, 3]))
    assert [at for at, one in enumerate(found) if one.alert] == [35]


def test_a_burst_of_fewer_than_three_owner_groups_does_not_alert() -> None:
    quiet = [2, 3, 1, 2, 4, 2, 3] * 5
    assert not signals(series([*quiet, 14], owners=2))[-1].alert
    assert signals(series([*quiet, 14], owners=3))[-1].alert


def test_a_storm_of_copies_does_not_alert() -> None:
    quiet = [replace(one, originals=one.matching) for one in series([2, 3, 1, 2, 4, 2, 3] * 5)]
    day = quiet[-1].day + timedelta(days=1)
    assert not signals([*quiet, DayCount(day, 40, 100, 12, originals=4)])[-1].alert
    assert signals([*quiet, DayCount(day, 40, 100, 12, originals=14)])[-1].alert


def test_in_a_panel_of_a_handful_a_day_a_burst_is_not_taken_for_volume() -> None:
    quiet = series([0, 1, 0, 0, 2, 1, 0] * 5, total=4)
    day = quiet[-1].day + timedelta(days=1)
    assert signals([*quiet, DayCount(day, 13, 13, 6)])[-1].alert
    assert not signals([*quiet, DayCount(day, 4, 13, 4)])[-1].alert


def test_two_days_in_a_row_alert_where_one_does_not() -> None:
    quiet = [2, 3, 1, 2, 4, 2, 3] * 8
    once, twice = series([*quiet, 2, 6, 2]), series([*quiet, 6, 6, 2])
    assert not any(one.alert for one in signals(once))
    assert [at for at, one in enumerate(signals(twice)) if one.alert] == [len(quiet) + 1]


def test_days_asked_for_alone_read_as_in_the_whole_series() -> None:
    chance = np.random.default_rng(11)
    counts = series([int(one) for one in chance.poisson(3, 200)])
    assert day_details(counts, since=counts[150].day) == day_details(counts)[150:]


def test_an_earlier_burst_leaves_the_expectation_where_it_was() -> None:
    quiet = [2, 3, 1, 2, 4, 2, 3] * 4
    spiky = [*quiet[:10], 30, 35, 28, *quiet[13:]]
    plain, robust = signals(series([*quiet, 3]))[-1].expected, signals(series([*spiky, 3]))[-1].expected
    assert plain is not None and robust is not None
    assert abs(plain - robust) < 0.5


def test_the_tested_day_does_not_change_its_own_expectation() -> None:
    quiet = [2, 3, 1, 2, 4, 2, 3] * 5
    assert signals(series([*quiet, 3]))[-1].expected == signals(series([*quiet, 60]))[-1].expected


def test_a_gap_is_no_zero() -> None:
    days = series([4] * 40)
    gaps = [DayCount(one.day, 0, None) if at in range(20, 30) else one for at, one in enumerate(days)]
    found = signals(gaps)
    assert found[25].is_gap and found[25].expected is None and not found[25].alert
    assert found[-1].expected is not None and abs(found[-1].expected - 4) < 0.2


def test_weekdays_have_their_own_expectation_after_eight_weeks() -> None:
    found = signals(series([10, 10, 10, 10, 10, 1, 1] * 10))
    monday, saturday = found[63].expected, found[68].expected
    assert monday is not None and saturday is not None
    assert monday > 8 and saturday < 3


def test_highs_have_a_floor_and_count_the_days_since_as_many() -> None:
    details = day_details(series([9, *[2] * 9, 8, 3]))
    assert [details[at].high_days for at in (9, 10)] == [None, 9]


def test_a_lasting_rise_is_a_change_of_its_week() -> None:
    chance = np.random.default_rng(5)
    matching = [int(one) for one in [*chance.poisson(3, 70), *chance.poisson(9, 70)]]
    changes = change_weeks(series(matching))
    assert list(changes) == [FIRST + timedelta(days=70)]
    assert changes[FIRST + timedelta(days=70)] > 2


def test_bad_lines_are_answered_in_their_place() -> None:
    given = [
        {"date": "2031-01-02", "matching": 1, "total": 9},
        {"date": "2031-01-01", "matching": 1, "total": 9},
        {"date": "2031-01-03", "matching": -1, "total": 9},
        {"date": "2031-01-03", "matching": 10, "total": 9},
        {"date": "2031-01-03", "matching": None, "total": None},
        {"matching": 1, "total": 9},
        {"date": "2031-01-05", "matching": 1, "total": 9},
    ]
    answers = list(answer(given))
    assert [one["date"] for one in answers] == [row.get("date") for row in given]
    assert ["error" in one for one in answers] == [False, True, True, True, False, True, False]
    assert answers[4]["is_gap"] is True
