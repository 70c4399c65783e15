"""Writing a list as a workbook and reading one to a checked plan. Arguments: the way, then its files.

Each says how long its work took once its libraries were there, as in a worker that is warm.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.people import ROSTER, SHEET_COLUMNS, YEAR

_TITLE = "DANH SÁCH DÂN QUÂN TỰ VỆ"


def _load(path: str) -> Any:
    return json.loads(Path(path).read_text(encoding="utf-8"))


def _told(work: Callable[[], object]) -> None:
    begun, before = time.perf_counter(), sum(os.times()[:4])
    found = work()
    print(json.dumps({"seconds": time.perf_counter() - begun, "cpu": sum(os.times()[:4]) - before, "found": found}))


# --- Writing --------------------------------------------------------------------------------------------------------


def write_roster(facts: str, book: str) -> None:
    """Facts → table → workbook, as the export makes it."""
    from roster.columns.printed_lists import working_list
    from roster.listing.table import build_table
    from roster.sheets.writer import write_list

    keys = tuple(key for key, _ in SHEET_COLUMNS)
    with Path(facts).open(encoding="utf-8") as lines:  # line by line: a whole file of text would outweigh the list
        rows = [dict(zip(keys, json.loads(line), strict=True)) for line in lines]

    def work() -> None:
        definition = working_list(ROSTER, keys)
        table = build_table(definition, rows, may_see=lambda sensitivity: True)
        with Path(book).open("wb") as file:
            write_list(table, file, title=_TITLE)

    _told(work)


def write_openpyxl(cells: str, book: str, *, write_only: bool = False) -> None:
    """openpyxl with what the export has: styled head, text ids, borders, freeze, filter, repeated head."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Border, Font, Side

    list_ = _load(cells)
    font, bold = Font(name="Times New Roman", size=12), Font(name="Times New Roman", size=12, bold=True)
    side = Side(style="thin")
    border, wrap = Border(side, side, side, side), Alignment(vertical="top", wrap_text=True)

    def work() -> None:
        made = Workbook(write_only=write_only)
        sheet = made.create_sheet("Danh sách", 0)
        sheet.freeze_panes, sheet.print_title_rows = "C2", "1:1"
        sheet.auto_filter.ref = f"A1:N{len(list_['rows']) + 1}"
        for number, row in enumerate([list_["headings"], *list_["rows"]], start=1):
            styled = []
            for place, text in enumerate(row, start=1):
                cell = WriteOnlyCell(sheet, text) if write_only else sheet.cell(number, place, text)
                cell.font, cell.border, cell.alignment = bold if number == 1 else font, border, wrap
                cell.number_format = "@"
                styled.append(cell)
            if write_only:
                sheet.append(styled)
        made.save(book)

    _told(work)


def write_openpyxl_stream(cells: str, book: str) -> None:
    """The same, row by row."""
    write_openpyxl(cells, book, write_only=True)


def write_xlsxwriter(cells: str, book: str) -> None:
    """XlsxWriter, which keeps one row at a time."""
    import xlsxwriter

    list_ = _load(cells)

    def work() -> None:
        made = xlsxwriter.Workbook(book, {"constant_memory": True})
        sheet = made.add_worksheet("Danh sách")
        style = {"font_name": "Times New Roman", "font_size": 12, "border": 1, "valign": "top", "text_wrap": True}
        plain, bold = made.add_format(style | {"num_format": "@"}), made.add_format(style | {"bold": True})
        for number, row in enumerate([list_["headings"], *list_["rows"]]):
            for place, text in enumerate(row):
                sheet.write_string(number, place, text, plain if number else bold)
        sheet.freeze_panes(1, 2)
        sheet.repeat_rows(0)
        sheet.autofilter(0, 0, len(list_["rows"]), len(list_["headings"]) - 1)
        made.close()

    _told(work)


# --- Reading --------------------------------------------------------------------------------------------------------


def read_roster(book: str, instance: str) -> None:
    """The file to a checked plan: preflight, child process, headings, mapping, checks, match with the known."""
    from bench.fill import WARD_CODE
    from roster.app import create_app
    from roster.domain.actor import SYSTEM
    from roster.intake.pipeline import Errand, make_plan
    from roster.services.clock import today
    from roster.sheets.preflight import look_at
    from roster.sheets.reader import read_workbook
    from roster.store.engine import reading
    from roster.store.known import known_people
    from roster.store.seed_units import unit_id, ward_mark

    app = create_app({"ROSTER_INSTANCE": Path(instance), "SECRET_KEY": "bench", "ROSTER_DATABASE_URL": ""})
    with app.app_context(), reading():

        def work() -> dict[str, int]:
            look_at(Path(book))
            grid = read_workbook(Path(book))
            known = known_people(SYSTEM, unit_id(ward_mark(WARD_CODE)), ROSTER, YEAR)
            plan = make_plan(grid, Errand(ROSTER, YEAR, "Phù Liễn", today()), known)
            return {key: int(count) for key, count in plan.summary.items()}

        _told(work)


def read_openpyxl(book: str, _: str, *, read_only: bool = False) -> None:
    """openpyxl; nothing but the cells."""
    from openpyxl import load_workbook

    _told(lambda: sum(1 for row in load_workbook(book, read_only=read_only).worksheets[0].iter_rows(values_only=True)))


def read_openpyxl_stream(book: str, _: str) -> None:
    """The same, row by row."""
    read_openpyxl(book, _, read_only=True)


def read_calamine(book: str, _: str) -> None:
    """python-calamine; nothing but the cells."""
    from python_calamine import CalamineWorkbook

    _told(lambda: len(CalamineWorkbook.from_path(book).get_sheet_by_index(0).to_python()))


if __name__ == "__main__":
    globals()[sys.argv[1]](*sys.argv[2:])
