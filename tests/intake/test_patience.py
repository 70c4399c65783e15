"""A small workbook that asks for endless work is refused with a sentence; what is asked once is not asked again."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from roster.intake import below, headings, patience
from roster.intake.grid import Sheet, Workbook
from roster.intake.pipeline import Errand, make_plan
from tests.intake.planned import NAMES, TODAY, id_of, plan_of

HEADINGS = ["STT", "Họ và tên", "Ngày sinh", "Số CCCD", "Nơi thường trú", "Ghi chú"]
MEN = [[str(n), name, "14/03/2005", id_of(n), "Tổ dân phố 5", ""] for n, name in enumerate(NAMES, start=1)]


def _plan(*sheets):
    return make_plan(Workbook(list(sheets)), Errand("enlistment", 2026, "Phù Liễn", TODAY), [])


@pytest.mark.parametrize("heading", ["Họ tên {}", "Họ và tên"])
def test_a_sheet_of_endless_columns_is_refused_unasked_and_the_next_is_read(heading, monkeypatch):
    wide = Sheet("Rộng", [[heading.format(n) for n in range(16_384)], *MEN])
    asked, certainty = [], headings._certainty
    monkeypatch.setattr(headings, "_certainty", lambda value, roster: asked.append(value) or certainty(value, roster))
    refused, read = _plan(wide, Sheet("Danh sách", [HEADINGS, *MEN])).sheets
    assert not refused.used and "16.384 cột" in refused.reason and "Hãy xóa các cột" in refused.reason
    assert [row.fields["full_name"] for row in read.rows] == list(NAMES)
    assert len(asked) < 1000


def test_a_list_with_a_tick_for_each_day_of_a_year_is_read():
    days = [f"Ngày {n}" for n in range(1, 367)]
    assert len(plan_of("militia", [[*HEADINGS, *days], *([*man, *["x"] * 366] for man in MEN)]).rows) == len(MEN)


def test_a_heading_that_is_repeated_a_thousand_times_is_made_out_a_few_times(monkeypatch):
    made_out, heading_at = [], below.heading_at
    monkeypatch.setattr(below, "heading_at", lambda *asked: made_out.append(1) or heading_at(*asked))
    assert len(below.tables_below(Sheet("A", [HEADINGS] * 1000 + MEN), "enlistment")) == 1
    assert len(made_out) < 10


def test_the_width_of_a_sheet_is_counted_once():
    counted = []

    class Row(list):
        def __len__(self):
            counted.append(1)
            return super().__len__()

    sheet = Sheet("A", [Row(HEADINGS)] * 50)
    assert [sheet.width for _ in range(5)] == [len(HEADINGS)] * 5 and len(counted) == 50


@pytest.mark.parametrize(
    "rows",
    [
        [[f"Họ tên {row} {n}" for n in range(300)] for row in range(60)],  # in the heading, and in no cache
        [["Họ và tên", "Lê An"], *([f"Mục số {n}:", "x"] for n in range(2000))],  # labels of a form
        [HEADINGS, *MEN * 500],  # people
        [row for n in range(500) for row in (["STT", f"Tên thửa {n}", "Diện tích", "Chủ đất"], [str(n), "", "9", ""])],
    ],
)
def test_what_takes_too_long_ends_with_a_sentence_that_names_the_sheet(rows, monkeypatch):
    """The clock of the processor goes on by a second whenever it is asked."""
    ticks = iter(range(10**9))
    monkeypatch.setattr(patience, "time", SimpleNamespace(thread_time=lambda: next(ticks)))
    with pytest.raises(patience.TookTooLong) as caught, patience.at_most(400):
        _plan(Sheet("Trang lạ", rows))
    assert "“Trang lạ”" in caught.value.sentence and "Chưa có gì được ghi vào sổ" in caught.value.sentence
    assert next(ticks) < 410
    plan_of("enlistment", [HEADINGS, *MEN])  # nothing of the limit is left behind
