import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roster.domain.legacy_fonts import Encoding, decode, detect, encode
from roster.domain.text import clean

SMALL = "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ"

# As a spreadsheet library hands them over; U+00AD is the letter ư.
TCVN3 = [
    ("L\xad¬ng Xu©n Quèc", "Lương Xuân Quốc"),
    ("Qu¸ch Nh\xad V\xadîng", "Quách Như Vượng"),
    ("§µo §×nh Quèc", "Đào Đình Quốc"),
    ("Hoµng Quang Duy", "Hoàng Quang Duy"),
    ("Lª Anh Tïng", "Lê Anh Tùng"),
    ("Lª Tó", "Lê Tú"),
    ("Sè 221/5/7 TrÇn Thµnh Ngä, TDP sè 2", "Số 221/5/7 Trần Thành Ngọ, TDP số 2"),
    ("Sè 23A Phan §¨ng L\xadu, TDP sè 5", "Số 23A Phan Đăng Lưu, TDP số 5"),
    ("Sè 55 Khóc Tr×, TDP sè 1", "Số 55 Khúc Trì, TDP số 1"),
    ("§éc lËp - Tù do - H¹nh phóc", "Độc lập - Tự do - Hạnh phúc"),
    ("Sè CCCD", "Số CCCD"),
    ("BAN CHQS QUËN KIÕN AN", "BAN CHQS QUẬN KIẾN AN"),
    ("CéNG HßA X· HéI CHñ NGHÜA VIÖT NAM", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
    ("PH¦êNG NAM S¥N", "PHƯỜNG NAM SƠN"),
    ("DANH S¸CH THANH NI£N KH¸M SøC KHOÎ", "DANH SÁCH THANH NIÊN KHÁM SỨC KHOẺ"),
]
VNI = [
    ("Nguyeãn Vaên An", "Nguyễn Văn An"),
    ("Traàn Thò Höôøng", "Trần Thị Hường"),
    ("Ñaëng Ñình Ñöùc", "Đặng Đình Đức"),
    ("Leâ Quyù", "Lê Quý"),
    ("Toå daân phoá soá 2, phöôøng Phuø Lieãn", "Tổ dân phố số 2, phường Phù Liễn"),
    ("COÄNG HOØA XAÕ HOÄI CHUÛ NGHÓA VIEÄT NAM", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
    ("Aùnh", "Ánh"),
    ("Myõ Kyø Lyù Thuî", "Mỹ Kỳ Lý Thuỵ"),
]


@pytest.mark.parametrize(("stored", "shown"), TCVN3)
def test_tcvn3_text_is_read_as_its_font_shows_it(stored: str, shown: str) -> None:
    assert decode(stored, "tcvn3") == shown
    assert clean(decode(stored, "tcvn3")) == shown


@pytest.mark.parametrize(("stored", "shown"), VNI)
def test_vni_text_is_read_as_its_font_shows_it(stored: str, shown: str) -> None:
    assert decode(stored, "vni") == shown


def test_a_capital_font_shows_small_codes_as_capitals() -> None:
    assert decode("X· An", "tcvn3", capitals=True) == "XÃ AN"


@pytest.mark.parametrize("encoding", ["tcvn3", "vni"])
@pytest.mark.parametrize("text", ["Nguyễn Thị Hường", "Đường Lê Duẩn", unicodedata.normalize("NFD", "Trần Phú")])
def test_a_cell_that_is_unicode_already_is_left_alone(text: str, encoding: Encoding) -> None:
    assert decode(text, encoding) == unicodedata.normalize("NFC", text)


@given(st.text(alphabet=SMALL + "  0123456789/.,-"), st.sampled_from(["tcvn3", "vni"]))
def test_small_letters_survive_both_tables(text: str, encoding: Encoding) -> None:
    assert decode(encode(text, encoding), encoding) == text


@given(st.text(alphabet=SMALL + SMALL.upper() + " 0123456789/.,-"))
def test_vni_keeps_every_capital(text: str) -> None:
    stored = encode(text, "vni")
    assert not stored or max(stored) <= "ÿ"
    assert decode(stored, "vni") == text


@given(st.text(alphabet=SMALL.upper() + " "))
def test_capitals_survive_in_the_capital_font(text: str) -> None:
    assert decode(encode(text, "tcvn3"), "tcvn3", capitals=True) == text


def test_the_words_of_a_column_tell_its_encoding() -> None:
    assert detect([stored for stored, _ in TCVN3]) == "tcvn3"
    assert detect([stored for stored, _ in VNI]) == "vni"
    assert detect(["", "12/12", *[stored for stored, _ in TCVN3[:3]]]) == "tcvn3"


@pytest.mark.parametrize(
    "texts",
    [
        [],
        ["", "031205950826", "TDP"],
        [shown for _, shown in TCVN3],
        ["Hà", "Lê", "Tô", "Võ", "Bùi", "Hà Lê Tú", "Tô Văn Hùng"],
        ["Lê Hà", "Trí", "Tú", "Sáng", "Công", "Hùng"],
        [unicodedata.normalize("NFD", shown) for _, shown in VNI],
        ["SÑT"],
    ],
)
def test_unicode_or_too_little_text_is_no_legacy_encoding(texts: list[str]) -> None:
    assert detect(texts) is None


def test_the_name_of_the_font_decides_where_words_say_too_little() -> None:
    assert detect(["SÑT"], ["VNI-Times"]) == "vni"
    assert detect(["Sè"], ["Arial", ".VnTimeH"]) == "tcvn3"


def test_a_legacy_font_name_over_unicode_text_is_not_believed() -> None:
    assert detect(["Nguyễn Văn An", "Trần Thị Hường", "Đỗ Công"], [".VnTime"]) is None
