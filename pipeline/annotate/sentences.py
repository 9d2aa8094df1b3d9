"""The component wirewatch_paragraphs, before the parser: a sentence ends where a paragraph or a dateline ends.

It also ends where it has gone on for longer than any sentence does: tables, lists and garbage. What reads a sentence takes
up to the square of its length, so that this bounds what any text can cost.
"""

from __future__ import annotations

import re

from spacy.language import Language
from spacy.tokens import Doc

PARAGRAPHS = "wirewatch_paragraphs"
FINAL = (".", "!", "?", "”", '"', "…", "’", "''", ":")
STOPS = frozenset(".!?…。！？")
LONGEST_SENTENCE = 200  # tokens; in 236,000 words of news one sentence has over 150, and that is a style sheet
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
    _cut_the_endless(doc)
    return doc


def _cut_the_endless(doc: Doc) -> None:
    """Start a sentence in a stretch without a stop that is too long, at its last line break or comma if it has one."""
    start = 0  # of the stretch
    gap = 0  # the token after the last place in it that suits a cut
    for token in doc:
        if token.is_sent_start or token.text in STOPS:
            start = token.i if token.is_sent_start else token.i + 1
            continue
        if token.i - start >= LONGEST_SENTENCE:
            at = gap if gap > start else token.i
            doc[at].is_sent_start = True
            start = at
        if token.is_space or token.text in {",", ";"}:
            gap = token.i + 1
