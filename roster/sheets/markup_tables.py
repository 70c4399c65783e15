"""Workbooks that are markup: HTML saved as .xls, as many office programs export it, and Excel 2003's XML spreadsheet.

Only text is taken; scripts, links and pictures are never followed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import tinyhtml5
from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from roster.intake.grid import Cell, Merge, Sheet
from roster.sheets.text_tables import decode_text

_XHTML = "{http://www.w3.org/1999/xhtml}"
_SS = "{urn:schemas-microsoft-com:office:spreadsheet}"
_SPREADSHEET_2003 = b"urn:schemas-microsoft-com:office:spreadsheet"
_NOT_TEXT = {f"{_XHTML}{name}" for name in ("script", "style", "head", "title", "template", "noscript")}
_BLOCKS = {f"{_XHTML}{name}" for name in ("p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "br", "tr", "table")}
_MOST_SPAN, _MOST_TITLE_LINES = 200, 30
MAX_CELLS = 2_000_000


class NoTable(ValueError):
    """The page holds no table."""


class TooManyCells(ValueError):
    """The tables are larger than any roster."""


def is_html(head: bytes) -> bool:
    """Whether the beginning of a file is a web page."""
    text = head.replace(b"\0", b"").lower()
    return b"<html" in text or b"<table" in text or b"<!doctype html" in text


def is_xml_spreadsheet(head: bytes) -> bool:
    """Whether the beginning of a file is the XML spreadsheet of Excel 2003."""
    return _SPREADSHEET_2003 in head.replace(b"\0", b"")


# --- HTML -----------------------------------------------------------------------------------------------------------


def read_html(content: bytes) -> list[Sheet]:
    """Each table of the page as a sheet, with the lines that stand above it. Raises NoTable without any."""
    root: Any = tinyhtml5.parse(_html_text(content))
    sheets: list[Sheet] = []
    lines: list[str] = []
    for kind, found in _walk(root):
        if kind == "text":
            lines.append(found)
        else:
            sheet = _sheet_of_table(found, f"Bảng {len(sheets) + 1}", [line for line in lines if line])
            if sheet.rows:
                sheets.append(sheet)
            lines = []
    if not sheets:
        raise NoTable
    return sheets


def _html_text(content: bytes) -> str:
    declared = re.search(rb"charset=[\"']?([\w-]{3,20})", content[:4096])
    is_wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    if declared and declared[1].lower() not in {b"utf-8", b"unicode", b"utf-16"} and not is_wide:
        try:
            content.decode("utf-8")
        except UnicodeDecodeError:
            try:
                return content.decode(declared[1].decode("ascii"), "replace")
            except LookupError:
                pass
    return decode_text(content)


def _walk(node: Any) -> Iterator[tuple[str, Any]]:
    """The page's lines of text and its outermost tables, in their order."""
    if not isinstance(node.tag, str) or node.tag in _NOT_TEXT:
        return
    if node.tag == f"{_XHTML}table" and not any(
        inner is not node and len(_rows_of(inner)) > 2 for inner in node.iter(f"{_XHTML}table")
    ):
        yield "table", node
        return
    if node.text and node.text.strip():
        yield "text", _squeezed(node.text)
    for child in node:
        yield from _walk(child)
        if child.tail and child.tail.strip():
            yield "text", _squeezed(child.tail)


def _sheet_of_table(table: Any, name: str, lines: list[str]) -> Sheet:
    rows: list[list[Cell]] = [[line] for line in lines[-_MOST_TITLE_LINES:]]
    sheet = Sheet(name, rows)
    taken: set[tuple[int, int]] = set()
    count = 0
    for row in _rows_of(table):
        top, place = len(rows), 0
        cells: list[Cell] = []
        for cell in row:
            if cell.tag not in {f"{_XHTML}td", f"{_XHTML}th"}:
                continue
            while (top, place) in taken:
                place += 1
            across, down = _span(cell, "colspan"), _span(cell, "rowspan")
            cells += [""] * (place - len(cells))
            cells.append(_text_of(cell))
            if across > 1 or down > 1:
                sheet.merges.append(Merge(top, place, top + down - 1, place + across - 1))
                taken.update((top + r, place + c) for r in range(down) for c in range(across))
            place += across
            count += across * down
            if count > MAX_CELLS:
                raise TooManyCells
        if re.search(r"display\s*:\s*none", row.get("style", "")) and any(cells):
            sheet.hidden_rows.add(top)
        rows.append(cells)
    return sheet


def _rows_of(table: Any) -> list[Any]:
    """The table's own rows, not those of a table within one of its cells."""
    rows = []
    for child in table:
        if child.tag == f"{_XHTML}tr":
            rows.append(child)
        elif child.tag in {f"{_XHTML}thead", f"{_XHTML}tbody", f"{_XHTML}tfoot"}:
            rows += [row for row in child if row.tag == f"{_XHTML}tr"]
    return rows


def _span(cell: Any, name: str) -> int:
    text = cell.get(name, "")
    return min(max(int(text), 1), _MOST_SPAN) if text.isascii() and text.isdigit() and len(text) < 6 else 1


def _text_of(node: Any) -> str:
    parts: list[str] = []

    def collect(one: Any) -> None:
        if not isinstance(one.tag, str) or one.tag in _NOT_TEXT:
            return
        if one is not node and one.tag in _BLOCKS:
            parts.append("\n")
        parts.append(re.sub(r"\s+", " ", one.text or ""))
        for child in one:
            collect(child)
            parts.append(re.sub(r"\s+", " ", child.tail or ""))

    collect(node)
    lines = (re.sub(r"[ \xa0]+", " ", line).strip() for line in "".join(parts).split("\n"))
    return "\n".join(line for line in lines if line)


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


# --- XML spreadsheet of Excel 2003 ----------------------------------------------------------------------------------


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
    return min(int(text), _MOST_SPAN) if text.isascii() and text.isdigit() and len(text) < 6 else 0
