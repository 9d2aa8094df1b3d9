"""What the claims of a ledger row add up to: which still stand, the status, and how far the transfer went."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol, TypeVar


class Statement(Protocol):
    """What this module reads of a claim."""

    @property
    def stance(self) -> str: ...
    @property
    def modality(self) -> str: ...
    @property
    def negated(self) -> bool: ...
    @property
    def claimant(self) -> str: ...
    @property
    def claimant_country(self) -> str | None: ...
    @property
    def claimant_class(self) -> str | None: ...
    @property
    def origin(self) -> str | None: ...
    @property
    def article_date(self) -> date | None: ...


S = TypeVar("S", bound=Statement)


def is_denial(claim: Statement) -> bool:
    """Whether the claimant says that the transfer did not, does not or will not happen."""
    return claim.stance == "denies"


def is_positive(claim: Statement) -> bool:
    """Whether the claim says that weapons pass; a stopped or cancelled delivery is neither this nor a denial."""
    return claim.stance in {"alleges", "confirms"} and not claim.negated


def standing_claims(claims: Sequence[S]) -> list[S]:
    """The claims that nobody withdrew, in time order; `claims` are in time order.

    A retraction withdraws the earlier claims of the same voice (origin, else claimant) and is itself not listed.
    """
    last_retraction: dict[str, int] = {}
    for position, claim in enumerate(claims):
        if claim.stance == "retracts":
            last_retraction[_voice(claim)] = position
    return [
        claim
        for position, claim in enumerate(claims)
        if claim.stance != "retracts" and position > last_retraction.get(_voice(claim), -1)
    ]


def status_of(claims: Sequence[Statement]) -> str:
    """confirmed, disputed, alleged, denied or retracted; `claims` are in time order."""
    standing = standing_claims(claims)
    positive = [claim for claim in standing if is_positive(claim)]
    if not positive:
        if any(claim.stance in {"retracts", "alleges", "confirms"} and not _is_cancelled(claim) for claim in claims):
            return "retracted"
        return "denied" if any(is_denial(claim) for claim in standing) else "alleged"
    stands, confirmed_before = _positions_of_parties(standing)
    denying = {country for country, says_so in stands.items() if not says_so}
    confirming = {country for country, says_so in stands.items() if says_so}
    if denying & confirmed_before or (denying and confirming):
        return "disputed"
    return "confirmed" if confirming else "alleged"


def stage_of(claims: Sequence[Statement]) -> str:
    """delivered, ordered or considered: the furthest that a positive claim still standing goes.

    Where none stands (denied, retracted), the furthest that was spoken of.
    """
    standing = standing_claims(claims)
    told = [claim for claim in standing if is_positive(claim)] or list(claims)
    modalities = {claim.modality for claim in told}
    if modalities & {"asserted", "past"}:
        return "delivered"
    return "ordered" if "planned" in modalities else "considered"


def _positions_of_parties(standing: Sequence[Statement]) -> tuple[dict[str, bool], set[str]]:
    """For each party the side of its latest word (True = it confirms), and the parties that ever confirmed.

    A denial of plans does not contradict a delivery that was already told: it counts only where none was.
    """
    delivered = any(is_positive(claim) and claim.modality in {"asserted", "past"} for claim in standing)
    stands: dict[str, bool] = {}
    confirmed: set[str] = set()
    for claim in standing:
        if claim.claimant_class != "party":
            continue
        voice = claim.claimant_country or _voice(claim)
        if claim.stance == "confirms" and not claim.negated:
            stands[voice] = True
            confirmed.add(voice)
        elif is_denial(claim) and (claim.modality in {"asserted", "past"} or not delivered):
            stands[voice] = False
    return stands, confirmed


def _is_cancelled(claim: Statement) -> bool:
    return claim.negated and claim.stance != "retracts"


def _voice(claim: Statement) -> str:
    return claim.origin or claim.claimant.casefold()
