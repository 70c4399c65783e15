"""How wide text is in print, near enough to share out the columns of a list before it is set.

The list is set with fixed column widths: the setter then need not try every cell of a thousand rows first. So the words
that must not break (a citizen id, a date) are measured here, with the advance widths of the Times-like fonts.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from roster.listing.table import Table

MM_PER_PT = 25.4 / 72
CELL_PADDING_MM = 1.0  # left and right each
LINE_MM = 0.4  # the lines between the columns, amply
DASH_INDENT_EM = 0.7  # a stacked line hangs behind its dash
LEAST_FONT_PT = 8.0
_STEP_PT = 0.5
_LONGEST_WORD_MM = 40.0  # longer "words" are broken rather than given half of the paper

_SHORT_LINE_MM = 25.0  # lines up to so long are better not broken
_LEFT_TO_LONG_TEXTS = 0.8

# Advance widths of Times New Roman and its metric equals, in thousandths of the size.
_WIDTHS = {
    **dict.fromkeys("0123456789-–•", 500), **dict.fromkeys(" .,;:/|'()[]", 330),
    **dict.fromkeys("ijlt", 300), **dict.fromkeys("frs", 390), **dict.fromkeys("aceg", 450), **dict.fromkeys("m", 780),
    **dict.fromkeys("w", 730), **dict.fromkeys("IJ", 390), **dict.fromkeys("MW", 945),
    **dict.fromkeys("FLPSETZBC", 670),
    **dict.fromkeys("AĐDGHKNOQRUVXY", 735), "…": 1000, "@": 920, "%": 830,
}  # fmt: skip
_OTHER = 510
_BOLD = 1.07


@dataclass(frozen=True)
class Fit:
    """Widths of all columns in millimetres, that of the running number first, and the size of the letters in points."""

    widths_mm: tuple[float, ...]
    font_size_pt: float


@lru_cache(maxsize=20_000)
def text_width_em(text: str, bold: bool = False) -> float:
    """The width of `text` on one line, in units of its size; rather too much than too little."""
    plain = (unicodedata.normalize("NFD", letter)[0] for letter in text)
    width = sum(_WIDTHS.get(letter, _OTHER) for letter in plain) / 1000
    return width * _BOLD if bold else width


def fit_columns(table: Table, number_mm: float, width_mm: float) -> Fit:
    """Share `width_mm` among the columns, `number_mm` for the running number, so that no id, date or word has to break.

    The shares follow the definition; a column whose words need more gets it from the others, and one of short lines
    gets them whole where that costs the long texts little. Where a chosen set of columns is too much for the paper the
    letters become smaller, half a point at a time, down to 8 pt.
    """
    columns = table.definition.columns
    least_em = _least_widths_em(table)
    numbers = [str(row.number) for row in table.rows[-1:]] + table.definition.number_heading[0].split()
    number_em = max(text_width_em(word, bold=True) for word in numbers)
    size = table.definition.font_size_pt
    while True:
        least = [_with_padding(em, size) for em in least_em]
        number = max(number_mm, _with_padding(number_em, size))
        if number + sum(least) <= width_mm or size <= LEAST_FONT_PT:
            break
        size -= _STEP_PT
    wanted, room = [c.width_mm for c in columns], width_mm - number
    widths = _share(wanted, least, room)
    whole = [
        max(short, _with_padding(em, size)) if em * size * MM_PER_PT <= _SHORT_LINE_MM else short
        for em, short in zip(_line_widths_em(table), least, strict=True)
    ]
    if sum(whole) < room:
        unbroken = _share(wanted, whole, room)
        if all(new >= _LEFT_TO_LONG_TEXTS * old for new, old in zip(unbroken, widths, strict=True)):
            widths = unbroken
    return Fit((number, *widths), size)


def _with_padding(em: float, size_pt: float) -> float:
    return min(em * size_pt * MM_PER_PT, _LONGEST_WORD_MM) + 2 * CELL_PADDING_MM + LINE_MM


def _least_widths_em(table: Table) -> list[float]:
    found = []
    for index, column in enumerate(table.definition.columns):
        words = {word for line in column.heading for word in line.split()}
        least = max((text_width_em(word, bold=True) for word in words), default=0.0)
        body = {word for row in table.rows for line in row.cells[index] for word in line.split()}
        least = max([least, *(text_width_em(word, bold=column.strong) for word in body)])
        found.append(least + (DASH_INDENT_EM if column.stacked else 0.0))
    return found


def _line_widths_em(table: Table) -> list[float]:
    return [
        max(
            (text_width_em(line, bold=column.strong) for row in table.rows for line in row.cells[index]),
            default=0.0,
        )
        for index, column in enumerate(table.definition.columns)
    ]


def _share(wanted: list[float], least: list[float], width: float) -> list[float]:
    # Columns that would fall below their least width are set to it; the others share what is left as they did before.
    fixed: dict[int, float] = {}
    while True:
        free = [i for i in range(len(wanted)) if i not in fixed]
        room = width - sum(fixed.values())
        scale = room / sum(wanted[i] for i in free) if free else 0.0
        short = [i for i in free if wanted[i] * scale < least[i]]
        if not short or len(short) == len(free):
            break
        fixed |= {i: least[i] for i in short}
    shares = [fixed.get(i, wanted[i] * scale) for i in range(len(wanted))]
    return [share * width / sum(shares) for share in shares]
