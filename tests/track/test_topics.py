"""Which articles belong to a topic."""

from __future__ import annotations

from dataclasses import replace

from pipeline.catalog.schema import Topic
from pipeline.track.topics import ARMS_TRANSFER, ArticleFacts, match_articles, topic_reasons

TOPIC = Topic.model_validate(
    {
        "key": "northern_arms",
        "title": "Northern arms",
        "actors": ["PRK"],
        "dyads": [["PRK", "*"]],
        "event_types": ["AID"],
        "frames": [ARMS_TRANSFER],
        "terms": {"en": ["shells"], "ja": ["砲弾"]},
        "actor_terms": {"en": ["Pyongyang"]},
    }
)
ARTICLE = ArticleFacts(1, "en", "full", "Pyongyang sent shells.")


def test_a_claim_counts_when_an_actor_is_a_party() -> None:
    assert topic_reasons(TOPIC, replace(ARTICLE, claims=((("PRK", "RUS"), ARMS_TRANSFER),))) == ("claim",)
    assert topic_reasons(TOPIC, replace(ARTICLE, claims=((("IRN", "RUS"), ARMS_TRANSFER),))) == ()


def test_an_event_counts_in_either_direction_and_by_type() -> None:
    assert topic_reasons(TOPIC, replace(ARTICLE, events=(("AID", "RUS", "PRK"),))) == ("event",)
    assert topic_reasons(TOPIC, replace(ARTICLE, events=(("CONSULT", "RUS", "PRK"),))) == ()
    assert topic_reasons(TOPIC, replace(ARTICLE, events=(("AID", "PRK", None),))) == ()


def test_words_count_only_where_the_coder_did_not_read() -> None:
    assert topic_reasons(TOPIC, ARTICLE) == ()
    assert topic_reasons(TOPIC, replace(ARTICLE, coding_level="mentions")) == ("term",)


def test_words_are_whole_words_beside_a_word_for_the_actor() -> None:
    assert topic_reasons(TOPIC, replace(ARTICLE, coding_level=None, words="Pyongyang sent seashells.")) == ()
    assert topic_reasons(TOPIC, replace(ARTICLE, coding_level=None, words="Oslo sent shells.")) == ()


def test_scripts_without_spaces_match_anywhere() -> None:
    article = ArticleFacts(2, "ja", "none", "大量の砲弾を輸送した")
    assert match_articles([TOPIC], [ARTICLE, article]) == [("northern_arms", 2, ("term",))]
