"""Who speaks the words around a token: the attributions over it, and the verbs of saying near it."""

from __future__ import annotations

from spacy.tokens import Token

from pipeline.annotate.words import wordset
from pipeline.records import Attribution

SAYING = wordset("say tell add state stress warn declare note")


def attributions_over(token: Token) -> list[tuple[Attribution, tuple[int, int]]]:
    """The attributions with a source whose content holds the token, each with its source, the innermost first."""
    inside = [
        (attribution, attribution.source)
        for attribution in token.doc._.wirewatch_attributions
        if attribution.source and attribution.content[0] <= token.idx < attribution.content[1]
    ]
    return sorted(inside, key=lambda pair: pair[0].content[1] - pair[0].content[0])


def verbs_of_saying_around(token: Token) -> list[Token]:
    """Verbs of saying in the token's sentence, then in the sentences before and after, nearest first."""
    doc, sentence = token.doc, token.sent
    verbs = [other for other in doc if other.lemma_.lower() in SAYING]
    return sorted(verbs, key=lambda t: 0 if sentence.start <= t.i < sentence.end else abs(t.i - token.i) + 1)
