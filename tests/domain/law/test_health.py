"""Health class by measurement, by the table of the period."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roster.domain.law.facts import FactError
from roster.domain.law.health import body_mass_index, classify_measures
from roster.domain.law.versions import NoRuleInForce

OLD_TABLE = date(2023, 12, 31)
NEW_TABLE = date(2024, 1, 1)


@pytest.mark.parametrize(
    ("height", "expected"),
    [(163, 1), (162.5, 1), (162.4, 2), (160, 2), (159, 3), (157, 3), (156, 4), (155, 4), (154, 5), (153, 5), (152, 6)],
)
def test_height_of_men_is_rounded_from_a_half_up(height: float, expected: int) -> None:
    assert classify_measures("male", height, 60, 85, on=NEW_TABLE).classes["height_cm"] == expected


@pytest.mark.parametrize(
    ("weight", "expected"),
    [(51, 1), (50.5, 1), (50.4, 2), (47, 2), (46, 3), (43, 3), (42, 4), (41, 4), (40, 5), (39.5, 5), (39.4, 6)],
)
def test_weight_of_men(weight: float, expected: int) -> None:
    assert classify_measures("male", 165, weight, 85, on=OLD_TABLE).classes["weight_kg"] == expected


@pytest.mark.parametrize(("chest", "expected"), [(81, 1), (80, 2), (77, 3), (74, 4), (72, 5), (70, 6)])
def test_chest_of_men(chest: int, expected: int) -> None:
    assert classify_measures("male", 170, 60, chest, on=NEW_TABLE).classes["chest_cm"] == expected


@pytest.mark.parametrize(
    ("weight", "expected"),
    [(47.3, 4), (47.4, 1), (63.9, 1), (64, 2), (69.1, 2), (69.2, 3), (76.7, 3), (76.8, 4), (89.6, 5), (102.4, 6)],
)
def test_body_mass_index_of_a_man_of_160_cm(weight: float, expected: int) -> None:
    assert classify_measures("male", 160, weight, 85, on=NEW_TABLE).classes["bmi"] == expected


def test_the_worst_indicator_is_the_class() -> None:
    measured = classify_measures("male", 170, 60, 74, on=NEW_TABLE)
    assert measured.classes == {"height_cm": 1, "weight_kg": 1, "chest_cm": 4, "bmi": 1}
    assert measured.worst == 4
    assert measured.bmi == Decimal("20.76")


def test_body_mass_index_counts_only_from_2024() -> None:
    thin = (175, 51, 85)
    assert classify_measures("male", *thin, on=OLD_TABLE).worst == 1
    assert classify_measures("male", *thin, on=NEW_TABLE).worst == 4


def test_women_have_their_own_table_without_chest() -> None:
    measured = classify_measures("female", 152, 46, 80, on=NEW_TABLE)
    assert measured.classes == {"height_cm": 2, "weight_kg": 2, "bmi": 1}


def test_a_measure_that_was_not_taken_is_left_out() -> None:
    assert "chest_cm" not in classify_measures("male", 170, 60, None, on=NEW_TABLE).classes


@pytest.mark.parametrize(("height", "weight"), [(1.7, 60), (170, 600), (float("nan"), 60), (170, True)])
def test_an_impossible_measure_is_refused_in_vietnamese(height: float, weight: float) -> None:
    with pytest.raises(FactError, match=r"Chiều cao|Cân nặng"):
        body_mass_index(height, weight)


def test_no_table_before_the_oldest_one() -> None:
    with pytest.raises(NoRuleInForce):
        classify_measures("male", 170, 60, 85, on=date(2016, 8, 14))


@given(st.decimals(140, 200, places=1), st.decimals(35, 120, places=1), st.decimals(0, 10, places=1))
def test_a_taller_man_never_gets_a_worse_class_for_height(height: Decimal, weight: Decimal, more: Decimal) -> None:
    shorter = classify_measures("male", height, weight, None, on=NEW_TABLE).classes["height_cm"]
    taller = classify_measures("male", height + more, weight, None, on=NEW_TABLE).classes["height_cm"]
    assert taller <= shorter
