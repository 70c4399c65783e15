"""The ward command (Ban CHQS phường): its posts on a day as the law has them, who holds them, appointing and ending."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from roster.domain.actor import Actor, Permission
from roster.domain.command_board import PostPlaces, find_post, note_on_post, period_on, posts_on, same_post
from roster.domain.force_units import KIND_BY_KEY
from roster.domain.law.command_posts import COMMAND_KIND, CommandPeriod, CommandPost
from roster.domain.names import name_key
from roster.services import appointments, audit
from roster.services.appointment_rules import most_at_once
from roster.services.clock import today
from roster.services.command_facts import CommandFacts, checked
from roster.services.faults import Invalid, NotFound
from roster.services.forces import UnitFacts, commit_unit, place_unit
from roster.store import force_tree
from roster.store.db import db
from roster.store.force_tree import Holder
from roster.store.forces import Appointment, ForceUnit
from roster.store.people import Person
from roster.store.scope import require
from roster.store.units import Unit
from roster.store.ward_lock import lock_ward

CHANGED_MEANWHILE = (
    "Cán bộ khác vừa sửa chức vụ này, hoặc chính đồng chí sửa ở thẻ khác. "
    "Những gì đồng chí nhập vẫn còn dưới đây; xin xem lại rồi ghi."
)
_COMMAND = KIND_BY_KEY[COMMAND_KIND]


@dataclass(frozen=True)
class BoardPost:
    """A post with who holds it on the day."""

    post: str
    places: int
    law: CommandPost | None  # None: of the ward's own establishment only
    holders: tuple[Holder, ...]

    @property
    def vacancies(self) -> int:
        """Places without a holder."""
        return max(0, self.places - len(self.holders))

    @property
    def surplus(self) -> int:
        """Holders without a place."""
        return max(0, len(self.holders) - self.places)


@dataclass(frozen=True)
class Stray:
    """A holder who counts for no place, and the sentence that says why."""

    holder: Holder
    note: str


@dataclass(frozen=True)
class Board:
    """The ward command on a day."""

    on: date
    period: CommandPeriod
    posts: tuple[BoardPost, ...]
    strays: tuple[Stray, ...]
    unit: ForceUnit | None

    @property
    def places(self) -> int:
        """Places in all."""
        return sum(one.places for one in self.posts)

    @property
    def strength(self) -> int:
        """Holders of posts that the day knows."""
        return sum(len(one.holders) for one in self.posts)

    @property
    def vacancies(self) -> int:
        """Places without a holder."""
        return sum(one.vacancies for one in self.posts)


def board_on(actor: Actor, ward_id: UUID, on: date) -> Board:
    """The command's posts on that day with holders and vacancies. Raises NotFound, NotAllowed."""
    units = _units(actor, ward_id)
    held = [holder for unit in units for holder in force_tree.holders(ward_id, on, unit.id)]
    posts, strays, taken = [], [], set[UUID]()
    for one in posts_on(on, _establishment(ward_id, on, units)):
        here = [h for h in held if not h.has_left and same_post(h.appointment.post) == same_post(one.post)]
        taken.update(h.appointment.id for h in here)
        here.sort(key=lambda h: h.appointment.begins_on)
        posts.append(BoardPost(one.post, one.places_for(len(here)), one.law, tuple(here)))
    for holder in held:
        if holder.has_left:
            strays.append(Stray(holder, "Đã ra khỏi diện quản lý của phường; hãy ghi thôi giữ chức."))
        elif holder.appointment.id not in taken:
            strays.append(Stray(holder, note_on_post(holder.appointment.post, on)))
    return Board(on, period_on(on), tuple(posts), tuple(strays), _standing(units, on))


def history(actor: Actor, ward_id: UUID) -> list[tuple[str, list[Holder]]]:
    """Everybody who ever held a post of the command: (post, holders, latest first). Raises NotFound, NotAllowed."""
    units = _units(actor, ward_id)
    found: dict[str, list[Holder]] = {}
    names: dict[str, str] = {same_post(one.post): one.post for one in posts_on(today(), {})}
    for unit in units:
        for holder in force_tree.holders(ward_id, today(), unit.id, ever=True):
            found.setdefault(same_post(holder.appointment.post), []).append(holder)
            names.setdefault(same_post(holder.appointment.post), holder.appointment.post)
    order = list(names)
    return [
        (names[post], sorted(found[post], key=lambda one: one.appointment.begins_on, reverse=True))
        for post in sorted(found, key=order.index)
    ]


def get_holder(
    actor: Actor, ward_id: UUID, appointment_id: UUID, permission: Permission = Permission.VIEW_PEOPLE
) -> tuple[Appointment, Person | None]:
    """One appointment to a post of the command, with the person. Raises NotFound, NotAllowed."""
    one, unit = appointments.get_appointment(actor, ward_id, appointment_id, permission)
    if unit.kind != COMMAND_KIND:
        raise NotFound(str(appointment_id))
    return one, db.session.get(Person, one.person_id) if one.person_id else None


def appoint(actor: Actor, ward_id: UUID, facts: CommandFacts) -> Appointment:
    """Give a post of the command to a person of the ward's books, or to a name, and commit.

    The command's unit is made on first use. Raises Invalid, NotFound, NotAllowed.
    """
    require(actor, Permission.EDIT_PEOPLE, ward_id)
    person = _person(ward_id, facts.person_id)
    facts = checked(facts, person)
    units = _locked_units(actor, ward_id)
    begins = facts.begins_on or today()
    predecessors = _demand_place(ward_id, units, facts, None)
    for one in predecessors:
        one.ends_on, one.end_reason = begins - timedelta(days=1), "Có người khác giữ chức"
        one.end_decision_number = facts.decision_number or None
    unit = _command_unit(actor, ward_id, units, begins)
    new = Appointment(ward_id=ward_id, unit_id=unit.id, person_id=facts.person_id)
    _take(new, facts, unit)
    db.session.add(new)
    db.session.flush()
    audit.record(actor, "command.appoint", ward_id=ward_id, subject_id=new.id, replaced=len(predecessors))
    commit_unit()
    return new


def correct(actor: Actor, ward_id: UUID, appointment_id: UUID, facts: CommandFacts, seen_version: int) -> Appointment:
    """Correct what was entered of a holder, and commit; who he is stays where he is of the ward's books.

    Raises Invalid (also where somebody was faster), NotFound, NotAllowed.
    """
    one, person = get_holder(actor, ward_id, appointment_id, Permission.EDIT_PEOPLE)
    units = _locked_units(actor, ward_id)
    db.session.refresh(one, with_for_update=True)
    if one.version != seen_version:
        raise Invalid({"": [CHANGED_MEANWHILE]})
    facts = checked(replace(facts, person_id=one.person_id, replaces=False), person, one)
    _demand_place(ward_id, units, facts, one)
    unit = next(unit for unit in units if unit.id == one.unit_id)
    if unit.ends_on is not None and facts.begins_on is not None and facts.begins_on > unit.ends_on:
        raise Invalid({"begins_on": [f"Ban CHQS này chỉ tồn tại đến ngày {unit.ends_on:%d/%m/%Y}."]})
    unit.begins_on = min(unit.begins_on, facts.begins_on or unit.begins_on)
    _take(one, facts, unit)
    if one.ends_on is None:
        one.end_reason = one.end_decision_number = None
    audit.record(actor, "command.edit", ward_id=ward_id, subject_id=one.id)
    commit_unit()
    return one


def end(
    actor: Actor, ward_id: UUID, appointment_id: UUID, day: date | None, reason: str, number: str, seen_version: int
) -> Appointment:
    """End a holder's appointment: `day` is the last day on which he holds the post. Commits.

    Raises Invalid, NotFound, NotAllowed.
    """
    get_holder(actor, ward_id, appointment_id, Permission.EDIT_PEOPLE)
    return appointments.end(actor, ward_id, appointment_id, day, reason, number, seen_version)


def remove(actor: Actor, ward_id: UUID, appointment_id: UUID, seen_version: int) -> None:
    """Take an appointment that was entered by mistake off the file, and commit.

    Raises Invalid, NotFound, NotAllowed.
    """
    get_holder(actor, ward_id, appointment_id, Permission.EDIT_PEOPLE)
    appointments.remove(actor, ward_id, appointment_id, seen_version)


def posts_to_choose(actor: Actor, ward_id: UUID, on: date) -> list[PostPlaces]:
    """The posts that an appointment of that day may be to. Raises NotFound, NotAllowed."""
    units = _units(actor, ward_id)
    return list(posts_on(on, _establishment(ward_id, on, units)))


# --- The command's unit ----------------------------------------------------------------------------------------------


def _units(actor: Actor, ward_id: UUID) -> list[ForceUnit]:
    return [unit for unit in force_tree.units_of(actor, ward_id) if unit.kind == COMMAND_KIND]


def _locked_units(actor: Actor, ward_id: UUID) -> list[ForceUnit]:
    lock_ward(ward_id)
    return _units(actor, ward_id)


def _standing(units: Iterable[ForceUnit], on: date) -> ForceUnit | None:
    return next((one for one in units if one.begins_on <= on and (one.ends_on is None or one.ends_on >= on)), None)


def _command_unit(actor: Actor, ward_id: UUID, units: Sequence[ForceUnit], day: date) -> ForceUnit:
    """The unit to which an appointment of that day belongs: made where there is none, begun early enough."""
    open_units = [one for one in units if one.ends_on is None or one.ends_on >= day]
    if open_units:
        unit = min(open_units, key=lambda one: one.begins_on)
        unit.begins_on = min(unit.begins_on, day)
        return unit
    ward = db.session.get(Unit, ward_id)
    title = ward.title if ward is not None else ""
    first = min(day, period_on(day).first_day)
    ended = max((one.ends_on for one in units if one.ends_on is not None), default=None)
    begins = first if ended is None else max(first, ended + timedelta(days=1))
    name = f"Ban CHQS {title[:1].lower()}{title[1:]}".strip()
    return place_unit(actor, ward_id, UnitFacts(COMMAND_KIND, name, begins))


def _establishment(ward_id: UUID, on: date, units: Iterable[ForceUnit]) -> dict[str, int]:
    ids = {unit.id for unit in units}
    return {post: places for unit_id, post, places in force_tree.places_on(ward_id, on) if unit_id in ids}


# --- What is entered -------------------------------------------------------------------------------------------------


def _person(ward_id: UUID, person_id: UUID | None) -> Person | None:
    person = db.session.get(Person, person_id) if person_id is not None else None
    if person_id is not None and (person is None or person.ward_id != ward_id):
        raise NotFound(str(person_id))
    return person


def _take(one: Appointment, facts: CommandFacts, unit: ForceUnit) -> None:
    if facts.begins_on is None:
        raise Invalid({"begins_on": ["Hãy ghi ngày bắt đầu giữ chức."]})
    one.post, one.begins_on = facts.post, facts.begins_on
    one.ends_on = facts.ends_on if unit.ends_on is None else min(facts.ends_on or unit.ends_on, unit.ends_on)
    one.holder_name = facts.holder_name or None
    one.holder_position, one.phone = facts.holder_position or None, facts.phone or None
    one.decision_number, one.decided_on = facts.decision_number or None, facts.decided_on
    one.decided_by = facts.decided_by or None


def _demand_place(
    ward_id: UUID, units: Sequence[ForceUnit], facts: CommandFacts, himself: Appointment | None
) -> list[Appointment]:
    """That the post is one of the day, that he holds no other, that a place is free: who must end for it.

    Raises Invalid.
    """
    begins = facts.begins_on or today()
    wanted = find_post(posts_on(begins, _establishment(ward_id, begins, units)), facts.post)
    is_kept = himself is not None and same_post(himself.post) == same_post(facts.post)
    if wanted is None and not is_kept:
        note = note_on_post(facts.post, begins) or "Biên chế ngày này không có chức danh ấy."
        raise Invalid({"post": [f"Ngày {begins:%d/%m/%Y}: {note[:1].lower()}{note[1:]}"]})
    others = [
        one
        for unit in units
        for one in force_tree.holders(ward_id, begins, unit.id, ever=True)
        if (himself is None or one.appointment.id != himself.id) and not one.has_left and _overlaps(one, facts)
    ]
    for one in others:
        if one.person_id == facts.person_id and (
            one.person_id or name_key(one.full_name) == name_key(facts.holder_name)
        ):
            since = f"{one.appointment.begins_on:%d/%m/%Y}"
            raise Invalid({"": [f"{one.full_name} đang giữ chức {one.appointment.post} từ ngày {since}. "
                                "Hãy ghi thôi giữ chức ấy trước."]})  # fmt: skip
    rivals = [one for one in others if same_post(one.appointment.post) == same_post(facts.post)]
    if wanted is not None and not wanted.is_open:  # who came when any number might hold it takes nobody's place
        days = {one.appointment.begins_on for one in rivals if one.appointment.begins_on > begins}
        then = {day: find_post(posts_on(day, _establishment(ward_id, day, units)), facts.post) for day in days}
        rivals = [one for one in rivals if not ((post := then.get(one.appointment.begins_on)) and post.is_open)]
    if wanted is None or wanted.is_open or most_at_once(rivals, begins) < wanted.places:
        return []
    if not facts.replaces or len(rivals) != 1 or rivals[0].appointment.begins_on >= begins:
        holding = ", ".join(f"{one.full_name} (từ {one.appointment.begins_on:%d/%m/%Y})" for one in rivals)
        said = f"Chức danh {wanted.post} chỉ có {wanted.places} chỗ, đang có {holding}. "
        said += "Hãy ghi thôi giữ chức trước, hoặc đánh dấu “Thay người đang giữ chức”."
        if wanted.places == 0:
            said = f"Biên chế của phường đặt 0 chỗ cho chức danh {wanted.post}."
        raise Invalid({"post": [said]})
    return [rivals[0].appointment]


def _overlaps(one: Holder, facts: CommandFacts) -> bool:
    begins, ends = facts.begins_on or date.min, facts.ends_on or date.max
    return one.appointment.begins_on <= ends and (one.appointment.ends_on or date.max) >= begins
