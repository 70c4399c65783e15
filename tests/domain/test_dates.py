import datetime
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roster.domain.dates import age_on, earliest, format_date, is_partial_date, latest, read_date

TODAY = datetime.date(2025, 11, 24)


def read(raw: object) -> tuple[str | None, str | None]:
    reading = read_date(raw, today=TODAY)
    return reading.value, reading.code


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("01/11/2000", "2000-11-01"),
        ("18/1/2003", "2003-01-18"),
        ("3-4-2000", "2000-04-03"),
        ("24.10.2004", "2004-10-24"),
        ("24 / 03 / 2001", "2001-03-24"),
        ("24 03 2001", "2001-03-24"),
        ("31-07-1996", "1996-07-31"),
        ("01032005", "2005-03-01"),
        ("1/3/2005", "2005-03-01"),
        ("1999-05-29", "1999-05-29"),
        ("1999-05-29 00:00:00", "1999-05-29"),
        ("1999-05-29T00:00:00", "1999-05-29"),
        ("20050314", "2005-03-14"),
        ("14/03/05", "2005-03-14"),
        ("14/03/99", "1999-03-14"),
        ("24/11/25", "2025-11-24"),
        ("25/11/25", "1925-11-25"),
        ("010305", "2005-03-01"),
        ("02/2013", "2013-02"),
        ("2-2013", "2013-02"),
        ("2013-02", "2013-02"),
        ("3/99", "1999-03"),
        ("3/13", "2013-03"),
        ("022013", "2013-02"),
        ("2005", "2005"),
        ("2005.0", "2005"),
        ("２００５", "2005"),
        ("Tháng 2 năm 2013", "2013-02"),
        ("T2/2013", "2013-02"),
        ("tháng 02/2013", "2013-02"),
        ("tháng tư năm 2013", "2013-04"),
        ("tháng năm năm 2013", "2013-05"),
        ("tháng mười hai năm 2013", "2013-12"),
        ("ngày 3 tháng 2 năm 2013", "2013-02-03"),
        ("Ngày 03/ tháng 02/ năm 2013", "2013-02-03"),
        ("Sinh ngày 3/2/2013", "2013-02-03"),
        ("Năm 1985", "1985"),
        ("24-Mar-2001", "2001-03-24"),
        ("00/00/1985", "1985"),
        ("00/03/1985", "1985-03"),
        ("../../1985", "1985"),
        ("…./…./1985", "1985"),
        ("xx/xx/1985", "1985"),
        ("?/?/1985", "1985"),
        ("ngày .... tháng .... năm 1985", "1985"),
        ("  /  /1985", "1985"),
        ("29/02/2004", "2004-02-29"),
        (datetime.date(2002, 10, 4), "2002-10-04"),
        (datetime.datetime(2002, 10, 4, 13, 0), "2002-10-04"),
        (2005, "2005"),
        (1996.0, "1996"),
        (38412, "2005-03-01"),
        (38412.75, "2005-03-01"),
        ("38412", "2005-03-01"),
        (1032005, "2005-03-01"),
        (14032005.0, "2005-03-14"),
        (3.2005, "2005-03"),
        (12.201, "2010-12"),
        (datetime.date(1905, 6, 27), "2005"),  # 2005 in a cell formatted as a date
    ],
)
def test_a_date_is_read_as_it_was_meant(raw: object, value: str) -> None:
    assert read(raw) == (value, None)


@pytest.mark.parametrize(
    "raw",
    [
        "31/02/2004", "29/02/2001", "12/31/2004", "1/13/2004", "13/2005", "32/1/2005", "garbage", "x", "không rõ",
        "2005 hoặc 2006", "1/2/3/2004", "12/3/200", "5/../1985", "13/05", "14/03/1805", "07:05:00", "999", "0",
        "99999999", "1985?", "1/1/20055", 0, -5, 1.5, 13.2005, 700000.5, float("nan"), float("inf"), 10**40, True,
        datetime.time(7, 5), datetime.date(1812, 5, 1),
    ],
)  # fmt: skip
def test_what_no_calendar_has_is_said_to_be_impossible(raw: object) -> None:
    assert read(raw) == (None, "impossible_date")


def test_an_impossible_date_keeps_its_text_for_the_message() -> None:
    assert read_date(" 31/02/2004 ", today=TODAY).text == "31/02/2004"


@pytest.mark.parametrize(
    ("raw", "value"),
    [("05/05/2031", "2031-05-05"), ("12/2025", "2025-12"), (2026, "2026"), (datetime.date(2025, 11, 25), "2025-11-25")],
)
def test_a_date_ahead_is_kept_and_marked(raw: object, value: str) -> None:
    assert read(raw) == (value, "future_date")


@pytest.mark.parametrize("raw", ["24/11/2025", "11/2025", "2025"])
def test_today_and_what_may_be_today_is_not_ahead(raw: str) -> None:
    assert read(raw)[1] is None


@pytest.mark.parametrize("raw", ["3/4", "03/04", "1032005", "20399", "200503"])
def test_two_true_readings_are_left_to_the_officer(raw: str) -> None:
    assert read(raw) == (None, "ambiguous_date")


@pytest.mark.parametrize("raw", [None, "", "  ", "-", "—", "/  /", "…/…/….."])
def test_nothing_is_no_fault(raw: object) -> None:
    assert read(raw) == (None, None)


days = st.dates(datetime.date(1900, 1, 1), TODAY)


@given(days)
def test_every_way_to_write_a_day_means_that_day(day: datetime.date) -> None:
    d, m, y = day.day, day.month, day.year
    for text in (
        f"{d:02}/{m:02}/{y}", f"{d}/{m}/{y}", f"{d}-{m}-{y}", f"{d}.{m:02}.{y}", f"{d:02}{m:02}{y}",
        f"{y}-{m:02}-{d:02}", f"'{d} / {m} / {y}", f"ngày {d} tháng {m} năm {y}",
        unicodedata.normalize("NFD", f"Ngày {d:02} tháng {m:02} năm {y}"),
    ):  # fmt: skip
        assert read(text) == (day.isoformat(), None), text
    assert read(f"{m:02}/{y}") == (f"{y}-{m:02}", None)


@given(st.dates(datetime.date(1941, 1, 25), TODAY))
def test_excel_serials_of_both_calendars(day: datetime.date) -> None:
    assert read((day - datetime.date(1899, 12, 30)).days) == (day.isoformat(), None)
    if day.year >= 1946:
        serial = float((day - datetime.date(1904, 1, 1)).days)
        assert read_date(serial, today=TODAY, date1904=True).value == day.isoformat()


@given(st.text(alphabet="0123456789/-. ngàythángnămTx?") | st.text() | st.floats() | st.integers())
def test_any_cell_gets_an_answer(raw: object) -> None:
    reading = read_date(raw, today=TODAY)
    if reading.value is None:
        assert reading.code in {None, "impossible_date", "ambiguous_date"}
    else:
        assert is_partial_date(reading.value)
        assert (reading.code == "future_date") == (earliest(reading.value) > TODAY)


partial_dates = days.map(str) | days.map(lambda d: f"{d:%Y-%m}") | days.map(lambda d: f"{d.year:04}")


@given(partial_dates)
def test_what_is_shown_reads_back_as_the_same_date(value: str) -> None:
    assert read(format_date(value)) == (value, None)


@pytest.mark.parametrize(
    ("value", "shown"), [("2005-03-14", "14/03/2005"), ("2005-03", "03/2005"), ("2005", "2005"), (None, ""), ("", "")]
)
def test_a_date_is_shown_day_first(value: str | None, shown: str) -> None:
    assert format_date(value) == shown


@pytest.mark.parametrize(
    "text", ["", "05", "2005-3", "2005-13", "2005-02-30", "14/03/2005", "2005-03-14 ", "0000", "２００５"]
)
def test_only_calendar_dates_are_partial_dates(text: str) -> None:
    assert not is_partial_date(text)


def test_a_partial_date_spans_its_days() -> None:
    assert (earliest("2004"), latest("2004")) == (datetime.date(2004, 1, 1), datetime.date(2004, 12, 31))
    assert (earliest("2004-02"), latest("2004-02")) == (datetime.date(2004, 2, 1), datetime.date(2004, 2, 29))
    assert earliest("2004-02-03") == latest("2004-02-03") == datetime.date(2004, 2, 3)


@pytest.mark.parametrize(
    ("born", "day", "ages"),
    [
        ("2007-11-24", datetime.date(2025, 11, 23), (17, 17)),
        ("2007-11-24", datetime.date(2025, 11, 24), (18, 18)),
        ("2007-11", datetime.date(2025, 11, 24), (17, 18)),
        ("2007", datetime.date(2025, 11, 24), (17, 18)),
        ("2007", datetime.date(2025, 12, 31), (18, 18)),
        ("2004-02-29", datetime.date(2025, 2, 28), (20, 20)),
        ("2004-02-29", datetime.date(2025, 3, 1), (21, 21)),
        ("2025", datetime.date(2025, 3, 1), (0, 0)),
    ],
)
def test_age_in_full_years(born: str, day: datetime.date, ages: tuple[int, int]) -> None:
    assert age_on(born, day) == ages
