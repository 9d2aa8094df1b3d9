"""Names of claims are the same wherever and whenever they are computed."""

from __future__ import annotations

from pipeline.track.keys import KEY_LENGTH, claim_key, normalise_sentence

BODY = "ab" * 32


def _key(**changes: object) -> str:
    fields: dict[str, object] = {
        "body_sha256": BODY,
        "sentence": "Iran sold rockets to Chad.",
        "ordinal": 0,
        "supplier": ("IRN",),
        "recipient": ("TCD",),
        "weapon": "rockets",
        "claimant": "outlet",
    }
    return claim_key(**{**fields, **changes})  # type: ignore[arg-type]


def test_a_key_is_short_stable_hexadecimal() -> None:
    assert _key() == _key()
    assert len(_key()) == KEY_LENGTH
    int(_key(), 16)


def test_typography_and_spacing_do_not_change_a_key() -> None:
    assert normalise_sentence("“Iran’s  rockets” – sold") == '"iran\'s rockets" - sold'
    assert _key(sentence="Iran  sold rockets\nto Chad.") == _key()


def test_the_order_of_parties_does_not_change_a_key() -> None:
    assert _key(supplier=("IRN", "PRK")) == _key(supplier=("PRK", "IRN"))


def test_each_part_changes_the_key() -> None:
    others = [
        _key(body_sha256="cd" * 32),
        _key(sentence="Iran sold rockets to Mali."),
        _key(ordinal=1),
        _key(supplier=()),
        _key(recipient=("MLI",)),
        _key(weapon="shells"),
        _key(claimant="Chad"),
    ]
    assert len({_key(), *others}) == len(others) + 1
