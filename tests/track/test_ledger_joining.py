"""Scenarios of the ledger: which claims are one transfer, and when it was."""

from __future__ import annotations

import random
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.records import Claim, ClaimEvidence
from pipeline.track.ledger import build_ledger, expand_claim, origin_of
from tests.track.ledger_claims import claim, day, ledger, only

AUTUMN = ("2023-09-01", "2023-10-31")
SUMMER = ("2024-06-01", "2024-08-31")


def test_20_overlapping_periods_are_one_episode() -> None:
    row = only(
        claim("2023-11-05", period=AUTUMN),
        claim("2023-11-06", period=("2023-10-15", "2023-11-05")),
        claim("2023-11-20", period=("2023-09-10", "2023-09-20"), precision="day"),
    )
    assert (row.delivery_from, row.delivery_to) == (day("2023-09-01"), day("2023-11-05"))
    assert row.date_precision == "month"


def test_21_periods_far_apart_are_two_episodes() -> None:
    rows = ledger(
        claim("2023-11-05", period=AUTUMN),
        claim("2023-11-09", period=AUTUMN),
        claim("2024-09-05", period=SUMMER),
    )
    assert [(row.delivery_from, len(row.claim_keys)) for row in rows] == [
        (day("2023-09-01"), 2),
        (day("2024-06-01"), 1),
    ]


def test_22_an_undated_report_joins_the_latest_episode_of_the_year_before_it() -> None:
    rows = ledger(
        claim("2023-11-05", period=AUTUMN),
        claim("2024-09-05", period=SUMMER),
        claim("2024-10-01", key="undated"),
    )
    assert [("undated" in row.claim_keys) for row in rows] == [False, True]


def test_23_a_plan_joins_the_delivery_that_follows() -> None:
    row = only(
        claim("2023-03-01", by="KOR", dyad="KOR>POL", modality="planned", stance="confirms", number=(180, 180)),
        claim("2024-01-10", dyad="KOR>POL", period=("2023-12-01", "2023-12-31"), number=(10, 10)),
        claim("2024-01-11", by="POL", dyad="KOR>POL", stance="confirms", period=("2023-12-01", "2023-12-31")),
    )
    assert (row.number_ordered_min, row.number_delivered_min, row.order_year) == (180, 10, 2023)
    assert (row.stage, row.status) == ("delivered", "confirmed")


def test_24_history_stays_apart_from_the_present() -> None:
    rows = ledger(
        claim("2024-09-05", period=SUMMER),
        claim("2024-09-06"),
        claim("2024-09-07", modality="past", key="old"),
    )
    assert [row.claim_keys for row in rows if "old" in row.claim_keys] == [("old",)]


def test_25_a_sum_over_years_does_not_tie_episodes_together() -> None:
    rows = ledger(
        claim("2021-11-05", period=("2021-09-01", "2021-10-31")),
        claim("2024-09-05", period=SUMMER),
        claim("2024-10-05", period=("2020-01-01", "2024-09-30"), precision="year", key="sum"),
    )
    assert len(rows) == 2
    assert ["sum" in row.claim_keys for row in rows] == [False, True]
    assert rows[1].delivery_from == day("2024-06-01")


def test_26_general_claims_form_a_row_of_their_own() -> None:
    rows = ledger(
        claim("2024-01-05", period=AUTUMN),
        claim("2024-01-06", weapon="arms", category="unspecified", period=AUTUMN),
        claim("2024-01-07", weapon="military aid", category="unspecified", period=AUTUMN),
    )
    assert [(row.category, len(row.claim_keys)) for row in rows] == [("ammunition", 1), ("unspecified", 2)]


def test_27_categories_never_mix() -> None:
    rows = ledger(
        claim("2024-01-05"),
        claim("2024-01-05", weapon="missiles", category="missiles"),
        claim("2024-01-05", weapon="howitzers", category="artillery"),
    )
    assert [row.category for row in rows] == ["ammunition", "artillery", "missiles"]


def test_28_a_plain_category_joins_the_only_designation_of_its_dyad() -> None:
    row = only(
        claim("2024-01-05", weapon="KN-23 missiles", category="missiles", designation="Hwasong-11A"),
        claim("2024-01-06", weapon="ballistic missiles", category="missiles"),
        claim("2024-01-07", weapon="Hwasong-11 missiles", category="missiles", designation="Hwasong-11A"),
    )
    assert (row.weapon, row.designation) == ("Hwasong-11A", "Hwasong-11A")


def test_29_a_plain_category_stays_apart_from_several_designations() -> None:
    rows = ledger(
        claim("2024-01-05", weapon="KN-23 missiles", category="missiles", designation="Hwasong-11A"),
        claim("2024-01-06", weapon="KN-24 missiles", category="missiles", designation="Hwasong-11B"),
        claim("2024-01-07", weapon="ballistic missiles", category="missiles"),
    )
    assert [(row.designation, len(row.claim_keys)) for row in rows] == [
        ("Hwasong-11A", 1),
        ("Hwasong-11B", 1),
        (None, 1),
    ]


def test_51_a_contract_for_trainers_confirms_no_fighters() -> None:
    rows = ledger(
        claim("2024-01-05", "RUS>PRK", "fighter jets", "aircraft", by="KOR", modality="hypothetical"),
        claim("2024-01-09", "RUS>PRK", "trainer aircraft", "aircraft", by="RUS", modality="planned", stance="confirms"),
    )
    assert [(row.weapon, row.status, row.stage) for row in rows] == [
        ("fighter jets", "alleged", "considered"),
        ("trainer aircraft", "confirmed", "ordered"),
    ]


def test_52_a_plain_category_joins_the_only_kind_and_stays_apart_from_several() -> None:
    drones = claim("2024-01-05", weapon="attack drones", category="aircraft")
    planes = claim("2024-01-06", weapon="aircraft", category="aircraft")
    helicopters = claim("2024-01-07", weapon="military helicopters", category="aircraft")

    assert [len(row.claim_keys) for row in ledger(drones, planes)] == [2]
    assert [row.weapon for row in ledger(drones, planes, helicopters)] == [
        "aircraft",
        "attack drones",
        "military helicopters",
    ]


def test_53_a_kind_joins_the_only_designation_that_it_can_mean() -> None:
    tanks = claim("2024-01-05", weapon="K2 tanks", category="armoured-vehicles", designation="K2 Black Panther")
    more_tanks = claim("2024-01-06", weapon="battle tanks", category="armoured-vehicles")
    carriers = claim("2024-01-07", weapon="armoured personnel carriers", category="armoured-vehicles")

    rows = ledger(tanks, more_tanks, carriers)

    assert [(row.weapon, len(row.claim_keys)) for row in rows] == [
        ("K2 Black Panther", 2),
        ("armoured personnel carriers", 1),
    ]


def test_30_other_parties_make_other_rows() -> None:
    rows = ledger(
        claim("2024-01-05"),
        claim("2024-01-05", dyad="IRN>RUS"),
        claim("2024-01-05", dyad="RUS>PRK"),
        claim("2024-01-05", dyad="PRK>-"),
    )
    assert [(row.supplier, row.recipient) for row in rows] == [
        ("IRN", "RUS"),
        ("PRK", "RUS"),
        ("PRK", None),
        ("RUS", "PRK"),
    ]


def test_31_a_long_silence_parts_undated_reports() -> None:
    rows = ledger(claim("2022-01-05"), claim("2022-03-05"), claim("2024-01-05"), claim("2024-02-05"))
    assert [(row.first_claim_date, len(row.claim_keys)) for row in rows] == [
        (day("2022-01-05"), 2),
        (day("2024-01-05"), 2),
    ]


def test_32_intermediaries_and_kind_of_deal_are_gathered() -> None:
    row = only(
        claim("2024-01-05", dyad="IRN>YEM", deal="smuggling", via=("OMN",)),
        claim("2024-01-06", dyad="IRN>YEM", deal="smuggling", via=("SOM",)),
        claim("2024-01-07", dyad="IRN>YEM", deal="interception"),
    )
    assert (row.deal_type, row.intermediary) == ("smuggling", ("OMN", "SOM"))


def test_33_claims_open_in_time_order_and_the_key_rests_on_the_first() -> None:
    early = claim("2024-01-05", key="b-first")
    late = claim("2024-02-05", key="a-second")
    row, again = only(late, early), only(early, late, claim("2024-03-01", key="c-third"))
    assert row.claim_keys == ("b-first", "a-second")
    assert row.transfer_key == again.transfer_key


def test_34_the_order_of_the_claims_changes_nothing() -> None:
    claims = [
        claim("2023-11-05", period=AUTUMN, number=(1000, None)),
        claim("2024-09-05", by="USA", period=SUMMER, number=(3_000_000, None)),
        claim("2024-10-01", by="PRK", stance="denies"),
        claim("2024-10-02", weapon="arms", category="unspecified"),
        claim("2024-10-03", weapon="missiles", category="missiles", designation="Hwasong-11A"),
        claim("2024-10-04", weapon="missiles", category="missiles"),
    ]
    expected = build_ledger(claims)
    for seed in range(10):
        shuffled = random.Random(seed).sample(claims, len(claims))
        assert build_ledger(shuffled) == expected


def _claim(**changes: object) -> Claim:
    fields: dict[str, object] = {
        "supplier": ("IRN", "PRK"),
        "recipient": ("RUS",),
        "weapon": "shells",
        "category": "ammunition",
        "quantity_min": 100.0,
        "quantity_max": 100.0,
        "unit": "shells",
        "quantity_text": "100",
        "claimant": "outlet",
        "claimant_country": None,
        "stance": "alleges",
        "modality": "asserted",
        "negated": False,
        "hedge": None,
        "start": 0,
        "end": 10,
        "evidence": ClaimEvidence((0, 6)),
        "confidence": 0.9,
        "rule": "verb:supply",
    }
    return Claim(**{**fields, **changes})  # type: ignore[arg-type]


def test_35_a_claim_of_two_suppliers_becomes_two_pairs_without_the_joint_number() -> None:
    pairs = expand_claim(_claim(), "key", owner_group="Daily", article_date=date(2024, 1, 5))
    assert [(pair.supplier, pair.recipient, pair.quantity_min) for pair in pairs] == [
        ("IRN", "RUS", None),
        ("PRK", "RUS", None),
    ]
    assert {pair.quantity_text for pair in pairs} == {"100"}


def test_36_a_claim_without_recipient_is_one_pair_with_an_open_side() -> None:
    (pair,) = expand_claim(_claim(supplier=("PRK",), recipient=()), "key")
    assert (pair.supplier, pair.recipient, pair.quantity_min) == ("PRK", None, 100.0)


def test_37_the_origin_is_the_claimant_else_the_agency_else_the_owner() -> None:
    official = _claim(claimant="Jung Pak", claimant_country="USA", claimant_class="state")
    assert origin_of(official, "Reuters", "Daily") == "state:USA"
    assert origin_of(_claim(claimant="The Panel"), "Reuters", "Daily") == "named:panel"
    assert origin_of(_claim(), "Reuters", "Daily") == "agency:reuters"
    assert origin_of(_claim(), None, "Daily") == "owner:daily"
    assert origin_of(_claim(), None, None) is None


DAYS = st.dates(min_value=date(2020, 1, 1), max_value=date(2025, 12, 31))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(DAYS, st.sampled_from(["PRK>RUS", "IRN>RUS"]), st.booleans()), min_size=1, max_size=8))
def test_38_every_claim_stands_in_exactly_one_row(told: list[tuple[date, str, bool]]) -> None:
    claims = [
        claim(moment.isoformat(), dyad, period=(moment.isoformat(), moment.isoformat()) if dated else None)
        for moment, dyad, dated in told
    ]
    keys = [key for row in build_ledger(claims) for key in row.claim_keys]
    assert sorted(keys) == sorted(c.claim_key for c in claims)
