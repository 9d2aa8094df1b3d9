"""Reads the newsroom's own files (outlets, articles, comments) into checked records; knows no dates and no HTTP."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal, TypeVar

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from pipeline.errors import ConfigurationError

FOLDER = Path(__file__).parent
Model = TypeVar("Model", bound=BaseModel)

Kind = Literal[
    "article",
    "index",  # a list of headlines at an article's address
    "consent",  # nothing but a consent wall
    "paywall",  # two sentences and an offer
    "soft_error",  # an error page with status 200
    "short",  # one line
    "video",  # a player and a caption
    "pdf",  # not HTML
    "missing",  # status 404
    "robots",  # an address that robots.txt forbids
]


def _moment(value: object) -> object:
    """'17 06:30' -> (17, 6, 30): days before the anchor day, hour and minute in UTC."""
    if isinstance(value, str) and (match := re.fullmatch(r"(\d+) (\d\d):(\d\d)", value)):
        return tuple(int(part) for part in match.groups())
    return value


Moment = Annotated[tuple[int, int, int], BeforeValidator(_moment)]


class _Checked(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class FeedPlan(_Checked):
    """One feed document of an outlet."""

    path: str
    format: Literal["rss", "atom", "rdf", "json"]
    section: str | None = None  # only this section; None takes all
    content: Literal["summary", "full"] = "summary"
    tracking: str | None = None  # query string that the feed adds to its links
    link_form: Literal["permalink", "shortlink"] = "permalink"  # a shortlink answers with a redirect
    moved_from: str | None = None  # an old address that answers 301


class Outage(_Checked):
    """A time in which an outlet's server answers with an error; afterwards its feeds may have forgotten older items."""

    start: Moment = Field(alias="from")
    end: Moment = Field(alias="to")
    status: int
    feeds_restart_at: Moment | None = None


class Outlet(_Checked):
    """A publisher of the newsroom."""

    key: str
    name: str
    tagline: str
    domain: str
    owner_group: str
    country: str
    language: str
    reliability: str
    utc_offset: str
    theme: Literal["classic", "magazine", "portal", "official", "blog"]
    colour: str
    permalink: str
    dates: tuple[Literal["jsonld", "meta", "time", "text"], ...]
    feeds: tuple[FeedPlan, ...]
    sections: tuple[str, ...] = ()  # of the menu; none takes those of the language
    charset: str = "utf-8"
    has_charset_header: bool = False
    has_comments: bool = False
    outages: tuple[Outage, ...] = ()


class CopyPlan(_Checked):
    """How another outlet republishes an article: whole, its first paragraphs, or under another headline."""

    outlet: str
    at: Moment
    style: Literal["exact", "shortened", "reheadlined"] = "exact"
    title: str | None = None
    paragraphs: int | None = None


class Revision(_Checked):
    """A later text at the same address."""

    at: Moment
    title: str | None = None
    body: str = ""


class Draft(_Checked):
    """An article as its file states it: words with date variables, times relative to the anchor day."""

    id: str
    outlet: str
    at: Moment
    title: str
    body: str
    author: str | None = None
    section: str = "World"
    language: str = "en"
    kind: Kind = "article"
    photo: str | None = None  # caption; the picture itself is drawn
    copies: tuple[CopyPlan, ...] = ()
    revisions: tuple[Revision, ...] = ()
    tags: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()  # keys of the catalog's topics that a careful reader would file it under


class Voices(_Checked):
    """What a site in one language says around its articles."""

    comments: tuple[tuple[str, str], ...]  # (name, words) under any article
    world_comments: tuple[tuple[str, str], ...] = ()  # under world news only
    labels: dict[str, str]


_PARTS = re.compile(r"^=== update (\d+ \d\d:\d\d)(?: \| (.+))? ===$", re.MULTILINE)


@lru_cache(maxsize=1)
def load_outlets() -> dict[str, Outlet]:
    """All outlets by key, in the order of the file."""
    path = FOLDER / "outlets.yaml"
    outlets = [_check(Outlet, entry, path) for entry in yaml.safe_load(path.read_text(encoding="utf-8"))]
    return {outlet.key: outlet for outlet in outlets}


@lru_cache(maxsize=1)
def load_voices() -> dict[str, Voices]:
    """Comments and labels by language."""
    path = FOLDER / "voices.yaml"
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    return {language: _check(Voices, entry, path) for language, entry in content.items()}


@lru_cache(maxsize=1)
def load_drafts() -> tuple[Draft, ...]:
    """All articles, in the order of their files' names; `copies` stand inside the article that they copy."""
    return tuple(_drafts())


def _drafts() -> Iterator[Draft]:
    outlets = load_outlets()
    for path in sorted((FOLDER / "articles").glob("*.md")):
        _, front, text = path.read_text(encoding="utf-8").split("---\n", 2)
        body, *later = _PARTS.split(text)
        revisions = [
            {"at": at, "title": title, "body": words.strip()}
            for at, title, words in zip(later[0::3], later[1::3], later[2::3], strict=True)
        ]
        entry = {"id": path.stem, "body": body.strip(), "revisions": revisions} | yaml.safe_load(front)
        draft = _check(Draft, entry, path)
        for key in (draft.outlet, *(copy.outlet for copy in draft.copies)):
            if key not in outlets:
                raise ConfigurationError(f"{path.name}: no outlet {key!r}; outlets.yaml names {', '.join(outlets)}")
        yield draft


def _check(model: type[Model], entry: object, path: Path) -> Model:
    try:
        return model.model_validate(entry)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise ConfigurationError(f"{path.name}: field {place}: {first['msg']}; mend it in {path}") from error
