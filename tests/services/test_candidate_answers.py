"""What each role may know of why a man is not called: one masking for card, list and filter."""

import pytest

from roster.domain.actor import PERMISSIONS, SYSTEM, Actor, Permission
from roster.services import assessment
from roster.services.candidate_answers import ANSWER_LABELS, WITHHELD, answers_for, may_read_clause, shown_to
from tests.services.candidates import TODAY, YEAR, candidate, claim

CLEARED = {"administrator": True, "commander": True, "political_officer": True, "officer": True, "viewer": False}
# Facts, a claim, a word of the reason, and whether it is for cleared roles alone.
CASES = [
    ({"health_class": 5}, None, "loại 5", True),
    ({"health_class": None}, None, "phân loại sức khỏe", True),
    ({"bmi": 17.0}, None, "17", True),
    ({"bmi": 18.2}, None, "18,2", True),
    ({"myopia_dioptres": 6.0}, None, "Độ cận", True),
    ({"political_result": "failed"}, None, "chính trị", True),
    ({"political_result": "pending"}, None, "chính trị", True),
    ({}, "13.1.a", "Điều 13", True),
    ({}, "14", "Điều 14", True),
    ({}, "41.1.a", "sức khỏe", True),
    ({"ground": "41.1.a"}, None, "sức khỏe", True),
    ({"birth_date": "2012-03-01"}, None, "Chưa đủ 18 tuổi", False),
    ({"sex": "female"}, None, "Điều 6", False),
    ({"completed_kind": "standing_militia", "completed_months": 24}, None, "24 tháng", False),
    ({}, "41.1.g", "điểm g", False),
    ({}, "41.2.a", "liệt sĩ", False),
]


def told(shown):
    """Everything that the actor is told of why."""
    return " ".join(f"{one.text} {one.citation}" for one in (*shown.reasons, *shown.found, *shown.notes))


def test_the_table_knows_every_role_that_sees_people():
    assert CLEARED.keys() == {role for role, may in PERMISSIONS.items() if Permission.VIEW_PEOPLE in may}


@pytest.mark.parametrize("status", ["claimed", "decided"])
def test_health_politics_and_offences_are_told_to_cleared_roles_alone(two_wards, set_today, status):
    set_today(TODAY)
    ward = two_wards[0]
    actors = {role: Actor(None, role, frozenset({role}), frozenset({ward.id})) for role in CLEARED}
    for facts, ground, word, is_sensitive in CASES:
        person = candidate(ward.id, **facts)
        if ground:
            claim(person, ground, status)
        standing = assessment.standing_of(SYSTEM, ward.id, YEAR, person.id)
        for role, is_cleared in CLEARED.items():
            shown = shown_to(actors[role], standing)
            is_told = is_cleared or not is_sensitive
            assert (word in told(shown)) is is_told, (role, facts, ground)
            assert shown.has_hidden is not is_told, (role, facts, ground)
            assert shown.answer in dict(answers_for(actors[role])), (role, facts, ground)
            if is_cleared:
                assert (shown.answer_label, shown.found) == (standing.label, standing.deciding)


def test_what_is_hidden_shows_neither_in_the_answer_nor_in_a_note_nor_by_an_end(two_wards, set_today):
    set_today(TODAY)
    ward = two_wards[0]
    viewer = Actor(None, "Cấp trên", frozenset({"viewer"}), frozenset({ward.id}))

    def seen(person):
        return shown_to(viewer, assessment.standing_of(SYSTEM, ward.id, YEAR, person.id))

    for facts in ({"health_class": 5}, {"political_result": "failed"}, {"bmi": 18.2}, {"political_result": None}):
        assert (seen(candidate(ward.id, **facts)).answer, ANSWER_LABELS[WITHHELD]) == (WITHHELD, "Chưa đủ điều kiện")
    sick = candidate(ward.id)
    claim(sick, "41.1.a", "decided", until="2027-09")
    assert seen(sick).until is None
    unmeasured = candidate(ward.id, myopia_dioptres=None, bmi=None)
    assert seen(unmeasured).notes == ()
    past = candidate(ward.id)
    claim(past, "41.1.a", "decided", until="2026-06-30")
    claim(past, "41.1.g", "decided", until="2026-06-30")
    assert [one.citation.partition(" khoản")[0] for one in seen(past).notes] == ["điểm g"]
    assert not may_read_clause(viewer, "điểm b khoản 1 Điều 13 Luật Nghĩa vụ quân sự 2015")
