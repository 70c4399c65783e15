"""A desk with an officer at it, and the table of what he pressed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from playwright.sync_api import Page

from roster.domain.actor import SYSTEM, Actor
from roster.services import campaigns, imports, letterheads
from roster.services.setup import suggested_letterhead
from roster.store.db import db
from roster.store.units import Unit
from tests.browser.conftest import ROSTER_01, TODAY, sign_in
from tests.browser.journeys.hands import Hands
from tests.browser.journeys.key_table import KeyTable
from tests.conftest import Ward

YEAR = 2026  # the call-up that is prepared on that day
HOME = "Phường Phù Liễn"  # heading of the page after signing in


@pytest.fixture(scope="session")
def key_table() -> Iterator[KeyTable]:
    """The one table of a run."""
    table = KeyTable()
    yield table
    table.write()


@pytest.fixture
def filled_ward(address: str, ward: Ward, actor_of: Callable[..., Actor]) -> Ward:
    """Phù Liễn with a letterhead and the sixty candidates of roster 01, for the call-up of 2026."""
    unit = db.session.get(Unit, ward.id)
    assert unit is not None
    letterheads.save_letterhead(
        SYSTEM, ward.id, None, texts=suggested_letterhead(unit), begins_on=TODAY, ends_on=None
    )  # fmt: skip
    officer = actor_of("officer", ward)
    imports.import_file(officer, unit, "enlistment", YEAR, ROSTER_01)
    campaigns.save(officer, ward.id, YEAR, {"handover_on": date(YEAR, 2, 15)}, 0)
    db.session.commit()
    return ward


@pytest.fixture
def desk(open_browser: Callable[..., Page], officer: str, filled_ward: Ward) -> tuple[Page, Hands]:
    """The page after signing in, and hands on the keyboard; the hands have pressed nothing yet."""
    door = open_browser()
    sign_in(door, officer)
    page = door.context.new_page()
    hands = Hands(page)
    page.goto(f"/wards/{filled_ward.id}/")
    door.close()
    hands.arrive(HOME)
    return page, hands
