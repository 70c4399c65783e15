"""The account pages of the administrator."""

from __future__ import annotations

import re

from sqlalchemy import select

from roster.store.accounts import User
from roster.store.db import db
from tests.conftest import PASSWORD


def _new(ward, **change) -> dict[str, object]:
    return {
        "full_name": "Bùi Thị Mẫu", "user_name": "mau.bui", "roles": ["officer"], "wards": [str(ward.id)],
        "how": "type", "password": PASSWORD, "password_again": PASSWORD, **change,
    }  # fmt: skip


def _user(name: str) -> User:
    return db.session.scalar(select(User).where(User.user_name == name))


def test_a_new_officer_can_sign_in_with_the_typed_password(client_of, client, two_wards):
    administrator = client_of("administrator")
    assert administrator.get("/accounts/new").status_code == 200
    assert administrator.post("/accounts/new", data=_new(two_wards[0])).status_code == 303
    assert "Bùi Thị Mẫu" in administrator.text("/accounts/")
    assert client.post("/login", data={"user_name": "mau.bui", "password": PASSWORD}).status_code == 302


def test_a_made_password_is_shown_once_and_works(client_of, client, two_wards):
    administrator = client_of("administrator")
    made = _new(two_wards[0], how="make", password="", password_again="")
    answer = administrator.post("/accounts/new", data=made)
    assert answer.status_code == 200
    password = re.search(r'class="password-once"[^>]*>([^<]+)<', answer.text)[1]
    assert password not in administrator.get("/accounts/").text
    assert password not in administrator.get(f"/accounts/{_user('mau.bui').id}").text
    assert client.post("/login", data={"user_name": "mau.bui", "password": password}).status_code == 302


def test_faults_of_a_new_account_are_named_and_what_was_typed_stays(client_of, two_wards):
    wrong = _new(two_wards[0], user_name="Ma u", roles=[], password_again="khác hẳn đấy nhé")
    answer = client_of("administrator").post("/accounts/new", data=wrong)
    assert answer.status_code == 422
    assert "không giống nhau" in answer.text
    wrong["password_again"] = PASSWORD
    answer = client_of("administrator").post("/accounts/new", data=wrong)
    assert "Tên đăng nhập gồm" in answer.text
    assert "Hãy chọn ít nhất một vai trò." in answer.text
    assert "Bùi Thị Mẫu" in answer.text
    assert _user("mau.bui") is None


def test_roles_and_wards_change_and_the_old_session_ends(client_of, user_of, two_wards):
    user = user_of("officer")
    user_id = user.id
    officer = client_of(user=user)
    administrator = client_of("administrator", two_wards)
    page = administrator.get(f"/accounts/{user_id}")
    assert page.status_code == 200
    rights = {"roles": ["viewer", "auditor"], "wards": [str(two_wards[1].id)]}
    assert administrator.post(f"/accounts/{user_id}/rights", data=rights).status_code == 303
    assert officer.get("/").status_code == 302
    assert officer.get("/").location.startswith("/login")
    db.session.expire_all()
    changed = db.session.get(User, user_id)
    assert changed.role_names == {"viewer", "auditor"}
    assert changed.ward_ids == {two_wards[1].id}


def test_a_shut_account_stays_listed_and_opens_again(client_of, user_of, client):
    user = user_of("officer", user_name="thu.le")
    user_id = user.id
    administrator = client_of("administrator")
    administrator.post(f"/accounts/{user_id}/deactivate")
    assert "Đã khóa" in administrator.text("/accounts/")
    door = {"user_name": "thu.le", "password": PASSWORD}
    assert client.post("/login", data=door).status_code == 200
    administrator.post(f"/accounts/{user_id}/activate")
    assert client.post("/login", data=door).status_code == 302


def test_the_last_administrator_cannot_be_shut_out(client_of):
    administrator = client_of("administrator")
    user_id = administrator.user.id
    administrator.post(f"/accounts/{user_id}/deactivate")
    assert "tài khoản quản trị cuối cùng" in administrator.text(f"/accounts/{user_id}")


def test_a_forgotten_password_is_replaced(client_of, user_of, client):
    user = user_of("officer", user_name="thu.le")
    user_id = user.id
    administrator = client_of("administrator")
    new = "đèn nhà ai nấy rạng"
    assert administrator.get(f"/accounts/{user_id}/password").status_code == 200
    short = {"how": "type", "password": "ngắn", "password_again": "ngắn"}
    assert "ít nhất" in administrator.post(f"/accounts/{user_id}/password", data=short).text
    typed = {"how": "type", "password": new, "password_again": new}
    assert administrator.post(f"/accounts/{user_id}/password", data=typed).status_code == 303
    assert client.post("/login", data={"user_name": "thu.le", "password": new}).status_code == 302


def test_accounts_of_another_ward_are_not_there(client_of, user_of, two_wards):
    foreign = user_of("officer", wards=two_wards[1], full_name="Người Phường Khác").id
    administrator = client_of("administrator", two_wards[0])
    assert "Người Phường Khác" not in administrator.text("/accounts/")
    for address in (f"/accounts/{foreign}", f"/accounts/{foreign}/password"):
        assert administrator.get(address).status_code == 404
    for address in ("rights", "password", "deactivate", "activate"):
        answer = administrator.post(f"/accounts/{foreign}/{address}", data=_new(two_wards[0]))
        assert answer.status_code == 404


def test_a_foreign_ward_cannot_be_given(client_of, two_wards):
    answer = client_of("administrator", two_wards[0]).post("/accounts/new", data=_new(two_wards[1]))
    assert answer.status_code == 422
    assert _user("mau.bui") is None


def test_other_roles_have_no_account_pages(client_of, user_of):
    user_id = user_of("officer").id
    for role in ("commander", "officer", "viewer", "auditor"):
        other = client_of(role)
        assert other.get("/accounts/").status_code == 403
        assert other.post(f"/accounts/{user_id}/deactivate").status_code == 403
