"""What the words of a search mean: a year or a date is that of a birth, and a word all the same."""

import pytest

from roster.domain.search_words import names_him, search_words

HIM = ("Nguyễn Văn Hùng", "2006-05-12")


@pytest.mark.parametrize(
    "typed",
    ["hung 2006", "2006 Hùng", "hung 05/2006", "hung 5-2006", "hung 12/05/2006", "hung 12.5.2006", "Hùng, 12-5-06",
     "hung 12052006", "hung 2006-05-12", "van hung nguyen", ""],
)  # fmt: skip
def test_he_is_named_by_his_name_and_birth_as_people_write_them(typed):
    assert names_him(typed, *HIM)


@pytest.mark.parametrize(
    "typed", ["hung 2007", "hung 06/2006", "hung 13/05/2006", "an 2006", "hung 12/05/96", "hung 31/02/2006", "hung 06"]
)
def test_another_year_or_day_is_another_man(typed):
    assert not names_him(typed, *HIM)


def test_a_birth_known_to_the_year_only_may_be_the_day_that_was_typed():
    assert names_him("hung 12/05/2006", "Nguyễn Văn Hùng", "2006")
    assert names_him("hung 12/05/2006", "Nguyễn Văn Hùng", "2006-05")
    assert not names_him("hung 12/05/2006", "Nguyễn Văn Hùng", "2006-06")
    assert not names_him("hung 2006", "Nguyễn Văn Hùng", None)


@pytest.mark.parametrize("typed", ["031206001234", "0912.345.678", "12/5", "100%", "1234", "3.2006.1"])
def test_numbers_and_addresses_are_no_births(typed):
    assert all(not word.born for word in search_words(typed))
