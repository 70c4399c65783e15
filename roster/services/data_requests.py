"""The register of citizens' requests about their own data: received, confirmed, decided, answered, each with its day.

Luật 91/2025/QH15 and Nghị định 356/2025/NĐ-CP (domain.law.data_rights). A request is never deleted; one that the
citizen takes back stays in the register and its clocks stop.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm.exc import StaleDataError

from roster.domain.actor import Actor, Permission
from roster.domain.holidays import after_working_days
from roster.domain.law.data_rights import (
    FIRST_DAY,
    MOST_EXTRA_DAYS,
    REFUSALS,
    REPLY_WORKING_DAYS,
    RIGHTS,
    refusals_for,
)
from roster.domain.text import clean
from roster.services import audit
from roster.services.clock import today
from roster.services.faults import Invalid, NotFound
from roster.services.holidays import rests
from roster.store.db import db
from roster.store.people import Person
from roster.store.privacy import DataRequest
from roster.store.scope import require

GRANTED, PARTLY, REFUSED = "granted", "partly", "refused"
OUTCOMES = {GRANTED: "Thực hiện", PARTLY: "Thực hiện một phần", REFUSED: "Từ chối"}
TO_REPLY, TO_DECIDE, TO_ANSWER, ANSWERED, TAKEN_BACK = "reply", "decide", "answer", "answered", "taken_back"
STATES = {
    TO_REPLY: "Chờ báo đã nhận", TO_DECIDE: "Chờ quyết định", TO_ANSWER: "Chờ trả lời", ANSWERED: "Đã trả lời",
    TAKEN_BACK: "Công dân đã rút",
}  # fmt: skip
_LONGEST = 2000
_CHANGED_MEANWHILE = (
    "Vừa có người khác ghi vào yêu cầu này, hoặc chính đồng chí ghi ở thẻ khác. Hãy xem lại rồi ghi tiếp."
)


@dataclass(frozen=True)
class ListedRequest:
    """A request with its clocks as they stand on a day."""

    request: DataRequest
    state: str
    reply_by: date
    carry_out_by: date
    day: date

    @property
    def due(self) -> date | None:
        """The day by which the next step must be done, None once it was answered or taken back."""
        if self.state in {ANSWERED, TAKEN_BACK}:
            return None
        return self.reply_by if self.state == TO_REPLY else self.carry_out_by

    @property
    def is_late(self) -> bool:
        """Whether a step is overdue that has not been done yet."""
        return self.due is not None and self.due < self.day

    @property
    def was_late(self) -> bool:
        """Whether a step was done after its day, or is overdue."""
        replied, answered = self.request.replied_on, self.request.answered_on
        return self.is_late or bool(
            (replied and replied > self.reply_by) or (answered and answered > self.carry_out_by)
        )

    @property
    def kind_label(self) -> str:
        """What is asked for, in words."""
        return RIGHTS[self.request.kind].label

    @property
    def state_label(self) -> str:
        """How far it is, in words."""
        return STATES[self.state]

    @property
    def outcome_label(self) -> str:
        """What was decided, in words; "" while nothing was."""
        return OUTCOMES.get(self.request.outcome or "", "")


def list_requests(actor: Actor, ward_id: UUID, *, person_id: UUID | None = None) -> list[ListedRequest]:
    """The ward's requests: those that wait, by their due days, then the others, the latest first.

    Raises NotFound, NotAllowed.
    """
    require(actor, Permission.HANDLE_REQUESTS, ward_id)
    query = select(DataRequest).where(DataRequest.ward_id == ward_id)
    if person_id is not None:
        query = query.where(DataRequest.person_id == person_id)
    query = query.order_by(DataRequest.received_on.desc(), DataRequest.id.desc())
    day, resting = today(), rests()
    listed = [_listed(one, day, resting) for one in db.session.scalars(query)]
    waiting = [one for one in listed if one.due is not None]
    return sorted(waiting, key=lambda one: one.due or day) + [one for one in listed if one.due is None]


def late_count(actor: Actor, ward_id: UUID) -> int:
    """How many requests are overdue; 0 for those who may not see the register."""
    if not actor.may(Permission.HANDLE_REQUESTS):
        return 0
    require(actor, Permission.HANDLE_REQUESTS, ward_id)
    waiting = select(DataRequest).where(
        DataRequest.ward_id == ward_id, DataRequest.answered_on.is_(None), DataRequest.withdrawn_on.is_(None)
    )
    found = list(db.session.scalars(waiting))
    if not found:
        return 0
    day, resting = today(), rests()
    return sum(_listed(one, day, resting).is_late for one in found)


def get_request(
    actor: Actor, ward_id: UUID, request_id: UUID, permission: Permission = Permission.HANDLE_REQUESTS
) -> ListedRequest:
    """One request of the ward. Raises NotFound, NotAllowed."""
    require(actor, permission, ward_id)
    found = db.session.get(DataRequest, request_id)
    if found is None or found.ward_id != ward_id:
        raise NotFound(str(request_id))
    return _listed(found, today(), rests())


def register(actor: Actor, ward_id: UUID, person_id: UUID | None, values: Mapping[str, Any]) -> DataRequest:
    """Enter a request and commit.

    `values`: kind, received_on, details, requester (representative), subject_name (where there is no `person_id`).
    Raises Invalid, NotFound, NotAllowed.
    """
    require(actor, Permission.HANDLE_REQUESTS, ward_id)
    name = clean(str(values.get("subject_name") or ""))[:120]
    if person_id is not None:
        person = db.session.get(Person, person_id)
        if person is None or person.ward_id != ward_id:
            raise NotFound(str(person_id))
        name = person.full_name
    kind, received_on = values.get("kind"), values.get("received_on")
    faults: dict[str, list[str]] = {}
    if not name:
        faults["subject_name"] = ["Hãy ghi họ tên công dân có dữ liệu được yêu cầu."]
    if kind not in RIGHTS:
        faults["kind"] = ["Hãy chọn công dân yêu cầu điều gì."]
    _judge_day(faults, "received_on", received_on, FIRST_DAY)
    details = _text(faults, "details", values.get("details"), "Hãy ghi nội dung yêu cầu.")
    _raise(faults)
    row = DataRequest(
        ward_id=ward_id, person_id=person_id, subject_name=name, kind=str(kind), received_on=received_on,
        details=details, requester=clean(str(values.get("requester") or ""))[:200] or None, received_by=actor.name,
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    _record(actor, row, "register", kind=row.kind)
    db.session.commit()
    return row


def reply(actor: Actor, ward_id: UUID, request_id: UUID, on: date | None, seen_version: int) -> None:
    """Note that receipt was confirmed to the citizen, with what happens next. Commits. Raises as `decide`."""
    row = _open(actor, ward_id, request_id, seen_version)
    faults: dict[str, list[str]] = {}
    _judge_day(faults, "replied_on", on, row.received_on)
    if row.replied_on is not None:
        faults[""] = ["Đã ghi ngày báo nhận yêu cầu này rồi."]
    _raise(faults)
    _store(actor, row, "reply", replied_on=on, replied_by=actor.name)


def extend(actor: Actor, ward_id: UUID, request_id: UUID, days: int | None, reason: str, seen_version: int) -> None:
    """Give more time, once, with the reason that the citizen is told. Commits. Raises as `decide`."""
    row = _open(actor, ward_id, request_id, seen_version, Permission.DECIDE_REQUESTS)
    faults: dict[str, list[str]] = {}
    if row.extra_days:
        faults[""] = ["Yêu cầu này đã được gia hạn; chỉ được gia hạn một lần."]
    if days is None or not 1 <= days <= MOST_EXTRA_DAYS:
        faults["extra_days"] = [f"Hãy ghi số ngày gia hạn từ 1 đến {MOST_EXTRA_DAYS}."]
    text = _text(faults, "extra_reason", reason, "Hãy ghi lý do gia hạn để báo công dân.")
    if not faults and _listed(row, today(), rests()).carry_out_by < today():
        faults[""] = ["Đã quá hạn thực hiện nên không gia hạn được nữa; hãy quyết định và trả lời ngay."]
    _raise(faults)
    _store(actor, row, "extend", extra_days=days, extra_reason=text)


def decide(actor: Actor, ward_id: UUID, request_id: UUID, values: Mapping[str, Any], seen_version: int) -> None:
    """Record what is decided and by whom, or another decision before the answer went out. Commits.

    `values`: outcome, refusal (key of a ground that can answer this kind; where anything is refused), reason,
    decided_on, decided_by. Raises Invalid (also where somebody wrote meanwhile), NotFound, NotAllowed.
    """
    row = _open(actor, ward_id, request_id, seen_version, Permission.DECIDE_REQUESTS)
    faults: dict[str, list[str]] = {}
    outcome, refusal = values.get("outcome"), values.get("refusal") or None
    if outcome not in OUTCOMES:
        faults["outcome"] = ["Hãy chọn kết quả."]
    reason = clean(str(values.get("reason") or ""), keep_lines=True)
    if len(reason) > _LONGEST:
        faults["reason"] = [f"Không quá {_LONGEST} ký tự."]
    if outcome in {PARTLY, REFUSED}:
        if refusal not in {one.key for one in refusals_for(row.kind)}:
            faults["refusal"] = ["Hãy chọn căn cứ từ chối dùng được cho loại yêu cầu này."]
        if not reason:
            faults["reason"] = ["Hãy ghi lý do: phần dữ liệu nào bị từ chối, theo điều khoản nào."]
    _judge_day(faults, "decided_on", values.get("decided_on"), row.received_on)
    decided_by = clean(str(values.get("decided_by") or ""))[:120] or actor.name
    _raise(faults)
    _store(
        actor, row, "decide", outcome=outcome, refusal=None if outcome == GRANTED else refusal, reason=reason or None,
        decided_on=values.get("decided_on"), decided_by=decided_by,
    )  # fmt: skip


def answer(actor: Actor, ward_id: UUID, request_id: UUID, on: date | None, paper: str, seen_version: int) -> None:
    """Note that the citizen has been answered and what was granted has been done. Commits. Raises as `decide`."""
    row = _open(actor, ward_id, request_id, seen_version)
    faults: dict[str, list[str]] = {}
    if row.outcome is None or row.decided_on is None:
        faults[""] = ["Yêu cầu này chưa có quyết định nên chưa trả lời được."]
    _judge_day(faults, "answered_on", on, row.decided_on or row.received_on)
    _raise(faults)
    # Who answers has told the citizen that the request arrived: the first clock stops at the latest now.
    more = {} if row.replied_on else {"replied_on": on, "replied_by": actor.name}
    _store(
        actor, row, "answer", answered_on=on, answered_by=actor.name, answer_paper=clean(paper)[:120] or None, **more
    )


def take_back(actor: Actor, ward_id: UUID, request_id: UUID, on: date | None, reason: str, seen_version: int) -> None:
    """Note that the citizen took the request back. Commits. Raises as `decide`."""
    row = _open(actor, ward_id, request_id, seen_version)
    faults: dict[str, list[str]] = {}
    _judge_day(faults, "withdrawn_on", on, row.received_on)
    text = _text(faults, "withdrawn_reason", reason, "Hãy ghi công dân rút yêu cầu bằng cách nào.")
    _raise(faults)
    _store(actor, row, "take_back", withdrawn_on=on, withdrawn_reason=text)


def ground_words(row: DataRequest) -> tuple[str, str]:
    """The ground of a refusal and what it rests on, in words; two "" where nothing was refused."""
    ground = REFUSALS.get(row.refusal or "")
    return (ground.label, ground.citation) if ground else ("", "")


# --- Inside ----------------------------------------------------------------------------------------------------------


def _listed(row: DataRequest, day: date, resting: Callable[[date], bool | None]) -> ListedRequest:
    if row.withdrawn_on is not None:
        state = TAKEN_BACK
    elif row.answered_on is not None:
        state = ANSWERED
    elif row.outcome is not None:
        state = TO_ANSWER
    else:
        state = TO_DECIDE if row.replied_on is not None else TO_REPLY
    return ListedRequest(
        row, state, after_working_days(row.received_on, REPLY_WORKING_DAYS, resting),
        row.received_on + timedelta(days=RIGHTS[row.kind].days + row.extra_days), day,
    )  # fmt: skip


def _open(
    actor: Actor, ward_id: UUID, request_id: UUID, seen: int, permission: Permission = Permission.HANDLE_REQUESTS
) -> DataRequest:
    row = get_request(actor, ward_id, request_id, permission).request
    db.session.refresh(row, with_for_update=True)
    if row.version != seen:
        raise Invalid({"": [_CHANGED_MEANWHILE]})
    if row.answered_on is not None or row.withdrawn_on is not None:
        raise Invalid({"": ["Yêu cầu này đã kết thúc, không ghi thêm được."]})
    return row


def _store(actor: Actor, row: DataRequest, verb: str, **values: Any) -> None:
    for key, value in values.items():
        setattr(row, key, value)
    _record(actor, row, verb, kind=row.kind, **({"outcome": row.outcome} if verb == "decide" else {}))
    try:
        db.session.commit()
    except StaleDataError as error:
        db.session.rollback()
        raise Invalid({"": [_CHANGED_MEANWHILE]}) from error


def _record(actor: Actor, row: DataRequest, verb: str, **details: Any) -> None:
    audit.record(actor, f"data_request.{verb}", ward_id=row.ward_id, subject_id=row.id, **details)


def _judge_day(faults: dict[str, list[str]], key: str, day: Any, first: date) -> None:
    if not isinstance(day, date):
        faults[key] = ["Hãy nhập ngày, ví dụ 01/07/2026."]
    elif day > today():
        faults[key] = ["Ngày này chưa đến."]
    elif day < first:
        faults[key] = [f"Ngày này phải từ {first:%d/%m/%Y} trở đi."]


def _text(faults: dict[str, list[str]], key: str, typed: Any, missing: str) -> str:
    text = clean(str(typed or ""), keep_lines=True)
    if not text:
        faults[key] = [missing]
    elif len(text) > _LONGEST:
        faults[key] = [f"Không quá {_LONGEST} ký tự."]
    return text


def _raise(faults: dict[str, list[str]]) -> None:
    if faults:
        db.session.rollback()
        raise Invalid(faults)
