"""Signing personal papers: a number is given once, the words follow the day of signing, no day is absurd."""

from __future__ import annotations

from datetime import date

import pytest
from bs4 import BeautifulSoup

from roster.services import people
from roster.services.records import NewRecord
from roster.store.claims import Delivery
from roster.store.db import db
from roster.store.enlistment import EnlistmentRecord
from roster.store.papers import PrintJob
from tests.page_checks import text_of
from tests.printing.test_personal import texts_of

TODAY = date(2026, 11, 24)
YEAR = 2027
SERIES = {"kind": "examination", "event_on": "15/12/2026", "issued_on": "20/11/2026", "first_number": "12"}
CALL_UP = {"kind": "enlistment", "event_on": "24/02/2027", "first_number": "12"}


@pytest.fixture
def page(ward):
    return f"/wards/{ward.id}/campaigns/{YEAR}/deliveries"


@pytest.fixture
def enter(officer, ward):
    """Makes a candidate of 2027 who stands at a step."""

    def make(full_name, step="invited_examination", **record):
        facts = {"full_name": full_name, "birth_date": "2005-03-14", "sex": "male", "education": "12/12"}
        first = NewRecord("enlistment", {"political_result": "passed"} | record, year=YEAR)
        person = people.create_person(officer, ward.id, facts, TODAY, records=(first,), confirmed=True)
        db.session.query(EnlistmentRecord).filter_by(person_id=person.id).one().status = step
        db.session.commit()
        return person.id

    return make


def numbers():
    db.session.expire_all()
    return {(one.kind, one.paper_number) for one in db.session.query(Delivery)}


def make(browser, page, **issue):
    return text_of(browser.post(f"{page}/new", data=issue, follow_redirects=True).text)


def form_of(html):
    """The form of the run as a browser would send it, and its buttons."""
    form = next(one for one in BeautifulSoup(html, "lxml").find_all("form") if one.find(attrs={"name": "for_day"}))
    fields = [one for one in form.find_all(["input", "textarea"]) if one.get("name") and one.get("type") != "checkbox"]
    # A browser sends the line breaks of a text area as CR LF.
    filled = {one["name"]: one.text.strip().replace("\n", "\r\n") if one.name == "textarea" else one.get("value", "")
              for one in fields}  # fmt: skip
    return filled, {one["name"] for one in form.find_all("button") if one.get("name")}


# --- Numbers --------------------------------------------------------------------------------------------------------


def test_a_number_is_given_once_and_the_page_says_whose_it_is(browser, page, enter):
    first, second = (enter(name, "final_official", health_class=1) for name in ("Đỗ Văn An", "Đỗ Văn Bình"))
    make(browser, page, **CALL_UP, chosen=str(first))
    assert numbers() == {("enlistment", "12/QĐ-UBND")}
    said = make(browser, page, **CALL_UP | {"first_number": "012/qđ-ubnd"}, chosen=str(second))
    assert "Số 012/qđ-ubnd của năm 2026 đã ghi trên giấy gọi nhập ngũ của Đỗ Văn An" in said
    assert "số sau cùng đã dùng là 12" in said and len(numbers()) == 1
    # The paper may still be signed next year: its number is not given then either.
    assert "đã ghi trên" in make(
        browser, page, **CALL_UP | {"event_on": "25/02/2027", "issued_on": "05/01/2027"}, chosen=str(second)
    )
    make(browser, page, **CALL_UP | {"first_number": "13"}, chosen=str(second))
    assert numbers() == {("enlistment", "12/QĐ-UBND"), ("enlistment", "13/QĐ-UBND")}


def test_all_decisions_of_a_year_share_their_numbers_and_another_symbol_has_its_own(browser, page, enter):
    enter("Đỗ Văn An")
    make(browser, page, **SERIES)
    enter("Lê Văn Bình", "final_official", health_class=1)
    assert "giấy gọi khám sức khỏe của Đỗ Văn An" in make(browser, page, **CALL_UP)
    make(browser, page, **SERIES | {"kind": "invitation"})
    make(browser, page, **CALL_UP | {"issued_on": "04/01/2027"})  # the numbers of a year begin anew
    assert numbers() >= {("examination", "12/QĐ-UBND"), ("invitation", "12/GM-BCH"), ("enlistment", "12/QĐ-UBND")}


def test_a_number_of_the_register_is_not_given_to_a_paper(browser, page, enter):
    enter("Đỗ Văn An")
    make(browser, page, **SERIES)
    filled, _ = form_of(browser.get(f"{page}/print").text)
    run = browser.post(f"{page}/print", data=filled | {"place": "Trạm Y tế"}, follow_redirects=True).request.path
    browser.post(f"{run}/issue")
    delivery = db.session.query(Delivery).one()
    refused = browser.post(f"{page}/remove", data={"chosen": str(delivery.id)}, follow_redirects=True)
    assert "đã vào sổ văn bản đi nên được giữ" in text_of(refused.text) and db.session.query(Delivery).count() == 1
    db.session.query(Delivery).delete()  # as when all that is known of a citizen is erased
    assert "Số 12/QĐ-UBND của năm 2026 đã vào sổ văn bản đi ngày 20/11/2026" in make(browser, page, **SERIES)


def test_the_hint_says_the_symbol_of_the_kind(browser, page, enter):
    enter("Đỗ Văn An")
    assert "125/QĐ-UBND, 126/QĐ-UBND" in browser.text(f"{page}/new?kind=examination")
    assert "125/GM-BCH" in browser.text(f"{page}/new?kind=invitation")


# --- The words and the office of the day of signing -----------------------------------------------------------------


@pytest.fixture
def called(browser, page, enter):
    enter("Đỗ Văn An")
    make(browser, page, **SERIES)
    return f"{page}/print?kind=examination&on=2026-12-15"


def test_what_the_officer_left_follows_the_day_and_an_old_order_is_the_district_s_alone(browser, called):
    filled, buttons = form_of(browser.get(called).text)
    assert filled["signed_on"] == "20/11/2026"  # the day that was entered when the papers were made
    assert filled["signer_post"] == "CHỦ TỊCH" and "98/2025" in filled["grounds"] and "follow" in buttons
    filled |= {"place": "Trung tâm Y tế", "bring": "giấy tờ riêng"}
    asked = browser.post(called, data=filled | {"signed_on": "30/06/2025"})
    assert asked.status_code == 422 and "đã đổi theo ngày ký" in asked.text and "Sẽ in 1 lệnh" in text_of(asked.text)
    again, _ = form_of(asked.text)
    assert "98/2025" not in again["grounds"] and again["signer_post"] == "CHỈ HUY TRƯỞNG"
    assert again["bring"] == "giấy tờ riêng" and db.session.query(PrintJob).all() == []
    run = browser.post(called, data=again, follow_redirects=True)
    words = " ".join(texts_of(browser.get(f"{run.request.path}/file").data))
    for expected in ("BAN CHQS QUẬN KIẾN AN", ["CHỈ HUY TRƯỞNG BAN CHQS QUẬN KIẾN AN", ""][0], "LỆNH:",
                     "Số: 12/L-BCH", "Kiến An, ngày 30 tháng 6 năm 2025"):  # fmt: skip
        assert expected in words, expected
    for foreign in ("CẤP HUYỆN", "cấp xã", "ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "98/2025", "QUYẾT ĐỊNH", "UBND"):
        assert foreign not in words, foreign
    paper = db.session.query(Delivery).one()
    assert (paper.issued_on, paper.paper_number) == (date(2025, 6, 30), "12/L-BCH")  # as it stands on the print


def test_the_button_shows_the_words_of_the_day_and_prints_nothing(browser, called):
    filled, _ = form_of(browser.get(called).text)
    filled |= {"place": "Trạm Y tế", "follow": "y"}
    assert browser.post(called, data=filled).status_code == 422
    asked, _ = form_of(browser.post(called, data=filled | {"signed_on": "10/01/2025"}).text)
    assert asked["for_day"] == "2025-01-10" and asked["signer_post"] == "CHỈ HUY TRƯỞNG"
    back, _ = form_of(browser.post(called, data=asked | {"signed_on": "20/11/2026", "follow": "y"}).text)
    assert back["signer_post"] == "CHỦ TỊCH" and "98/2025" in back["grounds"]
    assert db.session.query(PrintJob).all() == []


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"signed_on": "30/06/2025", "for_day": ""}, "98/2025/QH15 có hiệu lực từ 01/07/2025"),
        ({"signed_on": "30/06/2025", "for_day": "", "grounds": "Căn cứ Luật;"}, "không phải Chủ tịch"),
        ({"signer_post": "CHỈ HUY TRƯỞNG"}, "do Chủ tịch UBND phường ký"),
        ({"signed_on": "20/03/2027", "for_day": ""}, "quá 60 ngày"),
        ({"signed_on": "31/12/2015", "for_day": "", "grounds": ""}, "01/01/2016"),
    ],
)
def test_a_paper_is_never_printed_by_the_law_of_another_day(browser, called, change, sentence):
    filled, _ = form_of(browser.get(called).text)
    db.session.query(Delivery).update({"event_on": date(2027, 12, 15)})
    db.session.commit()
    answer = browser.post(called.split("?")[0], data=filled | {"place": "Trạm Y tế"} | change)
    assert answer.status_code == 422 and sentence in text_of(answer.text), text_of(answer.text)
    assert db.session.query(PrintJob).all() == []


def test_a_number_is_asked_for_again_when_the_day_of_signing_brings_it_into_another_year(browser, page, called, enter):
    enter("Lê Văn Bình", "final_official", health_class=1)
    make(browser, page, **CALL_UP | {"issued_on": "04/01/2027"})
    where = f"{page}/print?kind=enlistment&on=2027-02-24"
    filled, _ = form_of(browser.get(where).text)
    assert filled["signed_on"] == "04/01/2027"
    answer = browser.post(where, data=filled | {"place": "Sân vận động", "signed_on": "24/11/2026"})
    assert answer.status_code == 422 and "giấy gọi khám sức khỏe của Đỗ Văn An" in text_of(answer.text)
    assert browser.post(where, data=filled | {"place": "Sân vận động"}).status_code == 303


# --- Absurd days ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"issued_on": "20/11/2206", "event_on": "15/12/2206"}, "quá 60 ngày"),
        ({"issued_on": "01/02/2027", "event_on": "15/02/2027"}, "quá 60 ngày"),
        ({"issued_on": "20/11/1926"}, "01/01/2016"),
        ({"kind": "invitation", "issued_on": "30/06/2025"}, "trước ngày có phường Phù Liễn (01/07/2025)"),
    ],
)
def test_a_paper_signed_in_an_absurd_future_or_past_is_refused_with_a_sentence(browser, page, enter, change, sentence):
    enter("Đỗ Văn An")
    assert sentence in make(browser, page, **SERIES | change) and numbers() == set()


def test_a_form_of_the_ward_is_not_printed_for_a_day_before_there_was_the_ward(browser, page, enter):
    enter("Đỗ Văn An")
    make(browser, page, **SERIES | {"kind": "invitation"})
    where = f"{page}/print?kind=invitation"
    filled, _ = form_of(browser.get(where).text)
    change = {"place": "Trạm Y tế", "signed_on": "30/06/2025", "for_day": ""}
    assert "trước ngày có phường Phù Liễn" in text_of(browser.post(where, data=filled | change).text)
