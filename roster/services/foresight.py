"""What an officer should know weeks ahead: grounds that end, second degrees, one child of a family, ages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select

from roster.domain.actor import Actor
from roster.domain.cycle import is_loss
from roster.domain.dates import format_date, latest
from roster.domain.law.versions import RuleBook
from roster.services.assessment import campaign_of, rules_in_use
from roster.services.claim_rules import ONE_PER_FAMILY, claim_citation
from roster.services.claims import parents_key
from roster.services.clock import today
from roster.store.campaigns import Campaign
from roster.store.claims import Claim
from roster.store.db import db
from roster.store.enlistment import EnlistmentRecord
from roster.store.people import Person

WEEKS_AHEAD = 8
CLAIM_ENDS, SECOND_DEGREE, ONE_OF_FAMILY, BIRTHDAY = "claim_ends", "second_degree", "one_per_family", "birthday"
WARNING_LABELS = {
    CLAIM_ENDS: "Diện hết hạn trước ngày giao quân",
    SECOND_DEGREE: "Có thể đã được tạm hoãn một khóa đào tạo",
    ONE_OF_FAMILY: "Mỗi gia đình chỉ một con (một anh, em trai)",
    BIRTHDAY: "Sắp đến giới hạn tuổi",
}
# Whoever holds such a degree has had his one course (điểm g khoản 1 Điều 41: một khóa của một trình độ đào tạo).
_DEGREES = ("cao đẳng", "đại học", "thạc sĩ", "tiến sĩ")


@dataclass(frozen=True)
class Foreseen:
    """One thing that is foreseen. `day` is when it happens, None where it stands already."""

    key: str
    day: date | None
    person_id: UUID
    full_name: str
    detail: str
    citation: str
    claim_id: UUID | None = None

    @property
    def label(self) -> str:
        """What kind of thing it is, in words."""
        return WARNING_LABELS[self.key]


def warnings(actor: Actor, ward_id: UUID, year: int, on: date | None = None) -> list[Foreseen]:
    """What is foreseen of the ward's candidates of the year, by day; what stands already comes first.

    Raises NotFound, NotAllowed.
    """
    campaign = campaign_of(actor, ward_id, year)
    day, rules = on or today(), rules_in_use()
    candidates = [
        (record, person)
        for record, person in db.session.execute(
            select(EnlistmentRecord, Person)
            .join(Person, Person.id == EnlistmentRecord.person_id)
            .where(
                EnlistmentRecord.ward_id == ward_id, EnlistmentRecord.year == year, Person.ward_id == ward_id,
                Person.retired_on.is_(None), EnlistmentRecord.closed_on.is_(None),
            )
            .order_by(Person.sort_key, Person.id)
        )
    ]  # fmt: skip
    claims: dict[UUID, list[Claim]] = defaultdict(list)
    query = select(Claim).where(Claim.ward_id == ward_id, Claim.withdrawn_at.is_(None), Claim.status != "refused")
    for claim in db.session.scalars(query.order_by(Claim.created_at, Claim.id)):
        claims[claim.person_id].append(claim)
    found = [
        *_ending(candidates, claims, campaign, day, rules),
        *_second_degrees(candidates, claims, campaign, day, rules),
        *_families(candidates, claims, day, rules),
        *_birthdays(candidates, campaign, day, rules),
    ]
    return sorted(found, key=lambda one: one.day or date.min)


_Candidates = list[tuple[EnlistmentRecord, Person]]


def _ending(
    candidates: _Candidates, claims: dict[UUID, list[Claim]], campaign: Campaign, day: date, rules: RuleBook
) -> Iterator[Foreseen]:
    for _, person in candidates:
        for claim in claims[person.id]:
            end = latest(claim.until) if claim.until else None
            # What ended before this year's work began is nothing that is foreseen.
            if end is None or end >= campaign.handover_on or end < date(campaign.year - 1, 1, 1):
                continue
            verb = "hết hạn" if end >= day else "đã hết hạn"
            detail = (
                f"Diện {claim.ground} {verb} {format_date(claim.until or '')}, trước ngày giao quân "
                f"{campaign.handover_on:%d/%m/%Y}; phải chứng minh lại."
            )
            yield _of(CLAIM_ENDS, end, person, detail, claim, day, rules)


def _second_degrees(
    candidates: _Candidates, claims: dict[UUID, list[Claim]], campaign: Campaign, day: date, rules: RuleBook
) -> Iterator[Foreseen]:
    for record, person in candidates:
        studies = [claim for claim in claims[person.id] if claim.ground == "41.1.g"]
        running = [claim for claim in studies if not claim.until or latest(claim.until) >= campaign.handover_on]
        if not running:
            continue
        degree = (person.qualification or "").lower()
        if record.had_education_deferral:
            why = "hồ sơ ghi đã được tạm hoãn để học một khóa đại học, cao đẳng"
        elif any(degree.startswith(one) for one in _DEGREES):
            why = f"hồ sơ ghi trình độ chuyên môn “{person.qualification}”"
        elif len(studies) > len(running) and any(claim.status == "decided" for claim in studies):
            why = "trước đây đã có một diện học tập khác"
        else:
            continue
        yield _of(SECOND_DEGREE, None, person, f"Đang nêu diện 41.1.g nhưng {why}.", running[-1], day, rules)


def _families(
    candidates: _Candidates, claims: dict[UUID, list[Claim]], day: date, rules: RuleBook
) -> Iterator[Foreseen]:
    named = {person.id: person for _, person in candidates}
    # A brother who is no candidate this year has used the family's place all the same.
    others = [person_id for person_id, found in claims.items() if person_id not in named and _for_one(found)]
    for start in range(0, len(others), 500):
        chosen = select(Person).where(Person.id.in_(others[start : start + 500]))
        named |= {person.id: person for person in db.session.scalars(chosen)}
    families: dict[tuple[str, tuple[str, str]], list[tuple[Person, Claim]]] = defaultdict(list)
    for person_id, person in named.items():
        parents = parents_key(person.father_name, person.mother_name)
        for claim in _for_one(claims[person_id]) if parents else ():
            families[(claim.ground, parents)].append((person, claim))  # type: ignore[index]  # parents are known here
    candidate_ids = {person.id for _, person in candidates}
    for (ground, _), members in families.items():
        names = list(dict.fromkeys(person.full_name for person, _ in members))
        if len({person.id for person, _ in members}) < 2:
            continue
        for person, claim in members:
            if person.id in candidate_ids:
                others_named = ", ".join(name for name in names if name != person.full_name) or person.full_name
                detail = f"Diện {ground} chỉ cho một người trong gia đình; cùng cha mẹ còn có: {others_named}."
                yield _of(ONE_OF_FAMILY, None, person, detail, claim, day, rules)


def _for_one(claims: list[Claim]) -> list[Claim]:
    return [claim for claim in claims if claim.ground in ONE_PER_FAMILY]


def _birthdays(candidates: _Candidates, campaign: Campaign, day: date, rules: RuleBook) -> Iterator[Foreseen]:
    horizon = max(day + timedelta(weeks=WEEKS_AHEAD), campaign.handover_on)
    for record, person in candidates:
        born = person.birth_date or ""
        if len(born) < 10 or is_loss(record.status):
            continue
        rule = rules.at("age.maximum_after_study" if record.had_education_deferral else "age.maximum", day)
        for reading, years in sorted(rule.value["years"].items()):
            if campaign.age_reading not in (None, reading):
                continue
            birthday = _birthday(date.fromisoformat(born), years)
            if day <= birthday <= horizon:
                detail = (
                    f"Tròn {years} tuổi ngày {birthday:%d/%m/%Y}: theo cách hiểu {reading} từ ngày đó "
                    f"đã hết tuổi gọi nhập ngũ (đến hết {rule.value['age']} tuổi)."
                )
                yield Foreseen(BIRTHDAY, birthday, person.id, person.full_name, detail, rule.citation)


def _birthday(born: date, years: int) -> date:
    try:
        return born.replace(year=born.year + years)
    except ValueError:  # 29 February
        return date(born.year + years, 2, 28)


def _of(key: str, when: date | None, person: Person, detail: str, claim: Claim, day: date, rules: RuleBook) -> Foreseen:
    citation = claim_citation(claim.ground, day, rules)[0]
    return Foreseen(key, when, person.id, person.full_name, detail, citation, claim.id)
