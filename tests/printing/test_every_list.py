"""Each kind of list for nobody, one and 37 people, page by page beside the decree's measures (issue "Papers").

For 1,500 people of each kind: `.venv/bin/python -m tests.printing.every_list`, which takes minutes.
"""

from __future__ import annotations

import pytest

from roster.printing.pdf import render_list
from tests.printing import tagging
from tests.printing.every_list import COUNTS, KINDS, OF_PAGES, faults_of, has_the_columns_of_another, paper_of
from tests.printing.people import invented_paper


@pytest.mark.parametrize("kind", KINDS)
def test_each_list_keeps_to_the_decree_for_nobody_one_and_thirty_seven(kind: str) -> None:
    for count in COUNTS[:-1]:
        if (count > 1 and has_the_columns_of_another(kind)) or (count < 2 and kind in OF_PAGES):
            continue
        paper = paper_of(kind, count)
        pdf = render_list(paper)
        assert faults_of(paper, pdf, count) == [], count
        if count == 1:
            assert tagging.faults_of(pdf) == []
            assert not tagging.claims_ua(pdf)  # docs/decisions/0006


def test_painted_pages_of_a_list_are_read_out_as_those_that_are_set() -> None:
    paper = invented_paper("enlistment-16c", 37, grouped=True)  # neighbourhoods span the list; several pages
    assert tagging.faults_of(render_list(paper)) == []
