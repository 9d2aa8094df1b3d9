"""Comment sections in forty-one languages and twelve markups leave no trace in the article, and take nothing with them."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from itertools import product

import pytest

from pipeline.extract.article import extract_article
from tests.extract.comment_sections import MARKUPS, WORDS
from tests.extract.pages import NOW, PARAGRAPHS, newsroom_page, page

_BODY = [f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS]
PLACES: tuple[Callable[[str], str], ...] = (
    lambda section: newsroom_page("".join(_BODY) + section, ""),  # at the end of the body
    lambda section: newsroom_page("".join([*_BODY[:3], section, *_BODY[3:]]), ""),  # between its paragraphs
    lambda section: newsroom_page("".join(_BODY), section),  # after it
)


@lru_cache
def text_of(place: int, section: str) -> str:
    return extract_article(page(PLACES[place](section)), now=NOW).text


@pytest.mark.parametrize("markup", MARKUPS)
def test_an_article_reads_the_same_with_a_comment_section(markup: str) -> None:
    number = list(MARKUPS).index(markup)
    for turn, language in enumerate(WORDS):
        place = (turn + number) % len(PLACES)
        with_section = text_of(place, MARKUPS[markup](WORDS[language]))
        assert with_section == text_of(place, ""), (markup, language, place)


def test_the_clean_page_is_whole() -> None:
    for place in range(len(PLACES)):
        assert all(paragraph in text_of(place, "") for paragraph in PARAGRAPHS)


@pytest.mark.parametrize(("markup", "language"), product(("loose", "printed"), ("en", "ja")))
def test_what_a_form_said_is_kept_with_its_rule(markup: str, language: str) -> None:
    words = WORDS[language]
    article = extract_article(page(PLACES[0](MARKUPS[markup](words))), now=NOW)
    assert any(block.rule == "comment_form" and words.note in block.text for block in article.removed)


@pytest.mark.parametrize(
    "genuine",
    [
        "<p>Name: The Ilse</p><p>Home port: Northcove</p><p>Comment from the owner: she sails in June</p>",
        "<ul><li>No comment</li><li>“We reply to nobody”</li><li>Silence</li></ul>",
        "<table><tr><th>Name</th><th>Required crew</th></tr><tr><td>Ilse</td><td>4</td></tr></table>",
        "<p>Passengers must leave a name and an email address at the pier, the harbour office said in a comment.</p>",
    ],
)
def test_lists_that_only_sound_like_a_form_stay(genuine: str) -> None:
    article = extract_article(page(PLACES[0](genuine)), now=NOW)
    assert not [block for block in article.removed if block.rule in ("comment_form", "comments")]
