"""What is remembered of a feed between two polls, and what a poll gives back; each field maps to a warehouse column."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from pipeline.collect.outcomes import Outcome
from pipeline.collect.schedule import ScheduleState
from pipeline.records import FeedItem


@dataclass(frozen=True, slots=True)
class KnownItem:
    """An item of the feed's last good document; keys and hashes are 32 hexadecimal digits."""

    key: str
    guid_key: str | None
    link_key: str | None
    content_hash: str


@dataclass(frozen=True, slots=True)
class RedirectCandidate:
    """A permanent redirect that has not yet proved itself."""

    url: str
    count: int
    first_seen_at: datetime


@dataclass(frozen=True, slots=True)
class UrlChange:
    """A saved move: the old address stays in the history."""

    old_url: str
    new_url: str
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class FeedState:
    """Everything about a feed that the next poll needs; the defaults are those of a feed never polled."""

    url: str
    etag: str | None = None  # as the server wrote it, quotes and all
    last_modified: str | None = None  # as the server wrote it
    body_sha256: str | None = None
    poll_count: int = 0
    conditional_count: int = 0  # polls since the last unconditional one
    last_full_at: datetime | None = None  # the last unconditional poll that was answered
    last_poll_at: datetime | None = None
    last_success_at: datetime | None = None
    failure_count: int = 0  # polls without success in a row
    failure_weight: float = 0.0  # the same, soft ones counted half
    gone_count: int = 0  # answers of 410 in a row
    interval_seconds: float | None = None
    next_poll_at: datetime | None = None
    state: str = "active"  # active or disabled
    disabled_reason: str | None = None
    redirect: RedirectCandidate | None = None
    url_history: tuple[UrlChange, ...] = ()
    key_policy: str = "guid"  # guid, link or hash: what tells this feed's items apart
    utc_offset_minutes: int | None = None  # learned from dates with a zone, for dates without one
    dates_trusted: bool = True
    verifies_tls: bool = True
    window: tuple[KnownItem, ...] = ()  # the items of the last good document
    schedule: ScheduleState = field(default_factory=ScheduleState)


@dataclass(frozen=True, slots=True)
class PolledItem:
    """An item as a poll saw it, with its identity and its place in time.

    `status` is new, changed (known, but its words differ), known, moved (a known item under a changed guid or link;
    `alias_of` names its key) or stale (first seen now, but old: kept as seen, no news).
    """

    item: FeedItem
    key: str
    key_basis: str  # guid, link or hash
    guid_key: str | None
    link_key: str | None
    canonical_url: str | None
    content_hash: str
    status: str
    alias_of: str | None
    effective_at: datetime
    effective_basis: (
        str  # feed, first_seen, or first_poll (undated and already there at the feed's first poll: no news)
    )
    is_fetchable: bool  # False where its link is missing or not http(s)


@dataclass(frozen=True, slots=True)
class PollResult:
    """One poll: how it went, the items, and the state to store with them in one transaction."""

    before: FeedState
    state: FeedState
    polled_at: datetime
    outcome: Outcome
    status: int | None
    items: tuple[PolledItem, ...] = ()
    new_count: int = 0
    known_count: int = 0
    dropped_count: int = 0  # items over the limit or without anything to tell them apart
    feed_title: str | None = None
    feed_format: str | None = None
    language: str | None = None
    final_url: str | None = None
    moved_to: str | None = None  # where a permanent redirect points, saved or not
    redirect_saved: bool = False
    is_partial: bool = False
    warnings: tuple[str, ...] = ()
    error: str | None = None
    retry_after_seconds: float | None = None
    host: str = ""
    host_held_until: datetime | None = None  # no feed or page of this host may be asked before
    elapsed_seconds: float = 0.0
    body_bytes: int = 0
    request_count: int = 0
    was_conditional: bool = False
    next_poll_seconds: float | None = None  # None for a feed that is now disabled
    suggestions: tuple[str, ...] = ()  # feeds that a home page names, where one stands in place of the feed
    reason: str = ""  # one sentence for a person: what happened and what follows

    @property
    def new_items(self) -> tuple[PolledItem, ...]:
        """The items that are news."""
        return tuple(item for item in self.items if item.status == "new")
