"""Fiction never meets fact: the demo and the real catalog share a home folder, but no warehouse."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from pipeline.errors import ConfigurationError
from pipeline.operate.demo import demo
from pipeline.sample.newsroom import Newsroom
from pipeline.sample.server import start
from pipeline.settings import Settings, get_settings
from pipeline.steps.catalog import sync_catalog, sync_feeds
from pipeline.warehouse.connect import connect
from pipeline.warehouse.conninfo import conninfo
from pipeline.warehouse.embedded import ensure_server, remove_server
from pipeline.warehouse.migrate import migrate

NOW = datetime(2026, 3, 8, 23, 30, tzinfo=UTC)


def sources(settings: Settings) -> dict[bool, int]:
    """How many sources the warehouse has, by whether they are fictional."""
    with connect(conninfo(settings, "owner"), application_name="tests") as connection:
        rows = connection.execute("SELECT is_sample, count(*) FROM core.source GROUP BY 1").fetchall()
    return {bool(is_sample): int(count) for is_sample, count in rows}


def test_no_sample_source_is_in_the_main_warehouse(tmp_path: Path) -> None:
    demo_settings, main_settings = (Settings(home=tmp_path, profile=name) for name in ("demo", "main"))
    try:
        with start(date(2026, 3, 9)) as room:
            newsroom: Newsroom = room.newsroom
            for settings in (demo_settings, main_settings):
                ensure_server(settings)
                migrate(settings)
                with connect(conninfo(settings, "writer"), application_name="tests") as connection:
                    if settings.profile == "demo":
                        sync_feeds(connection, newsroom.feeds(), NOW, is_sample=True)
                    sync_catalog(connection, settings, NOW)
        assert set(sources(demo_settings)) == {True}
        assert set(sources(main_settings)) == {False}
    finally:
        remove_server(demo_settings)
        remove_server(main_settings)


def test_the_demo_refuses_a_warehouse_of_somebodys_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # The demo sets these for its own process; what a test sets is taken back after it.
    for name, value in (("PROFILE", "main"), ("MIN_HOST_GAP_SECONDS", "0"), ("MAX_POLL_SECONDS", "43200")):
        monkeypatch.setenv(f"WIREWATCH_{name}", value)
    monkeypatch.setenv("WIREWATCH_HOME", str(tmp_path))
    monkeypatch.setenv("WIREWATCH_WAREHOUSE_URL", "postgresql://owner:secret@127.0.0.1:9/theirs")
    get_settings.cache_clear()
    with pytest.raises(ConfigurationError, match="invented articles"):
        demo(get_settings())
