"""Many people typed into one grid: each cell asked of its column at once, then handed to the import as a workbook.

The import matches, compares, previews, writes and can be undone; there is no second way of writing many people.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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

FILE_NAME = "Bảng nhập nhiều người.xlsx"
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


@dataclass(frozen=True)
class Spread:
    """Pasted cells as rows of the grid. `rest` holds, to be pasted again, what did not go in; `unknown` the headings
    that no column has; `too_wide` how many columns more there are than in the grid: then nothing went in."""

    rows: list[dict[str, str]]
    rest: str = ""
    left: int = 0  # the rows in `rest`
    unknown: tuple[str, ...] = ()
    too_wide: int = 0


def spread(roster: str, keys: Sequence[str], text: str, room: int = MOST_ROWS) -> Spread:
    """Cells copied out of a spreadsheet as rows of the grid, which has `room` for so many more.

    Where the first line names columns, each goes to its own; otherwise they go to `keys` in their order, a running
    number before the name aside. Nothing is dropped without a word.
    """
    lines = pasted_lines(text)
    if not lines:
        return Spread([])
    named = [_key_named(roster, cell) for cell in lines[0]]
    unknown: tuple[str, ...] = ()
    if "full_name" in named and len([key for key in named if key]) > 1:
        head, order, lines = lines[:1], named, lines[1:]
        unknown = tuple(
            cell
            for place, (key, cell) in enumerate(zip(named, head[0], strict=True))
            if not key and not _is_running_number(cell) and any(line[place:] and line[place] for line in lines)
        )
    else:
        head, order = [], list(keys)
        if order[:1] == ["full_name"] and all(line[0].rstrip(".").isdigit() for line in lines):
            lines = [line[1:] for line in lines]  # nobody is called by a number
        widest = max(len(line) for line in lines)
        if widest > len(order):
            return Spread([], text, len(lines), too_wide=widest - len(order))
    rows = [{key: cell for key, cell in zip(order, line, strict=False) if key and cell} for line in lines[:room]]
    rest = [*head, *lines[room:]] if len(lines) > room else []
    return Spread(rows, "\n".join("\t".join(line) for line in rest), max(len(lines) - room, 0), unknown)


def pasted_lines(text: str) -> list[list[str]]:
    """The cells of what a spreadsheet copies, line by line, without blank lines and blank cells at the end.

    A cell with a line break or a quotation mark stands in quotation marks; a break within a cell becomes a blank.
    """
    text = text.replace("\x00", "")
    try:
        cut = list(csv.reader(io.StringIO(text, newline=""), delimiter="\t", strict=True))
    except csv.Error:  # a quotation mark that nobody closed is a mark, and must not swallow the rows behind it
        cut = [line.split("\t") for line in text.splitlines()]
    found = []
    for cells in cut:
        line = [clean(cell) for cell in cells]
        while line and not line[-1]:
            line.pop()
        if line:
            found.append(line)
    return found


def _is_running_number(heading: str) -> bool:
    return fold(heading).rstrip(".") in {"", "stt", "tt", "so tt", "so thu tu"}


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
    # Blank rows stay, so that a row's number here tells its row in the grid. With a running number a last row of a name
    # alone is a citizen; without one the import takes it for who has signed.
    lines = [
        [str(number) if any(row.values()) else "", *(row.get(one.key, "") for one in columns)]
        for number, row in enumerate(rows, start=1)
    ]
    book = plain_book(["STT", *(one.label for one in columns)], lines)
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
