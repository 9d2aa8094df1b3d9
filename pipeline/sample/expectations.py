"""What a correct pipeline finds in the newsroom: refusals, copies, gaps, topic counts and ledger rows, for tests."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

import yaml

from pipeline.sample import content
from pipeline.sample.edition import SourceArticle, moment_of
from pipeline.sample.newsroom import Newsroom


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """A transfer of which the articles speak, with its status on the evening of the anchor day."""

    supplier: str
    recipient: str
    category: str
    weapon: str
    status: str
    articles: tuple[str, ...]  # ids of the originals that hold its claims
    has_party_denial: bool = False
    deal_type: str | None = None
    intermediary: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Expectations:
    """The facts that a replay of all days at `poll_time` must arrive at."""

    articles: tuple[SourceArticle, ...]  # that a poll can see and that hold an article's text
    refused: dict[str, str]  # address -> why the page yields no article: a content.Kind
    lost: tuple[SourceArticle, ...]  # that no poll can see
    copies: dict[str, tuple[str, ...]]  # id of a root -> ids of its copies among `articles`
    updated: tuple[str, ...]  # ids of articles whose text changes at the same address
    story_count: int  # different texts among `articles`, copies not counted
    gap_day: date  # the outage
    gap_days: tuple[date, ...]  # what cannot be counted: the outage and the day before, whose end no poll covers
    gap_outlets: tuple[str, ...]  # keys of the outlets without a complete poll of that day
    topic_days: dict[str, dict[date, int]]  # topic -> day -> English articles that belong to it, copies counted
    spike_topic: str
    spike_days: tuple[date, ...]
    copy_storm: str  # id of the root that is copied most
    ledger: tuple[LedgerRow, ...]


def expectations(newsroom: Newsroom) -> Expectations:
    """The expectations for this newsroom's anchor day."""
    hand = yaml.safe_load((content.FOLDER / "expectations.yaml").read_text(encoding="utf-8"))
    lost = _lost(newsroom)
    seen = [article for article in newsroom.articles() if article not in lost]
    readable = tuple(article for article in seen if article.kind == "article")
    copies: dict[str, list[str]] = {}
    for article in readable:
        if article.copy_of:
            copies.setdefault(article.copy_of, []).append(article.id)
    gap_back = _gap_back(newsroom)
    return Expectations(
        articles=readable,
        refused={article.url: article.kind for article in seen if article.kind != "article"},
        lost=lost,
        copies={root: tuple(sorted(found)) for root, found in copies.items()},
        updated=tuple(article.id for article in readable if len(article.versions) > 1),
        story_count=sum(article.copy_of is None for article in readable),
        gap_day=newsroom.anchor_day - timedelta(days=gap_back),
        gap_days=tuple(newsroom.anchor_day - timedelta(days=back) for back in (gap_back + 1, gap_back)),
        gap_outlets=tuple(
            outlet.key for outlet in newsroom.outlets.values() if any(o.feeds_restart_at for o in outlet.outages)
        ),
        topic_days=_topic_days(readable),
        spike_topic=hand["spike_topic"],
        spike_days=tuple(newsroom.anchor_day - timedelta(days=back) for back in hand["spike_days"]),
        copy_storm=hand["copy_storm"],
        ledger=tuple(_row(row) for row in hand["ledger"]),
    )


def _lost(newsroom: Newsroom) -> tuple[SourceArticle, ...]:
    """Out during an outage and forgotten by the feed after it."""
    return tuple(
        article
        for article in newsroom.articles()
        for outage in article.outlet.outages
        if outage.feeds_restart_at
        and moment_of(newsroom.anchor_day, outage.start)
        <= article.published_at
        < moment_of(newsroom.anchor_day, outage.feeds_restart_at)
    )


def _gap_back(newsroom: Newsroom) -> int:
    """How many days before the anchor day the outage lies that costs feeds their memory."""
    days = {o.start[0] for outlet in newsroom.outlets.values() for o in outlet.outages if o.feeds_restart_at}
    (back,) = days  # the newsroom has one such day
    return back


def _topic_days(articles: tuple[SourceArticle, ...]) -> dict[str, dict[date, int]]:
    counts: dict[str, Counter[date]] = {}
    topics = {draft.id: draft.topics for draft in content.load_drafts()}
    for article in articles:
        if article.language == "en":
            for topic in topics[article.copy_of or article.id]:
                counts.setdefault(topic, Counter())[article.published_at.date()] += 1
    return {topic: dict(sorted(days.items())) for topic, days in counts.items()}


def _row(row: dict[str, object]) -> LedgerRow:
    lists = {key: tuple(value) for key, value in row.items() if isinstance(value, list)}
    return LedgerRow(**{**row, **lists})  # type: ignore[arg-type]
