"""From the cells of one row to facts about one citizen, each by its column's own reader."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from roster.columns.catalogue import MILITIA, columns_of
from roster.columns.catalogue import column as catalogue_column
from roster.columns.cells import find_choice, is_blank, is_fault, plain
from roster.columns.column import Column, ReadContext, Reading, Value
from roster.domain.addresses import neighbourhood_of, with_kind
from roster.domain.choices import YES_NO
from roster.domain.citizen_id import sex_from_id
from roster.domain.dates import age_on, is_partial_date
from roster.domain.names import canonical_tone
from roster.domain.problems import Problem, Severity, problem
from roster.intake.fitness import is_day_and_month
from roster.intake.grid import Cell, Sheet, column_letter
from roster.intake.mapping import MULTIPLE, STT, MappedColumn
from roster.intake.meanings import DATES_IN_PARTS, OF_ONE_MAN
from roster.intake.sections import birth_year_in, component_in
from roster.intake.words import heading_words

_NAMES = ("full_name", "other_name", "father_name", "mother_name", "spouse_name")
_MOST_KNOWN = 20_000  # readings kept of a sheet


@dataclass
class ParsedRow:
    """Facts by key, where each came from, what was wrong.

    `weak` names facts that were inferred, not written; `words` keeps the cell's own words where a code stands for them.
    """

    index: int
    fields: dict[str, Value] = field(default_factory=dict)
    cells: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    weak: set[str] = field(default_factory=set)
    words: dict[str, str] = field(default_factory=dict)


class RowReader:
    """Reads the rows of one sheet, each to one person.

    `origin` gives the officer's column of a column that was taken out of a stacked cell, `moved` his cell (row, column)
    of a value that stood in another table or line.
    """

    def __init__(
        self,
        sheet: Sheet,
        columns: Sequence[MappedColumn],
        roster: str,
        read: ReadContext,
        origin: Mapping[int, int],
        moved: Mapping[tuple[int, int], tuple[int, int]] | None = None,
    ) -> None:
        self._sheet, self._columns, self._roster, self._read = sheet, columns, roster, read
        self._moved = moved or {}
        self._order = {column.key: number for number, column in enumerate(columns_of(roster))}
        self._orders: dict[tuple[str, ...], list[str]] = {}  # of the facts that rows have, by those facts
        marked = {c.target for c in columns if c.target in _SEXES}
        is_one_sided = len(marked) == 1 and not any(c.target == "sex" for c in columns)
        self._unmarked_sex = _SEXES[marked.pop()] if is_one_sided else None
        self._units_tell = roster == MILITIA and _name_several_forces(sheet, columns)
        self._cells: list[_Source] = []
        for mapped in columns:
            if mapped.target is not None and mapped.target != STT:
                whole = "=" not in mapped.target and "." not in mapped.target
                seen = origin.get(mapped.index, mapped.index)
                year = birth_year_in(mapped.heading) if mapped.target == "birth_date" else None
                column = catalogue_column(roster, mapped.target) if whole else None
                letter = column_letter(seen)
                village = _VILLAGES.get(heading_words(mapped.path[-1]), "") if mapped.path else ""
                key = mapped.key or mapped.target
                self._cells.append(_Source(mapped.index, mapped.target, key, column, seen, letter, year or "", village))

    def read(self, index: int, implied: dict[str, Value]) -> ParsedRow:
        """One person's row. `implied` holds what title, sheet name and sections say; a cell of the row wins over it."""
        row = ParsedRow(index)
        parts: dict[str, tuple[Cell, str]] = {}
        marks: dict[str, tuple[Cell, str]] = {}
        cells, uncached, line = self._sheet.rows[index], self._sheet.uncached, str(index + 1)
        width = len(cells)
        year = str(implied.get("birth_date") or "")
        for source in self._cells:
            raw = cells[source.index] if source.index < width else None
            if raw is None or raw == "":
                if uncached and (index, source.index) in uncached:
                    row.problems.append(_failed(source.key, self._name(index, source)))
                continue
            if (uncached and (index, source.index) in uncached) or is_fault(raw):
                row.problems.append(_failed(source.key, self._name(index, source)))
                continue
            if is_blank(raw):
                continue
            if source.target == "birth_date":
                raw = _with_year(raw, source.year or year)
            elif source.village and source.key == "neighbourhood":
                raw = with_kind(plain(raw), source.village)
            name = self._name(index, source) if self._moved else source.letter + line
            if source.column is not None:
                _take(row, source.column, raw, name, self._read)
            elif "=" in source.target:
                marks[source.target] = (raw, name)
            else:
                parts[source.target] = (raw, name)
        if parts:
            _join_parts(row, parts, self._roster, self._read, year)
        if marks:
            _take_marks(row, marks, self._roster, self._read)
        if self._unmarked_sex is not None and "sex" not in row.fields:
            # "Nữ" has a column of marks and "Nam" has none: who is not marked is a man; and the reverse.
            row.fields["sex"] = self._unmarked_sex
            row.weak.add("sex")
        if self._units_tell:
            _take_component(row)
        _take_section_ground(row, implied)
        _imply(row, implied)
        _infer(row, self._read)
        for key in _NAMES:
            if isinstance(value := row.fields.get(key), str):
                row.fields[key] = canonical_tone(value)
        row.fields = self._in_order(row.fields)
        return row

    def _in_order(self, fields: dict[str, Value]) -> dict[str, Value]:
        """The facts in the catalogue's order; most rows of a sheet have the same ones."""
        keys = tuple(fields)
        order = self._orders.get(keys)
        if order is None:
            order = self._orders[keys] = sorted(keys, key=lambda key: self._order.get(key, 999))
        return {key: fields[key] for key in order}

    def _name(self, index: int, source: _Source) -> str:
        """The officer's name of the cell: "D12"."""
        seen_row, seen_column = index, source.seen
        if self._moved:
            seen_row, seen_column = self._moved.get((index, source.seen), (index, source.seen))
        return f"{column_letter(seen_column)}{seen_row + 1}"


@dataclass(frozen=True, slots=True)
class _Source:
    """A column that feeds a fact: `column` where it feeds a whole one, `seen` where the officer sees it (`letter`),
    `year` is the year of birth that its heading says, `village` what the neighbourhoods that stand there are."""

    index: int
    target: str
    key: str
    column: Column | None
    seen: int
    letter: str
    year: str
    village: str


_VILLAGES = {"thon": "Thôn", "o thon": "Thôn", "ho o thon": "Thôn", "ap": "Ấp", "xom": "Xóm"}  # by their headings


def _failed(key: str, name: str) -> Problem:
    message = (
        f"Ô {name} chứa công thức chưa được tính hoặc bị lỗi (#N/A, #REF!…). Hãy gõ giá trị đúng, hoặc mở tệp "
        "bằng Excel, sửa công thức, bấm Lưu rồi nhập lại."
    )
    # A derived figure holds nobody back: what it is derived from stands beside it.
    return problem(key, "uncached_formula", message, Severity.WARNING if key == "bmi" else Severity.ERROR)


def _with_year(raw: Cell, year: str) -> Cell:
    """A day and month ("24/4") with the year that heading, section or title say for all of them.

    Who types 24/4 into Excel gets a day of the year in which he types.
    """
    if not year:
        return raw
    if isinstance(raw, date):
        return f"{raw.day}/{raw.month}/{year}" if raw.year - int(year[:4]) >= _YOUNGEST else raw
    return f"{plain(raw)}/{year}" if is_day_and_month(raw) else raw


_YOUNGEST = 12  # years between a birth and any roster


def _take(row: ParsedRow, column: Column, raw: Cell, name: str, read: ReadContext) -> None:
    reading = _read(column, raw, read)
    if column.key == "ground" and find_choice(column.choices, raw) is None:
        row.words[column.key] = plain(raw)
    for key, value in reading.values.items():
        if value is None:
            continue
        if key not in MULTIPLE:
            if key == column.key or key not in row.fields:
                row.fields[key] = value
                row.cells[key] = name
        elif isinstance(value, bool):
            row.fields[key] = bool(row.fields.get(key)) or value
            row.cells.setdefault(key, name)
        elif key in row.fields:
            row.fields[key] = f"{row.fields[key]}; {value}"
        else:
            row.fields[key] = value
            row.cells[key] = name
    if reading.problems:
        for found in reading.problems:
            row.cells.setdefault(found.field, name)
        row.problems.extend(reading.problems)


def _read(column: Column, raw: Cell, read: ReadContext) -> Reading:
    """What the cell says. The same words mean the same all over a sheet, and most columns have few words."""
    if not isinstance(raw, str) or column.key in OF_ONE_MAN:
        return column.read(raw, read)
    reading = read.known.get((column.key, raw))
    if reading is None:
        reading = column.read(raw, read)
        if len(read.known) < _MOST_KNOWN:
            read.known[column.key, raw] = reading
    return reading


_OF_A_NUMBER = re.compile(r"\b(số|nhà|ngõ|ngách|hẻm|kiệt|căn|hộ|tổ|khu|tầng|phòng|lô)\b", re.IGNORECASE)


def _names_street(value: Cell) -> bool:
    return len(re.findall(r"[^\W\d_]{2,}", _OF_A_NUMBER.sub(" ", plain(value)))) > 1


def _join_parts(row: ParsedRow, parts: dict[str, tuple[Cell, str]], roster: str, read: ReadContext, year: str) -> None:
    """Put facts together that stand in several columns. `year`: of birth, as title or section say it, "" for none."""
    if "name.family" in parts or "name.given" in parts:
        pieces = [parts[p] for p in ("name.family", "name.middle", "name.given") if p in parts]
        _take(row, catalogue_column(roster, "full_name"), " ".join(plain(v) for v, _ in pieces), pieces[0][1], read)
    if "birth.year" in parts:
        pieces = [parts[p] for p in ("birth.day", "birth.month", "birth.year") if p in parts]
        _take(row, catalogue_column(roster, "birth_date"), "/".join(plain(v) for v, _ in pieces), pieces[-1][1], read)
    elif year and "birth.day" in parts and "birth.month" in parts:
        (day, name), (month, _) = parts["birth.day"], parts["birth.month"]
        _take(row, catalogue_column(roster, "birth_date"), f"{plain(day)}/{plain(month)}/{year[:4]}", name, read)
    for key in DATES_IN_PARTS:
        pieces = [parts[p] for p in (f"{key}.day", f"{key}.month", f"{key}.year") if p in parts]
        if f"{key}.year" in parts:
            text = "/".join(plain(v) for v, _ in pieces)
            _take(row, catalogue_column(roster, key), text, pieces[-1][1], read)
    for home in ("permanent", "current"):
        pieces = [parts[p] for p in (f"{home}.house", f"{home}.street") if p in parts]
        # A house number alone is no address; "Số 84/234 Trần Nhân Tông" below "Nhà số" names its street.
        if f"{home}.street" in parts or (pieces and _names_street(pieces[0][0])):
            text = " ".join(plain(v) for v, _ in pieces)
            _take(row, catalogue_column(roster, f"{home}_address"), text, pieces[-1][1], read)
    for sex in ("male", "female"):
        if f"birth.{sex}" in parts:
            raw, name = parts[f"birth.{sex}"]
            row.fields["sex"], row.cells["sex"] = sex, name
            if _is_date_like(raw):  # some sheets put only a mark under Nam or Nữ
                _take(row, catalogue_column(roster, "birth_date"), raw, name, read)
        if f"sex.{sex}" in parts:
            row.fields["sex"], row.cells["sex"] = sex, parts[f"sex.{sex}"][1]


def _name_several_forces(sheet: Sheet, columns: Sequence[MappedColumn]) -> bool:
    """Whether a column of units names several forces: it tells more of each man than any title does."""
    column = next((c.index for c in columns if c.target == "unit"), None)
    if column is None:
        return False
    texts = {v for row in range(len(sheet.rows)) if isinstance(v := sheet.cell(row, column), str)}
    return len({found for text in texts if (found := component_in(text))}) > 1


def _take_component(row: ParsedRow) -> None:
    """The force that the name of the unit beside a man tells: "Tiểu đội dân quân thường trực"."""
    unit = row.fields.get("unit")
    if "component" not in row.fields and isinstance(unit, str) and (found := component_in(unit)):
        row.fields["component"] = found
        row.weak.add("component")


_SEXES: dict[str | None, str] = {"sex.female": "male", "sex.male": "female"}  # what the absence of the mark says


def _take_marks(row: ParsedRow, marks: Mapping[str, tuple[Cell, str]], roster: str, read: ReadContext) -> None:
    """The choice whose column is marked ("x" below "Loại 2"); marks in two columns are for a human to settle."""
    said: dict[str, list[str]] = {}
    for target, (raw, name) in marks.items():
        key, _, choice = target.partition("=")
        answer = find_choice(YES_NO, raw)
        if answer is None:
            message = f"{catalogue_column(roster, key).label}: không hiểu “{plain(raw)}”. Hãy đánh dấu x nếu đúng."
            row.problems.append(problem(key, "not_a_choice", message))
            row.cells.setdefault(key, name)
        elif answer.key:
            said.setdefault(key, []).append(choice)
            row.cells[key] = name
    for key, choices in said.items():
        column = catalogue_column(roster, key)
        if len(choices) > 1:
            message = f"{column.label}: có {len(choices)} ô cùng được đánh dấu. Hãy chỉ để lại một."
            row.problems.append(problem(key, "not_a_choice", message))
        else:
            _take(row, column, choices[0], row.cells[key], read)


def _is_date_like(raw: Cell) -> bool:
    return isinstance(raw, int | float | date | datetime) or any(c.isdigit() for c in str(raw))


def _take_section_ground(row: ParsedRow, implied: Mapping[str, Value]) -> None:
    """Below a section that names the clause a man's reason in free words is its evidence, not another ground."""
    if implied.get("ground") and any(p.field == "ground" and p.code == "not_a_choice" for p in row.problems):
        row.problems = [p for p in row.problems if p.field != "ground"]
        row.words["ground"] = str(row.fields["ground"])
        row.fields["ground"] = implied["ground"]


def _imply(row: ParsedRow, implied: dict[str, Value]) -> None:
    for key, value in implied.items():
        if row.fields.get(key) is None and not any(p.field == key for p in row.problems):
            row.fields[key] = value


_OLDEST_UNION_MEMBER = 30  # Điều lệ Đoàn TNCS Hồ Chí Minh, Điều 1


def _infer(row: ParsedRow, read: ReadContext) -> None:
    """Facts that others contain: the neighbourhood in an address, the sex in a citizen id, membership in its first day.

    They only fill gaps. A day of joining the Youth Union tells nothing of a man who has outgrown it.
    """
    for joined, member in (("party_joined_on", "is_party_member"), ("union_joined_on", "is_union_member")):
        if not row.fields.get(joined):
            continue
        birth = str(row.fields.get("birth_date") or "")
        young = is_partial_date(birth) and age_on(birth, read.today)[1] <= _OLDEST_UNION_MEMBER
        told = not any(p.field in {joined, member} for p in row.problems)
        if told and row.fields.get(member) is None and (young or joined == "party_joined_on"):
            row.fields[member] = True
            row.weak.add(member)
    if not row.fields.get("neighbourhood"):
        for key in ("permanent_address", "current_address"):
            place = neighbourhood_of(str(row.fields.get(key) or ""))
            if place:
                row.fields["neighbourhood"] = place
                row.weak.add("neighbourhood")
                break
    identity_faults = any(p.field == "citizen_id" and p.holds_back for p in row.problems)
    if not row.fields.get("sex") and row.fields.get("citizen_id") and not identity_faults:
        sex = sex_from_id(str(row.fields["citizen_id"]))
        if sex:
            row.fields["sex"] = sex
            row.weak.add("sex")
