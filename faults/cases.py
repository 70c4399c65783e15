"""What a case of bad input is, and small tools to make hostile workbooks out of a sound one."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import xlsxwriter

from faults.books import HEADINGS, candidates_book, row_of

SHEET = "xl/worksheets/sheet1.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
REFUSED, READ = "G", "P"  # the words of security.md §3: refused with a sentence; read with every row accounted for
_GIGABYTE = 1024**3


@dataclass
class Outcome:
    """What the program made of one case."""

    status: int = 0
    sentence: str = ""  # what the officer is told, of a refusal or of every doubtful cell
    state: str = ""
    rows: list[dict[str, Any]] = field(default_factory=list)  # the plan's rows
    unaccounted: list[int] = field(default_factory=list)  # rows of the raw XML that the plan says nothing of
    people: int = 0  # after Confirm
    shown: str = ""  # the list as a page, after Confirm
    seconds: float = 0.0
    server_mb: float = 0.0
    child_mb: float = 0.0
    left: list[str] = field(default_factory=list)  # files that stayed behind

    def named(self, column: str = "citizen_id") -> list[Any]:
        """One fact of every row of the plan."""
        return [row["fields"].get(column) for row in self.rows]


@dataclass(frozen=True)
class Case:
    """One of the 94: what goes in, what must be said."""

    number: int
    name: str
    kind: str
    make: Callable[[], bytes]
    words: str = ""
    file_name: str = "danh-sach.xlsx"
    check: Callable[[Outcome], bool] = lambda _: True


def book(people: int = 10) -> bytes:
    """A sound workbook."""
    return candidates_book(people)


def book_of(rows: Sequence[Sequence[Any]], *, title: str = "DANH SÁCH CÔNG DÂN", **options: Any) -> bytes:
    """A workbook with these rows below the usual headings; texts as texts, numbers as numbers."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, **options}) as made:
        sheet = made.add_worksheet("Danh sách")
        sheet.write_string(0, 0, title)
        for number, row in enumerate([HEADINGS, *rows]):
            for column, value in enumerate(row):
                if isinstance(value, str):
                    sheet.write_string(number + 2, column, value)
                elif value is not None:
                    sheet.write(number + 2, column, value)
    return file.getvalue()


def with_cell(column: str, value: Any, people: int = 5, **options: Any) -> bytes:
    """A sound workbook whose second man has this value in the column with this heading."""
    rows: list[list[Any]] = [list(row_of(number)) for number in range(people)]
    rows[1][HEADINGS.index(column)] = value
    return book_of(rows, **options)


def parts_of(content: bytes) -> dict[str, bytes]:
    """A package's parts."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def packed(parts: Mapping[str, bytes | str]) -> bytes:
    """A package of these parts."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return file.getvalue()


def changed(
    part: str, change: Callable[[bytes], bytes | str], content: bytes | None = None, **more: bytes | str
) -> bytes:
    """A sound workbook with one part changed, and more parts beside ("__" for "/")."""
    parts = parts_of(content or book())
    return packed({**parts, part: change(parts[part]), **{name.replace("__", "/"): one for name, one in more.items()}})


def without(part: str) -> bytes:
    """A sound workbook that lacks a part."""
    return packed({name: one for name, one in parts_of(book()).items() if name != part})


def sheet_of(cells: str) -> Callable[[bytes], bytes]:
    """A sheet with only these rows, in place of the sound one."""
    return lambda _: f'<worksheet xmlns="{MAIN}"><sheetData>{cells}</sheetData></worksheet>'.encode()


def cell(place: str, text: str) -> str:
    """A row with one text."""
    row = re.sub("[A-Z]", "", place)
    return f'<row r="{row}"><c r="{place}" t="inlineStr"><is><t>{text}</t></is></c></row>'


def inserted(before: str, xml: str) -> Callable[[bytes], bytes]:
    """Puts XML before what is there."""
    return lambda found: found.replace(before.encode(), xml.encode() + before.encode(), 1)


def gigabyte(around: bytes, filler: bytes) -> bytes:
    """A workbook whose sheet is one gigabyte when unpacked: `around` with {} for the filler, again and again."""
    head, tail = around.split(b"{}")
    packer = zlib.compressobj(1, zlib.DEFLATED, -15)
    block = filler * (1024 * 1024 // len(filler))
    data, checksum, size = [packer.compress(head)], zlib.crc32(head), len(head)
    for _ in range(_GIGABYTE // len(block)):
        data.append(packer.compress(block))
        checksum, size = zlib.crc32(block, checksum), size + len(block)
    data += [packer.compress(tail), packer.flush()]
    checksum, size = zlib.crc32(tail, checksum), size + len(tail)
    body = b"".join(data)
    parts = parts_of(book())
    parts.pop(SHEET)
    file = io.BytesIO(packed(parts))
    # The part is packed already, which zipfile cannot take; so it is put in as stored and its headers are set right.
    with zipfile.ZipFile(file, "a", zipfile.ZIP_STORED) as package:
        info = zipfile.ZipInfo(SHEET)
        package.writestr(info, body)
        start = info.header_offset
    content = bytearray(file.getvalue())
    true = zipfile.ZIP_DEFLATED.to_bytes(2, "little"), checksum.to_bytes(4, "little"), size.to_bytes(4, "little")
    place = content.rindex(b"PK\x01\x02")
    for at, offset in ((start, 8), (place, 10)):
        content[at + offset : at + offset + 2] = true[0]
        content[at + offset + 6 : at + offset + 10] = true[1]
        content[at + offset + 14 : at + offset + 18] = true[2]
    return bytes(content)


def raw_rows(content: bytes) -> dict[int, Counter[int]]:
    """Of each sheet of an .xlsx, by its place, the numbers of the rows in which anything stands, and how often each is
    given (more than once is a row lost): from the XML alone.

    A cell that is an Excel error (#REF!) counts as nothing: the program reads it as blank (docs/security.md).
    """
    found: dict[int, Counter[int]] = {}
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        names = sorted(name for name in package.namelist() if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", name))
        shared = next((name for name in package.namelist() if name.lower() == "xl/sharedstrings.xml"), "")
        items = re.findall(rb"<si\b[^>]*?(?:/>|>(.*?)</si>)", package.read(shared), re.S) if shared else []
        texts = [b"".join(re.findall(rb"<t\b[^>]*>([^<]*)</t>", item)).strip() for item in items]
        for place, name in enumerate(names):
            rows, last = Counter[int](), 0
            for row in re.finditer(rb"<row\b([^>]*)>(.*?)</row>", package.read(name), re.S):
                told = re.search(rb'\br="(\d+)"', row[1])
                last = int(told[1]) if told else last + 1
                if any(_says_something(one[1], one[2], texts) for one in _CELL.finditer(row[2])):
                    rows[last] += 1
            found[place] = rows
    return found


_CELL = re.compile(rb"<c\b([^>]*?)(?:/>|>(.*?)</c>)", re.S)


def _says_something(told: bytes, inside: bytes | None, texts: list[bytes]) -> bool:
    if inside is None or b't="e"' in told:
        return False
    values = [one.strip() for one in re.findall(rb"<(?:v|t)\b[^>]*>([^<]*)</", inside)]
    if b't="s"' in told and values and values[0].isdigit():
        place = int(values[0])
        return place >= len(texts) or bool(texts[place])
    return any(values)


__all__ = ["HEADINGS", "row_of"]
