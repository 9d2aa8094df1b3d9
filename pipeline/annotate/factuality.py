"""Did it happen, as far as the text tells: a value from -3 (surely not) to 3 (surely) for each verb and event noun."""

from __future__ import annotations

from pipeline.annotate.modality import ModalityReading


def factuality_class(reading: ModalityReading) -> str:
    """fact, counterfact or uncertain."""
    if reading.modality in {"planned", "hypothetical"}:
        return "uncertain"
    if reading.modality == "denied" or reading.negated:
        return "counterfact"
    return "fact"
