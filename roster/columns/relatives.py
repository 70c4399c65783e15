"""How a cell is read that names a relative: his name, and what stands behind it of his birth and his work."""

from __future__ import annotations

import re
from typing import Any

from roster.columns.cells import is_blank, plain, says_no
from roster.columns.column import Column, ReadContext, Reading, Value
from roster.domain.names import proper_name
from roster.domain.problems import Severity, problem
from roster.domain.text import clean

# "Nguyễn Đức Vinh (1972)", "Nguyễn Đức Vinh, 1972", "Nguyễn Đức Vinh - 1972, công nhân", "… sinh năm 1972"
_RELATIVE = re.compile(
    r"^(?P<name>[^\d(,;–]+?)\s*[-,;(–]*\s*(?:sinh năm|sn\.?|sinh)?\s*[:.]?\s*(?P<year>(?:19|20)\d\d)\s*\)?"
    r"\s*[-,;–:]*\s*(?P<work>.*)$",
    re.IGNORECASE,
)


# Said of a parent behind his name, where else his occupation stands.
_GONE = re.compile(r"[\s,;–-]*\(?\s*((?:đã|Đã)?\s*(?:chết|mất|từ trần|qua đời|hy sinh))\s*\)?\s*$", re.IGNORECASE)


_GONE_ALONE = re.compile(r"(?:đã )?(?:chết|mất|từ trần|qua đời|hy sinh)(?: rồi| sớm| lâu)?", re.IGNORECASE)

# "Mẹ: Trần Thị B", "Mẹ Trần Thị B"; Ông is a family name too, though hardly before another one.
_KIN_LABEL = re.compile(
    r"^(?i:họ tên |tên )?(?i:cha|bố|ba|mẹ|má|vợ|chồng|ông|bà)\s*:\s*|^(?i:cha|bố|mẹ|má|vợ|chồng|bà)\s+(?=[A-ZÀ-ỸĐ])|"
    r"^[Ôô]ng\s+(?=(?:[^\W\d_]+\s+){2}[^\W\d_])"
)


def read_relative(column: Column, raw: Any, context: ReadContext) -> Reading:
    """A parent's or spouse's name, with the birth year in brackets behind it and perhaps an occupation.

    "Chưa vợ" is no name, nor is "Đã mất": of the latter the officer is told.
    """
    if is_blank(raw) or says_no(raw):
        return Reading()
    if _GONE_ALONE.fullmatch(plain(raw)):
        message = f"{column.label}: ô chỉ ghi “{plain(raw)}”, chưa có họ và tên. Nếu cần, hãy ghi thêm vào Ghi chú."
        return Reading({}, (problem(column.key, "not_a_choice", message, Severity.WARNING),))
    text = _KIN_LABEL.sub("", plain(raw))
    stem = column.key.removesuffix("_name")
    match = _RELATIVE.match(text)
    if not match:
        name, _, work = text.partition(" - ")
        if gone := _GONE.search(name):
            name, work = name[: gone.start()], work or gone[1]
        values: dict[str, Value] = {column.key: proper_name(name)}
        if work:
            values[f"{stem}_occupation"] = clean(work)
        if ":" in name:  # what stands before it says what the rest is, and nobody has told us
            message = f"{column.label}: “{name}” có dấu hai chấm, có thể là tên của nhiều người. Hãy xem lại."
            return Reading(values, (problem(column.key, "not_a_choice", message, Severity.WARNING),))
        return Reading(values)
    values = {column.key: proper_name(match["name"]), f"{stem}_birth_year": int(match["year"])}
    if match["work"].strip(" ()"):
        values[f"{stem}_occupation"] = match["work"].strip(" ()")
    return Reading(values)
