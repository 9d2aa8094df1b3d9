"""Judges lines that want something of the reader: a comment, a mark, an address, money. Pure functions on blocks."""

from __future__ import annotations

import re
from itertools import islice

from pipeline.extract.dom import Block, unmarked
from pipeline.extract.lexicon import concepts, covered, opens_with
from pipeline.extract.outline import wide_share
from pipeline.extract.text import fold

SHORT_CHARS = 160  # a label or a line of a form is no longer
QUOTES = '"“”„«»「」『』'
ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+|\bfollow (?:him|her|them|me|us)\b.*@\w", re.IGNORECASE)
IN_RUNS = frozenset(("comment_form", "invitation", "newsletter", "paywall"))  # rules of lines that seldom come alone
_ALL = 0.9  # of the characters of a line
_SOME = 0.3
_MAX_LINKS = 50  # looked at; a line may stand in the same element as all others
_MUCH = 0.4
_PLEASE = 1  # sign that may stand before the verb
_CLAUSE_BREAK = re.compile(r"[,，、。！？!?:：]")
_SENTENCE_BREAK = re.compile(r"(?<=[.!?…])\s+")
_DONE = frozenset(("press", "subscribe", "newsletter", "follow"))  # what the words of a link ask for
_SIGNS = frozenset((
    "press", "follow", "desk", "comment", "discussion", "newsletter", "paywall", "you", "rate", "mistake", "store",
))  # fmt: skip
_SENT_TO_READERS = frozenset(("follow", "network", "subscribe", "newsletter", "store"))


def appeal(block: Block, found: frozenset[str], is_last: bool) -> str | None:
    """The rule for a line of the concepts `found` that asks for something; what is quoted is news.

    News speak of newsletters, votes and closed debates too. An appeal begins with what is to be done, or asks, or is a link
    that says so, or stands out as a whole, or holds little else.
    """
    text = block.text
    if not found & _SIGNS or any(mark in text for mark in QUOTES):
        return None
    stands_out = block.emphasis_chars > _ALL * len(text)
    if (
        "press" in found
        and found & _SENT_TO_READERS
        and (stands_out or bids(text, "press") or _link_says(block, _DONE))
    ):
        return "invitation"
    if {"follow", "network"} <= found and (block.link_chars or stands_out or is_last) and bids(text, "follow"):
        return "invitation"
    if len(text) > SHORT_CHARS:
        return None
    if "desk" in found and covered(text, "desk") > _SOME:
        return "credit_line"
    if found & {"comment", "discussion"} and (rule := _about_comments(text, found, stands_out)):
        return rule
    if "newsletter" in found and found & {"you", "press"} and (stands_out or _link_says(block, _DONE)):
        return "newsletter"
    if "paywall" in found and (stands_out or is_last or _link_says(block, _DONE)):
        return "paywall"
    return "invitation" if _asks(block, found, stands_out) else None


def _about_comments(text: str, found: frozenset[str], stands_out: bool) -> str | None:
    """Rules of the house, requests to log in, closed discussions, invitations to speak."""
    if "closed" in found and (stands_out or covered(text, "comment", "discussion", "closed") > _MUCH):
        return "comment_form"
    said = covered(text, "comment", "discussion", "moderate")
    if "moderate" in found and (stands_out or said > 0.5 or ("you" in found and said > _SOME)):
        return "comment_form"
    if "subscribe" in found and covered(text, "comment", "discussion", "subscribe", "leave", "you") > _MUCH:
        return "comment_form"
    if {"discussion", "you"} <= found and covered(text, "discussion", "leave", "share", "you") > 0.5:
        return "invitation"
    return None


def _asks(block: Block, found: frozenset[str], stands_out: bool) -> bool:
    """Whether a short line asks for a mark, a hint, an address, the use of a program."""
    text = block.text
    is_question = "?" in text
    if "you" in found and is_question and ADDRESS.search(text):
        return True
    if "rate" in found and (stands_out or text[-1] == "?" or "★" in text):
        return True
    if "mistake" in found and is_question:
        return True
    if "store" in found and (stands_out or bids(text, "store")) and covered(text, "store", "you", "network") > _SOME:
        return True
    if "you" not in found or block.link_share <= _SOME or not found & {"subscribe", "network"}:
        return False
    return is_question or bids(text, "subscribe")


def _link_says(block: Block, names: frozenset[str]) -> bool:
    """Whether a link of the line says one of the concepts `names`: what is to be done is the link."""
    links = islice(block.owner.iter("a"), _MAX_LINKS) if block.link_chars else ()
    texts = (fold(unmarked("".join(link.itertext()))) for link in links)
    return any(text in block.text and concepts(text) & names for text in texts)


def goes_with_an_appeal(block: Block) -> bool:
    """Whether a line that would prove nothing alone reads as more of the appeal that stands next to it."""
    if len(block.text) > SHORT_CHARS or any(mark in block.text for mark in QUOTES):
        return False
    found = concepts(block.text)
    if found & {"subscribe", "moderate"}:
        return True
    return bool(block.link_chars) and bool(found & {"you", "comment", "leave", "press"})


def bids(text: str, concept: str) -> bool:
    """Whether a sentence of `text` begins with a word of `concept`, as a request does; in Chinese and the like, a clause."""
    if wide_share(text) > 0.5:
        return any(opens_with(clause.strip(), concept, _PLEASE) for clause in _CLAUSE_BREAK.split(text))
    return any(concept in concepts(" ".join(sentence.split()[:2])) for sentence in _SENTENCE_BREAK.split(text))
