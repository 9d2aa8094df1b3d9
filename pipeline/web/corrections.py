"""The form that corrects a claim: what its fields are called, and what may be chosen; the checks are those of track."""

from __future__ import annotations

from collections.abc import Mapping

TITLES: Mapping[str, str] = {
    "supplier": "Supplier",
    "recipient": "Recipient",
    "intermediary": "Passed through",
    "weapon": "Weapon, in words",
    "designation": "Weapon, designation",
    "category": "Category",
    "quantity_min": "Quantity, at least",
    "quantity_max": "Quantity, at most",
    "unit": "What is counted",
    "period_start": "First day of the transfer",
    "period_end": "Last day of the transfer",
    "deal_type": "Kind of deal",
    "claimant": "Claimant",
    "claimant_country": "Country of the claimant",
    "claimant_class": "Class of the claimant",
    "stance": "Stance (alleges, confirms, denies, retracts)",
    "modality": "Modality (asserted, planned, hypothetical, past)",
    "negated": "Negated (true, false)",
    "rejected": "Rejected: no such claim (true)",
}
