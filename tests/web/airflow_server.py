"""Serves Airflow's own web app with its simple auth manager, for tests: prints its address, and ends with its parent."""

from __future__ import annotations

import socket
import sys


def main() -> None:
    """Create the metadata in the configured SQLite file and serve on the socket whose number is the first argument."""
    from airflow.utils.db import initdb

    initdb()
    import uvicorn
    from airflow.api_fastapi.app import create_app

    app = create_app(apps="core")
    listening = socket.socket(fileno=int(sys.argv[1]))
    uvicorn.Server(uvicorn.Config(app, log_level="warning")).run(sockets=[listening])


if __name__ == "__main__":
    main()
