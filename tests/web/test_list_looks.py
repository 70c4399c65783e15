"""Setting how a list looks, as a commander's browser sees it, without script."""

from __future__ import annotations

from datetime import date

import pytest
from bs4 import BeautifulSoup

from roster.services import people
from roster.services.records import NewRecord
from roster.store.audit import AuditEntry
from roster.store.db import db
from roster.store.papers import ListSetting
from tests.page_checks import text_of

TODAY = date(2026, 11, 24)


@pytest.fixture
def database():
    return "sqlite"  # the pages alone; what they ask for is tested on both


def sent_by(html):
    """What a browser sends of the form: every field with its value."""
    form = BeautifulSoup(html, "lxml").find("form", attrs={"data-preview-url": True})
    found = {}
    for one in form.find_all(["input", "textarea", "select"]):
        name = one.get("name")
        if (
            not name
            or name == "csrf_token"
            or (one.get("type") in {"checkbox", "radio"} and not one.has_attr("checked"))
        ):
            continue
        if one.name == "select":
            chosen = one.find("option", selected=True) or one.find("option")
            value = chosen.get("value", "")
        else:
            value = one.get("value", "y") if one.name == "input" else one.text.strip()
        found.setdefault(name, []).append(value)
    return {name: values if name == "column" else values[-1] for name, values in found.items()}


def test_columns_are_moved_added_and_left_out_with_a_preview_before_they_are_kept(client_of, ward, actor_of):
    start = NewRecord("enlistment", {}, year=2027)
    facts = {"full_name": "Vũ Văn Thật", "birth_date": "2005", "sex": "male"}
    people.create_person(actor_of("officer", ward), ward.id, facts, TODAY, records=(start,))
    commander, page = client_of("commander"), f"/wards/{ward.id}/papers/looks"
    assert "Theo mẫu" in commander.text(page)
    address = f"{page}/enlistment-16c/new"
    sent = sent_by(commander.get(address).text)
    assert sent["column"][:2] == ["full_name", "occupation"] and sent["orientation"] == "landscape"
    sent |= {"place-education": "2", "added": "phone"}
    shown = commander.post(address, data=sent | {"add": "1"}).text
    assert "data:image/png;base64," in shown and db.session.query(ListSetting).count() == 0
    sent = sent_by(shown)
    assert sent["column"][1] == "education" and sent["column"][-1] == "phone" and "shown-phone" in sent
    del sent["shown-father_name"]
    refused = commander.post(address, data=sent)
    assert refused.status_code == 422 and "Muốn bỏ thì ghi lý do" in text_of(refused.text)
    assert commander.post(address, data=sent | {"reason": "Gửi y tế"}).status_code == 303
    row = db.session.query(ListSetting).one()
    assert [row.content["layout"]["columns"][1], row.content["layout"]["columns"][-1]] == [
        ["education", True, 0.0], ["phone", True, 0.0],
    ]  # fmt: skip
    entry = db.session.query(AuditEntry).filter_by(action="list_setting.create").one()
    assert entry.details["reason"] == "Gửi y tế" and entry.details["left_out"] == ["father_name"]
    assert "Đang dùng" in commander.text(page)
    again = sent_by(commander.get(f"{page}/{row.id}").text)
    assert again["column"] == sent["column"] and "shown-father_name" not in again
    assert commander.post(f"{page}/{row.id}", data=again | {"margin_top": "hai"}).status_code == 422
    assert commander.post(f"{page}/{row.id}", data=again | {"margin_left": "32,5"}).status_code == 303
    db.session.refresh(row)
    assert row.content["layout"]["margins_mm"]["left"] == 32.5


def test_a_column_that_the_list_cannot_have_and_a_width_that_is_none_change_nothing(client_of, ward):
    commander, page = client_of("commander"), f"/wards/{ward.id}/papers/looks/enlistment-16c"
    sent = sent_by(commander.get(f"{page}/new").text)
    odd = sent | {"column": [*sent["column"], "no-such-column", "citizen_id; drop", sent["column"][0]]}
    assert sent_by(commander.post(f"{page}/new", data=odd | {"add": "1"}).text)["column"] == sent["column"]
    del sent["shown-father_name"]
    for field in ("width-father_name", "font_size_pt", "margin_top"):
        for number in ("nan", "inf", "sNaN"):
            refused = commander.post(f"{page}/new", data=sent | {"reason": "Gửi y tế", field: number})
            assert refused.status_code == 422, (field, number)
    assert db.session.query(ListSetting).count() == 0


def test_the_preview_names_what_is_beyond_the_decree_and_shows_own_people_only_when_asked(client_of, ward):
    commander, page = client_of("commander"), f"/wards/{ward.id}/papers/looks/militia-roster"
    sent = sent_by(commander.get(f"{page}/new").text)
    refused = commander.post(f"{page}/preview", data=sent | {"margin_left": "10"})
    assert "Nghị định 30/2020/NĐ-CP" in refused.text and "data:image" not in refused.text
    assert "data:image" in commander.post(f"{page}/preview", data=sent | {"own_people": "y"}).text
    assert commander.get(f"/wards/{ward.id}/papers/looks/no-such-list/new").status_code == 404


def test_the_title_of_a_list_without_a_form_is_worded_there_and_holds_no_secret(client_of, ward):
    commander, page = client_of("commander"), f"/wards/{ward.id}/papers/looks"
    assert "title" not in sent_by(commander.get(f"{page}/enlistment-16c/new").text)
    address = f"{page}/enlistment-eligible/new"
    sent = sent_by(commander.get(address).text)
    assert sent["title"] == ""
    for title, fault in (("D" * 201, "Không quá 200 ký tự"), ("Nguồn giao e51", "bí mật nhà nước"),
                         ("Danh sách năm 2027", "Không ghi năm")):  # fmt: skip
        for where in (address, f"{page}/enlistment-eligible/preview"):
            answer = commander.post(where, data=sent | {"title": title})
            assert fault in text_of(answer.text) and "data:image" not in answer.text, title
    refused = commander.post(f"{page}/enlistment-16c/new", data=sent | {"title": "Tên khác"})
    assert refused.status_code == 422 and db.session.query(ListSetting).count() == 0
    assert commander.post(address, data=sent | {"title": "Thanh niên đủ điều kiện"}).status_code == 303
    row = db.session.query(ListSetting).one()
    assert row.content["title"] == "Thanh niên đủ điều kiện"
    assert sent_by(commander.get(f"{page}/{row.id}").text)["title"] == "Thanh niên đủ điều kiện"


def test_a_sheet_that_is_no_roster_is_set_on_the_same_page(client_of, ward):
    commander, page = client_of("commander"), f"/wards/{ward.id}/papers/looks"
    assert "Sổ đăng ký quân nhân dự bị" in commander.text(page)
    address = f"{page}/reserve-register/new"
    sent = sent_by(commander.get(address).text)
    assert sent["column"][:2] == ["ho-va-ten", "ngay-sinh-so-cccd"]
    assert "by_neighbourhood" not in sent and "Thêm cột" not in commander.text(address)
    sent.pop("shown-han-tuoi")
    assert "data:image/png;base64," in commander.post(address, data=sent | {"preview": "1"}).text
    assert commander.post(address, data=sent | {"preset": "party"}).status_code == 303
    kept = db.session.query(ListSetting).one()
    assert kept.list_key == "reserve-register" and ["han-tuoi", False, 0.0] in kept.content["layout"]["columns"]
    assert "Đảng ủy" in commander.text(page)
    assert "Các cột" not in commander.text(f"{page}/duty/new")  # a column for each role: they follow the roster
