"""A stranger can say from the first page how many are missing, and why."""

from datetime import date

import pytest

from roster.services import people, quotas
from roster.services.records import NewRecord
from tests.page_checks import text_of

TODAY = date(2026, 11, 25)


@pytest.fixture
def page(client_of, ward):
    return lambda: text_of(client_of("officer", wards=ward).get(f"/wards/{ward.id}/").text)


def enter(officer, ward, name, status):
    start = NewRecord("enlistment", {"status": status}, 2027)
    people.create_person(officer, ward.id, {"full_name": name}, TODAY, records=(start,), confirmed=True)


def test_the_first_page_says_how_many_are_missing_and_why(officer, ward, page):
    assert "Đợt tuyển quân năm" not in page()
    for name, status in (("Đỗ Văn An", "source"), ("Lê Văn Bình", "deferred"), ("Ngô Văn Chi", "deferred")):
        enter(officer, ward, name, status)
    assert "chưa biết thiếu, đủ" in page()
    quotas.save(officer, ward.id, 2027, "army", 4, "215/QĐ-UBND", date(2026, 10, 1), "Chủ tịch UBND thành phố")
    assert "Còn thiếu 4 người so với chỉ tiêu 4" in page()
    assert "Trong 3 công dân, chưa gọi được: Tạm hoãn 2" in page()
