"""A year of training: who is called when, who was there, what is owed, and figures that equal their lists."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
import pytest

from roster.services import (
    appointments,
    forces,
    people,
    target_figures,
    training,
    training_attendance,
    training_files,
    ward_command,
)
from roster.services import training_people as calls
from roster.services import training_rates as rates
from roster.services import training_results as results
from roster.services.appointments import AppointmentFacts
from roster.services.command_facts import CommandFacts
from roster.services.faults import Invalid, NotFound
from roster.services.forces import UnitFacts
from roster.services.records import NewRecord
from roster.services.training import PlanFacts, SessionFacts
from roster.services.training_attendance import Absence
from roster.services.training_book import book_of_year
from roster.sheets.preflight import UnreadableWorkbook
from roster.store.db import db
from roster.store.forces import Appointment, ForceUnit
from roster.store.militia import MilitiaRecord
from roster.store.training import SessionAbsence
from tests.query_count import counted_queries

TODAY = date(2026, 11, 25)
FIRST_DAY = date(2026, 5, 4)  # a Monday


@pytest.fixture
def enter(ward, officer):
    def make(name, roster="militia", since=date(2024, 4, 1), born="1999", **record):
        start = NewRecord(roster, record, since=since)
        values = {"full_name": name, "birth_date": born}
        return people.create_person(officer, ward.id, values, TODAY, records=(start,), confirmed=True).id

    return make


@pytest.fixture
def force(enter):
    """Two of the mobile militia (second and first year), two of the local (of one only the year is known)."""
    return {
        "an": enter("Đỗ Văn An", component="mobile", joined_on="2024-04-01"),
        "binh": enter("Lê Văn Bình", component="mobile", joined_on="2026-04-01", since=date(2026, 4, 1)),
        "chi": enter("Vũ Thị Chi", component="local", joined_on="2023"),
        "duy": enter("Ngô Văn Duy", component="local", joined_on="2025"),
    }


@pytest.fixture
def unit(ward):
    """A platoon with a squad below it."""
    platoon = ForceUnit(
        ward_id=ward.id, kind="mobile_platoon", name="Trung đội cơ động", sort_key="a", component="mobile",
        begins_on=date(2024, 1, 1),
    )  # fmt: skip
    db.session.add(platoon)
    db.session.flush()
    squad = ForceUnit(
        ward_id=ward.id, kind="mobile_squad", name="Tiểu đội 1", sort_key="b", component="mobile",
        parent_id=platoon.id, begins_on=date(2024, 1, 1),
    )  # fmt: skip
    db.session.add(squad)
    db.session.commit()
    return platoon.id, squad.id


def appoint(ward, unit_id, person_id, post):
    record = db.session.scalar(db.select(MilitiaRecord).where(MilitiaRecord.person_id == person_id))
    db.session.add(
        Appointment(
            ward_id=ward.id, unit_id=unit_id, post=post, person_id=person_id, record_id=record.id if record else None,
            begins_on=date(2024, 4, 1),
        )
    )  # fmt: skip
    db.session.commit()


@pytest.fixture
def make_plan(officer, ward):
    def make(call=(), days=0, year=2026, **facts):
        usual = {"title": "Huấn luyện", "kind": "training", "home": "militia"}
        plan = training.add_plan(officer, ward.id, year, PlanFacts(**(usual | facts)))
        if days:
            last = date(2026, 5, 3 + days)
            training.add_sessions(officer, ward.id, plan.id, SessionFacts(FIRST_DAY, last, with_sundays=True))
        if call:
            calls.call(officer, ward.id, plan.id, call, FIRST_DAY)
        return plan

    return make


def sessions_of(officer, plan):
    return training.book_of_plan(officer, plan, alone=True).sessions[plan.id]


def take(officer, plan, session, absent=None):
    return training_attendance.save(officer, plan.ward_id, plan.id, session.id, absent or {})


def account(officer, plan, person_id, on=TODAY):
    book = training.book_of_plan(officer, plan)
    return book.account_of(next(one for one in book.by_plan[plan.id] if one.person.id == person_id), on)


# --- Who is called ---------------------------------------------------------------------------------------------------


def test_a_plan_proposes_those_whom_it_concerns_on_the_day(ward, officer, force, unit, make_plan, enter):
    platoon, squad = unit
    appoint(ward, platoon, force["an"], "Trung đội trưởng")
    appoint(ward, squad, force["binh"], "Chiến sĩ")
    reservist = enter("Phạm Văn Giang", "reserve", reserve_class=1)

    def proposed(on=FIRST_DAY, **facts):
        return [one.person.full_name for one in calls.proposals(officer, make_plan(**facts), on)]

    assert len(proposed()) == 4
    assert proposed(component="mobile") == ["Đỗ Văn An", "Lê Văn Bình"]
    assert proposed(component="mobile", on=date(2026, 3, 31)) == ["Đỗ Văn An"]  # Bình came on 01/04
    assert proposed(unit_id=platoon) == ["Đỗ Văn An", "Lê Văn Bình"]  # the squad stands below the platoon
    assert proposed(unit_id=squad) == ["Lê Văn Bình"]
    assert proposed(kind="course") == ["Đỗ Văn An"]
    plan = make_plan(home="reserve")
    assert [one.person.id for one in calls.proposals(officer, plan, FIRST_DAY)] == [reservist]
    assert calls.call(officer, ward.id, plan.id, [reservist], FIRST_DAY) == (1, 0)
    assert calls.proposals(officer, plan, FIRST_DAY) == []
    with pytest.raises(Invalid):
        calls.call(officer, ward.id, plan.id, [force["an"]], FIRST_DAY)


def test_who_leaves_stays_in_past_sessions_and_is_called_to_no_later_one(ward, officer, force, make_plan):
    plan = make_plan(call=[force["an"], force["chi"]], days=3)
    first, second, third = sessions_of(officer, plan)
    assert take(officer, plan, first) == 2
    record = db.session.scalar(db.select(MilitiaRecord).where(MilitiaRecord.person_id == force["an"]))
    record.closed_on = FIRST_DAY
    db.session.commit()
    assert take(officer, plan, second) == 1
    book = training.book_of_plan(officer, plan)
    assert [len(book.called_to(one)) for one in (first, second, third)] == [2, 1, 1]
    gone = account(officer, plan, force["an"])
    assert gone.has_left and gone.tally.attended == 1 and gone.missing == 0
    owing = rates.owing_of(book.accounts(TODAY))
    assert force["an"] not in {one.person.id for one in owing.owing}


def test_whoever_is_added_later_was_not_at_the_sessions_before(ward, officer, force, make_plan):
    plan = make_plan(call=[force["an"]], days=2)
    first, second = sessions_of(officer, plan)
    take(officer, plan, first)
    assert calls.call(officer, ward.id, plan.id, [force["chi"]], FIRST_DAY) == (1, 1)
    take(officer, plan, second)
    assert account(officer, plan, force["chi"]).tally.attended == 1
    assert account(officer, plan, force["an"]).tally.attended == 2


def test_taking_somebody_off_who_was_there_asks_first(ward, officer, force, make_plan):
    plan = make_plan(call=[force["an"], force["chi"]], days=1)
    take(officer, plan, sessions_of(officer, plan)[0], absent={force["chi"]: Absence("ốm", True)})
    assert calls.dismiss(officer, ward.id, plan.id, [force["chi"]]) == 1
    with pytest.raises(calls.HasTraces):
        calls.dismiss(officer, ward.id, plan.id, [force["an"]])
    assert calls.dismiss(officer, ward.id, plan.id, [force["an"]], with_traces=True) == 1
    assert db.session.scalar(db.select(db.func.count()).select_from(SessionAbsence)) == 0


# --- Days owed -------------------------------------------------------------------------------------------------------


def test_what_is_owed_is_what_the_law_asks_less_what_was_attended(officer, force, make_plan):
    plan = make_plan(call=force.values(), days=7)
    for number, session in enumerate(sessions_of(officer, plan)):
        away = {force["an"]: Absence("công tác", True)} if number < 2 else {}
        take(officer, plan, session, absent=away)
    due = {name: account(officer, plan, one) for name, one in force.items()}
    assert [(one.due.days, one.tally.attended, one.missing) for one in due.values()] == [
        (12, 5, 7), (15, 7, 8), (7, 7, 0), (None, 7, None),
    ]  # fmt: skip
    assert due["an"].tally.excused == 2
    found = rates.owing_of(training.book_of_plan(officer, plan).accounts(TODAY))
    assert (found.people, found.total) == (2, 15)
    assert [one.person.id for one in found.unknown] == [force["duy"]]
    then = rates.owing_of(training.book_of_plan(officer, plan).accounts(date(2026, 5, 5)))
    assert then.total == 12 + 13 + 5  # on the second day


def test_plans_by_law_count_towards_the_same_days_and_one_with_its_own_days_does_not(officer, ward, force, make_plan):
    spring = make_plan(call=[force["an"]], days=5)
    autumn = training.add_plan(officer, ward.id, 2026, PlanFacts("Đợt 2", "training", "militia"))
    own = make_plan(call=[force["an"]], title="Bổ sung", required_days=1.5)
    first = SessionFacts(date(2026, 9, 7), date(2026, 9, 8), days=0.5)
    training.add_sessions(officer, ward.id, autumn.id, first)
    calls.call(officer, ward.id, autumn.id, [force["an"]], FIRST_DAY)
    for plan in (spring, autumn):
        for session in sessions_of(officer, plan):
            take(officer, plan, session)
    assert account(officer, spring, force["an"]).missing == account(officer, autumn, force["an"]).missing == 6
    assert account(officer, own, force["an"]).missing == 1.5
    owing = rates.owing_of(book_of_year(officer, ward.id, 2026).accounts(TODAY))
    assert [missing for _, _, missing in owing.by_person] == [7.5]


def test_the_excused_owe_nothing_keep_their_days_and_are_away_with_leave(ward, officer, force, make_plan):
    plan = make_plan(call=[force["an"]], days=2)
    first, second = sessions_of(officer, plan)
    take(officer, plan, first)
    calls.excuse(officer, ward.id, plan.id, [force["an"]], "thai sản")
    sheet = training_attendance.sheet_of(officer, ward.id, plan.id, second.id)
    assert sheet.lines[0].absence == Absence("thai sản", True)
    found = account(officer, plan, force["an"])
    assert (found.missing, found.tally.attended, found.excused_reason) == (0, 1, "thai sản")
    calls.excuse(officer, ward.id, plan.id, [force["an"]], None)
    assert account(officer, plan, force["an"]).missing == 11


# --- Sessions and attendance -----------------------------------------------------------------------------------------


def test_a_range_of_days_at_once_and_no_day_longer_than_eight_hours(officer, ward, make_plan):
    plan = make_plan()
    week = SessionFacts(FIRST_DAY, date(2026, 5, 10), with_saturdays=False)
    assert training.add_sessions(officer, ward.id, plan.id, week) == 5
    for wrong in (
        SessionFacts(FIRST_DAY, days=0.5), SessionFacts(date(2027, 1, 1)), SessionFacts(FIRST_DAY, date(2026, 5, 1)),
        SessionFacts(date(2026, 6, 1), days=3), SessionFacts(None),
    ):  # fmt: skip
        with pytest.raises(Invalid):
            training.add_sessions(officer, ward.id, plan.id, wrong)
    half = SessionFacts(date(2026, 5, 9), days=0.5)
    assert [training.add_sessions(officer, ward.id, plan.id, half) for _ in range(2)] == [1, 1]


def test_attendance_refuses_a_stale_page_and_a_day_to_come(officer, ward, force, make_plan, set_today):
    plan = make_plan(call=[force["an"], force["chi"]], days=1)
    session = sessions_of(officer, plan)[0]
    seen = training_attendance.sheet_of(officer, ward.id, plan.id, session.id).mark
    save = training_attendance.save
    assert save(officer, ward.id, plan.id, session.id, {force["chi"]: Absence("ốm", True)}, seen) == 1
    with pytest.raises(Invalid, match="Cán bộ khác vừa sửa"):
        save(officer, ward.id, plan.id, session.id, {}, seen)
    set_today(date(2026, 5, 3))
    with pytest.raises(Invalid, match="chưa đến"):
        save(officer, ward.id, plan.id, session.id, {})


def test_a_session_with_attendance_goes_only_when_somebody_says_so_and_a_closed_plan_can_be_opened(
    officer, ward, force, make_plan
):
    plan = make_plan(call=[force["an"]], days=1)
    session = sessions_of(officer, plan)[0]
    take(officer, plan, session, absent={force["an"]: Absence()})
    with pytest.raises(Invalid):
        training.remove_session(officer, ward.id, plan.id, session.id)
    training.close_plan(officer, ward.id, plan.id)
    with pytest.raises(Invalid, match="đã kết thúc"):
        training.remove_session(officer, ward.id, plan.id, session.id, with_attendance=True)
    training.reopen_plan(officer, ward.id, plan.id)
    training.remove_session(officer, ward.id, plan.id, session.id, with_attendance=True)
    assert not sessions_of(officer, plan)


def test_pasted_names_are_compared_without_marks(officer, ward, force, make_plan):
    plan = make_plan(call=force.values(), days=1)
    people_called = [one.person for one in training.book_of_plan(officer, plan, alone=True).called]
    for line, absence in (
        ("1. đỗ văn an - P: ốm", Absence("ốm", True)), ("Do Van An (1999)\tđi công tác", Absence("đi công tác")),
        ("ĐỖ VĂN AN", Absence()), ("Đỗ Văn An: vắng có phép, con ốm", Absence("con ốm", True)),
        ("Đỗ Văn An; V", Absence()),
    ):  # fmt: skip
        found = training_attendance.read_names(f"{line}\n\nTrần Văn Lạ\n", people_called)
        assert found.absent == {force["an"]: absence}, line
        assert found.left == ("Trần Văn Lạ",) and "Không có" in found.faults[0]


def test_of_a_shared_name_marks_and_year_decide_and_else_it_is_said(officer, enter, make_plan):
    quy, quys, older = (enter(name, component="local", born=born) for name, born in
                        (("Lê Văn Quý", "1999"), ("Lê Văn Quy", "1999"), ("Lê Văn Quý", "1990")))  # fmt: skip
    plan = make_plan(call=[quy, quys, older])
    called = [one.person for one in training.book_of_plan(officer, plan, alone=True).called]
    found = training_attendance.read_names("Lê Văn Quy\nLê Văn Quý 1990\nLê Văn Quý\n", called)
    assert set(found.absent) == {quys, older}
    assert "trùng 2 người" in found.faults[0]


# --- Results ---------------------------------------------------------------------------------------------------------


def test_results_in_one_pass_and_running_certificate_numbers(officer, ward, force, make_plan):
    plan = make_plan(call=force.values(), days=1)
    take(officer, plan, sessions_of(officer, plan)[0], absent={force["duy"]: Absence()})
    saved = results.save_results(officer, ward.id, plan.id, {force["an"]: "excellent", force["binh"]: "failed"}, "good")
    assert (saved.changed, saved.left_out) == (3, 1)  # Duy was at no session
    keep = results.save_certificates
    given = {force["chi"]: results.Certificate("010/CN", date(2026, 5, 20))}
    assert keep(officer, ward.id, plan.id, given, "009/CN-BCH", date(2026, 5, 21)) == 1
    book = training.book_of_plan(officer, plan)
    numbers = {one.person.id: one.trainee.certificate_number for one in book.called}
    assert numbers == {force["an"]: "009/CN-BCH", force["chi"]: "010/CN", force["binh"]: None, force["duy"]: None}
    assert results.running_number("009/CN", 1) == "010/CN"
    with pytest.raises(Invalid, match="2 người"):
        keep(officer, ward.id, plan.id, {force["an"]: results.Certificate("010/CN", TODAY)})
    with pytest.raises(Invalid, match="chứng nhận"):
        results.save_results(officer, ward.id, plan.id, {force["an"]: "failed"})
    with pytest.raises(Invalid, match="Cán bộ khác"):
        results.save_results(officer, ward.id, plan.id, {}, seen_mark="old")


def test_every_rate_and_target_equals_its_list_on_past_days_too(officer, ward, force, unit, make_plan):
    platoon, squad = unit
    appoint(ward, platoon, force["an"], "Trung đội trưởng")
    appoint(ward, squad, force["binh"], "Tiểu đội trưởng")
    first = make_plan(call=[force["an"], force["binh"], force["chi"]], days=2)
    course = make_plan(call=[force["an"]], kind="course", title="Tập huấn")
    second = make_plan(call=[force["an"]], title="Đợt 2")
    day = SessionFacts(date(2026, 9, 7))
    training.add_sessions(officer, ward.id, second.id, day)
    for plan in (first, second):
        for session in sessions_of(officer, plan):
            take(officer, plan, session, absent={force["chi"]: Absence()})
    results.save_results(officer, ward.id, first.id, {force["an"]: "good", force["binh"]: "failed"})
    results.save_results(officer, ward.id, second.id, {force["an"]: "passed"})
    results.save_results(officer, ward.id, course.id, {force["an"]: "passed"})
    for on, passed in ((TODAY, 1), (date(2026, 5, 5), 1), (date(2026, 5, 4), 0), (date(2026, 3, 1), 0)):
        figures = target_figures.figures_of(officer, [ward.id], on)[ward.id]
        book = book_of_year(officer, ward.id, 2026)
        for key in ("mobile_training", "commander_training"):
            for part in figures[key].parts:
                if part.endpoint:
                    asked = part.equals
                    listed = rates.people_of(
                        book,
                        rates.Asked(asked["kind"], component=asked.get("component", ""), state=asked.get("result", "")),
                        on,
                    )
                    counted = sum(one.tally.attended for one in listed) if part.unit == "ngày" else len(listed)
                    assert counted == part.count, (on, key, part.label)
        assert figures["mobile_training"].parts[1].count == passed
        for kind in ("training", "course"):
            found = rates.rates_of(book, kind, "militia", on)
            for line in (found.total, *found.by_plan, *found.by_component, *found.by_unit):
                narrowed = line.narrowed
                for state, count in (("called", line.called), ("attended", line.attended), ("passed", line.passed)):
                    plan_id = next((one.id for one in book.plans if str(one.id) == narrowed.get("plan")), None)
                    asked = rates.Asked(
                        kind, "militia", plan_id, narrowed.get("component", ""), narrowed.get("unit", ""), state
                    )  # fmt: skip
                    assert len(rates.people_of(book, asked, on)) == count, (on, line.label, state)
    total = rates.rates_of(book_of_year(officer, ward.id, 2026), "training", "militia", TODAY).total
    assert (total.strength, total.attended, total.attended_share, total.passed_share) == (4, 2, 50.0, 50.0)


def test_a_commander_without_a_file_is_called_attends_gets_a_result_and_is_counted(ward, officer, force, make_plan):
    """The ward command is appointed by name: the very posts that the courses are for."""
    since = date(2026, 2, 1)
    for post, holder in (("Chỉ huy trưởng", {"holder_name": "Phạm Văn Hải"}),
                         ("Chính trị viên", {"holder_name": "Đỗ Thị Hường"}),
                         ("Phó Chỉ huy trưởng", {"person_id": force["an"]})):  # fmt: skip
        held = ward_command.appoint(
            officer, ward.id, CommandFacts(post, since, decision_number="5/QĐ", decided_on=since, **holder)
        )
    course = make_plan(kind="course", title="Tập huấn cán bộ")
    training.add_sessions(officer, ward.id, course.id, SessionFacts(FIRST_DAY, date(2026, 5, 8)))
    proposed = {one.person.full_name: one for one in calls.proposals(officer, course, FIRST_DAY)}
    assert set(proposed) == {"Phạm Văn Hải", "Đỗ Thị Hường", "Đỗ Văn An"}
    assert proposed["Phạm Văn Hải"].post == "Chỉ huy trưởng"
    assert [one.person.full_name for one in calls.search(officer, course, "huong", FIRST_DAY)] == ["Đỗ Thị Hường"]
    hai, huong = (proposed[name].person.id for name in ("Phạm Văn Hải", "Đỗ Thị Hường"))
    assert calls.call(officer, ward.id, course.id, [hai, huong, force["an"]], FIRST_DAY) == (3, 0)
    assert calls.call(officer, ward.id, course.id, [hai], FIRST_DAY) == (0, 0)
    for number, session in enumerate(sessions_of(officer, course)):
        absent = {huong: Absence("Ốm", is_excused=True)} if number < 2 else {}
        assert take(officer, course, session, absent) == 3 - len(absent)
    results.save_results(officer, ward.id, course.id, {hai: "good", force["an"]: "passed"})
    assert results.save_certificates(officer, ward.id, course.id, {}, "01/CN", TODAY) == 2
    due = account(officer, course, huong)
    assert (due.due.days, due.tally.attended, due.missing) == (7, 3, 4)

    def counted(on):
        parts = target_figures.figures_of(officer, [ward.id], on)[ward.id]["commander_training"].parts
        lists = [rates.people_of(book_of_year(officer, ward.id, 2026), rates.Asked("course", state=state), on)
                 for state in ("passed", "")]  # fmt: skip
        assert [part.count for part in parts] == [len(one) for one in lists]
        return [part.count for part in parts], {one.person.full_name for one in lists[0]}

    assert counted(TODAY) == ([2, 3], {"Phạm Văn Hải", "Đỗ Văn An"})
    assert counted(date(2026, 5, 7))[0] == [0, 3]  # before its last day the course had passed nobody
    assert counted(date(2026, 1, 31))[0] == [0, 0]
    # Out and back by the form, by his name; taken off with his traces; whoever left his post is called no more.
    taken = training_files.read_form(officer, ward.id, course.id, "a.xlsx", sent_back(form_of(officer, course)))
    assert (taken.sessions, taken.missed) == (5, 2)
    with pytest.raises(calls.HasTraces):
        calls.dismiss(officer, ward.id, course.id, [hai])
    assert calls.excuse(officer, ward.id, course.id, [huong], "Đi học") == 1
    assert calls.dismiss(officer, ward.id, course.id, [hai], with_traces=True) == 1
    assert counted(TODAY)[0] == [1, 3]
    ward_command.end(officer, ward.id, held.id, date(2026, 8, 1), "Chuyển", "", held.version)
    assert counted(TODAY)[0] == [0, 2]


def test_queries_do_not_grow_with_people_and_plans(officer, ward, force, enter, make_plan):
    make_plan(call=[force["an"]], days=1)

    def count():
        with counted_queries() as statements:
            book = book_of_year(officer, ward.id, 2026)
            rates.rates_of(book, "training", "militia", TODAY)
            rates.owing_of(book.accounts(TODAY))
        return len(statements)

    few = count()
    more = [enter(f"Bùi Văn {name}", component="local") for name in ("Kha", "Lan", "Minh", "Nam")]
    make_plan(call=more, days=3)
    assert count() == few < 15


# --- By workbook -----------------------------------------------------------------------------------------------------


def form_of(officer, plan):
    file = io.BytesIO()
    training_files.write_form(officer, plan.ward_id, plan.id, file)
    return openpyxl.load_workbook(io.BytesIO(file.getvalue()))


def sent_back(book):
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    return file


def test_the_form_goes_out_and_comes_back(officer, ward, force, make_plan):
    plan = make_plan(call=[force["an"], force["chi"]], days=3)
    book = form_of(officer, plan)
    sheet = book.active
    assert [sheet.cell(4, column).value for column in (3, 6, 7)] == ["Họ và tên", "04/05/2026", "05/05/2026"]
    sheet["F5"], sheet["F6"], sheet["G7"] = "x", "P: ốm", "V"  # the second day is told by its absence
    taken = training_files.read_form(officer, ward.id, plan.id, "diem-danh.xlsx", sent_back(book))
    assert (taken.sessions, taken.missed) == (2, 2)
    first, second, third = sessions_of(officer, plan)
    assert (first.is_entered, second.is_entered, third.is_entered) == (True, True, False)
    assert account(officer, plan, force["an"]).tally.excused == 1
    again = form_of(officer, plan).active
    assert (again["F5"].value, again["F6"].value, again["G7"].value) == ("x", "P: ốm", "V")


def test_a_fault_is_named_by_sheet_and_cell_and_nothing_is_written(officer, ward, force, make_plan):
    plan = make_plan(call=force.values(), days=4)
    book = form_of(officer, plan)
    for cell, value in (
        ("F5", "x"), ("G5", "x"), ("F6", "nghỉ"), ("G6", "V: " + "a" * 300), ("F7", "=1+1"), ("C7", "Trần Văn Lạ"),
        ("H4", "01/01/2026"), ("I4", "04/05/2026"), ("C8", "Đỗ Văn An"), ("F9", "=1+1"),
        ("G9", "P: đã xếp vào Trung đoàn 951"),
    ):  # fmt: skip
        book.active[cell] = value
    with pytest.raises(Invalid) as refusal:
        training_files.read_form(officer, ward.id, plan.id, "x.xlsx", sent_back(book))
    for cell in ("F6", "G6", "C7", "H4", "I4", "C8", "F9", "G9"):
        assert f"Trang “Điểm danh”, ô {cell}:" in str(refusal.value), cell
    assert "đoàn 951" not in str(refusal.value)
    assert not any(one.is_entered for one in sessions_of(officer, plan))


def test_an_unfilled_form_a_missing_line_and_no_workbook_write_nothing(officer, ward, force, make_plan):
    plan = make_plan(call=[force["an"], force["chi"]], days=1)
    with pytest.raises(Invalid, match="Chưa ngày nào"):
        training_files.read_form(officer, ward.id, plan.id, "x.xlsx", sent_back(form_of(officer, plan)))
    book = form_of(officer, plan)
    book.active["F5"] = "x"
    book.active.delete_rows(7)
    with pytest.raises(Invalid, match="thiếu 1 đồng chí"):
        training_files.read_form(officer, ward.id, plan.id, "x.xlsx", sent_back(book))
    with pytest.raises(UnreadableWorkbook):
        training_files.read_form(officer, ward.id, plan.id, "x.xlsx", io.BytesIO(b"PK\x03\x04 broken"))
    assert not sessions_of(officer, plan)[0].is_entered


def test_another_wards_plan_is_not_there(actor_of, two_wards, officer, ward, make_plan, unit):
    plan = make_plan()
    stranger = actor_of("officer", wards=two_wards[1])
    with pytest.raises(NotFound):
        training.get_plan(stranger, ward.id, plan.id)
    with pytest.raises(NotFound):
        training.get_plan(stranger, two_wards[1].id, plan.id)
    with pytest.raises(Invalid):  # nor its units
        facts = PlanFacts("Huấn luyện", "training", "militia", unit_id=unit[0])
        training.add_plan(stranger, two_wards[1].id, 2026, facts)


def test_a_transfer_leaves_the_component_of_the_days_before_it(ward, officer, force, unit, make_plan):
    appoint(ward, unit[0], force["an"], "Chiến sĩ")
    make_plan([force["an"]], days=2)
    local = forces.add_unit(officer, ward.id, UnitFacts("local_squad", "Tổ dân quân TDP 1", date(2024, 1, 1)))
    held = db.session.query(Appointment).one()
    moved_on = date(2026, 9, 1)
    appointments.transfer(officer, ward.id, held.id, local.id, AppointmentFacts("Chiến sĩ", moved_on), held.version)
    for day, component, other in ((date(2026, 8, 31), "mobile", "local"), (moved_on, "local", "mobile")):
        book = book_of_year(officer, ward.id, 2026)
        assert book.component_of(force["an"], day) == component, day
        strength = {
            one.narrowed["component"]: one for one in rates.rates_of(book, "training", "militia", day).by_component
        }
        assert (strength["mobile"].called, strength["local"].called) == (
            int(component == "mobile"),
            int(other == "mobile"),
        )
        for key in (component, other):
            listed = rates.people_of(book, rates.Asked("training", component=key), day)
            assert (force["an"] in {one.person.id for one in listed}) == (key == component), (day, key)
