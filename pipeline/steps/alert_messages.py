"""Tells about alerts over the channels it is given; each message goes out once, a failed one again at the next try."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import timedelta

from pipeline.errors import Transient
from pipeline.steps.reference import RunReference
from pipeline.steps.session import warehouse_connection
from pipeline.steps.work import Connection
from pipeline.track.alert_message import AlertMessage, message
from pipeline.warehouse.connect import run_sql_file
from pipeline.warehouse.sqlfiles import load_sql

log = logging.getLogger(__name__)

TOLD_DAYS = 7  # an alert of an older day is history: a backfill wakes nobody
EVIDENCE_COUNT = 3

Channel = Callable[[AlertMessage], object]


def send_alert_messages(warehouse: str, reference: RunReference, channels: Mapping[str, Channel]) -> dict[str, int]:
    """Send what each channel (mail, webhook) has not delivered yet; returns the number of messages by channel.

    A message is noted when its server took it. Where a channel fails the others still go on, and a Transient is
    raised at the end, so that the task is tried again.
    """
    sent = dict.fromkeys(channels, 0)
    failures: list[str] = []
    with warehouse_connection(warehouse, reference) as connection:
        for name, channel in channels.items():
            for one in _to_tell(connection, name, reference):
                try:
                    channel(one)
                except Exception as error:  # whatever the server or the network did: it is told below
                    log.warning("alert %s was not delivered by %s", one.alert_id, name, exc_info=True)
                    failures.append(f"{name}: {one.subject}: {error}")
                    break
                connection.execute(
                    load_sql("steps/put_alert_message.sql"),
                    {
                        "alert_id": one.alert_id,
                        "occasion_type": one.occasion,
                        "day_date": one.day,
                        "channel_type": name,
                        "now": reference.now,
                    },
                )
                connection.commit()
                sent[name] += 1
    if failures:
        raise Transient("Alerts were not delivered: " + "; ".join(failures))
    return sent


def _to_tell(connection: Connection, channel: str, reference: RunReference) -> list[AlertMessage]:
    since = (reference.now - timedelta(days=TOLD_DAYS)).date()
    rows = run_sql_file(
        connection, "steps/alerts_to_tell.sql", {"channel_type": channel, "since_date": since}
    ).fetchall()
    messages = []
    for row in rows:
        evidence = run_sql_file(
            connection,
            "queries/best_evidence.sql",
            {
                "topic_key": row["topic_key"],
                "from_date": row["opened_date"],
                "to_date": row["last_date"],
                "row_count": EVIDENCE_COUNT,
            },
        ).fetchall()
        messages.append(message(row, evidence))
    connection.rollback()  # no transaction stays open while a server is asked
    return messages
