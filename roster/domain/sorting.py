"""Vietnamese order as plain ASCII keys, so that SQLite, PostgreSQL (COLLATE "C") and Python sort alike.

Order of letters and tones after CLDR (vi): a ă â b c d đ e ê g h i k l m n o ô ơ p q r s t u ư v x y; then ngang,
huyền, hỏi, ngã, sắc, nặng. f j w z stand where the Latin alphabet has them.
"""

import re
import unicodedata

from roster.domain.names import split_name
from roster.domain.text import clean

# "~" is above every letter and digit: "a~" (ă) follows every word in a…, and "a~~" (â) every word in ă….
_LETTER_MARKS = {
    ("a", "\u0306"): "a~",
    ("a", "\u0302"): "a~~",
    ("e", "\u0302"): "e~",
    ("o", "\u0302"): "o~",
    ("o", "\u031b"): "o~~",
    ("u", "\u031b"): "u~",
}
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
# Both are below every digit and letter, the end below the blank: "Văn" comes before "Văn Anh", "Văn Anh" before "Vănh".
_END, _BLANK = "!", "-"
_NUMBER = re.compile(r"\d+", re.ASCII)


def _letters_and_tones(char: str) -> tuple[str, str]:
    """Return the keys of one composed, lower-case character: its letter(s) and its tone, either may be ""."""
    if char == "đ":
        return "d~", ""
    decomposed = unicodedata.normalize("NFKD", char)
    bare, marks = decomposed[0], decomposed[1:]
    letters = next((_LETTER_MARKS[bare, mark] for mark in marks if (bare, mark) in _LETTER_MARKS), bare)
    letters += "".join(mark for mark in marks if mark.isascii())  # what a ligature holds besides
    tones = "".join(_TONES[mark] for mark in marks if mark in _TONES)
    return "".join(c for c in letters if c.isascii() and (c.isalnum() or c == "~")), tones


class _Keys(dict[int, str]):
    """A table for str.translate that fills itself: one for letters, one for tones."""

    def __init__(self, level: int) -> None:
        super().__init__()
        self._level = level

    def __missing__(self, code: int) -> str:
        self[code] = key = _letters_and_tones(chr(code))[self._level]
        return key


_LETTERS, _TONE_DIGITS = _Keys(0), _Keys(1)
_WORD_PARTS = re.compile(r"[\s\-–—/.,;:()]+")


def _two_levels(text: str) -> str:
    """Take cleaned text; return the letters of all words, then a tone digit (0: ngang) for each word.

    So tones decide only where all letters are equal.
    """
    words = [word for word in _WORD_PARTS.split(text.lower()) if word]
    letters = _BLANK.join(word.translate(_LETTERS) for word in words)
    tones = "".join(word.translate(_TONE_DIGITS) or "0" for word in words)
    return f"{letters}{_END}{tones}"


def sort_key(full_name: str) -> str:
    """Return the ASCII key that, compared byte by byte, lists people by given name, family name, middle name.

    Inside each of the three parts letters decide before tones: Hoa < Hòa < Hoàn. Đỗ Văn Anh stands between Dương Văn
    Anh and Lê Văn Anh. Case and the place of a tone mark do not count. Names that differ in neither letters nor tones
    have one key; the caller adds what shall decide then (birth date, id).
    """
    family, middle, given = split_name(full_name)
    return _END.join(_two_levels(part) for part in (given, family, middle)) if given else ""


def natural_key(text: str) -> str:
    """Return an ASCII key for text with numbers inside: "TDP số 2" < "TDP số 10" < "TDP số 10A".

    A number stands before a letter and is compared by its value (up to 99 digits count); letters and tones as in
    ``sort_key``.
    """

    def with_length(match: re.Match[str]) -> str:
        digits = match[0].lstrip("0") or "0"
        return f"{min(len(digits), 99):02}{digits}"

    return _two_levels(_NUMBER.sub(with_length, clean(text)))
