"""Text and markup are tables too: what offices export under any name is read by what it is, and nothing in it runs."""

from datetime import date

import pytest

from roster.domain.legacy_fonts import encode
from roster.intake.pipeline import Errand, make_plan
from roster.sheets.preflight import UnreadableWorkbook
from roster.sheets.reader import read_here, read_workbook
from roster.sheets.text_tables import delimiter_of
from tests.sheets.test_reader import sentence_for, write

TODAY = date(2026, 11, 24)

ROWS = [
    ["DANH SÁCH CÔNG DÂN SẴN SÀNG NHẬP NGŨ", "", "", "", ""],
    ["STT", "Họ và tên", "Ngày sinh", "Số CCCD", "Nơi thường trú"],
    ["1", "Nguyễn Hữu Thường", "05/03/2005", "031205000011", "Số 5, đường Trường Chinh"],
    ["2", "Đỗ Quốc Việt", "12/11/2004", "031204000022", "Số 8 Hoàng Quốc Việt"],
    ["3", "Lê Đình Phương", "2005", "031205000033", "Tổ dân phố số 3"],
]
EXPECTED = [("Nguyễn Hữu Thường", "031205000011"), ("Đỗ Quốc Việt", "031204000022"), ("Lê Đình Phương", "031205000033")]


def text(separator, rows=ROWS):
    return "\r\n".join(separator.join(f'"{c}"' if separator in c else c for c in row) for row in rows)


def cp1258(value):
    """As Windows-1258 holds it: the tones as marks behind the letters that carry hat, horn or breve."""
    import unicodedata

    out = []
    for char in value:
        apart = unicodedata.normalize("NFD", char)
        tones = [m for m in apart if m in "\u0300\u0301\u0303\u0309\u0323"]
        base = unicodedata.normalize("NFC", "".join(m for m in apart if m not in tones))
        out.append(base + "".join(tones))
    return "".join(out).encode("cp1258")


def people(path, reader=read_here):
    plan = make_plan(reader(path), Errand("enlistment", 2026, "Phù Liễn", TODAY), [])
    return [
        (r.fields["full_name"], r.fields["citizen_id"]) for s in plan.sheets for r in s.rows if r.action == "create"
    ]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(text(",").encode(), id="utf-8 comma"),
        pytest.param(text(";").encode("utf-8-sig"), id="utf-8 with a mark, semicolon"),
        pytest.param(text("\t").encode("utf-16"), id="unicode text of Excel"),
        pytest.param(text("\t").encode("utf-16-le"), id="utf-16 without a mark"),
        pytest.param(cp1258(text(",")), id="windows-1258"),
        pytest.param(encode(text(";"), "tcvn3").encode("latin-1"), id="tcvn3"),
        pytest.param(encode(text("\t"), "vni").encode("cp1252"), id="vni"),
    ],
)
@pytest.mark.parametrize("name", ["danh-sach.csv", "danh-sach.xls"])
def test_a_list_as_text_is_read_in_any_encoding_under_any_name(tmp_path, content, name):
    assert people(write(tmp_path, content, name)) == EXPECTED


def test_text_is_read_in_the_child_process_as_well(tmp_path):
    assert people(write(tmp_path, text(",").encode(), "a.csv"), read_workbook) == EXPECTED


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_the_sign_between_the_cells_is_found_below_titles_and_beside_commas_in_addresses(sign):
    assert delimiter_of("DANH SÁCH, NĂM 2026\nPhường Phù Liễn\n\n" + text(sign)) == sign


def html(rows=ROWS, before="", attributes=""):
    cells = "".join(f"<tr{attributes}>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in rows)
    return f"<html><head><title>x</title></head><body>{before}<table border=1>{cells}</table></body></html>"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_web_page_named_xls_is_a_workbook(tmp_path, encoding):
    assert people(write(tmp_path, html().encode(encoding), "xuat.xls")) == EXPECTED


def test_merged_headings_and_titles_of_a_web_page_count(tmp_path):
    head = (
        "<tr><td rowspan=2>STT</td><td rowspan=2>Họ và<br>tên</td><td colspan=2>Ngày sinh</td>"
        "<td rowspan=2>Số CCCD</td></tr>"
        "<tr><td>Nam</td><td>Nữ</td></tr>"
    )
    body = "<tr><td>1<td>Nguyễn Hữu Thường<td>05/03/2005<td><td>031205000011</tr>"
    page = f"<p>DANH SÁCH CÔNG DÂN NĂM 2026</p><table>{head}{body}</table>"
    workbook = read_here(write(tmp_path, page.encode(), "xuat.xls"))
    plan = make_plan(workbook, Errand("enlistment", 2026, "Phù Liễn", TODAY), [])
    (row,) = plan.sheets[0].rows
    assert row.fields["sex"] == "male" and row.fields["birth_date"] == "2005-03-05"
    assert plan.sheets[0].title == "DANH SÁCH CÔNG DÂN NĂM 2026"


def test_nothing_in_a_web_page_runs_or_is_fetched(tmp_path):
    evil = html(
        before='<script>alert(1)</script><img src="http://192.0.2.1/x"><iframe src="file:///etc/passwd"></iframe>'
    )
    workbook = read_here(write(tmp_path, evil.encode(), "xuat.xls"))
    assert "alert" not in str(workbook.sheets[0].rows) and workbook.sheets[0].rows[1][1] == "Họ và tên"


def test_the_xml_spreadsheet_of_excel_2003_is_read(tmp_path):
    rows = "".join(
        "<Row>" + "".join(f'<Cell><Data ss:Type="String">{c}</Data></Cell>' for c in row) + "</Row>" for row in ROWS
    )
    page = (
        '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
        f'<Worksheet ss:Name="Sheet1"><Table>{rows}</Table></Worksheet></Workbook>'
    )
    assert people(write(tmp_path, page.encode(), "cu.xls")) == EXPECTED


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param(b"\x00\x01\x02\x03" * 300, "Không nhận ra", id="bytes of nothing"),
        pytest.param(b"MIME-Version: 1.0\r\nX-Document-Type: Workbook\r\n", ".mht", id="a web page in one file"),
        pytest.param("<html><body><p>Chào</p></body></html>".encode(), "không có bảng", id="no table"),
        pytest.param(("<div>" * 20_000 + "<table><tr><td>1").encode(), "", id="a page without a floor"),
        pytest.param(b"<table>" + b"<tr><td colspan=999 rowspan=999>x" * 200, "bộ nhớ", id="cells without end"),
        pytest.param(
            b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "x"><!ENTITY b "&a;&a;&a;">]>'
            b'<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">&b;</Workbook>', "hỏng", id="entities",
        ),
        pytest.param(b'STT,Ten\n1,"' + b"x" * 300_000, "hỏng", id="a quote that never ends"),
    ],
)  # fmt: skip
def test_hostile_text_gets_a_sentence(tmp_path, content, said):
    with pytest.raises(UnreadableWorkbook) as caught:
        read_workbook(write(tmp_path, content, "tep.xls"))
    assert said in caught.value.sentence and caught.value.sentence.endswith(".")


def test_text_that_is_no_list_is_an_unused_sheet_and_no_fault(tmp_path):
    plan = make_plan(
        read_here(write(tmp_path, "Kính gửi các đồng chí\nĐề nghị nộp danh sách".encode(), "thu.txt")),
        Errand("enlistment", 2026, "Phù Liễn", TODAY), [],
    )  # fmt: skip
    assert [sheet.used for sheet in plan.sheets] == [False]
    assert sentence_for(write(tmp_path, b"", "trong.csv"))


def test_a_list_within_a_layout_and_a_small_table_within_a_cell_are_told_apart(tmp_path):
    """Programs frame the whole page with a table, and set a cell's lines with another."""
    inner = html().replace("05/03/2005", "<table><tr><td>05/03/2005</td></tr></table>")
    page = f"<table><tr><td>UBND PHƯỜNG</td></tr><tr><td><h2>DANH SÁCH NĂM 2026</h2>{inner}</td></tr></table>"
    workbook = read_here(write(tmp_path, page.encode(), "xuat.xls"))
    assert [row[0] for row in workbook.sheets[0].rows[:2]] == ["UBND PHƯỜNG", "DANH SÁCH NĂM 2026"]
    assert people(write(tmp_path, page.encode(), "xuat.xls")) == EXPECTED


def test_what_excel_says_to_old_browsers_and_hidden_rows_of_a_web_page_are_known(tmp_path):
    page = html(attributes=' style="display:none"').replace("<table", "<![if supportMisalignedColumns]><table")
    sheet = read_here(write(tmp_path, page.encode(), "xuat.xls")).sheets[0]
    assert sheet.hidden_rows == {0, 1, 2, 3, 4}


def test_what_a_web_page_says_to_excel_alone_names_its_sheet_and_is_no_line_of_it(tmp_path):
    told = "<xml><x:ExcelWorksheet><x:Name>Gọi khám</x:Name></x:ExcelWorksheet></xml>"
    page = f"<html><head><!--[if gte mso 9]>{told}<![endif]--></head><body><table><tr><td>Họ tên</table></body></html>"
    sheet = read_here(write(tmp_path, page.encode(), "goi-kham.xls")).sheets[0]
    assert (sheet.name, sheet.rows) == ("Gọi khám", [["Họ tên"]])
