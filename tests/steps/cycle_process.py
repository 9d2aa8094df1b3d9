"""Runs one step of a day of the sample newsroom, in the test's process or in one of its own that a test may kill.

As a process: arguments are the step and the moment that counts as now; the warehouse comes in the environment.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from datetime import datetime

from pipeline.records import Feed
from pipeline.steps import annotate, extract, fetch, group, poll, track
from pipeline.steps.catalog import sync_feeds
from pipeline.steps.cycle import COLLECT, INGEST, TRACK
from pipeline.steps.reference import RunReference
from pipeline.warehouse.connect import connect

STEPS = ("poll", "fetch", "extract", "group", "annotate", "track")
RUN = "test run"


def cycle_settings(local_sources: str) -> dict[str, str]:
    """Environment of a cycle; batches of a part of the day, so that a kill finds work half done."""
    return {
        "WIREWATCH_PROFILE": "demo",
        "WIREWATCH_LOCAL_SOURCES": local_sources,
        "WIREWATCH_MIN_HOST_GAP_SECONDS": "0",
        "WIREWATCH_BATCH_SIZE": "25",
    }


def prepare(warehouse: str, feeds: Sequence[Feed], now: datetime) -> None:
    """Bring the newsroom's feeds into the warehouse, and the topics of the catalog."""
    with connect(warehouse, application_name="tests") as connection:
        sync_feeds(connection, feeds, now, is_sample=True)
    poll.plan_polls(warehouse, RunReference(COLLECT, RUN, now))


def run_step(warehouse: str, step: str, now: datetime) -> None:
    """Run one step as its DAG does."""
    if step == "poll":
        poll.poll_due_feeds(warehouse, RunReference(COLLECT, RUN, now))
    elif step == "fetch":
        fetch.fetch_pending_pages(warehouse, RunReference(COLLECT, RUN, now))
    elif step == "extract":
        extract.extract_articles(warehouse, RunReference(INGEST, RUN, now))
    elif step == "group":
        group.group_articles(warehouse, RunReference(INGEST, RUN, now))
    elif step == "annotate":
        annotate.annotate_articles(warehouse, RunReference(INGEST, RUN, now))
    else:
        track.refresh_marts(warehouse, RunReference(TRACK, RUN, now))


if __name__ == "__main__":
    run_step(os.environ["WIREWATCH_TEST_WAREHOUSE"], sys.argv[1], datetime.fromisoformat(sys.argv[2]))
