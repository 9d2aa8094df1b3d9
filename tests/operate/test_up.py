"""The main job with everything real: a day through the services of `wirewatch up`, the next through `wirewatch demo`.

Scheduler, pool, retries, the chain of assets, the end of the services by -9, and two calls of the demo on what they left.
"""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
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
from tests.digest import digest
from tests.operate.airflow_api import AirflowApi
from tests.receivers import Webhook, running
from tests.waiting import eventually

pytestmark = [pytest.mark.airflow, pytest.mark.timeout(1800), pytest.mark.long]

RETRY_SECONDS = 8
COUNTER = b"wirewatch.extract.done"
MARTS = ("topic_day", "source_day", "dyad_week", "transfer_ledger", "claim_evidence")
DAGS = ("collect_feeds", "ingest_news", "track_topics")
REREAD_SOURCE = "meridian-press.example"


@dataclass
class Story:
    """What was seen while all this ran: collected once, told by the tests below."""

    collect_tasks: list[dict[str, Any]]
    pool: dict[str, Any]
    faulty_tries: list[dict[str, Any]]
    states: dict[str, str]
    track_run: dict[str, Any]
    listening: set[str]
    mart_rows: int
    survivors: list[int]
    reread_state: str
    reread_set: list[tuple[str, int]]
    demo_output: str = ""
    demo_statuses: tuple[int, ...] = ()
    told: list[dict[str, Any]] = field(default_factory=list)
    metrics: bytes = b""
    extras: dict[str, dict[str, Any]] = field(default_factory=dict)
    run_states: dict[str, list[str]] = field(default_factory=dict)
    marts_without_rows: list[str] = field(default_factory=list)
    digests: list[dict[str, tuple[int, str]]] = field(default_factory=list)


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    """A day through the scheduler, with the warehouse out of reach at first; -9; then the demo's present day, twice."""
    home = tmp_path_factory.mktemp("up-home")
    settings = Settings(home=home, profile="demo", warehouse_url=None)
    environment = {**os.environ, "WIREWATCH_HOME": str(home)}
    anchor_day = (datetime.now(UTC) - timedelta(days=1)).date()
    try:
        with start(anchor_day) as room, running(Webhook()) as hook, running(Webhook()) as metrics:
            clock = room.newsroom.poll_time(room.newsroom.days[-2])
            room.set_clock(clock)
            server = ensure_server(settings)
            migrate(settings)
            # What the demo keeps of its first call, so that it goes on with this newsroom and from this day.
            (settings.profile_home / "demo.json").write_text(json.dumps({"anchor_day": anchor_day.isoformat()}))
            port = int(room.local_sources.split(",")[0].rpartition(":")[2])
            (settings.profile_home / "newsroom.json").write_text(json.dumps({"port": port}))
            with connect(conninfo(settings, "writer"), application_name="tests") as connection:
                sync_feeds(connection, room.feeds, clock, is_sample=True)
            service_environment = {
                **environment,
                "WIREWATCH_LOCAL_SOURCES": room.local_sources,
                "WIREWATCH_MIN_HOST_GAP_SECONDS": "0",
                "WIREWATCH_FIXED_NOW": clock.isoformat(),
                "WIREWATCH_TASK_RETRY_SECONDS": str(RETRY_SECONDS),
                "WIREWATCH_INGEST_DEADLINE_HOURS": "0.0005",  # two seconds: every run is late
                "WIREWATCH_ALERT_WEBHOOK": f"http://127.0.0.1:{hook.port}/",
                "AIRFLOW__METRICS__OTEL_ON": "True",
                "AIRFLOW__METRICS__OTEL_INTERVAL_MILLISECONDS": "1000",
                "OTEL_EXPORTER_OTLP_ENDPOINT": f"http://127.0.0.1:{metrics.port}",
                "OTEL_EXPORTER_OTLP_PROTOCOL": "http/protobuf",
            }
            log = home / "up.txt"
            with log.open("wb") as output:
                command = [sys.executable, "-m", "pipeline.cli", "up", "--demo"]
                process = subprocess.Popen(command, env=service_environment, stdout=output, stderr=subprocess.STDOUT)
            try:
                seen = _live_through(process, log, server.conninfo("admin", "postgres"), settings, hook, metrics)
                seen.told = hook.posts
                seen.metrics = b"".join(metrics.bodies)
            finally:
                if process.poll() is None:
                    process.send_signal(signal.SIGTERM)
                    process.wait(60)
        _run_demo_twice(seen, environment, settings)
        yield seen
    finally:
        remove_server(settings)


def _run_demo_twice(seen: Story, environment: dict[str, str], settings: Settings) -> None:
    """Run the demo on what the services left, and again; add to the story what it said and what it made."""
    for _ in range(2):
        done = subprocess.run(
            [sys.executable, "-m", "pipeline.cli", "demo"], env=environment, capture_output=True, text=True, check=False
        )
        seen.demo_statuses = (*seen.demo_statuses, done.returncode)
        seen.demo_output = done.stdout + done.stderr
        seen.digests.append(digest(conninfo(settings, "owner")))
    with connect(conninfo(settings, "airflow", "airflow"), application_name="tests") as connection:
        for dag_id, state in connection.execute("SELECT dag_id, state FROM dag_run ORDER BY id").fetchall():
            seen.run_states.setdefault(dag_id, []).append(state)
    with connect(conninfo(settings, "analyst"), application_name="tests") as connection:
        for mart in MARTS:
            row = connection.execute(f"SELECT count(*) FROM mart.{mart}").fetchone()
            if not row or not row[0]:
                seen.marts_without_rows.append(mart)


def _live_through(
    process: subprocess.Popen[bytes], log: Path, admin: str, settings: Settings, hook: Webhook, metrics: Webhook
) -> Story:
    api = _signed_in(process, log)
    for dag_id in DAGS:
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
    # The archive read again by the DAG's form: a dry run unless told otherwise.
    api.unpause("reprocess_archive")
    reread_run = api.trigger("reprocess_archive", from_date="2000-01-01", to_date="2099-12-31", domain=REREAD_SOURCE)
    reread_state = api.state_when_finished("reprocess_archive", reread_run)
    with connect(conninfo(settings, "owner"), application_name="tests") as connection:
        reread_set = connection.execute(
            "SELECT state_code, count(item.change_type) FROM ops.reprocess "
            "INNER JOIN ops.reprocess_article AS item USING (reprocess_id) WHERE domain = %s GROUP BY state_code",
            (REREAD_SOURCE,),
        ).fetchall()
    seen = Story(
        reread_state=reread_state,
        reread_set=reread_set,
        collect_tasks=api.tasks("collect_feeds", collect_run),
        pool=api.get("pools/wirewatch_collect"),
        faulty_tries=api.tries("collect_feeds", collect_run, "plan_polls"),
        states=states,
        track_run=track_run,
        listening=listening,
        mart_rows=row[0] if row else 0,
        survivors=[],
    )
    for event in api.get("assets/events")["asset_events"]:
        seen.extras[event["source_dag_id"]] = event["extra"]
    eventually(
        lambda: any("is late" in post["subject"] for post in hook.posts), 120, "the message that the run is late"
    )
    eventually(lambda: COUNTER in b"".join(metrics.bodies), 60, "the count of articles among the metrics")
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
    assert story.states == dict.fromkeys(DAGS, "success")
    assert story.mart_rows > 0


def test_tracking_is_started_by_the_asset_that_ingestion_updates(story: Story) -> None:
    assert story.track_run["run_type"] == "asset_triggered"


def test_a_task_that_met_a_passing_fault_waits_before_it_is_tried_again(story: Story) -> None:
    first, *later = story.faulty_tries
    assert first["state"] in ("up_for_retry", "failed")
    waited = datetime.fromisoformat(later[0]["start_date"]) - datetime.fromisoformat(first["end_date"])
    assert waited.total_seconds() >= RETRY_SECONDS


def test_the_archive_is_read_again_by_a_form_and_nothing_is_switched(story: Story) -> None:
    assert story.reread_state == "success"
    ((state, compared),) = story.reread_set
    assert state == "compared" and compared > 0


def test_tasks_that_ask_servers_of_others_share_the_pool(story: Story) -> None:
    pooled = {task["task_id"] for task in story.collect_tasks if task["pool"] == "wirewatch_collect"}
    assert pooled == {"poll_feeds", "fetch_pages"}
    assert story.pool["slots"] == 2


def test_mapped_tasks_are_named_by_what_they_did(story: Story) -> None:
    labels = [task["rendered_map_index"] for task in story.collect_tasks if task["task_id"] == "poll_feeds"]
    assert labels
    assert all("ok" in label for label in labels[:1]), labels


def test_a_run_that_is_late_is_told_of(story: Story) -> None:
    assert "Wirewatch: ingest_news is late" in {message["subject"] for message in story.told}


def test_the_events_of_the_assets_carry_the_counts_of_their_runs(story: Story) -> None:
    assert story.extras["collect_feeds"]["poll done"] > 0
    assert story.extras["ingest_news"]["extract done"] > 0


def test_the_counts_are_metrics_of_airflow(story: Story) -> None:
    assert COUNTER in story.metrics


def test_every_socket_listens_on_this_machine_alone(story: Story) -> None:
    assert story.listening == {"127.0.0.1"}


def test_the_death_of_the_supervisor_ends_every_service(story: Story) -> None:
    assert story.survivors == []


def test_the_demo_goes_on_where_it_was_and_shows_what_came_of_it(story: Story) -> None:
    assert story.demo_statuses == (0, 0), story.demo_output
    for shown in (
        "What was collected",
        "the last 30 days",
        "The transfer ledger",
        "One claim and its sentence",
        "make up",
    ):
        assert shown in story.demo_output


def test_each_run_of_each_dag_ends_well_but_those_the_kill_left(story: Story) -> None:
    # Two calls of the demo and one run by the scheduler, at least; nothing stays open.
    for dag_id in DAGS:
        assert story.run_states[dag_id].count("success") >= 3
        assert story.run_states[dag_id][-2:] == ["success", "success"]


def test_every_mart_has_rows(story: Story) -> None:
    assert story.marts_without_rows == []


def test_a_second_call_of_the_demo_changes_nothing(story: Story) -> None:
    first, second = story.digests
    assert first == second
