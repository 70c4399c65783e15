"""What was refused stands in the journal, without what a stranger typed; a flood does not fill the disk."""

import io
import zipfile
from datetime import timedelta

import pytest
from sqlalchemy import select

from roster.domain.actor import SYSTEM
from roster.services import accounts, audit_check, clock, refusals
from roster.store.audit import AuditEntry
from roster.store.db import db
from tests.conftest import PASSWORD


def entries(action):
    return list(db.session.scalars(select(AuditEntry).where(AuditEntry.action.startswith(action))))


def sign_in(client, name, password, **more):
    return client.post("/login", data={"user_name": name, "password": password}, **more)


def test_a_wrong_password_is_noted_with_the_account_and_without_what_was_typed(app, client, user_of):
    user = user_of("officer", user_name="nam.le")
    sign_in(client, "nam.le", "mật khẩu đoán mò 1")
    sign_in(client, "mat.khau.cua.toi", "mật khẩu đoán mò 2")
    known, unknown = sorted(entries("account.sign_in_failed"), key=lambda one: one.subject_id is None)
    assert (known.subject_id, known.user_id, unknown.subject_id) == (user.id, None, None)
    assert "mat.khau" not in str([known.details, unknown.details, known.user_name, unknown.user_name])
    assert not audit_check.verify().faults


def test_a_page_of_another_ward_and_one_without_the_right_are_noted(client_of, two_wards):
    ours, theirs = two_wards
    browser = client_of("officer", ours)
    assert browser.get(f"/wards/{theirs.id}/lists/enlistment").status_code == 404
    assert browser.get("/accounts/").status_code == 403
    assert browser.get("/khong-co-trang-nay").status_code == 404
    found = sorted((one.details["status"], one.details["page"], one.user_id) for one in entries("access.refused"))
    assert found == [(403, "accounts.index", browser.user.id), (404, "lists.show", browser.user.id)]
    assert str(theirs.id) not in str([one.details for one in entries("access.refused")])


def test_a_flood_of_refusals_is_told_once_and_not_written_down(client_of, ward, monkeypatch):
    monkeypatch.setattr(refusals, "MOST_OF_ONE", 3)
    browser = client_of("officer", ward)
    for _ in range(8):
        assert browser.get("/accounts/").status_code == 403
    assert [len(entries("access.refused")), len(entries("access.refused.more"))] == [4, 1]
    assert not audit_check.verify().faults


def test_the_password_is_asked_again_before_rights_are_given_and_comes_back_to_the_page(
    app, client_of, user_of, two_wards
):
    browser = client_of("administrator", two_wards)
    other = user_of("officer", wards=two_wards[0])
    now = clock.now()
    app.config["CLOCK"] = lambda: now + timedelta(minutes=6)
    for url in ("/accounts/new", f"/accounts/{other.id}/password"):
        assert browser.get(url).location == f"/confirm/?next={url}"
    # What was opened in time may be sent a little later, but not for ever.
    app.config["CLOCK"] = lambda: now + timedelta(minutes=16)
    answer = browser.post(
        f"/accounts/{other.id}/rights", data={"roles": "administrator", "wards": str(two_wards[0].id)}
    )
    assert answer.location == f"/confirm/?next=/accounts/{other.id}"
    assert browser.post("/backups/roster-20260101-000000.age").location == "/confirm/?next=/backups/"
    db.session.refresh(other)
    assert other.role_names == {"officer"}

    page = f"/confirm/?next=/accounts/{other.id}/password"
    assert "Nhập lại mật khẩu" in browser.text(page)
    assert browser.post(page, data={"password": "không phải mật khẩu"}).status_code == 422
    assert browser.post(page, data={"password": PASSWORD}).location == f"/accounts/{other.id}/password"
    assert browser.get(f"/accounts/{other.id}/password").status_code == 200
    assert browser.post("/confirm/?next=//evil.example", data={"password": PASSWORD}).location == "/"


def test_a_password_that_was_handed_over_opens_nothing_until_it_is_changed(client, client_of, user_of, ward):
    browser, other = client_of("administrator", ward), user_of("officer", wards=ward, user_name="tu.le")
    given = "một câu được trao tay"
    browser.post(f"/accounts/{other.id}/password", data={"how": "type", "password": given, "password_again": given})
    assert sign_in(client, "tu.le", given).status_code == 302
    assert client.get(f"/wards/{ward.id}/lists/enlistment").location == "/account/password"
    own = "chỉ mình tôi biết câu này"
    answer = client.post(
        "/account/password", data={"password": given, "new_password": own, "new_password_confirm": own}
    )
    assert answer.status_code == 302
    assert client.get(f"/wards/{ward.id}/lists/enlistment").status_code == 200


# --- From which computer, and what was meant to get around the program -----------------------------------------------


def test_an_entry_says_from_which_computer_and_the_journal_shows_it(app, client, client_of, user_of, ward):
    user_of("officer", user_name="nam.le", wards=ward)
    there = {"REMOTE_ADDR": "192.168.1.20"}
    client.post("/login", data={"user_name": "nam.le", "password": PASSWORD}, environ_base=there)
    client.get(f"/wards/{ward.id}/lists/enlistment", environ_base=there)
    client.get("/accounts/", environ_base=there)
    found = {one.action: one.details["from"] for one in entries("") if one.user_id is not None}
    assert found == dict.fromkeys(("account.sign_in", "list.view", "access.refused"), "192.168.1.20")
    assert "192.168.1.20" in client_of("auditor", ward).text(f"/wards/{ward.id}/audit/?what=sessions")
    # Who is asked by nobody (the command line, the worker) claims no computer.
    accounts.create_user(SYSTEM, "mot.hai", "Lê Thử", PASSWORD, ["viewer"], [ward.id])
    assert "from" not in entries("account.create")[0].details
    assert not audit_check.verify().faults


def test_tries_beyond_the_throttle_and_forms_without_their_token_are_noted_once_a_minute_and_address(
    app, client, user_of
):
    user = user_of("officer", user_name="nam.le")
    app.config["SIGN_IN_FAILURES"] = 2
    for _ in range(6):
        sign_in(client, "nam.le", "mật khẩu đoán mò 1")
    for address in ("192.168.1.20", "192.168.1.21", "192.168.1.20"):
        client.post("/login", csrf=False, data={"user_name": "x" * 9}, environ_base={"REMOTE_ADDR": address})
    [throttled] = entries("access.throttled")
    assert (throttled.user_id, throttled.subject_id, throttled.details["page"]) == (None, None, "security.login")
    assert sorted(one.details["from"] for one in entries("access.no_token")) == ["192.168.1.20", "192.168.1.21"]
    assert not any(word in str([one.details for one in entries("access.")]) for word in ("nam.le", "xxx", "mật"))

    sign_in(client, "nam.le", PASSWORD, environ_base={"REMOTE_ADDR": "192.168.1.22"})
    assert client.post("/look", csrf=False).status_code == 400
    assert entries("access.no_token")[-1].user_id == user.id
    assert not audit_check.verify().faults


def test_a_flood_of_attempts_is_told_once(app, client, user_of, monkeypatch):
    user_of("officer")
    monkeypatch.setattr(refusals, "MOST_OF_ALL", 3)
    for last in range(8):
        client.post("/login", csrf=False, environ_base={"REMOTE_ADDR": f"192.168.1.{last}"})
    assert [len(entries("access.no_token")), len(entries("access.no_token.more"))] == [4, 1]


@pytest.mark.parametrize("page", ["imports/", "forces/units-file"])
def test_a_workbook_that_is_made_to_do_harm_is_noted(client_of, ward, page):
    browser, file = client_of("officer", ward), io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        package.writestr("[Content_Types].xml", "")
        package.writestr("../../etc/passwd", "")
    fields = {"roster": "enlistment", "year": "2026", "begins_on": "01/01/2026"}
    form = {**fields, "file": (io.BytesIO(file.getvalue()), "Lê Thử.xlsx")}
    address = f"/wards/{ward.id}/{page}"
    assert browser.post(address, data=form, content_type="multipart/form-data").status_code == 422
    [found] = entries("import.hostile")
    assert (found.user_id, found.details) == (browser.user.id, {"from": "127.0.0.1"})
    torn = {**form, "file": (io.BytesIO(b"PK"), "rach.xlsx")}
    assert browser.post(address, data=torn, content_type="multipart/form-data").status_code == 422
    assert len(entries("import.hostile")) == 1  # a torn file is an accident
