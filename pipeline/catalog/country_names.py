"""How a country's code reads in English; pure."""

from __future__ import annotations

from functools import lru_cache

import pycountry
from babel import Locale

UNKNOWN = "unknown"


@lru_cache(maxsize=512)
def country_name(code: str | None) -> str:
    """The usual English name of an ISO 3166-1 alpha-3 code; the code itself where it is none."""
    if not code:
        return UNKNOWN
    country = pycountry.countries.get(alpha_3=code)
    if country is None:
        return code
    return str(Locale("en").territories.get(country.alpha_2, country.name))
