"""Time expressions against a day of publication, Tuesday 20 February 2024."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.annotate.dates_context import expressions
from tests.annotate.reading import read

ANCHOR = date(2024, 2, 20)


def values(text: str, anchor: date | None = ANCHOR) -> list[str]:
    return [value for _, _, value in expressions(text, anchor, lambda offset: False)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("It landed on 3 January 2023.", "2023-01-03"),
        ("It landed on January 3, 2023.", "2023-01-03"),
        ("It landed on 2023-01-03.", "2023-01-03"),
        ("It landed yesterday.", "2024-02-19"),
        ("It landed on Saturday.", "2024-02-17"),
        ("It landed last Tuesday.", "2024-02-13"),
        ("It landed in November 2022.", "2022-11"),
        ("It landed in November.", "2023-11"),
        ("It landed on Dec. 30.", "2023-12-30"),
        ("It landed on Friday, Feb. 16.", "2024-02-16"),
        ("It landed on Thursday, 16 February.", "2023-02-16"),
        ("It landed later in the day.", "2024-02-20"),
        ("It landed last month.", "2024-01"),
        ("It landed last year.", "2023"),
        ("It landed two weeks ago.", "2024-W06"),
        ("It landed three days ago.", "2024-02-17"),
        ("It landed five years ago.", "2019"),
        ("It landed in the third quarter of 2021.", "2021-Q3"),
        ("It was built in the 1980s.", "198"),
        ("It was built in 1997.", "1997"),
        ("It was built in the 19th century.", "18"),
        ("It landed in June last year.", "2023-06"),
        ("It landed in June nineteen ninety-seven.", "1997-06"),
        ("It landed on Christmas Eve.", "2023-12-24"),
        ("They hold the town until Election Day.", "2024-11-05"),
        ("It's the third day of the strike.", "2024-02-20"),
    ],
)
def test_an_expression_has_its_value(text, value):
    assert values(text) == [value]


@pytest.mark.parametrize(
    "text", ["They may march on.", "He paid $1997.", "There were 1999 people.", "The sun sat low."]
)
def test_words_that_are_no_dates_have_none(text):
    assert values(text) == []


def test_each_of_two_days_of_a_month_has_its_value():
    assert values("They met on January 24 and 25.") == ["2024-01-24", "2024-01-25"]
    assert values("They met on 24 and 25 January 2023.") == ["2023-01-24", "2023-01-25"]


def test_the_full_stop_of_a_sentence_is_no_part_of_a_date():
    text = "They met on Tuesday. They had met in August."
    assert [text[start:end] for start, end, _ in expressions(text, ANCHOR, lambda offset: False)] == [
        "Tuesday",
        "August",
    ]


def test_a_relative_expression_needs_a_day_of_publication():
    assert values("It landed yesterday, not on 3 January 2023.", None) == ["2023-01-03"]


def test_the_future_tense_turns_a_weekday_to_the_next_one():
    doc = read("The ministers will meet on Friday.")

    assert [found.value for found in doc._.wirewatch_dates] == ["2024-02-23"]


def test_the_past_tense_keeps_a_weekday_in_the_past():
    doc = read("The ministers met on Friday.")

    assert [found.value for found in doc._.wirewatch_dates] == ["2024-02-16"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The ministers meet Friday with their hosts.", ["2024-02-23"]),
        ("A service planned for Saturday was cancelled.", ["2024-02-17"]),
        ("He warned on Thursday that raids could follow.", ["2024-02-15"]),
        ("The parliament has decided to vote in April.", ["2024-04"]),
    ],
)
def test_the_verb_of_a_day_tells_where_it_lies(text, found):
    assert [date.value for date in read(text)._.wirewatch_dates] == found


def test_days_are_told_by_other_days():
    assert values("It rose from Friday and fell from the previous Friday.") == ["2024-02-16", "2024-02-09"]
    assert values("It fell on Feb. 12, the day before the vote.") == ["2024-02-12", "2024-02-12"]


def test_a_report_on_a_quarter_names_it_once():
    text = "Sales fell in the third quarter of 2023. In the 2022 quarter they rose. Costs grew in the quarter."
    assert values(text) == ["2023-Q3", "2022-Q3", "2023-Q3"]


@given(st.text(max_size=200), st.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_any_text_yields_ordered_spans_that_lie_inside_it(text, anchor):
    last = 0
    for start, end, value in expressions(text, anchor, lambda offset: False):
        assert last <= start < end <= len(text)
        assert value
        last = end


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_a_written_day_reads_back_as_itself(day):
    assert values(f"It happened on {day.strftime('%B')} {day.day}, {day.year}.") == [day.isoformat()]
