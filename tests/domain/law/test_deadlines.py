"""Deadlines and caps of the enlistment year, by the day asked."""

from __future__ import annotations

from datetime import date

import pytest

from roster.domain.law.deadlines import last_delivery_day
from roster.domain.law.rulebook import ENLISTMENT_RULES
from roster.domain.law.versions import NoRuleInForce


def _days(name: str, on: date) -> int:
    days = ENLISTMENT_RULES.at(f"deadline.{name}", on).value["days"]
    assert isinstance(days, int)
    return days


@pytest.mark.parametrize("name", ["registration_call", "registration_report", "registration_move"])
def test_ten_days_became_five_with_decree_220(name: str) -> None:
    assert _days(name, date(2025, 8, 6)) == 10
    assert _days(name, date(2025, 8, 7)) == 5


def test_removal_from_the_register_became_shorter_with_law_98() -> None:
    assert _days("remove_from_register", date(2025, 6, 30)) == 10
    assert _days("remove_from_register", date(2025, 7, 1)) == 5


@pytest.mark.parametrize("name", ["examination_call", "enlistment_call", "preselection_call"])
def test_a_call_is_in_hand_fifteen_days_before_its_day(name: str) -> None:
    day = last_delivery_day(name, date(2026, 3, 4), on=date(2026, 1, 5), rules=ENLISTMENT_RULES)
    assert day == date(2026, 2, 17)


def test_no_deadline_for_preselection_calls_before_july_2025() -> None:
    with pytest.raises(NoRuleInForce):
        last_delivery_day("preselection_call", date(2025, 3, 4), on=date(2025, 6, 30), rules=ENLISTMENT_RULES)


def test_a_posting_has_no_last_delivery_day() -> None:
    with pytest.raises(ValueError, match="post_claims"):
        last_delivery_day("post_claims", date(2026, 3, 4), on=date(2026, 1, 5), rules=ENLISTMENT_RULES)


def test_posting_runs_from_the_signature_since_july_2025() -> None:
    assert ENLISTMENT_RULES.at("deadline.post_claims", date(2025, 6, 30)).value["event"] == "posting"
    after = ENLISTMENT_RULES.at("deadline.post_claims", date(2025, 7, 1)).value
    assert (after["event"], after["days"]) == ("signature", 20)


def test_caps_of_the_call_up() -> None:
    on = date(2026, 1, 5)
    assert ENLISTMENT_RULES.at("cap.examination_calls", on).value == {"per_place": 4}
    assert ENLISTMENT_RULES.at("cap.reserve", on).value == {"percent": 5}
    assert ENLISTMENT_RULES.at("cap.replacement", on).value == {"percent": 2}
    assert ENLISTMENT_RULES.at("window.examination", on).value == {"first": "11-01", "last": "12-31"}
