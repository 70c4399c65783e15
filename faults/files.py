"""Cases 1 to 58: files that are no workbooks, packages that are broken or hostile, sheets without end."""

from __future__ import annotations

import copy
import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable
from typing import Any

import openpyxl
import xlsxwriter
from msoffcrypto.format.ooxml import OOXMLFile
from openpyxl.worksheet.worksheet import Worksheet

from faults.cases import (
    HEADINGS,
    MAIN,
    READ,
    REFUSED,
    SHEET,
    Case,
    book,
    cell,
    changed,
    gigabyte,
    inserted,
    packed,
    parts_of,
    row_of,
    sheet_of,
    without,
)
from roster.config import PROJECT

_FILES = PROJECT / "tests/sheet_files"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a0 "'
    + "x" * 1000
    + '">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 9))
    + "]>"
)
ODS = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
    '<table:table table:name="A">{}</table:table></office:spreadsheet></office:body></office:document-content>'
)


def _page(table: bool) -> bytes:
    rows = "".join(
        "<tr>" + "".join(f"<td>{one}</td>" for one in row) + "</tr>" for row in [HEADINGS, *map(row_of, range(10))]
    )
    return f"<html><body>{f'<table>{rows}</table>' if table else '<p>Xin chào</p>'}</body></html>".encode()


def _csv() -> bytes:
    return "\n".join(",".join(row) for row in [HEADINGS, *map(row_of, range(10))]).encode()


def _bad_sum() -> bytes:
    content = bytearray(book())
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as package:
        info = package.getinfo(SHEET)
    at = info.header_offset + 30 + len(info.filename)
    content[at + info.compress_size // 2] ^= 0xFF
    return bytes(content)


def _locked() -> bytes:
    file = io.BytesIO()
    OOXMLFile(io.BytesIO(book())).encrypt("Kiến An 2025", file)
    return file.getvalue()


def _xor_locked() -> bytes:
    """An .xls that says it is locked with XOR ([MS-XLS] 2.4.117): in place of the name of who wrote it."""
    content = bytearray((_FILES / "04-quan-nhan-du-bi.xls").read_bytes())
    at = content.index(struct.pack("<HH", 0x5C, 112))
    content[at : at + 10] = struct.pack("<HHHHH", 0x2F, 6, 0, 0x1234, 0x5678)
    content[at + 10 : at + 14] = struct.pack("<HH", 0x5C, 102)
    return bytes(content)


def _protected() -> bytes:
    made = openpyxl.load_workbook(io.BytesIO(book()))
    made.worksheets[0].protection.set_password("bí mật")
    return _saved(made)


def _saved(made: openpyxl.Workbook) -> bytes:
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def _opened(change: Callable[[Any], object]) -> bytes:
    made = openpyxl.load_workbook(io.BytesIO(book()))
    change(made.worksheets[0])
    return _saved(made)


def _outside(address: str) -> bytes:
    evil = f'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY e SYSTEM "{address}">]>'
    return changed(SHEET, lambda _: evil.encode() + sheet_of(cell("A1", "&e;"))(b""))


def _quadratic() -> bytes:
    evil = f'<!DOCTYPE x [<!ENTITY a "{"x" * 100_000}">]>'
    return changed(SHEET, lambda _: evil.encode() + sheet_of(cell("A1", "&a;" * 10_000))(b""))


def _encoded(name: str, codec: str) -> bytes:
    return changed(
        SHEET,
        lambda xml: (
            f'<?xml version="1.0" encoding="{name}"?>'.encode(codec) + xml.decode().partition("?>")[2].encode(codec)
        ),
    )


def _one_part_many_names() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<a/>")
        package.writestr("xl/workbook.xml", b"x" * 10_000_000)
        for number in range(1000):
            twin = copy.copy(package.filelist[1])
            twin.filename = f"xl/{number}.xml"
            package.filelist.append(twin)
    return file.getvalue()


def _forged_size() -> bytes:
    content = bytearray(packed({"[Content_Types].xml": "<a/>", "xl/workbook.xml": " " * 30_000_000}))
    place = content.rindex(b"PK\x01\x02") + 24
    content[place : place + 4] = (1000).to_bytes(4, "little")
    return bytes(content)


def _link() -> bytes:
    file = io.BytesIO(book())
    with zipfile.ZipFile(file, "a") as package:
        info = zipfile.ZipInfo("xl/lien-ket")
        info.external_attr = 0o120777 << 16
        package.writestr(info, "/etc/passwd")
    return file.getvalue()


def _twins() -> bytes:
    file = io.BytesIO(book())
    with zipfile.ZipFile(file, "a") as package:
        package.writestr(SHEET.upper(), parts_of(book(3))[SHEET])
    return file.getvalue()


def _merged_headings() -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as made:
        sheet = made.add_worksheet("Danh sách")
        for column, heading in ((0, "STT"), (3, "Số CCCD"), (4, "Địa chỉ thường trú"), (5, "Trình độ")):
            sheet.merge_range(0, column, 1, column, heading)
        sheet.merge_range(0, 1, 0, 2, "Công dân")
        sheet.write(1, 1, "Họ và tên")
        sheet.write(1, 2, "Ngày sinh")
        for number in range(10):
            for column, value in enumerate(row_of(number)):
                sheet.write_string(number + 2, column, value)
    return file.getvalue()


def _hide(sheet: Worksheet) -> None:
    sheet.row_dimensions[6].hidden = True
    sheet.auto_filter.ref = "A3:F13"
    other = sheet.parent.create_sheet("Cũ")
    other.append(["ghi chú cũ"])
    other.sheet_state = "hidden"


def _sheet_with_relation(kind: str, target: str, element: str) -> bytes:
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId9" '
        f'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" Target="{target}" '
        'TargetMode="External"/></Relationships>'
    )
    return changed(SHEET, inserted("</worksheet>", element), None, **{"xl__worksheets___rels__sheet1.xml.rels": rels})


def _picture() -> bytes:
    rows = zlib.compressobj(1)
    data = b"".join(rows.compress(b"\0" * 2501) for _ in range(20_000)) + rows.flush()

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", 20_000, 20_000, 1, 0, 0, 0, 0)
    png = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")
    return packed({**parts_of(book()), "xl/media/image1.png": png})


def _formulas(formula: str) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as made:
        sheet = made.add_worksheet("Danh sách")
        for number, row in enumerate([HEADINGS, *map(row_of, range(10))]):
            for column, value in enumerate(row):
                sheet.write_string(number, column, value)
        sheet.write_formula(3, 5, formula, None, "12/12")
    return file.getvalue()


def _ods(rows: int) -> bytes:
    cells = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{one}</text:p></table:table-cell>' for one in row
        )
        + "</table:table-row>"
        for row in [HEADINGS, *map(row_of, range(rows))]
    )
    mime = "application/vnd.oasis.opendocument.spreadsheet"
    return packed({"mimetype": mime, "META-INF/manifest.xml": "<a/>", "content.xml": ODS.format(cells)})


def _two_sheets() -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as made:
        for half in range(2):
            sheet = made.add_worksheet(f"Tổ {half + 1}")
            for number, row in enumerate([HEADINGS, *(row_of(half * 5 + n) for n in range(5))]):
                for column, value in enumerate(row):
                    sheet.write_string(number, column, value)
    return file.getvalue()


def _doubled_columns() -> bytes:
    rows = [[*row_of(number), row_of(number)[2]] for number in range(10)]
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as made:
        sheet = made.add_worksheet("Danh sách")
        for number, row in enumerate([[*HEADINGS, "Ngày sinh"], *rows]):
            for column, value in enumerate(row):
                sheet.write_string(number, column, value)
    return file.getvalue()


_STYLED = "".join(f'<row r="{n}"><c r="A{n}" s="0"/></row>' for n in range(14, 1_000_001))
_MERGES = "<mergeCells>" + "".join(f'<mergeCell ref="H{n}:I{n}"/>' for n in range(20, 50_020)) + "</mergeCells>"

CASES = [
    Case(1, "0 byte", REFUSED, lambda: b"", "Tệp trống"),
    Case(2, "1 byte", REFUSED, lambda: b"x", ""),
    Case(3, "100 MB", REFUSED, lambda: bytes(100 * 1024**2), "20 MB"),
    Case(4, "20 MB and one byte", REFUSED, lambda: b"PK" + bytes(20 * 1024**2 - 1), "20 MB"),
    Case(7, "a page without a table, called .xlsx", REFUSED, lambda: _page(False), "không có bảng"),
    Case(7, "a page with a list, called .xls", READ, lambda: _page(True), file_name="a.xls"),
    Case(8, "CSV, called .xlsx", READ, _csv),
    Case(9, "PDF, called .xlsx", REFUSED, lambda: b"%PDF-1.7\n" + b"x" * 600, "PDF"),
    Case(10, "PNG, called .xls", REFUSED, lambda: b"\x89PNG\r\n\x1a\n" + b"x" * 600, "ảnh", "a.xls"),
    Case(11, "docx, called .xlsx", REFUSED, lambda: packed({"[Content_Types].xml": "<a/>", "word/document.xml": "<a/>"}), "Word"),
    Case(12, ".xlsx, called .xls", READ, book, file_name="danh-sach.xls"),
    Case(13, "half of a workbook", REFUSED, lambda: book()[: len(book()) // 2], "hỏng"),
    Case(13, "all but the last byte", REFUSED, lambda: book()[:-1], ""),
    Case(14, "a wrong check sum", REFUSED, _bad_sum, "hỏng"),
    Case(15, "no [Content_Types].xml", REFUSED, lambda: without("[Content_Types].xml"), ""),
    Case(16, "a sheet that is not there", REFUSED, lambda: without(SHEET), "hỏng"),
    Case(17, "locked (agile)", REFUSED, _locked, "có mật khẩu"),
    Case(18, "locked (XOR .xls)", REFUSED, _xor_locked, "mật khẩu", "a.xls"),
    Case(19, "a protected sheet", READ, _protected),
    Case(20, "billion laughs", REFUSED, lambda: changed(SHEET, lambda _: LAUGHS.encode() + sheet_of(cell("A1", "&a8;"))(b"")), "hỏng"),
    Case(21, "quadratic blow-up", REFUSED, _quadratic, ""),
    Case(22, "XXE that names a file", REFUSED, lambda: _outside("file:///etc/passwd"), "", check=lambda o: "root:" not in o.shown),
    Case(23, "XXE that names an address", REFUSED, lambda: _outside("http://127.0.0.1:1/x"), ""),
    Case(24, "UTF-16", REFUSED, lambda: _encoded("UTF-16", "utf-16"), "hỏng"),
    Case(24, "UTF-7", REFUSED, lambda: _encoded("UTF-7", "utf-7"), "bảng mã chữ"),
    Case(24, "EBCDIC", REFUSED, lambda: changed(SHEET, lambda xml: '<?xml version="1.0" encoding="cp037"?><a/>'.encode("cp037")), ""),
    Case(25, "a million elements in one another", REFUSED, lambda: changed(SHEET, lambda _: b"<a>" * 1_000_000), ""),
    Case(26, "a gigabyte of spaces", REFUSED, lambda: gigabyte(f'<worksheet xmlns="{MAIN}"><sheetData>{{}}</sheetData></worksheet>'.encode(), b" " * 1024), "nén bất thường"),
    Case(27, "a gigabyte in one cell", REFUSED, lambda: gigabyte(
        f'<worksheet xmlns="{MAIN}"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>{{}}</t></is></c></row></sheetData></worksheet>'.encode(), b"x" * 1024), "nén bất thường"),
    Case(28, "one part under a thousand names", REFUSED, _one_part_many_names, "nén bất thường"),
    Case(29, "60,000 parts", REFUSED, lambda: packed({f"p{n}": "" for n in range(60_000)}), "nén bất thường"),
    Case(30, "a workbook in a zip", REFUSED, lambda: packed({"danh sach.xlsx": book()}), "không phải bảng tính"),
    Case(31, "a forged size", REFUSED, _forged_size, "hỏng"),
    Case(32, "a part called ../../evil", REFUSED, lambda: packed({**parts_of(book()), "../../evil.txt": "x"}), "trỏ ra ngoài"),
    Case(33, "a part called /etc/evil", REFUSED, lambda: packed({**parts_of(book()), "/etc/evil.txt": "x"}), "trỏ ra ngoài"),
    Case(34, "a part that is a link", READ, _link),
    Case(35, "a part twice, once in capitals", REFUSED, _twins, "trùng tên"),
    Case(36, "a sheet that says it is A1:XFD1048576", READ, lambda: changed(
        SHEET, lambda xml: xml.replace(b'ref="A1:F13"', b'ref="A1:XFD1048576"'))),
    Case(37, "a cell at the far end", REFUSED, lambda: changed(SHEET, sheet_of(cell("A1", "x") + cell("XFD1048576", "x"))), "bộ nhớ"),
    Case(38, "row 999,999,999", REFUSED, lambda: changed(SHEET, sheet_of(cell("A1", "x") + cell("A999999999", "x"))), "bộ nhớ"),
    Case(39, "a million blank rows with a style", READ, lambda: changed(SHEET, inserted("</sheetData>", _STYLED))),
    Case(40, "rows in falling order", READ, lambda: changed(SHEET, lambda xml: _falling(xml))),
    Case(41, "50,000 merges", READ, lambda: changed(SHEET, lambda xml: xml.replace(b"</sheetData>", b"</sheetData>" + _MERGES.encode()))),
    Case(42, "merged headings", READ, _merged_headings, check=lambda o: len(o.rows) == 10 and all(o.named("birth_date"))),
    Case(43, "hidden row, hidden sheet, filter", READ, lambda: _opened(_hide), "ẩn", check=lambda o: len(o.rows) == 10),
    Case(44, ".xlsm with macros", READ, lambda: packed({**parts_of(book()), "xl/vbaProject.bin": _OLE + random.Random(1).randbytes(4000)}), file_name="a.xlsm"),
    Case(45, "a sheet of XLM macros", READ, lambda: packed({**parts_of(book()), "xl/macrosheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"/>'}), file_name="a.xlsm"),
    Case(46, "DDE", READ, lambda: _formulas("=cmd|'/c calc'!A0")),
    Case(47, "a link to another workbook", READ, lambda: _formulas("='http://127.0.0.1:1/[x.xlsx]S'!A1")),
    Case(48, "WEBSERVICE", READ, lambda: _formulas('=_xlfn.WEBSERVICE("http://127.0.0.1:1/")')),
    Case(49, "a picture of 20,000 × 20,000", READ, _picture),
    Case(50, "a picture from an address", READ, lambda: _sheet_with_relation("image", "http://127.0.0.1:1/a.png", '<drawing r:id="rId9"/>')),
    Case(51, "an OLE object", READ, lambda: packed({**parts_of(book()), "xl/embeddings/oleObject1.bin": _OLE + bytes(4000)})),
    Case(52, "strict Open XML", READ, lambda: changed(SHEET, lambda xml: xml.replace(MAIN.encode(), b"http://purl.oclc.org/ooxml/spreadsheetml/main"))),
    Case(53, ".xlsb that is none", REFUSED, lambda: packed({"[Content_Types].xml": "<a/>", "xl/workbook.bin": random.Random(2).randbytes(900)}), "", "a.xlsb"),
    Case(54, ".ods", READ, lambda: _ods(10), file_name="a.ods"),
    Case(55, "an empty sheet", REFUSED, lambda: changed(SHEET, sheet_of("")), "trống"),
    Case(56, "no headings", REFUSED, lambda: _no_headings(), ""),
    Case(57, "a column twice", READ, _doubled_columns, check=lambda o: len(o.rows) == 10),
    Case(57, "a column that is missing", READ, lambda: _without_names(), ""),
    Case(58, "two sheets with a list", READ, _two_sheets, check=lambda o: len(o.rows) == 10),
]  # fmt: skip


def _falling(xml: bytes) -> bytes:
    head, _, rest = xml.partition(b"<sheetData>")
    rows, _, tail = rest.partition(b"</sheetData>")
    turned = [one + b"</row>" for one in rows.split(b"</row>") if one.strip()][::-1]
    return head + b"<sheetData>" + b"".join(turned) + b"</sheetData>" + tail


def _no_headings() -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as made:
        sheet = made.add_worksheet("Danh sách")
        for number in range(10):
            sheet.write_string(number, 0, f"ghi chú {number}")
    return file.getvalue()


def _without_names() -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as made:
        sheet = made.add_worksheet("Danh sách")
        for number, row in enumerate([HEADINGS, *map(row_of, range(10))]):
            for column, value in enumerate(row):
                if column != HEADINGS.index("Trình độ"):
                    sheet.write_string(number, column, value)
    return file.getvalue()
