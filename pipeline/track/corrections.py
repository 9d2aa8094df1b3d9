"""What of a claim or an event a person may correct, and how the value is written; pure checks, no database."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Literal, get_args

from pipeline.catalog.schema import is_country
from pipeline.errors import ConfigurationError

Stance = Literal["alleges", "confirms", "denies", "retracts"]
Modality = Literal["asserted", "planned", "hypothetical", "past"]
DealType = Literal["sale", "aid", "licence", "upgrade", "smuggling", "interception"]
ClaimantClass = Literal["party", "state", "igo", "court", "research", "firm", "unnamed_official", "outlet"]
CATEGORIES = (
    "aircraft", "air-defence", "anti-submarine", "armoured-vehicles", "artillery", "engines", "missiles",
    "naval-weapons", "satellites", "sensors", "ships", "other", "ammunition", "small-arms", "unspecified",
)  # fmt: skip

# PLOVER's types, as core.event_type has them.
EVENT_TYPES = (
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST",
    "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
)  # fmt: skip
EventModality = Literal["asserted", "alleged", "denied", "planned", "hypothetical", "historical"]

# field -> (kind of its value, the column of core.claim that holds it)
FIELDS: dict[str, tuple[str, str]] = {
    "supplier": ("countries", "supplier_codes"),
    "recipient": ("countries", "recipient_codes"),
    "intermediary": ("countries", "intermediary_codes"),
    "weapon": ("text", "weapon_text"),
    "designation": ("text or nothing", "designation"),
    "category": ("category", "category_code"),
    "quantity_min": ("number", "quantity_min"),
    "quantity_max": ("number", "quantity_max"),
    "unit": ("text or nothing", "unit"),
    "period_start": ("day", "delivery_from_date"),
    "period_end": ("day", "delivery_to_date"),
    "deal_type": ("deal type", "deal_type"),
    "claimant": ("text", "claimant_text"),
    "claimant_country": ("country", "claimant_country_code"),
    "claimant_class": ("claimant class", "claimant_class_type"),
    "stance": ("stance", "stance_type"),
    "modality": ("modality", "modality_type"),
    "negated": ("yes or no", "is_negated"),
    "rejected": ("yes or no", ""),  # this is no claim at all: the marts leave it out
}
# field -> (kind of its value, the column of core.corrected_event that holds it)
EVENT_FIELDS: dict[str, tuple[str, str]] = {
    "type": ("event type", "event_type"),
    "source": ("country", "source_country_code"),
    "target": ("country", "target_country_code"),
    "modality": ("event modality", "modality_type"),
    "negated": ("yes or no", "is_negated"),
    "date": ("day", "event_date"),
    "rejected": ("yes or no", ""),  # this is no event at all: the marts leave it out
}
_CHOICES: dict[str, tuple[str, ...]] = {
    "category": CATEGORIES,
    "event type": EVENT_TYPES,
    "event modality": get_args(EventModality),
    "stance": get_args(Stance),
    "modality": get_args(Modality),
    "deal type": get_args(DealType),
    "claimant class": get_args(ClaimantClass),
}
_MAY_BE_EMPTY = {"countries", "country", "text or nothing", "number", "day", "deal type", "claimant class"}
_TRUE, _FALSE = {"true", "yes", "1"}, {"false", "no", "0"}


def checked_value(field: str, value: str, fields: Mapping[str, tuple[str, str]] = FIELDS) -> str | None:
    """The value as core.correction keeps it, None for unknown; a ConfigurationError says what may be written."""
    if field not in fields:
        raise ConfigurationError(f"no field {field!r}; there are {', '.join(fields)}")
    kind = fields[field][0]
    words = " ".join(value.split())
    if not words:
        if kind not in _MAY_BE_EMPTY:
            raise ConfigurationError(f"field {field} cannot be empty")
        return "" if kind == "countries" else None
    return _checked(field, kind, words)


def _checked(field: str, kind: str, words: str) -> str:
    if kind in _CHOICES:
        if words not in _CHOICES[kind]:
            raise ConfigurationError(f"{field} {words!r} is none of {', '.join(_CHOICES[kind])}")
        return words
    if kind in {"countries", "country"}:
        codes = [code for code in re.split(r"[,\s]+", words.upper()) if code]
        if wrong := [code for code in codes if not is_country(code)]:
            raise ConfigurationError(
                f"{field}: {', '.join(wrong)} is no ISO 3166-1 alpha-3 code; write for example PRK, or PRK,RUS"
            )
        if kind == "country" and len(codes) > 1:
            raise ConfigurationError(f"{field} takes one country, not {', '.join(codes)}")
        return ",".join(dict.fromkeys(codes))
    if kind == "number":
        return _number(field, words)
    if kind == "day":
        try:
            return date.fromisoformat(words).isoformat()
        except ValueError as error:
            raise ConfigurationError(f"{field} {words!r} is no day such as 2026-03-09") from error
    if kind == "yes or no":
        if words.casefold() not in _TRUE | _FALSE:
            raise ConfigurationError(f"{field} {words!r} is neither true nor false")
        return "true" if words.casefold() in _TRUE else "false"
    return words


def _number(field: str, words: str) -> str:
    try:
        number = float(words.replace(",", ""))
    except ValueError as error:
        raise ConfigurationError(f"{field} {words!r} is no number") from error
    if not 0 <= number < float("inf"):
        raise ConfigurationError(f"{field} {words!r} is no number from 0 on")
    return str(int(number)) if number.is_integer() else str(number)
