"""The militia's year: registered, selected, extended, completed, released; right at each date, and taken back."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import docx
import pytest
from pypdf import PdfReader

from roster.domain.completion_papers import completion_words
from roster.services import (
    appointments,
    completion_papers,
    forces,
    militia_decisions,
    militia_events,
    militia_register,
    militia_selection,
    militia_terms,
    people,
    units,
)
from roster.services.appointments import AppointmentFacts
from roster.services.faults import Invalid, NotAllowed, NotFound
from roster.services.forces import UnitFacts
from roster.services.militia_decisions import Decision
from roster.services.militia_selection import SelectionTerms
from roster.services.militia_statistics import COLUMNS, statistics_on
from roster.services.records import NewRecord
from roster.store.audit import AuditEntry
from roster.store.campaigns import CandidateMove
from roster.store.db import db
from roster.store.enlistment import EnlistmentRecord
from roster.store.forces import Appointment, ForceEvent, ForceUnit
from roster.store.militia import MilitiaRecord
from roster.store.people import Person
from roster.store.units import Unit
from tests.query_count import counted_queries

TODAY = date(2026, 4, 20)
PAPER = Decision(decision_number="15/QĐ-UBND", decided_on=date(2026, 4, 15), evidence="Giấy xác nhận số 3")


@pytest.fixture
def enter(ward, officer):
    def make(name, *records, **facts):
        values = {"full_name": name, "sex": "male", "birth_date": "2000-05-05"} | facts
        return people.create_person(officer, ward.id, values, TODAY, records=records, confirmed=True).id

    return make


@pytest.fixture
def member(enter):
    def make(name="Đỗ Văn An", joined_on="2022-04-01", component="mobile", ends_on=None, post="Chiến sĩ", **facts):
        values = {"component": component, "joined_on": joined_on, "ends_on": ends_on, "post": post}
        since = date.fromisoformat(joined_on) if joined_on and len(joined_on) == 10 else date(2022, 1, 1)
        return enter(name, NewRecord("militia", values, since=since), **facts)

    return make


@pytest.fixture
def decide(ward, officer):
    def make(kind, *ids, **changes):
        return militia_decisions.decide(officer, ward.id, kind, ids, replace(PAPER, **changes))

    return make


@pytest.fixture
def registered(ward, officer, enter):
    def make(name="Lê Văn Bình", *records, **facts):
        person_id = enter(name, *records, **facts)
        militia_register.register(officer, ward.id, 2026, [person_id], on_day=date(2026, 4, 10))
        return person_id

    return make


@pytest.fixture
def choose(ward, officer):
    def make(*ids, **changes):
        terms = {
            "component": "mobile", "decision_number": "20/QĐ-UBND", "decided_on": date(2026, 4, 15),
            "decided_by": "Chủ tịch UBND phường Phù Liễn",
        } | changes  # fmt: skip
        return militia_selection.select(officer, ward.id, ids, SelectionTerms(**terms))

    return make


def record_of(person_id):
    return db.session.scalars(db.select(MilitiaRecord).where(MilitiaRecord.person_id == person_id)).one()


def event_of(person_id, kind):
    query = db.select(ForceEvent).where(ForceEvent.person_id == person_id, ForceEvent.kind == kind)
    return db.session.scalars(query.order_by(ForceEvent.at.desc())).first()


def sentences(raised):
    return " ".join(one for found in raised.value.faults.values() for one in found)


def group(officer, ward, key, year=2026):
    found = militia_register.registration_of(officer, ward.id, year)
    return {one.citizen.full_name: one.proposal.clause for one in found.groups[key]}


# --- Registration ----------------------------------------------------------------------------------------------------


def test_a_past_registration_keeps_whoever_left_the_ward_later(officer, ward, enter, registered, set_today):
    gone, staying = registered("Người Đi", birth_date="2008-04-20"), enter("Người Chưa", birth_date="2008-04-20")
    set_today(date(2027, 2, 1))
    people.retire_person(officer, ward.id, gone, "Chuyển đi nơi khác", date(2027, 2, 1))
    people.retire_person(officer, ward.id, staying, "Chuyển đi nơi khác", date(2027, 1, 15))
    assert list(group(officer, ward, "registered")) == ["Người Đi"]
    assert list(group(officer, ward, "eighteen")) == ["Người Chưa"]
    later = militia_register.registration_of(officer, ward.id, 2027).counts()
    assert (later["registered"], later["supplementary"]) == (0, 0)
    with pytest.raises(NotFound):
        militia_register.register(officer, ward.id, 2027, [uuid4()], on_day=date(2027, 2, 1))
    with pytest.raises(Invalid, match="Người Chưa: đã được đưa ra khỏi quản lý"):
        militia_register.register(officer, ward.id, 2027, [staying], on_day=date(2027, 2, 1))
    assert militia_register.register(officer, ward.id, 2026, [staying], on_day=date(2026, 4, 20)).count == 1


def test_april_finds_who_becomes_18_who_was_missed_and_what_is_known_of_each(officer, ward, enter, member):
    enter("Nam Mười Tám", birth_date="2008-11-30", occupation="Học sinh")
    enter("Nữ Mười Tám", birth_date="2008", sex="female")
    enter("Bổ Sung", NewRecord("reserve", {"is_assigned": True}, since=date(2024, 1, 1)))
    enter("Chuyển Đến", notes="Mới chuyển đến từ phường khác")
    enter("Sinh Viên", NewRecord("enlistment", {"ground": "41.1.g", "ground_until": "2027-06"}, year=2026))
    enter("Chưa Rõ", birth_date=None)
    enter("Mười Bảy", birth_date="2009-01-01")
    enter("Quá Tuổi", birth_date="1980-04-19")
    member("Đã Là Dân Quân")
    assert group(officer, ward, "eighteen") == {"Nam Mười Tám": "11.1.h", "Nữ Mười Tám": None}
    assert group(officer, ward, "supplementary") == {"Bổ Sung": "11.2.c", "Sinh Viên": "11.1.h"}
    assert group(officer, ward, "moved") == {"Chuyển Đến": None}
    assert group(officer, ward, "unclear") == {"Chưa Rõ": None}


def test_many_are_registered_in_one_pass_and_once(officer, ward, enter):
    ids = [enter(f"Người Số {n}", birth_date="2008-02-02") for n in range(3)]
    result = militia_register.register(officer, ward.id, 2026, ids, on_day=date(2026, 4, 15))
    again = militia_register.register(officer, ward.id, 2026, ids[:1], on_day=date(2026, 4, 15))
    assert (result.count, again.count, again.known_before) == (3, 0, 1)
    assert len(group(officer, ward, "registered")) == 3 and not group(officer, ward, "eighteen")
    assert not group(officer, ward, "registered", 2027) and not group(officer, ward, "supplementary", 2027)
    assert "militia.register" in db.session.scalars(db.select(AuditEntry.action)).all()


def test_who_need_not_register_is_kept_apart_with_the_paper(officer, ward, enter):
    person_id = enter("Đào Văn Tật")
    with pytest.raises(Invalid) as raised:
        militia_register.register(officer, ward.id, 2026, [person_id], on_day=TODAY, ruling="9.1.c")
    assert "evidence" in raised.value.faults
    militia_register.register(
        officer, ward.id, 2026, [person_id], on_day=TODAY, ruling="9.1.c", evidence="Giấy xác nhận khuyết tật số 7"
    )
    assert group(officer, ward, "spared") == {"Đào Văn Tật": "9.1.c"} and not group(officer, ward, "supplementary")


def test_nobody_is_registered_whose_age_is_not_that_of_the_duty(officer, ward, enter):
    for birth_date in ("1980-01-01", None, "2009-01-01"):
        with pytest.raises(Invalid, match="Điều 8"):
            person_id = enter("Vũ Văn Già", birth_date=birth_date)
            militia_register.register(officer, ward.id, 2026, [person_id], on_day=TODAY)


def test_a_volunteer_beyond_the_age_of_duty_is_registered_by_his_application(officer, ward, enter, choose):
    person_id = enter("Lý Văn Nguyện", birth_date="1979-01-01")
    assert group(officer, ward, "volunteer") == {"Lý Văn Nguyện": "8.1"} and not group(officer, ward, "supplementary")
    with pytest.raises(Invalid, match="Tình nguyện"):
        militia_register.register(officer, ward.id, 2026, [person_id], on_day=TODAY)
    militia_register.register(officer, ward.id, 2026, [person_id], on_day=TODAY, ruling="8.1", evidence="Đơn ngày 5/4")
    assert choose(person_id, joined_on=TODAY) == 1 and event_of(person_id, "selection").clause == "8.1"


# --- Selection -------------------------------------------------------------------------------------------------------


def test_selection_opens_a_membership_with_its_term_and_decision(officer, ward, registered, choose):
    first, second = registered("Lê Văn Bình"), registered("Vũ Thị Chi", sex="female")
    assert choose(first, second) == 2
    record = record_of(first)
    assert (record.component, record.joined_on, record.ends_on) == ("mobile", "2026-04-15", "2030-04-15")
    event = event_of(first, "selection")
    assert (event.record_id, event.decision_number, event.on_day) == (record.id, "20/QĐ-UBND", date(2026, 4, 15))
    assert militia_terms.strength_on(officer, ward.id, TODAY) == 2
    assert militia_terms.strength_on(officer, ward.id, date(2026, 4, 14)) == 0


def test_each_bar_to_selection_is_a_sentence_and_nobody_is_selected(ward, enter, registered, decide, choose, member):
    reserve = NewRecord("reserve", {"is_assigned": True}, since=date(2024, 1, 1))
    placed, free = registered("Bùi Văn Xếp", reserve), registered("Cao Văn Được")
    studying, mother = registered("Hồ Văn Học"), registered("Mai Thị Con", sex="female")
    decide("deferral", studying, clause="11.1.h")
    decide("deferral", mother, clause="11.1.c")
    serving, unregistered, known = registered("Ngô Văn Lính"), enter("Tạ Văn Chưa"), member("Đỗ Văn Đã")
    candidacy = EnlistmentRecord(ward_id=ward.id, person_id=serving, year=2026, status="handed_over", since=TODAY)
    db.session.add(candidacy)
    older = registered("Lý Văn Lớn", birth_date="1984-01-01")
    db.session.get(Person, older).birth_date = "1979-01-01"
    with pytest.raises(Invalid) as raised:
        choose(placed, free, studying, mother, serving, unregistered, known, older)
    said = {name: text for name, _, text in (one.partition(": ") for one in raised.value.faults[""])}
    assert "Cao Văn Được" not in said and len(said) == 7
    assert "điểm c khoản 2 Điều 11" in said["Bùi Văn Xếp"] and "nhập ngũ" in said["Ngô Văn Lính"]
    assert "15/QĐ-UBND" in said["Hồ Văn Học"] and "tình nguyện" in said["Mai Thị Con"]
    assert "chưa đăng ký" in said["Tạ Văn Chưa"] and "đang là dân quân" in said["Đỗ Văn Đã"]
    assert "Tình nguyện" in said["Lý Văn Lớn"]
    assert choose(mother, older, volunteer=True) == 2
    assert (event_of(mother, "selection").clause, event_of(older, "selection").clause) == ("11.3", "8.1")


def test_a_decision_of_selection_must_be_whole(registered, choose):
    person_id = registered()
    for field, value in (
        ("decision_number", " "), ("decided_on", None), ("decided_by", "Chỉ huy trưởng Ban CHQS phường"),
        ("component", "navy"), ("joined_on", TODAY + timedelta(days=1)),
    ):  # fmt: skip
        with pytest.raises(Invalid) as raised:
            choose(person_id, **{field: value})
        assert field in raised.value.faults


# --- Terms -----------------------------------------------------------------------------------------------------------


def test_terms_are_told_by_quarter_and_year_and_never_guessed(officer, ward, member):
    member("Quá Hạn", "2021-04-01")
    member("Trong Quý", "2022-05-01")
    member("Trong Năm", "2022-09-01")
    member("Chỉ Biết Năm", "2022")
    member("Sau Này", "2025-01-01")
    member("Chưa Rõ", None)
    found = {one.citizen.full_name: one.period for one in militia_terms.due_members(officer, ward.id)}
    assert found == {
        "Quá Hạn": "overdue", "Trong Quý": "quarter", "Trong Năm": "year", "Chỉ Biết Năm": "year", "Sau Này": "later",
        "Chưa Rõ": "unclear",
    }  # fmt: skip


def test_a_completion_ends_the_membership_and_past_days_stay_right(officer, ward, member, decide):
    done, other = member("Đỗ Văn An", "2019-12-20"), member("Lê Văn Bình", "2022-04-01")
    decide("completion", done, on_day=date(2023, 12, 31), decided_on=date(2023, 12, 25))
    for day, strength in ((date(2022, 3, 31), 1), (date(2023, 12, 31), 2), (date(2024, 1, 1), 1), (TODAY, 1)):
        assert militia_terms.strength_on(officer, ward.id, day) == strength, day
    assert record_of(done).closed_reason == "Hoàn thành nghĩa vụ, quyết định số 15/QĐ-UBND"
    assert [one.full_name for one, _ in militia_terms.registered_reserve(officer, ward.id)] == ["Đỗ Văn An"]
    with pytest.raises(Invalid, match="chưa đủ thời hạn"):
        decide("completion", other, on_day=date(2026, 3, 1))


def test_nobody_completes_a_term_that_is_not_known(member, decide):
    with pytest.raises(Invalid, match="chưa rõ ngày vào"):
        decide("completion", member(joined_on=None))


def test_an_extension_is_held_to_two_years_and_to_the_age(member, decide):
    person_id = member()
    with pytest.raises(Invalid, match="không quá 02 năm"):
        decide("extension", person_id, until=date(2028, 4, 2))
    assert decide("extension", person_id, until=date(2028, 4, 1)) == 1
    assert record_of(person_id).ends_on == "2028-04-01"
    commander = member("Vũ Văn Huy", post="Tiểu đội trưởng")
    assert decide("extension", commander, until=date(2034, 4, 1)) == 1
    older = member("Bùi Văn Tư", birth_date="1981-04-01")
    with pytest.raises(Invalid, match="độ tuổi"):
        decide("extension", older, until=date(2028, 4, 1))
    assert decide("extension", older, until=date(2028, 4, 1), volunteer=True) == 1


@pytest.mark.parametrize("kind, clause", [("completion", None), ("early_release", "12.1.c"), ("removal", "12.2.a")])
def test_nobody_leaves_before_a_post_that_he_was_given(officer, ward, member, decide, kind, clause):
    person_id = member()
    squad = forces.add_unit(officer, ward.id, UnitFacts("mobile_squad", "Tiểu đội 1", date(2024, 1, 1)))
    appointments.appoint(officer, ward.id, squad.id, person_id, AppointmentFacts("Chiến sĩ", date(2026, 4, 10)))
    with pytest.raises(Invalid, match=r"Đỗ Văn An: .*Chiến sĩ ở Tiểu đội 1 \(10/04/2026\)") as raised:
        decide(kind, person_id, clause=clause, on_day=date(2026, 4, 5))
    assert list(raised.value.faults) == ["on_day"] and record_of(person_id).closed_on is None
    assert decide(kind, person_id, clause=clause, on_day=date(2026, 4, 10)) == 1
    post = db.session.scalars(db.select(Appointment)).one()
    assert (post.begins_on, post.ends_on) == (date(2026, 4, 10), date(2026, 4, 10))


def test_leaving_early_needs_the_clause_and_its_evidence(member, decide):
    person_id = member()
    for kind, clause, evidence, field in (
        ("early_release", "12.1.d", "", "evidence"), ("early_release", "12.2.a", "Giấy", "clause"),
        ("removal", None, "Giấy", "clause"),
    ):  # fmt: skip
        with pytest.raises(Invalid) as raised:
            decide(kind, person_id, clause=clause, evidence=evidence)
        assert field in raised.value.faults and record_of(person_id).closed_on is None
    decide("removal", person_id, clause="12.2.b")
    assert event_of(person_id, "removal").clause == "12.2.b" and record_of(person_id).closed_on == date(2026, 4, 15)


def test_what_ends_a_membership_ends_its_posts_and_the_withdrawal_gives_both_back(officer, ward, member, decide):
    person_id = member()
    unit = ForceUnit(ward_id=ward.id, kind="platoon", name="Trung đội", sort_key="t", begins_on=date(2020, 1, 1))
    db.session.add(unit)
    db.session.flush()
    post = Appointment(
        ward_id=ward.id, unit_id=unit.id, post="Chiến sĩ", person_id=person_id, begins_on=date(2022, 4, 1)
    )
    db.session.add(post)
    decide("early_release", person_id, clause="12.1.đ")
    assert post.ends_on == date(2026, 4, 15)
    with pytest.raises(Invalid, match="lý do"):
        militia_decisions.withdraw(officer, ward.id, event_of(person_id, "early_release").id, " ")
    militia_decisions.withdraw(officer, ward.id, event_of(person_id, "early_release").id, "Ghi nhầm người")
    assert record_of(person_id).closed_on is None and post.ends_on is None
    assert militia_terms.strength_on(officer, ward.id, TODAY) == 1
    with pytest.raises(Invalid, match="đã được rút"):
        militia_decisions.withdraw(officer, ward.id, event_of(person_id, "early_release").id, "Lần nữa")


def test_nothing_is_withdrawn_on_which_something_else_rests(officer, ward, registered, choose, decide):
    person_id = registered()
    choose(person_id)
    with pytest.raises(Invalid, match="Tuyển chọn"):
        militia_decisions.withdraw(officer, ward.id, event_of(person_id, "registration").id, "Ghi nhầm")
    militia_decisions.withdraw(officer, ward.id, event_of(person_id, "selection").id, "Ghi nhầm người")
    assert militia_terms.strength_on(officer, ward.id, TODAY) == 0
    assert choose(person_id) == 1
    decide("extension", person_id, until=date(2031, 4, 15))
    militia_decisions.withdraw(officer, ward.id, event_of(person_id, "extension").id, "Nhầm")
    assert record_of(person_id).ends_on == "2030-04-15"


def test_a_form_that_was_overtaken_changes_nothing(officer, ward, member, decide):
    person_id = member()
    seen = {one.citizen.id: one.mark for one in militia_decisions.concerned_by(officer, ward.id, [person_id])}
    decide("extension", person_id, until=date(2027, 4, 1))
    with pytest.raises(Invalid, match="Cán bộ khác vừa sửa"):
        late = Decision(decision_number="9/QĐ", decided_on=TODAY)
        militia_decisions.decide(officer, ward.id, "completion", [person_id], late, seen)
    assert record_of(person_id).closed_on is None


def test_standing_militia_of_24_months_is_recognised_by_the_province(member, decide, enter, ward, officer):
    candidacy = NewRecord("enlistment", {}, year=2027)
    values = {"component": "standing", "joined_on": "2024-04-01", "ends_on": "2026-04-01"}
    person_id = enter("Trần Văn Trực", NewRecord("militia", values, since=date(2024, 4, 1)), candidacy)
    with pytest.raises(Invalid, match="Bộ CHQS cấp tỉnh"):
        decide("recognition", person_id, decided_by="Chủ tịch UBND phường Phù Liễn")
    decide("recognition", person_id, decided_by="Chỉ huy trưởng Bộ CHQS thành phố Hải Phòng")
    kept = db.session.scalars(db.select(EnlistmentRecord).where(EnlistmentRecord.person_id == person_id)).one()
    assert (kept.completed_kind, kept.completed_months) == ("standing_militia", 24)
    militia_decisions.withdraw(officer, ward.id, event_of(person_id, "recognition").id, "Ghi nhầm")
    assert kept.completed_kind is None
    with pytest.raises(Invalid, match="24 tháng"):
        decide("recognition", member(), decided_by="Chỉ huy trưởng Bộ CHQS thành phố Hải Phòng")


# --- What must be settled --------------------------------------------------------------------------------------------


def test_members_of_two_forces_and_beyond_the_age_are_found_and_settled(officer, ward, enter, member, decide):
    reserve = NewRecord("reserve", {"is_assigned": True}, since=date(2025, 1, 1))
    joined = NewRecord("militia", {"component": "local", "joined_on": "2023-01-01"}, since=date(2023, 1, 1))
    placed = enter("Bùi Văn Xếp", joined, reserve)
    serving = member("Ngô Văn Lính")
    candidacy = EnlistmentRecord(ward_id=ward.id, person_id=serving, year=2026, status="handed_over", since=TODAY)
    db.session.add(candidacy)
    db.session.flush()
    db.session.add(
        CandidateMove(
            ward_id=ward.id, record_id=candidacy.id, person_id=serving, to_step="handed_over", on=date(2026, 3, 5),
            user_name="Thử",
        )
    )  # fmt: skip
    member("Già Rồi", birth_date="1980-01-01")
    member("Sắp Già", birth_date="1980-12-01")
    away = member("Đi Xa")
    decide("absence", away, on_day=date(2026, 1, 10), place="Bình Dương")
    found = militia_terms.checks_of(officer, ward.id)
    assert [(one.citizen.full_name, one.has_passed) for one in found.aged] == [("Già Rồi", True), ("Sắp Già", False)]
    assert [one.citizen.full_name for one in found.placed] == ["Bùi Văn Xếp"]
    assert [(one.citizen.full_name, one.since) for one in found.handed_over] == [("Ngô Văn Lính", date(2026, 3, 5))]
    assert [(one.citizen.full_name, one.is_long) for one in found.absent] == [("Đi Xa", True)] and found.count == 4
    decide("exemption", placed, clause="11.2.c")
    decide("early_release", serving, clause="12.1.d")
    decide("return", away, on_day=TODAY)
    found = militia_terms.checks_of(officer, ward.id)
    assert not found.placed and not found.handed_over and not found.absent


def test_the_statistics_add_up_and_hide_what_a_viewer_may_not_see(officer, actor_of, ward, member):
    member("Đỗ Văn An", is_party_member=True, ethnicity="Tày", religion="Không")
    member("Vũ Thị Chi", sex="female", component="medical", religion="Công giáo", birth_date="1990")
    keys = [key for key, _, _ in COLUMNS]
    rows = statistics_on(officer, ward.id, TODAY)
    total = dict(zip(keys, rows[-1].cells, strict=True))
    assert [row.label for row in rows] == ["Cơ động", "Y tế", "Tổng cộng"]
    assert (total["strength"], total["women"], total["party"], total["party_share"]) == ("2", "1", "1", "50")
    assert (total["minority"], total["religious"], total["age_unclear"], total["age_18_25"]) == ("1", "1", "1", "1")
    assert militia_terms.strength_on(officer, ward.id, TODAY) == 2
    hidden = dict(zip(keys, statistics_on(actor_of("viewer", ward), ward.id, TODAY)[-1].cells, strict=True))
    assert hidden["party"] == hidden["religious"] == hidden["health_1"] == "•" and hidden["strength"] == "2"


def test_a_viewer_learns_of_no_illness(actor_of, ward, registered, decide):
    person_id = registered()
    decide("deferral", person_id, clause="11.1.b", evidence="Bệnh án số 5")
    person = db.session.get(Person, person_id)
    deferral, *_ = militia_events.events_of(actor_of("viewer", ward), person)
    assert deferral.is_hidden and "Bệnh án" not in deferral.evidence and "11.1.b" not in deferral.clause_label


def test_another_wards_people_and_events_are_not_there(officer, actor_of, two_wards, member, decide, registered):
    person_id = registered()
    stranger = actor_of("officer", two_wards[1])
    event = event_of(person_id, "registration")
    for attempt in (
        lambda: militia_register.register(stranger, two_wards[1].id, 2026, [person_id], on_day=TODAY),
        lambda: militia_decisions.decide(stranger, two_wards[1].id, "deferral", [person_id], PAPER),
        lambda: militia_decisions.withdraw(stranger, two_wards[1].id, event.id, "x"),
        lambda: militia_register.registration_of(stranger, two_wards[0].id, 2026),
        lambda: militia_selection.select(stranger, two_wards[1].id, [person_id], _terms()),
    ):
        with pytest.raises(NotFound):
            attempt()
    with pytest.raises(NotAllowed):
        militia_decisions.withdraw(actor_of("viewer", two_wards[0]), two_wards[0].id, event.id, "x")


def test_the_number_of_queries_does_not_grow_with_the_people(officer, ward, member, enter):
    def cost():
        with counted_queries() as statements:
            militia_register.registration_of(officer, ward.id, 2026)
            militia_terms.due_members(officer, ward.id)
            militia_terms.checks_of(officer, ward.id)
            militia_selection.pool_of(officer, ward.id)
            statistics_on(officer, ward.id, TODAY)
        return len(statements)

    member("Đỗ Văn An")
    before = cost()
    for number in range(4):
        member(f"Lê Văn {number}")
        enter(f"Vũ Văn {number}")
    assert cost() == before


def _terms():
    return SelectionTerms("mobile", decision_number="1/QĐ", decided_on=TODAY)


def test_of_a_self_defence_member_the_head_of_his_organisation_decides(
    officer, actor_of, ward, member, decide, choose, registered
):
    company = units.save_organisation(actor_of("commander", wards=ward), ward.id, None, name="Công ty Bình Minh").id
    unit = ForceUnit(
        ward_id=ward.id, kind="self_squad", name="Tiểu đội 1", sort_key="a", organisation_id=company,
        begins_on=date(2022, 1, 1),
    )  # fmt: skip
    db.session.add(unit)
    db.session.flush()
    of_company, of_ward, of_another = member("Đỗ Văn An"), member("Lê Văn Bình"), member("Vũ Văn Chi")
    record_of(of_another).unit = "Tiểu đội tự vệ Bưu điện"
    db.session.add(
        Appointment(
            ward_id=ward.id, unit_id=unit.id, post="Chiến sĩ", person_id=of_company, record_id=record_of(of_company).id,
            begins_on=date(2022, 4, 1),
        )
    )  # fmt: skip
    db.session.commit()
    assert decide("completion", of_company, of_ward, of_another, decided_on=date(2026, 4, 16)) == 3
    assert [event_of(one, "completion").decided_by for one in (of_company, of_ward, of_another)] == [
        "Người đứng đầu Công ty Bình Minh", "Chủ tịch UBND cấp xã", "Người đứng đầu cơ quan, tổ chức",
    ]  # fmt: skip
    # A page for each, with the office and the form of the day; of the company the head, of the ward the chairman.
    record_of(of_ward).post = "Tiểu đội trưởng"
    db.session.commit()
    pdf = completion_papers.completion_papers(officer, db.session.get_one(Unit, ward.id), 2026)
    pages = [" ".join(one.extract_text().split()) for one in PdfReader(io.BytesIO(pdf)).pages]
    assert [one for name in ("Đỗ Văn An", "Lê Văn Bình", "Vũ Văn Chi") for one in pages if name in one] == pages
    assert all("Về việc công nhận hoàn thành nghĩa vụ tham gia dân quân tự vệ" in one for one in pages)
    assert all("sửa đổi, bổ sung bởi Luật số 98/2025/QH15" in one and "15/QĐ-UBND" in one for one in pages)
    assert "NGƯỜI ĐỨNG ĐẦU CÔNG TY BÌNH MINH" in pages[0] and "ỦY BAN NHÂN DÂN" not in pages[0]
    assert "CHỦ TỊCH ỦY BAN NHÂN DÂN PHƯỜNG PHÙ LIỄN" in pages[1] and "Tiểu đội trưởng" in pages[1]
    assert "từ 01/04/2022 đến 16/04/2026" in pages[1] and "ngày 16 tháng 4 năm 2026" in pages[1]
    # In a xã it says xã; and a number below 10 has its zero.
    unit = db.session.get_one(Unit, ward.id)
    unit.title = "Xã Kiến Thụy"
    for one in db.session.scalars(db.select(ForceEvent).where(ForceEvent.kind == "completion")):
        one.decision_number = "5/QĐ-UBND"
    db.session.commit()
    pdf = completion_papers.completion_papers(officer, unit, 2026)
    pages = [" ".join(one.extract_text().split()) for one in PdfReader(io.BytesIO(pdf)).pages]
    assert all("Số: 05/QĐ-UBND" in one and "Ban CHQS xã" in one and "phường" not in one.lower() for one in pages)
    document = io.BytesIO()
    completion_papers.write_completions(officer, unit, 2026, document)
    words = [one.text for one in docx.Document(document).paragraphs]
    named = [one for one in words if one.startswith("Điều 1. ")]
    assert [name in one for name, one in zip(("Đỗ Văn An", "Lê Văn Bình", "Vũ Văn Chi"), named, strict=True)] == [
        True
    ] * 3
    with pytest.raises(NotAllowed):
        completion_papers.write_completions(actor_of("viewer", wards=ward), unit, 2026, io.BytesIO())
    with pytest.raises(NotFound):
        completion_papers.completion_papers(officer, db.session.get_one(Unit, ward.id), 2025)
    with pytest.raises(NotAllowed):
        completion_papers.completion_papers(actor_of("viewer", wards=ward), db.session.get_one(Unit, ward.id), 2026)
    words = completion_words("Chủ tịch UBND phường Phù Liễn", date(2025, 6, 30), "Phường Phù Liễn")
    assert "98/2025" not in words.grounds[0]
    for name, unit_name in (("Ngô Văn Duy", "Tự vệ Bưu điện"), ("Bùi Văn Em", "Trung đội cơ động")):
        chosen = registered(name)
        choose(chosen, unit=unit_name, decided_by="")
        is_head = event_of(chosen, "selection").decided_by == "Người đứng đầu cơ quan, tổ chức"
        assert is_head == unit_name.startswith("Tự vệ")
