"""From a word in the parse to the party it names: the head noun phrase, its mention, country and role.

mention_of(token_or_span)   the mention that names the phrase, pronouns resolved where plain, or None
party_of(token_or_span)     records.Party of the phrase; actor, country and role are None for an ordinary noun
parties_of(token_or_span)   the same for each conjunct: "Russia, China and North Korean troops" gives three
expand_conjuncts(token)     the token and its conjuncts, in the order of the text
phrase_of(token)            the noun phrase of a head without relative clauses, appositions and conjuncts
antecedent_of(token)        the head that a pronoun stands for, or None
"""

from __future__ import annotations

from functools import lru_cache

from spacy.tokens import Span, Token

from pipeline.annotate import roles
from pipeline.annotate.drafts import ROLE
from pipeline.annotate.registry import current
from pipeline.annotate.words import wordset
from pipeline.records import Mention, Party

PERSONS = frozenset({"he", "she", "him", "her", "his", "hers", "himself", "herself"})
THINGS = frozenset({"it", "its", "itself"})
GROUPS = frozenset({"they", "them", "their", "theirs", "themselves"})
RELATIVES = frozenset({"who", "which", "that", "whom", "whose"})
SUBJECTS = frozenset({"nsubj", "nsubjpass"})
OUTSIDE_PHRASE = frozenset({"relcl", "acl", "appos", "cc", "conj", "punct", "parataxis", "advcl", "preconj", "ccomp"})
# Left modifiers in which a country or an organisation names the owner of the head noun.
NAMING = ("poss", "nmod", "compound", "amod", "nummod", "npadvmod")
# "thousands of protesters", "members of Hamas": the noun after "of" is the one that acts.
PARTITIVES = wordset(
    "number group member dozen hundred thousand score majority rest lot team pair couple crowd band handful series "
    "some many most few several one all both each part leader head spokesman spokeswoman representative supporter "
    "official commander president minister king prime government army people resident citizen family wife husband "
    "son brother daughter chief chairman director ally aide million convoy column wave spate list party"
)
NAMING_PREPOSITIONS = frozenset({"of", "from", "in", "for"})
# Whose they are is not what they are: "Ukraine's allies" are no Ukrainians.
RELATIONS = wordset(
    "ally partner neighbour neighbor rival enemy foe adversary opponent backer sponsor patron friend creditor"
)
FURTHEST_BACK = 3  # sentences in which the antecedent of a pronoun is looked for
LONGEST_PHRASE = 14  # words of a party; longer ones are cut after the head


def head_of(phrase: Token | Span) -> Token:
    """The head token of a phrase."""
    return phrase.root if isinstance(phrase, Span) else phrase


def expand_conjuncts(token: Token) -> tuple[Token, ...]:
    """The token and those coordinated with it, in the order of the text."""
    return tuple(sorted({token, *token.conjuncts}, key=lambda member: member.i))


def phrase_of(token: Token) -> Span:
    """The noun phrase around a head, without relative clauses, appositions and conjuncts."""
    inside = _inside(token, with_right=True)
    first = last = token.i
    while first - 1 in inside:
        first -= 1
    while last + 1 in inside:
        last += 1
    if last - first + 1 > LONGEST_PHRASE:
        last = token.i
    own: Mention | None = token._.wirewatch_mention
    if own is not None:
        first, last = _widened(token, own, first, last)
    while last > token.i and (token.doc[last].is_space or token.doc[last].is_punct):
        last -= 1
    while first < token.i and (token.doc[first].is_space or token.doc[first].is_punct):
        first += 1
    return token.doc[first : last + 1]


def _inside(token: Token, with_right: bool) -> set[int]:
    inside = {token.i}
    queue = [token]
    while queue:
        for child in queue.pop().children:
            if child.dep_ in OUTSIDE_PHRASE and not (child.dep_ == "punct" and child.text in {"-", "'", "’"}):
                continue
            if with_right or child.i < token.i:
                inside.add(child.i)
                queue.append(child)
    return inside


def _widened(token: Token, mention: Mention, first: int, last: int) -> tuple[int, int]:
    """A phrase takes in the whole of its head's mention, which the parse may have cut."""
    doc = token.doc
    while first > 0 and doc[first - 1].idx >= mention.start:
        first -= 1
    while last + 1 < len(doc) and doc[last + 1].idx < mention.end:
        last += 1
    return first, last


def mention_of(phrase: Token | Span) -> Mention | None:
    """The mention that names the phrase: its head's own, that of its antecedent, or one in its modifiers."""
    return _mention_of(head_of(phrase), frozenset())


def _mention_of(head: Token, asked: frozenset[int]) -> Mention | None:
    """The mention of a head; `asked` holds the pronouns on the way here, for two of them can stand for each other."""
    own: Mention | None = head._.wirewatch_mention
    if own is not None:
        return own
    if is_pronoun(head):
        return _mention_of_antecedent(head, asked)
    return _mention_beside(head, asked)


def _mention_of_antecedent(pronoun: Token, asked: frozenset[int]) -> Mention | None:
    if pronoun.i in asked:
        return None
    antecedent = antecedent_of(pronoun)
    if antecedent is None or antecedent == pronoun:
        return None
    return _mention_of(antecedent, asked | {pronoun.i})


def _mention_beside(head: Token, asked: frozenset[int]) -> Mention | None:
    is_relation = head.lemma_.lower() in RELATIONS
    for dependency in ("amod",) if is_relation else NAMING:
        for child in sorted((c for c in head.children if c.dep_ == dependency), key=lambda c: -c.i):
            found = _mention_within(child, asked)
            if found is not None:
                return found
    for child in head.children:
        if child.dep_ == "appos":
            found = child._.wirewatch_mention or _mention_within(child, asked)
            if found is not None:
                return found
    if is_relation:
        return None
    if head.lemma_.lower() in PARTITIVES or roles.words().is_role_noun(head.lemma_.lower()):
        return _mention_after(head, NAMING_PREPOSITIONS, asked)
    return _mention_after(head, frozenset({"of", "from"}), asked)


def _mention_within(token: Token, asked: frozenset[int]) -> Mention | None:
    """The mention of a modifier, or in its own modifiers ("the Iraqi army's shells")."""
    own: Mention | None = token._.wirewatch_mention
    if own is not None:
        return own
    if is_pronoun(token):
        return _mention_of_antecedent(token, asked)
    for child in token.children:
        if child.dep_ in NAMING:
            found = _mention_within(child, asked)
            if found is not None:
                return found
    return None


def _mention_after(head: Token, prepositions: frozenset[str], asked: frozenset[int]) -> Mention | None:
    for preposition in head.children:
        if preposition.dep_ == "prep" and preposition.lower_ in prepositions:
            for child in preposition.children:
                if child.dep_ == "pobj":
                    found = _mention_within(child, asked) or (
                        _mention_beside(child, asked) if preposition.lower_ == "of" else None
                    )
                    if found is not None:
                        return found
    return None


def is_pronoun(token: Token) -> bool:
    """Is it a personal, possessive or relative pronoun that can stand for a party?"""
    word = token.lower_
    return (
        word in PERSONS
        or word in THINGS
        or word in GROUPS
        or (word in RELATIVES and token.pos_ in {"PRON", "DET", "SCONJ"})
    )


def antecedent_of(pronoun: Token) -> Token | None:
    """The head that a pronoun stands for, where the syntax or the nearest fitting mention makes it plain."""
    word = pronoun.lower_
    if word in RELATIVES:
        return _relative_antecedent(pronoun)
    above = _subject_above(pronoun)
    if above is not None and _fits(above, word):
        return above
    return _nearest_before(pronoun)


def _relative_antecedent(pronoun: Token) -> Token | None:
    for ancestor in pronoun.ancestors:
        if ancestor.dep_ in {"relcl", "acl"} and ancestor.head.pos_ in {"NOUN", "PROPN", "PRON"}:
            return ancestor.head
    return None


def _subject_above(pronoun: Token) -> Token | None:
    """The subject of the clause that governs the pronoun's clause: "China said it would ..."."""
    for verb in pronoun.ancestors:
        if verb.pos_ not in {"VERB", "AUX"}:
            continue
        for child in verb.children:
            if child.dep_ in SUBJECTS and child != pronoun and child.i < pronoun.i and not is_pronoun(child):
                return child
            if child.dep_ in SUBJECTS and child.i < pronoun.i and child.lower_ in RELATIVES and child != pronoun:
                return antecedent_of(child)
    return None


def _fits(head: Token, pronoun: str) -> bool:
    mention = head._.wirewatch_mention
    kind = mention.type if mention is not None else None
    is_plural = head.morph.get("Number", []) == ["Plur"]
    if pronoun in PERSONS:
        return kind == "PER" or (
            kind in {None, ROLE} and not is_plural and head.pos_ in {"NOUN", "PROPN"} and _is_human(head)
        )
    if pronoun in THINGS:
        return kind != "PER" and not is_plural and (kind is not None or head.pos_ == "NOUN")
    return kind != "PER" and (kind in {"ORG", "NORP", ROLE, "GPE"} or is_plural or len(head.conjuncts) > 0)


def _is_human(head: Token) -> bool:
    words = roles.words()
    return words.is_role_noun(head.lemma_.lower()) or head.lemma_.lower() in {"man", "woman", "boy", "girl", "suspect"}


def _nearest_before(pronoun: Token) -> Token | None:
    """The last fitting subject, else the last fitting mention, of this sentence and those just before it."""
    doc = pronoun.doc
    sentence = pronoun.sent
    for _ in range(FURTHEST_BACK):
        tokens = [token for token in sentence if token.i < pronoun.i and token._.wirewatch_mention is not None]
        heads = [token for token in tokens if _fits(token, pronoun.lower_) and _is_head(token)]
        subjects = [token for token in heads if token.dep_ in SUBJECTS]
        if subjects or heads:
            return (subjects or heads)[0 if subjects else -1]
        if sentence.start == 0:
            return None
        sentence = doc[sentence.start - 1].sent
    return None


def _is_head(token: Token) -> bool:
    return token.dep_ not in {"compound", "amod", "nmod", "punct", "case", "poss"}


def party_of(phrase: Token | Span) -> Party | None:
    """The party that the phrase names; None for a pronoun without a plain antecedent.

    The offsets are those of the phrase itself, also for a pronoun: they must slice back to what stands there.
    """
    head = head_of(phrase)
    mention = mention_of(head)
    if mention is None and is_pronoun(head):
        return None
    span = phrase_of(head)
    own_role = None if is_pronoun(head) else _role_of(head)
    return Party(
        actor=_actor(head, mention, own_role),
        country=mention.country if mention else None,
        role=_role(head, mention, own_role),
        start=span.start_char,
        end=span.end_char,
        text=span.text,
    )


def _role_of(head: Token) -> str | None:
    """The role that the head noun tells, with the words before it."""
    if head.pos_ not in {"NOUN", "PROPN"} or head._.wirewatch_mention is not None:
        return None
    lemmas = [
        t.lemma_.lower()
        for t in head.lefts
        if t.dep_ in {"compound", "amod", "nmod"} and t.pos_ in {"NOUN", "ADJ", "PROPN"}
    ]
    words = roles.words()
    phrase = [*lemmas, head.lemma_.lower()]
    return (
        words.of_phrase(phrase) if words.tells_by_itself(phrase) or lemmas or words.is_role_noun(phrase[-1]) else None
    )


def _role(head: Token, mention: Mention | None, own_role: str | None) -> str | None:
    if mention is None:
        return own_role
    if own_role is not None and mention.role is None:
        return own_role
    if mention.role is not None:
        return mention.role
    is_bare = head._.wirewatch_mention is mention
    return "GOV" if is_bare and head.dep_ in SUBJECTS and mention.text in _capitals() else None


def _actor(head: Token, mention: Mention | None, own_role: str | None) -> str | None:
    if mention is None:
        return None
    is_named_by_country = mention.actor is not None and mention.actor == mention.country
    if own_role is not None and is_named_by_country and head._.wirewatch_mention is None:
        return f"{mention.country}-{own_role}"
    return mention.actor


@lru_cache(maxsize=1)
def _capitals() -> frozenset[str]:
    return frozenset(alias.text for alias in current().aliases if alias.kind == "capital")


def parties_of(phrase: Token | Span) -> tuple[Party, ...]:
    """The parties of a phrase and of its conjuncts; a pronoun for several names gives each of them."""
    head = head_of(phrase)
    if is_pronoun(head):
        antecedent = antecedent_of(head)
        members = expand_conjuncts(antecedent) if antecedent is not None else ()
        if len(members) > 1:
            found = [party_of(member) for member in members]
            return tuple(party for party in found if party is not None)
    return tuple(party for party in map(party_of, expand_conjuncts(head)) if party is not None)
