"""Loads many rows into a table in one go: COPY into a temporary table, then one INSERT ... ON CONFLICT."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import LiteralString

import psycopg
from psycopg import sql
from psycopg.rows import TupleRow

_STAGE_NAME = sql.Identifier("copy_upsert_stage")
_STAGE = sql.Identifier("pg_temp", "copy_upsert_stage")  # never a table of that name elsewhere
_UPSERT: LiteralString = """
WITH offered AS MATERIALIZED (
    SELECT DISTINCT ON ({keys}) {names} FROM {stage} ORDER BY {keys}, {position} DESC
),
known AS MATERIALIZED (  -- whether a row is new: xmax would say, but not for a partitioned table
    SELECT {keys} FROM {target} INNER JOIN offered USING ({keys})
),
written AS (
    INSERT INTO {target} AS present ({names}) SELECT {names} FROM offered ORDER BY {keys}
    ON CONFLICT ({keys}) {action}
    RETURNING {keys}
)
SELECT
    (SELECT count(*) FROM offered),
    (SELECT count(*) FROM written),
    (SELECT count(*) FROM written INNER JOIN known USING ({keys}))
"""
_POSITION = sql.Identifier("copy_upsert_position")


@dataclass(frozen=True, slots=True)
class UpsertCount:
    """What became of the rows; the parts add up to `offered`."""

    offered: int
    inserted: int
    updated: int
    unchanged: int  # the same values were there already, or the key was there and nothing was to be updated
    repeated: int  # the key came again later in the same load, and the later row won


def copy_upsert(
    connection: psycopg.Connection[TupleRow],
    table: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[object]],
    key_columns: Sequence[str],
    update_columns: Sequence[str],
) -> UpsertCount:
    """Insert rows, or update `update_columns` where the key exists; an empty `update_columns` keeps what exists.

    `table` is named with its schema ("raw.page"); `key_columns` carry a unique constraint and hold no NULL. Rows are
    written in the order of their keys, so that two loads of overlapping keys wait for each other and cannot deadlock.
    Rows that would change nothing are not written at all. Works inside the caller's transaction, which it does not end.
    """
    target = sql.Identifier(*table.split("."))
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    keys = sql.SQL(", ").join(map(sql.Identifier, key_columns))
    with _transaction(connection), connection.cursor() as cursor:
        cursor.execute(
            sql.SQL(
                "CREATE TEMPORARY TABLE {} ON COMMIT DROP AS SELECT {}, 0::bigint AS {} FROM {} WITH NO DATA"
            ).format(_STAGE_NAME, names, _POSITION, target)
        )
        offered = 0
        with cursor.copy(sql.SQL("COPY {} ({}, {}) FROM STDIN").format(_STAGE, names, _POSITION)) as copy:
            for row in rows:
                copy.write_row((*row, offered))
                offered += 1
        counted = cursor.execute(
            sql.SQL(_UPSERT).format(
                target=target, names=names, keys=keys, stage=_STAGE, position=_POSITION, action=_action(update_columns)
            )
        ).fetchone()
        cursor.execute(sql.SQL("DROP TABLE {}").format(_STAGE))
    distinct, written, updated = counted or (0, 0, 0)
    return UpsertCount(
        offered=offered,
        inserted=written - updated,
        updated=updated,
        unchanged=distinct - written,
        repeated=offered - distinct,
    )


def _transaction(connection: psycopg.Connection[TupleRow]) -> AbstractContextManager[object]:
    """A transaction where the connection would commit each statement; otherwise the caller's, begun by itself."""
    return connection.transaction() if connection.autocommit else nullcontext()


def _action(update_columns: Sequence[str]) -> sql.Composable:
    if not update_columns:
        return sql.SQL("DO NOTHING")
    present = sql.SQL(", ").join(sql.Identifier("present", name) for name in update_columns)
    offered = sql.SQL(", ").join(sql.Identifier("excluded", name) for name in update_columns)
    return sql.SQL("DO UPDATE SET {} WHERE ({}) IS DISTINCT FROM ({})").format(
        sql.SQL(", ").join(
            sql.SQL("{} = {}").format(sql.Identifier(name), sql.Identifier("excluded", name)) for name in update_columns
        ),
        present,
        offered,
    )
