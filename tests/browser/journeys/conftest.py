"""A desk with an officer at it, and the table of what he pressed."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page

from roster.domain.actor import SYSTEM
from roster.services import accounts, campaigns, imports, letterheads
from roster.services.setup import suggested_letterhead
from roster.store.accounts import User
from roster.store.db import db
from roster.store.units import Unit
from tests.browser.conftest import OFFICER, ROSTER_01, TODAY, let_go, sign_in
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


@pytest.fixture(scope="session")
def kept_office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the first journey leaves its filled office and its signed-in browser for the others; empty till then."""
    return tmp_path_factory.mktemp("kept_office")


@pytest.fixture
def filled_ward(
    app: Flask, open_browser: Callable[..., Page], ward: Ward, user_of: Callable[..., User], kept_office: Path
) -> Ward:
    """Phù Liễn with a letterhead, the candidates of roster 01 for the call-up of 2026, and an officer signed in."""
    instance, kept = Path(app.instance_path), kept_office / "instance"
    let_go()
    if not kept.exists():
        _fill(ward, user_of("officer", user_name=OFFICER, full_name="Lê Thị Thu Hường"))
        door = open_browser()
        sign_in(door, OFFICER)
        door.context.storage_state(path=kept_office / "browser.json")
        door.close()
        let_go()
        shutil.copytree(instance, kept)
    shutil.copytree(kept, instance, dirs_exist_ok=True)
    return ward


@pytest.fixture
def desk(open_browser: Callable[..., Page], filled_ward: Ward, kept_office: Path) -> tuple[Page, Hands]:
    """The page after signing in, and hands on the keyboard; the hands have pressed nothing yet."""
    page = open_browser(storage_state=kept_office / "browser.json")
    hands = Hands(page)
    page.goto(f"/wards/{filled_ward.id}/")
    hands.arrive(HOME)
    return page, hands


def _fill(ward: Ward, user: User) -> None:
    unit, officer = db.session.get(Unit, ward.id), accounts.actor_of(user)
    assert unit is not None
    letterheads.save_letterhead(
        SYSTEM, ward.id, None, texts=suggested_letterhead(unit), begins_on=TODAY, ends_on=None
    )  # fmt: skip
    imports.import_file(officer, unit, "enlistment", YEAR, ROSTER_01)
    campaigns.save(officer, ward.id, YEAR, {"handover_on": date(YEAR, 2, 15)}, 0)
    db.session.commit()
