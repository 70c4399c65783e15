"""Sending a periodic report, which keeps it for ever, and taking one away as PDF, document or workbook."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date
from typing import BinaryIO
from uuid import UUID

from sqlalchemy import select

from roster.domain.actor import Actor, Permission
from roster.domain.number_words import in_figures
from roster.domain.report_periods import Period
from roster.listing.report_paper import ReportPaper
from roster.services import audit, clock, report_sheets
from roster.services.faults import Invalid, NotAllowed
from roster.services.issued_papers import Tampered
from roster.services.paper_formats import keep_data, kept_data
from roster.services.papers import letterhead_on
from roster.services.report_lines import Figures
from roster.services.report_reading import (
    DRAFT,
    SENT,
    corrected_words,
    edited_of,
    kept_of,
    period_of_report,
    reports_of,
    sha256_of_kept,
    slot_of,
    texts_of,
    whole_pdf,
)
from roster.services.report_sheets import PDF
from roster.services.report_words import proposals
from roster.services.reports import commit_version, counted, draft_of
from roster.shelf import files
from roster.store.db import db
from roster.store.scope import require
from roster.store.targets import Report
from roster.store.units import Unit

COUNTED = "counted"
_LAST_NUMBER = 99_999


def next_number(actor: Actor, ward: Unit, on: date) -> tuple[int, str]:
    """The next free number among the ward's sent reports of the day's year, and the symbol behind it.

    Raises NotFound, NotAllowed.
    """
    require(actor, Permission.EDIT_PEOPLE, ward.id)
    symbol = report_sheets.symbol_of(letterhead_on(actor, ward, on))
    known = [report_sheets.number_of(number) or 0 for number in _numbers(ward.id, on.year, symbol)]
    return max(known, default=0) + 1, symbol


def _numbers(ward_id: UUID, year: int, symbol: str) -> list[str]:
    query = select(Report.number).where(
        Report.ward_id == ward_id, Report.sent_on.between(date(year, 1, 1), date(year, 12, 31)),
        Report.number.endswith(f"/{symbol}", autoescape=True),
    )  # fmt: skip
    return [number for number in db.session.scalars(query) if number]


def send(actor: Actor, ward: Unit, report_id: UUID, number: int, dated_on: date, seen_version: int) -> Report:
    """Send the report: its number, day, figures, texts and PDF are kept for ever. Commits.

    Raises Invalid for a taken number, a day ahead or before the period, or where another officer was faster; NotFound,
    NotAllowed (also for who may not see all that stands in it).
    """
    report = draft_of(actor, ward, report_id, seen_version)
    period, figures = period_of_report(report), Figures.from_data(report.figures)
    texts, _ = texts_of(actor, ward, report, figures)
    if not report_sheets.may_take(actor, figures, texts):
        raise NotAllowed("report.send")
    symbol = report_sheets.symbol_of(letterhead_on(actor, ward, dated_on))
    full_number = report_sheets.number_with_symbol(number, symbol)
    faults: dict[str, list[str]] = {}
    if not 1 <= number <= _LAST_NUMBER:
        faults["number"] = [f"Số báo cáo là số từ 1 đến {in_figures(_LAST_NUMBER)}."]
    elif full_number in _numbers(ward.id, dated_on.year, symbol):
        faults["number"] = [f"Số {full_number} của năm {dated_on.year} đã dùng cho báo cáo khác."]
    if dated_on > clock.today():
        faults["dated_on"] = [f"Ngày gửi không được ở sau ngày hôm nay ({clock.today():%d/%m/%Y})."]
    elif dated_on < figures.as_of:
        faults["dated_on"] = [f"Ngày gửi không được trước ngày tính số liệu ({figures.as_of:%d/%m/%Y})."]
    if faults:
        raise Invalid(faults)
    paper = report_sheets.make_paper(
        actor, ward, period, figures, texts, today=clock.today(), number=full_number, dated_on=dated_on,
        corrects=corrected_words(report),
    )  # fmt: skip
    edited = sorted(edited_of(report))
    kept = report.text | {"sections": texts, "edited": edited}
    pdf = report_sheets.pdf_of(paper, is_kept=True)
    stored = [files.keep(pdf, ".pdf"), keep_data(paper.as_data())]
    report.number, report.sent_on, report.sent_by = full_number, dated_on, actor.user_id
    report.text = kept | {
        "kept": {
            "pdf": stored[0], "sha256": hashlib.sha256(pdf).hexdigest(), "data": stored[1],
            "data_sha256": sha256_of_kept(stored[1]),
        },
    }  # fmt: skip
    try:
        audit.record(actor, "report.send", ward_id=ward.id, subject_id=report.id, period=period.key, year=period.year)
        commit_version()
    except BaseException:
        for name in stored:
            files.drop(name)
        raise
    return report


def take(actor: Actor, ward: Unit, report: Report, kind: str, file: BinaryIO) -> None:
    """Write the report to `file` as "pdf", "docx" or "xlsx": a sent one as it was sent. Committed with its entry.

    Raises NotFound, NotAllowed, Tampered where a kept file is gone or another.
    """
    require(actor, Permission.PRINT if kind == PDF else Permission.EXPORT, ward.id)
    if report.sent_on is None:
        _write(paper_of_draft(actor, ward, report), kind, file)
    else:
        texts = report.text.get("sections") or {}
        if not report_sheets.may_take(actor, Figures.from_data(report.figures), texts):
            raise NotAllowed("report.take")
        content = whole_pdf(report)
        if content is None:
            raise Tampered
        if kind == PDF:
            file.write(content)
        else:
            report_sheets.write_format(ReportPaper.from_data(kept_data(kept_of(report)["data"])), kind, file)
    action = "report.print" if kind == PDF else "report.export"
    audit.record(actor, action, ward_id=ward.id, subject_id=report.id, period=period_of_report(report).key, format=kind)
    db.session.commit()


def take_period(actor: Actor, ward: Unit, period: Period, kind: str, file: BinaryIO) -> str:
    """Write the period's report as `take` does; one that nobody drew up is made of the figures and proposed words.

    Keeps nothing but the entry. Returns what it was: "sent", "draft" or "counted". Raises Invalid for a period that has
    not begun, NotFound, NotAllowed, Tampered.
    """
    require(actor, Permission.PRINT if kind == PDF else Permission.EXPORT, ward.id)
    if period.first_day > clock.today():
        raise Invalid({"period": [f"Kỳ báo cáo {period.name} chưa bắt đầu."]})
    report = slot_of(period, reports_of(ward.id, period), clock.today()).report
    if report is not None:
        take(actor, ward, report, kind, file)
        return SENT if report.sent_on else DRAFT
    figures = counted(actor, ward, period)
    frame = report_sheets.frame_on(actor, ward, clock.today())
    _write(_draft_paper(actor, ward, period, figures, proposals(figures, period, frame), ""), kind, file)
    action = "report.print" if kind == PDF else "report.export"
    audit.record(actor, action, ward_id=ward.id, period=period.key, format=kind)
    db.session.commit()
    return COUNTED


def paper_of_draft(actor: Actor, ward: Unit, report: Report) -> ReportPaper:
    """A draft as a paper: number and day are blank, the foot of each page says what it is. Raises NotFound."""
    figures = Figures.from_data(report.figures)
    texts, _ = texts_of(actor, ward, report, figures)
    return _draft_paper(actor, ward, period_of_report(report), figures, texts, corrected_words(report))


def _draft_paper(
    actor: Actor, ward: Unit, period: Period, figures: Figures, texts: Mapping[str, str], corrects: str
) -> ReportPaper:
    moment = clock.now()
    return report_sheets.make_paper(
        actor, ward, period, figures, texts, today=moment.date(), corrects=corrects,
        footer=f"Bản dự thảo, in từ chương trình bởi {actor.name}, {moment:%H:%M ngày %d/%m/%Y}",
    )  # fmt: skip


def _write(paper: ReportPaper, kind: str, file: BinaryIO) -> None:
    if kind == PDF:
        file.write(report_sheets.pdf_of(paper))
    else:
        report_sheets.write_format(paper, kind, file)
