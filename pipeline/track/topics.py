"""Does an article belong to a topic, and by what? Pure: facts of the article in, reasons out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipeline.catalog.schema import ANY, Topic

ARMS_TRANSFER = "arms_transfer"  # the frame of records.Claim
_SCRIPTS_WITHOUT_SPACES = re.compile(r"[぀-ヿ㐀-鿿가-힯฀-๿]")


@dataclass(frozen=True, slots=True)
class ArticleFacts:
    """What matching needs to know of an article; parties are ISO 3166-1 alpha-3 codes."""

    article_id: int
    language: str | None
    coding_level: str | None  # full where events and claims were coded
    words: str  # title and text
    claims: tuple[tuple[tuple[str, ...], str], ...] = ()  # all parties of a claim, and its frame
    events: tuple[tuple[str, str | None, str | None], ...] = ()  # type, source country, target country


def topic_reasons(topic: Topic, article: ArticleFacts) -> tuple[str, ...]:
    """By what the article matches the topic: claim, event, term; empty where it does not belong to it.

    The rule stands with the fields of `Topic`.
    """
    reasons = []
    if any(reason_of_claim(topic, parties, frame) for parties, frame in article.claims):
        reasons.append("claim")
    if any(reason_of_event(topic, *event) for event in article.events):
        reasons.append("event")
    reads_words = topic.is_term_enough or article.coding_level != "full"
    if reads_words and article.language and _words_match(topic, article.language, article.words):
        reasons.append("term")
    return tuple(reasons)


def match_articles(topics: Sequence[Topic], articles: Iterable[ArticleFacts]) -> list[tuple[str, int, tuple[str, ...]]]:
    """(topic key, article_id, reasons) for every match."""
    return [
        (topic.key, article.article_id, reasons)
        for article in articles
        for topic in topics
        if (reasons := topic_reasons(topic, article))
    ]


def reason_of_claim(topic: Topic, parties: Iterable[str], frame: str) -> bool:
    """Whether a claim with these parties makes its article belong to the topic."""
    return frame in topic.frames and (not topic.actors or bool(set(topic.actors) & set(parties)))


def reason_of_event(topic: Topic, event_type: str, source: str | None, target: str | None) -> bool:
    """Whether an event between these countries makes its article belong to the topic."""
    if event_type not in topic.event_types or source is None or target is None:
        return False
    return any(
        (first in (ANY, source) and second in (ANY, target)) or (first in (ANY, target) and second in (ANY, source))
        for first, second in topic.dyads
    )


def term_sentence(topic: Topic, language: str, words: str) -> str:
    """The line of the words, cut to what stands around it, in which one of the topic's terms is found."""
    found = _pattern(topic.terms[language]).search(words)
    if found is None:
        return ""
    start = max(words.rfind(mark, 0, found.start()) for mark in ("\n", ". ", "。", "! ", "? ")) + 1
    ends = [at for mark in ("\n", ". ", "。", "! ", "? ") if (at := words.find(mark, found.end())) >= 0]
    return words[start : min(ends, default=len(words)) + 1].strip()


def _words_match(topic: Topic, language: str, words: str) -> bool:
    terms = topic.terms.get(language, ())
    if not terms or not _pattern(terms).search(words):
        return False
    actor_terms = topic.actor_terms.get(language, ())
    return not actor_terms or bool(_pattern(actor_terms).search(words))


@lru_cache(maxsize=256)
def _pattern(terms: tuple[str, ...]) -> re.Pattern[str]:
    """Any of the terms: as whole words in scripts that separate words, anywhere in those that do not."""
    alternatives = [
        re.escape(term) if _SCRIPTS_WITHOUT_SPACES.search(term) else rf"(?<!\w){re.escape(term)}(?!\w)"
        for term in sorted(terms, key=len, reverse=True)
    ]
    return re.compile("|".join(alternatives), re.IGNORECASE)
