"""What officers may rely on when they search, narrow, order and export a roster."""

import io
import uuid
from datetime import date

import openpyxl
import pytest
from sqlalchemy import event

from roster.domain.actor import Actor
from roster.services import lists, people, records
from roster.services.records import NewRecord
from roster.store.audit import AuditEntry
from roster.store.db import db
from roster.store.list_filter import BLANK, ListFilter
from roster.store.queries import count_rows, facet_values, list_ids, list_rows, years_of
from roster.store.scope import NotAllowed, NotFound
from roster.store.units import Unit

TODAY = date(2026, 11, 24)


@pytest.fixture
def ward(two_wards):
    return two_wards[0]


@pytest.fixture
def enter(officer, ward):
    """Enters a man as a candidate of 2027: enter("Lê Văn An", {facts of the person}, facts of the record)."""

    def make(full_name, facts=None, *, roster="enlistment", year=2027, since=None, **record):
        start = NewRecord(roster, record, year=year if roster == "enlistment" else None, since=since)
        values = {"full_name": full_name, "birth_date": "2005", **(facts or {})}
        return people.create_person(officer, ward.id, values, TODAY, records=(start,), confirmed=True)

    return make


def wanted(ward, roster="enlistment", year=2027, **more):
    return ListFilter(roster, ward.id, year, **more)


def names(officer, asked):
    return [row["full_name"] for row in list_rows(officer, asked)]


def test_a_list_goes_by_given_name_in_vietnamese_order(officer, ward, enter):
    for name in (
        "Vũ Văn Ân",
        "Trần Văn Bình",
        "Đỗ Văn An",
        "Đinh Văn Anh",
        "Lê Văn Ánh",
        "Nguyễn Văn Đức",
        "Bùi Văn Dũng",
    ):
        enter(name)
    assert names(officer, wanted(ward)) == [
        "Đỗ Văn An", "Đinh Văn Anh", "Lê Văn Ánh", "Vũ Văn Ân", "Trần Văn Bình", "Bùi Văn Dũng", "Nguyễn Văn Đức",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "typed",
    [
        "nguyen van quy",
        "QUÝ",
        "quy nguyen",
        "nvq",
        "5001234",
        "031205001234",
        "0912.345.678",
        "lam khe",
        "Lãm Khê",
        "tdp 3",
    ],
)
def test_a_search_finds_by_name_initials_id_phone_and_address_without_marks(officer, ward, enter, typed):
    enter(
        "Nguyễn Văn Quý",
        {
            "citizen_id": "031205001234",
            "phone": "0912345678",
            "permanent_address": "Lãm Khê",
            "neighbourhood": "TDP số 3",
        },
    )
    enter("Trần Thị Hoa", {"citizen_id": "031305009999", "sex": "female"})
    assert names(officer, wanted(ward, search=typed)) == ["Nguyễn Văn Quý"]


def test_marks_that_were_typed_put_exact_names_first(officer, ward, enter):
    for name in ("Nguyễn Văn Quy", "Nguyễn Văn Quỳ", "Nguyễn Văn Quý"):
        enter(name)
    assert names(officer, wanted(ward, search="quy")) == ["Nguyễn Văn Quy", "Nguyễn Văn Quỳ", "Nguyễn Văn Quý"]
    assert names(officer, wanted(ward, search="Quý")) == ["Nguyễn Văn Quý", "Nguyễn Văn Quy", "Nguyễn Văn Quỳ"]


@pytest.mark.parametrize("typed", ["hung 2006", "Hùng 12/05/2006", "hung 5/2006"])
def test_a_year_or_date_beside_the_name_finds_who_was_born_then(officer, ward, enter, typed):
    enter("Vũ Thế Hùng", {"birth_date": "2006-05-12"})
    enter("Vũ Văn Hùng", {"birth_date": "2005-05-12"})
    enter("Vũ Văn An", {"birth_date": "2006-05-12"})
    assert names(officer, wanted(ward, search=typed)) == ["Vũ Thế Hùng"]


def test_who_was_born_then_comes_before_a_number_that_holds_the_year(officer, ward, enter):
    enter("Đỗ Văn Hùng", {"birth_date": "2004", "phone": "0912006345"})
    enter("Vũ Thế Hùng", {"birth_date": "2006-05-12"})
    enter("Vũ Thế Hưng", {"birth_date": "2006"})
    assert names(officer, wanted(ward, search="hung 2006")) == ["Vũ Thế Hùng", "Vũ Thế Hưng", "Đỗ Văn Hùng"]
    assert names(officer, wanted(ward, search="Hưng 12/5/2006")) == ["Vũ Thế Hưng", "Vũ Thế Hùng"]


def test_a_short_name_comes_before_those_that_only_contain_its_letters(officer, ward, enter):
    for name in ("Lê Văn Ba", "Trần Thị Xuân", "Đỗ Thế An"):
        enter(name)
    assert names(officer, wanted(ward, search="an")) == ["Đỗ Thế An", "Lê Văn Ba", "Trần Thị Xuân"]


@pytest.mark.parametrize("typed", ["%", "_", "'; drop table person; --", "\\", "100%"])
def test_signs_of_a_search_are_no_commands(officer, ward, enter, typed):
    enter("Đỗ Văn An")
    assert count_rows(officer, wanted(ward, search=typed)) in {0, 1}
    assert count_rows(officer, wanted(ward)) == 1


def test_filters_narrow_by_value_and_by_what_is_missing(officer, ward, enter):
    enter("Đỗ Văn An", {"neighbourhood": "TDP số 2"}, health_class=2, ground="41.1.g")
    enter("Đỗ Văn Bình", {"neighbourhood": "TDP số 10"}, health_class=3)
    assert names(officer, wanted(ward, equals={"health_class": "2"})) == ["Đỗ Văn An"]
    assert names(officer, wanted(ward, equals={"ground": BLANK})) == ["Đỗ Văn Bình"]
    assert names(officer, wanted(ward, equals={"citizen_id": BLANK, "health_class": "3"})) == ["Đỗ Văn Bình"]
    assert names(officer, wanted(ward, neighbourhood="TDP số 10")) == ["Đỗ Văn Bình"]
    assert names(officer, wanted(ward, equals={"health_class": "nonsense"})) == []


def test_yes_and_no_and_unknown_are_three_things(officer, ward, enter):
    for name, value in (("Lê Văn An", True), ("Lê Văn Bình", False), ("Lê Văn Công", None)):
        enter(name, roster="reserve", is_assigned=value)
    found = {
        text: names(officer, wanted(ward, "reserve", 2026, equals={"is_assigned": text}))
        for text in ("true", "false", "-")
    }
    assert found == {"true": ["Lê Văn An"], "false": ["Lê Văn Bình"], "-": ["Lê Văn Công"]}


def test_orders_other_than_the_name_go_by_sense_and_put_blanks_last(officer, ward, enter):
    enter("Lê Văn An", {"neighbourhood": "TDP số 10"}, roster="reserve", rank="Thiếu úy")
    enter("Lê Văn Bình", {"neighbourhood": "TDP số 2"}, roster="reserve", rank="Binh nhất")
    enter("Lê Văn Công", roster="reserve")
    by = {key: names(officer, wanted(ward, "reserve", 2026, sort=key)) for key in ("rank", "neighbourhood")}
    assert by["rank"] == by["neighbourhood"] == ["Lê Văn Bình", "Lê Văn An", "Lê Văn Công"]
    down = names(officer, wanted(ward, "reserve", 2026, sort="rank", descending=True))
    assert down == ["Lê Văn An", "Lê Văn Bình", "Lê Văn Công"]


def test_a_militia_list_holds_whoever_was_in_for_a_day_of_the_year(officer, ward, enter):
    person = enter("Lê Văn An", roster="militia", since=date(2024, 3, 1))
    [known] = records.records_of(officer, person)
    records.close_record(officer, ward.id, "militia", known.record.id, "Thôi", date(2025, 6, 30))
    present = {year: count_rows(officer, wanted(ward, "militia", year)) for year in (2023, 2024, 2025, 2026)}
    assert present == {2023: 0, 2024: 1, 2025: 1, 2026: 0}


def test_whoever_left_and_came_back_within_a_year_stands_in_the_list_once(officer, ward, enter):
    person = enter("Lê Văn An", roster="militia", since=date(2026, 1, 1), post="Chiến sĩ")
    [known] = records.records_of(officer, person)
    records.close_record(officer, ward.id, "militia", known.record.id, "Thôi", date(2026, 2, 1))
    records.add_record(officer, ward.id, person.id, NewRecord("militia", {"post": "Tiểu đội trưởng"}), TODAY)
    assert [row["post"] for row in list_rows(officer, wanted(ward, "militia", 2026))] == ["Tiểu đội trưởng"]


def test_retired_people_are_out_of_lists(officer, ward, enter):
    person = enter("Lê Văn An")
    people.retire_person(officer, ward.id, person.id, "Chuyển đi", TODAY)
    assert names(officer, wanted(ward)) == []
    assert names(officer, wanted(ward, include_retired=True)) == ["Lê Văn An"]


def test_a_foreign_ward_does_not_exist_for_any_query(ward, enter, two_wards, actor_of):
    enter("Lê Văn An")
    stranger = actor_of("officer", two_wards[1])
    for ask in (
        lambda: list_rows(stranger, wanted(ward)),
        lambda: count_rows(stranger, wanted(ward)),
        lambda: list_ids(stranger, wanted(ward)),
        lambda: facet_values(stranger, ListFilter("enlistment", ward.id, 2027)),
        lambda: years_of(stranger, ward.id, "enlistment"),
        lambda: lists.list_page(stranger, wanted(ward)),
        lambda: lists.whole_of(stranger, wanted(ward)),
    ):
        with pytest.raises(NotFound):
            ask()
    assert count_rows(stranger, wanted(two_wards[1])) == 0


def test_a_viewer_cannot_guess_a_number_digit_by_digit_or_filter_by_health(ward, enter, actor_of):
    person = enter("Lê Văn An", {"citizen_id": "031205001234"}, health_class=2)
    viewer = actor_of("viewer", ward)
    assert count_rows(viewer, wanted(ward, search="0312")) == 0
    assert count_rows(viewer, wanted(ward, search="031205001234")) == 0
    assert list_ids(actor_of("officer", ward), wanted(ward, search="031205001234")) == [person.id]
    assert count_rows(viewer, wanted(ward, equals={"health_class": "5"})) == 1
    assert "health_class" not in facet_values(viewer, ListFilter("enlistment", ward.id, 2027))[0]
    [row] = lists.list_page(viewer, wanted(ward), keys=("full_name", "citizen_id", "health_class")).table.rows
    assert row.cells[1:] == (("031•••••••34",), ("•",))


def test_pages_divide_the_list_and_number_its_rows_on(officer, ward, enter):
    for place in range(5):
        enter(f"Lê Văn A{'bcdeg'[place]}")
    gone = enter("Lê Văn Ah")
    people.retire_person(officer, ward.id, gone.id, "Chuyển đi", TODAY)
    page = lists.list_page(officer, wanted(ward), page=2, size=2)
    assert (page.total, page.pages, page.page) == (5, 3, 2)
    assert [row.number for row in page.table.rows] == [3, 4]
    assert lists.list_page(officer, wanted(ward), page=99, size=2).page == 3
    assert lists.list_page(officer, wanted(ward)).total == 5
    assert lists.list_page(officer, wanted(ward, search="ab")).total == 1
    assert lists.list_page(officer, wanted(ward, include_retired=True)).total == 6
    assert lists.list_page(officer, wanted(ward, search="khongcoai")).pages == 1


def test_facets_offer_the_values_that_occur_in_their_order(officer, ward, enter):
    enter("Lê Văn An", {"neighbourhood": "TDP số 10"}, health_class=3)
    enter("Lê Văn Bình", {"neighbourhood": "TDP số 2"}, health_class=1)
    enter("Lê Văn Công", {"neighbourhood": "TDP số 2"})
    offered = {facet.fact.key: facet.options for facet in lists.whole_of(officer, wanted(ward)).facets}
    assert offered["neighbourhood"] == (("TDP số 2", "TDP số 2"), ("TDP số 10", "TDP số 10"))
    assert offered["health_class"] == (("1", "Loại 1"), ("3", "Loại 3"), (BLANK, "(chưa ghi)"))
    assert "ground" not in offered
    nobody = lists.whole_of(officer, wanted(ward, neighbourhood=BLANK)).facets  # a link may ask for what none lacks
    assert next(one.options for one in nobody if one.fact.key == "neighbourhood")[-1] == (BLANK, "(chưa ghi)")


def test_sums_count_the_whole_list_and_not_the_page(officer, ward, enter, actor_of):
    for place, (grade, ground) in enumerate([(1, None), (2, "41.1.g"), (2, None), (3, "41.1.b")]):
        enter(f"Lê Văn {'ABCD'[place]}", {"is_union_member": place < 3}, health_class=grade, ground=ground)
    keys = ("full_name", "health_class", "is_union_member", "ground", "neighbourhood")
    sums = lists.list_page(officer, wanted(ward), keys=keys, size=2).sums
    assert sums == {
        "health_class": ("Loại 1: 1", "Loại 2: 2", "Loại 3: 1"), "is_union_member": ("có: 3",), "ground": ("có: 2",),
    }  # fmt: skip
    narrowed = lists.list_page(officer, wanted(ward, equals={"health_class": "2"}), keys=keys)
    assert (narrowed.total, narrowed.sums["health_class"], narrowed.sums["ground"]) == (2, ("Loại 2: 2",), ("có: 1",))
    assert lists.list_page(actor_of("viewer", ward), wanted(ward), keys=keys).sums == {}  # nor be counted


def test_three_keys_order_a_list(officer, ward, enter):
    for name, home, grade, born in (
        ("Lê An", "TDP số 2", 1, "2003"), ("Lê Bình", "TDP số 2", 1, "2005"), ("Lê Công", "TDP số 2", 3, "2001"),
        ("Lê Dũng", "TDP số 1", 2, "2004"),
    ):  # fmt: skip
        enter(name, {"neighbourhood": home, "birth_date": born}, health_class=grade)
    asked = wanted(ward, sort="neighbourhood", then="-health_class,-birth_date")
    assert names(officer, asked) == ["Lê Dũng", "Lê Công", "Lê Bình", "Lê An"]


def test_a_list_page_asks_as_many_questions_for_many_people_as_for_few(officer, ward, enter):
    asked = []

    def note(connection, cursor, statement, *rest):
        asked.append(statement)

    def questions():
        asked.clear()
        lists.list_page(officer, wanted(ward))
        lists.whole_of(officer, wanted(ward))
        return len(asked)

    enter("Lê Văn An")
    event.listen(db.engine, "before_cursor_execute", note)
    few = questions()
    for place in range(20):
        enter(f"Lê Văn B{'bcdeg'[place % 5]}", {"birth_date": str(1990 + place)})
    many = questions()
    event.remove(db.engine, "before_cursor_execute", note)
    assert few == many


# --- The workbook ---------------------------------------------------------------------------------------------------


def export(officer, ward, asked, **more):
    file = io.BytesIO()
    count = lists.export_list(officer, db.session.get(Unit, ward.id), asked, file, TODAY, **more)
    return count, openpyxl.load_workbook(file).active


def test_an_export_holds_the_filtered_list_and_leaves_one_audit_entry_that_names_nobody(officer, ward, enter):
    enter("Đỗ Văn An", {"citizen_id": "031205001234"})
    enter("Lê Văn Bình")
    count, sheet = export(officer, ward, wanted(ward, search="do"))
    assert count == 1
    assert sheet["A1"].value == "DANH SÁCH CÔNG DÂN TRONG ĐỘ TUỔI SẴN SÀNG NHẬP NGŨ NĂM 2027"
    assert sheet["B5"].value == "Đỗ Văn An"
    [entry] = db.session.query(AuditEntry).filter_by(action="list.export")
    assert (entry.details["rows"], entry.ward_id, entry.user_id) == (1, ward.id, officer.user_id)
    assert "An" not in str(entry.details) and "031205001234" not in str(entry.details)


def test_ticked_rows_alone_are_exported(officer, ward, enter):
    first = enter("Đỗ Văn An")
    enter("Lê Văn Bình")
    assert export(officer, ward, wanted(ward).only(frozenset({first.id})))[0] == 1
    assert export(officer, ward, wanted(ward).only(frozenset({uuid.uuid4()})))[0] == 0


def test_who_may_only_look_exports_nothing(ward, enter, actor_of):
    enter("Đỗ Văn An")
    with pytest.raises(NotAllowed):
        export(actor_of("viewer", ward), ward, wanted(ward))
    assert db.session.query(AuditEntry).filter_by(action="list.export").count() == 0


def test_a_filter_survives_being_stored(ward):
    asked = wanted(
        ward, search="An", neighbourhood="TDP số 2", equals={"health_class": "2"}, sort="rank", descending=True,
        person_ids=frozenset({uuid.uuid4()}),
    )  # fmt: skip
    assert ListFilter.from_dict(ward.id, asked.as_dict()) == asked


def test_the_command_line_sees_every_ward(ward, enter):
    enter("Đỗ Văn An")
    assert count_rows(Actor(None, "x", frozenset(), is_system=True), wanted(ward)) == 1


@pytest.mark.parametrize("roster", ["militia", "reserve"])
def test_who_left_this_year_is_not_in_this_years_roster_any_more(roster, officer, ward, enter):
    """Whoever was released in June is not called, counted or printed in December; last year's roster still has him."""
    enter("Đỗ Văn Ở", roster=roster, since=date(2025, 2, 1))
    left = enter("Đỗ Văn Đi", roster=roster, since=date(2025, 2, 1))
    [known] = records.records_of(officer, left)
    known.record.closed_on = date(2026, 6, 1)
    db.session.commit()
    december = date(2026, 12, 1)
    present = wanted(ward, roster, 2026, today=december)
    assert names(officer, present) == ["Đỗ Văn Ở"]
    assert names(officer, ListFilter.from_dict(ward.id, present.as_dict())) == ["Đỗ Văn Ở"]  # as a print keeps it
    assert lists.whole_of(officer, present).total == 1
    assert len(names(officer, wanted(ward, roster, 2025, today=december))) == 2
