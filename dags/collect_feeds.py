"""### Collect: poll the feeds that are due, then fetch the pages that are new

**What it does.** Once an hour it claims the feeds whose next poll is due, asks for them (politely, conditionally),
stores new items, and fetches the pages to which they link. Pages are stored as they came, compressed.

**If it fails.** Nothing is lost that the feeds still hold at the next run; a feed that is down for longer than its
window leaves a gap, which the marts show as a gap. Analysts see older data meanwhile.

**How to rerun.** Clear the failed task, or trigger the DAG: a feed that is not due is not asked again, and a page that
is there is not fetched again.

**Where to look.** The task logs count outcomes; `ops.step_count` has the same by reason; `raw.feed_poll` has each poll.
"""

from __future__ import annotations

from airflow.sdk import CronTriggerTimetable, dag, task
from common import COLLECT_POOL, DEFAULT_ARGS, MAP_LABEL, PAGES, label, tell_counts, this_run, warehouse
from pendulum import datetime

from pipeline.settings import get_settings


@dag(
    dag_id="collect_feeds",
    schedule=CronTriggerTimetable(get_settings().collect_schedule, timezone=get_settings().time_zone),
    start_date=datetime(2026, 1, 1, tz="UTC"),
    catchup=False,
    max_active_runs=1,
    default_args=DEFAULT_ARGS,
    tags=["wirewatch", "collect"],
    doc_md=__doc__,
)
def collect_feeds() -> None:
    @task
    def plan_polls() -> list[int]:
        """Bring the catalog's feeds into the warehouse and say how many tasks the due ones are worth."""
        from pipeline.steps.poll import plan_polls

        return plan_polls(warehouse(), this_run())

    @task(map_index_template=MAP_LABEL, pool=COLLECT_POOL)
    def poll_feeds(batch: int) -> None:
        """Poll due feeds until none is left."""
        from pipeline.steps.poll import poll_due_feeds

        label(poll_due_feeds(warehouse(), this_run(batch)))

    @task(trigger_rule="none_failed")
    def plan_fetches() -> list[int]:
        """Say how many tasks the new pages are worth."""
        from pipeline.steps.fetch import plan_fetches

        return plan_fetches(warehouse(), this_run())

    @task(map_index_template=MAP_LABEL, pool=COLLECT_POOL)
    def fetch_pages(batch: int) -> None:
        """Fetch pages until none is left."""
        from pipeline.steps.fetch import fetch_pending_pages

        label(fetch_pending_pages(warehouse(), this_run(batch)))

    @task(trigger_rule="none_failed", outlets=[PAGES])
    def report() -> dict[str, int]:
        """Count what came of the run; the Assets page shows the counts beside the event."""
        from pipeline.steps.report import report_run

        counts = report_run(warehouse(), this_run(), ("poll", "fetch"))
        tell_counts(counts, PAGES)
        return counts

    polled = poll_feeds.expand(batch=plan_polls())
    to_fetch = plan_fetches()
    polled >> to_fetch
    fetch_pages.expand(batch=to_fetch) >> report()


collect_feeds()
