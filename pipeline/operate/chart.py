"""A small bar chart for a terminal; pure text, no colours."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

_EIGHTHS = " ▁▂▃▄▅▆▇█"
_GAP = "░"
_WEEKDAY_MONDAY = 0


def trend_chart(days: Sequence[tuple[date, float | None]], height: int = 5) -> list[str]:
    """Lines of a bar chart, one column (two characters) a day; a gap (None) is hatched over the whole height.

    Below stand the days of the month of each Monday; the largest value stands at the top left.
    """
    if not days:
        return ["(no days yet)"]
    top = max((value for _, value in days if value is not None), default=0) or 1
    margin = max(len(f"{top:g}"), 1)
    lines = []
    for row in range(height, 0, -1):
        label = f"{top:g}" if row == height else "0" if row == 1 else ""
        cells = "".join(_cell(value, top, row, height) for _, value in days)
        lines.append(f"{label:>{margin}} │{cells}")
    lines.append(f"{'':>{margin}} └{'──' * len(days)}")
    axis = [" "] * (2 * len(days) + 4)
    for index, (day, _) in enumerate(days):
        if day.weekday() == _WEEKDAY_MONDAY:
            for offset, sign in enumerate(f"{day:%-d %b}"):
                if 2 * index + offset < len(axis):
                    axis[2 * index + offset] = sign
    lines.append(f"{'':>{margin}}  {''.join(axis)}".rstrip())
    return lines


def _cell(value: float | None, top: float, row: int, height: int) -> str:
    if value is None:
        return _GAP * 2
    filled = value / top * height - (row - 1)
    eighths = min(max(round(filled * 8), 0), 8)
    if value > 0 and row == 1:
        eighths = max(eighths, 1)  # what is there is seen, however small
    return _EIGHTHS[eighths] + " "
