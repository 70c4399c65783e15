"""Results of a plan in one pass ("all others Khá"), and the certificates with their running numbers."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from roster.domain.actor import Actor
from roster.domain.law.training import PASSED, RESULTS
from roster.domain.text import clean
from roster.services import audit
from roster.services.clock import today
from roster.services.faults import Invalid
from roster.services.training import CHANGED_MEANWHILE, book_of_plan, plan_for_change
from roster.services.training_book import Book, Called
from roster.store.db import db

_LAST_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True)
class SavedResults:
    """How many results changed, and how many were left without one since they were at no session."""

    changed: int
    left_out: int


@dataclass(frozen=True)
class Certificate:
    """What a certificate's line holds."""

    number: str | None
    day: date | None


def mark_of(book: Book) -> str:
    """A short mark of the results and certificates of a book's people; another one as soon as any of them changes."""
    rows = sorted(
        (
            str(one.person.id),
            one.trainee.result or "",
            one.trainee.certificate_number or "",
            str(one.trainee.certified_on),
        )
        for one in book.called
    )
    return hashlib.sha256(repr(rows).encode()).hexdigest()[:16]


def save_results(
    actor: Actor,
    ward_id: UUID,
    plan_id: UUID,
    results: Mapping[UUID, str],
    for_others: str = "",
    seen_mark: str | None = None,
) -> SavedResults:
    """Keep the results and commit. "" takes one away; `for_others` is given to whoever was there and has none.

    Raises Invalid for an unknown result, where somebody changed them meanwhile, or where one with a certificate would
    no longer have passed; NotFound, NotAllowed.
    """
    plan = plan_for_change(actor, ward_id, plan_id)
    book = book_of_plan(actor, plan, alone=True)
    if seen_mark is not None and seen_mark != mark_of(book):
        raise Invalid({"": [CHANGED_MEANWHILE]})
    if any(one and one not in RESULTS for one in (*results.values(), for_others)):
        raise Invalid({"": ["Hãy chọn kết quả trong danh sách: Giỏi, Khá, Đạt hoặc Không đạt."]})
    changed = left_out = 0
    day = today()
    for one in book.called:
        result = results.get(one.person.id, one.trainee.result or "") or None
        if result is None and for_others and one.trainee.excused_reason is None:
            if book.tally(one, day).attended > 0 or not book.sessions.get(plan.id):
                result = for_others
            else:
                left_out += 1
        if one.trainee.certificate_number and result not in PASSED:
            name = one.person.full_name
            raise Invalid({"": [f"{name} đã có chứng nhận; hãy xóa số chứng nhận trước khi đổi kết quả."]})
        if result != one.trainee.result:
            one.trainee.result = result
            changed += 1
    audit.record(actor, "training.results", ward_id=ward_id, subject_id=plan.id, count=changed)
    db.session.commit()
    return SavedResults(changed, left_out)


def may_be_certified(one: Called) -> bool:
    """Whether a certificate may be given: he passed."""
    return one.trainee.result in PASSED


def save_certificates(
    actor: Actor,
    ward_id: UUID,
    plan_id: UUID,
    certificates: Mapping[UUID, Certificate],
    first_number: str = "",
    day: date | None = None,
    seen_mark: str | None = None,
) -> int:
    """Keep numbers and days and commit; whoever passed and has no number gets the next after `first_number`.

    Returns how many were filled in. Raises Invalid (two with one number, no day, a stale page), NotFound, NotAllowed.
    """
    plan = plan_for_change(actor, ward_id, plan_id)
    book = book_of_plan(actor, plan, alone=True)
    if seen_mark is not None and seen_mark != mark_of(book):
        raise Invalid({"": [CHANGED_MEANWHILE]})
    first_number, filled = clean(first_number), 0
    if first_number and _LAST_NUMBER.search(first_number) is None:
        raise Invalid({"first_number": ["Số bắt đầu phải có chữ số, ví dụ 01/CN-BCH."]})
    if first_number and day is None:
        raise Invalid({"day": ["Hãy nhập ngày cấp, ví dụ 20/05/2026."]})
    wanted: dict[UUID, Certificate] = {}
    for one in book.called:
        kept = Certificate(one.trainee.certificate_number, one.trainee.certified_on)
        found = certificates.get(one.person.id, kept)
        wanted[one.person.id] = Certificate(clean(found.number or "") or None, found.day)
    taken = {one.number for one in wanted.values() if one.number}
    step = 0
    for one in book.called:
        if first_number and may_be_certified(one) and wanted[one.person.id].number is None:
            number = running_number(first_number, step)
            while number in taken:
                step += 1
                number = running_number(first_number, step)
            taken.add(number)
            wanted[one.person.id] = Certificate(number, day)
            filled += 1
    _demand_sound(book, wanted)
    for one in book.called:
        found = wanted[one.person.id]
        one.trainee.certificate_number = found.number
        one.trainee.certified_on = found.day if found.number else None
    audit.record(actor, "training.certificates", ward_id=ward_id, subject_id=plan.id, count=filled)
    db.session.commit()
    return filled


def running_number(first: str, step: int) -> str:
    """The number so many after the first, its zeros kept: "009/CN" and 1 give "010/CN". "" without a digit."""
    match = _LAST_NUMBER.search(first)
    if match is None:
        return ""
    digits = str(int(match[0]) + step).zfill(len(match[0]))
    return first[: match.start()] + digits + first[match.end() :]


def _demand_sound(book: Book, wanted: Mapping[UUID, Certificate]) -> None:
    faults = []
    counts = Counter(one.number for one in wanted.values() if one.number)
    faults += [f"Số {number} được ghi cho {count} người." for number, count in counts.items() if count > 1][:5]
    for one in book.called:
        found = wanted[one.person.id]
        if found.number is None:
            continue
        if len(found.number) > 80:
            faults.append(f"{one.person.full_name}: số chứng nhận không quá 80 ký tự.")
        if found.day is None:
            faults.append(f"{one.person.full_name}: hãy ghi ngày cấp chứng nhận.")
        if not may_be_certified(one):
            faults.append(f"{one.person.full_name}: chưa có kết quả từ Đạt trở lên nên chưa cấp chứng nhận.")
    if faults:
        raise Invalid({"": faults[:10]})
