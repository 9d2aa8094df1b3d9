"""What a frame needs to tell of a transfer: without a supplier or a receiver, many words tell of none."""

from __future__ import annotations

from spacy.tokens import Span, Token

from pipeline.annotate.claim_arrivals import ARRIVALS, is_handed_over
from pipeline.annotate.claim_frames import FrameCatalog
from pipeline.annotate.claim_merge import Transfer
from pipeline.annotate.claim_own_moves import MOVING, PLATFORMS
from pipeline.annotate.claim_rules import is_of_institution
from pipeline.annotate.claim_syntax import is_passive
from pipeline.annotate.words import wordset

MAKERS = 32  # so many of the greatest exporters make major arms themselves
CONSENT = frozenset({"approve", "authorize", "authorise", "earmark"})
# What happens to a country's exports as such.
TRENDS = wordset("rise fall grow increase decline total reach account drop soar double amount be top hit surge")


def has_needed(transfer: Transfer, sentence: Span, frames: FrameCatalog) -> bool:
    """Whether the roles are told without which the frame says nothing of a transfer between two."""
    is_between_two = bool(transfer.supplier.countries and transfer.recipient.countries)
    is_foreign = transfer.supplier.is_told or _is_lifted(transfer.trigger) or _is_bought_abroad(transfer, frames)
    if "supplier" in transfer.needs and not is_foreign:
        return False
    if transfer.rule.startswith("noun") and _is_trend(transfer):
        return False
    if not transfer.supplier.is_told and transfer.frame_id in {"provide", "supply"} and _is_own_branch(transfer):
        return False
    if transfer.frame_id == "seize" and transfer.main.strength == "weak":
        return False
    if transfer.frame_id == "have" and transfer.supplier.basis != "grammar":  # whose make they are is no transfer
        return False
    sides = (*transfer.supplier.countries, *transfer.recipient.countries)
    is_between_foes = any(f"{one}-{two}" in frames.words["foes"] for one in sides for two in sides)
    if transfer.trigger.lemma_.lower() == "expect" and is_between_foes:  # an attack
        return False
    is_consent = transfer.frame_id == "pledge" and transfer.trigger.lemma_.lower() in CONSENT
    if is_consent and not transfer.recipient.is_told:  # a parliament funds its own army
        return False
    if "recipient" in transfer.needs and not transfer.recipient.countries:
        return False
    if transfer.frame_id in ARRIVALS and not is_handed_over(transfer, sentence, frames):
        return False
    if transfer.frame_id in {"move", "arrive"} and transfer.category in PLATFORMS:
        return is_between_two
    if transfer.rule == "noun:talks":
        return is_between_two
    if "bound" in transfer.needs:
        return bool(transfer.recipient.countries)
    if transfer.rule == "noun:supplier" and not (transfer.supplier.is_told and _is_called_so(transfer)):
        return False
    if transfer.rule in {"noun:supplier", "noun:sale"} and is_of_institution(transfer):
        return False
    if transfer.rule == "noun:deal":
        return is_between_two
    if transfer.frame_id in MOVING:
        is_brought = is_passive(transfer.trigger) and transfer.category not in PLATFORMS - {"artillery"}
        if is_brought and transfer.supplier.countries and transfer.supplier.basis == "grammar":
            return True
        return bool(
            transfer.recipient.is_told or (transfer.supplier.basis == "grammar" and transfer.frame_id == "carry")
        )
    return True


def _is_bought_abroad(transfer: Transfer, frames: FrameCatalog) -> bool:
    """Whether a named system is bought by a state that makes no major arms: then somebody abroad sells it."""
    buyers = transfer.recipient.countries
    is_purchase = transfer.frame_id in {"buy", "order", "purchase", "need"}
    makers = {country for country, rank in frames.exporters.items() if rank < MAKERS}
    return is_purchase and transfer.designation is not None and bool(buyers) and not set(buyers) & makers


def _is_lifted(trigger: Token) -> bool:
    """Whether an embargo is spoken of: who buys then buys abroad."""
    lemmas = {token.lemma_.lower() for token in trigger.sent}
    return bool(lemmas & {"embargo", "ban"} and lemmas & {"lift", "end", "ease"})


def _is_trend(transfer: Transfer) -> bool:
    """Whether a country's exports as such are spoken of: "Norway's arms exports rose"."""
    verb = transfer.trigger.head
    if verb.lemma_ == "be" and any(child.dep_ == "acomp" and child.pos_ == "ADJ" for child in verb.children):
        return False  # "arms sales to Oman were unlawful"
    is_one_sided = not (transfer.supplier.is_told and transfer.recipient.is_told)
    return is_one_sided and transfer.trigger.dep_ in {"nsubj", "nsubjpass"} and verb.lemma_.lower() in TRENDS


def _is_own_branch(transfer: Transfer) -> bool:
    """Whether goods go to a branch of the armed forces from nobody named: a country equips itself."""
    doc = transfer.trigger.doc
    words = {
        token.lemma_.lower()
        for party in transfer.recipient.parties
        if (span := doc.char_span(party.start, party.end, alignment_mode="expand")) is not None
        for token in span
    }
    return bool(words & {"navy", "army", "force", "pla", "marines"})


def _is_called_so(transfer: Transfer) -> bool:
    """Whether a supplier is told to be one, or of whom: "Russia's arms exporter did not comment" tells nothing."""
    return transfer.recipient.is_told or transfer.trigger.dep_ in {"attr", "oprd", "appos", "pobj", "conj", "acomp"}
