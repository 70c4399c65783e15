"""Cells that hold several facts on lines of their own, as the official forms 16C and 17A stack them.

A heading cell of several lines that are headings themselves ("Họ và tên / Ngày sinh / Số CCCD") becomes as many
columns; each remembers the column that the officer sees. A cell with fewer or more lines than its heading is aligned by
what its lines can be.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache

from roster.columns.catalogue import column as catalogue_column
from roster.columns.cells import find_choice, is_blank, plain
from roster.columns.column import ReadContext
from roster.columns.grades import grade_of
from roster.domain.choices import QUALIFICATION, YES_NO
from roster.domain.names import looks_like_name
from roster.domain.text import clean, fold
from roster.intake.evidence import looks_like_person
from roster.intake.grid import Cell, Sheet
from roster.intake.headings import Heading
from roster.intake.labels import (
    by_fact,
    by_label,
    labelled_facts,
    labelled_relatives,
    of_one_relative,
    without_label,
)
from roster.intake.legend import Legend
from roster.intake.meanings import OF_ONE_MAN, kin_in
from roster.intake.repeats import headings_in, is_ditto, may_be_repeated
from roster.intake.slots import BULLET, RELATIVES, WITHIN_LINE, Slot, bare_line, slots_of
from roster.intake.spans import service_span
from roster.intake.words import as_typed, exact_keys, heading_words

_ORDINAL = re.compile(r"\(?(\d{1,2}|[A-Z])\)?")
_MOST_PIECES = 12
_OF_RELATIVES = frozenset(RELATIVES.values())
# What parts facts wherever it stands as often as there are facts to part.
_BETWEEN = (re.compile(r"\s+(?:>|→|->)\s+"), re.compile(r"\s*;\s*"), re.compile(r"\s+[-–—]\s+"))
_SLASH = re.compile(r"\s*/\s*(?![\d,;–-]|\s*$)|(?<!\d)\s*/\s*")


@dataclass
class Unstacked:
    """A sheet whose stacked columns are taken apart: `origin` names the column that a new one was taken from,
    `repeated` how many cells of a column say "as above"."""

    sheet: Sheet
    heading: Heading
    origin: dict[int, int] = field(default_factory=dict)
    repeated: Mapping[int, int] = field(default_factory=dict)


def unstack(
    sheet: Sheet,
    heading: Heading,
    roster: str,
    today: date,
    legend: Legend | None = None,
) -> Unstacked:
    """Take stacked columns apart. A column keeps its place for its first fact; the others are added at the right.

    A cell that says "as above" is the whole cell above. `legend` tells what short forms stand for.
    """
    bracketed = {c for c, path in heading.paths.items() if "(" in path[-1] and _mostly_bracketed(sheet, heading, c)}
    stacked = {
        c: slots
        for c, path in heading.paths.items()
        if (
            slots := slots_of(path[-1], roster, in_brackets=c in bracketed)
            or _name_and_birth(sheet, heading, c, roster)
            or service_span(_cells_of(sheet, heading, c), path, roster)
        )
    }
    labelled = {
        c: slots
        for c, path in heading.paths.items()
        if kin_in(path[-1])
        and _OF_RELATIVES.issuperset(stacked.get(c, ()))
        and (slots := labelled_relatives(_cells_of(sheet, heading, c)))
    }
    stacked |= labelled
    told = {
        c: slots
        for c, path in heading.paths.items()
        if c not in stacked and (slots := labelled_facts(_cells_of(sheet, heading, c), path, roster))
    }
    stacked |= told
    if not stacked:
        return Unstacked(sheet, heading)
    context = ReadContext(today)
    width = sheet.width
    places: dict[int, list[int]] = {}
    origin: dict[int, int] = {}
    paths = dict(heading.paths)
    for column, slots in stacked.items():
        places[column] = [column, *range(width, width + len(slots) - 1)]
        width += len(slots) - 1
        for place, slot in zip(places[column], slots, strict=True):
            upper = heading.paths[column] if column in told and slot.keys else heading.paths[column][:-1]
            paths[place] = (*upper, slot.name)
            origin[place] = column
    rows: list[list[Cell]] = []
    uncached = set(sheet.uncached)
    forms = {
        column: legend.of_column(
            (heading.paths[column][-1], *(s.name for s in slots)), {k for s in slots for k in s.keys}, roster
        )
        if legend
        else {}
        for column, slots in stacked.items()
    }
    headings = {column: headings_in(sheet, heading, column) for column in stacked}
    above: dict[int, list[Cell]] = {}
    repeated: Counter[int] = Counter()
    unclear = {column: _open_membership(sheet, heading, column, slots) for column, slots in stacked.items()}
    for index, row in enumerate(sheet.rows):
        if index < heading.rows[0]:
            rows.append(row)
            continue
        wide: list[Cell] = [*row, *[None] * (width - len(row))]
        for column, slots in stacked.items():
            value = wide[column]
            if index > heading.last_row and forms[column]:
                value = _spelled(value, forms[column])
            if column in bracketed and isinstance(value, str):
                value = _IN_BRACKETS.sub(r"\1\n\2", clean(value, keep_lines=True))
            if unclear[column] and isinstance(value, str) and fold(value) in _EITHER_MEMBER:
                value = unclear[column]
            if column in labelled or (_OF_RELATIVES.issuperset(slots) and of_one_relative(value)):
                said = by_label(value, slots)
            elif column in told:
                said = by_fact(value, slots, heading.paths[column], roster)
            else:
                said = spread(value, slots, roster, context)
            if value == _WHICH:
                said = [value, *[None] * (len(slots) - 1)]
            if index > heading.last_row and not OF_ONE_MAN.intersection(key for slot in slots for key in slot.keys):
                if is_ditto(value) and column in above:
                    said = above[column]
                    repeated[column] += 1
                elif may_be_repeated(wide[column], row, headings[column]):
                    above[column] = said
            for place, value in zip(places[column], said, strict=True):
                wide[place] = value
            if (index, column) in sheet.uncached:
                uncached.update((index, place) for place in places[column])
        rows.append(wide)
    return Unstacked(replace(sheet, rows=rows, uncached=uncached), Heading(heading.rows, paths), origin, repeated)


def _spelled(value: Cell, forms: Mapping[str, str]) -> Cell:
    """A cell with the short forms in it written out, each where it stands alone: "CĐ - cs"."""
    if (text := plain(value)) in forms:
        return forms[text]
    if not isinstance(value, str):
        return value
    parts = re.split(rf"(\n|{WITHIN_LINE.pattern})", value)
    return "".join(forms.get(part) or _spelled_line(part, forms) for part in parts if part)


def _spelled_line(part: str, forms: Mapping[str, str]) -> str:
    """ "- ĐV" as "- Đoàn viên"; the part itself where its words are no short form."""
    bare = bare_line(part)
    return f"{part[: part.rindex(bare)]}{forms[bare]}" if bare in forms else part


_BORN = re.compile(
    r"(?P<name>[^\d(),;:–]{5,}?)[\s,;–-]+\(?\s*(?:\b(?:sinh|SN|NS|năm|ngày|s)\b\.?\s*)*[:.]?\s*"
    r"(?P<day>(?:\d{1,2}[/.-]){0,2}(?:19|20)\d\d)\s*\)?\s*\.?", re.IGNORECASE
)  # fmt: skip
_DIGIT = re.compile(r"\d")
_MOSTLY, _SHORTEST_BRACKETED = 0.6, 8
_NAME_AND_BIRTH = (Slot("Họ và tên", ("full_name",)), Slot("Ngày sinh", ("birth_date",)))


def _name_and_birth(sheet: Sheet, heading: Heading, column: int, roster: str) -> tuple[Slot, ...]:
    """Name and birth date where the cells under a heading of names hold both: "Nguyễn Văn Hải (SN 1987)"."""
    path = heading.paths[column]
    if "full_name" not in exact_keys(heading_words(path[-1]), roster) or any(map(kin_in, path)):
        return ()
    cells = [v for v in _cells_of(sheet, heading, column) if isinstance(v, str)]
    if not any(map(_DIGIT.search, cells)):
        return ()
    names = list(filter(looks_like_person, cells))
    both = sum(bool(_BORN.fullmatch(clean(name))) for name in names)
    return _NAME_AND_BIRTH if both and both >= _MOSTLY * len(names) else ()


_IN_BRACKETS = re.compile(r"^(.+?)\s*\(([^()]+)\)\s*\.?$", re.DOTALL)


def _mostly_bracketed(sheet: Sheet, heading: Heading, column: int) -> bool:
    """Whether most cells say something in brackets at their end: "02/2018 - 01/2020 (Trung đoàn 50)"."""
    said = [clean(v) for v in _cells_of(sheet, heading, column) if isinstance(v, str) and len(v) > _SHORTEST_BRACKETED]
    return bool(said) and sum(bool(_IN_BRACKETS.match(v)) for v in said) >= _MOSTLY * len(said)


def _cells_of(sheet: Sheet, heading: Heading, column: int) -> list[Cell]:
    return sheet.column(column, heading.last_row + 1)


def spread(value: Cell, slots: tuple[Slot, ...], roster: str, context: ReadContext) -> list[Cell]:
    """The values of a stacked cell, one for each slot.

    As many lines as slots stand in their order, dashes for nothing included. Otherwise each line goes where it can
    belong without changing the order; a line too many is the continuation of the one before it.
    """
    if slots == _NAME_AND_BIRTH and isinstance(value, str) and (match := _BORN.fullmatch(clean(value))):
        return [match["name"], match["day"]]
    if is_blank(value) or _ORDINAL.fullmatch(plain(value)):  # a number below the heading stays where it is
        return [value, *[None] * (len(slots) - 1)]
    if not isinstance(value, str):
        best = max(range(len(slots)), key=lambda s: _fit(value, slots[s], roster, context))
        return [value if s == best else None for s in range(len(slots))]
    if is_ditto(value):
        return [value] * len(slots)
    lines = clean(value, keep_lines=True).split("\n")
    typed = [clean(line) for line in value.replace("\r\n", "\n").split("\n")]
    if len(typed) == len(slots) > len(lines):  # an empty first line is nothing for the first fact
        lines = typed
    if len(lines) == 1 and {key for slot in slots for key in slot.keys} == _MEMBERSHIPS and find_choice(YES_NO, value):
        return [f"{value} {_ASKS}", *[None] * (len(slots) - 1)]
    if len(lines) == 1 and as_typed(value) == as_typed(" ".join(s.name for s in slots)):
        return [s.name for s in slots]
    if all(BULLET.match(line) or not line or is_blank(line) for line in lines):
        lines = [line if is_blank(line) else bare_line(line) for line in lines]
    if len(lines) == 1 and len(slots) > 1:
        parted = _SLASH.split(lines[0])  # not within a number: "12/12/Đại học" are two facts
        lines = parted if len(parted) == len(slots) else lines
    if len(lines) == 1 and {slot.keys[:1] for slot in slots} == {("occupation",), ("workplace",)}:
        parted = re.split(r",\s*|\s+[-–]\s+|\s+tại\s+", lines[0], maxsplit=1)  # "Thợ hàn tại xưởng Minh Phát"
        lines = parted if len(parted) == len(slots) else lines
    if len(lines) == 1 and len(slots) > 1:
        for between in _BETWEEN:
            parted = between.split(lines[0])
            if len(parted) == len(slots):
                lines = parted
                break
    if len(lines) == 1 and [slot.keys[:1] for slot in slots] == [("speciality_code",), ("speciality",)]:
        parted = re.split(r"(?<=\d)\s*[-–.:/]?\s+(?=[^\W\d_])", lines[0], maxsplit=1)  # "15 Quân y"
        lines = parted if len(parted) == len(slots) else lines
    if len(lines) == len(slots):
        found: list[Cell] = []
        for line, slot in zip(lines, slots, strict=True):
            found.append(without_label(line.rstrip(" ;,"), slot) or None)
        if all(is_blank(v) or _fit(v, s, roster, context) > 0 for v, s in zip(found, slots, strict=True)):
            return found
    return _align(_pieces([line for line in lines if line], len(slots)), slots, roster, context)


_ASKS = "(Đảng hay Đoàn?)"
_WHICH = f"ĐV {_ASKS}"
_MEMBERSHIPS = {"is_party_member", "is_union_member"}
_EITHER_MEMBER = {"dv", "d v"}
_ONE_MEMBER = re.compile(r"^(dang|doan|dtn)\b")


def _open_membership(sheet: Sheet, heading: Heading, column: int, slots: tuple[Slot, ...]) -> str:
    """What "ĐV" means under "Đảng, Đoàn", "" where nothing is open: the other of what cells of the column spell out.

    Where they spell out neither or both it is left as a question, which the reader then reports: a guess would be wrong
    without anybody noticing.
    """
    keys = {key for slot in slots for key in slot.keys}
    if keys != {"is_party_member", "is_union_member"} or any(fold(slot.name) in _EITHER_MEMBER for slot in slots):
        return ""
    cells = _cells_of(sheet, heading, column)
    said = {match[1] for value in cells if isinstance(value, str) and (match := _ONE_MEMBER.match(fold(value)))}
    if len(said & {"dang"}) == bool(said - {"dang"}):
        return _WHICH
    return "Đoàn viên" if "dang" in said else "Đảng viên"


@dataclass(frozen=True)
class _Piece:
    """A line or, where lines are too few, a part of one; `glue` is what stood before it."""

    text: str
    glue: str


def _pieces(lines: list[str], wanted: int) -> list[_Piece]:
    if len(lines) >= wanted:
        return [_Piece(line, " ") for line in lines]
    found: list[_Piece] = []
    for line in lines:
        texts, glues = WITHIN_LINE.split(line), [" ", *(m[0] for m in WITHIN_LINE.finditer(line))]
        found.extend(
            _Piece(text, glue if glue.strip() or not n else "  ")
            for n, (text, glue) in enumerate(zip(texts, glues, strict=True))
            if text
        )
    return found[:_MOST_PIECES]


def _align(pieces: list[_Piece], slots: tuple[Slot, ...], roster: str, context: ReadContext) -> list[Cell]:
    """The best placing of the pieces into the slots that keeps their order; several pieces may share a slot.

    Forms label a relative's line at times ("Mẹ: Trần Thị B"): a label decides.
    """

    @cache
    def worth(first: int, end: int, slot: int) -> float:
        text = _joined(pieces[first:end])
        bare = without_label(text, slots[slot])
        broken = sum(p.glue == " " for p in pieces[first + 1 : end])
        parted = 0.7 if pieces[first].glue != " " else 0.0
        return _fit(bare, slots[slot], roster, context) + (2.0 if bare != text else 0.0) - 0.4 * broken - parted

    @cache
    def best(first: int, slot: int) -> tuple[float, tuple[tuple[int, int, int], ...]]:
        if first == len(pieces):
            return 0.0, ()
        options: list[tuple[float, tuple[tuple[int, int, int], ...]]] = [(-9.0, ((first, len(pieces), -1),))]
        for place in range(slot, len(slots)):
            for end in range(first + 1, len(pieces) + 1):
                score, rest = best(end, place + 1)
                options.append((score + worth(first, end, place), ((first, end, place), *rest)))
        return max(options, key=lambda option: option[0])

    found: list[Cell] = [None] * len(slots)
    for first, end, place in best(0, 0)[1]:
        text = _joined(pieces[first:end])
        if place >= 0:
            found[place] = without_label(text, slots[place]) or None
        else:  # nowhere to go: nothing is dropped in silence
            last = len(slots) - 1
            found[last] = text if found[last] is None else f"{found[last]} {text}"
    return found


def _joined(pieces: list[_Piece]) -> str:
    return "".join((p.glue if n else "") + p.text for n, p in enumerate(pieces)).replace(" " * 2, " ")


_FREE_TEXT = {"read_text", "read_wording", "read_neighbourhood", "read_speciality", "read_qualification"}


def _fit(value: Cell, slot: Slot, roster: str, context: ReadContext) -> float:
    """How well a value fits a slot: 1 and more where its kind is plain, below 0 where it is plainly another kind."""
    if is_blank(value):
        return 0.2
    if not slot.keys:
        return 0.1
    return max(_fit_key(value, key, roster, context) for key in slot.keys)


def _fit_key(value: Cell, key: str, roster: str, context: ReadContext) -> float:
    column = catalogue_column(roster, key)
    text = str(value)
    digits = sum(c.isdigit() for c in text)
    kind = getattr(column.reader, "__name__", "")
    if kind in {"read_name", "read_relative"}:
        name = re.split(r"[\d(,;–:-]", text)[0]
        return 1.2 if looks_like_name(name) else (0.3 if digits == 0 else -1.0)
    if kind == "read_qualification":
        plain_words = {fold(w) for c in QUALIFICATION for w in (c.label, *c.other_words)}
        return 1.2 if fold(text) in plain_words else (0.3 if digits == 0 else -0.5)
    if kind in _FREE_TEXT:
        if digits >= 8 or (grade_of(value) is not None and "/" in text):
            return -0.5
        short = not column.long_text and key not in {"hometown", "workplace"}
        return 0.6 if not short else 0.8 if len(text.split()) <= 4 and not re.search(r"[,;/]", text) else 0.3
    if kind == "read_id":
        return 1.5 if digits >= 9 and not re.search(r"[^\W\d_]", text) else -1.0
    if kind == "read_telephone" and re.search(r"[^\W\d_]", text):  # its reader finds a number in any text
        return 0.2 if digits >= 9 else -1.0
    if column.is_date and re.fullmatch(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}", text.strip()):
        return 1.2  # also where no such day exists: its reader says so
    problems = column.read(value, context).problems
    return 1.2 if not any(p.holds_back for p in problems) else (0.05 if column.is_date and digits >= 4 else -1.0)
