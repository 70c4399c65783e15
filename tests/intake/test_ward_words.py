"""Words of real offices over and in the columns: two-level headings, short forms, and what must not be guessed."""

from __future__ import annotations

from datetime import date

import pytest

from roster.columns.catalogue import column
from roster.columns.column import ReadContext
from roster.intake.grid import Merge, Sheet, Workbook
from roster.intake.meanings import meanings
from roster.intake.pipeline import Errand, make_plan
from roster.intake.slots import slots_of

CONTEXT = ReadContext(date(2026, 11, 26))
PATHS = {
    "enlistment": {
        "qualification": "Trình độ>Nghề", "party_joined_on": "Ngày vào>Đảng", "union_joined_on": "Năm vào>Đoàn",
        "citizen_id": "Số CCCD, ngày cấp>Số", "health_class": "Kết quả khám>Loại", "height_cm": "Thể lực>Cao",
        "myopia_dioptres": "Kết quả khám>Mắt>Độ cận (D)", "ground_until": "Thuộc diện>Thời hạn đến",
        "ground": "Thuộc diện>Lý do", "father_birth_year": "Cha>Năm sinh",
        "current_address": "Nơi cư trú>Tạm trú", "workplace": "Nghề nghiệp>Nơi làm việc",
        "permanent_address": "Nơi cư trú", "name.given": "Công dân>Tên", "notes": "Ghi thêm",
        "political_result=pending": "Thẩm tra lý lịch>Chờ kết luận",
    },
    "militia": {
        "component=standing": "Lực lượng>TT", "component=engineer": "Lực lượng>C.binh",
        "component=air_defence": "Binh chủng>P.không", "component=signals": "Thành phần>TT liên lạc",
        "joined_on": "Nghĩa vụ DQ>Bắt đầu", "ends_on": "Nghĩa vụ DQ>Kết thúc", "post": "Cấp chức",
        "component=mobile": "Thuộc lực lượng (đánh dấu x)>Cơ động", "component=local": "Đánh dấu x>Tại chỗ",
        "current_address": "Nơi cư trú",
    },
    "reserve": {
        "speciality_match=exact": "CNQS>Đúng", "speciality_match=none": "Sắp xếp so với CNQS>Chưa đúng",
        "reserve_class=2": "Quân nhân dự bị>Hạng hai", "former_unit": "Nơi phục vụ (đơn vị)",
        "enlisted_on": "Tại ngũ>Từ tháng", "discharged_on": "Ngày về địa phương",
        "speciality_match=near": "Mức độ phù hợp CNQS>Gần đúng", "is_assigned": "Biên chế DBĐV>Chức vụ",
    },
}  # fmt: skip
VALUES = {
    ("enlistment", "political_result"): {
        "passed": "Đạt yêu cầu|Đủ TC", "failed": "Không đủ TC|KĐ", "pending": "Chờ KQ",
    },
    ("enlistment", "ground"): {
        "41.1.a": "Không đủ SK|Sức khỏe loại V", "41.1.b": "LĐ duy nhất|Nuôi bố mẹ già yếu",
        "41.1.d": "Em trai đang thực hiện nghĩa vụ CAND|Anh trai đang tại ngũ",
        "41.2.a": "Con liệt sĩ|Con LS|Là con của thương binh hạng một|Con TB 1/4|Con đẻ của liệt sĩ",
        "41.2.b": "Anh của liệt sĩ|Em ruột liệt sĩ|Có anh trai là liệt sĩ|Em trai duy nhất của liệt sĩ",
        "41.2.đ": "Viên chức công tác tại vùng ĐBKK đủ 24 tháng", "41.1.e": "Viên chức điều động đến vùng ĐBKK",
        "41.1.g": "SV năm 2|Khoản 1, điểm g|g khoản 1|Đang học ĐH",
    },
    ("enlistment", "volunteer"): {True: "Có đơn|Đã viết đơn|x", False: "Chưa viết|không"},
    ("enlistment", "education"): {"12/12": "Hết lớp 12|12/12 (BTVH)|TN THPT", "9/12": "Tốt nghiệp lớp 9"},
    ("enlistment", "ethnicity"): {"Kinh": "KINH|kinh", "Sán Dìu": "sán dìu", "Pa Cô": "Pa Cô"},
    ("enlistment", "religion"): {"Không": "Ko|không|0", "Công giáo": "Thiên chúa", "Phật giáo": "PG|Đạo Phật"},
    ("enlistment", "full_name"): {"Nguyễn Văn An": "1. Nguyễn Văn An|Đ/c Nguyễn Văn An|- Nguyễn Văn An|Nguyễn Văn An."},
    ("militia", "component"): {"artillery": "Cối 82|P.binh", "air_defence": "SMPK 12,7mm|P.không", "mobile": "LLCĐ"},
    ("reserve", "rank"): {"Thiếu úy": "1/", "Thiếu tá": "1//", "Trung sĩ": "Tr.sĩ|H2", "Thượng sĩ": "Th.sĩ"},
    ("militia", "post"): {"Trung đội trưởng": "b trưởng", "Tiểu đội phó": "a.phó|aP", "Chiến sĩ": "Chiến sỹ|CS"},
    ("reserve", "speciality_code"): {"07": "07 - Thông tin|07"},
    ("reserve", "speciality_match"): {"near": "GĐ", "none": "Trái CNQS"},
}  # fmt: skip


@pytest.mark.parametrize("roster", PATHS)
def test_a_heading_of_several_levels_is_understood(roster):
    for key, path in PATHS[roster].items():
        found = max(meanings(tuple(path.split(">")), roster), key=lambda pair: pair[1], default=("", 0))
        assert (path, found[0]) == (path, key)


@pytest.mark.parametrize(("roster", "key"), VALUES)
def test_a_value_is_understood_however_it_is_shortened(roster, key):
    for wanted, written in VALUES[roster, key].items():
        for text in written.split("|"):
            reading = column(roster, key).read(text, CONTEXT)
            assert (text, reading.values.get(key), reading.problems) == (text, wanted, ())


@pytest.mark.parametrize(
    ("roster", "key", "text"),
    [
        ("reserve", "rank", "BN"),  # binh nhất or binh nhì
        ("reserve", "rank", "T.sĩ"),  # trung sĩ or thượng sĩ
        ("reserve", "rank", "1"),
        ("militia", "is_union_member", "Đ"),  # Đảng or Đoàn
    ],
)
def test_what_may_mean_two_things_is_not_guessed(roster, key, text):
    assert [problem.code for problem in column(roster, key).read(text, CONTEXT).problems] == ["not_a_choice"]


def test_a_father_is_not_read_out_of_other_words():
    """Folded, "bộ" is "bố": neither soldiers nor parts of a unit are somebody's father."""
    for heading in ("Ngày đi bộ đội", "Bộ phận", "Vào bộ đội"):
        for roster in ("militia", "reserve"):
            best = max(meanings((heading,), roster), key=lambda pair: pair[1], default=("", 0))
            assert best[0] != "father_name", heading


def test_facts_in_brackets_behind_one_word_are_told_apart():
    assert [slot.keys[0] for slot in slots_of("Trình độ\n(VH/CMKT)", "reserve")] == ["education", "qualification"]
    assert [slot.keys[0] for slot in slots_of("Họ tên khai sinh\n(ngày, tháng, năm sinh)", "reserve")] == [
        "full_name", "birth_date",
    ]  # fmt: skip
    assert slots_of("Nơi thường trú (số nhà, tổ)", "reserve") == ()
    assert {slot.keys[0] for slot in slots_of("Cha, mẹ (họ tên, năm sinh)", "enlistment")} == {
        "father_name", "mother_name",
    }  # fmt: skip


def test_one_name_may_ask_for_two_facts():
    for heading, roster, keys in (
        ("Thời gian tại ngũ (từ - đến)", "reserve", ["enlisted_on", "discharged_on"]),
        ("Thời gian tham gia (từ - đến)", "militia", ["joined_on", "ends_on"]),
        ("Đoàn thể", "militia", ["is_party_member", "is_union_member"]),
    ):
        assert [slot.keys[0] for slot in slots_of(heading, roster)] == keys, heading
    assert slots_of("Thời gian tham gia", "militia") == ()
    assert slots_of("Số nhà, đường phố nơi đang ở", "enlistment") == ()


def test_a_parent_who_died_keeps_his_name():
    reading = column("enlistment", "father_name").read("Đoàn Văn Hiếu (đã chết)", CONTEXT)
    assert reading.values == {"father_name": "Đoàn Văn Hiếu", "father_occupation": "đã chết"}


def test_the_name_of_a_speciality_behind_its_code_is_kept_and_tones_of_names_stand_as_in_school_books():
    read = column("reserve", "speciality_code").read("07 - Thông tin", CONTEXT)
    assert read.values == {"speciality_code": "07", "speciality": "Thông tin"}
    rows = [["Họ và tên", "Ngày sinh", "Con ông"], ["LÊ THỊ HOÀ", "1/2/2004", "Lê Quý Tòan"]]
    found = plan_of(rows, "enlistment").rows[0].fields
    assert (found["full_name"], found["father_name"]) == ("Lê Thị Hòa", "Lê Quý Toàn")


def test_a_section_that_names_no_force_ends_the_one_before_it():
    """Those of the medical team, and of a team that nobody knows, are not of the air defence above them."""
    rows = [["TT", "Họ và tên", "Ngày sinh", "Số CCCD"]]
    for number, title in enumerate(("I. TỔ PHÒNG KHÔNG", "II. TỔ QUÂN Y DÂN QUÂN", "III. TỔ CỜ ĐỎ"), 1):
        rows += [[title], [number, f"Nguyễn Văn {'ABC'[number - 1]}n", "1/2/1999", f"03109900000{number}"]]
    forces = [row.fields.get("component") for row in plan_of(rows, "militia").rows]
    assert forces == ["air_defence", "medical", None]


def test_both_lines_of_a_heading_that_is_repeated_are_no_people():
    head = [["TT", "Họ và tên", "Giới tính", None, "Năm sinh", "Số CCCD", "Vào DQ từ"],
            [None, None, "Nam", "Nữ", None, None, None]]  # fmt: skip
    rows = [*head, [1, "Nguyễn Văn An", "x", None, 1999, "031099000001", "2/2023"], ["II. DÂN QUÂN CÔNG BINH"], *head,
            [1, "Lê Thị Bình", None, "x", 1998, "031198000002", "3/2024"]]  # fmt: skip
    merges = [Merge(top, place, top + 1, place) for top in (0, 4) for place in (0, 1, 4, 5, 6)]
    sheet = Sheet("DS", rows, merges)
    plan = make_plan(Workbook([sheet]), Errand("militia", 2026, "Phù Liễn", CONTEXT.today), [])
    assert [row.fields["full_name"] for row in plan.sheets[0].rows] == ["Nguyễn Văn An", "Lê Thị Bình"]


def plan_of(rows, roster):
    return make_plan(Workbook([Sheet("DS", rows)]), Errand(roster, 2026, "Phù Liễn", CONTEXT.today), []).sheets[0]
