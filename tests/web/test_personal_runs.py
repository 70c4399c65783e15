"""Calls printed in one run: a page for each man, by the law of the day of signing, going on where it was broken off."""

from __future__ import annotations

import io
from datetime import date

import pytest
from bs4 import BeautifulSoup
from pypdf import PdfReader
from sqlalchemy import select

from roster.domain.law.rulebook import ENLISTMENT_RULES
from roster.domain.personal_papers import wording
from roster.printing import personal
from roster.services import people, personal_runs
from roster.services.records import NewRecord
from roster.store.claims import Delivery
from roster.store.db import db
from roster.store.papers import PrintJob

TODAY = date(2026, 11, 26)
YEAR = 2027
RUN = {"signed_on": "26/11/2026", "hour": "07 giờ 30", "place": "Trung tâm Y tế Kiến An", "signer_post": "Chủ tịch",
       "signer_name": "Nguyễn Văn Hùng", "grounds": "Căn cứ một;\nCăn cứ hai.", "bring": "thẻ căn cước"}  # fmt: skip


@pytest.fixture
def page(ward):
    return f"/wards/{ward.id}/campaigns/{YEAR}/deliveries"


@pytest.fixture
def calls(ward, actor_of):
    officer = actor_of("officer", ward)
    for name, home, number in (("Vũ Văn An", "TDP số 2", "01"), ("Lê Văn Bình", "TDP số 1", "02"),
                               ("Đỗ <b>Văn</b> Chi", "TDP số 1", "03")):  # fmt: skip
        facts = {"full_name": name, "birth_date": "2005-03-14", "sex": "male", "citizen_id": f"0312050000{number}",
                 "neighbourhood": home, "permanent_address": "Số 5 Lãm Khê"}  # fmt: skip
        start = (NewRecord("enlistment", {}, year=YEAR),)
        person = people.create_person(officer, ward.id, facts, TODAY, records=start, confirmed=True)
        db.session.add(
            Delivery(ward_id=ward.id, person_id=person.id, year=YEAR, kind="examination", event_on=date(2026, 12, 20),
                     paper_number=f"{number}/QĐ-UBND")
        )  # fmt: skip
    db.session.commit()


def pages_of(pdf):
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages]


def run(browser, page, **change):
    where = f"{page}/print?kind=examination&on=2026-12-20"
    return browser.post(where, data=RUN | change)


def test_each_man_has_his_page_with_a_receipt(browser, page, calls):
    assert "Sẽ in 3 quyết định" in browser.text(f"{page}/print") and "Chủ tịch UBND phường" in browser.text(
        f"{page}/print"
    )
    where = run(browser, page).headers["Location"]
    assert "Đã lập xong 3 giấy" in browser.text(where)
    first, second, third = pages_of(browser.get(f"{where}/file").data)
    assert "Lê Văn Bình" in second  # by the given name
    for words in ("QUYẾT ĐỊNH", "01/QĐ-UBND", "031205000001", "lúc 07 giờ 30, ngày 20/12/2026", "GIẤY GIAO NHẬN",
                  "TDP số 2, Số 5 Lãm Khê", "CHỦ TỊCH", "Nguyễn Văn Hùng", "Căn cứ hai."):  # fmt: skip
        assert words in first, words
    assert "Đỗ <b>Văn</b> Chi" in third  # markup stays text


def test_papers_may_lie_in_the_order_of_the_neighbourhoods(browser, page, calls):
    where = run(browser, page, by_neighbourhood="y").headers["Location"]
    assert ["TDP số 1" in one for one in pages_of(browser.get(f"{where}/file").data)] == [True, True, False]


def test_a_run_that_breaks_off_goes_on_where_it_was(browser, page, calls, monkeypatch):
    made, render = [], personal.render_papers

    def fail_once(series, some, *seal, **more):
        if len(made) == 1:
            made.append("failed")
            raise OSError("disk full")
        made.append([one.full_name for one in some])
        return render(series, some, *seal, **more)

    monkeypatch.setattr(personal_runs, "PIECE", 2)
    monkeypatch.setattr(personal, "render_papers", fail_once)
    where = run(browser, page).headers["Location"]
    assert "Những trang đã lập được giữ lại" in browser.text(where)
    browser.post(f"{where}/go-on")
    assert "Đã lập xong 3 giấy" in browser.text(where)
    assert len(pages_of(browser.get(f"{where}/file").data)) == 3
    assert [len(one) for one in made if one != "failed"] == [2, 1]  # the first piece was not made again


def test_what_cannot_be_printed_is_told_at_its_field(browser, page, calls):
    answer = run(browser, page, signed_on="21/12/2026", place=" ")
    assert answer.status_code == 422 and "phải có mặt" in answer.text
    answer = run(browser, page, signed_on="21/12/2026")
    assert answer.status_code == 422 and "trước ngày có mặt" in answer.text
    assert db.session.scalars(select(PrintJob)).all() == []


def test_the_book_of_delivery_names_everybody_by_neighbourhood(browser, page, calls):
    form = BeautifulSoup(browser.get(f"{page}/print").text, "lxml")
    address = next(one["action"] for one in form.find_all("form") if "/book/" in one["action"])
    words = " ".join(pages_of(browser.post(address).data))
    assert "SỔ GIAO NHẬN GIẤY GỌI KHÁM SỨC KHỎE CÓ MẶT NGÀY 20/12/2026" in words
    assert words.index("Lê Văn Bình") < words.index("Vũ Văn An") and "3 (ba) giấy" in words


def test_a_run_that_fails_behind_its_last_commit_is_done_all_the_same(browser, page, calls, monkeypatch):
    def fail(_name):
        raise OSError("the shelf went away")

    monkeypatch.setattr(personal_runs.files, "drop", fail)
    where = run(browser, page).headers["Location"]
    assert db.session.scalars(select(PrintJob.state)).one() == "done"
    assert len(pages_of(browser.get(f"{where}/file").data)) == 3


def test_a_run_is_not_among_the_lists_and_not_in_another_ward(browser, page, calls, ward, client_of, two_wards):
    where = run(browser, page).headers["Location"]
    assert "Chưa in danh sách nào" in browser.text(f"/wards/{ward.id}/papers/")
    browser.text(f"/wards/{ward.id}/")
    stranger = client_of("officer", two_wards[1])
    assert stranger.get(where).status_code == stranger.get(f"{where}/file").status_code == 404
    there = where.replace(str(two_wards[0].id), str(two_wards[1].id))
    assert stranger.get(there).status_code == 404
    assert client_of("viewer", ward).get(where).status_code == 403


@pytest.mark.parametrize(
    ("kind", "signed_on", "name", "signer"),
    [
        ("enlistment", date(2025, 1, 10), "LỆNH", "Chỉ huy trưởng Ban CHQS cấp huyện"),
        ("enlistment", date(2025, 6, 30), "LỆNH", "Chỉ huy trưởng Ban CHQS cấp huyện"),
        ("enlistment", date(2025, 7, 1), "QUYẾT ĐỊNH", "Chủ tịch UBND phường"),
        ("examination", date(2026, 2, 1), "QUYẾT ĐỊNH", "Chủ tịch UBND phường"),
        ("registration", date(2026, 4, 1), "QUYẾT ĐỊNH", "Chủ tịch UBND phường"),
    ],
)
def test_name_and_signer_are_those_of_the_day_of_signing(kind, signed_on, name, signer):
    words = wording(kind, 2026, signed_on, ENLISTMENT_RULES)
    assert (words.name, words.signer) == (name, signer)
    assert ("98/2025" in words.grounds[0]) == (name == "QUYẾT ĐỊNH")
