"""Reads the warehouse for the pages, as the role web, through a small pool that opens with the first request."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg.rows import TupleRow, dict_row
from psycopg_pool import ConnectionPool

from pipeline.warehouse.sqlfiles import load_sql

POOL_SIZE = 8  # pages answered at a time by one server process; further ones wait
WAIT_SECONDS = 10.0  # for a free connection
STATEMENT_SECONDS = 10  # a page that takes longer is no page
Row = dict[str, Any]
Connection = psycopg.Connection[TupleRow]


class Warehouse:
    """The pool; `conninfo` is asked once, when the first page needs it."""

    def __init__(self, conninfo: Callable[[], str]) -> None:
        self._conninfo = conninfo
        self._lock = threading.Lock()
        self._pool: ConnectionPool[Connection] | None = None

    def rows(self, name: str, **parameters: object) -> list[Row]:
        """All rows of the file sql/web/`name`.sql."""
        with self._opened().connection() as connection:
            cursor = connection.cursor(row_factory=dict_row)
            return cursor.execute(load_sql(f"web/{name}.sql").encode(), parameters).fetchall()

    def row(self, name: str, **parameters: object) -> Row | None:
        """The first row of the file sql/web/`name`.sql, None where there is none."""
        rows = self.rows(name, **parameters)
        return rows[0] if rows else None

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """A connection in a transaction, for what is written."""
        with self._opened().connection() as connection, connection.transaction():
            yield connection

    def close(self) -> None:
        """Close all connections; the next page opens new ones."""
        with self._lock:
            pool, self._pool = self._pool, None
        if pool is not None:
            pool.close()

    def _opened(self) -> ConnectionPool[Connection]:
        with self._lock:
            if self._pool is None:
                self._pool = ConnectionPool(
                    self._conninfo(),
                    connection_class=Connection,
                    kwargs={"autocommit": True, "application_name": "wirewatch web"},
                    min_size=1,
                    max_size=POOL_SIZE,
                    timeout=WAIT_SECONDS,
                    max_idle=300.0,
                    configure=_configure,
                    check=ConnectionPool.check_connection,
                    name="wirewatch web",
                    open=True,
                )
            return self._pool


def _configure(connection: Connection) -> None:
    connection.execute("SET TIME ZONE 'UTC'")
    # Planning over a partition for each month takes longer than the query itself: each connection plans a query once.
    connection.prepare_threshold = 0
    connection.execute("SET plan_cache_mode = force_generic_plan")
    connection.execute(f"SET statement_timeout = '{STATEMENT_SECONDS}s'")
