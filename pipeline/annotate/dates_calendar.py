"""Calendar arithmetic behind time expressions: from a unit, a direction and an anchor day to an ISO 8601 value."""

from __future__ import annotations

from datetime import date, timedelta

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("january", "jan"),
            ("february", "feb"),
            ("march", "mar"),
            ("april", "apr"),
            ("may",),
            ("june", "jun"),
            ("july", "jul"),
            ("august", "aug"),
            ("september", "sept", "sep"),
            ("october", "oct"),
            ("november", "nov"),
            ("december", "dec"),
        ),
        start=1,
    )
    for name in names
}
WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            ("monday", "mon"),
            ("tuesday", "tues", "tue"),
            ("wednesday", "wed"),
            ("thursday", "thurs", "thur", "thu"),
            ("friday", "fri"),
            ("saturday", "sat"),
            ("sunday", "sun"),
        )
    )
    for name in names
}
NUMBERS = {
    word: number
    for number, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
            "twenty",
        ]
    )
} | {
    "a": 1,
    "an": 1,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "hundred": 100,
    "a couple of": 2,
    "couple of": 2,
}
QUARTERS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}
SEASONS = {"spring": "SP", "summer": "SU", "autumn": "FA", "fall": "FA", "winter": "WI"}
EARLIEST_YEAR, LATEST_YEAR = 1000, 2200


def number_of(words: str) -> int | None:
    """The number that the words or digits write, or None."""
    plain = words.lower().strip().replace(",", "")
    return int(plain) if plain.isdigit() and len(plain) < 5 else NUMBERS.get(plain)


def day(year: int, month: int, day_of_month: int) -> str | None:
    """An ISO day, or None where the calendar has no such day."""
    try:
        return date(year, month, day_of_month).isoformat()
    except ValueError:
        return None


def month(year: int, number: int) -> str:
    """An ISO month, such as 2024-02."""
    return f"{year:04d}-{number:02d}"


def week(anchor: date) -> str:
    """The ISO week of a day, such as 2024-W07."""
    iso = anchor.isocalendar()
    return f"{iso.year:04d}-W{iso.week:02d}"


def full_year(two_digits: int, anchor: date) -> int:
    """The year within fifty years of the anchor that two digits write."""
    year = anchor.year - anchor.year % 100 + two_digits
    return year - 100 if year > anchor.year + 20 else year


def shifted_month(anchor: date, count: int) -> tuple[int, int]:
    """Year and month, `count` months after the anchor."""
    index = anchor.year * 12 + anchor.month - 1 + count
    return index // 12, index % 12 + 1


def shifted(anchor: date, unit: str, count: int) -> str | None:
    """The value `count` units after the anchor, with the unit's own granularity."""
    try:
        if unit == "day":
            return (anchor + timedelta(days=count)).isoformat()
        if unit == "week":
            return week(anchor + timedelta(weeks=count))
        if unit == "fortnight":
            return week(anchor + timedelta(weeks=2 * count))
        if unit == "weekend":
            return week(anchor + timedelta(weeks=count)) + "-WE"
        if unit == "month":
            return month(*shifted_month(anchor, count))
        if unit == "quarter":
            year, number = shifted_month(anchor, 3 * count)
            return f"{year:04d}-Q{(number - 1) // 3 + 1}"
        if unit == "year":
            return _year(anchor.year + count)
        if unit == "decade":
            return f"{(anchor.year + 10 * count) // 10}"
        if unit == "century":
            return f"{(anchor.year + 100 * count) // 100}"
    except (OverflowError, ValueError):
        return None
    return None


def _year(year: int) -> str | None:
    return f"{year:04d}" if EARLIEST_YEAR <= year <= LATEST_YEAR else None


def weekday(anchor: date, number: int, direction: int) -> str:
    """The nearest such weekday: direction -1 the last up to and with the anchor, 1 the next from the anchor on."""
    if direction < 0:
        return (anchor - timedelta(days=(anchor.weekday() - number) % 7)).isoformat()
    return (anchor + timedelta(days=(number - anchor.weekday()) % 7)).isoformat()


def year_of_month(anchor: date, number: int, direction: int, day_of_month: int | None = None) -> int:
    """The year that a month without a year means: the last such month for direction -1, the next for 1."""
    here = (number, day_of_month or 0)
    now = (anchor.month, anchor.day if day_of_month else 0)
    if direction < 0:
        return anchor.year if here <= now else anchor.year - 1
    return anchor.year if here >= now else anchor.year + 1
