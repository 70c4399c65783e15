"""What a ward taught its imports: kept only with the reading that it was said for, used by the command line too."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

import openpyxl
import pytest

from roster.domain.actor import SYSTEM
from roster.domain.text import fold
from roster.services import import_memory, imports
from roster.services.faults import Invalid
from roster.store.audit import AuditEntry
from roster.store.db import db
from roster.store.imports import COMMITTING, READING, ImportMemory
from roster.store.units import Unit

HEADING = ("Họ và tên", "Ngày sinh", "Số CCCD", "Lực lượng", "Mã sổ giấy", "Đảng viên")
BINH = ("Đỗ Công Bình", "14/03/1999", "031099000011", "Xung kích", "K-17", "kết nạp rồi")


def workbook(*people):
    book = openpyxl.Workbook()
    for row in (("DANH SÁCH DÂN QUÂN",), (), HEADING, *people):
        book.active.append(list(row))
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    return file


@pytest.fixture
def ward(app, two_wards):
    return two_wards[0]


@pytest.fixture
def batch(ward):
    return imports.receive(SYSTEM, ward.id, "militia", 2026, "dq.xlsx", workbook(BINH))


def unknown(batch):
    return {(one.key, one.text) for one in import_memory.unknown_values(imports.load_plan(SYSTEM, batch))}


def test_what_was_taught_in_the_pages_counts_on_the_command_line(batch, ward, tmp_path):
    import_memory.teach_columns(SYSTEM, batch, "Sheet", {"E": "notes"})
    assert unknown(batch) == {("component", "Xung kích"), ("is_party_member", "kết nạp rồi")}
    meant = {("component", "Xung kích"): '"mobile"', ("is_party_member", "kết nạp rồi"): "true"}
    import_memory.teach_values(SYSTEM, batch, meant)
    path = Path(tmp_path) / "dq.xlsx"
    path.write_bytes(workbook(BINH).read())
    plan, _ = imports.import_file(SYSTEM, db.session.get_one(Unit, ward.id), "militia", 2026, path, dry_run=True)
    (row,) = plan.sheets[0].rows
    assert row.action == "create"
    assert [row.fields[key] for key in ("component", "notes", "is_party_member")] == ["mobile", "K-17", True]


def test_a_choice_that_waits_for_another_officers_reading_is_remembered_all_the_same(batch, monkeypatch):
    batch.state = READING  # another officer's choice is being read
    db.session.commit()

    def finish(_):
        batch.state = "ready"
        db.session.commit()

    monkeypatch.setattr(imports.time, "sleep", finish)
    import_memory.teach_columns(SYSTEM, batch, "Sheet", {"E": "notes"}, ["E"])
    assert db.session.query(ImportMemory).count() == 2
    assert db.session.query(AuditEntry).filter_by(action="import.teach").count() == 1


def test_a_refused_choice_leaves_no_memory(batch):
    batch.state = COMMITTING
    db.session.commit()
    with pytest.raises(Invalid):
        import_memory.teach_columns(SYSTEM, batch, "Sheet", {"E": "notes"})
    assert db.session.query(ImportMemory).count() == 0


@pytest.mark.parametrize(
    "chosen", [{"E": "no such fact"}, {"Z": "notes"}, {"E": "component=none"}, {"E": "birth.year", "F": "birth_date"}]
)
def test_what_does_not_exist_or_goes_twice_is_refused(batch, chosen):
    with pytest.raises(Invalid):
        import_memory.teach_columns(SYSTEM, batch, "Sheet", chosen)


def test_a_word_can_only_mean_what_its_list_holds(batch):
    for meant in ({("component", "Xung kích"): '"general"'}, {("full_name", "Bình"): ""}):
        with pytest.raises(Invalid):
            import_memory.teach_values(SYSTEM, batch, meant)
    import_memory.teach_values(SYSTEM, batch, {("component", "Xung kích"): ""})
    assert "component" not in imports.load_plan(SYSTEM, batch).sheets[0].rows[0].fields


def test_a_choice_counts_for_next_years_file_and_replaces_what_was_remembered_with_the_year(ward):
    def book(year):
        made = openpyxl.Workbook()
        heading = (*HEADING[:4], f"Mã sổ năm {year}", HEADING[5])
        for row in ((f"DANH SÁCH DÂN QUÂN NĂM {year}",), (), heading, BINH):
            made.active.append(list(row))
        file = io.BytesIO()
        made.save(file)
        file.seek(0)
        return file

    def column_e(batch):
        return next(one for one in imports.load_plan(SYSTEM, batch).sheets[0].columns if one.column == "E")

    first = imports.receive(SYSTEM, ward.id, "militia", 2026, "dq.xlsx", book(2026))
    import_memory.teach_columns(SYSTEM, first, "Sheet", {"E": "notes"}, everywhere={"E"})
    second = imports.receive(SYSTEM, ward.id, "militia", 2027, "dq.xlsx", book(2027))
    assert (column_e(second).key, column_e(second).source) == ("notes", "remembered")

    # As it was kept before years were left out: shape and word of the year.
    row = db.session.scalars(db.select(ImportMemory).where(ImportMemory.shape != "")).one()
    folded = [fold(text) for text in (*HEADING[:4], "Mã sổ năm 2027", HEADING[5])]
    row.shape, row.word = hashlib.sha256("\n".join(folded).encode()).hexdigest(), "ma so nam 2027"
    db.session.delete(db.session.scalars(db.select(ImportMemory).where(ImportMemory.shape == "")).one())
    db.session.commit()
    third = imports.receive(SYSTEM, ward.id, "militia", 2027, "dq.xlsx", book(2027))
    assert column_e(third).source == "remembered"
    sheet = imports.load_plan(SYSTEM, third).sheets[0]
    assert import_memory.memory_behind(third, sheet, column_e(third)) is not None
    import_memory.teach_columns(SYSTEM, third, "Sheet", {"E": "occupation"})
    kept = db.session.scalars(db.select(ImportMemory)).one()
    assert (kept.word, kept.meaning) == ("ma so nam #", "occupation")
    import_memory.forget_column(SYSTEM, third, "Sheet", "E")
    assert not db.session.scalars(db.select(ImportMemory)).all()
