"""Headings that are misspelt, run together or cut short are read all the same; what is doubtful is asked about."""

from random import Random

import pytest

from roster.intake.grid import Sheet, Workbook
from roster.intake.pipeline import Errand, make_plan
from roster.sheets.reader import read_here
from tests.intake import layouts, spoiled
from tests.intake.layout_words import heading

SEEDS = range(0, 32, 4)
MEN = [
    [1, "Nguyễn Văn An", "01/02/2005", "031205000001", "Kinh", "Không", "12/12", "0912345678", "Đại học"],
    [2, "Trần Văn Bé", "01/02/2004", "031204000001", "Tày", "Phật giáo", "11/12", "0912345679", "Cao đẳng"],
    [3, "Lê Văn Cam", "11/02/2004", "031204000002", "Kinh", "Công giáo", "9/12", "0912345670", "Sơ cấp"],
]


def plan_of(rows, roster="enlistment"):
    sheet = Sheet("Danh sách", [list(row) for row in rows])
    return make_plan(Workbook([sheet]), Errand(roster, 2026, "Phù Liễn", layouts.TODAY), []).sheets[0]


def columns_of(heading_row):
    return {c.heading: c for c in plan_of([heading_row, *MEN]).columns}


@pytest.mark.parametrize("way", spoiled.WAYS, ids=lambda way: way.__name__)
def test_nearly_all_is_read_and_nothing_wrong_goes_in_unsaid(way, tmp_path, monkeypatch):
    right, all_of_them, silent = 0, 0, []
    for seed in SEEDS:
        rng = Random(seed)
        monkeypatch.setattr(
            layouts, "heading", lambda r, key, roster, rng=rng: way(rng, heading(r, key, roster))
        )  # every heading but the running number's
        laid = layouts.lay_out(seed, faulty=False)
        plan = make_plan(read_here(laid.save(tmp_path)), Errand(laid.roster, laid.year, laid.ward, layouts.TODAY), [])
        got = {(sheet.name, row.row): (sheet, row) for sheet in plan.sheets for row in sheet.rows}
        for name, rows in laid.truth["sheets"].items():
            for true in rows:
                all_of_them += len(true["fields"])
                if (name, true["row"]) not in got:
                    continue
                sheet, row = got[name, true["row"]]
                doubted = {c.key for c in sheet.columns if c.doubt} | {p.field for p in row.problems}
                for key, value in true["fields"].items():
                    seen = row.fields.get(key)
                    right += seen == value or (value is False and not seen)
                    if seen and seen != value and key not in doubted:
                        silent.append((seed, key, value, seen))
    assert silent == []
    assert right >= 0.97 * all_of_them


def test_a_short_form_that_the_cells_bear_out_is_sure_and_a_guess_from_cells_alone_is_doubted():
    found = columns_of(["Nr", "HọvàTên", "Ngày sihn", "Mã", "Dtộc", "T.Giáo", "Tr.độ VH", "SĐTLH", "Lý luận CT"])
    keys = [c.key for c in found.values()]
    assert keys == [
        None, "full_name", "birth_date", "citizen_id", "ethnicity", "religion", "education", "phone", None
    ]  # fmt: skip
    assert [h for h, c in found.items() if c.doubt] == ["Mã"]


def test_headings_that_speak_against_their_cells_are_never_believed_in_silence():
    rows = [["STT", "Họ và tên", "Ngày sinh", "Số CCCD", "Tôn giáo", "Dân tộc"], *[row[:6] for row in MEN]]
    sheet = plan_of(rows)
    assert [row.fields["ethnicity"] for row in sheet.rows] == ["Kinh", "Tày", "Kinh"]
    assert sum("nói một đằng" in notice for notice in sheet.notices) == 2


def test_a_table_without_its_heading_is_read_by_what_its_cells_are():
    sheet = plan_of([["DANH SÁCH THANH NIÊN"], *MEN, ["NGƯỜI LẬP"], ["Vũ Văn Lập"]])
    assert [row.row for row in sheet.rows] == [2, 3, 4]
    assert sheet.rows[1].fields == {
        "full_name": "Trần Văn Bé", "birth_date": "2004-02-01", "sex": "male", "citizen_id": "031204000001",
        "ethnicity": "Tày", "religion": "Phật giáo", "education": "11/12", "qualification": "Cao đẳng",
        "phone": "0912345679",
    }  # fmt: skip
    assert all(c.doubt for c in sheet.columns if c.key)
    assert "không có dòng tiêu đề" in sheet.notices[0]


@pytest.mark.parametrize("said", ["Trung sĩi", "Trung sĩ (dự bị)"])
def test_a_misspelt_word_of_a_list_is_read_and_told(said):
    sheet = plan_of([["Họ và tên", "Ngày sinh", "Cấp bậc"], ["Lê Văn An", "01/02/1990", said]], "reserve")
    (row,) = sheet.rows
    assert row.fields["rank"] == "Trung sĩ" and row.action == "create"
    assert [(p.field, p.code, p.holds_back) for p in row.problems] == [("rank", "not_a_choice", False)]
