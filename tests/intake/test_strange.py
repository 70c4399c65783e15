"""Layouts that nobody had in mind when the reading was written are read to the last cell, with no mapping by hand."""

from datetime import date

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
