"""What a ward may rely on when it keeps the reserve's register: days, classes, moves, ranks, and nothing secret."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from roster.services import imports, people, reserve_events, reserve_lists, reserve_ranks, specialities
from roster.services.changes import InvalidFacts
from roster.services.faults import Invalid
from roster.services.plain_sheets import table_of
from roster.services.records import NewRecord, add_record
from roster.services.reserve_moves import list_events
from roster.services.reserve_register import register_on, reservist_on
from roster.services.reserve_sheets import statistics_sheet
from roster.services.reserve_statistics import statistics_on
from roster.store.audit import AuditEntry
from roster.store.db import db
from roster.store.forces import ForceEvent
from roster.store.reserve import ReserveRecord
from roster.store.scope import NotAllowed, NotFound
from roster.store.units import Unit
from tests.query_count import counted_queries

TODAY = date(2026, 11, 25)
SINCE = date(2024, 4, 1)


@pytest.fixture
def enter(ward, officer):
    """Put somebody into the reserve's register: enter("Lê Văn An", rank="Hạ sĩ", birth_date="1998-05-02")."""

    def make(name, since=SINCE, rosters=("reserve",), **facts):
        person = {key: facts.pop(key) for key in ("birth_date", "sex", "is_party_member") if key in facts}
        values = {"full_name": name, "birth_date": "1998-05-02", "sex": "male", **person}
        records = tuple(NewRecord(one, facts if one == "reserve" else {}, since=since) for one in rosters)
        return people.create_person(officer, ward.id, values, TODAY, records=records, confirmed=True)

    return make


@pytest.fixture
def man(enter):
    return enter(
        "Đỗ Văn An", rank="Hạ sĩ", post="Tiểu đội trưởng", enlisted_on="2018-02-10", discharged_on="2020-01-20",
        reserve_class=2, is_assigned=True, speciality_code="101",
    )  # fmt: skip


@pytest.fixture
def record(officer, ward):
    def add(person, kind, on_day, **values):
        return reserve_events.add(officer, ward.id, person.id, kind, {"on_day": on_day, **values})

    return add


@pytest.fixture
def on(officer, ward):
    def ask(person, day):
        return reservist_on(officer, ward.id, person.id, day)

    return ask


def decision(number="12/QĐ-BCH", day=date(2026, 6, 1)):
    return {"decision_number": number, "decided_on": day}


def withdraw(officer, ward, event):
    return reserve_events.withdraw(officer, ward.id, event.id, "Ghi nhầm người", event.version)


# --- Classes --------------------------------------------------------------------------------------------------------


def test_the_class_worked_out_stands_beside_the_one_on_file_and_one_press_takes_it_over(officer, ward, man, on):
    seen = on(man, TODAY)
    assert (seen.class_on_file, seen.worked_out.reserve_class, seen.worked_out.mark) == (2, 1, "24.2.a")
    assert seen.differs
    assert reserve_events.take_class(officer, ward.id, [man.id]) == 1
    assert on(man, TODAY).class_on_file == 1 and not on(man, TODAY).differs
    assert on(man, date(2026, 11, 24)).class_on_file == 2
    event = db.session.scalars(select(ForceEvent)).one()
    assert (event.kind, event.value, event.clause) == ("class", "1", "24.2.a")
    withdraw(officer, ward, event)
    assert on(man, TODAY).class_on_file == 2


def test_a_decision_stands_before_what_the_facts_say_from_its_day_on(officer, ward, man, record, on):
    with pytest.raises(Invalid) as raised:
        record(man, "class", TODAY, value="1")
    assert set(raised.value.faults) == {"decision_number", "decided_on"}
    event = record(man, "class", date(2026, 6, 1), value="1", **decision())
    record(man, "class", date(2026, 9, 1), value="2", **decision("20/QĐ-BCH", date(2026, 9, 1)))
    assert [on(man, day).class_on_file for day in (date(2026, 5, 31), date(2026, 6, 1), TODAY)] == [2, 1, 2]
    assert on(man, TODAY).worked_out.is_by_decision and "20/QĐ-BCH" in on(man, TODAY).worked_out.why
    assert not on(man, date(2026, 5, 31)).worked_out.is_by_decision
    withdraw(officer, ward, event)
    assert on(man, date(2026, 6, 1)).class_on_file == 2


def test_six_months_of_training_make_class_two_class_one(officer, ward, enter, record, on):
    untrained = enter("Vũ Văn Bình", reserve_class=2)
    record(untrained, "service", date(2026, 1, 5), value="unserved")
    assert on(untrained, TODAY).worked_out.mark == "24.3.d"
    record(untrained, "training", date(2026, 3, 31), months=3)
    last = record(untrained, "training", date(2026, 9, 30), months=3)
    case = reserve_lists.training_cases(officer, ward.id, TODAY)[0]
    assert (case.months, case.calls, case.qualifies) == (6, 2, True)
    assert on(untrained, TODAY).worked_out.mark == "24.2.g"
    assert on(untrained, date(2026, 9, 29)).worked_out.mark == "24.3.d"
    withdraw(officer, ward, last)
    assert not reserve_lists.training_cases(officer, ward.id, TODAY)[0].qualifies


# --- Moves, absences, removals --------------------------------------------------------------------------------------


def test_a_man_moves_away_and_comes_back_and_every_day_is_still_answered(officer, ward, man, record, on):
    record(man, "move_out", date(2026, 3, 2), place="phường Hồng Bàng", evidence="Giấy giới thiệu số 3")
    assert on(man, date(2026, 3, 2)) is not None and on(man, date(2026, 3, 3)) is None
    moved = [one for one in register_on(officer, ward.id, TODAY, with_moved=True) if one.state == "moved"]
    assert [one.person_id for one in moved] == [man.id]
    assert list_events(officer, ward.id, kinds=("move_out",))[0].clock.is_overdue
    record(man, "move_in", date(2026, 8, 10), place="phường Hồng Bàng", until=date(2026, 8, 20))
    back = on(man, TODAY)
    assert back.rank == "Hạ sĩ" and back.since == date(2026, 8, 10)
    assert back.is_assigned is None  # whether he is placed must be said anew
    assert [on(man, day) is not None for day in (date(2026, 2, 1), date(2026, 6, 1), date(2026, 9, 1))] == [1, 0, 1]
    clocks = {one.event.kind: one.clock for one in list_events(officer, ward.id)}
    # Ten working days, of them the Saturday of 22/08 that is worked in exchange.
    assert clocks["move_in"].state == "done" and clocks["move_in"].due == date(2026, 8, 22)
    assert clocks["move_out"] is None  # the duty to register elsewhere ended with his coming back


def test_nobody_leaves_twice_returns_unasked_or_comes_before_he_left(officer, ward, man, record, on):
    def refused(kind, day, words, **values):
        with pytest.raises(Invalid, match=words):
            record(man, kind, day, **values)

    refused("return", date(2026, 2, 1), "chưa thể ghi trở về")
    refused("absence", date(2024, 3, 31), "01/04/2024", place="Nhật Bản")
    away = record(man, "absence", date(2026, 2, 1), place="Nhật Bản")
    refused("absence", date(2026, 3, 1), "đang tạm vắng từ 01/02/2026", place="Bình Dương")
    refused("absence", date(2026, 1, 1), "đã ghi tạm vắng ngày 01/02/2026", place="Bình Dương")
    back = record(man, "return", date(2026, 6, 1))
    refused("return", date(2026, 7, 1), "chưa thể ghi trở về")
    refused("return", date(2026, 5, 1), "đã ghi trở về")
    refused("move_out", date(2026, 5, 1), "đã ghi trở về", place="phường Hồng Bàng")
    with pytest.raises(Invalid, match="rút mục ấy trước"):
        withdraw(officer, ward, away)
    gone = record(man, "absence", date(2026, 8, 1), place="Bình Dương")
    with pytest.raises(Invalid, match="rút mục ấy trước"):
        withdraw(officer, ward, back)
    assert (on(man, date(2026, 7, 1)).state, on(man, TODAY).state) == ("present", "absent")
    out = record(man, "move_out", date(2026, 9, 10), place="phường Hồng Bàng")
    refused("move_in", date(2026, 9, 9), "đến hết ngày 10/09/2026", place="phường Hồng Bàng")
    with pytest.raises(InvalidFacts) as raised:
        add_record(officer, ward.id, man.id, NewRecord("reserve", since=date(2024, 1, 1)), TODAY)
    assert "10/09/2026" in raised.value.faults["since"][0]
    record(man, "move_in", date(2026, 10, 1), place="phường Hồng Bàng")
    assert on(man, TODAY).state == "present"  # he was away where he lived before
    assert {event.withdrawn_at for event in (away, back, gone, out)} == {None}


def test_class_two_is_called_to_training_twice_a_year_at_most(officer, ward, enter, record):
    man = enter("Vũ Văn Bình", reserve_class=2)
    first, _ = (record(man, "training", day, months=1) for day in (date(2026, 3, 31), date(2026, 6, 30)))
    with pytest.raises(Invalid, match=r"không quá 02 lần.*14/2016"):
        record(man, "training", date(2026, 9, 30), months=1)
    record(man, "training", date(2025, 9, 30), months=1)
    withdraw(officer, ward, first)
    record(man, "training", date(2026, 9, 30), months=1)


def test_moves_are_undone_in_their_order(officer, ward, man, record, on):
    gone = record(man, "move_out", date(2026, 3, 2), place="phường Hồng Bàng")
    back = record(man, "move_in", date(2026, 8, 10), place="phường Hồng Bàng")
    away = record(man, "absence", date(2026, 8, 20), place="Nhật Bản")
    for first in (gone, back):
        with pytest.raises(Invalid):
            withdraw(officer, ward, first)
    withdraw(officer, ward, away)
    withdraw(officer, ward, back)
    assert on(man, TODAY) is None
    withdraw(officer, ward, gone)
    assert on(man, TODAY) is not None and on(man, date(2026, 6, 1)) is not None
    assert db.session.scalars(select(ReserveRecord)).one().closed_on is None
    with pytest.raises(Invalid):
        withdraw(officer, ward, gone)


def test_an_absence_runs_until_the_return(officer, ward, man, record, on):
    with pytest.raises(Invalid, match="dưới 03 tháng"):
        record(man, "absence", date(2026, 5, 4), until=date(2026, 8, 3))
    record(man, "absence", date(2026, 5, 4), place="tỉnh Bình Dương", until=date(2027, 1, 31))
    assert on(man, TODAY).state == "absent" and list_events(officer, ward.id)[0].clock.is_overdue
    event = record(man, "return", date(2026, 11, 2))
    assert on(man, TODAY).state == "present" and on(man, date(2026, 11, 1)).state == "absent"
    assert list_events(officer, ward.id, kinds=("absence",))[0].clock is None
    reserve_events.mark_done(officer, ward.id, event.id, date(2026, 11, 17), event.version)
    assert list_events(officer, ward.id, kinds=("return",))[0].clock.state == "done_late"


def test_several_are_removed_by_one_decision_or_none(officer, ward, enter, man):
    other = enter("Lê Văn Cường", since=TODAY)
    facts = {"on_day": date(2026, 11, 20), "value": "age", **decision()}
    with pytest.raises(Invalid):
        reserve_events.remove_all(officer, ward.id, [man.id, other.id], facts)
    assert len(register_on(officer, ward.id, TODAY)) == 2
    assert reserve_events.remove_all(officer, ward.id, [man.id], facts) == 1
    assert [one.person_id for one in register_on(officer, ward.id, TODAY)] == [other.id]
    audited = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "reserve.event")).all()
    assert [entry.subject_id for entry in audited] == [man.id]


def test_a_removal_for_health_is_told_to_those_who_may_know(officer, ward, man, record, actor_of):
    record(man, "removal", date(2026, 11, 20), value="health", evidence="Kết luận khám", **decision())
    assert "sức khỏe" not in db.session.scalars(select(ReserveRecord)).one().closed_reason
    assert list_events(officer, ward.id)[0].value_text == "Không còn đủ sức khỏe"
    seen = list_events(actor_of("viewer", ward), ward.id)[0]
    assert "sức khỏe" not in seen.value_text and not seen.evidence


def test_a_placement_keeps_yes_or_no_and_the_decision_and_nothing_else(man, record, on):
    secret = dict.fromkeys(("place", "evidence", "notes", "decided_by"), "Trung đoàn mật")
    event = record(man, "placement", date(2026, 6, 1), value="no", **decision(), **secret)
    assert {event.place, event.evidence, event.notes, event.decided_by} == {None}
    assert on(man, TODAY).is_assigned is False and on(man, date(2026, 5, 31)).is_assigned is True


def test_a_placed_reservist_in_the_militia_is_a_conflict(officer, ward, enter):
    enter("Ngô Văn Dũng", rosters=("reserve", "militia"), is_assigned=True)
    enter("Phạm Văn Em", rosters=("reserve", "militia"), is_assigned=False)
    assert [one.full_name for one in register_on(officer, ward.id, TODAY) if one.is_conflict] == ["Ngô Văn Dũng"]


# --- Age limits, ranks, specialities, statistics --------------------------------------------------------------------


def test_who_reaches_the_age_limit_in_the_year(officer, ward, enter):
    enter("Một Văn Trước", birth_date="1980-01-01", rank="Hạ sĩ")  # last day 31/12/2025: long past
    enter("Hai Văn Nay", birth_date="1980-12-31", rank="Hạ sĩ")
    enter("Ba Văn Sau", birth_date="1981-01-02", rank="Hạ sĩ")
    enter("Bốn Văn Quan", birth_date="1973-06-01", rank="Đại úy")
    enter("Năm Văn Thiếu", birth_date="1980-06-01")
    found = reserve_lists.limits_of(officer, ward.id, 2026)
    assert [one.full_name for one in found.reaching] == ["Một Văn Trước", "Bốn Văn Quan", "Hai Văn Nay"]
    assert [one.full_name for one in found.not_known] == ["Năm Văn Thiếu"]


def test_a_rank_is_proposed_decided_and_taken_back(officer, ward, man, on):
    year = reserve_ranks.year_of(officer, ward.id, "soldiers", 2026)
    assert year.day == date(2026, 12, 22) and year.candidates[0].proposed == "Trung sĩ"
    assert year.candidates[0].months == 83  # since his discharge in January 2020
    assert reserve_ranks.propose(officer, ward.id, "soldiers", 2026, [man.id]) == 1
    with pytest.raises(Invalid):
        reserve_ranks.decide(officer, ward.id, "soldiers", 2026, [man.id], {"decision_number": None})
    reserve_ranks.decide(officer, ward.id, "soldiers", 2026, [man.id], decision("9/QĐ", date(2026, 11, 20)))
    assert (on(man, date(2026, 11, 19)).rank, on(man, TODAY).rank) == ("Hạ sĩ", "Trung sĩ")
    event = db.session.scalars(select(ForceEvent).where(ForceEvent.kind == "rank")).one()
    withdraw(officer, ward, event)
    assert on(man, TODAY).rank == "Hạ sĩ"
    assert not reserve_ranks.year_of(officer, ward.id, "soldiers", 2026).proposals[0].is_decided
    assert reserve_ranks.take_back(officer, ward.id, "soldiers", 2026, [man.id]) == 1
    assert not reserve_ranks.year_of(officer, ward.id, "soldiers", 2026).proposals


def test_the_table_proposes_exact_and_near_and_keeps_what_the_officer_decides(officer, ward, enter, man, on):
    near = enter("Bùi Văn Gần", speciality_code="102")
    enter("Đào Văn Khác", speciality_code="900")
    text = "Mã\tTên\n101\tLái xe ô tô\tVận tải\t102\n102; Lái xe xích"
    assert specialities.import_lines(officer, ward.id, text) == (2, 0)
    listed = {one.row.code: (one.exact, one.near, one.row) for one in specialities.list_specialities(officer, ward.id)}
    assert listed["101"][:2] == (1, 1) and listed["102"][:2] == (1, 1)
    assert specialities.unknown_codes(officer, ward.id) == [("900", "", 1)]
    wanted = listed["101"][2].id
    proposed = {one.reservist.person_id: one.proposed for one in specialities.matches(officer, ward.id, wanted)}
    assert proposed == {man.id: "exact", near.id: "near"}
    specialities.record_matches(officer, ward.id, [near.id], "none")
    assert on(near, TODAY).speciality_match == "none"
    with pytest.raises(Invalid) as raised:
        specialities.import_lines(officer, ward.id, "103; Đúng\n12345678901; Mã dài\n104;")
    assert len(raised.value.faults["lines"]) == 2 and len(specialities.list_specialities(officer, ward.id)) == 2


def test_each_sum_of_the_summary_is_the_sum_of_its_lines(officer, ward, enter, man, actor_of):
    enter("Lê Văn Hòa", rank="Thượng sĩ", reserve_class=1, is_party_member=True, birth_date="1985-01-01")
    enter("Vũ Văn Ích", rank="Thiếu úy", reserve_class=1, speciality_match="near")
    found = statistics_on(officer, ward.id, TODAY)
    assert found.total.people == sum(row.counts.people for row in found.rows) == 3
    assert found.by_class["officers"].people == 1 and found.by_group["1", "B"].party == 1
    # The lieutenant fits nearly, but is not placed: of those who are, only the first fits.
    enter("Ngô Văn Kiên", rank="Thượng sĩ", reserve_class=1, is_assigned=True, speciality_match="near")
    found = statistics_on(officer, ward.id, TODAY)
    assert (found.total.placed, found.total.exact, found.total.near) == (2, 0, 1)
    assert found.by_class["officers"].near == 0
    sheet = statistics_sheet(found, TODAY)
    sums = [row[0][0].upper().startswith(("CỘNG", "TỔNG CỘNG")) for row in sheet.rows]
    shown = [row.shown_number for row in table_of(sheet).rows]
    assert [not number for number in shown] == sums and sums.count(True) == len(found.by_class) + 1
    assert [number for number in shown if number] == [str(n) for n in range(1, len(found.rows) + 1)]
    assert statistics_on(actor_of("viewer", ward), ward.id, TODAY).total.party is None
    assert statistics_on(officer, ward.id, date(2023, 12, 31)).total.people == 0


# --- Scope ----------------------------------------------------------------------------------------------------------


def test_a_foreign_ward_person_or_event_is_not_there(officer, ward, two_wards, man, record, actor_of):
    event = record(man, "absence", date(2026, 8, 20), place="Nhật Bản")
    stranger = actor_of("officer", two_wards[1])
    for deed in (
        lambda: register_on(stranger, ward.id, TODAY),
        lambda: reserve_events.add(stranger, two_wards[1].id, man.id, "return", {"on_day": TODAY}),
        lambda: reserve_events.withdraw(stranger, two_wards[1].id, event.id, "Nhầm", event.version),
        lambda: reserve_events.take_class(stranger, two_wards[1].id, [man.id]),
        lambda: reserve_ranks.propose(stranger, two_wards[1].id, "soldiers", 2026, [man.id]),
        lambda: specialities.record_matches(stranger, two_wards[1].id, [man.id], "exact"),
        lambda: reserve_events.add(officer, ward.id, man.id, "teleport", {"on_day": TODAY}),
    ):
        with pytest.raises(NotFound):
            deed()
    with pytest.raises(NotAllowed):
        reserve_events.add(actor_of("viewer", ward), ward.id, man.id, "return", {"on_day": TODAY})


def test_what_another_officer_changed_meanwhile_is_said(officer, ward, man, record):
    event = record(man, "move_out", date(2026, 11, 2), place="phường Hồng Bàng")
    reserve_events.mark_done(officer, ward.id, event.id, date(2026, 11, 10), event.version)
    with pytest.raises(Invalid, match="Cán bộ khác vừa sửa"):
        reserve_events.withdraw(officer, ward.id, event.id, "Nhầm", 1)


def test_the_number_of_queries_does_not_grow_with_the_people(officer, ward, enter):
    def count():
        with counted_queries() as statements:
            register_on(officer, ward.id, date(2026, 6, 1), with_moved=True)
        return len(statements)

    enter("Lê Văn Một", rank="Hạ sĩ")
    few = count()
    for number in range(5):
        enter(f"Lê Văn {'ABCDE'[number]}", rank="Hạ sĩ")
    assert count() == few


def test_what_an_import_brought_counts_from_the_records_first_day(ward, officer):
    book = Path(__file__).parents[1] / "sheet_files" / "04-quan-nhan-du-bi.xls"
    imports.import_file(officer, db.session.get(Unit, ward.id), "reserve", 2026, book)
    now, before = (
        {one.person_id: (one.rank, one.class_on_file, one.is_assigned, one.speciality_match) for one in found}
        for found in (register_on(officer, ward.id, TODAY), register_on(officer, ward.id, date(2026, 3, 1)))
    )
    assert len(before) > 10 and any(is_assigned for _, _, is_assigned, _ in before.values())
    assert before == {person_id: now[person_id] for person_id in before}
