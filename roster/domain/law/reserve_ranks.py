"""Ranks of reservists: their kinds, their order, the next one up, and the age at which each leaves the reserve.

Sources: Điều 25 Luật NVQS 78/2015 (non-commissioned officers and privates); Luật Quân nhân chuyên nghiệp, công nhân và
viên chức quốc phòng 98/2015/QH13; Điều 38 Luật Sĩ quan QĐND Việt Nam, amended by khoản 11 Điều 1 of the law of 2024 in
force from 01/12/2024; Điều 12 Thông tư 07/2016/TT-BQP (highest rank of a post).
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from roster.domain.dates import Span, earliest, latest
from roster.domain.law.grounds import LAW, LAW_FIRST_DAY, LAW_SOURCE
from roster.domain.law.versions import Rule, RuleBook
from roster.domain.text import fold

SOLDIER, PROFESSIONAL, OFFICER = "soldier", "professional", "officer"
CATEGORIES: dict[str, str] = {
    SOLDIER: "Hạ sĩ quan, binh sĩ dự bị",
    PROFESSIONAL: "Quân nhân chuyên nghiệp dự bị",
    OFFICER: "Sĩ quan dự bị",
}
"""The kinds of reservists, with their Vietnamese names."""

SOLDIER_RANKS = ("Binh nhì", "Binh nhất", "Hạ sĩ", "Trung sĩ", "Thượng sĩ")
OFFICER_RANKS = (
    "Thiếu úy", "Trung úy", "Thượng úy", "Đại úy", "Thiếu tá", "Trung tá", "Thượng tá", "Đại tá",
    "Thiếu tướng", "Trung tướng", "Thượng tướng", "Đại tướng",
)  # fmt: skip
PROFESSIONAL_RANKS = tuple(f"{rank} QNCN" for rank in OFFICER_RANKS[:7])
RANKS_OF: dict[str, tuple[str, ...]] = {
    SOLDIER: SOLDIER_RANKS,
    PROFESSIONAL: PROFESSIONAL_RANKS,
    OFFICER: OFFICER_RANKS,
}
_KIND_OF = {rank: kind for kind, ranks in RANKS_OF.items() for rank in ranks}
_ORDER = {rank: place for place, rank in enumerate((*SOLDIER_RANKS, *PROFESSIONAL_RANKS, *OFFICER_RANKS))}
HIGHEST_RANK_NUMBER = len(_ORDER)

OFFICER_LAW = "Luật Sĩ quan Quân đội nhân dân Việt Nam"
OFFICER_LAW_2024 = f"{OFFICER_LAW} (sửa đổi năm 2024)"
OFFICER_LAW_2024_FIRST_DAY = date(2024, 12, 1)
PROFESSIONAL_LAW = "Luật Quân nhân chuyên nghiệp, công nhân và viên chức quốc phòng 98/2015/QH13"
CIRCULAR_07 = "Thông tư 07/2016/TT-BQP"


def _by_rank(suffix: str, *bands: tuple[int, int]) -> dict[str, int]:
    """(number of ranks, age) from the lowest officer's rank up → the age of each rank."""
    ages = [age for count, age in bands for _ in range(count)]
    return {f"{rank}{suffix}": age for rank, age in zip(OFFICER_RANKS, ages, strict=False)}


# reading "end": until the end of that year of age (hết 45 tuổi), so to the eve of the next birthday;
# "full": until that age is full (hạn tuổi cao nhất), so to the birthday itself.
AGE_RULES = (
    Rule(
        f"reserve.age.{SOLDIER}",
        f"Điều 25 {LAW}",
        "Hạ sĩ quan, binh sĩ dự bị phục vụ đến hết 45 tuổi (nam), hết 40 tuổi (nữ)",
        LAW_SOURCE,
        LAW_FIRST_DAY,
        value={"male": 45, "female": 40, "reading": "end"},
    ),
    Rule(
        f"reserve.age.{PROFESSIONAL}",
        PROFESSIONAL_LAW,
        "Hạn tuổi quân nhân chuyên nghiệp dự bị: cấp úy 54, Thiếu tá và Trung tá 56, Thượng tá 58",
        PROFESSIONAL_LAW,
        date(2016, 7, 1),
        value={"ranks": _by_rank(" QNCN", (4, 54), (2, 56), (1, 58)), "reading": "full"},
        open_question="Số liệu theo văn bản năm 2015; cần đối chiếu với văn bản hiện hành.",
    ),
    Rule(
        f"reserve.age.{OFFICER}",
        f"Điều 38 {OFFICER_LAW}",
        "Hạn tuổi cao nhất của sĩ quan dự bị: cấp úy 51, Thiếu tá 53, Trung tá 56, Thượng tá 57, Đại tá 60, tướng 63",
        OFFICER_LAW,
        date(2008, 7, 1),
        date(2024, 11, 30),
        value={"ranks": _by_rank("", (4, 51), (1, 53), (1, 56), (1, 57), (1, 60), (4, 63)), "reading": "full"},
    ),
    Rule(
        f"reserve.age.{OFFICER}",
        f"Điều 38 {OFFICER_LAW_2024}",
        "Hạn tuổi cao nhất của sĩ quan dự bị: cấp úy 53, Thiếu tá 55, Trung tá 57, Thượng tá 59, Đại tá 61, tướng 63",
        OFFICER_LAW_2024,
        OFFICER_LAW_2024_FIRST_DAY,
        value={"ranks": _by_rank("", (4, 53), (1, 55), (1, 57), (1, 59), (1, 61), (4, 63)), "reading": "full"},
    ),
)
_AGES = RuleBook(AGE_RULES)

HIGHEST_BY_POST: dict[str, str] = {
    "Phó Trung đội trưởng": "Thượng sĩ",
    "Tiểu đội trưởng": "Trung sĩ",
    "Phó Tiểu đội trưởng": "Hạ sĩ",
    "Chiến sĩ": "Binh nhất",
}
"""The highest rank of a post of privates and non-commissioned officers (Thông tư 07/2016/TT-BQP)."""

_POSTS = {fold(post): rank for post, rank in HIGHEST_BY_POST.items()} | {
    "trung doi pho": "Thượng sĩ", "tieu doi pho": "Hạ sĩ", "khau doi truong": "Trung sĩ", "khau doi pho": "Hạ sĩ",
    "chien sy": "Binh nhất",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class AgeLimit:
    """At what age a reservist leaves, and his last day in the reserve; None with what is `missing` where not known."""

    years: int | None
    last_day: Span | None
    rule: Rule | None
    missing: tuple[str, ...] = ()

    def is_reached_in(self, year: int) -> bool:
        """Whether the last day lies, or may lie, in that year."""
        return self.last_day is not None and self.last_day.first.year <= year <= self.last_day.last.year

    def is_past(self, day: date) -> bool:
        """Whether the last day is surely over on that day."""
        return self.last_day is not None and self.last_day.last < day


def category_of(rank: str | None) -> str | None:
    """The kind of reservist that a rank makes; None for no rank or one that is not in the list."""
    return _KIND_OF.get(rank or "")


def rank_order(rank: str | None) -> int:
    """Where the rank stands from private up; unknown ones stand last."""
    return _ORDER.get(rank or "", HIGHEST_RANK_NUMBER)


def next_rank(rank: str | None) -> str | None:
    """The next rank up of the same kind; None at the top, below a general's rank, and for an unknown one."""
    kind = category_of(rank)
    if kind is None:
        return None
    ranks = RANKS_OF[kind][:8]  # a general is not proposed by a ward
    place = ranks.index(str(rank)) + 1 if rank in ranks else len(ranks)
    return ranks[place] if place < len(ranks) else None


def previous_rank(rank: str | None) -> str | None:
    """The rank below of the same kind; None for the lowest and an unknown one."""
    kind = category_of(rank)
    place = RANKS_OF[kind].index(str(rank)) if kind else 0
    return RANKS_OF[kind][place - 1] if kind and place else None


def highest_rank_for_post(post: str | None) -> str | None:
    """The highest rank that a post of soldiers allows; None where the list does not have the post."""
    return _POSTS.get(fold(post or ""))


def age_limit(rank: str | None, sex: str | None, birth_date: str | None, on: date) -> AgeLimit:
    """The age limit of a reservist by the law of that day; of a birth date known in part the last day is a span.

    Never guesses: without rank, birth date or (for soldiers) sex the answer says what is missing. Before the first day
    of a law the ages of its first version are taken.
    """
    kind = category_of(rank)
    missing: tuple[str, ...] = () if kind else ("cấp bậc",)
    if not birth_date:
        missing += ("ngày sinh",)
    if kind == SOLDIER and sex not in {"male", "female"}:
        missing += ("giới tính",)
    if missing or kind is None or not birth_date:
        return AgeLimit(None, None, None, missing)
    key = f"reserve.age.{kind}"
    rule = _AGES.at(key, max(on, _AGES.history(key)[0].first_day))
    years: int = rule.value[sex] if kind == SOLDIER else rule.value["ranks"][rank]
    return AgeLimit(years, last_day_of_age(birth_date, years, rule.value["reading"]), rule)


def last_day_of_age(birth_date: str, years: int, reading: str) -> Span:
    """The last day of a limit of age: the birthday ("full") or the eve of the next one ("end")."""
    if reading == "full":
        return Span(birthday(earliest(birth_date), years), birthday(latest(birth_date), years))
    eve = timedelta(days=1)
    return Span(birthday(earliest(birth_date), years + 1) - eve, birthday(latest(birth_date), years + 1) - eve)


def birthday(born: date, years: int) -> date:
    """The day on which so many years are full; for 29/02 in a common year 01/03, as roster.domain.dates counts."""
    year = born.year + years
    if (born.month, born.day) == (2, 29) and not calendar.isleap(year):
        return date(year, 3, 1)
    return born.replace(year=year)
