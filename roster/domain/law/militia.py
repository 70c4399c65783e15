"""The militia's legal questions: is somebody of age, when does his term end, may it be extended, who decides.

Pure functions over facts and a day. A date known only in part gives a firm answer only where every day that it may mean
agrees; otherwise the answer is "chưa rõ", never a guess.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from roster.domain.dates import Span, add_months, age_on, earliest, format_date, latest
from roster.domain.law.appointing import SOLDIER as SOLDIER_POST
from roster.domain.law.appointing import authority_on
from roster.domain.law.duties import responsible_office
from roster.domain.law.militia_grounds import (
    DEFERRAL_CLAUSES,
    EARLY_RELEASE_CLAUSES,
    EXEMPTION_CLAUSES,
    LAW_FIRST_DAY,
    MILITIA_RULES,
    NO_REGISTRATION_CLAUSE,
    REMOVAL_CLAUSES,
)
from roster.domain.law.rulebook import ENLISTMENT_RULES
from roster.domain.law.versions import Rule
from roster.domain.text import fold

HOME = "militia"
STANDING, SEA = "standing", "sea"
SOLDIER = "Chiến sĩ"
STANDING_MONTHS = 24  # of standing duty that count as completed military service: điểm a khoản 4 Điều 4 Luật NVQS

KINDS: dict[str, str] = {
    "registration": "Đăng ký nghĩa vụ tham gia",
    "registration_exempt": "Miễn đăng ký",
    "deferral": "Tạm hoãn",
    "exemption": "Miễn",
    "deferral_end": "Hết tạm hoãn, miễn",
    "selection": "Tuyển chọn vào lực lượng",
    "extension": "Kéo dài thời hạn",
    "completion": "Hoàn thành nghĩa vụ",
    "recognition": "Công nhận hoàn thành nghĩa vụ quân sự tại ngũ",
    "early_release": "Thôi trước thời hạn",
    "removal": "Đưa ra khỏi danh sách",
    "absence": "Tạm vắng",
    "return": "Đã trở về",
}
"""What can be decided or reported about a citizen in the militia's register, with its Vietnamese name."""

CLAUSES: dict[str, tuple[str, ...]] = {
    "registration_exempt": (NO_REGISTRATION_CLAUSE,),
    "deferral": DEFERRAL_CLAUSES,
    "exemption": EXEMPTION_CLAUSES,
    "early_release": EARLY_RELEASE_CLAUSES,
    "removal": REMOVAL_CLAUSES,
}
"""The clauses that a decision of a kind may rest on; the other kinds name none."""

DECIDED_KINDS = frozenset(KINDS) - {"registration", "registration_exempt", "deferral_end", "absence", "return"}
"""The kinds that need a decision with number, day and decider."""

CLOSING_KINDS = frozenset({"completion", "early_release", "removal", "exemption"})
"""The kinds that end a membership."""


class AgeStanding(StrEnum):
    """Where somebody stands to the age of the militia on a day."""

    TOO_YOUNG = "too_young"
    WITHIN = "within"
    VOLUNTEER_ONLY = "volunteer_only"
    TOO_OLD = "too_old"
    NOT_KNOWN = "not_known"


_AGE_WORDS = {
    AgeStanding.TOO_YOUNG: "chưa đủ 18 tuổi",
    AgeStanding.WITHIN: "trong độ tuổi",
    AgeStanding.VOLUNTEER_ONLY: "đã hết độ tuổi nghĩa vụ, chỉ còn tham gia khi tình nguyện",
    AgeStanding.TOO_OLD: "đã quá độ tuổi",
    AgeStanding.NOT_KNOWN: "chưa rõ có trong độ tuổi hay không (thiếu ngày sinh hoặc giới tính)",
}


@dataclass(frozen=True, slots=True)
class AgeAnswer:
    """The standing with the rule on which it rests. `may_serve`: of age, or a volunteer within the longer age."""

    standing: AgeStanding
    rule: Rule
    may_serve: bool

    @property
    def words(self) -> str:
        """The standing in words."""
        return _AGE_WORDS[self.standing]


def age_question(birth_date: str | None, sex: str | None, on: date, volunteer: bool = False) -> AgeAnswer:
    """Whether somebody born on a partial date is of age for the militia on the day (khoản 1 Điều 8).

    `sex` is "male", "female" or None: then the answer is firm only where it is the same for both. Before 01/07/2020 the
    ages of the law of 2019 are taken, which are those of the law before it.
    """
    rule = MILITIA_RULES.at("age", max(on, LAW_FIRST_DAY))
    found: set[AgeStanding] = set()
    if birth_date:
        youngest, oldest = age_on(birth_date, on)
        sexes = (sex,) if sex in {"male", "female"} else ("male", "female")
        found = {_age_standing(rule, age, one) for age in range(youngest, oldest + 1) for one in sexes}
    standing = found.pop() if len(found) == 1 else AgeStanding.NOT_KNOWN
    if volunteer and found and found | {standing} <= {AgeStanding.WITHIN, AgeStanding.VOLUNTEER_ONLY}:
        standing = AgeStanding.VOLUNTEER_ONLY
    may_serve = standing is AgeStanding.WITHIN or (volunteer and standing is AgeStanding.VOLUNTEER_ONLY)
    return AgeAnswer(standing, rule, may_serve)


def _age_standing(rule: Rule, age: int, sex: str) -> AgeStanding:
    if age < rule.value["from"]:
        return AgeStanding.TOO_YOUNG
    if age <= rule.value[sex]:
        return AgeStanding.WITHIN
    return AgeStanding.VOLUNTEER_ONLY if age <= rule.value[f"{sex}_volunteer"] else AgeStanding.TOO_OLD


def age_limit(birth_date: str | None, sex: str | None, volunteer: bool = False) -> Span | None:
    """The last day on which somebody is still of age ("hết 45 tuổi": the day before he is 46); None: not known."""
    if not birth_date or sex not in {"male", "female"}:
        return None
    rule = MILITIA_RULES.at("age", LAW_FIRST_DAY)
    years = rule.value[f"{sex}_volunteer" if volunteer else sex] + 1
    before = timedelta(days=1)
    return Span(
        add_months(earliest(birth_date), 12 * years, after=True) - before,
        add_months(latest(birth_date), 12 * years, after=True) - before,
    )


def turns_18_in(birth_date: str | None, year: int) -> bool:
    """Whether somebody becomes 18 within the year; the year of birth is enough to know."""
    return bool(birth_date) and int(str(birth_date)[:4]) == year - 18


def term_years(component: str | None, on: date) -> int:
    """The years of a term that begins on the day: 2 for standing militia, else 4 (khoản 2 Điều 8).

    A term that began before the law of 2019 is counted by that law, under which it ends.
    """
    value = MILITIA_RULES.at("term", max(on, LAW_FIRST_DAY)).value
    years: int = value["standing_years" if component == STANDING else "years"]
    return years


def term_end(joined_on: str | None, component: str | None, extensions: Iterable[str] = ()) -> str | None:
    """The last day of the term as a partial date, as exact as the day of joining is known; None: not known.

    `extensions` are the days to which it was extended, partial dates; the latest of them counts. A term in years ends
    with the day of the same number and month (Điều 148 Bộ luật Dân sự): 15/03/2020 and 4 years give 15/03/2024.
    """
    extended = max((one for one in extensions if one), key=latest, default=None)
    if not joined_on:
        return extended
    years = term_years(component, earliest(joined_on))
    ends = _later_by_years(joined_on, years)
    return extended if extended is not None and latest(extended) > latest(ends) else ends


def extension_limit(
    joined_on: str | None,
    component: str | None,
    birth_date: str | None,
    sex: str | None,
    *,
    is_self_defence: bool,
    is_commander: bool,
    volunteer: bool,
) -> tuple[date | None, str]:
    """The last day to which a term may be extended, and why; None with what is missing where it is not known.

    Two years beyond the term; sea militia, self-defence and commanders longer; never beyond the age (khoản 2 Điều 8).
    Of a date known in part the latest day counts, so that nobody is refused on a guess.
    """
    by_age = age_limit(birth_date, sex, volunteer)
    if by_age is None:
        return None, "Chưa rõ ngày sinh hoặc giới tính nên chưa tính được giới hạn độ tuổi; hãy bổ sung trong hồ sơ."
    age_words = f"không quá độ tuổi (đến {by_age.last:%d/%m/%Y}; khoản 1, 2 Điều 8 Luật Dân quân tự vệ)"
    if component == SEA or is_self_defence or is_commander:
        return by_age.last, age_words
    ends = term_end(joined_on, component)
    if ends is None:
        return None, "Chưa rõ ngày vào nên chưa tính được thời hạn kéo dài; hãy bổ sung trong hồ sơ."
    by_term = latest(_later_by_years(ends, MILITIA_RULES.at("term", LAW_FIRST_DAY).value["extension_years"]))
    if by_term <= by_age.last:
        return by_term, f"không quá 02 năm (đến {by_term:%d/%m/%Y}; khoản 2 Điều 8 Luật Dân quân tự vệ)"
    return by_age.last, age_words


def months_served(joined_on: str | None, until: date) -> tuple[int, int] | None:
    """The fewest and the most full months between joining and the day; None where the day of joining is not known."""
    if not joined_on:
        return None
    return _full_months(latest(joined_on), until), _full_months(earliest(joined_on), until)


def counts_as_military_service(component: str | None, joined_on: str | None, until: date) -> bool | None:
    """Whether standing militia of that time counts as completed military service: 24 months; None: chưa rõ."""
    if component != STANDING:
        return False
    served = months_served(joined_on, until)
    if served is None:
        return None
    fewest, most = served
    return True if fewest >= STANDING_MONTHS else False if most < STANDING_MONTHS else None


def served_text(joined_on: str | None, until: date) -> str:
    """The time served in words ("4 năm 2 tháng"), "chưa rõ" where it is not known to the month."""
    served = months_served(joined_on, until)
    if served is None or served[0] != served[1]:
        return "chưa rõ"
    years, months = divmod(served[0], 12)
    return " ".join(
        part for part in (f"{years} năm" if years else "", f"{months} tháng" if months else "") if part
    ) or ("dưới 1 tháng")


def is_self_defence(unit: str | None) -> bool:
    """Whether the unit's name is that of a self-defence unit (tự vệ) of an organisation."""
    words = f" {fold(unit or '').replace('dan quan tu ve', 'dan quan')} "
    return " tu ve " in words


def is_commander(post: str | None) -> bool:
    """Whether the post is one of command (Điều 19): any but a plain member's."""
    return bool(post) and fold(str(post)) not in {"chien si", "chien sy", "dan quan", "tu ve"}


def deciding_office(kind: str, day: date, *, is_of_organisation: bool = False) -> str:
    """Who decides that kind on the day, in words; `is_of_organisation`: about a member of a self-defence unit.

    The militia's own decisions are the commune chairman's or the head of the organisation's (Điều 8, 10–13); that
    standing militia counts as military service is recognised by the military command above the ward: the district's to
    30/06/2025, the province's since (Điều 42 Luật NVQS, Luật 98/2025/QH15).
    """
    if kind == "recognition":
        return responsible_office("recognise_completed", max(day, LAW_FIRST_DAY), ENLISTMENT_RULES)
    return authority_on(SOLDIER_POST, True, day).office if is_of_organisation else "Chủ tịch UBND cấp xã"


def decider_fault(kind: str, decided_by: str, day: date) -> str | None:
    """Why somebody may not decide that kind on the day, a sentence; None where nothing speaks against him."""
    words = f" {fold(decided_by)} "
    office = deciding_office(kind, day)
    if kind == "recognition":
        is_commander_of = " chi huy truong " in words
        is_province = " bo chqs " in words or " bo chi huy quan su " in words or " bo tu lenh " in words
        is_right = is_commander_of and is_province == (office == deciding_office(kind, date(2025, 7, 1)))
        if " phuong " in words or " cap xa " in words:
            is_right = False
        return None if is_right else f"Ngày {day:%d/%m/%Y} việc công nhận này thuộc thẩm quyền của {office}."
    level = words.replace(" thi xa ", " ")
    is_ward = any(f" {one} " in level for one in ("phuong", "xa", "thi tran", "dac khu"))
    is_committee = " ubnd " in words or " uy ban nhan dan " in words
    is_military = any(f" {one} " in words for one in ("chi huy truong", "ban chqs", "bo chqs", "chi huy quan su"))
    if (is_committee and not is_ward) or (is_military and not is_committee):
        return (
            "Thẩm quyền quyết định là của Chủ tịch UBND cấp xã hoặc người đứng đầu cơ quan, tổ chức "
            "(Điều 8, 10, 11, 12, 13 Luật Dân quân tự vệ)."
        )
    return None


def date_words(value: str | None) -> str:
    """A partial date for people, "chưa rõ" where there is none."""
    return format_date(value) or "chưa rõ"


def _later_by_years(value: str, years: int) -> str:
    """The partial date so many years later; 29/02 becomes 28/02 in a common year."""
    year = int(value[:4]) + years
    if value[4:] == "-02-29" and not calendar.isleap(year):
        return f"{year:04}-02-28"
    return f"{year:04}{value[4:]}"


def _full_months(first: date, last: date) -> int:
    months = (last.year - first.year) * 12 + last.month - first.month
    return max(0, months - (add_months(first, months) > last if months >= 0 else 0))


def quarter_of(day: date) -> Span:
    """The first and last day of the day's quarter."""
    first = date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)
    return Span(first, add_months(first, 3) - timedelta(days=1))


def is_long_absence(since: date, until: date) -> bool:
    """Whether an absence of these days is one of 3 months or more, which must be reported (điểm b khoản 2 Điều 9)."""
    return until >= add_months(since, MILITIA_RULES.at("absence", max(since, LAW_FIRST_DAY)).value["months"])
