import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roster.domain.sorting import natural_key, sort_key

ALPHABET = list("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz")
TONES = ["", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"]
VOWELS = "aăâeêioôơuưy"


def letters_and_tone(word: str) -> tuple[list[int], int]:
    """An independent reading of one syllable: places in the alphabet, place of the tone."""
    letters, tone = [], 0
    for char in word.lower():
        marks = unicodedata.normalize("NFD", char)
        tone += sum(TONES.index(mark) for mark in marks if mark in TONES)
        letters.append(ALPHABET.index(unicodedata.normalize("NFC", "".join(m for m in marks if m not in TONES))))
    return letters, tone


def expected_order(family: str, middle: str, given_name: str) -> list[object]:
    order: list[object] = []
    for part in (given_name, family, middle):
        read = [letters_and_tone(word) for word in part.split()]
        order += [[letters for letters, _ in read], [tone for _, tone in read]]
    return order


def syllable() -> st.SearchStrategy[str]:
    def build(head: str, vowel: str, tone: str, tail: str) -> str:
        return unicodedata.normalize("NFC", head + vowel + tone + tail)

    heads, tails = st.sampled_from(["", "d", "đ", "h", "z"]), st.sampled_from(["", "a", "n"])
    return st.builds(build, heads, st.sampled_from(VOWELS), st.sampled_from(TONES), tails)


# A few syllables in many names, so that parts are often equal and the next part decides.
few = st.sampled_from(["Hoa", "Hòa", "Hoàn", "Đa", "Dạ", "Ăn", "Án", "Ân"])
names = st.tuples(syllable(), st.lists(syllable(), max_size=2).map(" ".join), syllable()) | st.tuples(
    few, st.lists(few, max_size=2).map(" ".join), few
)


@given(names, names)
def test_keys_compare_letter_by_letter(one: tuple[str, str, str], other: tuple[str, str, str]) -> None:
    one_key, other_key = (sort_key(" ".join(part for part in name if part)) for name in (one, other))
    one_place, other_place = expected_order(*one), expected_order(*other)
    assert (one_key < other_key) == (one_place < other_place)
    assert (one_key == other_key) == (one_place == other_place)


@given(st.text())
def test_keys_are_plain_ascii(text: str) -> None:
    assert sort_key(text).isascii()
    assert natural_key(text).isascii()


@pytest.mark.parametrize(
    "in_order",
    [
        ["Hoa", "Hòa", "Hỏa", "Họa", "Hoan", "Hoàn", "Hô", "Hồ", "Hơ", "Huy"],
        ["Lê Văn An", "Lê Văn Ân", "Lê Văn Bình", "Lê Văn Dũng", "Lê Văn Đạt", "Lê Văn Em"],
        ["Bùi Văn Anh", "Dương Bảo Anh", "Đỗ Văn Anh", "Lê Thị Anh", "Lê Văn Anh"],
        ["Lê Anh", "Lê Văn Anh", "Lê Văn Bảo Anh", "Lê Vân Anh"],
        ["Trần Tu", "Trần Tú", "Trần Tư", "Trần Tứ", "Trần Uy"],
        ["Lê Thế Thanh", "Lê Thế Thành", "Lê Thế Thảnh", "Lê Thế Thánh", "Lê Thế Thạnh", "Lê Thế Thao"],
    ],
)
def test_vietnamese_name_order(in_order: list[str]) -> None:
    keys = [sort_key(name) for name in in_order]
    assert all(before < after for before, after in pairwise(keys))


def test_spelling_habits_do_not_part_namesakes() -> None:
    assert sort_key("LÊ THỊ HOÀ") == sort_key("Lê  Thị Hòa") == sort_key(unicodedata.normalize("NFD", "Lê Thị Hòa"))


def test_a_missing_name_has_an_empty_key() -> None:
    assert sort_key(" ") == ""


@pytest.mark.parametrize(
    "in_order",
    [
        ["TDP số 1", "TDP số 2", "TDP số 09", "TDP số 10", "TDP số 10A", "TDP số 100", "TDP Xuân Biều"],
        ["TDP Lãm Khê 2", "TDP Lãm Khê 11", "TDP số 1"],
        ["1/2025", "2/2025", "10/2025"],
    ],
)
def test_numbers_sort_by_their_value(in_order: list[str]) -> None:
    keys = [natural_key(text) for text in in_order]
    assert sorted(keys) == keys


def test_a_leading_zero_changes_no_number() -> None:
    assert natural_key("TDP 09") == natural_key("TDP 9")
