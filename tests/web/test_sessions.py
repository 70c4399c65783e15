"""Where an account is signed in: its owner sees and ends it, an administrator ends all of it."""

from __future__ import annotations

import base64
import json
import zlib
from datetime import date

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from roster.services import people
from roster.store.accounts import SignIn
from roster.store.audit import AuditEntry
from roster.store.db import db
from roster.web.computers import computer_words
from tests.conftest import PASSWORD

PAGE = "/account/sessions/"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"


def sign_in(app, name, address="192.168.1.20", program=FIREFOX):
    browser = app.test_client()
    browser.environ_base |= {"REMOTE_ADDR": address, "HTTP_USER_AGENT": program}
    assert browser.post("/login", data={"user_name": name, "password": PASSWORD}).status_code == 302
    return browser


def rows(browser, page=PAGE):
    table = BeautifulSoup(browser.get(page).text, "lxml").select_one("table.data-table")
    return [" ".join(row.get_text(" ").split()) for row in table.select("tbody tr")] if table else []


def is_in(browser):
    return browser.get("/account/password").status_code == 200


def ended():
    found = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "account.sessions_ended"))
    return [(one.user_id, one.subject_id, one.details["sessions"]) for one in found]


def test_one_sees_where_one_is_signed_in_and_ends_what_is_not_ones_own(app, user_of, clock_at):
    user = user_of("officer", user_name="nam.le")
    user_of("officer", user_name="khac")
    user_id, other = user.id, sign_in(app, "khac")
    lost = sign_in(app, "nam.le", "192.168.1.30", "SomeThing/1.0")
    clock_at(minutes=3)
    here = sign_in(app, "nam.le")
    clock_at(minutes=9)
    lost.environ_base["REMOTE_ADDR"] = "192.168.1.31"
    assert is_in(lost)  # noted: it was used, and from elsewhere
    first, second = rows(here)
    assert first.startswith("Firefox, Windows Máy này 192.168.1.20 02/03/2026 08:03 02/03/2026 08:0")
    assert second == "Không rõ 192.168.1.31 02/03/2026 08:00 02/03/2026 08:09 Kết thúc"

    # Neither one's own present session nor another's account's.
    strange = db.session.scalar(select(SignIn.id).where(SignIn.user_id != user_id))
    for one in (strange, "không phải số"):
        here.post(PAGE + "end", data={"session": str(one)})
    assert is_in(other) and is_in(here) and ended() == []

    mark = BeautifulSoup(here.get(PAGE).text, "lxml").select_one("input[name=session]")["value"]
    assert here.post(PAGE + "end", data={"session": mark}).location == PAGE
    assert (is_in(lost), is_in(here), len(rows(here))) == (False, True, 1)
    assert ended() == [(user_id, user_id, 1)]


def test_all_others_end_at_once_and_the_password_is_asked_where_it_is_long_ago(app, user_of, clock_at):
    user_of("officer", user_name="nam.le")
    here, *others = (sign_in(app, "nam.le") for _ in range(3))
    clock_at(minutes=16)
    assert here.post(PAGE + "end-others").location == f"/confirm/?next={PAGE}"
    assert all(map(is_in, others))
    assert here.post(f"/confirm/?next={PAGE}", data={"password": PASSWORD}).location == PAGE
    assert here.post(PAGE + "end-others").status_code == 303
    assert [is_in(one) for one in (here, *others)] == [True, False, False]
    assert "Không còn phiên nào khác" in here.post(PAGE + "end-others", follow_redirects=True).text


def test_what_ran_out_is_not_shown(app, user_of, clock_at):
    user_of("officer", user_name="nam.le")
    sign_in(app, "nam.le")
    clock_at(minutes=31)
    assert len(rows(sign_in(app, "nam.le"))) == 1


def test_a_new_password_leaves_one_session_and_says_so(app, user_of):
    user_of("officer", user_name="nam.le")
    here, there = sign_in(app, "nam.le"), sign_in(app, "nam.le")
    new = "trăm năm trong cõi người ta"
    data = {"password": PASSWORD, "new_password": new, "new_password_confirm": new}
    answer = here.post("/account/password", data=data, follow_redirects=True)
    assert "đã bị kết thúc phiên" in answer.text
    assert (len(rows(here)), is_in(there)) == (1, False)


def test_an_administrator_ends_the_sessions_of_those_whom_he_manages_alone(app, client_of, user_of, two_wards):
    ours, theirs = two_wards
    user = user_of("officer", user_name="nam.le", wards=ours)
    foreign = user_of("officer", user_name="khac", wards=theirs)
    user_id, foreign_id = user.id, foreign.id
    administrator, officer, other = client_of("administrator", ours), sign_in(app, "nam.le"), sign_in(app, "khac")
    assert len(rows(administrator, f"/accounts/{user_id}")) == 1
    assert administrator.post(f"/accounts/{user_id}/sessions/end").location == f"/accounts/{user_id}"
    assert administrator.post(f"/accounts/{foreign_id}/sessions/end").status_code == 404
    assert (is_in(officer), is_in(other)) == (False, True)
    assert ended() == [(administrator.user.id, user_id, 1)]
    assert "Không có phiên nào đang mở" in administrator.text(f"/accounts/{user_id}")


def test_what_an_administrator_changes_leaves_no_session_listed(app, client_of, user_of, ward):
    user = user_of("officer", user_name="nam.le", wards=ward)
    user_id, administrator = user.id, client_of("administrator", ward)
    sign_in(app, "nam.le")
    administrator.post(f"/accounts/{user_id}/password", data={"how": "make"})
    assert rows(administrator, f"/accounts/{user_id}") == []


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (FIREFOX, "Firefox, Windows"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0", "Edge, Windows"),
        ("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36", "Chrome, Android"),
        ("<script>alert(1)</script>", ""),
    ],
)
def test_a_computer_is_named_by_its_program_and_system(said, words):
    assert computer_words(said) == words


def test_a_password_that_is_given_anew_makes_copies_of_the_cookie_worthless(app, client_of, ward):
    browser, copy = client_of("officer", ward), app.test_client()
    copy.set_cookie("roster", browser.get_cookie("roster").value)
    assert copy.get("/account/password").status_code == 200
    assert browser.post("/confirm/", data={"password": PASSWORD}).status_code == 303
    assert browser.get("/account/password").status_code == 200
    assert copy.get("/account/password").status_code == 302


def test_the_cookie_says_nothing_to_who_reads_it_not_even_the_sentence_for_the_next_page(browser, officer, ward):
    person = people.create_person(officer, ward.id, {"full_name": "Lường Khắc Yểng"}, date(2026, 3, 2), confirmed=True)
    home = f"/wards/{ward.id}/people/{person.id}"
    with browser.session_transaction() as session:
        session["_flashes"] = [("success", "Đã ngừng quản lý Lường Khắc Yểng.")]
    value = browser.get_cookie("roster").value
    pieces = [base64.urlsafe_b64decode(piece + "=" * (-len(piece) % 4)) for piece in value.strip(".").split(".")]
    said = value.encode() + b"".join(pieces + [_inflated(piece) for piece in pieces])
    for secret in ("Lường", "flashes", "csrf", str(ward.id), json.dumps("Lường")[1:-1]):
        assert secret.encode() not in said, secret
    assert "Đã ngừng quản lý Lường Khắc Yểng." in browser.text(home)


def _inflated(piece):
    try:
        return zlib.decompress(piece)
    except zlib.error:
        return b""
