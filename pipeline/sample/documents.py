"""Renders the newsroom's documents: feeds in four formats, article pages in five themes, refusals, pictures."""

from __future__ import annotations

import hashlib
import html
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import lru_cache
from urllib.parse import unquote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from pipeline.sample import content
from pipeline.sample.content import FeedPlan, Outlet
from pipeline.sample.edition import SourceArticle, Version, local_time

NOTICE = "Fiction for demonstration: {name} does not exist, and nothing on this site happened as it is told here."
_LINK = re.compile(r"\[([^\]]+)\]\(([^)]+)\)")
_SUMMARY_CHARACTERS = 220


@dataclass(frozen=True, slots=True)
class Response:
    """An HTTP answer; `modified_at` is what a server says in Last-Modified."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    modified_at: datetime | None = None

    @property
    def etag(self) -> str:
        """An entity tag of the body."""
        return f'"{hashlib.sha256(self.body).hexdigest()[:20]}"'


# -- feeds -----------------------------------------------------------------------------------------------------------


def feed(outlet: Outlet, plan: FeedPlan, base: str, items: Sequence[SourceArticle], as_of: datetime) -> Response:
    """A feed document in the plan's format."""
    modified = max((item.version(as_of).at for item in items), default=None)
    if plan.format == "json":
        body = json.dumps(_json_feed(outlet, plan, base, items, as_of), ensure_ascii=False, indent=1).encode()
        return Response(200, (("Content-Type", "application/feed+json"),), body, modified)
    text = (
        _environment()
        .get_template(f"feed.{plan.format}.xml")
        .render(
            outlet=outlet,
            plan=plan,
            base=base,
            items=[(item, item.version(as_of)) for item in items],
            modified=modified,
            notice=NOTICE.format(name=outlet.name),
            link=lambda item: _feed_link(plan, base, item),
            local=lambda moment: local_time(outlet, moment),
        )
    )
    kind = {"rss": "application/rss+xml", "atom": "application/atom+xml", "rdf": "application/rdf+xml"}[plan.format]
    return Response(200, (("Content-Type", f"{kind}; charset=utf-8"),), text.encode(), modified)


def _feed_link(plan: FeedPlan, base: str, item: SourceArticle) -> str:
    if plan.link_form == "shortlink":
        return f"{base}/?p={item.number}"
    return item.url + (f"?{plan.tracking}" if plan.tracking else "")


def _json_feed(
    outlet: Outlet, plan: FeedPlan, base: str, items: Sequence[SourceArticle], as_of: datetime
) -> dict[str, object]:
    return {
        "version": "https://jsonfeed.org/version/1.1",
        "title": outlet.name,
        "home_page_url": f"{base}/",
        "feed_url": base + plan.path,
        "description": NOTICE.format(name=outlet.name),
        "language": outlet.language,
        "items": [
            {
                "id": item.id,
                "url": _feed_link(plan, base, item),
                "title": item.version(as_of).title,
                "summary": summary(item.version(as_of)),
                "content_text": summary(item.version(as_of)),
                "date_published": local_time(outlet, item.published_at).isoformat(),
                "date_modified": local_time(outlet, item.version(as_of).at).isoformat(),
                "authors": [{"name": item.author or outlet.name}],
                "tags": list(item.tags),
            }
            for item in items
        ],
    }


def summary(version: Version) -> str:
    """The first paragraph, cut at a word."""
    words = version.text.split("\n\n")[0]
    return words if len(words) <= _SUMMARY_CHARACTERS else words[:_SUMMARY_CHARACTERS].rsplit(" ", 1)[0] + " …"


# -- pages -----------------------------------------------------------------------------------------------------------


def article(item: SourceArticle, latest: Sequence[SourceArticle], as_of: datetime) -> Response:
    """The page at an article's address: the article, or what stands in its place."""
    if item.kind == "pdf":
        return Response(200, (("Content-Type", "application/pdf"),), _pdf(item.title), item.published_at)
    version = item.version(as_of)
    status = 404 if item.kind == "missing" else 200
    name = {"article": "article", "robots": "article", "short": "article"}.get(item.kind, item.kind)
    return _page(name, item.outlet, latest, as_of, status, item=item, version=version)


def front_page(outlet: Outlet, latest: Sequence[SourceArticle], as_of: datetime) -> Response:
    """The outlet's home page: its latest headlines."""
    return _page("index", outlet, latest, as_of, 200, item=None, version=None)


def not_found(outlet: Outlet, latest: Sequence[SourceArticle], as_of: datetime) -> Response:
    """The page for an address that the outlet does not know."""
    return _page("missing", outlet, latest, as_of, 404, item=None, version=None)


def _page(
    kind: str,
    outlet: Outlet,
    latest: Sequence[SourceArticle],
    as_of: datetime,
    status: int,
    item: SourceArticle | None,
    version: Version | None,
) -> Response:
    voices = content.load_voices()
    language = item.language if item else outlet.language
    others = [other for other in latest if other is not item and other.kind == "article"]
    text = (
        _environment()
        .get_template(f"{outlet.theme}.html")
        .render(
            kind=kind,
            outlet=outlet,
            item=item,
            version=version,
            language=language,
            say=voices[language].labels,
            comments=_comments(item, as_of) if item else [],
            latest=[(other, other.version(as_of)) for other in others[:8]],
            related=[(other, other.version(as_of)) for other in _related(item, others)],
            notice=NOTICE.format(name=outlet.name),
            year=local_time(outlet, as_of).year,
            local=lambda moment: local_time(outlet, moment),
            paragraphs=[_paragraph(words) for words in version.paragraphs] if version else [],
            json_ld=_json_ld(item, version) if item and version and "jsonld" in outlet.dates else None,
        )
    )
    charset = f"; charset={outlet.charset}" if outlet.has_charset_header or outlet.charset == "utf-8" else ""
    codec = {"euc-kr": "cp949"}.get(outlet.charset, outlet.charset)
    body = text.encode(codec, errors="xmlcharrefreplace")
    return Response(status, (("Content-Type", f"text/html{charset}"),), body, version.at if version else None)


def _comments(item: SourceArticle, as_of: datetime) -> list[tuple[str, str, datetime]]:
    """Up to four readers' comments: the same ones for an article at every moment after they were written."""
    if not item.outlet.has_comments or item.kind != "article":
        return []
    voices = content.load_voices()[item.language]
    pool = voices.world_comments + voices.comments if item.section == "World" else voices.comments
    seed = hashlib.sha256(item.id.encode()).digest()
    chosen = sorted({seed[index] % len(pool) for index in range(seed[8] % 5)})
    return [(*pool[index], item.published_at) for index in chosen]


def _related(item: SourceArticle | None, others: Sequence[SourceArticle]) -> list[SourceArticle]:
    if item is None:
        return []
    same = [other for other in others if set(other.tags) & set(item.tags)]
    return (same or list(others))[:4]


def _paragraph(words: str) -> Markup:
    """A paragraph as HTML: [words](address) becomes a link, all else is escaped."""
    return Markup(_LINK.sub(r'<a href="\2">\1</a>', html.escape(words, quote=False)))  # noqa: S704 escaped just here


def _json_ld(item: SourceArticle, version: Version) -> Markup:
    facts = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "mainEntityOfPage": item.url,
        "headline": version.title,
        "datePublished": local_time(item.outlet, item.published_at).isoformat(),
        "dateModified": local_time(item.outlet, version.at).isoformat(),
        "author": {"@type": "Person" if not item.copy_of else "Organization", "name": item.author or item.outlet.name},
        "publisher": {"@type": "NewsMediaOrganization", "name": item.outlet.name},
        "articleSection": item.section,
        "genre": "fiction for demonstration",
    }
    return Markup(json.dumps(facts, ensure_ascii=False).replace("</", "<\\/"))  # noqa: S704 JSON, its only tag closed


# -- everything else -------------------------------------------------------------------------------------------------


def plain(status: int, text: str) -> Response:
    """A short plain answer."""
    return Response(status, (("Content-Type", "text/plain; charset=utf-8"),), text.encode())


def redirect(status: int, url: str) -> Response:
    """A redirect to a full address."""
    return Response(status, (("Location", url), ("Content-Type", "text/plain; charset=utf-8")), b"Moved.\n")


def picture(path: str, outlet: Outlet) -> Response:
    """A drawn picture in place of a photograph, different for every address; authors get their initials."""
    name = unquote(path.rpartition("/")[2]).removesuffix(".svg")
    template = "initials.svg" if name.startswith("face-") else "picture.svg"
    seed = hashlib.sha256(name.encode()).digest()
    initials = "".join(word[0] for word in name.removeprefix("face-").split()[:2])
    text = _environment().get_template(template).render(seed=seed, initials=initials, colour=outlet.colour)
    return Response(200, (("Content-Type", "image/svg+xml"), ("Cache-Control", "max-age=86400")), text.encode())


def _pdf(title: str) -> bytes:
    """A one-page PDF with the title and the notice that it is fiction."""
    words = [title.encode("ascii", "replace").decode(), "Fiction, written for demonstration."]
    lines = " ".join(f"0 -24 Td ({line.translate(_PDF_ESCAPES)}) Tj" for line in words)
    stream = f"BT /F1 14 Tf 60 780 Td {lines} ET"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        "/Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    body, offsets = "%PDF-1.4\n", []
    for number, value in enumerate(objects, start=1):
        offsets.append(len(body))
        body += f"{number} 0 obj\n{value}\nendobj\n"
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    trailer = f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(body)}\n%%EOF\n"
    return f"{body}xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{trailer}".encode("ascii")


_PDF_ESCAPES = str.maketrans({"(": r"\(", ")": r"\)", "\\": r"\\"})


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(content.FOLDER / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    filters: dict[str, Callable[[datetime], str]] = {
        "rfc822": format_datetime,
        "iso": datetime.isoformat,
        "utc_iso": lambda moment: moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
    }
    environment.filters |= filters
    environment.globals["paragraph"] = _paragraph
    environment.globals["summary"] = summary
    return environment
