"""Layouts made by hand, as wards, schools, companies and the police draw theirs, with the truth of each.

A file of `strange/` has three parts: the errand (`key: value`), after `---` the sheet's rows, after `===` what the rows
that begin with `*` say, in their order. Cells stand between bars: `#5` is a number, `@2005-03-14` a date, `\\n` a line
break, `<` is merged with the cell to its left, `^` with the one above. A second part after `===` is what the same rows
say in a table at the right. A truth `yes`/`no` is a flag, `!code` a problem that must be reported.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from roster.domain.legacy_fonts import encode
from roster.intake.grid import Merge, Sheet, Workbook

FOLDER = Path(__file__).with_name("strange")
NUMBERS = {
    "health_class": int,
    "reserve_class": int,
    "bmi": float,
    "myopia_dioptres": float,
    "height_cm": float,
    "weight_kg": float,
} | dict.fromkeys(("father_birth_year", "mother_birth_year", "spouse_birth_year"), int)


@dataclass
class Strange:
    """One layout: what is imported how, and what is true of it."""

    roster: str
    year: int
    workbook: Workbook
    truth: dict[str, Any]
    encoded: bool  # in a font of before Unicode


def names() -> list[str]:
    """Every layout by its file name without the ending."""
    return sorted(path.stem for path in FOLDER.glob("*.txt"))


def read(name: str) -> Strange:
    """One layout by its name."""
    head, rest = (FOLDER / f"{name}.txt").read_text(encoding="utf-8").split("\n---\n")
    body, *trues = rest.split("\n===\n")
    errand = dict(line.split(": ", 1) for line in head.splitlines())
    lines = body.splitlines()
    marked = [number + 1 for number, line in enumerate(lines) if line.startswith("*")]
    grid = [[part.strip() for part in line.removeprefix("*").split("|")] for line in lines]
    truths = {
        errand["sheet"] + behind: _truth(marked, [[p.strip() for p in line.split("|")] for line in true.splitlines()])
        for behind, true in zip(("", " (bảng bên phải)"), trues, strict=False)
    }
    sheet = Sheet(errand["sheet"], [[_cell(text) for text in row] for row in grid], _merges(grid))
    if encoding := errand.get("encode"):
        sheet.rows = [[encode(v, encoding) if isinstance(v, str) else v for v in row] for row in sheet.rows]
    if errand.get("caps"):  # small letters in a font that draws capitals
        sheet.fonts = dict.fromkeys(range(sheet.width), ".VnTimeH")
    return Strange(errand["roster"], int(errand["year"]), Workbook([sheet]), {"sheets": truths}, bool(encoding))


def _cell(text: str) -> Any:
    if text in ("", "<", "^"):
        return None
    if text.startswith("@"):
        return date.fromisoformat(text[1:])
    return int(text[1:]) if text.startswith("#") else text.replace("\\n", "\n")


def _merges(grid: list[list[str]]) -> list[Merge]:
    found = []
    for top, row in enumerate(grid):
        for left, text in enumerate(row):
            right, bottom = left, top
            while text not in ("<", "^") and right + 1 < len(row) and row[right + 1] == "<":
                right += 1
            while text not in ("<", "^") and bottom + 1 < len(grid) and grid[bottom + 1][left : left + 1] == ["^"]:
                bottom += 1
            if (right, bottom) != (left, top):
                found.append(Merge(top, left, bottom, right))
    return found


def _truth(marked: list[int], table: list[list[str]]) -> list[dict[str, Any]]:
    keys, *rows = table
    assert len(rows) == len(marked), "as many truths as rows with a star"
    found = []
    for number, row in zip(marked, rows, strict=True):
        said = {key: text for key, text in zip(keys, row, strict=False) if text}
        problems = [{"field": k, "code": t[1:]} for k, t in said.items() if t.startswith("!")]
        found.append({"row": number, "fields": {k: _fact(k, t) for k, t in said.items()}, "problems": problems})
    return found


def _fact(key: str, text: str) -> Any:
    if text in ("yes", "no"):
        return text == "yes"
    return NUMBERS.get(key, str)(text) if not text.startswith("!") else text
