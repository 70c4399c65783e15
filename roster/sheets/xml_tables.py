"""The XML spreadsheet of Excel 2003, which offices keep under the name .xls. Entities are refused (defusedxml)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from roster.intake.grid import Cell, Merge, Sheet
from roster.sheets.text_tables import MAX_CELLS, MOST_SPAN, TooManyCells

_SS = "{urn:schemas-microsoft-com:office:spreadsheet}"
_SPREADSHEET_2003 = b"urn:schemas-microsoft-com:office:spreadsheet"


def is_xml_spreadsheet(head: bytes) -> bool:
    """Whether the beginning of a file is the XML spreadsheet of Excel 2003."""
    return _SPREADSHEET_2003 in head.replace(b"\0", b"")


def read_xml_spreadsheet(content: bytes) -> list[Sheet]:
    """Each worksheet as a sheet. Raises ValueError for XML that is broken or names outside things."""
    try:
        book = ElementTree.fromstring(content)
    except (ElementTree.ParseError, DefusedXmlException) as error:
        raise ValueError("broken XML") from error
    sheets: list[Sheet] = []
    count = 0
    for worksheet in book.iter(f"{_SS}Worksheet"):
        sheet = Sheet(worksheet.get(f"{_SS}Name", f"Trang {len(sheets) + 1}"), [])
        for row in worksheet.iter(f"{_SS}Row"):
            index = _index(row, len(sheet.rows))
            sheet.rows += [[] for _ in range(index - len(sheet.rows))]
            cells: list[Cell] = []
            for cell in row.iter(f"{_SS}Cell"):
                place = _index(cell, len(cells))
                cells += [""] * (place - len(cells))
                cells.append(_value_of(cell.find(f"{_SS}Data")))
                across, down = _count(cell, "MergeAcross"), _count(cell, "MergeDown")
                if across or down:
                    sheet.merges.append(Merge(index, place, index + down, place + across))
                cells += [""] * across
                count += 1 + across
                if count > MAX_CELLS:
                    raise TooManyCells
            if row.get(f"{_SS}Hidden") == "1" and any(cells):
                sheet.hidden_rows.add(index)
            sheet.rows.append(cells)
        sheets.append(sheet)
    return sheets


def _value_of(data: Any) -> Cell:
    if data is None:
        return ""
    text = "".join(data.itertext())
    try:
        if data.get(f"{_SS}Type") == "Number":
            return float(text)
        if data.get(f"{_SS}Type") == "DateTime":
            return datetime.fromisoformat(text)
    except ValueError:
        pass  # as it stands: the column will say what is wrong with it
    return text


def _index(node: Any, usual: int) -> int:
    text = node.get(f"{_SS}Index", "")
    found = int(text) - 1 if text.isascii() and text.isdigit() and len(text) < 8 else usual
    if not usual <= found < 1_048_576:
        return usual
    return found


def _count(node: Any, name: str) -> int:
    text = node.get(f"{_SS}{name}", "")
    return min(int(text), MOST_SPAN) if text.isascii() and text.isdigit() and len(text) < 6 else 0
