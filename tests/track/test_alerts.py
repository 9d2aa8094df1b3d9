"""The life of an alert, on days written by hand."""

from __future__ import annotations

from datetime import date, timedelta

from pipeline.track.alerts import Burst, SignalDay, find_bursts

FIRST = date(2031, 1, 1)


def bursts(days: str) -> list[Burst]:
    """`days` a sign each: . quiet, 1 to 9 a day that stands out by so much, - a gap, o quiet and not over."""
    return find_bursts(
        [
            SignalDay(
                FIRST + timedelta(days=at),
                sign.isdigit(),
                sign == "-",
                sign != "o",
                10,
                float(sign) if sign.isdigit() else 0,
            )
            for at, sign in enumerate(days)
        ]
    )


def spans(days: str) -> list[tuple[int, int, int | None]]:
    """First and last day and the closing day of each burst, as places in `days`."""
    return [
        ((one.opened - FIRST).days, (one.last - FIRST).days, (one.closed - FIRST).days if one.closed else None)
        for one in bursts(days)
    ]


def test_a_burst_opens_is_updated_and_closes_after_three_quiet_days() -> None:
    assert spans("..3.5...") == [(2, 4, 7)]
    (one,) = bursts("..3.5...")
    assert (one.day_count, one.peak_surprise, one.peak) == (2, 5.0, FIRST + timedelta(days=4))


def test_it_stays_open_while_days_stand_out_or_the_day_is_not_over() -> None:
    assert spans("..3..4..5") == [(2, 8, None)]
    assert spans("..3..o") == [(2, 2, None)]


def test_gaps_close_nothing() -> None:
    assert spans("..3-----") == [(2, 2, None)]
    assert spans("..3-.-.-.") == [(2, 2, 8)]


def test_it_cools_down_before_another_opens() -> None:
    assert spans("3...3......") == [(0, 0, 3)]
    assert spans("3..........3") == [(0, 0, 3), (11, 11, None)]


def test_a_day_above_the_last_peak_opens_another_while_it_cools_down() -> None:
    days = [SignalDay(FIRST + timedelta(days=at), at in (0, 5), False, True, 10 + at, 3.0) for at in range(6)]
    assert [one.opened for one in find_bursts(days)] == [FIRST, FIRST + timedelta(days=5)]
