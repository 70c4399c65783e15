"""Whatever happens in whatever order: a man whom the law keeps from the call-up is on no list, and it is seen."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from roster.domain.cycle import FINAL, STEP_BY_KEY
from roster.services import claims, cycle, papers, records, rulings
from roster.services.assessment import standing_of
from roster.services.candidate_answers import shown_to
from roster.services.faults import Invalid
from roster.store.list_filter import ListFilter
from tests.services.candidates import TODAY, YEAR, candidate, record_of

GROUNDS = ("41.1.b", "41.2.a", "13.1.a")
ON_17A = {"final_official", "called_up", "replacement", "handed_over"}
REFERRED = 18.2  # the index at which the texts differ (Thông tư 105/2023 and 68/2025)

DEEDS = st.one_of(
    st.tuples(st.just("move"), st.sampled_from([*STEP_BY_KEY])),
    st.tuples(st.just("move"), st.sampled_from(["eligible_enlistment", "final_official", "called_up"])),
    st.tuples(st.just("undo"), st.none()),
    st.tuples(st.just("claim"), st.sampled_from(GROUNDS)),
    st.tuples(st.sampled_from(["grant", "refuse", "withdraw"]), st.sampled_from(GROUNDS)),
    st.tuples(st.just("health_class"), st.sampled_from([2, 4, None])),
    st.tuples(st.just("political_result"), st.sampled_from(["passed", "failed", None])),
    st.tuples(st.just("bmi"), st.sampled_from([21.0, REFERRED])),
    st.tuples(st.just("rule"), st.booleans()),
)


class Year:
    """One candidate, what was done to him, and what a clerk with the law in his hand would think of it."""

    def __init__(self, officer, commander, ward, at):
        self.officer, self.commander, self.ward = officer, commander, ward
        self.man = candidate(ward.id, status=at)
        self.facts = {"health_class": 2, "political_result": "passed", "bmi": 21.0}
        self.claims = {}  # ground -> [claim, status]
        self.ruled = None

    @property
    def is_callable(self):
        """The clerk's answer, reckoned from the deeds alone."""
        return (
            not any(status in {"claimed", "decided"} for _, status in self.claims.values())
            and self.facts["health_class"] == 2
            and self.facts["political_result"] == "passed"
            and (self.facts["bmi"] != REFERRED or self.ruled is True)
        )

    def do(self, deed, what):
        """Try a deed as the pages do; the services refuse what may not be."""
        if deed == "move":
            at = record_of(self.man).status
            _, made = cycle.apply_move(self.officer, self.ward.id, YEAR, [self.man.id], what, on=TODAY)
            if made.allowed and STEP_BY_KEY[what].gate == FINAL:
                assert self.is_callable, f"{at} → {what}"
            assert record_of(self.man).status == (what if made.allowed or made.already else at)
            assert all(reason for refusal in made.refused for reason in refusal.reasons)
        elif deed == "undo":
            last = cycle.last_move(self.officer, self.ward.id, YEAR)
            at = record_of(self.man).status
            if last is not None:
                cycle.undo_last(self.officer, self.ward.id, YEAR, last)
                back = STEP_BY_KEY[record_of(self.man).status]
                assert back.key == at or back.gate != FINAL or self.is_callable
        elif deed in self.facts:
            records.edit_record(self.officer, self.ward.id, "enlistment", record_of(self.man).id, {deed: what})
            self.facts[deed] = what
        elif deed == "rule":
            is_referred = self.facts["bmi"] == REFERRED
            paper = (what, "Hội đồng đã xét", "3/KL", TODAY, "Hội đồng NVQS")
            try:
                rulings.record(self.commander, self.ward.id, self.man.id, YEAR, *paper)
                assert is_referred
                self.ruled = what
            except Invalid:
                assert not is_referred
        else:
            self._claim(deed, what)

    def _claim(self, deed, ground):
        known = self.claims.get(ground)
        if deed == "claim":
            if known is None or known[1] in {"refused", "withdrawn"}:
                made = claims.add(self.officer, self.ward.id, self.man.id, {"ground": ground})
                self.claims[ground] = [made.id, "claimed"]
        elif known is None or known[1] == "withdrawn":
            return
        elif deed == "withdraw":
            claims.withdraw(self.commander, known[0], "Ghi nhầm")
            known[1] = "withdrawn"
        elif ground.startswith("41"):
            outcome = {"grant": "decided", "refuse": "refused"}[deed]
            claims.decide(self.officer, known[0], outcome, "7/QĐ-UBND", TODAY)
            known[1] = outcome

    def check(self):
        """What must hold after each deed."""
        standing = standing_of(self.officer, self.ward.id, YEAR, self.man.id)
        assert standing.is_callable == self.is_callable
        step = STEP_BY_KEY[standing.step]
        if step.gate == FINAL:
            assert shown_to(self.officer, standing).needs_review is not self.is_callable
        wanted = ListFilter("enlistment", self.ward.id, YEAR, person_ids=frozenset({self.man.id}))
        chosen = papers.select_for(self.officer, "enlistment-17a", wanted)
        assert bool(chosen.rows) == (self.is_callable and step.key in ON_17A)
        assert bool(chosen.people) == (not self.is_callable and step.key in ON_17A)
        assert all(one.reasons for one in chosen.people)


@pytest.fixture
def office(two_wards, set_today, actor_of):
    set_today(TODAY)
    return actor_of("officer", two_wards[0]), actor_of("commander", two_wards[0]), two_wards[0]


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=st.sampled_from(["examined", *sorted(ON_17A)]), deeds=st.lists(DEEDS, min_size=3, max_size=14))
def test_no_sequence_of_deeds_hides_a_man_whom_the_law_keeps_back(office, at, deeds):
    year = Year(*office, at)
    for deed, what in deeds:
        year.do(deed, what)
        year.check()
