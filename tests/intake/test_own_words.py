"""Lists in people's own words: headings that ask, facts joined in a cell of names, homes "as above"."""

import uuid

import pytest

from roster.domain.names import name_key
from roster.intake.match import KnownPerson
from roster.intake.plan import UNCHANGED
from tests.intake.planned import NAMES, id_of, plan_of, said


@pytest.mark.parametrize(
    ("heading", "key", "cell", "read"),
    [
        ("Bạn sinh ngày nào?", "birth_date", "03/04/2005", "2005-04-03"),
        ("Em sinh năm bao nhiêu", "birth_date", "2005", "2005"),
        ("Bạn ở tổ dân phố mấy", "neighbourhood", "5", "TDP số 5"),
        ("Nhà bạn ở đâu", "permanent_address", "Số 2 Lê Duẩn", "Số 2 Lê Duẩn"),
        ("Hiện đang ở đâu?", "current_address", "Số 2 Lê Duẩn", "Số 2 Lê Duẩn"),
        ("Quê ở đâu", "hometown", "Vĩnh Bảo, Hải Phòng", "Vĩnh Bảo, Hải Phòng"),
        ("Học hết lớp mấy", "education", "9/12", "9/12"),
        ("Bạn đang làm nghề gì", "occupation", "Lái xe", "Lái xe"),
        ("Đang học trường nào", "workplace", "ĐH Hải Phòng", "ĐH Hải Phòng"),
        ("Bạn đã vào Đoàn chưa?", "is_union_member", "Rồi", True),
        ("Vào Đảng chưa", "is_party_member", "Chưa", False),
        ("Mẹ bạn tên gì", "mother_name", "Lê Thị Sáu", "Lê Thị Sáu"),
        ("Bạn cận bao nhiêu độ", "myopia_dioptres", "2", 2.0),
        ("Cao bao nhiêu cm", "height_cm", "168", 168),
        ("Số điện thoại của em là gì", "phone", "0912345111", "0912345111"),
        ("Theo đạo gì", "religion", "Phật giáo", "Phật giáo"),
    ],
)
def test_a_heading_that_asks_is_read_as_what_it_asks_for_and_is_no_doubt(heading, key, cell, read):
    rows = [["Dấu thời gian", "Bạn tên gì (đủ họ tên)", heading, "Số căn cước của bạn"]]
    rows += [["12/10/2026 08:11:01", name.lower(), cell, id_of(n)] for n, name in enumerate(NAMES, 1)]
    sheet = plan_of("enlistment", rows)
    assert said(sheet, "full_name") == list(NAMES) and said(sheet, key) == [read] * 4
    assert [column.heading for column in sheet.columns if column.doubt] == []


@pytest.mark.parametrize("heading", ["Ban chỉ huy có gì", "Anh em ruột", "Em gái tên gì", "Con ông tên là gì"])
def test_who_is_asked_about_somebody_else_keeps_it_apart(heading):
    rows = [["STT", "Họ tên", "Ngày sinh", heading, "CCCD"]]
    rows += [[n, name, "03/04/2005", "Lê Thị Sáu", id_of(n)] for n, name in enumerate(NAMES, 1)]
    sheet = plan_of("enlistment", rows)
    assert said(sheet, "full_name") == list(NAMES)


@pytest.mark.parametrize(
    "joined",
    ["{} (SN 1987)", "{} - 1987", "{}, sinh 1987", "{} (1987)", "{} s.1987", "{} sinh năm 1987", "{} (sinh năm 1987)"],
)
@pytest.mark.parametrize("heading", ["Họ và tên", "Họ tên (năm sinh)"])
def test_a_year_behind_the_name_is_the_year_of_birth(heading, joined):
    rows = [["TT", heading, "Số căn cước", "Cấp bậc"]]
    rows += [[n, joined.format(name), f"03108700123{n}", "Hạ sĩ"] for n, name in enumerate(NAMES, 1)]
    sheet = plan_of("reserve", rows)
    assert said(sheet, "full_name") == list(NAMES) and said(sheet, "birth_date") == ["1987"] * 4


def test_days_of_going_and_coming_home_are_those_of_his_service():
    rows = [["TT", "Họ tên", "Năm sinh", "Cấp bậc", "Đi", "Về"]]
    rows += [[n, name, 1987, "Hạ sĩ", "02/2006", "01/2008"] for n, name in enumerate(NAMES, 1)]
    sheet = plan_of("reserve", rows)
    assert said(sheet, "enlisted_on") == ["2006-02"] * 4 and said(sheet, "discharged_on") == ["2008-01"] * 4


HOMES = ["STT", "Họ và tên", "Ngày sinh", "CCCD", "Nơi thường trú", "Nơi ở hiện nay"]


def test_as_above_for_a_home_is_the_residence_beside_it_and_is_told():
    rows = [
        HOMES,
        *([n, name, f"0{n}/05/2005", id_of(n), f"Số {n} Lê Duẩn", "Như trên"] for n, name in enumerate(NAMES, 1)),
    ]
    sheet = plan_of("militia", rows)
    assert said(sheet, "current_address") == [f"Số {n} Lê Duẩn" for n in range(1, 5)]
    assert any("nơi thường trú cùng dòng" in notice for notice in sheet.notices)


def test_as_above_that_an_officer_typed_into_the_form_comes_back_unchanged():
    rows = [HOMES, [1, NAMES[0], "01/05/2005", id_of(1), "Số 1 Lê Duẩn", "Như trên"]]
    kept = dict(plan_of("militia", rows).rows[0].fields, current_address="Như trên")
    known = KnownPerson(uuid.uuid4(), uuid.uuid4(), kept, name_key(NAMES[0]))
    assert [row.action for row in plan_of("militia", rows, known=[known]).rows] == [UNCHANGED]
    rows[1][5] = "Số 9 Hoàng Quốc Việt"
    changed = plan_of("militia", rows, known=[known]).rows[0]
    assert [(c.key, c.old, c.new) for c in changed.changes] == [("current_address", "Như trên", "Số 9 Hoàng Quốc Việt")]
