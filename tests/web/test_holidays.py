"""The administrator keeps the table of holidays by which working days are counted."""

from datetime import date

import pytest

from roster.services import holidays
from roster.store.audit import AuditEntry
from roster.store.db import db
from tests.page_checks import text_of

PAGE = "/rules/holidays"
TET = {"day": "05/02/2027", "name": "Tết Nguyên đán", "kind": "off"}


@pytest.fixture
def browser(client_of, two_wards, set_today):
    set_today(date(2026, 11, 25))
    return client_of("administrator", wards=two_wards[0])


def test_the_shipped_calendar_is_shown_and_a_day_is_entered_and_taken_back(browser):
    assert "Quốc khánh" in browser.text(PAGE) and "Ngày nghỉ, ngày làm bù" in browser.text("/rules/")
    assert holidays.due_after(date(2027, 2, 4), 1, "working") == date(2027, 2, 5)
    assert browser.post(PAGE, data=TET).status_code == 303
    assert "05/02/2027" in browser.text(f"{PAGE}?year=2027") and "Cơ quan ghi" in browser.text(f"{PAGE}?year=2027")
    db.session.rollback()
    assert holidays.due_after(date(2027, 2, 4), 1, "working") == date(2027, 2, 8)
    assert browser.post(f"{PAGE}/2027-02-05/remove").status_code == 303
    assert "05/02/2027" not in browser.text(f"{PAGE}?year=2027")
    actions = set(db.session.scalars(db.select(AuditEntry.action)))
    assert {"holiday.save", "holiday.remove"} <= actions


def test_a_day_that_is_none_is_refused_in_words(browser):
    answer = browser.post(PAGE, data=TET | {"day": "31/02/2027"})
    assert answer.status_code == 422 and "ngày" in text_of(answer.text)
    assert browser.post(f"{PAGE}/no-day/remove").status_code == 404


def test_an_officer_does_not_change_it(client_of, two_wards):
    officer = client_of("officer", wards=two_wards[0])
    assert officer.get(PAGE).status_code == officer.post(PAGE, data=TET).status_code == 403
