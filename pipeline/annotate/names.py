"""The names that the model's recogniser found and those it missed, cut to the name itself; not their kind."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.tokens import Doc, Span, Token

from pipeline.annotate.words import wordset

LABELS = {"PERSON": "PER", "ORG": "ORG", "GPE": "GPE", "LOC": "LOC", "FAC": "FAC", "NORP": "NORP"}
LONGEST_NAME = 12  # tokens; what is longer is a slip of the recogniser
PARTICLES = frozenset({"bin", "bint", "ibn", "al", "el", "de", "del", "da", "dos", "van", "von"})
LONGEST_PIECE = 2  # tokens between two pieces of a person's name
HONORIFICS = wordset(
    "mr mrs ms miss dr mr. mrs. ms. dr. sir lord lady sheikh sheik sultan gen gen. maj. capt. sgt. lt. col. prof. "
    "rev. sen. rep. gov. mp mla prof madam president uncle aunt auntie grandmother near rip honourable senator justice"
)
ARTICLES = frozenset({"the", "a", "an", "this", "that", "its", "his", "her", "their", "our"})
SPEECH = wordset("said says told tells added adds wrote asked tweeted argued explained noted replied insisted recalled")
CALENDAR = wordset(
    "january february march april may june july august september october november december jan feb mar apr jun jul "
    "aug sept sep oct nov dec monday tuesday wednesday thursday friday saturday sunday"
)
# Possessors that belong to the name itself: "People's Party", "St. John's College".
INNER_POSSESSORS = wordset(
    "people king queen women woman men children workers worker farmers mother master magistrate saint"
)
# Organisations whose names mostly go on with "of ...", and words with which such names end.
COMPLETED_BY_OF = wordset(
    "ministry department party union front bank university college institute academy council committee board court "
    "league federation association organization organisation office bureau chamber confederation society alliance "
    "congress movement army church commission centre center school republic minister secretary house"
)
CLOSING_WORDS = wordset(
    "party union front alliance coalition movement federation association league committee council ministry "
    "department agency"
)
# Names of no actor and no place, which the recogniser likes to call one.
NO_NAMES = wordset(
    "covid covid-19 coronavirus brexit gmt utc gdp tv ai pcr dna hiv aids ppe ceo cfo nft atm faq mp mps ngo ngos "
    "id ok internet christmas easter ramadan islam parliament government cabinet"
)


# Last words of names of treaties, laws, prizes and occasions, which act for nobody.
OCCASIONS = wordset(
    "agreement treaty accord accords pact act bill war prize award awards championship championships festival olympics "
    "games convention summit day week era project programme program scheme initiative language"
)


def model_spans(doc: Doc) -> list[tuple[Span, str]]:
    """The entities of the six kinds that name actors and places, split and trimmed, with the recogniser's kind."""
    found = []
    for entity in doc.ents:
        label = LABELS.get(entity.label_)
        if label is None:
            continue
        for piece in _pieces(entity):
            span = trimmed(piece)
            if span is not None and len(span) <= LONGEST_NAME and looks_like_name(span):
                found.append((span, label))
    return _joined(found)


def _joined(spans: list[tuple[Span, str]]) -> list[tuple[Span, str]]:
    """ "Social Democratic" and "Labour Party", "Communist Party" and "China" are pieces of one organisation's name."""
    joined: list[tuple[Span, str]] = []
    for span, label in spans:
        if joined and _belongs_to(joined[-1], span, label):
            first = joined.pop()[0]
            joined.append((span.doc[first.start : span.end], "PER" if label == "PER" else "ORG"))
        else:
            joined.append((span, label))
    return [(_with_complement(span), label) if label == "ORG" else (span, label) for span, label in joined]


def _belongs_to(previous: tuple[Span, str], span: Span, label: str) -> bool:
    first, first_label = previous
    between = [token.lower_ for token in span.doc[first.end : span.start]]
    if label == first_label == "PER" and _is_same_person(first, span):
        return True
    if between in (["of"], ["of", "the"], ["for"], ["for", "the"]):
        return first_label == "ORG" and first[-1].lower_ in COMPLETED_BY_OF and len(first) + len(span) < LONGEST_NAME
    if between in (["and"], ["&"]):
        is_open = first_label in {"ORG", "NORP"} and first[-1].lower_ not in CLOSING_WORDS and first[-1].tag_ != "NNP"
        return is_open and label == "ORG" and span[-1].lower_ in CLOSING_WORDS
    return False


def _is_same_person(first: Span, span: Span) -> bool:
    """Pieces of one name, with nothing or a piece that the recogniser left out between: "Bilawal", "Zardari"."""
    between = span.doc[first.end : span.start]
    is_apart = any(token.text.isspace() or not token.is_alpha for token in between)
    is_name = all(token.pos_ == "PROPN" or token.lower_ in PARTICLES for token in between)
    return len(between) <= LONGEST_PIECE and not is_apart and is_name and len(first) + len(span) < LONGEST_NAME


def _with_complement(span: Span) -> Span:
    """ "Ministry" goes on over "of Public Works" where the recogniser stopped too early."""
    doc, end = span.doc, span.end
    if span[-1].lower_ not in COMPLETED_BY_OF or end + 1 >= len(doc) or doc[end].lower_ != "of":
        return span
    stop = end + 2 if doc[end + 1].lower_ == "the" else end + 1
    first = stop
    while stop < len(doc) and doc[stop].text[:1].isupper() and doc[stop].pos_ == "PROPN" and not doc[stop].ent_type_:
        stop += 1
    return doc[span.start : stop] if stop > first else span


def missed_spans(doc: Doc, taken: set[int]) -> Iterator[Span]:
    """Runs of capitalised proper nouns that no entity covers, not at the first word of a sentence alone."""
    i = 0
    while i < len(doc):
        if not _may_name(doc[i], taken):
            i += 1
            continue
        stop = i + 1
        while stop < len(doc) and (_may_name(doc[stop], taken) or _is_link(doc, stop, taken)):
            stop += 1
        span = trimmed(doc[i:stop])
        if span is not None and looks_like_name(span) and not _is_first_word_alone(span):
            yield span
        i = stop


def _is_first_word_alone(span: Span) -> bool:
    """A single word that begins a sentence has a capital anyway, unless it then says something."""
    if len(span) > 1 or not span[0].is_sent_start:
        return False
    following = span.doc[span.end] if span.end < len(span.doc) else span[0]
    return following.lower_ not in SPEECH and following.pos_ not in {"VERB", "AUX"} and following.tag_ != "POS"


def _may_name(token: Token, taken: set[int]) -> bool:
    if token.i in taken or token.ent_type_ or not token.text[:1].isupper():
        return False
    return token.pos_ == "PROPN" and token.lower_ not in NO_NAMES and token.lower_ not in CALENDAR and token.text != "I"


def _is_link(doc: Doc, i: int, taken: set[int]) -> bool:
    """ "of" or "de" between two parts of a name."""
    return (
        doc[i].lower_ in {"de", "del", "la", "al", "-", "bin", "van", "von", "der"}
        and i + 1 < len(doc)
        and _may_name(doc[i + 1], taken)
    )


def _pieces(entity: Span) -> Iterator[Span]:
    """Parts of an entity that are names of their own: at slashes, at an opening bracket, after a possessive."""
    doc, start = entity.doc, entity.start
    for i in range(entity.start, entity.end):
        token = doc[i]
        if token.text in {"/", "(", ")"} or token.is_space:
            if i > start:
                yield doc[start:i]
            start = i + 1
        elif token.tag_ == "POS" and i > start and i + 1 < entity.end and _owns(doc[i - 1], doc[i + 1]):
            yield doc[start:i]
            start = i + 1
    if start < entity.end:
        yield doc[start : entity.end]


def _owns(owner: Token, owned: Token) -> bool:
    return (
        owner.pos_ == "PROPN"
        and owner.lower_ not in INNER_POSSESSORS
        and owned.text[:1].isupper()
        and owner.ent_type_ != "FAC"
    )


def trimmed(span: Span) -> Span | None:
    """Without articles, honorifics, possessive marks, quotation marks, dates and stray signs at the ends."""
    doc, start, end = span.doc, span.start, span.end
    while start < end and _is_lead(doc[start], end - start):
        start += 1
    while end > start and _is_tail(doc[end - 1], end - start):
        end -= 1
    return doc[start:end] if end > start else None


def _is_lead(token: Token, length: int) -> bool:
    if token.lower_ in HONORIFICS:
        return length > 1
    is_verb = token.pos_ == "VERB" and token.is_sent_start and length > 1  # "Noting Obama's"
    return is_verb or token.lower_ in ARTICLES or token.is_space or token.is_quote or token.is_punct


def _is_tail(token: Token, length: int) -> bool:
    if token.tag_ == "POS" or token.is_space or token.is_quote or token.lower_ in {"'s", "’s", "'", "’"}:
        return True
    if length > 1 and (
        token.lower_ in CALENDAR
        or token.lower_ in ARTICLES
        or token.lower_ in {"and", "of", "in", "for"}
        or token.like_num
    ):
        return True
    return token.is_punct and not token.text.endswith(".")


def looks_like_name(span: Span) -> bool:
    """Has it a capital, letters, and nothing of an address or a plain word?"""
    text = span.text
    if not any(c.isalpha() for c in text) or re.search(r"https?:|www\.|@|%", text):
        return False
    lowered = text.lower()
    if lowered in CALENDAR or lowered in NO_NAMES or lowered.startswith("covid"):
        return False
    if len(span) > 1 and span[-1].lower_ in OCCASIONS:
        return False
    return any(token.text[:1].isupper() for token in span)
