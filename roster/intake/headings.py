"""Where a sheet's heading stands and what each of its columns is called.

A heading may begin in any of the first rows, beside empty columns, and may be two or three rows deep, with merged cells
or without; a column's name is then a path: ("Trình độ", "Văn hóa").
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from roster.domain.text import clean, fold
from roster.intake.grid import Merge, Sheet
from roster.intake.meanings import mark_of, meanings, names_people
from roster.intake.patience import demand_patience
from roster.intake.sections import section_facts
from roster.intake.telling_words import UNDER
from roster.intake.words import (
    FAMILY_WORDS,
    GIVEN_WORDS,
    NOT_KEPT,
    STT_WORDS,
    SUB_HEADINGS,
    bare_heading,
    exact_keys,
    heading_words,
)

SEARCHED_ROWS = 60
_DEEPEST = 3
_LONGEST = 90  # letters of one line of a heading
_GROUPS = {
    "la", "chinh tri", "gia dinh", "than nhan", "phu huynh", "trinh do", "thanh phan", "thoi gian", "thang nam",
    "ngay thang nam",
    "ngay thang", "khi tai ngu", "khi xuat ngu", "thong tin", "dang doan", "doan dang", "giay to", "ca nhan",
    "noi o", "cho o",
}  # fmt: skip
_TITLE = re.compile(
    r"\b(danh sach|so dang ky|cong hoa|doc lap|thong ke|bao cao|bieu mau|kem theo|tinh den|ubnd|ban chqs)\b"
)


@dataclass(frozen=True)
class Heading:
    """The heading block of a table: its rows (counted from zero) and the path of each named column."""

    rows: tuple[int, ...]
    paths: dict[int, tuple[str, ...]]

    @property
    def last_row(self) -> int:
        """The lowest heading row; the people stand below it."""
        return self.rows[-1]


def _text(value: object) -> str:
    return _without_english(clean(value, keep_lines=True)) if isinstance(value, str) else ""


_ENGLISH = frozenset({
    "no", "code", "name", "full", "sex", "gender", "date", "of", "birth", "dob", "id", "card", "number", "issue",
    "issued", "place", "education", "general", "edu", "level", "qualification", "job", "title", "position", "hired",
    "on", "squad", "post", "enrolled", "expires", "expiry", "party", "union", "youth", "member", "y", "n", "mobile",
    "phone", "tel", "address", "permanent", "current", "temporary", "note", "notes", "remark", "remarks",
    "ethnicity", "ethnic", "religion", "unit", "rank", "class", "department", "dept", "section", "hometown",
    "origin", "nationality", "occupation", "status", "marital", "emp", "employee", "staff", "join", "joined",
    "joining", "start", "end", "yes", "m", "f", "male", "female",
})  # fmt: skip


def _without_english(text: str) -> str:
    """A heading without the English that a foreign firm writes below it: "Đảng viên\\nParty (Y/N)"."""
    if text.isascii():
        return text
    parts = re.split(r"(\n|\s+/\s+|\s+[-–]\s+)", text)
    kept = [
        part for part in parts[::2] if not (part.isascii() and set(re.findall(r"[a-z]+", part.lower())) <= _ENGLISH)
    ]
    return "\n".join(kept) if kept and len(kept) < len(parts[::2]) else text


def _certainty(value: object, roster: str) -> float:
    """How surely a cell is a heading: 1 for a known one, less for one that means something, 0 for none."""
    demand_patience()
    text = _text(value)
    if (
        not text
        or _NOTE.match(text)
        or (text.startswith("(") and bare_heading(text) == text)
        or re.search(r"\d{3,}|\d[/.-]\d", _BRACKETS.sub(" ", text))
        or _TITLE.search(fold(text))
    ):
        return 0.0
    lines = text.splitlines()
    if max(map(len, lines)) > _LONGEST:
        return 0.0
    words = heading_words(text)
    if words in STT_WORDS or words in SUB_HEADINGS or words in _GROUPS or exact_keys(words, roster):
        return 1.0
    if section_facts(text, roster):
        return 0.0
    if meanings((text,), roster) or NOT_KEPT.search(words):
        return 0.8
    return 0.8 if len(lines) > 1 and any(exact_keys(heading_words(line), roster) for line in lines) else 0.0


def _filled(sheet: Sheet, row: int) -> list[int]:
    if not 0 <= row < len(sheet.rows):
        return []
    return [c for c in range(len(sheet.rows[row])) if sheet.cell(row, c) is not None and sheet.cell(row, c) != " "]


def _score(sheet: Sheet, row: int, roster: str) -> float:
    """How much a row looks like a heading: names that are known, less what only data have."""
    score, seen = 0.0, set()
    for column in _filled(sheet, row):
        value = sheet.cell(row, column)
        if isinstance(value, int | float | date | datetime) and not isinstance(value, bool):
            score -= 1
            continue
        certainty = _certainty(value, roster)
        words = heading_words(str(value))
        if certainty and words not in seen:
            score += 1.5 if words in STT_WORDS else certainty
            seen.add(words)
        elif not certainty and re.search(r"\d{6,}|\d[/.-]\d", str(value)):
            score -= 1
    return score


def _spans(sheet: Sheet, rows: list[int]) -> list[Merge]:
    """Merged cells that reach into these rows and do not lie over the whole table as a title does."""
    widest = max(4, int(0.75 * sheet.width))
    return [m for m in sheet.merges if m.top <= rows[-1] and m.bottom >= rows[0] and m.right - m.left + 1 < widest]


def _numbered_choice(sheet: Sheet, row: int, column: int, roster: str) -> bool:
    """Whether a bare number is a choice of the list that is named above it: 1, 2, 3 below "Phân loại sức khỏe"."""
    said = _number(sheet.cell(row, column))
    over = [
        m for m in sheet.merges if row - _DEEPEST < m.bottom < row and m.left <= column <= m.right and m.right > m.left
    ]
    names = [_text(sheet.cell(m.top, m.left)) for m in over] if said else []
    return any("=" in target for name in names if name for target, _ in mark_of((name, said), roster))


def _number(value: object) -> str:
    """A bare number of one figure as text, "" for anything else."""
    text = str(int(value)) if isinstance(value, int | float) and value == value // 1 else _text(value)
    return text if re.fullmatch(r"[1-9]", text) else ""


def _all_heading(sheet: Sheet, row: int, roster: str, share: float) -> bool:
    """Whether a row holds nothing but texts, of which at least the share are headings."""
    cells = [sheet.cell(row, c) for c in _filled(sheet, row) if not _numbered_choice(sheet, row, c, roster)]
    if not cells:
        return bool(_filled(sheet, row))
    if not all(_is_name(_text(v)) for v in cells):
        return False
    # "Cơ động", "Tại chỗ" below "Lực lượng"; one of them alone is a section, and a Roman number its ordinal
    marks = [_marks_of(text, roster) if not re.fullmatch(r"[IVX\d]*\W?", text := _text(v)) else {} for v in cells]
    several = len({target for mark in marks for target in mark}) > 1
    sure = sum(_certainty(v, roster) > 0 or (several and bool(m)) for v, m in zip(cells, marks, strict=True))
    return sure >= max(1, share * len(cells))


@lru_cache(maxsize=5_000)  # the same few headings, on each printed page of a list
def _marks_of(text: str, roster: str) -> Mapping[str, float]:
    return dict(mark_of((text,), roster))


def _goes_down(sheet: Sheet, rows: list[int], roster: str) -> bool:
    """Whether the row below is a deeper level: it stands under merged cells, or fills what is open above it."""
    below = rows[-1] + 1
    cells = _filled(sheet, below)
    if not cells:
        return False
    spans = _spans(sheet, rows)
    tall = any(m.bottom >= below and m.top >= rows[0] and _certainty(sheet.cell(m.top, m.left), roster) for m in spans)
    under = {c for m in spans if m.right > m.left and m.bottom < below for c in range(m.left, m.right + 1)}
    if tall or (under and set(cells) <= under):
        # Where columns' names reach down into the row, whatever words stand in it are below a name of their own.
        reach = sum(m.top >= rows[0] and m.bottom == below and m.left == m.right for m in sheet.merges)
        if reach > 1 and all(_is_name(_text(sheet.cell(below, c))) for c in cells):
            return True
        return _all_heading(sheet, below, roster, 0.0 if tall else 0.3)
    if _names_parts(sheet, rows[-1], cells):
        return True
    if not _all_heading(sheet, below, roster, 0.6) or _begins_a_section(sheet, rows, below, cells):
        return False
    if len(cells) == 1 and _LED.match(_text(sheet.cell(below, cells[0]))) and sheet.cell(rows[-1], cells[0]):
        return False  # "A. MIỄN GỌI NHẬP NGŨ" under "TT"
    if any(
        m.top <= below <= m.bottom and m.left <= cells[0] <= m.right
        and m.right - m.left > (2 if len(cells) == 1 else 0.6 * len(_filled(sheet, rows[0])))
        for m in sheet.merges
    ):  # fmt: skip
        return False  # a section over the whole table, perhaps beside a small table of another kind
    repeated = sum(sheet.cell(below, c) == sheet.cell(rows[-1], c) for c in cells)
    return repeated < len(cells)


def _is_name(text: str) -> bool:
    """Whether a cell may name a column: words, and no number of one."""
    return bool(text) and not re.search(r"\d{3,}|^\(?\d+\)?$", _BRACKETS.sub(" ", text).strip() or text)


_NOTE = re.compile(r"cột\s[^:]{1,30}:", re.IGNORECASE)  # "Cột Nữ: x là nữ", beside the table
_BRACKETS = re.compile(r"\([^()]*\)")  # "Sức khỏe (khám 11/2024)" is a name


_LED = re.compile(r"(?:[IVX]+|[A-Za-zđ]|\d{1,2})\s*[.)]\s*\S")


def _names_parts(sheet: Sheet, above: int, cells: list[int]) -> bool:
    """Whether the row below names parts of what stands above, one of them under an open cell: "Mã | Ngành" below
    "CNQS", as a program that keeps no merged cells writes them.
    """
    if len(cells) < 2 or all(_text(sheet.cell(above, c)) for c in cells):
        return False
    for c in cells:
        text = _text(sheet.cell(above + 1, c))
        upper = next((words for k in range(c, -1, -1) if (words := _text(sheet.cell(above, k)))), "")
        over, leaf = heading_words(upper), heading_words(text)
        if not over or not any(re.search(a, over) and re.search(b, leaf) for a, b, _ in UNDER):
            return False
    return True


def _begins_a_section(sheet: Sheet, rows: list[int], below: int, cells: list[int]) -> bool:
    """Whether a row is one text below a name that its merged cell ends: "Chỉ huy trung đội" under "Họ và tên"."""
    ended = {m.left for m in sheet.merges if rows[0] <= m.top < m.bottom == rows[-1] and m.left == m.right}
    return len(cells) == 1 and below == rows[-1] + 1 and cells[0] in ended


def _goes_up(sheet: Sheet, rows: list[int], roster: str) -> bool:
    """Whether the row above is a higher level: it spans columns of the row below, or completes it."""
    above, top = rows[0] - 1, rows[0]
    cells = _filled(sheet, above)
    if len(cells) == 1 and _LED.match(_text(sheet.cell(above, cells[0]))) and cells[0] == min(_filled(sheet, top)):
        return False  # "C. DÂN QUÂN BINH CHỦNG" begins a section over a further table
    share = 0.1 if _holds_groups(sheet, rows, roster) else 0.5
    if not cells or not (_all_heading(sheet, above, roster, share) or _over_parts(sheet, above, cells)):
        return False
    if any(m.top <= above <= m.bottom and m.right - m.left + 1 >= max(5, 0.75 * sheet.width) for m in sheet.merges):
        return False
    lower = set(_filled(sheet, top))
    over = [
        c for c in cells if any(m.left <= c <= m.right and m.top <= above <= m.bottom for m in _spans(sheet, [above]))
    ]
    open_below = [c for c in cells if c not in lower]
    numbers = {c for c in lower if heading_words(_text(sheet.cell(top, c))) in STT_WORDS}
    starts_group = [c for c in cells if c in lower - numbers and c + 1 in lower and c + 1 not in cells]
    return bool(over or open_below or starts_group)


def _holds_groups(sheet: Sheet, rows: list[int], roster: str) -> bool:
    """Whether the row above belongs to the heading by its merges: a column's name there reaches down into these rows
    and several groups span columns, whatever they are called ("II. QUÁ TRÌNH PHỤC VỤ")."""
    above = rows[0] - 1
    down = any(
        m.top == above and m.bottom >= rows[-1] and m.left == m.right
        and _certainty(sheet.cell(m.top, m.left), roster) == 1.0
        for m in sheet.merges
    )  # fmt: skip
    groups = [m for m in _spans(sheet, [above]) if m.top == m.bottom == above and m.right > m.left]
    return down and len(groups) > 1


def _over_parts(sheet: Sheet, row: int, cells: list[int]) -> bool:
    """Whether each text of the row stands over two names that say nothing alone, as "Từ" and "Đến" do."""
    texts = [_text(sheet.cell(row, c)) for c in cells]
    if any(not text or len(text) > 40 or _TITLE.search(fold(text)) for text in texts):
        return False
    parts = SUB_HEADINGS - FAMILY_WORDS - GIVEN_WORDS
    return all(heading_words(_text(sheet.cell(row + 1, place))) in parts for c in cells for place in (c, c + 1))


def _paths(sheet: Sheet, rows: tuple[int, ...], roster: str) -> dict[int, tuple[str, ...]]:
    """The names of each column from the top level down, merged cells spread over what they cover."""
    top, bottom = rows[0], rows[-1]
    spread: dict[tuple[int, int], str] = {}
    for row in rows:
        for column in range(sheet.width):
            name = _text(sheet.cell(row, column)) or _number(sheet.cell(row, column))
            if name and not _NOTE.match(name):
                spread[row, column] = name
    for merge in sheet.merges:
        name = _text(sheet.cell(merge.top, merge.left))
        if not name or merge.bottom < top or merge.top > bottom or _TITLE.search(fold(name)):
            continue
        for row in range(max(top, merge.top), min(bottom, merge.bottom) + 1):
            for column in range(merge.left, merge.right + 1):
                spread[row, column] = name
    covered = {c for m in sheet.merges if m.top <= bottom and m.bottom >= top for c in range(m.left, m.right + 1)}
    ends = {(m.top, m.right) for m in sheet.merges if m.right > m.left}
    # Where single names stand in the upper row, whatever has a name in the lower row only belongs to the group at its
    # left; where they stand in the lower row, only a name that says nothing by itself does.
    upper = [c for r, c in spread if r == top]
    upper_singles = any(all((r, c) not in spread for r in rows[1:]) for c in upper)
    for row in rows[:-1]:  # a group's name typed once and not merged stands over the columns to its right
        for column in range(1, sheet.width):
            left, here = (row, column - 1), (row, column)
            below = [spread[r, column] for r in rows if r > row and (r, column) in spread]
            left_below = any(
                (r, column - 1) in spread and sheet.cell(r, column - 1) is not None for r in rows if r > row
            )
            ended = (row, column - 1) in ends  # a merged group ends where its cell does
            if here in spread or left not in spread or not below or not left_below or column in covered or ended:
                continue
            words = heading_words(below[-1])
            told = max((score for _, score in meanings((below[-1],), roster)), default=0.0)
            speaks = exact_keys(words, roster) or NOT_KEPT.search(words) or told >= 0.9
            of_birth = "sinh" in heading_words(spread[left]).split()
            if of_birth and words in FAMILY_WORDS | GIVEN_WORDS:
                continue  # a date of birth has no "Họ, chữ đệm" below it
            if upper_singles or words in SUB_HEADINGS or not speaks:
                spread[here] = spread[left]
    paths: dict[int, tuple[str, ...]] = {}
    for column in range(sheet.width):
        path: list[str] = []
        for row in rows:
            name = spread.get((row, column), "")
            if name and (not path or path[-1] != name):
                path.append(name)
        if path:
            paths[column] = tuple(path)
    return paths


def find_heading(sheet: Sheet, roster: str) -> Heading | None:
    """The heading block of the sheet's table, None where no row looks like one."""
    scores = [(_score(sheet, row, roster), -row) for row in range(min(len(sheet.rows), SEARCHED_ROWS))]
    if not scores:
        return None
    best, minus_row = max(scores)
    if best < 2:
        return None
    # Of several tables on one sheet the first is the sheet's, though a lower one may name more columns.
    others = [-row for score, row in scores if score >= max(2.5, 0.6 * best) and _names_people(sheet, -row, roster)]
    return _block(sheet, min([-minus_row, *others]), roster)


def _names_people(sheet: Sheet, row: int, roster: str) -> bool:
    return any(names_people(text, roster) for v in sheet.rows[row] if (text := _text(v)))


def heading_at(sheet: Sheet, row: int, roster: str) -> Heading | None:
    """The heading block that holds this row, None where the row does not look like a heading."""
    return _block(sheet, row, roster) if _score(sheet, row, roster) >= 2 else None


def _block(sheet: Sheet, row: int, roster: str) -> Heading:
    rows = [row]
    while len(rows) < _DEEPEST and _goes_down(sheet, rows, roster):
        rows.append(rows[-1] + 1)
    while len(rows) < _DEEPEST and _goes_up(sheet, rows, roster):
        rows.insert(0, rows[0] - 1)
    return Heading(tuple(rows), _paths(sheet, tuple(rows), roster))
