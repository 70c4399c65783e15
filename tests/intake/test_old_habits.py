"""Books that one clerk has carried on for years: tables of other columns below each other, notes beside them, marks of
his own, a row that says since when each column is kept."""

import pytest

from roster.columns.grounds import ground_in
from roster.domain.choices import GROUND
from tests.intake.planned import NAMES, id_of, plan_of, said

_PEOPLE = tuple(zip(NAMES, ("031205000011", "031205000022", "031205000033", "031205000044"), strict=True))


@pytest.mark.parametrize("names", ["Họ, đệm, tên", "Tên cháu", "Họ và tên"])
def test_each_further_table_is_read_by_its_own_heading_and_the_first_one_s_may_come_again(names):
    usual = ["Số", names, "Ngày sinh", "Nữ", "Chức trách", "Vào DQ ngày", "Nhà ở hiện nay", "Căn cước", "", "Chú ý:"]
    longer = ["Số", names, "Ngày sinh", "Nữ", "Binh chủng", *usual[4:8]]

    def man(number, *more, after=()):
        name, card = _PEOPLE[number - 1]
        return [number, name, f"0{number}/05/2005", "", *more, "CS", "08/2024", f"Số {number} Lê Duẩn", card, *after]

    rows = [["A. DÂN QUÂN CƠ ĐỘNG"], usual, man(1, after=("", "Cột Nữ: x là nữ, bỏ trống là nam"))]
    rows += [["", "Cộng 1 đồng chí"], ["C. DÂN QUÂN BINH CHỦNG"], longer, man(2, "TS"), man(3, "CB")]
    rows += [["D. DÂN QUÂN Y TẾ"], usual[:8], man(4), ["", "Toàn phường 4 đồng chí"]]
    rows += [[], ["CS = chiến sĩ; TĐT = tiểu đội trưởng; TrĐT = trung đội trưởng"]]
    sheet = plan_of("militia", rows)
    assert said(sheet, "full_name") == list(NAMES)
    assert said(sheet, "citizen_id") == [card for _, card in _PEOPLE]
    assert said(sheet, "current_address") == [f"Số {n} Lê Duẩn" for n in range(1, 5)]
    assert said(sheet, "component") == ["mobile", "reconnaissance", "engineer", "medical"]
    assert said(sheet, "post") == ["Chiến sĩ"] * 4
    assert said(sheet, "father_name") == [None] * 4


def test_a_row_that_says_since_when_columns_are_kept_is_nobody_and_a_clerk_s_marks_are_read_by_his_key():
    rows = [["Số", "Tên khai sinh", "Năm sinh", "Căn cước 12 số", "Khám xếp loại", "Diện"]]
    rows += [["2009", "2009", "2009", "thêm 2021", "2009", "2009"]]
    told = zip(NAMES, ("I", "L1", "loại 2", ""), ("H-a", "", "H-b", "M-a"), strict=True)
    rows += [[n, name, 2005, id_of(n), health, mark] for n, (name, health, mark) in enumerate(told, 1)]
    rows += [
        [],
        ["", "Quy ước cột Diện (theo Điều 41 Luật NVQS):"],
        ["", "H-a: hoãn, khoản 1 điểm a - chưa đủ sức khỏe"],
        ["", "H-b: hoãn, khoản 1 điểm b - lao động duy nhất nuôi thân nhân"],
        ["", "M-a: miễn, khoản 2 điểm a - con liệt sĩ, con thương binh hạng một"],
    ]
    sheet = plan_of("enlistment", rows)
    assert said(sheet, "full_name") == list(NAMES)
    assert said(sheet, "health_class") == [1, 1, 2, None]
    assert said(sheet, "ground") == ["41.1.a", None, "41.1.b", "41.2.a"]


def test_a_key_beside_the_first_section_hides_no_neighbourhood_and_a_table_of_kit_below_is_nobody():
    rows = [["TT", "Họ tên", "Sinh", "Số CCCD", "Nghề"]]
    men = [[n, name, f"0{n}/05/2005", id_of(n), "Thợ hàn"] for n, name in enumerate(NAMES, 1)]
    rows += [["TDP 3", "", "", "", "", "", "B1: Binh nhất; H1: Hạ sĩ; H2: Trung sĩ"], *men[:2], ["TDP 4"], *men[2:]]
    rows += [["", "Tất cả 4 đồng chí"], [], ["", "Tiểu đội", "Quân số", "Quân phục phát"], ["", "a1", 2, 2]]
    rows += [["", "a2", 12, 12]]
    sheet = plan_of("militia", rows)
    assert said(sheet, "full_name") == list(NAMES)
    assert said(sheet, "neighbourhood") == ["TDP số 3", "TDP số 3", "TDP số 4", "TDP số 4"]


def test_two_lines_of_each_man_are_one_also_beside_a_birth_in_three_columns_and_without_running_numbers():
    head = ["Mã thẻ", "Họ tên cháu", "Sinh ngày", "", "", "Gia đình ở (hộ khẩu)", "Họ tên cha", "Dân tộc", "Căn cước"]
    below = ["", "Số máy của cháu", "Ngày", "Tháng", "Năm", "Quê gốc", "Họ tên mẹ", "Đạo", ""]
    rows = [head, below]
    for n, name in enumerate(NAMES, 1):
        rows += [[f"CK{n}", name, n, 5, 2005, f"Số {n} Lê Duẩn", "Lê Văn Ba", "Kinh", id_of(n)]]
        rows += [["", f"091234567{n}", "", "", "", "Nam Định", "Vũ Thị Tư", "Không", ""]]
    sheet = plan_of("enlistment", rows, merges=[(0, 2, 0, 4)])
    assert said(sheet, "full_name") == list(NAMES)
    assert said(sheet, "birth_date") == [f"2005-05-0{n}" for n in range(1, 5)]
    assert said(sheet, "permanent_address") == [f"Số {n} Lê Duẩn" for n in range(1, 5)]
    for key, value in (("hometown", "Nam Định"), ("mother_name", "Vũ Thị Tư"), ("father_name", "Lê Văn Ba")):
        assert said(sheet, key) == [value] * 4
    assert said(sheet, "phone") == [f"091234567{n}" for n in range(1, 5)]


def test_of_a_column_that_came_anew_each_year_the_newest_counts_and_the_older_one_is_shown():
    rows = [["TT", "Họ tên", "Sinh", "Số CCCD", "Sức khỏe\nnăm 2025", "Sức khỏe\nnăm 2024", "Sức khỏe\nnăm 2023"]]
    told = (("Loại 1", "Loại 3", ""), ("", "Loại 2", "Loại 2"), ("Loại 4", "", ""), ("Loại 2", "Loại 2", "Loại 3"))
    rows += [[n, name, 2005, id_of(n), *told[n - 1]] for n, name in enumerate(NAMES, 1)]
    sheet = plan_of("enlistment", rows)
    assert said(sheet, "health_class") == [1, None, 4, 2]
    assert [column.target for column in sheet.columns][4:] == ["health_class", None, None]


@pytest.mark.parametrize("woman", ["(nữ)", "(Nữ)", "( NỮ )"])
def test_a_woman_who_is_marked_beside_her_name_is_one_and_keeps_her_name(woman):
    rows = [
        ["TT", "Họ tên", "Sinh", "Nghề"],
        [1, NAMES[0], 2004, "Thợ hàn"],
        [2, f"Phạm Minh Thúy {woman}", 2003, "Y sĩ"],
    ]
    rows += [[3, NAMES[2], 2002, "Lái xe"]]
    sheet = plan_of("militia", rows)
    assert said(sheet, "full_name") == [NAMES[0], "Phạm Minh Thúy", NAMES[2]]
    assert said(sheet, "sex") == ["male", "female", "male"]


def test_a_key_that_lists_short_forms_side_by_side_pairs_them_in_their_order_or_says_nothing():
    rows = [["Chữ tắt: SC, TC, ĐH - Sơ cấp, Trung cấp, Đại học; bt - Trung đội trưởng; KĐ, LX - Khẩu đội trưởng."]]
    rows += [["TT", "Họ tên", "Sinh", "Bằng cấp", "Chức vụ"]]
    told = (("ĐH", "bt"), ("SC", "KĐ"), ("TC", "bt"), ("", "bt"))
    rows += [[n, name, 2002, *told[n - 1]] for n, name in enumerate(NAMES, 1)]
    sheet = plan_of("militia", rows)
    assert said(sheet, "qualification") == ["Đại học", "Sơ cấp", "Trung cấp", None]
    assert said(sheet, "post")[0] == "Trung đội trưởng" and said(sheet, "post")[1] != "Khẩu đội trưởng"


def test_a_key_of_one_column_below_the_table_wins_over_what_a_short_form_usually_is():
    rows = [["TT", "Chức danh", "Họ tên", "Sinh", "Nghề"]]
    rows += [[n, "tđt" if n < 3 else "cs", name, 2002, "Thợ hàn"] for n, name in enumerate(NAMES, 1)]
    rows += [["Chữ viết tắt cột chức danh: bt - Trung đội trưởng; tđt - Thôn đội trưởng; cs - Chiến sĩ"]]
    assert said(plan_of("militia", rows), "post") == ["Thôn đội trưởng"] * 2 + ["Chiến sĩ"] * 2


def test_short_forms_of_the_sheet_are_known_behind_a_dash_and_either_membership_below_a_bare_heading():
    rows = [['(Theo khoản 1 Điều 41. Trong biểu: "nt" là như nơi thường trú; ĐV là đoàn viên)']]
    rows += [["TT", "Họ tên", "Sinh", "- Trình độ văn hóa\n- Đảng, đoàn"]]
    rows += [[n, name, 2005, f"- 12/12\n- {'ĐV' if n < 3 else ''}"] for n, name in enumerate(NAMES, 1)]
    sheet = plan_of("enlistment", rows)
    assert said(sheet, "is_union_member") == [True, True, None, None]
    assert not any(said(sheet, "is_party_member"))

    rows = [["TT", "Họ tên", "Sinh", "Nghề", "Đ/Đ"]]
    told = ("Đảng", "Đoàn", "", "Đoàn")
    rows += [[n, name, 2002, "Thợ hàn", told[n - 1]] for n, name in enumerate(NAMES, 1)]
    sheet = plan_of("militia", rows)
    assert said(sheet, "is_party_member")[0] is True and said(sheet, "is_union_member")[1] is True


def test_service_that_says_what_each_day_is_and_a_rank_of_strokes_before_its_post():
    rows = [["TT", "Họ tên", "Sinh", "Cấp bậc, chức vụ", "NN - XN\nĐơn vị cũ"]]
    told = (
        ("1/, Trung đội trưởng", 2012),
        ("H1, Chiến sĩ", 2014),
        ("H2, Tiểu đội trưởng", 2015),
        ("B1, Chiến sĩ", 2016),
    )
    for n, (name, (rank, year)) in enumerate(zip(NAMES, told, strict=True), 1):
        rows.append([n, name, 1990 + n, rank, f"NN 02/{year} - XN 07/{year + 2}\nLữ đoàn 603"])
    sheet = plan_of("reserve", rows)
    assert said(sheet, "rank") == ["Thiếu úy", "Hạ sĩ", "Trung sĩ", "Binh nhất"]
    assert said(sheet, "post") == ["Trung đội trưởng", "Chiến sĩ", "Tiểu đội trưởng", "Chiến sĩ"]
    assert said(sheet, "enlisted_on") == [f"{year}-02" for _, year in told]
    assert said(sheet, "discharged_on") == [f"{year + 2}-07" for _, year in told]
    assert said(sheet, "former_unit") == ["Lữ đoàn 603"] * 4


def test_a_son_of_a_wounded_man_of_the_first_class_is_exempt():
    assert ground_in("Con trai của thương binh hạng một", GROUND) == "41.2.a"
    assert ground_in("Một con trai của thương binh hạng hai", GROUND) == "41.2.c"


@pytest.mark.parametrize("heading", ["Tên bố (dòng trên), tên mẹ (dòng dưới)", "Họ tên bố, mẹ"])
def test_parents_in_two_rows_of_one_column_are_father_and_mother_and_a_lone_father_is_no_mother(heading):
    rows = [["Số", "Họ tên", "Sinh", "Số CC", "Nghề đang làm", heading]]
    for n, name in enumerate(NAMES, 1):
        rows.append([n, name, 2005, id_of(n), "Thợ hàn", "Lê Anh Sơn"])
        rows += [["", "", "", "", "", "Lương Thị Hạnh"]] if n < 4 else []
    rows += [["", "", "", "", "", "TỔ TRƯỞNG"], ["", "", "", "", "", "Vũ Văn Ký"]]
    sheet = plan_of("enlistment", rows)
    assert said(sheet, "full_name") == list(NAMES)
    assert said(sheet, "father_name") == ["Lê Anh Sơn"] * 4
    assert said(sheet, "mother_name") == ["Lương Thị Hạnh"] * 3 + [None]


@pytest.mark.parametrize(
    ("heading", "reason"),
    [
        ("Đề nghị của nhà trường", "Tạm hoãn do đang học phổ thông"),
        ("Ý kiến về NVQS", "Tạm hoãn theo điểm g khoản 1 Điều 41 Luật NVQS"),
    ],
)
def test_a_school_that_asks_for_deferral_is_heard_whatever_it_calls_the_column(heading, reason):
    rows = [["STT", "Họ và tên học sinh", "Ngày sinh", "Mã định danh", "Hộ khẩu", heading]]
    told = (reason, reason, reason, "Không thuộc diện tạm hoãn")
    rows += [[n, name, f"0{n}/05/2007", id_of(n, 7), f"Số {n} Lê Duẩn", told[n - 1]] for n, name in enumerate(NAMES, 1)]
    assert said(plan_of("enlistment", rows), "ground") == ["41.1.g"] * 3 + [None]


def test_a_hospital_s_professional_title_is_the_occupation_and_its_level_the_qualification():
    rows = [["TT", "Họ và tên", "Năm sinh", "Chức danh chuyên môn", "Trình độ"]]
    told = (("Bác sĩ", "Đại học"), ("Điều dưỡng", "Cao đẳng"), ("Kỹ thuật viên", "Trung cấp"), ("Y sĩ", "Trung cấp"))
    rows += [[n, name, 1990, *told[n - 1]] for n, name in enumerate(NAMES, 1)]
    sheet = plan_of("militia", rows)
    assert said(sheet, "occupation") == [job for job, _ in told]
    assert said(sheet, "qualification") == [level for _, level in told]


@pytest.mark.parametrize(
    ("roster", "heading", "key"),
    [
        ("militia", "Nhà ở", "current_address"), ("enlistment", "Nhà ở", "permanent_address"),
        ("militia", "Số nhà, đường", "current_address"), ("enlistment", "Số nhà, đường", "permanent_address"),
    ],
)  # fmt: skip
def test_a_house_is_the_address_that_the_roster_asks_for_and_where_it_may_be_either_the_officer_is_asked(
    roster, heading, key
):
    rows = [["TT", "Họ tên", "Sinh", "Nghề", heading]]
    rows += [[n, name, 2003, "Thợ hàn", f"Số {n} Lê Duẩn"] for n, name in enumerate(NAMES, 1)]
    sheet = plan_of(roster, rows)
    assert said(sheet, key) == [f"Số {n} Lê Duẩn" for n in range(1, 5)]
    assert ("nơi thường trú hoặc nơi ở" in sheet.columns[4].doubt) == (heading == "Nhà ở")


@pytest.mark.parametrize(
    ("third", "ground"),
    [
        ("III. Là lao động duy nhất phải nuôi bố mẹ không còn khả năng lao động - đề nghị tạm hoãn", "41.1.b"),
        ("III. Số còn lại", None),
        ("C) Những người chưa rõ hoàn cảnh, đang chờ bổ sung giấy tờ của cơ quan", "41.1.g"),
    ],
)
def test_a_counted_section_below_a_total_ends_the_deferral_of_the_one_before_it(third, ground):
    rows = [["STT", "Họ tên", "Sinh", "Số CCCD", "Nghề"]]
    rows += [["I. Số đủ điều kiện gọi khám tuyển"], [1, NAMES[0], 2004, id_of(1, 4), "Lái xe"], ["Cộng: 1 người"]]
    rows += [["II. Số đang học đại học, cao đẳng chính quy - đề nghị tạm hoãn"]]
    rows += [[1, NAMES[1], 2004, id_of(2, 4), "Sinh viên"], ["Cộng: 1 người"]]
    rows += [[third], [1, NAMES[2], 2004, id_of(3, 4), "Lái xe"], ["Cộng: 1 người"]]
    assert said(plan_of("enlistment", rows), "ground") == [None, "41.1.g", ground]


def test_forms_that_begin_with_i_am_called_are_forms_and_the_motto_beside_the_head_is_nobody_s_unit():
    rows = [["BCH QUÂN SỰ PHƯỜNG", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"]]
    rows += [["TRUNG ĐỘI DÂN QUÂN CƠ ĐỘNG", "Độc lập - Tự do - Hạnh phúc"], [], ["PHIẾU KHAI"]]
    for n, name in enumerate(NAMES, 1):
        rows += [[f"Phiếu số {n}"], ["Tôi tên là", name, "Dân tộc", "Kinh"]]
        rows += [["Sinh ngày", f"0{n}/05/2005", "Số thẻ căn cước", id_of(n)], ["Chỗ ở hiện nay", f"Số {n} Lê Duẩn"]]
        rows += [["Học hết lớp", "12/12", "Đang làm nghề", "Thợ hàn"], ["", "", "Người khai ký"], []]
    sheet = plan_of("militia", rows)
    assert said(sheet, "full_name") == list(NAMES)
    assert said(sheet, "citizen_id") == [id_of(n) for n in range(1, 5)]
    assert said(sheet, "current_address") == [f"Số {n} Lê Duẩn" for n in range(1, 5)]
    assert said(sheet, "unit") == [None] * 4


def test_lines_with_dashes_below_a_man_are_his_and_each_says_itself_what_it_is():
    rows = [["TT", "Tên quân nhân", "Năm sinh", "Số CC", "Quân hàm"], ["TỔ DÂN PHỐ SỐ 1: 4 đồng chí"]]
    for n, name in enumerate(NAMES, 1):
        rows += [[n, name, 1990, id_of(n), "Hạ sĩ"]]
        rows += [["", f"- Đi bộ đội 03/2009, ra quân 01/2011; chức vụ: Chiến sĩ, nhà có {n} con"]]
        rows += [["", f"- Chỗ ở: Số {n} Tây Sơn; ĐT: 091234567{n}"], ["", "- Việc làm hiện nay: Thợ nhôm kính"]]
    rows += [["", "Tổng cộng: 4 đồng chí"], ["", "", "", "NGƯỜI LẬP"]]
    sheet = plan_of("reserve", rows)
    assert said(sheet, "full_name") == list(NAMES)
    assert said(sheet, "enlisted_on") == ["2009-03"] * 4 and said(sheet, "discharged_on") == ["2011-01"] * 4
    assert said(sheet, "current_address") == [f"Số {n} Tây Sơn" for n in range(1, 5)]
    assert said(sheet, "phone") == [f"091234567{n}" for n in range(1, 5)]
    assert said(sheet, "occupation") == ["Thợ nhôm kính"] * 4
    assert sheet.rows[1].cells["enlisted_on"] == "B8"  # where the officer sees it
