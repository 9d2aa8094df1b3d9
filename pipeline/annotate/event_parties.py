"""From a word of the parse to the parties of an event: coordinated heads, actors inside a phrase, peoples by place."""

from __future__ import annotations

from dataclasses import dataclass, replace

from spacy.tokens import Token

from pipeline.annotate.event_arguments import object_of
from pipeline.annotate.event_matching import is_human
from pipeline.annotate.event_phrases import CURRENCIES, content_of, prepositional, under_preposition
from pipeline.annotate.extensions import text_of
from pipeline.annotate.parties import expand_conjuncts, mention_of, party_of
from pipeline.annotate.parts_of_speech import VERBAL
from pipeline.records import Mention, Party

# Prepositions under which the actor of an abstract noun is looked for.
NESTED = (
    "of",
    "by",
    "on",
    "against",
    "to",
    "with",
    "for",
    "from",
    "between",
    "among",
    "in",
    "at",
    "over",
    "into",
    "near",
    "about",
)
NESTED_OF_SOURCE = ("of", "by", "from", "between")
SOURCE_SLOTS = frozenset({"subject", "possessor"})
TIME_TYPES = frozenset({"DATE", "TIME", "PERCENT", "MONEY"})
MODIFIERS = frozenset({"poss", "compound", "amod", "nmod"})
PRONOUNS = frozenset(
    {
        "it",
        "they",
        "he",
        "she",
        "we",
        "i",
        "you",
        "them",
        "him",
        "her",
        "us",
        "its",
        "their",
        "this",
        "that",
        "there",
        "his",
    }
)


@dataclass(frozen=True, slots=True)
class Role:
    """A party with the words it was read from; `slot` begins with "~" where the entry did not ask for it."""

    party: Party
    token: Token
    slot: str
    is_direct: bool = True
    tokens: frozenset[int] = frozenset()

    @property
    def is_actor(self) -> bool:
        """Is the party a named or otherwise identified actor?"""
        return self.party.actor is not None or self.party.country is not None or self.party.role is not None


def resolve_all(token: Token, slot: str, taken: frozenset[int]) -> list[Role]:
    """The parties of a phrase: its coordinated actors, else an actor inside the phrase, else the phrase itself.

    A source is never the mere place of a thing: "a car bomb in Kiev" is no act of Kiev.
    """
    heads = (token,) if token.pos_ in VERBAL else expand_conjuncts(token)
    found: list[Role] = []
    for head in heads:
        for role in _coordinated_modifiers(head, slot) or _resolve(head, slot, taken):
            if role.token.i not in {other.token.i for other in found}:
                found.append(role)
    actors = [role for role in found if role.is_actor]
    return actors or found[:1]


def _has_country(token: Token) -> bool:
    mention = token._.wirewatch_mention
    return mention is not None and mention.type in {"GPE", "NORP"} and mention.country is not None


def _names_people(head: Token) -> bool:
    mention = head._.wirewatch_mention
    return mention.type == "ROLE" if mention is not None else is_human(head)


def _coordinated_modifiers(head: Token, slot: str) -> list[Role]:
    """ "British and EU negotiators", "Russia and Turkey's ministers", "envoys of Russia and Turkey": a party for each."""
    modifiers: list[tuple[Token, Mention]] = []
    for child in head.children:
        if child.dep_ in MODIFIERS:
            for member in (child, *child.conjuncts):
                mention = member._.wirewatch_mention
                if (mention is not None and mention.country is not None) or (
                    mention is not None and mention.actor is not None
                ):
                    modifiers.append((member, mention))
        elif child.dep_ == "prep" and child.lower_ in {"from", "of"} and _names_people(head):
            for place in under_preposition(child):
                modifiers += [(one, one._.wirewatch_mention) for one in (place, *place.conjuncts) if _has_country(one)]
    names = {mention.country or mention.actor for _, mention in modifiers}
    if len(names) < 2 or not any(child.dep_ == "cc" for member, _ in modifiers for child in member.children):
        return []
    own = head._.wirewatch_mention
    role = own.role if own is not None else None
    found = []
    for member, mention in modifiers:
        whole = mention.start <= head.idx < mention.end
        party = Party(mention.actor, mention.country, mention.role or role, mention.start, mention.end, mention.text)
        if not whole and member.i == max(other.i for other, _ in modifiers) and head.i > member.i:
            end = head.idx + len(head)
            party = replace(party, end=end, text=text_of(head.doc)[mention.start : end])
        found.append(Role(party, member, slot, True, frozenset({member.i})))
    return sorted(found, key=lambda role: role.token.i)


def _resolve(token: Token, slot: str, taken: frozenset[int]) -> list[Role]:
    """The party of one head as a list of none or one."""
    if token.pos_ in {"VERB", "AUX", "ADV", "ADP", "PUNCT", "SCONJ"} and token._.wirewatch_mention is None:
        return []
    if token.pos_ == "PRON":
        named = mention_of(token)
        return [] if named is None else [Role(_named_party(named), token, slot, True, frozenset({token.i}))]
    for head in dict.fromkeys((token, content_of(token))):
        if mention_of(head) is not None and head.i not in taken:
            party = party_of(head)
            return _roles(party, head, slot, direct=True)
    content = content_of(token)
    if is_human(content) or is_human(token):
        party = party_of(token)
        place = _home_of(content, taken)
        if party is not None and place is not None:
            party = replace(party, country=place.country)
        return _roles(party, token, slot, direct=True)
    accused = _subject_of_claim(token)
    if accused is not None and accused.i not in taken and slot not in SOURCE_SLOTS:
        return _roles(party_of(accused), accused, slot, direct=False)
    inside = actor_inside(token, taken, NESTED_OF_SOURCE if slot in SOURCE_SLOTS else NESTED)
    if inside is not None:
        return _roles(party_of(inside), inside, slot, direct=False)
    return [] if token.lower_ in PRONOUNS else _roles(party_of(token), token, slot, direct=True)


def _named_party(mention: Mention) -> Party:
    """The party of a pronoun, with the words that it stands for."""
    return Party(mention.actor, mention.country, mention.role, mention.start, mention.end, mention.text)


def _roles(party: Party | None, token: Token, slot: str, *, direct: bool) -> list[Role]:
    if party is None:
        return []
    covered = frozenset(t.i for t in token.subtree if party.start <= t.idx < party.end)
    return [Role(party, token, slot, direct, covered | {token.i})]


def _subject_of_claim(noun: Token) -> Token | None:
    """ "Claims that two soldiers fled": who is spoken of."""
    for child in noun.children:
        if child.dep_ in {"acl", "ccomp"} and child.pos_ in VERBAL:
            for grand in child.children:
                if grand.dep_ in {"nsubj", "nsubjpass"} and grand.pos_ in {"NOUN", "PROPN"}:
                    return grand if mention_of(grand) is not None or is_human(grand) else None
    return None


def _home_of(people: Token, taken: frozenset[int]) -> Mention | None:
    """ "Two teachers from Chad", "people in Iraq": where they belong."""
    for preposition in ("from", "of", "in"):
        for place in prepositional(people, preposition):
            mention = mention_of(place)
            if mention is not None and mention.country is not None and place.i not in taken:
                return mention
    return None


def actor_inside(token: Token, taken: frozenset[int], prepositions: tuple[str, ...], depth: int = 0) -> Token | None:
    """The first actor in the phrases under a noun: "the decision of Togo", "protests by Chadian farmers"."""
    if depth > 3:
        return None
    for child in token.children:
        if child.dep_ in MODIFIERS | {"appos"} and mention_of(child) is not None and child.i not in taken:
            return child
    for preposition in prepositions:
        for noun in prepositional(token, preposition):
            if noun.i in taken or is_time(noun):
                continue
            if mention_of(noun) is not None:
                return noun
            deeper = actor_inside(noun, taken, prepositions, depth + 1)
            if deeper is not None:
                return deeper
    for child in token.children:
        if (
            child.dep_ == "acl" and prepositions is not NESTED_OF_SOURCE
        ):  # "a bus carrying Polish pilgrims" is not Poland's
            direct = object_of(child)
            nouns = [direct] if direct is not None else []
            nouns += [noun for preposition in prepositions for noun in prepositional(child, preposition)]
            for noun in nouns:
                if noun.i not in taken and noun.i != token.i and mention_of(noun) is not None:
                    return noun
    return None


def is_time(token: Token) -> bool:
    """Is the word part of a date, a time, a percentage or a sum of money?"""
    if token.lower_ in CURRENCIES or token.ent_type_ == "MONEY":
        return True
    return token.ent_type_ in TIME_TYPES and token._.wirewatch_mention is None
