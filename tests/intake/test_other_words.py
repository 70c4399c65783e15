"""Words, depths and marks that a stranger's lists brought: read without mapping by hand."""

import pytest

from roster.columns.grounds import ground_in
from roster.domain.addresses import neighbourhood_of
from roster.domain.choices import GROUND
from roster.intake.grid import Sheet, Workbook
from roster.intake.pipeline import Errand, make_plan
from roster.intake.slots import slots_of
from roster.sheets.text_tables import read_text_table
from tests.intake.planned import NAMES, TODAY, plan_of, said


def test_groups_over_groups_are_part_of_the_heading_whatever_they_are_called():
    rows = [
        ["STT", "I. SƠ YẾU", None, None, "II. QUÁ TRÌNH PHỤC VỤ QUÂN ĐỘI", None, None, None, None],
        [None, "Họ và tên", "Ngày sinh", "Số CCCD", "Thời gian", None, "Đơn vị", "Chuyên môn quân sự", None],
        [None, None, None, None, "Ngày vào", "Ngày ra", None, "Mã số", "Tên gọi"],
        *(
            [n, name, "05/06/1990", f"03109012345{n}", "03/02/2010", "20/01/2012", "f363", "04", "Lái xe"]
            for n, name in enumerate(NAMES, 1)
        ),
    ]
    merges = [(0, 0, 2, 0), (0, 1, 0, 3), (0, 4, 0, 8), (1, 1, 2, 1), (1, 2, 2, 2), (1, 3, 2, 3), (1, 4, 1, 5)]
    sheet = plan_of("reserve", rows, [*merges, (1, 6, 2, 6), (1, 7, 1, 8)])
    assert sheet.header_rows == [1, 2, 3]
    assert said(sheet, "full_name") == list(NAMES)
    assert set(said(sheet, "enlisted_on")) == {"2010-02-03"} and set(said(sheet, "discharged_on")) == {"2012-01-20"}
    assert set(said(sheet, "former_unit")) == {"f363"}
    assert set(said(sheet, "speciality_code")) == {"04"} and set(said(sheet, "speciality")) == {"Lái xe"}


def test_bare_numbers_below_the_name_of_a_list_are_its_choices():
    rows = [
        ["STT", "Họ và tên", "Ngày sinh", "Phân loại sức khỏe", None, None, None],
        [None, None, None, 1, 2, 3, 4],
        *(
            [n, name, f"0{n}/06/2005", *("x" if n == k else None for k in range(1, 5))]
            for n, name in enumerate(NAMES, 1)
        ),
    ]
    sheet = plan_of("enlistment", rows, [(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 1, 2), (0, 3, 0, 6)])
    assert said(sheet, "health_class") == [1, 2, 3, 4]


def test_the_only_column_of_names_is_who_the_list_is_of_whatever_it_is_called():
    rows = [["Khu phố", "Thanh niên", "Sinh", "Giấy tờ tùy thân", "Đơn xin tự nguyện"]]
    rows += [[n, name, f"0{n}/06/2005", f"03120512345{n}", "Có"] for n, name in enumerate(NAMES, 1)]
    sheet = plan_of("enlistment", rows)
    assert said(sheet, "full_name") == list(NAMES)
    assert said(sheet, "citizen_id")[0] == "031205123451" and said(sheet, "volunteer") == [True] * 4


def test_heads_of_neighbourhoods_in_statistics_are_no_people_of_the_list():
    rows = [["Tổ dân phố", "Phụ trách", "Tổng số", "Đảng viên"]]
    rows += [[n, name, 10 + n, n] for n, name in enumerate(NAMES, 1)]
    assert not plan_of("militia", rows).used


def test_a_mark_for_the_same_as_above_is_what_stands_above_and_is_told():
    rows = [["STT", "Họ và tên", "Năm sinh", "Nơi thường trú", "Nơi ở hiện nay", "Dân tộc", "Chức vụ"]]
    rows += [
        [n, name, 1990 + n, f"Số {n} Quy Tức", "nt", "Tày" if n == 1 else '"', "Chiến sĩ" if n < 3 else "-nt-"]
        for n, name in enumerate(NAMES, 1)
    ]
    sheet = plan_of("militia", rows)
    assert said(sheet, "current_address") == [f"Số {n} Quy Tức" for n in range(1, 5)]
    assert said(sheet, "ethnicity") == ["Tày"] * 4 and said(sheet, "post") == ["Chiến sĩ"] * 4
    told = [notice for notice in sheet.notices if "như trên" in notice]
    assert [notice.split(":")[0] for notice in told] == ["Cột E", "Cột F", "Cột G"]
    assert sheet.rows[1].cells["ethnicity"] == "F3"


def test_a_mark_with_nothing_above_it_is_no_value():
    rows = [["STT", "Họ và tên", "Năm sinh", "Dân tộc", "Nghề nghiệp"]]
    rows += [[n, name, 1990 + n, "nt", "Thợ hàn"] for n, name in enumerate(NAMES, 1)]
    assert said(plan_of("militia", rows), "ethnicity") == [None] * 4


def test_a_worker_s_job_is_not_his_post_in_the_self_defence_force():
    rows = [["Mã NV", "Họ tên CBCNV", "Ngày sinh", "Chức danh công việc", "Chức vụ tự vệ", "Trình độ chuyên môn"]]
    rows += [
        [f"NV{n}", name, f"0{n}-06-1990", "Thợ hàn bậc 4/7", "Chiến sĩ", "CĐ nghề"] for n, name in enumerate(NAMES)
    ]
    sheet = plan_of("militia", [rows[0], *rows[2:]])
    assert said(sheet, "post") == ["Chiến sĩ"] * 3 and said(sheet, "occupation") == ["Thợ hàn bậc 4/7"] * 3
    assert said(sheet, "qualification") == ["Cao đẳng"] * 3


def test_schooling_is_told_from_training_in_one_column_and_in_two():
    rows = [["STT", "Họ và tên", "Năm sinh", "Trình độ HV/CM"]]
    rows += [
        [n, name, 1990 + n, text]
        for n, (name, text) in enumerate(zip(NAMES, ("12/12", "9/12/Trung cấp", "12/12", "11/12/ĐH"), strict=True))
    ]
    sheet = plan_of("reserve", rows)
    assert said(sheet, "education") == ["12/12", "9/12", "12/12", "11/12"]
    assert said(sheet, "qualification") == [None, "Trung cấp", None, "Đại học"]
    rows[0][3] = "Trình độ chuyên môn"  # only the heading is wrong
    assert said(plan_of("reserve", rows), "education") == ["12/12", "9/12", "12/12", "11/12"]


def test_grounds_in_other_words():
    words = ("Lao động chính duy nhất trong gia đình", "Sức khỏe loại 5", "Không đủ sức khỏe", "Con liệt sĩ")
    rows = [["STT", "Họ và tên", "Ngày sinh", "Thuộc diện tạm hoãn, miễn", "Hạn tạm hoãn"]]
    rows += [
        [n, name, f"0{n}/06/2005", text, "30/06/2028"]
        for n, (name, text) in enumerate(zip(NAMES, words, strict=True), 1)
    ]
    sheet = plan_of("enlistment", rows)
    assert said(sheet, "ground") == ["41.1.b", "41.1.a", "41.1.a", "41.2.a"]
    assert said(sheet, "ground_until") == ["2028-06-30"] * 4


def test_a_doctor_s_findings_are_no_facts_of_the_list():
    rows = [
        ["STT", "Họ tên công dân", "Năm sinh", "Thể lực", None, None, "Mắt", None, "Kết luận", "Khám thêm"],
        [None, None, None, "Cao", "Nặng", "VN", "Phải", "Trái", "Sức khỏe đạt loại", None],
        *([n, name, 2000 + n, 170, 60, 84, "10/10", "9/10", "II", "10/10"] for n, name in enumerate(NAMES, 1)),
    ]
    merges = [(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 1, 2), (0, 3, 0, 5), (0, 6, 0, 7), (0, 9, 1, 9)]
    sheet = plan_of("enlistment", rows, merges)
    assert not any(row.problems for row in sheet.rows)
    assert said(sheet, "sex") == said(sheet, "education") == [None] * 4
    assert said(sheet, "chest_cm") == [84.0] * 4 and said(sheet, "health_class") == [2] * 4


def test_an_address_is_not_lost_beside_a_telephone_in_one_cell():
    rows = [["STT", "Họ tên; ngày sinh", "Thường trú; điện thoại"]]
    rows += [[n, f"{name}; 0{n}/06/1990", f"Số {n} Quy Tức, TDP số 2; 091200001{n}"] for n, name in enumerate(NAMES, 1)]
    sheet = plan_of("reserve", rows)
    assert said(sheet, "permanent_address") == [f"Số {n} Quy Tức, TDP số 2" for n in range(1, 5)]
    assert said(sheet, "phone") == [f"091200001{n}" for n in range(1, 5)]


def test_stacked_lines_that_are_not_kept_cost_nobody_his_rank():
    rows = [["STT", "Họ và tên", "Năm sinh", "Cấp bậc\nTháng năm phong", "CNQS\nMã số", "Ngày vào Đảng\nChính thức"]]
    rows += [
        [n, name, 1980 + n, "Thượng úy\n12/2010", "Công binh\n15", "03/02/2005\n03/02/2006"]
        for n, name in enumerate(NAMES, 1)
    ]
    sheet = plan_of("reserve", rows)
    assert said(sheet, "rank") == ["Thượng úy"] * 4 and said(sheet, "party_joined_on") == ["2005-02-03"] * 4
    assert said(sheet, "speciality") == ["Công binh"] * 4 and said(sheet, "speciality_code") == ["15"] * 4


def test_a_father_s_name_with_his_year_below_it_in_one_column():
    rows = [["TT", "HỌ VÀ TÊN", "NGÀY THÁNG", "HỌ TÊN CHA"], [None, None, "NĂM SINH", "NĂM SINH"]]
    rows += [[n, name, f"0{n}/06/2005", f"Lê Văn Khoa\n197{n}"] for n, name in enumerate(NAMES, 1)]
    sheet = plan_of("enlistment", rows)
    assert said(sheet, "father_name") == ["Lê Văn Khoa"] * 4
    assert said(sheet, "father_birth_year") == [1971, 1972, 1973, 1974]


def test_years_below_nam_and_nu_with_nothing_above_them_are_births():
    rows = [["STT", "Họ và tên", "Nam", "Nữ", "Chức vụ"]]
    rows += [[n, name, 1990 if n % 2 else None, None if n % 2 else 1991, "CS"] for n, name in enumerate(NAMES, 1)]
    sheet = plan_of("militia", rows)
    assert said(sheet, "birth_date") == ["1990", "1991"] * 2 and said(sheet, "sex") == ["male", "female"] * 2


def test_a_sheet_for_each_neighbourhood_says_where_its_people_live():
    rows = [["STT", "Họ và tên", "SN", "Đơn vị trước khi ra quân", "NG.NGHIỆP"]]
    rows += [[n, name, f"0{n}/06/90", "Lữ 170", "Thợ hàn"] for n, name in enumerate(NAMES, 1)]
    plan = make_plan(Workbook([Sheet("TDP 2", rows)]), Errand("reserve", 2026, "Phù Liễn", TODAY), [])
    sheet = plan.sheets[0]
    assert said(sheet, "neighbourhood") == ["TDP số 2"] * 4 and said(sheet, "birth_date")[0] == "1990-06-01"
    assert said(sheet, "former_unit") == ["Lữ 170"] * 4 and said(sheet, "occupation") == ["Thợ hàn"] * 4


def test_the_first_section_below_a_closed_heading_is_no_third_level_of_it():
    rows = [["TT", "Họ và tên", "Năm sinh", "Trình độ", None], [None, None, None, "VH", "CM"]]
    rows += [[None, "Chỉ huy trung đội"], *([n, name, 1990 + n, "12/12", None] for n, name in enumerate(NAMES, 1))]
    sheet = plan_of("militia", rows, [(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 1, 2), (0, 3, 0, 4)])
    assert sheet.header_rows == [1, 2] and said(sheet, "full_name") == list(NAMES)


def test_letters_in_brackets_before_headings_are_their_numbers():
    rows = [
        ["(A) STT", "(B) Họ, chữ đệm, tên", "(C) Ngày/ tháng/ năm sinh", "(D) Trú tại", "(E) Cấp", "(G) Loại dự bị"]
    ]
    rows += [[n, name, f"0{n}/06/1990", f"Số {n} Quy Tức", "H2", n % 2 + 1] for n, name in enumerate(NAMES, 1)]
    sheet = plan_of("reserve", rows)
    assert said(sheet, "full_name") == list(NAMES) and said(sheet, "birth_date")[0] == "1990-06-01"
    assert said(sheet, "permanent_address")[1] == "Số 2 Quy Tức" and said(sheet, "rank") == ["Trung sĩ"] * 4
    assert said(sheet, "reserve_class") == [2, 1, 2, 1]


def test_one_word_of_forty_thousand_letters_holds_nobody_up():
    rows = [["STT", "Họ và tên", "Năm sinh"], *([n, name, 1990 + n] for n, name in enumerate(NAMES, 1))]
    rows.append([5, "x" * 400_000, 1990])  # quadratic reading would take half an hour
    rows.append([6, "NguyÔn V¨n An", 1990])
    assert said(plan_of("militia", rows), "full_name")[:4] == list(NAMES)


def test_days_of_the_militia_in_other_words():
    rows = [["STT", "Họ và tên", "Năm sinh", "Vào DQ", "Tháng năm hoàn thành", "Số điện thoại/Zalo"]]
    rows += [[n, name, 1990 + n, "T2/2023", "3/2026", "0912000011"] for n, name in enumerate(NAMES, 1)]
    sheet = plan_of("militia", rows)
    assert said(sheet, "joined_on") == ["2023-02"] * 4 and said(sheet, "ends_on") == ["2026-03"] * 4
    assert said(sheet, "phone") == ["0912000011"] * 4


def test_a_mark_on_the_second_of_two_lines_is_the_second_fact_s_and_a_lone_mark_is_asked_about():
    rows = [["STT", "Họ và tên", "Năm sinh", "Đảng\nĐoàn", "Đã vào Đoàn"]]
    marks = ("\nx", "x\nx", "x\n", "x")
    rows += [[n, name, 1990 + n, m, "x"] for n, (name, m) in enumerate(zip(NAMES, marks, strict=True), 1)]
    sheet = plan_of("militia", rows)
    assert said(sheet, "is_party_member")[:3] == [None, True, True]
    assert said(sheet, "is_union_member")[:3] == [True, True, None]
    assert [p.code for p in sheet.rows[3].problems] == ["not_a_choice"]


def test_marks_below_the_name_of_a_day_say_that_it_was():
    rows = [["No.", "Họ & Tên", "D.O.B (ngày sinh)", "Đã vào Đảng", "Đ.vị"]]
    rows += [[n, name, f"0{n}/06/1990", "x" if n == 2 else None, "Tiểu đội 1"] for n, name in enumerate(NAMES, 1)]
    sheet = plan_of("militia", rows)
    assert said(sheet, "birth_date")[0] == "1990-06-01" and said(sheet, "unit") == ["Tiểu đội 1"] * 4
    assert said(sheet, "is_party_member") == [None, True, None, None]


def test_a_class_of_school_before_a_dash_is_not_torn_apart():
    rows = [["Họ tên - Năm sinh", "Số CCCD - Ngày cấp", "Trình độ - Nghề nghiệp", "Là ĐV", "Là ĐVTN", "Kết nạp DQ"]]
    rows += [
        [f"{name} - 199{n}", f"03109112345{n} - 12/05/2021", "12/12 - Thợ hàn", "x", None, "02/2022"]
        for n, name in enumerate(NAMES, 1)
    ]
    sheet = plan_of("militia", rows)
    assert said(sheet, "education") == ["12/12"] * 4 and said(sheet, "occupation") == ["Thợ hàn"] * 4
    assert said(sheet, "citizen_id")[0] == "031091123451" and said(sheet, "joined_on") == ["2022-02"] * 4
    assert said(sheet, "is_party_member") == [True] * 4 and said(sheet, "is_union_member") == [None] * 4


def test_a_heading_that_is_repeated_on_each_page_is_not_what_a_mark_repeats():
    rows = [["STT", "Họ và tên", "Năm sinh", "Dân tộc", "Cương vị"]]
    rows += [[n, name, 1990 + n, "Tày" if n == 1 else "//", "Chiến sĩ"] for n, name in enumerate(NAMES, 1)]
    sheet = plan_of("militia", [*rows[:3], rows[0], *rows[3:]])
    assert said(sheet, "ethnicity") == ["Tày"] * 4 and said(sheet, "post") == ["Chiến sĩ"] * 4


def test_month_and_year_of_a_day_in_columns_of_their_own_are_one_day():
    rows = [
        ["TT", "Họ và tên", "Năm sinh", "Nhập ngũ", None, "Xuất ngũ", None],
        [None, None, None, "Tháng", "Năm", "Tháng", "Năm"],
        *([n, name, 1990 + n, 2, 2010, 1, 2012] for n, name in enumerate(NAMES, 1)),
    ]
    sheet = plan_of("reserve", rows, [(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 1, 2), (0, 3, 0, 4), (0, 5, 0, 6)])
    assert set(said(sheet, "enlisted_on")) == {"2010-02"} and set(said(sheet, "discharged_on")) == {"2012-01"}


def test_the_day_somebody_joined_a_company_is_not_the_day_he_joined_the_force():
    rows = [["Mã NV", "Họ tên", "Ngày sinh", "Ngày vào công ty", "Việc tự vệ", "Ngày tham gia tự vệ"]]
    rows += [
        [f"NV{n}", name, f"0{n}/06/1990", "02/02/2019", "Tiểu đội trưởng" if n == 2 else "Chiến sĩ", "03/03/2021"]
        for n, name in enumerate(NAMES, 1)
    ]
    sheet = plan_of("militia", rows)
    assert set(said(sheet, "joined_on")) == {"2021-03-03"}
    assert said(sheet, "post") == ["Chiến sĩ", "Tiểu đội trưởng", "Chiến sĩ", "Chiến sĩ"]  # the cells tell it


def test_parts_below_an_open_heading_without_merged_cells_are_read():
    rows = [
        ["TT", "Họ và tên", "Năm sinh", "Số ĐDCN", "CNQS", "", "NN", "Mức độ CNQS"],
        ["", "", "", "", "Mã", "Ngành", "", ""],
        [1, "Vũ Việt Nam", "28/5/1987", "031087018489", "03", "Pháo binh", "03.2007", "Chưa đúng"],
        [2, "Đỗ Gia Toàn", "1992", "031092017936", "12", "Trinh sát", "03.2013", "Gần đúng"],
    ]
    first = plan_of("reserve", rows).rows[0].fields
    asked = ("speciality_code", "speciality", "speciality_match", "enlisted_on")
    assert [first.get(key) for key in asked] == ["03", "Pháo binh", "none", "2007-03"]


def test_where_a_father_lives_is_not_where_the_man_lives():
    rows = [
        ["STT", "Họ tên khai sinh", "Ngày sinh", "Số CCCD", "Nơi ở hiện nay", "Cha", "", ""],
        ["", "", "", "", "", "Họ tên", "Năm sinh", "Nghề nghiệp, nơi ở"],
        [1, "Ngô Trọng Hải", "22/06/2000", "031200006360", "Số 25 Lê Duẩn", "Ngô Bảo Tiến", 1977, "buôn bán, xã khác"],
        [2, "Mai Trọng Sơn", "27/08/2006", "031206014118", "", "Mai Công Thế", 1979, "công nhân, cùng phường"],
    ]
    first, second = (row.fields for row in plan_of("enlistment", rows).rows)
    assert first["current_address"] == "Số 25 Lê Duẩn" and "current_address" not in second
    assert first["father_name"] == "Ngô Bảo Tiến" and first["father_birth_year"] == 1977


def test_an_export_of_a_database_says_nothing_where_it_says_null():
    text = "HO_TEN;NGAY_SINH;SO_CCCD;QUE_QUAN;NGAY_VAO_DANG;TRINH_DO_VH\n" + "".join(
        f'NGUYỄN VĂN {name};1999-01-17 00:00:00;03109902261{n};"An Lão, Hải Phòng";NULL;12/12\n'
        for n, name in enumerate(("AN", "BÌNH", "CƯỜNG"))
    )
    sheet = read_text_table(text.encode())
    plan = make_plan(Workbook([sheet]), Errand("militia", 2026, "Phù Liễn", TODAY), [])
    first = plan.sheets[0].rows[0]
    assert first.fields["hometown"] == "An Lão, Hải Phòng" and first.fields["birth_date"] == "1999-01-17"
    assert "party_joined_on" not in first.fields and not [p for p in first.problems if p.holds_back]


@pytest.mark.parametrize(
    ("words", "clause"),
    [
        ("Con bệnh binh suy giảm khả năng lao động 85%", "41.2.c"), ("Con bệnh binh 65%", "41.1.c"),
        ("Con người nhiễm chất độc da cam 81%", "41.2.c"), ("Con thương binh 1/4", "41.2.a"),
        ("Con thương binh suy giảm khả năng lao động 85%", "41.2.a"), ("Con thương binh 65%", "41.2.c"),
        ("Con thương binh hạng 2", "41.2.c"), ("Con thương binh hạng một (1/4)", "41.2.a"),
    ],
)  # fmt: skip
def test_how_much_a_father_cannot_work_decides_the_clause(words, clause):
    assert ground_in(words, GROUND) == clause


def test_a_heading_of_schooling_with_its_parts_in_the_next_line_is_two_facts():
    assert [slot.keys[0] for slot in slots_of("Trình độ\nVH, CMKT", "reserve")] == ["education", "qualification"]


def test_the_year_of_a_title_is_no_neighbourhood():
    assert neighbourhood_of("DANH SÁCH DÂN QUÂN CÁC TỔ DÂN PHỐ NĂM 2026") is None
    assert neighbourhood_of("DANH SÁCH TDP LÃM KHÊ NĂM 2026") == "TDP Lãm Khê"
    assert neighbourhood_of("TDP NĂM") == "TDP Năm"


def test_a_section_above_its_own_table_counts_for_the_people_below():
    heading = ["TT", "Họ và tên", "Sinh ngày", "Mã định danh"]
    rows = [
        ["DANH SÁCH HẠ SĨ QUAN DỰ BỊ NĂM 2026"], [], ["I. THƯỢNG SĨ: 02 đ/c"], heading,
        [1, "Phạm Đức Tuấn", "24/4/85", "034085271241"], [2, "Lưu Minh Thịnh", "2/11/01", "031201144841"],
        ["II. TRUNG SĨ: 01 đ/c"], heading, [3, "Vũ Việt Hiếu", "16/1/94", "031094554528"],
    ]  # fmt: skip
    assert said(plan_of("reserve", rows), "rank") == ["Thượng sĩ", "Thượng sĩ", "Trung sĩ"]
    rows[2], rows[6] = ["I. TỔ DÂN PHỐ SỐ 3 (tổ trưởng: bà Vũ Thị Mây)"], ["II. TDP SỐ 4"]
    assert said(plan_of("enlistment", rows), "neighbourhood") == ["TDP số 3", "TDP số 3", "TDP số 4"]


def test_what_he_does_and_where_are_two_facts():
    rows = [
        ["TT", "Họ và tên", "Năm sinh", "Số CCCD", "Làm nghề gì, ở đâu", "Tham gia từ tháng"],
        [1, "Đặng Đức Hiếu", 2001, "030201999274", "CN - Công ty Sivico", "9/2023"],
        [2, "Đoàn Công Sơn", 1989, "031089497724", "Lái xe", "4/2024"],
    ]
    sheet = plan_of("militia", rows)
    assert said(sheet, "occupation") == ["CN", "Lái xe"] and said(sheet, "workplace") == ["Công ty Sivico", None]
    assert said(sheet, "joined_on") == ["2023-09", "2024-04"]
