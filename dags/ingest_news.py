"""### Ingest: read articles out of the new pages, group the copies, code actors, events and claims

**What it does.** Once a day it extracts the text of each new page without its furniture, places it among the copies and
stories, and codes who did what to whom and who claims which arms transfers. An item ends as done, skipped (with the
reason), deferred, or quarantined.

**If it fails.** The pages are safe in the archive and wait. Trends end at the last good run. If `check_data` failed,
rows are wrong that must not reach the marts: its log names the check and the rows, `sql/checks` says what each means.

**How to rerun.** Clear the failed task, or trigger the DAG: what is done is not done twice. For one URL and its
reasons: `wirewatch explain URL`. Quarantined items are listed in `ops.quarantine`.

**Where to look.** `ops.step_count` for the counts by reason, `ops.check_result` for the data checks,
`core.article.quality_reason` for refused pages.
"""

from __future__ import annotations

from datetime import timedelta

from airflow.sdk import CronTriggerTimetable, DeadlineAlert, DeadlineReference, SyncCallback, dag, task
from common import ARTICLES, DEFAULT_ARGS, MAP_LABEL, label, tell_counts, this_run, warehouse
from failure_callbacks import tell_lateness
from pendulum import datetime

from pipeline.settings import get_settings

LATE_AFTER_HOURS = get_settings().ingest_deadline_hours
# A run by `airflow dags test`, as `make run` makes it, fails on a deadline in Airflow 3.3: it sets the hours to 0.
LATE = (
    DeadlineAlert(
        name="ingestion is late",
        reference=DeadlineReference.DAGRUN_QUEUED_AT,
        interval=timedelta(hours=LATE_AFTER_HOURS),
        callback=SyncCallback(tell_lateness, kwargs={"hours": LATE_AFTER_HOURS}),
    )
    if LATE_AFTER_HOURS
    else None
)


@dag(
    dag_id="ingest_news",
    schedule=CronTriggerTimetable(get_settings().ingest_schedule, timezone=get_settings().time_zone),
    start_date=datetime(2026, 1, 1, tz="UTC"),
    catchup=False,
    max_active_runs=1,
    default_args=DEFAULT_ARGS,
    deadline=LATE,
    tags=["wirewatch", "ingest"],
    doc_md=__doc__,
)
def ingest_news() -> None:
    @task
    def plan_extraction() -> list[int]:
        """Say how many tasks the new pages are worth."""
        from pipeline.steps.extract import plan_extraction

        return plan_extraction(warehouse(), this_run())

    @task(map_index_template=MAP_LABEL)
    def extract_articles(batch: int) -> None:
        """Read articles out of pages until none is left."""
        from pipeline.steps.extract import extract_articles

        label(extract_articles(warehouse(), this_run(batch)))

    @task(trigger_rule="none_failed")
    def plan_grouping() -> list[int]:
        """Say how many tasks the new articles are worth."""
        from pipeline.steps.group import plan_grouping

        return plan_grouping(warehouse(), this_run())

    @task(map_index_template=MAP_LABEL)
    def group_articles(batch: int) -> None:
        """Place articles among copies and stories until none is left."""
        from pipeline.steps.group import group_articles

        label(group_articles(warehouse(), this_run(batch)))

    @task(trigger_rule="none_failed")
    def plan_annotation() -> list[int]:
        """Say how many tasks the placed articles are worth."""
        from pipeline.steps.annotate import plan_annotation

        return plan_annotation(warehouse(), this_run())

    @task(map_index_template=MAP_LABEL)
    def annotate_articles(batch: int) -> None:
        """Code actors, events and claims until no article is left."""
        from pipeline.steps.annotate import annotate_articles

        label(annotate_articles(warehouse(), this_run(batch)))

    @task(trigger_rule="none_failed")
    def check_data() -> dict[str, int]:
        """Run the data checks on articles, stories and claims: warnings are kept and told, errors stop the run here."""
        from pipeline.steps.checks import run_checks

        return run_checks(warehouse(), this_run(), "ingest")

    @task(outlets=[ARTICLES])
    def report() -> dict[str, int]:
        """Count what came of the run; track_topics starts from the asset, which holds the counts."""
        from pipeline.steps.report import report_run

        counts = report_run(warehouse(), this_run(), ("extract", "group", "annotate"))
        tell_counts(counts, ARTICLES)
        return counts

    to_group, to_annotate = plan_grouping(), plan_annotation()
    extract_articles.expand(batch=plan_extraction()) >> to_group
    group_articles.expand(batch=to_group) >> to_annotate
    annotate_articles.expand(batch=to_annotate) >> check_data() >> report()


ingest_news()
