"""A sheet's own key to its short forms ("Chữ viết tắt: CS - Chiến sĩ; kT - Khẩu đội trưởng"), put into its cells."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from roster.columns.cells import plain
from roster.intake.grid import Cell, Sheet
from roster.intake.headings import Heading
from roster.intake.mapping import MappedColumn, shared_columns

_TELLS = re.compile(r"viết tắt|chú thích|[kc][ýí] hiệu|quy ước|chú giải|ghi chú", re.IGNORECASE)
_SHORTEST, _WITHIN = 12, 60  # letters of such a line, and within which the word stands that tells it
_PAIR = re.compile(
    r"\s*[“\"']?(?P<short>[^\s\"“”':;,=–-]{1,6})[”\"']?\s*(?::|=|\s[-–]\s|là\s)\s*(?P<long>[^\W\d_][^:=;,]{1,40})\s*"
)


def told_short_forms(sheet: Sheet) -> dict[str, str]:
    """What each short form stands for, as the sheet itself says; nothing where it says one of them twice."""
    found: dict[str, set[str]] = {}
    for row in sheet.rows:
        for value in row:
            if not isinstance(value, str) or len(value) < _SHORTEST or not _TELLS.search(value, 0, _WITHIN):
                continue
            body = _TELLS.split(plain(value))[-1].lstrip(" :)")
            pairs = [match for part in re.split(r"[;,]", body) if (match := _PAIR.fullmatch(part.rstrip(". ")))]
            for pair in pairs if len(pairs) > 1 else ():
                found.setdefault(pair["short"], set()).add(pair["long"].strip())
    return {short: said.pop() for short, said in found.items() if len(said) == 1}


def spell_short_forms(
    sheet: Sheet, heading: Heading, columns: Sequence[MappedColumn], letter_of: Callable[[int], str]
) -> tuple[Sheet, list[str]]:
    """The sheet with such cells written out, and a notice for each column where there were any."""
    shorts = told_short_forms(sheet)
    if not shorts:
        return sheet, []
    rows: list[list[Cell]] = [list(row) for row in sheet.rows]
    notices = []
    for column in shared_columns(columns):
        used = set()
        for index in range(heading.last_row + 1, len(rows)):
            value = sheet.cell(index, column.index)
            if isinstance(value, str) and (text := plain(value)) in shorts:
                rows[index][column.index] = shorts[text]
                used.add(f"“{text}” là “{shorts[text]}”")
        if used:
            notices.append(
                f"Cột {letter_of(column.index)}: theo lời chú giải của trang, {', '.join(sorted(used))}. Hãy kiểm tra."
            )
    return (replace(sheet, rows=rows), notices) if notices else (sheet, [])
