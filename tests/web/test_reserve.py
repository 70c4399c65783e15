"""The reserve's pages: all tabs answer, forms say what is wrong, lists print, foreign ids are 404."""

from __future__ import annotations

import io
import re
from datetime import date
from urllib.parse import parse_qs, urlsplit

import openpyxl
import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from roster.services import people
from roster.services.records import NewRecord
from roster.services.reserve_event_rules import FIELDS_OF
from roster.services.reserve_register import reservist_on
from roster.store.db import db
from roster.store.forces import ForceEvent, Speciality
from tests.page_checks import text_of

TODAY = date(2026, 11, 25)
TABS = ("", "events", "limits", "training", "ranks", "ranks?part=officers", "specialities", "statistics")


@pytest.fixture
def room(ward):
    return f"/wards/{ward.id}/reserve/"


@pytest.fixture
def enter(ward, officer):
    def make(name, roster="reserve", person=None, **facts):
        start = NewRecord(roster, facts, since=date(2024, 4, 1))
        values = {"full_name": name, "birth_date": "1980-12-10", "sex": "male", "is_party_member": True}
        return people.create_person(
            officer, ward.id, values | (person or {}), TODAY, records=(start,), confirmed=True
        ).id  # fmt: skip

    return make


@pytest.fixture
def man(enter):
    return enter(
        "Đỗ Văn An", rank="Hạ sĩ", post="Tiểu đội trưởng", enlisted_on="2000-02-10", discharged_on="2002-01-20",
        reserve_class=2, is_assigned=True, speciality_code="101", speciality="Lái xe",
    )  # fmt: skip


def now_of(ward, officer, person_id):
    return reservist_on(officer, ward.id, person_id, TODAY)


def test_the_list_leads_to_the_room_and_every_tab_answers_with_and_without_people(browser, ward, room, enter):
    button = "Sổ đăng ký, di chuyển, thống kê"
    assert button in browser.text(f"/wards/{ward.id}/lists/reserve?year=2026")
    assert button not in browser.text(f"/wards/{ward.id}/lists/militia?year=2026")
    for tab in TABS:
        assert browser.get(room + tab).status_code == 200, tab
    enter("Lê Văn Bình", rank="Thiếu úy")
    enter("Vũ Văn Chi", reserve_class=2, person={"birth_date": None, "sex": None})
    for tab in TABS:
        assert browser.get(room + tab).status_code == 200, tab


def test_what_few_filter_by_is_folded_until_it_is_chosen(browser, room, man):
    plain, chosen = (browser.get(room + query).text for query in ("?rank=Hạ sĩ", "?placed=yes&special=differs"))
    for html, text, is_open in ((plain, "Bộ lọc", False), (chosen, "Bộ lọc (2)", True)):
        folded = BeautifulSoup(html, "html.parser").select_one(".filter-more")
        assert folded.summary.get_text(strip=True) == text and folded.has_attr("open") is is_open
        assert {one["name"] for one in folded.select("select")} == {"group", "placed", "match", "state", "special"}


def test_a_class_is_taken_over_by_one_press(browser, room, ward, officer, man):
    assert "Điều 24.2.a: hạng một" in browser.text(room)
    person = browser.text(f"{room}people/{man}")
    assert "điểm a khoản 2 Điều 24" in person and "Tại ngũ 23 tháng" in person
    assert browser.post(f"{room}classes", data={"chosen": str(man)}).status_code == 303
    assert now_of(ward, officer, man).class_on_file == 1
    assert "Điều 24.2.a: hạng một" not in browser.text(room)


def test_an_event_is_recorded_ended_and_withdrawn(browser, room, man):
    form = f"{room}people/{man}/events/new?kind=move_out"
    answer = browser.post(form, data={"on_day": "02/11/2026", "evidence": "Giấy giới thiệu số 12"})
    assert answer.status_code == 422
    assert "Hãy ghi nơi chuyển đến" in text_of(answer.text) and "Giấy giới thiệu số 12" in answer.text
    assert browser.post(form, data={"on_day": "02/11/2026", "place": "phường Hồng Bàng"}).status_code == 303
    assert "Đỗ Văn An" not in text_of(browser.get(room).text)
    assert "Đỗ Văn An" in browser.text(f"{room}?state=moved")
    assert "Đỗ Văn An" in browser.text(f"{room}?on=2026-11-01")
    events = browser.text(f"{room}events")
    assert "Quá hạn" in events and "hạn 16/11/2026" in events
    event = db.session.scalars(select(ForceEvent)).one()
    for page, data in (
        ("done", {"until": "20/11/2026"}),
        ("withdraw", {"reason": "Không chuyển nữa"}),
    ):
        url = f"{room}events/{event.id}/{page}"
        version = BeautifulSoup(browser.get(url).text, "lxml").find("input", {"name": "seen_version"})["value"]
        stale = browser.post(url, data={**data, "seen_version": "99"})
        assert stale.status_code == 422 and "Cán bộ khác vừa sửa" in stale.text
        assert browser.post(url, data={**data, "seen_version": version}).status_code == 303, page
    assert "Đỗ Văn An" in browser.text(room)
    assert "Đã rút" in browser.text(f"{room}people/{man}")


def test_people_are_found_and_each_kind_has_a_form_that_says_what_is_missing(browser, room, man, enter):
    enter("Đỗ Văn Ba", roster="militia")
    found = browser.text(f"{room}events/new?q=do van")
    assert "Đỗ Văn An" in found and "chưa có trong sổ dự bị" in found
    assert "Không tìm thấy ai" in browser.text(f"{room}events/new?q=khong co ai")
    for kind in FIELDS_OF:
        url = f"{room}people/{man}/events/new?kind={kind}"
        assert browser.get(url).status_code == 200, kind
        assert browser.post(url, data={}).status_code == 422, kind


def test_the_age_limit_list_removes_those_ticked(browser, room, ward, officer, man):
    assert "Đỗ Văn An" in browser.text(f"{room}limits")
    form = {"chosen": str(man), "on_day": "20/11/2026", "decision_number": "31/QĐ-BCH", "decided_on": ""}
    refused = browser.post(f"{room}limits", data=form)
    assert refused.status_code == 422 and "Hãy ghi ngày quyết định" in refused.text
    ticked = BeautifulSoup(refused.text, "lxml").find("input", {"name": "chosen", "checked": True})
    assert ticked["value"] == str(man)
    answer = browser.post(f"{room}limits", data=form | {"decided_on": "20/11/2026"})
    assert answer.status_code == 303 and now_of(ward, officer, man) is None
    assert "Hết hạn tuổi" in browser.text(answer.headers["Location"])


def test_ranks_go_from_proposal_to_decision(browser, room, ward, officer, man):
    ranks = f"{room}ranks?part=soldiers&year=2026"
    assert "Trung sĩ" in browser.text(ranks)
    query = "?part=soldiers&year=2026"
    assert browser.post(f"{room}ranks/propose{query}", data={}).status_code == 422
    assert browser.post(f"{room}ranks/propose{query}", data={"chosen": str(man)}).status_code == 303
    assert "Chờ quyết định" in browser.text(ranks)
    decision = {"chosen": str(man), "decision_number": "9/QĐ-BCH", "decided_on": ""}
    refused = browser.post(f"{room}ranks/decide{query}", data=decision)
    assert refused.status_code == 422 and "9/QĐ-BCH" in refused.text
    decided = browser.post(f"{room}ranks/decide{query}", data=decision | {"decided_on": "20/11/2026"})
    assert decided.status_code == 303 and now_of(ward, officer, man).rank == "Trung sĩ"
    assert "Đã quyết định" in browser.text(ranks)


def test_the_table_of_specialities_is_kept_and_asked(browser, room, ward, officer, man):
    assert "Thêm vào bảng" in browser.text(f"{room}specialities")
    wrong = browser.post(f"{room}specialities/paste", data={"lines": "không có tên"})
    assert wrong.status_code == 422 and "Dòng 1" in wrong.text
    pasted = browser.post(f"{room}specialities/paste", data={"lines": "101; Lái xe ô tô; Vận tải; 102"})
    assert pasted.status_code == 303
    row = db.session.scalars(select(Speciality)).one()
    page = f"{room}specialities/{row.id}"
    assert "Đỗ Văn An" in browser.text(page)
    assert browser.post(f"{page}/match", data={"match": "near"}).status_code == 422
    assert browser.post(f"{page}/match", data={"match": "near", "chosen": str(man)}).status_code == 303
    assert now_of(ward, officer, man).speciality_match == "near"
    edit = {"code": "101", "name": "Lái xe ô tô tải", "seen": "gì đó cũ"}
    stale = browser.post(f"{page}/edit", data=edit)
    assert stale.status_code == 422 and "Lái xe ô tô tải" in stale.text
    seen = BeautifulSoup(browser.get(f"{page}/edit").text, "lxml").find("input", {"name": "seen"})["value"]
    assert browser.post(f"{page}/edit", data=edit | {"seen": seen, "ends_on": "31/10/2026"}).status_code == 303
    twice = browser.post(f"{room}specialities/new", data={"code": "101", "name": "Trùng"})
    assert twice.status_code == 422 and "đã có trong bảng" in twice.text


def test_each_figure_of_the_summary_is_the_count_of_the_list_behind_it(browser, room, man, enter):
    enter("Lê Văn Bình", rank="Thiếu úy", reserve_class=1)
    enter("Vũ Văn Chi", person={"birth_date": "1999"})
    page = BeautifulSoup(browser.get(f"{room}statistics").text, "lxml")
    links = [(one["href"], one.find_parent("tr").find("td", {"data-label": "Tổng số"}).text) for one in
             page.select("main table a")]  # fmt: skip
    assert len(links) >= 6
    for address, count in links:
        shown = re.search(r"trong (\d+) người", text_of(browser.get(address).text))
        assert shown is not None and shown[1] == count, parse_qs(urlsplit(address).query)


def test_every_list_prints_and_goes_to_a_workbook(browser, client_of, ward, room, man):
    browser.post(f"{room}ranks/propose?part=soldiers&year=2026", data={"chosen": str(man)})
    browser.post(f"{room}people/{man}/events/new?kind=absence", data={"on_day": "01/06/2026", "place": "Nhật Bản"})
    viewer = client_of("viewer", wards=ward)
    for sheet in ("register", "events", "limits", "ranks", "statistics"):
        if sheet in {"register", "ranks"}:  # setting a paper takes most of a second
            paper = browser.get(f"{room}{sheet}.pdf")
            assert paper.status_code == 200 and paper.data.startswith(b"%PDF"), sheet
        book = openpyxl.load_workbook(io.BytesIO(browser.get(f"{room}{sheet}.xlsx").data))
        cells = [str(cell.value) for row in book.active.iter_rows() for cell in row if cell.value is not None]
        assert any("Đỗ Văn An" in cell for cell in cells) or sheet == "statistics", sheet
        assert viewer.get(f"{room}{sheet}.pdf").status_code == 403


def test_a_viewer_sees_no_numbers_no_party_and_no_buttons(client_of, ward, room, man):
    viewer = client_of("viewer", wards=ward)
    assert "không được xem số đảng viên" in viewer.text(f"{room}statistics")
    assert "Ghi biến động" not in viewer.text(room) and "Lấy hạng này" not in viewer.text(room)
    assert viewer.post(f"{room}classes", data={"chosen": str(man)}).status_code == 403
    assert viewer.get(f"{room}people/{man}/events/new?kind=return").status_code == 403


def test_what_is_foreign_or_unknown_is_not_there(browser, client_of, two_wards, room, man):
    stranger, other = client_of("officer", wards=two_wards[1]), f"/wards/{two_wards[1].id}/reserve/"
    assert stranger.get(room).status_code == 404
    for page in (f"people/{man}", f"people/{man}/events/new?kind=return"):
        assert stranger.get(other + page).status_code == 404
    assert stranger.post(f"{other}classes", data={"chosen": str(man)}).status_code == 404
    assert browser.get(f"{room}people/{man}/events/new?kind=proposal").status_code == 404
    assert browser.get(f"{room}ranks?part=generals").status_code == 404
