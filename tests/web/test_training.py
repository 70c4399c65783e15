"""The pages of training: from a plan to its certificates by the browser; nothing typed lost, nothing foreign there."""

from __future__ import annotations

import io
import re
from datetime import date

import pytest
from bs4 import BeautifulSoup

from roster.services import people, training
from roster.services.records import NewRecord
from roster.services.training import PlanFacts
from roster.store.db import db
from roster.store.training import TrainingPlan, TrainingSession
from tests.page_checks import text_of

TODAY = date(2026, 11, 25)


@pytest.fixture
def page(ward):
    return f"/wards/{ward.id}/training"


@pytest.fixture
def force(ward, actor_of):
    officer = actor_of("officer", wards=ward)

    def enter(name, **record):
        start = NewRecord("militia", record, since=date(2024, 4, 1))
        values = {"full_name": name, "birth_date": "1999"}
        return people.create_person(officer, ward.id, values, TODAY, records=(start,), confirmed=True).id

    return {
        "an": enter("Đỗ Văn An", component="mobile", joined_on="2024-04-01"),
        "binh": enter("Lê Văn Bình", component="mobile", joined_on="2024-04-01"),
        "chi": enter("Vũ Thị Chi", component="mobile", joined_on="2025"),
    }


@pytest.fixture
def plan(browser, page, force):
    """A plan of two days with its three people, made by the pages."""
    form = {"title": "Huấn luyện dân quân cơ động", "kind": "training", "home": "militia", "component": "mobile"}
    answer = browser.post(f"{page}/new?year=2026", data=form)
    assert answer.status_code == 303
    address = answer.headers["Location"]
    days = {"first": "04/05/2026", "last": "05/05/2026", "days": "1", "with_saturdays": "y", "topic": "Đội ngũ"}
    assert browser.post(f"{address}/sessions/new", data=days).status_code == 303
    proposed = BeautifulSoup(browser.get(f"{address}/people").text, "lxml")
    chosen = [one["value"] for one in proposed.select("input[name=chosen][checked]")]
    assert len(chosen) == 3
    assert browser.post(f"{address}/people/add", data={"chosen": chosen, "on": "2026-05-04"}).status_code == 303
    return address


def sessions():
    return list(db.session.scalars(db.select(TrainingSession).order_by(TrainingSession.on_day)))


def seen(browser, address):
    return BeautifulSoup(browser.get(address).text, "lxml").find("input", {"name": "seen_version"})["value"]


def test_from_attendance_to_certificates(browser, page, plan, force):
    first, second = (f"{plan}/sessions/{one.id}" for one in sessions())
    data = {
        "seen_version": seen(browser, first), "absent": [str(force["an"])], "excused": [str(force["an"])],
        f"reason-{force['an']}": "con ốm", "pasted": "le van binh - V",
    }  # fmt: skip
    assert browser.post(first, data=data).status_code == 303
    assert "1/3" in browser.text(plan)
    assert "con ốm" in browser.get(first).text
    assert browser.post(second, data={"seen_version": seen(browser, second)}).status_code == 303
    assert "2/3" not in browser.text(f"{plan}/matrix") and "3/3" in browser.text(f"{plan}/matrix")
    assert "2 đồng chí còn thiếu 22 ngày" in browser.text(f"{page}/owing?year=2026")
    assert "Chưa rõ số ngày quy định (1)" in browser.text(f"{page}/owing?year=2026")

    result = {"seen_version": seen(browser, f"{plan}/results"), f"result-{force['an']}": "excellent", "others": "good"}
    assert browser.post(f"{plan}/results", data=result).status_code == 303
    numbers = {"seen_version": seen(browser, f"{plan}/certificates"), "first_number": "01/CN-BCH", "day": "20/05/2026"}
    assert browser.post(f"{plan}/certificates", data=numbers).status_code == 303
    assert "03/CN-BCH" in browser.text(f"{page}/certificates?year=2026")
    wrong = {"seen_version": seen(browser, f"{plan}/certificates"), f"number-{force['an']}": "02/CN-BCH"}
    refused = browser.post(f"{plan}/certificates", data={**wrong, f"day-{force['an']}": "31/02/2026"})
    assert refused.status_code == 422 and "31/02/2026" in refused.text

    rates = BeautifulSoup(browser.get(f"{page}/rates?year=2026").text, "lxml")
    links = {a["href"]: int(a.text) for a in rates.select("td a[href*='/training/people']")}
    assert len(links) >= 10
    for address, count in links.items():
        assert f"{count} người" in browser.text(address), address


def test_the_targets_open_exactly_the_people_that_they_count(browser, ward, page, plan, force):
    result = {"seen_version": seen(browser, f"{plan}/results"), f"result-{force['an']}": "good"}
    result[f"result-{force['binh']}"] = "passed"
    assert browser.post(f"{plan}/results", data=result).status_code == 303
    targets = BeautifulSoup(browser.get(f"/wards/{ward.id}/targets").text, "lxml")
    links = {a["href"]: int(a.text) for a in targets.select(".target-parts a[href*='/training/people']")}
    assert sorted(links.values()) == [0, 0, 0, 1, 2]
    for address, count in links.items():
        assert f"{count} {'ngày tham gia' if 'attended' in address else 'người'}" in browser.text(address), address


def test_names_that_are_not_known_come_back_with_what_was_ticked(browser, plan, force):
    first = f"{plan}/sessions/{sessions()[0].id}"
    data = {"seen_version": seen(browser, first), "absent": [str(force["an"])], "pasted": "Vũ Thị Chi\nTrần Văn Lạ"}
    answer = browser.post(first, data=data)
    assert answer.status_code == 422 and "Không có “Trần Văn Lạ”" in text_of(answer.text)
    html = BeautifulSoup(answer.text, "lxml")
    ticked = {one["value"] for one in html.select("input[name=absent][checked]")}
    assert ticked == {str(force["an"]), str(force["chi"])}
    assert html.find("textarea").text.strip() == "Trần Văn Lạ"
    assert not sessions()[0].is_entered
    assert browser.post(first, data={"seen_version": "old"}).status_code == 422


def test_a_stale_or_wrong_plan_form_says_so_and_keeps_what_was_typed(browser, page, plan):
    form = {"title": "Tên mới", "kind": "training", "home": "militia", "required_days": "7,5", "seen_version": "1"}
    assert browser.post(f"{plan}/edit", data=form).status_code == 303
    stale = browser.post(f"{plan}/edit", data=form | {"title": "Tên của tôi"})
    assert stale.status_code == 422 and "Cán bộ khác vừa sửa" in stale.text and "Tên của tôi" in stale.text
    for wrong in ({"title": ""}, {"required_days": "bảy"}, {"required_days": "7.3"}, {"home": "reserve"}):
        made = {"title": "A", "kind": "training", "home": "militia", "component": "mobile"} | wrong
        assert browser.post(f"{page}/new", data=made).status_code == 422, wrong


@pytest.mark.parametrize(
    ("secret", "unit"),
    [
        ("Đi huấn luyện DBĐV, đã xếp vào Trung đoàn 951", "Trung đoàn"),
        ("Đi huấn luyện DBĐV tại Trung đoàn 951", "Trung đoàn"),
        ("Vắng: đi e952", "đi e952"),
        ("Tập trung ở Lữ đoàn 649", "Lữ đoàn"),
    ],
)
def test_no_reason_of_absence_names_where_a_reservist_is_placed(browser, page, plan, force, secret, unit):
    first = f"{plan}/sessions/{sessions()[0].id}"
    taken = {"seen_version": seen(browser, first), "absent": [str(force["an"])], f"reason-{force['an']}": secret}
    answer = browser.post(first, data=taken)
    assert answer.status_code == 422 and "bí mật nhà nước" in answer.text
    excuse = {"chosen": [str(force["an"])], "action": "excuse", "reason": secret}
    answer = browser.post(f"{plan}/people/change", data=excuse)
    assert answer.status_code == 422 and "bí mật nhà nước" in answer.text
    assert not any(one.is_entered for one in sessions())
    assert unit not in browser.get(plan).text + browser.get(f"{plan}/matrix").text


def test_what_cannot_be_taken_back_is_asked_for(browser, page, plan, force):
    one = sessions()[0]
    address = f"{plan}/sessions/{one.id}"
    browser.post(address, data={"seen_version": seen(browser, address)})
    assert "Xóa buổi này cùng phần điểm danh?" in browser.post(f"{address}/remove").text
    assert len(sessions()) == 2
    assert "Bỏ phần điểm danh" in browser.post(f"{address}/clear").text
    question = browser.post(f"{plan}/people/change", data={"chosen": [str(force["an"])], "action": "dismiss"})
    assert "đưa ra khỏi danh sách cùng những điều đã ghi" in question.text
    assert browser.post(f"{address}/clear", data={"sure": "yes"}).status_code == 303
    assert browser.post(f"{address}/remove").status_code == 303
    assert len(sessions()) == 1
    excuse = {"chosen": [str(force["an"])], "action": "excuse"}
    assert browser.post(f"{plan}/people/change", data=excuse).status_code == 422
    assert browser.post(f"{plan}/people/change", data=excuse | {"reason": "thai sản"}).status_code == 303
    assert "Miễn: thai sản" in browser.text(plan)
    browser.post(f"{plan}/close")
    assert "Mở lại kế hoạch" in browser.text(plan)
    assert browser.post(f"{plan}/sessions/new", data={"first": "06/05/2026", "days": "1"}).status_code == 422
    browser.post(f"{plan}/reopen")
    assert "2 người được gọi" not in browser.text(f"{plan}/remove")
    assert browser.post(f"{plan}/remove").status_code == 303
    assert "chưa có kế hoạch nào" in browser.text(f"{page}?year=2026")


def test_every_sheet_prints_and_is_exported(browser, page, plan, force):
    for address in (f"{plan}/training", f"{page}/owing", f"{page}/certificates", f"{plan}/certificates"):
        for ending in ("xlsx", "docx"):
            book = browser.get(f"{address}.{ending}?year=2026")
            assert book.status_code == 200 and book.data.startswith(b"PK"), (address, ending)
    assert browser.get(f"{plan}/training.pdf").data.startswith(b"%PDF")


def test_a_filled_in_form_is_read_and_a_broken_one_is_told(browser, plan):
    form = browser.get(f"{plan}/attendance.xlsx")
    assert form.data.startswith(b"PK")
    send = {"content_type": "multipart/form-data"}
    nothing = browser.post(f"{plan}/attendance-file", data={"file": (io.BytesIO(form.data), "a.xlsx")}, **send)
    assert nothing.status_code == 422 and "Chưa ngày nào" in text_of(nothing.text)
    broken = browser.post(f"{plan}/attendance-file", data={"file": (io.BytesIO(b"%PDF-1"), "a.xlsx")}, **send)
    assert broken.status_code == 422 and "PDF" in broken.text
    assert browser.post(f"{plan}/attendance-file", data={}, **send).status_code == 422


def test_searching_finds_only_the_force(browser, page, plan, force):
    browser.post(f"{plan}/people/change", data={"chosen": [str(force["an"])], "action": "dismiss"})
    html = browser.text(f"{plan}/people?q=do van an")
    assert re.search(r"Đề nghị gọi \(1\)", html) and "Đỗ Văn An" in html
    assert "Không tìm thấy ai" in browser.text(f"{plan}/people?q=tran van la")


def test_a_viewer_changes_nothing_and_another_wards_plan_is_not_there(
    client_of, two_wards, ward, page, plan, force, actor_of
):
    browser = client_of("officer", wards=ward)
    excuse = {"chosen": [str(force["an"])], "action": "excuse", "reason": "thai sản"}
    browser.post(f"{plan}/people/change", data=excuse)
    viewer = client_of("viewer", wards=ward)
    assert "Miễn: •" in viewer.text(plan) and "thai sản" not in viewer.text(f"{page}/owing?year=2026")
    assert viewer.post(f"{plan}/close").status_code == viewer.get(f"{plan}/people").status_code == 403
    there = two_wards[1]
    foreign = training.add_plan(actor_of("officer", wards=there), there.id, 2026, PlanFacts("A", "training", "militia"))
    for address in (f"{page}/{foreign.id}", f"{page}/people?year=2026&plan={foreign.id}", f"{page}/people?plan=x"):
        assert browser.get(address).status_code == 404, address
    assert browser.post(f"{page}/{foreign.id}/remove").status_code == 404
    session = sessions()[0].id
    assert browser.get(f"{page}/{foreign.id}/sessions/{session}").status_code == 404
    assert db.session.get(TrainingPlan, foreign.id) is not None
