"""A periodic report as a .docx, for those who must edit it: Nghị định 30/2020/NĐ-CP, Phụ lục I, as the PDF has it."""

from __future__ import annotations

from typing import Any, BinaryIO

import docx
from docx.document import Document
from docx.enum.section import WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from roster.listing.report_paper import HEADING, ROW, Grid, ReportPaper, number_text
from roster.sheets.document_parts import (
    add_closing,
    add_handling_mark,
    add_head,
    add_line,
    add_short_rule,
    describe,
    set_letters,
    write,
)

_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
_CENTRE, _RIGHT, _JUSTIFY = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.JUSTIFY
_WIDTH_MM = 165
_PT = 14.0
_RECIPIENTS_SHARE = 0.48  # as templates/print/report.css has it


def write_report(paper: ReportPaper, file: BinaryIO) -> None:
    """Write the report to `file`, a binary file open for writing."""
    document = docx.Document()
    set_letters(document, _PT)
    _lay_out(document.sections[0])
    describe(document, paper.full_title, paper.agency)
    add_handling_mark(document, paper.handling_mark)
    superior = [paper.superior] if paper.superior else []
    add_head(document, _WIDTH_MM, superior, paper.agency, paper.number_line, paper.date_line)
    add_line(document, paper.title, bold=True, size=_PT, align=_CENTRE, before=12, keep=True)
    add_line(document, paper.subject, bold=True, size=_PT, align=_CENTRE, keep=True)
    add_line(document, paper.period, bold=True, size=_PT, align=_CENTRE, keep=True)
    add_short_rule(document, paper.period, _PT, _WIDTH_MM)
    if paper.below_subject:
        add_line(document, paper.below_subject, italic=True, size=_PT, align=_CENTRE, after=6, keep=True)
    for text in paper.grounds:
        _body(document, text, italic=True)
    _body(document, paper.opening)
    for part in paper.parts:
        heading = _body(document, part.heading, bold=part.level < 3, keep=True)
        heading.paragraph_format.space_before = Pt(8)
        for text in part.paragraphs:
            _body(document, text)
    _body(document, paper.closing, keep=True)
    widths_mm = [_WIDTH_MM * _RECIPIENTS_SHARE, _WIDTH_MM * (1 - _RECIPIENTS_SHARE)]
    add_closing(document, widths_mm, paper.recipients, [paper.signature], size=_PT)
    for place, annex in enumerate(paper.annexes):
        _lay_out(document.add_section(WD_SECTION.NEW_PAGE))
        _annex(document, paper, annex, _ROMAN[place] if len(paper.annexes) > 1 else "")
    document.save(file)


def _lay_out(section: Section) -> None:
    """A4 portrait with the decree's margins; page numbers from 1, centred above, none on the first page."""
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.different_first_page_header_footer = True
    section.header.is_linked_to_previous = False
    section.first_page_header.is_linked_to_previous = False
    if section._sectPr.find(qn("w:pgNumType")) is None:  # its place in the order of the schema is behind the margins
        section._sectPr.find(qn("w:pgMar")).addnext(_element("w:pgNumType", **{"w:start": "1"}))
    paragraph = section.header.paragraphs[0]
    paragraph.alignment = _CENTRE
    run = paragraph.add_run()
    run.font.size = Pt(14)
    for kind in ("begin", "", "end"):
        run._r.append(_element("w:fldChar", **{"w:fldCharType": kind}) if kind else _instruction())


def _instruction() -> Any:
    found = OxmlElement("w:instrText")
    found.set(qn("xml:space"), "preserve")
    found.text = "PAGE"
    return found


def _element(tag: str, **attributes: str) -> Any:
    found = OxmlElement(tag)
    for name, value in attributes.items():
        found.set(qn(name), value)
    return found


def _body(document: Document, text: str, *, bold: bool = False, italic: bool = False, keep: bool = False) -> Paragraph:
    paragraph = add_line(document, text, bold=bold, italic=italic, size=_PT, align=_JUSTIFY, before=6, keep=keep)
    paragraph.paragraph_format.first_line_indent = Mm(10)
    paragraph.paragraph_format.line_spacing = 1.15
    paragraph.paragraph_format.widow_control = True
    return paragraph


def _annex(document: Document, paper: ReportPaper, annex: Grid, number: str) -> None:
    add_line(document, f"Phụ lục {number}".strip(), bold=True, size=_PT, align=_CENTRE, keep=True)
    add_line(document, annex.title.upper(), bold=True, size=_PT, align=_CENTRE, keep=True)
    add_line(document, paper.annex_reference, italic=True, size=_PT, align=_CENTRE, after=8, keep=True)
    table = document.add_table(rows=1, cols=len(annex.columns), style="Table Grid")
    table.autofit = False
    whole = sum(one.width_mm for one in annex.columns)
    widths = [Mm(_WIDTH_MM * one.width_mm / whole) for one in annex.columns]
    table.rows[0]._tr.get_or_add_trPr().append(_element("w:tblHeader"))
    for cell, column, width in zip(table.rows[0].cells, annex.columns, widths, strict=True):
        _cell(cell, column.heading, width, bold=True, align=_CENTRE)
    for row in annex.rows:
        made = table.add_row()
        made._tr.get_or_add_trPr().append(_element("w:cantSplit"))
        cells = made.cells
        for place, (value, column) in enumerate(zip(row.cells, annex.columns, strict=True)):
            text = "" if value is None and row.kind == HEADING else number_text(value)
            align = _RIGHT if column.is_number else None
            _cell(cells[place], text, widths[place], bold=row.kind != ROW, italic=row.kind == HEADING, align=align)
    if annex.note:
        add_line(document, annex.note, italic=True, size=11, before=6)


def _cell(
    cell: Any, text: str, width: Any, *, bold: bool = False, italic: bool = False, align: Any = None
) -> None:  # fmt: skip
    cell.width = width
    write(cell.paragraphs[0], text, bold=bold, italic=italic, size=11, align=align)
