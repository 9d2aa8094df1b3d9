"""Stance and class of a claimant towards the transfer it speaks of."""

from __future__ import annotations

from pipeline.annotate.claim_merge import Transfer
from pipeline.annotate.claim_modality_reading import ClaimModality
from pipeline.annotate.claim_source import Voice


def stance_of(voice: Voice | None, modality: ClaimModality, transfer: Transfer) -> tuple[str, bool]:
    """alleges, confirms, denies or retracts, and whether the claim is negated.

    A named source that says it is not so denies; a stopped delivery is negated and told as true. Only a party to the
    transfer confirms, and only what is more than possible.
    """
    if voice is not None and voice.is_retraction:
        return "retracts", modality.negation is not None
    if voice is not None and voice.is_denial:
        return "denies", True
    if modality.negation == "plain":
        return ("denies" if voice is not None else "alleges"), True
    negated = modality.negation is not None
    if voice is None or modality.modality == "hypothetical" or voice.is_accusation:
        return "alleges", negated
    return ("confirms" if is_party(voice, transfer) else "alleges"), negated


def is_party(voice: Voice, transfer: Transfer) -> bool:
    """Whether the claimant speaks for the supplier or the recipient: not a state whose rebels receive."""
    if voice.is_both and transfer.supplier.countries and transfer.recipient.countries:
        return True
    if voice.claimant_class == "firm" and voice.country is None:
        return bool(transfer.supplier.countries)  # "the manufacturer said": whose goods they are
    if voice.country is None or not voice.is_official:
        return False
    if voice.country in transfer.supplier.countries:
        return True
    receivers = [party for party in transfer.recipient.parties if voice.country in party.countries]
    return bool(receivers) and (voice.is_group or not all(party.is_group for party in receivers))


def claimant_class_of(voice: Voice | None, transfer: Transfer) -> str:
    """party, state, igo, court, research, firm, unnamed_official or outlet."""
    if voice is None:
        return "outlet"
    if is_party(voice, transfer):
        return "party"
    known = {"state", "igo", "court", "research", "firm", "unnamed_official"}
    return (
        voice.claimant_class
        if voice.claimant_class in known
        else "outlet"
        if voice.claimant_class == "media"
        else "state"
        if voice.country
        else "unnamed_official"
    )
