"""`make cluster`: the services of docker/compose.yaml as processes on hosts of their own, one of two workers killed.

Collects and ingests the sample newsroom (and pages that --pages names) through the three DAGs on Celery workers, kills
one worker with SIGKILL while it holds a batch, and compares what the warehouse then holds with an undisturbed run on
one machine. Exits 0 when every row is equal. PostgreSQL and Redis are all that the workers share.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import psycopg
from psycopg.conninfo import make_conninfo

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "docker")]

from compose_file import ComposeService, read_env_file, read_services  # noqa: E402
from hosts import Host, Network, can_separate  # noqa: E402

from pipeline.sample.server import RunningNewsroom, start  # noqa: E402
from pipeline.steps import cycle  # noqa: E402
from pipeline.steps.catalog import sync_feeds  # noqa: E402
from pipeline.steps.imports import import_path  # noqa: E402
from pipeline.warehouse.accounts import own_account, service_account  # noqa: E402
from pipeline.warehouse.binaries import programs_for  # noqa: E402
from pipeline.warehouse.connect import connect  # noqa: E402
from pipeline.warehouse.migrate import migrate  # noqa: E402
from pipeline.warehouse.sqlfiles import dags_path  # noqa: E402
from tests.digest import differences, digest  # noqa: E402

ANCHOR_DAY = date(2026, 3, 9)
NOW = datetime(2026, 3, 8, 23, 30, tzinfo=UTC)
WORKERS = ("worker-1", "worker-2")
SINGLE = "single_machine"  # the database of the undisturbed run
START_SECONDS, RUN_SECONDS = 240.0, 900.0
# Schedules that never come: the runs here are asked for.
NEVER = "0 0 29 2 *"
# Shorter patience than in production, so that the kill is soon noticed.
REHEARSAL = {
    "WORKER_CONCURRENCY": "2",
    "TASK_HEARTBEAT_TIMEOUT_SECONDS": "45",
    "TASK_QUEUED_TIMEOUT_SECONDS": "45",
    "WIREWATCH_PROFILE": "demo",
    "WIREWATCH_COLLECT_SCHEDULE": NEVER,
    "WIREWATCH_INGEST_SCHEDULE": NEVER,
}
# Batches stay as large as in production: the whole day is grouped in one. Which story an article joins depends on what
# was placed before it, so that batches placed by two workers in another order may draw stories differently.
STEP_SETTINGS = {
    "WIREWATCH_FIXED_NOW": NOW.isoformat(),
    "WIREWATCH_MIN_HOST_GAP_SECONDS": "0",
}

PASSED_ON = ("PATH", "LANG", "LC_ALL", "TMPDIR", "LD_LIBRARY_PATH")


def say(text: str) -> None:
    """One line, at once."""
    print(text, flush=True)


class Cluster:
    """The running services, and the two databases."""

    def __init__(self, folder: Path, network: Network) -> None:
        self.folder = folder
        self.network = network
        self.hosts = {name: network.host(name) for name in ("postgres", "redis", "api-server", "scheduler")}
        for name in ("dag-processor", "triggerer", *WORKERS, "init"):
            self.hosts[name] = network.host(name)
        ports = _ports(network)
        env_file = folder / ".env"
        _run([sys.executable, str(ROOT / "docker" / "generate_env.py"), str(env_file)])
        self.variables = {
            **read_env_file(env_file),
            **REHEARSAL,
            "POSTGRES_HOST": self.hosts["postgres"].address,
            "REDIS_HOST": self.hosts["redis"].address,
            "API_HOST": self.hosts["api-server"].address,
            **ports,
            "IMAGE_DAGS": str(dags_path()),
        }
        self.account = service_account() if os.geteuid() == 0 else own_account()
        self.programs = programs_for(self.account)

    def services(self, host: str) -> dict[str, ComposeService]:
        """The compose file as that host sees it: each has a folder of its own."""
        home = self.folder / host
        home.mkdir(exist_ok=True)
        return read_services({**self.variables, "IMAGE_AIRFLOW_HOME": str(home)})

    def conninfo(self, role: str, database: str) -> str:
        """How to reach a database from here."""
        names = {
            "postgres": "POSTGRES_PASSWORD",
            "wirewatch_owner": "WIREWATCH_OWNER_PASSWORD",
            "wirewatch_writer": "WIREWATCH_WRITER_PASSWORD",
            "wirewatch_airflow": "AIRFLOW_DB_PASSWORD",
        }
        return make_conninfo(
            host=self.variables["POSTGRES_HOST"],
            port=self.variables["POSTGRES_PORT"],
            user=role,
            password=self.variables[names[role]],
            dbname=database,
        )

    def start_postgres(self) -> None:
        """What the image's entry point does with an empty volume, then the service's own command."""
        data = self.folder / "postgres" / "data"
        service = self.services("postgres")["postgres"]
        data.parent.mkdir(exist_ok=True)
        os.chown(data.parent, self.account.uid, self.account.gid)
        password = self.folder / "postgres" / "password"
        password.write_text(service.environment["POSTGRES_PASSWORD"])
        os.chown(password, self.account.uid, self.account.gid)
        _run(
            [
                *self._as_account(),
                *(str(self.programs / "initdb"), f"--pgdata={data}", "--username=postgres", f"--pwfile={password}"),
                *("--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8"),
            ],
            cwd=data.parent,
        )
        password.unlink()
        port = self.variables["POSTGRES_PORT"]
        with (data / "postgresql.conf").open("a") as file:
            file.write(f"listen_addresses = '*'\nport = {port}\nunix_socket_directories = ''\nfsync = off\n")
        with (data / "pg_hba.conf").open("a") as file:
            file.write("host all all all scram-sha-256\n")
        command = [str(self.programs / service.command[0]), *service.command[1:]]
        environment = {**_bare(), "PGDATA": str(data)}
        user = (self.account.uid, self.account.gid)
        self.network.start(self.hosts["postgres"], command, environment, self.folder, user)
        wait_for(lambda: _answers(self.conninfo("postgres", "postgres")), START_SECONDS, "PostgreSQL")
        _run(
            ["bash", str(ROOT / "docker" / "postgres-init.sh")],
            env={
                **_bare(),
                **service.environment,
                "PATH": f"{self.programs}:{os.environ['PATH']}",
                "PGHOST": self.variables["POSTGRES_HOST"],
                "PGPORT": port,
                "PGPASSWORD": service.environment["POSTGRES_PASSWORD"],
            },
        )

    def start_redis(self) -> None:
        """Redis by the service's command; where hosts share an address it gets a port of its own."""
        service = self.services("redis")["redis"]
        further = [] if self.network.is_separate else ["--port", self.variables["REDIS_PORT"]]
        self.network.start(self.hosts["redis"], [*service.command, *further], _bare(), self.folder)

    def start(self, name: str, service_name: str | None = None, **further: str) -> None:
        """Start an Airflow service by its command and environment of the compose file."""
        service = self.services(name)[service_name or name]
        command = list(service.command)
        if not self.network.is_separate and service_name == "worker":
            command += ["--celery-hostname", f"{name}@localhost"]
            further["AIRFLOW__LOGGING__WORKER_LOG_SERVER_PORT"] = str(_free_port())
        environment = {**_bare(), **service.environment, **further}
        self.network.start(self.hosts[name], command, environment, self.folder)

    def init(self) -> None:
        """Run the service init to its end."""
        self.start("init")
        process = self.hosts["init"].process
        assert process is not None
        if process.wait(START_SECONDS) != 0:
            raise SystemExit(f"init failed:\n{_tail(self.folder / 'init.log')}")

    def _as_account(self) -> list[str]:
        if os.geteuid() != 0:
            return []
        return ["setpriv", f"--reuid={self.account.uid}", f"--regid={self.account.gid}", "--clear-groups"]


class Api:
    """The API server as a client sees it."""

    def __init__(self, cluster: Cluster) -> None:
        self.base = f"http://{cluster.variables['API_HOST']}:{cluster.variables['API_PORT']}"
        self.password = cluster.variables["ADMIN_PASSWORD"]
        self.token = ""

    def is_healthy(self) -> bool:
        """Whether API server, scheduler and DAG processor show signs of life and all DAGs are known."""
        with suppress(OSError, ValueError):
            health = self._ask("GET", "/api/v2/monitor/health")
            if any(health[part]["status"] != "healthy" for part in ("scheduler", "dag_processor")):
                return False
            self._ask(
                "GET", "/execution/health"
            )  # the tasks' API is put together at its first call, which takes a while
            self.token = self._ask("POST", "/auth/token", {"username": "admin", "password": self.password})[
                "access_token"
            ]
            known = {dag["dag_id"] for dag in self._ask("GET", "/api/v2/dags")["dags"]}
            return {cycle.COLLECT, cycle.INGEST, cycle.TRACK} <= known
        return False

    def trigger(self, dag_id: str) -> None:
        """Ask for a run now."""
        self._ask("POST", f"/api/v2/dags/{dag_id}/dagRuns", {"logical_date": None})

    def states(self, dag_id: str) -> list[str]:
        """The states of the DAG's runs."""
        return [run["state"] for run in self._ask("GET", f"/api/v2/dags/{dag_id}/dagRuns")["dag_runs"]]

    def has_succeeded(self, dag_id: str) -> bool:
        """Whether the DAG's runs have all ended well; ends the rehearsal where one has failed."""
        try:
            states = self.states(dag_id)
        except OSError:
            return False  # the API server is busy; asked again in a moment
        if "failed" in states:
            raise SystemExit(f"a run of {dag_id} failed; its logs are kept")
        return bool(states) and set(states) == {"success"}

    def _ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        headers = {"Content-Type": "application/json"}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        data = json.dumps(body).encode() if body is not None else None
        request = urllib.request.Request(self.base + path, data, headers, method=method)
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)


def main() -> int:
    """Run the rehearsal; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=Path, nargs="*", default=[], help="WARC files to import and ingest as well")
    parser.add_argument("--keep", action="store_true", help="keep the folder with all logs")
    options = parser.parse_args()
    if shutil.which("redis-server") is None:
        raise SystemExit("redis-server is missing; install it (Debian: apt-get install redis-server)")
    # PostgreSQL runs as another user, who must be able to enter: not under a private temporary folder.
    folder = Path(tempfile.mkdtemp(prefix="wirewatch-cluster-"))
    folder.chmod(0o755)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # an orderly end, that nothing is left running
    is_well = False
    try:
        is_well = rehearse(folder, options.pages)
    finally:
        if is_well and not options.keep:
            shutil.rmtree(folder, ignore_errors=True)
        else:
            say(f"logs: {folder}")
    return 0 if is_well else 1


def rehearse(folder: Path, pages: Sequence[Path]) -> bool:
    """Run everything; whether all rows are equal."""
    began = time.monotonic()
    is_separate = can_separate()
    say(
        "hosts: network, process and host names apart"
        if is_separate
        else "hosts: all on the loopback address (namespaces need root and iproute2)"
    )
    with (
        Network(is_separate) as network,
        start(ANCHOR_DAY, network=network.newsroom_network) as room,
    ):
        room.set_clock(NOW)
        cluster = Cluster(folder, network)
        cluster.variables["WIREWATCH_LOCAL_SOURCES"] = room.local_sources
        cluster.start_postgres()
        cluster.start_redis()
        cluster.init()
        say(f"{_seconds(began)} databases are ready; starting the services")
        for name in ("api-server", "scheduler", "dag-processor", "triggerer"):
            cluster.start(name)
        for name in WORKERS:
            cluster.start(name, "worker", **STEP_SETTINGS)
        prepare(cluster.conninfo("wirewatch_owner", "warehouse"), room, pages)
        single = undisturbed_run(cluster, room, pages)
        say(f"{_seconds(began)} the undisturbed run on one machine is done")
        api = Api(cluster)
        wait_for(api.is_healthy, START_SECONDS, "Airflow")
        say(f"{_seconds(began)} api-server, scheduler, dag-processor, triggerer and two workers are up")
        api.trigger(cycle.COLLECT)
        wait_for(lambda: api.has_succeeded(cycle.COLLECT), RUN_SECONDS, cycle.COLLECT)
        say(f"{_seconds(began)} {cycle.COLLECT} has succeeded")
        api.trigger(cycle.INGEST)
        victim = worker_in_the_middle(cluster)
        cluster.hosts[victim].kill()
        say(f"{_seconds(began)} killed {victim} with SIGKILL while it held a batch of annotate")
        for dag_id in (cycle.INGEST, cycle.TRACK):
            wait_for(lambda dag_id=dag_id: api.has_succeeded(dag_id), RUN_SECONDS, dag_id)  # type: ignore[misc]
            say(f"{_seconds(began)} {dag_id} has succeeded")
        return compare(cluster, single, victim, began)


def prepare(owner: str, room: RunningNewsroom, pages: Sequence[Path]) -> None:
    """Bring the newsroom's feeds and the pages into a warehouse."""
    with connect(owner, application_name="cluster") as connection:
        sync_feeds(connection, room.feeds, NOW, is_sample=True)
        for path in pages:
            import_path(connection, path, NOW)


def undisturbed_run(cluster: Cluster, room: RunningNewsroom, pages: Sequence[Path]) -> str:
    """The same work in one process into a database of its own; returns its connection string."""
    with psycopg.connect(cluster.conninfo("postgres", "postgres"), autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {SINGLE} OWNER wirewatch_owner")
    owner = cluster.conninfo("wirewatch_owner", SINGLE)
    migrate(owner)
    prepare(owner, room, pages)
    writer = cluster.conninfo("wirewatch_writer", SINGLE)
    program = (
        "import os, sys; from datetime import datetime; from pipeline.steps.cycle import run_cycle;"
        "run_cycle(os.environ['SINGLE'], datetime.fromisoformat(sys.argv[1]), 'undisturbed')"
    )
    settings = {"WIREWATCH_PROFILE": "demo", "WIREWATCH_LOCAL_SOURCES": room.local_sources, **STEP_SETTINGS}
    environment = {**_bare(), "HOME": str(cluster.folder), "SINGLE": writer, **settings}
    _run([sys.executable, "-c", program, NOW.isoformat()], env=environment)
    return owner


def worker_in_the_middle(cluster: Cluster) -> str:
    """Wait until a worker holds a batch of the step annotate; returns its name."""
    found: list[str] = []
    by_pid = {} if cluster.network.is_separate else cluster.hosts

    def look() -> bool:
        row = connection.execute(
            "SELECT lease_owner FROM ops.work WHERE step_code = 'annotate' AND lease_owner IS NOT NULL LIMIT 1"
        ).fetchone()
        if row is None:
            return False
        host_name, pid, *_ = str(row[0]).split(":")
        found.append(_host_of(by_pid, int(pid)) if by_pid else host_name)
        return True

    with psycopg.connect(cluster.conninfo("wirewatch_owner", "warehouse"), autocommit=True) as connection:
        wait_for(look, RUN_SECONDS, "a worker with a batch of annotate", 0.02)
    return found[0]


def compare(cluster: Cluster, single: str, victim: str, began: float) -> bool:
    """Print what was asked; whether all rows are equal."""
    here = cluster.conninfo("wirewatch_owner", "warehouse")
    unequal = differences(single, here)
    contents = digest(here)
    rows = sum(count for count, _ in contents.values())
    for name, examples in unequal.items():
        say(f"  {name} differs: {examples}")
    with psycopg.connect(cluster.conninfo("wirewatch_airflow", "airflow")) as connection:
        tasks = connection.execute(
            "SELECT hostname, count(*) FROM (SELECT hostname FROM task_instance WHERE state = 'success' "
            "UNION ALL SELECT hostname FROM task_instance_history) AS tries WHERE hostname <> '' GROUP BY 1 ORDER BY 1"
        ).fetchall()
        retries = connection.execute(
            "SELECT dag_id, task_id, map_index, try_number FROM task_instance WHERE try_number > 1 ORDER BY 1, 2, 3"
        ).fetchall()
    say("")
    say(f"rows equal to the single run: {'yes' if not unequal else 'NO'}, {rows} rows in {len(contents)} tables")
    say(f"tasks per worker: {', '.join(f'{name} {count}' for name, count in tasks)}")
    say(f"the kill: {victim}, SIGKILL, in annotate_articles")
    retried = [f"{dag}.{task}[{index}] succeeded at try {number}" for dag, task, index, number in retries]
    say(f"the retries: {'; '.join(retried) or 'none: the other worker did what was left'}")
    leaks = secrets_in_logs(cluster)
    say(f"secrets in the logs: {', '.join(leaks) or 'none'}")
    say(f"seconds: {time.monotonic() - began:.0f}")
    return not unequal and not leaks


def secrets_in_logs(cluster: Cluster) -> list[str]:
    """Which secrets of .env stand in which log; none when all is well."""
    secrets = read_env_file(cluster.folder / ".env")
    return [
        f"{name} in {path}"
        for path in sorted(cluster.folder.rglob("*.log"))
        for name, value in secrets.items()
        if value in path.read_text(errors="replace")
    ]


def wait_for(condition: Callable[[], bool], seconds: float, what: str, pause: float = 2.0) -> None:
    """Wait until a condition holds; ends the rehearsal where it does not in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise SystemExit(f"{what}: not within {seconds:.0f} s")
        time.sleep(pause)


def _host_of(hosts: Mapping[str, Host], pid: int) -> str:
    """Which host's process is, or is above, the process `pid`."""
    import psutil

    above = {process.pid for process in [psutil.Process(pid), *psutil.Process(pid).parents()]}
    return next(name for name, host in hosts.items() if host.process is not None and host.process.pid in above)


def _ports(network: Network) -> dict[str, str]:
    if network.is_separate:
        return {"POSTGRES_PORT": "5432", "REDIS_PORT": "6379", "API_PORT": "8080"}
    return {name: str(_free_port()) for name in ("POSTGRES_PORT", "REDIS_PORT", "API_PORT")}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _bare() -> dict[str, str]:
    """The little of this environment that a container would have of its own."""
    kept = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    kept["PATH"] = f"{Path(sys.executable).parent}:{kept.get('PATH', os.defpath)}"
    return {**kept, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1", "PYTHONWARNINGS": "ignore"}


def _answers(conninfo: str) -> bool:
    with suppress(psycopg.OperationalError), psycopg.connect(conninfo, connect_timeout=2):
        return True
    return False


def _run(command: Sequence[str], env: Mapping[str, str] | None = None, cwd: Path | None = None) -> None:
    done = subprocess.run(command, env=env, cwd=cwd, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"{command[0]} failed:\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}")


def _tail(path: Path) -> str:
    return "\n".join(path.read_text(errors="replace").splitlines()[-25:])


def _seconds(began: float) -> str:
    return f"{time.monotonic() - began:5.0f} s "


if __name__ == "__main__":
    sys.exit(main())
