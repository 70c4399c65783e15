"""Sheets without a table: one citizen per block of "label: value" lines, or one per column beside a column of labels.

Both are laid out as a table of one row per citizen, below the first heading that a table would have; each value
remembers the cell that the officer sees.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from roster.columns.cells import is_blank
from roster.columns.column import ReadContext
from roster.domain.text import clean, fold
from roster.intake.evidence import looks_like_id, looks_like_person, looks_like_phone, year_of
from roster.intake.grid import Cell, Sheet
from roster.intake.headings import Heading
from roster.intake.meanings import STT, key_of, meanings
from roster.intake.patience import demand_patience
from roster.intake.sections import section_facts
from roster.intake.slots import slots_of
from roster.intake.tables import LinedUp
from roster.intake.words import STT_WORDS, bare_heading, heading_words

_NUMBERED = re.compile(r"^\s*(?:[-–—+*•●▪]|\(?\d{1,2}[.)/]|[a-zđ]\)|[IVX]+\.)\s*(?=\S)", re.IGNORECASE)
_INNER = re.compile(r"(?P<label>[^\W\d_][^:;\n]{0,60}?)\s*[:：]\s*")
_LONGEST_LABEL, _LONGEST_BARE_LABEL = 70, 45
_FEWEST_FACTS = 3  # of one citizen, his name among them
_FEWEST_LABELS = 6  # of a column of labels


@dataclass(frozen=True)
class _Line:
    """A label and its value, where both stand."""

    row: int
    column: int  # of the value
    label: str
    key: str
    value: Cell


def from_forms(sheet: Sheet, roster: str) -> LinedUp | None:
    """The blocks or columns of the sheet as a table, None where it holds neither."""
    return _columns_of_people(sheet, roster) or _blocks(sheet, roster)


def holds_people(sheet: Sheet, heading: Heading, roster: str) -> bool:
    """Whether people stand in rows below a heading: forms have labels there, or nobody; and a line of a form
    ("Dân tộc | Kinh | Tôn giáo | Không") that looks like a heading names nobody."""
    of_names = [c for c, path in heading.paths.items() if any(_may_name_people(name, roster) for name in path)]
    top = sheet.rows[heading.rows[0] : heading.last_row + 1 + _LOOKED_AT]  # to ask what a text names takes long
    # Below "Tôi tên là" stands "Sinh ngày"; asked column by column, since the first that is none settles it.
    if all(_label_columns(replace(sheet, rows=[[None] * c + row[c : c + 1] for row in top]), roster) for c in of_names):
        return False
    if sum(":" in path[-1] for path in heading.paths.values()) * 2 >= len(heading.paths):
        return False
    below = sheet.rows[heading.last_row + 1 : heading.last_row + 1 + _LOOKED_AT]
    return any(_looks_like_row(row) for row in below)


_LOOKED_AT = 60


def _may_name_people(name: str, roster: str) -> bool:
    return any(key_of(key) == "full_name" for key, _ in meanings((name,), roster))


def _looks_like_row(row: Sequence[Cell]) -> bool:
    """A name, whole or in parts, with two more facts beside it and no label before them."""
    filled = [v for v in row if not is_blank(v)]
    words = [v for v in filled if isinstance(v, str) and not any(ch.isdigit() for ch in v)]
    labels = sum(isinstance(v, str) and clean(v).endswith(":") for v in filled)
    return len(filled) >= _FEWEST_FACTS - 1 and bool(words) and not labels


def _key(label: str, roster: str) -> str:
    """What a label names beyond doubt, "" for none."""
    demand_patience()
    text = _NUMBERED.sub("", clean(label)).strip(" :.…_")
    if not re.search(r"[^\W\d_]", text) or len(text) > _LONGEST_LABEL or heading_words(text) in STT_WORDS:
        return STT if text and heading_words(text) in STT_WORDS else ""
    told = max(meanings((text,), roster), key=lambda pair: pair[1], default=("", 0.0))
    if told[1] >= 0.9:
        return told[0]
    slots = slots_of(text, roster)  # "Dân tộc, tôn giáo"
    return next((slot.keys[0] for slot in slots if slot.keys), "")


def _lines(sheet: Sheet, roster: str) -> Iterator[_Line]:
    """Every label with its value: "Họ và tên: Lê An" in one cell, or the value in the next filled cell at its right."""
    of_labels = _label_columns(sheet, roster)
    for row, cells in enumerate(sheet.rows):
        filled = [(c, v) for c, v in enumerate(cells) if not is_blank(v) and not _says_motto(v)]
        place = 0
        while place < len(filled):
            column, value = filled[place]
            place += 1
            if not isinstance(value, str):
                continue
            found = list(_in_one_cell(row, column, value, roster))
            if found and not (len(found) == 1 and is_blank(found[0].value)):
                yield from found
                continue
            label = _NUMBERED.sub("", clean(value)).rstrip(" :.…_")
            key, marked = _key(value, roster), value.rstrip().endswith((":", "："))
            if not marked and ((not key and column not in of_labels) or len(label) > _LONGEST_BARE_LABEL):
                continue
            after = filled[place] if place < len(filled) else None
            is_next = after is not None and (marked or after[0] == column + 1 or not _is_label(after[1], roster))
            if after is not None and is_next and not (isinstance(after[1], str) and _names_fact(after[1], roster)):
                place += 1
                text = after[1]
                if isinstance(text, str) and clean(text) in {":", "："} and place < len(filled):
                    after = filled[place]
                    place += 1
                cell = after[1].lstrip(" :：") if isinstance(after[1], str) else after[1]
                yield _Line(row, after[0], label, key, cell)
            elif key or marked:
                yield _Line(row, column, label, key, None)


_MOTTO = re.compile(r"doc lap tu do hanh phuc|cong hoa xa hoi chu nghia")


def _says_motto(value: Cell) -> bool:
    """What stands at the right of every official head belongs to nobody: no unit, no address."""
    return isinstance(value, str) and _MOTTO.search(fold(value)) is not None


def _names_fact(text: str, roster: str) -> bool:
    return bool(text.rstrip().endswith((":", "：")) or (":" in text and _key(text.partition(":")[0], roster)))


def _label_columns(sheet: Sheet, roster: str) -> set[int]:
    """The columns whose texts are for the most part labels, so that one that says nothing known is shown too."""
    texts = [(c, v) for cells in sheet.rows for c, v in enumerate(cells) if isinstance(v, str) and not is_blank(v)]
    said, known = Counter(c for c, _ in texts), Counter(c for c, v in texts if _key(v, roster))
    return {column for column, count in known.items() if count >= _FEWEST_LABELS and count >= _MOSTLY * said[column]}


def _is_label(value: Cell, roster: str) -> bool:
    """Whether a cell beyond an empty one is the next label, not what was left out ("Quê ở" | | "Dân tộc" | "Kinh")."""
    return isinstance(value, str) and bool(_key(value, roster))


def _in_one_cell(row: int, column: int, value: str, roster: str) -> Iterator[_Line]:
    """ "Họ và tên: Lê An; Sinh ngày: 01/02/2004": each known label ends the value before it."""
    for text in clean(value, keep_lines=True).split("\n"):
        said = [(match, *_last_words(match["label"], roster)) for match in _INNER.finditer(text)]
        found = [one for one in said if one[2]]
        if not found and len(said) == 1 and said[0][0].start() == 0:  # a label that says nothing known is shown too
            match = said[0][0]
            yield _Line(row, column, _NUMBERED.sub("", match["label"]), "", text[match.end() :].strip() or None)
        for number, (match, label, key) in enumerate(found):
            after = found[number + 1] if number + 1 < len(found) else None
            end = after[0].end("label") - len(after[1]) if after else len(text)
            yield _Line(row, column, label, key, text[match.end() : end].strip(" ;,.-–|\t") or None)


def _last_words(text: str, roster: str) -> tuple[str, str]:
    """The label at the end of a text: of "Lê An Giới tính" the last two words, with what they name."""
    bare = _NUMBERED.sub("", text)
    key = _key(bare, roster)
    if key:
        return bare.strip(), key
    words = text.split(" ")
    for first in range(1, len(words)):
        label = " ".join(words[first:])
        if label[:1].isupper() and (key := _key(label, roster)):
            return label, key
    return "", ""


# --- one citizen per block


def _blocks(sheet: Sheet, roster: str) -> LinedUp | None:
    lines = [line for line in _lines(sheet, roster) if line.key != STT]
    starts = [n for n, line in enumerate(lines) if line.key == "full_name" and not is_blank(line.value)]
    if not starts:
        return None
    lead = _leading(lines, starts)
    bounds = [max(0, start - lead) for start in starts] + [len(lines)]
    blocks = [lines[a:b] for a, b in itertools.pairwise(bounds)]
    blocks = [block for block in blocks if len({key_of(line.key) for line in block if line.key}) >= _FEWEST_FACTS]
    if len(blocks) < max(1, (len(starts) + 1) // 2):
        return None
    strange = Counter(label for block in blocks for label in {fold(line.label) for line in block if not line.key})
    blocks = [[line for line in block if line.key or strange[fold(line.label)] > 1] for block in blocks]
    return _laid_out(sheet, [_without_strangers(block) for block in blocks], _sections(sheet, roster))


def _leading(lines: list[_Line], starts: list[int]) -> int:
    """How many lines stand before the name in each block, as where the id comes first."""
    first = lines[: starts[0]]
    if not first or len(starts) < 2:
        return len(first) if len(first) <= 3 and len(starts) == 1 else 0
    before = [line.key for line in first[-3:]]
    for count in range(len(before), 0, -1):
        wanted = before[-count:]
        if all([line.key for line in lines[s - count : s]] == wanted for s in starts):
            return count
    return 0


def _without_strangers(block: list[_Line]) -> list[_Line]:
    """The block up to where a fact comes again: a form names each once, what follows belongs to a signature."""
    seen: Counter[str] = Counter()
    kept = []
    for line in block:
        seen[_mark(line)] += 1
        if seen[_mark(line)] == 1:
            kept.append(line)
    return kept


# --- one citizen per column


def _columns_of_people(sheet: Sheet, roster: str) -> LinedUp | None:
    """A table on its side: labels in one column, a citizen in each column at its right."""
    for column in range(min(4, sheet.width)):
        named: dict[int, tuple[str, str]] = {}
        for row in range(len(sheet.rows)):
            value = sheet.cell(row, column)
            if isinstance(value, str) and ":" not in value.rstrip(" :") and (key := _key(value, roster)):
                named[row] = (clean(value).rstrip(" :"), key)
        heads = [row for row, (_, key) in named.items() if key == "full_name"]
        if len(heads) != 1 or len({key for _, key in named.values()}) < _FEWEST_FACTS + 1:
            continue
        people = [c for c in range(column + 1, sheet.width) if looks_like_person(sheet.cell(heads[0], c))]
        if len(people) < 2:
            continue
        blocks = [
            [_Line(row, c, label, key, sheet.cell(row, c)) for row, (label, key) in named.items() if key != STT]
            for c in people
        ]
        return _laid_out(sheet, blocks)
    return None


# --- a table without its heading


def without_heading(sheet: Sheet, today: date) -> LinedUp | None:
    """A table of people that begins with its first row of data: only what the cells plainly are will be read."""
    context = ReadContext(today)
    people = [
        index
        for index, row in enumerate(sheet.rows)
        if any(map(looks_like_person, row))
        and any(looks_like_id(v) or looks_like_phone(v) or year_of(v, context) is not None for v in row)
    ]
    filled = sum(any(not is_blank(v) for v in row) for row in sheet.rows[people[0] :]) if people else 0
    if len(people) < _FEWEST_FACTS or len(people) < _MOSTLY * filled:
        return None
    return LinedUp(sheet, Heading((people[0] - 1,), {}))


_MOSTLY = 0.6  # of the filled rows

FORM = "Trang này là phiếu, mỗi người một khối “mục: nội dung”; mỗi mục được coi là một cột, đánh chữ theo thứ tự."
NO_HEADING = (
    "Trang này không có dòng tiêu đề; chương trình chỉ đọc những cột mà các ô tự cho biết là gì. Hãy kiểm tra kỹ."
)


# --- as a table


def _sections(sheet: Sheet, roster: str) -> dict[int, str]:
    """The rows between the blocks that say something of all that follow: "TỔ DÂN PHỐ SỐ 8"."""
    alone = {row: [v for v in cells if not is_blank(v)] for row, cells in enumerate(sheet.rows)}
    texts = {row: clean(v[0]) for row, v in alone.items() if len(v) == 1 and isinstance(v[0], str)}
    return {row: text for row, text in texts.items() if ":" not in text and section_facts(text, roster)}


def _laid_out(sheet: Sheet, blocks: list[list[_Line]], sections: Mapping[int, str] | None = None) -> LinedUp:
    """One row per block: in the row where it begins if each has its own, else one below the other."""
    labels: dict[str, tuple[int, str]] = {}
    for block in blocks:
        for line in block:
            labels.setdefault(_mark(line), (len(labels), line.label))
    firsts = [min(line.row for line in block) for block in blocks]
    places = firsts if len(set(firsts)) == len(firsts) else [firsts[0] + n for n in range(len(firsts))]
    top = places[0]
    width = len(labels)
    rows: list[list[Cell]] = [list(row) for row in sheet.rows[:top]]
    rows.extend([] for _ in range(max(places) + 1 - top))
    for row, text in (sections or {}).items():
        if places is firsts and top < row < len(rows):
            rows[row] = [text, *[None] * (width - 1)]
    moved, uncached = dict[tuple[int, int], tuple[int, int]](), set[tuple[int, int]]()
    for place, block in zip(places, blocks, strict=True):
        rows[place] = [None] * width
        for line in block:
            column = labels[_mark(line)][0]
            if not is_blank(line.value) and is_blank(rows[place][column]):
                rows[place][column] = line.value
                moved[place, column] = (line.row, line.column)
                if (line.row, line.column) in sheet.uncached:
                    uncached.add((place, column))
    table = replace(sheet, rows=rows, merges=[], uncached=uncached, hidden_columns=set(), fonts={})
    paths: dict[int, tuple[str, ...]] = {column: (bare_heading(label),) for column, label in labels.values()}
    return LinedUp(table, Heading((top - 1,), paths), {}, moved)


def _mark(line: _Line) -> str:
    return line.key if line.key not in {"", "notes"} else fold(line.label)
