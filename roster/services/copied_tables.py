"""Every table that tells of one man besides his card, with the Vietnamese name of each of its columns.

For the copy of a citizen's data (services.data_copies). A test holds that no table which points at a citizen, and no
column of one, is forgotten.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from roster.config import OFFICE_ZONE
from roster.domain.choices import CLAIM_GROUND, CLAIM_STATUS, label_of
from roster.domain.cycle import STEP_BY_KEY
from roster.domain.dates import format_date
from roster.domain.delivery import KIND as DELIVERY_KINDS
from roster.domain.delivery import STATES as DELIVERY_OUTCOMES
from roster.domain.inquiry import FINDINGS
from roster.domain.law import militia, reserve
from roster.domain.law.data_rights import REFUSALS, RIGHTS
from roster.domain.law.training import RESULTS
from roster.services.data_requests import OUTCOMES
from roster.services.fact_words import label_of_home
from roster.store.campaigns import CandidateMove
from roster.store.claims import Claim, Delivery, Ruling
from roster.store.db import db
from roster.store.forces import Appointment, ForceEvent, ForceUnit, PartySource
from roster.store.inquiries import InquiryResult
from roster.store.privacy import DataRequest
from roster.store.training import DutyShift, SessionAbsence, Trainee, TrainingPlan, TrainingSession

Shower = Callable[[Any], str]
# Columns that say nothing of the citizen: keys, locks, what another column says in words.
TECHNICAL = frozenset(
    {
        "id", "ward_id", "issued_paper_id", "person_id", "replaces_id", "holder_id", "record_id", "version", "user_id",
        "bulk_id", "basis", "subject_name",
    }
)  # fmt: skip


@dataclass(frozen=True)
class CopiedTable:
    """A table that tells of one man: its heading in the copy, and each column's label and how it is shown."""

    title: str
    model: Any
    columns: Mapping[str, tuple[str, Shower]]


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if isinstance(value, datetime):
        return f"{value.astimezone(OFFICE_ZONE):%d/%m/%Y %H:%M}"
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else str(value)


def _of(choices: Any) -> Shower:
    if isinstance(choices, Mapping):
        return lambda value: str(choices.get(value, value))
    return lambda value: label_of(choices, value)


def _partial(value: Any) -> str:
    return format_date(str(value))


def _step(value: Any) -> str:
    return STEP_BY_KEY[value].label if value in STEP_BY_KEY else str(value)


def _named(model: Any, column: str) -> Shower:
    def show(value: Any) -> str:
        row = db.session.get(model, value)
        return str(getattr(row, column)) if row is not None else ""

    return show


def _session(value: Any) -> str:
    found = db.session.get(TrainingSession, value)
    if found is None:
        return ""
    plan = db.session.get(TrainingPlan, found.plan_id)
    return f"{plan.title if plan else ''}, {found.on_day:%d/%m/%Y}"


_EVENTS = {**militia.KINDS, **reserve.KINDS}
_P = _plain
TABLES: tuple[CopiedTable, ...] = (
    CopiedTable("Diện tạm hoãn, miễn, không được đăng ký", Claim, {
        "ground": ("Diện", _of(CLAIM_GROUND)), "status": ("Tình trạng", _of(CLAIM_STATUS)),
        "evidence": ("Giấy tờ", _P), "papers_received_on": ("Ngày nhận giấy tờ", _P),
        "decision_number": ("Số quyết định", _P), "decided_on": ("Ngày quyết định", _P),
        "decided_by": ("Người quyết định", _P), "until": ("Đến hết ngày", _partial), "notes": ("Ghi chú", _P),
        "created_at": ("Ghi lúc", _P), "withdrawn_at": ("Rút lúc", _P), "withdrawn_reason": ("Lý do rút", _P),
    }),
    CopiedTable("Kết luận của cấp có thẩm quyền", Ruling, {
        "year": ("Năm", _P), "is_callable": ("Được gọi nhập ngũ", _P), "reason": ("Lý do", _P),
        "paper_number": ("Số văn bản", _P), "ruled_on": ("Ngày", _P), "ruled_by": ("Người kết luận", _P),
        "at": ("Ghi lúc", _P),
    }),
    CopiedTable("Giấy gọi, giấy cấp cho công dân", Delivery, {
        "kind": ("Loại giấy", _of(DELIVERY_KINDS)), "year": ("Năm", _P), "paper_number": ("Số", _P),
        "issued_on": ("Ngày ký", _P), "event_on": ("Ngày phải có mặt, ngày cấp", _P),
        "outcome": ("Kết quả", _of(DELIVERY_OUTCOMES)),
        "delivered_on": ("Ngày giao", _P), "received_by": ("Người nhận", _P), "delivered_by": ("Người giao", _P),
        "note": ("Ghi chú", _P), "replace_reason": ("Lý do thay thế giấy trước", _P),
    }),
    CopiedTable("Các bước của đợt tuyển quân", CandidateMove, {
        "from_step": ("Từ bước", _step), "to_step": ("Đến bước", _step), "on_day": ("Ngày", _P),
        "paper": ("Văn bản", _P),
        "note": ("Ghi chú", _P), "at": ("Ghi lúc", _P), "user_name": ("Người ghi", _P),
        "undone_at": ("Hoàn tác lúc", _P),
    }),
    CopiedTable("Biến động dân quân tự vệ, quân nhân dự bị", ForceEvent, {
        "home": ("Sổ", label_of_home), "kind": ("Việc", _of(_EVENTS)), "clause": ("Điểm, khoản", _P),
        "value": ("Nội dung", _P), "place": ("Nơi đi, đến", _P), "evidence": ("Giấy tờ", _P),
        "decision_number": ("Số quyết định", _P), "decided_on": ("Ngày quyết định", _P),
        "decided_by": ("Người quyết định", _P), "on_day": ("Từ ngày", _P), "until": ("Đến ngày", _P),
        "notes": ("Ghi chú", _P), "user_name": ("Người ghi", _P), "at": ("Ghi lúc", _P),
        "withdrawn_at": ("Rút lúc", _P),
        "withdrawn_reason": ("Lý do rút", _P),
    }),
    CopiedTable("Đơn vị, chức vụ", Appointment, {
        "unit_id": ("Đơn vị", _named(ForceUnit, "name")), "post": ("Chức vụ", _P), "holder_name": ("Họ tên", _P),
        "holder_position": ("Cương vị", _P), "phone": ("Điện thoại", _P), "decision_number": ("Số quyết định", _P),
        "decided_on": ("Ngày quyết định", _P), "decided_by": ("Người quyết định", _P), "begins_on": ("Từ ngày", _P),
        "ends_on": ("Đến ngày", _P), "end_reason": ("Lý do thôi", _P),
        "end_decision_number": ("Số quyết định thôi", _P),
    }),
    CopiedTable("Nguồn phát triển Đảng", PartySource, {
        "since": ("Từ ngày", _P), "class_attended_on": ("Học lớp nhận thức", _P), "mentor": ("Người giúp đỡ", _P),
        "planned_on": ("Dự kiến kết nạp", _partial), "admitted_on": ("Ngày kết nạp", _P),
        "closed_on": ("Đưa ra ngày", _P),
        "notes": ("Ghi chú", _P),
    }),
    CopiedTable("Huấn luyện", Trainee, {
        "plan_id": ("Kế hoạch", _named(TrainingPlan, "title")), "result": ("Kết quả", _of(RESULTS)),
        "certificate_number": ("Số chứng nhận", _P), "certified_on": ("Ngày chứng nhận", _P),
        "excused_reason": ("Lý do miễn", _P), "holder_name": ("Họ tên", _P),
    }),
    CopiedTable("Vắng huấn luyện", SessionAbsence, {
        "session_id": ("Buổi", _session), "reason": ("Lý do", _P), "is_excused": ("Có phép", _P),
    }),
    CopiedTable("Lịch trực", DutyShift, {
        "on_day": ("Ngày", _P), "role": ("Ca trực", _P), "holder_name": ("Họ tên", _P), "phone": ("Điện thoại", _P),
        "notes": ("Ghi chú", _P),
    }),
    CopiedTable("Phúc tra", InquiryResult, {
        "finding": ("Kết quả", _of(FINDINGS)), "on_day": ("Ngày", _P), "note": ("Ghi chú", _P),
        "user_name": ("Người ghi", _P), "at": ("Ghi lúc", _P),
    }),
    CopiedTable("Yêu cầu về dữ liệu cá nhân", DataRequest, {
        "kind": ("Yêu cầu", lambda value: RIGHTS[value].label), "received_on": ("Ngày nhận", _P),
        "requester": ("Người đại diện", _P), "details": ("Nội dung", _P), "received_by": ("Người nhận", _P),
        "replied_on": ("Ngày báo nhận", _P), "replied_by": ("Người báo nhận", _P), "extra_days": ("Gia hạn (ngày)", _P),
        "extra_reason": ("Lý do gia hạn", _P), "outcome": ("Kết quả", _of(OUTCOMES)),
        "refusal": ("Căn cứ từ chối", lambda value: REFUSALS[value].label), "reason": ("Lý do", _P),
        "decided_on": ("Ngày quyết định", _P), "decided_by": ("Người quyết định", _P),
        "answered_on": ("Ngày trả lời", _P),
        "answered_by": ("Người trả lời", _P), "answer_paper": ("Văn bản trả lời", _P), "created_at": ("Ghi lúc", _P),
        "withdrawn_on": ("Ngày rút", _P), "withdrawn_reason": ("Cách rút", _P),
    }),
)  # fmt: skip
