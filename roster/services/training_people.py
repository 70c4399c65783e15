"""Whom a plan calls: proposed by what the plan is for, added and taken off, excused with a reason."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, delete, or_, select

from roster.domain.actor import Actor, Permission
from roster.domain.choices import COMPONENT, label_of
from roster.domain.law.training import COURSE, RESERVE
from roster.domain.search_words import names_him, search_words
from roster.domain.secrets import names_army_unit
from roster.domain.text import clean
from roster.services import audit
from roster.services.faults import Invalid, refuse_secret
from roster.services.training import book_of_plan, plan_for_change
from roster.services.training_book import Book, Called
from roster.store import dated_facts
from roster.store import training_queries as queries
from roster.store.commanders import Learner
from roster.store.db import db
from roster.store.scope import require
from roster.store.training import SessionAbsence, Trainee, TrainingPlan, TrainingSession

ADDED_LATER = "Bổ sung sau buổi này"
_MOST_FOUND = 50


class HasTraces(Exception):
    """People who are to be taken off a plan were at its sessions or have a result: the officer has to say so first."""

    def __init__(self, names: list[str]) -> None:
        self.names = names
        super().__init__(f"{len(names)} people")


@dataclass(frozen=True)
class Candidate:
    """Somebody who may be called, with what the page says of him."""

    person: Learner
    component: str
    unit: str
    post: str


def proposals(actor: Actor, plan: TrainingPlan, on: date) -> list[Candidate]:
    """Whom the plan concerns on the day and does not call yet, by name. Raises NotFound, NotAllowed."""
    require(actor, Permission.VIEW_PEOPLE, plan.ward_id)
    called = {person.id for _, person in queries.trainees_of([plan.id])}
    found = [person for person in _concerned(plan, on) if person.id not in called]
    return _candidates(plan, found, on)


def search(actor: Actor, plan: TrainingPlan, words: str, on: date) -> list[Candidate]:
    """People of the plan's force on the day whose name holds the words and who are not called yet, by name.

    Whoever sees no full numbers finds nobody by part of one. Raises NotFound, NotAllowed.
    """
    require(actor, Permission.VIEW_PEOPLE, plan.ward_id)
    words = clean(words)[:200]
    if not search_words(words):
        return []
    called = {person.id for _, person in queries.trainees_of([plan.id])}
    force = _force(plan, on)
    allowed = {person.id for person in force} - called
    found = [one for one in queries.found_by_words(actor, plan.ward_id, words, _MOST_FOUND * 20) if one.id in allowed]
    by_name_alone = [
        one
        for one in force
        if not one.has_file and one.id in allowed and names_him(words, one.full_name, one.birth_date)
    ]
    return _candidates(plan, sorted([*found, *by_name_alone], key=lambda one: one.order)[:_MOST_FOUND], on)


def call(actor: Actor, ward_id: UUID, plan_id: UUID, person_ids: Iterable[UUID], on: date) -> tuple[int, int]:
    """Put people on the plan's list and commit. Returns how many, and how many sessions had gone before.

    Of sessions whose attendance was taken already they are absent with leave, until somebody says that they were there.
    Raises Invalid where nobody was chosen or somebody is not of the force on the day, NotFound, NotAllowed.
    """
    plan = plan_for_change(actor, ward_id, plan_id)
    wanted = set(person_ids)
    if not wanted:
        raise Invalid({"": ["Hãy chọn ít nhất một đồng chí."]})
    force = {person.id: person for person in _force(plan, on)}
    strangers = wanted - force.keys()
    if strangers:
        raise Invalid({"": [f"{len(strangers)} người không thuộc lực lượng của kế hoạch vào ngày {on:%d/%m/%Y}."]})
    present = {one.learner_id for one in db.session.scalars(select(Trainee).where(Trainee.plan_id == plan.id))}
    fresh = [force[one] for one in sorted(wanted - present)]
    for person in fresh:
        name = None if person.has_file else person.full_name
        db.session.add(Trainee(ward_id=ward_id, plan_id=plan.id, holder_name=name, **person.keys))
    entered = [one for one in queries.sessions_of([plan.id]) if one.is_entered]
    for session in entered:
        for person in fresh:
            db.session.add(
                SessionAbsence(
                    ward_id=ward_id, session_id=session.id, reason=ADDED_LATER, is_excused=True, **person.keys
                )
            )
    audit.record(actor, "training.call", ward_id=ward_id, subject_id=plan.id, count=len(fresh))
    db.session.commit()
    return len(fresh), len(entered) if fresh else 0


def dismiss(
    actor: Actor, ward_id: UUID, plan_id: UUID, person_ids: Collection[UUID], *, with_traces: bool = False
) -> int:
    """Take people off the plan's list, their attendance and results with them, and commit. Returns how many.

    Raises HasTraces where somebody was at a session or has a result and nobody said so; Invalid, NotFound, NotAllowed.
    """
    plan = plan_for_change(actor, ward_id, plan_id)
    book = book_of_plan(actor, plan, alone=True)
    chosen = [one for one in book.called if one.person.id in person_ids]
    if not chosen:
        raise Invalid({"": ["Hãy chọn ít nhất một đồng chí trong danh sách được gọi."]})
    traces = [one.person.full_name for one in chosen if _has_traces(book, one)]
    if traces and not with_traces:
        raise HasTraces(traces)
    ids = [one.person.id for one in chosen]
    held = select(TrainingSession.id).where(TrainingSession.plan_id == plan.id)
    db.session.execute(
        delete(SessionAbsence).where(SessionAbsence.session_id.in_(held), _is_one_of(SessionAbsence, ids))
    )
    db.session.execute(delete(Trainee).where(Trainee.plan_id == plan.id, _is_one_of(Trainee, ids)))
    audit.record(actor, "training.dismiss", ward_id=ward_id, subject_id=plan.id, count=len(ids))
    db.session.commit()
    return len(ids)


def excuse(actor: Actor, ward_id: UUID, plan_id: UUID, person_ids: Collection[UUID], reason: str | None) -> int:
    """Excuse people from the plan with a reason, or (None) take that back, and commit. Returns how many.

    The days that they attended stay; of later sessions they are absent with leave. Raises Invalid, NotFound,
    NotAllowed.
    """
    plan = plan_for_change(actor, ward_id, plan_id)
    text = clean(reason or "") if reason is not None else None
    if text is not None and not 0 < len(text) <= 200:
        raise Invalid({"reason": ["Hãy ghi lý do miễn (không quá 200 ký tự)."]})
    refuse_secret("reason", text, names_it=names_army_unit)
    query = select(Trainee).where(Trainee.plan_id == plan.id, _is_one_of(Trainee, person_ids))
    chosen = list(db.session.scalars(query))
    if not chosen:
        raise Invalid({"": ["Hãy chọn ít nhất một đồng chí trong danh sách được gọi."]})
    for one in chosen:
        one.excused_reason = text
    audit.record(
        actor, "training.excuse" if text else "training.unexcuse", ward_id=ward_id, subject_id=plan.id,
        count=len(chosen),
    )  # fmt: skip
    db.session.commit()
    return len(chosen)


def _has_traces(book: Book, one: Called) -> bool:
    if one.trainee.result or one.trainee.certificate_number:
        return True
    entered = (session for session in book.sessions.get(one.plan.id, ()) if session.is_entered)
    return any(book.is_called(one, session) and book.absence(one, session) is None for session in entered)


def _is_one_of(row: type[Trainee] | type[SessionAbsence], ids: Collection[UUID]) -> ColumnElement[bool]:
    wanted = list(ids)
    return or_(row.person_id.in_(wanted), row.holder_id.in_(wanted))


def _force(plan: TrainingPlan, on: date) -> list[Learner]:
    """Everybody of the force that the plan trains; of a course also those who command without being members."""
    if plan.home == RESERVE:
        return [person for person, _ in queries.reserve_on(plan.ward_id, on)]
    found = {person.id: person for person, _ in queries.militia_on(plan.ward_id, on)}
    if plan.kind == COURSE:
        found |= {person.id: person for person in queries.commanders_on(plan.ward_id, on)}
    return list(found.values())


def _concerned(plan: TrainingPlan, on: date) -> list[Learner]:
    if plan.home == RESERVE:
        return [person for person, _ in queries.reserve_on(plan.ward_id, on)]
    members = queries.militia_on(plan.ward_id, on)
    found = [person for person, _ in members]
    if plan.kind == COURSE:
        found = queries.commanders_on(plan.ward_id, on)
    if plan.component:
        within = {person.id for person, stay in members if stay.component == plan.component}
        found = [person for person in found if person.id in within]
    if plan.unit_id:
        tree = _with_those_below(plan.ward_id, plan.unit_id)
        posts = queries.posts_of(plan.ward_id)
        found = [
            person
            for person in found
            if any(one.unit_id in tree and one.covers(on) for one in posts.get(person.id, ()))
        ]
    return found


def _with_those_below(ward_id: UUID, unit_id: UUID) -> set[UUID]:
    below: dict[UUID | None, list[UUID]] = {}
    for unit in queries.units_of_ward(ward_id):
        below.setdefault(unit.parent_id, []).append(unit.id)
    found, waiting = set[UUID](), [unit_id]
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting += below.get(one, [])
    return found


def _candidates(plan: TrainingPlan, found: list[Learner], on: date) -> list[Candidate]:
    if not found:
        return []
    book = Book(
        plan.ward_id, [plan], {}, [], {}, queries.militia_stays(plan.ward_id), {}, queries.posts_of(plan.ward_id),
        dated_facts.histories(dated_facts.MILITIA, [plan.ward_id], on),
    )  # fmt: skip
    is_reserve = plan.home == RESERVE
    return [
        Candidate(
            person,
            "" if is_reserve else label_of(COMPONENT, book.component_of(person.id, on)),
            "" if is_reserve else book.unit_of(person.id, on)[1],
            "" if is_reserve else book.post_of(person.id, on),
        )
        for person in found
    ]
