"""Connections speak UTC, name themselves, and run the files of sql/."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import make_conninfo
from psycopg.rows import TupleRow

from pipeline.errors import ConfigurationError, Transient
from pipeline.warehouse import connect as connecting
from pipeline.warehouse.connect import connect, run_sql_file
from pipeline.warehouse.embedded import Server


def test_times_come_in_utc_even_if_the_environment_says_otherwise(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGTZ", "Asia/Seoul")
    text = make_conninfo(server.conninfo(), options="-c TimeZone=Asia/Tokyo -c work_mem=8MB")
    with connect(text, application_name="tests") as connection:
        row = connection.execute("SELECT timestamptz '2024-05-01 12:00+09'").fetchone()
        assert row == (datetime(2024, 5, 1, 3, tzinfo=UTC),)
        assert row[0].utcoffset().total_seconds() == 0
        assert connection.execute("SHOW work_mem").fetchone() == ("8MB",)
        assert connection.execute("SHOW application_name").fetchone() == ("tests",)


def test_a_refused_login_is_a_matter_of_configuration(server: Server) -> None:
    with pytest.raises(ConfigurationError, match="refuses the login as wirewatch_owner"):
        connect(make_conninfo(server.conninfo(), password="guess"), application_name="tests")


def test_a_server_that_does_not_answer_may_be_tried_again(tmp_path: Path) -> None:
    with pytest.raises(Transient, match="does not answer"):
        connect(make_conninfo(host=str(tmp_path), dbname="warehouse", user="u"), application_name="tests")


def test_a_file_of_several_statements_takes_parameters_and_gives_its_last_result(
    connection: psycopg.Connection[TupleRow], monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (
        "CREATE TEMPORARY TABLE t (n integer, word text);\n"
        "INSERT INTO t VALUES (%(n)s, %(word)s), (7, 'a%%b');\n"
        "SELECT n, word FROM t WHERE word LIKE '%%\"%%' OR n = %(n)s ORDER BY n;\n"
    )
    monkeypatch.setattr(connecting, "load_sql", lambda name: text)
    rows = run_sql_file(connection, "queries/any.sql", {"n": 3, "word": "it's \\ é"}).fetchall()
    assert rows == [{"n": 3, "word": "it's \\ é"}]


def test_a_file_without_parameters_runs_as_it_stands(
    connection: psycopg.Connection[TupleRow], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connecting, "load_sql", lambda name: "SELECT 'x' LIKE '%x' AS is_like")
    assert run_sql_file(connection, "queries/any.sql").fetchone() == {"is_like": True}
