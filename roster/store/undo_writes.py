"""Taking an import back: what it made is removed, what it changed returns to what it was (see undo_plan)."""

from __future__ import annotations

import datetime
import json
from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, update

from roster.columns.call_up import CLAIM
from roster.columns.catalogue import ENLISTMENT, PERSON
from roster.domain.actor import Actor
from roster.store.audit import FieldChange
from roster.store.claims import Claim, Examination
from roster.store.db import db, new_id
from roster.store.derive import refresh_keys
from roster.store.people import Person
from roster.store.queries import RECORD_MODELS
from roster.store.undo_plan import Reversal, attribute_of, chunks


def write_reversal(actor: Actor, ward_id: UUID, found: Reversal, at: datetime.datetime) -> None:
    """Take back what `plan_reversal` found, in the open transaction; the history tells each value that returned."""
    for chunk in chunks(found.removed):  # first, so that their numbers are free for those who had them before
        _remove_people(chunk)
    _free_numbers(found)
    history: list[FieldChange] = []
    for roster, record_id, person_id in found.closed_records:
        _remove_record(roster, record_id)
        history.append(_change(actor, ward_id, person_id, roster, record_id, "undone", None, "import", at))
    for claim_id, claimant_id in found.claims:
        claim = db.session.get(Claim, claim_id)
        if claim is not None:
            claim.withdrawn_at, claim.withdrawn_reason = at, "Hoàn tác lần nhập tệp"
            history.append(_change(actor, ward_id, claimant_id, CLAIM, claim_id, "undone", None, "import", at))
    for subject, values in found.restored.items():
        citizen_id, home, row_id = subject
        target = found.targets[subject]
        for value in values:
            name = attribute_of(home, value.key)
            setattr(target, name, _stored(name, value.before))
            history.append(_change(actor, ward_id, citizen_id, home, row_id, value.key, value.now, value.before, at))
        if isinstance(target, Person):
            refresh_keys(target)
    db.session.flush()
    db.session.add_all(history)
    db.session.flush()


def _free_numbers(found: Reversal) -> None:
    """Two citizens may have to change their numbers back with one another: first nobody has any of them."""
    changing = [
        subject[0]
        for subject, values in found.restored.items()
        if any((value.home, value.key) == (PERSON, "citizen_id") for value in values)
    ]
    for chunk in chunks(changing):
        db.session.execute(
            update(Person)
            .where(Person.id.in_(chunk))
            .values(citizen_id=None)
            .execution_options(synchronize_session=False)
        )


def _stored(name: str, value: Any) -> Any:
    return date.fromisoformat(value) if name in {"decided_on", "closed_on"} and isinstance(value, str) else value


def _remove_record(roster: str, record_id: UUID) -> None:
    if roster == ENLISTMENT:
        db.session.execute(delete(Examination).where(Examination.record_id == record_id))
    db.session.execute(delete(RECORD_MODELS[roster]).where(RECORD_MODELS[roster].id == record_id))


def _remove_people(chunk: Sequence[UUID]) -> None:
    records = list(
        db.session.scalars(select(RECORD_MODELS[ENLISTMENT].id).where(RECORD_MODELS[ENLISTMENT].person_id.in_(chunk)))
    )
    db.session.execute(delete(Examination).where(Examination.record_id.in_(records)))
    for model in (Claim, *RECORD_MODELS.values(), FieldChange):
        db.session.execute(delete(model).where(model.person_id.in_(chunk)).execution_options(synchronize_session=False))
    db.session.execute(delete(Person).where(Person.id.in_(chunk)).execution_options(synchronize_session=False))


def _change(
    actor: Actor, ward_id: UUID, person_id: UUID, home: str, record_id: UUID | None, key: str, old: Any, new: Any,
    at: datetime.datetime,
) -> FieldChange:  # fmt: skip
    def text(value: Any) -> str:
        return json.dumps(value.isoformat() if isinstance(value, date) else value, ensure_ascii=False)

    return FieldChange(
        id=new_id(), ward_id=ward_id, person_id=person_id, home=home, record_id=record_id, key=key, old=text(old),
        new=text(new), at=at, user_id=actor.user_id, user_name=actor.name,
    )  # fmt: skip
