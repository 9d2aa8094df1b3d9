"""How near two originals are as tellings of one event: words, names and numbers, each weighed by its rarity."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pipeline.group.profile import Profile
from pipeline.group.stopwords import STOPWORDS

STORY_WORDS = 400  # an event is told in the first words of a text; what follows is background
_TITLE_WEIGHT = 2.0
_NAME_SHARE = 0.4  # of the similarity; the rest is words


@dataclass
class TermStatistics:
    """In how many documents a term occurs: what is in many of them says little of a story."""

    documents: int = 0
    counts: Counter[str] = field(default_factory=Counter)

    def add(self, terms: Iterable[str]) -> None:
        """Count one document."""
        self.documents += 1
        self.counts.update(set(terms))

    def rarity(self, term: str) -> float:
        """Inverse document frequency, natural logarithm, smoothed; never below 0."""
        return max(0.0, math.log((self.documents + 1) / (self.counts[term] + 0.5)))


@dataclass(frozen=True)
class StoryTerms:
    """What a document says, as term weights before rarity is applied: words, and names with numbers."""

    words: Mapping[str, float]
    names: Mapping[str, float]

    def all(self) -> set[str]:
        """All terms of both kinds."""
        return set(self.words) | set(self.names)


def story_terms(profile: Profile) -> StoryTerms:
    """The terms of a document: stemmed content words of headline and text, names (@) and numbers (#)."""
    counts = Counter(stem(word) for word in profile.words[:STORY_WORDS] if _tells(word))
    words = {word: 1 + math.log(count) for word, count in counts.items()}
    for word in {stem(word) for word in profile.title_words if _tells(word)}:
        words[word] = words.get(word, 0.0) + _TITLE_WEIGHT
    names = Counter(f"@{name}" for name in profile.name_list)
    weights = {name: 1 + math.log(count) for name, count in names.items()}
    weights |= {f"#{number:g}": 1.0 for number in profile.facts.numbers if number >= 10}
    return StoryTerms(words, weights)


def similarity(one: StoryTerms, other: StoryTerms, statistics: TermStatistics) -> float:
    """0 (nothing in common) to 1 (the same terms)."""
    return (1 - _NAME_SHARE) * _cosine(one.words, other.words, statistics) + _NAME_SHARE * _cosine(
        one.names, other.names, statistics
    )


def salient(terms: StoryTerms, statistics: TermStatistics, count: int) -> list[str]:
    """The `count` terms that say most of the document: by them its story is looked up."""
    weighed = {
        term: weight * statistics.rarity(term) for kind in (terms.words, terms.names) for term, weight in kind.items()
    }
    return sorted(weighed, key=lambda term: (-weighed[term], term))[:count]


def stem(word: str) -> str:
    """A word without its commonest English endings: enough to let `launch`, `launches`, `launched` meet."""
    for ending, rest in (("ies", "y"), ("sses", "ss"), ("ing", ""), ("ed", ""), ("es", ""), ("s", "")):
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not word.endswith("ss"):
            base = word[: -len(ending)] + rest
            return base[:-1] if len(base) > 3 and base[-1] == base[-2] and base[-1] not in "ls" else base
    return word[:-1] if word.endswith("e") and len(word) > 4 else word


def _tells(word: str) -> bool:
    return word not in STOPWORDS and len(word) > 1 and not word.isdigit()


def _cosine(one: Mapping[str, float], other: Mapping[str, float], statistics: TermStatistics) -> float:
    shared = one.keys() & other.keys()
    if not shared:
        return 0.0
    product = sum(one[term] * other[term] * statistics.rarity(term) ** 2 for term in shared)
    return product / (_norm(one, statistics) * _norm(other, statistics)) if product else 0.0


def _norm(terms: Mapping[str, float], statistics: TermStatistics) -> float:
    return math.sqrt(sum((weight * statistics.rarity(term)) ** 2 for term, weight in terms.items()))
