"""Questions to a dependency parse: who is the subject, the object, the complement of a predicate. Knows no lexicon."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.tokens import Span, Token

from pipeline.annotate.syntax_words import syntax_words

VERBAL = frozenset({"VERB", "AUX"})
NOMINAL = frozenset({"NOUN", "PROPN", "PRON"})
# "Is opposed to", "were engaged in": participles whose subject acts or stands, without anybody acting on it.
STATIVE = frozenset(
    {"oppose", "engage", "involve", "commit", "prepare", "concern", "dedicate", "poise", "ready", "station"}
)
# "Ordered them jailed": who orders it does it.
CAUSATIVE = frozenset({"order", "have", "get", "direct", "instruct", "want"})
DATES = frozenset({"DATE", "TIME"})
# Nouns that leave the sense to the noun before them: "curfew hours", "aid package", "strike action".
GENERIC_HEADS = frozenset(
    {"hour", "order", "measure", "effort", "package", "action", "deal", "program", "programme", "rule"}
)
CURRENCIES = frozenset(
    {"$", "€", "£", "dollar", "dollars", "euro", "euros", "yen", "yuan", "rupees", "pounds", "francs", "crore"}
    | {
        "kroner",
        "kronor",
        "rials",
        "riyals",
        "roubles",
        "rubles",
        "zloty",
        "shekels",
        "dirhams",
        "pesos",
        "lira",
        "rand",
    }
)
# "MANILA, Philippines (AP) --", "Washington:", "Tehran, March 15, IRNA -"
DATELINE = re.compile(
    r"\s*[A-Z][\w.'’]*(?:[ -][A-Z][\w.'’]*){0,3}"  # the place
    r"(?:\s?,\s?[A-Z][\w.]*(?: [\w.]+){0,3}){0,3}"  # its country, the day, the agency
    r"\s?(?:\([^)]{2,40}\)\s?)?"
    r"(?:--+|[—–:]|-(?=\s)|(?<=\)\s)[\"“])"
)
RELATIVES = frozenset({"who", "which", "that", "whom", "whose"})
REPORTING = syntax_words().reporting
# Verbs whose object, not subject, does what the infinitive says.
OBJECT_CONTROL = syntax_words().object_control
# Nouns that count or group what follows "of": "dozens of migrants", "a series of strikes".
PARTITIVES = syntax_words().partitives


def is_passive(verb: Token) -> bool:
    """Is the verb's grammatical subject (or the noun it modifies) the one acted upon?"""
    dependents = {child.dep_ for child in verb.children}
    if verb.lemma_ in STATIVE and "agent" not in dependents:
        return False
    if dependents & {"auxpass", "nsubjpass"}:
        return True
    if verb.dep_ == "conj" and verb.head.pos_ in VERBAL and verb.tag_ == "VBN":
        own = {child.dep_ for child in verb.children}
        return not own & {"aux", "nsubj", "dobj"} and is_passive(verb.head)
    return verb.tag_ == "VBN" and verb.dep_ in {"acl", "amod"} and "dobj" not in dependents


def subject_of(verb: Token, depth: int = 0) -> Token | None:
    """The grammatical subject, shared ones included: conjuncts, control, raising, relative and participial clauses."""
    for child in verb.children:
        if child.dep_ in {"nsubj", "nsubjpass"}:
            if child.i < dateline_end(verb):
                return noun_before(verb) or child
            if child.pos_ in VERBAL:
                return next((grand for grand in child.children if grand.dep_ == "nsubj"), child)
            return antecedent_of(child)
    if depth > 4:
        return None
    head = verb.head
    if verb.dep_ in {"ROOT", "ccomp"} and verb.tag_ in {"VBD", "VBZ", "VBP"}:
        return noun_before(verb)
    if verb.dep_ == "conj" and head.pos_ in VERBAL:
        return subject_of(head, depth + 1)
    if verb.dep_ in {"acl", "amod"} and head.pos_ in {"NOUN", "PROPN", "PRON"}:
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


def is_headline_plan(verb: Token) -> bool:
    """ "Kenya to lift the ban": the future of a headline, an infinitive with a subject and no verb above it."""
    relations = {"to" if child.lower_ == "to" and child.dep_ == "aux" else child.dep_ for child in verb.children}
    return verb.tag_ == "VB" and verb.dep_ == "ROOT" and "to" in relations and bool(relations & {"nsubj", "nsubjpass"})


def noun_before(verb: Token) -> Token | None:
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


def dateline_end(token: Token) -> int:
    """The index of the first token after a dateline at the start of the sentence; the sentence's start without one."""
    sentence = token.sent
    known: dict[int, int] = token.doc.user_data.setdefault("wirewatch_datelines", {})
    if sentence.start not in known:
        known[sentence.start] = _dateline_end(sentence)
    return known[sentence.start]


def _dateline_end(sentence: Span) -> int:
    if len(sentence) < 4 or not any(mark.text[0] in "-—–:" for mark in sentence[1:14]):
        return int(sentence.start)
    found = DATELINE.match(sentence.text[:80])
    if found is None:
        return int(sentence.start)
    place = sentence[0]
    named = place._.wirewatch_mention
    if not (place.is_upper and len(place) > 3) and (named is None or named.type == "PER"):
        return int(sentence.start)
    end = sentence.start_char + found.end()
    return next((t.i for t in sentence if t.idx >= end), int(sentence.start))


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


def prepositional(token: Token, preposition: str) -> Iterator[Token]:
    """The nouns under a preposition of the token, chains such as "out of" included."""
    for child in token.children:
        if child.dep_ in {"prep", "dative", "agent", "prt", "advmod"} and child.lower_ == preposition:
            yield from under_preposition(child)
        elif child.dep_ in {"prep", "advmod", "prt"} and child.lower_ in {
            "out",
            "away",
            "up",
            "along",
            "back",
            "across",
        }:
            for grand in child.children:
                if grand.dep_ == "prep" and grand.lower_ == preposition:
                    yield from under_preposition(grand)


def under_preposition(preposition: Token) -> Iterator[Token]:
    """Objects of a preposition; for "from within X" also those of the inner one."""
    for child in preposition.children:
        if child.dep_ in {"pobj", "obj"}:
            yield child
        elif child.dep_ == "prep":
            yield from under_preposition(child)


def complements_of(token: Token) -> Iterator[tuple[str, Token]]:
    """The clauses under a predicate as (kind, verb); kinds are to, that, must, ing and bare."""
    for child in token.children:
        if child.dep_ in {"xcomp", "ccomp", "acl", "advcl"} and child.pos_ in VERBAL | {"ADJ", "NOUN"}:
            kind = _kind_of_clause(child)
            if child.i < token.i and child.dep_ == "ccomp":
                continue  # a clause before its verb is quoted or a sentence of its own
            if child.dep_ == "advcl" and kind != "to" and not (kind == "ing" and child.i == token.i + 1):
                continue
            if child.dep_ == "acl" and kind not in {"to", "that"}:
                continue
            yield kind, child
            if kind == "that" and _is_obligation(child):
                yield "must", child
        elif child.dep_ == "prep" and child.lower_ in {
            "to",
            "for",
            "in",
            "of",
            "from",
            "about",
            "against",
            "on",
            "with",
        }:
            for grand in child.children:
                if grand.dep_ == "pcomp":
                    yield "ing", grand
        elif child.dep_ == "acomp" and token.lemma_ == "be":
            yield from complements_of(child)


def _kind_of_clause(verb: Token) -> str:
    words = {child.lower_ for child in verb.children if child.dep_ in {"aux", "mark"}}
    if "to" in words:
        return "to"
    if verb.tag_ == "VBG" and not any(child.dep_ in {"aux", "nsubj"} for child in verb.children):
        return "ing"
    if verb.tag_ == "VB" and not any(child.dep_ == "aux" for child in verb.children) and "that" not in words:
        return "bare" if not any(child.dep_ == "nsubj" for child in verb.children) else "that"
    return "that"


def _is_obligation(verb: Token) -> bool:
    for child in verb.children:
        if child.dep_ == "aux" and child.lower_ in {"must", "should", "ought"}:
            return True
    return verb.lemma_ in {"need", "have"} and any(child.dep_ == "xcomp" for child in verb.children)


def content_of(noun: Token) -> Token:
    """What a counting or grouping noun is about: "dozens of migrants" -> migrants."""
    current = noun
    for _ in range(3):
        if current.lemma_.lower() not in PARTITIVES and current.lower_ not in PARTITIVES and current.pos_ != "NUM":
            break
        inner = next(prepositional(current, "of"), None)
        if inner is None:
            break
        current = inner
    return current


def noun_lemmas(noun: Token) -> frozenset[str]:
    """Lemmas under which an object may be known: its head's and its content's, conjuncts included."""
    found = set()
    for token in (noun, *noun.conjuncts):
        for part in (token, content_of(token)):
            lower = part.lower_
            found.update({part.lemma_.lower(), lower, lower[:-1] if lower.endswith("s") else lower})
            if lower in GENERIC_HEADS or part.lemma_.lower() in GENERIC_HEADS:
                found.update(child.lemma_.lower() for child in part.children if child.dep_ == "compound")
            if part.ent_type_ == "MONEY" or lower in CURRENCIES:
                found.add("money")
    return frozenset(found)


def modifier_lemmas(noun: Token) -> frozenset[str]:
    """Lemmas of the adjectives and compounds before a noun, of its of-phrase as well ("war of words")."""
    found = set()
    content = content_of(noun)
    for child in {*noun.subtree, *content.subtree}:
        if child.i < max(noun.i, content.i) and child.dep_ in {
            "amod",
            "compound",
            "nmod",
            "punct",
            "npadvmod",
            "advmod",
            "poss",
        }:
            found.update({child.lemma_.lower(), child.lower_})
    return frozenset(found)


def particles_of(verb: Token) -> frozenset[str]:
    """Particles and adverbs that may belong to the verb: "called off", "backed down"."""
    return frozenset(
        child.lower_
        for child in verb.children
        if child.dep_ in {"prt", "advmod", "prep", "acomp", "dobj", "ccomp", "oprd", "xcomp"}
        and abs(child.i - verb.i) <= 6
    )


def reporting_verb_above(verb: Token) -> Token | None:
    """The verb of saying whose content the clause is."""
    current = verb
    for _ in range(5):
        if current.head.i == current.i:
            break
        if current.dep_ == "ccomp" and current.head.lemma_ in REPORTING:
            return current.head
        if current.dep_ not in {"ccomp", "xcomp", "conj", "advcl", "pcomp", "prep", "acl", "relcl"}:
            break
        current = current.head
    for child in current.children:
        if child.dep_ in {"parataxis", "ccomp"} and child.lemma_ in REPORTING and subject_of(child) is not None:
            return child
    return None


def own_words(head: Token) -> list[Token]:
    """The words under a head without other clauses that have a subject of their own."""
    found, queue = [], [head]
    while queue:
        token = queue.pop()
        if token.dep_ != "punct":
            found.append(token)
        for child in token.children:
            apart = child.dep_ in {"parataxis", "advcl"} or (
                child.dep_ == "conj" and any(grand.dep_ in {"nsubj", "nsubjpass"} for grand in child.children)
            )
            if not apart:
                queue.append(child)
    return found
