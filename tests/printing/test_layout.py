"""The words of a paper as Nghị định 30/2020 Phụ lục I wants them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from roster.columns.catalogue import ROSTERS
from roster.columns.plain_sheets import PlainSheet
from roster.columns.printed_lists import PRINTED_LISTS, working_list
from roster.columns.sheet_columns import SHEET_COLUMNS
from roster.listing.head_lines import balanced, office_lines
from roster.listing.text_width import text_width_em
from roster.printing.balance import HEADING_SIZE, MM_PER_PT
from roster.printing.layout import PaperHead
from roster.services.plain_sheets import table_of
from tests.printing.people import invented_paper


@pytest.mark.parametrize(
    ("day", "line"),
    [
        (date(2026, 2, 5), "Phù Liễn, ngày 05 tháng 02 năm 2026"),
        (date(2026, 1, 15), "Phù Liễn, ngày 15 tháng 01 năm 2026"),
        (date(2026, 3, 9), "Phù Liễn, ngày 09 tháng 3 năm 2026"),
        (date(2026, 12, 31), "Phù Liễn, ngày 31 tháng 12 năm 2026"),
    ],
)
def test_days_below_ten_and_the_first_two_months_have_a_zero(day: date, line: str) -> None:
    assert invented_paper("militia-roster", 1, dated_on=day).date_line == line


@pytest.mark.parametrize(
    ("number", "line"), [("5", "Số: 05/DS-BCH"), (" 12 ", "Số: 12/DS-BCH"), ("7a", "Số: 7a/DS-BCH")]
)
def test_numbers_below_ten_have_a_zero(number: str, line: str) -> None:
    assert invented_paper("militia-roster", 1, number=number).number_line == line


def test_closing_sentence_counts_in_figures_and_words() -> None:
    assert invented_paper("enlistment-16c", 25).closing_sentence == "Danh sách gồm 25 (hai mươi lăm) công dân./."
    assert invented_paper("militia-roster", 1).closing_sentence == "Danh sách gồm 1 (một) đồng chí./."


@pytest.mark.parametrize(
    ("typed", "lines"),
    [
        ("Bộ CHQS thành phố\nUBND phường\nLưu: VT", ("- Bộ CHQS thành phố;", "- UBND phường;", "- Lưu: VT.")),
        ("- Bộ CHQS thành phố;\n\n- Lưu: VT, BCH.", ("- Bộ CHQS thành phố;", "- Lưu: VT, BCH.")),
        ("Như trên", ("- Như trên;", "- Lưu: VT.")),
        ("", ("- Lưu: VT.",)),
    ],
)
def test_recipients_end_with_the_file(typed: str, lines: tuple[str, ...]) -> None:
    head = PaperHead("", "BAN CHQS PHƯỜNG PHÙ LIỄN", "DS-BCH", "Phù Liễn", typed)
    assert invented_paper("militia-roster", 1, head=head).recipient_lines == lines


@pytest.mark.parametrize(
    ("title", "width_mm", "lines"),
    [
        ("PHÓ CHỈ HUY TRƯỞNG", 40, ("PHÓ CHỈ HUY TRƯỞNG",)),
        ("KT. CHỈ HUY TRƯỞNG", 40, ("KT. CHỈ HUY TRƯỞNG",)),
        ("Phó Chỉ huy trưởng thường trực", 60, ("Phó Chỉ huy trưởng", "thường trực")),
        ("CHỦ TỊCH HỘI ĐỒNG NGHĨA VỤ QUÂN SỰ", 53, ("CHỦ TỊCH HỘI ĐỒNG", "NGHĨA VỤ QUÂN SỰ")),
        ("TM. HỘI ĐỒNG NGHĨA VỤ QUÂN SỰ", 90, ("TM. HỘI ĐỒNG NGHĨA VỤ QUÂN SỰ",)),
        ("", 53, ()),
    ],
)
def test_who_signs_is_broken_between_the_parts_of_the_title_alone(
    title: str, width_mm: float, lines: tuple[str, ...]
) -> None:
    assert office_lines(title, width_mm) == lines


def test_long_title_is_shared_out_evenly_and_loses_no_word() -> None:
    title = invented_paper("enlistment-16c", 1).title
    lines = balanced(title, 200)
    assert " ".join(lines) == title
    widths = [text_width_em(line, bold=True) for line in lines]
    assert len(lines) == 2 and min(widths) > 0.7 * max(widths)


@pytest.mark.parametrize("key", PRINTED_LISTS)
def test_columns_fill_the_paper_at_a_legible_size(key: str) -> None:
    paper = invented_paper(key, 60)
    assert sum(paper.fit.widths_mm) == pytest.approx(252.0)
    assert paper.fit.font_size_pt >= 10.5


@pytest.mark.parametrize(
    ("key", "heading"),
    [("militia-registration", "Ghi chú"), ("militia-registration", "Lý do"), ("militia-extract", "Ghi chú"),
     ("reserve-register", "Ghi chú"), ("enlistment-01", "Ghi chú")],
)  # fmt: skip
def test_what_is_written_by_hand_is_wider_than_its_heading(key: str, heading: str) -> None:
    if key in SHEET_COLUMNS:  # full rows, nothing yet in the columns for the pen
        columns = SHEET_COLUMNS[key]
        row = tuple(("",) if one.heading == (heading,) else ("nhiều chữ " * 12,) for one in columns)
        table = table_of(PlainSheet(key, "", columns, (row,) * 30))
        paper = replace(invented_paper("militia-roster", 1), table=table)
    else:
        paper = invented_paper(key, 60)
    place = [" ".join(lines) for lines in paper.table.headings].index(heading)
    assert paper.fit.widths_mm[place + 1] >= 15.0 and paper.fit.font_size_pt >= 10.0


@pytest.mark.parametrize("roster", ROSTERS)
def test_no_word_of_a_working_list_is_wider_than_its_column(roster: str) -> None:
    paper = invented_paper(working_list(roster), 60)
    for index, (heading, width) in enumerate(zip(paper.table.headings, paper.fit.widths_mm[1:], strict=True)):
        lines = [line for row in paper.table.rows for line in row.cells[index]]
        longest = max(
            max((text_width_em(word) for line in lines for word in line.split()), default=0.0),
            max(text_width_em(word, bold=True) for line in heading for word in line.split()) * HEADING_SIZE,
        )
        assert longest * paper.fit.font_size_pt * MM_PER_PT < width - 1.7  # padding and lines
