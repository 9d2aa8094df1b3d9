"""Numbers of things in news text, by the rules of the claim guidelines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.annotate.quantities import find_quantities, number_of, rate_after

RANGES = [
    ("40 tanks", 40, 40),
    ("about 40 tanks", 40, 40),
    ("nearly 6 million rounds", 6_000_000, 6_000_000),
    ("two dozen guns", 24, 24),
    ("a dozen boats", 12, 12),
    ("150 to 200 guns", 150, 200),
    ("150-200 guns", 150, 200),
    ("between 3 and 5 million shells", 3_000_000, 5_000_000),
    ("two to four million shells", 2_000_000, 4_000_000),
    ("up to 50 jets", None, 50),
    ("as many as 40 jets", None, 40),
    ("more than 1,000 drones", 1000, None),
    ("at least two ships", 2, None),
    ("over 11,000 containers", 11_000, None),
    ("more than a million shells", 1_000_000, None),
    ("dozens of tanks", 24, None),
    ("scores of tanks", 40, None),
    ("hundreds of rockets", 200, None),
    ("thousands of rifles", 2000, None),
    ("hundreds of thousands of shells", 200_000, None),
    ("tens of thousands of rifles", 20_000, None),
    ("millions of shells", 2_000_000, None),
    ("twenty-four guns", 24, 24),
    ("half a million rounds", 500_000, 500_000),
    ("a hundred and fifty guns", 150, 150),
    ("1.5 million shells", 1_500_000, 1_500_000),
    ("another 50 tanks", 50, 50),
]


@pytest.mark.parametrize(("text", "low", "high"), RANGES)
def test_a_number_becomes_a_range(text: str, low: float | None, high: float | None) -> None:
    (found,) = [quantity for quantity in find_quantities(text) if quantity.kind == "count"]
    assert (found.minimum, found.maximum) == (low, high)


OTHERS = [
    ("$3.8 billion in aid", "money"),
    ("1.31 billion dlrs", "money"),
    ("150 mln stg", "money"),
    ("94% of the guns", "percent"),
    ("40 percent of its oil", "percent"),
    ("152 mm shells", "measure"),
    ("a range of 300 km", "measure"),
    ("in 1983", "date"),
    ("on March 23", "date"),
]


@pytest.mark.parametrize(("text", "kind"), OTHERS)
def test_money_shares_measures_and_dates_are_no_counts(text: str, kind: str) -> None:
    assert {quantity.kind for quantity in find_quantities(text)} == {kind}


@pytest.mark.parametrize("text", ["several tanks", "some tanks", "many rifles", "F-16 jets", "S-300s", "MiG-29s"])
def test_vague_amounts_and_names_are_no_numbers(text: str) -> None:
    assert find_quantities(text) == ()


def test_a_rate_is_told_by_its_time_word() -> None:
    assert rate_after(" shells a month") == "month"
    assert rate_after(" shells to the front") is None


def test_the_words_slice_back_to_the_text() -> None:
    text = "They sent more than 200 guns and two dozen boats."
    for quantity in find_quantities(text):
        assert text[quantity.start : quantity.end] == quantity.text


@given(st.integers(min_value=1, max_value=999_999_999))
def test_digits_with_and_without_commas_mean_the_same(number: int) -> None:
    assert number_of(str(number)) == number_of(f"{number:,}") == number


@given(st.text(max_size=80))
def test_any_text_is_read_without_error(text: str) -> None:
    for quantity in find_quantities(text):
        assert text[quantity.start : quantity.end] == quantity.text
        low, high = quantity.minimum, quantity.maximum
        assert low is None or high is None or low <= high
