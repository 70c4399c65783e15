"""The history that a large import writes: hundreds of thousands of values, in the driver's own form before the lock.

While they go in nobody else may write into SQLite, so all that can be done before is done before: each value as JSON,
each id as the database keeps it. SQLAlchemy would do that for every row again.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from dataclasses import dataclass
from json.encoder import encode_basestring
from typing import Any
from uuid import UUID

import uuid_utils

from roster.columns.column import Value
from roster.domain.actor import Actor
from roster.store.audit import FieldChange
from roster.store.bulk_rows import as_text, converter, is_postgresql, write_lines, write_tuples

_ENCODED = json.JSONEncoder(ensure_ascii=False).encode  # json.dumps would make an encoder for each of 300,000 values
_OWN = ("id", "person_id", "home", "record_id", "key", "old", "new", "sheet", "cell")
_TABLE: Any = FieldChange.__table__


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
        shared = {
            "ward_id": origin.ward_id, "at": origin.at, "user_id": origin.actor.user_id,
            "user_name": origin.actor.name, "import_id": origin.batch_id,
        }  # fmt: skip
        self._names = (*_OWN, *shared)
        self._is_copied = is_postgresql()
        self._tuples: list[tuple[Any, ...]] = []
        self._lines: list[str] = []
        if self._is_copied:
            texts = {key: None if value is None else str(value) for key, value in shared.items()}
            self._end = "\t".join(["", *map(as_text, texts.values())]) + "\n"
        else:
            turned = {key: (converter(_TABLE, key) or _as_it_is)(value) for key, value in shared.items()}
            self._shared = tuple(turned.values())

    def __len__(self) -> int:
        return len(self._tuples) + len(self._lines)

    def add(
        self, person_id: UUID, home: str, record_id: UUID | None, key: str, old: Value, new: Value, sheet: str,
        cell: str | None,
    ) -> None:  # fmt: skip
        """Keep one value that changes."""
        self.add_facts(person_id, home, record_id, {key: new}, {key: old}, sheet, {key: cell} if cell else {})

    def add_facts(
        self, person_id: UUID, home: str, record_id: UUID | None, new: Mapping[str, Value], old: Mapping[str, Value],
        sheet: str, cells: Mapping[str, str],
    ) -> None:  # fmt: skip
        """Keep the values of one table's row that change, in the form in which they go out.

        An id is its 32 digits, as SQLite keeps it and PostgreSQL reads it.
        """
        person, record = person_id.hex, None if record_id is None else record_id.hex
        if not self._is_copied:
            for key, value in new.items():
                self._tuples.append(
                    (
                        uuid_utils.uuid7().hex, person, home, record, key, _as_json(old.get(key)), _as_json(value),
                        sheet, cells.get(key), *self._shared,
                    )
                )  # fmt: skip
            return
        begin, page = f"\t{person}\t{home}\t{record or as_text(None)}\t", as_text(sheet)
        for key, value in new.items():
            was, is_ = as_text(_as_json(old.get(key))), as_text(_as_json(value))
            cell = as_text(cells.get(key))
            self._lines.append(f"{uuid_utils.uuid7().hex}{begin}{key}\t{was}\t{is_}\t{page}\t{cell}{self._end}")

    def write(self) -> None:
        """Write what was gathered into the session's transaction. Raises IntegrityError, DBAPIError."""
        if self._lines:
            write_lines(_TABLE, self._names, self._lines)
        if self._tuples:
            write_tuples(_TABLE, self._names, self._tuples)


def _as_it_is(value: Any) -> Any:
    return value


def _as_json(value: Value) -> str:
    if value is None:
        return "null"
    return encode_basestring(value) if isinstance(value, str) else _ENCODED(value)
