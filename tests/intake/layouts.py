"""One invented list laid out in one of very many ways, with the truth of it: what an import must read."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import openpyxl

from tests.intake import layout_frames as frames
from tests.intake import layout_groups as groups
from tests.intake.invented import GROUNDS, person
from tests.intake.layout_cells import STYLES, plain
from tests.intake.layout_faults import faults_for
from tests.intake.layout_words import heading

TODAY = date(2026, 11, 24)
COMMON = [
    "sex", "ethnicity", "religion", "hometown", "permanent_address", "current_address", "neighbourhood", "education",
    "qualification", "occupation", "workplace", "phone", "is_party_member", "is_union_member", "father_name",
    "mother_name",
    "notes", "x_signature", "x_issue", "x_children",
]  # fmt: skip
OWN = {
    "enlistment": ["health_class", "political_result", "ground", "bmi"],
    "militia": ["component", "unit", "post", "joined_on", "ends_on"],
    "reserve": ["rank", "post", "speciality", "speciality_code", "speciality_match", "enlisted_on", "discharged_on",
                "former_unit", "reserve_class", "is_assigned"],
}  # fmt: skip


@dataclass
class Column:
    """A column of the sheet: its key, the words above it from the top down, what goes into its cells."""

    key: str
    path: list[str]
    part: str = ""
    style: Any = None
    members: tuple[str, ...] = ()


@dataclass
class Laid:
    """A workbook in memory, how to import it and what is true of it."""

    roster: str
    seed: int
    book: openpyxl.Workbook
    truth: dict[str, Any]
    secrets: list[str] = field(default_factory=list)
    year: int = 2025
    ward: str = "Phù Liễn"

    def save(self, folder: Path) -> Path:
        """Write it as .xlsx."""
        path = folder / f"{self.roster}-{self.seed}.xlsx"
        self.book.save(path)
        return path


def lay_out(seed: int, roster: str | None = None, faulty: bool | None = None) -> Laid:
    """Lay out a list; the same seed gives the same workbook."""
    rng = Random(seed)
    roster = roster or rng.choice(["enlistment", "militia", "reserve"])
    faulty = rng.random() < 0.4 if faulty is None else faulty
    book = openpyxl.Workbook()
    book.remove(book.active)
    laid = Laid(roster, seed, book, {"sheets": {}})
    for extra in frames.sheets_aside(rng):
        frames.write_aside(book, extra)
    for number in range(1 if rng.random() < 0.8 else 2):
        _lay_sheet(rng, laid, number, faulty)
    return laid


def _lay_sheet(rng: Random, laid: Laid, number: int, faulty: bool) -> None:
    roster = laid.roster
    sections = rng.choice(
        [
            "none",
            "none",
            "neighbourhood",
            "neighbourhood",
            {"militia": "component", "reserve": "reserve_class"}.get(roster, "none"),
        ]
    )
    keys = _choose_keys(rng, roster, sections)
    implied: dict[str, Any] = {}
    if roster == "militia" and "component" not in keys and sections != "component":
        implied["component"] = rng.choice(["local", "mobile", "standing", "medical", "air_defence"])
    people = [person(rng, roster) for _ in range(rng.randint(4, 24))]
    people = [p | implied for p in people]
    if sections != "none":
        people.sort(key=lambda p: str(p[sections]))
    columns = _columns(rng, roster, keys)
    name, title = frames.names_of(rng, roster, implied, number)
    sheet = laid.book.create_sheet(name)
    left = rng.choice([0, 0, 0, 1, 2, 3])
    row = frames.write_titles(rng, sheet, title, left, len(columns), laid.ward, bare=not implied)
    top = row
    row = frames.write_heading(rng, sheet, columns, row, left)
    head = (row - 1, left)
    row = frames.write_numbering(rng, sheet, len(columns), row, left)
    truths: list[dict[str, Any]] = []
    state = frames.SectionState(rng, sections, columns)
    stt = rng.choice(["int", "int", "float", "text", "01", "dot"])
    again = len(people) // 2 if sections == "none" and len(people) > 8 and rng.random() < 0.12 else 0
    repeat = rng.random() < 0.15 and len(people) > 8
    count = 0
    planted = _plan_faults(rng, people, keys, columns) if faulty else {}
    for index, facts in enumerate(people):
        if again and index == again:  # a second list below the first one, with title and heading of its own
            frames.write_end(rng, sheet, row, left, columns, index)
            row = sheet.max_row + 2
            for line in title:
                sheet.cell(row, left + 1, line)
                row += 1
            frames.copy_heading(sheet, top, head[0], row, left, len(columns))
            row += head[0] - top + 1
        elif repeat and index == len(people) // 2:
            row = frames.repeat_heading(sheet, head[0], row, left, len(columns))
        row = state.close_section(sheet, row, left, facts, people)
        row, restarted = state.open_section(sheet, row, left, facts, people)
        count = 1 if restarted else count + 1
        truth = _write_person(
            rng, sheet, row, left, columns, facts, frames.running(stt, count), planted.get(index, {}), laid
        )
        for key in implied | ({sections: 1} if sections != "none" else {}):
            truth["fields"].setdefault(key, facts[key])
        truths.append(truth)
        row += 1
        if rng.random() < 0.02:
            row += 1
    row = state.close_section(sheet, row, left, None, people)
    row = frames.write_empty_numbers(rng, sheet, row, left, columns, count)
    frames.write_end(rng, sheet, row, left, columns, len(people))
    laid.truth["sheets"][name] = truths


def _choose_keys(rng: Random, roster: str, sections: str) -> list[str]:
    pool = [k for k in COMMON + OWN[roster] if k != sections]
    many = rng.sample(pool, rng.randint(3, min(14, len(pool))))
    if "speciality_code" in many and "speciality" not in many:
        many.append("speciality")
    if "component" in pool and rng.random() < 0.3:
        many = [*dict.fromkeys([*many, "component"])]
    keys = ["birth_date", "citizen_id"] if rng.random() < 0.85 else [rng.choice(["birth_date", "citizen_id"])]
    keys += many
    if rng.random() < 0.5:
        rng.shuffle(keys)
    keys.insert(0 if rng.random() < 0.9 else rng.randint(0, 2), "full_name")
    return ["stt", *keys] if rng.random() < 0.9 else keys


def _columns(rng: Random, roster: str, keys: list[str]) -> list[Column]:
    """The columns with their words; some that belong together get a common word above them."""
    columns: list[Column] = []
    done: set[str] = set()
    stacking, bullet = rng.random() < 0.15, rng.choice(["", "", "- ", "+ "])
    for key in keys:
        if key in done:
            continue
        members = groups.stack_for(rng, key, keys, done) if stacking else ()
        if members:
            words = "\n".join(bullet + groups.one_line(heading(rng, k, roster)) for k in members)
            columns.append(Column(key, [words], "stack", members=members))
            done.update(members)
            continue
        group = groups.group_for(rng, key, keys, done, roster)
        if group:
            columns.extend(Column(k, [top, word] if top else [word], part) for k, top, word, part in group)
            done.update(k for k, *_ in group)
        else:
            columns.append(Column(key, [heading(rng, key, roster)]))
            done.add(key)
    styles = {key: STYLES.get(key, plain)(rng) for key in sorted(done)}
    for column in columns:
        column.style = styles[column.key]
    return columns


def _write_person(
    rng: Random,
    sheet: Any,
    row: int,
    left: int,
    columns: list[Column],
    facts: dict[str, Any],
    stt: Any,
    fault: dict[str, Any],
    laid: Laid,
) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    problems = [{"field": f, "code": c} for f, c in fault.get("problems", [])]
    for offset, column in enumerate(columns):
        key = column.key
        if key == "stt":
            value: Any = stt
        elif key.startswith("x_"):
            value = {"x_issue": "15/08/2021", "x_children": rng.choice([None, 1, 2])}.get(key)
        elif column.part == "stack":
            value, known = groups.stacked_cell(rng, column, facts)
            fields |= known
        elif key in fault.get("cells", {}):
            value = fault["cells"][key]
            if column.part:
                value = value if column.part in {"name.family", "birth.day"} else None
            if fault.get("fields", {}).get(key):
                fields[key] = fault["fields"][key]
        elif key == "ground" and facts[key] is None:
            value, known = rng.choice([(None, None), *GROUNDS])
            fields |= {key: known} if known else {}
        else:
            value, known = groups.part_of(rng, column, facts)
            if isinstance(known, dict):
                fields |= known
            elif known is not None:
                fields[key] = known
            if column.part in {"birth.male", "birth.female"} and value is not None:
                fields["sex"] = facts["sex"]
        if key == "is_assigned" and isinstance(value, str) and ("/" in value or column.part == "post"):
            laid.secrets.append(value)
        if value is not None:
            sheet.cell(row, left + offset + 1, value)
    return {"row": row, "fields": fields, "problems": problems}


def _plan_faults(
    rng: Random, people: list[dict[str, Any]], keys: list[str], columns: list[Column]
) -> dict[int, dict[str, Any]]:
    """Plant some faults, one a row, each where its column stands in one piece."""
    whole = {c.key for c in columns if not c.part}
    planted: dict[int, dict[str, Any]] = {}
    stacked = {k for c in columns for k in c.members}
    whole, keys = whole - stacked, [k for k in keys if k not in stacked]
    rows = rng.sample(range(len(people)), min(len(people) // 2, rng.randint(1, 8)))
    for index in rows:
        facts = people[index]
        choices = faults_for(rng, facts, whole, set(keys), [p for i, p in enumerate(people) if i not in rows])
        if choices:
            planted[index] = rng.choice(choices)
            if "twin" in planted[index]:
                facts.update(planted[index]["twin"])
    for fault in list(planted.values()):
        if "twin_of" in fault:
            other = next(i for i, p in enumerate(people) if p is fault["twin_of"])
            planted[other] = {"problems": [("citizen_id", "duplicate_in_file")]}
    return planted
