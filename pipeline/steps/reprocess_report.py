"""What a re-read set changes, as rows and as lines for a person: articles, text with samples, claims gained and lost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from psycopg.rows import dict_row

from pipeline.errors import ConfigurationError
from pipeline.steps.work import Connection
from pipeline.warehouse.sqlfiles import load_sql

SAMPLES = 10
_COUNTS = ("article", "unread", "same", "text", "facts", "accepted", "refused")


@dataclass(frozen=True, slots=True)
class Report:
    """A set with its counts and samples; `changes` and `claims` are rows of the queries of the same names."""

    number: int
    first: date
    last: date
    domain: str
    state: str
    rules: str
    counts: dict[str, int]
    added_chars: int
    removed_chars: int
    claims_gained: int
    claims_lost: int
    without_body: int
    changes: tuple[dict[str, Any], ...] = ()
    claims: tuple[dict[str, Any], ...] = ()

    @property
    def changed(self) -> int:
        """Articles of which anything differs."""
        return sum(self.counts[name] for name in ("text", "facts", "accepted", "refused"))


def load_report(connection: Connection, number: int, samples: int = SAMPLES) -> Report:
    """The report of a set; raises ConfigurationError where there is none of this number."""
    found = load_sets(connection, number)
    if not found:
        raise ConfigurationError(f"There is no set {number}; `wirewatch reprocess --list` shows those that there are")
    with connection.cursor(row_factory=dict_row) as cursor:
        parameters = {"reprocess_id": number, "sample_count": samples}
        changes = cursor.execute(load_sql("steps/reprocess_changes.sql"), parameters).fetchall()
        claims = cursor.execute(load_sql("steps/reprocess_claim_changes.sql"), parameters).fetchall()
    return _report(found[0], tuple(changes), tuple(claims))


def load_sets(connection: Connection, number: int | None = None) -> list[dict[str, Any]]:
    """The sets that were read again, the latest first; one of them where `number` is given."""
    with connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(load_sql("steps/reprocess_sets.sql"), {"reprocess_id": number}).fetchall()


def set_line(row: dict[str, Any]) -> str:
    """One set in a list of sets."""
    report = _report(row)
    return f"{_head(report)}; {report.changed} of {report.counts['article']} articles differ"


def report_lines(report: Report) -> Iterator[str]:
    """The report as a person reads it."""
    counts = report.counts
    yield _head(report)
    yield (
        f"  articles: {counts['article']} compared, {counts['same']} read as before, {counts['text']} with another text, "
        f"{counts['facts']} with other facts only (title, date, authors …), {counts['accepted']} accepted that were refused, "
        f"{counts['refused']} refused that were accepted"
    )
    if counts["unread"]:
        yield f"  {counts['unread']} not compared: still to do, or set aside (ops.quarantine, step reread)"
    if report.without_body:
        yield f"  {report.without_body} more cannot be read again: retention has dropped their pages"
    yield f"  text: {report.added_chars} characters added, {report.removed_chars} removed"
    yield f"  claims: {report.claims_gained} gained, {report.claims_lost} lost"
    for row in report.changes:
        yield f"  {row['url']} ({row['change_type']}: +{row['added_char_count']} −{row['removed_char_count']} characters)"
        yield from (f"    + {text}" for text in row["added_texts"])
        yield from (f"    − {text}" for text in row["removed_texts"])
    for row in report.claims:
        yield f"  claim {row['change_type']}: {row['claim_text']} in {row['url']}"
        yield f"    {row['sentence_text']}"


def _head(report: Report) -> str:
    source = f" of {report.domain}" if report.domain else ""
    return f"set {report.number} ({report.state}): {report.first} to {report.last}{source}, rules {report.rules}"


def _report(
    row: dict[str, Any], changes: tuple[dict[str, Any], ...] = (), claims: tuple[dict[str, Any], ...] = ()
) -> Report:
    return Report(
        number=int(row["reprocess_id"]),
        first=row["from_date"],
        last=row["to_date"],
        domain=row["domain"],
        state=row["state_code"],
        rules=f"{row['extract_rules_sha256'][:12]} / {row['annotate_rules_sha256'][:12]}",
        counts={name: int(row[f"{name}_count"]) for name in _COUNTS},
        added_chars=int(row["added_char_count"]),
        removed_chars=int(row["removed_char_count"]),
        claims_gained=int(row["gained_claim_count"]),
        claims_lost=int(row["lost_claim_count"]),
        without_body=int(row["without_body_count"]),
        changes=changes,
        claims=claims,
    )
