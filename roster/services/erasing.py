"""Erasing what the office knows of a citizen whom it need not keep any longer, so that counts and the journal stay.

What is left of him is a row without a name: the year of birth, the sex, the neighbourhood, and what past statistics
count (classes, steps, dates of records). Old values in his history go, that they changed and by whom stays. Papers that
were issued and workbooks that were brought in are kept by other rules (services.retention); backups run out by
themselves, and the erasure says when.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from flask import current_app
from sqlalchemy import select

from roster.columns.catalogue import PERSON_COLUMNS
from roster.domain.actor import SYSTEM, Actor, Permission
from roster.domain.text import clean
from roster.services import audit
from roster.services.clock import today
from roster.services.faults import Invalid, NotFound
from roster.services.people import get_person
from roster.services.records import records_of
from roster.store.audit import FieldChange
from roster.store.backups import KEPT_DAYS
from roster.store.campaigns import CandidateMove
from roster.store.claims import Claim, Delivery, Examination, Ruling
from roster.store.db import db
from roster.store.derive import derived_keys
from roster.store.engine import reading
from roster.store.enlistment import EnlistmentRecord
from roster.store.erasure_list import note_erased, read_erased
from roster.store.forces import Appointment, ForceEvent, PartySource
from roster.store.inquiries import InquiryResult
from roster.store.militia import MilitiaRecord
from roster.store.people import Person
from roster.store.privacy import DataRequest, Erasure
from roster.store.reserve import ReserveRecord
from roster.store.scope import require
from roster.store.training import DutyShift, SessionAbsence, Trainee

ERASED_NAME = "(đã xóa dữ liệu cá nhân)"
_GONE = "(đã xóa)"
_MONTHLY_SETS = 12  # months for which the office's own monthly backups are kept (services.backup_sets)

# What stays of the person: what statistics of past years are made of. Everything else in the catalogue goes, so that a
# column that is added later is erased unless somebody decides otherwise.
_KEPT_OF_PERSON = frozenset(
    {"sex", "neighbourhood", "education", "qualification", "is_party_member", "is_union_member", "ethnicity"}
)
# Of each table that tells of one man: the columns that are emptied (a text that must stay says that it is gone).
_EMPTIED: tuple[tuple[Any, str, tuple[str, ...]], ...] = (
    (Claim, "person_id", ("evidence", "notes", "decision_number", "decided_by", "withdrawn_reason")),
    (Ruling, "person_id", ("reason", "paper_number", "ruled_by")),
    (Delivery, "person_id", ("received_by", "delivered_by", "note", "paper_number", "replace_reason")),
    (CandidateMove, "person_id", ("note", "paper")),
    (ForceEvent, "person_id", (
        "place", "evidence", "notes", "decision_number", "decided_by", "withdrawn_reason",
    )),
    (Appointment, "person_id", (
        "holder_name", "holder_position", "phone", "decision_number", "decided_by", "end_decision_number", "end_reason",
    )),
    (PartySource, "person_id", ("mentor", "notes")),
    (Trainee, "person_id", ("certificate_number", "excused_reason", "holder_name")),
    (SessionAbsence, "person_id", ("reason",)),
    (DutyShift, "person_id", ("holder_name", "phone", "notes")),
    (InquiryResult, "person_id", ("note",)),
    (EnlistmentRecord, "person_id", ("myopia_dioptres", "bmi", "closed_reason")),
    (MilitiaRecord, "person_id", ("closed_reason",)),
    (ReserveRecord, "person_id", ("former_unit", "closed_reason")),
    (DataRequest, "person_id", ("requester", "subject_name", "details", "reason", "extra_reason", "withdrawn_reason")),
)  # fmt: skip
_MEASURED = ("height_cm", "weight_kg", "chest_cm", "hyperopia")


@dataclass(frozen=True)
class Obstacle:
    """Why somebody's data cannot be erased yet, and what to do first."""

    text: str


def obstacles(actor: Actor, ward_id: UUID, person_id: UUID) -> list[Obstacle]:
    """What stands against erasing the citizen's data; nothing where it can be done. Raises NotFound, NotAllowed."""
    person = _person(actor, ward_id, person_id)
    found = []
    if erasure_of(person_id) is not None:
        found.append(Obstacle("Dữ liệu cá nhân của người này đã được xóa."))
        return found
    if any(one.is_open for one in records_of(actor, person)):
        found.append(
            Obstacle(
                "Công dân đang có tên trong sổ, dữ liệu còn cần cho nhiệm vụ quốc phòng. Kết thúc hồ sơ trước, nếu "
                "luật cho phép."
            )
        )
    if person.retired_on is None:
        found.append(Obstacle("Công dân còn đang được quản lý. Bấm “Ngừng quản lý” trước."))
    on_duty = select(DutyShift.id).where(DutyShift.person_id == person_id, DutyShift.on_day >= today()).limit(1)
    if db.session.scalar(on_duty) is not None:
        found.append(Obstacle("Công dân còn có tên trong lịch trực sắp tới. Bỏ ca trực ấy trước."))
    return found


def erasure_of(person_id: UUID) -> Erasure | None:
    """The erasure of the citizen's data, None where there was none."""
    return db.session.scalar(select(Erasure).where(Erasure.person_id == person_id))


def list_erasures(actor: Actor, ward_id: UUID) -> list[Erasure]:
    """The ward's erasures, the latest first. Raises NotFound, NotAllowed."""
    require(actor, Permission.DECIDE_REQUESTS, ward_id)
    query = select(Erasure).where(Erasure.ward_id == ward_id).order_by(Erasure.at.desc(), Erasure.id.desc())
    return list(db.session.scalars(query))


def backups_until(day: date) -> date:
    """Until when a backup of the office may still hold what is erased on this day.

    The office's own copies are let go after days, the encrypted sets after twelve months. Copies on sticks that nobody
    gives to the program any more are not known to it.
    """
    months = day.year * 12 + day.month - 1 + _MONTHLY_SETS
    return max(date(months // 12, months % 12 + 1, 1) + timedelta(days=31), day + timedelta(days=KEPT_DAYS))


def erase(actor: Actor, ward_id: UUID, person_id: UUID, reason: str, request_id: UUID | None = None) -> Erasure:
    """Erase the citizen's data in one transaction, and commit; it cannot be taken back.

    Raises Invalid without a reason or while something stands against it, NotFound, NotAllowed.
    """
    person = _person(actor, ward_id, person_id)
    db.session.refresh(person, with_for_update=True)
    reason = clean(reason, keep_lines=True)
    if not reason or len(reason) > 500:
        raise Invalid({"reason": ["Hãy ghi lý do xóa (không quá 500 ký tự); không ghi tên công dân."]})
    if against := obstacles(actor, ward_id, person_id):
        raise Invalid({"": [one.text for one in against]})
    if request_id is not None:
        asked = db.session.get(DataRequest, request_id)
        if asked is None or asked.person_id != person_id:
            raise NotFound(str(request_id))
    counts = _empty_everything(person)
    made = Erasure(
        ward_id=ward_id, person_id=person_id, request_id=request_id, reason=reason, counts=counts,
        backups_until=backups_until(today()), user_id=actor.user_id, user_name=actor.name,
    )  # fmt: skip
    db.session.add(made)
    audit.record(actor, "person.erase", ward_id=ward_id, subject_id=person_id, count=sum(counts.values()))
    db.session.commit()
    remember_erasures()
    db.session.refresh(made)
    return made


def remember_erasures() -> None:
    """Bring the list beside the database up to what the database knows."""
    known = db.session.execute(select(Erasure.person_id, Erasure.at))
    note_erased(Path(current_app.instance_path), [(row.person_id, row.at) for row in known])
    db.session.rollback()


def erase_again() -> int:
    """After an older backup came back: erase once more whose data was erased since, and commit. Returns how many.

    What stood against it then had been cleared before; he is taken off what he is on again.
    """
    listed = read_erased(Path(current_app.instance_path))
    count = 0
    with reading():
        erased = set(db.session.scalars(select(Erasure.person_id)))
        db.session.rollback()
    if erased - set(listed):
        remember_erasures()  # of before there was a list
    for person_id in sorted(set(listed) - erased):
        person = db.session.get(Person, person_id)
        if person is None:
            continue  # entered after that backup: nothing of him came back
        person.retired_on = person.retired_on or today()
        for model in (EnlistmentRecord, MilitiaRecord, ReserveRecord):
            still_on = db.update(model).where(model.person_id == person_id, model.closed_on.is_(None))
            db.session.execute(still_on.values(closed_on=today()))
        counts = _empty_everything(person)
        db.session.add(
            Erasure(
                ward_id=person.ward_id, person_id=person_id, reason="Xóa lại sau khi phục hồi bản sao lưu cũ hơn.",
                counts=counts, backups_until=backups_until(today()), user_id=None, user_name=SYSTEM.name,
            )
        )  # fmt: skip
        audit.record(SYSTEM, "person.erase", ward_id=person.ward_id, subject_id=person_id, count=sum(counts.values()))
        count += 1
    if count:
        db.session.commit()
    db.session.rollback()
    return count


def _person(actor: Actor, ward_id: UUID, person_id: UUID) -> Person:
    return get_person(actor, ward_id, person_id, Permission.DECIDE_REQUESTS)


def _empty_everything(person: Person) -> dict[str, int]:
    counts = {"person": _empty_person(person)}
    for model, owner, keys in _EMPTIED:
        rows = db.session.scalars(select(model).where(getattr(model, owner) == person.id))
        counts[model.__tablename__] = sum(_empty(row, keys) for row in rows)
    exams = select(Examination).join(EnlistmentRecord, EnlistmentRecord.id == Examination.record_id)
    found = db.session.scalars(exams.where(EnlistmentRecord.person_id == person.id))
    counts[Examination.__tablename__] = sum(_empty(row, _MEASURED) for row in found)
    changes = db.session.scalars(select(FieldChange).where(FieldChange.person_id == person.id))
    counts[FieldChange.__tablename__] = sum(_empty(row, ("old", "new")) for row in changes)
    return {table: count for table, count in counts.items() if count}


def _empty_person(person: Person) -> int:
    emptied = 0
    for key in (column.key for column in PERSON_COLUMNS):
        if key in _KEPT_OF_PERSON or getattr(person, key) is None:
            continue
        if key == "full_name":
            person.full_name = ERASED_NAME
        elif key == "birth_date":
            person.birth_date = str(person.birth_date)[:4]
        else:
            setattr(person, key, None)
        emptied += 1
    person.retired_reason = None
    for key, value in derived_keys({column.key: getattr(person, column.key) for column in PERSON_COLUMNS}).items():
        setattr(person, key, value)
    return emptied


def _empty(row: Any, keys: tuple[str, ...]) -> int:
    emptied = 0
    for key in keys:
        if getattr(row, key) is not None:
            must_stay = not row.__table__.columns[key].nullable
            setattr(row, key, _GONE if must_stay else None)
            emptied += 1
    return emptied
