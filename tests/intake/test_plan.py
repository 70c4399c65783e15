"""What an import would do to people who are known: nothing twice, nothing erased, nobody mistaken for another."""

import uuid
from dataclasses import replace
from datetime import date

import pytest

from roster.domain.names import name_key
from roster.intake.choices import ACCEPT, SKIP, Choices
from roster.intake.grid import Merge, Sheet, Workbook
from roster.intake.match import KnownPerson, same_birth
from roster.intake.pipeline import Errand, make_plan

TODAY = date(2026, 11, 24)
HEADING = ["STT", "Họ và tên", "Ngày sinh", "Số CCCD", "Số điện thoại", "Nơi thường trú", "Sức khỏe"]


def person(
    name="Nguyễn Văn Khoa", birth_date="2005-09-05", citizen_id="031205950826", record=True, retired=False, **facts
):
    facts = {"full_name": name, "birth_date": birth_date, "citizen_id": citizen_id, "sex": "male"} | facts
    return KnownPerson(uuid.uuid4(), uuid.uuid4() if record else None, facts, name_key(name), retired)


def row(name="Nguyễn Văn Khoa", birth="05/09/2005", number="031205950826", phone=None, address=None, health=None):
    return [1, name, birth, number, phone, address, health]


def plan_of(rows, known=(), decisions=None):
    sheet = Sheet("Danh sách", [HEADING, *[list(r) for r in rows]])
    return make_plan(
        Workbook([sheet]), Errand("enlistment", 2026, "Phù Liễn", TODAY, Choices(decisions=decisions or {})), known
    )


def only(plan):
    (found,) = plan.sheets[0].rows
    return found


def as_known(plan):
    """The people that a plan would have created."""
    return [
        KnownPerson(uuid.uuid4(), uuid.uuid4(), dict(r.fields), name_key(r.fields["full_name"]))
        for sheet in plan.sheets
        for r in sheet.rows
    ]


def test_the_same_file_twice_changes_nothing():
    rows = [
        row(phone="0912345678", address="Số 5 Cao Toàn, TDP số 3", health="Loại 2"),
        row("Lê Văn Bình", "2004", "031204111222", health="II"),
        row("Trần Đình Ý", None, None, phone=912345679),
        row("H'Hen Niê", "03/2005", None),
    ]
    first = plan_of(rows)
    assert first.summary["create"] == 4
    again = plan_of(rows, as_known(first))
    assert again.summary == {"create": 0, "update": 0, "unchanged": 4, "conflict": 0, "error": 0}
    assert again.absent == []


def test_a_blank_cell_erases_nothing():
    known = person(phone="0912345678", permanent_address="Số 5 Cao Toàn", health_class=2)
    found = only(plan_of([row()], [known]))
    assert (found.action, found.changes) == ("unchanged", [])


def test_an_update_names_old_and_new_and_the_cell():
    known = person(phone="0912345678")
    found = only(plan_of([row(phone="0987654321")], [known]))
    assert found.action == "update"
    assert [(c.key, c.old, c.new) for c in found.changes] == [("phone", "0912345678", "0987654321")]
    assert found.cells["phone"] == "E2"


def test_what_is_only_inferred_fills_gaps_and_overrules_nothing():
    known = person(neighbourhood="TDP số 9", permanent_address="Số 5 Cao Toàn, TDP số 3")
    assert only(plan_of([row(address="Số 5 Cao Toàn, TDP số 3")], [known])).action == "unchanged"


@pytest.mark.parametrize(
    ("name", "birth"),
    [("Nguyễn Văn Khoa", "06/09/2005"), ("Trần Văn Bách", "05/09/2005"), ("Nguyễn Văn Khoá", "05/09/2005")],
)
def test_a_known_id_with_another_name_or_birth_is_for_a_human(name, birth):
    found = only(plan_of([row(name, birth)], [person()]))
    assert found.action == "conflict"
    assert "possible_duplicate" in {p.code for p in found.problems}
    assert found.matched_name == "Nguyễn Văn Khoa"


@pytest.mark.parametrize("birth", ["2005", "09/2005", "05/09/2005", None])
def test_a_vaguer_birth_date_is_no_clash_and_no_change(birth):
    found = only(plan_of([row(birth=birth)], [person()]))
    assert found.action == "unchanged"


def test_a_fuller_birth_date_completes_the_year():
    found = only(plan_of([row()], [person(birth_date="2005")]))
    assert [(c.key, c.old, c.new) for c in found.changes] == [("birth_date", "2005", "2005-09-05")]


def test_case_and_tone_place_are_no_other_name():
    known = person("Lê Thị Hòa", sex="female", citizen_id="031305950826")
    assert only(plan_of([row("LÊ THỊ HOÀ", number="031305950826")], [known])).action == "unchanged"


def test_those_whom_the_file_no_longer_names_are_listed():
    other = person("Phạm Văn Vắng", "2004-01-01", "031204000001")
    elsewhere = person("Phạm Văn Khác", "2004-01-02", "031204000002", record=False)
    gone = person("Phạm Văn Thôi", "2004-01-03", "031204000003", retired=True)
    plan = plan_of([row()], [person(), other, elsewhere, gone])
    assert [a.full_name for a in plan.absent] == ["Phạm Văn Vắng"]


def test_a_known_citizen_without_a_record_gets_one():
    known = person(record=False)
    found = only(plan_of([row(health="2")], [known]))
    assert (found.action, found.person_id, found.record_id) == ("create", known.person_id, None)


def test_someone_who_was_retired_waits_for_a_decision():
    known = person(retired=True)
    assert only(plan_of([row()], [known])).action == "conflict"
    assert only(plan_of([row()], [known], {("Danh sách", 2): ACCEPT})).action != "conflict"


def test_the_officer_decides_about_a_row_in_doubt():
    known = person()
    doubtful = row("Trần Văn Bách")
    skipped = only(plan_of([doubtful], [known], {("Danh sách", 2): SKIP}))
    taken = only(plan_of([doubtful], [known], {("Danh sách", 2): ACCEPT}))
    assert (skipped.action, skipped.changes) == ("conflict", [])
    assert taken.action == "update"
    assert ("full_name", "Nguyễn Văn Khoa", "Trần Văn Bách") in [(c.key, c.old, c.new) for c in taken.changes]


def test_a_twin_with_the_same_id_is_held_back_once():
    plan = plan_of([row(), row()])
    assert [r.action for r in plan.sheets[0].rows] == ["create", "error"]
    assert "duplicate_in_file" in {p.code for p in plan.sheets[0].rows[1].problems}


def test_one_id_of_two_people_holds_both_back():
    plan = plan_of([row(), row("Trần Văn Bách")])
    assert [r.action for r in plan.sheets[0].rows] == ["error", "error"]


def test_namesakes_born_on_one_day_with_their_own_ids_are_two_men():
    plan = plan_of([row(), row(number="031205111222")])
    assert [r.action for r in plan.sheets[0].rows] == ["create", "create"]


def test_one_of_two_twins_without_an_id_is_marked():
    plan = plan_of([row(), row(number=None)])
    assert [r.action for r in plan.sheets[0].rows] == ["create", "create"]
    assert "possible_duplicate" in {p.code for p in plan.sheets[0].rows[1].problems}


def test_a_namesake_at_another_address_is_not_taken_for_the_known_man():
    known = person(citizen_id=None, permanent_address="Số 5 Cao Toàn", phone="0912345678")
    found = only(plan_of([row(number=None, address="Số 99 Lãm Khê", phone="0987654321")], [known]))
    assert (found.action, found.person_id) == ("create", None)
    assert "possible_duplicate" in {p.code for p in found.problems}


def test_quy_and_quy_with_a_tone_are_two_men():
    known = person("Nguyễn Văn Quy", citizen_id=None)
    found = only(plan_of([row("Nguyễn Văn Quý", number=None)], [known]))
    assert (found.action, found.person_id) == ("create", None)


def test_the_mark_changes_when_the_data_behind_the_plan_change():
    known = person(phone="0912345678")
    rows = [row(phone="0987654321")]
    before = plan_of(rows, [known]).mark
    assert plan_of(rows, [known]).mark == before
    known.facts["phone"] = "0900000000"
    assert plan_of(rows, [known]).mark != before
    assert plan_of(rows, []).mark != before
    assert plan_of([row(phone="0987654322")], [known]).mark != plan_of([row(phone="0987654323")], [known]).mark


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [("2005", "2005-09-05", True), (None, "2005", True), ("2005-08", "2005-09-05", False), ("2005", "2006", False)],
)
def test_partial_dates_agree_where_they_can(a, b, same):
    assert same_birth(a, b) is same and same_birth(b, a) is same


def test_two_columns_of_one_meaning_are_told_to_the_officer():
    sheet = Sheet(
        "Danh sách",
        [
            ["STT", "Họ và tên", "Số CCCD", "Địa chỉ", "HKTT"],
            [1, "Nguyễn Văn Khoa", "031205950826", "Số 1 Cao Toàn", "Số 2 Lãm Khê"],
            [2, "Lê Văn Bình", "031204111222", "Số 3 Cao Toàn", "Số 4 Lãm Khê"],
        ],
    )
    plan = make_plan(Workbook([sheet]), Errand("enlistment", 2026, "Phù Liễn", TODAY), [])
    columns = {c.column: c.key for c in plan.sheets[0].columns}
    assert (columns["E"], columns["D"]) == ("permanent_address", None)
    assert plan.sheets[0].rows[0].fields["permanent_address"] == "Số 2 Lãm Khê"


def test_a_cell_merged_down_over_several_people_is_each_one_s():
    rows = [
        ["STT", "TDP", "Họ và tên", "Số CCCD"],
        [1, "TDP số 3", "Nguyễn Văn Khoa", "031205950826"],
        [2, None, "Lê Văn Bình", "031204111222"],
        [3, "TDP số 4", "Trần Đình Ý", "031203111222"],
    ]
    sheet = Sheet("Danh sách", rows, merges=[Merge(1, 1, 2, 1)])
    plan = make_plan(Workbook([sheet]), Errand("enlistment", 2026, "Phù Liễn", TODAY), [])
    assert [r.fields["neighbourhood"] for r in plan.sheets[0].rows] == ["TDP số 3", "TDP số 3", "TDP số 4"]


def test_a_sheet_without_people_is_set_aside_with_its_reason():
    counts = Sheet("Thống kê", [["STT", "Tổ dân phố", "Số lượng"], [1, "TDP số 1", 12]])
    hidden = Sheet("Cũ", [HEADING, row()], hidden=True)
    plan = make_plan(Workbook([counts, hidden, Sheet("Trống", [])]), Errand("enlistment", 2026, "Phù Liễn", TODAY), [])
    assert [s.used for s in plan.sheets] == [False, False, False]
    assert all(s.reason.endswith(".") for s in plan.sheets)


def test_a_hidden_sheet_that_is_chosen_is_read():
    hidden = Sheet("Cũ", [HEADING, row()], hidden=True)
    errand = Errand("enlistment", 2026, "Phù Liễn", TODAY, Choices(["Cũ"]))
    assert make_plan(Workbook([hidden]), errand, []).summary["create"] == 1


def test_another_ward_or_year_in_the_title_is_noticed():
    rows = [["BAN CHQS PHƯỜNG LÃM HÀ"], ["DANH SÁCH CÔNG DÂN NĂM 2024"], HEADING, row()]
    plan = make_plan(Workbook([Sheet("Danh sách", rows)]), Errand("enlistment", 2026, "Phù Liễn", TODAY), [])
    said = " ".join(plan.sheets[0].doubts)
    assert "Lãm Hà" in said and "2024" in said


# --- What the officer chooses ---------------------------------------------------------------------------------------


def chosen_plan(rows, known=(), **choices):
    sheet = Sheet("Danh sách", [["DANH SÁCH"], HEADING, *rows])
    errand = Errand("enlistment", 2026, "Phù Liễn", TODAY, Choices(**choices))
    return make_plan(Workbook([sheet]), errand, known)


def test_a_mended_cell_is_read_as_if_the_file_held_it():
    row = [1, "Nguyễn Văn Khoa", "31/02/2005", "0312059508", "", "", ""]
    assert chosen_plan([row]).sheets[0].rows[0].action == "error"
    mends = {("Danh sách", "C3"): "05/09/2005", ("Danh sách", "D3"): "031205950826", ("Trang khác", "B3"): "Ai đó"}
    mended = chosen_plan([row], mends=mends).sheets[0].rows[0]
    assert mended.action == "create"
    assert (mended.fields["birth_date"], mended.fields["citizen_id"]) == ("2005-09-05", "031205950826")
    assert mended.fields["full_name"] == "Nguyễn Văn Khoa"


def test_a_blank_erases_only_where_the_officer_says_so_and_never_who_somebody_is():
    known = [person(phone="0912345678", permanent_address="Số 5 Trần Nhân Tông")]
    row = [1, "Nguyễn Văn Khoa", "05/09/2005", "031205950826", "", "", ""]
    assert chosen_plan([row], known).sheets[0].rows[0].action == "unchanged"
    changes = (
        chosen_plan([row], known, erases=frozenset({"phone", "citizen_id", "full_name"})).sheets[0].rows[0].changes
    )
    assert [(c.key, c.old, c.new) for c in changes] == [("phone", "0912345678", None)]


def test_a_lookalike_is_named_and_only_the_officer_makes_one_man_of_two():
    known = [person(citizen_id="031205000001")]
    row = [1, "Nguyễn Văn Khoa", "05/09/2005", "031205950826", "", "", ""]
    apart = chosen_plan([row], known).sheets[0].rows[0]
    assert apart.action == "create" and apart.person_id is None and apart.lookalike_name == "Nguyễn Văn Khoa"
    one = chosen_plan([row], known, decisions={("Danh sách", 3): ACCEPT}).sheets[0].rows[0]
    assert one.action == "update" and one.person_id == known[0].person_id
    assert ("citizen_id", "031205000001", "031205950826") in [(c.key, c.old, c.new) for c in one.changes]


@pytest.mark.parametrize("name", ["Nguyễn Văn Khoa", "NGUYEN VAN KHOA"])
def test_a_lookalike_is_held_back_where_nobody_looks_at_the_plan(name):
    known = [person(citizen_id="031205000001")]
    sheet = Sheet("Danh sách", [HEADING, row(name), row("Nguyễn Văn Khoa", "06/09/2005", "031205950827")])
    errand = Errand("enlistment", 2026, "Phù Liễn", TODAY)
    seen, unseen = (
        make_plan(Workbook([sheet]), replace(errand, unattended=alone), known).sheets[0].rows for alone in (False, True)
    )
    assert [r.action for r in seen] == ["create", "create"]
    assert [r.action for r in unseen] == ["conflict", "create"]  # born on another day: another man
    assert [(p.field, p.code) for p in unseen[0].problems] == [("full_name", "possible_duplicate")]


def test_the_mark_of_a_plan_covers_the_facts_of_somebody_new():
    row = [1, "Nguyễn Văn Khoa", "05/09/2005", "031205950826", "", "", ""]
    other = [1, "Nguyễn Văn Khoa", "05/09/2005", "031205950826", "0912345678", "", ""]
    assert chosen_plan([row]).mark != chosen_plan([other]).mark
