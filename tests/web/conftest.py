"""One planted warehouse and one real Airflow with the pages mounted, shared by all tests of this folder."""

from __future__ import annotations

import hashlib
import json
import os
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
import zstandard
from psycopg.conninfo import make_conninfo

from pipeline.steps.reference import RunReference
from pipeline.steps.track import refresh_marts
from pipeline.warehouse.conninfo import libpq_url
from pipeline.warehouse.embedded import Server
from tests.conftest import TEMPLATE, Warehouse
from tests.operate.airflow_api import AirflowApi, eventually
from tests.planting import Planter

FIRST, DAY = date(2026, 2, 1), date(2026, 3, 9)
GAP = DAY - timedelta(days=3)
SENTENCE = "Pyongyang sent 40 <b>shells</b> to Moscow & said so."
PASSWORDS = {"editor": "editor-password", "viewer": "viewer-password"}
PREFIX = "/air/flow"  # Airflow behind a path of its own

# A page that tries everything; the sentence stands in it in two elements.
HOSTILE = b"""<!doctype html><html><head><title>t</title><meta http-equiv="refresh" content="0;url=http://other.example/a">
<link rel="preconnect" href="http://other.example"><link rel="stylesheet" href="http://other.example/s.css">
<base href="http://other.example/"><script>document.title="ran"</script>
<style>@import "http://other.example/i.css"; body { background: url(http://other.example/b.png) }</style></head>
<body onload="document.title='ran'"><script src="http://other.example/x.js"></script>
<img src="http://other.example/i.png" onerror="document.title='ran'" alt="a ship">
<svg><image href="http://other.example/v.png"/><script>document.title="ran"</script></svg>
<iframe src="http://other.example/f"></iframe><form action="http://other.example/p"><button>go</button></form>
<p id="story">Pyongyang sent 40 &lt;b&gt;shells&lt;/b&gt; <em>to Moscow</em> &amp;
said so.</p><a id="away" href="http://other.example/l" ping="http://other.example/g">further</a></body></html>"""


@dataclass(frozen=True)
class Planted:
    """What stands in the warehouse of these tests."""

    warehouse: Warehouse
    admin: str  # may take the role of the pages, as the owner of a warehouse elsewhere may
    article_id: int
    page_version_id: int
    claim_key: str
    event_key: str
    transfer_key: str


@pytest.fixture(scope="module")
def planted(shared_server: Server) -> Iterator[Planted]:
    """Five weeks of one topic with a gap, a story with a copy, a claim, an event, and a hostile archived page."""
    name = f"pages_{uuid4().hex[:12]}"
    with psycopg.connect(shared_server.conninfo("admin", "postgres"), autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE} OWNER wirewatch_owner")
    warehouse = Warehouse(
        *(make_conninfo(shared_server.conninfo(role), dbname=name) for role in ("owner", "writer", "analyst", "web"))
    )
    with psycopg.connect(warehouse.owner) as connection:
        article_id = _plant(connection)
    refresh_marts(warehouse.writer, RunReference("track_topics", "planted", datetime(2026, 3, 10, 12, tzinfo=UTC)))
    with psycopg.connect(warehouse.owner) as connection:
        row = connection.execute(
            "SELECT claim_key, transfer_key, page_version_id FROM mart.transfer_ledger_claim "
            "JOIN core.claim USING (claim_key) JOIN core.article USING (article_version_id) WHERE claim.article_id = %s",
            (article_id,),
        ).fetchone()
        event = connection.execute("SELECT event_key FROM core.corrected_event").fetchone()
    assert row is not None and event is not None
    admin_conninfo = make_conninfo(shared_server.conninfo("admin", "postgres"), dbname=name)
    yield Planted(warehouse, admin_conninfo, article_id, row[2], row[0], event[0], row[1])
    with psycopg.connect(shared_server.conninfo("admin", "postgres"), autocommit=True) as admin:
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _plant(connection: psycopg.Connection[tuple[object, ...]]) -> int:
    plant = Planter(connection)
    plant.topic()
    for number in range(3):
        plant.source(f"paper{number}.example", since=FIRST)
        for ahead in range((DAY - FIRST).days + 1):
            day = FIRST + timedelta(days=ahead)
            plant.poll(f"paper{number}.example", day, is_good=day != GAP, items=1)
            if day != GAP:
                plant.article(f"paper{number}.example", day)
    claim = {"supplier_start_char": 0, "supplier_end_char": 9, "quantity_min": 40.0, "quantity_text": "40"}
    article_id = plant.article("paper0.example", DAY, SENTENCE, claim, events=(("AID", "PRK", "RUS"),))
    plant.article("paper1.example", DAY, SENTENCE, claim, copy_of=article_id)
    connection.execute(
        "INSERT INTO core.actor (actor_id, name, country_code, is_resolved) VALUES ('PRK', 'North Korea', 'PRK', TRUE)"
    )
    connection.execute(
        "INSERT INTO core.mention (article_version_id, first_seen_at, start_char, end_char, surface_text, mention_type, "
        "actor_id) SELECT article_version_id, first_seen_at, 0, 9, 'Pyongyang', 'GPE', 'PRK' FROM core.article "
        "WHERE article_id = %s",
        (article_id,),
    )
    connection.execute(
        "INSERT INTO core.article_removed SELECT article_version_id, first_seen_at, 0, 'comment_form', "
        "'<script>alert(1)</script> Leave a reply' FROM core.article WHERE article_id = %s",
        (article_id,),
    )
    connection.execute(
        "INSERT INTO raw.page (page_version_id, first_seen_at, url, http_status, content_type, body, body_byte_count) "
        "SELECT page_version_id, first_seen_at, 'https://paper0.example/', 200, 'text/html', %s, %s FROM core.article "
        "WHERE article_id = %s",
        (zstandard.ZstdCompressor().compress(HOSTILE), len(HOSTILE), article_id),
    )
    connection.execute(
        "UPDATE raw.page_version_key SET body_sha256 = %s FROM core.article "
        "WHERE article.page_version_id = page_version_key.page_version_id AND article_id = %s",
        (hashlib.sha256(HOSTILE).hexdigest(), article_id),
    )
    return article_id


@dataclass(frozen=True)
class Answer:
    """What a server answered, redirects not followed."""

    status: int
    headers: dict[str, str]
    body: str


@dataclass(frozen=True)
class Airflow:
    """A running Airflow; `pages` is the address under which it mounts the app."""

    base: str

    @property
    def pages(self) -> str:
        return f"{self.base}/wirewatch"

    def token(self, user: str) -> str:
        """A token of the user, as the login page keeps it in a cookie."""
        return AirflowApi.sign_in(self.base, user, PASSWORDS[user]).token

    def ask(
        self,
        path: str,
        token: str | None = None,
        method: str = "GET",
        body: bytes | None = None,
        headers: dict[str, str] | None = None,
    ) -> Answer:
        """Ask for a path below `pages`, with the token as a cookie."""
        given = {**(headers or {}), **({"Cookie": f"_token={token}"} if token else {})}
        request = urllib.request.Request(self.pages + path, body, given, method=method)
        try:
            with _OPENER.open(request, timeout=60) as answer:
                return Answer(answer.status, dict(answer.headers.items()), answer.read().decode("utf-8", "replace"))
        except urllib.error.HTTPError as error:
            with error:
                return Answer(error.code, dict(error.headers.items()), error.read().decode("utf-8", "replace"))


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


_OPENER = urllib.request.build_opener(_NoRedirect)


@pytest.fixture(scope="module")
def airflow(planted: Planted, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Airflow]:
    """Airflow's API server in a process of its own: the plugin is found by its entry point, users log in as usual."""
    home = tmp_path_factory.mktemp("airflow-pages")
    passwords = home / "passwords.json"
    passwords.write_text(json.dumps(PASSWORDS))
    listening = socket.create_server(("127.0.0.1", 0))
    base = f"http://127.0.0.1:{listening.getsockname()[1]}{PREFIX}"
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("AIRFLOW", "WIREWATCH_"))},
        "AIRFLOW_HOME": str(home),
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": f"sqlite:///{home}/airflow.db",
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__CORE__DAGS_FOLDER": str(home),
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS": "editor:user,viewer:viewer",
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE": str(passwords),
        "AIRFLOW__API__BASE_URL": base,
        "AIRFLOW__API__SECRET_KEY": "key of the tests",
        "AIRFLOW__API_AUTH__JWT_SECRET": "secret of the tests, long enough for its hash",
        "WIREWATCH_HOME": str(home),
        "WIREWATCH_WAREHOUSE_URL": libpq_url(planted.admin),
    }
    log = home / "server.log"
    with log.open("wb") as out:
        server = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("airflow_server.py")), str(listening.fileno())],
            env=environment,
            stdout=out,
            stderr=subprocess.STDOUT,
            pass_fds=[listening.fileno()],
        )
    listening.close()
    running = Airflow(base)

    def answers() -> bool:
        assert server.poll() is None, log.read_text(errors="replace")[-3000:]
        try:
            return running.ask("/assets/style.css").status == 401
        except OSError:
            return False

    try:
        eventually(answers, 240, "Airflow's API server")
        yield running
    finally:
        server.terminate()
        server.wait(30)
