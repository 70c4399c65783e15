"""Reading a ward's periodic reports: which are due, what stands in one, whether a sent one is still as it was sent."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from roster.domain.actor import Actor, Permission
from roster.domain.report_outline import WRITTEN, Section
from roster.domain.report_periods import KINDS, Period, period_of_day, periods_of_year
from roster.services import clock, report_sheets
from roster.services.faults import NotFound
from roster.services.officer_names import names_of
from roster.services.report_lines import Figures
from roster.services.report_words import proposals
from roster.shelf import files
from roster.store.db import db
from roster.store.scope import require
from roster.store.targets import Report
from roster.store.units import Unit

SENT, SENT_LATE, DRAFT, OVERDUE, DUE, FUTURE = "sent", "sent_late", "draft", "overdue", "due", "future"
MISSING = "missing"  # of a time before the ward's first report here
STATE_LABELS = {
    SENT: "Đã gửi", SENT_LATE: "Đã gửi, trễ hạn", DRAFT: "Bản nháp", OVERDUE: "Quá hạn, chưa lập",
    DUE: "Chưa lập", FUTURE: "Chưa đến kỳ", MISSING: "Chưa có",
}  # fmt: skip


@dataclass(frozen=True)
class Slot:
    """A period of a year with its report, if there is one: the one that holds, else the draft."""

    period: Period
    report: Report | None
    state: str

    @property
    def state_label(self) -> str:
        """The state in words."""
        return STATE_LABELS[self.state]


@dataclass(frozen=True)
class Written:
    """A text of a report. `is_edited`: an officer wrote it; otherwise it is as proposed."""

    section: Section
    text: str
    proposed: str
    is_edited: bool


@dataclass(frozen=True)
class Shown:
    """A report as the actor may see it. `corrected_by` is the one that replaces it, or the draft that is to."""

    report: Report
    period: Period
    figures: Figures
    texts: tuple[Written, ...]
    state: str
    sender: str
    corrects: Report | None
    corrected_by: Report | None
    is_whole: bool
    is_stale: bool  # counted while the period ran, and days have gone by since

    @property
    def is_sent(self) -> bool:
        """Whether it was sent."""
        return self.report.sent_on is not None

    @property
    def state_label(self) -> str:
        """The state in words."""
        return STATE_LABELS[self.state]

    @property
    def reason(self) -> str:
        """Why it replaces another, "" where it does not."""
        return str(self.report.text.get("reason") or "")


def period_of_report(report: Report) -> Period:
    """The period that it tells of."""
    return period_of_day(report.kind, report.first_day)


def slots_of(actor: Actor, ward_id: UUID, year: int) -> dict[str, list[Slot]]:
    """The periods of a year by kind, each with its report. Raises NotFound, NotAllowed, ValueError for no year.

    Before the first report that the ward drew up here nothing is overdue but what is due now.
    """
    require(actor, Permission.VIEW_PEOPLE, ward_id)
    query = select(Report).where(
        Report.ward_id == ward_id, Report.first_day.between(date(year, 1, 1), date(year, 12, 31))
    )
    found: dict[tuple[str, date], list[Report]] = {}
    for report in db.session.scalars(query.order_by(Report.created_at, Report.id)):
        found.setdefault((report.kind, report.first_day), []).append(report)
    today = clock.today()
    first = db.session.scalar(select(func.min(Report.first_day)).where(Report.ward_id == ward_id)) or today
    due = {_due_period(kind, today) for kind in KINDS}

    def slot(period: Period) -> Slot:
        made = slot_of(period, found.get((period.kind, period.first_day), []), today)
        is_old = made.state == OVERDUE and period.last_day < first and period not in due
        return replace(made, state=MISSING) if is_old else made

    return {kind: [slot(period) for period in periods_of_year(kind, year)] for kind in KINDS}


def due_slots(actor: Actor, ward_id: UUID) -> list[Slot]:
    """Of each kind the period that is to be reported on now and has not been: the one that runs in its last month, or
    the last one that has gone by. Raises NotFound, NotAllowed.
    """
    require(actor, Permission.VIEW_PEOPLE, ward_id)
    today, found = clock.today(), []
    for kind in KINDS:
        period = _due_period(kind, today)
        slot = slot_of(period, reports_of(ward_id, period), today)
        if slot.state not in {SENT, SENT_LATE}:
            found.append(slot)
    return found


def _due_period(kind: str, today: date) -> Period:
    period = period_of_day(kind, today)
    is_last_month = (today.year, today.month) == (period.last_day.year, period.last_day.month)
    return period if is_last_month else period.previous


def years_of(actor: Actor, ward_id: UUID) -> list[int]:
    """The years that can be chosen, newest first: those with reports, this one and the last. Raises NotFound."""
    require(actor, Permission.VIEW_PEOPLE, ward_id)
    days = db.session.scalars(select(Report.first_day).where(Report.ward_id == ward_id).distinct())
    this = clock.today().year
    return sorted({*(day.year for day in days), this, this - 1}, reverse=True)


def get(actor: Actor, ward_id: UUID, report_id: UUID, permission: Permission = Permission.VIEW_PEOPLE) -> Report:
    """One report of the ward. Raises NotFound, NotAllowed."""
    require(actor, permission, ward_id)
    report = db.session.get(Report, report_id)
    if report is None or report.ward_id != ward_id:
        raise NotFound(str(report_id))
    return report


def show(actor: Actor, ward: Unit, report: Report) -> Shown:
    """The report as the actor may see it. Raises NotFound, NotAllowed."""
    require(actor, Permission.VIEW_PEOPLE, ward.id)
    period = period_of_report(report)
    figures = Figures.from_data(report.figures)
    edited = edited_of(report)
    texts, proposed = texts_of(actor, ward, report, figures)
    shown = [
        Written(one, texts[one.key], proposed.get(one.key, ""), one.key in edited)
        for one in WRITTEN
        if actor.may_see(one.sensitivity)
    ]
    others = reports_of(ward.id, period)
    successors = [one for one in others if corrected_id(one) == report.id]
    today = clock.today()
    return Shown(
        report=report,
        period=period,
        figures=figures.seen_by(actor),
        texts=tuple(shown),
        state=_state(report, period, today),
        sender=names_of([report.sent_by]).get(report.sent_by, "") if report.sent_by else "",
        corrects=next((one for one in others if one.id == corrected_id(report)), None),
        corrected_by=max(successors, key=lambda one: one.sent_on is not None, default=None),
        is_whole=report.sent_on is None or whole_pdf(report) is not None,
        is_stale=report.sent_on is None and figures.as_of < period.counted_on(today),
    )


def slot_of(period: Period, reports: list[Report], today: date) -> Slot:
    """The period with the one of its reports that holds (the last one sent, else the last draft), and how it stands."""
    sent = [one for one in reports if one.sent_on is not None]
    report = sent[-1] if sent else reports[-1] if reports else None
    if report is not None:
        return Slot(period, report, _state(report, period, today))
    state = FUTURE if period.first_day > today else OVERDUE if today > period.due_on else DUE
    return Slot(period, None, state)


def _state(report: Report, period: Period, today: date) -> str:
    if report.sent_on is None:
        return DRAFT
    return SENT_LATE if report.sent_on > period.due_on and not corrected_id(report) else SENT


def reports_of(ward_id: UUID, period: Period) -> list[Report]:
    """Every report of the period, oldest first; the caller has checked the ward."""
    query = select(Report).where(
        Report.ward_id == ward_id, Report.kind == period.kind, Report.first_day == period.first_day
    )
    return list(db.session.scalars(query.order_by(Report.created_at, Report.id)))


def corrected_id(report: Report) -> UUID | None:
    """The report that this one replaces."""
    kept = (report.text.get("corrects") or {}).get("id")
    return UUID(kept) if kept else None


def corrected_words(report: Report) -> str:
    """ "số 05/BC-BCH ngày 31/03/2026" of the report that this one replaces, "" where it replaces none."""
    kept = report.text.get("corrects")
    if not kept:
        return ""
    return f"số {kept['number']} ngày {date.fromisoformat(kept['sent_on']):%d/%m/%Y}"


def edited_of(report: Report) -> set[str]:
    """The keys of the texts that an officer wrote."""
    sections = report.text.get("sections") or {}
    return set(report.text.get("edited") or ()) if report.sent_on else set(sections)


def texts_of(actor: Actor, ward: Unit, report: Report, figures: Figures) -> tuple[dict[str, str], dict[str, str]]:
    """The texts by part, and those proposed. What was sent is as it was sent."""
    sections: dict[str, str] = dict(report.text.get("sections") or {})
    if report.sent_on is not None:
        return {one.key: sections.get(one.key, "") for one in WRITTEN}, {}
    frame = report_sheets.frame_on(actor, ward, clock.today())
    proposed = proposals(figures, period_of_report(report), frame)
    return proposed | sections, proposed


def sent_reports(actor: Actor, ward_ids: Iterable[UUID], period: Period) -> dict[UUID, Report]:
    """The report of the period that holds in each ward that has sent one. Raises NotFound, NotAllowed."""
    wards = [require(actor, Permission.VIEW_PEOPLE, ward_id) for ward_id in ward_ids]
    query = select(Report).where(
        Report.ward_id.in_(wards), Report.kind == period.kind, Report.first_day == period.first_day,
        Report.sent_on.is_not(None),
    )  # fmt: skip
    return {report.ward_id: report for report in db.session.scalars(query.order_by(Report.created_at, Report.id))}


# --- What is kept of a sent one ----------------------------------------------------------------------------------


def kept_of(report: Report) -> dict[str, Any]:
    """The names and fingerprints of the files that were kept when the report was sent."""
    found: dict[str, Any] = report.text.get("kept") or {}
    return found


def whole_pdf(report: Report) -> bytes | None:
    """The kept PDF where both kept files are still those that were sent."""
    kept = kept_of(report)
    try:
        with files.open_kept(kept.get("pdf", "")) as file:
            content = file.read()
        is_data_whole = sha256_of_kept(kept.get("data", "")) == kept.get("data_sha256")
    except FileNotFoundError:
        return None
    return content if is_data_whole and hashlib.sha256(content).hexdigest() == kept.get("sha256") else None


def sha256_of_kept(stored_name: str) -> str:
    """The fingerprint of a kept file. Raises FileNotFoundError."""
    with files.open_kept(stored_name) as file:
        return hashlib.sha256(file.read()).hexdigest()
