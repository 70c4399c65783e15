"""A printed list as a .docx, for those who must edit it: Nghị định 30/2020/NĐ-CP, Phụ lục I, as the PDF has it.

Rows are written as XML at once: python-docx looks through the whole table for each cell, which takes minutes for 1,500.
"""

from __future__ import annotations

from typing import Any, BinaryIO
from xml.sax.saxutils import escape

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm, Pt, RGBColor

from roster.listing.head_lines import CLOSING_SHARES, TITLE_PT, balanced
from roster.listing.heading_rows import heading_rows
from roster.sheets.document_parts import (
    add_closing,
    add_handling_mark,
    add_head,
    add_line,
    add_short_rule,
    clean,
    describe,
    set_letters,
)

_LONG, _SHORT = 297, 210
_TWIPS_PER_MM = 1440 / 25.4
_LIST_PT = 10.5
_GREY = RGBColor(0x44, 0x44, 0x44)
_MARGINS_MM = [20.0, 15.0, 20.0, 30.0]
_NATION = ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"]


def write_document(data: dict[str, Any], file: BinaryIO) -> None:
    """Write a paper's data (PaperInput.as_data) to `file`, a binary file open for writing."""
    document = docx.Document()
    _lay_out(document, data["landscape"], data.get("margins_mm", _MARGINS_MM), data.get("footer", ""))
    describe(document, data["title"], data["agency"])
    add_handling_mark(document, data["handling_mark"])
    annex, form_number = data["form"]
    if form_number:
        add_line(document, form_number, align=WD_ALIGN_PARAGRAPH.RIGHT, size=12)
    superior = [data["superior"]] if data["superior"] else []
    nation = data.get("nation", _NATION)
    add_head(document, _width_mm(data), superior, data["agency"], data["number"], data["date"], nation)
    if annex:
        add_line(document, annex, bold=True, size=14, align=WD_ALIGN_PARAGRAPH.CENTER, before=8)
    add_line(document, data["title"], bold=True, size=TITLE_PT, align=WD_ALIGN_PARAGRAPH.CENTER, before=10)
    add_short_rule(document, balanced(data["title"], _width_mm(data))[-1], TITLE_PT, _width_mm(data))
    if data["below_title"]:
        add_line(document, data["below_title"], italic=True, align=WD_ALIGN_PARAGRAPH.CENTER, after=4)
    _list(document, data)
    for text, italic in ((data["note"], True), (data["closing"], False)):
        if text:
            add_line(document, text, italic=italic, before=4)
    widths_mm = [_width_mm(data) * CLOSING_SHARES[data["landscape"]][place] for place in (0, 1, 1)]
    add_closing(document, widths_mm, data["recipients"], data["signatures"])
    document.save(file)


def _lay_out(document: Document, landscape: bool, margins_mm: list[float], footer: str) -> None:
    section = document.sections[0]
    width, height = (_LONG, _SHORT) if landscape else (_SHORT, _LONG)
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(width), Mm(height)
    top, right, bottom, left = map(Mm, margins_mm)
    section.top_margin, section.right_margin, section.bottom_margin, section.left_margin = top, right, bottom, left
    set_letters(document, 13)
    section.different_first_page_header_footer = True  # the first page bears no number (mục I)
    number = section.header.paragraphs[0]
    number.alignment = WD_ALIGN_PARAGRAPH.CENTER
    number._p.append(parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr="PAGE"><w:r><w:t>2</w:t></w:r></w:fldSimple>'))
    for place in (section.footer, section.first_page_footer):
        run = place.paragraphs[0].add_run(clean(footer))
        run.font.size, run.font.color.rgb = Pt(8.5), _GREY


def _width_mm(data: dict[str, Any]) -> float:
    """The width between the margins."""
    _, right, _, left = data.get("margins_mm", _MARGINS_MM)
    return float((_LONG if data["landscape"] else _SHORT) - left - right)


def _list(document: Document, data: dict[str, Any]) -> None:
    widths = [round(width * _TWIPS_PER_MM) for width in data["widths_mm"]]
    letters_pt = data.get("letters_pt", _LIST_PT)
    rows = _head_rows(data, widths, letters_pt)
    centred = [True, *data["centred"]]
    rows += [
        _group_row(cells[0], sum(widths), len(widths))
        if number is None
        else _row(
            [[str(number)], *cells],
            widths,
            centred,
            letters_pt,
            least_lines=data.get("least_lines", 1),
            bold=number == "",  # a sum bears no number
        )
        for number, *cells in data["rows"]
    ]
    border = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    table = parse_xml(
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblBorders>{border}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        f'<w:tblCellMar><w:left w:w="40" w:type="dxa"/><w:right w:w="40" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )
    document.element.body.insert(len(document.element.body) - 1, table)


def _head_rows(data: dict[str, Any], widths: list[int], letters_pt: float) -> list[str]:
    """The rows of the head: a cell that spans columns is as wide as they, one that spans rows goes on below itself."""
    headings = [[data["number_heading"]], *data["headings"]]
    shared = [(), *data.get("above", [()] * len(data["headings"]))]
    style = _style(letters_pt - 1, bold=True)
    rows: list[str] = []
    for cells in heading_rows(headings, shared):
        there = {cell.place: cell for cell in cells}
        made, place = [], 0
        while place < len(headings):
            cell = there.get(place)
            span = cell.columns if cell else 1
            marks = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
            if not cell or cell.rows > 1:
                marks += '<w:vMerge w:val="restart"/>' if cell else "<w:vMerge/>"
            width = sum(widths[place : place + span])
            made.append(_cell(list(cell.lines) if cell else [], width, style, is_centred=True, marks=marks))
            place += span
        rows.append(f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{''.join(made)}</w:tr>")
    return rows


def _group_row(lines: list[str], width: int, columns: int) -> str:
    """A row that heads a group: one cell as wide as the list, never left alone at the foot of a page."""
    style = _style(_LIST_PT, bold=True)
    text = "".join(
        f"<w:p><w:pPr><w:keepNext/></w:pPr><w:r>{style}"
        f'<w:t xml:space="preserve">{escape(clean(line))}</w:t></w:r></w:p>'
        for line in lines
    )
    cell = f'<w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:gridSpan w:val="{columns}"/></w:tcPr>'
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc>{cell}{text}</w:tc></w:tr>"


def _row(
    cells: list[list[str]],
    widths: list[int],
    centred: list[bool],
    letters_pt: float,
    *,
    least_lines: int,
    bold: bool = False,
) -> str:
    style = _style(letters_pt, bold=bold)
    made = [
        _cell(lines, width, style, is_centred=is_centred)
        for lines, width, is_centred in zip(cells, widths, centred, strict=True)
    ]
    height = round(least_lines * letters_pt * 1.15 * 20) if least_lines > 1 else 0  # twentieths of a point
    least = f'<w:trHeight w:val="{height}" w:hRule="atLeast"/>' if height else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{least}</w:trPr>{''.join(made)}</w:tr>"


def _cell(lines: list[str], width: int, style: str, *, is_centred: bool, marks: str = "") -> str:
    align = '<w:pPr><w:jc w:val="center"/></w:pPr>' if is_centred else ""
    text = "".join(
        f'<w:p>{align}<w:r>{style}<w:t xml:space="preserve">{escape(clean(line))}</w:t></w:r></w:p>'
        for line in lines or [""]
    )
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{marks}</w:tcPr>{text}</w:tc>'


def _style(letters_pt: float, *, bold: bool) -> str:
    return f'<w:rPr>{"<w:b/>" if bold else ""}<w:sz w:val="{round(letters_pt * 2)}"/></w:rPr>'
