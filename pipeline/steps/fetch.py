"""Fetches the pages that feeds name, archives them, and keeps the feed's own words where a page cannot be had."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from pipeline.collect.outcomes import MEANINGS
from pipeline.collect.outcomes import Outcome as FetchOutcome
from pipeline.collect.pages import PageResult, fetch_pages
from pipeline.records import FeedItem
from pipeline.settings import Settings, get_settings
from pipeline.steps.archive import archive_page, summary_page
from pipeline.steps.poll import hold_host
from pipeline.steps.reference import RunReference
from pipeline.steps.session import do_step, plan_step
from pipeline.steps.work import Connection, Outcome, Step, StepRun, retry_wait
from pipeline.warehouse.sqlfiles import load_sql

STEP = "fetch"
_BATCH_PAGES = 50  # what a killed worker has to fetch again at most
_HOST_PAUSE = timedelta(hours=1)  # for a 429 without Retry-After


@dataclass(frozen=True, slots=True)
class PageToFetch:
    """A page to fetch, how often that was tried, and what its feed says of it."""

    page_id: int
    url: str
    canonical_url: str
    attempt_count: int
    feed_item: FeedItem | None


def plan_fetches(warehouse: str, reference: RunReference) -> list[int]:
    """Numbers of the mapped tasks that the pages to fetch are worth."""
    return plan_step(warehouse, reference, STEP)


def fetch_pending_pages(warehouse: str, reference: RunReference) -> str:
    """Fetch pages until none is left; returns the counts in words."""
    return do_step(warehouse, reference, fetch_step(reference.now, get_settings()))


def fetch_step(now: datetime, settings: Settings) -> Step[PageToFetch, PageResult]:
    """The step over the queue."""
    return Step(
        STEP,
        load=load_pages_to_fetch,
        compute=lambda pages: _fetch(pages, now, settings),
        store=store_fetches,
        claim_sql="steps/claim_fetch.sql",
        batch_size=_BATCH_PAGES,
    )


def load_pages_to_fetch(connection: Connection, page_ids: Sequence[int]) -> dict[int, PageToFetch]:
    """The pages with what their feeds say of them."""
    rows = connection.execute(load_sql("steps/pages_to_fetch.sql"), {"page_ids": list(page_ids)}).fetchall()
    return {
        int(row[0]): PageToFetch(
            page_id=int(row[0]),
            url=row[1],
            canonical_url=row[2],
            attempt_count=int(row[3]),
            feed_item=FeedItem(
                guid=row[4], url=row[5], title=row[6], summary=row[7], content_html=row[8], published_at=row[9]
            )
            if row[10]
            else None,
        )
        for row in rows
    }


def _fetch(
    pages: dict[int, PageToFetch], now: datetime, settings: Settings
) -> Iterator[tuple[int, PageResult | Exception]]:
    by_url: dict[str, list[int]] = {}
    for page in pages.values():
        by_url.setdefault(page.url, []).append(page.page_id)

    async def run() -> list[PageResult]:
        return [result async for result in fetch_pages(by_url, now, settings)]

    for result in asyncio.run(run()):
        for page_id in by_url[result.url]:
            yield page_id, result


def store_fetches(
    connection: Connection, results: list[tuple[int, PageToFetch, PageResult]], run: StepRun
) -> list[Outcome]:
    """Archive what came, and say how each page ended."""
    return [
        _store_fetch(connection, page, result, run) for _, page, result in sorted(results, key=lambda entry: entry[0])
    ]


def _store_fetch(connection: Connection, page: PageToFetch, result: PageResult, run: StepRun) -> Outcome:
    if result.outcome is FetchOutcome.RATE_LIMITED:
        pause = timedelta(seconds=result.retry_after_seconds) if result.retry_after_seconds else _HOST_PAUSE
        hold_host(connection, result.host, run.now + pause)
    if result.is_ok and result.page is not None:
        if _belongs_elsewhere(connection, page, result.page.canonical_url, run.now):
            return Outcome(page.page_id, "skipped", "alias_of_known_page", result.page.canonical_url)
        is_new = archive_page(connection, page.page_id, result.page, "fetch", run.now)
        connection.execute(load_sql("steps/forget_refusal.sql"), {"page_id": page.page_id})
        return Outcome(page.page_id, "done", "archived" if is_new else "unchanged")
    words = _words(result)
    if result.is_transient and page.attempt_count < run.settings.max_attempts:
        wait = retry_wait(page.attempt_count, result.retry_after_seconds)
        return Outcome(page.page_id, "deferred", str(result.outcome), words, run.now + wait)
    row = connection.execute(load_sql("steps/has_page_content.sql"), {"page_id": page.page_id}).fetchone()
    if row is None or not row[0]:  # what was read of it before is more than a substitute
        _note_refusal(connection, page, result, _keep_substitute(connection, page, result, run), run)
    return Outcome(page.page_id, "quarantined" if result.is_transient else "skipped", str(result.outcome), words)


def _words(result: PageResult) -> str:
    """The failure for a person: what happened, and of documents that are no pages their type and size."""
    words = result.error or MEANINGS[result.outcome].words
    if result.outcome is FetchOutcome.UNSUPPORTED_TYPE and result.size_bytes is not None:
        words += f" ({result.size_bytes} bytes)"
    return f"{words} [{result.url}]"[:2000]


def _note_refusal(
    connection: Connection, page: PageToFetch, result: PageResult, has_summary: bool, run: StepRun
) -> None:
    """List the page among those that could not be had, with what is known of the document."""
    connection.execute(
        load_sql("steps/put_refusal.sql"),
        {
            "page_id": page.page_id,
            "outcome_code": str(result.outcome),
            "http_status": result.status,
            "content_type": result.content_type,
            "byte_count": result.size_bytes,
            "final_url": result.final_url,
            "reason": (result.error or MEANINGS[result.outcome].words)[:2000],
            "has_summary": has_summary,
            "refused_at": run.now,
        },
    )


def _keep_substitute(connection: Connection, page: PageToFetch, result: PageResult, run: StepRun) -> bool:
    """Archive the feed's own words in place of the page; where it has none, the wall that stood there.

    True where the feed had words.
    """
    substitute = summary_page(page.feed_item, page.url, page.canonical_url, run.now) if page.feed_item else None
    if substitute is not None:
        archive_page(connection, page.page_id, substitute, "feed", run.now)
    elif result.page is not None:
        archive_page(connection, page.page_id, result.page, "fetch", run.now)
    return substitute is not None


def _belongs_elsewhere(connection: Connection, page: PageToFetch, canonical_url: str, now: datetime) -> bool:
    """Whether the address turned out to be another page's, found before; it is then noted as an alias of that page."""
    if canonical_url == page.canonical_url:
        return False
    parameters = {"page_id": page.page_id, "canonical_url": canonical_url, "now": now}
    row = connection.execute(load_sql("steps/page_of_url.sql"), parameters).fetchone()
    if row is None:
        connection.execute(load_sql("steps/add_alias.sql"), parameters)
        return False
    if int(row[0]) == page.page_id:
        return False
    connection.execute(load_sql("steps/move_items.sql"), {**parameters, "other_page_id": row[0]})
    connection.execute(
        load_sql("steps/add_alias.sql"),
        {"page_id": row[0], "canonical_url": page.canonical_url, "now": now},
    )
    return True
