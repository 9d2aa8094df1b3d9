"""What mail and webhook say when a task fails for good or a day's ingestion is late. Pure text; who sends it is elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape


@dataclass(frozen=True, slots=True)
class FailureMessage:
    """One message: what happened where, why, how far the run had come, and what to do."""

    subject: str
    reason: str
    dag_id: str
    run_id: str
    task_id: str | None = None
    try_number: int | None = None
    counts: Mapping[str, int] = field(default_factory=dict)
    log_url: str | None = None
    hint: str = "Clear the task to run it again: what is done is not done twice."

    def html(self) -> str:
        """For a mail."""
        counts = "".join(f"<li>{escape(name)}: {count}</li>" for name, count in self.counts.items())
        link = f'<p><a href="{escape(self.log_url, quote=True)}">The task\'s log</a></p>' if self.log_url else ""
        return (
            f"<p>{escape(self.subject)}</p><p>Reason: {escape(self.reason)}</p>"
            f"<p>Run {escape(self.run_id)}; its items so far:</p><ul>{counts or '<li>none counted</li>'}</ul>"
            f"{link}<p>{escape(self.hint)}</p>"
        )

    def json(self) -> dict[str, object]:
        """For a webhook; `text` is what chat programs show."""
        counts = ", ".join(f"{count} {name}" for name, count in self.counts.items()) or "none counted"
        return {
            "text": f"{self.subject}. Reason: {self.reason}. Items so far: {counts}. {self.hint}",
            "subject": self.subject,
            "reason": self.reason,
            "dag_id": self.dag_id,
            "run_id": self.run_id,
            "task_id": self.task_id,
            "try_number": self.try_number,
            "counts": dict(self.counts),
            "log_url": self.log_url,
        }


def task_failed(
    dag_id: str, run_id: str, task_id: str, try_number: int, reason: str, counts: Mapping[str, int], log_url: str | None
) -> FailureMessage:
    """A task failed at its last try."""
    subject = f"Wirewatch: {dag_id}.{task_id} failed after {try_number} {'try' if try_number == 1 else 'tries'}"
    return FailureMessage(subject, reason[:1000], dag_id, run_id, task_id, try_number, counts, log_url)


def run_is_late(dag_id: str, run_id: str, hours: float) -> FailureMessage:
    """A run has not ended within its time."""
    return FailureMessage(
        f"Wirewatch: {dag_id} is late",
        f"the run is not done {hours:g} hours after it was queued; trends end at the last good run",
        dag_id,
        run_id,
        hint="Look at the DAG's grid: a task that waits for a slot, a worker that is gone, or more pages than usual.",
    )
