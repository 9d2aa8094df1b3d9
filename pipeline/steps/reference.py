"""In whose name a step works; light enough to be imported while a DAG file is parsed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class RunReference:
    """A DAG run (or a run from the command line), the mapped batch within it, and the caller's clock in UTC."""

    dag_id: str
    dag_run_id: str
    now: datetime
    batch_number: int = 0
    data_interval: tuple[datetime, datetime] | None = None
