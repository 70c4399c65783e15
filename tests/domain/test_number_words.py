import pytest

from roster.domain.number_words import LARGEST, in_words

VALUES = {
    "không": 0, "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5, "sáu": 6,
    "bảy": 7, "tám": 8, "chín": 9,
}  # fmt: skip


def number_of(words: str) -> int:
    """An independent reader of Vietnamese numbers: left to right, one word at a time."""
    total = group = digit = 0
    for word in words.split():
        match word:
            case "triệu" | "nghìn":
                total += (group + digit) * {"triệu": 1_000_000, "nghìn": 1000}[word]
                group = digit = 0
            case "trăm":
                group, digit = digit * 100, 0
            case "mươi":
                group, digit = group + digit * 10, 0
            case "mười":
                group += 10
            case "linh":
                assert digit == 0
            case _:
                digit = VALUES[word]
    return total + group + digit


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "không"),
        (4, "bốn"),
        (5, "năm"),
        (10, "mười"),
        (11, "mười một"),
        (14, "mười bốn"),
        (15, "mười lăm"),
        (20, "hai mươi"),
        (21, "hai mươi mốt"),
        (24, "hai mươi tư"),
        (25, "hai mươi lăm"),
        (44, "bốn mươi tư"),
        (55, "năm mươi lăm"),
        (100, "một trăm"),
        (101, "một trăm linh một"),
        (104, "một trăm linh bốn"),
        (105, "một trăm linh năm"),
        (110, "một trăm mười"),
        (115, "một trăm mười lăm"),
        (121, "một trăm hai mươi mốt"),
        (205, "hai trăm linh năm"),
        (1000, "một nghìn"),
        (1005, "một nghìn không trăm linh năm"),
        (1050, "một nghìn không trăm năm mươi"),
        (1500, "một nghìn năm trăm"),
        (15_021, "mười lăm nghìn không trăm hai mươi mốt"),
        (1_000_000, "một triệu"),
        (1_000_005, "một triệu không trăm linh năm"),
        (2_005_400, "hai triệu không trăm linh năm nghìn bốn trăm"),
    ],
)
def test_numbers_are_written_as_official_papers_write_them(number: int, words: str) -> None:
    assert in_words(number) == words


def test_words_say_the_number_they_stand_for() -> None:
    for number in (*range(20_000), *range(20_000, 1_000_001, 37), *range(1_000_001, LARGEST, 99_991), LARGEST):
        assert number_of(in_words(number)) == number


def test_no_two_numbers_share_words() -> None:
    assert len({in_words(number) for number in range(20_000)}) == 20_000


@pytest.mark.parametrize("number", [-1, LARGEST + 1])
def test_a_number_without_words_is_refused(number: int) -> None:
    with pytest.raises(ValueError, match="no words"):
        in_words(number)
