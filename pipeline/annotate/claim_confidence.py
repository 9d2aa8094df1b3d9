"""How sure a claim is, from how its parts were found; calibrated on the development sentences of the quality data."""

from __future__ import annotations

from pipeline.annotate.claim_merge import Transfer
from pipeline.annotate.claim_modality import ClaimModality
from pipeline.annotate.claim_voice import Voice

BASIS = {"grammar": 1.0, "nationality": 0.93, "control": 0.85, "linear": 0.75, "context": 0.6, "none": 0.8}


def confidence_of(transfer: Transfer, voice: Voice | None, modality: ClaimModality) -> float:
    """The share of claims of this kind whose parties are right."""
    value = 0.97
    value *= BASIS[transfer.supplier.basis] * BASIS[transfer.recipient.basis]
    if transfer.is_linear or transfer.is_weak:
        value *= 0.85
    if modality.modality == "hypothetical":
        value *= 0.9
    return round(value, 3)
