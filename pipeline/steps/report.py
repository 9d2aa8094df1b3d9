"""Counts what came of a run, and closes its book: what is still to do is counted as pending."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from pipeline.steps.reference import RunReference
from pipeline.steps.session import register_run, warehouse_connection
from pipeline.warehouse.connect import connect
from pipeline.warehouse.sqlfiles import load_sql

log = logging.getLogger(__name__)


def report_run(warehouse: str, reference: RunReference, step_codes: Sequence[str]) -> dict[str, int]:
    """Counts of the run by "step status", such as {"fetch done": 20}; logs them with their reasons.

    Items that are still open are written to ops.step_count under the status pending, so that the counts over all
    statuses sum to what the step was offered.
    """
    with warehouse_connection(warehouse, reference) as connection:
        run = register_run(connection, reference)
        parameters = {"run_id": run.run_id, "step_codes": list(step_codes), "now": run.now}
        connection.execute(load_sql("steps/forget_pending.sql"), parameters)
        connection.execute(load_sql("steps/count_pending.sql"), parameters)
        rows = connection.execute(load_sql("steps/run_counts.sql"), parameters).fetchall()
    totals: dict[str, int] = {}
    for step_code, status_code, reason, item_count in rows:
        name = f"{step_code} {status_code}"
        totals[name] = totals.get(name, 0) + int(item_count)
        log.info("%s%s: %s", name, f" ({reason})" if reason else "", item_count)
    return totals


def counts_of_run(warehouse: str, dag_id: str, dag_run_id: str) -> dict[str, int]:
    """What a run has counted so far, by "step status"; empty where it has counted nothing. Changes nothing."""
    with connect(warehouse, application_name="wirewatch report") as connection:
        rows = connection.execute(
            load_sql("steps/counts_of_run.sql"), {"dag_id": dag_id, "dag_run_id": dag_run_id}
        ).fetchall()
    return {f"{step_code} {status_code}": int(item_count) for step_code, status_code, item_count in rows}
