"""Whatever stands in a file, the officer gets its cells or a sentence, and the server does not pay for it."""

import copy
import io
import random
import re
import struct
import zipfile

import pytest

from faults.files import LAUGHS, ODS
from roster.sheets.preflight import UnreadableWorkbook
from roster.sheets.reader import read_workbook
from tests.sheets.test_reader import book, repacked, write, zipped

SHEET = "xl/worksheets/sheet1.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
EXCEL_2003 = (
    '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
    'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
    '<Worksheet ss:Name="A"><Table>{}</Table></Worksheet></Workbook>'
)


def sheet(rows):
    return lambda _: f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'.encode()


def cell(place, text):
    return f'<row r="{re.sub("[A-Z]", "", place)}"><c r="{place}" t="inlineStr"><is><t>{text}</t></is></c></row>'


def ods(rows):
    mime = "application/vnd.oasis.opendocument.spreadsheet"
    return zipped(**{"mimetype": mime, "META-INF__manifest.xml": "<a/>", "content.xml": ODS.format(rows)})


def forged_size():
    content = bytearray(zipped(**{"[Content_Types].xml": "<a/>", "xl__workbook.xml": " " * 30_000_000}))
    place = content.rindex(b"PK\x01\x02") + 24
    content[place : place + 4] = (1000).to_bytes(4, "little")
    return bytes(content)


def one_part_under_many_names():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<a/>")
        package.writestr("xl/workbook.xml", "x" * 4000)
        for number in range(500):
            twin = copy.copy(package.filelist[1])
            twin.filename = f"xl/{number}.xml"
            package.filelist.append(twin)
    return file.getvalue()


def endless_list_of_parts():
    return b"PK\x03\x04" + b"\0" * 5_000_000 + struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 9, 9, 5_000_000, 4, 0)


def part_that_leads_out(name):
    """A sound workbook with one part more, whose name would lead out of the folder that it is unpacked in."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        package.writestr("[Content_Types].xml", "<a/>")
        package.writestr(name, "x")
    return file.getvalue()


def without(part):
    source = zipfile.ZipFile(io.BytesIO(book()))
    return zipped(**{name.replace("/", "__"): source.read(name) for name in source.namelist() if name != part})


def sheets_without_end(count):
    """A workbook that names its one sheet so many times."""
    names = "".join(f'<sheet name="Trang {n}" sheetId="{n}" r:id="rId1"/>' for n in range(1, count + 1))
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    return repacked(book(), "xl/workbook.xml", lambda _: (
        f'<workbook xmlns="{MAIN}" xmlns:r="{relations}"><sheets>{names}</sheets></workbook>'
    ).encode())  # fmt: skip


def merges(*ranges):
    found = "".join(f'<mergeCell ref="{one}"/>' for one in ranges)
    return lambda xml: xml.replace(b"</sheetData>", f"</sheetData><mergeCells>{found}</mergeCells>".encode())


CORNERS = cell("A1", "x") + cell("XFD1048576", "x")
ENDLESS_ROWS = (
    '<table:table-row table:number-rows-repeated="1000000"><table:table-cell office:value-type="string" '
    'table:number-columns-repeated="16000"><text:p>x</text:p></table:table-cell></table:table-row>'
)
ENDLESS_BLANK = (
    '<table:table-row><table:table-cell office:value-type="string"><text:p>x<text:s text:c="2000000000"/></text:p>'
    "</table:table-cell></table:table-row>"
)
FAR_ROW = '<Row ss:Index="1048000"><Cell ss:Index="900000"><Data>x</Data></Cell></Row>'
FAR = cell("A1", "x") + cell("A999999999", "x")
STYLED = "".join(f'<row r="{n}"><c r="A{n}" s="0"/></row>' for n in range(2, 1_000_001))
SAID = {
    "a cell at the far end": (lambda: repacked(book(), SHEET, sheet(CORNERS)), "bộ nhớ"),
    "a row beyond any": (lambda: repacked(book(), SHEET, sheet(FAR)), "bộ nhớ"),
    "rows beyond the limit": (
        lambda: repacked(book(), SHEET, sheet("".join(cell(f"A{n}", "x") for n in range(1, 50_003)))), "50.002 dòng",
    ),
    "cells beyond the limit": (
        lambda: repacked(book(), SHEET, sheet(cell("A1", "x") + cell("BH40000", "x"))), "bộ nhớ",
    ),
    "blank and styled to the end": (lambda: repacked(book(), SHEET, sheet(STYLED)), "trống"),
    "entities upon entities": (
        lambda: repacked(book(), SHEET, lambda _: LAUGHS.encode() + sheet(cell("A1", "&a8;"))(_)), "hỏng",
    ),
    "elements without end": (lambda: repacked(book(), SHEET, lambda _: b"<a>" * 500_000), "."),
    "a forged size": (forged_size, "hỏng"),
    "one part under many names": (one_part_under_many_names, "nén bất thường"),
    "a part that leads out": (lambda: part_that_leads_out("../../evil.txt"), "trỏ ra ngoài"),
    "a list of parts that fills the memory": (endless_list_of_parts, "nén bất thường"),
    "a sheet that is not there": (lambda: without(SHEET), "hỏng"),
    "a text that is not there": (
        lambda: repacked(book(), SHEET, sheet('<row r="1"><c r="A1" t="s"><v>999</v></c></row>')), "hỏng",
    ),
    "a workbook in a zip": (lambda: zipped(**{"danh sach.xlsx": book()}), "không phải bảng tính"),
    "noise in an old container": (
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + random.Random(1).randbytes(20_000), "hỏng",
    ),
    "cells repeated without end": (lambda: ods(ENDLESS_ROWS), "."),
    "a blank that is repeated without end": (lambda: ods(ENDLESS_BLANK), "có thể tệp bị hỏng"),
    "a sheet of an old exchange format": (
        lambda: b'ID;PWXL;N;E\r\nC;Y1;X1;K"STT"\r\nC;X2;K"=1+1"\r\nE\r\n', "SYLK",
    ),
    "rows of text beyond the limit": (lambda: b"a,b\n" * 60_000, "60.000 dòng"),
    "one line of text without end": (lambda: b"a," * 5_000_000, "bộ nhớ"),
    "one cell of text without end": (lambda: b"x" * 5_000_000, "hỏng"),
    "rows of a page beyond the limit": (lambda: b"<table>" + b"<tr><td>x" * 210_000, "bộ nhớ"),
    "tables within tables": (lambda: b"<table><tr><td>" * 5000, "hỏng"),
    "sheets without end": (lambda: sheets_without_end(20_000), "20.000 trang"),
    "a far row of Excel 2003": (lambda: EXCEL_2003.format(FAR_ROW).encode(), "1.048.000 dòng"),
}  # fmt: skip
READ = {
    "a sheet for each of many forms": (lambda: sheets_without_end(300), "Lê Văn Bình"),
    "a merge over all": (lambda: repacked(book(), SHEET, merges("A1:XFD1048576")), "Lê Văn Bình"),
    "many merges": (
        lambda: repacked(book(), SHEET, merges(*(f"D{n}:E{n}" for n in range(5, 50_000)))), "Lê Văn Bình",
    ),
    "rows in the wrong order": (
        lambda: repacked(book(), SHEET, sheet(cell("A5", "dưới") + cell("A2", "trên"))), "trên",
    ),
    "names of parts as Windows writes them": (
        lambda: (lambda source: zipped(**{n.replace("/", "\\"): source.read(n) for n in source.namelist()}))(
            zipfile.ZipFile(io.BytesIO(book()))
        ), "Lê Văn Bình",
    ),
    "strict Open XML": (
        lambda: repacked(book(), SHEET, lambda xml: xml.replace(
            MAIN.encode(), b"http://purl.oclc.org/ooxml/spreadsheetml/main")), "Lê Văn Bình",
    ),
    "a text that begins as an old exchange format": (
        lambda: "ID;Phường;Họ tên\n1;Phù Liễn;Lê Văn Bình\n".encode(), "Lê Văn Bình",
    ),
    "entities in the list of sheets": (
        lambda: repacked(book(), "xl/workbook.xml", lambda xml: LAUGHS.encode() + xml.replace(
            b"<sheets>", b"<sheets>&a8;")), "Lê Văn Bình",
    ),
}  # fmt: skip


def peak():
    """The server's highest use of memory so far, in MB."""
    resource = pytest.importorskip("resource")
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


@pytest.mark.parametrize("kind", SAID)
def test_a_hostile_file_gets_a_sentence_and_costs_the_server_little(kind, tmp_path):
    make, words = SAID[kind]
    path = write(tmp_path, make())
    before = peak()
    with pytest.raises(UnreadableWorkbook) as caught:
        read_workbook(path)
    assert words in caught.value.sentence and caught.value.sentence.endswith(".")
    assert peak() - before < 100


@pytest.mark.parametrize("kind", READ)
def test_an_odd_file_is_read_without_loss(kind, tmp_path):
    make, text = READ[kind]
    found = read_workbook(write(tmp_path, make())).sheets[0]
    assert text in {str(value) for row in found.rows for value in row}


@pytest.mark.parametrize("number", ["1e999", "-1e999", "NaN"])
def test_a_number_that_is_none_is_its_own_cells_fault_alone(number, tmp_path):
    cell = re.compile(rb'(<c r="A2"[^>]*>)<v>1</v>')
    content = repacked(book(), SHEET, lambda xml: cell.sub(rb"\1<v>%b</v>" % number.encode(), xml))
    found = read_workbook(write(tmp_path, content)).sheets[0]
    assert (found.rows[1][:2], found.uncached) == ([None, "Nguyễn Văn Khoa"], {(1, 0)})
