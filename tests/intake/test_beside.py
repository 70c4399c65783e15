"""Two tables side by side on one sheet are both read, each cell called as the officer sees it."""

from __future__ import annotations

from datetime import date

import pytest

from roster.intake.beside import apart
from roster.intake.choices import Choices
from roster.intake.grid import Merge, Sheet, Workbook
from roster.intake.pipeline import Errand, make_plan

HEADING = ["TT", "Họ và tên", "Ngày sinh", "Số CCCD"]
LEFT = [(1, "Đỗ Văn An", "14/03/2005", "031205000011"), (2, "Lê Văn Bình", "02/09/2004", "031204000012")]
RIGHT = [(3, "Ngô Văn Chi", "02/09/2003", "031203000013"), (4, "Vũ Đức Dũng", "31/02/2003", "031203000014")]


def sheet_of(left=LEFT, right=RIGHT, heading=(*HEADING, None, *HEADING), between=()):
    rows = [["DANH SÁCH CÔNG DÂN PHƯỜNG PHÙ LIỄN NĂM 2026"], [], list(heading)]
    rows += [list(row) for row in between]
    rows += [[*a, None, *b] for a, b in zip(left, right, strict=True)]
    return Sheet("Danh sách", rows)


def plan_of(sheet, choices=None):
    errand = Errand("enlistment", 2026, "Phù Liễn", date(2026, 3, 1), choices or Choices())
    return make_plan(Workbook([sheet]), errand, [])


def read(planned):
    return [(row.row, row.fields.get("full_name"), row.fields.get("citizen_id")) for row in planned.rows]


def test_both_tables_are_read_and_each_cell_keeps_its_name():
    left, right = plan_of(sheet_of()).sheets
    assert read(left) == [(4, "Đỗ Văn An", "031205000011"), (5, "Lê Văn Bình", "031204000012")]
    assert read(right) == [(4, "Ngô Văn Chi", "031203000013"), (5, "Vũ Đức Dũng", "031203000014")]
    assert (left.name, right.name, right.part_of) == ("Danh sách", "Danh sách (bảng bên phải)", "Danh sách")
    assert right.rows[0].cells["citizen_id"] == "I4"
    (fault,) = (one for one in right.rows[1].problems if one.holds_back)
    assert right.rows[1].cells[fault.field] == "H5"
    assert [column.column for column in right.columns if column.key] == ["G", "H", "I"]
    assert any("bảng bên phải, từ cột F" in notice for notice in right.notices)
    assert not any("chỉ đọc bảng bên trái" in notice for notice in (*left.notices, *right.notices))


def test_one_table_may_end_before_the_other():
    left, right = plan_of(sheet_of(right=[RIGHT[0], (None, None, None, None)])).sheets
    assert (len(left.rows), len(right.rows)) == (2, 1)


def test_a_section_merged_over_both_belongs_to_both():
    sheet = sheet_of(between=[["TDP số 3"]])
    sheet.merges.append(Merge(3, 0, 3, 8))
    left, right = plan_of(sheet).sheets
    assert {row.fields.get("neighbourhood") for row in (*left.rows, *right.rows)} == {"TDP số 3"}


def test_a_cell_mended_in_the_right_table_is_read_as_mended():
    choices = Choices(mends={("Danh sách (bảng bên phải)", "H5"): "28/02/2003"})
    right = plan_of(sheet_of(), choices).sheets[1]
    assert right.rows[1].fields["birth_date"] == "2003-02-28"


@pytest.mark.parametrize(
    "heading",
    [
        (*HEADING, None, None, "Họ và tên", "Năm sinh", "Nghề nghiệp"),  # his father's, perhaps
        (*HEADING, None, "TT", "Nghề nghiệp", "Dân tộc", "Ghi chú"),
    ],
)
def test_what_counts_no_people_of_its_own_is_no_second_table(heading):
    assert len(plan_of(sheet_of(heading=heading)).sheets) == 1


def test_taking_apart_twice_changes_nothing_more():
    once = apart(Workbook([sheet_of()]), "enlistment")
    assert len(once.sheets) == 2 and apart(once, "enlistment") is once


def test_the_same_heading_twice_over_is_two_tables_whatever_it_calls_the_people():
    heading = ("Số", "Học sinh", "Sinh ngày", "Mã định danh")
    planned = plan_of(sheet_of(heading=(*heading, None, *heading)))
    people = [row.fields["full_name"] for sheet in planned.sheets for row in sheet.rows]
    assert people == ["Đỗ Văn An", "Lê Văn Bình", "Ngô Văn Chi", "Vũ Đức Dũng"]
