"""The TCP port for other programs lets the analyst in with the password, and nobody else."""

from __future__ import annotations

import re
import signal
import socket
import struct
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass

import psycopg
import pytest

from pipeline.settings import Settings
from pipeline.warehouse.embedded import Server, ensure_server, stop_server

SERVE = """
import sys
from pathlib import Path
from pipeline.settings import Settings
from pipeline.warehouse.commands import serve_db
sys.exit(serve_db(Settings(home=Path(sys.argv[1]), profile="main", warehouse_url=None), int(sys.argv[2])))
"""


@dataclass(frozen=True)
class Port:
    process: subprocess.Popen[str]
    number: int
    url: str


def start(settings: Settings, port: int = 0) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", SERVE, str(settings.home), str(port)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def opened(settings: Settings) -> Iterator[Port]:
    process = start(settings)
    assert process.stdout is not None
    text = "".join(iter(process.stdout.readline, "Ctrl-C ends it; the warehouse keeps running.\n"))
    url = re.search(r"postgresql://\S+", text)
    number = re.search(r"127\.0\.0\.1 port (\d+)", text)
    assert url and number
    yield Port(process, int(number[1]), url[0])
    process.kill()
    process.communicate()


@pytest.fixture(scope="module")
def port(settings: Settings) -> Iterator[Port]:
    """A port that stays open through these tests."""
    yield from opened(settings)


@pytest.fixture
def brief_port(settings: Settings) -> Iterator[Port]:
    """A port of one test alone."""
    yield from opened(settings)


def test_the_announced_url_lets_the_analyst_read(port: Port) -> None:
    with psycopg.connect(port.url) as connection:
        assert connection.execute("SELECT current_user, current_database()").fetchone() == ("analyst", "warehouse")
        rows = connection.execute("SELECT repeat('x', 1000) FROM generate_series(1, 20000)").fetchall()
        assert len(rows) == 20000


def test_a_wrong_password_is_refused_over_tcp(port: Port) -> None:
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(port.url, password="guess")


def test_other_roles_are_refused_even_with_their_password(port: Port, server: Server) -> None:
    for role in ("owner", "admin"):
        with pytest.raises(psycopg.OperationalError, match='only the role "analyst"'):
            psycopg.connect(server.conninfo(role), host="127.0.0.1", port=port.number)  # type: ignore[arg-type]


def test_the_analyst_writes_nothing_over_tcp(port: Port) -> None:
    with psycopg.connect(port.url, autocommit=True) as analyst:
        analyst.execute("SET default_transaction_read_only = off")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            analyst.execute("CREATE TABLE public.t (n integer)")


def test_a_query_can_be_cancelled(port: Port) -> None:
    with psycopg.connect(port.url, autocommit=True) as connection:
        timer = threading.Timer(0.5, connection.cancel_safe)
        timer.start()
        with pytest.raises(psycopg.errors.QueryCanceled):
            connection.execute("SELECT pg_sleep(60)")
        timer.join()


@pytest.mark.parametrize(
    "greeting", [b"GET / HTTP/1.1\r\n\r\n", struct.pack("!II", 8, 2 << 16), b"\x16\x03\x01\x02\x00\x01\x00\x01"]
)
def test_other_protocols_are_turned_away(port: Port, greeting: bytes) -> None:
    with socket.create_connection(("127.0.0.1", port.number), timeout=10) as client:
        client.sendall(greeting)
        answer = b"".join(iter(lambda: client.recv(4096), b""))
    assert answer == b"" or b"unknown protocol" in answer


def test_a_server_that_stopped_meanwhile_is_started_again(port: Port, settings: Settings) -> None:
    stop_server(settings)
    with psycopg.connect(port.url) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_ctrl_c_closes_the_port_even_while_a_client_is_connected(brief_port: Port, settings: Settings) -> None:
    client = psycopg.connect(brief_port.url, autocommit=True)
    brief_port.process.send_signal(signal.SIGINT)
    _, errors = brief_port.process.communicate(timeout=20)
    assert (brief_port.process.returncode, errors.strip()) == (0, "The port is closed.")
    with pytest.raises(psycopg.OperationalError):
        client.execute("SELECT 1")
    client.close()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(brief_port.url)
    with psycopg.connect(ensure_server(settings).conninfo()) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_a_port_in_use_is_said_and_nothing_else_happens(port: Port, settings: Settings) -> None:
    second = start(settings, port.number)
    _, errors = second.communicate(timeout=30)
    assert second.returncode == 1
    assert "Choose another" in errors
