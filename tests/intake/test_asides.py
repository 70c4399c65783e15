"""A workbook of several rosters: whoever stands on another roster's sheet is not taken for one of this."""

from __future__ import annotations

import pytest

from roster.intake.choices import Choices
from roster.intake.grid import Sheet, Workbook
from roster.intake.pipeline import Errand, make_plan
from tests.intake.planned import TODAY
from tests.intake.test_week_of_mail import HEAD, PEOPLE

_ROSTERS = {
    "enlistment": ("Nghĩa vụ", "Thanh niên trong độ tuổi gọi nhập ngũ của tổ"),
    "militia": ("Dân quân", "Anh em dân quân tại chỗ của tổ"),
    "reserve": ("Dự bị", "Quân nhân dự bị đang sinh sống ở tổ"),
}


def sheet_of(name, title):
    return Sheet(name, [[title], [], HEAD, *map(list, PEOPLE)], [])


def plan_for(roster, *sheets, chosen=None):
    choices = Choices(sheets=frozenset(chosen)) if chosen is not None else Choices()
    return make_plan(Workbook(list(sheets)), Errand(roster, 2025, "Phù Liễn", TODAY, choices), ())


@pytest.mark.parametrize("roster", _ROSTERS)
def test_of_three_rosters_in_one_workbook_only_the_one_asked_is_brought_in_and_the_others_say_why(roster):
    plan = plan_for(roster, *(sheet_of(*named) for named in _ROSTERS.values()))
    used = {sheet.name: sheet.used for sheet in plan.sheets}
    assert used == {name: key == roster for key, (name, _) in _ROSTERS.items()}
    assert all("nhập tệp này lần nữa" in sheet.reason and not sheet.rows for sheet in plan.sheets if not sheet.used)


def test_a_sheet_that_was_chosen_is_brought_in_whatever_it_is_called():
    sheets = [sheet_of(*named) for named in _ROSTERS.values()]
    plan = plan_for("enlistment", *sheets, chosen=["Nghĩa vụ", "Dân quân"])
    assert [sheet.used for sheet in plan.sheets] == [True, True, False]


def test_a_lone_list_of_another_roster_is_asked_about_before_anybody_is_written():
    [sheet] = plan_for("enlistment", sheet_of("Sheet1", "Danh sách dân quân tổ dân phố số 3")).sheets
    assert sheet.used and len(sheet.rows) == 4
    assert any("danh sách Dân quân tự vệ, khác với danh sách Nghĩa vụ quân sự" in doubt for doubt in sheet.doubts)


@pytest.mark.parametrize(
    ("roster", "title"),
    [
        ("enlistment", "DANH SÁCH CÔNG DÂN TẠM HOÃN GỌI NHẬP NGŨ (ĐANG LÀ DÂN QUÂN THƯỜNG TRỰC)"),
        ("enlistment", "DANH SÁCH GỌI CÔNG DÂN NHẬP NGŨ NĂM 2025 (DỰ BỊ)"),
        ("militia", "Danh sách quân nhân dự bị tham gia dân quân"),
        ("reserve", "Danh sách thanh niên hoàn thành nghĩa vụ quân sự tổ 7"),
        ("reserve", "Danh sách đã đi nghĩa vụ quân sự về"),
        ("militia", "Danh sách trích ngang"),
    ],
)
def test_a_title_that_speaks_of_the_roster_asked_or_of_none_raises_no_question(roster, title):
    [sheet] = plan_for(roster, sheet_of("Sheet1", title)).sheets
    assert not [doubt for doubt in sheet.doubts if "Tiêu đề nói đây" in doubt]
