"""Where a sheet's heading stands and what each of its columns is called.

A heading may begin in any of the first rows, beside empty columns, and may be two or three rows deep with merged cells;
a column's name is then a path: ("Trình độ", "Văn hóa").
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

from roster.domain.text import clean, fold
from roster.intake.grid import Sheet
from roster.intake.words import STT_WORDS, SUB_HEADINGS, known_headings

SEARCHED_ROWS = 60
_DEEPEST = 3


@dataclass(frozen=True)
class Heading:
    """The heading block of a table: its rows (counted from zero) and the path of each named column."""

    rows: tuple[int, ...]
    paths: dict[int, tuple[str, ...]]

    @property
    def last_row(self) -> int:
        """The lowest heading row; the people stand below it."""
        return self.rows[-1]


def heading_words(text: str) -> str:
    """A heading folded for comparison, without what stands in brackets or behind it ("(ghi rõ …)", "*")."""
    bare = re.sub(r"\([^)]*\)?|\[[^\]]*\]", " ", text)
    return fold(bare) or fold(text)


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(clean(value))


def _is_heading_text(value: object, roster: str) -> bool:
    if not _is_text(value):
        return False
    words = heading_words(str(value))
    if words in STT_WORDS or words in SUB_HEADINGS or words in known_headings(roster):
        return True
    lines = [heading_words(line) for line in str(value).splitlines() if line.strip()]
    return len(lines) > 1 and any(line in known_headings(roster) for line in lines)


def _partly_heading(value: object, roster: str) -> bool:
    """A longer heading that contains a known one, such as "Số CCCD hoặc mã định danh"."""
    if not _is_text(value) or len(str(value)) > 80:
        return False
    padded = f" {heading_words(str(value))} "
    return any(f" {known} " in padded for known in known_headings(roster) if len(known) > 4)


def _merged_wide(sheet: Sheet, row: int, column: int, columns: int = 2) -> bool:
    return any(
        m.top <= row <= m.bottom and m.left <= column <= m.right and m.right - m.left + 1 >= columns for m in sheet.merges
    )


def _score(sheet: Sheet, row: int, roster: str) -> float:
    """How much a row looks like the top of a heading: known names, penalised by values that only data have."""
    score, seen = 0.0, set()
    for column in range(len(sheet.rows[row])):
        value = sheet.cell(row, column)
        if value is None:
            continue
        if isinstance(value, int | float | date | datetime) and not isinstance(value, bool):
            score -= 1
        elif _is_heading_text(value, roster):
            words = heading_words(str(value))
            score += 0 if words in seen else 1.5 if words in STT_WORDS else 1
            seen.add(words)
        elif _partly_heading(value, roster):
            score += 0.6
        elif _is_text(value) and re.search(r"\d{6,}", str(value)):
            score -= 1
    return score


def _is_heading_row(sheet: Sheet, row: int, roster: str, within: set[int]) -> bool:
    """Whether the row next to a heading row belongs to the heading: only heading-like texts, no data."""
    cells = [(c, sheet.cell(row, c)) for c in range(len(sheet.rows[row])) if sheet.cell(row, c) is not None]
    if not cells or any(not _is_text(value) for _, value in cells):
        return False
    if len(cells) == 1 and _merged_wide(sheet, row, cells[0][0], max(4, len(within) // 2)):
        return False  # a section or a title over the whole table
    named = sum(_is_heading_text(v, roster) or _partly_heading(v, roster) for _, v in cells)
    return named >= max(1, 0.6 * len(cells))


def _below_belongs(sheet: Sheet, row: int, roster: str, named: set[int]) -> bool:
    """Whether the row below a heading row is a deeper level of it.

    Sub-headings stand under a merged cell or in columns that the row above leaves open; the column of running numbers
    and those without a second level stay empty.
    """
    if row >= len(sheet.rows) or not _is_heading_row(sheet, row, roster, named):
        return False
    cells = [c for c in range(len(sheet.rows[row])) if sheet.cell(row, c) is not None]
    repeated = sum(sheet.cell(row, c) == sheet.cell(row - 1, c) for c in cells)
    return repeated < len(cells)


def _above_belongs(sheet: Sheet, row: int, bottom: int, roster: str) -> bool:
    """Whether the row above a heading row is a higher level of it: it spans or completes the columns below."""
    if row < 0:
        return False
    cells = [c for c in range(len(sheet.rows[row])) if sheet.cell(row, c) is not None]
    if not cells or any(not _is_text(sheet.cell(row, c)) for c in cells):
        return False
    if len(cells) == 1 and _merged_wide(sheet, row, cells[0], max(4, sheet.width // 2)):
        return False
    spans = [c for c in cells if _merged_wide(sheet, row, c) or sheet.cell(bottom, c) is None]
    known = [c for c in cells if _is_heading_text(sheet.cell(row, c), roster)]
    return bool(spans) and len(known) >= max(1, len(cells) // 2)


def _paths(sheet: Sheet, rows: tuple[int, ...]) -> dict[int, tuple[str, ...]]:
    """The names of each column from the top level down, merged cells spread over what they cover."""
    top, bottom = rows[0], rows[-1]
    spread: dict[tuple[int, int], str] = {}
    for row in rows:
        for column in range(sheet.width):
            value = sheet.cell(row, column)
            if _is_text(value):
                spread[row, column] = str(value)
    for merge in sheet.merges:
        if merge.bottom < top or merge.top > bottom:
            continue
        value = sheet.cell(merge.top, merge.left)
        if not _is_text(value):
            continue
        for row in range(max(top, merge.top), min(bottom, merge.bottom) + 1):
            for column in range(merge.left, merge.right + 1):
                spread[row, column] = str(value)
    for row in rows[:-1]:  # a group name typed once and not merged stands over the columns to its right
        for column in range(1, sheet.width):
            below = any((r, column) in spread for r in rows if r > row)
            left_below = any((r, column - 1) in spread and sheet.cell(r, column - 1) is not None for r in rows if r > row)
            if (row, column) not in spread and (row, column - 1) in spread and below and left_below:
                spread[row, column] = spread[row, column - 1]
    paths: dict[int, tuple[str, ...]] = {}
    for column in range(sheet.width):
        path: list[str] = []
        for row in rows:
            name = clean(spread.get((row, column), ""), keep_lines=True)
            if name and (not path or path[-1] != name):
                path.append(name)
        if path:
            paths[column] = tuple(path)
    return paths


def find_heading(sheet: Sheet, roster: str) -> Heading | None:
    """The heading block of the sheet's table, None where no row looks like one."""
    scores = [(_score(sheet, row, roster), -row) for row in range(min(len(sheet.rows), SEARCHED_ROWS))]
    if not scores:
        return None
    best, minus_row = max(scores)
    if best < 2:
        return None
    rows = [-minus_row]
    named = {c for c in range(sheet.width) if sheet.cell(rows[0], c) is not None}
    while len(rows) < _DEEPEST and _below_belongs(sheet, rows[-1] + 1, roster, named):
        rows.append(rows[-1] + 1)
    while len(rows) < _DEEPEST and _above_belongs(sheet, rows[0] - 1, rows[0], roster):
        rows.insert(0, rows[0] - 1)
    return Heading(tuple(rows), _paths(sheet, tuple(rows)))
