"""How near two originals are as tellings of one event: words, names and numbers, each weighed by its rarity."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

import xxhash

from pipeline.group.headline import Headline, figure_of, is_series, may_be_series, read_headline
from pipeline.group.profile import Profile
from pipeline.group.stopwords import STOPWORDS

STORY_WORDS = 400  # an event is told in the first words of a text; what follows is background
VECTOR_TERMS = 256  # of a telling, the weightiest
WEIGHT_DIGITS = 3  # of a term before rarity is applied
KEY_TERMS = 16  # of these, the ones by which it is looked up
_TITLE_WEIGHT = 2.0
_BULLETIN_WORDS = (
    4  # of a headline under which an outlet prints, a day later, another text: a bulletin that comes daily
)
_BULLETIN_HOURS = 18.0
_NAME_SHARE = 0.3  # of the similarity; the rest is words


@dataclass
class TermStatistics:
    """In how many documents a term occurs: what is in many of them says little of a story."""

    documents: int = 0
    counts: Counter[int] = field(default_factory=Counter)

    def add(self, terms: Iterable[int]) -> None:
        """Count one document."""
        self.documents += 1
        self.counts.update(set(terms))

    def rarity(self, term: int) -> float:
        """Inverse document frequency, natural logarithm, smoothed; never below 0."""
        return max(0.0, math.log((self.documents + 1) / (self.counts[term] + 0.5)))


@dataclass(frozen=True, slots=True)
class StoryTerms:
    """What a document says, as weights of hashed terms before rarity is applied: words, and names with numbers.

    Weights have as many digits as the warehouse keeps.
    """

    words: Mapping[int, float]
    names: Mapping[int, float]

    def all(self) -> set[int]:
        """All terms of both kinds."""
        return set(self.words) | set(self.names)


@dataclass(frozen=True, slots=True, eq=False)
class Telling:
    """An original as its story is found: what it says, the terms by which it is looked up, and what it is not."""

    document_id: str
    story_id: str
    published_at: datetime | None
    terms: StoryTerms
    title: str | None = None
    source: str | None = None
    is_founder: bool = False
    keys: tuple[int, ...] = ()
    apart: frozenset[str] = frozenset()  # documents that look like it and tell another event


def story_terms(profile: Profile) -> StoryTerms:
    """The terms of a document: stemmed content words of headline and text, names (@) and numbers (#)."""
    counts = Counter(stem(word) for word in profile.words[:STORY_WORDS] if _tells(word))
    plain = {word: 1 + math.log(count) for word, count in counts.items()}
    for word in {stem(word) for word in profile.title_words if _tells(word)}:
        plain[word] = plain.get(word, 0.0) + _TITLE_WEIGHT
    names = {name_term(name): 1 + math.log(count) for name, count in Counter(profile.name_list).items()}
    names |= {_number_term(number): 1.0 for number in profile.facts.numbers if number >= 10}
    return StoryTerms(_rounded({_hash(word): weight for word, weight in plain.items()}), _rounded(names))


def name_term(word: str) -> int:
    """The term of a word of a name; it is even."""
    return _hash(f"@{word}") & ~1


def is_number_term(term: int) -> bool:
    """Whether a term of the kind of names and numbers is a number."""
    return bool(term & 1)


def story_vector(terms: StoryTerms, statistics: TermStatistics) -> dict[int, float]:
    """The terms of a document, weighed by rarity; the product of two vectors is 0 (nothing shared) to 1."""
    return _scaled(terms.words, 1 - _NAME_SHARE, statistics) | _scaled(terms.names, _NAME_SHARE, statistics)


def new_telling(profile: Profile, terms: StoryTerms, statistics: TermStatistics, apart: Iterable[str] = ()) -> Telling:
    """A document as it tells a story that is not found yet: its weightiest terms, and by which it is looked up."""
    vector = story_vector(terms, statistics)
    kept = sorted(vector, key=lambda term: (-vector[term], term))[:VECTOR_TERMS]
    chosen = frozenset(kept)
    return Telling(
        profile.id,
        "",
        profile.document.published_at,
        StoryTerms(
            {term: weight for term, weight in terms.words.items() if term in chosen},
            {term: weight for term, weight in terms.names.items() if term in chosen},
        ),
        profile.document.title,
        profile.document.source,
        False,
        tuple(kept[:KEY_TERMS]),
        frozenset(apart),
    )


def tells_another(one: Telling, other: Telling) -> bool:
    """Whether the headlines of two tellings are issues of one series that report different things."""
    if not one.title or not other.title:
        return False
    here, there = read_headline(one.title), read_headline(other.title)
    if here.said == there.said:
        return (
            len(here.said) >= _BULLETIN_WORDS
            and one.source == other.source
            and _hours_between(one, other) >= _BULLETIN_HOURS
        )
    if not may_be_series(here, there):
        return False
    return is_series(here, there, _own_facts(here, one, there, other), _own_facts(there, other, here, one))


def _hours_between(one: Telling, other: Telling) -> float:
    if one.published_at is None or other.published_at is None:
        return 0.0
    return abs((one.published_at - other.published_at).total_seconds()) / 3600


def _own_facts(headline: Headline, telling: Telling, other_headline: Headline, other: Telling) -> set[str]:
    """The names and figures of a headline that the other document does not hold."""
    return {
        word
        for word in headline.words - STOPWORDS - other_headline.words
        if (word[0].isdigit() or word in headline.names or name_term(word) in telling.terms.names)
        and _hash(stem(word)) not in other.terms.words
        and name_term(word) not in other.terms.names
        and (not word[0].isdigit() or figure_of(word) not in other_headline.figures)
    }


def stem(word: str) -> str:
    """A word without its commonest English endings: enough to let `launch`, `launches`, `launched` meet."""
    for ending, rest in (("ies", "y"), ("sses", "ss"), ("ing", ""), ("ed", ""), ("es", ""), ("s", "")):
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not word.endswith("ss"):
            base = word[: -len(ending)] + rest
            return base[:-1] if len(base) > 3 and base[-1] == base[-2] and base[-1] not in "ls" else base
    return word[:-1] if word.endswith("e") and len(word) > 4 else word


def _tells(word: str) -> bool:
    return word not in STOPWORDS and len(word) > 1 and not word.isdigit()


def _number_term(number: float) -> int:
    return _hash(f"#{number:g}") | 1


def _rounded(weights: Mapping[int, float]) -> dict[int, float]:
    return {term: round(weight, WEIGHT_DIGITS) for term, weight in weights.items()}


def _hash(term: str) -> int:
    """A term as a signed 32-bit integer (PostgreSQL's integer), the same on all platforms."""
    value = xxhash.xxh32_intdigest(term.encode())
    return value - (1 << 32) if value >= 1 << 31 else value


def _scaled(weights: Mapping[int, float], share: float, statistics: TermStatistics) -> dict[int, float]:
    weighed = {term: weight * statistics.rarity(term) for term, weight in weights.items()}
    length = math.sqrt(sum(weight * weight for weight in weighed.values()))
    scale = math.sqrt(share) / length if length else 0.0
    return {term: weight * scale for term, weight in weighed.items() if weight}
