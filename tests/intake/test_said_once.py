"""What a workbook says once of many people: in its title, a section, a legend, a tall cell, a heading."""

from datetime import date

import pytest

from roster.intake.choices import Choices
from roster.intake.grid import Sheet, Workbook
from roster.intake.pipeline import Errand, make_plan
from roster.intake.sections import birth_year_in, section_facts
from roster.intake.titles import implied_facts, years_named
from tests.intake.planned import NAMES, TODAY, id_of, plan_of, said


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("Sinh năm 2004: 6 cháu", "2004"),
        ("(Sinh từ ngày 01/01/2008 đến ngày 31/12/2008, lập để gọi đăng ký)", "2008"),
        ("DANH SÁCH HỌC SINH SINH NĂM 2008 CƯ TRÚ TẠI PHƯỜNG, NĂM 2025", "2008"),
        ("Ngày, tháng sinh (năm 2008)", "2008"),
        ("Danh sách công dân sinh năm 1999 đến năm 2007", None),
        ("Sinh từ 01/01/1998 đến 31/12/2007", None),
        ("Danh sách học sinh năm 2008", None),
        ("Danh sách dân quân năm 2025", None),
    ],
)
def test_a_year_of_birth_is_told_from_other_years(text, year):
    assert birth_year_in(text) == year


@pytest.mark.parametrize("heading", ["ngày/tháng sinh", "Ngày, tháng sinh\n(năm 2004)"])
def test_a_day_and_month_take_the_year_that_is_said_above_them(heading):
    rows = [
        ["stt", "họ tên", heading, "số căn cước"],
        ["Sinh năm 2004: 2 cháu", None, None, None],
        [1, NAMES[0], "5-1", id_of(1, 4)],
        [2, NAMES[1], "16/02", id_of(2, 4)],
    ]
    assert said(plan_of("enlistment", rows), "birth_date") == ["2004-01-05", "2004-02-16"]


def test_a_day_and_a_month_in_two_columns_take_the_year_of_the_title():
    rows = [["DANH SÁCH NAM CÔNG DÂN SINH NĂM 2008", None, None, None], ["stt", "họ tên", "Ngày sinh", None]]
    rows += [[None, None, "Ngày", "Tháng"], *([n, name, n, "4"] for n, name in enumerate(NAMES, 1))]
    sheet = plan_of("enlistment", rows, [(1, 0, 2, 0), (1, 1, 2, 1), (1, 2, 1, 3)])
    assert said(sheet, "birth_date") == [f"2008-04-0{n}" for n in range(1, 5)]


def test_a_day_that_excel_put_into_the_year_of_typing_goes_back_to_the_year_of_birth():
    rows = [["stt", "họ tên", "Ngày sinh (năm 2008)", "số căn cước"]]
    rows += [[n, name, date(2026, 4, n), id_of(n, 8)] for n, name in enumerate(NAMES, 1)]
    assert said(plan_of("enlistment", rows), "birth_date") == [f"2008-04-0{n}" for n in range(1, 5)]


def test_a_day_and_month_without_any_year_are_held_back():
    rows = [["stt", "họ tên", "ngày/tháng sinh", "số căn cước"]]
    rows += [[n, name, f"{n}/4", id_of(n)] for n, name in enumerate(NAMES, 1)]
    sheet = plan_of("enlistment", rows)
    assert all(any(p.field == "birth_date" and p.holds_back for p in row.problems) for row in sheet.rows)


def test_a_clause_in_a_section_is_the_ground_of_those_below_until_the_next_section_of_its_rank():
    rows = [
        ["STT", "HỌ TÊN", "NGÀY SINH", "CCCD/ĐDCN", "HKTT"],
        ["I. TẠM HOÃN GỌI NHẬP NGŨ: 2 công dân", None, None, None, None],
        ["1. Theo điểm a khoản 1 Điều 41 Luật NVQS (chưa đủ sức khỏe): 01 công dân", None, None, None, None],
        [1, NAMES[0], "12/4/2005", id_of(1), "Số 2 Lê Duẩn"],
        ["2. Theo điểm g khoản 1 Điều 41 Luật NVQS: 01 công dân", None, None, None, None],
        [2, NAMES[1], "13/4/2005", id_of(2), "Số 3 Lê Duẩn"],
        ["II. CHƯA RÕ: 1 công dân", None, None, None, None],
        [3, NAMES[2], "14/4/2005", id_of(3), "Số 4 Lê Duẩn"],
    ]
    assert said(plan_of("enlistment", rows), "ground") == ["41.1.a", "41.1.g", None]


def test_a_section_without_the_article_names_no_ground():
    assert "ground" not in section_facts("1. Học sinh, sinh viên: 6 người", "enlistment")
    assert "ground" not in section_facts("2. Điểm b khoản 1", "enlistment")


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("Vào DQTV tháng 3/2021: 6 đồng chí", "2021-03"),
        ("Tham gia dân quân năm 2022 (12 đồng chí)", "2022"),
        ("Vào Đảng năm 2022", None),
        ("Danh sách dân quân năm 2022", None),
    ],
)
def test_a_section_may_say_when_its_people_joined(text, joined):
    assert section_facts(text, "militia").get("joined_on") == joined


@pytest.mark.parametrize(
    ("name", "line", "place"),
    [
        ("Tổ Kha Lâm", "Danh sách anh em đã qua bộ đội", "TDP Kha Lâm"),
        ("Trang 1", "Tổ Kha Lâm gửi danh sách anh em đã qua bộ đội", "TDP Kha Lâm"),
        (
            "Trang 1",
            "TDP SỐ 4 phường Phù Liễn - rà soát thanh niên trong độ tuổi nghĩa vụ quân sự năm 2026",
            "TDP số 4",
        ),
        ("Trang 1", "Tổ Trưởng Dân Phố lập", None),
        ("Trang 1", "Tổ công tác rà soát", None),
    ],
)
def test_a_whole_sheet_is_of_the_neighbourhood_that_its_name_or_title_says(name, line, place):
    assert implied_facts(name, [line], "reserve").get("neighbourhood") == place


def test_a_tall_cell_says_the_same_of_each_man_beside_it_and_of_one_man_on_two_lines_once():
    rows = [["TT", "Khoa", "Nơi làm việc", "Họ và tên", "Năm sinh", "Số CCCD"]]
    rows += [
        [n, None, "Khoa Ngoại" if n == 1 else None, name, 1990, f"03109012345{n}"] for n, name in enumerate(NAMES, 1)
    ]
    assert said(plan_of("reserve", rows, [(1, 2, 3, 2)]), "workplace") == ["Khoa Ngoại"] * 3 + [None]


def test_the_neighbourhood_beside_men_of_two_lines_each_is_everybodys():
    rows = [
        ["TDP", "TT", "Họ và tên", "Số CCCD", "Nghề nghiệp", "Họ tên bố"],
        [None, None, "Ngày sinh", "Điện thoại", "Nơi làm việc", "Họ tên mẹ"],
    ]
    for n, name in enumerate(NAMES, 1):
        rows.append(["Tổ Trần Nhân Tông" if n == 1 else None, n, name, id_of(n), "Thợ hàn", "Lê Văn Bình"])
        rows.append([None, None, f"{n}.12.2005", f"097597092{n}", "Công ty May", "Vũ Thị Hoa"])
    lines = [(2 * n, 1, 2 * n + 1, 1) for n in range(5)]
    sheet = plan_of("enlistment", rows, [(0, 0, 1, 0), (2, 0, 9, 0), *lines])
    assert said(sheet, "neighbourhood") == ["TDP Trần Nhân Tông"] * 4
    assert said(sheet, "birth_date") == [f"2005-12-0{n}" for n in range(1, 5)]


def test_a_sheets_own_short_forms_are_written_out_and_told():
    rows = [
        ["Chữ viết tắt: CS - Chiến sĩ; kT - Khẩu đội trưởng", None, None, None],
        ["TT", "Họ và tên", "Ngày sinh", "Chức vụ"],
        *(
            [n, name, f"0{n}/05/1998", post]
            for n, (name, post) in enumerate(zip(NAMES, ("CS", "kT", "CS", "kT"), strict=True), 1)
        ),
    ]
    sheet = plan_of("militia", rows)
    assert said(sheet, "post") == ["Chiến sĩ", "Khẩu đội trưởng"] * 2
    assert any("“kT” là “Khẩu đội trưởng”" in notice for notice in sheet.notices)


def test_marks_of_school_are_no_years_of_schooling():
    rows = [["STT", "Họ và tên", "Ngày sinh", "Học lực"]]
    rows += [
        [n, name, f"0{n}/05/2008", mark]
        for n, (name, mark) in enumerate(zip(NAMES, ("Tốt", "Khá", "Đạt", "Khá"), strict=True), 1)
    ]
    sheet = plan_of("enlistment", rows)
    assert said(sheet, "education") == [None] * 4
    assert [c.heading for c in sheet.columns if c.key is None] == ["STT", "Học lực"]


def test_a_span_of_service_may_be_told_in_words():
    rows = [["STT", "Họ và tên", "Ngày sinh", "Thời gian tại ngũ (từ tháng, năm đến tháng, năm)"]]
    rows += [[n, name, f"0{n}/05/1990", "09/2010 đến 08/2012"] for n, name in enumerate(NAMES, 1)]
    sheet = plan_of("reserve", rows)
    assert (set(said(sheet, "enlisted_on")), set(said(sheet, "discharged_on"))) == ({"2010-09"}, {"2012-08"})


def test_which_child_of_how_many_is_both_facts():
    rows = [["STT", "Họ và tên", "Ngày sinh", "Là con thứ mấy"]]
    rows += [[n, name, f"0{n}/05/2008", f"{n}/4"] for n, name in enumerate(NAMES, 1)]
    sheet = plan_of("enlistment", rows)
    assert said(sheet, "birth_order") == [1, 2, 3, 4] and set(said(sheet, "sibling_count")) == {3}


# --- several years in one workbook


def year_sheet(year, title="DANH SÁCH QUÂN NHÂN DỰ BỊ NĂM"):
    head = [[f"{title} {year}", None, None, None], ["TT", "Họ và tên", "Ngày sinh", "Số CCCD"]]
    return Sheet(
        f"QNDB {year}", head + [[n, name, f"0{n}/05/1990", f"03109012345{n}"] for n, name in enumerate(NAMES, 1)]
    )


def test_sheets_of_other_years_are_set_aside_with_a_reason_and_can_be_chosen():
    book = Workbook([year_sheet(2024), year_sheet(2025), year_sheet(2026)])
    plan = make_plan(book, Errand("reserve", 2026, "Phù Liễn", TODAY), [])
    assert [(s.name, s.used, len(s.rows)) for s in plan.sheets] == [
        ("QNDB 2024", False, 0), ("QNDB 2025", False, 0), ("QNDB 2026", True, 4),
    ]  # fmt: skip
    assert "2024" in plan.sheets[0].reason
    assert not any(row.problems for row in plan.sheets[2].rows)
    chosen = make_plan(book, Errand("reserve", 2026, "Phù Liễn", TODAY, Choices(("QNDB 2024",))), [])
    assert [s.used for s in chosen.sheets] == [True, False, False]


def test_sheets_of_other_years_are_read_where_none_is_of_the_year_that_is_asked():
    plan = make_plan(Workbook([year_sheet(2024)]), Errand("reserve", 2026, "Phù Liễn", TODAY), [])
    assert plan.sheets[0].used and plan.sheets[0].doubts


def test_the_year_of_a_title_is_no_year_of_birth():
    assert years_named(["DANH SÁCH CÔNG DÂN SINH NĂM 2008", "NĂM 2025"]) == {2025}
    assert years_named(["Báo cáo năm 2024"]) == set()


def test_a_title_that_goes_on_behind_the_ward_does_not_name_another_one():
    rows = [
        ["DANH SÁCH HỌC SINH CƯ TRÚ TẠI PHƯỜNG PHÙ LIỄN PHỤC VỤ ĐĂNG KÝ", None, None],
        ["STT", "Họ và tên", "Ngày sinh"],
    ]
    rows += [[n, name, f"0{n}/05/2008"] for n, name in enumerate(NAMES, 1)]
    assert plan_of("enlistment", rows).doubts == ()


# --- what two columns or one cell say together


def test_a_given_name_beside_its_family_name_is_never_lost_whatever_stands_above_both():
    for above in ("Sinh viên", "Người dự tuyển"):
        rows = [["STT", above, None, "Ngày sinh"], [None, "Họ, tên đệm", "Tên", None]]
        rows += [[n, "Ngô Văn", given, f"0{n}/05/2005"] for n, given in enumerate(("Nam", "Huy", "Quý", "An"), 1)]
        sheet = plan_of("enlistment", rows, [(0, 0, 1, 0), (0, 1, 0, 2), (0, 3, 1, 3)])
        assert said(sheet, "full_name") == ["Ngô Văn Nam", "Ngô Văn Huy", "Ngô Văn Quý", "Ngô Văn An"]


def test_the_lower_row_of_a_heading_that_goes_on_over_days_of_training_is_nobody():
    rows = [["STT", "Họ và tên", None, "Nữ", "Ngày huấn luyện", None], [None, "Họ đệm", "Tên", None, "08", "09"]]
    rows += [[n, "Vũ Thị Thu", given, "x" if n == 1 else None, "x", "P"] for n, given in enumerate(("Oanh", "Bảo"), 1)]
    sheet = plan_of("militia", rows, [(0, 0, 1, 0), (0, 1, 0, 2), (0, 3, 1, 3), (0, 4, 0, 5)])
    assert [(row.row, row.fields["sex"]) for row in sheet.rows] == [(3, "female"), (4, "male")]


@pytest.mark.parametrize(
    ("heading", "cell", "parents"),
    [
        ("Bố; mẹ", "Bố Trần Quang Long; mẹ Cao Thị Mận", ("Trần Quang Long", "Cao Thị Mận")),
        ("Con ông, con bà", "Ông Tạ Hữu Hậu (SN 1967) - bà Mạc Thị Mai", ("Tạ Hữu Hậu", "Mạc Thị Mai")),
        ("Họ tên cha, mẹ", "Cha: Ông Ích Khiêm; mẹ: Lê Thị Hoa", ("Ông Ích Khiêm", "Lê Thị Hoa")),
    ],
)
def test_who_is_father_and_who_is_mother_may_be_said_without_a_colon(heading, cell, parents):
    rows = [["STT", "Họ và tên", "Ngày sinh", heading]]
    rows += [[n, name, f"0{n}/05/2005", cell] for n, name in enumerate(NAMES, 1)]
    sheet = plan_of("enlistment", rows)
    assert set(zip(said(sheet, "father_name"), said(sheet, "mother_name"), strict=True)) == {parents}


@pytest.mark.parametrize(
    ("cell", "name"),
    [("Mẹ Cao Thị Mận", "Cao Thị Mận"), ("Bà Cao Thị Mận", "Cao Thị Mận"), ("Ông Ích Khiêm", "Ông Ích Khiêm")],
)
def test_a_label_before_a_relatives_name_is_no_part_of_it(cell, name):
    rows = [["STT", "Họ và tên", "Ngày sinh", "Họ tên mẹ" if name != cell else "Họ tên cha"]]
    rows += [[n, own, f"0{n}/05/2005", cell] for n, own in enumerate(NAMES, 1)]
    sheet = plan_of("enlistment", rows)
    assert {row.fields.get("mother_name") or row.fields.get("father_name") for row in sheet.rows} == {name}


def test_a_sentence_of_name_birth_and_id_is_three_facts():
    said_so = ("{}, sinh ngày 18/05/2004, CCCD {}", "{} - SN 12/1/2004 - CCCD: {}", "{} (sinh 11-04-2004), CCCD số {}")
    rows = [["STT", "Họ và tên, ngày tháng năm sinh, số CCCD", "Hiện làm gì, ở đâu"]]
    rows += [
        [n, text.format(NAMES[n - 1], id_of(n, 4)), "Thợ hàn tại xưởng Minh Phát"] for n, text in enumerate(said_so, 1)
    ]
    sheet = plan_of("enlistment", rows)
    assert said(sheet, "full_name") == list(NAMES[:3])
    assert said(sheet, "birth_date") == ["2004-05-18", "2004-01-12", "2004-04-11"]
    assert said(sheet, "citizen_id") == [id_of(n, 4) for n in (1, 2, 3)]
    assert set(zip(said(sheet, "occupation"), said(sheet, "workplace"), strict=True)) == {
        ("Thợ hàn", "xưởng Minh Phát")
    }


def test_a_speciality_and_its_code_share_a_cell_below_a_colon_too():
    rows = [["STT", "Họ và tên", "Ngày sinh", "CNQS: mã - tên", "Đơn vị trước đây"]]
    rows += [[n, name, f"0{n}/05/1990", "01 - Bộ binh", "Kho K76"] for n, name in enumerate(NAMES, 1)]
    (found,) = {
        tuple(row.fields.get(k) for k in ("speciality_code", "speciality", "former_unit"))
        for row in plan_of("reserve", rows).rows
    }
    assert found == ("01", "Bộ binh", "Kho K76")


def test_a_section_may_say_when_its_people_were_discharged():
    assert section_facts("A. XUẤT NGŨ THÁNG 01 NĂM 2023: 09 ĐỒNG CHÍ", "reserve") == {"discharged_on": "2023-01"}
    assert section_facts("Nhập ngũ năm 2021", "reserve") == {"enlisted_on": "2021"}
    assert section_facts("Chưa xuất ngũ", "reserve") == {}


def test_whoever_stands_in_another_section_was_not_discharged_with_those_above():
    rows = [["TT", "Họ và tên", "Ngày sinh", "Số CCCD"], ["A. XUẤT NGŨ THÁNG 01 NĂM 2023", None, None, None]]
    rows += [[1, NAMES[0], "12/4/1999", "031099123451"], ["B. CHƯA RÕ THỜI GIAN", None, None, None]]
    rows += [[2, NAMES[1], "13/4/1999", "031099123452"]]
    assert said(plan_of("reserve", rows), "discharged_on") == ["2023-01", None]


def test_cards_of_several_columns_are_forms_and_no_table():
    rows = [["TRÍCH NGANG", None, None]]
    for n, name in enumerate(NAMES, 1):
        rows.append([f"{n})", f"Họ và tên: {name}", "Sinh ngày: 24/12/2007"])
        rows.append([None, f"Số CCCD: {id_of(n, 7)}", "Học vấn: 11/12"])
        rows.append([None, "Quê quán: Tiên Lãng, Hải Phòng", "Thường trú: Số 79 Quy Tức"])
        rows.append([None, "Đoàn viên: có", "Nơi học, làm việc: Trường THPT Đồng Hòa"])
        rows.append([None, None, None])
    sheet = plan_of("enlistment", rows)
    assert said(sheet, "full_name") == list(NAMES) and said(sheet, "citizen_id") == [id_of(n, 7) for n in range(1, 5)]
    assert set(said(sheet, "workplace")) == {"Trường THPT Đồng Hòa"} and set(said(sheet, "is_union_member")) == {True}
