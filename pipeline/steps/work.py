"""The queue of work: claim a batch by leases, compute without a transaction, commit results and bookkeeping together.

A killed worker loses nothing: its leases end when its connection does (each worker holds a session advisory lock), or
at the latest when they expire. An item whose lease went to another worker is not stored twice. Leases run on the
server's clock, everything else on the `now` of the caller.
"""

from __future__ import annotations

import logging
import os
import socket
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar
from uuid import uuid4

import psycopg

from pipeline.errors import Permanent, Quarantine, Transient, WirewatchError
from pipeline.settings import Settings
from pipeline.warehouse.sqlfiles import load_sql

log = logging.getLogger(__name__)

Connection = psycopg.Connection[Any]
Connect = Callable[[], AbstractContextManager[Connection]]
Input = TypeVar("Input")
Result = TypeVar("Result")

# Waits before the next try of a deferred item: 5 minutes, doubled each time, a day at most.
_FIRST_RETRY = timedelta(minutes=5)
_LONGEST_RETRY = timedelta(days=1)
# First keys of advisory locks: which workers live (ops.is_lease_held knows it too), and who claims just now.
LEASE_LOCK_CLASS = 7_317
CLAIM_LOCK_CLASS = 7_319
# Pages of one host in a batch: a host that has many must not keep the others waiting.
PAGES_PER_HOST = 20


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one item: the state it ends in and why. `retry_at` is for deferred items."""

    item_id: int
    state: str = "done"  # done, skipped, quarantined, deferred
    reason: str | None = None
    error: str | None = None
    retry_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class StepRun:
    """In whose name a step works: the run, the mapped batch, the caller's clock."""

    run_id: int
    batch_number: int
    now: datetime
    settings: Settings


@dataclass(frozen=True, slots=True)
class Step(Generic[Input, Result]):
    """A step over the queue.

    `load` reads what the items need (missing inputs simply lack an entry), `compute` works without a connection and
    gives a result or an exception per item, `store` writes the results and says how each item ended (and passes on
    the next step's items); it runs in the transaction that also closes the items. `claim_sql` takes a batch.
    """

    code: str
    load: Callable[[Connection, Sequence[int]], dict[int, Input]]
    compute: Callable[[dict[int, Input]], Iterable[tuple[int, Result | Exception]]]
    store: Callable[[Connection, list[tuple[int, Input, Result]], StepRun], list[Outcome]]
    claim_sql: str = "steps/claim.sql"
    batch_size: int | None = None  # items of one claim; the setting's where None


def start_run(
    connection: Connection,
    *,
    dag_id: str,
    dag_run_id: str,
    now: datetime,
    code_version: str,
    data_interval: tuple[datetime, datetime] | None = None,
) -> int:
    """The run_id of a run; the same call again gives the same id. Creates missing monthly partitions too."""
    start, end = data_interval or (None, None)
    with connection.transaction():
        connection.execute("SELECT ops.ensure_partitions(%s)", (now,))
        row = connection.execute(
            load_sql("steps/start_run.sql"),
            {
                "dag_id": dag_id,
                "dag_run_id": dag_run_id,
                "code_version": code_version,
                "now": now,
                "interval_start_at": start,
                "interval_end_at": end,
            },
        ).fetchone()
    assert row is not None  # noqa: S101 (INSERT ... RETURNING always gives a row)
    return int(row[0])


def offer(
    connection: Connection,
    step_code: str,
    item_ids: Iterable[int] | Mapping[int, str],
    now: datetime,
    *,
    again: bool = False,
) -> int:
    """Pass items on to a step; items that the step has already are left alone, unless `again` reopens them.

    A mapping gives each item the key by which the step's items are taken in order; without keys, by their ids.
    Returns the number of items offered anew. Runs in the caller's transaction.
    """
    keys = dict(item_ids) if isinstance(item_ids, Mapping) else dict.fromkeys(item_ids, "")
    if not keys:
        return 0
    ids = sorted(keys)
    name = "steps/offer_again.sql" if again else "steps/offer.sql"
    return connection.execute(
        load_sql(name), {"step_code": step_code, "item_ids": ids, "sort_keys": [keys[item] for item in ids], "now": now}
    ).rowcount


def pending_count(connection: Connection, step_code: str, now: datetime) -> int:
    """How many items the step could take now."""
    row = connection.execute(load_sql("steps/pending_count.sql"), {"step_code": step_code, "now": now}).fetchone()
    return int(row[0]) if row else 0


def plan_batches(pending: int, settings: Settings, *, workers: int | None = None) -> list[int]:
    """Numbers of the mapped tasks for so many pending items: enough to keep the workers busy, 256 at most.

    Each task claims batches until none is left, so the list need not grow with the work.
    """
    wanted = -(-pending // settings.batch_size)
    return list(range(min(wanted, 2 * (workers or os.cpu_count() or 1), 256)))


def work_through(connect: Connect, step: Step[Any, Any], run: StepRun) -> Counter[str]:
    """Claim and do batches of the step until none is left or the task's time is up; returns counts over states."""
    owner = f"{socket.gethostname()}:{os.getpid()}:{uuid4().hex[:12]}"
    deadline = time.monotonic() + run.settings.task_seconds
    counts: Counter[str] = Counter()
    with connect() as connection:
        hold_owner_lock(connection, owner)
        while time.monotonic() < deadline:
            item_ids = claim(connection, step, owner, run)
            if item_ids is None:
                break
            if not item_ids:  # all that was due had to be set aside
                continue
            began = time.monotonic()
            outcomes = _do_batch(connection, step, owner, item_ids, run)
            batch_counts = Counter(outcome.state for outcome in outcomes)
            counts += batch_counts
            seconds = time.monotonic() - began
            log.info("%s: %s in %.1f s", step.code, dict(batch_counts), seconds)
    return counts


def hold_owner_lock(connection: Connection, owner: str) -> None:
    """Tell the other workers that this one lives, for as long as the connection does."""
    connection.execute("SELECT pg_advisory_lock(%s, hashtext(%s))", (LEASE_LOCK_CLASS, owner))
    connection.commit()


def claim(connection: Connection, step: Step[Any, Any], owner: str, run: StepRun) -> list[int] | None:
    """Take up to a batch of items that are due and free; None when there are none.

    Items that were tried too often are quarantined instead, so that the list can be shorter than what was due.
    """
    with connection.transaction():
        # Claims of a step follow one another: a claim that looks at what others hold must see it.
        connection.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", (CLAIM_LOCK_CLASS, step.code))
        rows = connection.execute(
            load_sql(step.claim_sql),
            {
                "step_code": step.code,
                "owner": owner,
                "now": run.now,
                "lease_seconds": run.settings.lease_seconds,
                "batch_size": step.batch_size or run.settings.batch_size,
                "max_attempts": run.settings.max_attempts,
                "max_per_host": PAGES_PER_HOST,
                "run_id": run.run_id,
                "batch_number": run.batch_number,
            },
        ).fetchall()
    return sorted(int(row[0]) for row in rows if row[0] is not None) if rows else None


def outcome_of_error(item_id: int, error: Exception, attempt_count: int, run: StepRun) -> Outcome:
    """The state that a failure leads to, by the error tree; unknown errors are kept for a person to look at."""
    words = f"{type(error).__name__}: {error}"[:2000].replace("\x00", "")
    if isinstance(error, Permanent):
        return Outcome(item_id, "skipped", _reason(error), words)
    if isinstance(error, Transient) and attempt_count < run.settings.max_attempts:
        wait = retry_wait(attempt_count, error.retry_after_seconds)
        return Outcome(item_id, "deferred", _reason(error), words, run.now + wait)
    if not isinstance(error, WirewatchError):
        log.exception("item %s failed in a way nobody foresaw", item_id, exc_info=error)
    return Outcome(item_id, "quarantined", _reason(error), words)


def retry_wait(attempt_count: int, retry_after_seconds: float | None = None) -> timedelta:
    """How long to wait after so many tries: doubled each time, not under the server's own wish, a day at most."""
    doublings: int = 2 ** min(max(attempt_count - 1, 0), 12)
    wait = min(_FIRST_RETRY * doublings, _LONGEST_RETRY)
    if retry_after_seconds is None:
        return wait
    return max(wait, timedelta(seconds=min(retry_after_seconds, _LONGEST_RETRY.total_seconds())))


def _reason(error: Exception) -> str:
    return str(getattr(error, "reason", None) or type(error).__name__)


def _do_batch(
    connection: Connection, step: Step[Any, Any], owner: str, item_ids: list[int], run: StepRun
) -> list[Outcome]:
    with connection.transaction():
        inputs = step.load(connection, item_ids)
    results: list[tuple[int, Any, Any]] = []
    failures: dict[int, Exception] = {
        item_id: Quarantine(f"{step.code}: the input of item {item_id} is gone; was its content dropped by retention?")
        for item_id in item_ids
        if item_id not in inputs
    }
    for item_id, result in step.compute(inputs):
        if isinstance(result, Exception):
            failures[item_id] = result
        else:
            results.append((item_id, inputs[item_id], result))
    return _commit(connection, step, owner, item_ids, results, failures, run)


def _commit(
    connection: Connection,
    step: Step[Any, Any],
    owner: str,
    item_ids: list[int],
    results: list[tuple[int, Any, Any]],
    failures: dict[int, Exception],
    run: StepRun,
) -> list[Outcome]:
    try:
        with connection.transaction():
            attempts = _still_held(connection, step.code, owner, item_ids)
            held = [entry for entry in results if entry[0] in attempts]
            outcomes = step.store(connection, held, run) if held else []
            outcomes += [
                outcome_of_error(item_id, error, attempts[item_id], run)
                for item_id, error in failures.items()
                if item_id in attempts
            ]
            close_items(connection, step.code, outcomes, run)
    except psycopg.Error as error:
        if len(results) <= 1 or connection.closed:
            if connection.closed or not results:
                raise
            # One item that the database refuses must not hold up the others: it is set aside with the database's words.
            item_id = results[0][0]
            return _commit(connection, step, owner, item_ids, [], {**failures, item_id: Quarantine(str(error))}, run)
        middle = len(results) // 2
        first, second = results[:middle], results[middle:]
        outcomes = _commit(connection, step, owner, [entry[0] for entry in first], first, {}, run)
        later = [item_id for item_id in item_ids if item_id not in {entry[0] for entry in first}]
        return outcomes + _commit(connection, step, owner, later, second, failures, run)
    return outcomes


def _still_held(connection: Connection, step_code: str, owner: str, item_ids: Sequence[int]) -> dict[int, int]:
    """Attempt counts of the items whose lease is still ours, locked until the transaction ends."""
    rows = connection.execute(
        load_sql("steps/still_held.sql"), {"step_code": step_code, "owner": owner, "item_ids": list(item_ids)}
    ).fetchall()
    return {int(item_id): int(attempts) for item_id, attempts in rows}


def close_items(connection: Connection, step_code: str, outcomes: Sequence[Outcome], run: StepRun) -> None:
    """Write the items' states, give the leases back and recount the task. Runs in the caller's transaction."""
    with connection.cursor() as cursor:
        cursor.executemany(
            load_sql("steps/close_item.sql"),
            [
                {
                    "step_code": step_code,
                    "item_id": outcome.item_id,
                    "state_code": outcome.state,
                    "reason": outcome.reason,
                    "error": outcome.error,
                    "retry_at": outcome.retry_at,
                    "now": run.now,
                    "run_id": run.run_id,
                    "batch_number": run.batch_number,
                }
                for outcome in sorted(outcomes, key=lambda outcome: outcome.item_id)
            ],
        )
    key = {"run_id": run.run_id, "step_code": step_code, "batch_number": run.batch_number}
    connection.execute(load_sql("steps/forget_counts.sql"), key)
    connection.execute(load_sql("steps/count_task.sql"), key)
