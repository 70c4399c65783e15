"""The militia's pages: a year of a ward in a browser, on paper, and closed to others."""

from __future__ import annotations

from datetime import date

import pytest
from bs4 import BeautifulSoup

from roster.services import people
from roster.services.records import NewRecord
from roster.store.db import db
from roster.store.militia import MilitiaRecord
from roster.store.people import Person

TODAY = date(2026, 4, 20)
PAPER = {"decision_number": "20/QĐ-UBND", "decided_on": "15/04/2026", "decided_by": "Chủ tịch UBND phường Phù Liễn"}


@pytest.fixture
def room(ward):
    return f"/wards/{ward.id}/militia"


@pytest.fixture
def enter(ward, actor_of):
    officer = actor_of("officer", wards=ward)

    def make(name, *records, **facts):
        values = {"full_name": name, "sex": "male", "birth_date": "2000-05-05"} | facts
        return people.create_person(officer, ward.id, values, TODAY, records=records, confirmed=True).id

    return make


def membership(joined_on="2022-05-01", **facts):
    values = {"component": "mobile", "joined_on": joined_on, "post": "Chiến sĩ", **facts}
    return NewRecord("militia", values, since=date.fromisoformat(joined_on))


def form_of(html):
    """What the page's last form would send, by names."""
    form = BeautifulSoup(html, "lxml").select("main form[method=post]")[-1]
    fields = {one["name"]: one.get("value", "") for one in form.select("input[name]") if one.get("type") != "checkbox"}
    return {name: value for name, value in fields.items() if name != "csrf_token"}


def decide(browser, room, kind, ids, **fields):
    """Fill the form of a decision as an officer does."""
    page = browser.get(f"{room}/decisions/new/{kind}", query_string={"chosen": [str(one) for one in ids]})
    assert page.status_code == 200
    data = form_of(page.text) | PAPER | fields | {"chosen": [str(one) for one in ids]}
    return browser.post(f"{room}/decisions/new/{kind}", data=data)


def record_of(person_id):
    db.session.expire_all()
    return db.session.scalars(db.select(MilitiaRecord).where(MilitiaRecord.person_id == person_id)).one()


def test_registration_opens_where_somebody_waits_and_says_where_the_others_are(browser, room, enter):
    enter("Người Cũ", birth_date="1995-02-02")
    html = browser.get(f"{room}/registration").text
    assert "Người Cũ" in html
    action = BeautifulSoup(html, "lxml").select("form[data-selection]")[0]["action"]
    assert "group=supplementary" in action  # what "register all" is about
    empty = browser.text(f"{room}/registration?group=eighteen")
    assert "Mọi người đã được đăng ký" not in empty and "Đăng ký bổ sung: 1 người" in empty


def test_a_year_is_played_through(browser, room, enter):
    ids = [enter(f"Người Số {n}", birth_date="2008-02-02") for n in range(3)]
    assert "Người Số 2" in browser.text(f"{room}/registration")
    sent = {"chosen": [str(one) for one in ids[:2]], "on_day": "10/04/2026", "ruling": "proposed", "evidence": ""}
    assert browser.post(f"{room}/registration?year=2026", data=sent).status_code == 303
    assert "Người Số 2" in (left := browser.text(f"{room}/registration")) and "Người Số 1" not in left
    assert "10/04/2026" in browser.text(f"{room}/registration?group=registered")
    late = browser.post(f"{room}/registration?year=2026", data=sent | {"chosen": str(ids[2]), "on_day": "10/05/2026"})
    assert late.status_code == 422 and "không sau ngày hôm nay" in late.text

    assert "Đủ điều kiện" in browser.text(f"{room}/selection")
    chosen = {"chosen": [str(ids[0]), str(ids[2])], "component": "standing", "unit": "Tiểu đội 1", **PAPER}
    refused = browser.post(f"{room}/selection", data=chosen)
    ticked = BeautifulSoup(refused.text, "lxml").select("input[name=chosen][checked]")
    assert refused.status_code == 422 and "Người Số 2: chưa đăng ký" in refused.text
    assert [one["value"] for one in ticked] == [str(ids[0])] and "20/QĐ-UBND" in refused.text
    assert browser.post(f"{room}/selection", data=chosen | {"chosen": str(ids[0])}).status_code == 303
    assert record_of(ids[0]).ends_on == "2028-04-15"

    answer = decide(browser, room, "early_release", ids[:1], clause="12.1.đ", evidence="Giấy báo nhập học số 9")
    assert answer.status_code == 303 and record_of(ids[0]).closed_on == date(2026, 4, 15)
    assert "Giấy báo nhập học số 9" in (listed := browser.text(f"{room}/decisions")) and "12.1.đ" in listed
    assert "Thôi trước thời hạn" in browser.text(f"{room}/")


def test_a_mistake_is_taken_back_with_its_reason(browser, room, ward, enter):
    person_id = enter("Đỗ Văn An", membership())
    decide(browser, room, "extension", [person_id], until="01/05/2027")
    assert record_of(person_id).ends_on == "2027-05-01"
    link = BeautifulSoup(browser.get(f"{room}/decisions").text, "lxml").select_one("a[href$='/withdraw']")["href"]
    assert browser.post(link, data=form_of(browser.get(link).text) | {"reason": ""}).status_code == 422
    assert browser.post(link, data=form_of(browser.get(link).text) | {"reason": "Ghi nhầm người"}).status_code == 303
    assert record_of(person_id).ends_on is None
    assert "Ghi nhầm người" not in browser.text(f"{room}/decisions")
    assert "Ghi nhầm người" in browser.text(f"{room}/decisions?withdrawn=1")
    assert "Ghi nhầm người" in browser.text(f"/wards/{ward.id}/people/{person_id}")


def test_a_refused_decision_keeps_what_was_typed_and_a_stale_one_changes_nothing(browser, room, enter):
    person_id = enter("Đỗ Văn An", membership())
    answer = decide(browser, room, "completion", [person_id], notes="Ghi chú dài")
    assert answer.status_code == 422 and "chưa đủ thời hạn" in answer.text and "Ghi chú dài" in answer.text
    page = form_of(browser.get(f"{room}/decisions/new/extension?chosen={person_id}").text) | PAPER
    assert decide(browser, room, "extension", [person_id], until="01/05/2027").status_code == 303
    stale = browser.post(f"{room}/decisions/new/extension", data=page | {"until": "01/05/2028"})
    assert stale.status_code == 422 and "Cán bộ khác vừa sửa" in stale.text
    assert record_of(person_id).ends_on == "2027-05-01"
    assert browser.get(f"{room}/decisions/new/extension").status_code == 303


def test_a_viewer_reads_no_clause_of_health_or_offence(browser, room, ward, enter, client_of):
    clauses = {"12.1.b": "early_release", "12.2.đ": "removal", "12.1.đ": "early_release"}
    ids = {clause: enter(f"Người {clause}", membership()) for clause in clauses}
    for clause, kind in clauses.items():
        decide(browser, room, kind, [ids[clause]], clause=clause, evidence="Giấy số 9")
    viewer = client_of("viewer", ward.id)
    for clause in ("12.1.b", "12.2.đ"):
        page = f"/wards/{ward.id}/people/{ids[clause]}"
        assert f"({clause})" not in viewer.text(page) and "quyết định số 20/QĐ-UBND" in viewer.text(page)
        assert f"({clause})" in browser.text(page)
    spared = enter("Người Miễn", birth_date="2008-02-02")
    sent = {"chosen": [str(spared)], "on_day": "10/04/2026", "ruling": "proposed", "evidence": ""}
    browser.post(f"{room}/registration?year=2026", data=sent)
    assert decide(browser, room, "registration_exempt", [spared], evidence="Giấy số 9").status_code == 303
    page = f"/wards/{ward.id}/people/{spared}"
    assert "tâm thần" not in viewer.text(page) and "9.1.c" not in viewer.text(page)
    assert "Miễn đăng ký" in viewer.text(page)
    assert "(12.1.đ)" in viewer.text(f"/wards/{ward.id}/people/{ids['12.1.đ']}")


def test_what_must_be_settled_is_one_click_from_its_decision(browser, room, enter):
    placed = NewRecord("reserve", {"is_assigned": True}, since=date(2025, 1, 1))
    person_id = enter("Bùi Văn Xếp", membership(), placed)
    link = BeautifulSoup(browser.get(f"{room}/checks").text, "lxml").select_one("a[href*='exemption']")["href"]
    page = BeautifulSoup(browser.get(link).text, "lxml")
    assert page.select_one("select[name=clause] option[selected]")["value"] == "11.2.c"
    decide(browser, room, "exemption", [person_id], clause="11.2.c", evidence="Sổ dự bị động viên")
    assert "Không có trường hợp nào" in browser.text(f"{room}/checks")


def test_every_list_prints_and_exports(browser, room, enter):
    person_id = enter("Đỗ Văn An", membership(), religion="Không", citizen_id="031200000123")
    enter("Vũ Thị Chi", birth_date="2008", sex="female")
    decide(browser, room, "extension", [person_id], until="01/05/2027")
    for path, data in (
        ("registration/sheet", {"group": "eighteen"}), ("terms/sheet", {"period": "later"}), ("decisions/sheet", {}),
        ("statistics", {"on": "2026-04-20"}),
    ):  # fmt: skip
        assert browser.post(f"{room}/{path}", data=data | {"format": "xlsx"}).data.startswith(b"PK"), path
    assert browser.post(f"{room}/registration/sheet", data={"group": "eighteen"}).data.startswith(b"%PDF")
    assert "Cơ động" in browser.text(f"{room}/statistics?on=2023-12-31")
    assert "chưa có ai" in browser.text(f"{room}/statistics?on=2021-12-31")


def test_a_viewer_reads_and_changes_nothing_and_an_illness_stays_hidden(client_of, browser, ward, room, enter):
    person_id = enter("Lê Văn Bình", birth_date="2008-02-02")
    sent = {"chosen": str(person_id), "on_day": "10/04/2026", "ruling": "11.1.b", "evidence": "Bệnh án số 5"}
    assert browser.post(f"{room}/registration?year=2026", data=sent).status_code == 303
    viewer = client_of("viewer", wards=ward)
    for path in ("", "registration?group=registered", "selection", "terms", "checks", "decisions", "statistics"):
        seen = viewer.text(f"{room}/{path}")
        assert "Bệnh án" not in seen and "11.1.b" not in seen and "In PDF" not in seen, path
    assert "Bệnh án" in browser.text(f"{room}/registration?group=registered")
    assert viewer.post(f"{room}/registration", data=sent).status_code == 403
    assert viewer.post(f"{room}/statistics", data={}).status_code == 403


def test_the_people_of_another_ward_are_not_there(client_of, two_wards, ward, room, enter):
    person_id = enter("Đỗ Văn An", membership())
    stranger = client_of("officer", wards=two_wards[1])
    there = f"/wards/{two_wards[1].id}/militia"
    assert stranger.get(room + "/terms").status_code == 404
    assert stranger.get(f"{there}/decisions/new/completion?chosen={person_id}").status_code == 404
    assert (
        stranger.post(f"{there}/selection", data={"chosen": str(person_id), "component": "mobile", **PAPER}).status_code
        == 404
    )
    assert stranger.get(f"{there}/decisions/new/promotion").status_code == 404
    assert db.session.get(Person, person_id) is not None
