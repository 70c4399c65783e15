"""docs/security.md names only tests and files that are there, and leaves no requirement out that it set out to map."""

from __future__ import annotations

import re

from tests.test_requirements import ROOT

PAGE = (ROOT / "docs/security.md").read_text("utf-8")
ROW = re.compile(r"^\| (\d+\.\d+\.\d+) \| ([123]) \| (held|partly|deviation|open) \| (.+) \|$", re.MULTILINE)
WANTED = """
1.2.1 1.2.10 1.3.6 1.3.7 1.5.1 2.1.1 2.2.1 2.3.1 2.3.3 2.3.4 2.4.1 3.2.1 3.3.1 3.3.2 3.3.3 3.3.4 3.4.1 3.4.3 3.4.4
3.4.5 3.4.6 3.4.8 3.5.1 3.5.3 3.7.2 5.1.1 5.2.1 5.2.2 5.2.3 5.2.4 5.2.6 5.3.2 5.3.3 5.4.1 5.4.2 5.4.3 6.1.1 6.2.1
6.2.4 6.2.12 6.3.1 6.3.2 6.3.3 6.3.8 6.4.1 6.4.6 6.5.1 6.5.5 7.2.3 7.2.4 7.3.1 7.3.2 7.4.1 7.4.2 7.4.5 7.5.3 8.1.1
8.2.1 8.2.2 8.2.3 8.3.1 8.3.2 8.4.1 11.3.3 11.4.2 12.1.1 12.2.1 12.2.2 13.3.1 13.4.2 14.2.1 14.2.4 14.2.6 14.2.7
14.3.2 15.1.1 15.1.2 15.2.2 15.2.5 15.3.2 15.3.3 15.3.4 15.4.2 16.2.2 16.2.5 16.3.1 16.3.2 16.4.1 16.4.2 16.4.3 16.5.1
16.5.4
""".split()  # noqa: SIM905  # a list of quoted numbers would hide them


def test_every_chosen_requirement_is_mapped_once():
    assert [row[0] for row in ROW.findall(PAGE)] == WANTED


def test_every_test_and_file_that_the_page_names_is_there():
    named = re.findall(r"`((?:tests|roster|docs|script|templates)/[\w./-]+)(?:::(\w+))?`", PAGE)
    assert len(named) > 80
    for path, test in named:
        file = ROOT / path
        assert file.exists(), path
        assert not test or f"def {test}(" in file.read_text("utf-8"), f"{path}::{test}"


def test_what_deviates_or_is_open_says_so_in_the_lists_below():
    deviations = PAGE.partition("## Deviations")[2]
    for number, _level, state, _by in ROW.findall(PAGE):
        assert state != "deviation" or f"| {number}" in deviations or f", {number}" in deviations, number
