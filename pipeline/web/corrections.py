"""A correction of a claim: which fields may change and how their values are written; pure functions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pycountry

_LONGEST = 500


class InvalidCorrectionError(ValueError):
    """What is wrong with a correction, in words for the person who wrote it."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a claim that may be corrected: its column, its kind, and the values that it may take."""

    title: str
    column: str | None
    kind: str
    choices: tuple[str, ...] = ()


FIELDS: Mapping[str, Field] = {
    "supplier": Field("Supplier", "supplier_codes", "countries"),
    "recipient": Field("Recipient", "recipient_codes", "countries"),
    "intermediary": Field("Passed through", "intermediary_codes", "countries"),
    "weapon": Field("Weapon, in words", "weapon_text", "text"),
    "designation": Field("Weapon, designation", "designation", "text"),
    "quantity_min": Field("Quantity, at least", "quantity_min", "number"),
    "quantity_max": Field("Quantity, at most", "quantity_max", "number"),
    "unit": Field("What is counted", "unit", "text"),
    "period_start": Field("First day of the transfer", "delivery_from_date", "date"),
    "period_end": Field("Last day of the transfer", "delivery_to_date", "date"),
    "claimant": Field("Claimant", "claimant_text", "text"),
    "claimant_country": Field("Country of the claimant", "claimant_country_code", "country"),
    "stance": Field("Stance", "stance_type", "choice", ("alleges", "confirms", "denies", "retracts")),
    "modality": Field("Modality", "modality_type", "choice", ("asserted", "planned", "hypothetical", "past")),
    "negated": Field("Negated", "is_negated", "choice", ("true", "false")),
    "rejected": Field("Rejected: this is no such claim", None, "choice", ("true", "false")),
}
_REQUIRED = frozenset({"weapon", "claimant"})


def checked_value(field: str, text: str) -> str | None:
    """The new value in the form in which it is kept; None empties the field. Raises InvalidCorrectionError."""
    if field not in FIELDS:
        raise InvalidCorrectionError(f"{field} is no field that can be corrected.")
    known, value = FIELDS[field], " ".join(text.replace("\x00", "").split())
    if len(value) > _LONGEST:
        raise InvalidCorrectionError(f"The value is longer than {_LONGEST} characters.")
    if known.kind == "choice":
        if value not in known.choices:
            raise InvalidCorrectionError(f"{known.title} is one of {', '.join(known.choices)}.")
        return value
    if known.kind == "countries":
        return ",".join(_country(code) for code in value.replace(",", " ").replace("+", " ").split())
    if not value:
        if field in _REQUIRED:
            raise InvalidCorrectionError(f"{known.title} cannot be empty.")
        return None
    if known.kind == "country":
        return _country(value)
    if known.kind == "number":
        return _number(value)
    if known.kind == "date":
        try:
            return date.fromisoformat(value).isoformat()
        except ValueError as error:
            raise InvalidCorrectionError(f"{value} is no date; write it as 2026-03-10.") from error
    return value


def kept_value(field: str, claim: Mapping[str, Any]) -> str | None:
    """The present value of a field, written as a correction would write it."""
    column = FIELDS[field].column
    value = claim[column] if column else False
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return ",".join(value)
    return f"{value:g}" if isinstance(value, float) else str(value)


def _country(code: str) -> str:
    country = pycountry.countries.get(alpha_3=code.upper())
    if country is None:
        raise InvalidCorrectionError(f"{code} is no country code of three letters (ISO 3166-1), such as PRK.")
    return str(country.alpha_3)


def _number(text: str) -> str:
    try:
        value = float(text.replace(",", ""))
    except ValueError as error:
        raise InvalidCorrectionError(f"{text} is no number.") from error
    if not 0 <= value < 1e12:
        raise InvalidCorrectionError(f"{text} is no quantity.")
    return f"{value:.15g}"
