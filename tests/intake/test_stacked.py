"""Forms that put several facts on the lines of one cell are read fact by fact."""

from datetime import date

import pytest

from roster.columns.catalogue import column
from roster.columns.column import ReadContext
from roster.intake.grid import Sheet, Workbook
from roster.intake.headings import find_heading
from roster.intake.pipeline import Errand, make_plan
from roster.intake.slots import slots_of
from roster.intake.stacked import spread, unstack

TODAY = date(2026, 11, 24)
CONTEXT = ReadContext(TODAY)

FORM_16C = [
    "Số TT",
    "- Họ, chữ đệm và tên khai sinh\n- Họ, chữ đệm và tên thường dùng\n- Ngày, tháng, năm sinh\n- Số thẻ căn cước/CCCD",
    "- Nghề nghiệp\n- Nơi làm việc\n- Nhóm, ngạch, bậc lương",
    "- Nơi thường trú của gia đình; bản thân\n- Nơi ở hiện nay của bản thân",
    "- Thành phần gia đình\n- Thành phần bản thân\n- Dân tộc, tôn giáo\n- Sức khỏe đạt loại",
    "- Trình độ văn hóa, CMKT\n- Ngoại ngữ\n- Đảng, đoàn",
    "- Họ và tên cha, năm sinh, nghề nghiệp\n- Họ và tên mẹ, năm sinh, nghề nghiệp\n"
    "- Họ và tên vợ (chồng), năm sinh, nghề nghiệp",
    "Ghi chú",
]


def spread_text(heading, text, roster="enlistment"):
    slots = slots_of(heading, roster)
    return dict(zip((slot.keys[0] for slot in slots), spread(text, slots, roster, CONTEXT), strict=True))


@pytest.mark.parametrize(
    "heading",
    ["Họ và\ntên", "Ngày, tháng,\nnăm sinh", "Trình độ\nvăn hóa", "Họ tên bố,\nnăm sinh", "Số CCCD\n(12 số)",
        "CCCD/CMND",
     "Số điện thoại\nliên hệ", "Học lớp/Trường", "Ngày, tháng, năm nhập ngũ", "Nơi thường trú\n(số nhà, đường)"],
)  # fmt: skip
def test_one_fact_whose_heading_is_broken_stays_one(heading):
    assert slots_of(heading, "reserve") == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Lê Văn An\n19/08/2004\n031204288555", ("Lê Văn An", "19/08/2004", "031204288555")),
        ("Lê Văn An\n031204288555", ("Lê Văn An", None, "031204288555")),
        ("19/08/2004\n031204288555", (None, "19/08/2004", "031204288555")),
        ("- Lê Văn An\n- 19/08/2004\n- 031204288555", ("Lê Văn An", "19/08/2004", "031204288555")),
        ("Lê Văn An\n-\n031204288555", ("Lê Văn An", "-", "031204288555")),
        ("Lê Văn\nAn\n19/08/2004\n031204288555", ("Lê Văn An", "19/08/2004", "031204288555")),
        ("Lê Văn An\nNgày sinh: 19/08/2004\nCCCD: 031204288555", ("Lê Văn An", "19/08/2004", "031204288555")),
        ("Lê Văn An, 19/08/2004, 031204288555", ("Lê Văn An", "19/08/2004", "031204288555")),
    ],
)
def test_lines_are_aligned_by_what_they_can_be(text, expected):
    found = spread_text("Họ và tên\nNgày sinh\nSố CCCD", text)
    assert tuple(found.values()) == expected


def test_relatives_are_told_by_their_labels():
    found = spread_text(FORM_16C[6], "Mẹ: Trần Thị Bé, 1975, làm ruộng\nVợ: Lê Thị Cẩm")
    assert found == {"father_name": None, "mother_name": "Trần Thị Bé, 1975, làm ruộng", "spouse_name": "Lê Thị Cẩm"}


def test_an_address_with_commas_is_not_torn():
    found = spread_text("Quê quán\nTrú quán", "Vĩnh Bảo, Hải Phòng\nSố 5 Cao Toàn, TDP số 3")
    assert found == {"hometown": "Vĩnh Bảo, Hải Phòng", "permanent_address": "Số 5 Cao Toàn, TDP số 3"}


def test_the_official_form_16c_is_read_whole():
    rows = [
        ["DANH SÁCH CÔNG DÂN ĐỦ ĐIỀU KIỆN GỌI SƠ TUYỂN NĂM 2026"],
        FORM_16C,
        [f"({n})" for n in range(1, 9)],
        [
            1.0,
            "- Nguyễn Văn Khoa\n- Khoa Bờm\n- 05/09/2005\n- 031205950826",
            "- Thợ điện\n- Công ty TNHH Hoa Phượng\n-",
            "- Số 5 Cao Toàn, TDP số 3\n- Số 9 Lãm Khê, TDP số 7",
            "- Bần nông\n- Học sinh\n- Kinh, Không\n- Loại 2",
            "- 12/12, Cao đẳng\n- Tiếng Anh\n- Đoàn viên",
            "- Nguyễn Văn Tú, 1970, làm ruộng\n- Lê Thị Hoa, 1972, giáo viên\n-",
            "Tình nguyện",
        ],
    ]
    plan = make_plan(Workbook([Sheet("Mẫu 16C", rows)]), Errand("enlistment", 2026, "Phù Liễn", TODAY), [])
    row = plan.sheets[0].rows[0]
    assert [p.code for p in row.problems] == []
    expected = {
        "full_name": "Nguyễn Văn Khoa", "other_name": "Khoa Bờm", "birth_date": "2005-09-05",
        "citizen_id": "031205950826",
        "occupation": "Thợ điện", "workplace": "Công ty TNHH Hoa Phượng",
        "permanent_address": "Số 5 Cao Toàn, TDP số 3",
        "current_address": "Số 9 Lãm Khê, TDP số 7", "family_class": "Bần nông", "personal_class": "Học sinh",
        "ethnicity": "Kinh", "religion": "Không", "health_class": 2, "education": "12/12", "qualification": "Cao đẳng",
        "foreign_language": "Tiếng Anh", "is_union_member": True, "father_name": "Nguyễn Văn Tú",
        "father_birth_year": 1970,
        "father_occupation": "làm ruộng", "mother_name": "Lê Thị Hoa", "mother_birth_year": 1972,
        "mother_occupation": "giáo viên", "notes": "Tình nguyện",
    }  # fmt: skip
    assert {key: row.fields.get(key) for key in expected} == expected


@pytest.mark.parametrize(
    ("cell", "father", "mother"),
    [
        ("Cha: Trần Hoàng Trung\nMẹ: Mạc Thùy Thủy", "Trần Hoàng Trung", "Mạc Thùy Thủy"),
        ("Mẹ: Mạc Thùy Thủy; bố: Trần Hoàng Trung", "Trần Hoàng Trung", "Mạc Thùy Thủy"),
        ("Bố: Trần Hoàng Trung (1975), mẹ: Mạc Thùy Thủy (1978)", "Trần Hoàng Trung", "Mạc Thùy Thủy"),
        ("Mẹ: Mạc Thùy Thủy", None, "Mạc Thùy Thủy"),
        ("Trần Hoàng Trung", "Trần Hoàng Trung", None),
    ],
)
@pytest.mark.parametrize("heading", ["Con ông (bà)", "Phụ huynh", "Họ tên bố"])
def test_cells_that_label_father_and_mother_are_taken_apart(heading, cell, father, mother):
    others = ["Cha: Lê Văn An\nMẹ: Vũ Thị Bình"] * 3
    rows = [["STT", "Họ và tên", "Ngày sinh", heading]]
    rows += [[n, f"Trần Văn {'ABCD'[n - 1]}n", "12/07/2009", text] for n, text in enumerate([cell, *others], start=1)]
    sheet = Sheet("DS", rows)
    plan = unstack(sheet, find_heading(sheet, "enlistment"), "enlistment", TODAY)
    said = {path[-1]: plan.sheet.rows[1][place] for place, path in plan.heading.paths.items()}
    bare = {key: (value or "").split(" (")[0].rstrip(",") or None for key, value in said.items() if "Họ tên" in key}
    assert bare == {"Họ tên cha": father, "Họ tên mẹ": mother}


def test_a_relative_s_name_with_a_colon_left_in_it_is_pointed_out():
    read = column("enlistment", "father_name").read
    assert read("Bố: Trần Văn An", ReadContext(TODAY)).values["father_name"] == "Trần Văn An"
    (found,) = read("Người giám hộ: Trần Văn An", ReadContext(TODAY)).problems
    assert "dấu hai chấm" in found.message and not found.holds_back


def test_the_row_of_numbers_below_three_heading_rows_is_nobody():
    heading = [
        ["TT", "Họ và tên khai sinh", "Cấp bậc", "Nhập ngũ", "Dân tộc"],
        ["", "Ngày tháng năm sinh", "Chức vụ", "Xuất ngũ", "Tôn giáo"],
        ["", "Số CCCD", "Chuyên nghiệp quân sự", "Đơn vị khi xuất ngũ", "Đảng viên"],
    ]
    man = [
        [1.0, "VŨ NGỌC HƯỞNG", "Đại úy", "25/02/2013", "Kinh"],
        ["", "14/03/1993", "Phó Đại đội trưởng", "07/02/2018", "Không"],
        ["", "034093073914", "01 - Bộ binh", "Lữ đoàn 649", "x"],
    ]
    rows = [*heading, [1.0, 2.0, 3.0, 4.0, 5.0], ["I. SĨ QUAN DỰ BỊ"], *man, *([[2.0, *man[0][1:]], *man[1:]])]
    plan = make_plan(Workbook([Sheet("QNDB", rows)]), Errand("reserve", 2026, "Phù Liễn", TODAY), [])
    read = [row.fields for row in plan.sheets[0].rows]
    assert len(read) == 2 and read[0]["post"] == "Phó Đại đội trưởng" and read[0]["discharged_on"] == "2018-02-07"
