"""A periodic report as a paper: its figures and texts under the ward's head, with the figures' tables as annexes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import BinaryIO

from roster.domain.actor import Actor, Sensitivity
from roster.domain.report_outline import GROUNDS, RECIPIENTS, SECTION_BY_KEY, SECTIONS
from roster.domain.report_periods import Period
from roster.listing.report_paper import (
    HEADING,
    Grid,
    GridColumn,
    GridRow,
    Part,
    ReportPaper,
    difference_text,
)
from roster.printing.layout import INTERNAL, SIGNER_BLANK, PaperHead, Signature
from roster.services.faults import NotFound
from roster.services.papers import SIGNER, letterhead_on, signatories_on
from roster.services.report_lines import Figures, Table
from roster.services.report_words import Frame, as_paragraphs
from roster.sheets.report_document import write_report
from roster.sheets.report_workbook import write_grids
from roster.store.db import db
from roster.store.units import Unit

PDF, DOCUMENT, WORKBOOK = "pdf", "docx", "xlsx"
GAP = "\u00a0" * 8
SYMBOL = "BC"
SUBJECT = "Kết quả thực hiện nhiệm vụ quân sự, quốc phòng địa phương"
_COMPARISON = "So sánh số liệu với kỳ trước"


def lower_first(words: str) -> str:
    """ "Phường Phù Liễn" as it stands within a sentence."""
    return f"{words[:1].lower()}{words[1:]}"


def symbol_of(head: PaperHead) -> str:
    """The symbol behind a report's number: that of the ward's lists ("DS-BCH") with BC for what it is."""
    return f"{SYMBOL}-{head.symbol.partition('-')[2] or 'BCH'}"


def frame_on(actor: Actor, ward: Unit, day: date) -> Frame:
    """Whose report it is, and to whom such reports go as a rule. Raises NotFound for a foreign ward."""
    head = letterhead_on(actor, ward, day)
    place = lower_first(ward.title)
    kept = tuple(line.strip(" \t-–;.") for line in head.recipients.splitlines() if line.strip(" \t-–;."))
    superior = tuple(one for one in _superior(ward, head) if one.casefold() not in head.recipients.casefold())
    return Frame(f"Ban CHQS {place}", (*superior, *(kept or (f"Đảng ủy, UBND {place}", "Lưu: VT"))))


def _superior(ward: Unit, head: PaperHead) -> tuple[str, ...]:
    """The superior body in small letters, where the head of the paper is the usual one."""
    above = db.session.get(Unit, ward.parent_id) if ward.parent_id else None
    while above is not None and above.parent_id is not None:
        above = db.session.get(Unit, above.parent_id)
    if above is None or head.superior != f"BỘ CHQS {above.title.upper()}":
        return ()
    return (f"Bộ CHQS {lower_first(above.title)}",)


def make_paper(
    actor: Actor,
    ward: Unit,
    period: Period,
    figures: Figures,
    texts: Mapping[str, str],
    *,
    today: date,
    number: str = "",
    dated_on: date | None = None,
    corrects: str = "",
    footer: str = "",
) -> ReportPaper:
    """The report as it goes to paper; `number` with its symbol, "" and None leave blanks for a draft.

    `corrects` names the report that it replaces. Only what the actor may see stands in it. Raises NotFound.
    """
    day = dated_on or today
    head = letterhead_on(actor, ward, day)
    signers = signatories_on(actor, ward.id, day)[SIGNER]
    signer = (
        Signature(signers[0].post, signers[0].authority, signers[0].rank, signers[0].full_name)
        if signers
        else SIGNER_BLANK
    )
    frame = frame_on(actor, ward, day)
    annexes = grids_of(figures.seen_by(actor))
    day_words = _long_day(dated_on) if dated_on else blank_day(today.year)
    number_words = f"số {number}" if number else f"số …/{symbol_of(head)}"
    grounds = as_paragraphs(texts.get(GROUNDS, ""))
    about = f"{lower_first(SUBJECT)} {period.name}"
    tail = f", kèm theo {len(annexes):02} phụ lục số liệu" if annexes else ""
    return ReportPaper(
        superior=head.superior,
        agency=head.agency,
        number_line=f"Số: {number}" if number else f"Số: {GAP}/{symbol_of(head)}",
        date_line=f"{head.place}, {day_words}",
        subject=SUBJECT,
        period=period.name,
        below_subject=f"(Thay thế Báo cáo {corrects})" if corrects else "",
        grounds=tuple(f"{line.rstrip(' ;.')}{'.' if line is grounds[-1] else ';'}" for line in grounds),
        opening=f"{frame.agency} báo cáo {about}, số liệu tính đến ngày {figures.as_of:%d/%m/%Y}, như sau:",
        parts=_parts(actor, texts),
        closing=f"Trên đây là báo cáo {about} của {frame.agency}{tail}./.",
        annexes=annexes,
        annex_reference=f"(Kèm theo Báo cáo {number_words} {day_words} của {frame.agency})",
        recipients=_recipients(texts.get(RECIPIENTS, "")),
        signature=(signer.authority, signer.post, signer.name_line),
        handling_mark=INTERNAL,
        footer=footer,
    )


def _long_day(day: date) -> str:
    """ "ngày 05 tháng 02 năm 2026": Phụ lục I, phần II mục 4."""
    return f"ngày {day.day:02} tháng {f'{day.month:02}' if day.month <= 2 else day.month} năm {day.year}"


def blank_day(year: int) -> str:
    """The same with dots for what is written in by hand."""
    return f"ngày …… tháng …… năm {year}"


def number_with_symbol(number: int, symbol: str) -> str:
    """ "05/BC-BCH": numbers below 10 with a zero before."""
    return f"{number:02}/{symbol}"


def number_of(words: str | None) -> int | None:
    """The number in "05/BC-BCH"; None where there is none."""
    found = re.match(r"\d+", words or "")
    return int(found[0]) if found else None


def _parts(actor: Actor, texts: Mapping[str, str]) -> tuple[Part, ...]:
    """The parts that hold something; one that only heads others goes with them."""
    found: list[Part] = []
    shown = [one for one in SECTIONS if actor.may_see(one.sensitivity)]
    for place, section in enumerate(shown):
        paragraphs = as_paragraphs(texts.get(section.key, "")) if section.has_text else ()
        below = []
        for other in shown[place + 1 :]:
            if other.level <= section.level:
                break
            below.append(other)
        if paragraphs or any(texts.get(one.key, "").strip() for one in below):
            found.append(Part(section.heading, section.level, paragraphs))
    return tuple(found)


def _recipients(text: str) -> tuple[str, ...]:
    names = [line.strip(" \t-–;.") for line in text.splitlines()]
    names = [name for name in names if name]
    if not names or not names[-1].casefold().startswith("lưu"):
        names.append("Lưu: VT")
    return tuple(f"- {name}{'.' if name is names[-1] else ';'}" for name in names)


# --- Tables ---------------------------------------------------------------------------------------------------------


def grids_of(figures: Figures) -> tuple[Grid, ...]:
    """The tables of the figures: the comparison with the period before, then the summary forms."""
    return (comparison(figures), *(_grid(table) for table in figures.tables))


def comparison(figures: Figures) -> Grid:
    """Every figure beside that of the period before, with the difference."""
    rows: list[GridRow] = []
    section = ""
    for line in figures.lines:
        if line.section != section:
            section = line.section
            rows.append(GridRow((SECTION_BY_KEY[section].label, None, None, None, None), HEADING))
        change = difference_text(line.value, line.before)
        rows.append(GridRow((line.label, line.unit, line.before, line.value, change)))
    columns = (
        GridColumn("Nội dung", 80, is_number=False), GridColumn("Đơn vị tính", 22, is_number=False),
        GridColumn("Kỳ trước", 21), GridColumn("Kỳ này", 21), GridColumn("Tăng, giảm", 21),
    )  # fmt: skip
    return Grid(_COMPARISON, columns, tuple(rows), figures.before_from)


def _grid(table: Table) -> Grid:
    return Grid(
        table.title,
        tuple(GridColumn(one.heading, one.width_mm, one.is_number) for one in table.columns),
        tuple(GridRow(row.cells, row.kind) for row in table.rows),
    )


def is_sensitive(figures: Figures, texts: Mapping[str, str]) -> bool:
    """Whether a report tells of what only some roles may see."""
    return (
        any(line.sensitivity for line in figures.lines)
        or any(column.sensitivity for table in figures.tables for column in table.columns)
        or any(SECTION_BY_KEY[key].sensitivity and text.strip() for key, text in texts.items())
    )


def may_take(actor: Actor, figures: Figures, texts: Mapping[str, str]) -> bool:
    """Whether the actor may have the whole report in hand."""
    return not is_sensitive(figures, texts) or actor.may_see(Sensitivity.POLITICS)


# --- Formats --------------------------------------------------------------------------------------------------------


def pdf_of(paper: ReportPaper, *, is_kept: bool = False) -> bytes:
    """The report as a PDF; one that `is_kept` is made to last (PDF/A)."""
    # Only here: WeasyPrint takes most of a second to load, and a page that does not print must not wait for it.
    from roster.printing.report import render_report

    return render_report(paper, is_kept=is_kept)


def write_format(paper: ReportPaper, kind: str, file: BinaryIO) -> None:
    """Write the report as a document or a workbook. Raises NotFound for another kind."""
    if kind == DOCUMENT:
        write_report(paper, file)
    elif kind == WORKBOOK:
        heading = ", ".join(part for part in (paper.agency, paper.number_line, paper.date_line) if part)
        write_grids(paper.annexes, file, title=paper.full_title, subtitle=heading)
    else:
        raise NotFound(kind)


def write_tables(grids: Sequence[Grid], file: BinaryIO, title: str, subtitle: str) -> None:
    """Write tables as a workbook, a sheet each."""
    write_grids(grids, file, title=title, subtitle=subtitle)
