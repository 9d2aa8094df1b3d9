"""Lines of furniture among the paragraphs of an article go, with the rule that took them; sentences that resemble them stay."""

from __future__ import annotations

import pytest

from pipeline.extract.article import extract_article
from pipeline.records import Article
from tests.extract.pages import NOW, PARAGRAPHS, newsroom_page, page

_FIRST = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS[:3])
_LAST = f"<p>{PARAGRAPHS[3]}</p>"


def with_line(line: str, *, is_last: bool = False) -> Article:
    """The article of a page with `line` between its last two paragraphs, or after the last."""
    body = f"{_FIRST}{_LAST}{line}" if is_last else f"{_FIRST}{line}{_LAST}"
    return extract_article(page(newsroom_page(body, "")), now=NOW)


@pytest.mark.parametrize(
    ("line", "rule", "is_last"),
    [
        ("<p><a href='/x'>Lighthouse keepers ask for a second lamp</a></p>", "related", False),
        ("<p>SEE ALSO: <a href='/x'>The harbour that froze in one night.</a></p>", "related", False),
        ("<p>&gt;&gt; <a href='/x'>What the tide left behind on Sunday.</a></p>", "related", False),
        ("<p>Fishing boats wait at the pier on Saturday. Photo: Ada Lind</p>", "photo_credit", False),
        ("<p>(Foto: Harbour Archive)</p>", "photo_credit", False),
        ("<p>Do you know more? Write to Jon Brakke at jon@harbour-gazette.example.</p>", "author_box", True),
        ("<p>The reporter can be reached at tides@harbour-gazette.example.</p>", "author_box", True),
        ("<p>Want to hear of every tide? Sign up for the Morning Tide newsletter.</p>", "newsletter", False),
        ("<p>Tags: ferry, fog, islands</p>", "tags", True),
        ("<p>Schlagwörter:\nFähre, Nebel</p>", "tags", True),
        ("<p>5 min read</p>", "reading_time", False),
        ("<p>Lesezeit: 4 Minuten</p>", "reading_time", False),
        ("<p>阅读时间：约3分钟</p>", "reading_time", True),
        ("<p>Comments that offend others will not be approved by the moderators.</p>", "comment_form", True),
    ],
)
def test_a_line_of_furniture_is_taken_out_by_its_rule(line: str, rule: str, is_last: bool) -> None:
    article = with_line(line, is_last=is_last)
    assert article.text == "\n\n".join(PARAGRAPHS)
    shown = line.partition(">")[2].split("<")[0].strip() or line.split(">")[2].split("<")[0]
    assert [block.rule for block in article.removed if shown.replace("&gt;", ">").split("\n")[0] in block.text] == [
        rule
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "The pilots drew one picture: boats without lights in the fairway.",
        "“Write to me at the pier,” she told the crew, and gave pilots@harbour.example as her address.",
        "RESULT: nobody crossed the sound that day, the pilots said.",
        "The harbour office would not comment on whether the new moderator had been offensive to both sides.",
        "The office sends a newsletter to its subscribers, and the ferry line paid for it.",
        "It tagged the buoys: red for the deep, green for the shallows.",
        "Reading took her 12 years.",
        "Read the treaty, the mayor said, and sign it.",
    ],
)
def test_a_sentence_that_resembles_furniture_stays(sentence: str) -> None:
    assert sentence in with_line(f"<p>{sentence}</p>").text
