"""What became of a citizen's facts: old and new of each, by whom, and for an import out of which cell of which file."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from sqlalchemy import select

from roster.columns.call_up import EXAMINATION, EXAMINATION_COLUMNS
from roster.columns.catalogue import PERSON, PERSON_COLUMNS, ROSTER_COLUMNS
from roster.columns.column import Column, Value
from roster.columns.showers import show_date, show_text
from roster.domain.actor import Actor, Permission, Sensitivity
from roster.domain.choices import CLAIM_GROUND, CLAIM_STATUS, label_of
from roster.services.changes import loaded
from roster.services.claims import CLAIM
from roster.store.audit import FieldChange
from roster.store.db import db
from roster.store.imports import ImportBatch
from roster.store.people import Person
from roster.store.scope import NotFound, require

# What services keep beside the facts of the catalogue.
_OTHER_LABELS = {
    "year": "Năm tuyển quân",
    "since": "Ghi vào sổ từ ngày",
    "closed_on": "Ngày kết thúc hồ sơ",
    "closed_reason": "Lý do kết thúc hồ sơ",
    "retired_on": "Ngày ngừng quản lý",
    "retired_reason": "Lý do ngừng quản lý",
}
_CLAIM_LABELS = {
    "claim_ground": "Diện tạm hoãn, miễn",
    "claim_status": "Diện: tình trạng",
    "claim_evidence": "Diện: giấy tờ chứng minh",
    "claim_papers_received_on": "Diện: ngày nhận giấy tờ",
    "claim_until": "Diện: đến hết ngày",
    "claim_decision_number": "Diện: số quyết định",
    "claim_decided_on": "Diện: ngày quyết định",
    "claim_decided_by": "Diện: người, cơ quan quyết định",
    "claim_notes": "Diện: ghi chú",
    "claim_withdrawn_reason": "Diện: lý do rút",
}
_OTHER_DATES = {
    "since", "closed_on", "retired_on", "claim_papers_received_on", "claim_until", "claim_decided_on",
}  # fmt: skip
_OTHER_CHOICES = {"claim_ground": CLAIM_GROUND, "claim_status": CLAIM_STATUS}

_FACTS: dict[tuple[str, str], Column] = {
    (home, fact.key): fact
    for home, columns in {PERSON: PERSON_COLUMNS, **ROSTER_COLUMNS, EXAMINATION: EXAMINATION_COLUMNS}.items()
    for fact in columns
}


@dataclass(frozen=True)
class ShownChange:
    """One change in words; `sheet` and `cell` only where an import made it.

    `mended_by`: the officer who had put another text in place of the file's cell, where one did.
    """

    label: str
    home: str
    old: str
    new: str
    sheet: str | None
    cell: str | None
    mended_by: str | None = None


@dataclass(frozen=True)
class HistoryStep:
    """What one officer changed at one moment, newest first in a history."""

    at: datetime.datetime
    user_name: str
    changes: tuple[ShownChange, ...]
    import_id: UUID | None = None
    file_name: str | None = None


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
    mended = _mended({change.import_id for change, _ in found_rows if change.import_id and change.cell})
    steps = []
    # The changes of one save bear moments a few microseconds apart: a second and an officer make a step.
    for _, found in groupby(found_rows, key=lambda row: _step_of(row[0])):
        rows = list(found)
        first: FieldChange = rows[0][0]
        shown = tuple(_shown(change, mended) for change, _ in rows if _may_see(actor, change))
        if shown:
            steps.append(HistoryStep(first.at, first.user_name, shown, first.import_id, rows[0][1]))
    return steps


def _step_of(change: FieldChange) -> tuple[datetime.datetime, UUID | None, str, UUID | None]:
    return change.at.replace(microsecond=0), change.user_id, change.user_name, change.import_id


def _may_see(actor: Actor, change: FieldChange) -> bool:
    if change.home == CLAIM:
        # A ground may tell of a man's health or of an offence, and so may each paper behind it.
        return actor.may_see(Sensitivity.HEALTH) and actor.may_see(Sensitivity.POLITICS)
    fact = _FACTS.get((change.home, change.key))
    return fact is None or actor.may_see(fact.sensitivity)


_Mended = dict[tuple[UUID, str, str], str]


def _mended(import_ids: set[UUID]) -> _Mended:
    """Who mended which cells of these imports before they were written, by (import, sheet, cell)."""
    query = select(ImportBatch.id, ImportBatch.options).where(ImportBatch.id.in_(import_ids))
    found: _Mended = {}
    for import_id, options in db.session.execute(query) if import_ids else ():
        still = {
            (sheet, cell) for sheet, cell, _ in (options or {}).get("mends", [])
        }  # a copy may have taken some over
        for sheet, cell, user_name, _ in (options or {}).get("mended", []):
            if (sheet, cell) in still:
                found[import_id, sheet, cell] = user_name
    return found


def _shown(change: FieldChange, mended: _Mended) -> ShownChange:
    fact = _FACTS.get((change.home, change.key))
    label = fact.label if fact else (_OTHER_LABELS | _CLAIM_LABELS).get(change.key, change.key)
    old, new = (_in_words(fact, change.key, loaded(text)) for text in (change.old, change.new))
    mended_by = None
    if change.import_id and change.sheet and change.cell:
        mended_by = mended.get((change.import_id, change.sheet, change.cell))
    return ShownChange(label, change.home, old, new, change.sheet, change.cell, mended_by)


def _in_words(fact: Column | None, key: str, value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Có" if value else "Không"  # a mark for yes and a blank for no would read as unknown here
    if fact is not None:
        return fact.show(value)
    if key in _OTHER_CHOICES:
        return label_of(_OTHER_CHOICES[key], value)
    return show_date(value) if key in _OTHER_DATES else show_text(value)
