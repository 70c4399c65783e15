"""A commander's recorded ruling where the law itself refers the question: by whom, why, on which paper."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import select

from roster.domain.actor import Actor, Permission
from roster.domain.law.verdicts import Verdict
from roster.domain.text import clean
from roster.services import audit
from roster.services.assessment import basis_of, standing_of
from roster.services.clock import today
from roster.services.faults import Invalid
from roster.store.claims import Ruling
from roster.store.db import db
from roster.store.scope import NotAllowed, NotFound, require

COMMANDER = "commander"


def require_commander(actor: Actor, ward_id: UUID) -> UUID:
    """The ward's id again. Raises NotFound outside of the actor's scope, NotAllowed for everyone but a commander.

    The command line is no commander either: a ruling needs a human who answers for it.
    """
    require(actor, Permission.VIEW_PEOPLE, ward_id)
    if COMMANDER not in actor.roles:
        raise NotAllowed(COMMANDER)
    return ward_id


def record(
    actor: Actor,
    ward_id: UUID,
    person_id: UUID,
    year: int,
    is_callable: bool,
    reason: str,
    paper_number: str,
    ruled_on: date,
    ruled_by: str,
) -> Ruling:
    """Record what was ruled of a candidate whose verdict is `refer`, and commit.

    It settles the questions that are referred now and nothing else; a further question makes it void. A later ruling
    takes the place of an earlier one. Raises Invalid, NotFound (also for somebody who is no candidate), NotAllowed.
    """
    require_commander(actor, ward_id)
    candidate = standing_of(actor, ward_id, year, person_id)
    if candidate is None:
        raise NotFound(str(person_id))
    basis = basis_of(candidate.assessment)
    reason, paper_number, ruled_by = clean(reason, keep_lines=True), clean(paper_number), clean(ruled_by)
    faults: dict[str, list[str]] = {}
    if candidate.is_incomplete:
        faults[""] = ["Hồ sơ có dữ kiện chưa đúng nên chưa kết luận được. Hãy sửa hồ sơ trước."]
    elif Verdict.REFER not in {verdict for verdict, _ in candidate.assessment.findings}:
        faults[""] = [
            "Luật đã trả lời rõ cho trường hợp này, không có nội dung nào phải chờ cấp có thẩm quyền kết luận."
        ]
    if not reason:
        faults["reason"] = ["Hãy ghi lý do của kết luận."]
    if not paper_number or len(paper_number) > 80:
        faults["paper_number"] = ["Hãy ghi số văn bản kết luận (không quá 80 ký tự)."]
    if not ruled_by or len(ruled_by) > 160:
        faults["ruled_by"] = ["Hãy ghi cơ quan hoặc người kết luận (không quá 160 ký tự)."]
    if ruled_on > today():
        faults["ruled_on"] = ["Ngày kết luận không được ở sau ngày hôm nay."]
    if faults:
        raise Invalid(faults)
    ruling = Ruling(
        ward_id=ward_id, person_id=person_id, year=year, is_callable=is_callable, basis=basis, reason=reason,
        paper_number=paper_number, ruled_on=ruled_on, ruled_by=ruled_by, user_id=actor.user_id,
    )  # fmt: skip
    db.session.add(ruling)
    audit.record(
        actor, "ruling.record", ward_id=ward_id, subject_id=person_id, year=year, is_callable=is_callable,
        paper_number=paper_number,
    )  # fmt: skip
    db.session.commit()
    return ruling


def rulings_of(actor: Actor, ward_id: UUID, person_id: UUID, year: int | None = None) -> list[Ruling]:
    """The rulings on a citizen, latest first. Raises NotFound, NotAllowed."""
    require(actor, Permission.VIEW_PEOPLE, ward_id)
    query = select(Ruling).where(Ruling.ward_id == ward_id, Ruling.person_id == person_id)
    if year is not None:
        query = query.where(Ruling.year == year)
    return list(db.session.scalars(query.order_by(Ruling.at.desc(), Ruling.id.desc())))
