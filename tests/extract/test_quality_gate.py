"""Every page ends as article, partial or refused with a reason."""

from __future__ import annotations

import pytest

from pipeline.extract.article import extract_article
from pipeline.extract.memory import SiteBlocks, merge, page_fingerprints, site_furniture
from tests.extract.pages import BODY, HEAD, NOW, PARAGRAPHS, newsroom_page, page

CARD = '<div><h3><a href="/{n}">Headline number {n} about boats and the fog at sea</a></h3><p>Short.</p></div>'
CARDS = "".join(CARD.format(n=n) for n in range(12))
MISSING = "<html><head><title>Page not found</title></head><body><h1>Page not found</h1><p>Try again.</p></body></html>"
WALL = "<html><head><title>Gazette</title></head><body><div><p>{}</p></div></body></html>"
ASK = "We and 120 partners store cookies and need your consent to show you this site. Please choose what we may do."
OFFER = "You have read your three free pieces of this month. Subscribe to keep reading."


@pytest.mark.parametrize(
    ("html", "status", "outcome"),
    [
        (newsroom_page(), 200, ("article", None)),
        (newsroom_page(f"<p>{PARAGRAPHS[0]}</p>", after=""), 200, ("partial", "too_short")),
        ("<html><body><p>Soon.</p></body></html>", 200, ("refused", "too_short")),
        ("%PDF-1.7\n1 0 obj << /Type /Catalog >>", 200, ("refused", "not_an_article")),
        ("", 200, ("refused", "not_an_article")),
        (newsroom_page(), 404, ("refused", "error_page")),
        (MISSING, 200, ("refused", "error_page")),
        (f"<html><head><title>World</title></head><body><h1>World</h1>{CARDS}</body></html>", 200, ("refused", "index_page")),
        (WALL.format(ASK), 200, ("refused", "consent_wall")),
        (newsroom_page(f"<p>{PARAGRAPHS[0]}</p><p>{OFFER}</p>", after=""), 200, ("refused", "paywall")),
    ],
)  # fmt: skip
def test_a_page_gets_its_verdict(html: str, status: int, outcome: tuple[str, str | None]) -> None:
    article = extract_article(page(html, status=status, url="https://harbour-gazette.example/world/"), now=NOW)
    assert (article.quality, article.quality_reason) == outcome
    assert article.quality_score is not None and 0 <= article.quality_score <= 1


def test_a_language_that_is_not_wanted_is_refused_with_its_text_kept() -> None:
    article = extract_article(page(newsroom_page()), allowed_languages=("ko",), now=NOW)
    assert (article.quality, article.quality_reason) == ("refused", "language_not_allowed")
    assert article.text


NOTE = (
    "The Gazette is printed on paper from the island's own mill and is carried to every house by bicycle before seven."
)


def test_what_repeats_on_the_pages_of_a_site_is_furniture_there() -> None:
    html = newsroom_page(f"{BODY}<p>{NOTE}</p>", after="", head=HEAD)
    assert NOTE in extract_article(page(html), now=NOW).text
    known = merge(
        SiteBlocks(), [page_fingerprints([NOTE, f"A paragraph of its own, number {'x' * n}"]) for n in range(1, 7)]
    )
    article = extract_article(page(html), site_blocks=known, now=NOW)
    assert article.text == "\n\n".join(PARAGRAPHS)
    assert any(block.rule == "site_memory" for block in article.removed)


def test_little_knowledge_of_a_site_decides_nothing() -> None:
    assert site_furniture(merge(SiteBlocks(), [page_fingerprints([NOTE])] * 2)) == frozenset()


def test_memory_survives_storing_and_is_bounded() -> None:
    known = merge(SiteBlocks(), [page_fingerprints([NOTE, *(f"block {'ab' * n}" for n in range(3000))])] * 3)
    assert len(known.counts) == 2000
    assert SiteBlocks.from_json(known.to_json()) == known
    assert SiteBlocks.from_json({**known.to_json(), "version": 0}) == SiteBlocks()
