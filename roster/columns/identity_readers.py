"""How numbers of a person are read: citizen id, old identity card, telephone. Who has none yet is not held back."""

from __future__ import annotations

import re
from typing import Any

from roster.columns.cells import is_blank, plain, says_no
from roster.columns.column import Column, ReadContext, Reading
from roster.domain.citizen_id import read_citizen_id
from roster.domain.phone import read_phone
from roster.domain.problems import Problem, Severity, problem
from roster.domain.text import fold


def read_id(column: Column, raw: Any, context: ReadContext) -> Reading:
    """A 12-digit citizen id; a number cell gets its lost zero back, and says so. Who has none yet has none."""
    if is_blank(raw):
        return Reading()
    if _NO_NUMBER.fullmatch(fold(plain(raw))):
        return _none_yet(column, raw, "citizen_id_length")
    reading = read_citizen_id(raw)
    if reading.code and _ROUNDED.fullmatch(plain(raw)):
        return _rounded(column, raw, reading.code)
    if reading.code:
        count = sum(c.isdigit() for c in str(reading.value or ""))
        message = f"{column.label} phải có 12 chữ số, ô này có {count}. Hãy đối chiếu với thẻ căn cước."
        return Reading({column.key: reading.value}, (problem(column.key, reading.code, message),))
    notes: tuple[Problem, ...] = ()
    if reading.restored:
        message = "Đã bù số 0 ở đầu mà Excel làm mất; hãy đối chiếu với thẻ căn cước nếu nghi ngờ."
        notes = (problem(column.key, "leading_zero_restored", message),)
    return Reading({column.key: reading.value}, notes)


_NO_NUMBER = re.compile(r"(?:chua|mat|dang|khong|bi mat|that lac)\b[^\d]{0,40}")

_ROUNDED = re.compile(r"\d(?:[.,]\d+)?[eE]\+?\d+", re.ASCII)  # how a spreadsheet shows a long number


def _rounded(column: Column, raw: Any, code: str) -> Reading:
    message = (
        f"{column.label}: Excel đã làm tròn số này thành “{plain(raw)}”. Hãy định dạng cột là Văn bản, "
        "ghi lại đủ các chữ số rồi chép lại."
    )
    return Reading({column.key: plain(raw)}, (problem(column.key, code, message, Severity.ERROR),))


def _none_yet(column: Column, raw: Any, code: str) -> Reading:
    message = f"{column.label}: ô ghi “{plain(raw)}”, nên để trống. Hãy bổ sung khi có số."
    return Reading({}, (problem(column.key, code, message, Severity.WARNING),))


def read_old_id(column: Column, raw: Any, context: ReadContext) -> Reading:
    """A 9-digit old identity card number (CMND)."""
    if is_blank(raw) or says_no(raw):
        return Reading()
    if _ROUNDED.fullmatch(plain(raw)):
        return _rounded(column, raw, "citizen_id_length")
    digits = re.sub(r"\D", "", plain(raw))
    if isinstance(raw, int | float) and len(digits) == 8:
        digits = "0" + digits
    if len(digits) != 9:
        message = f"{column.label} phải có 9 chữ số, ô này có {len(digits)}. Hãy kiểm tra lại."
        return Reading({column.key: digits or plain(raw)}, (problem(column.key, "citizen_id_length", message),))
    return Reading({column.key: digits})


def read_telephone(column: Column, raw: Any, context: ReadContext) -> Reading:
    """A telephone number as ten digits from 0."""
    if is_blank(raw) or says_no(raw):
        return Reading()
    if _NO_NUMBER.fullmatch(fold(plain(raw))):  # "mất máy"
        return _none_yet(column, raw, "bad_phone")
    reading = read_phone(raw)
    if not reading.ok and _ROUNDED.fullmatch(plain(raw)):
        return _rounded(column, raw, "bad_phone")
    if not reading.ok:
        message = f"Số điện thoại “{plain(raw)}” không đúng. Hãy ghi 10 chữ số bắt đầu bằng 0, hoặc để trống."
        return Reading({column.key: plain(raw)}, (problem(column.key, "bad_phone", message),))
    return Reading({column.key: reading.value})
