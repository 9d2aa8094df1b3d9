"""What tests of more than one folder share: a warehouse of their own on one embedded server, and a clock."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import uuid4

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from pipeline.settings import Settings, get_settings
from pipeline.warehouse.embedded import Server, ensure_server, remove_server
from pipeline.warehouse.migrate import migrate

TEMPLATE = "migrated_template"


def pytest_configure() -> None:
    """Let Ctrl-C reach the processes that tests start: a shell in the background hands on that it is ignored."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the modules that take long, so that no core waits for them in the end."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


@dataclass(frozen=True)
class Warehouse:
    """A migrated, empty warehouse: connection strings by role."""

    owner: str
    writer: str
    analyst: str
    web: str


@pytest.fixture(scope="session")
def shared_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The embedded server of the test session, with a migrated database to copy from."""
    settings = Settings(home=tmp_path_factory.mktemp("shared-home"), profile="main", warehouse_url=None)
    server = ensure_server(settings)
    with psycopg.connect(server.conninfo("admin", "postgres"), autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {TEMPLATE} OWNER wirewatch_owner")
    migrate(make_conninfo(server.conninfo("owner"), dbname=TEMPLATE))
    yield server
    remove_server(settings)


@contextmanager
def _fresh_warehouse(server: Server) -> Iterator[Warehouse]:
    name = f"test_{uuid4().hex[:12]}"
    with psycopg.connect(server.conninfo("admin", "postgres"), autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE} OWNER wirewatch_owner")
    yield Warehouse(
        *(make_conninfo(server.conninfo(role), dbname=name) for role in ("owner", "writer", "analyst", "web"))
    )
    with psycopg.connect(server.conninfo("admin", "postgres"), autocommit=True) as admin:
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def warehouse(shared_server: Server) -> Iterator[Warehouse]:
    """An empty warehouse with all tables, dropped afterwards."""
    with _fresh_warehouse(shared_server) as fresh:
        yield fresh


@pytest.fixture(scope="module")
def module_warehouse(shared_server: Server) -> Iterator[Warehouse]:
    """The same, shared by the tests of a module."""
    with _fresh_warehouse(shared_server) as fresh:
        yield fresh


@pytest.fixture
def now() -> datetime:
    """The tests' present."""
    return datetime(2026, 3, 10, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No setting of the machine reaches a test, and none of a test the next one."""
    import os

    for name in [name for name in os.environ if name.startswith("WIREWATCH_")]:
        monkeypatch.delenv(name)
    get_settings.cache_clear()
    yield
    get_settings.cache_clear()
