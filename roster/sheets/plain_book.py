"""A workbook of plain text cells under one line of headings, as the grid page hands it to the import."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

from xlsxwriter import Workbook


def plain_book(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> io.BytesIO:
    """The workbook's bytes, at their beginning. Every cell is text: no number loses its zeros, no formula is made."""
    file = io.BytesIO()
    book = Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet("Bảng nhập")
    for number, cells in enumerate((headings, *rows)):
        for place, text in enumerate(cells):
            if text:
                sheet.write_string(number, place, text)
    book.close()
    file.seek(0)
    return file
