"""Writing a plan's rows in bulk: citizens, records and the history of each value, a few statements for a whole file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import update

from roster.columns.catalogue import ENLISTMENT, PERSON, PERSON_COLUMNS, ROSTER_COLUMNS
from roster.columns.column import Value
from roster.domain.dates import earliest
from roster.domain.sorting import natural_key
from roster.intake.plan import CREATE, UPDATE, Plan, PlannedRow
from roster.store.bulk_rows import insert_rows
from roster.store.call_up_writes import LostUpdate, Written, write_call_up
from roster.store.cycle_years import fit_years
from roster.store.db import count_changed, db, new_id
from roster.store.derive import SEARCHED_KEYS, derived_keys
from roster.store.history_rows import HistoryRows, Origin
from roster.store.people import Person
from roster.store.queries import RECORD_MODELS
from roster.store.units import Neighbourhood

_PERSON_KEYS = tuple(c.key for c in PERSON_COLUMNS)
_PERSON: Any = Person.__table__
_NEIGHBOURHOOD: Any = Neighbourhood.__table__


@dataclass
class PreparedRows:
    """A plan's sound rows as they go into the tables; made outside of any transaction, so that nobody waits for it."""

    plan: Plan
    origin: Origin
    history: HistoryRows
    people: list[dict[str, Any]] = field(default_factory=list)
    records: list[dict[str, Any]] = field(default_factory=list)
    person_updates: list[tuple[PlannedRow, dict[str, Value]]] = field(default_factory=list)
    record_updates: list[tuple[PlannedRow, dict[str, Value]]] = field(default_factory=list)
    written: list[Written] = field(default_factory=list)
    # of known citizens, who may have other years open
    new_years: dict[UUID, tuple[dict[str, Any], str]] = field(default_factory=dict)


def prepare_rows(plan: Plan, origin: Origin) -> PreparedRows:
    """The plan's sound rows, ready to be written by `write_rows`."""
    ready = PreparedRows(plan, origin, HistoryRows(origin))
    record_keys = {c.key for c in ROSTER_COLUMNS[plan.roster]}
    for sheet in plan.sheets:
        for row in sheet.rows:
            if row.action not in {CREATE, UPDATE}:
                continue
            person_id = row.person_id or new_id()
            changed = {c.key: c.new for c in row.changes}
            if row.person_id is None:
                ready.people.append(_new_person(row, person_id, origin))
                changed_person = {k: v for k, v in row.fields.items() if k in _PERSON_KEYS}
            else:
                changed_person = {k: v for k, v in changed.items() if k in _PERSON_KEYS}
                if changed_person:
                    ready.person_updates.append((row, changed_person))
            if row.record_id is None:
                record = _new_record(plan, row, person_id, origin)
                ready.records.append(record)
                if row.person_id is not None:
                    ready.new_years[person_id] = (record, sheet.name)
                record_id, changed_record = record["id"], {k: v for k, v in row.fields.items() if k in record_keys}
            else:
                record_id, changed_record = row.record_id, {k: v for k, v in changed.items() if k in record_keys}
                if changed_record:
                    ready.record_updates.append((row, changed_record))
            ready.written.append(Written(row, person_id, record_id, sheet.name))
            old = {c.key: c.old for c in row.changes}
            for home, facts, subject in ((PERSON, changed_person, None), (plan.roster, changed_record, record_id)):
                ready.history.add_facts(person_id, home, subject, facts, old, sheet.name, row.cells)
    return ready


def write_rows(ready: PreparedRows, versions: Mapping[UUID, int]) -> dict[str, int]:
    """Write prepared rows into the open transaction. `versions` are the known citizens' as the plan saw them.

    Returns how many citizens and records were made and changed. Raises LostUpdate, with nothing kept by the caller's
    rollback, when a citizen or a claim was changed meanwhile.
    """
    plan, origin = ready.plan, ready.origin
    other_years = fit_years(origin.ward_id, plan.year, origin.day, ready.new_years) if plan.roster == ENLISTMENT else []
    # Into the tables rather than through the models: the rows are complete, and others wait for the lock meanwhile.
    insert_rows(_PERSON, ready.people)
    insert_rows(RECORD_MODELS[plan.roster].__table__, ready.records)
    _update_people(ready.person_updates, versions, origin)
    _update_records(plan.roster, ready.record_updates)
    if plan.roster == ENLISTMENT:
        for k in (*other_years, *write_call_up(origin.ward_id, ready.written)):
            ready.history.add(k.person_id, k.home, k.subject_id, k.key, k.old, k.new, k.sheet, k.cell)
    ready.history.write()
    _note_neighbourhoods(plan, origin)
    return {
        "people_created": len(ready.people),
        "people_changed": len(ready.person_updates),
        "records_created": len(ready.records),
        "records_changed": len(ready.record_updates),
    }


def _new_person(row: PlannedRow, person_id: UUID, origin: Origin) -> dict[str, Any]:
    facts = {key: row.fields.get(key) for key in _PERSON_KEYS}
    return {
        "id": person_id,
        "ward_id": origin.ward_id,
        **facts,
        **derived_keys(facts),
        "created_at": origin.at,
        "updated_at": origin.at,
        "version": 1,
    }


def _new_record(plan: Plan, row: PlannedRow, person_id: UUID, origin: Origin) -> dict[str, Any]:
    facts = {c.key: row.fields.get(c.key) for c in ROSTER_COLUMNS[plan.roster]}
    record = {
        "id": new_id(),
        "ward_id": origin.ward_id,
        "person_id": person_id,
        "since": first_day(plan.roster, plan.year, facts),
        **facts,
    }
    if plan.roster == ENLISTMENT:
        record |= {
            "year": plan.year,
            "closed_on": None,
            "closed_reason": None,
        }  # all rows of an insert have the same keys
    return record


def first_day(roster: str, year: int, facts: Mapping[str, Any]) -> date:
    """The day from which a record counts: when he joined or was discharged if that is known and not after `year`,
    else the first day of the roster's year."""
    known = facts.get("joined_on") or facts.get("discharged_on")
    if known and roster != ENLISTMENT and earliest(str(known)) <= date(year, 12, 31):
        return earliest(str(known))
    return date(year, 1, 1)


def _update_people(
    updates: list[tuple[PlannedRow, dict[str, Value]]], versions: Mapping[UUID, int], origin: Origin
) -> None:
    needs_keys = {"full_name", *SEARCHED_KEYS}
    for row, facts in updates:
        if row.person_id is None:
            continue
        values: dict[str, Any] = {**facts, "updated_at": origin.at, "version": versions[row.person_id] + 1}
        if needs_keys & facts.keys():
            person = db.session.get(Person, row.person_id)
            if person is None:
                raise LostUpdate
            values |= derived_keys({key: facts.get(key, getattr(person, key)) for key in needs_keys})
        done = count_changed(
            update(Person)
            .where(Person.id == row.person_id, Person.version == versions[row.person_id])
            .values(values)
            .execution_options(synchronize_session=False)
        )
        if done != 1:
            raise LostUpdate


def _update_records(roster: str, updates: list[tuple[PlannedRow, dict[str, Value]]]) -> None:
    model = RECORD_MODELS[roster]
    for row, facts in updates:
        db.session.execute(
            update(model).where(model.id == row.record_id).values(facts).execution_options(synchronize_session=False)
        )


def _note_neighbourhoods(plan: Plan, origin: Origin) -> None:
    """Neighbourhoods that the rows name and the ward did not know yet become choices of the ward."""
    named = {
        str(row.fields["neighbourhood"])
        for sheet in plan.sheets
        for row in sheet.rows
        if row.action in {CREATE, UPDATE} and row.fields.get("neighbourhood")
    }
    query = db.select(Neighbourhood.name).where(Neighbourhood.ward_id == origin.ward_id)
    missing = sorted(named - set(db.session.scalars(query)), key=natural_key)
    insert_rows(
        _NEIGHBOURHOOD,
        [{"id": new_id(), "ward_id": origin.ward_id, "name": n, "sort_key": natural_key(n)[:120]} for n in missing],
    )
