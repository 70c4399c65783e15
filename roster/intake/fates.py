"""What an import will do with one row: held back, new, changed, the same, or for a human to decide."""

from __future__ import annotations

from collections.abc import Mapping

from roster.columns.catalogue import ENLISTMENT, PERSON_COLUMNS
from roster.columns.column import Value
from roster.domain.dates import format_date
from roster.domain.problems import Severity, problem
from roster.intake.bodies import add_body_mass_index
from roster.intake.choices import ACCEPT, ADD, SKIP, Choices
from roster.intake.claims import plan_claim
from roster.intake.match import KnownPerson, People, same_fact, same_home
from roster.intake.parse import ParsedRow
from roster.intake.plan import CONFLICT, CREATE, ERROR, UNCHANGED, UPDATE, Change, PlannedRow, PlannedSheet
from roster.intake.steps import keep_step

# Who somebody is cannot be blanked by a list; what other tables hold is withdrawn there.
NEVER_ERASED = frozenset({"full_name", "citizen_id", "birth_date", "status", "ground", "ground_until"})
_SKIPPED = "Cán bộ đã chọn bỏ qua dòng này."


def fate_of(
    row: ParsedRow, people: People, roster: str, sheet: PlannedSheet, choices: Choices, *, unattended: bool = False
) -> PlannedRow:
    """What happens to one row: held back, new, changed, the same, or for a human to decide.

    `unattended`: nobody looks at the plan before it is written, so that whoever may be known already is held back.
    """
    fate = PlannedRow(row.index + 1, row.fields, row.problems, cells=row.cells)
    decision = choices.decisions.get((sheet.name, fate.row))
    match = people.find(row.fields)
    person = match.person
    if match.lookalike is not None:
        fate.lookalike_id, fate.lookalike_name = match.lookalike.person_id, str(match.lookalike.facts["full_name"])
        if decision == ACCEPT:
            person = match.lookalike  # the officer says that they are one man
    if person is not None:
        fate.person_id, fate.record_id, fate.matched_name = (
            person.person_id,
            person.record_id,
            str(person.facts["full_name"]),
        )
    keep_step(row, person)
    known: Mapping[str, Value] = person.facts if person is not None else {}
    if roster == ENLISTMENT:
        add_body_mass_index(row, known)
        claim, facts = plan_claim(row, person)
        known = {**known, **facts}
    else:
        claim = None
    if decision == SKIP:
        fate.action = CONFLICT
        fate.problems.append(problem("full_name", "possible_duplicate", _SKIPPED))
        return fate
    if any(p.holds_back for p in fate.problems):
        fate.action = ERROR
        return fate
    fate.claim = claim
    if person is None:
        if match.lookalike is not None and decision != ADD:
            alike = f"Trong sổ đã có {fate.lookalike_name} cùng ngày sinh, cùng họ tên (có thể khác dấu)"
            what = (
                "dòng này được giữ lại. Hãy nhập tệp trên trang Nhập danh sách để quyết định."
                if unattended
                else "dòng này sẽ thêm người mới."
            )
            fate.problems.append(
                problem("full_name", "possible_duplicate", f"{alike} nhưng khác số CCCD hoặc địa chỉ; {what}")
            )
            if unattended:
                fate.action, fate.claim = CONFLICT, None
        return fate
    if (match.clash or person.retired) and decision != ACCEPT:
        fate.action = CONFLICT
        fate.problems.append(problem("citizen_id", "possible_duplicate", _clash_message(person), Severity.WARNING))
        return fate
    if not match.certain:
        message = "Trùng họ tên và ngày sinh với người đã có nhưng chưa có số CCCD; sẽ bổ sung số CCCD cho người đó."
        fate.problems.append(problem("full_name", "possible_duplicate", message))
    fate.changes = [*_changes(row, person, known), *_erasures(row, person, sheet, choices)]
    if person.record_id is None:
        fate.action = CREATE
    else:
        fate.action = UPDATE if fate.changes else UNCHANGED
    return fate


def hold_back_second(fate: PlannedRow, sheet_name: str, written: dict[object, str]) -> None:
    """Hold the row back where another row of the file writes to the same citizen; `written` says where each stands."""
    if fate.action not in {CREATE, UPDATE}:
        return
    first = written.setdefault(fate.person_id, f"dòng {fate.row} (trang “{sheet_name}”)")
    if first != f"dòng {fate.row} (trang “{sheet_name}”)":
        message = f"Cùng là {fate.matched_name} như ở {first}. Dòng này được giữ lại; hãy xem dòng nào đúng."
        fate.problems.append(problem("full_name", "duplicate_in_file", message))
        fate.action, fate.changes, fate.claim = ERROR, [], None


def _clash_message(person: KnownPerson) -> str:
    if person.retired:
        return "Người này đã được đưa ra khỏi sổ. Hãy xem lại hồ sơ và quyết định có nhập hay không."
    born = format_date(str(person.facts["birth_date"])) if person.facts.get("birth_date") else "chưa rõ ngày sinh"
    name = person.facts["full_name"]
    return f"Số CCCD này trong sổ là của {name} ({born}). Hãy đối chiếu giấy tờ rồi quyết định."


_PERSON_KEYS = {c.key for c in PERSON_COLUMNS}


def _changes(row: ParsedRow, person: KnownPerson, known: Mapping[str, Value]) -> list[Change]:
    """What the row would change. A blank erases nothing; an inferred fact only fills a gap; a vaguer date loses."""
    changes = []
    home = row.fields.get("permanent_address") or known.get("permanent_address")
    for key, new in row.fields.items():
        old = known.get(key)
        if new is None or new == old or (person.record_id is None and key not in _PERSON_KEYS):
            continue
        if old is not None and (key in row.weak or same_fact(key, old, new) or same_home(key, old, new, home)):
            continue
        changes.append(Change(key, old, new))
    return changes


def _erasures(row: ParsedRow, person: KnownPerson, sheet: PlannedSheet, choices: Choices) -> list[Change]:
    """Facts whose cells are blank, in columns of which the officer said that a blank erases."""
    if not choices.erases or person.record_id is None:
        return []
    asked = {column.key for column in sheet.columns} & choices.erases - NEVER_ERASED
    doubtful = {found.field for found in row.problems}
    return [
        Change(key, person.facts[key], None)
        for key in sorted(key for key in asked if key)
        if row.fields.get(key) is None and person.facts.get(key) is not None and key not in doubtful
    ]
