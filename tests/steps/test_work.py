"""The queue of work: nothing is lost, nothing is done twice, every item ends in one state with a reason."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import psycopg
import pytest

from pipeline.errors import Permanent, Quarantine, Transient
from pipeline.settings import Settings
from pipeline.steps.work import (
    Connection,
    Outcome,
    Step,
    StepRun,
    claim,
    hold_owner_lock,
    offer,
    pending_count,
    plan_batches,
    start_run,
    work_through,
)
from pipeline.warehouse.connect import connect
from tests.conftest import Warehouse

CODE = "annotate"


def a_run(warehouse: Warehouse, now: datetime, settings: Settings, batch_number: int = 0) -> StepRun:
    with connect(warehouse.writer, application_name="tests") as connection:
        run_id = start_run(connection, dag_id="dag", dag_run_id="run", now=now, code_version="1")
    return StepRun(run_id, batch_number, now, settings)


def a_step(
    compute: Callable[[int], Any] = lambda item: item,
    store: Callable[[Connection, list[tuple[int, int, Any]], StepRun], list[Outcome]] | None = None,
) -> Step[int, Any]:
    def compute_all(inputs: dict[int, int]) -> Iterator[tuple[int, Any]]:
        for item in inputs:
            try:
                yield item, compute(item)
            except Exception as error:
                yield item, error

    def store_all(_: Connection, results: list[tuple[int, int, Any]], __: StepRun) -> list[Outcome]:
        return [Outcome(item_id) for item_id, *_ in results]

    return Step(CODE, load=lambda _, ids: {item: item for item in ids}, compute=compute_all, store=store or store_all)


def opened(warehouse: Warehouse) -> Callable[[], Any]:
    @contextmanager
    def connection() -> Iterator[Connection]:
        with connect(warehouse.writer, application_name="tests") as opened_connection:
            yield opened_connection

    return connection


def states(warehouse: Warehouse) -> dict[int, tuple[str, str | None]]:
    with connect(warehouse.owner, application_name="tests") as connection:
        rows = connection.execute("SELECT item_id, state_code, reason FROM ops.work").fetchall()
    return {row[0]: (row[1], row[2]) for row in rows}


def counts(warehouse: Warehouse) -> dict[str, int]:
    with connect(warehouse.owner, application_name="tests") as connection:
        rows = connection.execute("SELECT status_code, sum(item_count) FROM ops.step_count GROUP BY 1").fetchall()
    return {row[0]: int(row[1]) for row in rows}


def put(warehouse: Warehouse, items: Iterable[int], now: datetime) -> None:
    with connect(warehouse.writer, application_name="tests") as connection:
        offer(connection, CODE, items, now)


def test_every_offered_item_is_done_once_and_counted(warehouse: Warehouse, now: datetime) -> None:
    put(warehouse, range(25), now)
    seen: list[int] = []
    run = a_run(warehouse, now, Settings(batch_size=4))
    assert work_through(opened(warehouse), a_step(lambda item: seen.append(item) or item), run) == {"done": 25}
    assert sorted(seen) == list(range(25))
    assert counts(warehouse) == {"done": 25}


def test_an_item_that_is_offered_again_is_done_again_only_when_asked(warehouse: Warehouse, now: datetime) -> None:
    put(warehouse, [1], now)
    run = a_run(warehouse, now, Settings())
    work_through(opened(warehouse), a_step(), run)
    put(warehouse, [1], now)
    with connect(warehouse.writer, application_name="tests") as connection:
        assert pending_count(connection, CODE, now) == 0
        assert offer(connection, CODE, [1], now, again=True) == 1
        assert pending_count(connection, CODE, now) == 1


def test_the_error_tree_decides_the_state(warehouse: Warehouse, now: datetime) -> None:
    errors = {1: Transient("later"), 2: Permanent("never"), 3: Quarantine("odd"), 4: ValueError("unforeseen")}

    def fail(item: int) -> int:
        raise errors[item]

    put(warehouse, list(errors), now)
    work_through(opened(warehouse), a_step(fail), a_run(warehouse, now, Settings()))
    assert {item: state for item, (state, _) in states(warehouse).items()} == {
        1: "deferred",
        2: "skipped",
        3: "quarantined",
        4: "quarantined",
    }
    assert counts(warehouse) == {"deferred": 1, "skipped": 1, "quarantined": 2}


def test_a_deferred_item_waits_and_ends_in_quarantine_after_the_last_try(warehouse: Warehouse, now: datetime) -> None:
    def fail(_: int) -> int:
        raise Transient("no answer")

    put(warehouse, [1], now)
    settings = Settings(max_attempts=3)
    with connect(warehouse.writer, application_name="tests") as connection:
        for attempt in range(3):
            moment = now + timedelta(days=attempt)
            work_through(opened(warehouse), a_step(fail), a_run(warehouse, moment, settings))
            assert pending_count(connection, CODE, moment) == 0
    assert states(warehouse)[1][0] == "quarantined"


def test_two_workers_never_take_the_same_item(warehouse: Warehouse, now: datetime) -> None:
    put(warehouse, range(6), now)
    run = a_run(warehouse, now, Settings(batch_size=4))
    with opened(warehouse)() as first, opened(warehouse)() as second:
        hold_owner_lock(first, "first")
        hold_owner_lock(second, "second")
        taken = [claim(first, a_step(), "first", run), claim(second, a_step(), "second", run)]
    assert sorted(taken[0] or []) == [0, 1, 2, 3]
    assert sorted(taken[1] or []) == [4, 5]


def test_the_items_of_a_killed_worker_are_free_at_once(warehouse: Warehouse, now: datetime) -> None:
    put(warehouse, range(3), now)
    run = a_run(warehouse, now, Settings())
    script = (
        "import sys, time\n"
        "from datetime import datetime\n"
        "from pipeline.settings import Settings\n"
        "from pipeline.steps.work import *\n"
        "from pipeline.warehouse.connect import connect\n"
        "connection = connect(sys.argv[1], application_name='victim')\n"
        "hold_owner_lock(connection, 'victim')\n"
        f"step = Step({CODE!r}, load=None, compute=None, store=None)\n"
        "run = StepRun(int(sys.argv[2]), 0, datetime.fromisoformat(sys.argv[3]), Settings())\n"
        "print(claim(connection, step, 'victim', run), flush=True)\n"
        "time.sleep(600)\n"
    )
    arguments = [sys.executable, "-c", script, warehouse.writer, str(run.run_id), now.isoformat()]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True) as victim:
        assert victim.stdout is not None
        assert victim.stdout.readline() == "[0, 1, 2]\n"
        with opened(warehouse)() as connection:
            hold_owner_lock(connection, "heir")
            assert claim(connection, a_step(), "heir", run) is None
            os.kill(victim.pid, signal.SIGKILL)
            victim.wait()
            deadline = time.monotonic() + 20
            while (taken := claim(connection, a_step(), "heir", run)) is None and time.monotonic() < deadline:
                time.sleep(0.1)
    assert taken == [0, 1, 2]


def test_what_was_computed_under_a_lost_lease_is_not_stored(warehouse: Warehouse, now: datetime) -> None:
    put(warehouse, [1, 2], now)
    stored: list[int] = []

    def lose_lease(item: int) -> int:
        if item == 1:
            with connect(warehouse.owner, application_name="thief") as connection:
                connection.execute("UPDATE ops.work SET lease_owner = 'thief' WHERE item_id = 1")
        return item

    def store(_: Connection, results: list[tuple[int, int, Any]], __: StepRun) -> list[Outcome]:
        stored.extend(item_id for item_id, *_ in results)
        return [Outcome(item_id) for item_id, *_ in results]

    settings = Settings(task_seconds=0.2)
    work_through(opened(warehouse), a_step(lose_lease, store), a_run(warehouse, now, settings))
    assert stored == [2]


def test_one_item_that_the_database_refuses_does_not_hold_up_the_others(warehouse: Warehouse, now: datetime) -> None:
    put(warehouse, range(9), now)

    def store(connection: Connection, results: list[tuple[int, int, Any]], run: StepRun) -> list[Outcome]:
        for item_id, *_ in results:
            text = "a\x00b" if item_id == 5 else "fine"
            connection.execute("INSERT INTO core.actor VALUES (%s, %s, NULL, NULL, NULL, NULL, TRUE)", (item_id, text))
        return [Outcome(item_id) for item_id, *_ in results]

    work_through(opened(warehouse), a_step(store=store), a_run(warehouse, now, Settings()))
    found = states(warehouse)
    assert found[5][0] == "quarantined"
    assert {state for item, (state, _) in found.items() if item != 5} == {"done"}


def test_a_retried_task_replaces_its_counts(warehouse: Warehouse, now: datetime) -> None:
    put(warehouse, range(3), now)
    for _ in range(2):
        work_through(opened(warehouse), a_step(), a_run(warehouse, now, Settings()))
    assert counts(warehouse) == {"done": 3}


def test_an_item_whose_workers_always_die_is_set_aside(warehouse: Warehouse, now: datetime) -> None:
    put(warehouse, [7], now)
    settings = Settings(max_attempts=2)
    run = a_run(warehouse, now, settings)
    for number in range(3):
        with opened(warehouse)() as connection:
            hold_owner_lock(connection, f"dying {number}")
            assert claim(connection, a_step(), f"dying {number}", run) == [7]
    assert work_through(opened(warehouse), a_step(), run) == {}
    assert states(warehouse)[7] == ("quarantined", "worker_died")


def test_the_analyst_sees_the_quarantine_but_changes_nothing(warehouse: Warehouse, now: datetime) -> None:
    with connect(warehouse.analyst, application_name="tests") as connection:
        assert connection.execute("SELECT count(*) FROM ops.quarantine").fetchone() == (0,)
        with pytest.raises(psycopg.Error):
            connection.execute("DELETE FROM ops.work")


@pytest.mark.parametrize(("pending", "expected"), [(0, 0), (1, 1), (200, 1), (201, 2), (1_000_000, 4)])
def test_the_number_of_tasks_follows_the_work_but_stays_small(pending: int, expected: int) -> None:
    assert len(plan_batches(pending, Settings(), workers=2)) == expected
