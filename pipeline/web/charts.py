"""Draws a topic's days and a dyad's weeks as SVG; pure functions, colours come from the style sheet by class."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from markupsafe import Markup, escape

_LEFT, _RIGHT, _TOP = 40, 8, 14
_COUNT_HEIGHT, _SHARE_HEIGHT, _BETWEEN, _BOTTOM = 170, 56, 26, 22
BAND_DEVIATIONS = 2.0
_QUADS = (
    ("verbal_cooperation_count", "verbal cooperation"),
    ("material_cooperation_count", "material cooperation"),
    ("verbal_conflict_count", "verbal conflict"),
    ("material_conflict_count", "material conflict"),
)


def topic_chart(days: Sequence[Mapping[str, Any]], width: int, link: Callable[[date], str], name: str) -> Markup:
    """Bars of matching articles with the expected band, and the share below; one link for each day.

    A gap is shaded and has no bar; a triangle marks an alert. `name` parts the ids of two charts on one page.
    """
    if not days:
        return Markup("")
    height = _TOP + _COUNT_HEIGHT + _BETWEEN + _SHARE_HEIGHT + _BOTTOM
    step = (width - _LEFT - _RIGHT) / len(days)
    base, share_base = _TOP + _COUNT_HEIGHT, _TOP + _COUNT_HEIGHT + _BETWEEN + _SHARE_HEIGHT
    highest = _nice_top(max((max(day["article_count"] or 0, _upper(day) or 0) for day in days), default=0))
    highest_share = _nice_share(max((day["share"] or 0 for day in days), default=0))

    def x_of(number: int) -> float:
        return _LEFT + number * step

    def y_of(value: float) -> float:
        return base - _COUNT_HEIGHT * min(value, highest) / highest

    def share_y(value: float) -> float:
        return share_base - _SHARE_HEIGHT * min(value, highest_share) / highest_share

    out: list[str] = [
        f'<svg class="chart" viewBox="0 0 {width} {height}" role="group" aria-labelledby="{escape(name)}-title">',
        f'<title id="{escape(name)}-title">Matching articles and their share by day, '
        f"{days[0]['day_date']} to {days[-1]['day_date']}</title>",
        f'<defs><pattern id="{escape(name)}-gap" width="6" height="6" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><rect class="gap-ground" width="6" height="6"/>'
        '<line class="gap-line" x1="0" y1="0" x2="0" y2="6"/></pattern></defs>',
    ]
    for value in _ticks(highest):
        y = y_of(value)
        out.append(f'<line class="grid" x1="{_LEFT}" x2="{width - _RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>')
        out.append(f'<text class="tick" x="{_LEFT - 6}" y="{y + 3.5:.1f}" text-anchor="end">{value:g}</text>')
    for value in (0.0, highest_share):
        y = share_y(value)
        out.append(f'<line class="grid" x1="{_LEFT}" x2="{width - _RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>')
        out.append(f'<text class="tick" x="{_LEFT - 6}" y="{y + 3.5:.1f}" text-anchor="end">{value:.0%}</text>')
    out.append(f'<text class="axis" x="{_LEFT}" y="{base + 17}">share of all articles</text>')
    for number, day in enumerate(days):
        if day["is_gap"]:
            out.append(
                f'<rect class="gap" fill="url(#{escape(name)}-gap)" x="{x_of(number):.2f}" y="{_TOP}" '
                f'width="{step:.2f}" height="{share_base - _TOP}"/>'
            )
    out += _band(days, x_of, y_of, step)
    for number, day in enumerate(days):
        count = day["article_count"]
        if count:
            y = y_of(count)
            kind = "bar alert" if day["is_alert"] else "bar"
            out.append(
                f'<rect class="{kind}" x="{x_of(number) + step * 0.12:.2f}" y="{y:.1f}" '
                f'width="{max(step * 0.76, 0.8):.2f}" height="{max(base - y, 1):.1f}"/>'
            )
        if day["is_alert"]:
            middle, tip = x_of(number) + step / 2, y_of(count or 0) - 4
            out.append(f'<path class="flag" d="M{middle - 4.5:.1f} {tip - 8:.1f}h9l-4.5 7z"/>')
    out += _share_line(days, x_of, share_y, step)
    out.append(f'<line class="base" x1="{_LEFT}" x2="{width - _RIGHT}" y1="{base}" y2="{base}"/>')
    out += _day_labels(days, x_of, step, share_base + 16, width)
    for number, day in enumerate(days):
        words = day_words(day)
        out.append(
            f'<a class="day" href="{escape(link(day["day_date"]))}" aria-label="{escape(words)}">'
            f'<rect class="hit" x="{x_of(number):.2f}" y="{_TOP - 10}" width="{step:.2f}" '
            f'height="{share_base - _TOP + 10}"/><title>{escape(words)}</title></a>'
        )
    out.append("</svg>")
    return Markup("".join(out))  # noqa: S704 (numbers of ours; words are escaped above)


def spark(days: Sequence[Mapping[str, Any]], width: int = 260, height: int = 44) -> Markup:
    """A topic's days in small: bars, gaps shaded, without labels."""
    if not days:
        return Markup("")
    step = width / len(days)
    highest = max(1, *(day["article_count"] or 0 for day in days))
    out = [f'<svg class="spark" viewBox="0 0 {width} {height}" aria-hidden="true">']
    for number, day in enumerate(days):
        x = number * step
        if day["is_gap"]:
            out.append(f'<rect class="gap-flat" x="{x:.2f}" y="0" width="{step:.2f}" height="{height}"/>')
        elif day["article_count"]:
            tall = max(1.5, (height - 2) * day["article_count"] / highest)
            kind = "bar alert" if day["is_alert"] else "bar"
            out.append(
                f'<rect class="{kind}" x="{x + step * 0.12:.2f}" y="{height - tall:.1f}" '
                f'width="{step * 0.76:.2f}" height="{tall:.1f}"/>'
            )
    return Markup("".join([*out, f'<line class="base" x1="0" x2="{width}" y1="{height}" y2="{height}"/></svg>']))  # noqa: S704


def coverage_cells(feed: Mapping[str, Any]) -> Markup:
    """The last days of a feed as small cells: covered with items, covered without, not covered."""
    if not feed["day_dates"]:
        return Markup("–")
    cells = []
    for day, is_covered, reason, items in zip(
        feed["day_dates"], feed["is_covered"], feed["gap_reasons"], feed["item_counts"], strict=True
    ):
        kind = ("ok" if items else "ok none") if is_covered else "out"
        words = f"{items} items" if is_covered else escape(reason)
        cells.append(f'<i class="{kind}" title="{day:%-d %b %Y}: {words}"></i>')
    label = f"{sum(feed['is_covered'])} of {len(cells)} days covered"
    return Markup(f'<span class="cells" role="img" aria-label="{label}">{"".join(cells)}</span>')  # noqa: S704


def dyad_chart(known_weeks: Sequence[Mapping[str, Any]], width: int) -> Markup:
    """Events of a dyad by week, stacked by the four classes; weeks without any stand empty."""
    if not known_weeks:
        return Markup("")
    by_date = {week["week_date"]: week for week in known_weeks}
    first, last = known_weeks[0]["week_date"], known_weeks[-1]["week_date"]
    dates = [first + timedelta(weeks=number) for number in range((last - first).days // 7 + 1)]
    weeks = [by_date.get(week, {"week_date": week, **{field: 0 for field, _ in _QUADS}}) for week in dates]
    tall, top, bottom = 150, 10, 24
    base = top + tall
    step = min(64.0, (width - _LEFT - _RIGHT) / len(weeks))
    highest = _nice_top(max(sum(week[field] for field, _ in _QUADS) for week in weeks))
    out = [f'<svg class="chart" viewBox="0 0 {width} {base + bottom}" role="img"><title>Events by week</title>']
    for value in _ticks(highest):
        y = base - tall * value / highest
        out.append(f'<line class="grid" x1="{_LEFT}" x2="{width - _RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>')
        out.append(f'<text class="tick" x="{_LEFT - 6}" y="{y + 3.5:.1f}" text-anchor="end">{value:g}</text>')
    every = max(1, math.ceil(len(weeks) / (width / 80)))
    for number, week in enumerate(weeks):
        y = float(base)
        for at, (field, words) in enumerate(_QUADS):
            piece = tall * week[field] / highest
            if not piece:
                continue
            y -= piece
            out.append(
                f'<rect class="quad{at}" x="{_LEFT + number * step + step * 0.14:.2f}" y="{y:.1f}" '
                f'width="{step * 0.72:.2f}" height="{piece:.1f}"><title>Week of {week["week_date"]}: '
                f"{week[field]} {words}</title></rect>"
            )
        if number % every == 0:
            middle = _LEFT + (number + 0.5) * step
            out.append(
                f'<text class="tick" x="{middle:.1f}" y="{base + 15}" text-anchor="middle">'
                f"{week['week_date']:%-d %b}</text>"
            )
    out.append(f'<line class="base" x1="{_LEFT}" x2="{width - _RIGHT}" y1="{base}" y2="{base}"/></svg>')
    return Markup("".join(out))  # noqa: S704


def day_words(day: Mapping[str, Any]) -> str:
    """A day in one line: what was found, in how much, against what was expected."""
    moment = f"{day['day_date']:%a %-d %b %Y}"
    if day["is_gap"]:
        return f"{moment}: not collected ({day['gap_reason'] or 'no reason kept'})"
    words = f"{moment}: {day['article_count']} of {day['total_count']} articles"
    if day["expected_count"] is not None:
        words += f", {day['expected_count']:.1f} expected"
    return f"{words}, alert" if day["is_alert"] else words


def _upper(day: Mapping[str, Any]) -> float | None:
    if day["expected_count"] is None or day["deviation"] is None:
        return None
    return float(day["expected_count"] + BAND_DEVIATIONS * day["deviation"])


def _lower(day: Mapping[str, Any]) -> float:
    return max(0.0, float(day["expected_count"] - BAND_DEVIATIONS * day["deviation"]))


def _band(
    days: Sequence[Mapping[str, Any]], x_of: Callable[[int], float], y_of: Callable[[float], float], step: float
) -> list[str]:
    """The expected band and line, in one piece for each run of days that have an expectation."""
    out: list[str] = []
    for run in _runs(days, lambda day: _upper(day) is not None):
        top = [(x_of(at) + edge * step, y_of(_upper(days[at]) or 0)) for at in run for edge in (0, 1)]
        low = [(x_of(at) + edge * step, y_of(_lower(days[at]))) for at in reversed(run) for edge in (1, 0)]
        middle = [(x_of(at) + edge * step, y_of(days[at]["expected_count"])) for at in run for edge in (0, 1)]
        out.append(f'<polygon class="band" points="{_points(top + low)}"/>')
        out.append(f'<polyline class="expected" points="{_points(middle)}"/>')
    return out


def _share_line(
    days: Sequence[Mapping[str, Any]], x_of: Callable[[int], float], share_y: Callable[[float], float], step: float
) -> list[str]:
    out: list[str] = []
    for run in _runs(days, lambda day: day["share"] is not None):
        points = [(x_of(at) + step / 2, share_y(days[at]["share"])) for at in run]
        if len(points) == 1:
            out.append(f'<circle class="share-dot" cx="{points[0][0]:.1f}" cy="{points[0][1]:.1f}" r="1.6"/>')
        else:
            out.append(f'<polyline class="share" points="{_points(points)}"/>')
    return out


def _runs(days: Sequence[Mapping[str, Any]], has: Callable[[Mapping[str, Any]], bool]) -> list[list[int]]:
    runs: list[list[int]] = []
    for number, day in enumerate(days):
        if not has(day):
            continue
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return runs


def _day_labels(
    days: Sequence[Mapping[str, Any]], x_of: Callable[[int], float], step: float, y: float, width: int
) -> list[str]:
    """Dates under the axis: Mondays while there is room, else firsts of months."""
    mondays = [number for number, day in enumerate(days) if day["day_date"].weekday() == 0]
    firsts = [number for number, day in enumerate(days) if day["day_date"].day == 1]
    chosen = mondays if len(mondays) * 52 <= width - _LEFT else firsts
    form = "%-d %b" if chosen is mondays else "%b"
    out: list[str] = []
    for number in chosen:
        middle = x_of(number) + step / 2
        if middle > width - 20:
            continue
        out.append(
            f'<text class="tick" x="{middle:.1f}" y="{y:.1f}" text-anchor="middle">{days[number]["day_date"]:{form}}</text>'
        )
    return out


def _points(points: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)


def _nice_top(value: float) -> float:
    """A round number that is no smaller than `value` and not much larger; at least 4."""
    if value <= 4:
        return 4
    power = 10 ** math.floor(math.log10(value))
    tops = (round(power * factor) for factor in (1, 1.2, 1.6, 2, 2.5, 3, 4, 5, 6, 8, 10))
    return float(next(top for top in tops if value <= top))


def _nice_share(value: float) -> float:
    return next((top for top in (0.02, 0.05, 0.1, 0.2, 0.3, 0.5) if value <= top), 1.0)


def _ticks(top: float) -> list[float]:
    """Whole numbers from 0 to `top`, evenly spaced."""
    parts = next((parts for parts in (4, 5, 3, 2) if top % parts == 0), 1)
    return [top * part / parts for part in range(parts + 1)]
