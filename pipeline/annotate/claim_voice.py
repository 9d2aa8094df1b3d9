"""Who vouches for a claim: the innermost source named in the text, or the outlet."""

from __future__ import annotations

from spacy.tokens import Token

from pipeline.annotate.claim_source import SourceReader, Voice
from pipeline.annotate.claim_voice_above import voice_above
from pipeline.annotate.claim_voice_beside import voice_according_to, voice_attributed, voice_quoted, voice_trailing


def voice_of(trigger: Token, sources: SourceReader) -> Voice | None:
    """The innermost named source of what a trigger tells, or None where the outlet itself vouches."""
    return (
        voice_quoted(trigger, sources)
        or voice_above(trigger, sources)
        or voice_according_to(trigger, sources)
        or voice_attributed(trigger, sources)
        or voice_trailing(trigger, sources)
    )
