"""Citizens' papers as a .docx, for those who must edit them: the elements of templates/print/personal.html and others.

What those templates say is written here once more in Word's own parts, so that no paper has its words in two places.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from roster.sheets.document_parts import (
    add_closing,
    add_head,
    add_nation,
    add_short_rule,
    clean,
    describe,
    plain_table,
    set_letters,
    write,
)

_WIDTH_MM = 165.0
_BODY_PT = 13.5
_RECIPIENTS_SHARE = 0.45  # as templates/print/personal.css has it
_LEFT, _CENTRE = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.CENTER
_RIGHT, _JUSTIFY = WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.JUSTIFY
_RULE = f'<w:pBdr {nsdecls("w")}><w:{{side}} w:val="{{kind}}" w:sz="6" w:space="0" w:color="000000"/></w:pBdr>'
# Of a paragraph, by its class: size, alignment, points before it, first line indented.
_PARAGRAPHS: dict[str, tuple[float, Any, float, bool]] = {
    "form-number": (12, _RIGHT, 0, False), "whose": (12, _RIGHT, 0, False), "deciding": (_BODY_PT, _CENTRE, 6, False),
    "ground": (_BODY_PT, _JUSTIFY, 0, True), "body": (_BODY_PT, _JUSTIFY, 0, True),
    "receipt-title": (12, _CENTRE, 0, False),
}  # fmt: skip
_PARAGRAPHS["body replaces"] = _PARAGRAPHS["body"]
_BOLD, _ITALIC = frozenset({"deciding", "receipt-title"}), frozenset({"ground", "whose"})


def write_papers(root: Any, title: str, author: str, file: BinaryIO) -> None:
    """Write the papers to `file`, a binary file open for writing, each on a page of its own.

    `root` is the tree of the document that the templates made (xml.etree).
    """
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    set_letters(document, _BODY_PT)
    describe(document, title, author)
    for place, paper in enumerate(root.iter("section")):
        if place:
            document.add_page_break()
        _fill(document, paper, _WIDTH_MM)
    document.save(file)


def _fill(place: Any, element: Any, width_mm: float) -> None:
    """Write what stands directly in an element of the paper into a document or a cell of that width."""
    for one in element:
        name = (one.get("class") or "").strip()
        if one.tag == "h1" or name == "subject":
            _centred(place, one, width_mm)
        elif one.tag == "p":
            _paragraph(place, one, name)
        elif one.tag == "h2":
            write(place.add_paragraph(), _text(one), bold=True, size=13, align=_LEFT)
        elif one.tag == "table":
            _grid(place, one, width_mm)
        elif one.tag == "div" and name in _BLOCKS:
            _BLOCKS[name](place, one, width_mm)


def _paragraph(place: Any, element: Any, name: str) -> None:
    size, align, before, is_indented = _PARAGRAPHS.get(name, (13, _LEFT, 0, False))
    paragraph = place.add_paragraph()
    for text, is_bold, is_italic in _runs(element):
        write(paragraph, text, bold=is_bold or name in _BOLD, italic=is_italic or name in _ITALIC, size=size)
    paragraph.alignment = align
    form = paragraph.paragraph_format
    form.space_before, form.space_after = Pt(before), Pt(6 if is_indented or name == "deciding" else 0)
    if is_indented:
        form.first_line_indent = Mm(10)


def _centred(place: Any, element: Any, width_mm: float) -> None:
    """A title, or what a paper is about, with the line below its last part where it has one."""
    lines = _text(element).split("\n")
    write(place.add_paragraph(), "\n".join(lines), bold=True, size=14)
    if any(one.get("class") == "ruled" for one in element.iter("span")):
        add_short_rule(place, lines[-1], 14, width_mm)


def _head(place: Document, element: Any, width_mm: float) -> None:
    rows = [[list(cell.iter("p")) for cell in row] for row in element]
    *above, agency = (_text(one) for one in rows[0][0])
    number, date = ("".join(map(_text, cell)) for cell in rows[1]) if len(rows) > 1 else ("", "")
    add_head(place, width_mm, [one for one in above if one], agency, number, date)


def _nation(place: Document, _element: Any, width_mm: float) -> None:
    add_nation(place, width_mm)


def _beside(place: Document, element: Any, width_mm: float) -> None:
    """The frame of a photograph, and what stands at its right."""
    photo, others = element[0]
    frame = next(one for one in photo if one.get("class") == "photo")
    wide, high = (_measure(frame, name) for name in ("width", "height"))
    table = plain_table(place, (wide, width_mm - wide), rows=1)
    left, right = table.rows[0].cells
    sides = "".join(f'<w:{side} w:val="single" w:sz="4"/>' for side in ("top", "left", "bottom", "right"))
    left._tc.get_or_add_tcPr().append(parse_xml(f"<w:tcBorders {nsdecls('w')}>{sides}</w:tcBorders>"))
    table.rows[0].height = Mm(high)
    write(left.paragraphs[0], _text(frame), size=10.5)
    _fill(right, others, width_mm - wide)


def _line(place: Any, element: Any, width_mm: float) -> None:
    """Facts beside each other, each behind its label; what is not known is a line of dots for the pen."""
    fields = list(element[0])
    widths = [width_mm * _measure(one, "width") / 100 for one in fields]
    table = plain_table(place, widths, rows=1)
    for cell, field, width in zip(table.rows[0].cells, fields, widths, strict=True):
        paragraph = cell.paragraphs[0]
        for text, is_bold, is_italic in _runs(next(field.iter("p"))):
            write(paragraph, text, bold=is_bold, italic=is_italic, size=13, align=_LEFT)
        if any(one.get("class") == "rule" for one in field.iter("div")):
            _dots(paragraph, width - 1)


def _dots(paragraph: Paragraph, to_mm: float) -> None:
    stops = paragraph.paragraph_format.tab_stops
    stops.add_tab_stop(Mm(to_mm), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
    paragraph.add_run(" \t")


def _pen(place: Any, _element: Any, width_mm: float) -> None:
    _dots(place.add_paragraph(), width_mm)


def _signs(place: Any, element: Any, width_mm: float) -> None:
    """Who signs by hand within a form, or on a receipt."""
    cells = list(element[0])
    shares = (0.22, 0.40, 0.38) if element.get("class") == "receipt-signs" else (1 / len(cells),) * len(cells)
    table = plain_table(place, [width_mm * share for share in shares], rows=1)
    table.rows[0].height = Mm(22)
    for cell, one in zip(table.rows[0].cells, cells, strict=True):
        for number, line in enumerate(one.iter("p")):
            paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
            for text, is_bold, is_italic in _runs(line):
                write(paragraph, text, bold=is_bold, italic=is_italic, size=11.5)


def _signatures(place: Document, element: Any, width_mm: float) -> None:
    recipients, post = element[0]
    lines = [_text(one) for one in recipients if one.tag == "p" and one.get("class") != "label"]
    *offices, name = (_text(one) for one in post)
    authority = offices[0] if len(offices) > 1 else ""
    widths = (width_mm * _RECIPIENTS_SHARE, width_mm * (1 - _RECIPIENTS_SHARE))
    add_closing(place, widths, lines, [(authority, offices[-1], name)], size=_BODY_PT)


def _receipt(place: Document, element: Any, width_mm: float) -> None:
    cut = place.add_paragraph()
    cut._p.get_or_add_pPr().append(parse_xml(_RULE.format(side="top", kind="dashed")))
    cut.paragraph_format.space_before = Pt(12)
    _fill(place, element, width_mm)


def _grid(place: Any, element: Any, width_mm: float) -> None:
    """A table to be filled by hand."""
    headings, rows = list(element.iter("th")), [list(row) for row in element.find("tbody")]
    table = plain_table(place, [width_mm * _measure(one, "width") / 100 for one in headings], rows=len(rows) + 1)
    table.style = "Table Grid"
    for cells, made in zip([headings, *rows], table.rows, strict=True):
        if cells is not headings:
            made.height = Mm(8)
        for cell, one in zip(made.cells, cells, strict=True):
            is_heading = one.tag == "th"
            write(cell.paragraphs[0], _text(one), bold=is_heading, size=12, align=_CENTRE if is_heading else _LEFT)


def _measure(element: Any, name: str) -> float:
    """A number of the element's style: "width: 45.5%" or "height: 40mm"."""
    found = dict(part.split(":", 1) for part in element.get("style").split(";") if ":" in part)
    return float({key.strip(): value for key, value in found.items()}[name].strip().rstrip("%m"))


def _text(element: Any) -> str:
    """What an element says, each line in one."""
    return "".join(text for text, _, _ in _runs(element)).strip()


def _runs(element: Any, is_bold: bool = False, is_italic: bool = False) -> Iterator[tuple[str, bool, bool]]:
    """The pieces of a text, each with whether it is bold and italic; a broken line is "\\n"."""
    is_bold, is_italic = is_bold or element.tag == "b", is_italic or element.tag == "i"
    if element.tag == "br":
        yield "\n", is_bold, is_italic
    if element.text:
        yield clean(element.text), is_bold, is_italic
    for child in element:
        yield from _runs(child, is_bold, is_italic)
        if child.tail:
            yield clean(child.tail), is_bold, is_italic


_BLOCKS = {
    "head": _head, "nation alone": _nation, "beside": _beside, "line": _line, "pen": _pen, "signs": _signs,
    "signatures": _signatures, "receipt": _receipt, "receipt-signs": _signs,
}  # fmt: skip
