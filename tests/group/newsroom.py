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
