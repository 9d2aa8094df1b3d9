"""Cuts a text into sentences by rules on characters: any script, no model; quotations stay whole."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.records import Sentence

MAX_QUOTATION_CHARS = 1200  # a longer quotation is cut into sentences like other text

# Abbreviations before which a full stop seldom ends a sentence (English, German, French, Spanish, Italian, Portuguese,
# Russian). Single letters count as initials and need no entry.
_TITLES = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "dr",
        "prof",
        "rev",
        "hon",
        "st",
        "sr",
        "jr",
        "messrs",
        "mme",
        "mlle",
        "mgr",
        "gen",
        "lt",
        "col",
        "maj",
        "capt",
        "cmdr",
        "cpl",
        "sgt",
        "adm",
        "brig",
        "gov",
        "sen",
        "rep",
        "pres",
        "supt",
        "insp",
        "det",
        "ald",
        "amb",
        "atty",
        "sec",
        "treas",
        "dep",
        "pvt",
        "ret",
        "vs",
        "no",
        "nos",
        "vol",
        "fig",
        "art",
        "sect",
        "ch",
        "pp",
        "ed",
        "eds",
        "cf",
        "viz",
        "approx",
        "est",
        "dept",
        "univ",
        "assn",
        "hr",
        "fr",
        "bzw",
        "ca",
        "nr",
        "abs",
        "evtl",
        "ggf",
        "sog",
        "usw",
        "vgl",
        "str",
        "tel",
        "inkl",
        "exkl",
        "mio",
        "mrd",
        "jh",
        "mt",
        "av",
        "dra",
        "sra",
        "srta",
        "ud",
        "uds",
        "dott",
        "sig",
        "avv",
        "ing",
        "núm",
        "pág",
        "art",
        "arts",
        "vda",
        "dto",
        "prov",
        "fca",
        "им",
        "г",
        "гг",
        "ул",
        "руб",
        "тыс",
        "млн",
        "млрд",
        "стр",
        "см",
        "рис",
        "напр",
        "проф",
        "акад",
        "ген",
        "полк",
    ]
)
# Abbreviations that end a sentence when a capital follows, and do not when anything else does.
_AMBIGUOUS = frozenset(
    [
        "inc",
        "ltd",
        "co",
        "corp",
        "bros",
        "plc",
        "llc",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sept",
        "sep",
        "oct",
        "nov",
        "dec",
        "etc",
        "al",
        "esq",
        "ph",
        "a.m",
        "p.m",
    ]
)
_SPEECH_VERBS = (
    "said says say asked asks told tells added adds wrote writes replied declared stated exclaimed shouted warned insisted"
    " continued recalled tweeted posted sagte fragte erklärte dit demanda dijo preguntó disse ha detto"
)
_CLOSERS = "\"'”’»›」』】）)\\]〉》"
_END = re.compile(rf"(?:[.!?…؟۔।॥։。！？｡]+|\.)[{_CLOSERS}]*(?:\s*(?:\[\d+\])+)?")
_WIDE_END = "。！？｡"
_OPENERS = {
    '"': '"',
    "“": "”",
    "„": "“”",
    "«": "»",
    "»": "«",
    "「": "」",
    "『": "』",
    "‹": "›",
    "《": "》",
    "(": ")",
    "（": "）",
}
_ANY_MARK = re.compile(f"[{re.escape(''.join((*_OPENERS, *_OPENERS.values())))}]")
_MAX_NESTING = 6
_WORD_CHARS = 40  # looked at before a full stop
_AHEAD_CHARS = 120  # looked at after it
_LAST_WORD = re.compile(r"[^\s(\[“\"'„«‘]+$")
_TITLE_CASE_NAME = re.compile(
    rf"(?:[^\W\d_a-z][\w.'’-]*\s+){{1,4}}(?:{'|'.join(map(re.escape, _SPEECH_VERBS.split()))})\b"
)
_LIST_NUMBER = re.compile(r"^\s*(?:\d{1,3}|[ivxIVX]{1,4}|[a-zA-Z])$")


def split_sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of `text`, in order, with offsets: text[s.start:s.end] has no white space at its ends.

    Paragraphs are parted by empty lines and counted from 0; a line break inside a paragraph ends a sentence too.
    A quotation in directional or straight quotes is not cut (up to MAX_QUOTATION_CHARS), nor is a short parenthesis.
    Every visible character of the text lies in exactly one sentence.
    """
    sentences: list[Sentence] = []
    for paragraph, (begin, end) in enumerate(_paragraphs(text)):
        for line_begin, line_end in _lines(text, begin, end):
            for start, stop in _cut(text, line_begin, line_end):
                sentences.append(Sentence(len(sentences), start, stop, paragraph))
    return tuple(sentences)


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    begin = 0
    for match in re.finditer(r"\n\s*\n", text):
        if text[begin : match.start()].strip():
            yield begin, match.start()
        begin = match.end()
    if text[begin:].strip():
        yield begin, len(text)


def _lines(text: str, begin: int, end: int) -> Iterator[tuple[int, int]]:
    while begin < end:
        stop = text.find("\n", begin, end)
        stop = end if stop < 0 else stop
        if text[begin:stop].strip():
            yield begin, stop
        begin = stop + 1


def _cut(text: str, begin: int, end: int) -> Iterator[tuple[int, int]]:
    """Sentence spans of one line of text."""
    guarded = _quotations(text, begin, end)
    start = begin
    for match in _END.finditer(text, begin, end):
        stop = match.end()
        if stop >= end or stop <= start:
            continue
        while guarded and guarded[0][1] <= match.start():
            guarded.pop(0)
        if guarded and guarded[0][0] < match.start() and stop < guarded[0][1]:
            continue
        if _ends_sentence(text, start, match.start(), stop, end):
            yield from _trimmed(text, start, stop)
            start = stop
    yield from _trimmed(text, start, end)


def _trimmed(text: str, start: int, stop: int) -> Iterator[tuple[int, int]]:
    while start < stop and text[start].isspace():
        start += 1
    while stop > start and text[stop - 1].isspace():
        stop -= 1
    if start < stop:
        yield start, stop


def _quotations(text: str, begin: int, end: int) -> list[tuple[int, int]]:
    """Spans of balanced quotations and parentheses up to MAX_QUOTATION_CHARS, outermost only, in order; one pass."""
    spans: list[tuple[int, int]] = []
    open_marks: list[tuple[int, str]] = []  # position and the characters that close it
    for mark in _ANY_MARK.finditer(text, begin, end):
        position, character = mark.start(), mark[0]
        while open_marks and position - open_marks[0][0] > MAX_QUOTATION_CHARS:
            del open_marks[0]
        closed = next((k for k in range(len(open_marks) - 1, -1, -1) if character in open_marks[k][1]), None)
        if closed is not None:
            start = open_marks[closed][0]
            del open_marks[closed:]
            while spans and spans[-1][0] > start:
                spans.pop()
            spans.append((start, position + 1))
        elif character in _OPENERS and len(open_marks) < _MAX_NESTING:
            open_marks.append((position, _OPENERS[character]))
    return spans


def _ends_sentence(text: str, start: int, mark: int, stop: int, end: int) -> bool:
    """Whether the terminator text[mark:stop] ends the sentence that began at `start`."""
    ending = text[mark:stop]
    if any(character in _WIDE_END for character in ending):
        return text[stop : stop + 1] not in "”」』）)、，,"
    if not text[stop].isspace():
        return False
    following = text[stop : min(end, stop + _AHEAD_CHARS)].lstrip()
    if not following:
        return False
    head = following.lstrip("\"'“‘«„([¿¡-–—•")[:1] or following[:1]
    if head.islower() or following[0] in ",;:)]}":
        return False
    if not ending.startswith(".") or ending.startswith(".."):
        return not (ending[-1] in _CLOSERS and _TITLE_CASE_NAME.match(following))
    return ending != "." or _full_stop_ends(text[max(start, mark - _WORD_CHARS) : mark], following, head)


def _full_stop_ends(before: str, following: str, head: str) -> bool:
    """Whether a lone full stop after `before` ends its sentence."""
    match = _LAST_WORD.search(before)
    word = match[0] if match else ""
    lowered = word.casefold()
    if _LIST_NUMBER.match(before):
        return False
    if len(word) == 1 and word.isalpha() and word.isupper():
        return False
    if lowered in _TITLES:
        return False
    if lowered in _AMBIGUOUS:
        return head.isupper() and not head.isdigit() and lowered not in ("ph", "al")
    if word.isdigit() and len(word) <= 2 and _is_ordinal_context(following):
        return False
    if "." in word and all(len(part) <= 2 for part in word.split(".")) and word[0].isalpha():
        # U.S., e.g., z.B., p.m.: only a word that commonly begins a sentence shows an end
        return lowered not in ("e.g", "i.e", "z.b", "u.a", "d.h") and _begins_like_a_sentence(following)
    return True


_GERMAN_ORDINAL = re.compile(
    r"(?:Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember|Jahrhundert|Lebensjahr|Klasse)\b"
)
_STARTERS = re.compile(
    r"[\"“‘]?(?:The|A|An|He|She|It|They|We|I|In|On|At|But|And|This|That|These|Those|There|However|Meanwhile|His|Her|Its|Their"
    r"|After|Before|When|While|If|As|For|With|By|From|Also|Such|Some|Many|Most|Both|Not|No|What|Who|Why|How|Der|Die|Das|Er|Sie"
    r"|Es|Le|La|Les|Il|Elle|El|Los|Las)\b"
)


def _is_ordinal_context(following: str) -> bool:
    return bool(_GERMAN_ORDINAL.match(following))


def _begins_like_a_sentence(following: str) -> bool:
    return bool(_STARTERS.match(following))
