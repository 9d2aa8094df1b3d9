"""The chart of a brief as inline SVG: a bar a day, the expectation as a line, gaps shaded, alerts marked. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

_HEIGHT, _LEFT, _TOP, _BOTTOM = 220, 34, 14, 24


def chart(days: Sequence[Mapping[str, Any]], first: date, width: int, kind: str) -> str:
    """The days as an SVG element of the class `kind`; those before `first` are drawn paler."""
    if not days:
        return ""
    most = max([1.0, *(row["article_count"] or 0 for row in days), *(row["expected_count"] or 0 for row in days)])
    step = (width - _LEFT) / len(days)
    base = _HEIGHT - _BOTTOM

    def height(value: float) -> float:
        return (base - _TOP) * value / most

    marks, line = [], []
    for at, row in enumerate(days):
        x, day = _LEFT + at * step, row["day_date"]
        if row["is_gap"]:
            marks.append(_box(x, _TOP, step, base - _TOP, "var(--line)", 0.6, f"{day}: not collected"))
            continue
        tall = height(row["article_count"])
        opacity = 1.0 if day >= first else 0.5
        words = f"{day}: {row['article_count']} of {row['total_count']} articles"
        marks.append(_box(x + step * 0.1, base - tall, step * 0.8, tall, "var(--bar)", opacity, words))
        if row["is_alert"]:
            marks.append(f'<circle cx="{x + step / 2:.1f}" cy="{base - tall - 7:.1f}" r="4" fill="var(--mark)"/>')
        if row["expected_count"] is not None:
            line.append(f"{x + step / 2:.1f},{base - height(row['expected_count']):.1f}")
    axis = "".join(
        f'<text x="{_LEFT + at * step:.1f}" y="{_HEIGHT - 6}">{row["day_date"]:%-d %b}</text>'
        for at, row in enumerate(days)
        if row["day_date"].weekday() == 0
    )
    return (
        f'<svg class="{kind}" viewBox="0 0 {width} {_HEIGHT}" role="img" '
        'aria-label="Matching articles a day, with the number expected" '
        f'font-size="12" fill="var(--ink)">'
        f'<text x="0" y="{_TOP + 4}">{most:.0f}</text><text x="0" y="{base}">0</text>'
        f"{''.join(marks)}"
        f'<polyline points="{" ".join(line)}" fill="none" stroke="var(--mark)" stroke-width="1.5" '
        f'stroke-dasharray="4 3"/>{axis}</svg>'
    )


def _box(x: float, y: float, width: float, height: float, fill: str, opacity: float, title: str) -> str:
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" fill="{fill}" '
        f'opacity="{opacity}"><title>{title}</title></rect>'
    )
