"""What tells one item of a feed from another, chosen per feed, and what an item seen before under another name is.

The guid counts, unless guids of one document repeat across links or all change while the links stay; then the canonical
link; then a hash of title and date.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from pipeline.collect.canonical import canonical_url
from pipeline.collect.client import url_problem
from pipeline.collect.dates import effective_date
from pipeline.collect.state import KnownItem, PolledItem
from pipeline.records import FeedItem

# Of the items with a guid, this share must have a guid of its own; below it, guids are constants.
_MIN_DISTINCT = 0.9
# Of the known links, this share came back under another guid: the feed makes its guids up at each request.
_UNSTABLE_SHARE = 0.5
_STALE_AFTER = timedelta(days=30)  # an item that appears for the first time this old is no news


@dataclass(frozen=True, slots=True)
class Identified:
    """The items of one document with their keys, duplicates removed."""

    items: tuple[PolledItem, ...]
    policy: str
    dropped_count: int  # duplicates within the document and items without anything to tell them apart
    unidentified_count: int


@dataclass(frozen=True, slots=True)
class _Keys:
    item: FeedItem
    guid_key: str | None
    link_key: str | None
    canonical: str | None
    hash_key: str | None


def identify(
    items: Sequence[FeedItem],
    window: Iterable[KnownItem],
    policy: str,
    now: datetime,
    *,
    is_first_poll: bool = False,
    dates_trusted: bool = True,
) -> Identified:
    """Key the items of a document and compare them with those of the last good one.

    `policy` is the feed's present one; the one returned is never better than it: a feed whose guids proved worthless
    keeps going by links.
    """
    keyed = [_keys(item) for item in items]
    known = list(window)
    policy = choose_policy(keyed, known, policy)
    by_key = {entry.key: entry for entry in known}
    by_guid = {entry.guid_key: entry for entry in known if entry.guid_key and policy == "guid"}
    by_link = _unique_links(known)
    shared_links = {key for key, count in Counter(k.link_key for k in keyed if k.link_key).items() if count > 1}
    out: dict[str, PolledItem] = {}
    unidentified = 0
    for entry in keyed:
        key, basis = _key(entry, policy)
        if key is None:
            unidentified += 1
            continue
        if key in out:
            continue
        content = _content_hash(entry.item)
        before = by_key.get(key) or (by_guid.get(entry.guid_key) if entry.guid_key else None)
        moved_from = None
        if before is None and entry.link_key and entry.link_key not in shared_links:
            moved_from = by_link.get(entry.link_key)
        status = _status(entry, content, before, moved_from, now, is_first_poll)
        stated = entry.item.published_at if dates_trusted else None
        effective_at, effective_basis = effective_date(stated, entry.item.date_flag, now)
        if effective_basis == "first_seen" and is_first_poll:
            effective_basis = "first_poll"
        out[key] = PolledItem(
            item=entry.item,
            key=key,
            key_basis=basis,
            guid_key=entry.guid_key,
            link_key=entry.link_key,
            canonical_url=entry.canonical,
            content_hash=content,
            status=status,
            alias_of=moved_from.key if moved_from else (before.key if before and status == "moved" else None),
            effective_at=effective_at,
            effective_basis=effective_basis,
            is_fetchable=bool(entry.item.url) and url_problem(entry.item.url or "") is None,
        )
    return Identified(tuple(out.values()), policy, len(items) - len(out), unidentified)


def window_of(items: Iterable[PolledItem]) -> tuple[KnownItem, ...]:
    """What to remember of a document for the next poll.

    An item that is known under another key is remembered under its own present names and keeps the older key, too.
    """
    return tuple(KnownItem(item.key, item.guid_key, item.link_key, item.content_hash) for item in items)


def choose_policy(keyed: Sequence[_Keys], window: Sequence[KnownItem], policy: str) -> str:
    """guid, link or hash: the best key that this document and the one before do not refute."""
    if policy == "guid":
        with_guid = [entry for entry in keyed if entry.guid_key]
        pairs = {(entry.guid_key, entry.link_key or entry.hash_key) for entry in with_guid}
        distinct = {entry.guid_key for entry in with_guid}
        if (len(pairs) >= 2 and len(distinct) < _MIN_DISTINCT * len(pairs)) or _guids_change(with_guid, window):
            policy = "link"
    if policy == "link":
        links = [entry.link_key for entry in keyed if entry.link_key]
        titles = {(entry.link_key, entry.hash_key) for entry in keyed if entry.link_key}
        if len(links) >= 3 and len(set(links)) < 0.5 * len(titles):
            policy = "hash"
    return policy


def _guids_change(keyed: Sequence[_Keys], window: Sequence[KnownItem]) -> bool:
    by_link = _unique_links(window)
    both = [(entry, by_link[entry.link_key]) for entry in keyed if entry.link_key in by_link]
    changed = sum(1 for entry, before in both if before.guid_key and entry.guid_key != before.guid_key)
    return len(both) >= 3 and changed > _UNSTABLE_SHARE * len(both)


def _unique_links(window: Iterable[KnownItem]) -> dict[str, KnownItem]:
    entries = [entry for entry in window if entry.link_key]
    counts = Counter(entry.link_key for entry in entries)
    return {entry.link_key: entry for entry in entries if entry.link_key and counts[entry.link_key] == 1}


def _keys(item: FeedItem) -> _Keys:
    canonical = canonical_url(item.url) if item.url else None
    stamp = item.published_text or (item.published_at.isoformat() if item.published_at else "")
    words = item.title or (item.summary or "")[:200]
    return _Keys(
        item=item,
        guid_key=_digest("guid", item.guid) if item.guid else None,
        link_key=_digest("link", canonical or item.url or "") if item.url else None,
        canonical=canonical,
        hash_key=_digest("hash", f"{words}\n{stamp}") if words else None,
    )


def _key(entry: _Keys, policy: str) -> tuple[str | None, str]:
    if policy == "guid" and entry.guid_key:
        return entry.guid_key, "guid"
    if policy != "hash" and entry.link_key:
        return entry.link_key, "link"
    if entry.hash_key:
        return entry.hash_key, "hash"
    return entry.link_key or entry.guid_key, "link" if entry.link_key else "guid"


def _status(
    entry: _Keys,
    content: str,
    before: KnownItem | None,
    moved_from: KnownItem | None,
    now: datetime,
    is_first_poll: bool,
) -> str:
    if before is not None:
        if before.link_key and entry.link_key and before.link_key != entry.link_key:
            return "moved"
        return "known" if before.content_hash == content else "changed"
    if moved_from is not None:
        return "moved"
    published = entry.item.published_at
    is_old = published is not None and entry.item.date_flag != "future" and now - published > _STALE_AFTER
    return "stale" if is_old and not is_first_poll else "new"


def _content_hash(item: FeedItem) -> str:
    """A hash of the words that an editor may change; dates are left out, since some feeds renew them always."""
    return _digest("item", "\n".join((item.title or "", item.summary or "", item.content_html or "")))


def _digest(kind: str, text: str) -> str:
    return hashlib.sha256(f"{kind}:{text}".encode("utf-8", "replace")).hexdigest()[:32]
