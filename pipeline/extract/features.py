"""Describes a block of a page in numbers: who voted for it, where it stands, how it looks, what words it holds.

Only what is not zero is given. `weights.yaml` says what each feature counts; `benchmarks/fit_extract.py` finds the weights.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import lru_cache

from pipeline.extract.dom import Block, Element
from pipeline.extract.lexicon import concepts, covered
from pipeline.extract.outline import Outline, is_prose
from pipeline.extract.structured import StructuredData
from pipeline.extract.text import letters

Features = dict[str, float]

_WORDED_CHARS = 300  # longer blocks are prose: their words are not looked up
_NEAR = 20  # blocks; farther is all the same
_LD_LETTERS = 400  # an articleBody shorter than this is a teaser
_END = re.compile(r"[.!?…。！？।؟:;][\"'”’»)\]]*$")
_ASCII_DIGITS, _ASCII_CAPITALS = b"0123456789", b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
_TAGS = frozenset(("p", "li", "h1", "h2", "h3", "h4", "td", "div", "blockquote", "figcaption", "pre"))
_WITHIN = frozenset(
    ("figure", "aside", "table", "ul", "ol", "blockquote", "article", "footer", "header", "details", "a")
)
_CONCEPTS = frozenset((
    "comment", "leave", "email", "newsletter", "subscribe", "share", "network", "follow", "related", "advert", "rights",
    "photo", "byline", "update", "bio", "time", "cookie",
))  # fmt: skip
# What class names and ids hint at, in lower case.
_HINTS = {
    "caption": r"caption|credit|image|photo|picture|media|gallery|figure|video|embed|player",
    "meta": r"meta|date|time|byline|author|info|kicker|category|topic|label|eyebrow|tag|breadcrumb|source",
    "teaser": r"teaser|card|promo|related|more|recommend|link|list|item|grid|module|widget|rail|carousel",
    "lead": r"lead|dek|intro|summary|standfirst|subtitle|subhead|sub-head|description|excerpt|abstract|chapo|vorspann",
    "body": r"body|content|text|paragraph|article|story|entry|post",
    "hidden": r"hidden|d-none|sr-only|visually|screen-reader|print|modal|popup|lightbox|tooltip|overlay|skip|toggle",
    "quote": r"quote|tweet|twitter|instagram",
    "notice": r"disclaimer|notice|correction|footnote|copyright|legal|note|footer|subscri|newsletter|signup|paywall"
    r"|share|social|comment|reply|respond|login|register|cookie",
    "ad": r"(?:^|[\s_-])ads?(?:$|[\s_-])|advert|sponsor|commercial|affiliate|product|price|shop|buy",
}
# Names of the features of the blocks beside a block, by how far away they stand.
_NEIGHBOURS = {
    step: tuple(f"{name}@{step}" for name in ("edge", "first", "second", "ruled", "links", "prose", "ends", "length"))
    for step in (-2, -1, 1, 2)
}
_HINT_PATTERNS = tuple((name, re.compile(pattern)) for name, pattern in _HINTS.items())


@dataclass(slots=True)
class Votes:
    """Indices of the blocks that each extractor takes for the article."""

    first: frozenset[int]  # trafilatura
    second: frozenset[int]  # resiliparse


@dataclass(slots=True)
class PageFacts:
    """What the features of all blocks of one page share."""

    page: Outline
    votes: Votes
    ruled: Collection[int]
    body_letters: str
    description: str
    title: str
    anchors: list[int] = field(default_factory=list)
    container: tuple[int, int] = (0, 0)
    anchor_chars: float = 1.0
    depth: float = 0.0
    keys: list[str] = field(default_factory=list)  # the letters of each block
    kin_keys: list[tuple[object, object, object]] = field(default_factory=list)  # see _kin_keys, of each block
    surroundings: dict[Element, Features] = field(default_factory=dict)  # by the parent of blocks
    depths: dict[Element, int] = field(default_factory=dict)  # by the parent of blocks
    repeated: Counter[str] = field(default_factory=Counter)
    kin: dict[object, list[float]] = field(default_factory=dict)
    distance: list[int] = field(default_factory=list)
    seen_beside: dict[int, tuple[float, ...]] = field(default_factory=dict)  # what a block tells of its neighbours


def describe(
    page: Outline, votes: Votes, ruled: Collection[int], data: StructuredData, title: str | None
) -> dict[int, Features]:
    """Features of the blocks that may belong to the article, by block index.

    A block may belong if an extractor took it, or if it stands in the element that holds most of what was taken.
    `ruled` are blocks already known as furniture.
    """
    facts = _facts(page, votes, ruled, data, title)
    first, end = facts.container
    candidates = [
        block
        for block in page.blocks
        if block.index not in ruled
        and (block.index in votes.first or block.index in votes.second or first <= block.index < end)
    ]
    described = {block.index: _features(block, facts) for block in candidates}
    for index, features in described.items():
        _add_neighbours(index, features, facts)
    return described


def _facts(page: Outline, votes: Votes, ruled: Collection[int], data: StructuredData, title: str | None) -> PageFacts:
    body = letters(" ".join(str(node.get("articleBody") or "") for node in data.article_nodes[:2]))
    facts = PageFacts(
        page,
        votes,
        ruled,
        body if len(body) > _LD_LETTERS else "",
        letters(data.meta("og:description", "description", "twitter:description") or ""),
        letters(title or ""),
    )
    blocks = page.blocks
    both = [b.index for b in blocks if b.index in votes.first and b.index in votes.second and is_prose(b)]
    either = [b.index for b in blocks if (b.index in votes.first or b.index in votes.second) and is_prose(b)]
    facts.anchors = both or either or [block.index for block in blocks]
    facts.anchor_chars = float(sum(len(blocks[index].text) for index in facts.anchors)) or 1.0
    facts.container = _container(facts)
    depths = sorted(_depth(blocks[index].owner, facts) for index in facts.anchors)
    facts.depth = depths[len(depths) // 2] if depths else 0
    facts.keys = [letters(block.text) for block in blocks]
    facts.repeated = Counter(facts.keys)
    kin: dict[object, list[float]] = defaultdict(lambda: [0.0, 0.0])
    facts.kin_keys = [_kin_keys(block) for block in blocks]
    for block in blocks:
        for key in facts.kin_keys[block.index]:
            kin[key][0] += len(block.text)
            if block.index in votes.first:
                kin[key][1] += len(block.text)
    facts.kin = kin
    facts.distance = _distances(facts.anchors, len(blocks))
    return facts


def _container(facts: PageFacts) -> tuple[int, int]:
    """The block range of the smallest element that holds four fifths of the anchors' text."""
    weights: dict[Element, float] = defaultdict(float)
    for index in facts.anchors:
        element = facts.page.blocks[index].owner
        while element is not None and element in facts.page.spans:
            weights[element] += len(facts.page.blocks[index].text)
            element = element.getparent()
    large = [facts.page.spans[element] for element, weight in weights.items() if weight >= 0.8 * facts.anchor_chars]
    return min(large, key=lambda span: span[1] - span[0], default=(0, len(facts.page.blocks)))


def _kin_keys(block: Block) -> tuple[object, object, object]:
    """What groups a block with others of its make: its class and its parent's, its parent, its table or list."""
    owner = block.owner
    parent = owner.getparent()
    parent_class = parent.get("class") if parent is not None else None
    return (owner.tag, owner.get("class"), parent_class), parent, ("group", group_of(owner))


def group_of(element: Element) -> Element:
    """The table or list around `element`, else its parent."""
    ancestor = element
    for _ in range(8):
        if ancestor is None:
            break
        if ancestor.tag in ("table", "ul", "ol", "dl"):
            return ancestor
        ancestor = ancestor.getparent()
    return element.getparent()


def _depth(owner: Element, facts: PageFacts) -> int:
    parent = owner.getparent()
    if parent not in facts.depths:
        facts.depths[parent] = sum(1 for _ in owner.iterancestors())
    return facts.depths[parent]


def _distances(anchors: list[int], count: int) -> list[int]:
    """For each block the number of blocks to the nearest anchor."""
    distance = [_NEAR] * count
    for index in anchors:
        distance[index] = 0
    for index in range(1, count):
        distance[index] = min(distance[index], distance[index - 1] + 1)
    for index in range(count - 2, -1, -1):
        distance[index] = min(distance[index], distance[index + 1] + 1)
    return distance


def _features(block: Block, facts: PageFacts) -> Features:
    features = _look(block)
    features.update(_votes(block, facts))
    features.update(_place(block, facts))
    features.update(_make(block, facts))
    features.update(_words(block, facts))
    return features


def _look(block: Block) -> Features:
    text = block.text
    size = len(text)
    emphasis = block.emphasis_chars / size
    digits, capitals = _digits_and_capitals(text)
    features = {
        "length": math.log1p(size),
        "short": float(size < 40),
        "long": float(size > 200),
        "links": block.link_share,
        "all_links": float(block.link_share > 0.85),
        "emphasis": emphasis,
        "all_emphasis": float(emphasis > 0.9),
        "ends": float(_END.search(text) is not None),
        "prose": float(is_prose(block)),
        "digits": digits / size,
        "capitals": capitals / size,
        "sign_rights": float("©" in text),
        "sign_at": float("@" in text),
        "ends_colon": float(text[-1] == ":"),
        "in_brackets": float(text[0] in "([" and text[-1] in ")]"),
        "quoted": float(text[0] in '"“«„'),
        f"tag_{block.tag if block.tag in _TAGS else 'other'}": 1.0,
    }
    return {name: value for name, value in features.items() if value}


def _digits_and_capitals(text: str) -> tuple[int, int]:
    """How many characters of `text` are digits, and how many are capital letters."""
    plain = text.encode("ascii", "ignore")
    digits = len(plain) - len(plain.translate(None, _ASCII_DIGITS))
    capitals = len(plain) - len(plain.translate(None, _ASCII_CAPITALS))
    if len(plain) < len(text):
        rest = "".join(_NOT_ASCII.findall(text))
        digits += sum(map(str.isdigit, rest))
        capitals += sum(map(str.isupper, rest))
    return digits, capitals


def _votes(block: Block, facts: PageFacts) -> Features:
    first, second = block.index in facts.votes.first, block.index in facts.votes.second
    features = {"first": float(first), "second": float(second), "both": float(first and second)}
    if facts.body_letters:
        key = facts.keys[block.index]
        features["body_has" if len(key) > 3 and key in facts.body_letters else "body_lacks"] = 1.0
    return features


def _place(block: Block, facts: PageFacts) -> Features:
    index = block.index
    begin, end = facts.anchors[0], facts.anchors[-1]
    first, stop = facts.container
    depth = _depth(block.owner, facts)
    return {
        "before": float(index < begin),
        "after": float(index > end),
        "inside": float(begin <= index <= end),
        "in_container": float(first <= index < stop),
        "distance": min(facts.distance[index], _NEAR) / _NEAR,
        "next_to_anchor": float(facts.distance[index] <= 1),
        "blocks_after": min(max(0, index - end), 30) / 30,
        "blocks_before": min(max(0, begin - index), 30) / 30,
        "depth_off": min(5.0, abs(depth - facts.depth)) / 5,
        "deeper": float(depth > facts.depth),
    }


def _make(block: Block, facts: PageFacts) -> Features:
    features: Features = {}
    for name, key in zip(("kin", "siblings", "group"), facts.kin_keys[block.index], strict=True):
        chars, taken = facts.kin[key]
        features[name] = taken / chars if chars else 0.0
        features[f"{name}_mass"] = min(1.0, taken / facts.anchor_chars)
    features.update({f"own_{hint}": 1.0 for hint in hints_of(block.owner)})
    features.update(_surroundings(block.owner.getparent(), facts))
    if block.tag in _WITHIN:
        features[f"within_{block.tag}"] = 1.0
    return features


def _surroundings(parent: Element | None, facts: PageFacts) -> Features:
    """What the elements around a block hint at; blocks of one parent share it."""
    if parent in facts.surroundings:
        return facts.surroundings[parent]
    features: Features = {}
    element = parent
    for step in range(8):
        if element is None or element is facts.page.root:
            break
        if step < 4:
            features.update({f"around_{hint}": 1.0 for hint in hints_of(element)})
        if element.tag in _WITHIN:
            features[f"within_{element.tag}"] = 1.0
        element = element.getparent()
    facts.surroundings[parent] = features
    return features


def hints_of(element: Element) -> tuple[str, ...]:
    """What the class and id of an element hint at."""
    name = f"{element.get('class') or ''} {element.get('id') or ''}"
    return _hints(name[:300]) if len(name) > 1 else ()


@lru_cache(maxsize=20_000)
def _hints(name: str) -> tuple[str, ...]:
    name = name.lower()
    return tuple(hint for hint, pattern in _HINT_PATTERNS if pattern.search(name))


def _words(block: Block, facts: PageFacts) -> Features:
    text = block.text
    key = facts.keys[block.index]
    features: Features = {
        "repeated": float(facts.repeated[key] > 1),
        "is_title": float(bool(key) and key == facts.title),
        "in_title": float(len(key) > 10 and key in facts.title),
        "is_description": float(
            len(key) > 20 and bool(facts.description) and (key in facts.description or facts.description[:60] in key)
        ),
    }
    if len(text) < _WORDED_CHARS:
        found = concepts(text) & _CONCEPTS
        weight = 1.0 if len(text) < 80 else 0.5
        features.update({f"word_{concept}": weight for concept in found})
        if found:
            features["words_covered"] = covered(text, *found)
    return features


def _add_neighbours(index: int, features: Features, facts: PageFacts) -> None:
    blocks = facts.page.blocks
    for step, (edge, *names) in _NEIGHBOURS.items():
        other = index + step
        if not 0 <= other < len(blocks):
            features[edge] = 1.0
            continue
        if other not in facts.seen_beside:
            block = blocks[other]
            facts.seen_beside[other] = (
                float(other in facts.votes.first),
                float(other in facts.votes.second),
                float(other in facts.ruled),
                block.link_share,
                float(is_prose(block)),
                float(_END.search(block.text) is not None),
                math.log1p(len(block.text)),
            )
        features.update(zip(names, facts.seen_beside[other], strict=True))
