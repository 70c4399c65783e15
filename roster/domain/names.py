"""Names of Vietnamese citizens: how they are written, taken apart and told from one another."""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from roster.domain.text import clean, nfc

_TONE_MARKS = "\u0300\u0309\u0303\u0301\u0323"  # huyền hỏi ngã sắc nặng
_LETTER = r"[^\W\d_]"
_REMEMBERED_WORDS = 8_192


class NameParts(NamedTuple):
    """Họ, chữ đệm, tên; a part that a name lacks is ""."""

    family: str
    middle: str
    given: str


_TONED = "".join(
    unicodedata.normalize("NFC", vowel + mark) for vowel in "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY" for mark in _TONE_MARKS
)
_ANY_TONE = re.compile(f"[{_TONED}]")
_VOWEL = f"[aăâeêioôơuưyAĂÂEÊIOÔƠUƯY{_TONED}]"
_SYLLABLE = re.compile(
    rf"(?<!{_LETTER})(?P<onset>ngh|ng|nh|gh|gi(?={_VOWEL})|qu(?={_VOWEL})|kh|ch|ph|th|tr|[bcdđghklmnpqrstvx])?"
    rf"(?P<vowels>{_VOWEL}{{2,4}})(?P<coda>ng|nh|ch|[cmnpt])?(?!{_LETTER})",
    re.IGNORECASE,
)


def _placed(match: re.Match[str]) -> str:
    """The syllable with its tone on the vowel that carries it; one without a tone, or with two, as it stands."""
    letters = [unicodedata.normalize("NFD", vowel) for vowel in match["vowels"]]
    tones = [mark for letter in letters for mark in letter if mark in _TONE_MARKS]
    if len(tones) != 1:
        return match[0]
    bare = [unicodedata.normalize("NFC", letter.replace(tones[0], "")) for letter in letters]
    small = "".join(bare).lower()
    # The i of gi- and the u of qu- are no vowels (già, quý) unless they stand alone (gì).
    begin = 1 if (match["onset"] or "").lower() + small[0] in {"gi", "qu"} and len(small) > 1 else 0
    place = begin + _carrier(small[begin:], bool(match["coda"]))
    bare[place] = unicodedata.normalize("NFC", bare[place] + tones[0])
    return f"{match['onset'] or ''}{''.join(bare)}{match['coda'] or ''}"


def _carrier(vowels: str, closed: bool) -> int:
    """Which vowel carries the tone: ê and ơ before ă, â, ô and ư; else the last of a closed syllable (toàn), the middle
    one of three (thoại) and the first of two (hòa, Hải, mía)."""
    for marked in ("êơ", "ăâôư"):
        found = next((place for place, vowel in enumerate(vowels) if vowel in marked), None)
        if found is not None:
            return found
    return len(vowels) - 1 if closed else (len(vowels) - 1) // 2


def canonical_tone(text: str) -> str:
    """Return the text with one placement of the tone mark, that of Decision 240/QĐ (1984) school books.

    hoà → hòa, khoẻ → khỏe, thuý → thúy; a mark that an old keyboard put on the wrong vowel moves too: Tòan → Toàn,
    qúy → quý, gìa → già, Haỉ → Hải. No other letter changes, so Quý and Quy stay two names.
    """
    return text if text.isascii() else " ".join(map(_toned_word, text.split(" ")))


# No syllable goes over a blank, and names are made of few words.
@lru_cache(_REMEMBERED_WORDS)
def _toned_word(word: str) -> str:
    word = nfc(word)
    return _SYLLABLE.sub(_placed, word) if _ANY_TONE.search(word) else word


def _proper_piece(word: str) -> str:
    """Return one piece of a name between blanks, hyphens and apostrophes with a capital in front."""
    return word.capitalize() if word[:1].islower() or (len(word) > 1 and word.isupper()) else word


@lru_cache(_REMEMBERED_WORDS)
def _proper_word(word: str) -> str:
    return nfc("".join(_proper_piece(piece) for piece in re.split(r"([\s'’.\-]+)", word)))


def proper_name(text: str) -> str:
    """Return the cleaned name as it is written in papers: "LÊ THẾ QUANG" and "lê thế quang" → "Lê Thế Quang".

    Each word is judged by itself, since clerks write "Nguyễn Văn AN" and "Nguyễn thị Hoa"; a word that has a capital
    in front and small letters behind stays as it is, inner capitals too ("H'Hen Niê", "Y Blơ"). The placement of the
    tone mark is kept: it is the spelling of the citizen's own papers.
    """
    return " ".join(map(_proper_word, clean(text).split(" ")))


def split_name(full_name: str) -> NameParts:
    """Return the first word as family name, the last as given name, what stands between as middle name.

    One word alone is a given name: nobody is called by the family name.
    """
    words = clean(full_name).split()
    if len(words) < 2:
        return NameParts("", "", "".join(words))
    return NameParts(words[0], " ".join(words[1:-1]), words[-1])


def name_key(full_name: str) -> str:
    """Return what two spellings of one name share: case, blanks and the place of the tone mark do not count.

    "LÊ  THỊ HOÀ" and "Lê Thị Hòa" are one name; Quý and Quy, Đan and Dan are not.
    """
    return canonical_tone(clean(full_name).replace("’", "'").lower())


# What stands in the name column of a roster without being a person: totals, sections, headings, signatures.
_NO_NAME = re.compile(
    r"(?:tổng|tong (?:cong|so)|cộng|ban|hội đồng|hoi dong|ủy ban|uy ban|ubnd|hđnd|tdp|tổ|khu|thôn|phường|phuong|quận"
    r"|danh sách|danh sach|người lập|nguoi lap|thủ trưởng|(?:phó )?chỉ huy|chính trị viên|(?:phó )?chủ tịch|trưởng"
    r"|nơi nhận|noi nhan|đơn vị|họ (?:và |, )?(?:tên|chữ|đệm)|ho (?:va )?ten|tên|stt|số|ghi chú|ngày|tháng|năm"
    r"|độc lập|doc lap|lực lượng|trung đội|tiểu đội|đại đội|binh (?:nhì|nhất)|hạ sĩ|trung sĩ|thượng sĩ"
    r"|(?:thiếu|trung|thượng|đại) (?:úy|tá|tướng)|tm\.|kt\.|tl\.|không có|chưa có)(?!\w)"
)
_ADDRESSED = re.compile(r"^(?:đ/c|đồng chí)[.:]? ", re.IGNORECASE)
_NAME_WORDS = re.compile(rf"{_LETTER}+(?:['’\-]{_LETTER}+)*\.?(?: {_LETTER}+(?:['’\-]{_LETTER}+)*\.?){{1,7}}")


def looks_like_name(text: str) -> bool:
    """Tell whether a cell may hold a person's full name: two to eight words of letters that name no total, section,
    heading, rank or signature. Made for telling rows apart, not for judging a name an officer typed."""
    name = _ADDRESSED.sub("", clean(text))
    return bool(_NAME_WORDS.fullmatch(name)) and not _NO_NAME.match(name_key(name))
