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
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table
from docx.text.paragraph import Paragraph

from roster.listing.head_lines import HEAD_PT, ISSUER_SHARE, TITLE_PT, balanced, head_lines
from roster.listing.heading_rows import heading_rows
from roster.listing.text_width import MM_PER_PT, text_width_em

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

_FONT = "Times New Roman"
_LONG, _SHORT = 297, 210
_TWIPS_PER_MM = 1440 / 25.4
_LIST_PT = 10.5
_MOTTO_PT, _PARTY_PT = 14.0, 15.0
_SHORT_RULE = 0.4  # of the text above it, below agency and title: a third to a half
_GREY = RGBColor(0x44, 0x44, 0x44)
_MARGINS_MM = [20.0, 15.0, 20.0, 30.0]
_NATION = ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"]
_CONTROL = {ord(chr(code)): None for code in range(32) if code not in (9, 10, 13)}


def write_document(data: dict[str, Any], file: BinaryIO) -> None:
    """Write a paper's data (PaperInput.as_data) to `file`, a binary file open for writing."""
    document = docx.Document()
    _lay_out(document, data["landscape"], data.get("margins_mm", _MARGINS_MM), data.get("footer", ""))
    document.core_properties.title = data["title"]
    document.core_properties.author = data["agency"]
    document.core_properties.language = "vi-VN"
    if data["handling_mark"]:
        mark = _line(document, f"\u00a0{data['handling_mark']}\u00a0", bold=True, after=6)
        box = f'<w:bdr {nsdecls("w")} w:val="single" w:sz="6" w:space="0" w:color="000000"/>'
        mark.runs[0]._r.get_or_add_rPr().append(parse_xml(box))
    annex, form_number = data["form"]
    if form_number:
        _line(document, form_number, align=WD_ALIGN_PARAGRAPH.RIGHT, size=12)
    _head(document, data)
    if annex:
        _line(document, annex, bold=True, size=14, align=WD_ALIGN_PARAGRAPH.CENTER, before=8)
    _line(document, data["title"], bold=True, size=TITLE_PT, align=WD_ALIGN_PARAGRAPH.CENTER, before=10)
    title_lines = balanced(data["title"], _width_mm(data))
    _rule(document, _text_mm(title_lines[-1], TITLE_PT) * _SHORT_RULE, _width_mm(data))
    if data["below_title"]:
        _line(document, data["below_title"], italic=True, align=WD_ALIGN_PARAGRAPH.CENTER, after=4)
    _list(document, data)
    for text, italic in ((data["note"], True), (data["closing"], False)):
        if text:
            _line(document, text, italic=italic, before=4)
    _closing(document, data)
    document.save(file)


def _lay_out(document: Document, landscape: bool, margins_mm: list[float], footer: str) -> None:
    section = document.sections[0]
    width, height = (_LONG, _SHORT) if landscape else (_SHORT, _LONG)
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(width), Mm(height)
    top, right, bottom, left = map(Mm, margins_mm)
    section.top_margin, section.right_margin, section.bottom_margin, section.left_margin = top, right, bottom, left
    style = document.styles["Normal"]
    style.font.name, style.font.size = _FONT, Pt(13)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)
    style.paragraph_format.space_after = Pt(0)
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "vi-VN")
    section.different_first_page_header_footer = True  # the first page bears no number (mục I)
    number = section.header.paragraphs[0]
    number.alignment = WD_ALIGN_PARAGRAPH.CENTER
    number._p.append(parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr="PAGE"><w:r><w:t>2</w:t></w:r></w:fldSimple>'))
    for place in (section.footer, section.first_page_footer):
        run = place.paragraphs[0].add_run(_clean(footer))
        run.font.size, run.font.color.rgb = Pt(8.5), _GREY


def _line(
    document: Any, text: str, *, bold: bool = False, italic: bool = False, size: float = 13,
    align: Any = None, before: float = 0, after: float = 0,
) -> Paragraph:  # fmt: skip
    paragraph: Paragraph = document.add_paragraph()
    run = paragraph.add_run(_clean(text))
    run.bold, run.italic, run.font.size = bold, italic, Pt(size)
    paragraph.alignment = align
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(before), Pt(after)
    return paragraph


def _head(document: Document, data: dict[str, Any]) -> None:
    """Agency and number at the left; at the right, as wide as it needs, the nation's name, its motto, the day."""
    nation = data.get("nation", _NATION)
    is_party = len(nation) == 1
    width_mm = _width_mm(data)
    sizes = (_PARTY_PT,) if is_party else (HEAD_PT, _MOTTO_PT)
    nation_mm = max(_text_mm(text, size) + 1 for text, size in zip(nation, sizes, strict=True))
    right_mm = max(width_mm * (1 - ISSUER_SHARE), nation_mm)
    widths_mm = (width_mm - right_mm, right_mm)
    table = _plain_table(document, widths_mm, rows=2)
    left, right = table.rows[0].cells
    superior, agency = head_lines(data["superior"], width_mm), head_lines(data["agency"], width_mm, bold=True)
    if superior:
        _write(left.paragraphs[0], "\n".join(superior), size=HEAD_PT)
    _write(left.add_paragraph() if superior else left.paragraphs[0], "\n".join(agency), bold=True, size=HEAD_PT)
    if is_party:
        _write(left.add_paragraph(), "*", size=HEAD_PT)
    elif agency:
        _rule(left, _text_mm(agency[-1], HEAD_PT) * _SHORT_RULE, widths_mm[0])
    for number, (text, size) in enumerate(zip(nation, sizes, strict=True)):
        _write(right.add_paragraph() if number else right.paragraphs[0], text, bold=True, size=size)
    _rule(right, _text_mm(nation[-1], sizes[-1]), widths_mm[1])
    for place, text in enumerate((data["number"], data["date"])):
        _write(table.cell(1, place).paragraphs[0], text, italic=place == 1, size=13 + place)


def _plain_table(document: Document, widths_mm: tuple[float, ...], rows: int) -> Table:
    """A table without lines, whose cells are as wide as given and begin and end at their borders."""
    table = document.add_table(rows=rows, cols=len(widths_mm))
    table.autofit = False
    sides = "".join(f'<w:{side} w:w="0" w:type="dxa"/>' for side in ("left", "right"))
    margins = parse_xml(f"<w:tblCellMar {nsdecls('w')}>{sides}</w:tblCellMar>")
    table._tbl.tblPr.insert_element_before(margins, "w:tblLook")
    for column, width in zip(table.columns, widths_mm, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)
    return table


def _write(paragraph: Paragraph, text: str, *, bold: bool = False, italic: bool = False, size: float) -> None:
    run = paragraph.add_run(_clean(text))
    run.bold, run.italic, run.font.size = bold, italic, Pt(size)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _rule(place: Any, length_mm: float, room_mm: float) -> None:
    """A line of that length in the middle of the room, by the upper border of a paragraph that is all but empty."""
    paragraph: Paragraph = place.add_paragraph()
    border = f'<w:pBdr {nsdecls("w")}><w:top w:val="single" w:sz="6" w:space="0" w:color="000000"/></w:pBdr>'
    paragraph._p.get_or_add_pPr().append(parse_xml(border))
    form = paragraph.paragraph_format
    form.left_indent = form.right_indent = Mm(max(0.0, (room_mm - length_mm) / 2))
    form.space_before, form.line_spacing, form.space_after = Pt(2), Pt(3), Pt(3)


def _text_mm(text: str, size_pt: float) -> float:
    """How wide bold text is."""
    return text_width_em(text, bold=True) * size_pt * MM_PER_PT


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
        f'<w:t xml:space="preserve">{escape(_clean(line))}</w:t></w:r></w:p>'
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
        f'<w:p>{align}<w:r>{style}<w:t xml:space="preserve">{escape(_clean(line))}</w:t></w:r></w:p>'
        for line in lines or [""]
    )
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{marks}</w:tcPr>{text}</w:tc>'


def _style(letters_pt: float, *, bold: bool) -> str:
    return f'<w:rPr>{"<w:b/>" if bold else ""}<w:sz w:val="{round(letters_pt * 2)}"/></w:rPr>'


def _closing(document: Document, data: dict[str, Any]) -> None:
    table = document.add_table(rows=1, cols=3)
    recipients = table.cell(0, 0)
    first = recipients.paragraphs[0].add_run("Nơi nhận:")
    first.bold = first.italic = True
    first.font.size = Pt(12)
    for text in data["recipients"]:
        recipients.add_paragraph().add_run(_clean(text)).font.size = Pt(11)
    for place, (authority, post, name) in enumerate(data["signatures"], start=1):
        cell = table.cell(0, place)
        for number, text in enumerate(filter(None, (authority, post, "\n\n\n", name))):
            paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
            run = paragraph.add_run(_clean(text))
            run.bold, run.font.size = True, Pt(13)
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            paragraph.paragraph_format.keep_with_next = True


def _clean(text: str) -> str:
    return text.translate(_CONTROL)
