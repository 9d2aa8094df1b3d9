"""What belongs to an article though it stands apart, and what does not though it looks alike."""

from __future__ import annotations

import re

import pytest

from pipeline.extract.article import extract_article
from tests.extract.pages import BODY, HEAD, NOW, PARAGRAPHS, TITLE, newsroom_page, page

TEXT = "\n\n".join(PARAGRAPHS)


def text_of(html: str) -> str:
    return extract_article(page(html), now=NOW).text


def test_a_body_in_several_boxes_is_whole() -> None:
    boxes = "".join(
        f'<div class="ad"><p>Advert</p></div><div class="chunk text-b7"><p>{one}</p><p>{other}</p></div>'
        for one, other in zip(PARAGRAPHS[::2], PARAGRAPHS[1::2], strict=True)
    )
    assert text_of(newsroom_page(boxes, "")) == TEXT


def test_the_next_article_below_is_not_part_of_this_one() -> None:
    other = "".join(f"<p>{paragraph.replace('ferry', 'bridge')}</p>" for paragraph in PARAGRAPHS)
    below = f"<article class='post'><h2>The bridge that nobody asked for</h2>{other}</article>"
    html = newsroom_page(BODY, "").replace("</main>", f"<section>{below}</section></main>")
    article = extract_article(page(html), now=NOW)
    assert article.text == TEXT
    assert any(block.rule == "other_article" and "bridge" in block.text for block in article.removed)


@pytest.mark.parametrize(
    ("named", "described"),
    [('class="standfirst"', ""), ("", '<meta name="description" content="{}">')],
)
def test_the_standfirst_is_part_of_the_article(named: str, described: str) -> None:
    standfirst = "Two island states try to bring back the boat that ties them together"
    head = HEAD.replace("</head>", described.format(standfirst) + "</head>")
    html = newsroom_page(BODY, "", head).replace("</h1>", f"</h1><div {named}>{standfirst}</div>")
    assert text_of(html) == f"{standfirst}\n\n{TEXT}"


def test_the_caption_below_the_title_is_not() -> None:
    caption = "<div class='lead-image-caption'>Fishing boats wait at the pier of the larger island on Saturday</div>"
    assert text_of(newsroom_page(BODY, "").replace("</h1>", f"</h1>{caption}")) == TEXT


def test_a_table_that_is_the_article_is_kept() -> None:
    names = ("Northcove", "Larkholm", "Seven Stones", "Old Pier", "Gannet Rock", "Marl Bay", "Westing", "Tern Point")
    rows = "".join(
        f"<tr><td>{place}</td><td>{number + 1} lifeboats of the old class</td><td>{30 + number} crew</td>"
        f"<td>{12 * number + 7} calls</td><td>May {number + 3}</td></tr>"
        for number, place in enumerate(names)
    )
    html = f"""<html><head><title>{TITLE}</title></head><body><main><article><h1>{TITLE}</h1>
        <p>The lifeboats of the two island states at the end of May, by station, as their coast guards count them.</p>
        <table class='data'><tbody>{rows}</tbody></table></article></main></body></html>"""
    text = text_of(html)
    assert all(f"{place} | " in text for place in names)


def test_a_quoted_post_of_a_network_is_kept() -> None:
    post = """<div class="social-media-embed"><blockquote class="twitter-tweet"><p>The fog horn has been silent since noon,
        and the pilots say they can see the other shore. <a href="https://t.example/x">t.example/x</a></p>
        — Harbour Pilots (@pilots) May 17, 2031</blockquote></div>"""
    body = BODY.replace("</p><p>", f"</p>{post}<p>", 1)
    assert "The fog horn has been silent since noon" in text_of(newsroom_page(body, ""))


def test_what_opens_over_a_line_is_taken_out_and_kept_aside() -> None:
    box = (
        """<span class="rollover-block"><a href="/m">Ilse Maren</a> <a href="/1">Maren: the pier must wait</a></span>"""
    )
    reader = '<span class="visually-hidden">opens in another window</span>'
    body = BODY.replace("Ilse Maren,", f"Ilse Maren{box},{reader}")
    assert body != BODY
    article = extract_article(page(newsroom_page(body, "")), now=NOW)
    assert article.text == TEXT
    assert {"Ilse Maren Maren: the pier must wait", "opens in another window"} <= {
        re.sub(r"\s+", " ", block.text) for block in article.removed if block.rule == "overlay"
    }


def test_who_is_quoted_stays_with_the_quotation() -> None:
    quotation = (
        "<blockquote><p>“I would not cross that bridge.”</p><footer>Martha Dunning, engineer</footer></blockquote>"
    )
    html = newsroom_page("".join(f"<p>{one}</p>" for one in PARAGRAPHS[:3]) + quotation + BODY, "")
    assert "cross that bridge.”\n\nMartha Dunning, engineer\n\n" in text_of(html)


def test_a_list_is_taken_as_a_whole() -> None:
    items = ["Length: 184 metres", "Built: 1911", "Cost of the work: 14.2 million pounds"]
    html = newsroom_page(BODY + f"<ol>{''.join(f'<li>{item}</li>' for item in items)}</ol>", "")
    assert text_of(html) == "\n\n".join((TEXT, *items))
