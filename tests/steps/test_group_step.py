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

from pipeline.group.memory import MemoryIndex
from pipeline.group.place import Placer
from pipeline.group.profile import profile
from pipeline.group.story import TermStatistics
from pipeline.records import Document
from pipeline.settings import Settings
from pipeline.steps.group import group_step
from pipeline.steps.work import Connection, StepRun, offer, start_run, work_through
from pipeline.warehouse.connect import connect
from pipeline.warehouse.sqlfiles import load_sql
from tests.conftest import Warehouse
from tests.group.newsroom import copies_of, report, told

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


def story_members(warehouse: Warehouse, ids: dict[str, int]) -> set[frozenset[str]]:
    found = places(warehouse)
    members: dict[int, set[str]] = {}
    for name, article_id in ids.items():
        members.setdefault(found[article_id][2], set()).add(name)
    return {frozenset(names) for names in members.values()}


@pytest.mark.parametrize("batch_size", [1, 7, 40])
def test_stories_in_the_warehouse_are_those_in_memory_wherever_batches_end(
    warehouse: Warehouse, now: datetime, batch_size: int
) -> None:
    documents = told(order=3, published_at=now - timedelta(hours=12))
    ids = add_all(warehouse, documents, now)
    place_all(warehouse, now, Settings(batch_size=batch_size))
    in_memory = Placer(MemoryIndex(), TermStatistics()).place([profile(one) for one in documents])
    stories: dict[str, set[str]] = {}
    for name, placement in in_memory.items():
        stories.setdefault(placement.story_id, set()).add(name)
    assert story_members(warehouse, ids) == {frozenset(names) for names in stories.values()}
    assert failing_checks(warehouse) == []


def test_events_follow_an_article_into_another_story(warehouse: Warehouse, now: datetime) -> None:
    documents = told(order=1, published_at=now - timedelta(hours=12))
    ids = add_all(warehouse, documents[:12], now)
    place_all(warehouse, now, Settings(batch_size=1))
    before = places(warehouse)
    with connect(warehouse.writer, application_name="tests") as connection:
        for article_id in ids.values():
            tell_event(connection, article_id, before[article_id][2], now)
    ids |= add_all(warehouse, documents[12:], now)
    place_all(warehouse, now, Settings(batch_size=5))
    after = places(warehouse)
    moved = [article_id for article_id, place in before.items() if after[article_id][2] != place[2]]
    assert moved, "no story changed, so this test says nothing"
    with connect(warehouse.owner, application_name="tests") as connection:
        told_in = connection.execute(
            "SELECT article_id, story_id FROM core.event_evidence INNER JOIN core.event USING (event_id)"
        ).fetchall()
        untold = connection.execute(
            "SELECT count(*) FROM core.event LEFT JOIN core.event_evidence USING (event_id) WHERE article_id IS NULL"
        ).fetchone()
    assert {int(article): int(story) for article, story in told_in} == {one: after[one][2] for one in before}
    assert untold == (0,)
    assert failing_checks(warehouse) == []


def tell_event(connection: Connection, article_id: int, story_id: int, now: datetime) -> None:
    """An event of one kind and pair, told by the first sentence of an article."""
    connection.execute(
        """
        WITH event AS (
            INSERT INTO core.event (
                story_id, event_type, source_actor_id, target_actor_id, quad_class_code, cameo_root_code, intensity,
                first_collected_at
            )
            VALUES (%(story)s, 'CONSULT', 'AVL', 'BLM', 1, '04', 1, %(now)s)
            ON CONFLICT (story_id, event_type, source_actor_id, target_actor_id) DO UPDATE SET intensity = 1
            RETURNING event_id
        )
        INSERT INTO core.event_evidence (
            event_id, event_key, article_id, article_version_id, extractor_version_id, is_current, sentence_ordinal,
            start_char, end_char, trigger_start_char, trigger_end_char, modality_type, is_negated,
            date_precision_type, confidence, rule
        )
        SELECT event_id, article_id::text, article_id, article_version_id, extractor_version_id, TRUE, 0, 0, 5, 0, 2,
            'asserted', FALSE, 'unknown', 1, 'by hand'
        FROM core.article, event
        WHERE article_id = %(article)s AND is_current
        """,
        {"story": story_id, "article": article_id, "now": now},
    )


def failing_checks(warehouse: Warehouse) -> list[str]:
    """The checks of places that find something."""
    names = ("orphan_story", "duplicate_root", "copy_of_copy")
    with connect(warehouse.owner, application_name="tests") as connection:
        return [name for name in names if connection.execute(load_sql(f"checks/{name}.sql")).fetchall()]
