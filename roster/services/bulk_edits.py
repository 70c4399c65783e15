"""The same facts of many people changed at once: looked at first, then written in one transaction.

What came of each person's facts is kept as after an edit of his own; the whole is one entry of the journal that names
all of them, by which it is shown and taken back (services.bulk_edit_undo).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm.exc import StaleDataError

from roster.columns.catalogue import ENLISTMENT, PERSON, PERSON_COLUMNS, ROSTER_COLUMNS, ROSTERS, column
from roster.columns.column import Column, Value
from roster.domain.actor import Actor, Permission
from roster.domain.number_words import in_figures
from roster.services import audit
from roster.services.changes import InvalidFacts, blank_to_none, set_facts, too_long
from roster.services.copies import copy_or_refuse
from roster.services.faults import Invalid, NotFound
from roster.services.people import write_facts
from roster.store.db import db, new_id, now
from roster.store.list_filter import ListFilter
from roster.store.people import Person
from roster.store.queries import RECORD_MODELS, list_rows
from roster.store.scope import require

MOST_PEOPLE = 2_000
EDITED = "people.edit"  # the journal's entry of an edit of many; its subject is the edit

# What many people may have in common. Who somebody is, his steps and grounds, his classes and posts come one by one,
# each with its own paper.
_PERSON_KEYS = (
    "neighbourhood", "education", "qualification", "occupation", "workplace", "salary_grade", "foreign_language",
    "ethnicity", "religion", "hometown", "permanent_address", "current_address", "is_union_member", "family_class",
    "personal_class", "notes",
)  # fmt: skip
_RECORD_KEYS: dict[str, tuple[str, ...]] = {ENLISTMENT: ("registration", "volunteer", "had_education_deferral")}

_CHANGED_SINCE = "Hồ sơ vừa được cán bộ khác sửa, chưa ghi gì. Xin xem trước lại."
_NOT_THERE = "Không còn trong danh sách này."
_CLOSED = "Hồ sơ trong danh sách này đã kết thúc."


@dataclass(frozen=True)
class Change:
    """One fact of one person: what stands there and what is to stand there."""

    fact: Column
    old: Value
    new: Value


@dataclass(frozen=True)
class Edited:
    """A person whose facts change. `mark` says what was seen of him: where it differs later, he was edited since."""

    person_id: UUID
    record_id: UUID
    full_name: str
    birth_date: str | None
    neighbourhood: str | None
    changes: tuple[Change, ...]
    mark: str


@dataclass(frozen=True)
class LeftOut:
    """A person who is left as he is, and why."""

    person_id: UUID
    full_name: str
    reason: str


@dataclass(frozen=True)
class EditPreview:
    """Who changes and how, how many have the values already, who is left out and why."""

    edited: tuple[Edited, ...]
    same: int
    left_out: tuple[LeftOut, ...]


def editable_keys(roster: str) -> tuple[str, ...]:
    """The keys of the facts that may be changed for many at once. Raises NotFound for an unknown roster."""
    if roster not in ROSTERS:
        raise NotFound(roster)
    return (*_RECORD_KEYS.get(roster, ()), *_PERSON_KEYS)


def editable(actor: Actor, roster: str) -> tuple[Column, ...]:
    """The facts of `editable_keys` that the actor may see, and so may change. Raises NotFound for an unknown roster."""
    return tuple(fact for key in editable_keys(roster) if actor.may_see((fact := column(roster, key)).sensitivity))


def preview(
    actor: Actor,
    ward_id: UUID,
    roster: str,
    year: int,
    person_ids: Collection[UUID],
    values: Mapping[str, Value],
    today: date,
) -> EditPreview:
    """What the edit would change; writes nothing. `values`: by key of `editable`, None empties the fact.

    Raises NotFound, NotAllowed, Invalid for too many people or no fact, InvalidFacts for a text that is too long.
    """
    require(actor, Permission.EDIT_PEOPLE, ward_id)
    values = {fact.key: blank_to_none(values[fact.key]) for fact in editable(actor, roster) if fact.key in values}
    _check(roster, person_ids, values)
    facts = [column(roster, key) for key in values]
    of_record = any(fact.home != PERSON for fact in facts)
    wanted = ListFilter(roster, ward_id, year, person_ids=frozenset(person_ids), today=_today(roster, today))
    edited, left_out, same, missing = [], [], 0, set(person_ids)
    for row in list_rows(actor, wanted):
        missing.discard(row["person_id"])
        changes = tuple(Change(f, row[f.key], values[f.key]) for f in facts if row[f.key] != values[f.key])
        if of_record and row["closed_on"] is not None:
            left_out.append(LeftOut(row["person_id"], row["full_name"], _CLOSED))
        elif not changes:
            same += 1
        else:
            edited.append(_edited(row, facts, changes))
    left_out.extend(_missing(ward_id, missing))
    return EditPreview(tuple(edited), same, tuple(left_out))


def make(
    actor: Actor,
    ward_id: UUID,
    roster: str,
    year: int,
    seen: Mapping[UUID, str],
    values: Mapping[str, Value],
    today: date,
) -> tuple[UUID | None, EditPreview]:
    """Change everybody who still is as the officer saw him, in one transaction; the others stay and are named.

    `seen`: the marks of the preview by person. Returns the edit's id (None where nobody was left to change) and what
    was done. Raises as `preview` does, and Invalid where the books cannot be copied or somebody wrote at that moment.
    """
    require(actor, Permission.EDIT_PEOPLE, ward_id)
    if len(seen) > 1:
        copy_or_refuse(on_server=False)
    _hold(ward_id, roster, seen)
    found = preview(actor, ward_id, roster, year, seen, values, today)
    stale = [one for one in found.edited if one.mark != seen[one.person_id]]
    edited = tuple(one for one in found.edited if one.mark == seen[one.person_id])
    left_out = (*found.left_out, *(LeftOut(one.person_id, one.full_name, _CHANGED_SINCE) for one in stale))
    done = EditPreview(edited, found.same, left_out)
    if not edited:
        db.session.rollback()
        return None, done
    edit_id, at = new_id(), now()
    try:
        for one in edited:
            _write(actor, roster, one, at)
        audit.record(
            actor, EDITED, ward_id=ward_id, subject_id=edit_id, people=[one.person_id for one in edited],
            roster=roster, year=year, fields=list(values), count=len(edited), left_out=len(left_out),
            at=at.isoformat(),
        )  # fmt: skip
        db.session.commit()
    except StaleDataError as error:
        db.session.rollback()
        raise Invalid({"": ["Cán bộ khác vừa ghi vào sổ nên chưa sửa gì. Xin xem trước lại."]}) from error
    return edit_id, done


def _today(roster: str, today: date) -> date | None:
    return None if roster == ENLISTMENT else today


def _check(roster: str, person_ids: Collection[UUID], values: Mapping[str, Value]) -> None:
    if not values:
        raise Invalid({"": ["Chưa nhập gì để sửa: hãy ghi giá trị mới cho ít nhất một mục, hoặc chọn xóa trắng."]})
    if not person_ids:
        raise Invalid({"": ["Chưa chọn ai để sửa."]})
    if len(person_ids) > MOST_PEOPLE:
        most = in_figures(MOST_PEOPLE)
        raise Invalid({"": [f"Mỗi lần sửa được nhiều nhất {most} người. Hãy lọc danh sách cho ít người hơn."]})
    problems = [
        *too_long(Person, values, PERSON_COLUMNS), *too_long(RECORD_MODELS[roster], values, ROSTER_COLUMNS[roster])
    ]  # fmt: skip
    if problems:
        raise InvalidFacts(problems)


def _edited(row: Mapping[str, Any], facts: Collection[Column], changes: tuple[Change, ...]) -> Edited:
    seen = json.dumps([row["version"], *(row[fact.key] for fact in facts)], ensure_ascii=False, default=str)
    mark = hashlib.sha256(seen.encode()).hexdigest()[:12]
    return Edited(
        row["person_id"], row["record_id"], row["full_name"], row["birth_date"], row["neighbourhood"], changes, mark
    )


def _missing(ward_id: UUID, person_ids: Collection[UUID]) -> list[LeftOut]:
    """Citizens of the ward who left the list; ids of nobody here are passed over."""
    query = select(Person.id, Person.full_name).where(Person.ward_id == ward_id, Person.id.in_(person_ids))
    rows = db.session.execute(query.order_by(Person.sort_key)) if person_ids else ()
    return [LeftOut(person_id, name, _NOT_THERE) for person_id, name in rows]


def _hold(ward_id: UUID, roster: str, person_ids: Collection[UUID]) -> None:
    """Let nobody else change these people until the transaction ends, and forget what was read before it."""
    record = RECORD_MODELS[roster]
    for model, key in ((Person, Person.id), (record, record.person_id)):
        held = select(model.id).where(model.ward_id == ward_id, key.in_(person_ids))
        db.session.execute(held.order_by(model.id).with_for_update()).all()
    db.session.expire_all()


def _write(actor: Actor, roster: str, one: Edited, at: Any) -> None:
    own = {change.fact.key: change.new for change in one.changes if change.fact.home == PERSON}
    of_record = {change.fact.key: change.new for change in one.changes if change.fact.home != PERSON}
    if own:
        write_facts(actor, db.session.get_one(Person, one.person_id), own, at)
    if of_record:
        set_facts(actor, db.session.get_one(RECORD_MODELS[roster], one.record_id), roster, of_record, at)
