"""Which weapons a verb or noun is about, and what nationality the words before them give."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from spacy.tokens import Doc, Token

from pipeline.annotate.weapons import HYPHENS, WeaponMention
from pipeline.records import Mention

GOODS_PREPS = frozenset({"of", "including", "like", "as", "containing", "involving", "comprising", "namely", "plus"})
# A sum or a set, whose goods may come with "in" or "for": "50 million dollars in rockets", "contract for rockets".
SUMS = frozenset(
    {
        "dollar",
        "dlrs",
        "dlr",
        "euro",
        "million",
        "billion",
        "mln",
        "bln",
        "worth",
        "aid",
        "assistance",
        "package",
        "form",
    }
)
# What is told or made of weapons, and is none: "the designs of a submarine", "the production of drones".
PAPERS = frozenset(
    {
        "design", "blueprint", "drawing", "technology", "know-how", "knowledge", "expertise", "data", "secret", "software",
        "production", "manufacture", "development", "version", "copy", "replica",
        "picture", "photo", "image", "film", "plan", "experience",
    }
)  # fmt: skip
HOLDING = frozenset({"hold", "contain", "carry", "include"})  # "containers that could hold a million shells"
INNER = frozenset({"conj", "appos", "compound", "amod", "nmod", "npadvmod", "pobj", "dobj", "quantmod", "nummod"})
ORIGIN_WORDS = frozenset(
    {"made", "built", "origin", "produced", "manufactured", "supplied", "designed", "developed", "style"}
)
SUPPLY_WORDS = frozenset(
    {
        "supplied",
        "provided",
        "donated",
        "delivered",
        "imported",
        "sold",
        "gifted",
        "furnished",
        "funded",
        "financed",
        "backed",
    }
)
PLACE_PREPS = frozenset(
    {"to", "into", "in", "from", "on", "at", "by", "against", "aboard", "near", "over", "under", "during"}
)
LONGEST_REACH = 14  # tokens between a verb and the goods where the parse fails to connect them


def goods_of(
    token: Token, weapons: Sequence[WeaponMention], preps: frozenset[str] = GOODS_PREPS
) -> list[WeaponMention]:
    """The weapons that a noun is or holds: itself, its conjuncts, what follows "of" and "including"."""
    reached = _reach(token, preps)
    return [weapon for weapon in weapons if reached & set(range(weapon.start, weapon.end))]


def _reach(token: Token, preps: frozenset[str]) -> set[int]:
    """Indices of the tokens that a noun's goods may be among."""
    reached: set[int] = set()
    if token.lemma_.lower() in PAPERS:
        return reached
    queue = [token]
    while queue:
        current = queue.pop()
        if current.i in reached:
            continue
        reached.add(current.i)
        for child in current.children:
            is_link = child.dep_ in {"prep", "acl"} and (
                child.lower_ in preps or (child.lower_ in {"in", "worth"} and current.lemma_.lower() in SUMS)
            )
            is_part = (
                child.dep_ in INNER and child.pos_ != "VERB" and not (child.dep_ == "appos" and child.pos_ == "NUM")
            )
            if child.dep_ == "relcl" and child.lemma_.lower() in HOLDING:
                queue += [held for held in child.children if held.dep_ == "dobj"]
            if child.dep_ == "conj" and any(own.dep_ == "dobj" for own in child.children):
                continue  # "imports oil and ships weapons", where "ships" was taken for a noun
            if is_link or is_part or (child.dep_ == "amod" and child.pos_ == "VERB"):
                queue.append(child)
    return reached


def weapon_at(token: Token, weapons: Sequence[WeaponMention]) -> WeaponMention | None:
    """The weapon whose words cover the token."""
    return next((weapon for weapon in weapons if weapon.start <= token.i < weapon.end), None)


def goods_after(verb: Token, weapons: Sequence[WeaponMention], barriers: frozenset[int]) -> list[WeaponMention]:
    """The first weapon after a verb, where the parse connects none and no other frame's word stands between."""
    for weapon in weapons:
        if verb.i < weapon.start <= verb.i + LONGEST_REACH:
            head = verb.doc[weapon.head]
            is_place = head.dep_ == "pobj" and head.head.lower_ in PLACE_PREPS  # "taken to an Indian destroyer"
            if is_place or barriers & set(range(verb.i + 1, weapon.start)):
                return []
            return [weapon]
    return []


def goods_before(verb: Token, weapons: Sequence[WeaponMention]) -> list[WeaponMention]:
    """The weapon that a participle follows: "rockets, some of them supplied by", "a launcher, allegedly sold by"."""
    start = verb.i
    if start >= 2 and verb.nbor(-1).text in HYPHENS and verb.nbor(-2).lower_ == "re":
        start -= 2  # "re-exported", cut into three words
    for weapon in reversed(weapons):
        if weapon.end <= start:
            between = verb.doc[weapon.end : start]
            is_near = len(between) <= 5 and not any(t.pos_ in {"VERB", "ADP"} and t.lower_ != "of" for t in between)
            return [weapon] if is_near else []
    return []


def stands_for(pronoun: Token, weapons: Sequence[WeaponMention]) -> list[WeaponMention]:
    """The weapon before a pronoun (or "its delivery", "further shipments") as if it stood there itself."""
    for weapon in reversed(weapons):
        if weapon.end <= pronoun.i and weapon.strength != "weak":
            words = weapon.words or (weapon.start, weapon.end)
            return [replace(weapon, start=pronoun.i, end=pronoun.i + 1, head=pronoun.i, words=words)]
    return []


def with_list(doc: Doc, goods: list[WeaponMention], weapons: Sequence[WeaponMention]) -> list[WeaponMention]:
    """The goods and the weapons that stand with them in one list, however the parse cut it."""
    if not goods:
        return goods
    found = list(goods)
    ordered = sorted(weapons, key=lambda weapon: weapon.start)
    for one, two in pairwise(ordered):
        if one in found and two not in found and _is_list_gap(doc, one.end, two.start):
            found.append(two)
    for one, two in reversed(list(pairwise(ordered))):
        if two in found and one not in found and _is_list_gap(doc, one.end, two.start):
            found.append(one)
    return found


def _is_list_gap(doc: Doc, end: int, start: int) -> bool:
    """Whether only commas, "and", numbers and modifiers stand between two items of a list."""
    gap = doc[end:start]
    has_join = any(
        t.text in {",", ";"} or t.lower_ in {"and", "or", "including", "plus"} or t.lower_ == "as" for t in gap
    )
    if not has_join or len(gap) > 8:
        return False
    return all(
        t.text in {",", ";", "(", ")", "/", "'", '"', "“", "”"}
        or t.text in HYPHENS
        or t.lower_
        in {
            "and",
            "or",
            "including",
            "plus",
            "as",
            "well",
            "such",
            "of",
            "other",
            "some",
            "many",
            "several",
            "more",
            "than",
            "up",
            "to",
            "over",
            "about",
        }
        or t.pos_ in {"NUM", "ADJ", "DET", "CCONJ", "ADV"}
        or t.dep_ in {"amod", "compound", "nummod", "quantmod", "det"}
        for t in gap
    )


def nationals_before(doc: Doc, position: int, first: int) -> Iterator[Token]:
    """Tokens with a country that stand in the noun phrase before `position`, nearest first; "X-made" counts as X."""
    index, has_yielded = position - 1, False
    while index >= first:
        token = doc[index]
        mention = token._.wirewatch_mention
        if mention is not None and mention.country and _names_country(token, mention):
            start = index
            while start > first and doc[start - 1]._.wirewatch_mention is mention:
                start -= 1
            if (
                start > 0
                and doc[start - 1].pos_ == "ADP"
                and mention.type == "GPE"
                and not _is_modifier(doc, index, position)
            ):
                return
            if not _is_modifier(doc, index, position):
                return
            yield token
            has_yielded = True
            index = start - 1
            continue
        if token.pos_ == "CCONJ" and has_yielded and doc[index - 1]._.wirewatch_mention is None:
            return  # "Russian guns and *Turkish drones*"
        is_filler = (
            token.pos_ in {"ADJ", "NUM", "CCONJ", "NOUN", "PROPN"}
            or token.text in HYPHENS
            or token.lower_ in ORIGIN_WORDS
            or token.text in {",", "/"}
            or token.dep_ in {"amod", "compound", "advmod"}
        )
        if not is_filler or token.lower_ in SUPPLY_WORDS:
            return
        index -= 1


def _names_country(token: Token, mention: Mention) -> bool:
    """Whether the token itself gives the mention its country."""
    if token.i + 2 < len(token.doc) and token.nbor().text in HYPHENS and token.nbor(2).lower_ == "era":
        return False  # "Soviet-era tanks" may come from anywhere
    begins = mention.start == token.idx or token.ent_type_ in {"NORP", "GPE"}
    return mention.type in {"GPE", "NORP", "LOC", "ORG"} or (mention.type == "ROLE" and begins)


def _is_modifier(doc: Doc, index: int, position: int) -> bool:
    """Whether the token is grammatically inside the phrase that ends at `position`, not a neighbour of it."""
    token = doc[index]
    if token.dep_ in {"amod", "compound", "nmod", "npadvmod", "advmod", "punct"}:
        return True
    if token.dep_ in {"conj", "poss", "dep"}:
        return token.dep_ != "poss"
    following = doc[index + 1] if index + 1 < len(doc) else None
    return following is not None and (following.text in HYPHENS or following.lower_ in ORIGIN_WORDS)


def supplied_by_compound(doc: Doc, weapon: WeaponMention, first: int) -> Token | None:
    """The X of "X-supplied rockets": the token that names X, or None."""
    for index in range(weapon.end - 1, max(first, weapon.start - 8) - 1, -1):
        token = doc[index]
        low = token.lower_
        if low in SUPPLY_WORDS and index - 2 >= first and doc[index - 1].text in HYPHENS:
            return doc[index - 2]
        for sign in HYPHENS:
            stem, found, word = low.rpartition(sign)
            if found and stem and word in SUPPLY_WORDS:
                return token
    return None
