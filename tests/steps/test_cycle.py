"""The steps together: what comes out equals what the newsroom wrote, twice, and after a kill in any step."""

from __future__ import annotations

import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from pipeline.errors import ConfigurationError
from pipeline.operate.backup import dump, load
from pipeline.sample.server import RunningNewsroom
from pipeline.settings import get_settings
from pipeline.steps import checks, maintain
from pipeline.steps.imports import import_path
from pipeline.steps.reference import RunReference
from pipeline.steps.work import Connection
from pipeline.warehouse.connect import connect
from pipeline.warehouse.embedded import Server
from pipeline.warehouse.sqlfiles import load_sql
from tests.conftest import TEMPLATE, Warehouse
from tests.digest import differences, digest
from tests.steps.conftest import evening, start_step
from tests.steps.cycle_process import STEPS, cycle_settings, prepare, run_step
from tests.waiting import eventually

SECONDS = 400
pytestmark = [pytest.mark.timeout(1000), pytest.mark.long]
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
SESSIONS = "SELECT pid FROM pg_stat_activity WHERE datname = %s"
STATES_OF_WORK = "SELECT step_code, state_code, reason, count(*) FROM ops.work GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"


@dataclass(frozen=True)
class Day:
    """A day brought through all steps without disturbance, with a copy of the warehouse as it was after each."""

    end: Warehouse
    after: dict[str, str]  # step -> name of a database; "" is the state before the first


@pytest.fixture(scope="module")
def day(shared_server: Server, newsroom: RunningNewsroom) -> Iterator[Day]:
    """The steps of one day, one after another in this process."""
    made: list[str] = []

    def copy(source: str, name: str) -> str:
        with psycopg.connect(shared_server.conninfo("admin", "postgres"), autocommit=True) as admin:
            # A database is copied while nobody is in it; sessions that were closed take a moment to leave.
            eventually(lambda: not admin.execute(SESSIONS, (source,)).fetchall(), 60, f"the last session of {source}")
            admin.execute(f"CREATE DATABASE {name} TEMPLATE {source} OWNER wirewatch_owner")
        made.append(name)
        return name

    current = copy(TEMPLATE, "day_end")
    end = Warehouse(
        *(make_conninfo(shared_server.conninfo(role), dbname=current) for role in ("owner", "writer", "analyst", "web"))
    )
    with pytest.MonkeyPatch.context() as patch:
        use_cycle_settings(patch, newsroom)
        prepare(end.writer, newsroom.feeds, evening())
        after = {"": copy(current, "day_before")}
        for step in STEPS:
            run_step(end.writer, step, evening())
            after[step] = copy(current, f"day_after_{step}")
    yield Day(end, after)
    with psycopg.connect(shared_server.conninfo("admin", "postgres"), autocommit=True) as admin:
        for name in made:
            admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


def use_cycle_settings(patch: pytest.MonkeyPatch, room: RunningNewsroom) -> None:
    for name, value in cycle_settings(room.local_sources).items():
        patch.setenv(name, value)
    get_settings.cache_clear()


@pytest.fixture
def undisturbed(day: Day) -> Warehouse:
    return day.end


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


def test_a_wire_report_is_parsed_once_however_many_outlets_print_it(undisturbed: Warehouse) -> None:
    with connect(undisturbed.owner, application_name="tests") as connection:
        rows = connection.execute(
            """
            SELECT work.reason, story_article.relation_type IN ('exact_copy', 'near_copy') AS is_copy, count(*)
            FROM ops.work INNER JOIN core.story_article ON work.item_id = story_article.article_id
            WHERE work.step_code = 'annotate' GROUP BY work.reason, is_copy
            """
        ).fetchall()
    copies = sum(count for _, is_copy, count in rows if is_copy)
    carried = sum(count for reason, _, count in rows if reason in {"from original", "partly from original"})
    assert carried == copies
    assert carried / sum(count for _, _, count in rows) > 0.3  # of the day's texts


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


def test_a_second_run_leaves_equal_contents(
    undisturbed: Warehouse, newsroom: RunningNewsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = digest(undisturbed.owner)
    assert all(rows for rows, _ in (before[name] for name in ("core.claim", "mart.topic_day", "mart.transfer_ledger")))
    use_cycle_settings(monkeypatch, newsroom)
    for step in STEPS:
        run_step(undisturbed.writer, step, evening())
    assert digest(undisturbed.owner) == before


@pytest.mark.parametrize("step", STEPS)
def test_a_step_killed_in_the_middle_and_run_again_ends_like_an_undisturbed_one(
    step: str, day: Day, shared_server: Server, newsroom: RunningNewsroom
) -> None:
    before = ("", *STEPS)[STEPS.index(step)]
    name = f"killed_in_{step}"
    with psycopg.connect(shared_server.conninfo("admin", "postgres"), autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name} TEMPLATE {day.after[before]} OWNER wirewatch_owner")
    killed, expected = (
        make_conninfo(shared_server.conninfo("owner"), dbname=database) for database in (name, day.after[step])
    )
    writer = make_conninfo(shared_server.conninfo("writer"), dbname=name)
    try:
        victim = start_step(writer, newsroom, step)
        try:
            assert wait_for_middle(killed, step, victim), f"the step ended before it was seen in the middle of {step}"
        finally:
            victim.kill()
            victim.wait()
        again = start_step(writer, newsroom, step)
        assert again.wait(SECONDS) == 0
        assert differences(expected, killed) == {}
        assert states_of_work(killed) == states_of_work(expected)
    finally:
        with psycopg.connect(shared_server.conninfo("admin", "postgres"), autocommit=True) as admin:
            admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


def states_of_work(owner: str) -> list[tuple[object, ...]]:
    with connect(owner, application_name="tests") as connection:
        return connection.execute(STATES_OF_WORK).fetchall()


def wait_for_middle(owner: str, step: str, victim: subprocess.Popen[bytes]) -> bool:
    deadline = time.monotonic() + SECONDS
    with connect(owner, application_name="tests", autocommit=True) as connection:
        while time.monotonic() < deadline and victim.poll() is None:
            row = connection.execute(IN_THE_MIDDLE[step]).fetchone()
            if row is not None and row[0]:
                return True
            time.sleep(0.005)
    return False


# For each data check a statement that brings in what it looks for.
FAULTS = {
    "claim_slice": "UPDATE core.claim SET end_char = 1000000 WHERE claim_id = (SELECT min(claim_id) FROM core.claim "
    "WHERE is_current AND evidence_scope_type = 'text')",
    "copy_of_copy": "UPDATE core.story_article SET relation_type = 'near_copy' WHERE article_id IN (SELECT root_article_id "
    "FROM core.story_article WHERE relation_type = 'exact_copy')",
    "duplicate_root": "UPDATE core.story_article SET story_id = (SELECT max(story_id) FROM core.story) WHERE article_id = "
    "(SELECT min(article_id) FROM core.story_article WHERE relation_type = 'exact_copy')",
    "future_date": "UPDATE core.article SET effective_date = effective_date + 400",
    "language_mix": "WITH one AS (SELECT min(source_id) AS source_id FROM core.article), moved AS (UPDATE core.article "
    "SET source_id = one.source_id FROM one) UPDATE core.source SET language_code = 'fr' FROM one "
    "WHERE source.source_id = one.source_id",
    "ledger_without_evidence": "DELETE FROM mart.transfer_ledger_claim",
    "orphan_claim": "UPDATE core.article SET is_current = FALSE",
    "orphan_story": "UPDATE core.story SET root_article_id = (SELECT max(article_id) FROM core.article_key)",
    "quarantine_share": "WITH run AS (INSERT INTO ops.run (dag_id, dag_run_id, code_version, started_at) "
    "VALUES ('ingest_news', 'bad', '1', now()) RETURNING run_id) "
    "INSERT INTO ops.step_count (run_id, step_code, batch_number, status_code, item_count) "
    "SELECT run_id, 'extract', 0, status, items FROM run "
    "CROSS JOIN (VALUES ('done', 80), ('quarantined', 20)) AS outcome (status, items)",
    "sentence_slice": "UPDATE core.sentence SET end_char = start_char WHERE ordinal = 0",
    "silent_feed": "UPDATE raw.feed SET last_success_at = last_poll_at - interval '15 days'",
    "source_drop": "INSERT INTO mart.source_day (source_id, day_date, article_count, feed_count, live_feed_count, is_gap, "
    "computed_at) "
    "SELECT source_id, DATE '2030-01-01' + day, CASE WHEN day = 19 THEN 0 ELSE 8 END, 1, 1, FALSE, now() "
    "FROM (SELECT min(source_id) AS source_id FROM core.source) AS source CROSS JOIN generate_series(0, 20) AS day",
    "step_count_sum": "DELETE FROM ops.step_count",
}


@pytest.mark.parametrize("code", sorted(check.code for check in checks.all_checks()))
def test_each_data_check_finds_what_it_looks_for(undisturbed: Warehouse, code: str) -> None:
    with connect(undisturbed.owner, application_name="tests") as connection:
        assert connection.execute(load_sql(f"checks/{code}.sql")).fetchall() == []
        with connection.transaction(force_rollback=True):
            connection.execute(FAULTS[code])
            assert connection.execute(load_sql(f"checks/{code}.sql")).fetchall() != []


def test_the_data_checks_find_nothing_wrong_in_an_ordinary_day(day: Day, warehouse: Warehouse) -> None:
    copy_of(day, warehouse)
    reference = RunReference("ingest_news", "checks", evening())
    assert checks.run_checks(warehouse.writer, reference, "ingest") == {}
    assert checks.run_checks(warehouse.writer, reference, "track") == {}
    with connect(warehouse.analyst, application_name="tests") as connection:
        kept = connection.execute("SELECT check_code, row_count FROM ops.check_result ORDER BY 1").fetchall()
    assert kept == [(check.code, 0) for check in checks.all_checks()]


def test_a_backup_restores_to_an_identical_warehouse(
    day: Day, shared_server: Server, tmp_path: Path, warehouse: Warehouse
) -> None:
    file = tmp_path / "day.backup"
    dump(day.end.owner, file)
    assert file.stat().st_mode & 0o077 == 0
    with pytest.raises(ConfigurationError, match="not empty"):
        load(warehouse.owner, file, replace=False)
    load(warehouse.owner, file, replace=True)
    assert differences(day.end.owner, warehouse.owner) == {}
    # The rights of the roles come back, too: the writer goes on, the analyst only reads.
    maintain.make_partitions(warehouse.writer, RunReference("maintain_warehouse", "after restore", evening()))
    with connect(warehouse.analyst, application_name="tests") as connection:
        assert connection.execute("SELECT count(*) FROM mart.topic_day").fetchone() != (0,)


def test_retention_exports_and_drops_what_nothing_cites_and_keeps_the_rest(
    day: Day, warehouse: Warehouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy_of(day, warehouse)
    monkeypatch.setenv("WIREWATCH_KEEP_PAGE_DAYS", "30")
    monkeypatch.setenv("WIREWATCH_KEEP_VERSION_DAYS", "30")
    monkeypatch.setenv("WIREWATCH_KEEP_REMOVED_DAYS", "30")
    monkeypatch.setenv("WIREWATCH_ARCHIVE_FOLDER", str(tmp_path))
    get_settings.cache_clear()
    later = RunReference("maintain_warehouse", "retention", evening() + timedelta(days=70))
    cited_query = """
        SELECT count(DISTINCT page_version_id) FROM core.article WHERE article_version_id IN (
            SELECT article_version_id FROM core.claim UNION SELECT article_version_id FROM core.event_evidence)"""
    with connect(warehouse.owner, application_name="tests", autocommit=True) as connection:
        one = connection.execute
        keys, pages = one("SELECT count(*) FROM raw.page_version_key").fetchone(), pages_of(connection)
        cited = one(cited_query).fetchone()
        assert cited is not None
        dry = maintain.old_content(warehouse.writer, later)
        assert pages_of(connection) == pages  # a dry run changes nothing
        dropped = maintain.drop_old_content(warehouse.writer, later)
        assert dropped["page bodies"] == dry[0].droppable_count == pages - dry[0].exempt_count > 0
        assert dry[0].exempt_count == pages_of(connection) >= cited[0] > 0
        assert one("SELECT count(*) FROM core.article_removed").fetchone() == (0,)
        assert one("SELECT count(*) FROM raw.page_version_key").fetchone() == keys
        # What was dropped comes back from the export.
        for path in tmp_path.glob("*.warc.gz"):
            import_path(connection, path, later.now)
        assert pages_of(connection) == pages
    maintain.vacuum(warehouse.writer)
    assert maintain.dead_feeds(warehouse.writer, later) == []


def copy_of(day: Day, warehouse: Warehouse) -> None:
    """Bring the day's end into the warehouse."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "day.backup"
        dump(day.end.owner, file)
        load(warehouse.owner, file, replace=True)


def pages_of(connection: Connection) -> int:
    """How many bodies there are."""
    row = connection.execute("SELECT count(*) FROM raw.page").fetchone()
    return int(row[0]) if row else 0
