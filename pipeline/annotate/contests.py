"""Games are no battles: whether a sentence reports a sporting contest, where teams beat, attack and defeat each other."""

from __future__ import annotations

import re

from spacy.tokens import Span, Token

from pipeline.annotate.words import wordset

# What happens between teams as well as between states and their people.
CONTEST_VERBS = wordset(
    "beat defeat crush thrash hammer rout trounce demolish down edge stun attack strike shoot fire hit clash fight battle "
    "kill hold host visit meet face play challenge defend eliminate eject exclude suspend ban sign invade blast punish "
    "overcome outgun drop release threaten deny stop seize capture"
)
# Words of match reports; grounds and games that are merely places of an act ("stadium", "football") are not among them.
CONTEST_WORDS = wordset(
    "season league cup playoff coach striker midfielder defender goalkeeper innings wicket quarterfinal quarter-final "
    "semifinal semi-final tournament championship halftime half-time goal seed scoreline penalty touchdown homer inning "
    "rebound hat-trick kickoff kick-off tiebreak scorer batsman bowler pitcher quarterback teammate fixture qualifier "
    "standings umpire referee offside game set club winger"
)
SCORE = re.compile(
    r"(?<![\d.,/-])\d{1,3}(?:\s?[-–]\s?| to )\d{1,3}(?![\d.,/%-]|\s?(?:percent|per cent|years?|days|weeks|people|votes?)\b)"
)
ENOUGH_WORDS = 2  # distinct words of match reports that need no score beside them


def is_contest(trigger: Token) -> bool:
    """Whether a word tells of a contest: a verb of games in a sentence with a score or several words of match reports."""
    if trigger.lemma_.lower() not in CONTEST_VERBS:
        return False
    return _is_match_report(trigger.sent)


def _is_match_report(sentence: Span) -> bool:
    words = {token.lemma_.lower() for token in sentence} & CONTEST_WORDS
    return len(words) >= ENOUGH_WORDS or (bool(words) and SCORE.search(sentence.text) is not None)
