"""Cleans the characters of a text: NFC, folded white space, no control, zero-width or direction characters."""

from __future__ import annotations

import re
import unicodedata

LINE_BREAK = "\u2028"  # stands for <br> while text is collected; never present in cleaned text

# Zero-width joiners carry meaning between letters of these scripts (Hebrew to Mongolian, Arabic presentation forms),
# and are a trick anywhere else.
_JOINING = r"\u0590-\u18af\ufb50-\ufdff\ufe70-\ufeff"
_STRAY_JOINERS = re.compile(rf"(?<![{_JOINING}])[\u200c\u200d]|[\u200c\u200d](?![{_JOINING}])")
# Soft hyphens, zero-width spaces, direction marks and isolates, invisible operators, tags, noncharacters, C0 and C1.
_INVISIBLE = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b\u200e\u200f"
    r"\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e0fff]"
)
_LOWER_ASCII = bytes(range(256)).lower()
_ASCII_SIGNS = bytes(code for code in range(128) if not chr(code).isalnum())
_SIGNS = re.compile(r"[\W_]+")
_SPACE = re.compile(r"[^\S\u2028]+")
_BREAKS = re.compile(r" ?\u2028(?: |\u2028)*")


def clean_characters(text: str) -> str:
    """`text` in Unicode NFC without control, zero-width and direction characters; white space is left as it is.

    Zero-width joiners stay where they shape letters (Persian, Indic scripts).
    """
    if text.isascii():
        return text if text.isprintable() else _INVISIBLE.sub("", text)
    text = _INVISIBLE.sub("", unicodedata.normalize("NFC", text))
    if "\u200c" in text or "\u200d" in text:
        text = _STRAY_JOINERS.sub("", text)
    return unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """`text` cleaned, on one line, single spaces between words, none at the ends."""
    if text.isascii() and (folded := " ".join(text.split())).isprintable():
        return folded
    return " ".join(clean_characters(text).split())


def fold_lines(text: str) -> str:
    """Like `fold`, but a LINE_BREAK stays a line feed; runs of them become one."""
    if LINE_BREAK not in text:
        return fold(text)
    text = _SPACE.sub(" ", clean_characters(text))
    return _BREAKS.sub("\n", text).strip(" \n")


def letters(text: str) -> str:
    """The letters and digits of `text` in lower case, nothing else: a key that ignores spacing and punctuation."""
    if text.isascii():
        return text.encode().translate(_LOWER_ASCII, _ASCII_SIGNS).decode()
    return _SIGNS.sub("", text.casefold())
