"""One item under several names, several items under one."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pipeline.collect.outcomes import Outcome
from pipeline.collect.state import FeedState
from tests.faults.documents import NOW, entry, page, rss
from tests.faults.server import answer, in_turn

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def polls(server, poll, *bodies: bytes):
    server.on("/feed", in_turn(*(answer(200, body) for body in bodies)))
    state, results = FeedState(url=server.url()), []
    for n, _ in enumerate(bodies):
        result = await poll(server, state, NOW + timedelta(hours=n))
        state = result.state
        results.append(result)
    return results


async def test_guid_changed_same_link_is_no_new_article_and_leaves_an_alias(server, poll):
    before, after = rss(*(entry(n) for n in range(5))), rss(*(entry(n, guid=f"other:{n}") for n in range(5)))
    first, second = await polls(server, poll, before, after)
    assert second.new_count == 0
    assert {polled.status for polled in second.items} == {"moved"}
    assert {polled.alias_of for polled in second.items} == {polled.key for polled in first.items}


async def test_one_changed_guid_among_many_is_an_alias_and_the_guid_policy_stays(server, poll):
    items = [entry(n) for n in range(5)]
    _, second = await polls(server, poll, rss(*items), rss(entry(0, guid="edited"), *items[1:]))
    assert second.new_count == 0
    assert second.state.key_policy == "guid"
    assert [polled.status for polled in second.items] == ["moved", *["known"] * 4]


async def test_guid_same_link_changed_is_one_article_under_a_new_address(server, poll):
    second = (
        await polls(
            server, poll, rss(entry(1), entry(2)), rss(entry(1, link="https://paper.example/new-slug"), entry(2))
        )
    )[1]
    moved = second.items[0]
    assert second.new_count == 0
    assert moved.status == "moved"
    assert moved.item.url == "https://paper.example/new-slug"


async def test_guid_constant_is_noticed_and_links_count(server, poll):
    (result,) = await polls(server, poll, rss(*(entry(n, guid="constant") for n in range(10))))
    assert len(result.items) == 10
    assert result.state.key_policy == "link"


async def test_guid_missing_goes_by_link_and_without_a_link_by_title_and_date(server, poll):
    body = rss(entry(1, guid=None), entry(2, guid=None, link=None), entry(3, guid=None, link=None))
    first, second = await polls(server, poll, body, body + b"\n")
    assert [polled.key_basis for polled in first.items] == ["link", "hash", "hash"]
    assert second.new_count == 0


async def test_duplicate_items_in_doc_are_one(server, poll):
    (result,) = await polls(server, poll, rss(entry(1), entry(1), entry(2)))
    assert len(result.items) == 2
    assert result.dropped_count == 1


async def test_old_items_resurface_as_stale_and_are_no_news(server, poll):
    old = [entry(24 * 40 + n) for n in range(10)]
    _, second = await polls(server, poll, rss(entry(1), entry(2)), rss(entry(1), entry(2), *old))
    assert second.new_count == 0
    assert [polled.status for polled in second.items][2:] == ["stale"] * 10


async def test_items_that_stay_in_the_document_stay_known(server, poll):
    body = [rss(entry(1), entry(2), head=f"<ttl>{n}</ttl>") for n in range(5)]
    assert [result.new_count for result in await polls(server, poll, *body)] == [2, 0, 0, 0, 0]


async def test_tracking_params_make_no_second_article_and_ids_stay_apart(server, poll):
    links = ["?id=1&amp;utm_source=rss", "?id=1&amp;fbclid=3", "?id=1#xtor=RSS-1", "?id=2", "?p=1", "?article=1"]
    body = rss(*(entry(n, guid=None, link=f"https://paper.example/view{link}") for n, link in enumerate(links)))
    (result,) = await polls(server, poll, body)
    assert len(result.items) == 4


async def test_amp_mobile_variants_have_one_canonical_address(server, fetch):
    variants = ["/2026/03/ferry-late-again", "/2026/03/ferry-late-again/amp/", "/amp/2026/03/ferry-late-again"]
    for path in variants:
        server.on(path, answer(200, page(), content_type="text/html"))
    found = {(await fetch(server, path)).page.canonical_url for path in variants}
    assert len(found) == 1


async def test_rel_canonical_joins_pages_of_one_site(server, fetch):
    head = f'<link rel="canonical" href="{server.url("/2026/03/ferry-late-again")}">'
    server.on("/story", answer(200, page(head=head), content_type="text/html"))
    assert (await fetch(server, "/story?ref=17")).page.canonical_url.endswith("/2026/03/ferry-late-again")


@pytest.mark.parametrize("target", ["/", "https://other.example/2026/03/x-y-z", "/news", "javascript:void(0)", ""])
async def test_rel_canonical_to_home_or_elsewhere_is_ignored(server, fetch, target):
    server.on(
        "/2026/03/ferry-late-again",
        answer(200, page(head=f'<link rel="canonical" href="{target}">'), content_type="text/html"),
    )
    result = await fetch(server, "/2026/03/ferry-late-again")
    assert result.outcome is Outcome.OK
    assert result.page.canonical_url.endswith("/2026/03/ferry-late-again")


async def test_an_edited_item_is_changed_and_not_new(server, poll):
    _, second = await polls(server, poll, rss(entry(1), entry(2)), rss(entry(1, title="Ferry sunk"), entry(2)))
    assert [polled.status for polled in second.items] == ["changed", "known"]
