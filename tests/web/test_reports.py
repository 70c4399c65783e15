"""The pages of the periodic reports: what is due, drawn up, written, sent, replaced; nothing typed is lost."""

from __future__ import annotations

import io
import re
from datetime import date

import docx
import pytest
from bs4 import BeautifulSoup

from roster.services import people, report_sheets
from roster.services.records import NewRecord
from tests.page_checks import text_of

TODAY = date(2026, 4, 10)


@pytest.fixture(autouse=True)
def quick_print(monkeypatch):
    """Setting type has its own tests; here a paper's words stand for it."""
    monkeypatch.setattr(report_sheets, "pdf_of", lambda paper, **_: b"%PDF" + repr(paper).encode())


@pytest.fixture
def room(ward):
    return f"/wards/{ward.id}/reports"


@pytest.fixture
def member(ward, actor_of):
    start = NewRecord("militia", {"component": "mobile", "joined_on": "2024-03-01"}, since=date(2024, 3, 1))
    values = {"full_name": "Đỗ Văn An", "birth_date": "1999-02-03", "sex": "male", "is_party_member": True}
    officer = actor_of("officer", wards=ward)
    people.create_person(officer, ward.id, values, TODAY, records=(start,), confirmed=True)


@pytest.fixture
def draft(browser, room, member):
    """The address of the draft for March."""
    answer = browser.post(f"{room}/new", data={"period": "2026-03"})
    assert answer.status_code == 303
    return answer.location.removesuffix("/edit")


def version(browser, address):
    page = BeautifulSoup(browser.get(address).text, "lxml")
    return page.find("input", attrs={"name": "seen_version"})["value"]


def fields_of(browser, address):
    page = BeautifulSoup(browser.get(address).text, "lxml")
    return {area["name"]: area.text.strip() for area in page.find_all("textarea")}


def send(browser, draft, **changes):
    form = {"number": "7", "dated_on": "02/04/2026", "seen_version": version(browser, f"{draft}/send")} | changes
    return browser.post(f"{draft}/send", data=form)


def test_a_year_shows_what_is_due_and_a_period_that_has_begun_can_be_drawn_up(browser, room, draft):
    shown = browser.text(room)
    assert "Báo cáo cần làm" in shown and "Quý I năm 2026" in shown and "Bản nháp" in shown
    assert "Quá hạn, chưa lập" in shown and "Chưa đến kỳ" in shown
    assert send(browser, draft).status_code == 303
    assert re.search(r"Tháng 3 25/03/2026 Đã gửi, trễ hạn 07/BC-BCH, 02/04/2026", browser.text(room))
    assert browser.get(f"{room}?year=1500").status_code == 404
    again = browser.post(f"{room}/new", data={"period": "2026-03"})
    assert again.location == draft  # it was sent
    for wrong in ("", "2026-13", "2026-05", "xyz"):
        answer = browser.post(f"{room}/new", data={"period": wrong})
        assert answer.status_code == 422 and "Lập báo cáo" in answer.text, wrong
    browser.get(f"{room}/new")


def test_texts_are_written_kept_and_set_back(browser, draft):
    typed = fields_of(browser, f"{draft}/edit")
    assert "1 đồng chí" in typed["militia"] and "Đảng viên" in typed["politics"]
    form = typed | {"remarks": "Làm tốt.\nCòn hạn chế.", "seen_version": version(browser, f"{draft}/edit")}
    assert browser.post(f"{draft}/edit", data=form).status_code == 303
    assert "Làm tốt." in browser.text(draft) and "(đã sửa)" in browser.text(draft)
    stale = browser.post(f"{draft}/edit", data=form | {"remarks": "Ý khác của tôi"})
    assert stale.status_code == 422 and "Cán bộ khác vừa sửa" in stale.text
    assert "Ý khác của tôi" in stale.text and "Còn hạn chế." in stale.text
    form |= {"plans": "Việc mới", "reset": "remarks", "seen_version": version(browser, f"{draft}/edit")}
    assert browser.post(f"{draft}/edit", data=form).status_code == 303
    kept = fields_of(browser, f"{draft}/edit")
    assert kept["plans"] == "Việc mới" and kept["remarks"] == typed["remarks"]
    assert browser.post(f"{draft}/edit", data=form | {"plans": "a" * 10_001}).status_code == 422


def test_figures_stand_beside_those_before_and_a_draft_can_be_taken_away(browser, room, draft):
    page = BeautifulSoup(browser.get(draft).text, "lxml")
    row = page.find("th", string=re.compile("Quân số dân quân tự vệ")).find_parent("tr")
    assert [cell.text for cell in row.find_all("td")] == ["người", "1", "1", "0"]
    answer = browser.post(f"{draft}/recount", data={"seen_version": version(browser, draft)}, follow_redirects=True)
    assert "Đã tính lại số liệu" in answer.text
    answer = browser.post(f"{draft}/recount", data={"seen_version": "1"}, follow_redirects=True)
    assert "Cán bộ khác vừa sửa" in answer.text
    assert "Xóa bản nháp này" in browser.text(f"{draft}/remove")
    form = {"seen_version": version(browser, f"{draft}/remove")}
    assert browser.post(f"{draft}/remove", data=form).location == room
    assert browser.get(draft).status_code == 404


def test_a_sent_report_is_kept_and_given_out_the_same(browser, draft):
    wrong = send(browser, draft, number="", dated_on="31/12/2026")
    assert wrong.status_code == 422 and "Hãy nhập số báo cáo" in wrong.text
    assert "không được ở sau ngày hôm nay" in send(browser, draft, dated_on="11/04/2026").text
    assert send(browser, draft).status_code == 303
    page = browser.text(draft)
    assert "07/BC-BCH" in page and "Lê Văn Thử" in page and "Sửa nội dung" not in page
    first, second = (browser.get(f"{draft}/file") for _ in range(2))
    assert first.mimetype == "application/pdf" and first.data == second.data
    for kind in ("docx", "xlsx"):
        answer = browser.post(f"{draft}/format/{kind}")
        assert answer.status_code == 200 and answer.data.startswith(b"PK"), kind
    assert browser.post(f"{draft}/format/exe").status_code == 404
    for gone in ("edit", "send", "remove"):
        assert browser.get(f"{draft}/{gone}").status_code == 404
    assert browser.post(f"{draft}/recount", data={"seen_version": "2"}).status_code == 404


def test_a_sent_report_is_replaced_by_one_that_names_it(browser, draft):
    assert browser.get(f"{draft}/correct").status_code == 404
    send(browser, draft)
    browser.get(f"{draft}/correct")
    assert "lý do" in text_of(browser.post(f"{draft}/correct", data={"reason": ""}).text)
    answer = browser.post(f"{draft}/correct", data={"reason": "Sai quân số"})
    new = answer.location.removesuffix("/edit")
    assert "Thay thế báo cáo số 07/BC-BCH" in browser.text(new) and "báo cáo thay thế" in browser.text(draft)
    assert send(browser, new, number="8").status_code == 303
    assert "đã được thay thế bằng" in browser.text(draft)


def test_a_viewer_reads_without_politics_and_another_ward_sees_nothing(client_of, ward, two_wards, room, draft):
    viewer = client_of("viewer", wards=ward)
    assert "Quân số dân quân tự vệ" in viewer.text(draft) and "Đảng viên" not in viewer.text(draft)
    for address in ("edit", "send", "file", "remove"):
        assert viewer.get(f"{draft}/{address}").status_code == 403
    for address in ("edit", "send", "recount", "remove", "format/docx"):
        assert viewer.post(f"{draft}/{address}").status_code == 403
    assert "Lập báo cáo" not in viewer.text(room)
    stranger = client_of("officer", wards=two_wards[1])
    foreign = draft.replace(str(two_wards[0].id), str(two_wards[1].id))
    for address in (room, draft, foreign, f"{draft}/edit", f"{foreign}/edit", f"{foreign}/file", f"{foreign}/send"):
        assert stranger.get(address).status_code == 404, address
    assert stranger.post(f"{foreign}/edit", data={"plans": "x"}).status_code == 404


def test_several_wards_stand_side_by_side(client_of, two_wards, browser, draft):
    send(browser, draft)
    superior = client_of("commander", wards=two_wards)
    shown = superior.text("/reports?period=2026-03")
    assert "1 trên 2 địa bàn đã gửi" in shown and "07/BC-BCH" in shown
    assert f"Chưa gửi, đã quá hạn: {two_wards[1].title}" in shown
    assert superior.text("/reports").startswith(shown[:40])  # the month before this one
    assert "Chưa địa bàn nào gửi" in superior.text("/reports?period=2026-Q1")
    answer = superior.post("/reports/workbook?period=2026-03")
    assert answer.status_code == 200 and answer.data.startswith(b"PK")
    document = docx.Document(io.BytesIO(superior.post("/reports/document?period=2026-03").data))
    cells = [cell.text for cell in document.tables[-1]._cells]
    assert "PHỤ LỤC" in (words := " ".join(one.text for one in document.paragraphs).upper()) and "07/BC-BCH" in words
    assert "SỐ LIỆU BÁO CÁO CỦA CÁC ĐỊA BÀN" in words and two_wards[0].title in " ".join(cells)
    assert superior.post("/reports/paper?period=2026-03").data.startswith(b"%PDF")
