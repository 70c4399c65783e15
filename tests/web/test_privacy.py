"""The pages of citizens' requests about their own data, of retention and of erasing."""

from __future__ import annotations

import io
from datetime import date

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from roster.services import people
from roster.store.audit import AuditEntry
from roster.store.db import db
from roster.store.privacy import DataRequest, Erasure, RetentionPeriod
from tests.conftest import PASSWORD

TODAY = date(2026, 11, 24)


@pytest.fixture
def database():
    return "sqlite"  # what the database must do is tested in tests/services/test_personal_data.py


@pytest.fixture
def citizen(officer, ward):
    facts = {"full_name": "Vũ Thị Lan", "birth_date": "2004-05-06", "citizen_id": "031304000123"}
    return people.create_person(officer, ward.id, facts, TODAY, confirmed=True)


def form_of(client, url):
    """What the form on the page would send."""
    from bs4 import BeautifulSoup

    page = BeautifulSoup(client.get(url).text, "lxml").select_one("main form")
    return {field["name"]: field.get("value", "") for field in page.select("input[name]") if field["type"] != "radio"}


def test_a_request_goes_its_way_from_desk_to_answer(client_of, ward, citizen, officer):
    desk, command = client_of("officer", ward), client_of("commander", ward)
    root = f"/wards/{ward.id}/privacy/"
    assert "Chưa có yêu cầu nào" in desk.text(root)
    for entering in (root, f"{root}new", f"/wards/{ward.id}/imports/", f"/wards/{ward.id}/people/new"):
        assert "Không nhập, lưu bí mật nhà nước" in desk.text(entering)
    assert "Vũ Thị Lan" in desk.text(f"{root}new?q=vu thi lan")
    new = f"{root}new?person={citizen.id}"
    blank = desk.post(new, data={"received_on": "30/02/2026"})
    assert blank.status_code == 422 and "Hãy chọn công dân yêu cầu điều gì." in blank.text
    asked = {"received_on": "02/11/2026", "kind": "copy", "details": "Xin bản sao, đã xem thẻ căn cước"}
    page = desk.post(new, data=asked)
    assert page.status_code == 303
    row = db.session.scalar(select(DataRequest))
    url = f"{root}{row.id}"
    # Two weeks later nobody has answered: the first page says so, with the way to it, to those who handle requests.
    assert "1 yêu cầu của công dân về dữ liệu cá nhân đã quá hạn." in desk.text(f"/wards/{ward.id}/")
    assert "quá hạn" not in client_of("viewer", ward).text(f"/wards/{ward.id}/")
    assert "Quá hạn" in desk.text(root) and "Đã quá hạn: chờ báo đã nhận, hạn 04/11/2026." in desk.text(url)

    assert desk.post(f"{url}/reply", data=form_of(desk, f"{url}/reply")).status_code == 303
    assert "Chỉ huy quyết định yêu cầu này; hạn thực hiện 12/11/2026." in desk.text(url)
    assert desk.get(f"{url}/ruling/decide").status_code == 403
    assert desk.get(f"{url}/nothing").status_code == 404
    ruling = f"{url}/ruling/decide"
    assert "Luật Lưu trữ" not in command.text(ruling)  # no ground to keep a copy from him
    sent = form_of(command, ruling)
    refused = command.post(ruling, data=sent | {"outcome": "refused"})
    assert refused.status_code == 422 and "Hãy chọn căn cứ từ chối" in refused.text
    assert command.post(ruling, data=sent | {"outcome": "granted"}).status_code == 303
    stale = command.post(ruling, data=sent | {"outcome": "granted"})
    assert stale.status_code == 422 and "Vừa có người khác ghi" in stale.text

    made = desk.post(f"{root}people/{citizen.id}/copy")
    assert (made.mimetype, made.headers["Cache-Control"]) == ("application/pdf", "no-store")
    words = " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(made.data)).pages).split())
    for wanted in ("BẢN SAO DỮ LIỆU CÁ NHÂN", "031304000123", "Xin bản sao, đã xem thẻ căn cước", "Thêm công dân"):
        assert wanted in words
    sent = form_of(desk, f"{url}/answer") | {"answer_paper": "Giao trực tiếp"}
    assert desk.post(f"{url}/answer", data=sent).status_code == 303
    assert "(trễ)" in desk.text(root) and "quá hạn" not in desk.text(f"/wards/{ward.id}/")
    # The journal reads it in words.
    assert "Quyết định yêu cầu về dữ liệu cá nhân" in command.text(f"/wards/{ward.id}/audit/?what=privacy")


def test_another_wards_requests_and_people_are_not_there(client_of, two_wards, ward, citizen):
    row = DataRequest(
        ward_id=ward.id, subject_name="Ai đó", kind="copy", received_on=TODAY, details="x", received_by="y"
    )
    db.session.add(row)
    db.session.commit()
    stranger = client_of("commander", two_wards[1])
    stranger.check = False
    root = f"/wards/{two_wards[1].id}/privacy/"
    tried = [
        ("GET", f"{root}{row.id}"), ("GET", f"{root}{row.id}/reply"), ("POST", f"{root}{row.id}/answer"),
        ("GET", f"{root}{row.id}/ruling/decide"), ("POST", f"{root}{row.id}/ruling/extend"),
        ("GET", f"{root}new?person={citizen.id}"), ("POST", f"{root}new?person={citizen.id}"),
        ("POST", f"{root}people/{citizen.id}/copy"), ("GET", f"{root}people/{citizen.id}/erase"),
        ("POST", f"{root}people/{citizen.id}/erase"),
    ]  # fmt: skip
    for method, url in tried:
        assert stranger.open(url, method=method).status_code == 404, f"{method} {url}"
    assert "Ai đó" not in stranger.text(root)


def test_periods_are_set_with_their_ground_and_data_is_erased_by_typing_the_word(
    app, client_of, ward, citizen, officer
):
    command = client_of("commander", ward)
    keeping = f"/wards/{ward.id}/privacy/keeping"
    assert "chưa có căn cứ" in command.text(keeping)
    sent = {"kind": "people", "months": "12", "begins_on": "01/01/2026", "basis": ""}
    assert command.post(keeping, data=sent).status_code == 422
    assert command.post(keeping, data=sent | {"basis": "Quyết định 7/QĐ-BCH"}).status_code == 303
    assert db.session.scalar(select(RetentionPeriod.months)) == 12
    assert command.post(f"{keeping}/drop/workbooks").status_code == 303
    assert command.post(f"{keeping}/drop/people").status_code == 404

    erase = f"/wards/{ward.id}/privacy/people/{citizen.id}/erase"
    assert "Bấm “Ngừng quản lý” trước." in command.text(erase)
    people.retire_person(officer, ward.id, citizen.id, "Chuyển đi", date(2025, 3, 1))
    assert "Vũ Thị Lan" in command.text(keeping)
    page = command.text(erase)
    assert "Bản sao lưu" in page and "24/12/2027" not in page and "01/12/2027" not in page
    sent = {"reason": "Hết hạn", "confirmed": "xóa", "request_id": "", "password": PASSWORD}
    for wrong in ({"confirmed": "xong"}, {"password": ""}, {"password": "mật khẩu của người khác"}):
        refused = command.post(erase, data=sent | wrong)
        assert refused.status_code == 422 and db.session.scalar(select(Erasure)) is None
    for _ in range(9):  # guessing here is guessing at the door
        command.post(erase, data=sent | {"password": "mật khẩu của người khác"})
    assert command.post(erase, data=sent).status_code == 429
    app.config["SIGN_IN_FAILURES"] = 100
    assert command.post(erase, data=sent).status_code == 303
    card = f"/wards/{ward.id}/people/{citizen.id}"
    shown = command.text(card)
    assert "Dữ liệu cá nhân đã được xóa" in shown and "Vũ Thị Lan" not in shown and "Sửa thông tin" not in shown
    assert command.post(f"{card}/restore", follow_redirects=True).status_code == 200
    db.session.refresh(citizen)
    assert citizen.retired_on is not None
    assert "Hết hạn" in command.text(keeping)
    assert db.session.scalar(select(AuditEntry).where(AuditEntry.action == "person.erase")).details["count"] > 0
