"""What an officer says of a column or a word goes before what the program makes of it, and is used again."""

import hashlib
from datetime import date

import pytest

from roster.intake.choices import NOT_IMPORTED, Choices
from roster.intake.grid import Sheet, Workbook
from roster.intake.pipeline import Errand, make_plan
from roster.intake.taught import ANY_TABLE, Memory

TODAY = date(2026, 11, 24)
HEADING = ["STT", "Họ và tên", "Ngày sinh", "Cột lạ", "Ghi chú"]
ROW = ["1", "Nguyễn Văn Khoa", "05/09/2005", "Thợ hàn", "Con một"]


def plan_of(heading=HEADING, rows=(ROW,), roster="enlistment", memory=None, **choices):
    sheet = Sheet("DS", [["DANH SÁCH"], list(heading), *map(list, rows)])
    errand = Errand(roster, 2026, "Phù Liễn", TODAY, Choices(**choices), memory or Memory())
    return make_plan(Workbook([sheet]), errand, [])


def fields(plan):
    return plan.sheets[0].rows[0].fields


def column(plan, letter):
    return next(one for one in plan.sheets[0].columns if one.column == letter)


def test_a_column_feeds_what_the_officer_chose():
    assert "occupation" not in fields(plan_of())
    plan = plan_of(columns={("DS", "D"): "occupation"})
    assert fields(plan)["occupation"] == "Thợ hàn" and column(plan, "D").source == "chosen"
    left = plan_of(columns={("DS", "E"): NOT_IMPORTED})
    assert "notes" not in fields(left) and column(left, "E").key is None


def test_a_choice_takes_the_fact_from_the_column_that_the_program_gave_it():
    plan = plan_of(columns={("DS", "D"): "full_name"})
    assert fields(plan)["full_name"] == "Thợ Hàn" and column(plan, "B").key is None


def test_what_was_chosen_for_these_headings_counts_next_time_and_only_for_these():
    shape, word = plan_of().sheets[0].shape, column(plan_of(), "D").word
    memory = Memory({(shape, word): "occupation"})
    assert fields(plan_of(memory=memory))["occupation"] == "Thợ hàn"
    assert column(plan_of(memory=memory), "D").source == "remembered"
    other = ["STT", "Họ tên", "Năm sinh", "Cột lạ", "Địa chỉ"]
    assert "occupation" not in fields(plan_of(other, memory=memory))
    everywhere = Memory({(ANY_TABLE, word): "occupation"})
    assert column(plan_of(other, memory=everywhere), "D").source == "synonym"


def test_this_workbooks_choice_goes_before_memory():
    shape, word = plan_of().sheets[0].shape, column(plan_of(), "D").word
    plan = plan_of(memory=Memory({(shape, word): "occupation"}), columns={("DS", "D"): "workplace"})
    assert fields(plan)["workplace"] == "Thợ hàn" and "occupation" not in fields(plan)


def test_two_columns_for_one_fact_are_said_and_one_of_them_is_taken():
    plan = plan_of(columns={("DS", "D"): "occupation", ("DS", "E"): "occupation"})
    assert fields(plan)["occupation"] == "Thợ hàn"
    assert any("Cột D và cột E" in said for said in plan.sheets[0].notices)


def test_a_column_that_gave_its_fact_up_is_named():
    plan = plan_of(columns={("DS", "D"): "full_name"})
    assert any("Cột B không còn được nhập" in said for said in plan.sheets[0].notices)


@pytest.mark.parametrize("said", [{"C": "name.given"}, {"B": "name.family", "C": "name.given"}])
def test_a_half_of_the_name_makes_the_other_column_the_other_half(said):
    heading, row = ["STT", "Họ và tên", "Cột hai", "Ngày sinh"], ["1", "Nguyễn Văn", "Khoa", "05/09/2005"]
    chosen = {("DS", letter): target for letter, target in said.items()}
    assert fields(plan_of(heading, [row], columns=chosen))["full_name"] == "Nguyễn Văn Khoa"


def test_a_whole_fact_and_a_part_of_it_are_not_taken_together():
    plan = plan_of(columns={("DS", "B"): "full_name", ("DS", "D"): "name.given"})
    assert fields(plan)["full_name"] == "Nguyễn Văn Khoa"
    assert any("cùng được chọn" in said for said in plan.sheets[0].notices)


def test_equal_headings_and_columns_without_one_are_remembered_each_by_itself():
    heading = ["STT", "Họ và tên", "Ngày sinh", "Khác", "Khác", None]
    row = ["1", "Nguyễn Văn Khoa", "05/09/2005", "Thợ hàn", "Nhà máy", "Ninh Bình"]
    plan = plan_of(heading, [row])
    shape = plan.sheets[0].shape
    means = {"D": "occupation", "E": "workplace", "F": "hometown"}
    memory = Memory({(shape, column(plan, letter).word): key for letter, key in means.items()})
    found = fields(plan_of(heading, [row], memory=memory))
    assert (found["occupation"], found["workplace"], found["hometown"]) == ("Thợ hàn", "Nhà máy", "Ninh Bình")


def test_a_word_never_means_a_step_that_the_law_guards():
    heading, row = [*HEADING[:4], "Trạng thái"], [*ROW[:4], "Xong rồi"]
    plan = plan_of(heading, [row], columns={("DS", "E"): "status"}, values={("status", "xong roi"): "final_official"})
    assert plan.sheets[0].rows[0].action == "error"


def test_a_meaning_that_the_roster_does_not_know_changes_nothing():
    assert fields(plan_of(columns={("DS", "D"): "no such thing"})) == fields(plan_of())


@pytest.mark.parametrize("taught", ["choice", "memory"])
def test_a_word_means_what_was_taught(taught):
    heading = ["STT", "Họ và tên", "Ngày sinh", "Lực lượng"]
    row = ["1", "Nguyễn Văn Khoa", "05/09/1999", "Xung kích"]
    assert plan_of(heading, [row], "militia").sheets[0].rows[0].action == "error"
    values = {("component", "xung kich"): "mobile"}
    plan = plan_of(
        heading, [row], "militia", **({"values": values} if taught == "choice" else {"memory": Memory(values=values)})
    )
    assert fields(plan)["component"] == "mobile" and plan.sheets[0].rows[0].action == "create"
    blank = plan_of(heading, [row], "militia", values={("component", "xung kich"): None})
    assert "component" not in fields(blank) and blank.sheets[0].rows[0].action == "create"


def test_next_years_headings_are_the_same_table():
    this_year = ["STT", "Họ và tên", "Ngày sinh", "Kết quả khám 2026", "Kết quả khám 2025"]
    next_year = ["STT", "Họ và tên", "Ngày sinh", "Kết quả khám 2027", "Kết quả khám 2026"]
    plan = plan_of(this_year)
    shape = plan.sheets[0].shape
    assert plan_of(next_year).sheets[0].shape == shape
    assert plan_of([*next_year[:3], "Kết quả khám lại 2027", next_year[4]]).sheets[0].shape != shape
    memory = Memory({(shape, column(plan, "D").word): "occupation", (shape, column(plan, "E").word): NOT_IMPORTED})
    read = plan_of(next_year, memory=memory)
    assert fields(read)["occupation"] == "Thợ hàn" and column(read, "E").source == "remembered"
    everywhere = Memory({(ANY_TABLE, column(plan, "D").common_word): "occupation"})
    assert column(plan_of([*next_year, "Ghi chú"], [[*ROW, ""]], memory=everywhere), "D").source == "synonym"


def test_what_was_remembered_with_its_year_still_counts_and_the_new_memory_goes_before():
    heading = ["STT", "Họ và tên", "Ngày sinh", "Cột lạ 2026", "Ghi chú"]
    old_word = "cot la 2026"
    words = ["stt", "ho va ten", "ngay sinh", old_word, "ghi chu"]
    old_shape = hashlib.sha256("\n".join(words).encode()).hexdigest()
    memory = {(old_shape, old_word): "occupation"}
    plan = plan_of(heading, memory=Memory(memory))
    assert fields(plan)["occupation"] == "Thợ hàn" and column(plan, "D").place == (old_shape, old_word)
    new = (plan.sheets[0].shape, column(plan, "D").word)
    again = plan_of(heading, memory=Memory({**memory, new: "workplace"}))
    assert fields(again)["workplace"] == "Thợ hàn" and column(again, "D").place == new
    common = plan_of(heading, memory=Memory({(ANY_TABLE, old_word): "occupation"}))
    assert column(common, "D").source == "synonym"
