"""Whose text it is: the agency that a dateline, a byline or a credit line names; lists of agencies are data."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType

import yaml

from pipeline.errors import ConfigurationError
from pipeline.records import Document

_HEAD_CHARS = 250  # a dateline stands at the very beginning
_TAIL_CHARS = 400  # a credit line stands at the very end
_DASH = r"(?:[-–—]{1,2}|:)"
_UNSPACED = re.compile("[\u3040-\u30ff\u4e00-\u9fff]")  # kana and Chinese characters
# "Source:" before a credit and "with material of", in the languages in which the outlets of the catalog write.
_SOURCE_WORDS = (
    "[Ss]ource|[Cc]r[ée]dits?|[Qq]uelle|[Ff]uente|[Ff]onte|[Kk]aynak|[Nn]guồn|Источник|Джерело|出典|来源|來源"
    "|출처|자료|المصدر"
)
_WITH_WORDS = (
    r"[Aa]vec(?:\sl['’]|\s)|[Cc]on\s(?:informaci[óo]n|material)\sde\s|[Mm]it\s(?:Material|Informationen)\s(?:von|der)\s"
    r"|[Cc]om\sinforma[çc][õo]es\sd[aeo]\s|[Vv]ia\s"
)


@dataclass(frozen=True, slots=True)
class Agency:
    """A news agency of the catalog."""

    name: str
    owner: str
    country: str
    aliases: tuple[str, ...]
    domains: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Credit:
    """The agency credited (None: none), how it was found, and whether the document is the agency's own."""

    agency: str | None = None
    basis: str | None = None  # source, record, dateline, byline, credit line
    is_agency: bool = False


def read_credit(document: Document) -> Credit:
    """Who wrote the text: the outlet itself if it is an agency, else whom the record or the text credits."""
    own = agency_of_source(document.source)
    if own:
        return Credit(own, "source", True)
    if document.agency:
        return Credit(_by_alias().get(document.agency.casefold(), document.agency), "record")
    head, tail = document.text[:_HEAD_CHARS], document.text[-_TAIL_CHARS:]
    for basis, pattern, part in (
        ("dateline", _patterns()["dateline"], head),
        ("dateline", _patterns()["bracket"], head),
        ("dateline", _patterns()["wire"], head),
        ("byline", _patterns()["byline"], head),
        ("credit line", _patterns()["credit"], tail),
        ("credit line", _patterns()["contributed"], tail),
    ):
        match = pattern.search(part)
        if match:
            name = next(name for name in match.groups() if name)
            return Credit(_by_alias()[name.casefold()], basis)
    return Credit()


def agency_of_source(source: str | None) -> str | None:
    """The agency that an outlet's name, domain or address belongs to, None where it is no agency."""
    if not source:
        return None
    known = _by_alias().get(source.strip().casefold())
    if known:
        return known
    host = re.sub(r"^[a-z]+://", "", source.strip().lower()).split("/")[0].split(":")[0]
    labels = host.split(".")
    return next(
        (_by_domain()[at] for n in range(len(labels) - 1) if (at := ".".join(labels[n:])) in _by_domain()), None
    )


def owner_of_agency(name: str) -> str:
    """Who stands behind an agency; the name itself where the catalog does not know it."""
    agency = next((agency for agency in agencies() if agency.name == name), None)
    return agency.owner if agency else name


@lru_cache(maxsize=1)
def agencies() -> tuple[Agency, ...]:
    """The agencies of the catalog (agencies.yaml); a ConfigurationError where an entry is wrong."""
    rows = yaml.safe_load((files("pipeline.catalog") / "agencies.yaml").read_text(encoding="utf-8"))
    try:
        return tuple(
            Agency(row["name"], row["owner"], row["country"], tuple(row["aliases"]), tuple(row["domains"]))
            for row in rows
        )
    except (KeyError, TypeError) as error:
        raise ConfigurationError(
            f"agencies.yaml: an entry lacks {error}; each needs name, owner, country, aliases, domains"
        ) from error


@lru_cache(maxsize=1)
def _by_alias() -> Mapping[str, str]:
    return MappingProxyType(
        {alias.casefold(): agency.name for agency in agencies() for alias in (agency.name, *agency.aliases)}
    )


@lru_cache(maxsize=1)
def _by_domain() -> Mapping[str, str]:
    return MappingProxyType({domain: agency.name for agency in agencies() for domain in agency.domains})


@lru_cache(maxsize=1)
def _patterns() -> Mapping[str, re.Pattern[str]]:
    """Where credits stand. Names are matched as the catalog writes them: `AP` is an agency, `ap` is none."""
    names = {alias for agency in agencies() for alias in (agency.name, *agency.aliases)}
    spellings = sorted(names | {name.upper() for name in names}, key=len, reverse=True)
    any_name = "|".join(map(re.escape, spellings))
    agency = rf"(?<!\w)(?P<agency>{any_name})(?!\w)"
    # Chinese and Japanese put the place before the name without a space.
    joined = rf"(?P<joined>{'|'.join(re.escape(name) for name in spellings if _UNSPACED.match(name))})"
    opening, closing = r"[(（\[【<＜]", r"[)）\]】>＞]"
    return MappingProxyType(
        {
            # "SEOUL, March 3 (Agency) - ", "Seúl, 3 mar (Agency).-"
            "dateline": re.compile(rf"\(\s*{agency}\s*\)\s*(?:\.\s*)?{_DASH}"),
            # "(서울=Agency) ", "【ソウル＝Agency】", "【ソウルAgency】", "[東京 9日 Agency] - ", "（Agency）" before the text
            "bracket": re.compile(
                rf"^\s*{opening}(?:[^()（）\[\]【】\n]{{1,20}}?[=＝\s]\s*)?{agency}(?:\s*[=＝]\s*\w+)?\s*{closing}"
                rf"|^\s*{opening}[^()（）\[\]【】\n]{{1,12}}?{joined}\s*{closing}"
            ),
            # "新华社首尔3月9日电", "中新社北京3月9日电 "; "СЕУЛ, 9 марта. /Agency/", "МОСКВА, 9 мар — Agency."
            "wire": re.compile(
                rf"^\s*{joined}[^\n。，,]{{0,12}}\d{{1,2}}\s*月\s*\d{{1,2}}\s*日\s*[电電]"
                rf"|^[^\n]{{2,60}}?/\s*{agency}\s*/"
                rf"|^[^\n]{{2,40}}?\d[^\n]{{0,15}}?{_DASH}\s*{agency.replace('<agency>', '<after>')}\s*\."
            ),
            # "By Kim Example, Agency" as a line of its own; "Agency - " or "Agency" alone as the first line
            "byline": re.compile(
                rf"^\s*(?:By\s[^.\n]{{3,60}}[,|/]\s*(?:for\s)?(?:[Tt]he\s)?)?{agency}\s*(?:{_DASH}|\n)"
            ),
            # the last words: "— Agency", "(with Agency)", "Source: Agency", "© 2031 Agency", "avec l'Agency", "Agency 제공"
            "credit": re.compile(
                rf"(?:[-–—]\s*|{opening}\s*(?:[Ww]ith\s)?|(?:©|\([cC]\))\s*(?:\d{{4}}\s)?|(?:{_SOURCE_WORDS})\s*[:：]\s*|\n\s*"
                rf"|(?:{_WITH_WORDS})\s*)(?:{agency}|{joined})\s*(?:제공|{closing})?[.。]?\s*$"
                rf"|(?:©|\([cC]\))\s*{agency.replace('<agency>', '<owner>')}[^\n]{{0,40}}$"
            ),
            # "The Agency contributed to this report.", "with reporting by Agency", "contributed by Agency"
            "contributed": re.compile(
                rf"{agency}(?:\s+(?:news\s+agency|reporters?|staff|writers?))?\s+(?:also\s+)?contributed\b"
                r"|\b(?:contributed|reporting|provided|distributed)\s+by\s+(?:[Tt]he\s)?"
                rf"{agency.replace('<agency>', '<by>')}"
            ),
        }
    )
