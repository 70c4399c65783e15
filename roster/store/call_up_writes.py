"""The part of an import that tables of their own hold: claims with their decisions, measures of the examination."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, update

from roster.columns.call_up import CLAIM, CLAIM_PREFIX, EXAMINATION, EXAMINATION_KEYS
from roster.columns.column import Value
from roster.intake.plan import PlannedRow
from roster.store.claims import Claim, Examination
from roster.store.db import count_changed, db, new_id

_CHUNK = 1000


class LostUpdate(Exception):
    """Something was changed by someone else between reading and writing."""


@dataclass(frozen=True)
class Written:
    """One row that an import writes: whose it is, the record that it made or found, the sheet it came from."""

    row: PlannedRow
    person_id: UUID
    record_id: UUID
    sheet: str


@dataclass(frozen=True)
class Kept:
    """One value to be kept in the history: whose, which table and row of it, key, old and new, sheet and cell."""

    person_id: UUID
    home: str
    subject_id: UUID
    key: str
    old: Value
    new: Value
    sheet: str
    cell: str | None


def write_call_up(ward_id: UUID, written: Sequence[Written]) -> list[Kept]:
    """Write claims and measures of the rows into the open transaction. Returns what the history must keep.

    Raises LostUpdate where a claim is no longer as the plan saw it.
    """
    return [*_write_claims(ward_id, written), *_write_measures(ward_id, written)]


def _write_claims(ward_id: UUID, rows: Sequence[Written]) -> list[Kept]:
    new: list[dict[str, Any]] = []
    kept: list[Kept] = []
    for one in rows:
        planned = one.row.claim
        if planned is None:
            continue
        values = {key.removeprefix(CLAIM_PREFIX): _stored(key, value) for key, value in planned.values.items()}
        claim_id = planned.claim_id or new_id()
        if planned.claim_id is None:
            # One statement writes them all, so each must name every column.
            new.append(
                {"id": claim_id, "ward_id": ward_id, "person_id": one.person_id, "ground": planned.ground}
                | dict.fromkeys(("evidence", "decision_number", "decided_on", "until"))
                | values
            )
            kept.append(_kept(one, CLAIM, claim_id, "claim_ground", planned.ground, "ground"))
        else:
            _change_claim(claim_id, planned.version, values)
        for key, value in planned.values.items():
            cell_key = key if key in one.row.cells else "ground"  # what has no cell of its own was told by the ground
            kept.append(_kept(one, CLAIM, claim_id, key, value, cell_key))
    _insert(Claim, new)
    return kept


def _kept(one: Written, home: str, subject_id: UUID, key: str, new: Value, cell_key: str) -> Kept:
    old = next((change.old for change in one.row.changes if change.key == key), None)
    return Kept(one.person_id, home, subject_id, key, old, new, one.sheet, one.row.cells.get(cell_key))


def _change_claim(claim_id: UUID, version: int, values: Mapping[str, Any]) -> None:
    done = count_changed(
        update(Claim)
        .where(Claim.id == claim_id, Claim.version == version, Claim.withdrawn_at.is_(None))
        .values(**values, version=version + 1)
        .execution_options(synchronize_session=False)
    )
    if done != 1:
        raise LostUpdate


def _write_measures(ward_id: UUID, rows: Sequence[Written]) -> list[Kept]:
    measured = [(one, found) for one in rows if (found := _measures(one))]
    if not measured:
        return []
    known = _examinations([one.record_id for one, _ in measured])
    new: list[dict[str, Any]] = []
    kept: list[Kept] = []
    for one, values in measured:
        exam_id = known.get(one.record_id)
        if exam_id is None:
            exam_id = new_id()
            begun = {"id": exam_id, "ward_id": ward_id, "record_id": one.record_id, "is_temporary": False}
            new.append(begun | dict.fromkeys(EXAMINATION_KEYS) | values)
        else:
            db.session.execute(
                update(Examination)
                .where(Examination.id == exam_id)
                .values(**values, version=Examination.version + 1)
                .execution_options(synchronize_session=False)
            )
        kept.extend(_kept(one, EXAMINATION, exam_id, key, value, key) for key, value in values.items())
    _insert(Examination, new)
    return kept


def _measures(one: Written) -> dict[str, Value]:
    """The measures that the row sets: all of a new record, of a known one what changed."""
    facts = one.row.fields if one.row.record_id is None else {c.key: c.new for c in one.row.changes}
    return {key: facts[key] for key in EXAMINATION_KEYS if facts.get(key) is not None}


def _examinations(record_ids: list[UUID]) -> dict[UUID, UUID]:
    found: dict[UUID, UUID] = {}
    for start in range(0, len(record_ids), _CHUNK):
        query = select(Examination.record_id, Examination.id).where(
            Examination.record_id.in_(record_ids[start : start + _CHUNK])
        )
        found.update((record_id, exam_id) for record_id, exam_id in db.session.execute(query))
    return found


def _stored(key: str, value: Value) -> Any:
    return date.fromisoformat(str(value)) if key == "claim_decided_on" and value is not None else value


def _insert(model: Any, rows: list[dict[str, Any]]) -> None:
    for start in range(0, len(rows), _CHUNK):
        db.session.execute(insert(model), rows[start : start + _CHUNK])
