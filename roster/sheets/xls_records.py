"""What an .xls says beside its cells' values: hidden rows and columns, its calendar, fonts of the years before Unicode.

python-calamine gives values and merges only. Few records of fixed layout are looked at ([MS-XLS] 2.4); a library that
reads them all (xlrd) would hold every cell a second time.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Container, Iterator, Sequence

import olefile

from roster.intake.grid import Sheet
from roster.sheets.appearance import PrevailingFonts, filled_columns, is_filled
from roster.sheets.date_formats import shows_month_alone, take_day_away

_END, _DATE1904, _FONT, _SHEET, _FORMAT_OF_CELL, _COLUMN_INFO, _ROW = 0x0A, 0x22, 0x31, 0x85, 0xE0, 0x7D, 0x208
_BEGIN, _FORMULA, _TRUTH_OR_FAULT, _NUMBER_FORMAT = 0x809, 0x06, 0x205, 0x41E
_NUMBER, _PACKED_NUMBER, _PACKED_NUMBERS = 0x203, 0x27E, 0xBD
_TEXTS = {0xFD, 0x204, 0xD6, 0x06}  # shared text, text, rich text, formula: each begins with row, column and format
_WORKSHEET = 0

_Record = tuple[int, int, memoryview]  # where it stands, its kind, its content


def complete_from_xls(content: bytes, sheets: Sequence[Sheet]) -> bool:
    """Add to the sheets what only the records tell; True where the workbook counts its days from 1904.

    A file whose records cannot be followed adds nothing: the values were read all the same.
    """
    try:
        with olefile.OleFileIO(io.BytesIO(content)) as container:
            stream = next((name for name in ("Workbook", "Book") if container.exists(name)), None)
            records = memoryview(container.openstream(stream).read()) if stream else memoryview(b"")
        return _complete(records, sheets, is_excel_95=stream == "Book")
    except (OSError, ValueError, IndexError, struct.error):
        return False


def _complete(data: memoryview, sheets: Sequence[Sheet], is_excel_95: bool) -> bool:
    date1904 = False
    fonts: list[str] = []
    formats: list[int] = []
    numbers: list[int] = []
    codes: dict[int, str] = {}
    places: list[int] = []
    for _, kind, record in _records(data, 0):
        if kind == _DATE1904:
            date1904 = record[0] == 1
        elif kind == _FONT:
            fonts.append(_font_name(record, is_excel_95))
        elif kind == _FORMAT_OF_CELL:
            font, number = struct.unpack_from("<HH", record)
            formats.append(font)
            numbers.append(number)
        elif kind == _NUMBER_FORMAT and not is_excel_95:
            codes[struct.unpack_from("<H", record)[0]] = _format_code(record)
        elif kind == _SHEET and record[5] == _WORKSHEET:
            places.append(struct.unpack_from("<I", record)[0])
    if len(places) == len(sheets):
        # Font number 4 does not exist: the fifth is number 5.
        named = [fonts[f - (f > 4)] if f - (f > 4) < len(fonts) else "" for f in formats]
        months = {at for at, number in enumerate(numbers) if shows_month_alone(number, codes.get(number, ""))}
        for place, sheet in zip(places, sheets, strict=True):
            _complete_sheet(data, place, sheet, named, months)
    return date1904


def _complete_sheet(data: memoryview, place: int, sheet: Sheet, fonts: Sequence[str], months: Container[int]) -> None:
    met = PrevailingFonts()
    for _, kind, record in _records(data, place):
        if _is_fault(kind, record):
            sheet.uncached.add(struct.unpack_from("<HH", record))
        elif kind in _TEXTS:
            row, column, format_ = struct.unpack_from("<HHH", record)
            if format_ < len(fonts):
                met.note(row, column, fonts[format_])
        elif kind in {_NUMBER, _PACKED_NUMBER}:
            row, column, format_ = struct.unpack_from("<HHH", record)
            if format_ in months:
                take_day_away(sheet, row, column)
        elif kind == _PACKED_NUMBERS:
            row, first = struct.unpack_from("<HH", record)
            for at in range((len(record) - 6) // 6):
                if struct.unpack_from("<H", record, 4 + 6 * at)[0] in months:
                    take_day_away(sheet, row, first + at)
        elif kind == _ROW:
            row, flags = struct.unpack_from("<H10xH", record)
            if flags & 0x20 and is_filled(sheet, row):
                sheet.hidden_rows.add(row)
        elif kind == _COLUMN_INFO:
            first, last, flags = struct.unpack_from("<HH4xH", record)
            if flags & 1:
                sheet.hidden_columns |= filled_columns(sheet, first, last)
    met.tell(sheet)


def _is_fault(kind: int, record: memoryview) -> bool:
    """Whether a cell's value is a fault as #N/A ([MS-XLS] 2.4.24, 2.5.133), which the reader gives as empty."""
    if kind == _TRUTH_OR_FAULT:
        return record[7] == 1
    return kind == _FORMULA and record[6] == 2 and bytes(record[12:14]) == b"\xff\xff"


def _records(data: memoryview, place: int) -> Iterator[_Record]:
    """The records from `place` to the end of that part of the stream; those of charts within a sheet are left out."""
    depth = 0
    while place + 4 <= len(data):
        kind, length = struct.unpack_from("<HH", data, place)
        if kind == _BEGIN:
            depth += 1
        elif kind == _END:
            depth -= 1
            if depth <= 0:
                return
        elif depth == 1:
            yield place, kind, data[place + 4 : place + 4 + length]
        place += 4 + length


def _format_code(record: memoryview) -> str:
    """A number format's code: its number, its length in letters, whether they are two bytes wide, the letters."""
    length, is_wide = struct.unpack_from("<HB", record, 2)
    raw = bytes(record[5 : 5 + length * (2 if is_wide & 1 else 1)])
    return raw.decode("utf-16-le" if is_wide & 1 else "latin-1", "replace")


def _font_name(record: memoryview, is_excel_95: bool) -> str:
    length = record[14]
    if is_excel_95:
        return bytes(record[15 : 15 + length]).decode("cp1252", "replace")
    is_wide = bool(record[15] & 1)
    raw = bytes(record[16 : 16 + length * (2 if is_wide else 1)])
    return raw.decode("utf-16-le" if is_wide else "latin-1", "replace")
