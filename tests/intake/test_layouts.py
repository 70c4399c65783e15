"""The same kind of list in whatever layout a ward gave it is read to the last cell, and nothing else is read."""

import json

import pytest

from roster.domain.legacy_fonts import encode
from roster.intake.pipeline import Errand, make_plan
from roster.sheets.reader import read_here
from tests.intake.layouts import TODAY, lay_out
from tests.intake.scoring import differences

SEEDS = range(40)
# What a title, a section or a column of sexes may say beside the cells.
BESIDE = {"component", "reserve_class", "unit", "birth_date"}


def plan_of(laid, folder):
    return make_plan(read_here(laid.save(folder)), Errand(laid.roster, laid.year, laid.ward, TODAY), [])


@pytest.mark.parametrize("seed", SEEDS)
def test_a_list_is_read_whatever_its_layout(seed, tmp_path):
    laid = lay_out(seed)
    plan = plan_of(laid, tmp_path)
    assert differences(plan, laid.truth, strict=True, may_be_read=BESIDE) == []
    said = json.dumps(plan.as_dict(), ensure_ascii=False)
    assert [text for text in laid.secrets if text in said] == []


@pytest.mark.parametrize("seed", (100, 101, 102, 103, 105, 106))
def test_every_planted_fault_is_found_and_no_other(seed, tmp_path):
    laid = lay_out(seed, faulty=True)
    assert any(row["problems"] for rows in laid.truth["sheets"].values() for row in rows)
    assert differences(plan_of(laid, tmp_path), laid.truth, strict=True, may_be_read=BESIDE) == []


@pytest.mark.parametrize("encoding", ["tcvn3", "vni"])
@pytest.mark.parametrize("seed", range(300, 304))
def test_a_list_typed_before_unicode_is_read_all_the_same(seed, encoding, tmp_path):
    laid = lay_out(seed)
    workbook = read_here(laid.save(tmp_path))
    for sheet in workbook.sheets:
        sheet.rows = [[encode(v, encoding) if isinstance(v, str) else v for v in row] for row in sheet.rows]
    plan = make_plan(workbook, Errand(laid.roster, laid.year, laid.ward, TODAY), [])
    assert differences(plan, laid.truth, strict=True, may_be_read=BESIDE) == []
    assert any("phông chữ cũ" in notice for sheet in plan.sheets for notice in sheet.notices)


@pytest.mark.parametrize("seed", range(200, 206))
def test_a_program_that_drops_merges_leaves_the_list_readable(seed, tmp_path):
    laid = lay_out(seed)
    workbook = read_here(laid.save(tmp_path))
    for sheet in workbook.sheets:
        sheet.merges.clear()
    plan = make_plan(workbook, Errand(laid.roster, laid.year, laid.ward, TODAY), [])
    assert differences(plan, laid.truth, strict=True, may_be_read=BESIDE) == []
