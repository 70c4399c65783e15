"""The reserve's register as practice has it: its columns in their order, who sees which, names that can be read."""

from __future__ import annotations

from datetime import date

import pdfplumber
import pytest

from roster.services import people, plain_sheets
from roster.services.plain_sheets import lay_out_sheet
from roster.services.records import NewRecord
from roster.services.reserve_register import register_on
from roster.services.reserve_sheets import register_sheet
from roster.services.units import get_ward

TODAY = date(2026, 11, 25)
LONG = ("Nguyễn Hoàng Phương", "Trương Khánh Trung", "Phạm Đình Thượng", "Huỳnh Quang Nghĩa")
ORDER = [
    "Họ và tên", "Ngày sinh Số CCCD", "Cấp bậc Chức vụ", "Chuyên nghiệp quân sự", "Hạng Nhóm tuổi", "Nhập ngũ Xuất ngũ",
    "Đảng, Đoàn", "VH, CMKT", "Sức khỏe", "Nghề nghiệp, nơi làm việc", "Nơi cư trú", "Đã xếp DBĐV", "Có mặt, tạm vắng",
    "Hạn tuổi", "Ghi chú",
]  # fmt: skip


@pytest.fixture
def reservists(officer, ward):
    for number, name in enumerate(LONG, start=1):
        facts = {
            "full_name": name, "birth_date": "1998-05-02", "sex": "male", "citizen_id": f"03109800000{number}",
            "permanent_address": "Số 12 ngõ 45 đường Hoàng Quốc Việt, phường Phù Liễn", "education": "12/12",
            "qualification": "Cao đẳng", "occupation": "Công nhân", "is_party_member": number == 1,
            "workplace": "Công ty TNHH may Hải Âu, khu công nghiệp Tràng Duệ",
        }  # fmt: skip
        served = {
            "rank": "Trung sĩ", "post": "Tiểu đội trưởng", "enlisted_on": "2018-02-10", "discharged_on": "2020-01-20",
            "reserve_class": 2, "is_assigned": True, "speciality_code": "101", "speciality": "Bộ binh cơ giới",
            "former_unit": "Trung đoàn mẫu", "notes": "Đi làm ăn xa, về dịp Tết",
        }  # fmt: skip
        examined = [NewRecord("enlistment", {"health_class": 2}, year=2018)] if number < 3 else []
        people.create_person(
            officer, ward.id, facts, TODAY, confirmed=True,
            records=(NewRecord("reserve", served, since=date(2020, 2, 1)), *examined),
        )  # fmt: skip


def headings(sheet):
    return [" ".join(one.heading) for one in sheet.columns]


def test_the_register_has_the_columns_of_practice_in_their_order(reservists, officer, ward):
    sheet = register_sheet(register_on(officer, ward.id, TODAY), TODAY)
    assert headings(sheet) == ORDER
    health, party = headings(sheet).index("Sức khỏe"), headings(sheet).index("Đảng, Đoàn")
    by_name = {row[0][0]: row for row in sheet.rows}
    assert [" ".join(by_name[name][health]) for name in LONG] == ["2", "2", "", ""]
    assert "Đảng viên" in by_name[LONG[0]][party] and all(len(row) == len(ORDER) for row in sheet.rows)


def test_who_may_not_see_health_and_party_has_neither_column(reservists, actor_of, ward):
    sheet = register_sheet(register_on(actor_of("viewer", ward), ward.id, TODAY), TODAY)
    assert headings(sheet) == [one for one in ORDER if one not in ("Đảng, Đoàn", "Sức khỏe")]
    assert all(len(row) == len(sheet.columns) for row in sheet.rows)


def test_a_name_takes_no_more_than_two_lines(reservists, officer, ward, tmp_path):
    unit = get_ward(ward.id)
    sheet = register_sheet(register_on(officer, ward.id, TODAY), TODAY)
    paper = lay_out_sheet(officer, unit, sheet, TODAY, plain_sheets.AS_SET)
    number, name, *_ = paper.fit.widths_mm
    assert name >= 27 and number + sum(paper.fit.widths_mm[1:]) <= paper.width_mm + 0.1
    (tmp_path / "register.pdf").write_bytes(plain_sheets.print_sheet(officer, unit, sheet, TODAY))
    with pdfplumber.open(tmp_path / "register.pdf") as found:
        left = (paper.margins[3] + number) / 25.4 * 72
        cut = [page.crop((left, 0, left + name / 25.4 * 72, page.height)) for page in found.pages]
        placed = {word["text"]: round(word["top"]) for page in cut for word in page.extract_words()}
    for full_name in LONG:
        own = full_name.split()  # no word stands in two names
        tops = {placed[part] for part in own}
        assert 1 <= len(tops) <= 2, full_name
