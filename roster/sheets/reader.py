"""A workbook's cells as grids: through python-calamine, or as the text and markup that some files really are.

`read_workbook` runs in a child process with limits on memory and time: a hostile file may end the child, never the
server. The child's entry is `python -m roster.sheets.reader FILE` with the password, if any, on standard input.
"""

from __future__ import annotations

import io
import math
import subprocess  # for the name of its exception; limited.py starts the child
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from defusedxml.common import DefusedXmlException

from roster.domain.number_words import in_figures
from roster.intake.grid import Cell, Merge, Sheet, Workbook
from roster.intake.kept import kept, read_kept
from roster.intake.patience import too_many_sheets
from roster.sheets.html_tables import NoTable, read_html
from roster.sheets.limited import OUT_OF_MEMORY, limit_here, run_limited
from roster.sheets.package import complete_from_package
from roster.sheets.preflight import UnreadableWorkbook, look_at, look_inside
from roster.sheets.text_tables import TooManyCells, read_text_table
from roster.sheets.xls_records import complete_from_xls
from roster.sheets.xml_tables import read_xml_spreadsheet

MAX_ROWS = 50_000
MAX_CELLS = 2_000_000  # 50,000 people in 40 columns; more fills the child's memory and the server's beside it
_OPEN_ONLY = "--open"
_TOO_BIG = "Tệp cần quá nhiều bộ nhớ để mở. Hãy xóa các dòng, cột thừa ở cuối bảng rồi lưu lại."
_ENDED = (
    "Tệp cần quá nhiều bộ nhớ hoặc thời gian để mở; có thể tệp bị hỏng, hoặc có các dòng, cột thừa ở cuối bảng. "
    "Hãy mở bằng Excel, chép danh sách sang một tệp mới dạng .xlsx rồi thử lại."
)
_TOO_LONG = "Đọc tệp quá lâu nên đã dừng. Hãy tách tệp thành các tệp nhỏ hơn."
_NO_TABLE = "Đây là trang web không có bảng nào. Hãy lấy tệp bảng tính gốc của danh sách."
_BROKEN = "Không đọc được bảng tính này; tệp có thể bị hỏng. Hãy mở bằng Excel, lưu lại dạng .xlsx rồi thử lại."


def read_workbook(path: Path, password: str | None = None) -> Workbook:
    """Read a workbook in a child process.

    Raises UnreadableWorkbook, with a Vietnamese sentence, for whatever cannot be read within the limits.
    """
    look_at(path)
    workbook: Workbook = _ask_child(path, password)
    return workbook


def opened(path: Path, password: str | None) -> bytes | None:
    """A locked workbook without its lock; None for one that has none.

    In a child process as well: a hostile file may ask for millions of rounds to prove a password. Raises
    UnreadableWorkbook where the password is missing or wrong.
    """
    found: bytes | None = _ask_child(path, password, _OPEN_ONLY)
    return found


def _ask_child(path: Path, password: str | None, *flags: str) -> Any:
    try:
        done = run_limited("roster.sheets.reader", str(path), *flags, said=(password or "").encode())
    except subprocess.TimeoutExpired as error:
        raise UnreadableWorkbook(_TOO_LONG, is_hostile=True) from error
    if done.returncode == OUT_OF_MEMORY or done.returncode < 0:  # or the system ended it, for its memory or its time
        raise UnreadableWorkbook(_ENDED, is_hostile=True)
    if done.returncode not in {0, 3}:
        raise UnreadableWorkbook(_BROKEN)
    try:
        answer = read_kept(done.stdout)
        if done.returncode == 3:
            sentence, needs_password, is_hostile = answer
            raise UnreadableWorkbook(str(sentence), bool(needs_password), is_hostile=bool(is_hostile))
    except (ValueError, TypeError) as error:  # no answer of ours
        raise UnreadableWorkbook(_BROKEN) from error
    return answer


def read_here(path: Path, password: str | None = None) -> Workbook:
    """Read a workbook in this process, without limits. Raises UnreadableWorkbook."""
    kind = look_at(path)
    content = path.read_bytes()
    try:
        if kind in _MARKUP:
            sheets, date1904 = _MARKUP[kind](content), False
        else:
            sheets, date1904 = _read_package(decrypted(content, password) if kind == "ole" else content)
    except NoTable as error:
        raise UnreadableWorkbook(_NO_TABLE) from error
    except TooManyCells as error:
        raise UnreadableWorkbook(_TOO_BIG) from error
    except (ValueError, OSError, RecursionError) as error:
        # Entities, or text that never ends in depth: no spreadsheet program writes either.
        is_hostile = isinstance(error, RecursionError) or isinstance(error.__cause__, DefusedXmlException)
        raise UnreadableWorkbook(_BROKEN, is_hostile=is_hostile) from error
    _demand_few(len(sheets))
    for sheet in sheets:
        _demand_bearable(sheet.name, len(sheet.rows), sheet.width)
        _take_endless_numbers_out(sheet)
    if not sheets or all(value in ("", None) for sheet in sheets for row in sheet.rows for value in row):
        raise UnreadableWorkbook("Bảng tính trống: không trang nào có dữ liệu. Hãy kiểm tra lại tệp.")
    return Workbook(sheets, date1904)


_MARKUP: dict[str, Callable[[bytes], list[Sheet]]] = {
    "html": read_html,
    "xml": read_xml_spreadsheet,
    "text": lambda content: [read_text_table(content)],
}


def _take_endless_numbers_out(sheet: Sheet) -> None:
    """Leave a number that is none (1e999, NaN) as a fault of its cell, as #N/A is: it must not cost the whole file."""
    for number, row in enumerate(sheet.rows):
        for place, value in enumerate(row):
            if type(value) is float and not math.isfinite(value):
                row[place] = None
                sheet.uncached.add((number, place))


def _demand_few(count: int) -> None:
    if sentence := too_many_sheets(count):
        raise UnreadableWorkbook(sentence)


def _demand_bearable(name: str, height: int, width: int) -> None:
    if height > MAX_ROWS:
        count, limit = in_figures(height), in_figures(MAX_ROWS)
        raise UnreadableWorkbook(
            f"Trang “{name}” có {count} dòng, vượt giới hạn {limit}. Hãy xóa dòng thừa hoặc tách tệp."
        )
    if width * height > MAX_CELLS:
        raise UnreadableWorkbook(_TOO_BIG)


def _read_package(content: bytes) -> tuple[list[Sheet], bool]:
    """The sheets of an .xlsx, .xlsb, .xls or .ods, and whether its days count from 1904."""
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum, ZipError

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = []
        _demand_few(len(book.sheets_metadata))
        for meta in book.sheets_metadata:
            sheet = book.get_sheet_by_name(meta.name)
            _demand_bearable(meta.name, sheet.height, sheet.width)
            rows: list[list[Cell]] = [list(row) for row in sheet.to_python(skip_empty_area=False)]
            merges = [Merge(a[0], a[1], b[0], b[1]) for a, b in (sheet.merged_cell_ranges or ())]
            sheets.append(Sheet(meta.name, rows, merges, hidden=meta.visible != SheetVisibleEnum.Visible))
    except PasswordError as error:
        raise _password_sentence() from error
    except (CalamineError, ZipError) as error:
        raise UnreadableWorkbook(_BROKEN) from error
    complete = complete_from_package if content.startswith(b"PK") else complete_from_xls
    return sheets, complete(content, sheets)


def _password_sentence() -> UnreadableWorkbook:
    return UnreadableWorkbook(
        "Tệp có mật khẩu. Hãy nhập đúng mật khẩu của tệp, hoặc bỏ mật khẩu trong Excel rồi thử lại.", True
    )


def decrypted(content: bytes, password: str | None) -> bytes:
    """An OLE file as it is, or opened with the password where it is an encrypted workbook."""
    import msoffcrypto
    from msoffcrypto.exceptions import DecryptionError, FileFormatError, InvalidKeyError, ParseError

    try:
        office = msoffcrypto.OfficeFile(io.BytesIO(content))
        if not office.is_encrypted():
            return content
        if not password:
            raise _password_sentence()
        office.load_key(password=password)
        opened = io.BytesIO()
        office.decrypt(opened)
    except (DecryptionError, InvalidKeyError) as error:
        raise _password_sentence() from error
    except (FileFormatError, ParseError, OSError, ValueError, KeyError, IndexError):
        return content  # not an Office container that the library knows: the reader will say what is wrong
    inside = opened.getvalue()
    if inside.startswith(b"PK"):
        look_inside(io.BytesIO(inside))
    return inside


def _child(path: str, *flags: str) -> int:
    limit_here()
    password = sys.stdin.buffer.read().decode() or None
    code = 0
    try:
        answer: Any = _open_here(Path(path), password) if _OPEN_ONLY in flags else read_here(Path(path), password)
    except UnreadableWorkbook as error:
        answer, code = (error.sentence, error.needs_password, error.is_hostile), 3
    sys.stdout.buffer.write(kept(answer))
    return code


def _open_here(path: Path, password: str | None) -> bytes | None:
    content = path.read_bytes()
    inside = decrypted(content, password)
    return None if inside == content else inside


if __name__ == "__main__":
    try:
        sys.exit(_child(*sys.argv[1:]))
    except MemoryError:
        sys.exit(OUT_OF_MEMORY)
