"""Reads a range of articles again under the present rules into a shadow set, and switches the marts to it and back.

The shadow set is rows of core.article that are not current. Nothing that analysts see changes before `switch_set`; the old
versions stay, and `undo_set` makes them current again. What was placed and coded follows through the steps group and
annotate, the marts through the days that both mark.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from psycopg.rows import dict_row

from pipeline.annotate.version import annotator_version
from pipeline.errors import ConfigurationError, Transient
from pipeline.extract.version import extractor_version
from pipeline.records import Annotation, Article
from pipeline.settings import Settings, get_settings
from pipeline.steps.annotate import PlacedArticle, annotate_step, claim_keys, sentence_of
from pipeline.steps.extract import StoredPage, article_columns, load_pages, read_pages, store_pieces
from pipeline.steps.reference import RunReference
from pipeline.steps.reprocess_report import Report, load_report
from pipeline.steps.session import do_step, plan_step, register_run, warehouse_connection
from pipeline.steps.text_change import TextChange, text_change
from pipeline.steps.versions import ensure_version
from pipeline.steps.work import Connection, Outcome, Step, StepRun, offer
from pipeline.warehouse.sqlfiles import load_sql

STEP = "reread"


@dataclass(frozen=True, slots=True)
class Range:
    """Which articles are read again: days (UTC) by the article's own date, ends included; one source or all."""

    first: date
    last: date
    domain: str = ""


@dataclass(frozen=True, slots=True)
class ClaimText:
    """A claim as a report shows it."""

    key: str
    text: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Item:
    """A page to read again, with the version that was current (None where the page gave no article)."""

    stored: StoredPage
    old: dict[str, Any] | None
    old_claims: tuple[ClaimText, ...]
    is_coded_by_present: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """How the page reads now, and how that differs."""

    article: Article
    change: str  # same, text, facts, accepted or refused
    text: TextChange
    gained: tuple[ClaimText, ...] = ()
    lost: tuple[ClaimText, ...] = ()


def open_set(warehouse: str, reference: RunReference, wanted: Range) -> int:
    """Open the set of a range, or find it again, and offer its unread pages; returns its number."""
    if wanted.first > wanted.last:
        raise ConfigurationError(f"The range ends on {wanted.last} before it begins on {wanted.first}")
    with warehouse_connection(warehouse, reference) as connection:
        run = register_run(connection, reference)
        parameters = {
            "from_date": wanted.first,
            "to_date": wanted.last,
            "domain": wanted.domain,
            "extractor_version_id": ensure_version(connection, extractor_version(), run.now),
            "annotator_version_id": ensure_version(connection, annotator_version(run.settings), run.now),
            "now": run.now,
        }
        row = connection.execute(load_sql("steps/put_reprocess.sql"), parameters).fetchone()
        assert row is not None  # noqa: S101 (the statement always returns its row)
        number = int(row[0])
        items = connection.execute(load_sql("steps/put_reprocess_articles.sql"), {"reprocess_id": number}).fetchall()
        offer(connection, STEP, [int(item[0]) for item in items], run.now, again=True)
        return number


def plan_reading(warehouse: str, reference: RunReference) -> list[int]:
    """Numbers of the mapped tasks that the pages to read again are worth."""
    return plan_step(warehouse, reference, STEP)


def reread_articles(warehouse: str, reference: RunReference) -> str:
    """Read and compare until no page is left; returns the counts in words."""
    return do_step(warehouse, reference, reread_step(reference.now, get_settings()))


def reread_step(now: datetime, settings: Settings) -> Step[Item, Comparison]:
    """The step over the queue; small batches, for the coder is slow."""
    return Step(
        STEP,
        load=load_items,
        compute=lambda items: _compare(items, now, settings),
        store=store_comparisons,
        batch_size=min(50, settings.batch_size),
    )


def report_set(warehouse: str, reference: RunReference, number: int) -> Report:
    """What a set would change, or has changed."""
    with warehouse_connection(warehouse, reference) as connection:
        return load_report(connection, number)


def switch_set(warehouse: str, reference: RunReference, number: int) -> int:
    """Make a set's versions the current ones; returns the number of articles that changed."""
    return _move(warehouse, reference, number, is_back=False)


def undo_set(warehouse: str, reference: RunReference, number: int) -> int:
    """Make the versions from before a switch current again; returns the number of articles that changed."""
    return _move(warehouse, reference, number, is_back=True)


# -- reading and comparing ---------------------------------------------------------------------------------------------


def load_items(connection: Connection, item_ids: Sequence[int]) -> dict[int, Item]:
    """The pages with their current versions and claims."""
    with connection.cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute(load_sql("steps/reread_items.sql"), {"ids": list(item_ids)}).fetchall()
        versions = [row["article_version_id"] for row in rows if row["article_version_id"] is not None]
        found = cursor.execute(load_sql("steps/claims_of_versions.sql"), {"article_version_ids": versions}).fetchall()
    claims: dict[int, list[ClaimText]] = {}
    for claim in found:
        text = _claim_text(
            claim["supplier_codes"], claim["recipient_codes"], claim["weapon_text"], claim["stance_type"]
        )
        one = ClaimText(claim["claim_key"], text, claim["sentence_text"])
        claims.setdefault(int(claim["article_version_id"]), []).append(one)
    pages = load_pages(connection, [int(row["page_version_id"]) for row in rows])
    return {
        int(row["reprocess_article_id"]): Item(
            stored=pages[int(row["page_version_id"])],
            old=row if row["article_version_id"] is not None else None,
            old_claims=tuple(claims.get(row["article_version_id"], ())),
            is_coded_by_present=bool(row["is_coded_by_present"]),
        )
        for row in rows
        if int(row["page_version_id"]) in pages
    }


def _compare(items: dict[int, Item], now: datetime, settings: Settings) -> Iterator[tuple[int, Comparison | Exception]]:
    by_page = {item.stored.page_version_id: item_id for item_id, item in items.items()}
    articles: dict[int, Article] = {}
    for page_version_id, result in read_pages(
        {item.stored.page_version_id: item.stored for item in items.values()}, now, settings
    ):
        if isinstance(result, Article):
            articles[by_page[page_version_id]] = result
        else:
            yield by_page[page_version_id], result
    changes = {item_id: change_of(items[item_id].old, article) for item_id, article in articles.items()}
    to_code = {
        item_id: _as_placed(items[item_id], article)
        for item_id, article in articles.items()
        if article.quality != "refused" and (changes[item_id] != "same" or not items[item_id].is_coded_by_present)
    }
    annotations: dict[int, Annotation] = {}
    placed_ids = {placed.article_id: item_id for item_id, placed in to_code.items()}
    for article_id, annotation in annotate_step().compute({placed.article_id: placed for placed in to_code.values()}):
        if isinstance(annotation, Annotation):
            annotations[placed_ids[article_id]] = annotation
        else:
            yield placed_ids[article_id], annotation
    for item_id, article in articles.items():
        if item_id in to_code and item_id not in annotations:
            continue
        yield (
            item_id,
            _comparison(items[item_id], article, changes[item_id], to_code.get(item_id), annotations.get(item_id)),
        )


def change_of(old: Mapping[str, Any] | None, article: Article) -> str:
    """What kind of difference there is between the current version and the article as it is read now.

    What stays refused has no text that anybody reads: a difference there is one of facts.
    """
    is_readable = article.quality != "refused"
    if old is None:
        return "accepted" if is_readable else "same"
    if old["is_read_by_present"]:
        return "same"
    if (old["quality"] != "refused") != is_readable:
        return "accepted" if is_readable else "refused"
    if is_readable and old["text"] != article.text:
        return "text"
    facts = ("title", "quality", "quality_reason", "section", "language", "published_at", "updated_at", "agency")
    is_equal = old["text"] == article.text and all(old[name] == getattr(article, name) for name in facts)
    return "same" if is_equal and list(old["author_names"] or ()) == list(article.authors) else "facts"


def _as_placed(item: Item, article: Article) -> PlacedArticle:
    """The article as the coder takes it: named by its page, as its original is; it has no story yet."""
    old = item.old or {}
    return PlacedArticle(
        article_id=item.stored.page_id,
        article_version_id=0,
        first_seen_at=item.stored.first_seen_at,
        story_id=0,
        text=article.text,
        title=article.title,
        published_at=article.published_at,
        language=article.language,
        quality=article.quality,
        body_sha256=item.stored.body_sha256,
        collected_at=item.stored.page.fetched_at,
        sentences=tuple((sentence.start, sentence.end) for sentence in article.sentences),
        relation=old.get("relation") or "original",
        root_article_id=old.get("root_page_id"),
    )


def _comparison(
    item: Item, article: Article, change: str, placed: PlacedArticle | None, annotation: Annotation | None
) -> Comparison:
    old_text = item.old["text"] if item.old and item.old["quality"] != "refused" else ""
    new_text = article.text if article.quality != "refused" else ""
    text = text_change(old_text, new_text) if change != "same" else TextChange()
    if placed is None or annotation is None:  # nothing was coded: refused now, or read and coded as before
        return Comparison(article, change, text, lost=item.old_claims if article.quality == "refused" else ())
    claims = tuple(
        ClaimText(
            key,
            _claim_text(claim.supplier, claim.recipient, claim.weapon, claim.stance),
            _sentence(placed, claim.start),
        )
        for key, claim in claim_keys(placed, annotation.claims)
    )
    before, after = {claim.key for claim in item.old_claims}, {claim.key for claim in claims}
    return Comparison(
        article,
        change,
        text,
        gained=tuple(claim for claim in claims if claim.key not in before),
        lost=tuple(claim for claim in item.old_claims if claim.key not in after),
    )


def _sentence(placed: PlacedArticle, offset: int) -> str:
    if not placed.sentences:
        return placed.text
    start, end = placed.sentences[sentence_of(placed.sentences, offset)]
    return placed.text[start:end]


def _claim_text(supplier: Sequence[str], recipient: Sequence[str], weapon: str, stance: str) -> str:
    return f"{', '.join(supplier) or '?'} → {', '.join(recipient) or '?'}: {weapon} ({stance})"


def store_comparisons(
    connection: Connection, results: list[tuple[int, Item, Comparison]], run: StepRun
) -> list[Outcome]:
    """Write the shadow versions and what differs; current versions are not touched."""
    version_id = ensure_version(connection, extractor_version(), run.now)
    for item_id, item, found in sorted(results, key=lambda result: result[0]):
        new_version_id = (
            _store_shadow(connection, item, found.article, version_id, run) if found.change != "same" else None
        )
        parameters = {
            "reprocess_article_id": item_id,
            "new_article_version_id": new_version_id,
            "change_type": found.change,
            "added_char_count": found.text.added_chars,
            "removed_char_count": found.text.removed_chars,
            "added_texts": list(found.text.added),
            "removed_texts": list(found.text.removed),
        }
        connection.execute(load_sql("steps/close_reread.sql"), parameters)
        connection.execute(load_sql("steps/forget_reread_claims.sql"), parameters)
        with connection.cursor() as cursor:
            cursor.executemany(
                load_sql("steps/add_reread_claim.sql"),
                [
                    {
                        "reprocess_article_id": item_id,
                        "change_type": kind,
                        "claim_key": claim.key,
                        "claim_text": claim.text,
                        "sentence_text": claim.sentence,
                    }
                    for kind, claims in (("gained", found.gained), ("lost", found.lost))
                    for claim in claims
                ],
            )
    return [Outcome(item_id, "done", found.change) for item_id, _, found in results]


def _store_shadow(connection: Connection, item: Item, article: Article, version_id: int, run: StepRun) -> int:
    parameters = article_columns(item.stored, article, version_id, run.now)
    connection.execute(load_sql("steps/add_article_key.sql"), parameters)
    row = connection.execute(load_sql("steps/put_shadow_article.sql"), parameters).fetchone()
    if row is None:
        raise Transient(f"{item.stored.page.url}: another worker has just read this page under the same rules")
    store_pieces(connection, int(row[1]), item.stored.first_seen_at, article)
    return int(row[1])


# -- switching ---------------------------------------------------------------------------------------------------------


def _move(warehouse: str, reference: RunReference, number: int, *, is_back: bool) -> int:
    with warehouse_connection(warehouse, reference) as connection:
        run = register_run(connection, reference)
        report = load_report(connection, number)
        if not is_back and report.counts["unread"]:
            raise Transient(f"Set {number} has {report.counts['unread']} pages that are not compared yet")
        parameters = {"reprocess_id": number, "is_back": is_back, "now": run.now}
        moved = connection.execute(load_sql("steps/switch_reprocess.sql"), parameters).fetchall()
        raised = connection.execute(
            load_sql("steps/raise_versions.sql"),
            {"article_version_ids": [int(row[1]) for row in moved if row[1] is not None]},
        ).fetchall()
        readable = {int(article_id) for article_id, is_readable in raised if is_readable}
        hidden = sorted({int(row[0]) for row in moved} - readable)
        connection.execute(load_sql("steps/hide_annotations.sql"), {"article_ids": hidden})
        offer(connection, "group", readable, run.now, again=True)
        again = connection.execute(load_sql("steps/articles_to_code_again.sql"), parameters).fetchall()
        offer(connection, "annotate", [int(row[0]) for row in again], run.now, again=True)
        state = {"reprocess_id": number, "state_code": "undone" if is_back else "switched", "now": run.now}
        connection.execute(load_sql("steps/set_reprocess_state.sql"), state)
    return len(moved) + len(again)
