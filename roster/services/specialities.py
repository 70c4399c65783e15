"""The ward's table of military specialities (CNQS), and how far a reservist's fits the one that is asked for.

The official list is not public: the ward keeps its own. What is asked for is never stored with a person, only how far
his speciality fits.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select

from roster.columns.catalogue import RESERVE
from roster.domain.actor import Actor, Permission
from roster.domain.text import clean
from roster.services import audit
from roster.services.changes import set_facts
from roster.services.clock import today
from roster.services.faults import Invalid, NotFound
from roster.services.reserve_events import CHANGED_MEANWHILE
from roster.services.reserve_register import Reservist, register_on
from roster.store import reserve_queries
from roster.store.db import db
from roster.store.forces import Speciality
from roster.store.reserve import ReserveRecord
from roster.store.scope import require

FACTS = ("code", "name", "group", "near_codes", "ends_on")
EXACT, NEAR, NONE = "exact", "near", "none"
_LONGEST = {"code": 10, "name": 120, "group": 120, "near_codes": 200}
_MOST_LINES = 2000


@dataclass(frozen=True)
class ListedSpeciality:
    """A speciality with how many reservists have just its code, and how many a near one."""

    row: Speciality
    exact: int
    near: int

    @property
    def has_ended(self) -> bool:
        """Whether it is no longer used."""
        return self.row.ends_on is not None and self.row.ends_on < today()


@dataclass(frozen=True)
class Match:
    """A reservist and how far his speciality fits the one asked for, as the table proposes."""

    reservist: Reservist
    proposed: str


def list_specialities(actor: Actor, ward_id: UUID) -> list[ListedSpeciality]:
    """The ward's table by group and code, those that have ended last. Raises NotFound, NotAllowed."""
    rows = _rows(actor, ward_id)
    counts = Counter({code: count for code, _, count in reserve_queries.speciality_counts(actor, ward_id)})
    found = [
        ListedSpeciality(
            row, counts[row.code], sum(count for code, count in counts.items() if match_of(row, code, rows) == NEAR)
        )
        for row in rows.values()
    ]
    return sorted(found, key=lambda one: (one.has_ended, one.row.group or "~", one.row.code))


def unknown_codes(actor: Actor, ward_id: UUID) -> list[tuple[str, str, int]]:
    """Codes of reservists that the table does not have, with a name that a roster gives and how many have them."""
    rows = _rows(actor, ward_id)
    found = reserve_queries.speciality_counts(actor, ward_id)
    return [(code, name or "", count) for code, name, count in found if code not in rows]


def get_speciality(
    actor: Actor, ward_id: UUID, speciality_id: UUID, permission: Permission = Permission.VIEW_PEOPLE
) -> Speciality:
    """One speciality of the ward's table. Raises NotFound, NotAllowed."""
    require(actor, permission, ward_id)
    row = db.session.get(Speciality, speciality_id)
    if row is None or row.ward_id != ward_id:
        raise NotFound(str(speciality_id))
    return row


def seen_of(row: Speciality) -> str:
    """What the row held when a form showed it: a changed text means that somebody else has edited it."""
    return "|".join(str(getattr(row, key) or "") for key in FACTS)


def save(
    actor: Actor, ward_id: UUID, speciality_id: UUID | None, values: Mapping[str, Any], seen: str | None = None
) -> Speciality:
    """Add a speciality (no id) or change one, and commit. Raises Invalid, NotFound, NotAllowed."""
    require(actor, Permission.EDIT_PEOPLE, ward_id)
    row = get_speciality(actor, ward_id, speciality_id, Permission.EDIT_PEOPLE) if speciality_id else None
    if row is not None:
        db.session.refresh(row, with_for_update=True)
        if seen is not None and seen != seen_of(row):
            raise Invalid({"": [CHANGED_MEANWHILE]})
    facts = _cleaned(values)
    faults = _faults(facts)
    known = _rows(actor, ward_id).get(facts["code"] or "")
    if known is not None and (row is None or known.id != row.id):
        faults["code"] = [f"Mã {facts['code']} đã có trong bảng ({known.name})."]
    if faults:
        raise Invalid(faults)
    if row is None:
        row = Speciality(ward_id=ward_id)
        db.session.add(row)
    for key, value in facts.items():
        setattr(row, key, value)
    audit.record(actor, "speciality.save", ward_id=ward_id, code=facts["code"])
    db.session.commit()
    return row


def read_lines(text: str) -> tuple[list[dict[str, Any]], list[str]]:
    """Specialities out of pasted lines "mã; tên; nhóm; mã gần" (tabs as Excel copies them, or semicolons).

    Returns the rows and a sentence for each line that cannot be taken. A line of headings and blank ones are left out.
    """
    rows: list[dict[str, Any]] = []
    faults: list[str] = []
    for number, line in enumerate(text.splitlines()[:_MOST_LINES], start=1):
        parts = [clean(part) for part in re.split(r"[\t;|]", line)]
        if not any(parts) or parts[0].lower() in {"mã", "mã cnqs", "stt"}:
            continue
        facts = _cleaned(dict(zip(FACTS, [*parts, "", "", ""], strict=False)) | {"ends_on": None})
        wrong = [sentence for sentences in _faults(facts).values() for sentence in sentences]
        if any(row["code"] == facts["code"] for row in rows):
            wrong.append(f"mã {facts['code']} có hai lần.")
        if wrong:
            faults.append(f"Dòng {number}: {' '.join(wrong)}")
        else:
            rows.append(facts)
    return rows, faults


def import_lines(actor: Actor, ward_id: UUID, text: str) -> tuple[int, int]:
    """Take pasted lines into the table, all or none: returns how many are new and how many changed. Commits.

    Raises Invalid with the lines that are wrong, NotFound, NotAllowed.
    """
    require(actor, Permission.EDIT_PEOPLE, ward_id)
    lines, faults = read_lines(text)
    if not lines and not faults:
        faults = ["Hãy dán ít nhất một dòng, ví dụ: 101; Lái xe ô tô; Vận tải; 102."]
    if faults:
        raise Invalid({"lines": faults[:20]})
    known, added, changed = _rows(actor, ward_id), 0, 0
    for facts in lines:
        row = known.get(str(facts["code"]))
        if row is None:
            db.session.add(Speciality(ward_id=ward_id, **facts))
            added += 1
            continue
        # A column that was not pasted keeps what the table has.
        wanted = {key: value for key, value in facts.items() if value is not None}
        if any(getattr(row, key) != value for key, value in wanted.items()):
            for key, value in wanted.items():
                setattr(row, key, value)
            changed += 1
    audit.record(actor, "speciality.import", ward_id=ward_id, added=added, changed=changed)
    db.session.commit()
    return added, changed


def match_of(wanted: Speciality, code: str | None, rows: Mapping[str, Speciality]) -> str:
    """How far a code fits the speciality asked for: the same is exact, one that either names as near is near."""
    if not code:
        return NONE
    if code == wanted.code:
        return EXACT
    own = rows.get(code)
    is_near = code in _codes(wanted.near_codes) or (own is not None and wanted.code in _codes(own.near_codes))
    return NEAR if is_near else NONE


def matches(actor: Actor, ward_id: UUID, speciality_id: UUID) -> list[Match]:
    """The reservists whose speciality is just, or nearly, the one asked for: exact ones first. Raises NotFound, …"""
    wanted, rows = get_speciality(actor, ward_id, speciality_id), _rows(actor, ward_id)
    found = [Match(one, match_of(wanted, one.speciality_code, rows)) for one in register_on(actor, ward_id, today())]
    return sorted((one for one in found if one.proposed != NONE), key=lambda one: one.proposed != EXACT)


def record_matches(actor: Actor, ward_id: UUID, person_ids: Iterable[UUID], match: str) -> int:
    """Write how far the speciality fits into the records of the people chosen, and commit; returns how many changed.

    `match` is "exact", "near" or "none". Raises Invalid, NotFound (somebody is not in the register), NotAllowed.
    """
    require(actor, Permission.EDIT_PEOPLE, ward_id)
    chosen = list(dict.fromkeys(person_ids))
    if match not in {EXACT, NEAR, NONE} or not chosen:
        raise Invalid({"": ["Hãy đánh dấu ít nhất một người và chọn mức đúng CNQS."]})
    query = select(ReserveRecord).where(
        ReserveRecord.ward_id == ward_id, ReserveRecord.person_id.in_(chosen), ReserveRecord.closed_on.is_(None)
    )
    records = list(db.session.scalars(query.with_for_update()))
    if len(records) != len(chosen):
        db.session.rollback()
        raise NotFound("reserve record")
    changed = [record for record in records if set_facts(actor, record, RESERVE, {"speciality_match": match})]
    for record in changed:
        audit.record(actor, "reserve.match", ward_id=ward_id, subject_id=record.person_id, match=match)
    db.session.commit()
    return len(changed)


def _rows(actor: Actor, ward_id: UUID) -> dict[str, Speciality]:
    require(actor, Permission.VIEW_PEOPLE, ward_id)
    query = select(Speciality).where(Speciality.ward_id == ward_id).order_by(Speciality.code)
    return {row.code: row for row in db.session.scalars(query)}


def _codes(text: str | None) -> list[str]:
    return (text or "").split()


def _cleaned(values: Mapping[str, Any]) -> dict[str, Any]:
    facts: dict[str, Any] = {key: clean(str(values.get(key) or "")) or None for key in FACTS if key != "ends_on"}
    if facts["near_codes"]:
        codes = dict.fromkeys(re.split(r"[\s,;]+", facts["near_codes"].strip(" ,;")))
        facts["near_codes"] = " ".join(code for code in codes if code and code != facts["code"]) or None
    ends_on = values.get("ends_on")
    return facts | {"ends_on": ends_on if isinstance(ends_on, date) else None}


def _faults(facts: Mapping[str, Any]) -> dict[str, list[str]]:
    faults: dict[str, list[str]] = {}
    if not facts["code"]:
        faults["code"] = ["Hãy ghi mã CNQS."]
    elif re.search(r"\s", facts["code"]):
        faults["code"] = ["Mã CNQS viết liền, không có khoảng trắng."]
    if not facts["name"]:
        faults["name"] = ["Hãy ghi tên chuyên nghiệp quân sự."]
    for key, most in _LONGEST.items():
        if len(facts[key] or "") > most:
            faults.setdefault(key, []).append(f"Không quá {most} ký tự.")
    return faults
