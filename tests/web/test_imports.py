"""The import pages: a workbook comes in, is looked at and confirmed; nothing else writes."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import msoffcrypto.format.ooxml
import openpyxl
import pytest

from roster.store.db import db
from roster.store.imports import READING, ImportBatch
from roster.store.people import Person
from tests.book_copies import people_in_copies
from tests.conftest import CheckedClient, Ward
from tests.page_checks import text_of

FILES = Path(__file__).parent.parent / "sheet_files"
SOUND = FILES / "01-san-sang-nhap-ngu.xlsx"  # 60 people without a fault
FAULTY = FILES / "07-nhieu-loi.xlsx"
THREE_SHEETS = FILES / "03-dan-quan-ba-bieu.xlsx"

HEADING = ("Họ và tên", "Ngày sinh", "Số CCCD", "Nơi thường trú", "Số điện thoại", "Mã hồ sơ giấy")
BINH = ("Đỗ Công Bình", "14/03/2005", "031205000011", "Số 5 Trần Nhân Tông", "0912000011", "K-17")
CHI = ("Lưu Đức Chí", "02/09/2004", "031204000012", "Số 8 Hoàng Quốc Việt", "0912000012", "K-18")


def workbook(*people: Sequence[str], title: str = "DANH SÁCH CÔNG DÂN") -> bytes:
    """A small roster: a title, headings in row 3, people from row 4 on; column F is one that nobody knows."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append([title])
    sheet.append([])
    for row in (HEADING, *people):
        sheet.append(list(row))
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


class Office:
    """An officer at the import pages of his ward."""

    def __init__(self, client: CheckedClient, ward: Ward) -> None:
        self.client = client
        self.index = f"/wards/{ward.id}/imports/"

    def send(self, content: bytes | Path, name: str = "danh-sach.xlsx", **more: str):
        if isinstance(content, Path):
            name, content = content.name, content.read_bytes()
        form = {"roster": "enlistment", "year": "2026", **more, "file": (io.BytesIO(content), name)}
        return self.client.post(self.index, data=form, content_type="multipart/form-data")

    def bring(self, content: bytes | Path, **more: str) -> str:
        """Send a workbook that is taken; the address of its page."""
        answer = self.send(content, **more)
        assert answer.status_code == 303, text_of(answer.text)
        return answer.location

    def confirm(self, url: str) -> str:
        """Confirm what the page at `url` shows; the text of the page that follows."""
        mark = self.mark(url)
        answer = self.client.post(f"{url}/confirm", data={"mark": mark, "doubts_settled": "y"})
        assert answer.status_code == 303
        return self.client.text(answer.location)

    def mark(self, url: str) -> str:
        found = re.search(r'name="mark" value="(\w+)"', self.client.get(url).text)
        assert found, "the page offers no Confirm"
        return found[1]


@pytest.fixture
def ward(two_wards: tuple[Ward, Ward]) -> Ward:
    return two_wards[0]


@pytest.fixture
def office(client_of: Callable[..., CheckedClient], ward: Ward) -> Office:
    return Office(client_of("officer", wards=ward), ward)


def people() -> dict[str, Person]:
    db.session.rollback()
    return {person.full_name: person for person in db.session.scalars(db.select(Person))}


# --- The straight road ----------------------------------------------------------------------------------------------


def test_nothing_is_written_before_confirm_and_all_of_it_after(office):
    url = office.bring(SOUND)
    assert "Xác nhận: ghi 60 người" in office.client.text(url)
    assert not people()
    assert "Đã ghi 60 người vào sổ" in office.confirm(url)
    assert len(people()) == 60


def test_the_books_are_copied_before_a_confirmed_file_is_written(office):
    office.confirm(office.bring(workbook(BINH)))
    office.confirm(office.bring(workbook(CHI)))
    assert len(people()) == 2
    assert people_in_copies() == [0, 1]


@pytest.mark.parametrize(
    ("sent", "kept"),
    [("..\\..\\tmp/a\0b\u202e.xlsx", "ab.xlsx"), ("\0", "khong-ten"), ("ạ" * 300 + ".xlsx", "ạ" * 255)],
    ids=["odd letters", "nothing", "endless"],
)
def test_a_file_s_name_is_kept_without_what_no_database_holds(office, sent, kept):
    office.client.get(office.send(workbook(BINH), sent).location)
    assert db.session.scalars(db.select(ImportBatch.file_name)).one() == kept


def test_a_second_press_of_confirm_changes_nothing(office):
    url = office.bring(workbook(BINH))
    mark = office.mark(url)
    for _ in range(2):
        answer = office.client.post(f"{url}/confirm", data={"mark": mark})
        assert "Đã ghi 1 người vào sổ" in office.client.text(answer.location)
    assert list(people()) == ["Đỗ Công Bình"]
    assert people()["Đỗ Công Bình"].version == 1


def test_the_same_file_twice_says_that_there_is_nothing_to_write(office):
    office.confirm(office.bring(workbook(BINH, CHI)))
    page = office.client.text(office.bring(workbook(BINH, CHI)))
    assert "Sổ đã đúng như tệp này" in page
    assert "Xác nhận: ghi" not in page


def test_a_file_that_is_thrown_away_writes_nothing_and_stays_in_the_history(office):
    url = office.bring(workbook(BINH))
    answer = office.client.post(f"{url}/discard")
    page = office.client.text(answer.location)
    assert "Đã bỏ tệp" in page
    assert "danh-sach.xlsx" in page
    assert "không ghi gì vào sổ" in office.client.text(url)
    assert office.client.post(f"{url}/confirm", data={"mark": "0" * 64}).status_code == 303
    assert not people()


def test_the_history_tells_what_came_of_each_file_and_who_brought_it(office):
    office.confirm(office.bring(workbook(BINH)))
    page = office.client.text(office.index)
    assert "danh-sach.xlsx" in page
    assert "Đã ghi" in page
    assert "1 thêm mới" in page
    assert office.client.user.full_name in page


def test_the_year_follows_the_roster_where_the_officer_leaves_it(office, set_today):
    set_today(date(2026, 11, 24))
    assert "năm 2027" in office.client.text(office.bring(workbook(BINH), year="0"))
    assert "năm 2026" in office.client.text(office.bring(workbook(BINH), year="0", roster="militia"))


# --- What the preview says ------------------------------------------------------------------------------------------


def test_each_fault_stands_in_a_sentence_with_its_cell_and_holds_back_its_row_only(office):
    url = office.bring(FAULTY, year="2025")
    page = office.client.text(url)
    assert "Ô C6" in page
    assert "31/02/2004" in page
    assert "Ô B21" in page  # the cell that is empty
    result = office.confirm(url)
    assert "Các dòng bị giữ lại" in result
    assert "Ô C6" in result
    written = people()
    assert "Lê Hữu Bình" in written
    assert "Khúc Khắc Trường" not in written


def test_tiles_lead_to_the_rows_that_they_count(office):
    url = office.bring(FAULTY, year="2025")
    errors = office.client.text(f"{url}?view=error")
    assert "Khúc Khắc Trường" in errors
    assert "Lê Hữu Bình" not in errors
    created = office.client.text(f"{url}?view=create")
    assert "Lê Hữu Bình" in created
    assert "Khúc Khắc Trường" not in created


def test_a_change_is_shown_old_and_new_before_it_is_written(office):
    office.confirm(office.bring(workbook(BINH)))
    url = office.bring(workbook((*BINH[:4], "0988111222", "")))
    page = office.client.text(f"{url}?view=update")
    assert re.search(r"0912000011\b.*0988111222", page)
    assert people()["Đỗ Công Bình"].phone == "0912000011"
    office.confirm(url)
    assert people()["Đỗ Công Bình"].phone == "0988111222"


def test_those_whom_the_file_no_longer_names_are_listed_and_kept(office):
    office.confirm(office.bring(workbook(BINH, CHI)))
    url = office.bring(workbook((*BINH[:4], "0988111222", "")))
    page = office.client.text(f"{url}?view=absent")
    assert "Lưu Đức Chí" in page
    assert "Chương trình không xóa ai" in page
    office.confirm(url)
    assert people()["Lưu Đức Chí"].retired_on is None


def test_columns_are_named_as_understood_and_unknown_ones_as_left_out(office):
    page = office.client.text(office.bring(workbook(BINH)))
    assert "Cột C · Số CCCD" in page
    assert "Cột F · Mã hồ sơ giấy Không hiểu – không nhập" in page


def test_a_title_of_another_ward_is_pointed_out(office):
    page = office.client.text(office.bring(workbook(BINH, title="DANH SÁCH CÔNG DÂN PHƯỜNG LÃM HÀ")))
    assert re.search(r"phường Lãm Hà, khác với phường Phù Liễn", page)


def test_only_the_chosen_sheets_are_read(office):
    url = office.bring(THREE_SHEETS, roster="militia")
    assert "Xác nhận: ghi 77 người" in office.client.text(url)
    office.client.post(f"{url}/sheets", data={"names": "DQ y tế"})
    page = office.client.text(url)
    assert "Xác nhận: ghi 9 người" in page
    assert "không được chọn để nhập" in page
    answer = office.client.post(f"{url}/sheets", data={})
    assert "ít nhất một trang tính" in office.client.text(answer.location)


def test_long_files_come_in_pages_of_a_hundred_rows(office):
    crowd = [
        (f"Nguyễn Văn {chr(65 + i // 26)}{chr(97 + i % 26)}", "2005", f"0312050{i:05}", "", "", "") for i in range(130)
    ]
    url = office.bring(workbook(*crowd))
    first, second = (office.client.get(f"{url}?view=all&page={number}").text for number in (1, 2))
    assert first.count("031205") == 2 * 100  # in its column and among the values read
    assert second.count("031205") == 2 * 30
    assert office.client.get(f"{url}?view=all&page=99999999").status_code == 200


def test_cells_are_shown_as_text_and_never_as_markup(office):
    page = office.client.get(office.bring(workbook((BINH[0], *BINH[1:3], "<script>alert(1)</script>", "", "")))).text
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page


# --- What only a person can settle ----------------------------------------------------------------------------------


def test_a_clash_of_ids_is_held_back_until_the_officer_decides(office):
    office.confirm(office.bring(workbook(BINH)))
    url = office.bring(workbook(("Đỗ Thành Bình", *BINH[1:])))
    page = office.client.text(url)
    assert "Đỗ Công Bình" in page
    assert "Xác nhận: ghi" not in page
    office.client.post(f"{url}/decide", data={"sheet": "0", "row": "4", "decision": "update"})
    office.confirm(url)
    assert list(people()) == ["Đỗ Thành Bình"]


def test_a_row_that_the_officer_leaves_out_is_not_written_and_he_can_change_his_mind(office):
    office.confirm(office.bring(workbook(BINH)))
    url = office.bring(workbook((*BINH[:2], "031205000099", "Số 1 nơi khác", "0912000099", "")))
    office.client.post(f"{url}/decide", data={"sheet": "0", "row": "4", "decision": "skip"})
    page = office.client.text(url)
    assert "Đã chọn: bỏ qua dòng này" in page
    assert "Xác nhận: ghi" not in page
    office.client.post(f"{url}/decide", data={"sheet": "0", "row": "4", "decision": ""})
    assert "Xác nhận: ghi 1 người" in office.client.text(url)


@pytest.mark.parametrize(
    "form",
    [
        {"sheet": "7", "row": "4", "decision": "skip"},
        {"sheet": "0", "row": "4", "decision": "drop"},
        {"sheet": "x", "row": "4", "decision": "skip"},
        {},
    ],
)
def test_a_decision_about_nothing_is_refused(office, form):
    url = office.bring(workbook(BINH))
    assert office.client.post(f"{url}/decide", data=form).status_code == 400


def test_confirming_another_plan_than_the_one_seen_writes_nothing(office):
    url = office.bring(workbook(BINH))
    answer = office.client.post(f"{url}/confirm", data={"mark": "0" * 64})
    assert "Chưa ghi gì" in office.client.text(answer.location)
    assert not people()


def test_data_that_changed_after_the_preview_brings_a_new_preview_and_writes_nothing(office):
    office.confirm(office.bring(workbook(BINH)))
    url = office.bring(workbook((*BINH[:4], "0988111222", "")))
    mark = office.mark(url)
    known = people()["Đỗ Công Bình"]
    known.phone = "0977333444"
    db.session.commit()
    answer = office.client.post(f"{url}/confirm", data={"mark": mark})
    page = office.client.text(answer.location)
    assert "đã thay đổi" in page
    assert people()["Đỗ Công Bình"].phone == "0977333444"
    assert "0977333444" in office.client.text(f"{url}?view=update")


# --- Wrong files ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        pytest.param(b"", "trống", id="0 byte"),
        pytest.param(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "PDF", id="PDF renamed"),
        pytest.param(SOUND.read_bytes()[:4000], "hỏng", id="truncated zip"),
    ],
)
def test_a_wrong_file_gets_a_sentence_and_the_next_one_is_taken(office, content, sentence):
    answer = office.send(content)
    if answer.status_code == 303:
        page = office.client.text(answer.location)
        assert "Không đọc được tệp" in page
    else:
        assert answer.status_code == 422
        page = text_of(answer.text)
        assert "Chưa nhận được tệp" in page
    assert sentence in page
    assert not people()
    office.bring(workbook(BINH))


def test_workbooks_that_hold_nobody_say_why(office):
    page = office.client.text(office.bring(saved(openpyxl.Workbook())))
    assert "Không đọc được tệp" in page
    assert "Bảng tính trống" in page
    plan = openpyxl.Workbook()
    plan.active.append(["Kế hoạch huấn luyện năm 2026"])
    page = office.client.text(office.bring(saved(plan)))
    assert "Không tìm thấy dòng tiêu đề" in page
    assert "Không tìm thấy người nào trong tệp" in page
    assert "Xác nhận: ghi" not in page


def test_a_locked_workbook_is_opened_with_its_password_only(office):
    locked = io.BytesIO()
    msoffcrypto.format.ooxml.OOXMLFile(io.BytesIO(workbook(BINH))).encrypt("mật khẩu 12", locked)
    without = office.send(locked.getvalue())
    assert without.status_code == 422
    assert "Tệp có mật khẩu" in text_of(without.text)
    wrong = office.send(locked.getvalue(), password="sai mật khẩu")
    assert wrong.status_code == 422
    assert "Hãy nhập đúng mật khẩu" in text_of(wrong.text)
    assert "sai mật khẩu" not in wrong.text
    assert "Xác nhận: ghi 1 người" in office.client.text(office.bring(locked.getvalue(), password="mật khẩu 12"))


def test_a_form_without_a_file_comes_back_with_what_was_chosen(office):
    answer = office.client.post(office.index, data={"roster": "reserve", "year": "2025"})
    assert answer.status_code == 422
    assert "Hãy chọn một tệp Excel" in text_of(answer.text)
    assert re.search(r'checked[^>]*value="reserve"', answer.text)


def test_a_roster_or_year_that_is_not_on_offer_is_refused_in_vietnamese(office):
    answer = office.send(workbook(BINH), roster="police", year="1890")
    assert answer.status_code == 422
    assert "Hãy chọn loại danh sách" in text_of(answer.text)
    assert "Hãy chọn năm" in text_of(answer.text)
    assert "Not a valid choice" not in answer.text


def test_a_file_beyond_the_limit_gets_our_own_page(office):
    answer = office.send(b"PK\x03\x04" + bytes(22 * 1024 * 1024))
    assert answer.status_code == 413
    assert "20 MB" in text_of(answer.text)
    assert not db.session.scalars(db.select(ImportBatch)).all()


# --- Waiting --------------------------------------------------------------------------------------------------------


def test_work_in_progress_is_shown_and_watched_without_writing(office):
    url = office.bring(workbook(BINH))
    batch = db.session.scalars(db.select(ImportBatch)).one()
    batch.state, batch.progress = READING, 40
    db.session.commit()
    page = office.client.get(url).text
    assert f'data-poll-url="{url}/progress"' in page
    assert 'http-equiv="refresh"' in page
    told = office.client.get(f"{url}/progress").json
    assert (told["done"], told["percent"]) == (False, 40)
    assert "40%" in told["text"]


def test_finished_work_sends_the_watching_page_on(office):
    url = office.bring(workbook(BINH))
    assert office.client.get(f"{url}/progress").json["url"] == url
    assert office.client.get(f"{url}/progress").json["done"] is True


# --- Who may --------------------------------------------------------------------------------------------------------


def _every_address(url: str, index: str) -> list[tuple[str, str]]:
    posts = [(f"{url}/{step}", "POST") for step in ("confirm", "discard", "decide", "sheets")]
    return [(index, "GET"), (index, "POST"), (url, "GET"), (f"{url}/progress", "GET"), *posts]


@pytest.mark.parametrize("role", ["viewer", "auditor"])
def test_roles_without_the_permission_get_403_everywhere(office, client_of, ward, role):
    url = office.bring(workbook(BINH))
    other = client_of(role, wards=ward)
    for address, method in _every_address(url, office.index):
        assert other.open(address, method=method).status_code == 403, (method, address)


def test_another_wards_officer_gets_404_everywhere_also_through_his_own_ward(office, client_of, two_wards):
    url = office.bring(workbook(BINH))
    foreign = client_of("officer", wards=two_wards[1])
    smuggled = url.replace(str(two_wards[0].id), str(two_wards[1].id))
    for address, method in _every_address(url, office.index):
        assert foreign.open(address, method=method).status_code == 404, (method, address)
    for address, method in _every_address(smuggled, office.index)[2:]:
        assert foreign.open(address, method=method).status_code == 404, (method, address)
    assert "danh-sach.xlsx" not in foreign.text(f"/wards/{two_wards[1].id}/imports/")


def test_what_changes_something_wants_post_and_a_token(office):
    url = office.bring(workbook(BINH))
    for step in ("confirm", "discard", "decide", "sheets"):
        assert office.client.get(f"{url}/{step}").status_code == 405
        assert office.client.post(f"{url}/{step}", csrf=False).status_code == 400
    assert "Xác nhận: ghi 1 người" in office.client.text(url)


def test_cells_pasted_from_excel_are_a_workbook(office):
    text = "\r\n".join("\t".join(row) for row in (HEADING, BINH, CHI))
    answer = office.client.post(office.index, data={"roster": "enlistment", "year": "2026", "pasted": text})
    assert answer.status_code == 303
    assert "Xác nhận: ghi 2 người" in office.client.text(answer.location)
    office.confirm(answer.location)
    assert people()["Đỗ Công Bình"].citizen_id == "031205000011"


def test_a_csv_and_a_web_page_named_xls_are_taken(office):
    rows = [";".join(row) for row in (HEADING, BINH)]
    assert "Xác nhận: ghi 1 người" in office.client.text(office.bring("\n".join(rows).encode(), name="ds.csv"))
    cells = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in (HEADING, CHI))
    page = f"<html><body><table>{cells}</table></body></html>".encode()
    assert "Xác nhận: ghi 1 người" in office.client.text(office.bring(page, name="ds.xls"))
