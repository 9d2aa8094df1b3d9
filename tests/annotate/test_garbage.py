"""Texts that are none cost little time and memory, and what is read out of them still slices back."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.annotate.garbage import readable, tokenised
from pipeline.annotate.pipeline import MAX_CHARACTERS
from tests.annotate.reading import annotator

LENGTH = 200_000  # characters, as of a page that a parser of web pages has swallowed whole
# CPU seconds for one such text. The slowest takes 4 on one core of 2024; before there were bounds some took more than minutes.
SECONDS = 20
MEBIBYTES = 1_200  # peak of a process that reads them all, of which the model takes 250
GARBAGE = {
    "no full stop": "Kenya attacked Uganda and the minister said that Iran would send missiles to Peru with ",
    "names": "Anna Kimura, Paul Oduya, Olga Brandt, Ines Caro, Li Wen, ",
    "a table": "Kenya\t12,400\t3.5\t12 May 2024\n",
    "one verb": "said ",
    "hyphens": "Kenya-Uganda-",
    "relative clauses": "Kenya, which attacked Uganda, which met Iran, ",
    "quotation marks": '“Kenya” "said" ‘Uganda’ ',
    "brackets": "([{<>}])",
    "one word": "a",
    "pictures": "😀🚀",
    "encoded": "QUJDRGVm+/09",
    "line breaks": "word\n\n",
    "Chinese": "朝鲜向俄罗斯提供导弹。",
    "Arabic": "أرسلت كوريا الشمالية صواريخ إلى روسيا ",
    "Thai": "เกาหลีเหนือส่งขีปนาวุธไปรัสเซีย",
    "control signs": "\x00\x01\x7f",
    "combining signs": "e\u0301\u0301\u0301",
}


@pytest.mark.parametrize("name", GARBAGE)
def test_garbage_is_read_in_bounded_time(name: str) -> None:
    text = (GARBAGE[name] * LENGTH)[:LENGTH]
    start = time.process_time()
    answer = annotator().annotate(text, language="en")
    assert time.process_time() - start < SECONDS
    assert all(text[found.start : found.end] == found.text for found in answer.mentions)
    for event in answer.events:
        assert 0 <= event.start <= event.trigger[0] < event.trigger[1] <= event.end <= MAX_CHARACTERS


def test_garbage_is_read_in_bounded_memory() -> None:
    """In a process of its own: the peak of this one is that of all tests before."""
    subprocess.run([sys.executable, "-c", "from tests.annotate.test_garbage import read_all; read_all()"], check=True)


def read_all() -> None:
    """Reads the texts that take most and exits with an error if the process grew too large."""
    for name in ("no full stop", "quotation marks"):
        text = (GARBAGE[name] * LENGTH)[:LENGTH]
        annotator().annotate(text, title=text, language="en")
    # Not ru_maxrss: it counts what the process was before it began to run this program, a copy of the test process.
    status = Path("/proc/self/status").read_text(encoding="ascii")
    peak = int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1]) / 1024
    if peak > MEBIBYTES:
        raise SystemExit(f"{peak:.0f} MiB")


def test_what_stands_behind_garbage_is_read() -> None:
    text = "Kenya attacked Uganda. " + "(" * 5_000 + " " + "A7f/" * 3_000 + " Peru condemned Chile."
    answer = annotator().annotate(text, language="en")
    assert [text[slice(*event.trigger)] for event in answer.events] == ["attacked", "condemned"]


def test_a_paragraph_without_blanks_keeps_its_names() -> None:
    text = "朝鲜向俄罗斯提供导弹。" * 100
    assert len(annotator().annotate(text, language="zh").mentions) == 200


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(["a", "b ", "。", "朝", "😀", "(", "\n", "word ", "-", "x" * 300, ". "]), max_size=120))
def test_no_sign_is_lost_or_moved(pieces: list[str]) -> None:
    text = "".join(pieces)
    assert tokenised(spacy.blank("en"), text).text == text
    assert len(readable(text, MAX_CHARACTERS)) == len(text)
