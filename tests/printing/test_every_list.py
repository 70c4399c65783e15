"""Each kind of list for nobody, one and 37 people, page by page beside the decree's measures (issue "Papers").

For 1,500 people of each kind: `.venv/bin/python -m tests.printing.every_list`, which takes minutes. ROSTER_TEST_WHOLE=1
asks every kind for nobody, one and 37.
"""

from __future__ import annotations

import os

import pytest

from roster.columns.plain_sheets import PLAIN_SHEETS
from roster.printing.pdf import render_list
from tests.printing import tagging
from tests.printing.every_list import COUNTS, KINDS, faults_of, has_the_columns_of_another, layout_of, paper_of
from tests.printing.people import invented_paper

IS_WHOLE = "ROSTER_TEST_WHOLE" in os.environ


@pytest.mark.parametrize("kind", KINDS)
def test_each_list_keeps_to_the_decree_for_nobody_one_and_thirty_seven(kind: str) -> None:
    for count in COUNTS[:-1]:
        if not IS_WHOLE and not is_asked(kind, count):
            continue
        paper = paper_of(kind, count)
        pdf = render_list(paper)
        assert faults_of(paper, pdf, count) == [], count
        if count == 1:
            assert tagging.faults_of(pdf) == []
            assert not tagging.claims_ua(pdf)  # docs/decisions/0006


def is_asked(kind: str, count: int) -> bool:
    """Whether this kind may turn out otherwise than another.

    Each is asked for one, which shows its columns, headings and tags. A list of nobody has no widths of its own
    and stands for all of its layout. Sheets here have rows that are all alike, so that 37 ask how a layout is shared
    out among pages and no more; lists of true people are asked each, but for those with the columns of another.
    """
    if count == 1:
        return True
    is_first = next(one for one in KINDS if layout_of(one) == layout_of(kind)) == kind
    return is_first or (count > 1 and kind not in PLAIN_SHEETS and not has_the_columns_of_another(kind))


def test_painted_pages_of_a_list_are_read_out_as_those_that_are_set() -> None:
    paper = invented_paper("enlistment-16c", 37, grouped=True)  # neighbourhoods span the list; several pages
    assert tagging.faults_of(render_list(paper)) == []
