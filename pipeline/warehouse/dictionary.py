"""The data dictionary: Markdown of every schema, table and column, from the comments in the database itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Final

import psycopg
from psycopg.rows import TupleRow, class_row

SCHEMAS: Final = ("raw", "core", "mart", "ops")
_KINDS: Final = {"r": "table", "p": "table, partitioned", "v": "view", "m": "materialized view"}


@dataclass(frozen=True, slots=True)
class Column:
    """A column with the table and schema that it belongs to."""

    schema: str
    schema_comment: str | None
    relation: str
    kind: str
    relation_comment: str | None
    partition_rule: str | None
    name: str
    type: str
    is_required: bool
    key: str | None  # PK, U, FK raw.page; several joined by a comma
    comment: str | None


# Partitions are left out: they repeat their parent. One row per column, in the order of schemas, names and columns.
_COLUMNS = """
WITH key_column AS (
    SELECT
        con.conrelid,
        unnest(con.conkey) AS attnum,
        CASE con.contype
            WHEN 'p' THEN 'PK'
            WHEN 'u' THEN 'U'
            ELSE 'FK ' || con.confrelid::regclass::text
        END AS label
    FROM pg_constraint AS con
    WHERE con.contype IN ('p', 'u', 'f') AND con.conparentid = 0
)
SELECT
    n.nspname AS schema,
    obj_description(n.oid, 'pg_namespace') AS schema_comment,
    c.relname AS relation,
    c.relkind AS kind,
    obj_description(c.oid, 'pg_class') AS relation_comment,
    CASE c.relkind WHEN 'p' THEN pg_get_partkeydef(c.oid) END AS partition_rule,
    a.attname AS name,
    format_type(a.atttypid, a.atttypmod) AS type,
    a.attnotnull AS is_required,
    (
        SELECT string_agg(DISTINCT k.label, ', ' ORDER BY k.label DESC)
        FROM key_column AS k WHERE k.conrelid = c.oid AND k.attnum = a.attnum
    ) AS key,
    col_description(c.oid, a.attnum) AS comment
FROM pg_attribute AS a
INNER JOIN pg_class AS c ON c.oid = a.attrelid
INNER JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE
    n.nspname = ANY(%(schemas)s)
    AND c.relkind IN ('r', 'p', 'v', 'm')
    AND NOT c.relispartition
    AND a.attnum > 0
    AND NOT a.attisdropped
ORDER BY array_position(%(schemas)s, n.nspname::text), c.relname, a.attnum
"""


def read_columns(connection: psycopg.Connection[TupleRow]) -> list[Column]:
    """Every column of the four schemas, in the dictionary's order."""
    with connection.cursor(row_factory=class_row(Column)) as cursor:
        return cursor.execute(_COLUMNS, {"schemas": list(SCHEMAS)}).fetchall()


def render(connection: psycopg.Connection[TupleRow]) -> str:
    """The dictionary as Markdown; the same tables and comments always give the same text."""
    columns = read_columns(connection)
    parts = [
        "# Data dictionary",
        "",
        "Generated from the comments in the database; change those in `sql/migrations`, never this file. "
        "Times are `timestamp with time zone` in UTC. PK: part of the primary key, U: of a unique key, FK: refers to."
        " A column may be null where it says so.",
        "",
    ]
    for schema, in_schema in groupby(columns, key=lambda column: (column.schema, column.schema_comment)):
        parts += [f"## {schema[0]}", "", schema[1] or "", ""]
        for _, in_relation in groupby(in_schema, key=lambda column: column.relation):
            parts += _relation(list(in_relation))
    return "\n".join(parts).rstrip("\n") + "\n"


def uncommented(connection: psycopg.Connection[TupleRow]) -> list[str]:
    """The schemas, tables and columns that lack a comment, by their full names; empty when all is well."""
    missing: dict[str, None] = {}
    for column in read_columns(connection):
        relation = f"{column.schema}.{column.relation}"
        for name, comment in (
            (column.schema, column.schema_comment),
            (relation, column.relation_comment),
            (f"{relation}.{column.name}", column.comment),
        ):
            if not (comment or "").strip():
                missing[name] = None
    return list(missing)


def _relation(columns: list[Column]) -> list[str]:
    first = columns[0]
    kind = _KINDS[first.kind] + (f" by {first.partition_rule}" if first.partition_rule else "")
    return [
        f"### {first.schema}.{first.relation}",
        "",
        f"{first.relation_comment or ''} ({kind})".strip(),
        "",
        "| Column | Type | Key | Meaning |",
        "|---|---|---|---|",
        *(_row(column) for column in columns),
        "",
    ]


def _row(column: Column) -> str:
    optional = "" if column.is_required or column.kind in ("v", "m") else ", may be null"
    cells: Iterable[str] = (f"`{column.name}`", column.type + optional, column.key or "", column.comment or "")
    return "| " + " | ".join(_cell(text) for text in cells) + " |"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
