"""Who stands on a printed list of the call-up: at its step, and still callable on the day of printing."""

from datetime import date

import pytest

from roster.services import campaigns, cycle, papers, rulings
from roster.store.db import db
from roster.store.list_filter import ListFilter
from tests.services.candidates import HANDOVER, TODAY, YEAR, candidate, claim, record_of

FIT = {"final_official": "enlistment-17a", "final_reserve": "enlistment-17a-reserve"}


@pytest.fixture
def ward(two_wards, set_today):
    set_today(TODAY)
    return two_wards[0]


@pytest.fixture
def on_list(officer, ward):
    """The names on a list today, and name → reasons of those left out."""

    def select(list_key, **narrowed):
        chosen = papers.select_for(officer, list_key, ListFilter("enlistment", ward.id, YEAR, **narrowed))
        return [row["full_name"] for row in chosen.rows], {one.full_name: one.reasons for one in chosen.people}

    return select


@pytest.mark.parametrize(("step", "list_key"), FIT.items())
def test_each_final_list_names_those_of_its_step(ward, on_list, step, list_key):
    for number, at in enumerate((*FIT, "eligible_enlistment", "source")):
        candidate(ward.id, full_name=f"Lê Văn {'ABCD'[number]}", status=at)
    names, left_out = on_list(list_key)
    assert (names, left_out) == ([f"Lê Văn {'AB'[list(FIT).index(step)]}"], {})
    assert on_list("enlistment-eligible")[0] == ["Lê Văn A", "Lê Văn B", "Lê Văn C"]


@pytest.mark.parametrize(
    ("facts", "clause"),
    [
        ({"ground": "41.1.g"}, "điểm g khoản 1 Điều 41"),
        ({"health_class": 4}, "Sức khỏe loại 4"),
        ({"political_result": "failed"}, "chính trị"),
        ({"political_result": None}, "chính trị"),
        ({"birth_date": "2001-06-01"}, "Điều 30"),  # the readings of "hết 25 tuổi" differ
        ({"education": "6/12"}, "6/12"),
        ({"sex": "female"}, "Điều 6"),
        ({"completed_kind": "standing_militia", "completed_months": 24}, "Điều 4"),
        ({"bmi": 17.0}, "BMI"),
        ({"birth_date": None}, "Hồ sơ chưa đủ"),
    ],
)
@pytest.mark.parametrize("list_key", ["enlistment-17a", "enlistment-eligible"])
def test_whom_the_law_closes_the_way_meanwhile_is_left_out_and_told_why(ward, on_list, list_key, facts, clause):
    candidate(ward.id, full_name="Lê Văn Có", status="final_official", **facts)
    names, left_out = on_list(list_key)
    assert names == []
    assert any(clause in reason for reason in left_out["Lê Văn Có"]), left_out
    assert all("(" in reason for reason in left_out["Lê Văn Có"])


def test_a_claim_filed_after_closing_keeps_the_man_off_the_list_until_it_is_refused(ward, on_list):
    man = candidate(ward.id, full_name="Lê Văn Có", status="final_official")
    assert on_list("enlistment-17a")[0] == ["Lê Văn Có"]
    late = claim(man, "41.1.b")
    assert on_list("enlistment-17a")[0] == []
    late.status, late.decision_number, late.decided_on = "refused", "5", date(2026, 11, 20)
    db.session.commit()
    assert on_list("enlistment-17a")[0] == ["Lê Văn Có"]


def test_ticking_him_alone_changes_nothing(ward, on_list):
    man = candidate(ward.id, full_name="Lê Văn Có", status="final_official", ground="41.1.g")
    names, left_out = on_list("enlistment-17a", person_ids=frozenset({man.id}))
    assert (names, list(left_out)) == ([], ["Lê Văn Có"])


def test_a_ruling_lets_a_referred_man_stand_and_a_ruling_against_takes_him_off(ward, on_list, actor_of):
    man = candidate(ward.id, full_name="Lê Văn Có", status="final_official", birth_date="2001-06-01")
    commander = actor_of("commander", ward)
    for is_callable, names in ((True, ["Lê Văn Có"]), (False, [])):
        rulings.record(commander, ward.id, man.id, YEAR, is_callable, "Đã xét", "3/KL", TODAY, "Hội đồng NVQS")
        assert on_list("enlistment-17a")[0] == names


def test_a_closed_record_and_a_citizen_no_longer_kept_are_left_out(ward, on_list):
    gone = candidate(ward.id, full_name="Lê Văn Có", status="final_official")
    record_of(gone).closed_on = TODAY
    db.session.commit()
    assert on_list("enlistment-17a") == ([], {"Lê Văn Có": ("Hồ sơ nghĩa vụ quân sự của năm đã kết thúc",)})
    gone.retired_on = TODAY
    db.session.commit()
    assert on_list("enlistment-17a") == ([], {})
    assert on_list("enlistment-17a", include_retired=True) == ([], {"Lê Văn Có": ("Đã ngừng quản lý",)})


@pytest.fixture
def campaign(officer, ward):
    """The ward has set up the year's call-up."""
    return campaigns.save(officer, ward.id, YEAR, {"handover_on": HANDOVER}, 0)


@pytest.mark.usefixtures("campaign")
def test_form_16c_names_who_waits_for_his_examination_and_leaves_out_whom_the_law_or_a_step_closes(ward, on_list):
    candidate(ward.id, full_name="Lê Văn Ánh", health_class=None, political_result=None)
    candidate(ward.id, full_name="Lê Thị Bình", sex="female", volunteer=True)
    candidate(ward.id, full_name="Lê Thị Chi", sex="female")
    candidate(ward.id, full_name="Lê Văn Dũng", status="not_called_yet")
    candidate(ward.id, full_name="Lê Văn Em", health_class=5)
    candidate(ward.id, full_name="Lê Văn Gia", status="preselection_absent")
    names, left_out = on_list("enlistment-16c")
    assert names == ["Lê Văn Ánh", "Lê Thị Bình", "Lê Văn Gia"]
    assert set(left_out) == {"Lê Thị Chi", "Lê Văn Dũng", "Lê Văn Em"}
    assert "Chưa gọi" in left_out["Lê Văn Dũng"][0]


_OF_AGE_OR_HEALTH = [
    {"birth_date": "1990-03-01"}, {"birth_date": "2012-03-01"}, {"birth_date": "2001-06-01"}, {"birth_date": "2001"},
    {"health_class": 5}, {"health_class": None}, {"bmi": 17.0}, {"bmi": 18.2},
    {"myopia_dioptres": 6.0},
]  # fmt: skip
_ON_FILE = [
    {"ground": "41.1.g"}, {"ground": "41.2.a"}, {"sex": "female"}, {"political_result": "failed"},
    {"education": "5/12"}, {"education": "7/12"}, {"completed_kind": "standing_militia", "completed_months": 24},
    {"status": "deferred"}, {"status": "exempt"}, {"status": "not_called_yet"}, {"closed_on": TODAY}, {"sex": None},
    {"health_class": 5, "ground": "41.1.g"}, {"birth_date": "1990-03-01", "status": "registration_barred"},
]  # fmt: skip


def test_form_16c_of_a_year_without_a_call_up_asks_the_file_alone_and_says_so(officer, ward, on_list, campaign):
    for number, facts in enumerate([*_OF_AGE_OR_HEALTH, *_ON_FILE]):
        candidate(ward.id, full_name=f"Lê Văn {chr(65 + number)}", **facts)
    claim(candidate(ward.id, full_name="Lê Văn Xuân", health_class=5), "13.1.a")
    wanted = ListFilter("enlistment", ward.id, YEAR)
    with_campaign = papers.select_for(officer, "enlistment-16c", wanted)
    assert not with_campaign.notice
    assert len(with_campaign.rows) == 1  # whose examination is still to come

    db.session.delete(campaign)
    db.session.commit()
    without = papers.select_for(officer, "enlistment-16c", wanted)
    assert "Chưa lập đợt tuyển quân năm 2027" in without.notice
    assert {row["full_name"] for row in without.rows} == {
        f"Lê Văn {chr(65 + n)}" for n in range(len(_OF_AGE_OR_HEALTH))
    }
    assert without.left_out_count == len(_ON_FILE) + 1
    assert all("tuổi" not in reason and "Sức khỏe" not in reason for reason, _ in without.left_out)
    for key in ("enlistment-17a", "enlistment-17a-reserve", "enlistment-eligible"):
        assert (papers.select_for(officer, key, wanted).rows, papers.select_for(officer, key, wanted).notice) == (
            [],
            "",
        )


def test_16a_and_16b_show_ground_evidence_and_decision_of_those_whom_it_concerns(officer, ward, on_list):
    exempt = candidate(ward.id, full_name="Lê Văn Ánh", ground="41.1.g")
    claim(exempt, "41.2.a", "decided", decision_number="7/QĐ-UBND", decided_on=date(2026, 9, 1))
    student = candidate(ward.id, full_name="Lê Văn Bình", ground="41.1.g", status="deferred")
    claim(
        student, "41.1.g", "decided", evidence="Giấy xác nhận của trường", decision_number="8/QĐ-UBND",
        decided_on=date(2026, 9, 2), until="2028-06-30",
    )  # fmt: skip
    proposed = candidate(ward.id, full_name="Lê Văn Chi", status="deferred")
    claim(proposed, "41.1.b", evidence="Đơn của gia đình")
    past = candidate(ward.id, full_name="Lê Văn Dũng", status="deferred")
    claim(past, "41.1.g", "decided", until="2026-06-30")
    candidate(ward.id, full_name="Lê Văn Em")
    assert on_list("enlistment-16a") == (["Lê Văn Ánh"], {})
    names, left_out = on_list("enlistment-16b")
    assert names == ["Lê Văn Bình", "Lê Văn Chi"]
    assert list(left_out) == ["Lê Văn Dũng"] and "khoản 1 Điều 41" in left_out["Lê Văn Dũng"][0]

    wanted = ListFilter("enlistment", ward.id, YEAR)
    row = papers.select_for(officer, "enlistment-16b", wanted).rows[0]
    assert (row["claim_decision_number"], row["claim_decided_on"], row["claim_until"], row["claim_evidence"]) == (
        "8/QĐ-UBND", "2026-09-02", "2028-06-30", "Giấy xác nhận của trường",
    )  # fmt: skip
    assert papers.select_for(officer, "enlistment-16a", wanted).rows[0]["ground"] == "41.2.a"


def test_who_is_moved_by_the_gate_stands_on_the_list_that_follows(officer, ward, on_list):
    man = candidate(ward.id, full_name="Lê Văn Có", status="examined")
    for step in ("eligible_enlistment", "final_reserve"):
        cycle.apply_move(officer, ward.id, YEAR, [man.id], step, on=TODAY)
    assert on_list("enlistment-17a-reserve")[0] == ["Lê Văn Có"]
    assert on_list("enlistment-17a")[0] == []


@pytest.mark.parametrize(
    ("list_key", "names"),
    [
        ("enlistment-01", ["Lê Văn A"]),
        ("enlistment-source", ["Lê Văn C", "Lê Văn D", "Lê Văn E"]),
        ("enlistment-examination", ["Lê Văn D"]),
        ("enlistment-results", ["Lê Văn E"]),
        ("enlistment-handover", []),
    ],
)
def test_lists_of_the_year_name_those_of_their_step(ward, on_list, list_key, names):
    young = f"{YEAR - 18}-05-01"
    candidate(ward.id, full_name="Lê Văn A", status="aged_17", birth_date=young, health_class=None)
    candidate(ward.id, full_name="Lê Thị B", status="registered", birth_date=young, sex="female", health_class=None)
    candidate(ward.id, full_name="Lê Văn C", status="source", health_class=None)
    candidate(ward.id, full_name="Lê Văn D", status="preselection_passed", health_class=None)
    candidate(ward.id, full_name="Lê Văn E", status="examined", health_class=2)
    assert on_list(list_key)[0] == names


def test_whom_the_law_defers_is_not_called_to_the_examination(ward, on_list):
    candidate(ward.id, full_name="Lê Văn Có", status="preselection_passed", ground="41.1.g")
    names, left_out = on_list("enlistment-examination")
    assert names == [] and any("Điều 41" in reason for reason in left_out["Lê Văn Có"])
