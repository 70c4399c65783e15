"""What the law's answers open and close in the year's work, and how a quota is divided."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roster.domain.cycle import (
    EARLY,
    FINAL,
    MILESTONES,
    OPEN,
    STEP_BY_KEY,
    STEPS,
    divide_quota,
    funnel_stage,
    is_loss,
    may_enter,
)
from roster.domain.law.verdicts import Assessment, Reason, Verdict

GUARDED = [step for step in STEPS if step.gate != OPEN]
# A step from which each guarded step may be entered.
COMES_FROM = {
    "eligible_preselection": "source", "invited_preselection": "eligible_preselection",
    "preselection_passed": "invited_preselection", "invited_examination": "preselection_passed",
    "eligible_enlistment": "examined", "final_official": "eligible_enlistment", "final_reserve": "eligible_enlistment",
    "called_up": "final_official", "handed_over": "called_up", "replacement": "final_reserve",
}  # fmt: skip
VERDICTS = st.lists(st.sampled_from([v for v in Verdict if v is not Verdict.CALLABLE]), max_size=4)


def answer(*verdicts):
    found = tuple((verdict, Reason("Điều 0", f"lý do {verdict}")) for verdict in verdicts)
    reasons = tuple(reason for _, reason in found)
    return Assessment(verdicts[0] if verdicts else Verdict.CALLABLE, reasons, None, found)


def test_every_guarded_step_has_a_way_to_it():
    assert {step.key for step in GUARDED} == COMES_FROM.keys()
    for step in GUARDED:
        assert may_enter(step.key, COMES_FROM[step.key], answer()).is_open


@given(VERDICTS, st.sampled_from(GUARDED), st.booleans())
def test_no_guarded_step_opens_to_anybody_with_something_against_him(verdicts, step, ruled):
    harmless = {Verdict.AWAITING_HEALTH, Verdict.AWAITING_POLITICAL} if step.gate == EARLY else set()
    harmless |= {Verdict.REFER} if ruled else set()
    gate = may_enter(step.key, COMES_FROM[step.key], answer(*verdicts), ruled)
    assert gate.is_open == (set(verdicts) <= harmless)
    assert gate.is_open or all("Điều 0" in reason for reason in gate.reasons)
    assert gate.is_open or gate.reasons


def test_a_ruling_does_not_open_the_door_to_what_stands_behind_the_referred_question():
    for behind in (Verdict.DEFERRED, Verdict.CLAIM_PENDING, Verdict.UNFIT, Verdict.NOT_SELECTED):
        gate = may_enter("final_official", "eligible_enlistment", answer(Verdict.REFER, behind), ruled_callable=True)
        assert not gate.is_open
        assert gate.reasons == (f"lý do {behind} (Điều 0)",)


def test_a_step_is_entered_only_from_those_before_it():
    gate = may_enter("called_up", "source", answer())
    assert not gate.is_open
    assert "Nguồn sẵn sàng nhập ngũ" in gate.reasons[0]
    assert "chốt chính thức" in gate.reasons[0]
    assert "chưa vào bước nào" in may_enter("examined", None, answer()).reasons[0]


def test_whoever_drops_out_may_do_so_from_anywhere_whatever_the_law_says():
    for step in ("deferred", "exempt", "not_selected", "left_source", "registration_barred"):
        assert may_enter(step, "final_official", answer(Verdict.BARRED)).is_open


def test_forms_and_imports_may_set_only_steps_without_a_door_or_a_step_before():
    assert {step.key for step in STEPS if step.is_entered_freely} == {
        "aged_17", "registered", "source", "left_source", "deferred", "exempt", "registration_barred",
        "registration_exempt", "not_selected", "not_called_yet",
    }  # fmt: skip


def test_an_unknown_step_is_a_mistake_of_the_program():
    with pytest.raises(KeyError):
        may_enter("nowhere", None, answer())


def test_the_steps_come_in_the_order_of_the_year():
    assert [step.stage for step in STEPS] == sorted(step.stage for step in STEPS)
    assert len(STEP_BY_KEY) == len(STEPS)
    assert funnel_stage(None) == 0 and funnel_stage("handed_over") == 9
    assert is_loss("returned") and not is_loss("handed_over") and not is_loss(None)
    assert {step.gate for step in STEPS} == {OPEN, EARLY, FINAL}


def test_the_numbers_of_the_funnel_only_fall():
    for earlier, later in pairwise(MILESTONES):
        assert later.steps < earlier.steps


@given(st.integers(0, 500), st.lists(st.integers(0, 400), min_size=1, max_size=12))
def test_a_divided_quota_adds_up_and_is_fair(total, pools):
    parts = divide_quota(total, pools)
    if not any(pools):
        assert parts == [0] * len(pools)
        return
    assert sum(parts) == total
    for part, pool in zip(parts, pools, strict=True):
        assert abs(part - total * pool / sum(pools)) < 1
        assert pool or not part
    for (one, part), (other, its_part) in pairwise(sorted(zip(pools, parts, strict=True))):
        assert part <= its_part or one == other


def test_the_largest_remainder_gets_the_place_that_is_left():
    assert divide_quota(10, [45, 30, 25]) == [5, 3, 2]
    assert divide_quota(1, [10, 10]) == [1, 0]


def test_a_quota_or_pool_below_nothing_is_refused():
    with pytest.raises(ValueError):
        divide_quota(-1, [1])
    with pytest.raises(ValueError):
        divide_quota(1, [1, -1])
