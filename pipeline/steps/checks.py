"""Runs the data checks of sql/checks and keeps what they find; a check that finds an error fails its task."""

from __future__ import annotations

import json
import logging
import re
import time
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from psycopg.rows import dict_row

from pipeline.errors import Permanent
from pipeline.steps.reference import RunReference
from pipeline.steps.session import register_run, warehouse_connection
from pipeline.steps.work import Connection
from pipeline.warehouse.sqlfiles import load_sql, sql_path

log = logging.getLogger(__name__)

Stage = Literal["ingest", "track"]
SAMPLE_ROWS = 5
_HEADER = re.compile(r"^-- Severity: (?P<severity>warning|error)\. Stage: (?P<stage>ingest|track)\.$", re.MULTILINE)


class DataCheckFailed(Permanent):
    """A data check found rows that must not be there; trying again would find them again."""


@dataclass(frozen=True, slots=True)
class Check:
    """A file of sql/checks: its name, how grave its rows are, and behind which DAG it runs."""

    code: str
    severity: str
    stage: str
    query: str


@lru_cache(maxsize=1)
def all_checks() -> tuple[Check, ...]:
    """Every check, as its file's header describes it."""
    return tuple(_check(path.stem) for path in sorted(sql_path("checks").glob("*.sql")))


def run_checks(warehouse: str, reference: RunReference, stage: Stage) -> dict[str, int]:
    """Run the stage's checks and keep their results; returns the rows found by each check that found any.

    Warnings are logged. Errors raise DataCheckFailed, after all checks have run and all results are kept.
    """
    found: dict[str, int] = {}
    errors: list[str] = []
    with warehouse_connection(warehouse, reference) as connection:
        run = register_run(connection, reference)
        for check in all_checks():
            if check.stage != stage:
                continue
            count, samples, seconds = _run(connection, check)
            connection.execute(
                load_sql("steps/put_check_result.sql"),
                {
                    "run_id": run.run_id,
                    "check_code": check.code,
                    "severity_code": check.severity,
                    "row_count": count,
                    "samples": samples,
                    "duration_seconds": seconds,
                    "now": run.now,
                },
            )
            if count:
                found[check.code] = count
                words = f"{check.code}: {count} rows, such as {samples}"
                log.log(logging.ERROR if check.severity == "error" else logging.WARNING, "%s", words)
                if check.severity == "error":
                    errors.append(words)
    if errors:
        raise DataCheckFailed(
            f"{len(errors)} data checks found errors; what each means stands in sql/checks: " + "; ".join(errors)
        )
    log.info("%s checks ran, %s found something", sum(check.stage == stage for check in all_checks()), len(found))
    return found


def _check(code: str) -> Check:
    query = load_sql(f"checks/{code}.sql")
    header = _HEADER.search(query)
    if header is None:
        raise Permanent(f"sql/checks/{code}.sql lacks its line `-- Severity: warning|error. Stage: ingest|track.`")
    return Check(code, header["severity"], header["stage"], query)


def _run(connection: Connection, check: Check) -> tuple[int, str, float]:
    began = time.monotonic()
    with connection.cursor(row_factory=dict_row) as cursor:
        cursor.execute(check.query)
        samples = cursor.fetchmany(SAMPLE_ROWS)
        count = cursor.rowcount
    return count, json.dumps(samples, default=str), round(time.monotonic() - began, 3)
