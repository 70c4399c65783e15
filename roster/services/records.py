"""A citizen's records in the three rosters over time: started, changed, closed, never overwritten by the next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from roster.columns.catalogue import ENLISTMENT, ROSTER_COLUMNS
from roster.columns.column import Value
from roster.domain.actor import Actor, Permission
from roster.domain.choices import ROSTER, label_of
from roster.domain.cycle import STEP_BY_KEY, guarded_step_message
from roster.domain.problems import Problem, Severity, problem
from roster.domain.text import clean
from roster.services import audit
from roster.services.changes import (
    EditConflict,
    InvalidFacts,
    are_own,
    blank_to_none,
    keep_first_facts,
    merge,
    set_facts,
    too_long,
    values_of,
)
from roster.store.db import db, new_id
from roster.store.people import Person
from roster.store.queries import RECORD_MODELS
from roster.store.scope import NotFound, require

FIRST_YEAR, YEARS_AHEAD = 1975, 2


@dataclass(frozen=True)
class NewRecord:
    """A record to start: the roster, its facts by column key, the call-up year (enlistment only), the first day."""

    roster: str
    values: Mapping[str, Value] = field(default_factory=dict)
    year: int | None = None
    since: date | None = None


@dataclass(frozen=True)
class KnownRecord:
    """A record as a page shows it: its model, and its facts by column key."""

    roster: str
    record: Any
    values: dict[str, Value]

    @property
    def is_open(self) -> bool:
        """Whether it has not been closed."""
        return self.record.closed_on is None


def records_of(actor: Actor, person: Person) -> list[KnownRecord]:
    """The citizen's records of every roster, open ones first, then the latest first. Raises NotFound, NotAllowed."""
    require(actor, Permission.VIEW_PEOPLE, person.ward_id)
    found = [
        KnownRecord(roster, record, values_of(record, ROSTER_COLUMNS[roster]))
        for roster, model in RECORD_MODELS.items()
        for record in db.session.scalars(select(model).where(model.person_id == person.id))
    ]
    latest_first = sorted(found, key=lambda one: (one.record.since, one.record.id), reverse=True)
    return sorted(latest_first, key=lambda one: not one.is_open)


def get_record(actor: Actor, ward_id: UUID, roster: str, record_id: UUID, permission: Permission) -> Any:
    """The ward's record of that roster. Raises NotFound (also for an unknown roster) and NotAllowed."""
    require(actor, permission, ward_id)
    model = RECORD_MODELS.get(roster)
    record = db.session.get(model, record_id) if model else None
    if record is None or record.ward_id != ward_id:
        raise NotFound(str(record_id))
    return record


def start_record(actor: Actor, person: Person, new: NewRecord, today: date) -> Any:
    """Add a record within the caller's transaction.

    Raises InvalidFacts where the roster has an open one, the year is taken, or the first day is still to come. A new
    call-up year closes the year before it; an older year that is entered afterwards is history from the start.
    """
    model = RECORD_MODELS[new.roster]
    values = _known(new.roster, new.values)
    problems = [*too_long(model, values, ROSTER_COLUMNS[new.roster]), *_guarded_step(values.get("status"), None)]
    if new.since is not None and new.since > today:
        message = f"Ngày ghi vào sổ không được ở sau ngày hôm nay ({today:%d/%m/%Y})."
        problems.append(problem("since", "impossible_date", message))
    if problems:
        raise InvalidFacts(problems)
    facts = {key: blank_to_none(value) for key, value in values.items()}
    record = model(id=new_id(), ward_id=person.ward_id, person_id=person.id, since=new.since or today, **facts)
    others = list(db.session.scalars(select(model).where(model.person_id == person.id)))
    if new.roster == ENLISTMENT:
        _fit_year(actor, record, new.year, others, today)
    elif any(other.closed_on is None for other in others):
        name = label_of(ROSTER, new.roster)
        message = f"Công dân đang có tên trong sổ {name}. Hãy kết thúc hồ sơ ấy trước khi ghi hồ sơ mới."
        raise InvalidFacts([problem("roster", "possible_duplicate", message, Severity.ERROR)])
    elif overlapped := [one for one in others if one.closed_on is not None and one.closed_on > record.since]:
        last = max(one.closed_on for one in overlapped)
        message = (
            f"Công dân có tên trong sổ {label_of(ROSTER, new.roster)} đến hết ngày {last:%d/%m/%Y}; "
            "hồ sơ mới phải bắt đầu từ đó về sau."
        )
        raise InvalidFacts([problem("since", "impossible_date", message)])
    db.session.flush()  # what was closed leaves the index of open records before the new one enters it
    db.session.add(record)
    db.session.flush()
    keep_first_facts(
        actor, record, new.roster, ("year", "since", *facts) if new.roster == ENLISTMENT else ("since", *facts)
    )
    return record


def _fit_year(actor: Actor, record: Any, year: int | None, others: list[Any], today: date) -> None:
    if year is None or not FIRST_YEAR <= year <= today.year + YEARS_AHEAD:
        raise InvalidFacts([problem("year", "missing", f"Hãy nhập năm tuyển quân, ví dụ {today.year + 1}.")])
    if any(other.year == year for other in others):
        raise InvalidFacts(
            [
                problem(
                    "year", "possible_duplicate", f"Công dân đã có hồ sơ nghĩa vụ quân sự năm {year}.", Severity.ERROR
                )
            ]
        )
    record.year = year
    for other in others:
        if other.closed_on is None and other.year < year:
            reason = f"Chuyển sang năm {year}"
            set_facts(actor, other, ENLISTMENT, {"closed_on": today, "closed_reason": reason})
        elif other.closed_on is None and record.closed_on is None:
            record.closed_on, record.closed_reason = today, f"Đã có hồ sơ năm {other.year}"


def add_record(actor: Actor, ward_id: UUID, person_id: UUID, new: NewRecord, today: date) -> Any:
    """Start a record for a citizen of the ward and commit. Raises InvalidFacts, NotFound, NotAllowed."""
    require(actor, Permission.EDIT_PEOPLE, ward_id)
    person = db.session.get(Person, person_id)
    if person is None or person.ward_id != ward_id or new.roster not in RECORD_MODELS:
        raise NotFound(str(person_id))
    try:
        record = start_record(actor, person, new, today)
        audit.record(actor, "record.add", ward_id=ward_id, subject_id=person_id, roster=new.roster, year=new.year)
        db.session.commit()
    except IntegrityError as error:
        db.session.rollback()
        message = "Vừa có người khác ghi hồ sơ này, hoặc chính đồng chí ghi ở thẻ khác. Hãy mở lại hồ sơ công dân."
        raise InvalidFacts([problem("roster", "possible_duplicate", message, Severity.ERROR)]) from error
    except InvalidFacts:
        db.session.rollback()
        raise
    return record


def edit_record(
    actor: Actor,
    ward_id: UUID,
    roster: str,
    record_id: UUID,
    values: Mapping[str, Value],
    *,
    seen_values: Mapping[str, Value] | None = None,
) -> Any:
    """Change a record's facts (only the keys given) and commit.

    `seen_values` are the facts that the officer began with: facts he left alone keep another officer's value. Raises
    EditConflict for facts that both changed, InvalidFacts, NotFound, NotAllowed.
    """
    record = get_record(actor, ward_id, roster, record_id, Permission.EDIT_PEOPLE)
    db.session.refresh(record, with_for_update=True)
    columns = ROSTER_COLUMNS[roster]
    wanted, current = _known(roster, values), values_of(record, columns)
    if seen_values is not None:
        merged, conflicts = merge(wanted, seen_values, current)
        if conflicts:
            is_own = are_own(actor, record, roster, conflicts)
            db.session.rollback()
            raise EditConflict(conflicts, merged, current, None, is_own=is_own)
        wanted = merged
    problems = too_long(RECORD_MODELS[roster], wanted, columns)
    if "status" in wanted:
        problems += _guarded_step(wanted["status"], current["status"])
    if problems:
        db.session.rollback()
        raise InvalidFacts(problems)
    changed = set_facts(actor, record, roster, wanted)
    if changed:
        audit.record(
            actor, "record.edit", ward_id=ward_id, subject_id=record.person_id, roster=roster, fields=sorted(changed)
        )
    db.session.commit()
    return record


def close_record(actor: Actor, ward_id: UUID, roster: str, record_id: UUID, reason: str, day: date) -> None:
    """End a record on a day, for a reason; it stays in the history, and another may begin. Commits.

    Raises InvalidFacts without a reason or for a day before the record began; NotFound, NotAllowed.
    """
    record = get_record(actor, ward_id, roster, record_id, Permission.EDIT_PEOPLE)
    problems = []
    reason = clean(reason)
    if not reason:
        problems.append(problem("closed_reason", "missing", "Hãy ghi lý do kết thúc hồ sơ."))
    if day < record.since:
        message = f"Ngày kết thúc phải từ ngày ghi vào sổ ({record.since:%d/%m/%Y}) trở đi."
        problems.append(problem("closed_on", "impossible_date", message))
    if problems:
        raise InvalidFacts(problems)
    if record.closed_on is None:
        set_facts(actor, record, roster, {"closed_on": day, "closed_reason": reason[:200]})
        audit.record(actor, "record.close", ward_id=ward_id, subject_id=record.person_id, roster=roster)
        db.session.commit()


def _guarded_step(wanted: Value, current: Value) -> list[Problem]:
    """Candidates enter and leave a step that the law guards through services.cycle alone, never as a fact of a form."""
    if wanted == current:
        return []
    for step in (STEP_BY_KEY.get(str(current)), STEP_BY_KEY.get(str(wanted))):
        if step is not None and not step.is_entered_freely:
            return [problem("status", "not_a_choice", guarded_step_message(step))]
    return []


def _known(roster: str, values: Mapping[str, Value]) -> dict[str, Value]:
    # An allow-list: whatever else a request carries (ward_id, person_id, closed_on) is no fact of the record.
    return {fact.key: values[fact.key] for fact in ROSTER_COLUMNS[roster] if fact.key in values}
