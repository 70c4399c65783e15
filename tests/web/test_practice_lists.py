"""Lists that practice names beside the official ones: the militia's full extract, whom the reserve calls, classes."""

from __future__ import annotations

import io
from datetime import date

import docx
import pytest
from python_calamine import CalamineWorkbook

from roster.services import people
from roster.services.records import NewRecord
from roster.store.db import db
from roster.store.enlistment import EnlistmentRecord
from roster.store.militia import MilitiaRecord
from tests.printing.test_personal import texts_of

TODAY = date(2026, 11, 26)


@pytest.fixture
def enter(ward, actor_of, set_today):
    set_today(TODAY)
    officer = actor_of("officer", ward)

    def make(name, *records, **facts):
        known = {"full_name": name, "birth_date": "1999-03-14", "sex": "male", "neighbourhood": "TDP số 2"} | facts
        return people.create_person(officer, ward.id, known, TODAY, records=records, confirmed=True).id

    return make


def rows_of(book):
    return CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0).to_python()


def test_the_militia_s_extract_names_year_of_service_schooling_and_health(browser, ward, enter):
    since = {"since": date(2024, 4, 1)}
    person = enter(
        "Vũ Văn An", NewRecord("militia", {"component": "mobile", "joined_on": "2024-04"}, **since),
        NewRecord("enlistment", {}, year=2027), education="12/12", qualification="Cao đẳng", ethnicity="Tày",
        occupation="Thợ hàn",
    )  # fmt: skip
    db.session.query(EnlistmentRecord).filter_by(person_id=person).one().health_class = 2
    db.session.commit()
    words = " ".join(texts_of(browser.post(f"/wards/{ward.id}/militia/extract", data={"format": "pdf"}).data))
    assert "TRÍCH NGANG CÁN BỘ, CHIẾN SĨ DÂN QUÂN TỰ VỆ TÍNH ĐẾN NGÀY 26/11/2026" in words and "Vũ Văn An" in words
    row = rows_of(browser.post(f"/wards/{ward.id}/militia/extract", data={"format": "xlsx"}).data)[4]
    assert row[6] == 3 and row[8] == "12/12\nCao đẳng" and row[9] == 2 and "Tày" in row[11] and "Thợ hàn" in row[12]
    # What the militia's own register notes goes before a call-up's examination.
    db.session.query(MilitiaRecord).filter_by(person_id=person).one().health_class = 3
    db.session.commit()
    assert rows_of(browser.post(f"/wards/{ward.id}/militia/extract", data={"format": "xlsx"}).data)[4][9] == 3


def test_the_militia_s_extract_stands_by_post_unit_and_name(browser, ward, enter):
    for name, post, unit in (
        ("Vũ Văn An", "Chiến sĩ", "Tiểu đội 10"), ("Lê Văn Bình", "chiến sỹ", "Tiểu đội 2"),
        ("Đỗ Văn Chi", "at", "Tiểu đội 2"),
        ("Bùi Văn Ánh", "Chiến sĩ", "Tiểu đội 10"), ("Trần Văn Dũng", "Trung đội trưởng", "Trung đội cơ động"),
    ):  # fmt: skip
        enter(name, NewRecord("militia", {"post": post, "unit": unit}, since=date(2024, 4, 1)))
    rows = rows_of(browser.post(f"/wards/{ward.id}/militia/extract", data={"format": "xlsx"}).data)[4:9]
    assert [row[1] for row in rows] == ["Trần Văn Dũng", "Đỗ Văn Chi", "Lê Văn Bình", "Vũ Văn An", "Bùi Văn Ánh"]


def test_the_reserve_s_call_has_room_for_the_pen_and_follows_the_filter(browser, ward, enter):
    for name, reserve_class in (("Lê Văn Bình", 1), ("Đỗ Văn Chi", 2)):
        facts = {"rank": "Trung sĩ", "speciality": "Pháo thủ", "reserve_class": reserve_class}
        enter(name, NewRecord("reserve", facts, since=date(2026, 1, 1)))
    page = f"/wards/{ward.id}/reserve"
    words = " ".join(texts_of(browser.get(f"{page}/call.pdf?reserve_class=2").data))
    assert "GỌI HUẤN LUYỆN, SINH HOẠT NĂM 2026" in words and "Số lệnh gọi" in words
    assert "Đỗ Văn Chi" in words and "Lê Văn Bình" not in words
    assert [row[1] for row in rows_of(browser.get(f"{page}/call.xlsx").data)[4:6]] == ["Lê Văn Bình", "Đỗ Văn Chi"]
    document = docx.Document(io.BytesIO(browser.get(f"{page}/call.docx?reserve_class=2").data))
    assert [cell.text for cell in document.tables[1].rows[-1].cells][:2] == ["1", "Đỗ Văn Chi"]
    assert "SỔ ĐĂNG KÝ QUÂN NHÂN DỰ BỊ HẠNG HAI TÍNH ĐẾN" in " ".join(
        " ".join(texts_of(browser.get(f"{page}/register.pdf?reserve_class=2").data)).split()
    )
