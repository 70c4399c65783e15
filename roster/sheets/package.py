"""What a package says beside its values: hidden rows and columns, formulas without a value, calendar, legacy fonts,
months shown without a day.

An .xlsx here; .xlsb and .ods in modules of their own. python-calamine gives values only. Parts are read one by one
within limits; a workbook's XML never names outside things (defusedxml refuses entities).
"""

from __future__ import annotations

import io
import posixpath
import re
import struct
import zipfile
from collections.abc import Sequence
from typing import Any

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from roster.intake.grid import Sheet
from roster.sheets.appearance import PrevailingFonts, filled_columns, is_filled, is_legacy_font
from roster.sheets.date_formats import shows_month_alone, take_day_away
from roster.sheets.ods_content import complete_from_ods
from roster.sheets.row_check import demand_each_row_once
from roster.sheets.xlsb_records import complete_from_xlsb

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_REFERENCE = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_HIDDEN = rb'\bhidden="(?:1|true)"'
_ROW = re.compile(rb"<row\b[^>]*>")
_COLUMN = re.compile(rb"<col\b[^>]*>")
_FORMULA = re.compile(rb"<f[ >/]")
_BROKEN_CELL = re.compile(rb'<c\b[^>]*\bt="e"[^>]*>')  # its value is a fault as #N/A, which the reader gives as empty
_REFERENCE_OF_CELL = re.compile(rb'\br="([A-Z]{1,3}\d{1,7})"')
_LARGEST_PART = 96 * 1024 * 1024  # far above 50,000 people; more would not fit beside the values
_SHEET_PART = re.compile(r"(^|[/\\])worksheets[/\\][^/\\]+\.xml$", re.IGNORECASE)
_LARGEST_STYLES = 8 * 1024 * 1024
_NUMBER_CELL = re.compile(rb'<c r="([A-Z]{1,3}\d{1,7})" s="(\d{1,5})"(?: t="n")?>')
_TEXT_CELL = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})" s="(\d{1,5})" t="(?:s|str|inlineStr)"')  # as Excel orders them


def complete_from_package(content: bytes, sheets: Sequence[Sheet]) -> bool:
    """Add to the sheets what only the package tells; True where the workbook counts its days from 1904.

    A package whose parts cannot be found adds nothing: the values were read all the same. Raises UnreadableWorkbook
    for a sheet of an .xlsx in which a row or a cell stands twice (sheets.row_check).
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            names = set(package.namelist())
            for name in _sheets_under_other_names(package):
                demand_each_row_once(posixpath.basename(name.replace("\\", "/")), None, package.read(name))
            if "xl/workbook.bin" in names:
                return complete_from_xlsb(
                    package, _targets(package, "xl/_rels/workbook.bin.rels"), sheets, _LARGEST_PART
                )
            if "xl/workbook.xml" in names:
                return _complete_from_xlsx(package, sheets)
            if package.getinfo("content.xml").file_size <= _LARGEST_PART:
                complete_from_ods(package.read("content.xml"), sheets)
    except _BROKEN:
        pass
    return False


def _sheets_under_other_names(package: zipfile.ZipFile) -> list[str]:
    """Parts that the reader takes for sheets, where `_complete_from_xlsx` would not find them: by their relations."""
    try:
        known = set(_parts_of_sheets(package)[0].values())
    except _BROKEN:
        known = set()
    parts = (part for part in package.infolist() if _SHEET_PART.search(part.filename))
    return [part.filename for part in parts if part.filename not in known and part.file_size <= _LARGEST_PART]


_BROKEN = (
    KeyError, ValueError, IndexError, OSError, struct.error, zipfile.BadZipFile, ElementTree.ParseError,
    DefusedXmlException,
)  # fmt: skip


def _complete_from_xlsx(package: zipfile.ZipFile, sheets: Sequence[Sheet]) -> bool:
    parts, date1904 = _parts_of_sheets(package)
    styles = _styles(package)
    fonts, months = _fonts_of_formats(styles), _formats_of_months(styles)
    for sheet in sheets:
        if sheet.name in parts and package.getinfo(parts[sheet.name]).file_size <= _LARGEST_PART:
            part = package.read(parts[sheet.name])
            demand_each_row_once(sheet.name, sheet.rows, part)
            _complete(sheet, part, fonts)
            for reference, format_ in _NUMBER_CELL.findall(part) if months else ():
                if int(format_) in months and (place := _place(reference.decode())):
                    take_day_away(sheet, *place)
    return date1904


def _targets(package: zipfile.ZipFile, part: str) -> dict[str, str]:
    """The workbook's parts by the id of their relation."""
    relations = ElementTree.fromstring(package.read(part))
    return {
        r.get("Id", ""): posixpath.normpath(posixpath.join("/xl", r.get("Target", ""))).lstrip("/") for r in relations
    }


def _parts_of_sheets(package: zipfile.ZipFile) -> tuple[dict[str, str], bool]:
    book = ElementTree.fromstring(package.read("xl/workbook.xml"))
    targets = _targets(package, "xl/_rels/workbook.xml.rels")
    parts = {
        s.get("name", ""): targets[s.get(_REFERENCE)]
        for s in book.iter(f"{_MAIN}sheet")
        if s.get(_REFERENCE) in targets
    }
    settings = book.find(f"{_MAIN}workbookPr")
    return parts, settings is not None and settings.get("date1904") in {"1", "true"}


def _styles(package: zipfile.ZipFile) -> Any:
    """The workbook's formats, without any where it has none or more than is bearable."""
    if "xl/styles.xml" not in package.namelist() or package.getinfo("xl/styles.xml").file_size > _LARGEST_STYLES:
        return ElementTree.fromstring(b"<styleSheet/>")
    return ElementTree.fromstring(package.read("xl/styles.xml"))


def _formats_of_months(styles: Any) -> set[int]:
    """The cell formats that show a date's month and year alone."""
    codes = {
        node.get("numFmtId", ""): node.get("formatCode", "")
        for node in styles.iterfind(f"{_MAIN}numFmts/{_MAIN}numFmt")
    }
    numbers = [node.get("numFmtId", "0") for node in styles.iterfind(f"{_MAIN}cellXfs/{_MAIN}xf")]
    return {at for at, number in enumerate(numbers) if shows_month_alone(int(number), codes.get(number, ""))}


def _fonts_of_formats(styles: Any) -> list[str]:
    """The font of each cell format; nothing where the workbook knows no font of the years before Unicode."""
    names = [node.get("val", "") for node in styles.iterfind(f"{_MAIN}fonts/{_MAIN}font/{_MAIN}name")]
    if not any(map(is_legacy_font, names)):
        return []
    formats = (int(node.get("fontId", "0")) for node in styles.iterfind(f"{_MAIN}cellXfs/{_MAIN}xf"))
    return [names[font] if font < len(names) else "" for font in formats]


def _complete(sheet: Sheet, part: bytes, fonts: Sequence[str]) -> None:
    for column in filter(re.compile(_HIDDEN).search, _COLUMN.findall(part, 0, max(part.find(b"sheetData"), 0))):
        sheet.hidden_columns |= filled_columns(sheet, _number(column, b"min") - 1, _number(column, b"max") - 1)
    if b"hidden=" in part and re.search(_HIDDEN, part):
        hidden = (_number(row, b"r") - 1 for row in filter(re.compile(_HIDDEN).search, _ROW.findall(part)))
        sheet.hidden_rows.update(row for row in hidden if is_filled(sheet, row))
    if fonts:
        met = PrevailingFonts()
        for letters, number, format_ in _TEXT_CELL.findall(part):
            if int(format_) < len(fonts):
                met.note(int(number) - 1, _column(letters.decode()), fonts[int(format_)])
        met.tell(sheet)
    for cell in _BROKEN_CELL.findall(part) if b't="e"' in part else ():
        reference = _REFERENCE_OF_CELL.search(cell)
        if reference and (place := _place(reference[1].decode())):
            sheet.uncached.add(place)
    if _FORMULA.search(part):
        _find_uncached(sheet, part)


def _number(tag: bytes, name: bytes) -> int:
    match = re.search(rb'\b%s="(\d{1,7})"' % name, tag)
    return int(match[1]) if match else 0


def _find_uncached(sheet: Sheet, part: bytes) -> None:
    """Mark formulas that were never calculated: the reader gives them as empty, and empty would lose a fact."""
    for _, cell in ElementTree.iterparse(io.BytesIO(part)):
        if cell.tag == f"{_MAIN}row":
            cell.clear()
        if cell.tag != f"{_MAIN}c" or cell.find(f"{_MAIN}f") is None:
            continue
        value = cell.find(f"{_MAIN}v")
        if value is None or not value.text:
            place = _place(cell.get("r", ""))
            if place and cell.get("t") != "str" and sheet.cell(*place) is None:
                sheet.uncached.add(place)


def _place(reference: str) -> tuple[int, int] | None:
    match = re.fullmatch(r"([A-Z]{1,3})(\d{1,7})", reference)
    return (int(match[2]) - 1, _column(match[1])) if match else None


def _column(letters: str) -> int:
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return column - 1
