"""Working days as Vietnam's calendar has them."""

from datetime import date

import pytest

from roster.domain.holidays import after_working_days, is_working_day, shipped_rest


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        (date(2026, 11, 20), 5, date(2026, 11, 27)),  # a Friday; the weekend does not count
        (date(2026, 11, 21), 1, date(2026, 11, 23)),
        (date(2026, 4, 24), 1, date(2026, 4, 28)),  # Giỗ Tổ on a Sunday, the Monday in its place
        (date(2026, 4, 29), 1, date(2026, 5, 4)),  # 30/4 and 1/5, then a weekend
        (date(2026, 2, 13), 1, date(2026, 2, 23)),  # Tết
        (date(2024, 5, 3), 1, date(2024, 5, 4)),  # a Saturday worked in exchange
        (date(2024, 4, 26), 1, date(2024, 5, 2)),
        (date(2026, 11, 20), 0, date(2026, 11, 20)),
    ],
)
def test_working_days_pass_over_weekends_and_holidays(start, days, end):
    assert after_working_days(start, days) == end


def test_what_is_entered_goes_before_the_ordinary_week():
    monday, sunday = date(2026, 11, 23), date(2026, 11, 22)
    assert is_working_day(monday, lambda day: None) and not is_working_day(sunday, lambda day: None)
    assert not is_working_day(monday, lambda day: True) and is_working_day(sunday, lambda day: False)


def test_an_ordinary_day_is_not_in_the_shipped_calendar():
    assert shipped_rest(date(2026, 11, 24)) is None
    assert shipped_rest(date(2027, 9, 2)) is True
