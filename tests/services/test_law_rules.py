"""What the texts leave open is settled by an administrator, from a day on, kept and seen by every gate at once."""

from datetime import date

import pytest

from roster.domain.actor import SYSTEM
from roster.domain.law.deadlines import last_delivery_day
from roster.domain.law.rulebook import ENLISTMENT_RULES
from roster.domain.law.verdicts import Verdict
from roster.services import holidays, law_rules
from roster.services.assessment import rules_in_use, standing_of
from roster.services.faults import Invalid
from roster.store.audit import AuditEntry
from roster.store.claims import RuleChange
from roster.store.db import db
from roster.store.scope import NotAllowed
from tests.services.candidates import TODAY, YEAR, candidate

FROM = date(2026, 1, 1)
WORDS = {"reason": "Hướng dẫn của Bộ CHQS", "citation": "HD 12/HD-BCH", "text": "Cận 1,5 đi-ốp", "source": "HD 12"}


@pytest.fixture
def administrator(actor_of, two_wards, set_today):
    set_today(TODAY)
    return actor_of("administrator", two_wards[0])


def value_of(key):
    return dict(law_rules.get_rule(key, TODAY).rule.value)


def change(actor, key, value, first_day=FROM, last_day=None, **words):
    return law_rules.change(actor, key, value, first_day, last_day, **WORDS | words)


def test_every_rule_of_the_day_is_shown_with_source_and_history(administrator):
    shown = law_rules.list_rules(TODAY)
    assert {one.rule.key for one in shown} == {rule.key for rule in ENLISTMENT_RULES.in_force(TODAY)}
    assert all(one.rule.citation and one.rule.source and one.history for one in shown)
    assert len(law_rules.get_rule("duty.decide_claim", date(2025, 6, 30)).history) == 2
    assert law_rules.get_rule("deadline.preselection_call", date(2025, 6, 30)) is None


def test_a_settled_question_is_heard_by_the_verdict_from_its_day_on(administrator, two_wards):
    man = candidate(two_wards[0].id, myopia_dioptres=1.5)

    def verdict(on):
        return standing_of(administrator, man.ward_id, YEAR, man.id, on).verdict

    assert verdict(TODAY) is Verdict.REFER
    change(administrator, "health.eyes", value_of("health.eyes") | {"at_limit": "unfit"})
    assert verdict(TODAY) is Verdict.UNFIT
    assert verdict(date(2025, 12, 31)) is Verdict.REFER, "earlier days keep their answer"
    change(administrator, "health.eyes", value_of("health.eyes") | {"at_limit": "fit"})
    assert verdict(TODAY) is Verdict.CALLABLE, "a question stays open to a second thought"
    assert len(law_rules.get_rule("health.eyes", TODAY).changes) == 2
    entries = db.session.scalars(db.select(AuditEntry.user_name).filter_by(action="rule.change")).all()
    assert entries == [administrator.name] * 2


def test_a_deadline_can_be_changed_for_a_while(administrator):
    change(
        administrator, "deadline.examination_call", value_of("deadline.examination_call") | {"days": 10},
        FROM, date(2026, 12, 31),
    )  # fmt: skip
    exam = date(2026, 12, 1)
    assert last_delivery_day("examination_call", exam, on=TODAY, rules=rules_in_use()) == date(2026, 11, 21)
    assert last_delivery_day("examination_call", exam, on=date(2027, 1, 1), rules=rules_in_use()) == date(2026, 11, 16)


@pytest.mark.parametrize("key", ["age.minimum", "claim.41.2.a", "bar.13.1.a", "women.voluntary", "nonsense"])
def test_what_the_law_says_clearly_cannot_be_changed(administrator, key):
    with pytest.raises(Invalid):
        change(administrator, key, None)
    assert db.session.query(RuleChange).count() == 0


@pytest.mark.parametrize(
    ("key", "wrong"),
    [
        ("health.eyes", {"at_limit": "perhaps"}),
        ("health.eyes", {"limit": "one and a half"}),
        ("health.eyes", {"more": 1}),
        ("cap.reserve", {"percent": 0}),
        ("cap.reserve", {"percent": "5"}),
        ("deadline.examination_call", {"days": 15.5}),
        ("deadline.examination_call", {"relation": "after"}),
        ("window.examination", {"first": "13-01"}),
        ("window.examination", {"first": "12-31", "last": "11-01"}),
        ("duty.decide_claim", {"office": "the mayor"}),
    ],
)
def test_a_value_that_the_program_cannot_use_is_refused(administrator, key, wrong):
    with pytest.raises(Invalid) as raised:
        change(administrator, key, value_of(key) | wrong)
    assert set(raised.value.faults) == {"value"}


@pytest.mark.parametrize("field", ["reason", "citation", "text", "source"])
def test_a_change_says_why_and_where_it_is_written(administrator, field):
    with pytest.raises(Invalid) as raised:
        change(administrator, "cap.reserve", {"percent": 4}, **{field: " "})
    assert set(raised.value.faults) == {field}


def test_a_change_does_not_end_before_it_begins(administrator):
    with pytest.raises(Invalid):
        change(administrator, "cap.reserve", {"percent": 4}, FROM, date(2025, 12, 31))


def test_nobody_but_an_administrator_changes_rules_or_holidays(actor_of, two_wards, administrator):
    for actor in (actor_of("commander", two_wards[0]), actor_of("officer", two_wards[0]), SYSTEM):
        with pytest.raises(NotAllowed):
            change(actor, "cap.reserve", {"percent": 4})
        with pytest.raises(NotAllowed):
            holidays.save(actor, TODAY, "Nghỉ")
        with pytest.raises(NotAllowed):
            holidays.remove(actor, TODAY)


def test_an_entered_holiday_moves_the_end_of_a_period_and_can_be_taken_back(administrator):
    friday, monday = date(2026, 11, 20), date(2026, 11, 23)
    assert holidays.due_after(friday, 1, "working") == monday
    assert holidays.due_after(friday, 1, "calendar") == date(2026, 11, 21)
    holidays.save(administrator, monday, "Nghỉ bù")
    assert holidays.due_after(friday, 1, "working") == date(2026, 11, 24)
    assert [(one.day, one.name) for one in holidays.list_holidays(2026) if not one.is_shipped] == [(monday, "Nghỉ bù")]
    holidays.remove(administrator, monday)
    assert holidays.due_after(friday, 1, "working") == monday


def test_a_shipped_holiday_can_be_made_a_working_day(administrator):
    holidays.save(administrator, date(2026, 9, 1), "Không nghỉ", is_working=True)
    assert holidays.due_after(date(2026, 8, 28), 1, "working") == date(2026, 9, 1)
    with pytest.raises(Invalid):
        holidays.save(administrator, TODAY, " ")
