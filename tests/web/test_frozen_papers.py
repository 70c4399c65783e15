"""A personal paper that went out stays as it is; a mistake is mended by another paper that names it, everywhere."""

from __future__ import annotations

import io
from datetime import date
from uuid import UUID

import pytest
from bs4 import BeautifulSoup
from pypdf import PdfReader
from sqlalchemy import select

from roster.printing import personal
from roster.services import issued_runs, people, personal_runs
from roster.services.records import NewRecord
from roster.store.claims import Delivery
from roster.store.db import db
from roster.store.enlistment import EnlistmentRecord
from roster.store.issued import IssuedPaper
from roster.store.papers import PrintJob
from roster.store.people import Person
from roster.store.units import Unit
from tests.page_checks import text_of
from tests.printing.tagging import faults_of
from tests.printing.test_personal import texts_of
from tests.web.test_call_signing import form_of

TODAY = date(2026, 11, 26)
YEAR = 2027
RUN = {"signed_on": "26/11/2026", "hour": "07 giờ 30", "place": "Trung tâm Y tế Kiến An", "signer_post": "Chủ tịch",
       "signer_name": "Nguyễn Văn Hùng", "grounds": "Căn cứ một;", "bring": "thẻ căn cước"}  # fmt: skip
OTHER = {"place": "Nơi khác hẳn", "signer_name": "Người Khác", "hour": "13 giờ"}
DAY = "kind=examination&on=2026-12-20"


@pytest.fixture
def page(ward, set_today):
    set_today(TODAY)
    return f"/wards/{ward.id}/campaigns/{YEAR}/deliveries"


@pytest.fixture
def enter(officer, ward):
    def make(name, number):
        facts = {"full_name": name, "birth_date": "2005-03-14", "sex": "male", "neighbourhood": "TDP số 1"}
        start = (NewRecord("enlistment", {"political_result": "passed"}, year=YEAR),)
        person = people.create_person(officer, ward.id, facts, TODAY, records=start, confirmed=True)
        db.session.query(EnlistmentRecord).filter_by(person_id=person.id).one().status = "invited_examination"
        db.session.add(Delivery(ward_id=ward.id, person_id=person.id, year=YEAR, kind="examination",
                                event_on=date(2026, 12, 20), paper_number=f"{number}/QĐ-UBND"))  # fmt: skip
        db.session.commit()
        return person.id

    return make


@pytest.fixture
def calls(enter):
    return [enter(name, number) for name, number in (("Vũ Văn An", 12), ("Lê Văn Bình", 13), ("Đỗ Văn Chi", 14))]


def run(browser, page, day=DAY, **change):
    return browser.post(f"{page}/print?{day}", data=RUN | change)


@pytest.fixture
def went_out(browser, page, calls):
    where = run(browser, page).headers["Location"]
    browser.post(f"{where}/issue")
    return where


def lines():
    db.session.expire_all()
    return db.session.scalars(select(IssuedPaper).order_by(IssuedPaper.number)).all()


def replace(browser, page, line, **form):
    sent = {"numbers": "13", "event_on": "22/12/2026", "first_number": "15", "reason": "Ghi sai ngày có mặt"} | form
    return browser.post(f"{page}/replace/{line.id}", data=sent)


def whole(browser, path):
    return " ".join(texts_of(browser.get(path).data))


# --- Frozen ---------------------------------------------------------------------------------------------------------


def test_what_went_out_is_not_printed_again_with_other_words(browser, page, went_out, ward):
    first = browser.get(f"/wards/{ward.id}/papers/issued/{lines()[0].id}/file").data
    asked = browser.text(f"{page}/print?{DAY}")
    assert "không in lại với nội dung khác: số 12–14/QĐ-UBND" in asked and "Sẽ in" not in asked
    again = run(browser, page, **OTHER, signed_on="25/11/2026")
    assert again.status_code == 422 and "đã vào sổ văn bản đi nên không in lại" in text_of(again.text)
    assert len(db.session.scalars(select(PrintJob)).all()) == 1
    assert {one.issued_on for one in db.session.scalars(select(Delivery))} == {TODAY}
    assert browser.get(f"{went_out}/file", follow_redirects=True).data == first  # the run's own page has the kept bytes
    assert "Nơi khác hẳn" not in whole(browser, f"/wards/{ward.id}/papers/issued/{lines()[0].id}/file")


def test_papers_of_a_day_that_has_not_come_are_not_locked(browser, page, calls, set_today, officer, ward):
    where = run(browser, page, signed_on="30/11/2026").headers["Location"]
    told = browser.post(f"{where}/issue", follow_redirects=True)
    assert "đề ngày ký 30/11/2026, chưa tới ngày ấy" in told.text and lines() == []
    set_today(date(2026, 11, 30))
    job = db.session.scalars(select(PrintJob)).one()
    issued_runs.issue_run(officer, db.session.get_one(Unit, ward.id), job.id)
    assert [one.dated_on for one in lines()] == [date(2026, 11, 30)]


def test_a_late_paper_is_printed_alone_beside_those_that_went_out(browser, page, went_out, enter):
    enter("Trần Văn Dũng", 15)
    assert "Sẽ in 1 quyết định" in browser.text(f"{page}/print?{DAY}")
    where = run(browser, page, **OTHER).headers["Location"]
    assert [("Trần Văn Dũng" in one) for one in texts_of(browser.get(f"{where}/file").data)] == [True]
    browser.post(f"{where}/issue")
    assert [(one.number, one.rows) for one in lines()] == [(12, 3), (15, 1)]


def test_an_earlier_draft_is_of_no_use_once_another_went_out(browser, page, calls):
    draft, good = (run(browser, page, **change).headers["Location"] for change in (OTHER, {}))
    assert "Nơi khác hẳn" in whole(browser, f"{draft}/file")
    browser.post(f"{good}/issue")
    refused = browser.get(f"{draft}/file", follow_redirects=True)
    assert refused.mimetype == "text/html" and "Bản in này không dùng được nữa" in text_of(refused.text)
    assert "đã vào sổ văn bản đi" in text_of(browser.post(f"{draft}/issue", follow_redirects=True).text)
    assert len(lines()) == 1


def test_the_register_says_what_stands_on_the_signed_paper_whichever_draft_that_is(browser, page, calls):
    first = run(browser, page, signed_on="25/11/2026").headers["Location"]
    run(browser, page)  # signs the deliveries anew
    browser.post(f"{first}/issue")
    assert {one.issued_on for one in db.session.scalars(select(Delivery))} == {date(2026, 11, 25)}
    assert lines()[0].dated_on == date(2026, 11, 25)


def test_a_paper_that_went_out_is_not_taken_back(browser, page, went_out):
    some = db.session.scalars(select(Delivery.id)).first()
    told = browser.post(f"{page}/remove", data={"chosen": str(some)}, follow_redirects=True)
    assert "được giữ" in text_of(told.text) and len(db.session.scalars(select(Delivery)).all()) == 3


# --- Checked --------------------------------------------------------------------------------------------------------


def test_each_paper_bears_the_code_of_its_run_and_a_draft_is_told_from_what_went_out(
    browser, page, calls, client_of, two_wards
):
    draft, good = (run(browser, page, **change).headers["Location"] for change in (OTHER, {}))
    codes = {}
    for where in (draft, good):
        pdf = browser.get(f"{where}/file").data
        job = db.session.get(PrintJob, UUID(where.rsplit("/", 1)[1]))
        codes[where] = f"/check/{job.id}/{job.request['mark'][:12]}"
        assert all(job.request["mark"][:12] in one for one in texts_of(pdf)) and faults_of(pdf) == []
        assert job.request["address"].endswith(f"/check/{job.id}/{{mark}}")
    browser.post(f"{good}/issue")
    assert "Đây là bản đã ban hành ngày 26/11/2026, còn nguyên vẹn" in browser.text(codes[good])
    assert "12–14/QĐ-UBND" in browser.text(codes[good]) and "Vũ Văn An" not in browser.text(codes[good])
    assert "có thể đã bị sửa" in browser.text(codes[good][:-12] + "0" * 12)
    assert "chưa vào sổ văn bản đi" in browser.text(codes[draft])
    assert client_of("officer", two_wards[1]).get(codes[draft]).status_code == 404


def test_a_run_that_goes_on_after_the_data_changed_says_one_thing_throughout(browser, page, calls, monkeypatch):
    render, count = personal.render_papers, []

    def fail_second(series, some, *seal, **more):
        count.append(len(some))
        if len(count) == 2:
            raise OSError("disk full")
        return render(series, some, *seal, **more)

    monkeypatch.setattr(personal_runs, "PIECE", 2)
    monkeypatch.setattr(personal, "render_papers", fail_second)
    where = run(browser, page).headers["Location"]
    db.session.get(Person, calls[0]).full_name = "Vũ Văn Anh"
    db.session.commit()
    browser.post(f"{where}/go-on")
    pages = texts_of(browser.get(f"{where}/file").data)
    assert count == [2, 1, 2, 1] and "Vũ Văn Anh" in pages[0] and len(pages) == 3
    mark = db.session.scalars(select(PrintJob)).one().request["mark"][:12]
    assert all(mark in one for one in pages)


# --- Replaced -------------------------------------------------------------------------------------------------------


def test_a_mistake_is_mended_by_a_new_paper_that_names_the_old_with_a_reason(browser, page, went_out, ward):
    old = lines()[0]
    address = f"/wards/{ward.id}/papers/issued/{old.id}"
    link = BeautifulSoup(browser.get(address).text, "lxml").select_one('a[href*="/replace/"]')
    assert link["href"].endswith(f"/replace/{old.id}")
    form = BeautifulSoup(browser.get(link["href"]).text, "lxml")
    assert form.find("input", attrs={"name": "first_number"})["value"] == "15"
    made = replace(browser, page, old)
    assert made.status_code == 303
    new_day = made.headers["Location"].split("?")[1]
    where = run(browser, page, new_day, **OTHER).headers["Location"]
    words = whole(browser, f"{where}/file")
    assert "Số: 15/QĐ-UBND" in words and "Lê Văn Bình" in words and "Vũ Văn An" not in words
    assert "Quyết định này thay thế quyết định số 13/QĐ-UBND ngày 26/11/2026." in words
    browser.post(f"{where}/issue")
    new = lines()[1]
    assert (new.number, new.corrects_id, new.correction_reason) == (15, old.id, "Ghi sai ngày có mặt")
    # The register, both pages and the code's page all know.
    register = browser.text(f"/wards/{ward.id}/papers/register")
    assert "Thay thế 1 giấy bằng 15/QĐ-UBND" in register
    assert "Các giấy số 13 của văn bản này đã được thay thế bằng số 15/QĐ-UBND" in browser.text(address)
    shown = browser.text(f"/wards/{ward.id}/papers/issued/{new.id}")
    assert "Thay thế số 12–14/QĐ-UBND ngày 26/11/2026" in shown and "Lý do: Ghi sai ngày có mặt" in shown
    assert "các giấy số 13 đã được thay thế bằng văn bản số 15/QĐ-UBND" in browser.text(
        f"/check/{old.id}/{old.mark[:12]}"
    )
    assert "Lý do: Ghi sai ngày có mặt" in browser.text(f"/check/{new.id}/{new.mark[:12]}")
    outcomes = {one.paper_number: one.outcome for one in db.session.scalars(select(Delivery))}
    assert outcomes == {
        "12/QĐ-UBND": "pending",
        "13/QĐ-UBND": "replaced",
        "14/QĐ-UBND": "pending",
        "15/QĐ-UBND": "pending",
    }
    assert "Đã được thay thế" in browser.text(page)
    # The rest of the line, then all of it is replaced.
    where = run(
        browser, page, replace(browser, page, old, numbers="", first_number="16").headers["Location"].split("?")[1]
    )
    browser.post(f"{where.headers['Location']}/issue")
    register = browser.text(f"/wards/{ward.id}/papers/register").replace(" ,", ",")
    assert "Đã được thay thế bằng 16–17/QĐ-UBND, 15/QĐ-UBND" in register
    assert "đã có giấy thay thế" in browser.text(f"{page}/replace/{old.id}")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"reason": " "}, "lý do thay thế"),
        ({"first_number": ""}, "phải có số mới"),
        ({"first_number": "14"}, "Số 14/QĐ-UBND của năm 2026 đã"),
        ({"numbers": "20"}, "không còn giấy nào mang số 20"),
        ({"numbers": "mười"}, "ví dụ 12, 15–18"),
    ],
)
def test_a_replacement_without_reason_or_under_an_old_number_is_refused(browser, page, went_out, change, sentence):
    answer = replace(browser, page, lines()[0], **change)
    assert answer.status_code == 422 and sentence in text_of(answer.text)
    assert len(db.session.scalars(select(Delivery)).all()) == 3


def test_a_replacement_made_by_mistake_is_taken_back_and_the_old_paper_holds(browser, page, went_out):
    old = lines()[0]
    replace(browser, page, old)
    twice = replace(browser, page, old, first_number="16")
    assert twice.status_code == 422 and "không còn giấy nào mang số 13" in text_of(twice.text)
    new = db.session.scalars(select(Delivery).where(Delivery.replaces_id.is_not(None))).one()
    browser.post(f"{page}/remove", data={"chosen": str(new.id)})
    db.session.expire_all()
    assert {one.outcome for one in db.session.scalars(select(Delivery))} == {"pending"}
    assert replace(browser, page, old).status_code == 303


def test_an_officer_of_another_ward_replaces_nothing(page, went_out, client_of, two_wards):
    stranger = client_of("officer", two_wards[1])
    address = f"{page}/replace/{lines()[0].id}"
    assert stranger.get(address).status_code == stranger.post(address).status_code == 404
    there = address.replace(str(two_wards[0].id), str(two_wards[1].id))
    assert stranger.get(there).status_code == 404


def test_a_reservist_s_paper_is_replaced_in_the_same_way(browser, ward, officer, set_today):
    set_today(TODAY)
    for name in ("Vũ Văn An", "Lê Văn Bình"):
        start = (NewRecord("reserve", {"rank": "Trung sĩ", "reserve_class": 1}, since=date(2026, 1, 1)),)
        facts = {"full_name": name, "birth_date": "1998-03-14", "sex": "male"}
        people.create_person(officer, ward.id, facts, TODAY, records=start, confirmed=True)
    address = f"/wards/{ward.id}/reserve/papers?kind=reserve_card"
    filled, _ = form_of(browser.get(address).text)
    where = browser.post(address, data=filled | {"first_number": "1"}).headers["Location"]
    browser.post(f"{where}/issue")
    old = lines()[0]
    page = f"/wards/{ward.id}/papers/issued/{old.id}"
    link = BeautifulSoup(browser.get(page).text, "lxml").select_one('a[href*="replaces="]')
    asked = browser.get(link["href"])
    assert "Giấy thay thế cho giấy đã ban hành số 01–02/" in text_of(asked.text)
    sent = filled | {"numbers": "2", "reason": "Sai cấp bậc", "first_number": "3"}
    assert "lý do" in text_of(browser.post(link["href"], data=sent | {"reason": ""}).text)
    assert "phải có số mới" in text_of(browser.post(link["href"], data=sent | {"first_number": ""}).text)
    where = browser.post(link["href"], data=sent).headers["Location"]
    words = whole(browser, f"{where}/file")
    assert f"số 02/{old.symbol} ngày 26/11/2026." in words and "này thay thế" in words and "LÊ VĂN BÌNH" in words
    browser.post(f"{where}/issue")
    assert f"Thay thế 1 giấy bằng 03/{old.symbol}" in browser.text(f"/wards/{ward.id}/papers/register")
    assert "Các giấy số 2 của văn bản này đã được thay thế" in browser.text(page)


# --- Lasting --------------------------------------------------------------------------------------------------------


def test_a_run_is_pdf_a_with_each_font_once_however_many_pieces_it_was_made_of(browser, page, calls, monkeypatch):
    monkeypatch.setattr(personal_runs, "PIECE", 1)
    pdf = browser.get(f"{run(browser, page).headers['Location']}/file").data
    reader = PdfReader(io.BytesIO(pdf))
    about = reader.xmp_metadata
    assert 'pdfaid:part="2"' in about.rdf_root.toxml() and 'pdfaid:conformance="A"' in about.rdf_root.toxml()
    assert next(iter(about.dc_title.values())) == reader.metadata.title
    root = reader.trailer["/Root"]
    assert root["/OutputIntents"][0]["/S"] == "/GTS_PDFA1" and reader.trailer["/ID"] and pdf.startswith(b"%PDF-1.7")
    files, names = set(), set()
    for one in reader.pages:
        for font in one["/Resources"]["/Font"].values():
            described = font["/DescendantFonts"][0]["/FontDescriptor"]
            names.add(described["/FontName"])
            files.add(described.raw_get("/FontFile2").idnum)
    assert len(files) == len(names) and len(names) >= 3
    names_on = ("Vũ Văn An", "Lê Văn Bình", "Đỗ Văn Chi")
    assert [name in page for name, page in zip(names_on, texts_of(pdf), strict=True)] == [True] * 3
    assert faults_of(pdf) == []
