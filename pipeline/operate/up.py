"""`wirewatch up`: the Airflow UI with its services, bound to 127.0.0.1, on real feeds or on the demo's home."""

from __future__ import annotations

import json
import signal
import urllib.error
import urllib.request
from contextlib import nullcontext
from datetime import UTC, datetime

from rich.console import Console

from pipeline.errors import ConfigurationError
from pipeline.operate.airflow_home import (
    ADMIN,
    DEMO_PROFILE,
    FIRST_PORT,
    admin_password,
    airflow_environment,
    airflow_folder,
    free_port,
    is_free,
    prepare_metadata,
)
from pipeline.operate.leftovers import fail_leftover_runs
from pipeline.operate.lock import only_one
from pipeline.operate.progress import Progress
from pipeline.operate.supervisor import Supervisor, airflow_services, wait_for
from pipeline.settings import Settings
from pipeline.warehouse.migrate import migrate

COLLECT_POOL = "wirewatch_collect"
POOLS = {COLLECT_POOL: (2, "Tasks that ask the servers of others: no more at once than is polite")}
_READY_SECONDS = 300.0


def up(settings: Settings, port: int | None = None) -> int:
    """Start everything, say where it is, keep it running until Ctrl-C; returns the exit status."""
    console = Console()
    progress = Progress(console)
    console.print(f"Wirewatch, profile [bold]{settings.profile}[/bold], home {settings.profile_home}")
    if port is not None and not is_free(port):
        raise ConfigurationError(f"Port {port} is in use; end what uses it, or leave --port out to take a free one")
    # Both end it in order, also where the shell that started it in the background had SIGINT ignored.
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, signal.default_int_handler)
    with only_one(settings, "up"):
        folder = airflow_folder(settings)
        with (
            # A run of the demo lives inside its process: while one works, nothing may be taken for a leftover.
            only_one(settings, DEMO_PROFILE) if settings.profile == DEMO_PROFILE else nullcontext(),
            progress.stage("preparing PostgreSQL and Airflow's metadata (about half a minute the first time)"),
        ):
            migrate(settings)
            prepare_metadata(settings, folder / "services" / "setup.log", POOLS)
            fail_leftover_runs(settings, datetime.now(UTC))
        _serve(settings, port or free_port(FIRST_PORT), console, progress)
    return 0


def _serve(settings: Settings, port: int, console: Console, progress: Progress) -> None:
    folder = airflow_folder(settings)
    supervisor = Supervisor(airflow_services(folder, port), airflow_environment(settings, port), console.print)
    try:
        supervisor.start()
        with progress.stage("starting the API server, the scheduler, the triggerer and the DAG processor"):
            wait_for(lambda: is_healthy(port), _READY_SECONDS, "Airflow", folder / "services")
        console.print(f"Airflow UI: [bold]http://127.0.0.1:{port}[/bold]")
        console.print(f"User [bold]{ADMIN}[/bold], password [bold]{admin_password(settings)}[/bold]")
        console.print("Ctrl-C ends it all; PostgreSQL stays up until `wirewatch stop`.")
        supervisor.wait()
    except KeyboardInterrupt:
        console.print("Ending the services ...")
    finally:
        supervisor.stop()


def is_healthy(port: int) -> bool:
    """Whether the API server answers and the scheduler and the DAG processor have shown their heartbeats."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/api/v2/monitor/health", timeout=5) as answer:
            health = json.load(answer)
    except (urllib.error.URLError, OSError, ValueError):
        return False
    return all(health.get(part, {}).get("status") == "healthy" for part in ("scheduler", "dag_processor"))
