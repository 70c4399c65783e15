"""Another table below the first on one sheet, with a heading of its own: officers above, soldiers under them.

A heading that only repeats the first one, as on each printed page, makes no other table.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from roster.columns.cells import is_blank, plain
from roster.intake.grid import Sheet
from roster.intake.headings import Heading, find_heading, heading_at
from roster.intake.meanings import meanings
from roster.intake.words import STT_WORDS, as_typed, heading_words, says_footer, says_total

_FEWEST_NAMES = 4  # of a heading that is one beyond doubt
_SURE_OF_PEOPLE = 0.7
_FARTHEST = 3  # rows from one of a heading to one that is looked at to make it out (headings._DEEPEST)
_FEWEST_OTHERS = 2  # columns that are called otherwise than in the table above


def tables_below(sheet: Sheet, roster: str) -> list[Sheet]:
    """The sheet cut above each further heading; every part keeps the numbers of its rows."""
    counted = [row for row in range(len(sheet.rows)) if _counts(sheet, row)]
    first = find_heading(sheet, roster) if len(counted) > 1 else None
    if first is None:
        return [sheet]
    heads = [first]
    seen: set[tuple[object, ...]] = set()
    for row in counted:
        if row <= heads[-1].last_row or (around := _around(sheet, row)) in seen:
            continue
        if around:
            seen.add(around)
        found = heading_at(sheet, row, roster)
        if found is not None and found.rows[0] > heads[-1].last_row and _is_another(found, heads[-1], roster):
            heads.append(found)
            seen.clear()
    if len(heads) == 1:
        return [sheet]
    bounds = [0, *(_begin(sheet, head) for head in heads[1:]), len(sheet.rows)]
    parts = [_only(sheet, top, end) for top, end in pairwise(bounds)]
    for number, part in enumerate(parts[1:], start=1):
        part.name = f"{sheet.name} (bảng bên dưới{'' if len(parts) == 2 else f' {number}'})"
        part.part_of, part.is_below = sheet.name, True
    return parts


def _around(sheet: Sheet, row: int) -> tuple[object, ...]:
    """All that a heading in this row is made out by, so that what was no other table once is not asked again a thousand
    times; () where merged cells count too."""
    top, end = row - _FARTHEST, row + _FARTHEST + 1
    if any(merge.top < end and merge.bottom >= top for merge in sheet.merges):
        return ()
    return tuple(tuple(sheet.rows[at]) if 0 <= at < len(sheet.rows) else () for at in range(top, end))


def _begin(sheet: Sheet, head: Heading) -> int:
    """The first row of the table's title: lines of one text above its heading that are no total of the table above."""
    row = head.rows[0]
    while row > 0:
        texts = [plain(value) for value in sheet.rows[row - 1] if not is_blank(value)]
        if len(texts) > 1 or any(says_total(text) or says_footer(text) for text in texts):
            break
        row -= 1
    return row


def _counts(sheet: Sheet, row: int) -> bool:
    texts = [value for value in sheet.rows[row] if isinstance(value, str)]
    return len(texts) >= _FEWEST_NAMES and any(
        len(t) <= 20 and _MAY_COUNT.match(t) and heading_words(t) in STT_WORDS for t in texts[:3]
    )


_MAY_COUNT = re.compile(r"\W*[stn]", re.IGNORECASE)  # spares twenty thousand names the look for a heading in them


def _is_another(found: Heading, before: Heading, roster: str) -> bool:
    names = {column: as_typed(path[0]) for column, path in found.paths.items()}
    known = {column: as_typed(path[0]) for column, path in before.paths.items()}
    people = any(_names_people(path[0].splitlines()[0], roster) for path in found.paths.values())
    others = sum(known.get(column) != words for column, words in names.items())
    return people and len(names) >= _FEWEST_NAMES and others >= _FEWEST_OTHERS


def _names_people(name: str, roster: str) -> bool:
    """Whether a column is that of the people, also by a word for them alone: "Công dân", "Tên"."""
    told = ((key, score) for key, score in meanings((name,), roster) if key in {"full_name", "name.given"})
    return any(score >= _SURE_OF_PEOPLE for _, score in told)


def _only(sheet: Sheet, top: int, end: int) -> Sheet:
    """The sheet with nothing but these rows; what stood above is empty, so that each row keeps its number."""
    return replace(
        sheet,
        rows=[list(row) if top <= number < end else [] for number, row in enumerate(sheet.rows[:end])],
        merges=[merge for merge in sheet.merges if top <= merge.top < end],
        hidden_rows={row for row in sheet.hidden_rows if top <= row < end},
        uncached={(row, column) for row, column in sheet.uncached if top <= row < end},
    )
