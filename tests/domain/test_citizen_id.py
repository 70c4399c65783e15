import pytest
from hypothesis import given
from hypothesis import strategies as st

from roster.domain.citizen_id import (
    PROVINCES,
    IdReading,
    birth_year_from_id,
    check_citizen_id,
    is_old_id,
    read_citizen_id,
    sex_from_id,
)

ids = st.builds("{}{}{:08}".format, st.sampled_from(sorted(PROVINCES)), st.integers(0, 3), st.integers(0, 99999999))


@pytest.mark.parametrize(
    "raw",
    [
        "031205950826", " 031205950826 ", "'031205950826", "031 205 950 826", "031.205.950.826", "031-205-950-826",
        "031205\u00a0950826", "\u200b031205950826", "０３１２０５９５０８２６", "CCCD: 031205950826",
        "031205950826 cấp ngày 12/05/2021",
    ],
)  # fmt: skip
def test_how_digits_are_written_does_not_matter(raw: str) -> None:
    assert read_citizen_id(raw) == IdReading("031205950826", None, False)


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        (31206518098.0, "031206518098"),
        (31206518098, "031206518098"),
        (1205346209, "001205346209"),
        ("31206518098", "031206518098"),
        ("31206518098.0", "031206518098"),
        ("3.1206518098E+10", "031206518098"),
        ("1205346209", "001205346209"),
    ],
)
def test_zeros_that_a_number_cell_lost_come_back(raw: object, value: str) -> None:
    assert read_citizen_id(raw) == IdReading(value, None, True)


@given(ids)
def test_no_id_is_lost_in_a_number_cell(value: str) -> None:
    assert read_citizen_id(float(value)) == read_citizen_id(int(value)) == IdReading(value, None, True)
    assert read_citizen_id(value) == IdReading(value, None, False)


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("0312014239", "0312014239"),
        ("03120142390", "03120142390"),
        ("01120534620", "01120534620"),
        ("0312014239012", "0312014239012"),
        ("031 201 4239", "0312014239"),
        ("1.2E+11", "1.2E+11"),
        ("3,12065E+10", "3,12065E+10"),
        (131234567, "131234567"),
        ("031234567", "031234567"),
        ("chưa có", "chưa có"),
        ("03120595082O", "03120595082O"),
        (1.5, "1.5"),
        (31206518098.5, "31206518098.5"),
        (-31206518098, "-31206518098"),
        (True, "TRUE"),
    ],
)
def test_a_wrong_length_keeps_what_stands_there(raw: object, value: str) -> None:
    assert read_citizen_id(raw) == IdReading(value, "citizen_id_length", False)


@pytest.mark.parametrize("raw", [None, "", "  ", "-", "…"])
def test_nothing_is_no_fault(raw: object) -> None:
    assert read_citizen_id(raw) == IdReading(None, None, False)


@given(st.text() | st.floats() | st.integers())
def test_any_cell_gets_an_answer(raw: object) -> None:
    reading = read_citizen_id(raw)
    if reading.code is None and reading.value is not None:
        assert len(reading.value) == 12 and reading.value.isascii() and reading.value.isdecimal()


def test_nine_digits_are_an_old_card() -> None:
    assert is_old_id("031234567")
    assert not is_old_id("0312345678")


@pytest.mark.parametrize(
    ("value", "birth_date", "sex", "codes"),
    [
        ("031205950826", "2005-09-05", "male", []),
        ("031305312502", "2005", "female", []),
        ("031096086228", "1996", "male", []),
        ("031184054422", "1984-02", "female", []),
        ("031205950826", None, None, []),
        ("031205950826", "", "", []),
        ("999200446699", "2000-09-03", "male", ["citizen_id_province"]),
        ("031209120168", "2002-08-28", "male", ["citizen_id_birth_year"]),
        ("031005950826", "2005-09-05", "male", ["citizen_id_birth_year"]),
        ("031305950826", "2005-09-05", "male", ["citizen_id_sex"]),
        ("999105950826", "2005", "male", ["citizen_id_province", "citizen_id_birth_year", "citizen_id_sex"]),
        ("0312014239", "2001-06-25", "male", ["citizen_id_length"]),
    ],
)
def test_what_does_not_fit_the_person_is_named(
    value: str, birth_date: str | None, sex: str | None, codes: list[str]
) -> None:
    assert check_citizen_id(value, birth_date, sex) == codes


def test_what_an_id_says_of_its_bearer() -> None:
    assert (sex_from_id("031205950826"), birth_year_from_id("031205950826")) == ("male", 2005)
    assert (sex_from_id("031184054422"), birth_year_from_id("031184054422")) == ("female", 1984)
    assert (sex_from_id("0312014239"), birth_year_from_id("0312014239")) == (None, None)
