"""Forms about citizens in one run: filled with what is known, by the law of the day, with book and receipt."""

from __future__ import annotations

import io
from datetime import date

import docx
import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from roster.domain.actor import Sensitivity
from roster.domain.delivery import FORMS
from roster.services import people
from roster.services.records import NewRecord
from roster.store.audit import AuditEntry
from roster.store.claims import Delivery
from roster.store.db import db
from roster.store.enlistment import EnlistmentRecord
from roster.store.people import Person
from tests.printing.tagging import faults_of
from tests.printing.test_personal import texts_of

TODAY = date(2026, 11, 26)
YEAR = 2027
STEPS = {
    "invitation": "invited_examination", "health_form": "invited_examination",
    "recheck_form": "called_up", "self_health": "aged_17",
    "certificate": "registered", "transfer": "registered", "resume": "registered",
}  # fmt: skip
FACTS = {
    "full_name": "Vũ Văn An", "birth_date": "2005-03-14", "sex": "male", "citizen_id": "031205000017",
    "neighbourhood": "TDP số 2", "permanent_address": "Số 5 Lãm Khê", "education": "12/12", "religion": "Công giáo",
    "is_party_member": True, "father_name": "Vũ Văn Bình",
}  # fmt: skip


@pytest.fixture
def page(ward):
    return f"/wards/{ward.id}/campaigns/{YEAR}/deliveries"


@pytest.fixture
def enter(ward, actor_of, set_today):
    set_today(TODAY)

    def make(step, **facts):
        first = NewRecord("enlistment", {"political_result": "passed"}, year=YEAR)
        officer = actor_of("officer", ward)
        person = people.create_person(officer, ward.id, FACTS | facts, TODAY, records=(first,), confirmed=True)
        db.session.query(EnlistmentRecord).filter_by(person_id=person.id).one().status = step
        db.session.commit()
        return person.id

    return make


def sent(browser, address, **values):
    """The page's form, sent as it stands, with `values` over it."""
    found = next(one for one in BeautifulSoup(browser.get(address).text, "lxml").find_all("form")
                 if one.find(attrs={"name": "signed_on"}))  # fmt: skip
    fields = [one for one in found.find_all(["input", "textarea"]) if one.get("name") and one.get("type") != "checkbox"]
    data = {one["name"]: one.get_text() if one.name == "textarea" else one.get("value", "") for one in fields}
    return browser.post(found["action"], data=data | values)


@pytest.mark.parametrize("kind", [str(one.key) for one in FORMS])
def test_a_form_of_the_call_up_goes_all_its_way(browser, page, enter, kind):
    enter(STEPS[kind])
    new = {"kind": kind, "event_on": "20/12/2026", "issued_on": "26/11/2026", "first_number": "07/GM"}
    browser.post(f"{page}/new", data=new)
    assert [(one.kind, one.paper_number) for one in db.session.scalars(select(Delivery))] == [(kind, "07/GM")]
    place = {} if kind not in ("invitation", "transfer") else {"place": "Ban CHQS phường Kiến An"}
    answer = sent(browser, f"{page}/print?kind={kind}", **place)
    assert answer.status_code == 303, BeautifulSoup(answer.text, "lxml").get_text(" ", strip=True)[:600]
    where = answer.headers["Location"]
    assert "Đã lập xong 1 giấy" in browser.text(where)
    pdf = browser.get(f"{where}/file").data
    words = " ".join(texts_of(pdf))
    assert faults_of(pdf) == [] and "vũ văn an" in words.lower()
    assert ("031205000017" in words) == (kind != "invitation")  # nobody needs it to be invited
    assert ("Số: 07/GM" in words) == (kind in ("invitation", "certificate", "transfer"))
    assert all(text in words for text in place.values())
    book = " ".join(texts_of(browser.post(f"{page}/book/pdf?kind={kind}&on=2026-12-20").data))
    assert "SỔ GIAO NHẬN" in book and "Vũ Văn An" in book and "07/GM" in book


def said_by(answer):
    """All text of a document."""
    return " ".join(docx.Document(io.BytesIO(answer.data)).element.body.itertext())


def test_papers_are_edited_as_they_were_printed_or_not_at_all(page, enter, client_of, ward):
    enter("registered")
    officer, viewer = client_of("officer", ward), client_of("viewer", ward)
    officer.post(f"{page}/new", data={"kind": "resume", "event_on": "20/12/2026"})
    where = sent(officer, f"{page}/print?kind=resume").headers["Location"]
    assert "Tải bản Word" in officer.get(where).text and viewer.post(f"{where}/document").status_code == 403
    document = said_by(officer.post(f"{where}/document"))
    assert "VŨ VĂN AN" in document and "•••" not in document.replace("031•••••••17", "")
    assert [one.details["format"] for one in db.session.scalars(select(AuditEntry).filter_by(action="paper.format"))]
    db.session.scalars(select(Person)).one().hometown = "Thái Bình"
    db.session.commit()
    answer = officer.post(f"{where}/document")
    assert answer.status_code == 303 and "đã thay đổi từ khi in" in officer.get(answer.headers["Location"]).text


def test_what_the_officer_may_not_see_is_left_for_the_pen(page, enter, client_of, ward, actor_of):
    enter("registered")
    officer = client_of("officer", ward)
    officer.post(f"{page}/new", data={"kind": "resume", "event_on": "20/12/2026"})
    where = sent(officer, f"{page}/print?kind=resume").headers["Location"]
    words = " ".join(texts_of(officer.get(f"{where}/file").data))
    actor = actor_of("officer", ward)
    assert ("Đảng viên" in words) == actor.may_see(Sensitivity.POLITICS)
    assert ("Công giáo" in words) == actor.may_see(Sensitivity.RELIGION)
    assert "•••" not in words.replace("031•••••••17", "")


def test_nobody_barred_from_registering_gets_a_certificate(browser, page, enter):
    enter("registration_exempt")
    browser.post(f"{page}/new", data={"kind": "certificate", "event_on": "20/12/2026"})
    assert db.session.scalars(select(Delivery)).all() == []


def test_an_invitation_says_what_for_and_a_form_without_a_field_is_not_asked_for_it(browser, page, enter):
    enter("invited_examination")
    browser.post(f"{page}/new", data={"kind": "invitation", "event_on": "20/12/2026"})
    address = f"{page}/print?kind=invitation"
    answer = sent(browser, address, subject=" ", place="Trạm Y tế")
    assert answer.status_code == 422 and "mời về việc gì" in answer.text
    answer = sent(browser, address, subject="gặp mặt thanh niên lên đường nhập ngũ", place="Trạm Y tế",
                  authority="KT. Chỉ huy trưởng", signer_post="Phó Chỉ huy trưởng")  # fmt: skip
    words = " ".join(texts_of(browser.get(answer.headers["Location"] + "/file").data))
    assert "gặp mặt thanh niên" in words and "KT. CHỈ HUY TRƯỞNG PHÓ CHỈ HUY TRƯỞNG" in words
    browser.post(f"{page}/new", data={"kind": "health_form", "event_on": "20/12/2026"})
    form = BeautifulSoup(browser.get(f"{page}/print?kind=health_form").text, "lxml")
    assert not form.find(attrs={"name": "place"}) and not form.find(attrs={"name": "signer_post"})


@pytest.fixture
def reservists(ward, actor_of, set_today):
    set_today(TODAY)
    officer = actor_of("officer", ward)
    for name, home in (("Vũ Văn An", "TDP số 2"), ("Lê Văn Bình", "TDP số 1")):
        start = (NewRecord("reserve", {"rank": "Trung sĩ", "speciality": "Pháo thủ", "reserve_class": 1},
                           since=date(2026, 1, 1)),)  # fmt: skip
        facts = {"full_name": name, "birth_date": "1998-03-14", "sex": "male", "neighbourhood": home}
        people.create_person(officer, ward.id, facts, TODAY, records=start, confirmed=True)


@pytest.mark.parametrize("kind", ["reserve_file", "reserve_card", "reserve_move"])
def test_papers_of_reservists_are_numbered_in_a_row_with_their_book(browser, ward, reservists, kind):
    address = f"/wards/{ward.id}/reserve/papers?kind={kind}"
    place = {"place": "Ban CHQS phường Kiến An"} if kind == "reserve_move" else {}
    where = sent(browser, address, first_number="09/QNDB", **place).headers["Location"]
    assert "Đã lập xong 2 giấy" in browser.text(where)
    pdf = browser.get(f"{where}/file").data
    words = texts_of(pdf)
    assert faults_of(pdf) == []
    assert "VŨ VĂN AN" in words[0] and "Số: 09/QNDB" in words[0] and "Trung sĩ" in words[0] and "Hạng một" in words[0]
    assert "LÊ VĂN BÌNH" in words[len(words) // 2] and "Số: 10/QNDB" in words[len(words) // 2]
    book = " ".join(texts_of(browser.post(f"{where}/book/pdf").data))
    assert "SỔ GIAO NHẬN" in book and "10/QNDB" in book and "2 (hai) giấy" in book
    assert "Vũ Văn An" in said_by(browser.post(f"{where}/document")).title()
    for ending in ("xlsx", "docx"):
        assert browser.post(f"{where}/book/{ending}").data.startswith(b"PK")
    assert browser.post(f"{where}/book/doc").status_code == 404


def test_numbered_papers_of_reservists_go_into_the_register_and_their_bytes_are_frozen(browser, ward, reservists):
    address = f"/wards/{ward.id}/reserve/papers?kind=reserve_card"
    bare = sent(browser, address).headers["Location"]
    assert "Vào sổ văn bản đi" not in browser.text(bare)
    refused = browser.post(f"{bare}/issue", follow_redirects=True)
    assert refused.request.path == bare and "chưa có số" in refused.text
    where = sent(browser, address, first_number="12").headers["Location"]
    assert "Vào sổ văn bản đi" in browser.text(where)
    issued = browser.post(f"{where}/issue", follow_redirects=True)
    assert "Văn bản số 12–13/GCN-UBND" in issued.text and "Giấy chứng nhận đăng ký quân nhân dự bị, năm" in issued.text
    first = browser.get(f"{issued.request.path}/file").data
    assert "VŨ VĂN AN" in texts_of(first)[0] and "Số: 12/GCN-UBND" in texts_of(first)[0]
    assert "12–13/GCN-UBND" in browser.text(where)
    for person in db.session.scalars(select(Person)):
        person.full_name = "Đổi Tên"
    db.session.commit()
    assert browser.get(f"{issued.request.path}/file").data == first
    assert "đã vào sổ văn bản đi" in browser.post(f"{where}/issue", follow_redirects=True).text
    taken = sent(browser, address, first_number="13")
    assert taken.status_code == 422 and "Số 13/GCN-UBND của năm 2026 đã vào sổ văn bản đi" in taken.text
    assert browser.post(f"{issued.request.path}/format/xlsx").status_code == 200


def test_papers_of_reservists_follow_the_filter_the_neighbourhood_and_the_ward(
    browser, ward, reservists, client_of, two_wards
):
    address = f"/wards/{ward.id}/reserve/papers"
    where = sent(browser, f"{address}?neighbourhood=TDP+số+1").headers["Location"]
    assert "Đã lập xong 1 giấy" in browser.text(where)
    where = sent(browser, address, by_neighbourhood="y").headers["Location"]
    assert ["BÌNH" in one for one in texts_of(browser.get(f"{where}/file").data)] == [True, False]
    assert browser.post(f"{where}/go-on").status_code == 303
    assert "chữ số" in sent(browser, address, first_number="không số").text
    assert "không còn ai" in browser.text(f"{address}?q=Không+có")
    stranger = client_of("officer", two_wards[1])
    assert stranger.get(where).status_code == stranger.get(f"{where}/file").status_code == 404
    assert client_of("viewer", ward).get(address).status_code == 403
