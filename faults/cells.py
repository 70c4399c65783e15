"""Cases 59 to 84: cells that Excel spoiled, that look like commands, that are too long, too many or there twice."""

from __future__ import annotations

import io
import unicodedata
from datetime import datetime
from typing import Any

import openpyxl
import xlsxwriter

from faults.cases import (
    HEADINGS,
    READ,
    REFUSED,
    SHEET,
    Case,
    Outcome,
    book,
    book_of,
    changed,
    parts_of,
    row_of,
    with_cell,
)
from roster.config import PROJECT

_ID = row_of(1)[3]
_NAME, _BORN, _NUMBER, _HOME = HEADINGS[1:5]


def _second(outcome: Outcome, column: str) -> Any:
    return outcome.rows[1]["fields"].get(column) if len(outcome.rows) > 1 else None


def _told(outcome: Outcome, column: str = "") -> bool:
    """Whether the second man's row says that something is wrong (with that column)."""
    problems = outcome.rows[1]["problems"] if len(outcome.rows) > 1 else []
    return any(not column or one.get("column", one.get("field")) == column for one in problems)


def _is_id(outcome: Outcome) -> bool:
    return bool(_second(outcome, "citizen_id") == _ID)


def _named(value: str) -> bytes:
    return with_cell(_HOME, value)


def _kept(value: str) -> Any:
    """The text stands where it stood, as text, in the plan and on the page."""

    def check(outcome: Outcome) -> bool:
        from markupsafe import escape

        is_raw_markup = "<" in value and value in outcome.shown
        return value in str(_second(outcome, "permanent_address")) and not is_raw_markup and bool(escape(value))

    return check


def _days_of_1904() -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"date_1904": True}) as made:
        style = made.add_format({"num_format": "dd/mm/yyyy"})
        sheet = made.add_worksheet("Danh sách")
        for number, row in enumerate([HEADINGS, *map(row_of, range(5))]):
            for column, value in enumerate(row):
                if number and column == 2:
                    sheet.write_datetime(number, column, datetime.strptime(value, "%d/%m/%Y"), style)
                else:
                    sheet.write_string(number, column, value)
    return file.getvalue()


def _american() -> bytes:
    rows: list[list[Any]] = [list(row_of(number)) for number in range(8)]
    for number, row in enumerate(rows):
        row[2] = f"{number % 12 + 1:02d}/{number + 14}/2006"
    return book_of(rows)


def _uncached() -> bytes:
    made = openpyxl.load_workbook(io.BytesIO(book(5)))
    made.worksheets[0]["F5"] = '="12"&"/12"'
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def _raw_cell(xml: str) -> bytes:
    """The second man's address as raw XML."""
    content = book(5)
    before = parts_of(content)[SHEET]
    at = before.index(b'<c r="E5"')
    end = before.index(b"</c>", at) + 4
    return changed(SHEET, lambda found: found[:at] + xml.encode() + found[end:], content)


def _legacy() -> bytes:
    return (PROJECT / "tests/sheet_files/05-phong-chu-tcvn3.xls").read_bytes()


def _twice() -> bytes:
    return book_of([row_of(0), row_of(1), row_of(1), row_of(2)])


CASES = [
    Case(59, "CCCD as a number, its zero lost", READ, lambda: with_cell(_NUMBER, int(_ID)), check=lambda o: _is_id(o) or _told(o)),
    Case(60, "CCCD as 3.12E+10", READ, lambda: with_cell(_NUMBER, "3.1206E+10"), "", check=_told),
    Case(60, "CCCD as a fraction", READ, lambda: with_cell(_NUMBER, float(_ID) + 0.5), check=_told),
    Case(61, "full-width digits", READ, lambda: with_cell(_NUMBER, "".join(chr(ord(one) + 0xFEE0) for one in _ID)), check=lambda o: _is_id(o) or _told(o)),
    Case(62, "blanks and hard blanks in a number", READ, lambda: with_cell(_NUMBER, f"\u00a0{_ID[:3]} {_ID[3:6]}\u00a0{_ID[6:]} "), check=lambda o: _is_id(o) or _told(o)),
    Case(63, "11 digits", READ, lambda: with_cell(_NUMBER, _ID[1:]), check=_told),
    Case(63, "13 digits", READ, lambda: with_cell(_NUMBER, _ID + "7"), check=_told),
    Case(64, "NFD", READ, lambda: with_cell(_NAME, unicodedata.normalize("NFD", "Nguyễn Đức Thuận")), check=lambda o: _second(o, "full_name") == "Nguyễn Đức Thuận"),
    Case(65, "TCVN3 of old .xls", READ, _legacy, file_name="a.xls", check=lambda o: len(o.rows) > 5 and "Ã" not in str(o.named("full_name"))),
    Case(66, "zero-width letters", READ, lambda: with_cell(_NAME, "Nguyễn\u200b Đức\u200d Thuận\ufeff"), check=lambda o: _second(o, "full_name") == "Nguyễn Đức Thuận" or _told(o)),
    Case(67, "right-to-left override", READ, lambda: with_cell(_NAME, "Nguyễn \u202eThuận"), check=lambda o: "\u202e" not in str(_second(o, "full_name")) or _told(o)),
    Case(68, "days that count from 1904", READ, _days_of_1904, check=lambda o: o.named("birth_date")[1] == "2006-01-02"),
    Case(69, "30/02/2006", READ, lambda: with_cell(_BORN, "30/02/2006"), check=_told),
    Case(70, "mm/dd", READ, _american, check=lambda o: all(row["problems"] or row["fields"].get("birth_date") for row in o.rows)),
    Case(71, "a year only", READ, lambda: with_cell(_BORN, 2006), check=lambda o: str(_second(o, "birth_date")) == "2006" or _told(o)),
    Case(72, "born next year", READ, lambda: with_cell(_BORN, "01/02/2031"), check=_told),
    Case(73, "a formula that was never calculated", READ, _uncached, "F5"),
    Case(74, "#REF!", READ, lambda: _raw_cell('<c r="E5" t="e"><v>#REF!</v></c>'), check=_told),
    Case(75, "a truth value that is 7", REFUSED, lambda: _raw_cell('<c r="E5" t="b"><v>7</v></c>'), "hỏng"),
    Case(76, "shared string 999", REFUSED, lambda: _raw_cell('<c r="E5" t="s"><v>999</v></c>'), "hỏng"),
    Case(77, "=cmd…", READ, lambda: _named("=cmd|'/c calc'!A0"), check=_kept("=cmd|'/c calc'!A0")),
    Case(78, "<script>", READ, lambda: _named("<script>alert(1)</script>"), check=_kept("<script>alert(1)</script>")),
    Case(79, "{{7*7}}", READ, lambda: _named("{{7*7}}"), check=_kept("{{7*7}}")),
    Case(80, "'; DROP", READ, lambda: _named("'; DROP TABLE person; --"), check=_kept("; DROP TABLE person; --")),
    Case(81, "32,768 letters in a cell", READ, lambda: _raw_cell(f'<c r="E5" t="inlineStr"><is><t>{"x" * 32_768}</t></is></c>'), check=lambda o: len(str(_second(o, "permanent_address"))) == 32_768),
    Case(82, "control letters", READ, lambda: _raw_cell('<c r="E5" t="inlineStr"><is><t>Tổ_x0007_ 1_x0000_</t></is></c>'), check=lambda o: not {"\a", "\0"} & set(str(_second(o, "permanent_address")))),
    Case(83, "20,001 rows", READ, lambda: book(20_001), check=lambda o: len(o.rows) == 20_001),
    Case(84, "the same man twice", READ, _twice, check=lambda o: bool(o.rows[2]["problems"])),
]  # fmt: skip
