"""The component wirewatch_claims: who states that weapons pass from whom to whom, with the words it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from pipeline.annotate import extensions
from pipeline.annotate.claim_confidence import confidence_of
from pipeline.annotate.claim_context import (
    drop_guesses,
    drop_own_share,
    fill_from_answer,
    fill_from_before,
    fill_from_context,
)
from pipeline.annotate.claim_exclusions import is_no_transfer
from pipeline.annotate.claim_frames import load_frames
from pipeline.annotate.claim_goods import nationals_before
from pipeline.annotate.claim_merge import Transfer, drop_summaries, merge_readings, repeated_by_do_so
from pipeline.annotate.claim_modality import ModalityReader
from pipeline.annotate.claim_needs import has_needed
from pipeline.annotate.claim_parties import PartyReader
from pipeline.annotate.claim_party import PartyReading
from pipeline.annotate.claim_period import period_of
from pipeline.annotate.claim_quantity import count_of
from pipeline.annotate.claim_roles import FrameReader
from pipeline.annotate.claim_source import OUTLET, SourceReader
from pipeline.annotate.claim_stance import claimant_class_of, stance_of
from pipeline.annotate.claim_voice import voice_of
from pipeline.annotate.weapons import find_weapons
from pipeline.annotate.weapons_catalog import load_weapon_catalog
from pipeline.records import Claim, ClaimEvidence
from pipeline.settings import get_settings

extensions.register()


class ClaimCoder:
    """Codes the arms-transfer claims of parsed documents; needs mentions, and uses attributions and dates if there."""

    def __init__(self, overlay: Path | None = None) -> None:
        self.catalog = load_weapon_catalog(overlay)
        self.frames = load_frames(overlay)
        self.parties = PartyReader(self.catalog, self.frames)
        self.reader = FrameReader(self.frames, self.parties)
        self.sources = SourceReader(self.frames, self.parties)
        self.modality = ModalityReader(self.frames)

    def __call__(self, doc: Doc) -> Doc:
        doc._.wirewatch_claims = self.code(doc)
        self.mark_origins(doc)
        return doc

    def mark_origins(self, doc: Doc) -> None:
        """Give the role "origin" to nationalities that only tell where a weapon was made: "fired Chinese shells"."""
        claimed = [claim.evidence.weapon for claim in doc._.wirewatch_claims]
        origins = set()
        for sentence in doc.sents:
            for weapon in find_weapons(sentence, self.catalog):
                span = (doc[weapon.start].idx, _end(doc[weapon.end - 1]))
                if any(start < span[1] and span[0] < end for start, end in claimed):
                    continue
                inside = [doc[i] for i in range(weapon.start, weapon.end)]
                tokens = [*inside, *nationals_before(doc, weapon.start, sentence.start)]
                origins |= {token._.wirewatch_mention for token in tokens if token._.wirewatch_mention is not None}
        marked = [m for m in origins if m.country and m.role is None and m.type in {"NORP", "GPE"}]
        if marked:
            mentions = (replace(m, role="origin") if m in marked else m for m in doc._.wirewatch_mentions)
            extensions.set_mentions(doc, tuple(mentions))

    def code(self, doc: Doc) -> tuple[Claim, ...]:
        """The claims of a document in the order of the text."""
        claims: list[Claim] = []
        told: list[tuple[Span, Transfer]] = []
        for sentence in doc.sents:
            transfers = self._transfers_of(sentence, told)
            claims.extend(self._claim(transfer, sentence) for transfer in transfers)
            told.extend((sentence, transfer) for transfer in transfers)
        return tuple(sorted(claims, key=lambda claim: (claim.evidence.weapon, claim.start)))

    def _transfers_of(self, sentence: Span, told: Sequence[tuple[Span, Transfer]]) -> list[Transfer]:
        """The transfers of a sentence; `told` are those of the sentences before."""
        weapons = find_weapons(sentence, self.catalog)
        readings = self.reader.read(sentence, weapons)
        if not readings:
            return []
        found: list[Transfer] = []
        transfers = merge_readings(readings)
        transfers += repeated_by_do_so(sentence, transfers)
        for transfer in drop_summaries(transfers):
            if is_no_transfer(transfer, sentence, self.frames, weapons):
                continue
            drop_guesses(transfer)
            fill_from_context(transfer, sentence, self.parties)
            fill_from_before(transfer, sentence, told)
            if not has_needed(transfer, sentence, self.frames) or not (
                transfer.supplier.countries or transfer.recipient.countries
            ):
                continue
            drop_own_share(transfer)
            if set(transfer.supplier.countries) & set(transfer.recipient.countries):
                continue
            found.append(transfer)
        return found

    def _claim(self, transfer: Transfer, sentence: Span) -> Claim:
        doc = sentence.doc
        voice = voice_of(transfer.trigger, self.sources)
        published = doc._.wirewatch_published_at
        modality = self.modality.read(
            transfer.trigger,
            transfer.base_modality,
            voice.cue if voice else None,
            published.year if published else None,
            transfer.triggers,
        )
        fill_from_answer(transfer, voice, is_negated=modality.negation == "plain")
        stance, negated = stance_of(voice, modality, transfer)
        count = count_of(sentence, transfer.main)
        period = period_of(sentence, transfer.trigger)
        evidence_weapon = (doc[transfer.main.start].idx, _end(doc[transfer.main.end - 1]))
        supplier, recipient = _span(transfer.supplier.parties), _span(transfer.recipient.parties)
        start, end = _clause(transfer, sentence, [evidence_weapon, supplier, recipient])
        claim = Claim(
            supplier=transfer.supplier.countries,
            recipient=transfer.recipient.countries,
            weapon=transfer.weapon_text(doc),
            category=transfer.category,
            quantity_min=count.minimum,
            quantity_max=count.maximum,
            unit=count.unit,
            quantity_text=count.text,
            claimant=voice.text if voice else OUTLET,
            claimant_country=voice.country if voice else None,
            stance=stance,
            modality=modality.modality,
            negated=negated,
            hedge=modality.hedge,
            start=start,
            end=end,
            evidence=ClaimEvidence(weapon=evidence_weapon, supplier=supplier, recipient=recipient),
            confidence=confidence_of(transfer),
            rule=transfer.rule,
            period=period.text,
            period_start=period.start,
            period_end=period.end,
            period_precision=period.precision,
            intermediary=transfer.intermediary.countries,
            designation=transfer.designation,
            deal_type=transfer.deal_type,
            claimant_class=claimant_class_of(voice, transfer),
        )
        return claim


@lru_cache(maxsize=2)
def shared_coder(overlay: Path | None) -> ClaimCoder:
    """The coder over the present catalog, built once per process."""
    return ClaimCoder(overlay)


@Language.factory(extensions.CLAIMS, assigns=["doc._.wirewatch_claims", "doc._.wirewatch_mentions"])
def create_claims(nlp: Language, name: str) -> ClaimCoder:
    """spaCy factory of wirewatch_claims."""
    extensions.require(nlp, extensions.CLAIMS)
    return shared_coder(get_settings().catalog)


def _span(parties: Sequence[PartyReading]) -> tuple[int, int] | None:
    """From the first to the last word that names one of the parties."""
    named = [party for party in parties if party.countries] or list(parties)
    return (min(p.start for p in named), max(p.end for p in named)) if named else None


def _clause(transfer: Transfer, sentence: Span, spans: Sequence[tuple[int, int] | None]) -> tuple[int, int]:
    """The stretch of the sentence from the first to the last word that the claim rests on."""
    inside = [span for span in spans if span and sentence.start_char <= span[0] < sentence.end_char]
    trigger = transfer.trigger
    starts = [trigger.idx, *(span[0] for span in inside)]
    ends = [_end(trigger), *(min(span[1], sentence.end_char) for span in inside)]
    return min(starts), max(ends)


def _end(token: Token) -> int:
    return token.idx + len(token)
