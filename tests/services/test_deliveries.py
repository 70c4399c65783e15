"""Personal papers: made for those whom the law lets call, numbered in a row, handed over in time or late."""

from datetime import date, timedelta

import pytest

from roster.services import claims, deliveries, delivery_series, people
from roster.services.deliveries import Handover, PaperFilter
from roster.services.delivery_series import Issue
from roster.services.faults import Invalid, NotAllowed, NotFound
from roster.services.records import NewRecord
from roster.store.audit import AuditEntry
from roster.store.claims import Delivery
from roster.store.db import db
from roster.store.enlistment import EnlistmentRecord

TODAY = date(2026, 11, 24)
YEAR = 2027
EVENT = date(2026, 12, 15)  # the last lawful day is 30/11/2026
LAST = date(2026, 11, 30)
CALL = Issue("examination", EVENT, date(2026, 11, 20), "098/GGK-CHQS")


@pytest.fixture
def enter(officer, ward):
    """Makes a candidate of 2027 who stands at a step."""

    def make(full_name, step="invited_examination", *, record=None, **facts):
        facts = {"full_name": full_name, "birth_date": "2005-03-14", "sex": "male", "education": "12/12"} | facts
        first = NewRecord("enlistment", {"political_result": "passed"} | (record or {}), year=YEAR)
        person = people.create_person(officer, ward.id, facts, TODAY, records=(first,), confirmed=True)
        db.session.query(EnlistmentRecord).filter_by(person_id=person.id).one().status = step
        db.session.commit()
        return person.id

    return make


def create(officer, ward, issue=CALL, **more):
    return delivery_series.create(officer, ward.id, YEAR, issue, **more)


def papers(officer, ward, **wanted):
    return deliveries.list_papers(officer, ward.id, YEAR, PaperFilter(**wanted))


def hand_over(officer, ward, ids, outcome="delivered", on=TODAY, received_by="Công dân", by="Lê Văn Thử", **more):
    return deliveries.record_outcome(officer, ward.id, YEAR, ids, Handover(outcome, on, received_by, by), **more)


def names(candidates):
    return [one.full_name for one in candidates]


# --- Making papers --------------------------------------------------------------------------------------------------


def test_everybody_who_was_invited_gets_a_numbered_paper_in_the_order_of_names(officer, ward, enter):
    for name in ("Đỗ Văn Bình", "Lê Văn An", "Trần Văn Cường"):
        enter(name)
    enter("Vũ Văn Dũng", "source")
    made = create(officer, ward)
    assert names(made.ready) == ["Lê Văn An", "Đỗ Văn Bình", "Trần Văn Cường"] and not made.refused
    shown = papers(officer, ward).papers
    assert [(p.full_name, p.delivery.paper_number) for p in shown] == [
        ("Lê Văn An", "098/GGK-CHQS"), ("Đỗ Văn Bình", "099/GGK-CHQS"), ("Trần Văn Cường", "100/GGK-CHQS"),
    ]  # fmt: skip
    assert {(p.delivery.event_on, p.delivery.issued_on, p.delivery.outcome) for p in shown} == {
        (EVENT, date(2026, 11, 20), "pending")
    }
    assert db.session.query(AuditEntry).filter_by(action="delivery.create").one().details["count"] == 3


def test_the_same_call_twice_makes_no_second_paper(officer, ward, enter):
    enter("Lê Văn An")
    create(officer, ward)
    again = create(officer, ward)
    assert names(again.already) == ["Lê Văn An"] and not again.ready
    create(officer, ward, Issue("examination", EVENT + timedelta(days=5)))
    assert papers(officer, ward).total == 2


def test_ticked_people_alone_get_the_paper(officer, ward, enter):
    first, _ = enter("Lê Văn An"), enter("Đỗ Văn Bình")
    assert names(create(officer, ward, person_ids=[first]).ready) == ["Lê Văn An"]
    assert papers(officer, ward).total == 1


def test_one_step_of_several_can_be_chosen(officer, ward, enter):
    enter("Lê Văn An")
    enter("Đỗ Văn Bình", "examination_absent")
    assert names(create(officer, ward, step="examination_absent").ready) == ["Đỗ Văn Bình"]


def test_nobody_whom_the_law_keeps_from_it_gets_a_call_and_each_hears_why(officer, ward, enter):
    enter("Lê Văn An")
    student = enter("Đỗ Văn Bình")
    claims.add(officer, ward.id, student, {"ground": "41.1.g", "evidence": "Giấy xác nhận của trường"})
    enter("Trần Văn Cường", birth_date="1990-01-01")
    elsewhere = enter("Vũ Văn Dũng", "source")
    everybody = [row.person_id for row in db.session.query(EnlistmentRecord)]
    made = create(officer, ward, person_ids=everybody)
    assert names(made.ready) == ["Lê Văn An"]
    why = {one.candidate.full_name: " ".join(one.reasons) for one in made.refused}
    assert set(why) == {"Đỗ Văn Bình", "Trần Văn Cường", "Vũ Văn Dũng"}
    assert "Điều 41" in why["Đỗ Văn Bình"] and "Điều 30" in why["Trần Văn Cường"]
    assert elsewhere not in {p.delivery.person_id for p in papers(officer, ward).papers}


@pytest.mark.parametrize(
    "record",
    [
        {},
        {"health_class": 4},
        {"health_class": 1, "political_result": "pending"},
        {"health_class": 1, "ground": "41.1.b"},
    ],
)
def test_no_paper_calls_to_the_army_who_is_not_callable_today_whatever_his_step(officer, ward, enter, record):
    enter("Lê Văn An", "final_official", record=record)
    made = create(officer, ward, Issue("enlistment", date(2027, 2, 15)))
    assert not made.ready and len(made.refused) == 1 and made.refused[0].reasons
    assert papers(officer, ward).total == 0


def test_a_callable_man_on_the_final_list_gets_his_call(officer, ward, enter):
    enter("Lê Văn An", "final_official", record={"health_class": 1})
    assert names(create(officer, ward, Issue("enlistment", date(2027, 2, 15))).ready) == ["Lê Văn An"]


@pytest.mark.parametrize(
    ("issue", "field"),
    [
        (Issue("examination", EVENT, None, "GGK-CHQS"), "first_number"),
        (Issue("examination", EVENT, None, "1/" + "x" * 90), "first_number"),
        (Issue("examination", EVENT, EVENT + timedelta(days=1)), "issued_on"),
        (Issue("summons", EVENT), "kind"),
    ],
)
def test_what_cannot_stand_on_a_paper_is_refused_at_its_field(officer, ward, enter, issue, field):
    enter("Lê Văn An")
    with pytest.raises(Invalid) as refusal:
        create(officer, ward, issue)
    assert list(refusal.value.faults) == [field]
    assert papers(officer, ward).total == 0


# --- Handing over ---------------------------------------------------------------------------------------------------


def test_the_proof_says_to_whom_when_and_by_whom(officer, ward, enter):
    enter("Lê Văn An")
    create(officer, ward)
    paper = papers(officer, ward).papers[0]
    assert paper.time.last_day == LAST and "Điều 40" in paper.time.citation and not paper.time.is_late
    done = hand_over(officer, ward, [paper.delivery.id], received_by="Mẹ: Vũ Thị Hoa", seen_version=1)[0]
    one = done.delivery
    assert (one.outcome, one.delivered_on, one.received_by, one.delivered_by) == (
        "delivered", TODAY, "Mẹ: Vũ Thị Hoa", "Lê Văn Thử",
    )  # fmt: skip
    assert done.time.words == "Đúng hạn"


@pytest.fixture
def called(officer, ward, enter):
    """Four men with a call to the examination: in time, late, refused in time, not met."""
    for name in ("An", "Bình", "Cường", "Dũng"):
        enter(f"Đỗ Văn {name}", neighbourhood=f"TDP số {len(name)}")
    create(officer, ward)
    return [paper.delivery.id for paper in papers(officer, ward).papers]


def test_late_papers_are_named_counted_and_listed(officer, ward, called, set_today):
    set_today(date(2026, 12, 2))
    hand_over(officer, ward, called[:1], on=LAST)
    late = hand_over(officer, ward, called[1:2], on=LAST + timedelta(days=1))[0]
    hand_over(officer, ward, called[2:3], "refused", on=LAST)
    hand_over(officer, ward, called[3:], "absent", on=LAST)
    assert late.time.is_late and late.time.words == "Trễ 1 ngày" and "Điều 40" in late.time.citation
    page = papers(officer, ward)
    assert page.total == 4 and page.late == {"examination": 2}
    assert page.by_outcome == {("examination", one): 1 for one in ("delivered", "refused", "absent")} | {
        ("examination", "delivered"): 2
    }
    assert [one.full_name for one in papers(officer, ward, is_late=True).papers] == ["Đỗ Văn Bình", "Đỗ Văn Dũng"]
    assert papers(officer, ward, outcome="delivered", is_late=True).total == 1
    assert papers(officer, ward, kind="enlistment").total == 0
    assert papers(officer, ward, neighbourhood="TDP số 2").total == 1
    assert page.neighbourhoods == ["TDP số 2", "TDP số 4", "TDP số 5"]


def test_many_papers_get_one_outcome_at_once_and_it_can_be_taken_back(officer, ward, called):
    hand_over(officer, ward, called)
    assert papers(officer, ward, outcome="delivered").total == 4
    hand_over(officer, ward, called, "pending", on=None, received_by="", by="")
    one = papers(officer, ward).papers[0].delivery
    assert (one.outcome, one.delivered_on, one.received_by, one.delivered_by) == ("pending", None, None, None)


@pytest.mark.parametrize(
    ("handover", "field"),
    [
        (Handover("lost", TODAY, "a", "b"), "outcome"),
        (Handover("delivered", None, "a", "b"), "on"),
        (Handover("delivered", TODAY + timedelta(days=1), "a", "b"), "on"),
        (Handover("delivered", date(2026, 11, 19), "a", "b"), "on"),
        (Handover("delivered", TODAY, " ", "b"), "received_by"),
        (Handover("refused", TODAY, "", ""), "delivered_by"),
        (Handover("delivered", TODAY, "a" * 121, "b"), "received_by"),
    ],
)
def test_an_outcome_without_proof_is_refused_at_its_field(officer, ward, called, handover, field):
    with pytest.raises(Invalid) as refusal:
        deliveries.record_outcome(officer, ward.id, YEAR, called, handover)
    assert list(refusal.value.faults) == [field]
    assert papers(officer, ward, outcome="pending").total == 4


def test_two_officers_do_not_overwrite_one_another(officer, ward, called):
    hand_over(officer, ward, called[:1], seen_version=1)
    with pytest.raises(Invalid, match="Người khác"):
        hand_over(officer, ward, called[:1], "refused", seen_version=1)
    assert papers(officer, ward, outcome="delivered").total == 1


def test_a_paper_made_by_mistake_goes_one_that_is_evidence_stays(officer, ward, called):
    hand_over(officer, ward, called[:1])
    with pytest.raises(Invalid, match="bằng chứng"):
        deliveries.remove(officer, ward.id, YEAR, called)
    assert deliveries.remove(officer, ward.id, YEAR, called[1:]) == 3
    assert papers(officer, ward).total == 1


def test_papers_of_another_ward_or_year_do_not_exist(officer, ward, called, two_wards, actor_of):
    stranger = actor_of("officer", two_wards[1])
    theirs = two_wards[1].id
    for act in (
        lambda: deliveries.list_papers(stranger, ward.id, YEAR, PaperFilter()),
        lambda: deliveries.get_paper(stranger, theirs, YEAR, called[0]),
        lambda: deliveries.get_paper(officer, ward.id, YEAR + 1, called[0]),
        lambda: deliveries.record_outcome(stranger, theirs, YEAR, called, Handover("refused", TODAY, "", "b")),
        lambda: deliveries.record_outcome(officer, ward.id, YEAR + 1, called, Handover("refused", TODAY, "", "b")),
        lambda: deliveries.remove(stranger, theirs, YEAR, called),
        lambda: deliveries.remove(officer, ward.id, YEAR, []),
        lambda: delivery_series.create(stranger, ward.id, YEAR, CALL),
    ):
        with pytest.raises(NotFound):
            act()
    assert db.session.query(Delivery).filter_by(outcome="pending").count() == 4


def test_a_viewer_sees_papers_and_changes_none(ward, called, actor_of):
    viewer = actor_of("viewer", ward)
    assert papers(viewer, ward).total == 4
    for act in (
        lambda: hand_over(viewer, ward, called),
        lambda: deliveries.remove(viewer, ward.id, YEAR, called),
        lambda: create(viewer, ward),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_a_long_list_comes_in_pages(officer, ward, called):
    page = deliveries.list_papers(officer, ward.id, YEAR, PaperFilter(), page=2, size=3)
    assert (page.total, page.page, page.pages, names(page.papers)) == (4, 2, 2, ["Đỗ Văn Dũng"])
    assert deliveries.list_papers(officer, ward.id, YEAR, PaperFilter(), page=9, size=3).page == 2
