"""Scenarios of the ledger: what several reports of a number come to."""

from __future__ import annotations

from tests.track.ledger_claims import claim, only


def test_39_independent_numbers_span_a_range() -> None:
    row = only(
        claim("2024-01-05", by="USA", number=(1_000_000, 1_000_000)),
        claim("2024-01-06", by="KOR", number=(3_000_000, 3_000_000)),
        claim("2024-01-07"),
    )
    assert (row.number_delivered_min, row.number_delivered_max) == (1_000_000, 3_000_000)


def test_40_a_cumulative_restatement_replaces_the_number_and_is_never_added() -> None:
    row = only(
        claim("2024-01-05", by="KOR", number=(1_000_000, None), words="more than one million"),
        claim("2024-05-05", by="KOR", number=(2_000_000, None), words="over two million"),
        claim("2024-09-05", by="KOR", number=(3_000_000, None), words="over three million shells so far"),
    )
    assert (row.number_delivered_min, row.number_delivered_max) == (3_000_000, None)
    assert len(row.number_delivered_text) == 3


def test_41_what_comes_on_top_is_added() -> None:
    row = only(
        claim("2024-01-05", by="GBR", dyad="GBR>UKR", number=(100, 100), words="100"),
        claim("2024-02-05", by="GBR", dyad="GBR>UKR", number=(50, 50), words="another 50"),
        claim("2024-02-07", by="GBR", dyad="GBR>UKR"),
    )
    assert (row.number_delivered_min, row.number_delivered_max) == (150, 150)


def test_42_more_than_is_no_addition() -> None:
    row = only(
        claim("2024-01-05", by="KOR", number=(100, 100), words="100"),
        claim("2024-02-05", by="KOR", number=(150, None), words="more than 150"),
        claim("2024-02-06"),
    )
    assert (row.number_delivered_min, row.number_delivered_max) == (150, None)


def test_43_an_open_top_closes_at_a_higher_number_told() -> None:
    row = only(
        claim("2024-01-05", by="USA", number=(1000, None)),
        claim("2024-01-06", by="KOR", number=(3000, 3000)),
        claim("2024-01-07", by="JPN", number=(None, 2500)),
    )
    assert (row.number_delivered_min, row.number_delivered_max) == (1000, 3000)


def test_44_an_open_top_above_all_numbers_stays_open() -> None:
    row = only(
        claim("2024-01-05", by="USA", number=(5000, None)),
        claim("2024-01-06", by="KOR", number=(3000, 3000)),
        claim("2024-01-07"),
    )
    assert (row.number_delivered_min, row.number_delivered_max) == (3000, None)


def test_45_containers_and_shells_are_not_one_number() -> None:
    row = only(
        claim("2024-01-05", by="USA", number=(10_000, None), unit="containers"),
        claim("2024-01-06", by="KOR", number=(3_000_000, None), unit="shells"),
        claim("2024-01-07", by="JPN", number=(1_000_000, None), unit="shells"),
    )
    assert (row.number_delivered_min, row.number_delivered_unit) == (1_000_000, "shells")
    assert len(row.number_delivered_text) == 3


def test_46_a_rate_keeps_its_words_and_is_no_total() -> None:
    row = only(
        claim("2024-01-05", by="KOR", number=(100_000, 100_000), unit="shells/month", words="100,000 a month"),
        claim("2024-01-06", by="USA"),
        claim("2024-01-07"),
    )
    assert (row.number_delivered_min, row.number_delivered_text) == (None, ("100,000 a month",))


def test_47_ordered_and_delivered_stand_apart() -> None:
    row = only(
        claim(
            "2024-01-05", by="USA", dyad="USA>TWN", stance="confirms", modality="planned", number=(66, 66), unit="jets"
        ),
        claim("2024-06-05", by="TWN", dyad="USA>TWN", stance="confirms", number=(2, 2), unit="jets"),
        claim("2024-07-05", dyad="USA>TWN", modality="planned", number=(66, 66), unit="jets"),
    )
    assert (row.number_ordered_min, row.number_ordered_max, row.number_ordered_unit) == (66, 66, "jets")
    assert (row.number_delivered_min, row.number_delivered_max) == (2, 2)


def test_48_numbers_of_denials_and_of_withdrawn_claims_do_not_count() -> None:
    row = only(
        claim("2024-01-05", by="Herald", number=(9, 9)),
        claim("2024-01-06", by="PRK", stance="denies", number=(7, 7)),
        claim("2024-01-07", by="Herald", stance="retracts"),
        claim("2024-01-08", by="KOR", number=(5, 5)),
    )
    assert (row.number_delivered_min, row.number_delivered_max) == (5, 5)


def test_49_a_suspended_delivery_counts_nothing_as_delivered() -> None:
    row = only(
        claim("2024-01-05", by="FRA", dyad="FRA>EGY", number=(6, 6), negated=True, stance="confirms"),
        claim("2024-01-06", dyad="FRA>EGY", number=(14, 14), unit="jets"),
        claim("2024-01-07", dyad="FRA>EGY"),
    )
    assert (row.number_delivered_min, row.number_delivered_max) == (14, 14)


def test_50_two_periods_of_one_origin_that_do_not_touch_add_up() -> None:
    row = only(
        claim("2024-04-05", by="KOR", number=(10, 10), period=("2024-01-01", "2024-01-31")),
        claim("2024-04-06", by="KOR", number=(20, 20), period=("2024-02-10", "2024-02-28")),
        claim("2024-04-07"),
    )
    assert (row.number_delivered_min, row.number_delivered_max) == (30, 30)
