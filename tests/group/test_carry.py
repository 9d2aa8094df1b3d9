"""What was read out of an original is found again in its copy, at the right offsets, once."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from pipeline.group.carry import carry_over, map_offsets
from pipeline.records import Annotation, Claim, ClaimEvidence, Mention, Sentence

ROOT = "Avelia sent forty rockets to Borduna. Karin Holt denied it. The harbour stayed open."


def sentences(text: str) -> list[Sentence]:
    return [Sentence(n, match.start(), match.end()) for n, match in enumerate(re.finditer(r"[^.]+\.", text))]


def mention(text: str, words: str) -> Mention:
    start = text.index(words)
    return Mention(start, start + len(words), words, "GPE")


def claim(text: str) -> Claim:
    start = text.index("Avelia")
    weapon = text.index("rockets")
    evidence = ClaimEvidence((weapon, weapon + 7), (start, start + 6))
    return Claim(
        ("AVE",), ("BOR",), "rockets", "rocket", 40, 40, "piece", "forty", "outlet", None, "alleges", "asserted",
        False, None, start, start + len("Avelia sent forty rockets to Borduna"), evidence, 0.9, "r1",
    )  # fmt: skip


def test_mentions_of_a_copy_slice_to_the_same_words() -> None:
    copy = f"This came by wire. {ROOT} Write to our desk."
    annotation = Annotation(mentions=(mention(ROOT, "Borduna"),))
    carried, uncovered = carry_over(annotation, map_offsets(ROOT, copy), sentences(copy))
    (found,) = carried.mentions
    assert copy[found.start : found.end] == found.text == "Borduna"
    assert [copy[start:end].strip() for start, end in uncovered] == ["This came by wire.", "Write to our desk."]


def test_a_claim_is_carried_with_all_its_evidence() -> None:
    copy = f"Our own first sentence. {ROOT}"
    carried, uncovered = carry_over(Annotation(claims=(claim(ROOT),)), map_offsets(ROOT, copy), sentences(copy))
    (found,) = carried.claims
    assert copy[slice(*found.evidence.weapon)] == "rockets"
    assert copy[found.start : found.end] == "Avelia sent forty rockets to Borduna"
    assert [copy[start:end] for start, end in uncovered] == ["Our own first sentence."]


def test_a_changed_sentence_is_read_anew_and_nothing_of_it_is_carried() -> None:
    copy = ROOT.replace("forty", "fifty")
    annotation = Annotation(mentions=(mention(ROOT, "Borduna"), mention(ROOT, "Karin Holt")), claims=(claim(ROOT),))
    carried, uncovered = carry_over(annotation, map_offsets(ROOT, copy), sentences(copy))
    assert [one.text for one in carried.mentions] == ["Karin Holt"]
    assert carried.claims == ()
    assert [copy[start:end] for start, end in uncovered] == ["Avelia sent fifty rockets to Borduna."]


def test_an_exact_copy_needs_no_reading() -> None:
    copy = ROOT.upper()
    carried, uncovered = carry_over(Annotation(claims=(claim(ROOT),)), map_offsets(ROOT, copy), sentences(copy))
    assert len(carried.claims) == 1
    assert uncovered == ()


WORDS = "alpha beta gamma delta epsilon zeta eta theta, iota. kappa"
words = st.lists(st.sampled_from(sorted(set(WORDS.split(" ")))), max_size=40)


@given(words, words, words)
def test_a_mapped_span_holds_the_same_words(before: list[str], shared: list[str], after: list[str]) -> None:
    root, copy = " ".join([*before, *shared]), " ".join([*shared, *after])
    mapping = map_offsets(root, copy)
    for match in re.finditer(r"\w+(?:\W+\w+)?", root):
        span = mapping.span(*match.span())
        if span:
            assert re.findall(r"\w+", copy[slice(*span)]) == re.findall(r"\w+", match.group())


@given(words)
def test_a_text_covers_itself(text_words: list[str]) -> None:
    text = " ".join(text_words)
    mapping = map_offsets(text, text)
    assert mapping.covers(0, len(text))
    for match in re.finditer(r"\w+", text):
        assert mapping.span(*match.span()) == match.span()
