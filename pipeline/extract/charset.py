"""Turns the bytes of a page into text: byte order mark, UTF-8 proof, declared charset, then detection."""

from __future__ import annotations

import codecs
import re

from resiliparse.parse.encoding import detect_encoding, map_encoding_to_html5

_HEAD_BYTES = 4096  # where a charset declaration counts; the HTML standard asks for the first 1,024
_DETECTION_BYTES = 200_000
_META_CHARSET = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,300}?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE
)
_HEADER_CHARSET = re.compile(r"""charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE)
_BYTE_ORDER_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_MAX_DAMAGE = 0.05  # share of broken characters among those beyond ASCII up to which a charset counts as the right one
_ISO_2022 = b"\x1b$"  # escape sequence of the seven-bit East Asian charsets, which look like ASCII


def decode(body: bytes, content_type: str | None = None) -> str:
    """The text of `body`; never raises, bytes that fit no charset become U+FFFD.

    A declared charset is believed unless the bytes prove to be UTF-8 (text in another charset almost never is valid
    UTF-8 by chance) or the declared one damages more than a trace of the text. Labels are read as browsers read them
    (ISO-8859-1 means Windows-1252, GB2312 means GB18030; WHATWG Encoding Standard).
    """
    for mark, charset in _BYTE_ORDER_MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(charset, "replace")
    utf8 = body.decode("utf-8", "replace")
    if _damage(utf8) <= _MAX_DAMAGE and _ISO_2022 not in body[:_DETECTION_BYTES]:
        return utf8
    best, best_damage = utf8, _damage(utf8)
    for charset in _candidates(body, content_type):
        text = _decoded(body, charset)
        if text is not None and (damage := _damage(text)) < best_damage:
            best, best_damage = text, damage
        if best_damage <= _MAX_DAMAGE:
            break
    return best


def _candidates(body: bytes, content_type: str | None) -> list[str]:
    labels = []
    if content_type and (match := _HEADER_CHARSET.search(content_type)):
        labels.append(match[1])
    if declared := _META_CHARSET.search(body[:_HEAD_BYTES]):
        labels.append(declared[1].decode("ascii", "replace"))
    labels.append(detect_encoding(body[:_DETECTION_BYTES], max_len=_DETECTION_BYTES, html5_compatible=True))
    charsets = [map_encoding_to_html5(label, fallback_utf8=False) for label in labels if label]
    return [charset for charset in dict.fromkeys(charsets) if charset]


def _decoded(body: bytes, charset: str) -> str | None:
    try:
        return body.decode(charset, "replace")
    except LookupError:
        return None


def _damage(text: str) -> float:
    """The share of replacement characters among the characters beyond ASCII; three are always forgiven (a cut page)."""
    broken = text.count("\ufffd")
    if broken <= 3 and broken < len(text) / 1000:
        return 0.0
    return broken / max(1, len(text) - len(text.encode("ascii", "ignore")))
