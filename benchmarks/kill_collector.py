"""Kills a poll at random moments after its server has answered, and counts the items lost and doubled; prints a table.

    python benchmarks/kill_collector.py [--kills 20] [--feeds 8] [--seed 1]

Each feed gets new items before each kill and has an ETag: were a validator stored without its items, the next poll would
be told that nothing is new, and they would be missed for good. A last run is left alone; then the warehouse is compared
with what the feeds held.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from pipeline.records import Feed
from pipeline.settings import Settings
from pipeline.steps.catalog import sync_feeds
from pipeline.steps.poll import poll_due_feeds
from pipeline.steps.reference import RunReference
from pipeline.warehouse.connect import connect
from pipeline.warehouse.conninfo import conninfo
from pipeline.warehouse.embedded import remove_server
from pipeline.warehouse.migrate import migrate
from tests.feed_house import Answer, FeedHouse, feed_house

START = datetime(2026, 3, 10, 12, tzinfo=UTC)
ITEMS_A_ROUND = 2
LATEST_KILL_SECONDS = 0.08  # after an answer; a commit follows within some milliseconds
LONGEST_RUN_SECONDS = 120.0


@dataclass(frozen=True)
class Losses:
    """What the kills did: how many came in time, and what the warehouse lacks or has twice."""

    kills: int
    in_the_middle: int  # kills after which some feed of the round was polled and some was not
    items: int
    lost: int
    doubled: int
    pages_lost: int
    pages_doubled: int


def item_links(feed: int, rounds: int) -> list[str]:
    """The links of all items that a feed has brought by a round, the newest first."""
    return [f"https://paper.example/{feed}/report-{n}" for n in range((rounds + 1) * ITEMS_A_ROUND, 0, -1)]


def moment_of(round_number: int) -> datetime:
    """When a round's items are published and polled: past the longest interval, and all rounds within the month after
    which an item first seen is old and not fetched, since a feed may be killed before its turn many times in a row.
    """
    return START + timedelta(hours=25 * round_number)


def document(feed: int, rounds: int) -> bytes:
    items = "".join(
        f"<item><title>Report {link}</title><link>{link}</link><guid>{link}</guid>"
        f"<pubDate>{format_datetime(moment_of(rounds - place // ITEMS_A_ROUND))}</pubDate></item>"
        for place, link in enumerate(item_links(feed, rounds))
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>F</title>{items}</channel></rss>'.encode()


def kill_polls(warehouse: str, house: FeedHouse, kills: int, feeds: int, seed: int) -> Losses:
    """Kill `kills` polls of the feeds, each at a random moment after a random answer, and compare at the end."""
    moments = random.Random(seed)
    with connect(warehouse, application_name="kill benchmark") as connection:
        sync_feeds(
            connection, [Feed(house.url(f"/{n}"), f"paper{n}.example", f"Paper {n}") for n in range(feeds)], START
        )
    in_the_middle = 0
    for number in range(kills):
        house.answers = {f"/{n}": Answer(document(n, number), etag=f'"{number}"') for n in range(feeds)}
        now = moment_of(number)
        answered = threading.Semaphore(0)
        house.on_answer = lambda _, answered=answered: answered.release()
        victim = subprocess.Popen(
            [sys.executable, __file__, "--victim", warehouse, house.local_source, now.isoformat()],
            cwd=Path(__file__).parents[1],
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])},
        )
        try:
            for _ in range(moments.randint(1, feeds)):
                answered.acquire(timeout=LONGEST_RUN_SECONDS)
            time.sleep(moments.uniform(0, LATEST_KILL_SECONDS))
        finally:
            victim.kill()
            victim.wait()
        in_the_middle += 0 < _count(warehouse, "raw.feed_poll WHERE polled_at = %s", now) < feeds
    poll_all(warehouse, house.local_source, moment_of(kills))
    return _compare(warehouse, kills, in_the_middle, [link for n in range(feeds) for link in item_links(n, kills - 1)])


def poll_all(warehouse: str, local_source: str, now: datetime) -> str:
    """One run of the step, as the DAG does it."""
    os.environ |= {"WIREWATCH_PROFILE": "demo", "WIREWATCH_LOCAL_SOURCES": local_source}
    os.environ |= {"WIREWATCH_MIN_HOST_GAP_SECONDS": "0", "WIREWATCH_MAX_CONNECTIONS_PER_HOST": "1"}
    return poll_due_feeds(warehouse, RunReference("collect_feeds", now.isoformat(), now))


def _count(warehouse: str, what: str, *parameters: object) -> int:
    with connect(warehouse, application_name="kill benchmark") as connection:
        row = connection.execute(f"SELECT count(*) FROM {what}".encode(), parameters).fetchone()
    return int(row[0]) if row else 0


def _compare(warehouse: str, kills: int, in_the_middle: int, expected: list[str]) -> Losses:
    with connect(warehouse, application_name="kill benchmark") as connection:
        items = [row[0] for row in connection.execute("SELECT url FROM raw.feed_item").fetchall()]
        pages = [
            row[0]
            for row in connection.execute(
                "SELECT page_key.url FROM ops.work JOIN raw.page_key ON page_id = item_id WHERE step_code = 'fetch'"
            ).fetchall()
        ]
    return Losses(
        kills=kills,
        in_the_middle=in_the_middle,
        items=len(expected),
        lost=len(set(expected) - set(items)),
        doubled=len(items) - len(set(items)),
        pages_lost=len(set(expected) - set(pages)),
        pages_doubled=len(pages) - len(set(pages)),
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    for name, default in (("kills", 20), ("feeds", 8), ("seed", 1)):
        parser.add_argument(f"--{name}", type=int, default=default)
    parser.add_argument("--victim", nargs=3, metavar="TEXT", help=argparse.SUPPRESS)
    wanted = parser.parse_args()
    if wanted.victim:
        warehouse, local_source, now = wanted.victim
        poll_all(warehouse, local_source, datetime.fromisoformat(now))
        return
    with TemporaryDirectory() as home, feed_house() as house:
        settings = Settings(home=Path(home), profile="main", warehouse_url=None)
        migrate(settings)
        losses = kill_polls(conninfo(settings, "writer"), house, wanted.kills, wanted.feeds, wanted.seed)
        remove_server(settings)
    print(
        f"{'kills':>7}{'in the middle':>15}{'items':>7}{'lost':>6}{'doubled':>9}{'pages lost':>12}{'pages doubled':>15}"
    )
    print(
        f"{losses.kills:7}{losses.in_the_middle:15}{losses.items:7}{losses.lost:6}{losses.doubled:9}"
        f"{losses.pages_lost:12}{losses.pages_doubled:15}"
    )


if __name__ == "__main__":
    main()
