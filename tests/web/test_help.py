"""The manual opens within the program, is that of the repository, and each page leads to its chapter."""

from __future__ import annotations

import importlib.util
import re
import sys
from datetime import date
from pathlib import Path
from urllib.parse import unquote

import pytest
from bs4 import BeautifulSoup

from roster.services import units
from roster.web.help.chapters import ANCHORS, chapter_of

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def manual():
    spec = importlib.util.spec_from_file_location("manual", ROOT / "script/manual.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["manual"] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules["manual"]


def test_the_page_is_the_manual_as_it_stands_today(manual):
    wanted = manual.page_of(manual.MANUAL.read_text(encoding="utf-8"))
    assert manual.PAGE.read_text(encoding="utf-8") == wanted, "run script/manual"


def test_markup_in_the_manual_is_text_and_pages_that_are_not_served_are_no_links(manual):
    page = manual.page_of("# T\n\n## 1. Ô & <script>x</script>\n\n[a](b.md) [c](#1-ô)\n")
    assert "<script>" not in page and "b.md" not in page and 'href="#1-%C3%B4"' in page
    assert 'id="1-ô--scriptxscript"' in page and "<h1" not in page


@pytest.mark.parametrize("role", ["officer", "viewer", "auditor", "administrator"])
def test_every_officer_opens_the_manual_with_its_pictures_and_nobody_else(client_of, client, ward, role):
    answer = client_of(role, ward).get("/help/")
    page = BeautifulSoup(answer.text, "lxml")
    ids = {tag["id"] for tag in page.find_all(id=True)}
    assert ids >= ANCHORS
    assert {unquote(tag["href"][1:]) for tag in page.select(".manual a[href]")} <= ids
    pictures = [tag["src"] for tag in page.select(".manual img")]
    assert len(pictures) > 20 and all(tag["alt"] for tag in page.select(".manual img"))
    for one in pictures:
        assert client_of(role, ward).get(f"/help/{one}").mimetype == "image/png"
    assert client.get("/help/").status_code == 302 and client.get("/help/images/home.png").status_code == 302


def test_the_manual_s_way_to_a_ward_of_the_country_finds_one(app, manual):
    wanted = re.search(r"không dấu cũng được, ví dụ\s+`([^`]+)`", manual.MANUAL.read_text(encoding="utf-8"))
    assert units.search_wards(wanted[1], date(2026, 3, 2))


def test_no_other_file_is_given_out(browser):
    for name in ("performance.svg", "..%2f..%2fREADME.md", "none.png"):
        assert browser.get(f"/help/images/{name}").status_code == 404


def test_each_page_leads_to_its_chapter(app, browser, ward):
    for url, anchor in (("lists/enlistment", "7-lọc-chọn-cột-xuất-excel"), ("people/new", "thêm-một"), ("", "3-màn")):
        page = BeautifulSoup(browser.get(f"/wards/{ward.id}/{url}").text, "lxml")
        assert unquote(page.select_one("a.help-link")["href"]).startswith(f"/help/#{anchor}")
    # A room with pages of its own has a chapter, but for those that explain themselves.
    silent = {"backups", "checks", "confirm", "help", "icons", "kept_forms", "look", "setup", "static", "bootstrap"}
    rooms = {one.partition(".")[0] for one in app.view_functions if "." in one}
    assert {room for room in rooms - silent if not chapter_of(f"{room}.index")} == set()
