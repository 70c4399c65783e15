"""The forces as units with posts: right on any past day, nobody twice, the roster's texts in step."""

from __future__ import annotations

from datetime import date

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from roster.domain.force_units import KIND_BY_KEY, authority_of, guess_kind
from roster.services import (
    appointments,
    force_adoption,
    force_establishment,
    force_quick_entry,
    force_unit_files,
    forces,
    people,
    records,
    units,
    ward_command,
)
from roster.services.appointments import AppointmentFacts
from roster.services.command_facts import CommandFacts
from roster.services.faults import Invalid, NotFound
from roster.services.force_adoption import EXISTING, LEAVE, NEW, Choice
from roster.services.force_sheets import roster_sheet, units_sheet
from roster.services.force_strength import strength_on, total_of
from roster.services.forces import UnitFacts
from roster.services.records import NewRecord
from roster.store import force_tree
from roster.store.audit import AuditEntry, FieldChange
from roster.store.db import db
from roster.store.forces import Appointment, ForceUnitName
from roster.store.list_filter import ListFilter
from roster.store.militia import MilitiaRecord
from roster.store.queries import list_rows
from roster.store.scope import NotAllowed
from tests.query_count import counted_queries

TODAY = date(2026, 11, 25)
FOUNDED = date(2023, 1, 1)
MANY = ("Đỗ Văn An", "Lê Văn Bình", "Vũ Văn Chi", "Ngô Văn Duy")


@pytest.fixture
def member(officer, ward):
    def make(name, since=date(2023, 4, 1), **facts):
        start = NewRecord("militia", {"component": "local", **facts}, since=since)
        values = {"full_name": name, "birth_date": "1999"}
        return people.create_person(officer, ward.id, values, TODAY, records=(start,), confirmed=True).id

    return make


@pytest.fixture
def platoon(officer, ward):
    return forces.add_unit(officer, ward.id, UnitFacts("mobile_platoon", "Trung đội dân quân cơ động", FOUNDED))


def post_of(post, begins_on, **more):
    """A post; of a commander with its decision."""
    decided = {} if post == "Chiến sĩ" else {"decision_number": "1/QĐ-BCH", "decided_on": begins_on}
    return AppointmentFacts(post, begins_on, **decided | more)


def record_of(person_id):
    return db.session.scalars(select(MilitiaRecord).where(MilitiaRecord.person_id == person_id)).one()


def numbers(actor, ward, on, unit):
    found = [one for one in strength_on(actor, ward.id, on) if one.unit.id == unit.id]
    return [(one.places, one.strength, one.vacancies, one.surplus) for one in found]


def test_strength_vacancies_and_establishment_are_right_on_any_past_day(officer, ward, platoon, member):
    force_establishment.set_establishment(
        officer, ward.id, platoon.id, FOUNDED, {"Trung đội trưởng": 1, "Chiến sĩ": 2}, 1
    )
    force_establishment.set_establishment(
        officer, ward.id, platoon.id, date(2025, 1, 1), {"Trung đội trưởng": 1, "Chiến sĩ": 4}, 2
    )
    people_ids = [member(name) for name in MANY]
    appointments.fill(officer, ward.id, platoon.id, people_ids[:3], post_of("Chiến sĩ", date(2023, 12, 1)))
    leader = appointments.appoint(
        officer, ward.id, platoon.id, people_ids[3], post_of("Trung đội trưởng", date(2024, 6, 1))
    )
    appointments.end(officer, ward.id, leader.id, date(2025, 6, 30), "Hết thời hạn", "12/QĐ-BCH", leader.version)
    assert numbers(officer, ward, date(2022, 12, 31), platoon) == []
    assert numbers(officer, ward, date(2023, 11, 30), platoon) == [(3, 0, 3, 0)]
    assert numbers(officer, ward, date(2023, 12, 31), platoon) == [(3, 3, 1, 1)]
    assert numbers(officer, ward, date(2024, 12, 31), platoon) == [(3, 4, 0, 1)]
    assert numbers(officer, ward, date(2025, 6, 30), platoon) == [(5, 4, 1, 0)]
    assert numbers(officer, ward, TODAY, platoon) == [(5, 3, 2, 0)]
    with pytest.raises(Invalid, match="đã đổi từ ngày 01/01/2025"):
        force_establishment.set_establishment(
            officer, ward.id, platoon.id, date(2024, 1, 1), {"Chiến sĩ": 9}, platoon.version
        )


def test_an_establishment_taken_away_stays_away_and_a_stale_form_is_refused(officer, ward, platoon):
    force_establishment.set_establishment(officer, ward.id, platoon.id, FOUNDED, {"Chiến sĩ": 20}, 1)
    force_establishment.set_establishment(officer, ward.id, platoon.id, date(2025, 1, 1), {}, 2)
    assert numbers(officer, ward, TODAY, platoon) == [(0, 0, 0, 0)]
    assert numbers(officer, ward, date(2024, 12, 31), platoon) == [(20, 0, 20, 0)]
    with pytest.raises(Invalid, match="đã đổi"):
        force_establishment.set_establishment(officer, ward.id, platoon.id, date(2024, 6, 1), {"Chiến sĩ": 20}, 3)
    with pytest.raises(Invalid, match="Cán bộ khác vừa sửa"):
        force_establishment.set_establishment(officer, ward.id, platoon.id, TODAY, {"Chiến sĩ": 20}, 1)


def test_many_units_get_their_first_establishment_at_once_or_none_does(officer, ward, platoon):
    squad = forces.add_unit(officer, ward.id, UnitFacts("mobile_squad", "Tiểu đội 1", date(2024, 7, 1)))
    wanted = {platoon.id: {"Trung đội trưởng": 1, "Chiến sĩ": 27}, squad.id: {"Tiểu đội trưởng": 1, "Chiến sĩ": 9000}}
    with pytest.raises(Invalid) as refused:
        force_establishment.set_first(officer, ward.id, FOUNDED, wanted)
    assert list(refused.value.faults) == [str(squad.id)]
    assert numbers(officer, ward, TODAY, platoon) == [(0, 0, 0, 0)]
    wanted[squad.id]["Chiến sĩ"] = 8
    assert force_establishment.set_first(officer, ward.id, FOUNDED, wanted) == 2
    assert total_of(strength_on(officer, ward.id, date(2024, 6, 30))).places == 28
    assert total_of(strength_on(officer, ward.id, date(2024, 7, 1))).places == 37


def test_who_left_the_roster_counts_no_more_though_nobody_ended_his_post(officer, ward, platoon, member):
    first, second = member(MANY[0]), member(MANY[1])
    appointments.fill(officer, ward.id, platoon.id, [first, second], post_of("Chiến sĩ", date(2024, 1, 1)))
    records.close_record(officer, ward.id, "militia", record_of(first).id, "Hoàn thành nghĩa vụ", date(2025, 3, 31))
    assert numbers(officer, ward, date(2025, 3, 31), platoon)[0][1] == 2
    assert numbers(officer, ward, date(2025, 4, 1), platoon)[0][1] == 1
    assert appointments.end_of_departed(officer, ward.id) == 1
    ended = db.session.scalars(select(Appointment).where(Appointment.person_id == first)).one()
    assert ended.ends_on == date(2025, 3, 31) and record_of(first).unit == platoon.name  # where he served is kept


def test_the_rosters_texts_follow_the_appointments_and_their_old_values_are_kept(officer, ward, platoon, member):
    squad = forces.add_unit(officer, ward.id, UnitFacts("mobile_squad", "Tiểu đội 1", FOUNDED, parent_id=platoon.id))
    man = member(MANY[0], unit="Tổ dân phố 3", post="Chiến sĩ")
    held = appointments.appoint(officer, ward.id, platoon.id, man, post_of("Chiến sĩ", date(2024, 1, 1)))
    assert (record_of(man).unit, record_of(man).component) == (platoon.name, "mobile")
    moved = appointments.transfer(
        officer, ward.id, held.id, squad.id, post_of("Tiểu đội trưởng", date(2025, 1, 1)), held.version
    )
    assert held.ends_on == date(2024, 12, 31) and "Tiểu đội 1" in held.end_reason
    assert (record_of(man).unit, record_of(man).post) == (f"Tiểu đội 1, {platoon.name}", "Tiểu đội trưởng")
    facts = UnitFacts("mobile_platoon", "Trung đội cơ động số 1", FOUNDED)
    forces.edit_unit(officer, ward.id, platoon.id, facts, platoon.version)
    assert record_of(man).unit == "Tiểu đội 1, Trung đội cơ động số 1"
    appointments.end(officer, ward.id, moved.id, TODAY.replace(day=1), "Sức khỏe", "", moved.version)
    assert (record_of(man).unit, record_of(man).post) == (None, None)
    kept = db.session.scalars(select(FieldChange.old).where(FieldChange.person_id == man, FieldChange.key == "unit"))
    assert '"Tổ dân phố 3"' in list(kept)


def test_nobody_holds_two_posts_of_units_at_once(officer, ward, platoon, member):
    other = forces.add_unit(officer, ward.id, UnitFacts("local_squad", "Tiểu đội tại chỗ TDP số 1", FOUNDED))
    man, fellow = member(MANY[0]), member(MANY[1])
    appointments.appoint(officer, ward.id, platoon.id, man, post_of("Chiến sĩ", date(2024, 1, 1)))
    for unit, day in ((platoon, TODAY), (other, TODAY), (other, date(2023, 6, 1))):
        with pytest.raises(Invalid, match="Điều chuyển"):
            appointments.appoint(officer, ward.id, unit.id, man, post_of("Chiến sĩ", day))
    with pytest.raises(Invalid, match="1 người đã chọn"):
        appointments.fill(officer, ward.id, other.id, [man, fellow], post_of("Chiến sĩ", TODAY))
    assert numbers(officer, ward, TODAY, other)[0][1] == 0  # all or none
    before = post_of("Chiến sĩ", date(2023, 6, 1), ends_on=date(2023, 12, 31))
    assert appointments.appoint(officer, ward.id, other.id, man, before)
    assert record_of(man).unit == platoon.name


def test_the_signer_is_that_of_the_day_of_the_decision(officer, ward, platoon, member):
    leaders = [member(name) for name in MANY[:2]]
    facts = post_of("Trung đội trưởng", date(2025, 1, 20), decided_on=date(2025, 1, 15), ends_on=date(2025, 7, 31))
    old = appointments.appoint(officer, ward.id, platoon.id, leaders[0], facts)
    new = appointments.appoint(officer, ward.id, platoon.id, leaders[1], post_of("Trung đội trưởng", date(2025, 8, 1)))
    assert old.decided_by == "Chỉ huy trưởng Ban CHQS cấp huyện"
    assert new.decided_by == "Chỉ huy trưởng Ban CHQS phường"
    with pytest.raises(Invalid, match="không còn cấp huyện"):
        appointments.edit(
            officer, ward.id, new.id,
            post_of("Trung đội trưởng", date(2025, 8, 1), decided_by="CHT Ban CHQS huyện An Dương"), new.version,
        )  # fmt: skip
    squad = KIND_BY_KEY["self_squad"]
    assert authority_of(squad, "Chiến sĩ", TODAY).office == "Người đứng đầu cơ quan, tổ chức"
    january, february = (authority_of(KIND_BY_KEY["command"], "Chỉ huy trưởng", day).office
                         for day in (date(2025, 1, 15), date(2026, 2, 1)))  # fmt: skip
    assert january == "Chủ tịch UBND cấp huyện" and february != january


def test_a_new_name_counts_from_its_day_in_tree_roster_and_papers(officer, ward, platoon, member):
    squad = forces.add_unit(officer, ward.id, UnitFacts("mobile_squad", "Tiểu đội 1", FOUNDED, parent_id=platoon.id))
    man = member(MANY[0])
    appointments.appoint(officer, ward.id, squad.id, man, post_of("Chiến sĩ", date(2024, 1, 1)))

    def rename(name, day=None):
        facts = UnitFacts(platoon.kind, name, FOUNDED, renamed_on=day)
        forces.edit_unit(officer, ward.id, platoon.id, facts, platoon.version)

    def seen(day):
        tree, shown = (
            strength_on(officer, ward.id, day),
            list_rows(officer, ListFilter("militia", ward.id, day.year, on=day)),
        )
        sheet = roster_sheet(officer, ward.id, squad.id, day)
        assert units_sheet(officer, ward.id, day).rows[0][0] == (tree[0].name,)
        assert tree[1].parents == (tree[0].name,)
        assert sheet.title == f"DANH SÁCH TIỂU ĐỘI 1, {tree[0].name.upper()} TÍNH ĐẾN NGÀY {day:%d/%m/%Y}"
        assert shown[0]["unit"] == f"Tiểu đội 1, {tree[0].name}"
        return tree[0].name

    first = platoon.name
    for refused in (date(2026, 11, 26), date(1974, 1, 1)):
        with pytest.raises(Invalid, match="tên mới"):
            rename("Trung đội B", refused)
    rename("Trung đội B", date(2026, 7, 1))
    days = (date(2024, 6, 30), date(2026, 6, 30), date(2026, 7, 1), TODAY)
    assert [seen(day) for day in days] == [first, first, "Trung đội B", "Trung đội B"]
    rename("Trung đội C")
    assert [seen(day) for day in days] == [first, first, "Trung đội B", "Trung đội C"]
    rename("Trung đội D", date(2025, 1, 1))  # it was called so earlier than anybody knew
    assert [seen(day) for day in days] == [first, "Trung đội D", "Trung đội D", "Trung đội D"]
    empty = forces.add_unit(officer, ward.id, UnitFacts("mobile_squad", "Tiểu đội 2", FOUNDED))
    forces.edit_unit(officer, ward.id, empty.id, UnitFacts("mobile_squad", "Tiểu đội 3", FOUNDED), empty.version)
    forces.remove_unit(officer, ward.id, empty.id)
    assert {one.unit_id for one in db.session.scalars(select(ForceUnitName))} == {platoon.id}


def test_a_post_begins_within_the_membership(officer, ward, platoon, member):
    early, late = member(MANY[0]), member(MANY[1], since=date(2026, 11, 20))
    before = numbers(officer, ward, date(2026, 9, 1), platoon)[0][1]
    with pytest.raises(Invalid, match="vào lực lượng từ ngày 20/11/2026"):
        appointments.appoint(officer, ward.id, platoon.id, late, post_of("Chiến sĩ", date(2026, 8, 1)))
    with pytest.raises(Invalid, match="20/11/2026"):
        appointments.fill(officer, ward.id, platoon.id, [early, late], post_of("Chiến sĩ", date(2026, 8, 1)))
    one = appointments.appoint(officer, ward.id, platoon.id, late, post_of("Chiến sĩ", date(2026, 11, 20)))
    with pytest.raises(Invalid, match="20/11/2026"):
        appointments.edit(officer, ward.id, one.id, post_of("Chiến sĩ", date(2026, 8, 1)), one.version)
    # One that was kept from before the check counts no day on which he was no member.
    one.begins_on = date(2026, 8, 1)
    db.session.commit()
    assert numbers(officer, ward, date(2026, 9, 1), platoon)[0][1] == before
    assert numbers(officer, ward, TODAY, platoon)[0][1] == before + 1


def test_a_signer_without_the_right_is_refused_with_the_clause(officer, ward, platoon, member):
    man, day = member(MANY[0]), date(2026, 5, 1)
    for wrong in ("Chủ tịch UBND phường", "Chỉ huy trưởng Bộ CHQS thành phố", "TM. UBND phường Lê Chân"):
        facts = post_of("Trung đội trưởng", day, decision_number="7/QĐ", decided_on=day, decided_by=wrong)
        with pytest.raises(Invalid, match=r"Chỉ huy trưởng Ban CHQS phường.*48/2019"):
            appointments.appoint(officer, ward.id, platoon.id, man, facts)
    soldier = post_of("Chiến sĩ", day, decision_number="7/QĐ", decided_on=day, decided_by="CHT Ban CHQS phường")
    with pytest.raises(Invalid, match=r"Chủ tịch UBND phường.*Điều 10"):
        appointments.appoint(officer, ward.id, platoon.id, man, soldier)
    for number, right in enumerate(("PCHT Ban CHQS phường Lê Chân, thành phố Hải Phòng", "Trung tá Vũ Văn Long")):
        facts = post_of(
            "Trung đội trưởng", day.replace(day=number + 1), decided_by=right, ends_on=day.replace(day=number + 1)
        )
        one = appointments.appoint(officer, ward.id, platoon.id, member(MANY[number + 1]), facts)
        assert one.decided_by == right
    with pytest.raises(Invalid, match=r"quân đội.*66\.12"):
        chief = CommandFacts("Chỉ huy trưởng", day, holder_name="Vũ Văn Long", decision_number="4/QĐ", decided_on=day,
                             decided_by="Chủ tịch UBND thành phố")  # fmt: skip
        ward_command.appoint(officer, ward.id, chief)


def test_a_commander_needs_a_decision_and_a_place_of_his_own(officer, ward, platoon, member):
    first, second, third = (member(name) for name in MANY[:3])
    day, later = date(2024, 1, 1), date(2025, 1, 1)

    def appoint(who, facts):
        return appointments.appoint(officer, ward.id, platoon.id, who, facts)

    for lacking, field in (({"decision_number": " "}, "decision_number"), ({"decided_on": None}, "decided_on")):
        with pytest.raises(Invalid, match="Trung đội trưởng phải có") as raised:
            appoint(first, post_of("Trung đội trưởng", day, **lacking))
        assert list(raised.value.faults) == [field]
    held = appoint(first, post_of("Trung đội trưởng", day))
    with pytest.raises(Invalid, match=r"chỉ có 1 chỗ, đang có Đỗ Văn An \(từ 01/01/2024\)"):
        appoint(second, post_of("Trung đội trưởng", later))
    with pytest.raises(Invalid, match="Thay người đang giữ chức"):
        appoint(second, post_of("BT", day, decision_number="2/QĐ", decided_on=day, replaces=True))  # from the same day
    new = appoint(second, post_of("Trung đội trưởng", later, decision_number="2/QĐ", replaces=True))
    assert (held.ends_on, held.end_decision_number) == (date(2024, 12, 31), "2/QĐ")
    assert record_of(first).post is None and record_of(second).post == "Trung đội trưởng"
    soldier = appoint(third, post_of("Chiến sĩ", day))
    with pytest.raises(Invalid, match="chỉ có 1 chỗ"):
        appointments.edit(officer, ward.id, soldier.id, post_of("Trung đội trưởng", later), soldier.version)
    # One that was kept from before the rule stays as it is, and may be corrected.
    new.decision_number = new.decided_on = None
    db.session.commit()
    facts = AppointmentFacts("Trung đội trưởng", date(2025, 2, 1))
    assert appointments.edit(officer, ward.id, new.id, facts, new.version).begins_on == date(2025, 2, 1)
    force_establishment.set_establishment(
        officer, ward.id, platoon.id, FOUNDED, {"Trung đội trưởng": 2}, platoon.version
    )
    assert appoint(first, post_of("Trung đội trưởng", later))


def test_a_roster_that_names_two_commanders_of_one_unit_loses_neither(officer, ward, member):
    words = {"unit": "Trung đội cơ động", "post": "Trung đội trưởng", "component": "mobile"}
    old, new = member(MANY[0], **words), member(MANY[1], since=date(2024, 4, 1), **words)
    (found,) = force_adoption.proposals(officer, ward.id)
    choice = Choice(found.action, found.name, found.kind, found.component)
    day = date(2023, 4, 1)
    done = force_adoption.adopt(officer, ward.id, {found.text: choice}, None, "3/QĐ", day)
    assert (done.people, done.undecided, done.left) == (1, (), ("Lê Văn Bình (Trung đội trưởng)",))
    held = db.session.scalars(select(Appointment)).one()
    assert (held.person_id, held.decision_number, held.decided_on) == (old, "3/QĐ", day)
    assert (record_of(new).unit, record_of(new).post) == ("Trung đội cơ động", "Trung đội trưởng")
    assert force_adoption.count_waiting(officer, ward.id) == 1


def test_a_unit_stands_under_no_unit_of_its_own_and_ends_with_what_it_holds(officer, ward, platoon, member):
    squad = forces.add_unit(officer, ward.id, UnitFacts("mobile_squad", "Tiểu đội 1", FOUNDED, parent_id=platoon.id))
    with pytest.raises(Invalid, match="chính nó"):
        under = UnitFacts("mobile_platoon", platoon.name, FOUNDED, parent_id=squad.id)
        forces.edit_unit(officer, ward.id, platoon.id, under, platoon.version)
    man = member(MANY[0])
    appointments.appoint(officer, ward.id, squad.id, man, post_of("Chiến sĩ", date(2024, 1, 1)))
    day = date(2026, 6, 30)
    with pytest.raises(Invalid, match="1 đơn vị trực thuộc, 1 người"):
        forces.end_unit(officer, ward.id, platoon.id, day, platoon.version)
    with pytest.raises(Invalid, match="Đơn vị đã có người"):
        forces.remove_unit(officer, ward.id, squad.id)
    forces.end_unit(officer, ward.id, platoon.id, day, platoon.version, with_all=True, decision_number="9/QĐ")
    assert strength_on(officer, ward.id, TODAY) == []
    before = strength_on(officer, ward.id, day)
    assert [(one.unit.name, one.depth, one.total.strength) for one in before] == [
        (platoon.name, 0, 1), ("Tiểu đội 1", 1, 1),
    ]  # fmt: skip
    assert record_of(man).unit is None


def test_pasted_lines_become_units_all_or_none(officer, ward, actor_of):
    chief = actor_of("commander", ward)
    ground = units.save_neighbourhood(chief, ward.id, None, name="TDP số 3")
    firm = units.save_organisation(chief, ward.id, None, name="Công ty An Phát")
    text = (
        "Trung đội dân quân cơ động\nTiểu đội 1; tiểu đội dân quân cơ động;; Trung đội dân quân cơ động\n"
        "Tổ dân quân Tổ dân phố 3\nKhẩu đội cối 60 mm\n\nTiểu đội tự vệ Công ty An Phát\n"
    )
    with pytest.raises(Invalid, match="Dòng 6: phường không có tổ dân phố"):
        force_quick_entry.add_lines(officer, ward.id, f"{text}Tổ dân quân A; tổ dân quân tại chỗ; TDP số 99", FOUNDED)
    assert strength_on(officer, ward.id, TODAY) == []
    made = force_quick_entry.add_lines(officer, ward.id, text, FOUNDED)
    assert [unit.kind for unit in made] == ["mobile_platoon", "mobile_squad", "local_team", "arm_crew", "self_squad"]
    assert made[1].parent_id == made[0].id and made[3].component == "artillery"
    assert (made[2].neighbourhood_id, made[4].organisation_id) == (ground.id, firm.id)


def test_the_units_that_a_roster_names_are_proposed_and_taken_over_once_confirmed(officer, ward, actor_of, member):
    units.save_neighbourhood(actor_of("commander", ward), ward.id, None, name="TDP số 3")
    squad = forces.add_unit(officer, ward.id, UnitFacts("arm_squad", "Tiểu đội công binh", TODAY, component="engineer"))
    named = [
        member("Đỗ Văn An", unit="Trung đội cơ động", post="Trung đội trưởng", component="mobile"),
        member("Lê Văn Bình", unit="Trung đội cơ động", component="mobile", since=date(2024, 5, 1)),
        member("Vũ Văn Chi", unit="Tổ dân phố 3", post="chiến sỹ"), member("Ngô Văn Duy", unit="tiểu đội Công binh"),
        member("Phạm Văn Em", unit="Ban CHQS phường", post="Phó CHT"),
    ]  # fmt: skip
    found = {one.text: one for one in force_adoption.proposals(officer, ward.id)}
    actions = {text: (one.action, one.kind, one.count) for text, one in found.items()}
    assert actions == {
        "Trung đội cơ động": (NEW, "mobile_platoon", 2), "Tổ dân phố 3": (NEW, "local_squad", 1),
        "tiểu đội Công binh": (EXISTING, "arm_squad", 1), "Ban CHQS phường": (LEAVE, "command", 1),
    }  # fmt: skip
    assert found["Tổ dân phố 3"].neighbourhood_id is not None
    assert db.session.scalars(select(Appointment)).all() == []  # proposing writes nothing
    choices = {
        text: Choice(one.action, one.name, one.kind, one.component, one.unit_id, one.neighbourhood_id)
        for text, one in found.items()
    }
    done = force_adoption.adopt(officer, ward.id, choices, None)
    assert (done.units, done.people) == (2, 4)
    assert (done.undecided, done.left) == (("Đỗ Văn An (Trung đội trưởng)",), ())
    assert force_adoption.count_waiting(officer, ward.id) == 1
    assert record_of(named[0]).unit == "Trung đội cơ động" and record_of(named[2]).post == "Chiến sĩ"
    assert record_of(named[3]).component == "local"  # what the roster knows of him stays
    assert total_of(strength_on(officer, ward.id, date(2023, 12, 31))).strength == 3
    assert total_of(strength_on(officer, ward.id, TODAY)).strength == 4
    assert squad.begins_on == date(2023, 4, 1)
    held = db.session.scalars(select(Appointment)).all()
    assert {one.decided_by for one in held} == {None}  # nobody knows of a decision
    corrected = appointments.edit(
        officer, ward.id, held[0].id, AppointmentFacts(held[0].post, date(2023, 5, 1)), held[0].version
    )
    assert corrected.decided_by is None
    assert force_adoption.proposals(officer, ward.id)[0].text == "Ban CHQS phường"
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "appointment.adopt")).one()
    assert entry.details == {"units": 2, "count": 4}


def test_another_wards_units_people_and_appointments_are_not_there(officer, ward, two_wards, actor_of, platoon, member):
    stranger = actor_of("officer", two_wards[1])
    man = member(MANY[0])
    held = appointments.appoint(officer, ward.id, platoon.id, man, post_of("Chiến sĩ", TODAY))
    theirs = forces.add_unit(stranger, two_wards[1].id, UnitFacts("mobile_platoon", "Trung đội", FOUNDED))
    attempts = [
        lambda: strength_on(stranger, ward.id, TODAY),
        lambda: forces.get_unit(officer, ward.id, theirs.id),
        lambda: forces.add_unit(officer, ward.id, UnitFacts("mobile_squad", "A", FOUNDED, parent_id=theirs.id)),
        lambda: appointments.appoint(stranger, two_wards[1].id, theirs.id, man, post_of("Chiến sĩ", TODAY)),
        lambda: appointments.get_appointment(stranger, two_wards[1].id, held.id),
        lambda: appointments.transfer(officer, ward.id, held.id, theirs.id, post_of("Chiến sĩ", TODAY), held.version),
        lambda: force_adoption.proposals(stranger, ward.id),
    ]
    for attempt in attempts:
        with pytest.raises(NotFound):
            attempt()
    with pytest.raises(NotAllowed):
        forces.add_unit(actor_of("viewer", ward), ward.id, UnitFacts("mobile_squad", "A", FOUNDED))


def test_the_tree_is_read_in_a_constant_number_of_queries_and_prints(officer, ward, platoon, member):
    def read():
        with counted_queries() as counted:
            strength_on(officer, ward.id, TODAY)
        return len(counted)

    man = member(MANY[0])
    appointments.appoint(officer, ward.id, platoon.id, man, post_of("Chiến sĩ", TODAY))
    few = read()
    lines = "\n".join(f"Tiểu đội {number}; tiểu đội dân quân cơ động;; {platoon.name}" for number in range(1, 12))
    force_quick_entry.add_lines(officer, ward.id, lines, FOUNDED)
    assert read() == few <= 5
    sheet = units_sheet(officer, ward.id, TODAY)
    assert [row[0] for row in sheet.rows][:3] == [(platoon.name,), ("– Tiểu đội 1",), ("– Tiểu đội 2",)]
    assert "quân số 1" in sheet.note
    assert [row[0] for row in roster_sheet(officer, ward.id, platoon.id, TODAY).rows] == [(MANY[0],)]


@pytest.mark.parametrize(
    "words, kind, component",
    [
        ("Trung đội dân quân cơ động", "mobile_platoon", "mobile"), ("TDP số 5", "local_squad", "local"),
        ("Khẩu đội 12,7 mm", "arm_crew", "air_defence"), ("Tổ quân y", "arm_team", "medical"),
        ("Dân quân thường trực", "standing_platoon", "standing"), ("Trường THCS Đồng Hòa", "self_squad", None),
        ("Ban CHQS phường", "command", None), ("Ban chỉ huy quân sự Công ty X", "self_command", None),
    ],
)  # fmt: skip
def test_words_of_rosters_are_understood(words, kind, component):
    guess = guess_kind(words)
    assert (guess.kind.key, guess.component) == (kind, component)


def test_units_come_back_on_the_form_that_went_out_all_or_none(officer, ward, actor_of, tmp_path):
    units.save_neighbourhood(actor_of("commander", ward), ward.id, None, name="TDP số 3")
    platoon = forces.add_unit(officer, ward.id, UnitFacts("mobile_platoon", "Trung đội dân quân cơ động", FOUNDED))
    path = tmp_path / "form.xlsx"
    with path.open("wb") as file:
        force_unit_files.write_form(officer, ward.id, file)
    book = load_workbook(path)
    sheet = book.worksheets[0]
    offered = [[cell.value for cell in column] for column in book.worksheets[1].columns]
    assert "Tiểu đội dân quân cơ động" in offered[0] and "TDP số 3" in offered[1] and platoon.name in offered[2]
    assert len(sheet.data_validations.dataValidation) == 3

    def back(*rows):
        for place, row in enumerate(rows, start=5):
            for column, words in enumerate(row, start=2):
                sheet.cell(place, column).value = words
        book.save(path)
        with path.open("rb") as stream:
            return force_unit_files.read_form(officer, ward.id, "Đơn vị.xlsx", stream, FOUNDED)

    def refused(*rows):
        with pytest.raises(Invalid) as fault:
            back(*rows)
        return " ".join(fault.value.faults["file"])

    squad = ("Tiểu đội 1", "Tiểu đội dân quân cơ động", None, platoon.name)
    assert "chưa có dòng nào" in refused()
    assert "dòng 6: không có đơn vị cấp trên “Đại đội”" in refused(
        squad, ("Tổ dân quân TDP số 3", None, None, "Đại đội")
    )
    assert "dòng 6: chưa ghi tên đơn vị" in refused(squad, (None, "Tổ dân quân tại chỗ", "TDP số 3", None))
    assert "dòng 6: “Người lập biểu” không giống tên đơn vị" in refused(squad, ("Người lập biểu", None, None, None))
    sheet["H6"] = "vị trí"
    local = ("Tổ dân quân tại chỗ", "Tổ dân quân tại chỗ", "TDP số 3", None)
    assert "ô H6: biểu này không có cột" in refused(squad, local)
    sheet["H6"] = None
    assert len(force_tree.units_of(officer, ward.id)) == 1  # nothing was taken so far
    made = back(squad, local)
    assert [(unit.name, unit.kind) for unit in made] == [
        ("Tiểu đội 1", "mobile_squad"), ("Tổ dân quân tại chỗ", "local_team"),
    ]  # fmt: skip
    assert made[0].parent_id == platoon.id and made[1].neighbourhood_id is not None
