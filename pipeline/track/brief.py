"""The brief of a topic's week: rows of the marts in, a self-contained HTML page and Markdown out. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape
from typing import Any

from pipeline.catalog.country_names import country_name
from pipeline.track.alert_message import Evidence
from pipeline.track.brief_chart import chart

Row = Mapping[str, Any]

_STYLE = """
:root{color-scheme:light dark;--ink:#1a1a1a;--paper:#fff;--soft:#666;--line:#ccc;--bar:#2f6f9f;--band:#9fbfd6;--mark:#c0392b}
@media (prefers-color-scheme:dark){:root{--ink:#e6e6e6;--paper:#16181b;--soft:#a0a0a0;--line:#444;--bar:#6aa9d6;--band:#34566e;
--mark:#ff7b6b}}
body{font:16px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--paper);max-width:52rem;margin:2rem auto;
padding:0 1rem}
h1{font-size:1.5rem;margin-bottom:0}h2{font-size:1.15rem;margin-top:2rem}.soft{color:var(--soft)}
a{color:var(--bar)}.slim{display:none}@media (max-width:36rem){.roomy{display:none}.slim{display:block}}
table{border-collapse:collapse;width:100%;font-size:.92rem}td,th{text-align:left;padding:.3rem .6rem .3rem 0;
border-bottom:1px solid var(--line);vertical-align:top}svg{width:100%;height:auto}td.n,th.n{text-align:right}
blockquote{margin:1rem 0;padding-left:1rem;
border-left:3px solid var(--bar)}.wide{overflow-x:auto}
"""
_DAY_HEADS = ("day", "articles", "expected", "of all", "stories", "owners", "origins")
_TRANSFER_HEADS = ("from → to", "weapon", "status", "stage claimed", "delivered", "claims", "owners", "origins")
_PHONE_DAYS = 28
_COUNTS = frozenset({"expected", "of all", "stories", "owners", "origins", "claims"})


@dataclass(frozen=True, slots=True)
class Brief:
    """What stands in a brief; rows are those of the queries that steps/brief.py names."""

    title: str
    first: date
    last: date
    days: Sequence[Row]  # topic_expectation.sql, of the weeks before, too
    alerts: Sequence[Row]  # alerts.sql
    transfers: Sequence[Row]  # topic_transfers.sql
    evidence: Sequence[Evidence]

    @property
    def week(self) -> list[Row]:
        """The days that the brief is about."""
        return [row for row in self.days if self.first <= row["day_date"] <= self.last]


def summary(brief: Brief) -> list[str]:
    """The numbers against their expectation, in sentences."""
    collected = [row for row in brief.week if not row["is_gap"]]
    matching = sum(row["article_count"] for row in collected)
    total = sum(row["total_count"] for row in collected)
    lines = [
        f"{matching} articles matched, of {total} collected in the topic's languages on {len(collected)} of "
        f"{(brief.last - brief.first).days + 1} days{', the last of which is not over' if _is_open(brief) else ''}."
    ]
    judged = [row for row in collected if row["expected_count"] is not None]
    if judged:
        expected = sum(row["expected_count"] for row in judged)
        counted = sum(row["article_count"] for row in judged)
        lines.append(
            f"{expected:.1f} were expected on these days by the 28 days before each: {counted / expected:.1f} times as many "
            "came."
            if expected >= 1
            else f"{expected:.1f} were expected on these days by the 28 days before each."
        )
    else:
        lines.append("There is no expectation yet: it takes seven collected days before a day.")
    if collected:
        top = max(collected, key=lambda row: (row["article_count"], row["day_date"]))
        lines.append(
            f"The most on a day: {top['article_count']} articles on {top['day_date']}, {top['story_count']} stories, "
            f"{top['owner_count']} owner groups, {top['origin_count']} independent origins. Copies count as articles; "
            "stories and origins tell how many voices there were."
        )
    return lines


def gaps(brief: Brief) -> list[str]:
    """The days that were not collected, or only in part, with the reason."""
    lines = [
        f"{row['day_date']}: not collected ({row['gap_reason']})"
        if row["is_gap"]
        else f"{row['day_date']}: {row['live_feed_count']} of {row['feed_count']} feeds, "
        f"{row['completeness']:.0%} of what they bring"
        for row in brief.week
        if row["is_gap"] or (row["completeness"] is not None and row["completeness"] < 0.9)
    ]
    known = {row["day_date"] for row in brief.week}
    days = ((brief.first + timedelta(days=at)) for at in range((brief.last - brief.first).days + 1))
    return lines + [f"{day}: never asked for" for day in days if day not in known]


def alert_lines(brief: Brief) -> list[str]:
    """The alerts that were open in the week."""
    return [
        f"{row['opened_date']}: {row['fired_article_count']} articles where {row['fired_expected_count']} were expected, "
        f"{row['fired_owner_count']} owner groups; {row['state_type']}"
        + (f" on {row['closed_date']}" if row["closed_date"] else "")
        for row in brief.alerts
        if row["opened_date"] <= brief.last and (row["closed_date"] or row["last_date"]) >= brief.first
    ]


def markdown(brief: Brief) -> str:
    """The brief as Markdown."""
    parts = [f"# {brief.title}", f"{brief.first} to {brief.last}", "## Numbers", *summary(brief)]
    parts.append("\n".join([f"| {' | '.join(_DAY_HEADS)} |", "|---" * len(_DAY_HEADS) + "|"] + [
        f"| {' | '.join(_day_cells(row))} |" for row in brief.week
    ]))  # fmt: skip
    parts += ["## Alerts", _list(alert_lines(brief), "None.")]
    parts.append("## New transfers and changed statuses")
    if brief.transfers:
        head = [f"| {' | '.join(_TRANSFER_HEADS)} |", "|---" * len(_TRANSFER_HEADS) + "|"]
        rows = [f"| {' | '.join(_markdown(cell) for cell in _transfer_cells(row))} |" for row in brief.transfers]
        parts.append("\n".join([*head, *rows]))
    else:
        parts.append("None.")
    parts.append("## Best evidence")
    parts += [
        f"> {_markdown(one.sentence)}\n>\n> {_markdown(_claimant(one) + one.source)}, <{one.url}>, {one.day}"
        for one in brief.evidence
    ]
    if not brief.evidence:
        parts.append("No matching article.")
    parts += ["## Gaps in collection on these days", _list(gaps(brief), "None: every day was collected.")]
    parts.append(_markdown(_colophon(brief)))
    return "\n\n".join(parts) + "\n"


def html(brief: Brief) -> str:
    """The brief as a page that loads nothing."""
    quotes = "".join(
        f"<blockquote>{escape(one.sentence)}<br><span class=soft>{escape(_claimant(one))}"
        f'<a href="{escape(one.url, quote=True)}" rel=noreferrer>{escape(one.source)}</a>, {one.day}</span></blockquote>'
        for one in brief.evidence
    )
    numbers = "".join(f"<p>{escape(line)}</p>" for line in summary(brief))
    return (
        f"<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content='width=device-width'>"
        f"<title>{escape(brief.title)}, {brief.first} to {brief.last}</title><style>{_STYLE}</style>"
        f"<h1>{escape(brief.title)}</h1><p class=soft>{brief.first} to {brief.last}</p>"
        f"<h2>Numbers</h2>{numbers}{_charts(brief)}"
        f"{_table(_DAY_HEADS, [_day_cells(row) for row in brief.week], 'No day was collected.')}"
        f"<h2>Alerts</h2>{_items(alert_lines(brief), 'None.')}"
        "<h2>New transfers and changed statuses</h2>"
        f"{_table(_TRANSFER_HEADS, [_transfer_cells(row) for row in brief.transfers], 'None.')}"
        f"<h2>Best evidence</h2>{quotes or '<p>No matching article.</p>'}"
        f"<h2>Gaps in collection on these days</h2>{_items(gaps(brief), 'None: every day was collected.')}"
        f"<p class=soft>{escape(_colophon(brief))}</p></html>\n"
    )


def quantity(least: float | None, most: float | None) -> str:
    """A quantity as a range: "40", "24 or more", "up to 50", "150 to 200"; empty where unknown."""
    if least is None and most is None:
        return ""
    if most is None:
        return f"{least:,.0f} or more"
    if least is None:
        return f"up to {most:,.0f}"
    return f"{least:,.0f}" if least == most else f"{least:,.0f} to {most:,.0f}"


def _transfer_cells(row: Row) -> list[str]:
    status = row["status_type"] if row["is_new"] else f"{row['old_status_type']} → {row['status_type']}"
    if row["has_party_denial"] and row["status_type"] != "denied":
        status += ", a party denies"
    delivered = quantity(row["number_delivered_min"], row["number_delivered_max"])
    ordered = quantity(row["number_ordered_min"], row["number_ordered_max"])
    return [
        f"{country_name(row['supplier_code'])} → {country_name(row['recipient_code'])}",
        row["weapon"],
        ("new: " if row["is_new"] else "") + status,
        row["stage_type"] or "none stands",
        delivered or (f"ordered: {ordered}" if ordered else "no number"),
        *(str(row[name]) for name in ("claim_count", "owner_count", "origin_count")),
    ]


def _day_cells(row: Row) -> list[str]:
    if row["is_gap"]:
        return [str(row["day_date"]), "not collected", *[""] * (len(_DAY_HEADS) - 2)]
    expected = "" if row["expected_count"] is None else f"{row['expected_count']:.1f}"
    mark = (", stands out" if row["is_alert"] else "") + (", not over" if row["is_open"] else "")
    counts = [str(row[name]) for name in ("total_count", "story_count", "owner_count", "origin_count")]
    return [str(row["day_date"]), f"{row['article_count']}{mark}", expected, *counts]


def _claimant(one: Evidence) -> str:
    """Who says it, before the name of the outlet; nothing where the outlet itself does."""
    if one.claimant is None or one.claimant == "outlet":
        return ""
    return f"{one.claimant} {one.stance or ''}".strip() + ", in "


def _is_open(brief: Brief) -> bool:
    return any(row["is_open"] for row in brief.week)


def _colophon(brief: Brief) -> str:
    computed = max((row["computed_at"] for row in brief.week), default=None)
    moment = f" as of {computed:%Y-%m-%d %H:%M} UTC" if computed else ""
    return (
        f"Numbers{moment}, days in UTC. A status follows from who says so (a party, others, nobody any more), not from what is "
        "true. Sentences were coded by rules that err: read the sentence before you cite the number."
    )


def _charts(brief: Brief) -> str:
    """The chart twice: with all days, and for a phone with the last four weeks."""
    if not brief.days:
        return ""
    return (
        chart(brief.days, brief.first, 800, "roomy")
        + chart(brief.days[-_PHONE_DAYS:], brief.first, 400, "slim")
        + "<p class=soft>Bars: matching articles. Dashed: expected. Shaded: not collected. Dot: stood out.</p>"
    )


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]], otherwise: str) -> str:
    """A table for the page; what stands under a count is set to the right."""
    if not rows:
        return f"<p>{otherwise}</p>"
    kinds = [" class=n" if head in _COUNTS else "" for head in heads]
    head = "".join(f"<th{kind}>{name}</th>" for kind, name in zip(kinds, heads, strict=True))
    body = "".join(
        "<tr>" + "".join(f"<td{kind}>{escape(cell)}</td>" for kind, cell in zip(kinds, row, strict=True)) + "</tr>"
        for row in rows
    )
    return f"<div class=wide><table><tr>{head}</tr>{body}</table></div>"


def _markdown(text: str) -> str:
    """Text in which Markdown and HTML see no signs of theirs."""
    return "".join(f"\\{sign}" if sign in "\\`*_[]<>|#" else sign for sign in text)


def _list(lines: Sequence[str], otherwise: str) -> str:
    return "\n".join(f"- {_markdown(line)}" for line in lines) or otherwise


def _items(lines: Sequence[str], otherwise: str) -> str:
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return f"<ul>{items}</ul>" if items else f"<p>{otherwise}</p>"
