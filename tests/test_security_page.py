"""docs/security.md names only tests and files that are there, and leaves no requirement out that it set out to map."""

from __future__ import annotations

import re

from tests.test_requirements import ROOT

PAGE = (ROOT / "docs/security.md").read_text("utf-8")
ROW = re.compile(r"^\| (\d+\.\d+\.\d+) \| ([123]) \| (held|partly|deviation|open) \| (.+) \|$", re.MULTILINE)
PLAIN = re.compile(r"^\| ((?:\d+\.\d+\.\d+(?:, )?)+) \| (.+) \|$", re.MULTILINE)  # not applicable, and why
# All requirements of ASVS 5.0.0 of level 1 and of level 2: a section, and the last part of each id.
LEVEL_1 = """
1.2: 1 2 3 4 5; 1.3: 1 2; 1.5: 1; 2.1: 1; 2.2: 1 2; 2.3: 1; 3.2: 1 2; 3.3: 1; 3.4: 1 2; 3.5: 1 2 3; 4.1: 1; 4.4: 1;
5.2: 1 2; 5.3: 1 2; 6.1: 1; 6.2: 1 2 3 4 5 6 7 8; 6.3: 1 2; 6.4: 1 2; 7.2: 1 2 3 4; 7.4: 1 2; 8.1: 1; 8.2: 1 2;
8.3: 1; 9.1: 1 2 3; 9.2: 1; 10.4: 1 2 3 4 5; 11.3: 1 2; 11.4: 1; 12.1: 1; 12.2: 1 2; 13.4: 1; 14.2: 1; 14.3: 1;
15.1: 1; 15.2: 1; 15.3: 1
"""
LEVEL_2 = """
1.1: 1 2; 1.2: 6 7 8 9; 1.3: 3 4 5 6 7 8 9 10 11; 1.4: 1 2 3; 1.5: 2; 2.1: 2 3; 2.2: 3; 2.3: 2 3 4; 2.4: 1;
3.3: 2 3 4; 3.4: 3 4 5 6; 3.5: 4 5; 3.7: 1 2; 4.1: 2 3; 4.2: 1; 4.3: 1 2; 4.4: 2 3 4; 5.1: 1; 5.2: 3; 5.4: 1 2 3;
6.1: 2 3; 6.2: 9 10 11 12; 6.3: 3 4; 6.4: 3 4; 6.5: 1 2 3 4 5; 6.6: 1 2 3; 6.8: 1 2 3 4; 7.1: 1 2 3; 7.3: 1 2;
7.4: 3 4 5; 7.5: 1 2; 7.6: 1 2; 8.1: 2; 8.2: 3; 8.4: 1; 9.2: 2 3 4; 10.1: 1 2; 10.2: 1 2; 10.3: 1 2 3 4;
10.4: 6 7 8 9 10 11; 10.5: 1 2 3 4 5; 10.6: 1 2; 10.7: 1 2 3; 11.1: 1 2; 11.2: 1 2 3; 11.3: 3; 11.4: 2 3 4; 11.5: 1;
11.6: 1; 12.1: 2 3; 12.3: 1 2 3 4; 13.1: 1; 13.2: 1 2 3 4 5; 13.3: 1 2; 13.4: 2 3 4 5; 14.1: 1 2; 14.2: 2 3 4;
14.3: 2 3; 15.1: 2 3; 15.2: 2 3; 15.3: 2 3 4 5 6 7; 16.1: 1; 16.2: 1 2 3 4 5; 16.3: 1 2 3 4; 16.4: 1 2 3; 16.5: 1 2 3;
17.1: 1; 17.2: 1 2 3 4; 17.3: 1 2
"""
LEVEL_3 = "1.2.10 3.4.8 5.2.4 5.2.6 5.3.3 6.3.8 6.4.6 7.5.3 8.3.2 14.2.6 14.2.7 15.2.5 15.4.2 16.5.4"  # the chosen ones


def ids_of(text):
    sections = (one.split(":") for one in text.split(";"))
    return {f"{section.strip()}.{last}" for section, lasts in sections for last in lasts.split()}


def in_order(ids):
    return sorted(ids, key=lambda one: [int(part) for part in one.split(".")])


def test_every_requirement_of_levels_1_and_2_is_told_of_once_with_its_level():
    first, second = ids_of(LEVEL_1), ids_of(LEVEL_2)
    assert (len(first), len(second), len(first & second)) == (70, 183, 0)  # as the standard counts them
    rows = ROW.findall(PAGE)
    told = [row[0] for row in rows]
    apart = [
        one
        for ids, _why in PLAIN.findall(PAGE.partition("Not applicable:")[2].partition("\n## ")[0])
        for one in ids.split(", ")
    ]
    assert told == in_order(told)
    assert in_order(told + apart) == in_order(first | second | set(LEVEL_3.split()))
    for number, level, _state, _by in rows:
        assert level == ("1" if number in first else "2" if number in second else "3"), number


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
