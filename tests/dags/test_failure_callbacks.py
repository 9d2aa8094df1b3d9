"""A task that fails for good is told of over a real webhook, with its reason and what the run had counted."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from email import message_from_bytes, policy
from types import SimpleNamespace

import psycopg
import pytest

from pipeline.settings import get_settings
from pipeline.warehouse.sqlfiles import dags_path
from tests.conftest import Warehouse
from tests.receivers import MailServer, Webhook, running


@pytest.fixture
def hook(monkeypatch: pytest.MonkeyPatch) -> Iterator[Webhook]:
    """A webhook on loopback that the settings name."""
    with running(Webhook()) as server:
        monkeypatch.setenv("WIREWATCH_ALERT_WEBHOOK", f"http://127.0.0.1:{server.port}/")
        get_settings.cache_clear()
        monkeypatch.syspath_prepend(str(dags_path()))
        yield server


@pytest.fixture
def warehouse_with_counts(warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch, hook: Webhook) -> None:
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
def test_a_failed_task_is_told_of_with_reason_and_counts(hook: Webhook, warehouse_with_counts: None) -> None:
    from failure_callbacks import tell_failure

    run = SimpleNamespace(dag_id="ingest_news", run_id="monday")
    task = SimpleNamespace(task_id="check_data", try_number=1, log_url="http://127.0.0.1/log")
    tell_failure({"dag_run": run, "task_instance": task, "exception": ValueError("claim_slice: 2 rows")})
    assert len(hook.posts) == 1
    assert hook.posts[0]["reason"] == "claim_slice: 2 rows"
    assert hook.posts[0]["counts"] == {"extract done": 40}
    assert hook.posts[0]["subject"] == "Wirewatch: ingest_news.check_data failed after 1 try"
    assert sys.modules["failure_callbacks"].__file__ == str(dags_path("failure_callbacks.py"))


@pytest.mark.airflow
def test_a_late_run_is_told_of(hook: Webhook) -> None:
    from failure_callbacks import tell_lateness

    tell_lateness(6.0, context={"dag_run": {"dag_id": "ingest_news", "dag_run_id": "monday"}})
    assert hook.posts[0]["subject"] == "Wirewatch: ingest_news is late"
    assert hook.posts[0]["run_id"] == "monday"
    assert "6 hours" in hook.posts[0]["text"]


@pytest.mark.airflow
def test_a_failed_task_is_told_of_by_mail_too(
    hook: Webhook, warehouse_with_counts: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    from failure_callbacks import tell_failure

    with running(MailServer()) as mail:
        extra = {"disable_ssl": True, "disable_tls": True, "from_email": "watch@example.org"}
        server = {"conn_type": "smtp", "host": "127.0.0.1", "port": mail.port, "extra": extra}
        monkeypatch.setenv("AIRFLOW_CONN_SMTP_DEFAULT", json.dumps(server))
        monkeypatch.setenv("WIREWATCH_ALERT_MAIL_TO", "ann@example.org")
        get_settings.cache_clear()
        run = SimpleNamespace(dag_id="ingest_news", run_id="monday")
        task = SimpleNamespace(task_id="check_data", try_number=3, log_url="http://127.0.0.1/log")
        tell_failure({"dag_run": run, "task_instance": task, "exception": ValueError("claim_slice: 2 rows")})

    letter = message_from_bytes(mail.mails[0], policy=policy.default)
    body = letter.get_body(("html",))
    assert letter["Subject"] == "Wirewatch: ingest_news.check_data failed after 3 tries"
    assert body is not None
    assert "claim_slice: 2 rows" in body.get_content()
    assert "extract done: 40" in body.get_content()
