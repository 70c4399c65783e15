"""What an officer may rely on when a list comes out of the printer."""

from __future__ import annotations

import io
import pickle
import re
import subprocess
from collections import Counter
from dataclasses import replace

import pdfplumber
import pypdfium2
import pytest

from roster.columns.printed_lists import PRINTED_LISTS, working_list
from roster.domain.number_words import in_words
from roster.printing.layout import Signature
from roster.printing.pdf import render_list
from tests.printing.people import invented_paper, invented_person

MM = 72 / 25.4
FORM, MILITIA, RESERVE = "enlistment-16c", "militia-roster", "reserve-roster"


def pages_of(pdf: bytes) -> list[str]:
    """The text of each page as a reader copies it."""
    run = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return run.stdout.decode().split("\f")[:-1]


def numbers_on(page: str) -> list[int]:
    """The running numbers of the rows that stand on a page."""
    return [int(n) for n in re.findall(r"^ {0,12}(\d{1,4}) +(?:- ?)?\S", page, re.MULTILINE)]


def squeezed(text: str) -> str:
    return " ".join(text.split())


@pytest.fixture(scope="module")
def sixty() -> bytes:
    return render_list(invented_paper(FORM, 60))


def test_head_of_the_paper_is_that_of_decree_30() -> None:
    first = squeezed(pages_of(render_list(invented_paper(FORM, 3)))[0])
    for words in (
        "LƯU HÀNH NỘI BỘ", "BỘ CHQS THÀNH PHỐ HẢI PHÒNG", "BAN CHQS PHƯỜNG PHÙ LIỄN",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "Số: 05/DS-BCH",
        "Phù Liễn, ngày 24 tháng 11 năm 2026", "Biểu số: 16C", "Phụ lục III",
        "DANH SÁCH CÔNG DÂN ĐỦ ĐIỀU KIỆN GỌI SƠ TUYỂN NVQS", "VÀ THỰC HIỆN NGHĨA VỤ THAM GIA CAND NĂM 2027",
    ):  # fmt: skip
        assert words in first


def test_paper_is_a4_lying_with_the_margins_of_decree_30(sixty: bytes) -> None:
    with pdfplumber.open(io.BytesIO(sixty)) as pdf:
        page = pdf.pages[1]
        mm = 72 / 25.4
        assert (round(page.width / mm), round(page.height / mm)) == (297, 210)
        assert min(char["x0"] for char in page.chars) >= 30 * mm - 1
        assert max(line["x1"] for line in page.rects + page.lines) <= (297 - 15) * mm + 1
        rows = [char for char in page.chars if 10 < char["size"] < 11.5]
        assert min(char["top"] for char in rows) >= 20 * mm and max(char["bottom"] for char in rows) <= 190 * mm


def test_page_number_stands_in_the_middle_of_the_top_margin_from_the_second_page(sixty: bytes) -> None:
    document = pypdfium2.PdfDocument(sixty)
    assert len(document) > 4
    for number, page in enumerate(document, start=1):
        width, height = page.get_size()
        above = {"left": width / 2 - 60, "right": width / 2 + 90, "bottom": height - 20 * MM, "top": height}
        words = page.get_textpage().get_text_bounded(**above).split()
        assert words == ([] if number == 1 else [str(number)])


def test_names_keep_their_marks_and_the_order_of_their_letters(sixty: bytes) -> None:
    text = squeezed(" ".join(pages_of(sixty)))
    for number in range(1, 61):
        assert invented_person(number)["full_name"] in text


def test_head_of_the_table_with_its_column_numbers_stands_on_each_page(sixty: bytes) -> None:
    pages = pages_of(sixty)
    assert len(pages) > 4
    for page in pages:
        assert re.search(r"\(1\) +\(2\) +\(3\) +\(4\) +\(5\) +\(6\) +\(7\) +\(8\)", page)
        assert "- Ngày, tháng, năm sinh" in page


def test_unknown_facts_of_a_form_take_no_line() -> None:
    rows = [invented_person(1) | {"other_name": None, "birth_date": "2006-03", "occupation": None, "workplace": None}]
    with pdfplumber.open(io.BytesIO(render_list(invented_paper(FORM, 1, rows=rows)))) as pdf:
        table = max(pdf.pages[0].extract_tables(), key=len)
    name_cell, work_cell = table[-1][1], table[-1][2]
    assert name_cell.split("\n") == ["Lê Xuân Giang", "03/2006; 031206000001"]
    assert not work_cell


@pytest.mark.parametrize("count", [4, 5, 6, 7, 8, 9, 10])  # where the signatures come to the page's end
@pytest.mark.parametrize("key", [FORM, MILITIA])
def test_signatures_never_stand_alone_on_a_page(key: str, count: int) -> None:
    pages = pages_of(render_list(invented_paper(key, count)))
    assert "Thiếu tá Nguyễn Đức Hậu" in pages[-1] and "Nơi nhận" in pages[-1] and "NGƯỜI LẬP" in pages[-1]
    assert len(numbers_on(pages[-1])) >= 2
    assert all(numbers_on(page) for page in pages)


def test_row_is_never_split_between_two_pages(sixty: bytes) -> None:
    for page, text in zip(pages_of(sixty), range(1, 100), strict=False):
        # Each row of the form shows its own id; a split row would leave its number on one page and its id on the next.
        assert len(numbers_on(page)) == len(re.findall(r"\b0312\d{8}\b", page)), f"trang {text}"


def test_list_of_nobody_says_so() -> None:
    pages = pages_of(render_list(invented_paper(FORM, 0)))
    assert len(pages) == 1
    assert "Danh sách không có công dân nào./." in squeezed(pages[0])


def test_a_blank_in_a_heading_stays_with_what_stands_behind_its_stroke() -> None:
    form = PRINTED_LISTS["enlistment-01"]
    narrow = tuple(replace(one, fixed_mm=18.0) if "…/12" in one.heading[0] else one for one in form.columns)
    found = pypdfium2.PdfDocument(render_list(invented_paper(replace(form, columns=narrow), 1)))
    assert "…/12)" in found[0].get_textpage().get_text_bounded().split()


def test_paper_not_yet_numbered_dated_or_signed_leaves_room_for_the_pen() -> None:
    paper = invented_paper(RESERVE, 2, number="", dated_on=None, preparer=None, signer=None)
    text = squeezed(" ".join(pages_of(render_list(paper))))
    assert "Phù Liễn, ngày …… tháng …… năm 2026" in text
    assert re.search(r"Số:\s*/DS-BCH", text)
    assert text.count("…………") >= 2 and "NGƯỜI LẬP CHỈ HUY TRƯỞNG" in text


def test_all_fonts_are_in_the_file(sixty: bytes, tmp_path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "list.pdf"
    path.write_bytes(sixty)
    listed = subprocess.run(["pdffonts", str(path)], capture_output=True, check=True, text=True).stdout.splitlines()[2:]
    assert 2 <= len(listed) <= 4  # each face once, however many pieces the list was set in
    assert all(re.search(r" yes yes yes ", line) for line in listed)
    assert all(re.search(r"Liberation-?Serif|Tinos|Times", line) for line in listed)


def test_nothing_is_fetched_and_markup_in_a_name_stays_text(tmp_path) -> None:  # type: ignore[no-untyped-def]
    secret = tmp_path / "secret.svg"
    secret.write_text('<svg xmlns="http://www.w3.org/2000/svg"><text>BÍ MẬT</text></svg>', encoding="utf-8")
    name = f'<img src="{secret.as_uri()}">'
    paper = invented_paper(MILITIA, 1, rows=[invented_person(1) | {"full_name": name}])
    text = " ".join(pages_of(render_list(paper)))
    assert "<img" in text
    assert "BÍ MẬT" not in text


def test_whatever_asks_for_a_file_is_refused(tmp_path) -> None:  # type: ignore[no-untyped-def]
    from roster.printing.typesetting import RefusingFetcher

    (tmp_path / "a.txt").write_text("x")
    for address in ((tmp_path / "a.txt").as_uri(), "http://127.0.0.1:9/", "data:text/plain,x"):
        with pytest.raises(ValueError, match="disallowed"):
            RefusingFetcher().fetch(address)


def test_style_sheets_bring_nothing_that_belongs_to_one_paper_alone() -> None:
    """They are parsed once for all papers: a font or counter of their own would be missing from the second paper on."""
    from roster.printing.typesetting import style_text

    for sheet in ("list.css", "personal.css", "report.css", "data_copy.css"):
        assert not re.search(r"@(font-face|counter-style|import|color-profile)", style_text(sheet)), sheet


def test_row_taller_than_a_page_loses_nothing_wherever_the_list_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("roster.printing.pdf._SET_WHOLE", 10)
    monkeypatch.setattr("roster.printing.pdf._PIECE", 18)
    long_note = " ".join(f"ý{n:03}" for n in range(1, 200))
    rows = [invented_person(n) | ({"notes": long_note} if n % 9 == 0 else {}) for n in range(1, 61)]
    pages = pages_of(render_list(invented_paper(FORM, 60, rows=rows)))
    text = " ".join(pages)
    assert [n for page in pages for n in numbers_on(page)] == list(range(1, 61))
    assert Counter(re.findall(r"ý\d{3}", text)) == {f"ý{n:03}": 6 for n in range(1, 200)}


def test_list_set_in_pieces_has_the_pages_of_a_list_set_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    paper = invented_paper(MILITIA, 45)
    whole = pages_of(render_list(paper))
    monkeypatch.setattr("roster.printing.pdf._PIECE", 12)
    assert pages_of(render_list(paper)) == whole


def test_working_list_with_many_chosen_columns_breaks_no_id() -> None:
    keys = (
        "full_name", "birth_date", "sex", "citizen_id", "neighbourhood", "permanent_address", "education", "occupation",
        "workplace", "phone", "health_class", "is_party_member", "father_name", "mother_name",
    )  # fmt: skip
    paper = invented_paper(working_list("enlistment", keys), 30)
    text = " ".join(pages_of(render_list(paper)))
    for number in range(1, 31):
        assert invented_person(number)["citizen_id"] in text
        assert invented_person(number)["phone"] in text


def test_document_names_itself_and_its_language(sixty: bytes) -> None:
    with pdfplumber.open(io.BytesIO(sixty)) as pdf:
        assert pdf.metadata["Title"].startswith("DANH SÁCH CÔNG DÂN ĐỦ ĐIỀU KIỆN")
        assert pdf.doc.catalog["Lang"] == b"vi"
        assert pdf.doc.catalog["MarkInfo"]["Marked"]


def test_paper_can_be_handed_to_another_process() -> None:
    paper = invented_paper(FORM, 2)
    assert pickle.loads(pickle.dumps(paper)) == replace(paper)  # noqa: S301  # our own bytes


def test_fifteen_hundred_people_come_out_complete_with_progress() -> None:
    told: list[int] = []
    pages = pages_of(render_list(invented_paper(FORM, 1500), told.append))
    assert [n for page in pages for n in numbers_on(page)] == list(range(1, 1501))
    ids = Counter(re.findall(r"\b0312\d{8}\b", " ".join(pages)))
    assert len(ids) == 1500 and set(ids.values()) == {1}
    assert [squeezed(page).split()[0] for page in pages[1:]] == [str(n) for n in range(2, len(pages) + 1)]
    assert "Danh sách gồm 1.500 (một nghìn năm trăm) công dân./." in squeezed(pages[-1])
    assert told == sorted(told) and told[-1] == 100 and len(told) > 5


def test_three_hundred_people_are_counted_by_neighbourhood() -> None:
    pages = pages_of(render_list(invented_paper(MILITIA, 300, grouped=True)))
    text = squeezed(" ".join(pages))
    counts = Counter(invented_person(n)["neighbourhood"] for n in range(1, 301))
    heads = re.findall(r"(TDP số \d+): (\d+) \(([^)]*)\) đồng chí", text)
    assert {name: int(count) for name, count, _ in heads} == counts
    assert [in_words(int(count)) for _, count, _ in heads] == [words for _, _, words in heads]
    assert [int(name.removeprefix("TDP số ")) for name, _, _ in heads] == sorted(int(n[7:]) for n in counts)
    assert sum(int(count) for _, count, _ in heads) == 300 and "Danh sách gồm 300 (ba trăm)" in text
    assert [n for page in pages for n in numbers_on(page)] == list(range(1, 301))


@pytest.mark.parametrize("landscape", [False, True])
@pytest.mark.parametrize(
    ("preparer", "signer"),
    [
        (("Thiếu tá QNCN", "Nguyễn Hoàng Phương Thảo"), ("Trung tá", "Nguyễn Khánh Thành Trung")),
        (
            ("Thượng tá QNCN", "Công Tằng Tôn Nữ Nguyễn Hoàng Phương Khánh Huyền Trang"),
            ("", "Phạm Nguyễn Hoàng Phương Khánh"),
        ),
        (("", "Hồ An"), ("Thượng úy", "Y Moan Ênuôl Niê Kdăm Hmok Buôn Krông Ayun Mlô Duôn Du Êban Siu Rcom")),
    ],
)  # fmt: skip
def test_two_signatures_never_touch_nor_leave_the_margins(
    preparer: tuple[str, str], signer: tuple[str, str], landscape: bool
) -> None:
    paper = invented_paper("enlistment-16b", 2)
    paper = replace(
        paper, table=replace(paper.table, definition=replace(paper.table.definition, landscape=landscape)),
        footer="", preparer=Signature("NGƯỜI LẬP", "", *preparer),
        signer=Signature("CHỦ TỊCH HỘI ĐỒNG NGHĨA VỤ QUÂN SỰ", "TM. HỘI ĐỒNG NGHĨA VỤ QUÂN SỰ", *signer),
    )  # fmt: skip
    with pdfplumber.open(io.BytesIO(render_list(paper))) as found:
        page = found.pages[-1]
        left, right = 30 * MM, page.width - 15 * MM
        [post] = page.search("NGƯỜI LẬP", regex=False)
        below = [char for char in page.chars if char["top"] > post["bottom"] - 1 and char["text"].strip()]
        assert max(char["x1"] for char in below) <= right + 0.5
        shares = (0.32, 0.66, 1) if landscape else (0.30, 0.65, 1)
        edges = [left + (right - left) * share for share in shares]
        for (rank, name), begins, ends in zip((preparer, signer), edges[:2], edges[1:], strict=True):
            said = page.crop((begins, post["bottom"], ends, page.height), strict=False).extract_text()
            assert squeezed(said).endswith(f"{rank} {name}".strip())  # no letter of the other, none cut off
            own = [char for char in below if begins < (char["x0"] + char["x1"]) / 2 < ends]
            assert begins + MM <= min(char["x0"] for char in own)
            assert max(char["x1"] for char in own) <= ends - MM
            first = squeezed(f"{rank} {name}").split()[0]
            named = min(word["top"] for word in page.crop((begins, post["bottom"], ends, page.height), strict=False)
                        .extract_words() if word["text"] == first)  # fmt: skip
            assert named - post["bottom"] >= 15 * MM  # room to sign
