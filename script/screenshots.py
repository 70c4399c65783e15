"""Drives the computer's Chromium through the demonstration ward and saves what the documents show of it.

Called by script/screenshots. Everything is made up: the ward's people, the accounts and the day.
"""

from __future__ import annotations

import io
import os
import shutil
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import click
import pypdfium2  # type: ignore[import-untyped]  # ships no types
import time_machine
from flask import Flask
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, ViewportSize, sync_playwright
from waitress.server import create_server

from roster.app import create_app
from roster.config import OFFICE_ZONE, PROJECT
from roster.services import demo, setup

IMAGES = PROJECT / "docs/images"
MOMENT = datetime(2026, 11, 24, 8, 30, tzinfo=OFFICE_ZONE)  # the pictures of one release show one day
DESK: ViewportSize = {"width": 1366, "height": 768}  # the common office screen
COLOURS = 128  # enough for flat pages: a fifth of the size
_FLAGS = (
    "--no-sandbox",  # the script may run as root
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--lang=vi",  # what the browser itself writes, as in an office
)


class Album:
    """Saves the pictures that were asked for (none named: all)."""

    def __init__(self, wanted: set[str]) -> None:
        self._wanted = wanted

    def save(self, name: str, image: Image.Image) -> None:
        """Write the picture with few colours, as docs/images/NAME.png."""
        if self._wanted and name not in self._wanted:
            return
        path = IMAGES / f"{name}.png"
        few = image.convert("RGB").quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        few.save(path, optimize=True)
        click.echo(f"{path.relative_to(PROJECT)}  {path.stat().st_size // 1024} kB")

    def take(self, name: str, page: Page, top: Locator | None = None) -> None:
        """The visible part of the page; with `top`, scrolled so that this stands at its upper edge."""
        page.evaluate("y => window.scrollTo(0, y)", 0)
        if top is not None:
            page.evaluate("y => window.scrollTo(0, y)", (top.bounding_box() or {"y": 12})["y"] - 12)
        self.save(name, Image.open(io.BytesIO(page.screenshot(animations="disabled"))))


@contextmanager
def office(folder: Path) -> Iterator[tuple[Flask, str]]:
    """A fresh office behind a true server; without a worker, so that nothing has to be waited for."""
    app = create_app({"ROSTER_INSTANCE": folder})
    setup.prepare_database(app)
    server = create_server(app, host="127.0.0.1", port=0, threads=4, ident="")
    threading.Thread(target=server.run, daemon=True).start()
    yield app, f"http://127.0.0.1:{server.effective_port}"


def open_page(browser: Browser, address: str, account: demo.DemoAccount | None = None) -> Page:
    """A browser of its own, signed in where an account is given."""
    page = browser.new_context(base_url=address, locale="vi-VN", viewport=DESK).new_page()
    page.goto("/")
    if account is not None:
        page.get_by_label("Tên đăng nhập").fill(account.user_name)
        page.get_by_label("Mật khẩu").fill(account.password)
        press(page, "Đăng nhập")
    return page


def press(page: Page, name: str) -> None:
    """Press the button of that name, the first of several."""
    with page.expect_navigation():
        page.get_by_role("button", name=name).first.click()


def follow(page: Page, name: str, exact: bool = False) -> None:
    """Follow the link of that name, the first of several."""
    with page.expect_navigation():
        page.get_by_role("link", name=name, exact=exact).first.click()


def open_row(page: Page, place: int) -> None:
    """Open the person in that row of a list, counted from zero."""
    with page.expect_navigation():
        page.locator(".list-table .card-title a").nth(place).click()


# --- What is shown ---------------------------------------------------------------------------------------------------


def first_start(album: Album, browser: Browser, folder: Path) -> None:
    """The set-up of a new office."""
    with office(folder) as (app, address):
        page = open_page(browser, address)
        with app.app_context():
            page.get_by_label("Mã thiết lập").fill(setup.setup_token())
        page.get_by_label("Tìm").fill("phu lien")
        press(page, "Tìm")
        page.get_by_label("Phù Liễn").first.check()
        code = page.get_by_label("Mã thiết lập")
        true_code = code.input_value()
        code.fill("1234-5678-9012-3456")  # the true one differs each time
        album.take("setup-ward", page)
        code.fill(true_code)
        press(page, "Tiếp tục")
        album.take("setup", page)


def daily_work(album: Album, browser: Browser, folder: Path) -> None:
    """The pages of an ordinary day."""
    with office(folder) as (app, address):
        with app.app_context():
            accounts = {account.user_name: account for account in demo.make_demo()}
        album.take("sign-in", open_page(browser, address))
        page = open_page(browser, address, accounts["troly"])
        album.take("home", page)
        _list(album, page)
        _person(album, page)
        chief = open_page(browser, address, accounts["quantri"])
        _two_at_once(album, page, chief)
        _paper(album, page)
        _import(album, page)
        _management(album, chief)
        _call_up(album, chief)
        _forces(album, chief)


def _list(album: Album, page: Page) -> None:
    follow(page, "Nghĩa vụ quân sự")
    album.take("list", page)
    page.locator(".column-chooser summary").click()
    album.take("list-columns", page)
    page.goto(page.url)
    page.get_by_label("Tìm họ tên").fill("nguyen van")
    press(page, "Lọc")
    for row in page.locator("[data-select-row]").all()[:3]:
        row.check()
    album.take("list-search", page)


def _person(album: Album, page: Page) -> None:
    follow(page, "Nghĩa vụ quân sự")
    open_row(page, 5)  # the demo corrected this one's phone by hand
    album.take("person", page)
    album.take("history", page, page.get_by_role("heading", name="Lịch sử thay đổi"))
    name, citizen_id = page.get_by_role("heading", level=1).inner_text(), _fact(page, "Số định danh cá nhân/CCCD")
    follow(page, "Nghĩa vụ quân sự")
    follow(page, "Công dân mới")
    page.locator("#full_name").fill(name)
    page.locator("#citizen_id").press_sequentially(citizen_id)
    page.locator("#similar a").first.wait_for()
    album.take("person-new", page)
    page.evaluate("document.querySelector('form[data-unsaved]').reset()")


def _fact(page: Page, label: str) -> str:
    return page.locator("dl.facts > div", has_text=label).first.locator("dd").inner_text()


def _two_at_once(album: Album, page: Page, other: Page) -> None:
    follow(page, "Nghĩa vụ quân sự")
    open_row(page, 7)
    follow(page, "Sửa thông tin")
    other.goto(page.url)
    for one, phone, work in ((other, "0912345670", "Thợ hàn"), (page, "0912345607", "Công nhân")):
        one.locator("#phone").fill(phone)
        one.locator("#occupation").fill(work)
        press(one, "Lưu")
    album.take("conflict", page)


def _paper(album: Album, page: Page) -> None:
    follow(page, "Nghĩa vụ quân sự")
    press(page, "In danh sách")
    page.get_by_label("16C").first.check()
    album.take("print", page)
    press(page, "Lập bản in PDF")
    album.take("printed", page)
    address = page.get_by_role("link", name="Tải PDF").get_attribute("href")
    pdf = pypdfium2.PdfDocument(page.request.get(str(address)).body())
    album.save("pdf-16c", pdf[0].render(scale=DESK["width"] / pdf[0].get_width()).to_pil())


def _import(album: Album, page: Page) -> None:
    follow(page, "Nhập từ Excel")
    album.take("import", page)
    follow(page, "bo sung nguon ssnn")
    album.take("import-preview", page)
    album.take("import-rows", page, page.locator("#rows-title"))
    press(page, "Xác nhận")
    album.take("import-result", page)


def _management(album: Album, page: Page) -> None:
    for name, link in (("settings", "Cài đặt"), ("accounts", "Tài khoản"), ("journal", "Nhật ký")):
        page.goto("/")
        page.locator(".manage-menu summary").click()
        follow(page, link, exact=True)
        album.take(name, page)


def _call_up(album: Album, page: Page) -> None:
    follow(page, "Đợt tuyển quân")
    album.take("call-up", page)
    follow(page, "Lịch công việc", exact=True)
    album.take("calendar", page)
    follow(page, "Ứng viên", exact=True)
    album.take("candidates", page)
    for row in page.locator("[data-select-row]").all()[:6]:
        row.check()
    page.get_by_label("Chuyển sang bước").select_option(label="Đủ điều kiện sơ tuyển")
    press(page, "Xem trước")
    album.take("move-preview", page)
    follow(page, "Tạm hoãn, miễn", exact=True)
    album.take("claims", page)
    follow(page, "Chỉ tiêu", exact=True)
    album.take("targets", page)


def _forces(album: Album, page: Page) -> None:
    follow(page, "Tổ chức lực lượng", exact=True)
    album.take("forces", page)
    follow(page, "Ban CHQS phường", exact=True)
    album.take("command", page)
    follow(page, "Huấn luyện", exact=True)
    album.take("training", page)
    follow(page, "Dân quân tự vệ", exact=True)
    follow(page, "Đăng ký, thời hạn, quyết định")
    album.take("militia", page)
    follow(page, "Dự bị động viên", exact=True)
    follow(page, "Sổ đăng ký, di chuyển, thống kê")
    album.take("reserve", page)
    follow(page, "Báo cáo", exact=True)
    page.locator("main td a, main th a").first.click()
    page.wait_for_load_state()
    album.take("report", page)


def main(wanted: set[str]) -> None:
    """Take the pictures."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if path is None:
        raise click.ClickException("No Chromium found: install it (Debian: chromium), or set CHROMIUM to its path.")
    IMAGES.mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        sync_playwright() as playwright,
        time_machine.travel(MOMENT, tick=True),
    ):
        browser = playwright.chromium.launch(
            executable_path=path, args=list(_FLAGS), env={**os.environ, "LANGUAGE": "vi"}
        )
        album = Album(wanted)
        first_start(album, browser, Path(folder) / "new")
        daily_work(album, browser, Path(folder) / "demo")
        browser.close()


if __name__ == "__main__":
    main(set(sys.argv[1:]))
