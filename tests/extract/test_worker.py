"""Hostile pages end in time as one refused or quarantined page, while the others go on; also inside other processes."""

from __future__ import annotations

import base64
import multiprocessing
import time

from pipeline.errors import Quarantine
from pipeline.extract.jsonl import answer
from pipeline.extract.worker import ExtractJob, extract_many
from pipeline.records import Article
from tests.extract.pages import BODY, NOW, PARAGRAPHS, newsroom_page, page

TEXT = "\n\n".join(PARAGRAPHS)
DEADLINE = 4.0
HOSTILE = {
    "breaks": newsroom_page(f"{BODY}<div>{'x<br>' * 200_000}</div>"),
    "depth": newsroom_page(f"{BODY}{'<div>' * 5000}deep{'</div>' * 5000}"),
    "rows": newsroom_page(f"{BODY}<table>{'<tr><td>a</td><td>1</td></tr>' * 20_000}</table>"),
    "attribute": newsroom_page(f'{BODY}<img alt="{"x" * 20_000_000}">'),
    "entities": newsroom_page(f"{BODY}<p>{'&amp;&#x41;' * 300_000}</p>"),
    "bytes": "<html><body><p>" + "\ufffd\x0b\x01<" * 50_000,
}


def job(name: str, html: str) -> ExtractJob:
    return ExtractJob(name, page(html), NOW)


def test_hostile_pages_end_in_time_and_the_others_go_on() -> None:
    jobs = [
        job("first", newsroom_page()),
        *(job(name, html) for name, html in HOSTILE.items()),
        job("last", newsroom_page()),
    ]
    began = time.monotonic()
    outcomes = dict(extract_many(jobs, processes=2, deadline_seconds=DEADLINE))
    assert time.monotonic() - began < 2 * DEADLINE * len(HOSTILE) + 60
    assert set(outcomes) == {"first", "last", *HOSTILE}
    for name in ("first", "last"):
        good = outcomes[name]
        assert isinstance(good, Article) and good.text == TEXT
    assert all(isinstance(outcome, Article | Quarantine) for outcome in outcomes.values())
    assert isinstance(outcomes["attribute"], Quarantine)


def test_a_page_past_its_deadline_is_quarantined_by_name_and_the_next_is_extracted() -> None:
    jobs = [
        job("slow", newsroom_page(f"{BODY}<table>{'<tr><td>a</td></tr>' * 100_000}</table>")),
        job("next", newsroom_page()),
    ]
    outcomes = dict(extract_many(jobs, deadline_seconds=0.3))
    slow = outcomes["slow"]
    assert isinstance(slow, Quarantine) and "not extracted within 0.3 s" in str(slow) and "harbour-gazette" in str(slow)
    assert isinstance(outcomes["next"], Article | Quarantine)


def _in_child(results: multiprocessing.Queue[str]) -> None:
    for _, outcome in extract_many([job("one", newsroom_page())]):
        results.put(outcome.text if isinstance(outcome, Article) else str(outcome))


def test_it_works_inside_a_daemonic_forked_process() -> None:
    context = multiprocessing.get_context("fork")
    results: multiprocessing.Queue[str] = context.Queue()
    child = context.Process(target=_in_child, args=(results,), daemon=True)
    child.start()
    assert results.get(timeout=90) == TEXT
    child.join(timeout=30)


def test_leaving_early_ends_the_children() -> None:
    outcomes = extract_many((job(str(number), newsroom_page()) for number in range(1000)), processes=2)
    next(outcomes)
    outcomes.close()  # type: ignore[attr-defined]


def test_the_filter_answers_in_order_and_names_what_is_wrong() -> None:
    html = newsroom_page()
    records = [
        {"id": 1, "url": "https://a.example/1", "html": html},
        {"id": 2, "url": "https://a.example/2"},
        {"id": 3, "url": "https://a.example/3", "html_base64": base64.b64encode(html.encode()).decode()},
        {"id": 4, "url": "https://a.example/4", "html_base64": "!"},
        {"id": 5, "url": 5, "html": html},
    ]
    answers = list(answer(records, now=NOW))
    assert [reply["id"] for reply in answers] == [1, 2, 3, 4, 5]
    assert answers[0]["text"] == answers[2]["text"] == TEXT
    assert answers[0]["published_at"] == "2031-05-18T07:45:00+09:00" and answers[0]["error"] is None
    assert [bool(reply["error"]) for reply in answers] == [False, True, False, True, True]
