"""The health desk: measures of a candidate, the class that they propose, and what the council concludes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from roster.columns.call_up import EXAMINATION
from roster.columns.catalogue import ENLISTMENT
from roster.domain.actor import Actor, Permission, Sensitivity
from roster.domain.choices import HEALTH_CLASS
from roster.domain.citizen_id import sex_from_id
from roster.domain.law.fact_reader import read_number
from roster.domain.law.facts import FactError
from roster.domain.law.health import body_mass_index, classify_measures
from roster.services import audit
from roster.services.assessment import Standing, rules_in_use, standing_of
from roster.services.attendance import check_step, examination_of
from roster.services.changes import set_facts, stored
from roster.services.cycle import apply_move
from roster.services.examinations import (
    EXAMINED,
    INVITED,
    MADE_UP,
    PRESENT,
    STAYED_AWAY,
    Attendee,
    attendee,
)
from roster.services.faults import Invalid, NotAllowed, NotFound
from roster.services.health_proposal import Measures, Proposal, propose
from roster.services.records import get_record
from roster.store.audit import FieldChange
from roster.store.claims import Examination
from roster.store.db import db
from roster.store.enlistment import EnlistmentRecord
from roster.store.people import Person

_CLASSES = frozenset(choice.key for choice in HEALTH_CLASS)
_BODY = ("height_cm", "weight_kg", "chest_cm")
# Stand in for what was not measured, so that the law's own reader can judge the rest one by one.
_ANY_HEIGHT, _ANY_WEIGHT = 170, 60


@dataclass(frozen=True)
class Conclusion:
    """What the council concludes: the class, whether only for a time ("T"), on which day."""

    grade: int | None
    is_temporary: bool
    on: date


@dataclass(frozen=True)
class Desk:
    """Everything that the health desk shows of one candidate.

    `recorded_class` is the class on file, which an import may have brought without a conclusion at this desk.
    """

    attendee: Attendee
    sex: str | None
    measures: Measures
    proposal: Proposal
    concluded_class: int | None
    is_temporary: bool
    concluded_on: date | None
    recorded_class: int | None
    version: int
    standing: Standing | None


def desk_of(actor: Actor, ward_id: UUID, year: int, record_id: UUID, today: date) -> Desk:
    """The candidate's desk. Raises NotFound; NotAllowed for who may not see health."""
    record, person = _candidate(actor, ward_id, year, record_id)
    exam = _stored(record)
    known = _measures(record, exam)
    sex = _sex(person)
    on = (exam.attended_on if exam else None) or today
    return Desk(
        attendee(actor, ward_id, year, record_id), sex, known, propose(sex, known, on, rules_in_use()),
        exam.concluded_class if exam else None, exam.is_temporary if exam else False,
        exam.concluded_on if exam else None, record.health_class, exam.version if exam else 0,
        standing_of(actor, ward_id, year, record.person_id),
    )  # fmt: skip


def propose_for(actor: Actor, ward_id: UUID, year: int, record_id: UUID, measures: Measures, today: date) -> Proposal:
    """What measures that are being typed propose for a candidate; nothing is kept. Raises NotFound, NotAllowed."""
    record, person = _candidate(actor, ward_id, year, record_id)
    exam = _stored(record)
    return propose(_sex(person), measures, (exam.attended_on if exam else None) or today, rules_in_use())


def measure(actor: Actor, ward_id: UUID, year: int, record_id: UUID, measures: Measures, seen_version: int) -> None:
    """Keep the measures and commit; what the council concluded stays. Raises as `conclude` does."""
    record, _ = _candidate(actor, ward_id, year, record_id)
    _check_called(actor, ward_id, year, record_id)
    exam = _begin(record, measures, seen_version)
    _keep_measures(actor, record, exam, measures)
    if exam.concluded_class is not None:
        set_facts(actor, record, ENLISTMENT, _bmi(measures))
    audit.record(actor, "examination.measure", ward_id=ward_id, subject_id=record.person_id)
    db.session.commit()


def conclude(
    actor: Actor,
    ward_id: UUID,
    year: int,
    record_id: UUID,
    measures: Measures,
    conclusion: Conclusion,
    seen_version: int,
    today: date,
) -> Desk:
    """Keep the measures and the council's class, which becomes the record's with its history, and commit.

    Whoever is concluded on was there: a candidate whom the door did not mark is marked present (made up, if he had been
    absent). Returns the desk as it stands then, with the law's answer. Raises Invalid by field, also where somebody
    else saved after `seen_version`; NotFound, NotAllowed.
    """
    record, _ = _candidate(actor, ward_id, year, record_id)
    if conclusion.grade not in _CLASSES:
        raise Invalid({"concluded_class": ["Hãy chọn loại sức khỏe mà Hội đồng kết luận, từ 1 đến 6."]})
    if conclusion.on > today:
        raise Invalid({"concluded_on": ["Ngày kết luận không thể ở sau hôm nay."]})
    _check_called(actor, ward_id, year, record_id)
    is_unmarked = record.status in {INVITED, STAYED_AWAY}
    if is_unmarked:
        check_step(actor, record, EXAMINED)
    exam = _begin(record, measures, seen_version)
    _keep_measures(actor, record, exam, measures)
    exam.concluded_class, exam.is_temporary = conclusion.grade, conclusion.is_temporary
    exam.concluded_on = conclusion.on
    changed = set_facts(actor, record, ENLISTMENT, {"health_class": conclusion.grade} | _bmi(measures))
    audit.record(actor, "examination.conclude", ward_id=ward_id, subject_id=record.person_id, fields=sorted(changed))
    if is_unmarked:
        exam.attendance = MADE_UP if record.status == STAYED_AWAY else PRESENT
        exam.attended_on = exam.attended_on or conclusion.on
        apply_move(actor, ward_id, year, [record.person_id], EXAMINED, on=conclusion.on)
    db.session.commit()
    return desk_of(actor, ward_id, year, record_id, today)


def withdraw(actor: Actor, ward_id: UUID, year: int, record_id: UUID, seen_version: int) -> None:
    """Take back a conclusion that was entered for the wrong man, and commit; measures stay. Raises as `conclude`."""
    record, _ = _candidate(actor, ward_id, year, record_id)
    exam = _stored(record)
    if exam is None or exam.concluded_class is None:
        return
    _check_version(exam, seen_version)
    exam.concluded_class, exam.is_temporary, exam.concluded_on = None, False, None
    set_facts(actor, record, ENLISTMENT, {"health_class": None})
    audit.record(actor, "examination.withdraw", ward_id=ward_id, subject_id=record.person_id)
    db.session.commit()


def _candidate(actor: Actor, ward_id: UUID, year: int, record_id: UUID) -> tuple[EnlistmentRecord, Person]:
    record = get_record(actor, ward_id, ENLISTMENT, record_id, Permission.EDIT_PEOPLE)
    if not actor.may_see(Sensitivity.HEALTH):
        raise NotAllowed(str(Sensitivity.HEALTH))
    person = db.session.get(Person, record.person_id)
    if record.year != year or person is None:
        raise NotFound(str(record_id))
    return record, person


def _check_called(actor: Actor, ward_id: UUID, year: int, record_id: UUID) -> None:
    if attendee(actor, ward_id, year, record_id).state is None:
        raise Invalid({"": ["Công dân chưa được gọi khám sức khỏe nên chưa ghi được kết quả."]})


def _begin(record: EnlistmentRecord, measures: Measures, seen_version: int) -> Examination:
    _check_measures(measures)
    exam = _stored(record)
    if exam is not None:
        _check_version(exam, seen_version)
    return exam or examination_of(record)


def _check_version(exam: Examination, seen_version: int) -> None:
    if exam.version != seen_version:
        sentence = "Người khác vừa lưu kết quả của công dân này. Xin đối chiếu số liệu dưới đây rồi lưu lại."
        raise Invalid({"": [sentence]})


def _check_measures(measures: Measures) -> None:
    """Ask the law's own reader of each measure by itself, so that every fault stands at its field."""
    faults: dict[str, list[str]] = {}
    for key in _BODY:
        if (value := getattr(measures, key)) is None:
            continue
        alone = {"height_cm": _ANY_HEIGHT, "weight_kg": _ANY_WEIGHT, "chest_cm": None} | {key: value}
        try:
            classify_measures("male", **alone, on=date(2024, 1, 1))
        except FactError as fault:
            faults[key] = [str(fault)]
    if measures.myopia_dioptres is not None:
        try:
            read_number(measures.myopia_dioptres, "myopia_dioptres", "Độ cận (đi-ốp)", "0", "40")
        except FactError as fault:
            faults["myopia_dioptres"] = [str(fault)]
    if measures.other_class is not None and measures.other_class not in _CLASSES:
        faults["other_class"] = ["Loại sức khỏe từ 1 đến 6."]
    if faults:
        raise Invalid(faults)


def _keep_measures(actor: Actor, record: EnlistmentRecord, exam: Examination, measures: Measures) -> None:
    for key in _BODY:
        old, new = getattr(exam, key), getattr(measures, key)
        if old != new:
            db.session.add(_change(actor, record, exam, key, old, new))
    for key in (*_BODY, "hyperopia", "other_class"):
        setattr(exam, key, getattr(measures, key))
    set_facts(actor, record, ENLISTMENT, {"myopia_dioptres": measures.myopia_dioptres})


def _change(
    actor: Actor, record: EnlistmentRecord, exam: Examination, key: str, old: float | None, new: float | None
) -> FieldChange:
    """A measure's step of the history, as an import of measures leaves it."""
    return FieldChange(
        ward_id=record.ward_id, person_id=record.person_id, home=EXAMINATION, record_id=exam.id, key=key,
        old=stored(old), new=stored(new), user_id=actor.user_id, user_name=actor.name,
    )  # fmt: skip


def _bmi(measures: Measures) -> dict[str, float]:
    """The body mass index as a fact of the record; nothing where it was not measured, so that a known one stays."""
    if measures.height_cm is None or measures.weight_kg is None:
        return {}
    return {"bmi": float(body_mass_index(measures.height_cm, measures.weight_kg))}


def _measures(record: EnlistmentRecord, exam: Examination | None) -> Measures:
    known = Measures(myopia_dioptres=record.myopia_dioptres)
    if exam is None:
        return known
    return replace(known, **{key: getattr(exam, key) for key in (*_BODY, "hyperopia", "other_class")})


def _stored(record: EnlistmentRecord) -> Examination | None:
    return db.session.query(Examination).filter_by(record_id=record.id).one_or_none()


def _sex(person: Person) -> str | None:
    return person.sex or (sex_from_id(person.citizen_id) if person.citizen_id else None)
