"""Text typed with the Vietnamese fonts of before Unicode: TCVN3 (.VnTime, ABC) and VNI (VNI-Times).

Such text is stored as Western letters that only the font shows as Vietnamese; the Western letters are those of
Windows-1252. Sources: TCVN 5712:1993, table VN3; the Windows code page of VNI.
"""

import re
import unicodedata
from collections.abc import Iterable
from itertools import chain, islice
from typing import Literal

Encoding = Literal["tcvn3", "vni"]

_VOWELS = "aăâeêioôơuưy"
_TONES = ("\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
_TONED = [unicodedata.normalize("NFC", vowel + tone) for vowel in _VOWELS for tone in _TONES]

# --- TCVN3: one byte a letter, toned capitals only in the capital fonts (.VnTimeH), which show small codes as capitals.

_TCVN3_TONED = "µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ"
_FROM_TCVN3 = dict(zip(_TCVN3_TONED + "¨©ª«¬\u00ad®" + "¡¢£¤¥¦§", [*_TONED, *"ăâêôơưđĂÂÊÔƠƯĐ"], strict=True))
_TO_TCVN3 = {letter: code for code, letter in _FROM_TCVN3.items()}
_TO_TCVN3 |= {letter.upper(): _TO_TCVN3[letter] for letter in _TONED}

# --- VNI: a letter and behind it a mark; a capital's mark is a capital, though it was often typed as a small one.

_VNI_TONE_MARKS = "øûõùï"
_VNI_BASES = {
    "a": ("a", _VNI_TONE_MARKS), "ă": ("aê", "èúüéë"), "â": ("aâ", "àåãáä"), "e": ("e", _VNI_TONE_MARKS),
    "ê": ("eâ", "àåãáä"), "o": ("o", _VNI_TONE_MARKS), "ô": ("oâ", "àåãáä"), "ơ": ("ô", _VNI_TONE_MARKS),
    "u": ("u", _VNI_TONE_MARKS), "ư": ("ö", _VNI_TONE_MARKS), "y": ("y", _VNI_TONE_MARKS[:4]),
}  # fmt: skip


def _vni_table() -> dict[str, str]:
    table = dict(zip("ìæóíò", (unicodedata.normalize("NFC", "i" + tone) for tone in _TONES), strict=True))
    table |= {"î": "ỵ", "ñ": "đ", "ô": "ơ", "ö": "ư"}
    for vowel, (base, marks) in _VNI_BASES.items():
        # ă, â, ê, ô take their tone in place of the circumflex or breve; the others behind the letter.
        stem = base[0]
        if len(base) == 2:
            table[base] = vowel
        for mark, tone in zip(marks, _TONES, strict=False):
            table[stem + mark] = unicodedata.normalize("NFC", vowel + tone)
    table |= {code.upper(): letter.upper() for code, letter in table.items()}
    return table


_FROM_VNI = _vni_table()
_TO_VNI = {letter: code for code, letter in _FROM_VNI.items()}
_FROM_VNI |= {code[0].upper() + code[1]: letter.upper() for code, letter in _FROM_VNI.items() if len(code) == 2}
_VNI_CODES = re.compile("|".join(sorted(_FROM_VNI, key=len, reverse=True)))


_ONLY_UNICODE = re.compile("[\u0102-\u01b0\u1ea0-\u1ef9\u0300-\u0323]")


def is_unicode(text: str) -> bool:
    """Tell whether a letter stands in the text that no legacy font can hold: such text is Unicode already."""
    return _ONLY_UNICODE.search(text) is not None


def count_unicode(texts: Iterable[str]) -> int:
    """How many of the texts are Unicode already."""
    return len(_UNICODE_CELL.findall(_BETWEEN_CELLS.join(texts)))


def decode(text: str, encoding: Encoding, *, capitals: bool = False) -> str:
    """Return the Unicode text (NFC) that legacy text shows; text that is Unicode already comes back composed only.

    ``capitals``: the font is a capital one (its name ends in H). Where that is not known, TCVN3 text whose plain
    letters are all capitals is taken for it: "QUËN KIÕN AN" → "QUẬN KIẾN AN", but "Lª Anh" → "Lê Anh".
    Call it before ``text.clean``, which takes TCVN3's "ư" (U+00AD) for a soft hyphen.
    """
    text = unicodedata.normalize("NFC", text)
    if is_unicode(text):
        return text
    if encoding == "vni":
        shown = _VNI_CODES.sub(lambda match: _FROM_VNI[match[0]], text)
    else:
        shown = "".join(_FROM_TCVN3.get(char, char) for char in text)
        capitals = capitals or _is_capital_font(text)
        if not capitals:
            shown = re.sub(r"[^\W\d_]+", _raise_capital_word, shown)
    return shown.upper() if capitals else shown


_CAPITAL = "A-Z¡¢£¤¥¦§"
# Two capitals and a small code in one word, as in "QUËN": no font but a capital one makes sense of it.
_CAPITAL_FONT_WORD = re.compile(
    rf"(?<!\S)(?=\S*[{_CAPITAL}]\S*[{_CAPITAL}])(?=\S*[{_TCVN3_TONED}¨©ª«¬\u00ad®])[^\sa-z]+(?!\S)"
)


def _is_capital_font(text: str) -> bool:
    return not re.search("[a-z]", text) and _CAPITAL_FONT_WORD.search(text) is not None


def _raise_capital_word(match: re.Match[str]) -> str:
    """Return a word whose unmarked letters are capitals, two at least, in capitals: "QUậN" → "QUẬN"."""
    word = match[0]
    if re.search("[a-z]", word) or len(re.findall("[A-ZĂÂÊÔƠƯĐ]", word)) < 2:
        return word
    return word.upper()


def encode(text: str, encoding: Encoding) -> str:
    """Return the text as a legacy font stores it, for sheets that such a font shall show and for tests.

    TCVN3 has no toned capitals: they become small codes, which ``decode`` raises again in a word of capitals only.
    """
    table = _TO_VNI if encoding == "vni" else _TO_TCVN3
    return "".join(table.get(char, char) for char in unicodedata.normalize("NFC", text))


# --- telling which one it is

# The rhymes of Vietnamese without tones: what tells words from letter salad.
_RHYMES = (
    "a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây e ec em en eng eo ep et "
    "ê êc êch êm ên ênh êp êt êu i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu o oa oac oach oai oam oan "
    "oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong ooc oong op ot ô ôc ôi ôm ôn ông "
    "ôp ôt ơ ơi ơm ơn ơp ơt u ua uân uâng uât uây uc uê uêch uênh ui um un ung uơ uôc uôi uôm uôn uông uôt up ut uy "
    "uya uych uyên uyêt uyn uynh uyt uyu ư ưa ưc ưi ưng ưn ươc ươi ươm ươn ương ươp ươt ươu ưt ưu y yêm yên yêng "
    "yêt yêu"
).replace(" ", "|")
_SYLLABLE = re.compile(f"(?:b|c|ch|d|đ|g|gh|gi|h|k|kh|l|m|n|ng|ngh|nh|p|ph|qu?|r|s|t|th|tr|v|x)?(?:{_RHYMES})")
# Tried at the beginning of words only, or one very long word would take the square of its length.
_LEGACY_WORD = re.compile("(?<![A-Za-z\u00a1-\u00ff])[A-Za-z]*[\u00a1-\u00ff][A-Za-z\u00a1-\u00ff]*")
_SAMPLE = 400  # words are enough to judge a column
# Cells are counted in one text of all of them: each pattern goes from what it looks for to the end of the cell.
_BETWEEN_CELLS = "\x00"
_UNICODE_CELL = re.compile(f"{_ONLY_UNICODE.pattern}[^{_BETWEEN_CELLS}]*")
_LEGACY_CELL = re.compile(f"{_LEGACY_WORD.pattern}[^{_BETWEEN_CELLS}]*")


def _is_syllable(word: str) -> bool:
    marks = unicodedata.normalize("NFD", word.lower())
    bare = unicodedata.normalize("NFC", "".join(mark for mark in marks if mark not in _TONES))
    return sum(mark in _TONES for mark in marks) <= 1 and _SYLLABLE.fullmatch(bare) is not None


def detect(texts: Iterable[str], font_names: Iterable[str] = ()) -> Encoding | None:
    """Return the legacy encoding of a column (or a sheet) of cells, None when it is Unicode or says too little.

    The name of a font decides where it is one of theirs (".VnTime", "VNI-Times"), unless the text is Unicode all the
    same: people change the font of a sheet without converting it. Else the words decide: they must be Vietnamese
    syllables when decoded, and for the most part none as they stand. One word alone decides nothing ("SÑT" is SĐT in
    VNI and sẹt in TCVN3), so a column with little text is better judged by its whole sheet.
    """
    whole = unicodedata.normalize("NFC", _BETWEEN_CELLS.join(texts))
    words = _distinct_words(whole.split(_BETWEEN_CELLS))
    if not words or len(_UNICODE_CELL.findall(whole)) > len(_LEGACY_CELL.findall(whole)) / 2:
        return None
    named = _encoding_of_font(font_names)
    if named:
        return named
    if len(words) < 2:
        return None
    as_they_stand = sum(map(_is_syllable, words))
    scores: dict[Encoding, int] = {
        "tcvn3": sum(_is_syllable(decode(word, "tcvn3")) for word in words),
        "vni": sum(_is_syllable(decode(word, "vni")) for word in words),
    }
    best = max(scores, key=lambda encoding: scores[encoding])
    return best if scores[best] >= 0.7 * len(words) and as_they_stand <= 0.5 * scores[best] else None


def reads_as(text: str, encoding: Encoding, *, whatever_it_is: bool = False) -> bool:
    """Tell whether a text makes Vietnamese words when decoded and, unless ``whatever_it_is``, none as it stands."""
    words = _LEGACY_WORD.findall(unicodedata.normalize("NFC", text))
    decoded = bool(words) and all(_is_syllable(decode(word, encoding)) for word in words)
    return decoded and not is_unicode(text) and (whatever_it_is or not all(map(_is_syllable, words)))


def encoding_of_font(name: str) -> Encoding | None:
    """The encoding whose fonts are called so (".VnTime", "VNI-Times"), None for any other font."""
    return _encoding_of_font((name,))


def _distinct_words(cells: Iterable[str]) -> list[str]:
    legacy_cells = (cell for cell in cells if not is_unicode(cell))
    words = chain.from_iterable(map(_LEGACY_WORD.findall, legacy_cells))
    return list(dict.fromkeys(islice(words, _SAMPLE)))


def _encoding_of_font(font_names: Iterable[str]) -> Encoding | None:
    for name in font_names:
        if name.lower().startswith(".vn"):
            return "tcvn3"
        if name.lower().startswith("vni"):
            return "vni"
    return None
