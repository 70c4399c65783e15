"""Keys to short forms in cells of their own, forms of two columns of labels, groups of headings that tell a date."""

import pytest

from roster.intake.grid import Sheet, Workbook
from roster.intake.pipeline import Errand, make_plan
from tests.intake.planned import NAMES, TODAY, id_of, plan_of, said


def below(*lines):
    """The lines of a key in the second and third column, below an empty row."""
    return [["", "", ""], *(["", *line] for line in lines)]


def test_marks_explained_each_in_a_cell_of_its_own_are_read_and_nobody_is_made_of_the_key():
    rows = [
        ["Số TT", "NHÂN THÂN", "", "", "", "SỨC KHỎE (khám 11/2025)", "", "Kết luận (*)"],
        ["", "Họ tên khai sinh", "Ngày sinh", "Mã số ĐDCN", "Đang làm", "Cao (cm)", "Xếp loại", ""],
    ]
    marks = ("Đ", "HH", "HL", "ML")
    rows += [
        [n, name, f"0{n}/04/2005", id_of(n), "Công nhân", 160 + n, n, mark]
        for n, (name, mark) in enumerate(zip(NAMES, marks, strict=True), 1)
    ]
    rows += below(
        ("(*) Ký hiệu cột kết luận:",),
        ("Đ", "Đủ điều kiện, đưa vào diện gọi khám"),
        ("HH", "Tạm hoãn: đang học ĐH, CĐ hệ chính quy (lớp 12 cũng ghi HH)"),
        ("HL", "Tạm hoãn: lao động duy nhất nuôi người thân mất khả năng lao động"),
        ("ML", "Miễn: con liệt sĩ, con thương binh hạng một"),
    )
    merges = [(0, 0, 1, 0), (0, 1, 0, 4), (0, 5, 0, 6), (0, 7, 1, 7)]
    sheet = plan_of("enlistment", rows, merges)
    assert said(sheet, "full_name") == list(NAMES)
    assert said(sheet, "health_class") == [1, 2, 3, 4]
    assert said(sheet, "ground") == [None, "41.1.g", "41.1.b", "41.2.a"]
    assert any("“HL” là “Tạm hoãn: lao động duy nhất" in notice for notice in sheet.notices)


def test_a_key_names_its_column_in_the_cell_before_the_list():
    rows = [["TT", "Họ tên", "Số CCCD", "NN", "XN", "Q.hàm", "Mã CNQS", "Trình độ"]]
    rows += [
        [n, name, id_of(n, born=0), "02/2022", "01/2024", rank, code, "SC"]
        for n, (name, rank, code) in enumerate(
            zip(NAMES, ("B1", "SQ1", "SQ2", "H1"), ("10", "04", "15", "10"), strict=True), 1
        )
    ]
    rows += below(
        ("CHÚ GIẢI KÝ HIỆU",),
        ("NN, XN", "Tháng/năm nhập ngũ, tháng/năm xuất ngũ"),
        ("Trình độ", "ĐH - Đại học; SC - Sơ cấp (trình độ chuyên môn; để trống là lao động phổ thông)"),
        ("Q.hàm", "B1 - Binh nhất; H1 - Hạ sĩ; SQ1 - Thiếu úy; SQ2 - Trung úy"),
        ("Mã CNQS", "04 - Lái xe; 10 - Công binh; 15 - Quân y"),
    )
    sheet = plan_of("reserve", rows)
    assert said(sheet, "rank") == ["Binh nhất", "Thiếu úy", "Trung úy", "Hạ sĩ"]
    assert said(sheet, "speciality_code") == ["10", "04", "15", "10"]
    assert said(sheet, "speciality") == ["Công binh", "Lái xe", "Quân y", "Công binh"]
    assert said(sheet, "qualification") == ["Sơ cấp"] * 4
    assert said(sheet, "enlisted_on") == ["2022-02"] * 4 and said(sheet, "discharged_on") == ["2024-01"] * 4


def test_a_key_to_the_marks_of_a_column_is_that_column_s():
    rows = [["#", "Họ & tên", "Định danh cá nhân", "Sinh ngày", "Thành phần", "Cương vị"]]
    rows += [
        [n, name, id_of(n, born=1), f"0{n}/04/2001", force, post]
        for n, (name, force, post) in enumerate(
            zip(NAMES, ("CĐ", "CB", "TC", "CĐ"), ("CS", "A", "B", "CS"), strict=True), 1
        )
    ]
    rows += [
        [],
        ["Mã thành phần: CĐ = Cơ động; TC = Tại chỗ; CB = Công binh"],
        ["Mã cương vị: B = Trung đội trưởng; A = Tiểu đội trưởng; CS = Chiến sĩ"],
    ]
    sheet = plan_of("militia", rows)
    assert said(sheet, "component") == ["mobile", "engineer", "local", "mobile"]
    assert said(sheet, "post") == ["Chiến sĩ", "Tiểu đội trưởng", "Trung đội trưởng", "Chiến sĩ"]


def test_a_form_of_two_columns_of_labels_is_a_man_each_and_what_is_left_open_stays_open():
    def form(number, name, phone, trade, children):
        return [
            [number, "Tôi tên là", name, "Sinh ngày", f"0{number}/05/1995"],
            ["", "Số căn cước công dân", f"03109512345{number}", "Điện thoại riêng", phone],
            ["", "Dân tộc", "Kinh", "Tôn giáo", "Không"],
            ["", "Văn hóa (lớp/hệ)", "9/12", "Bằng cấp chuyên môn", trade],
            ["", "Ra quân (xuất ngũ) ngày", "19/02/2017", "Số con", children],
            [],
        ]

    rows = [["CHÉP LẠI PHIẾU TỰ KHAI CỦA QUÂN NHÂN DỰ BỊ"], []]
    people = [("", "Trung cấp", 1), ("0912345111", "", 2), ("", "", ""), ("0912345333", "Đại học", 0)]
    for number, (name, one) in enumerate(zip(NAMES, people, strict=True), 1):
        rows += form(number, name, *one)
    plan = make_plan(Workbook([Sheet("Phiếu", rows)]), Errand("reserve", 2026, "Phù Liễn", TODAY), [])
    [sheet] = plan.sheets
    assert said(sheet, "full_name") == list(NAMES)
    assert [row.row for row in sheet.rows] == [3, 9, 15, 21]
    assert said(sheet, "phone") == [None, "0912345111", None, "0912345333"]
    assert said(sheet, "qualification") == ["Trung cấp", None, None, "Đại học"]
    assert said(sheet, "discharged_on") == ["2017-02-19"] * 4
    assert any("Số con" in notice for notice in sheet.notices)  # a label that is not known is shown


@pytest.mark.parametrize("group", ["Nam thanh niên", "Công dân", "Quân nhân"])
def test_a_name_in_two_columns_is_one_whatever_the_group_calls_the_people(group):
    rows = [["STT", group, "", "Mã số CCCD"], ["", "Họ đệm", "Tên", ""]]
    rows += [[n, *name.rsplit(" ", 1), id_of(n)] for n, name in enumerate(NAMES, 1)]
    sheet = plan_of("enlistment", rows, [(0, 0, 1, 0), (0, 1, 0, 2), (0, 3, 1, 3)])
    assert said(sheet, "full_name") == list(NAMES)


def test_a_house_number_that_names_its_street_is_the_home_and_one_alone_is_none():
    rows = [["TT", "Họ tên", "Số CCCD", "Đang ở", ""], ["", "", "", "TDP", "Nhà số"]]
    houses = ("Số 84/234 Trần Nhân Tông", "Số 55 ngõ 165 Lê Duẩn", "57", "Số 7 ngõ 3")
    rows += [[n, name, id_of(n), n, house] for n, (name, house) in enumerate(zip(NAMES, houses, strict=True), 1)]
    sheet = plan_of("militia", rows, [(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 1, 2), (0, 3, 0, 4)])
    assert said(sheet, "neighbourhood") == [f"TDP số {n}" for n in range(1, 5)]
    assert said(sheet, "current_address") == [*houses[:2], None, None]


def test_a_key_above_the_table_names_its_column_before_it_says_that_it_is_one():
    rows = [
        ["SỔ ĐĂNG KÝ QUÂN NHÂN DỰ BỊ"],
        ["Quân hàm ghi tắt theo sổ cũ: B2 là Binh nhất; H1 là Hạ sĩ; 1/ là Thiếu úy. Ô gạch ngang là không có."],
        ["Số trong sổ", "Họ và tên", "Quân hàm", "Số căn cước", "Điện thoại"],
    ]
    for n, (name, rank) in enumerate(zip(NAMES, ("B2", "H1", "1/", "B2"), strict=True), 1):
        rows.append([n, name, rank, id_of(n, born=0), "-"])
    sheet = plan_of("reserve", rows)
    assert said(sheet, "rank") == ["Binh nhất", "Hạ sĩ", "Thiếu úy", "Binh nhất"]


def test_a_code_below_a_speciality_is_its_own_in_a_list_of_several_lines_each():
    rows = [
        ["Số", "Họ và tên", "Chuyên nghiệp quân sự", "Quê", "Học lớp mấy"],
        ["", "Ngày sinh", "Mã số", "Chỗ ở bây giờ", "Nghề đang làm"],
        ["", "Số căn cước", "Đã xếp đơn vị DBĐV chưa", "Điện thoại", "Nơi làm việc"],
    ]
    for n, name in enumerate(NAMES, 1):
        rows += [
            [n, name, "Pháo binh", "Tứ Kỳ, Hải Dương", "12/12"],
            ["", f"0{n}/05/1996", "03", "Số 2 Lê Duẩn", "Thợ hàn"],
            ["", f"03109612345{n}", "Rồi", f"091234511{n}", "Xưởng Thành Long"],
        ]
    sheet = plan_of("reserve", rows)
    assert said(sheet, "speciality") == ["Pháo binh"] * 4 and said(sheet, "speciality_code") == ["03"] * 4
    assert said(sheet, "is_assigned") == [True] * 4


def test_sections_name_class_speciality_and_code_and_the_next_of_either_ends_what_they_said():
    rows = [["TT", "Họ và tên", "Sinh ngày", "Số căn cước"], ["A. QUÂN NHÂN DỰ BỊ HẠNG MỘT"]]
    men = [[n, name, f"0{n}/05/1990", id_of(n)] for n, name in enumerate(NAMES, 1)]
    rows += [["Chuyên nghiệp quân sự: Bộ binh - mã số 01"], men[0], ["Cộng Bộ binh: 1 đồng chí (đã xếp 1)"]]
    rows += [["Chuyên nghiệp quân sự: Lái xe"], men[1], ["B. QUÂN NHÂN DỰ BỊ HẠNG HAI"], men[2]]
    rows += [["Chuyên nghiệp quân sự: Quân y - mã 15 (12 đồng chí)"], men[3]]
    sheet = plan_of("reserve", rows)
    assert said(sheet, "reserve_class") == [1, 1, 2, 2]
    assert said(sheet, "speciality") == ["Bộ binh", "Lái xe", None, "Quân y"]
    assert said(sheet, "speciality_code") == ["01", None, None, "15"]


def test_a_point_written_out_below_its_clause_is_the_ground_of_those_under_it():
    rows = [["TT", "Công dân", "Sinh ngày", "Số thẻ căn cước"], ["A. TẠM HOÃN GỌI NHẬP NGŨ (khoản 1 Điều 41)"]]
    men = [[n, name, f"0{n}/05/2005", id_of(n)] for n, name in enumerate(NAMES, 1)]
    rows += [["Điểm a - Chưa đủ sức khỏe phục vụ tại ngũ"], men[0], ["Cộng điểm a: 01 công dân"]]
    rows += [["Điểm h: Dân quân thường trực"], men[1], ["B. MIỄN GỌI NHẬP NGŨ (khoản 2 Điều 41)"]]
    rows += [["Điểm b - Một anh hoặc một em trai của liệt sĩ"], *men[2:]]
    sheet = plan_of("enlistment", rows, [(r, 0, r, 3) for r, row in enumerate(rows) if len(row) == 1])
    assert said(sheet, "ground") == ["41.1.a", "41.1.h", "41.2.b", "41.2.b"]


@pytest.mark.parametrize("first", ["A.", "I."])
def test_a_section_counted_by_a_capital_is_no_point_of_the_clause_above_it(first):
    rows = [["TT", "Công dân", "Sinh ngày", "Số thẻ căn cước"], [f"{first} TẠM HOÃN GỌI NHẬP NGŨ (khoản 1 Điều 41)"]]
    men = [[n, name, f"0{n}/05/2005", id_of(n)] for n, name in enumerate(NAMES, 1)]
    rows += [
        ["Điểm g - Đang học đại học"],
        men[0],
        [f"{first.translate({65: 66, 73: 'II'})} CÔNG DÂN ĐƯỢC GỌI KHÁM SỨC KHỎE"],
        *men[1:],
    ]
    sheet = plan_of("enlistment", rows, [(r, 0, r, 3) for r, row in enumerate(rows) if len(row) == 1])
    assert said(sheet, "ground") == ["41.1.g", None, None, None]
