"""All steps one after another in this process, without Airflow: what `wirewatch run` and the demo's replay do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from pipeline.steps import annotate, checks, extract, fetch, group, poll, report, track
from pipeline.steps.reference import RunReference

Say = Callable[[str], None]

COLLECT, INGEST, TRACK = "collect_feeds", "ingest_news", "track_topics"


def run_cycle(warehouse: str, now: datetime, run_name: str, say: Say = lambda _: None) -> dict[str, int]:
    """Collect, ingest and track once, as the three DAGs do; returns the counts by step and status.

    `run_name` identifies the run: the same name again goes on with the same run. `say` gets a line after each step.
    """
    collect = RunReference(COLLECT, run_name, now)
    poll.plan_polls(warehouse, collect)
    say(f"polled feeds: {poll.poll_due_feeds(warehouse, collect)}")
    say(f"fetched pages: {fetch.fetch_pending_pages(warehouse, collect)}")
    counts = report.report_run(warehouse, collect, ("poll", "fetch"))
    counts |= ingest_and_track(warehouse, now, run_name, say)
    return counts


def ingest_and_track(warehouse: str, now: datetime, run_name: str, say: Say = lambda _: None) -> dict[str, int]:
    """Ingest and track what has been collected, as the DAGs ingest_news and track_topics do."""
    ingest = RunReference(INGEST, run_name, now)
    say(f"extracted articles: {extract.extract_articles(warehouse, ingest)}")
    say(f"grouped copies: {group.group_articles(warehouse, ingest)}")
    say(f"coded events and claims: {annotate.annotate_articles(warehouse, ingest)}")
    found = checks.run_checks(warehouse, ingest, "ingest")
    counts = report.report_run(warehouse, ingest, ("extract", "group", "annotate"))
    tracked = RunReference(TRACK, run_name, now)
    marts = track.refresh_marts(warehouse, tracked)
    say(f"refreshed marts: {sum(marts.values())} rows")
    found |= checks.run_checks(warehouse, tracked, "track")
    say(f"data checks: {', '.join(f'{name} found {count} rows' for name, count in found.items()) or 'all is well'}")
    return counts
