"""A plan held against what a workbook truly says: every difference as a line of text."""

from __future__ import annotations

from collections.abc import Collection

# What the program may conclude from other facts of a row though no cell says it.
_SAID_BY = {"is_party_member": "party_joined_on", "is_union_member": "union_joined_on"}
INFERRED = {"sex", "neighbourhood", "father_birth_year", "mother_birth_year", "spouse_birth_year"}


def differences(plan, truth: dict, *, strict: bool = False, may_be_read: Collection[str] = ()) -> list[str]:
    """Every way in which the plan departs from the truth; empty when all was read.

    `truth`: {"sheets": {name: [{"row", "fields", "problems": [{"field", "code"}]}]}}. `strict` also forbids values that
    the truth does not name, save `INFERRED` and `may_be_read`.
    """
    got = {(s.part_of if s.is_below else s.name, r.row): r for s in plan.sheets for r in s.rows}
    want = {(name, r["row"]): r for name, rows in truth["sheets"].items() for r in rows}
    found = [f"{key}: no person, read as {got[key].fields}" for key in sorted(set(got) - set(want))]
    twins: dict[str, list[bool]] = {}
    for key, true in want.items():
        row = got.get(key)
        if row is None:
            found.append(f"{key}: not read: {true['fields']}")
            continue
        codes = {(p.field, p.code) for p in row.problems}
        faulty = {p["field"] for p in true["problems"]}
        for fault in true["problems"]:
            if fault["code"] == "duplicate_in_file":  # either of the two rows may carry it
                number = true["fields"]["citizen_id"]
                twins.setdefault(number, []).append((fault["field"], fault["code"]) in codes)
            elif (fault["field"], fault["code"]) not in codes:
                found.append(f"{key}: {fault} not reported, but {sorted(codes)}")
        errors = [p for p in row.problems if p.holds_back and p.field not in faulty]
        if errors and not true["problems"]:
            found.append(f"{key}: error on a sound row: {[(p.code, p.message) for p in errors]}")
        if strict and errors and true["problems"]:
            found.append(f"{key}: another error: {[(p.code, p.message) for p in errors]}")
        for name, value in true["fields"].items():
            seen = row.fields.get(name)
            if name not in faulty and seen != value and not (value is False and not seen):
                found.append(f"{key}: {name} should be {value!r}, is {seen!r}")
        if strict:
            allowed = INFERRED | set(may_be_read) | faulty | set(true["fields"])
            allowed |= {member for member, since in _SAID_BY.items() if since in row.fields}
            extra = {k: v for k, v in row.fields.items() if k not in allowed and v not in (False, None)}
            if extra:
                found.append(f"{key}: {extra} stand nowhere")
    found.extend(f"{number}: the twin is not reported" for number, flags in twins.items() if not any(flags))
    return found
