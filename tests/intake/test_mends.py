"""What an officer settles before an import: mended cells, blanks that erase, look-alikes, rows left out."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date

from roster.domain.names import name_key
from roster.intake.choices import ACCEPT, SKIP, Choices
from roster.intake.grid import Merge, Sheet, Workbook
from roster.intake.match import KnownPerson
from roster.intake.mends import mended, place_of
from roster.intake.pipeline import Errand, make_plan
from roster.intake.plan import Plan

TODAY = date(2026, 11, 24)
HEADING = ["TT", "Họ và tên", "Ngày sinh", "Số CCCD", "Số điện thoại"]
KHOA = [1, "Nguyễn Văn Khoa", "05/09/2005", "031205950826", "0912345678"]


def known(name: str = "Nguyễn Văn Khoa", **facts: object) -> KnownPerson:
    """A citizen on file with a record of the roster."""
    told = {"full_name": name, "birth_date": "2005-09-05", "citizen_id": "031205950826", "sex": "male"} | facts
    return KnownPerson(uuid.uuid4(), uuid.uuid4(), told, name_key(name))  # type: ignore[arg-type]


def plan_of(*rows: list[object], people: tuple[KnownPerson, ...] = (), **chosen: object) -> Plan:
    """The plan of one sheet "DS" whose people stand from row 2 on."""
    sheet = Sheet("DS", [HEADING, *rows])  # type: ignore[list-item]
    errand = Errand("enlistment", 2026, "Phù Liễn", TODAY, Choices(**chosen))  # type: ignore[arg-type]
    return make_plan(Workbook([sheet]), errand, people)


def test_a_mended_cell_stands_in_place_of_the_files():
    broken = [1, "Nguyễn Văn Khoa", "31/02/2005", "03120595082", ""]
    assert plan_of(broken).summary["error"] == 1
    mends = {("DS", "C2"): "05/09/2005", ("DS", "D2"): "031205950826", ("DS", "E2"): "0912345678"}
    (row,) = plan_of(broken, mends=mends).sheets[0].rows
    assert row.action == "create"
    assert (row.fields["birth_date"], row.fields["citizen_id"], row.fields["phone"]) == (
        "2005-09-05", "031205950826", "0912345678",
    )  # fmt: skip
    assert row.cells["birth_date"] == "C2"


def test_a_mend_beyond_the_sheet_or_of_another_sheet_changes_nothing():
    sheet = Sheet("DS", [["a"]], uncached={(0, 0)})
    assert mended(sheet, {("Khác", "A1"): "b"}) is sheet
    assert mended(sheet, {("DS", "A9"): "b"}).rows == [["a"]]
    assert replace(mended(sheet, {("DS", "C1"): "b"}), rows=[]).uncached == {(0, 0)}
    answered = mended(sheet, {("DS", "A1"): "b"})
    assert (answered.rows, answered.uncached, sheet.rows) == ([["b"]], set(), [["a"]])


def test_a_mend_below_a_merged_cell_is_that_rows_alone():
    sheet = Sheet("DS", [["TDP số 3"], [None], [None]], merges=[Merge(0, 0, 2, 0)])
    found = mended(sheet, {("DS", "A2"): "TDP số 4"})
    assert (found.rows, found.merges) == ([["TDP số 3"], ["TDP số 4"], ["TDP số 3"]], [])


def test_cells_are_found_by_excels_names():
    places = {"A1": (0, 0), "Z10": (9, 25), "AA2": (1, 26), "a1": None, "A0": None, "": None, "AAAA1": None}
    assert {name: place_of(name) for name in places} == places


def test_a_blank_erases_only_where_the_officer_says_so_and_never_who_he_is():
    blank = [1, "Nguyễn Văn Khoa", "", "031205950826", ""]
    person = known(phone="0912345678")
    assert plan_of(blank, people=(person,)).summary["unchanged"] == 1
    asked = frozenset({"phone", "birth_date", "full_name", "citizen_id", "religion"})
    (row,) = plan_of(blank, people=(person,), erases=asked).sheets[0].rows
    assert [(c.key, c.old, c.new) for c in row.changes] == [("phone", "0912345678", None)]


def test_a_blank_erases_nothing_where_the_cell_was_not_understood():
    unreadable = [*KHOA[:4], "không rõ số"]
    (row,) = plan_of(unreadable, people=(known(phone="0912345678"),), erases=frozenset({"phone"})).sheets[0].rows
    assert not row.changes


def test_a_lookalike_is_named_and_becomes_one_man_only_by_the_officers_word():
    person = known(citizen_id="031205000001")
    (row,) = plan_of(KHOA, people=(person,)).sheets[0].rows
    assert (row.action, row.person_id, row.lookalike_id) == ("create", None, person.person_id)
    (row,) = plan_of(KHOA, people=(person,), decisions={("DS", 2): ACCEPT}).sheets[0].rows
    assert (row.action, row.person_id) == ("update", person.person_id)
    assert ("citizen_id", "031205000001", "031205950826") in [(c.key, c.old, c.new) for c in row.changes]


def test_marks_of_the_tone_make_another_man():
    (row,) = plan_of(
        [1, "Nguyễn Văn Quy", "05/09/2005", "031205950826", ""],
        people=(known("Nguyễn Văn Quý", citizen_id="031205000001"),),
    ).sheets[0].rows  # fmt: skip
    assert (row.action, row.person_id) == ("create", None)
    assert row.lookalike_name == "Nguyễn Văn Quý"  # to be looked at all the same: a list may have lost the mark


def test_two_rows_never_write_to_one_citizen():
    person = known(citizen_id="031205000001")
    rows = [KHOA, [2, "Nguyễn Văn Khoa", "05/09/2005", "031205950999", ""]]
    plan = plan_of(*rows, people=(person,), decisions={("DS", 2): ACCEPT, ("DS", 3): ACCEPT})
    assert [row.action for row in plan.sheets[0].rows] == ["update", "error"]
    assert "dòng 2" in plan.sheets[0].rows[1].problems[-1].message


def test_a_row_with_faults_can_be_left_out():
    (row,) = plan_of([1, "", "31/02/2005", "1", ""], decisions={("DS", 2): SKIP}).sheets[0].rows
    assert row.action == "conflict"


def test_the_mark_covers_every_value_that_confirm_would_write():
    marks = {plan_of(KHOA).mark, plan_of([*KHOA[:4], "0912345679"]).mark, plan_of([*KHOA[:4], ""]).mark}
    assert len(marks) == 3
    assert plan_of(KHOA).mark == plan_of(KHOA).mark
