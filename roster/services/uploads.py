"""A filled-in form that an officer brings back: read at once, and nothing of the file is kept."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from roster.domain.actor import Actor
from roster.intake.grid import Workbook
from roster.services import refusals
from roster.sheets.preflight import UnreadableWorkbook
from roster.sheets.reader import read_workbook
from roster.shelf import files

_SUFFIXES = {".xlsx", ".xlsm", ".xls", ".ods", ".xlsb", ".csv"}


def read_upload(actor: Actor, file_name: str, stream: BinaryIO) -> Workbook:
    """Read the workbook in `stream`, after the same checks as an import and in a process of its own.

    Raises UnreadableWorkbook with the sentence to show.
    """
    suffix = Path(file_name).suffix.lower()
    stored = files.keep(stream, suffix if suffix in _SUFFIXES else "")
    try:
        return read_workbook(files.path_of(stored))
    except UnreadableWorkbook as error:
        if error.is_hostile:
            refusals.note_hostile(actor)
        raise
    finally:
        files.drop(stored)
