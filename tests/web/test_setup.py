"""The first set-up of a new office, in the browser."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from roster.services import setup
from roster.store.accounts import User
from roster.store.db import db
from roster.store.papers import Letterhead, Signatory
from tests.conftest import PASSWORD
from tests.page_checks import text_of

CODE = "code"


@pytest.fixture
def code(app) -> str:
    return setup.setup_token()


def _values_of(html: str) -> dict[str, str]:
    """What a browser would send back of the page's form."""
    form = BeautifulSoup(html, "lxml").main.form
    values = {}
    for field in form.find_all(["input", "textarea"]):
        if field.get("type") in {"checkbox", "radio"} and not field.has_attr("checked"):
            continue
        values[field["name"]] = field.get("value", "") if field.name == "input" else field.get_text().strip()
    return values


def _office_page(client, code: str, key: str) -> str:
    answer = client.post("/setup/", data={"code": code, "ward_key": key})
    assert answer.status_code == 200
    return answer.text


def test_every_address_leads_to_the_set_up_while_nobody_has_an_account(client):
    for address in ("/", "/login", "/accounts/"):
        answer = client.get(address)
        assert answer.status_code == 302
        assert answer.location.startswith("/setup")
    page = client.text("/setup/")
    assert "Phường Phù Liễn" in page
    assert "Phường Kiến An" in page


def test_the_office_is_set_up_with_what_its_ward_suggests(client, code, two_wards):
    ward = two_wards[0]
    html = _office_page(client, code, str(ward.id))
    values = _values_of(html)
    assert values["superior"] == "BỘ CHQS THÀNH PHỐ HẢI PHÒNG"
    assert values["agency"] == "BAN CHQS PHƯỜNG PHÙ LIỄN"
    assert values["symbol"] == "DS-BCH"
    values |= {
        "full_name": "Đỗ Thị Mẫu", "user_name": "mau.do", "password": PASSWORD, "password_again": PASSWORD,
        "signer_name": "Trần Văn Ví", "signer_rank": "Thiếu tá", "is_commander": "y",
    }  # fmt: skip
    del values["csrf_token"]
    answer = client.post("/setup/office", data=values)
    assert answer.status_code == 303
    assert "Đã thiết lập xong" in client.text(answer.location)
    user = db.session.scalar(select(User))
    assert user.role_names == {"administrator", "commander", "officer"}
    assert user.ward_ids == {ward.id}
    assert db.session.scalar(select(Letterhead)).place == "Phù Liễn"
    assert db.session.scalar(select(Signatory)).full_name == "Trần Văn Ví"
    assert client.post("/login", data={"user_name": "mau.do", "password": PASSWORD}).status_code == 302


def test_what_was_typed_stays_when_something_is_wrong(client, code, two_wards):
    values = _values_of(_office_page(client, code, str(two_wards[0].id)))
    values |= {
        "full_name": "Đỗ Thị Mẫu", "user_name": "mau.do", "password": "ngắn", "password_again": "ngắn",
        "recipients": "- Như trên;\n- Lưu: VT.", "preparer_name": "Vũ Văn Thí",
    }  # fmt: skip
    del values["csrf_token"]
    answer = client.post("/setup/office", data=values)
    assert answer.status_code == 422
    assert "Mật khẩu cần ít nhất" in answer.text
    back = _values_of(answer.text)
    for name in ("full_name", "user_name", "agency", "preparer_name", "code", "ward_key"):
        assert back[name] == values[name]
    assert "Lưu: VT." in back["recipients"]
    assert db.session.scalar(select(User)) is None


def test_any_ward_of_the_country_is_found_without_marks(client, code):
    answer = client.post("/setup/", data={"code": code, "search": "ba dinh", "find": "1"})
    assert "Phường Ba Đình, Thành phố Hà Nội" in answer.text
    assert _values_of(answer.text)[CODE] == code


def test_enter_goes_on_but_for_words_that_nobody_looked_for_yet(client, code, two_wards):
    def shown(data):
        return text_of(client.post("/setup/", data=data).text)

    typed = {"code": code, "ward_key": str(two_wards[0].id), "search": "ba dinh"}
    assert "nơi khớp với “ba dinh”" in shown(typed)
    for sent in (typed | {"searched": "ba dinh"}, typed | {"go": "1"}, typed | {"search": ""}):
        assert "Tài khoản quản trị đầu tiên" in shown(sent)
    # What is wrong with the code is said when a ward is looked for, too.
    wrong = shown(typed | {"code": "0000-0000-0000-0001", "find": "1"})
    assert "Mã thiết lập không đúng" in wrong and "nơi khớp với" in wrong


def test_without_the_code_nothing_is_set_up(client, code, two_wards):
    wrong = {"code": "0000-0000-0000-0001", "ward_key": str(two_wards[0].id)}
    answer = client.post("/setup/", data=wrong)
    assert answer.status_code == 422
    assert "Mã thiết lập không đúng" in answer.text
    assert client.post("/setup/office", data=wrong).status_code == 303
    assert db.session.scalar(select(User)) is None


def test_the_set_up_is_gone_once_an_account_exists(client, code, user_of):
    user_of("administrator")
    assert client.get("/setup/").status_code == 404
    assert client.post("/setup/office", data={"code": code}).status_code == 404
