"""A fact that cannot be understood is refused with a Vietnamese sentence, never taken for an absent one."""

from __future__ import annotations

from typing import Any

import pytest

from roster.domain.law.fact_reader import read_facts
from roster.domain.law.facts import FactError

MAN: dict[str, Any] = {"birth_date": "2003-06-15", "sex": "male"}


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("birth_date", None),
        ("birth_date", ""),
        ("birth_date", "2003-02-30"),
        ("birth_date", "15/06/2003"),
        ("birth_date", "2003-13"),
        ("birth_date", 2003),
        ("birth_date", "0003-06-15"),
        ("birth_date", "9990-06-15"),
        ("sex", None),
        ("sex", "nam"),
        ("sex", True),
        ("education", "13/12"),
        ("education", "11/10"),
        ("education", "đại học"),
        ("education", True),
        ("education", 7.5),
        ("education", -1),
        ("volunteer", "yes"),
        ("volunteer", 1),
        ("had_education_deferral", "x"),
        ("registration_exempt", 0),
        ("completed", "standing_militia"),
        ("completed", {"kind": "navy", "months": 24}),
        ("completed", {"kind": "standing_militia"}),
        ("completed", {"kind": "standing_militia", "months": "24"}),
        ("completed", {"kind": "standing_militia", "months": -1}),
        ("completed", {"months": 24}),
        ("bars", {"ground": "13.1.a"}),
        ("bars", "13.1.a"),
        ("bars", ["13.1.a"]),
        ("bars", [None]),
        ("bars", [{}]),
        ("bars", [{"ground": "41.1.a"}]),
        ("bars", [{"ground": "13.1.a", "until": "soon"}]),
        ("claims", [{"status": "decided"}]),
        ("claims", [{"ground": "41.1.z", "status": "decided"}]),
        ("claims", [{"ground": "41.3", "status": "decided"}]),
        ("claims", [{"ground": "41.1.g", "status": "granted"}]),
        ("claims", [{"ground": "41.1.g", "status": "decided", "until": "2025-02-31"}]),
        ("claims", [{"ground": "41.1.g", "status": "decided", "untill": "2026-01-01"}]),
        ("claims", {"ground": "41.1.g"}),
        ("political_result", "ok"),
        ("political_result", True),
        ("health", 2),
        ("health", {"class": 0}),
        ("health", {"class": 7}),
        ("health", {"class": 2.5}),
        ("health", {"class": True}),
        ("health", {"class": "khá"}),
        ("health", {"class": 10**400}),
        ("health", {"class": 2, "myopia": "1.5"}),
        ("health", {"class": 2, "myopia": -1.5}),
        ("health", {"class": 2, "myopia": float("nan")}),
        ("health", {"class": 2, "bmi": 210}),
        ("health", {"class": 2, "bmi": float("inf")}),
        ("health", {"class": 2, "hyperopia": "no"}),
        ("health", {"class": 2, "myopa": 3}),
        ("health", {"class": 2, "examined_on": "2024-11-31"}),
        ("clams", []),
    ],
)
def test_a_malformed_fact_is_refused(key: str, value: Any) -> None:
    with pytest.raises(FactError) as refused:
        read_facts({**MAN, key: value})
    assert refused.value.fact
    assert str(refused.value).endswith(".")


def test_the_message_repeats_no_value() -> None:
    with pytest.raises(FactError) as refused:
        read_facts({**MAN, "birth_date": "1999-02-30"})
    assert "1999" not in str(refused.value)


@pytest.mark.parametrize("facts", [None, [], "x", 3])
def test_facts_that_are_no_object_are_refused(facts: Any) -> None:
    with pytest.raises(FactError):
        read_facts(facts)


def test_grounds_are_read_in_either_unicode_form_and_case() -> None:
    facts = read_facts({**MAN, "claims": [{"ground": " 41.2.Đ ", "status": "decided"}]})
    assert facts.claims[0].ground == "41.2.đ"


def test_an_absent_fact_and_an_empty_one_are_the_same() -> None:
    empty = {"education": None, "bars": None, "claims": [], "health": {"class": None}, "completed": None}
    assert read_facts({**MAN, **empty}) == read_facts(MAN)


@pytest.mark.parametrize(("written", "expected"), [(2, (2, False)), (2.0, (2, False)), ("2T", (2, True))])
def test_health_class_as_councils_write_it(written: Any, expected: tuple[int, bool]) -> None:
    health = read_facts({**MAN, "health": {"class": written}}).health
    assert (health.health_class, health.is_temporary) == expected
