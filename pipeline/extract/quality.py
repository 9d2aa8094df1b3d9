"""Decides what a page is worth: article, partial (summary only) or refused with a reason, and a score."""

from __future__ import annotations

from dataclasses import dataclass

ARTICLE, PARTIAL, REFUSED = "article", "partial", "refused"
MIN_ARTICLE_CHARS = 250
MIN_PARTIAL_CHARS = 60


@dataclass(frozen=True, slots=True)
class Verdict:
    """The quality of a page, why, and a score from 0 (certainly no article) to 1."""

    quality: str
    reason: str | None
    score: float


def assess(text: str, language: str | None, allowed_languages: tuple[str, ...]) -> Verdict:
    """Judge an extracted text."""
    if len(text) < MIN_PARTIAL_CHARS:
        return Verdict(REFUSED, "too_short", 0.0)
    if allowed_languages and language and language not in allowed_languages:
        return Verdict(REFUSED, "language_not_allowed", 0.5)
    if len(text) < MIN_ARTICLE_CHARS:
        return Verdict(PARTIAL, "too_short", 0.4)
    return Verdict(ARTICLE, None, min(1.0, 0.5 + len(text) / 4000))
