"""Decodes an HTML page: charset from byte order mark, header, meta wherever it stands, UTF-8, detection."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from dataclasses import dataclass

from charset_normalizer import from_bytes

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_META = re.compile(rb"""<meta\b[^>]{0,300}?charset\s*=\s*["']?\s*([A-Za-z0-9._:-]{2,40})""", re.I)
_PROLOG = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._:-]+)""", re.I)
_HEADER = re.compile(r"""charset\s*=\s*["']?\s*([\w.:-]+)""", re.I)
_META_WITHIN = 256 * 1024  # bytes; browsers stop at 1,024, newsrooms do not
# What browsers read under these labels (WHATWG Encoding Standard): the wider Windows code pages.
_WIDER = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "johab": "cp949",
    "big5": "big5hkscs",
}


@dataclass(frozen=True, slots=True)
class Decoded:
    """A page's text with the charset that was used and where its name came from."""

    text: str
    charset: str
    basis: str  # bom, header, meta, utf8 or detected


def decode_html(body: bytes, headers: Iterable[tuple[str, str]] = ()) -> Decoded:
    """The text of a page; never raises.

    A declared charset is used where the bytes are valid in it. Bytes that are valid UTF-8 with characters outside ASCII
    are UTF-8 whatever is declared: no other text looks like that by chance.
    """
    for mark, name in _BOMS:
        if body.startswith(mark):
            return Decoded(body[len(mark) :].decode(name, "replace"), name, "bom")
    declared = list(_declared(body, headers))
    if not any(name.startswith(("iso2022", "hz", "utf-16")) for name, _ in declared) and not body.isascii():
        try:
            return Decoded(body.decode("utf-8"), "utf-8", next((b for n, b in declared if n == "utf-8"), "utf8"))
        except UnicodeDecodeError:
            pass
    for name, basis in declared:
        try:
            return Decoded(body.decode(name), name, basis)
        except (UnicodeDecodeError, LookupError):
            continue
    for name, basis in declared:
        text = body.decode(name, "replace")
        if text.count("\ufffd") * 200 <= len(text):
            return Decoded(text, name, basis)
    if body.isascii():
        return Decoded(body.decode("ascii"), "utf-8", "utf8")
    best = from_bytes(body[: 1 << 18]).best()
    name = _wider(best.encoding) if best is not None else "cp1252"
    return Decoded(body.decode(name, "replace"), name, "detected")


def _declared(body: bytes, headers: Iterable[tuple[str, str]]) -> Iterable[tuple[str, str]]:
    content_type = next((value for key, value in headers if key.lower() == "content-type"), "")
    if (match := _HEADER.search(content_type)) and (name := _codec(match[1])):
        yield name, "header"
    for pattern in (_PROLOG, _META):
        found = pattern.search(body[:_META_WITHIN])
        if found and (name := _codec(found[1].decode("ascii"))):
            # A page that declares UTF-16 in readable ASCII is UTF-8 (HTML standard, section 13.2.3.2).
            yield "utf-8" if name.startswith("utf-16") else name, "meta"


def _codec(label: str) -> str | None:
    try:
        info = codecs.lookup(label.strip())
    except (LookupError, ValueError):
        return None
    return _wider(info.name) if info._is_text_encoding else None


def _wider(name: str) -> str:
    return _WIDER.get(name, name)
