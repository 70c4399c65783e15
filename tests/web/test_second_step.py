"""Who may do most shows a code besides his password; a code is good once; a lost device ends well."""

from __future__ import annotations

import base64
import hashlib
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from cryptography.fernet import Fernet

from roster.config import build_config
from roster.services import accounts, second_step
from roster.services.faults import NotAllowed
from roster.store.accounts import RecoveryCode, SecondStep, SignIn, User
from roster.store.audit import AuditEntry
from roster.store.db import db
from tests.conftest import PASSWORD
from tests.second_steps import code_of

START = datetime(2026, 11, 26, 8, tzinfo=UTC)


@pytest.fixture
def at(app):
    """Moves the office's clock; returns the seconds since 1970."""

    def move(**after) -> float:
        moment = START + timedelta(**after)
        app.config["CLOCK"] = lambda: moment
        return moment.timestamp()

    move()
    return move


@pytest.fixture
def commander(user_of, ward):
    user_of("commander", user_name="thang")
    return "thang"


def password(client, name, secret=PASSWORD):
    return client.post("/login", data={"user_name": name, "password": secret})


def show(client, code, to="check", **more):
    return client.post(f"/second-step/{to}", data={"code": code}, **more)


def key_on(client):
    return BeautifulSoup(client.get("/second-step/").text, "lxml").select_one(".key-text").get_text()


@pytest.fixture
def enrolled(client, commander, at):
    """The commander's device: its key, and his recovery codes; he is signed in."""
    password(client, commander)
    key = key_on(client)
    page = show(client, code_of(key, START.timestamp()), "enrol")
    codes = [item.get_text() for item in BeautifulSoup(page.text, "lxml").select(".recovery-codes li")]
    return key, codes


def is_inside(client, ward):
    return client.get(f"/wards/{ward.id}/").status_code == 200


def actions():
    db.session.rollback()
    return [one.action for one in db.session.query(AuditEntry).order_by(AuditEntry.at)]


def test_production_asks_whoever_sees_and_changes_most_and_no_environment_changes_that(monkeypatch, tmp_path):
    monkeypatch.setenv("SECOND_STEP_ROLES", "")
    config = build_config({"ROSTER_INSTANCE": tmp_path})
    assert config["SECOND_STEP_ROLES"] == {"administrator", "commander", "auditor"}


def test_the_password_alone_opens_nothing_until_a_device_is_enrolled(client, commander, ward, at):
    assert password(client, commander).status_code == 302
    inside = f"/wards/{ward.id}/lists/enlistment"
    for url in (inside, "/account/password", "/accounts/", "/"):
        answer = client.get(url)
        assert answer.status_code == 302 and answer.location.startswith("/second-step/"), url
    assert client.post("/account/password", data={}).location.startswith("/second-step/")
    assert show(client, "000000", "codes").status_code == 302
    key = key_on(client)
    assert key == key_on(client)  # looked at again, it is still the one that the device has
    old = db.session.query(SignIn).one().id
    db.session.commit()
    wrong = show(client, "000000", "enrol")
    assert wrong.status_code == 422 and "Mã không đúng" in wrong.text
    typed = f" {code_of(key, START.timestamp())[:3]} {code_of(key, START.timestamp())[3:]} "
    page = show(client, typed, "enrol")
    assert page.status_code == 200 and len(re.findall(r"<li>(?:[a-z0-9]{4}-){3}[a-z0-9]{4}</li>", page.text)) == 8
    assert is_inside(client, ward) and client.get(inside).status_code == 200
    sign_ins = {one.id: one for one in db.session.query(SignIn)}
    assert len(sign_ins) == 2 and sign_ins[old].ended_at is not None  # the cookie of before is worth nothing
    device = db.session.query(SecondStep).one()
    assert "".join(key.split()) not in device.seed and device.seed.startswith("2.")
    assert all(one.code.startswith("$argon2id$") for one in db.session.query(RecoveryCode))
    assert actions().count("account.second_step") == 1


def test_a_code_is_good_once_and_for_its_own_half_minute(app, enrolled, commander, ward, at):
    key, _ = enrolled
    clients = [app.test_client() for _ in range(3)]
    for client in clients:
        password(client, commander)
    assert show(clients[0], code_of(key, START.timestamp())).status_code == 422  # it enrolled the device
    now = at(seconds=90)
    for offset in (-60, 60, -30, 30):
        assert show(clients[0], code_of(key, now + offset)).status_code == 422
    code = code_of(key, now)
    answer = show(clients[0], code, query_string={"next": f"/wards/{ward.id}/"})
    assert answer.status_code == 303 and answer.location == f"/wards/{ward.id}/" and is_inside(clients[0], ward)
    assert show(clients[1], code).status_code == 422
    assert show(clients[1], f"{code[:3]} {code[3:]}").status_code == 422
    now = at(seconds=120)
    assert show(clients[1], "".join(chr(ord(digit) + 0xFEE0) for digit in code_of(key, now))).status_code == 303
    # What is older than the last that was taken counts no more.
    assert show(clients[2], code).status_code == 422
    for turn, evil in enumerate(("//evil.example", "/\\evil.example", "https://evil.example", "/a\r\nb"), start=3):
        now, passing = at(minutes=turn), app.test_client()
        password(passing, commander)
        answer = show(passing, code_of(key, now), query_string={"next": evil})
        assert (answer.status_code, answer.location) == (303, "/"), evil


@pytest.mark.parametrize("off", [-30, 30])
def test_a_clock_that_went_off_is_learnt_from_two_codes_in_a_row(app, enrolled, commander, ward, at, off):
    key, _ = enrolled
    client = app.test_client()
    password(client, commander)
    now = at(seconds=90)
    for _ in range(2):  # the same code twice tells nothing
        assert show(client, code_of(key, now + off)).status_code == 422
    now = at(seconds=120)
    assert show(client, code_of(key, now + off)).status_code == 303 and is_inside(client, ward)
    # From now on it is the device's own time, and the code of the office's own clock is off.
    other, now = app.test_client(), at(seconds=180)
    password(other, commander)
    assert show(other, code_of(key, now)).status_code == 422
    assert show(other, code_of(key, now + off)).status_code == 303


def test_a_device_of_before_goes_on_and_its_seed_is_sealed_anew(app, enrolled, commander, ward, at):
    key, _ = enrolled
    device = db.session.query(SecondStep).one()
    office_key = hashlib.sha256((Path(app.instance_path) / "second_step_key").read_text().strip().encode()).digest()
    seed = base64.b32decode("".join(key.split()))
    device.seed = Fernet(base64.urlsafe_b64encode(office_key)).encrypt(seed).decode()
    db.session.commit()
    client, now = app.test_client(), at(seconds=90)
    password(client, commander)
    assert show(client, code_of(key, now)).status_code == 303 and is_inside(client, ward)
    db.session.expire_all()
    assert db.session.query(SecondStep).one().seed.startswith("2.")


def test_guessing_is_slowed_down_and_a_recovery_code_is_good_once(app, enrolled, commander, ward, at):
    _, codes = enrolled
    other = app.test_client()
    password(other, commander)
    assert show(other, codes[0].upper().replace("-", " ")).status_code == 303 and is_inside(other, ward)
    assert "account.recovery_used" in actions()
    third = app.test_client()
    password(third, commander)
    assert show(third, codes[0]).status_code == 422
    for _ in range(9):
        show(third, "123456")
    answer = show(third, codes[1])
    assert answer.status_code == 429 and int(answer.headers["Retry-After"]) > 0
    assert not is_inside(third, ward)
    elsewhere = app.test_client()  # the owner is not locked out
    home = {"REMOTE_ADDR": "10.0.0.9"}
    elsewhere.post("/login", data={"user_name": commander, "password": PASSWORD}, environ_base=home)
    assert show(elsewhere, codes[1], environ_base=home).status_code == 303


def test_who_has_a_device_by_choice_is_asked_too_and_others_are_not(app, client, user_of, ward, at):
    user_of("officer", user_name="hoa")
    password(client, "hoa")
    assert is_inside(client, ward)
    show(client, code_of(key_on(client), START.timestamp()), "enrol")
    assert is_inside(client, ward) and "Còn 8 mã khôi phục" in client.text("/second-step/")
    again = app.test_client()
    password(again, "hoa")
    assert not is_inside(again, ward)


def test_a_lost_device_is_reset_by_an_administrator_and_by_the_command_line(
    app, client_of, enrolled, client, commander, ward, actor_of, at
):
    user_id = db.session.query(User).filter_by(user_name=commander).one().id
    db.session.commit()
    administrator = client_of("administrator", ward)
    assert "Đã bật" in administrator.text(f"/accounts/{user_id}")
    unseen = administrator.post(f"/accounts/{user_id}/second-step/reset", follow_redirects=True)
    assert "Chưa đặt lại" in unseen.text and is_inside(client, ward)  # he must have seen who asks for it
    assert administrator.post(f"/accounts/{user_id}/second-step/reset", data={"seen": "yes"}).status_code == 303
    assert not is_inside(client, ward)  # his sessions have ended
    assert db.session.query(RecoveryCode).count() == 0
    password(client, commander)
    at(minutes=5)
    assert show(client, code_of(key_on(client), at(minutes=5)), "enrol").status_code == 200
    run = app.test_cli_runner().invoke
    db.session.commit()
    assert run(args=["roster", "user", "reset-second-step", commander]).exit_code == 0
    assert run(args=["roster", "user", "reset-second-step", commander]).exit_code == 2
    assert run(args=["roster", "user", "reset-second-step", "khong.co"]).exit_code == 2
    assert actions().count("account.second_step_reset") == 2
    stranger = actor_of("officer")
    db.session.commit()
    with pytest.raises(NotAllowed):
        accounts.reset_second_step(stranger, user_id)


def test_without_the_key_of_the_seeds_only_paper_opens_and_no_new_key_is_made(app, enrolled, commander, ward, at):
    key, codes = enrolled
    path = app.config["ROSTER_INSTANCE"] / second_step.KEY_FILE
    assert path.stat().st_mode & 0o777 == 0o600
    path.unlink()
    client = app.test_client()
    password(client, commander)
    answer = show(client, code_of(key, at(minutes=5)))
    assert answer.status_code == 503 and "mã khôi phục" in answer.text
    assert not path.exists()
    assert show(client, codes[0]).status_code == 303 and is_inside(client, ward)


def test_an_unlocked_desk_is_not_enough_to_enrol_a_device_or_to_try_passwords(client_of, user_of, ward, at):
    user = user_of("officer", wards=ward)
    browser = client_of(user=user)
    assert "Mã xác nhận" in browser.get("/second-step/").text  # he gave his password just now
    at(hours=0.3)
    with browser.session_transaction() as session:
        session["seen_at"] = int((START + timedelta(hours=0.3)).timestamp())
    for answer in (browser.get("/second-step/"), show(browser, "123456", "enrol")):
        assert answer.status_code == 303 and answer.location.startswith("/confirm/")
    tries = {"password": "không phải mật khẩu", "new_password": "x" * 20, "new_password_confirm": "x" * 20}
    seen = [browser.post("/account/password", data=tries).status_code for _ in range(12)]
    assert seen[0] == 200 and seen[-1] == 429
    failed = db.session.query(AuditEntry).filter(AuditEntry.action.like("%fail%")).count()
    assert failed == seen.index(429)


def test_enrolling_by_choice_ends_the_sessions_that_came_in_by_the_password_alone(client_of, user_of, ward, at):
    user = user_of("officer", wards=ward)
    here, there = client_of(user=user), client_of(user=user)
    answer = show(here, code_of(key_on(here), at()), "enrol")
    assert "đã bị kết thúc phiên" in answer.text
    assert (is_inside(here, ward), is_inside(there, ward)) == (True, False)
