"""What narrows the reserve's register: the same for the page, the paper and the workbook."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from roster.domain.choices import SPECIALITY_MATCH
from roster.domain.search_words import SearchWord, search_words
from roster.services.reserve_register import MOVED, STATES, Reservist
from roster.services.reserve_statistics import CLASS_NAMES, GROUP_NAMES, class_key_of, group_key_of

BLANK = "-"
PLACED = {"yes": "Đã xếp", "no": "Chưa xếp", BLANK: "Chưa ghi"}
MATCHES = {**{str(one.key): one.label for one in SPECIALITY_MATCH}, BLANK: "Chưa ghi"}
SPECIAL = {
    "differs": "Hạng khác với quy định",
    "unclear": "Chưa phân được hạng",
    "conflict": "Đã xếp DBĐV mà còn ở dân quân",
    "over_age": "Đã quá hạn tuổi",
}


@dataclass(frozen=True)
class RegisterFilter:
    """What is asked for; "" for anything. The keys are those of the address."""

    q: str = ""
    reserve_class: str = ""
    group: str = ""
    rank: str = ""
    placed: str = ""
    match: str = ""
    state: str = ""
    neighbourhood: str = ""
    special: str = ""

    def args(self) -> dict[str, Any]:
        """The address's arguments, without those that narrow nothing."""
        return {key: value for key, value in vars(self).items() if value}

    @property
    def with_moved(self) -> bool:
        """Whether those who have moved out are asked for."""
        return self.state == MOVED


CHOICES: dict[str, dict[str, str]] = {
    "reserve_class": CLASS_NAMES,
    "group": GROUP_NAMES,
    "placed": PLACED,
    "match": MATCHES,
    "state": STATES,
    "special": SPECIAL,
}
"""What may be chosen of each closed filter, with its words."""


def narrowed(people: Iterable[Reservist], wanted: RegisterFilter) -> list[Reservist]:
    """Those whom the filter leaves, in their order."""
    words = search_words(wanted.q)
    return [one for one in people if _is_wanted(one, wanted, words)]


def _is_wanted(one: Reservist, wanted: RegisterFilter, words: list[SearchWord]) -> bool:
    if words and not _has_words(one, words):
        return False
    if wanted.reserve_class and class_key_of(one) != wanted.reserve_class:
        return False
    if wanted.group and group_key_of(one) != wanted.group:
        return False
    if wanted.rank and (one.rank or BLANK) != wanted.rank:
        return False
    if wanted.placed and {True: "yes", False: "no", None: BLANK}[one.is_assigned] != wanted.placed:
        return False
    if wanted.match and (one.speciality_match or BLANK) != wanted.match:
        return False
    if wanted.state and one.state != wanted.state:
        return False
    if wanted.neighbourhood and (one.neighbourhood or BLANK) != wanted.neighbourhood:
        return False
    return not wanted.special or _is_special(one, wanted.special)


def _has_words(one: Reservist, words: list[SearchWord]) -> bool:
    # A number is searched whole; of who sees masked ones only there is none in the text (reserve_register).
    whole = f" {one.search_text} "

    def stands(word: str) -> bool:
        return f" {word} " in whole if word.replace(" ", "").isdigit() else word in one.search_text

    return all(word.means(one.birth_date) or all(stands(part) for part in word.words) for word in words)


def _is_special(one: Reservist, special: str) -> bool:
    if special == "differs":
        return one.differs
    if special == "unclear":
        return bool(one.worked_out.missing)
    if special == "conflict":
        return one.is_conflict
    return one.is_over_age
