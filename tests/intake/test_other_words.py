"""Words, depths and marks that a stranger's lists brought: read without mapping by hand."""

from datetime import date

from roster.intake.grid import Merge, Sheet, Workbook
from roster.intake.pipeline import Errand, make_plan

TODAY = date(2026, 11, 26)
NAMES = ("Lê Văn Tám", "Vũ Mạnh Hải", "Đỗ Công Thành", "Trần Đình Nghĩa")


def plan_of(roster, rows, merges=()):
    sheet = Sheet("Danh sách", rows, [Merge(*m) for m in merges])
    return make_plan(Workbook([sheet]), Errand(roster, 2026, "Phù Liễn", TODAY), []).sheets[0]


def said(sheet, key):
    return [row.fields.get(key) for row in sheet.rows]


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
