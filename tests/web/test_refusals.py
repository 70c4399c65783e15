"""What was refused stands in the journal, without what a stranger typed; a flood does not fill the disk."""

from datetime import timedelta

from sqlalchemy import select

from roster.services import audit_check, clock, refusals
from roster.store.audit import AuditEntry
from roster.store.db import db
from tests.conftest import PASSWORD


def entries(action):
    return list(db.session.scalars(select(AuditEntry).where(AuditEntry.action.startswith(action))))


def sign_in(client, name, password):
    return client.post("/login", data={"user_name": name, "password": password})


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
