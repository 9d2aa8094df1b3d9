"""A task that fails for good is told of over a real webhook, with its reason and what the run had counted."""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest

from pipeline.settings import get_settings
from pipeline.warehouse.sqlfiles import dags_path
from tests.conftest import Warehouse


@pytest.fixture
def posted(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Any]]:
    """What a webhook on loopback was sent."""
    received: list[Any] = []

    class Webhook(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            received.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(204)
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Webhook)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    monkeypatch.setenv("WIREWATCH_ALERT_WEBHOOK", f"http://127.0.0.1:{server.server_port}/")
    get_settings.cache_clear()
    monkeypatch.syspath_prepend(str(dags_path()))
    yield received
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def warehouse_with_counts(warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch, posted: list[Any]) -> None:
    with psycopg.connect(warehouse.writer, autocommit=True) as connection:
        connection.execute(
            "WITH run AS (INSERT INTO ops.run (dag_id, dag_run_id, code_version, started_at) "
            "VALUES ('ingest_news', 'monday', '1', now()) RETURNING run_id) "
            "INSERT INTO ops.step_count (run_id, step_code, batch_number, status_code, item_count) "
            "SELECT run_id, 'extract', batch, 'done', 20 FROM run CROSS JOIN generate_series(0, 1) AS batch"
        )
    import common

    monkeypatch.setattr(common, "warehouse", lambda: warehouse.writer)


@pytest.mark.airflow
def test_a_failed_task_is_told_of_with_reason_and_counts(posted: list[Any], warehouse_with_counts: None) -> None:
    from failure_callbacks import tell_failure

    run = SimpleNamespace(dag_id="ingest_news", run_id="monday")
    task = SimpleNamespace(task_id="check_data", try_number=1, log_url="http://127.0.0.1/log")
    tell_failure({"dag_run": run, "task_instance": task, "exception": ValueError("claim_slice: 2 rows")})
    assert len(posted) == 1
    assert posted[0]["reason"] == "claim_slice: 2 rows"
    assert posted[0]["counts"] == {"extract done": 40}
    assert posted[0]["subject"] == "Wirewatch: ingest_news.check_data failed after 1 try"
    assert sys.modules["failure_callbacks"].__file__ == str(dags_path("failure_callbacks.py"))


@pytest.mark.airflow
def test_a_late_run_is_told_of(posted: list[Any]) -> None:
    from failure_callbacks import tell_lateness

    tell_lateness(6.0, context={"dag_run": {"dag_id": "ingest_news", "dag_run_id": "monday"}})
    assert posted[0]["subject"] == "Wirewatch: ingest_news is late"
    assert posted[0]["run_id"] == "monday"
    assert "6 hours" in posted[0]["text"]
