"""Readers of what only reservists have: military speciality with its code, whether a mobilisation unit has them."""

from __future__ import annotations

import re
from typing import Any

from roster.columns.cells import find_choice, is_blank, plain
from roster.columns.column import Column, ReadContext, Reading
from roster.columns.readers import capitalised, read_text
from roster.domain.choices import YES_NO
from roster.domain.problems import problem
from roster.domain.text import clean, fold

_NO_READING = Reading()
_SPECIALITY = re.compile(r"^(\d{1,10})(?:\s*[-–:.]\s*|\s+(?=[^\W\d_]{2}))(.+)$")


_CODE_BEHIND = re.compile(r"([^\d()]{2,}?)\s*(?:\((?:mã|số|mã số)?\s*[:.]?\s*(\d{1,3})\)|\s[-–]\s*(\d{1,3}))")


def read_speciality(column: Column, raw: Any, context: ReadContext) -> Reading:
    """A military speciality, perhaps with its code: "07 - Thông tin", "Pháo binh (03)"."""
    if is_blank(raw):
        return _NO_READING
    match = _SPECIALITY.match(plain(raw))
    if match:
        return Reading({"speciality_code": match[1], "speciality": capitalised(clean(match[2]))})
    if behind := _CODE_BEHIND.fullmatch(plain(raw)):
        return Reading({"speciality_code": behind[2] or behind[3], "speciality": capitalised(behind[1])})
    if re.fullmatch(r"\d{1,10}", plain(raw)):
        return Reading({"speciality_code": plain(raw)})
    return Reading({"speciality": capitalised(plain(raw))})


def read_speciality_code(column: Column, raw: Any, context: ReadContext) -> Reading:
    """The code of a military speciality, perhaps with its name behind it: "07 - Thông tin"."""
    match = None if is_blank(raw) else _SPECIALITY.match(plain(raw))
    return read_speciality(column, raw, context) if match else read_text(column, raw, context)


def read_assignment(column: Column, raw: Any, context: ReadContext) -> Reading:
    """Whether a reservist is placed in a mobilisation unit, yes or no only.

    Which unit it is is a state secret (Luật Bảo vệ BMNN): a text that names one is read as yes, is not stored and not
    repeated in the message.
    """
    if is_blank(raw):
        return _NO_READING
    choice = find_choice(YES_NO, raw)
    if choice is not None:
        return Reading({column.key: bool(choice.key)})
    folded = fold(plain(raw))
    if folded.startswith(("chua", "khong")):
        return Reading({column.key: False})
    if folded in {"da xep", "da bien che", "da sap xep", "da xep vao don vi"}:
        return Reading({column.key: True})
    message = (
        "Ô này ghi đơn vị dự bị động viên; chương trình chỉ lưu “đã xếp: có”, không lưu tên đơn vị (bí mật nhà nước)."
    )
    return Reading({column.key: True}, (problem(column.key, "secret_not_stored", message),))
