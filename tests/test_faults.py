"""The short form of script/faults: each fault a few times. How often a promise must hold is told by the long one."""

from __future__ import annotations

import sys

import pytest

if sys.platform == "win32":
    pytest.skip("the processes are made by fork", allow_module_level=True)

from faults import crowds, disks, inputs, kills
from faults.figures import SHORT
from faults.office import an_office
from roster.services import import_tasks, imports
from roster.sheets import reader

FAULTS = {
    "kill -9 in an import": kills.in_import,
    "kill -9 in a restore": kills.in_restore,
    "kill -9 in a migration": kills.in_migration,
    "a full disk": disks.full,
    "copies at any instant": disks.crash_copies,
    "flipped bytes": disks.flipped,
    "editors of the same citizens": crowds.editors,
    "the same form again and again": crowds.double_submits,
    "a clock that jumps": crowds.clock_jumps,
}
# One of each way in which a file is refused or read; tests/sheets/test_hostile.py has more of them, without the pages.
SOME_INPUTS = (7, 35, 40, 78)


@pytest.fixture(autouse=True)
def reader_in_a_child(monkeypatch):
    """The faults read workbooks in their own process; what comes after them must not."""
    monkeypatch.setattr(import_tasks, "read_workbook", reader.read_workbook)
    monkeypatch.setattr(imports, "read_workbook", reader.read_workbook)


@pytest.mark.parametrize("fault", FAULTS)
def test_an_office_comes_whole_out_of(fault):
    for figure in FAULTS[fault](SHORT):
        assert not figure.broken, f"{figure.fault}: {figure.broken}"


def test_bad_input_breaks_nothing_and_loses_no_row():
    with an_office(people=3) as template:
        for case in inputs.FILE_CASES:
            if case.number in SOME_INPUTS:
                _, wrong = inputs.try_case(template, case, measured=False)
                assert not wrong, f"{case.number} {case.name}: {wrong}"
