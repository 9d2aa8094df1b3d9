"""Who does it to whom: source and target of a matched act, from the slots that its entry names and the parse around."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from pipeline.annotate.event_arguments import (
    agent_of,
    antecedent_of,
    indirect_objects,
    is_passive,
    object_of,
    subject_of,
)
from pipeline.annotate.event_clauses import complements_of, reporting_verb_above
from pipeline.annotate.event_matching import Match, is_human
from pipeline.annotate.event_parties import Role, is_time, resolve_all
from pipeline.annotate.event_phrases import content_of, noun_lemmas, prepositional
from pipeline.annotate.parties import mention_of
from pipeline.annotate.parts_of_speech import VERBAL

# Slots that are asked after those of the entry, in this order.
FALLBACK = (
    *(
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
    ),
    *("toward", "after", "around"),
)
MET = frozenset({"with", "between", "among"})
PLACE_SLOTS = frozenset({"in", "at", "near", "along", "around", "outside", "across"})
POSSESSIVE = frozenset({"its", "their", "his", "her"})
SPEAKER_PRONOUNS = frozenset({"it", "they", "he", "she", "we", "i"})
# "In the wake of", "in response to": what follows is no place and no party.
CONNECTIVES = frozenset(
    {"wake", "response", "retaliation", "addition", "return", "order", "exchange", "face", "case", "light", "favor"}
    | {"favour", "event", "effort", "bid", "view", "front", "terms", "line", "part", "result", "time", "place", "lieu"}
)

# What a place in the order of targets is worth; set by hand.
PER_SLOT = 0.12
BACKUP = 0.9
ACTOR = 1.6
ACTOR_INSIDE = 1.25
HUMAN = 1.15
NAME = 0.9
THING = 0.35
PLACE_OF_ACT = 0.75
CONSUMED = -0.6
NEARBY = 0.45


@dataclass(frozen=True, slots=True)
class Roles:
    """Sources and targets of an act; several where actors are coordinated."""

    sources: tuple[Role, ...]
    targets: tuple[Role, ...]


def roles_of(match: Match) -> Roles:
    """Source and target of a match; the parties of a reciprocal act are split between the two."""
    sources = _sources(match)
    taken = frozenset(index for role in sources for index in role.tokens)
    targets = _targets(match, taken, frozenset(role.party.actor for role in sources if role.party.actor))
    if match.entry.reversed:
        return Roles(tuple(targets), tuple(sources))
    reciprocal = match.entry.reciprocal is not None or match.entry.type in {"AGREE", "CONSULT", "COOPERATE"}
    actors = [role for role in sources if role.is_actor]
    if reciprocal and len(actors) > 1 and not any(_is_counterpart(role) for role in targets):
        # "France and Greece met": the first actor with each of the others
        sources, targets = actors[:1], actors[1:]
    elif len(actors) > 1 and any(_is_each_other(role.token) for role in targets):
        sources = targets = actors
    elif match.entry.reciprocal and not sources and len(targets) > 1:
        sources, targets = targets[:1], targets[1:]
    return Roles(tuple(sources), tuple(targets))


def _is_each_other(token: Token) -> bool:
    """ "Accused each other", "shelled one another"."""
    words = [child.lower_ for child in (*token.children, token)]
    return {"each", "other"} <= set(words) or {"one", "another"} <= set(words)


def _is_counterpart(target: Role) -> bool:
    """Whether those who meet meet the target, and not each other: "met the premier", "talked with Oman"."""
    return target.is_actor and (target.slot in MET or (target.slot == "object" and target.is_direct))


# -- sources ---------------------------------------------------------------------------------------------------------


def _sources(match: Match) -> list[Role]:
    token, slot = _source_token(match)
    if token is None:
        return []
    return resolve_all(_speaker_for_pronoun(token, match.carrier), slot, frozenset())


def _source_token(match: Match) -> tuple[Token | None, str]:
    carrier = match.carrier
    if match.is_nominal:
        return _nominal_source(match.trigger, match.entry.target) or _of_source(match), "possessor"
    if carrier.pos_ == "ADJ":
        return subject_of(carrier), "subject"
    token = agent_of(carrier)
    if token is not None or not is_passive(carrier):
        return token, "subject"
    noun = match.trigger if match.trigger.i != carrier.i else match.object if match.entry.object else None
    if noun is not None:
        # "UN sanctions against Iran were lifted"
        owner = _nominal_source(noun, match.entry.target if noun.i == match.trigger.i else ())
        if owner is None and noun.i == match.trigger.i:
            owner = _of_source(match)
        if owner is not None:
            return owner, "possessor"
    if match.entry.type == "ASSAULT":
        # "Was killed in an attack by X"
        for attack in prepositional(carrier, "in"):
            owner = _nominal_source(attack)
            if owner is not None:
                return owner, "possessor"
    if match.entry.type == "COERCE":
        # "Was arrested in Rwanda": the authorities of the place
        for place in prepositional(carrier, "in"):
            if not is_time(place) and mention_of(place) is not None:
                return place, "~in"
    return None, "subject"


def _nominal_source(noun: Token, target_slots: tuple[str, ...] = ()) -> Token | None:
    """ "The raid by X", "X's raid", "the Turkish raid", "began its raid"."""
    for token in (*prepositional(noun, "by"), *_agents_below(noun)):
        return token
    for child in noun.children:
        if child.dep_ == "poss":
            if child.lower_ not in POSSESSIVE:
                return child
            if mention_of(child) is not None:
                return child
            verb = noun.head if noun.dep_ in {"dobj", "nsubj", "nsubjpass"} else noun.head.head
            owner = subject_of(verb) if verb.pos_ in VERBAL else None
            if owner is not None and owner.i < noun.i:
                return owner
    if "from" not in target_slots:
        for token in prepositional(noun, "from"):
            if mention_of(token) is not None:
                return token
    for child in noun.children:
        if child.dep_ in {"amod", "compound", "nmod"} and child._.wirewatch_mention is not None:
            return child
    if noun.dep_ == "pobj" and noun.head.lower_ == "of" and noun.head.head.pos_ == "NOUN":
        return _nominal_source(noun.head.head)
    return None


def _agents_below(noun: Token) -> Iterator[Token]:
    """ "The arrest of a sailor by X": the parse often hangs the agent on the sailor."""
    for inner in prepositional(noun, "of"):
        yield from prepositional(inner, "by")


def _of_source(match: Match) -> Token | None:
    """ "The deployment of Iranian troops to Syria": for entries that do not look for their target under "of"."""
    if "of" in match.entry.target:
        return None
    return next(prepositional(match.trigger, "of"), None)


def _speaker_for_pronoun(token: Token, carrier: Token) -> Token:
    """ "Iran said it would ...", "said his party would ...": the speaker of the clause, else of the clause above."""
    possessed = any(child.lower_ in POSSESSIVE for child in token.children)
    if token.lower_ not in SPEAKER_PRONOUNS and not possessed:
        return token
    reporting = reporting_verb_above(carrier)
    if reporting is not None:
        speaker = subject_of(reporting)
        if speaker is not None and speaker.pos_ != "PRON":
            return speaker
    if possessed or mention_of(token) is not None:
        return token
    current = carrier
    for _ in range(4):
        current = current.head
        if current.pos_ in VERBAL:
            subject = subject_of(current)
            if subject is not None and subject.pos_ != "PRON" and subject.i < token.i:
                return subject
    return token


# -- targets ---------------------------------------------------------------------------------------------------------


def _targets(match: Match, taken: frozenset[int], sources: frozenset[str]) -> list[Role]:
    """The parties of the best slot: actors before people before things, early slots before late ones.

    What belongs to a source ("its promise") is no target.
    """
    slots = list(match.entry.target) or ["object"]
    countries = frozenset(name[:3] for name in sources)
    best: tuple[float, list[Role]] | None = None
    seen = set(taken)
    order = slots
    if not match.entry.only_target:
        order = [*slots, *(f"~{extra}" for extra in FALLBACK if extra not in slots)]
    for rank, slot in enumerate(order):
        for token in _slot_tokens(match, slot.lstrip("~")):
            if token.i in seen or is_time(content_of(token)) or token.lower_ in CONNECTIVES:
                continue
            seen.add(token.i)
            found = [role for role in resolve_all(token, slot, taken) if role.token.i not in taken]
            found = [role for role in found if role.party.actor not in sources and not _is_own(role, match, countries)]
            if found:
                worth = _worth(match, token, found[0]) - PER_SLOT * min(rank, len(slots))
                if best is None or worth > best[0]:
                    best = (worth, found)
    if (best is None or best[0] < NEARBY) and not match.entry.only_target:
        nearby = _nearby_actor(match, taken, sources)
        if nearby:
            return nearby
    return best[1] if best is not None else []


def _is_own(role: Role, match: Match, countries: frozenset[str]) -> bool:
    """ "The ministry expressed Egypt's solidarity": the owner of the entry's own noun is the source once more."""
    if match.entry.type == "MOBILIZE" and any(child.lower_ in POSSESSIVE for child in role.token.children):
        return True  # "put its border guards on alert": the means, not the party it is aimed at
    if role.token._.wirewatch_mention is not None or match.object is None or not match.entry.object:
        return False
    return role.party.country in countries and any(role.token.i == token.i for token in match.object.subtree)


def _worth(match: Match, token: Token, role: Role) -> float:
    slot = role.slot.lstrip("~")
    backup = BACKUP if role.slot.startswith("~") else 0.0
    backup += 0.02 * max(0, abs(token.i - match.trigger.i) - 12)
    if role.is_actor:
        if match.entry.type == "PROTEST" and slot == "outside" and role.is_direct and role.party.role is not None:
            return ACTOR  # "rallied outside the Turkish embassy"
        if slot in PLACE_SLOTS:
            return PLACE_OF_ACT + 0.3 - backup * 0.5
        return (ACTOR if role.is_direct else ACTOR_INSIDE) - backup
    consumed = match.entry.object and match.object is not None and token.i == match.object.i
    if consumed and "person" not in match.entry.object and not is_human(token):
        return CONSUMED
    if slot in PLACE_SLOTS:
        return (0.5 if token.pos_ == "PROPN" else 0.0) - backup
    if is_human(token):
        return HUMAN - backup
    return (NAME if token.pos_ == "PROPN" else THING) - backup


def _nearby_actor(match: Match, taken: frozenset[int], sources: frozenset[str]) -> list[Role]:
    """The next actor after the act in its sentence, for what the parse has lost."""
    last = max((match.trigger.i, match.carrier.i, *taken), default=match.trigger.i)
    for token in match.trigger.doc[min(last, match.trigger.i) + 1 : match.trigger.sent.end]:
        mention = token._.wirewatch_mention
        if mention is None or token.i in taken or token.i < match.trigger.i:
            continue
        head = token
        while head.dep_ in {"compound", "poss", "amod", "nmod"} and head.head.i > head.i:
            head = head.head
        found = [
            role
            for role in resolve_all(head, "~nearby", taken)
            if role.is_actor
            and role.token.i not in taken
            and role.party.actor not in sources
            and not _is_own(role, match, frozenset())
        ]
        if found:
            return found[:1]
    return []


def _slot_tokens(match: Match, slot: str) -> Iterator[Token]:
    carrier, trigger = match.carrier, match.trigger
    if slot == "object":
        if not match.is_nominal and trigger.i == carrier.i and match.object is not None:
            yield match.object
            for child in carrier.children:
                if child.dep_ == "oprd" and match.object is None:
                    yield child
    elif slot == "indirect":
        if carrier.pos_ in VERBAL:
            yield from indirect_objects(carrier)
    elif slot == "clause_subject":
        yield from _clause_subject(match)
    elif slot == "clause_object":
        yield from _clause_object(match)
    else:
        yield from prepositional(trigger, slot)
        if match.is_nominal:
            for inner in prepositional(trigger, "of"):
                yield from prepositional(inner, slot)
        if match.object is not None:
            yield from prepositional(match.object, slot)
            content = content_of(match.object)
            if content.i != match.object.i:
                yield from prepositional(content, slot)
        if carrier.i != trigger.i:
            yield from prepositional(carrier, slot)
        for noun in _asked_for(match):
            yield from prepositional(noun, slot)


def _asked_for(match: Match) -> Iterator[Token]:
    """The nouns that the entry asked for under a preposition: the alert of "on alert along the frontier"."""
    for preposition, words in match.entry.preposition.items():
        if words:
            yield from (n for n in prepositional(match.carrier, preposition) if noun_lemmas(n) & words)


def _clause_subject(match: Match) -> Iterator[Token]:
    if match.complement is None:
        return
    for child in match.complement.children:
        if child.dep_ in {"nsubj", "nsubjpass"}:
            yield antecedent_of(child)
            return
    if match.object is not None:
        yield match.object


def _clause_object(match: Match) -> Iterator[Token]:
    """The target of the complement's own act, else any noun under it in the usual order."""
    if match.inner is not None:
        for slot in [*match.inner.entry.target, *FALLBACK]:
            yield from _slot_tokens(match.inner, slot)
    elif match.complement is not None:
        verbs = [match.complement, *(deeper for _, deeper in complements_of(match.complement))]
        for verb in verbs:
            obj = object_of(verb)
            if obj is not None:
                yield obj
            for preposition in FALLBACK[2:]:
                yield from prepositional(verb, preposition)
                if obj is not None:
                    yield from prepositional(obj, preposition)
