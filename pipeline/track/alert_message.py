"""What a person reads about an alert: the number, the expectation, the best sentences; as text, HTML and JSON. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from html import escape
from typing import Any


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence with who printed it and where."""

    sentence: str
    source: str
    url: str
    day: date
    claimant: str | None = None
    stance: str | None = None


@dataclass(frozen=True, slots=True)
class AlertMessage:
    """One occasion of an alert: opened, updated (a new peak) or closed."""

    alert_id: int
    occasion: str
    day: date
    topic: str
    title: str
    opened: date
    last: date
    day_count: int
    matching: int  # when it fired
    total: int
    stories: int
    owners: int
    expected: float
    surprise: float
    peak: date
    peak_matching: int
    quiet_until: date | None
    evidence: tuple[Evidence, ...]

    @property
    def subject(self) -> str:
        """One line."""
        if self.occasion == "closed":
            return f"Wirewatch: {self.title}: quiet again, alert of {self.opened} closed"
        number = self.peak_matching if self.occasion == "updated" else self.matching
        what = "new peak, " if self.occasion == "updated" else ""
        return f"Wirewatch: {self.title}: {what}{number} articles on {self.day}, {self.expected:.1f} expected"

    def numbers(self) -> tuple[str, ...]:
        """What was counted, against what was expected, in sentences."""
        lines = [
            f"On {self.opened} {self.matching} of {self.total} articles matched; {self.expected:.1f} were expected "
            f"by the 28 days before. By chance that happens about one day in {10**self.surprise:,.0f}."
            if self.surprise < 9
            else f"On {self.opened} {self.matching} of {self.total} articles matched; {self.expected:.1f} were expected "
            "by the 28 days before.",
            f"They tell {self.stories} {'story' if self.stories == 1 else 'stories'}, from {self.owners} owner groups.",
        ]
        if self.peak > self.opened:
            lines.append(f"The peak was {self.peak_matching} articles on {self.peak}.")
        if self.occasion == "closed":
            until = f"; no other opens until {self.quiet_until} unless it tops the peak" if self.quiet_until else ""
            lines.append(f"It lasted {self.day_count} days, until {self.last}, and closed on {self.day}{until}.")
        return tuple(lines)

    def text(self) -> str:
        """The message as plain text."""
        sentences = [_line(one) for one in self.evidence]
        return "\n\n".join([self.subject, "\n".join(self.numbers()), *sentences]) + "\n"

    def html(self) -> str:
        """The message as HTML."""
        numbers = "".join(f"<p>{escape(line)}</p>" for line in self.numbers())
        items = "".join(
            f"<li>“{escape(one.sentence)}”<br>{escape(_origin(one))}, "
            f'<a href="{escape(one.url, quote=True)}">{escape(one.source)}</a>, {one.day}</li>'
            for one in self.evidence
        )
        return f"<h2>{escape(self.subject)}</h2>{numbers}<ol>{items}</ol>"

    def json(self) -> dict[str, Any]:
        """The message as a webhook gets it; `text` is what chat services show."""
        fields = {key: str(value) if isinstance(value, date) else value for key, value in asdict(self).items()}
        evidence = [{**asdict(one), "day": one.day.isoformat()} for one in self.evidence]
        return {**fields, "evidence": evidence, "subject": self.subject, "text": self.text()}


def message(row: dict[str, Any], evidence: Sequence[dict[str, Any]]) -> AlertMessage:
    """The message of a row of alerts_to_tell.sql with rows of best_evidence.sql."""
    return AlertMessage(
        alert_id=row["alert_id"],
        occasion=row["occasion_type"],
        day=row["day_date"],
        topic=row["topic_key"],
        title=row["title"],
        opened=row["opened_date"],
        last=row["last_date"],
        day_count=row["alert_day_count"],
        matching=row["fired_article_count"],
        total=row["fired_total_count"],
        stories=row["fired_story_count"],
        owners=row["fired_owner_count"],
        expected=row["fired_expected_count"],
        surprise=row["fired_surprise"],
        peak=row["peak_date"],
        peak_matching=row["peak_article_count"],
        quiet_until=row["quiet_until_date"],
        evidence=tuple(evidence_of(one) for one in evidence),
    )


def evidence_of(row: dict[str, Any]) -> Evidence:
    """A row of best_evidence.sql as evidence."""
    return Evidence(
        sentence=" ".join(row["sentence_text"].split()),
        source=row["source_name"],
        url=row["url"],
        day=row["effective_date"],
        claimant=row["claimant_text"],
        stance=row["stance_type"],
    )


def _origin(one: Evidence) -> str:
    if one.claimant is None or one.claimant == "outlet":
        return "the outlet itself"
    return f"{one.claimant} {one.stance}" if one.stance else one.claimant


def _line(one: Evidence) -> str:
    return f"“{one.sentence}”\n  {_origin(one)}; {one.source}, {one.day}, {one.url}"
