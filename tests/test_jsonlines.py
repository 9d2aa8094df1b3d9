"""JSON Lines filters: one answer per line, in order; damaged lines get an error and stop nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from typing import Any

import pytest

from pipeline.jsonlines import answer_lines

DAMAGED = {10: b"{not json", 41: b'["a list"]', 77: b'\xff\xfe{"id": 77}'}


def doubled(records: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Reads ahead like a filter that works in batches."""
    batch = []
    for record in records:
        batch.append(record)
        if len(batch) == 7:
            yield from ({"id": one["id"], "twice": 2 * one["id"]} for one in batch)
            batch = []
    yield from ({"id": one["id"], "twice": 2 * one["id"]} for one in batch)


def test_answers_keep_the_order_of_the_lines_around_damaged_ones() -> None:
    lines = [DAMAGED.get(number, json.dumps({"id": number}).encode()) for number in range(100)]
    answers = list(answer_lines(lines, doubled))
    assert len(answers) == 100
    assert [number for number, answer in enumerate(answers) if "error" in answer] == sorted(DAMAGED)
    assert all(answer["twice"] == 2 * number for number, answer in enumerate(answers) if number not in DAMAGED)


def test_an_error_names_the_line_and_what_is_wrong() -> None:
    answers = list(answer_lines([b'{"id": 1}', b"{oops"], doubled))
    assert answers[1]["error"].startswith("line 2: not JSON")


def test_blank_lines_are_passed_over() -> None:
    assert [answer["id"] for answer in answer_lines([b"\n", b'{"id": 3}', b"  \n"], doubled)] == [3]


COMMANDS = {
    "extract": lambda n: {
        "id": n,
        "url": f"https://news.example/{n}",
        "html": f"<html><body><article><h1>Report {n}</h1><p>{'The harbour opened again after the storm. ' * 8}</p></article>",
    },
    "annotate": lambda n: {"id": n, "text": f"Russia received {n + 2} missiles from North Korea, Seoul said."},
    "group": lambda n: {"id": n, "text": f"The council of town {n % 9} met on Monday to speak about the bridge. " * 3},
    "signals": lambda n: {
        "date": f"2026-{1 + n // 28:02}-{1 + n % 28:02}",
        "matching": n % 4,
        "total": 50,
        "owners": 3,
    },
    "canonical": lambda n: {"url": f"https://www.news.example/story-{n}?utm_source=rss"},
    "poll": lambda n: {"url": f"http://127.0.0.1:9/{n}"},
}


@pytest.mark.parametrize("command", list(COMMANDS))
def test_each_command_answers_a_hundred_lines_of_which_three_are_damaged(command: str) -> None:
    lines = [DAMAGED.get(n, json.dumps(COMMANDS[command](n)).encode()) for n in range(100)]
    done = subprocess.run(
        [sys.executable, "-m", "pipeline.cli", command],
        input=b"\n".join(lines),
        stdout=subprocess.PIPE,
        env={**os.environ, "WIREWATCH_MIN_HOST_GAP_SECONDS": "0"},
        timeout=240,
        check=False,
    )
    assert done.returncode == 0
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(answers) == 100
    assert all("line" in answers[n]["error"] for n in DAMAGED)
    sound = [answer for n, answer in enumerate(answers) if n not in DAMAGED]
    if command == "poll":  # a private address is refused in words, which is an answer too
        assert all(answer["outcome"] == "blocked_address" for answer in sound)
    else:
        assert not any(answer.get("error") for answer in sound)
    for n, answer in enumerate(answers):
        if n not in DAMAGED and "id" in COMMANDS[command](n):
            assert answer["id"] == n
