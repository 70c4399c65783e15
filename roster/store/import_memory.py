"""What a ward taught its imports, as the reading of a workbook needs it."""

from __future__ import annotations

import json
from uuid import UUID

from sqlalchemy import select

from roster.columns.column import Value
from roster.domain.actor import Actor
from roster.intake.taught import Memory
from roster.store.db import db
from roster.store.imports import ImportMemory
from roster.store.scope import require_ward

COLUMN, VALUE = "column", "value"


def memory_of(actor: Actor, ward_id: UUID, roster: str) -> Memory:
    """What the ward was taught for a roster. Raises NotFound for a ward outside of the actor's scope."""
    require_ward(actor, ward_id)
    columns: dict[tuple[str, str], str] = {}
    values: dict[tuple[str, str], Value] = {}
    query = select(ImportMemory).where(ImportMemory.ward_id == ward_id, ImportMemory.roster == roster)
    for row in db.session.scalars(query):
        if row.kind == COLUMN:
            columns[row.shape, row.word] = row.meaning
        else:
            values[row.place, row.word] = json.loads(row.meaning)
    return Memory(columns, values)
