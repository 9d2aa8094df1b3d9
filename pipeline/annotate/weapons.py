"""Finds weapons in a parsed text: named systems and general words, each with its SIPRI category; judges no transfer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from spacy.tokens import Doc, Span, Token

from pipeline.annotate.extensions import text_of
from pipeline.annotate.weapons_catalog import System, Term, WeaponCatalog

LONGEST_NAME = 6  # tokens of a system's name, hyphens included
LONGEST_TERM = 7  # words of a term
HYPHENS = frozenset("-‐‑–")
# Nouns that belong to the weapon they follow: "missile parts", "radar units".
PARTS = frozenset({"part", "component", "system", "piece", "unit", "battery", "launcher", "spare"})
CALIBRE_UNITS = frozenset(
    {"mm", "millimetre", "millimeter", "cm", "centimetre", "centimeter", "inch", "pounder", "calibre", "caliber"}
)
ARTICLES = frozenset({"a", "an", "the", "its", "their", "his", "her"})
# Categories of goods that are used with a system: "Grad rockets" are ammunition, "S-300 radars" sensors.
ACCESSORIES = frozenset({"ammunition", "engines", "sensors", "aircraft", "ships", "armoured-vehicles"})


@dataclass(frozen=True, slots=True)
class WeaponMention:
    """A weapon named in the text; `start` and `end` are token indices of its words, end exclusive."""

    start: int
    end: int
    head: int  # token that carries the grammar: the last word of the weapon, or the noun that it modifies
    category: str
    designation: str | None
    strength: str  # strong, weak, general
    words: tuple[int, int] | None = None  # tokens of the words that a pronoun at `start` stands for

    def text(self, doc: Doc) -> str:
        """The words of the weapon."""
        start, end = self.words or (self.start, self.end)
        return doc[start:end].text


def find_weapons(sentence: Span, catalog: WeaponCatalog) -> tuple[WeaponMention, ...]:
    """The weapons of a sentence in order, without overlaps.

    "missile test", "arms race", "weapons inspectors" name no weapon; "planes" does only beside a military word.
    """
    hits = list(_system_hits(sentence, catalog)) + list(_term_hits(sentence, catalog))
    hits.sort(key=lambda hit: (hit.end, hit.start))
    mentions: list[WeaponMention] = []
    used: set[int] = set()
    for group in _by_phrase(sentence, hits):
        mention = _mention_of(sentence, group, catalog)
        if mention is not None and not used & set(range(mention.start, mention.end)):
            used.update(range(mention.start, mention.end))
            mentions.append(mention)
    return tuple(m for m in mentions if not any(_only_counts(sentence, m, after) for after in mentions))


def _only_counts(sentence: Span, mention: WeaponMention, after: WeaponMention) -> bool:
    """Whether a weapon word merely counts those that follow: the rounds of "500 rounds of mortar ammunition"."""
    doc = sentence.doc
    return (
        mention.designation is None
        and mention.category == after.category
        and mention.end < after.start
        and doc[mention.end].lower_ == "of"
        and doc[mention.end : after.start].text.count(" ") <= 2
        and doc[after.head].head.i == mention.end
    )


@dataclass(frozen=True, slots=True)
class _Hit:
    start: int
    end: int
    system: System | None
    term: Term | None


def _system_hits(sentence: Span, catalog: WeaponCatalog) -> Iterator[_Hit]:
    """The longest system name at each place."""
    doc, position, text = sentence.doc, sentence.start, text_of(sentence.doc)
    words = [token.text for token in sentence]
    ends = [token.idx + len(token) for token in sentence]
    while position < sentence.end:
        found: _Hit | None = None
        first = position - sentence.start
        if catalog.may_begin_system(words[first]):
            start = ends[first] - len(words[first])
            for length in range(min(LONGEST_NAME, sentence.end - position), 0, -1):
                last = doc[position + length - 1]
                if last.is_punct or last.is_space:  # "… its new Gripen.": the full stop is no part of the name
                    continue
                name = text[start : ends[first + length - 1]]
                if not catalog.may_be_system(name):
                    continue
                system = catalog.system(name, _is_before_term(doc, position + length, catalog))
                if system is not None:
                    found = _Hit(position, position + length, system, None)
                    break
        if found is None:
            position += 1
        else:
            yield found
            position = found.end


def _is_before_term(doc: Doc, position: int, catalog: WeaponCatalog) -> bool:
    """Whether the token here is a strong weapon word: the "missiles" of "patriot missiles"."""
    if position >= len(doc) or doc[position].pos_ != "NOUN":
        return False
    term = next(
        (t for form in _forms(doc[position].lower_, doc[position].lemma_) if (t := catalog.term((form,)))), None
    )
    return term is not None and term.strength == "strong"


def _term_hits(sentence: Span, catalog: WeaponCatalog) -> Iterator[_Hit]:
    """The longest term that ends at each noun."""
    words = list(_words(sentence))
    for last, (_, token) in enumerate(words):
        if token.pos_ not in {"NOUN", "PROPN", "ADJ"} and not (token.pos_ == "VERB" and token.text.isupper()):
            continue
        forms = _forms(token.lower_, token.lemma_)
        if looks_like_verb(token) or not any(form in catalog.term_ends for form in forms):
            continue
        for length in range(min(LONGEST_TERM, last + 1), 0, -1):
            first = words[last - length + 1 : last + 1]
            before = tuple(word.lower() for word, _ in first[:-1])
            term = next((t for form in forms if (t := catalog.term((*before, form)))), None)
            if term is not None and (token.pos_ != "ADJ" or length > 1):
                yield _Hit(first[0][1].i, token.i + 1, None, term)
                break


def looks_like_verb(token: Token) -> bool:
    """ "ships a number of", "supplies the rebels": a bare noun in -s directly before an article is a verb."""
    if token.tag_ != "NNS" or token.i + 1 >= len(token.doc) or token.nbor().lower_ not in ARTICLES:
        return False
    return not any(child.i < token.i for child in token.children)


def _words(sentence: Span) -> Iterator[tuple[str, Token]]:
    """The words of a sentence with their tokens, hyphens taken as blanks."""
    for token in sentence:
        for part in re.split(r"[-‐‑–]", token.text):
            if part:
                yield part, token


@lru_cache(maxsize=20_000)
def _forms(lower: str, lemma: str) -> tuple[str, ...]:
    """The forms under which a noun may stand in the catalog: lemma, plain text, text without the plural s."""
    text = re.split(r"[-‐‑–]", lower)[-1]
    forms = [text, text[:-1]] if text.endswith("s") else [text]
    if text.endswith("ies"):
        forms.append(text[:-3] + "y")
    return tuple(dict.fromkeys([*forms, re.split(r"[-‐‑–]", lemma.lower())[-1]]))


def _by_phrase(sentence: Span, hits: list[_Hit]) -> Iterator[list[_Hit]]:
    """Hits that overlap or stand in one noun phrase directly one after the other, as one group."""
    group: list[_Hit] = []
    for hit in sorted(hits, key=lambda h: (h.start, -h.end)):
        if (group and hit.start <= max(h.end for h in group) and _same_phrase(sentence.doc, group, hit)) or (
            group and _only_modifiers_between(sentence.doc, max(h.end for h in group), hit.start)
        ):
            group.append(hit)
        else:
            if group:
                yield group
            group = [hit]
    if group:
        yield group


def _same_phrase(doc: Doc, group: list[_Hit], hit: _Hit) -> bool:
    end = max(h.end for h in group)
    return hit.start < end or (hit.start == end and not doc[hit.start].is_punct)


def _only_modifiers_between(doc: Doc, end: int, start: int) -> bool:
    """Whether the words between belong to one noun phrase: "MH-60R sea operational helicopters", "(SAM)" excluded."""
    between = doc[end:start]
    if not 0 < len(between) <= 4:
        return False
    return all(
        token.pos_ in {"ADJ", "NOUN", "PROPN", "NUM"}
        or (token.text in HYPHENS or token.text in {"'", "/"})
        or token.lower_ == "class"
        for token in between
    ) and not any(token.dep_ in {"appos", "conj"} for token in between)


def _mention_of(sentence: Span, group: list[_Hit], catalog: WeaponCatalog) -> WeaponMention | None:
    """The mention of a group of hits, or None where they name no weapon."""
    doc = sentence.doc
    while len(group) > 1 and _is_transfer_word(group[-1]) and group[-1].start >= max(hit.end for hit in group[:-1]):
        group = group[:-1]  # "arms shipments": the shipment is no weapon beside the word that is one
    start, end = min(hit.start for hit in group), max(hit.end for hit in group)
    systems = [hit.system for hit in group if hit.system]
    last_terms = sorted((hit for hit in group if hit.term), key=lambda hit: (hit.end, -hit.start))
    term = last_terms[-1].term if last_terms and last_terms[-1].end == end else None
    term = term or (last_terms[-1].term if last_terms and systems else None)
    system = systems[0] if systems else None
    end, is_weapon = _extend_right(sentence, end, catalog, has_system=system is not None)
    if not is_weapon:
        return None
    start = _extend_left(sentence, start, catalog)
    words = {token.lower_ for token in doc[start:end]} | {token.lemma_.lower() for token in doc[start:end]}
    if words & catalog.civil_words:
        return None
    if doc[end - 1].lemma_.lower() == "bomber" and words & {"alleged", "suspected", "suicide", "convicted", "car"}:
        return None  # people
    strength = term.strength if term else "strong"
    may_be_people = term is not None and term.strength == "weak" and doc[end - 1].lemma_.lower() in catalog.people
    is_goods = system is not None or _is_counted(sentence, start) or _has_military_word(doc, start, end, catalog)
    if may_be_people and not is_goods:
        return None
    if term and term.strength == "weak" and (system or _has_military_word(doc, start, end, catalog)):
        strength = "strong"
    if system and system.is_ambiguous and term is None and not _is_counted_or_plural(doc, start, end):
        return None
    category = _category(system, term)
    if category is None:
        return None
    return WeaponMention(
        start=start,
        end=end,
        head=end - 1,
        category=category,
        designation=system.designation if system else None,
        strength="strong" if system else strength,
    )


def _is_transfer_word(hit: _Hit) -> bool:
    return hit.term is not None and hit.term.strength == "weak" and hit.term.category == "unspecified"


def _category(system: System | None, term: Term | None) -> str | None:
    """The system's category, unless the head noun says that it is something used with the system."""
    if system is None:
        return term.category if term else None
    if term is None or term.category == "unspecified" or term.category == system.category:
        return system.category
    if system.is_ambiguous and term.strength == "strong" and term.category in ACCESSORIES:
        return term.category
    if term.category in {"ammunition", "engines", "sensors"} and system.category not in {"missiles", "ammunition"}:
        return term.category
    if term.category == "aircraft" and system.category == "air-defence":
        return "aircraft"
    return system.category


def _extend_right(sentence: Span, end: int, catalog: WeaponCatalog, has_system: bool) -> tuple[int, bool]:
    """The end of the weapon's words, and whether the nouns that follow directly leave it a weapon.

    A noun of parts or sets belongs to the weapon ("missile components"); other nouns that follow are left to the
    caller, who knows which of them are transfers (`next_noun`).
    """
    doc = sentence.doc
    while end < sentence.end:
        token = doc[end]
        if token.text in HYPHENS and end + 1 < sentence.end and not token.whitespace_:
            if doc[end + 1].lower_ in {"related", "linked", "type", "class"}:
                end += 2
                continue
            return end, doc[end + 1].lower_ not in {"free", "capable", "armed", "fired", "usable", "grade", "ready"}
        lemma = token.lemma_.lower()
        if token.lower_ in {"class", "related"}:
            end += 1
            continue
        if token.pos_ not in {"NOUN", "PROPN"} or _is_new_phrase(doc, end):
            return end, True
        if lemma in PARTS or (lemma == "technology" and has_system):
            end += 1
            continue
        return end, lemma not in catalog.not_weapon_heads
    return end, True


def _is_new_phrase(doc: Doc, position: int) -> bool:
    """Whether the parse puts a border before this noun: an object after a dative, a subject of its own."""
    token, before = doc[position], doc[position - 1]
    return (
        before.dep_ not in {"compound", "amod", "nmod", "poss", "npadvmod", "nummod"} and token.head.i != before.head.i
    )


# Adjectives and units that do not belong to a weapon's name.
LEFT_OUT = frozenset(
    {
        "more",
        "last",
        "first",
        "other",
        "such",
        "same",
        "several",
        "many",
        "only",
        "single",
        "dollar",
        "euro",
        "second",
        "third",
    }
)


def _extend_left(sentence: Span, start: int, catalog: WeaponCatalog) -> int:
    """The first word of the weapon's noun phrase, without article, number, nationality and possessor."""
    doc = sentence.doc
    while start > sentence.start:
        token = doc[start - 1]
        if token.text in HYPHENS and start - 2 >= sentence.start and not doc[start - 2].whitespace_:
            is_calibre = doc[start].lower_ in CALIBRE_UNITS and doc[start - 2].like_num
            if not is_calibre and (_is_nationality(doc[start - 2]) or doc[start - 2].pos_ == "NUM"):
                return start
            start -= 2
            continue
        is_participle = token.pos_ == "VERB" and token.dep_ == "amod"
        if token.like_num and doc[start].lower_ in CALIBRE_UNITS:
            return start - 1
        if token.dep_ not in {"amod", "compound", "nmod"} or token.pos_ in {"NUM", "DET"}:
            return start
        if token.pos_ == "VERB" and not is_participle:
            return start
        if token.lemma_.lower() in catalog.owners or (
            start - 2 >= sentence.start
            and doc[start - 2].text in HYPHENS
            and token.lower_ in {"made", "built", "supplied", "led", "backed", "origin"}
        ):
            return start
        if _is_nationality(token) or token.text in {"'s", "’s"} or token.like_num or token.head.i >= doc[start].i + 12:
            return start
        if token.tag_ == "VBG" and token.head.head.i == token.i - 1 and token.head.dep_ == "pobj":
            return start  # "accused of flying weapons": no kind of weapon, but what is done with them
        if (token.text.isupper() and token.lower_.endswith("ing")) or token.tag_ in {"JJS", "RBS"}:
            return start
        if token.lemma_.lower() in LEFT_OUT:
            return start
        start -= 1
    return start


def _is_nationality(token: Token) -> bool:
    mention = token._.wirewatch_mention
    if mention is None or mention.country is None:
        return False
    begins = mention.start == token.idx or (token.ent_type_ in {"NORP", "GPE"} and token.text[:1].isupper())
    return mention.type in {"GPE", "NORP", "ORG", "LOC", "PER"} or (mention.type == "ROLE" and begins)


def _has_military_word(doc: Doc, start: int, end: int, catalog: WeaponCatalog) -> bool:
    words = {word.lower() for token in doc[start : end - 1] for word in re.split(r"[-‐‑–]", token.text)}
    return bool(words & catalog.military_words)


def _is_counted(sentence: Span, start: int) -> bool:
    """Whether a number stands before the word, with at most three names or adjectives between."""
    for token in reversed(sentence.doc[max(sentence.start, start - 4) : start]):
        if token.like_num:
            return True
        if token.pos_ not in {"PROPN", "ADJ", "NOUN"}:
            return False
    return False


def _is_counted_or_plural(doc: Doc, start: int, end: int) -> bool:
    """Whether an ambiguous name stands as goods do: after a number, or in the plural."""
    is_plural = doc[end - 1].text.endswith("s") and doc[end - 1].tag_ in {"NNS", "NNPS"}
    return is_plural or (start > 0 and bool(doc[start - 1].like_num))


def next_noun(doc: Doc, mention: WeaponMention) -> Token | None:
    """The noun that directly follows the weapon's words and that they modify: "arms *sale*", or None."""
    if mention.end >= len(doc):
        return None
    token = doc[mention.end]
    if token.pos_ in {"NOUN", "PROPN"} and not _is_new_phrase(doc, mention.end) and token.is_alpha:
        return token
    return None
