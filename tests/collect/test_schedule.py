"""The schedule: bounds, hints, habits, failures and the servers' own wishes."""

from __future__ import annotations

import json

import pytest

from pipeline.collect.schedule import DAY, HOUR, Observation, ScheduleState, decide

START = 1_773_000_000.0


def ok(now: float, new: int, seen: int, elapsed: float | None, **more) -> Observation:
    return Observation("f", now, "ok", new, seen, elapsed=elapsed, **more)


def run(days: float, arrivals, window: int = 30, **more) -> tuple[ScheduleState, list[float]]:
    """Poll a feed whose items appear at the given moments; gives the state and the waits."""
    state, now, last, waits = ScheduleState(), START, None, []
    while now < START + days * DAY:
        new = window if last is None else sum(1 for at in arrivals if last < at <= now)
        decision = decide(
            state, ok(now, min(new, window), window - min(new, window), None if last is None else now - last, **more)
        )
        state, last = decision.state, now
        waits.append(decision.seconds)
        now += decision.seconds
    return state, waits


def test_a_silent_feed_is_asked_ever_less_up_to_a_day():
    _, waits = run(40, [])
    assert waits[-1] == DAY
    assert all(900 <= wait <= DAY for wait in waits)


def test_a_busy_feed_is_asked_within_the_hour_and_before_its_window_turns_over():
    arrivals = [START + 300 * n for n in range(288 * 5)]
    _, waits = run(4, arrivals, window=25)
    assert max(waits[10:]) < 25 * 300 * 0.7


def test_a_feed_that_posts_at_one_hour_is_asked_most_around_that_hour():
    dawn = START - START % DAY + 4 * HOUR
    arrivals = [dawn + day * DAY + 60 * n for day in range(1, 15) for n in range(30)]
    state, now, last, polled = ScheduleState(), START, None, []
    while now < START + 14 * DAY:
        new = sum(1 for at in arrivals if (last or 0) < at <= now)
        state = (decision := decide(state, ok(now, new, max(0, 30 - new), None if last is None else now - last))).state
        polled.append(now % DAY // HOUR)
        last, now = now, now + decision.seconds
    late = polled[len(polled) // 2 :]
    assert late.count(4) + late.count(3) > 3 * late.count(15)


def test_a_wave_of_news_shortens_the_wait_to_the_shortest():
    state, _ = run(20, [START + 20 * HOUR * n for n in range(24)], window=12)
    assert decide(state, ok(START + 20 * DAY, 9, 3, HOUR)).seconds == 900


@pytest.mark.parametrize("hint", [3_600.0, 86_400.0, 1e9])
def test_a_hint_only_lengthens_and_stays_in_bounds(hint):
    state, _ = run(10, [START + 3 * HOUR * n for n in range(80)])
    plain = decide(state, ok(START + 10 * DAY, 1, 29, HOUR)).seconds
    assert plain <= decide(state, ok(START + 10 * DAY, 1, 29, HOUR, hint=hint)).seconds <= DAY


def test_failures_back_off_linearly_and_never_end_a_feed():
    waits = [decide(ScheduleState(), Observation("f", START, "failed", failures=n)).seconds for n in range(1, 60)]
    assert waits[1] == pytest.approx(3 * HOUR, rel=0.11)
    assert waits[3] == pytest.approx(5 * HOUR, rel=0.11)
    assert waits[-1] == DAY


@pytest.mark.parametrize("kind", ["failed", "rate_limited", "held"])
@pytest.mark.parametrize("asked", [30.0, 5_000.0, 86_400.0])
def test_no_poll_is_made_before_a_retry_after_has_passed(kind, asked):
    assert decide(ScheduleState(), Observation("f", START, kind, failures=1, retry_after=asked)).seconds > asked


def test_a_server_that_refused_a_soon_poll_is_not_asked_so_soon_again():
    refused = Observation("f", START, "rate_limited", elapsed=900.0, retry_after=300.0)
    state = decide(ScheduleState(), refused).state
    assert decide(state, ok(START + 400, 20, 0, 400)).seconds > 1_200


def test_410_twice_ends_a_feed_and_once_does_not():
    first = decide(ScheduleState(), Observation("f", START, "gone"))
    assert first.seconds == DAY
    assert decide(first.state, Observation("f", START + DAY, "gone")).seconds is None
    well = decide(first.state, ok(START + DAY, 0, 5, DAY)).state
    assert decide(well, Observation("f", START + 2 * DAY, "gone")).seconds == DAY


def test_the_state_survives_json():
    state, _ = run(3, [START + HOUR * n for n in range(70)])
    assert ScheduleState.from_dict(json.loads(json.dumps(state.to_dict()))) == state
    assert ScheduleState.from_dict({"window": 7.0, "of_another_version": 1}).window == 7.0
