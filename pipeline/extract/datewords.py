"""Reads dates written for people: month names in many languages, East Asian forms, numeric forms, clock times, zones."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

# Month names and short forms, folded to lower case; from CLDR's calendars.
_MONTH_NAMES = {
    1: "january jan januar jänner janvier enero ene gennaio gen janeiro januari styczeń stycznia января янв январь січня ocak leden ledna január ianuarie"
    " ιανουαρίου tammikuuta يناير جانفي januára siječnja януари",
    2: "february feb februar feber février févr fév febrero febbraio febr fevereiro fev februari luty lutego lut февраля фев февраль лютого şubat únor února"
    " február februarie φεβρουαρίου helmikuuta فبراير veljače февруари",
    3: "march mar märz mrz mär mars marzo março maart mrt marzec marca марта март березня mart březen března március martie μαρτίου maaliskuuta مارس ožujka",
    4: "april apr avril avr abril abr aprile kwiecień kwietnia kwi апреля апр апрель квітня nisan duben dubna április aprilie απριλίου huhtikuuta أبريل ابريل travnja",
    5: "may mai mayo maggio mag maio mei maj maja мая май травня mayıs květen května május μαΐου toukokuuta مايو svibnja",
    6: "june jun juni juin junio giugno giu junho czerwiec czerwca cze июня июн июнь червня haziran červen června június iunie ιουνίου kesäkuuta يونيو lipnja",
    7: "july jul juli juillet juil julio luglio lug julho lipiec lipca lip июля июл июль липня temmuz červenec července július iulie ιουλίου heinäkuuta يوليو srpnja",
    8: "august aug août aout agosto ago agustus augustus sierpień sierpnia sie августа авг август серпня ağustos srpen srpna augusztus αυγούστου elokuuta أغسطس kolovoza",
    9: "september sep sept septembre septiembre settembre set setembro wrzesień września wrz сентября сен сент сентябрь вересня eylül září septembrie szeptember"
    " σεπτεμβρίου syyskuuta سبتمبر rujna септември",
    10: "october oct oktober okt octobre octubre ottobre ott outubro out październik października paź октября окт октябрь жовтня ekim říjen října október octombrie"
    " οκτωβρίου lokakuuta أكتوبر listopada октомври",
    11: "november nov novembre noviembre novembro listopad листопада ноября ноя ноябрь kasım noiembrie νοεμβρίου marraskuuta نوفمبر studenoga ноември",
    12: "december dec dezember dez décembre déc diciembre dic dicembre dezembro desember des grudzień grudnia gru декабря дек декабрь грудня aralık prosinec prosince"
    " decembrie δεκεμβρίου joulukuuta ديسمبر prosinca декември",
}
_MONTHS = {name: number for number, names in _MONTH_NAMES.items() for name in names.split()}
# Zones of newsrooms, in minutes from UTC. Names that mean several zones (IST, CST) are read as India and China only
# where nothing else fits, so they are left out.
_ZONES = {
    "utc": 0, "gmt": 0, "z": 0, "bst": 60, "cet": 60, "cest": 120, "mez": 60, "mesz": 120, "eet": 120, "eest": 180, "msk": 180, "edt": -240, "est": -300,
    "et": -300, "cdt": -300, "mdt": -360, "mst": -420, "pdt": -420, "pst": -480, "kst": 540, "jst": 540, "hkt": 480, "sgt": 480, "aest": 600, "aedt": 660,
}  # fmt: skip

_NAME = r"[^\W\d_]{3,12}"
_DAY_MONTH_YEAR = re.compile(
    rf"(?<!\d)(\d{{1,2}})(?:st|nd|rd|th|er|\.|º|ª)?\s*(?:de\s+|d[’'])?({_NAME})\.?,?\s*(?:de\s+|del\s+)?((?:19|20)\d{{2}})(?!\d)",
    re.IGNORECASE,
)
_SHORT_DAY_MONTH_YEAR = re.compile(rf"(?<!\d)(\d{{1,2}})[-/ ]({_NAME})[-/ ](\d{{2}}|\d{{4}})(?!\d)", re.IGNORECASE)
_MONTH_DAY_YEAR = re.compile(
    rf"\b({_NAME})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+((?:19|20)\d{{2}})(?!\d)", re.IGNORECASE
)
_EAST_ASIAN = re.compile(r"((?:19|20)\d{2})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]")
_YEAR_FIRST = re.compile(r"(?<!\d)((?:19|20)\d{2})[./-](\d{1,2})[./-](\d{1,2})(?!\d)")
_NUMERIC = re.compile(r"(?<![\d/.])(\d{1,2})([./-])(\d{1,2})\2((?:19|20)\d{2}|\d{2})(?![\d/])")
_CLOCK = re.compile(
    r"(?<!\d)(\d{1,2})[:.h時시](\d{2})(?::(\d{2}))?(?!\d)\s*(?:([ap])\.?m\b\.?)?\s*(?:uhr\b)?\s*\(?([A-Z]{2,4}\b)?([+-]\d{1,2}:?\d{2})?",
    re.IGNORECASE,
)


def parse_written_date(text: str) -> tuple[datetime, str, int | None] | None:
    """The first date in `text`: moment in UTC, precision (day or minute or second), minutes from UTC if a zone is named.

    Numeric dates whose day and month could be swapped are read day first after a dot (European habit) and month first
    after a slash only when the day is above 12; otherwise they are no witness.
    """
    for reader in (_year_first, _day_month_year, _month_day_year, _numeric):
        found = reader(text)
        if found is None:
            continue
        (year, month, day), rest = found
        try:
            date = datetime(year, month, day, tzinfo=UTC)
        except ValueError:
            continue
        return _with_clock(date, rest)
    return None


def _year_first(text: str) -> tuple[tuple[int, int, int], str] | None:
    match = _EAST_ASIAN.search(text) or _YEAR_FIRST.search(text)
    return ((int(match[1]), int(match[2]), int(match[3])), text[match.end() :]) if match else None


def _day_month_year(text: str) -> tuple[tuple[int, int, int], str] | None:
    for pattern in (_DAY_MONTH_YEAR, _SHORT_DAY_MONTH_YEAR):
        for match in pattern.finditer(text):
            month = _MONTHS.get(match[2].casefold())
            if month:
                return (_full_year(match[3]), month, int(match[1])), text[match.end() :]
    return None


def _month_day_year(text: str) -> tuple[tuple[int, int, int], str] | None:
    for match in _MONTH_DAY_YEAR.finditer(text):
        month = _MONTHS.get(match[1].casefold())
        if month:
            return (int(match[3]), month, int(match[2])), text[match.end() :]
    return None


def _numeric(text: str) -> tuple[tuple[int, int, int], str] | None:
    match = _NUMERIC.search(text)
    if not match:
        return None
    first, second, year = int(match[1]), int(match[3]), _full_year(match[4])
    rest = text[match.end() :]
    if first > 12 >= second or match[2] == ".":
        return (year, second, first), rest
    if second > 12 >= first:
        return (year, first, second), rest
    return ((year, first, second), rest) if first == second else None


def _full_year(digits: str) -> int:
    year = int(digits)
    return year if year > 99 else 2000 + year if year < 70 else 1900 + year


def _with_clock(date: datetime, rest: str) -> tuple[datetime, str, int | None]:
    match = _CLOCK.search(rest[:60])
    if not match:
        return date, "day", None
    hour, minute = int(match[1]), int(match[2])
    if match[4]:
        hour = hour % 12 + (12 if match[4].lower() == "p" else 0)
    if hour > 23 or minute > 59:
        return date, "day", None
    zone = _ZONES.get((match[5] or "").lower())
    if match[6]:
        digits = re.sub(r"\D", "", match[6])
        zone = (int(digits[:-2]) * 60 + int(digits[-2:])) * (-1 if match[6].startswith("-") else 1)
    clock = timezone(timedelta(minutes=zone or 0))
    second = int(match[3] or 0)
    moment = date.replace(hour=hour, minute=minute, second=min(second, 59), tzinfo=clock).astimezone(UTC)
    return moment, "second" if match[3] else "minute", zone
