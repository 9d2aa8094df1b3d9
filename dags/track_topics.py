"""### Track: bring the marts up to date for the days that changed

**What it does.** After each ingest_news it matches articles to the topics of the catalog and refreshes the marts
(topic_day with its signals and alerts, dyad_week, event_day, source_day, transfer_ledger) for the days that changed,
tells about alerts by mail and webhook, and writes the brief of each topic.

**If it fails.** The marts keep their last good state; nothing is half refreshed, for each refresh is one transaction.
If `check_data` failed, the marts are new but hold rows that must not be there: its log names the check and the rows,
and nothing is told or written about them. `send_alerts` alone failing means that a mail server or webhook did not take
a message: it is sent at the next try, and none is sent twice.

**How to rerun.** Clear the failed task, or trigger the DAG: the days that changed are remembered until they are done.

**Where to look.** `ops.check_result`, `mart.topic_day.computed_at`, and `mart.topic_day_revision` for days that
changed after they ended.
"""

from __future__ import annotations

from airflow.sdk import dag, task
from common import ARTICLES, DEFAULT_ARGS, MARTS, tell_counts, this_run, warehouse
from pendulum import datetime


@dag(
    dag_id="track_topics",
    schedule=[ARTICLES],
    start_date=datetime(2026, 1, 1, tz="UTC"),
    catchup=False,
    max_active_runs=1,
    default_args=DEFAULT_ARGS,
    tags=["wirewatch", "track"],
    doc_md=__doc__,
)
def track_topics() -> None:
    @task
    def match_topics() -> int:
        """Match the articles of changed days to the topics."""
        from pipeline.steps.track import match_topics

        return match_topics(warehouse(), this_run())

    @task(outlets=[MARTS])
    def refresh_marts() -> dict[str, int]:
        """Refresh the marts for the changed days, in one transaction; the asset's event holds the rows by mart."""
        from pipeline.steps.track import refresh_marts

        rows = refresh_marts(warehouse(), this_run())
        tell_counts({f"mart {name}": count for name, count in rows.items()}, MARTS)
        return rows

    @task
    def check_data() -> dict[str, int]:
        """Run the data checks on the marts and the feeds: warnings are kept and told, errors fail the run."""
        from pipeline.steps.checks import run_checks

        return run_checks(warehouse(), this_run(), "track")

    @task
    def send_alerts() -> dict[str, int]:
        """Tell about alerts that opened, reached a new peak or closed, over the channels of the settings."""
        from notifiers import alert_channels

        from pipeline.settings import get_settings
        from pipeline.steps.alert_messages import send_alert_messages

        return send_alert_messages(warehouse(), this_run(), alert_channels(get_settings()))

    @task
    def write_briefs() -> list[str]:
        """Write the week of each topic as a page and as Markdown, into the folder briefs of the home."""
        from pipeline.settings import get_settings
        from pipeline.steps.brief import write_briefs

        return write_briefs(warehouse(), this_run(), get_settings().profile_home / "briefs")

    match_topics() >> refresh_marts() >> check_data() >> [send_alerts(), write_briefs()]


track_topics()
