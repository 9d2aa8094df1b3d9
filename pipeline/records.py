"""The nouns that pass between the stages: frozen records without behaviour, database or network.

Offsets are Python string indices into the text that the record names, end exclusive. Times are timezone-aware UTC.
Unknown is None; unknown parties are empty tuples.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

Span = tuple[int, int]


# -- collect ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed to poll, as the catalog names it."""

    url: str
    source_domain: str
    source_name: str
    country: str | None = None  # ISO 3166-1 alpha-3
    language: str | None = None  # ISO 639-1
    owner_group: str | None = None  # who owns the outlet; copies within one group are one voice
    reliability: str | None = None  # agency, state_media, newspaper, government, igo, think_tank, tracker


@dataclass(frozen=True, slots=True)
class FeedItem:
    """One entry of a feed document."""

    guid: str | None
    url: str | None
    title: str | None = None
    summary: str | None = None  # plain text
    published_at: datetime | None = None
    updated_at: datetime | None = None
    authors: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    content_html: str | None = None  # full text, where the feed carries it
    published_text: str | None = None  # the words of the feed from which published_at was read
    date_flag: str | None = None  # missing, unreadable, ancient, future, naive; None for a date without fault


@dataclass(frozen=True, slots=True)
class Page:
    """A fetched or imported document, before anything was read out of it."""

    url: str
    canonical_url: str
    status: int
    fetched_at: datetime
    body: bytes
    headers: tuple[tuple[str, str], ...] = ()
    content_type: str | None = None
    final_url: str | None = None  # after redirects
    origin: str | None = None  # fetch, import or feed, where an archive of our own says so
    first_seen_at: datetime | None = None  # when a warehouse first got the page, where an archive of our own says so


# -- extract ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RemovedBlock:
    """A piece of the page that is not the article, with the rule that took it out."""

    text: str
    rule: str


@dataclass(frozen=True, slots=True)
class DateWitness:
    """One place in which a page or feed states a date."""

    value: datetime
    basis: str  # json-ld, meta, time, url, feed, text
    precision: str = "second"  # second, minute, day


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of an article: text[start:end]."""

    ordinal: int
    start: int
    end: int
    paragraph: int = 0


@dataclass(frozen=True, slots=True)
class Article:
    """The text of an article and what the page says of it; `quality` is article, partial or refused."""

    url: str
    title: str | None
    text: str
    quality: str
    quality_reason: str | None = None
    quality_score: float | None = None
    authors: tuple[str, ...] = ()
    section: str | None = None
    language: str | None = None
    published_at: datetime | None = None
    published_basis: str | None = None
    updated_at: datetime | None = None
    updated_basis: str | None = None
    agency: str | None = None  # wire agency of a credit line, such as "Reuters"
    sentences: tuple[Sentence, ...] = ()
    date_witnesses: tuple[DateWitness, ...] = ()
    removed: tuple[RemovedBlock, ...] = ()
    published_zone_minutes: int | None = None  # the page's own clock, in minutes from UTC, where it names a zone


# -- group -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Document:
    """What grouping needs to know of an article."""

    id: str
    text: str
    title: str | None = None
    published_at: datetime | None = None
    source: str | None = None
    agency: str | None = None


@dataclass(frozen=True, slots=True)
class Placement:
    """Where grouping put a document.

    `relation` is original, exact_copy, near_copy, update or same_story; `duplicate_of` names the root of the copies
    (never a copy itself) and is None for an original or a same_story member.
    """

    id: str
    story_id: str
    relation: str
    duplicate_of: str | None = None
    similarity: float | None = None
    reason: str | None = None


# -- annotate --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a text and whom it names. `type` is PER, ORG, GPE, LOC, FAC, NORP, ROLE ("troops") or WEAPON."""

    start: int
    end: int
    text: str
    type: str
    actor: str | None = None  # id in the registry, or a normalised name for an unresolved actor
    country: str | None = None  # ISO 3166-1 alpha-3
    role: str | None = None  # PLOVER/CAMEO role, such as GOV or MIL
    is_resolved: bool = False


@dataclass(frozen=True, slots=True)
class Party:
    """An actor as a party to an event: the words that name it and what they resolve to."""

    actor: str | None
    country: str | None
    role: str | None
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who says what: source, cue ("said") and content. `source` is None where nobody is named."""

    source: Span | None
    cue: Span
    content: Span
    kind: str = "speech"  # speech, thought (belief, attitude), evidence (a report shows), intention


@dataclass(frozen=True, slots=True)
class Event:
    """A PLOVER event between two parties (either may be unknown), with its evidence in the text."""

    type: str  # one of PLOVER's sixteen types
    source: Party | None
    target: Party | None
    modality: str  # asserted, alleged, denied, planned, hypothetical, historical
    negated: bool
    start: int  # the clause of the event
    end: int
    trigger: Span
    event_key: str
    confidence: float
    rule: str
    mode: str | None = None
    context: str | None = None
    attribution: Attribution | None = None
    event_date: date | None = None
    date_precision: str | None = None  # day, week, month, year, unknown
    place: str | None = None
    factuality: str | None = None  # fact, counterfact, uncertain


@dataclass(frozen=True, slots=True)
class ClaimEvidence:
    """The words on which a claim's weapon and parties rest."""

    weapon: Span
    supplier: Span | None = None
    recipient: Span | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """Somebody states that weapons pass from a supplier to a recipient, in the terms of the SIPRI register."""

    supplier: tuple[str, ...]  # ISO 3166-1 alpha-3
    recipient: tuple[str, ...]
    weapon: str  # the words of the text, without the number
    category: str
    quantity_min: float | None
    quantity_max: float | None
    unit: str | None
    quantity_text: str | None
    claimant: str  # the words that name who vouches, or "outlet"
    claimant_country: str | None
    stance: str  # alleges, confirms, denies, retracts
    modality: str  # asserted, planned, hypothetical, past
    negated: bool
    hedge: str | None
    start: int  # the claim's own clause inside one sentence
    end: int
    evidence: ClaimEvidence
    confidence: float
    rule: str
    period: str | None = None  # the words that date the transfer
    period_start: date | None = None  # first and last day that these words may mean
    period_end: date | None = None
    period_precision: str = "unknown"  # day, week, month, year, unknown
    intermediary: tuple[str, ...] = ()
    designation: str | None = None  # a catalog name of the weapon system, such as "Hwasong-11"
    deal_type: str | None = None  # sale, aid, licence, upgrade, smuggling, interception
    claimant_class: str | None = None  # party, state, igo, court, research, firm, unnamed_official, outlet
    evidence_scope: str = "text"  # text, summary or headline


@dataclass(frozen=True, slots=True)
class DateMention:
    """A time expression and its ISO 8601 value, resolved against the day of publication."""

    start: int
    end: int
    value: str


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place name with its coordinates in degrees (WGS 84)."""

    start: int
    end: int
    lat: float
    lon: float
    geonameid: int | None = None
    name: str | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Factuality:
    """How sure a text makes it that an act took place: from -3 (surely not) over 0 (open) to 3 (surely)."""

    start: int
    end: int
    value: float


@dataclass(frozen=True, slots=True)
class Annotation:
    """All that was read out of one text; `coding_level` is full, mentions or none."""

    mentions: tuple[Mention, ...] = ()
    events: tuple[Event, ...] = ()
    claims: tuple[Claim, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    dates: tuple[DateMention, ...] = ()
    places: tuple[PlaceMention, ...] = ()
    factuality: tuple[Factuality, ...] = ()  # of every verb and event noun
    coding_level: str = "full"
    headline_claims: tuple[Claim, ...] = ()  # what only the title claims; their offsets index into the title
    parsed: str = "all"  # how much of the text was parsed: all, part or none; a copy takes the rest from its original


# -- track -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DayCount:
    """A day of a topic: articles that match, articles in total (None = the day was not collected), owners."""

    day: date
    matching: int
    total: int | None
    owners: int | None = None
    originals: int | None = None  # of the matching articles, those that are no copies


@dataclass(frozen=True, slots=True)
class Signal:
    """How surprising a day is against the days before it."""

    day: date
    share: float | None
    expected: float | None
    z: float | None
    surprise: float | None  # -log10 of the probability of as many or more
    is_gap: bool
    alert: bool


@dataclass(frozen=True, slots=True)
class Transfer:
    """A row of the transfer ledger: one supplier, recipient, weapon and delivery episode."""

    supplier: str | None
    recipient: str | None
    weapon: str
    category: str
    status: str  # confirmed, disputed, alleged, denied, retracted
    claim_keys: tuple[str, ...]
    number_delivered_min: float | None = None
    number_delivered_max: float | None = None
    number_delivered_text: tuple[str, ...] = ()
    number_ordered_min: float | None = None
    number_ordered_max: float | None = None
    order_year: int | None = None
    delivery_from: date | None = None
    delivery_to: date | None = None
    date_precision: str = "unknown"
    deal_type: str | None = None
    intermediary: tuple[str, ...] = ()
    has_party_denial: bool = False
    owner_count: int = 0
    origin_count: int = 0
    claimant_classes: dict[str, int] = field(default_factory=dict)
    transfer_key: str | None = None  # deterministic: parties, weapon and the episode's first claim
    designation: str | None = None  # the catalog name, where the claims agree on one
    stage: str = "delivered"  # delivered, ordered, considered: the furthest that a claim still standing says it went
    number_delivered_unit: str | None = None
    number_ordered_unit: str | None = None
    number_ordered_text: tuple[str, ...] = ()
    general_denial_keys: tuple[str, ...] = ()  # a party's denials of arms in general that cover this row as well
    first_claim_date: date | None = None  # date of the first and of the last article that makes one of the claims
    last_claim_date: date | None = None
