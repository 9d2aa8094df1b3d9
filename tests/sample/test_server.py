"""The newsroom over HTTP: an address for each outlet, a clock to set, conditional requests, a process of its own."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from pipeline.errors import ConfigurationError
from pipeline.sample.server import RunningNewsroom, start

ANCHOR = date(2026, 11, 23)


@pytest.fixture(scope="module")
def running() -> Iterator[RunningNewsroom]:
    with start(ANCHOR) as newsroom:
        yield newsroom


def get(url: str, headers: dict[str, str] | None = None) -> tuple[int, dict[str, str], bytes]:
    request = urllib.request.Request(url, headers=headers or {})
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, dict(answer.headers), answer.read()
    except urllib.error.HTTPError as error:
        return error.code, dict(error.headers), error.read()


def test_each_outlet_has_an_address_of_its_own(running: RunningNewsroom) -> None:
    addresses = running.local_sources.split(",")
    assert len(set(addresses)) == len(running.newsroom.outlets) == 13
    assert all(address.startswith("127.0.0.") for address in addresses)


def test_the_feeds_to_poll_answer(running: RunningNewsroom) -> None:
    for feed in running.feeds:
        status, _, body = get(feed.url)
        assert status == 200 and body, feed.url


def test_the_server_gives_the_same_bytes_as_the_function(running: RunningNewsroom) -> None:
    article = running.newsroom.articles()[-1]
    assert get(article.url)[2] == running.newsroom.page(article.url, running.clock).body


def test_the_clock_can_be_set_back_and_forth(running: RunningNewsroom) -> None:
    article = running.newsroom.articles()[-1]
    newsroom = running.newsroom
    try:
        running.set_clock(newsroom.poll_time(newsroom.days[0]))
        assert get(article.url)[0] == 404
    finally:
        running.set_clock(newsroom.poll_time(ANCHOR))
    assert get(article.url)[0] == 200


def test_a_clock_without_a_time_zone_is_refused(running: RunningNewsroom) -> None:
    with pytest.raises(ValueError, match="needs a time zone"):
        running.set_clock(datetime(2026, 11, 23))  # noqa: DTZ001 that is the fault


@pytest.mark.parametrize(("answer", "ask"), [("ETag", "If-None-Match"), ("Last-Modified", "If-Modified-Since")])
def test_an_unchanged_document_is_not_sent_twice(running: RunningNewsroom, answer: str, ask: str) -> None:
    url = running.newsroom.bases["herald"] + "/feed/"
    status, headers, _ = get(url)
    assert status == 200
    assert get(url, {ask: headers[answer]})[0] == 304


def test_a_changed_feed_is_sent_again(running: RunningNewsroom) -> None:
    newsroom, url = running.newsroom, running.newsroom.bases["herald"] + "/feed/"
    try:
        running.set_clock(newsroom.poll_time(newsroom.days[10]))
        tag = get(url)[1]["ETag"]
    finally:
        running.set_clock(newsroom.poll_time(ANCHOR))
    assert get(url, {"If-None-Match": tag})[0] == 200


def test_the_server_is_down_while_its_outlet_is(running: RunningNewsroom) -> None:
    newsroom = running.newsroom
    try:
        running.set_clock(newsroom.poll_time(newsroom.days[27]))
        assert get(newsroom.bases["herald"] + "/feed/")[0] == 500
        assert get(newsroom.bases["pallas"] + "/feed.json")[0] == 200
    finally:
        running.set_clock(newsroom.poll_time(ANCHOR))


def test_a_given_port_is_kept_and_a_taken_one_is_reported() -> None:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    with start(ANCHOR, port) as first:
        assert first.newsroom.bases["herald"].endswith(f":{port}")
        with pytest.raises(ConfigurationError, match=f"cannot listen on port {port}"):
            start(ANCHOR, port)


def test_stopping_twice_does_no_harm_and_frees_the_port() -> None:
    running = start(ANCHOR)
    url = running.feeds[0].url
    running.stop()
    running.stop()
    with pytest.raises(urllib.error.URLError):
        urllib.request.urlopen(url, timeout=2)


def test_it_runs_as_a_process_of_its_own_with_a_clock_file(tmp_path: Path) -> None:
    clock = tmp_path / "clock"
    command = [sys.executable, "-m", "pipeline.sample.server", "--anchor", ANCHOR.isoformat(), "--clock", str(clock)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            facts = json.loads(process.stdout.readline())
            url = facts["bases"]["meridian"] + "/rss/latest.xml"
            assert b"Kyiv asks Seoul" in get(url)[2]
            clock.write_text("2026-10-12T23:30:00+00:00", encoding="utf-8")
            assert b"Kyiv asks Seoul" not in get(url)[2]
        finally:
            process.terminate()
