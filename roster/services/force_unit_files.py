"""Units by workbook: the blank form that goes out, and what comes back. All of a file is taken, or nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import BinaryIO
from uuid import UUID

from roster.domain.actor import Actor, Permission
from roster.domain.force_units import KINDS, guess_kind
from roster.domain.text import cell_text, clean, fold
from roster.intake.grid import Sheet, column_letter
from roster.intake.words import says_footer, says_total
from roster.services import audit
from roster.services.faults import Invalid
from roster.services.force_quick_entry import MOST_LINES, UnitLine, add_units, grounds_of
from roster.services.uploads import read_upload
from roster.sheets.units_form import HEADINGS, LISTS_SHEET_NAME, write_units_form
from roster.store import force_tree
from roster.store.db import db
from roster.store.forces import ForceUnit
from roster.store.scope import require

_NUMBER, _NAME, _KIND, _GROUND, _ABOVE = HEADINGS
_SAID = (_NAME, _KIND, _GROUND, _ABOVE)
_HEADING_WITHIN = 30  # rows
_MOST_FAULTS = 20
# What a command's own sheet calls the columns, folded; the form's own headings are understood as well.
_OTHER_WORDS = {
    _NUMBER: ("stt", "so tt", "tt", "so thu tu"),
    _NAME: ("ten don vi", "don vi"),
    _KIND: ("loai don vi", "loai", "loai hinh"),
    _GROUND: ("to dan pho", "co quan", "to chuc", "co quan to chuc", "thon to dan pho", "to dan pho co quan"),
    _ABOVE: ("don vi cap tren", "cap tren", "truc thuoc", "thuoc don vi"),
}
_COLUMN_OF = {fold(words): key for key, others in _OTHER_WORDS.items() for words in (key, *others)}


def write_form(actor: Actor, ward_id: UUID, file: BinaryIO) -> None:
    """Write the ward's blank form to `file`, with its neighbourhoods and units to choose from; commits its entry.

    Raises NotFound, NotAllowed.
    """
    require(actor, Permission.EXPORT, ward_id)
    grounds = grounds_of(ward_id)
    choices = {
        _KIND: [kind.label for kind in KINDS if not kind.is_board],
        _GROUND: [*(one.name for one in grounds.neighbourhoods), *(one.name for one in grounds.organisations)],
        _ABOVE: [unit.name for unit in force_tree.units_of(actor, ward_id) if unit.ends_on is None],
    }
    write_units_form(file, "BIỂU NHẬP ĐƠN VỊ DÂN QUÂN TỰ VỆ", choices, MOST_LINES)
    audit.record(actor, "list.export", ward_id=ward_id, list="force-units", rows=0, form=True)
    db.session.commit()


def read_form(actor: Actor, ward_id: UUID, file_name: str, stream: BinaryIO, begins_on: date | None) -> list[ForceUnit]:
    """Make the units of a filled-in form, all of them or none; commits.

    Raises Invalid with a sentence for each fault (sheet and row named), UnreadableWorkbook, NotFound, NotAllowed.
    """
    require(actor, Permission.IMPORT, ward_id)
    require(actor, Permission.EDIT_PEOPLE, ward_id)
    workbook = read_upload(actor, ward_id, file_name, stream)
    faults: list[str] = []
    lines = [line for sheet in workbook.sheets for line in _lines_of(sheet, faults)]
    if faults:
        raise Invalid({"file": faults[:_MOST_FAULTS]})
    if not lines:
        raise Invalid({"file": ["Tệp chưa có dòng nào ghi tên đơn vị."]})
    try:
        return add_units(actor, ward_id, lines, begins_on)
    except Invalid as fault:
        raise Invalid({"file": [sentence for sentences in fault.faults.values() for sentence in sentences]}) from fault


def _lines_of(sheet: Sheet, faults: list[str]) -> Iterator[UnitLine]:
    """The sheet's units; what it holds and cannot be taken is said in `faults`, so that nothing is lost unseen."""
    is_empty = not any(cell_text(cell) for row in sheet.rows for cell in row)
    if is_empty or fold(sheet.name) == fold(LISTS_SHEET_NAME):
        return
    heading_row = next((row for row in range(min(len(sheet.rows), _HEADING_WITHIN)) if _columns(sheet, row)), None)
    if heading_row is None:
        faults.append(f"Trang “{sheet.name}” không có cột “{_NAME}”. Hãy dùng biểu mẫu, hoặc xóa trang này.")
        return
    columns = _columns(sheet, heading_row)
    for row in range(heading_row + 1, len(sheet.rows)):
        said = {key: clean(cell_text(sheet.cell(row, column))) for column, key in columns.items()}
        for column in range(len(sheet.rows[row])):
            place = f"Trang “{sheet.name}”, ô {column_letter(column)}{row + 1}"
            if (row, column) in sheet.uncached:
                faults.append(f"{place}: công thức chưa được tính hoặc bị lỗi. Hãy sửa, lưu bằng Excel rồi nhập lại.")
            elif column not in columns and cell_text(sheet.cell(row, column)):
                faults.append(f"{place}: biểu này không có cột cho nội dung ở đây. Hãy xóa ô hoặc cột đó.")
        where, (name, *more) = f"Trang “{sheet.name}”, dòng {row + 1}", (said.get(key, "") for key in _SAID)
        if not name:
            if any(more):
                faults.append(f"{where}: chưa ghi tên đơn vị.")
        elif (says_footer(name) or says_total(name)) and not any(more) and not guess_kind(name).kind.is_board:
            faults.append(
                f"{where}: “{name}” không giống tên đơn vị. Nếu là đơn vị, hãy ghi loại; nếu không, hãy xóa dòng."
            )
        else:
            yield UnitLine(where, name, *more)


def _columns(sheet: Sheet, row: int) -> dict[int, str]:
    """Which column is which in a heading row; empty for a row that is no heading."""
    found: dict[int, str] = {}
    for column in range(len(sheet.rows[row])):
        key = _COLUMN_OF.get(fold(cell_text(sheet.cell(row, column))))
        if key and key not in found.values():
            found[column] = key
    return found if _NAME in found.values() else {}
