"""Making personal papers for many citizens at once: who gets one, who does not and why, numbered in a row."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sqlalchemy import insert, select

from roster.domain.actor import Actor, Permission
from roster.domain.cycle import STEPS, may_enter
from roster.domain.delivery import CALLS, FORMS, KIND, PENDING, number_series
from roster.domain.law.verdicts import Verdict
from roster.domain.personal_papers import numbered, symbol_of
from roster.domain.text import clean
from roster.services import audit, clock
from roster.services.assessment import Standing, rules_in_use, standings
from roster.services.delivery_outcomes import set_replaced
from roster.services.delivery_signing import fault_of_day
from roster.services.faults import Invalid, NotFound
from roster.services.paper_numbers import fault_of_numbers, hold_numbers
from roster.store.claims import Delivery
from roster.store.db import db, new_id
from roster.store.scope import require
from roster.store.units import Unit

REGISTRATION, PRESELECTION, EXAMINATION, ENLISTMENT = (str(one.key) for one in CALLS)
INVITATION, HEALTH_FORM, RECHECK, SELF_HEALTH, CERTIFICATE, TRANSFER, RESUME = (str(one.key) for one in FORMS)
_KINDS = frozenset(one.key for one in KIND)
_REGISTERED = tuple(
    step.key for step in STEPS if step.key not in {"aged_17", "registration_barred", "registration_exempt"}
)

# At which steps a citizen gets the paper; None: not yet at any.
STEPS_FOR: dict[str, tuple[str | None, ...]] = {
    REGISTRATION: (None, "aged_17"),
    PRESELECTION: ("eligible_preselection", "invited_preselection", "preselection_absent"),
    EXAMINATION: ("invited_examination", "examination_absent"),
    ENLISTMENT: ("final_official", "final_reserve", "called_up", "replacement"),
    INVITATION: (
        "eligible_preselection", "invited_preselection", "preselection_passed", "invited_examination", "examined",
        "eligible_enlistment", "final_official", "final_reserve", "called_up",
    ),
    HEALTH_FORM: (
        "eligible_preselection", "invited_preselection", "preselection_passed", "preselection_absent",
        "invited_examination", "examination_absent",
    ),
    RECHECK: ("called_up", "handed_over", "replacement"),
    SELF_HEALTH: (None, "aged_17", "registered"),
    CERTIFICATE: _REGISTERED,
    TRANSFER: _REGISTERED,
    RESUME: (None, "aged_17", *_REGISTERED),
}  # fmt: skip
_BEFORE_REGISTRATION = frozenset({REGISTRATION, SELF_HEALTH, CERTIFICATE})
_FOR_ANYBODY = frozenset({TRANSFER, RESUME, RECHECK})  # the law keeps nobody from these
_NO_CALL_TO_REGISTER = (Verdict.BARRED, Verdict.REGISTRATION_EXEMPT)


@dataclass(frozen=True)
class Refused:
    """A citizen who gets no such paper, and why, each line with its clause if the law says so."""

    candidate: Standing
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Recipients:
    """Who would get a paper of the kind for that day, who has one already, and who gets none."""

    ready: tuple[Standing, ...]
    already: tuple[Standing, ...]
    refused: tuple[Refused, ...]


@dataclass(frozen=True)
class Issue:
    """What is written on the papers of one series."""

    kind: str
    event_on: date
    issued_on: date | None = None
    first_number: str = ""
    replaces: Mapping[UUID, UUID] = field(default_factory=dict)  # by the citizen, the paper that his new one replaces
    reason: str = ""  # why they are replaced


def recipients(
    actor: Actor,
    ward_id: UUID,
    year: int,
    kind: str,
    event_on: date | None,
    *,
    person_ids: Collection[UUID] | None = None,
    step: str | None = None,
) -> Recipients:
    """Who may get a paper of this kind: those named, those at `step`, or everybody at a step of the paper.

    Writes nothing. Without an event day nobody counts as having one already. Raises Invalid, NotFound, NotAllowed.
    """
    require(actor, Permission.EDIT_PEOPLE, ward_id)
    if kind not in _KINDS:
        raise Invalid({"kind": ["Hãy chọn loại giấy."]})
    steps = STEPS_FOR[kind] if step is None else (step,)
    found = standings(actor, ward_id, year, person_ids)
    if person_ids is None:
        found = [one for one in found if one.step in steps]
    have = _have(ward_id, year, kind, event_on)
    ready, already, refused = [], [], []
    for one in found:
        reasons = _against(kind, one)
        if one.person_id in have:
            already.append(one)
        elif reasons:
            refused.append(Refused(one, reasons))
        else:
            ready.append(one)
    return Recipients(tuple(ready), tuple(already), tuple(refused))


def symbol_on(kind: str, signed_on: date) -> str:
    """What stands behind the numbers of papers of the kind that are signed on that day; "" for those without."""
    return symbol_of(kind, signed_on, rules_in_use())


def _have(ward_id: UUID, year: int, kind: str, event_on: date | None) -> set[UUID]:
    if event_on is None:
        return set()
    query = select(Delivery.person_id).where(
        Delivery.ward_id == ward_id, Delivery.year == year, Delivery.kind == kind, Delivery.event_on == event_on
    )
    return set(db.session.scalars(query))


def _against(kind: str, one: Standing) -> tuple[str, ...]:
    """Why the citizen gets no such paper. The law is asked on the day of making it, whatever let him into his step."""
    if one.is_closed:
        return ("Hồ sơ của năm đã kết thúc.",)
    if one.step not in STEPS_FOR[kind]:
        return ("Không ở bước được cấp giấy này; hãy chuyển bước ở trang danh sách đợt tuyển quân trước.",)
    if kind in _FOR_ANYBODY:
        return ()
    if kind in _BEFORE_REGISTRATION:
        barred = one.assessment.reasons_of(*_NO_CALL_TO_REGISTER)
        return tuple(f"{reason.text} ({reason.citation})" for reason in barred)
    if one.ruled_out:
        return ("Đã có kết luận không gọi nhập ngũ được ghi cho trường hợp này.",)
    if kind == ENLISTMENT:
        return tuple(f"{reason.text} ({reason.citation})" for reason in one.against)
    # The door of the earlier steps, asked by the step that needs no other before it.
    return may_enter("eligible_preselection", one.step, one.assessment, one.ruled_callable).reasons


def create(
    actor: Actor,
    ward_id: UUID,
    year: int,
    issue: Issue,
    *,
    person_ids: Collection[UUID] | None = None,
    step: str | None = None,
) -> Recipients:
    """Make the papers of a series, numbered in name order, and commit. Returns for whom (`ready`) and for whom not.

    Raises Invalid by field, NotFound, NotAllowed.
    """
    require(actor, Permission.EDIT_PEOPLE, ward_id)
    hold_numbers(ward_id)  # the second of two at once must see whom the first gave a paper, and which numbers
    event_on = None if issue.replaces else issue.event_on  # whoever gets another paper has one already
    seen = recipients(actor, ward_id, year, issue.kind, event_on, person_ids=person_ids, step=step)
    ward = db.session.get(Unit, ward_id)
    if ward is None:
        raise NotFound(str(ward_id))
    faults: dict[str, list[str]] = {}
    if issue.issued_on is not None and issue.issued_on > issue.event_on:
        faults["issued_on"] = ["Ngày ký phải trước ngày có mặt ghi trên giấy."]
    elif issue.issued_on is not None and (fault := fault_of_day(ward, issue.kind, issue.issued_on)):
        faults["issued_on"] = [fault]
    try:
        numbers = number_series(clean(issue.first_number), len(seen.ready))
    except ValueError:
        faults["first_number"] = ["Số giấy đầu tiên phải có chữ số để đánh số tiếp, ví dụ 125."]
        numbers = []
    day = issue.issued_on or min(clock.today(), issue.event_on)
    numbers = [number and numbered(number, issue.kind, day, rules_in_use()) for number in numbers]
    if taken := fault_of_numbers(ward_id, issue.kind, day, [number for number in numbers if number]):
        faults["first_number"] = [taken]
    if any(number is not None and len(number) > 80 for number in numbers):
        faults["first_number"] = ["Số giấy dài quá 80 ký tự."]
    if faults:
        raise Invalid(faults)
    rows = [
        {
            "id": new_id(), "ward_id": ward_id, "person_id": one.person_id, "record_id": one.record_id, "year": year,
            "kind": issue.kind, "paper_number": number, "issued_on": issue.issued_on, "event_on": issue.event_on,
            "outcome": PENDING, "version": 1, "replaces_id": issue.replaces.get(one.person_id),
            "replace_reason": issue.reason or None,
        }
        for one, number in zip(seen.ready, numbers, strict=True)
    ]  # fmt: skip
    if rows:
        db.session.execute(insert(Delivery), rows)
        set_replaced(list(issue.replaces.values()))
        audit.record(actor, "delivery.create", ward_id=ward_id, year=year, kind=issue.kind, count=len(rows))
        db.session.commit()
    return seen
