"""The ward's calendar: each duty with its last day, its clause and its state, and what comes in the next weeks."""

from datetime import date

import pytest

from roster.services import campaigns, cycle, deadlines, quotas
from roster.services.deadlines import AHEAD, DONE, LATE, NOTHING, RUNNING, SOON, UNSET
from roster.store.claims import Delivery
from roster.store.db import db
from roster.store.scope import NotAllowed, NotFound
from tests.services.candidates import TODAY, YEAR, candidate, claim, record_of

DAYS = {
    "registration_from": date(2026, 4, 10), "registration_to": date(2026, 4, 20),
    "preselection_from": date(2026, 10, 20), "preselection_to": date(2026, 10, 22),
    "examination_from": date(2026, 12, 10), "examination_to": date(2026, 12, 12), "closing_on": date(2027, 1, 20),
    "handover_on": date(2027, 3, 4),
}  # fmt: skip


@pytest.fixture
def ward(two_wards, set_today):
    set_today(TODAY)
    return two_wards[0]


@pytest.fixture
def planned(officer, ward):
    return campaigns.save(officer, ward.id, YEAR, DAYS, 0)


def duty(officer, ward, key, on=None):
    return {one.key: one for one in deadlines.calendar(officer, ward.id, YEAR, on)}[key]


def paper(man, kind="examination", outcome="pending", delivered_on=None, event_on=DAYS["examination_from"]):
    record = record_of(man)
    db.session.add(
        Delivery(
            ward_id=man.ward_id, person_id=man.id, record_id=record.id, year=YEAR, kind=kind, event_on=event_on,
            outcome=outcome, delivered_on=delivered_on,
        )
    )  # fmt: skip
    db.session.commit()


@pytest.mark.parametrize(
    ("key", "due"),
    [
        ("report_aged_17", date(2026, 1, 31)),
        ("registration_call", date(2026, 4, 5)),
        ("registration_report", date(2026, 4, 25)),
        ("preselection_call", date(2026, 10, 5)),
        ("examination_call", date(2026, 11, 25)),
        ("enlistment_call", date(2027, 2, 17)),
        ("closing", date(2027, 1, 20)),
        ("handover", date(2027, 3, 4)),
        ("replace", date(2027, 3, 19)),
    ],
)
def test_each_last_day_is_counted_from_the_campaigns_days(officer, ward, planned, key, due):
    found = duty(officer, ward, key)
    assert found.due == due
    assert found.citation


def test_the_period_of_the_day_of_the_event_counts(officer, ward):
    """Nghị định 220/2025 shortened ten days to five from 07/08/2025 on."""
    days = {
        "registration_from": date(2025, 4, 10),
        "registration_to": date(2025, 4, 20),
        "handover_on": date(2026, 3, 4),
    }
    campaigns.save(officer, ward.id, 2026, days, 0)
    found = {one.key: one for one in deadlines.calendar(officer, ward.id, 2026)}
    assert (found["registration_call"].due, found["registration_report"].due) == (date(2025, 3, 31), date(2025, 4, 30))


def test_the_decider_of_the_day_is_named(officer, ward, planned):
    claim(candidate(ward.id), "41.1.g")
    assert "cấp huyện" in duty(officer, ward, "decide_claims", date(2025, 6, 30)).detail
    assert "cấp tỉnh" in duty(officer, ward, "decide_claims", date(2025, 7, 1)).detail


def test_a_duty_is_ahead_then_pressing_then_late_then_done(officer, ward, planned):
    states = [
        duty(officer, ward, "closing", day).state
        for day in (date(2026, 12, 1), date(2027, 1, 6), date(2027, 1, 20), date(2027, 1, 21))
    ]
    assert states == [AHEAD, SOON, SOON, LATE]
    quotas.save(officer, ward.id, YEAR, "army", 1, "1/QĐ", TODAY, "UBND thành phố Hải Phòng")
    candidate(ward.id, status="final_official")
    assert duty(officer, ward, "closing", date(2027, 1, 21)).state == DONE


def test_what_has_no_day_yet_says_so(officer, ward):
    assert duty(officer, ward, "examination_call").state == UNSET
    assert duty(officer, ward, "closing").state == UNSET
    assert "thông lệ" in duty(officer, ward, "handover").detail
    window = [duty(officer, ward, "window.examination", day) for day in (date(2026, 10, 31), TODAY, date(2027, 1, 1))]
    assert [one.state for one in window] == [UNSET, RUNNING, UNSET]


def test_reports_are_done_when_their_day_is_entered_and_late_when_it_was_too_late(officer, ward, planned):
    assert duty(officer, ward, "registration_report").state == LATE
    campaigns.save(officer, ward.id, YEAR, {"registration_reported_on": date(2026, 4, 24)}, 1)
    assert duty(officer, ward, "registration_report").state == DONE
    campaigns.save(officer, ward.id, YEAR, {"registration_reported_on": date(2026, 4, 26)}, 2)
    assert duty(officer, ward, "registration_report").state == LATE


def test_calls_are_done_when_everybody_called_had_his_paper_in_time(officer, ward, planned):
    first, second = (
        candidate(ward.id, full_name=f"Lê Văn {name}", status="invited_examination") for name in ("An", "Bé")
    )
    paper(first, outcome="delivered", delivered_on=TODAY)
    found = duty(officer, ward, "examination_call")
    assert (found.state, found.link_hint) == (SOON, "deliveries:examination")
    assert "1/1" in found.detail and "1 người đã được gọi nhưng chưa lập giấy" in found.detail
    paper(second)
    assert duty(officer, ward, "examination_call").state == SOON
    assert duty(officer, ward, "examination_call", date(2026, 11, 26)).state == LATE
    db.session.execute(db.update(Delivery).values(outcome="delivered", delivered_on=date(2026, 11, 25)))
    db.session.commit()
    assert duty(officer, ward, "examination_call").state == DONE
    db.session.execute(db.update(Delivery).values(delivered_on=date(2026, 11, 26)))
    db.session.commit()
    assert duty(officer, ward, "examination_call", date(2026, 12, 1)).state == LATE


def test_lists_stay_posted_for_twenty_days(officer, ward, planned):
    assert duty(officer, ward, "post_preselection").state == LATE, "nothing was posted after the preselection"
    campaigns.save(officer, ward.id, YEAR, {"preselection_posted_on": date(2026, 10, 23)}, 1)
    on_the_wall, after = date(2026, 11, 12), date(2026, 11, 13)
    assert duty(officer, ward, "post_preselection", on_the_wall).state == RUNNING
    assert duty(officer, ward, "post_preselection", after).state == DONE
    assert duty(officer, ward, "post_claims").state == UNSET
    campaigns.save(
        officer, ward.id, YEAR, {"claims_signed_on": date(2026, 9, 1), "claims_posted_on": date(2026, 9, 4)}, 2
    )
    assert "3 ngày" in duty(officer, ward, "post_claims").detail


def test_an_examination_outside_of_its_window_is_marked(officer, ward, planned):
    eve, last = date(2026, 10, 31), DAYS["examination_to"]
    states = [duty(officer, ward, "window.examination", day).state for day in (eve, TODAY, last, date(2026, 12, 13))]
    assert states == [AHEAD, RUNNING, RUNNING, DONE]
    campaigns.save(officer, ward.id, YEAR, {"examination_to": date(2027, 1, 4)}, 1)
    found = duty(officer, ward, "window.examination")
    assert found.state == LATE and "04/01/2027" in found.detail


def test_caps_stand_against_the_quota(officer, ward, planned):
    assert duty(officer, ward, "cap.reserve").state == UNSET
    quotas.save(officer, ward.id, YEAR, "army", 1, "1/QĐ", TODAY, "UBND thành phố Hải Phòng")
    for number in range(4):
        candidate(ward.id, full_name=f"Lê Văn K{'a' * number}", status="invited_examination")
    assert duty(officer, ward, "cap.examination_calls").state == DONE
    candidate(ward.id, full_name="Lê Văn Thừa", status="invited_examination")
    found = duty(officer, ward, "cap.examination_calls")
    assert found.state == LATE and "5 người đã gọi khám; tối đa 4" in found.detail
    for name in ("Lê Văn Dự", "Lê Văn Bị"):
        candidate(ward.id, full_name=name, status="final_reserve")
    assert duty(officer, ward, "cap.reserve").state == LATE


def test_open_claims_are_counted_until_they_are_decided(officer, ward, planned):
    # Before anybody claims anything there is nothing that could be decided, or late.
    assert {duty(officer, ward, "decide_claims", day).state for day in (TODAY, date(2027, 1, 21))} == {NOTHING}
    man = candidate(ward.id)
    claim(man, "41.1.h", "decided")
    assert duty(officer, ward, "decide_claims").state == DONE
    claim(man, "41.1.g")
    assert duty(officer, ward, "decide_claims").state == AHEAD
    assert duty(officer, ward, "decide_claims", date(2027, 1, 21)).state == LATE


def test_duties_come_in_the_order_of_their_days(officer, ward, planned):
    days = [one.due for one in deadlines.calendar(officer, ward.id, YEAR) if one.due]
    assert days == sorted(days)


def test_men_who_were_replaced_are_counted_though_they_moved_on(officer, ward, planned):
    quotas.save(officer, ward.id, YEAR, "army", 100, "1/QĐ", TODAY, "UBND thành phố Hải Phòng")
    men = [candidate(ward.id, full_name=f"Lê Văn B{'u' * n}", status="final_reserve") for n in range(3)]
    cycle.apply_move(officer, ward.id, YEAR, [one.id for one in men], "replacement", on=TODAY)
    cycle.apply_move(officer, ward.id, YEAR, [one.id for one in men], "handed_over", on=TODAY)
    assert duty(officer, ward, "cap.replacement").state == LATE
    # Nobody was returned so far; until the last day somebody may be.
    days = DAYS["handover_on"], date(2027, 3, 19), date(2027, 3, 20)
    assert [duty(officer, ward, "replace", day).state for day in days] == [RUNNING, RUNNING, DONE]


def foreseen(officer, ward, key):
    return [one for one in deadlines.warnings(officer, ward.id, YEAR) if one.key == key]


def test_grounds_that_end_before_handover_are_shown_ahead(officer, ward, planned):
    man = candidate(ward.id)
    for until in ("2027-01", "2027-06", "2024-06", None):
        claim(man, "41.1.g", "decided", until=until)
    found = foreseen(officer, ward, "claim_ends")
    assert [(one.person_id, one.day) for one in found] == [(man.id, date(2027, 1, 31))]
    assert "04/03/2027" in found[0].detail and found[0].citation.startswith("điểm g khoản 1 Điều 41")


@pytest.mark.parametrize(
    ("facts", "is_noticed"),
    [
        ({"had_education_deferral": True}, True),
        ({"qualification": "Cao đẳng"}, True),
        ({"qualification": "Trung cấp"}, False),
    ],
)
def test_a_second_degree_is_noticed(officer, ward, planned, facts, is_noticed):
    claim(candidate(ward.id, **facts), "41.1.g", until="2028")
    assert bool(foreseen(officer, ward, "second_degree")) is is_noticed


def test_a_family_that_used_its_place_already_is_noticed_even_by_a_brother_of_earlier_years(officer, ward, planned):
    parents = {"father_name": "Lê Văn Hòa", "mother_name": "Trần Thị Tý"}
    elder = candidate(ward.id, year=2025, full_name="Lê Văn Anh", birth_date="2003-01-01", **parents)
    younger = candidate(ward.id, full_name="Lê Văn Em", **parents)
    for one in (elder, younger):
        claim(one, "41.1.c", "decided")
    claim(candidate(ward.id, full_name="Lê Văn Lạ"), "41.1.c")
    found = foreseen(officer, ward, "one_per_family")
    assert [one.person_id for one in found] == [younger.id]
    assert "Lê Văn Anh" in found[0].detail


def test_birthdays_at_the_limit_of_age_are_shown_before_they_come(officer, ward, planned, actor_of):
    near = candidate(ward.id, full_name="Lê Văn Gần", birth_date="2002-01-10")
    studied = candidate(ward.id, full_name="Lê Văn Học", birth_date="2000-02-01", had_education_deferral=True)
    other = candidate(ward.id, full_name="Lê Văn Sáu", birth_date="2001-01-05")
    candidate(ward.id, full_name="Lê Văn Trẻ")
    candidate(ward.id, full_name="Lê Văn Năm", birth_date="2002")
    found = foreseen(officer, ward, "birthday")
    assert [(one.person_id, one.day) for one in found] == [
        (other.id, date(2027, 1, 5)), (near.id, date(2027, 1, 10)), (studied.id, date(2027, 2, 1)),
    ]  # fmt: skip
    assert "Tròn 26 tuổi" in found[0].detail and "Tròn 25 tuổi" in found[1].detail and "27" in found[2].detail
    campaigns.rule_age_reading(actor_of("commander", ward), ward.id, YEAR, "A", "1/KL")
    assert [one.person_id for one in foreseen(officer, ward, "birthday")] == [other.id]


def test_other_wards_learn_nothing(officer, ward, two_wards, actor_of):
    for ask in (deadlines.calendar, deadlines.warnings):
        with pytest.raises(NotFound):
            ask(officer, two_wards[1].id, YEAR)
        with pytest.raises(NotAllowed):
            ask(actor_of("auditor", ward), ward.id, YEAR)
