"""Two tables side by side on one sheet, as paper is saved: each becomes a sheet of its own, its cells where they were.

Only a table that counts its own rows (a second column "TT") is taken for one: a second "Họ và tên" without a number may
as well be the father's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from roster.columns.cells import is_blank, plain
from roster.domain.names import looks_like_name
from roster.intake.below import tables_below
from roster.intake.grid import Cell, Merge, Sheet, Workbook
from roster.intake.headings import SEARCHED_ROWS, Heading, find_heading
from roster.intake.legacy import to_unicode
from roster.intake.patience import naming, too_many_columns
from roster.intake.words import STT_WORDS, exact_keys, heading_words

_COUNTS = STT_WORDS | {"so"}  # alone, as the first column of each of two tables
_LOOKED_AT = 40  # rows below the heading that show whether names stand in a column of names


def apart(workbook: Workbook, roster: str) -> Workbook:
    """The workbook with each table at the right of another, or below it, as a sheet behind that one's, named after it.

    Rows and columns keep their numbers, so that a cell is called as the officer sees it. A workbook that was taken
    apart already, and one without such tables, stays as it is. Raises TookTooLong.
    """
    sheets = [part for sheet in workbook.sheets for part in _parts_of(sheet, roster)]
    return workbook if len(sheets) == len(workbook.sheets) else replace(workbook, sheets=sheets)


def _parts_of(sheet: Sheet, roster: str) -> list[Sheet]:
    if too_many_columns(sheet, SEARCHED_ROWS):
        return [sheet]  # it will be refused
    with naming(sheet.name):
        tables = _tables_of(sheet, roster)
        return [part for one in tables for part in (tables_below(one, roster) if not one.part_of else [one])]


def _tables_of(sheet: Sheet, roster: str) -> list[Sheet]:
    if not _may_have_two(sheet):
        return [sheet]
    top, _ = to_unicode(replace(sheet, rows=sheet.rows[: SEARCHED_ROWS + _LOOKED_AT]))
    heading = find_heading(top, roster)
    starts = _starts(top, heading, roster) if heading is not None else []
    if heading is None or len(starts) < 2:
        return [sheet]
    bounds = [0, *starts[1:], sheet.width]
    spans = list(pairwise(bounds))
    tables = [_only(sheet, heading, left, end) for left, end in spans]
    tables[0].name = sheet.name
    for number, table in enumerate(tables[1:], start=1):
        table.name = f"{sheet.name} (bảng bên phải{'' if len(tables) == 2 else f' {number}'})"
        table.part_of = sheet.name
    return tables


def _may_have_two(sheet: Sheet) -> bool:
    """A cheap look: a row that says "TT", or the like, twice."""
    for row in sheet.rows[:SEARCHED_ROWS]:
        texts = [value for value in row if isinstance(value, str) and len(value) <= 20]
        if len(texts) >= 4 and sum(heading_words(text) in _COUNTS for text in texts) >= 2:
            return True
    return False


def _starts(sheet: Sheet, heading: Heading, roster: str) -> list[int]:
    """The first columns of the tables; one alone unless each further one counts and names people."""
    columns = sorted(heading.paths)
    counters = [c for c in columns if _word(heading, c) in _COUNTS]
    found: list[int] = []
    tables = [
        [c for c in columns if start < c < end] for start, end in pairwise([*counters, max(columns, default=0) + 1])
    ]
    # What is called the same twice over is the same twice over, whatever it calls the people ("Học sinh").
    is_repeated = len({tuple(_word(heading, c) for c in own) for own in tables}) == 1 < len(tables)
    for start, own in zip(counters, tables, strict=True):
        names = [c for c in own if is_repeated or _is_name(heading, c, roster)]
        if len(own) >= 2 and any(_holds_names(sheet, heading, c) for c in (names if is_repeated else names[:1])):
            found.append(start)
    return found if counters and found[:1] == counters[:1] and len(found) == len(counters) else found[:1]


def _word(heading: Heading, column: int) -> str:
    path = heading.paths[column]
    return heading_words(path[-1]) if path else ""


def _is_name(heading: Heading, column: int, roster: str) -> bool:
    path = heading.paths[column]
    return len(path) == 1 and "full_name" in exact_keys(heading_words(path[0]), roster)


def _holds_names(sheet: Sheet, heading: Heading, column: int) -> bool:
    texts = [plain(row[column]) for row in sheet.rows[heading.last_row + 1 :] if column < len(row)]
    filled = [text for text in texts if text]
    return sum(map(looks_like_name, filled)) * 2 >= len(filled) > 0


def _only(sheet: Sheet, heading: Heading, left: int, end: int) -> Sheet:
    """The sheet with nothing but these columns below its title; what is merged over all tables belongs to each."""
    first = heading.rows[0]
    rows: list[list[Cell]] = [
        list(row) if number < first else [value if left <= c < end else None for c, value in enumerate(row)]
        for number, row in enumerate(sheet.rows)
    ]
    for merge in sheet.merges:
        if merge.top > heading.last_row and merge.left < left <= merge.right and _is_free(rows, merge.top):
            rows[merge.top] = [*[None] * left, sheet.cell(merge.top, merge.left)]
    return replace(
        sheet,
        rows=rows,
        merges=_merges(sheet, first, left, end),
        hidden_columns={c for c in sheet.hidden_columns if left <= c < end},
        uncached={(r, c) for r, c in sheet.uncached if left <= c < end},
        fonts={c: font for c, font in sheet.fonts.items() if left <= c < end},
    )


def _merges(sheet: Sheet, first: int, left: int, end: int) -> list[Merge]:
    """The title's merges, and those of these columns; what lies over their edge is cut there."""
    return [
        merge if merge.top < first else replace(merge, left=max(merge.left, left), right=min(merge.right, end - 1))
        for merge in sheet.merges
        if merge.top < first or (merge.left < end and merge.right >= left)
    ]


def _is_free(rows: Sequence[Sequence[Cell]], row: int) -> bool:
    return row < len(rows) and all(map(is_blank, rows[row]))
