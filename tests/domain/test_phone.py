import pytest
from hypothesis import given
from hypothesis import strategies as st

from roster.domain.phone import PhoneReading, read_phone


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("0836631674", "0836631674"),
        ("0102730454", "0102730454"),
        ("0310302230", "0310302230"),
        ("0912.345.678", "0912345678"),
        ("0912 345 678", "0912345678"),
        ("0912-345-678", "0912345678"),
        ("'0912345678", "0912345678"),
        ("+84 912 345 678", "0912345678"),
        ("+84 (0) 912 345 678", "0912345678"),
        ("0084912345678", "0912345678"),
        ("84912345678", "0912345678"),
        ("912345678", "0912345678"),
        (860778342.0, "0860778342"),
        (390403771, "0390403771"),
        ("0225 3876 543", "02253876543"),
        ("(0225) 3876543", "02253876543"),
        (2253876543, "02253876543"),
        ("+84 225 3876543", "02253876543"),
        ("ĐT: 0912345678", "0912345678"),
        ("0912345678 (bố)", "0912345678"),
        ("０９１２３４５６７８", "0912345678"),
        ("0912/345/678", "0912345678"),
    ],
)
def test_a_number_becomes_digits_from_zero(raw: object, value: str) -> None:
    assert read_phone(raw) == PhoneReading(value, True)


@pytest.mark.parametrize(
    "raw",
    ["0912345678 / 0913345678", "0912345678; 0913345678", "0912345678 - 0913345678", "0912345678-0913345678",
     "0912.345.678 0913.345.678", "0912345678, 0913345678, 0912345678", "0912345678 hoặc 0913345678"],
)  # fmt: skip
def test_the_first_of_several_numbers_is_taken_and_the_rest_kept(raw: str) -> None:
    assert read_phone(raw) == PhoneReading("0912345678", True, ("0913345678",))


@pytest.mark.parametrize(
    "raw", ["09x", "không có", "091234567", "01234567890", "09123456789", "113", "091234567O", "1912345678"]
)
def test_what_is_no_number_stays_as_it_stands(raw: str) -> None:
    assert read_phone(raw) == PhoneReading(raw, False)


@pytest.mark.parametrize("raw", [None, "", " ", "-"])
def test_nothing_is_no_fault(raw: object) -> None:
    assert read_phone(raw) == PhoneReading(None, True)


@given(st.from_regex(r"0[1-9][0-9]{8}", fullmatch=True))
def test_no_mobile_is_lost_in_a_number_cell(value: str) -> None:
    assert read_phone(int(value)) == read_phone(float(value)) == read_phone(value) == PhoneReading(value, True)


@given(st.text() | st.floats() | st.integers())
def test_any_cell_gets_an_answer(raw: object) -> None:
    reading = read_phone(raw)
    if reading.ok and reading.value is not None:
        assert reading.value.startswith("0") and len(reading.value) in {10, 11}
