"""`wirewatch topics check|preview|add`, `brief`, `correct`, `corrections` on a small planted warehouse."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from pipeline.cli import main
from pipeline.settings import get_settings
from pipeline.warehouse.embedded import Server
from tests.conftest import Warehouse
from tests.planting import Planter

DAY = date(2026, 3, 9)
TOPIC = """
topics:
  - key: southern_boats
    title: Southern boats
    actors: [SYR]
    frames: [arms_transfer]
    terms: {ko: [선박]}
    languages: [en]
"""


@pytest.fixture
def planted(shared_server: Server, warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Warehouse:
    """A warehouse with two articles, and the environment of a user with a catalog of their own."""
    with psycopg.connect(warehouse.owner) as connection:
        plant = Planter(connection)
        plant.source("daily.example")
        plant.poll("daily.example", DAY, items=2)
        plant.article("daily.example", DAY, "Pyongyang sent boats to Damascus.", {"recipient_codes": ["SYR"]})
        plant.article("daily.example", DAY, "Pyongyang sent shells to Moscow.", {})
    (tmp_path / "catalog").mkdir()
    monkeypatch.setenv("WIREWATCH_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("WIREWATCH_CATALOG", str(tmp_path / "catalog"))
    database = conninfo_to_dict(warehouse.owner)["dbname"]
    admin = make_conninfo(shared_server.conninfo("admin", "postgres"), dbname=database)
    monkeypatch.setenv("WIREWATCH_WAREHOUSE_URL", admin)  # a role that may become the others
    monkeypatch.setenv("WIREWATCH_FIXED_NOW", "2026-03-10T12:00:00Z")
    get_settings.cache_clear()
    return warehouse


def test_a_topic_is_checked_previewed_added_backfilled_told_and_corrected(
    planted: Warehouse, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "boats.yaml"
    file.write_text(TOPIC.replace("SYR", "Syria"))
    assert main(["topics", "check", str(file)]) == 1
    assert "ISO 3166" in capsys.readouterr().err

    file.write_text(TOPIC)
    assert main(["topics", "check", str(file)]) == 0
    assert "southern_boats: right" in capsys.readouterr().out

    assert main(["topics", "preview", str(file)]) == 0
    shown = capsys.readouterr().out
    assert "1 of 2 articles" in shown and "“Pyongyang sent boats to Damascus.”" in shown and "Moscow" not in shown

    assert main(["topics", "add", str(file)]) == 0
    capsys.readouterr()
    assert (tmp_path / "catalog" / "topics" / "boats.yaml").exists()
    question = (
        "SELECT article_count FROM mart.topic_day JOIN mart.dim_topic USING (topic_id) "
        "WHERE topic_key = 'southern_boats' AND day_date = '2026-03-09'"
    )
    with psycopg.connect(planted.analyst) as connection:
        assert connection.execute(question).fetchall() == [(1,)]
        row = connection.execute(
            "SELECT claim_key FROM mart.claim_evidence WHERE sentence_text LIKE '%Moscow%'"
        ).fetchone()
    assert row is not None

    assert main(["brief", "southern_boats", "--since", "2026-03-04", "--to", str(tmp_path)]) == 0
    page, text = capsys.readouterr().out.split()
    assert "Pyongyang sent boats" in Path(page).read_text() and "Pyongyang sent boats" in Path(text).read_text()

    order = [
        "correct",
        row[0][:10],
        "--field",
        "recipient",
        "--value",
        "SYR",
        "--reason",
        "Read again",
        "--author",
        "ann",
    ]
    assert main(order) == 0
    assert "RUS -> SYR" in capsys.readouterr().out
    with psycopg.connect(planted.analyst) as connection:
        assert connection.execute(question).fetchall() == [(2,)]
    assert main(["corrections"]) == 0
    listed = capsys.readouterr().out
    assert "ann" in listed and "applied" in listed
