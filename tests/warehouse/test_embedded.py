"""The embedded server comes up from any state, belongs to one account, and ends only when told."""

from __future__ import annotations

import os
import shutil
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from pipeline.errors import ConfigurationError
from pipeline.settings import Settings
from pipeline.warehouse.accounts import SERVICE_FOLDER
from pipeline.warehouse.cluster import socket_exists
from pipeline.warehouse.embedded import (
    Server,
    end_abandoned_servers,
    ensure_server,
    remove_server,
    server_status,
    stop_server,
)
from pipeline.warehouse.layout import SOCKET_PATH_LIMIT, abandoned_servers, note_home, postgres_home
from pipeline.warehouse.processes import postmaster, server_processes, wait_for_end
from tests.warehouse.conftest import HOME_MODE

ENSURE = """
import sys
import time
from pathlib import Path
from pipeline.settings import Settings
from pipeline.warehouse.embedded import ensure_server
print(ensure_server(Settings(home=Path(sys.argv[1]), profile="main", warehouse_url=None)).socket_folder, flush=True)
"""


def one(conninfo: str, query: str) -> object:
    with psycopg.connect(conninfo, autocommit=True) as connection:
        row = connection.execute(query).fetchone()
    assert row is not None
    return row[0]


def start_ensure(home: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", ENSURE, str(home)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def started_at(server: Server) -> object:
    return one(server.conninfo(), "SELECT pg_postmaster_start_time()")


def test_a_running_server_is_found_and_not_started_again(settings: Settings, server: Server) -> None:
    before = started_at(server)
    again = ensure_server(settings)
    assert started_at(again) == before
    assert server_status(settings).state == "running"


def test_the_server_outlives_the_process_that_started_it_and_its_session(settings: Settings) -> None:
    stop_server(settings)
    starter = subprocess.Popen(
        [sys.executable, "-c", ENSURE + "import time; time.sleep(600)", str(settings.home)],
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert starter.stdout is not None
    assert starter.stdout.readline()
    os.killpg(starter.pid, signal.SIGKILL)
    starter.wait()
    starter.stdout.close()
    assert server_status(settings).state == "running"


def test_kill_9_of_every_process_loses_nothing_that_was_committed(settings: Settings, server: Server) -> None:
    with psycopg.connect(server.conninfo(), autocommit=True) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS public.kept (n integer)")
        connection.execute("TRUNCATE public.kept")
        connection.execute("INSERT INTO public.kept SELECT generate_series(1, 1000)")
    for process in server_processes(server.layout.data):
        process.kill()
    again = ensure_server(settings)
    assert one(again.conninfo(), "SELECT count(*) FROM public.kept") == 1000


def test_kill_9_of_the_postmaster_alone_is_recovered_from(settings: Settings, server: Server) -> None:
    leader = postmaster(server_processes(server.layout.data))
    assert leader is not None
    leader.kill()
    assert one(ensure_server(settings).conninfo(), "SELECT 1") == 1


def test_a_pid_file_that_names_a_stranger_is_cleared_and_the_stranger_lives(settings: Settings, server: Server) -> None:
    layout = server.layout
    for process in server_processes(layout.data):
        process.kill()
    wait_for_end(layout.data, 10)
    identity = {} if layout.account.is_self else {"user": layout.account.uid}
    stranger = subprocess.Popen(["sleep", "300"], cwd="/", **identity)  # type: ignore[call-overload]
    try:
        lines = layout.pid_file.read_text().splitlines()
        layout.pid_file.write_text("\n".join([str(stranger.pid), *lines[1:]]) + "\n")
        lock = server.socket_folder / ".s.PGSQL.5432.lock"
        lock.write_text(f"{stranger.pid}\n")
        assert one(ensure_server(settings).conninfo(), "SELECT 1") == 1
        assert stop_server(settings)
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_stopping_with_a_strangers_pid_in_the_file_ends_the_server_and_not_the_stranger(
    settings: Settings, server: Server
) -> None:
    stranger = subprocess.Popen(["sleep", "300"], cwd="/")
    try:
        server.layout.pid_file.write_text(f"{stranger.pid}\n{server.layout.data}\n")
        assert stop_server(settings)
        assert stranger.poll() is None
        assert server_processes(server.layout.data) == []
    finally:
        stranger.kill()
        stranger.wait()


def test_a_server_whose_socket_was_deleted_is_started_again(settings: Settings, server: Server) -> None:
    shutil.rmtree(server.socket_folder)
    again = ensure_server(settings)
    assert socket_exists(again.socket_folder, again.port)
    assert one(again.conninfo(), "SELECT 1") == 1


def test_lost_passwords_are_made_anew_without_losing_data(settings: Settings, server: Server) -> None:
    with psycopg.connect(server.conninfo(), autocommit=True) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS public.survivor (n integer)")
    server.layout.passwords.unlink()
    again = ensure_server(settings)
    assert again.passwords != server.passwords
    assert one(again.conninfo(), "SELECT count(*) FROM public.survivor") == 0


def test_a_set_up_that_was_killed_during_initdb_is_done_again(fresh_settings: Settings) -> None:
    starter = start_ensure(fresh_settings.home)
    link = postgres_home(fresh_settings) / "server"
    while starter.poll() is None and not list(link.glob("data.new-*/*")):
        time.sleep(0.01)
    starter.kill()  # its initdb lives on and must not get in the way
    starter.communicate()
    server = ensure_server(fresh_settings)
    assert one(server.conninfo("analyst"), "SELECT 1") == 1


def test_two_processes_may_set_up_the_same_home_at_once(fresh_settings: Settings) -> None:
    starters = [start_ensure(fresh_settings.home) for _ in range(2)]
    answers = [starter.communicate(timeout=120) for starter in starters]
    assert [starter.returncode for starter in starters] == [0, 0], answers
    assert len({output for output, _ in answers}) == 1
    server = ensure_server(fresh_settings)
    leaders = [p for p in server_processes(server.layout.data) if not p.cmdline()[0].startswith("postgres:")]
    assert len(leaders) == 1


def test_a_deep_home_with_odd_characters_gets_a_short_private_socket_folder(open_folder: Path) -> None:
    deep = open_folder / ("folder with 'quotes', commas and ü " * 4) / ("$HOME `x` " * 6)
    chosen = Settings(home=deep, profile="main", warehouse_url=None)
    try:
        server = ensure_server(chosen)
        assert server.layout.server == deep / "main" / "postgres" / "server"
        assert len(os.fsencode(str(server.socket_folder / ".s.PGSQL.5432"))) <= SOCKET_PATH_LIMIT
        assert mode(server.socket_folder) == 0o700
        assert one(server.conninfo(), "SELECT 1") == 1
    finally:
        remove_server(chosen)
    assert not server.socket_folder.exists()


def test_a_socket_folder_that_somebody_else_opened_is_refused(settings: Settings, server: Server) -> None:
    stop_server(settings)
    server.socket_folder.chmod(0o755)
    try:
        with pytest.raises(ConfigurationError, match="not a closed folder"):
            ensure_server(settings)
    finally:
        server.socket_folder.chmod(0o700)


def test_files_are_closed_to_others_and_existing_folders_keep_their_modes(settings: Settings, server: Server) -> None:
    assert mode(settings.home) == HOME_MODE
    assert mode(server.layout.passwords) == 0o600
    assert mode(server.layout.server) == 0o700
    assert mode(server.layout.data) == 0o700
    assert mode(server.socket_folder) == 0o700


def test_the_server_runs_as_an_account_that_is_not_root(server: Server) -> None:
    running = {process.uids().effective for process in server_processes(server.layout.data)}
    assert running == {server.layout.account.uid}
    assert server.layout.account.uid != 0


def test_every_way_in_asks_for_a_scram_password(server: Server) -> None:
    with psycopg.connect(server.conninfo("admin", "postgres")) as admin:
        methods = admin.execute("SELECT DISTINCT type, auth_method FROM pg_hba_file_rules").fetchall()
        addresses = admin.execute("SHOW listen_addresses").fetchone()
    assert sorted(methods) == [("host", "scram-sha-256"), ("local", "scram-sha-256")]
    assert addresses == ("",)


@pytest.mark.parametrize("role", ["owner", "writer", "web", "analyst"])
def test_a_wrong_password_is_refused(server: Server, role: str) -> None:
    wrong = psycopg.conninfo.make_conninfo(server.conninfo(role), password="guess")  # type: ignore[arg-type]
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(wrong)


def test_airflow_and_the_warehouse_cannot_enter_each_others_database(server: Server) -> None:
    for role, database in (("airflow", "warehouse"), ("owner", "airflow"), ("analyst", "airflow")):
        with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
            psycopg.connect(server.conninfo(role, database))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE public.t (n integer)",
        "CREATE TEMPORARY TABLE t (n integer)",
        "CREATE SCHEMA s",
        "SELECT lo_create(0)",
        "SELECT lo_from_bytea(0, 'x')",
        "CREATE ROLE r",
        "COPY (SELECT 1) TO '/tmp/analyst'",
    ],
)
def test_the_analyst_writes_nothing_even_after_leaving_read_only_mode(server: Server, statement: str) -> None:
    with psycopg.connect(server.conninfo("analyst"), autocommit=True) as analyst:
        assert analyst.execute("SHOW default_transaction_read_only").fetchone() == ("on",)
        assert analyst.execute("SHOW statement_timeout").fetchone() == ("5min",)
        with pytest.raises(psycopg.Error):
            analyst.execute(statement)
        analyst.execute("SET default_transaction_read_only = off")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            analyst.execute(statement)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root's servers live outside their homes")
def test_the_server_of_a_deleted_home_is_stopped_when_root_sets_up_another(
    settings: Settings, server: Server, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    layout = server.layout
    assert layout.server.parent == SERVICE_FOLDER
    note_home(layout.server, tmp_path / "deleted")
    assert (layout.server, tmp_path / "deleted") in abandoned_servers()
    end_abandoned_servers()
    assert server_processes(layout.data) == []
    assert f"rm -r {layout.server}" in capsys.readouterr().err
    ensure_server(settings)
    assert layout.server not in [folder for folder, _ in abandoned_servers()]


def test_stopping_says_whether_a_server_was_running(settings: Settings, server: Server) -> None:
    assert stop_server(settings)
    assert not stop_server(settings)
    assert server_status(settings).state == "stopped"


def test_a_home_without_a_server_is_left_alone_by_stop_and_status(fresh_settings: Settings) -> None:
    assert not stop_server(fresh_settings)
    assert server_status(fresh_settings).state == "absent"
    assert not fresh_settings.home.exists()


def test_a_home_that_cannot_be_created_is_named_with_the_mend(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ConfigurationError, match="Set WIREWATCH_HOME"):
        ensure_server(Settings(home=tmp_path / "file" / "home", profile="main", warehouse_url=None))
