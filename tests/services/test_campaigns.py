"""The days of a ward's year, the ruling on age, the quota and its division."""

from datetime import date

import pytest

from roster.services import campaigns, quotas
from roster.services.faults import Invalid
from roster.store.audit import AuditEntry
from roster.store.campaigns import Campaign, Quota
from roster.store.db import db
from roster.store.scope import NotAllowed, NotFound
from tests.services.candidates import TODAY, YEAR, candidate


@pytest.fixture
def ward(two_wards, set_today):
    set_today(TODAY)
    return two_wards[0]


def count(model):
    return db.session.scalar(db.select(db.func.count()).select_from(model))


def test_a_year_that_was_not_set_up_has_the_usual_handover_day_and_is_not_stored(officer, ward):
    campaign = campaigns.get(officer, ward.id, YEAR)
    assert (campaign.handover_on, campaign.version) == (date(2027, 2, 15), 0)
    db.session.commit()
    assert count(Campaign) == 0


def test_days_are_saved_together_and_the_journal_knows_old_and_new(officer, ward):
    campaigns.save(officer, ward.id, YEAR, {"handover_on": date(2027, 3, 4), "review_on": date(2026, 8, 20)}, 0)
    saved = campaigns.save(officer, ward.id, YEAR, {"handover_on": date(2027, 3, 5)}, 1)
    assert (saved.handover_on, saved.review_on, count(Campaign)) == (date(2027, 3, 5), date(2026, 8, 20), 1)
    entry = db.session.scalars(db.select(AuditEntry).order_by(AuditEntry.at.desc())).first()
    assert entry.details["changed"] == {"handover_on": ["2027-03-04", "2027-03-05"]}


@pytest.mark.parametrize(
    ("days", "field"),
    [
        ({"handover_on": None}, "handover_on"),
        ({"handover_on": date(2026, 2, 15)}, "handover_on"),
        ({"registration_from": date(2026, 4, 20), "registration_to": date(2026, 4, 10)}, "registration_to"),
        ({"examination_from": date(2026, 12, 20), "examination_to": date(2026, 12, 1)}, "examination_to"),
        ({"closing_on": date(2027, 2, 16)}, "handover_on"),
        ({"review_on": date(2019, 8, 1)}, "review_on"),
    ],
)
def test_days_out_of_order_are_refused(officer, ward, days, field):
    with pytest.raises(Invalid) as raised:
        campaigns.save(officer, ward.id, YEAR, days, 0)
    assert set(raised.value.faults) == {field}
    assert count(Campaign) == 0


def test_of_two_officers_the_second_is_told_that_the_days_changed(officer, ward):
    campaigns.save(officer, ward.id, YEAR, {"review_on": date(2026, 8, 20)}, 0)
    for seen in (0, 7):
        with pytest.raises(Invalid):
            campaigns.save(officer, ward.id, YEAR, {"review_on": date(2026, 8, 21)}, seen)
    assert campaigns.get(officer, ward.id, YEAR).review_on == date(2026, 8, 20)


def test_how_ages_are_counted_is_ruled_by_a_commander_with_a_paper(officer, ward, actor_of):
    commander = actor_of("commander", ward)
    with pytest.raises(NotAllowed):
        campaigns.rule_age_reading(officer, ward.id, YEAR, "A", "1/KL")
    for reading, paper in (("C", "1/KL"), ("A", " ")):
        with pytest.raises(Invalid):
            campaigns.rule_age_reading(commander, ward.id, YEAR, reading, paper)
    ruled = campaigns.rule_age_reading(commander, ward.id, YEAR, "A", "1/KL")
    assert (ruled.age_reading, ruled.age_ruling_paper) == ("A", "1/KL")
    taken_back = campaigns.rule_age_reading(commander, ward.id, YEAR, None, "")
    assert (taken_back.age_reading, taken_back.age_ruling_paper) == (None, None)


def test_a_ward_sees_its_own_quota_and_no_other(officer, ward, two_wards):
    quotas.save(officer, ward.id, YEAR, "army", 25, "10/QĐ-UBND", date(2026, 10, 1), "UBND thành phố Hải Phòng")
    own = quotas.of_ward(officer, ward.id, YEAR)
    assert (own["army"].places, own["army"].decision_number, own["police"].places) == (25, "10/QĐ-UBND", 0)
    for attempt in (
        lambda: quotas.of_ward(officer, two_wards[1].id, YEAR),
        lambda: quotas.save(officer, two_wards[1].id, YEAR, "army", 1, "", None, ""),
        lambda: quotas.propose(officer, [ward.id, two_wards[1].id], YEAR, "army", 10),
        lambda: campaigns.save(officer, two_wards[1].id, YEAR, {}, 0),
    ):
        with pytest.raises(NotFound):
            attempt()


@pytest.mark.parametrize(
    "wrong", [{"service": "navy"}, {"places": -1}, {"decided_on": date(2026, 11, 25)}, {"decision_number": "x" * 81}]
)
def test_a_quota_that_makes_no_sense_is_refused(officer, ward, wrong):
    sound = {"service": "army", "places": 25, "decision_number": "1", "decided_on": TODAY, "decided_by": "UBND"}
    with pytest.raises(Invalid):
        quotas.save(officer, ward.id, YEAR, **sound | wrong)
    assert count(Quota) == 0


def test_a_quota_is_divided_by_the_men_each_ward_can_draw_on(two_wards, ward, actor_of):
    both = actor_of("officer", two_wards)
    for number in range(3):
        candidate(two_wards[0].id, full_name=f"Lê Văn A{'b' * number}")
    candidate(two_wards[1].id)
    candidate(two_wards[1].id, full_name="Lê Văn Yếu", health_class=5)
    candidate(two_wards[1].id, full_name="Lê Văn Lạc", status="left_source")
    shares = quotas.propose(both, [one.id for one in two_wards], YEAR, "army", 10)
    assert [(one.unit.id, one.pool, one.places) for one in shares] == [
        (two_wards[0].id, 3, 8), (two_wards[1].id, 1, 2),
    ]  # fmt: skip
    assert count(Quota) == 0, "a proposal writes nothing"


def test_before_the_examination_whoever_may_still_be_fit_is_counted(two_wards, ward, actor_of):
    both = actor_of("officer", two_wards)
    for one in two_wards:
        candidate(one.id, health_class=None, political_result=None)
        candidate(one.id, full_name="Lê Văn Hoãn", health_class=None, ground="41.1.g")
    shares = quotas.propose(both, [one.id for one in two_wards], YEAR, "police", 3)
    assert [(one.pool, one.places) for one in shares] == [(1, 2), (1, 1)]


def test_a_division_is_recorded_for_all_wards_or_none(two_wards, ward, officer, actor_of):
    places = {two_wards[0].id: 8, two_wards[1].id: 2}
    with pytest.raises(NotFound):
        quotas.decide(officer, YEAR, "army", places, "5/QĐ", TODAY, "UBND thành phố Hải Phòng")
    assert count(Quota) == 0
    both = actor_of("officer", two_wards)
    quotas.decide(both, YEAR, "army", places, "5/QĐ", TODAY, "UBND thành phố Hải Phòng")
    quotas.decide(both, YEAR, "army", places | {ward.id: 9}, "6/QĐ", TODAY, "UBND thành phố Hải Phòng")
    recorded = quotas.of_wards(both, [one.id for one in two_wards], YEAR)
    assert [(recorded[one.id]["army"].places) for one in two_wards] == [9, 2]
    assert count(Quota) == 2
    with pytest.raises(NotAllowed):
        quotas.decide(actor_of("viewer", two_wards), YEAR, "army", places, "7/QĐ", TODAY, "UBND")
