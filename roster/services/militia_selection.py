"""Selection into the militia: who is registered and free, what speaks against whom, and opening the membership.

Điều 10, 11 Luật Dân quân tự vệ. Each refusal is a sentence that names the clause.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from roster.columns.catalogue import MILITIA
from roster.domain.actor import Actor, Permission
from roster.domain.choices import COMPONENT
from roster.domain.law.militia import (
    HOME,
    SOLDIER,
    AgeAnswer,
    AgeStanding,
    age_question,
    decider_fault,
    deciding_office,
    is_self_defence,
    term_end,
)
from roster.domain.law.militia_grounds import (
    PLACED_RESERVIST_CLAUSE,
    VOLUNTEER_CLAUSE,
    VOLUNTEER_GROUND_CLAUSE,
    clause_citation,
    clause_label,
    clause_text,
    may_volunteer,
    sensitivity_of,
)
from roster.domain.text import clean
from roster.services import audit, clock
from roster.services.changes import InvalidFacts
from roster.services.faults import Invalid, NotFound
from roster.services.militia_events import decision_text, in_force, registration_in_force
from roster.services.paper_numbers import fault_of_decision
from roster.services.records import NewRecord, start_record
from roster.store import militia_queries as queries
from roster.store.db import db
from roster.store.forces import ForceEvent, ForceUnit
from roster.store.militia_queries import Citizen
from roster.store.people import Person
from roster.store.scope import require

COMPONENT_KEYS = frozenset(str(choice.key) for choice in COMPONENT)
FIRST_DECISION = date(2010, 7, 1)  # the first law on the militia (43/2009/QH12) came into force


@dataclass(frozen=True)
class SelectionTerms:
    """What a decision of selection says of everybody whom it names."""

    component: str
    unit: str = ""
    post: str = SOLDIER
    joined_on: date | None = None
    decision_number: str = ""
    decided_on: date | None = None
    decided_by: str = ""
    volunteer: bool = False


@dataclass(frozen=True)
class PoolMember:
    """Somebody who is registered and no member: what speaks against his selection today, "" for nothing."""

    citizen: Citizen
    registration: ForceEvent
    against: str
    has_served: bool
    is_spared: bool  # a decided deferral or exemption holds
    is_hidden: bool

    @property
    def awaits_decision(self) -> bool:
        """Whether a ground was named at the registration that nobody has decided yet."""
        return self.registration.clause not in {None, VOLUNTEER_CLAUSE}

    @property
    def class_text(self) -> str:
        """The ground that his registration names, in short words; "" where he is eligible."""
        return clause_label(self.registration.clause)


class SomeRefused(Invalid):
    """Some may not be selected, and nobody was: `refused` are their ids, the faults their sentences."""

    def __init__(self, refused: dict[UUID, str]) -> None:
        self.refused = frozenset(refused)
        super().__init__({"": list(refused.values())})


class _Bars:
    """What may speak against a selection on the day, read once for these people."""

    def __init__(self, actor: Actor, ward_id: UUID, on: date, ids: Collection[UUID] | None) -> None:
        self.on = on
        self.events = queries.events_by_person(actor, ward_id, person_ids=ids)
        self.members = queries.past_members(actor, ward_id)
        self._placed = queries.placed_reservists(actor, ward_id, on)
        self._soldiers = queries.handed_over(actor, ward_id, on)

    def is_member(self, person_id: UUID) -> bool:
        """Whether he is a member now."""
        return person_id in self.members and self.members[person_id] is None

    def grounds(self, person_id: UUID) -> list[ForceEvent]:
        """His decided deferrals and exemptions that hold on the day."""
        return in_force(self.events.get(person_id, []), self.on)

    def against(self, citizen: Citizen, volunteer: bool) -> str:
        """The first reason why he may not be selected, without his name; "" where there is none."""
        if self.is_member(citizen.id):
            return "đang là dân quân tự vệ."
        registration = registration_in_force(self.events.get(citizen.id, []))
        volunteer = volunteer or (registration is not None and registration.clause == VOLUNTEER_CLAUSE)
        if registration is None:
            return "chưa đăng ký nghĩa vụ tham gia Dân quân tự vệ; hãy đăng ký trước (Điều 9 Luật Dân quân tự vệ)."
        if citizen.id in self._placed:
            text, citation = clause_text(PLACED_RESERVIST_CLAUSE), clause_citation(PLACED_RESERVIST_CLAUSE)
            return f"{_lower(text)} nên được miễn ({citation})."
        if citizen.id in self._soldiers:
            return "đã nhập ngũ, chưa có hồ sơ xuất ngũ về địa phương."
        for event in self.grounds(citizen.id):
            is_open = event.clause is not None and may_volunteer(event.clause)
            if not (is_open and volunteer):
                word = "tạm hoãn" if event.kind == "deferral" else "miễn"
                more = "; chỉ được tuyển chọn nếu tình nguyện (khoản 3 Điều 11)" if is_open else ""
                citation = clause_citation(event.clause or "")
                return f"đang được {word} theo quyết định {decision_text(event)} ({citation}){more}."
        answer = self.age(citizen, volunteer)
        if answer.may_serve:
            return ""
        more = "; hãy đánh dấu “Tình nguyện” nếu có đơn" if answer.standing is AgeStanding.VOLUNTEER_ONLY else ""
        return f"{answer.words}{more} ({answer.rule.citation})."

    def age(self, citizen: Citizen, volunteer: bool) -> AgeAnswer:
        """How he stands to the age on the day."""
        return age_question(citizen.birth_date, citizen.sex, self.on, volunteer)

    def volunteer_clause(self, citizen: Citizen) -> str | None:
        """The clause under which he is selected as a volunteer, None where he needs none."""
        if self.grounds(citizen.id):
            return VOLUNTEER_GROUND_CLAUSE
        return VOLUNTEER_CLAUSE if self.age(citizen, True).standing is AgeStanding.VOLUNTEER_ONLY else None


def pool_of(actor: Actor, ward_id: UUID) -> list[PoolMember]:
    """Everybody who is registered and no member: those who may be selected first. Raises NotFound, NotAllowed."""
    require(actor, Permission.VIEW_PEOPLE, ward_id)
    today = clock.today()
    bars = _Bars(actor, ward_id, today, None)
    registered = {one: event for one, own in bars.events.items() if (event := registration_in_force(own)) is not None}
    pool = []
    for citizen in queries.citizens(actor, ward_id, ids=list(registered)):
        if bars.is_member(citizen.id):
            continue
        grounds = bars.grounds(citizen.id)
        clauses = [registered[citizen.id].clause, *(event.clause for event in grounds)]
        is_hidden = not all(actor.may_see(sensitivity_of(clause)) for clause in clauses)
        against, has_served = bars.against(citizen, False), citizen.id in bars.members
        pool.append(PoolMember(citizen, registered[citizen.id], against, has_served, bool(grounds), is_hidden))
    return sorted(pool, key=lambda one: bool(one.against))


def unit_names(actor: Actor, ward_id: UUID) -> list[str]:
    """The names of the ward's militia and self-defence units that stand today. Raises NotFound, NotAllowed."""
    require(actor, Permission.VIEW_PEOPLE, ward_id)
    query = db.select(ForceUnit.name).where(
        ForceUnit.ward_id == ward_id, ForceUnit.kind != "command", ForceUnit.begins_on <= clock.today(),
        db.or_(ForceUnit.ends_on.is_(None), ForceUnit.ends_on >= clock.today()),
    )  # fmt: skip
    return list(dict.fromkeys(db.session.scalars(query.order_by(ForceUnit.sort_key))))


def select(actor: Actor, ward_id: UUID, person_ids: Collection[UUID], terms: SelectionTerms) -> int:
    """Record the selection of these registered citizens: one decision, a membership for each; commits.

    The membership ends with the term of its component. Nobody is selected where somebody may not be. Raises
    SomeRefused, Invalid, NotFound, NotAllowed. Returns how many were selected.
    """
    require(actor, Permission.EDIT_PEOPLE, ward_id)
    today = clock.today()
    terms = _tidy(terms)
    faults = faults_of_terms(terms, today)
    if not person_ids:
        faults[""] = ["Hãy đánh dấu chọn ít nhất một người."]
    if faults or terms.joined_on is None or terms.decided_on is None:
        raise Invalid(faults)
    if fault := fault_of_decision(ward_id, "selection", terms.decision_number, terms.decided_on, terms.decided_by):
        raise Invalid({"decision_number": [fault]})
    joined_on = terms.joined_on
    citizens = queries.citizens(actor, ward_id, ids=set(person_ids))
    if missing := set(person_ids) - {citizen.id for citizen in citizens}:
        raise NotFound(str(min(missing)))
    bars = _Bars(actor, ward_id, joined_on, list(set(person_ids)))
    refused = {
        citizen.id: f"{citizen.full_name}: {why}"
        for citizen in citizens
        if (why := bars.against(citizen, terms.volunteer))
    }
    if refused:
        raise SomeRefused(refused)
    for citizen in citizens:
        _open(actor, ward_id, citizen, terms, joined_on, bars.volunteer_clause(citizen), today)
    audit.record(actor, "militia.select", ward_id=ward_id, count=len(citizens))
    db.session.commit()
    return len(citizens)


def _open(
    actor: Actor,
    ward_id: UUID,
    citizen: Citizen,
    terms: SelectionTerms,
    joined_on: date,
    clause: str | None,
    today: date,
) -> None:
    person = db.session.get_one(Person, citizen.id)
    values = {
        "component": terms.component, "unit": terms.unit or None, "post": terms.post,
        "joined_on": joined_on.isoformat(), "ends_on": term_end(joined_on.isoformat(), terms.component),
    }  # fmt: skip
    try:
        record = start_record(actor, person, NewRecord(MILITIA, values, since=joined_on), today)
    except IntegrityError as error:
        db.session.rollback()
        raise Invalid({"": [f"{citizen.full_name}: cán bộ khác vừa ghi vào sổ. Hãy mở lại trang."]}) from error
    except InvalidFacts as fault:
        db.session.rollback()
        raise Invalid(
            {"": [f"{citizen.full_name}: {one}" for found in fault.faults.values() for one in found]}
        ) from fault
    db.session.add(
        ForceEvent(
            ward_id=ward_id, person_id=citizen.id, record_id=record.id, home=HOME, kind="selection", clause=clause,
            value=terms.component, decision_number=terms.decision_number, decided_on=terms.decided_on,
            decided_by=terms.decided_by, on_day=joined_on, user_id=actor.user_id, user_name=actor.name,
        )
    )  # fmt: skip


def _tidy(terms: SelectionTerms) -> SelectionTerms:
    decided_on = terms.decided_on
    is_of_one = is_self_defence(terms.unit)
    office = deciding_office("selection", decided_on, is_of_organisation=is_of_one) if decided_on else ""
    return SelectionTerms(
        terms.component, clean(terms.unit), clean(terms.post) or SOLDIER, terms.joined_on or decided_on,
        clean(terms.decision_number), decided_on, clean(terms.decided_by) or office, terms.volunteer,
    )  # fmt: skip


def faults_of_terms(terms: SelectionTerms, today: date) -> dict[str, list[str]]:
    """Sentences by field for a decision of selection that cannot stand."""
    faults = faults_of_decision("selection", terms.decision_number, terms.decided_on, terms.decided_by, today)
    if terms.component not in COMPONENT_KEYS:
        faults["component"] = ["Hãy chọn lực lượng (thành phần)."]
    if len(terms.unit) > 200:
        faults["unit"] = ["Tên đơn vị dài quá 200 ký tự."]
    if len(terms.post) > 100:
        faults["post"] = ["Chức vụ dài quá 100 ký tự."]
    if terms.joined_on is not None and not FIRST_DECISION <= terms.joined_on <= today:
        faults["joined_on"] = [f"Ngày vào phải từ 01/07/2010 đến hôm nay ({today:%d/%m/%Y})."]
    return faults


def faults_of_decision(
    kind: str, number: str, decided_on: date | None, decided_by: str, today: date
) -> dict[str, list[str]]:
    """Sentences by field for the number, day and decider of a decision."""
    faults: dict[str, list[str]] = {}
    if not number:
        faults["decision_number"] = ["Hãy ghi số quyết định."]
    elif len(number) > 80:
        faults["decision_number"] = ["Số quyết định dài quá 80 ký tự."]
    if decided_on is None or not FIRST_DECISION <= decided_on <= today:
        faults["decided_on"] = [f"Hãy ghi ngày quyết định, không sau ngày hôm nay ({today:%d/%m/%Y})."]
    elif len(decided_by) > 160:
        faults["decided_by"] = ["Tên người, cơ quan quyết định dài quá 160 ký tự."]
    elif fault := decider_fault(kind, decided_by, decided_on):
        faults["decided_by"] = [fault]
    return faults


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
