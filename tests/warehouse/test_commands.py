"""The warehouse's commands do what they say on a terminal."""

from __future__ import annotations

import os
import subprocess
import sys

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from pipeline.settings import Settings
from pipeline.warehouse import commands
from pipeline.warehouse.conninfo import libpq_url
from pipeline.warehouse.embedded import Server, server_status, stop_server

PSQL = """
import sys
from pathlib import Path
from pipeline.settings import Settings
from pipeline.warehouse.commands import psql
sys.exit(psql(Settings(home=Path(sys.argv[1]), profile="main", warehouse_url=None), sys.argv[2:]))
"""


def test_psql_starts_the_server_and_passes_all_arguments_on(settings: Settings) -> None:
    stop_server(settings)
    arguments = ["-X", "-At", "-c", "SELECT current_user, 'a b'", "-F", " / "]
    done = subprocess.run(
        [sys.executable, "-c", PSQL, str(settings.home), *arguments], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "wirewatch_owner / a b\n", "")


def test_psql_reads_standard_input_and_gives_its_exit_code(settings: Settings, server: Server) -> None:
    program, environment = commands.psql_call(settings, os.environ)
    done = subprocess.run(
        [program, "-X", "-v", "ON_ERROR_STOP=1"],
        env=environment,
        input="SELECT 1 / 0;",
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 3
    assert "division by zero" in done.stderr


def test_psql_can_be_another_role_without_a_password_on_the_command_line(settings: Settings, server: Server) -> None:
    program, environment = commands.psql_call(settings, os.environ)
    done = subprocess.run(
        [program, "-XAt", "-U", "analyst", "-c", "SELECT current_user"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == "analyst\n"


@pytest.mark.parametrize("arguments", [["-U", "analyst"], ["-Uanalyst"], ["--username=analyst"]])
def test_psql_as_analyst_on_a_server_of_ones_own_can_write_nothing(
    settings: Settings, server: Server, arguments: list[str]
) -> None:
    # The admin's URL stands for a server of one's own, whose user may take on the role.
    url = libpq_url(server.conninfo("admin", "warehouse"))
    code = PSQL.replace("warehouse_url=None", f"warehouse_url={url!r}")
    asked = ["-XAt", *arguments, "-c", "SELECT current_user", "-c", "CREATE TABLE public.mine (n int)"]
    done = subprocess.run(
        [sys.executable, "-c", code, str(settings.home), *asked], capture_output=True, text=True, check=False
    )
    assert done.stdout == "analyst\n"
    assert "read-only transaction" in done.stderr or "permission denied" in done.stderr


def test_psql_on_a_server_of_ones_own_gets_every_part_of_its_url() -> None:
    elsewhere = Settings(profile="main", warehouse_url="postgresql://u:p%40ss@db.example.org:6432/w?sslmode=require")
    _, environment = commands.psql_call(elsewhere, {"PGUSER": "somebody", "PATH": "/bin", "PGSSLMODE": "disable"})
    chosen = {name: value for name, value in environment.items() if name.startswith("PG") and name != "PGAPPNAME"}
    assert chosen == {
        "PGHOST": "db.example.org",
        "PGPORT": "6432",
        "PGUSER": "u",
        "PGPASSWORD": "p@ss",
        "PGDATABASE": "w",
        "PGSSLMODE": "require",
    }


def test_url_prints_one_line_that_logs_in(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.url(settings) == 0
    printed = capsys.readouterr().out
    assert printed.count("\n") == 1
    assert conninfo_to_dict(printed.strip())["user"] == "wirewatch_owner"
    with psycopg.connect(printed.strip()) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_stop_says_what_it_found(settings: Settings, server: Server, capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.stop(settings) == 0
    assert "has ended" in capsys.readouterr().out
    assert commands.stop(settings) == 0
    assert "No PostgreSQL was running" in capsys.readouterr().out
    assert server_status(settings).state == "stopped"


def test_migrate_names_what_it_applied(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.migrate_command(settings) == 0
    capsys.readouterr()
    assert commands.migrate_command(settings) == 0
    assert capsys.readouterr().out == "The warehouse is up to date.\n"


def test_serve_db_leaves_a_server_of_ones_own_alone(capsys: pytest.CaptureFixture[str]) -> None:
    elsewhere = Settings(profile="main", warehouse_url="postgresql://u@db.example.org/w")
    assert commands.serve_db(elsewhere) == 1
    assert "connect your tool to that one" in capsys.readouterr().err
