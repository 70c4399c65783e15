"""The pages of examination day, as the officer at the door and the health desk see them."""

import re
from datetime import date

import pytest
from bs4 import BeautifulSoup

from roster.domain.actor import CLEARANCE, Sensitivity
from roster.services import attendance, people
from roster.services.records import NewRecord
from roster.store.db import db
from roster.store.enlistment import EnlistmentRecord
from tests.page_checks import text_of

TODAY = date(2026, 11, 24)
YEAR = 2027
CARD = "031205001234|163456789|Đỗ Văn An|14032005|Nam|TDP số 5, Phù Liễn, Hải Phòng|12052021\n"
FIT = {
    "height_cm": "168", "weight_kg": "60,5", "chest_cm": "84", "myopia_dioptres": "0", "hyperopia": "no",
    "other_class": "2", "concluded": "2", "concluded_on": "", "seen_version": "0",
}  # fmt: skip


@pytest.fixture
def page(ward):
    return f"/wards/{ward.id}/campaigns/{YEAR}/examination"


@pytest.fixture
def enter(actor_of, ward):
    """Makes a candidate of 2027 who stands at a step."""
    officer = actor_of("officer", ward)

    def make(full_name, step="invited_examination", **facts):
        facts = {"full_name": full_name, "birth_date": "2005-03-14", "sex": "male", "education": "12/12"} | facts
        first = NewRecord("enlistment", {"political_result": "passed"}, year=YEAR)
        person = people.create_person(officer, ward.id, facts, TODAY, records=(first,), confirmed=True)
        record = db.session.query(EnlistmentRecord).filter_by(person_id=person.id).one()
        record.status = step
        db.session.commit()
        return record.id

    return make


@pytest.fixture
def an(enter):
    return enter("Đỗ Văn An", citizen_id="031205001234")


def step_of(record_id):
    db.session.expire_all()
    return db.session.get(EnlistmentRecord, record_id).status


def numbers(html):
    """The live count of the page."""
    tiles = BeautifulSoup(html, "lxml").select("[data-count]")
    return {tile["data-count"]: int(tile.get_text()) for tile in tiles}


def test_a_queue_is_worked_off_without_a_mouse(browser, page, an, enter):
    """Box, Enter, Enter: the focus goes from the box to the button and back to the box."""
    enter("Lê Văn Bình")
    empty = BeautifulSoup(browser.get(page).text, "lxml")
    assert empty.find(autofocus=True)["name"] == "who"
    found = browser.post(f"{page}/find", data={"who": "do van an"})
    button = BeautifulSoup(found.text, "lxml").find(autofocus=True)
    assert (button["name"], button["value"], button["data-mark-key"]) == ("state", "present", "p")
    form = button.find_parent("form")
    response = browser.post(form["action"], data={"state": button["value"]}, follow_redirects=True)
    after = BeautifulSoup(response.text, "lxml")
    assert after.find(autofocus=True)["name"] == "who" and not after.find(autofocus=True).get("value")
    assert step_of(an) == "examined"
    assert "Đỗ Văn An" in text_of(str(after.find(role="status")))
    assert numbers(response.text)["present"] == 1 and numbers(response.text)["waiting"] == 1


def test_enter_alone_marks_nobody_where_several_match_or_the_man_is_marked(browser, page, an, enter):
    enter("Đỗ Văn Ân")
    several = BeautifulSoup(browser.post(f"{page}/find", data={"who": "do van"}).text, "lxml")
    assert len(several.select("[data-door-match]")) == 2 and several.find(autofocus=True)["name"] == "who"
    browser.post(f"{page}/{an}/attendance", data={"state": "present"})
    marked = BeautifulSoup(browser.post(f"{page}/find", data={"who": CARD}).text, "lxml")
    assert marked.find(autofocus=True)["name"] == "who"


def test_more_men_of_one_name_than_the_page_shows_are_counted(browser, page, enter):
    """Who reads "8" as all of them takes the ninth for somebody who was not called."""
    for number in range(11):
        enter("Nguyễn Văn Đông", birth_date=f"2005-03-{number + 1:02}")
    html = browser.post(f"{page}/find", data={"who": "nguyen"}).text
    assert len(BeautifulSoup(html, "lxml").select("[data-door-match]")) == 8
    assert "11 người khớp với" in text_of(html) and "Còn 3 người nữa" in text_of(html)


def test_each_mark_has_a_key_and_a_button(browser, page, an):
    html = BeautifulSoup(browser.post(f"{page}/find", data={"who": "an"}).text, "lxml")
    keys = {b["data-mark-key"]: b["value"] for b in html.select("button[type=submit][data-mark-key]")}
    assert keys == {"p": "present", "a": "absent", "m": "made_up"}
    (desk,) = html.select("[data-mark-key]:not(button)")  # marks nobody: it opens the health desk
    assert desk["data-mark-key"] == "s" and desk["href"].endswith(f"/{an}")


def test_a_scanned_card_finds_its_man_and_marks_him_at_once_where_that_is_wanted(browser, page, an):
    assert "Đỗ Văn An" in text_of(browser.post(f"{page}/find", data={"who": CARD}).text)
    assert step_of(an) == "invited_examination"
    response = browser.post(f"{page}/find", data={"who": CARD, "auto": "1"}, follow_redirects=True)
    assert step_of(an) == "examined"
    assert BeautifulSoup(response.text, "lxml").find(id="auto").has_attr("checked")
    again = browser.post(f"{page}/find", data={"who": CARD, "auto": "1"})
    assert again.status_code == 200 and "Có mặt" in text_of(again.text)


def test_a_card_that_says_otherwise_is_never_taken_for_granted(browser, page, an):
    other = CARD.replace("14032005", "15032005")
    response = browser.post(f"{page}/find", data={"who": other, "auto": "1"})
    assert "Thẻ ghi ngày sinh 15/03/2005" in text_of(response.text) and step_of(an) == "invited_examination"


def test_what_is_typed_or_scanned_stands_in_no_address(browser, page, an):
    found = browser.post(f"{page}/find", data={"who": CARD, "auto": "1"})
    assert not re.search(r"031205001234|an\b", found.headers["Location"].rsplit("?", 1)[-1].lower())
    assert browser.get(f"{page}/find").status_code == 405


def test_nobody_and_a_hostile_text_get_a_sentence(browser, page):
    text = text_of(browser.post(f"{page}/find", data={"who": "<script>alert(1)</script>" + "x" * 500}).text)
    assert "Không có ai trong đợt tuyển quân năm 2027" in text and "<script>alert(1)</script>" in text
    assert browser.post(f"{page}/find", data={}).status_code == 200


def test_who_was_not_called_has_no_buttons_and_is_refused_all_the_same(browser, page, enter):
    record_id = enter("Vũ Văn Dũng", "preselection_passed")
    html = browser.post(f"{page}/find", data={"who": "vu van dung"}).text
    assert "đang ở bước “Đạt sơ tuyển”" in text_of(html) and "data-mark-key" not in html
    answer = browser.post(f"{page}/{record_id}/attendance", data={"state": "present"}, follow_redirects=True)
    assert "chỉ vào được từ" in text_of(answer.text) and step_of(record_id) == "preselection_passed"


def test_a_mark_is_taken_back_from_the_page(browser, page, an):
    browser.post(f"{page}/{an}/attendance", data={"state": "absent"})
    html = BeautifulSoup(browser.get(f"{page}?done={an}").text, "lxml")
    assert html.find("button", attrs={"value": "waiting"}) is not None
    browser.post(f"{page}/{an}/attendance", data={"state": "waiting"})
    assert step_of(an) == "invited_examination"


def test_marks_of_yesterday_carry_their_day(browser, page, an):
    response = browser.post(f"{page}/{an}/attendance", data={"state": "present", "on": "20/11/2026"})
    assert "on=20/11/2026" in response.headers["Location"].replace("%2F", "/")
    assert "20/11/2026" in browser.text(f"{page}/list?state=present")


def test_every_number_opens_the_list_that_it_counts(browser, page, an, enter):
    enter("Lê Văn Bình")
    browser.post(f"{page}/{an}", data=FIT | {"concluded": "4T"})
    counted = numbers(browser.get(page).text)
    assert counted["called"] == 2 and counted["class_4"] == 1 and counted["present"] == 1
    assert browser.get(f"{page}/count").get_json() == counted
    for tile in BeautifulSoup(browser.get(page).text, "lxml").select("a.tile"):
        listed = BeautifulSoup(browser.get(tile["href"]).text, "lxml").select("tbody tr")
        assert len(listed) == int(tile.select_one(".count").get_text())


def test_who_was_called_can_be_telephoned_by_who_may_see_the_number(browser, page, enter, client_of, ward):
    enter("Đỗ Văn An", phone="0912345678")
    assert 'href="tel:0912345678"' in browser.get(f"{page}/list").text
    seen = client_of("viewer", ward).get(f"{page}/list").text
    assert "Đỗ Văn An" in seen and "0912345678" not in seen and "Điện thoại" not in seen


def test_who_is_missing_at_the_desk_is_called_from_his_card(browser, page, enter, monkeypatch):
    enter("Đỗ Văn An", phone="0912345678")
    enter("Lê Văn Bình")
    card = BeautifulSoup(browser.post(f"{page}/find", data={"who": "do van an"}).text, "lxml").select_one(
        "[data-door-match]"
    )
    assert card.find("a", href="tel:0912345678")
    without = browser.post(f"{page}/find", data={"who": "le van binh"}).text
    assert "Lê Văn Bình" in without and "tel:" not in without
    monkeypatch.setitem(CLEARANCE, "officer", frozenset({Sensitivity.HEALTH}))
    masked = browser.post(f"{page}/find", data={"who": "do van an"}).text
    assert "Đỗ Văn An" in masked and "0912345678" not in masked and "tel:" not in masked


def test_the_day_is_closed_by_one_button(browser, page, an, enter):
    other = enter("Lê Văn Bình")
    browser.post(f"{page}/{an}/attendance", data={"state": "present"})
    assert "ghi vắng 1 người chưa đến" in browser.text(f"{page}/list?state=waiting")
    browser.post(f"{page}/rest")
    assert (step_of(an), step_of(other)) == ("examined", "examination_absent")


# --- The health desk ------------------------------------------------------------------------------------------------


def test_measures_are_classified_while_they_are_typed_and_nothing_is_kept(browser, page, an):
    answer = browser.post(f"{page}/{an}/proposal", data={"height_cm": "168", "weight_kg": "46,5", "chest_cm": "79"})
    text = text_of(answer.text)
    assert "Cân nặng 46,5 kg 2" in text.replace("46.5", "46,5") and "Đề xuất: loại 4" in text and "105/2023" in text
    assert "Cần chiều cao" in text_of(browser.post(f"{page}/{an}/proposal", data={"height_cm": "1x8"}).text)
    assert "Chiều cao (cm)" in browser.text(f"{page}/{an}")
    db.session.expire_all()
    assert db.session.get(EnlistmentRecord, an).bmi is None


def test_the_council_concludes_and_the_next_man_can_come(browser, page, an):
    response = browser.post(f"{page}/{an}", data=FIT, follow_redirects=True)
    text = text_of(response.text)
    assert "Loại 2" in text and "Đủ điều kiện gọi nhập ngũ" in text
    assert BeautifulSoup(response.text, "lxml").find(autofocus=True)["name"] == "who"
    record = db.session.get(EnlistmentRecord, an)
    assert (record.health_class, record.bmi, record.status) == (2, 21.44, "examined")


@pytest.mark.parametrize("grade", ["4", "5T", "loại 6"])
def test_a_class_beyond_three_says_at_once_that_he_is_not_called_and_why(browser, page, an, grade):
    text = text_of(browser.post(f"{page}/{an}", data=FIT | {"concluded": grade}, follow_redirects=True).text)
    assert "Không gọi nhập ngũ" in text and "không thuộc loại được tuyển chọn" in text and "Điều 4" in text


def test_measures_without_a_conclusion_are_kept_and_say_so(browser, page, an):
    response = browser.post(f"{page}/{an}", data=FIT | {"concluded": ""}, follow_redirects=True)
    text = text_of(response.text)
    assert "Chưa có kết luận của Hội đồng" in text and "Đề xuất: loại 2" in text
    assert BeautifulSoup(response.text, "lxml").find(id="weight_kg")["value"] == "60,5"
    assert db.session.get(EnlistmentRecord, an).health_class is None


def test_faults_stand_at_their_fields_and_what_was_typed_stays(browser, page, an):
    sent = FIT | {"height_cm": "16", "weight_kg": "abc", "concluded": "7"}
    html = BeautifulSoup(browser.post(f"{page}/{an}", data=sent).text, "lxml")
    assert {e["id"] for e in html.select(".field-error")} == {"weight_kg-error", "concluded-error"}
    assert html.find(id="weight_kg")["value"] == "abc" and html.find(id="concluded")["value"] == "7"
    html = BeautifulSoup(browser.post(f"{page}/{an}", data=FIT | {"height_cm": "16"}).text, "lxml")
    assert [e["id"] for e in html.select(".field-error")] == ["height_cm-error"]
    assert step_of(an) == "invited_examination"


def test_a_conclusion_is_taken_back_only_on_purpose(browser, page, an):
    browser.post(f"{page}/{an}", data=FIT)
    html = BeautifulSoup(browser.get(f"{page}/{an}").text, "lxml")
    version = html.find(attrs={"name": "seen_version"})["value"]
    blank = browser.post(f"{page}/{an}", data=FIT | {"concluded": "", "seen_version": version})
    assert "Xóa kết luận" in text_of(blank.text)
    assert db.session.get(EnlistmentRecord, an).health_class == 2
    browser.post(f"{page}/{an}/withdraw", data={"seen_version": version})
    db.session.expire_all()
    assert db.session.get(EnlistmentRecord, an).health_class is None


def test_two_desks_hear_of_one_another(browser, page, an):
    browser.post(f"{page}/{an}", data=FIT)
    late = browser.post(f"{page}/{an}", data=FIT | {"concluded": "5"})
    assert "Người khác vừa lưu" in text_of(late.text)
    assert db.session.get(EnlistmentRecord, an).health_class == 2


# --- Who may --------------------------------------------------------------------------------------------------------


def test_a_viewer_sees_who_came_and_nothing_of_health(client_of, actor_of, browser, page, ward, an):
    browser.post(f"{page}/{an}", data=FIT | {"concluded": "4"})
    viewer = client_of("viewer", ward)
    shown = viewer.get(f"{page}?done={an}").text
    assert "Loại" not in text_of(shown) and "class_4" not in shown and "Có mặt" in text_of(shown)
    assert "Loại" not in viewer.text(f"{page}/list?state=class_4")
    assert set(viewer.get(f"{page}/count").get_json()) == {"called", "waiting", "present", "made_up", "absent"}
    assert viewer.get(f"{page}/{an}").status_code == 403
    for path in (f"{an}", f"{an}/proposal", f"{an}/withdraw", f"{an}/attendance", "find", "rest"):
        assert viewer.post(f"{page}/{path}", data=FIT).status_code == 403, path
    assert client_of("auditor", ward).get(page).status_code == 403


def test_another_ward_and_year_and_stranger_find_nothing(client, client_of, two_wards, page, an, browser):
    stranger = client_of("officer", two_wards[1])
    theirs = page.replace(str(two_wards[0].id), str(two_wards[1].id))
    for base in (page, theirs):
        assert stranger.get(f"{base}/{an}").status_code == 404
        for path in (f"{an}", f"{an}/proposal", f"{an}/withdraw", f"{an}/attendance"):
            assert stranger.post(f"{base}/{path}", data=FIT | {"state": "present"}).status_code == 404, path
    assert stranger.get(page).status_code == stranger.get(f"{page}/count").status_code == 404
    assert stranger.post(f"{page}/find", data={"who": "an"}).status_code == 404
    assert "Đỗ Văn An" not in text_of(stranger.post(f"{theirs}/find", data={"who": "an"}).text)
    other_year = page.replace(str(YEAR), str(YEAR + 1))
    assert browser.get(f"{other_year}/{an}").status_code == 404
    assert browser.post(f"{other_year}/{an}/attendance", data={"state": "present"}).status_code == 404
    assert browser.get(page.replace(str(YEAR), "3000")).status_code == 404
    assert client.get(page).status_code == 302
    assert step_of(an) == "invited_examination"


def test_a_post_without_its_token_marks_nobody(browser, page, an):
    assert browser.post(f"{page}/{an}/attendance", data={"state": "present"}, csrf=False).status_code == 400
    assert step_of(an) == "invited_examination"


def test_the_door_asks_the_database_no_more_for_many_men_than_for_few(browser, page, ward, enter, actor_of, queries):
    officer = actor_of("officer", ward)
    ids = [enter(f"Đỗ Văn {name}") for name in ("An", "Bình")]
    attendance.mark(officer, ward.id, YEAR, ids[0], "present", TODAY)
    browser.get(page)
    few = queries(lambda: browser.get(page))
    for number in range(20):
        record_id = enter(f"Lê Văn Chín{number}")
        attendance.mark(officer, ward.id, YEAR, record_id, "present", TODAY)
    assert queries(lambda: browser.get(page)) == few
    assert queries(lambda: browser.get(f"{page}/list")) <= few


@pytest.fixture
def queries(app):
    """Counts the statements that a call sends."""
    from sqlalchemy import event

    def count(act):
        seen = []
        listener = lambda *more: seen.append(1)  # noqa: E731
        event.listen(db.engine, "before_cursor_execute", listener)
        act()
        event.remove(db.engine, "before_cursor_execute", listener)
        return len(seen)

    return count
