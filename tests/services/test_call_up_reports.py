"""The reports of figures count every man once, in the line and the column that is his."""

from __future__ import annotations

from datetime import date

import pytest

from roster.services import call_up_reports, people
from roster.services.faults import NotAllowed, NotFound
from roster.services.records import NewRecord
from roster.store.db import db
from roster.store.units import Unit

TODAY = date(2026, 11, 24)


@pytest.fixture
def unit(officer, ward):
    """Three boys of 17 and five men, one of them over age, one a woman, one deferred by a claim on file."""
    for number, (born, step, education, more) in enumerate((
        (2010, "registered", "11/12", {"neighbourhood": "TDP số 10"}),
        (2010, "aged_17", "9/12", {"neighbourhood": "TDP số 2", "qualification": "Sơ cấp"}),
        (2010, "registration_exempt", None, {}),
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
        record = {"status": step} | ({"ground": "41.1.g"} if step == "deferred" else {})
        start = NewRecord("enlistment", record, year=2027)
        people.create_person(officer, ward.id, facts | more, TODAY, records=(start,), confirmed=True)
    return db.session.get(Unit, ward.id)


def lines_of(officer, unit, key):
    sheet = call_up_reports.report(officer, unit, key, 2027, TODAY)
    headings = [column.heading[0] for column in sheet.columns]
    return {row[0][0]: {name: "".join(cell) for name, cell in zip(headings, row, strict=True)} for row in sheet.rows}


def test_form_01a_counts_the_boys_of_17_by_neighbourhood(officer, unit):
    lines = lines_of(officer, unit, call_up_reports.FORM_01A)
    assert list(lines) == ["Tổng cộng", "TDP số 2", "TDP số 10", "Chưa ghi tổ dân phố"]
    total = lines["Tổng cộng"]
    assert [total[one] for one in ("Nam đủ 17", "Không thuộc diện", "Miễn ĐK", "Thuộc diện", "Đã ĐK")] == list("31121")
    assert [total[one] for one in ("Không rõ lớp", "Lớp 6–9", "Lớp 11", "SC nghề")] == list("1111")
    assert not total["Dân số nam"]  # not known here: for the pen
    for name, text in total.items():
        if text.isdigit():
            assert int(text) == sum(int(line[name]) for place, line in lines.items() if place != "Tổng cộng"), name


def test_form_06_counts_the_men_of_18_to_27_once(officer, unit):
    lines = lines_of(officer, unit, call_up_reports.FORM_06)
    total, called, kept = lines["TỔNG CỘNG"], lines["II. Trong diện gọi"], lines["I. Miễn, tạm hoãn"]
    assert [total["Nam 18–27"], total["19"], total["27"], total["ĐH, CĐ, TC"], total["Lớp 1–5"]] == list("31111")
    assert kept["Nam 18–27"] == lines["2. Tạm hoãn"]["Nam 18–27"] == "1" and called["Nam 18–27"] == "2"
    assert sum(line["21"] == "1" for name, line in lines.items() if name.startswith("- ")) == 1
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
