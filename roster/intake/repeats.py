"""What says "the same" and no more (", nt, "như trên", "như HKTT"), and what such a mark may repeat."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from roster.columns.cells import is_blank
from roster.domain.text import cell_text, clean, fold
from roster.intake.grid import Cell, Sheet
from roster.intake.headings import Heading

_WORDS = re.compile(
    r"n ?t|(nhu|giong|cung|y)( (phieu|dong|nguoi|cau|anh|em|chau|o|muc|so|nha))?( (ngay|lien))? tren|"
    r"(nhu|giong|cung) (phieu|dong|nguoi|o) truoc"
)
_LONGEST = 40  # letters of a cell that can be a mark, blanks and dashes around it included
_SIGNS = re.compile(r"[-–\s]*(?:[\"“”″〃]|//|''|,,|’’|‘‘)[-–\s]*")
# "Như HKTT", "trùng cột 7" below a place to live: the man's other one, in his own row.
_OTHER_HOME = re.compile(
    r"(nhu|giong|trung|cung|theo|nt)( voi)?( (dia chi|noi|cho|o|o tren|dang ky|cot|muc))*"
    r"( (hktt|dkhktt|dktt|thuong tru|ho khau( thuong tru)?|hien (nay|tai|o)|tam tru|cot ([a-z]|\d\d?)))"
)
_FEWEST_CELLS = 3  # of a row that a mark may repeat; a section row has fewer


def is_ditto(value: Cell) -> bool:
    """Whether a cell says no more than "the same as above"."""
    if not isinstance(value, str) or len(value) > _LONGEST:
        return False
    return bool(_WORDS.fullmatch(fold(value))) or bool(_SIGNS.fullmatch(clean(value)))


def is_other_home(value: Cell) -> bool:
    """Whether a cell below a place to live says that it is the other one: "Như HKTT", "trùng nơi thường trú"."""
    return isinstance(value, str) and len(value) <= _LONGEST and bool(_OTHER_HOME.fullmatch(fold(value)))


def says_same(value: Cell) -> bool:
    """Whether a cell says nothing of its own column's kind: it repeats the cell above or the man's other home."""
    return is_ditto(value) or is_other_home(value)


def headings_in(sheet: Sheet, heading: Heading, column: int) -> set[str]:
    """What stands in a column down to its heading, folded: repeated on each page it says nothing of the man above."""
    return {fold(cell_text(sheet.cell(row, column))) for row in range(heading.last_row + 1)}


def may_be_repeated(value: Cell, row: Sequence[Cell], headings: Collection[str]) -> bool:
    """Whether a mark below repeats the cell: it says something, is no heading and stands in no section's row."""
    if is_blank(value) or fold(cell_text(value)) in headings:
        return False
    return sum(not is_blank(v) for v in row) >= _FEWEST_CELLS
