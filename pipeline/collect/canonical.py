"""One address for each article: folds the spellings of a URL that servers treat alike, and never two articles into one.

The canonical form is a key for comparison; pages are fetched under the address that a feed gave.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit, urlunsplit

import idna
from tld import get_fld, get_tld
from w3lib.url import canonicalize_url

from pipeline.collect.url_parameters import PathName, is_noise

_INDEX = re.compile(r"/(?:index|default)\.(?:html?|php\d?|aspx?|jsp|shtml|cfm)$", re.I)
_SCRIPT = re.compile(r"\.(?:php\d?|aspx?|jspx?|cgi|pl|do|action|cfm|dll|exe|nsf|phtml)$", re.I)
_SESSION_IN_PATH = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/;?]*|/\(S\([a-z0-9]{24}\)\)", re.I)
_PRESENTATION_LABELS = frozenset({"m", "mobile", "amp", "touch", "wap", "mobil", "3g"})
_LANGUAGE_LABEL = re.compile(r"[a-z]{2,3}$")
_AMP_CACHE = re.compile(r"\.(?:cdn\.ampproject\.org|bing-amp\.com)$")
_AMP_CACHE_PATH = re.compile(r"^/(?:c|v|wp|a|mbv3)/(s/)?(.+)$")
_GOOGLE_HOST = re.compile(r"(?:^|\.)google\.[a-z]{2,3}(?:\.[a-z]{2})?$")
# A click is counted here and led on to the one absolute address that the query holds.
_CLICK_THROUGH = re.compile(
    r"(?:^|/)(?:url|l\.php|away(?:\.php)?|out(?:\.php)?|redir(?:ect)?(?:\.php)?|click|exit)/?$", re.I
)
_TARGETS = frozenset({"url", "u", "q", "to", "target", "dest", "destination"})
_ABSOLUTE = re.compile(r"https?://[^/?#]+\.[^/?#]+", re.I)
_MAX_WRAPPERS = 3
_AMP_SUFFIX = re.compile(r"(?:/amp(?:\.html?)?|[./]amp\.html?|\.amp|/amphtml)$", re.I)
# After these words the last segment is a name of something, even if it is "amp" or "print".
_LISTS = frozenset(
    {"tag", "tags", "topic", "topics", "category", "author", "search", "wiki", "label", "keyword", "word"}
)
_YEAR = re.compile(r"(?:19|20)\d\d$")
# A day or a month as one word: a place in the calendar that many articles share.
_DATE = re.compile(r"(?<!\d)(?:19|20)\d\d(?:[-_.]?(?:0?[1-9]|1[0-2])(?:[-_.]?(?:0?[1-9]|[12]\d|3[01]))?)?(?!\d)")
_NUMBER = re.compile(r"\d{5,}|^[^\W\d_]*\d{4,}[^\W\d_]*(?:\.s?html?)?$")
_SLUG_WORDS = 3
_HEADLINE_WORDS = 5  # so many words are a headline, not the name of a section or a service
_UNRESERVED_FRAGMENT = re.compile(r"^(?:!|/)")
_HOST = re.compile(r"[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?")
_MAX_LENGTH = 8_000


@lru_cache(maxsize=16_384)  # the items of a feed come back poll after poll
def canonical_url(url: str) -> str | None:
    """The canonical form of an http or https address, or None where it is none."""
    text = _trimmed(url)
    if len(text) > _MAX_LENGTH:
        return None
    try:
        return _canonical(_unwrapped(text))
    except ValueError:
        return None


def _trimmed(url: str) -> str:
    """Without white space, escaped white space at the ends, and the traces of HTML escaping."""
    text = re.sub(r"[\t\r\n\x00]", "", url).strip()
    text = re.sub(r"^(?:%20)+|(?:%20|%0[AaDd9])+$", "", text).strip()
    text = re.sub(r"^feed:(?://)?(?=https?://)|^(?:feed:)?(?=//)", "", text, flags=re.I)
    text = re.sub(r"^(?:feed:)?//", "https://", text, flags=re.I)
    if re.match(r"https?:\\|https?:/\\", text, re.I):
        text = text.replace("\\", "/")  # as browsers read it
    return text.replace("&amp;", "&")


def _unwrapped(url: str, depth: int = 0) -> str:
    """The address inside the wrapper of an AMP cache or of a page that only counts the click and leads on."""
    parts = urlsplit(url)
    host = (parts.hostname or "").lower()
    match = _AMP_CACHE_PATH.match(parts.path) if _AMP_CACHE.search(host) else None
    if match is None and _GOOGLE_HOST.search(host):
        match = re.match(r"^/amp/(s/)?(.+\..+)$", parts.path)
    if match is None and depth < _MAX_WRAPPERS and _CLICK_THROUGH.search(parts.path):
        targets = {value for key, value in parse_qsl(parts.query) if key.lower() in _TARGETS and _ABSOLUTE.match(value)}
        return _unwrapped(targets.pop(), depth + 1) if len(targets) == 1 else url
    if match is None:
        return url
    query = f"?{parts.query}" if parts.query else ""
    return f"{'https' if match[1] else 'http'}://{match[2]}{query}"


def _canonical(url: str) -> str:
    parts = urlsplit(url)
    scheme = parts.scheme.lower()
    if scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("not an http address")
    host = _host(parts.hostname)
    port = parts.port
    if port is None or port == {"http": 80, "https": 443}[scheme]:
        scheme, netloc = "https", host  # a site serves one article under both schemes
    else:
        netloc = f"{host}:{port}"
    path = _path(parts.path)
    query = _query(parts.query, path)
    fragment = _fragment(parts.fragment)
    plain = urlunsplit((scheme, netloc, path or "/", query, ""))
    canonical = canonicalize_url(plain, keep_blank_values=True)
    return f"{canonical}#{fragment}" if fragment else canonical


@lru_cache(maxsize=4_096)
def _host(host: str) -> str:
    """Lower case, punycode, without www and the labels of mobile and AMP presentations."""
    host = host.lower().rstrip(".")
    if ":" in host:
        return f"[{host}]"
    try:
        host = idna.encode(host, uts46=True).decode("ascii")
    except idna.IDNAError:
        host = host.encode("idna").decode("ascii") if not host.isascii() else host
    if not _HOST.fullmatch(host):
        raise ValueError("not a host name")
    labels = host.split(".")
    if labels[0] == "www" and _is_registrable(labels[1:]):
        labels = labels[1:]
    if labels[0] in _PRESENTATION_LABELS and _is_registrable(labels[1:]):
        labels = labels[1:]
        if labels[0] == "www" and _is_registrable(labels[1:]):
            labels = labels[1:]
    elif (
        len(labels) > 3
        and labels[1] in _PRESENTATION_LABELS
        and _LANGUAGE_LABEL.match(labels[0])
        and _is_registrable(labels[2:])
    ):
        labels = [labels[0], *labels[2:]]  # en.m.example.org
    return ".".join(labels)


def _is_registrable(labels: list[str]) -> bool:
    """True where the labels are a name that somebody registered or stand below one, not a public suffix like co.uk."""
    return len(labels) >= 2 and not _is_public_suffix(".".join(labels))


@lru_cache(maxsize=4096)
def _is_public_suffix(host: str) -> bool:
    return get_tld(f"https://x.{host}", fail_silently=True) == host


def registered_name(host: str) -> str | None:
    """The part of a host name that somebody registered (paper.co.kr of en.paper.co.kr); None where there is none."""
    if name := get_fld(f"https://{host}", fail_silently=True):
        return str(name)
    labels = host.split(".")
    is_name = len(labels) >= 2 and not labels[-1].isdigit() and not _is_public_suffix(host)
    return ".".join(labels[-2:]) if is_name else None  # under a suffix that nobody has listed


def _path(path: str) -> str:
    """Dot segments, double slashes, sessions, index pages, presentation parts and the last slash are folded."""
    path = unicodedata.normalize("NFC", unquote(_protected(path), errors="surrogateescape"))
    path = quote(path.encode("utf-8", "surrogateescape"), safe="/:@!$&'()*+,;=~-._%")
    path = re.sub(r"%25(2[fF]|3[fF]|23|25)", r"%\1", path)
    path = _SESSION_IN_PATH.sub("", path)
    path = re.sub(r"/{2,}", "/", _without_dots(path))
    path = re.sub(r"(?:%20|;|/)+$", "", path) + ("/" if path.endswith("/") else "")
    path = _INDEX.sub("/", path)
    return _without_presentation(path.rstrip("/")) or "/"


def _protected(path: str) -> str:
    """Keep the escapes that would change the meaning of a path if they were resolved: / ? # and %."""
    return re.sub(r"%(2[fF]|3[fF]|23|25)", r"%25\1", path)


def _without_dots(path: str) -> str:
    out: list[str] = []
    for segment in path.split("/"):
        if segment == "..":
            if len(out) > 1:
                out.pop()
        elif segment != ".":
            out.append(segment)
    if path.endswith(("/.", "/..")):
        out.append("")
    return "/".join(out)


def _without_presentation(path: str) -> str:
    """The path of the article whose AMP, mobile or print page this is."""
    segments = path.split("/")
    if len(segments) > 2 and segments[1].lower() == "amp" and segments[2]:
        return "/" + "/".join(segments[2:])
    if len(segments) > 2 and segments[1].lower() in ("m", "mobile", "print"):
        rest = "/" + "/".join(segments[2:])
        return rest if names_article(rest) else path
    match = _AMP_SUFFIX.search(path)
    if match:
        before = path[: match.start()]
        last = before.rpartition("/")[2].lower()
        if last and last not in _LISTS:
            return before + (".html" if match[0].lower().startswith(".amp.htm") else "")
    if path.lower().endswith("/print") and names_article(path[:-6]):
        return path[:-6]
    return path


def names_article(path: str) -> bool:
    """True where a path alone names one article: it ends in a slug or holds a number that is neither year nor day.

    A script (.php and the like), a home page and a bare word such as /news name none.
    """
    return path_name(path) > PathName.NOTHING


def path_name(path: str) -> PathName:
    """How well a path alone names an article."""
    segments = [segment for segment in unquote(path).split("/") if segment]
    if not segments or _SCRIPT.search(segments[-1]):
        return PathName.NOTHING
    last = re.sub(r"\.s?html?$", "", segments[-1], flags=re.I)
    words = len([word for word in re.split(r"[-_]", last) if re.search(r"[^\W\d]", word)])
    is_slug = words >= _SLUG_WORDS
    if words >= _HEADLINE_WORDS or any(_NUMBER.search(_DATE.sub("", segment)) for segment in segments):
        return PathName.ARTICLE
    has_date = any(
        _YEAR.fullmatch(first) and re.fullmatch(r"\d{1,2}|[a-z]{3}", second) for first, second in pairwise(segments)
    ) or any(_DATE.fullmatch(segment) for segment in segments[:-1])
    if has_date and not last.isdigit() and not _DATE.fullmatch(last):
        return PathName.ARTICLE if is_slug else PathName.SLUG
    return PathName.SLUG if is_slug else PathName.NOTHING


def _query(query: str, path: str) -> str:
    name = path_name(path)
    pairs = parse_qsl(query, keep_blank_values=True)
    kept = {(key, value) for key, value in pairs if key and not is_noise(key, value, name)}
    return urlencode(sorted(kept))


def _fragment(fragment: str) -> str:
    """What a page's script reads to choose an article: #! and #/ routes and name=value pairs; the rest is a place."""
    if not fragment or fragment.startswith(":~:"):
        return ""
    fragment = fragment.partition(":~:")[0]
    if _UNRESERVED_FRAGMENT.match(fragment):
        return fragment.rstrip("/") if len(fragment) > 1 else ""
    if "=" in fragment:
        pairs = parse_qsl(fragment, keep_blank_values=True)
        kept = sorted({(name, value) for name, value in pairs if not is_noise(name, value, PathName.NOTHING)})
        return urlencode(kept)
    return ""
