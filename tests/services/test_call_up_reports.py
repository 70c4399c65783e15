"""The reports of figures count every man once, in the line and the column that is his."""

from __future__ import annotations

from datetime import date

import pytest

from roster.services import call_up_reports, people, targets, units
from roster.services.faults import NotAllowed, NotFound
from roster.services.records import NewRecord
from roster.store.db import db
from roster.store.units import Unit

TODAY = date(2026, 11, 24)


@pytest.fixture
def unit(officer, ward):
    """Three boys of 17 and five men, one of them over age, one a woman, one deferred by a claim on file."""
    for number, (born, step, education, more) in enumerate((
        (2009, "registered", "11/12", {"neighbourhood": "TDP số 10", "registration": "online"}),
        (2009, "aged_17", "9/12", {"neighbourhood": "TDP số 2", "qualification": "Sơ cấp"}),
        (2009, "registration_exempt", None, {}),
        (2008, "source", "12/12", {"qualification": "Đại học"}), (2000, "source", "9/12", {}),
        (1998, "source", "12/12", {}), (2006, "source", "12/12", {"sex": "female"}), (2006, "deferred", "5/12", {}),
    )):  # fmt: skip
        name = f"Vũ Văn {'ABCDEGHI'[number]}"
        facts = {
            "full_name": name,
            "birth_date": str(born),
            "sex": "male",
            "education": education,
        }
        more = dict(more)
        way = {"registration": more.pop("registration")} if "registration" in more else {}
        record = {"status": step} | way | ({"ground": "41.1.g"} if step == "deferred" else {})
        start = NewRecord("enlistment", record, year=2027)
        people.create_person(officer, ward.id, facts | more, TODAY, records=(start,), confirmed=True)
    return db.session.get(Unit, ward.id)


def lines_of(officer, unit, key):
    sheet = call_up_reports.report(officer, unit, key, 2027, TODAY)
    headings = [" ".join((*column.above, *column.heading)) for column in sheet.columns]
    return {row[0][0]: {name: "".join(cell) for name, cell in zip(headings, row, strict=True)} for row in sheet.rows}


def test_form_01a_counts_the_boys_of_17_by_neighbourhood(officer, unit):
    lines = lines_of(officer, unit, call_up_reports.FORM_01A)
    assert [one for one in lines if lines[one]["Nam đủ 17 +"] != "0"] == [
        "Tổng cộng", "TDP số 2", "TDP số 10", "Chưa ghi tổ dân phố",
    ]  # fmt: skip
    total = lines["Tổng cộng"]
    assert len(total) == 30
    asked = (
        "Nam đủ 17 +",
        "Không thuộc diện +",
        "Không thuộc diện Miễn làm NVQS",
        "Thuộc diện +",
        "Thuộc diện Trực tuyến",
    )
    assert [total[one] for one in asked] == list("31121")
    schooling = "Trình độ giáo dục phổ thông"
    asked = (f"{schooling} +", f"{schooling} Lớp 9", f"{schooling} Lớp 11", "CMKT, nghề SC nghề")
    assert [total[one] for one in asked] == list("2111")
    assert not total["Tổng dân số nam"] and not total["Nam đủ 17 %"]  # not known here: for the pen
    for name, text in total.items():
        if text.isdigit():
            assert int(text) == sum(int(line[name]) for place, line in lines.items() if place != "Tổng cộng"), name


def test_form_01a_has_a_row_for_a_neighbourhood_without_a_boy_too(officer, actor_of, ward, unit):
    commander = actor_of("commander", ward)
    for name, ends_on in (("TDP số 3", None), ("TDP số 4", date(2026, 1, 31))):
        units.save_neighbourhood(commander, ward.id, None, name=name, ends_on=ends_on)
    lines = lines_of(officer, unit, call_up_reports.FORM_01A)
    asked = ("Nam đủ 17 +", "Thuộc diện +", "Không thuộc diện +")
    assert [lines["TDP số 3"][one] for one in asked] == ["0", "0", "0"]  # none, and not forgotten
    assert "TDP số 4" not in lines  # it was no more


def test_form_06_has_a_row_for_every_point_of_the_law_whether_anybody_has_it_or_not(officer, unit):
    sheet = call_up_reports.report(officer, unit, call_up_reports.FORM_06, 2027, TODAY)
    names = [row[0][0] for row in sheet.rows]
    exempt, deferred, called = (names.index(one) for one in ("Miễn", "Tạm hoãn", "Trong diện gọi"))
    assert "".join(sheet.marks[exempt + 1 : deferred]) == "abcdđ"
    assert "".join(sheet.marks[deferred + 1 : called]) == "abcdđegh"
    assert dict(zip(names, (row[2][0] for row in sheet.rows), strict=True))["Dân quân thường trực"] == "0"


def test_what_the_forms_leave_out_is_told_and_the_male_population_is_the_one_on_file(officer, unit):
    note = call_up_reports.report(officer, unit, call_up_reports.FORM_01A, 2027, TODAY).note
    assert note == ("Còn 1 người chưa ghi trình độ văn hóa. Còn 1 người thuộc diện nhưng chưa ghi hình thức đăng ký.")
    targets.save(officer, unit.id, 2026, "male_population", {"value": 6000.0})
    total = lines_of(officer, unit, call_up_reports.FORM_01A)["Tổng cộng"]
    assert (total["Tổng dân số nam"], total["Nam đủ 17 %"]) == ("6.000", "0,1")


def test_form_06_counts_the_men_of_18_to_27_once(officer, unit):
    lines = lines_of(officer, unit, call_up_reports.FORM_06)
    total, called, kept = lines["TỔNG CỘNG"], lines["Trong diện gọi"], lines["Miễn, tạm hoãn"]
    assert len(total) == 37
    men, age, school = "18–27 tuổi Số", "Tuổi đời", "Trình độ"
    asked = (men, f"{age} 19", f"{age} 27", f"{school} ĐH, CĐ, TC", f"{school} Tiểu học +", f"{school} Tiểu học 5")
    assert [total[one] for one in (*asked, f"{school} THPT +", f"{school} +")] == list("31111103")
    assert kept[men] == lines["Tạm hoãn"][men] == "1" and called[men] == "2"
    assert sum(line[f"{age} 21"] == "1" for line in lines.values()) == 4  # in all, kept back, deferred, by his ground
    for name, text in total.items():
        if text.isdigit():
            assert int(text) == int(called[name]) + int(kept[name]), name


def test_the_quota_adds_up_and_nobody_without_the_right_gets_a_report(officer, unit, actor_of, ward):
    lines = lines_of(officer, unit, call_up_reports.QUOTA)
    for name, text in lines["Cộng"].items():
        if text.isdigit():
            assert int(text) == int(lines["Quân đội"][name]) + int(lines["Công an"][name])
    with pytest.raises(NotAllowed):
        call_up_reports.report(actor_of("viewer", ward), unit, call_up_reports.QUOTA, 2027, TODAY)
    with pytest.raises(NotFound):
        call_up_reports.report(officer, unit, "no-such-report", 2027, TODAY)
