"""The source named beside a claim: "according to X", "quoting X", "..., X alleges", and the attributions over it."""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Token

from pipeline.annotate.claim_reports import voice_of_report
from pipeline.annotate.claim_source import SourceReader, Voice
from pipeline.annotate.claim_speech import attributions_over
from pipeline.annotate.words import wordset

# Nouns that are spoken or written by somebody else: "according to a statement by".
SPOKEN = wordset("comment remark statement report interview testimony announcement speech complaint resolution")
LATEST_SPEECH = 4  # tokens from the end in which a last verb of saying may stand: "... claimed on Monday"
LONGEST_SOURCE = 10  # tokens between a comma and that verb
QUOTED = frozenset({"source", "official", "report"})
LONGEST_QUOTED = 8  # tokens after "quoting" in which one of them stands
QUOTES = '"“”«»'


def voice_quoted(trigger: Token, sources: SourceReader) -> Voice | None:
    """ "NBC, quoting officials, reported": the innermost are the officials."""
    for token in trigger.sent:
        if token.lower_ in {"quoting", "citing"}:
            target = next((child for child in token.children if child.dep_ in {"dobj", "pobj"}), None)
            if target is not None and sources.can_speak(target, "show"):
                return sources.voice(target, token)
            after = trigger.doc[token.i + 1 : token.i + 1 + LONGEST_QUOTED]
            following = next((t for t in after if t.pos_ == "NOUN" and t.lemma_.lower() in QUOTED), None)
            if following is not None:
                return sources.voice(following, token)
    return None


def voice_according_to(trigger: Token, sources: SourceReader) -> Voice | None:
    """Who is named after "according to", or stands behind the statement or report that is."""
    for token in trigger.sent:
        prepositions = (
            [child for child in token.children if child.lower_ == "to"] if token.lower_ == "according" else []
        )
        for to in prepositions:
            named = next((child for child in to.children if child.dep_ in {"pobj", "pcomp"}), None)
            if named is not None:
                behind = voice_of_report(named, sources) if named.lemma_.lower() in SPOKEN else None
                return behind or sources.voice(named, token)
    return None


def voice_attributed(trigger: Token, sources: SourceReader) -> Voice | None:
    """The innermost attribution of the document whose content covers the trigger."""
    doc = trigger.doc
    for attribution, source in attributions_over(trigger):
        span = doc.char_span(*source, alignment_mode="expand")
        cue = doc.char_span(*attribution.cue, alignment_mode="expand")
        if span is None or cue is None or cue.root.lemma_.lower() not in sources.words["speech"] | {"accord"}:
            continue
        in_quotes = any(mark in doc.text[attribution.content[0] - 1 : attribution.content[1] + 1] for mark in QUOTES)
        if cue.root.sent.start == trigger.sent.start or in_quotes:
            return sources.voice(span.root, cue.root)
    return None


def voice_trailing(trigger: Token, sources: SourceReader) -> Voice | None:
    """ "..., prosecutors in Lima allege.": a verb of saying at the end, which the parser took for something else."""
    sentence = [token for token in trigger.sent if not token.is_punct or token.text == ","]
    for token in reversed(sentence[-LATEST_SPEECH:]):
        forms = {token.lemma_.lower(), token.lower_.removesuffix("s")}
        if token.text == "," or not forms & sources.words["speech"]:
            continue
        before = trigger.doc[trigger.sent.start : token.i]
        comma = next((t.i for t in reversed(before) if t.text == ","), None)
        if comma is None or comma < trigger.i or not 1 < token.i - comma <= LONGEST_SOURCE:
            return None
        source = trigger.doc[comma + 1 : token.i]
        head = next((t for t in source if t.pos_ in {"NOUN", "PROPN"} and t.nbor().pos_ not in {"NOUN", "PROPN"}), None)
        if head is None or source[0].pos_ in {"ADP", "CCONJ", "SCONJ", "VERB", "PRON"}:
            return None
        return replace(sources.voice(head, token), text=source.text) if sources.can_speak(head, "show") else None
    return None
