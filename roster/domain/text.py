"""Vietnamese text as it comes out of cells and forms, made comparable.

Text in a legacy font encoding must go through ``legacy_fonts.decode`` before ``clean``: TCVN3 writes "ư" as the soft
hyphen and "é" as the Icelandic eth, both of which ``clean`` takes for noise.
"""

import datetime
import re
import unicodedata
from functools import lru_cache

# Soft hyphen, zero-width blanks and joiners, direction marks, byte order mark: never meant, always pasted.
_INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e"
    "\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb"
)
# Every control character that is neither a blank nor a line break: no XML part of a workbook may hold them.
_CONTROL = "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f"

_NOISE = re.compile(f"[{_INVISIBLE}{_CONTROL}]+")
_MARKS_AND_INVISIBLE = re.compile(f"[\u0300-\u036f{_INVISIBLE}]+")
_LINE_BREAK = re.compile("\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_ESCAPED_BREAK = re.compile("_x000[9AaDd]_")
# The letter eth and the African d look like đ and come from fonts and converters of the 1990s.
_D_TWINS = str.maketrans({"Ð": "Đ", "Ɖ": "Đ", "ð": "đ", "ɖ": "đ"})
_ASCII_FOLD = bytes(
    code if chr(code) in "abcdefghijklmnopqrstuvwxyz0123456789" else code + 32 if 65 <= code <= 90 else 32
    for code in range(256)
)

# An import asks the same cell several times, and the same words stand in thousands of rows. Longer texts are rare, and
# thirty thousand of them would be too much to remember.
_REMEMBERED_LENGTH = 120
_REMEMBERED_TEXTS = 32_768


def nfc(text: str) -> str:
    """Return the text with each letter and its marks composed into one character (Unicode normal form C)."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def clean(text: str, *, keep_lines: bool = False) -> str:
    """Return the text without what nobody meant to type.

    Composed (NFC); zero-width, direction and control characters gone; every blank (no-break space, tab, …) is a plain
    space and runs of them are one; the apostrophe by which Excel marks text is gone from the front; both ends are
    trimmed. Line breaks become spaces, or with ``keep_lines`` become "\\n" with each line cleaned, empty lines in
    the middle kept (a stacked cell counts them). Cleaning twice changes nothing more.
    """
    if len(text) > _REMEMBERED_LENGTH:
        return _clean(text, keep_lines)
    return _remembered_lines(text) if keep_lines else _remembered_line(text)


def _clean(text: str, keep_lines: bool) -> str:
    if "_x000" in text:
        text = _ESCAPED_BREAK.sub("\n", text)
    if not text.isascii():
        if not keep_lines:
            text = " ".join(filter(None, map(_clean_word, text.split())))
            return text.lstrip("'\n ") if text.startswith("'") else text
        text = unicodedata.normalize("NFC", _NOISE.sub("", text).translate(_D_TWINS))
    elif not text.isprintable():
        text = _NOISE.sub("", text)
    if keep_lines:
        lines = (" ".join(line.split()) for line in _LINE_BREAK.split(text))
        text = "\n".join(lines).strip("\n ")
    else:
        text = " ".join(text.split())
    return text.lstrip("'\n ") if text.startswith("'") else text


# Names and addresses are made of few words: what is found out of one holds wherever it stands.
@lru_cache(_REMEMBERED_TEXTS)
def _clean_word(word: str) -> str:
    return unicodedata.normalize("NFC", _NOISE.sub("", word).translate(_D_TWINS))


@lru_cache(_REMEMBERED_TEXTS)
def _remembered_line(text: str) -> str:
    return _clean(text, keep_lines=False)


@lru_cache(_REMEMBERED_TEXTS)
def _remembered_lines(text: str) -> str:
    return _clean(text, keep_lines=True)


def fold(text: str) -> str:
    """Return the text for search and for comparing headings: lower-case ASCII letters, digits and single spaces.

    Marks are gone and đ is d, so "Hòa", "Hoà" and "HOA" are one; whatever is neither letter nor digit parts words:
    "Họ, chữ đệm" → "ho chu dem". Folding twice changes nothing more. Never use it to decide who somebody is:
    Quý and Quy are two men (``names.name_key`` does that).
    """
    return _fold(text) if len(text) > _REMEMBERED_LENGTH else _remembered_fold(text)


def _fold(text: str) -> str:
    if text.isascii():
        return _in_ascii(text.encode())
    return " ".join(filter(None, map(_fold_word, text.split())))


@lru_cache(_REMEMBERED_TEXTS)
def _fold_word(word: str) -> str:
    word = word.translate(_D_TWINS).replace("đ", "d").replace("Đ", "D")
    return _in_ascii(_MARKS_AND_INVISIBLE.sub("", unicodedata.normalize("NFKD", word)).encode("ascii", "replace"))


def _in_ascii(letters: bytes) -> str:
    return b" ".join(letters.translate(_ASCII_FOLD).split()).decode()


_remembered_fold = lru_cache(_REMEMBERED_TEXTS)(_fold)


def cell_text(raw: object) -> str:
    """Return what an officer sees in a cell as one cleaned line: None → "", 9.0 → "9", a date → "05/09/2005"."""
    if raw is None:
        return ""
    if isinstance(raw, str):
        return clean(raw)
    if isinstance(raw, bool):
        return "TRUE" if raw else "FALSE"
    if isinstance(raw, float) and raw.is_integer():
        return str(int(raw))
    if isinstance(raw, datetime.date):  # a datetime is a date too
        return f"{raw.day:02}/{raw.month:02}/{raw.year:04}"
    return clean(str(raw))


def one_letter_off(one: str, other: str) -> bool:
    """Tell whether two words are the same but for one letter more, less, else or changed over with its neighbour."""
    if abs(len(one) - len(other)) > 1 or one == other:
        return one == other
    if len(one) == len(other):
        off = [i for i, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
        if len(off) == 2 and off[1] == off[0] + 1:
            return one[off[0]] == other[off[1]] and one[off[1]] == other[off[0]]
        return len(off) == 1
    longer, shorter = (one, other) if len(one) > len(other) else (other, one)
    return any(longer[:i] + longer[i + 1 :] == shorter for i in range(len(longer)))
