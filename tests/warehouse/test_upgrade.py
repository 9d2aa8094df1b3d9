"""A warehouse of the first version is brought up in place, from a dump of its own, and keeps what it held."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from pipeline.operate.backup import dump, load
from pipeline.warehouse.embedded import Server
from pipeline.warehouse.migrate import migrate
from pipeline.warehouse.sqlfiles import sql_path
from tests.conftest import TEMPLATE, Warehouse

FIRST_VERSION = ("0001_layout.sql", "0002_marts.sql", "0003_group.sql", "0004_signals.sql")
ROWS = """
    SELECT ops.ensure_partitions('2026-03-01 00:00+00');
    INSERT INTO core.source (domain, name, owner_group) VALUES ('harbour.example', 'Harbour', 'Harbour');
    INSERT INTO raw.feed (source_id, url, created_at) SELECT source_id, 'https://harbour.example/rss', now() FROM core.source;
    INSERT INTO raw.page_key (canonical_url, url, source_id, first_seen_at)
    SELECT 'https://harbour.example/1', 'https://harbour.example/1', source_id, '2026-03-01 08:00+00' FROM core.source;
    INSERT INTO core.article_key (page_id, first_seen_at) SELECT page_id, first_seen_at FROM raw.page_key;
    INSERT INTO core.correction (target_type, target_key, field, reason, author, created_at)
    VALUES ('claim', 'key', 'quantity_min', 'misread', 'a person', '2026-03-02');
"""
COLUMNS = """
    SELECT table_schema, table_name, column_name, data_type, is_nullable FROM information_schema.columns
    WHERE table_schema IN ('raw', 'core', 'mart', 'ops') AND table_name !~ '_[0-9]{4}_[0-9]{2}$' ORDER BY 1, 2, 3"""


@pytest.fixture
def databases(shared_server: Server) -> Iterator[list[str]]:
    """Two empty databases, as connection strings of the owner."""
    names = [f"upgrade_{uuid4().hex[:10]}" for _ in range(2)]
    with psycopg.connect(shared_server.conninfo("admin", "postgres"), autocommit=True) as admin:
        for name in names:
            admin.execute(f"CREATE DATABASE {name} OWNER wirewatch_owner")
        yield [make_conninfo(shared_server.conninfo("owner"), dbname=name) for name in names]
        for name in names:
            admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_a_dump_of_the_first_version_upgrades_in_place(
    databases: list[str], shared_server: Server, tmp_path: Path
) -> None:
    old, new = databases
    for name in FIRST_VERSION:
        shutil.copy(sql_path("migrations", name), tmp_path / name)
    assert migrate(old, tmp_path) == list(FIRST_VERSION)
    with psycopg.connect(old, autocommit=True) as connection:
        connection.execute(ROWS)
    dump(old, tmp_path / "first.backup")
    load(new, tmp_path / "first.backup", replace=False)
    later = [path.name for path in sorted(sql_path("migrations").glob("*.sql")) if path.name not in FIRST_VERSION]
    assert migrate(new) == later
    template = make_conninfo(shared_server.conninfo("owner"), dbname=TEMPLATE)
    with psycopg.connect(new) as connection, psycopg.connect(template) as fresh:
        assert connection.execute(COLUMNS).fetchall() == fresh.execute(COLUMNS).fetchall()
        assert connection.execute("SELECT target_key, author FROM core.correction").fetchall() == [("key", "a person")]
        assert connection.execute("SELECT canonical_url FROM raw.page_key").fetchall() == [
            ("https://harbour.example/1",)
        ]


def test_migrations_with_lower_numbers_that_came_later_apply_to_a_warehouse_made_earlier(
    databases: list[str], shared_server: Server, tmp_path: Path
) -> None:
    # Parallel work keeps its own range of numbers: these came when 0041 had long been applied, those before 0070.
    came_later = [{"0032_originals.sql", "0033_article_address.sql"}, {"0050_document_text.sql"}]
    template = make_conninfo(shared_server.conninfo("owner"), dbname=TEMPLATE)
    for database, late, last in zip(databases, came_later, ("0041", "0071"), strict=True):
        folder = tmp_path / last
        folder.mkdir()
        names = [path.name for path in sorted(sql_path("migrations").glob("*.sql"))]
        early = [name for name in names if name[:4] <= last and name not in late]
        for name in early:
            shutil.copy(sql_path("migrations", name), folder / name)
        assert migrate(database, folder) == early
        assert migrate(database) == [name for name in names if name not in early]
        with psycopg.connect(database) as connection, psycopg.connect(template) as fresh:
            assert connection.execute(COLUMNS).fetchall() == fresh.execute(COLUMNS).fetchall()


def test_runs_that_create_the_same_partitions_at_once_do_not_fail(warehouse: Warehouse) -> None:
    def create(_: int) -> None:
        with psycopg.connect(warehouse.writer) as connection:
            for month in range(1, 7):
                connection.execute("SELECT ops.ensure_partitions(make_timestamptz(2031, %s, 1, 0, 0, 0))", (month,))
                connection.commit()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(create, range(4)))


def test_the_writer_may_vacuum_partitions_old_and_new(warehouse: Warehouse) -> None:
    refused: list[str] = []
    with psycopg.connect(warehouse.writer, autocommit=True) as connection:
        connection.execute("SELECT ops.ensure_partitions('2031-01-01 00:00+00')")
        connection.add_notice_handler(lambda notice: refused.append(str(notice.message_primary)))
        connection.execute("VACUUM (ANALYZE) raw.page")
        connection.execute("ANALYZE core.article")
    assert refused == []
