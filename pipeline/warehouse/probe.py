"""Judges a PostgreSQL server by a connection to it, and by nothing else."""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass

import psycopg

CONNECT_SECONDS = 10


class Life(enum.Enum):
    """What a connection attempt says about a server."""

    READY = "ready"
    STARTING = "starting"  # starting up, recovering or shutting down
    FULL = "full"  # alive, with no connection left
    REFUSED = "refused"  # alive, but it does not know this password
    UNPREPARED = "unprepared"  # alive, but without that database or its privileges
    SILENT = "silent"  # nothing answers


@dataclass(frozen=True, slots=True)
class Sight:
    """The judgement, the server's version where it let us in, and its own words where it did not."""

    life: Life
    version: str | None = None
    message: str = ""


# libpq hands over no SQLSTATE for a failed connection, so the server's words decide; its lc_messages is C.
_WORDS = (
    (Life.STARTING, re.compile(r"the database system is (starting up|shutting down|in recovery|not (yet )?accepting)")),
    (Life.FULL, re.compile(r"too many clients|remaining connection slots are reserved|too many connections")),
    (Life.REFUSED, re.compile(r"authentication failed|no password supplied|role \"[^\"]*\" does not exist")),
    (
        Life.UNPREPARED,
        re.compile(r"database \"[^\"]*\" does not exist|permission denied for database|is not permitted to log in"),
    ),
)


def look(conninfo: str) -> Sight:
    """Connect, ask the simplest of questions, and leave."""
    try:
        with psycopg.connect(conninfo, connect_timeout=CONNECT_SECONDS, autocommit=True) as connection:
            connection.execute("SELECT 1")
            return Sight(Life.READY, version=connection.info.parameter_status("server_version"))
    except psycopg.OperationalError as error:
        message = " ".join(str(error).split())
        return Sight(classify(message), message=message)


def classify(message: str) -> Life:
    """What the words of a failed connection say about the server."""
    return next((life for life, words in _WORDS if words.search(message)), Life.SILENT)
