"""Who does it to whom: source and target of a matched act, from the slots that its entry names and the parse around it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from pipeline.annotate import event_syntax as syntax
from pipeline.annotate.event_matching import Match, is_human
from pipeline.annotate.parties import expand_conjuncts, mention_of, party_of
from pipeline.records import Party

NESTED = (
    "of",
    "on",
    "against",
    "to",
    "with",
    "for",
    "by",
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
FALLBACK = (
    "object",
    "indirect",
    "against",
    "with",
    "to",
    "on",
    "at",
    "into",
    "from",
    "for",
    "over",
    "of",
    "by",
    "in",
    "near",
    "toward",
)
PLACE_SLOTS = frozenset({"in", "at", "near", "along", "around", "outside"})
TIME_TYPES = frozenset({"DATE", "TIME", "MONEY", "PERCENT", "CARDINAL", "ORDINAL", "QUANTITY"})
PRONOUNS = frozenset(
    {"it", "they", "he", "she", "we", "i", "you", "them", "him", "her", "us", "its", "their", "this", "that", "there"}
)


@dataclass(frozen=True, slots=True)
class Role:
    """A party with the token that heads its phrase and the slot it was found in."""

    party: Party
    token: Token
    slot: str

    @property
    def is_actor(self) -> bool:
        """Is the party a named or otherwise identified actor?"""
        return self.party.actor is not None or self.party.country is not None or self.party.role is not None


@dataclass(frozen=True, slots=True)
class Roles:
    """Sources and targets of an act; several where actors are coordinated."""

    sources: tuple[Role, ...]
    targets: tuple[Role, ...]


def roles_of(match: Match) -> Roles:
    """Source and target of a match; the parties of a reciprocal act are split between the two."""
    sources = _sources(match)
    taken = {role.token.i for role in sources}
    targets = _targets(match, taken)
    if not sources and match.is_nominal and targets and not match.entry.reciprocal:
        targets = [role for role in targets if role.token.i not in taken]
    if match.entry.reciprocal and not targets and len(sources) > 1:
        # "France and Greece met": the first actor with each of the others
        sources, targets = sources[:1], sources[1:]
    elif match.entry.reciprocal and not sources and len(targets) > 1:
        sources, targets = targets[:1], targets[1:]
    return Roles(tuple(sources), tuple(targets))


# -- sources ---------------------------------------------------------------------------------------------------------


def _sources(match: Match) -> list[Role]:
    token, slot = _source_token(match)
    if token is None:
        return []
    token = _speaker_for_pronoun(token, match.carrier)
    found = _resolve_all(token, slot, frozenset())
    return found


def _source_token(match: Match) -> tuple[Token | None, str]:
    carrier = match.carrier
    if not match.is_nominal:
        if carrier.pos_ == "ADJ":
            return syntax.subject_of(carrier), "subject"
        if match.trigger.i != carrier.i:
            own = _nominal_source(match.trigger)
            if own is not None and syntax.is_passive(carrier):
                return own, "possessor"
        token = syntax.agent_of(carrier)
        if token is None and not syntax.is_passive(carrier):
            return None, "subject"
        return token, "subject"
    return _nominal_source(match.trigger), "possessor"


def _nominal_source(noun: Token) -> Token | None:
    """ "The raid by X", "X's raid", "the Turkish raid"."""
    for token in syntax.prepositional(noun, "by"):
        return token
    for child in noun.children:
        if child.dep_ == "poss" and child.lower_ not in PRONOUNS:
            return child
    for token in syntax.prepositional(noun, "from"):
        if mention_of(token) is not None:
            return token
    for child in noun.children:
        if child.dep_ in {"amod", "compound", "nmod"} and child._.wirewatch_mention is not None:
            return child
    if noun.dep_ == "pobj" and noun.head.lower_ == "of" and noun.head.head.pos_ == "NOUN":
        return _nominal_source(noun.head.head)
    return None


def _speaker_for_pronoun(token: Token, carrier: Token) -> Token:
    """ "Iran said it would ...": the pronoun stands for the speaker, unless the actors component knows better."""
    if token.lower_ not in {"it", "they", "he", "she", "we", "i"} or mention_of(token) is not None:
        return token
    reporting = syntax.reporting_verb_above(carrier)
    if reporting is not None:
        speaker = syntax.subject_of(reporting)
        if speaker is not None and speaker.pos_ != "PRON":
            return speaker
    current = carrier
    for _ in range(4):
        current = current.head
        if current.pos_ in syntax.VERBAL:
            subject = syntax.subject_of(current)
            if subject is not None and subject.pos_ != "PRON" and subject.i < token.i:
                return subject
    return token


# -- targets ---------------------------------------------------------------------------------------------------------


def _targets(match: Match, taken: set[int]) -> list[Role]:
    slots = list(match.entry.target) or ["object"]
    offered: list[tuple[str, Token]] = []
    seen: set[int] = set(taken)
    for slot in [*slots, *(extra for extra in FALLBACK if extra not in slots)]:
        for token in _slot_tokens(match, slot):
            if token.i in seen or _is_time(token):
                continue
            seen.add(token.i)
            offered.append((slot if slot in slots else f"~{slot}", token))
    for slot, token in offered:
        found = [
            role for role in _resolve_all(token, slot, frozenset(taken)) if role.is_actor and role.token.i not in taken
        ]
        if found and not _is_far(slot, token, match):
            return found
    for slot, token in offered:
        if slot.startswith("~"):
            continue
        found = [role for role in _resolve_all(token, slot, frozenset(taken)) if role.token.i not in taken]
        if found and (is_human(token) or slot not in PLACE_SLOTS):
            return found
    for slot, token in offered:
        found = [role for role in _resolve_all(token, slot, frozenset(taken)) if role.token.i not in taken]
        if found:
            return found
    return []


def _is_far(slot: str, token: Token, match: Match) -> bool:
    """A fallback slot whose noun stands in another clause."""
    return slot.startswith("~") and abs(token.i - match.trigger.i) > 25


def _slot_tokens(match: Match, slot: str) -> Iterator[Token]:
    carrier, trigger = match.carrier, match.trigger
    if slot == "object":
        if not match.is_nominal and trigger.i == carrier.i and match.object is not None:
            yield match.object
    elif slot == "indirect":
        if carrier.pos_ in syntax.VERBAL:
            yield from syntax.indirect_objects(carrier)
    elif slot == "clause_subject":
        yield from _clause_subject(match)
    elif slot == "clause_object":
        yield from _clause_object(match)
    else:
        yield from syntax.prepositional(trigger, slot)
        if match.object is not None:
            yield from syntax.prepositional(match.object, slot)
        if carrier.i != trigger.i:
            yield from syntax.prepositional(carrier, slot)


def _clause_subject(match: Match) -> Iterator[Token]:
    if match.complement is None:
        return
    for child in match.complement.children:
        if child.dep_ in {"nsubj", "nsubjpass"}:
            yield syntax.antecedent_of(child)
            return
    if match.object is not None:
        yield match.object


def _clause_object(match: Match) -> Iterator[Token]:
    """The target of the complement's own act, else any noun under it in the usual order."""
    if match.inner is not None:
        inner = match.inner
        for slot in [*inner.entry.target, *FALLBACK]:
            yield from _slot_tokens(inner, slot)
    elif match.complement is not None:
        verb = match.complement
        obj = syntax.object_of(verb)
        if obj is not None:
            yield obj
        for preposition in FALLBACK[2:]:
            yield from syntax.prepositional(verb, preposition)
            if obj is not None:
                yield from syntax.prepositional(obj, preposition)
        for _kind, deeper in syntax.complements_of(verb):
            further = syntax.object_of(deeper)
            if further is not None:
                yield further
            for preposition in FALLBACK[2:]:
                yield from syntax.prepositional(deeper, preposition)


# -- from a token to parties -----------------------------------------------------------------------------------------


def _resolve_all(token: Token, slot: str, taken: frozenset[int]) -> list[Role]:
    """The parties of a phrase: its coordinated heads where they are actors, else an actor inside the phrase, else itself."""
    heads = expand_conjuncts(token)
    if token.pos_ in syntax.VERBAL:
        heads = (token,)
    found: list[Role] = []
    for head in heads:
        role = _resolve(head, slot, taken)
        if role is not None and role.token.i not in {other.token.i for other in found}:
            found.append(role)
    actors = [role for role in found if role.is_actor]
    return actors or found[:1]


def _resolve(token: Token, slot: str, taken: frozenset[int]) -> Role | None:
    if token.pos_ in {"VERB", "AUX", "ADV", "ADP", "PUNCT"} and token._.wirewatch_mention is None:
        return None
    own = mention_of(token)
    if own is not None and _mention_token(token).i not in taken:
        party = party_of(token)
        return Role(party, token, slot) if party is not None else None
    content = syntax.content_of(token)
    if content.i != token.i and mention_of(content) is not None and content.i not in taken:
        party = party_of(content)
        return Role(party, content, slot) if party is not None else None
    inside = _actor_inside(token, taken, 0)
    if inside is not None:
        party = party_of(inside)
        if party is not None:
            return Role(party, inside, slot)
    if token.lower_ in PRONOUNS or token.pos_ == "PRON":
        return None
    party = party_of(token)
    return Role(party, token, slot) if party is not None else None


def _mention_token(token: Token) -> Token:
    return token


def _actor_inside(token: Token, taken: frozenset[int], depth: int) -> Token | None:
    """The first actor in the phrases under a noun: "the decision of Togo", "protests by Chadian farmers"."""
    if depth > 3:
        return None
    for child in token.children:
        if (
            child.dep_ in {"poss", "compound", "amod", "nmod", "appos"}
            and mention_of(child) is not None
            and child.i not in taken
        ):
            return child
    for preposition in NESTED:
        for noun in syntax.prepositional(token, preposition):
            if noun.i in taken or _is_time(noun):
                continue
            if mention_of(noun) is not None:
                return noun
            deeper = _actor_inside(noun, taken, depth + 1)
            if deeper is not None:
                return deeper
    for child in token.children:
        if child.dep_ in {"acl", "relcl"}:
            for noun in (syntax.object_of(child), *(n for p in NESTED for n in syntax.prepositional(child, p))):
                if noun is not None and noun.i not in taken and noun.i != token.i and mention_of(noun) is not None:
                    return noun
    return None


def _is_time(token: Token) -> bool:
    return token.ent_type_ in TIME_TYPES and token._.wirewatch_mention is None
