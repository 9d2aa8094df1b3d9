"""Short hand for claims and rows in the ledger's scenarios."""

from __future__ import annotations

from datetime import date
from itertools import count

from pipeline.records import Transfer
from pipeline.track.ledger import LedgerClaim, build_ledger

_NUMBERS = count(1)


def day(text: str) -> date:
    """A date from "2024-03-01"."""
    return date.fromisoformat(text)


def claim(
    told: str,
    dyad: str = "PRK>RUS",
    weapon: str = "artillery shells",
    category: str = "ammunition",
    *,
    by: str = "outlet",
    stance: str = "alleges",
    modality: str = "asserted",
    negated: bool = False,
    number: tuple[float | None, float | None] | None = None,
    unit: str | None = "shells",
    words: str | None = None,
    period: tuple[str, str] | None = None,
    precision: str = "month",
    designation: str | None = None,
    owner: str = "Daily",
    deal: str | None = None,
    via: tuple[str, ...] = (),
    key: str | None = None,
) -> LedgerClaim:
    """A claim told on a day; `by` is "outlet", a country code for a government, or a name."""
    supplier, recipient = dyad.split(">")
    is_state = len(by) == 3 and by.isupper()
    claimant_class = (
        "outlet" if by == "outlet" else "party" if is_state and by in dyad else "state" if is_state else "igo"
    )
    origin = f"owner:{owner}" if by == "outlet" else f"state:{by}" if is_state else f"named:{by}"
    low, high = number or (None, None)
    return LedgerClaim(
        claim_key=key or f"c{next(_NUMBERS):06d}",
        supplier=None if supplier == "-" else supplier,
        recipient=None if recipient == "-" else recipient,
        weapon=weapon,
        category=category,
        designation=designation,
        quantity_min=low,
        quantity_max=high,
        unit=unit if number else None,
        quantity_text=words or (f"{low}-{high}" if number else None),
        period_start=day(period[0]) if period else None,
        period_end=day(period[1]) if period else None,
        period_precision=precision if period else "unknown",
        modality=modality,
        stance=stance,
        negated=negated or stance == "denies",
        claimant=by,
        claimant_country=by if is_state else None,
        claimant_class=claimant_class,
        owner_group=owner,
        origin=origin,
        article_date=day(told),
        deal_type=deal,
        intermediary=via,
    )


def ledger(*claims: LedgerClaim) -> tuple[Transfer, ...]:
    """The rows of these claims."""
    return build_ledger(claims)


def only(*claims: LedgerClaim) -> Transfer:
    """The one row of these claims."""
    (row,) = build_ledger(claims)
    return row
