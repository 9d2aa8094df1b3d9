"""The steps together: what comes out equals what the newsroom wrote, twice, and after a kill in any step."""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Iterator
from dataclasses import asdict

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from pipeline.sample.server import RunningNewsroom
from pipeline.warehouse.connect import connect
from pipeline.warehouse.embedded import Server
from tests.conftest import TEMPLATE, Warehouse
from tests.digest import differences, digest
from tests.steps.conftest import evening, start_cycle

SECONDS = 400
pytestmark = pytest.mark.timeout(1000)  # each test runs all steps twice, in processes of their own
# For each step a query that is true while the step is in the middle of its work.
IN_THE_MIDDLE = {
    "poll": "SELECT count(*) FILTER (WHERE lease_owner IS NOT NULL) > 0 AND count(*) FILTER (WHERE poll_count > 0) > 1 "
    "FROM raw.feed",
    **{
        step: f"SELECT count(*) > 0 FROM ops.work WHERE step_code = '{step}' AND lease_owner IS NOT NULL"
        for step in ("fetch", "extract", "group", "annotate")
    },
    "track": "SELECT EXISTS (SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND objid = 7318 AND granted)",
}


def run_to_end(writer: str, room: RunningNewsroom, steps: str = "all") -> None:
    process = start_cycle(writer, room, steps)
    process.communicate(feeds_of(room), timeout=SECONDS)
    assert process.returncode == 0


def feeds_of(room: RunningNewsroom) -> bytes:
    return json.dumps([asdict(feed) for feed in room.feeds]).encode()


@pytest.fixture(scope="module")
def undisturbed(shared_server: Server, newsroom: RunningNewsroom) -> Iterator[Warehouse]:
    """A warehouse into which the day was brought without disturbance."""
    with psycopg.connect(shared_server.conninfo("admin", "postgres"), autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE undisturbed TEMPLATE {TEMPLATE} OWNER wirewatch_owner")
    made = Warehouse(
        *(
            make_conninfo(shared_server.conninfo(role), dbname="undisturbed")
            for role in ("owner", "writer", "analyst", "web")
        )
    )
    run_to_end(made.writer, newsroom)
    yield made
    with psycopg.connect(shared_server.conninfo("admin", "postgres"), autocommit=True) as admin:
        admin.execute("DROP DATABASE undisturbed WITH (FORCE)")


def test_each_article_has_exactly_the_text_that_was_written(undisturbed: Warehouse, newsroom: RunningNewsroom) -> None:
    written = {article.url: article for article in newsroom.newsroom.articles()}
    with connect(undisturbed.analyst, application_name="tests") as connection:
        rows = connection.execute("SELECT mart.claim_evidence.url FROM mart.claim_evidence LIMIT 1").fetchall()
        assert rows
    with connect(undisturbed.owner, application_name="tests") as connection:
        found = connection.execute(
            "SELECT page.final_url, article.title, article.text FROM core.article "
            "JOIN raw.page USING (page_version_id) WHERE is_current AND quality_type = 'article'"
        ).fetchall()
    readable = {url: article for url, article in written.items() if article.kind == "article"}
    compared = {url: (title, text) for url, title, text in found if url in readable}
    expected = {url: readable[url].version(evening()) for url in compared}
    assert compared == {url: (version.title, version.text) for url, version in expected.items()}
    assert len(compared) >= 10


def test_pages_that_are_no_articles_are_not_taken_for_articles(
    undisturbed: Warehouse, newsroom: RunningNewsroom
) -> None:
    others = [article.url for article in newsroom.newsroom.articles() if article.kind != "article"]
    with connect(undisturbed.owner, application_name="tests") as connection:
        taken = connection.execute(
            "SELECT page.final_url FROM core.article JOIN raw.page USING (page_version_id) "
            "WHERE is_current AND quality_type = 'article' AND page.final_url = ANY(%s)",
            (others,),
        ).fetchall()
    assert taken == []


def test_the_counts_of_the_steps_add_up(undisturbed: Warehouse) -> None:
    with connect(undisturbed.owner, application_name="tests") as connection:
        one = connection.execute
        assert one("SELECT count(*) FROM ops.work WHERE state_code = 'pending'").fetchone() == (0,)
        # What one step passes on is what the next is offered.
        assert (
            one("SELECT count(*) FROM raw.page_version_key").fetchone()
            == one("SELECT count(*) FROM ops.work WHERE step_code = 'extract'").fetchone()
        )
        assert (
            one("SELECT count(*) FROM core.article WHERE is_current AND quality_type <> 'refused'").fetchone()
            == one("SELECT count(*) FROM ops.work WHERE step_code = 'group'").fetchone()
        )
        assert (
            one("SELECT count(*) FROM ops.work WHERE step_code = 'group' AND state_code = 'done'").fetchone()
            == one("SELECT count(*) FROM ops.work WHERE step_code = 'annotate'").fetchone()
        )
        # For each run and step the counts over statuses sum to the items offered to it.
        assert (
            one(
                "SELECT step_code, sum(item_count) FROM ops.step_count WHERE step_code <> 'poll' GROUP BY 1 ORDER BY 1"
            ).fetchall()
            == one("SELECT step_code, count(*) FROM ops.work GROUP BY 1 ORDER BY 1").fetchall()
        )
        assert (
            one("SELECT sum(item_count) FROM ops.step_count WHERE step_code = 'poll'").fetchone()
            == one("SELECT count(*) FROM raw.feed_poll").fetchone()
        )


def test_every_offset_slices_back_to_its_words(undisturbed: Warehouse) -> None:
    with connect(undisturbed.owner, application_name="tests") as connection:
        wrong = connection.execute(
            "SELECT count(*) FROM core.mention JOIN core.article USING (article_version_id) "
            "WHERE substr(text, start_char + 1, end_char - start_char) <> surface_text"
        ).fetchone()
        claims = connection.execute(
            "SELECT count(*), count(*) FILTER (WHERE strpos(sentence_text, claim_text) > 0) FROM mart.claim_evidence"
        ).fetchone()
    assert wrong == (0,)
    assert claims is not None
    assert claims[0] == claims[1] > 0


def test_a_second_run_leaves_equal_contents(undisturbed: Warehouse, newsroom: RunningNewsroom) -> None:
    before = digest(undisturbed.owner)
    assert all(rows for rows, _ in (before[name] for name in ("core.claim", "mart.topic_day", "mart.transfer_ledger")))
    run_to_end(undisturbed.writer, newsroom)
    assert digest(undisturbed.owner) == before


@pytest.mark.parametrize("step", list(IN_THE_MIDDLE))
def test_a_run_killed_in_the_middle_of_a_step_ends_like_an_undisturbed_one(
    step: str, warehouse: Warehouse, undisturbed: Warehouse, newsroom: RunningNewsroom
) -> None:
    victim = start_cycle(warehouse.writer, newsroom)
    assert victim.stdin is not None
    victim.stdin.write(feeds_of(newsroom))
    victim.stdin.close()
    try:
        assert wait_for_middle(warehouse, step, victim), f"the run ended before it was seen in the middle of {step}"
    finally:
        victim.kill()
        victim.wait()
    run_to_end(warehouse.writer, newsroom)
    assert differences(undisturbed.owner, warehouse.owner) == {}


def wait_for_middle(warehouse: Warehouse, step: str, victim: subprocess.Popen[bytes]) -> bool:
    deadline = time.monotonic() + SECONDS
    with connect(warehouse.owner, application_name="tests", autocommit=True) as connection:
        while time.monotonic() < deadline and victim.poll() is None:
            row = connection.execute(IN_THE_MIDDLE[step]).fetchone()
            if row is not None and row[0]:
                return True
            time.sleep(0.005)
    return False
