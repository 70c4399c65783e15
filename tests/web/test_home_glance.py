"""A stranger can say from the first page how many are missing, and why."""

import re
from datetime import date

import pytest

from roster.services import call_up_glance, funnel, people, quotas
from roster.services.candidate_answers import reasons_for
from roster.services.records import NewRecord
from roster.store.db import db
from roster.store.enlistment import EnlistmentRecord
from tests.page_checks import text_of
from tests.services.candidates import candidate

TODAY = date(2026, 11, 25)


@pytest.fixture
def page(client_of, ward):
    return lambda: told(client_of("officer", wards=ward).get(f"/wards/{ward.id}/").text)


def told(html):
    """The text of a page, its marks after their words though a link ends between."""
    return re.sub(r" ([.,:])", r"\1", text_of(html))


def enter(officer, ward, name, status):
    start = NewRecord("enlistment", {}, 2027)
    person = people.create_person(officer, ward.id, {"full_name": name}, TODAY, records=(start,), confirmed=True)
    # As the steps of a year leave him; only the campaign's own pages write most of them.
    db.session.query(EnlistmentRecord).filter_by(person_id=person.id).one().status = status
    db.session.commit()


def test_the_first_page_says_how_many_are_missing_and_why(officer, ward, page):
    assert "Đợt tuyển quân năm" not in page()
    for name, status in (("Đỗ Văn An", "source"), ("Lê Văn Bình", "deferred"), ("Ngô Văn Chi", "deferred")):
        enter(officer, ward, name, status)
    assert "chưa biết thiếu, đủ" in page()
    quotas.save(officer, ward.id, 2027, "army", 4, "215/QĐ-UBND", date(2026, 10, 1), "Chủ tịch UBND thành phố")
    assert "Còn thiếu 4 người đủ điều kiện so với chỉ tiêu 4. Đã chốt 0, đã giao 0, còn 4 chỉ tiêu chưa chốt" in page()
    assert "Không gọi được trong năm 2: Bước “Tạm hoãn” 2." in page()


def test_a_service_that_is_short_is_named_on_the_first_page_as_on_the_campaigns_own(officer, ward, client_of, page):
    quotas.save(officer, ward.id, 2027, "police", 1, "", None, "")
    candidate(ward.id)
    home = page()
    assert "Đủ nguồn: 1 người" in home and "Riêng Công an còn thiếu 1 người." in home
    assert "Riêng Công an còn thiếu 1 người." in told(
        client_of("officer", wards=ward).get(f"/wards/{ward.id}/campaigns/2027").text
    )
    quotas.save(officer, ward.id, 2027, "police", 2, "", None, "")
    assert "Còn thiếu 1 người" in page() and "Riêng" not in page()


def test_the_first_page_says_who_is_waited_for_and_the_same_totals_as_the_campaign_page(officer, ward, client_of, page):
    steps = ("deferred", "deferred", "exempt", "examination_absent", "preselection_failed", "not_selected")
    for number, status in enumerate((*steps, "source", "invited_examination")):
        enter(officer, ward, f"Nguyễn Văn {number}", status)
    whole = reasons_for(officer, funnel.of_wards(officer, [ward.id], 2027).total)
    assert len(whole.losses) > 4 and whole.waiting_count
    home = page()
    assert f"Còn chờ kết luận {whole.waiting_count} trong 8 công dân" in home
    assert f"Không gọi được trong năm {whole.lost_count}:" in home
    assert f"và {sum(one.count for one in whole.losses[4:])} người vì lý do khác" in home
    campaign = told(client_of("officer", wards=ward).get(f"/wards/{ward.id}/campaigns/2027").text)
    for title, number in (("Không gọi được trong năm", whole.lost_count), ("Còn chờ kết luận", whole.waiting_count)):
        assert f"{title} {number}" in campaign


def test_who_may_not_know_why_reads_one_number_for_all_that_is_kept_from_him(officer, ward, client_of):
    enter(officer, ward, "Đỗ Văn An", "source")
    enter(officer, ward, "Lê Văn Bình", "deferred")
    seen = told(client_of("viewer", wards=ward).get(f"/wards/{ward.id}/").text)
    assert "Bước “Tạm hoãn” 1" in seen and "hoặc đang chờ kết luận: 1" in seen
    assert "Còn chờ kết luận" not in seen and "Không gọi được trong năm 1" not in seen


def test_a_book_of_very_many_candidates_leads_to_the_campaign_page_and_is_not_held_up(officer, ward, page, monkeypatch):
    for number in range(3):
        enter(officer, ward, f"Nguyễn Văn {number}", "deferred")
    assert "Không gọi được trong năm 3" in page()
    monkeypatch.setattr(call_up_glance, "MOST_JUDGED", 2)
    monkeypatch.setattr(funnel, "of_wards", lambda *_: pytest.fail("everybody was judged"))
    many = page()
    assert "Không gọi được trong năm" not in many and "Xem cả đợt, lý do từng người" in many
