"""Cells that name their facts by labels, homes that are the other one, ticks that a key explains."""

import pytest

from tests.intake.planned import NAMES, id_of, plan_of, said

SERVED = "Nhập ngũ 02/2018, xuất ngũ 01/2020. Cấp bậc: Hạ sĩ. Chức vụ: Lái xe. Đơn vị: Lữ đoàn 214"


def served_by(text, heading="Quá trình tham gia quân đội"):
    rows = [["TT", "Họ và tên", "Năm sinh", "Số CCCD", heading]]
    rows += [[n, name, 1998, f"03109800123{n}", text] for n, name in enumerate(NAMES, 1)]
    return plan_of("reserve", rows)


@pytest.mark.parametrize(
    "text",
    [
        SERVED,
        SERVED.replace(". ", "\n").replace(", ", "\n"),
        SERVED.replace(". ", "; "),
        "- Nhập ngũ: 02/2018\n- Xuất ngũ: 01/2020\n- Quân hàm: Hạ sĩ\n- Chức vụ: Lái xe\n- Đơn vị: Lữ đoàn 214",
    ],
)
def test_what_stands_behind_labels_is_each_label_s_own_fact(text):
    sheet = served_by(text)
    wanted = {
        "enlisted_on": "2018-02",
        "discharged_on": "2020-01",
        "rank": "Hạ sĩ",
        "post": "Lái xe",
        "former_unit": "Lữ đoàn 214",
    }
    assert {key: set(said(sheet, key)) for key in wanted} == {key: {value} for key, value in wanted.items()}


def test_what_bears_no_label_is_shown_and_not_lost():
    sheet = served_by(f"Đi bộ đội về. {SERVED}. Khen thưởng: Chiến sĩ thi đua")
    apart = [column for column in sheet.columns if column.heading == "Quá trình tham gia quân đội"]
    assert [column.key for column in apart] == [None]
    assert said(sheet, "former_unit") == ["Lữ đoàn 214"] * 4


@pytest.mark.parametrize("heading", ["Ghi chú", "Nơi làm việc"])
def test_labels_below_a_heading_that_says_what_it_holds_stay_where_they_are(heading):
    sheet = served_by("Cấp bậc: Hạ sĩ. Chức vụ: Lái xe", heading)
    assert said(sheet, "rank") == [None] * 4


@pytest.mark.parametrize("mark", ["Như HKTT", "trùng nơi thường trú", "Giống cột 5", "//", "như hộ khẩu"])
def test_a_present_home_that_is_the_residence_is_written_out_and_told(mark):
    rows = [["TT", "Họ và tên", "Ngày sinh", "Số CCCD", "HKTT", "Nơi đang sinh sống"]]
    homes = [f"Số {n} Lê Duẩn" for n in range(1, 5)]
    rows += [
        [n, name, "03/04/2005", id_of(n), homes[n - 1], mark if n != 2 else "Số 9 Trường Chinh"]
        for n, name in enumerate(NAMES, 1)
    ]
    sheet = plan_of("enlistment", rows)
    assert said(sheet, "current_address") == [homes[0], "Số 9 Trường Chinh", homes[2], homes[3]]
    assert any("3 ô" in notice for notice in sheet.notices)


def test_a_tick_stays_a_tick_whatever_the_key_adds():
    rows = [["TT", "Họ và tên", "Năm sinh", "Số CCCD", "Đảng", "Đoàn TN", "Giữ chức"]]
    rows += [
        [n, name, 1998, f"03109800123{n}", "x" if n == 1 else "", "x" if n > 2 else "", "aT" if n == 1 else "CS"]
        for n, name in enumerate(NAMES, 1)
    ]
    rows += [["", "aT: Tiểu đội trưởng; CS: Chiến sĩ; x: là đảng viên / đoàn viên"]]
    sheet = plan_of("militia", rows)
    assert said(sheet, "is_party_member") == [True, None, None, None]
    assert said(sheet, "is_union_member") == [None, None, True, True]
    assert said(sheet, "post") == ["Tiểu đội trưởng", "Chiến sĩ", "Chiến sĩ", "Chiến sĩ"]


def test_departments_of_a_firm_are_no_names_of_people():
    rooms = ("Phòng Vật tư", "Đội xe", "Phân xưởng Cơ khí 2", "Phân xưởng Đúc")
    rows = [["TT", "Họ và đệm", "Tên", "Ngày sinh", "CCCD", "Phân xưởng, phòng ban"]]
    rows += [
        [n, name.rpartition(" ")[0], name.rpartition(" ")[2], "03/04/1998", f"03109800123{n}", room]
        for n, (name, room) in enumerate(zip(NAMES, rooms, strict=True), 1)
    ]
    sheet = plan_of("reserve", rows)
    assert said(sheet, "full_name") == list(NAMES) and said(sheet, "workplace") == list(rooms)


@pytest.mark.parametrize("words", ["Sức khỏe chưa đủ theo kết luận hội đồng", "Khám sức khỏe không đủ, cho hoãn"])
def test_health_that_does_not_suffice_is_its_ground(words):
    rows = [["TT", "Họ tên", "Ngày sinh", "CCCD", "Vì sao hoãn"]]
    rows += [[n, name, "03/04/2005", id_of(n), words] for n, name in enumerate(NAMES, 1)]
    assert said(plan_of("enlistment", rows), "ground") == ["41.1.a"] * 4


def test_a_self_defence_force_is_named_as_the_militia_s():
    rows = [["TT", "Họ tên", "Năm sinh", "CCCD", "Tự vệ: lực lượng", "Chức vụ"]]
    rows += [[n, name, 1998, f"03109800123{n}", "Tự vệ cơ động", "Chiến sĩ"] for n, name in enumerate(NAMES, 1)]
    assert said(plan_of("militia", rows), "component") == ["mobile"] * 4
