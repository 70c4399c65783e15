"""Many people typed into one grid: each cell asked of its column at once, then handed to the import as a workbook.

The import matches, compares, previews, writes and can be undone; there is no second way of writing many people.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from roster.columns.catalogue import ENLISTMENT, MILITIA, PERSON_COLUMNS, RESERVE, ROSTER_COLUMNS
from roster.columns.column import Column, ReadContext
from roster.domain.actor import Actor
from roster.domain.problems import beside_label
from roster.domain.secrets import SENTENCE, says_secret
from roster.domain.text import clean, fold
from roster.services import imports
from roster.sheets.plain_book import plain_book
from roster.store.imports import ImportBatch

FILE_NAME = "nhap-theo-bang.xlsx"
MOST_ROWS = 200
USUAL_KEYS: dict[str, tuple[str, ...]] = {
    ENLISTMENT: (
        # Nearly all are men, and the number of the card tells: nobody tabs past the sex.
        "full_name", "birth_date", "citizen_id", "phone", "neighbourhood", "permanent_address", "education",
        "occupation", "sex",
    ),
    MILITIA: (
        "full_name", "birth_date", "sex", "citizen_id", "phone", "neighbourhood", "component", "unit", "post",
        "joined_on",
    ),
    RESERVE: (
        "full_name", "birth_date", "citizen_id", "phone", "neighbourhood", "rank", "speciality_code", "enlisted_on",
        "discharged_on",
    ),
}  # fmt: skip

Row = Mapping[str, str]  # what was typed, by column key
Faults = dict[tuple[int, str], list[str]]  # sentences by row (from 0) and column key


def grid_columns(roster: str) -> tuple[Column, ...]:
    """The columns that a grid may have: the citizen's own and the roster's. Raises KeyError for an unknown roster."""
    return PERSON_COLUMNS + ROSTER_COLUMNS[roster]


def spread(roster: str, keys: Sequence[str], text: str) -> list[dict[str, str]]:
    """Cells copied out of a spreadsheet as rows of the grid.

    Where the first line names columns, each goes to its own; otherwise they go to `keys` in their order.
    """
    lines = [line.split("\t") for line in text.splitlines() if line.strip()][: MOST_ROWS + 1]
    if not lines:
        return []
    named = [_key_named(roster, cell) for cell in lines[0]]
    if "full_name" in named and len([key for key in named if key]) > 1:
        order, lines = named, lines[1:]
    else:
        order = list(keys)
    return [
        {key: clean(cell) for key, cell in zip(order, line, strict=False) if key and clean(cell)} for line in lines
    ][:MOST_ROWS]


def faults_of(roster: str, rows: Sequence[Row], today: date) -> Faults:
    """What keeps cells from being taken: what their columns say, a missing name, a number that stands twice."""
    columns = {one.key: one for one in grid_columns(roster)}
    ids = Counter(_digits(row.get("citizen_id", "")) for row in rows)
    found: Faults = {}
    for number, row in enumerate(rows):
        if not any(row.values()):
            continue
        for key, text in row.items():
            if says_secret(key, text):
                found[number, key] = [f"Ô này {SENTENCE}."]
            elif sentences := _sentences(columns[key], text, today):
                found[number, key] = sentences
        if not row.get("full_name"):
            found.setdefault((number, "full_name"), []).append("Chưa nhập họ và tên.")
        if row.get("citizen_id") and ids[_digits(row["citizen_id"])] > 1:
            found.setdefault((number, "citizen_id"), []).append("Số CCCD này có ở hai dòng của bảng.")
    return found


def bring(actor: Actor, ward_id: UUID, roster: str, year: int, rows: Sequence[Row]) -> ImportBatch:
    """Hand the grid to the import; its preview is what the officer sees next. Raises as `imports.receive` does."""
    used = {key for row in rows for key, text in row.items() if text}
    columns = [one for one in grid_columns(roster) if one.key in used]
    lines = [[row.get(one.key, "") for one in columns] for row in rows if any(row.values())]
    book = plain_book([one.label for one in columns], lines)
    return imports.receive(actor, ward_id, roster, year, FILE_NAME, book, is_part=True)


def _sentences(column: Column, text: str, today: date) -> list[str]:
    read = column.read(text or None, ReadContext(today=today))
    return [beside_label(one.message, column.label) for one in read.problems if one.holds_back]


def _digits(text: str) -> str:
    return "".join(one for one in text if one.isdigit())


def _key_named(roster: str, heading: str) -> str:
    wanted = fold(heading)
    for one in grid_columns(roster):
        if wanted and wanted in {fold(name) for name in (one.label, one.short_label, *one.synonyms)}:
            return one.key
    return ""
