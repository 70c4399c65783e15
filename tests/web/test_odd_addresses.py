"""Numbers and days in addresses that no database or calendar holds: the usual page or 404, on every page there is."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlencode

import pytest

import roster.web
from roster.web.asked import day_of, number_in, year_in
from tests.web.test_access import addresses
from tests.web.whole_office import nothing_set_in_type

HUGE = "9" * 20
NUMBERS = {"year", "page", "absent_page", "min_years", "size"}
DAYS = {"on", "day", "week", "since", "from", "to", "from_day", "to_day"}
OTHERS = {"month": ["9999-12", "0000-00", "0001-01"], "period": ["year-9999", f"{HUGE}", "month-9999-12"]}
# The first is asked of every page, in all parameters of its kind at once, and of every other page in turn one of the
# others: the one reader that all pages ask (below) judges them alike.
ODD = [
    (HUGE, "9999-12-31"), (f"-{HUGE}", "0001-01-01"), ("2147483648", "31/12/9999"), ("2200", "2200-12-31"),
]  # fmt: skip


def queries(turn):
    for place in (0, 1 + turn // 2 % (len(ODD) - 1)) if turn % 2 else (0,):
        number, day = ODD[place]
        others = {name: values[place % len(values)] for name, values in OTHERS.items()}
        yield urlencode(dict.fromkeys(NUMBERS, number) | dict.fromkeys(DAYS, day) | others)


def pages(app, ward, year):
    for endpoint, method, url in addresses(app, ward_id=ward.id, year=2026):
        is_asked = method == "GET" and not endpoint.startswith(("setup.", "metrics", "health"))
        if is_asked and (year == 2026 or "/2026" in url):
            yield url.replace("/2026", f"/{year}")


def status_of(clients, asked):
    """Of the first who may look at the page; 500 where a view fails."""
    status = 403
    for client in clients:
        try:
            status = client.get(asked).status_code
        except Exception as error:  # which in production is a page with 500
            return f"500 {type(error).__name__}"
        if status != 403:
            break
    return status


def test_no_number_or_day_in_an_address_breaks_a_page(app, client_of, ward):
    app.config["OUTPUTS_AN_HOUR"] = app.config["SEARCHES_AN_HOUR"] = 100_000
    clients = [client_of(role, ward) for role in ("officer", "administrator")]
    for client in clients:
        client.check = False
    found = {f"{url}?{query}": 0 for turn, url in enumerate(pages(app, ward, 2026)) for query in queries(turn)}
    with nothing_set_in_type():  # what stands in a list comes before its paper
        for asked in found:
            found[asked] = status_of(clients, asked)
    assert {asked: status for asked, status in found.items() if str(status).startswith("5")} == {}
    assert len(found) > 300 and sum(status == 200 for status in found.values()) > 100


@pytest.mark.parametrize("year", [HUGE, 2147483648, 9999, 2201, 1899, 0])
def test_a_year_that_no_calendar_of_the_office_holds_is_no_page(app, client_of, ward, year):
    clients = [client_of("officer", ward)]
    found = {url: status_of(clients, url) for url in pages(app, ward, year)}
    assert len(found) > 20 and set(found.values()) <= {404}, found


def test_no_database_is_asked_for_or_given_a_text_with_nul(browser, ward):
    of_ward = f"/wards/{ward.id}"
    odd = {"label": "Hội\0 thao", "notes": "Quý\0 IV", "responsible": "\0"}
    assert browser.post(f"{of_ward}/targets/new", data=odd).status_code == 303
    assert "Hội thao" in browser.text(f"{of_ward}/targets")
    for page in ("lists/militia?q=a%00b", "targets?on=%00", "reserve/?rank=%00", "training/people?component=%00"):
        assert browser.get(f"{of_ward}/{page}").status_code in {200, 302}, page  # what is left empty leaves the address
    for path in ("/rules/a%00b", f"{of_ward}/targets/own%001"):
        assert browser.get(path).status_code == 404, path


def test_days_and_years_are_those_around_which_others_are_too():
    assert [day_of(text) for text in ("9999-12-31", "0001-01-01", "31/12/9999", "2200-01-01", "x", None)] == [None] * 6
    assert day_of("2199-12-31") and day_of("01/01/1901")
    assert (year_in("1900"), year_in("2200"), number_in("7")) == (1900, 2200, 7)
    for reader, text in ((year_in, "1899"), (year_in, HUGE), (number_in, HUGE), (number_in, "x")):
        with pytest.raises(ValueError):
            reader(text)


def test_every_day_and_number_that_an_address_may_name_is_read_by_the_one_reader():
    own = re.compile(r"(?:args|values)\.get\([^\n]*(?:type=int\b|, int\))|<int:")
    found = [
        path.name for path in Path(roster.web.__file__).parent.rglob("*.py") if own.search(path.read_text("utf-8"))
    ]
    assert found == []


def test_a_value_that_address_and_form_tell_differently_counts_for_neither(browser, ward):
    page = f"/wards/{ward.id}/militia/registration"
    assert browser.post(f"{page}/sheet?year=2026", data={"year": "2026"}).status_code != 400
    assert browser.post(f"{page}/sheet?year=2026", data={"year": "2025"}).status_code == 400
    assert browser.get(f"{page}?year=2026&year=2025").status_code == 400
