"""The marked copy of a hostile workbook costs the server no more than reading it does."""

import io
import time
from uuid import UUID

import openpyxl
import pytest

from roster.sheets.error_copy import write_error_copy, write_masked
from roster.sheets.marks import MarkedCell, MarkedSheet
from roster.sheets.reader import read_workbook
from tests.sheets.test_hostile import SHEET, merges, peak
from tests.sheets.test_reader import book, repacked, write

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
