"""The clock of a personal paper, and papers numbered in a row."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roster.domain.delivery import KIND, number_series, timeliness
from roster.domain.law.rulebook import ENLISTMENT_RULES

EVENT = date(2026, 12, 10)
LAST = date(2026, 11, 25)  # fifteen days before


def judge(kind="examination", event_on=EVENT, outcome="pending", delivered_on=None, today=date(2026, 11, 20)):
    return timeliness(kind, event_on, outcome, delivered_on, today=today, rules=ENLISTMENT_RULES)


@pytest.mark.parametrize("kind", ["preselection", "examination", "enlistment"])
def test_a_call_must_be_in_hand_fifteen_days_before_and_says_by_which_clause(kind):
    found = judge(kind)
    assert found.last_day == LAST and "Luật Nghĩa vụ quân sự" in found.citation
    assert not judge(kind, outcome="delivered", delivered_on=LAST).is_late
    late = judge(kind, outcome="delivered", delivered_on=LAST + timedelta(days=2))
    assert late.is_late and late.words == "Trễ 2 ngày"


def test_what_is_still_on_its_way_is_pressing_at_the_end_and_late_after_it():
    assert judge(today=date(2026, 11, 10)).words == "Còn 15 ngày" and not judge(today=date(2026, 11, 10)).is_soon
    assert judge(today=date(2026, 11, 23)).is_soon
    assert judge(today=LAST).words == "Hạn cuối hôm nay"
    after = judge(today=date(2026, 11, 26))
    assert after.is_late and after.words == "Trễ 1 ngày, chưa giao được"


def test_a_man_who_was_not_met_has_no_paper_yet():
    met = judge(outcome="absent", delivered_on=LAST - timedelta(days=5), today=LAST + timedelta(days=1))
    assert met.is_late


@pytest.mark.parametrize("outcome", ["refused", "posted"])
def test_a_refused_or_posted_paper_was_in_time_on_its_own_day(outcome):
    assert not judge(outcome=outcome, delivered_on=LAST, today=EVENT).is_late


def test_the_law_of_the_day_counts():
    # Nghị định 220/2025 (from 07/08/2025) made ten days of the call to register five.
    before = judge("registration", date(2025, 8, 6), today=date(2025, 7, 20))
    after = judge("registration", date(2025, 9, 6), today=date(2025, 8, 20))
    assert before.last_day == date(2025, 7, 27) and after.last_day == date(2025, 9, 1)
    assert before.citation != after.citation
    # The call to sơ tuyển has a period only since 01/07/2025.
    assert judge("preselection", date(2025, 8, 1), today=date(2025, 6, 30)).last_day is None
    assert judge("preselection", date(2025, 8, 1), today=date(2025, 7, 1)).last_day == date(2025, 7, 17)


def test_an_event_of_long_ago_is_judged_by_the_law_of_its_day():
    assert judge("registration", date(2024, 4, 1), today=EVENT).last_day == date(2024, 3, 22)
    assert judge("examination", date(2010, 11, 1), today=EVENT).last_day is None


@given(
    st.sampled_from([one.key for one in KIND]),
    st.dates(date(2016, 1, 1), date(2040, 1, 1)),
    st.integers(-40, 40),
    st.sampled_from(["pending", "delivered", "refused", "absent", "posted"]),
)
def test_late_is_never_said_without_a_day_and_a_clause(kind, event_on, shift, outcome):
    day = event_on + timedelta(days=shift)
    found = judge(str(kind), event_on, outcome, day, today=day)
    if found.is_late:
        assert found.last_day is not None and found.citation and "Trễ" in found.words and day > found.last_day


def test_papers_are_numbered_in_a_row():
    assert number_series("098/GGK-CHQS", 4) == ["098/GGK-CHQS", "099/GGK-CHQS", "100/GGK-CHQS", "101/GGK-CHQS"]
    assert number_series("7", 2) == ["7", "8"]
    assert number_series("", 2) == [None, None]
    with pytest.raises(ValueError):
        number_series("GGK", 2)
