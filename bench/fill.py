"""Fills the real schema with invented people fast: COPY on PostgreSQL, executemany on SQLite."""

from __future__ import annotations

import datetime
import uuid
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from flask import Flask
from sqlalchemy import text

from bench.people import YEAR, Facts, candidates, militia, reservists
from roster.columns.catalogue import ENLISTMENT, MILITIA, PERSON_COLUMNS, RESERVE
from roster.services.setup import prepare_database
from roster.store.accounts import User, UserRole, UserWard
from roster.store.db import db, new_id
from roster.store.derive import derived_keys
from roster.store.engine import note_sizes
from roster.store.people import Person
from roster.store.queries import RECORD_MODELS
from roster.store.seed_units import unit_id, ward_mark
from roster.store.units import Unit

WARD_CODE = "11446"  # the ward that is looked at; the others lie around it
_POOL = 6000  # people invented for each roster; each ward takes others of them
_STEP = 5000
_SHARES = ((ENLISTMENT, 55), (MILITIA, 20), (RESERVE, 25))
_NOW = datetime.datetime(2026, 11, 26, 2, tzinfo=datetime.UTC)
_DAY = datetime.date(2026, 3, 1)


def fill(app: Flask, people: int, wards: int) -> uuid.UUID:
    """Make the database of `app` hold so many people in so many wards, and an officer. Returns the first ward's id."""
    prepare_database(app)
    with app.app_context():
        ward_ids = _wards(wards)
        _officer(ward_ids[0])
        _write(people, ward_ids)
        if _is_postgresql():
            with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.execute(text("vacuum analyze"))
        note_sizes()
        return ward_ids[0]


def _is_postgresql() -> bool:
    return db.engine.dialect.name == "postgresql"


def _wards(count: int) -> list[uuid.UUID]:
    first = db.session.get_one(Unit, unit_id(ward_mark(WARD_CODE)))
    ids = [first.id]
    for number in range(1, count):
        name = f"Đo {number}"
        unit = Unit(
            id=new_id(), kind="ward", name=name, title=f"Phường {name}", search_key=f"do {number}",
            parent_id=first.parent_id, begins_on=first.begins_on,
        )  # fmt: skip
        db.session.add(unit)
        ids.append(unit.id)
    db.session.commit()
    return ids


def _officer(ward_id: uuid.UUID) -> None:
    roles = [UserRole(name=name) for name in ("officer", "commander")]
    user = User(user_name="can.bo", full_name="Lê Văn Thử", password=None, fs_uniquifier=uuid.uuid4().hex, roles=roles)
    user.wards = [UserWard(ward_id=ward_id)]
    db.session.add(user)
    db.session.commit()


@dataclass
class _Pool:
    """Rows of invented people, finished but for what each has of his own."""

    roster: str
    people: list[list[Any]]
    records: list[list[Any]]


def _write(people: int, ward_ids: list[uuid.UUID]) -> None:
    made = {ENLISTMENT: candidates, MILITIA: militia, RESERVE: reservists}
    pools = {roster: _pool(roster, made[roster](_POOL)) for roster, _ in _SHARES}
    place_of = {name: _PERSON_KEYS.index(name) for name in ("id", "ward_id", "citizen_id", "search_text")}
    key = (lambda value: value) if _is_postgresql() else (lambda value: value.hex)
    kept_wards = [key(one) for one in ward_ids]
    batch: dict[str, list[list[Any]]] = {"person": [], ENLISTMENT: [], MILITIA: [], RESERVE: []}
    for number in range(people):
        roster = _ROSTER_OF[number * 37 % 100]
        ward_id, person_id = kept_wards[number * len(ward_ids) // people], key(new_id())
        pool, chosen, citizen_id = pools[roster], (number * 7 + number // 13) % _POOL, f"{number:012}"
        person = pool.people[chosen].copy()
        person[place_of["id"]], person[place_of["ward_id"]] = person_id, ward_id
        person[place_of["citizen_id"]] = citizen_id
        person[place_of["search_text"]] = person[place_of["search_text"]].replace("#", citizen_id)
        batch["person"].append(person)
        record = [key(new_id()), ward_id, person_id, *pool.records[chosen][3:]]
        batch[roster].append(record)
        if roster == ENLISTMENT and number % 2:
            batch[roster].append([key(new_id()), ward_id, person_id, YEAR - 1, *record[4:]])
        if len(batch["person"]) >= _STEP:
            _flush(batch)
    _flush(batch)


def _pool(roster: str, facts: tuple[Facts, ...]) -> _Pool:
    base = {"created_at": _NOW, "updated_at": _NOW, "version": 1, "since": _DAY, "year": YEAR}
    keys = _keys(RECORD_MODELS[roster])
    people, records = [], []
    for one in facts:
        own = {column.key: one.get(column.key) for column in PERSON_COLUMNS}
        row = {**one, **base, **own, **derived_keys({**own, "citizen_id": "#"})}
        people.append([_kept(row.get(name)) for name in _PERSON_KEYS])
        records.append([_kept(row.get(name)) for name in keys])
    return _Pool(roster, people, records)


def _keys(model: Any) -> list[str]:
    """The model's columns; of a record first id, ward, person and (enlistment) the year."""
    names = [column.name for column in model.__table__.columns]
    first = [name for name in ("id", "ward_id", "person_id", "year") if name in names]
    return [*first, *(name for name in names if name not in first)]


_PERSON_KEYS = _keys(Person)
_ROSTER_OF = [roster for roster, share in _SHARES for _ in range(share)]


def _kept(value: Any) -> Any:
    """As the driver takes it: SQLite keeps days and moments as text."""
    if _is_postgresql() or not isinstance(value, datetime.date):
        return value
    return value.strftime("%Y-%m-%d %H:%M:%S.%f") if isinstance(value, datetime.datetime) else value.isoformat()


def _flush(batch: dict[str, list[list[Any]]]) -> None:
    connection: Any = db.engine.raw_connection()  # the driver's own: psycopg's knows COPY
    try:
        with closing(connection.cursor()) as cursor:
            if not _is_postgresql():
                cursor.execute("pragma synchronous = off")
                cursor.execute("begin")
            for name, rows in batch.items():
                model = Person if name == "person" else RECORD_MODELS[name]
                # Names of our own models, no values.
                into = f'"{model.__table__.name}" ({", ".join(_keys(model))})'
                if not _is_postgresql():
                    marks = ", ".join("?" * len(_keys(model)))
                    cursor.executemany(f"insert into {into} values ({marks})", rows)  # noqa: S608
                else:
                    with cursor.copy(f"copy {into} from stdin") as copy:
                        for row in rows:
                            copy.write_row(row)
                rows.clear()
            if not _is_postgresql():
                cursor.execute("commit")
        connection.commit()
    finally:
        connection.close()
