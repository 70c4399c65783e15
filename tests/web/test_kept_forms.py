"""Half an hour of typing outlives half an hour of session: what was entered is carried back and can be sent on."""

from __future__ import annotations

from datetime import timedelta

from bs4 import BeautifulSoup

from roster.store.db import db
from roster.store.people import Person


def _fields(answer):
    form = BeautifulSoup(answer.text, "lxml").select_one("main form")
    return form["action"], {one["name"]: one["value"] for one in form.select("input[type=hidden]")}


def test_a_form_sent_after_the_session_ended_is_not_lost(app, client_of, ward, monkeypatch):
    browser, clock = client_of("officer", ward), app.config["CLOCK"]
    typed = {"full_name": "Đỗ Văn <b>An</b>", "birth_date": "14/03/2005", "speciality_code": "07", "password": "mật"}
    monkeypatch.setitem(app.config, "CLOCK", lambda: clock() + timedelta(minutes=45))
    expired = browser.post(f"/wards/{ward.id}/people/new?from=list", data=typed)
    assert expired.status_code == 401 and "không mất" in expired.text and "<b>An" not in expired.text
    action, kept = _fields(expired)
    kept.pop("csrf_token")
    assert kept == {
        "_to": f"/wards/{ward.id}/people/new?from=list", "full_name": "Đỗ Văn <b>An</b>", "birth_date": "14/03/2005",
        "speciality_code": "07",
    }  # fmt: skip
    assert db.session.query(Person).count() == 0

    still_out = browser.post(action, data=kept, csrf=False)  # pressed too early: nothing is lost either
    assert still_out.status_code == 401 and kept.items() <= _fields(still_out)[1].items()
    back = client_of("officer", ward)
    again = back.post(action, data=kept, csrf=False)
    target, fields = _fields(again)
    assert again.status_code == 200 and target == kept["_to"] and fields["full_name"] == kept["full_name"]
    assert "csrf_token" in fields and "_to" not in fields


def test_a_lost_cookie_carries_the_fields_back_too(client, user_of, ward):
    user_of("officer")
    lost = client.post(f"/wards/{ward.id}/people/new", data={"full_name": "Đỗ Văn An"}, csrf=False)
    assert lost.status_code == 401 and _fields(lost)[1]["full_name"] == "Đỗ Văn An"


def test_fields_lead_to_no_other_site(browser):
    browser.check = False
    for to in ("//evil.example", "https://evil.example", "/\\evil"):
        assert browser.post("/resume", data={"_to": to, "a": "b"}, csrf=False).status_code == 400


def test_a_file_and_a_sign_in_go_the_usual_way(client, user_of, ward):
    user_of("officer")
    assert client.post("/login", data={"user_name": "x", "password": "y"}, csrf=False).status_code == 400
    assert client.post(f"/wards/{ward.id}/people/new").status_code in {302, 401}
