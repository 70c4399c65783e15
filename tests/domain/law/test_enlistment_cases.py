"""May he be called up? One small case per rule, on the days on which the rule turns."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from roster.domain.law.enlistment import assess
from roster.domain.law.rulebook import ENLISTMENT_RULES
from roster.domain.law.verdicts import VERDICT_LABELS, Assessment, Verdict
from roster.domain.law.versions import NoRuleInForce, Rule

CASES = [json.loads(line) for line in (Path(__file__).parent / "cases.ndjson").read_text("utf-8").splitlines()]

FIT: dict[str, Any] = {
    "birth_date": "2003-06-15",
    "sex": "male",
    "education": "12/12",
    "political_result": "passed",
    "health": {"class": 2, "myopia": 0, "bmi": 21.0},
}
IN_2025 = {"handover": date(2025, 2, 13), "on": date(2024, 12, 20)}
IN_2026 = {"handover": date(2026, 3, 4), "on": date(2025, 12, 20)}


def ask(cycle: dict[str, Any] = IN_2025, reading: Any = None, **facts: Any) -> Assessment:
    return assess({**FIT, **facts}, **cycle, age_reading=reading)


def claim(ground: str, status: str | None = "decided", until: str | None = None) -> dict[str, Any]:
    return {"ground": ground, "status": status, "until": until}


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_the_shared_examples_get_their_verdicts(case: dict[str, Any]) -> None:
    answer = assess(case["facts"], handover=date.fromisoformat(case["handover"]), on=date.fromisoformat(case["on"]))
    assert answer.verdict == case["verdict"]
    assert answer.verdict == "callable" or answer.reasons[0].citation


@pytest.mark.parametrize(
    ("birth", "after_study", "reading", "expected"),
    [
        ("1999-02-13", False, None, "too_old"),
        ("1999-02-14", False, None, "refer"),
        ("2000-02-13", False, None, "refer"),
        ("2000-02-14", False, None, "callable"),
        ("1999-02-14", False, "A", "callable"),
        ("1999-02-13", False, "A", "too_old"),
        ("2000-02-13", False, "B", "too_old"),
        ("2000-02-14", False, "B", "callable"),
        ("1997-02-13", True, None, "too_old"),
        ("1997-02-14", True, None, "refer"),
        ("1998-02-13", True, None, "refer"),
        ("1998-02-14", True, None, "callable"),
        ("1997-02-14", True, "A", "callable"),
        ("1998-02-13", True, "B", "too_old"),
    ],
)
def test_age_limits_under_both_readings(birth: str, after_study: bool, reading: str | None, expected: str) -> None:
    assert ask(reading=reading, birth_date=birth, had_education_deferral=after_study).verdict == expected


@pytest.mark.parametrize(
    ("birth", "reading", "expected"),
    [
        ("2003", None, "callable"),
        ("2007", None, "refer"),  # 18 on handover day only if born before 14 February
        ("2007-01", None, "callable"),
        ("2007-02", None, "refer"),
        ("2007-03", None, "too_young"),
        ("2008", None, "too_young"),
        ("1998", None, "too_old"),
        ("1999", None, "refer"),
        ("2000", None, "refer"),
        ("2000", "A", "callable"),
        ("2000", "B", "refer"),
    ],
)
def test_a_birth_date_known_in_part_decides_only_when_both_ends_agree(
    birth: str, reading: str | None, expected: str
) -> None:
    assert ask(reading=reading, birth_date=birth).verdict == expected


@pytest.mark.parametrize(
    ("birth", "handover", "expected"),
    [
        ("2008-02-29", date(2026, 2, 27), "too_young"),
        ("2008-02-29", date(2026, 2, 28), "refer"),
        ("2008-02-29", date(2026, 3, 1), "callable"),
        ("2000-02-29", date(2026, 2, 28), "refer"),
        ("2000-02-29", date(2026, 3, 1), "too_old"),
    ],
)
def test_born_on_29_february_in_a_common_year(birth: str, handover: date, expected: str) -> None:
    answer = ask({"handover": handover, "on": date(2025, 12, 20)}, birth_date=birth)
    assert answer.verdict == expected


@pytest.mark.parametrize(
    ("kind", "months", "expected"),
    [
        ("standing_militia", 23, "callable"),
        ("standing_militia", 24, "completed"),
        ("commune_police", 35, "callable"),
        ("commune_police", 36, "completed"),
        ("economic_defence", 24, "completed"),
        ("fisheries_patrol", 23.5, "callable"),
        ("fisheries_patrol", 24, "completed"),
        ("reserve_officer", 0, "completed"),
        ("reserve_officer", None, "completed"),
    ],
)
def test_completed_service_counts_from_its_full_months(kind: str, months: float | None, expected: str) -> None:
    assert ask(completed={"kind": kind, "months": months}).verdict == expected


@pytest.mark.parametrize(
    ("until", "expected"),
    [(None, "barred"), ("2024-12-20", "barred"), ("2024-12-19", "callable"), ("2024-12", "barred"), ("2025", "barred")],
)
def test_a_bar_stands_through_its_last_day(until: str | None, expected: str) -> None:
    assert ask(bars=[{"ground": "13.1.b", "until": until}]).verdict == expected


def test_each_bar_is_listed_with_its_own_point() -> None:
    answer = ask(bars=[{"ground": "13.1.a"}, {"ground": "13.1.c"}, {"ground": "13.1.k"}])
    citations = [reason.citation for reason in answer.reasons]
    assert [citation.split(" Luật")[0] for citation in citations] == [
        "điểm a khoản 1 Điều 13",
        "điểm c khoản 1 Điều 13",
        "khoản 1 Điều 13",
    ]


@pytest.mark.parametrize(
    ("until", "expected"),
    [(None, "deferred"), ("2025-02-13", "deferred"), ("2025-02-12", "callable"), ("2025-02", "deferred")],
)
def test_a_decided_claim_runs_through_its_last_day(until: str | None, expected: str) -> None:
    answer = ask(claims=[claim("41.1.g", until=until)])
    assert answer.verdict == expected
    assert answer.until == (until if expected == "deferred" else None)


def test_a_lapsed_claim_is_listed_and_decides_nothing() -> None:
    for status in ("decided", "claimed"):
        answer = ask(claims=[claim("41.1.g", status, "2024-06-30")])
        assert answer.verdict == "callable"
        assert [reason.is_note for reason in answer.reasons] == [True]
        assert "phải chứng minh lại" in answer.reasons[0].text
        assert "điểm g khoản 1 Điều 41" in answer.reasons[0].citation


def test_the_end_of_a_deferral_is_its_last_end() -> None:
    two = [claim("41.1.g", until="2025-06-30"), claim("41.1.d", until="2026-01-31")]
    assert ask(claims=two).until == "2026-01-31"
    assert ask(claims=[*two, claim("41.1.b")]).until is None
    assert ask(claims=[*two, claim("41.2.a", until="2027-01-01")]).until == "2027-01-01"


def test_a_decided_exemption_goes_before_a_deferral_and_both_before_an_open_claim() -> None:
    both = [claim("41.1.b", "claimed"), claim("41.1.g"), claim("41.2.b")]
    assert ask(claims=both).verdict == "exempt"
    assert ask(claims=both[:2]).verdict == "deferred"
    assert ask(claims=both[:1]).verdict == "claim_pending"
    assert len(ask(claims=both).reasons) == 3


def test_a_claim_without_a_status_is_open() -> None:
    assert ask(claims=[{"ground": "41.2.a"}]).verdict == "claim_pending"


def test_an_open_claim_names_the_authority_of_the_day() -> None:
    open_claim = [claim("41.1.b", "claimed")]
    eve, day = ({"handover": date(2026, 3, 4), "on": on} for on in (date(2025, 6, 30), date(2025, 7, 1)))
    assert "Chủ tịch UBND cấp huyện" in ask(eve, claims=open_claim).reasons[0].text
    assert "Chủ tịch UBND cấp tỉnh" in ask(day, claims=open_claim).reasons[0].text


@pytest.mark.parametrize("status", ["decided", "claimed"])
def test_standing_militia_defers_from_july_2020_only(status: str) -> None:
    young = {"birth_date": "2000-01-15", "claims": [claim("41.1.h", status)]}
    handover = date(2021, 2, 25)
    before = ask({"handover": handover, "on": date(2020, 6, 30)}, **young)
    after = ask({"handover": handover, "on": date(2020, 7, 1)}, **young)
    assert before.verdict == "callable"
    assert "chưa có hiệu lực" in before.reasons[0].text
    assert after.verdict == ("deferred" if status == "decided" else "claim_pending")


def test_a_volunteer_sets_aside_claims_and_nothing_else() -> None:
    claims = [claim("41.1.g"), claim("41.2.a"), claim("41.1.b", "claimed")]
    answer = ask(volunteer=True, claims=claims)
    assert answer.verdict == "callable"
    assert "khoản 3 Điều 41" in answer.reasons[0].citation
    assert ask(volunteer=True, claims=claims, bars=[{"ground": "13.1.a"}]).verdict == "barred"
    assert ask(volunteer=True, claims=claims, registration_exempt=True).verdict == "registration_exempt"
    assert ask(volunteer=True, claims=claims, birth_date="2007-06-01").verdict == "too_young"
    assert ask(volunteer=True, claims=claims, birth_date="1998-06-01").verdict == "too_old"
    assert ask(volunteer=True, completed={"kind": "reserve_officer"}).verdict == "completed"


def test_a_woman_is_asked_only_when_she_volunteers() -> None:
    assert ask(sex="female", bars=[{"ground": "13.1.a"}]).verdict == "voluntary_only"
    assert ask(sex="female", volunteer=True).verdict == "callable"
    assert ask(sex="female", volunteer=True, bars=[{"ground": "13.1.a"}]).verdict == "barred"
    assert ask(sex="female", volunteer=True, health={"class": 4}).verdict == "unfit"


@pytest.mark.parametrize(
    ("education", "expected"),
    [
        ("12/12", "callable"),
        ("8/12", "callable"),
        ("7/12", "refer"),
        ("6/12", "not_selected"),
        ("0/12", "not_selected"),
        (9, "callable"),
        ("Lớp 7", "refer"),
        ("10/10", "callable"),
        ("8/10", "callable"),
        ("7/10", "refer"),
        ("6/10", "refer"),
        ("5/10", "not_selected"),
        (None, "callable"),
    ],
)
def test_schooling(education: Any, expected: str) -> None:
    assert ask(education=education).verdict == expected


def test_missing_schooling_and_measurements_are_pointed_out() -> None:
    texts = " ".join(reason.text for reason in ask(IN_2026, education=None, health={"class": 2}).reasons)
    assert "trình độ văn hóa" in texts
    assert "độ cận" in texts
    assert "BMI" in texts


@pytest.mark.parametrize(
    ("on", "health", "expected"),
    [
        (date(2018, 11, 19), {"class": 3, "myopia": 4}, "callable"),
        (date(2018, 11, 20), {"class": 3, "myopia": 1.5}, "unfit"),
        (date(2018, 11, 20), {"class": 3, "myopia": 1.49}, "callable"),
        (date(2025, 6, 30), {"class": 3, "myopia": 1.5}, "unfit"),
        (date(2025, 6, 30), {"class": 2, "myopia": 3}, "callable"),
        (date(2025, 6, 30), {"class": 2, "bmi": 17}, "callable"),
        (date(2025, 7, 1), {"class": 1, "myopia": 1.75}, "unfit"),
        (date(2025, 7, 1), {"class": 1, "myopia": 1.5}, "refer"),
        (date(2025, 7, 1), {"class": 1, "myopia": 1.25}, "callable"),
        (date(2025, 7, 1), {"class": 2, "bmi": 17.99}, "unfit"),
        (date(2025, 7, 1), {"class": 2, "bmi": 18}, "refer"),
        (date(2025, 7, 1), {"class": 2, "bmi": 18.49}, "refer"),
        (date(2025, 7, 1), {"class": 2, "bmi": 18.5}, "callable"),
        (date(2025, 7, 1), {"class": 3, "bmi": 29.9}, "callable"),
        (date(2025, 7, 1), {"class": 3, "bmi": 29.91}, "unfit"),
        (date(2025, 7, 1), {"class": 3, "myopia": 1.5, "bmi": 30}, "unfit"),
        (date(2025, 7, 1), {"class": 4, "myopia": 1.5, "bmi": 18.2}, "unfit"),
        (date(2024, 12, 20), {"class": 1, "hyperopia": True}, "unfit"),
        (date(2025, 7, 1), {"class": 1, "hyperopia": True}, "unfit"),
        (date(2025, 7, 1), {"class": 1, "drugs": True}, "unfit"),
        (date(2024, 12, 20), {"class": 1, "hiv": True}, "unfit"),
        (date(2024, 12, 20), {"class": "3T"}, "callable"),
        (date(2024, 12, 20), {"class": "5T"}, "unfit"),
        (date(2024, 12, 20), {"class": 6}, "unfit"),
        (date(2024, 12, 20), {"class": None, "myopia": 5}, "awaiting_health"),
        (date(2024, 12, 20), {}, "awaiting_health"),
        (date(2024, 12, 20), {"hyperopia": True}, "awaiting_health"),
        (date(2025, 7, 1), {"myopia": 1.5, "bmi": 16}, "awaiting_health"),
    ],
)
def test_health_by_the_day_asked(on: date, health: dict[str, Any], expected: str) -> None:
    facts = {**FIT, "birth_date": "2001-06-15", "had_education_deferral": True, "health": health}
    answer = assess(facts, handover=date(2026, 3, 4), on=on)
    assert answer.verdict == expected


def test_an_infection_is_never_named_in_a_reason() -> None:
    for on in (date(2024, 12, 20), date(2025, 12, 20)):
        answer = assess({**FIT, "health": {"class": 2, "hiv": True}}, handover=date(2026, 3, 4), on=on)
        assert answer.verdict == "unfit"
        assert "HIV" not in " ".join(reason.text + reason.citation for reason in answer.reasons)


@pytest.mark.parametrize(
    ("result", "expected"),
    [
        ("passed", "callable"),
        ("failed", "not_selected"),
        ("pending", "awaiting_political"),
        (None, "awaiting_political"),
    ],
)
def test_politics(result: str | None, expected: str) -> None:
    assert ask(political_result=result).verdict == expected


def test_every_reason_that_applies_is_listed() -> None:
    answer = ask(
        sex="female",
        birth_date="2010-01-01",
        bars=[{"ground": "13.1.a"}],
        registration_exempt=True,
        claims=[claim("41.1.g"), claim("41.2.a"), claim("41.1.b", "claimed"), claim("41.1.d", "refused")],
        completed={"kind": "commune_police", "months": 40},
        political_result="failed",
        education="7/12",
        health={"class": 5, "drugs": True},
    )
    assert answer.verdict == "voluntary_only"
    assert len(answer.reasons) == 12
    assert all(reason.citation for reason in answer.reasons)


def test_a_ruling_of_the_administrator_settles_an_open_point() -> None:
    old = ENLISTMENT_RULES.at("health.eyes", date(2025, 12, 1))
    ruling = Rule(
        old.key,
        old.citation,
        old.text,
        "Văn bản hướng dẫn của cấp trên",
        date(2025, 12, 1),
        None,
        {**old.value, "at_limit": "fit"},
    )
    rules = ENLISTMENT_RULES.with_changes([ruling])
    facts = {**FIT, "health": {"class": 2, "myopia": 1.5, "bmi": 21}}
    handover = date(2026, 3, 4)
    assert assess(facts, handover=handover, on=date(2025, 11, 30), rules=rules).verdict == "refer"
    assert assess(facts, handover=handover, on=date(2025, 12, 1), rules=rules).verdict == "callable"


def test_a_day_before_the_law_has_no_answer() -> None:
    with pytest.raises(NoRuleInForce, match="31/12/2015"):
        assess(FIT, handover=date(2025, 2, 13), on=date(2015, 12, 31))


def test_every_verdict_has_a_vietnamese_name() -> None:
    assert set(VERDICT_LABELS) == set(Verdict)
