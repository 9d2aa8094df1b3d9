"""What feeds, source panels and topics of the catalog may say: checked, frozen models without any reading of files."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import Annotated, Literal

import pycountry
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from pipeline.records import Feed

Reliability = Literal["agency", "state_media", "newspaper", "government", "igo", "think_tank", "tracker"]

# The sixteen event types of the PLOVER ontology.
EventType = Literal[
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST",
    "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
]  # fmt: skip

ANY = "*"  # in a dyad: whoever the other party is


@lru_cache(maxsize=1)
def country_codes() -> frozenset[str]:
    """ISO 3166-1 alpha-3."""
    return frozenset(country.alpha_3 for country in pycountry.countries) | {"XKX"}  # Kosovo's code in common use


@lru_cache(maxsize=1)
def language_codes() -> frozenset[str]:
    """ISO 639-1."""
    return frozenset(language.alpha_2 for language in pycountry.languages if hasattr(language, "alpha_2"))


def is_country(value: str) -> bool:
    """Whether the value is an ISO 3166-1 alpha-3 code (or XKX)."""
    return value in country_codes()


def _country(value: str) -> str:
    if value not in country_codes():
        raise ValueError(f"{value!r} is no ISO 3166-1 alpha-3 code; write for example KOR or USA")
    return value


def _country_or_any(value: str) -> str:
    return value if value == ANY else _country(value)


def _language(value: str) -> str:
    if value not in language_codes():
        raise ValueError(f"{value!r} is no ISO 639-1 code; write for example en or ko")
    return value


def _url(value: str) -> str:
    if not re.fullmatch(r"https?://[^\s/]+(/\S*)?", value):
        raise ValueError(f"{value!r} is no http or https address")
    return value


Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
Country = Annotated[str, AfterValidator(_country)]
Language = Annotated[str, AfterValidator(_language)]
Url = Annotated[str, AfterValidator(_url)]
Dyad = tuple[Annotated[str, AfterValidator(_country_or_any)], Annotated[str, AfterValidator(_country_or_any)]]


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class FeedEntry(_Entry):
    """A feed of the catalog. No address is called good here: that is known after the first good poll."""

    key: Key
    url: Url
    source: str = Field(min_length=1)  # name of the outlet
    domain: Annotated[str, Field(pattern=r"^[a-z0-9.-]+(:\d+)?$")]  # stands for the outlet in the warehouse
    country: Country | None = None
    language: Language | None = None
    owner_group: str = Field(min_length=1)  # copies within one group are one voice
    reliability: Reliability
    notes: str = ""
    is_enabled: bool = True  # false leaves the feed out; an overlay switches a shipped feed off in this way

    def record(self) -> Feed:
        """The feed as the stages know it."""
        return Feed(self.url, self.domain, self.source, self.country, self.language, self.owner_group, self.reliability)


class PanelVersion(_Entry):
    """The feeds of a panel from one day to another (both included; no end: until now)."""

    from_date: date = Field(alias="from")
    to_date: date | None = Field(default=None, alias="to")
    feeds: tuple[Key, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> PanelVersion:
        if self.to_date is not None and self.to_date < self.from_date:
            raise ValueError(f"ends on {self.to_date} before it begins on {self.from_date}")
        if len(set(self.feeds)) < len(self.feeds):
            raise ValueError(
                f"names a feed twice: {', '.join(sorted({k for k in self.feeds if self.feeds.count(k) > 1}))}"
            )
        return self


class Panel(_Entry):
    """The feeds whose articles a topic's shares are counted in, so that a new feed does not bend an old series.

    A change of members is a new version with its first day; days outside all versions have no panel.
    """

    key: Key
    title: str
    description: str = ""
    versions: tuple[PanelVersion, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _versions_do_not_overlap(self) -> Panel:
        ordered = sorted(self.versions, key=lambda version: version.from_date)
        for earlier, later in pairwise(ordered):
            if earlier.to_date is None or earlier.to_date >= later.from_date:
                raise ValueError(
                    f"the version from {earlier.from_date} must end before the one from {later.from_date} begins"
                )
        return self

    def feeds_on(self, day: date) -> tuple[str, ...]:
        """Keys of the panel's feeds on a day, () outside all versions."""
        for version in self.versions:
            if version.from_date <= day and (version.to_date is None or day <= version.to_date):
                return version.feeds
        return ()


class Topic(_Entry):
    """What to watch: an article belongs to it by a claim, an event or, where the coder does not read it, by its words.

    A claim of one of `frames` counts when a country of `actors` is its supplier, recipient or intermediary (with no
    actors: always). An event counts when its type is in `event_types` and its two parties are a pair of `dyads`, in
    either direction ("*" is anybody). `terms` count in articles whose language the coder does not code, and wherever
    `is_term_enough` says so: one of the language's terms and, where `actor_terms` has words in that language, one of
    those beside it; matching ignores case and looks at whole words in scripts that separate them.
    """

    key: Key
    title: str = Field(min_length=1)
    description: str = ""
    actors: tuple[Country, ...] = ()
    dyads: tuple[Dyad, ...] = ()
    event_types: tuple[EventType, ...] = ()
    frames: tuple[str, ...] = ()  # names of transfer frames, such as arms_transfer
    terms: dict[Language, tuple[str, ...]] = Field(default_factory=dict)
    actor_terms: dict[Language, tuple[str, ...]] = Field(default_factory=dict)
    is_term_enough: bool = False
    languages: tuple[Language, ...] = ("en",)  # whose articles make up the total of the share
    panel: Key | None = None  # key of a source panel; none takes every feed

    @model_validator(mode="after")
    def _can_match_something(self) -> Topic:
        if not (self.frames or (self.dyads and self.event_types) or self.terms):
            raise ValueError("matches nothing: name frames, or dyads with event_types, or terms")
        if bool(self.dyads) != bool(self.event_types):
            raise ValueError("dyads and event_types belong together: name both or neither")
        return self
