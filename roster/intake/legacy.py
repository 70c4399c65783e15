"""Text of the years before Unicode: columns in TCVN3 or VNI bytes are made readable before all else looks at them."""

from __future__ import annotations

import re
from dataclasses import replace

from roster.domain.legacy_fonts import Encoding, decode, detect
from roster.intake.grid import Cell, Sheet

_WESTERN = re.compile("[\u00a1-\u00ff]")
_NAMES: dict[Encoding, str] = {"tcvn3": "TCVN3 (.VnTime)", "vni": "VNI"}


def to_unicode(sheet: Sheet) -> tuple[Sheet, list[str]]:
    """The sheet with old encodings decoded, told per column by its font or its text, and a notice for each kind met.

    A column with too few words to be judged alone (digits under a legacy heading) is judged with its whole sheet.
    """
    columns: dict[int, list[str]] = {}
    for row in sheet.rows:
        for column, value in enumerate(row):
            if isinstance(value, str) and value:
                columns.setdefault(column, []).append(value)
    western = {column: texts for column, texts in columns.items() if any(map(_WESTERN.search, texts))}
    if not western:
        return sheet, []
    overall = detect((text for texts in western.values() for text in texts), sheet.fonts.values())
    encodings: dict[int, Encoding] = {}
    for column, texts in western.items():
        fonts = (sheet.fonts[column],) if column in sheet.fonts else ()
        found = detect(texts, fonts)
        if found is None and overall and detect([*texts, *_WITNESSES[overall]]) == overall:
            found = overall
        if found:
            encodings[column] = found
    if not encodings:
        return sheet, []
    rows: list[list[Cell]] = [
        [decode(v, encodings[c]) if c in encodings and isinstance(v, str) else v for c, v in enumerate(row)]
        for row in sheet.rows
    ]
    kinds = ", ".join(sorted({_NAMES[encoding] for encoding in encodings.values()}))
    return replace(sheet, rows=rows), [f"Trang này dùng phông chữ cũ {kinds}; chương trình đã chuyển sang Unicode."]


# Words that are Vietnamese in one encoding only: beside them a column's few words are judged like those of its sheet.
_WITNESSES: dict[Encoding, tuple[str, ...]] = {
    "tcvn3": ("NguyÔn", "ViÖt", "TrÇn", "Hä vµ tªn", "Sè"),
    "vni": ("Nguyeãn", "Vieät", "Traàn", "Hoï vaø teân", "Soá"),
}
