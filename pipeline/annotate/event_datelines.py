"""Where the dateline of a news agency ends, which the parse takes for the subject: "TEHRAN, March 15 (IRNA) --"."""

from __future__ import annotations

import re

from spacy.tokens import Span, Token

# "MANILA, Philippines (AP) --", "Washington:", "Tehran, March 15, IRNA -"
DATELINE = re.compile(
    r"\s*[A-Z][\w.'’]*(?:[ -][A-Z][\w.'’]*){0,3}"  # the place
    r"(?:\s?,\s?[A-Z][\w.]*(?: [\w.]+){0,3}){0,3}"  # its country, the day, the agency
    r"\s?(?:\([^)]{2,40}\)\s?)?"
    r"(?:--+|[—–:]|-(?=\s)|(?<=\)\s)[\"“])"
)


def dateline_end(token: Token) -> int:
    """The index of the first token after a dateline at the start of the sentence; the sentence's start without one."""
    sentence = token.sent
    known: dict[int, int] = token.doc.user_data.setdefault("wirewatch_datelines", {})
    if sentence.start not in known:
        known[sentence.start] = _dateline_end(sentence)
    return known[sentence.start]


def _dateline_end(sentence: Span) -> int:
    if len(sentence) < 4 or not any(mark.text[0] in "-—–:" for mark in sentence[1:14]):
        return int(sentence.start)
    found = DATELINE.match(sentence.text[:80])
    if found is None:
        return int(sentence.start)
    place = sentence[0]
    named = place._.wirewatch_mention
    if not (place.is_upper and len(place) > 3) and (named is None or named.type == "PER"):
        return int(sentence.start)
    end = sentence.start_char + found.end()
    return next((t.i for t in sentence if t.idx >= end), int(sentence.start))
