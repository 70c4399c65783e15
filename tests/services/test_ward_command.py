"""The ward command: posts as the law of each day has them, one holder a place, nobody lost; duty in turn; meetings."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from roster.domain.actor import Sensitivity
from roster.domain.command_board import note_on_post, posts_on
from roster.domain.duty import Stand, days_between, month_of, next_in_turn, rotate, strains, week_of
from roster.domain.law.command_posts import CommandPeriod, CommandPost
from roster.domain.law.meetings import gaps, repeated
from roster.services import (
    appointments,
    duty,
    duty_rotation,
    force_establishment,
    force_strength,
    forces,
    meetings,
    people,
    targets,
    units,
    ward_command,
)
from roster.services.appointments import AppointmentFacts
from roster.services.command_contacts import contacts_on, contacts_sheet, ground_on
from roster.services.command_facts import CommandFacts
from roster.services.duty import ShiftFacts
from roster.services.duty_people import key_of
from roster.services.duty_rotation import RotationFacts
from roster.services.duty_sheet import duty_sheet
from roster.services.faults import Invalid, NotFound
from roster.services.forces import UnitFacts
from roster.services.meetings import MeetingFacts
from roster.services.records import NewRecord
from roster.services.ward_command import board_on
from roster.store.db import db
from roster.store.forces import ForceUnit
from roster.store.scope import NotAllowed
from tests.query_count import counted_queries

TODAY = date(2026, 11, 25)
JANUARY, AUGUST, FEBRUARY = date(2025, 1, 15), date(2025, 8, 1), date(2026, 2, 1)


@pytest.fixture
def person(officer, ward):
    def make(name, roster="militia", **facts):
        records = (NewRecord(roster, {"component": "local"}, since=date(2023, 4, 1)),)
        values = {"full_name": name, "birth_date": "1990", "phone": "0912345678", **facts}
        return people.create_person(officer, ward.id, values, TODAY, records=records, confirmed=True).id

    return make


@pytest.fixture
def appoint(officer, ward):
    def make(post, begins_on, name="", **more):
        facts = CommandFacts(post, begins_on, holder_name=name, decision_number="7/QĐ", decided_on=begins_on)
        return ward_command.appoint(officer, ward.id, replace(facts, **more))

    return make


def holders_of(board):
    return {one.post: [held.full_name for held in one.holders] for one in board.posts if one.holders}


# --- Posts and holders -----------------------------------------------------------------------------------------------


def test_the_posts_and_who_appoints_differ_as_the_law_of_each_day_does(officer, ward):
    boards = [board_on(officer, ward.id, day) for day in (JANUARY, AUGUST, FEBRUARY)]
    assert [board.places for board in boards] == [board.vacancies for board in boards] == [4, 5, 5]
    offices = [{one.law.appointed_by for one in board.posts} for board in boards]
    assert offices[0] == {"Chủ tịch UBND cấp huyện"} and offices[1] == {"Chủ tịch UBND cấp tỉnh"}
    assert boards[2].posts[0].law.holder == "Sĩ quan quân đội"
    assert db.session.scalars(select(ForceUnit)).all() == []  # reading makes no unit


def test_the_command_of_2026_has_several_assistants_and_technical_staff(officer, ward, appoint):
    names = ("Đỗ Văn An", "Lê Văn Bình", "Vũ Văn Chi")
    for name in names[:2]:
        appoint("Trợ lý", FEBRUARY, name)
    technician = appoint("Nhân viên CMKT", FEBRUARY, names[2])
    assert technician.decided_by == "Cấp có thẩm quyền của quân đội"
    board = board_on(officer, ward.id, TODAY)
    held = {post: sorted(found) for post, found in holders_of(board).items()}
    assert held == {"Trợ lý": sorted(names[:2]), "Nhân viên chuyên môn kỹ thuật": [names[2]]}
    assert (board.places, board.strength, board.vacancies, board.strays) == (7, 3, 4, ())
    figure = next(one for one in targets.standings_of_ward(officer, ward.id, TODAY) if one.kind.key == "command_posts")
    assert [part.count for part in figure.parts[:2]] == [3, 7]
    with pytest.raises(Invalid, match="chỉ có theo quy định từ 26/01/2026"):
        appoint("Nhân viên chuyên môn kỹ thuật", AUGUST, "Ngô Văn Duy")
    assert appoint("Trợ lý", AUGUST, "Ngô Văn Duy")
    with pytest.raises(Invalid, match="chỉ có 1 chỗ, đang có Ngô Văn Duy"):  # as the law then had it
        appoint("Trợ lý", AUGUST, "Phạm Văn Em")
    # A number that the ward sets holds.
    force_establishment.set_establishment(officer, ward.id, board.unit.id, FEBRUARY, {"Trợ lý": 2}, board.unit.version)
    with pytest.raises(Invalid, match="chỉ có 2 chỗ"):
        appoint("Trợ lý", FEBRUARY, "Phạm Văn Em")


def test_a_holder_is_appointed_by_the_office_of_the_day_and_known_on_every_day(officer, ward, appoint, person):
    man = person("Đỗ Văn An")
    first = appoint("Chỉ huy trưởng", date(2021, 3, 1), person_id=man, decided_on=date(2021, 2, 20))
    second = appoint("Chính trị viên", date(2025, 8, 1), "lê thị bình", holder_position="Bí thư Đảng ủy phường")
    older = appoint("Chính trị viên phó", date(2019, 5, 1), "Vũ Văn Chi")
    assert (first.decided_by, second.decided_by) == ("Chủ tịch UBND cấp huyện", "Chủ tịch UBND cấp tỉnh")
    unit = db.session.scalars(select(ForceUnit)).one()
    assert unit.name == "Ban CHQS phường Phù Liễn" and unit.begins_on <= older.begins_on
    assert holders_of(board_on(officer, ward.id, JANUARY)) == {
        "Chỉ huy trưởng": ["Đỗ Văn An"], "Chính trị viên phó": ["Vũ Văn Chi"],
    }  # fmt: skip
    board = board_on(officer, ward.id, AUGUST)
    assert (board.strength, board.vacancies) == (3, 2)
    assert holders_of(board)["Chính trị viên"] == ["Lê Thị Bình"]
    people.retire_person(officer, ward.id, man, "Chuyển nơi cư trú", date(2026, 5, 1))
    board = board_on(officer, ward.id, TODAY)
    assert "Chỉ huy trưởng" not in holders_of(board)
    assert board.strays[0].holder.full_name == "Đỗ Văn An" and "thôi giữ chức" in board.strays[0].note


def test_a_post_is_given_only_where_the_law_of_that_day_has_it_and_a_place_is_free(officer, ward, appoint, person):
    with pytest.raises(Invalid, match="chỉ có theo quy định từ 01/07/2025"):
        appoint("Trợ lý", JANUARY, "Đỗ Văn An")
    with pytest.raises(Invalid, match="không còn cấp huyện"):
        appoint("Trợ lý", AUGUST, "Đỗ Văn An", decided_by="Chủ tịch UBND quận Kiến An")
    old = appoint("Chỉ huy trưởng", JANUARY, "Đỗ Văn An")
    with pytest.raises(Invalid, match="chỉ có 1 chỗ, đang có Đỗ Văn An"):
        appoint("Chỉ huy trưởng", AUGUST, "Lê Văn Bình")
    with pytest.raises(Invalid, match="đang giữ chức Chỉ huy trưởng"):
        appoint("Trợ lý", AUGUST, "ĐỖ VĂN AN")
    new = appoint("Chỉ huy trưởng", FEBRUARY, "Lê Văn Bình", replaces=True, decision_number="12/QĐ")
    assert (old.ends_on, old.end_decision_number) == (date(2026, 1, 31), "12/QĐ")
    with pytest.raises(Invalid, match="chỉ có 1 chỗ"):  # not over somebody who began later
        appoint("Chỉ huy trưởng", AUGUST, "Vũ Văn Chi", replaces=True)
    appoint("Phó Chỉ huy trưởng", AUGUST, person_id=person("Ngô Văn Duy"))
    with pytest.raises(Invalid, match="chỉ có 1 chỗ"):
        appoint("Phó Chỉ huy trưởng", FEBRUARY, "Phạm Văn Em")
    places = {"Phó Chỉ huy trưởng": 2, "Nhân viên": 1}
    unit = db.session.get(ForceUnit, new.unit_id)
    force_establishment.set_establishment(officer, ward.id, unit.id, FEBRUARY, places, unit.version)
    appoint("Phó Chỉ huy trưởng", FEBRUARY, "Phạm Văn Em")
    appoint("Nhân viên", FEBRUARY, "Trần Thị Giang")
    board = board_on(officer, ward.id, TODAY)
    assert [(one.post, one.places) for one in board.posts][2] == ("Phó Chỉ huy trưởng", 2)
    assert holders_of(board)["Nhân viên"] == ["Trần Thị Giang"] and not board.strays
    assert ward_command.history(officer, ward.id)[0][0] == "Chỉ huy trưởng"


def test_a_holder_is_corrected_ended_and_a_stale_form_is_refused(officer, ward, appoint):
    one = appoint("Chỉ huy trưởng", JANUARY, "Đỗ Văn An")
    seen = one.version
    facts = CommandFacts(
        "Chỉ huy trưởng",
        JANUARY,
        holder_name="Đỗ Văn An",
        decision_number="8/QĐ",
        decided_on=JANUARY,
        phone="912345678",
    )
    ward_command.correct(officer, ward.id, one.id, facts, seen)
    assert (one.phone, one.decision_number) == ("0912345678", "8/QĐ")
    with pytest.raises(Invalid, match="Cán bộ khác vừa sửa"):
        ward_command.correct(officer, ward.id, one.id, facts, seen)
    with pytest.raises(Invalid, match="Cán bộ khác vừa sửa"):
        ward_command.end(officer, ward.id, one.id, AUGUST, "Nghỉ hưu", "", seen)
    ward_command.end(officer, ward.id, one.id, AUGUST, "Nghỉ hưu", "9/QĐ", one.version)
    assert holders_of(board_on(officer, ward.id, AUGUST)) and not holders_of(board_on(officer, ward.id, FEBRUARY))
    ward_command.remove(officer, ward.id, one.id, one.version)
    assert ward_command.history(officer, ward.id) == []
    former = appoint("Chỉ huy trưởng", date(2021, 1, 1), "Vũ Văn Chi", ends_on=date(2024, 12, 31))
    appoint("Chỉ huy trưởng", JANUARY, "Đỗ Văn An")  # the place is free again
    assert former.ends_on == date(2024, 12, 31)


def test_a_holder_needs_a_decision_and_a_former_one_whose_papers_are_lost_does_not(officer, ward, appoint):
    for lacking in ({"decision_number": ""}, {"decided_on": None}):
        with pytest.raises(Invalid, match=r"phải có (số|ngày) quyết định"):
            appoint("Chỉ huy trưởng", JANUARY, "Đỗ Văn An", **lacking)
    assert ward_command.history(officer, ward.id) == []
    unknown = {"decision_number": "", "decided_on": None}
    former = appoint("Chỉ huy trưởng", date(2021, 1, 1), "Vũ Văn Chi", ends_on=date(2024, 12, 31), **unknown)
    assert former.decision_number is None
    one = appoint("Chỉ huy trưởng", JANUARY, "Đỗ Văn An")
    for lacking in ({"decision_number": ""}, {"decided_on": None}):
        facts = CommandFacts("Chỉ huy trưởng", JANUARY, None, "Đỗ Văn An", decision_number="7/QĐ", decided_on=JANUARY)
        with pytest.raises(Invalid, match=r"phải có (số|ngày) quyết định"):
            ward_command.correct(officer, ward.id, one.id, replace(facts, **lacking), one.version)


def test_a_post_that_the_law_has_no_more_is_told_with_its_day():
    def period(day, *posts):
        return CommandPeriod(day, None, "", tuple(CommandPost(post, 1, "", "") for post in posts))

    periods = (period(JANUARY, "Chỉ huy trưởng", "Trợ lý"), period(AUGUST, "Chỉ huy trưởng"), period(FEBRUARY, "CTV"))
    assert note_on_post("Trợ lý", TODAY, periods) == "Chức danh không còn theo quy định từ 01/08/2025."
    assert note_on_post("CHT", AUGUST, periods) == ""
    assert note_on_post("CHT", TODAY, periods).endswith("từ 01/02/2026.")
    assert note_on_post("Chính trị viên", JANUARY, periods) == "Chức danh chỉ có theo quy định từ 01/02/2026."
    assert [one.post for one in posts_on(JANUARY, {"cht": 2}, periods)] == ["Chỉ huy trưởng", "Trợ lý"]


def test_leaders_of_neighbourhoods_and_of_self_defence_are_listed_and_the_missing_ones_too(
    officer, ward, actor_of, appoint, person
):
    chief = actor_of("commander", ward)
    grounds = [units.save_neighbourhood(chief, ward.id, None, name=f"TDP số {number}") for number in (1, 2)]
    firms = [
        units.save_organisation(chief, ward.id, None, name=name, has_self_defence_unit=True)
        for name in ("Công ty An Phát", "Trường Đồng Hòa", "Bệnh viện Kiến An")
    ]
    squad = UnitFacts("local_squad", "Tiểu đội TDP 1", JANUARY, neighbourhood_id=grounds[0].id)
    made = [forces.add_unit(officer, ward.id, squad)]
    for firm in firms[:2]:
        facts = UnitFacts("self_squad", f"Tự vệ {firm.name}", JANUARY, organisation_id=firm.id)
        made.append(forces.add_unit(officer, ward.id, facts))
    for unit, post, name in (
        (made[0], "Tổ đội trưởng", "Đỗ Văn An"), (made[1], "Tiểu đội trưởng", "Lê Văn Bình"),
        (made[2], "Chiến sĩ", "Vũ Văn Chi"),
    ):  # fmt: skip
        facts = AppointmentFacts(post, AUGUST, decision_number="4/QĐ", decided_on=AUGUST)
        appointments.appoint(officer, ward.id, unit.id, person(name), facts)
    appoint("Chỉ huy trưởng", AUGUST, "Ngô Văn Duy", phone="0987654321")
    ground = ground_on(officer, ward.id, TODAY)
    assert [[held.full_name for held in one.leaders] for one in ground.hamlets] == [["Đỗ Văn An"], []]
    assert (ground.hamlets_missing, ground.self_defence_missing) == (1, 1)
    assert [one.organisation.name for one in ground.self_defence if one.unit is None] == ["Bệnh viện Kiến An"]
    names = [(one.full_name, one.phone) for one in contacts_on(officer, ward.id, TODAY)]
    assert names == [("Ngô Văn Duy", "0987654321"), ("Đỗ Văn An", "0912345678"), ("Lê Văn Bình", "0912345678")]
    viewer = actor_of("viewer", ward)
    assert not viewer.may_see(Sensitivity.IDENTITY)
    assert all("•" in one.phone for one in contacts_on(viewer, ward.id, TODAY))
    assert len(contacts_sheet(officer, ward.id, TODAY).rows) == 3
    assert ground_on(officer, ward.id, JANUARY).hamlets_missing == 2  # nobody had been appointed yet


def test_another_wards_command_is_not_there_and_a_viewer_changes_nothing(
    officer, ward, two_wards, actor_of, appoint, person
):
    one, man = appoint("Chỉ huy trưởng", JANUARY, "Đỗ Văn An"), person("Lê Văn Bình")
    stranger, there = actor_of("officer", two_wards[1]), two_wards[1].id
    facts = CommandFacts("Trợ lý", AUGUST, person_id=man, decision_number="7/QĐ", decided_on=AUGUST)
    squad = forces.add_unit(officer, ward.id, UnitFacts("mobile_squad", "Tiểu đội 1", JANUARY))
    soldier = appointments.appoint(officer, ward.id, squad.id, man, AppointmentFacts("Chiến sĩ", AUGUST))
    for attempt in (
        lambda: board_on(stranger, ward.id, TODAY),
        lambda: contacts_on(stranger, ward.id, TODAY),
        lambda: ward_command.history(stranger, ward.id),
        lambda: ward_command.appoint(stranger, there, facts),
        lambda: ward_command.appoint(stranger, ward.id, facts),
        lambda: ward_command.end(stranger, there, one.id, TODAY, "x", "", one.version),
        lambda: ward_command.remove(stranger, there, one.id, one.version),
        lambda: ward_command.get_holder(officer, ward.id, soldier.id),
    ):
        with pytest.raises(NotFound):
            attempt()
    viewer = actor_of("viewer", ward)
    assert board_on(viewer, ward.id, TODAY).strength == 1
    for attempt in (
        lambda: ward_command.appoint(viewer, ward.id, facts),
        lambda: ward_command.end(viewer, ward.id, one.id, TODAY, "x", "", one.version),
    ):
        with pytest.raises(NotAllowed):
            attempt()


# --- Duty ------------------------------------------------------------------------------------------------------------

CHIEF, GUARD = "Trực chỉ huy", "Trực ban"
NOVEMBER = (date(2026, 11, 1), date(2026, 11, 30))


@pytest.fixture
def four(appoint, person):
    """The keys of four holders of the command, in the order of their posts."""
    posts = ("Chỉ huy trưởng", "Chính trị viên", "Phó Chỉ huy trưởng", "Trợ lý")
    names = ("Đỗ Văn An", "Lê Văn Bình", "Vũ Văn Chi", "Ngô Văn Duy")
    made = [appoint(post, FEBRUARY, name) for post, name in zip(posts[:3], names[:3], strict=True)]
    made.append(appoint(posts[3], FEBRUARY, person_id=person(names[3])))
    return tuple(key_of(one.person_id, one.holder_name or "") for one in made)


def turns_of(officer, ward, first, last):
    return [(one.day.day, one.role, one.full_name) for day in duty.roster_of(officer, ward.id, first, last).days
            for one in day.shifts]  # fmt: skip


def test_turns_are_taken_in_order_and_nobody_stands_twice_on_a_day():
    days = days_between(date(2026, 11, 1), date(2026, 11, 3))
    turns = rotate(["a", "b", "c"], [CHIEF, GUARD], days)
    assert [one.who for one in turns] == ["a", "b", "c", "a", "b", "c"]
    kept = rotate(["a", "b"], [CHIEF], days, {(days[1], CHIEF)})
    assert [(one.day.day, one.who) for one in kept] == [(1, "a"), (3, "b")]  # a place that is taken uses nobody up
    assert next_in_turn(turns[:4], [CHIEF, GUARD]) == ["b", "c", "a"]
    found = strains([Stand(days[0], CHIEF, "a", "1"), Stand(days[0], GUARD, "a", "2"), Stand(days[1], GUARD, "b", "3"),
                     Stand(days[2], GUARD, "b", "4")])  # fmt: skip
    assert found == dict.fromkeys("12", "Trực hai vai trong ngày") | dict.fromkeys("34", "Trực hai ngày liền")
    assert month_of(date(2026, 2, 9)) == (date(2026, 2, 1), date(2026, 2, 28))
    assert week_of(date(2026, 11, 29)) == (date(2026, 11, 23), date(2026, 11, 29))


def test_a_month_is_filled_in_turn_fairly_and_the_next_goes_on_where_it_ended(officer, ward, four):
    facts = RotationFacts(*NOVEMBER, (CHIEF, GUARD), four)
    assert len(duty_rotation.plan(officer, ward.id, facts).shifts) == 60
    assert duty.roster_of(officer, ward.id, *NOVEMBER).count == 0  # seen first, nothing is written
    duty_rotation.fill(officer, ward.id, facts)
    roster = duty.roster_of(officer, ward.id, *NOVEMBER)
    assert {one.count for one in roster.loads} == {15} and roster.roles == (CHIEF, GUARD)
    assert sum(one.rest_count for one in roster.loads) == 2 * 9  # Saturdays and Sundays of that November
    assert (roster.open_days(CHIEF), roster.warnings) == (0, [])
    with pytest.raises(Invalid, match="Không còn ngày nào"):
        duty_rotation.fill(officer, ward.id, facts)
    order = duty_rotation.last_order(officer, ward.id, date(2026, 12, 1))
    assert (order.roles, order.people) == ((CHIEF, GUARD), four)
    with counted_queries() as few:
        duty.roster_of(officer, ward.id, date(2026, 11, 1), date(2026, 11, 2))
    with counted_queries() as many:
        duty.roster_of(officer, ward.id, *NOVEMBER)
    assert len(few) == len(many)
    alone = RotationFacts(date(2026, 11, 10), date(2026, 11, 11), (CHIEF,), four[:1], replaces=True)
    made = duty_rotation.fill(officer, ward.id, alone)
    assert len(made.going) == 2 and {one.strain for one in made.shifts} == {"Trực hai ngày liền"}
    assert duty.roster_of(officer, ward.id, *NOVEMBER).count == 60
    assert duty_rotation.clear(officer, ward.id, *NOVEMBER, GUARD) == 30
    with pytest.raises(Invalid, match="Mỗi ngày cần 2 người"):
        duty_rotation.plan(officer, ward.id, RotationFacts(*NOVEMBER, (CHIEF, GUARD), four[:1]))


def test_days_are_left_out_and_holidays_are_told(officer, ward, four):
    first, last = date(2026, 8, 28), date(2026, 9, 6)  # 31/08 to 02/09 are holidays
    facts = RotationFacts(
        first, last, (GUARD,), four, weekdays=frozenset(range(5)), skips_holidays=True,
        skipped=frozenset({date(2026, 9, 3)}),
    )  # fmt: skip
    made = duty_rotation.fill(officer, ward.id, facts)
    assert [one.day for one in made.shifts] == [date(2026, 8, 28), date(2026, 9, 4)] and made.skipped_days == 8
    days = {one.day: one for one in duty.roster_of(officer, ward.id, first, last).days}
    assert days[date(2026, 9, 2)].is_rest and days[date(2026, 9, 2)].occasion == "Quốc khánh"
    assert days[date(2026, 8, 29)].weekday == "Thứ bảy" and days[date(2026, 8, 29)].is_rest
    sheet = duty_sheet(officer, ward.id, first, last)
    assert sheet.rows[0][0] == ("Thứ sáu, 28/08/2026",) and sheet.rows[5][-1] == ("Quốc khánh",)
    assert duty_sheet(officer, ward.id, *NOVEMBER).title == "LỊCH TRỰC THÁNG 11 NĂM 2026"


def test_a_shift_is_added_warned_of_changed_and_taken_off(officer, ward, four):
    one, strain = duty.add(officer, ward.id, ShiftFacts(TODAY, GUARD, who=four[3]))
    assert strain == "" and one.person_id is not None
    with pytest.raises(Invalid, match="đã có trong ca Trực ban"):
        duty.add(officer, ward.id, ShiftFacts(TODAY, GUARD, name="ngô văn duy"))  # the same man by his name
    other, strain = duty.add(officer, ward.id, ShiftFacts(TODAY, CHIEF, name="Ngô Văn Duy"))
    assert strain == "Trực hai vai trong ngày" and other.person_id == one.person_id
    outsider, strain = duty.add(officer, ward.id, ShiftFacts(date(2026, 11, 26), "Trực cứu hộ", name="Phạm Văn Em"))
    assert outsider.holder_name == "Phạm Văn Em" and strain == ""
    seen = duty.seen_mark(one)
    _, strain = duty.edit(officer, ward.id, one.id, ShiftFacts(date(2026, 11, 26), GUARD, who=four[3]), seen)
    assert strain == "Trực hai ngày liền"
    with pytest.raises(Invalid, match="Cán bộ khác vừa sửa"):
        duty.edit(officer, ward.id, one.id, ShiftFacts(TODAY, GUARD, who=four[0]), seen)
    with pytest.raises(Invalid, match="Hãy chọn người trực"):
        duty.add(officer, ward.id, ShiftFacts(TODAY, GUARD))
    roster = duty.roster_of(officer, ward.id, *NOVEMBER)
    assert roster.roles == (CHIEF, GUARD, "Trực cứu hộ") and len(roster.warnings) == 2
    long_ago, _ = duty.add(officer, ward.id, ShiftFacts(date(2025, 3, 1), GUARD, name="Trần Văn Giang"))
    same = ShiftFacts(date(2025, 3, 1), GUARD, who=key_of(None, "Trần Văn Giang"), notes="trực thay")
    duty.edit(officer, ward.id, long_ago.id, same, duty.seen_mark(long_ago))
    assert (long_ago.holder_name, long_ago.notes) == ("Trần Văn Giang", "trực thay")
    duty.remove(officer, ward.id, other.id, duty.seen_mark(other))
    assert duty.roster_of(officer, ward.id, *NOVEMBER).count == 2


def test_another_wards_duty_is_not_there_and_a_viewer_changes_nothing(officer, ward, two_wards, actor_of, four):
    one, _ = duty.add(officer, ward.id, ShiftFacts(TODAY, GUARD, who=four[3]))
    stranger, there, mark = actor_of("officer", two_wards[1]), two_wards[1].id, duty.seen_mark(one)
    facts = RotationFacts(*NOVEMBER, (GUARD,), four[3:])
    for attempt in (
        lambda: duty.roster_of(stranger, ward.id, *NOVEMBER),
        lambda: duty.remove(stranger, there, one.id, mark),
        lambda: duty.edit(stranger, there, one.id, ShiftFacts(TODAY, GUARD, who=four[3]), mark),
        lambda: duty.add(stranger, there, ShiftFacts(TODAY, GUARD, who=four[3])),
        lambda: duty_rotation.fill(stranger, there, facts),
        lambda: duty_rotation.clear(stranger, ward.id, *NOVEMBER, ""),
    ):
        with pytest.raises(NotFound):
            attempt()
    viewer = actor_of("viewer", ward)
    for attempt in (
        lambda: duty.add(viewer, ward.id, ShiftFacts(TODAY, GUARD, who=four[0])),
        lambda: duty_rotation.plan(viewer, ward.id, facts),
        lambda: duty_rotation.clear(viewer, ward.id, *NOVEMBER, ""),
        lambda: duty.remove(viewer, ward.id, one.id, mark),
    ):
        with pytest.raises(NotAllowed):
            attempt()


# --- Meetings --------------------------------------------------------------------------------------------------------


def test_a_series_goes_on_by_weeks_months_and_quarters():
    last = date(2026, 1, 31)
    assert [day.month for day in repeated(last, "quarter", date(2026, 12, 31))] == [1, 4, 7, 10]
    assert repeated(last, "month", date(2026, 3, 31)) == [last, date(2026, 2, 28), date(2026, 3, 31)]
    assert [day.day for day in repeated(date(2026, 2, 2), "week", date(2026, 2, 16))] == [2, 9, 16]
    assert repeated(last, "", last) == [last]


def test_months_in_which_the_law_asks_for_a_meeting_and_none_is_on_file():
    found = gaps([("party_cell", date(2026, 10, 3))], 2026, TODAY)
    assert [(one.kind.key, one.month) for one in found] == [("party_cell", month) for month in (*range(1, 10), 11)]
    assert [one.is_over for one in found][-2:] == [True, False]
    late = gaps([], 2026, date(2026, 12, 5))
    assert [(one.kind.key, one.month) for one in late if one.kind.key == "reserve"] == [("reserve", 12)]
    assert gaps([], 2019, TODAY) == []  # before the rules


def test_meetings_are_planned_recorded_and_counted(officer, ward):
    series = MeetingFacts("briefing", date(2026, 9, 1), "Giao ban tháng", repeats="month", until=date(2026, 12, 31))
    made = meetings.plan(officer, ward.id, series)
    assert [one.on_day.month for one in made] == [9, 10, 11, 12]
    facts = MeetingFacts("briefing", made[0].on_day, "Giao ban tháng", called=10, present=8, is_held=True)
    meetings.edit(officer, ward.id, made[0].id, facts, meetings.seen_mark(made[0]))
    found = meetings.year_of(officer, ward.id, 2026)
    assert [one.id for one in found.overdue] == [made[1].id, made[2].id]
    assert (found.total.planned, found.total.due, found.total.held) == (4, 3, 1)
    assert (found.total.share, found.total.presence) == (33, 80)
    assert meetings.year_of(officer, ward.id, 2026, "unit").meetings == ()
    for wrong, said in (
        (MeetingFacts("briefing", TODAY, called=5, present=6, is_held=True), "nhiều hơn số triệu tập"),
        (MeetingFacts("briefing", date(2026, 12, 1), is_held=True), "còn ở phía trước"),
        (MeetingFacts("briefing", TODAY, present=5), "đánh dấu “đã tổ chức”"),
        (MeetingFacts("dance", TODAY), "Hãy chọn loại"),
        (MeetingFacts("briefing", TODAY, repeats="week", until=date(2036, 1, 1)), "không quá 60 buổi"),
    ):
        with pytest.raises(Invalid, match=said):
            meetings.plan(officer, ward.id, wrong)
    sheet = meetings.meetings_sheet(officer, ward.id, 2026)
    assert len(sheet.rows) == 4 and sheet.rows[0][-1] == ("Đã tổ chức",) and "đã tổ chức 1 buổi" in sheet.note


def test_a_stale_or_foreign_meeting_is_refused(officer, ward, two_wards, actor_of):
    one = meetings.plan(officer, ward.id, MeetingFacts("unit", TODAY))[0]
    mark = meetings.seen_mark(one)
    meetings.edit(officer, ward.id, one.id, MeetingFacts("unit", TODAY, place="Nhà văn hóa TDP số 3"), mark)
    with pytest.raises(Invalid, match="Cán bộ khác vừa sửa"):
        meetings.remove(officer, ward.id, one.id, mark)
    stranger, viewer = actor_of("officer", two_wards[1]), actor_of("viewer", ward)
    with pytest.raises(NotFound):
        meetings.remove(stranger, two_wards[1].id, one.id, meetings.seen_mark(one))
    with pytest.raises(NotFound):
        meetings.year_of(stranger, ward.id, 2026)
    with pytest.raises(NotAllowed):
        meetings.edit(viewer, ward.id, one.id, MeetingFacts("unit", TODAY), meetings.seen_mark(one))
    assert len(meetings.year_of(viewer, ward.id, 2026).meetings) == 1


def test_the_sum_below_the_command_counts_no_holder_of_its_posts(officer, ward, appoint, person):
    board = appoint("Chỉ huy trưởng", JANUARY, "Đỗ Văn An").unit_id
    squad = forces.add_unit(officer, ward.id, UnitFacts("mobile_squad", "Tiểu đội 1", JANUARY, board))
    appointments.appoint(officer, ward.id, squad.id, person("Lê Văn Bình"), AppointmentFacts("Chiến sĩ", AUGUST))
    sums = {one.kind: one.total.strength for one in force_strength.strength_on(officer, ward.id, TODAY)}
    assert sums == {"command": 1, "mobile_squad": 1}
