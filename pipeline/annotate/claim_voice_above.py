"""The source among the words above a trigger: verbs of saying, acts of state and nouns of report, up to the root."""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Token

from pipeline.annotate.claim_pronouns import FIRST
from pipeline.annotate.claim_reports import voice_of_report
from pipeline.annotate.claim_retort import calls_false, leaves_open, takes_back
from pipeline.annotate.claim_source import OUTLET, REPORTS, SourceReader, Voice
from pipeline.annotate.claim_syntax import (
    agent_of,
    antecedent_of,
    governors,
    is_infinitive,
    is_passive,
    is_verb,
    surface_subject,
)
from pipeline.annotate.words import wordset

# How what is said hangs on a verb of saying, and what is reported on a noun of report.
CONTENT = wordset(
    "ccomp xcomp dobj prep pobj pcomp acl parataxis advcl dep conj relcl attr dative oprd acomp appos agent"
)
REPORTED = frozenset({"acl", "prep", "relcl", "pobj", "ccomp", "dep", "appos", "pcomp"})


def voice_above(trigger: Token, sources: SourceReader) -> Voice | None:
    """The nearest governing verb of saying, act or noun of report, with what the words above it call false or withdraw."""
    found = _nearest(trigger, sources)
    if found is None:
        return None
    is_false = is_withdrawn = False
    is_open = found.cue is not None and leaves_open(found.cue)
    for head, child in governors(trigger):
        if not is_withdrawn and takes_back(head, child, sources.words["speech"]):
            is_withdrawn = True
            found = _own_voice(head, sources) or found
        is_below = found.cue is None or head.i == found.cue.i or found.cue.is_ancestor(head)
        is_false = is_false or (is_below and calls_false(head, child))
    return replace(
        found,
        is_denial=(found.is_denial or (is_false and not is_withdrawn)) and not is_open,
        is_retraction=found.is_retraction or is_withdrawn,
    )


def _own_voice(head: Token, sources: SourceReader) -> Voice | None:
    """Who takes words back: the subject, or the outlet where "we" has no other speaker."""
    verb = head if is_verb(head) else head.head
    subject = surface_subject(verb) if is_verb(verb) else None
    if subject is None:
        return None
    voice = sources.voice(subject, verb)
    is_we = voice.text.lower() in FIRST
    return replace(voice, text=OUTLET, country=None, claimant_class="media") if is_we else voice


def _nearest(trigger: Token, sources: SourceReader) -> Voice | None:
    """The nearest source on the way up.

    A noun of report waits: a verb of saying above it may be about the report itself, and then its subject vouches.
    """
    near = _aside(trigger, sources) or _actor(trigger, sources)
    if near is not None:
        return near
    waiting: Voice | None = None
    is_described = is_disputed = False
    for head, child in governors(trigger):
        lemma = head.lemma_.lower()
        is_described = is_described or (child.dep_ == "relcl" and not is_infinitive(child))
        if not is_verb(head):
            if waiting is None and lemma in REPORTS and child.dep_ in REPORTED:
                waiting = voice_of_report(head, sources)
            continue
        is_called_false = calls_false(head, child)
        is_disputed = is_disputed or is_called_false
        is_retort = takes_back(head, child, sources.words["speech"]) or (lemma != "be" and is_called_false)
        is_act = lemma in sources.words["acts"] and not is_described
        if (is_retort or is_act or lemma in sources.words["speech"]) and _takes_content(head, child):
            voice = _voice_of_verb(head, child, sources)
            if voice is not None:
                is_report = child.lemma_.lower() in REPORTS and child.dep_ in {"dobj", "nsubjpass"}
                is_about_report = is_retort or is_disputed or is_report or lemma in sources.words["denial"]
                return voice if waiting is None or is_about_report else waiting
        aside = _aside(head, sources)
        if aside is not None and waiting is None:
            return aside
    return waiting


def _actor(trigger: Token, sources: SourceReader) -> Voice | None:
    """Who vouches by doing it: the subject of an act of state, "Peru announced the sale of"."""
    if not is_verb(trigger) or trigger.lemma_.lower() not in sources.words["acts"] or is_passive(trigger):
        return None
    actor = surface_subject(trigger)
    return sources.voice(actor, trigger) if actor is not None and sources.can_act(actor) else None


def _takes_content(verb: Token, child: Token) -> bool:
    """Whether what hangs on a verb of saying by `child` is said; "write off", "call off" say nothing."""
    if any(particle.dep_ == "prt" and particle.lower_ == "off" for particle in verb.children):
        return False
    return child.dep_ in CONTENT or (is_passive(verb) and child.dep_ == "nsubjpass")


def _voice_of_verb(verb: Token, content: Token, sources: SourceReader) -> Voice | None:
    """The subject of a verb of saying as the source of its content; None where it says nothing of it or cannot speak."""
    lemma = verb.lemma_.lower()
    if content.dep_ == "conj" and is_verb(content):
        return None  # "said X and sold Y": the second verb is not said
    if content.dep_ == "advcl" and lemma in sources.words["acts"]:
        return None
    subject = agent_of(verb) if is_passive(verb) else surface_subject(verb)
    if subject is None or subject.i == content.i:
        return None
    subject = antecedent_of(subject)
    if content.i in {token.i for token in subject.subtree} and subject.i > verb.i:
        return None
    if lemma in {"show", "suggest", "indicate", "reveal", "document"}:
        behind = _publisher(subject)
        if behind is not None:
            return sources.voice(behind, verb)
    if not sources.can_speak(subject, lemma):
        return None
    if lemma in sources.words["acts"] and lemma not in sources.words["speech"] and not sources.can_act(subject):
        return None
    return sources.voice(subject, verb)


def _publisher(subject: Token) -> Token | None:
    """Who released the pictures or papers that show it."""
    for head, child in governors(subject):
        if (
            is_verb(head)
            and head.lemma_.lower() in {"release", "publish", "issue", "share", "unveil"}
            and child.dep_ in {"dobj", "nsubjpass"}
        ):
            return surface_subject(head) if not is_passive(head) else agent_of(head)
    return None


def _aside(verb: Token, sources: SourceReader) -> Voice | None:
    """ "..., officials say, ...": a verb of saying hung on the verb as parenthesis."""
    for child in verb.children:
        if child.dep_ in {"parataxis", "ccomp"} and is_verb(child) and child.lemma_.lower() in sources.words["speech"]:
            if child.dep_ == "ccomp" and any(grand.dep_ in {"mark", "ccomp", "dobj"} for grand in child.children):
                continue
            subject = next((grand for grand in child.children if grand.dep_ == "nsubj"), None)
            if subject is not None and (child.dep_ == "parataxis" or child.i < verb.i):
                return sources.voice(subject, child)
    return None
