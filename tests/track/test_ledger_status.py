"""Scenarios of the ledger: what the status of a transfer is, and who stands behind it."""

from __future__ import annotations

from tests.track.ledger_claims import claim, ledger, only


def test_01_three_outlets_allege_and_nobody_confirms() -> None:
    row = only(
        claim("2024-01-05", owner="A"),
        claim("2024-01-06", owner="B"),
        claim("2024-01-07", owner="C"),
    )
    assert (row.status, row.owner_count, row.origin_count, row.stage) == ("alleged", 3, 3, "delivered")


def test_02_forty_papers_that_quote_one_ministry_are_one_origin() -> None:
    row = only(*(claim("2024-01-05", by="USA", owner=f"Paper {n}") for n in range(8)))
    assert (row.owner_count, row.origin_count, row.status) == (8, 1, "alleged")


def test_03_a_party_confirms() -> None:
    row = only(
        claim("2024-01-05", by="USA"),
        claim("2024-02-01", by="RUS", stance="confirms"),
        claim("2024-02-03"),
    )
    assert (row.status, row.has_party_denial) == ("confirmed", False)


def test_04_a_third_state_cannot_confirm() -> None:
    row = only(claim("2024-01-05", by="USA"), claim("2024-01-06", by="KOR"), claim("2024-01-07", by="JPN"))
    assert row.status == "alleged"
    assert row.claimant_classes == {"state": 3}


def test_05_a_partys_denial_does_not_lift_the_allegation() -> None:
    row = only(
        claim("2024-01-05", by="USA"),
        claim("2024-01-06", by="PRK", stance="denies"),
        claim("2024-01-07", by="KOR"),
    )
    assert (row.status, row.has_party_denial) == ("alleged", True)


def test_06_denials_alone_make_a_denied_row() -> None:
    row = only(
        claim("2024-01-05", by="PRK", stance="denies"),
        claim("2024-01-06", by="RUS", stance="denies"),
        claim("2024-01-07", by="PRK", stance="denies"),
    )
    assert (row.status, row.has_party_denial, row.number_delivered_min) == ("denied", True, None)


def test_07_a_party_that_confirmed_now_denies() -> None:
    row = only(
        claim("2024-01-05", by="IRN", dyad="IRN>RUS", stance="confirms"),
        claim("2024-02-05", by="IRN", dyad="IRN>RUS", stance="denies"),
        claim("2024-02-06", dyad="IRN>RUS"),
    )
    assert row.status == "disputed"


def test_08_a_party_that_denied_and_then_confirms() -> None:
    row = only(
        claim("2024-01-05", by="IRN", dyad="IRN>RUS", stance="denies"),
        claim("2024-02-05", by="IRN", dyad="IRN>RUS", stance="confirms"),
        claim("2024-02-06", dyad="IRN>RUS"),
    )
    assert (row.status, row.has_party_denial) == ("confirmed", True)


def test_09_the_two_parties_contradict_each_other() -> None:
    row = only(
        claim("2024-01-05", by="RUS", stance="confirms"),
        claim("2024-01-07", by="PRK", stance="denies"),
        claim("2024-01-08", by="USA"),
    )
    assert row.status == "disputed"


def test_10_the_order_in_which_the_parties_contradict_does_not_matter() -> None:
    row = only(
        claim("2024-01-05", by="PRK", stance="denies"),
        claim("2024-01-07", by="RUS", stance="confirms"),
        claim("2024-01-08", by="USA"),
    )
    assert row.status == "disputed"


def test_11_every_positive_claim_is_withdrawn_by_its_claimant() -> None:
    row = only(
        claim("2024-01-05", by="Herald"),
        claim("2024-01-08", by="Herald"),
        claim("2024-01-20", by="Herald", stance="retracts"),
    )
    assert (row.status, len(row.claim_keys)) == ("retracted", 3)


def test_12_a_retraction_withdraws_only_its_own_claimant() -> None:
    row = only(
        claim("2024-01-05", by="Herald"),
        claim("2024-01-06", by="KOR"),
        claim("2024-01-20", by="Herald", stance="retracts"),
    )
    assert row.status == "alleged"


def test_13_a_confirmation_that_was_withdrawn_confirms_no_more() -> None:
    row = only(
        claim("2024-01-05", by="RUS", stance="confirms"),
        claim("2024-01-06", by="USA"),
        claim("2024-01-20", by="RUS", stance="retracts"),
    )
    assert row.status == "alleged"


def test_14_what_is_said_again_after_a_retraction_stands() -> None:
    row = only(
        claim("2024-01-05", by="Herald"),
        claim("2024-01-20", by="Herald", stance="retracts"),
        claim("2024-02-20", by="Herald"),
    )
    assert row.status == "alleged"


def test_15_a_denial_of_plans_does_not_contradict_a_delivery_told() -> None:
    row = only(
        claim("2024-01-05", by="RUS", stance="confirms"),
        claim("2024-01-06", by="PRK", stance="denies", modality="planned"),
        claim("2024-01-08", by="USA"),
    )
    assert (row.status, row.has_party_denial) == ("confirmed", True)


def test_16_a_denial_of_plans_contradicts_an_announced_order() -> None:
    row = only(
        claim("2024-01-05", by="RUS", stance="confirms", modality="planned"),
        claim("2024-01-06", by="PRK", stance="denies", modality="planned"),
        claim("2024-01-08", by="USA", modality="planned"),
    )
    assert (row.status, row.stage) == ("disputed", "ordered")


def test_17_a_suspended_delivery_neither_confirms_nor_denies() -> None:
    row = only(
        claim("2024-01-05", by="DEU", dyad="DEU>ISR", stance="confirms", modality="planned"),
        claim("2024-03-06", by="DEU", dyad="DEU>ISR", stance="confirms", negated=True),
        claim("2024-03-07", dyad="DEU>ISR", negated=True),
    )
    assert (row.status, row.stage, row.has_party_denial) == ("confirmed", "ordered", False)


def test_18_offers_and_threats_make_a_row_that_is_only_considered() -> None:
    row = only(
        claim("2024-01-05", by="RUS", dyad="RUS>IRN", modality="hypothetical"),
        claim("2024-01-06", dyad="RUS>IRN", modality="hypothetical"),
        claim("2024-01-09", by="USA", dyad="RUS>IRN", modality="hypothetical"),
    )
    assert (row.status, row.stage) == ("alleged", "considered")


def test_19_a_general_denial_is_shown_on_the_specific_row_it_covers() -> None:
    rows = ledger(
        claim("2024-01-05", by="USA"),
        claim("2024-01-06", by="KOR"),
        claim("2024-01-20", by="PRK", weapon="arms", category="unspecified", stance="denies", key="no-arms"),
    )
    shells = next(row for row in rows if row.category == "ammunition")
    general = next(row for row in rows if row.category == "unspecified")
    assert (shells.status, shells.has_party_denial, shells.general_denial_keys) == ("alleged", True, ("no-arms",))
    assert "no-arms" not in shells.claim_keys
    assert (general.status, general.claim_keys) == ("denied", ("no-arms",))
