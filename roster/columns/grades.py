"""Classes of school as rosters write them: "12/12", "Lớp 9", "THPT", and what Excel made of a typed 9/12."""

from __future__ import annotations

import datetime
import re
from typing import Any

from roster.columns.cells import plain
from roster.domain.text import fold

_GRADE = re.compile(
    r"^(?:(?:hoc )?(?:het|xong|den|tot nghiep|tn) )?(?:(?:lop|l)\s*)?(\d{1,2})(?:\s*(?:/|tren)\s*(10|12))?"
    r"(?: (?:bt|btvh|bo tuc|bo tuc van hoa|gdtx))?$"
)
_TYPED_DATE = re.compile(r"(\d{1,2})[/.-](?:(\d{1,2})[/.-](?:19|20)?\d\d|dec|thg ?12)")
_FINISHED = re.compile(r"^(?:da )?(?:hoc )?(?:het|xong|tot nghiep|tn) ")  # "Hết cấp 3"
_SCHOOLS = {
    "thpt": "12/12", "tn thpt": "12/12", "tot nghiep thpt": "12/12", "bt thpt": "12/12", "ptth": "12/12",
    "cap 3": "12/12", "cap iii": "12/12", "trung hoc pho thong": "12/12", "tot nghiep trung hoc pho thong": "12/12",
    "thcs": "9/12", "tn thcs": "9/12", "tot nghiep thcs": "9/12", "cap 2": "9/12", "cap ii": "9/12",
    "trung hoc co so": "9/12", "tieu hoc": "5/12", "cap 1": "5/12", "cap i": "5/12",
}  # fmt: skip


def grade_of(raw: Any) -> str | None:
    """ "n/12" (or "n/10" of the old system) as a cell says it, None where it says something else.

    Excel reads a typed 9/12 as a day of December: such a date is taken back to the class that was typed.
    """
    if isinstance(raw, datetime.datetime | datetime.date):
        if raw.month == 12:
            return f"{raw.day}/12" if raw.day <= 12 else None
        return f"{raw.month}/{raw.day}" if raw.day in {10, 12} else None
    typed = _TYPED_DATE.fullmatch(plain(raw).lower())
    if typed:  # the same date, pasted as the text that Excel showed
        first, second = int(typed[1]), int(typed[2] or 12)
        grade, system = (first, second) if second == 12 else (second, first)
        return f"{grade}/{system}" if system in {10, 12} and grade <= system else None
    text = fold(re.sub(r"[/\\|]", " tren ", plain(raw)))
    match = _GRADE.match(text)
    if match:
        grade, system = int(match[1]), int(match[2] or 12)
        return f"{grade}/{system}" if 0 <= grade <= system else None
    return _SCHOOLS.get(_FINISHED.sub("", text))
