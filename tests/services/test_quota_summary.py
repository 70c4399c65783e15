"""One sheet of quotas and results: the figures of the lists and of the overview, and sums that can be recounted."""

from __future__ import annotations

import pytest

from roster.columns.enlistment_lists import ENLISTMENT_16A, ENLISTMENT_16B, ENLISTMENT_16C, ENLISTMENT_SOURCE
from roster.services import call_up_reports, campaigns, funnel, quota_summary, quotas
from roster.services.faults import NotAllowed, NotFound
from roster.services.form_rules import select_each
from roster.store.db import db
from roster.store.list_filter import ListFilter
from roster.store.queries import list_rows
from roster.store.units import Unit
from tests.query_count import counted_queries
from tests.services.candidates import HANDOVER, TODAY, YEAR, candidate, claim

MEN = (
    {"status": "source"}, {"status": None, "health_class": None}, {"status": "final_official", "health_class": 1},
    {"status": "final_reserve", "service": "police"}, {"status": "handed_over"},
    {"status": "handed_over", "service": "police", "health_class": 3}, {"status": "returned"},
    {"status": "preselection_absent"}, {"status": "examined", "health_class": 5}, {"status": "called_up"},
    {"status": "invited_preselection", "ground": "41.1.b"}, {"status": "aged_17", "birth_date": "2009"},
)  # fmt: skip
PLACES = ("TDP số 10", "TDP số 2", None)


@pytest.fixture
def wards(two_wards, set_today, actor_of):
    """Two wards with men at every turn; the call-up of the second is not set up, and it lacks men."""
    set_today(TODAY)
    officer = actor_of("officer", two_wards)
    for at, ward in enumerate(two_wards):
        for number, facts in enumerate(MEN[at * 3 :]):
            candidate(ward.id, full_name=f"Lê Văn {chr(65 + number)}", neighbourhood=PLACES[number % 3], **facts)
        claim(candidate(ward.id, status="deferred", neighbourhood=PLACES[0]), "41.1.g", "decided", until="2028")
        claim(candidate(ward.id, status="exempt", full_name="Lê Văn Miễn"), "41.2.a", "decided")
        candidate(ward.id, birth_date="1998-02-01", full_name="Lê Văn Tuổi")  # too old once the day is known
        quotas.save(officer, ward.id, YEAR, "army", (3, 20)[at], "1/QĐ", TODAY, "UBND thành phố")
        quotas.save(officer, ward.id, YEAR, "police", 2, "2/QĐ", TODAY, "UBND thành phố")
    campaigns.save(officer, two_wards[0].id, YEAR, {"handover_on": HANDOVER}, 0)
    return [db.session.get_one(Unit, one.id) for one in two_wards]


@pytest.fixture
def both(actor_of, two_wards):
    return actor_of("officer", two_wards)


def lines_of(sheet):
    headings = [" ".join((*column.above, *column.heading)) for column in sheet.columns]
    return {row[0][0]: dict(zip(headings[1:], ("".join(cell) for cell in row[1:]), strict=True)) for row in sheet.rows}


def test_each_ward_has_the_figures_of_its_lists_and_of_its_overview(both, wards):
    lines = lines_of(quota_summary.by_ward(both, wards, YEAR, TODAY))
    assert list(lines) == [*(one.title for one in wards), "Tổng cộng"]
    keys = [ENLISTMENT_SOURCE.key, ENLISTMENT_16A.key, ENLISTMENT_16B.key, ENLISTMENT_16C.key]
    for ward in wards:
        line = lines[ward.title]
        wanted = ListFilter("enlistment", ward.id, YEAR)
        listed = select_each(both, keys, wanted, list_rows(both, wanted), TODAY)
        asked = ("Nguồn SSNN", "Miễn", "Tạm hoãn", "Đủ ĐK sơ tuyển")
        assert [line[one] for one in asked] == [str(len(listed[key].rows)) for key in keys]
        seen = funnel.of_wards(both, [ward.id], YEAR, TODAY).total
        reached = {one.key: one.count for one in seen.milestones}
        asked = ("Sơ tuyển Đã gọi", "Sơ tuyển Đạt", "Gọi khám", "Đã giao QĐ")
        steps = ("invited_preselection", "preselection_passed", "invited_examination", "called_up")
        assert [line[one] for one in asked] == [str(reached[step]) for step in steps]
        assert line["Chỉ tiêu Tổng"] == str(seen.forecast.places) and line["Đủ điều kiện"] == str(seen.fit)
        assert line["Còn thiếu Đủ điều kiện"] == str(seen.forecast.missing_today)
        assert line["Đã giao quân"] == str(sum(one.handed_over for one in seen.services.values()))
        for number in (1, 2, 3):
            classes = [row["health_class"] for row in list_rows(both, wanted)]
            assert line[f"Sức khỏe Loại {number}"] == str(classes.count(number))
    assert lines[wards[0].title]["% đã giao quân"] == "40"  # 2 of 5


def test_the_sums_can_be_recounted_and_what_one_ward_has_over_does_not_hide_what_the_other_lacks(both, wards):
    for sheet in (
        quota_summary.by_ward(both, wards, YEAR, TODAY),
        quota_summary.by_neighbourhood(both, wards[0], YEAR, TODAY),
    ):
        lines = lines_of(sheet)
        total = lines.pop("Tổng cộng")
        for name, text in total.items():
            cells = [line[name] for line in lines.values()]
            if "%" not in name and any(cells):
                assert int(text) == sum(map(int, cells)), name
    assert lines.keys() == {"TDP số 2", "TDP số 10", "Chưa ghi tổ dân phố"}
    assert next(iter(lines)) == "TDP số 2" and not lines["TDP số 2"]["Chỉ tiêu Tổng"]  # men are allotted to the ward
    whole = lines_of(quota_summary.by_ward(both, wards[:1], YEAR, TODAY))
    assert total == whole[wards[0].title]
    one, other, both_of = lines_of(quota_summary.by_ward(both, wards, YEAR, TODAY)).values()
    missing = "Còn thiếu Đủ điều kiện"
    assert one[missing] == "0" and int(one["Đủ điều kiện"]) > int(one["Chỉ tiêu Tổng"])
    assert both_of[missing] == other[missing] != "0"


def test_a_ward_without_days_is_named_and_more_wards_and_men_need_no_more_queries(both, wards):
    def queries(some):
        db.session.expire_all()
        with counted_queries() as statements:
            quota_summary.by_ward(both, some, YEAR, TODAY)
        return sum("FROM unit" not in one and "BEGIN" not in one for one in statements)  # the page has its units

    note = quota_summary.by_ward(both, wards, YEAR, TODAY).note
    assert f"của {wards[1].title}:" in note and wards[0].title not in note
    few = queries(wards[:1])
    candidate(wards[0].id, full_name="Lê Văn Thêm")
    assert queries(wards) == few


def test_it_is_for_whoever_prints_in_the_ward(both, wards, actor_of):
    with pytest.raises(NotAllowed):
        call_up_reports.report(actor_of("viewer", wards[0].id), wards[0], quota_summary.QUOTA_PLACES, YEAR, TODAY)
    with pytest.raises(NotFound):
        quota_summary.by_ward(actor_of("officer", wards[0].id), wards, YEAR, TODAY)
