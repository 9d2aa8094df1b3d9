"""How values read on a page and in a table for download; pure functions."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from pipeline.catalog.country_names import UNKNOWN, country_name


def country_names(codes: Sequence[str] | None) -> str:
    """Several countries, or that they are unknown."""
    return ", ".join(country_name(code) for code in codes) if codes else UNKNOWN


def number(value: float | None, places: int = 0) -> str:
    """A number with a comma at thousands, a dash where there is none."""
    if value is None:
        return "–"
    return f"{value:,.0f}" if float(value).is_integer() and places == 0 else f"{value:,.{places or 1}f}"


def percent(value: float | None) -> str:
    """A share as a percentage."""
    return "–" if value is None else f"{value:.1%}"


def day(value: date | None) -> str:
    """A date, written so that day and month cannot be confused."""
    return "–" if value is None else f"{value:%-d %b %Y}"


def moment(value: datetime | None) -> str:
    """A time in UTC."""
    return "–" if value is None else f"{value:%-d %b %Y %H:%M} UTC"


def quantity(least: float | None, most: float | None, unit: str | None) -> str:
    """A range with its unit: "24 or more shells", "12–20 pieces"."""
    if least is None and most is None:
        return "–"
    if least is not None and most is not None:
        words = number(least) if least == most else f"{number(least)}–{number(most)}"
    elif least is not None:
        words = f"{number(least)} or more"
    else:
        words = f"up to {number(most)}"
    return f"{words} {unit}" if unit else words


def plain(code: str | None) -> str:
    """A code of a fixed vocabulary in words: near_copy -> near copy."""
    return "–" if not code else code.replace("_", " ")


def as_csv(rows: Sequence[dict[str, Any]], columns: Sequence[str]) -> str:
    """Rows as CSV by RFC 4180, with a header; texts that a spreadsheet would run as a formula begin with a quote."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([_cell(row[name]) for name in columns] for row in rows)
    return out.getvalue()


def as_json(rows: Iterable[dict[str, Any]]) -> str:
    """Rows as a JSON array of objects; times in ISO 8601."""
    return json.dumps(list(rows), ensure_ascii=False, default=_plain_value)


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    if isinstance(value, list | tuple):
        return _text("; ".join(_cell(item) for item in value))
    return _text(value) if isinstance(value, str) else str(_plain_value(value))


def _text(value: str) -> str:
    return f"'{value}" if value.startswith(("=", "+", "-", "@", "\t", "\r")) else value


def _plain_value(value: object) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, int | float) else str(value)
