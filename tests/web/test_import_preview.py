"""How a plan is made ready for its page; the plans are made by hand."""

from __future__ import annotations

from uuid import uuid4

from roster.domain.actor import Actor
from roster.domain.problems import problem
from roster.intake.plan import CREATE, ERROR, UPDATE, Change, Plan, PlannedColumn, PlannedRow, PlannedSheet
from roster.web.imports.preview import ALL, ATTENTION, Preview, spans

OFFICER = Actor(uuid4(), "Trợ lý", frozenset({"officer"}))
VIEWER = Actor(uuid4(), "Cán bộ cấp trên", frozenset({"viewer"}))

BINH = {"full_name": "Đỗ Công Bình", "citizen_id": "031205000011", "religion": "Công giáo", "is_party_member": False}


def plan_of(*rows: PlannedRow, **more: object) -> Plan:
    columns = [PlannedColumn("B", "Họ tên", "full_name"), PlannedColumn("C", "Ngày sinh", "birth_date")]
    return Plan("enlistment", 2026, [PlannedSheet("DS", True, columns=columns, rows=list(rows), **more)])  # type: ignore[arg-type]


def test_facts_that_the_reader_may_not_see_come_out_masked():
    plan = plan_of(
        PlannedRow(4, dict(BINH), action=UPDATE, changes=[Change("citizen_id", "031205000099", "031205000011")])
    )
    row = Preview(plan, VIEWER).rows(ALL, 1).items[0]
    shown = repr(row)
    for secret in ("031205000011", "031205000099", "Công giáo"):
        assert secret not in shown
        assert secret in repr(Preview(plan, OFFICER).rows(ALL, 1).items[0])
    assert row.name == "Đỗ Công Bình"


def test_a_no_is_said_and_not_left_blank():
    facts = Preview(plan_of(PlannedRow(4, dict(BINH))), OFFICER).rows(ALL, 1).items[0].facts
    assert ("Đảng", "Không") in [(fact.label, fact.shown) for fact in facts]


def test_an_empty_cell_is_named_by_its_column_and_an_unreadable_one_shown_as_it_is():
    fields = {"full_name": "Đỗ Công Bình", "birth_date": "2004-02-31"}
    faults = [problem("birth_date", "impossible_date", "Ngày này không có thật.")]
    row = Preview(plan_of(PlannedRow(9, fields, faults, ERROR)), OFFICER).rows(ALL, 1).items[0]
    assert row.problems[0].cell == "C9"
    assert row.birth_date == "2004-02-31"


def test_rows_with_notes_only_do_not_ask_for_attention():
    restored = PlannedRow(4, dict(BINH), [problem("citizen_id", "leading_zero_restored", "Đã bù số 0.")], CREATE)
    doubtful = PlannedRow(5, dict(BINH), [problem("citizen_id", "citizen_id_sex", "Không khớp giới tính.")], CREATE)
    preview = Preview(plan_of(restored, doubtful), OFFICER)
    assert [row.row for row in preview.rows(ATTENTION, 1).items] == [5]
    assert preview.view_to_open(None) == ATTENTION
    assert Preview(plan_of(restored), OFFICER).view_to_open("nonsense") == ALL


def test_what_all_sheets_say_is_said_once_and_what_one_says_with_its_name():
    plan = plan_of(notices=["Tiêu đề ghi năm 2024."])
    plan.sheets.append(PlannedSheet("DS 2", True, notices=["Tiêu đề ghi năm 2024.", "Có 2 dòng đang ẩn."]))
    plan.sheets.append(PlannedSheet("Bìa", False, notices=["Không ai đọc."]))
    assert Preview(plan, OFFICER).notices() == [("Tiêu đề ghi năm 2024.", ""), ("Có 2 dòng đang ẩn.", "DS 2")]


def test_heading_rows_are_told_as_people_say_them():
    assert spans([8, 7]) == "7–8"
    assert spans([3]) == "3"
    assert spans([2, 5, 6, 7]) == "2, 5–7"
