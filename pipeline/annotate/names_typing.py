"""Person, organisation or place: weighs the words of a name and those around it against the recogniser's guess."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from spacy.tokens import Doc, Span

from pipeline.annotate import names
from pipeline.annotate.drafts import Draft
from pipeline.annotate.gazetteer import REGION, Gazetteer
from pipeline.annotate.matching import fold
from pipeline.annotate.person_names import NameLists
from pipeline.annotate.registry import current
from pipeline.annotate.roles import RoleWords
from pipeline.annotate.words import wordset

PER, ORG, GPE, LOC, FAC, NORP = "PER", "ORG", "GPE", "LOC", "FAC", "NORP"
ORGANISATION_WORDS = wordset(
    "party ministry department university college school institute academy bank group company corp corporation inc "
    "inc. ltd ltd. llc plc co co. association union federation foundation council committee commission court agency "
    "authority police army navy force forces club fc united league press news times post herald tribune journal "
    "gazette daily broadcasting radio tv television network airlines airways motors systems industries holdings "
    "partners capital securities insurance telecom energy petroleum oil gas hospital clinic church congress "
    "parliament senate assembly board bureau office service services centre center society trust organization "
    "organisation front movement coalition alliance brigade regiment battalion command corps guard conference "
    "institution ngo secretariat cooperative fund team studios records media labs technologies solutions "
    "international greens democrats socialists liberals conservatives republicans labour bloc forum initiative "
    "confederation chamber tribunal"
)
PLACE_WORDS = wordset(
    "river lake island islands sea ocean bay gulf strait mountain mountains mount valley desert peninsula province "
    "district county city town village region state street road avenue square park bridge airport port harbour "
    "harbor stadium arena mosque cathedral temple palace castle gate dam canal border highway station plaza hills "
    "hill coast beach falls forest reserve base prison camp kingdom republic empire territory principality emirate "
    "governorate prefecture oblast barrage waterfall neighborhood neighbourhood mausoleum monastery shrine basin creek "
    "north south east west"
)
LOCATIVE = wordset("in at near from around outside inside across throughout toward towards via")
HUMAN_VERBS = wordset(
    "born married died graduated resigned smiled laughed wept studied recalls recounts recounted describes described "
    "remembers remembered thinks thought believes feels felt hopes lived lives"
)
# Nouns right before a person's name that are no title in capitals: "army spokesman Yurii Ihnat".
HUMAN_NOUNS = wordset(
    "spokesman spokeswoman spokesperson minister chief leader commander ambassador envoy secretary analyst adviser advisor "
    "president lawyer activist researcher director general colonel official expert professor journalist economist diplomat "
    "lawmaker senator governor mayor prosecutor judge actor actress singer player coach captain founder chairman"
)
COMMON_NOUNS = wordset(
    "company college university institution group bank office department school academy centre center nation agreement "
    "magistrate education interior intelligence chairman fund programme program hospital hotel festival"
)
HE_OR_SHE = wordset("he she his her him himself herself hers")
SETTLEMENTS = wordset(
    "province city village district area region town coast county peninsula island river valley suburb capital "
    "governorate state border airport neighbourhood neighborhood municipality provinces cities villages districts areas "
    "regions towns counties settlement suburbs municipalities states residents"
)
PLACE_HEADS = SETTLEMENTS | wordset(
    "north south east west battle siege port outskirts mayor streets people residents liberation capture assault "
    "evacuation bombardment isolation recapture"
)
WHERE = frozenset({"in", "near", "at", "outside", "around"})
PLAIN_NAME = 2  # first name and surname
CLAUSE_WORDS = 12  # tokens after a name within which "he" or "its" speaks of it
BETWEEN_COORDINATED = frozenset({",", "and", "or", ", and", ", or", "&", "/"})
# Weights of the signs; the recogniser's own guess is one among them. Set on development texts of four kinds of writing.
GUESS = {PER: 2.0, ORG: 1.1, GPE: 2.0, LOC: 2.0, FAC: 2.0, NORP: 2.6}
SUFFIX = 3.0
FIRST_NAME = 1.6
FIRST_NAME_ALONE = 1.3
SURNAME = 0.9
TITLE = 4.0
SPEAKS = 0.9
ACRONYM = 2.0
ARTICLE = 1.6
AT_A_PLACE = 1.5
CODE = 4.0  # for the three letters of a country behind a name
ACTS_ALONE = 0.8
SUBDIVISION = 1.5
SHORTEST_SUBDIVISION = 5  # letters; shorter ones are words and names of much else
TWO_WORDS = 0.6  # a name of two plain words is more often a person's than a firm's
SINGLE_SPEAKER = 1.6
LARGE_PLACE, SMALL_PLACE, AFTER_LOCATIVE, BEFORE_STATE = 1.7, 0.9, 0.9, 2.5
WITH_PLACE_HEAD = 1.5
LARGE_OF_WORDS = 1.5  # more for a large place whose name has several words: "Bandar Abbas"
OCCUPIED = 2.0
PRONOUN = 1.6
COORDINATED = 0.6
ELSEWHERE = 1.5  # the kind that the name's other places in the text have
ENOUGH_FOR_MISSED = 1.5  # weight from which on a name that the recogniser missed is believed
LARGE = 100_000  # inhabitants


@lru_cache(maxsize=1)
def subdivisions() -> frozenset[str]:
    """Names of the provinces, states and districts of all countries (ISO 3166-2), folded."""
    import pycountry

    return frozenset(fold(row.name) for row in pycountry.subdivisions if len(row.name) >= SHORTEST_SUBDIVISION)


@dataclass(frozen=True)
class Typer:
    """What the kind of a name is judged by."""

    lists: NameLists
    gazetteer: Gazetteer
    words: RoleWords

    def drafts(self, doc: Doc) -> list[Draft]:
        """All names of the document with their kind."""
        spans = names.model_spans(doc)
        taken = {token.i for span, _ in spans for token in span}
        shares = Counter((span.text, label) for span, label in spans)
        weighed = []
        for span, label in spans:
            scores = self.scores(span)
            scores[label] += GUESS[label]
            for other in scores:
                count = shares.get((span.text, other), 0) if other != label else 0
                if count:
                    scores[other] += ELSEWHERE * min(1.0, (count - 1) / 2)
            if label == ORG and _is_common(span):
                continue
            weighed.append((span, scores))
        _weigh_coordination(weighed)
        found = [_draft(span, max(scores, key=lambda kind: scores[kind])) for span, scores in weighed]
        for span in names.missed_spans(doc, taken):
            scores = self.scores(span)
            best = max(scores, key=lambda kind: scores[kind])
            if scores[best] >= ENOUGH_FOR_MISSED:
                found.append(_draft(span, best))
        return found

    def scores(self, span: Span) -> dict[str, float]:
        """The weight of the signs for each kind."""
        scores = dict.fromkeys((PER, ORG, GPE, LOC, FAC, NORP), 0.0)
        self._weigh_words(span, scores)
        self._weigh_gazetteer(span, scores)
        self._weigh_neighbours(span, scores)
        return scores

    def _weigh_words(self, span: Span, scores: dict[str, float]) -> None:
        last, lowered = span[-1].lower_, [token.lower_ for token in span]
        if last in ORGANISATION_WORDS or (
            any(word in ORGANISATION_WORDS for word in lowered[:-1]) and ("of" in lowered or "for" in lowered)
        ):
            scores[ORG] += SUFFIX
        elif last in PLACE_WORDS and len(span) > 1:
            scores[
                FAC if last in {"street", "road", "bridge", "airport", "stadium", "arena", "mosque", "station"} else LOC
            ] += SUFFIX
        if re.fullmatch(r"[A-Z][A-Z&.-]{1,5}", span.text) and span.text.replace(".", "").isalpha():
            scores[ORG] += ACRONYM
            scores[PER] -= ACRONYM
        words = [fold(token.text) for token in span if token.is_alpha]
        if (
            words
            and 1 <= len(words) <= 4
            and not any(word in ORGANISATION_WORDS or word in PLACE_WORDS for word in words)
        ):
            if words[0] in self.lists.first:
                scores[PER] += FIRST_NAME if len(words) > 1 else FIRST_NAME_ALONE
            if words[-1] in self.lists.last:
                scores[PER] += SURNAME
            if len(words) == len(span) == PLAIN_NAME and all(token.text.istitle() for token in span):
                scores[PER] += TWO_WORDS
            if len(words) > 1 and re.fullmatch(r"[A-Z]\.?", span[1].text):
                scores[PER] += FIRST_NAME

    def _weigh_gazetteer(self, span: Span, scores: dict[str, float]) -> None:
        places = self.gazetteer.find(span.text)
        if fold(span.text) in subdivisions():
            scores[GPE] += SUBDIVISION
        if not places:
            return
        is_large = any(place.kind == REGION or place.population >= LARGE for place in places)
        scores[GPE] += LARGE_PLACE if is_large else SMALL_PLACE
        if is_large and len(span) > 1:
            scores[GPE] += LARGE_OF_WORDS
        if span.start > 0 and span.doc[span.start - 1].lower_ in LOCATIVE:
            scores[GPE] += AFTER_LOCATIVE
        if _state_follows(span, self.gazetteer):
            scores[GPE] += BEFORE_STATE

    def _weigh_neighbours(self, span: Span, scores: dict[str, float]) -> None:
        doc = span.doc
        before = doc[span.start - 1] if span.start > 0 else None
        after = doc[span.end] if span.end < len(doc) else None
        if before is not None:
            if before.text in self.words.titles or doc[max(0, span.start - 2) : span.start].text in self.words.titles:
                scores[PER] += TITLE
            is_bracketed = before.text == "(" and after is not None and after.text == ")"
            if (
                is_bracketed
                and span.text in current().countries
                and span.start > 1
                and doc[span.start - 2].pos_ == "PROPN"
            ):
                scores[GPE] += CODE  # "Hassan Ali (EGY)"
            if before.lower_ == "the":
                scores[PER] -= ARTICLE
                scores[ORG] += ARTICLE / 2
            if before.lower_ in LOCATIVE and before.lower_ != "from":
                scores[PER] -= AFTER_LOCATIVE
                if before.lower_ in WHERE and after is not None and after.text in {",", "."}:
                    scores[PER] -= AT_A_PLACE
                    scores[GPE] += AT_A_PLACE
            if before.lower_ in HUMAN_NOUNS:
                scores[PER] += OCCUPIED
            if before.lower_ == "of" and span.start > 1 and doc[span.start - 2].lower_ in PLACE_HEADS:
                scores[GPE] += WITH_PLACE_HEAD
        if after is not None:
            if after.lower_ in names.SPEECH or after.lower_ == "who":
                scores[PER] += SPEAKS
                scores[GPE] -= SPEAKS
                has_article = before is not None and before.lower_ == "the"
                if len(span) == 1 and not span[0].text.isupper() and not has_article:
                    scores[PER] += SINGLE_SPEAKER - SPEAKS
            is_alone = len(span) == 1 and span[0].is_sent_start and after.pos_ in {"VERB", "AUX"}
            if is_alone and {fold(span.text)} & (self.lists.first | self.lists.last):
                scores[PER] += ACTS_ALONE
            if after.lower_ in HUMAN_VERBS:
                scores[PER] += SPEAKS
            if after.lower_ in SETTLEMENTS or _is_seat(doc, span.end):
                scores[GPE] += WITH_PLACE_HEAD
            if after.text == "," and span.end + 1 < len(doc) and re.fullmatch(r"\d\d", doc[span.end + 1].text):
                scores[PER] += TITLE
        if _is_he_or_she(span):
            scores[PER] += PRONOUN


def _is_common(span: Span) -> bool:
    """Whether it is a common noun in capitals ("the Company") or the short form of one ("aerial systems (UAS)")."""
    if len(span) == 1 and span.text.lower() in COMMON_NOUNS:
        return True
    doc = span.doc
    is_bracketed = span.start > 0 and doc[span.start - 1].text == "(" and span.text.isupper() and len(span) == 1
    if not is_bracketed:
        return False
    letters = span.text.lower()
    words = [token for token in doc[max(0, span.start - 1 - 2 * len(letters)) : span.start - 1] if token.is_alpha]
    spelled = words[-len(letters) :]
    return [word.lower_[0] for word in spelled] == list(letters) and all(word.text.islower() for word in spelled)


def _is_seat(doc: Doc, end: int) -> bool:
    """ "London-based"."""
    return doc[end].text == "-" and end + 1 < len(doc) and doc[end + 1].lower_ == "based"


def _is_he_or_she(span: Span) -> bool:
    """Does "he" or "her" follow a name in its sentence, with no other name and no "its" between?"""
    doc, sentence_end = span.doc, span.sent.end if span.doc.has_annotation("SENT_START") else len(span.doc)
    for token in doc[span.end : min(sentence_end, span.end + CLAUSE_WORDS)]:
        if token.lower_ in HE_OR_SHE:
            return True
        if token.ent_type_ in names.LABELS or token.lower_ in {"its", "itself", "who", "whose"} or token.text == "“":
            return False
    return False


def _weigh_coordination(weighed: list[tuple[Span, dict[str, float]]]) -> None:
    """Names that are enumerated are mostly of one kind: the surer one speaks for the other."""
    verdicts = [_verdict(scores) for _, scores in weighed]
    for first in range(len(weighed) - 1):
        second = first + 1
        left, right = weighed[first][0], weighed[second][0]
        if left.doc[left.end : right.start].text.strip() not in BETWEEN_COORDINATED:
            continue
        for speaker, other in ((first, second), (second, first)):
            kind, margin = verdicts[speaker]
            if margin > verdicts[other][1]:
                weighed[other][1][kind] += COORDINATED


def _verdict(scores: dict[str, float]) -> tuple[str, float]:
    """The best kind and how far it is ahead of the next."""
    first, second = sorted(scores, key=lambda kind: -scores[kind])[:2]
    return first, scores[first] - scores[second]


def _state_follows(span: Span, gazetteer: Gazetteer) -> bool:
    doc, end = span.doc, span.end
    if end + 1 >= len(doc) or doc[end].text != ",":
        return False
    following = doc[end + 1 : min(end + 3, len(doc))]
    texts = {following.text, following[0].text if len(following) else ""}
    return any(
        place.kind == REGION or place.name == text
        for text in texts
        for place in gazetteer.find(text)
        if place.kind == REGION
    ) or any(text == place.name for text in texts for place in gazetteer.countries.values())


def _draft(span: Span, kind: str) -> Draft:
    return Draft(span.start_char, span.end_char, kind, "name")
