"""Books that one clerk has carried on for years: tables of other columns below each other, notes beside them, marks of
his own, a row that says since when each column is kept."""

import pytest

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
