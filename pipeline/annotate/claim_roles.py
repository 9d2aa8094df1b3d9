"""Finds the transfer readings of a sentence: which words tell of a transfer, of which weapons, between whom."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Span, Token

from pipeline.annotate.claim_fill_goods import fill_from_goods
from pipeline.annotate.claim_frames import FrameCatalog, verb_lemma
from pipeline.annotate.claim_gaps import repeated_without_verb
from pipeline.annotate.claim_goods import supplied_by_compound
from pipeline.annotate.claim_nationality import nationality
from pipeline.annotate.claim_nouns import NounReader
from pipeline.annotate.claim_parties import PartyReader
from pipeline.annotate.claim_party import named_others
from pipeline.annotate.claim_phrases import PhraseReader
from pipeline.annotate.claim_slots import TransferReading
from pipeline.annotate.claim_syntax import agent_of, governing_verb, is_passive, is_verb, subject_of
from pipeline.annotate.claim_verbs import VerbReader
from pipeline.annotate.weapons import WeaponMention, looks_like_verb

BOUND_FOR = frozenset({"bound", "destined", "headed"})
LADEN = frozenset({"laden", "loaded", "packed"})  # often tagged as adjectives


class FrameReader:
    """Reads all frames of a sentence."""

    def __init__(self, frames: FrameCatalog, parties: PartyReader) -> None:
        self.frames = frames
        self.phrases = PhraseReader(frames, parties)
        self.verbs = VerbReader(self.phrases)
        self.nouns = NounReader(self.phrases)

    def read(self, sentence: Span, weapons: Sequence[WeaponMention]) -> list[TransferReading]:
        """All readings, in the order of their triggers; several may share a weapon."""
        barriers = frozenset(token.i for token in sentence if self._is_trigger(token))
        readings: list[TransferReading | None] = []
        for token in sentence:
            lemma = token.lemma_.lower()
            if is_verb(token):
                lemma = verb_lemma(token.lower_, lemma, self.frames.verbs)
            if is_verb(token) or (
                lemma in self.frames.verbs
                and (token.tag_ in {"VBN", "VBG"} or looks_like_verb(token) or token.lower_ in LADEN)
            ):
                options = (
                    self.verbs.read(token, frame, weapons, barriers) for frame in self.frames.verbs.get(lemma, ())
                )
                readings.append(next((reading for reading in options if reading is not None), None))
            elif token.pos_ in {"NOUN", "PROPN"} and lemma in self.frames.nouns:
                readings.append(self.nouns.read(token, self.frames.nouns[lemma], weapons, barriers))
        readings += [self._read_compound(sentence, weapon) for weapon in weapons]
        readings += [self._read_destined(sentence, weapon, weapons) for weapon in weapons]
        found = [reading for reading in readings if reading is not None]
        return found + repeated_without_verb(sentence, found, weapons, self.phrases)

    def _is_trigger(self, token: Token) -> bool:
        lemma = token.lemma_.lower()
        return lemma in self.frames.verbs if is_verb(token) else token.pos_ == "NOUN" and lemma in self.frames.nouns

    def _read_compound(self, sentence: Span, weapon: WeaponMention) -> TransferReading | None:
        """ "X-supplied rockets": X supplies; the receiver is who uses them."""
        token = supplied_by_compound(sentence.doc, weapon, sentence.start)
        if token is None:
            return None
        named = nationality(token, self.phrases.parties.catalog)
        if named is None:
            return None
        frame = self.frames.verbs["supply"][0]
        reading = TransferReading(sentence.doc[weapon.head], frame, [weapon], rule="compound:supplied")
        reading.supplier.fill([named], "grammar")
        user = _user_of(sentence.doc[weapon.head])
        if user is not None:
            reading.recipient.fill(
                [p for p in self.phrases.parties.read_all(user) if p.countries != named.countries], "control"
            )
        return reading

    def _read_destined(
        self, sentence: Span, weapon: WeaponMention, weapons: Sequence[WeaponMention]
    ) -> TransferReading | None:
        """ "Belgium's F-16s for Ukraine", "ruled out Tomahawks for Ukraine": the words "for X" alone tell of it."""
        doc, index = sentence.doc, weapon.end
        is_bound = index + 2 < sentence.end and doc[index].lower_ in BOUND_FOR
        index += is_bound
        if weapon.strength == "weak" or index + 1 >= sentence.end or doc[index].lower_ != "for":
            return None
        receiver = next((child for child in doc[index].children if child.dep_ == "pobj"), None)
        if receiver is None:
            return None
        told = [
            party for party in self.phrases.parties_of(receiver, weapons) if party.countries and party.kind != "firm"
        ]
        if not told:
            return None
        reading = TransferReading(doc[weapon.head], self.frames.verbs["supply"][0], [weapon], rule="compound:for")
        reading.recipient.fill(told, "grammar")
        fill_from_goods(reading, self.phrases)
        goods = doc[weapon.head]
        owners = [child for child in goods.children if child.dep_ == "poss"]
        verb = governing_verb(goods)
        deciding = self.frames.words["planned"] | self.frames.words["hypothetical"] | self.frames.words["acts"]
        if verb is not None and goods.dep_ == "dobj" and (verb.lemma_.lower() in deciding or _is_ruling_out(verb)):
            subject = subject_of(verb)
            owners += [subject] if subject is not None else []
        taken = set(reading.recipient.countries)
        for owner in owners:
            named = named_others(self.phrases.parties_of(owner, weapons), taken)
            reading.supplier.fill(named, "control")
        if is_bound and not reading.supplier.countries:
            return reading  # "weapons bound for Ukraine": on their way, from wherever
        return reading if reading.supplier.countries and not set(reading.supplier.countries) & taken else None


def _is_ruling_out(verb: Token) -> bool:
    return verb.lemma_.lower() == "rule" and any(child.lower_ == "out" for child in verb.children)


def _user_of(token: Token) -> Token | None:
    """Who does something with the goods: the subject of the nearest verb above."""
    for ancestor in token.ancestors:
        if is_verb(ancestor):
            return agent_of(ancestor) if is_passive(ancestor) else subject_of(ancestor)
    return None
