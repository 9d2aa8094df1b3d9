"""Turns the text of feeds into plain text that any database takes: unescaped, normalised, no control characters."""

from __future__ import annotations

import html
import re
import unicodedata

# Block elements end a line; the others vanish without a trace.
_BREAKS = re.compile(r"(?is)<(?:br|/p|/div|/li|/h[1-6]|/tr|/blockquote)\b[^>]*>")
_INVISIBLE = re.compile(r"(?is)<(script|style|template|noscript)\b.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)")
_TAG = re.compile(r"(?s)</?[A-Za-z][^<>]*>|<![A-Za-z\[][^<>]*>")
_ENTITY = re.compile(r"&(?:#\d+|#[xX][0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]+);")
# C0 and C1 controls but tab and newline, lone surrogates, and non-characters.
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def clean(text: str) -> str:
    """NFC text without control characters; windows newlines become plain ones."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x85", "\n")
    return unicodedata.normalize("NFC", _CONTROLS.sub("", text))


def plain_text(markup: str) -> str:
    """The words of a piece of HTML or of escaped HTML, one line a block, white space folded."""
    text = _INVISIBLE.sub(" ", markup)
    text = _TAG.sub("", _BREAKS.sub("\n", text))
    text = clean(html.unescape(text))
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def plain_title(markup: str) -> str:
    """A title on one line; one layer of double escaping, as many feeds have it, is undone."""
    text = plain_text(markup)
    if _ENTITY.search(text):
        text = plain_text(text)
    return " ".join(text.split())
