"""What an .ods says beside its cells' values: merges, hidden rows and columns, fonts of the years before Unicode,
months shown without a day.

python-calamine gives values only. Dates stand in the file as dates, so its calendar does not matter.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from typing import Any

from defusedxml import ElementTree

from roster.intake.grid import Merge, Sheet
from roster.sheets.appearance import PrevailingFonts, filled_columns, is_filled, is_legacy_font
from roster.sheets.date_formats import take_day_away

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_FORMATTING = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_MONTH = re.compile(r"(?:0?[1-9]|1[0-2])[/.-](?:19|20)\d\d")
_WORTH_READING = re.compile(
    rb'visibility="(?:collapse|filter)"|-spanned="|["\'](?:\.vn|vni)|>\d{1,2}[/.-](?:19|20)\d\d</text:p>', re.IGNORECASE
)
_HIDDEN = {"collapse", "filter"}
_MOST_COLUMNS = 16_384


def complete_from_ods(content_xml: bytes, sheets: Sequence[Sheet]) -> None:
    """Add to the sheets what only the markup tells. Raises ElementTree.ParseError, ValueError for broken markup."""
    if not _WORTH_READING.search(content_xml):
        return
    by_name = {sheet.name: sheet for sheet in sheets}
    fonts: dict[str, str] = {}
    reading: _Reading | None = None
    for event, node in ElementTree.iterparse(io.BytesIO(content_xml), events=("start", "end")):
        if event == "start":
            if node.tag == f"{_TABLE}table" and node.get(f"{_TABLE}name") in by_name:
                reading = _Reading(by_name[node.get(f"{_TABLE}name")], fonts)
        elif node.tag == f"{_STYLE}style":
            properties = node.find(f"{_STYLE}text-properties")
            if properties is not None:
                font = properties.get(f"{_STYLE}font-name") or properties.get(f"{_FORMATTING}font-family") or ""
                fonts[node.get(f"{_STYLE}name", "")] = font.strip("'\"")
        elif reading and node.tag == f"{_TABLE}table-column":
            reading.column(node)
        elif reading and node.tag == f"{_TABLE}table-row":
            reading.row(node)
            node.clear()
        elif reading and node.tag == f"{_TABLE}table":
            reading.fonts_met.tell(reading.sheet)
            reading = None


class _Reading:
    """One table while its rows pass by."""

    def __init__(self, sheet: Sheet, fonts: Mapping[str, str]) -> None:
        self.sheet = sheet
        self.fonts = fonts
        self.fonts_met = PrevailingFonts()
        self.has_legacy_fonts = any(map(is_legacy_font, fonts.values()))
        self.usual_styles: list[str] = []
        self.next_row = 0

    def column(self, node: Any) -> None:
        first, count = len(self.usual_styles), _count(node, "number-columns-repeated")
        if node.get(f"{_TABLE}visibility") in _HIDDEN:
            self.sheet.hidden_columns |= filled_columns(self.sheet, first, first + count - 1)
        style = node.get(f"{_TABLE}default-cell-style-name", "")
        self.usual_styles += [style] * min(count, _MOST_COLUMNS - first)

    def row(self, node: Any) -> None:
        top, count = self.next_row, _count(node, "number-rows-repeated")
        self.next_row += count
        if node.get(f"{_TABLE}visibility") in _HIDDEN:
            rows = range(top, min(top + count, len(self.sheet.rows)))
            self.sheet.hidden_rows.update(row for row in rows if is_filled(self.sheet, row))
        place = 0
        for cell in node:
            across, down = _count(cell, "number-columns-spanned"), _count(cell, "number-rows-spanned")
            if across > 1 or down > 1:
                self.sheet.merges.append(Merge(top, place, top + down - 1, place + across - 1))
            shown = cell.findtext(f"{_TEXT}p", "") if cell.get(f"{_OFFICE}value-type") == "date" else ""
            if _MONTH.fullmatch(shown):
                for row in range(top, min(top + count, len(self.sheet.rows))):
                    for column in range(place, min(place + _count(cell, "number-columns-repeated"), self.sheet.width)):
                        take_day_away(self.sheet, row, column)
            if self.has_legacy_fonts and cell.find(f"{_TEXT}p") is not None:
                usual = self.usual_styles[place] if place < len(self.usual_styles) else ""
                self.fonts_met.note(top, place, self.fonts.get(cell.get(f"{_TABLE}style-name") or usual, ""))
            place += _count(cell, "number-columns-repeated")


def _count(node: Any, name: str) -> int:
    text = node.get(f"{_TABLE}{name}", "")
    return max(int(text), 1) if text.isascii() and text.isdigit() and len(text) < 8 else 1
