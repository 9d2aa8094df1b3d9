"""`wirewatch explain`: why a page or a text was read as it was: stripped blocks, cluster, coding, in this order."""

from __future__ import annotations

from typing import Any

from rich.console import Console

from pipeline.annotate.explain import explain as explain_coding
from pipeline.annotate.pipeline import Annotator
from pipeline.collect.canonical import canonical_url
from pipeline.errors import ConfigurationError
from pipeline.extract.explain import explain_extraction
from pipeline.group.explain import explain_lines
from pipeline.records import Article, Document, Placement, RemovedBlock, Sentence
from pipeline.settings import Settings
from pipeline.steps.work import Connection
from pipeline.warehouse.connect import connect, run_sql_file
from pipeline.warehouse.conninfo import conninfo


def explain(settings: Settings, url: str | None, text: str | None) -> int:
    """Print why; `url` names an article of the warehouse, `text` is coded as it stands. Returns the exit status."""
    console = Console(soft_wrap=True, highlight=False, markup=False)
    if text is not None:
        _print_coding(console, settings, text, None)
        return 0
    if url is None:
        raise ConfigurationError('Name the address of an article, or give --text "…"')
    with connect(conninfo(settings, "owner"), application_name="wirewatch explain") as connection:
        row = _find(connection, url)
        article = _article(connection, row)
        members = _members(connection, row["article_id"])
    console.print(explain_extraction(article))
    if members:
        console.print(f"\nstory of {len(members)} article{'' if len(members) == 1 else 's'}")
        for line in explain_lines(members):
            console.print(f"  {line}")
    if article.quality != "refused":
        console.print("")
        _print_coding(console, settings, article.text, row)
    return 0


def _print_coding(console: Console, settings: Settings, text: str, row: dict[str, Any] | None) -> None:
    doc = Annotator(settings).read(text, row["published_at"] if row else None)
    lines = list(explain_coding(doc))
    console.print("\n".join(lines) if lines else "nothing was coded: no name, event or claim was found")


def _find(connection: Connection, url: str) -> dict[str, Any]:
    candidates = [url, canonical_url(url) or url]
    row = run_sql_file(connection, "steps/article_of_url.sql", {"urls": candidates}).fetchone()
    if row is not None:
        return row
    state = run_sql_file(connection, "steps/state_of_url.sql", {"urls": candidates}).fetchone()
    if state is None:
        raise ConfigurationError(f"{url} is not in the warehouse; is it an address that a feed or an import named?")
    reason = ": ".join(part for part in (state["reason"], state["error"]) if part)
    raise ConfigurationError(
        f"{url} was never read: {state['step_code']} is {state['state_code']} ({reason or 'waiting'})"
    )


def _article(connection: Connection, row: dict[str, Any]) -> Article:
    key = {"article_version_id": row["article_version_id"], "first_seen_at": row["first_seen_at"]}
    sentences = run_sql_file(connection, "steps/sentences_of_article.sql", key).fetchall()
    removed = run_sql_file(connection, "steps/removed_of_article.sql", key).fetchall()
    return Article(
        url=row["canonical_url"],
        title=row["title"],
        text=row["text"],
        quality=row["quality_type"],
        quality_reason=row["quality_reason"],
        quality_score=row["quality_score"],
        language=row["language_code"],
        published_at=row["published_at"],
        published_basis=row["published_basis_type"],
        agency=row["agency"],
        sentences=tuple(Sentence(**sentence) for sentence in sentences),
        removed=tuple(RemovedBlock(**block) for block in removed),
    )


def _members(connection: Connection, article_id: int) -> list[tuple[Document, Placement]]:
    rows = run_sql_file(connection, "steps/members_of_story.sql", {"article_id": article_id}).fetchall()
    return [
        (
            Document(
                id=row["url"],
                text=row["text"],
                title=row["title"],
                published_at=row["published_at"],
                source=row["source_name"],
                agency=row["agency"],
            ),
            Placement(
                id=row["url"],
                story_id=str(row["story_id"]),
                relation=row["relation_type"],
                duplicate_of=row["root_url"] if row["root_url"] != row["url"] else None,
                similarity=row["similarity"],
                reason=row["reason"],
            ),
        )
        for row in rows
    ]
