"""Public holidays of Vietnam and counting in working days.

Sources: Điều 112 Bộ luật Lao động 45/2019/QH14 (the fixed days); for Tết, Giỗ Tổ and days in exchange the yearly
announcements of the Government for 2024, 2025 and 2026. The lunar days of 2027 are not announced yet: the
administrator enters them.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

_ONE_DAY = timedelta(days=1)
FIXED = {(1, 1): "Tết Dương lịch", (4, 30): "Ngày Chiến thắng", (5, 1): "Ngày Quốc tế lao động", (9, 2): "Quốc khánh"}
FIRST_YEAR, LAST_YEAR = 2024, 2027


def _days(first: date, last: date, name: str) -> dict[date, str]:
    return {first + n * _ONE_DAY: name for n in range((last - first).days + 1)}


HOLIDAYS: dict[date, str] = {
    **{date(year, *day): name for year in range(FIRST_YEAR, LAST_YEAR + 1) for day, name in FIXED.items()},
    **_days(date(2024, 2, 8), date(2024, 2, 14), "Tết Nguyên đán"),
    date(2024, 4, 18): "Giỗ Tổ Hùng Vương",
    date(2024, 4, 29): "Nghỉ hoán đổi",
    date(2024, 9, 3): "Quốc khánh",
    **_days(date(2025, 1, 25), date(2025, 2, 2), "Tết Nguyên đán"),
    date(2025, 4, 7): "Giỗ Tổ Hùng Vương",
    date(2025, 5, 2): "Nghỉ hoán đổi",
    date(2025, 9, 1): "Quốc khánh",
    date(2026, 1, 2): "Nghỉ hoán đổi",
    **_days(date(2026, 2, 16), date(2026, 2, 20), "Tết Nguyên đán"),
    date(2026, 4, 26): "Giỗ Tổ Hùng Vương",
    date(2026, 4, 27): "Nghỉ bù Giỗ Tổ Hùng Vương",
    date(2026, 8, 31): "Nghỉ hoán đổi",
    date(2026, 9, 1): "Quốc khánh",
}
# Saturdays that were worked in exchange.
WORKED: dict[date, str] = {
    date(2024, 5, 4): "Làm bù",
    date(2025, 4, 26): "Làm bù",
    date(2026, 1, 10): "Làm bù",
    date(2026, 8, 22): "Làm bù",
}


def is_working_day(day: date, rests: Callable[[date], bool | None]) -> bool:
    """Whether the day is worked: what `rests` says of it (True: rest, False: worked), else Monday to Friday."""
    said = rests(day)
    return day.weekday() < 5 if said is None else not said


def shipped_rest(day: date) -> bool | None:
    """What the shipped calendar says of a day: True for a holiday, False for a worked Saturday, None for neither."""
    if day in WORKED:
        return False
    return True if day in HOLIDAYS else None


def after_working_days(start: date, number: int, rests: Callable[[date], bool | None] = shipped_rest) -> date:
    """The day that lies `number` working days after `start`, which is not counted itself."""
    day, left = start, number
    while left > 0:
        day += _ONE_DAY
        if is_working_day(day, rests):
            left -= 1
    return day
