"""Whether a transfer is told as fact, plan, possibility or history, negated or hedged: the modalities of claims.

The parse is climbed from the trigger to the claimant's verb; each governing word may change the reading.
"""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Token

from pipeline.annotate.claim_frames import FrameCatalog
from pipeline.annotate.claim_hedges import hedge_around
from pipeline.annotate.claim_history import is_history
from pipeline.annotate.claim_modality_governors import is_called_off, is_presupposed, is_withheld, read_governor
from pipeline.annotate.claim_modality_own_words import (
    CONDITIONS,
    is_denied_goods,
    is_only_would,
    read_auxiliaries,
    read_own_words,
)
from pipeline.annotate.claim_modality_reading import ClaimModality, ModalityDraft
from pipeline.annotate.claim_retort import leaves_open
from pipeline.annotate.claim_syntax import governors, is_infinitive, is_verb


class ModalityReader:
    """Reads the modality of a trigger, up to the verb of saying."""

    def __init__(self, frames: FrameCatalog) -> None:
        self.words = frames.words

    def read(
        self, trigger: Token, base: str, cue: Token | None, report_year: int | None, others: Sequence[Token] = ()
    ) -> ClaimModality:
        """The modality of a transfer.

        `base` is the frame's own; `cue` the claimant's verb, above which nothing counts; `report_year` the year of
        publication, None where it is unknown: then the latest year of the text stands for it; `others` are further
        triggers that tell of the same goods ("paid for rifles that were not delivered").
        """
        draft = ModalityDraft(base)
        read_own_words(trigger, draft, self.words)
        self._climb(trigger, cue, draft)
        if any(is_verb(other) and other.dep_ == "relcl" and _is_negated(other) for other in others):
            draft.negate("stopped")
        if draft.negation is None and is_denied_goods(trigger):
            draft.negation = "plain"
        is_refused = draft.negation == "plain" and draft.modality == "hypothetical" and base != "hypothetical"
        if is_refused and is_only_would(trigger):
            draft.modality = "planned"
        is_told = draft.modality == "asserted" or (draft.modality == "planned" and not _is_in_the_present(trigger))
        if is_told and is_history(trigger, report_year):
            draft.modality = "past"
        return ClaimModality(draft.modality, draft.negation, draft.hedge or hedge_around(trigger, cue))

    def _climb(self, trigger: Token, cue: Token | None, draft: ModalityDraft) -> None:
        """Read the words above a trigger, up to the cue or the first clause that only describes."""
        for head, child in governors(trigger):
            if is_called_off(head):
                draft.negate("stopped")
            if _is_description(head, child, trigger):
                return
            if child.dep_ == "advcl" and is_verb(child) and not self._reads_through_adverbial(head, child, draft):
                return
            if is_presupposed(head, child):
                return
            if child.dep_ == "conj":
                if is_verb(head) and is_verb(child) and not _has_auxiliary(child):
                    read_auxiliaries(head, draft, self.words)
                continue
            if child.dep_ == "ccomp" and _has_condition(child, frozenset({"mark"})):
                draft.raise_to("hypothetical")
            is_unsaid = leaves_open(head) and child.dep_ in {"ccomp", "dobj"}
            if is_unsaid or (child.dep_ == "ccomp" and is_withheld(head, child, self.words["speech"])):
                draft.leave_open()
                return
            is_cue = cue is not None and head.i == cue.i
            read_governor(head, child, draft, self.words, is_cue=is_cue)
            if is_cue:
                return

    def _reads_through_adverbial(self, head: Token, clause: Token, draft: ModalityDraft) -> bool:
        """Whether the words above an adverbial clause count: above an aim that is wished for, "plans to go to sell"."""
        if _has_condition(clause, frozenset({"mark", "advmod", "aux"})):
            draft.raise_to("hypothetical")
        if not is_infinitive(clause):
            return False
        if clause.lemma_.lower() in self.words["hypothetical"]:
            draft.raise_to("hypothetical")
        return head.lemma_.lower() in self.words["hypothetical"]


def _is_description(head: Token, child: Token, trigger: Token) -> bool:
    """Whether the clause that ends here only describes what stands above it: a relative clause, a participle."""
    if child.dep_ == "relcl" and not is_infinitive(child):
        return True
    if child.dep_ == "acl" and child.tag_ == "VBN":
        return True
    return child.dep_ == "conj" and is_verb(child) and child.i != trigger.i and not is_verb(head)


def _has_condition(clause: Token, relations: frozenset[str]) -> bool:
    """Whether "if", "unless" or the like hangs on a clause by one of the relations."""
    return any(child.lower_ in CONDITIONS for child in clause.children if child.dep_ in relations)


def _is_in_the_present(trigger: Token) -> bool:
    """Whether the trigger or a word above it stands in the present tense."""
    above = any(head.tag_ in {"VBZ", "VBP", "VBG"} for head, _ in governors(trigger))
    return above or trigger.tag_ in {"VBZ", "VBG"}


def _is_negated(verb: Token) -> bool:
    return any(child.dep_ == "neg" for child in verb.children)


def _has_auxiliary(verb: Token) -> bool:
    return any(child.dep_ in {"aux", "auxpass", "neg"} for child in verb.children)
