"""What a workbook says beside its values is known in every format: merges, what is hidden, its calendar, its fonts."""

import datetime
import io
import re

import openpyxl
import pytest
from msoffcrypto.format.ooxml import OOXMLFile
from openpyxl.styles import Font

from roster.domain.legacy_fonts import encode
from roster.intake.grid import Merge, Sheet
from roster.intake.legacy import to_unicode
from roster.sheets.reader import read_here
from tests.sheets.other_formats import FAULT, xls_with, xls_with_fault, xlsb
from tests.sheets.test_reader import FILES, repacked, write
from tests.sheets.test_text_and_markup import EXPECTED, ROWS, people


def test_a_binary_workbook_is_read_like_any_other(tmp_path):
    assert people(write(tmp_path, xlsb(ROWS), "danh-sach.xls")) == EXPECTED


def test_a_locked_binary_workbook_opens_with_its_password(tmp_path):
    file = io.BytesIO()
    notes = [[f"{number * 7919 % 100_003}"] for number in range(3000)]  # the library cannot lock a file below 4 kB
    OOXMLFile(io.BytesIO(xlsb(ROWS + notes))).encrypt("Kiến An", file)
    assert read_here(write(tmp_path, file.getvalue()), "Kiến An").sheets[0].cell(2, 1) == EXPECTED[0][0]


def hidden_xlsb():
    return xlsb(ROWS, [(0, 0, 0, 4)], hidden_rows=[3, 90], hidden_columns=[2, 9], font=".VnTime", date1904=True)


def hidden_xls():
    return xls_with((FILES / "05-phong-chu-tcvn3.xls").read_bytes(), row=8, column=2, date1904=True)


def hidden_xlsx():
    book = openpyxl.Workbook()
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    for row in ROWS:
        book.active.append(row)
    for row in book.active.iter_rows():
        for cell in row:
            cell.font = Font(name=".VnTime")
    book.active.merge_cells("A1:E1")
    book.active.row_dimensions[4].hidden = book.active.column_dimensions["C"].hidden = True
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def hidden_ods():
    def change(xml):
        row = re.search(rb"<table:table-row(?=[^>]*>(?:(?!</table:table-row>).)*V)", xml[xml.index(b"STT") :])
        place = xml.index(b"STT") + row.end()
        xml = xml[:place] + b' table:visibility="collapse"' + xml[place:]
        return xml.replace(b"<table:table-row", b'<table:table-column table:number-columns-repeated="2"/>'
                           b'<table:table-column table:visibility="collapse"/><table:table-row', 1)  # fmt: skip

    return repacked((FILES / "08-nam-17-tuoi.ods").read_bytes(), "content.xml", change)


@pytest.mark.parametrize(
    ("content", "row", "has_font", "date1904"),
    [
        pytest.param(hidden_xlsx, 3, True, True, id="xlsx"),
        pytest.param(hidden_xlsb, 3, True, True, id="xlsb"),
        pytest.param(hidden_xls, 8, True, True, id="xls"),
        pytest.param(hidden_ods, None, False, False, id="ods"),
    ],
)
def test_merges_what_is_hidden_fonts_and_calendar_are_known(tmp_path, content, row, has_font, date1904):
    book = read_here(write(tmp_path, content()))
    sheet = book.sheets[0]
    assert any(merge.right > merge.left for merge in sheet.merges)
    assert sheet.hidden_rows == {row} if row else len(sheet.hidden_rows) == 1
    assert sheet.hidden_columns == {2}
    assert (sheet.fonts.get(1) == ".VnTime", book.date1904) == (has_font, date1904)


def test_merges_of_a_binary_workbook_have_their_corners_in_order(tmp_path):
    sheet = read_here(write(tmp_path, xlsb(ROWS, [(0, 1, 2, 4)]))).sheets[0]
    assert sheet.merges == [Merge(0, 1, 2, 4)]


def faulty_xlsx(row, column):
    book = openpyxl.Workbook()
    for values in ROWS:
        book.active.append(values)
    book.active.cell(row + 1, column + 1).value = FAULT
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize(
    ("make", "place"),
    [
        pytest.param(faulty_xlsx, (2, 3), id="xlsx"),
        pytest.param(
            lambda row, column: xlsb([[*r[:column], FAULT, *r[column + 1 :]] if n == row else r for n, r in
                                      enumerate(ROWS)]), (2, 3), id="xlsb"),
        pytest.param(
            lambda row, column: xls_with_fault((FILES / "05-phong-chu-tcvn3.xls").read_bytes(), row, column), (8, 1),
            id="xls"),
    ],
)  # fmt: skip
def test_a_cell_whose_formula_failed_is_known_and_not_taken_for_an_empty_one(tmp_path, make, place):
    assert read_here(write(tmp_path, make(*place))).sheets[0].uncached == {place}


def months_xlsx():
    book = openpyxl.Workbook()
    for row, (day, format_) in enumerate(
        ((1, "mm/yyyy"), (1, "mmm-yy"), (1, "dd/mm/yyyy"), (15, '"tháng" mm/yyyy')), 1
    ):
        book.active.cell(row, 1, datetime.date(2012, 3, day)).number_format = format_
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def months_ods():
    def change(xml):
        cells = (
            f'<table:table-row><table:table-cell office:value-type="date" office:date-value="2012-03-{day}">'
            f"<text:p>{shown}</text:p></table:table-cell></table:table-row>"
            for day, shown in (("01", "03/2012"), ("01", "3/2012"), ("01", "01/03/2012"), ("15", "03/2012"))
        )
        place = re.search(rb"<table:table-row", xml).start()
        return xml[:place] + "".join(cells).encode() + xml[place:]

    return repacked((FILES / "08-nam-17-tuoi.ods").read_bytes(), "content.xml", change)


@pytest.mark.parametrize("content", [months_xlsx, months_ods])
def test_a_date_whose_cell_shows_no_day_is_a_month(tmp_path, content):
    """Who types 3/2012 gets the first of March; a day that was typed and is hidden stays."""
    sheet = read_here(write(tmp_path, content())).sheets[0]
    whole = [datetime.date(2012, 3, 1), datetime.date(2012, 3, 15)]
    assert [sheet.cell(row, 0) for row in range(4)] == ["03/2012", "03/2012", *whole]


def test_a_date_whose_cell_shows_no_day_is_a_month_in_an_old_workbook():
    sheet = read_here(FILES / "months-shown-without-a-day.xls").sheets[0]
    assert sheet.rows[1] == ["03/2012", "01/2014", datetime.date(1992, 5, 1)]
    assert sheet.cell(3, 0) == datetime.date(2012, 3, 15)


def test_names_of_a_column_typed_half_in_old_fonts_are_read_by_the_font_of_each(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["STT", "Họ và tên", "Ngày sinh"])
    names = [("Vũ Huy Hà", True), ("Hoàng Sáng", False), ("Lê Thế Quang", True), ("Trần Thị Hòa", False)] * 4
    for number, (name, old) in enumerate(names, 1):
        book.active.append([number, encode(name, "tcvn3") if old else name, f"{number:02}/05/2005"])
        book.active.cell(number + 1, 2).font = Font(name=".VnTime" if old else "Arial")
    file = io.BytesIO()
    book.save(file)
    sheet, notices = to_unicode(read_here(write(tmp_path, file.getvalue())).sheets[0])
    assert [row[1] for row in sheet.rows[1:]] == [name for name, _ in names]
    assert "TCVN3" in notices[0]


def test_without_fonts_a_cell_is_decoded_only_where_its_words_are_none_as_they_stand():
    names = [("Lê Thế Quang", True), ("Hoàng Sáng", False), ("Trần Thị Hòa", False), ("Nguyễn Đức Thịnh", True)]
    rows = [["Họ và tên"], *([encode(name, "tcvn3") if old else name] for name, old in names * 5)]
    sheet, _ = to_unicode(Sheet("DS", rows))
    assert [row[0] for row in sheet.rows[1:]] == [name for name, _ in names * 5]
