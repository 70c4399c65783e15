"""The periodic reports of a ward, drawn up from figures and written by an officer until they are sent.

A draft holds figures that were counted and the texts that differ from what the program proposes. What was sent is never
changed (report_sending): a mistake is mended by another report of the period that names the one it replaces.
"""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy.orm.exc import StaleDataError

from roster.domain.actor import Actor, Permission
from roster.domain.number_words import in_figures
from roster.domain.report_outline import SECTION_BY_KEY, WRITTEN
from roster.domain.report_periods import Period
from roster.domain.text import clean
from roster.services import audit, clock, report_figures
from roster.services.faults import Invalid, NotFound
from roster.services.report_lines import Figures
from roster.services.report_reading import (
    corrected_id,
    get,
    period_of_report,
    reports_of,
    slot_of,
    texts_of,
)
from roster.store.db import db
from roster.store.scope import require
from roster.store.targets import Report
from roster.store.units import Unit

CHANGED_MEANWHILE = (
    "Cán bộ khác vừa sửa báo cáo này, hoặc chính đồng chí sửa ở thẻ khác. "
    "Những gì đồng chí nhập vẫn còn dưới đây; xin xem lại rồi lưu lần nữa."
)
LONGEST_TEXT = 10_000


def create(actor: Actor, ward: Unit, period: Period) -> Report:
    """Draw up the period's report as a draft; commits. One that is there already is given back as it is.

    Raises Invalid for a period that has not begun, NotFound, NotAllowed.
    """
    require(actor, Permission.EDIT_PEOPLE, ward.id)
    if period.first_day > clock.today():
        raise Invalid({"period": [f"Kỳ báo cáo {period.name} chưa bắt đầu."]})
    there = slot_of(period, reports_of(ward.id, period), clock.today()).report
    if there is not None:
        return there
    report = Report(
        ward_id=ward.id, kind=period.kind, first_day=period.first_day, last_day=period.last_day,
        figures=counted(actor, ward, period).as_data(), text={"sections": {}}, created_by=actor.user_id,
    )  # fmt: skip
    db.session.add(report)
    db.session.flush()
    audit.record(actor, "report.create", ward_id=ward.id, subject_id=report.id, period=period.key, year=period.year)
    db.session.commit()
    return report


def recount(actor: Actor, ward: Unit, report_id: UUID, seen_version: int) -> Report:
    """Count a draft's figures anew; texts that nobody wrote follow them. Commits.

    Raises Invalid where another officer was faster, NotFound (also for a sent one), NotAllowed.
    """
    report = draft_of(actor, ward, report_id, seen_version)
    report.figures = counted(actor, ward, period_of_report(report)).as_data()
    audit.record(actor, "report.recount", ward_id=ward.id, subject_id=report.id, period=period_of_report(report).key)
    commit_version()
    return report


def save(
    actor: Actor, ward: Unit, report_id: UUID, texts: Mapping[str, str], seen_version: int, *, reset: str = ""
) -> Report:
    """Keep what an officer wrote, by part; a text as proposed, and that of the part `reset`, follows the figures.

    Commits. Raises Invalid with a sentence per part, also where another officer was faster; NotFound, NotAllowed.
    """
    report = draft_of(actor, ward, report_id, seen_version)
    _, proposed = texts_of(actor, ward, report, Figures.from_data(report.figures))
    kept = dict(report.text.get("sections") or {})
    faults = {}
    for one in WRITTEN:
        if one.key not in texts or not actor.may_see(one.sensitivity):
            continue
        text = clean(texts[one.key], keep_lines=True)
        if len(text) > LONGEST_TEXT:
            faults[one.key] = [f"Dài quá {in_figures(LONGEST_TEXT)} chữ."]
        if one.key == reset or text == clean(proposed[one.key], keep_lines=True):
            kept.pop(one.key, None)
        else:
            kept[one.key] = text
    if faults:
        raise Invalid(faults)
    changed = sorted(key for key in SECTION_BY_KEY if kept.get(key) != (report.text.get("sections") or {}).get(key))
    if changed:
        report.text = {**report.text, "sections": kept}
        audit.record(actor, "report.save", ward_id=ward.id, subject_id=report.id, keys=changed)
    commit_version()
    return report


def remove(actor: Actor, ward: Unit, report_id: UUID, seen_version: int) -> None:
    """Take a draft away; commits. Raises Invalid where another officer was faster, NotFound, NotAllowed."""
    report = draft_of(actor, ward, report_id, seen_version)
    audit.record(actor, "report.remove", ward_id=ward.id, subject_id=report.id, period=period_of_report(report).key)
    db.session.delete(report)
    commit_version()


def correct(actor: Actor, ward: Unit, report_id: UUID, reason: str) -> Report:
    """Draw up the report that is to replace a sent one: with what was written, and figures counted anew. Commits.

    A draft that is to replace it already is given back. Raises Invalid without a reason, NotFound (also for a draft,
    or one that was replaced), NotAllowed.
    """
    old = get(actor, ward.id, report_id, Permission.EDIT_PEOPLE)
    period = period_of_report(old)
    others = reports_of(ward.id, period)
    successors = [one for one in others if corrected_id(one) == old.id]
    if old.sent_on is None or any(one.sent_on for one in successors):
        raise NotFound(str(report_id))
    if successors:
        return successors[-1]
    reason = clean(reason)
    if not reason:
        raise Invalid({"reason": ["Hãy ghi lý do thay thế báo cáo đã gửi."]})
    sections = old.text.get("sections") or {}
    report = Report(
        ward_id=ward.id, kind=old.kind, first_day=old.first_day, last_day=old.last_day,
        figures=counted(actor, ward, period).as_data(), created_by=actor.user_id,
        text={
            "sections": {key: sections[key] for key in old.text.get("edited") or () if key in sections},
            "corrects": {"id": str(old.id), "number": old.number, "sent_on": old.sent_on.isoformat()},
            "reason": reason[:500],
        },
    )  # fmt: skip
    db.session.add(report)
    db.session.flush()
    audit.record(actor, "report.correct", ward_id=ward.id, subject_id=report.id, period=period.key)
    db.session.commit()
    return report


def counted(actor: Actor, ward: Unit, period: Period) -> Figures:
    """The period's figures beside those of the one before: as that was sent, else as the data have them now."""
    today = clock.today()
    figures = report_figures.count(actor, ward.id, period, today)
    previous = period.previous
    sent = [one for one in reports_of(ward.id, previous) if one.sent_on is not None]
    if sent:
        words = f"Số liệu kỳ trước lấy theo Báo cáo số {sent[-1].number} ngày {sent[-1].sent_on:%d/%m/%Y}."
        return figures.with_before(Figures.from_data(sent[-1].figures), words)
    call_up = next((one.of_year for one in figures.lines if one.key == "recruitment.candidates"), None)
    before = report_figures.count(actor, ward.id, previous, today, call_up=call_up, with_tables=False)
    words = f"Số liệu kỳ trước ({previous.name}) được đếm lại từ dữ liệu hiện có."
    return figures.with_before(before, words)


def draft_of(actor: Actor, ward: Unit, report_id: UUID, seen_version: int) -> Report:
    """The draft to be changed. Raises Invalid where it is no longer as it was seen, NotFound (also for a sent one)."""
    report = get(actor, ward.id, report_id, Permission.EDIT_PEOPLE)
    if report.sent_on is not None:
        raise NotFound(str(report_id))
    if report.version != seen_version:
        raise Invalid({"": [CHANGED_MEANWHILE]})
    return report


def commit_version() -> None:
    """Commit; raises Invalid where another officer changed the report since it was read."""
    try:
        db.session.commit()
    except StaleDataError as error:
        db.session.rollback()
        raise Invalid({"": [CHANGED_MEANWHILE]}) from error
