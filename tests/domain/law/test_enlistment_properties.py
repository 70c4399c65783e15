"""What holds for every citizen, whatever the facts: no bar and no claim ever opens the way to a call-up."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from roster.domain.law.enlistment import assess
from roster.domain.law.fact_reader import CLAIM_GROUNDS, COMPLETED_KINDS

GROUNDS = sorted(CLAIM_GROUNDS)
days = st.dates(date(2019, 1, 1), date(2027, 12, 31))
ends = st.one_of(st.none(), days.map(date.isoformat), days.map(lambda day: day.isoformat()[:7]))
bars = st.fixed_dictionaries({"ground": st.sampled_from(["13.1.a", "13.1.b", "13.1.c"]), "until": ends})
claims = st.fixed_dictionaries(
    {
        "ground": st.sampled_from(GROUNDS),
        "status": st.sampled_from(["claimed", "decided", "refused"]),
        "until": ends,
    }
)
births = st.dates(date(1995, 1, 1), date(2010, 12, 31)).map(date.isoformat)
healths = st.fixed_dictionaries(
    {},
    optional={
        "class": st.integers(1, 6),
        "myopia": st.sampled_from([0, 1.25, 1.5, 1.75]),
        "bmi": st.sampled_from([17.5, 18.0, 18.4, 21, 29.9, 30]),
        "hyperopia": st.booleans(),
        "drugs": st.booleans(),
        "hiv": st.booleans(),
    },
)
any_facts = st.fixed_dictionaries(
    {
        "birth_date": st.one_of(births, births.map(lambda day: day[:7]), births.map(lambda day: day[:4])),
        "sex": st.sampled_from(["male", "male", "male", "female"]),
    },
    optional={
        "education": st.sampled_from(["12/12", "9/12", "7/12", "5/12", "7/10"]),
        "had_education_deferral": st.booleans(),
        "volunteer": st.booleans(),
        "completed": st.fixed_dictionaries(
            {"kind": st.sampled_from(sorted(COMPLETED_KINDS)), "months": st.integers(0, 48)}
        ),
        "bars": st.lists(bars, max_size=2),
        "registration_exempt": st.booleans(),
        "claims": st.lists(claims, max_size=3),
        "political_result": st.sampled_from(["passed", "failed", "pending"]),
        "health": healths,
    },
)
# Most random citizens fail on several counts; these have nothing against them but what a test adds.
nearly_callable = st.fixed_dictionaries(
    {
        "birth_date": st.just("2003-06-15"),
        "sex": st.just("male"),
        "education": st.just("12/12"),
        "political_result": st.just("passed"),
        "health": st.just({"class": 2, "myopia": 0, "bmi": 21}),
    },
    optional={"claims": st.lists(claims, max_size=2), "bars": st.lists(bars, max_size=1), "volunteer": st.booleans()},
)
facts_of_citizens = st.one_of(any_facts, nearly_callable)
questions = st.fixed_dictionaries(
    {
        "handover": st.dates(date(2024, 1, 1), date(2027, 4, 1)),
        "on": st.dates(date(2019, 1, 1), date(2027, 4, 1)),
        "age_reading": st.sampled_from([None, "A", "B"]),
    }
)


def _with(facts: dict[str, Any], key: str, item: dict[str, Any]) -> dict[str, Any]:
    return {**facts, key: [*facts.get(key, []), item]}


@given(facts_of_citizens, bars, questions)
def test_one_more_bar_never_makes_a_citizen_callable(
    facts: dict[str, Any], bar: dict[str, Any], question: dict[str, Any]
) -> None:
    before = assess(facts, **question).verdict
    after = assess(_with(facts, "bars", bar), **question).verdict
    assert after != "callable" or before == "callable"


@given(facts_of_citizens, claims, questions)
def test_one_more_claim_never_makes_a_citizen_callable(
    facts: dict[str, Any], claim: dict[str, Any], question: dict[str, Any]
) -> None:
    before = assess(facts, **question).verdict
    after = assess(_with(facts, "claims", claim), **question).verdict
    assert after != "callable" or before == "callable"


@given(nearly_callable, st.sampled_from(["13.1.a", "13.1.b", "13.1.c"]), questions)
def test_nobody_with_a_standing_bar_is_callable(facts: dict[str, Any], ground: str, question: dict[str, Any]) -> None:
    assert assess(_with(facts, "bars", {"ground": ground}), **question).verdict != "callable"


@given(
    nearly_callable,
    st.sampled_from([ground for ground in GROUNDS if ground != "41.1.h"]),
    st.sampled_from(["claimed", "decided"]),
    questions,
)
def test_nobody_with_a_running_claim_is_callable_unless_he_volunteers(
    facts: dict[str, Any], ground: str, status: str, question: dict[str, Any]
) -> None:
    claimed = _with({**facts, "volunteer": False}, "claims", {"ground": ground, "status": status})
    assert assess(claimed, **question).verdict != "callable"


@given(facts_of_citizens, st.sampled_from(GROUNDS), ends, questions)
def test_a_refused_claim_changes_nothing(
    facts: dict[str, Any], ground: str, until: str | None, question: dict[str, Any]
) -> None:
    refused = {"ground": ground, "status": "refused", "until": until}
    assert assess(_with(facts, "claims", refused), **question) == assess(facts, **question)


@given(facts_of_citizens, questions)
def test_every_verdict_but_callable_names_a_clause(facts: dict[str, Any], question: dict[str, Any]) -> None:
    answer = assess(facts, **question)
    if answer.verdict == "callable":
        assert all(reason.is_note for reason in answer.reasons)
    else:
        assert answer.reasons[0].citation
        assert not answer.reasons[0].is_note
    assert all(reason.citation and reason.text for reason in answer.reasons)


@given(facts_of_citizens, questions)
def test_the_same_question_gets_the_same_answer(facts: dict[str, Any], question: dict[str, Any]) -> None:
    assert assess(facts, **question) == assess(dict(reversed(facts.items())), **question)


# What leads to each verdict when nothing earlier stands in its way, in the order in which the law decides.
TRIGGERS: list[tuple[str, dict[str, Any]]] = [
    ("voluntary_only", {"sex": "female"}),
    ("completed", {"completed": {"kind": "commune_police", "months": 36}}),
    ("barred", {"bars": [{"ground": "13.1.c"}]}),
    ("registration_exempt", {"registration_exempt": True}),
    ("refer", {"birth_date": "2000-06-01"}),
    ("exempt", {"claims": [{"ground": "41.2.c", "status": "decided"}]}),
    ("deferred", {"claims": [{"ground": "41.1.g", "status": "decided"}]}),
    ("claim_pending", {"claims": [{"ground": "41.1.b", "status": "claimed"}]}),
    ("not_selected", {"political_result": "failed"}),
    ("refer", {"education": "7/12"}),
    ("unfit", {"health": {"class": 2, "hyperopia": True}}),
    ("refer", {"health": {"class": 2, "bmi": 18.2}}),
]


@settings(max_examples=200)
@given(st.sets(st.integers(0, len(TRIGGERS) - 1)))
def test_the_first_verdict_that_applies_is_the_verdict(chosen: set[int]) -> None:
    facts: dict[str, Any] = {
        "birth_date": "2003-06-15",
        "sex": "male",
        "education": "12/12",
        "political_result": "passed",
        "health": {"class": 2, "myopia": 0, "bmi": 21},
    }
    for number in sorted(chosen):
        for key, value in TRIGGERS[number][1].items():
            if key == "claims":
                facts[key] = [*facts.get(key, []), *value]
            elif key == "health":
                facts[key] = {**facts[key], **value}
            else:
                facts[key] = value
    expected = TRIGGERS[min(chosen)][0] if chosen else "callable"
    assert assess(facts, handover=date(2026, 3, 4), on=date(2025, 12, 20)).verdict == expected
