"""A form for one roster that a neighbourhood fills in: an .xlsx that guides the hand and that the import reads.

Drop-downs for what is chosen, text cells for ids, phones and dates (so that no zero is lost and no day becomes a
month), help in a comment on each heading. Filled with people, the same form asks for what is missing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import BinaryIO

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from roster.columns.column import Column
from roster.columns.showers import show_flag

_FONT = {"font_name": "Times New Roman", "font_size": 12}
_HEADING_ROW = 3  # counted from zero, as in sheets.writer: title, what for, an empty line
_PREPARED_ROWS = 500  # rows with borders and drop-downs; more can be written below
_A4 = 9
_SHEET, _GUIDE, _CHOICES = "Danh sách", "Hướng dẫn", "Lựa chọn"

GUIDE = (
    "Cách điền",
    "1. Mỗi người một dòng, bắt đầu từ dòng ngay dưới tên cột. Không gộp ô, không đổi tên cột; ô chưa rõ thì bỏ trống.",
    "2. Ngày ghi dạng ngày/tháng/năm, ví dụ 05/03/2005; chỉ biết năm thì ghi năm. Số CCCD ghi đủ 12 chữ số.",
    "3. Ô có mũi tên: chọn trong danh sách. Ô có/không: ghi x nếu có.",
    "4. Đưa chuột vào tên cột để xem hướng dẫn của cột đó.",
    "5. Không ghi bí mật nhà nước: phiên hiệu đơn vị tiếp nhận, chức vụ thời chiến, phương án, vũ khí.",
    "6. Danh sách có dữ liệu cá nhân: chỉ gửi cho người có trách nhiệm, không gửi qua mạng xã hội.",
)


def write_form(
    columns: Sequence[Column],
    file: BinaryIO,
    *,
    title: str,
    subtitle: str,
    neighbourhoods: Sequence[str] = (),
    people: Sequence[Mapping[str, str]] = (),
) -> None:
    """Write the form to `file`, a binary file open for writing.

    `people` are rows to begin with, as texts by column key; what is missing of them is shaded. `neighbourhoods` are
    offered where a neighbourhood is asked for.
    """
    options = {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(file, options)
    sheet = book.add_worksheet(_SHEET)
    _lay_out(sheet, columns)
    sheet.set_row(0, 24)
    sheet.write_string(0, 0, title, book.add_format(_FONT | {"bold": True, "font_size": 14}))
    sheet.write_string(1, 0, subtitle, book.add_format(_FONT | {"italic": True}))
    _write_headings(book, sheet, columns)
    last_row = _HEADING_ROW + len(people) + _PREPARED_ROWS
    _write_rows(book, sheet, columns, people)
    _offer_choices(book, sheet, columns, neighbourhoods, last_row)
    sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{last_row + 1}"})
    _write_guide(book)
    book.close()


def _lay_out(sheet: Worksheet, columns: Sequence[Column]) -> None:
    sheet.set_paper(_A4)
    sheet.set_landscape()
    sheet.set_margins(left=0.6, right=0.4, top=0.6, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(_HEADING_ROW)
    sheet.freeze_panes(_HEADING_ROW + 1, 2)
    sheet.set_footer("&C&P/&N")
    sheet.set_column(0, 0, 5)
    for index, column in enumerate(columns, start=1):
        sheet.set_column(index, index, max(column.sheet_width, 11))


def _write_headings(book: Workbook, sheet: Worksheet, columns: Sequence[Column]) -> None:
    style = book.add_format(
        _FONT
        | {"bold": True, "border": 1, "align": "center", "valign": "vcenter", "text_wrap": True, "bg_color": "#E7ECE6"}
    )
    sheet.set_row(_HEADING_ROW, 48)
    sheet.write_string(_HEADING_ROW, 0, "STT", style)
    for index, column in enumerate(columns, start=1):
        sheet.write_string(_HEADING_ROW, index, column.label, style)
        sheet.write_comment(
            _HEADING_ROW,
            index,
            help_of(column),
            {"author": "", "x_scale": 1.8, "y_scale": 1.7, "font_name": "Times New Roman"},
        )


def help_of(column: Column) -> str:
    """What to write in a column's cells, two or three sentences."""
    if column.key == "full_name":
        return "Ghi đủ họ, chữ đệm và tên như trên căn cước. Dòng không có họ tên không được nhập."
    how = "Để trống nếu chưa rõ."
    if column.is_date:
        how = "Ngày/tháng/năm, ví dụ 05/03/2005. Chỉ biết tháng hoặc năm thì ghi 03/2005 hoặc 2005."
    elif column.shower is show_flag:
        how = "Ghi x nếu có; không có thì để trống."
    elif column.choices:
        how = "Chọn trong danh sách của ô."
    elif column.example:
        how = f"{column.example}."
    return f"{column.hint} {how}".strip()


def _write_rows(
    book: Workbook, sheet: Worksheet, columns: Sequence[Column], people: Sequence[Mapping[str, str]]
) -> None:
    style = _FONT | {"border": 1, "valign": "top", "text_wrap": True, "num_format": "@"}
    plain = book.add_format(style)
    missing = book.add_format(style | {"bg_color": "#FFF3CD"})
    counted = book.add_format(_FONT | {"border": 1, "valign": "top", "align": "center"})
    for number in range(len(people) + _PREPARED_ROWS):
        row = _HEADING_ROW + 1 + number
        person = people[number] if number < len(people) else None
        if person is None:
            sheet.write_blank(row, 0, None, counted)
        else:
            sheet.write_number(row, 0, number + 1, counted)
        for index, column in enumerate(columns, start=1):
            text = person.get(column.key, "") if person is not None else ""
            if text:
                sheet.write_string(row, index, text, plain)
            else:
                sheet.write_blank(row, index, None, plain if person is None else missing)


def _offer_choices(
    book: Workbook, sheet: Worksheet, columns: Sequence[Column], neighbourhoods: Sequence[str], last_row: int
) -> None:
    """Drop-downs whose words stand on a hidden sheet: a list within the rule itself may have 255 characters at most."""
    words = book.add_worksheet(_CHOICES)
    words.hide()
    place = 0
    for index, column in enumerate(columns, start=1):
        is_neighbourhood = column.key == "neighbourhood"
        offered = list(neighbourhoods) if is_neighbourhood else [choice.label for choice in column.choices]
        if not offered:
            continue
        words.write_column(0, place, offered)
        letter = xl_col_to_name(place, col_abs=True)
        rule = {
            "validate": "list",
            "source": f"='{_CHOICES}'!{letter}$1:{letter}${len(offered)}",
            "error_type": "warning" if is_neighbourhood else "stop",
            "error_title": "Không có trong danh sách",
            "error_message": "Xin chọn một mục trong danh sách của ô, hoặc để trống.",
        }
        sheet.data_validation(_HEADING_ROW + 1, index, last_row, index, rule)
        place += 1


def _write_guide(book: Workbook) -> None:
    guide = book.add_worksheet(_GUIDE)
    guide.set_column(0, 0, 110)
    strong = book.add_format(_FONT | {"bold": True, "font_size": 14})
    plain = book.add_format(_FONT | {"text_wrap": True, "valign": "top"})
    for row, line in enumerate(GUIDE):
        guide.write_string(row, 0, line, plain if row else strong)
