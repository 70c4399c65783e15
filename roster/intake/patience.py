"""How much work one workbook may ask for: how many sheets and columns, and how long its plan may take to make.

One worker reads the workbooks of every ward and sets their papers; a file that would hold it for good is given up.
The limits lie far beyond what clerks keep; whatever lies beyond them is refused with a sentence, never read in part.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from roster.domain.number_words import in_figures
from roster.intake.grid import Sheet

MAX_SHEETS = 500  # a sheet for each of some hundred forms is real; a file of thousands is made by a program
MAX_TEXT_COLUMNS = 400  # a tick for each day of a year beside all that is known of a man
# Of the processor: 50,000 people in 40 columns take a quarter of it, and a busy machine counts for nothing.
SECONDS = 120

_until: ContextVar[float] = ContextVar("until", default=math.inf)


class TookTooLong(Exception):
    """The plan of a workbook takes longer than it may. `sheet`: the one that was being read, "" for none."""

    def __init__(self, sheet: str = "") -> None:
        super().__init__(sheet)
        self.sheet = sheet

    @property
    def sentence(self) -> str:
        """What happened, where, and what to do, for the officer."""
        where = f" khi đọc trang “{self.sheet}”" if self.sheet else ""
        return (
            f"Tệp này mất quá nhiều thời gian{where} nên chương trình đã dừng, để tệp của người khác khỏi phải chờ. "
            "Chưa có gì được ghi vào sổ. Hãy xóa các trang, dòng, cột không thuộc danh sách, hoặc chép mỗi danh sách "
            "sang một tệp riêng, rồi nhập lại."
        )


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Within it `demand_patience` raises TookTooLong once this thread has worked for so many seconds."""
    token = _until.set(time.thread_time() + seconds)
    try:
        yield
    finally:
        _until.reset(token)


@contextmanager
def naming(sheet: str) -> Iterator[None]:
    """Where the time ends within it, this sheet is named as the one that took it."""
    try:
        yield
    except TookTooLong as error:
        error.sheet = error.sheet or sheet
        raise


def demand_patience() -> None:
    """Asked wherever a heading is, or may be, made out: what takes long. Raises TookTooLong."""
    until = _until.get()
    if until < math.inf and time.thread_time() > until:
        raise TookTooLong


def too_many_sheets(count: int) -> str:
    """The sentence for a workbook of so many sheets, "" where they are bearable."""
    if count <= MAX_SHEETS:
        return ""
    return (
        f"Tệp có {in_figures(count)} trang, vượt giới hạn {MAX_SHEETS} trang nên không được đọc. "
        "Hãy chép các trang có danh sách sang một hoặc vài tệp khác rồi nhập từng tệp."
    )


def too_many_columns(sheet: Sheet, rows: int) -> str:
    """The sentence for a sheet with texts in too many columns of its first rows, "" where they are bearable."""
    columns: set[int] = set()
    for row in sheet.rows[:rows]:
        if len(row) > MAX_TEXT_COLUMNS:
            columns.update(column for column, value in enumerate(row) if isinstance(value, str) and value)
    if len(columns) <= MAX_TEXT_COLUMNS:
        return ""
    return (
        f"Trang này có chữ ở {in_figures(len(columns))} cột trong {rows} dòng đầu, vượt giới hạn {MAX_TEXT_COLUMNS} "
        "cột nên không được đọc. Hãy xóa các cột không thuộc danh sách, hoặc chép danh sách sang trang mới, rồi nhập "
        "lại."
    )
