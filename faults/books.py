"""Workbooks of invented candidates."""

from __future__ import annotations

import io

import xlsxwriter

_FAMILIES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Ngô")
_MIDDLE = ("Văn", "Đức", "Minh", "Quang", "Hữu", "Xuân")
_GIVEN = ("An", "Bình", "Cường", "Dũng", "Giang", "Hải", "Hùng", "Khoa", "Long", "Nam", "Phúc", "Sơn", "Tuấn", "Vinh")
HEADINGS = ("STT", "Họ và tên", "Ngày sinh", "Số CCCD", "Địa chỉ thường trú", "Trình độ")


def row_of(number: int) -> tuple[str, ...]:
    """The cells of an invented candidate; each number is another man."""
    name = f"{_FAMILIES[number % 10]} {_MIDDLE[number // 10 % 6]} {_GIVEN[number // 60 % 14]}"
    day, month = number % 28 + 1, number // 28 % 12 + 1
    citizen_id = f"031206{number:06d}"
    return (
        str(number + 1), name, f"{day:02d}/{month:02d}/2006", citizen_id, f"Tổ dân phố {number % 7 + 1} Phù Liễn",
        "12/12",
    )  # fmt: skip


def candidates_book(people: int) -> bytes:
    """A workbook of so many invented candidates, every row sound."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Danh sách")
        sheet.write(0, 0, "DANH SÁCH CÔNG DÂN SẴN SÀNG NHẬP NGŨ")
        for column, heading in enumerate(HEADINGS):
            sheet.write_string(2, column, heading)
        for number in range(people):
            for column, value in enumerate(row_of(number)):
                sheet.write_string(number + 3, column, value)
    return file.getvalue()


__all__ = ["HEADINGS", "candidates_book", "row_of"]
