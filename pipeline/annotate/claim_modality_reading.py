"""What is read of the modality of a transfer, and the draft of it that grows on the way up from the trigger."""

from __future__ import annotations

from dataclasses import dataclass

# From the weakest to the strongest: the strongest that is found on the way up is the reading.
RANKS = {"asserted": 0, "past": 1, "planned": 2, "hypothetical": 3}


@dataclass(frozen=True, slots=True)
class ClaimModality:
    """asserted, planned, hypothetical or past; `negation` is plain ("did not"), stopped ("suspended") or None."""

    modality: str
    negation: str | None
    hedge: str | None


@dataclass(slots=True)
class ModalityDraft:
    """A reading as it stands so far."""

    modality: str
    negation: str | None = None
    hedge: str | None = None

    def raise_to(self, modality: str) -> None:
        """Take a modality unless a stronger one is there."""
        if RANKS[modality] > RANKS[self.modality]:
            self.modality = modality

    def negate(self, kind: str) -> None:
        """Take a negation unless there is one."""
        self.negation = self.negation or kind

    def leave_open(self) -> None:
        """Take back all: a source says neither yes nor no."""
        self.modality, self.negation = "hypothetical", None
