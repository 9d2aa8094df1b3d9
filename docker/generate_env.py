"""Writes docker/.env: every secret that docker/compose.yaml asks for, made here and now. Needs nothing but Python.

`python3 docker/generate_env.py [FILE]`. A file that exists is kept: other secrets would lock the database.
"""

from __future__ import annotations

import base64
import os
import secrets
import sys
from pathlib import Path

PASSWORDS = (
    "POSTGRES_PASSWORD",  # the database server's administrator
    "WIREWATCH_OWNER_PASSWORD",  # migrations
    "WIREWATCH_WRITER_PASSWORD",  # the tasks
    "WIREWATCH_WEB_PASSWORD",  # the pages in the UI
    "ANALYST_PASSWORD",  # people with SQL
    "AIRFLOW_DB_PASSWORD",  # Airflow's metadata
    "REDIS_PASSWORD",
    "ADMIN_PASSWORD",  # the user admin of the UI
)


def environment() -> str:
    """The lines of the file. Passwords stand in URLs, so they are letters and digits alone."""
    lines = [
        "# Made by docker/generate_env.py. Secret: never commit it, keep a copy beside your backups.",
        *(f"{name}={secrets.token_hex(20)}" for name in PASSWORDS),
        "# One of each for all services: a service with another one is refused by the API server.",
        f"FERNET_KEY={base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()}",
        f"JWT_SECRET={secrets.token_urlsafe(64)}",
        f"API_SECRET_KEY={secrets.token_urlsafe(32)}",
    ]
    return "\n".join(lines) + "\n"


def main() -> int:
    """Write the file, readable for its owner alone."""
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).with_name(".env")
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        print(f"{path} is there already and stays as it is.")
        return 0
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(environment())
    print(f"{path} is written. The UI's user is admin, its password ADMIN_PASSWORD in that file.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
