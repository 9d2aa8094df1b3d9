"""The tables of PLOVER cover each type."""

from __future__ import annotations

import pytest

from pipeline.annotate.plover import TYPES, cameo_root, intensity, quad_class


def test_there_are_sixteen_types_in_four_quad_classes() -> None:
    assert len(set(TYPES)) == 16
    assert {quad_class(name) for name in TYPES} == {1, 2, 3, 4}


def test_cooperation_is_positive_and_material_conflict_negative() -> None:
    assert all(intensity(name) > 0 for name in TYPES if quad_class(name) in (1, 2))
    assert all(intensity(name) < 0 for name in TYPES if quad_class(name) == 4)


def test_a_mode_can_move_the_cameo_root() -> None:
    assert cameo_root("REQUEST") == "10"
    assert cameo_root("REQUEST", "assist") == "02"
    assert cameo_root("ACCUSE", "investigate") == "09"


def test_each_type_has_an_intensity_on_the_scale() -> None:
    assert all(-10 <= intensity(name) <= 10 for name in TYPES)


def test_a_concession_in_words_is_verbal_and_one_in_deed_material() -> None:
    assert (quad_class("CONCEDE"), quad_class("RETREAT")) == (1, 2)


def test_an_unknown_type_is_an_error() -> None:
    with pytest.raises(KeyError):
        quad_class("FIGHT")
