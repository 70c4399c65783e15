"""What a sheet says outside its table: its title, its ward, its component, its year."""

from __future__ import annotations

import re

from roster.columns.catalogue import ENLISTMENT, MILITIA, RESERVE
from roster.columns.column import Value
from roster.columns.grounds import ground_in
from roster.domain.addresses import canonical_neighbourhood, neighbourhood_of, village_of
from roster.domain.choices import GROUND
from roster.domain.text import clean, fold
from roster.intake.grid import Sheet
from roster.intake.sections import birth_year_in, component_in, reserve_class_in


def title_lines(sheet: Sheet, first_heading_row: int) -> list[str]:
    """The texts above the heading, top to bottom, a line per cell."""
    lines = []
    for row in range(first_heading_row):
        for column in range(len(sheet.rows[row])):
            value = sheet.cell(row, column)
            if isinstance(value, str) and clean(value):
                lines.append(clean(value))
    return lines


_LETTERHEAD = re.compile(r"^(ubnd|ban chqs|ban chi huy|dang uy|hoi dong|bo chqs|cong hoa|doc lap|bo tu lenh|uy ban)\b")


def implied_facts(sheet_name: str, lines: list[str], roster: str) -> dict[str, Value]:
    """What the title, else the sheet's name, says of every person below: militia component, reserve class, year
    of birth, sex."""
    facts: dict[str, Value] = {}
    titles = [line for line in lines if not _LETTERHEAD.match(fold(line))]
    if roster == MILITIA:
        component = next((c for line in [*titles, sheet_name] if (c := component_in(_EXCEPT.sub(" ", line)))), None)
        if component:
            facts["component"] = component
    if roster == RESERVE:
        number = next((n for line in [*titles, sheet_name] if (n := reserve_class_in(line))), None)
        if number:
            facts["reserve_class"] = number
    places = {place for line in titles if (place := _whole_neighbourhood(line))}
    if not places and (place := _whole_neighbourhood(sheet_name)):  # a sheet for each neighbourhood
        places = {place}
    if not places and roster != MILITIA:  # whose teams are of another kind
        places = {place for line in (*titles, sheet_name) if (place := _team_named(line))}
    if not places:  # "CHI BỘ TỔ DÂN PHỐ SỐ 9", "Các đồng chí của tổ dân phố số 9 tham gia …"
        places = {
            place
            for line in lines
            for said in _NUMBERED_QUARTER.findall(clean(line))
            if (place := canonical_neighbourhood(said))
        }
    if not places:
        places = {place for line in (*titles, sheet_name) if (place := village_of(line))}
    if len(places) == 1:
        facts["neighbourhood"] = places.pop()
    years = {year for line in titles if (year := birth_year_in(line))}
    if len(years) == 1:
        facts["birth_date"] = years.pop()
    if roster == ENLISTMENT and any(_OF_MEN.search(clean(line).lower()) for line in titles):
        facts["sex"] = "male"
    if roster == ENLISTMENT and (ground := _ground_of_all(titles)):
        facts["ground"] = ground
    if any(line.startswith(("danh sach", "bang", "so ")) and _OF_WOMEN.search(line) for line in map(fold, titles)):
        facts["sex"] = "female"
    return facts


_SEVENTEEN = re.compile(r"đủ (?:17|mười bảy) tuổi (?:trong )?(?:năm )?(20\d\d)")


def born_in(lines: list[str]) -> str:
    """The year in which the title says that all were born ("ĐỦ 17 TUỔI TRONG NĂM 2025", "SINH NĂM 2008"), "" for none.

    Whoever turns 17 in a year is listed for his first registration (Law 78/2015, Article 13).
    """
    told = {str(int(found[1]) - 17) for line in lines if (found := _SEVENTEEN.search(clean(line).lower()))}
    told |= {year for line in lines if (year := birth_year_in(line))}
    return told.pop() if len(told) == 1 else ""


_EXCEPT = re.compile(r"\((?:trừ|không gồm|không kể|ngoài)[^()]*\)|\b(?:trừ|không gồm|không kể) .*", re.IGNORECASE)
_NUMBERED_QUARTER = re.compile(r"(?:\bTDP|\btổ dân phố|\bkhu dân cư|\bKDC) (?:số )?\d{1,2}\b", re.IGNORECASE)


def _ground_of_all(titles: list[str]) -> str | None:
    """The ground that a title says of all ("SINH VIÊN HỆ CAO ĐẲNG CHÍNH QUY ĐỀ NGHỊ TẠM HOÃN"), None for none."""
    said = [line for line in titles if re.search(r"\btạm hoãn\b", line.lower())]
    found = {ground for line in said if (ground := ground_in(line, GROUND))}
    return found.pop() if len(found) == 1 else None


_PEOPLE = "cong dan|hoi vien|dan quan|tu ve|thanh nien|quan nhan|doan vien|chien si|vien chuc|cong nhan"
# With its marks: "học sinh nam" is not "học sinh năm 2008".
_OF_MEN = re.compile(
    r"\b(công dân|thanh niên|học sinh|sinh viên) nam\b|\bnam (công dân|thanh niên|học sinh|sinh viên)\b"
)
_OF_WOMEN = re.compile(rf"\bnu (?:{_PEOPLE})\b|\b(?:{_PEOPLE}) nu\b(?! (?:va|,) )")


def _whole_neighbourhood(line: str) -> str | None:
    """The neighbourhood whose list this is ("TỔ DÂN PHỐ SỐ 4", "DANH SÁCH … TDP LÃM KHÊ 2"), None for other lines."""
    folded = fold(line)
    heads = len(folded.split()) <= 7 and re.match(r"(to|tdp|khu|kdc)\b", folded)
    if (
        heads
        or folded.startswith("danh sach")
        or re.match(r"(tdp|to dan pho|kdc|khu dan cu) (so )?\d{1,2} (phuong|-)", folded)
    ):
        return neighbourhood_of(line)
    return None


def _team_named(line: str) -> str | None:
    """The neighbourhood that a sheet's name or a line's first words call a team: "Tổ Kha Lâm", "Tổ Kha Lâm gửi …"."""
    name = re.match(r"(?:Tổ|TỔ) (?P<name>[^\W\d_]+(?: [^\W\d_]+)+)", clean(line))
    words = name["name"].split() if name else []
    capital = words[: next((n for n, word in enumerate(words) if not word[0].isupper()), len(words))]
    if not 2 <= len(capital) <= 4 or component_in(line) or fold(capital[0]) in _NO_TEAMS_NAME:
        return None
    return canonical_neighbourhood(" ".join(capital))


_NO_TEAMS_NAME = {"truong", "pho", "dan", "tu", "bao", "cong", "khao"}  # "Tổ trưởng …", "Tổ dân phố", "Tổ công tác"


def ward_named(lines: list[str]) -> str | None:
    """The ward that the title names ("BAN CHQS PHƯỜNG PHÙ LIỄN" → "PHÙ LIỄN"), None where it names none."""
    for line in lines:
        match = re.search(
            r"\b(?:PHƯỜNG|XÃ(?!\s+HỘI)|THỊ TRẤN|ĐẶC KHU)\s+([^,;()\d]+?)\s*(?:$|[,;(-]|NĂM\b)", line.upper()
        )
        if match:
            return clean(match[1])
    return None


def years_named(lines: list[str]) -> set[int]:
    """The years of which the title says it is ("NĂM 2025"), years of birth and of the day of signing left aside."""
    folded = [fold(line) for line in lines]
    if not any(re.search(r"\b(danh sach|so theo doi|so dang ky|so quan ly)\b", line) for line in folded):
        return set()
    said = [line for line in folded if not re.search(r"\bngay\b", line)]
    return {int(year) for line in said for year in re.findall(r"(?<!\bsinh )(?<!\bsinh tu )\bnam (20\d\d)\b", line)}


# What only one roster is called; folded. Who has done his service is no candidate any more.
_ROSTER_WORDS = {
    ENLISTMENT: re.compile(
        r"\b(nghia vu quan su|nvqs|goi (cong dan )?nhap ngu|goi kham|so tuyen|tuyen quan|du 17 tuoi|tam hoan|"
        r"mien goi)\b"
    ),
    MILITIA: re.compile(r"\b(dan quan|tu ve|dqtv)\b"),
    RESERVE: re.compile(r"\b(quan nhan (hang \S+ )?du bi|qndb|du bi dong vien|dbdv|xuat ngu|phuc vien)\b"),
}
_SERVED = re.compile(
    r"\b(hoan thanh|da (di|lam|qua|thuc hien|tham gia|hoan thanh)|lam xong|thuc hien xong) (nghia vu quan su|nvqs)\b"
)


def rosters_named(lines: list[str]) -> set[str]:
    """The rosters that a title or a sheet's name speaks of, empty where it says nothing of the kind."""
    said = [_SERVED.sub(" ", fold(line)) for line in lines]
    return {roster for roster, words in _ROSTER_WORDS.items() if any(words.search(line) for line in said)}
