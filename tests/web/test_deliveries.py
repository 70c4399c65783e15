"""The pages of papers on their way."""

import re
from datetime import date

import pytest
from bs4 import BeautifulSoup

from roster.services import claims, people
from roster.services.records import NewRecord
from roster.store.claims import Delivery
from roster.store.db import db
from roster.store.enlistment import EnlistmentRecord
from tests.page_checks import text_of

TODAY = date(2026, 11, 24)
YEAR = 2027
SERIES = {"kind": "examination", "event_on": "15/12/2026", "issued_on": "20/11/2026", "first_number": "098/GGK"}
DONE = {
    "outcome": "delivered",
    "on": "24/11/2026",
    "received_by": "Mẹ",
    "delivered_by": "Lê Văn Thử",
    "seen_version": "1",
}


@pytest.fixture
def page(ward):
    return f"/wards/{ward.id}/campaigns/{YEAR}/deliveries"


@pytest.fixture
def enter(officer, ward):
    """Makes a candidate of 2027 who stands at a step."""

    def make(full_name, step="invited_examination", **facts):
        facts = {"full_name": full_name, "birth_date": "2005-03-14", "sex": "male", "education": "12/12"} | facts
        first = NewRecord("enlistment", {"political_result": "passed"}, year=YEAR)
        person = people.create_person(officer, ward.id, facts, TODAY, records=(first,), confirmed=True)
        db.session.query(EnlistmentRecord).filter_by(person_id=person.id).one().status = step
        db.session.commit()
        return person.id

    return make


@pytest.fixture
def called(browser, page, enter):
    """Three men with a call to the examination on 15/12/2026, in name order."""
    for number, name in enumerate(("An", "Bình", "Cường"), 1):
        enter(f"Đỗ Văn {name}", neighbourhood=f"TDP số {number}")
    browser.post(f"{page}/new", data=SERIES)
    return [one.id for one in db.session.query(Delivery).order_by(Delivery.paper_number)]


def papers():
    db.session.expire_all()
    return db.session.query(Delivery).order_by(Delivery.paper_number).all()


def rows(html):
    return [
        row.select_one(".card-title").get_text(strip=True) for row in BeautifulSoup(html, "lxml").select("tbody tr")
    ]


def test_papers_are_made_for_all_who_were_invited_and_the_last_lawful_day_is_said(browser, page, enter):
    enter("Đỗ Văn An")
    enter("Lê Văn Bình")
    enter("Vũ Văn Dũng", "source")
    assert rows(browser.get(f"{page}/new?kind=examination").text) == ["Đỗ Văn An", "Lê Văn Bình"]
    response = browser.post(f"{page}/new", data=SERIES, follow_redirects=True)
    text = text_of(response.text)
    assert "Đã tạo 2 giấy gọi khám sức khỏe" in text and "số 098/GGK" in text and "số 099/GGK" in text
    assert "30/11/2026" in text and "Điều 40" in text and "Còn 6 ngày" in text


def test_ticked_people_of_another_page_are_chosen_already(browser, page, enter):
    first = enter("Đỗ Văn An")
    enter("Lê Văn Bình")
    html = browser.post(f"{page}/new/choose", data={"kind": "examination", "chosen": str(first)}).text
    box = BeautifulSoup(html, "lxml").find("input", attrs={"name": "chosen", "checked": True})
    assert box["value"] == str(first) and rows(html) == ["Đỗ Văn An"]
    browser.post(f"{page}/new", data=SERIES | {"chosen": box["value"]})
    assert len(papers()) == 1


def test_nobody_whom_the_law_keeps_from_it_gets_a_paper_and_the_page_says_why(browser, page, enter, officer, ward):
    enter("Đỗ Văn An")
    student = enter("Lê Văn Bình")
    claims.add(officer, ward.id, student, {"ground": "41.1.g"})
    before = text_of(browser.get(f"{page}/new?kind=examination").text)
    assert "1 người không được tạo giấy" in before and "Điều 41" in before
    chosen = {"chosen": [str(one.person_id) for one in db.session.query(EnlistmentRecord)]}
    after = browser.post(f"{page}/new", data=SERIES | chosen)
    assert "Đã tạo 1 giấy" in text_of(after.text) and "Lê Văn Bình" in text_of(after.text)
    assert student not in {one.person_id for one in papers()}


def test_a_day_for_which_no_paper_can_be_in_time_is_said_at_once(browser, page, enter):
    enter("Đỗ Văn An")
    soon = browser.post(f"{page}/new", data=SERIES | {"event_on": "01/12/2026"}, follow_redirects=True)
    assert "Không còn kịp hạn giao" in text_of(soon.text) and "16/11/2026 (Điều 40" in text_of(soon.text)


def test_faults_of_a_series_come_back_with_what_was_typed(browser, page, enter):
    enter("Đỗ Văn An")
    html = browser.post(f"{page}/new", data=SERIES | {"event_on": "", "first_number": "GGK"}).text
    assert "Hãy nhập ngày" in text_of(html)
    html = browser.post(f"{page}/new", data=SERIES | {"first_number": "GGK"}).text
    assert "phải có chữ số" in text_of(html)
    assert BeautifulSoup(html, "lxml").find(id="first_number")["value"] == "GGK"
    assert papers() == []


def test_what_became_of_a_paper_is_written_down_with_its_proof(browser, page, called):
    assert "Đỗ Văn An" in browser.text(f"{page}/{called[0]}")
    text = text_of(browser.post(f"{page}/{called[0]}", data=DONE, follow_redirects=True).text)
    assert "Mẹ nhận; Lê Văn Thử giao" in text and "Đúng hạn" in text
    assert papers()[0].outcome == "delivered"
    again = browser.post(f"{page}/{called[0]}", data=DONE | {"outcome": "refused"})
    assert "Người khác vừa ghi" in text_of(again.text) and papers()[0].outcome == "delivered"


def test_a_late_paper_is_late_in_words_with_its_clause(client_of, ward, page, called, set_today):
    set_today(date(2026, 12, 3))
    browser = client_of("officer", ward)
    late = browser.post(f"{page}/{called[0]}", data=DONE | {"on": "02/12/2026"}, follow_redirects=True)
    text = text_of(late.text)
    assert "trễ hạn: phải giao chậm nhất ngày 30/11/2026 (Điều 40" in text and "Trễ 2 ngày" in text
    assert "Trễ 3 ngày, chưa giao được" in text
    assert rows(browser.get(f"{page}?late=1&outcome=delivered").text) == ["Đỗ Văn An"]


def test_an_outcome_without_its_day_is_refused_at_the_field(browser, page, called):
    html = BeautifulSoup(browser.post(f"{page}/{called[0]}", data=DONE | {"on": "", "received_by": ""}).text, "lxml")
    assert {e["id"] for e in html.select(".field-error")} == {"on-error", "received_by-error"}
    assert papers()[0].outcome == "pending"


def test_many_papers_get_one_outcome(browser, page, called):
    asked = browser.post(f"{page}/outcome", data={"chosen": [str(one) for one in called[:2]]})
    carried = BeautifulSoup(asked.text, "lxml").find(attrs={"name": "papers"})["value"]
    assert papers()[0].outcome == "pending"
    browser.post(f"{page}/outcome/save", data=DONE | {"papers": carried})
    assert [one.outcome for one in papers()] == ["delivered", "delivered", "pending"]
    nothing = browser.post(f"{page}/outcome", data={}, follow_redirects=True)
    assert "Chưa chọn giấy nào" in text_of(nothing.text)


def test_papers_made_by_mistake_are_taken_out_and_evidence_stays(browser, page, called):
    browser.post(f"{page}/{called[0]}", data=DONE)
    both = {"chosen": [str(one) for one in called]}
    assert "bằng chứng" in text_of(browser.post(f"{page}/remove", data=both, follow_redirects=True).text)
    assert len(papers()) == 3
    browser.post(f"{page}/remove", data={"chosen": [str(one) for one in called[1:]]})
    assert [one.id for one in papers()] == called[:1]


def test_every_number_opens_the_papers_that_it_counts(browser, page, called):
    browser.post(f"{page}/{called[0]}", data=DONE | {"outcome": "refused"})
    for url in (page, f"{page}?kind=examination", f"{page}?kind=enlistment"):
        for tile in BeautifulSoup(browser.get(url).text, "lxml").select("a.tile"):
            assert len(rows(browser.get(tile["href"]).text)) == int(tile.select_one(".count").get_text())


def test_filters_stand_in_the_address_and_survive_an_entry(browser, page, called):
    url = f"{page}?kind=examination&neighbourhood=TDP+số+2"
    html = browser.get(url).text
    assert rows(html) == ["Đỗ Văn Bình"]
    link = BeautifulSoup(html, "lxml").select_one("td.actions a")["href"]
    form = BeautifulSoup(browser.get(link).text, "lxml").find("form", attrs={"data-save-keys": True})
    back = browser.post(form["action"], data=DONE)
    assert rows(browser.get(back.headers["Location"]).text) == ["Đỗ Văn Bình"]
    assert rows(browser.get(f"{page}?kind=x&outcome=y&page=z").text) == ["Đỗ Văn An", "Đỗ Văn Bình", "Đỗ Văn Cường"]


def test_a_viewer_reads_and_another_ward_finds_nothing(client_of, two_wards, page, called, client):
    viewer = client_of("viewer", two_wards[0])
    assert rows(viewer.get(page).text) == ["Đỗ Văn An", "Đỗ Văn Bình", "Đỗ Văn Cường"]
    assert "Ghi kết quả" not in viewer.text(page)
    stranger = client_of("officer", two_wards[1])
    theirs = page.replace(str(two_wards[0].id), str(two_wards[1].id))
    sent = DONE | {"chosen": str(called[0]), "papers": str(called[0])}
    for path in (f"{called[0]}", "outcome", "outcome/save", "remove"):
        assert viewer.post(f"{page}/{path}", data=sent).status_code == 403, path
        assert stranger.post(f"{page}/{path}", data=sent).status_code == 404, path
        assert stranger.post(f"{theirs}/{path}", data=sent).status_code == 404, path
    assert viewer.get(f"{page}/new").status_code == viewer.post(f"{page}/new", data=SERIES).status_code == 403
    assert stranger.get(f"{theirs}/{called[0]}").status_code == stranger.get(page).status_code == 404
    assert rows(stranger.get(theirs).text) == []
    assert client.get(page).status_code == 302
    assert {one.outcome for one in papers()} == {"pending"}


def test_a_foreign_citizen_gets_no_paper_by_ticking(client_of, two_wards, page, enter):
    foreign = enter("Đỗ Văn An")
    stranger = client_of("officer", two_wards[1])
    theirs = page.replace(str(two_wards[0].id), str(two_wards[1].id))
    answer = stranger.post(f"{theirs}/new", data=SERIES | {"chosen": str(foreign)})
    assert "Đỗ Văn An" not in text_of(answer.text) and papers() == []


RUN = {
    "signed_on": "20/11/2026", "for_day": "2026-11-20", "place": "Trung tâm Y tế", "signer_post": "CHỦ TỊCH",
    "grounds": "Căn cứ Luật Nghĩa vụ quân sự;", "bring": "giấy tờ",
}  # fmt: skip


def test_a_run_goes_into_the_register_once_and_keeps_its_bytes(browser, page, enter, ward, client_of, two_wards):
    for name in ("An", "Bình"):
        enter(f"Đỗ Văn {name}")
    browser.post(f"{page}/new", data=SERIES | {"first_number": "12"})
    run = browser.post(f"{page}/print?kind=examination&on=2026-12-15", data=RUN, follow_redirects=True)
    assert "Vào sổ văn bản đi" in run.text
    stranger = client_of("officer", two_wards[1])
    assert stranger.post(f"{run.request.path}/issue").status_code == 404
    shown = browser.post(f"{run.request.path}/issue", follow_redirects=True)
    assert "Văn bản số 12–13/QĐ-UBND" in shown.text and "còn nguyên vẹn" in shown.text
    assert browser.get(f"{shown.request.path}/file").data == browser.get(f"{run.request.path}/file").data
    assert "12–13/QĐ-UBND" in browser.get(f"/wards/{ward.id}/papers/register").text
    again = browser.post(f"{run.request.path}/issue", follow_redirects=True)
    assert "đã vào sổ văn bản đi" in text_of(again.text)
    assert browser.post(f"{shown.request.path}/format/docx").status_code == 200


def test_papers_without_numbers_are_no_line_of_the_register(browser, page, enter):
    enter("Đỗ Văn An")
    browser.post(f"{page}/new", data=SERIES | {"first_number": ""})
    asked = text_of(browser.get(f"{page}/print?kind=examination&on=2026-12-15").text)
    assert re.search(r"thông lệ\. Xin đối chiếu với mẫu", asked), asked
    run = browser.post(f"{page}/print?kind=examination&on=2026-12-15", data=RUN, follow_redirects=True)
    assert "chưa có số" in text_of(browser.post(f"{run.request.path}/issue", follow_redirects=True).text)
