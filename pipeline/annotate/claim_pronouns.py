"""The party that a pronoun stands for: "it", "they", "he", and the "we" of whoever speaks."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from spacy.tokens import Token

from pipeline.annotate.claim_party import PartyReading, at_token
from pipeline.annotate.claim_speech import attributions_over, verbs_of_saying_around
from pipeline.annotate.claim_syntax import controlled_above
from pipeline.records import Mention

THIRD = frozenset({"it", "its", "they", "them", "their", "itself", "themselves", "theirs"})
PERSONAL = frozenset({"he", "she", "him", "her", "his", "hers"})
FIRST = frozenset({"we", "us", "our", "i", "my", "ours", "ourselves"})
SUBJECTS = frozenset({"nsubj", "nsubjpass"})

Read = Callable[[Token], PartyReading | None]


def is_pronoun(token: Token) -> bool:
    """Whether the token is a personal pronoun; "US" is none."""
    return token.lower_ in THIRD | PERSONAL | FIRST and token.text != "US"


def party_of_pronoun(token: Token, read: Read, nouns: frozenset[str]) -> PartyReading | None:
    """The party that a pronoun stands for, by the subjects before it; "we" is the speaker's country.

    `read` reads the party of another phrase; `nouns` are those that name parties.
    """
    word = token.lower_
    if word in THIRD:
        told = controlled_above(token)
        antecedent = read(told) if told is not None and not is_pronoun(told) else None
        if antecedent is None or not antecedent.countries:
            antecedent = _subject_before(token, read, nouns, is_person=False) or _state_before(token)
    elif word in PERSONAL:
        antecedent = _subject_before(token, read, nouns, is_person=True)
    elif word in FIRST:
        antecedent = _speaker(token, read)
    else:
        return None
    if antecedent is None or not antecedent.countries:
        return None
    return at_token(token, antecedent.countries, antecedent.kind, "context")


def _subject_before(token: Token, read: Read, nouns: frozenset[str], *, is_person: bool) -> PartyReading | None:
    """The nearest subject before the pronoun that names a country (or a person of one)."""
    for candidate in _subjects_before(token):
        if is_pronoun(candidate) or candidate.pos_ == "PRON":
            continue
        if token.dep_ in {"dobj", "dative"} and candidate.head.i == token.head.i:
            continue  # "Oman will lend it two": not Oman itself
        mention: Mention | None = candidate._.wirewatch_mention
        is_office = candidate.lemma_.lower() in nouns and candidate.tag_ != "NNP"
        if is_person and not is_office and not (mention is not None and mention.type in {"PER", "ROLE"}):
            continue
        reading = read(candidate)
        if reading is not None and reading.countries:
            return reading
    return None


def _state_before(token: Token) -> PartyReading | None:
    """The last state named before the pronoun in its sentence."""
    sentence = token.sent
    named = [
        m
        for m in token.doc._.wirewatch_mentions
        if sentence.start_char <= m.start and m.end <= token.idx and m.country and m.type == "GPE"
    ]
    return PartyReading((named[-1].country,), "state", named[-1].start, named[-1].end) if named else None


def _subjects_before(token: Token) -> Iterator[Token]:
    """Subjects before a token: in its sentence the nearest first, then of earlier sentences, main clauses first."""
    doc, start = token.doc, token.sent.start
    yield from reversed([t for t in doc[start : token.i] if t.dep_ in SUBJECTS])
    for sentence in reversed([sentence for sentence in doc.sents if sentence.start < start]):
        yield from sorted((t for t in sentence if t.dep_ in SUBJECTS), key=lambda t: (_depth(t), t.i))


def _depth(token: Token) -> int:
    """How many words govern a token."""
    return sum(1 for _ in token.ancestors)


def _speaker(token: Token, read: Read) -> PartyReading | None:
    """Who speaks the words around the token: the innermost attribution over it, else the last speaker named."""
    for speaker in _speakers_around(token):
        reading = read(speaker) if not is_pronoun(speaker) else None
        if reading is not None and reading.countries:
            return reading
    return None


def _speakers_around(token: Token) -> Iterator[Token]:
    """The sources of the attributions over a token, then the subjects of verbs of saying, nearest first."""
    for _, source in attributions_over(token):
        span = token.doc.char_span(*source, alignment_mode="expand")
        if span is not None:
            yield span.root
    for verb in verbs_of_saying_around(token):
        yield from (child for child in verb.children if child.dep_ == "nsubj")
