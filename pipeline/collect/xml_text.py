"""Makes the bytes of an XML feed parseable: charset, leading junk, control characters, entities, a missing end, a cap.

Every repair leaves a warning. Repairs work on text outside CDATA sections where it matters.
"""

from __future__ import annotations

import codecs
import html
import re
from dataclasses import dataclass

from charset_normalizer import from_bytes

from pipeline.collect.dates import parse_date

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BARE_UTF16 = ((b"<\x00?\x00", "utf-16-le"), (b"\x00<\x00?", "utf-16-be"), (b"<\x00r\x00", "utf-16-le"))
_PROLOG = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']\s*([A-Za-z0-9._:-]+)""")
_TEXT_PROLOG = re.compile(r"<\?xml\b[^>]*?(?:\?>|(?=<))", re.I)
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_CONTROL_REFERENCE = re.compile(r"&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01])|[xX]0*(?:[0-8bcefBCEF]|1[0-9a-fA-F]));")
_CDATA = re.compile(r"(<!\[CDATA\[.*?\]\]>)", re.S)
_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]*);")
_XML_ENTITIES = frozenset({"amp", "lt", "gt", "quot", "apos"})
_BARE_AMPERSAND = re.compile(r"&(?!(?:#\d+|#[xX][0-9a-fA-F]+|[A-Za-z][\w.-]*);)")
_ROOT = re.compile(r"<(?![?!])(?:([A-Za-z_][\w.-]*):)?([A-Za-z_][\w.-]*)")
_ITEM_START = re.compile(r"<(?:[A-Za-z_][\w.-]*:)?(item|entry)(?=[\s>/])", re.I)
_ITEM_END = re.compile(r"</(?:[A-Za-z_][\w.-]*:)?(?:item|entry)\s*>", re.I)
_ITEM_DATE = re.compile(r"<(?:\w+:)?(?:pubDate|published|updated|date|issued)\b[^>]*>([^<]{4,60})<", re.I)
_COMMENT_OR_CDATA = re.compile(r"<!--.*?-->|<!\[CDATA\[.*?\]\]>", re.S)
_BEGINNING = re.compile(r"<\?xml\b|<(?:rss|rdf:RDF|feed)[\s>]")
_MESSAGE_TAGS = frozenset({"br", "b", "p", "div", "pre", "font"})  # in which a server's script complains
_MAX_JUNK = 20_000  # characters before a document that are skipped
_WRAPPED = re.compile(r"<rss\s[^>]*version|<feed\s[^>]*xmlns|<rdf:RDF\s", re.I)  # a feed inside an HTML shell
_UNDECLARED = re.compile(r"(</?)rss:", re.I)  # the prefix that some hand-made feeds use without declaring it
_FEED_ROOTS = frozenset({"rss", "feed", "rdf", "channel", "urlset", "sitemapindex"})


@dataclass(frozen=True, slots=True)
class XmlText:
    """A document ready for a parser, as UTF-8 without prolog, with what had to be done to it."""

    text: str
    root: str  # local name of the first element, in lower case
    total_count: int
    dropped_count: int
    is_partial: bool
    warnings: tuple[str, ...]


def prepare(body: bytes, content_type: str | None, max_items: int) -> XmlText:
    """Decode and repair a document; cut it to `max_items` items, those at its newer end."""
    text, warnings = decode_xml(body, content_type)
    cleaned = _CONTROL_REFERENCE.sub("", _CONTROLS.sub("", text))
    if len(cleaned) != len(text):
        warnings.append("control characters were taken out")
    if "<rss:" in cleaned and "xmlns:rss" not in cleaned:
        cleaned = _UNDECLARED.sub(r"\1", cleaned)
        warnings.append("an undeclared namespace prefix was taken out")
    text, root = _from_root(cleaned, warnings)
    text = _mend_references(text, warnings)
    text, total, dropped, is_partial = _limit(text, root, max_items, warnings)
    return XmlText(text, root.rpartition(":")[2].lower(), total, dropped, is_partial, tuple(warnings))


def decode_xml(body: bytes, content_type: str | None) -> tuple[str, list[str]]:
    """The text of an XML document, by byte order mark, validity as UTF-8, its own prolog, the header, detection."""
    for mark, name in _BOMS:
        if body.startswith(mark):
            return body.decode(name, "replace").lstrip("\ufeff"), []
    for beginning, name in _BARE_UTF16:
        if body.startswith(beginning):
            return body.decode(name, "replace"), []
    declared = _codec((_PROLOG.search(body[:2048]) or [b"", b""])[1].decode("ascii"))
    header = _codec(_charset_parameter(content_type))
    if declared and (declared.startswith(("iso2022", "hz", "utf-7")) or declared in ("hz",)):
        return body.decode(declared, "replace"), []
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        wrong = next((name for name in (declared, header) if name and name not in ("utf-8", "ascii")), None)
        is_wrong = wrong is not None and not body.isascii()
        return text, [f"the document says {wrong} but is UTF-8"] if is_wrong else []
    for charset in (declared, header):
        if charset and charset not in ("utf-8", "ascii"):
            charset = "cp1252" if charset == "iso8859-1" else charset
            try:
                return body.decode(charset), []
            except UnicodeDecodeError:
                continue
    if declared == "utf-8" or header == "utf-8":
        text = body.decode("utf-8", "replace")
        damaged = text.count("\ufffd")
        sound = sum(not character.isascii() for character in text) - damaged
        if damaged <= max(3, len(text) // 2000) and sound > damaged:  # else it is hardly UTF-8: "Caf\xe9"
            return text, ["a few bytes are not UTF-8 as declared"]
    guess = from_bytes(body[:200_000]).best() if _has_high_bytes_other_than_western(body) else None
    name = guess.encoding if guess is not None else "cp1252"
    return body.decode(name, "replace"), [f"no valid charset is declared; read as {name}"]


def _has_high_bytes_other_than_western(body: bytes) -> bool:
    """True where so many bytes are not ASCII that the text is hardly western European."""
    high = len(body) - len(body.translate(None, bytes(range(128, 256))))
    return high > len(body) * 0.15


def _charset_parameter(content_type: str | None) -> str:
    match = re.search(r"""charset\s*=\s*["']?([\w.:-]+)""", content_type or "", re.I)
    return match[1] if match else ""


def _codec(name: str) -> str | None:
    """Python's own name for a charset that decodes bytes to text."""
    try:
        info = codecs.lookup(name)
    except (LookupError, ValueError):
        return None
    return info.name if info._is_text_encoding else None


def _from_root(text: str, warnings: list[str]) -> tuple[str, str]:
    """Cut off what precedes the root element: prolog, comments, white space, messages of a broken server script."""
    stripped = text.lstrip("\ufeff \t\r\n")
    position = 0
    while True:
        match = _ROOT.search(stripped, position)
        if match is None:
            return stripped, ""
        comment = stripped.rfind("<!--", position, match.start())
        if comment >= 0 and (end := stripped.find("-->", comment)) > match.start():
            position = end + 3
            continue
        break
    head = stripped[: match.start()]
    if match[2].lower() in ("html", *_MESSAGE_TAGS):
        later = (_WRAPPED if match[2].lower() == "html" else _BEGINNING).search(stripped)
        if later and 0 < later.start() < _MAX_JUNK:
            warnings.append("text before the document was skipped")
            return _from_root(stripped[later.start() :], warnings)
    outside = re.sub(r"<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>", "", head, flags=re.S | re.I)
    if outside.strip():
        warnings.append("text before the document was skipped")
    declarations = "".join(re.findall(r"<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>", head, re.S | re.I))
    if "<!ENTITY" in declarations:
        warnings.append("entity declarations were taken out and are not expanded")
    return stripped[match.start() :], match[2]


def _mend_references(text: str, warnings: list[str]) -> str:
    """Resolve HTML's named entities and escape bare ampersands outside CDATA sections."""
    if "&" not in text:
        return text
    parts = _CDATA.split(text)
    for index in range(0, len(parts), 2):
        part = _ENTITY.sub(_named, parts[index])
        mended = _BARE_AMPERSAND.sub("&amp;", part)
        if part is not parts[index] and part != parts[index] and "entities" not in " ".join(warnings):
            warnings.append("entities that XML does not know were resolved")
        if len(mended) != len(part) and "ampersand" not in " ".join(warnings):
            warnings.append("an unescaped ampersand was mended")
        parts[index] = mended
    return "".join(parts)


def _named(match: re.Match[str]) -> str:
    name = match[1]
    if name in _XML_ENTITIES:
        return match[0]
    resolved = html.unescape(match[0])
    if resolved == match[0]:
        return f"&amp;{name};"
    return resolved if resolved not in "&<>" else html.escape(resolved)


def _limit(text: str, root: str, max_items: int, warnings: list[str]) -> tuple[str, int, int, bool]:
    """Close a document that was cut short, and cut one with too many items; says how many there were."""
    masked = _COMMENT_OR_CDATA.sub(lambda match: " " * len(match[0]), text)
    starts = [match.start() for match in _ITEM_START.finditer(masked)]
    total = len(starts)
    close = f"</{_qualified_root(text)}>" if root else ""
    is_partial = bool(root) and not re.search(rf"{re.escape(close[:-1])}\s*>", masked[-4096:], re.I)
    if is_partial and root.lower() in _FEED_ROOTS:
        ends = [match.end() for match in _ITEM_END.finditer(masked)]
        if starts and ends:
            warnings.append("the document ends in the middle; its complete items were kept")
            complete = sum(1 for start in starts if start < ends[-1])
            text, starts = text[: ends[-1]] + _closing(root, close), starts[:complete]
        elif not starts:
            is_partial = not masked.rstrip().endswith(">")
    if total <= max_items or not starts:
        return text, total, total - len(starts), is_partial
    warnings.append(f"the document has {total} items; {max_items} are read")
    last_end = max((match.end() for match in _ITEM_END.finditer(masked, starts[-1])), default=len(text))
    if _is_oldest_first(text, starts):
        return text[: starts[0]] + text[starts[-max_items] :], total, total - max_items, is_partial
    cut = min(max_items, len(starts) - 1)
    return text[: starts[cut]] + text[last_end:], total, total - cut, is_partial


def _qualified_root(text: str) -> str:
    match = _ROOT.match(text)
    return "" if match is None else (f"{match[1]}:{match[2]}" if match[1] else match[2])


def _closing(root: str, close: str) -> str:
    return f"</channel>{close}" if root.lower() == "rss" else close


def _is_oldest_first(text: str, starts: list[int]) -> bool:
    first = _ITEM_DATE.search(text, starts[0], starts[1])
    last = _ITEM_DATE.search(text, starts[-1])
    first_date, last_date = (parse_date(match[1]) if match else None for match in (first, last))
    return first_date is not None and last_date is not None and first_date.value < last_date.value
