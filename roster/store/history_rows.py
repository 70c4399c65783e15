"""The history that a large import writes: hundreds of thousands of values, in the driver's own form before the lock.

While they go in nobody else may write into SQLite, so all that can be done before is done before: each value as JSON,
each id as the database keeps it. SQLAlchemy would do that for every row again.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import DBAPIError, IntegrityError

from roster.columns.column import Value
from roster.domain.actor import Actor
from roster.store.audit import FieldChange
from roster.store.db import db, new_id

_CHUNK = 1000
_AS_JSON = json.JSONEncoder(ensure_ascii=False).encode  # json.dumps would make an encoder for each of 300,000 values
_OWN = ("id", "person_id", "home", "record_id", "key", "old", "new", "sheet", "cell")


@dataclass(frozen=True)
class Origin:
    """Whose import it is: written beside every value that it changes."""

    actor: Actor
    ward_id: UUID
    batch_id: UUID
    at: datetime.datetime
    day: datetime.date  # the office's date at that moment


class HistoryRows:
    """Changes of one import, gathered by `add` and written by `write`. Needs an application context, no transaction."""

    def __init__(self, origin: Origin) -> None:
        self._dialect = db.engine.dialect
        self._as_kept = _converter(self._dialect, "id")
        self._ids: dict[UUID, Any] = {}  # each citizen's id stands in some twenty rows
        self._rows: list[tuple[Any, ...]] = []
        shared = {
            "ward_id": origin.ward_id, "at": origin.at, "user_id": origin.actor.user_id,
            "user_name": origin.actor.name, "import_id": origin.batch_id,
        }  # fmt: skip
        self._shared_names = tuple(shared)
        self._shared = tuple(_converter(self._dialect, name)(value) for name, value in shared.items())

    def __len__(self) -> int:
        return len(self._rows)

    def add(
        self, person_id: UUID, home: str, record_id: UUID | None, key: str, old: Value, new: Value, sheet: str,
        cell: str | None,
    ) -> None:  # fmt: skip
        """Keep one value that changes. As tuples: dictionaries of a large file would take 200 MB."""
        self._rows.append(
            (
                self._as_kept(new_id()), self._id(person_id), home, None if record_id is None else self._id(record_id),
                key, _AS_JSON(old), _AS_JSON(new), sheet, cell,
            )
        )  # fmt: skip

    def write(self) -> None:
        """Write what was gathered into the session's transaction."""
        names = (*_OWN, *self._shared_names)
        if self._dialect.name == "postgresql":
            self._copy(names)
            return
        compiled = insert(FieldChange.__table__).compile(dialect=self._dialect, column_keys=list(names))
        connection = db.session.connection()
        in_order = (
            itemgetter(*(names.index(name) for name in compiled.positiontup or ())) if compiled.positional else None
        )
        for start in range(0, len(self._rows), _CHUNK):
            rows = [row + self._shared for row in self._rows[start : start + _CHUNK]]
            if in_order is not None:
                connection.exec_driver_sql(compiled.string, [in_order(row) for row in rows])
            else:
                connection.exec_driver_sql(compiled.string, [dict(zip(names, row, strict=True)) for row in rows])

    def _copy(self, names: Sequence[str]) -> None:
        """Write by COPY, many times as fast as so many inserts. Raises what SQLAlchemy would, without any value."""
        import psycopg  # an office on SQLite need not wait for it

        driver: Any = db.session.connection().connection.driver_connection
        # The names are those of our own model.
        columns = ", ".join(f'"{FieldChange.__table__.c[name].name}"' for name in names)
        statement = f'copy "{FieldChange.__table__.name}" ({columns}) from stdin'
        try:
            with driver.cursor() as cursor, cursor.copy(statement) as copy:
                for row in self._rows:
                    copy.write_row(row + self._shared)
        except psycopg.Error as error:
            error.args = (error.diag.message_primary or type(error).__name__,)  # the rest repeats the row
            kind = IntegrityError if isinstance(error, psycopg.IntegrityError) else DBAPIError
            raise kind(statement, None, error, hide_parameters=True) from None

    def _id(self, value: UUID) -> Any:
        known = self._ids.get(value)
        if known is None:
            known = self._ids[value] = self._as_kept(value)
        return known


def _converter(dialect: Dialect, name: str) -> Callable[[Any], Any]:
    """What SQLAlchemy would do to a value of this column before it hands it to the driver."""
    made = FieldChange.__table__.c[name].type.dialect_impl(dialect).bind_processor(dialect)
    return made or (lambda value: value)
