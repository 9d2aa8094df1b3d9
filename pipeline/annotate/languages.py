"""Which language a text is in, as far as the choice of a coding level needs it: full (English), mentions or none."""

from __future__ import annotations

import re

FULL, MENTIONS, NONE = "full", "mentions", "none"
SAMPLE_CHARACTERS = 4000  # enough for the identifier, which reads short n-grams
SHORTEST_CHARACTERS = 60  # below this the identifier guesses; Latin letters then count as English
LATIN = re.compile(r"[A-Za-z]")
LETTER = re.compile(r"[^\W\d_]")
COMMON_ENGLISH = re.compile(r"\b(?:the|of|and|to|in|said|that|for|is|was|with|has|by|on|at|from)\b", re.IGNORECASE)
ENGLISH_SHARE = 0.08  # share of words that are among the commonest English ones, in any English prose


def language_of(text: str, stated: str | None = None) -> str:
    """The ISO 639-1 code: the stated one where there is one, else what the text itself tells.

    A stated language that the script contradicts (English stated, Hangul written) is not believed.
    """
    sample = text[:SAMPLE_CHARACTERS]
    letters = LETTER.findall(sample)
    is_latin = bool(letters) and sum(bool(LATIN.match(c)) for c in letters) * 2 > len(letters)
    if stated:
        code = stated.lower().replace("_", "-").split("-")[0]
        if code != "en" or is_latin:
            return code
    if is_latin and (len(sample) < SHORTEST_CHARACTERS or _reads_english(sample)):
        return "en"
    return _identify(sample) if letters else "und"


def coding_level(language: str) -> str:
    """What can be read out of a text in that language: all, or names only."""
    return FULL if language == "en" else MENTIONS


def _reads_english(sample: str) -> bool:
    words = len(sample.split())
    return words > 0 and len(COMMON_ENGLISH.findall(sample)) / words >= ENGLISH_SHARE


def _identify(sample: str) -> str:
    import py3langid

    code: str = py3langid.classify(sample)[0]
    return code
