"""`wirewatch demo` (make run): the main job once, through Airflow, on the sample newsroom, from nothing to a number."""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from rich.console import Console

from pipeline.errors import ConfigurationError
from pipeline.operate import show
from pipeline.operate.airflow_home import (
    DEMO_PROFILE,
    airflow_environment,
    airflow_folder,
    prepare_metadata,
    run_dags,
)
from pipeline.operate.leftovers import fail_leftover_runs
from pipeline.operate.lock import only_one
from pipeline.operate.progress import Progress
from pipeline.operate.up import POOLS
from pipeline.sample import server
from pipeline.sample.newsroom import Newsroom
from pipeline.sample.server import RunningNewsroom
from pipeline.settings import Settings, get_settings
from pipeline.steps import cycle, fetch, poll
from pipeline.steps.catalog import sync_feeds
from pipeline.steps.reference import RunReference
from pipeline.warehouse.connect import connect
from pipeline.warehouse.conninfo import conninfo
from pipeline.warehouse.embedded import ensure_server
from pipeline.warehouse.migrate import migrate

DAG_IDS = ("collect_feeds", "ingest_news", "track_topics")
_DAYS_PER_INGEST = 7  # the replay collects each day and ingests once a week


def demo(settings: Settings, fresh: bool = False, through_airflow: bool = True) -> int:
    """Run the main job on the sample newsroom and show what came of it; returns the exit status.

    The first call replays the 44 days before the anchor day through the same steps with their clock; later calls find
    them done. The present day then runs through the DAGs collect_feeds, ingest_news and track_topics (or, with
    `through_airflow` off, through the same steps in this process). `fresh` forgets the demo's earlier data and takes
    yesterday as the anchor day.
    """
    console = Console()
    began = time.monotonic()
    settings = _demo_settings(settings)
    with only_one(settings, "demo"):
        if fresh:
            _forget(settings)
        anchor_day = _anchor_day(settings)
        progress = Progress(console)
        console.print(
            "[bold]Wirewatch demo[/bold]: thirteen invented outlets, 45 days that end on "
            f"{anchor_day:%-d %B %Y}. All of it is fiction. Home: {settings.profile_home}"
        )
        with progress.stage("starting PostgreSQL and bringing the warehouse up to date"):
            ensure_server(settings)
            migrate(settings)
        log = airflow_folder(settings) / "demo.log"
        if through_airflow:
            with progress.stage("preparing Airflow's metadata (half a minute the first time)"):
                prepare_metadata(settings, log, POOLS)
                fail_leftover_runs(settings, datetime.now(UTC))
        with _newsroom(settings, anchor_day) as (room, settings):
            _replay(settings, room, progress)
            _present_day(settings, room, progress, log, through_airflow)
        show.show_results(settings, console)
        console.print(f"\nDone in {time.monotonic() - began:.0f} s. A second call takes less: what is done stays done.")
        show.show_next_steps(console)
    return 0


def _demo_settings(settings: Settings) -> Settings:
    """The settings of the demo: a profile of its own, no pauses between requests to our own loopback servers."""
    os.environ["WIREWATCH_PROFILE"] = DEMO_PROFILE
    os.environ.setdefault("WIREWATCH_MIN_HOST_GAP_SECONDS", "0")
    # Each feed is due at each replayed day, also one that has been silent for long.
    os.environ.setdefault("WIREWATCH_MAX_POLL_SECONDS", str(12 * 3600))
    # Fiction never meets fact: a warehouse of somebody's own gets no invented rows.
    if settings.warehouse_url:
        raise ConfigurationError(
            "The demo writes invented articles and so uses the embedded server only; unset WIREWATCH_WAREHOUSE_URL"
        )
    get_settings.cache_clear()
    return get_settings()


def _forget(settings: Settings) -> None:
    """Drop the demo's rows and its anchor day; passwords and Airflow's metadata stay."""
    (settings.profile_home / "demo.json").unlink(missing_ok=True)
    ensure_server(settings)
    with connect(conninfo(settings, "owner"), application_name="wirewatch demo") as connection:
        for schema in ("mart", "core", "raw", "ops"):
            connection.execute(f"DROP SCHEMA IF EXISTS {schema} CASCADE")
    shutil.rmtree(settings.profile_home / "newsroom", ignore_errors=True)


def _anchor_day(settings: Settings) -> date:
    """The demo's present day, kept from its first run on: yesterday, so that nothing in it lies in the future."""
    path = settings.profile_home / "demo.json"
    if not path.exists():
        yesterday = (datetime.now(UTC) - timedelta(days=1)).date()
        path.write_text(json.dumps({"anchor_day": yesterday.isoformat()}))
    return date.fromisoformat(json.loads(path.read_text())["anchor_day"])


@contextmanager
def _newsroom(settings: Settings, anchor_day: date) -> Iterator[tuple[RunningNewsroom, Settings]]:
    """The running newsroom, with its addresses the only private ones that may be asked."""
    known = settings.profile_home / "newsroom.json"
    port = json.loads(known.read_text())["port"] if known.exists() else 0
    with server.start(anchor_day, port) as room:
        first = room.local_sources.split(",")[0]
        known.write_text(json.dumps({"port": int(first.rpartition(":")[2])}))
        os.environ["WIREWATCH_LOCAL_SOURCES"] = room.local_sources
        get_settings.cache_clear()
        yield room, get_settings()


def _replay(settings: Settings, room: RunningNewsroom, progress: Progress) -> None:
    """Bring the days before the anchor day through the steps, each with its own clock; what is done is passed."""
    warehouse = conninfo(settings, "writer")
    newsroom: Newsroom = room.newsroom
    earlier = newsroom.days[:-1]
    first = newsroom.poll_time(earlier[0])
    with connect(warehouse, application_name="wirewatch demo") as connection:
        sync_feeds(connection, room.feeds, first, is_sample=True)
        row = connection.execute("SELECT max(polled_at) FROM raw.feed_poll").fetchone()
    last_poll = row[0] if row else None
    with progress.counted(f"replaying {len(earlier)} days", len(earlier)) as advance:
        for number, day in enumerate(earlier, start=1):
            now = newsroom.poll_time(day)
            # What an earlier call did is not done again; the day in which it ended is finished.
            if last_poll is None or now >= last_poll:
                room.set_clock(now)
                reference = RunReference(cycle.COLLECT, f"replay {day}", now)
                poll.plan_polls(warehouse, reference)
                poll.poll_due_feeds(warehouse, reference)
                fetch.fetch_pending_pages(warehouse, reference)
                if number % _DAYS_PER_INGEST == 0 or number == len(earlier):
                    cycle.ingest_and_track(warehouse, now, f"replay {day}")
            advance(f"{day:%-d %b}")


def _present_day(
    settings: Settings, room: RunningNewsroom, progress: Progress, log: Path, through_airflow: bool
) -> None:
    now = room.newsroom.poll_time(room.newsroom.anchor_day)
    room.set_clock(now)
    if not through_airflow:
        with progress.stage(f"running the steps for {now:%-d %B}"):
            cycle.run_cycle(conninfo(settings, "writer"), now, f"present {now:%Y-%m-%d}")
        return
    environment = airflow_environment(settings)
    environment["WIREWATCH_FIXED_NOW"] = now.isoformat()
    environment["WIREWATCH_LOCAL_SOURCES"] = room.local_sources
    environment["WIREWATCH_INGEST_DEADLINE_HOURS"] = "0"  # Airflow's runs within one process know no deadlines
    finished = run_dags(DAG_IDS, log, environment)
    for dag_id in DAG_IDS:
        with progress.stage(f"running the DAG {dag_id} for {now:%-d %B}"):
            next(finished)
    for _ in finished:  # to the end of the process, whose status counts too
        pass
