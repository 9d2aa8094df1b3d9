"""Corrections: kept with who and why, applied by the next refresh, carried over a re-extraction."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

import psycopg
import pytest

from pipeline.annotate import plover
from pipeline.annotate.weapons_catalog import Category
from pipeline.errors import ConfigurationError
from pipeline.steps.corrections import correct, correct_claim
from pipeline.steps.reference import RunReference
from pipeline.steps.track import refresh_marts
from pipeline.track.corrections import CATEGORIES, EVENT_FIELDS, EVENT_TYPES, FIELDS, checked_value
from tests.conftest import Warehouse
from tests.planting import Planter

DAY = date(2026, 3, 2)
SENTENCE = "Pyongyang sent shells to Moscow."


@pytest.fixture
def planted(warehouse: Warehouse, now: datetime) -> Iterator[tuple[Warehouse, str, RunReference]]:
    """One article with one claim in fresh marts; the claim's key."""
    with psycopg.connect(warehouse.owner) as connection:
        plant = Planter(connection)
        plant.topic()
        plant.source("daily.example")
        plant.poll("daily.example", DAY, items=1)
        plant.article("daily.example", DAY, SENTENCE, {})
    reference = RunReference("track_topics", "one", now)
    refresh_marts(warehouse.writer, reference)
    with psycopg.connect(warehouse.analyst) as connection:
        row = connection.execute("SELECT claim_key FROM mart.claim_evidence").fetchone()
    assert row is not None
    yield warehouse, row[0], reference


def ledger(warehouse: Warehouse) -> list[tuple[object, ...]]:
    with psycopg.connect(warehouse.analyst) as connection:
        return connection.execute(
            "SELECT supplier_code, recipient_code, category_code, status_type FROM mart.transfer_ledger ORDER BY 2"
        ).fetchall()


def test_a_correction_changes_the_ledger_survives_a_rerun_and_is_carried_over(
    planted: tuple[Warehouse, str, RunReference], now: datetime
) -> None:
    warehouse, key, reference = planted
    assert ledger(warehouse) == [("PRK", "RUS", "ammunition", "alleged")]
    with psycopg.connect(warehouse.web) as connection:  # the role of the pages
        correct_claim(connection, key[:8], "recipient", "syr", reason="The text means Damascus", author="ann", now=now)
        correct_claim(connection, key, "stance", "denies", reason="A denial", author="ann", now=now)
    refresh_marts(warehouse.writer, reference)
    assert ledger(warehouse) == [("PRK", "SYR", "ammunition", "denied")]

    with psycopg.connect(warehouse.web) as connection:
        for claim, value, words in ((key, "SYR", "already"), ("0" * 32, "SYR", "no current claim"), ("x", "SYR", "no")):
            with pytest.raises(ConfigurationError, match=words):
                correct_claim(connection, claim, "recipient", value, reason="r", author="a", now=now)

    # Re-extraction under other rules reads another supplier, so the claim gets another key.
    with psycopg.connect(warehouse.owner) as connection:
        plant = Planter(connection)
        row = connection.execute("DELETE FROM core.claim RETURNING article_id, article_version_id").fetchone()
        assert row is not None
        new_key = plant.claim(row[0], row[1], "other", SENTENCE, {"supplier_codes": ["IRN"]})
        plant.dirty(DAY)
    refresh_marts(warehouse.writer, reference)
    assert new_key != key
    assert ledger(warehouse) == [("IRN", "SYR", "ammunition", "denied")]
    with psycopg.connect(warehouse.analyst) as connection:
        kept = connection.execute(
            "SELECT author, reason, is_carried, is_orphaned FROM mart.correction ORDER BY correction_id"
        ).fetchall()
        assert kept == [
            ("ann", "The text means Damascus", True, False),
            ("ann", "A denial", True, False),
        ]

    # Where no claim is left on these words, the correction is listed as orphaned and waits.
    with psycopg.connect(warehouse.owner) as connection:
        connection.execute("UPDATE core.claim SET is_current = FALSE")
        Planter(connection).dirty(DAY)
    refresh_marts(warehouse.writer, reference)
    assert ledger(warehouse) == []
    with psycopg.connect(warehouse.analyst) as connection:
        assert connection.execute("SELECT count(*) FROM mart.correction WHERE is_orphaned").fetchone() == (2,)


def test_a_correction_of_an_event_reaches_every_report_and_the_marts_and_survives_a_rerun(
    warehouse: Warehouse, now: datetime
) -> None:
    with psycopg.connect(warehouse.owner) as connection:
        plant = Planter(connection)
        plant.topic()
        plant.source("daily.example")
        plant.poll("daily.example", DAY, items=1)
        plant.article("daily.example", DAY, SENTENCE, {}, events=(("AID", "PRK", "RUS"),))
        plant.article("daily.example", DAY, "Moscow thanked Pyongyang.", events=(("CONSULT", "RUS", "PRK"),))
    reference = RunReference("track_topics", "one", now)

    def dyads() -> list[tuple[object, ...]]:
        refresh_marts(warehouse.writer, reference)
        with psycopg.connect(warehouse.analyst) as connection:
            return connection.execute(
                "SELECT source_country_code, target_country_code, event_count, mean_intensity, verbal_conflict_count "
                "FROM mart.dyad_week ORDER BY 1, 2"
            ).fetchall()

    def fix(key: str, **values: str) -> None:
        with psycopg.connect(warehouse.web) as connection:  # the role of the pages
            for field, value in values.items():
                correct(connection, key, field, value, reason="Read again", author="ann", now=now)

    assert dyads() == [("PRK", "RUS", 1, 7, 0), ("RUS", "PRK", 1, 7, 0)]
    with psycopg.connect(warehouse.analyst) as connection:
        rows = connection.execute("SELECT event_type, event_key FROM core.corrected_event").fetchall()
    key = dict(rows)["AID"]
    fix(key[:9], type="ACCUSE", target="syr", date="2026-02-27")
    assert dyads() == [("PRK", "SYR", 1, -2, 1), ("RUS", "PRK", 1, 7, 0)]
    with psycopg.connect(warehouse.analyst) as connection:
        told = connection.execute("SELECT event_count FROM mart.event_day WHERE event_date = '2026-02-27'").fetchall()
        assert told == [(1,)]

    # Other rules read another type in the same words: the event gets another key.
    with psycopg.connect(warehouse.owner) as connection:
        connection.execute("UPDATE core.event_evidence SET event_key = 'feed0123456789ab' WHERE event_key = %s", (key,))
        Planter(connection).dirty(DAY)
    assert dyads() == [("PRK", "SYR", 1, -2, 1), ("RUS", "PRK", 1, 7, 0)]
    fix("feed0123456789ab", rejected="true")
    assert dyads() == [("RUS", "PRK", 1, 7, 0)]
    with psycopg.connect(warehouse.analyst) as connection:
        counts = connection.execute("SELECT event_count FROM mart.topic_day WHERE day_date = %s", (DAY,)).fetchall()
        assert counts == [(0,)]  # the thanks match no topic
        kept = "SELECT field, author, is_carried, is_orphaned FROM mart.correction ORDER BY correction_id"
        assert connection.execute(kept).fetchall() == [
            ("type", "ann", True, False),
            ("target", "ann", True, False),
            ("date", "ann", True, False),
            ("rejected", "ann", False, False),
        ]
    fix("feed0123456789ab", rejected="false")
    assert dyads() == [("PRK", "SYR", 1, -2, 1), ("RUS", "PRK", 1, 7, 0)]
    with pytest.raises(ConfigurationError, match="none of AGREE"):
        fix("feed0123456789ab", type="MAYBE")


def test_a_rejected_claim_leaves_the_marts_and_may_come_back(
    planted: tuple[Warehouse, str, RunReference], now: datetime
) -> None:
    warehouse, key, reference = planted
    question = "SELECT article_count, claim_count FROM mart.topic_day"
    for value, expected, counts in (("true", 0, (0, 0)), ("false", 1, (1, 1))):
        with psycopg.connect(warehouse.writer) as connection:
            correct_claim(connection, key, "rejected", value, reason="Looked again", author="ann", now=now)
        refresh_marts(warehouse.writer, reference)
        assert len(ledger(warehouse)) == expected
        with psycopg.connect(warehouse.analyst) as connection:
            assert counts in connection.execute(question).fetchall()


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("colour", "red", "no field"),
        ("supplier", "Korea", "ISO 3166"),
        ("stance", "maybe", "none of alleges"),
        ("quantity_min", "many", "no number"),
        ("period_start", "spring", "no day"),
        ("weapon", " ", "cannot be empty"),
        ("negated", "perhaps", "neither"),
    ],
)
def test_a_value_that_cannot_be_is_refused_in_words(field: str, value: str, words: str) -> None:
    with pytest.raises(ConfigurationError, match=words):
        checked_value(field, value)


def test_values_are_kept_in_one_form() -> None:
    assert checked_value("supplier", "prk, rus") == "PRK,RUS"
    assert checked_value("quantity_max", "3,000,000") == "3000000"
    assert checked_value("claimant_country", "") is None
    assert checked_value("negated", "Yes") == "true"


def test_every_field_stands_in_the_view_and_categories_are_the_coders() -> None:
    from typing import get_args

    from pipeline.warehouse.sqlfiles import sql_path

    view = sql_path("migrations", "0071_event_corrections.sql").read_text()
    event_view, claim_view = view.split("CREATE OR REPLACE VIEW core.corrected_claim", 1)
    assert all(f"? '{field}'" in claim_view for field in FIELDS if field != "rejected")
    assert all(f"? '{field}'" in event_view for field in EVENT_FIELDS if field != "rejected")
    assert set(CATEGORIES) == set(get_args(Category))


def test_the_warehouse_gives_corrected_types_what_the_coder_gives_them(warehouse: Warehouse) -> None:
    with psycopg.connect(warehouse.analyst) as connection:
        rows = connection.execute(
            "SELECT event_type, quad_class_code, cameo_root_code, intensity FROM core.event_type"
        ).fetchall()
    assert {row[0] for row in rows} == set(EVENT_TYPES) == set(plover.TYPES)
    for event_type, quad, root, intensity in rows:
        assert (quad, root) == (plover.quad_class(event_type), plover.cameo_root(event_type))
        assert intensity == pytest.approx(plover.intensity(event_type))
