"""From a word in the parse to the party it names: the head noun phrase, its mention, country and role.

    mention_of(token_or_span)   the mention that names the phrase, pronouns resolved where plain, or None
    party_of(token_or_span)     records.Party of the phrase; actor, country and role are None for an ordinary noun
    parties_of(token_or_span)   the same for each conjunct: "Russia, China and North Korean troops" gives three
    expand_conjuncts(token)     the token and its conjuncts, in the order of the text
    phrase_of(token)            the noun phrase of a head without relative clauses, appositions and conjuncts
"""

from __future__ import annotations

from spacy.tokens import Span, Token

from pipeline.records import Mention, Party


def head_of(phrase: Token | Span) -> Token:
    """The head token of a phrase."""
    return phrase.root if isinstance(phrase, Span) else phrase


def expand_conjuncts(token: Token) -> tuple[Token, ...]:
    """The token and those coordinated with it, in the order of the text."""
    return tuple(sorted({token, *token.conjuncts}, key=lambda member: member.i))


def phrase_of(token: Token) -> Span:
    """The noun phrase around a head, without relative clauses, appositions and conjuncts."""
    outside = {"relcl", "acl", "appos", "cc", "conj", "punct", "parataxis", "advcl"}
    inside = {token.i}
    queue = [token]
    while queue:
        for child in queue.pop().children:
            if child.dep_ not in outside:
                inside.add(child.i)
                queue.append(child)
    first = last = token.i
    while first - 1 in inside:
        first -= 1
    while last + 1 in inside:
        last += 1
    return token.doc[first : last + 1]


def mention_of(phrase: Token | Span) -> Mention | None:
    """The mention that names the phrase: its head's own, else one in its modifiers."""
    head = head_of(phrase)
    own: Mention | None = head._.wirewatch_mention
    if own is not None:
        return own
    for child in head.children:
        if child.dep_ in {"compound", "amod", "poss", "nmod", "appos"}:
            found: Mention | None = child._.wirewatch_mention
            if found is not None:
                return found
    return None


def party_of(phrase: Token | Span) -> Party | None:
    """The party that the phrase names; None for a pronoun without a plain antecedent."""
    head = head_of(phrase)
    mention = mention_of(head)
    if mention is None and head.pos_ == "PRON":
        return None
    span = phrase_of(head)
    return Party(
        actor=mention.actor if mention else None,
        country=mention.country if mention else None,
        role=mention.role if mention else None,
        start=span.start_char,
        end=span.end_char,
        text=span.text,
    )


def parties_of(phrase: Token | Span) -> tuple[Party, ...]:
    """The parties of a phrase and of its conjuncts."""
    found = (party_of(token) for token in expand_conjuncts(head_of(phrase)))
    return tuple(party for party in found if party is not None)
