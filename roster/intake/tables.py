"""Sheets that hold more than one plain table: a man over two lines, or a second table of other columns further down.

Both are brought into the shape of the first heading: what moves remembers the cell that the officer sees.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from roster.columns.cells import is_blank, plain
from roster.domain.addresses import neighbourhood_of
from roster.domain.names import looks_like_name
from roster.domain.text import nfc
from roster.intake.grid import Cell, Sheet, column_letter
from roster.intake.headings import Heading, heading_at
from roster.intake.mapping import MappedColumn, map_columns, sample_columns
from roster.intake.meanings import meanings, names_people
from roster.intake.slots import slots_of
from roster.intake.words import STT_WORDS, exact_keys, heading_words, says_footer, says_total

_NAMES = re.compile(r"t[êe]n", re.IGNORECASE)  # spares large sheets the folding of every cell
_RUNNING = re.compile(r"\d{1,5}[.)]?")


@dataclass
class LinedUp:
    """One table: `origin` names the column that a new one shows, `moved` the cell that a value came from."""

    sheet: Sheet
    heading: Heading
    origin: dict[int, int] = field(default_factory=dict)
    moved: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)


def line_up(sheet: Sheet, heading: Heading, roster: str, today: date) -> LinedUp:
    """Bring a sheet's tables and lines below one heading. The sheet itself where there is nothing to move."""
    sheet, heading = _rejoin_stacked(sheet, heading, roster)
    sheet, heading, told = _take_lines_below(sheet, heading, roster)
    sheet = _rejoin_wrapped(sheet, heading, roster)
    found = _one_line_each(sheet, heading, roster) or _one_table(sheet, heading, roster, today)
    for (man, column), (row, seen) in told.items():
        found.origin[column] = seen
        found.moved[man, column] = (row, seen)
    return found


# --- facts of one column that stand in two rows of each man

_WHICH_ROW = re.compile(r"\(\s*(?:ở )?(?:dòng|hàng) (?:trên|dưới|đầu|sau|một|hai|1|2)\s*\)", re.IGNORECASE)


def _rejoin_stacked(sheet: Sheet, heading: Heading, roster: str) -> tuple[Sheet, Heading]:
    """Put what stands alone below a man into his cell above it, where the heading names several facts for that column:
    "Tên bố (dòng trên), tên mẹ (dòng dưới)"."""
    if len(heading.rows) > 1 and _both_name_facts(sheet, heading, roster):
        return sheet, heading
    named = {c: _WHICH_ROW.sub("", path[-1]) for c, path in heading.paths.items()}
    slots = {c: slots_of(name, roster) for c, name in named.items()}
    # A man's own name begins his row.
    stacked = {c for c, facts in slots.items() if len(facts) > 1 and all("full_name" not in one.keys for one in facts)}
    if not stacked:
        return sheet, heading
    rows, man, men, joined = list(sheet.rows), -1, 0, 0
    for row in range(heading.last_row + 1, len(rows)):
        filled = _filled(rows[row])
        below = rows[row]
        is_his = filled and man >= 0 and filled <= stacked & _filled(rows[man])
        if is_his and not any(says_footer(plain(below[c])) or says_total(plain(below[c])) for c in filled):
            rows[man] = [f"{v}\n{plain(below[c])}" if c in filled else v for c, v in enumerate(rows[man])]
            rows[row] = []
            joined += 1
        man = row if len(filled) > _FEWEST_BESIDE else -1
        men += man >= 0
    if joined < _MOSTLY_TWO * men or not joined:
        return sheet, heading
    paths = {c: (*path[:-1], named[c]) if c in stacked else path for c, path in heading.paths.items()}
    return replace(sheet, rows=rows), Heading(heading.rows, paths)


_FEWEST_BESIDE, _MOSTLY_TWO = 2, 0.5


def _take_lines_below(
    sheet: Sheet, heading: Heading, roster: str
) -> tuple[Sheet, Heading, dict[tuple[int, int], tuple[int, int]]]:
    """Put the lines with dashes that stand alone below a man's name ("- Chỗ ở: Số 4 Tây Sơn; ĐT: 0912…") into a column
    of their own; with the cell that each man's column comes from."""
    names = {c for c, path in heading.paths.items() if _fact_of(path[-1], roster) == "full_name"}
    if not any(_DASHED.match(v) for c in names for v in sheet.column(c, heading.last_row + 1) if isinstance(v, str)):
        return sheet, heading, {}
    lines: dict[int, list[str]] = {}
    told: dict[tuple[int, int], tuple[int, int]] = {}
    rows, man, men, width = list(sheet.rows), -1, 0, sheet.width
    for row in range(heading.last_row + 1, len(rows)):
        filled = _filled(rows[row])
        text = plain(rows[row][min(filled)]) if len(filled) == 1 else ""
        if man >= 0 and filled and filled <= names and _DASHED.match(text):
            lines.setdefault(man, []).append(_DASHED.sub("", text).rstrip(" ;."))
            told.setdefault((man, width), (row, min(filled)))
            rows[row] = []
            continue
        man = row if len(filled) > _FEWEST_BESIDE else -1
        men += man >= 0
    if not lines or len(lines) < _MOSTLY_TWO * men:
        return sheet, heading, {}
    for row, said in lines.items():
        rows[row] = [*rows[row], *[None] * (width - len(rows[row])), "; ".join(said)]
    paths = heading.paths | {width: ("Các dòng bên dưới",)}
    return replace(sheet, rows=rows), Heading(heading.rows, paths), told


_DASHED = re.compile(r"^\s*[-–+•*]\s*(?=[^\W\d_])")

# --- long texts wrapped into the next row

_WRAPPING = {
    "hometown", "permanent_address", "current_address", "workplace", "occupation", "notes", "unit", "former_unit",
    "ground",
}  # fmt: skip


def _rejoin_wrapped(sheet: Sheet, heading: Heading, roster: str) -> Sheet:
    """Put back the rest of a long text that was typed into the row below, as on paper, with nothing else beside it.

    Below the last man only columns that wrapped before do so again: what stands there may be a signature.
    """
    texts = {c for c, path in heading.paths.items() if _WRAPPING & {key for key, _ in meanings(path, roster)}}
    names = {c for c, path in heading.paths.items() if "full_name" in {key for key, _ in meanings(path, roster)[:1]}}
    if not texts or not names or (len(heading.rows) > 1 and _both_name_facts(sheet, heading, roster)):
        return sheet
    men = {
        row
        for row in range(heading.last_row + 1, len(sheet.rows))
        if any(not is_blank(sheet.cell(row, c)) for c in names) and _has_three(sheet.rows[row])
    }
    rows, seen, man, last = list(sheet.rows), set[int](), -1, max(men, default=-1)
    mergers = {row for m in sheet.merges for row in range(m.top, m.bottom + 1)}
    for row in range(heading.last_row + 1, len(rows)):
        if row in men:
            man = row
            continue
        filled = _filled(sheet.rows[row])
        open_texts = _filled(sheet.rows[man]) & texts if man >= 0 else set()
        if not _continues(sheet, row, filled, open_texts) or row in mergers:
            man = -1
        elif row < last or filled <= seen:
            seen |= filled
            rows[man] = [
                f"{plain(value)} {plain(sheet.cell(row, c))}" if c in filled else value
                for c, value in enumerate(rows[man])
            ]
            rows[row] = []
    return replace(sheet, rows=rows) if seen else sheet


def _filled(row: Sequence[Cell]) -> set[int]:
    return {c for c, value in enumerate(row) if not is_blank(value)}


def _has_three(row: Sequence[Cell]) -> bool:
    count = 0
    for value in row:
        count += not is_blank(value)
        if count == 3:
            return True
    return False


def _continues(sheet: Sheet, row: int, filled: set[int], open_texts: set[int]) -> bool:
    """Whether a row holds nothing but words below a man's long texts."""
    if not filled or not filled <= open_texts:
        return False
    words = [sheet.cell(row, c) for c in filled]
    return all(
        isinstance(w, str) and not w.isupper() and not says_total(w) and not says_footer(w) and not neighbourhood_of(w)
        for w in words
    )


# --- a man over several lines


def _one_line_each(sheet: Sheet, heading: Heading, roster: str) -> LinedUp | None:
    """Two heading rows that both name facts, over two rows for each man: the lower line goes to columns of its own."""
    depth = len(heading.rows)
    if depth < 2 or not _both_name_facts(sheet, heading, roster):
        return None
    starts = _first_lines(sheet, heading, roster)
    begun = set(starts)
    whole = [row for row in starts if all(_is_further_line(sheet, row + n, begun) for n in range(1, depth))]
    if not starts or len(whole) < 0.8 * len(starts):
        return None
    found = LinedUp(sheet, heading)
    grouped = _grouped(sheet, heading)
    paths: dict[int, tuple[str, ...]] = {
        c: heading.paths[c] if c in grouped else (text,)
        for c in heading.paths
        if (text := plain(sheet.cell(heading.rows[0], c))) or c in grouped
    }
    places: dict[tuple[int, int], int] = {}
    width = sheet.width
    for level, row in enumerate(heading.rows[1:], 1):
        for column in sorted(heading.paths.keys() - grouped):
            name = plain(sheet.cell(row, column))
            if name and column not in paths:  # nothing above it: it keeps its column
                paths[column], places[level, column] = (name,), column
            elif name:
                # "Mã số" below "Chuyên nghiệp quân sự" says nothing without it.
                above = paths[column] if heading_words(name) in _OF_WHAT_IS_ABOVE else ()
                paths[width], places[level, column] = (*above, name), width
                found.origin[width] = column
                width += 1
    rows: list[list[Cell]] = [[*row, *[None] * (width - len(row))] for row in sheet.rows]
    uncached = set(sheet.uncached)
    for start in starts:
        for level in range(1, depth):
            here = start + level
            if not _is_further_line(sheet, here, begun):
                break
            for column in range(sheet.width):
                value, place = rows[here][column], places.get((level, column), column)
                if is_blank(value):
                    continue
                if (level, column) not in places and not is_blank(rows[start][place]):
                    value = f"{plain(rows[start][place])} {plain(value)}"  # a long text wrapped into the next row
                else:
                    found.moved[start, place] = (here, column)
                if (here, column) in uncached:
                    uncached.add((start, place))
                rows[start][place], rows[here][column] = value, None
    # Below the heading they joined the lines of one man; a taller one says the same of several.
    merges = [m for m in sheet.merges if m.top <= heading.last_row or m.bottom - m.top >= depth]
    found.sheet = replace(sheet, rows=rows, uncached=uncached, merges=merges)
    found.heading = Heading(heading.rows, paths)
    return found


_OF_WHAT_IS_ABOVE = {"ma", "ma so", "ky hieu"}
_FEWEST_DOUBLE = 2  # columns that are called by two facts, one over the other


def _both_name_facts(sheet: Sheet, heading: Heading, roster: str) -> bool:
    """Whether the heading's rows name different facts in the same columns, as no group does of what is below it."""
    double = 0
    for column in heading.paths.keys() - _grouped(sheet, heading):
        names = [plain(sheet.cell(row, column)) for row in heading.rows]
        keys = [_fact_of(name, roster) for name in names if name]
        double += len(keys) == len(heading.rows) and all(keys) and len(set(keys)) == len(keys)
    return double >= _FEWEST_DOUBLE


def _grouped(sheet: Sheet, heading: Heading) -> set[int]:
    """The columns below one name that is merged over several: "Sinh ngày" over ngày, tháng, năm."""
    wide = [m for m in sheet.merges if m.right > m.left and m.top in heading.rows]
    return {column for m in wide for column in range(m.left, m.right + 1)}


def _fact_of(name: str, roster: str) -> str:
    """The fact that a heading names with certainty, "" for none."""
    if exact := exact_keys(heading_words(name), roster):
        return exact[0]
    key, score = max(meanings((name,), roster), key=lambda told: told[1], default=("", 0.0))
    return key if score >= _CERTAIN else ""


_CERTAIN = 0.85


def _first_lines(sheet: Sheet, heading: Heading, roster: str) -> list[int]:
    """The rows in which a man begins: by their running numbers, else by their names."""
    words = {c: heading_words(plain(sheet.cell(heading.rows[0], c))) for c in heading.paths}
    numbers = [c for c, w in words.items() if w in STT_WORDS]
    names = [c for c in words if _fact_of(plain(sheet.cell(heading.rows[0], c)), roster) == "full_name"]
    below = range(heading.last_row + 1, len(sheet.rows))
    if numbers:  # in the row (1) (2) (3) … below the heading the column of names is counted as well
        return [
            r
            for r in below
            if _RUNNING.fullmatch(plain(sheet.cell(r, numbers[0])))
            and not any(_RUNNING.fullmatch(plain(sheet.cell(r, name))) for name in names)
        ]
    return [r for r in below if names and looks_like_name(plain(sheet.cell(r, names[0])))]


def _is_further_line(sheet: Sheet, row: int, begun: set[int]) -> bool:
    return row not in begun and row < len(sheet.rows) and sum(not is_blank(v) for v in sheet.rows[row]) >= 1


# --- a second table of other columns


def _one_table(sheet: Sheet, heading: Heading, roster: str, today: date) -> LinedUp:
    """Move the columns of each further table below those of the first; what the first lacks comes at its right."""
    found = LinedUp(sheet, heading)
    further = _further_headings(sheet, heading, roster)
    if not further:
        return found
    edges = [*(h.rows[0] for h in further), len(sheet.rows)]
    known = _mapped(sheet, heading, heading.last_row + 1, edges[0], roster, today)
    rows = [list(row) for row in sheet.rows]
    paths = dict(heading.paths)
    width = sheet.width
    uncached = set(sheet.uncached)
    for place, second in enumerate(further):
        columns = _mapped(sheet, second, second.last_row + 1, edges[place + 1], roster, today)
        target: dict[int, int] = {}
        for column in columns:
            if not column.path:
                continue
            same = _same_column(column, known, set(target.values()))
            if same is None:
                same, width = width, width + 1
                paths[same] = column.path
                found.origin[same] = column.index
                known.append(replace(column, index=same))
            target[column.index] = same
        if all(old == new for old, new in target.items()):
            continue
        for row in range(second.last_row + 1, edges[place + 1]):
            before = rows[row]
            rows[row] = [None] * width
            for old, value in enumerate(before):
                new = target.get(old, old)
                if is_blank(value) or (old not in target and rows[row][new] is not None):
                    continue
                rows[row][new] = value
                if old != new:
                    found.moved[row, new] = (row, old)
        below = range(second.last_row + 1, edges[place + 1])
        uncached = {(r, target.get(c, c) if r in below else c) for r, c in uncached}
        for row in second.rows:
            rows[row] = []
        rows[second.rows[0]] = list(sheet.rows[heading.rows[0]])  # read as the first heading again
    found.sheet = replace(sheet, rows=rows, uncached=uncached)
    found.heading = Heading(heading.rows, paths)
    return found


def _further_headings(sheet: Sheet, heading: Heading, roster: str) -> list[Heading]:
    """The headings below the first, those of printed pages left out."""
    found: list[Heading] = []
    firsts = [{c: w for c in heading.paths if (w := heading_words(plain(sheet.cell(row, c))))} for row in heading.rows]
    last = heading.last_row
    for row in range(heading.last_row + 1, len(sheet.rows)):
        if row <= last:
            continue
        whole = nfc("\n".join([v for v in sheet.rows[row] if isinstance(v, str)])).lower()
        if "ten" not in whole and "tên" not in whole:
            continue
        texts = {c: v for c, v in enumerate(sheet.rows[row]) if isinstance(v, str) and v.strip()}
        if len(texts) < 3:
            continue
        words = {c: heading_words(v) for c, v in texts.items()}
        if not any(names_people(text, roster) for text in texts.values()):
            continue
        if words in firsts and not found:
            continue
        second = heading_at(sheet, row, roster)
        if second is not None and second.rows[0] > last:
            last = second.last_row
            if found or second.paths != heading.paths:  # the first again ends a further one
                found.append(second)
    return found


def _mapped(sheet: Sheet, heading: Heading, first: int, end: int, roster: str, today: date) -> list[MappedColumn]:
    part = replace(sheet, rows=[*sheet.rows[:first], *sheet.rows[first:end]])
    return map_columns(heading, sample_columns(part, heading), roster, today)


def _same_column(column: MappedColumn, known: Sequence[MappedColumn], used: set[int]) -> int | None:
    """The column of the first table that says the same: by its heading, else by its meaning."""
    name = heading_words(column.heading)
    free = [k for k in known if k.index not in used]
    for other in free:
        if name and heading_words(other.heading) == name:
            return other.index
    return next((k.index for k in free if column.target and k.target == column.target), None)


# --- a second table at the right


def second_names(columns: Sequence[MappedColumn], roster: str) -> list[int]:
    """Columns of names that stand beside the one that was read, as in a second table at the right of the first."""
    return [
        c.index
        for c in columns
        if c.target is None and len(c.path) == 1 and "full_name" in exact_keys(heading_words(c.path[0]), roster)
    ]


def beside_notice(columns: Sequence[int]) -> str:
    """What the officer is told of them."""
    letters = ", ".join(map(column_letter, columns))
    return (
        f"Bên phải còn cột họ và tên khác ({letters}); chương trình chỉ đọc bảng bên trái. "
        "Hãy chuyển bảng bên phải xuống dưới hoặc sang trang khác rồi nhập lại."
    )
