"""One embedded server for the tests of the warehouse; each test that hurts it starts it again."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg.rows import TupleRow

from pipeline.settings import Settings
from pipeline.warehouse.connect import connect
from pipeline.warehouse.embedded import Server, ensure_server, remove_server

HOME_MODE = 0o750  # of a folder that was there before: nothing may widen it


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """Settings of a home of its own, whose server is removed at the end."""
    home = tmp_path_factory.mktemp("home")
    home.chmod(HOME_MODE)
    chosen = Settings(home=home, profile="main", warehouse_url=None)
    yield chosen
    remove_server(chosen)


@pytest.fixture
def server(settings: Settings) -> Server:
    """The running server of that home."""
    return ensure_server(settings)


@pytest.fixture
def fresh_settings(tmp_path: Path) -> Iterator[Settings]:
    """Settings of a home that does not exist yet."""
    chosen = Settings(home=tmp_path / "home", profile="main", warehouse_url=None)
    yield chosen
    remove_server(chosen)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every account may enter, unlike tmp_path: as root, the server then lives inside the home."""
    folder = Path(tempfile.mkdtemp(prefix="wirewatch-test-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def empty_database(server: Server) -> Iterator[str]:
    """The owner's connection string of a new, empty database, dropped afterwards."""
    name = "scratch"
    with psycopg.connect(server.conninfo("admin", "postgres"), autocommit=True) as admin:
        admin.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        admin.execute(f"CREATE DATABASE {name} OWNER wirewatch_owner")
    yield psycopg.conninfo.make_conninfo(server.conninfo("owner"), dbname=name)
    with psycopg.connect(server.conninfo("admin", "postgres"), autocommit=True) as admin:
        admin.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@pytest.fixture
def connection(empty_database: str) -> Iterator[psycopg.Connection[TupleRow]]:
    """The owner's connection to the empty database."""
    with connect(empty_database, application_name="tests") as opened:
        yield opened
