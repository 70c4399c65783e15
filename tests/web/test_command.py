"""The pages of the ward command: posts of a day, appointing, contacts, duty, meetings."""

from __future__ import annotations

import io
from datetime import date

import pytest
from bs4 import BeautifulSoup
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from roster.services import people
from roster.services.records import NewRecord
from roster.store.db import db
from roster.store.forces import Appointment
from roster.store.training import DutyShift, Meeting
from tests.page_checks import text_of

TODAY = date(2026, 11, 25)
HOLDER = {"post": "Chỉ huy trưởng", "begins_on": "01/02/2026", "holder_name": "Đỗ Văn An", "phone": "0987654321",
          "decision_number": "5/QĐ", "decided_on": "01/02/2026"}  # fmt: skip


@pytest.fixture
def page(ward):
    return f"/wards/{ward.id}/command"


@pytest.fixture
def person(officer, ward):
    def make(name, **facts):
        start = NewRecord("militia", {"component": "mobile"}, since=date(2024, 4, 1))
        values = {"full_name": name, "birth_date": "1999", "phone": "0912345678", **facts}
        return people.create_person(officer, ward.id, values, TODAY, records=(start,), confirmed=True).id

    return make


def field(html, name):
    return BeautifulSoup(html, "lxml").find(attrs={"name": name})["value"]


def cells_of(browser, address):
    book = CalamineWorkbook.from_filelike(io.BytesIO(browser.get(address).data))
    return [cell for row in book.get_sheet_by_index(0).to_python() for cell in row]


# --- The board -------------------------------------------------------------------------------------------------------


def test_the_page_shows_the_posts_of_any_day_with_the_law_and_its_vacancies(browser, page):
    january, today = browser.text(f"{page}?on=15/01/2025"), browser.text(page)
    assert "Chủ tịch UBND cấp huyện" in january and "0/4" in january and "Phó Chỉ huy trưởng" in january
    assert "Nghị quyết 66.12/2026/NQ-CP" in today and "Trợ lý" in today and "còn khuyết 5 chức danh" in today
    assert "Chủ tịch UBND cấp tỉnh" in browser.text(f"{page}?on=2025-08-01")
    assert "Từ 01/07/2025 đến 25/01/2026" in browser.text(f"{page}/history")


def test_a_person_is_found_by_name_appointed_corrected_and_ended(browser, page, person):
    man = person("Lê Văn Bình")
    assert "Lê Văn Bình" in browser.text(f"{page}/appoint?q=le van binh&post=Trợ lý")
    assert "Không tìm thấy ai" in browser.text(f"{page}/appoint?q=khong co")
    html = browser.get(f"{page}/appoint/{man}?post=Trợ lý").text
    offered = field(html, "offered")
    assert field(html, "decided_by") == offered == "Cấp có thẩm quyền của quân đội"
    sent = {"post": "Trợ lý", "begins_on": "01/08/2025", "decided_by": offered, "offered": offered}
    undecided = browser.post(f"{page}/appoint/{man}", data=sent)
    assert undecided.status_code == 422 and "phải có số quyết định bổ nhiệm" in undecided.text
    sent |= {"decision_number": "7/QĐ", "decided_on": "01/08/2025"}
    wrong = browser.post(f"{page}/appoint/{man}", data=sent | {"begins_on": "01/08/2035"})
    assert wrong.status_code == 422 and "7/QĐ" in wrong.text
    assert browser.post(f"{page}/appoint/{man}", data=sent).status_code == 303
    one = db.session.scalars(select(Appointment)).one()
    assert one.decided_by == "Chủ tịch UBND cấp tỉnh"  # of that day's law, not of today's
    assert "bổ nhiệm theo quy định trước ngày 26/01/2026" in browser.text(page)
    stale = field(browser.get(f"{page}/holders/{one.id}").text, "seen_version")
    edit = sent | {"decision_number": "8/QĐ", "seen_version": stale}
    assert browser.post(f"{page}/holders/{one.id}", data=edit).status_code == 303
    refused = browser.post(f"{page}/holders/{one.id}", data=edit | {"decision_number": "9/QĐ"})
    assert refused.status_code == 422 and "Cán bộ khác vừa sửa" in refused.text and "9/QĐ" in refused.text
    ended = {"day": "30/10/2026", "reason": "Điều động", "seen_version": field(refused.text, "seen_version")}
    assert browser.post(f"{page}/holders/{one.id}/end", data=ended).status_code == 303
    assert "Lê Văn Bình" not in browser.text(page) and "Lê Văn Bình" in browser.text(f"{page}?on=2026-10-30")
    assert "Điều động" in browser.text(f"{page}/history")


def test_a_name_is_appointed_another_takes_over_and_a_mistake_is_taken_off(browser, page):
    assert browser.post(f"{page}/appoint/name", data=HOLDER).status_code == 303
    second = HOLDER | {"holder_name": "Vũ Văn Chi", "begins_on": "01/10/2026"}
    full = browser.post(f"{page}/appoint/name", data=second)
    assert full.status_code == 422 and "đang có Đỗ Văn An (từ 01/02/2026)" in text_of(full.text)
    assert browser.post(f"{page}/appoint/name", data=second | {"replaces": "y"}).status_code == 303
    shown = browser.text(page)
    assert "Vũ Văn Chi" in shown and "Đỗ Văn An" not in shown
    one = db.session.scalar(select(Appointment).where(Appointment.holder_name == "Vũ Văn Chi"))
    assert browser.post(f"{page}/holders/{one.id}/remove", data={"seen_version": "1"}).status_code == 303
    assert "Vũ Văn Chi" not in browser.text(f"{page}/history")
    bad = browser.post(f"{page}/appoint/name", data=HOLDER | {"holder_name": "", "post": "Trợ lý"})
    assert bad.status_code == 422 and "Hãy nhập họ và tên" in bad.text


def test_contacts_are_listed_printed_exported_and_masked(browser, client_of, ward, page):
    assert "Chưa có ai trong danh bạ" in browser.text(f"{page}/contacts")
    browser.post(f"{page}/appoint/name", data=HOLDER)
    assert "0987654321" in browser.text(f"{page}/contacts")
    assert browser.get(f"{page}/contacts.pdf").data.startswith(b"%PDF")
    assert {"Đỗ Văn An", "0987654321"} <= set(cells_of(browser, f"{page}/contacts.xlsx"))
    viewer = client_of("viewer", wards=ward)
    assert "0987654321" not in viewer.get(f"{page}/contacts").text and "098•" in viewer.text(f"{page}/contacts")
    assert viewer.get(f"{page}/contacts.pdf").status_code == 403


# --- Duty ------------------------------------------------------------------------------------------------------------


def test_a_month_is_filled_seen_before_it_is_written_and_printed(browser, client_of, ward, page, person):
    assert "chưa có ca trực nào" in browser.text(f"{page}/duty?month=2026-12")
    browser.post(f"{page}/appoint/name", data=HOLDER)
    browser.post(f"{page}/appoint/{person('Lê Văn Bình')}", data=HOLDER | {"post": "Trợ lý"})
    html = BeautifulSoup(browser.get(f"{page}/duty/rotation?month=2026-12").text, "lxml")
    assert [one["value"] for one in html.find_all(attrs={"name": "order"})] == ["1", "2"]
    sent = {
        "first": "01/12/2026", "last": "31/12/2026", "roles": ["Trực ban"], "weekdays": list("0123456"),
        "key": [one["value"] for one in html.find_all(attrs={"name": "key"})], "order": ["2", "1"],
        "others": "phạm văn em\n", "skipped": "24/12/2026",
    }  # fmt: skip
    wrong = browser.post(f"{page}/duty/rotation", data=sent | {"order": ["hai", "1"], "skipped": "hôm kia"})
    assert wrong.status_code == 422 and "Thứ tự “hai”" in wrong.text and "“hôm” không phải là ngày" in wrong.text
    seen = browser.post(f"{page}/duty/rotation", data=sent | {"step": "preview"})
    assert "30 ca sẽ được thêm" in text_of(seen.text) and "Phạm Văn Em: 10" in text_of(seen.text)
    assert "chưa có ca trực nào" in browser.text(f"{page}/duty?month=2026-12")
    assert browser.post(f"{page}/duty/rotation", data=sent | {"step": "write"}).status_code == 303
    month = browser.text(f"{page}/duty?month=2026-12")
    assert "còn 1 ngày chưa có người" in month and "Chủ nhật, 06/12/2026 Ngày nghỉ" in month
    first = BeautifulSoup(browser.get(f"{page}/duty?month=2026-12").text, "lxml").find(id="day-2026-12-01")
    assert "Lê Văn Bình" in first.text
    assert "Đã lấy sẵn vai trực và thứ tự của tháng trước" in browser.text(f"{page}/duty/rotation?month=2027-01")
    assert browser.get(f"{page}/duty.pdf?month=2026-12").data.startswith(b"%PDF")
    cells = cells_of(browser, f"{page}/duty.xlsx?week=2026-12-02")
    assert any("07/12/2026" not in str(cell) and "06/12/2026" in str(cell) for cell in cells)
    viewer = client_of("viewer", wards=ward)
    seen = viewer.get(f"{page}/duty?month=2026-12").text
    assert "Phạm Văn Em" in seen and "0912345678" not in seen and "/duty/shifts/" not in seen
    clear = {"clear_first": "01/12/2026", "clear_last": "31/12/2026", "clear_role": ""}
    unsure = browser.post(f"{page}/duty/clear", data=clear)
    assert unsure.status_code == 422 and "Hãy đánh dấu để xác nhận xóa" in unsure.text
    assert browser.post(f"{page}/duty/clear", data=clear | {"sure": "y"}).status_code == 303
    assert "chưa có ca trực nào" in browser.text(f"{page}/duty?month=2026-12")


def test_a_shift_is_added_changed_with_a_warning_and_a_stale_form_loses_nothing(browser, page):
    shift = {"day": "25/11/2026", "role": "Trực ban", "name": "Đỗ Văn An", "who": ""}
    bad = browser.post(f"{page}/duty/new", data=shift | {"name": "", "notes": "trực thay"})
    assert bad.status_code == 422 and "Hãy chọn người trực" in bad.text and "trực thay" in bad.text
    assert browser.post(f"{page}/duty/new", data=shift).status_code == 303
    assert browser.post(f"{page}/duty/new", data=shift | {"day": "26/11/2026"}).status_code == 303
    month = browser.get(f"{page}/duty").text
    assert "Đỗ Văn An, ngày 26/11/2026: trực hai ngày liền." in month
    assert text_of(month).count("Trực hai ngày liền") == 2
    address = BeautifulSoup(month, "lxml").find(id="day-2026-11-26").find("a")["href"]
    form = browser.get(address).text
    changed = shift | {"day": "28/11/2026", "seen": field(form, "seen")}
    assert browser.post(address, data=changed).status_code == 303
    stale = browser.post(address, data=changed | {"notes": "đổi ca"})
    assert stale.status_code == 422 and "Cán bộ khác vừa sửa" in stale.text and "đổi ca" in stale.text
    assert "Trực hai ngày liền" not in browser.text(f"{page}/duty")
    mark = field(browser.get(address).text, "seen")
    assert browser.post(f"{address}/remove", data={"seen": mark}).status_code == 303
    assert browser.get(address).status_code == 404


# --- Meetings and who may ---------------------------------------------------------------------------------------------


def test_a_meeting_is_planned_recorded_printed_and_a_stale_form_loses_nothing(browser, page):
    assert "Sinh hoạt chi bộ quân sự : chưa có buổi nào trong tháng 1" in browser.text(f"{page}/meetings")
    meeting = {"kind": "party_cell", "on_day": "03/11/2026", "topic": "Sinh hoạt thường kỳ"}
    wrong = browser.post(f"{page}/meetings/new", data=meeting | {"called": "mười", "place": "Hội trường"})
    assert wrong.status_code == 422 and "“mười” không phải là số người" in wrong.text and "Hội trường" in wrong.text
    assert browser.post(f"{page}/meetings/new", data=meeting).status_code == 303
    listed = browser.get(f"{page}/meetings").text
    assert "1 buổi đã qua ngày mà chưa ghi kết quả" in text_of(listed) and "0/1" in text_of(listed)
    address = BeautifulSoup(listed, "lxml").select_one("td.actions a")["href"]
    held = meeting | {"is_held": "y", "called": "12", "present": "11", "seen": field(browser.get(address).text, "seen")}
    assert browser.post(address, data=held | {"minutes_number": "11-BB/CB"}).status_code == 303
    stale = browser.post(address, data=held | {"minutes_number": "12-BB/CB"})
    assert stale.status_code == 422 and "Cán bộ khác vừa sửa" in stale.text and "12-BB/CB" in stale.text
    shown = browser.text(f"{page}/meetings?kind=party_cell")
    assert "11-BB/CB" in shown and "1/1" in shown and "92%" in shown
    assert browser.get(f"{page}/meetings.pdf").data.startswith(b"%PDF")
    assert {"Sinh hoạt thường kỳ", "11-BB/CB"} <= set(cells_of(browser, f"{page}/meetings.xlsx?year=2026"))
    mark = field(browser.get(address).text, "seen")
    assert browser.post(f"{address}/remove", data={"seen": mark}).status_code == 303
    assert "chưa có buổi nào" in browser.text(f"{page}/meetings")


READING = ("", "/history", "/contacts", "/duty", "/meetings")
CHANGING = ("/appoint", "/appoint/name", "/duty/new", "/duty/rotation", "/meetings/new")


def test_a_viewer_reads_and_changes_nothing_and_a_strangers_ward_is_not_there(
    browser, client_of, two_wards, ward, page, person
):
    browser.post(f"{page}/appoint/name", data=HOLDER)
    browser.post(f"{page}/duty/new", data={"day": "25/11/2026", "role": "Trực ban", "name": "Đỗ Văn An", "who": ""})
    browser.post(f"{page}/meetings/new", data={"kind": "unit", "on_day": "03/11/2026"})
    rows = (
        f"/holders/{db.session.scalars(select(Appointment.id)).one()}",
        f"/duty/shifts/{db.session.scalars(select(DutyShift.id)).one()}",
        f"/meetings/{db.session.scalars(select(Meeting.id)).one()}",
    )
    viewer = client_of("viewer", wards=ward)
    for address in READING:
        assert viewer.get(f"{page}{address}").status_code == 200
        for link in BeautifulSoup(viewer.get(f"{page}{address}").text, "lxml").select("main a[href^='/']"):
            assert viewer.get(link["href"]).status_code == 200, link["href"]
    for address in (*CHANGING[1:], "/duty/clear", *rows, *(f"{row}/remove" for row in rows)):
        assert viewer.post(f"{page}{address}").status_code == 403, address
    stranger = client_of("officer", wards=two_wards[1])
    theirs = f"/wards/{two_wards[1].id}/command"
    for address in (*READING, *CHANGING):
        assert stranger.get(f"{page}{address}").status_code == 404, address
    for address in (*rows, f"/appoint/{person('Lê Văn Bình')}"):
        assert stranger.get(f"{theirs}{address}").status_code == stranger.post(f"{theirs}{address}").status_code == 404
    for row in rows:
        assert stranger.post(f"{theirs}{row}/remove").status_code == 404
