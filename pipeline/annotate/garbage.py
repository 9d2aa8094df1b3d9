"""Texts that are none: long runs of signs, of which a tokeniser makes too much. Offsets stay as they are."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc

# Rows of brackets, lines, pictures: so many signs without a letter, a digit or a blank say nothing.
SIGNS = re.compile(r"[^\w\s]{50,}")
# spaCy cuts what stands between two blanks sign by sign, in time that grows with the square of its length: encoded files,
# but also paragraphs of languages without blanks. Longer pieces are handed to it in parts, cut behind a sign if there is one.
LONGEST_PIECE = 500
PIECE = re.compile(rf"\s+|\S{{1,{LONGEST_PIECE}}}(?!\S)|\S{{0,{LONGEST_PIECE - 1}}}[^\w\s]|\S{{{LONGEST_PIECE}}}")
LONG_RUN = re.compile(rf"\S{{{LONGEST_PIECE + 1}}}")


def readable(text: str, longest: int) -> str:
    """The first `longest` characters of a text, with blanks in place of rows of signs."""
    return SIGNS.sub(lambda row: " " * len(row.group()), text[:longest])


def tokenised(nlp: Language, text: str) -> Doc:
    """The words of a text, in time that grows with its length alone."""
    if LONG_RUN.search(text) is None:
        return nlp.make_doc(text)
    parts = [nlp.make_doc(part) for part in _parts(text)]
    return Doc.from_docs(parts, ensure_whitespace=False) or nlp.make_doc("")


def _parts(text: str) -> Iterator[str]:
    """The text in parts that are ordinary or cut out of a long run."""
    start = 0
    for piece in PIECE.finditer(text):
        is_cut = piece.end() < len(text) and not text[piece.end()].isspace() and not piece.group().isspace()
        if is_cut:
            yield text[start : piece.end()]
            start = piece.end()
    if start < len(text):
        yield text[start:]
