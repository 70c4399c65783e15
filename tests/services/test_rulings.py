"""A ruling settles what the law refers, by a commander's hand and with its paper, and nothing beside it."""

from datetime import date

import pytest

from roster.domain.actor import SYSTEM
from roster.services import campaigns, rulings
from roster.services.assessment import standing_of
from roster.services.faults import Invalid
from roster.store.audit import AuditEntry
from roster.store.db import db
from roster.store.scope import NotAllowed, NotFound
from tests.services.candidates import TODAY, YEAR, candidate, claim, record_of


@pytest.fixture
def ward(two_wards, set_today):
    set_today(TODAY)
    return two_wards[0]


@pytest.fixture
def commander(actor_of, ward):
    return actor_of("commander", ward)


@pytest.fixture
def referred(ward):
    return candidate(ward.id, birth_date="2001-06-01")


def rule(actor, person, is_callable=True, **changed):
    sound = {"reason": "Theo kết luận của tỉnh", "paper_number": "12/KL", "ruled_on": TODAY, "ruled_by": "Bộ CHQS"}
    return rulings.record(actor, person.ward_id, person.id, YEAR, is_callable, **sound | changed)


def is_callable(actor, person):
    return standing_of(actor, person.ward_id, YEAR, person.id).is_callable


def test_a_ruling_settles_the_referred_question_and_stays_on_file(commander, ward, referred):
    assert not is_callable(commander, referred)
    rule(commander, referred)
    assert is_callable(commander, referred)
    rule(commander, referred, is_callable=False, paper_number="13/KL")
    assert not is_callable(commander, referred)
    kept = rulings.rulings_of(commander, ward.id, referred.id, YEAR)
    assert [(one.paper_number, one.is_callable) for one in kept] == [("13/KL", False), ("12/KL", True)]
    entries = db.session.scalars(db.select(AuditEntry).filter_by(action="ruling.record")).all()
    assert {entry.subject_id for entry in entries} == {referred.id}


def test_a_further_question_makes_a_ruling_void_a_settled_one_beside_it_does_not(commander, ward, referred):
    record_of(referred).health_class = None
    db.session.commit()
    rule(commander, referred)
    record_of(referred).health_class = 2
    db.session.commit()
    assert is_callable(commander, referred), "the examination came later and asked nothing new"
    record_of(referred).bmi = 18.2
    db.session.commit()
    assert not is_callable(commander, referred)


def test_a_new_handover_day_asks_the_question_of_age_anew(commander, ward, referred):
    rule(commander, referred)
    campaigns.save(commander, ward.id, YEAR, {"handover_on": date(2027, 3, 4)}, 0)
    assert not is_callable(commander, referred)


@pytest.mark.parametrize("facts", [{}, {"health_class": 5}, {"birth_date": "1998-01-01"}, {"birth_date": None}])
def test_where_the_law_answers_or_the_file_is_wrong_there_is_nothing_to_rule(commander, ward, facts):
    person = candidate(ward.id, full_name="Lê Văn Bình", **facts)
    before = is_callable(commander, person)
    with pytest.raises(Invalid):
        rule(commander, person)
    assert is_callable(commander, person) is before


def test_a_decided_deferral_is_not_overruled(commander, ward, referred):
    claim(referred, "41.1.d", "decided", until="2028")
    rule(commander, referred)
    assert not is_callable(commander, referred)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"reason": " "}, "reason"),
        ({"paper_number": ""}, "paper_number"),
        ({"ruled_by": ""}, "ruled_by"),
        ({"ruled_on": date(2026, 11, 25)}, "ruled_on"),
    ],
)
def test_a_ruling_needs_a_reason_a_paper_a_day_and_who_ruled(commander, referred, wrong, field):
    with pytest.raises(Invalid) as raised:
        rule(commander, referred, **wrong)
    assert set(raised.value.faults) == {field}


def test_only_a_commander_of_the_ward_rules(ward, two_wards, actor_of, referred):
    for role in ("officer", "political_officer", "administrator", "viewer"):
        with pytest.raises(NotAllowed):
            rule(actor_of(role, ward), referred)
    with pytest.raises(NotAllowed):
        rule(SYSTEM, referred)
    with pytest.raises(NotFound):
        rule(actor_of("commander", two_wards[1]), referred)
    with pytest.raises(NotFound):
        foreign = actor_of("commander", two_wards[1])
        rulings.record(foreign, two_wards[1].id, referred.id, YEAR, True, "x", "1", TODAY, "y")
