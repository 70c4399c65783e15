"""What a transfer or a placement changed later is told of an earlier day as it was: figure, list and statistics."""

from __future__ import annotations

from datetime import date

import pytest

from roster.services import appointments, forces, people, reserve_events, target_figures
from roster.services.appointments import AppointmentFacts
from roster.services.forces import UnitFacts
from roster.services.militia_statistics import statistics_on
from roster.services.records import NewRecord
from roster.store.list_filter import ListFilter
from roster.store.queries import count_rows, list_rows

BEFORE, AFTER = date(2023, 12, 31), date(2024, 6, 30)


@pytest.fixture
def ward(two_wards, set_today):
    set_today(date(2024, 6, 30))
    return two_wards[0]


def enter(officer, ward, name, roster, **record):
    start = NewRecord(roster, record, since=date(2023, 1, 2))
    facts = {"full_name": name, "birth_date": "1999-05-05", "sex": "male"}
    return people.create_person(officer, ward.id, facts, AFTER, records=(start,), confirmed=True).id


def listed(officer, ward, roster, on, **equals):
    wanted = ListFilter(roster, ward.id, on.year, equals=equals, on=on)
    rows = list_rows(officer, wanted)
    assert len(rows) == count_rows(officer, wanted)
    return [row["full_name"] for row in rows]


def part(officer, ward, on, key, label):
    found = target_figures.figures_of(officer, [ward.id], on)[ward.id][key].parts
    return next((one.count for one in found if one.label == label), 0)


def test_who_was_transferred_later_stood_in_the_component_of_his_unit_then(officer, ward):
    an = enter(officer, ward, "Đỗ Văn An", "militia", component="local")
    enter(officer, ward, "Lê Văn Bình", "militia", component="local")
    local, mobile = (
        forces.add_unit(officer, ward.id, UnitFacts(kind, name, date(2023, 1, 2)))
        for kind, name in (("standing_squad", "Tiểu đội thường trực"), ("mobile_squad", "Tiểu đội cơ động"))
    )
    held = appointments.appoint(officer, ward.id, local.id, an, AppointmentFacts("Chiến sĩ", date(2023, 1, 2)))
    facts = AppointmentFacts("Chiến sĩ", date(2024, 3, 1))
    appointments.transfer(officer, ward.id, held.id, mobile.id, facts, held.version)
    for on, component, other in ((BEFORE, "standing", "mobile"), (AFTER, "mobile", "standing")):
        assert listed(officer, ward, "militia", on, component=component) == ["Đỗ Văn An"]
        assert listed(officer, ward, "militia", on, component=other) == []
        label = {"standing": "Thường trực", "mobile": "Cơ động"}[component]
        assert part(officer, ward, on, "militia_structure", label) == 1
        assert part(officer, ward, on, "militia_structure", "Tại chỗ") == 1
        assert any(label in row.label for row in statistics_on(officer, ward.id, on))
    shown = list_rows(officer, ListFilter("militia", ward.id, 2023, on=BEFORE))
    assert {row["full_name"]: row["component"] for row in shown}["Đỗ Văn An"] == "standing"


def test_who_was_placed_later_was_not_placed_before_and_who_left_again_was(officer, ward):
    em = enter(officer, ward, "Trần Văn Em", "reserve")
    enter(officer, ward, "Vũ Văn Giang", "reserve", is_assigned=True)
    for day, value in ((date(2024, 2, 1), "yes"), (date(2024, 5, 1), "no")):
        decision = {"on_day": day, "value": value, "decision_number": "9/QĐ", "decided_on": day}
        reserve_events.add(officer, ward.id, em, "placement", decision)
    for on, names in (
        (BEFORE, ["Vũ Văn Giang"]), (date(2024, 3, 1), ["Trần Văn Em", "Vũ Văn Giang"]), (AFTER, ["Vũ Văn Giang"]),
    ):  # fmt: skip
        assert listed(officer, ward, "reserve", on, is_assigned="true") == names
        assert part(officer, ward, on, "reserve_assigned", "Đã xếp") == len(names)
