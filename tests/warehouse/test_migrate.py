"""Migrations are applied once, in order, and never change behind a warehouse's back."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import make_conninfo
from psycopg.rows import TupleRow

from pipeline.errors import ConfigurationError
from pipeline.settings import Settings
from pipeline.warehouse.embedded import Server
from pipeline.warehouse.migrate import ensure_granted_roles, find_migrations, migrate
from pipeline.warehouse.sqlfiles import sql_path

FIRST = "CREATE SCHEMA core; CREATE TABLE core.word (word text); COMMENT ON TABLE core.word IS 'Ten % of words'"
SECOND = "ALTER TABLE core.word ADD COLUMN n integer;\nINSERT INTO core.word VALUES ('a', 1);"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "0001_words.sql").write_text(FIRST)
    (tmp_path / "0002_numbers.sql").write_text(SECOND)
    return tmp_path


def test_the_shipped_migrations_apply_to_an_empty_database_once(
    empty_database: str, connection: psycopg.Connection[TupleRow]
) -> None:
    names = [path.name for path in sorted(sql_path("migrations").glob("*.sql"))]
    assert migrate(empty_database) == names
    assert migrate(empty_database) == []
    stored = connection.execute("SELECT file_name FROM ops.migration ORDER BY migration_id").fetchall()
    assert [name for (name,) in stored] == names


def test_settings_name_the_warehouse_to_migrate(settings: Settings, server: Server) -> None:
    migrate(settings)
    with psycopg.connect(server.conninfo()) as connection:
        assert connection.execute("SELECT count(*) > 0 FROM ops.migration").fetchone() == (True,)


def test_only_new_files_are_applied(empty_database: str, folder: Path) -> None:
    assert migrate(empty_database, folder) == ["0001_words.sql", "0002_numbers.sql"]
    (folder / "0003_more.sql").write_text("CREATE TABLE core.more ()")
    assert migrate(empty_database, folder) == ["0003_more.sql"]


def test_a_changed_applied_file_is_an_error_that_says_what_to_do(empty_database: str, folder: Path) -> None:
    migrate(empty_database, folder)
    (folder / "0001_words.sql").write_text(FIRST + " ")
    with pytest.raises(ConfigurationError, match=r"0001_words\.sql was changed .* 0003_what_it_does\.sql"):
        migrate(empty_database, folder)


def test_other_line_ends_are_no_change(empty_database: str, folder: Path) -> None:
    migrate(empty_database, folder)
    (folder / "0002_numbers.sql").write_bytes(SECOND.replace("\n", "\r\n").encode())
    assert migrate(empty_database, folder) == []


def test_a_warehouse_newer_than_the_program_is_refused(empty_database: str, folder: Path) -> None:
    migrate(empty_database, folder)
    (folder / "0002_numbers.sql").unlink()
    with pytest.raises(ConfigurationError, match="newer than the program"):
        migrate(empty_database, folder)


@pytest.mark.parametrize(
    ("added", "message"),
    [
        ("0002_twice.sql", "number 0002 is double"),
        ("3_short.sql", "is no migration"),
        ("0003-dash.sql", "is no migration"),
    ],
)
def test_double_numbers_and_odd_names_are_refused(folder: Path, added: str, message: str) -> None:
    (folder / added).write_text("SELECT 1")
    with pytest.raises(ConfigurationError, match=message):
        find_migrations(folder)


def test_a_gap_between_numbers_is_allowed(empty_database: str, folder: Path) -> None:
    (folder / "0025_later.sql").write_text("CREATE TABLE core.later ();")
    assert migrate(empty_database, folder)[-1] == "0025_later.sql"


def test_a_failing_migration_leaves_nothing_of_itself(
    empty_database: str, folder: Path, connection: psycopg.Connection[TupleRow]
) -> None:
    (folder / "0003_broken.sql").write_text("CREATE TABLE core.half (); SELECT 1 / 0;")
    with pytest.raises(ConfigurationError, match=r"0003_broken\.sql failed and was rolled back: division by zero"):
        migrate(empty_database, folder)
    assert connection.execute("SELECT to_regclass('core.half'), count(*) FROM ops.migration").fetchone() == (None, 2)


def test_a_migration_that_commits_by_itself_is_refused(empty_database: str, folder: Path) -> None:
    (folder / "0003_commit.sql").write_text("CREATE TABLE core.t (); COMMIT; CREATE TABLE core.u ();")
    with pytest.raises(ConfigurationError, match="remove its COMMIT"):
        migrate(empty_database, folder)


def test_those_who_migrate_at_once_take_turns(empty_database: str, folder: Path) -> None:
    with ThreadPoolExecutor() as pool:
        runs = [pool.submit(migrate, empty_database, folder) for _ in range(4)]
        assert sorted(len(run.result()) for run in runs) == [0, 0, 0, 2]


@pytest.fixture
def bare_roles(server: Server) -> Iterator[str]:
    """The superuser's conninfo of the cluster, while its role wirewatch_web goes by another name."""
    with psycopg.connect(server.conninfo("admin"), autocommit=True) as admin:
        admin.execute("ALTER ROLE wirewatch_web RENAME TO hidden_web")
        admin.execute("CREATE ROLE keeper LOGIN CREATEROLE")
        admin.execute("CREATE ROLE guest LOGIN")
        admin.execute("GRANT CONNECT ON DATABASE warehouse TO keeper, guest")
        for role in ("keeper", "guest"):
            admin.execute(f"ALTER ROLE {role} PASSWORD 'x'")
        yield server.conninfo("admin")
        admin.execute("DROP ROLE IF EXISTS wirewatch_web")
        admin.execute("ALTER ROLE hidden_web RENAME TO wirewatch_web")
        for role in ("keeper", "guest"):
            admin.execute(f"DROP OWNED BY {role}")
            admin.execute(f"DROP ROLE {role}")


def test_a_user_who_may_create_roles_gets_them_without_login_and_can_take_them_on(bare_roles: str) -> None:
    with psycopg.connect(make_conninfo(bare_roles, user="keeper", password="x"), autocommit=True) as keeper:
        ensure_granted_roles(keeper)
        assert keeper.execute("SELECT rolcanlogin FROM pg_roles WHERE rolname = 'wirewatch_web'").fetchone() == (False,)
        keeper.execute("SET ROLE wirewatch_web")


def test_a_user_who_may_not_is_told_what_an_administrator_has_to_run(bare_roles: str) -> None:
    with (
        psycopg.connect(make_conninfo(bare_roles, user="guest", password="x"), autocommit=True) as guest,
        pytest.raises(ConfigurationError, match=r'CREATE ROLE wirewatch_web; GRANT wirewatch_web TO "guest";'),
    ):
        ensure_granted_roles(guest)
