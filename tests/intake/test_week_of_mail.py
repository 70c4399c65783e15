"""Words and layouts of lists as they come by mail in one week: parents, firms, schools, reasons without a clause."""

import pytest

from tests.intake.planned import NAMES, id_of, plan_of, said

PEOPLE = [(n, name, "03/04/2005", id_of(n)) for n, name in enumerate(NAMES, 1)]
HEAD = ["TT", "Họ và tên", "Ngày sinh", "Số CCCD"]


def of_all(roster, heading, *cells):
    cells = cells if len(cells) > 1 else cells * 4
    return plan_of(roster, [[*HEAD, heading], *([*one, cell] for one, cell in zip(PEOPLE, cells, strict=True))])


def in_pairs(roster, group, names, cells):
    """The plan of a list in which these two names stand below one group, the same two cells in each row."""
    rows = [[*HEAD, group, ""], ["", "", "", "", *names], *([*one, *cells] for one in PEOPLE)]
    return plan_of(roster, rows, merges=[(0, 4, 0, 5)])


@pytest.mark.parametrize(
    ("group", "names"),
    [
        *((group, ("Ông", "Bà")) for group in ("Con nhà", "Là con", "Phụ huynh", "Cha mẹ")),
        ("Họ tên ba má", ("Ba", "Má")),
    ],
)
def test_whatever_parents_are_called_below_their_heading_they_are_father_and_mother(group, names):
    sheet = in_pairs("enlistment", group, names, ("Trần Mạnh Tuấn", "Lê Thị Hoa"))
    assert said(sheet, "father_name") == ["Trần Mạnh Tuấn"] * 4
    assert said(sheet, "mother_name") == ["Lê Thị Hoa"] * 4


def test_the_people_that_a_list_is_about_stand_below_their_own_word():
    rows = [["TT", "Thanh niên", "Sinh", "", "", "Căn cước"], ["", "", "Ngày", "Tháng", "Năm", ""]]
    rows += [[n, name, 3, 4, 2005, id_] for n, name, _, id_ in PEOPLE]
    merges = [(0, 2, 0, 4), *((0, column, 1, column) for column in (0, 1, 5))]
    assert said(plan_of("enlistment", rows, merges=merges), "full_name") == list(NAMES)


@pytest.mark.parametrize(
    ("roster", "heading", "cell", "key", "read"),
    [
        ("militia", "Vô DQ tháng/năm", "9/2022", "joined_on", "2022-09"),
        ("enlistment", "Xưởng / phòng ban đang làm", "Phòng cơ điện", "workplace", "Phòng cơ điện"),
        ("enlistment", "Tên cơ quan, công ty, trường đang làm/học", "LG Display", "workplace", "LG Display"),
        ("enlistment", "Hiện nay bạn đang thực ở đâu?", "Số 2 Lê Duẩn", "current_address", "Số 2 Lê Duẩn"),
        ("enlistment", "Nghề nghiệp", "thợ xây", "occupation", "Thợ xây"),
        ("enlistment", "Bố cháu", "Lê Văn Hai", "father_name", "Lê Văn Hai"),
        ("enlistment", "Đang sống tại", "Số 2 Lê Duẩn", "current_address", "Số 2 Lê Duẩn"),
        ("enlistment", "Gốc quê ở đâu", "Hưng Hà, Thái Bình", "hometown", "Hưng Hà, Thái Bình"),
        ("enlistment", "Kết luận", "Đạt, SK loại II", "health_class", 2),
        ("enlistment", "Kết luận", "Đạt", "health_class", None),
        ("enlistment", "Đang làm ở cơ quan, công ty nào?", "LG Display", "workplace", "LG Display"),
        ("militia", "Anh/chị có phải đảng viên không?", "Có", "is_party_member", True),
        ("militia", "Nhà anh/chị thuộc tổ dân phố nào?", "Tổ 6", "neighbourhood", "TDP số 6"),
        ("militia", "Anh/chị giữ chức vụ gì trong dân quân?", "Chiến sĩ", "post", "Chiến sĩ"),
        ("enlistment", "Hoàn cảnh xin tạm hoãn", "Đang học đại học hệ chính quy", "ground", "41.1.g"),
        ("enlistment", "Hiện anh ở phường nào?", "Nam Sơn", "current_address", None),
        ("enlistment", "Số nhà, đường anh đang ở?", "224/29 Đất Đỏ", "current_address", "224/29 Đất Đỏ"),
        ("enlistment", "Anh trai làm nghề gì?", "Bộ đội", "occupation", None),
        ("militia", "Quyết định kết nạp DQ ngày", "24/07/2021", "joined_on", "2021-07-24"),
        ("militia", "Thợ gì", "Thợ hàn", "occupation", "Thợ hàn"),
        ("militia", "Nghề/Chức danh", "Thợ đúc", "post", None),
        ("reserve", "Khi còn trong quân ngũ anh giữ chức vụ gì?", "lái xe", "post", "Lái xe"),
        ("reserve", "Mã số chuyên môn", "04", "speciality_code", "04"),
        ("reserve", "Mã ngành", "07", "speciality_code", "07"),
        ("reserve", "Chuyên nghiệp quân sự", "lái xe", "speciality", "Lái xe"),
        ("reserve", "Lúc xuất ngũ ở đơn vị nào", "Lữ đoàn 649", "former_unit", "Lữ đoàn 649"),
        ("reserve", "Đơn vị khi có động viên", "Lữ đoàn 649", "former_unit", None),
        ("reserve", "Đơn vị khi có chiến tranh", "Lữ đoàn 649", "former_unit", None),
        ("reserve", "Đơn vị khi có lệnh huy động", "Lữ đoàn 649", "former_unit", None),
        ("reserve", "Đơn vị trước khi vào dự bị", "Lữ đoàn 649", "former_unit", None),
        ("enlistment", "Bố là ai", "Lê Văn Hai", "father_name", "Lê Văn Hai"),
        ("enlistment", "Bố ở đâu", "Xã Tiên Minh", "father_name", None),
        ("enlistment", "Bố mất khi nào", "2015", "father_name", None),
        ("enlistment", "Mẹ học sinh", "Lê Thị Hoa", "mother_name", "Lê Thị Hoa"),
        ("enlistment", "Chỗ trọ hiện nay", "Số 2 Lê Duẩn", "current_address", "Số 2 Lê Duẩn"),
        ("reserve", "Khóm/ấp", "Ấp Tây", "neighbourhood", "Ấp Tây"),
        ("reserve", "Đơn vị hồi đó", "Lữ đoàn 649", "former_unit", "Lữ đoàn 649"),
        ("reserve", "Đơn vị trước khi về", "Lữ đoàn 649", "former_unit", "Lữ đoàn 649"),
        ("reserve", "Đơn vị trước mắt sẽ nhận", "Lữ đoàn 649", "former_unit", None),
        ("militia", "Số điện thoại dùng Zalo", "0850.645.058", "phone", "0850645058"),
        ("enlistment", "Tình trạng", "Đang làm việc / Active", "status", None),
    ],
)
def test_words_of_mail_are_understood(roster, heading, cell, key, read):
    sheet = of_all(roster, heading, cell)
    assert said(sheet, key) == [read] * 4
    assert not any(problem.holds_back for row in sheet.rows for problem in row.problems)


def test_a_conclusion_tells_the_class_and_who_was_not_there_has_none():
    sheet = of_all("enlistment", "Kết luận", "Đạt, SK loại II", "SK loại III (mắt)", "Vắng mặt", "Đạt, SK loại I")
    assert said(sheet, "health_class") == [2, 3, None, 1]
    assert [bool(row.problems) for row in sheet.rows] == [False, True, True, False]
    assert not any(problem.holds_back for row in sheet.rows for problem in row.problems)


def test_a_ward_that_stands_in_every_row_is_nobodys_name():
    rows = [["Dấu thời gian", "Anh ở phường nào?", "Ngày sinh", "Số CCCD"]]
    rows += [["12/09/2025 18:43:14", "Nam Sơn", born, id_] for _, _, born, id_ in PEOPLE]
    assert all(row.fields.get("full_name") is None for row in plan_of("enlistment", rows).rows)


@pytest.mark.parametrize("given", ["Tên HS", "Tên riêng", "Tên gọi"])
def test_no_given_name_is_lost_whatever_else_its_heading_says(given):
    rows = [["TT", "Họ và chữ lót", given, "Ngày sinh", "Số CCCD"]]
    rows += [[n, *name.rsplit(" ", 1), born, id_] for n, name, born, id_ in PEOPLE]
    assert said(plan_of("enlistment", rows), "full_name") == list(NAMES)


def test_a_fathers_number_is_never_the_mans():
    rows = [[*HEAD, "Máy của cháu", "Máy của bố (mẹ)"]]
    rows += [[*one, f"089872263{n}", f"033986795{n}"] for n, one in enumerate(PEOPLE, 1)]
    assert said(plan_of("enlistment", rows), "phone") == [f"089872263{n}" for n in range(1, 5)]


def test_days_below_one_group_are_told_apart_by_their_own_names():
    sheet = in_pairs("militia", "Thời gian", ("Ngày vào Đoàn", "Ngày vào dân quân"), ("02/09/2016", "01/08/2021"))
    assert said(sheet, "union_joined_on") == ["2016-09-02"] * 4
    assert said(sheet, "joined_on") == ["2021-08-01"] * 4


def test_house_and_street_below_a_present_home_are_that_home():
    group, cells = "Nơi ở hiện nay của gia đình", ("Số 236 Quy Tức", 4)
    sheet = in_pairs("enlistment", group, ("Số nhà, phố", "Tổ DP"), cells)
    assert said(sheet, "current_address") == ["Số 236 Quy Tức"] * 4
    assert said(sheet, "neighbourhood") == ["TDP số 4"] * 4


def test_clauses_are_grounds_whatever_the_heading_calls_them():
    clause = "Tạm hoãn theo điểm g khoản 1 Điều 41 Luật NVQS"
    sheet = of_all("enlistment", "Nhà trường đề nghị", clause, clause, "Không thuộc diện tạm hoãn", clause)
    assert said(sheet, "ground") == ["41.1.g", "41.1.g", None, "41.1.g"]


def test_circumstances_that_are_a_ground_become_a_claim_with_a_warning_and_hold_nobody_back():
    told = ("Lao động duy nhất nuôi mẹ liệt", "hay đi làm xa", "Con thương binh hạng 1", "")
    sheet = of_all("enlistment", "Hoàn cảnh, lý do", *told)
    assert said(sheet, "ground") == ["41.1.b", None, "41.2.a", None]
    assert [bool(row.problems) for row in sheet.rows] == [True, False, True, False]
    assert not any(problem.holds_back for row in sheet.rows for problem in row.problems)
    assert said(sheet, "notes")[1] == "hay đi làm xa"


def test_a_numbered_section_that_speaks_of_regular_studies_is_a_ground():
    sections = ("I/ Đang ở nhà, đi làm", "II/ Đang học đại học, cao đẳng chính quy", "III/ Không thuộc diện tạm hoãn")
    rows = [HEAD, [sections[0]], PEOPLE[0], [sections[1]], PEOPLE[1], PEOPLE[2], [sections[2]], PEOPLE[3]]
    assert said(plan_of("enlistment", [list(row) for row in rows]), "ground") == [None, "41.1.g", "41.1.g", None]


def test_a_sentence_above_the_table_tells_what_stands_below_one_heading():
    told = ["Khối: TC - tại chỗ; CĐ - cơ động; YT - y tế. Cột Đảng, Đoàn: 1 là có."]
    forces = ("TC", "CĐ", "YT", "TC")
    rows = [told, [*HEAD, "Khối", "Bằng cấp"]]
    rows += [[*one, force, "TC"] for one, force in zip(PEOPLE, forces, strict=True)]
    sheet = plan_of("militia", rows)
    assert said(sheet, "component") == ["local", "mobile", "medical", "local"]
    assert said(sheet, "qualification") == ["Trung cấp"] * 4


def test_one_short_form_that_is_told_alone_is_written_out():
    rows = [[*HEAD, "Nghề nghiệp"], *([*one, "LĐTD"] for one in PEOPLE)]
    sheet = plan_of("enlistment", [*rows, ["Tôi viết tắt: LĐTD là lao động tự do. Cột lớp là hệ 12 năm."]])
    assert said(sheet, "occupation") == ["Lao động tự do"] * 4


def test_comrades_over_two_lines_each_are_people():
    rows = [["STT", "Họ và tên", "Cấp bậc", "Số CCCD"], ["", "Ngày sinh", "Chức vụ", "Điện thoại"]]
    for number, name, born, identity in PEOPLE:
        rows += [[number, f"đ/c {name}", "Hạ sĩ", identity], ["", born, "Chiến sĩ", f"091200000{number}"]]
    sheet = plan_of("reserve", rows)
    assert said(sheet, "full_name") == list(NAMES) and said(sheet, "birth_date") == ["2005-04-03"] * 4


@pytest.mark.parametrize("cell", ["Pháo binh (03)", "Pháo binh - 03", "03 - Pháo binh", "Pháo binh (mã 03)"])
def test_a_speciality_bears_its_code_before_or_behind(cell):
    sheet = of_all("reserve", "Ngành quân sự (mã)", cell)
    assert said(sheet, "speciality") == ["Pháo binh"] * 4 and said(sheet, "speciality_code") == ["03"] * 4


def test_what_a_key_says_of_empty_cells_does_not_end_it():
    told = ["Cột Đoàn thể: Đg = đảng viên; Đn = đoàn viên; để trống = không"]
    rows = [told, [*HEAD, "Đoàn thể"]]
    rows += [[*one, mark] for one, mark in zip(PEOPLE, ("Đg", "Đn", "Đg, Đn", ""), strict=True)]
    sheet = plan_of("militia", rows)
    assert [bool(v) for v in said(sheet, "is_party_member")] == [True, False, True, False]
    assert [bool(v) for v in said(sheet, "is_union_member")] == [False, True, True, False]


def test_a_heading_tells_its_own_short_form_and_its_reason_in_brackets():
    rows = [[*HEAD, "HKTT", "Nơi thực tế cư trú (NTT: như nơi thường trú)", "Vướng gì (lý do xin hoãn, xin miễn)"]]
    rows += [[*one, "Số 2 Lê Duẩn", "NTT", "Đang học Đại học Hàng hải, hệ chính quy"] for one in PEOPLE]
    sheet = plan_of("enlistment", rows)
    assert said(sheet, "current_address") == ["Số 2 Lê Duẩn"] * 4 and said(sheet, "ground") == ["41.1.g"] * 4


def test_what_is_scribbled_beside_the_table_does_not_hide_a_section():
    rows = [[*HEAD, "Ghi chú"]]
    rows += [["I. TỔ DÂN PHỐ SỐ 1 (2 công dân)", "", "", "", "02 đ/c", "", "Tổ", "Số người"]]
    rows += [[*PEOPLE[0], "", "", "1", "2"], [*PEOPLE[1], "", "", "2", "2"]]
    rows += [["II. TỔ DÂN PHỐ SỐ 2", "", "", "", "", "", "Nộp bản in cho quận trước ngày 15/10", ""]]
    rows += [[*PEOPLE[2], "", "", "Cộng", "4"], [*PEOPLE[3]]]
    sheet = plan_of("enlistment", rows)
    assert said(sheet, "neighbourhood") == ["TDP số 1", "TDP số 1", "TDP số 2", "TDP số 2"]


def test_villages_of_titles_sections_and_their_own_column_keep_their_word():
    for titles in (["DANH SÁCH THANH NIÊN THÔN KHÚC GIANG"], ["Thôn Khúc Giang", "CÁC CHÁU TRONG THÔN ĐẾN TUỔI"]):
        of_title = plan_of("enlistment", [*([line] for line in titles), HEAD, *map(list, PEOPLE)])
        assert said(of_title, "neighbourhood") == ["Thôn Khúc Giang"] * 4
    rows = [HEAD, ["I. Thôn Kha Lâm"], list(PEOPLE[0]), ["Thôn Phương Lung"], list(PEOPLE[1]), ["II. Thôn 3"]]
    sheet = plan_of("enlistment", [*rows, list(PEOPLE[2])])
    assert said(sheet, "neighbourhood") == ["Thôn Kha Lâm", "Thôn Phương Lung", "Thôn 3"]
    named = of_all("enlistment", "Thôn", "Cẩm La", "Đồng Vàng", "Cẩm La", "Đồng Vàng")
    assert said(named, "neighbourhood")[:2] == ["Thôn Cẩm La", "Thôn Đồng Vàng"]
    names = ("Đoài", "Vệ Dương", "thôn Trung", "3")
    for heading in ("Thôn", "Hộ ở thôn"):
        column = of_all("militia", heading, *names)
        assert said(column, "neighbourhood") == ["Thôn Đoài", "Thôn Vệ Dương", "Thôn Trung", "Thôn 3"]


def test_who_leads_a_village_s_militia_names_no_village():
    sheet = plan_of("militia", [["DANH SÁCH THÔN ĐỘI TRƯỞNG"], HEAD, *map(list, PEOPLE)])
    assert said(sheet, "neighbourhood") == [None] * 4


def test_columns_lettered_as_in_the_vietnamese_alphabet_are_nobody():
    rows = [[*HEAD, "Chuyên nghiệp quân sự", "Ra quân từ đơn vị"], ["A", "B", "C", "D", "E", "G"]]
    rows += [[*one, "04 Lái xe", "Sư đoàn 395"] for one in PEOPLE]
    sheet = plan_of("reserve", rows)
    assert said(sheet, "speciality_code") == ["04"] * 4 and said(sheet, "speciality") == ["Lái xe"] * 4
    assert said(sheet, "former_unit") == ["Sư đoàn 395"] * 4
