"""`wirewatch up`: the Airflow UI with its services, bound to 127.0.0.1, on real feeds or on the demo's home."""

from __future__ import annotations

import json
import signal
import urllib.error
import urllib.request
from datetime import UTC, datetime

from rich.console import Console

from pipeline.operate.airflow_home import (
    ADMIN,
    FIRST_PORT,
    admin_password,
    airflow_environment,
    airflow_folder,
    free_port,
    prepare_metadata,
)
from pipeline.operate.leftovers import fail_leftover_runs
from pipeline.operate.supervisor import Supervisor, airflow_services, wait_for
from pipeline.settings import Settings
from pipeline.warehouse.migrate import migrate

COLLECT_POOL = "wirewatch_collect"
POOLS = {COLLECT_POOL: (2, "Tasks that ask the servers of others: no more at once than is polite")}
_READY_SECONDS = 180.0


def up(settings: Settings, port: int | None = None) -> int:
    """Start everything, say where it is, keep it running until Ctrl-C; returns the exit status."""
    console = Console()
    console.print(f"Wirewatch, profile [bold]{settings.profile}[/bold], home {settings.profile_home}")
    folder = airflow_folder(settings)
    with console.status("preparing PostgreSQL and Airflow's metadata (about half a minute the first time)"):
        migrate(settings)
        prepare_metadata(settings, folder / "services" / "setup.log", POOLS)
        fail_leftover_runs(settings, datetime.now(UTC))
    chosen = port or free_port(FIRST_PORT)
    environment = airflow_environment(settings, chosen)
    supervisor = Supervisor(airflow_services(folder, chosen), environment, console.print)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        supervisor.start()
        with console.status("starting the API server, the scheduler, the triggerer and the DAG processor"):
            wait_for(lambda: is_healthy(chosen), _READY_SECONDS, "Airflow", folder / "services")
        console.print(f"Airflow UI: [bold]http://127.0.0.1:{chosen}[/bold]")
        console.print(f"User [bold]{ADMIN}[/bold], password [bold]{admin_password(settings)}[/bold]")
        console.print("Ctrl-C ends it all; PostgreSQL stays up until `wirewatch stop`.")
        supervisor.wait()
    except KeyboardInterrupt:
        console.print("Ending the services ...")
    finally:
        supervisor.stop()
    return 0


def is_healthy(port: int) -> bool:
    """Whether the API server answers and the scheduler and the DAG processor have shown their heartbeats."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/api/v2/monitor/health", timeout=5) as answer:
            health = json.load(answer)
    except (urllib.error.URLError, OSError, ValueError):
        return False
    return all(health.get(part, {}).get("status") == "healthy" for part in ("scheduler", "dag_processor"))
