import datetime
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roster.domain import text as text_module
from roster.domain.text import cell_text, clean, fold, nfc


def test_decomposed_letters_become_one_character() -> None:
    assert nfc(unicodedata.normalize("NFD", "Nguyễn Hữu Khải")) == "Nguyễn Hữu Khải"


@pytest.mark.parametrize(
    ("raw", "seen"),
    [
        ("  Nguyễn \t Văn\u00a0\u3000An ", "Nguyễn Văn An"),
        (unicodedata.normalize("NFD", "Nguyễn Thị Hường"), "Nguyễn Thị Hường"),
        ("\ufeffTrần\u200b Anh\u200f", "Trần Anh"),
        ("'031205950826", "031205950826"),
        ("' 031205950826", "031205950826"),
        ("H'Hen Niê", "H'Hen Niê"),
        ("Ðặng Ðình Ðức", "Đặng Đình Đức"),
        ("Số 1\r\nTDP số 2", "Số 1 TDP số 2"),
        ("Số 1_x000D_\nTDP số 2", "Số 1 TDP số 2"),
        ("mất\x00 chữ\x07", "mất chữ"),
        ("", ""),
        (" \u200b ", ""),
    ],
)
def test_what_nobody_meant_to_type_is_gone(raw: str, seen: str) -> None:
    assert clean(raw) == seen


def test_lines_are_kept_when_asked_and_empty_ones_still_count() -> None:
    assert clean(" Trung sĩ \r\n\r\n  Chiến   sĩ\n", keep_lines=True) == "Trung sĩ\n\nChiến sĩ"


@given(st.text(), st.booleans())
def test_cleaning_twice_changes_nothing_more(text: str, keep_lines: bool) -> None:
    once = clean(text, keep_lines=keep_lines)
    assert clean(once, keep_lines=keep_lines) == once
    assert once == once.strip()
    assert unicodedata.is_normalized("NFC", once)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Họ, chữ đệm", "ho chu dem"),
        ("HỌ VÀ TÊN", "ho va ten"),
        ("Đặng Đức", "dang duc"),
        ("CCCD/ĐDCN", "cccd ddcn"),
        ("hòa", "hoa"),
        ("hoà", "hoa"),
        ("Họ tên – năm sinh", "ho ten nam sinh"),
        ("Ngày,\ntháng\u00a0sinh", "ngay thang sinh"),
        ("so\u200bto", "soto"),
        ("０３１", "031"),
        ("(1)", "1"),
        ("---", ""),
    ],
)
def test_folded_text_has_no_marks(text: str, key: str) -> None:
    assert fold(text) == key


@given(st.text())
def test_folding_is_idempotent_plain_and_blind_to_decomposition(text: str) -> None:
    key = fold(text)
    assert re.fullmatch("(?:[a-z0-9]+(?: [a-z0-9]+)*)?", key)
    assert fold(key) == key
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@given(st.text(alphabet="aàảãáạăằẳẵắặâầẩẫấậbcdđeèéẹêềểễếệghiìíklmnoòỏọôồổộơờởợpqrstuùúưừứựvxyỳýỵ "))
def test_folding_is_blind_to_case(text: str) -> None:
    assert fold(text) == fold(text.upper()) == fold(text.title())


@pytest.mark.parametrize(
    ("raw", "seen"),
    [
        (None, ""),
        (9.0, "9"),
        (9, "9"),
        (1.5, "1.5"),
        (31206518098.0, "31206518098"),
        (datetime.date(2005, 9, 5), "05/09/2005"),
        (datetime.datetime(2005, 9, 5, 7, 30), "05/09/2005"),
        (True, "TRUE"),
        (" x ", "x"),
    ],
)
def test_a_cell_reads_as_the_officer_sees_it(raw: object, seen: str) -> None:
    assert cell_text(raw) == seen


_ODD = st.text(alphabet=st.sampled_from("aZ9Đđð' _x0DA\u00a0\n\t\u200b\u0301\ufeffứờ-"), max_size=140)


@given(st.one_of(st.text(), _ODD), st.booleans())
def test_what_is_remembered_is_what_would_be_worked_out(text: str, keep_lines: bool) -> None:
    for _ in range(2):
        assert clean(text, keep_lines=keep_lines) == text_module._clean(text, keep_lines)
        assert fold(text) == text_module._fold(text)


def test_long_texts_are_not_remembered() -> None:
    before = text_module._remembered_line.cache_info().currsize
    clean("a" * 10_000)
    assert text_module._remembered_line.cache_info().currsize == before
