"""What is entered of a holder of a post of the ward command: cleaned, completed by the law of the day, or refused."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from roster.domain.force_units import KIND_BY_KEY, authority_of
from roster.domain.law.appointing import is_wrong_office, names_a_district
from roster.domain.law.command_posts import COMMAND_KIND
from roster.domain.names import proper_name
from roster.domain.phone import read_phone
from roster.domain.text import clean
from roster.services.appointment_rules import without_decision
from roster.services.clock import today
from roster.services.faults import Invalid
from roster.services.forces import FIRST_DAY
from roster.store.forces import Appointment
from roster.store.people import Person

_COMMAND = KIND_BY_KEY[COMMAND_KIND]


@dataclass(frozen=True)
class CommandFacts:
    """What is entered of a holder. A person of the ward's books, or a name; `decided_by` left out: the law's office.

    `replaces`: whoever holds the post until now ends on the day before.
    """

    post: str
    begins_on: date | None
    person_id: UUID | None = None
    holder_name: str = ""
    holder_position: str = ""
    phone: str = ""
    decision_number: str = ""
    decided_on: date | None = None
    decided_by: str = ""
    ends_on: date | None = None
    replaces: bool = False


def office_on(post: str, day: date) -> str:
    """Who appoints to that post of the command as the law of that day has it."""
    return authority_of(_COMMAND, post, day).office


def checked(facts: CommandFacts, person: Person | None, known: Appointment | None = None) -> CommandFacts:
    """The facts cleaned and completed. Raises Invalid.

    A new holder needs a decision's number and day, a former one, whose papers may be lost, does not. Who is `known`
    without a decision may be corrected without one.
    """
    faults: dict[str, list[str]] = {}
    facts = replace(
        facts,
        post=clean(facts.post),
        holder_name=proper_name(clean(facts.holder_name)) if person is None else "",
        holder_position=clean(facts.holder_position),
        decision_number=clean(facts.decision_number),
        decided_by=clean(facts.decided_by),
    )
    if person is None and not 0 < len(facts.holder_name) <= 120:
        faults["holder_name"] = ["Hãy nhập họ và tên (không quá 120 ký tự)."]
    if not facts.post or len(facts.post) > 100:
        faults["post"] = ["Hãy chọn chức vụ."]
    if len(facts.holder_position) > 160:
        faults["holder_position"] = ["Chức vụ công tác dài quá 160 ký tự."]
    if len(facts.decision_number) > 80:
        faults["decision_number"] = ["Số quyết định dài quá 80 ký tự."]
    reading = read_phone(facts.phone) if clean(facts.phone) else None
    if reading is not None and not reading.ok:
        faults["phone"] = ["Số điện thoại gồm 10 chữ số, bắt đầu bằng số 0."]
    facts = replace(facts, phone=str(reading.value) if reading is not None and reading.ok else "")
    begins, ends = facts.begins_on, facts.ends_on
    if begins is None or not FIRST_DAY <= begins <= today():
        faults["begins_on"] = ["Hãy ghi ngày bắt đầu giữ chức, không sau hôm nay."]
    elif person is not None and person.retired_on is not None and person.retired_on <= begins:
        faults["begins_on"] = [f"Người này đã ra khỏi diện quản lý từ ngày {person.retired_on:%d/%m/%Y}."]
    elif ends is not None and ends < begins:
        faults["ends_on"] = ["Ngày kết thúc phải từ ngày bắt đầu trở đi."]
    elif ends is not None and ends > today():
        faults["ends_on"] = ["Ngày kết thúc không được ở sau hôm nay."]
    if facts.post and ends is None and (known is None or known.post != facts.post or not _lacks_decision(known)):
        faults |= without_decision(facts.post, facts.decision_number, facts.decided_on)
    facts = _with_decision(facts, faults, is_new=known is None)
    if faults:
        raise Invalid(faults)
    return facts


def _lacks_decision(one: Appointment) -> bool:
    return bool(without_decision(one.post, one.decision_number, one.decided_on))


def _with_decision(facts: CommandFacts, faults: dict[str, list[str]], *, is_new: bool) -> CommandFacts:
    """The facts with the office of the law of the decision's day where no signer was entered."""
    if facts.decided_on is not None and not FIRST_DAY <= facts.decided_on <= today():
        faults["decided_on"] = ["Ngày quyết định không được ở sau hôm nay."]
    day = facts.decided_on or facts.begins_on
    if day is None or not facts.post:
        return facts
    decider = facts.decided_by
    if not decider and (is_new or facts.decision_number or facts.decided_on):
        decider = office_on(facts.post, day)
    if names_a_district(decider, day):
        faults["decided_by"] = [
            f"Ngày {day:%d/%m/%Y} không còn cấp huyện; thẩm quyền thuộc {office_on(facts.post, day)}."
        ]
    elif decider and is_wrong_office(decider, right := authority_of(_COMMAND, facts.post, day), day):
        faults["decided_by"] = [
            f"Ngày {day:%d/%m/%Y} thẩm quyền thuộc {right.office} ({right.citation}). Hãy xem lại người ký."
        ]
    elif len(decider) > 160:
        faults["decided_by"] = ["Người ký dài quá 160 ký tự."]
    return replace(facts, decided_by=decider)
