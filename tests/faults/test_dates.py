"""Dates of items, in the forms that go wrong."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from tests.faults.documents import NOW, entry, rss
from tests.faults.server import answer

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def only(server, poll, date: str | None, **more):
    server.on("/feed", answer(200, rss(entry(1, date=date, **more))))
    return (await poll(server)).items[0]


async def test_date_future_is_kept_as_said_and_placed_at_first_sight(server, poll):
    future = NOW + timedelta(days=3)
    polled = await only(server, poll, format_datetime(future))
    assert polled.item.published_at == future
    assert polled.item.published_text == format_datetime(future)
    assert polled.item.date_flag == "future"
    assert polled.effective_at == NOW


async def test_date_missing_is_placed_at_first_sight_and_is_no_news_at_a_first_poll(server, poll):
    polled = await only(server, poll, None)
    assert (polled.item.published_at, polled.item.date_flag) == (None, "missing")
    assert (polled.effective_at, polled.effective_basis) == (NOW, "first_poll")


@pytest.mark.parametrize("date", ["Thu, 01 Jan 1970 00:00:00 GMT", "0001-01-01T00:00:00Z"])
async def test_date_1970_or_year_1_counts_as_missing(server, poll, date):
    polled = await only(server, poll, date)
    assert (polled.item.published_at, polled.item.date_flag) == (None, "ancient")
    assert polled.effective_at == NOW


@pytest.mark.parametrize(
    ("date", "moment"),
    [
        ("2020/1/10 14:33:00", datetime(2020, 1, 10, 14, 33, tzinfo=UTC)),
        ("2020/11/2 14:33:00", datetime(2020, 11, 2, 14, 33, tzinfo=UTC)),
    ],
)
async def test_date_slash_ymd(server, poll, date, moment):
    assert (await only(server, poll, date)).item.published_at == moment


async def test_date_ampm(server, poll):
    polled = await only(server, poll, "Sat, Dec 16 2023 02:02:33 PM")
    assert polled.item.published_at == datetime(2023, 12, 16, 14, 2, 33, tzinfo=UTC)


async def test_date_non_english(server, poll):
    polled = await only(server, poll, "mer, 16 nov 2022 00:38:15 +0100")
    assert polled.item.published_at == datetime(2022, 11, 15, 23, 38, 15, tzinfo=UTC)


async def test_date_no_timezone_is_utc_and_flagged(server, poll):
    polled = await only(server, poll, "2026-01-02 10:00")
    assert (polled.item.published_at, polled.item.date_flag) == (datetime(2026, 1, 2, 10, tzinfo=UTC), "naive")


async def test_date_no_timezone_takes_the_zone_of_the_feeds_other_dates(server, poll):
    zoned = [entry(n, date=f"Mon, 09 Mar 2026 1{n}:00:00 +0900") for n in range(3)]
    server.on("/feed", answer(200, rss(*zoned, entry(9, date="2026-03-09 19:00"))))
    result = await poll(server)
    assert result.items[-1].item.published_at == datetime(2026, 3, 9, 10, tzinfo=UTC)
    assert result.state.utc_offset_minutes == 540


async def test_dates_renewed_at_each_request_are_not_trusted(server, poll):
    server.on("/feed", answer(200, rss(*(entry(n, date=format_datetime(NOW)) for n in range(6)))))
    result = await poll(server)
    assert not result.state.dates_trusted
    assert {polled.effective_basis for polled in result.items} == {"first_poll"}
