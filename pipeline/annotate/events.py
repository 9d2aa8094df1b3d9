"""The component wirewatch_events: PLOVER events of a parsed document, with parties, modality, attribution and evidence.

Matches of the lexicon become events here; what a match is, who its parties are, how it is read and how events are
ordered is left to `event_matching`, `event_roles`, `modality`, `event_intent` and `event_rank`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import product

from spacy.language import Language
from spacy.tokens import Doc, Span

from pipeline.annotate import extensions
from pipeline.annotate.contests import is_contest
from pipeline.annotate.event_arguments import is_passive
from pipeline.annotate.event_clauses import own_words
from pipeline.annotate.event_datelines import dateline_end
from pipeline.annotate.event_details import context_of, mode_of
from pipeline.annotate.event_home import is_official, is_political, with_home
from pipeline.annotate.event_intent import Intent, coded_intent
from pipeline.annotate.event_keys import event_key
from pipeline.annotate.event_lexicon import Lexicon, lexicon
from pipeline.annotate.event_matching import Match, find_matches
from pipeline.annotate.event_parties import Role
from pipeline.annotate.event_phrases import content_of
from pipeline.annotate.event_rank import Evidence, evidence_for
from pipeline.annotate.event_roles import roles_of
from pipeline.annotate.extensions import mention_index, text_of
from pipeline.annotate.factuality import factuality_class
from pipeline.annotate.modality import modality_of
from pipeline.annotate.parts_of_speech import VERBAL
from pipeline.annotate.time_values import start_of_value
from pipeline.records import Attribution, Event

extensions.register()

MAX_PAIRS = 6  # pairs of actors that one act may give
MAX_EVENTS = 8  # per sentence
MIN_CONFIDENCE = 0.09  # of those below none was right on the development sentences
RUNNER_UP = 0.22  # a further act of a sentence stays when it is this sure


@dataclass(frozen=True, slots=True)
class Candidate:
    """An event before it is written down."""

    match: Match
    intent: Intent
    source: Role | None
    target: Role | None
    evidence: Evidence


class EventCoder:
    """Codes the events of documents that carry a dependency parse."""

    def __init__(self, entries: Lexicon) -> None:
        self.lexicon = entries

    def __call__(self, doc: Doc) -> Doc:
        doc._.wirewatch_events = tuple(event for sentence in doc.sents for event in self.code(sentence))
        return doc

    def code(self, sentence: Span) -> tuple[Event, ...]:
        """The events of a sentence, the main one first."""
        candidates = self.candidates(sentence)
        chosen = select(candidates)
        main = chosen[0].match.trigger.i if chosen else -1
        return tuple(_event(one, sentence, is_main=one.match.trigger.i == main) for one in chosen)

    def candidates(self, sentence: Span) -> list[Candidate]:
        """All events that the lexicon offers, ordered by their evidence; none where nobody is named."""
        if not may_name_somebody(sentence):
            return []
        return self.candidates_of(find_matches(list(sentence), self.lexicon))

    def candidates_of(self, matches: dict[int, Match]) -> list[Candidate]:
        """The events of the matches of one sentence, ordered by their evidence."""
        hidden = consumed(matches)
        found: list[Candidate] = []
        for index, match in matches.items():
            if index not in hidden:
                found += _candidates_of(match)
        return sorted(found, key=lambda candidate: (-candidate.evidence.score, candidate.match.trigger.i))


@Language.factory(extensions.EVENTS, assigns=["doc._.wirewatch_events"], requires=["token.dep"])
def create_events(nlp: Language, name: str) -> EventCoder:
    """spaCy factory of wirewatch_events."""
    extensions.require(nlp, name)
    return EventCoder(lexicon())


def may_name_somebody(sentence: Span) -> bool:
    """An event needs an actor: a sentence with neither a mention nor a personal pronoun has none."""
    named = mention_index(sentence.doc)
    return any(index in named for index in range(sentence.start, sentence.end)) or any(
        token.tag_ in {"PRP", "PRP$"} for token in sentence
    )


def consumed(matches: dict[int, Match]) -> set[int]:
    """Words that another match has used up: objects that gave it its sense, and acts that it only announces."""
    hidden: set[int] = set()
    for match in matches.values():
        if match.object is not None and match.entry.object:
            hidden.update(token.i for token in (match.object, content_of(match.object)))
        announces = match.entry.complement or match.entry.type in {"AGREE", "REJECT", "REQUEST", "THREATEN"}
        if (
            announces
            and match.complement is not None
            and match.entry.type
            in {
                "AGREE",
                "REJECT",
                "REQUEST",
                "THREATEN",
                "CONCEDE",
                "COERCE",
            }
        ):
            hidden.add(match.complement.i)
            if match.inner is not None:
                hidden.add(match.inner.trigger.i)
        if match.carrier.i != match.trigger.i and match.carrier.i in matches:
            other = matches[match.carrier.i]
            hidden.add(match.trigger.i if other.specificity >= match.specificity else match.carrier.i)
    return hidden


def _candidates_of(match: Match) -> list[Candidate]:
    roles = roles_of(match)
    sources: list[Role | None] = list(roles.sources) or [None]
    targets: list[Role | None] = list(roles.targets) or [None]
    intent = coded_intent(match, modality_of(match.carrier if match.carrier.pos_ in VERBAL else match.trigger))
    if not _is_allowed(match, roles.sources, roles.targets) or _is_only_thought_of(match, intent):
        return []
    if is_contest(match.trigger):
        return []
    found = []
    nearest = _nearest_conjunct(roles.sources, match.carrier.i)
    for source, target in list(product(sources, targets))[:MAX_PAIRS]:
        if source is not None and target is not None and source.party == target.party:
            continue
        source, target = with_home(source, target)
        if not is_political(intent.type, source, target):
            continue
        evidence = evidence_for(match, intent.type, source, target, intent.reading.modality, nearest)
        found.append(Candidate(match, intent, source, target, evidence))
    return found


def _nearest_conjunct(sources: tuple[Role, ...], verb: int) -> int | None:
    """How many words lie between an act and the nearest of the sources that an "and" joins: they weigh alike."""
    joined = any(child.dep_ == "cc" for role in sources for child in role.token.children)
    return min(abs(role.token.i - verb) for role in sources) if joined and len(sources) > 1 else None


def _is_allowed(match: Match, sources: tuple[Role, ...], targets: tuple[Role, ...]) -> bool:
    """Does the act have the parties that its entry asks for? An act without any is none."""
    if not sources and not targets:
        return False
    has_source = any(role.is_actor for role in sources)
    has_target = any(role.is_actor for role in targets)
    if match.entry.needs_official and not any(is_official(role) for role in sources):
        return False
    if match.entry.needs_actors:
        return has_source and has_target
    if match.entry.needs_side or match.is_nominal:
        return has_source or has_target
    return True


def _is_only_thought_of(match: Match, intent: Intent) -> bool:
    """ "Is considering sending", "in order to send": no event. "May send" and "if it sends" stay, as hypothetical."""
    cue = intent.reading.cue
    if intent.reading.modality != "hypothetical" or cue is None:
        return False
    word = next((token for token in match.trigger.sent if token.idx == cue[0]), None)
    return word is None or word.dep_ not in {"aux", "mark"}


def select(candidates: list[Candidate]) -> list[Candidate]:
    """The events that stay: the best act with all its pairs, and others that are sure enough."""
    if not candidates:
        return []
    best = candidates[0]
    kept: list[Candidate] = []
    seen: set[tuple[str, object, object]] = set()
    for candidate in candidates:
        same_act = candidate.match.trigger.i == best.match.trigger.i
        if candidate.evidence.confidence(is_main=same_act) < (MIN_CONFIDENCE if same_act else RUNNER_UP):
            continue
        if not same_act and not (candidate.source is not None and candidate.target is not None):
            continue
        identity = (
            candidate.intent.type,
            candidate.source.party if candidate.source else None,
            candidate.target.party if candidate.target else None,
        )
        if identity in seen:
            continue
        seen.add(identity)
        kept.append(candidate)
    return kept[:MAX_EVENTS]


# -- writing it down -------------------------------------------------------------------------------------------------


def _event(candidate: Candidate, sentence: Span, *, is_main: bool) -> Event:
    match, intent = candidate.match, candidate.intent
    start, end = clause_of(candidate, sentence)
    trigger = (match.trigger.idx, match.trigger.idx + len(match.trigger))
    day, precision = event_date(sentence.doc, start, end)
    source = candidate.source.party if candidate.source else None
    target = candidate.target.party if candidate.target else None
    published = sentence.doc._.wirewatch_published_at
    key_day = day or (published.date() if published is not None else None)
    reading = intent.reading
    return Event(
        type=intent.type,
        mode=mode_of(match, intent.type, candidate.target),
        context=context_of(match),
        source=source,
        target=target,
        modality=reading.modality,
        negated=reading.negated,
        attribution=innermost_attribution(sentence.doc, trigger),
        event_date=day,
        date_precision=precision,
        place=place_in(sentence.doc, start, end),
        factuality=factuality_class(reading),
        start=start,
        end=end,
        trigger=trigger,
        event_key=event_key(
            intent.type, source, target, key_day, sentence.text, reciprocal=match.entry.reciprocal is not None
        ),
        confidence=round(candidate.evidence.confidence(is_main=is_main), 3),
        rule=rule_id(match, intent),
    )


def rule_id(match: Match, intent: Intent) -> str:
    """The lexicon entry, the word, the pattern: "accuse.condemn/condemn:verb"."""
    pattern = (
        "noun" if match.trigger.pos_ in {"NOUN", "PROPN"} else "adjective" if match.trigger.pos_ == "ADJ" else "verb"
    )
    if pattern == "verb" and is_passive(match.trigger):
        pattern = "passive"
    step = f"+{intent.step}" if intent.step else ""
    return f"{match.entry.id}/{match.trigger.lemma_.lower()}:{pattern}{step}"


def clause_of(candidate: Candidate, sentence: Span) -> tuple[int, int]:
    """The clause of the act: its predicate's own words and its parties, within the sentence."""
    tokens = set(own_words(candidate.match.carrier))
    begin = dateline_end(candidate.match.trigger)
    first = min((token.idx for token in tokens if token.i >= begin), default=candidate.match.trigger.idx)
    last = max(
        (token.idx + len(token) for token in tokens), default=candidate.match.trigger.idx + len(candidate.match.trigger)
    )
    for role in (candidate.source, candidate.target):
        if role is not None and sentence.start_char <= role.party.start and role.party.end <= sentence.end_char:
            first, last = min(first, role.party.start), max(last, role.party.end)
    return first, last


def innermost_attribution(doc: Doc, trigger: tuple[int, int]) -> Attribution | None:
    """The shortest attribution whose content covers the trigger."""
    covering = [
        attribution
        for attribution in doc._.wirewatch_attributions
        if attribution.content[0] <= trigger[0] and trigger[1] <= attribution.content[1]
    ]
    return min(covering, key=lambda attribution: attribution.content[1] - attribution.content[0], default=None)


def event_date(doc: Doc, start: int, end: int) -> tuple[date | None, str]:
    """The first calendar date inside a clause and its precision; ("unknown" without one)."""
    for mention in doc._.wirewatch_dates:
        if start <= mention.start and mention.end <= end:
            found = start_of_value(mention.value)
            if found is not None:
                return found
    return None, "unknown"


def place_in(doc: Doc, start: int, end: int) -> str | None:
    """The name of the last place in a clause that follows "in", "at" or "near"."""
    for place in reversed(doc._.wirewatch_places):
        if start <= place.start and place.end <= end:
            before = text_of(doc)[max(0, place.start - 12) : place.start].split()
            if any(word.lower() in {"in", "at", "near", "outside"} for word in before[-2:]):
                return place.name or text_of(doc)[place.start : place.end]
    return None
