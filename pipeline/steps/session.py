"""How a task gets at the warehouse: one connection, the run's id, and the plan or the work of a step over the queue."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from pipeline import __version__
from pipeline.settings import Settings, get_settings
from pipeline.steps.reference import RunReference
from pipeline.steps.work import (
    Connection,
    Step,
    StepRun,
    pending_count,
    plan_batches,
    start_run,
    work_through,
)
from pipeline.warehouse.connect import connect


@contextmanager
def warehouse_connection(warehouse: str, reference: RunReference) -> Iterator[Connection]:
    """A connection that commits when the block ends well, rolls back otherwise, and closes in either case."""
    with connect(warehouse, application_name=f"wirewatch {reference.dag_id}") as connection:
        yield connection


def register_run(connection: Connection, reference: RunReference, settings: Settings | None = None) -> StepRun:
    """Register the run (or find it) and say in whose name the step works."""
    run_id = start_run(
        connection,
        dag_id=reference.dag_id,
        dag_run_id=reference.dag_run_id,
        now=reference.now,
        code_version=__version__,
        data_interval=reference.data_interval,
    )
    connection.commit()
    return StepRun(run_id, reference.batch_number, reference.now, settings or get_settings())


def plan_step(warehouse: str, reference: RunReference, step_code: str) -> list[int]:
    """Numbers of the mapped tasks that the step's pending items are worth; empty when there is nothing to do."""
    with warehouse_connection(warehouse, reference) as connection:
        run = register_run(connection, reference)
        return plan_batches(pending_count(connection, step_code, run.now), run.settings)


def do_step(warehouse: str, reference: RunReference, step: Step[Any, Any]) -> str:
    """Do the step's pending items until none is left; returns the counts in words, which label the mapped task."""
    with warehouse_connection(warehouse, reference) as connection:
        run = register_run(connection, reference)
    counts = work_through(lambda: warehouse_connection(warehouse, reference), step, run)
    return counts_in_words(counts)


def counts_in_words(counts: Counter[str]) -> str:
    """Counts over states as a person reads them: "12 done, 3 skipped"."""
    return ", ".join(f"{number} {state}" for state, number in sorted(counts.items()) if number) or "nothing to do"
