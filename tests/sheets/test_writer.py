"""What an officer may rely on when a list leaves the program as a workbook."""

import io
import uuid
import zipfile

import openpyxl
import pytest

from roster.columns.plain_column import PlainColumn
from roster.columns.plain_sheets import PlainSheet
from roster.columns.printed_lists import working_list
from roster.domain.number_words import in_figures
from roster.listing.table import build_table
from roster.services.plain_sheets import table_of
from roster.sheets.writer import write_list

NASTY = ["=1+1", "+84912345678", "-5", "@SUM(A1)", '=HYPERLINK("http://a.vn")', "\t=1", "http://a.vn", "{=1}"]


def book_of(rows, keys=None, roster="enlistment"):
    table = build_table(working_list(roster, keys), rows, may_see=lambda kind: True)
    file = io.BytesIO()
    write_list(table, file, title="DANH SÁCH NĂM 2027", subtitle="Phường Phù Liễn")
    return file


def sheet_of(rows, keys=None, roster="enlistment"):
    return openpyxl.load_workbook(book_of(rows, keys, roster)).active


def person(**facts):
    return {"person_id": uuid.uuid4(), "record_id": uuid.uuid4(), "full_name": "Đỗ Văn Thử"} | facts


def test_ids_and_phones_keep_their_zero_as_text():
    sheet = sheet_of([person(citizen_id="031205001234", phone="0912345678")], ("full_name", "citizen_id", "phone"))
    assert [(c.value, c.data_type, c.number_format) for c in sheet[5][2:4]] == [
        ("031205001234", "s", "@"),
        ("0912345678", "s", "@"),
    ]


@pytest.mark.parametrize("text", NASTY)
def test_no_text_becomes_a_formula_or_a_link(text):
    file = book_of([person(notes=text, full_name=text)], ("full_name", "notes"))
    with zipfile.ZipFile(file) as package:
        xml = package.read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in xml and b"<f " not in xml and b"hyperlink" not in xml
    cell = openpyxl.load_workbook(file).active["C5"]
    assert (cell.value, cell.data_type) == (text, "s")


def test_figures_of_a_sheet_are_numbers_whose_thousands_stand_apart():
    columns = (PlainColumn(("Nội dung",), 40), PlainColumn(("Số người",), 20, centred=True))
    rows = ((("Trong độ tuổi",), (in_figures(1695),)), (("Miễn",), (in_figures(25),)), (("Khác",), ("1.69",)))
    file = io.BytesIO()
    write_list(table_of(PlainSheet("report-06", "", columns, rows, noun="")), file, title="", subtitle="")
    cells = [row[2] for row in openpyxl.load_workbook(file).active.iter_rows(min_row=5) if row[1].value]
    assert [cell.value for cell in cells] == [1695, 25, "1.69"] and cells[0].number_format == "#,##0"


def test_partial_dates_leave_as_they_are_known():
    rows = [person(birth_date=day) for day in ("2005", "2005-03", "2005-03-04")]
    sheet = sheet_of(rows, ("full_name", "birth_date"))
    assert [row[2].value for row in sheet.iter_rows(min_row=5)] == ["2005", "03/2005", "04/03/2005"]


def test_the_heading_stays_in_sight_and_on_every_printed_page():
    sheet = sheet_of([person()])
    assert sheet.freeze_panes == "C5"
    assert sheet.print_title_rows == "$4:$4"
    assert sheet.auto_filter.ref.startswith("A4:")
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)
    assert sheet["A1"].value == "DANH SÁCH NĂM 2027"


def test_an_empty_list_is_a_sound_workbook():
    sheet = sheet_of([])
    assert sheet["B4"].value == "Họ và tên" and sheet.max_row == 4
