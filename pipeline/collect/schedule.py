"""When to poll a feed again: a pure decision from what its polls brought so far and what its server asks for.

Three things call for a poll, and the first of them to come due decides. Freshness: the items that should have appeared
by now have together waited long enough. Loss: what can be expected at worst would soon push items out of the document.
Vigilance: a source in use may be overrun by events within the hour, whatever its habits are. What is expected comes
from the hours of the day at which the feed has posted so far, and from the rate at which it is posting now.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Self

DAY = 86_400.0
HOUR = 3_600.0
_BINS = 48  # half hours of the UTC day
_BIN = DAY / _BINS
_STEP = 300.0  # resolution of a decision, in seconds

_PATIENCE = 5.0 * HOUR  # item-seconds that expected items may wait, summed, before a poll is worth its cost
_FILL = 0.55  # share of the window that may be expected to turn over between two polls
_WORST = 1.5  # how far above its habits a feed is expected to go on a busy day
_CRISIS_ITEMS = 40.0  # what a small newsroom posts in one wave when something happens
_CRISIS_WAVE = 2.5 * HOUR  # mean age of those items when the wave is over
_MAX_VIGILANCE = 6 * HOUR
_BURST_SHARE = 0.25  # of the window, new and beyond what the habits explain: a wave is under way
_IN_USE_RATE = 0.5 / DAY  # sources that post less are watched less closely, by the square of their rate
_HABIT_HALF_LIFE = 8 * DAY
_NOW_HALF_LIFE = 1.5 * HOUR
_QUIET_SHARE = 1 / 12  # a feed that has been silent is asked again after this share of its silence
_PRIOR_DAYS = 1.0  # weight of the rate seen in the first document, in days of observation
_GONE_LIMIT = 2  # answers of 410 in a row that end a feed
_RATE_LIMIT_STEP = HOUR / 2
_SLACK = 30.0  # seconds added to a wait that a server asked for, so that clocks may differ


@dataclass(frozen=True, slots=True)
class ScheduleState:
    """What the schedule remembers of a feed; rates are items a second, times are seconds since the epoch."""

    window: float = 20.0  # items in the document
    habit: tuple[float, ...] = ()  # decayed count of items for each half hour of the day
    habit_days: float = 0.0  # decayed days over which they were counted
    first_rate: float = 0.0  # as the dates in the first document suggest, fading
    now_rate: float = 0.0  # of the last poll that brought anything, decaying
    last_new_at: float | None = None
    interval: float = HOUR  # the last wait after a good poll
    floor: float = 0.0  # shortest interval that the server tolerates, learned from its refusals
    hint: float = 0.0  # longest wait that the last document asked for
    gone: int = 0
    limited: int = 0

    def to_dict(self) -> dict[str, Any]:
        """The state as JSON values."""
        return asdict(self)

    @classmethod
    def from_dict(cls, raw: Mapping[str, Any] | None) -> Self:
        """The state that `to_dict` wrote; unknown fields of other versions are left out."""
        values: dict[str, Any] = {key: value for key, value in (raw or {}).items() if key in cls.__dataclass_fields__}
        values |= {key: tuple(value) for key, value in values.items() if isinstance(value, list)}
        return cls(**values)


@dataclass(frozen=True, slots=True)
class Observation:
    """What one poll means to the schedule.

    `kind` is ok, gone, rate_limited, held (not asked at all) or failed; `elapsed` are the seconds since the last good
    poll; `new_at` are the stated times of the new items; `failures` counts polls without success in a row, this one
    included; `hint` is the longest wait that the document or its headers ask for, None where there was no document.
    """

    feed: str
    now: float
    kind: str
    new: int = 0
    seen: int = 0
    new_at: tuple[float, ...] = ()
    elapsed: float | None = None
    failures: int = 0
    retry_after: float | None = None
    hint: float | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """The seconds until the next poll, or None for never again, with the state to keep and the reason in words."""

    seconds: float | None
    state: ScheduleState
    reason: str


def decide(state: ScheduleState, seen: Observation, shortest: float = 900.0, longest: float = DAY) -> Decision:
    """When to poll next, between `shortest` and `longest` seconds; only a server's own Retry-After may exceed them."""
    if seen.kind == "gone":
        state = replace(state, gone=state.gone + 1)
        if state.gone >= _GONE_LIMIT:
            return Decision(None, state, "answered 410 twice in a row and is disabled")
        return Decision(DAY, state, "answered 410; asked once more in a day")
    if seen.kind == "held":
        return Decision(_asked(seen.retry_after or shortest), state, "its host rests")
    state = replace(state, gone=0)
    if seen.kind == "rate_limited":
        return _after_refusal(state, seen)
    if seen.kind != "ok":
        wait = _jittered(state.interval * (1 + max(1, seen.failures)), seen)
        wait = max(shortest, min(longest, wait))
        if seen.retry_after:
            wait = max(wait, _asked(seen.retry_after))
        return Decision(min(DAY + _SLACK, wait), state, f"failure {seen.failures} in a row")
    is_wave = seen.elapsed is not None and _is_wave(state, seen)
    state = _learned(state, seen)
    wait, reason = (shortest, "a wave of news") if is_wave else _next_wait(state, seen.now, longest)
    wait = max(shortest, state.floor, min(longest, wait))
    return Decision(wait, replace(state, interval=wait), f"{seen.new} new items; {reason}")


def _after_refusal(state: ScheduleState, seen: Observation) -> Decision:
    """Wait as long as a 429 asks for, else ever longer; remember how soon was too soon."""
    state = replace(state, limited=state.limited + 1)
    if seen.retry_after is None:
        wait = min(DAY, _jittered(_RATE_LIMIT_STEP * 2 ** min(state.limited - 1, 10), seen))
        return Decision(wait, state, "the server asked for fewer requests")
    if seen.elapsed is not None and seen.elapsed + seen.retry_after <= 2 * HOUR:
        state = replace(state, floor=max(state.floor, seen.elapsed + seen.retry_after + _SLACK))
    return Decision(_asked(seen.retry_after), state, "the server asked for fewer requests")


def _asked(seconds: float) -> float:
    return min(seconds, DAY) + _SLACK


def _learned(state: ScheduleState, seen: Observation) -> ScheduleState:
    """The state after a good poll."""
    window = float(seen.new + seen.seen) or state.window
    hint = state.hint if seen.hint is None else seen.hint
    state = replace(state, window=window, hint=hint, limited=0)
    if seen.elapsed is None:
        oldest = min((at for at in seen.new_at if 0 < at <= seen.now), default=None)
        span = seen.now - oldest if oldest is not None else 0.0
        rate = len(seen.new_at) / max(span, HOUR) if span else window / DAY
        last = max((at for at in seen.new_at if at <= seen.now), default=seen.now)
        return replace(state, habit=(0.0,) * _BINS, first_rate=rate, last_new_at=last)
    elapsed = max(60.0, seen.elapsed)
    fade = 0.5 ** (elapsed / _HABIT_HALF_LIFE)
    habit = [count * fade for count in state.habit or (0.0,) * _BINS]
    for at, weight in _arrivals(seen, elapsed):
        habit[int(at % DAY // _BIN)] += weight
    return replace(
        state,
        habit=tuple(round(count, 4) for count in habit),
        habit_days=state.habit_days * fade + elapsed / DAY,
        first_rate=state.first_rate * fade,
        now_rate=max(seen.new / elapsed, state.now_rate * 0.5 ** (elapsed / _NOW_HALF_LIFE)),
        last_new_at=seen.now if seen.new or state.last_new_at is None else state.last_new_at,
    )


def _arrivals(seen: Observation, elapsed: float) -> Iterator[tuple[float, float]]:
    """When the new items appeared: at their stated times if those lie within the wait, else spread over it."""
    start = seen.now - elapsed
    stated = [at for at in seen.new_at if start - HOUR <= at <= seen.now]
    for at in stated:
        yield max(start, at), 1.0
    rest = max(0, seen.new - len(stated))
    if rest:
        steps = max(1, min(_BINS, math.ceil(elapsed / _BIN)))
        for step in range(steps):
            yield start + (step + 0.5) * elapsed / steps, rest / steps


def _is_wave(state: ScheduleState, seen: Observation) -> bool:
    """True where far more is new than the habits explain, and enough to fill the document before long."""
    rates = _expected_rates(state)
    elapsed = seen.elapsed or 0.0
    steps = max(1, math.ceil(elapsed / _BIN))
    bins = [int((seen.now - (n + 0.5) * elapsed / steps) % DAY // _BIN) for n in range(steps)]
    expected = sum(rates[b] for b in bins) * elapsed / steps
    return seen.new >= max(3.0, _BURST_SHARE * state.window) and seen.new >= 3 * expected


def _next_wait(state: ScheduleState, now: float, longest: float) -> tuple[float, str]:
    rates, worst = _expected_rates(state), _worst_rates(state)
    room = max(1.0, _FILL * state.window)
    watch = _vigilance(state, now, longest)
    waited = pushed = unseen = elapsed = 0.0
    is_fresh_enough = True
    while elapsed < watch:
        half_hour = int((now + elapsed) % DAY // _BIN)
        present = state.now_rate * 0.5 ** (elapsed / _NOW_HALF_LIFE)
        rate = max(rates[half_hour], present)
        waited += unseen * _STEP + rate * _STEP * _STEP / 2
        unseen += rate * _STEP
        pushed += max(worst[half_hour], present) * _STEP
        elapsed += _STEP
        if pushed >= room:
            return elapsed - (pushed - room) / (pushed or 1.0) * _STEP, "items could be pushed out of the document"
        if waited >= _PATIENCE and is_fresh_enough:
            if elapsed >= state.hint:
                return elapsed, "new items are likely by then"
            is_fresh_enough = elapsed >= state.hint
    return watch, "a look in case of unusual events"


def _expected_rates(state: ScheduleState) -> list[float]:
    """Items a second for each half hour of the day, neighbours smoothed in, the first document's rate as a prior."""
    days = state.habit_days + _PRIOR_DAYS
    habit = state.habit or (0.0,) * _BINS
    prior = state.first_rate * _PRIOR_DAYS * _BIN
    return [
        (0.25 * habit[b - 1] + 0.5 * habit[b] + 0.25 * habit[(b + 1) % _BINS] + prior) / (days * _BIN)
        for b in range(_BINS)
    ]


def _worst_rates(state: ScheduleState) -> list[float]:
    """The rates of a busy day; each half hour takes the highest of itself and its neighbours, since batches shift."""
    days = state.habit_days + _PRIOR_DAYS
    habit = state.habit or (0.0,) * _BINS
    prior = state.first_rate * _PRIOR_DAYS * _BIN
    return [
        _WORST * (max(habit[b - 1], habit[b], habit[(b + 1) % _BINS]) + prior) / (days * _BIN) for b in range(_BINS)
    ]


def _vigilance(state: ScheduleState, now: float, longest: float) -> float:
    """The longest wait for a source of this activity, were events to overrun it unforeseen."""
    daily = (sum(state.habit) + state.first_rate * DAY * _PRIOR_DAYS) / (state.habit_days + _PRIOR_DAYS) / DAY
    neglect = max(1.0, _IN_USE_RATE / max(daily, 1e-9)) ** 2
    quiet = now - state.last_new_at if state.last_new_at is not None else 0.0
    filled = 1.0 - min(state.window, _CRISIS_ITEMS - 1) / _CRISIS_ITEMS
    wave = min(_MAX_VIGILANCE, -_CRISIS_WAVE * math.log(filled))  # until a wave has filled the document
    return min(longest, max(wave * neglect, quiet * _QUIET_SHARE))


def next_poll(state: dict[str, Any], poll: Mapping[str, Any]) -> float | None:
    """The schedule as a function of plain values, for measuring it against recorded histories.

    `state` is the feed's own dictionary, changed in place; `poll` has the fields of an `Observation` under the names of
    the JSON Lines form (feed, now, outcome, new, seen, new_at, interval, failures, retry_after, ttl_seconds).
    """
    kinds = {"ok": "ok", "moved": "ok", "unchanged": "ok", "gone": "gone", "rate_limited": "rate_limited"}
    since = state.get("last_ok_at")
    now = float(poll["now"])
    kind = kinds.get(str(poll["outcome"]), "failed")
    decision = decide(
        ScheduleState.from_dict(state.get("schedule")),
        Observation(
            feed=str(poll["feed"]),
            now=now,
            kind=kind,
            new=int(poll["new"]),
            seen=int(poll["seen"]),
            new_at=tuple(poll.get("new_at") or ()),
            elapsed=None if since is None else now - float(since),
            failures=int(poll["failures"]),
            retry_after=poll["retry_after"],
            hint=poll["ttl_seconds"],
        ),
    )
    state["schedule"] = decision.state.to_dict()
    if kind == "ok":
        state["last_ok_at"] = now
    return decision.seconds


def _jittered(seconds: float, seen: Observation) -> float:
    """Up to a tenth more, drawn from the feed and its failures, so that the feeds of a host do not march in step."""
    digest = hashlib.sha256(f"{seen.feed} {seen.failures}".encode()).digest()
    return seconds * (1.0 + 0.1 * digest[0] / 255.0)
