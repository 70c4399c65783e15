"""What an officer who edits a list in a word processor finds at its head: Nghị định 30/2020/NĐ-CP, Phụ lục I."""

from __future__ import annotations

import io
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

from roster.listing.text_width import text_width_em
from roster.sheets.list_document import write_document
from tests.printing.every_list import paper_of

TWIPS_PER_MM = 1440 / 25.4


def width_mm(text: str, size_pt: float) -> float:
    return text_width_em(text, bold=True) * size_pt * 25.4 / 72


def document_of(kind: str) -> Any:
    file = io.BytesIO()
    write_document(paper_of(kind, 1).as_data(), file)
    return docx.Document(file)


def rules_in(place: Any, room_mm: float) -> list[float]:
    """How long the lines are that stand as a paragraph's upper border, in millimetres."""
    found = []
    for border in place.iter(qn("w:pBdr")):
        indents = border.getparent().find(qn("w:ind"))
        found.append(room_mm - sum(int(indents.get(qn(side))) for side in ("w:left", "w:right")) / TWIPS_PER_MM)
    return found


@pytest.mark.parametrize(("kind", "paper_mm"), [("posting", 165), ("enlistment-16a", 252)])
def test_the_head_of_a_document_has_the_lines_and_the_room_of_the_decree(kind: str, paper_mm: float) -> None:
    document = document_of(kind)
    issuer, nation = document.tables[0].rows[0].cells
    assert document.tables[0]._tbl.tblPr.find(qn("w:tblCellMar")) is not None  # nothing is taken from their widths
    assert issuer.width.mm + nation.width.mm == pytest.approx(paper_mm, abs=0.5)
    assert nation.width.mm > width_mm("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 13)  # in one line
    agency = issuer.text.split("\n")
    assert all(width_mm(line, 13) < issuer.width.mm for line in agency) and "PHƯỜNG PHÙ LIỄN" in issuer.text
    (motto,) = rules_in(nation._tc, nation.width.mm)
    assert motto == pytest.approx(width_mm("Độc lập - Tự do - Hạnh phúc", 14), abs=0.5)
    (below_agency,) = rules_in(issuer._tc, issuer.width.mm)
    last = [line for line in agency if line][-1]
    assert 1 / 3 <= below_agency / width_mm(last, 13) <= 1 / 2
    (below_title,) = (
        rule for one in document.paragraphs for rule in rules_in(one._p, paper_mm)
    )  # fmt: skip
    title = next(one.text for one in document.paragraphs if one.text.startswith(("DANH SÁCH", "BẢN NIÊM YẾT")))
    assert 1 / 3 <= below_title / width_mm(title, 14) <= 1 / 2


def test_who_signs_an_upright_document_has_room_for_the_whole_title() -> None:
    signer = document_of("posting").tables[-1].cell(0, 2)
    assert signer.text.split("\n")[:2] == ["KT. CHỈ HUY TRƯỞNG", "PHÓ CHỈ HUY TRƯỞNG"]
    assert signer.width.mm > width_mm("PHÓ CHỈ HUY TRƯỞNG", 13)


def test_the_handling_mark_stands_in_a_box() -> None:
    mark = document_of("enlistment-16a").paragraphs[0]
    assert mark.text.strip() == "LƯU HÀNH NỘI BỘ"
    assert mark.runs[0]._r.rPr.find(qn("w:bdr")).get(qn("w:val")) == "single"
