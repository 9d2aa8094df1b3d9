"""### Maintain: partitions ahead, retention by layer, statistics, dead feeds

**What it does.** Once a week it creates the partitions of the months to come, says what retention would drop, drops it
where that was asked for, and lists the feeds that have long brought nothing. Bodies of pages go to WARC files before
they are dropped; what a claim, an event or a correction rests on stays, and keys always do.

**Parameters.** `apply` (true or false; the setting `WIREWATCH_APPLY_RETENTION` where it is not given): false is the dry
run. What is old: `WIREWATCH_KEEP_PAGE_DAYS`, `WIREWATCH_KEEP_REMOVED_DAYS`. Example: {"apply": true}

**If it fails.** Nobody notices at first: partitions are also made by each run. A month whose export does not read back
is not dropped.

**How to rerun.** Clear the failed task, or trigger the DAG; on the command line: `wirewatch maintain`.

**Where to look.** The log of `report_old_content` names months, rows and room; the log of `report_dead_feeds` the feeds.
"""

from __future__ import annotations

from airflow.sdk import CronTriggerTimetable, Param, dag, get_current_context, task
from common import DEFAULT_ARGS, this_run, warehouse
from pendulum import datetime

from pipeline.settings import get_settings


@dag(
    dag_id="maintain_warehouse",
    schedule=CronTriggerTimetable("45 3 * * 0", timezone=get_settings().time_zone),
    start_date=datetime(2026, 1, 1, tz="UTC"),
    catchup=False,
    max_active_runs=1,
    default_args={**DEFAULT_ARGS, "priority_weight": 1},
    params={"apply": Param(get_settings().apply_retention, type="boolean", description="Drop, or only say what")},
    tags=["wirewatch", "maintain"],
    doc_md=__doc__,
)
def maintain_warehouse() -> None:
    @task
    def make_partitions() -> int:
        """Create the monthly partitions of the months to come."""
        from pipeline.steps.maintain import make_partitions

        return make_partitions(warehouse(), this_run())

    @task
    def report_old_content() -> list[str]:
        """Say what retention may drop by month and layer, and what it must keep; changes nothing."""
        from pipeline.steps.maintain import old_content

        return [one.in_words() for one in old_content(warehouse(), this_run())]

    @task.short_circuit(ignore_downstream_trigger_rules=False)
    def is_to_apply() -> bool:
        """Go on to drop only where the run was asked to."""
        return bool(get_current_context()["params"]["apply"])

    @task
    def drop_old_content() -> dict[str, int]:
        """Export each old month to WARC, then drop what nothing cites."""
        from pipeline.steps.maintain import drop_old_content

        return drop_old_content(warehouse(), this_run())

    @task(trigger_rule="none_failed")
    def vacuum() -> None:
        """Give back room and refresh the planner's statistics."""
        from pipeline.steps.maintain import vacuum

        vacuum(warehouse())

    @task
    def report_dead_feeds() -> list[str]:
        """List the feeds that have brought nothing good for 30 days."""
        from pipeline.steps.maintain import dead_feeds

        return [url for url, _ in dead_feeds(warehouse(), this_run())]

    make_partitions() >> report_old_content() >> is_to_apply() >> drop_old_content() >> vacuum()
    report_dead_feeds()


maintain_warehouse()
