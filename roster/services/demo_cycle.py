"""The demonstration ward's call-up in full swing, and its targets.

Everything goes through the services that an officer's pages use, so the gates of the law stand: who may not be called
is not called here either. Days are counted from the day on which the ward is made.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from roster.columns.catalogue import ENLISTMENT
from roster.domain.actor import Actor
from roster.domain.delivery import ABSENT, DELIVERED, REFUSED
from roster.services import (
    attendance,
    campaigns,
    claims,
    cycle,
    deliveries,
    delivery_series,
    health_results,
    quotas,
    rulings,
    targets,
)
from roster.services.assessment import standings
from roster.services.deliveries import Handover, PaperFilter
from roster.services.delivery_series import Issue
from roster.services.faults import Invalid
from roster.services.health_proposal import Measures
from roster.services.health_results import Conclusion
from roster.store.list_filter import ListFilter
from roster.store.queries import list_rows
from roster.store.units import Unit

_AWAY = 13  # each thirteenth man of those called did not come to the examination
_ROAD = ("eligible_preselection", "invited_preselection", "preselection_passed", "invited_examination")


def fill_cycle(officer: Actor, commander: Actor, ward: Unit, today: date) -> None:
    """A call-up in full swing, as of `today`, for the year after."""
    year = today.year + 1
    days = _days(today, year)
    campaigns.save(officer, ward.id, year, days, 0)
    decided_on = today - timedelta(days=40)
    for service, places in (("army", 16), ("police", 3)):
        quotas.save(officer, ward.id, year, service, places, "215/QĐ-UBND", decided_on, "Chủ tịch UBND thành phố")
    _claims(officer, ward, year, today)
    _refusals(officer, ward, year, decided_on)
    men = _on_the_road(officer, ward, year, today)
    _rulings(commander, ward, year, today)
    _papers(officer, ward, year, men, today)
    _examine(officer, ward, year, men, today)


def _days(today: date, year: int) -> dict[str, date | None]:
    """The usual days of a year's call-up: registration in April, examination in November and December."""
    before = year - 1
    days: dict[str, date | None] = {
        "aged_17_reported_on": date(before, 1, 8), "registration_from": date(before, 4, 1),
        "registration_to": date(before, 4, 15), "registration_reported_on": date(before, 4, 28),
        "review_on": date(before, 8, 20), "claims_signed_on": date(before, 9, 15),
        "claims_posted_on": date(before, 9, 17), "preselection_from": date(before, 10, 6),
        "preselection_to": date(before, 10, 10), "preselection_posted_on": date(before, 10, 13),
        "examination_from": date(before, 11, 10), "examination_to": date(before, 12, 20),
        "health_posted_on": date(before, 12, 24), "closing_on": date(year, 1, 12), "handover_on": date(year, 2, 24),
    }  # fmt: skip
    examined_on = _examined_on(today)
    if examined_on <= date(before, 11, 10):
        # A ward made before the usual season has its examination now, and keeps silent on the days that come before it.
        days |= {key: None for key, day in days.items() if day is not None and day < date(before, 11, 10)}
        days["examination_from"] = examined_on - timedelta(days=14)
    return days


def _examined_on(today: date) -> date:
    """The day on which the doctors saw most of the men: yesterday, within the months of the examination."""
    return min(today - timedelta(days=1), date(today.year, 12, 20))


def _claims(officer: Actor, ward: Unit, year: int, today: date) -> None:
    """Decisions for those whom the roster names as deferred or exempt; the last few still wait for theirs."""
    waiting = [one.claim for one in claims.list_claims(officer, ward.id, status="claimed")]
    day = min(today - timedelta(days=20), date(year - 1, 9, 15)) if today > date(year - 1, 9, 30) else today
    for number, claim in enumerate(waiting[:-4], start=1):
        try:
            claims.decide(officer, claim.id, "decided", f"{100 + number}/QĐ-UBND", day, claim.until)
        except Invalid:
            continue  # a ground whose end has passed cannot be granted any more


def _refusals(officer: Actor, ward: Unit, year: int, decided_on: date) -> None:
    """Three of the source asked for a deferral in vain, and go the way of the others."""
    rows = list_rows(officer, ListFilter(ENLISTMENT, ward.id, year, equals={"status": "source"}))
    for number, row in enumerate(rows[7:52:15], start=1):
        values = {"ground": "41.1.b", "evidence": "Đơn đề nghị; gia đình còn lao động khác"}
        claim = claims.add(officer, ward.id, row["person_id"], values)
        claims.decide(officer, claim.id, "refused", f"{180 + number}/QĐ-UBND", decided_on)


def _on_the_road(officer: Actor, ward: Unit, year: int, today: date) -> list[UUID]:
    """Candidates of the source through the steps to the examination. Returns those who were called to it."""
    rows = list_rows(officer, ListFilter(ENLISTMENT, ward.id, year, equals={"status": "source"}))
    here = [row["person_id"] for row in rows]
    for number, step in enumerate(_ROAD):
        day = today - timedelta(days=60 - 12 * number)
        _, made = cycle.apply_move(officer, ward.id, year, here, step, on=day, paper=f"{7 + number}/KH-BCH")
        here = [one.person_id for one in made.allowed]
        if step == "invited_preselection" and len(here) > 12:
            cycle.apply_move(officer, ward.id, year, here[-2:], "preselection_absent", on=day)
            cycle.apply_move(officer, ward.id, year, here[-5:-2], "preselection_failed", on=day)
            here = here[:-5]
    return here


def _rulings(commander: Actor, ward: Unit, year: int, today: date) -> None:
    """One candidate on whom the law leaves the answer to a person."""
    for one in standings(commander, ward.id, year, None, today):
        try:
            rulings.record(
                commander, ward.id, one.person_id, year, True, "Hội đồng NVQS đã xem xét hồ sơ gốc và kết luận.",
                "31/BB-HĐNVQS", today - timedelta(days=6), "Chủ tịch Hội đồng NVQS phường",
            )  # fmt: skip
        except Invalid:
            continue
        return


def _examine(officer: Actor, ward: Unit, year: int, men: Sequence[UUID], today: date) -> None:
    """Most came, a few did not, the rest are called for the days to come; most have a conclusion."""
    rows = {row["person_id"]: row for row in list_rows(officer, ListFilter(ENLISTMENT, ward.id, year))}
    called = [rows[person_id] for person_id in men if person_id in rows]
    day = _examined_on(today)
    concluded = []
    for number, row in enumerate(called[: len(called) * 2 // 3]):
        if number % _AWAY == _AWAY - 1 or number % 9 == 8:
            state = "absent" if number % _AWAY == _AWAY - 1 else "present"
            attendance.mark(officer, ward.id, year, row["record_id"], state, day)
            continue
        concluded.append(row["person_id"])
        grade = (1, 2, 2, 3, 2, 1, 3, 4)[number % 8]
        measures = Measures(160.0 + number % 17, 52.0 + number % 14, 80.0 + number % 9, other_class=grade)
        conclusion = Conclusion(grade, False, day)  # whoever is concluded on is marked present
        health_results.conclude(officer, ward.id, year, row["record_id"], measures, conclusion, 0, today)
    _, made = cycle.apply_move(officer, ward.id, year, concluded, "eligible_enlistment", on=today, paper="14/BB-HĐKSK")
    fit = [one.person_id for one in made.allowed]
    cycle.apply_move(officer, ward.id, year, fit[:9], "final_official", on=today, paper="02/BB-HĐNVQS")
    cycle.apply_move(officer, ward.id, year, fit[9:10], "final_reserve", on=today, paper="02/BB-HĐNVQS")


def _papers(officer: Actor, ward: Unit, year: int, men: Sequence[UUID], today: date) -> None:
    """The calls to the examination with what became of each: most in time, one too late, one refused, one still out."""
    day = _examined_on(today)
    issue = Issue("examination", day, day - timedelta(days=22), "45")
    delivery_series.create(officer, ward.id, year, issue, person_ids=list(men))
    papers = deliveries.list_papers(officer, ward.id, year, PaperFilter(), size=1000).papers
    paper_of = {one.delivery.person_id: one.delivery.id for one in papers}
    ids = [paper_of[one] for one in men if one in paper_of]
    # Whoever took no call did not come either.
    away = ids[_AWAY - 1 :: _AWAY]
    others = [one for one in ids if one not in away[:2]]
    outcomes: tuple[tuple[str, list[UUID], int], ...] = (
        (DELIVERED, others[1:], 18), (DELIVERED, others[:1], 7), (REFUSED, away[:1], 17), (ABSENT, away[1:2], 16),
    )  # fmt: skip
    for outcome, chosen, days in outcomes:
        if chosen:
            received_by = "" if outcome == ABSENT else "Người được gọi"
            handover = Handover(outcome, day - timedelta(days=days), received_by, "Lê Thị Thu Hường")
            deliveries.record_outcome(officer, ward.id, year, chosen, handover)


def fill_targets(commander: Actor, ward: Unit, today: date) -> None:
    """What is to be reached this year, and what the ward keeps of it."""
    goals = {
        "militia_strength": 90.0, "militia_structure": 30.0, "militia_party": 20.0, "reserve_assigned": 60.0,
        "mobile_training": 95.0, "party_source": 3.0, "commander_training": 100.0,
    }  # fmt: skip
    for key, goal in goals.items():
        targets.save(commander, ward.id, today.year, key, {"goal": goal})
    cell = {"done": True, "number": "12-QĐ/ĐU", "on": date(2024, 2, 20)}
    targets.save(commander, ward.id, 2024, "party_cell", cell)
    targets.save(commander, ward.id, today.year, "headquarters", {"value": "Đã bố trí tạm, đang xem xét xây dựng"})
    targets.save(commander, ward.id, today.year, "population", {"value": 14_600.0})
    targets.save(commander, ward.id, today.year, "propaganda", {"value": 14.0, "goal": 12.0})
