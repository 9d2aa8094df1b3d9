"""How sure a claim is: the share of claims of its kind whose parties are right, by how they were found.

The factors were set so that on the development sentences (tests/quality) claims of 0.9 or more are right in at least
95 of 100 cases; they are few and monotone on purpose, so that other texts keep the order.
"""

from __future__ import annotations

from pipeline.annotate.claim_merge import Transfer
from pipeline.annotate.claim_slots import Slot

# How the role was found: see Slot.basis. "none" is an open role, which is more often missed than truly untold.
SUPPLIER = {"grammar": 0.98, "nationality": 0.97, "control": 0.96, "linear": 0.85, "context": 0.8, "none": 0.45}
RECIPIENT = {"grammar": 0.98, "nationality": 0.95, "control": 0.95, "linear": 0.7, "context": 0.85, "none": 0.7}
POSITION = 0.9  # the goods were found by position, not by the parse
WEAK_FRAME = 0.85  # a verb that moves all kinds of things: send, carry, flow
GUESS = 0.96  # a pronoun or a bare noun ("the rebels") names a party


def confidence_of(transfer: Transfer) -> float:
    """A number between 0 and 1, three decimals."""
    value = _of_slot(transfer.supplier, SUPPLIER) * _of_slot(transfer.recipient, RECIPIENT)
    if transfer.is_linear:
        value *= POSITION
    if transfer.is_weak:
        value *= WEAK_FRAME
    if any(party.basis == "context" for party in (*transfer.supplier.parties, *transfer.recipient.parties)):
        value *= GUESS
    return round(value, 3)


def _of_slot(slot: Slot, factors: dict[str, float]) -> float:
    return factors[slot.basis if slot.is_told else "none"]
