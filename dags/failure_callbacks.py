"""What Airflow calls when a task fails for good or a run is late: tells it by mail and webhook, as the settings name them."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from airflow.sdk.definitions.context import Context

log = logging.getLogger(__name__)


def tell_failure(context: Context) -> None:
    """Tell that a task failed at its last try, with the reason and what the run had counted so far."""
    from pipeline.operate.failure_message import task_failed

    task_instance, run = context["task_instance"], context["dag_run"]
    _tell(
        task_failed(
            dag_id=run.dag_id,
            run_id=run.run_id,
            task_id=task_instance.task_id,
            try_number=task_instance.try_number,
            reason=str(
                context.get("exception") or "the task ended without an error of its own; was its worker killed?"
            ),
            counts=_counts(run.dag_id, run.run_id),
            log_url=getattr(task_instance, "log_url", None),
        )
    )


def tell_lateness(hours: float, context: dict[str, Any] | None = None) -> None:
    """Tell that a run of ingest_news is late; called by its deadline alert."""
    from pipeline.operate.failure_message import run_is_late

    run = (context or {}).get("dag_run") or {}
    _tell(run_is_late(run.get("dag_id", "ingest_news"), run.get("dag_run_id") or run.get("run_id") or "", hours))


def _tell(message: Any) -> None:
    """Send the message over every channel; one that fails does not keep it from the others."""
    from notifiers import alert_channels

    from pipeline.settings import get_settings

    channels = alert_channels(get_settings())
    for name, send in channels.items():
        try:
            send(message)
        except Exception:  # whatever a mail server or a webhook does, the task's own failure is what counts
            log.exception("%s could not be told: %s", name, message.subject)
    log.info("told over %s: %s", ", ".join(channels) or "no channel, for none is set", message.subject)


def _counts(dag_id: str, run_id: str) -> dict[str, int]:
    """What the run has counted; empty where the warehouse itself is what failed."""
    from common import warehouse

    from pipeline.steps.report import counts_of_run

    try:
        return counts_of_run(warehouse(), dag_id, run_id)
    except Exception:  # the message goes out without counts
        log.exception("the counts of %s could not be read", run_id)
        return {}
