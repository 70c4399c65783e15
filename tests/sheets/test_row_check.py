"""A sheet whose XML gives a row or a cell twice is refused: two men would be one, and nobody would see it."""

import pytest

from faults.cases import raw_rows
from roster.intake.grid import Sheet
from roster.sheets.package import complete_from_package
from roster.sheets.preflight import UnreadableWorkbook
from roster.sheets.reader import read_here
from tests.sheets.test_hostile import MAIN, SHEET
from tests.sheets.test_reader import book, repacked, sentence_for, write

STRICT = b"http://purl.oclc.org/ooxml/spreadsheetml/main"


def a_cell(place, text, more=""):
    return f'<c r="{place}"{more} t="inlineStr"><is><t>{text}</t></is></c>'


def row(number, *cells):
    return f'<row r="{number}">{"".join(cells)}</row>'


def man(number, name, at=None):
    """A row of a name, a birth date and a CCCD; `at` is the row that its cells say."""
    at = at or number
    return row(number, a_cell(f"A{at}", name), a_cell(f"B{at}", "12/03/2007"), a_cell(f"C{at}", "031205950826"))


HEADING = row(1, a_cell("A1", "Họ và tên"), a_cell("B1", "Ngày sinh"), a_cell("C1", "Số CCCD"))
KHOA, BINH = man(2, "Nguyễn Văn Khoa"), man(3, "Lê Văn Bình")


def sheet_of(*rows, between=""):
    return repacked(book(), SHEET, lambda _: (
        f'<worksheet xmlns="{MAIN}"><sheetData>{"".join(rows)}</sheetData>{between}</worksheet>'.encode()
    ))  # fmt: skip


def strict(content):
    return repacked(content, "xl/workbook.xml", lambda xml: xml.replace(MAIN.encode(), STRICT))


LOST = {
    "a row number twice": (lambda: sheet_of(HEADING, KHOA, BINH, man(3, "Phạm Văn Lộc")), "dòng 3"),
    "a row number twice, the cells of which would mix": (
        lambda: sheet_of(HEADING, KHOA, BINH, row(3, a_cell("A3", "Phạm Văn Lộc"), a_cell("D3", "x"))), "dòng 3",
    ),
    "two halves of one row": (
        lambda: sheet_of(HEADING, row(2, a_cell("A2", "Phạm Văn Lộc")), row(2, a_cell("B2", "12/03/2007"))), "dòng 2",
    ),
    "a row whose cells say another": (lambda: sheet_of(HEADING, KHOA, BINH, man(4, "Phạm Văn Lộc", 3)), "dòng 4"),
    "one cell in another's row": (
        lambda: sheet_of(HEADING, KHOA, row(3, a_cell("A3", "Lê Văn Bình"), a_cell("D2", "x"))), "ô D2",
    ),
    "a cell twice": (lambda: sheet_of(HEADING, KHOA, row(3, a_cell("A3", "Bình"), a_cell("A3", "Lộc"))), "dòng 3"),
    "a cell twice, its format first": (
        lambda: sheet_of(
            HEADING, row(2, *(a_cell("A2", name).replace('r="A2"', 's="0" r="A2"') for name in ("Bình", "Lộc")))
        ), "dòng 2",
    ),
    "a row in single quotes": (
        lambda: sheet_of(HEADING, KHOA, BINH.replace('row r="3"', "row spans='1:3' r='2'")), "dòng 2",
    ),
    "a row without a number behind its own": (
        lambda: sheet_of(HEADING, KHOA, "<row>" + "".join("<c><v>1</v></c>" for _ in "ABC") + "</row>", BINH), "dòng 3",
    ),
    "a second table of cells": (
        lambda: sheet_of(HEADING, KHOA, between=f"<sheetData>{BINH}</sheetData>"), "hai bảng dữ liệu",
    ),
    "with a prefix before each element": (
        lambda: repacked(sheet_of(HEADING, KHOA, man(2, "Lê Văn Bình")), SHEET, lambda xml: (
            xml.replace(b"</", b"<\\").replace(b"<", b"<x:").replace(b"<x:\\", b"</x:").replace(b"xmlns=", b"xmlns:x=")
        )), "dòng 2",
    ),
    "in a strict workbook": (lambda: strict(sheet_of(HEADING, KHOA, man(2, "Lê Văn Bình"))), "dòng 2"),
}  # fmt: skip
SOUND = {
    "plain": lambda: sheet_of(HEADING, KHOA, BINH),
    "in the wrong order": lambda: sheet_of(HEADING, BINH, KHOA),
    "cells in the wrong order": lambda: sheet_of(
        HEADING, KHOA, row(3, a_cell("C3", "031205950826"), a_cell("A3", "Lê Văn Bình"))
    ),
    "formats first": lambda: sheet_of(HEADING, KHOA, BINH.replace('c r="A3"', 'c s="0" r="A3"')),
    "rows without numbers": lambda: sheet_of(HEADING, KHOA.replace(' r="2"', "", 1), BINH.replace(' r="3"', "", 1)),
    "rows without numbers, one left out": lambda: sheet_of(HEADING, "<row>" + man(5, "Lê Văn Bình").partition(">")[2]),
    "cells without references": lambda: sheet_of(
        HEADING, KHOA, '<row r="3"><c t="inlineStr"><is><t>Lê Văn Bình</t></is></c><c><v>7</v></c></row>'
    ),
    "breaks between printed pages": lambda: sheet_of(
        HEADING, KHOA, BINH, between='<rowBreaks count="1"><brk id="2"/></rowBreaks>'
    ),
    "blank rows and faults of Excel": lambda: sheet_of(
        HEADING, BINH, '<row r="7"/>', row(8, '<c r="A8" t="e"><v>#N/A</v></c>', '<c r="B8"><f>1</f><v></v></c>')
    ),
}


@pytest.mark.parametrize("kind", LOST)
def test_what_stands_twice_is_refused_by_sheet_and_row_with_the_remedy(kind, tmp_path):
    make, where = LOST[kind]
    sentence = sentence_for(write(tmp_path, make()))
    assert where in sentence and "mở tệp bằng Excel" in sentence and "lưu lại rồi thử lại" in sentence
    assert ("“sheet1.xml”" if "strict" in kind else "Trang “Sheet”") in sentence


@pytest.mark.parametrize("kind", SOUND)
def test_what_stands_once_is_read_however_it_is_written(kind, tmp_path):
    found = read_here(write(tmp_path, SOUND[kind]())).sheets[0]
    assert "Lê Văn Bình" in {value for one in found.rows for value in one}


def test_a_row_that_the_reader_did_not_give_is_an_error():
    read = Sheet("Danh sách", [["Họ và tên"], ["Nguyễn Văn Khoa"], [""]])
    content = repacked(sheet_of(HEADING, KHOA, BINH), "xl/workbook.xml", lambda xml: (
        xml.replace(b'name="Sheet"', 'name="Danh sách"'.encode())
    ))  # fmt: skip
    with pytest.raises(UnreadableWorkbook, match="“Danh sách” có dữ liệu ở dòng 3"):
        complete_from_package(content, [read])


def test_the_tool_that_counts_rows_sees_one_that_comes_twice():
    assert raw_rows(sheet_of(HEADING, KHOA, BINH, man(3, "Phạm Văn Lộc")))[0] == {1: 1, 2: 1, 3: 2}
