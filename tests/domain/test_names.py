import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roster.domain.names import NameParts, canonical_tone, looks_like_name, name_key, proper_name, split_name

VIETNAMESE = "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ"


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("Hoà", "Hòa"),
        ("HOÀ", "HÒA"),
        ("Hòa", "Hòa"),
        ("thuý", "thúy"),
        ("Thuỷ", "Thủy"),
        ("khoẻ", "khỏe"),
        ("uỷ ban", "ủy ban"),
        ("Quý", "Quý"),
        ("Qúy", "Quý"),
        ("qùa", "quà"),
        ("quỳnh", "quỳnh"),
        ("Quốc", "Quốc"),
        ("Huỳnh", "Huỳnh"),
        ("Hùynh", "Huỳnh"),
        ("Tòan", "Toàn"),
        ("Toàn", "Toàn"),
        ("hoài", "hoài"),
        ("hòai", "hoài"),
        ("ngoằn", "ngoằn"),
        ("già", "già"),
        ("gìa", "già"),
        ("gì", "gì"),
        ("gìn", "gìn"),
        ("giúp", "giúp"),
        ("gíup", "giúp"),
        ("giữa", "giữa"),
        ("Thuở", "Thuở"),
        ("khuya", "khuya"),
        ("Huế", "Huế"),
        ("Nguyễn", "Nguyễn"),
        ("của", "của"),
        ("mía", "mía"),
        ("Haỉ", "Hải"),
        ("Đaị", "Đại"),
        ("Hiêú", "Hiếu"),
        ("Nghiã", "Nghĩa"),
        ("Thuỵ", "Thụy"),
        ("Khuyên", "Khuyên"),
        ("Thoaị", "Thoại"),
        ("Qúôc", "Quốc"),
        ("Niê", "Niê"),
    ],
)
def test_one_place_for_the_tone_mark(written: str, canonical: str) -> None:
    assert canonical_tone(written) == canonical
    assert canonical_tone(unicodedata.normalize("NFD", written)) == canonical


@given(st.text(alphabet=VIETNAMESE + VIETNAMESE.upper() + " "))
def test_moving_a_tone_mark_keeps_letters_and_tones(text: str) -> None:
    moved = canonical_tone(text)
    assert sorted(unicodedata.normalize("NFD", moved)) == sorted(unicodedata.normalize("NFD", text))
    assert len(moved) == len(text)


@pytest.mark.parametrize(
    ("written", "proper"),
    [
        ("LÊ THẾ QUANG", "Lê Thế Quang"),
        ("đặng  thị hoà", "Đặng Thị Hoà"),
        ("Nguyễn Văn AN", "Nguyễn Văn An"),
        ("Nguyễn thị Hoa", "Nguyễn Thị Hoa"),
        ("Đoàn Văn ý", "Đoàn Văn Ý"),
        ("ĐOÀN VĂN Ý", "Đoàn Văn Ý"),
        ("H'Hen Niê", "H'Hen Niê"),
        ("H'HEN NIÊ", "H'Hen Niê"),
        ("Y Blơ", "Y Blơ"),
        ("Y BLƠ", "Y Blơ"),
        ("NGUYỄN-LÊ ANH", "Nguyễn-Lê Anh"),
        ("McDonald Trần", "McDonald Trần"),
        (unicodedata.normalize("NFD", "TRẦN ỨNG"), "Trần Ứng"),
        ("", ""),
    ],
)
def test_a_name_is_written_with_capitals_in_front(written: str, proper: str) -> None:
    assert proper_name(written) == proper


@given(st.text(alphabet=VIETNAMESE + "ABCĐÊƠƯ '-"))
def test_a_proper_name_stays_as_it_is(text: str) -> None:
    once = proper_name(text)
    assert proper_name(once) == once


@pytest.mark.parametrize(
    ("full", "parts"),
    [
        ("Nguyễn Duy Đức Nhật", NameParts("Nguyễn", "Duy Đức", "Nhật")),
        ("Lê Bình", NameParts("Lê", "", "Bình")),
        ("Tuấn", NameParts("", "", "Tuấn")),
        ("  ", NameParts("", "", "")),
    ],
)
def test_family_middle_given(full: str, parts: NameParts) -> None:
    assert split_name(full) == parts


def test_two_spellings_of_one_name_are_one_person() -> None:
    assert name_key("LÊ  THỊ HOÀ") == name_key("Lê Thị Hòa")
    assert name_key(unicodedata.normalize("NFD", "Trần Văn Thuỷ")) == name_key("Trần Văn Thủy")


@pytest.mark.parametrize(("one", "other"), [("Quý", "Quy"), ("Huy", "Duy"), ("Đan", "Dan"), ("Hòa", "Hoa")])
def test_two_names_are_two_people(one: str, other: str) -> None:
    assert name_key(f"Lê Văn {one}") != name_key(f"Lê Văn {other}")


@pytest.mark.parametrize(
    "text",
    [
        "Nguyễn Văn An", "LÊ THẾ QUANG", "Tô Việt Thọ", "Đoàn Văn Ý", "H'Hen Niê", "Phó Đức Chính",
        "Cao Thượng", "Hà Gia Công", "Trung Văn Đại", "Tống Văn Khu", "Phạm Đình Chỉ", "TONG VAN AN",
    ],
)  # fmt: skip
def test_a_name_looks_like_one(text: str) -> None:
    assert looks_like_name(text)


@pytest.mark.parametrize(
    "text",
    [
        "", "An", "TDP số 1", "Tổ dân phố Lãm Khê", "Tổng cộng", "Cộng", "Danh sách gồm hai mươi công dân",
        "Trung úy Vũ Văn Lập", "Thiếu tá Phạm Đình Chỉ", "Người lập biểu", "CHỈ HUY TRƯỞNG", "BAN CHQS PHƯỜNG PHÙ LIỄN",
        "Họ và tên", "HỌ, CHỮ ĐỆM VÀ TÊN", "Kiến An, ngày 5 tháng 3", "(2)", "12", "031205950826",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc",
    ],
)  # fmt: skip
def test_totals_sections_and_signatures_are_no_names(text: str) -> None:
    assert not looks_like_name(text)
