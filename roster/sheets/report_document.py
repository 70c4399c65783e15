"""A periodic report as a .docx, for those who must edit it: Nghị định 30/2020/NĐ-CP, Phụ lục I, as the PDF has it."""

from __future__ import annotations

from typing import Any, BinaryIO

import docx
from docx.document import Document
from docx.enum.section import WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from roster.listing.report_paper import HEADING, ROW, Grid, ReportPaper, number_text

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

_FONT = "Times New Roman"
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
_CENTRE, _RIGHT, _JUSTIFY = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.JUSTIFY
_WIDTH_MM = 165
_CONTROL = {ord(chr(code)): None for code in range(32) if code not in (9, 10, 13)}


def write_report(paper: ReportPaper, file: BinaryIO) -> None:
    """Write the report to `file`, a binary file open for writing."""
    document = docx.Document()
    _set_style(document)
    _lay_out(document.sections[0])
    document.core_properties.title = _clean(paper.full_title)
    document.core_properties.author = _clean(paper.agency)
    document.core_properties.language = "vi-VN"
    if paper.handling_mark:
        _line(document, paper.handling_mark, bold=True, size=13)
    _head(document, paper)
    _line(document, paper.title, bold=True, align=_CENTRE, before=12, keep=True)
    _line(document, paper.subject, bold=True, align=_CENTRE, keep=True)
    _line(document, paper.period, bold=True, align=_CENTRE, after=6, keep=True)
    if paper.below_subject:
        _line(document, paper.below_subject, italic=True, align=_CENTRE, after=6, keep=True)
    for text in paper.grounds:
        _body(document, text, italic=True)
    _body(document, paper.opening)
    for part in paper.parts:
        heading = _body(document, part.heading, bold=part.level < 3, keep=True)
        heading.paragraph_format.space_before = Pt(8)
        for text in part.paragraphs:
            _body(document, text)
    _body(document, paper.closing, keep=True)
    _closing(document, paper)
    for place, annex in enumerate(paper.annexes):
        _lay_out(document.add_section(WD_SECTION.NEW_PAGE))
        _annex(document, paper, annex, _ROMAN[place] if len(paper.annexes) > 1 else "")
    document.save(file)


def _set_style(document: Document) -> None:
    style = document.styles["Normal"]
    style.font.name, style.font.size = _FONT, Pt(14)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)
    style.element.rPr.append(_element("w:lang", **{"w:val": "vi-VN"}))
    style.paragraph_format.space_after = Pt(0)


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


def _line(
    place: Any, text: str, *, bold: bool = False, italic: bool = False, size: float = 14, align: Any = None,
    before: float = 0, after: float = 0, keep: bool = False,
) -> Paragraph:  # fmt: skip
    paragraph: Paragraph = place.add_paragraph()
    _write(paragraph, text, bold=bold, italic=italic, size=size)
    paragraph.alignment = align
    form = paragraph.paragraph_format
    form.space_before, form.space_after, form.keep_with_next = Pt(before), Pt(after), keep
    return paragraph


def _write(paragraph: Paragraph, text: str, *, bold: bool = False, italic: bool = False, size: float = 14) -> None:
    run = paragraph.add_run(_clean(text))
    run.bold, run.italic, run.font.size = bold, italic, Pt(size)


def _body(document: Document, text: str, *, bold: bool = False, italic: bool = False, keep: bool = False) -> Paragraph:
    paragraph = _line(document, text, bold=bold, italic=italic, align=_JUSTIFY, before=6, keep=keep)
    paragraph.paragraph_format.first_line_indent = Mm(10)
    paragraph.paragraph_format.line_spacing = 1.15
    paragraph.paragraph_format.widow_control = True
    return paragraph


def _head(document: Document, paper: ReportPaper) -> None:
    table = document.add_table(rows=2, cols=2)
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    for row in table.rows:
        for cell, width in zip(row.cells, (70, 95), strict=True):
            cell.width = Mm(width)
    lines = (
        ((paper.superior, False, 13), (paper.agency, True, 13)),
        (("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", True, 12.5), ("Độc lập - Tự do - Hạnh phúc", True, 14)),
    )
    for place, cell_lines in enumerate(lines):
        cell = table.cell(0, place)
        for number, (text, bold, size) in enumerate(cell_lines):
            paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
            _write(paragraph, text, bold=bold, size=size)
            paragraph.alignment = _CENTRE
            if number == 1:
                paragraph.runs[0].underline = place == 1
    for place, text in enumerate((paper.number_line, paper.date_line)):
        paragraph = table.cell(1, place).paragraphs[0]
        _write(paragraph, text, italic=place == 1, size=13 + place)
        paragraph.alignment = _CENTRE
        paragraph.paragraph_format.space_before = Pt(4)


def _closing(document: Document, paper: ReportPaper) -> None:
    table = document.add_table(rows=1, cols=2)
    table.rows[0]._tr.get_or_add_trPr().append(_element("w:cantSplit"))
    recipients, signer = table.cell(0, 0), table.cell(0, 1)
    _write(recipients.paragraphs[0], "Nơi nhận:", bold=True, italic=True, size=12)
    recipients.paragraphs[0].paragraph_format.space_before = Pt(12)
    for text in paper.recipients:
        _line(recipients, text, size=11)
    authority, post, name = paper.signature
    for number, text in enumerate(filter(None, (authority, post, "\n\n\n", name))):
        paragraph = signer.paragraphs[0] if number == 0 else signer.add_paragraph()
        _write(paragraph, text, bold=True)
        paragraph.alignment = _CENTRE
        if number == 0:
            paragraph.paragraph_format.space_before = Pt(12)


def _annex(document: Document, paper: ReportPaper, annex: Grid, number: str) -> None:
    _line(document, f"Phụ lục {number}".strip(), bold=True, align=_CENTRE, keep=True)
    _line(document, annex.title.upper(), bold=True, align=_CENTRE, keep=True)
    _line(document, paper.annex_reference, italic=True, align=_CENTRE, after=8, keep=True)
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
        _line(document, annex.note, italic=True, size=11, before=6)


def _cell(
    cell: Any, text: str, width: Any, *, bold: bool = False, italic: bool = False, align: Any = None
) -> None:  # fmt: skip
    cell.width = width
    _write(cell.paragraphs[0], text, bold=bold, italic=italic, size=11)
    cell.paragraphs[0].alignment = align


def _clean(text: str) -> str:
    return text.translate(_CONTROL)
