"""Invents reports and edits them as newsrooms do: the labelled pairs on which the verifier of copies is trained."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml

from pipeline.records import Document

_OUTLETS = ("Morning Ledger", "Coast Courier", "Valley Times", "Daily Beacon", "Wire One", "Wire Two")
_START = datetime(2031, 1, 6, 6, tzinfo=UTC)
_NAME_SLOTS = frozenset(
    {"city", "country", "company", "person", "surname", "ministry", "sea", "team", "good", "weapon"}
)
_SLOT = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class LabelledPair:
    """Two invented documents; `kind` says how the second came about, `is_copy` whether it counts as a copy."""

    one: Document
    other: Document
    kind: str
    is_copy: bool


@dataclass(frozen=True, slots=True)
class _Report:
    """One event of a family: its headline and, sentence by sentence, the alternative wordings of each fact."""

    family: str
    titles: tuple[str, ...]
    facts: tuple[tuple[str, ...], ...]


def labelled_pairs(count: int, seed: int) -> Iterator[LabelledPair]:
    """`count` pairs, the same for the same seed: half of them copies, half of them look-alikes."""
    chance = random.Random(seed)
    makers = (_edited,) * 4 + (_mangled,) * 2 + (_corrected,) + (_template,) * 4 + (_rival,) * 2 + (_roundup, _tailed)
    for _ in range(count):
        yield chance.choice(makers)(chance)


def _edited(chance: random.Random) -> LabelledPair:
    """A copy: the same text, shortened, extended, reworded here and there, under another headline or date line."""
    report = _report(chance)
    sentences = _write(chance, report)
    edits = chance.randint(0, 5)
    changed = list(sentences)
    for edit in chance.sample(_EDITS, edits):
        changed = edit(chance, changed)
    one = _document(chance, report, sentences, _START)
    other = _republished(chance, report, one, changed)
    return LabelledPair(*_undated(chance, one, other), f"copy, {edits} edits", True)


def _mangled(chance: random.Random) -> LabelledPair:
    """A copy that went through several desks: cut, spread with passages of other texts, reworded, figures updated."""
    report = _report(chance, exclude=("port", "dividend", "rate"))
    sentences = _write(chance, report, fillers=chance.randint(10, 24))
    changed = _cut(chance, sentences)
    for _ in range(max(1, round(len(changed) * chance.uniform(0.1, 0.5)))):
        changed = _insert(chance, changed)
    for edit in chance.sample(
        (_scatter, _reword, _reorder, _tail, _dateline, _change_figure, _drop, _drop_lead), chance.randint(1, 4)
    ):
        changed = edit(chance, changed)
    one = _document(chance, report, sentences, _START)
    other = _republished(chance, report, one, changed)
    while other.source == one.source:  # an outlet does not mangle its own text
        other = replace(other, source=chance.choice(_OUTLETS))
    return LabelledPair(*_undated(chance, one, other), "copy, mangled", True)


def _corrected(chance: random.Random) -> LabelledPair:
    """An update of the same report: one or two figures are other ones, something was added."""
    report = _report(chance, exclude=("port", "dividend", "rate"))
    sentences = _write(chance, report, fillers=chance.randint(3, 12))
    changed = list(sentences)
    for _ in range(chance.randint(1, 2)):
        changed = _change_figure(chance, changed)
    for _ in range(chance.randint(0, 3)):
        changed = _insert(chance, changed)
    one = _document(chance, report, sentences, _START)
    other = _republished(chance, report, one, changed)
    return LabelledPair(*_undated(chance, one, other), "update", True)


def _template(chance: random.Random) -> LabelledPair:
    """Another event in the same words: all slots filled anew, or some of them, at the same hour or days apart."""
    family = chance.choice(sorted(_phrases()["families"]))
    wording = random.Random(chance.random())
    state = wording.getstate()
    # Shares of figures and of names that happen to be the same again: the next day's figures of the same market, the
    # same hour's notice of a sister company, another event of the kind elsewhere.
    kept_figures, kept_names = chance.choice(
        ((0.0, 1.0), (0.2, 1.0), (0.5, 1.0), (0.8, 1.0), (0.7, 0.0), (0.7, 0.5), (0.5, 0.3), (0.3, 0.3), (0.0, 0.0))
    )
    fillers = _fill(chance, chance.sample(_phrases()["fillers"], chance.choice((0, 0, 0, 0, 0, 1))))
    memory: dict[str, str] = {}
    one_sentences = _wording(wording, chance, family, memory, (0.0, 0.0))
    if chance.random() < 0.6:
        wording.setstate(state)  # every sentence in the same words again; else some in their other wording
    other_sentences = _wording(wording, chance, family, memory, (kept_figures, kept_names))
    report = _Report(family, tuple(_phrases()["families"][family]["title"]), ())
    if kept_figures >= kept_names and chance.random() < 0.5:
        hours = chance.uniform(0, 4)
    else:
        hours = chance.choice(
            (chance.uniform(0, 4), *(24 * days + chance.uniform(-3, 3) for days in (1, 1, 2, 7, 7, 30)))
        )
    one = _document(chance, report, one_sentences + fillers, _START)
    other = _document(chance, report, other_sentences + fillers, _START + timedelta(hours=hours))
    if chance.random() < 0.95:
        other = replace(other, source=one.source)
    if chance.random() < 0.5:
        other = replace(other, title=one.title)
    if chance.random() < 0.3:
        other = replace(other, text=" ".join(_insert(chance, _drop(chance, other_sentences + fillers))))
    return LabelledPair(one, other, "template", False)


def _rival(chance: random.Random) -> LabelledPair:
    """The same event in another reporter's words: facts, names and a quotation agree, sentences do not."""
    report = _report(chance, exclude=("port", "dividend", "rate"))
    ours = _write(chance, report, fillers=chance.randint(2, 18))
    shared = chance.uniform(0.0, 0.4)  # quotations, agency passages: sentences that both have
    theirs = [
        sentence if chance.random() < (shared if at else 0.6) else _retell(chance, sentence)
        for at, sentence in enumerate(ours)
    ]
    theirs += _fill(chance, chance.sample(_phrases()["fillers"], chance.randint(0, 8)))
    theirs = theirs[: max(3, round(len(theirs) * chance.uniform(0.2, 1.0)))]
    if chance.random() < 0.5:
        chance.shuffle(theirs)
    one = _document(chance, report, ours, _START)
    other = _document(chance, report, theirs, _START + timedelta(hours=_copy_gap(chance)))
    if other.title and chance.random() < 0.8:
        other = replace(other, title=_retell(chance, other.title))
    return LabelledPair(*_undated(chance, one, _same_outlet(chance, one, other)), "same story", False)


def _roundup(chance: random.Random) -> LabelledPair:
    """A brief, and a text on something else that repeats it as background or as one item of many."""
    first, second = _report(chance), _report(chance)
    brief = _write(chance, first, fillers=chance.choice((0, 0, 1, 3)))
    long = _write(chance, second, fillers=chance.randint(4, 16))
    at = chance.randint(min(5, len(long)), len(long))
    kept = brief[: max(1, round(len(brief) * chance.uniform(0.4, 1.0)))]
    one = _document(chance, first, brief, _START)
    other = _document(chance, second, long[:at] + kept + long[at:], _START + timedelta(hours=_copy_gap(chance)))
    return LabelledPair(*_undated(chance, one, _same_outlet(chance, one, other)), "roundup", False)


def _tailed(chance: random.Random) -> LabelledPair:
    """Two unrelated briefs of one outlet that end in the same words."""
    tail = _fill(chance, chance.sample(_phrases()["tails"], chance.randint(1, 3)))
    first, second = _report(chance), _report(chance)
    one = _document(chance, first, _write(chance, first)[: chance.randint(2, 6)] + tail, _START)
    other = _document(chance, second, _write(chance, second)[: chance.randint(2, 6)] + tail, _START)
    other = replace(other, published_at=_START + timedelta(hours=chance.uniform(0, 300)))
    return LabelledPair(*_undated(chance, one, _same_outlet(chance, one, other)), "same tail", False)


# -- edits -----------------------------------------------------------------------------------------------------------


def _cut(chance: random.Random, sentences: list[str]) -> list[str]:
    return sentences[: max(2, round(len(sentences) * chance.uniform(0.2, 0.9)))]


def _drop(chance: random.Random, sentences: list[str]) -> list[str]:
    return [sentence for at, sentence in enumerate(sentences) if at == 0 or chance.random() > 0.2]


def _insert(chance: random.Random, sentences: list[str]) -> list[str]:
    at = chance.randint(1, len(sentences))
    return sentences[:at] + _fill(chance, chance.sample(_phrases()["fillers"], 2)) + sentences[at:]


def _drop_lead(chance: random.Random, sentences: list[str]) -> list[str]:
    return sentences[chance.randint(1, 2) :] if len(sentences) > 4 else sentences


def _tail(chance: random.Random, sentences: list[str]) -> list[str]:
    return sentences + _fill(chance, [chance.choice(_phrases()["tails"])])


def _dateline(chance: random.Random, sentences: list[str]) -> list[str]:
    place, month = _fill(chance, ["{city}", "{month}"])
    return [f"{place.upper()}, {month} {chance.randint(1, 28)} (Wire) - {sentences[0]}", *sentences[1:]]


def _reorder(chance: random.Random, sentences: list[str]) -> list[str]:
    rest = sentences[1:]
    chance.shuffle(rest)
    return [sentences[0], *rest]


def _reword(chance: random.Random, sentences: list[str]) -> list[str]:
    synonyms: dict[str, str] = _phrases()["synonyms"]
    return [
        " ".join(synonyms.get(word, word) if chance.random() < 0.5 else word for word in sentence.split(" "))
        for sentence in sentences
    ]


def _retell(chance: random.Random, sentence: str) -> str:
    """The sentence in another reporter's words: a part of it in another frame, every fourth word or so another one."""
    words = sentence.rstrip(".").split(" ")
    length = max(2, round(len(words) * chance.uniform(0.3, 0.9)))
    start = chance.randint(0, len(words) - length)
    pool: list[str] = _phrases()["vocabulary"]
    rate = chance.uniform(0.25, 0.7)
    kept = [
        word if word[0].isupper() or word[0].isdigit() or chance.random() > rate else chance.choice(pool)
        for word in words[start : start + length]
    ]
    frames: list[str] = _phrases()["frames"]
    return chance.choice(frames).format(" ".join(kept))


def _scatter(chance: random.Random, sentences: list[str]) -> list[str]:
    """A desk's hand: here and there a plain word is replaced."""
    pool: list[str] = _phrases()["vocabulary"]
    rate = chance.uniform(0.005, 0.04)
    return [
        " ".join(
            chance.choice(pool) if word.islower() and chance.random() < rate else word for word in sentence.split(" ")
        )
        for sentence in sentences
    ]


def _change_figure(chance: random.Random, sentences: list[str]) -> list[str]:
    with_figures = [at for at, sentence in enumerate(sentences) if re.search(r"\d", sentence)]
    if not with_figures:
        return sentences
    at = chance.choice(with_figures)
    figure = chance.choice(re.findall(r"\d+", sentences[at]))
    changed = sentences[at].replace(figure, str(int(figure) + chance.randint(1, 9)), 1)
    return [*sentences[:at], changed, *sentences[at + 1 :]]


_EDITS = (_cut, _drop, _insert, _tail, _dateline, _reorder, _reword, _scatter, _change_figure, _drop_lead)


# -- writing ---------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _phrases() -> dict[str, Any]:
    text = (files("pipeline.group.training") / "phrases.yaml").read_text(encoding="utf-8")
    return dict(yaml.safe_load(text))


def _report(chance: random.Random, exclude: tuple[str, ...] = ()) -> _Report:
    family = chance.choice([name for name in sorted(_phrases()["families"]) if name not in exclude])
    phrases = _phrases()["families"][family]
    facts = [tuple(_fill(chance, phrases["lead"])), *(tuple(_fill(chance, wordings)) for wordings in phrases["body"])]
    return _Report(family, tuple(_fill(chance, phrases["title"])), tuple(facts))


def _write(chance: random.Random, report: _Report, fillers: int | None = None) -> list[str]:
    extra = chance.choice((0, 2, 5, 10, 18, 22)) if fillers is None else fillers
    sentences = [chance.choice(fact) for fact in report.facts]
    return sentences + _fill(chance, chance.sample(_phrases()["fillers"], extra))


def _wording(
    wording: random.Random, chance: random.Random, family: str, memory: dict[str, str], kept: tuple[float, float]
) -> list[str]:
    """The sentences of a family as `wording` picks them; `kept` are the chances that a figure, or a name, stays."""
    phrases = _phrases()["families"][family]
    chosen = [wording.choice(phrases["lead"]), *(wording.choice(wordings) for wordings in phrases["body"])]
    return [_refill(chance, memory, at, sentence, kept) for at, sentence in enumerate(chosen)]


def _refill(chance: random.Random, memory: dict[str, str], at: int, sentence: str, kept: tuple[float, float]) -> str:
    return _SLOT.sub(lambda slot: _again(chance, memory, f"{at}:{slot.start()}", slot[1], kept), sentence)


def _again(chance: random.Random, memory: dict[str, str], place: str, slot: str, kept: tuple[float, float]) -> str:
    if place in memory and chance.random() < kept[slot in _NAME_SLOTS]:
        return memory[place]
    value = _value(chance, slot)
    memory.setdefault(place, value)
    return value


def _fill(chance: random.Random, sentences: list[str]) -> list[str]:
    return [_SLOT.sub(lambda slot: _value(chance, slot[1]), sentence) for sentence in sentences]


def _value(chance: random.Random, slot: str) -> str:
    match slot:
        case "number":
            return str(chance.randint(11, 990))
        case "small_number":
            return str(chance.randint(2, 99))
        case "day":
            return str(chance.randint(1, 28))
        case "thousands":
            return f"{chance.randint(1000, 99000):,}"
        case "decimal":
            return f"{chance.uniform(0.1, 99):.1f}"
        case "clock":
            return f"{chance.randint(1, 12)}:{chance.randint(0, 59):02d} {chance.choice(('a.m.', 'p.m.'))}"
        case _:
            return str(chance.choice(_phrases()["values"][slot]))


def _document(chance: random.Random, report: _Report, sentences: list[str], published_at: datetime) -> Document:
    title = _fill(chance, [chance.choice(report.titles)])[0]
    return Document(
        id=f"{chance.getrandbits(48):012x}",
        text=" ".join(sentences),
        title=title if chance.random() < 0.85 else None,
        published_at=published_at,
        source=chance.choice(_OUTLETS),
    )


def _republished(chance: random.Random, report: _Report, one: Document, sentences: list[str]) -> Document:
    """A copy of a document, hours later: often under its own headline or one with an addition, often in its outlet."""
    other = _document(chance, report, sentences, _START + timedelta(hours=_copy_gap(chance)))
    if one.title and chance.random() < 0.75:
        other = replace(
            other, title=chance.choice(("", "UPDATE 1-", "Report: ")) + one.title + chance.choice(("", " | Beacon"))
        )
    return _same_outlet(chance, one, other)


def _same_outlet(chance: random.Random, one: Document, other: Document) -> Document:
    return replace(other, source=one.source) if chance.random() < 0.25 else other


def _undated(chance: random.Random, one: Document, other: Document) -> tuple[Document, Document]:
    if chance.random() < 0.25:
        return replace(one, published_at=None), replace(other, published_at=None)
    return one, other


def _copy_gap(chance: random.Random) -> float:
    """Hours until a copy appears: half within 2, nine in ten within about 14, hardly any after 72."""
    return min(chance.lognormvariate(0.7, 1.5), 100.0)
