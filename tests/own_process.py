"""Imports without the processes beside them, which each test of an import would wait for several times."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from roster.services import error_copies, import_mends, import_tasks, imports, uploads
from roster.sheets.reader import read_here

_READERS = (error_copies, import_mends, import_tasks, imports, uploads)


@contextmanager
def workbooks_read_here() -> Iterator[None]:
    """Within: a workbook is read in the test's own process, which takes a hundredth of starting another.

    That both read the same, and that a hostile file ends the child alone, is held by tests/sheets/test_reader.py and
    test_hostile.py; that an import asks the child, by tests/services/test_uploads.py and tests/web/test_refusals.py.
    """
    with pytest.MonkeyPatch.context() as patch:
        for module in _READERS:
            patch.setattr(module, "read_workbook", read_here)
        yield


@pytest.fixture
def no_other_process() -> Iterator[None]:
    """Neither a reading child nor a copy of the database beside an import, in the modules that ask for it."""
    with workbooks_read_here(), nothing_copied_first():
        yield


@contextmanager
def nothing_copied_first() -> Iterator[None]:
    """Within: no copy of the whole database is made before a file is written.

    That one is, on each database, is held by tests/web/test_imports.py and tests/commands/test_imports.py; that nothing
    is written without, by tests/store/test_backups.py.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(import_tasks, "make_copy", lambda: None)
        yield
