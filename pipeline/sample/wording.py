"""Dates in words: what {{ weekday(1) }} and its like mean inside an article of a given day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from jinja2 import Environment, StrictUndefined

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
WEEKDAYS_RU = ("понедельник", "вторник", "среду", "четверг", "пятницу", "субботу", "воскресенье")  # after «в», «во»
MONTHS_RU = (
    "января", "февраля", "марта", "апреля", "мая", "июня", "июля",
    "августа", "сентября", "октября", "ноября", "декабря",
)  # fmt: skip
AGENCY_MONTHS = ("Jan.", "Feb.", "March", "April", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec.")

_environment = Environment(undefined=StrictUndefined, autoescape=False, keep_trailing_newline=False)  # noqa: S701 plain text


def fill(words: str, day: date) -> str:
    """The words with every date variable replaced; `day` is the day on which the article appears."""
    return _environment.from_string(words).render(variables(day)) if "{{" in words else words


def variables(day: date) -> dict[str, Callable[..., str | int]]:
    """The functions that an article may use; their argument counts days back (negative: ahead).

    weekday(1) 'Tuesday' · date(1) 'November 3' · dateline() 'Nov. 3' · month(30) 'October' · year(0) 2026 ·
    iso(0) '2026-11-03' · day_of(0) 3 · month_of(0) 11 · weekday_ru(0) 'вторник' · date_ru(0) '3 ноября'
    """

    def back(days: int) -> date:
        return day - timedelta(days=days)

    return {
        "weekday": lambda days=0: WEEKDAYS[back(days).weekday()],
        "date": lambda days=0: f"{MONTHS[back(days).month - 1]} {back(days).day}",
        "dateline": lambda days=0: f"{AGENCY_MONTHS[back(days).month - 1]} {back(days).day}",
        "month": lambda days=0: MONTHS[back(days).month - 1],
        "year": lambda days=0: back(days).year,
        "iso": lambda days=0: back(days).isoformat(),
        "day_of": lambda days=0: back(days).day,
        "month_of": lambda days=0: back(days).month,
        "weekday_ru": lambda days=0: WEEKDAYS_RU[back(days).weekday()],
        "date_ru": lambda days=0: f"{back(days).day} {MONTHS_RU[back(days).month - 1]}",
    }
