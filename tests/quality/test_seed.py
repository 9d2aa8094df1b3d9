"""The article that the project began with: the comment form goes, the officials, states and the claim are found."""

from __future__ import annotations

import html
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.annotate.pipeline import Annotator
from pipeline.settings import Settings
from pipeline.steps.cycle import ingest_and_track
from pipeline.steps.imports import import_path
from pipeline.warehouse.connect import connect
from tests.conftest import Warehouse

SEED = Path(__file__).resolve().parents[3] / "shared" / "seed" / "article.txt"
pytestmark = pytest.mark.skipif(not SEED.exists(), reason="the article is not beside the repository (../shared/seed)")
NOW = datetime(2024, 3, 1, 12, tzinfo=UTC)


def parts() -> tuple[str, list[str], list[str]]:
    """Title, paragraphs, and the lines of the comment form behind them."""
    lines = [line.strip() for line in SEED.read_text(encoding="utf-8").splitlines() if line.strip()]
    form = next(index for index, line in enumerate(lines) if line.lower().startswith("leave a reply"))
    return lines[0], lines[1:form], lines[form:]


def page() -> str:
    title, paragraphs, form = parts()
    body = "\n".join(f"<p>{html.escape(paragraph)}</p>" for paragraph in paragraphs)
    return f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{html.escape(title)} - Daily Example</title>
<meta property="article:published_time" content="2024-02-29T09:00:00+00:00"></head><body>
<nav><a href="/">Home</a> <a href="/world">World</a></nav>
<article class="post"><h1 class="entry-title">{html.escape(title)}</h1><div class="entry-content">{body}</div></article>
<div id="respond" class="comment-respond"><h3>{html.escape(form[0])}</h3>
<form action="/wp-comments-post.php"><p>{html.escape(form[1])}</p><textarea name="comment"></textarea></form></div>
<footer>Daily Example</footer></body></html>"""


@pytest.fixture(scope="module")
def annotator() -> Annotator:
    return Annotator(Settings())


def test_the_imported_page_ends_before_its_comment_form(warehouse: Warehouse, tmp_path: Path) -> None:
    folder = tmp_path / "pages" / "daily.example"
    folder.mkdir(parents=True)
    (folder / "seed.html").write_text(page(), encoding="utf-8")
    with connect(warehouse.writer, application_name="tests") as connection:
        assert import_path(connection, tmp_path / "pages", NOW)["new"] == 1
        assert import_path(connection, tmp_path / "pages", NOW)["new"] == 0
    ingest_and_track(warehouse.writer, NOW, "seed")
    title, paragraphs, _ = parts()
    with connect(warehouse.analyst, application_name="tests") as connection:
        rows = connection.execute("SELECT title, text FROM core.article WHERE is_current").fetchall()
        claims = connection.execute(
            "SELECT sentence_text FROM mart.claim_evidence WHERE supplier_codes = '{PRK}' AND recipient_codes = '{RUS}' "
            "AND category_code = 'missiles'"
        ).fetchall()
    assert rows == [(title, "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs))]
    assert len(claims) == 1
    assert "ballistic missiles" in claims[0][0]


def test_the_officials_the_states_and_the_claim_are_found(annotator: Annotator) -> None:
    title, paragraphs, _ = parts()
    text = "\n\n".join(paragraphs)
    found = annotator.annotate(text, title, datetime(2024, 2, 29, tzinfo=UTC), "en")
    pak = [mention for mention in found.mentions if mention.text.endswith("Jung Pak")]
    assert pak
    assert all((mention.country, mention.role) == ("USA", "GOV") for mention in pak)
    countries = {mention.country for mention in found.mentions}
    assert {"USA", "PRK", "RUS", "CHN", "JPN", "UKR"} <= countries
    missiles = [claim for claim in found.claims if claim.supplier == ("PRK",) and claim.recipient == ("RUS",)]
    assert [claim.category for claim in missiles if "ballistic" in claim.weapon] == ["missiles"]


def test_what_there_is_no_evidence_of_is_no_event(annotator: Annotator) -> None:
    _, paragraphs, _ = parts()
    text = "\n\n".join(paragraphs)
    start = text.index("no evidence of")
    end = text.index("North Korean leader", start)
    found = annotator.annotate(text, None, datetime(2024, 2, 29, tzinfo=UTC), "en")
    assert [event for event in found.events if start <= event.trigger[0] < end and not event.negated] == []
