"""The dated rules: one answer per day, changes that leave the past alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roster.domain.law.duties import OFFICES, responsible_office
from roster.domain.law.rulebook import ENLISTMENT_RULES
from roster.domain.law.versions import NoRuleInForce, Rule, RuleBook

EVE = date(2025, 6, 30)
NEW_DAY = date(2025, 7, 1)


def _rule(first_day: date, last_day: date | None = None, value: object = None) -> Rule:
    return Rule("k", "Điều 1", "Nội dung", "Nguồn", first_day, last_day, value)


def test_two_rules_never_hold_on_one_day() -> None:
    with pytest.raises(ValueError, match="overlap"):
        RuleBook([_rule(date(2020, 1, 1), date(2020, 6, 30)), _rule(date(2020, 6, 30))])


def test_first_and_last_day_belong_to_the_period() -> None:
    book = RuleBook([_rule(date(2020, 1, 1), date(2020, 6, 30), "old"), _rule(date(2020, 7, 1), None, "new")])
    assert book.at("k", date(2020, 1, 1)).value == "old"
    assert book.at("k", date(2020, 6, 30)).value == "old"
    assert book.at("k", date(2020, 7, 1)).value == "new"
    with pytest.raises(NoRuleInForce, match="31/12/2019"):
        book.at("k", date(2019, 12, 31))


days = st.dates(date(2020, 1, 1), date(2020, 3, 1))


@given(days, st.integers(0, 30), st.booleans(), days)
def test_a_change_rules_its_own_days_and_no_other(first_day: date, length: int, is_open: bool, asked: date) -> None:
    before = RuleBook([_rule(date(2020, 1, 1), date(2020, 1, 31), "old"), _rule(date(2020, 2, 1), None, "new")])
    last_day = None if is_open else first_day + timedelta(days=length)
    change = _rule(first_day, last_day, "changed")
    expected = "changed" if change.holds_on(asked) else before.at("k", asked).value
    assert before.with_changes([change]).at("k", asked).value == expected


def test_the_administrator_sees_clause_text_and_source_of_every_rule() -> None:
    for rule in ENLISTMENT_RULES:
        assert rule.citation and rule.text and rule.source, rule.key


def test_open_points_of_the_texts_are_listed_for_the_administrator() -> None:
    open_keys = {rule.key for rule in ENLISTMENT_RULES.open_questions()}
    assert {"age.maximum", "age.maximum_after_study", "age.leap_day", "health.eyes", "health.bmi"} <= open_keys
    assert {"claim.41.1.c", "claim.41.1.g", "duty.decide_claim", "cap.reserve"} <= open_keys


@pytest.mark.parametrize(
    ("act", "on_the_eve", "from_july_2025"),
    [
        ("decide_claim", "Chủ tịch UBND cấp huyện", "Chủ tịch UBND cấp tỉnh"),
        ("call_to_enlist", "Chỉ huy trưởng Ban CHQS cấp huyện", "Chủ tịch UBND phường"),
        ("call_to_examination", "Chỉ huy trưởng Ban CHQS cấp huyện", "Chủ tịch UBND phường"),
        ("call_to_register", "Chỉ huy trưởng Ban CHQS cấp huyện", "Chủ tịch UBND phường"),
        ("report_aged_17", "Chủ tịch UBND cấp xã", "Chỉ huy trưởng Ban CHQS phường"),
        ("health_council", "Chủ tịch UBND cấp huyện", "Chủ tịch UBND cấp tỉnh"),
        ("recognise_completed", "Chỉ huy trưởng Ban CHQS cấp huyện", "Chỉ huy trưởng Bộ CHQS cấp tỉnh"),
    ],
)
def test_who_decides_depends_on_the_day(act: str, on_the_eve: str, from_july_2025: str) -> None:
    assert responsible_office(act, EVE, ENLISTMENT_RULES) == on_the_eve
    assert responsible_office(act, NEW_DAY, ENLISTMENT_RULES) == from_july_2025


def test_every_duty_names_a_known_office_and_no_district_after_june_2025() -> None:
    duties = [rule for rule in ENLISTMENT_RULES if rule.key.startswith("duty.")]
    assert all(rule.value["office"] in OFFICES for rule in duties)
    assert not [rule.key for rule in duties if rule.holds_on(NEW_DAY) and "huyện" in OFFICES[rule.value["office"]]]


def test_a_change_of_another_rule_is_not_touched() -> None:
    change = replace(_rule(date(2020, 1, 1)), key="other")
    book = RuleBook([_rule(date(2020, 1, 1), None, "old")]).with_changes([change])
    assert book.history("k")[0].value == "old"
    assert "other" in book
