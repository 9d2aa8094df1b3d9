"""Every form of a connection string leads to the same server, whatever its password holds."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest
import sqlalchemy
from hypothesis import given
from hypothesis import strategies as st
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from pipeline.errors import ConfigurationError
from pipeline.settings import Settings
from pipeline.warehouse.binaries import wheel_programs
from pipeline.warehouse.conninfo import (
    airflow_connection_json,
    conninfo,
    conninfo_from_connection_fields,
    libpq_url,
    sqlalchemy_url,
    sqlalchemy_url_of,
)
from pipeline.warehouse.embedded import Server

AWKWARD = "p@ss:w/or%d '\\&?#=é"
TEXT = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0"), min_size=1, max_size=20)


def from_airflow(text: str) -> str:
    fields = json.loads(text)
    return conninfo_from_connection_fields(
        fields.get("host"),
        fields.get("port"),
        fields.get("login"),
        fields.get("password"),
        fields.get("schema"),
        fields.get("extra"),
    )


@pytest.fixture
def awkward_login(server: Server) -> Iterator[str]:
    """The conninfo of a role whose password holds everything that URLs quote."""
    with psycopg.connect(server.conninfo("admin", "postgres"), autocommit=True) as admin:
        admin.execute("CREATE ROLE awkward LOGIN")
        admin.execute(psycopg.sql.SQL("ALTER ROLE awkward PASSWORD {}").format(AWKWARD))
    yield make_conninfo(server.conninfo("admin", "postgres"), user="awkward", password=AWKWARD)
    with psycopg.connect(server.conninfo("admin", "postgres"), autocommit=True) as admin:
        admin.execute("DROP ROLE awkward")


@pytest.mark.parametrize(
    "given_conninfo",
    [
        make_conninfo(host="/run/some folder/with@at", port=5433, user="u", password=AWKWARD, dbname="d b"),
        make_conninfo(
            host="db.example.org", port=5432, user="u:ser@x", password=AWKWARD, dbname="d", sslmode="require"
        ),
        make_conninfo(host="::1", user="u", password="x", dbname="d", options="-c role=analyst -c a=b"),
        make_conninfo(host="one.example,two.example", port="5432,5433", user="u", dbname="d"),
        make_conninfo(dbname="d"),
    ],
)
def test_each_form_keeps_every_field(given_conninfo: str) -> None:
    wanted = {name: str(value) for name, value in conninfo_to_dict(given_conninfo).items()}
    assert conninfo_to_dict(libpq_url(given_conninfo)) == wanted
    assert conninfo_to_dict(from_airflow(airflow_connection_json(given_conninfo))) == wanted
    url = sqlalchemy.make_url(sqlalchemy_url_of(given_conninfo))
    assert url.drivername == "postgresql+psycopg"
    _, arguments = url.get_dialect()().create_connect_args(url)
    assert {name: str(value) for name, value in arguments.items() if name != "context"} == wanted


@given(user=TEXT, password=TEXT, database=TEXT)
def test_any_text_survives_as_user_password_and_database(user: str, password: str, database: str) -> None:
    for host in ("/run/socket", "db.example.org"):
        text = make_conninfo(host=host, user=user, password=password, dbname=database)
        assert conninfo_to_dict(libpq_url(text)) == conninfo_to_dict(text)
        assert conninfo_to_dict(from_airflow(airflow_connection_json(text))) == conninfo_to_dict(text)


def test_a_password_that_holds_separators_logs_in_over_the_socket_in_each_form(awkward_login: str) -> None:
    for text in (awkward_login, libpq_url(awkward_login), from_airflow(airflow_connection_json(awkward_login))):
        with psycopg.connect(text) as connection:
            assert connection.execute("SELECT current_user").fetchone() == ("awkward",)
    engine = sqlalchemy.create_engine(sqlalchemy_url_of(awkward_login))
    with engine.connect() as session:
        assert session.execute(sqlalchemy.text("SELECT current_user")).scalar() == "awkward"
    engine.dispose()


def test_the_sockets_folder_may_stand_in_the_extras_of_an_airflow_connection() -> None:
    text = conninfo_from_connection_fields(
        None, None, "u", AWKWARD, "d", {"host": "/run/socket", "cursor": "dictcursor", "sslmode": "prefer"}
    )
    assert conninfo_to_dict(text) == {
        "host": "/run/socket",
        "user": "u",
        "password": AWKWARD,
        "dbname": "d",
        "sslmode": "prefer",
    }


def test_an_airflow_connection_to_a_tcp_server_keeps_its_port() -> None:
    text = conninfo_from_connection_fields("db.example.org", 6432, "u", AWKWARD, "d", {})
    assert conninfo_to_dict(text) == {
        "host": "db.example.org",
        "port": "6432",
        "user": "u",
        "password": AWKWARD,
        "dbname": "d",
    }


def test_airflows_metadata_url_logs_in_with_psycopg_3(settings: Settings) -> None:
    engine = sqlalchemy.create_engine(sqlalchemy_url(settings))
    with engine.connect() as session:
        assert session.execute(sqlalchemy.text("SELECT current_database()")).scalar() == "airflow"
        session.execute(sqlalchemy.text("CREATE TABLE public.owned (n integer)"))
        session.rollback()
    assert engine.dialect.driver == "psycopg"
    engine.dispose()


def test_psql_takes_the_url(settings: Settings) -> None:
    done = subprocess.run(
        [wheel_programs() / "psql", "-X", "-Atc", "SELECT current_user", libpq_url(conninfo(settings, "writer"))],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "wirewatch_writer\n"


def test_a_warehouse_elsewhere_is_used_as_its_url_says_with_roles_taken_on(server: Server) -> None:
    fields = conninfo_to_dict(server.conninfo("admin"))
    url = (
        f"postgresql+psycopg://{fields['user']}:{quote(str(fields['password']))}@/warehouse"
        f"?host={quote(str(fields['host']))}&port={fields['port']}"
    )
    elsewhere = Settings(profile="main", warehouse_url=url)
    for role, user, read_only in (
        ("owner", "postgres", "off"),
        ("writer", "postgres", "off"),
        ("web", "wirewatch_web", "off"),
        ("analyst", "analyst", "on"),
    ):
        with psycopg.connect(conninfo(elsewhere, role)) as connection:  # type: ignore[arg-type]
            assert connection.execute("SELECT current_user").fetchone() == (user,)
            assert connection.execute("SHOW default_transaction_read_only").fetchone() == (read_only,)


def test_an_unreadable_warehouse_url_is_named_without_its_password() -> None:
    with pytest.raises(ConfigurationError, match="WIREWATCH_WAREHOUSE_URL") as caught:
        conninfo(Settings(profile="main", warehouse_url="postgresql://u:secret%zz@host/db"))
    assert "secret" not in str(caught.value)


AIRFLOW_TASK = """
from airflow.sdk import Connection
from pipeline.warehouse.conninfo import conninfo_from_connection_fields
for name in ("socket", "tcp"):
    c = Connection.get(name)
    print(conninfo_from_connection_fields(c.host, c.port, c.login, c.password, c.schema, c.extra_dejson))
"""


@pytest.mark.airflow
def test_airflow_hands_connections_of_its_environment_back_whole(tmp_path: Path) -> None:
    both = [
        make_conninfo(host=host, port=5433, user="u@x", password=AWKWARD, dbname="d", sslmode="prefer")
        for host in ("/run/some folder/socket", "db.example.org")
    ]
    done = subprocess.run(
        [sys.executable, "-c", AIRFLOW_TASK],
        env={
            **os.environ,
            "AIRFLOW_HOME": str(tmp_path),
            "AIRFLOW_CONN_SOCKET": airflow_connection_json(both[0]),
            "AIRFLOW_CONN_TCP": airflow_connection_json(both[1]),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    answers = done.stdout.splitlines()[-2:]
    assert [conninfo_to_dict(answer) for answer in answers] == [conninfo_to_dict(text) for text in both]
