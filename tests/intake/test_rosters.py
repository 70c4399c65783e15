"""Real layouts with invented people are read to the last cell."""

import json
from datetime import date
from pathlib import Path

import pytest

from roster.intake.pipeline import Errand, make_plan
from roster.sheets.reader import read_here
from tests.intake.scoring import differences

FILES = Path(__file__).parents[1] / "sheet_files"
TODAY = date(2026, 11, 24)


def read_file(name):
    truth = json.loads((FILES / f"{name}.truth.json").read_text(encoding="utf-8"))
    errand = Errand(truth["roster"], truth["year"], truth["ward"], TODAY)
    return make_plan(read_here(FILES / name), errand, []), truth


@pytest.mark.parametrize("name", sorted(p.name.removesuffix(".truth.json") for p in FILES.glob("*.truth.json")))
def test_every_row_value_and_fault_of_a_ward_s_workbook_is_read(name):
    plan, truth = read_file(name)
    assert differences(plan, truth) == []


def test_the_unit_of_a_reservist_stands_nowhere_in_the_answer():
    plan, _ = read_file("04-quan-nhan-du-bi.xls")
    said = json.dumps(plan.as_dict(), ensure_ascii=False)
    assert "secret_not_stored" in said
    assert "b2/c3/d10" not in said and "c1/d1/e8" not in said


def test_stacked_cells_keep_the_letter_that_the_officer_sees():
    plan, _ = read_file("09-trich-ngang-nhieu-dong.xlsx")
    columns = [(c.column, c.key) for c in plan.sheets[0].columns]
    assert columns[1:4] == [("B", "full_name"), ("B", "birth_date"), ("B", "citizen_id")]
    assert plan.sheets[0].rows[0].cells["citizen_id"] == "B8"
