"""The call-up's pages: where it stands, its days, its duties, its quota, one ward or many."""

from __future__ import annotations

import re
from datetime import date

import pytest
from bs4 import BeautifulSoup

from roster.services import campaigns, quotas
from roster.store.db import db
from tests.page_checks import text_of
from tests.query_count import counted_queries
from tests.services.candidates import HANDOVER, TODAY, YEAR, candidate, claim


@pytest.fixture
def ward(two_wards, set_today):
    set_today(TODAY)
    return two_wards[0]


@pytest.fixture
def page(ward):
    return f"/wards/{ward.id}/campaigns/{YEAR}"


@pytest.fixture
def browser(client_of, ward):
    return client_of("commander", ward)


@pytest.fixture
def fill(ward):
    """A year with somebody of every fate."""

    def make(ward_id=ward.id):
        for status in ("source", "eligible_preselection", "invited_examination", "eligible_enlistment"):
            candidate(ward_id, status=status)
        for status in ("final_official", "final_official", "final_reserve", "called_up", "handed_over", "returned"):
            candidate(ward_id, status=status)
        candidate(ward_id, status="final_official", service="police")
        candidate(ward_id, status="preselection_absent")
        candidate(ward_id, health_class=5, status="examined")
        candidate(ward_id, health_class=None)
        candidate(ward_id, political_result="failed")
        candidate(ward_id, political_result=None)
        candidate(ward_id, birth_date="2012-01-01")
        candidate(ward_id, birth_date="2001-08-01")  # between the two readings of the age limit
        claim(candidate(ward_id, status="deferred"), "41.1.g", "decided", until="2029-06")
        candidate(ward_id, status="deferred", birth_date="2012-01-01")  # the law has another answer than the step
        candidate(ward_id, status="preselection_failed", health_class=5)
        claim(candidate(ward_id, status="source"), "41.1.g", "decided", until="2029-06")
        claim(candidate(ward_id), "41.2.a", "claimed")
        claim(candidate(ward_id), "13.1.a", "decided")

    return make


def numbers_of(html: str) -> list[tuple[int, str]]:
    """Every number of the page that leads to a list of candidates, with its address."""
    found = BeautifulSoup(html, "lxml").select("td.num a[href*='/candidates/']")
    return [(int(link.get_text().replace(".", "")), link["href"]) for link in found]


def assert_numbers_are_true(browser, html: str, at_least: int) -> None:
    numbers = numbers_of(html)
    assert len(numbers) >= at_least
    for number, url in numbers:
        subtitle = BeautifulSoup(browser.get(url).text, "lxml").select_one(".subtitle").get_text()
        assert subtitle.split()[0] == str(number), url


# --- Where it stands ------------------------------------------------------------------------------------------------


def test_every_number_of_the_overview_opens_exactly_the_people_that_it_counts(browser, page, fill):
    fill()
    assert_numbers_are_true(browser, browser.get(page).text, at_least=20)


def test_a_reason_named_by_a_step_counts_whom_list_and_roster_find_at_that_step(browser, page, ward, fill):
    fill()
    candidates = BeautifulSoup(browser.get(f"{page}/candidates/").text, "lxml")
    at_step = {
        one["value"]: one.get_text().split("(")[-1].rstrip(")") for one in candidates.select("#filter-step option")
    }
    links = BeautifulSoup(browser.get(page).text, "lxml").select("section[aria-labelledby=losses] a[href*='step=']")
    found = {link["href"].partition("step=")[2]: link.get_text() for link in links}
    assert found["deferred"] == "2" and len(found) == 4
    for step, number in found.items():
        roster = browser.get(f"/wards/{ward.id}/lists/enlistment?year={YEAR}&status={step}").text
        subtitle = BeautifulSoup(roster, "lxml").select_one(".subtitle").get_text()
        assert (number, number) == (at_step[step], subtitle.split()[0]), step


def test_every_number_that_a_viewer_sees_opens_exactly_the_people_that_it_counts(client_of, page, ward, fill):
    fill()
    viewer = client_of("viewer", ward)
    html = viewer.get(page).text
    assert_numbers_are_true(viewer, html, at_least=12)
    text = text_of(html)
    assert "Không đủ sức khỏe" not in text
    assert "Chưa đủ điều kiện vì lý do sức khỏe, chính trị hoặc đang chờ kết luận" in text


def test_the_overview_says_how_many_are_missing_and_why(browser, page, ward, actor_of):
    quotas.save(actor_of("officer", ward), ward.id, YEAR, "army", 5, "12/QĐ", date(2026, 11, 1), "UBND thành phố")
    for _ in range(2):
        candidate(ward.id)
    candidate(ward.id, health_class=None)
    claim(candidate(ward.id, status="deferred"), "41.1.g", "decided", until="2029-06")
    text = browser.text(page)
    assert "Còn thiếu 3 người đủ điều kiện so với chỉ tiêu 5" in text
    assert "Dù mọi người còn chờ đều đạt vẫn thiếu 2 người" in text
    assert "Bước “Tạm hoãn” 1" in text
    assert "Chưa có kết luận sức khỏe 1" in text


def test_without_a_quota_nothing_is_claimed_to_be_missing(browser, page, ward):
    candidate(ward.id)
    text = browser.text(page)
    assert "Chưa ghi chỉ tiêu" in text
    assert "Còn thiếu 0" not in text


def test_a_service_that_is_short_is_named_even_where_the_whole_is_enough(browser, page, ward, actor_of):
    officer = actor_of("officer", ward)
    quotas.save(officer, ward.id, YEAR, "police", 1, "", None, "")
    candidate(ward.id)
    assert "Riêng Công an còn thiếu 1 người" in browser.text(page)


def test_charts_are_drawings_with_their_numbers_beside_them(browser, page, fill):
    fill()
    html = BeautifulSoup(browser.get(page).text, "lxml")
    bars = html.select("svg.chart-bar")
    assert len(bars) > 15
    for bar in bars:
        numbers = {one.get_text(strip=True) for one in bar.find_parent("tr").select("td.num")}
        assert bar["role"] == "img" and re.match(r"\d+", bar["aria-label"])[0] in numbers


def test_the_years_are_listed_and_the_menu_opens_the_latest_with_candidates(browser, page, ward):
    candidate(ward.id, year=2026)
    candidate(ward.id)
    candidate(ward.id)
    html = browser.get(f"/wards/{ward.id}/campaigns/").text
    assert [link.get_text() for link in BeautifulSoup(html, "lxml").select("th a")] == ["Năm 2027", "Năm 2026"]
    assert_numbers_are_true(browser, html, at_least=2)
    assert browser.get(f"/wards/{ward.id}/campaigns/latest").location == page
    menu = BeautifulSoup(browser.get(page).text, "lxml").select_one(".site-menu a[aria-current]")
    assert "Đợt tuyển quân" in menu.get_text()


def test_the_number_of_queries_does_not_grow_with_the_candidates(browser, page, ward, fill):
    fill()
    browser.get(page)  # what is read once a process
    for path in ("", "/calendar", "/settings", "/quota"):
        with counted_queries() as few:
            browser.get(page + path)
        fill()
        fill()
        with counted_queries() as many:
            browser.get(page + path)
        assert len(many) == len(few) > 0, path


@pytest.mark.parametrize("year", [1900, 2300])
def test_a_year_that_no_call_up_can_have_is_not_there(browser, ward, year):
    for path in ("", "/calendar", "/settings", "/quota", "/candidates/"):
        assert browser.get(f"/wards/{ward.id}/campaigns/{year}{path}").status_code == 404
    assert browser.get(f"/campaigns/{year}").status_code == 404


def test_what_will_happen_to_candidates_is_told_weeks_ahead(browser, client_of, page, ward):
    claim(candidate(ward.id, full_name="Vũ Văn An"), "41.1.g", "decided", until="2027-01-15")
    claim(candidate(ward.id, full_name="Lê Văn Bình"), "13.1.b", "decided", until="2027-01-20")
    candidate(ward.id, full_name="Đỗ Văn Cường", birth_date="2001-12-24")
    text = browser.text(page)
    assert "Diện hết hạn trước ngày giao quân: 2" in text
    assert "15/01/2027: Vũ Văn An" in text
    assert "Tròn 25 tuổi ngày 24/12/2026" in text
    seen = client_of("viewer", ward).text(page)
    assert "Vũ Văn An" in seen
    assert "Lê Văn Bình" not in seen  # that somebody is under measures is not for everybody


# --- Several wards --------------------------------------------------------------------------------------------------


def test_a_superior_sees_each_of_his_wards_and_all_of_them_together(client_of, two_wards, fill, set_today, actor_of):
    set_today(TODAY)
    for ward in two_wards:
        fill(ward.id)
    for ward, places in zip(two_wards, (30, 12), strict=True):
        quotas.save(actor_of("officer", ward), ward.id, YEAR, "army", places, "", None, "")
    viewer = client_of("viewer", two_wards)
    html = viewer.get(f"/campaigns/{YEAR}").text
    assert_numbers_are_true(viewer, html, at_least=6)
    total = BeautifulSoup(html, "lxml").select_one("tfoot tr").get_text(" ").split()
    assert total[:4] == ["Tổng", "cộng", "48", "42"]
    for ward in two_wards:
        assert f"/wards/{ward.id}/campaigns/{YEAR}" in html
    assert f"/campaigns/{YEAR}" in viewer.get(f"/wards/{two_wards[0].id}/campaigns/{YEAR}").text


def test_the_overview_over_wards_shows_no_ward_outside_of_the_scope(client_of, two_wards, set_today):
    set_today(TODAY)
    candidate(two_wards[1].id)
    html = client_of("commander", two_wards[0]).get(f"/campaigns/{YEAR}").text
    assert two_wards[1].title not in text_of(html)
    assert str(two_wards[1].id) not in html


def test_without_a_ward_there_is_nothing_to_oversee(client_of):
    assert client_of("viewer", ()).get(f"/campaigns/{YEAR}").status_code == 404


# --- Days -----------------------------------------------------------------------------------------------------------


def days(browser, page, **typed):
    """What the form would send, with what was typed."""
    form = BeautifulSoup(browser.get(f"{page}/settings").text, "lxml").find("form", action=f"{page}/settings")
    fields = {field["name"]: field.get("value", "") for field in form.select("input[name]")}
    return browser.post(f"{page}/settings", data=fields | typed, follow_redirects=True)


def test_days_are_saved_and_shown_again(browser, page):
    assert "ngày thường lệ" in browser.text(f"{page}/settings")
    saved = days(browser, page, handover_on="25/02/2027", preselection_from="12102026")
    assert "Đã lưu các ngày" in text_of(saved.text)
    again = BeautifulSoup(browser.get(f"{page}/settings").text, "lxml")
    assert again.find(id="handover_on")["value"] == "25/02/2027"
    assert again.find(id="preselection_from")["value"] == "12/10/2026"


def test_the_handover_day_changes_who_is_old_enough(browser, page, ward):
    candidate(ward.id, full_name="Vũ Văn An", birth_date="2009-02-20")
    assert "Chưa đủ tuổi" in browser.text(f"{page}/candidates/")
    days(browser, page, handover_on="25/02/2027")
    assert "Đủ điều kiện gọi nhập ngũ" in browser.text(f"{page}/candidates/?answer=callable")


def test_days_out_of_order_come_back_with_the_fault_at_the_field(browser, page):
    answer = days(browser, page, examination_from="20/12/2026", examination_to="01/12/2026", closing_on="hôm nào")
    page_text = text_of(answer.text)
    assert "Chưa lưu được" in page_text
    assert "Hãy nhập đủ ngày, tháng, năm" in page_text
    answer = days(browser, page, examination_from="20/12/2026", examination_to="01/12/2026")
    fault = BeautifulSoup(answer.text, "lxml").find(id="examination_to-error")
    assert "không được trước" in fault.get_text()


def test_two_officers_who_set_days_at_once_do_not_overwrite_each_other(browser, page, ward, actor_of):
    form = BeautifulSoup(browser.get(f"{page}/settings").text, "lxml").find("form", action=f"{page}/settings")
    fields = {field["name"]: field.get("value", "") for field in form.select("input[name]")}
    campaigns.save(actor_of("officer", ward), ward.id, YEAR, {"closing_on": date(2027, 1, 20)})
    for seen in (fields["seen_version"], "9" * 5000):
        changed = fields | {"closing_on": "10/01/2027", "seen_version": seen}
        assert "Vừa có người khác sửa" in text_of(browser.post(f"{page}/settings", data=changed).text)
    db.session.expire_all()
    assert campaigns.get(actor_of("officer", ward), ward.id, YEAR).closing_on == date(2027, 1, 20)


def test_a_commander_rules_on_ages_by_a_paper_and_an_officer_does_not(browser, page, ward, client_of):
    person = {"full_name": "Vũ Văn An", "birth_date": "2001-08-01"}
    candidate(ward.id, **person)
    assert "Chờ cấp có thẩm quyền kết luận" in browser.text(f"{page}/candidates/")
    without = browser.post(f"{page}/settings/age", data={"age_reading": "A", "age_ruling_paper": ""})
    assert "Hãy ghi số, ngày của văn bản" in text_of(without.text)
    browser.post(f"{page}/settings/age", data={"age_reading": "A", "age_ruling_paper": "15/CV-BCH"})
    assert "Đủ điều kiện gọi nhập ngũ" in browser.text(f"{page}/candidates/?answer=callable")
    officer = client_of("officer", ward)
    assert "Chỉ huy trưởng ghi kết luận này" in officer.text(f"{page}/settings")
    answer = officer.post(f"{page}/settings/age", data={"age_reading": "B", "age_ruling_paper": "16/CV"})
    assert answer.status_code == 403


# --- Duties ---------------------------------------------------------------------------------------------------------


def test_the_calendar_names_each_duty_with_its_state_in_words_and_its_clause(browser, page, ward, actor_of):
    values = {"registration_from": date(2026, 4, 1), "registration_to": date(2026, 4, 10), "handover_on": HANDOVER}
    campaigns.save(actor_of("officer", ward), ward.id, YEAR, values)
    rows = BeautifulSoup(browser.get(f"{page}/calendar").text, "lxml").select("tr.duty")
    assert len(rows) >= 15
    late = next(row for row in rows if "Báo cáo kết quả đăng ký" in row.get_text())
    assert "Quá hạn" in late.get_text()
    assert "Điều 4 Nghị định 13/2016/NĐ-CP" in late.get_text()
    assert "15/04/2026" in late.get_text()
    assert "Quá hạn" in browser.text(page)  # the overview warns as well


# --- Quota ----------------------------------------------------------------------------------------------------------


def test_the_ward_records_its_quota_with_the_decision(browser, page):
    data = {"army-places": "40", "army-decision_number": "123/QĐ-UBND", "army-decided_on": "02/11/2026",
            "army-decided_by": "UBND thành phố Hải Phòng"}  # fmt: skip
    saved = browser.post(f"{page}/quota/army", data=data, follow_redirects=True)
    assert "Đã ghi chỉ tiêu Quân đội năm 2027" in text_of(saved.text)
    shown = BeautifulSoup(browser.get(f"{page}/quota").text, "lxml")
    assert shown.find(id="army-places")["value"] == "40"
    assert shown.find(id="army-decision_number")["value"] == "123/QĐ-UBND"
    assert shown.find(id="police-places")["value"] == "0"


@pytest.mark.parametrize("places", ["", "-1", "nhiều", "100001", "1e3"])
def test_a_quota_that_is_no_number_of_men_is_refused(browser, page, places, ward, actor_of):
    answer = browser.post(f"{page}/quota/army", data={"army-places": places})
    assert answer.status_code == 200
    assert "Chưa lưu được" in text_of(answer.text)
    assert quotas.of_ward(actor_of("officer", ward), ward.id, YEAR)["army"].places == 0


def test_an_unknown_service_is_not_there(browser, page):
    assert browser.post(f"{page}/quota/navy", data={"navy-places": "1"}).status_code == 404
    assert browser.post(f"/campaigns/{YEAR}/quota/navy").status_code == 404


def test_a_division_is_proposed_by_the_fit_men_then_edited_and_recorded(client_of, two_wards, set_today, actor_of):
    set_today(TODAY)
    for ward, count in zip(two_wards, (2, 1), strict=True):
        for _ in range(count):
            candidate(ward.id)
    browser = client_of("commander", two_wards)
    html = BeautifulSoup(browser.get(f"/campaigns/{YEAR}/quota?service=army&total=10").text, "lxml")
    assert [html.find(id=str(ward.id))["value"] for ward in two_wards] == ["7", "3"]
    data = {str(two_wards[0].id): "6", str(two_wards[1].id): "4", "decision_number": "9/QĐ", "decided_on": "01/11/2026"}
    saved = browser.post(f"/campaigns/{YEAR}/quota/army", data=data, follow_redirects=True)
    assert "Đã ghi 10 chỉ tiêu Quân đội cho 2 địa bàn" in text_of(saved.text)
    actor = actor_of("officer", two_wards)
    stored = {ward.id: quotas.of_ward(actor, ward.id, YEAR)["army"] for ward in two_wards}
    assert [stored[ward.id].places for ward in two_wards] == [6, 4]
    assert {quota.decision_number for quota in stored.values()} == {"9/QĐ"}


def test_proposing_a_division_records_nothing(client_of, two_wards, set_today, actor_of):
    set_today(TODAY)
    candidate(two_wards[0].id)
    client_of("commander", two_wards).get(f"/campaigns/{YEAR}/quota?service=army&total=10")
    actor = actor_of("officer", two_wards)
    assert quotas.of_ward(actor, two_wards[0].id, YEAR)["army"].places == 0


@pytest.mark.parametrize("total", ["", "x", "-3", "9999999999"])
def test_a_total_that_is_none_is_answered_with_a_sentence(client_of, two_wards, total):
    commander = client_of("commander", two_wards)
    assert commander.get(f"/campaigns/{YEAR}/quota?total={total}").status_code == 200
    assert commander.get(f"/campaigns/{YEAR}/quota?total={total}&service=navy").status_code == 200


def test_an_officer_and_a_viewer_divide_nothing(client_of, two_wards):
    for role in ("officer", "viewer"):
        client = client_of(role, two_wards)
        assert client.get(f"/campaigns/{YEAR}/quota?service=army&total=10").status_code == 403
        assert client.post(f"/campaigns/{YEAR}/quota/army").status_code == 403


def test_a_viewer_reads_days_and_quota_and_changes_neither(client_of, ward, page):
    viewer = client_of("viewer", ward)
    assert "Ngày giao" in viewer.text(f"{page}/settings") or "Giao, nhận quân" in viewer.text(f"{page}/settings")
    assert "Ghi chỉ tiêu" not in viewer.text(f"{page}/quota")
    assert viewer.post(f"{page}/settings").status_code == 403
    assert viewer.post(f"{page}/quota/army", data={"army-places": "1"}).status_code == 403
