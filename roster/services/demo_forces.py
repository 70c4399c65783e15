"""The forces of the demonstration ward over the year: units, the ward command, decisions, training, duty, a report.

All of it goes through the gates of the services, as an officer's work does; whom it concerns follows from the invented
rosters, in name order.
"""

from __future__ import annotations

from datetime import date, timedelta

from roster.columns.catalogue import ENLISTMENT
from roster.domain.actor import Actor
from roster.domain.law import reserve
from roster.domain.law.command_posts import ASSISTANT, COMMAND_KIND, command_on
from roster.domain.report_periods import QUARTER, period_of_day
from roster.services import (
    clock,
    duty_rotation,
    force_adoption,
    force_establishment,
    force_strength,
    forces,
    meetings,
    militia_decisions,
    militia_register,
    militia_selection,
    paper_numbers,
    party_source,
    reports,
    reserve_events,
    reserve_register,
    specialities,
    training,
    training_attendance,
    training_people,
    training_results,
    ward_command,
)
from roster.services.command_facts import CommandFacts
from roster.services.duty_people import candidates as duty_candidates
from roster.services.duty_rotation import RotationFacts
from roster.services.force_adoption import Choice
from roster.services.forces import UnitFacts
from roster.services.meetings import MeetingFacts
from roster.services.militia_decisions import Decision
from roster.services.militia_selection import SelectionTerms
from roster.services.training import PlanFacts, SessionFacts
from roster.services.training_attendance import Absence
from roster.store.list_filter import ListFilter
from roster.store.militia_queries import members_on
from roster.store.queries import list_ids
from roster.store.training_queries import sessions_of
from roster.store.units import Unit

_COMMANDS = (  # the last two days: new versions of the law
    (date(2023, 3, 15), ("Trần Quốc Toản", "Nguyễn Thị Lan", "Hoàng Văn Bách", "Bùi Đức Long")),
    (date(2025, 7, 1), ("Đào Mạnh Cường", "Phan Thị Ngọc Ánh", "Lương Văn Khải", "Tạ Quang Huy")),
    (date(2026, 1, 26), ("Phạm Quang Trị", "Vũ Thị Thanh Hà", "Đỗ Xuân Thành", "Lê Minh Đức")),
)
_SPECIALITIES = (
    "101; Bộ binh; Bộ binh; 102\n102; Trinh sát bộ binh; Bộ binh; 101\n201; Thông tin vô tuyến; Thông tin; 202\n"
    "202; Thông tin hữu tuyến; Thông tin; 201\n301; Lái xe ô tô; Vận tải\n401; Quân y; Quân y"
)


def fill_forces(officer: Actor, commander: Actor, ward: Unit, today: date) -> None:
    """Everything that the pages of the forces show; commits as it goes."""
    since = min(date(today.year, 1, 2), today)
    _units(officer, ward, since)
    _command(commander, ward, today)
    _militia(officer, ward, today)
    _reserve(officer, ward, today)
    _training(officer, ward, today)
    _calendar(officer, ward, today)
    _party(commander, ward, today)
    reports.create(commander, ward, period_of_day(QUARTER, today).previous)


def _units(officer: Actor, ward: Unit, since: date) -> None:
    """The units that the roster names, with an establishment that leaves some posts vacant."""
    chosen = {
        one.text: Choice(
            force_adoption.NEW, one.name, one.kind, one.component, None, one.neighbourhood_id, one.organisation_id,
            one.parent,
        )
        for one in force_adoption.proposals(officer, ward.id)
        if one.action == force_adoption.NEW
    }  # fmt: skip
    force_adoption.adopt(officer, ward.id, chosen, None, "01/QĐ-BCH")
    wanted = {}
    for one in force_strength.strength_on(officer, ward.id, clock.today()):
        wanted[one.unit.id] = {"Trung đội trưởng" if "platoon" in one.unit.kind else "Tiểu đội trưởng": 1,
                               "Chiến sĩ": max(sum(post.held for post in one.posts), 2)}  # fmt: skip
    force_establishment.set_first(officer, ward.id, since, wanted)


def _command(commander: Actor, ward: Unit, today: date) -> None:
    """Every post of each version of the law but the assistant's has had a holder; the units stand below the command."""
    held = [(day, names) for day, names in _COMMANDS if day <= today]
    for number, (day, names) in enumerate(held):
        posts = [one for one in command_on(day).posts if one.post != ASSISTANT]
        for place, name in zip(posts, names, strict=False):
            facts = CommandFacts(
                place.post, day, holder_name=name, holder_position=place.holder, phone="0912000100",
                decision_number=f"{15 + number}/QĐ", decided_on=day, replaces=number > 0,
            )  # fmt: skip
            ward_command.appoint(commander, ward.id, facts)
    tree = force_strength.strength_on(commander, ward.id, today)
    command = next((one.unit for one in tree if one.kind == COMMAND_KIND), None)
    for one in tree:
        unit = one.unit
        if command is not None and unit.parent_id is None and unit.id != command.id:
            below = UnitFacts(
                unit.kind, unit.name, unit.begins_on, command.id, unit.component, unit.organisation_id,
                unit.neighbourhood_id, unit.decision_number or "",
            )  # fmt: skip
            forces.edit_unit(commander, ward.id, unit.id, below, unit.version)


def _militia(officer: Actor, ward: Unit, today: date) -> None:
    """Registration in April, two who were selected, a completion and an early release."""
    year = today.year
    registration = militia_register.registration_of(officer, ward.id, year)
    ids = [one.citizen.id for found in registration.groups.values() for one in found if one.event is None][:40]
    if ids:
        april = min(date(year, 4, 14), today)  # before April on the day itself
        militia_register.register(officer, ward.id, year, ids, on_day=april)
    # Whom the army may call next year the militia leaves to it.
    candidates = set(list_ids(officer, ListFilter(ENLISTMENT, ward.id, year + 1)))
    free = [one.citizen.id for one in militia_selection.pool_of(officer, ward.id) if not one.against]
    pool = [one for one in free if one not in candidates]
    if pool:
        on_day = min(date(year, 7, 1), today)
        terms = SelectionTerms("local", joined_on=on_day, decision_number=_next(ward, on_day), decided_on=on_day)
        militia_selection.select(officer, ward.id, pool[:2], terms)
    ended = [one.citizen.id for one in members_on(officer, ward.id, today) if (one.record.ends_on or "9") < f"{today}"]
    if ended:
        day = today - timedelta(days=20)
        done = Decision(_next(ward, day), day, on_day=day)
        militia_decisions.decide(officer, ward.id, "completion", ended[:1], done)


def _next(ward: Unit, day: date) -> str:
    """A number of the ward's chairman that no paper of the demo bears."""
    return f"{paper_numbers.last_number(ward.id, day.year, 'QĐ-UBND') + 1}/QĐ-UBND"


def _reserve(officer: Actor, ward: Unit, today: date) -> None:
    """The table of specialities, a move, an absence and a return, a class by decision, a placement."""
    specialities.import_lines(officer, ward.id, _SPECIALITIES)
    people = [row.person_id for row in reserve_register.register_on(officer, ward.id, today)][:6]
    day = today - timedelta(days=40)
    events: tuple[tuple[int, str, dict[str, object]], ...] = (
        (0, reserve.MOVE_OUT, {"on_day": day, "place": "phường Lê Chân, thành phố Hải Phòng"}),
        (
            1,
            reserve.ABSENCE,
            {"on_day": today - timedelta(days=120), "place": "tỉnh Bình Dương", "evidence": "Đơn báo"},
        ),
        (2, reserve.ABSENCE, {"on_day": today - timedelta(days=200), "place": "thành phố Hà Nội"}),
        (2, reserve.RETURN, {"on_day": today - timedelta(days=15)}),
        (3, reserve.CLASS, {"on_day": day, "value": "1", "decision_number": "7/QĐ-BCH", "decided_on": day}),
        (4, reserve.PLACEMENT, {"on_day": day, "value": "yes", "decision_number": "9/QĐ", "decided_on": day}),
    )
    for place, kind, values in events:
        if place < len(people):
            reserve_events.add(officer, ward.id, people[place], kind, values)


def _training(officer: Actor, ward: Unit, today: date) -> None:
    """A week of the mobile platoon with absences and results, and a course of the commanders."""
    first = today - timedelta(days=60 + today.weekday())
    if first.year != today.year:
        return  # in the first weeks of a year nothing has been trained yet
    for facts, days, result in (
        (PlanFacts("Huấn luyện dân quân cơ động", "training", "militia", component="mobile"), 5, "good"),
        (PlanFacts("Tập huấn cán bộ dân quân tự vệ", "course", "militia"), 3, "passed"),
    ):
        plan = training.add_plan(officer, ward.id, today.year, facts)
        people = [one.person.id for one in training_people.proposals(officer, plan, first)]
        if not people:
            continue
        training_people.call(officer, ward.id, plan.id, people, first)
        training.add_sessions(officer, ward.id, plan.id, SessionFacts(first, first + timedelta(days=days - 1)))
        for place, session in enumerate(sessions_of([plan.id])):
            absent = {people[place % len(people)]: Absence("Việc gia đình", place % 2 == 0)}
            training_attendance.save(officer, ward.id, plan.id, session.id, absent)
        training_results.save_results(officer, ward.id, plan.id, {people[0]: "excellent"}, result)


def _calendar(officer: Actor, ward: Unit, today: date) -> None:
    """This month's duty in turn, and the year's meetings."""
    first = today.replace(day=1)
    people = tuple(one.key for one in duty_candidates(officer, ward.id))[:5]
    last = (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    duty_rotation.fill(officer, ward.id, RotationFacts(first, last, ("Trực chỉ huy",), people))
    for kind, topic, day in (
        ("briefing", "Giao ban tháng", today - timedelta(days=10)), ("party_cell", "Sinh hoạt Chi bộ Quân sự", today),
        ("reserve", "Sinh hoạt quân nhân dự bị", date(today.year, 12, 10)),
    ):  # fmt: skip
        is_held = day < today
        facts = MeetingFacts(
            kind, day, topic, "Trụ sở Ban CHQS phường", 8, 7 if is_held else None, "12/BB-BCH" if is_held else "",
            is_held,
        )  # fmt: skip
        meetings.plan(officer, ward.id, facts)


def _party(commander: Actor, ward: Unit, today: date) -> None:
    """Three on the way into the Party, one of them with his class behind him."""
    ids = [one.citizen.id for one in party_source.candidates(commander, ward.id, today)][:3]
    if not ids:
        return
    since = today - timedelta(days=90)
    known = {one.citizen.id for one in party_source.candidates(commander, ward.id, since)}
    party_source.add(commander, ward.id, [one for one in ids if one in known] or ids, since)
    member = party_source.list_source(commander, ward.id, today)[0]
    party_source.save(
        commander, ward.id, member.entry.id,
        {"since": since, "class_attended_on": today - timedelta(days=30), "mentor": "Đỗ Xuân Thành",
         "planned_on": f"{today.year + 1}-05"},
        member.entry.version,
    )  # fmt: skip
