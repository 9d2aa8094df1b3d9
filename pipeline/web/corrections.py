"""The forms that correct a claim or an event: what their fields are called, and how they are read; track checks them."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qs

from starlette.exceptions import HTTPException
from starlette.requests import Request

from pipeline.web.site import words_of

_MOST_FORM_BYTES = 20_000
_LONGEST_VALUE, _LONGEST_REASON = 500, 2000

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

EVENT_TITLES: Mapping[str, str] = {
    "type": "Type (AGREE, AID, ASSAULT …)",
    "source": "Who does it: country",
    "target": "To whom: country",
    "modality": "Modality (asserted, alleged, denied, planned, hypothetical, historical)",
    "negated": "Negated (true, false)",
    "date": "Day of the event",
    "rejected": "Rejected: no such event (true)",
}


async def read_form(request: Request) -> dict[str, str]:
    """The fields of a form that was sent as browsers send it."""
    if not request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        raise HTTPException(415, "Send the form as application/x-www-form-urlencoded.")
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > _MOST_FORM_BYTES:
            raise HTTPException(413, "The form is too long.")
    fields = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=20)
    return {name: found[0] for name, found in fields.items()}


def given_correction(form: Mapping[str, str]) -> dict[str, str]:
    """What the form corrects, how and why, as pipeline.steps.corrections takes it."""
    return {
        "field": form.get("field", ""),
        "value": (form.get("value") or "").replace("\x00", "")[:_LONGEST_VALUE],
        "reason": words_of(form.get("reason"), _LONGEST_REASON) or "",
    }


def sentence_of(error: Exception) -> str:
    """The words of an error as a sentence."""
    words = str(error)
    return f"{words[:1].upper()}{words[1:]}."
