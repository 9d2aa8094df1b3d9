"""Page to article: decodes, cuts into blocks, takes furniture away, chooses the article's blocks, reads the metadata."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from pipeline.errors import Quarantine
from pipeline.extract import dates, memory, people, quality, titles
from pipeline.extract.charset import decode
from pipeline.extract.dom import Block, Element, drop, drop_unseen, holds_markers, parse
from pipeline.extract.furniture import Context, form_runs, judge
from pipeline.extract.language import find_language
from pipeline.extract.memory import SiteBlocks, fingerprint
from pipeline.extract.outline import Outline, outline
from pipeline.extract.select import select_blocks
from pipeline.extract.sentences import split_sentences
from pipeline.extract.structure import find_furniture
from pipeline.extract.structured import StructuredData, read_structured
from pipeline.extract.text import fold
from pipeline.records import Article, FeedItem, Page, RemovedBlock

MAX_PAGE_CHARS = 20_000_000
_NOT_HTML = frozenset(("%PDF-", "{\\rtf", "GIF89", "\ufffdPNG\r"))  # how other files begin, whatever their address says
MAX_REMOVED_CHARS = 2_000  # of one removed block
MAX_REMOVED_BLOCKS = 400
MAX_UNSEEN = 50  # of them, what opened over a line of text


@dataclass(frozen=True, slots=True)
class _Body:
    text: str
    kept: tuple[Block, ...]
    removed: tuple[RemovedBlock, ...]


def extract_article(
    page: Page,
    *,
    feed_item: FeedItem | None = None,
    site_blocks: SiteBlocks | None = None,
    allowed_languages: tuple[str, ...] = (),
    now: datetime,
) -> Article:
    """The article of a fetched page.

    `text` is the article's paragraphs as they stand on the page, in order, parted by one empty line ("\\n\\n"): each is in
    Unicode NFC with white space folded to single spaces; a line break inside a paragraph (<br>) is kept as "\\n"; headings
    within the article and list items are paragraphs, the cells of a table row are one paragraph joined by " | ". The
    title is not part of the text. `removed` holds what else the page says, with the rule that took it out.

    Never raises for bad HTML: such a page comes back with quality "refused" and a reason. Raises Quarantine for a page
    beyond MAX_PAGE_CHARS. `site_blocks` is what is known of the page's site; `feed_item` the entry that led to the page.
    Dates after the fetch are refused, and so are dates after `now`.
    """
    source = decode(page.body, page.content_type)
    if len(source) > MAX_PAGE_CHARS:
        raise Quarantine(
            f"{page.url}: {len(source)} characters of HTML, the limit is {MAX_PAGE_CHARS}; look at the page by hand"
        )
    return extract_from_html(
        source,
        page.url,
        feed_item=feed_item,
        site_blocks=site_blocks,
        allowed_languages=allowed_languages,
        fetched_at=min(page.fetched_at, now),
        status=page.status,
    )


def extract_from_html(
    source: str,
    url: str,
    *,
    feed_item: FeedItem | None = None,
    site_blocks: SiteBlocks | None = None,
    allowed_languages: tuple[str, ...] = (),
    fetched_at: datetime,
    status: int = 200,
) -> Article:
    """Like `extract_article`, for HTML that is decoded already."""
    root = None if source.lstrip()[:5] in _NOT_HTML else parse(source)
    if root is None or root.find("body") is None:
        return Article(url, None, "", quality.REFUSED, "not_an_article", 0.0)
    data = read_structured(root)
    unseen = drop_unseen(root)
    title = titles.find_title(root, data, url) or (feed_item.title if feed_item else None)
    authors = people.find_authors(root, data) or (feed_item.authors if feed_item else ())
    found_outline = outline(root.find("body"), mark=not holds_markers(source))
    byline = _byline_lines(found_outline)
    notices = [
        block.text
        for block in found_outline.blocks
        if len(block.text) < 300 and dates.tells_first_publication(block.text)
    ]
    body = _body(found_outline, url, data, Context(title, authors, memory.site_furniture(site_blocks)))
    found_dates = dates.find_dates(
        root,
        data,
        url,
        text_lines=[*notices, *byline],
        source=source,
        feed_published_at=feed_item.published_at if feed_item else None,
        fetched_at=fetched_at,
    )
    language = find_language(body.text, root, data)
    signs = quality.PageSigns(
        found_outline, body.kept, body.text, title, url, status, data, language, memory.site_furniture(site_blocks)
    )
    verdict = quality.assess(signs, allowed_languages)
    tail = [block.text for block in found_outline.blocks[-40:]]
    return Article(
        url=url,
        title=title,
        text=body.text,
        quality=verdict.quality,
        quality_reason=verdict.reason,
        quality_score=round(verdict.score, 3),
        authors=authors,
        section=people.find_section(data, url),
        language=language,
        published_at=found_dates.published_at,
        published_basis=found_dates.published_basis,
        updated_at=found_dates.updated_at,
        updated_basis=found_dates.updated_basis,
        agency=people.find_agency(authors, [*byline, *tail], body.text),
        sentences=split_sentences(body.text),
        date_witnesses=found_dates.witnesses,
        removed=(*body.removed, *(RemovedBlock(text[:MAX_REMOVED_CHARS], "overlay") for text in unseen[:MAX_UNSEEN])),
        published_zone_minutes=found_dates.published_zone_minutes,
    )


def _byline_lines(page: Outline) -> list[str]:
    """Short lines around the first h1, those after it first: before it a date may be that of another article."""
    at = next((block.index for block in page.blocks if block.tag == "h1"), 0)
    near = [*page.blocks[at : at + 14], *page.blocks[max(0, at - 6) : at]]
    return [block.text for block in near if len(block.text) < 120]


def rule_out(page: Outline, context: Context) -> dict[int, str]:
    """Takes furniture out of the tree of a page; the rule for each block that went, by its index."""
    removed = {
        block.index: "site_memory"
        for block in page.blocks
        if context.site_furniture and fingerprint(block.text) in context.site_furniture
    }
    for run in form_runs(page.blocks):
        removed.update(dict.fromkeys(run, "comment_form"))
    for found in find_furniture(page):
        for element in found.elements:
            first, end = page.span(element)
            removed.update((index, found.rule) for index in range(first, end))
            drop(element)
    return removed


def _body(page: Outline, url: str, data: StructuredData, context: Context) -> _Body:
    removed = rule_out(page, context)
    selection = select_blocks(page, url, removed, data, context.title)
    kept = [page.blocks[index] for index in selection.indices if index not in removed]
    verdicts = judge(kept, context)
    removed.update(verdicts)
    kept = [block for block in kept if block.index not in verdicts]
    chosen = {block.index for block in kept}
    for block in page.blocks:
        if block.index not in chosen:
            removed.setdefault(block.index, "not_main_text")
    text = "\n\n".join(_paragraphs(kept)) or "\n\n".join(filter(None, map(fold, selection.loose_text.splitlines())))
    return _Body(text, tuple(kept), tuple(_removed_blocks(page, removed)))


def _paragraphs(kept: list[Block]) -> Iterator[str]:
    """Texts of the kept blocks; cells of one table row are joined."""
    row: Element | None = None
    cells: list[str] = []
    for block in kept:
        parent = block.owner.getparent() if block.owner.tag in ("td", "th") else None
        if parent is None or parent is not row:
            if cells:
                yield " | ".join(cells)
            row, cells = parent, []
        if parent is None:
            yield block.text
        else:
            cells.append(block.text)
    if cells:
        yield " | ".join(cells)


def _removed_blocks(page: Outline, removed: dict[int, str]) -> Iterator[RemovedBlock]:
    """Removed text, neighbours under one rule joined, bounded."""
    run: list[str] = []
    rule = None
    count = 0
    last = -2
    for index in sorted(removed):
        if (removed[index] != rule or index != last + 1) and run:
            yield RemovedBlock("\n".join(run)[:MAX_REMOVED_CHARS], str(rule))
            count += 1
            run = []
        if count >= MAX_REMOVED_BLOCKS:
            return
        rule, last = removed[index], index
        run.append(page.blocks[index].text)
    if run:
        yield RemovedBlock("\n".join(run)[:MAX_REMOVED_CHARS], str(rule))
