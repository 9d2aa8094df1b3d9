"""An article with its marks, copies, versions and what was stripped; search; the archived page, made safe."""

from __future__ import annotations

from datetime import date

import zstandard
from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from pipeline.web.archive import PAGE_POLICY, safe_page
from pipeline.web.database import Row
from pipeline.web.marks import FOUND_END, FOUND_START, Span, marked_paragraphs
from pipeline.web.site import Site, address, day_of, words_of

_MOST_RELATIVES, _MOST_HITS = 100, 50
_LONGEST_PAGE = 50_000_000  # bytes after unpacking


def router(site: Site) -> APIRouter:
    """The routes of articles and their archived pages."""
    routes = APIRouter()

    @routes.get("/search")
    def search(
        request: Request,
        q: str | None = None,
        since: str | None = None,
        until: str | None = None,
        topic: str | None = None,
    ) -> HTMLResponse:
        """Articles that hold the words, with snippets."""
        words = words_of(q)
        chosen: dict[str, object] = {
            "words": words,
            "from_date": _day(since),
            "to_date": _day(until),
            "topic_key": words_of(topic),
        }
        marks = {"start_mark": FOUND_START, "end_mark": FOUND_END}
        hits = site.rows("search", **chosen, **marks, row_count=_MOST_HITS) if words else []
        return site.page(
            request,
            "search.html",
            hits=hits,
            hit_limit=_MOST_HITS,
            chosen=chosen,
            topics=site.rows("topics"),
            csv_address=address(request, "/export/search.csv", **chosen),
        )

    @routes.get("/articles/{article_id}")
    def article(request: Request, article_id: int) -> HTMLResponse:
        """An article's text with everything that was found in it."""
        row = site.row("article", article_id=article_id)
        found = site.rows("article_marks", article_id=article_id)
        return site.page(
            request,
            "article.html",
            article=row,
            paragraphs=marked_paragraphs(row["text"], [_span(mark) for mark in found]),
            counts={kind: sum(mark["kind"] == kind for mark in found) for kind in ("mention", "event", "claim")},
            claims=[mark for mark in found if mark["kind"] == "claim"],
            events=[mark for mark in found if mark["kind"] == "event"],
            relatives=site.rows("article_relatives", article_id=article_id, row_count=_MOST_RELATIVES),
            versions=site.rows("article_versions", article_id=article_id),
            removed=site.rows("article_removed", article_id=article_id),
        )

    @routes.get("/archive/{page_version_id}")
    def archive(request: Request, page_version_id: int, sentence: str | None = None) -> HTMLResponse:
        """The archived page in a frame in which nothing runs, with its hash and its time."""
        words = words_of(sentence, 2000)
        return site.page(
            request,
            "archive.html",
            page=_page(page_version_id),
            frame=address(request, f"/archive/{page_version_id}/page", sentence=words) + "#sentence",
        )

    @routes.get("/archive/{page_version_id}/page")
    def archived_page(page_version_id: int, sentence: str | None = None) -> Response:
        """The page itself, without anything that runs or loads."""
        row = _page(page_version_id)
        text = safe_page(_body(row), row["content_type"], words_of(sentence, 2000))
        return HTMLResponse(text, headers={"Content-Security-Policy": PAGE_POLICY})

    @routes.get("/archive/{page_version_id}/body.bin")
    def archived_body(page_version_id: int) -> Response:
        """The bytes as they came, whose SHA-256 is the page's hash; never shown, only saved."""
        row = _page(page_version_id)
        return Response(
            _body(row),
            media_type="application/octet-stream",
            headers={
                "Content-Disposition": f'attachment; filename="{row["page_sha256"]}.bin"',
                "Content-Security-Policy": PAGE_POLICY,
            },
        )

    def _page(page_version_id: int) -> Row:
        return site.row("archived_page", page_version_id=page_version_id)

    return routes


def _body(row: Row) -> bytes:
    if row["body"] is None:
        raise HTTPException(410, "The archive keeps the hash of this page; its body was dropped by retention.")
    return zstandard.ZstdDecompressor().decompress(row["body"], max_output_size=_LONGEST_PAGE)


def _day(text: str | None) -> date | None:
    given = words_of(text)
    return day_of(given) if given else None


def _span(mark: Row) -> Span:
    anchor = f"claim-{mark['target_id']}" if mark["kind"] == "claim" else ""
    return Span(mark["start_char"], mark["end_char"], mark["kind"], mark["words"], anchor)
