"""Opens connections to the warehouse and runs SQL files on them; knows no table."""

from __future__ import annotations

from collections.abc import Mapping

import psycopg
from psycopg import ClientCursor, conninfo, rows
from psycopg.rows import DictRow, TupleRow

from pipeline.errors import ConfigurationError, Transient
from pipeline.warehouse.probe import Life, classify
from pipeline.warehouse.sqlfiles import load_sql

CONNECT_SECONDS = 30


def connect(conninfo_text: str, *, application_name: str, autocommit: bool = False) -> psycopg.Connection[TupleRow]:
    """Open a connection whose times are UTC and whose rows are tuples; other rows are asked for cursor by cursor.

    `application_name` shows in pg_stat_activity and in the server's log. Raises ConfigurationError if the server
    refuses the login, Transient if it cannot be reached now.
    """
    given = conninfo.conninfo_to_dict(conninfo_text)
    try:
        connection = psycopg.Connection[TupleRow].connect(
            conninfo_text,
            autocommit=True,
            row_factory=rows.tuple_row,
            application_name=application_name,
            connect_timeout=given.get("connect_timeout") or CONNECT_SECONDS,
        )
        connection.execute("SET TIME ZONE 'UTC'")  # a connection option would lose against the variable PGTZ
        connection.set_autocommit(autocommit)
        return connection
    except psycopg.OperationalError as error:
        place = f"{given.get('dbname', '')} at {given.get('host') or 'the default host'}"
        reason = " ".join(str(error).split())
        if classify(reason) in (Life.REFUSED, Life.UNPREPARED):
            raise ConfigurationError(
                f"PostgreSQL refuses the login as {given.get('user')} to {place}: {reason}. "
                "Check the user, password and database of WIREWATCH_WAREHOUSE_URL or of Airflow's connection warehouse."
            ) from error
        raise Transient(f"PostgreSQL does not answer for {place}: {reason}") from error


def run_sql_file(
    connection: psycopg.Connection[TupleRow], name: str, params: Mapping[str, object] | None = None
) -> psycopg.Cursor[DictRow]:
    """Run a file of sql/ by its path there and return the cursor on its last result; rows are dictionaries.

    A file may hold several statements. With `params` it uses %(name)s placeholders and doubles every other percent
    sign; without, it is run as it stands. The caller commits.
    """
    cursor = ClientCursor(connection, row_factory=rows.dict_row)  # binds here: the server takes one statement a time
    cursor.execute(load_sql(name).encode(), params)
    while cursor.nextset():
        pass
    return cursor
