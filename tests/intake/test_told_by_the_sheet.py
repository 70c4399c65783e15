"""What a sheet's own words say of its short forms, marks, remarks and rows of two lines."""

import pytest

from roster.intake.grid import Sheet, Workbook
from roster.intake.pipeline import Errand, make_plan
from tests.intake.planned import NAMES, TODAY, id_of, plan_of, said


def people(*cells, start=1):
    return [[n, name, f"0{n}/05/1987", f"03108700123{n}", *cells] for n, name in enumerate(NAMES, start)]


HEAD = ["TT", "Họ tên", "Ngày sinh", "Số căn cước"]


@pytest.mark.parametrize(
    ("lines", "meant"),
    [
        (["Chú ý chữ viết tắt:", "Cấp bậc: B1 binh nhì, B2 binh nhất, H1 hạ sĩ"], "Binh nhất"),
        (["Ghi chú: B1 - Binh nhất; B2 - Binh nhì; H1 - Hạ sĩ"], "Binh nhì"),
        (["VIẾT TẮT", "cb: cấp bậc (B1 binh nhì, B2 binh nhất)"], "Binh nhất"),
        (["Cấp bậc ghi tắt: B1: Binh nhì; B2: Binh nhất; H1: Hạ sĩ."], "Binh nhất"),
        (["Viết tắt:", "B1 = binh nhì", "B2 = binh nhất"], "Binh nhất"),
    ],
)
def test_the_sheet_s_own_key_decides_what_a_short_rank_is(lines, meant):
    rows = [[*HEAD, "cb"], *people("B2"), [], *([line] for line in lines)]
    sheet = plan_of("reserve", rows)
    assert said(sheet, "rank") == [meant] * 4 and not any(row.problems for row in sheet.rows)
    assert any("lời chú giải" in notice and "B2" in notice for notice in sheet.notices)


@pytest.mark.parametrize("short", ["B1", "B2"])
def test_without_a_key_a_private_s_short_rank_is_a_warning(short):
    sheet = plan_of("reserve", [[*HEAD, "Cấp bậc"], *people(short)])
    assert [(p.field, p.severity) for row in sheet.rows for p in row.problems] == [("rank", "warning")] * 4


KEY = ["VIẾT TẮT", "đv: đơn vị lúc xuất ngũ", "A = Trung đoàn 50", "B = Lữ đoàn 603", "cn: chuyên nghiệp quân sự",
       "1 = Bộ binh", "2 = Quân y"]  # fmt: skip


def test_a_key_beside_the_table_names_columns_and_what_stands_in_each():
    rows = [[*HEAD, "đv", "cn", None], *people("A", 2, None)]
    rows = [[*row, KEY[n] if n < len(KEY) else None] for n, row in enumerate(rows)] + [
        [None] * 7 + [k] for k in KEY[5:]
    ]
    sheet = plan_of("reserve", rows)
    assert said(sheet, "former_unit") == ["Trung đoàn 50"] * 4 and said(sheet, "speciality") == ["Quân y"] * 4


def test_a_sheet_without_a_key_takes_that_of_the_sheet_before_it_and_says_whose_it_is():
    first = Sheet("Tổ 3", [[*HEAD, "đv"], *people("A"), [], *([line] for line in KEY[:4])])
    second = Sheet("Tổ 9", [[*HEAD, "đv"], *people("B")])
    plan = make_plan(Workbook([first, second]), Errand("reserve", 2026, "Phù Liễn", TODAY), [])
    assert said(plan.sheets[1], "former_unit") == ["Lữ đoàn 603"] * 4
    assert any("“Tổ 3”" in notice for notice in plan.sheets[1].notices)


def test_a_number_is_no_short_form_in_columns_that_the_key_does_not_name():
    rows = [[*HEAD, "Hạng"], *people(1), [], ["Ghi chú: 1 = đã gọi; 2 = chưa gọi"]]
    assert said(plan_of("reserve", rows), "reserve_class") == [1] * 4


def test_short_forms_joined_in_a_cell_are_each_what_the_key_says_and_as_above_is_the_whole_cell():
    cells = ["CĐ - cs", "TTin - at", "nt", "nt"]
    rows = [["Viết tắt:"], ["CĐ = cơ động; TTin = thông tin"], ["at = tiểu đội trưởng; cs = chiến sĩ"], []]
    rows += [[*HEAD, "LL - CV"], *([*row[:4], cell] for row, cell in zip(people(), cells, strict=True))]
    sheet = plan_of("militia", rows)
    assert said(sheet, "component") == ["mobile", "signals", "signals", "signals"]
    assert said(sheet, "post") == ["Chiến sĩ", "Tiểu đội trưởng", "Tiểu đội trưởng", "Tiểu đội trưởng"]


def test_as_above_on_a_new_page_is_the_man_above_and_not_the_heading_between():
    rows = [[*HEAD, "LL - CV"], *people("Cơ động - Chiến sĩ")[:2], [*HEAD, "LL - CV"], *people("nt")[2:]]
    sheet = plan_of("militia", rows)
    assert said(sheet, "component") == ["mobile"] * 4 and said(sheet, "post") == ["Chiến sĩ"] * 4


@pytest.mark.parametrize(
    ("heading", "cell", "key", "read"),
    [
        ("Nhập ngũ - xuất ngũ (đơn vị khi ra quân)", "02/2018 - 01/2020 (Vùng 1, Hải quân)", "former_unit",
         "Vùng 1, Hải quân"),
        ("Nhập ngũ - xuất ngũ (đơn vị khi ra quân)", "02/2018 - 01/2020 (Vùng 1)", "discharged_on", "2020-01"),
        ("Mã + tên CNQS", "15 Quân y", "speciality_code", "15"),
        ("Mã + tên CNQS", "15 Quân y", "speciality", "Quân y"),
        ("Quê > chỗ ở bây giờ", "Tiên Lãng, Hải Phòng > Số 18, ngõ 2, TDP 5", "hometown", "Tiên Lãng, Hải Phòng"),
        ("Quê > chỗ ở bây giờ", "Tiên Lãng, Hải Phòng > Số 18, ngõ 2, TDP 5", "current_address", "Số 18, ngõ 2, TDP 5"),
        ("Giờ anh đang làm nghề gì, ở đâu?", "Thợ hàn, Xưởng Tân Hưng", "workplace", "Xưởng Tân Hưng"),
        ("Anh đi bộ đội từ tháng nào đến tháng nào?", "từ 3/2008 đến 2/2010", "enlisted_on", "2008-03"),
        ("Lúc ra quân anh mang quân hàm gì, giữ chức gì?", "Trung sĩ, Pháo thủ", "post", "Pháo thủ"),
        ("Hồi ra quân anh ở đơn vị nào?", "Lữ đoàn 603", "former_unit", "Lữ đoàn 603"),
        ("Anh vào Đảng chưa? Ngày nào?", "Rồi, vào ngày 07/08/2014", "party_joined_on", "2014-08-07"),
        ("Anh vào Đảng chưa? Ngày nào?", "em chưa ạ", "is_party_member", False),
    ],
)  # fmt: skip
def test_several_facts_in_one_cell_go_each_to_its_own(heading, cell, key, read):
    sheet = plan_of("reserve", [[*HEAD, heading], *people(cell)])
    assert said(sheet, key) == [read] * 4


def test_a_day_that_does_not_exist_beside_a_place_is_a_fault_and_not_lost():
    rows = [["TT", "Họ tên", "Ngày sinh và nơi sinh", "Số căn cước"]]
    rows += [[n, name, "30/02/1987, Nam Định", f"03108700123{n}"] for n, name in enumerate(NAMES, 1)]
    sheet = plan_of("militia", rows)
    assert [{p.code for p in row.problems if p.field == "birth_date"} for row in sheet.rows] == [
        {"impossible_date"}
    ] * 4


@pytest.mark.parametrize(
    ("line", "key", "marked", "others"),
    [
        (
            "Dấu (*) sau tên là cháu đã vào Đoàn, cháu nào không có dấu là chưa vào Đoàn.",
            "is_union_member",
            True,
            False,
        ),
        ("Ghi chú: (*) đảng viên", "is_party_member", True, None),
        ("(*): công dân nữ", "sex", "female", None),
        ("(*): nhà ở xa, gọi trước", "notes", "(*): nhà ở xa, gọi trước", None),
        ("", "notes", "Có dấu * ở họ tên", None),
    ],
)
def test_a_mark_beside_a_name_is_what_the_sheet_says_of_it(line, key, marked, others):
    rows = [[*HEAD], *people(), [], [line]]
    rows[1][1] += " (*)"
    rows[3][1] += " (*)"
    sheet = plan_of("militia", rows)
    assert said(sheet, "full_name") == list(NAMES)
    assert said(sheet, key)[::2] == [marked] * 2
    assert key == "sex" or said(sheet, key)[1::2] == [others] * 2


@pytest.mark.parametrize(
    ("remark", "ground", "warned"),
    [
        ("học đại học chính quy, có giấy của trường, xin hoãn", "41.1.g", True),
        ("nhà có anh ruột đang tại ngũ, đề nghị tạm hoãn", "41.1.d", True),
        ("xin hoãn một thời gian", None, True),
        ("không thuộc diện tạm hoãn", None, False),
        ("đã hết thời gian tạm hoãn", None, False),
        ("đang học đại học, gọi buổi trưa", None, False),
    ],
)
def test_a_deferral_told_in_the_remarks_is_a_claim_with_a_warning(remark, ground, warned):
    rows = [["TT", "Họ tên", "Ngày sinh", "Số căn cước", "Ghi chú"]]
    rows += [[n, name, f"0{n}/05/2005", id_of(n), remark] for n, name in enumerate(NAMES, 1)]
    sheet = plan_of("enlistment", rows)
    assert said(sheet, "ground") == [ground] * 4 and said(sheet, "notes") == [remark] * 4
    assert [[p.severity for p in row.problems] for row in sheet.rows] == [["warning"] * warned] * 4
    assert [row.claim is not None for row in sheet.rows] == [ground is not None] * 4


def test_men_over_two_lines_below_a_heading_of_two_are_one_each_though_few_columns_are_double():
    rows = [
        ["STT", "Họ và tên", "Ngày sinh", "Số CCCD", "Lớp", "Hộ khẩu thường trú", "Họ tên cha", "Ghi chú"],
        [None, "Mã sinh viên", "Nơi sinh", "Điện thoại", "Ngành, nghề", None, "Họ tên mẹ", None],
    ]
    for n, name in enumerate(NAMES, 1):
        rows.append([n, name, f"0{n}/05/2005", id_of(n), "K16A", f"Số {n} Lê Duẩn", "Lê Văn Hai", None])
        rows.append([None, f"CD{n}", "Thái Bình", f"091234511{n}", "Điện", None, "Vũ Thị Ba", None])
    sheet = plan_of("enlistment", rows)
    assert said(sheet, "full_name") == list(NAMES) and said(sheet, "mother_name") == ["Vũ Thị Ba"] * 4
    assert said(sheet, "phone") == [f"091234511{n}" for n in range(1, 5)]


def test_a_list_of_women_says_their_sex_and_an_id_that_differs_is_told():
    rows = [["DANH SÁCH NỮ HỘI VIÊN THAM GIA DÂN QUÂN"], [], HEAD, *people()]
    sheet = plan_of("militia", rows)
    assert said(sheet, "sex") == ["female"] * 4
    assert {p.code for row in sheet.rows for p in row.problems} == {"citizen_id_sex"}


def test_a_table_below_stands_under_the_title_of_its_sheet():
    rows = [["DANH SÁCH DÂN QUÂN CỦA TỔ DÂN PHỐ SỐ 7"], [], [*HEAD, "Chức vụ"], *people("Chiến sĩ"), [], [],
            ["B. TỔ DÂN QUÂN Y TẾ"], ["TT", "Họ tên", "Nam/Nữ", "Sinh ngày", "Nơi công tác", "CCCD"]]  # fmt: skip
    rows += [
        [n, f"Bùi Văn {c}", "Nam", f"0{n}/05/1988", "Trạm y tế", f"03108800123{n}"] for n, c in enumerate("ANBD", 1)
    ]
    sheet = Sheet("TDP7", rows)
    plan = make_plan(Workbook([sheet]), Errand("militia", 2026, "Phù Liễn", TODAY), [])
    assert [said(part, "neighbourhood") for part in plan.sheets] == [["TDP số 7"] * 4] * 2


def test_cards_with_joined_facts_and_sections_between_them_are_read():
    rows = [["TỔ DÂN PHỐ SỐ 7"]]
    for n, name in enumerate(NAMES, 1):
        if n == 3:
            rows.append(["TỔ DÂN PHỐ SỐ 8"])
        rows += [
            [n, "Họ tên, ngày sinh", f"{name} - 0{n}/09/2005"],
            [None, "Căn cước / điện thoại", f"{id_of(n)} / 091234511{n}"],
            [None, "Dân tộc, tôn giáo", "Kinh, Công giáo"],
            [None, "Hộ khẩu thường trú", f"Số {n} Khúc Trì" if n != 2 else "như phiếu trên"],
            [None, "Bố, mẹ (năm sinh)", "Lê Văn Hai (1978), Vũ Thị Ba (1977)"],
            [None, "Thẩm tra chính trị", "chưa có kết quả, đang xác minh"],
            [],
        ]
    sheet = plan_of("enlistment", rows)
    assert said(sheet, "neighbourhood") == ["TDP số 7"] * 2 + ["TDP số 8"] * 2
    assert said(sheet, "religion") == ["Công giáo"] * 4 and said(sheet, "mother_name") == ["Vũ Thị Ba"] * 4
    assert said(sheet, "permanent_address") == ["Số 1 Khúc Trì", "Số 1 Khúc Trì", "Số 3 Khúc Trì", "Số 4 Khúc Trì"]
    assert said(sheet, "political_result") == ["pending"] * 4


def test_a_squad_s_row_above_the_heading_is_said_of_its_men_where_others_follow():
    rows = [["Trung đội dân quân cơ động"], [], ["TIỂU ĐỘI 1"], HEAD, *people(), [], ["TIỂU ĐỘI 2"], HEAD]
    rows += [[n, f"Bùi Văn {c}", f"0{n}/05/1988", f"03108800123{n}"] for n, c in enumerate("ANBD", 1)]
    assert said(plan_of("militia", rows), "unit") == ["Tiểu đội 1"] * 4 + ["Tiểu đội 2"] * 4


def test_the_english_below_a_firm_s_headings_is_no_part_of_them():
    rows = [["STT\nNo.", "Họ và tên\nFull name", "Ngày sinh\nDate of birth", "Số CCCD / ID card No.",
             "Ngày vào công ty\nHired on", "Đảng viên\nParty (Y/N)"]]  # fmt: skip
    rows += [[*row, "03/02/2019", "Y" if row[0] == 1 else "N"] for row in people()]
    sheet = plan_of("militia", rows)
    assert said(sheet, "is_party_member") == [True, False, False, False] and said(sheet, "joined_on") == [None] * 4
    assert [c.heading for c in sheet.columns if c.doubt] == []


@pytest.mark.parametrize("words", ["Đủ điều kiện", "Không thuộc diện", "không", "Đạt tiêu chuẩn gọi"])
def test_words_that_say_no_ground_are_none(words):
    rows = [["TT", "Họ tên", "Ngày sinh", "Số căn cước", "Diện tạm hoãn, miễn"]]
    rows += [[n, name, f"0{n}/05/2005", id_of(n), words] for n, name in enumerate(NAMES, 1)]
    sheet = plan_of("enlistment", rows)
    assert said(sheet, "ground") == [None] * 4 and not any(row.problems for row in sheet.rows)


@pytest.mark.parametrize(
    ("title", "sex"),
    [("DANH SÁCH HỌC SINH NAM SINH NĂM 2005", "male"), ("DANH SÁCH CÔNG DÂN NĂM 2026", None)],
)
def test_men_and_years_are_told_apart_in_a_title(title, sex):
    rows = [[title], [], ["TT", "Họ tên", "Ngày sinh"], *([n, name, f"0{n}/05/2005"] for n, name in enumerate(NAMES))]
    assert said(plan_of("enlistment", rows), "sex") == [sex] * 4


def test_labels_too_short_for_headings_are_no_part_of_what_they_label():
    rows = [["TT", "- Họ và tên\n- Ngày sinh", "- Quê quán\n- Thường trú\n- Nghề nghiệp"]]
    rows += [
        [n, f"{name}\n0{n}/05/1987", "QQ: Thanh Hà, Hải Dương\nTT: Số 2, TDP số 5\nNghề nghiệp: Kỹ sư"]
        for n, name in enumerate(NAMES, 1)
    ]
    sheet = plan_of("reserve", rows)
    assert said(sheet, "hometown") == ["Thanh Hà, Hải Dương"] * 4
    assert said(sheet, "permanent_address") == ["Số 2, TDP số 5"] * 4


def test_a_class_of_school_typed_with_the_wrong_stroke_is_read():
    rows = [["TT", "Họ tên", "Ngày sinh", "Trình độ"], *([*row[:3], "9\\12"] for row in people())]
    assert said(plan_of("militia", rows), "education") == ["9/12"] * 4


def test_a_reason_in_free_words_below_the_section_of_a_clause_is_its_evidence():
    rows = [["TT", "Họ tên", "Ngày sinh", "Số căn cước", "Lý do tạm hoãn"], ["b) Điểm b khoản 1 Điều 41"]]
    rows += [
        [n, name, f"0{n}/05/2005", id_of(n), "Mẹ liệt giường, không có ai khác"] for n, name in enumerate(NAMES, 1)
    ]
    sheet = plan_of("enlistment", rows)
    assert said(sheet, "ground") == ["41.1.b"] * 4 and not any(row.problems for row in sheet.rows)
    assert [row.claim.values["claim_evidence"] for row in sheet.rows] == ["Mẹ liệt giường, không có ai khác"] * 4


def test_a_title_that_asks_deferral_for_all_is_everybody_s_claim_and_is_told():
    title = "DANH SÁCH SINH VIÊN HỆ CAO ĐẲNG CHÍNH QUY ĐỀ NGHỊ TẠM HOÃN GỌI NHẬP NGŨ NĂM 2026"
    rows = [[title], [], ["TT", "Họ tên", "Ngày sinh", "Số căn cước"]]
    rows += [[n, name, f"0{n}/05/2005", id_of(n)] for n, name in enumerate(NAMES, 1)]
    sheet = plan_of("enlistment", rows)
    assert said(sheet, "ground") == ["41.1.g"] * 4
    assert any(notice.startswith("Tiêu đề nói mọi người") for notice in sheet.notices)


def test_units_of_several_forces_tell_each_man_s_and_no_title_that_leaves_one_out():
    rows = [["DANH SÁCH DÂN QUÂN (trừ lực lượng tại chỗ)"], [], ["Đơn vị", *HEAD]]
    units = ("Tiểu đội dân quân thường trực", None, "Tiểu đội dân quân cơ động", None)
    rows += [[unit, *row] for unit, row in zip(units, people(), strict=True)]
    sheet = plan_of("militia", rows, [(3, 0, 4, 0), (5, 0, 6, 0)])
    assert said(sheet, "component") == ["standing", "standing", "mobile", "mobile"]


def test_a_point_below_its_clause_is_the_ground_of_those_under_it():
    rows = [["TT", "Họ tên", "Ngày sinh", "Số căn cước", "Lý do"], ["A. MIỄN (khoản 2 Điều 41)"], ["a) Con liệt sĩ"]]
    born = [[n, name, f"0{n}/05/2005", id_of(n), "Theo hồ sơ"] for n, name in enumerate(NAMES, 1)]
    rows += [*born[:2], ["B. TẠM HOÃN (khoản 1 Điều 41)"], ["b) Là lao động duy nhất"], *born[2:]]
    assert said(plan_of("enlistment", rows), "ground") == ["41.2.a"] * 2 + ["41.1.b"] * 2


@pytest.mark.parametrize("title", ["CHI BỘ TỔ DÂN PHỐ SỐ 9", "Các đồng chí của tổ dân phố số 9 tham gia dân quân"])
def test_the_one_numbered_quarter_of_a_title_is_everybody_s(title):
    assert said(plan_of("militia", [[title], [], HEAD, *people()]), "neighbourhood") == ["TDP số 9"] * 4


def test_day_month_and_year_beside_an_age_are_the_day_of_birth():
    rows = [["#", "Họ tên", "Ngày", "Tháng", "Năm", "Tuổi", "CCCD", "ĐV (Đảng)", "ĐoV (Đoàn)"]]
    rows += [[n, name, n, 5, 2005, 21, id_of(n), None, "✔"] for n, name in enumerate(NAMES, 1)]
    sheet = plan_of("enlistment", rows)
    assert said(sheet, "birth_date") == [f"2005-05-0{n}" for n in range(1, 5)] and said(sheet, "sex") == ["male"] * 4
    assert said(sheet, "is_union_member") == [True] * 4 and [c.key for c in sheet.columns][7] == "is_party_member"


def test_who_was_born_in_another_year_than_the_title_says_is_told():
    rows = [["DANH SÁCH NAM CÔNG DÂN ĐỦ 17 TUỔI TRONG NĂM 2026"], [], HEAD]
    rows += [
        [n, name, f"0{n}/05/{2009 if n < 4 else 2010}", id_of(n, 9 if n < 4 else 10)] for n, name in enumerate(NAMES, 1)
    ]
    sheet = plan_of("enlistment", rows)
    found = [[(p.code, p.severity) for p in row.problems] for row in sheet.rows]
    assert found == [[], [], [], [("age_out_of_range", "warning")]]


def test_a_key_line_with_a_bullet_names_its_column_and_what_that_is():
    rows = [[*HEAD, "DT", "Cấp bậc"], *people("KM", "B2"), [], ["Ghi chú:"]]
    rows += [["- Cột DT (dân tộc): K là Kinh, KM là Khmer."], ["- Cột cấp bậc: B1 Binh nhì, B2 Binh nhất."]]
    sheet = plan_of("reserve", rows)
    assert said(sheet, "ethnicity") == ["Khmer"] * 4 and said(sheet, "rank") == ["Binh nhất"] * 4


def test_southern_words_for_parents_are_theirs_and_never_the_man_s():
    rows = [["TT", "Họ tên", "Ngày sinh", "Số căn cước", "Họ tên tía", "Họ tên má", "Học tới lớp mấy"]]
    rows += [
        [n, name, f"0{n}/05/2005", id_of(n), "Nguyễn Văn Dũng 1971", "Phan Thị Cúc 1975", "9"]
        for n, name in enumerate(NAMES, 1)
    ]
    sheet = plan_of("enlistment", rows)
    assert said(sheet, "full_name") == list(NAMES) and said(sheet, "education") == ["9/12"] * 4
    assert said(sheet, "father_name") == ["Nguyễn Văn Dũng"] * 4 and said(sheet, "mother_name") == ["Phan Thị Cúc"] * 4


def test_parents_in_lines_with_bullets_and_labels_carry_neither():
    rows = [["TT", "Họ tên", "Ngày sinh", "- Họ và tên cha, năm sinh\n- Họ và tên mẹ, năm sinh"]]
    rows += [
        [n, name, f"0{n}/05/2005", "- Cha: Lê Văn Hai, 1973\n- Mẹ: Vũ Thị Ba, 1975"] for n, name in enumerate(NAMES)
    ]
    assert said(plan_of("enlistment", rows), "father_name") == ["Lê Văn Hai"] * 4


def test_a_name_of_one_word_is_a_warning_and_goes_in():
    rows = [
        HEAD,
        *([n, name, "01/05/1987", f"03108700123{n}"] for n, name in enumerate(("K'Brêu", "Blơi", *NAMES[:2]))),
    ]
    sheet = plan_of("militia", rows)
    assert said(sheet, "full_name")[:2] == ["K'Brêu", "Blơi"]
    assert [[p.severity for p in row.problems] for row in sheet.rows] == [["warning"], ["warning"], [], []]


def test_the_end_of_a_deferral_is_read_out_of_its_reason():
    rows = [["TT", "Họ tên", "Ngày sinh", "Số căn cước", "Lý do tạm hoãn"]]
    reason = "Đang học đại học chính quy\nTạm hoãn đến hết ngày 30/6/2027"
    rows += [[n, name, f"0{n}/05/2005", id_of(n), reason] for n, name in enumerate(NAMES, 1)]
    sheet = plan_of("enlistment", rows)
    assert said(sheet, "ground") == ["41.1.g"] * 4 and said(sheet, "ground_until") == ["2027-06-30"] * 4


def test_a_nickname_is_no_people():
    rows = [
        ["TT", "Họ tên", "Tên thường dùng", "Ngày sinh"],
        *([n, v, "Cò", "01/05/2005"] for n, v in enumerate(NAMES)),
    ]
    assert said(plan_of("enlistment", rows), "other_name") == ["Cò"] * 4


def test_a_heading_that_lists_the_choices_below_it_is_one_fact_and_no_fault_of_the_program():
    rows = [[*HEAD, "Cấp bậc", "Đúng, gần đúng, chưa đúng"], *people("Hạ sĩ", "Gần đúng")]
    assert said(plan_of("reserve", rows), "speciality_match") == ["near"] * 4


def test_homely_words_for_wife_and_registered_home_are_hers_and_his():
    rows = [["TT", "Họ tên", "Năm sinh", "Cấp bậc", "Hộ khẩu ở số nhà", "Vợ là"]]
    rows += [
        [n, name, 1987, "Hạ sĩ", f"{n}A/21 Trần Nhân Tông", "Cao Thị Bích Thảo"] for n, name in enumerate(NAMES, 1)
    ]
    sheet = plan_of("reserve", rows)
    assert said(sheet, "spouse_name") == ["Cao Thị Bích Thảo"] * 4
    assert said(sheet, "permanent_address") == [f"{n}A/21 Trần Nhân Tông" for n in range(1, 5)]


def test_the_key_to_receiving_units_is_never_repeated():
    rows = [
        [*HEAD, "Đơn vị DBĐV"],
        *people("A"),
        [],
        ["Viết tắt:"],
        ["Đơn vị DBĐV: A là Trung đoàn 836, B là Lữ đoàn 9"],
    ]
    sheet = plan_of("reserve", rows)
    assert said(sheet, "is_assigned") == [True] * 4
    assert "836" not in repr(sheet)
