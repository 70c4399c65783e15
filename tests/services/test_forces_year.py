"""A ward's forces through a year, each thing entered on its day: right on that day, and the same years later.

From March 2023 to March 2024: the April registration, the filling of a platoon with two appointments, training with
absences, a company's self-defence unit, a completion, an early release, a reservist who moves away and returns.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from roster.columns.printed_lists import MILITIA_ROSTER
from roster.domain.actor import Actor
from roster.domain.law.militia import deciding_office
from roster.services import (
    appointments,
    force_establishment,
    forces,
    militia_decisions,
    militia_register,
    militia_selection,
    militia_terms,
    papers,
    people,
    reserve_events,
    target_behind,
    target_figures,
    training,
    training_attendance,
    training_people,
    training_rates,
    training_results,
    units,
    ward_command,
)
from roster.services.appointments import AppointmentFacts
from roster.services.command_facts import CommandFacts
from roster.services.force_strength import strength_on, total_of
from roster.services.forces import UnitFacts
from roster.services.militia_decisions import Decision
from roster.services.militia_selection import SelectionTerms
from roster.services.militia_statistics import statistics_on
from roster.services.records import NewRecord
from roster.services.reserve_register import register_on
from roster.services.training import PlanFacts, SessionFacts
from roster.services.training_attendance import Absence
from roster.services.training_book import book_of_year
from roster.services.ward_command import board_on
from roster.store.forces import Appointment
from roster.store.list_filter import ListFilter
from roster.store.queries import count_rows, list_rows

LATER = date(2026, 11, 25)
CHAIRMAN = "Chủ tịch UBND phường Phù Liễn"


@dataclass
class Year:
    """The ward whose year is played: its clock, its officer, everybody and every unit by a short name."""

    officer: Actor
    ward_id: UUID
    set_today: Callable[[date], None]
    person: dict[str, UUID] = field(default_factory=dict)
    unit: dict[str, UUID] = field(default_factory=dict)
    held: dict[str, Appointment] = field(default_factory=dict)
    plan: Any = None

    def enter(self, key: str, *records: NewRecord, **facts: Any) -> UUID:
        values = {"full_name": f"Lê Văn {key}", "sex": "male", "birth_date": "1999-05-05"} | facts
        today = max((one.since for one in records if one.since), default=date(2023, 3, 1))
        made = people.create_person(self.officer, self.ward_id, values, today, records=records, confirmed=True)
        self.person[key] = made.id
        return made.id

    def member(self, key: str, joined_on: date, component: str, **facts: Any) -> None:
        values = {"component": component, "joined_on": joined_on.isoformat(), "post": "Chiến sĩ"}
        self.enter(key, NewRecord("militia", values, since=joined_on), **facts)

    def add_unit(self, kind: str, name: str, begins_on: date, places: dict[str, int], **more: Any) -> None:
        made = forces.add_unit(self.officer, self.ward_id, UnitFacts(kind, name, begins_on, **more))
        self.unit[name] = made.id
        force_establishment.set_establishment(self.officer, self.ward_id, made.id, begins_on, places, made.version)

    def appoint(self, unit: str, key: str, post: str, day: date, number: str = "") -> None:
        facts = AppointmentFacts(post, day, decision_number=number, decided_on=day if number else None)
        self.held[key] = appointments.appoint(self.officer, self.ward_id, self.unit[unit], self.person[key], facts)

    def select(self, keys: str, day: date, component: str, decided_by: str = CHAIRMAN) -> None:
        terms = SelectionTerms(component, joined_on=day, decision_number="7/QĐ", decided_on=day, decided_by=decided_by)
        militia_selection.select(self.officer, self.ward_id, [self.person[key] for key in keys.split()], terms)

    def decide(self, kind: str, key: str, day: date, **more: Any) -> None:
        decision = Decision(f"{day:%j}/QĐ-UBND", day, CHAIRMAN, day, **more)
        militia_decisions.decide(self.officer, self.ward_id, kind, [self.person[key]], decision)


# --- The year, day by day: (the day, what was entered on it) ---------------------------------------------------------


def _march(year: Year) -> None:
    """Three are in the militia from before, two in the reserve; units get their establishment and their holders."""
    day = date(2023, 3, 1)
    year.member("An", date(2019, 12, 20), "mobile", is_party_member=True)
    year.member("Bình", date(2021, 4, 1), "local")
    year.member("Chi", date(2022, 4, 1), "local", sex="female")
    for key, placed in (("Đạt", True), ("Đức", False)):
        facts = {"rank": "Hạ sĩ", "reserve_class": 1, "is_assigned": placed, "speciality_match": "exact"}
        year.enter(key, NewRecord("reserve", facts, since=date(2022, 4, 1)), birth_date="1996-02-02")
    year.add_unit("mobile_platoon", "Trung đội", day, {"Trung đội trưởng": 1})
    squad = {"Tiểu đội trưởng": 1, "Chiến sĩ": 3}
    year.add_unit("mobile_squad", "Tiểu đội 1", day, squad, parent_id=year.unit["Trung đội"])
    year.add_unit("local_team", "Tổ dân quân số 3", day, {"Chiến sĩ": 3})
    year.appoint("Trung đội", "An", "Trung đội trưởng", day, "1/QĐ-BCH")
    year.appoint("Tổ dân quân số 3", "Bình", "Chiến sĩ", day)
    year.appoint("Tổ dân quân số 3", "Chi", "Chiến sĩ", day)


def _april(year: Year) -> None:
    """The registration: four turn 18, one was missed, one student is deferred, a girl of 17 is not asked."""
    for key in ("Em", "Giang", "Hà", "Khánh"):
        year.enter(key, birth_date="2005-04-20")
    year.enter("Lâm", birth_date="2000-01-01")
    year.enter("Minh", birth_date="2004-01-01", occupation="Sinh viên")
    year.enter("Nga", birth_date="2006-01-01", sex="female")
    found = militia_register.registration_of(year.officer, year.ward_id, 2023)
    counts = found.counts()
    # The two reservists, who are of age, were never registered either.
    assert (counts["eighteen"], counts["supplementary"], found.to_register) == (4, 4, 8)
    ids = [one.citizen.id for one in found.groups["eighteen"]] + [year.person["Lâm"], year.person["Minh"]]
    done = militia_register.register(year.officer, year.ward_id, 2023, ids, on_day=date(2023, 4, 14))
    again = militia_register.registration_of(year.officer, year.ward_id, 2023).counts()
    assert (done.count, again["registered"], again["eighteen"], again["supplementary"]) == (6, 6, 0, 2)


def _may(year: Year) -> None:
    """Four are selected and fill the platoon's squad; one of them becomes its leader. The student stays out."""
    day = date(2023, 5, 2)
    year.decide("deferral", "Minh", day, clause="11.1.h", evidence="Giấy xác nhận của trường")
    with pytest.raises(militia_selection.SomeRefused, match="Lê Văn Minh"):
        year.select("Em Minh", day, "mobile")
    year.select("Em Giang Hà Lâm", day, "mobile")
    year.appoint("Tiểu đội 1", "Lâm", "Tiểu đội trưởng", day, "2/QĐ-BCH")
    soldiers = [year.person[key] for key in ("Em", "Giang", "Hà")]
    unit = year.unit["Tiểu đội 1"]
    appointments.fill(year.officer, year.ward_id, unit, soldiers, AppointmentFacts("Chiến sĩ", day))


def _june(year: Year) -> None:
    """Three days of training for the five of the mobile force: one was ill for a day, one came on none."""
    officer, ward_id, first = year.officer, year.ward_id, date(2023, 6, 5)
    facts = PlanFacts("Huấn luyện dân quân cơ động", "training", "militia", component="mobile")
    year.plan = plan = training.add_plan(officer, ward_id, 2023, facts)
    training.add_sessions(officer, ward_id, plan.id, SessionFacts(first, date(2023, 6, 7)))
    called = [one.person.id for one in training_people.proposals(officer, plan, first)]
    assert len(called) == 5
    training_people.call(officer, ward_id, plan.id, called, first)
    ill, away = year.person["Em"], year.person["Giang"]
    for number, session in enumerate(training.book_of_plan(officer, plan, alone=True).sessions[plan.id]):
        absent = {away: Absence(None, False)} | ({ill: Absence("Ốm", True)} if number == 1 else {})
        assert training_attendance.save(officer, ward_id, plan.id, session.id, absent) == 5 - len(absent)
    results = {year.person["An"]: "excellent", year.person["Hà"]: "passed"}
    saved = training_results.save_results(officer, ward_id, plan.id, results, for_others="good")
    assert (saved.changed, saved.left_out) == (4, 1)  # who came on no day has no result


def _july(year: Year) -> None:
    """A reservist moves to another ward."""
    moved = {"on_day": date(2023, 7, 10), "place": "phường Hồng Bàng"}
    reserve_events.add(year.officer, year.ward_id, year.person["Đạt"], "move_out", moved)


def _september(year: Year) -> None:
    """A company sets up its self-defence squad: two of its workers, of whom one leads it."""
    day = date(2023, 9, 5)
    firm = units.save_organisation(year.officer, year.ward_id, None, name="Công ty An Phát")
    places = {"Tiểu đội trưởng": 1, "Chiến sĩ": 5}
    year.add_unit("self_squad", "Tự vệ An Phát", day, places, component="local", organisation_id=firm.id)
    workers = [year.enter(key, workplace="Công ty An Phát") for key in ("Oanh", "Phúc")]
    militia_register.register(year.officer, year.ward_id, 2023, workers, on_day=day)
    year.select("Oanh Phúc", day, "local", "Giám đốc Công ty An Phát")
    year.appoint("Tự vệ An Phát", "Oanh", "Tiểu đội trưởng", day, "3/QĐ-BCH")
    year.appoint("Tự vệ An Phát", "Phúc", "Chiến sĩ", day)


def _december(year: Year) -> None:
    """The platoon's leader completes his duty with the last day of the year."""
    year.decide("completion", "An", date(2023, 12, 31))


def _january(year: Year) -> None:
    """The squad's leader takes the platoon."""
    day, old = date(2024, 1, 2), year.held["Lâm"]
    facts = AppointmentFacts("Trung đội trưởng", day, decision_number="1/QĐ-BCH", decided_on=day)
    unit = year.unit["Trung đội"]
    year.held["Lâm"] = appointments.transfer(year.officer, year.ward_id, old.id, unit, facts, old.version)


def _february(year: Year) -> None:
    """A soldier leaves early to study."""
    year.decide("early_release", "Hà", date(2024, 2, 20), clause="12.1.đ", evidence="Giấy báo nhập học số 8")


def _march_again(year: Year) -> None:
    """The reservist comes back; whether he is placed must be said anew."""
    back = {"on_day": date(2024, 3, 4), "place": "phường Hồng Bàng"}
    reserve_events.add(year.officer, year.ward_id, year.person["Đạt"], "move_in", back)


DAYS: dict[date, Callable[[Year], None]] = {
    date(2023, 3, 1): _march, date(2023, 4, 14): _april, date(2023, 5, 2): _may, date(2023, 6, 7): _june,
    date(2023, 7, 10): _july, date(2023, 9, 5): _september, date(2023, 12, 31): _december, date(2024, 1, 2): _january,
    date(2024, 2, 20): _february, date(2024, 3, 4): _march_again,
}  # fmt: skip

# (day, in the militia, of them mobile, in the reserve, places and holders of platoon, squad, local and company unit).
# On days between two of DAYS stands what the day before left.
EXPECTED: tuple[tuple[date, int, int, int, list[tuple[int, int]]], ...] = (
    (date(2023, 3, 1), 3, 1, 2, [(1, 1), (4, 0), (3, 2)]),
    (date(2023, 5, 1), 3, 1, 2, [(1, 1), (4, 0), (3, 2)]),
    (date(2023, 5, 2), 7, 5, 2, [(1, 1), (4, 4), (3, 2)]),
    (date(2023, 7, 10), 7, 5, 2, [(1, 1), (4, 4), (3, 2)]),
    (date(2023, 7, 11), 7, 5, 1, [(1, 1), (4, 4), (3, 2)]),
    (date(2023, 9, 5), 9, 5, 1, [(1, 1), (4, 4), (3, 2), (6, 2)]),
    (date(2023, 12, 31), 9, 5, 1, [(1, 1), (4, 4), (3, 2), (6, 2)]),
    (date(2024, 1, 1), 8, 4, 1, [(1, 0), (4, 4), (3, 2), (6, 2)]),
    (date(2024, 1, 2), 8, 4, 1, [(1, 1), (4, 3), (3, 2), (6, 2)]),
    (date(2024, 2, 20), 8, 4, 1, [(1, 1), (4, 3), (3, 2), (6, 2)]),
    (date(2024, 2, 21), 7, 3, 1, [(1, 1), (4, 2), (3, 2), (6, 2)]),
    (date(2024, 3, 4), 7, 3, 2, [(1, 1), (4, 2), (3, 2), (6, 2)]),
)  # fmt: skip


@pytest.fixture
def played(two_wards, actor_of, set_today):
    """The whole year, each day with the office's clock on that day; then the clock of three years later."""
    set_today(date(2023, 3, 1))
    year = Year(actor_of("commander", two_wards[0]), two_wards[0].id, set_today)
    asked: dict[date, Any] = {}
    for day, happens in DAYS.items():
        set_today(day)
        happens(year)
        asked[day] = answers(year, day)
    set_today(LATER)
    return year, asked


def of_day(year: Year, on: date, roster: str = "militia", **equals: str) -> ListFilter:
    return ListFilter(roster, year.ward_id, on.year, equals=equals, on=on)


def answers(year: Year, on: date) -> dict[str, Any]:
    """Everything that is asked of a day: who, how many, in which unit."""
    officer, ward_id = year.officer, year.ward_id
    tree = strength_on(officer, ward_id, on)
    figures = target_figures.figures_of(officer, [ward_id], on)[ward_id]
    return {
        "strength": militia_terms.strength_on(officer, ward_id, on),
        "militia": [row["full_name"] for row in list_rows(officer, of_day(year, on))],
        "reserve": [row["full_name"] for row in list_rows(officer, of_day(year, on, "reserve"))],
        "units": {one.unit.name: (one.places, one.strength) for one in tree},
        "in all": total_of(tree),
        "figures": {key: (one.value, [(part.label, part.count) for part in one.parts]) for key, one in figures.items()},
        "statistics": [(row.label, row.strength, row.cells) for row in statistics_on(officer, ward_id, on)],
        "register": [(one.full_name, one.class_on_file, one.group) for one in register_on(officer, ward_id, on)],
    }


def behind(year: Year, on: date, part: target_figures.Part) -> int:
    """How many the list shows to which a number of a target leads."""
    officer, ward_id = year.officer, year.ward_id
    if part.endpoint == "training.people":
        of = part.equals
        asked = training_rates.Asked(of["kind"], component=of.get("component", ""), state=of.get("result", ""))
        listed = training_rates.people_of(book_of_year(officer, ward_id, on.year), asked, on)
        return sum(one.tally.attended for one in listed) if part.unit == "ngày" else len(listed)
    if part.endpoint == "targets.self_defence":
        return len(target_behind.self_defence(officer, ward_id, on, complete_only="state" in part.equals))
    if part.endpoint == "targets.meetings":
        return len(target_behind.meetings(officer, ward_id, on, held_only="state" in part.equals))
    if part.endpoint == "command.index":
        board = board_on(officer, ward_id, on)
        return board.places - board.vacancies if "có người" in part.label else board.places
    assert part.roster in {"militia", "reserve"}, part
    return count_rows(officer, of_day(year, on, part.roster, **part.equals))


def test_a_year_is_answered_three_years_later_as_it_was_on_each_day_in_lists_papers_and_targets(played, client_of):
    """The year is played once: what is asked of it afterwards changes nothing."""
    year, asked = played
    each_day_is_right_and_answered_the_same(year, asked)
    each_number_is_the_count_of_the_list_behind_it_and_absences_are_told_of_each_day(year)
    the_strength_on_the_last_day_of_2023_is_still_told_and_prints(year, client_of)


def each_day_is_right_and_answered_the_same(year, asked):
    for day, militia, mobile, reserve, held in EXPECTED:
        found = answers(year, day)
        assert (found["strength"], len(found["reserve"])) == (militia, reserve), day
        assert list(found["units"].values()) == held, day
        assert found["figures"]["militia_structure"][0] == round(100 * mobile / militia, 1), day
        # One number, whoever is asked: list, target, statistics, units, register.
        totals = [len(found["militia"]), found["figures"]["militia_strength"][0], found["in all"].strength]
        assert totals == [militia] * 3, day
        assert found["statistics"][-1][1] == militia and len(found["register"]) == reserve, day
    for day, then in asked.items():
        assert answers(year, day) == then, day


def the_strength_on_the_last_day_of_2023_is_still_told_and_prints(year, client_of):
    last, first = date(2023, 12, 31), date(2024, 1, 1)
    gone = set(answers(year, last)["militia"]) - set(answers(year, first)["militia"])
    assert gone == {"Lê Văn An"}
    selection = papers.select_for(year.officer, MILITIA_ROSTER.key, of_day(year, last))
    assert {row["full_name"] for row in selection.rows} == set(answers(year, last)["militia"])
    client = client_of("commander", year.ward_id)
    page = client.text(f"/wards/{year.ward_id}/lists/militia?year=2023&on=2023-12-31")
    assert "Lê Văn An" in page
    assert "Lê Văn An" not in client.text(f"/wards/{year.ward_id}/lists/militia?year=2024&on=2024-01-01")
    targets = client.text(f"/wards/{year.ward_id}/targets?on=2023-12-31")
    assert "55,6" in targets  # 5 of 9 in the mobile force


def each_number_is_the_count_of_the_list_behind_it_and_absences_are_told_of_each_day(year):
    for day in (date(2023, 6, 6), date(2023, 6, 7), date(2023, 7, 11), date(2023, 12, 31), date(2024, 3, 4), LATER):
        figures = target_figures.figures_of(year.officer, [year.ward_id], day)[year.ward_id]
        for key in figures.keys() - {"handover", "party_source"}:
            for part in figures[key].parts:
                assert behind(year, day, part) == part.count, (day, key, part.label)
    trained = {day: answers(year, day)["figures"]["mobile_training"] for day in (date(2023, 6, 6), date(2023, 12, 31))}
    assert dict(trained[date(2023, 6, 6)][1])["Đạt trở lên"] == 0  # before its last day it had passed nobody
    assert trained[date(2023, 12, 31)] == (80.0, [
        ("Đã tham gia", 4), ("Đạt trở lên", 4), ("Khá, giỏi", 3), ("Ngày công tham gia", 11), ("Quân số cơ động", 5),
    ])  # fmt: skip
    book = book_of_year(year.officer, year.ward_id, 2023)
    by_name = {one.person.full_name.split()[-1]: one for one in book.by_plan[year.plan.id]}

    def days(key: str, on: date) -> tuple[float, float, float]:
        tally = book.tally(by_name[key], on)
        return tally.attended, tally.excused, tally.absent

    assert [days("Em", date(2023, 6, day)) for day in (5, 6, 7)] == [(1, 0, 0), (1, 1, 0), (2, 1, 0)]
    assert days("Giang", LATER) == (0, 0, 3) and days("An", LATER) == days("Hà", LATER) == (3, 0, 0)
    rates = training_rates.rates_of(book, "training", "militia", date(2023, 12, 31))
    mobile = next(line for line in rates.by_component if line.label == "Cơ động")
    assert (mobile.strength, mobile.called, mobile.attended, mobile.passed, mobile.good) == (5, 5, 4, 4, 3)


@pytest.mark.once
def test_posts_and_deciders_are_those_of_the_day(played):
    year, _ = played
    days = date(2025, 1, 15), date(2025, 8, 1), date(2026, 2, 1)
    posts, named, sizes, recognising = [], [], [], []
    year.add_unit("self_squad", "Tự vệ Bình Minh", date(2024, 5, 1), {}, organisation_id=units.save_organisation(
        year.officer, year.ward_id, None, name="Công ty Bình Minh").id)  # fmt: skip
    held = year.held["Lâm"]
    for number, day in enumerate(days):
        year.set_today(day)
        board = board_on(year.officer, year.ward_id, day)
        posts.append([(one.post, one.law.appointed_by) for one in board.posts if one.law])
        chief = CommandFacts("Chỉ huy trưởng", day, holder_name=f"Vũ Văn {'ABC'[number]}", decision_number="4/QĐ",
                             decided_on=day, replaces=number > 0)  # fmt: skip
        named.append(ward_command.appoint(year.officer, year.ward_id, chief).decided_by)
        unit, post = (("Tiểu đội 1", "Tiểu đội trưởng"), ("Trung đội", "Trung đội trưởng"))[number % 2]
        facts = AppointmentFacts(post, day, decision_number="5/QĐ", decided_on=day)
        held = appointments.transfer(year.officer, year.ward_id, held.id, year.unit[unit], facts, held.version)
        named.append(held.decided_by)
        figure = target_figures.figures_of(year.officer, [year.ward_id], day)[year.ward_id]["command_posts"]
        counted = [part.count for part in figure.parts]
        assert [behind(year, day, part) for part in figure.parts] == counted
        assert counted[:3] == [1, 4 if number == 0 else 5, 2]
        sizes.append(figure.value)
        recognising.append(deciding_office("recognition", day))
    assert named == [
        "Chủ tịch UBND cấp huyện", "Chỉ huy trưởng Ban CHQS cấp huyện",
        "Chủ tịch UBND cấp tỉnh", "Chỉ huy trưởng Ban CHQS phường",
        "Cấp có thẩm quyền của quân đội", "Chỉ huy trưởng Ban CHQS phường",
    ]  # fmt: skip
    assert sizes == [25.0, 20.0, 20.0] and [len(one) for one in posts] == [4, 5, 6]
    assert "huyện" in recognising[0] and "huyện" not in recognising[1] + recognising[2]
    assert "Trợ lý" not in dict(posts[0]) and {"Trợ lý"} == dict(posts[1]).keys() - dict(posts[0]).keys()
    year.set_today(LATER)
    chiefs = [board_on(year.officer, year.ward_id, day).posts[0].holders[0].full_name for day in (*days, LATER)]
    assert chiefs == ["Vũ Văn A", "Vũ Văn B", "Vũ Văn C", "Vũ Văn C"]
