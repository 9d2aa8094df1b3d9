"""Random pages for the extractor: no crash, no hang, no offset error. `make fuzz` runs it for ten minutes, a test for seconds.

python -m tests.extract.fuzz --seconds 600
"""

from __future__ import annotations

import argparse
import random
import time
import unicodedata
import warnings
from collections.abc import Callable
from datetime import UTC, datetime

from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from pipeline.extract.article import extract_article
from pipeline.records import Page
from tests.extract.pages import BODY, NOW, URL, newsroom_page

SECONDS_FOR_A_PAGE = 10
MAX_CHARS = 300_000  # of what is repeated
TAGS = [
    "p",
    "div",
    "span",
    "a",
    "li",
    "ul",
    "ol",
    "td",
    "tr",
    "table",
    "tbody",
    "h1",
    "h2",
    "h3",
    "blockquote",
    "article",
    "section",
    "aside",
    "nav",
    "footer",
    "form",
    "textarea",
    "input",
    "button",
    "br",
    "hr",
    "img",
    "pre",
    "code",
    "script",
    "style",
    "template",
    "svg",
    "iframe",
    "noscript",
    "time",
    "address",
    "figure",
    "figcaption",
    "b",
    "i",
    "font",
    "center",
    "title",
    "head",
    "body",
    "html",
    "select",
    "option",
    "frameset",
    "plaintext",
    "xmp",
    "math",
    "details",
    "summary",
    "dl",
    "dt",
    "dd",
    "label",
    "em",
    "strong",
]
NAMES = (
    "class",
    "id",
    "itemprop",
    "role",
    "style",
    "datetime",
    "href",
    "content",
    "property",
    "type",
    "hidden",
    "lang",
)
VALUES = (
    "comments",
    "respond",
    "share-bar",
    "related",
    "newsletter",
    "datePublished",
    "articleBody",
    "headline",
    "author",
    "application/ld+json",
    "article:published_time",
    "og:title",
    "2031-05-18T07:45:00+09:00",
    "0000-99-99",
    "display:none",
    "javascript:x",
    "/",
    "#",
    "textbox",
    "ar",
    "x" * 300,
    "",
)
WORDS = (
    "The ferry was late. ",
    "“Not yet,” she said. ",
    "Leave a comment ",
    "© 2031 ",
    "Read more",
    "3 Mar. 2031",
    "Dr. U.S. p.m. ",
    "記者は港にいた。",
    "مرحبا بالعالم. ",
    "שלום עולם. ",
    "Привет, мир! ",
    "हम यहाँ हैं। ",
    "e\u0301",
    "\u200b\u200d\ufeff",
    "\u202eabc\u202c",
    "\x00\x01\x0b\x1f",
    "\ud7ff\ufffd",
    "&amp;",
    "&#0;",
    "&#x110000;",
    "&nbsp;",
    "]]>",
    "<!--",
    "-->",
    "<![CDATA[",
    "<",
    ">",
    '"',
    "'",
    '{"@type":"NewsArticle","headline":"x","datePublished":"2031-13-40"}',
    "[[[[[",
    "{",
    "\n\n",
    "\t",
    "a" * 500,
    "🚢 ",
)

text = st.lists(st.sampled_from(WORDS) | st.text(max_size=20), max_size=12).map("".join)
attributes = st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(VALUES) | st.text(max_size=8)), max_size=3).map(
    lambda pairs: "".join(f' {name}="{value}"' for name, value in pairs)
)
closing = st.sampled_from(("</{0}>", "</{0}>", "</{0}>", "", "</div>", "</p></p>"))


def repeated(piece: str, times: int) -> str:
    """`piece` some times over, within MAX_CHARS: repeated pieces lie within repeated pieces."""
    return piece * max(1, min(times, MAX_CHARS // len(piece)))


def element(children: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """An element, well formed or not, around others."""
    return st.builds(
        lambda tag, attribute, inside, end, times: repeated(
            f"<{tag}{attribute}>{''.join(inside)}{end.format(tag)}", times
        ),
        st.sampled_from(TAGS),
        attributes,
        st.lists(children, max_size=5),
        closing,
        st.sampled_from((1, 1, 1, 2, 7, 40)),
    )


fragments = st.recursive(text, element, max_leaves=40)
pages = st.one_of(
    fragments,
    fragments.map(lambda inside: newsroom_page(BODY + inside)),
    fragments.map(lambda inside: newsroom_page(inside, after="")),
    st.tuples(fragments, st.integers(0, 3000)).map(lambda pair: newsroom_page(pair[0])[pair[1] :]),
)
bodies = st.one_of(
    pages.map(lambda page: page.encode("utf-8", "surrogatepass")),
    pages.map(lambda page: page.encode("utf-16", "surrogatepass")),
    st.tuples(pages, st.binary(max_size=50), st.integers(0, 2000)).map(
        lambda parts: (
            parts[0].encode("utf-8", "replace")[: parts[2]] + parts[1] + parts[0].encode("utf-8", "replace")[parts[2] :]
        )
    ),
    st.binary(max_size=500),
)
content_types = st.sampled_from(
    (None, "text/html", "text/html; charset=utf-8", "text/html; charset=nonsense", "text/html; charset=euc-kr")
)


def check(body: bytes, content_type: str | None) -> None:
    """Extract a page and check what must hold for any."""
    began = time.process_time()
    article = extract_article(Page(URL, URL, 200, NOW, body, content_type=content_type), now=NOW)
    assert time.process_time() - began < SECONDS_FOR_A_PAGE, "hangs"
    assert article.quality in ("article", "partial", "refused")
    assert unicodedata.is_normalized("NFC", article.text)
    assert not any(unicodedata.category(sign) == "Cc" and sign != "\n" for sign in article.text)
    assert not any(sign in article.text for sign in "\u200b\ufeff\u202e")
    ends = 0
    for ordinal, sentence in enumerate(article.sentences):
        assert sentence.ordinal == ordinal
        assert ends <= sentence.start < sentence.end <= len(article.text)
        assert article.text[sentence.start : sentence.end].strip()
        ends = sentence.end
    for moment in (article.published_at, article.updated_at):
        assert moment is None or datetime(1990, 1, 1, tzinfo=UTC) <= moment <= NOW


def prepared(examples: int, *, is_fixed: bool, number: int = 0) -> Callable[[], None]:
    """The property as a function without arguments; `is_fixed` draws the same pages each time, else by `number`."""

    @settings(
        max_examples=examples,
        deadline=None,
        derandomize=is_fixed,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(bodies, content_types)
    def run(body: bytes, content_type: str | None) -> None:
        check(body, content_type)

    return run if is_fixed else seed(number)(run)  # type: ignore[return-value]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--seed", type=int, default=None, help="begin with this seed, to see a failure again")
    arguments = parser.parse_args()
    warnings.simplefilter("ignore")  # the strategies have long names
    number = random.randrange(10**6) if arguments.seed is None else arguments.seed
    began, rounds = time.monotonic(), 0
    while time.monotonic() - began < arguments.seconds:
        print(f"seed {number + rounds}", flush=True)
        prepared(200, is_fixed=False, number=number + rounds)()
        rounds += 1
    print(f"{rounds * 200} pages without a fault")


if __name__ == "__main__":
    main()
