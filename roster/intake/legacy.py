"""Text of the years before Unicode: columns in TCVN3 or VNI bytes are made readable before all else looks at them."""

from __future__ import annotations

import re
from dataclasses import replace

from roster.domain.legacy_fonts import Encoding, count_unicode, decode, detect, encoding_of_font, is_unicode, reads_as
from roster.intake.grid import Cell, Sheet, column_letter

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
    single = {column for _, column in sheet.cell_fonts} | {
        column for column, texts in western.items() if column not in sheet.fonts and _is_mixed(texts)
    }
    open_columns = {
        column: encodings.get(column) or detect(text for text in western[column] if not is_unicode(text))
        for column in sorted(single & set(western))
    }
    told_by_font = {column for _, column in sheet.cell_fonts}
    open_columns = {column: found for column, found in open_columns.items() if found or column in told_by_font}
    if not open_columns and not set(encodings) - single:
        return sheet, []
    rows: list[list[Cell]] = [
        [
            decode(v, encodings[c]) if c in encodings and c not in single and isinstance(v, str) else v
            for c, v in enumerate(row)
        ]
        for row in sheet.rows
    ]
    told = {encodings[column] for column in encodings if column not in single}
    open_cells: list[str] = []
    for column, tried in open_columns.items():
        met, unclear = _decode_single(sheet, rows, column, tried)
        told |= met
        open_cells += unclear
    if not told:
        return sheet, []
    kinds = ", ".join(sorted(_NAMES[encoding] for encoding in told))
    notices = [f"Trang này dùng phông chữ cũ {kinds}; chương trình đã chuyển sang Unicode."]
    if open_cells:
        some = ", ".join(open_cells[:_TOLD]) + (" …" if len(open_cells) > _TOLD else "")
        notices.append(
            f"Ô {some}: chữ đọc được theo cả phông cũ và Unicode, chương trình giữ nguyên như đã gõ. Hãy kiểm tra."
        )
    return replace(sheet, rows=rows), notices


_TOLD = 8  # cells named in a notice
_FEWEST_MODERN, _MODERN = 3, 0.1


def _is_mixed(texts: list[str]) -> bool:
    """Whether a column holds Unicode text besides other text: more than its heading and the lines around the table."""
    modern = count_unicode(texts)
    return max(_FEWEST_MODERN, _MODERN * len(texts)) <= modern < len(texts)


def _decode_single(
    sheet: Sheet, rows: list[list[Cell]], column: int, found: Encoding | None
) -> tuple[set[Encoding], list[str]]:
    """Decode the single cells of a column that are legacy text; the encodings that were met and the cells left open.

    The font of the cell tells where the reader knows it; else its words must be none as they stand (`found` is what
    they are tried as).
    """
    fonts = {row: font for (row, c), font in sheet.cell_fonts.items() if c == column}
    told: set[Encoding] = set()
    unclear = []
    for row, cells in enumerate(rows):
        value = cells[column] if column < len(cells) else None
        if not isinstance(value, str) or not _WESTERN.search(value) or is_unicode(value):
            continue
        encoding = encoding_of_font(fonts[row]) if row in fonts else None if fonts else found
        if encoding is None:
            continue
        decoded = decode(value, encoding, capitals=row in fonts and fonts[row].upper().endswith("H"))
        if row in fonts or reads_as(value, encoding):
            cells[column] = decoded
            told.add(encoding)
        elif decoded != value and reads_as(value, encoding, whatever_it_is=True):
            unclear.append(f"{column_letter(column)}{row + 1}")
    return told, unclear


# Words that are Vietnamese in one encoding only: beside them a column's few words are judged like those of its sheet.
_WITNESSES: dict[Encoding, tuple[str, ...]] = {
    "tcvn3": ("NguyÔn", "ViÖt", "TrÇn", "Hä vµ tªn", "Sè"),
    "vni": ("Nguyeãn", "Vieät", "Traàn", "Hoï vaø teân", "Soá"),
}
