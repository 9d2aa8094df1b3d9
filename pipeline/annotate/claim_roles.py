"""Finds the transfer readings of a sentence: which words tell of a transfer, of which weapons, between whom."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Span, Token

from pipeline.annotate.claim_fill import SlotFiller
from pipeline.annotate.claim_frames import FrameCatalog, verb_lemma
from pipeline.annotate.claim_gaps import repeated_without_verb
from pipeline.annotate.claim_goods import supplied_by_compound
from pipeline.annotate.claim_nouns import NounReader
from pipeline.annotate.claim_parties import PartyReader
from pipeline.annotate.claim_slots import TransferReading
from pipeline.annotate.claim_syntax import agent_of, is_passive, is_verb, subject_of
from pipeline.annotate.claim_verbs import VerbReader
from pipeline.annotate.weapons import WeaponMention, looks_like_verb

LADEN = frozenset({"laden", "loaded", "packed"})  # often tagged as adjectives


class FrameReader:
    """Reads all frames of a sentence."""

    def __init__(self, frames: FrameCatalog, parties: PartyReader) -> None:
        self.frames = frames
        self.fill = SlotFiller(frames, parties)
        self.verbs = VerbReader(self.fill)
        self.nouns = NounReader(self.fill)

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
        found = [reading for reading in readings if reading is not None]
        return found + repeated_without_verb(sentence, found, weapons, self.fill)

    def _is_trigger(self, token: Token) -> bool:
        lemma = token.lemma_.lower()
        return lemma in self.frames.verbs if is_verb(token) else token.pos_ == "NOUN" and lemma in self.frames.nouns

    def _read_compound(self, sentence: Span, weapon: WeaponMention) -> TransferReading | None:
        """ "X-supplied rockets": X supplies; the receiver is who uses them."""
        token = supplied_by_compound(sentence.doc, weapon, sentence.start)
        if token is None:
            return None
        named = self.fill.parties.nationality(token)
        if named is None:
            return None
        frame = self.frames.verbs["supply"][0]
        reading = TransferReading(sentence.doc[weapon.head], frame, [weapon], rule="compound:supplied")
        reading.supplier.fill([named], "grammar")
        user = _user_of(sentence.doc[weapon.head])
        if user is not None:
            reading.recipient.fill(
                [p for p in self.fill.parties.read_all(user) if p.countries != named.countries], "control"
            )
        return reading


def _user_of(token: Token) -> Token | None:
    """Who does something with the goods: the subject of the nearest verb above."""
    for ancestor in token.ancestors:
        if is_verb(ancestor):
            return agent_of(ancestor) if is_passive(ancestor) else subject_of(ancestor)
    return None
