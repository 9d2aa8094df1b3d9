"""Status 200 with something else in the body."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pipeline.collect.outcomes import Outcome
from pipeline.collect.state import FeedState
from tests.faults.documents import NOW, feed_of, page, rss
from tests.faults.server import answer, in_turn

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_html_200_error_page_is_no_feed_and_the_good_validators_stay(server, poll):
    good = answer(200, feed_of(2), {"ETag": '"good"'})
    bad = answer(200, b"<html><title>Service unavailable</title></html>", {"ETag": '"bad"'}, content_type="text/html")
    server.on("/feed", in_turn(good, bad))
    first = await poll(server)
    second = await poll(server, first.state, NOW + timedelta(hours=1))
    assert second.outcome is Outcome.NOT_A_FEED
    assert second.state.etag == '"good"'
    assert second.state.body_sha256 == first.state.body_sha256
    assert second.state.failure_weight == 0.5


@pytest.mark.parametrize(
    ("body", "outcome"),
    [
        (
            b"<html><head><title>Your cookie choices</title></head><body><p>We and our partners use cookies.</p>"
            b"<button>Accept all</button></body></html>",
            Outcome.CONSENT_WALL,
        ),
        (
            b"<html><head><title>Ferry late</title></head><body><p>The ferry was late.</p>"
            b'<div class="paywall">Subscribe to continue reading</div></body></html>',
            Outcome.PAYWALL,
        ),
        (
            b"<html><head><title>Just a moment...</title></head><body><p>Verifying you are human.</p></body></html>",
            Outcome.BOT_CHALLENGE,
        ),
        (b"<html><head><title>Page not found</title></head><body><p>Sorry.</p></body></html>", Outcome.ERROR_PAGE),
        (
            b"<html><head><title>Log in</title></head><body><form><input type=password></form></body></html>",
            Outcome.LOGIN_WALL,
        ),
    ],
)
async def test_html_200_consent_and_other_walls_are_named_and_kept_apart_from_articles(server, fetch, body, outcome):
    server.on("/story", answer(200, body, content_type="text/html; charset=utf-8"))
    result = await fetch(server)
    assert result.outcome is outcome
    assert result.is_wall
    assert result.page.body == body


@pytest.mark.parametrize("words", ["Accept all cookies", "Subscribe now to read", "Are you a robot?", "Log in"])
async def test_an_article_that_carries_such_words_is_an_article(server, fetch, words):
    server.on("/story", answer(200, page(600, body=f"<div>{words}</div>"), content_type="text/html"))
    assert (await fetch(server)).outcome is Outcome.OK


async def test_empty_200_is_an_empty_body_and_stores_no_validator(server, poll):
    server.on("/feed", answer(200, b"", {"ETag": '"x"'}))
    result = await poll(server)
    assert result.outcome is Outcome.EMPTY_BODY
    assert result.state.etag is None
    assert result.state.failure_weight == 0.5


async def test_empty_feed_is_a_success_without_items(server, poll):
    server.on("/feed", answer(200, rss()))
    result = await poll(server)
    assert (result.outcome, result.items, result.state.failure_count) == (Outcome.OK, (), 0)


@pytest.mark.parametrize(
    ("kind", "beginning"),
    [("application/pdf", b"%PDF-1.7"), ("video/mp4", b"\0\0\0 ftypisom"), ("text/html", b"%PDF-1.7")],
)
async def test_content_type_pdf_and_films_are_named_with_their_size_and_not_downloaded(server, fetch, kind, beginning):
    sent = 0

    async def pour(_asked, writer):
        nonlocal sent
        writer.write(
            f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: 2000000000\r\n\r\n".encode() + beginning
        )
        for _ in range(400):
            writer.write(b"x" * 65_536)
            await writer.drain()
            sent += 65_536

    server.on("/story", pour)
    result = await fetch(server)
    assert result.outcome is Outcome.UNSUPPORTED_TYPE
    assert result.size_bytes == 2_000_000_000
    assert result.page is None
    assert sent < 10_000_000


async def test_an_article_that_redirects_to_the_home_page_is_an_error_page(server, fetch):
    server.on("/2026/03/ferry-late-again", answer(302, b"", {"Location": "/"}))
    server.on("/", answer(200, page(), content_type="text/html"))
    assert (await fetch(server, "/2026/03/ferry-late-again")).outcome is Outcome.ERROR_PAGE


async def test_a_state_without_window_treats_a_first_document_as_all_new(server, poll):
    server.on("/feed", answer(200, feed_of(5)))
    assert (await poll(server, FeedState(url=server.url()))).new_count == 5


async def test_an_article_in_bare_blocks_below_long_scripts_and_paywall_classes_is_an_article(server, fetch):
    script = "<script>" + "var subscribe = 'to read';" * 20_000 + "</script>"
    text = "<div id='paywall-root'>" + "<div>" + "The <a href='/x'>ferry</a> was late again. " * 60 + "</div></div>"
    server.on(
        "/story",
        answer(200, f"<html><head>{script}</head><body>{text}</body></html>".encode(), content_type="text/html"),
    )
    assert (await fetch(server)).outcome is Outcome.OK
