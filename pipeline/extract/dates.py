"""Collects the dates a page, its address and its feed state, and weighs them; never invents one."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone

from htmldate import find_date

from pipeline.extract.datewords import parse_written_date
from pipeline.extract.dom import Element, unmarked
from pipeline.extract.structured import StructuredData
from pipeline.records import DateWitness

_EARLIEST_YEAR = 1994  # the first newspapers on the web
_ZONE_STEP, _WESTERNMOST, _EASTERNMOST = 30, -12 * 60, 14 * 60  # minutes
_CLOCK_SLACK = timedelta(hours=14)  # a page that gives local time without a zone may seem this far ahead of UTC
_ISO = re.compile(
    r"(?P<year>\d{4})-?(?P<month>\d{2})-?(?P<day>\d{2})"
    r"(?:[T\s]+(?P<hour>\d{1,2}):?(?P<minute>\d{2})(?::?(?P<second>\d{2})(?:[.,]\d+)?)?)?"
    r"\s*(?P<zone>Z|UTC|GMT|[+-]\d{1,2}:?\d{2}|[+-]\d{2})?",
    re.IGNORECASE,
)
_URL_DATE = re.compile(
    r"(?<!\d)((?:19|20)\d{2})[/_.-]?(0[1-9]|1[0-2]|[1-9](?=[/_.-]))[/_.-]?(0[1-9]|[12]\d|3[01]|[1-9](?=[/_.-]))(?!\d)"
)
_PUBLISHED_METAS = (
    "article:published_time", "datepublished", "og:published_time", "og:article:published_time", "article:published",
    "parsely-pub-date", "sailthru.date", "dc.date.issued", "dcterms.issued", "dc.date", "dcterms.date", "dcterms.created",
    "citation_publication_date", "publication_date", "publish-date", "publishdate", "pubdate", "published_time",
    "cxenseparse:recs:publishtime",
    "cxenseparse:publishtime", "originalpublicationdate", "rnews:datepublished", "date.issued", "article.published",
    "article_date_original", "ptime",
    "displaydate", "date",
)  # fmt: skip
_UPDATED_METAS = (
    "article:modified_time", "datemodified", "og:updated_time", "article:updated_time", "article:modified",
    "dcterms.modified", "dc.date.modified",
    "last-modified", "lastmod", "revised", "utime", "cxenseparse:recs:moddate",
)  # fmt: skip
_PUBLISHED_WORDS = re.compile(
    r"publi|posted|pubdate|created|entry-date|dateline|erstellt|erschienen|veröffentlicht|issued|byline", re.IGNORECASE
)
_UPDATED_WORDS = re.compile(
    r"updat|modif|aktualisiert|geändert|actualiza|mis[- ]à[- ]jour|aggiornat|revis|edited", re.IGNORECASE
)
_MAY_BE_DATED = ("time", "abbr", "span", "div", "p", "meta")
_FIRST_PUBLISHED = re.compile(
    r"(?:originally|first) (?:published|posted|appeared)|(?:erstmals|ursprünglich) (?:veröffentlicht|erschienen)"
    r"|publié(?:e)? (?:initialement|pour la première fois)|publicad[oa] (?:originalmente|por primera vez)"
)
# The first of January of YEAR, in figures or with the month's name.
_NEW_YEAR = (
    r"YEAR\W{0,2}0?1\W{0,2}0?1(?!\d)|(?<!\d)0?1\W{1,2}0?1\W{1,2}YEAR|YEAR\s*[年년]\s*1\s*[月월]\s*1\s*[日일]"
    r"|(?<!\d)0?1(?:st|er|\.|º|ª)?\s*(?:de\s+)?(?:JANUARY)[^\W\d_]*\.?,?\s*(?:de\s+|del\s+)?YEAR"
    r"|\b(?:JANUARY)[^\W\d_]*\.?\s+0?1(?:st)?,?\s+YEAR"
).replace("JANUARY", "jan|jän|ene|gen|sty|янв|січ|oca|led|sij|ιαν|tam|يناير|جانفي")
_DATE_PIECES, _DATE_CHARS = 20, 80  # what is read of an element marked up as a date
_CLOCK_ALONE = re.compile(r"\d{1,2}[:.h時시]\d{2}(?::\d{2})?\s*(?:[ap]\.?m\.?)?", re.IGNORECASE)
_BASIS_WEIGHT = {"json-ld": 4.0, "meta": 3.5, "time": 3.0, "url": 2.5, "feed": 3.0, "text": 2.0}
_BASIS_ORDER = ("json-ld", "meta", "time", "text", "feed", "url")
_PRECISION = {"second": 2, "minute": 1, "day": 0}


@dataclass(frozen=True, slots=True)
class Stated:
    """A date as stated: the moment in UTC, how exact it is, and the clock that stated it (minutes from UTC, None unknown)."""

    value: datetime
    precision: str
    zone_minutes: int | None


@dataclass(frozen=True, slots=True)
class Dates:
    """What was decided, and all that was heard."""

    published_at: datetime | None = None
    published_basis: str | None = None
    published_zone_minutes: int | None = None
    updated_at: datetime | None = None
    updated_basis: str | None = None
    witnesses: tuple[DateWitness, ...] = ()
    agreement: float = 0.0  # share of the witnesses' weight within a day of the decision


def find_dates(
    root: Element,
    data: StructuredData,
    url: str,
    *,
    text_lines: Sequence[str] = (),
    source: str | None = None,
    feed_published_at: datetime | None = None,
    fetched_at: datetime,
) -> Dates:
    """Publication and update time of a page, each with its basis.

    `text_lines` are short lines near the title, where bylines stand, and notices of publication. Dates after
    `fetched_at`, and before the web had newspapers, are refused. `source` is searched as a last resort, where nothing
    else states a date. The feed's date is one witness among others. A day agreed on by several kinds of witness beats a
    single one; of the witnesses to that day the most exact and most direct gives the time.
    """
    marked = _marked_up(root)
    witnesses = _witnesses(marked, data, url, text_lines)
    heard = [(basis, stated) for basis, stated in witnesses if _credible(stated, fetched_at)]
    if feed_published_at is not None:
        feed = Stated(feed_published_at.astimezone(UTC), "second", None)
        if _credible(feed, fetched_at):
            heard.append(("feed", feed))
    changed = [stated for stated in _written(text_lines, published=False) if _credible(stated, fetched_at)]
    if not heard:  # a page that tells only of its last change was published then or before
        heard = [("text", stated) for stated in changed[:1]]
    if not heard and source is not None:
        heard = [("text", stated) for stated in _searched(source, url) if _credible(stated, fetched_at)]
    updates = [(basis, stated) for basis, stated in _update_witnesses(marked, data) if _credible(stated, fetched_at)]
    updates += [("text", stated) for stated in changed]
    published, agreement = _decide(heard)
    told = tuple(DateWitness(stated.value, basis, stated.precision) for basis, stated in dict.fromkeys(heard))
    if published is None:
        return Dates(witnesses=told)
    basis, stated = published
    updated = next(((b, s) for b, s in updates if s.value > stated.value), None)
    return Dates(
        published_at=stated.value,
        published_basis=basis,
        published_zone_minutes=stated.zone_minutes or _zone_of_readers(stated, heard) or stated.zone_minutes,
        updated_at=updated[1].value if updated else None,
        updated_basis=updated[0] if updated else None,
        witnesses=told,
        agreement=agreement,
    )


def tells_first_publication(text: str) -> bool:
    """Whether a text speaks of when an article was first published."""
    return _FIRST_PUBLISHED.search(text.lower()) is not None


def parse_machine_date(text: str | None) -> Stated | None:
    """The date of an attribute or JSON-LD value (ISO 8601 and its common misspellings), or None.

    Without a zone the time is taken as UTC and `zone_minutes` is None.
    """
    if not text:
        return None
    text = text.strip()
    if re.fullmatch(r"1\d{9}(?:\d{3})?", text):
        seconds = int(text[:10])
        return Stated(datetime.fromtimestamp(seconds, UTC), "second", 0)
    match = _ISO.match(text)
    if not match:
        return parse_written(text)
    try:
        return _stated(match)
    except ValueError:
        return None


def parse_written(text: str) -> Stated | None:
    """A date written for people, such as "5 March 2024, 14:30 KST", or None."""
    found = parse_written_date(text)
    if found is None:
        return None
    moment, precision, zone = found
    return Stated(moment, precision, zone)


def _stated(match: re.Match[str]) -> Stated:
    year, month, day = int(match["year"]), int(match["month"]), int(match["day"])
    if match["hour"] is None:
        return Stated(datetime(year, month, day, tzinfo=UTC), "day", None)
    zone = _zone_minutes(match["zone"])
    clock = timezone(timedelta(minutes=zone or 0))
    hour, minute, second = int(match["hour"]), int(match["minute"]), int(match["second"] or 0)
    moment = datetime(year, month, day, hour % 24, minute, min(second, 59), tzinfo=clock).astimezone(UTC)
    if hour == minute == second == 0 and not zone:
        return Stated(moment, "day", None)
    return Stated(moment, "second" if match["second"] else "minute", zone)


def _zone_minutes(zone: str | None) -> int | None:
    if not zone:
        return None
    if zone.upper() in ("Z", "UTC", "GMT"):
        return 0
    digits = re.sub(r"\D", "", zone)
    hours, minutes = (int(digits[:-2]), int(digits[-2:])) if len(digits) > 2 else (int(digits), 0)
    total = min(hours * 60 + minutes, 14 * 60)
    return -total if zone.startswith("-") else total


def _credible(stated: Stated, fetched_at: datetime) -> bool:
    return stated.value.year >= _EARLIEST_YEAR and stated.value <= fetched_at + _CLOCK_SLACK


def _witnesses(
    marked: Sequence[Element], data: StructuredData, url: str, text_lines: Sequence[str]
) -> Iterator[tuple[str, Stated]]:
    for node in data.article_nodes[:3]:
        for key in ("datePublished", "dateCreated"):
            if stated := parse_machine_date(_string(node.get(key))):
                yield "json-ld", stated
                break
    if not data.article_nodes:
        for node in data.nodes:
            if stated := parse_machine_date(_string(node.get("datePublished"))):
                yield "json-ld", stated
                break
    for name in _PUBLISHED_METAS:
        if stated := parse_machine_date(data.meta(name)):
            yield "meta", stated
            break
    yield from (("time", stated) for stated in _time_elements(marked, published=True))
    if stated := url_date(url):
        yield "url", stated
    yield from (("text", stated) for stated in itertools.islice(_written(text_lines, published=True), 1))


def _written(lines: Iterable[str], *, published: bool) -> Iterator[Stated]:
    """Dates of lines of text: those that speak of a first publication before others; or those that speak of a change."""
    plain = []
    for line in lines:
        is_change = _UPDATED_WORDS.search(line) is not None and not _PUBLISHED_WORDS.search(line)
        if is_change == published or not (stated := parse_written(line)):
            continue
        if tells_first_publication(line):
            yield stated
        else:
            plain.append(stated)
    yield from plain


def _update_witnesses(marked: Sequence[Element], data: StructuredData) -> Iterator[tuple[str, Stated]]:
    for node in data.article_nodes[:3]:
        if stated := parse_machine_date(_string(node.get("dateModified"))):
            yield "json-ld", stated
    for name in _UPDATED_METAS:
        if stated := parse_machine_date(data.meta(name)):
            yield "meta", stated
    yield from (("time", stated) for stated in _time_elements(marked, published=False))


def _searched(source: str, url: str) -> Iterator[Stated]:
    """What htmldate finds in the whole of a page whose markup and byline state no date.

    From a year alone, which a notice of copyright gives, htmldate makes the first of January: no date, unless the page
    names that day.
    """
    try:
        found = find_date(source, url=url, original_date=True, extensive_search=True)
    except (ValueError, TypeError, RecursionError):
        return
    if found and (not found.endswith("-01-01") or _names_new_year(source, found[:4])):
        yield Stated(datetime.fromisoformat(found).replace(tzinfo=UTC), "day", None)


def _names_new_year(source: str, year: str) -> bool:
    """Whether a page names the first of January of a year, in figures or with the month's name."""
    return re.search(_NEW_YEAR.replace("YEAR", year), source, re.IGNORECASE) is not None


def url_date(url: str) -> Stated | None:
    """The date in the path of an address (/2024/03/05/, /20240305-), or None."""
    match = _URL_DATE.search(re.sub(r"^[a-z]+://[^/]*", "", url, flags=re.IGNORECASE))
    if not match:
        return None
    try:
        return Stated(datetime(int(match[1]), int(match[2]), int(match[3]), tzinfo=UTC), "day", None)
    except ValueError:
        return None


def _marked_up(root: Element) -> list[Element]:
    """Elements marked up as dates."""
    found = []
    for element in root.iter(*_MAY_BE_DATED):
        itemprop = (element.get("itemprop") or "").lower()
        if (element.tag == "time" or "date" in itemprop or element.get("datetime")) and (
            element.tag != "meta" or itemprop
        ):
            found.append(element)
    return found


def _time_elements(marked: Sequence[Element], *, published: bool) -> Iterator[Stated]:
    """The first date of elements marked up as dates; before it, that of one that says what it dates."""
    found: list[tuple[int, Stated]] = []
    for order, element in enumerate(marked):
        itemprop = element.get("itemprop") or ""
        value = element.get("datetime") or element.get("content") or element.get("title")
        label = " ".join((itemprop, element.get("class") or "", (element.get("pubdate") and "pubdate") or ""))
        parent = element.getparent()
        context = label + " " + ((parent.get("class") or "") + " " + (parent.text or "") if parent is not None else "")
        own_text = _with_clock_beside(element)
        is_update = bool(_UPDATED_WORDS.search(label) or _UPDATED_WORDS.search(own_text)) or (
            bool(_UPDATED_WORDS.search(context)) and not _PUBLISHED_WORDS.search(label)
        )
        if is_update == published:
            continue
        stated, written = parse_machine_date(value), parse_written(own_text)
        if stated is None or (stated.precision == "day" and written and written.value.date() == stated.value.date()):
            stated = written  # which may know the hour
        if stated:
            rank = 0 if _PUBLISHED_WORDS.search(context) or not published else 1
            found.append((rank * 10_000 + order, stated))
            if len(found) >= 30:
                break
    if found:
        yield min(found, key=lambda pair: pair[0])[1]


def _with_clock_beside(element: Element) -> str:
    """The text of a date's element, with that of the `time` element right after it where that holds the hour alone."""
    text, following = _text_of(element), element.getnext()
    beside = _text_of(following) if following is not None and following.tag == "time" else ""
    return f"{text} {beside}" if _CLOCK_ALONE.fullmatch(beside) else text


def _text_of(element: Element) -> str:
    return unmarked("".join(itertools.islice(element.itertext(), _DATE_PIECES))[:_DATE_CHARS]).strip()


def _string(value: object) -> str | None:
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("@value")
    return str(value) if isinstance(value, str | int) else None


def _zone_of_readers(stated: Stated, heard: Iterable[tuple[str, Stated]]) -> int | None:
    """Minutes from UTC of a clock that tells the moment of `stated`, which is in UTC, as the readers of the page have it.

    Such a clock stands in a byline or a time element and names its zone, or differs from UTC by whole half hours to the
    minute, as nearly all zones do; where it differs otherwise, nothing is known.
    """
    if stated.precision == "day" or stated.zone_minutes is None:
        return None
    for basis, other in heard:
        if basis not in ("text", "time") or other.precision == "day":
            continue
        minutes = (other.value.replace(second=0) - stated.value.replace(second=0)) / timedelta(minutes=1)
        if other.zone_minutes is not None:
            if other.zone_minutes and not minutes:
                return other.zone_minutes
        elif minutes and minutes % _ZONE_STEP == 0 and _WESTERNMOST <= minutes <= _EASTERNMOST:
            return int(minutes)
    return None


def _decide(heard: list[tuple[str, Stated]]) -> tuple[tuple[str, Stated] | None, float]:
    """The witness to follow: of the days that are agreed on, the one with the greatest weight; ties go to the basis order."""
    if not heard:
        return None, 0.0
    kinds = dict(reversed(heard))
    total = sum(_BASIS_WEIGHT[basis] for basis in kinds)

    def support(stated: Stated) -> float:
        return sum(
            _BASIS_WEIGHT[b] for b, other in kinds.items() if abs(other.value - stated.value) <= timedelta(hours=36)
        )

    best = max(kinds.items(), key=lambda item: (round(support(item[1]), 3), -_BASIS_ORDER.index(item[0])))
    agreed = support(best[1])
    return best, agreed / total
