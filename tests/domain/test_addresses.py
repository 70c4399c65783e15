import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roster.domain.addresses import canonical_neighbourhood, neighbourhood_of


@pytest.mark.parametrize(
    ("text", "neighbourhood"),
    [
        ("Số 276A Đồng Hòa, TDP số 6", "TDP số 6"),
        ("Số 31/5/7 Cao Toàn, TDP số 8", "TDP số 8"),
        ("Số 13 Thiên Văn, tổ dân phố 12, Kiến An", "TDP số 12"),
        ("TDP 09", "TDP số 9"),
        ("tdp6, phường Phù Liễn", "TDP số 6"),
        ("T.D.P 6A", "TDP số 6A"),
        ("Tổ 6 Trần Nhân Tông", "TDP số 6"),
        ("to dan pho so 6", "TDP số 6"),
        ("Khu phố 3", "TDP số 3"),
        ("KP.3, Lãm Hà", "TDP số 3"),
        ("Khu dân cư số 4", "TDP số 4"),
        ("Tổ 12, khu phố 3", "TDP số 3"),
        ("Tổ 5 TDP Lãm Khê", "TDP Lãm Khê"),
        ("TDP Lãm Khê 2", "TDP Lãm Khê 2"),
        ("Số 4, TDP LÃM KHÊ 2, PHƯỜNG PHÙ LIỄN", "TDP Lãm Khê 2"),
        ("TDP Lãm Khê 2 phường Phù Liễn", "TDP Lãm Khê 2"),
        ("TDP LÃM KHÊ PHƯỜNG PHÙ LIỄN", "TDP Lãm Khê"),
        ("TỔ DÂN PHỐ SỐ 3 (25 đồng chí)", "TDP số 3"),
        ("Tổ dân phố Xuân Biều - 25 công dân", "TDP Xuân Biều"),
        ("TDP IV", "TDP số 4"),
        ("TDP số 1 Trần Nhân Tông", "TDP số 1"),
        (unicodedata.normalize("NFD", "tổ dân phố số 7"), "TDP số 7"),
    ],
)
def test_the_neighbourhood_in_an_address_gets_one_spelling(text: str, neighbourhood: str) -> None:
    assert neighbourhood_of(text) == neighbourhood


@pytest.mark.parametrize(
    "text",
    [
        "", "Số 6 Tô Hiệu", "Tô 6", "tờ 6 thửa 12", "Số 276A Đồng Hòa", "Tổ trưởng",
        "Cán bộ tổ dân phố tham gia dân quân", "Vĩnh Bảo, Hải Phòng", "Tổ trinh sát", "031205950826", "Tổ dân phố",
    ],
)  # fmt: skip
def test_no_neighbourhood_is_made_up(text: str) -> None:
    assert neighbourhood_of(text) is None


@pytest.mark.parametrize(
    ("raw", "neighbourhood"),
    [
        ("9", "TDP số 9"),
        (9.0, "TDP số 9"),
        (9, "TDP số 9"),
        ("Tổ 9", "TDP số 9"),
        ("TDP 09", "TDP số 9"),
        ("TDP số 9", "TDP số 9"),
        ("số 9", "TDP số 9"),
        ("T9", "TDP số 9"),
        ("Khu 9", "TDP số 9"),
        ("9b", "TDP số 9B"),
        ("IX", "TDP số 9"),
        ("Lãm Khê 2", "TDP Lãm Khê 2"),
        ("lãm khê 2", "TDP Lãm Khê 2"),
        ("LÃM KHÊ", "TDP Lãm Khê"),
        ("tdp lãm khê 2", "TDP Lãm Khê 2"),
        ("TDP Lãm Khê 2", "TDP Lãm Khê 2"),
        ("Thôn ĐỒNG TÂM", "Thôn Đồng Tâm"),
    ],
)
def test_a_cell_of_the_column_needs_no_word_before_the_number(raw: object, neighbourhood: str) -> None:
    assert canonical_neighbourhood(raw) == neighbourhood


@pytest.mark.parametrize("raw", [None, "", "-", 9.5, 2005, True, "TDP"])
def test_a_cell_that_means_none_gives_none(raw: object) -> None:
    assert canonical_neighbourhood(raw) is None


@given(st.integers(1, 999))
def test_a_number_reads_back_from_its_canonical_spelling(number: int) -> None:
    canonical = canonical_neighbourhood(number)
    assert canonical is not None
    assert canonical == canonical_neighbourhood(canonical) == neighbourhood_of(f"Số 12/3 Quy Tức, {canonical}, Kiến An")


@given(st.text(alphabet="TDPtổ dânphốLãmKhê 0123,./-ĐX"))
def test_a_canonical_spelling_stays_as_it_is(raw: str) -> None:
    once = canonical_neighbourhood(raw)
    if once is not None and once.startswith("TDP"):
        assert canonical_neighbourhood(once) == once


@given(st.text() | st.floats() | st.integers())
def test_any_cell_gets_an_answer(raw: object) -> None:
    found = canonical_neighbourhood(raw)
    assert found is None or found == found.strip() != ""
