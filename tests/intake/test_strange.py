"""Layouts that nobody had in mind when the reading was written are read to the last cell, with no mapping by hand."""

from dataclasses import replace
from datetime import date
from unicodedata import normalize

import pytest

from roster.intake.pipeline import Errand, make_plan
from tests.intake import strange_layouts
from tests.intake.scoring import differences

TODAY = date(2026, 11, 24)
# What a title, a section or a column of sexes may say beside the cells.
BESIDE = {"component", "reserve_class", "unit", "birth_date"}


@pytest.mark.parametrize("name", strange_layouts.names())
def test_a_layout_never_seen_is_read(name):
    strange = strange_layouts.read(name)
    plan = make_plan(strange.workbook, Errand(strange.roster, strange.year, "Phù Liễn", TODAY), [])
    assert differences(plan, strange.truth, strict=True, may_be_read=BESIDE) == []


@pytest.mark.parametrize("change", ["without merges", "decomposed", "shifted"])
def test_the_same_layouts_are_read_as_other_programs_save_them(change):
    wrong = {}
    for name in strange_layouts.names():
        strange = strange_layouts.read(name)
        sheet = strange.workbook.sheets[0]
        if change == "without merges":
            sheet.merges.clear()
        elif change == "decomposed" and not strange.encoded:
            sheet.rows = [[normalize("NFD", v) if isinstance(v, str) else v for v in row] for row in sheet.rows]
        elif change == "shifted" and not sheet.fonts:
            sheet.rows = [[None, None, *row] for row in sheet.rows]
            sheet.merges = [replace(m, left=m.left + 2, right=m.right + 2) for m in sheet.merges]
        plan = make_plan(strange.workbook, Errand(strange.roster, strange.year, "Phù Liễn", TODAY), [])
        if found := differences(plan, strange.truth, strict=True, may_be_read=BESIDE):
            wrong[name] = found
    assert wrong == {}
