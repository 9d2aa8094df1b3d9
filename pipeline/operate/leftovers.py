"""Fails DAG runs that a killed process left behind as running, so that they do not block the next ones."""

from __future__ import annotations

from datetime import datetime

from pipeline.settings import Settings
from pipeline.warehouse.connect import connect
from pipeline.warehouse.conninfo import conninfo
from pipeline.warehouse.sqlfiles import load_sql


def fail_leftover_runs(settings: Settings, now: datetime) -> int:
    """Set test runs (`airflow dags test`) that are still open to failed, with their tasks; returns how many runs.

    Such a run lives inside one process and no scheduler ever ends it. To be called while no such process can be at
    work: the demo calls it under its lock, `wirewatch up` before its services start. Airflow has no command for it,
    so the metadata is written directly.
    """
    with connect(conninfo(settings, "airflow", "airflow"), application_name="wirewatch leftovers") as connection:
        connection.execute(load_sql("airflow/fail_leftover_tasks.sql"), {"now": now})
        return connection.execute(load_sql("airflow/fail_leftover_runs.sql"), {"now": now}).rowcount
