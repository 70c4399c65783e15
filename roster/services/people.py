"""Citizens: entered once, found again before they are entered twice, edited without losing anybody's work."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from roster.columns.catalogue import PERSON, PERSON_COLUMNS
from roster.columns.column import Value
from roster.domain.actor import Actor, Permission
from roster.domain.citizen_id import sex_from_id
from roster.domain.dates import format_date
from roster.domain.names import name_key
from roster.domain.problems import Problem, Severity, problem
from roster.domain.sorting import natural_key
from roster.domain.text import clean
from roster.intake.check import cross_check
from roster.services import audit
from roster.services.changes import (
    EditConflict,
    InvalidFacts,
    Unconfirmed,
    are_own,
    blank_to_none,
    keep_first_facts,
    merge,
    set_facts,
    too_long,
    values_of,
)
from roster.services.records import NewRecord, start_record
from roster.services.units import list_neighbourhoods
from roster.services.unrecorded import unrecorded_neighbourhoods, unrecorded_sentence
from roster.store.db import db, new_id
from roster.store.derive import derived_keys, refresh_keys
from roster.store.people import Person
from roster.store.privacy import Erasure
from roster.store.scope import NotFound, require
from roster.store.ward_lock import lock_ward

__all__ = [
    "SimilarPerson",
    "check_person",
    "create_person",
    "edit_person",
    "facts_of",
    "get_person",
    "known_neighbourhoods",
    "restore_person",
    "retire_person",
    "similar_people",
    "write_facts",
]


@dataclass(frozen=True)
class SimilarPerson:
    """Somebody who may be the citizen that is being entered, and by what."""

    person_id: UUID
    full_name: str
    birth_date: str | None
    neighbourhood: str | None
    permanent_address: str | None
    is_retired: bool
    same_citizen_id: bool


def get_person(actor: Actor, ward_id: UUID, person_id: UUID, permission: Permission = Permission.VIEW_PEOPLE) -> Person:
    """The ward's citizen. Raises NotFound where he is not one of the ward, or the ward not the actor's; NotAllowed."""
    require(actor, permission, ward_id)
    person = db.session.get(Person, person_id)
    if person is None or person.ward_id != ward_id:
        raise NotFound(str(person_id))
    return person


def facts_of(person: Person) -> dict[str, Value]:
    """The citizen's facts by column key."""
    return values_of(person, PERSON_COLUMNS)


def known_neighbourhoods(actor: Actor, ward_id: UUID, today: date) -> list[str]:
    """Names of the ward's neighbourhoods, in natural order: those that are set up and those that people live in."""
    require(actor, Permission.VIEW_PEOPLE, ward_id)
    set_up = [one.name for one in list_neighbourhoods(actor, ward_id, today)]
    lived_in = select(Person.neighbourhood).where(Person.ward_id == ward_id, Person.retired_on.is_(None)).distinct()
    return sorted({*set_up, *(name for name in db.session.scalars(lived_in) if name)}, key=natural_key)


def similar_people(
    actor: Actor,
    ward_id: UUID,
    *,
    citizen_id: str | None = None,
    full_name: str | None = None,
    birth_date: str | None = None,
    exclude: UUID | None = None,
    limit: int = 5,
) -> list[SimilarPerson]:
    """People of the ward with the same citizen id, or with the same name and a birth date that may be the same one.

    A birth date known to the year fits every day of that year. Retired people count: the citizen may have come back.
    """
    require(actor, Permission.VIEW_PEOPLE, ward_id)
    same = []
    if citizen_id:
        same.append(Person.citizen_id == citizen_id)
    if full_name and birth_date:
        same.append(Person.name_key == name_key(full_name))
    if not same:
        return []
    query = select(Person).where(Person.ward_id == ward_id, or_(*same)).order_by(Person.sort_key, Person.id)
    found = []
    for person in db.session.scalars(query):
        same_id = bool(citizen_id) and person.citizen_id == citizen_id
        if person.id != exclude and (same_id or _may_be_same_day(person.birth_date, birth_date)):
            found.append(
                SimilarPerson(
                    person.id, person.full_name, person.birth_date, person.neighbourhood, person.permanent_address,
                    person.retired_on is not None, same_id,
                )
            )  # fmt: skip
    return sorted(found, key=lambda one: not one.same_citizen_id)[:limit]


def _may_be_same_day(one: str | None, other: str | None) -> bool:
    return bool(one and other) and (str(one).startswith(str(other)) or str(other).startswith(str(one)))


def check_person(
    actor: Actor, ward_id: UUID, values: Mapping[str, Value], today: date, *, exclude: UUID | None = None
) -> list[Problem]:
    """What is wrong, or looks wrong, with a citizen's facts taken together, and who he may already be.

    Each fact by itself was judged when it was read (Column.read).
    """
    problems = too_long(Person, values, PERSON_COLUMNS) + cross_check(values, today)
    alike = similar_people(
        actor,
        ward_id,
        citizen_id=_text(values.get("citizen_id")),
        full_name=_text(values.get("full_name")),
        birth_date=_text(values.get("birth_date")),
        exclude=exclude,
    )
    for one in alike:
        born = f", sinh {format_date(one.birth_date)}" if one.birth_date else ""
        gone = " (đã ngừng quản lý)" if one.is_retired else ""
        who = f"{one.full_name}{born}{gone}"
        if one.same_citizen_id:
            message = f"Số CCCD này đã có trong sổ của phường: {who}. Hãy mở hồ sơ ấy thay vì nhập thêm."
            problems.append(problem("citizen_id", "possible_duplicate", message, Severity.ERROR))
        else:
            message = f"Đã có {who} trong sổ. Nếu là người khác trùng tên, hãy xác nhận để lưu."
            problems.append(problem("full_name", "possible_duplicate", message))
    return problems


def create_person(
    actor: Actor,
    ward_id: UUID,
    values: Mapping[str, Value],
    today: date,
    *,
    records: tuple[NewRecord, ...] = (),
    confirmed: bool = False,
    person_id: UUID | None = None,
) -> Person:
    """Enter a citizen, with his first record in any of the rosters, and commit.

    The sex is taken from the citizen id where none is given. `confirmed`: the officer has seen the warnings.
    `person_id` is the id that he is to have; where he has it already, the same form was sent twice. Raises InvalidFacts
    or Unconfirmed with the problems; NotFound, NotAllowed.
    """
    require(actor, Permission.EDIT_PEOPLE, ward_id)
    lock_ward(ward_id)  # the second of two at once must see whom the first entered
    if person_id is not None and (known := db.session.get(Person, person_id)) is not None:
        if known.ward_id != ward_id:
            raise NotFound(str(person_id))
        return known
    values = _with_sex_of_id(values, values)
    _judge(check_person(actor, ward_id, values, today) + _strange_home(actor, ward_id, values, {}), confirmed)
    facts = {key: blank_to_none(value) for key, value in _known(values).items()}
    person = Person(id=person_id or new_id(), ward_id=ward_id, **facts, **derived_keys(facts))
    db.session.add(person)
    try:
        # The parent row first: the changes and records that point at it have no relationship to be ordered by.
        db.session.flush()
        keep_first_facts(actor, person, PERSON, facts)
        for record in records:
            start_record(actor, person, record, today)
        rosters = [record.roster for record in records]
        audit.record(actor, "person.create", ward_id=ward_id, subject_id=person.id, rosters=rosters)
        db.session.commit()
    except IntegrityError as error:
        db.session.rollback()
        raise InvalidFacts([_TAKEN]) from error
    except InvalidFacts:
        db.session.rollback()
        raise
    return person


def edit_person(
    actor: Actor,
    ward_id: UUID,
    person_id: UUID,
    values: Mapping[str, Value],
    seen_version: int,
    today: date,
    *,
    seen_values: Mapping[str, Value] | None = None,
    confirmed: bool = False,
) -> Person:
    """Change a citizen's facts (only the keys given) and commit; the rest stays.

    `seen_version` and `seen_values` are what the officer began with. Where somebody saved meanwhile, facts that the
    officer left alone keep the other's value; raises EditConflict for those that both changed. Raises InvalidFacts,
    Unconfirmed, NotFound, NotAllowed.
    """
    person = get_person(actor, ward_id, person_id, Permission.EDIT_PEOPLE)
    _demand_not_erased(person)
    db.session.refresh(person, with_for_update=True)
    wanted, current = _known(values), facts_of(person)
    if person.version != seen_version:
        merged, conflicts = merge(wanted, seen_values, current)
        if conflicts:
            version, is_own = person.version, are_own(actor, person, PERSON, conflicts)
            db.session.rollback()
            raise EditConflict(conflicts, merged, current, version, is_own=is_own)
        wanted = merged
    wanted = _with_sex_of_id(wanted, current | wanted)
    try:
        doubts = _other_number(wanted, current) + _strange_home(actor, ward_id, wanted, current)
        _judge(check_person(actor, ward_id, current | wanted, today, exclude=person.id) + doubts, confirmed)
    except (InvalidFacts, Unconfirmed):
        db.session.rollback()
        raise
    changed = write_facts(actor, person, wanted)
    if changed:
        audit.record(actor, "person.edit", ward_id=ward_id, subject_id=person.id, fields=sorted(changed))
    try:
        db.session.commit()
    except IntegrityError as error:
        db.session.rollback()
        raise InvalidFacts([_TAKEN]) from error
    except StaleDataError:
        # Somebody was faster between our reading and writing (engines without row locks): look again.
        db.session.rollback()
        return edit_person(
            actor,
            ward_id,
            person_id,
            values,
            seen_version,
            today,
            seen_values=seen_values or current,
            confirmed=confirmed,
        )
    return person


def write_facts(actor: Actor, person: Person, values: Mapping[str, Value], at: datetime | None = None) -> list[str]:
    """Set facts that were judged before, with what is found and sorted by them, and keep old and new of each.

    Returns the keys that changed. Does not commit and leaves no entry in the journal.
    """
    changed = set_facts(actor, person, PERSON, values, at)
    if changed:
        refresh_keys(person)
    return changed


def retire_person(actor: Actor, ward_id: UUID, person_id: UUID, reason: str, day: date) -> None:
    """Take a citizen out of every list (moved away, died) and keep all that is known of him; commits.

    Raises InvalidFacts without a reason, NotFound, NotAllowed.
    """
    person = get_person(actor, ward_id, person_id, Permission.EDIT_PEOPLE)
    reason = clean(reason)
    if not reason:
        raise InvalidFacts([problem("retired_reason", "missing", "Hãy ghi lý do ngừng quản lý.")])
    if person.retired_on is None:
        set_facts(actor, person, PERSON, {"retired_on": day, "retired_reason": reason[:200]})
        audit.record(actor, "person.retire", ward_id=ward_id, subject_id=person.id)
        db.session.commit()


def restore_person(actor: Actor, ward_id: UUID, person_id: UUID) -> None:
    """Bring a retired citizen back into the lists; commits. Raises InvalidFacts for one whose data was erased,
    NotFound, NotAllowed.
    """
    person = get_person(actor, ward_id, person_id, Permission.EDIT_PEOPLE)
    _demand_not_erased(person)
    if person.retired_on is not None:
        set_facts(actor, person, PERSON, {"retired_on": None, "retired_reason": None})
        audit.record(actor, "person.restore", ward_id=ward_id, subject_id=person.id)
        db.session.commit()


def _demand_not_erased(person: Person) -> None:
    """Raises InvalidFacts where the citizen's data was erased: what is left of the row belongs to nobody."""
    if db.session.scalar(select(Erasure.id).where(Erasure.person_id == person.id)) is not None:
        message = "Dữ liệu cá nhân của hồ sơ này đã được xóa. Nếu công dân trở lại, hãy nhập thành công dân mới."
        raise InvalidFacts([problem("full_name", "missing", message)])


def _known(values: Mapping[str, Value]) -> dict[str, Value]:
    # An allow-list: whatever else a request carries (ward_id, version) is no fact of a citizen.
    return {fact.key: values[fact.key] for fact in PERSON_COLUMNS if fact.key in values}


def _with_sex_of_id(values: Mapping[str, Value], whole: Mapping[str, Value]) -> dict[str, Value]:
    """The values, with the sex that the citizen id tells where the `whole` file names none: as the import does."""
    if whole.get("sex") or not {"sex", "citizen_id"} & values.keys():
        return dict(values)
    sex = sex_from_id(_text(whole.get("citizen_id")) or "")
    return {**values, "sex": sex} if sex else dict(values)


def _strange_home(
    actor: Actor, ward_id: UUID, values: Mapping[str, Value], current: Mapping[str, Value]
) -> list[Problem]:
    """A neighbourhood that the ward has not recorded, where it is new to the citizen: what stood is not asked."""
    name = values.get("neighbourhood")
    if not name or name == current.get("neighbourhood"):
        return []
    found = unrecorded_neighbourhoods(actor, ward_id, [name])
    return [problem("neighbourhood", "not_a_choice", unrecorded_sentence(one), Severity.WARNING) for one in found]


def _other_number(values: Mapping[str, Value], current: Mapping[str, Value]) -> list[Problem]:
    """The number says who somebody is: another one in its place is another man's file more often than a slip mended."""
    old, new = current.get("citizen_id"), values.get("citizen_id", current.get("citizen_id"))
    if not old or new == old:
        return []
    becomes = f"đổi thành {new}" if new else "bị xóa"
    message = f"Số CCCD đang ghi là {old}, nay {becomes}. Nếu vẫn là người này, hãy xác nhận để lưu."
    return [problem("citizen_id", "possible_duplicate", message)]


def _judge(problems: list[Problem], confirmed: bool) -> None:
    if any(found.holds_back for found in problems):
        raise InvalidFacts(problems)
    warnings = [found for found in problems if found.severity is Severity.WARNING]
    if warnings and not confirmed:
        raise Unconfirmed(warnings)


# Two officers saved the same new citizen at the same moment: the database kept one of them.
_TAKEN = problem(
    "citizen_id",
    "possible_duplicate",
    "Vừa có người khác lưu công dân có số CCCD này. Hãy tìm theo số CCCD rồi mở hồ sơ ấy.",
    Severity.ERROR,
)


def _text(value: Value) -> str | None:
    return str(value) if value else None
