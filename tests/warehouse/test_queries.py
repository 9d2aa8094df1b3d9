"""Every query for analysts and every check runs, as role analyst, on the warehouse's tables; analyst writes nothing."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import psycopg
import pytest

from pipeline.warehouse.sqlfiles import sql_path
from tests.conftest import Warehouse

QUERIES = sorted(sql_path("queries").glob("*.sql"))
CHECKS = sorted(sql_path("checks").glob("*.sql"))
PARAMETERS = {
    "topic_key": "some_topic",
    "day_count": 30,
    "transfer_key": "none",
    "supplier_code": None,
    "recipient_code": "RUS",
    "source_country_code": None,
    "target_country_code": None,
    "since_date": date(2026, 3, 1),
    "story_id": 1,
    "row_count": 10,
    "day_date": date(2026, 3, 2),
    "country_code": None,
    "from_date": date(2026, 3, 1),
    "to_date": date(2026, 3, 8),
}


def test_there_are_at_least_fifteen_queries() -> None:
    assert len(QUERIES) >= 15


@pytest.mark.parametrize("path", [*QUERIES, *CHECKS], ids=lambda path: path.stem)
def test_a_file_says_what_it_answers_and_its_grain(path: Path) -> None:
    header = [line for line in path.read_text().splitlines() if line.startswith("-- ")]
    assert len(header) >= 2
    assert any(line.startswith("-- Grain: ") for line in header)


def test_analyst_runs_every_query_and_no_check_fails_on_an_empty_warehouse(warehouse: Warehouse) -> None:
    with psycopg.connect(warehouse.analyst, autocommit=True) as connection:
        for path in QUERIES:
            connection.execute(path.read_text(), PARAMETERS)
        for path in CHECKS:
            assert connection.execute(path.read_text(), {}).fetchall() == [], path.stem


@pytest.mark.parametrize("table", ["core.topic", "mart.topic_day_signal", "core.correction", "ops.dirty_day"])
def test_analyst_writes_nothing(warehouse: Warehouse, table: str) -> None:
    with psycopg.connect(warehouse.analyst, autocommit=True) as connection:
        with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
            connection.execute(f"DELETE FROM {table}")
        connection.execute("SET default_transaction_read_only = off")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(f"DELETE FROM {table}")
