"""The pages of citizens, as an officer's browser sees them."""

import re
from datetime import date

import pytest
from bs4 import BeautifulSoup

from roster.columns.catalogue import PERSON_COLUMNS, ROSTER_COLUMNS, ROSTERS
from roster.services import people, records, units
from roster.services.records import NewRecord
from roster.store.db import db
from roster.store.people import Person
from tests.page_checks import text_of

TODAY = date(2026, 11, 24)
AN = {"full_name": "đỗ văn an", "birth_date": "14032005", "sex": "male", "citizen_id": "031205001234"}


@pytest.fixture
def page(ward):
    return f"/wards/{ward.id}/people"


@pytest.fixture
def an(ward, actor_of):
    """A candidate of 2027, entered by a colleague."""
    start = NewRecord("enlistment", {"health_class": 2}, year=2027)
    values = {"full_name": "Đỗ Văn An", "birth_date": "2005-03-14", "occupation": "Học sinh"}
    return people.create_person(actor_of("officer", ward), ward.id, values, TODAY, records=(start,)).id


def fields_of(html):
    """What the page's main form would send."""
    form = BeautifulSoup(html, "lxml").find("form", attrs={"data-save-keys": True})
    sent = {}
    for field in form.find_all(["input", "textarea", "select"]):
        if field.get("type") in {"radio", "checkbox"} and not field.has_attr("checked"):
            continue
        if field.name == "select":
            chosen = field.find("option", selected=True) or field.find("option")
            sent[field["name"]] = chosen["value"]
        else:
            sent[field["name"]] = field.get_text().strip("\r\n") if field.name == "textarea" else field.get("value", "")
    sent.pop("csrf_token")
    return sent


def only_person():
    return db.session.query(Person).one()


def test_a_citizen_is_entered_with_his_record_and_shown(browser, page):
    assert "Công dân mới" in browser.text(f"{page}/new?roster=enlistment")
    sent = {**AN, "in_enlistment": "y", "year": "2027", "enlistment-health_class": "2"}
    response = browser.post(f"{page}/new", data=sent, follow_redirects=True)
    text = text_of(response.text)
    assert "Đỗ Văn An" in text and "14/03/2005" in text and "Loại 2" in text and "đợt gọi nhập ngũ năm 2027" in text


def test_faults_come_back_with_all_that_was_typed(browser, page):
    sent = {**AN, "full_name": "", "birth_date": "31/02/2004", "phone": "12", "occupation": "Thợ <b>điện</b>"}
    html = browser.post(f"{page}/new", data=sent).text
    assert db.session.query(Person).count() == 0
    assert fields_of(html)["birth_date"] == "31/02/2004" and fields_of(html)["occupation"] == "Thợ <b>điện</b>"
    text = text_of(html)
    assert "Chưa lưu được" in text and "31/02/2004" in text and "Số điện thoại" in text


def test_a_fault_in_the_record_keeps_the_citizen_from_being_half_saved(browser, page):
    sent = {**AN, "in_militia": "y", "militia-joined_on": "31/02/2020"}
    assert "không phải một ngày có thật" in text_of(browser.post(f"{page}/new", data=sent).text)
    assert db.session.query(Person).count() == 0


def test_the_same_citizen_is_shown_while_typing_without_a_name_in_the_address(browser, page, an):
    fragment = browser.post(f"{page}/lookup", data={"full_name": "ĐỖ VĂN AN", "birth_date": "2005", "citizen_id": ""})
    assert "trùng họ tên và ngày sinh" in text_of(fragment.text) and f"{page}/{an}" in fragment.text
    assert browser.post(f"{page}/lookup", data={"full_name": "Lê Văn Bình", "birth_date": "2005"}).text.strip() == ""
    own = {"full_name": "Đỗ Văn An", "birth_date": "2005", "exclude": str(an)}
    assert browser.post(f"{page}/lookup", data=own).text.strip() == ""
    assert browser.get(f"{page}/lookup").status_code in {404, 405}


def test_a_doubtful_entry_is_saved_once_the_officer_confirms_those_doubts(browser, page, an):
    html = browser.post(f"{page}/new", data=AN | {"citizen_id": ""}).text
    assert "Vẫn lưu" in text_of(html) and db.session.query(Person).count() == 1
    mark = BeautifulSoup(html, "lxml").find("button", attrs={"name": "confirmed"})["value"]
    # Other doubts than those that were shown are asked about anew.
    other = browser.post(
        f"{page}/new", data=AN | {"birth_date": "2005", "citizen_id": "999205001234", "confirmed": mark}
    )
    assert "Vẫn lưu" in text_of(other.text) and db.session.query(Person).count() == 1
    assert browser.post(f"{page}/new", data=AN | {"citizen_id": "", "confirmed": mark}).status_code == 302
    assert db.session.query(Person).count() == 2


def test_a_form_that_is_opened_and_saved_changes_nothing(browser, page, an):
    sent = fields_of(browser.get(f"{page}/{an}/edit").text)
    assert browser.post(f"{page}/{an}/edit", data=sent).status_code == 302
    assert only_person().version == 1


def test_every_fact_can_be_typed_and_comes_back_as_it_was_typed(browser, page, an):
    typed = {
        "other_name": "An Đen",
        "sex": "male",
        "citizen_id": "031205001234",
        "old_id": "031234567",
        "ethnicity": "Kinh",
        "religion": "Không",
        "hometown": "Hải Phòng",
        "permanent_address": "12 Trần Nhân Tông",
        "current_address": "Như trên",
        "neighbourhood": "TDP số 5",
        "education": "12/12",
        "qualification": "Đại học Hàng hải",
        "foreign_language": "Anh",
        "occupation": "Kỹ sư",
        "workplace": "Cảng",
        "salary_grade": "A1",
        "phone": "0912345678",
        "is_party_member": "yes",
        "party_joined_on": "03/02/2025",
        "is_union_member": "no",
        "union_joined_on": "26/03/2020",
        "family_class": "Công nhân",
        "personal_class": "Học sinh",
        "father_name": "Đỗ Văn Cha",
        "father_birth_year": "1975",
        "father_occupation": "Nông dân",
        "mother_name": "Lê Thị Mẹ",
        "mother_birth_year": "1978",
        "mother_occupation": "Giáo viên",
        "spouse_name": "Vũ Thị Vợ",
        "spouse_birth_year": "2006",
        "spouse_occupation": "May",
        "notes": "dòng một",
    }
    sent = fields_of(browser.get(f"{page}/{an}/edit").text) | typed
    assert browser.post(f"{page}/{an}/edit", data=sent).status_code == 302
    again = fields_of(browser.get(f"{page}/{an}/edit").text)
    assert {key: again[key] for key in typed} == typed
    assert browser.post(f"{page}/{an}/edit", data=again).status_code == 302
    assert only_person().version == 2


def test_the_second_tab_of_one_officer_is_not_called_another_man(browser, page, an):
    record = re.search(r'href="([^"]*/records/enlistment/[^"]*/edit)"', browser.get(f"{page}/{an}").text)[1]
    for path, key, values in (
        (f"{page}/{an}/edit", "occupation", ("Công nhân", "Sinh viên")),
        (record, "health_class", ("1", "3")),
    ):
        opened = fields_of(browser.get(path).text)
        browser.post(path, data=opened | {key: values[0]})
        text = text_of(browser.post(path, data=opened | {key: values[1]}).text)
        assert "chính đồng chí đã lưu" in text and "người khác đã lưu" not in text
        assert "Đồng chí đã lưu ở thẻ khác: " in text and "Người kia" not in text


def test_the_second_of_two_editors_chooses_field_by_field(browser, page, an, client_of, ward):
    other = client_of("officer", ward)
    first, second = (fields_of(one.get(f"{page}/{an}/edit").text) for one in (other, browser))
    other.post(f"{page}/{an}/edit", data=first | {"occupation": "Công nhân", "phone": "0912345678"})
    html = browser.post(f"{page}/{an}/edit", data=second | {"occupation": "Sinh viên", "education": "12/12"}).text
    text = text_of(html)
    assert "Người kia đã lưu: Công nhân" in text and "Đồng chí vừa nhập: Sinh viên" in text and "Học sinh" in text
    assert only_person().occupation == "Công nhân"
    radios = BeautifulSoup(html, "lxml").find_all("input", type="radio")
    assert {radio["name"] for radio in radios} == {"occupation"}
    chosen = next(radio["value"] for radio in radios if radio["id"] == "occupation-theirs")
    assert browser.post(f"{page}/{an}/edit", data=fields_of(html) | {"occupation": chosen}).status_code == 302
    kept = only_person()
    assert (kept.occupation, kept.phone, kept.education) == ("Công nhân", "0912345678", "12/12")


def test_the_card_shows_records_history_and_hides_numbers_from_a_viewer(browser, page, an, client_of, ward):
    browser.post(f"{page}/{an}/edit", data=fields_of(browser.get(f"{page}/{an}/edit").text) | {"phone": "0912345678"})
    text = browser.text(f"{page}/{an}")
    assert "0912345678" in text and "Lịch sử thay đổi" in text and "Lê Văn Thử" in text
    seen = client_of("viewer", ward).text(f"{page}/{an}")
    assert "091•••••78" in seen and "0912345678" not in seen and "Loại 2" not in seen and "Sửa thông tin" not in seen


def test_retiring_asks_for_a_reason_and_can_be_taken_back(browser, page, an):
    asked = BeautifulSoup(browser.get(f"{page}/{an}/retire").text, "lxml")
    assert asked.find("input", attrs={"name": "day"})["value"] == "24/11/2026"
    assert asked.find("select", attrs={"name": "reason"}).find("option").get_text() == "— Chọn lý do —"
    refused = browser.post(f"{page}/{an}/retire", data={"reason": "other", "other_reason": "", "day": "24/11/2026"})
    assert "Hãy ghi lý do" in text_of(refused.text)
    sent = {"reason": "Đã chết", "other_reason": "", "day": "01/11/2026"}
    response = browser.post(f"{page}/{an}/retire", data=sent, follow_redirects=True)
    assert "Đã ngừng quản lý từ 01/11/2026: Đã chết" in text_of(response.text)
    assert "năm 2027 Đã ngừng quản lý" in text_of(response.text) and "Đang theo dõi" not in text_of(response.text)
    assert "Đã ngừng quản lý từ" not in text_of(browser.post(f"{page}/{an}/restore", follow_redirects=True).text)


def test_characters_that_no_database_takes_are_left_out(browser, page, an):
    sent = fields_of(browser.get(f"{page}/{an}/edit").text) | {"occupation": "Thợ\x00 điện\x01", "notes": "\ufffe\x0b"}
    assert browser.post(f"{page}/{an}/edit", data=sent).status_code == 302
    assert only_person().occupation == "Thợ điện"
    retired = {"reason": "other", "other_reason": "a\x00b", "day": "01/11/2026"}
    assert browser.post(f"{page}/{an}/retire", data=retired).status_code == 302
    assert (
        browser.post(
            f"{page}/lookup", data={"full_name": "\x00", "birth_date": "\x00", "citizen_id": "\x00"}
        ).status_code
        == 200
    )


def test_a_record_is_begun_changed_and_ended(browser, page, an):
    new = f"{page}/{an}/records/militia/new"
    assert "Ghi vào sổ" in browser.text(new)
    early = browser.post(new, data={"since": "25/11/2026", "component": "local"}).text
    assert "không được ở sau ngày hôm nay" in text_of(early)
    sent = {"since": "01/02/2026", "component": "local", "post": "Chiến sĩ", "joined_on": "02/2026"}
    assert "Chiến sĩ" in text_of(browser.post(new, data=sent, follow_redirects=True).text)
    again = text_of(browser.post(new, data=sent).text)
    assert "Hãy kết thúc hồ sơ ấy trước" in again
    edit = re.search(r'href="([^"]*/records/militia/[^"]*/edit)"', browser.get(f"{page}/{an}").text)[1]
    form = fields_of(browser.get(edit).text)
    assert "Tiểu đội trưởng" in text_of(
        browser.post(edit, data=form | {"post": "Tiểu đội trưởng"}, follow_redirects=True).text
    )
    close = edit.replace("/edit", "/close")
    assert "Kết thúc hồ sơ" in browser.text(close)
    wrong = browser.post(close, data={"reason": "Đã nhập ngũ", "day": "01/01/2020"})
    assert "trở đi" in text_of(wrong.text)
    ended = browser.post(close, data={"reason": "Đã nhập ngũ", "day": "01/03/2026"}, follow_redirects=True)
    assert "đến 01/03/2026 (Đã nhập ngũ)" in text_of(ended.text)


def test_two_editors_of_one_record_choose_too(browser, page, an, client_of, ward):
    edit = re.search(r'href="([^"]*/records/enlistment/[^"]*/edit)"', browser.get(f"{page}/{an}").text)[1]
    form = fields_of(browser.get(edit).text)
    client_of("officer", ward).post(edit, data=form | {"health_class": "3"})
    html = browser.post(edit, data=form | {"health_class": "1"}).text
    assert "Người kia đã lưu: Loại 3" in text_of(html)
    unchosen = fields_of(html)  # as from a browser that lets a choice be left open: the other's value is not erased
    assert unchosen["health_class"] == "Loại 3"
    browser.post(edit, data=unchosen | {"health_class": ["1", unchosen["health_class"]]})
    assert "Loại 1" in browser.text(f"{page}/{an}")


# --- Who may not ----------------------------------------------------------------------------------------------------


def routes(page, person_id, record_id):
    one = f"{page}/{person_id}"
    record = f"{one}/records/enlistment/{record_id}"
    return {
        "GET": [
            f"{page}/new",
            one,
            f"{one}/edit",
            f"{one}/retire",
            f"{one}/records/militia/new",
            f"{record}/edit",
            f"{record}/close",
        ],
        "POST": [
            f"{page}/new",
            f"{page}/lookup",
            f"{one}/edit",
            f"{one}/retire",
            f"{one}/restore",
            f"{one}/records/militia/new",
            f"{record}/edit",
            f"{record}/close",
        ],
    }


@pytest.fixture
def record_id(an, ward, actor_of):
    return records.records_of(actor_of("officer", ward), only_person())[0].record.id


def test_an_officer_of_another_ward_gets_404_for_every_page_and_form(page, an, record_id, client_of, two_wards):
    stranger = client_of("officer", two_wards[1])
    own_page = page.replace(str(two_wards[0].id), str(two_wards[1].id))
    for method, urls in routes(page, an, record_id).items():
        for url in urls:
            assert stranger.open(url, method=method).status_code == 404, url
    # His own ward's address with a foreign person's id
    for method, urls in routes(own_page, an, record_id).items():
        for url in urls:
            if str(an) in url and not (method == "POST" and url.endswith("/edit")):
                data = {"reason": "Đã chết", "day": "24/11/2026"} if method == "POST" else None
                assert stranger.open(url, method=method, data=data).status_code == 404, url
    assert stranger.post(f"{own_page}/{an}/edit", data=AN).status_code == 404
    assert only_person().version == 1


def test_a_viewer_gets_403_for_whatever_changes_people(page, an, record_id, client_of, ward):
    viewer = client_of("viewer", ward)
    for method, urls in routes(page, an, record_id).items():
        for url in urls:
            expected = 200 if url == f"{page}/{an}" else 403
            assert viewer.open(url, method=method).status_code == expected, url


def test_a_form_without_its_token_is_refused(browser, page):
    assert browser.post(f"{page}/new", data=AN, csrf=False).status_code == 400
    assert db.session.query(Person).count() == 0


CARD = "031205001234|031234567|Đỗ Văn An|14032005|Nam|TDP số 5, Phù Liễn, Hải Phòng|12052021"


@pytest.mark.parametrize("field", ["full_name", "citizen_id", "hometown"])
def test_a_scanned_card_fills_seven_fields_wherever_the_cursor_stood(browser, page, ward, actor_of, field):
    units.save_neighbourhood(actor_of("commander", ward), ward.id, None, name="TDP số 5", begins_on=None, ends_on=None)
    sent = {"occupation": "Học sinh", "in_enlistment": "y", "year": "2027", field: CARD}
    html = browser.post(f"{page}/new", data=sent).text
    filled = fields_of(html)
    expected = {
        "full_name": "Đỗ Văn An", "birth_date": "14/03/2005", "sex": "male", "citizen_id": "031205001234",
        "old_id": "031234567", "permanent_address": "TDP số 5, Phù Liễn, Hải Phòng", "neighbourhood": "TDP số 5",
    }  # fmt: skip
    assert {key: filled[key] for key in expected} == expected
    assert "Đã điền 7 mục từ thẻ căn cước" in text_of(html) and filled["occupation"] == "Học sinh"
    assert CARD not in html and filled["hometown"] == "" and db.session.query(Person).count() == 0
    assert browser.post(f"{page}/new", data=filled | {"in_enlistment": "y"}).status_code == 302
    assert only_person().neighbourhood == "TDP số 5"


def test_a_card_scanned_into_a_known_citizen_keeps_what_it_does_not_say(browser, page, an):
    sent = fields_of(browser.get(f"{page}/{an}/edit").text)
    html = browser.post(f"{page}/{an}/edit", data=sent | {"citizen_id": CARD}).text
    filled = fields_of(html)
    assert filled["occupation"] == "Học sinh" and filled["citizen_id"] == "031205001234"
    assert only_person().citizen_id is None
    assert browser.post(f"{page}/{an}/edit", data=filled).status_code == 302
    assert only_person().citizen_id == "031205001234"


def test_a_scan_keeps_what_stood_in_its_field(browser, page, an):
    opened = fields_of(browser.get(f"{page}/{an}/edit").text)
    for sent in (
        {"occupation": f"Công nhân{CARD}"},  # behind what was typed
        {"occupation": "Công nhân", "scanned": CARD},  # as scanner.js sends it, from whichever field
        {"notes": f"ở nhà số 5 {CARD}", "occupation": "Công nhân"},
    ):
        filled = fields_of(browser.post(f"{page}/{an}/edit", data=opened | sent).text)
        assert filled["occupation"] == "Công nhân" and filled["citizen_id"] == "031205001234"
        assert filled["notes"] == ("ở nhà số 5" if "notes" in sent else "")
    marked = browser.post(f"{page}/{an}/edit", data=opened | {"occupation": CARD})  # it was marked, so that it went
    assert fields_of(marked.text)["occupation"] == "Học sinh"


def test_another_man_s_card_fills_nothing_into_a_file(browser, page, an, ward, actor_of):
    other = CARD.replace("031205001234", "031204009876").replace("Đỗ Văn An", "Nguyễn Văn Quét")
    opened = fields_of(browser.get(f"{page}/{an}/edit").text)
    browser.post(f"{page}/{an}/edit", data=opened | {"citizen_id": "031205001234"})
    opened = fields_of(browser.get(f"{page}/{an}/edit").text)
    html = browser.post(f"{page}/{an}/edit", data=opened | {"occupation": "Thợ hàn", "full_name": other}).text
    assert fields_of(html) == opened | {"occupation": "Thợ hàn"}
    text = text_of(html)
    assert "Thẻ vừa quét là của Nguyễn Văn Quét, số CCCD 031204009876, không phải của Đỗ Văn An" in text
    # Nobody has that number: a new citizen begins from the card. Who has it is opened.
    start = BeautifulSoup(html, "lxml").find("form", target="_blank")
    new = browser.post(start["action"], data={"scanned": start.find("input", {"name": "scanned"})["value"]})
    assert fields_of(new.text)["citizen_id"] == "031204009876"
    facts = {"full_name": "Nguyễn Văn Quét", "citizen_id": "031204009876"}
    quet = people.create_person(actor_of("officer", ward), ward.id, facts, TODAY, confirmed=True).id
    html = browser.post(f"{page}/{an}/edit", data=opened | {"full_name": other}).text
    assert f"{page}/{quet}" in {one["href"] for one in BeautifulSoup(html, "lxml").select(".notice a")}


def test_a_second_card_does_not_mix_with_somebody_who_is_not_saved_yet(browser, page):
    other = CARD.replace("031205001234", "031204009876").replace("Đỗ Văn An", "Nguyễn Văn Quét")
    html = browser.post(f"{page}/new", data={**AN, "occupation": "Thợ hàn", "scanned": other}).text
    assert "Chưa điền gì" in text_of(html) and fields_of(html)["full_name"] == "đỗ văn an"
    # The same man with a slip in his number: the card mends it, and the page says what it was.
    html = browser.post(f"{page}/new", data={**AN, "citizen_id": "031205001243", "scanned": CARD}).text
    assert fields_of(html)["citizen_id"] == "031205001234" and "031205001243 →" in text_of(html)


def test_another_number_in_a_file_is_saved_once_the_officer_confirms_it(browser, page, an):
    browser.post(
        f"{page}/{an}/edit", data=fields_of(browser.get(f"{page}/{an}/edit").text) | {"citizen_id": "031205001234"}
    )
    opened = fields_of(browser.get(f"{page}/{an}/edit").text)
    asked = browser.post(f"{page}/{an}/edit", data=opened | {"citizen_id": "031205004321"}).text
    assert "Số CCCD đang ghi là 031205001234, nay đổi thành 031205004321" in text_of(asked)
    assert only_person().citizen_id == "031205001234"
    mark = BeautifulSoup(asked, "lxml").find("button", attrs={"name": "confirmed"})["value"]
    browser.post(f"{page}/{an}/edit", data=fields_of(asked) | {"confirmed": mark})
    db.session.expire_all()
    assert only_person().citizen_id == "031205004321"


def test_what_a_card_does_not_tell_is_named(browser, page):
    html = browser.post(f"{page}/new", data={"full_name": CARD.replace("14032005", "29022005")}).text
    assert "Không đọc được từ thẻ: Ngày, tháng, năm sinh." in text_of(html)
    assert not BeautifulSoup(html, "lxml").select(".notice-success")
    assert BeautifulSoup(html, "lxml").find(attrs={"autofocus": True})["id"] == "birth_date"  # goes on where it lacks


def test_a_neighbourhood_that_the_ward_has_not_recorded_is_asked_about(browser, page, ward, actor_of):
    sent = AN | {"neighbourhood": "TDP số 12"}
    units.save_neighbourhood(actor_of("commander", ward), ward.id, None, name="TDP số 5")
    asked = browser.post(f"{page}/new", data=sent).text
    assert "“TDP số 12” chưa có trong danh mục tổ dân phố" in text_of(asked) and db.session.query(Person).count() == 0
    mark = BeautifulSoup(asked, "lxml").find("button", attrs={"name": "confirmed"})["value"]
    assert browser.post(f"{page}/new", data=sent | {"confirmed": mark}).status_code == 302
    # It stands now: an edit of something else asks no more.
    edit = f"{page}/{only_person().id}/edit"
    opened = fields_of(browser.get(edit).text)
    assert browser.post(edit, data=opened | {"occupation": "Thợ hàn"}).status_code == 302
    assert "chưa có trong danh mục" in text_of(browser.post(edit, data=opened | {"neighbourhood": "77"}).text)


def test_the_next_citizen_begins_with_what_the_last_had_in_common(browser, page):
    sent = AN | {"neighbourhood": "TDP số 5", "in_enlistment": "y", "in_militia": "y", "year": "2028", "again": "yes"}
    answer = browser.post(f"{page}/new", data=sent, follow_redirects=True)
    again = fields_of(answer.text)
    assert (again["full_name"], again["neighbourhood"], again["year"]) == ("", "TDP số 5", "2028")
    assert {"in_enlistment", "in_militia"} <= again.keys() and "in_reserve" not in again
    # Doubts do not end the series.
    doubted = browser.post(
        f"{page}/new", data=AN | {"citizen_id": "", "again": "yes", "neighbourhood": "TDP số 5"}
    ).text
    mark = BeautifulSoup(doubted, "lxml").find("button", attrs={"name": "confirmed"})["value"]
    answer = browser.post(f"{page}/new", data=fields_of(doubted) | {"confirmed": mark})
    assert "/people/new?" in answer.headers["Location"] and db.session.query(Person).count() == 2


def test_every_field_of_a_new_citizen_has_its_explanation_one_click_away(browser, page):
    html = BeautifulSoup(browser.get(f"{page}/new").text, "lxml")
    shown = {c.label: c.hint for c in (*PERSON_COLUMNS, *(c for roster in ROSTERS for c in ROSTER_COLUMNS[roster]))}
    found = {}
    for field in html.select(".field:has(> .field-help)"):
        label, text = field.select_one("label"), field.select_one("details:not([open]) > p")
        control = html.find(id=label["for"])
        assert text["id"] in control["aria-describedby"].split()
        found[next(label.stripped_strings)] = text.get_text()
    assert found == shown
