"""The program behind a true server, and a true browser before it: one of each for all tests, one context a test."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect, sync_playwright
from waitress.server import create_server

from roster.config import OFFICE_ZONE
from roster.domain.actor import SYSTEM
from roster.services import accounts, imports, letterheads
from roster.services.setup import suggested_letterhead
from roster.store.accounts import User
from roster.store.db import db
from roster.store.units import Unit
from tests.browser.watching import Watch
from tests.conftest import PASSWORD, CheckedClient, Ward
from tests.second_steps import code_of

SHEET_FILES = Path(__file__).parent.parent / "sheet_files"
ROSTER_01 = SHEET_FILES / "01-san-sang-nhap-ngu.xlsx"  # 60 candidates of Phù Liễn, call-up of 2025
TODAY = date(2025, 9, 15)
OFFICER = "huong"
DESK = {"width": 1366, "height": 768}  # the common office screen
PATIENCE_MS = 20_000  # until a test gives a page up: two busy cores are slow
expect.set_options(timeout=PATIENCE_MS)

_BROWSERS = ("chromium", "chromium-browser", "google-chrome")
# Debian starts it by a script that adds extensions and flags of its own, which cost a tenth of all its work.
_WRAPPED, _BARE = "/usr/bin/chromium", "/usr/lib/chromium/chromium"
_FLAGS = (
    "--no-sandbox",  # tests may run as root
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # nothing but the program answers
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A page given up by the clock is tried once more, in a fresh office, and both tries are shown: on a machine with
    its hands full the browser at times swallows a key or a click. Whatever else fails, fails at once."""
    again = pytest.mark.flaky(reruns=1, only_rerun=["TimeoutError", "Locator expected"])
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(again)


class Door:
    """Leads the one server's requests to the application of the running test."""

    app: Callable[..., Iterable[bytes]] | None = None

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if self.app is None:
            start_response("503 Between two tests", [("Content-Type", "text/plain")])
            return [b""]
        return self.app(environ, start_response)


# --- One server, one browser ----------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def served() -> Iterator[tuple[Door, str]]:
    """The server's door and its address (http://127.0.0.1:PORT)."""
    door = Door()
    server = create_server(door, host="127.0.0.1", port=0, threads=4, ident="")
    threading.Thread(target=server.run, daemon=True).start()
    yield door, f"http://127.0.0.1:{server.effective_port}"
    door.app = None


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(request: pytest.FixtureRequest) -> Iterator[Browser]:
    """The computer's own Chromium: CHROMIUM, or the first that is found."""
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, _BROWSERS)), None)
    if path == _WRAPPED and Path(_BARE).exists():
        path = _BARE
    if path is None:
        reason = "no Chromium found: install it (Debian: chromium), or set CHROMIUM to its path"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    playwright: Playwright = request.getfixturevalue("playwright")
    browser = playwright.chromium.launch(
        executable_path=path,
        args=list(_FLAGS),
        # An officer's browser keeps pages for its Back button; what it may show of them is ours to hold.
        ignore_default_args=["--disable-back-forward-cache"],
    )
    yield browser
    browser.close()


# --- Of each test ---------------------------------------------------------------------------------------------------


@pytest.fixture
def database() -> str:
    """SQLite alone: what a browser sees does not depend on the database, which other tests hold."""
    return "sqlite"


@pytest.fixture
def address(served: tuple[Door, str], app: Flask, set_today: Callable[[date], None]) -> Iterator[str]:
    """The address of this test's fresh office, on a fixed day."""
    door, url = served
    set_today(TODAY)
    door.app = app.wsgi_app
    yield url
    door.app = None


@pytest.fixture
def open_browser(browser: Browser, address: str) -> Iterator[Callable[..., Page]]:
    """Opens the browser of one person: his own cookies, nothing of the others. Every page is watched."""
    contexts: list[tuple[BrowserContext, Watch]] = []

    def open_page(**more: Any) -> Page:
        options: dict[str, Any] = {"base_url": address, "locale": "vi-VN", "viewport": DESK}
        context = browser.new_context(**(options | more))
        context.set_default_timeout(PATIENCE_MS)
        contexts.append((context, Watch(context, address)))
        return context.new_page()

    yield open_page
    faults = []
    for context, watch in contexts:
        context.close()
        faults += watch.faults
    assert not faults, "; ".join(faults)


@pytest.fixture
def page(open_browser: Callable[..., Page]) -> Page:
    """The one browser of a test with one person."""
    return open_browser()


@pytest.fixture
def officer(request: pytest.FixtureRequest, user_of: Callable[..., User]) -> str:
    """The user name of an officer of phường Phù Liễn, Lê Thị Thu Hường."""
    # A name, not the account: reading that would open a transaction here and lock the server out.
    if "filled_ward" in request.fixturenames:
        request.getfixturevalue("filled_ward")  # which knows her
    else:
        user_of("officer", user_name=OFFICER, full_name="Lê Thị Thu Hường")
    return OFFICER


@pytest.fixture
def let_in(app: Flask, address: str, officer: str, client_of: Callable[..., CheckedClient]) -> Callable[[Page], None]:
    """Gives a browser the cookie that it would have after the form, which other tests go through; opens no page."""
    user, name = db.session.query(User).filter_by(user_name=officer).one(), app.config["SESSION_COOKIE_NAME"]
    cookie = client_of(user=user).get_cookie(name)
    db.session.commit()
    assert cookie is not None

    def give(page: Page) -> None:
        page.context.add_cookies([{"name": name, "value": cookie.value, "url": address}])

    return give


_RECOVERY_CODES: dict[str, list[str]] = {}


def sign_in(page: Page, user_name: str, password: str = PASSWORD) -> None:
    """Go through the form; the page that follows is there when this returns."""
    page.goto("/login")
    page.get_by_label("Tên đăng nhập").fill(user_name)
    page.get_by_label("Mật khẩu").fill(password)
    page.get_by_role("button", name="Đăng nhập").click()
    page.wait_for_url(lambda url: "/login" not in url)
    if "/second-step" not in page.url:
        return
    key, code = page.locator(".key-text"), page.get_by_label("Mã xác nhận")
    if key.count():  # an administrator's first time
        code.fill(code_of(key.inner_text(), datetime.combine(TODAY, time(9), OFFICE_ZONE).timestamp()))
        page.get_by_role("button", name="Bật xác thực hai bước").click()
        _RECOVERY_CODES[user_name] = page.locator(".recovery-codes li").all_inner_texts()
        page.get_by_role("link", name="Đã cất xong").click()
    else:  # the office's clock stands still, and the device's code is good only once
        code.fill(_RECOVERY_CODES[user_name].pop())
        page.get_by_role("button", name="Tiếp tục").click()
    page.wait_for_url(lambda url: "/second-step" not in url)


@pytest.fixture
def two_wards(two_wards: tuple[Ward, Ward]) -> tuple[Ward, Ward]:
    """As everywhere; the transaction that read them is closed, which would lock the server out."""
    db.session.commit()
    return two_wards


@pytest.fixture
def ward(two_wards: tuple[Ward, Ward]) -> Ward:
    """Phường Phù Liễn."""
    return two_wards[0]


@pytest.fixture(scope="session")
def kept_office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the first test that asks for it leaves its filled office for the others; empty till then."""
    return tmp_path_factory.mktemp("kept_office")


@pytest.fixture
def filled_ward(app: Flask, address: str, ward: Ward, user_of: Callable[..., User], kept_office: Path) -> Ward:
    """Phù Liễn with its officer, the sixty candidates of roster 01 and a letterhead."""
    instance, kept = Path(app.instance_path), kept_office / "instance"
    let_go()
    if not kept.exists():
        unit = db.session.get(Unit, ward.id)
        assert unit is not None
        letterheads.save_letterhead(
            SYSTEM, ward.id, None, texts=suggested_letterhead(unit), begins_on=TODAY, ends_on=None
        )  # fmt: skip
        user = user_of("officer", user_name=OFFICER, full_name="Lê Thị Thu Hường")
        imports.import_file(accounts.actor_of(user), unit, "enlistment", 2025, ROSTER_01)
        db.session.commit()
        let_go()
        shutil.copytree(instance, kept)
    shutil.copytree(kept, instance, dirs_exist_ok=True)
    return ward


def let_go() -> None:
    """Close the database, so that its file is whole and may be put in another's place."""
    db.session.remove()
    db.engine.dispose()
