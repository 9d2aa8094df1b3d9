"""Who stands behind a report, a statement, an allegation: "allegations by X", "X's statement", "a police inquiry"."""

from __future__ import annotations

from spacy.tokens import Token

from pipeline.annotate.claim_source import SourceReader, Voice
from pipeline.annotate.claim_syntax import agent_of

# Nouns that vouch by themselves only when nobody stands behind them and they are named as a source.
OWN_VOICE = frozenset(
    {"report", "intelligence", "analysis", "resolution", "document", "study", "assessment", "imagery", "indictment"}
)
# What is done to a report by who vouches for it: "a paper published by".
PUBLISHING = frozenset({"make", "publish", "release", "present", "issue", "compile", "write"})


def voice_of_report(noun: Token, sources: SourceReader) -> Voice | None:
    """Who stands behind a report: "allegations by X", "X's statement", "a police inquiry"."""
    if noun.lemma_.lower() == "denial":
        owner = next((child for child in noun.children if child.dep_ == "poss"), None)
        return sources.voice(owner, noun) if owner is not None else None
    for child in noun.children:
        if child.dep_ == "prep" and child.lower_ in {"by", "from"}:
            pobj = next((grand for grand in child.children if grand.dep_ == "pobj"), None)
            if pobj is not None:
                return sources.voice(pobj, noun)
        if child.dep_ == "acl" and child.lemma_.lower() in PUBLISHING:
            agent = agent_of(child)
            if agent is not None:
                return sources.voice(agent, noun)
    for child in noun.children:
        lemma = child.lemma_.lower()
        is_owner = child.dep_ == "poss" and lemma not in {"news", "satellite"}
        is_body = child.dep_ == "compound" and lemma in {"police", "army", "government", "intelligence"}
        if child.pos_ in {"NOUN", "PROPN"} and (is_owner or is_body):
            return sources.voice(child, noun)
    return sources.voice(noun, noun) if noun.lemma_.lower() in OWN_VOICE else None
