"""The dashboard's numbers: where the men stand, why they are lost, how many are missing."""

from datetime import date

import pytest

from roster.services import funnel, quotas, rulings
from roster.store.db import db
from roster.store.scope import NotFound
from tests.query_count import counted_queries
from tests.services.candidates import TODAY, YEAR, candidate, claim


@pytest.fixture
def ward(two_wards, set_today):
    set_today(TODAY)
    return two_wards[0]


@pytest.fixture
def both(actor_of, two_wards):
    return actor_of("officer", two_wards)


@pytest.fixture
def cycle_of_men(ward):
    """Eleven men of one ward, each with a story of his own."""
    candidate(ward.id, full_name="Lê Văn Nguồn")
    candidate(ward.id, full_name="Lê Văn Trống", status=None, health_class=None)
    candidate(ward.id, full_name="Lê Văn Chốt", status="final_official")
    candidate(ward.id, full_name="Lê Văn Dự", status="final_reserve")
    candidate(ward.id, full_name="Lê Văn Đi", status="handed_over")
    candidate(ward.id, full_name="Lê Văn Công", status="handed_over", service="police")
    candidate(ward.id, full_name="Lê Văn Vắng", status="preselection_absent")
    candidate(ward.id, full_name="Lê Văn Yếu", status="examined", health_class=5)
    candidate(ward.id, full_name="Lê Văn Chờ", status="invited_preselection", ground="41.1.b")
    studying = candidate(ward.id, full_name="Lê Văn Học", status="deferred")
    claim(studying, "41.1.g", "decided", until="2028")
    candidate(ward.id, full_name="Lê Văn Hai", birth_date="2001-06-01")


def numbers(counted):
    return {one.key: one.count for one in counted}


def test_each_man_is_counted_once_with_the_reason_that_weighs_most(both, ward, cycle_of_men):
    found = funnel.of_wards(both, [ward.id], YEAR).total
    assert found.candidates == 11
    assert numbers(found.losses) == {"preselection_absent": 1, "unfit": 1, "deferred": 1}
    assert numbers(found.waiting) == {"awaiting_health": 1, "claim_pending": 1, "refer": 1}
    assert found.fit == 5
    assert found.fit + found.lost + sum(one.count for one in found.waiting) == found.candidates
    assert {one.by for one in found.losses if one.key == "preselection_absent"} == {"step"}


def test_the_funnel_counts_whoever_has_come_so_far(both, ward, cycle_of_men):
    found = funnel.of_wards(both, [ward.id], YEAR).total
    assert numbers(found.milestones) == {
        "eligible_preselection": 7, "invited_preselection": 7, "preselection_passed": 5, "invited_examination": 5,
        "examined": 5, "eligible_enlistment": 4, "closed": 4, "called_up": 2, "handed_over": 2,
    }  # fmt: skip
    assert found.steps["source"] == 2 and found.steps[None] == 1


def test_the_quota_of_each_service_stands_against_its_own_men(both, ward, cycle_of_men):
    quotas.save(both, ward.id, YEAR, "army", 7, "1/QĐ", TODAY, "UBND thành phố Hải Phòng")
    quotas.save(both, ward.id, YEAR, "police", 2, "2/QĐ", TODAY, "UBND thành phố Hải Phòng")
    services = funnel.of_wards(both, [ward.id], YEAR).total.services
    army, police = services["army"], services["police"]
    assert (army.places, army.fit, army.closed, army.reserve, army.handed_over) == (7, 4, 2, 1, 1)
    assert (army.missing_fit, army.missing_closed, army.missing_handed_over) == (3, 5, 6)
    assert (police.places, police.fit, police.closed, police.handed_over, police.missing_fit) == (2, 1, 1, 1, 1)


def test_the_forecast_says_how_many_are_missing_today_and_at_best(both, ward, cycle_of_men):
    quotas.save(both, ward.id, YEAR, "army", 10, "1/QĐ", TODAY, "UBND thành phố Hải Phòng")
    forecast = funnel.of_wards(both, [ward.id], YEAR).total.forecast
    assert (forecast.missing_today, forecast.missing_at_best) == (5, 2)
    assert forecast.expected is None, "six men with an answer foretell nothing"


def test_with_enough_answers_the_waiting_are_foretold_by_their_share(both, ward):
    for number in range(15):
        candidate(ward.id, full_name=f"Lê Văn Đ{'a' * number}")
    for number in range(5):
        candidate(ward.id, full_name=f"Lê Văn Y{'ê' * number}", health_class=5)
    for number in range(4):
        candidate(ward.id, full_name=f"Lê Văn C{'h' * number}", health_class=None)
    quotas.save(both, ward.id, YEAR, "army", 20, "1/QĐ", TODAY, "UBND thành phố Hải Phòng")
    forecast = funnel.of_wards(both, [ward.id], YEAR).total.forecast
    assert (forecast.fit, forecast.waiting, forecast.expected, forecast.missing_expected) == (15, 4, 18, 2)


def test_a_ruling_moves_a_man_from_waiting_to_fit_or_lost(both, ward, actor_of):
    commander = actor_of("commander", ward)
    man = candidate(ward.id, birth_date="2001-06-01")
    for is_callable, fit, losses in ((True, 1, {}), (False, 0, {"ruled_out": 1})):
        rulings.record(commander, ward.id, man.id, YEAR, is_callable, "Theo kết luận", "1/KL", TODAY, "Bộ CHQS")
        found = funnel.of_wards(both, [ward.id], YEAR).total
        assert (found.fit, numbers(found.losses)) == (fit, losses)


def test_the_law_of_the_day_asked_decides(both, ward):
    candidate(ward.id, health_class=3, myopia_dioptres=1.5)
    assert numbers(funnel.of_wards(both, [ward.id], YEAR, date(2025, 6, 30)).total.losses) == {"unfit": 1}
    assert numbers(funnel.of_wards(both, [ward.id], YEAR, date(2025, 7, 1)).total.waiting) == {"refer": 1}


def test_each_ward_has_its_own_numbers_and_the_total_adds_them_up(both, two_wards, ward, actor_of, cycle_of_men):
    candidate(two_wards[1].id)
    found = funnel.of_wards(both, [one.id for one in two_wards], YEAR)
    assert [(one.unit.id, one.candidates) for one in found.wards] == [(two_wards[0].id, 11), (two_wards[1].id, 1)]
    assert (found.total.candidates, found.total.fit) == (12, 6)
    with pytest.raises(NotFound):
        funnel.of_wards(actor_of("officer", ward), [one.id for one in two_wards], YEAR)


def test_more_men_and_wards_need_no_more_queries(both, two_wards, ward):
    def queries(wards):
        db.session.expire_all()
        with counted_queries() as statements:
            funnel.of_wards(both, wards, YEAR)
        return len(statements)

    candidate(ward.id)
    few = queries([ward.id])
    for number in range(10):
        candidate(two_wards[number % 2].id, full_name=f"Lê Văn {'A' if number % 2 else 'B'}{'n' * number}")
    assert queries([one.id for one in two_wards]) == few
