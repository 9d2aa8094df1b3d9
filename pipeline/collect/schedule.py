"""When to poll a feed again: a pure decision from what its polls brought so far and what its server asks for."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Self

DAY = 86_400.0
HOUR = 3_600.0
_FIRST_WAIT = HOUR
_HALF_LIFE = 3 * DAY  # of the fastest rate seen
_FILL = 0.7  # share of the window that may turn over between two polls
_BACK_OFF_STEP = 1_800.0  # a failing feed waits this much longer after each failure
_GONE_LIMIT = 2  # answers of 410 in a row that end a feed
_RATE_LIMIT_STEP = 1_800.0


@dataclass(frozen=True, slots=True)
class ScheduleState:
    """What the schedule remembers of a feed; rates are items a second, times are seconds since the epoch."""

    window: float = 20.0
    rate: float = 0.0
    last_new_at: float | None = None
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

    `kind` is ok, failed, gone, rate_limited or unavailable; `elapsed` are the seconds since the last answered poll;
    `failures` counts polls without success in a row, this one included; `hint` is the longest wait that the document or
    its headers ask for.
    """

    feed: str
    now: float
    kind: str
    new: int = 0
    seen: int = 0
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
    """When to poll next."""
    if seen.kind == "gone":
        gone = state.gone + 1
        state = replace(state, gone=gone)
        if gone >= _GONE_LIMIT:
            return Decision(None, state, "answered 410 twice in a row and is disabled")
        return Decision(DAY, state, "answered 410; asked once more in a day")
    state = replace(state, gone=0)
    if seen.kind == "rate_limited":
        limited = state.limited + 1
        wait = seen.retry_after or min(DAY, _RATE_LIMIT_STEP * 2 ** (limited - 1))
        return Decision(_jittered(wait, seen), replace(state, limited=limited), "the server asked for fewer requests")
    if seen.kind != "ok":
        wait = min(longest, _BACK_OFF_STEP * max(1, seen.failures))
        wait = max(_jittered(wait, seen), seen.retry_after or 0.0)
        return Decision(min(DAY, wait), state, f"failure {seen.failures} in a row")
    state = replace(state, limited=0)
    window = float(seen.new + seen.seen) or state.window
    if seen.elapsed is None:
        wait = min(longest, max(shortest, _FIRST_WAIT))
        return Decision(wait, replace(state, window=window, last_new_at=seen.now), "first poll")
    rate = max(seen.new / max(seen.elapsed, 60.0), state.rate * 0.5 ** (seen.elapsed / _HALF_LIFE))
    last_new = seen.now if seen.new or state.last_new_at is None else state.last_new_at
    state = replace(state, window=window, rate=rate, last_new_at=last_new)
    limit = min(longest, 4 * HOUR) if seen.now - last_new < 14 * DAY else longest
    wait = min(limit, _FILL * window / rate) if rate else limit
    if seen.new >= 0.3 * window:
        wait = shortest
    wait = max(shortest, wait, min(seen.hint or 0.0, longest))
    return Decision(wait, state, f"{seen.new} of {window:.0f} items were new")


def next_poll(state: dict[str, Any], poll: Mapping[str, Any]) -> float | None:
    """The schedule as a function of plain values, for measuring it against recorded histories.

    `state` is the feed's own dictionary, changed in place; `poll` has the fields of an `Observation` under the names of
    the JSON Lines form (feed, now, outcome, new, seen, interval, failures, retry_after, ttl_seconds).
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
