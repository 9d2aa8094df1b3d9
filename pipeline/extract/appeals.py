"""Judges lines that want something of the reader: a comment, a mark, an address, money. Pure functions on blocks."""

from __future__ import annotations

import re

from pipeline.extract.dom import Block
from pipeline.extract.lexicon import concepts, covered

SHORT_CHARS = 160  # a label or a line of a form is no longer
QUOTES = '"“”„«»「」『』'
ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+|\bfollow (?:him|her|them|me|us)\b.*@\w", re.IGNORECASE)
IN_RUNS = frozenset(("comment_form", "invitation", "newsletter", "paywall"))  # rules of lines that seldom come alone
_ALL = 0.9  # of the characters of a line
_SOME = 0.3
_SENTENCE_BREAK = re.compile(r"(?<=[.!?…])\s+")
_SENT_TO_READERS = frozenset(("follow", "network", "subscribe", "newsletter", "store"))


def appeal(block: Block, found: frozenset[str], is_last: bool) -> str | None:
    """The rule for a line of the concepts `found` that asks for something; what is quoted is news.

    Words alone prove little: the line also has a link, stands out by its type, speaks to somebody, or is one of the last.
    """
    text = block.text
    if any(mark in text for mark in QUOTES):
        return None
    stands_out = bool(block.link_chars) or block.emphasis_chars > _ALL * len(text)
    is_short = len(text) <= SHORT_CHARS
    if "press" in found and found & _SENT_TO_READERS:
        return "invitation"
    if {"follow", "network"} <= found and (stands_out or is_last) and bids(text, "follow"):
        return "invitation"
    if not is_short:
        return None
    if "desk" in found and covered(text, "desk") > _SOME:
        return "credit_line"
    if found & {"comment", "discussion"} and (rule := _about_comments(text, found, stands_out, is_last)):
        return rule
    if "newsletter" in found and found & {"you", "press"} and stands_out:
        return "newsletter"
    if "paywall" in found and (stands_out or is_last):
        return "paywall"
    return "invitation" if _asks(block, found, stands_out or is_last) else None


def _about_comments(text: str, found: frozenset[str], stands_out: bool, is_last: bool) -> str | None:
    """Rules of the house, requests to log in, closed discussions, invitations to speak."""
    if "moderate" in found:
        speaks = "you" in found and (is_last or covered(text, "moderate", "comment", "discussion") > _SOME)
        if stands_out or speaks:
            return "comment_form"
    if "subscribe" in found and ("you" in found or covered(text, "comment", "discussion", "subscribe", "leave") > 0.5):
        return "comment_form"
    if {"discussion", "you"} <= found and covered(text, "discussion", "leave", "share", "you") > 0.5:
        return "invitation"
    return None


def _asks(block: Block, found: frozenset[str], is_marked: bool) -> bool:
    """Whether a short line asks for a mark, a hint, an address, the use of a program."""
    text = block.text
    if "you" in found and "?" in text and ADDRESS.search(text):
        return True
    if "rate" in found and (is_marked or "?" in text):
        return True
    if "mistake" in found and (is_marked or "press" in found):
        return True
    if "store" in found and is_marked and covered(text, "store", "you", "network") > _SOME:
        return True
    return bool(found & {"subscribe", "network"}) and "you" in found and block.link_share > _SOME


def goes_with_an_appeal(block: Block) -> bool:
    """Whether a line that would prove nothing alone reads as more of the appeal that stands next to it."""
    if len(block.text) > SHORT_CHARS or any(mark in block.text for mark in QUOTES):
        return False
    found = concepts(block.text)
    if found & {"subscribe", "moderate"}:
        return True
    return bool(block.link_chars) and bool(found & {"you", "comment", "leave", "press"})


def bids(text: str, concept: str) -> bool:
    """Whether a sentence of `text` begins with a word of `concept`, as a request does."""
    return any(concept in concepts(" ".join(sentence.split()[:2])) for sentence in _SENTENCE_BREAK.split(text))
