"""Examination day: the door finds, marks and counts; the health desk proposes, the council concludes."""

from datetime import date, timedelta

import pytest

from roster.domain.actor import Actor
from roster.services import assessment, attendance, cycle, examinations, health_results, people
from roster.services.examinations import ABSENT, MADE_UP, PRESENT, WAITING
from roster.services.faults import Invalid, NotAllowed, NotFound
from roster.services.health_proposal import Measures, propose
from roster.services.health_results import Conclusion
from roster.services.records import NewRecord
from roster.store.audit import AuditEntry, FieldChange
from roster.store.campaigns import CandidateMove
from roster.store.claims import Examination
from roster.store.db import db
from roster.store.enlistment import EnlistmentRecord
from roster.store.people import Person

TODAY = date(2026, 11, 24)
YEAR = 2027
FIT = Measures(height_cm=168, weight_kg=60, chest_cm=84, myopia_dioptres=0, hyperopia=False, other_class=1)


@pytest.fixture
def enter(officer, ward):
    """Makes a candidate of 2027 who stands at a step, as an import of the years before may have left him."""

    def make(full_name, step="invited_examination", **facts):
        facts = {"full_name": full_name, "birth_date": "2005-03-14", "sex": "male", "education": "12/12"} | facts
        record = NewRecord("enlistment", {"political_result": "passed"}, year=YEAR)
        person = people.create_person(officer, ward.id, facts, TODAY, records=(record,), confirmed=True)
        row = db.session.query(EnlistmentRecord).filter_by(person_id=person.id).one()
        row.status = step
        db.session.commit()
        return row.id

    return make


def find(officer, ward, text):
    return [one.full_name for one in examinations.find(officer, ward.id, YEAR, text)[1]]


def mark(officer, ward, record_id, state, on=TODAY):
    return attendance.mark(officer, ward.id, YEAR, record_id, state, on)


def conclude(officer, ward, record_id, grade, measures=FIT, version=None, **more):
    if version is None:
        exam = db.session.query(Examination).filter_by(record_id=record_id).one_or_none()
        version = exam.version if exam else 0
    wanted = Conclusion(grade, more.get("is_temporary", False), more.get("on", TODAY))
    return health_results.conclude(officer, ward.id, YEAR, record_id, measures, wanted, version, TODAY)


def step_of(record_id):
    db.session.expire_all()
    return db.session.get(EnlistmentRecord, record_id).status


# --- Finding --------------------------------------------------------------------------------------------------------


def test_a_man_is_found_by_his_name_without_marks_and_who_was_called_comes_first(officer, ward, enter):
    enter("Đỗ Văn An", "source")
    enter("Đỗ Văn Ân")
    assert find(officer, ward, "do van an") == ["Đỗ Văn Ân", "Đỗ Văn An"]
    assert find(officer, ward, "   ") == [] and find(officer, ward, "%") == []


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Lưu Đức", []), ("đức hưng", ["Nguyễn Đức Hưng"]), ("nguyen hung", ["Nguyễn Đức Hưng"]), ("hưng đức", []),
        ("hun", []), ("ndh", []), ("0912000111", []), ("5001234", ["Nguyễn Đức Hưng"]), ("16345", ["Nguyễn Đức Hưng"]),
        ("hung 2005", ["Nguyễn Đức Hưng"]), ("hung 14/3/2005", ["Nguyễn Đức Hưng"]), ("hung 2012", []),
    ],
)  # fmt: skip
def test_the_door_looks_at_names_and_numbers_and_never_at_an_address(officer, ward, enter, typed, found):
    enter(
        "Nguyễn Đức Hưng", citizen_id="031205001234", old_id="163456789", phone="0912000111",
        current_address="12 Phan Đăng Lưu",
    )  # fmt: skip
    assert find(officer, ward, typed) == found


def test_a_scanned_card_finds_its_man_by_the_number_alone(officer, ward, enter):
    enter("Đỗ Văn An", citizen_id="031205001234")
    enter("Đỗ Văn An", birth_date="2006-01-01")
    card, found = examinations.find(
        officer, ward.id, YEAR, "031205001234|163456789|ĐÔ VĂN ÀN|14032005|Nam|TDP 5|12052021\n"
    )
    assert [one.birth_date for one in found] == ["2005-03-14"]
    assert card is not None and examinations.card_doubts(card, found[0]) == []
    assert find(officer, ward, " 031205001234 ") == ["Đỗ Văn An"]


def test_a_card_finds_who_is_in_the_roster_without_a_number_and_says_what_differs(officer, ward, enter):
    enter("Lê Văn Bình", birth_date="2005")
    card, found = examinations.find(officer, ward.id, YEAR, "031205009999||Lê Văn Bình|14032005|Nam||")
    assert [one.full_name for one in found] == ["Lê Văn Bình"]
    assert find(officer, ward, "031206009999||Lê Văn Bình|14032006|Nam||") == []
    enter("Trần Văn Cường", citizen_id="031205007777")
    card, found = examinations.find(officer, ward.id, YEAR, "031205007777||Trần Văn Cương Em|15032005|Nam||")
    assert examinations.card_doubts(card, found[0]) == [
        "Thẻ ghi họ tên Trần Văn Cương Em.",
        "Thẻ ghi ngày sinh 15/03/2005.",
    ]


def test_the_door_finds_nobody_of_another_year_or_ward(officer, ward, enter, two_wards, actor_of):
    record_id = enter("Đỗ Văn An", citizen_id="031205001234")
    assert examinations.find(officer, ward.id, YEAR + 1, "031205001234")[1] == []
    stranger = actor_of("officer", two_wards[1])
    assert examinations.find(stranger, two_wards[1].id, YEAR, "031205001234")[1] == []
    for act in (
        lambda: examinations.find(stranger, ward.id, YEAR, "an"),
        lambda: mark(stranger, ward, record_id, PRESENT),
        lambda: attendance.mark(stranger, two_wards[1].id, YEAR, record_id, PRESENT, TODAY),
        lambda: attendance.mark(officer, ward.id, YEAR + 1, record_id, PRESENT, TODAY),
        lambda: examinations.count(stranger, ward.id, YEAR),
        lambda: health_results.desk_of(stranger, two_wards[1].id, YEAR, record_id, TODAY),
    ):
        with pytest.raises(NotFound):
            act()


# --- Marking --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "step"), [(PRESENT, "examined"), (ABSENT, "examination_absent"), (MADE_UP, "examined")]
)
def test_a_mark_moves_the_man_and_the_move_is_kept(officer, ward, enter, state, step):
    record_id = enter("Đỗ Văn An")
    marked = mark(officer, ward, record_id, state)
    assert marked.state == state and marked.attended_on == TODAY and step_of(record_id) == step
    move = db.session.query(CandidateMove).one()
    assert (move.from_step, move.to_step, move.on, move.user_name) == ("invited_examination", step, TODAY, officer.name)
    change = db.session.query(FieldChange).filter_by(record_id=record_id, key="status", new=f'"{step}"').one()
    assert change.old == '"invited_examination"'


def test_marks_can_be_corrected_until_a_conclusion_stands(officer, ward, enter):
    record_id = enter("Đỗ Văn An")
    for state, step in (
        (PRESENT, "examined"), (PRESENT, "examined"), (ABSENT, "examination_absent"), (MADE_UP, "examined"),
        (WAITING, "invited_examination"), (ABSENT, "examination_absent"), (WAITING, "invited_examination"),
    ):  # fmt: skip
        assert mark(officer, ward, record_id, state).state == state
        assert step_of(record_id) == step
    assert db.session.query(Examination).count() == 1
    mark(officer, ward, record_id, PRESENT)
    conclude(officer, ward, record_id, 2)
    for state in (ABSENT, WAITING):
        with pytest.raises(Invalid, match="kết luận"):
            mark(officer, ward, record_id, state)
    assert step_of(record_id) == "examined"


def test_who_was_not_called_cannot_be_marked_and_the_sentence_says_where_he_stands(officer, ward, enter):
    record_id = enter("Đỗ Văn An", "preselection_passed")
    with pytest.raises(Invalid, match="Đạt sơ tuyển"):
        mark(officer, ward, record_id, PRESENT)
    with pytest.raises(Invalid, match="chưa được gọi khám"):
        conclude(officer, ward, record_id, 1)
    assert db.session.query(Examination).count() == 0 and db.session.query(CandidateMove).count() == 0
    assert step_of(record_id) == "preselection_passed"


def test_a_future_day_and_an_unknown_mark_are_refused(officer, ward, enter):
    record_id = enter("Đỗ Văn An")
    with pytest.raises(Invalid, match="sau hôm nay"):
        mark(officer, ward, record_id, PRESENT, TODAY + timedelta(days=1))
    with pytest.raises(Invalid):
        mark(officer, ward, record_id, "late")
    assert step_of(record_id) == "invited_examination"


def test_the_count_follows_each_man_and_equals_the_lists_behind_it(officer, ward, enter):
    ids = [enter(f"Đỗ Văn {name}") for name in ("An", "Bình", "Cường", "Dũng", "Em")]
    enter("Lê Văn Giang", "source")
    mark(officer, ward, ids[0], PRESENT)
    mark(officer, ward, ids[1], ABSENT)
    mark(officer, ward, ids[2], MADE_UP)
    conclude(officer, ward, ids[0], 4)
    counted = examinations.count(officer, ward.id, YEAR)
    assert counted.by_state == {PRESENT: 1, ABSENT: 1, MADE_UP: 1, WAITING: 2}
    assert (counted.called, counted.came, counted.concluded, counted.by_class) == (5, 2, 1, {4: 1})
    for state, number in (*counted.by_state.items(), ("unconcluded", 1), ("class_4", 1), (None, 5)):
        assert len(examinations.attendees(officer, ward.id, YEAR, state)) == number
    assert [one.full_name for one in examinations.recent(officer, ward.id, YEAR)] == [
        "Đỗ Văn Cường", "Đỗ Văn Bình", "Đỗ Văn An",
    ]  # fmt: skip


def test_at_the_end_of_the_day_the_rest_is_absent_in_one_move_that_can_be_undone(officer, ward, enter):
    ids = [enter(f"Đỗ Văn {name}") for name in ("An", "Bình", "Cường")]
    elsewhere = enter("Lê Văn Giang", "preselection_passed")
    mark(officer, ward, ids[0], PRESENT)
    assert attendance.mark_rest_absent(officer, ward.id, YEAR, TODAY) == 2
    assert [step_of(one) for one in (*ids, elsewhere)] == [
        "examined", "examination_absent", "examination_absent", "preselection_passed",
    ]  # fmt: skip
    assert attendance.mark_rest_absent(officer, ward.id, YEAR, TODAY) == 0
    cycle.undo_last(officer, ward.id, YEAR, cycle.last_move(officer, ward.id, YEAR))
    assert examinations.count(officer, ward.id, YEAR).by_state == {PRESENT: 1, ABSENT: 0, MADE_UP: 0, WAITING: 2}
    assert mark(officer, ward, ids[1], PRESENT).state == PRESENT


def test_a_move_undone_elsewhere_takes_the_mark_with_it(officer, ward, enter):
    record_id = enter("Đỗ Văn An")
    mark(officer, ward, record_id, PRESENT)
    cycle.undo_last(officer, ward.id, YEAR, cycle.last_move(officer, ward.id, YEAR))
    assert examinations.attendee(officer, ward.id, YEAR, record_id).state == WAITING
    assert examinations.recent(officer, ward.id, YEAR) == []


# --- The health desk ------------------------------------------------------------------------------------------------


def test_measures_propose_a_class_for_each_indicator_and_the_worst(officer, ward, enter):
    record_id = enter("Đỗ Văn An")
    thin = Measures(height_cm=168.4, weight_kg=49.5, chest_cm=79, other_class=1)
    health_results.measure(officer, ward.id, YEAR, record_id, thin, 0)
    desk = health_results.desk_of(officer, ward.id, YEAR, record_id, TODAY)
    grades = {one.label: one.grade for one in desk.proposal.indicators}
    assert grades == {"Chiều cao": 1, "Cân nặng": 2, "Vòng ngực": 2, "Chỉ số BMI": 4, "Các chỉ tiêu khác": 1}
    assert desk.proposal.worst == 4 and "105/2023" in desk.proposal.citation
    assert desk.concluded_class is None and db.session.get(EnlistmentRecord, record_id).health_class is None


def test_what_the_program_does_not_measure_can_be_the_worst(app):
    rules = assessment.rules_in_use()
    assert propose("male", Measures(168, 60, 84, other_class=5), TODAY, rules).worst == 5
    assert propose("male", Measures(height_cm=168), TODAY, rules).worst is None
    assert "Giới tính" in propose(None, FIT, TODAY, rules).gap


def test_the_conclusion_becomes_the_records_class_with_its_history(officer, ward, enter):
    record_id = enter("Đỗ Văn An")
    mark(officer, ward, record_id, PRESENT)
    desk = conclude(officer, ward, record_id, 2)
    record = db.session.get(EnlistmentRecord, record_id)
    assert (record.health_class, record.bmi, record.myopia_dioptres) == (2, 21.26, 0)
    changes = {c.key: (c.old, c.new) for c in db.session.query(FieldChange).filter_by(record_id=record_id)}
    assert changes["health_class"] == (None, "2") and changes["bmi"] == (None, "21.26")
    assert desk.standing.is_callable
    conclude(officer, ward, record_id, 3, version=desk.version)
    newest = db.session.query(FieldChange).filter_by(record_id=record_id, key="health_class", new="3").one()
    assert newest.old == "2"


@pytest.mark.parametrize("grade", [4, 5, 6])
def test_a_concluded_class_beyond_three_shows_at_once_that_he_is_not_called(officer, ward, enter, grade):
    record_id = enter("Đỗ Văn An")
    desk = conclude(officer, ward, record_id, grade)
    assert not desk.standing.is_callable
    assert any(f"Sức khỏe loại {grade}" in reason.text and reason.citation for reason in desk.standing.against)
    seen = cycle.preview_move(officer, ward.id, YEAR, [desk.attendee.person_id], "eligible_enlistment")
    assert not seen.allowed and f"loại {grade}" in seen.refused[0].reasons[0]


def test_whoever_is_concluded_on_was_there(officer, ward, enter):
    first, second = enter("Đỗ Văn An"), enter("Lê Văn Bình")
    mark(officer, ward, second, ABSENT)
    assert conclude(officer, ward, first, 1).attendee.state == PRESENT
    assert conclude(officer, ward, second, 1).attendee.state == MADE_UP
    assert step_of(first) == step_of(second) == "examined"


def test_a_conclusion_for_the_wrong_man_is_taken_back_and_stays_in_the_history(officer, ward, enter):
    record_id = enter("Đỗ Văn An")
    desk = conclude(officer, ward, record_id, 4, is_temporary=True)
    assert desk.attendee.is_temporary
    health_results.withdraw(officer, ward.id, YEAR, record_id, desk.version)
    desk = health_results.desk_of(officer, ward.id, YEAR, record_id, TODAY)
    assert desk.concluded_class is None and desk.measures.height_cm == 168
    assert db.session.get(EnlistmentRecord, record_id).health_class is None
    assert db.session.query(FieldChange).filter_by(record_id=record_id, key="health_class").count() == 2


def test_two_desks_do_not_overwrite_one_another(officer, ward, enter):
    record_id = enter("Đỗ Văn An")
    desk = conclude(officer, ward, record_id, 2)
    with pytest.raises(Invalid, match="Người khác vừa lưu"):
        conclude(officer, ward, record_id, 5, version=0)
    with pytest.raises(Invalid, match="Người khác vừa lưu"):
        health_results.measure(officer, ward.id, YEAR, record_id, Measures(height_cm=170), 0)
    assert db.session.get(EnlistmentRecord, record_id).health_class == 2
    assert conclude(officer, ward, record_id, 5, version=desk.version).concluded_class == 5


@pytest.mark.parametrize(
    ("measures", "field"),
    [
        (Measures(height_cm=17, weight_kg=60), "height_cm"),
        (Measures(height_cm=168, weight_kg=600), "weight_kg"),
        (Measures(chest_cm=8), "chest_cm"),
        (Measures(myopia_dioptres=-1), "myopia_dioptres"),
        (Measures(height_cm=float("nan")), "height_cm"),
        (Measures(other_class=7), "other_class"),
    ],
)
def test_an_impossible_measure_is_refused_at_its_field(officer, ward, enter, measures, field):
    record_id = enter("Đỗ Văn An")
    with pytest.raises(Invalid) as refusal:
        health_results.measure(officer, ward.id, YEAR, record_id, measures, 0)
    assert list(refusal.value.faults) == [field]
    assert db.session.query(Examination).count() == 0


def test_a_conclusion_needs_a_class_and_a_day_that_has_come(officer, ward, enter):
    record_id = enter("Đỗ Văn An")
    for grade, on, field in ((None, TODAY, "concluded_class"), (7, TODAY, "concluded_class"),
                             (2, TODAY + timedelta(days=1), "concluded_on")):  # fmt: skip
        with pytest.raises(Invalid) as refusal:
            conclude(officer, ward, record_id, grade, on=on)
        assert list(refusal.value.faults) == [field]
    assert step_of(record_id) == "invited_examination"


def test_an_imported_index_stays_where_nothing_was_measured(officer, ward, enter):
    record_id = enter("Đỗ Văn An")
    db.session.get(EnlistmentRecord, record_id).bmi = 22.5
    db.session.commit()
    conclude(officer, ward, record_id, 1, Measures())
    assert db.session.get(EnlistmentRecord, record_id).bmi == 22.5


def test_health_is_for_those_who_may_see_it(officer, ward, enter, actor_of):
    record_id = enter("Đỗ Văn An")
    conclude(officer, ward, record_id, 4)
    viewer = actor_of("viewer", ward)
    with pytest.raises(NotAllowed):
        health_results.desk_of(viewer, ward.id, YEAR, record_id, TODAY)
    # A role that may write but may not see health does not exist today; the desk holds all the same.
    clerk = _BlindClerk(viewer.user_id, viewer.name, frozenset({"officer"}), viewer.ward_ids)
    with pytest.raises(NotAllowed):
        conclude(clerk, ward, record_id, 1)
    seen = examinations.attendee(viewer, ward.id, YEAR, record_id)
    assert seen.state == PRESENT and seen.health_class is None
    assert examinations.count(viewer, ward.id, YEAR).by_class == {}
    assert examinations.attendees(viewer, ward.id, YEAR, "class_4") == []
    with pytest.raises(NotAllowed):
        mark(viewer, ward, record_id, ABSENT)


class _BlindClerk(Actor):
    def may_see(self, sensitivity):
        return sensitivity is None


def test_the_journal_tells_who_marked_and_concluded_and_names_no_fact(officer, ward, enter):
    record_id = enter("Đỗ Văn An")
    mark(officer, ward, record_id, PRESENT)
    conclude(officer, ward, record_id, 4)
    entries = {e.action: e for e in db.session.query(AuditEntry).filter(AuditEntry.action.startswith("examination."))}
    assert set(entries) == {"examination.mark", "examination.conclude"}
    assert "4" not in str(entries["examination.conclude"].details)
    assert db.session.get(Person, entries["examination.mark"].subject_id).full_name == "Đỗ Văn An"
