"""The sent reports of several wards as one paper: a report of the body above them, with their figures as annexes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import BinaryIO

from roster.domain.actor import Actor, Permission
from roster.listing.report_paper import Grid, Part, ReportPaper
from roster.printing.layout import INTERNAL, SIGNER_BLANK, PaperHead
from roster.services import audit, clock
from roster.services.papers import letterhead_on
from roster.services.report_sheets import GAP, SUBJECT, SYMBOL, blank_day, lower_first, pdf_of, symbol_of
from roster.services.ward_reports import WardTable, grid_of, sent_words
from roster.sheets.report_document import write_report
from roster.store.db import db
from roster.store.scope import require
from roster.store.units import Unit

_WARDS_ON_A_PAGE = 6  # columns of figures that an upright page takes beside what they tell
_TIED = "\u00a0"
_BLANK, _SHORT_BLANK = "…" * 12, "…" * 4


def print_table(actor: Actor, table: WardTable) -> bytes:
    """The table as a PDF, with an entry in the journal of each ward; commits.

    One ward's head and recipients are its own; over several the body that all their papers name as superior reports.
    Raises NotFound, NotAllowed.
    """
    return pdf_of(_taken(actor, table, Permission.PRINT, "report.print", "pdf"))


def write_table(actor: Actor, table: WardTable, file: BinaryIO) -> None:
    """Write the same paper to `file` as a .docx, with entries in the journals; commits. Raises NotFound, NotAllowed."""
    write_report(_taken(actor, table, Permission.EXPORT, "report.export", "docx"), file)


def _taken(actor: Actor, table: WardTable, permission: Permission, action: str, format_: str) -> ReportPaper:
    for ward in table.wards:
        require(actor, permission, ward.id)
    paper = _paper(actor, table)
    for ward in table.wards:
        audit.record(actor, action, ward_id=ward.id, period=table.period.key, wards=len(table.wards), format=format_)
    db.session.commit()
    return paper


def _paper(actor: Actor, table: WardTable) -> ReportPaper:
    moment, period = clock.now(), table.period
    head = _head(actor, table)
    annexes = _annexes(table)
    about = f"{SUBJECT} {period.name} của các địa bàn"
    sent = ", ".join(f"{ward.title} (số {table.number_of(ward)})" for ward in table.wards if ward.id in table.reports)
    missing = ", ".join(ward.title for ward in table.missing)
    return ReportPaper(
        superior=head.superior,
        agency=head.agency,
        number_line=f"Số: {GAP}/{head.symbol}",
        date_line=f"{head.place}, {blank_day(moment.year)}",
        subject=f"Tổng hợp {lower_first(SUBJECT)}",
        period=f"{period.name} của các địa bàn",
        below_subject="",
        grounds=(),
        opening=f"{about}, tổng hợp đến ngày {moment:%d/%m/%Y} từ báo cáo đã gửi, như sau:",
        parts=(
            Part("I. TÌNH HÌNH GỬI BÁO CÁO", 1, (f"Hạn gửi: {period.due_on:%d/%m/%Y}. {sent_words(table)}.",)),
            Part("II. ĐỊA BÀN ĐÃ GỬI", 1, (f"{sent or 'Chưa có'}.",)),
            Part("III. ĐỊA BÀN CHƯA GỬI", 1, (f"{missing or 'Không có'}.",)),
        ),
        closing=f"Trên đây là tổng hợp {lower_first(about)}, kèm {len(annexes):02} phụ lục (tỷ lệ không cộng)./.",
        annexes=annexes,
        annex_reference=f"(Kèm theo Báo cáo số …/{head.symbol} {blank_day(moment.year)})",
        recipients=("- Lưu: VT.",),
        signature=(SIGNER_BLANK.authority, SIGNER_BLANK.post, SIGNER_BLANK.name_line),
        handling_mark=INTERNAL,
        footer=f"In từ chương trình bởi {actor.name}, {moment:%H:%M ngày %d/%m/%Y}",
    )


def _head(actor: Actor, table: WardTable) -> PaperHead:
    heads = [letterhead_on(actor, ward, clock.today()) for ward in table.wards]
    first = heads[0]
    if len(heads) == 1:
        return PaperHead(first.superior, first.agency, symbol_of(first), first.place)
    superiors, places = {one.superior for one in heads}, {one.place for one in heads}
    agency = first.superior if len(superiors) == 1 else _BLANK
    for place in (" THÀNH PHỐ ", " TỈNH "):  # where the line breaks, the name of the place stays whole
        before, found, name = agency.rpartition(place)
        if found:
            agency = f"{before} {f'{found}{name}'.strip().replace(' ', _TIED)}"
    place = first.place if len(places) == 1 else _SHORT_BLANK
    return PaperHead(_BLANK, agency, f"{SYMBOL}-{_SHORT_BLANK}", place)


def _annexes(table: WardTable) -> tuple[Grid, ...]:
    """The figures, some wards to an annex; the sum over all stands in the last one."""
    wards: Sequence[Unit] = table.wards
    blocks = [wards[start : start + _WARDS_ON_A_PAGE] for start in range(0, len(wards), _WARDS_ON_A_PAGE)]
    return tuple(
        grid_of(table, "Số liệu báo cáo của các địa bàn", block, has_sum=block is blocks[-1]) for block in blocks
    )
