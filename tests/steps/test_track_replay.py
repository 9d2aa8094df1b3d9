"""A replay with planted facts: gaps, a burst, a copy storm, contradictions, a growing catalog, one official quoted often."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import psycopg
import pytest

from pipeline.steps.brief import write_briefs
from pipeline.steps.reference import RunReference
from pipeline.steps.track import refresh_marts
from tests.conftest import Warehouse
from tests.planting import Planter, at
from tests.warehouse.test_queries import PARAMETERS, QUERIES

FIRST = date(2026, 1, 5)  # a Monday
DAYS = [FIRST + timedelta(days=number) for number in range(60)]
GAP_DAYS = DAYS[20:22]
STORM_DAY, BURST_DAY, JOIN_DAY = DAYS[35], DAYS[45], DAYS[50]
PANEL = [f"paper{number}.example" for number in range(8)]
LATECOMERS = [f"late{number}.example" for number in range(10)]
OUTLETS = [f"outlet{number}.example" for number in range(40)]
NOW = at(DAYS[-1] + timedelta(days=1), 6)


def plant_days(plant: Planter) -> None:
    """Two months: eight papers, 24 articles a day, of which one or two match."""
    topic_id = plant.topic(panel="papers")
    plant.topic("everything")
    for domain in PANEL:
        plant.source(domain)
    for domain in [*LATECOMERS, *OUTLETS]:
        plant.source(domain, since=JOIN_DAY)
    plant.panel(topic_id, *PANEL)
    for number, day in enumerate(DAYS):
        is_gap = day in GAP_DAYS
        for domain in PANEL:
            plant.poll(domain, day, is_good=not is_gap or domain == PANEL[0], items=3)
        if is_gap:
            continue
        for domain in PANEL[2:]:
            plant.article(domain, day)
        for domain in PANEL[: 1 + number % 2]:
            plant.article(domain, day, f"Report {number} of {domain} on shells.", {"recipient_codes": ["SYR"]})
        if day >= JOIN_DAY:
            for domain in LATECOMERS:
                plant.poll(domain, day, items=3)
                plant.article(domain, day)
    # Thirty outlets print one dispatch: many owners, one voice.
    first = plant.article(PANEL[0], STORM_DAY, "One dispatch on shells.", {}, agency="Wire")
    for number in range(30):
        plant.article(PANEL[number % 8], STORM_DAY, "One dispatch on shells.", {}, copy_of=first)
    # Eight papers report on their own account.
    for number in range(12):
        plant.article(PANEL[number % 8], BURST_DAY, f"Own report {number} on missiles.", {"category_code": "missiles"})


def plant_claims(plant: Planter) -> None:
    """Contradicting parties, and forty outlets that quote one official."""
    day = DAYS[55]
    deal = {"supplier_codes": ["IRN"], "recipient_codes": ["RUS"], "category_code": "aircraft", "weapon_text": "drones"}
    party = {"claimant_class_type": "party"}
    confirmed = deal | party | {
        "claimant_text": "Moscow", "claimant_country_code": "RUS", "stance_type": "confirms",
    }  # fmt: skip
    denied = deal | party | {
        "claimant_text": "Tehran", "claimant_country_code": "IRN", "stance_type": "denies", "is_negated": True,
    }  # fmt: skip
    plant.article(PANEL[3], day, "Moscow confirms drones from Tehran.", confirmed)
    plant.article(PANEL[4], day, "Tehran denies drones for Moscow.", denied)
    official = {"claimant_text": "A Seoul official", "claimant_country_code": "KOR", "claimant_class_type": "state"}
    for number, domain in enumerate(OUTLETS):
        plant.article(
            domain, day, f"{number}: an official spoke of launchers.", official | {"category_code": "artillery"}
        )


@pytest.fixture(scope="module")
def replayed(module_warehouse: Warehouse) -> Warehouse:
    """The planted two months, tracked day by day at the end, as a scheduled run would."""
    with psycopg.connect(module_warehouse.owner) as connection:
        plant = Planter(connection)
        plant_days(plant)
        plant_claims(plant)
    refresh_marts(module_warehouse.writer, RunReference("track_topics", "replay", NOW))
    return module_warehouse


def ask(warehouse: Warehouse, question: str, *values: object) -> list[tuple[object, ...]]:
    with psycopg.connect(warehouse.analyst) as connection:
        return connection.execute(question, values).fetchall()


NORTH = "mart.topic_day JOIN mart.dim_topic USING (topic_id) WHERE topic_key = 'north'"


def test_days_that_were_not_collected_are_null_with_a_reason(replayed: Warehouse) -> None:
    rows = ask(
        replayed, f"SELECT day_date, article_count, share, completeness, gap_reason FROM {NORTH} AND is_gap ORDER BY 1"
    )
    assert [(row[0], row[1], row[2], row[4]) for row in rows] == [
        (day, None, None, "polls failed: timeout") for day in GAP_DAYS
    ]
    assert [row[3] for row in rows] == [pytest.approx(1 / 8)] * 2


def test_a_burst_alerts_once_and_closes_and_a_copy_storm_does_not(replayed: Warehouse) -> None:
    alerts = ask(
        replayed,
        "SELECT opened_date, state_type, closed_date, fired_article_count, fired_owner_count FROM mart.alert "
        "JOIN mart.dim_topic USING (topic_id) WHERE topic_key = 'north'",
    )
    assert [(row[0], row[1]) for row in alerts] == [(BURST_DAY, "closed")]
    assert alerts[0][2] == BURST_DAY + timedelta(days=3)
    assert alerts[0][3:] == (14, 8)
    storm = ask(replayed, f"SELECT article_count, owner_count, origin_count FROM {NORTH} AND day_date = %s", STORM_DAY)
    assert storm[0][0] > 30 and storm[0][1] == 8 and storm[0][2] < 4


def test_feeds_added_in_mid_series_leave_the_panels_share_where_it_was(replayed: Warehouse) -> None:
    question = f"SELECT total_count, feed_count, completeness FROM {NORTH} AND day_date IN (%s, %s)"
    before, after = ask(replayed, question, JOIN_DAY - timedelta(days=2), JOIN_DAY + timedelta(days=2))
    assert before == after
    every = f"SELECT total_count FROM {NORTH.replace('north', 'everything')} AND day_date IN (%s, %s) ORDER BY day_date"
    old, new = ask(replayed, every, JOIN_DAY - timedelta(days=2), JOIN_DAY + timedelta(days=2))
    assert new[0] - old[0] == 10  # a topic without a panel does see them


def test_contradicting_parties_give_disputed(replayed: Warehouse) -> None:
    rows = ask(replayed, "SELECT status_type FROM mart.transfer_ledger WHERE supplier_code = 'IRN'")
    assert rows == [("disputed",)]


def test_forty_outlets_that_quote_one_official_are_one_origin(replayed: Warehouse) -> None:
    rows = ask(
        replayed,
        "SELECT claim_count, owner_count, origin_count FROM mart.transfer_ledger WHERE category_code = 'artillery'",
    )
    assert rows == [(40, 40, 1)]


def test_an_event_is_also_counted_on_its_own_day(replayed: Warehouse, now: datetime) -> None:
    told, happened = DAYS[30], date(2025, 12, 24)
    with psycopg.connect(replayed.owner) as connection:
        plant = Planter(connection)
        plant.sources = dict(connection.execute("SELECT domain, source_id FROM core.source").fetchall())
        claim = {"delivery_from_date": happened, "delivery_to_date": happened, "date_precision_type": "day"}
        plant.numbers = iter([9001, 9002])  # type: ignore[assignment]
        plant.article(PANEL[5], told, "Shells came before Christmas.", claim)
    refresh_marts(replayed.writer, RunReference("track_topics", "later", NOW))
    rows = ask(
        replayed,
        "SELECT event_date, claim_count, article_count FROM mart.event_day JOIN mart.dim_topic USING (topic_id) "
        "WHERE topic_key = 'north'",
    )
    assert rows == [(happened, 1, 1)]
    revised = ask(replayed, "SELECT count(*) FROM mart.topic_day_revision WHERE day_date = %s", told)
    assert revised == [(2,)]  # one for each topic: the closed day changed, its earlier value is kept


def test_a_second_refresh_changes_nothing(replayed: Warehouse) -> None:
    question = "SELECT * FROM mart.alert ORDER BY 1"
    changes = "SELECT count(*) FROM mart.transfer_change"
    before, changed = ask(replayed, question), ask(replayed, changes)
    with psycopg.connect(replayed.writer) as connection:
        connection.execute("INSERT INTO ops.dirty_day SELECT day_date, now() FROM mart.dim_date ON CONFLICT DO NOTHING")
    refresh_marts(replayed.writer, RunReference("track_topics", "again", NOW))
    assert ask(replayed, question) == before
    assert ask(replayed, changes) == changed


def test_the_brief_holds_numbers_gaps_transfers_and_sentences(replayed: Warehouse, tmp_path: Path) -> None:
    reference = RunReference("track_topics", "brief", at(BURST_DAY + timedelta(days=2), 6))
    names = write_briefs(replayed.writer, reference, tmp_path)
    page = next(Path(name) for name in names if "north" in name and name.endswith(".html")).read_text()
    assert "src=" not in page and "http-equiv" not in page  # nothing is loaded from anywhere
    assert "<svg" in page and "Own report" in page and "14 articles" in page
    text = next(Path(name) for name in names if "north" in name and name.endswith(".md")).read_text()
    assert "| North Korea → Russia |" in text
    assert "stands out" in text and "as of 20" in text


def test_analyst_runs_every_query_on_planted_data(replayed: Warehouse) -> None:
    known = "SELECT count(*) > 0 FROM pg_stats WHERE schemaname = 'core' AND tablename = 'claim'"
    assert ask(replayed, known) == [(True,)]  # so many days at once refresh the planner's statistics
    with psycopg.connect(replayed.analyst, autocommit=True, cursor_factory=psycopg.ClientCursor) as connection:
        transfer = connection.execute("SELECT transfer_key FROM mart.transfer_ledger LIMIT 1").fetchone()
        assert transfer is not None
        parameters = {
            **PARAMETERS, "topic_key": "north", "transfer_key": transfer[0], "recipient_code": None, "day_count": 60,
            "since_date": DAYS[0], "from_date": DAYS[0], "to_date": DAYS[-1], "day_date": BURST_DAY,
        }  # fmt: skip
        rows = {path.stem: len(connection.execute(path.read_text(), parameters).fetchall()) for path in QUERIES}
    # What nothing was planted for: quarantine, corrections, events, runs of steps, names, quantities.
    unplanted = {
        "corrections", "day_events", "weekly_dyads", "step_balance", "poll_balance", "unresolved_actors",
        "quantity_ranges", "event_calendar", "unread_documents",
    }  # fmt: skip
    assert {name for name, count in rows.items() if not count} <= unplanted
    assert rows["silence"] == 61  # the present day, too
