"""Chooses the blocks of a page that are its article: two extractors vote, what is known of each block decides doubts."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import trafilatura
import yaml
from lxml import etree
from resiliparse.extract.html2text import extract_plain_text
from trafilatura.settings import Document, use_config

from pipeline.extract.dom import Element, marked
from pipeline.extract.features import Features, Votes, describe, group_of, hints_of
from pipeline.extract.outline import Outline, is_prose
from pipeline.extract.structured import StructuredData
from pipeline.extract.text import letters

WEIGHTS_FILE = Path(__file__).with_name("weights.yaml")
KEEP = 0.2  # a block that trafilatura took stays above this probability
ADD = 0.6  # a block that it did not take comes in above this one
_THOROUGH_CHARS = 400  # with less text than this from the quick way, trafilatura's own fallbacks are asked
# Blockquotes that give a post's words, not its picture alone.
_POSTS = ("twitter-tweet", "bluesky-embed", "mastodon-embed")
_STANDFIRST_LETTERS = 35  # less is a label
_MOST_PROSE = 0.7
_MOST_OF_TAKEN = 0.4
_LEAST_OF_BOX = 400  # characters of prose that make a box part of the body
_FEW_LINKS = 0.3
_LITTLE_TEXT = 1000  # characters
_MANY_CELLS = 40
_TEXT_TAGS = frozenset(("p", "h2", "h3", "h4", "blockquote"))
_HEADINGS = frozenset(("h2", "h3", "h4"))
_CONFIG = use_config()
_CONFIG.set("DEFAULT", "EXTRACTION_TIMEOUT", "0")


@dataclass(frozen=True, slots=True)
class Selection:
    """Indices of the blocks taken for the article, in order; and the text, where it stands in no block of the page."""

    indices: tuple[int, ...]
    loose_text: str = ""


def select_blocks(
    page: Outline, url: str, ruled: Collection[int], data: StructuredData, title: str | None
) -> Selection:
    """The article's blocks; none where no extractor finds any.

    `page.root` is the tree without the furniture, `ruled` are the blocks that went with it.
    """
    votes, loose = ask(page, url)
    if not votes.first and not votes.second:
        if loose:
            return Selection((), loose)
        votes = Votes(by_prose(page, ruled), frozenset())
    described = describe(page, votes, ruled, data, title)
    chances = _even_groups(page, {index: probability(features) for index, features in described.items()})
    taken = {index for index, chance in chances.items() if chance > (KEEP if index in votes.first else ADD)}
    taken.update(_standfirst(page, taken, ruled, data))
    taken.update(_quoted_posts(page, taken, [index for index in chances if index not in taken]))
    taken.update(_rest_of_bodies(page, taken, [index for index in chances if index not in taken]))
    taken.update(_data_tables(page, taken, votes))
    if len(loose) > 2 * sum(len(page.blocks[index].text) for index in taken):
        return Selection((), loose)
    return Selection(tuple(sorted(taken)))


def _standfirst(page: Outline, taken: Collection[int], ruled: Collection[int], data: StructuredData) -> list[int]:
    """The sentence between title and text that sums the article up, by its class or because the page is described by it."""
    prose = [index for index in taken if is_prose(page.blocks[index])]
    title = max((block.index for block in page.blocks[: min(prose, default=0)] if block.tag == "h1"), default=None)
    if title is None:
        return []
    description = letters(data.meta("og:description", "description", "twitter:description") or "")
    for block in page.blocks[title + 1 : min(prose)]:
        key, hints = letters(block.text), hints_of(block.owner)
        if block.index in ruled or block.index in taken or block.link_share > _FEW_LINKS or "caption" in hints:
            continue
        is_described = bool(description) and (key in description or description in key)
        is_named = "lead" in hints and block.index == title + 1
        if len(key) >= _STANDFIRST_LETTERS and (is_described or is_named):
            return [block.index]
    return []


def _quoted_posts(page: Outline, taken: Collection[int], left: Collection[int]) -> list[int]:
    """Posts of social networks that stand between the paragraphs of an article, in the markup that networks give for it."""
    first, last = min(taken, default=0), max(taken, default=0)
    return [index for index in left if first < index < last and _is_post(page.blocks[index].owner)]


def _is_post(owner: Element) -> bool:
    quotation = owner if owner.tag == "blockquote" else next(owner.iterancestors("blockquote"), None)
    return quotation is not None and any(name in (quotation.get("class") or "") for name in _POSTS)


def _rest_of_bodies(page: Outline, taken: Collection[int], left: Collection[int]) -> list[int]:
    """Prose and headings in further boxes of the very make that holds most of what was taken.

    Pages part an article's body into several boxes, for adverts between them; an extractor takes the largest alone. A new
    h1 ends the article.
    """
    weights: dict[tuple[str, str], int] = defaultdict(int)
    boxes = set()
    for index in taken:
        block = page.blocks[index]
        if is_prose(block) and (make := _make_of_box(block.owner)):
            weights[make] += len(block.text)
            boxes.add(block.owner.getparent())
    if not weights:
        return []
    make = max(weights, key=lambda key: weights[key])
    if weights[make] < _MOST_OF_TAKEN * sum(len(page.blocks[index].text) for index in taken):
        return []
    first, last = min(taken), max(taken)
    end = next((block.index for block in page.blocks[last:] if block.tag == "h1"), len(page.blocks))
    rest: dict[Element, list[int]] = defaultdict(list)
    for index in left:
        block = page.blocks[index]
        if index < end and block.link_share < _FEW_LINKS and _make_of_box(block.owner) == make:
            rest[block.owner.getparent()].append(index)
    found: list[int] = []
    for box, indices in rest.items():
        prose = [index for index in indices if is_prose(page.blocks[index])]
        if box in boxes:  # what was passed over here stands between what was taken
            found += [index for index in prose if first < index < last]
        elif sum(len(page.blocks[index].text) for index in prose) >= _LEAST_OF_BOX:
            found += prose
            found += [index for index in indices if page.blocks[index].tag in _HEADINGS and index + 1 in prose]
    return found


def _data_tables(page: Outline, taken: Collection[int], votes: Votes) -> list[int]:
    """Cells of the large table that both extractors take and that says more than all the text taken, where that is little.

    Standings, results, lists of deliveries: the table is the article.
    """
    said = sum(len(page.blocks[index].text) for index in taken)
    tables: dict[Element, list[int]] = defaultdict(list)
    for index in votes.first & votes.second if said < _LITTLE_TEXT else ():
        if page.blocks[index].tag in ("td", "th"):
            tables[group_of(page.blocks[index].owner)].append(index)
    cells = max(tables.values(), key=len, default=[])
    is_large = len(cells) >= _MANY_CELLS and sum(len(page.blocks[index].text) for index in cells) > said
    return [index for index in cells if index not in taken] if is_large else []


def _make_of_box(owner: Element) -> tuple[str, str] | None:
    """Tag and class of the element around a paragraph; None without a class, which says nothing."""
    parent = owner.getparent()
    name = parent.get("class") if parent is not None and owner.tag in _TEXT_TAGS else None
    return (str(parent.tag), name) if name else None


def ask(page: Outline, url: str) -> tuple[Votes, str]:
    """What the extractors take, and trafilatura's text where it stands in no block of the page."""
    first, loose = by_trafilatura(page, url)
    if sum(len(page.blocks[index].text) for index in first) < _THOROUGH_CHARS:
        again, loose_again = by_trafilatura(page, url, thorough=True)
        first, loose = (again, loose_again) if len(again) >= len(first) else (first, loose)
    return Votes(frozenset(first), frozenset(by_resiliparse(page))), loose


def probability(features: Features) -> float:
    """The chance that a block with these features belongs to the article (logistic model of weights.yaml)."""
    weights = _weights()
    score = weights["bias"] + sum([weights.get(name, 0.0) * value for name, value in features.items()])
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, score))))


def by_trafilatura(page: Outline, url: str, *, thorough: bool = False) -> tuple[list[int], str]:
    """Blocks that trafilatura keeps, and its text if that does not come from the page's blocks (a script, say)."""
    document = trafilatura.bare_extraction(
        page.root, url=url, fast=not thorough, include_comments=False, with_metadata=False, config=_CONFIG
    )
    if not isinstance(document, Document):
        return [], ""
    text = str(document.text or "")
    indices = _blocks_in(page, text)
    return sorted(indices), "" if indices else text


def by_resiliparse(page: Outline) -> list[int]:
    """Blocks that resiliparse takes for main content."""
    source = etree.tostring(page.root, encoding="unicode", method="html")
    text = extract_plain_text(source, main_content=True, alt_texts=False, list_bullets=False, preserve_formatting=True)
    return sorted(_blocks_in(page, text))


def _blocks_in(page: Outline, text: str) -> list[int]:
    """The blocks whose markers stand in a text; none on a page that was not marked because it uses such ideographs."""
    return [index for index in marked(text) if index < len(page.blocks)] if page.is_marked else []


def by_prose(page: Outline, ruled: Collection[int]) -> frozenset[int]:
    """Prose and headings of the smallest element that holds most of the page's prose, where no extractor finds any."""
    weights: dict[object, int] = defaultdict(int)
    prose = [block for block in page.blocks if block.index not in ruled and is_prose(block)]
    for block in prose:
        element = block.owner
        while element is not None and element in page.spans:
            weights[element] += len(block.text)
            element = element.getparent()
    most = _MOST_PROSE * sum(len(block.text) for block in prose)
    spans = [page.spans[element] for element, weight in weights.items() if weight >= most]
    first, end = min(spans, key=lambda span: span[1] - span[0], default=(0, 0))
    inside = (block for block in page.blocks[first:end] if block.index not in ruled)
    return frozenset(block.index for block in inside if is_prose(block) or block.tag in _HEADINGS)


@lru_cache(maxsize=1)
def _weights() -> Mapping[str, float]:
    weights: dict[str, float] = yaml.safe_load(WEIGHTS_FILE.read_text(encoding="utf-8"))
    return weights


def _even_groups(page: Outline, chances: dict[int, float]) -> dict[int, float]:
    """Cells of a table and items of a list share one chance, the mean by length: either is taken or left as a whole."""
    wholes: dict[object, list[int]] = defaultdict(list)
    for index in chances:
        owner = page.blocks[index].owner
        if owner.tag in ("td", "th", "li"):
            wholes[group_of(owner)].append(index)
    for parts in wholes.values():
        total = sum(len(page.blocks[index].text) for index in parts)
        mean = sum(chances[index] * len(page.blocks[index].text) for index in parts) / total
        chances.update(dict.fromkeys(parts, mean))
    return chances
