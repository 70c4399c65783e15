"""Personal papers (giấy gọi) on their way: what became of each, and whether it was in time by the law."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import delete, select

from roster.domain.actor import Actor, Permission
from roster.domain.delivery import OUTCOME, PENDING, REPLACED, SETTLED, Timeliness, timeliness
from roster.domain.law.versions import RuleBook
from roster.domain.sorting import natural_key
from roster.domain.text import clean
from roster.services import audit
from roster.services.assessment import rules_in_use
from roster.services.clock import today
from roster.services.delivery_outcomes import restore_replaced
from roster.services.faults import Invalid, NotFound
from roster.store.claims import Delivery
from roster.store.db import db
from roster.store.people import Person
from roster.store.scope import require

_OUTCOMES = frozenset(one.key for one in OUTCOME)
_WENT_OUT = "Giấy đã vào sổ văn bản đi nên được giữ; nếu giấy có chỗ sai, hãy lập giấy thay thế ở sổ văn bản đi."


@dataclass(frozen=True)
class Paper:
    """One paper with its citizen and the law's answer."""

    delivery: Delivery
    full_name: str
    birth_date: str | None
    neighbourhood: str | None
    time: Timeliness


@dataclass(frozen=True)
class PaperFilter:
    """What a list of papers is narrowed to; None is everything."""

    kind: str | None = None
    outcome: str | None = None
    is_late: bool = False
    neighbourhood: str | None = None


@dataclass(frozen=True)
class PaperPage:
    """One page of the papers that the filter leaves, and counts over the whole year: by kind, by (kind, outcome).

    `late` counts by kind; `neighbourhoods` are those in which somebody has a paper.
    """

    papers: list[Paper]
    total: int
    page: int
    pages: int
    by_outcome: dict[tuple[str, str], int]
    late: dict[str, int]
    neighbourhoods: list[str]


def list_papers(
    actor: Actor, ward_id: UUID, year: int, wanted: PaperFilter, *, page: int = 1, size: int = 100
) -> PaperPage:
    """A page of the papers in the order of event, kind and name, with the counts. Raises NotFound, NotAllowed."""
    require(actor, Permission.VIEW_PEOPLE, ward_id)
    rules, day = rules_in_use(), today()
    query = (
        select(
            Delivery.id, Delivery.kind, Delivery.event_on, Delivery.outcome, Delivery.delivered_on, Person.neighbourhood
        )
        .join(Person, Person.id == Delivery.person_id)
        .where(Delivery.ward_id == ward_id, Delivery.year == year, Person.ward_id == ward_id)
        .order_by(Delivery.event_on.desc(), Delivery.kind, Person.sort_key, Delivery.id)
    )
    chosen, by_outcome, late, places = [], Counter[tuple[str, str]](), Counter[str](), set()
    clock = _Clock(rules, day)
    for paper_id, kind, event_on, outcome, delivered_on, neighbourhood in db.session.execute(query):
        is_late = clock.judge(kind, event_on, outcome, delivered_on).is_late
        by_outcome[kind, outcome] += 1
        late[kind] += is_late
        places.add(neighbourhood)
        if (
            wanted.kind in {None, kind}
            and wanted.outcome in {None, outcome}
            and (is_late or not wanted.is_late)
            and wanted.neighbourhood in {None, neighbourhood}
        ):
            chosen.append(paper_id)
    pages = max(1, -(-len(chosen) // size))
    page = min(max(1, page), pages)
    papers = _papers(ward_id, chosen[(page - 1) * size : page * size], clock)
    return PaperPage(
        papers, len(chosen), page, pages, dict(by_outcome), dict(late), sorted(filter(None, places), key=natural_key)
    )


class _Clock:
    """Judges papers by the rules in use; the same question is asked once."""

    def __init__(self, rules: RuleBook, day: date) -> None:
        self._rules, self._day = rules, day
        self._known: dict[tuple[str, date, str, date | None], Timeliness] = {}

    def judge(self, kind: str, event_on: date, outcome: str, delivered_on: date | None) -> Timeliness:
        asked = (kind, event_on, outcome, delivered_on)
        if asked not in self._known:
            self._known[asked] = timeliness(*asked, today=self._day, rules=self._rules)
        return self._known[asked]


def _papers(ward_id: UUID, paper_ids: list[UUID], clock: _Clock) -> list[Paper]:
    query = (
        select(Delivery, Person)
        .join(Person, Person.id == Delivery.person_id)
        .where(Delivery.ward_id == ward_id, Delivery.id.in_(paper_ids))
    )
    found = {
        one.id: Paper(
            one, person.full_name, person.birth_date, person.neighbourhood,
            clock.judge(one.kind, one.event_on, one.outcome, one.delivered_on),
        )
        for one, person in db.session.execute(query)
    }  # fmt: skip
    return [found[paper_id] for paper_id in paper_ids if paper_id in found]


def get_paper(
    actor: Actor, ward_id: UUID, year: int, paper_id: UUID, permission: Permission = Permission.VIEW_PEOPLE
) -> Paper:
    """One paper of the ward's year. Raises NotFound, NotAllowed."""
    require(actor, permission, ward_id)
    found = _papers(ward_id, [paper_id], _Clock(rules_in_use(), today()))
    if not found or found[0].delivery.year != year:
        raise NotFound(str(paper_id))
    return found[0]


def get_papers(actor: Actor, ward_id: UUID, year: int, paper_ids: Collection[UUID]) -> list[Paper]:
    """Papers in the order given, for an officer who is about to change them. Raises NotFound for any, NotAllowed."""
    require(actor, Permission.EDIT_PEOPLE, ward_id)
    _own(ward_id, year, paper_ids)
    return _papers(ward_id, list(paper_ids), _Clock(rules_in_use(), today()))


def last_day_of(kind: str, event_on: date) -> Timeliness:
    """How much time is left for papers of the kind that are not handed over yet."""
    return timeliness(kind, event_on, PENDING, None, today=today(), rules=rules_in_use())


@dataclass(frozen=True)
class Handover:
    """What became of papers: the outcome, the day, to whom, by whom."""

    outcome: str
    on: date | None = None
    received_by: str = ""
    delivered_by: str = ""
    note: str = ""


def record_outcome(
    actor: Actor,
    ward_id: UUID,
    year: int,
    paper_ids: Collection[UUID],
    handover: Handover,
    seen_version: int | None = None,
) -> list[Paper]:
    """Write down what became of the papers and commit; returns them with the law's answer.

    `seen_version` guards a single paper against another officer's entry. Raises Invalid by field, NotFound (for any of
    them), NotAllowed.
    """
    require(actor, Permission.EDIT_PEOPLE, ward_id)
    papers = _own(ward_id, year, paper_ids)
    if any(one.outcome == REPLACED for one in papers):
        raise Invalid({"": ["Giấy đã được thay thế; hãy ghi kết quả ở giấy thay thế."]})
    _check(handover, papers)
    if seen_version is not None and papers[0].version != seen_version:
        raise Invalid({"": ["Người khác vừa ghi kết quả của giấy này. Xin mở lại để đối chiếu."]})
    is_open = handover.outcome == PENDING
    for one in papers:
        one.outcome = handover.outcome
        one.delivered_on = None if is_open else handover.on
        one.received_by = clean(handover.received_by) or None if handover.outcome in SETTLED else None
        one.delivered_by = None if is_open else clean(handover.delivered_by) or None
        one.note = clean(handover.note) or None
    audit.record(
        actor, "delivery.outcome", ward_id=ward_id, year=year, outcome=handover.outcome, count=len(papers),
        subject_id=papers[0].person_id if len(papers) == 1 else None,
    )  # fmt: skip
    db.session.commit()
    return _papers(ward_id, list(paper_ids), _Clock(rules_in_use(), today()))


def remove(actor: Actor, ward_id: UUID, year: int, paper_ids: Collection[UUID]) -> int:
    """Take out papers that were made by mistake and are still on their way, and commit; returns how many.

    Raises Invalid where one of them has an outcome already, or went out (it is evidence then), NotFound, NotAllowed.
    """
    require(actor, Permission.EDIT_PEOPLE, ward_id)
    papers = _own(ward_id, year, paper_ids)
    if any(one.outcome != PENDING for one in papers):
        raise Invalid({"": ["Chỉ xóa được giấy chưa giao. Giấy đã có kết quả giao nhận được giữ làm bằng chứng."]})
    if any(one.issued_paper_id is not None for one in papers):
        raise Invalid({"": [_WENT_OUT]})
    restore_replaced([one.replaces_id for one in papers if one.replaces_id])
    db.session.execute(
        delete(Delivery)
        .where(Delivery.ward_id == ward_id, Delivery.id.in_([one.id for one in papers]), Delivery.outcome == PENDING)
        .execution_options(synchronize_session=False)
    )
    audit.record(actor, "delivery.remove", ward_id=ward_id, year=year, count=len(papers))
    db.session.commit()
    return len(papers)


def _own(ward_id: UUID, year: int, paper_ids: Collection[UUID]) -> list[Delivery]:
    wanted = set(paper_ids)
    query = select(Delivery).where(Delivery.ward_id == ward_id, Delivery.year == year, Delivery.id.in_(wanted))
    found = list(db.session.scalars(query))
    if not wanted or len(found) != len(wanted):
        raise NotFound("delivery")
    return found


def _check(handover: Handover, papers: list[Delivery]) -> None:
    faults: dict[str, list[str]] = {}
    if handover.outcome not in _OUTCOMES:
        faults["outcome"] = ["Hãy chọn kết quả giao nhận."]
    if handover.outcome != PENDING:
        if handover.on is None:
            faults["on"] = ["Hãy nhập ngày, ví dụ 25/11/2026."]
        elif handover.on > today():
            faults["on"] = ["Ngày giao không thể ở sau hôm nay."]
        elif any(one.issued_on is not None and handover.on < one.issued_on for one in papers):
            faults["on"] = ["Ngày giao trước ngày ký của giấy."]
        if not clean(handover.delivered_by):
            faults["delivered_by"] = ["Hãy ghi người giao hoặc người lập biên bản."]
        if handover.outcome == "delivered" and not clean(handover.received_by):
            faults["received_by"] = ["Hãy ghi ai đã nhận giấy."]
    for key in ("received_by", "delivered_by"):
        if len(clean(getattr(handover, key))) > 120:
            faults[key] = ["Tên dài quá 120 ký tự."]
    if len(handover.note) > 1000:
        faults["note"] = ["Ghi chú dài quá 1.000 ký tự."]
    if faults:
        raise Invalid(faults)
