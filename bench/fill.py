"""Fills the real schema with invented people fast: COPY on PostgreSQL, executemany on SQLite."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterator
from typing import Any

from flask import Flask
from sqlalchemy import Table, insert, text

from bench.people import YEAR, Facts, candidates, militia, reservists
from roster.columns.catalogue import ENLISTMENT, MILITIA, PERSON_COLUMNS, RESERVE, ROSTER_COLUMNS
from roster.services.setup import prepare_database
from roster.store.accounts import User, UserRole, UserWard
from roster.store.db import db, new_id
from roster.store.derive import derived_keys
from roster.store.people import Person
from roster.store.queries import RECORD_MODELS
from roster.store.seed_units import unit_id, ward_mark
from roster.store.units import Unit

WARD_CODE = "11446"  # the ward that is looked at; the others lie around it
_POOL = 6000  # people invented for each roster; each ward takes others of them
_STEP = 2000
_SHARES = ((ENLISTMENT, 55), (MILITIA, 20), (RESERVE, 25))
_NOW = datetime.datetime(2026, 11, 26, 2, tzinfo=datetime.UTC)
_DAY = datetime.date(2026, 3, 1)

Row = dict[str, Any]


def fill(app: Flask, people: int, wards: int) -> uuid.UUID:
    """Make the database of `app` hold so many people in so many wards, and an officer. Returns the first ward's id."""
    prepare_database(app)
    with app.app_context():
        ward_ids = _wards(wards)
        _officer(ward_ids[0])
        _write(people, ward_ids)
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("vacuum analyze" if _is_postgresql() else "analyze"))
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


def _write(people: int, ward_ids: list[uuid.UUID]) -> None:
    pools = {
        ENLISTMENT: _prepared(candidates(_POOL)), MILITIA: _prepared(militia(_POOL)),
        RESERVE: _prepared(reservists(_POOL)),
    }  # fmt: skip
    batch: dict[str, list[Row]] = {"person": [], ENLISTMENT: [], MILITIA: [], RESERVE: []}
    for place, (roster, ward_id, number) in enumerate(_places(people, ward_ids)):
        facts = pools[roster][(number * 7 + place // 13) % _POOL]
        citizen_id = f"{place:012}"
        person = {
            **facts, "id": new_id(), "ward_id": ward_id, "citizen_id": citizen_id,
            "search_text": facts["search_text"].replace("#", citizen_id),
        }  # fmt: skip
        batch["person"].append(person)
        years = (YEAR, YEAR - 1) if roster == ENLISTMENT and number % 2 else (YEAR,)
        batch[roster].extend(_record(roster, person, year) for year in years)
        if len(batch["person"]) >= _STEP:
            _flush(batch)
    _flush(batch)


def _places(people: int, ward_ids: list[uuid.UUID]) -> Iterator[tuple[str, uuid.UUID, int]]:
    """(roster, ward, number) of each person: wards one after the other, as they were brought in."""
    for place in range(people):
        ward = ward_ids[place * len(ward_ids) // people]
        share, bound = place * 37 % 100, 0
        for roster, per_cent in _SHARES:
            bound += per_cent
            if share < bound:
                yield roster, ward, place
                break


def _prepared(pool: tuple[Facts, ...]) -> list[Row]:
    base = {"created_at": _NOW, "updated_at": _NOW, "version": 1, "retired_on": None, "retired_reason": None}
    rows = []
    for facts in pool:
        own = {column.key: facts.get(column.key) for column in PERSON_COLUMNS}
        rows.append({**facts, **base, **own, **derived_keys({**own, "citizen_id": "#"})})
    return rows


def _record(roster: str, facts: Row, year: int) -> Row:
    row = {column.key: facts.get(column.key) for column in ROSTER_COLUMNS[roster]}
    row |= {"id": new_id(), "ward_id": facts["ward_id"], "person_id": facts["id"], "since": _DAY}
    row |= {"closed_on": None, "closed_reason": None}
    return row | {"year": year} if roster == ENLISTMENT else row


def _flush(batch: dict[str, list[Row]]) -> None:
    for name, rows in batch.items():
        if rows:
            table: Table = (Person if name == "person" else RECORD_MODELS[name]).__table__
            keys = [column.key for column in table.columns]
            if _is_postgresql():
                _copy(table, keys, rows)
            else:
                db.session.execute(insert(table), [{key: row.get(key) for key in keys} for row in rows])
                db.session.commit()
            rows.clear()


def _copy(table: Table, keys: list[str], rows: list[Row]) -> None:
    connection: Any = db.engine.raw_connection()  # psycopg's own connection knows COPY
    try:
        names = ", ".join(f'"{column.name}"' for column in table.columns)
        # Names of our own models, no values.
        with connection.cursor() as cursor, cursor.copy(f'copy "{table.name}" ({names}) from stdin') as copy:
            for row in rows:
                copy.write_row([row.get(key) for key in keys])
        connection.commit()
    finally:
        connection.close()
