"""The periods of reports: every officer must find the days and the name that he would write himself."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from roster.domain.report_periods import (
    HALF_YEAR,
    KINDS,
    MONTH,
    QUARTER,
    YEAR,
    period_of,
    period_of_day,
    period_of_key,
    periods_of_year,
)


@pytest.mark.parametrize(
    "key, name, first, last, due",
    [
        ("2026-03", "tháng 3 năm 2026", (3, 1), (3, 31), (3, 25)),
        ("2024-02", "tháng 2 năm 2024", (2, 1), (2, 29), (2, 25)),
        ("2026-Q1", "quý I năm 2026", (1, 1), (3, 31), (3, 20)),
        ("2026-q4", "quý IV năm 2026", (10, 1), (12, 31), (12, 20)),
        ("2026-H1", "6 tháng đầu năm 2026", (1, 1), (6, 30), (6, 15)),
        ("2026-H2", "6 tháng cuối năm 2026", (7, 1), (12, 31), (12, 15)),
        ("2026", "năm 2026", (1, 1), (12, 31), (12, 15)),
    ],
)
def test_days_and_names(key, name, first, last, due):
    period = period_of_key(key)
    year = period.year
    assert (period.name, period.key) == (name, key.upper())
    assert (period.first_day, period.last_day) == (date(year, *first), date(year, *last))
    assert period.due_on == date(year, *due)


@pytest.mark.parametrize(
    "key, before",
    [("2026-01", "2025-12"), ("2026-Q1", "2025-Q4"), ("2026-H1", "2025-H2"), ("2026-H2", "2026-H1"), ("2026", "2025")],
)
def test_the_period_before_follows_on_without_a_gap(key, before):
    period = period_of_key(key)
    assert period.previous == period_of_key(before)
    assert period.previous.last_day + timedelta(days=1) == period.first_day
    assert period.previous.following == period


@pytest.mark.parametrize("kind", KINDS)
def test_the_periods_of_a_year_cover_each_day_once(kind):
    found = periods_of_year(kind, 2024)
    assert sum((one.last_day - one.first_day).days + 1 for one in found) == 366
    assert [one.number for one in found] == list(range(1, len(found) + 1))
    assert all(period_of_day(kind, one.last_day) == one == period_of_key(one.key) for one in found)


@pytest.mark.parametrize("text", ["", "2026-13", "2026-00", "2026-Q5", "2026-Q0", "2026-H3", "26-03", "2026-3", "x"])
def test_what_is_no_period_is_refused(text):
    with pytest.raises(ValueError):
        period_of_key(text)


def test_unknown_kinds_and_numbers_are_refused():
    for kind, number in ((MONTH, 13), (QUARTER, 5), (HALF_YEAR, 0), (YEAR, 2), ("week", 1)):
        with pytest.raises(ValueError):
            period_of(kind, 2026, number)
    with pytest.raises(ValueError):
        period_of_day("week", date(2026, 1, 1))


def test_figures_are_counted_as_of_today_while_the_period_runs():
    march = period_of(MONTH, 2026, 3)
    assert march.counted_on(date(2026, 3, 20)) == date(2026, 3, 20)
    assert march.counted_on(date(2026, 11, 1)) == date(2026, 3, 31)
