"""The environment of a profile's Airflow processes: one folder, one metadata database, generated secrets."""

from __future__ import annotations

import base64
import json
import os
import secrets
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path

from pipeline.errors import ConfigurationError, Transient
from pipeline.settings import Settings
from pipeline.warehouse.connect import connect
from pipeline.warehouse.conninfo import airflow_connection_json, conninfo, sqlalchemy_url
from pipeline.warehouse.sqlfiles import dags_path, load_sql

ADMIN = "admin"
DEMO_PROFILE = "demo"
FIRST_PORT = 8080
_PORTS_TRIED = 50
# The file of dags/ that runs DAGs without a scheduler, and how its line after each of them begins.
RUN_ONCE = "run_once.py"
_DAG_DONE = b"WIREWATCH DAG DONE"

# What a person may set of Airflow by environment; where its home, its metadata and its keys are is decided here.
_PASSED_ON = (
    *("AIRFLOW__METRICS__", "AIRFLOW__TRACES__", "AIRFLOW__OPENLINEAGE__", "AIRFLOW__SENTRY__", "AIRFLOW__EMAIL__"),
    *("AIRFLOW__SMTP__", "AIRFLOW__CORE__PARALLELISM", "AIRFLOW_CONN_", "AIRFLOW_VAR_"),
)


def airflow_folder(settings: Settings) -> Path:
    """AIRFLOW_HOME of the profile; created, with access for its owner alone."""
    folder = settings.profile_home / "airflow"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def airflow_environment(settings: Settings, port: int = FIRST_PORT) -> dict[str, str]:
    """Environment variables for every Airflow process of the profile, the caller's own ones included.

    Secrets (Fernet key, JWT secret, the admin's password) are made once and kept in files of mode 0600. The API server
    is to listen on 127.0.0.1 at `port`.
    """
    folder = airflow_folder(settings)
    keys = _kept_secrets(folder / "secrets.json")
    metadata = sqlalchemy_url(settings)
    own = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("AIRFLOW") or name.startswith(_PASSED_ON)
    }
    return {
        **own,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}",
        "PYTHONUNBUFFERED": "1",
        "PYTHONWARNINGS": "ignore",
        "WIREWATCH_HOME": str(settings.home.expanduser().absolute()),
        "WIREWATCH_PROFILE": settings.profile,
        "AIRFLOW_HOME": str(folder),
        "AIRFLOW_CONN_WAREHOUSE": airflow_connection_json(conninfo(settings, "writer")),
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": metadata,
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN_ASYNC": metadata,
        "AIRFLOW__CORE__DAGS_FOLDER": str(dags_path()),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        # The demo's DAGs stay paused: its fiction ends on its present day.
        "AIRFLOW__CORE__DAGS_ARE_PAUSED_AT_CREATION": str(settings.profile == DEMO_PROFILE),
        "AIRFLOW__CORE__EXECUTOR": "LocalExecutor",
        "AIRFLOW__CORE__PARALLELISM": own.get("AIRFLOW__CORE__PARALLELISM", str(max(4, 2 * (os.cpu_count() or 1)))),
        "AIRFLOW__CORE__FERNET_KEY": keys["fernet_key"],
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS": f"{ADMIN}:admin",
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE": str(_password_file(folder, keys["admin_password"])),
        "AIRFLOW__CORE__EXECUTION_API_SERVER_URL": f"http://127.0.0.1:{port}/execution/",
        "AIRFLOW__API__HOST": "127.0.0.1",
        "AIRFLOW__API__PORT": str(port),
        "AIRFLOW__API__BASE_URL": f"http://127.0.0.1:{port}",
        "AIRFLOW__API__SECRET_KEY": keys["api_secret_key"],
        "AIRFLOW__API__WORKERS": "1",
        "AIRFLOW__API_AUTH__JWT_SECRET": keys["jwt_secret"],
        "AIRFLOW__DAG_PROCESSOR__REFRESH_INTERVAL": "60",
        "AIRFLOW__LOGGING__BASE_LOG_FOLDER": str(folder / "logs"),
        "AIRFLOW__LOGGING__LOGGING_LEVEL": "INFO",
    }


def admin_password(settings: Settings) -> str:
    """The generated password of the UI's user `admin`."""
    return _kept_secrets(airflow_folder(settings) / "secrets.json")["admin_password"]


def run_airflow(
    settings: Settings, arguments: Sequence[str], log_path: Path, environment: dict[str, str] | None = None
) -> str:
    """Run an Airflow command to its end, its output appended to `log_path`; returns its standard output.

    Raises Transient with the last lines of the log where the command fails.
    """
    log_path.parent.mkdir(parents=True, exist_ok=True)
    with log_path.open("ab") as log:
        done = subprocess.run(  # noqa: S603 (our own interpreter, arguments of our own)
            [sys.executable, "-m", "airflow", *arguments],
            env=environment or airflow_environment(settings),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=log,
            check=False,
        )
        log.write(done.stdout)
    if done.returncode != 0:
        raise _failure(f"airflow {' '.join(arguments)}", log_path)
    return done.stdout.decode(errors="replace")


def run_dags(dag_ids: Sequence[str], log_path: Path, environment: Mapping[str, str]) -> Iterator[str]:
    """Run DAGs one after another in one process, its output in `log_path`; yields each one's id as it ends well.

    Raises Transient with the last lines of the log where a run fails.
    """
    with log_path.open("ab") as log:
        process = subprocess.Popen(  # noqa: S603 (our own interpreter, arguments of our own)
            [sys.executable, str(dags_path() / RUN_ONCE), *dag_ids],
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=log,
        )
        try:
            for line in process.stdout or ():
                log.write(line)
                if line.startswith(_DAG_DONE):
                    yield line.removeprefix(_DAG_DONE).decode().strip()
        finally:
            # Whoever stops listening, by Ctrl-C for one, ends the run too.
            if process.poll() is None:
                process.terminate()
            status = process.wait()
    if status != 0:
        raise _failure("a DAG run", log_path)


def _failure(what: str, log_path: Path) -> Transient:
    tail = "\n".join(log_path.read_text(errors="replace").splitlines()[-15:])
    return Transient(f"`{what}` failed; the end of {log_path}:\n{tail}")


def prepare_metadata(settings: Settings, log_path: Path, pools: dict[str, tuple[int, str]]) -> None:
    """Create or upgrade Airflow's metadata and its pools (name -> slots, description). Idempotent."""
    environment = airflow_environment(settings)
    stamp = airflow_folder(settings) / "metadata.json"
    # The cluster's creation is part of the stamp: a database made anew is empty again.
    wanted = {
        "airflow": version("apache-airflow"),
        "cluster": _cluster_identity(settings),
        "pools": {name: list(pool) for name, pool in pools.items()},
    }
    if stamp.exists() and json.loads(stamp.read_text()) == wanted:
        return
    run_airflow(settings, ["db", "migrate"], log_path, environment)
    file = airflow_folder(settings) / "pools.json"
    file.write_text(
        json.dumps(
            {
                name: {"slots": slots, "description": text, "include_deferred": False}
                for name, (slots, text) in pools.items()
            }
        )
    )
    run_airflow(settings, ["pools", "import", str(file)], log_path, environment)
    stamp.write_text(json.dumps(wanted))


def is_free(port: int) -> bool:
    """Whether nothing listens on the port, on 127.0.0.1."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def free_port(first: int = FIRST_PORT) -> int:
    """The first port from `first` on that nothing listens on, on 127.0.0.1."""
    for port in range(first, first + _PORTS_TRIED):
        if is_free(port):
            return port
    raise ConfigurationError(f"No port from {first} to {first + _PORTS_TRIED} is free; end what uses them or name one.")


def _cluster_identity(settings: Settings) -> str:
    with connect(conninfo(settings, "airflow", "airflow"), application_name="wirewatch metadata") as connection:
        row = connection.execute(load_sql("airflow/cluster_identity.sql")).fetchone()
    return str(row[0]) if row else ""


def _kept_secrets(path: Path) -> dict[str, str]:
    if not path.exists():
        made = {
            "fernet_key": base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),
            "jwt_secret": secrets.token_urlsafe(48),
            "api_secret_key": secrets.token_urlsafe(32),
            "admin_password": secrets.token_urlsafe(12),
        }
        _write_private(path, json.dumps(made))
    kept: dict[str, str] = json.loads(path.read_text())
    return kept


def _password_file(folder: Path, password: str) -> Path:
    path = folder / "simple_auth_manager_passwords.json"
    if not path.exists():
        _write_private(path, json.dumps({ADMIN: password}))
    return path


def _write_private(path: Path, text: str) -> None:
    """Write a file that nobody else may read, whole or not at all: two processes may start at the same moment."""
    temporary = path.with_suffix(f".{os.getpid()}")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
    try:
        os.link(temporary, path)
    except FileExistsError:
        pass  # the other process was first; its secrets hold
    finally:
        temporary.unlink()
