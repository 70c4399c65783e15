"""What a transfer or a placement changed later is told of an earlier day as it was: figure, list and statistics."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from roster.domain.report_periods import MONTH, period_of_day
from roster.services import (
    appointments,
    forces,
    people,
    records,
    report_figures,
    reserve_events,
    reserve_statistics,
    target_figures,
)
from roster.services.appointments import AppointmentFacts
from roster.services.forces import UnitFacts
from roster.services.militia_statistics import statistics_on
from roster.services.records import NewRecord, records_of
from roster.services.reserve_register import register_on
from roster.store import training_queries
from roster.store.db import db
from roster.store.force_counts import reserve_on
from roster.store.list_filter import ListFilter
from roster.store.militia_queries import members_on, placed_reservists
from roster.store.people import Person
from roster.store.queries import count_rows, list_rows
from roster.store.reserve import ReserveRecord
from tests.query_count import counted_queries

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


def of_day(officer, ward, on):
    """How many are placed, exact, class one and mobile on a day, as every room that tells it says."""
    register, whole = register_on(officer, ward.id, on), reserve_statistics.statistics_on(officer, ward.id, on)
    figures = report_figures.count(officer, ward.id, period_of_day(MONTH, on), on, with_tables=False)
    lines = {one.key: one.value for one in figures.lines}
    exact = part(officer, ward, on, "reserve_assigned", "Đã xếp đúng CNQS")
    mobile = part(officer, ward, on, "militia_structure", "Cơ động")
    return {
        "placed": {
            part(officer, ward, on, "reserve_assigned", "Đã xếp"),
            len(listed(officer, ward, "reserve", on, is_assigned="true")),
            sum(bool(one.is_assigned) for one in register), whole.total.placed, lines["reserve.placed"],
            len(placed_reservists(officer, ward.id, on)),
        },
        "exact": {
            exact, len(listed(officer, ward, "reserve", on, speciality_match="exact")), whole.total.exact,
            lines["reserve.exact"],
        },
        "class one": {
            sum(one.class_on_file == 1 for one in register),
            len(listed(officer, ward, "reserve", on, reserve_class="1")),
        },
        "mobile": {
            mobile, len(listed(officer, ward, "militia", on, component="mobile")),
            sum(one.component == "mobile" for one in members_on(officer, ward.id, on)),
            sum(stay.component == "mobile" for _, stay in training_queries.militia_on(ward.id, on)),
        },
    }  # fmt: skip


def test_a_correction_counts_from_its_own_day_and_every_room_tells_the_same_of_a_day(officer, ward):
    facts = {"is_assigned": True, "speciality_match": "exact", "reserve_class": 1}
    ids = [enter(officer, ward, f"Trần Văn {name}", "reserve", **facts) for name in ("Em", "Giang", "Hải")]
    soldier = enter(officer, ward, "Đỗ Văn An", "militia", component="mobile")
    before = {"placed": {3}, "exact": {3}, "class one": {3}, "mobile": {1}}
    assert of_day(officer, ward, BEFORE) == of_day(officer, ward, AFTER) == before

    # Corrected by hand today: the book of a day that has gone stands, today's is the corrected one.
    for person_id, roster, values in (
        (ids[0], "reserve", {"is_assigned": False, "speciality_match": "none", "reserve_class": 2}),
        (soldier, "militia", {"component": "local"}),
    ):
        record = records_of(officer, db.session.get(Person, person_id))[0].record
        records.edit_record(officer, ward.id, roster, record.id, values)
    assert of_day(officer, ward, BEFORE) == before
    assert of_day(officer, ward, AFTER) == {"placed": {2}, "exact": {2}, "class one": {2}, "mobile": {0}}

    # A decision that only confirms what the book says is no proof that it was otherwise before it.
    def place(person_id, day, value):
        decision = {"on_day": day, "value": value, "decision_number": "9/QĐ", "decided_on": day}
        return reserve_events.add(officer, ward.id, person_id, "placement", decision)

    place(ids[1], date(2024, 2, 1), "yes")
    assert of_day(officer, ward, BEFORE) == before
    # What is entered late counts from its own day, also behind a later decision; taken back it never counted.
    place(ids[2], date(2024, 3, 1), "no")
    late = place(ids[2], date(2023, 6, 1), "no")
    assert of_day(officer, ward, BEFORE)["placed"] == {2} and of_day(officer, ward, AFTER)["placed"] == {1}
    assert of_day(officer, ward, date(2023, 5, 31))["placed"] == {3}
    reserve_events.withdraw(officer, ward.id, late.id, "Ghi nhầm", late.version)
    assert of_day(officer, ward, BEFORE) == before
    shown = {row["full_name"]: row for row in list_rows(officer, ListFilter("reserve", ward.id, 2023, on=BEFORE))}
    assert [shown["Trần Văn Em"][key] for key in facts] == list(facts.values())

    # As many queries for eight more who were changed as for those.
    with counted_queries() as few:
        reserve_on(officer, [ward.id], BEFORE)
    for number in range(8):
        enter(officer, ward, f"Phạm Văn {'abcdefgh'[number]}", "reserve", is_assigned=True)
        record = db.session.scalars(select(ReserveRecord).order_by(ReserveRecord.id.desc()).limit(1)).one()
        records.edit_record(officer, ward.id, "reserve", record.id, {"is_assigned": None})
    with counted_queries() as many:
        groups = reserve_on(officer, [ward.id], BEFORE)
    assert sum(one.count for one in groups if one.is_assigned) == 11
    assert [one[:6] for one in many if one[:5] != "BEGIN"] == [one[:6] for one in few if one[:5] != "BEGIN"]
