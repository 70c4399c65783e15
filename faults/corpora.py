"""Other people's broken and malicious workbooks, from a folder; none is committed (see docs/security.md)."""

from __future__ import annotations

import time
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from faults.cases import raw_rows
from faults.figures import Figure
from roster.sheets.preflight import UnreadableWorkbook
from roster.sheets.reader import read_workbook

_ENDINGS = {".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".xltx", ".xlsx_", ".csv", ".html", ".xml", ".dontuse"}
_MOST_SECONDS = 35  # the child's 30 and its start


def corpus(folder: Path) -> Iterator[Figure]:
    """Every workbook below the folder: read, or refused with a sentence, in bounded time, no row lost on the way."""
    paths = sorted(path for path in folder.rglob("*") if path.suffix.lower() in _ENDINGS and path.is_file())
    figure = Figure(f"public workbooks in {folder.name}", len(paths))
    with ThreadPoolExecutor(2) as both:
        found = list(both.map(_read, paths))
    for path, (seconds, said, lost) in zip(paths, found, strict=True):
        figure.demand(not said.startswith("broke"), f"{path.name}: {said}")
        figure.demand(seconds < _MOST_SECONDS, f"{path.name}: {seconds:.0f} s")
        figure.demand(not lost, f"{path.name}: {lost} rows of the XML are not among those read")
    refused = sum(bool(said) for _, said, _ in found)
    slowest = max(seconds for seconds, _, _ in found) if found else 0
    figure.found = f"{len(paths) - refused} read, {refused} refused with a sentence; {slowest:.1f} s at most"
    yield figure


def _read(path: Path) -> tuple[float, str, int]:
    """Seconds, the sentence of a refusal, and how many rows with content the reader did not give."""
    begun = time.monotonic()
    try:
        workbook = read_workbook(path)
    except UnreadableWorkbook as refusal:
        return time.monotonic() - begun, refusal.sentence, 0
    except Exception as fault:
        return time.monotonic() - begun, f"broke: {type(fault).__name__}: {str(fault)[:80]}", 0
    seconds = time.monotonic() - begun
    read = sum(any(value not in ("", None) for value in row) for sheet in workbook.sheets for row in sheet.rows)
    content = path.read_bytes()
    try:
        raw = sum(rows.total() for rows in raw_rows(content).values()) if content.startswith(b"PK") else 0
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError, UnicodeDecodeError):
        raw = 0
    return seconds, "", max(0, raw - read)
