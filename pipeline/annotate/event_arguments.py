"""Who acts and who is acted upon, by the parse: subjects, agents and objects of a predicate. Knows no lexicon of events."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from pipeline.annotate.event_datelines import dateline_end
from pipeline.annotate.parts_of_speech import NOMINAL, VERBAL
from pipeline.annotate.syntax_words import syntax_words

# "Is opposed to", "were engaged in": participles whose subject acts or stands, without anybody acting on it.
STATIVE = frozenset(
    {"oppose", "engage", "involve", "commit", "prepare", "concern", "dedicate", "poise", "ready", "station"}
)
# "Ordered them jailed": who orders it does it.
CAUSATIVE = frozenset({"order", "have", "get", "direct", "instruct", "want"})
DATES = frozenset({"DATE", "TIME"})
RELATIVES = frozenset({"who", "which", "that", "whom", "whose"})
# Verbs whose object, not subject, does what the infinitive says.
OBJECT_CONTROL = syntax_words().object_control


def is_passive(verb: Token) -> bool:
    """Is the verb's grammatical subject (or the noun it modifies) the one acted upon?"""
    dependents = {child.dep_ for child in verb.children}
    if verb.lemma_ in STATIVE and "agent" not in dependents:
        return False
    if dependents & {"auxpass", "nsubjpass"}:
        return True
    if verb.dep_ == "conj" and verb.head.pos_ in VERBAL and verb.tag_ == "VBN":
        return not dependents & {"aux", "nsubj", "dobj"} and is_passive(verb.head)
    return verb.tag_ == "VBN" and verb.dep_ in {"acl", "amod"} and "dobj" not in dependents


def agent_of(verb: Token) -> Token | None:
    """Who acts: the subject of an active verb, the by-phrase of a passive one."""
    if is_passive(verb):
        for child in verb.children:
            if child.dep_ == "agent" or (child.dep_ == "prep" and child.lower_ == "by"):
                return next((grand for grand in child.children if grand.dep_ == "pobj"), None)
        if verb.dep_ in {"ccomp", "xcomp", "oprd"} and verb.head.lemma_ in CAUSATIVE:
            return subject_of(verb.head)
        return None
    return subject_of(verb)


def object_of(verb: Token) -> Token | None:
    """Who or what is acted upon: the direct object, or the subject of a passive verb."""
    if is_passive(verb):
        return subject_of(verb)
    objects = [child for child in verb.children if child.dep_ in {"dobj", "obj"}]
    if objects:
        return antecedent_of(objects[-1])
    if verb.dep_ == "relcl":
        subjects = [child for child in verb.children if child.dep_ in {"nsubj"}]
        if subjects and subjects[0].lower_ not in RELATIVES and verb.head.i < verb.i:
            return verb.head
    if verb.dep_ == "conj" and verb.head.pos_ in VERBAL and verb.tag_ == verb.head.tag_:
        # "attacked and occupied the town": the object stands at one of the two verbs
        return None
    following = [child for child in verb.conjuncts if child.i > verb.i and child.pos_ in VERBAL]
    for later in following:
        between = verb.doc[verb.i + 1 : later.i]
        if all(token.dep_ in {"cc", "punct", "advmod", "aux"} for token in between):
            return object_of(later)
    return None


def indirect_objects(verb: Token) -> Iterator[Token]:
    """ "Gave Kenya boats", "gave boats to Kenya"."""
    objects = [child for child in verb.children if child.dep_ in {"dobj", "obj"}]
    for child in verb.children:
        if child.dep_ == "dative":
            if child.pos_ == "ADP":
                yield from (grand for grand in child.children if grand.dep_ == "pobj")
            else:
                yield child
    yield from objects[:-1]


def subject_of(verb: Token, depth: int = 0) -> Token | None:
    """The grammatical subject, shared ones included: conjuncts, control, raising, relative and participial clauses."""
    for child in verb.children:
        if child.dep_ in {"nsubj", "nsubjpass"}:
            if child.i < dateline_end(verb):
                return _noun_before(verb) or child
            if child.pos_ in VERBAL:
                return next((grand for grand in child.children if grand.dep_ == "nsubj"), child)
            return antecedent_of(child)
    if depth > 4:
        return None
    head = verb.head
    if verb.dep_ in {"ROOT", "ccomp"} and verb.tag_ in {"VBD", "VBZ", "VBP"}:
        return _noun_before(verb)
    if verb.dep_ == "conj" and head.pos_ in VERBAL:
        return subject_of(head, depth + 1)
    if verb.dep_ in {"acl", "amod"} and head.pos_ in NOMINAL:
        if verb.tag_ in {"VB"} or any(child.lower_ == "to" and child.dep_ == "aux" for child in verb.children):
            return _owner_of_plan(head, depth)
        return head
    if verb.dep_ == "relcl":
        return head if not any(child.dep_ == "nsubj" for child in verb.children) else None
    if verb.dep_ in {"xcomp", "ccomp", "advcl"} and head.pos_ in VERBAL:
        if head.lemma_ in OBJECT_CONTROL and verb.dep_ != "advcl":
            controlled = object_of(head)
            if controlled is not None:
                return controlled
        return subject_of(head, depth + 1)
    if verb.dep_ in {"xcomp", "ccomp"} and head.pos_ == "ADJ":
        return subject_of(head.head, depth + 1) if head.head.pos_ in VERBAL else None
    if verb.dep_ == "pcomp":
        return _subject_under_preposition(verb, depth)
    if verb.dep_ == "acomp" and head.pos_ in VERBAL:
        return subject_of(head, depth + 1)
    return None


def _noun_before(verb: Token) -> Token | None:
    """The noun phrase before a finite verb for which the parse names no subject; dates between them are skipped."""
    end = dateline_end(verb)
    for index in range(verb.i - 1, max(end, verb.sent.start) - 1, -1):
        token = verb.doc[index]
        named = token._.wirewatch_mention is not None
        if not named and (token.ent_type_ in DATES or token.pos_ in {"ADP", "ADV", "AUX", "PART", "NUM"}):
            continue
        if not named and token.pos_ not in {"NOUN", "PROPN"}:
            return None
        while token.dep_ in {"compound", "poss", "amod", "nmod"} or (
            token.dep_ == "pobj" and token.head.lower_ == "of"
        ):
            above = token.head.head if token.dep_ == "pobj" else token.head
            if not end <= above.i < verb.i or above.pos_ not in NOMINAL:
                break
            token = above
        return token
    return None


def _subject_under_preposition(verb: Token, depth: int) -> Token | None:
    """ "Accused Russia of violating": the object; "left after meeting": the subject."""
    governor = verb.head.head
    if governor.pos_ in VERBAL:
        if verb.head.lower_ in {"of", "from", "with", "for"} and governor.lemma_ in OBJECT_CONTROL:
            return object_of(governor)
        return subject_of(governor, depth + 1)
    if governor.pos_ in {"NOUN", "PROPN"}:
        return _owner_of_plan(governor, depth)
    if governor.pos_ == "ADJ" and governor.head.pos_ in VERBAL:
        return subject_of(governor.head, depth + 1)
    return None


def _owner_of_plan(noun: Token, depth: int) -> Token | None:
    """Whose plan: "Iran's plan to attack", "announced its plan to attack"."""
    for child in noun.children:
        if child.dep_ == "poss" and child.pos_ != "PRON":
            return child
        if child.dep_ == "prep" and child.lower_ == "by":
            return next((grand for grand in child.children if grand.dep_ == "pobj"), None)
    if noun.dep_ in {"dobj", "attr", "pobj"}:
        verb = noun.head if noun.dep_ != "pobj" else noun.head.head
        if verb.pos_ in VERBAL:
            return subject_of(verb, depth + 1)
    return None


def antecedent_of(token: Token) -> Token:
    """The noun that a relative pronoun stands for, else the token."""
    if token.lower_ in RELATIVES:
        verb = token.head
        while verb.dep_ in {"conj", "xcomp", "ccomp"} and verb.head.i != verb.i:
            verb = verb.head
        if verb.dep_ == "relcl":
            return verb.head
    return token
