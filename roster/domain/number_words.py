"""Whole numbers as official papers write them, and repeat them in words in brackets: 1.025 (một nghìn …)."""

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_SCALES = ("", " nghìn", " triệu")
LARGEST = 999_999_999


def in_words(number: int) -> str:
    """Return a whole number from 0 to 999,999,999 in lower-case words, northern official style.

    "linh" (not "lẻ"), "nghìn" (not "ngàn"), 21 "hai mươi mốt", 24 "hai mươi tư", 25 "hai mươi lăm", 104 "một trăm linh
    bốn", as primary-school books teach. After a larger group all three places are read: 1005 "một nghìn không trăm
    linh năm"; a group of zeros is left out: 1.000.005 "một triệu không trăm linh năm". Raises ValueError for any other
    number.
    """
    if not 0 <= number <= LARGEST:
        raise ValueError(f"no words for {number}: only 0 to {LARGEST}")
    if number == 0:
        return _DIGITS[0]
    groups = []
    rest = number
    for scale in _SCALES:
        rest, group = divmod(rest, 1000)
        if group:
            groups.append(_three_places(group, all_read=rest > 0) + scale)
    return " ".join(reversed(groups))


def in_figures(number: int) -> str:
    """Return a whole number with its thousands apart, as official papers write it: 1.720."""
    return f"{number:,}".replace(",", ".")


def _three_places(group: int, *, all_read: bool) -> str:
    hundreds, rest = divmod(group, 100)
    tens, units = divmod(rest, 10)
    words = []
    if hundreds or all_read:
        words.append(f"{_DIGITS[hundreds]} trăm")
    if tens == 1:
        words.append("mười")
    elif tens:
        words.append(f"{_DIGITS[tens]} mươi")
    elif units and words:
        words.append("linh")
    if units:
        words.append(_units_after(tens, units))
    return " ".join(words)


def _units_after(tens: int, units: int) -> str:
    if units == 5 and tens:
        return "lăm"
    if tens > 1:
        return {1: "mốt", 4: "tư"}.get(units, _DIGITS[units])
    return _DIGITS[units]
