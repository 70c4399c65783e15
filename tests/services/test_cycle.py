"""What officers may rely on when they move candidates through the year: nobody slips past the law, nothing is lost."""

from datetime import date

import pytest

from roster.columns.catalogue import column
from roster.columns.column import ReadContext
from roster.services import campaigns, cycle, records, rulings
from roster.services.changes import InvalidFacts
from roster.services.faults import Invalid
from roster.store.audit import AuditEntry, FieldChange
from roster.store.db import db, new_id
from roster.store.scope import NotAllowed, NotFound
from tests.services.candidates import TODAY, YEAR, candidate, claim, record_of, step_of

ROAD = (
    "eligible_preselection", "invited_preselection", "preselection_passed", "invited_examination", "examined",
    "eligible_enlistment", "final_official", "called_up", "handed_over",
)  # fmt: skip


@pytest.fixture
def ward(two_wards, set_today):
    set_today(TODAY)
    return two_wards[0]


def move(officer, ward, people, step, **more):
    people = people if isinstance(people, list) else [people]
    return cycle.apply_move(officer, ward.id, YEAR, [one.id for one in people], step, on=TODAY, **more)


def test_a_callable_man_goes_all_the_way_and_each_step_is_kept(officer, ward):
    person = candidate(ward.id)
    for number, step in enumerate(ROAD):
        _, seen = move(officer, ward, person, step, paper=f"{number}/QĐ")
        assert [one.person_id for one in seen.allowed] == [person.id], step
        assert step_of(person) == step
    moves = cycle.moves_of(officer, ward.id, person.id, YEAR)
    assert [(one.from_step, one.to_step) for one in moves] == list(zip(("source", *ROAD), ROAD, strict=False))
    assert {(one.on, one.user_name, one.user_id) for one in moves} == {(TODAY, officer.name, officer.user_id)}
    assert [one.paper for one in moves] == [f"{number}/QĐ" for number in range(len(ROAD))]
    kept = db.session.scalars(db.select(FieldChange.new).filter_by(person_id=person.id, key="status")).all()
    assert kept == [f'"{step}"' for step in ROAD]


AGAINST = {
    "an open claim": ({}, [("41.1.g", "claimed", None)], "điểm g khoản 1 Điều 41"),
    "a decided deferral": ({}, [("41.1.g", "decided", "2027-06")], "điểm g khoản 1 Điều 41"),
    "a decided exemption": ({}, [("41.2.a", "decided", None)], "điểm a khoản 2 Điều 41"),
    "a bar": ({}, [("13.1.a", "decided", None)], "điểm a khoản 1 Điều 13"),
    "an exemption from registration": ({}, [("14", "decided", None)], "Điều 14"),
    "a ground that only the roster names": ({"ground": "41.1.b"}, [], "điểm b khoản 1 Điều 41"),
    "a woman without an application": ({"sex": "female"}, [], "khoản 2 Điều 6"),
    "completed service": ({"completed_kind": "commune_police", "completed_months": 40}, [], "khoản 4 Điều 4"),
    "too young": ({"birth_date": "2010-01-01"}, [], "Điều 30"),
    "too old": ({"birth_date": "1998-01-01"}, [], "Điều 30"),
    "an age on which the readings differ": ({"birth_date": "2001-06-01"}, [], "Điều 30"),
    "schooling too low": ({"education": "6/12"}, [], "khoản 4 Điều 4"),
    "politics": ({"political_result": "failed"}, [], "chính trị"),
    "no birth date": ({"birth_date": None}, [], "Điều 30"),
}


@pytest.mark.parametrize("step", ROAD)
def test_nobody_with_something_against_him_enters_a_guarded_step(officer, ward, step):
    before = dict(zip(ROAD, ("source", *ROAD), strict=False))[step]
    men = {}
    for case, (facts, claims, _) in AGAINST.items():
        men[case] = candidate(ward.id, **facts | {"status": before})
        for ground, status, until in claims:
            claim(men[case], ground, status, until=until)
    _, seen = move(officer, ward, list(men.values()), step)
    steps = {case: step_of(man) for case, man in men.items()}
    if step == "examined":  # what happened to him is no call; the doors before and after it are guarded
        assert set(steps.values()) == {"examined"}
        return
    assert set(steps.values()) == {before}
    assert seen.allowed == ()
    said = {refusal.candidate.person_id: " ".join(refusal.reasons) for refusal in seen.refused}
    for case, (_, _, clause) in AGAINST.items():
        assert clause in said[men[case].id], case


def test_the_unknown_health_and_politics_stop_nobody_before_the_examination_but_everybody_after_it(officer, ward):
    person = candidate(ward.id, health_class=None, political_result=None)
    for step in ROAD[:5]:
        move(officer, ward, person, step)
        assert step_of(person) == step
    _, seen = move(officer, ward, person, "eligible_enlistment")
    assert step_of(person) == "examined"
    assert "sức khỏe" in " ".join(seen.refused[0].reasons)


def test_some_go_and_some_stay_each_with_a_reason(officer, ward):
    good, bad = candidate(ward.id), candidate(ward.id, full_name="Lê Văn Bình")
    already = candidate(ward.id, full_name="Lê Văn Cừ", status="eligible_preselection")
    claim(bad, "41.1.g")
    seen = cycle.preview_move(officer, ward.id, YEAR, [good.id, bad.id, already.id], "eligible_preselection")
    assert [one.person_id for one in seen.allowed] == [good.id]
    assert [one.person_id for one in seen.already] == [already.id]
    assert [one.candidate.person_id for one in seen.refused] == [bad.id]
    assert (step_of(good), step_of(bad)) == ("source", "source"), "a preview writes nothing"
    move(officer, ward, [good, bad, already], "eligible_preselection")
    assert (step_of(good), step_of(bad)) == ("eligible_preselection", "source")
    entry = db.session.scalars(db.select(AuditEntry).filter_by(action="cycle.move")).one()
    assert (entry.details["moved"], entry.details["refused"]) == (1, 1)


def test_a_claim_that_came_after_the_preview_is_heeded(officer, ward):
    person = candidate(ward.id, status="eligible_enlistment")
    assert cycle.preview_move(officer, ward.id, YEAR, [person.id], "final_official").allowed
    claim(person, "41.1.d")
    _, seen = move(officer, ward, person, "final_official")
    assert not seen.allowed and step_of(person) == "eligible_enlistment"


def test_the_last_move_is_taken_back_whole_and_only_once(officer, ward):
    men = [candidate(ward.id, full_name=name) for name in ("Lê Văn An", "Lê Văn Bình")]
    other = candidate(ward.id, full_name="Lê Văn Cừ", status=None)
    first, _ = move(officer, ward, [*men, other], "eligible_preselection")
    second, _ = move(officer, ward, men, "invited_preselection")
    with pytest.raises(Invalid):
        cycle.undo_last(officer, ward.id, YEAR, first)
    assert cycle.undo_last(officer, ward.id, YEAR, second) == 2
    assert {step_of(one) for one in men} == {"eligible_preselection"}
    with pytest.raises(Invalid):
        cycle.undo_last(officer, ward.id, YEAR, second)
    assert cycle.last_move(officer, ward.id, YEAR) == first
    assert cycle.undo_last(officer, ward.id, YEAR, first) == 3
    assert [step_of(one) for one in (*men, other)] == ["source", "source", None]
    assert cycle.last_move(officer, ward.id, YEAR) is None


def test_undo_does_not_put_a_man_back_where_the_law_no_longer_lets_him_stand(officer, ward):
    man = candidate(ward.id, status="final_official")
    sound = candidate(ward.id, full_name="Lê Văn Bình", status="final_official")
    bulk, _ = move(officer, ward, [man, sound], "not_called_yet")
    claim(man, "41.1.d", "decided", until="2028")
    assert cycle.undo_last(officer, ward.id, YEAR, bulk) == 1
    assert (step_of(man), step_of(sound)) == ("not_called_yet", "final_official")
    assert cycle.last_move(officer, ward.id, YEAR) is None


def test_undo_leaves_alone_who_was_changed_by_other_ways(officer, ward):
    man = candidate(ward.id)
    bulk, _ = move(officer, ward, man, "deferred")
    records.edit_record(officer, ward.id, "enlistment", record_of(man).id, {"status": "exempt"})
    assert cycle.undo_last(officer, ward.id, YEAR, bulk) == 0
    assert step_of(man) == "exempt"


def test_neither_form_nor_cell_sets_or_undoes_a_guarded_step(officer, ward):
    man, closed = candidate(ward.id), candidate(ward.id, full_name="Lê Văn Bình", status="final_official")
    for wanted in ("final_official", "called_up", "examined", "eligible_preselection"):
        with pytest.raises(InvalidFacts):
            records.edit_record(officer, ward.id, "enlistment", record_of(man).id, {"status": wanted})
    with pytest.raises(InvalidFacts):
        records.edit_record(officer, ward.id, "enlistment", record_of(closed).id, {"status": "source"})
    with pytest.raises(InvalidFacts):
        new = records.NewRecord("enlistment", {"status": "called_up"}, year=2028)
        records.add_record(officer, ward.id, man.id, new, TODAY)
    records.edit_record(officer, ward.id, "enlistment", record_of(closed).id, {"status": "final_official", "bmi": 22.0})
    assert (step_of(man), step_of(closed)) == ("source", "final_official")
    for word in ("Đã giao quyết định gọi nhập ngũ", "called_up", "CHỐT CHÍNH THỨC"):
        reading = column("enlistment", "status").read(word, ReadContext(TODAY))
        assert [problem.holds_back for problem in reading.problems] == [True], word
    assert column("enlistment", "status").read("Nguồn sẵn sàng nhập ngũ", ReadContext(TODAY)).problems == ()


def test_a_commanders_ruling_opens_the_door_only_to_what_was_referred(officer, ward, actor_of):
    man = candidate(ward.id, birth_date="2001-06-01", status="eligible_enlistment")
    commander = actor_of("commander", ward)
    rulings.record(commander, ward.id, man.id, YEAR, True, "Theo kết luận", "12/KL", TODAY, "Hội đồng NVQS phường")
    _, seen = move(officer, ward, man, "final_official")
    assert seen.allowed and step_of(man) == "final_official"
    claim(man, "41.1.d", "decided", until="2028")
    _, seen = move(officer, ward, man, "called_up")
    assert not seen.allowed
    assert "điểm d khoản 1 Điều 41" in seen.refused[0].reasons[0]


def test_a_ruling_against_a_man_keeps_him_out(officer, ward, actor_of):
    man = candidate(ward.id, birth_date="2001-06-01")
    commander = actor_of("commander", ward)
    rulings.record(commander, ward.id, man.id, YEAR, False, "Quá tuổi", "13/KL", TODAY, "Hội đồng NVQS phường")
    _, seen = move(officer, ward, man, "eligible_preselection")
    assert not seen.allowed
    campaigns.rule_age_reading(commander, ward.id, YEAR, "A", "14/KL")
    _, seen = move(officer, ward, man, "eligible_preselection")
    assert seen.allowed, "once the question is answered for all, the single ruling is void"


def test_a_day_that_lies_ahead_and_an_unknown_step_are_refused(officer, ward):
    man = candidate(ward.id)
    with pytest.raises(Invalid):
        cycle.apply_move(officer, ward.id, YEAR, [man.id], "eligible_preselection", on=date(2026, 11, 25))
    with pytest.raises(Invalid):
        cycle.preview_move(officer, ward.id, YEAR, [man.id], "nowhere")
    with pytest.raises(Invalid):
        move(officer, ward, man, "deferred", paper="x" * 121)
    assert step_of(man) == "source"


def test_other_wards_and_viewers_move_nobody(officer, ward, two_wards, actor_of):
    man, foreign = candidate(ward.id), candidate(two_wards[1].id)
    with pytest.raises(NotFound):
        cycle.apply_move(officer, two_wards[1].id, YEAR, [foreign.id], "eligible_preselection", on=TODAY)
    with pytest.raises(NotAllowed):
        cycle.apply_move(actor_of("viewer", ward), ward.id, YEAR, [man.id], "eligible_preselection", on=TODAY)
    _, seen = cycle.apply_move(officer, ward.id, YEAR, [man.id, foreign.id], "eligible_preselection", on=TODAY)
    assert [one.person_id for one in seen.allowed] == [man.id]
    assert step_of(foreign) == "source"


def test_a_choice_of_more_people_than_one_query_can_name_is_moved_whole(officer, ward):
    men = [candidate(ward.id, full_name=f"Lê Văn {name}") for name in ("An", "Bình", "Cừ")]
    chosen = [one.id for one in men] + [new_id() for _ in range(1200)]
    _, seen = cycle.apply_move(officer, ward.id, YEAR, chosen, "deferred", on=TODAY)
    assert {one.person_id for one in seen.allowed} == {one.id for one in men}


def test_steps_are_counted_by_ward(officer, ward):
    candidate(ward.id)
    candidate(ward.id, full_name="Lê Văn Bình", status=None)
    gone = candidate(ward.id, full_name="Lê Văn Cừ")
    gone.retired_on = TODAY
    db.session.commit()
    assert cycle.count_by_step(officer, [ward.id], YEAR) == {ward.id: {"source": 1, None: 1}}
