"""Tells whether pieces of a page read as remarks of readers by what stands around what they say, mostly without words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from pipeline.extract.dom import Element, unmarked
from pipeline.extract.lexicon import has
from pipeline.extract.outline import Outline, wide_share

LABEL_CHARS = 60
MAX_SHARE = 0.4  # what no word proves to be remarks holds no more of the page's prose than this
_VERB_CHARS = 20  # says:, a écrit :
_MOST = 0.8  # of the items of a list, or of the characters of a line
_CLOCKS = ("button", "time", "relative-time", "time-ago")
_DIGITS = re.compile(r"\d+")
_PARTING = re.compile(r"\s*[·•|]\s*")
_NAME_AND_TIME = re.compile(r"[^\W\d_].*?(0:0\D*|0 ?[^\W\d_][^\d]{0,30})$")
_NAME_DAY_HOUR = re.compile(r"[^\W\d_]\D*0.*0:0")
_STAMP = re.compile(r"0(?:[.]0[.]|[/]0[/]|-0-)0\b")
_HOUR = "0:0"
_NAME_AND_REMARK = re.compile(r"\w[^:.!?\n]{1,30}[:：]\s")
_SENTENCE_END = re.compile(r"[.!?…。！？।॥؟۔።།။។։]['\"”’»)\]]*$")


def share_way_to_reply(pieces: Sequence[list[str]]) -> bool:
    """Whether a short label that most items have in common names a way to reply."""
    labels: Counter[str] = Counter()
    for lines in pieces:
        labels.update({_folded(line) for line in lines if len(line) <= LABEL_CHARS})
    shared = [label for label, count in labels.items() if count >= max(2, _MOST * len(pieces))]
    return any(len(label) < LABEL_CHARS / 2 and has(label, "comment") for label in shared)


def read_as_remarks(page: Outline, items: Sequence[Element], pieces: Sequence[list[str]]) -> bool:
    """Whether items open with who speaks, and have in common how they end, how they tell the time, or something to press.

    This needs no word of any language, so it asks for more: short openings that differ, something said in sentences, and
    little of the page's prose.
    """
    openings = {lines[0] for lines in pieces}
    if len(openings) < len(items) or items[0].tag == "tr" or any(len(line) > LABEL_CHARS for line in openings):
        return False
    if sum(any(map(_is_sentence, lines[1:])) for lines in pieces) < len(items) / 2:
        return False
    if sum(page.prose(*page.spans[item]) for item in items) > MAX_SHARE * page.total_prose:
        return False
    least = max(2, _MOST * len(items))
    ends = Counter(_action(page, item) for item in items)
    ends.pop("", None)
    if any(count >= least for count in ends.values()):
        return True
    times = Counter(_time_told(lines) for lines in pieces)
    if any(time and count >= least for time, count in times.items()):
        return True
    return sum(next(item.iter(*_CLOCKS), None) is not None for item in items) >= least


def _action(page: Outline, item: Element) -> str:
    """What can be pressed at the end of an item: a link, loose words, the last of words parted by dots or bars; or nothing."""
    block = page.blocks[page.spans[item][1] - 1]
    label = _folded(block.text)
    parts = _PARTING.split(label)
    if len(label) > LABEL_CHARS or not (block.link_share > _MOST or block.owner is item or len(parts) > 1):
        return ""
    return parts[-1] if any(map(str.isalpha, parts[-1])) else ""


def _time_told(lines: Sequence[str]) -> str:
    """What tells the time: behind a name in the first line, in the line after it, or in the last, be it alone; else nothing.

    Of an hour no more than that it is one; else what follows the last number ("2 hours ago").
    """
    for line in (*lines[:2], lines[-1]):
        if len(line) > LABEL_CHARS or ": " in line:
            continue
        folded = _folded(line)
        if match := _NAME_AND_TIME.search(folded):
            return match[1]
        if _NAME_DAY_HOUR.search(folded) or (line is lines[-1] and _STAMP.match(folded)):
            return _HOUR
    return ""


def _is_sentence(line: str) -> bool:
    """Whether a line ends like a sentence, or is of a script that often leaves the end unmarked."""
    return _SENTENCE_END.search(line) is not None or wide_share(line) > 0.5


def _folded(line: str) -> str:
    """`line` without case, each number as 0."""
    return _DIGITS.sub("0", line.casefold())


def opens_with_name(text: str) -> bool:
    """Whether a text is a short name, a colon and what follows."""
    return _NAME_AND_REMARK.match(text) is not None


def around_name(owner: Element) -> str:
    """What a line says around its first bold, slanted or linked name, numbers as 0; nothing if it tells of no speech."""
    name = next(owner.iter("b", "strong", "em", "i", "cite", "a"), None)
    if name is None or not name.text or not name.text.strip():
        return ""
    whole = _folded(unmarked("".join(owner.itertext()))).strip()
    name_text = _folded(unmarked(name.text)).strip()
    rest = " ".join(whole.replace(name_text, "", 1).split())
    says = rest.endswith(":") and len(rest) <= _VERB_CHARS and whole.startswith(name_text)
    return rest if (says or "0:0" in rest or "0.0" in rest) and sum(map(str.isalpha, rest)) > 2 else ""
