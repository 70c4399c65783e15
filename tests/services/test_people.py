"""What officers may rely on when they enter, edit and retire people."""

from datetime import date

import pytest
from sqlalchemy import select

from roster.services import people, records
from roster.services.changes import EditConflict, InvalidFacts, Unconfirmed
from roster.services.history import history_of
from roster.services.records import NewRecord
from roster.store.audit import AuditEntry, FieldChange
from roster.store.db import db
from roster.store.people import Person
from roster.store.scope import NotAllowed, NotFound

TODAY = date(2026, 11, 24)
AN = {"full_name": "Đỗ Văn An", "birth_date": "2005-03-14", "sex": "male", "citizen_id": "031205001234"}


@pytest.fixture
def ward(two_wards):
    return two_wards[0]


def enter(officer, ward, **facts):
    return people.create_person(officer, ward.id, AN | facts, TODAY)


def problems_of(raised):
    return {(one.field, one.code) for one in raised.value.problems}


def test_a_citizen_entered_once_is_found_by_name_and_sorted_by_given_name(officer, ward):
    person = enter(officer, ward)
    assert (person.name_key, person.search_text.split()[:4]) == ("đỗ văn an", ["do", "van", "an", "dva"])
    assert person.sort_key.startswith("an")


def test_every_fact_of_a_new_citizen_has_an_origin(officer, ward):
    person = enter(officer, ward)
    kept = db.session.scalars(select(FieldChange).where(FieldChange.person_id == person.id)).all()
    assert {(one.key, one.old) for one in kept} == {(key, None) for key in AN}
    assert {one.user_id for one in kept} == {officer.user_id}


def test_the_same_citizen_id_is_refused_in_a_ward_and_free_in_another(officer, ward, two_wards, actor_of):
    enter(officer, ward)
    with pytest.raises(InvalidFacts) as raised:
        enter(officer, ward, full_name="Lê Văn Bình")
    assert ("citizen_id", "possible_duplicate") in problems_of(raised)
    assert enter(actor_of("officer", two_wards[1]), two_wards[1]).ward_id == two_wards[1].id


@pytest.mark.parametrize(
    ("facts", "sex"),
    [
        ({"sex": None}, "male"),
        ({"sex": "", "citizen_id": "031305001234"}, "female"),
        ({"sex": None, "citizen_id": None}, None),
    ],
)
def test_the_sex_that_a_citizen_id_tells_fills_the_gap(officer, ward, facts, sex):
    assert enter(officer, ward, **facts).sex == sex


def test_the_sex_that_is_given_stands_whatever_the_citizen_id_tells(officer, ward):
    person = people.create_person(officer, ward.id, AN | {"sex": "female"}, TODAY, confirmed=True)
    assert person.sex == "female"
    other = enter(officer, ward, full_name="Lê Văn Bình", citizen_id=None, sex=None)
    people.edit_person(officer, ward.id, other.id, {"phone": "0912345678"}, other.version, TODAY)
    assert other.sex is None
    people.edit_person(officer, ward.id, other.id, {"citizen_id": "031305001235"}, other.version, TODAY, confirmed=True)
    assert other.sex == "female"


def test_a_record_begins_today_at_the_latest(officer, ward):
    person = enter(officer, ward)
    with pytest.raises(InvalidFacts) as raised:
        records.add_record(officer, ward.id, person.id, NewRecord("militia", since=date(2026, 11, 25)), TODAY)
    assert problems_of(raised) == {("since", "impossible_date")}
    assert records.add_record(officer, ward.id, person.id, NewRecord("militia", since=TODAY), TODAY).since == TODAY


def test_same_name_and_birth_date_must_be_confirmed(officer, ward):
    enter(officer, ward)
    twin = {"full_name": "ĐỖ VĂN AN", "birth_date": "2005-03-14"}
    with pytest.raises(Unconfirmed) as raised:
        people.create_person(officer, ward.id, twin, TODAY)
    assert problems_of(raised) == {("full_name", "possible_duplicate")}
    assert db.session.query(Person).count() == 1
    people.create_person(officer, ward.id, twin, TODAY, confirmed=True)
    assert db.session.query(Person).count() == 2


def test_a_birth_year_alone_fits_a_full_birth_date(officer, ward):
    person = enter(officer, ward)
    alike = people.similar_people(officer, ward.id, full_name="Đỗ Văn An", birth_date="2005")
    assert [one.person_id for one in alike] == [person.id]
    assert people.similar_people(officer, ward.id, full_name="Đỗ Văn Ân", birth_date="2005") == []
    assert people.similar_people(officer, ward.id, full_name="Đỗ Văn An", birth_date="2005", exclude=person.id) == []


def test_a_citizen_without_a_name_is_refused(officer, ward):
    with pytest.raises(InvalidFacts) as raised:
        people.create_person(officer, ward.id, {"birth_date": "2005"}, TODAY)
    assert ("full_name", "missing") in problems_of(raised)


def test_a_card_that_does_not_fit_the_birth_year_is_saved_once_confirmed(officer, ward):
    with pytest.raises(Unconfirmed):
        enter(officer, ward, birth_date="2004-03-14")
    assert people.create_person(officer, ward.id, AN | {"birth_date": "2004-03-14"}, TODAY, confirmed=True)


def test_fields_that_are_no_facts_cannot_be_set(officer, ward, two_wards):
    person = enter(officer, ward, ward_id=two_wards[1].id, version=9, retired_on="2020-01-01")
    assert (person.ward_id, person.version, person.retired_on) == (ward.id, 1, None)


def test_an_edit_keeps_old_and_new_with_its_author(officer, ward):
    person = enter(officer, ward)
    people.edit_person(officer, ward.id, person.id, {"phone": "0912345678"}, person.version, TODAY)
    people.edit_person(officer, ward.id, person.id, {"phone": "0987654321"}, person.version, TODAY)
    changes = [change for step in history_of(officer, ward.id, person.id) for change in step.changes]
    assert ("Số điện thoại", "0912345678", "0987654321") in {(one.label, one.old, one.new) for one in changes}
    actions = db.session.scalars(select(AuditEntry.action).where(AuditEntry.subject_id == person.id)).all()
    assert sorted(actions) == ["person.create", "person.edit", "person.edit"]


def test_an_edit_that_changes_nothing_leaves_no_trace(officer, ward):
    person = enter(officer, ward)
    people.edit_person(officer, ward.id, person.id, people.facts_of(person), person.version, TODAY)
    assert person.version == 1
    assert db.session.query(AuditEntry).filter_by(action="person.edit").count() == 0


def test_audit_details_name_nobody(officer, ward):
    person = enter(officer, ward)
    people.edit_person(officer, ward.id, person.id, {"phone": "0912345678"}, person.version, TODAY)
    kept = " ".join(str(one.details) for one in db.session.query(AuditEntry))
    assert "An" not in kept and "0912345678" not in kept and AN["citizen_id"] not in kept


def test_two_officers_who_edit_different_facts_both_keep_their_work(officer, ward, actor_of):
    person = enter(officer, ward)
    seen, version = people.facts_of(person), person.version
    people.edit_person(actor_of("officer", ward), ward.id, person.id, seen | {"phone": "0912345678"}, version, TODAY)
    people.edit_person(officer, ward.id, person.id, seen | {"occupation": "Thợ điện"}, version, TODAY, seen_values=seen)
    assert (person.phone, person.occupation) == ("0912345678", "Thợ điện")


def test_the_second_of_two_edits_of_one_fact_is_told_and_nothing_is_lost(officer, ward, actor_of):
    person = enter(officer, ward, occupation="Học sinh")
    seen, version = people.facts_of(person), person.version
    other = actor_of("officer", ward)
    people.edit_person(
        other, ward.id, person.id, seen | {"occupation": "Công nhân", "phone": "0912345678"}, version, TODAY
    )
    mine = seen | {"occupation": "Sinh viên", "education": "12/12"}
    with pytest.raises(EditConflict) as raised:
        people.edit_person(officer, ward.id, person.id, mine, version, TODAY, seen_values=seen)
    conflict = raised.value
    assert [(c.key, c.was, c.theirs, c.mine) for c in conflict.conflicts] == [
        ("occupation", "Học sinh", "Công nhân", "Sinh viên")
    ]
    assert (conflict.merged["phone"], conflict.merged["education"]) == ("0912345678", "12/12")
    assert db.session.get(Person, person.id).occupation == "Công nhân"
    people.edit_person(
        officer, ward.id, person.id, conflict.merged, conflict.version, TODAY, seen_values=conflict.current
    )
    kept = db.session.get(Person, person.id)
    assert (kept.occupation, kept.phone, kept.education) == ("Sinh viên", "0912345678", "12/12")


def test_an_edit_that_does_not_say_what_it_saw_overwrites_nothing(officer, ward):
    person = enter(officer, ward, occupation="Học sinh")
    people.edit_person(officer, ward.id, person.id, {"occupation": "Công nhân"}, 1, TODAY)
    with pytest.raises(EditConflict):
        people.edit_person(officer, ward.id, person.id, {"occupation": "Sinh viên"}, 1, TODAY)
    assert db.session.get(Person, person.id).occupation == "Công nhân"


def test_a_retired_citizen_is_kept_and_comes_back(officer, ward):
    person = enter(officer, ward)
    with pytest.raises(InvalidFacts):
        people.retire_person(officer, ward.id, person.id, " ", TODAY)
    people.retire_person(officer, ward.id, person.id, "Chuyển đi", TODAY)
    assert (person.retired_on, person.retired_reason) == (TODAY, "Chuyển đi")
    people.restore_person(officer, ward.id, person.id)
    assert person.retired_on is None
    words = [change.new for step in history_of(officer, ward.id, person.id) for change in step.changes]
    assert "Chuyển đi" in words and "24/11/2026" in words


def test_a_citizen_of_another_ward_does_not_exist(officer, ward, two_wards, actor_of):
    person = enter(officer, ward)
    stranger = actor_of("officer", two_wards[1])
    for ward_id in (ward.id, two_wards[1].id):
        with pytest.raises(NotFound):
            people.get_person(stranger, ward_id, person.id)
        with pytest.raises(NotFound):
            people.edit_person(stranger, ward_id, person.id, {"phone": "0912345678"}, 1, TODAY)
        with pytest.raises(NotFound):
            history_of(stranger, ward_id, person.id)


def test_a_viewer_looks_and_changes_nothing(officer, ward, actor_of):
    person = enter(officer, ward)
    viewer = actor_of("viewer", ward)
    assert people.get_person(viewer, ward.id, person.id)
    for attempt in (
        lambda: people.create_person(viewer, ward.id, AN, TODAY),
        lambda: people.retire_person(viewer, ward.id, person.id, "x", TODAY),
        lambda: records.add_record(viewer, ward.id, person.id, NewRecord("militia"), TODAY),
    ):
        with pytest.raises(NotAllowed):
            attempt()


def test_history_hides_from_a_viewer_what_he_may_not_see(officer, ward, actor_of):
    person = enter(officer, ward, is_party_member=True)
    labels = {c.label for step in history_of(actor_of("viewer", ward), ward.id, person.id) for c in step.changes}
    assert "Họ, chữ đệm và tên khai sinh" in labels
    assert labels.isdisjoint({"Đảng viên", "Số định danh cá nhân/CCCD"})


# --- Records over time ----------------------------------------------------------------------------------------------


def test_a_man_serves_becomes_a_reservist_and_joins_the_militia_with_all_of_it_kept(officer, ward):
    person = people.create_person(
        officer, ward.id, AN, TODAY, records=(NewRecord("enlistment", {"health_class": 2}, year=2024),)
    )
    [candidate] = records.records_of(officer, person)
    records.close_record(officer, ward.id, "enlistment", candidate.record.id, "Đã nhập ngũ", TODAY)
    records.add_record(officer, ward.id, person.id, NewRecord("reserve", {"rank": "Hạ sĩ"}), TODAY)
    records.add_record(officer, ward.id, person.id, NewRecord("militia", {"component": "local"}), TODAY)
    known = records.records_of(officer, person)
    assert [(one.roster, one.is_open) for one in known] == [
        ("militia", True), ("reserve", True), ("enlistment", False)
    ]  # fmt: skip


def test_one_open_record_per_roster_and_another_after_it_was_closed(officer, ward):
    person = enter(officer, ward)
    first = records.add_record(officer, ward.id, person.id, NewRecord("militia"), TODAY)
    with pytest.raises(InvalidFacts):
        records.add_record(officer, ward.id, person.id, NewRecord("militia"), TODAY)
    records.close_record(officer, ward.id, "militia", first.id, "Hoàn thành", TODAY)
    records.add_record(officer, ward.id, person.id, NewRecord("militia"), TODAY)
    assert [one.is_open for one in records.records_of(officer, person)] == [True, False]


def test_a_new_call_up_year_closes_the_year_before_and_no_year_stands_twice(officer, ward):
    person = enter(officer, ward)
    records.add_record(officer, ward.id, person.id, NewRecord("enlistment", year=2026), TODAY)
    records.add_record(officer, ward.id, person.id, NewRecord("enlistment", year=2027), TODAY)
    with pytest.raises(InvalidFacts):
        records.add_record(officer, ward.id, person.id, NewRecord("enlistment", year=2027), TODAY)
    with pytest.raises(InvalidFacts):
        records.add_record(officer, ward.id, person.id, NewRecord("enlistment", year=None), TODAY)
    records.add_record(officer, ward.id, person.id, NewRecord("enlistment", year=2025), TODAY)
    known = records.records_of(officer, person)
    assert sorted((one.record.year, one.is_open) for one in known) == [(2025, False), (2026, False), (2027, True)]


def test_a_record_cannot_end_before_it_began_or_without_a_reason(officer, ward):
    person = enter(officer, ward)
    record = records.add_record(officer, ward.id, person.id, NewRecord("militia"), TODAY)
    for reason, day in (("", TODAY), ("Thôi", date(2020, 1, 1))):
        with pytest.raises(InvalidFacts):
            records.close_record(officer, ward.id, "militia", record.id, reason, day)
    assert record.closed_on is None


def test_two_edits_of_one_record_are_merged_or_asked_about(officer, ward):
    person = enter(officer, ward)
    record = records.add_record(officer, ward.id, person.id, NewRecord("militia", {"post": "Chiến sĩ"}), TODAY)
    seen = {"post": "Chiến sĩ", "unit": None}
    records.edit_record(officer, ward.id, "militia", record.id, seen | {"post": "Tiểu đội trưởng"}, seen_values=seen)
    records.edit_record(officer, ward.id, "militia", record.id, seen | {"unit": "Trung đội 1"}, seen_values=seen)
    assert (record.post, record.unit) == ("Tiểu đội trưởng", "Trung đội 1")
    with pytest.raises(EditConflict):
        records.edit_record(
            officer, ward.id, "militia", record.id, seen | {"post": "Khẩu đội trưởng"}, seen_values=seen
        )


def test_a_record_of_another_ward_does_not_exist(officer, ward, two_wards, actor_of):
    person = enter(officer, ward)
    record = records.add_record(officer, ward.id, person.id, NewRecord("militia"), TODAY)
    stranger = actor_of("officer", two_wards[1])
    for ward_id in (ward.id, two_wards[1].id):
        with pytest.raises(NotFound):
            records.edit_record(stranger, ward_id, "militia", record.id, {"post": "x"})
        with pytest.raises(NotFound):
            records.close_record(stranger, ward_id, "militia", record.id, "x", TODAY)
        with pytest.raises(NotFound):
            records.add_record(stranger, ward_id, person.id, NewRecord("reserve"), TODAY)
