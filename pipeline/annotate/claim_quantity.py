"""Which number of the text belongs to which weapon, and in which unit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Span

from pipeline.annotate.quantities import Quantity, find_quantities, rate_after
from pipeline.annotate.weapons import HYPHENS, WeaponMention

CONTAINERS = frozenset(
    {"container", "ton", "tonne", "shipment", "crate", "railcar", "batch", "consignment", "box", "load",
     "shipload", "planeload",
     "truckload", "case", "unit", "carload", "kilogram", "kilo", "battery", "squadron",
     "regiment", "pair", "convoy", "planeful", "truck", "lorry"}
)  # fmt: skip
# What may stand between a number and the weapon it counts, besides adjectives and nationalities.
LINKS = frozenset(
    {
        "of",
        "new",
        "more",
        "the",
        "their",
        "its",
        "a",
        "such",
        "other",
        "s",
        "'s",
        "’s",
        "metric",
        "additional",
        "units",
        "rounds",
        "pieces",
        "types",
        "sets",
        "old",
        "used",
    }
)
LONGEST_GAP = 10  # tokens between number and weapon
TOTALS = frozenset({"totaling", "totalling", "total", "numbering"})


@dataclass(frozen=True, slots=True)
class Count:
    """A quantity with its unit and words."""

    minimum: float | None
    maximum: float | None
    unit: str | None
    text: str | None


NONE = Count(None, None, None, None)


def count_of(sentence: Span, weapon: WeaponMention) -> Count:
    """The number told of a weapon, with the unit in the words of the text; NONE where there is none."""
    doc = sentence.doc
    quantities = [q for q in find_quantities(sentence.text) if q.kind == "count"]
    found = (
        _before(doc, sentence, weapon, quantities)
        or _in_brackets(doc, sentence, weapon, quantities)
        or _total_after(doc, sentence, weapon, quantities)
    )
    if found is not None:
        quantity, unit = found
        rate = rate_after(doc.text[sentence.start_char + quantity.end : sentence.end_char])
        text = quantity.text.strip()
        return Count(quantity.minimum, quantity.maximum, f"{unit}/{rate}" if rate else unit, text)
    return _single(doc, sentence, weapon)


def _before(
    doc: Doc, sentence: Span, weapon: WeaponMention, quantities: Sequence[Quantity]
) -> tuple[Quantity, str] | None:
    """A number before the weapon with nothing but modifiers, "of" and a container between."""
    start_char = doc[weapon.start].idx
    for quantity in reversed(quantities):
        end = sentence.start_char + quantity.end
        begin = sentence.start_char + quantity.start
        if begin > start_char:
            # the number may stand inside the weapon's words: "T-72 (40)"
            continue
        if end > start_char:
            return None
        span = doc.char_span(end, start_char, alignment_mode="contract")
        between = list(span) if span is not None else []
        between = [token for token in between if token.text.strip()]
        if len(between) > LONGEST_GAP:
            return None
        container: str | None = None
        for token in between:
            lemma = token.lemma_.lower()
            if lemma in CONTAINERS or token.lower_ in {"types", "pieces", "rounds"}:
                container = token.text if lemma in CONTAINERS else container
                if token.lower_ == "types":
                    return None
                continue
            if token.lower_ in LINKS or token.text in HYPHENS or token.text in {"'", '"', "“", "”", "‘", "’", "/", ","}:
                continue
            if token.pos_ in {"ADJ", "NUM"} or token.dep_ in {"amod", "compound", "nmod"} or token.pos_ == "PROPN":
                continue
            if token.lower_ in {"and", "or"} and token.i + 1 < len(doc):
                continue
            return None
        return quantity, container or _unit_of(doc, weapon)
    return None


def _in_brackets(
    doc: Doc, sentence: Span, weapon: WeaponMention, quantities: Sequence[Quantity]
) -> tuple[Quantity, str] | None:
    """ "fighter aircraft (36)": a number alone in brackets after the weapon."""
    end_char = doc[weapon.end - 1].idx + len(doc[weapon.end - 1])
    for quantity in quantities:
        begin = sentence.start_char + quantity.start
        stop = sentence.start_char + quantity.end
        if begin > end_char and doc.text[end_char:begin].strip() == "(" and doc.text[stop : stop + 1] == ")":
            return quantity, _unit_of(doc, weapon)
    return None


def _total_after(
    doc: Doc, sentence: Span, weapon: WeaponMention, quantities: Sequence[Quantity]
) -> tuple[Quantity, str] | None:
    """ "ammunition totalling 6 million rounds": the sum told after the goods."""
    for quantity in quantities:
        begin = sentence.start_char + quantity.start
        before = doc.char_span(doc[weapon.end - 1].idx, begin, alignment_mode="contract")
        if before is None or not 1 < len(before) <= 4:
            continue
        if any(token.lower_ in TOTALS for token in before):
            following = doc.char_span(
                sentence.start_char + quantity.start, sentence.start_char + quantity.end, alignment_mode="expand"
            )
            unit = (
                doc[following.end].text if following is not None and following.end < len(doc) else _unit_of(doc, weapon)
            )
            return quantity, unit
    return None


def _single(doc: Doc, sentence: Span, weapon: WeaponMention) -> Count:
    """ "a torpedo boat" is one piece; "an air defence system", "a shipment", "a new weapon" are not counted."""
    head = doc[weapon.head]
    if head.tag_ not in {"NN", "NNP"} or weapon.strength == "general" or weapon.category == "air-defence":
        return NONE
    if head.lemma_.lower() in {
        "system",
        "ammunition",
        "equipment",
        "artillery",
        "munition",
        "aircraft",
        "ordnance",
        "armor",
        "armour",
    }:
        return NONE
    first = weapon.start
    while first > sentence.start and (
        doc[first - 1].dep_ in {"amod", "compound", "nmod"} or doc[first - 1].text in HYPHENS
    ):
        first -= 1
    article = doc[first - 1] if first > sentence.start else None
    ordinals = {"third", "second", "single", "fourth", "fifth"}
    if any(t.lower_ in ordinals and t.nbor().text not in HYPHENS for t in doc[first : weapon.start]):
        return NONE
    if article is not None and article.lower_ in {"a", "an"} and article.head.i == head.i:
        return Count(1.0, 1.0, _plural(head.text), doc[first - 1 : weapon.end].text)
    return NONE


def _unit_of(doc: Doc, weapon: WeaponMention) -> str:
    return doc[weapon.head].text


def _plural(noun: str) -> str:
    return noun if noun.endswith("s") else f"{noun}s"
