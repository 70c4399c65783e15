"""Signing in, signing out, one's own password."""

from __future__ import annotations

from roster.services import failures
from tests.conftest import PASSWORD


def test_a_stranger_is_led_to_the_sign_in_page_and_back(client, user_of, two_wards):
    user = user_of("officer")
    inside = f"/wards/{two_wards[0].id}/"
    response = client.get(inside)
    assert response.status_code == 302
    assert response.location.startswith("/login")
    page = client.text(response.location)
    assert "Đăng nhập" in page
    answer = client.post(response.location, data={"user_name": user.user_name, "password": PASSWORD})
    assert answer.status_code == 302
    assert answer.location == inside


def test_wrong_name_and_wrong_password_look_the_same(client, user_of):
    user = user_of("officer")
    pages = []
    for name, password in ((user.user_name, "sai mật khẩu rồi nhé"), ("khong.co.ai", PASSWORD)):
        answer = client.post("/login", data={"user_name": name, "password": password})
        pages.append((answer.status_code, answer.text.replace(name, "")))
        assert "Tên đăng nhập hoặc mật khẩu không đúng." in answer.text
    # Only the CSRF token may differ, and it does not depend on the name.
    assert pages[0][0] == pages[1][0]
    assert len(pages[0][1]) == len(pages[1][1])


def test_signing_out_needs_a_post_and_shuts_the_door(client_of, two_wards):
    officer = client_of("officer")
    home = f"/wards/{two_wards[0].id}/"
    assert officer.get("/logout").status_code == 405
    assert officer.get(home).status_code == 200
    assert officer.post("/logout").status_code == 302
    assert officer.get(home).status_code == 302


def test_an_officer_changes_his_own_password(client_of, user_of, client):
    user = user_of("officer")
    name = user.user_name
    officer = client_of(user=user)
    assert "Mật khẩu hiện tại" in officer.text("/account/password")
    new = "sông sâu còn có kẻ dò"
    wrong = {"password": "không phải nó đâu", "new_password": new, "new_password_confirm": new}
    assert "Mật khẩu hiện tại không đúng." in officer.post("/account/password", data=wrong).text
    right = {"password": PASSWORD, "new_password": new, "new_password_confirm": new}
    assert officer.post("/account/password", data=right).status_code == 302
    assert client.post("/login", data={"user_name": name, "password": new}).status_code == 302


def test_guessing_is_slowed_down_with_a_sentence(client, user_of):
    user = user_of("officer")
    name = user.user_name
    for _ in range(10):
        client.post("/login", data={"user_name": name, "password": "đoán mò một lần nữa"})
    answer = client.post("/login", data={"user_name": name, "password": PASSWORD})
    assert answer.status_code == 429
    assert "thử lại sau khoảng" in answer.text
    assert int(answer.headers["Retry-After"]) > 0


def test_one_password_is_not_tried_on_everybody_and_others_are_not_kept_out(app, client):
    for number in range(app.config["ADDRESS_FAILURES"]):
        failures.note_failure(f"name{number}", "10.0.0.1")
    # Counted in the database: a restart forgets nothing.
    assert failures.seconds_to_wait("another", "10.0.0.1") > 0
    assert failures.seconds_to_wait("another", "10.0.0.2") == 0
    assert failures.seconds_to_wait("name1", "10.0.0.2") == 0
