"""Invented reports and edited copies for the tests of grouping."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import datetime, timedelta

from pipeline.records import Document

_WORDS = {
    "place": "Arvik Belmor Corvia Dunholm Estrel Fjorden Galmar Hollin Ismere Jarrow Kelmont Lorne Marsk Norvale",
    "person": "Adler Brandt Cole Dahl Ekman Frost Gray Hale Irving Joss Kane Lund Moss Nash Orr Pratt Quill Reed",
    "thing": "bridge harbour reactor railway market museum library tunnel orchard vineyard quarry airfield dam",
    "verb": "opened closed repaired bought sold inspected flooded rebuilt painted guarded emptied visited",
    "reason": "unexpectedly reluctantly secretly hastily jointly proudly illegally cheaply openly twice",
}


def report(number: int, published_at: datetime, source: str = "paper.example", agency: str | None = None) -> Document:
    """A report on an event of its own: the number chooses all its facts."""
    chance = random.Random(number)

    def one(kind: str) -> str:
        return chance.choice(_WORDS[kind].split())

    sentences = [
        f"{one('person')} {one('reason')} {one('verb')} the {one('thing')} of {one('place')}, and "
        f"{chance.randint(20, 900)} people from {one('place')} {one('verb')} the {one('thing')} near {one('place')} "
        f"within {chance.randint(2, 90)} hours."
        for _ in range(12)
    ]
    title = f"{one('person')} and the {one('thing')} of {one('place')}"
    return Document(f"r{number}", " ".join(sentences), title, published_at, source, agency)


def copies_of(original: Document, count: int, seed: int) -> list[Document]:
    """Later copies in other outlets: cut, with a line added or a sentence dropped."""
    chance = random.Random(seed)
    copies = []
    for number in range(count):
        sentences = original.text.split(". ")
        kept = sentences[: chance.randint(8, len(sentences))]
        if chance.random() < 0.5:
            del kept[chance.randint(1, len(kept) - 1)]
        if chance.random() < 0.5:
            kept.append(f"Readers of edition {chance.randint(1, 9)} may write to the desk.")
        assert original.published_at is not None
        copies.append(
            replace(
                original,
                id=f"{original.id}c{number}s{seed}",
                text=". ".join(kept),
                published_at=original.published_at + timedelta(minutes=chance.randint(5, 900)),
                source=f"copy{number}.example",
                agency=None,
            )
        )
    return copies


_SYLLABLES = (
    "bar", "dol", "fen", "gar", "hul", "jor", "kem", "lin", "mos", "nar", "pel", "quo", "ros", "sul", "tav", "vin",
    "wex", "yor", "zil",
)  # fmt: skip


def told(order: int, published_at: datetime, events: int = 8, tellings: int = 5) -> list[Document]:
    """Tellings of events, every second of them like the one before, in the order in which they happened to arrive."""
    documents = [
        one
        for event in range(events)
        for one in tellings_of(event, tellings, published_at, event - 1 if event % 2 else None)
    ]
    random.Random(order).shuffle(documents)
    return documents


def tellings_of(event: int, count: int, published_at: datetime, like: int | None = None) -> list[Document]:
    """Reports of one event by as many desks: its names, matters and figures in sentences of each desk's own.

    `like` is an event of the same kind and place: other people and figures in it, half of its matters the same.
    """
    names, matters, figure = _facts(event)
    if like is not None:
        alike_names, alike_matters, _ = _facts(like)
        names, matters = [*names[:2], *alike_names[2:]], [*matters[:6], *alike_matters[6:]]
    documents = []
    for desk in range(count):
        own = random.Random(f"event {event} desk {desk}")
        sentences = []
        for _ in range(6):
            said = own.sample(matters, 3) + [_invented(own) for _ in range(6)]
            own.shuffle(said)
            sentences.append(
                f"In {own.choice(names)} the {' '.join(said[:5])} of {own.choice(names)} {' '.join(said[5:])}."
            )
        sentences.append(f"There were {figure} of them, {names[0]} said.")
        own.shuffle(sentences)
        title = f"{names[0]} and the {own.choice(matters)} of {names[1]}"
        moment = published_at + timedelta(minutes=own.randint(0, 600))
        documents.append(Document(f"e{event}t{desk}", " ".join(sentences), title, moment, f"desk{desk}.example"))
    return documents


def _facts(event: int) -> tuple[list[str], list[str], int]:
    chance = random.Random(f"event {event}")
    names = [_invented(chance).capitalize() for _ in range(4)]
    return names, [_invented(chance) for _ in range(14)], chance.randint(100, 900)


def _invented(chance: random.Random) -> str:
    return "".join(chance.choice(_SYLLABLES) for _ in range(3))
