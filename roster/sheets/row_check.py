"""Whether the XML of a sheet gives each row and each cell once: what stands twice would be lost or mixed in reading.

A library that writes such a sheet has a fault, and no reader can tell which of the two men is meant: python-calamine
lets the later cell win without a word. So the sheet is refused (docs/security.md, Limits).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from re import Pattern

from roster.intake.grid import Cell
from roster.sheets.preflight import UnreadableWorkbook

_REMEDY = (
    "Đọc tiếp thì có người bị mất hoặc lẫn với người khác. Đồng chí hãy mở tệp bằng Excel "
    "(Excel hỏi sửa chữa thì đồng ý), xem lại {}, lưu lại rồi thử lại."
)
_DIGITS = b"0123456789"
_PREFIX = re.compile(rb"<((?:[\w.-]+:)?)sheetData[\s/>]")


@dataclass(frozen=True)
class _Tags:
    """How rows and cells look where the elements have this prefix, mostly none."""

    row: bytes
    number: Pattern[bytes]
    plain_cells: Pattern[bytes]
    cell: Pattern[bytes]
    content: Pattern[bytes]


@lru_cache(maxsize=4)
def _tags(prefix: bytes) -> _Tags:
    p = re.escape(prefix)
    return _Tags(
        b"<" + prefix + b"row",
        re.compile(rb"<" + p + rb"""row(?:\s+(?:[^>]*?\s)?r\s*=\s*["'](\d{1,9})["']|[\s/>])"""),
        re.compile(rb"<" + p + rb"""c(?: r=")?([A-Z]+[0-9]+"|[\s/>])"""),
        re.compile(rb"<" + p + rb"""c(?:\s+(?:[^>]*?\s)?r\s*=\s*["']([A-Za-z]{1,3})(\d{1,9})["']|[\s/>])"""),
        # A value, or a text of its own; not a fault as #N/A, nor a shared text, which may be empty.
        re.compile(
            rb"<" + p + rb"""c(?=[\s>])(?![^>]*\bt=["'][es]["'])[^>]*(?<!/)>"""
            rb"(?:(?!</?" + p + rb"c[\s/>]).)*?<" + p + rb"[vt](?:\s[^>]*)?>\s*[^<\s]",
            re.DOTALL,
        ),
    )


def demand_each_row_once(name: str, rows: Sequence[Sequence[Cell]] | None, part: bytes) -> None:
    """Hold the XML of the sheet of that name against its rows as they were read; None where they are not known.

    Raises UnreadableWorkbook, with a sentence that names the sheet, the row and what to do, where a row or a cell
    comes twice, a cell stands in another row than its own, there are two tables of cells, or a row was not read.
    """
    begin = _PREFIX.search(part)
    if begin is None:
        return
    prefix = begin[1]
    if part.count(b"<" + prefix + b"sheetData") > 1 and len(_PREFIX.findall(part)) > 1:
        raise _refusal(f"Trang “{name}” có hai bảng dữ liệu chồng lên nhau", "trang ấy")
    tags = _tags(prefix)
    end = part.rfind(b"</" + prefix + b"sheetData")
    end = len(part) if end < 0 else end
    seen = set[int]()
    last, layout = 0, b""
    place = part.find(tags.row, begin.end(), end)
    while place >= 0:
        after = part.find(tags.row, place + 4, end)
        stop = after if after >= 0 else end
        if found := tags.number.match(part, place, stop):
            number = int(found[1]) if found[1] else last + 1
            places = tags.plain_cells.findall(part, place, stop)
            cells = b"".join(places)
            # Most rows are laid out as the one above them, whose cells are known to be its own and to come once.
            if cells == layout.replace(b"#", b"%d" % number):
                last = number
            elif _is_plain(places, cells, number):
                last, layout = number, cells.translate(None, _DIGITS).replace(b'"', b'#"')
            else:
                last = _check_cells(name, tags, part, (place, stop), number, is_told=bool(found[1]))
                layout = b"-"
            if last in seen:
                raise _twice(name, last)
            seen.add(last)
            if rows is not None and not (last <= len(rows) and any(rows[last - 1])):
                _demand_nothing_lost(name, tags, part[place:stop], last, rows)
        place = after


def _is_plain(places: list[bytes], cells: bytes, number: int) -> bool:
    """Whether these references, each with its closing quote, are all of that row and each there once."""
    return (
        len(set(places)) == len(places) == cells.count(b'"')
        and cells.translate(None, _DIGITS).replace(b'"', b'%d"' % number) == cells
    )


def _check_cells(name: str, tags: _Tags, part: bytes, where: tuple[int, int], number: int, *, is_told: bool) -> int:
    """The row's number, once each of its cells is known to be its own and to come once."""
    taken, column = set[int](), -1
    for cell in tags.cell.finditer(part, *where):
        column = _column(cell[1]) if cell[1] else column + 1
        if cell[2] and int(cell[2]) != number:
            if is_told or taken:
                said = f"Trang “{name}” có ô {(cell[1] + cell[2]).decode()} nằm trong dòng {number}"
                raise _refusal(said, f"dòng {number} và dòng {int(cell[2])}")
            number = int(cell[2])  # a row without a number stands where its first cell does
        if column in taken:
            raise _twice(name, number)
        taken.add(column)
    return number


def _column(letters: bytes) -> int:
    column = 0
    for letter in letters.upper():
        column = column * 26 + letter - 64
    return column - 1


def _demand_nothing_lost(name: str, tags: _Tags, row: bytes, number: int, rows: Sequence[Sequence[Cell]]) -> None:
    if row.count(b"</") < 2:  # no more than its own end
        return
    read = rows[number - 1] if number <= len(rows) else ()
    if all(value in ("", None) for value in read) and tags.content.search(row):
        raise _refusal(f"Trang “{name}” có dữ liệu ở dòng {number} mà chương trình không đọc được", f"dòng {number}")


def _twice(name: str, number: int) -> UnreadableWorkbook:
    return _refusal(f"Trang “{name}” có hai dòng hoặc hai ô cùng mang số dòng {number}", f"dòng {number}")


def _refusal(said: str, what: str) -> UnreadableWorkbook:
    return UnreadableWorkbook(f"{said}. {_REMEDY.format(what)}")
