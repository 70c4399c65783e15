"""A mark beside a name ("Lê Văn Tám (*)") that a line of the sheet explains, put into a column of its own."""

from __future__ import annotations

import re
from dataclasses import replace

from roster.columns.cells import plain
from roster.domain.text import clean, fold
from roster.intake.evidence import looks_like_person
from roster.intake.grid import Cell, Sheet
from roster.intake.headings import Heading
from roster.intake.slots import slots_of
from roster.intake.tables import LinedUp
from roster.intake.words import exact_keys, heading_words

_MARK = r"\(\s*(?:[*+#†•✓]{1,3}|[nN][ữỮ])\s*\)|[*+#†•]{1,3}"
_AFTER = re.compile(rf"(?P<name>[^\d(),;:\n*+#†•]{{5,}}?)\s*(?P<mark>{_MARK})\s*(?P<rest>(?:[,;(\n–-].*)?)", re.DOTALL)
_BEFORE = re.compile(rf"(?P<mark>{_MARK})\s*(?P<name>[^\d(),;:\n*+#†•]{{5,}}?)(?P<rest>(?:[,;(\n–-].*)?)", re.DOTALL)
# What a line may say of the mark, and the heading of a column that says the same.
_SAID = (
    (r"\bdang vien\b|vao dang|ket nap dang", "Đảng viên"),
    (r"\bdoan vien\b|vao doan|ket nap doan", "Đoàn viên"),
    (r"tinh nguyen|viet don|xung phong", "Tình nguyện"),
    (r"\b(la|cong dan|dong chi) nu\b|^nu\b|\bnu gioi\b", "Nữ"),
)
_WOMAN = "Nữ"  # says itself what it means: "Lê Bích Hạnh (nữ)"
_ELSE_NOT = re.compile(r"\bkhong (co )?(dau|danh dau|ghi)\b")
_SHORTEST = 8  # letters of a line that explains


def set_apart(lined: LinedUp, roster: str) -> tuple[LinedUp, list[str]]:
    """The table with the marks out of its names, and what the officer is told; the table itself where there are none.

    A mark that no line explains goes to the notes, so that nothing is lost.
    """
    sheet, heading = lined.sheet, lined.heading
    column = next((c for c, path in heading.paths.items() if _is_of_names(path[-1], roster)), None)
    if column is None:
        return lined, []
    found = {
        row: match
        for row in range(heading.last_row + 1, len(sheet.rows))
        if isinstance(value := sheet.cell(row, column), str) and (match := _marked(value))
    }
    if not found:
        return lined, []
    rows: list[list[Cell]] = [list(row) for row in sheet.rows]
    paths, origin, width, notices = dict(heading.paths), dict(lined.origin), sheet.width, []
    for mark in dict.fromkeys(_bare(match["mark"]) for match in found.values()):
        line = _explained(sheet, mark)
        name = _WOMAN if fold(mark) == "nu" else ""
        name = name or next((said for pattern, said in _SAID if re.search(pattern, fold(line))), "")
        if not name or any(heading_words(name) == heading_words(path[-1]) for path in paths.values()):
            name = ""
        otherwise = "không" if name and _ELSE_NOT.search(fold(line)) else None
        for row in range(heading.last_row + 1, len(rows)):
            rows[row] += [None] * (width + 1 - len(rows[row]))
            if row in found and _bare(found[row]["mark"]) == mark:
                rows[row][width] = "x" if name else line or f"Có dấu {mark} ở họ tên"
                rows[row][column] = f"{found[row]['name']}{found[row]['rest']}".strip()
            elif looks_like_person(sheet.cell(row, column)):
                rows[row][width] = otherwise
        paths[width] = (name or "Ghi chú",)
        origin[width] = column
        meant = f"được hiểu là “{name}” theo lời ghi trên trang" if name else "được đưa vào ghi chú"
        notices.append(f"Dấu “{mark}” ở họ tên {meant}. Hãy kiểm tra.")
        width += 1
    table = replace(sheet, rows=rows)
    return LinedUp(table, Heading(heading.rows, paths), origin, lined.moved), notices


def _is_of_names(name: str, roster: str) -> bool:
    slots = slots_of(name, roster)
    return "full_name" in (slots[0].keys if slots else exact_keys(heading_words(name), roster))


def _marked(value: str) -> re.Match[str] | None:
    text = clean(value, keep_lines=True)
    match = _AFTER.fullmatch(text) or (_BEFORE.fullmatch(text) if "\n" not in text else None)  # no list of "+ …" lines
    return match if match and looks_like_person(match["name"]) else None


def _bare(mark: str) -> str:
    return re.sub(r"[\s()]", "", mark)


def _explained(sheet: Sheet, mark: str) -> str:
    """The line that speaks of the mark and is no name, "" for none."""
    for row in sheet.rows:
        for value in row:
            if isinstance(value, str) and mark in value and len(value) > _SHORTEST:
                text = plain(value)
                if not _marked(text) and re.search(rf"(^|[\s“\"'(]){re.escape(mark)}($|[\s”\"'):=,])", text):
                    return text
    return ""
