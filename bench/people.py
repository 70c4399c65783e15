"""Invented people, the same on every machine; nobody real. Facts by column key, as the program itself holds them."""

from __future__ import annotations

from functools import cache
from itertools import islice
from typing import Any

from roster.columns.catalogue import MILITIA
from roster.services.demo_people import Invention

YEAR = 2027  # of the call-up that the measures are about
Facts = dict[str, Any]

# The columns of the workbook that is read and written: (key, heading).
SHEET_COLUMNS = (
    ("full_name", "Họ và tên"), ("birth_date", "Ngày sinh"), ("citizen_id", "Số CCCD"),
    ("neighbourhood", "Tổ dân phố"), ("permanent_address", "Nơi thường trú"), ("ethnicity", "Dân tộc"),
    ("religion", "Tôn giáo"), ("education", "Trình độ văn hóa"), ("occupation", "Nghề nghiệp"),
    ("workplace", "Nơi làm việc"), ("phone", "Số điện thoại"), ("father_name", "Họ tên bố"),
    ("mother_name", "Họ tên mẹ"), ("hometown", "Quê quán"),
)  # fmt: skip


@cache
def militia(count: int) -> tuple[Facts, ...]:
    """Members of the militia."""
    return tuple(islice(Invention(4, YEAR - 1).militia(count), count))


@cache
def candidates(count: int) -> tuple[Facts, ...]:
    """Candidates for the call-up of YEAR."""
    return tuple(islice(Invention(5, YEAR - 1).candidates(count), count))


@cache
def reservists(count: int) -> tuple[Facts, ...]:
    """Men who served and came back."""
    return tuple(islice(Invention(6, YEAR - 1).reservists(count), count))


def as_cells(facts: Facts) -> list[str]:
    """A person as a row of the workbook: text, days as they are written in an office."""
    return [_shown(facts.get(key)) for key, _ in SHEET_COLUMNS]


def _shown(value: Any) -> str:
    if value is None:
        return ""
    text = str(value)
    if len(text) == 10 and text[4] == text[7] == "-":
        return f"{text[8:]}/{text[5:7]}/{text[:4]}"
    return text


ROSTER = MILITIA
