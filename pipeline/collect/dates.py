"""Reads the dates of feeds in all the forms in which they come, and decides which of them can be believed.

Times without a zone take the feed's learned offset, else UTC. Month and weekday names come from CLDR in many languages.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache

from babel import Locale

MAX_FUTURE = timedelta(hours=12)  # clocks and zones differ; more than this ahead is no publication date
_OLDEST_YEAR = 1990  # before the web: an empty field that was formatted all the same
# Where a word names two months in two languages, the language that stands first here wins.
_LANGUAGES = (
    "en fr de es it pt nl pl cs sk sl hr sr sr_Latn bs mk bg ru uk be ro hu el tr az da sv nb nn fi et lv lt is ga cy "
    "sq hy ka kk uz mn id ms vi th hi bn ta te mr ur fa ar he sw af ca gl eu eo tl"
)

# RFC 822 zones (section 5.1) and those that newsrooms write besides; minutes east of UTC.
_ZONES = {
    "z": 0, "ut": 0, "utc": 0, "gmt": 0, "wet": 0, "west": 60, "bst": 60, "ist": 330, "cet": 60, "mez": 60,
    "cest": 120, "mesz": 120, "eet": 120, "eest": 180, "msk": 180, "trt": 180, "gst": 240, "pkt": 300,
    "ict": 420, "wib": 420, "sgt": 480, "hkt": 480, "pht": 480, "awst": 480, "kst": 540, "jst": 540, "aest": 600,
    "aedt": 660, "nzst": 720, "nzdt": 780, "est": -300, "edt": -240, "cst": -360, "cdt": -300, "mst": -420,
    "mdt": -360, "pst": -480, "pdt": -420, "akst": -540, "akdt": -480, "hst": -600, "brt": -180, "art": -180,
}  # fmt: skip

_TIME = re.compile(
    r"(?<![\d.])(?P<h>[01]?\d|2[0-4])[:h.](?P<m>[0-5]\d)(?:[:.](?P<s>[0-5]\d|60)(?:[.,](?P<f>\d+))?)?(?!\.?\d)"
    r"\s*(?P<ap>[AaPp]\.?\s?[Mm]\.?(?![a-z]))?"
)
_ZONE_OFFSET = re.compile(r"(?:(?:GMT|UTC)\s*)?(?P<sign>[+\-−])(?P<h>\d{1,2}):?(?P<m>\d{2})?(?!\d)", re.I)
_ZONE_NAME = re.compile(r"\b([A-Za-z]{1,4})\b\.?")
_ISO = re.compile(
    r"^\s*(?P<y>\d{4})-?(?P<mo>\d{2})-?(?P<d>\d{2})"
    r"(?:[Tt\s]\s*(?P<h>\d{2}):?(?P<m>\d{2})(?::?(?P<s>\d{2})(?:[.,](?P<f>\d+))?)?\s*(?P<z>.*))?$"
)
_WEEK = re.compile(r"^(\d{4})-?W(\d{2})(?:-?([1-7]))?$")
_ORDINAL = re.compile(r"^(\d{4})-(\d{3})$")
_YEAR_MONTH = re.compile(r"^((?:19|20)\d\d)(?:-(\d{2}))?$")  # W3C date and time formats
_ENGLISH_MONTHS = {name: n for n, name in enumerate("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(), 1)}  # noqa: SIM905
_RFC822 = re.compile(
    rf"(?:[A-Z][a-z]{{2}},\s+)?(?P<d>\d{{1,2}})\s+(?P<mo>{'|'.join(_ENGLISH_MONTHS)})\s+(?P<y>\d{{4}})\s+"
    r"(?P<h>[01]\d|2[0-3]):(?P<m>[0-5]\d)(?::(?P<s>[0-5]\d))?\s+(?P<z>[+-]\d{4}|GMT|UTC|Z)"
)
_YMD = re.compile(r"(?<!\d)(\d{4})\s*[-/.年년]\s*(\d{1,2})\s*[-/.月월]\s*(\d{1,2})(?!\d)")
_NUMERIC = re.compile(r"(?<!\d)(\d{1,2})\s*([-/.])\s*(\d{1,2})\s*\2\s*(\d{4}|\d{2})(?!\d)")
_DAY_BEFORE = re.compile(r"(?<!\d)(\d{1,2})\s*(?:st|nd|rd|th|er|º|ª|°|\.|,|-|de|of|й)?\s*(?:de\s+)?$", re.I)
_YEAR_AFTER = re.compile(r"\.?\s*(?:de\s+|del\s+)?[-,/.]?\s*(\d{4}|'?\d{2})(?!\d|:)", re.I)
# "January 5th, 2026", and "Jan 5 KST 2026" as the C library prints it (its time is already taken out).
_AMERICAN = re.compile(r"\.?\s*(\d{1,2})(?:st|nd|rd|th)?\s*,?\s+(?:[A-Z]{2,5}\s+)?(\d{4})(?!\d)")
_EAST_ASIAN_NOON = (("오전", 0), ("오후", 12), ("上午", 0), ("下午", 12), ("午前", 0), ("午後", 12))
_WORD = re.compile(r"[^\W\d_]+(?:['’.][^\W\d_]+)*", re.UNICODE)


@dataclass(frozen=True, slots=True)
class ParsedDate:
    """A moment that a feed states. `is_naive`: the text named no zone; `offset_minutes`: the zone that it named."""

    value: datetime
    is_naive: bool
    offset_minutes: int | None


@lru_cache(maxsize=4_096)
def parse_date(text: str | None, default_offset_minutes: int | None = None) -> ParsedDate | None:
    """The moment that a date of a feed means, in UTC, or None where no reading makes sense.

    Numeric dates with the year at the end are read day first unless that is impossible: RSS has no such form, and
    most of those who write it put the day first.
    """
    if not text or len(text) > 200:
        return None
    text = unicodedata.normalize("NFKC", text).strip().strip("\"'")
    text = text.translate(_DIGITS)
    found = _parse_rfc822(text) or _parse_iso(text) or _parse_epoch(text) or _parse_words(text)
    if found is None:
        return None
    local, offset = found
    is_naive = offset is None
    shift = (default_offset_minutes or 0) if offset is None else offset
    try:
        value = local.replace(tzinfo=timezone(timedelta(minutes=shift))).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return ParsedDate(value, is_naive, offset)


def date_flag(parsed: ParsedDate | None, text: str | None, now: datetime) -> str | None:
    """Why a stated date is not to be believed as it is, or None: missing, unreadable, ancient, future, naive."""
    if parsed is None:
        return "unreadable" if text and text.strip() else "missing"
    if parsed.value.year < _OLDEST_YEAR:
        return "ancient"
    if parsed.value - now > MAX_FUTURE:
        return "future"
    return "naive" if parsed.is_naive else None


def effective_date(stated: datetime | None, flag: str | None, first_seen_at: datetime) -> tuple[datetime, str]:
    """The date by which an item is placed in time, with its basis: feed or first_seen.

    What a feed states counts unless it is missing, unreadable, before the web or in the future.
    """
    if stated is None or flag in ("future", "ancient", "missing", "unreadable"):
        return first_seen_at, "first_seen"
    return min(stated, first_seen_at), "feed"


def _parse_rfc822(text: str) -> tuple[datetime, int | None] | None:
    """The form that RSS prescribes, in English: nearly all dates are so, and need no search."""
    match = _RFC822.fullmatch(text)
    if match is None:
        return None
    clock = _clock(match["h"], match["m"], match["s"], None, None)
    return _moment(match["y"], _ENGLISH_MONTHS[match["mo"]], match["d"], clock, _zone(match["z"]))


def _parse_iso(text: str) -> tuple[datetime, int | None] | None:
    if match := _WEEK.match(text):
        try:
            return datetime.fromisocalendar(int(match[1]), int(match[2]), int(match[3] or 1)), None
        except ValueError:
            return None
    if match := _ORDINAL.match(text):
        year, day = int(match[1]), int(match[2])
        return (datetime(year, 1, 1) + timedelta(days=day - 1), None) if year and 1 <= day <= 366 else None  # noqa: DTZ001
    if match := _YEAR_MONTH.match(text):
        return _moment(match[1], match[2] or 1, 1, timedelta(), None)
    match = _ISO.match(text)
    if not match:
        return None
    zone = (match["z"] or "").strip()
    offset = _zone(zone) if zone else None
    if zone and offset is None and not re.fullmatch(r"[A-Za-z/_]+", zone):
        return None
    clock = _clock(match["h"], match["m"], match["s"], match["f"], None)
    return _moment(match["y"], match["mo"], match["d"], clock, offset)


def _parse_epoch(text: str) -> tuple[datetime, int | None] | None:
    if re.fullmatch(r"\d{9,10}|\d{12,13}", text):
        seconds = int(text) / (1000 if len(text) > 10 else 1)
        return datetime.fromtimestamp(seconds, UTC).replace(tzinfo=None), 0
    return None


def _parse_words(text: str) -> tuple[datetime, int | None] | None:
    """Dates with a month's name in any language, or in numbers with the year first or last, anywhere in the text."""
    clock_match = _TIME.search(text)
    clock = timedelta()
    offset: int | None = None
    rest = text
    if clock_match:
        clock = _clock(clock_match["h"], clock_match["m"], clock_match["s"], clock_match["f"], clock_match["ap"])
        for word, noon in _EAST_ASIAN_NOON:
            if word in text:
                clock = _clock(str(int(clock_match["h"]) % 12 + noon), clock_match["m"], clock_match["s"], None, None)
        tail = text[clock_match.end() :]
        offset = _zone(tail)
        rest = f"{text[: clock_match.start()]} {tail}"
    if match := _YMD.search(rest):
        return _moment(match[1], match[2], match[3], clock, offset)
    if match := _NUMERIC.search(rest):
        first, second, year = int(match[1]), int(match[3]), _full_year(match[4])
        day, month = (first, second) if second <= 12 else (second, first)
        return _moment(year, month, day, clock, offset)
    return _named_month(rest, clock, offset)


def _named_month(text: str, clock: timedelta, offset: int | None) -> tuple[datetime, int | None] | None:
    names = _month_names()
    for match in _WORD.finditer(text):
        month = names.get(_fold(match[0]))
        if month is None:
            continue
        before = _DAY_BEFORE.search(text[: match.start()])
        after = _YEAR_AFTER.match(text, match.end())
        if before and after:
            return _moment(_full_year(after[1]), month, before[1], clock, offset)
        american = _AMERICAN.match(text, match.end())
        if american:
            return _moment(american[2], month, american[1], clock, offset)
        leading_year = re.search(r"(?<!\d)(\d{4})[\s,.-]*$", text[: match.start()])
        trailing_day = re.match(r"[\s,.-]*(\d{1,2})(?!\d|:)", text[match.end() :])
        if leading_year and trailing_day:
            return _moment(leading_year[1], month, trailing_day[1], clock, offset)
    return None


def _moment(
    year: str | int, month: str | int, day: str | int, clock: timedelta, offset: int | None
) -> tuple[datetime, int | None] | None:
    try:
        return datetime(int(year), int(month), int(day)) + clock, offset  # noqa: DTZ001 - the zone follows
    except (ValueError, OverflowError):
        return None


def _clock(h: str | None, m: str | None, s: str | None, f: str | None, half: str | None) -> timedelta:
    hour = int(h or 0)
    if half:
        is_pm = half.strip().lower().startswith("p")
        if hour <= 12:
            hour = hour % 12 + (12 if is_pm else 0)
    fraction = float(f"0.{f}") if f else 0.0
    return timedelta(hours=hour, minutes=int(m or 0), seconds=min(59, int(s or 0)) + round(fraction, 6))


def _zone(text: str) -> int | None:
    """Minutes east of UTC that a zone's words name, or None."""
    text = text.strip()
    if match := _ZONE_OFFSET.search(text):
        minutes = int(match["h"]) * 60 + int(match["m"] or 0)
        if minutes <= 14 * 60:
            return minutes if match["sign"] == "+" else -minutes
        return None
    for match in _ZONE_NAME.finditer(text):
        if (found := _ZONES.get(match[1].lower())) is not None:
            return found
    return None


def _full_year(text: str) -> int:
    year = int(text.lstrip("'"))
    return year if year > 99 else year + (2000 if year < 70 else 1900)


def _fold(word: str) -> str:
    """Lower case without accents and dots, so that février, fevrier and FÉV. meet."""
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c)).replace(".", "").replace("’", "'")


_SCRIPTS = ("ARABIC-INDIC", "EXTENDED ARABIC-INDIC", "DEVANAGARI", "BENGALI", "THAI")
_DIGITS = {
    ord(unicodedata.lookup(f"{script} DIGIT {name}")): str(value)
    for script in _SCRIPTS
    for value, name in enumerate(("ZERO", "ONE", "TWO", "THREE", "FOUR", "FIVE", "SIX", "SEVEN", "EIGHT", "NINE"))
}


@lru_cache(maxsize=1)
def _month_names() -> dict[str, int]:
    """Month names, long and short, of many languages."""
    names: dict[str, int] = {}
    for language in _LANGUAGES.split():
        months = Locale.parse(language).months
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in months[context][width].items():
                    folded = _fold(name)
                    if folded and not folded.isdigit():
                        names.setdefault(folded, number)
                        for part in folded.split():
                            if len(part) >= 3 and not part.isdigit():
                                names.setdefault(part, number)
    return names | {"sept": 9}
