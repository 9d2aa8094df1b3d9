"""The DAG files as Airflow reads them: in a process of its own, through a real DagBag."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from pipeline.warehouse.sqlfiles import dags_path

HEAVY = ("spacy", "trafilatura", "feedparser", "psycopg", "aiohttp", "lxml", "numpy")

# What Airflow itself imports is not the DAGs' doing: only modules that came with the DAG files are told.
_READ_DAGS = """
import json, sys
from airflow.dag_processing.dagbag import DagBag
before = set(sys.modules)
bag = DagBag(sys.argv[1])
told = {
    "errors": bag.import_errors,
    "came": sorted({name.partition(".")[0] for name in set(sys.modules) - before}),
    "dags": {
        dag.dag_id: {
            "owner": dag.owner, "tags": sorted(dag.tags), "doc": dag.doc_md, "catchup": dag.catchup,
            "max_active_runs": dag.max_active_runs,
            "cron": getattr(dag.timetable, "expression", None) or getattr(dag.timetable, "_expression", None),
            "zone": str(getattr(dag.timetable, "timezone", None) or getattr(dag.timetable, "_timezone", None)),
            "timetable": type(dag.timetable).__name__,
            "params": {
                name: {"default": param.value, "description": param.description, "title": param.schema.get("title")}
                for name, param in (dag.params or {}).items()
            },
            "waits_for": repr(dag.timetable.asset_condition),
            "tasks": {
                task.task_id: {
                    "doc": task.doc_md or getattr(getattr(task, "python_callable", None), "__doc__", None),
                    "pool": task.pool, "retries": task.retries,
                    "outlets": [asset.uri for asset in task.outlets],
                }
                for task in dag.tasks
            },
        }
        for dag in bag.dags.values()
    },
}
print("TOLD" + json.dumps(told))
"""


def read_dags(home: Path, **settings: str) -> dict[str, Any]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("AIRFLOW", "WIREWATCH"))}
    done = subprocess.run(
        [sys.executable, "-c", _READ_DAGS, str(dags_path())],
        env={
            **environment,
            "AIRFLOW_HOME": str(home),
            "AIRFLOW__CORE__DAGS_FOLDER": str(dags_path()),
            "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
            "PYTHONPATH": os.pathsep.join((str(dags_path()), str(Path(__file__).parents[2]))),
            **settings,
        },
        capture_output=True,
        text=True,
        check=False,
    )
    lines = [line for line in done.stdout.splitlines() if line.startswith("TOLD")]
    assert lines, done.stderr[-3000:]
    told: dict[str, Any] = json.loads(lines[-1].removeprefix("TOLD"))
    return told


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return read_dags(
        tmp_path_factory.mktemp("airflow"),
        WIREWATCH_INGEST_SCHEDULE="17 4 * * *",
        WIREWATCH_TIME_ZONE="Asia/Seoul",
    )


def test_all_dags_load_without_errors(told: dict[str, Any]) -> None:
    assert told["errors"] == {}
    assert set(told["dags"]) == {
        "collect_feeds",
        "ingest_news",
        "track_topics",
        "maintain_warehouse",
        "reprocess_archive",
    }


@pytest.mark.parametrize("module", HEAVY)
def test_nothing_heavy_is_imported_while_dags_are_read(told: dict[str, Any], module: str) -> None:
    assert module not in told["came"]


def test_every_dag_says_whose_it_is_what_it_does_and_how_often_it_runs(told: dict[str, Any]) -> None:
    for dag in told["dags"].values():
        assert dag["owner"] == "wirewatch"
        assert "wirewatch" in dag["tags"]
        assert "**How to rerun.**" in dag["doc"]
        assert dag["catchup"] is False
        assert dag["max_active_runs"] == 1


def test_every_task_says_what_it_does_and_tries_again(told: dict[str, Any]) -> None:
    for dag in told["dags"].values():
        for name, task in dag["tasks"].items():
            assert task["doc"], name
            assert task["retries"] > 0, name


def test_only_tasks_that_ask_servers_of_others_use_the_pool(told: dict[str, Any]) -> None:
    pooled = {
        name
        for dag in told["dags"].values()
        for name, task in dag["tasks"].items()
        if task["pool"] == "wirewatch_collect"
    }
    assert pooled == {"poll_feeds", "fetch_pages"}


def test_schedule_and_time_zone_follow_the_settings(told: dict[str, Any]) -> None:
    assert told["dags"]["ingest_news"]["cron"] == "17 4 * * *"
    assert "Asia/Seoul" in told["dags"]["ingest_news"]["zone"]
    assert "Asia/Seoul" in told["dags"]["collect_feeds"]["zone"]


def test_tracking_waits_for_the_articles_that_ingestion_reports(told: dict[str, Any]) -> None:
    assert told["dags"]["ingest_news"]["tasks"]["report"]["outlets"] == ["wirewatch://core/article"]
    assert "wirewatch://core/article" in told["dags"]["track_topics"]["waits_for"]


def test_the_form_of_reprocessing_is_described_and_changes_nothing_by_default(told: dict[str, Any]) -> None:
    dag = told["dags"]["reprocess_archive"]
    assert dag["timetable"] == "CronDataIntervalTimetable"  # without intervals Airflow refuses a backfill
    assert dag["params"]["dry_run"]["default"] is True
    assert all(param["description"] and param["title"] for param in dag["params"].values())
