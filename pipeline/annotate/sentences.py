"""The component wirewatch_paragraphs, before the parser: a sentence ends where a paragraph or a dateline ends."""

from __future__ import annotations

import re

from spacy.language import Language
from spacy.tokens import Doc

PARAGRAPHS = "wirewatch_paragraphs"
FINAL = (".", "!", "?", "”", '"', "…", "’", "''", ":")
# "NEW YORK, Nov. 24 (Agency) —", "CAIRO -- ", "Manila, Philippines (AP) —": a place in capitals or an agency in brackets.
DATELINE = re.compile(
    r"^[ \t]*(?:(?P<place>[A-Z][A-Z.'’]{2,}(?:[ -][A-Z][A-Z.'’]+){0,3})|[A-Z][\w.'’]*(?:[ -][A-Z][\w.'’]*){0,3})"
    r"(?:, ?[A-Z][\w.]*(?: [\w.]+){0,3}){0,3} ?(?(place)(?:\([^)\n]{2,40}\) ?)?|\([^)\n]{2,40}\) ?)"
    r"(?:--+|[—–]|-(?=\s))\s*(?=\S)",
    re.MULTILINE,
)


@Language.component(PARAGRAPHS)
def split_paragraphs(doc: Doc) -> Doc:
    """Start a sentence after an empty line, after a line break that ends a sentence, and after a dateline."""
    for token in doc[:-1]:
        breaks = token.text.count("\n") if token.is_space else 0
        if breaks == 0:
            continue
        before = doc[token.i - 1].text if token.i else FINAL[0]
        if breaks > 1 or before.endswith(FINAL):
            doc[token.i + 1].is_sent_start = True
    for dateline in DATELINE.finditer(doc.text):  # the parser would take the place for whoever speaks next
        following = doc.char_span(dateline.end(), dateline.end() + 1, alignment_mode="expand")
        if following is not None and following.start_char == dateline.end():
            following[0].is_sent_start = True
    return doc
