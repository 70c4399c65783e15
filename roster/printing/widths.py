"""The widths of a list's columns and the size of its letters, found before it is set.

The list is set with fixed column widths: the setter then need not try every cell of a thousand rows first. So the words
that must not break (a citizen id, a date) are measured here, and the columns shared out so that the list is short.
"""

from __future__ import annotations

from dataclasses import dataclass

from roster.listing.table import Table
from roster.listing.text_width import MM_PER_PT, text_width_em
from roster.printing.balance import CELL_PADDING_MM, HANG_EM, HEADING_SIZE, Balance, Texts

LEAST_FONT_PT = 8.0
_STEP_PT = 0.5
_LONGEST_WORD_MM = 40.0  # longer "words" are broken rather than given half of the paper
_RULES_MM = 0.4  # those on both sides, amply
_ROWS_TRIED = 100  # spread over the list; what shortens them shortens the others


@dataclass(frozen=True)
class Fit:
    """Widths of all columns in millimetres, that of the running number first, and the size of the letters in points."""

    widths_mm: tuple[float, ...]
    font_size_pt: float


def fit_columns(table: Table, number_mm: float, width_mm: float, page_height_mm: float) -> Fit:
    """Share `width_mm` among the columns, `number_mm` for the running number, so that no id, date or word has to break.

    `page_height_mm` is the room for heads and rows on a page. Within it the widths are those with which the people take
    the fewest pages. Where a chosen set of columns is too much for the paper the letters become smaller, half a point
    at a time, down to 8 pt.
    """
    definition = table.definition
    least_em = _least_widths_em(table)
    numbers = [str(row.number) for row in table.rows[-1:]]
    number_em = max(
        max((text_width_em(word) for word in numbers), default=0.0),
        max(text_width_em(word, bold=True) * HEADING_SIZE for word in definition.number_heading[0].split()),
    )
    size = definition.font_size_pt
    while True:
        least = [
            c.fixed_mm or max(c.least_mm, _with_padding(em, size))
            for c, em in zip(definition.columns, least_em, strict=True)
        ]
        number = max(number_mm, _with_padding(number_em, size))
        if number + sum(least) <= width_mm or size <= LEAST_FONT_PT:
            break
        size -= _STEP_PT
    free = [index for index, c in enumerate(definition.columns) if not c.fixed_mm]
    texts = _texts(table)
    room = width_mm - number - sum(c.fixed_mm for c in definition.columns)
    if not free:  # what is left of the paper stays so: the ward said how wide each column is
        return Fit((number, *least), size)
    balance = Balance(
        [texts[index] for index in free], [least[index] for index in free], size, page_height_mm,
        definition.numbers_columns, definition.least_lines,
    )  # fmt: skip
    widths = dict(zip(free, balance.shared(room, [definition.columns[index].width_mm for index in free]), strict=True))
    return Fit((number, *(widths.get(index, least[index]) for index in range(len(least)))), size)


def _texts(table: Table) -> list[Texts]:
    people = [row for row in table.rows if not row.is_group]
    every = max(1, -(-len(people) // _ROWS_TRIED))
    tried = people[::every]
    return [
        Texts(c.heading, [row.cells[index] for row in tried], strong=c.strong, hanging=c.stacked)
        for index, c in enumerate(table.definition.columns)
    ]


def _with_padding(em: float, size_pt: float) -> float:
    return min(em * size_pt * MM_PER_PT, _LONGEST_WORD_MM) + 2 * CELL_PADDING_MM + _RULES_MM


def _least_widths_em(table: Table) -> list[float]:
    found = []
    for index, column in enumerate(table.definition.columns):
        hang = HANG_EM if column.stacked else 0.0
        heading = {word for line in column.heading for word in line.split()}
        body = {word for row in table.rows if not row.is_group for line in row.cells[index] for word in line.split()}
        found.append(
            max(
                max((text_width_em(word, bold=True) + hang for word in heading), default=0.0) * HEADING_SIZE,
                max((text_width_em(word, bold=column.strong) + hang for word in body), default=0.0),
            )
        )
    return found
