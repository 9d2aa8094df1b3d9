"""How one text differs from another, by paragraphs: how much came and went, with samples. Pure."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

MAX_SAMPLES = 5
MAX_SAMPLE_CHARS = 400


@dataclass(frozen=True, slots=True)
class TextChange:
    """Characters of paragraphs that only one of two texts has, and some of these paragraphs."""

    added_chars: int = 0
    removed_chars: int = 0
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


def text_change(old: str, new: str) -> TextChange:
    """The paragraphs that came and those that went; one that moved is neither."""
    added, removed = _only_in_first(new, old), _only_in_first(old, new)
    return TextChange(sum(map(len, added)), sum(map(len, removed)), _samples(added), _samples(removed))


def _only_in_first(first: str, second: str) -> list[str]:
    known = Counter(second.split("\n\n"))
    known.subtract(Counter(first.split("\n\n")))
    surplus = {paragraph: -count for paragraph, count in known.items() if count < 0 and paragraph}
    found = []
    for paragraph in first.split("\n\n"):
        if surplus.get(paragraph, 0) > 0:
            surplus[paragraph] -= 1
            found.append(paragraph)
    return found


def _samples(paragraphs: list[str]) -> tuple[str, ...]:
    """The longest paragraphs in the order of the text, cut where long."""
    longest = sorted(range(len(paragraphs)), key=lambda place: (-len(paragraphs[place]), place))[:MAX_SAMPLES]
    return tuple(
        text if len(text) <= MAX_SAMPLE_CHARS else f"{text[: MAX_SAMPLE_CHARS - 1]}…"
        for text in (paragraphs[place] for place in sorted(longest))
    )
