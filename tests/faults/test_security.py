"""Attempts to make the collector reach where it must not."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest
from aiohttp.abc import AbstractResolver

from pipeline.collect.outcomes import Outcome
from pipeline.collect.pages import fetch_pages
from tests.faults.documents import NOW, entry, rss
from tests.faults.server import FaultServer, answer, redirect

SECRET = Path("/etc/hostname").read_text().strip()
pytestmark = pytest.mark.asyncio(loop_scope="session")


class FixedResolver(AbstractResolver):
    """Answers with one address after another, as a rebinding attacker's name server does."""

    def __init__(self, *addresses: str) -> None:
        self._addresses = list(addresses)
        self.asked = 0

    async def resolve(self, host, port=0, family=socket.AF_INET):
        address = self._addresses[min(self.asked, len(self._addresses) - 1)]
        self.asked += 1
        return [{"hostname": host, "host": address, "port": port, "family": socket.AF_INET, "proto": 0, "flags": 0}]

    async def close(self):
        pass


async def test_xxe_file_is_never_read(server, poll):
    secret = SECRET
    prolog = '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
    server.on("/feed", answer(200, rss(entry(1, title="Name &x; end"), entry(2), prolog=prolog)))
    result = await poll(server)
    assert len(result.items) == 2
    assert all(secret not in (polled.item.title or "") for polled in result.items)


async def test_xxe_file_in_a_news_sitemap_is_never_read(server, poll):
    secret = SECRET
    text = (
        '<!DOCTYPE urlset [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">'
        "<url><loc>https://paper.example/1</loc><news:news><news:title>A &x; b</news:title></news:news></url></urlset>"
    )
    server.on("/feed", answer(200, text.encode(), content_type="application/xml"))
    result = await poll(server)
    assert len(result.items) == 1
    assert secret not in (result.items[0].item.title or "")


async def test_redirect_to_loopback_is_blocked_before_a_connection_is_made(server, poll):
    async with FaultServer() as inner:
        server.on("/feed", redirect(f"http://127.0.0.1:{inner.port}/"))
        result = await poll(server)
        assert result.outcome is Outcome.BLOCKED_ADDRESS
        assert inner.connections == 0


async def test_redirect_to_metadata_is_blocked(server, poll):
    server.on("/feed", redirect("http://169.254.169.254/latest/meta-data/"))
    assert (await poll(server)).outcome is Outcome.BLOCKED_ADDRESS


async def test_redirect_file_scheme_is_refused(server, poll):
    server.on("/feed", redirect("file:///etc/passwd"))
    result = await poll(server)
    assert result.outcome is Outcome.BAD_REDIRECT
    assert "http" in result.reason


async def test_dns_rebinding_gains_nothing_because_the_socket_is_checked(server, open_session):
    resolver = FixedResolver("127.0.0.1")  # a public answer earlier would not matter: there is no earlier check
    async with FaultServer() as inner, open_session(server, resolver=resolver) as session:
        url = f"http://rebind.example:{inner.port}/"
        results = [r async for r in fetch_pages([url], NOW, session.settings, session=session)]
        assert results[0].outcome is Outcome.BLOCKED_ADDRESS
        assert inner.connections == 0
        assert resolver.asked == 1  # for robots.txt; the page is not asked for, and no name is looked up twice


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "127.1", "0x7f000001", "2130706433", "017700000001", "0",
        "0.0.0.0", "localhost", "a.localhost", "10.0.0.5",
        "172.16.3.4", "192.168.1.1", "100.64.0.1", "169.254.169.254", "224.0.0.1", "255.255.255.255", "[::1]", "[::]",
        "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::127.0.0.1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "[fe80::1]",
        "[fc00::1]", "[fec0::1]", "[ff02::1]", "[2001:0:7f00:1::]", "127.0.0.1.",
    ],
)  # fmt: skip
async def test_ipv6_mapped_private_and_other_odd_forms_are_blocked(host, open_session):
    async with FaultServer() as inner, open_session() as session:
        url = f"http://{host}:{inner.port}/"
        results = [r async for r in fetch_pages([url], NOW, session.settings, session=session)]
        assert results[0].outcome in (Outcome.BLOCKED_ADDRESS, Outcome.DNS_FAILURE, Outcome.INVALID_URL)
        assert inner.connections == 0


async def test_a_proxy_of_the_environment_is_not_used(server, poll, monkeypatch):
    async with FaultServer() as proxy:
        monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{proxy.port}")
        monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{proxy.port}")
        server.on("/feed", answer(200, rss(entry(1))))
        assert (await poll(server)).outcome is Outcome.OK
        assert proxy.connections == 0


async def test_cookies_are_not_kept(server, open_session):
    server.on("*", answer(200, b"<html><p>x</p></html>", {"Set-Cookie": "id=1"}, content_type="text/html"))
    async with open_session(server) as session:
        for path in ("/a", "/b"):
            [_ async for _ in fetch_pages([server.url(path)], NOW, session.settings, session=session)]
    assert all("cookie" not in asked.headers for asked in server.asked)


async def test_item_link_private_keeps_the_item_and_connects_nowhere(server, open_session, poll):
    async with FaultServer() as inner:
        links = [f"http://127.0.0.1:{inner.port}/x", "javascript:alert(1)", "http://10.0.0.5/"]
        server.on("/feed", answer(200, rss(*(entry(n, link=link) for n, link in enumerate(links)))))
        result = await poll(server)
        assert len(result.items) == 3
        assert [polled.is_fetchable for polled in result.items] == [True, False, True]
        async with open_session(server) as session:
            urls = [polled.item.url for polled in result.items]
            pages = [r async for r in fetch_pages(urls, NOW, session.settings, session=session)]
        assert {page.outcome for page in pages} == {Outcome.BLOCKED_ADDRESS, Outcome.INVALID_URL}
        assert inner.connections == 0
