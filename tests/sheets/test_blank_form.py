"""A form that goes out is understood when it comes back: filled, it says what was written and asks nobody to map it."""

import io
import uuid
from datetime import date
from random import Random

import openpyxl
import pytest

from roster.columns.catalogue import ROSTERS, column
from roster.domain.names import name_key
from roster.intake.match import KnownPerson
from roster.intake.pipeline import Errand, make_plan
from roster.services.blank_forms import FORM_KEYS
from roster.sheets.blank_form import write_form
from roster.sheets.reader import read_here
from tests.intake.invented import person

TODAY = date(2026, 11, 24)
FIRST_ROW = 5


def made(path, roster, people=()):
    file = io.BytesIO()
    columns = [column(roster, key) for key in FORM_KEYS[roster]]
    write_form(
        columns, file, title="DANH SÁCH NĂM 2026", subtitle="Phường Phù Liễn", neighbourhoods=["TDP số 1", "TDP số 2"],
        people=people,
    )  # fmt: skip
    path.write_bytes(file.getvalue())
    return columns


def texts(roster, facts):
    return {key: column(roster, key).show(facts.get(key)) for key in FORM_KEYS[roster]}


def invented(roster, count):
    rng = Random(11)
    return [person(rng, roster) for _ in range(count)]


@pytest.mark.parametrize("roster", ROSTERS)
def test_a_filled_form_comes_back_as_it_was_filled(roster, tmp_path):
    path = tmp_path / "mau.xlsx"
    columns = made(path, roster)
    book = openpyxl.load_workbook(path)
    people = invented(roster, 25)
    for row, facts in enumerate(people, start=FIRST_ROW):
        for place, one in enumerate(columns, start=2):
            book["Danh sách"].cell(row, place).value = texts(roster, facts)[one.key] or None
    book.save(path)
    plan = make_plan(read_here(path), Errand(roster, 2026, "Phù Liễn", TODAY), [])
    assert plan.summary["create"] == 25, [r.problems for s in plan.sheets for r in s.rows if r.action != "create"]
    assert [c.heading for c in plan.sheets[0].columns if c.key is None and not c.note] == []
    for facts, row in zip(people, plan.sheets[0].rows, strict=True):
        assert {k: v for k, v in texts(roster, facts).items() if v} == {
            k: v for k, v in texts(roster, row.fields).items() if v and (facts.get(k) or k not in {"neighbourhood"})
        }


@pytest.mark.parametrize("roster", ROSTERS)
def test_an_empty_form_holds_nobody(roster, tmp_path):
    made(tmp_path / "mau.xlsx", roster)
    plan = make_plan(read_here(tmp_path / "mau.xlsx"), Errand(roster, 2026, "Phù Liễn", TODAY), [])
    assert [row for sheet in plan.sheets for row in sheet.rows] == []


@pytest.mark.parametrize("roster", ROSTERS)
def test_a_form_with_the_wards_people_changes_nothing_until_somebody_writes_in_it(roster, tmp_path):
    known = [KnownPerson(uuid.uuid4(), uuid.uuid4(), f, name_key(f["full_name"])) for f in invented(roster, 25)]
    made(tmp_path / "co.xlsx", roster, [texts(roster, one.facts) for one in known])
    plan = make_plan(read_here(tmp_path / "co.xlsx"), Errand(roster, 2026, "Phù Liễn", TODAY), known)
    assert plan.summary["unchanged"] == 25 and plan.absent == []


def test_the_form_guides_the_hand(tmp_path):
    made(tmp_path / "mau.xlsx", "enlistment")
    sheet = openpyxl.load_workbook(tmp_path / "mau.xlsx")["Danh sách"]
    place = {cell.value: cell.column for cell in sheet[FIRST_ROW - 1]}
    id_cell, born = (
        sheet.cell(FIRST_ROW, place[column("enlistment", key).label]) for key in ("citizen_id", "birth_date")
    )
    assert id_cell.number_format == born.number_format == "@"
    assert "05/03/2005" in sheet.cell(FIRST_ROW - 1, born.column).comment.text
    rules = {str(rule.sqref).split(":")[0]: rule.formula1 for rule in sheet.data_validations.dataValidation}
    sex = sheet.cell(FIRST_ROW, place["Giới tính"]).coordinate
    assert rules[sex].startswith("'Lựa chọn'!")
    assert sheet.freeze_panes == "C5" and sheet.print_title_rows == "$4:$4"
