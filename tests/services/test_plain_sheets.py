"""Sheets that are no roster: the same rows on paper and in a workbook, with an entry in the journal."""

import io
from datetime import date

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from roster.columns.plain_sheets import PlainColumn, PlainSheet
from roster.services import plain_sheets
from roster.services.faults import NotFound
from roster.services.units import get_ward
from roster.store.audit import AuditEntry
from roster.store.db import db
from tests.printing.test_pdf import pages_of

DUTY = PlainSheet(
    "duty", "LỊCH TRỰC {TUẦN} 1",
    (PlainColumn(("Ngày",), 30.0, centred=True), PlainColumn(("Họ và tên", "Điện thoại"), 60.0)),
    ((("05/02/2026",), ("Đỗ Văn An", "0912345678")), (("06/02/2026",), ("=1+1",))),
    noun="ca trực",
)  # fmt: skip


def test_a_sheet_is_printed_with_the_wards_head(actor_of, two_wards):
    pdf = plain_sheets.print_sheet(actor_of("officer", two_wards[0]), get_ward(two_wards[0].id), DUTY, date(2026, 2, 1))
    text = " ".join(" ".join(pages_of(pdf)).split())
    assert "LỊCH TRỰC {TUẦN} 1" in text and "Danh sách gồm 2 (hai) ca trực./." in text and "=1+1" in text
    assert db.session.scalars(select(AuditEntry.action)).all()[-1] == "list.print"


def test_a_sheet_is_exported_as_text(actor_of, two_wards):
    file = io.BytesIO()
    ward = get_ward(two_wards[0].id)
    plain_sheets.export_sheet(actor_of("officer", two_wards[0]), ward, DUTY, file, date(2026, 2, 1))
    rows = CalamineWorkbook.from_filelike(io.BytesIO(file.getvalue())).get_sheet_by_index(0).to_python()
    assert rows[4][1:] == ["05/02/2026", "Đỗ Văn An\n0912345678"] and rows[5][2] == "=1+1"


def test_another_wards_sheet_is_not_made(actor_of, two_wards):
    with pytest.raises(NotFound):
        plain_sheets.print_sheet(actor_of("officer", two_wards[0]), get_ward(two_wards[1].id), DUTY, date(2026, 2, 1))
