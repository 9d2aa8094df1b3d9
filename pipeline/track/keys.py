"""Deterministic names of claims, so that corrections and citations survive a second extraction of the same page."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable

KEY_LENGTH = 32  # hexadecimal digits: 128 bits, so that billions of claims do not collide


def normalise_sentence(text: str) -> str:
    """The sentence as keys see it: NFKC, case folded, quotes and dashes unified, white space collapsed."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    for variants, plain in (("‘’‛′`´", "'"), ("“”„‟″«»", '"'), ("‐‑‒–—―−", "-")):
        folded = folded.translate({ord(sign): plain for sign in variants})
    return " ".join(folded.split())


def claim_key(
    body_sha256: str,
    sentence: str,
    ordinal: int,
    supplier: Iterable[str],
    recipient: Iterable[str],
    weapon: str,
    claimant: str,
) -> str:
    """The name of a claim, the same wherever and whenever it is computed.

    `body_sha256` is of the page's bytes; `ordinal` tells equal sentences of one page apart (0 for the first of them).
    """
    parts = (
        "claim",
        body_sha256.casefold(),
        normalise_sentence(sentence),
        str(ordinal),
        ",".join(sorted(supplier)),
        ",".join(sorted(recipient)),
        normalise_sentence(weapon),
        normalise_sentence(claimant),
    )
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:KEY_LENGTH]
