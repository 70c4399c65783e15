"""What the lists and gates may rely on when they ask whether a man may be called up."""

from datetime import date

import pytest

from roster.domain.law.verdicts import Verdict
from roster.services import assessment, campaigns
from roster.store.db import db, now
from roster.store.scope import NotAllowed, NotFound
from tests.query_count import counted_queries
from tests.services.candidates import TODAY, YEAR, candidate, claim


@pytest.fixture
def ward(two_wards, set_today):
    set_today(TODAY)
    return two_wards[0]


def verdict_of(officer, person, on=None):
    found = assessment.standing_of(officer, person.ward_id, YEAR, person.id, on)
    return found and found.verdict


def test_a_man_against_whom_nothing_stands_is_callable(officer, ward):
    person = candidate(ward.id)
    found = assessment.standing_of(officer, ward.id, YEAR, person.id)
    assert (found.verdict, found.is_callable, found.against) == (Verdict.CALLABLE, True, ())


@pytest.mark.parametrize(
    ("facts", "verdict"),
    [
        ({"sex": "female"}, Verdict.VOLUNTARY_ONLY),
        ({"completed_kind": "standing_militia", "completed_months": 24}, Verdict.COMPLETED),
        ({"completed_kind": "standing_militia", "completed_months": 23}, Verdict.CALLABLE),
        ({"completed_kind": "reserve_officer"}, Verdict.COMPLETED),
        ({"completed_kind": "commune_police"}, Verdict.REFER),  # how long is not on file: nobody may guess
        ({"birth_date": "2009-02-16"}, Verdict.TOO_YOUNG),
        ({"birth_date": "2000-06-01"}, Verdict.TOO_OLD),
        ({"birth_date": "2000-06-01", "had_education_deferral": True}, Verdict.CALLABLE),
        ({"birth_date": "2001-06-01"}, Verdict.REFER),
        ({"birth_date": None}, Verdict.REFER),
        ({"sex": None}, Verdict.REFER),
        ({"education": "7/12"}, Verdict.REFER),
        ({"education": "hết"}, Verdict.REFER),
        ({"education": "6/12"}, Verdict.NOT_SELECTED),
        ({"political_result": "failed"}, Verdict.NOT_SELECTED),
        ({"political_result": None}, Verdict.AWAITING_POLITICAL),
        ({"health_class": None}, Verdict.AWAITING_HEALTH),
        ({"health_class": 4}, Verdict.UNFIT),
        ({"myopia_dioptres": 1.75}, Verdict.UNFIT),
        ({"bmi": 18.2}, Verdict.REFER),
        ({"ground": "41.1.g"}, Verdict.CLAIM_PENDING),
        ({"ground": "41.1.g", "ground_until": "2026-12"}, Verdict.CALLABLE),
        ({"ground": "41.1.g", "volunteer": True}, Verdict.CALLABLE),
    ],
)  # fmt: skip
def test_each_fact_of_the_record_reaches_the_law(officer, ward, facts, verdict):
    person = candidate(ward.id, **facts)
    assert verdict_of(officer, person) is verdict


@pytest.mark.parametrize(
    ("ground", "status", "until", "verdict"),
    [
        ("41.1.g", "claimed", None, Verdict.CLAIM_PENDING),
        ("41.1.g", "decided", "2027-06", Verdict.DEFERRED),
        ("41.1.g", "decided", "2027-01-31", Verdict.CALLABLE),
        ("41.2.a", "decided", None, Verdict.EXEMPT),
        ("41.2.a", "refused", None, Verdict.CALLABLE),
        ("13.1.a", "claimed", None, Verdict.BARRED),
        ("13.1.a", "decided", "2026-11-23", Verdict.CALLABLE),
        ("14", "decided", None, Verdict.REGISTRATION_EXEMPT),
        ("14", "refused", None, Verdict.CALLABLE),
    ],
)
def test_each_claim_on_file_reaches_the_law(officer, ward, ground, status, until, verdict):
    person = candidate(ward.id)
    claim(person, ground, status, until=until, decided_on=date(2026, 9, 1) if status != "claimed" else None)
    assert verdict_of(officer, person) is verdict


def test_a_ground_of_the_roster_is_open_until_this_years_claim_answers_it(officer, ward):
    person = candidate(ward.id, ground="41.1.g")
    claim(person, "41.1.g", "refused", decided_on=date(2024, 12, 1))
    assert verdict_of(officer, person) is Verdict.CLAIM_PENDING, "a refusal of another cycle says nothing of this one"
    claim(person, "41.1.g", "decided", until="2026-08", decided_on=date(2025, 12, 1))
    assert verdict_of(officer, person) is Verdict.CLAIM_PENDING, "what has ended must be proved anew"
    claim(person, "41.1.g", "refused", decided_on=date(2026, 10, 1))
    assert verdict_of(officer, person) is Verdict.CALLABLE


def test_a_withdrawn_claim_counts_no_more(officer, ward):
    person = candidate(ward.id)
    claim(person, "41.1.g", withdrawn_at=now(), withdrawn_reason="Ghi nhầm người")
    assert verdict_of(officer, person) is Verdict.CALLABLE


def test_the_rules_of_the_day_asked_apply(officer, ward):
    person = candidate(ward.id, health_class=3, myopia_dioptres=1.5, birth_date="2005-06-01")
    assert verdict_of(officer, person, date(2025, 6, 30)) is Verdict.UNFIT
    assert verdict_of(officer, person, date(2025, 7, 1)) is Verdict.REFER
    assert verdict_of(officer, person, date(2015, 6, 1)) is Verdict.REFER, "a day before the law opens no door"


def test_the_handover_day_of_the_ward_decides_the_age(officer, ward):
    person = candidate(ward.id, birth_date="2009-02-20")
    assert verdict_of(officer, person) is Verdict.TOO_YOUNG
    campaigns.save(officer, ward.id, YEAR, {"handover_on": date(2027, 2, 20)}, 0)
    assert verdict_of(officer, person) is Verdict.CALLABLE


def test_candidates_come_in_name_order_without_those_no_longer_kept(officer, ward):
    candidate(ward.id, full_name="Lê Văn Ước")
    candidate(ward.id, full_name="Trần Văn Ân")
    candidate(ward.id, full_name="Đỗ Văn An")
    gone = candidate(ward.id, full_name="Bùi Văn Bé")
    gone.retired_on = TODAY
    candidate(ward.id, year=2026, full_name="Ngô Văn Cũ")
    db.session.commit()
    names = [one.full_name for one in assessment.standings(officer, ward.id, YEAR)]
    assert names == ["Đỗ Văn An", "Trần Văn Ân", "Lê Văn Ước"]


def test_a_closed_record_is_not_callable(officer, ward):
    person = candidate(ward.id, closed_on=TODAY, closed_reason="Đưa ra khỏi nguồn")
    assert not assessment.standing_of(officer, ward.id, YEAR, person.id).is_callable


def test_other_wards_and_people_without_the_right_learn_nothing(officer, ward, two_wards, actor_of):
    with pytest.raises(NotFound):
        assessment.standings(officer, two_wards[1].id, YEAR)
    with pytest.raises(NotFound):
        assessment.standings_of_wards(officer, [ward.id, two_wards[1].id], YEAR)
    with pytest.raises(NotAllowed):
        assessment.standings(actor_of("auditor", ward), ward.id, YEAR)


def test_more_men_and_wards_need_no_more_queries(ward, two_wards, actor_of):
    officer = actor_of("officer", two_wards)

    def count_of_queries():
        db.session.expire_all()
        with counted_queries() as statements:
            assessment.standings_of_wards(officer, [one.id for one in two_wards], YEAR)
        return len(statements)

    claim(candidate(ward.id), "41.1.g")
    few = count_of_queries()
    for number in range(12):
        claim(candidate(two_wards[number % 2].id, full_name=f"Lê Văn {'Xuân' if number % 2 else 'Hạ'}"), "41.1.g")
    assert count_of_queries() == few
