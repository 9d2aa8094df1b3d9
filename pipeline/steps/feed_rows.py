"""Feed states as rows of raw.feed and back: every field of FeedState is a column."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from pipeline.collect.schedule import ScheduleState
from pipeline.collect.state import FeedState, KnownItem, RedirectCandidate, UrlChange


def feed_state(row: Mapping[str, Any]) -> FeedState:
    """The state that a row of raw.feed holds."""
    return FeedState(
        url=row["url"],
        etag=row["etag"],
        last_modified=row["last_modified"],
        body_sha256=row["body_sha256"],
        poll_count=row["poll_count"],
        conditional_count=row["conditional_count"],
        last_full_at=row["last_full_at"],
        last_poll_at=row["last_poll_at"],
        last_success_at=row["last_success_at"],
        failure_count=row["failure_count"],
        failure_weight=row["failure_weight"],
        gone_count=row["gone_count"],
        interval_seconds=row["interval_seconds"],
        next_poll_at=row["next_poll_at"],
        state=row["state_code"],
        disabled_reason=row["disabled_reason"],
        redirect=_redirect(row["redirect"]),
        url_history=tuple(
            UrlChange(change["old_url"], change["new_url"], datetime.fromisoformat(change["changed_at"]))
            for change in row["url_history"]
        ),
        key_policy=row["key_policy_type"],
        utc_offset_minutes=row["utc_offset_minutes"],
        dates_trusted=row["has_trusted_dates"],
        verifies_tls=row["verifies_tls"],
        window=tuple(KnownItem(*entry) for entry in row["item_window"]),
        schedule=ScheduleState.from_dict(row["schedule"]),
    )


def feed_parameters(state: FeedState) -> dict[str, Any]:
    """The state as parameters of steps/put_feed_state.sql."""
    return {
        "url": state.url,
        "etag": state.etag,
        "last_modified": state.last_modified,
        "body_sha256": state.body_sha256,
        "poll_count": state.poll_count,
        "conditional_count": state.conditional_count,
        "last_full_at": state.last_full_at,
        "last_poll_at": state.last_poll_at,
        "last_success_at": state.last_success_at,
        "failure_count": state.failure_count,
        "failure_weight": state.failure_weight,
        "gone_count": state.gone_count,
        "interval_seconds": state.interval_seconds,
        "next_poll_at": state.next_poll_at,
        "state_code": state.state,
        "disabled_reason": state.disabled_reason,
        "redirect": _json(asdict(state.redirect)) if state.redirect else None,
        "url_history": _json([asdict(change) for change in state.url_history]),
        "key_policy_type": state.key_policy,
        "utc_offset_minutes": state.utc_offset_minutes,
        "has_trusted_dates": state.dates_trusted,
        "verifies_tls": state.verifies_tls,
        "item_window": _json([[k.key, k.guid_key, k.link_key, k.content_hash] for k in state.window]),
        "schedule": _json(state.schedule.to_dict()),
    }


def _redirect(stored: Mapping[str, Any] | None) -> RedirectCandidate | None:
    if stored is None:
        return None
    return RedirectCandidate(stored["url"], stored["count"], datetime.fromisoformat(stored["first_seen_at"]))


def _json(value: object) -> str:
    return json.dumps(value, default=lambda moment: moment.isoformat(), ensure_ascii=False)
