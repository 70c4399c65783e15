"""The numbers of personal papers, the texts they cite and who signs them, by the day of signing."""

from datetime import date, timedelta

import pytest

from roster.domain.delivery import CALLS, KIND
from roster.domain.law.rulebook import ENLISTMENT_RULES as RULES
from roster.domain.personal_papers import not_in_force, numbered, place_in_series, wording, words_of, wrong_office

LAST, FIRST = date(2025, 6, 30), date(2025, 7, 1)


@pytest.mark.parametrize(
    ("kind", "day", "number"),
    [
        ("enlistment", FIRST, "12/QĐ-UBND"), ("enlistment", LAST, "12/L-BCH"), ("preselection", LAST, "12/L-BCH"),
        ("registration", FIRST, "12/QĐ-UBND"), ("invitation", FIRST, "12/GM-BCH"), ("transfer", FIRST, "12/GGT-BCH"),
        ("certificate", LAST, "12/GCN-BCH"), ("certificate", FIRST, "12/GCN-UBND"),
        ("reserve_card", FIRST, "12/GCN-UBND"), ("reserve_card", LAST, "12/GCN-BCH"),
        ("reserve_move", FIRST, "12/GGT-BCH"), ("health_form", FIRST, "12"), ("resume", FIRST, "12"),
    ],
)  # fmt: skip
def test_a_bare_number_bears_the_symbol_of_whoever_signs_on_the_day(kind, day, number):
    assert numbered("12", kind, day, RULES) == number
    assert numbered(number, kind, day, RULES) == number


def test_a_symbol_gives_way_to_that_of_another_law_what_was_typed_otherwise_stays():
    assert numbered("012/QĐ-UBND", "examination", LAST, RULES) == "012/L-BCH"
    assert numbered("12/L-BCH", "examination", FIRST, RULES) == "12/QĐ-UBND"
    for typed in ("12/GGK-CHQS", "GGK 12", "12/QĐ-UBND", ""):
        assert numbered(typed, "examination", FIRST, RULES) == typed


def test_the_same_number_written_otherwise_is_the_same_one_of_its_series():
    place = place_in_series("12/QĐ-UBND", "examination")
    for typed in ("012/QĐ-UBND", "Số 12/QĐ-UBND", "12 / qđ-ubnd"):
        assert place_in_series(typed, "enlistment") == place  # one series for all decisions of the committee
    assert place_in_series("12/GM-BCH", "invitation") != place != place_in_series("13/QĐ-UBND", "examination")
    assert place_in_series("12", "resume") != place_in_series("12", "health_form")
    assert place_in_series("không số", "resume") is None


@pytest.mark.parametrize("kind", [str(one.key) for one in CALLS])
@pytest.mark.parametrize("day", [date(2016, 1, 1), LAST, FIRST, date(2026, 12, 1)])
def test_customary_words_cite_what_is_in_force_and_name_no_level_for_an_office(kind, day):
    words = wording(kind, 2026, day, RULES)
    assert not_in_force("\n".join(words.grounds), day) == ()
    assert words.is_signed_by_district == (day <= LAST) and words.is_signed_by_chairman == (day > LAST)
    assert not any("cấp" in line for line in words.grounds)


def test_a_text_of_later_or_of_earlier_is_told():
    grounds = "Căn cứ Luật số 98/2025/QH15;\nCăn cứ Thông tư 105/2023/TT-BQP;"
    assert not_in_force(grounds, FIRST) == ()
    [sentence] = not_in_force(grounds, LAST)
    assert "98/2025/QH15" in sentence and "01/07/2025" in sentence
    assert "31/12/2023" in not_in_force("16/2016/TTLT-BYT-BQP", date(2024, 1, 1))[0]


def test_the_post_under_the_signature_is_that_of_the_office_of_the_day():
    order, decision = (wording("enlistment", 2026, day, RULES) for day in (LAST, FIRST))
    assert wrong_office(order, "CHỦ TỊCH", "") and not wrong_office(order, "PHÓ CHỈ HUY TRƯỞNG", "KT. CHỈ HUY TRƯỞNG")
    assert wrong_office(decision, "CHỈ HUY TRƯỞNG", "")
    assert not wrong_office(decision, "CHỈ HUY TRƯỞNG", "TUQ. CHỦ TỊCH")
    assert not wrong_office(decision, "Phó Chủ tịch", "KT. CHỦ TỊCH")


def test_every_kind_has_words_on_every_day():
    for kind in KIND:
        for step in range(0, 4000, 250):
            assert words_of(str(kind.key), 2026, date(2016, 1, 1) + timedelta(days=step), RULES).name
