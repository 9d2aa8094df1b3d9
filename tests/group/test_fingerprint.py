"""Hashes are the same everywhere and for ever; facts and credits are read as newspapers write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.group.align import align
from pipeline.group.credit import agencies, read_credit
from pipeline.group.facts import number_value, read_facts, read_names
from pipeline.group.fingerprint import exact_key, locate_words, sample, shingles, words
from pipeline.records import Document


def test_hashes_never_change() -> None:
    text = words("Ten ships left Arvik before the storm, and none came back to Belmor.")
    assert exact_key(text)[:16] == "0c68f2fb404884e0"
    assert shingles(text)[0] == 14611935684066652037
    assert sample(list(range(0, 1 << 36, 1 << 32)), 100) == (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)


def test_the_sample_of_a_long_text_is_part_of_that_of_a_short_one() -> None:
    hashes = shingles([f"word{number}" for number in range(2000)])
    assert set(sample(hashes, 2000)) < set(sample(hashes, 1000)) < set(sample(hashes, 100))


@given(st.text(max_size=200))
def test_words_slice_back_to_the_text(text: str) -> None:
    located = locate_words(text)
    assert [word.key for word in located] == words(text)
    assert all(text[word.start : word.end] for word in located)


@given(st.lists(st.sampled_from("abcdef"), max_size=60), st.lists(st.sampled_from("abcdef"), max_size=60))
def test_an_alignment_is_made_of_equal_runs_in_order(left: list[str], right: list[str]) -> None:
    at_left = at_right = 0
    for block in align(left, right):
        assert block.left >= at_left and block.right >= at_right and block.size > 0
        assert left[block.left : block.left + block.size] == right[block.right : block.right + block.size]
        at_left, at_right = block.left + block.size, block.right + block.size


@pytest.mark.parametrize(
    ("figure", "value"), [("22,700", 22700.0), ("1.5", 1.5), ("1,234,567.8", 1234567.8), ("seven", 7.0), ("x", None)]
)
def test_figures_have_values(figure: str, value: float | None) -> None:
    assert number_value(figure) == value


def test_facts_of_a_sentence() -> None:
    facts = read_facts(
        "On Monday, March 3, at 5:31 a.m., the army of Drosia fired two rockets, a third test, for 1.5 million."
    )
    assert facts.weekdays == {"monday"}
    assert facts.month_days == {(3, 3)}
    assert facts.clock_times == {"5:31am"}
    assert 3 in facts.ordinals
    assert {2.0, 1_500_000.0} <= facts.numbers
    assert facts.names == {"drosia"}


def test_a_word_also_written_small_is_no_name() -> None:
    assert read_names("Trade fell. The ministry said Trade with Avelia fell because trade is slow.") == ["avelia"]


@pytest.mark.parametrize(
    ("text", "basis"),
    [
        ("ARVIK, March 3 (Reuters) - Ten ships left.", "dateline"),
        ("By Ann Adler, Reuters\nTen ships left.", "byline"),
        ("Ten ships left. (Reuters)", "credit line"),
        ("Ten ships left.\nReuters contributed to this report.", "credit line"),
    ],
)
def test_a_credit_line_names_the_agency(text: str, basis: str) -> None:
    credit = read_credit(Document("1", text))
    assert (credit.agency, credit.basis, credit.is_agency) == ("Reuters", basis, False)


def test_an_agency_that_is_only_quoted_is_not_credited() -> None:
    assert read_credit(Document("1", "Ten ships left, Reuters reported on Monday, and none came back.")).agency is None


def test_an_agencys_own_site_is_the_agency() -> None:
    assert read_credit(Document("1", "Ten ships left.", source="en.yna.co.kr")).is_agency


def test_the_catalog_names_each_agency_once() -> None:
    names = [name.casefold() for agency in agencies() for name in (agency.name, *agency.aliases)]
    assert len(names) == len(set(names))
    domains = [domain for agency in agencies() for domain in agency.domains]
    assert len(domains) == len(set(domains))
