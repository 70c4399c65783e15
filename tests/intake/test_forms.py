"""Sheets that are no tables: a block of labels for each man, or a column for each; every value knows its cell."""

from datetime import date

from roster.intake import forms
from roster.intake.grid import Sheet, Workbook
from roster.intake.headings import find_heading
from roster.intake.pipeline import Errand, make_plan

TODAY = date(2026, 11, 24)
AN = {
    "full_name": "Nguyễn Văn An", "birth_date": "2005-02-01", "sex": "male", "citizen_id": "031205000001",
    "ethnicity": "Kinh",
}  # fmt: skip
BE = AN | {"full_name": "Trần Văn Bé", "birth_date": "2004-02-01", "citizen_id": "031204000001", "ethnicity": "Tày"}


def sheet_of(rows):
    plan = make_plan(Workbook([Sheet("Phiếu", rows)]), Errand("enlistment", 2026, "Phù Liễn", TODAY), [])
    return plan.sheets[0]


def test_a_form_for_each_man_below_the_other():
    def form(name, born, number, people, gift):
        return [
            ["Họ và tên:", name], ["Ngày sinh:", born], ["Số CCCD:", number], ["Dân tộc:", people],
            ["Món tủ:", gift], [],
        ]  # fmt: skip

    rows = [
        ["PHIẾU KHAI"], *form("Nguyễn Văn An", "01/02/2005", "031205000001", "Kinh", "Hát"),
        *form("Trần Văn Bé", "01/02/2004", "031204000001", "Tày", "Vẽ"), ["NGƯỜI LẬP"], ["Vũ Văn Lập"],
    ]  # fmt: skip
    sheet = sheet_of(rows)
    assert [(row.row, row.fields) for row in sheet.rows] == [(2, AN), (8, BE)]
    assert sheet.rows[1].cells["citizen_id"] == "B10"
    assert any("Món tủ" in notice for notice in sheet.notices)  # a label that is not known is shown


def test_several_labels_in_one_cell():
    def form(name, born, number, people):
        return [
            [f"1. Họ và tên: {name}", None, "Giới tính: Nam"], [f"2. Ngày sinh: {born}; Dân tộc: {people}"],
            [f"3. Số CCCD: {number}"],
        ]  # fmt: skip

    sheet = sheet_of([
        *form("Nguyễn Văn An", "01/02/2005", "031205000001", "Kinh"),
        *form("Trần Văn Bé", "01/02/2004", "031204000001", "Tày"),
    ])  # fmt: skip
    assert [row.fields for row in sheet.rows] == [AN, BE]
    assert sheet.rows[0].cells["sex"] == "C1"


def test_a_table_that_lies_on_its_side():
    sheet = sheet_of([
        ["STT", 1, 2], ["Họ và tên", "Nguyễn Văn An", "Trần Văn Bé"], ["Ngày sinh", "01/02/2005", "01/02/2004"],
        ["Số CCCD", "031205000001", "031204000001"], ["Dân tộc", "Kinh", "Tày"],
    ])  # fmt: skip
    assert [row.fields for row in sheet.rows] == [AN, BE]
    assert [row.cells["ethnicity"] for row in sheet.rows] == ["B5", "C5"]


def test_whether_people_or_labels_stand_below_a_heading_is_asked_of_its_first_rows_however_long_the_list(monkeypatch):
    asked = []
    key_of_text = forms._key
    monkeypatch.setattr(forms, "_key", lambda text, roster: asked.append(text) or key_of_text(text, roster))
    for count in (100, 2_000):
        rows = [["TT", "Họ và tên", "Ngày sinh", "Nghề"]]
        rows += [[n, f"Lê Văn {n}", "01/02/2004", "Thợ hàn"] for n in range(count)]
        sheet = Sheet("Danh sách", rows)
        assert forms.holds_people(sheet, find_heading(sheet, "militia"), "militia")
    first, second = asked[: len(asked) // 2], asked[len(asked) // 2 :]
    assert first == second and 0 < len(first) < 100
