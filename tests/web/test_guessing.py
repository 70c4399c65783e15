"""Guesses at one account from many addresses: passwords slow down but never lock, codes of the device end."""

from __future__ import annotations

from datetime import timedelta

import pytest

from roster.services import failures
from roster.store.accounts import SignInFailure, User
from roster.store.db import db, now
from tests.conftest import PASSWORD
from tests.web.test_second_step import START, at, code_of, commander, enrolled, is_inside  # noqa: F401  # fixtures

WRONG = "một câu đoán mò"


@pytest.fixture
def later(monkeypatch):
    """Moves the moment that failures are counted by."""
    begun, passed = now(), [timedelta()]
    monkeypatch.setattr(failures, "now", lambda: begun + passed[0])

    def move(**after):
        passed[0] += timedelta(**after)

    return move


def from_(number):
    return {"environ_base": {"REMOTE_ADDR": f"10.1.{number // 200}.{number % 200 + 1}"}}


def sign_in(app, name, password, number):
    client = app.test_client()
    return client, client.post("/login", data={"user_name": name, "password": password}, **from_(number))


def stored(moment, count, name):
    """So many failures of the name, each from an address of its own."""
    db.session.add_all([
        SignInFailure(mark=failures._mark(name, failures._ANYWHERE), at=moment) for _ in range(count)
    ])  # fmt: skip
    db.session.commit()


def test_passwords_guessed_from_many_addresses_are_slowed_down_and_the_owner_is_not(app, user_of, later):
    user_of("officer", user_name="hung")
    assert sign_in(app, "hung", PASSWORD, 900)[1].status_code == 302
    for number in range(50):
        assert sign_in(app, "hung", WRONG, number // 5)[1].status_code == 200
    assert failures.seconds_to_wait("hung", "10.9.9.9") > 0
    stored(failures.now(), 6, "hung")  # as many as make a delay longer than this test lasts
    refused = sign_in(app, "hung", PASSWORD, 500)[1]
    assert refused.status_code == 429 and int(refused.headers["Retry-After"]) <= 120
    assert sign_in(app, "hung", PASSWORD, 900)[1].status_code == 302  # the address that he comes from
    assert sign_in(app, "hung", WRONG, 900)[1].status_code == 200
    assert sign_in(app, "khong.co", WRONG, 501)[1].status_code == 200
    later(minutes=3)
    assert sign_in(app, "hung", PASSWORD, 500)[1].status_code == 302  # never a lock


def test_the_delay_grows_with_each_failure_up_to_the_longest_and_ends_with_the_window(app, user_of, later):
    user_of("officer", user_name="hung")
    stored(failures.now(), 49, "hung")
    waits = []
    for _ in range(10):
        waits.append(failures.seconds_to_wait("hung", "10.9.9.9"))
        stored(failures.now(), 1, "hung")
    assert waits == [0, 2, 3, 5, 9, 17, 33, 61, 61, 61]
    later(seconds=61)
    assert failures.seconds_to_wait("hung", "10.9.9.9") == 0
    stored(failures.now(), 1, "hung")
    assert failures.seconds_to_wait("hung", "10.9.9.9") == 61
    later(minutes=15)
    stored(failures.now(), 1, "hung")
    assert failures.seconds_to_wait("hung", "10.9.9.9") == 0


def test_who_gave_the_password_alone_has_not_succeeded(app, enrolled, commander, later):  # noqa: F811  # fixtures by their names
    sign_in(app, "thang", PASSWORD, 700)  # the code is still to come
    stored(failures.now(), 60, "thang")
    assert failures.seconds_to_wait("thang", from_(700)["environ_base"]["REMOTE_ADDR"]) > 0
    assert failures.seconds_to_wait("thang", "127.0.0.1") == 0


def show(client, code, number):
    return client.post("/second-step/check", data={"code": code}, **from_(number))


def guess(app, count, first=0):
    """Statuses of so many wrong codes, each from another address."""
    seen = []
    for number in range(first, first + count):
        client, _ = sign_in(app, "thang", PASSWORD, number)
        seen.append(show(client, "000000", number).status_code)
    return seen


def test_codes_are_counted_by_account_whatever_the_address(app, enrolled, commander, ward, at, later):  # noqa: F811  # fixtures by their names
    key, codes = enrolled
    assert guess(app, 12) == [422] * 10 + [429] * 2
    client, _ = sign_in(app, "thang", PASSWORD, 300)
    moment = at(minutes=5)
    refused = show(client, code_of(key, moment), 300)
    assert refused.status_code == 429 and 0 < int(refused.headers["Retry-After"]) <= 901
    # A recovery code cannot be guessed, so nobody's guesses hold it up.
    assert show(client, codes[0], 300).status_code == 303 and is_inside(client, ward)
    assert guess(app, 1, 400) == [429]  # and the guesses stay counted
    later(minutes=16)
    again, _ = sign_in(app, "thang", PASSWORD, 301)
    assert show(again, code_of(key, at(minutes=6)), 301).status_code == 303


def test_a_hundred_wrong_codes_in_a_row_end_the_device(app, client_of, enrolled, commander, ward, at, later):  # noqa: F811  # fixtures by their names
    key, codes = enrolled
    for turn in range(10):
        assert guess(app, 10, 10 * turn) == [422] * 10
        later(minutes=16)
    client, _ = sign_in(app, "thang", PASSWORD, 600)
    refused = show(client, code_of(key, at(minutes=5)), 600)
    assert refused.status_code == 422 and "mã khôi phục" in refused.text and not is_inside(client, ward)
    later(days=30)
    assert show(client, code_of(key, at(minutes=6)), 600).status_code == 422
    assert show(client, codes[0], 600).status_code == 303 and is_inside(client, ward)
    again, _ = sign_in(app, "thang", PASSWORD, 601)
    assert show(again, code_of(key, at(minutes=7)), 601).status_code == 303


def test_an_administrator_ends_the_row_with_the_device(app, client_of, enrolled, commander, ward, at, later):  # noqa: F811  # fixtures by their names
    user_id = db.session.query(User).filter_by(user_name="thang").one().id
    for _ in range(100):
        failures.note_wrong_code(user_id, "10.1.1.1", of_device=True)
    assert failures.are_codes_used_up(user_id)
    administrator = client_of("administrator", ward)
    assert administrator.post(f"/accounts/{user_id}/second-step/reset", data={"seen": "yes"}).status_code == 303
    assert not failures.are_codes_used_up(user_id)
    assert failures.seconds_to_wait_for_code(user_id, "10.1.1.2", of_device=True) == 0
