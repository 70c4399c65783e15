"""The April registration: who becomes 18, who was missed, who moved in, who need not register; and registering them.

Điều 9 Luật Dân quân tự vệ. What is proposed for each (đủ điều kiện, tạm hoãn, miễn) comes from what is on file, names
its clause and its evidence, and binds nobody: the decision is another event.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from roster.domain.actor import Actor, Permission
from roster.domain.choices import CLAIM_GROUND, label_of
from roster.domain.dates import format_date, latest
from roster.domain.law.militia import CLAUSES, HOME, AgeStanding, age_question, turns_18_in
from roster.domain.law.militia_grounds import (
    DEFERRAL_CLAUSES,
    EXEMPTION_CLAUSES,
    GROUND_OF_ENLISTMENT,
    NO_REGISTRATION_CLAUSE,
    PLACED_RESERVIST_CLAUSE,
    STUDENT_CLAUSE,
    VOLUNTEER_CLAUSE,
    sensitivity_of,
)
from roster.domain.text import clean, fold
from roster.services import audit, clock
from roster.services.faults import Invalid, NotFound
from roster.services.militia_events import decision_text, in_force
from roster.store import militia_queries as queries
from roster.store.claims import Claim
from roster.store.db import db
from roster.store.forces import ForceEvent
from roster.store.militia_queries import Citizen
from roster.store.scope import require

EIGHTEEN, MOVED, SUPPLEMENTARY, UNCLEAR = "eighteen", "moved", "supplementary", "unclear"
VOLUNTEER, REGISTERED, SPARED = "volunteer", "registered", "spared"
GROUPS: dict[str, str] = {
    EIGHTEEN: "Đủ 18 tuổi trong năm",
    SUPPLEMENTARY: "Đăng ký bổ sung",
    MOVED: "Mới chuyển đến",
    UNCLEAR: "Chưa rõ tuổi",
    VOLUNTEER: "Hết tuổi nghĩa vụ, được tình nguyện",
    REGISTERED: "Đã đăng ký trong năm",
    SPARED: "Miễn đăng ký",
}
ELIGIBLE, DEFERRED, EXEMPT = "eligible", "deferred", "exempt"
CLASSES: dict[str, str] = {
    ELIGIBLE: "Đủ điều kiện",
    DEFERRED: "Tạm hoãn",
    EXEMPT: "Miễn",
    SPARED: "Miễn đăng ký",
    VOLUNTEER: "Tình nguyện",
}
AS_PROPOSED = "proposed"
RULINGS = (AS_PROPOSED, ELIGIBLE, *DEFERRAL_CLAUSES, *EXEMPTION_CLAUSES, NO_REGISTRATION_CLAUSE, VOLUNTEER_CLAUSE)
_STUDENTS = ("hoc sinh", "sinh vien", "hoc vien")
_OLDEST, FIRST_YEAR = 51, 2010
_EXEMPT_FROM_ENLISTMENT = "14"
_GONE = "đã được đưa ra khỏi quản lý trước ngày đăng ký {:%d/%m/%Y}; hãy bỏ đánh dấu."
_CHOOSE_VOLUNTEER = "; nếu có đơn, hãy chọn diện “Tình nguyện kéo dài độ tuổi”"


@dataclass(frozen=True)
class Proposal:
    """What is proposed for somebody: the class by its clause (None: đủ điều kiện), and what it rests on."""

    clause: str | None = None
    evidence: str = ""

    @property
    def class_key(self) -> str:
        """eligible, deferred, exempt or spared (from registration)."""
        return class_of(self.clause)

    @property
    def class_label(self) -> str:
        """The class in words."""
        return CLASSES[self.class_key]


@dataclass(frozen=True)
class Registrant:
    """Somebody of the registration: in which group, what is proposed, and his registration where he has one."""

    citizen: Citizen
    group: str
    proposal: Proposal
    event: ForceEvent | None = None
    is_hidden: bool = False


@dataclass(frozen=True)
class Registration:
    """The registration of a year: the people of each group by name, and the day of which ages are asked."""

    year: int
    on: date
    groups: Mapping[str, tuple[Registrant, ...]] = field(default_factory=dict)

    def counts(self) -> dict[str, int]:
        """How many people each group has."""
        return {group: len(people) for group, people in self.groups.items()}

    @property
    def to_register(self) -> int:
        """How many are still to be registered."""
        return sum(len(self.groups[group]) for group in (EIGHTEEN, SUPPLEMENTARY, MOVED))


def class_of(clause: str | None) -> str:
    """The class to which a clause leads; no clause: đủ điều kiện."""
    if clause in DEFERRAL_CLAUSES:
        return DEFERRED
    if clause in EXEMPTION_CLAUSES:
        return EXEMPT
    return {NO_REGISTRATION_CLAUSE: SPARED, VOLUNTEER_CLAUSE: VOLUNTEER}.get(clause or "", ELIGIBLE)


def registration_day(year: int, today: date) -> date:
    """The day of which ages are asked: today within the year, its April before, its last day after."""
    return min(max(today, date(year, 4, 1)), date(year, 12, 31))


def registration_of(actor: Actor, ward_id: UUID, year: int) -> Registration:
    """Everybody of the ward whom the registration of that year is about, gone since or not. NotFound, NotAllowed."""
    require(actor, Permission.VIEW_PEOPLE, ward_id)
    today = clock.today()
    on = registration_day(year, today)
    people = queries.citizens(actor, ward_id, born_from=year - _OLDEST, born_to=year - 18, on=on, registered_in=year)
    events = queries.events_by_person(actor, ward_id, last=date(year, 12, 31))
    members, soldiers = queries.past_members(actor, ward_id), queries.handed_over(actor, ward_id, on)
    movers = queries.moved_in(actor, ward_id, year)
    known = _Known(actor, ward_id, on)
    found: dict[str, list[Registrant]] = {group: [] for group in GROUPS}
    for citizen in people:
        own = events.get(citizen.id, [])
        proposal = known.proposal(citizen, own)
        event = next((one for one in own if one.kind in {"registration", "registration_exempt"}), None)
        if event is not None:
            proposal = Proposal(event.clause, event.evidence or "")
            group = SPARED if event.kind == "registration_exempt" else REGISTERED
            if group == REGISTERED and event.on_day.year != year:
                continue
        elif proposal.clause == NO_REGISTRATION_CLAUSE:
            group = SPARED
        elif citizen.id in members or citizen.id in soldiers:
            continue
        else:
            wanted = _group_of(citizen, year, on, movers)
            if wanted is None:
                continue
            group = wanted
            if group == VOLUNTEER and proposal.clause is None:
                proposal = Proposal(VOLUNTEER_CLAUSE, "Chỉ đăng ký khi có đơn tình nguyện")
        is_hidden = not actor.may_see(sensitivity_of(proposal.clause))
        found[group].append(Registrant(citizen, group, proposal, event, is_hidden))
    return Registration(year, on, {group: tuple(rows) for group, rows in found.items()})


def _group_of(citizen: Citizen, year: int, on: date, movers: Collection[UUID]) -> str | None:
    if turns_18_in(citizen.birth_date, year):
        return EIGHTEEN
    standing = age_question(citizen.birth_date, citizen.sex, on).standing
    if standing is AgeStanding.NOT_KNOWN:
        return UNCLEAR
    if standing is AgeStanding.VOLUNTEER_ONLY:
        return VOLUNTEER
    if standing is not AgeStanding.WITHIN:
        return None
    has_moved = citizen.id in movers or " chuyen den " in f" {fold(citizen.notes or '')} "
    return MOVED if has_moved else SUPPLEMENTARY


class _Known:
    """What is on file of grounds, read once for the ward."""

    def __init__(self, actor: Actor, ward_id: UUID, on: date) -> None:
        self._on = on
        self._placed = queries.placed_reservists(actor, ward_id, on)
        self._enlistment = queries.enlistment_facts(actor, ward_id)
        self._claims: dict[UUID, list[Claim]] = {}
        for claim in queries.decided_claims(actor, ward_id):
            if not claim.until or latest(claim.until) >= on:
                self._claims.setdefault(claim.person_id, []).append(claim)

    def proposal(self, citizen: Citizen, events: Iterable[ForceEvent]) -> Proposal:
        """The first that speaks: a decision in force, the reserve, a granted claim, the roster, the occupation."""
        for event in in_force(events, self._on):
            return Proposal(event.clause, f"Quyết định {decision_text(event)}")
        if citizen.id in self._placed:
            return Proposal(PLACED_RESERVIST_CLAUSE, "Sổ dự bị động viên: đã xếp vào đơn vị dự bị động viên")
        for claim in self._claims.get(citizen.id, ()):
            spares = claim.ground == _EXEMPT_FROM_ENLISTMENT
            clause = NO_REGISTRATION_CLAUSE if spares else GROUND_OF_ENLISTMENT.get(claim.ground)
            if clause:
                words = label_of(CLAIM_GROUND, claim.ground)
                return Proposal(clause, f"{words}, quyết định số {claim.decision_number}; cần xem giấy tờ")
        ground, until, _ = self._enlistment.get(citizen.id, (None, None, None))
        clause = GROUND_OF_ENLISTMENT.get(ground or "")
        if clause and (not until or latest(until) >= self._on):
            ending = f" đến {format_date(until)}" if until else ""
            words = label_of(CLAIM_GROUND, ground)
            return Proposal(clause, f"Sổ nghĩa vụ quân sự: {words}{ending}; cần xem giấy tờ")
        if any(fold(citizen.occupation or "").startswith(word) for word in _STUDENTS):
            school = f", {citizen.workplace}" if citizen.workplace else ""
            return Proposal(STUDENT_CLAUSE, f"{citizen.occupation}{school}; cần giấy xác nhận của trường")
        return Proposal()


@dataclass(frozen=True)
class Registered:
    """How many were registered now, and how many had been before."""

    count: int
    known_before: int


def register(
    actor: Actor,
    ward_id: UUID,
    year: int,
    person_ids: Collection[UUID],
    *,
    on_day: date | None,
    ruling: str = AS_PROPOSED,
    evidence: str = "",
) -> Registered:
    """Register these citizens for the militia's duty, or spare them from it (9.1.c), in one pass; commits.

    `ruling` is "proposed" (each as the program proposes), "eligible" or a clause for all of them. Raises Invalid,
    NotFound for anybody who is not of the ward, NotAllowed.
    """
    require(actor, Permission.EDIT_PEOPLE, ward_id)
    today = clock.today()
    evidence = clean(evidence, keep_lines=True)
    faults = _faults(year, person_ids, on_day, ruling, evidence, today)
    if faults:
        raise Invalid(faults)
    day = on_day or today
    kept = {one.id: one for one in queries.citizens(actor, ward_id, ids=set(person_ids), on=date(year, 1, 1))}
    if missing := set(person_ids) - set(kept):
        raise NotFound(str(min(missing)))
    found = {citizen.id: citizen for citizen in queries.citizens(actor, ward_id, ids=set(kept), on=day)}
    refused = [f"{one.full_name}: {_GONE.format(day)}" for one in kept.values() if one.id not in found]
    refused += _refused(found.values(), year, day, ruling == VOLUNTEER_CLAUSE)
    if refused:
        raise Invalid({"": refused})
    events = queries.events_by_person(actor, ward_id, person_ids=list(found))
    members = queries.past_members(actor, ward_id)
    known = _Known(actor, ward_id, registration_day(year, today))
    clause_of_ruling = None if ruling == ELIGIBLE else ruling
    count = 0
    for citizen in found.values():
        own = events.get(citizen.id, [])
        is_known = any(one.kind in {"registration", "registration_exempt"} for one in own)
        if is_known or members.get(citizen.id, day) is None:
            continue
        proposal = known.proposal(citizen, own) if ruling == AS_PROPOSED else Proposal(clause_of_ruling)
        is_spared = proposal.clause in CLAUSES["registration_exempt"]
        kind = "registration_exempt" if is_spared else "registration"
        db.session.add(
            ForceEvent(
                ward_id=ward_id, person_id=citizen.id, home=HOME, kind=kind, clause=proposal.clause,
                value=_group_of(citizen, year, day, ()) or SUPPLEMENTARY,
                evidence=evidence or proposal.evidence or None,
                on_day=day, user_id=actor.user_id, user_name=actor.name,
            )
        )  # fmt: skip
        count += 1
    audit.record(actor, "militia.register", ward_id=ward_id, year=year, count=count)
    db.session.commit()
    return Registered(count, len(found) - count)


def _faults(
    year: int, person_ids: Collection[UUID], on_day: date | None, ruling: str, evidence: str, today: date
) -> dict[str, list[str]]:
    faults: dict[str, list[str]] = {}
    if not person_ids:
        faults[""] = ["Hãy đánh dấu chọn ít nhất một người."]
    if ruling not in RULINGS:
        faults["ruling"] = ["Hãy chọn diện đề nghị trong danh sách."]
    if ruling == VOLUNTEER_CLAUSE and not evidence:
        faults["evidence"] = ["Hãy ghi đơn tình nguyện (ngày, số)."]
    if ruling == NO_REGISTRATION_CLAUSE and not evidence:
        faults["evidence"] = ["Hãy ghi giấy tờ làm căn cứ miễn đăng ký (giấy xác nhận khuyết tật, bệnh án …)."]
    if len(evidence) > 2000:
        faults["evidence"] = ["Nội dung dài quá 2000 ký tự."]
    if on_day is not None and (on_day.year != year or on_day > today):
        faults["on_day"] = [f"Ngày đăng ký phải trong năm {year} và không sau ngày hôm nay ({today:%d/%m/%Y})."]
    if on_day is None and today.year != year:
        faults["on_day"] = [f"Hãy ghi ngày đăng ký trong năm {year}, ví dụ 15/04/{year}."]
    return faults


def _refused(citizens: Iterable[Citizen], year: int, day: date, volunteer: bool) -> list[str]:
    """Sentences for those who are surely not of the age to be registered, or of whom it is not known."""
    sentences = []
    for citizen in citizens:
        answer = age_question(citizen.birth_date, citizen.sex, day, volunteer)
        if not turns_18_in(citizen.birth_date, year) and not answer.may_serve:
            more = "" if volunteer or answer.standing is not AgeStanding.VOLUNTEER_ONLY else _CHOOSE_VOLUNTEER
            sentences.append(f"{citizen.full_name}: {answer.words}{more} ({answer.rule.citation}).")
    return sentences
