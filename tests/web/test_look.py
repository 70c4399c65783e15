"""The look of the pages: chosen on a computer, kept by its browser, readable in both themes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from roster.config import PROJECT

STATIC = Path(PROJECT) / "roster/static"
TEXTS = [
    *((ink, ground) for ink in ("ink", "ink-soft", "accent", "bs-link-color", "bs-link-hover-color")
      for ground in ("paper", "ground", "green-100", "row-hover", "head-ground")),
    ("placeholder", "paper"),
    *((kind, f"{kind}-ground") for kind in ("good", "bad", "warn", "info")),
    *((kind, "paper") for kind in ("good", "bad", "warn", "info")),
    *(("ink", f"{kind}-ground") for kind in ("good", "bad", "warn", "info")),
    *(("white", ground) for ground in ("green-700", "green-900", "brown-700", "danger-button", "danger-button-hover")),
]  # fmt: skip
SHAPES = [
    ("line-strong", "paper"), ("control-line", "paper"), ("green-700", "paper"), ("gold-600", "paper"),
    ("gold-600", "ground"), ("accent", "chart-ground"), ("ink", "chart-ground"), ("chart-funnel", "paper"),
]  # fmt: skip
ON_DARK_BARS = {"#ffffff40", "#ffffff73", "#ffffff1f", "#e8c877", "#dfe8e2", "#ffd873"}  # the frame's head


def tokens(*names):
    found = {"white": "#fff"}
    for name in names:
        found |= dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{3,6})\b", (STATIC / name).read_text(encoding="utf-8")))
    return found


def light_of(colour):
    digits = colour[1:] if len(colour) == 7 else "".join(2 * one for one in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    light, dark = sorted((light_of(one), light_of(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("sheets", [("roster.css",), ("roster.css", "dark.css")], ids=["light", "dark"])
def test_texts_and_shapes_can_be_told_from_their_ground(sheets):
    known = tokens(*sheets)
    weak = [
        f"{one} on {ground}: {contrast(known[one], known[ground]):.2f}"
        for pairs, least in ((TEXTS, 4.5), (SHAPES, 3.0))
        for one, ground in pairs
        if contrast(known[one], known[ground]) < least
    ]
    assert not weak, "\n".join(weak)


def test_every_colour_is_a_token_that_the_dark_theme_may_change():
    for name in ("roster.css", "tables.css", "parts.css", "lists.css", "mending.css", "examination.css", "grid.css"):
        sheet = (STATIC / name).read_text(encoding="utf-8")
        used = re.sub(r"@media print \{.*?\n\}\n", "", sheet.split("/* The field in focus")[-1], flags=re.S)
        strange = set(re.findall(r"#[0-9a-fA-F]{3,8}\b", re.sub(r"/\*.*?\*/", "", used, flags=re.S)))
        # White and half-transparent white on the dark bars of the frame; paper that is shown.
        assert strange <= {
            "#fff",
            "#000",
            "#ffffff40",
            "#ffffff73",
            "#ffffff1f",
            "#0003",
            "#e8c877",
            "#dfe8e2",
            "#ffd873",
        }


def test_the_look_is_chosen_and_kept_by_the_browser_for_strangers_too(client_of, client):
    browser = client_of("officer")
    assert "prefers-color-scheme" in dark_sheet(browser.get("/look"))["media"]
    assert browser.post("/look", data={"theme": "dark", "rows": "tight"}).status_code == 302
    page = browser.get("/look")
    assert dark_sheet(page)["media"] == "screen" and 'data-rows="tight"' in page.text
    browser.post("/logout")
    assert dark_sheet(browser.get("/login"))["media"] == "screen"
    browser = client_of("officer")
    browser.post("/look", data={"theme": "light", "rows": "usual"})
    assert dark_sheet(browser.get("/look")) is None
    assert browser.post("/look", data={"theme": "x"}).status_code == 422
    browser.set_cookie("look", "nothing-<b>")
    assert 'data-rows="usual"' in browser.get("/look").text


def dark_sheet(page):
    return BeautifulSoup(page.text, "lxml").find("link", href=re.compile("dark.css"))
