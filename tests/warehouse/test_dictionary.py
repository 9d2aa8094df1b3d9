"""The data dictionary says what the database's comments say, and who lacks one."""

from __future__ import annotations

import psycopg
from psycopg.rows import TupleRow

from pipeline.warehouse.dictionary import render, uncommented
from pipeline.warehouse.migrate import migrate

TABLES = """
CREATE SCHEMA raw;
COMMENT ON SCHEMA raw IS 'What came in';
CREATE TABLE raw.crate (crate_id bigint PRIMARY KEY, label text NOT NULL UNIQUE, opened_at timestamptz);
COMMENT ON TABLE raw.crate IS 'A crate';
COMMENT ON COLUMN raw.crate.crate_id IS 'Key';
COMMENT ON COLUMN raw.crate.label IS 'Name | number';
COMMENT ON COLUMN raw.crate.opened_at IS 'When';
CREATE TABLE raw.slat (crate_id bigint REFERENCES raw.crate, day date, PRIMARY KEY (crate_id, day))
PARTITION BY RANGE (day);
CREATE TABLE raw.slat_default PARTITION OF raw.slat DEFAULT;
COMMENT ON TABLE raw.slat IS 'A slat';
COMMENT ON COLUMN raw.slat.crate_id IS 'Its crate';
COMMENT ON COLUMN raw.slat.day IS 'Its day';
CREATE SCHEMA elsewhere;
CREATE TABLE elsewhere.ignored (n integer);
"""


def test_tables_columns_keys_and_partitioning_are_shown(connection: psycopg.Connection[TupleRow]) -> None:
    connection.execute(TABLES)
    text = render(connection)
    assert "## raw\n\nWhat came in\n" in text
    assert (
        "### raw.crate\n\nA crate (table)\n\n"
        "| Column | Type | Key | Meaning |\n|---|---|---|---|\n"
        "| `crate_id` | bigint | PK | Key |\n"
        "| `label` | text | U | Name \\| number |\n"
        "| `opened_at` | timestamp with time zone, may be null |  | When |\n"
    ) in text
    assert "A slat (table, partitioned by RANGE (day))" in text
    assert "| `crate_id` | bigint | PK, FK raw.crate | Its crate |" in text
    assert "slat_default" not in text
    assert "ignored" not in text
    assert uncommented(connection) == []


def test_what_lacks_a_comment_is_listed(connection: psycopg.Connection[TupleRow]) -> None:
    connection.execute(TABLES)
    connection.execute(
        "COMMENT ON SCHEMA raw IS NULL; COMMENT ON TABLE raw.crate IS ' '; COMMENT ON COLUMN raw.slat.day IS NULL;"
        "CREATE VIEW raw.look AS SELECT label FROM raw.crate;"
    )
    assert uncommented(connection) == ["raw", "raw.crate", "raw.look", "raw.look.label", "raw.slat.day"]


def test_everything_in_the_shipped_warehouse_has_a_comment(
    empty_database: str, connection: psycopg.Connection[TupleRow]
) -> None:
    migrate(empty_database)
    assert uncommented(connection) == []
    assert render(connection) == render(connection)
