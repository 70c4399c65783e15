"""The neighbourhood (tổ dân phố) inside what people write as an address, in one spelling.

A numbered one is "TDP số 6", a named one "TDP Lãm Khê 2", whatever the roster calls it: Tổ dân phố, Tổ, Khu phố, Khu
dân cư (names that wards brought along when they were merged).
"""

import re
import unicodedata

from roster.domain.names import proper_name
from roster.domain.text import cell_text, clean

# The patterns run over text without marks; TDP and the full words are certain, "tổ 6" only before a number.
_CERTAIN = r"\b(?:t\.? ?d\.? ?p(?![a-z])\.?|to dan pho|to dp|khu pho|khu dan cu|kdc|k\.?p\.?(?= ?(?:so ?)?\d))"
_NUMBER = r" ?(?:so|:)? ?:? ?0*(?P<number>\d{1,3})(?P<suffix>[a-z]?)(?![\w/])"
_NUMBERED = re.compile(_CERTAIN + _NUMBER)
_NUMBERED_TEAM = re.compile(r"\bto" + _NUMBER)
_NAMED = re.compile(_CERTAIN + r" ?(?:so |: ?)?")
_NAME_ENDS = re.compile(
    r"[,;()\[\]:/]| [-–—] |\b(?:phuong|quan|thanh pho|tp|xa|huyen|thi tran|tinh|p|q)\b[. ]|\bnam (?:19|20)\d\d\b"
)
_TEAM_BEFORE_NAME = re.compile(r"to (?=[a-z]+ [a-z])")  # "Tổ Trần Nhân Tông"
_BARE_NUMBER = re.compile(r"(?:(?:to|khu|t\.?|so) ?)?(?:so )?0*(?P<number>\d{1,3})(?P<suffix>[a-z]?)")
_KINDS = "thon|xom|lang|ap|khom|ban|chung cu|khu"
_OTHER_KIND = re.compile(rf"(?:{_KINDS}) ")
_SAYS_KIND = re.compile(rf"(?:{_KINDS}|tdp|to|kdc)\b")
_TO_TWENTY = "I II III IV V VI VII VIII IX X XI XII XIII XIV XV XVI XVII XVIII XIX XX"
_ROMAN = {roman: number for number, roman in enumerate(_TO_TWENTY.split(), 1)}
_LONGEST_NAME = 4  # words of a neighbourhood's name without its number


def _unmarked(text: str) -> str:
    """Return the text in lower case without marks, each character in its old place."""
    return "".join("d" if char in "đĐ" else unicodedata.normalize("NFD", char)[0].lower()[0] for char in text)


def _numbered(match: re.Match[str]) -> str:
    return f"TDP số {match['number']}{match['suffix'].upper()}"


def neighbourhood_of(text: str) -> str | None:
    """Return the neighbourhood that an address or a section heading names, None where it names none.

    "Số 13 Thiên Văn, tổ dân phố 12, Kiến An" → "TDP số 12"; "TDP LÃM KHÊ 2, phường Phù Liễn" → "TDP Lãm Khê 2".
    A name must be written with capitals: "cán bộ tổ dân phố tham gia" names none.
    """
    text = clean(text)
    plain = _unmarked(text)
    if match := _NUMBERED.search(plain):
        return _numbered(match)
    for match in _NAMED.finditer(plain):
        if name := _name_after(text[match.end() :]):
            return name
    for match in _NUMBERED_TEAM.finditer(plain):
        if text[match.start() : match.start() + 2].lower() in {"tổ", "to"}:  # not Tô 6, nor tờ 6 of a land map
            return _numbered(match)
    return None


_VILLAGE = re.compile(r"\b(?:thon|ap)\b ?:? (?!doi\b|truong\b)(?:so (?=\d))?")
_NO_VILLAGE = re.compile(r"(?:đến|đang|tham gia|gửi|thuộc|có|đã|và) ", re.IGNORECASE)  # "TRONG THÔN ĐẾN TUỔI"
_VILLAGE_WORDS = {"thôn": "Thôn", "ấp": "Ấp"}


def village_of(text: str) -> str | None:
    """Return the thôn or ấp that a title or a section names: "THÔN KHA LÂM" → "Thôn Kha Lâm", "Thôn: 3" → "Thôn 3".

    Of an address it says nothing: many people's first home is a thôn of another commune.
    """
    text = clean(text)
    plain = _unmarked(text)
    for match in _VILLAGE.finditer(plain):
        kind = _VILLAGE_WORDS.get(re.split(r"\W", text[match.start() :], maxsplit=1)[0].lower())
        rest = text[match.end() :]
        if kind is None or _NO_VILLAGE.match(rest):
            continue
        if number := re.match(r"0*(\d{1,3})(?![\w/])", rest):
            return f"{kind} {number[1]}"
        if name := _bare_name(rest):
            return f"{kind} {_ROMAN.get(name, name)}"
    return None


def with_kind(text: str, kind: str) -> str:
    """What stands in a column of that kind: "Đoài" below "Thôn" is "Thôn Đoài"; what says its kind itself stays."""
    return text if _SAYS_KIND.match(_unmarked(text)) else f"{kind} {text}"


def _name_after(text: str) -> str | None:
    """Return the canonical neighbourhood whose name stands at the front of the text."""
    name = _bare_name(text)
    if name is None:
        return None
    return f"TDP số {_ROMAN[name]}" if name in _ROMAN else f"TDP {name}"


def _bare_name(text: str) -> str | None:
    """Return the name at the front of the text, perhaps with its number: "Lãm Khê 2"; a Roman number as it stands."""
    begun = 1 if text.lower().startswith("phương ") else 0  # no phường: "Thôn Phương Lung"
    end = _NAME_ENDS.search(_unmarked(text), begun)
    words: list[str] = []
    for word in (text[: end.start()] if end else text).split():
        if words and re.fullmatch(r"\d{1,3}[A-Za-z]?", word):
            return f"{proper_name(' '.join(words))} {word.upper()}"
        if not word[0].isupper() or len(words) == _LONGEST_NAME:
            break
        words.append(word)
    name = " ".join(words).rstrip(" .'-")
    if not name:
        return None
    return name if name in _ROMAN else proper_name(name)


def canonical_neighbourhood(raw: object) -> str | None:
    """Return the neighbourhood that a cell of the neighbourhood's own column means, None for an empty cell or one that
    cannot mean any.

    9, 9.0, "09", "Tổ 9", "số 9" → "TDP số 9"; "Lãm Khê 2" → "TDP Lãm Khê 2"; a thôn or xóm keeps its own word.
    """
    text = cell_text(raw).strip(" .,;:-–—")
    if isinstance(raw, bool) or not text:
        return None
    plain = _unmarked(text)
    if match := _BARE_NUMBER.fullmatch(plain):
        return _numbered(match)
    if text in _ROMAN:
        return f"TDP số {_ROMAN[text]}"
    if found := neighbourhood_of(text):
        return found
    if not re.match(r"[^\W\d_]{2}", text):
        return None
    if _OTHER_KIND.match(plain):
        return proper_name(text)
    bare = _NAMED.sub("", plain, count=1)
    if text[:2].lower() in {"tổ", "to"}:
        bare = _TEAM_BEFORE_NAME.sub("", bare)
    return _name_after(proper_name(text[len(text) - len(bare) :])) if bare else None
