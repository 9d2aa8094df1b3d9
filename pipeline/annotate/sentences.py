"""The component wirewatch_paragraphs, before the parser: a sentence ends where a paragraph ends."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

PARAGRAPHS = "wirewatch_paragraphs"
FINAL = (".", "!", "?", "”", '"', "…", "’", "''", ":")


@Language.component(PARAGRAPHS)
def split_paragraphs(doc: Doc) -> Doc:
    """Start a sentence after an empty line, and after a line break that follows the end of a sentence."""
    for token in doc[:-1]:
        breaks = token.text.count("\n") if token.is_space else 0
        if breaks == 0:
            continue
        before = doc[token.i - 1].text if token.i else FINAL[0]
        if breaks > 1 or before.endswith(FINAL):
            doc[token.i + 1].is_sent_start = True
    return doc
