"""Text of the years before Unicode: columns in TCVN3 or VNI bytes are made readable before anything else looks at them."""

from __future__ import annotations

from dataclasses import replace

from roster.domain.legacy_fonts import decode, detect
from roster.intake.grid import Cell, Sheet


def to_unicode(sheet: Sheet) -> tuple[Sheet, list[str]]:
    """The sheet with old encodings decoded, told per column by its font or its text, and a notice for each kind met."""
    encodings: dict[int, str] = {}
    for column in range(sheet.width):
        texts = [v for row in sheet.rows if column < len(row) and isinstance(v := row[column], str) and v]
        fonts = (sheet.fonts[column],) if column in sheet.fonts else ()
        found = detect(texts, fonts) if texts else None
        if found:
            encodings[column] = found
    if not encodings:
        return sheet, []
    rows: list[list[Cell]] = [
        [decode(v, encodings[c]) if c in encodings and isinstance(v, str) else v for c, v in enumerate(row)]
        for row in sheet.rows
    ]
    names = {"tcvn3": "TCVN3 (.VnTime)", "vni": "VNI"}
    kinds = ", ".join(sorted({names[e] for e in encodings.values()}))
    return replace(sheet, rows=rows), [f"Trang này dùng phông chữ cũ {kinds}; chương trình đã chuyển sang Unicode."]
