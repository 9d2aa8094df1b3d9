"""The clauses around a predicate: those under it, the verb of saying above it, and the words that are its own."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from pipeline.annotate.event_arguments import subject_of
from pipeline.annotate.parts_of_speech import VERBAL
from pipeline.annotate.syntax_words import syntax_words

REPORTING = syntax_words().reporting


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
    """to, ing, bare or that, by the words before the verb and its form."""
    words = {child.lower_ for child in verb.children if child.dep_ in {"aux", "mark"}}
    if "to" in words:
        return "to"
    if verb.tag_ == "VBG" and not any(child.dep_ in {"aux", "nsubj"} for child in verb.children):
        return "ing"
    if verb.tag_ == "VB" and not any(child.dep_ == "aux" for child in verb.children) and "that" not in words:
        return "bare" if not any(child.dep_ == "nsubj" for child in verb.children) else "that"
    return "that"


def _is_obligation(verb: Token) -> bool:
    """ "Must stop", "has to stop": the clause demands what it tells."""
    for child in verb.children:
        if child.dep_ == "aux" and child.lower_ in {"must", "should", "ought"}:
            return True
    return verb.lemma_ in {"need", "have"} and any(child.dep_ == "xcomp" for child in verb.children)


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


def is_headline_plan(verb: Token) -> bool:
    """ "Kenya to lift the ban": the future of a headline, an infinitive with a subject and no verb above it."""
    relations = {"to" if child.lower_ == "to" and child.dep_ == "aux" else child.dep_ for child in verb.children}
    return verb.tag_ == "VB" and verb.dep_ == "ROOT" and "to" in relations and bool(relations & {"nsubj", "nsubjpass"})
