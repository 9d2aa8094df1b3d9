"""What the DAGs share: assets, pool, retries, the warehouse connection, the run's name and its counts. No work is done here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from airflow.sdk import Asset, Connection, ExceptionRetryPolicy, RetryAction, RetryRule, get_current_context
from failure_callbacks import tell_failure

from pipeline.settings import get_settings
from pipeline.steps.reference import RunReference

# What each DAG makes new for the next. The Assets page of the UI shows who waits for what.
PAGES = Asset(name="pages", uri="wirewatch://raw/page", group="wirewatch")
ARTICLES = Asset(name="articles", uri="wirewatch://core/article", group="wirewatch")
MARTS = Asset(name="marts", uri="wirewatch://mart/topic_day", group="wirewatch")

# Tasks that ask the servers of others share this pool, so that no more of them run at once than is polite.
COLLECT_POOL = "wirewatch_collect"

TASK_RETRY_DELAY = timedelta(seconds=get_settings().task_retry_seconds)

RETRY_POLICY = ExceptionRetryPolicy(
    rules=[
        RetryRule(
            "pipeline.errors.ConfigurationError", RetryAction.FAIL, reason="A person has to mend the configuration"
        ),
        RetryRule("pipeline.errors.Permanent", RetryAction.FAIL, reason="Trying again would give the same answer"),
        RetryRule("pipeline.errors.Transient", RetryAction.RETRY, TASK_RETRY_DELAY, reason="A passing fault"),
    ]
)

DEFAULT_ARGS: dict[str, Any] = {
    "owner": "wirewatch",
    "retries": 3,
    "retry_delay": TASK_RETRY_DELAY,
    "retry_policy": RETRY_POLICY,
    "execution_timeout": timedelta(hours=2),
    "on_failure_callback": tell_failure,
}


def warehouse() -> str:
    """Conninfo of the warehouse, from the fields of Airflow's connection `warehouse`.

    The connection's own get_uri() is not used: it loses a Unix socket.
    """
    from pipeline.warehouse.conninfo import conninfo_from_connection_fields

    connection = Connection.get("warehouse")
    return conninfo_from_connection_fields(
        host=connection.host,
        port=connection.port,
        login=connection.login,
        password=connection.password,
        schema=connection.schema,
        extra=connection.extra_dejson,
    )


def this_run(batch_number: int = 0) -> RunReference:
    """In whose name the present task works: its DAG, run and mapped batch, and the clock of the settings."""
    context = get_current_context()
    dag_run = context["dag_run"]
    start, end = dag_run.data_interval_start, dag_run.data_interval_end
    return RunReference(
        dag_id=dag_run.dag_id,
        dag_run_id=dag_run.run_id,
        data_interval=(start, end) if start is not None and end is not None else None,
        batch_number=batch_number,
        now=get_settings().now(),
    )


def tell_counts(counts: Mapping[str, int], asset: Asset | None = None) -> None:
    """Count into Airflow's metrics (StatsD or OpenTelemetry, where they are on), and onto the event of the asset.

    "fetch done" becomes the counter wirewatch.fetch.done; the Assets page shows the counts beside the run.
    """
    from airflow.sdk.observability.stats import incr

    for name, count in counts.items():
        if count:
            incr(f"wirewatch.{name.replace(' ', '.')}", count)
    if asset is not None:
        get_current_context()["outlet_events"][asset].extra.update(counts)


def form() -> dict[str, Any]:
    """What the person who triggered the present run filled in, defaults included."""
    return dict(get_current_context()["params"])


def label(text: str) -> None:
    """Name the present mapped task in the UI; tasks that use it have map_index_template MAP_LABEL."""
    get_current_context()["batch_label"] = text  # type: ignore[literal-required]


MAP_LABEL = "{{ batch_label | default('batch ' ~ ti.map_index) }}"
