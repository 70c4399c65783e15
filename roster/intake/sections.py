"""What a section row, a title or a sheet's name says of all the people it stands over."""

from __future__ import annotations

import re
from functools import lru_cache

from roster.columns.catalogue import ENLISTMENT, MILITIA, RESERVE
from roster.columns.cells import find_choice
from roster.columns.column import Value
from roster.columns.grounds import clause_in, ground_in
from roster.columns.readers import capitalised
from roster.domain.addresses import neighbourhood_of, village_of
from roster.domain.choices import COMPONENT, GROUND, RANK, RESERVE_CLASS
from roster.domain.text import clean, fold

LEAD = re.compile(r"^\s*(?:[IVXLC]+|\d{1,2}|[A-Za-z])\s*[.)/:-]\s*|^\s*[-+*•]\s*")
_COUNT = re.compile(
    r"\s*[:(–-]\s*\(?\s*\d+\s*(?:đồng chí|đ/c|công dân|người|nam|thanh niên|quân nhân|chiến sĩ)?\s*\)?\s*$",
    re.IGNORECASE,
)
_UNIT = re.compile(r"(trung doi|tieu doi|khau doi|dai doi|to|tu ve|ban chi huy|ban chqs)\b")
_FORCE = r"\b(?:dan quan|dq|luc luong|tu ve|trung doi|tieu doi|khau doi|to)\b(?: \w+){0,2}? "
_ALONE = {"local", "mobile", "standing"}  # "tại chỗ", "cơ động", "thường trực" say it without "dân quân" before them


def bare_section(text: str) -> str:
    """A section's own words: without its number before ("I.", "1)") and its count behind (": 12 đồng chí")."""
    return _COUNT.sub("", LEAD.sub("", clean(text)).strip(" :.-")).strip(" :.-")


@lru_cache(maxsize=2_000)
def component_in(text: str) -> str | None:
    """The militia component that a title, a sheet's name or a section names, None where it names none or several."""
    bare = re.sub(r"\s*\(?\d+\)?$", "", bare_section(text))
    exact = find_choice(COMPONENT, bare)
    if exact:
        return str(exact.key)
    folded = fold(text)
    found = set()
    for choice in COMPONENT:
        label = fold(choice.label)
        pattern = rf"\b{label}\b" if choice.key in _ALONE else rf"{_FORCE}{label}\b"
        words = "|".join(fold(w) for w in choice.other_words if " " in w and not w.isupper())
        if words and re.search(rf"{_FORCE}(?:{words})\b", folded):
            found.add(str(choice.key))
        shorts = [fold(w) for w in choice.other_words if re.fullmatch(r"DQ\w{1,3}|SMPK|DKZ", w)]
        if re.search(pattern, folded) or any(re.search(rf"\b{short}\b", folded) for short in shorts):
            found.add(str(choice.key))
    return found.pop() if len(found) == 1 else None


def reserve_class_in(text: str) -> int | None:
    """The reserve class that a text names ("HẠNG MỘT", "hạng 2"), None where it names none or both."""
    folded = fold(text)
    found = {
        int(choice.key)
        for choice in RESERVE_CLASS
        for word in (choice.label, *choice.other_words)
        if fold(word).startswith("hang") and re.search(rf"\b{fold(word)}\b", folded)
    }
    return found.pop() if len(found) == 1 else None


def _rank_in(bare: str) -> str | None:
    """The rank that a section is of: "TRUNG SĨ", "Thượng sĩ dự bị"."""
    match = re.fullmatch(r"(?:cap )?([a-z]+ [a-z]+?)(?: du bi)?(?: \d{1,4}(?: d c)?)?", fold(bare))
    found = find_choice(RANK, match[1]) if match else None
    return str(found.key) if found else None


_BORN = re.compile(r"(?<!hoc )\bsinh (?:trong |vao )?(?:nam )?((?:19|20)\d\d)\b(?! (?:den|toi|tro) )")
_BORN_WITHIN = re.compile(r"\bsinh tu (?:ngay )?1 1 ((?:19|20)\d\d) den (?:ngay )?31 12 \1\b")
_BORN_SPAN = re.compile(r"\bsinh (?:tu |trong |vao )?(?:nam )?(?:19|20)\d\d (?:den|toi|va|tro)\b")


@lru_cache(maxsize=2_000)  # asked of the heading for every row
def birth_year_in(text: str) -> str | None:
    """The one year in which a title, heading or section says all were born ("Sinh năm 2004: 6 người")."""
    folded = re.sub(r"\b0(?=\d\b)", "", fold(text))
    years = set(_BORN.findall(folded)) | set(_BORN_WITHIN.findall(folded))
    return years.pop() if len(years) == 1 and not _BORN_SPAN.search(folded) else None


_WHEN = r"(?:(?:thang )?(?P<month>1[0-2]|0?[1-9]) |nam )(?:nam )?"
_JOINED = re.compile(r"\b(?:vao|tham gia|ket nap|gia nhap)\b[^:]{0,40}?\b" + _WHEN + r"(?P<year>20\d\d)\b")


def _moment(found: re.Match[str]) -> str:
    return f"{found['year']}-{int(found['month']):02d}" if found["month"] else str(found["year"])


def _joined_in(text: str) -> str | None:
    """When those of a section joined the militia: "Vào DQTV tháng 3/2021"."""
    found = _JOINED.search(fold(text))
    if found is None or re.search(r"\b(dang|doan|bo doi|quan doi)\b", fold(text)):
        return None
    return _moment(found)


_SERVED = re.compile(
    r"^(?:cac )?(?:dong chi )?(?P<what>xuat ngu|nhap ngu)(?: tu| vao)? " + _WHEN + r"(?P<year>(?:19|20)\d\d)\b"
)
_SERVICE = {"xuat ngu": "discharged_on", "nhap ngu": "enlisted_on"}


def _service_in(bare: str) -> dict[str, Value]:
    """When those of a section were enlisted or discharged: "XUẤT NGŨ THÁNG 01 NĂM 2023"."""
    found = _SERVED.search(fold(bare))
    return {_SERVICE[found["what"]]: _moment(found)} if found else {}


_SPECIALITY = re.compile(
    r"(?:chuyên nghiệp(?: quân sự)?|CNQS|chuyên ngành quân sự)\s*[:–-]?\s*(?P<name>[^\W\d_][^\d:()–]*?)"
    r"(?:\s*[-–,(:]*\s*(?:mã|mã số|số)?\s*(?P<code>\d{1,3})\)?)?",
    re.IGNORECASE,
)


def _speciality_in(bare: str) -> dict[str, Value]:
    """The military speciality of those of a section, with its code: "Chuyên nghiệp quân sự: Bộ binh - mã số 01"."""
    found = _SPECIALITY.fullmatch(bare)
    if found is None:
        return {}
    facts: dict[str, Value] = {"speciality": capitalised(found["name"].strip(" -–,"))}
    return facts | ({"speciality_code": found["code"]} if found["code"] else {})


_ONLY_KIND = re.compile(
    r"(?:ban |bo )?(?:(?:chi huy )?(?:tieu|trung|dai|khau|to) ?doi|to)( bo| co dong| tai cho| thuong truc)?"
    r"( so)?( \d+)?"
)


_DEFERRED = re.compile(r"\b(hoan|mien|chinh quy)\b")
# Not any "không": who is "không còn khả năng lao động" is why another is deferred.
_NOT_DEFERRED = re.compile(r"\b(khong|het|chua|thoi|bo)\b( \w+){0,3} (hoan|mien)\b|\bdu dieu kien\b")


def _ground_told(text: str) -> str | None:
    """The ground that a numbered section names in words: "II/ Đang học đại học, cao đẳng chính quy"."""
    folded = fold(text)
    if not LEAD.match(text) or not _DEFERRED.search(folded) or _NOT_DEFERRED.search(folded):
        return None
    return ground_in(text, GROUND)


_SHORT_SECTION = 8  # words: a longer line that names a thôn tells something else of it


def section_facts(text: str, roster: str) -> dict[str, Value]:
    """What a section row says of the people below it: neighbourhood, component, unit, reserve class, clause,
    year of birth, month of joining."""
    bare = bare_section(text)
    facts: dict[str, Value] = {}
    place = neighbourhood_of(bare) or (village_of(bare) if len(bare.split()) <= _SHORT_SECTION else None)
    if place:
        facts["neighbourhood"] = place
    if year := birth_year_in(bare):
        facts["birth_date"] = year
    if roster == ENLISTMENT and (clause := clause_in(text, GROUND) or _ground_told(text)):
        facts["ground"] = clause
    if roster == MILITIA and (joined := _joined_in(text)):
        facts["joined_on"] = joined
    if roster == MILITIA:
        component = component_in(text)
        if component:
            facts["component"] = component
        if not place and _UNIT.match(fold(bare)):
            facts["unit"] = bare.capitalize() if bare.isupper() and _ONLY_KIND.fullmatch(fold(bare)) else bare
    if roster == RESERVE:
        facts |= _service_in(bare) | _speciality_in(bare)
    if roster == RESERVE and (number := reserve_class_in(text)):
        facts["reserve_class"] = number
    if roster == RESERVE and (rank := _rank_in(bare)):
        facts["rank"] = rank
    return facts
