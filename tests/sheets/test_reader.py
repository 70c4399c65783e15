"""Whatever file an officer picks, he gets its cells or a sentence that says what it is and what to do."""

import io
import zipfile
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from msoffcrypto.format.ooxml import OOXMLFile

from roster.domain.legacy_fonts import decode
from roster.sheets.preflight import MAX_BYTES, UnreadableWorkbook, look_at
from roster.sheets.reader import read_here, read_workbook

FILES = Path(__file__).parents[1] / "sheet_files"


def write(folder, content, name="tep.xlsx"):
    path = folder / name
    path.write_bytes(content)
    return path


def book(change=lambda sheet: None):
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.append(["STT", "Họ và tên", "Số CCCD"])
    sheet.append([1, "Nguyễn Văn Khoa", "031205950826"])
    sheet.append([2, "Lê Văn Bình", "031204111222"])
    change(sheet)
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


def zipped(**parts):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name.replace("__", "/"), content)
    return file.getvalue()


def repacked(content, part, change):
    """A workbook with one part changed."""
    source, target = zipfile.ZipFile(io.BytesIO(content)), io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name in source.namelist():
            package.writestr(name, change(source.read(name)) if name == part else source.read(name))
    return target.getvalue()


def sentence_for(path, reader=read_here):
    with pytest.raises(UnreadableWorkbook) as caught:
        reader(path)
    assert caught.value.sentence.endswith(".")
    return caught.value.sentence


WRONG = {
    "empty": (b"", "Tệp trống"),
    "pdf": (b"%PDF-1.7\n" + b"x" * 600, "PDF"),
    "picture": (b"\x89PNG\r\n\x1a\n" + b"x" * 600, "ảnh"),
    "photo": (b"\xff\xd8\xff\xe0" + b"x" * 600, "ảnh"),
    "rich text": (b"{\\rtf1 x}", "văn bản"),
    "noise": (bytes(range(256)) * 20, "Không nhận ra"),
    "truncated": (book()[:-400], "hỏng"),
    "half": (book()[:1500], "hỏng"),
    "word": (zipped(**{"[Content_Types].xml": "<a/>", "word__document.xml": "<a/>"}), "Word"),
    "other zip": (zipped(**{"anh.jpg": "x"}), "không phải bảng tính"),
    "no sheets": (zipped(**{"[Content_Types].xml": "<a/>", "xl__workbook.xml": "<a/>"}), "."),
    "zip bomb": (
        zipped(**{"[Content_Types].xml": "<a/>", "xl__worksheets__sheet1.xml": b" " * 30_000_000}),
        "nén bất thường",
    ),
    "old container": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 2000, "hỏng"),
    "many parts": (zipped(**{f"p{n}": "" for n in range(2100)}), "nén bất thường"),
}


@pytest.mark.parametrize("kind", WRONG)
def test_a_wrong_file_gets_a_sentence(kind, tmp_path):
    content, words = WRONG[kind]
    assert words in sentence_for(write(tmp_path, content))


def test_a_file_beyond_the_limit_is_not_opened(tmp_path):
    path = write(tmp_path, b"PK")
    with path.open("r+b") as file:
        file.truncate(MAX_BYTES + 1)
    assert "vượt giới hạn" in sentence_for(path, look_at)


def test_a_workbook_without_any_cell_says_so(tmp_path):
    file = io.BytesIO()
    openpyxl.Workbook().save(file)
    assert "trống" in sentence_for(write(tmp_path, file.getvalue()))


def test_xml_that_names_outside_things_reads_none(tmp_path):
    evil = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><a>&e;</a>'
    sentence_for(write(tmp_path, repacked(book(), "xl/workbook.xml", lambda _: evil)))


def encrypted(password):
    file = io.BytesIO()
    OOXMLFile(io.BytesIO(book())).encrypt(password, file)
    return file.getvalue()


@pytest.mark.parametrize("password", [None, "", "sai"])
def test_a_locked_workbook_asks_for_its_password(password, tmp_path):
    path = write(tmp_path, encrypted("Kiến An 2025"))
    with pytest.raises(UnreadableWorkbook) as caught:
        read_here(path, password)
    assert caught.value.needs_password


def test_a_locked_workbook_opens_with_its_password(tmp_path):
    path = write(tmp_path, encrypted("Kiến An 2025"))
    assert read_here(path, "Kiến An 2025").sheets[0].cell(1, 1) == "Nguyễn Văn Khoa"


def test_the_child_reads_what_the_process_itself_would_read():
    path = FILES / "02-hai-dong-tieu-de.xlsx"
    assert read_workbook(path).sheets == read_here(path).sheets


def test_a_cell_at_the_far_end_ends_the_child_at_most(tmp_path):
    path = write(tmp_path, book(lambda sheet: sheet.cell(1_048_576, 16_384, "x")))
    sentence_for(path, read_workbook)
    assert read_workbook(write(tmp_path, book(), "sau.xlsx")).sheets[0].cell(1, 1) == "Nguyễn Văn Khoa"


def test_hidden_rows_columns_and_sheets_are_known(tmp_path):
    def hide(sheet):
        sheet.row_dimensions[3].hidden = True
        sheet.column_dimensions["C"].hidden = True
        sheet.column_dimensions["K"].hidden = True  # an empty one is nobody's concern
        other = sheet.parent.create_sheet("Cũ")
        other.append(["x"])
        other.sheet_state = "hidden"

    first, second = read_here(write(tmp_path, book(hide))).sheets
    assert (first.hidden_rows, first.hidden_columns, first.hidden, second.hidden) == ({2}, {2}, False, True)


def test_a_formula_that_was_never_calculated_is_known_and_a_calculated_one_is_read(tmp_path):
    path = write(tmp_path, book(lambda sheet: sheet.cell(2, 4, "=1+1")))
    assert read_here(path).sheets[0].uncached == {(1, 3)}
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_formula(0, 0, "=1+1", None, 2)
        sheet.write_formula(0, 1, '=IF(1>0,"","x")', None, "")
    # As Excel itself keeps a formula that gave an empty text.
    content = repacked(
        file.getvalue(), "xl/worksheets/sheet1.xml", lambda xml: xml.replace(b'r="B1"', b'r="B1" t="str"')
    )
    found = read_here(write(tmp_path, content)).sheets[0]
    assert (found.cell(0, 0), found.uncached) == (2, set())


def test_days_of_an_old_mac_workbook_are_the_days_it_shows(tmp_path):
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"date_1904": True}) as workbook:
        style = workbook.add_format({"num_format": "dd/mm/yyyy"})
        workbook.add_worksheet().write_datetime(0, 0, datetime(2005, 9, 5), style)
    found = read_here(write(tmp_path, file.getvalue()))
    assert found.date1904
    assert found.sheets[0].cell(0, 0) == date(2005, 9, 5)


def test_an_old_workbook_in_an_old_font_keeps_its_bytes_for_the_intake():
    sheet = read_here(FILES / "05-phong-chu-tcvn3.xls").sheets[0]
    assert decode(sheet.cell(6, 1), "tcvn3") == "Họ và tên"


def test_merged_cells_are_known_in_every_format():
    assert any(m.right > m.left for m in read_here(FILES / "02-hai-dong-tieu-de.xlsx").sheets[0].merges)
