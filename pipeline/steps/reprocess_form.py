"""What the form of the DAG reprocess_archive asks for, turned into calls of pipeline/steps/reprocess.py."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from pipeline.errors import ConfigurationError
from pipeline.steps import reprocess
from pipeline.steps.reference import RunReference
from pipeline.steps.reprocess_report import report_lines

log = logging.getLogger(__name__)


def open_form(warehouse: str, reference: RunReference, form: Mapping[str, Any]) -> int:
    """The number of the set that the form asks for; for an undo the one that it names, with nothing new to read."""
    if form.get("undo_set") is not None:
        return int(form["undo_set"])
    return reprocess.open_set(warehouse, reference, wanted_range(reference, form))


def report_form(warehouse: str, reference: RunReference, number: int) -> list[str]:
    """The report's lines, logged and given back."""
    lines = list(report_lines(reprocess.report_set(warehouse, reference, number)))
    for line in lines:
        log.info(line)
    return lines


def switch_form(warehouse: str, reference: RunReference, number: int, form: Mapping[str, Any]) -> bool:
    """Switch or undo as the form says; False for a dry run, which changes nothing."""
    if form.get("undo_set") is not None:
        log.info("set %s is undone: %s articles", number, reprocess.undo_set(warehouse, reference, number))
        return True
    if form.get("dry_run", True):
        log.info("Dry run: nothing was switched. Trigger again with dry_run off to make this reading the current one.")
        return False
    log.info("set %s is current: %s articles", number, reprocess.switch_set(warehouse, reference, number))
    return True


def wanted_range(reference: RunReference, form: Mapping[str, Any]) -> reprocess.Range:
    """The days of the form; where it names none, those of the run's data interval."""
    start, end = reference.data_interval or (None, None)
    first, last = form.get("from_date"), form.get("to_date")
    first_day = date.fromisoformat(first) if first else start.date() if start else None
    last_day = date.fromisoformat(last) if last else (end - timedelta(microseconds=1)).date() if end else None
    if first_day is None or last_day is None:
        raise ConfigurationError("The form names no days and the run has no data interval; give from_date and to_date")
    return reprocess.Range(first_day, last_day, str(form.get("domain") or ""))
