"""What became of a citizen's facts: old and new of each, by whom, and for an import out of which cell of which file."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from sqlalchemy import select

from roster.domain.actor import Actor, Permission
from roster.services.fact_words import hidden_kind, in_words, label_of_fact, label_of_home
from roster.store.audit import FieldChange
from roster.store.dated_history import loaded
from roster.store.db import db
from roster.store.imports import ImportBatch
from roster.store.people import Person
from roster.store.scope import NotFound, require


@dataclass(frozen=True)
class ShownChange:
    """One change in words; `sheet` and `cell` only where an import made it.

    `home_label`: the roster or table of the fact, "" for the citizen's own. `mended_by`: the officer who had put
    another text in place of the file's cell, where one did.
    """

    label: str
    home: str
    old: str
    new: str
    sheet: str | None
    cell: str | None
    mended_by: str | None = None
    home_label: str = ""


@dataclass(frozen=True)
class HistoryStep:
    """What one officer changed at one moment, newest first in a history.

    `import_id` and `file_name`: the import that made the changes or, where `is_undo`, that was taken back by them.
    """

    at: datetime.datetime
    user_name: str
    changes: tuple[ShownChange, ...]
    import_id: UUID | None = None
    file_name: str | None = None
    is_undo: bool = False


def history_of(actor: Actor, ward_id: UUID, person_id: UUID) -> list[HistoryStep]:
    """The citizen's history, newest first, without facts that the actor may not see. Raises NotFound, NotAllowed."""
    require(actor, Permission.VIEW_PEOPLE, ward_id)
    person = db.session.get(Person, person_id)
    if person is None or person.ward_id != ward_id:
        raise NotFound(str(person_id))
    query = (
        select(FieldChange, ImportBatch.file_name)
        .outerjoin(ImportBatch, ImportBatch.id == FieldChange.import_id)
        .where(FieldChange.person_id == person_id, FieldChange.ward_id == ward_id)
        .order_by(FieldChange.at.desc(), FieldChange.id)
    )
    found_rows = db.session.execute(query).all()
    mended = mended_cells({change.import_id for change, _ in found_rows if change.import_id and change.cell})
    undone = undone_imports(ward_id, (change.at for change, _ in found_rows if change.import_id is None))
    steps = []
    # The changes of one save bear moments a few microseconds apart: a second and an officer make a step.
    for _, found in groupby(found_rows, key=lambda row: _step_of(row[0], undone)):
        rows = list(found)
        first: FieldChange = rows[0][0]
        shown = tuple(_shown(change, mended) for change, _ in rows if _may_see(actor, change))
        taken_back = undone.get(first.at) if first.import_id is None else None
        if shown and taken_back:
            steps.append(HistoryStep(first.at, first.user_name, shown, *taken_back, is_undo=True))
        elif shown:
            steps.append(HistoryStep(first.at, first.user_name, shown, first.import_id, rows[0][1]))
    return steps


_Undone = dict[datetime.datetime, tuple[UUID, str]]


def _step_of(change: FieldChange, undone: _Undone) -> tuple[datetime.datetime, UUID | None, str, UUID | None, bool]:
    is_undo = change.import_id is None and change.at in undone
    return change.at.replace(microsecond=0), change.user_id, change.user_name, change.import_id, is_undo


def _may_see(actor: Actor, change: FieldChange) -> bool:
    return hidden_kind(actor, change.home, change.key) is None


MendedCells = dict[tuple[UUID, str, str], str]


def mended_cells(import_ids: set[UUID]) -> MendedCells:
    """Who mended which cells of these imports before they were written, by (import, sheet, cell)."""
    query = select(ImportBatch.id, ImportBatch.options).where(ImportBatch.id.in_(import_ids))
    found: MendedCells = {}
    for import_id, options in db.session.execute(query) if import_ids else ():
        still = {
            (sheet, cell) for sheet, cell, _ in (options or {}).get("mends", [])
        }  # a copy may have taken some over
        for sheet, cell, user_name, _ in (options or {}).get("mended", []):
            if (sheet, cell) in still:
                found[import_id, sheet, cell] = user_name
    return found


def undone_imports(ward_id: UUID, moments: Iterable[datetime.datetime]) -> dict[datetime.datetime, tuple[UUID, str]]:
    """Which of these moments were the undo of an import of the ward: its id and file's name by moment.

    An undo writes its changes with the very moment that the batch bears.
    """
    wanted = set(moments)
    query = select(ImportBatch.undone_at, ImportBatch.id, ImportBatch.file_name).where(
        ImportBatch.ward_id == ward_id, ImportBatch.undone_at.is_not(None)
    )
    return {at: (batch_id, name) for at, batch_id, name in db.session.execute(query) if at in wanted} if wanted else {}


def _shown(change: FieldChange, mended: MendedCells) -> ShownChange:
    old, new = (in_words(change.home, change.key, loaded(text)) for text in (change.old, change.new))
    mended_by = None
    if change.import_id and change.sheet and change.cell:
        mended_by = mended.get((change.import_id, change.sheet, change.cell))
    return ShownChange(
        label_of_fact(change.home, change.key), change.home, old, new, change.sheet, change.cell, mended_by,
        label_of_home(change.home),
    )  # fmt: skip
