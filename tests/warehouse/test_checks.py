"""The data tests find rows that are broken on purpose."""

from __future__ import annotations

import psycopg

from pipeline.warehouse.sqlfiles import load_sql
from tests.conftest import Warehouse


def test_a_ledger_row_without_evidence_is_found(warehouse: Warehouse) -> None:
    with psycopg.connect(warehouse.writer, autocommit=True) as connection:
        connection.execute(
            """
            INSERT INTO mart.transfer_ledger (
                transfer_key, weapon, category_code, status_type, has_party_denial, number_ordered_texts,
                number_delivered_texts, date_precision_type, intermediary_codes, claim_count, owner_count, origin_count,
                claimant_class_counts, computed_at
            )
            VALUES ('bare', 'shells', 'ammunition', 'alleged', FALSE, '{}', '{}', 'unknown', '{}', 1, 1, 1, '{}', now())
            """
        )
        found = connection.execute(load_sql("checks/ledger_without_evidence.sql")).fetchall()
    assert found == [("bare",)]


def test_a_feed_long_silent_is_found_and_a_live_one_is_not(warehouse: Warehouse) -> None:
    with psycopg.connect(warehouse.writer, autocommit=True) as connection:
        connection.execute(
            """
            WITH source AS (
                INSERT INTO core.source (domain, name, owner_group) VALUES ('a.example', 'A', 'A') RETURNING source_id
            )
            INSERT INTO raw.feed (source_id, url, last_poll_at, last_success_at, created_at)
            SELECT source_id, 'https://a.example/' || days, now(), now() - make_interval(days => days), now()
            FROM source CROSS JOIN unnest(ARRAY[1, 30]) AS silent (days)
            """
        )
        found = connection.execute(load_sql("checks/silent_feed.sql")).fetchall()
    assert [row[1] for row in found] == ["https://a.example/30"]
