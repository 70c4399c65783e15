"""What an import writes in bulk is letter for letter what stood in the file, on either engine."""

from __future__ import annotations

import json
from datetime import date

import openpyxl

from roster.services import imports
from roster.store.audit import FieldChange
from roster.store.bulk_rows import as_text
from roster.store.db import db
from roster.store.people import Person

TODAY = date(2026, 11, 25)
NOTE = r'Hồ sơ ở C:\new\t1 \N “tạm”, "cũ" \\ 100%'


def test_signs_that_mean_something_to_the_database_stay_what_they_are(officer, ward, tmp_path):
    book = openpyxl.Workbook()
    for row in (("Họ và tên", "Ngày sinh", "Số CCCD", "Ghi chú"), ("Đỗ Văn An", "14/03/2005", "031205000011", NOTE)):
        book.active.append(row)
    book.save(tmp_path / "ds.xlsx")
    imports.import_file(officer, ward, "militia", 2026, tmp_path / "ds.xlsx")
    kept = db.session.scalars(db.select(FieldChange).filter_by(key="notes")).one()
    assert db.session.scalars(db.select(Person.notes)).one() == json.loads(kept.new) == NOTE
    assert (json.loads(kept.old), kept.cell, kept.user_name) == (None, "D2", officer.name)


def test_a_line_of_a_copy_holds_no_tab_and_no_end_of_line():
    assert as_text("a\tb\nc\r\\d") == "a\\tb\\nc\\r\\\\d"
    assert as_text(None) == "\\N" != as_text("\\N")
