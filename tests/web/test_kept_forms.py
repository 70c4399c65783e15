"""Half an hour of typing outlives half an hour of session: what was entered is carried back, for its officer alone."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from roster.store.audit import AuditEntry
from roster.store.db import db
from roster.store.people import Person
from tests.page_checks import text_of

NAME = "Đỗ Văn <b>An</b>"


@pytest.fixture
def late(app, monkeypatch):
    """The half hour after which a session is over."""
    clock = app.config["CLOCK"]
    return lambda minutes=45: monkeypatch.setitem(app.config, "CLOCK", lambda: clock() + timedelta(minutes=minutes))


def _form(answer):
    """Address and hidden fields of the form on the page."""
    form = BeautifulSoup(answer.text, "lxml").select_one("main form")
    return form["action"], {one["name"]: one["value"] for one in form.select("input[type=hidden]")}


def _no_tokens():
    db.session.rollback()
    return db.session.query(AuditEntry).filter_by(action="access.no_token").count()


def test_a_form_sent_after_the_session_ended_is_not_lost(client_of, user_of, ward, late):
    user = user_of("officer", wards=ward, full_name="Trần Thị Nhập")
    browser = client_of(user=user)
    typed = {"full_name": NAME, "birth_date": "14/03/2005", "password": "mật"}
    late()
    expired = browser.post(f"/wards/{ward.id}/people/new?from=list", data=typed)
    assert expired.status_code == 401 and "không mất" in expired.text
    action, kept = _form(expired)
    assert db.session.query(Person).count() == 0

    still_out = browser.post(action, data=kept, csrf=False)  # pressed too early: nothing is lost either
    assert still_out.status_code == 401 and _form(still_out)[1]["_sealed"] == kept["_sealed"]
    back = client_of(user=user)
    again = back.post(action, data=kept, csrf=False)
    target, fields = _form(again)
    assert again.status_code == 200 and target == f"/wards/{ward.id}/people/new?from=list"
    assert fields.pop("csrf_token") and fields == {"full_name": NAME, "birth_date": "14/03/2005"}
    said = text_of(again.text)
    assert "Công dân mới" in said and "Trần Thị Nhập" in said and "Gửi lúc" in said


def test_the_form_of_one_officer_is_neither_shown_to_another_nor_sent_by_him(client_of, user_of, ward, late):
    user = user_of("officer", wards=ward)
    mine = client_of(user=user)
    opened = mine.csrf_token()
    late()
    action, kept = _form(mine.post(f"/wards/{ward.id}/people/new", data={"full_name": NAME}))
    other = client_of("officer", ward)
    for answer, status in (
        (other.post(action, data=kept, csrf=False), 403),  # what is carried already
        (other.post(f"/wards/{ward.id}/people/new", data={"csrf_token": opened, "full_name": NAME}), 400),  # the page
    ):
        assert answer.status_code == status and "tài khoản khác" in answer.text
        assert "Đỗ Văn" not in answer.text and "full_name" not in answer.text
        # Its owner goes on from there.
        assert _form(client_of(user=user).post(action, data=_form(answer)[1], csrf=False))[1]["full_name"] == NAME
    assert _no_tokens() == 1 and other.post(action, data={"_sealed": kept["_sealed"][:-3]}).status_code == 400
    assert db.session.query(Person).count() == 0


def test_who_has_signed_in_again_sends_the_page_of_his_session_before(client_of, user_of, ward):
    user = user_of("officer", wards=ward)
    opened = client_of(user=user).csrf_token()
    browser = client_of(user=user)
    page = f"/wards/{ward.id}/people/new"
    offered = browser.post(page, data={"csrf_token": opened, "full_name": "Đỗ Văn An", "birth_date": "14/03/2005"})
    action, fields = _form(offered)
    assert offered.status_code == 409 and action == page and _no_tokens() == 0
    assert db.session.query(Person).count() == 0
    assert browser.post(action, data=fields, csrf=False).status_code == 302
    assert db.session.scalars(select(Person.full_name)).all() == ["Đỗ Văn An"]
    # A lone button, too; but no field of signing in, and no token that no session of his made.
    assert browser.post("/search/send", data={"csrf_token": opened}).status_code == 409
    assert browser.post("/logout", data={"csrf_token": opened}).status_code == 400 and _no_tokens() == 0
    assert browser.post(page, data={"csrf_token": "x" + opened, "full_name": "Đỗ Văn Ba"}).status_code == 400
    assert _no_tokens() == 1


def test_before_the_code_of_his_device_nothing_is_opened(client_of, user_of, ward, late):
    user = user_of("officer", wards=ward)
    opened, half_way = client_of(user=user).csrf_token(), client_of(user=user)
    user.must_change = True
    db.session.commit()
    answer = half_way.post(f"/wards/{ward.id}/people/new", data={"csrf_token": opened, "full_name": NAME})
    assert answer.status_code == 401 and "full_name" not in answer.text
    assert half_way.post("/resume", data=_form(answer)[1]).status_code == 401
    user.must_change = False
    db.session.commit()
    assert _form(client_of(user=user).post("/resume", data=_form(answer)[1]))[1]["full_name"] == NAME


def test_a_code_that_is_no_secret_is_kept(client_of, user_of, ward, late):
    user = user_of("commander", wards=ward)
    browser = client_of(user=user)
    late()
    expired = browser.post(f"/wards/{ward.id}/reserve/specialities/new", data={"code": "07", "name": "Lái xe"})
    offered = client_of(user=user).post("/resume", data=_form(expired)[1])
    assert _form(offered)[1]["code"] == "07" and "quân nhân dự bị" in text_of(offered.text).lower()
    late(60 * 24 * 9)  # it is kept for days, not for ever
    assert client_of(user=user).post("/resume", data=_form(expired)[1]).status_code == 400


def test_a_lost_cookie_carries_the_fields_back_too(client, client_of, ward):
    token = client_of("officer", ward).csrf_token()
    lost = client.post(f"/wards/{ward.id}/people/new", data={"csrf_token": token, "full_name": "Đỗ Văn An"})
    assert lost.status_code == 401 and _form(lost)[1]["_sealed"]
    # A form that no session of ours made is kept for nobody.
    assert client.post(f"/wards/{ward.id}/people/new", data={"full_name": "Đỗ Văn An"}).status_code == 302


def test_what_is_not_sealed_here_leads_nowhere(browser):
    for fields in ({"_to": "https://evil.example", "a": "b"}, {"_to": "/", "_sealed": "AAAA"}):
        assert browser.post("/resume", data=fields, csrf=False).status_code == 400


def test_a_file_and_a_sign_in_go_the_usual_way(client, client_of, ward):
    assert client.post("/login", data={"user_name": "x", "password": "y"}, csrf=False).status_code == 400
    token, browser = client_of("officer", ward).csrf_token(), client_of("officer", ward)
    for one in (client, browser):
        sent = {"csrf_token": token, "year": "2026", "file": (io.BytesIO(b"x"), "a.xlsx")}
        assert one.post(f"/wards/{ward.id}/imports/", data=sent).status_code == 400
