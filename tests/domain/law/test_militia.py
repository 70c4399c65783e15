"""The militia's law as tables: ages, terms, extensions, deciders; and what must hold for any day of birth."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roster.domain.actor import Sensitivity
from roster.domain.dates import earliest, latest
from roster.domain.law import militia, militia_grounds
from roster.domain.law.militia import AgeStanding as Standing

A_DAY = date(2026, 4, 15)


@pytest.mark.parametrize(
    ("birth_date", "sex", "on", "standing"),
    [
        ("2008-04-15", "male", A_DAY, Standing.WITHIN), ("2008-04-16", "male", A_DAY, Standing.TOO_YOUNG),
        ("1980-04-16", "male", A_DAY, Standing.WITHIN), ("1980-04-15", "male", A_DAY, Standing.VOLUNTEER_ONLY),
        ("1975-04-16", "male", A_DAY, Standing.VOLUNTEER_ONLY), ("1975-04-15", "male", A_DAY, Standing.TOO_OLD),
        ("1985-04-16", "female", A_DAY, Standing.WITHIN), ("1985-04-15", "female", A_DAY, Standing.VOLUNTEER_ONLY),
        ("1980-04-15", "female", A_DAY, Standing.TOO_OLD),
        ("2008", "male", A_DAY, Standing.NOT_KNOWN), ("2000", "male", A_DAY, Standing.WITHIN),
        ("1983", None, A_DAY, Standing.NOT_KNOWN), ("2000", None, A_DAY, Standing.WITHIN),
        ("2008-04", "male", A_DAY, Standing.NOT_KNOWN), (None, "male", A_DAY, Standing.NOT_KNOWN),
    ],
)  # fmt: skip
def test_the_age_of_the_militia(birth_date, sex, on, standing):
    assert militia.age_question(birth_date, sex, on).standing is standing


@pytest.mark.parametrize(
    ("birth_date", "sex", "may_serve"),
    [("1978-01-01", "male", True), ("1975-01-01", "male", False), ("1980", None, True), ("1983-05-01", "female", True)],
)
def test_a_volunteer_may_serve_five_years_longer(birth_date, sex, may_serve):
    on = date(2025, 6, 1) if sex is None else A_DAY
    assert militia.age_question(birth_date, sex, on, volunteer=True).may_serve is (may_serve and sex is not None)


@pytest.mark.parametrize(
    ("joined_on", "component", "extensions", "ends_on"),
    [
        ("2020-03-15", "mobile", (), "2024-03-15"), ("2020-03", "local", (), "2024-03"), ("2020", None, (), "2024"),
        ("2020-02-29", "standing", (), "2022-02-28"), ("2020-02-29", "sea", (), "2024-02-29"),
        (None, "local", (), None),
        ("2020-03-15", "local", ("2026-03-15",), "2026-03-15"), (None, "local", ("2026",), "2026"),
        ("2020-03-15", "local", ("2025-01-01", "2026-03-15"), "2026-03-15"),
    ],
)  # fmt: skip
def test_when_a_term_ends(joined_on, component, extensions, ends_on):
    assert militia.term_end(joined_on, component, extensions) == ends_on


@pytest.mark.parametrize(
    ("changes", "limit"),
    [
        ({}, date(2026, 3, 15)), ({"component": "standing"}, date(2024, 3, 15)),
        ({"component": "sea"}, date(2040, 12, 31)), ({"is_commander": True}, date(2040, 12, 31)),
        ({"is_self_defence": True, "volunteer": True}, date(2045, 12, 31)),
        ({"birth_date": "1979-05-02"}, date(2025, 5, 1)),
        ({"birth_date": "1979-05-02", "volunteer": True}, date(2026, 3, 15)),
        ({"joined_on": None}, None), ({"birth_date": None}, None), ({"joined_on": "2020"}, date(2026, 12, 31)),
    ],
)  # fmt: skip
def test_how_far_a_term_may_be_extended(changes, limit):
    facts = {
        "joined_on": "2020-03-15", "component": "mobile", "birth_date": "1995-01-01", "sex": "male",
        "is_self_defence": False, "is_commander": False, "volunteer": False,
    } | changes  # fmt: skip
    found, sentence = militia.extension_limit(**facts)
    assert found == limit and sentence


@pytest.mark.parametrize(
    ("component", "joined_on", "until", "counts"),
    [
        ("standing", "2023-03-15", date(2025, 3, 15), True), ("standing", "2023-03-15", date(2025, 3, 14), False),
        ("standing", "2023-03", date(2025, 3, 14), None), ("standing", None, date(2025, 3, 14), None),
        ("mobile", "2020-03-15", date(2025, 3, 15), False),
    ],
)  # fmt: skip
def test_standing_militia_of_24_months_counts_as_military_service(component, joined_on, until, counts):
    assert militia.counts_as_military_service(component, joined_on, until) is counts


@pytest.mark.parametrize(
    ("kind", "decided_by", "day", "is_right"),
    [
        ("completion", "Chủ tịch UBND phường Phù Liễn", A_DAY, True),
        ("completion", "Chủ tịch UBND phường Trần Thành Ngọ, quận Kiến An", date(2024, 1, 5), True),
        ("completion", "Giám đốc Công ty TNHH May Kiến An", A_DAY, True),
        ("completion", "Chỉ huy trưởng Ban CHQS phường", A_DAY, False),
        ("deferral", "Chủ tịch UBND thành phố Hải Phòng", A_DAY, False),
        ("deferral", "Chủ tịch UBND thị xã X", date(2024, 1, 5), False),
        ("recognition", "Chỉ huy trưởng Bộ CHQS thành phố Hải Phòng", A_DAY, True),
        ("recognition", "Chỉ huy trưởng Ban CHQS quận Kiến An", date(2025, 6, 30), True),
        ("recognition", "Chỉ huy trưởng Ban CHQS quận Kiến An", A_DAY, False),
        ("recognition", "Chỉ huy trưởng Bộ CHQS thành phố Hải Phòng", date(2025, 6, 30), False),
        ("recognition", "Chủ tịch UBND phường Phù Liễn", A_DAY, False),
    ],
)
def test_who_decides(kind, decided_by, day, is_right):
    assert (militia.decider_fault(kind, decided_by, day) is None) is is_right


def test_every_clause_has_its_text_citation_and_short_words():
    clauses = [clause for found in militia.CLAUSES.values() for clause in found]
    assert len(clauses) == 1 + 8 + 5 + 5 + 6
    for clause in clauses:
        article, part, point = clause.split(".")
        assert f"điểm {point} khoản {part} Điều {article}" in militia_grounds.clause_citation(clause)
        assert len(militia_grounds.clause_text(clause)) > 15
        assert len(militia_grounds.clause_label(clause)) > 12
    assert {one for one in clauses if militia_grounds.may_volunteer(one)} == {
        "11.1.c", "11.1.d", "11.1.đ", "11.1.e", "11.1.g", "11.2.a", "11.2.b", "11.2.d",
    }  # fmt: skip
    assert militia_grounds.sensitivity_of("11.1.b") is Sensitivity.HEALTH
    assert militia_grounds.sensitivity_of("12.2.b") is Sensitivity.POLITICS and not militia_grounds.sensitivity_of(
        "11.2.a"
    )


def test_a_self_defence_unit_and_a_commander_are_known_by_their_names():
    assert militia.is_self_defence("Tiểu đội tự vệ Công ty May") and not militia.is_self_defence(
        "Tổ dân quân tự vệ TDP 5"
    )
    assert militia.is_commander("Tiểu đội trưởng") and not militia.is_commander("Chiến sĩ")
    assert not militia.is_commander(None)


@pytest.mark.parametrize(("until", "is_long"), [(date(2026, 5, 14), False), (date(2026, 5, 15), True)])
def test_an_absence_of_three_months_is_reported(until, is_long):
    assert militia.is_long_absence(date(2026, 2, 15), until) is is_long


days = st.dates(date(1940, 1, 1), date(2010, 12, 31))


@given(days, st.sampled_from(["male", "female"]), st.dates(date(2020, 7, 1), date(2060, 12, 31)))
def test_the_last_day_of_age_is_the_last_one(birth, sex, on):
    limit = militia.age_limit(birth.isoformat(), sex)
    assert limit.is_known
    is_young_enough = militia.age_question(birth.isoformat(), sex, on).standing in {Standing.TOO_YOUNG, Standing.WITHIN}
    assert is_young_enough == (on <= limit.last)


@given(days, st.sampled_from(["male", "female", None]), st.dates(date(2020, 7, 1), date(2060, 12, 31)), st.booleans())
def test_a_part_of_a_date_never_says_more_than_the_whole(birth, sex, on, volunteer):
    whole = militia.age_question(birth.isoformat(), sex, on, volunteer)
    for part in (birth.isoformat()[:4], birth.isoformat()[:7]):
        answer = militia.age_question(part, sex, on, volunteer)
        assert not answer.may_serve or whole.may_serve
        assert answer.standing in {whole.standing, Standing.NOT_KNOWN, Standing.VOLUNTEER_ONLY}


@given(st.dates(date(2000, 1, 1), date(2040, 12, 31)), st.sampled_from(["standing", "mobile", None]))
def test_a_term_of_a_partial_date_holds_the_term_of_the_whole(joined, component):
    ends = militia.term_end(joined.isoformat(), component)
    for part in (joined.isoformat()[:4], joined.isoformat()[:7]):
        bounds = militia.term_end(part, component)
        assert earliest(bounds) <= earliest(ends) <= latest(bounds)
    served = militia.months_served(joined.isoformat(), earliest(ends))
    assert served[0] == served[1] and served[0] in {12 * militia.term_years(component, joined), 24 - 1, 48 - 1}
