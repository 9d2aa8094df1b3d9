"""Reading the archive again after a change of rules: dry run, switch, marts that follow, corrections, and back again."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from pipeline.annotate.pipeline import Annotator, Item
from pipeline.operate.reprocess import follow
from pipeline.records import Annotation, Article
from pipeline.sample.server import RunningNewsroom
from pipeline.settings import get_settings
from pipeline.steps import checks, reprocess
from pipeline.steps.corrections import correct_claim
from pipeline.steps.reference import RunReference
from pipeline.steps.reprocess_form import open_form, report_form, switch_form
from pipeline.steps.reprocess_report import report_lines
from pipeline.warehouse.connect import connect
from pipeline.warehouse.embedded import Server
from pipeline.warehouse.sqlfiles import load_sql
from tests.conftest import TEMPLATE, Warehouse
from tests.digest import digest
from tests.steps.conftest import DAY, evening, start_step
from tests.steps.cycle_process import STEPS, cycle_settings, prepare, run_step

pytestmark = pytest.mark.timeout(900)
ROOT = Path(__file__).resolve().parents[2]
# The rules before the change: they lose every third paragraph and let all furniture through that has no name.
EARLIER_RULES = """

def judge(blocks, context):
    return {block.index: "lost" for block in blocks[2::3]}
"""
NOW = evening() + timedelta(minutes=10)  # the same day, so that no day is added to the marts
FIRST = DAY - timedelta(days=60)  # before the oldest article of the feeds
CURRENT = {
    "articles": "SELECT page_id, title, text, quality_type FROM core.article JOIN core.article_key USING (article_id) "
    "WHERE is_current",
    "claims": "SELECT claim_key, claim_text, sentence_text FROM mart.claim_evidence",
    "places": "SELECT article_id, relation_type, root_article_id, origin FROM core.story_article",
}


def reference(name: str) -> RunReference:
    return RunReference("reprocess_archive", name, NOW, data_interval=(evening(), NOW))


@dataclass(frozen=True)
class Compared:
    """A day as the earlier rules read it, compared with the present ones by the DAG's form, as a dry run."""

    name: str  # of the database
    number: int
    before: dict[str, Any]  # what analysts saw before the comparison
    lines: list[str]
    form: dict[str, Any]


@pytest.fixture(scope="module")
def compared(
    shared_server: Server, newsroom: RunningNewsroom, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Compared]:
    """Some outlets' day brought in under the earlier rules, then compared."""
    code = tmp_path_factory.mktemp("earlier")
    for folder in ("pipeline", "sql"):
        shutil.copytree(ROOT / folder, code / folder, ignore=shutil.ignore_patterns("__pycache__"))
    with (code / "pipeline" / "extract" / "furniture.py").open("a") as module:
        module.write(EARLIER_RULES)
    create(shared_server, "earlier", TEMPLATE)
    made = warehouse_named(shared_server, "earlier")
    with pytest.MonkeyPatch.context() as patch:
        for name, value in cycle_settings(newsroom.local_sources).items():
            patch.setenv(name, value)
        get_settings.cache_clear()
        prepare(made.writer, [newsroom.feeds[0], newsroom.feeds[6]], evening())
        for step in STEPS:
            if step == "extract":
                assert start_step(made.writer, newsroom, step, code).wait(timeout=600) == 0
            else:
                run_step(made.writer, step, evening())
    get_settings.cache_clear()
    before = current(made)
    form = {"from_date": f"{FIRST}", "to_date": f"{DAY}", "domain": "", "dry_run": True, "undo_set": None}
    number = open_form(made.writer, reference("form"), form)
    assert reprocess.plan_reading(made.writer, reference("form")) == [0]
    reprocess.reread_articles(made.writer, reference("form"))
    lines = report_form(made.writer, reference("form"), number)
    assert not switch_form(made.writer, reference("form"), number, form)
    yield Compared("earlier", number, before, lines, form)
    drop(shared_server, "earlier")


@pytest.fixture
def world(shared_server: Server, compared: Compared) -> Iterator[Warehouse]:
    """A copy of that warehouse for one test."""
    create(shared_server, "reread", compared.name)
    yield warehouse_named(shared_server, "reread")
    drop(shared_server, "reread")


def create(server: Server, name: str, source: str) -> None:
    with psycopg.connect(server.conninfo("admin", "postgres"), autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name} TEMPLATE {source} OWNER wirewatch_owner")


def drop(server: Server, name: str) -> None:
    with psycopg.connect(server.conninfo("admin", "postgres"), autocommit=True) as admin:
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


def warehouse_named(server: Server, name: str) -> Warehouse:
    return Warehouse(
        *(make_conninfo(server.conninfo(role), dbname=name) for role in ("owner", "writer", "analyst", "web"))
    )


def ask(warehouse: Warehouse, query: str) -> list[Any]:
    with connect(warehouse.owner, application_name="tests") as connection:
        return sorted(connection.execute(query).fetchall(), key=repr)


def current(warehouse: Warehouse) -> dict[str, Any]:
    """What analysts see: current articles, claims and places, and every mart."""
    seen = {name: ask(warehouse, query) for name, query in CURRENT.items()}
    return seen | {name: rows for name, rows in digest(warehouse.owner).items() if name.startswith("mart.")}


def test_a_dry_run_reports_and_changes_nothing_that_analysts_see(world: Warehouse, compared: Compared) -> None:
    report = reprocess.report_set(world.writer, reference("form"), compared.number)
    assert report.counts["text"] > 5
    assert report.counts["unread"] == 0
    assert report.claims_gained > 0
    assert report.added_chars > 500
    assert any(line.startswith("    + ") for line in compared.lines)
    assert any("claim gained" in line for line in compared.lines)
    assert current(world) == compared.before
    # The same range again is the same set, and nothing is read twice.
    assert open_form(world.writer, reference("again"), compared.form) == compared.number
    assert reprocess.plan_reading(world.writer, reference("again")) == []


@pytest.mark.parametrize(
    ("was", "quality", "text", "change"),
    [
        ("article", "article", "Ferry talks resume.", "same"),
        ("article", "article", "Ferry talks resume today.", "text"),
        ("article", "refused", "", "refused"),
        ("refused", "article", "Ferry talks resume.", "accepted"),
        ("refused", "refused", "Ferry talks resume.", "same"),
        ("refused", "refused", "Ferry", "facts"),
    ],
)
def test_the_kind_of_a_change(was: str, quality: str, text: str, change: str) -> None:
    old = Article("https://a.example/x", "Ferries", "Ferry talks resume.", was, None, 1.0)
    found = replace(old, quality=quality, text=text)
    assert reprocess.change_of({**asdict(old), "author_names": None, "is_read_by_present": False}, found) == change


def test_a_switch_gives_what_the_present_rules_read_and_an_undo_what_was_there(
    world: Warehouse, compared: Compared, newsroom: RunningNewsroom
) -> None:
    before, number = compared.before, compared.number
    assert reprocess.switch_set(world.writer, reference("switch"), number) > 5
    follow(world.writer, reference("switch"), lambda _: None)
    switched = current(world)
    written = {
        article.url: article.version(evening()).text
        for article in newsroom.newsroom.articles()
        if article.kind == "article"
    }
    read = ask(
        world,
        "SELECT page.final_url, article.text FROM core.article JOIN raw.page USING (page_version_id) "
        "WHERE is_current AND quality_type = 'article'",
    )
    assert [(text, written[url]) for url, text in read if url in written and text != written[url]] == []
    assert len(switched["claims"]) > len(before["claims"])
    assert switched["mart.topic_day"] != before["mart.topic_day"]
    assert ask(world, "SELECT * FROM ops.dirty_day") == []
    # The old versions, and what was coded of them, can still be asked for.
    assert ask(world, "SELECT count(*) FROM core.claim WHERE NOT is_current") != [(0,)]
    assert reprocess.undo_set(world.writer, reference("undo"), number) > 5
    follow(world.writer, reference("undo"), lambda _: None)
    assert current(world) == before
    # And forward once more, without reading anything.
    assert open_form(world.writer, reference("once more"), compared.form) == number
    assert reprocess.plan_reading(world.writer, reference("once more")) == []
    reprocess.switch_set(world.writer, reference("once more"), number)
    follow(world.writer, reference("once more"), lambda _: None)
    assert current(world) == switched


def test_corrections_survive_and_what_is_gone_is_listed(world: Warehouse, compared: Compared) -> None:
    kept, changed = ask(
        world,
        # Two that are alone in their sentence with their weapon: else nobody could say where a correction belongs.
        "SELECT min(claim_key) FROM core.claim WHERE is_current AND stance_type = 'alleges' "
        "GROUP BY article_version_id, sentence_ordinal, weapon_text HAVING count(*) = 1 ORDER BY 1 LIMIT 2",
    )
    with connect(world.owner, application_name="tests") as connection:
        # A claim that other rules gave another key.
        connection.execute("UPDATE core.claim SET claim_key = '0000000000ff' WHERE claim_key = %s", changed)
        for key in (kept[0], "0000000000ff"):
            correct_claim(connection, key, "deal_type", "aid", reason="misread", author="an analyst", now=NOW)
        connection.execute(
            "INSERT INTO core.correction (target_type, target_key, field, reason, author, created_at) "
            "VALUES ('claim', 'nothing has this key', 'deal_type', 'misread', 'an analyst', %s)",
            (NOW,),
        )
    reprocess.switch_set(world.writer, reference("switch"), compared.number)
    with connect(world.owner, application_name="tests") as connection:
        # Code every article of the day anew, as a change of the coder does.
        connection.execute("UPDATE ops.work SET state_code = 'pending' WHERE step_code = 'annotate'")
    follow(world.writer, reference("switch"), lambda _: None)
    found = ask(world, "SELECT claim_key, is_carried, is_orphaned FROM mart.correction")
    assert found == sorted(
        [(kept[0], False, False), (changed[0], True, False), ("nothing has this key", False, True)], key=repr
    )


def test_the_data_checks_find_nothing_wrong_with_a_set_before_and_after_its_switch(
    world: Warehouse, compared: Compared
) -> None:
    """The checks of the ordinary DAGs look at these runs, too; a day of some outlets may have warnings, but no errors."""
    errors = {check.code for check in checks.all_checks() if check.severity == "error"}
    for act in (lambda: None, lambda: reprocess.switch_set(world.writer, reference("switch"), compared.number)):
        act()
        follow(world.writer, reference("switch"), lambda _: None)
        with connect(world.owner, application_name="tests") as connection:
            wrong = {code: connection.execute(load_sql(f"checks/{code}.sql")).fetchall() for code in sorted(errors)}
        assert {code: rows for code, rows in wrong.items() if rows} == {}


def test_an_article_that_changed_otherwise_meanwhile_is_left_alone(world: Warehouse, compared: Compared) -> None:
    number = compared.number
    with connect(world.owner, application_name="tests") as connection:
        connection.execute(
            "UPDATE ops.reprocess_article SET old_article_version_id = -1 "
            "WHERE reprocess_article_id = (SELECT min(reprocess_article_id) FROM ops.reprocess_article "
            "WHERE change_type = 'text')"
        )
    report = reprocess.report_set(world.writer, reference("count"), number)
    assert reprocess.switch_set(world.writer, reference("switch"), number) == report.changed - 1
    assert next(report_lines(report)).startswith(f"set {number} (compared)")


def test_copies_are_read_by_their_originals(
    world: Warehouse, compared: Compared, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = [row[0] for row in ask(world, "SELECT reprocess_article_id FROM ops.reprocess_article")]
    with connect(world.owner, application_name="tests") as connection:
        items = {
            name: replace(item, is_coded_by_present=False)
            for name, item in reprocess.load_items(connection, ids).items()
        }
    parsed: list[str] = []
    annotate_many = Annotator.annotate_many

    def counted(self: Annotator, requests: Iterable[Item]) -> Iterator[tuple[str, Annotation | Exception]]:
        kept = list(requests)
        parsed.extend(request[1] for request in kept)
        return annotate_many(self, kept)

    monkeypatch.setattr(Annotator, "annotate_many", counted)
    read = dict(reprocess.reread_step(NOW, get_settings()).compute(items))
    pages = {item.stored.page_id for item in items.values()}
    copies = [
        name
        for name, item in items.items()
        if item.old and item.old["relation"] in {"exact_copy", "near_copy"} and item.old["root_page_id"] in pages
    ]
    texts = [
        one.article.text
        for one in read.values()
        if isinstance(one, reprocess.Comparison) and one.article.quality != "refused"
    ]
    assert copies, "no outlet of this test prints another's text"
    assert sum(text in set(texts) for text in parsed) <= len(texts) - len(copies)
