"""Names the language of a text: what is detected in enough text beats what the page declares."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from pipeline.extract.dom import Element
from pipeline.extract.structured import StructuredData, text_of

_MIN_CHARS = 120  # with less text a declaration is the better witness
_SAMPLE_CHARS = 1000
_SURE = 0.8
_ENGLISH = frozenset(("the", "of", "and", "to", "that", "was", "with", "for", "is", "has"))
_PLAIN_SHARE = 0.15
_CODE = re.compile(r"^([a-z]{2,3})(?:[-_].*)?$", re.IGNORECASE)
# Scripts that only one living news language uses, or nearly so.
_SCRIPTS = (
    (re.compile("[\u3040-\u30ff]"), "ja"),
    (re.compile("[\uac00-\ud7af\u1100-\u11ff]"), "ko"),
    (re.compile("[\u0e00-\u0e7f]"), "th"),
    (re.compile("[\u0590-\u05ff]"), "he"),
    (re.compile("[\u0370-\u03ff]"), "el"),
    (re.compile("[\u10a0-\u10ff]"), "ka"),
    (re.compile("[\u0530-\u058f]"), "hy"),
    (re.compile("[\u1780-\u17ff]"), "km"),
    (re.compile("[\u1000-\u109f]"), "my"),
    (re.compile("[\u0e80-\u0eff]"), "lo"),
)


def find_language(text: str, root: Element | None, data: StructuredData | None) -> str | None:
    """The ISO 639-1 code of `text`, or None; the declared language decides where the text is short or the guess unsure."""
    declared = declared_language(root, data)
    sample = text[:_SAMPLE_CHARS]
    by_script = _language_of_script(sample)
    if by_script:
        return by_script
    if len(sample) < _MIN_CHARS:
        return declared or (_classify(sample)[0] if len(sample) > 20 else None)
    if _is_plainly_english(sample):
        return "en"
    detected, confidence = _classify(sample)
    return detected if confidence >= _SURE or not declared else declared


def declared_language(root: Element | None, data: StructuredData | None) -> str | None:
    """What the page says: html lang, content-language, og:locale, JSON-LD inLanguage."""
    values = []
    if root is not None:
        values += [root.get("lang"), root.get("{http://www.w3.org/XML/1998/namespace}lang"), root.get("xml:lang")]
    if data is not None:
        values += [data.meta("content-language", "og:locale", "dc.language", "language", "inlanguage")]
        values += [text_of(node.get("inLanguage")) for node in data.article_nodes[:1]]
    for value in values:
        match = _CODE.match((value or "").strip())
        if match and len(match[1]) == 2:
            return match[1].lower()
    return None


def _is_plainly_english(sample: str) -> bool:
    """Whether so many of the words are English particles that no other language is possible; a model takes longer to say so."""
    words = sample.lower().split()
    return sum(1 for word in words if word in _ENGLISH) > _PLAIN_SHARE * len(words)


def _language_of_script(sample: str) -> str | None:
    letters = sum(1 for character in sample if character.isalpha())
    if sample.isascii() or not letters:
        return None
    for pattern, language in _SCRIPTS:
        share = len(pattern.findall(sample)) / letters
        if share > (0.1 if language == "ja" else 0.3):
            return language
    return None


@lru_cache(maxsize=1)
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def _classify(sample: str) -> tuple[str, float]:
    language, confidence = _identifier().classify(sample)
    return str(language), float(confidence)
