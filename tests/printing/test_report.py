"""What an officer may rely on when a periodic report comes out of the printer: Decree 30, and no signature alone."""

from __future__ import annotations

import io
import json
from dataclasses import replace

import docx
import pdfplumber
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm
from pypdf import PdfReader

from roster.listing.report_paper import (
    HEADING,
    SUM,
    Grid,
    GridColumn,
    GridRow,
    Part,
    ReportPaper,
    difference_text,
    number_text,
)
from roster.printing.report import render_report, roman
from roster.sheets.report_document import write_report
from tests.printing.tagging import claims_ua, faults_of

MM = 72 / 25.4
SENTENCE = "Quân số dân quân tự vệ đến ngày 31/03/2026 là 1.200 đồng chí, tăng 3 so với kỳ trước; trong đó nữ 14."
CLOSING = "Trên đây là báo cáo kết quả của Ban CHQS phường Phù Liễn, kèm theo 02 phụ lục số liệu./."


def paper_of(paragraphs: int = 3, rows: int = 4) -> ReportPaper:
    columns = (GridColumn("Nội dung", 80, is_number=False), GridColumn("Kỳ này", 20))
    lines = [GridRow(("Dân quân tự vệ", None), HEADING)]
    lines += [GridRow((f"Dòng số {number}", number * 1000 + 0.5), "") for number in range(rows)]
    grid = Grid("So sánh số liệu với kỳ trước", columns, (*lines, GridRow(("Cộng", None), SUM)), "Ghi chú.")
    return ReportPaper(
        superior="BỘ CHQS THÀNH PHỐ HẢI PHÒNG", agency="BAN CHQS PHƯỜNG PHÙ LIỄN", number_line="Số: 05/BC-BCH",
        date_line="Phù Liễn, ngày 02 tháng 4 năm 2026",
        subject="Kết quả thực hiện nhiệm vụ quân sự, quốc phòng địa phương", period="quý I năm 2026",
        below_subject="(Thay thế Báo cáo số 04/BC-BCH ngày 30/03/2026)",
        grounds=("Căn cứ Luật Dân quân tự vệ ngày 22 tháng 11 năm 2019.",),
        opening="Ban CHQS phường Phù Liễn báo cáo như sau:",
        parts=(
            Part("I. TÌNH HÌNH", 1, (SENTENCE,) * paragraphs),
            Part("II. KẾT QUẢ THỰC HIỆN NHIỆM VỤ", 1),
            Part("1. Công tác tuyển quân", 2, ("<script>alert(1)</script> & 5 < 6",)),
        ),
        closing=CLOSING, annexes=(grid, replace(grid, title="Tổng hợp quân nhân dự bị")),
        annex_reference="(Kèm theo Báo cáo số 05/BC-BCH ngày 02 tháng 4 năm 2026)",
        recipients=("- Đảng ủy phường;", "- Lưu: VT."),
        signature=("KT. CHỈ HUY TRƯỞNG", "PHÓ CHỈ HUY TRƯỞNG", "Trung tá Vũ Văn Ký"), handling_mark="LƯU HÀNH NỘI BỘ",
    )  # fmt: skip


def pages_of(pdf: bytes) -> list[str]:
    with pdfplumber.open(io.BytesIO(pdf)) as found:
        return [" ".join((page.extract_text() or "").split()) for page in found.pages]


@pytest.fixture(scope="module")
def printed() -> bytes:
    return render_report(paper_of(paragraphs=24, rows=60))


def test_the_report_has_the_head_and_order_of_decree_30(printed):
    first = pages_of(printed)[0]
    order = (
        "LƯU HÀNH NỘI BỘ", "BAN CHQS PHƯỜNG PHÙ LIỄN", "Số: 05/BC-BCH", "BÁO CÁO",
        "Kết quả thực hiện nhiệm vụ", "quý I năm 2026", "(Thay thế Báo cáo số 04/BC-BCH",
        "Căn cứ Luật Dân quân tự vệ", "như sau:", "I. TÌNH HÌNH",
    )  # fmt: skip
    places = [first.index(words) for words in order]
    assert places == sorted(places)
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in first and "Phù Liễn, ngày 02 tháng 4 năm 2026" in first


def test_the_page_is_a4_upright_with_letters_of_14_points_within_its_margins(printed):
    with pdfplumber.open(io.BytesIO(printed)) as pdf:
        for page in pdf.pages:
            assert (round(page.width / MM), round(page.height / MM)) == (210, 297)
            assert min(char["x0"] for char in page.chars) >= 30 * MM - 1
            assert max(char["x1"] for char in page.chars) <= 195 * MM + 1
        body = [char["size"] for char in pdf.pages[1].chars if char["text"].isalpha()]
        assert max(set(body), key=body.count) == pytest.approx(14, abs=0.01)


def test_pages_are_numbered_from_the_second_and_each_annex_counts_its_own(printed):
    pages = pages_of(printed)
    begins = [place for place, text in enumerate(pages) if text.startswith("Phụ lục ")]
    assert [pages[place].split()[2] for place in begins] == ["I", "II"] and begins[0] >= 2
    for start, end in ((0, begins[0]), (begins[0], begins[1]), (begins[1], len(pages))):
        assert not pages[start][0].isdigit()
        assert [text.split()[0] for text in pages[start + 1 : end]] == [str(n) for n in range(2, end - start + 1)]


@pytest.mark.parametrize("paragraphs", [3, 9, 10, 11])
def test_the_signature_never_stands_alone(paragraphs):
    paper = replace(paper_of(paragraphs), annexes=())
    page = next(text for text in pages_of(render_report(paper)) if "Vũ Văn Ký" in text)
    assert CLOSING.split(",")[0] in page and "Nơi nhận:" in page and "PHÓ CHỈ HUY TRƯỞNG" in page


def test_texts_are_text_and_numbers_read_as_in_vietnamese(printed):
    whole = " ".join(pages_of(printed))
    assert "<script>alert(1)</script> & 5 < 6" in whole and "1.000,5" in whole
    assert (number_text(1500), number_text(12.0), number_text(None), number_text("Có")) == ("1.500", "12", "–", "Có")
    assert [difference_text(*pair) for pair in ((5, 2), (2, 5), (2, 2), (1.5, 2), (None, 2))] == [
        "+3", "−3", "0", "−0,5", "–",
    ]  # fmt: skip


def test_a_kept_report_is_made_to_last_and_tells_its_title():
    pdf = render_report(paper_of(), is_kept=True)
    with pdfplumber.open(io.BytesIO(pdf)) as found:
        assert str(found.metadata["Title"]).startswith("Báo cáo kết quả thực hiện nhiệm vụ")
    assert b"pdfaid:part" in PdfReader(io.BytesIO(pdf)).trailer["/Root"]["/Metadata"].get_data()
    assert not claims_ua(pdf)
    draft = render_report(paper_of())
    assert not claims_ua(draft) and faults_of(draft) == []


def test_the_document_says_the_same_and_the_paper_survives_json():
    paper = ReportPaper.from_data(json.loads(json.dumps(paper_of().as_data())))
    assert paper == paper_of()
    file = io.BytesIO()
    write_report(paper, file)
    document = docx.Document(file)
    section = document.sections[0]
    sizes = (section.page_width, section.page_height, section.left_margin, section.right_margin, section.top_margin)
    assert [round(size / Mm(1)) for size in sizes] == [210, 297, 30, 15, 20]
    assert len(document.sections) == 3 and document.styles["Normal"].font.name == "Times New Roman"
    words = [paragraph.text for paragraph in document.paragraphs]
    for part in paper.parts:
        assert part.heading in words
    assert SENTENCE in words and CLOSING in words
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    motto = document.tables[0].cell(0, 1)
    assert not any(run.underline for one in motto.paragraphs for run in one.runs)  # a drawn line, as a list has it
    assert [one.text for one in motto.paragraphs if one._p.pPr.find(qn("w:pBdr")) is not None] == [""]
    assert "1.000,5" in cells and "Số: 05/BC-BCH" in cells and any("Trung tá Vũ Văn Ký" in cell for cell in cells)


def test_annexes_are_numbered_in_roman_figures_beyond_the_tenth():
    assert [roman(number) for number in (1, 4, 9, 14, 19, 40, 57, 90, 399)] == [
        "I", "IV", "IX", "XIV", "XIX", "XL", "LVII", "XC", "CCCXCIX",
    ]  # fmt: skip
