"""Copies for the notice board tell nothing that may not hang there, whatever stands in a row and however it is set."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date

import pytest

from roster.columns.catalogue import ENLISTMENT, columns_of
from roster.columns.list_layout import ListLayout, Placed
from roster.columns.printed_lists import PRINTED_LISTS
from roster.domain.choices import GROUND
from roster.domain.postings import POSTED_LISTS, clause_of
from roster.services import list_settings, plain_sheets
from roster.services.list_settings import Look
from roster.services.postings import sheet_for_board
from roster.services.units import get_ward
from tests.printing.test_personal import texts_of

pytestmark = pytest.mark.paper

DAY = date(2026, 11, 26)
SECRET = {
    "citizen_id": "031205000011", "old_id": "031123456", "phone": "0912000011", "religion": "Công giáo",
    "permanent_address": "số 12 ngõ 45 Lãm Khê", "current_address": "số 3 Khúc Trì", "notes": "viêm gan B, HIV",
    "other_name": "Tý Điếc", "health_class": 5, "myopia_dioptres": 2.5, "bmi": 31.2, "height_cm": 150,
    "political_result": "failed", "party_joined_on": "2024-05-19", "father_name": "Vũ Văn Cha", "ethnicity": "Tày",
    "claim_evidence": "Bệnh án ma túy", "claim_decision_number": "45/QĐ-UBND", "occupation": "Bảo vệ",
}  # fmt: skip
TOLD = re.compile(
    r"\d{9,12}|0\d{9}|sức khỏe loại|loại \d|hiv|ma túy|viêm|bệnh|điếc|cận|điốp|bmi|31,2|150|công giáo|tày|đạt|"
    r"lãm khê|khúc trì|vũ văn cha|bảo vệ|45/qđ|19/05/2024|14/03|nuôi|thương binh|liệt sĩ"
)


def rows_of(count: int) -> list[dict[str, object]]:
    whole = {column.key: SECRET.get(column.key) for column in columns_of(ENLISTMENT)}
    shown = {"birth_date": "2005-03-14", "neighbourhood": "TDP số 3", "ground": "41.1.g"}
    return [whole | shown | {"full_name": f"Vũ Văn {chr(65 + n % 26)}n", "person_id": None} for n in range(count)]


@pytest.mark.parametrize("key", POSTED_LISTS)
def test_every_list_that_is_posted_tells_name_year_neighbourhood_and_clause_alone(actor_of, two_wards, key):
    officer, ward = actor_of("commander", two_wards[0]), get_ward(two_wards[0].id)
    pages = texts_of(plain_sheets.print_sheet(officer, ward, sheet_for_board(key, 2027, rows_of(40)), DAY,
                                              for_public=True))  # fmt: skip
    whole = " ".join(pages)
    assert whole.count("Vũ Văn") == 40 and "2005" in whole and "TDP số 3" in whole and len(pages) > 1
    assert ("điểm g khoản 1 Điều 41" in whole) == POSTED_LISTS[key]
    assert TOLD.findall(whole.lower()) == []
    titled = sheet_for_board(key, 2027, [], "Danh sách riêng").title  # as the list that it is a copy of
    assert (titled == "DANH SÁCH RIÊNG NĂM 2027") == bool(PRINTED_LISTS[key].own_title)
    assert "Niêm yết từ ngày ……/……/……… đến hết ngày ……/……/………, tại: ……" in whole  # for the pen: no day is known here
    assert "Số:" not in whole and "DS-BCH" not in whole  # the list that it goes with has the number
    assert "LƯU HÀNH NỘI BỘ" not in whole and "In từ chương trình" not in whole


def test_a_point_that_tells_of_health_or_a_secret_post_hangs_as_its_clause_alone():
    for mark, words in (
        ("41.1.a", "khoản 1 Điều 41"), ("41.1.c", "khoản 1 Điều 41"), ("41.2.a", "khoản 2 Điều 41"),
        ("41.2.d", "khoản 2 Điều 41"), ("41.1.g", "điểm g khoản 1 Điều 41"), ("41.2.b", "điểm b khoản 2 Điều 41"),
        ("", ""), ("khác", ""),
    ):  # fmt: skip
        assert clause_of(mark) == words
    shown = Counter(clause_of(str(one.key)) for one in GROUND)
    assert shown["khoản 1 Điều 41"] > 2 < shown["khoản 2 Điều 41"]  # so that the clause alone does not tell which


def test_no_setting_brings_back_what_was_left_out(actor_of, two_wards):
    commander, ward = actor_of("commander", two_wards[0]), get_ward(two_wards[0].id)
    look = Look(ListLayout((Placed("to-dan-pho"), Placed("ho-va-ten"), Placed("nam-sinh", is_shown=False))))
    list_settings.save_setting(commander, ward.id, "posting", None, look, begins_on=date(2026, 1, 1), ends_on=None)
    sheet = sheet_for_board("enlistment-16a", 2027, rows_of(2))
    whole = " ".join(texts_of(plain_sheets.print_sheet(commander, ward, sheet, DAY, for_public=True)))
    assert "2005" not in whole and "Căn cứ (Luật Nghĩa vụ quân sự)" in whole and TOLD.findall(whole.lower()) == []
