"""`wirewatch up` with everything real: services, scheduler, pool, retries, the chain of assets, and their end."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import psutil
import psycopg
import pytest

from pipeline.sample.server import start
from pipeline.settings import Settings
from pipeline.steps.catalog import sync_feeds
from pipeline.warehouse.connect import connect
from pipeline.warehouse.conninfo import conninfo
from pipeline.warehouse.embedded import ensure_server, remove_server
from pipeline.warehouse.migrate import migrate
from tests.operate.airflow_api import AirflowApi, eventually

pytestmark = [pytest.mark.airflow, pytest.mark.timeout(900)]

RETRY_SECONDS = 8
EVENING = datetime(2026, 3, 8, 23, 30, tzinfo=UTC)


@dataclass
class Story:
    """What was seen while the services ran: collected once, told by the tests below."""

    collect_tasks: list[dict[str, Any]]
    pool: dict[str, Any]
    faulty_tries: list[dict[str, Any]]
    states: dict[str, str]
    track_run: dict[str, Any]
    listening: set[str]
    mart_rows: int
    survivors: list[int]


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    """One day of the newsroom through the scheduler, with the warehouse out of reach at first; -9 at the end."""
    home = tmp_path_factory.mktemp("up-home")
    settings = Settings(home=home, profile="demo", warehouse_url=None)
    try:
        with start(date(2026, 3, 9)) as room:
            room.set_clock(EVENING)
            server = ensure_server(settings)
            migrate(settings)
            with connect(conninfo(settings, "writer"), application_name="tests") as connection:
                sync_feeds(connection, room.feeds, EVENING, is_sample=True)
            environment = {
                **os.environ,
                "WIREWATCH_HOME": str(home),
                "WIREWATCH_LOCAL_SOURCES": room.local_sources,
                "WIREWATCH_MIN_HOST_GAP_SECONDS": "0",
                "WIREWATCH_FIXED_NOW": EVENING.isoformat(),
                "WIREWATCH_TASK_RETRY_SECONDS": str(RETRY_SECONDS),
            }
            log = home / "up.txt"
            with log.open("wb") as output:
                command = [sys.executable, "-m", "pipeline.cli", "up", "--demo"]
                process = subprocess.Popen(command, env=environment, stdout=output, stderr=subprocess.STDOUT)
            try:
                yield _live_through(process, log, server.conninfo("admin", "postgres"), settings)
            finally:
                if process.poll() is None:
                    process.send_signal(signal.SIGTERM)
                    process.wait(60)
    finally:
        remove_server(settings)


def _live_through(process: subprocess.Popen[bytes], log: Path, admin: str, settings: Settings) -> Story:
    api = _signed_in(process, log)
    for dag_id in ("collect_feeds", "ingest_news", "track_topics"):
        eventually(lambda dag_id=dag_id: _is_known(api, dag_id), 120, f"the DAG {dag_id}")
        api.unpause(dag_id)
    _limit_connections(admin, 0)
    collect_run = api.trigger("collect_feeds")
    eventually(
        lambda: any(task["state"] == "up_for_retry" for task in api.tasks("collect_feeds", collect_run)),
        120,
        "a task that is to be tried again",
    )
    _limit_connections(admin, -1)
    states = {"collect_feeds": api.state_when_finished("collect_feeds", collect_run)}
    own = [psutil.Process(process.pid), *psutil.Process(process.pid).children(recursive=True)]
    listening = {
        str(connection.laddr.ip)
        for one in own
        if one.is_running()
        for connection in one.net_connections("inet")
        if connection.status == psutil.CONN_LISTEN
    }
    ingest_run = api.trigger("ingest_news")
    states["ingest_news"] = api.state_when_finished("ingest_news", ingest_run)
    track_run = eventually(
        lambda: next(iter(api.runs("track_topics")), None), 60, "the run of track_topics that the asset starts"
    )
    states["track_topics"] = api.state_when_finished("track_topics", track_run["dag_run_id"])
    with connect(conninfo(settings, "analyst"), application_name="tests") as connection:
        row = connection.execute("SELECT count(*) FROM mart.topic_day WHERE article_count > 0").fetchone()
    seen = Story(
        collect_tasks=api.tasks("collect_feeds", collect_run),
        pool=api.get("pools/wirewatch_collect"),
        faulty_tries=api.tries("collect_feeds", collect_run, "plan_polls"),
        states=states,
        track_run=track_run,
        listening=listening,
        mart_rows=row[0] if row else 0,
        survivors=[],
    )
    started = psutil.Process(process.pid).children(recursive=True)
    process.kill()
    process.wait()
    _, alive = psutil.wait_procs(started, timeout=60)
    seen.survivors = [one.pid for one in alive]
    return seen


def _signed_in(process: subprocess.Popen[bytes], log: Path) -> AirflowApi:
    """Wait for the lines that tell a person where the UI is, and use what they say."""

    def told() -> re.Match[str] | None:
        assert process.poll() is None, log.read_text()
        return re.search(r"UI: (http://127\.0\.0\.1:\d+)\s+User admin, password (\S+)", log.read_text())

    found = eventually(told, 240, "the address of the UI")
    return AirflowApi.sign_in(found[1], "admin", found[2])


def _is_known(api: AirflowApi, dag_id: str) -> bool:
    return any(dag["dag_id"] == dag_id for dag in api.get("dags?exclude_stale=true")["dags"])


def _limit_connections(admin: str, limit: int) -> None:
    """Let the tasks' role have so many connections (-1: any number)."""
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute(f"ALTER ROLE wirewatch_writer CONNECTION LIMIT {limit}")


def test_the_scheduler_brings_a_day_from_the_feeds_to_the_marts(story: Story) -> None:
    assert story.states == dict.fromkeys(("collect_feeds", "ingest_news", "track_topics"), "success")
    assert story.mart_rows > 0


def test_tracking_is_started_by_the_asset_that_ingestion_updates(story: Story) -> None:
    assert story.track_run["run_type"] == "asset_triggered"


def test_a_task_that_met_a_passing_fault_waits_before_it_is_tried_again(story: Story) -> None:
    first, *later = story.faulty_tries
    assert first["state"] in ("up_for_retry", "failed")
    waited = datetime.fromisoformat(later[0]["start_date"]) - datetime.fromisoformat(first["end_date"])
    assert waited.total_seconds() >= RETRY_SECONDS


def test_tasks_that_ask_servers_of_others_share_the_pool(story: Story) -> None:
    pooled = {task["task_id"] for task in story.collect_tasks if task["pool"] == "wirewatch_collect"}
    assert pooled == {"poll_feeds", "fetch_pages"}
    assert story.pool["slots"] == 2


def test_mapped_tasks_are_named_by_what_they_did(story: Story) -> None:
    labels = [task["rendered_map_index"] for task in story.collect_tasks if task["task_id"] == "poll_feeds"]
    assert labels
    assert all("ok" in label for label in labels[:1]), labels


def test_every_socket_listens_on_this_machine_alone(story: Story) -> None:
    assert story.listening == {"127.0.0.1"}


def test_the_death_of_the_supervisor_ends_every_service(story: Story) -> None:
    assert story.survivors == []
