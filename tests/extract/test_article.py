"""Pages become articles: the text, all of it, and nothing else."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import Quarantine
from pipeline.extract import article as module
from pipeline.extract.article import extract_article
from pipeline.extract.explain import explain_extraction
from pipeline.extract.version import extractor_version
from tests.extract.pages import BODY, COMMENTS, HEAD, NOW, PARAGRAPHS, TITLE, newsroom_page, page

TEXT = "\n\n".join(PARAGRAPHS)

# The same section in other words, another language and without a telling class, as a list of bare boxes.
UNNAMED = """<section class="q7"><h3 class="q8">Stimmen zum Text (2)</h3><div class="q9"><div class="z"><b>Harald</b>
<i>18.05.2031, 09:12</i></div><p>Mein Onkel ist zweimal hinübergerudert, und er ist achtzig.</p><a href="#1">Antworten</a></div>
<div class="q9"><div class="z"><b>Wen</b> <i>18.05.2031, 09:40</i></div><p>Die Fischer fragt wieder einmal niemand.</p>
<a href="#2">Antworten</a></div><div class="k"><h4>Kommentar verfassen</h4><p>Ihre E-Mail-Adresse wird nicht gezeigt.
Pflichtfelder sind markiert.</p><textarea></textarea></div></section>"""

# No text field, no reply links, nothing repeated: remarks in another script, and a box that the browser makes editable.
EDITABLE = """<div class="m1"><h3>2</h3><div class="m2"><b>하랄</b>
<p>삼촌은 두 번이나 노를 저어 건너갔고 여든 살이 넘었다고 합니다. 놀랍습니다.</p></div>
<div class="m2"><b>원</b><p>어부들에게는 아무도 묻지 않는군요. 늘 그렇듯이 비용은 우리가 냅니다.</p></div>
<div class="m3"><p>의견 쓰기</p><div contenteditable="true"></div></div></div>"""


def test_the_text_of_a_newsroom_page_is_exactly_its_paragraphs() -> None:
    assert extract_article(page(newsroom_page()), now=NOW).text == TEXT


@pytest.mark.parametrize("section", [COMMENTS, UNNAMED, EDITABLE], ids=["named", "unnamed", "editable"])
def test_a_comment_section_inside_the_body_of_the_article_is_left_out(section: str) -> None:
    assert extract_article(page(newsroom_page(BODY + section, after="")), now=NOW).text == TEXT


def test_words_of_furniture_inside_a_sentence_stay() -> None:
    text = extract_article(page(newsroom_page()), now=NOW).text
    assert "leave a comment on the draft treaty" in text
    assert "share its weather reports" in text


def test_the_page_says_title_author_section_language_and_dates() -> None:
    article = extract_article(page(newsroom_page()), now=NOW)
    assert (article.title, article.authors, article.section, article.language) == (
        TITLE,
        ("Jon Brakke",),
        "World",
        "en",
    )
    assert article.published_at is not None and article.published_at.isoformat() == "2031-05-17T22:45:00+00:00"
    assert (article.published_basis, article.published_zone_minutes) == ("json-ld", 540)
    assert article.updated_at is not None and article.updated_at.isoformat() == "2031-05-18T02:00:00+00:00"
    assert {witness.basis for witness in article.date_witnesses} >= {"json-ld", "meta", "url"}


def test_what_was_removed_is_kept_with_its_rule() -> None:
    article = extract_article(page(newsroom_page()), now=NOW)
    rules = {block.rule for block in article.removed}
    assert {"comments", "navigation", "related", "share_bar", "newsletter", "consent", "author_box"} <= rules
    told = explain_extraction(article)
    assert "[comments]" in told and "rowed across twice" in told


def test_a_declared_language_that_is_wrong_is_not_believed() -> None:
    assert extract_article(page(newsroom_page().replace('lang="en"', 'lang="ko"')), now=NOW).language == "en"


def test_line_breaks_within_a_paragraph_are_kept_and_two_of_them_part_paragraphs() -> None:
    body = f"<div>{PARAGRAPHS[0]}<br>{PARAGRAPHS[1]}<br><br>{PARAGRAPHS[2]}<br> <br>{PARAGRAPHS[3]}</div>"
    expected = f"{PARAGRAPHS[0]}\n{PARAGRAPHS[1]}\n\n{PARAGRAPHS[2]}\n\n{PARAGRAPHS[3]}"
    assert extract_article(page(newsroom_page(body)), now=NOW).text == expected


def test_the_text_is_composed_and_free_of_hidden_characters() -> None:
    tricked = [paragraph.replace("ferry", "fer\u200bry").replace("e", "e\u00ad", 1) for paragraph in PARAGRAPHS]
    hidden = "".join(f"<p>{paragraph} Cafe\u0301.</p>" for paragraph in tricked)
    text = extract_article(page(newsroom_page(hidden)), now=NOW).text
    assert text == "\n\n".join(f"{paragraph} Café." for paragraph in PARAGRAPHS)
    assert unicodedata.is_normalized("NFC", text)


def test_a_page_in_another_charset_is_read() -> None:
    paragraph = (
        "북한과 러시아의 관리들이 토요일 항구에서 만나 안개로 멈춘 여객선 문제를 논의했다고 항만청이 밝혔다. " * 3
    )
    head = "<head><meta charset='euc-kr'><title>회담</title></head>"
    html = f"<html>{head}<body><article><p>{paragraph}</p></article></body></html>"
    article = extract_article(page(html.encode("cp949")), now=NOW)
    assert (article.text, article.language) == (paragraph.strip(), "ko")


def test_sentences_slice_back_to_the_text() -> None:
    article = extract_article(page(newsroom_page()), now=NOW)
    cut = [article.text[sentence.start : sentence.end] for sentence in article.sentences]
    assert PARAGRAPHS[1].split(" She would")[0] in cut
    assert [sentence.paragraph for sentence in article.sentences] == sorted(s.paragraph for s in article.sentences)


def test_an_agency_of_the_dateline_is_kept_as_data() -> None:
    body = BODY.replace("<p>Officials", "<p>PORT VELL, May 18 (Reuters) - Officials", 1)
    assert extract_article(page(newsroom_page(body)), now=NOW).agency == "Reuters"


@given(st.binary(max_size=400))
@settings(max_examples=60, deadline=None)
def test_no_bytes_raise(body: bytes) -> None:
    assert extract_article(page(body), now=NOW).quality in ("article", "partial", "refused")


@given(
    st.lists(
        st.sampled_from(
            [
                "<p>",
                "</div>",
                "<div class='x'>",
                "<table><tr><td>",
                "A ferry came. ",
                "<br>",
                "<!--",
                "<svg>",
                "&#x1;",
                "]]>",
            ]
        )
    )
)
@settings(max_examples=60, deadline=None)
def test_no_tangle_of_tags_raises(parts: list[str]) -> None:
    article = extract_article(page("<html><body>" + "".join(parts)), now=NOW)
    assert all(article.text[s.start : s.end].strip() == article.text[s.start : s.end] != "" for s in article.sentences)


def test_a_page_beyond_all_measure_is_quarantined(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_PAGE_CHARS", 1000)
    with pytest.raises(Quarantine, match="harbour-gazette"):
        extract_article(page(newsroom_page(head=HEAD)), now=NOW)


def test_the_version_names_component_libraries_model_and_rules() -> None:
    version = extractor_version()
    assert set(version) == {"component", "version", "model", "rules_sha256"}
    assert "trafilatura=" in version["version"] and len(version["rules_sha256"]) == 64


def test_control_characters_of_a_page_neither_stop_it_nor_reach_its_text() -> None:
    html = newsroom_page(f"{BODY}<aside>x</aside>&#1;&#x0b;<aside>y</aside>&#2;")
    assert extract_article(page(html), now=NOW).text == "\n\n".join(PARAGRAPHS)


@pytest.mark.parametrize("rare", ["\U00020001", "&#x20001;", "&#131073;"])
def test_rare_ideographs_are_read_as_what_they_are(rare: str) -> None:
    html = newsroom_page(BODY.replace("Ilse Maren", f"Ilse {rare}"))
    assert "Ilse \U00020001" in extract_article(page(html), now=NOW).text
