"""What the .docx of every paper shares: letters, head, closing. Nghị định 30/2020/NĐ-CP, Phụ lục I."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt
from docx.table import Table
from docx.text.paragraph import Paragraph

from roster.listing.head_lines import HEAD_PT, head_lines, issuer_share, office_lines
from roster.listing.text_width import MM_PER_PT, text_width_em

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

_FONT = "Times New Roman"
_MOTTO_PT, _PARTY_PT = 14.0, 15.0
_SHORT_RULE = 0.4  # of the text above it, below agency and title: a third to a half
_NATION = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
_CONTROL = {ord(chr(code)): None for code in range(32) if code not in (9, 10, 13)}
_CENTRE = WD_ALIGN_PARAGRAPH.CENTER


def clean(text: str) -> str:
    """`text` without the control characters that no XML may hold."""
    return text.translate(_CONTROL)


def set_letters(document: Document, size_pt: float) -> None:
    """The document's letters where nothing else is said: their face, size and language."""
    style = document.styles["Normal"]
    style.font.name, style.font.size = _FONT, Pt(size_pt)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)
    style.paragraph_format.space_after = Pt(0)
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "vi-VN")


def describe(document: Document, title: str, author: str) -> None:
    """What the file says of itself."""
    document.core_properties.title, document.core_properties.author = clean(title), clean(author)
    document.core_properties.language = "vi-VN"


def add_line(
    place: Any, text: str, *, bold: bool = False, italic: bool = False, size: float = 13, align: Any = None,
    before: float = 0, after: float = 0, keep: bool = False,
) -> Paragraph:  # fmt: skip
    """A paragraph of one style below what stands in `place`, points before and after it; `keep` it with the next."""
    paragraph: Paragraph = place.add_paragraph()
    write(paragraph, text, bold=bold, italic=italic, size=size, align=align)
    form = paragraph.paragraph_format
    form.space_before, form.space_after = Pt(before), Pt(after)
    if keep:
        form.keep_with_next = True
    return paragraph


def write(
    paragraph: Paragraph, text: str, *, bold: bool = False, italic: bool = False, size: float, align: Any = _CENTRE
) -> None:
    """`text` at the end of a paragraph, in the middle unless aligned otherwise."""
    run = paragraph.add_run(clean(text))
    run.bold, run.italic, run.font.size = bold, italic, Pt(size)
    paragraph.alignment = align


def add_handling_mark(document: Document, mark: str) -> None:
    """The mark in its box; nothing where the paper bears none."""
    if mark:
        paragraph = add_line(document, f"\u00a0{mark}\u00a0", bold=True, after=6)
        box = f'<w:bdr {nsdecls("w")} w:val="single" w:sz="6" w:space="0" w:color="000000"/>'
        paragraph.runs[0]._r.get_or_add_rPr().append(parse_xml(box))


def add_head(
    document: Document, width_mm: float, superior: Sequence[str], agency: str, number: str, date: str,
    nation: Sequence[str] = _NATION,
) -> None:  # fmt: skip
    """Agency and number at the left; at the right, as wide as it needs, the nation's name, its motto, the day.

    `superior` are the bodies above the agency; a `nation` of one line is the Party's name.
    """
    is_party = len(nation) == 1
    sizes = (_PARTY_PT,) if is_party else (HEAD_PT, _MOTTO_PT)
    nation_mm = max(text_mm(text, size) + 1 for text, size in zip(nation, sizes, strict=True))
    right_mm = max(width_mm * (1 - issuer_share(width_mm)), nation_mm)
    widths_mm = (width_mm - right_mm, right_mm)
    table = plain_table(document, widths_mm, rows=2)
    left, right = table.rows[0].cells
    above = [line for name in superior for line in head_lines(name, width_mm)]
    own = [line for name in agency.split("\n") for line in head_lines(name, width_mm, bold=True)]
    if above:
        write(left.paragraphs[0], "\n".join(above), size=HEAD_PT)
    write(left.add_paragraph() if above else left.paragraphs[0], "\n".join(own), bold=True, size=HEAD_PT)
    if is_party:
        write(left.add_paragraph(), "*", size=HEAD_PT)
    elif own:
        add_short_rule(left, own[-1], HEAD_PT, widths_mm[0])
    for place, (text, size) in enumerate(zip(nation, sizes, strict=True)):
        write(right.add_paragraph() if place else right.paragraphs[0], text, bold=True, size=size)
    _rule(right, text_mm(nation[-1], sizes[-1]), widths_mm[1])
    for place, text in enumerate((number, date)):
        write(table.cell(1, place).paragraphs[0], text, italic=place == 1, size=13 + place)


def add_nation(document: Document, width_mm: float) -> None:
    """The nation's name and its motto alone, in the middle."""
    for text, size in zip(_NATION, (HEAD_PT, _MOTTO_PT), strict=True):
        write(document.add_paragraph(), text, bold=True, size=size)
    _rule(document, text_mm(_NATION[-1], _MOTTO_PT), width_mm)


def add_closing(
    document: Document, widths_mm: Sequence[float], recipients: Sequence[str],
    signatures: Sequence[Sequence[str]], size: float = HEAD_PT,
) -> None:  # fmt: skip
    """Recipients at the left, then the signatures (for whom, post, name), each as wide as given; never torn apart."""
    table = plain_table(document, widths_mm, rows=1)
    table.rows[0]._tr.get_or_add_trPr().append(parse_xml(f"<w:cantSplit {nsdecls('w')}/>"))
    first = table.cell(0, 0)
    if recipients:
        write(first.paragraphs[0], "Nơi nhận:", bold=True, italic=True, size=12, align=None)
    for text in recipients:
        add_line(first, text, size=11)
    for place, (authority, post, name) in enumerate(signatures, start=1):
        cell = table.cell(0, place)
        lines = [line for text in (authority, post) for line in office_lines(text, widths_mm[place])]
        for number, text in enumerate((*lines, "\n\n\n", name)):
            paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
            write(paragraph, text, bold=True, size=size)
            paragraph.paragraph_format.keep_with_next = True


def plain_table(document: Document, widths_mm: Sequence[float], rows: int) -> Table:
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


def add_short_rule(place: Any, text: str, size_pt: float, room_mm: float) -> None:
    """The line below a bold text in the middle of the room: a third to a half as long as the text."""
    _rule(place, text_mm(text, size_pt) * _SHORT_RULE, room_mm)


def text_mm(text: str, size_pt: float) -> float:
    """How wide bold text is."""
    return text_width_em(text, bold=True) * size_pt * MM_PER_PT


def _rule(place: Any, length_mm: float, room_mm: float) -> None:
    """A line of that length in the middle of the room, by the upper border of a paragraph that is all but empty."""
    paragraph: Paragraph = place.add_paragraph()
    border = f'<w:pBdr {nsdecls("w")}><w:top w:val="single" w:sz="6" w:space="0" w:color="000000"/></w:pBdr>'
    paragraph._p.get_or_add_pPr().append(parse_xml(border))
    form = paragraph.paragraph_format
    form.left_indent = form.right_indent = Mm(max(0.0, (room_mm - length_mm) / 2))
    form.space_before, form.line_spacing, form.space_after = Pt(2), Pt(3), Pt(3)
