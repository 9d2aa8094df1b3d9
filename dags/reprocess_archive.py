"""### Reprocess: read archived articles again under the present rules, show what differs, switch only when told

**What it does.** It reads the pages of a range of days again under the rules of this version, into a shadow set beside
the current articles, and reports the difference: articles changed, text added and removed with samples, claims gained
and lost. With `dry_run` off it then makes the new reading the current one; stories, claims, corrections and marts follow,
and the old versions stay queryable. `undo_set` goes back.

**Parameters.** Trigger the DAG with its form. `from_date` and `to_date`: days of the articles (empty: the data interval of
the run, which makes a backfill over months work; a plain trigger takes the month before). `domain`: one source only, such
as `example.org`. `dry_run`: on by default. `undo_set`: the number of a set whose switch is to be undone. From a shell:
`airflow dags trigger reprocess_archive --conf '{"from_date": "2026-01-01", "to_date": "2026-01-31"}'`. Without Airflow:
`wirewatch reprocess --from 2026-01-01 --to 2026-01-31`, then the same with `--switch`; `wirewatch reprocess --undo 3`.

**On the first of each month** it compares the month before by itself, as a dry run; where the rules did not change
there is nothing to read but the comparison.

**If it fails.** Analysts see what they saw before: nothing is switched before everything is compared. A failure after the
switch leaves articles switched and their days marked; the next run of ingest_news and track_topics finishes the work.

**How to rerun.** Clear the failed task, or trigger again with the same parameters: the same range under the same rules is the
same set, and what is compared is not compared twice.

**Where to look.** The log of the task `report`; `ops.reprocess`, `ops.reprocess_article`, `ops.reprocess_claim`;
`mart.correction` (`is_orphaned`) for
corrections whose claim is no longer read.
"""

from __future__ import annotations

from airflow.sdk import CronDataIntervalTimetable, Param, dag, task
from common import ARTICLES, DEFAULT_ARGS, MAP_LABEL, form, label, this_run, warehouse
from pendulum import datetime

DAY = {"type": ["null", "string"], "format": "date"}


@dag(
    dag_id="reprocess_archive",
    schedule=CronDataIntervalTimetable("@monthly", timezone="UTC"),
    start_date=datetime(2026, 1, 1, tz="UTC"),
    catchup=False,
    max_active_runs=1,
    default_args=DEFAULT_ARGS,
    tags=["wirewatch", "reprocess"],
    doc_md=__doc__,
    params={
        "from_date": Param(
            None, **DAY, title="From", description="First day of the articles (UTC); empty: of the run's interval"
        ),
        "to_date": Param(
            None, **DAY, title="To", description="Last day of the articles (UTC); empty: of the run's interval"
        ),
        "domain": Param(
            "", type="string", title="Source", description="Only this source, such as example.org; empty: all"
        ),
        "dry_run": Param(
            True,
            type="boolean",
            title="Dry run",
            description="On: report what would change. Off: make the new reading the current one, too",
        ),
        "undo_set": Param(
            None,
            type=["null", "integer"],
            title="Undo",
            description="Number of a set whose switch is to be undone; nothing is read then",
        ),
    },
)
def reprocess_archive() -> None:
    @task
    def open_set() -> int:
        """Open the set of the range that the form names, or find it again; returns its number."""
        from pipeline.steps.reprocess_form import open_form

        return open_form(warehouse(), this_run(), form())

    @task
    def plan_reading() -> list[int]:
        """Say how many tasks the pages are worth that are to be read again."""
        from pipeline.steps.reprocess import plan_reading

        return plan_reading(warehouse(), this_run())

    @task(map_index_template=MAP_LABEL)
    def reread_articles(batch: int) -> None:
        """Read pages again and compare, until none is left."""
        from pipeline.steps.reprocess import reread_articles

        label(reread_articles(warehouse(), this_run(batch)))

    @task(trigger_rule="none_failed")
    def report(number: int) -> list[str]:
        """Say what the set changes: articles, text with samples, claims gained and lost."""
        from pipeline.steps.reprocess_form import report_form

        return report_form(warehouse(), this_run(), number)

    @task.short_circuit(trigger_rule="none_failed")
    def switch(number: int) -> bool:
        """Make the new reading current (or the old one again, for an undo); ends the run here on a dry run."""
        from pipeline.steps.reprocess_form import switch_form

        return switch_form(warehouse(), this_run(), number, form())

    @task
    def plan_grouping() -> list[int]:
        """Say how many tasks the switched articles are worth."""
        from pipeline.steps.group import plan_grouping

        return plan_grouping(warehouse(), this_run())

    @task(map_index_template=MAP_LABEL)
    def group_articles(batch: int) -> None:
        """Place the switched articles anew."""
        from pipeline.steps.group import group_articles

        label(group_articles(warehouse(), this_run(batch)))

    @task(trigger_rule="none_failed")
    def plan_annotation() -> list[int]:
        """Say how many tasks the placed articles are worth."""
        from pipeline.steps.annotate import plan_annotation

        return plan_annotation(warehouse(), this_run())

    @task(map_index_template=MAP_LABEL)
    def annotate_articles(batch: int) -> None:
        """Code the switched articles anew."""
        from pipeline.steps.annotate import annotate_articles

        label(annotate_articles(warehouse(), this_run(batch)))

    @task(trigger_rule="none_failed", outlets=[ARTICLES])
    def report_switch() -> dict[str, int]:
        """Count what followed the switch; track_topics starts from the asset and carries corrections over."""
        from pipeline.steps.report import report_run

        return report_run(warehouse(), this_run(), ("reread", "group", "annotate"))

    number, batches = open_set(), plan_reading()
    reported, switched = report(number), switch(number)
    number >> batches
    reread_articles.expand(batch=batches) >> reported >> switched
    to_group, to_annotate = plan_grouping(), plan_annotation()
    switched >> to_group
    group_articles.expand(batch=to_group) >> to_annotate
    annotate_articles.expand(batch=to_annotate) >> report_switch()


reprocess_archive()
