"""Loading rows in bulk inserts, updates, and counts what became of each of them."""

from __future__ import annotations

import threading
from datetime import UTC, datetime

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg.rows import TupleRow
from psycopg.types.json import Jsonb

from pipeline.warehouse.connect import connect
from pipeline.warehouse.copying import UpsertCount, copy_upsert

COLUMNS = ["key", "word", "info"]


@pytest.fixture
def table(connection: psycopg.Connection[TupleRow]) -> str:
    connection.execute("CREATE SCHEMA IF NOT EXISTS load")
    connection.execute(
        "CREATE TABLE load.item (id bigint GENERATED ALWAYS AS IDENTITY, key text PRIMARY KEY, word text, info jsonb)"
    )
    connection.commit()
    return "load.item"


def contents(connection: psycopg.Connection[TupleRow]) -> list[TupleRow]:
    return connection.execute("SELECT key, word, info FROM load.item ORDER BY key").fetchall()


def test_rows_are_inserted_updated_left_alone_or_overtaken_and_all_counted(
    connection: psycopg.Connection[TupleRow], table: str
) -> None:
    first = [("a", "x", Jsonb({"n": 1})), ("b", "y\t\\N\n", None), ("a", "z", None)]
    assert copy_upsert(connection, table, COLUMNS, first, ["key"], ["word", "info"]) == UpsertCount(3, 2, 0, 0, 1)
    second = [("a", "z", None), ("b", "new", None), ("c", None, None)]
    assert copy_upsert(connection, table, COLUMNS, second, ["key"], ["word", "info"]) == UpsertCount(3, 1, 1, 1, 0)
    assert contents(connection) == [("a", "z", None), ("b", "new", None), ("c", None, None)]


def test_without_columns_to_update_what_exists_stays(connection: psycopg.Connection[TupleRow], table: str) -> None:
    copy_upsert(connection, table, COLUMNS, [("a", "x", None)], ["key"], [])
    assert copy_upsert(connection, table, COLUMNS, [("a", "y", None)], ["key"], []) == UpsertCount(1, 0, 0, 1, 0)
    assert contents(connection) == [("a", "x", None)]


def test_no_rows_are_no_trouble(connection: psycopg.Connection[TupleRow], table: str) -> None:
    assert copy_upsert(connection, table, COLUMNS, [], ["key"], ["word"]) == UpsertCount(0, 0, 0, 0, 0)


def test_a_partitioned_table_with_a_key_of_two_columns_is_loaded_alike(
    connection: psycopg.Connection[TupleRow],
) -> None:
    connection.execute(
        "CREATE SCHEMA part; CREATE TABLE part.item (at timestamptz, key text, body bytea, tags text[], "
        "PRIMARY KEY (at, key)) PARTITION BY RANGE (at);"
        "CREATE TABLE part.item_default PARTITION OF part.item DEFAULT;"
    )
    at = datetime(2024, 5, 1, tzinfo=UTC)
    columns, keys = ["at", "key", "body", "tags"], ["at", "key"]
    row = (at, "a", b"\x00\xff", ["x", 'y"z'])
    assert copy_upsert(connection, "part.item", columns, [row], keys, ["body", "tags"]).inserted == 1
    assert copy_upsert(connection, "part.item", columns, [row], keys, ["body", "tags"]).unchanged == 1
    assert connection.execute("SELECT at, key, body, tags FROM part.item").fetchone() == row


def test_a_rollback_takes_the_load_back(connection: psycopg.Connection[TupleRow], table: str) -> None:
    copy_upsert(connection, table, COLUMNS, [("a", "x", None)], ["key"], ["word"])
    connection.rollback()
    assert contents(connection) == []


def test_a_connection_in_autocommit_mode_loads_in_one_transaction(
    connection: psycopg.Connection[TupleRow], table: str, empty_database: str
) -> None:
    with connect(empty_database, application_name="tests", autocommit=True) as other:
        assert copy_upsert(other, table, COLUMNS, [("a", "x", None)], ["key"], ["word"]).inserted == 1
    assert contents(connection) == [("a", "x", None)]


def test_two_loads_of_the_same_keys_in_opposite_order_do_not_deadlock(
    connection: psycopg.Connection[TupleRow], table: str, empty_database: str
) -> None:
    keys = [f"{number:04}" for number in range(300)]
    failures: list[Exception] = []

    def load(order: list[str], word: str) -> None:
        try:
            with connect(empty_database, application_name="tests") as other:
                for turn in range(5):
                    copy_upsert(other, table, ["key", "word"], [(k, f"{word}{turn}") for k in order], ["key"], ["word"])
                    other.commit()
        except psycopg.Error as error:
            failures.append(error)

    threads = [threading.Thread(target=load, args=(keys, "a")), threading.Thread(target=load, args=(keys[::-1], "b"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert len(contents(connection)) == 300


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(loads=st.lists(st.lists(st.tuples(st.sampled_from("abcde"), st.sampled_from("xyz")), max_size=8), max_size=4))
def test_loads_leave_what_row_by_row_writing_would(
    connection: psycopg.Connection[TupleRow], table: str, loads: list[list[tuple[str, str]]]
) -> None:
    connection.execute("TRUNCATE load.item")
    expected: dict[str, str] = {}
    for rows in loads:
        count = copy_upsert(connection, table, ["key", "word"], rows, ["key"], ["word"])
        new = {key for key, _ in rows} - expected.keys()
        assert count.inserted == len(new)
        assert count.offered == count.inserted + count.updated + count.unchanged + count.repeated == len(rows)
        expected.update(rows)
    assert {key: word for key, word, _ in contents(connection)} == expected
    connection.commit()
