"""Joins claims into rows of the transfer ledger, by the rule written in docs/ledger_rules.md; reads and stores nothing.

expand_claim(claim, ...)   a records.Claim of an article as one LedgerClaim for each pair of supplier and recipient
origin_of(...)             who stands behind a claim: the unit of independence
build_ledger(claims)       all rows, a pure function of the set of claims: their order does not matter
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import product

from pipeline.records import Claim, Transfer
from pipeline.track.ledger_episodes import Episode, split_into_episodes
from pipeline.track.ledger_quantity import QuantityReport, total_of
from pipeline.track.ledger_status import is_denial, is_positive, stage_of, standing_claims, status_of
from pipeline.track.ledger_weapons import by_weapon

UNSPECIFIED = "unspecified"  # the category of "arms", "military aid"


@dataclass(frozen=True, slots=True)
class LedgerClaim:
    """A claim about one supplier and one recipient, with what the ledger needs to know of its article."""

    claim_key: str
    supplier: str | None  # ISO 3166-1 alpha-3, None where the claim names none
    recipient: str | None
    weapon: str
    category: str
    designation: str | None = None
    quantity_min: float | None = None
    quantity_max: float | None = None
    unit: str | None = None
    quantity_text: str | None = None
    period_start: date | None = None
    period_end: date | None = None
    period_precision: str = "unknown"  # day, week, month, year, unknown
    modality: str = "asserted"  # asserted, planned, hypothetical, past
    stance: str = "alleges"  # alleges, confirms, denies, retracts
    negated: bool = False
    claimant: str = "outlet"
    claimant_country: str | None = None
    claimant_class: str | None = None  # party, state, igo, court, research, firm, unnamed_official, outlet
    owner_group: str | None = None
    origin: str | None = None  # see origin_of
    article_date: date | None = None
    deal_type: str | None = None  # sale, aid, licence, upgrade, smuggling, interception
    intermediary: tuple[str, ...] = ()


def origin_of(claim: Claim, agency: str | None, owner_group: str | None) -> str | None:
    """The unit of independence: the innermost claimant if named, else the wire agency, else the outlet's owner group.

    Officials of one state are one origin ("state:USA"): forty papers that quote one ministry are one voice.
    """
    if claim.claimant != "outlet":
        if claim.claimant_country and claim.claimant_class in {"party", "state"}:
            return f"state:{claim.claimant_country}"
        return "named:" + " ".join(claim.claimant.casefold().split()).removeprefix("the ")
    if agency:
        return f"agency:{agency.casefold()}"
    return f"owner:{owner_group.casefold()}" if owner_group else None


def expand_claim(
    claim: Claim,
    claim_key: str,
    *,
    owner_group: str | None = None,
    agency: str | None = None,
    article_date: date | None = None,
) -> tuple[LedgerClaim, ...]:
    """One LedgerClaim for each pair of supplier and recipient; all share the key of the claim.

    A quantity told for several suppliers or recipients together belongs to no single pair: it keeps its words and
    loses its numbers.
    """
    pairs = tuple(product(claim.supplier or (None,), claim.recipient or (None,)))
    has_own_number = len(pairs) == 1
    return tuple(
        LedgerClaim(
            claim_key=claim_key,
            supplier=supplier,
            recipient=recipient,
            weapon=claim.weapon,
            category=claim.category,
            designation=claim.designation,
            quantity_min=claim.quantity_min if has_own_number else None,
            quantity_max=claim.quantity_max if has_own_number else None,
            unit=claim.unit,
            quantity_text=claim.quantity_text,
            period_start=claim.period_start,
            period_end=claim.period_end,
            period_precision=claim.period_precision,
            modality=claim.modality,
            stance=claim.stance,
            negated=claim.negated,
            claimant=claim.claimant,
            claimant_country=claim.claimant_country,
            claimant_class=claim.claimant_class,
            owner_group=owner_group,
            origin=origin_of(claim, agency, owner_group),
            article_date=article_date,
            deal_type=claim.deal_type,
            intermediary=claim.intermediary,
        )
        for supplier, recipient in pairs
    )


def build_ledger(claims: Iterable[LedgerClaim]) -> tuple[Transfer, ...]:
    """All rows of the ledger, sorted by parties, weapon and period.

    A claim stands in exactly one row for each pair of parties it names, so the rows' claims add up to the input.
    """
    ordered = sorted(set(claims), key=_time_order)
    dyads: dict[tuple[str | None, str | None], list[LedgerClaim]] = defaultdict(list)
    for claim in ordered:
        dyads[claim.supplier, claim.recipient].append(claim)
    rows = [row for members in dyads.values() for row in _rows_of_dyad(members)]
    return tuple(sorted(rows, key=_row_order))


def _rows_of_dyad(claims: list[LedgerClaim]) -> list[Transfer]:
    """The rows of one supplier and one recipient."""
    general = [claim for claim in claims if claim.category == UNSPECIFIED and claim.designation is None]
    specific = [claim for claim in claims if claim not in general]
    denials = [claim for claim in general if is_denial(claim) and _is_party(claim)]
    rows = [_row(episode, ()) for episode in split_into_episodes(general)]
    for members in by_weapon(specific):
        episodes = split_into_episodes(sorted(members, key=_time_order))
        rows.extend(_row(episode, denials) for episode in episodes)
    return rows


def _row(episode: Episode[LedgerClaim], general_denials: Iterable[LedgerClaim]) -> Transfer:
    """The row of one delivery episode."""
    claims = episode.claims
    first = claims[0]
    standing = standing_claims(claims)
    positive = [claim for claim in standing if is_positive(claim)]
    delivered = total_of(_reports(claim for claim in positive if claim.modality in {"asserted", "past"}))
    ordered = total_of(_reports(claim for claim in positive if claim.modality == "planned"))
    designations = {claim.designation for claim in claims if claim.designation}
    designation = designations.pop() if len(designations) == 1 else None
    covering = tuple(claim.claim_key for claim in general_denials if episode.covers(claim))
    deal_types = Counter(claim.deal_type for claim in claims if claim.deal_type)
    dates = [claim.article_date for claim in claims if claim.article_date]
    return Transfer(
        supplier=first.supplier,
        recipient=first.recipient,
        weapon=designation or _commonest(claim.weapon for claim in claims),
        category=first.category,
        status=status_of(claims),
        claim_keys=tuple(dict.fromkeys(claim.claim_key for claim in claims)),
        number_delivered_min=delivered.minimum,
        number_delivered_max=delivered.maximum,
        number_delivered_text=delivered.words,
        number_ordered_min=ordered.minimum,
        number_ordered_max=ordered.maximum,
        order_year=_order_year(positive),
        delivery_from=episode.start,
        delivery_to=episode.end,
        date_precision=episode.precision,
        deal_type=max(sorted(deal_types), key=lambda kind: deal_types[kind]) if deal_types else None,
        intermediary=tuple(sorted({country for claim in claims for country in claim.intermediary})),
        has_party_denial=bool(covering) or any(is_denial(claim) and _is_party(claim) for claim in standing),
        owner_count=len({claim.owner_group for claim in claims if claim.owner_group}),
        origin_count=len({claim.origin for claim in claims if claim.origin}),
        claimant_classes=dict(sorted(Counter(claim.claimant_class or "outlet" for claim in claims).items())),
        transfer_key=_transfer_key(first, designation),
        designation=designation,
        stage=stage_of(claims),
        number_delivered_unit=delivered.unit,
        number_ordered_unit=ordered.unit,
        number_ordered_text=ordered.words,
        general_denial_keys=covering,
        first_claim_date=min(dates, default=None),
        last_claim_date=max(dates, default=None),
    )


def _order_year(positive: Iterable[LedgerClaim]) -> int | None:
    """The year of the first report of an order; a claim's own period is when it is delivered, not ordered."""
    reported = [claim.article_date for claim in positive if claim.modality == "planned" and claim.article_date]
    return min(reported).year if reported else None


def _reports(claims: Iterable[LedgerClaim]) -> list[QuantityReport]:
    """What each origin says of the number, in time order."""
    return [
        QuantityReport(
            origin=claim.origin or f"claim:{claim.claim_key}",
            minimum=claim.quantity_min,
            maximum=claim.quantity_max,
            unit=claim.unit,
            words=claim.quantity_text,
            period_start=claim.period_start,
            period_end=claim.period_end,
        )
        for claim in claims
        if claim.quantity_text or claim.quantity_min is not None or claim.quantity_max is not None
    ]


def _is_party(claim: LedgerClaim) -> bool:
    """Whether the claimant speaks for the supplier or the recipient."""
    return claim.claimant_class == "party"


def _commonest(words: Iterable[str]) -> str:
    """The most frequent wording, the shortest and first of the alphabet among equals."""
    counts = Counter(words)
    return min(counts, key=lambda word: (-counts[word], len(word), word))


def _transfer_key(first: LedgerClaim, designation: str | None) -> str:
    """Stable as long as the first claim of the episode stays the first."""
    parts = (first.supplier or "", first.recipient or "", designation or first.category, first.claim_key)
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:32]


def _time_order(claim: LedgerClaim) -> tuple[date, str, str, str]:
    return (claim.article_date or date.min, claim.claim_key, claim.supplier or "", claim.recipient or "")


def _row_order(row: Transfer) -> tuple[str, str, str, str, date, str]:
    return (
        row.supplier or "~",
        row.recipient or "~",
        row.category,
        row.weapon,
        row.delivery_from or row.first_claim_date or date.min,
        row.transfer_key or "",
    )
