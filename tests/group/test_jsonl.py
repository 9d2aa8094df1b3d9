"""`wirewatch group` answers each record in its place, and says what is wrong with a record that cannot be placed."""

from __future__ import annotations

from pipeline.group.explain import explain_lines
from pipeline.group.jsonl import answer
from pipeline.records import Document, Placement
from tests.group.test_copies import NOON, copies_of, report


def as_record(document: Document) -> dict[str, object]:
    moment = document.published_at.isoformat() if document.published_at else None
    return {"id": document.id, "text": document.text, "title": document.title, "published_at": moment}


def test_answers_keep_the_order_and_a_later_line_may_be_the_original() -> None:
    one = report(1, NOON)
    (copy,) = copies_of(one, 1, seed=1)
    answers = list(answer([as_record(copy), as_record(one)]))
    assert [row["id"] for row in answers] == [copy.id, one.id]
    assert answers[0]["duplicate_of"] == one.id
    assert answers[0]["story_id"] == answers[1]["story_id"] == one.id
    assert answers[1]["relation"] == "original"


def test_a_record_that_cannot_be_placed_gets_an_error_and_stops_no_other() -> None:
    rows = [
        {"id": 1},
        {"id": 2, "text": "Ten ships."},
        {"text": "x"},
        {"id": 2, "text": "y"},
        {"id": 4, "text": "a", "published_at": "soon"},
    ]
    answers = list(answer(rows))
    assert [bool(row["error"]) for row in answers] == [True, False, True, True, True]
    assert answers[1]["story_id"] == 2
    assert "no text" in answers[0]["error"]


def test_undated_documents_are_grouped_too() -> None:
    one = report(2, NOON)
    answers = list(answer([{"id": "a", "text": one.text}, {"id": "b", "text": one.text}]))
    assert answers[1]["relation"] == "exact_copy"


def test_no_input_gives_no_output() -> None:
    assert list(answer([])) == []


def test_the_explanation_shows_the_words_that_differ() -> None:
    root = Document("r", "Ten ships left Arvik before the storm came in.", "Ships leave", None, "wire.example")
    copy = Document("c", "Nine ships left Arvik before the storm came in. (AFP)", "Ships gone", None, "paper.example")
    lines = explain_lines(
        [(copy, Placement("c", "r", "near_copy", "r", 0.9, "much alike")), (root, Placement("r", "r", "original"))]
    )
    assert lines[0].startswith("original")
    assert "    - Ten" in lines and "    + Nine" in lines and "    + AFP" in lines
    assert "credits AFP" in lines[2]
