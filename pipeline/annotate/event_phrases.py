"""What a noun or verb carries in its phrase: prepositions, particles, modifiers, and the noun that a counting one is of."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from pipeline.annotate.syntax_words import syntax_words
from pipeline.annotate.words import wordset

# Nouns that leave the sense to the noun before them: "curfew hours", "aid package", "strike action".
GENERIC_HEADS = frozenset(
    {"hour", "order", "measure", "effort", "package", "action", "deal", "program", "programme", "rule"}
)
CURRENCIES = wordset(
    "$ € £ dollar dollars euro euros yen yuan rupees pounds francs crore kroner kronor rials riyals roubles rubles zloty "
    "shekels dirhams pesos lira rand"
)
# Nouns that count or group what follows "of": "dozens of migrants", "a series of strikes".
PARTITIVES = syntax_words().partitives


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


def particles_of(verb: Token) -> frozenset[str]:
    """Particles and adverbs that may belong to the verb: "called off", "backed down"."""
    return frozenset(
        child.lower_
        for child in verb.children
        if child.dep_ in {"prt", "advmod", "prep", "acomp", "dobj", "ccomp", "oprd", "xcomp"}
        and abs(child.i - verb.i) <= 6
    )


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
