"""Taking over the units that a brought-in roster names: its texts become units and appointments, once confirmed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select

from roster.domain.actor import Actor, Permission
from roster.domain.force_units import OF_NEIGHBOURHOOD, OF_ORGANISATION, guess_kind, kind_of, post_order, usual_post
from roster.domain.text import clean, fold
from roster.services import audit
from roster.services.appointment_rules import free_places, without_decision
from roster.services.appointments import AppointmentFacts, place
from roster.services.clock import today
from roster.services.faults import Invalid
from roster.services.force_quick_entry import Grounds, grounds_of
from roster.services.force_records import follow, full_name
from roster.services.forces import UnitFacts, commit_unit, place_unit, standing_units, units_by_id
from roster.store import force_tree
from roster.store.db import db
from roster.store.force_tree import Member, MemberSearch
from roster.store.forces import Appointment, ForceUnit
from roster.store.militia import MilitiaRecord
from roster.store.scope import require

LEAVE, EXISTING, NEW = "leave", "existing", "new"


@dataclass(frozen=True)
class Proposal:
    """A text of the roster, how many bear it with which posts, and what is proposed for it.

    `unit_id`: a unit that stands already; else a new one of `kind`, with `component`, on its ground, below `parent`
    (a text of the roster or the name of a unit, "" for none). `action` is LEAVE, EXISTING or NEW.
    """

    text: str
    count: int
    posts: tuple[tuple[str, int], ...]
    action: str
    name: str
    kind: str
    component: str | None = None
    unit_id: UUID | None = None
    neighbourhood_id: UUID | None = None
    organisation_id: UUID | None = None
    parent: str = ""
    first_day: date | None = None


@dataclass(frozen=True)
class Choice:
    """What the officer chose for a text. `component` counts where the kind leaves it open."""

    action: str
    name: str = ""
    kind: str = ""
    component: str | None = None
    unit_id: UUID | None = None
    neighbourhood_id: UUID | None = None
    organisation_id: UUID | None = None
    parent: str = ""


@dataclass(frozen=True)
class Adopted:
    """How many units were made and how many people were placed.

    `undecided` command without a decision's number and day, to be filled later. `left` were not placed, since another
    holds their commander's place: what the roster says of them stays. Both by name with the post.
    """

    units: int
    people: int
    undecided: tuple[str, ...] = ()
    left: tuple[str, ...] = ()


def proposals(actor: Actor, ward_id: UUID) -> list[Proposal]:
    """The texts of the roster whose people hold no post of a unit yet, the most frequent first.

    Writes nothing. Raises NotFound, NotAllowed.
    """
    groups = _groups(actor, ward_id)
    grounds = grounds_of(ward_id)
    units: dict[str, ForceUnit] = {}
    for unit, whole in standing_units(actor, ward_id, today()):
        units |= {fold(unit.name): unit, fold(whole): unit}
    names = {fold(text) for text in groups} | set(units)
    found = [_propose(text, members, grounds, units, names) for text, members in groups.items()]
    return sorted(found, key=lambda one: (-one.count, fold(one.text)))


def adopt(
    actor: Actor, ward_id: UUID, choices: Mapping[str, Choice], from_day: date | None, decision_number: str = "",
    decided_on: date | None = None,
) -> Adopted:  # fmt: skip
    """Make the chosen units and place the people whose records name them, all or none, and commit.

    `choices` by the text of the roster; a text without one is left alone. A post begins on `from_day`, or where that is
    None on each record's own first day. Components that the roster knows stay. Raises Invalid with the text as the
    field, NotFound, NotAllowed.
    """
    require(actor, Permission.EDIT_PEOPLE, ward_id)
    if from_day is not None and from_day > today():
        raise Invalid({"from_day": ["Ngày bắt đầu không được ở sau hôm nay."]})
    groups = {text: members for text, members in _groups(actor, ward_id).items() if text in choices}
    chosen = {text: choices[text] for text in groups if choices[text].action in {EXISTING, NEW}}
    if not chosen:
        raise Invalid({"": ["Chưa chọn đơn vị nào để lập. Hãy chọn ít nhất một dòng."]})
    made, faults = 0, dict[str, list[str]]()
    units: dict[str, ForceUnit] = {}
    placed: list[Appointment] = []
    decision = AppointmentFacts("", from_day, decision_number=decision_number, decided_on=decided_on)
    for text in _parents_first(chosen):
        try:
            unit, is_new = _unit_for(actor, ward_id, chosen[text], groups[text], from_day, units)
            made += is_new
            units[fold(text)] = units[fold(unit.name)] = unit
            placed += _place(ward_id, unit, groups[text], from_day, decision)
        except Invalid as fault:
            faults[text] = [sentence for sentences in fault.faults.values() for sentence in sentences]
    if faults:
        db.session.rollback()
        raise Invalid(faults)
    people = [one.person_id for one in placed if one.person_id is not None]
    follow(actor, ward_id, people, with_component=False, entered=placed)
    audit.record(actor, "appointment.adopt", ward_id=ward_id, units=made, count=len(placed))
    commit_unit()
    held = {one.person_id: one for one in placed}
    members = [one for text in chosen for one in groups[text]]
    undecided = [
        f"{one.full_name} ({post.post})"
        for one in members
        if (post := held.get(one.person_id)) and without_decision(post.post, post.decision_number, post.decided_on)
    ]
    left = [f"{one.full_name} ({usual_post(one.post)})" for one in members if one.person_id not in held]
    return Adopted(made, len(placed), tuple(undecided), tuple(left))


def count_waiting(actor: Actor, ward_id: UUID) -> int:
    """How many members bear the text of a unit without holding a post of one. Raises NotFound, NotAllowed."""
    return sum(len(members) for members in _groups(actor, ward_id).values())


def _groups(actor: Actor, ward_id: UUID) -> dict[str, list[Member]]:
    members, _ = force_tree.members_on(actor, ward_id, today(), MemberSearch())
    by_key: dict[str, list[Member]] = defaultdict(list)
    for one in members:
        if clean(one.unit or ""):
            by_key[fold(one.unit or "")].append(one)
    groups = {}
    for found in by_key.values():
        spellings = Counter(clean(one.unit or "") for one in found)
        groups[max(spellings, key=lambda text: (spellings[text], text))] = found
    return groups


def _propose(
    text: str, members: list[Member], grounds: Grounds, units: Mapping[str, ForceUnit], names: set[str]
) -> Proposal:
    name, parent = text, ""
    for mark in (", ", " - ", " – ", "/", " thuộc "):
        head, _, tail = text.partition(mark)
        if tail and fold(tail) in names and fold(head):
            name, parent = clean(head), clean(tail)
            break
    component = Counter(one.component for one in members).most_common(1)[0][0]
    guess = guess_kind(name, component, len(members))  # "Tiểu đội 1, Trung đội cơ động" is a squad
    posts = Counter(usual_post(one.post) for one in members)
    listed = tuple(sorted(posts.items(), key=lambda pair: post_order(pair[0])))
    existing = units.get(fold(text))
    kind, neighbourhood, organisation = guess.kind, grounds.neighbourhood(text), grounds.organisation(text)
    if organisation is not None and not kind.is_self_defence:
        kind = guess_kind(f"tự vệ {text}", None, len(members)).kind
    action = EXISTING if existing is not None else LEAVE if kind.is_board else NEW
    if action == NEW and kind.ground == OF_ORGANISATION and organisation is None:
        action = LEAVE  # the officer has to say which organisation
    return Proposal(
        text, len(members), listed, action, name, kind.key, guess.component if kind is guess.kind else None,
        existing.id if existing else None,
        neighbourhood.id if neighbourhood and kind.ground == OF_NEIGHBOURHOOD else None,
        organisation.id if organisation and kind.ground == OF_ORGANISATION else None,
        parent, min(one.since for one in members),
    )  # fmt: skip


def _parents_first(chosen: Mapping[str, Choice]) -> list[str]:
    parents = {fold(one.parent) for one in chosen.values() if one.parent}
    return sorted(chosen, key=lambda text: fold(text) not in parents and fold(chosen[text].name) not in parents)


def _unit_for(
    actor: Actor, ward_id: UUID, chosen: Choice, members: list[Member], from_day: date | None,
    units: Mapping[str, ForceUnit],
) -> tuple[ForceUnit, bool]:  # fmt: skip
    known = units_by_id(actor, ward_id)
    if chosen.action == EXISTING:
        unit = known.get(chosen.unit_id) if chosen.unit_id else None
        if unit is None:
            raise Invalid({"": ["Hãy chọn đơn vị đã có."]})
        return unit, False
    first = from_day or min(one.since for one in members)
    by_name = {fold(unit.name): unit for unit in known.values() if unit.ends_on is None}
    by_name |= {fold(full_name(unit, known)): unit for unit in known.values() if unit.ends_on is None}
    parent = (units.get(fold(chosen.parent)) or by_name.get(fold(chosen.parent))) if chosen.parent else None
    facts = UnitFacts(
        kind=chosen.kind, name=chosen.name, begins_on=first, parent_id=parent.id if parent else None,
        component=chosen.component, organisation_id=chosen.organisation_id, neighbourhood_id=chosen.neighbourhood_id,
    )  # fmt: skip
    return place_unit(actor, ward_id, facts), True


def _place(
    ward_id: UUID, unit: ForceUnit, members: list[Member], from_day: date | None, decision: AppointmentFacts
) -> list[Appointment]:
    if unit.ends_on is None and min(from_day or one.since for one in members) < unit.begins_on:
        unit.begins_on = min(from_day or one.since for one in members)
    query = select(MilitiaRecord).where(
        MilitiaRecord.ward_id == ward_id, MilitiaRecord.id.in_([one.record_id for one in members])
    )
    records = {record.person_id: record for record in db.session.scalars(query)}
    free_from = _free_from(ward_id, members)
    alike: dict[tuple[str, date], list[UUID]] = defaultdict(list)
    for one in members:
        day = max(from_day or one.since, one.since, free_from.get(one.person_id, date.min))
        alike[usual_post(one.post), day].append(one.person_id)
    placed: list[Appointment] = []
    for (post, day), people in sorted(alike.items(), key=lambda pair: pair[0][1]):
        db.session.flush()  # who was placed just now holds his place
        people = people[: free_places(unit, post, day, len(people))]
        facts = replace(decision, post=post, begins_on=day)
        placed += place(unit, people, facts, records) if people else []
    return placed


def _free_from(ward_id: UUID, members: list[Member]) -> dict[UUID, date]:
    """The day after the last post of a unit that somebody held, where he held one: none of these lasts to this day."""
    found: dict[UUID, date] = {}
    for one, unit in force_tree.appointments_of(ward_id, [member.person_id for member in members]):
        if one.person_id is not None and one.ends_on is not None and not kind_of(unit.kind).is_board:
            found[one.person_id] = max(found.get(one.person_id, date.min), one.ends_on + timedelta(days=1))
    return found
