"""How long the pages take in a large warehouse; a day's page is to answer within 100 ms in the median.

    python benchmarks/web.py                        # a million articles
    python benchmarks/web.py --articles 100000

The rows are those of benchmarks/track.py, with two mentions for each article: 1,000 articles a day from 200 sources. Each
page is asked for in one process, without a network and without Airflow's login, in random order over changing days.
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import psycopg
from starlette.requests import Request
from starlette.testclient import TestClient
from track import LAST, PER_DAY, measure

from pipeline.settings import Settings
from pipeline.warehouse.embedded import Server, ensure_server, remove_server
from pipeline.web.access import Visitor
from pipeline.web.app import create_app

ROUNDS, WARM_UP = 30, 6

_REST = """
INSERT INTO core.actor (actor_id, name, country_code, is_resolved)
VALUES ('PRK', 'North Korea', 'PRK', TRUE), ('RUS', 'Russia', 'RUS', TRUE);
INSERT INTO core.mention (article_version_id, first_seen_at, start_char, end_char, surface_text, mention_type, actor_id)
SELECT article_version_id, first_seen_at, 5 * n, 5 * n + 5, 'words', 'GPE', (ARRAY['PRK', 'RUS'])[n]
FROM core.article CROSS JOIN generate_series(1, 2) AS s (n);
UPDATE raw.feed SET last_poll_at = latest.polled_at, last_success_at = latest.polled_at
FROM (SELECT max(polled_at) AS polled_at FROM raw.feed_poll) AS latest;
"""


class Host:
    """Lets everybody in."""

    def __init__(self, conninfo: str) -> None:
        self._conninfo = conninfo

    async def visitor(self, request: Request) -> Visitor | None:
        """The same reader for every request."""
        return Visitor("benchmark", True, True)

    def login_url(self, next_url: str) -> str:
        """Never asked for."""
        return next_url

    def secret(self) -> bytes:
        """A key for the tokens of forms."""
        return b"benchmark"

    def warehouse(self) -> str:
        """The generated warehouse, as the pages' own role."""
        return self._conninfo


def pages(articles: int, transfer_keys: list[str]) -> dict[str, Callable[[], str]]:
    """An address maker for each page."""
    days = articles // PER_DAY

    def some_day() -> str:
        return str(LAST - timedelta(days=random.randrange(min(days, 90))))

    return {
        "overview": lambda: "/",
        "topic, 90 days": lambda: "/topics/north?days=90",
        "topic, 365 days": lambda: "/topics/north?days=365",
        "a day's page": lambda: f"/topics/{random.choice(['north', 'iran', 'russia'])}/{some_day()}",
        "ledger": lambda: "/ledger",
        "ledger, filtered": lambda: "/ledger?supplier=PRK&recipient=RUS",
        "a transfer": lambda: f"/ledger/{random.choice(transfer_keys)}",
        "dyads": lambda: "/dyads",
        "a dyad": lambda: "/dyads/PRK/RUS",
        "actors": lambda: "/actors",
        "an actor": lambda: "/actors/PRK",
        "an article": lambda: f"/articles/{random.randrange(1, articles - 1)}",
        "search, a rare word": lambda: f"/search?q={random.randrange(1, articles - 1)}",
        "search, in all articles": lambda: f"/search?q=words&since={some_day()}",
        "search, nowhere": lambda: f"/search?q={quote('zebra crossing')}",
        "feeds": lambda: "/feeds",
        "alerts": lambda: "/alerts",
    }


def time_pages(client: TestClient, makers: dict[str, Callable[[], str]]) -> dict[str, list[float]]:
    """Milliseconds by page; every page answers with 200."""
    seconds: dict[str, list[float]] = {name: [] for name in makers}
    rounds = [name for name in makers for _ in range(ROUNDS + WARM_UP)]
    random.shuffle(rounds)
    for name in rounds:
        address = makers[name]()
        began = time.perf_counter()
        answer = client.get(address)
        seconds[name].append(1000 * (time.perf_counter() - began))
        assert answer.status_code == 200, (address, answer.status_code, answer.text[-400:])
    return {name: taken[WARM_UP:] for name, taken in seconds.items()}


def build(server: Server, articles: int) -> str:
    """A generated warehouse; returns the connection string of the role web."""
    measure(server, articles)
    name = f"track_{articles}"
    owner, web = (psycopg.conninfo.make_conninfo(server.conninfo(role), dbname=name) for role in ("owner", "web"))
    with psycopg.connect(owner, autocommit=True) as connection:
        connection.execute(_REST)
        connection.execute("VACUUM ANALYZE")
    return web


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=1_000_000)
    articles = parser.parse_args().articles
    random.seed(7)
    with tempfile.TemporaryDirectory(prefix="wirewatch-web-") as home:
        settings = Settings(home=Path(home), profile="main", warehouse_url=None)
        server = ensure_server(settings)
        try:
            began = time.perf_counter()
            web = build(server, articles)
            print(f"{articles:,} articles, built in {time.perf_counter() - began:.0f} s", flush=True)
            with psycopg.connect(web) as connection:
                keys = [row[0] for row in connection.execute("SELECT transfer_key FROM mart.transfer_ledger LIMIT 50")]
            with TestClient(create_app(Host(web))) as client:
                print(f"{'page':<26} {'median ms':>10} {'slowest of ' + str(ROUNDS) + ' ms':>20}")
                for name, taken in time_pages(client, pages(articles, keys)).items():
                    print(f"{name:<26} {statistics.median(taken):>10.1f} {max(taken):>20.1f}")
        finally:
            remove_server(settings)


if __name__ == "__main__":
    main()
