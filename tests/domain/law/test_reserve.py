"""The reserve's law: classes with their clauses, age groups and limits, time limits that run in working days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roster.domain.dates import add_months
from roster.domain.law.reserve import (
    ABSENCE,
    KINDS,
    MOVE_IN,
    REGISTRATION,
    REMOVAL,
    RESERVE_RULES,
    RETURN,
    SUPPLEMENT,
    age_group,
    clock_of,
    report_days,
)
from roster.domain.law.reserve_class import ServiceFacts, class_of, months_served
from roster.domain.law.reserve_ranks import (
    RANKS_OF,
    age_limit,
    category_of,
    highest_rank_for_post,
    next_rank,
    rank_order,
)

ON = date(2026, 11, 25)
DAYS = st.dates(date(1950, 1, 1), date(2030, 12, 31))
MALE = {"sex": "male"}


def partial(day: date, size: int) -> str:
    return day.isoformat()[:size]


PARTIALS = st.builds(partial, DAYS, st.sampled_from((4, 7, 10)))


@pytest.mark.parametrize(
    ("facts", "reserve_class", "mark"),
    [
        ({"enlisted_on": "2020-02-10", "discharged_on": "2022-01-20", "rank": "Hạ sĩ", **MALE}, 1, "24.2.a"),
        ({"enlisted_on": "2020-02", "discharged_on": "2022-01"}, 1, "24.2.a"),
        ({"enlisted_on": "2020-02-10", "discharged_on": "2020-08-10"}, 1, "24.2.a"),
        ({"enlisted_on": "2020-02-10", "discharged_on": "2020-08-09"}, 2, "24.3.a"),
        ({"other": {"combat": 0}}, 1, "24.2.b"),
        ({"other": {"police": 12}, **MALE}, 1, "24.2.c"),
        ({"other": {"police": 11}, **MALE}, 2, "24.3.c"),
        ({"rank": "Đại úy QNCN", **MALE}, 1, "24.2.d"),
        ({"other": {"worker_from_soldier": 0}, **MALE}, 1, "24.2.đ"),
        ({"other": {"worker": 0}, **MALE}, 2, "24.3.b"),
        ({"other": {"standing_militia": 0}}, 1, "24.2.e"),
        ({"other": {"militia_training": 3}}, 1, "24.2.e"),
        ({"other": {"unserved": 0}, "training_months": 6, **MALE}, 1, "24.2.g"),
        ({"other": {"commune_police": 36}}, 1, "24.2.h"),
        ({"other": {"unserved": 0}, **MALE}, 2, "24.3.d"),
        ({"other": {"woman_with_trade": 0}, "sex": "female"}, 2, "24.3.đ"),
    ],
)
def test_each_point_of_article_24_is_worked_out_with_its_clause(facts, reserve_class, mark):
    answer = class_of(ServiceFacts(**facts), ON)
    assert (answer.reserve_class, answer.mark, answer.missing) == (reserve_class, mark, ())
    _, number, point = mark.split(".")
    assert answer.citation.startswith(f"điểm {point} khoản {number} Điều 24") and answer.why


@pytest.mark.parametrize(
    ("facts", "missing"),
    [
        ({}, "ngày nhập ngũ"),
        ({"enlisted_on": "2020-02"}, "ngày xuất ngũ"),
        ({"discharged_on": "2022-02"}, "ngày nhập ngũ"),
        ({"enlisted_on": "2020-02", "discharged_on": "2020-08"}, "chưa rõ đã đủ 06 tháng"),
        ({"enlisted_on": "2022", "discharged_on": "2020"}, "ở trước ngày nhập ngũ"),
        ({"other": {"police": 24}}, "giới tính"),
    ],
)
def test_what_is_not_known_is_named_and_never_guessed(facts, missing):
    answer = class_of(ServiceFacts(**facts), ON)
    assert answer.reserve_class is None and answer.mark is None
    assert missing in answer.why


def test_officers_are_not_classed():
    answer = class_of(ServiceFacts("2000-02", "2004-02", "Trung úy", "male"), ON)
    assert answer.reserve_class is None and not answer.missing and "không phân hạng" in answer.why


@given(PARTIALS, PARTIALS)
def test_a_firm_class_holds_for_every_day_that_the_dates_may_mean(enlisted, discharged):
    served = months_served(enlisted, discharged)
    answer = class_of(ServiceFacts(enlisted, discharged, "Hạ sĩ", "male"), ON)
    if served is None:
        assert answer.reserve_class is None
        return
    assert 0 <= served[0] <= served[1]
    assert answer.reserve_class == (1 if served[0] >= 6 else 2 if served[1] < 6 else None)


@pytest.mark.parametrize(
    ("birth", "sex", "group"),
    [
        ("1990-11-26", "male", "A"), ("1990-11-25", "male", "B"), ("1980-11-26", "male", "B"),
        ("1980-11-25", "male", "over"), ("1995-11-26", "female", "A"), ("1995-11-25", "female", "B"),
        ("1985-11-25", "female", "over"), ("1990", "male", None), ("1992", "male", "A"), (None, "male", None),
        ("1990-01-01", None, None),
    ],
)  # fmt: skip
def test_age_groups_change_on_the_birthday(birth, sex, group):
    assert age_group(birth, sex, ON) == group


@pytest.mark.parametrize(
    ("rank", "sex", "on", "years", "last_day"),
    [
        ("Hạ sĩ", "male", ON, 45, "2026-03-09"), ("Binh nhất", "female", ON, 40, "2021-03-09"),
        ("Đại úy QNCN", "male", ON, 54, "2034-03-10"), ("Thiếu tá QNCN", "male", ON, 56, "2036-03-10"),
        ("Thượng tá QNCN", None, ON, 58, "2038-03-10"), ("Đại úy", "male", ON, 53, "2033-03-10"),
        ("Thiếu tá", None, ON, 55, "2035-03-10"), ("Trung tá", None, ON, 57, "2037-03-10"),
        ("Thượng tá", None, ON, 59, "2039-03-10"), ("Đại tá", None, ON, 61, "2041-03-10"),
        ("Đại úy", None, date(2024, 11, 30), 51, "2031-03-10"), ("Đại tá", None, date(2024, 12, 1), 61, "2041-03-10"),
    ],
)  # fmt: skip
def test_the_age_limit_follows_rank_and_the_law_of_the_day(rank, sex, on, years, last_day):
    limit = age_limit(rank, sex, "1980-03-10", on)
    assert limit.years == years and limit.last_day is not None
    assert limit.last_day.first.isoformat() == limit.last_day.last.isoformat() == last_day


def test_an_age_limit_that_is_not_known_says_what_is_missing():
    assert age_limit(None, "male", "1980", ON).missing == ("cấp bậc",)
    assert age_limit("Hạ sĩ", None, None, ON).missing == ("ngày sinh", "giới tính")
    span = age_limit("Hạ sĩ", "male", "1981", ON).last_day
    assert span is not None and span.years == "2026–2027"


def test_ranks_have_one_order_and_a_next_one_within_their_kind():
    for kind, ranks in RANKS_OF.items():
        assert [rank_order(rank) for rank in ranks] == sorted(rank_order(rank) for rank in ranks)
        for rank in ranks[:-1]:
            higher = next_rank(rank)
            assert higher is None or (category_of(higher) == kind and rank_order(higher) == rank_order(rank) + 1)
    assert next_rank("Thượng sĩ") is None and next_rank("Đại tá") is None and next_rank(None) is None
    assert highest_rank_for_post("Tiểu đội phó") == "Hạ sĩ" and highest_rank_for_post("Y tá") is None


@pytest.mark.parametrize(
    ("kind", "rank", "start", "due"),
    [
        # Tết 2026 lies from 16 to 20 February.
        (REGISTRATION, "Hạ sĩ", date(2026, 2, 2), date(2026, 3, 2)),
        (REGISTRATION, "Thiếu úy", date(2025, 7, 18), date(2025, 8, 8)),
        (REGISTRATION, "Thiếu úy", date(2025, 7, 21), date(2025, 8, 4)),
        (SUPPLEMENT, None, date(2026, 11, 2), date(2026, 11, 12)),
        (MOVE_IN, "Binh nhì", date(2026, 11, 2), date(2026, 11, 16)),
        (MOVE_IN, "Đại úy", date(2026, 11, 2), date(2026, 11, 23)),
        (RETURN, "Binh nhì", date(2026, 11, 6), date(2026, 11, 20)),
        (REMOVAL, "Binh nhì", date(2026, 11, 6), date(2026, 11, 16)),
        (ABSENCE, "Binh nhì", date(2026, 11, 30), date(2027, 2, 28)),
        (ABSENCE, "Đại úy", date(2026, 11, 6), date(2026, 12, 6)),
    ],
)
def test_the_clocks_of_the_law(kind, rank, start, due):
    from roster.domain.holidays import shipped_rest

    clock = clock_of(kind, rank, start, None, due, shipped_rest)
    assert clock is not None and clock.due == due and clock.state == "open"
    late = clock_of(kind, rank, start, None, due + timedelta(days=1), shipped_rest)
    assert late is not None and late.is_overdue
    done = clock_of(kind, rank, start, due, due + timedelta(days=99), shipped_rest)
    assert done is not None and done.state == "done"
    too_late = clock_of(kind, rank, start, due + timedelta(days=1), due + timedelta(days=2), shipped_rest)
    assert too_late is not None and too_late.state == "done_late"


def test_no_clock_runs_where_no_limit_is_set():
    assert clock_of("rank", "Hạ sĩ", ON, None, ON, lambda _: None) is None
    assert clock_of(REMOVAL, "Đại úy", ON, None, ON, lambda _: None) is None


@given(DAYS, st.integers(0, 60))
def test_months_are_added_within_their_month(day, months):
    later = add_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months and later.day <= day.day


@given(DAYS)
def test_the_next_report_days_lie_ahead(day):
    quarter, year = report_days(day)
    assert (
        day <= quarter <= year and quarter.day == 15 and quarter.month % 3 == 0 and (year.month, year.day) == (12, 15)
    )


def test_every_rule_has_clause_and_words():
    for rule in RESERVE_RULES:
        assert rule.citation and rule.text and rule.source
    assert all(label and label[0].isupper() for label in KINDS.values())
    assert all(len(kind) <= 20 for kind in KINDS)
