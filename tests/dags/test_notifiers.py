"""Alerts told by Airflow's notifiers over a real SMTP server and a real web server on loopback, each message once."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import UTC, date, datetime
from email import message_from_bytes, policy
from pathlib import Path

import psycopg

from pipeline.warehouse.sqlfiles import dags_path
from tests.conftest import Warehouse
from tests.planting import Planter
from tests.receivers import MailServer, Webhook, running

DAY = date(2026, 3, 9)
NOW = datetime(2026, 3, 10, 6, tzinfo=UTC)

_SEND = """
import sys
from datetime import datetime
from notifiers import alert_channels
from pipeline.settings import get_settings
from pipeline.steps.alert_messages import send_alert_messages
from pipeline.steps.reference import RunReference
reference = RunReference("track_topics", "told", datetime.fromisoformat(sys.argv[2]))
print("SENT", send_alert_messages(sys.argv[1], reference, alert_channels(get_settings())))
"""

_FIRE = """
INSERT INTO mart.alert (
    topic_id, opened_date, last_date, state_type, alert_day_count, fired_article_count, fired_total_count,
    fired_story_count, fired_owner_count, fired_expected_count, fired_z_score, fired_surprise, peak_date,
    peak_article_count, peak_surprise, opened_at, updated_at
) VALUES (%s, %s, %s, 'open', 1, 17, 412, 6, 5, 2.5, 6, 5.2, %s, 17, 5.2, now(), now())
"""


def send(warehouse: Warehouse, home: Path, mail_port: int, hook_port: int) -> str:
    """Run the task's body in a process of its own, as a worker does; its output and errors."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("AIRFLOW", "WIREWATCH"))}
    done = subprocess.run(
        [sys.executable, "-c", _SEND, warehouse.writer, NOW.isoformat()],
        env={
            **environment,
            "AIRFLOW_HOME": str(home),
            "AIRFLOW_CONN_SMTP_DEFAULT": json.dumps(
                {
                    "conn_type": "smtp",
                    "host": "127.0.0.1",
                    "port": mail_port,
                    "extra": {"disable_ssl": True, "disable_tls": True, "from_email": "watch@example.org"},
                }
            ),
            "WIREWATCH_ALERT_MAIL_TO": "ann@example.org, ben@example.org",
            "WIREWATCH_ALERT_WEBHOOK": f"http://127.0.0.1:{hook_port}/alerts",
            "PYTHONPATH": os.pathsep.join((str(dags_path()), str(Path(__file__).parents[2]))),
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    return done.stdout + done.stderr


def test_an_alert_is_told_once_by_mail_and_webhook_with_number_expectation_and_sentences(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    with psycopg.connect(warehouse.owner) as connection:
        plant = Planter(connection)
        topic_id = plant.topic()
        plant.source("daily.example")
        for number in range(4):
            article_id = plant.article("daily.example", DAY, f"Sentence {number} tells of <shells>.", {})
            connection.execute(
                "INSERT INTO core.article_topic VALUES (%s, %s, '{claim}', now())", (article_id, topic_id)
            )
        connection.execute(_FIRE, (topic_id, DAY, DAY, DAY))
        # One of last year: a backfill wakes nobody.
        old = date(2025, 3, 9)
        connection.execute(_FIRE, (topic_id, old, old, old))

    with running(MailServer()) as mail, running(Webhook(500, 200)) as hook:
        mails, mail_port, hook_port = mail.mails, mail.port, hook.port
        first = send(warehouse, tmp_path, mail_port, hook_port)
        assert "Transient: Alerts were not delivered: webhook" in first, first
        assert len(mails) == 1 and hook.posts == []
        second = send(warehouse, tmp_path, mail_port, hook_port)
        assert "SENT {'mail': 0, 'webhook': 1}" in second, second
        third = send(warehouse, tmp_path, mail_port, hook_port)
        assert "SENT {'mail': 0, 'webhook': 0}" in third, third

    letter = message_from_bytes(mails[0], policy=policy.default)
    assert letter["Subject"] == "Wirewatch: North: 17 articles on 2026-03-09, 2.5 expected"
    assert letter["From"] == "watch@example.org"
    body = letter.get_body(("html",))
    assert body is not None
    words = body.get_content()
    assert "17 of 412" in words and "2.5 were expected" in words
    assert words.count("tells of &lt;shells&gt;") == 3
    (post,) = hook.posts
    assert (post["matching"], post["expected"], len(post["evidence"])) == (17, 2.5, 3)
    assert "17 articles" in str(post["text"])
