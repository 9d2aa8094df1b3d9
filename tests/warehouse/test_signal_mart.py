"""mart.topic_day_signal follows mart.topic_day."""

from __future__ import annotations

from datetime import date, datetime

import psycopg

from pipeline.steps.signals import refresh_signals
from tests.conftest import Warehouse

FILL = """
WITH topic AS (
    INSERT INTO core.topic (topic_key, title, definition, definition_sha256, changed_at)
    VALUES ('boats', 'Boats', '{}', '', now()) RETURNING topic_id
)
INSERT INTO mart.topic_day (
    topic_id, day_date, total_count, article_count, owner_count, origin_count, live_feed_count, feed_count, is_gap,
    is_open, computed_at
)
SELECT topic_id, date '2026-01-01' + n, 100, CASE n WHEN 40 THEN 20 ELSE 2 END, 4, 4, 1, 1, FALSE, FALSE, now()
FROM topic CROSS JOIN generate_series(0, 49) AS series (n)
"""


def test_a_burst_alerts_and_a_second_refresh_writes_the_same(warehouse: Warehouse, now: datetime) -> None:
    with psycopg.connect(warehouse.writer, autocommit=True) as connection:
        connection.execute(FILL)
        question = "SELECT day_date FROM mart.topic_day_signal WHERE is_alert"
        for days in ([date(2026, 1, 1)], [date(2026, 2, 10)]):
            assert refresh_signals(connection, days, now, 3) > 0
            assert connection.execute(question).fetchall() == [(date(2026, 2, 10),)]
