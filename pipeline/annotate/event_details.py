"""How an act is done and what it is about: PLOVER's mode and context of an event. Both stay open where no word tells them."""

from __future__ import annotations

from functools import lru_cache

from pydantic import BaseModel, ConfigDict
from spacy.tokens import Token

from pipeline.annotate.event_catalog import read_verbs_catalog
from pipeline.annotate.event_clauses import own_words
from pipeline.annotate.event_lexicon import Entry
from pipeline.annotate.event_matching import Match
from pipeline.annotate.event_parties import Role

# What a demand, a refusal or a threat is about, by the type of the act that it names. Of a threat also by its mode.
ASKED = {
    **dict.fromkeys(("AID", "COOPERATE", "SUPPORT"), "assist"),
    **dict.fromkeys(("CONCEDE", "RETREAT"), "yield"),
    **dict.fromkeys(("CONSULT", "AGREE"), "meet"),
}
THREATENED = {
    **{
        "ASSAULT": "violence",
        "MOBILIZE": "violence",
        "PROTEST": "restrict",
        "SANCTION": "relations",
        "COERCE": "restrict",
    },
    **{"SANCTION/expel": "expel", "COERCE/deport": "expel", "COERCE/arrest": "arrest", "COERCE/ban": "ban"},
}
SPOKEN_OF = {"REQUEST": ASKED, "REJECT": ASKED, "THREATEN": THREATENED}


class DetailFile(BaseModel):
    """Words by mode and by context, in the order in which they are asked."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    modes: dict[str, dict[str, frozenset[str]]]
    contexts: dict[str, frozenset[str]]


@lru_cache(maxsize=1)
def details() -> DetailFile:
    """The words, read from the catalog once; raises ConfigurationError where the file does not fit."""
    return read_verbs_catalog("details", DetailFile)


def mode_of(match: Match, event_type: str, target: Role | None) -> str | None:
    """The mode of an event of that type: from its entry, from the act that it speaks of, else from the words around it.

    The words of who is assaulted do not count: who attacks a tank need not have tanks.
    """
    if event_type == match.entry.type and match.entry.mode is not None:
        return match.entry.mode
    if event_type in SPOKEN_OF:
        spoken = _act_spoken_of(match, event_type)
        if spoken is not None:
            table = SPOKEN_OF[event_type]
            found = table.get(f"{spoken.type}/{spoken.mode}") or table.get(spoken.type)
            if found is not None:
                return found
    left_out = target if event_type == "ASSAULT" else None
    return _first(details().modes.get(event_type, {}), _words_about(match, left_out))


def context_of(match: Match) -> str | None:
    """The context of an act: from its entry, else from the words of its clause."""
    return match.entry.context or _first(details().contexts, _words_about(match))


def _act_spoken_of(match: Match, event_type: str) -> Entry | None:
    """The act that is demanded, refused or threatened; of "will not lift the ban" the lifting."""
    if event_type != match.entry.type:
        return match.entry
    return match.inner.entry if match.inner is not None else None


def _words_about(match: Match, target: Role | None = None) -> frozenset[str]:
    """The words and lemmas of the clause, less those of a target."""
    left_out = {token.i for token in target.token.subtree} if target is not None and target.is_direct else set()
    tokens: list[Token] = own_words(match.carrier)
    if match.complement is not None:
        tokens += own_words(match.complement)
    kept = [token for token in tokens if token.i not in left_out or token.i == match.trigger.i]
    return frozenset(form for token in kept for form in (token.lower_, token.lemma_.lower()))


def _first(words_by_name: dict[str, frozenset[str]], words: frozenset[str]) -> str | None:
    return next((name for name, listed in words_by_name.items() if listed & words), None)
