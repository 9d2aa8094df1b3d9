"""Reads articles out of stored pages, in child processes that can be killed, and learns the furniture of each site."""

from __future__ import annotations

import json
import os
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import zstandard

from pipeline.extract.memory import SiteBlocks, merge, page_fingerprints
from pipeline.extract.version import extractor_version
from pipeline.extract.worker import ExtractJob, extract_many
from pipeline.records import Article, FeedItem, Page
from pipeline.settings import Settings, get_settings
from pipeline.steps.reference import RunReference
from pipeline.steps.session import do_step, plan_step
from pipeline.steps.versions import ensure_version
from pipeline.steps.work import Connection, Outcome, Step, StepRun, offer
from pipeline.warehouse.sqlfiles import load_sql

STEP = "extract"
SUMMARY_ONLY = "feed_summary"  # quality_reason of an article made of the feed's own words


@dataclass(frozen=True, slots=True)
class StoredPage:
    """A page as the archive holds it, with what the feed and the site's memory say."""

    page_version_id: int
    page_id: int
    first_seen_at: datetime
    source_id: int
    domain: str
    origin: str
    body_sha256: str
    page: Page
    feed_item: FeedItem | None
    site_blocks: SiteBlocks


def plan_extraction(warehouse: str, reference: RunReference) -> list[int]:
    """Numbers of the mapped tasks that the new pages are worth."""
    return plan_step(warehouse, reference, STEP)


def extract_articles(warehouse: str, reference: RunReference) -> str:
    """Read articles out of pages until none is left; returns the counts in words."""
    return do_step(warehouse, reference, extract_step(reference.now, get_settings()))


def extract_step(now: datetime, settings: Settings) -> Step[StoredPage, Article]:
    """The step over the queue."""
    return Step(STEP, load=load_pages, compute=lambda pages: read_pages(pages, now, settings), store=store_articles)


def load_pages(connection: Connection, page_version_ids: Sequence[int]) -> dict[int, StoredPage]:
    """The archived pages, unpacked; a page whose body retention has dropped has no entry."""
    rows = connection.execute(load_sql("steps/stored_pages.sql"), {"ids": list(page_version_ids)}).fetchall()
    return {int(row[0]): _stored_page(row) for row in rows}


def _stored_page(row: Sequence[Any]) -> StoredPage:
    headers = tuple((str(name), str(value)) for name, value in row[12])
    page = Page(
        url=row[7],
        canonical_url=row[6],
        final_url=row[8],
        status=row[9],
        content_type=row[10],
        fetched_at=row[11],
        headers=headers,
        body=zstandard.ZstdDecompressor().decompress(row[13], max_output_size=max(int(row[14]), 1)),
    )
    item = None
    if any(value is not None for value in row[15:20]):
        item = FeedItem(
            guid=row[15], url=row[16], title=row[17], summary=row[18], published_at=row[19], content_html=row[20]
        )
    memory = SiteBlocks.from_json(row[21]) if row[21] else SiteBlocks()
    return StoredPage(int(row[0]), int(row[1]), row[2], int(row[3]), row[4], row[5], row[22], page, item, memory)


def read_pages(
    pages: dict[int, StoredPage], now: datetime, settings: Settings
) -> Iterator[tuple[int, Article | Exception]]:
    """The article of each page, or why there is none, by the page's version; as they are done."""
    languages = tuple(part.strip() for part in settings.allowed_languages.split(",") if part.strip())
    jobs = (
        ExtractJob(str(page.page_version_id), page.page, now, page.feed_item, page.site_blocks, languages)
        for page in pages.values()
    )
    processes = max(1, min(os.cpu_count() or 1, len(pages) // 10))
    for job_id, result in extract_many(jobs, processes=processes):
        stored = pages[int(job_id)]
        if isinstance(result, Article) and stored.origin == "feed" and result.quality != "refused":
            # The page itself could not be had: these are the feed's words, however much they look like an article.
            result = replace(result, quality="partial", quality_reason=SUMMARY_ONLY)
        yield int(job_id), result


def store_articles(
    connection: Connection, results: list[tuple[int, StoredPage, Article]], run: StepRun
) -> list[Outcome]:
    """Write the articles as current versions, pass those that can be read on to grouping, and learn the sites."""
    version_id = ensure_version(connection, extractor_version(), run.now)
    outcomes = []
    to_group: list[int] = []
    hidden: list[int] = []
    # By address, then by fetch: of two contents of one page in a batch the later one ends as the current, and articles
    # get their ids in an order that does not depend on which server answered first.
    ordered = sorted(results, key=lambda result: (result[1].page.canonical_url, result[1].page.fetched_at, result[0]))
    for page_version_id, stored, article in ordered:
        article_id = _store_article(connection, stored, article, version_id, run)
        if article.quality == "refused":
            outcomes.append(Outcome(page_version_id, "skipped", article.quality_reason or "refused"))
        else:
            outcomes.append(Outcome(page_version_id, "done", article.quality))
        if article_id is not None:
            (hidden if article.quality == "refused" else to_group).append(article_id)
    connection.execute(load_sql("steps/hide_annotations.sql"), {"article_ids": hidden})
    offer(connection, "group", to_group, run.now, again=True)
    _learn_sites(connection, ordered, run.now)
    return outcomes


def _store_article(
    connection: Connection, stored: StoredPage, article: Article, version_id: int, run: StepRun
) -> int | None:
    """Write a version of a page's article; its id where the version is the current one.

    A later content that cannot be read (the page behind a wall, or gone) is kept, and does not take the place of what the page
    said before.
    """
    parameters = article_columns(stored, article, version_id, run.now)
    connection.execute(load_sql("steps/add_article_key.sql"), parameters)
    is_current = not (
        article.quality == "refused"
        and connection.execute(load_sql("steps/other_readable_version.sql"), parameters).fetchone()
    )
    if is_current:
        connection.execute(load_sql("steps/mark_article_day.sql"), parameters)
        connection.execute(load_sql("steps/retire_article.sql"), parameters)
    row = connection.execute(load_sql("steps/put_article.sql"), {**parameters, "is_current": is_current}).fetchone()
    assert row is not None  # noqa: S101 (the statement always returns its row)
    article_id, article_version_id = int(row[0]), int(row[1])
    store_pieces(connection, article_version_id, stored.first_seen_at, article)
    if not is_current:
        return None
    connection.execute(load_sql("steps/mark_article_day.sql"), parameters)
    return article_id


def article_columns(stored: StoredPage, article: Article, version_id: int, now: datetime) -> dict[str, Any]:
    """The parameters of put_article.sql and its kin."""
    published = article.published_at
    return {
        "page_id": stored.page_id,
        "page_version_id": stored.page_version_id,
        "first_seen_at": stored.first_seen_at,
        "source_id": stored.source_id,
        "extractor_version_id": version_id,
        "title": article.title,
        "text": article.text,
        "quality_type": article.quality,
        "quality_reason": article.quality_reason,
        "quality_score": article.quality_score,
        "author_names": list(article.authors),
        "section": article.section,
        "language_code": article.language,
        "published_at": published,
        "published_basis_type": article.published_basis,
        "updated_at": article.updated_at,
        "updated_basis_type": article.updated_basis,
        "agency": article.agency,
        "effective_date": (published or stored.first_seen_at).astimezone(UTC).date(),
        "date_basis_type": "published" if published else "first_seen",
        "now": now,
    }


def store_pieces(connection: Connection, article_version_id: int, first_seen_at: datetime, article: Article) -> None:
    """Replace the sentences and the removed pieces of an article version."""
    key = {"article_version_id": article_version_id, "first_seen_at": first_seen_at}
    connection.execute(load_sql("steps/forget_sentences.sql"), key)
    connection.execute(load_sql("steps/forget_removed.sql"), key)
    with connection.cursor() as cursor:
        columns = "article_version_id, first_seen_at, ordinal, start_char, end_char, paragraph_number"
        with cursor.copy(f"COPY core.sentence ({columns}) FROM STDIN") as copy:
            for sentence in article.sentences:
                place = (sentence.ordinal, sentence.start, sentence.end, sentence.paragraph)
                copy.write_row((article_version_id, first_seen_at, *place))
        columns = "article_version_id, first_seen_at, ordinal, rule, text"
        with cursor.copy(f"COPY core.article_removed ({columns}) FROM STDIN") as copy:
            for ordinal, block in enumerate(article.removed):
                copy.write_row((article_version_id, first_seen_at, ordinal, block.rule, block.text))


def _learn_sites(connection: Connection, results: Sequence[tuple[int, StoredPage, Article]], now: datetime) -> None:
    """Count the blocks of the batch's pages into the memory of their sites, site by site in a fixed order.

    A page is counted once, at its first content: the same article twice would look like furniture.
    """
    new_pages = {
        int(row[0])
        for row in connection.execute(
            load_sql("steps/first_contents.sql"), {"ids": [page_version_id for page_version_id, *_ in results]}
        ).fetchall()
    }
    by_domain: dict[str, list[frozenset[int]]] = defaultdict(list)
    for page_version_id, stored, article in results:
        if page_version_id in new_pages and stored.origin != "feed":
            blocks = [*article.text.split("\n\n"), *(block.text for block in article.removed)]
            by_domain[stored.domain].append(page_fingerprints(blocks))
    for domain in sorted(by_domain):
        connection.execute(load_sql("steps/open_site_memory.sql"), {"domain": domain, "now": now})
        row = connection.execute(load_sql("steps/lock_site_memory.sql"), {"domain": domain}).fetchone()
        memory = SiteBlocks.from_json(row[0]) if row else SiteBlocks()
        learned = json.dumps(merge(memory, by_domain[domain]).to_json())
        connection.execute(load_sql("steps/put_site_memory.sql"), {"domain": domain, "memory": learned, "now": now})
