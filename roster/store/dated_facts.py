"""Facts of the militia's and the reserve's records as they stood on a day: the one definition of docs/decisions/0012.

A record holds what is. What it held on a day that has gone is worked out from the history of its changes and from what
was entered with a day (store.dated_history), for whole wards in a few queries. Every list, count, register and paper of
a past day asks here: `past_facts` for one day, `Histories` for many.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from flask import current_app
from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Uuid,
    and_,
    any_,
    bindparam,
    case,
    exists,
    func,
    literal,
    null,
    or_,
    select,
    type_coerce,
)
from sqlalchemy.orm import aliased

from roster.config import OFFICE_ZONE
from roster.store.audit import FieldChange
from roster.store.dated_history import UNKNOWN, UNSAID, Change, Statement, end_of, moment_of, value_on
from roster.store.db import db
from roster.store.forces import Appointment, ForceEvent, ForceUnit, ForceUnitName
from roster.store.militia import MilitiaRecord
from roster.store.reserve import ReserveRecord

MILITIA, RESERVE = "militia", "reserve"
DATED_KEYS: dict[str, tuple[str, ...]] = {
    MILITIA: ("component", "unit", "post"),
    RESERVE: ("rank", "reserve_class", "is_assigned", "speciality_match", "speciality_code", "speciality"),
}
"""Facts of each roster's records that change in a man's time there: a past day is told them as of then."""
KEY_OF_EVENT = {"class": "reserve_class", "rank": "rank", "placement": "is_assigned"}
"""Which fact an event of the reserve states."""
_A_DAY = timedelta(days=1)
_MODELS: dict[str, Any] = {MILITIA: MilitiaRecord, RESERVE: ReserveRecord}


def fact_of_event(kind: str, value: str | None) -> Any:
    """The value of KEY_OF_EVENT's fact that an event states."""
    if kind == "class":
        return int(value or 0)
    return value == "yes" if kind == "placement" else value


@dataclass
class Histories:
    """The histories of those records of some wards of which something was entered after a day."""

    home: str
    today: date
    changes: dict[UUID, dict[str, list[Change]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(list)))
    statements: dict[UUID, dict[str, list[Statement]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(list))
    )
    began: dict[UUID, datetime] = field(default_factory=dict)
    served: dict[UUID, list[tuple[date, date, str]]] = field(default_factory=lambda: defaultdict(list))
    """Components of units served in by appointments that were entered when they had ended already: from, to, which."""

    def value(self, record_id: UUID, key: str, on: date) -> Any:
        """The fact on the day, UNKNOWN where the record's own value stands: today, and where nothing was changed."""
        return UNKNOWN if on >= self.today else self.told(record_id, key, on)

    def told(self, record_id: UUID, key: str, on: date) -> Any:
        """The same, also for today, told from the history alone."""
        if key == "component":
            for first, last, component in reversed(self.served.get(record_id, ())):
                if first <= on <= last:
                    return component
        if record_id not in self.changes and record_id not in self.statements:
            return UNKNOWN
        statements = self.statements.get(record_id, {})
        return value_on(
            self.changes.get(record_id, {}).get(key, ()),
            [*statements.get(key, ()), *statements.get("", ())],
            self.began.get(record_id) or moment_of(record_id),
            on,
        )

    def on(self, day: date) -> dict[tuple[UUID, str], Any]:
        """Every fact that these histories tell of that day, by record and key."""
        records = {*self.changes, *self.statements, *self.served}
        found = {}
        for record_id in records:
            told = {*self.changes.get(record_id, ()), *self.statements.get(record_id, ())} - {""}
            for key in told | {"component"} if record_id in self.served else told:
                value = self.value(record_id, key, day)
                if value is not UNKNOWN:
                    found[record_id, key] = value
        return found


@dataclass(frozen=True)
class PastFacts:
    """Facts of a day that may be other than what the records say now, by record and key; empty for today."""

    home: str
    values: dict[tuple[UUID, str], Any]

    def column(self, key: str) -> ColumnElement[Any]:
        """The fact on that day, for a query that reads from the roster's table."""
        model = _MODELS[self.home]
        present = getattr(model, key)
        ids: dict[Any, list[UUID]] = defaultdict(list)
        for (record_id, of), value in self.values.items():
            if of == key:
                ids[value].append(record_id)
        if not ids:
            return present
        whens = [
            (_is_one_of(model.id, found), null() if value is None else literal(value, present.type))
            for value, found in ids.items()
        ]
        return type_coerce(case(*whens, else_=present), present.type)

    def of(self, record_id: UUID, key: str, present: Any) -> Any:
        """The fact of one record, whose value now is given."""
        return self.values.get((record_id, key), present)


def past_facts(home: str, ward_ids: Collection[UUID], on: date) -> PastFacts:
    """The facts of the wards' records on the day; the caller has checked the wards. Today's need no query."""
    return PastFacts(home, histories(home, ward_ids, on).on(on))


def component_on(ward_ids: Collection[UUID], on: date) -> ColumnElement[Any]:
    """The component of a MilitiaRecord of these wards on that day, for a query that reads from the table."""
    return past_facts(MILITIA, ward_ids, on).column("component")


def restored_value(record: ReserveRecord, key: str) -> Any:
    """What a fact of the record is today when what was withdrawn never counted; UNKNOWN where nothing tells."""
    whole = _Reader(RESERVE, [record.ward_id], None, record.id).read()
    return whole.told(record.id, key, whole.today)


def histories(home: str, ward_ids: Collection[UUID], after: date) -> Histories:
    """The histories needed to tell the facts of any day from `after` on: no query where none has gone.

    The caller has checked the wards.
    """
    if after >= _today() or not ward_ids:
        return Histories(home, _today())
    return _Reader(home, ward_ids, end_of(after)).read()


class _Reader:
    """Reads histories: with `after` those of records of which something was entered later, else all."""

    def __init__(
        self, home: str, ward_ids: Collection[UUID], after: datetime | None, record_id: UUID | None = None
    ) -> None:
        self._wards, self._after, self._record_id = list(ward_ids), after, record_id
        self._found = Histories(home, _today())

    def read(self) -> Histories:
        self._read_changes()
        if self._found.home == RESERVE:
            self._read_events()
        else:
            self._read_appointments()
        return self._found

    def _read_changes(self) -> None:
        given: dict[str, Any] = {"wards": self._wards}
        if self._record_id is not None:
            query, given = _changes_query(self._found.home, "one"), given | {"record": self._record_id}
        elif self._after is not None:
            query, given = _changes_query(self._found.home, "later"), given | {"after": self._after}
        else:
            query = _changes_query(self._found.home, "all")
        for record_id, key, at, old, new, first in db.session.execute(query, given):
            if first is not None:
                self._found.began[record_id] = first
            self._found.changes[record_id][key].append(Change(at, old, new))

    def _read_events(self) -> None:
        query: Any = select(
            ForceEvent.record_id, ForceEvent.kind, ForceEvent.value, ForceEvent.at, ForceEvent.on_day,
            ForceEvent.withdrawn_at,
        ).where(*_events(self._wards))  # fmt: skip
        if self._record_id is not None:
            query = query.where(ForceEvent.record_id == self._record_id)
        for record_id, kind, value, at, on_day, withdrawn in db.session.execute(query):
            is_later = self._after is None or at >= self._after or (withdrawn is not None and withdrawn >= self._after)
            if not is_later and record_id not in self._found.changes:
                continue
            key, said = KEY_OF_EVENT.get(kind, ""), UNSAID
            if key:
                said = fact_of_event(kind, value)
            self._found.statements[record_id][key].append(
                Statement(at, None if withdrawn is not None else on_day, said)
            )

    def _read_appointments(self) -> None:
        query: Any = (
            select(
                MilitiaRecord.id, Appointment.id, Appointment.begins_on, Appointment.ends_on, ForceUnit.component
            )
            .join(ForceUnit, ForceUnit.id == Appointment.unit_id)
            .join(MilitiaRecord, MilitiaRecord.person_id == Appointment.person_id)
            .where(Appointment.ward_id.in_(self._wards))
            .order_by(Appointment.begins_on, Appointment.id)
        )  # fmt: skip
        ended = and_(Appointment.ends_on.is_not(None), Appointment.ends_on < _today())
        if self._after is not None:
            ended = and_(ended, Appointment.ends_on >= (self._after.astimezone(OFFICE_ZONE).date() - _A_DAY))
        changed = list(self._found.changes)
        query = query.where(or_(ended, _is_one_of(MilitiaRecord.id, changed)) if changed else ended)
        for record_id, key, begins, ends, component in db.session.execute(query):
            at = moment_of(key)
            if record_id in self._found.changes:
                self._found.statements[record_id][""].append(Statement(at, begins, UNSAID))
            if component and ends is not None and ends < at.astimezone(OFFICE_ZONE).date():
                self._found.served[record_id].append((begins, ends, component))
        self._read_names()

    def _read_names(self) -> None:
        query = select(ForceUnitName.id, ForceUnitName.ends_on).where(ForceUnitName.ward_id.in_(self._wards))
        began = {moment_of(key): last + _A_DAY for key, last in db.session.execute(query)}
        for record_id, changes in self._found.changes.items():
            moments = {one.at for rows in changes.values() for one in rows}
            for at in moments & began.keys():
                self._found.statements[record_id][""].append(Statement(at, began[at], UNSAID))


@cache
def _changes_query(home: str, which: str) -> Any:
    """The changes of some wards' records, kept as it is built, since a page asks a dozen times and building took longer
    than the answer. `which` records: "all", "one" (:record), or those of which something was entered "later" (:after).
    """
    model, started = _MODELS[home], aliased(FieldChange)
    began = (
        select(func.min(started.at))
        .where(started.person_id == model.person_id, started.record_id == model.id, started.key == "since")
        .scalar_subquery()
    )
    # Distinct only so that SQLite works the records out before it walks through their histories, which are long and
    # kept in the order of people.
    records = (
        select(model.id, model.person_id, began.label("began")).where(*_of_records(home, which)).distinct().subquery()
    )
    # What a record began with by an import (all at one moment) is left where it is: five rows for each man.
    is_later = or_(
        records.c.began.is_(None), FieldChange.at > records.c.began,
        and_(FieldChange.old.is_not(None), FieldChange.old != "null"),
    )  # fmt: skip
    return (
        select(
            FieldChange.record_id, FieldChange.key, FieldChange.at, FieldChange.old, FieldChange.new,
            records.c.began,
        )
        .join(
            records,
            and_(records.c.person_id == FieldChange.person_id, records.c.id == FieldChange.record_id),
        )
        .where(FieldChange.home == home, FieldChange.key.in_(DATED_KEYS[home]), is_later)
        .order_by(FieldChange.at, FieldChange.id)
    )  # fmt: skip


def _of_records(home: str, which: str) -> tuple[ColumnElement[bool], ...]:
    model = _MODELS[home]
    wards: Any = bindparam("wards", expanding=True)
    if which == "one":
        return model.ward_id.in_(wards), model.id == bindparam("record")
    if which == "all":
        return (model.ward_id.in_(wards),)
    after: Any = bindparam("after")
    later = aliased(FieldChange)
    chosen: ColumnElement[bool] = exists().where(
        later.person_id == model.person_id, later.at >= after, later.record_id == model.id
    )
    if home == RESERVE:
        told = select(ForceEvent.record_id).where(
            *_events(wards), or_(ForceEvent.at >= after, ForceEvent.withdrawn_at >= after)
        )
        chosen = or_(chosen, model.id.in_(told))
    return model.ward_id.in_(wards), chosen


def _events(wards: Any) -> tuple[ColumnElement[bool], ...]:
    return ForceEvent.ward_id.in_(wards), ForceEvent.home == RESERVE, ForceEvent.record_id.is_not(None)


def _is_one_of(column: Any, ids: Iterable[UUID]) -> ColumnElement[bool]:
    """Whether the column's id is one of these, however many: one parameter, where engines bound their number."""
    if db.engine.dialect.name == "postgresql":
        return column == any_(literal(list(ids), ARRAY(Uuid())))
    listed = func.json_each(json.dumps([one.hex for one in ids])).table_valued("value")
    return column.in_(select(listed.c.value))


def _today() -> date:
    moment: datetime = current_app.config["CLOCK"]()
    return moment.date()
