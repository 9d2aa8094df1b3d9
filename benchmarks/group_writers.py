"""Grouping under fire: four processes place overlapping batches and are killed and begun again, beside one process.

    python benchmarks/group_writers.py                  # 20 random schedules
    python benchmarks/group_writers.py --schedules 3 --reports 20

Each schedule invents reports with copies of each, puts them into an empty warehouse, and has four processes place
batches that overlap by a third, in an order of their own, while processes are killed at random and begin anew. Then it
counts what must be 0: processes that ended in an error (deadlocks among them), articles without a place, identical texts
with two originals, copies that point at a copy, stories without their founder. Missed copies stand beside those of one
process that has all to itself.
"""

from __future__ import annotations

import argparse
import json
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
from psycopg.conninfo import make_conninfo

from pipeline.records import Document
from pipeline.settings import Settings
from pipeline.steps.group import group_step
from pipeline.steps.work import StepRun, start_run
from pipeline.warehouse.connect import connect
from pipeline.warehouse.embedded import Server, ensure_server, remove_server
from pipeline.warehouse.migrate import migrate
from pipeline.warehouse.sqlfiles import load_sql

sys.path.insert(0, str(Path(__file__).parents[1]))  # the invented newsroom of the tests is no part of the package
from tests.group.newsroom import copies_of, report
from tests.steps.test_group_step import add_article

WRITERS = 4
BATCH = 24
OVERLAP = 8
COPIES = 4  # of each report, one of them word for word
NOON = datetime(2031, 5, 6, 12, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Result:
    """What one schedule came to."""

    failed: int
    unplaced: int
    twins_apart: int
    chains: int
    unfounded: int
    missed: int


def main() -> None:
    """Run the schedules, print a row for each and the sums."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--schedules", type=int, default=20)
    parser.add_argument("--reports", type=int, default=40, help="reports of a schedule, each with 4 copies")
    parser.add_argument("--kills", type=int, default=6, help="processes killed in a schedule")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="wirewatch-bench-") as folder:
        settings = Settings(home=Path(folder), profile="main", warehouse_url=None)
        server = ensure_server(settings)
        try:
            with psycopg.connect(server.conninfo("admin", "postgres"), autocommit=True) as admin:
                admin.execute("CREATE DATABASE template_of_schedules OWNER wirewatch_owner")
            migrate(make_conninfo(server.conninfo("owner"), dbname="template_of_schedules"))
            print(
                "schedule  failed  unplaced  identical apart  chains  stories unfounded  missed copies: four killed  one alone"
            )
            sums: Counter[str] = Counter()
            for schedule in range(options.schedules):
                four = run(server, schedule, options.reports, options.kills, writers=WRITERS)
                one = run(server, schedule, options.reports, 0, writers=1)
                print(
                    f"{schedule:8}  {four.failed:6}  {four.unplaced:8}  {four.twins_apart:15}  {four.chains:6}"
                    f"  {four.unfounded:17}  {four.missed:26}  {one.missed:9}",
                    flush=True,
                )
                sums.update(wrong=four.failed + four.unplaced + four.twins_apart + four.chains + four.unfounded)
                sums.update(four=four.missed, one=one.missed)
            print(f"wrong in all: {sums['wrong']}; copies missed: {sums['four']} by four, {sums['one']} by one")
        finally:
            remove_server(settings)


def run(server: Server, schedule: int, reports: int, kills: int, writers: int) -> Result:
    """Place the documents of a schedule in a fresh warehouse."""
    name = f"schedule_{schedule}_{writers}"
    with psycopg.connect(server.conninfo("admin", "postgres"), autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name} TEMPLATE template_of_schedules OWNER wirewatch_owner")
    writer = make_conninfo(server.conninfo("writer"), dbname=name)
    try:
        chance = random.Random(schedule)
        documents = invented(chance, reports)
        with connect(writer, application_name="benchmark") as connection:
            ids = {one.id: add_article(connection, one, one.published_at or NOON) for one in documents}
            run_id = start_run(connection, dag_id="dag", dag_run_id="run", now=NOON, code_version="1")
        failed = _drive(writer, run_id, list(ids.values()), chance, kills, writers)
        with connect(writer, application_name="benchmark") as connection:
            return _count(connection, documents, ids, failed)
    finally:
        with psycopg.connect(server.conninfo("admin", "postgres"), autocommit=True) as admin:
            admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


def invented(chance: random.Random, reports: int) -> list[Document]:
    """Reports with their copies, one of them word for word, in the order in which they happened to arrive."""
    documents = []
    for number in range(reports):
        original = report(chance.randrange(1 << 30), NOON - timedelta(hours=20 + number % 5))
        same = Document(f"{original.id}same", original.text, original.title, NOON, "same.example")
        documents += [original, same, *copies_of(original, COPIES - 1, seed=number)]
    chance.shuffle(documents)
    return documents


def _drive(writer: str, run_id: int, article_ids: list[int], chance: random.Random, kills: int, writers: int) -> int:
    """Let the processes work until all batches are placed; the number of them that ended in an error."""
    starts = range(0, len(article_ids), BATCH - OVERLAP)
    batches = [article_ids[start : start + BATCH] for start in starts]
    shares: list[list[list[int]]] = [batches[at::writers] for at in range(writers)]
    for share in shares:
        chance.shuffle(share)
    processes = [_start(writer, run_id, share) for share in shares]
    for placed in sorted(chance.randint(0, len(article_ids) * 3 // 4) for _ in range(kills)):
        _wait_until(writer, placed, processes)
        time.sleep(chance.uniform(0, 0.5))
        victim = chance.randrange(writers)
        processes[victim].send_signal(signal.SIGKILL)
        processes[victim].wait()
        processes[victim] = _start(writer, run_id, shares[victim])  # all its batches again, placed or not
    return sum(process.wait(timeout=600) != 0 for process in processes)


def _wait_until(writer: str, placed: int, processes: Sequence[subprocess.Popen[bytes]]) -> None:
    """Until more articles have a place than that, so that a process is killed in the middle of its work; or all ended."""
    with psycopg.connect(writer, autocommit=True) as connection:
        while any(process.poll() is None for process in processes):
            row = connection.execute("SELECT count(*) FROM core.story_article").fetchone()
            if row and row[0] > placed:
                return
            time.sleep(0.05)


def _start(writer: str, run_id: int, batches: list[list[int]]) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, __file__, "--worker", writer, str(run_id), json.dumps(batches)])


def work(writer: str, run_id: int, batches: list[list[int]]) -> None:
    """What one process does: place its batches one after another, each in a transaction."""
    step = group_step()
    settings = Settings()
    for batch in batches:
        with connect(writer, application_name="writer") as connection:
            articles = step.load(connection, batch)
            results = [(name, articles[name], done) for name, done in step.compute(articles)]
            with connection.transaction():
                step.store(connection, [one for one in results if not isinstance(one[2], Exception)],
                           StepRun(run_id, 0, NOON, settings))  # fmt: skip


def _count(connection: Any, documents: list[Document], ids: dict[str, int], failed: int) -> Result:
    rows = connection.execute("SELECT article_id, root_article_id FROM core.story_article").fetchall()
    roots = {int(article): int(root) for article, root in rows}
    texts: dict[str, set[int]] = {}
    for one in documents:
        texts.setdefault(one.text, set()).add(roots.get(ids[one.id], 0))
    originals = {one.id.split("c")[0].removesuffix("same"): one.id for one in documents if one.id[1:].isdigit()}
    missed = sum(
        roots.get(ids[one.id]) != roots.get(ids[originals[one.id.split("c")[0].removesuffix("same")]])
        for one in documents
    )
    return Result(
        failed=failed,
        unplaced=len(documents) - len(roots),
        twins_apart=sum(len(found) > 1 for found in texts.values()),
        chains=sum(roots.get(root) != root for root in roots.values()),
        unfounded=len(connection.execute(load_sql("checks/orphan_story.sql")).fetchall()),
        missed=missed,
    )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--worker"]:
        work(sys.argv[2], int(sys.argv[3]), json.loads(sys.argv[4]))
    else:
        main()
