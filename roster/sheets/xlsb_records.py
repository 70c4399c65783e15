"""What an .xlsb says beside its cells' values: merges, hidden rows and columns, its calendar, legacy fonts.

python-calamine gives values only. Few records of fixed layout are looked at ([MS-XLSB] 2.4).
"""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Iterator, Mapping, Sequence

from roster.intake.grid import Merge, Sheet
from roster.sheets.appearance import PrevailingFonts, filled_columns, is_filled

_ROW, _FONT, _FORMAT_OF_CELL, _COLUMN_INFO, _BOOK, _SHEET, _MERGE = 0, 43, 47, 60, 153, 156, 176
_FORMATS_BEGIN, _FORMATS_END = 617, 618
_FAULTS = {3, 11}  # #N/A and the like, typed or of a formula: the reader gives them as empty
_TEXTS = {6, 7, 8}  # text, shared text, formula that gives a text


def complete_from_xlsb(
    package: zipfile.ZipFile, targets: Mapping[str, str], sheets: Sequence[Sheet], largest_part: int
) -> bool:
    """Add to the sheets what only the records tell; True where the workbook counts its days from 1904.

    `targets` are the workbook's parts by their relation's id. Raises KeyError, ValueError or struct.error for broken
    records.
    """
    date1904, parts = False, {}
    for kind, record in _records(package.read("xl/workbook.bin")):
        if kind == _BOOK:
            date1904 = bool(record[0] & 1)
        elif kind == _SHEET:
            relation, place = _text(record, 8)
            parts[_text(record, place)[0]] = targets.get(relation, "")
    fonts = _fonts_of_formats(package.read("xl/styles.bin")) if "xl/styles.bin" in package.namelist() else []
    for sheet in sheets:
        part = parts.get(sheet.name)
        if part and package.getinfo(part).file_size <= largest_part:
            _complete(sheet, package.read(part), fonts)
    return date1904


def _fonts_of_formats(styles: bytes) -> list[str]:
    fonts: list[str] = []
    formats: list[int] = []
    is_of_cells = False
    for kind, record in _records(styles):
        if kind == _FONT:
            fonts.append(_text(record, 21)[0])
        elif kind in {_FORMATS_BEGIN, _FORMATS_END}:
            is_of_cells = kind == _FORMATS_BEGIN
        elif kind == _FORMAT_OF_CELL and is_of_cells:
            formats.append(struct.unpack_from("<4xH", record)[0])
    return [fonts[f] if f < len(fonts) else "" for f in formats]


def _complete(sheet: Sheet, part: bytes, fonts: Sequence[str]) -> None:
    met = PrevailingFonts()
    merges = []
    row = 0
    for kind, record in _records(part):
        if kind in _TEXTS:
            column, format_ = struct.unpack_from("<II", record)
            if format_ & 0xFFFFFF < len(fonts):
                met.note(row, column, fonts[format_ & 0xFFFFFF])
        elif kind in _FAULTS:
            sheet.uncached.add((row, struct.unpack_from("<I", record)[0]))
        elif kind == _ROW:
            row, flags = struct.unpack_from("<I6xH", record)
            if flags & 0x1000 and is_filled(sheet, row):
                sheet.hidden_rows.add(row)
        elif kind == _COLUMN_INFO:
            first, last, flags = struct.unpack_from("<II8xH", record)
            if flags & 1:
                sheet.hidden_columns |= filled_columns(sheet, first, last)
        elif kind == _MERGE:
            top, bottom, left, right = struct.unpack_from("<IIII", record)
            merges.append(Merge(top, left, bottom, right))
    sheet.merges = sheet.merges or merges
    met.tell(sheet)


def _records(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The kind and content of each record. Raises IndexError where the last one is cut off."""
    place = 0
    while place < len(data):
        kind = data[place]
        place += 1
        if kind & 0x80:
            kind = (kind & 0x7F) | data[place] << 7
            place += 1
        length = 0
        for shift in (0, 7, 14, 21):
            byte = data[place]
            place += 1
            length |= (byte & 0x7F) << shift
            if byte < 0x80:
                break
        yield kind, data[place : place + length]
        place += length


def _text(record: bytes, place: int) -> tuple[str, int]:
    """A text of the record, and the place behind it."""
    (length,) = struct.unpack_from("<I", record, place)
    end = place + 4 + 2 * length
    return record[place + 4 : end].decode("utf-16-le", "replace"), end
