"""Which font prevails in a sheet's columns, where it is one of the years before Unicode; other fonts tell nothing."""

from __future__ import annotations

from collections import Counter

from roster.intake.grid import Sheet


def is_legacy_font(name: str) -> bool:
    """Whether the font is one of TCVN3 (".VnTime") or VNI ("VNI-Times")."""
    return name.casefold().startswith((".vn", "vni"))


class PrevailingFonts:
    """Counts the fonts of a sheet's texts, column by column."""

    def __init__(self) -> None:
        self._met: dict[int, Counter[str]] = {}
        self._legacy: dict[int, dict[int, str]] = {}

    def note(self, row: int, column: int, font: str) -> None:
        """One text that is set in the font."""
        self._met.setdefault(column, Counter())[font] += 1
        if is_legacy_font(font):
            self._legacy.setdefault(column, {})[row] = font

    def tell(self, sheet: Sheet) -> None:
        """Name to the sheet the columns whose texts stand mostly in a legacy font, and the cells of mixed columns."""
        for column, met in self._met.items():
            font, _ = met.most_common(1)[0]
            legacy = self._legacy.get(column, {})
            if is_legacy_font(font):
                sheet.fonts[column] = font
            if legacy and met.total() - len(legacy) >= max(_HEADINGS, _MIXED * met.total()):
                sheet.cell_fonts.update({(row, column): name for row, name in legacy.items()})


_HEADINGS, _MIXED = 6, 0.15  # texts and the share of them that are in other fonts where a column is mixed


def is_filled(sheet: Sheet, row: int) -> bool:
    """Whether the row holds anything: hidden ones without a value are nobody's concern."""
    return 0 <= row < len(sheet.rows) and any(value not in ("", None) for value in sheet.rows[row])


def filled_columns(sheet: Sheet, first: int, last: int) -> set[int]:
    """Those of the columns, first and last inclusive, that hold anything."""
    columns = range(max(first, 0), min(last + 1, sheet.width))
    return {c for c in columns if any(c < len(row) and row[c] not in ("", None) for row in sheet.rows)}
