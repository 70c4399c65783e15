"""A ward's enlistment campaign of a year: its days, and the ruling on what "hết 25 tuổi" means in it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from roster.domain.actor import Actor, Permission
from roster.domain.text import clean
from roster.services import audit
from roster.services.assessment import campaign_of
from roster.services.faults import Invalid
from roster.services.rulings import require_commander
from roster.store.campaigns import Campaign
from roster.store.db import db
from roster.store.scope import require

# The days in the order of the year's work.
DAY_LABELS: dict[str, str] = {
    "aged_17_reported_on": "Báo cáo danh sách nam đủ 17 tuổi",
    "registration_from": "Đăng ký nghĩa vụ quân sự: từ ngày",
    "registration_to": "Đăng ký nghĩa vụ quân sự: đến ngày",
    "registration_reported_on": "Báo cáo kết quả đăng ký",
    "review_on": "Xét duyệt chính trị, chính sách lần 1",
    "claims_signed_on": "Ngày ký quyết định tạm hoãn, miễn",
    "claims_posted_on": "Bắt đầu niêm yết danh sách tạm hoãn, miễn",
    "preselection_from": "Sơ tuyển: từ ngày",
    "preselection_to": "Sơ tuyển: đến ngày",
    "preselection_posted_on": "Bắt đầu công khai kết quả sơ tuyển",
    "examination_from": "Khám sức khỏe: từ ngày",
    "examination_to": "Khám sức khỏe: đến ngày",
    "health_posted_on": "Bắt đầu công khai phân loại sức khỏe",
    "closing_on": "Chốt quân số",
    "handover_on": "Giao, nhận quân",
}
# What happens later in the year's work cannot lie before what comes first.
_IN_ORDER = (
    ("registration_from", "registration_to"),
    ("registration_to", "registration_reported_on"),
    ("claims_signed_on", "claims_posted_on"),
    ("preselection_from", "preselection_to"),
    ("preselection_to", "examination_from"),
    ("preselection_to", "preselection_posted_on"),
    ("examination_from", "examination_to"),
    ("examination_to", "closing_on"),
    ("closing_on", "handover_on"),
    ("review_on", "handover_on"),
)
_CHANGED_MEANWHILE = (
    "Vừa có người khác sửa đợt tuyển quân này, hoặc chính đồng chí sửa ở thẻ khác. "
    "Hãy mở lại trang để xem giá trị mới rồi sửa tiếp."
)


def get(actor: Actor, ward_id: UUID, year: int) -> Campaign:
    """The ward's campaign; where none was set up, one with the usual handover day that is not stored (version 0).

    Raises NotFound, NotAllowed.
    """
    return campaign_of(actor, ward_id, year)


def save(
    actor: Actor, ward_id: UUID, year: int, values: Mapping[str, date | None], seen_version: int | None = None
) -> Campaign:
    """Set the days named in `values` (keys of DAY_LABELS) and commit.

    `seen_version` is the version of the campaign that the officer had before him, 0 for one not stored yet. Raises
    Invalid for days out of order, a handover day of another year, or a campaign that changed meanwhile; NotFound,
    NotAllowed.
    """
    require(actor, Permission.EDIT_PEOPLE, ward_id)
    campaign = campaign_of(actor, ward_id, year)
    wanted = {key: values[key] for key in DAY_LABELS if key in values}
    _check_days(year, {key: getattr(campaign, key) for key in DAY_LABELS} | wanted)
    return _store(actor, campaign, wanted, seen_version, "campaign.save")


def rule_age_reading(actor: Actor, ward_id: UUID, year: int, reading: str | None, paper: str) -> Campaign:
    """Record which reading of "hết 25 (27) tuổi" was ruled for this campaign: A, B, or None to take it back. Commits.

    Only a commander records it, with the number of the paper that rules. Raises Invalid, NotFound, NotAllowed.
    """
    require_commander(actor, ward_id)
    paper = clean(paper)
    faults = {}
    if reading not in {"A", "B", None}:
        faults["age_reading"] = ["Hãy chọn cách hiểu A hoặc B."]
    if reading and not paper:
        faults["age_ruling_paper"] = ["Hãy ghi số, ngày của văn bản kết luận cách tính tuổi."]
    if len(paper) > 120:
        faults["age_ruling_paper"] = ["Số văn bản dài quá 120 ký tự."]
    if faults:
        raise Invalid(faults)
    campaign = campaign_of(actor, ward_id, year)
    values = {"age_reading": reading, "age_ruling_paper": paper if reading else None}
    return _store(actor, campaign, values, None, "campaign.rule_age")


def _check_days(year: int, days: Mapping[str, date | None]) -> None:
    faults: dict[str, list[str]] = {}
    handover = days["handover_on"]
    if handover is None or handover.year != year:
        faults["handover_on"] = [f"Ngày giao, nhận quân phải thuộc năm {year}."]
    for key, day in days.items():
        if day is not None and not year - 2 <= day.year <= year:
            faults.setdefault(key, []).append(f"{DAY_LABELS[key]} phải trong các năm {year - 2} đến {year}.")
    for first, second in _IN_ORDER:
        earlier, later = days[first], days[second]
        if earlier is not None and later is not None and later < earlier:
            sentence = f"Ngày này không được trước “{DAY_LABELS[first]}” ({earlier:%d/%m/%Y})."
            faults.setdefault(second, []).append(sentence)
    if faults:
        raise Invalid(faults)


def _store(
    actor: Actor, campaign: Campaign, values: Mapping[str, Any], seen_version: int | None, action: str
) -> Campaign:
    if seen_version is not None and seen_version != (campaign.version or 0):
        raise Invalid({"": [_CHANGED_MEANWHILE]})
    if not campaign.version:
        campaign = Campaign(ward_id=campaign.ward_id, year=campaign.year, handover_on=campaign.handover_on)
        db.session.add(campaign)
    changed = {}
    for key, value in values.items():
        old = getattr(campaign, key)
        if old != value:
            setattr(campaign, key, value)
            changed[key] = [_plain(old), _plain(value)]
    try:
        db.session.flush()
        audit.record(
            actor, action, ward_id=campaign.ward_id, subject_id=campaign.id, year=campaign.year, changed=changed
        )
        db.session.commit()
    except (StaleDataError, IntegrityError) as error:
        db.session.rollback()
        raise Invalid({"": [_CHANGED_MEANWHILE]}) from error
    return campaign


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
