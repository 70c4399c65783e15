"""Refusals and failures: a courteous page with the next step."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from sqlalchemy.exc import OperationalError

from roster.services import faults, targets
from roster.store import scope
from tests.page_checks import text_of


def test_an_unknown_address_says_where_to_go(client_of):
    answer = client_of("officer").get("/khong-co-trang-nay")
    assert answer.status_code == 404
    assert "Không tìm thấy" in answer.text
    assert "Về trang chủ" in answer.text


def test_a_form_of_another_session_is_refused_with_the_remedy(client_of):
    answer = client_of("administrator").post("/accounts/new", csrf=False)
    assert answer.status_code == 400
    assert "Trang đã cũ" in answer.text
    assert "tải lại trang" in answer.text


def test_a_wrong_method_names_the_right_one(client_of):
    answer = client_of("administrator").post("/accounts/")
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]


def test_too_big_a_form_is_refused_in_words(client_of):
    answer = client_of("administrator").post(
        "/accounts/new", data={"full_name": "x" * 6_100_000}, content_type="multipart/form-data"
    )
    assert answer.status_code == 413
    assert "quá lớn" in answer.text


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (scope.NotFound("foreign"), 404),
        (scope.NotAllowed("export"), 403),
        (faults.NotFound(), 404),
        (faults.NotAllowed(), 403),
        (OperationalError("select", {}, Exception("database is locked")), 503),
    ],
)
def test_what_services_raise_becomes_a_page(app, client_of, error, code, monkeypatch):
    def fail(*_args, **_more):
        raise error

    monkeypatch.setattr("roster.services.accounts.list_users", fail)
    assert client_of("administrator").get("/accounts/").status_code == code


def test_who_writes_the_same_at_the_same_moment_is_told_so(browser, ward, monkeypatch, caplog):
    def send():
        return browser.post(f"/wards/{ward.id}/targets/new", data={"label": "Hội thao Lường Khắc Yểng"})

    assert send().status_code == 303
    # Neither of two requests sees what the other is about to write.
    monkeypatch.setattr(targets, "_own_number", lambda _row: 0)
    answer = send()
    assert answer.status_code == 409 and "vừa được ghi" in text_of(answer.text)
    assert browser.text(f"/wards/{ward.id}/targets").count("Hội thao") == 1
    assert "written meanwhile" in caplog.text and "Lường" not in caplog.text


def test_a_failure_shows_no_trace(app, client_of, monkeypatch):
    def fail(*_args, **_more):
        raise RuntimeError("secret of the machine")

    monkeypatch.setattr("roster.services.accounts.list_users", fail)
    administrator = client_of("administrator")
    app.config.update(TESTING=False, PROPAGATE_EXCEPTIONS=False)
    app.testing = False
    answer = administrator.get("/accounts/")
    assert answer.status_code == 500
    assert "Chương trình gặp lỗi" in answer.text
    assert "secret of the machine" not in answer.text
    assert "Traceback" not in answer.text


def test_a_page_that_a_button_opens_tells_the_way_there_when_it_is_opened_by_its_address(browser, ward):
    for path, back in (
        (f"/wards/{ward.id}/papers/new/enlistment", f"/wards/{ward.id}/lists/enlistment"),
        (f"/wards/{ward.id}/people/lookup", f"/wards/{ward.id}/"),
    ):
        answer = browser.get(path)
        assert answer.status_code == 405 and answer.headers["Allow"]
        links = {a["href"] for a in BeautifulSoup(answer.text, "lxml").select("main a")}
        assert back in links and browser.get(back).status_code == 200
