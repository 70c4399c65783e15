"""Whom a printed list is for, by his step and by the law's answer on the day of printing.

Nobody is dropped in silence: who is left out is named with the reason and its clause. And nobody whom the law keeps
from being called stands on a list of the call-up, whatever step he is at: it is asked again with each paper. Only form
16C of a year whose call-up the ward has not set up asks less, and says so (docs/decisions/0008).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID

from roster.columns.enlistment_lists import (
    ENLISTMENT_01,
    ENLISTMENT_16A,
    ENLISTMENT_16B,
    ENLISTMENT_16C,
    ENLISTMENT_17A,
    ENLISTMENT_17A_RESERVE,
    ENLISTMENT_ELIGIBLE,
    ENLISTMENT_EXAMINATION,
    ENLISTMENT_HANDOVER,
    ENLISTMENT_LISTS,
    ENLISTMENT_REPLACEMENT,
    ENLISTMENT_RESULTS,
    ENLISTMENT_SOURCE,
)
from roster.domain.actor import Actor
from roster.domain.cycle import EARLY, FINAL, STEP_BY_KEY, gate_verdicts, standing_against
from roster.domain.law.verdicts import VERDICT_LABELS, Assessment, Reason, Verdict
from roster.domain.law.versions import RuleBook
from roster.services.assessment import Standing, campaign_of, campaigns_of, rules_in_use, standings
from roster.services.claims_on_lists import ListedGround, grounds_of_wards, grounds_on
from roster.store.list_filter import ListFilter

# Steps whose candidates stand on a list of the call-up, if the law still lets them.
_FIT = frozenset({"eligible_enlistment", "final_official", "final_reserve", "called_up", "replacement", "handed_over"})
_STEPS: dict[str, frozenset[str]] = {
    ENLISTMENT_HANDOVER.key: frozenset({"handed_over"}),
    ENLISTMENT_REPLACEMENT.key: frozenset({"replacement"}),
    ENLISTMENT_ELIGIBLE.key: _FIT,
    ENLISTMENT_17A.key: frozenset({"final_official", "called_up", "replacement", "handed_over"}),
    ENLISTMENT_17A_RESERVE.key: frozenset({"final_reserve"}),
}
_TO_BE_EXAMINED = frozenset({"preselection_passed", "invited_examination"})
# Lists that report what is, and call nobody: the law keeps nobody off them.
_NOT_OF_THE_SOURCE = frozenset({"aged_17", "registered", "registration_barred", "registration_exempt", "left_source"})
_REPORTS: dict[str, Callable[[Mapping[str, Any], int], bool]] = {
    ENLISTMENT_01.key: lambda row, year: (
        row["sex"] != "female" and str(row["birth_date"] or "")[:4] == str(_born_for_01(year))
    ),
    ENLISTMENT_SOURCE.key: lambda row, _year: row["status"] not in _NOT_OF_THE_SOURCE,
    ENLISTMENT_RESULTS.key: lambda row, _year: row["health_class"] is not None,
}
_AGE_OF_REGISTRATION = 17
_REGISTERING = frozenset({"aged_17", "registered", "registration_barred", "registration_exempt"})


def _born_for_01(year: int) -> int:
    """Who comes to his first registration for the call-up of a year: he was 17 in the year before it, when it began."""
    return year - 1 - _AGE_OF_REGISTRATION


# Steps by which the ward itself has settled that somebody is not called this year; the later ones can be made good.
_NOT_CALLED = frozenset(
    {
        "registration_barred", "registration_exempt", "left_source", "exempt", "deferred", "not_selected",
        "not_called_yet", "returned",
    }
)  # fmt: skip
_GROUND_LISTS = {
    ENLISTMENT_16A.key: ("41.2.", Verdict.EXEMPT, "exempt"),
    ENLISTMENT_16B.key: ("41.1.", Verdict.DEFERRED, "deferred"),
}

# What the age on the day of the handover or an examination answers; REFER by the clauses that it is found by.
_OF_AGE_AND_HEALTH = frozenset({Verdict.TOO_YOUNG, Verdict.TOO_OLD, Verdict.AWAITING_HEALTH, Verdict.UNFIT})
_REFERRING_RULES = ("age.", "health.eyes", "health.bmi")

_CLOSED = "Hồ sơ nghĩa vụ quân sự của năm đã kết thúc"
_RULED_OUT = "Đã có kết luận không gọi nhập ngũ"
_NOT_KEPT = "Đã ngừng quản lý"
NO_CAMPAIGN = (
    "Chưa lập đợt tuyển quân năm {year} nên chưa xét độ tuổi, sức khỏe. "
    "Đề nghị ghi ngày giao, nhận quân ở trang Đợt tuyển quân, mục “Các ngày, cách tính tuổi”, rồi in lại danh sách này."
)


@dataclass(frozen=True)
class LeftOut:
    """Somebody who does not stand on a list: `group` is the reason as it is counted, `reasons` all, with clauses."""

    person_id: UUID
    full_name: str
    birth_date: str | None
    group: str
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Selection:
    """The rows that a list prints and whom it leaves out, in the order of the list.

    `notice`: a sentence on what was not asked, "" where the law was asked in full.
    """

    rows: list[dict[str, Any]]
    people: tuple[LeftOut, ...] = field(default=())
    notice: str = ""

    @property
    def left_out(self) -> tuple[tuple[str, int], ...]:
        """How many are left out for which reason, the most frequent first."""
        return count_groups(self.people)

    @property
    def left_out_count(self) -> int:
        """How many are left out in all."""
        return len(self.people)


def count_groups(people: Iterable[LeftOut]) -> tuple[tuple[str, int], ...]:
    """How many are left out for which reason, the most frequent first."""
    return tuple(Counter(one.group for one in people).most_common())


def select_rows(actor: Actor, list_key: str, wanted: ListFilter, rows: Sequence[dict[str, Any]], on: date) -> Selection:
    """Those of `rows` (as `list_rows` gave them for `wanted`) who stand on the list on the day `on`.

    Lists of other rosters, and the list as it is seen, are for everybody. Raises NotFound, NotAllowed.
    """
    return select_each(actor, [list_key], wanted, rows, on)[list_key]


def select_each(
    actor: Actor, list_keys: Iterable[str], wanted: ListFilter, rows: Sequence[dict[str, Any]], on: date
) -> dict[str, Selection]:
    """`select_rows` for several lists at once: the law is asked once. Raises NotFound, NotAllowed."""
    keys = list(list_keys)
    gated = {one.key for one in ENLISTMENT_LISTS} - _REPORTS.keys()
    free = {key: _reported(key, rows, wanted.year) for key in keys if key not in gated}
    if not gated & set(keys):
        return free
    ids = None if not wanted.is_narrowed else [row["person_id"] for row in rows]
    judged = {one.person_id: one for one in standings(actor, wanted.ward_id, wanted.year, ids, on)}
    grounds = grounds_on(actor, wanted.ward_id, wanted.year) if _GROUND_LISTS.keys() & set(keys) else {}
    found = free | {key: _selected(key, rows, judged, grounds) for key in keys if key in gated}
    if ENLISTMENT_16C.key in found and not campaign_of(actor, wanted.ward_id, wanted.year).version:
        found[ENLISTMENT_16C.key] = _by_file_alone(rows, judged, rules_in_use(), wanted.year)
    return found


def listed_people(
    actor: Actor, judged: Sequence[Standing], list_keys: Iterable[str], year: int
) -> dict[str, frozenset[UUID]]:
    """Who of these candidates, of any wards, stands on each list, as `select_each` answers ward by ward.

    For lists that ask for the step and the law alone. As many queries for many wards as for one. Raises NotFound,
    NotAllowed.
    """
    campaigns = campaigns_of(actor, {one.ward_id for one in judged}, year)
    grounds, referring = grounds_of_wards(actor, campaigns, year), _referring(rules_in_use())
    rows = [
        {"person_id": one.person_id, "full_name": one.full_name, "birth_date": one.birth_date, "status": one.step}
        for one in judged
    ]
    by_law = {one.person_id: one for one in judged}
    by_file = {
        key: one if campaigns[one.ward_id].version else _without_age_and_health(one, referring)
        for key, one in by_law.items()
    }
    found = {
        key: _reported(key, rows, year)
        if key in _REPORTS
        else _selected(key, rows, by_file if key == ENLISTMENT_16C.key else by_law, grounds)
        for key in list_keys
    }
    return {key: frozenset(row["person_id"] for row in selection.rows) for key, selection in found.items()}


def _reported(list_key: str, rows: Sequence[dict[str, Any]], year: int) -> Selection:
    """The rows of a list that calls nobody; every row of one that has no rule."""
    belongs = _REPORTS.get(list_key)
    found = [row for row in rows if belongs is None or belongs(row, year)]
    if list_key != ENLISTMENT_01.key:
        return Selection(found)
    group = f"Đang ở bước đăng ký lần đầu nhưng không sinh năm {_born_for_01(year)}"
    there = {row["person_id"] for row in found}
    others = tuple(
        LeftOut(row["person_id"], row["full_name"], row["birth_date"], group, (group,))
        for row in rows
        if row["status"] in _REGISTERING and row["sex"] != "female" and row["person_id"] not in there
    )
    return Selection(found, others)


def _by_file_alone(
    rows: Sequence[dict[str, Any]], judged: Mapping[UUID, Standing], rules: RuleBook, year: int
) -> Selection:
    """Form 16C where no call-up was set up: there is neither a day for the age nor an examination to ask."""
    referring = _referring(rules)
    chosen = _selected(
        ENLISTMENT_16C.key, rows, {key: _without_age_and_health(one, referring) for key, one in judged.items()}, {}
    )
    return replace(chosen, notice=NO_CAMPAIGN.format(year=year))


def _referring(rules: RuleBook) -> set[str]:
    return {rule.citation for rule in rules if rule.key.startswith(_REFERRING_RULES)}


def _without_age_and_health(standing: Standing, referring: Collection[str]) -> Standing:
    """The standing as if the law had been asked of the file alone."""

    def is_of_file(verdict: Verdict, reason: Reason) -> bool:
        return verdict not in _OF_AGE_AND_HEALTH and not (verdict is Verdict.REFER and reason.citation in referring)

    asked = standing.assessment
    findings = tuple((verdict, reason) for verdict, reason in asked.findings if is_of_file(verdict, reason))
    verdict = findings[0][0] if findings else Verdict.CALLABLE
    return replace(standing, assessment=Assessment(verdict, tuple(reason for _, reason in findings), None, findings))


def _selected(
    list_key: str,
    rows: Sequence[dict[str, Any]],
    judged: Mapping[UUID, Standing],
    grounds: Mapping[UUID, Sequence[ListedGround]],
) -> Selection:
    kept, people = [], []
    for row in rows:
        standing = judged.get(row["person_id"])
        if list_key in _GROUND_LISTS:
            row, found = _on_ground_list(list_key, row, standing, grounds.get(row["person_id"], ()))
        elif list_key == ENLISTMENT_16C.key:
            found = _against(standing, EARLY) or _by_step(standing)
        elif list_key == ENLISTMENT_EXAMINATION.key and row["status"] in _TO_BE_EXAMINED:
            found = _against(standing, EARLY)
        elif row["status"] in _STEPS.get(list_key, ()):
            found = _against(standing, FINAL)
        else:
            continue  # not at a step of this list, so nobody expects him on it
        if found is None:
            kept.append(row)
        elif found.group:
            people.append(LeftOut(row["person_id"], row["full_name"], row["birth_date"], found.group, found.reasons))
    return Selection(kept, tuple(people))


@dataclass(frozen=True)
class _Against:
    """Why somebody is not on a list; without a group he has nothing to do with it and is not named."""

    group: str = ""
    reasons: tuple[str, ...] = ()


_NOT_OF_THE_LIST = _Against()


def _against(standing: Standing | None, gate: str) -> _Against | None:
    """What the law or the file has against the candidate at that gate; None for nothing."""
    if standing is None:
        return _Against(_NOT_KEPT, (_NOT_KEPT,))
    if standing.is_closed:
        return _Against(_CLOSED, (_CLOSED,))
    found = standing_against(standing.assessment, gate_verdicts(gate), standing.ruled_callable)
    if found:
        return _Against(_group(standing, found[0]), tuple(map(_in_words, found)))
    return _Against(_RULED_OUT, (_RULED_OUT,)) if standing.ruled_out else None


def _by_step(standing: Standing | None) -> _Against | None:
    step = standing.step if standing is not None else None
    if step not in _NOT_CALLED:
        return None
    group = f"Đang ở bước “{STEP_BY_KEY[step].label}”"
    return _Against(group, (group,))


def _group(standing: Standing, reason: Reason) -> str:
    """The answer and its clause: what those who are left out for one reason have in common."""
    answers = [verdict for verdict, found in standing.assessment.findings if found == reason]
    label = VERDICT_LABELS[answers[0] if answers else standing.verdict]
    return f"{label} ({reason.citation})"


def _in_words(reason: Reason) -> str:
    return f"{reason.text} ({reason.citation})"


def _on_ground_list(
    list_key: str, row: dict[str, Any], standing: Standing | None, grounds: Sequence[ListedGround]
) -> tuple[dict[str, Any], _Against | None]:
    """Whether the candidate stands on the list of the exempt or the deferred, and his row with the ground for it.

    A decision puts him there at any step; at the list's own step an open claim does as well, since the list is what the
    ward proposes by.
    """
    clause, verdict, step = _GROUND_LISTS[list_key]
    here = row["status"] == step
    if standing is None:
        return row, _Against(_NOT_KEPT, (_NOT_KEPT,)) if here else _NOT_OF_THE_LIST
    found = {answer for answer, _ in standing.assessment.findings}
    own = [one for one in grounds if one.ground.startswith(clause)]
    decided = [one for one in own if one.is_decided]
    if verdict in found and decided and not (verdict is Verdict.DEFERRED and Verdict.EXEMPT in found):
        return _with_ground(row, decided[-1]), None
    if not here:
        return row, _NOT_OF_THE_LIST
    if own and Verdict.CLAIM_PENDING in found:
        return _with_ground(row, own[-1]), None
    label = STEP_BY_KEY[step].label
    why = f"Đang ở bước “{label}” nhưng hồ sơ không có diện nào còn hiệu lực theo khoản {clause[3]} Điều 41"
    others = tuple(_in_words(reason) for reason in standing.against)
    return row, _Against(why, (why, *others))


def _with_ground(row: dict[str, Any], ground: ListedGround) -> dict[str, Any]:
    return row | ground.as_row()
