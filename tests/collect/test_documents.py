"""Texts of documents that are no web pages: PDFs and scans, handed in as JSON Lines with the document's hash."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.collect.damage import DamagedRecord
from pipeline.collect.documents import document_of, read_documents
from pipeline.collect.warc import read_archive, write_warc
from pipeline.extract.worker import ExtractJob, extract_many
from pipeline.records import Article, Page

NOW = datetime(2026, 3, 9, tzinfo=UTC)
HASH = "ab" * 32
REPORT = {
    "url": "https://ministry.example/docs/report.pdf",
    "sha256": HASH,
    "title": "Report on the ferry",
    "published_at": "2026-03-02",
    "language": "en",
    "text": "The ministry found that the ferry carried twice as many pass-\nengers as it was built for.\n\n"
    "It said on Monday that the company had been warned in three letters since the summer, of which it answered none.\n\n"
    "A hearing will be held in the port on the last day of March, and the captain has been asked to attend it in person.",
}


def lines(folder: Path, *records: object) -> Path:
    path = folder / "texts.jsonl"
    path.write_text("\n".join(record if isinstance(record, str) else json.dumps(record) for record in records))
    return path


def only_page(path: Path) -> Page:
    (page,) = read_archive(path)
    assert isinstance(page, Page)
    return page


def test_a_text_becomes_a_page_that_carries_the_hash_of_its_document(tmp_path):
    page = only_page(lines(tmp_path, REPORT))

    assert (page.url, page.canonical_url) == (REPORT["url"], REPORT["url"])
    assert document_of(page) == (HASH, "application/pdf")
    assert HASH.encode() in page.body
    assert document_of(Page("https://a.example", "https://a.example", 200, NOW, b"")) is None


def test_the_article_holds_every_paragraph_with_its_words_put_together(tmp_path):
    page = only_page(lines(tmp_path, REPORT))

    ((_, article),) = extract_many([ExtractJob("1", page, NOW, None)], processes=1)

    assert isinstance(article, Article)
    assert article.quality == "article"
    assert article.title == "Report on the ferry"
    assert article.text.split("\n\n") == [
        "The ministry found that the ferry carried twice as many passengers as it was built for.",
        *str(REPORT["text"]).split("\n\n")[1:],
    ]
    assert article.published_at is not None
    assert article.published_at.date().isoformat() == "2026-03-02"


def test_the_same_text_is_the_same_content_and_survives_the_archive(tmp_path):
    page = only_page(lines(tmp_path, REPORT))
    again = only_page(lines(tmp_path, dict(reversed(REPORT.items()))))
    assert again.body == page.body

    export = tmp_path / "export.warc.gz"
    with export.open("wb") as sink:
        write_warc([page], sink)
    assert document_of(only_page(export)) == (HASH, "application/pdf")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "no JSON"),
        ("[1]", "no JSON object"),
        ({**REPORT, "url": "file:///etc/passwd"}, "no http or https address"),
        ({**REPORT, "sha256": "abc"}, "64 hexadecimal digits"),
        ({**REPORT, "text": " \n"}, "text is empty"),
        ({**REPORT, "published_at": "soon"}, "published_at is no date"),
        ({**REPORT, "pages": "3"}, "unknown field 'pages'"),
        ({**REPORT, "title": 3}, "title is no text"),
    ],
)
def test_a_damaged_line_says_what_is_wrong_and_stops_no_other(tmp_path, line, reason):
    damaged, sound = read_documents(lines(tmp_path, line, REPORT))

    assert isinstance(damaged, DamagedRecord)
    assert damaged.place == "texts.jsonl, line 1"
    assert reason in damaged.reason
    assert isinstance(sound, Page)
