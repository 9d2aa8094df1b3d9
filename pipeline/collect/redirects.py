"""When a permanent redirect of a feed is believed: after ten polls and seven days, if the target is a feed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from pipeline.collect.state import FeedState, RedirectCandidate, UrlChange

POLLS_BEFORE_SAVING = 10
TIME_BEFORE_SAVING = timedelta(days=7)


def follow_redirect(state: FeedState, target: str | None, now: datetime) -> FeedState:
    """The state after an answered poll whose unbroken permanent redirects lead to `target` (None: there were none).

    To be called only when the target parsed as a feed. A different target, or none, starts the count anew; an answer
    without a document (an error, a time-out) is no evidence either way and must not be reported here.
    """
    if target is None or target == state.url:
        return replace(state, redirect=None)
    candidate = state.redirect
    if candidate is None or candidate.url != target:
        return replace(state, redirect=RedirectCandidate(target, 1, now))
    candidate = replace(candidate, count=candidate.count + 1)
    if candidate.count < POLLS_BEFORE_SAVING or now - candidate.first_seen_at < TIME_BEFORE_SAVING:
        return replace(state, redirect=candidate)
    change = UrlChange(state.url, target, now)
    return replace(state, url=target, redirect=None, url_history=(*state.url_history, change))
