"""Training as it stands on a day: who was called to which session, who was there, what each still owes.

Read in a handful of queries, worked out here; every page, list, figure and sheet of training asks this book, so that no
two of them can differ. Who has left the force stays in the sessions of his time and is called to no later one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from uuid import UUID

from roster.domain.actor import Actor, Permission
from roster.domain.choices import COMPONENT, label_of
from roster.domain.law.training import (
    BOARD_KINDS,
    COURSE,
    MILITIA,
    PLAN_KINDS,
    RESERVE,
    SOLDIER,
    TRAINING,
    CommandingPost,
    DueDays,
    course_days,
    training_days,
)
from roster.store import dated_facts
from roster.store import training_queries as queries
from roster.store.commanders import Learner
from roster.store.dated_facts import Histories
from roster.store.dated_history import UNKNOWN
from roster.store.scope import require
from roster.store.training import SessionAbsence, Trainee, TrainingPlan, TrainingSession
from roster.store.training_queries import HeldPost, Stay

_NO_STAY = Stay(date.min, date.min)


def day_within(year: int, today: date) -> date:
    """The day on which a year's training is looked at: today, or the year's nearest day."""
    return min(max(today, date(year, 1, 1)), date(year, 12, 31))


@dataclass(frozen=True)
class Called:
    """Somebody whom a plan calls."""

    trainee: Trainee
    person: Learner
    plan: TrainingPlan


@dataclass(frozen=True)
class Tally:
    """The days of one plan (or several) of one person: of the sessions whose attendance was taken."""

    attended: float = 0
    excused: float = 0
    absent: float = 0
    planned: float = 0  # every session that he is called to, also those still to come

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.attended + other.attended, self.excused + other.excused, self.absent + other.absent,
            self.planned + other.planned,
        )  # fmt: skip


@dataclass(frozen=True)
class Account:
    """What one person owes of one kind of training in the year, against what he attended.

    `plans` are those that count towards it; `label` names it; `is_open` is False for whoever has left or was excused.
    """

    person: Learner
    plans: tuple[TrainingPlan, ...]
    label: str
    due: DueDays
    tally: Tally
    excused_reason: str | None
    has_left: bool

    @property
    def is_open(self) -> bool:
        """Whether days may still be owed."""
        return not self.has_left and self.excused_reason is None

    @property
    def missing(self) -> float | None:
        """The days still owed; None where what is due is not known."""
        if not self.is_open:
            return 0
        return None if self.due.days is None else max(0.0, self.due.days - self.tally.attended)


@dataclass
class Book:
    """The training of some plans of a ward."""

    ward_id: UUID
    plans: list[TrainingPlan]
    sessions: dict[UUID, list[TrainingSession]]
    called: list[Called]
    absences: dict[tuple[UUID, UUID], SessionAbsence]
    stays: dict[UUID, list[Stay]]
    reserve: dict[UUID, list[Stay]]
    posts: dict[UUID, list[HeldPost]]
    histories: Histories
    by_plan: dict[UUID, list[Called]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        for one in self.called:
            self.by_plan[one.plan.id].append(one)

    # --- Who belongs to what

    def belongs(self, person: Learner, plan: TrainingPlan, day: date) -> bool:
        """Whether he belongs on that day to the force that the plan trains."""
        if not person.is_kept_on(day):
            return False
        if plan.home == RESERVE:
            return any(stay.covers(day) for stay in self.reserve.get(person.id, ()))
        if any(stay.covers(day) for stay in self.stays.get(person.id, ())):
            return True
        return plan.kind == COURSE and bool(self.commanding(person.id, day))

    def commanding(self, person_id: UUID, day: date) -> list[HeldPost]:
        """The posts of command that he holds on the day."""
        return [one for one in self.posts.get(person_id, ()) if one.post != SOLDIER and one.covers(day)]

    def stay_of(self, person_id: UUID, day: date) -> Stay:
        """His membership on the day; of somebody who was none then, the one nearest before it, else his first.

        It carries the component of that day (store.dated_facts).
        """
        stays = self.stays.get(person_id, [])
        found = [one for one in stays if one.covers(day)] or [one for one in stays if one.since <= day] or stays[:1]
        if not found:
            return _NO_STAY
        stay = found[-1]
        then = self.histories.value(stay.record_id, "component", day) if stay.record_id is not None else UNKNOWN
        return stay if then is UNKNOWN else replace(stay, component=then)

    def unit_of(self, person_id: UUID, day: date) -> tuple[str, str]:
        """A key and the name of his unit on the day: by appointment, else as the roster names it, ("-", "") for none.

        A unit with soldiers goes before a command that he may belong to as well.
        """
        held = [one for one in self.posts.get(person_id, ()) if one.covers(day)]
        held.sort(key=lambda one: (one.unit_kind not in BOARD_KINDS, one.begins_on))
        if held:
            return str(held[-1].unit_id), held[-1].unit_name_on(day)
        words = self.stay_of(person_id, day).unit
        return (f"={words}", words) if words else ("-", "")

    def post_of(self, person_id: UUID, day: date) -> str:
        """His post on the day, that of command first."""
        held = self.commanding(person_id, day) or [one for one in self.posts.get(person_id, ()) if one.covers(day)]
        return held[0].post if held else self.stay_of(person_id, day).post or ""

    def component_of(self, person_id: UUID, day: date) -> str | None:
        """His component on the day."""
        return self.stay_of(person_id, day).component

    def subject_words(self, one: Called, day: date) -> str:
        """Whom the plan trains in him: the component with the year of service, "dự bị", or the post."""
        if one.plan.home == RESERVE:
            return "Quân nhân dự bị"
        component = label_of(COMPONENT, self.component_of(one.person.id, day))
        due = self._due(one.plan, one.person, day)
        return ", ".join(part for part in (component, due.words if one.plan.kind == TRAINING else "") if part)

    # --- Sessions

    def is_called(self, one: Called, session: TrainingSession) -> bool:
        """Whether it calls him: he belongs to the force on its day (excused ones too: absent with leave)."""
        return self.belongs(one.person, one.plan, session.on_day)

    def called_to(self, session: TrainingSession) -> list[Called]:
        """Whom the session calls, by name."""
        return [one for one in self.by_plan[session.plan_id] if self.is_called(one, session)]

    def absence(self, one: Called, session: TrainingSession) -> SessionAbsence | None:
        """His absence from the session; None where he was there or attendance was not taken."""
        return self.absences.get((session.id, one.person.id)) if session.is_entered else None

    def present_count(self, session: TrainingSession) -> int:
        """How many were at a session."""
        return sum(self.absence(one, session) is None for one in self.called_to(session)) if session.is_entered else 0

    def first_day(self, plan: TrainingPlan) -> date | None:
        """The day of the plan's first session."""
        sessions = self.sessions.get(plan.id)
        return sessions[0].on_day if sessions else None

    def tally(self, one: Called, on: date) -> Tally:
        """His days in the plan up to and with that day."""
        found = Tally()
        for session in self.sessions.get(one.plan.id, ()):
            if not self.is_called(one, session):
                continue
            days = session.days
            if not session.is_entered or session.on_day > on:
                found += Tally(planned=days)
                continue
            absence = self.absences.get((session.id, one.person.id))
            if absence is None:
                found += Tally(attended=days, planned=days)
            elif absence.is_excused:
                found += Tally(excused=days, planned=days)
            else:
                found += Tally(absent=days, planned=days)
        return found

    def result_on(self, one: Called, on: date) -> str | None:
        """His result as it counts on the day: not while sessions of a later day went before it."""
        if any(session.is_entered and session.on_day > on for session in self.sessions.get(one.plan.id, ())):
            return None
        return one.trainee.result

    # --- Accounts

    def accounts(self, on: date) -> list[Account]:
        """What everybody called owes on the day, by name: once for all plans by law of a kind, else plan by plan."""
        return [account for accounts in self._accounts(on).values() for account in accounts]

    def account_of(self, one: Called, on: date) -> Account:
        """The account towards which his days in this plan count."""
        found = self._accounts(on)[one.person.id]
        return next(account for account in found if any(plan.id == one.plan.id for plan in account.plans))

    @cached_property
    def _memory(self) -> dict[date, dict[UUID, list[Account]]]:
        return {}

    def _accounts(self, on: date) -> dict[UUID, list[Account]]:
        if on not in self._memory:
            groups: dict[UUID, dict[str, list[Called]]] = {}
            for one in self.called:
                groups.setdefault(one.person.id, {}).setdefault(_group(one.plan), []).append(one)
            self._memory[on] = {
                person_id: [self._account(members, on) for members in by_group.values()]
                for person_id, by_group in groups.items()
            }
        return self._memory[on]

    def _account(self, members: list[Called], on: date) -> Account:
        first = members[0]
        open_ones = [one for one in members if one.trainee.excused_reason is None]
        tally = sum((self.tally(one, on) for one in members), Tally())
        days = [day for one in open_ones or members if (day := self.first_day(one.plan)) is not None]
        year = first.plan.year
        due = self._due(first.plan, first.person, min(days, default=day_within(year, on)), tally)
        is_by_law = first.plan.required_days is None and first.plan.kind != "exercise" and first.plan.home == MILITIA
        return Account(
            person=first.person,
            plans=tuple(one.plan for one in members),
            label=f"{PLAN_KINDS[first.plan.kind]} theo luật" if is_by_law else first.plan.title,
            due=due,
            tally=tally,
            excused_reason=None if open_ones else first.trainee.excused_reason,
            has_left=not self.belongs(first.person, first.plan, on),
        )

    def _due(self, plan: TrainingPlan, person: Learner, day: date, tally: Tally | None = None) -> DueDays:
        if plan.required_days is not None:
            return DueDays(plan.required_days, "theo kế hoạch")
        if plan.home == MILITIA and plan.kind == TRAINING:
            stay = self.stay_of(person.id, day)
            return training_days(stay.component, stay.joined_on, day)
        if plan.home == MILITIA and plan.kind == COURSE:
            posts = [CommandingPost(one.post, one.unit_kind, one.component) for one in self.commanding(person.id, day)]
            return course_days(posts, day)
        return DueDays(tally.planned if tally is not None else None, "theo các buổi của kế hoạch")


def _group(plan: TrainingPlan) -> str:
    """Plans of one group count towards the same days that the law asks for in the year."""
    is_by_law = plan.required_days is None and plan.home == MILITIA and plan.kind in {TRAINING, COURSE}
    return plan.kind if is_by_law else str(plan.id)


def book_of_year(actor: Actor, ward_id: UUID, year: int) -> Book:
    """The training of a ward in a year. Raises NotFound, NotAllowed."""
    require(actor, Permission.VIEW_PEOPLE, ward_id)
    return book_of(ward_id, queries.plans_of_year(actor, ward_id, year))


def book_of(ward_id: UUID, plans: Iterable[TrainingPlan]) -> Book:
    """The book of these plans; the caller has asked whether the actor may read them."""
    plans = list(plans)
    by_id = {plan.id: plan for plan in plans}
    first = min((date(plan.year, 1, 1) for plan in plans), default=date.max)
    sessions: dict[UUID, list[TrainingSession]] = defaultdict(list)
    for session in queries.sessions_of(by_id.keys()):
        sessions[session.plan_id].append(session)
    return Book(
        ward_id=ward_id,
        plans=plans,
        sessions=sessions,
        called=[
            Called(trainee, person, by_id[trainee.plan_id]) for trainee, person in queries.trainees_of(by_id.keys())
        ],
        absences={
            (one.session_id, one.learner_id): one
            for one in queries.absences_of(by_id.keys())
            if one.learner_id is not None
        },
        stays=queries.militia_stays(ward_id, by_id.keys()),
        reserve=queries.reserve_stays(ward_id, by_id.keys()) if any(p.home == RESERVE for p in plans) else {},
        posts=queries.posts_of(ward_id),
        # From the first day that a page of these plans can ask about; what was entered before it is in the records.
        histories=dated_facts.histories(MILITIA, [ward_id] if plans else [], first),
    )
