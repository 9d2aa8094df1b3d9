"""A copy's coding is made of what its original says and of the passages that only the copy has; events count once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from pipeline.group.carry import passages
from pipeline.records import Annotation, Document, Sentence
from pipeline.steps.annotate import annotate_step
from pipeline.steps.annotate_copies import Copy, RootReading, read_copies
from pipeline.steps.work import work_through
from pipeline.warehouse.connect import connect
from tests.annotate.reading import annotator
from tests.conftest import Warehouse
from tests.steps.test_group_step import a_run, add_all, place_all

NOON = datetime(2031, 5, 6, 12, tzinfo=UTC)
ROOT = (
    "Russia received 40 missiles from North Korea on Monday, officials in Seoul said. The South Korean government "
    "condemned North Korea over the shipment. The harbour of Rajin was closed for two days. Fishermen in the town told "
    "reporters that they had seen trucks. The weather was calm and nobody was hurt. A ferry that had waited outside the "
    "port came in at noon with eighty passengers. The mayor of Rajin thanked the crew for their patience. Schools in the "
    "district will open again after the holidays, the mayor said. Bread was sold from carts in the streets."
)
COPY = f"This report came by wire. {ROOT.replace('two days', 'three days')} China criticised Japan on Tuesday over the islands."


def sentences_of(text: str) -> list[tuple[int, int]]:
    spans, start = [], 0
    for end in [at + 1 for at in range(len(text)) if text[at] == "."]:
        spans.append((start, end))
        start = end + 1
    return spans


def read(text: str, title: str | None = None) -> Annotation:
    root = RootReading(ROOT, None, annotator().annotate(ROOT, None, NOON, "en"))
    ((_, found),) = read_copies(annotator(), {1: Copy(text, title, NOON, "en", sentences_of(text), root)})
    assert isinstance(found, Annotation)
    return found


def said(annotation: Annotation, text: str) -> list[tuple[str, str, str]]:
    def words(party: object) -> str:
        return str(getattr(party, "text", ""))

    found = []
    for event in annotation.events:
        for party in (event.source, event.target):
            assert party is None or text[party.start : party.end] == party.text
        found.append((event.type, words(event.source), words(event.target)))
    return sorted(found)


def test_a_copy_says_what_it_says_when_it_is_parsed_as_a_whole() -> None:
    whole, carried = annotator().annotate(COPY, None, NOON, "en"), read(COPY)
    assert said(carried, COPY) == said(whole, COPY)
    assert [(one.text, one.start) for one in carried.mentions] == [(one.text, one.start) for one in whole.mentions]
    assert [(one.weapon, one.start) for one in carried.claims] == [(one.weapon, one.start) for one in whole.claims]
    assert carried.parsed == "part"


def test_the_same_words_need_no_parsing() -> None:
    found = read(ROOT)
    assert found.parsed == "none"
    assert found.events and found.claims


def test_a_headline_of_its_own_is_read() -> None:
    found = read(ROOT, "Iran ships 100 drones to Sudan")
    assert [claim.evidence_scope for claim in found.headline_claims] == ["headline"]


def test_a_text_that_differs_in_most_is_parsed_as_a_whole() -> None:
    other = "Iran sold drones to Sudan, the ministry said. " * 8 + ROOT[:80]
    assert read(other).parsed == "all"


def test_neighbouring_sentences_are_one_passage() -> None:
    sentences = [Sentence(at, 10 * at, 10 * at + 9) for at in range(8)]
    assert passages([(30, 39), (40, 49), (70, 79)], sentences) == [(20, 49), (60, 79)]


def wire_copies(count: int, published_at: datetime) -> list[Document]:
    """An original of a wire and its copies in other outlets, some with a line of their own."""
    original = Document("wire", ROOT, "Missiles received", published_at, "wire.example", "Reuters")
    lines = ("", " Readers may write to the desk of the paper.")
    return [original] + [
        replace(
            original,
            id=f"copy{n}",
            text=ROOT + lines[n % len(lines)],
            source=f"copy{n}.example",
            agency=None,
            published_at=published_at + timedelta(hours=2 * n + 1),
        )
        for n in range(count)
    ]


def annotate_all(warehouse: Warehouse, documents: Iterable[Document], now: datetime) -> None:
    add_all(warehouse, documents, now)
    place_all(warehouse, now)
    with connect(warehouse.owner, application_name="tests") as connection:
        connection.execute(
            """
            INSERT INTO raw.page_version_key (page_version_id, page_id, body_sha256, origin_type, fetched_at,
                first_seen_at)
            OVERRIDING SYSTEM VALUE
            SELECT article_id, page_id, article_id::text, 'fetch', first_seen_at, first_seen_at FROM core.article_key
            ON CONFLICT DO NOTHING
            """
        )
        rows = connection.execute("SELECT article_version_id, first_seen_at, text FROM core.article").fetchall()
        with connection.cursor() as cursor:
            cursor.executemany(
                """
                INSERT INTO core.sentence (article_version_id, first_seen_at, ordinal, start_char, end_char,
                    paragraph_number)
                VALUES (%s, %s, %s, %s, %s, 0) ON CONFLICT DO NOTHING
                """,
                [
                    (version_id, seen, ordinal, start, end)
                    for version_id, seen, text in rows
                    for ordinal, (start, end) in enumerate(sentences_of(text))
                ],
            )
    run = a_run(warehouse, now)
    counts = work_through(lambda: connect(warehouse.writer, application_name="tests"), annotate_step(), run)
    assert set(counts) == {"done"}


def test_wire_copies_are_one_event_with_many_evidences_and_one_text_parsed(warehouse: Warehouse, now: datetime) -> None:
    late = now.replace(hour=22)  # the later copies come after midnight
    documents = wire_copies(4, late)
    annotate_all(warehouse, documents[:3], late)
    annotate_all(warehouse, documents[3:], late + timedelta(hours=9))  # the original was read in an earlier run
    with connect(warehouse.owner, application_name="tests") as connection:
        rows = connection.execute("SELECT reason FROM ops.work WHERE step_code = 'annotate'").fetchall()
        events = connection.execute(
            """
            SELECT event_type, count(DISTINCT article_id), count(DISTINCT event_key)
            FROM core.event INNER JOIN core.event_evidence USING (event_id)
            WHERE source_country_code = 'KOR' AND target_country_code = 'PRK' GROUP BY event_id, event_type
            """
        ).fetchall()
        claims = connection.execute("SELECT count(*), count(DISTINCT article_id) FROM core.claim").fetchone()
    assert Counter(row[0] for row in rows) == {"full": 1, "from original": 2, "partly from original": 2}
    assert events == [("ACCUSE", 5, 1)]
    assert claims == (5, 5)


def test_readings_of_originals_go_when_no_copy_is_to_come(warehouse: Warehouse, now: datetime) -> None:
    annotate_all(warehouse, wire_copies(0, now), now)
    later = Document(
        "later", "Iran sold drones to Sudan, officials said.", None, now + timedelta(days=40), "wire.example"
    )
    annotate_all(warehouse, [later], now + timedelta(days=40))
    with connect(warehouse.owner, application_name="tests") as connection:
        kept = connection.execute("SELECT text FROM core.root_reading JOIN core.article USING (article_id)").fetchall()
    assert kept == [(later.text,)]
