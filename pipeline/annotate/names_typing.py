"""Person, organisation or place: weighs the words of a name and those around it against the recogniser's guess."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from spacy.tokens import Doc, Span

from pipeline.annotate import names
from pipeline.annotate.drafts import Draft
from pipeline.annotate.gazetteer import REGION, Gazetteer
from pipeline.annotate.matching import fold
from pipeline.annotate.person_names import NameLists
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
    "governorate prefecture oblast north south east west"
)
LOCATIVE = wordset("in at near from around outside inside across throughout toward towards via")
SPEECH = wordset("said says told tells added adds wrote asked tweeted argued explained noted replied insisted recalled")
# Weights of the signs; the recogniser's own guess is one among them. Set on development texts of four kinds of writing.
GUESS = {PER: 2.0, ORG: 1.6, GPE: 2.0, LOC: 2.0, FAC: 2.0, NORP: 2.6}
SUFFIX = 3.0
FIRST_NAME = 1.6
FIRST_NAME_ALONE = 1.3
SURNAME = 0.9
TITLE = 4.0
SPEAKS = 0.9
ACRONYM = 2.0
ARTICLE = 1.6
LARGE_PLACE, SMALL_PLACE, AFTER_LOCATIVE, BEFORE_STATE = 1.7, 0.9, 0.9, 2.5
ELSEWHERE = 1.5  # the kind that the name's other places in the text have
ENOUGH_FOR_MISSED = 1.5  # weight from which on a name that the recogniser missed is believed
LARGE = 100_000  # inhabitants


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
        found = []
        for span, label in spans:
            scores = self.scores(span)
            scores[label] += GUESS[label]
            for (text, other), count in shares.items():
                if text == span.text and other != label:
                    scores[other] += ELSEWHERE * min(1.0, (count - 1) / 2)
            found.append(_draft(span, max(scores, key=lambda kind: scores[kind])))
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
            if len(words) > 1 and re.fullmatch(r"[A-Z]\.?", span[1].text):
                scores[PER] += FIRST_NAME

    def _weigh_gazetteer(self, span: Span, scores: dict[str, float]) -> None:
        places = self.gazetteer.find(span.text)
        if not places:
            return
        is_large = any(place.kind == REGION or place.population >= LARGE for place in places)
        scores[GPE] += LARGE_PLACE if is_large else SMALL_PLACE
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
            if before.lower_ == "the":
                scores[PER] -= ARTICLE
                scores[ORG] += ARTICLE / 2
            if before.lower_ in LOCATIVE and before.lower_ != "from":
                scores[PER] -= AFTER_LOCATIVE
        if after is not None:
            if after.lower_ in SPEECH or after.lower_ == "who":
                scores[PER] += SPEAKS
                scores[GPE] -= SPEAKS
            if after.text == "," and span.end + 1 < len(doc) and re.fullmatch(r"\d\d", doc[span.end + 1].text):
                scores[PER] += TITLE


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
