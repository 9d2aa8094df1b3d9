"""Placing articles in the warehouse: incremental, in any batches, by several workers, with kills in between."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

import pytest

from pipeline.records import Document
from pipeline.settings import Settings
from pipeline.steps.group import group_step
from pipeline.steps.work import Connection, StepRun, offer, start_run, work_through
from pipeline.warehouse.connect import connect
from tests.conftest import Warehouse
from tests.group.newsroom import copies_of, report

SETTINGS = Settings(batch_size=25)


def add_article(connection: Connection, document: Document, first_seen_at: datetime) -> int:
    """An extracted article in the warehouse, waiting to be placed; its id."""
    domain = document.source or "paper.example"
    connection.execute(
        "INSERT INTO core.source (domain, name, owner_group) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING",
        (domain, domain, f"owner of {domain}"),
    )
    connection.execute("SELECT ops.ensure_partitions(%s)", (first_seen_at,))
    row = connection.execute(
        """
        WITH page AS (
            INSERT INTO raw.page_key (canonical_url, url, source_id, first_seen_at)
            SELECT %(url)s, %(url)s, source_id, %(seen)s FROM core.source WHERE domain = %(domain)s RETURNING page_id
        ), article AS (
            INSERT INTO core.article_key (page_id, first_seen_at) SELECT page_id, %(seen)s FROM page
            RETURNING article_id
        ), version AS (
            INSERT INTO ops.extractor_version (component, version, rules_sha256, first_used_at)
            VALUES ('extract', '1', '', %(seen)s) ON CONFLICT (component, version, model, rules_sha256)
            DO UPDATE SET version = '1' RETURNING extractor_version_id
        )
        INSERT INTO core.article (
            article_id, first_seen_at, page_version_id, extractor_version_id, is_current, source_id, title, text,
            quality_type, published_at, agency, effective_date, date_basis_type, extracted_at
        )
        SELECT
            article_id, %(seen)s, article_id, extractor_version_id, TRUE, source_id, %(title)s, %(text)s, 'article',
            %(published)s, %(agency)s, %(seen)s::date, 'published', %(seen)s
        FROM article, version, core.source WHERE domain = %(domain)s
        RETURNING article_id
        """,
        {
            "url": f"https://{domain}/{document.id}",
            "domain": domain,
            "seen": first_seen_at,
            "title": document.title,
            "text": document.text,
            "published": document.published_at,
            "agency": document.agency,
        },
    ).fetchone()
    assert row is not None
    return int(row[0])


def add_all(warehouse: Warehouse, documents: Iterable[Document], now: datetime) -> dict[str, int]:
    with connect(warehouse.writer, application_name="tests") as connection:
        ids = {one.id: add_article(connection, one, one.published_at or now) for one in documents}
        offer(connection, "group", ids.values(), now)
    return ids


def a_run(warehouse: Warehouse, now: datetime, settings: Settings = SETTINGS) -> StepRun:
    with connect(warehouse.writer, application_name="tests") as connection:
        run_id = start_run(connection, dag_id="dag", dag_run_id="run", now=now, code_version="1")
    return StepRun(run_id, 0, now, settings)


def place_all(warehouse: Warehouse, now: datetime, settings: Settings = SETTINGS) -> None:
    run = a_run(warehouse, now, settings)
    counts = work_through(lambda: connect(warehouse.writer, application_name="tests"), group_step(), run)
    with connect(warehouse.owner, application_name="tests") as connection:
        errors = connection.execute("SELECT error FROM ops.work WHERE error IS NOT NULL").fetchall()
    assert set(counts) <= {"done"}, errors


def places(warehouse: Warehouse) -> dict[int, tuple[Any, ...]]:
    with connect(warehouse.owner, application_name="tests") as connection:
        rows = connection.execute(
            "SELECT article_id, relation_type, root_article_id, story_id, origin FROM core.story_article"
        ).fetchall()
    return {row[0]: row[1:] for row in rows}


def test_a_copy_points_at_the_original_and_shares_its_story_and_origin(warehouse: Warehouse, now: datetime) -> None:
    original = report(1, now - timedelta(hours=5), source="wire.example", agency="Reuters")
    copy = copies_of(original, 1, seed=1)[0]
    ids = add_all(warehouse, [original, copy], now)
    place_all(warehouse, now)
    found = places(warehouse)
    assert found[ids[original.id]][:2] == ("original", ids[original.id])
    assert found[ids[copy.id]][1] == ids[original.id]
    assert found[ids[copy.id]][0] in {"near_copy", "exact_copy"}
    assert found[ids[copy.id]][2:] == found[ids[original.id]][2:]
    assert found[ids[copy.id]][3] == "Reuters"


def test_copies_find_each_other_across_batches(warehouse: Warehouse, now: datetime) -> None:
    original = report(2, now - timedelta(hours=30))
    copy = copies_of(original, 1, seed=2)[0]
    ids = add_all(warehouse, [original], now)
    place_all(warehouse, now)
    ids |= add_all(warehouse, [copy], now)
    place_all(warehouse, now + timedelta(hours=1))
    assert places(warehouse)[ids[copy.id]][1] == ids[original.id]


def test_a_late_original_takes_over_as_root_without_a_chain(warehouse: Warehouse, now: datetime) -> None:
    original = report(3, now - timedelta(hours=30))
    first, second = copies_of(original, 2, seed=3)
    ids = add_all(warehouse, [first, second], now)
    place_all(warehouse, now)
    story = places(warehouse)[ids[first.id]][2]
    ids |= add_all(warehouse, [original], now)
    place_all(warehouse, now + timedelta(hours=1))
    found = places(warehouse)
    assert {found[ids[one.id]][1] for one in (original, first, second)} == {ids[original.id]}
    assert {found[ids[one.id]][2] for one in (original, first, second)} == {story}


def test_a_batch_that_comes_again_changes_nothing(warehouse: Warehouse, now: datetime) -> None:
    original = report(4, now - timedelta(hours=9))
    ids = add_all(warehouse, [original, *copies_of(original, 3, seed=4), report(5, now)], now)
    place_all(warehouse, now)
    before = places(warehouse), index_digest(warehouse)
    with connect(warehouse.writer, application_name="tests") as connection:
        connection.execute("UPDATE ops.work SET state_code = 'pending', finished_at = NULL")
    place_all(warehouse, now)
    assert (places(warehouse), index_digest(warehouse)) == before
    assert len(before[0]) == len(ids)


def test_what_is_placed_is_passed_on_to_annotation(warehouse: Warehouse, now: datetime) -> None:
    ids = add_all(warehouse, [report(6, now)], now)
    place_all(warehouse, now)
    with connect(warehouse.owner, application_name="tests") as connection:
        rows = connection.execute("SELECT item_id FROM ops.work WHERE step_code = 'annotate'").fetchall()
        days = connection.execute("SELECT day_date FROM ops.dirty_day").fetchall()
    assert [row[0] for row in rows] == list(ids.values())
    assert days == [(now.date(),)]


def test_a_changed_article_on_which_no_other_stands_is_placed_anew(warehouse: Warehouse, now: datetime) -> None:
    original, other = report(7, now - timedelta(hours=9)), report(8, now - timedelta(hours=8))
    ids = add_all(warehouse, [original, other], now)
    place_all(warehouse, now)
    with connect(warehouse.writer, application_name="tests") as connection:
        connection.execute("UPDATE core.article SET text = %s WHERE article_id = %s", (original.text, ids[other.id]))
        offer(connection, "group", [ids[other.id]], now, again=True)
    place_all(warehouse, now)
    assert places(warehouse)[ids[other.id]][:2] == ("exact_copy", ids[original.id])


def test_articles_beyond_the_window_are_not_copies(warehouse: Warehouse, now: datetime) -> None:
    original = report(9, now - timedelta(days=40))
    again = Document("again", original.text, original.title, now, "other.example")
    ids = add_all(warehouse, [original, again], now)
    place_all(warehouse, now)
    assert places(warehouse)[ids["again"]][0] == "original"


def test_shingles_found_everywhere_bring_no_candidates(warehouse: Warehouse, now: datetime) -> None:
    tail = ". ".join(report(10, now).text.split(". ")[:4])
    documents = [
        Document(f"d{n}", f"{report(100 + n, now).text} {tail}", None, now - timedelta(minutes=n), "paper.example")
        for n in range(60)
    ]
    add_all(warehouse, documents, now)
    place_all(warehouse, now)
    assert {place[0] for place in places(warehouse).values()} <= {"original", "same_story"}


SCHEDULES = int(os.environ.get("GROUP_SCHEDULES", "1"))  # 20 for a thorough run


@pytest.mark.parametrize("schedule", range(SCHEDULES))
def test_workers_that_are_killed_leave_the_same_roots_as_one_worker(
    warehouse: Warehouse, now: datetime, schedule: int
) -> None:
    chance = random.Random(schedule)
    originals = [report(200 + n, now - timedelta(hours=20)) for n in range(10)]
    documents = [one for original in originals for one in (original, *copies_of(original, 3, seed=schedule))]
    chance.shuffle(documents)
    ids = add_all(warehouse, documents, now)
    run = a_run(warehouse, now)
    workers = [a_worker(warehouse, run) for _ in range(3)]
    for _ in range(2):
        time.sleep(chance.uniform(0.6, 1.6))
        workers[0].send_signal(signal.SIGKILL)
        workers.append(a_worker(warehouse, run))
        workers.pop(0).wait()
    assert [worker.wait(timeout=120) for worker in workers] == [0] * len(workers)
    place_all(warehouse, now)
    found = places(warehouse)
    assert len(found) == len(documents)
    roots = {place[1] for place in found.values()}
    assert all(found[root][1] == root for root in roots), "a chain"
    assert roots == {ids[original.id] for original in originals}


def a_worker(warehouse: Warehouse, run: StepRun) -> subprocess.Popen[bytes]:
    script = f"""
from datetime import datetime
from pipeline.settings import Settings
from pipeline.steps.group import group_step
from pipeline.steps.work import StepRun, work_through
from pipeline.warehouse.connect import connect
run = StepRun({run.run_id}, 0, datetime.fromisoformat({run.now.isoformat()!r}), Settings(batch_size=5))
work_through(lambda: connect({warehouse.writer!r}, application_name="worker"), group_step(), run)
"""
    return subprocess.Popen([sys.executable, "-c", script])


def index_digest(warehouse: Warehouse) -> Any:
    with connect(warehouse.owner, application_name="tests") as connection:
        return connection.execute(
            """
            SELECT
                (SELECT count(*) FROM core.article_shingle),
                (SELECT md5(string_agg(article_fingerprint::text, ',' ORDER BY article_id))
                 FROM core.article_fingerprint),
                (SELECT md5(string_agg(term_count::text, ',' ORDER BY term)) FROM core.term_count)
            """
        ).fetchone()
