"""Promises of an import: nothing before Confirm, all or nothing then, the same file twice changes nothing."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from sqlalchemy import func, select, update

from roster.domain.actor import SYSTEM, Actor
from roster.intake.plan import Plan
from roster.services import clock, import_tasks, imports
from roster.services.faults import Invalid, NotAllowed, NotFound
from roster.store.audit import AuditEntry, FieldChange
from roster.store.db import db
from roster.store.enlistment import EnlistmentRecord
from roster.store.imports import COMMITTED, DISCARDED, FAILED, READY, ImportBatch
from roster.store.people import Person
from roster.store.units import Neighbourhood, Unit
from tests.conftest import Ward
from tests.own_process import nothing_copied_first, workbooks_read_here

SHEETS = Path(__file__).parents[1] / "sheet_files"
BOOK_01 = SHEETS / "01-san-sang-nhap-ngu.xlsx"
BOOK_07 = SHEETS / "07-nhieu-loi.xlsx"


def count(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def bring(actor: Actor, ward: Ward, book: Path = BOOK_01, roster: str = "enlistment", year: int = 2026) -> ImportBatch:
    return imports.receive(actor, ward.id, roster, year, book.name, io.BytesIO(book.read_bytes()))


def confirm(actor: Actor, batch: ImportBatch, mark: str | None = None) -> None:
    """Confirm what stands ready; most of the books name another year in their titles."""
    imports.confirm(actor, batch, mark or batch.plan_mark or "", doubts_settled=True)


@pytest.fixture(autouse=True)
def no_other_process(request: pytest.FixtureRequest) -> Iterator[None]:
    """Those of the command line go the whole way, with the child and the copy; the others are without."""
    if "command_line" in request.node.name:
        yield
    else:
        with workbooks_read_here(), nothing_copied_first():
            yield


@pytest.fixture
def ward(two_wards: tuple[Ward, Ward]) -> Ward:
    return two_wards[0]


@pytest.fixture
def officer(actor_of: Callable[..., Actor], ward: Ward) -> Actor:
    return actor_of("officer", ward)


def test_nothing_is_written_before_confirm(officer: Actor, ward: Ward) -> None:
    batch = bring(officer, ward)
    assert batch.state == READY
    assert batch.summary["create"] == 60
    assert count(Person) == 0
    assert count(FieldChange) == 0


def test_confirm_writes_every_sound_row_with_the_cell_it_came_from(officer: Actor, ward: Ward) -> None:
    batch = bring(officer, ward)
    confirm(officer, batch)
    assert batch.state == COMMITTED
    assert count(Person) == count(EnlistmentRecord) == 60
    khoa = db.session.scalars(select(Person).where(Person.citizen_id == "031202267640")).one()
    assert (khoa.full_name, khoa.birth_date, khoa.neighbourhood) == ("Đặng Xuân Khoa", "2002-10-04", "TDP số 6")
    change = db.session.scalars(
        select(FieldChange).where(FieldChange.person_id == khoa.id, FieldChange.key == "phone")
    ).one()
    assert (change.sheet, change.cell, change.import_id) == ("Danh sách", "L8", batch.id)
    assert change.user_id == officer.user_id
    assert "TDP số 6" in set(db.session.scalars(select(Neighbourhood.name)))
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "import.commit")).one()
    assert entry.details["create"] == 60
    assert "Khoa" not in str(entry.details)


def test_same_file_twice_changes_nothing(officer: Actor, ward: Ward) -> None:
    first = bring(officer, ward)
    confirm(officer, first)
    changes = count(FieldChange)
    second = bring(officer, ward)
    assert second.summary["unchanged"] == 60
    assert second.summary["absent"] == 0
    confirm(officer, second)
    assert (count(Person), count(EnlistmentRecord), count(FieldChange)) == (60, 60, changes)


@pytest.mark.once
def test_rows_with_faults_are_held_back_and_the_sound_ones_go_in(officer: Actor, ward: Ward) -> None:
    batch = bring(officer, ward, BOOK_07)
    held = batch.summary["error"]
    assert held > 0
    confirm(officer, batch)
    assert count(Person) == batch.summary["create"] == 40 - held


def test_a_text_longer_than_the_books_hold_keeps_its_own_row_back_and_no_other(
    officer: Actor, ward: Ward, tmp_path: Path
) -> None:
    """SQLite would take it; PostgreSQL would refuse the whole file."""
    book = openpyxl.Workbook()
    for row in (
        ["Họ và tên", "Ngày sinh", "Nghề nghiệp", "Tên cha"],
        ["Nguyễn Văn An", "01/02/2004", "Thợ hàn", "Nguyễn Văn Ba " * 20],
        ["Lê Văn Bình", "05/06/2003", "Thợ " * 400, ""],
    ):
        book.active.append(row)
    book.save(tmp_path / "dai.xlsx")
    batch = bring(officer, ward, tmp_path / "dai.xlsx")
    assert (batch.summary["create"], batch.summary["error"]) == (1, 1)
    confirm(officer, batch)
    assert count(Person) == 1


def test_a_fault_in_the_middle_of_writing_leaves_nothing_behind(
    officer: Actor, ward: Ward, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = bring(officer, ward)
    write = import_tasks.write_rows

    def write_then_fail(*args: object) -> None:
        write(*args)  # type: ignore[arg-type]
        raise OSError("disk full")

    monkeypatch.setattr(import_tasks, "write_rows", write_then_fail)
    confirm(officer, batch)
    assert batch.state == READY
    assert batch.failure
    assert count(Person) == count(EnlistmentRecord) == count(FieldChange) == 0
    monkeypatch.undo()
    confirm(officer, batch)
    assert batch.state == COMMITTED
    assert count(Person) == 60


def test_data_changed_since_the_preview_is_shown_again_and_not_overwritten(officer: Actor, ward: Ward) -> None:
    first = bring(officer, ward)
    confirm(officer, first)
    person = db.session.scalars(select(Person).where(Person.citizen_id == "031202267640")).one()
    person.phone = "0900000001"
    db.session.commit()
    batch = bring(officer, ward)
    assert batch.summary["update"] == 1
    person.phone = "0900000002"
    db.session.commit()
    seen = batch.plan_mark
    confirm(officer, batch, seen)
    assert batch.state == READY
    assert batch.plan_mark != seen
    assert "thay đổi" in (batch.failure or "")
    db.session.refresh(person)
    assert person.phone == "0900000002"


@pytest.mark.once
def test_an_old_mark_is_refused(officer: Actor, ward: Ward) -> None:
    batch = bring(officer, ward)
    with pytest.raises(imports.PlanChanged):
        imports.confirm(officer, batch, "another")
    assert count(Person) == 0


def test_confirming_twice_writes_once(officer: Actor, ward: Ward) -> None:
    batch = bring(officer, ward)
    mark = batch.plan_mark or ""
    confirm(officer, batch, mark)
    confirm(officer, batch, mark)
    assert count(Person) == 60
    assert len(list(db.session.scalars(select(AuditEntry).where(AuditEntry.action == "import.commit")))) == 1


def test_the_same_id_with_another_name_waits_for_a_human(officer: Actor, ward: Ward) -> None:
    first = bring(officer, ward)
    confirm(officer, first)
    person = db.session.scalars(select(Person).where(Person.citizen_id == "031202267640")).one()
    person.full_name, person.name_key = "Đặng Xuân Khôi", "đặng xuân khôi"
    db.session.commit()
    batch = bring(officer, ward)
    assert batch.summary["conflict"] == 1
    imports.decide(officer, batch, "Danh sách", 8, "update")
    assert (batch.summary["conflict"], batch.summary["update"]) == (0, 1)
    confirm(officer, batch)
    db.session.refresh(person)
    assert person.full_name == "Đặng Xuân Khoa"
    assert "dang xuan khoa" in person.search_text


@pytest.mark.once
def test_those_whom_the_file_no_longer_names_are_reported_and_stay(officer: Actor, ward: Ward) -> None:
    first = bring(officer, ward)
    confirm(officer, first)
    batch = bring(officer, ward, BOOK_07)
    assert batch.summary["absent"] == 60
    confirm(officer, batch)
    assert count(Person) == 60 + batch.summary["create"]


@pytest.mark.once
def test_a_wrong_file_is_refused_with_a_sentence(officer: Actor, ward: Ward) -> None:
    with pytest.raises(imports.BadWorkbook, match="PDF"):
        imports.receive(officer, ward.id, "enlistment", 2026, "a.xlsx", io.BytesIO(b"%PDF-1.7 ..."))
    assert count(ImportBatch) == 0


@pytest.mark.once
def test_a_truncated_workbook_says_so(officer: Actor, ward: Ward) -> None:
    content = BOOK_01.read_bytes()
    with pytest.raises(imports.BadWorkbook, match="hỏng"):
        imports.receive(officer, ward.id, "enlistment", 2026, "a.xlsx", io.BytesIO(content[: len(content) // 2]))


@pytest.mark.once
def test_a_workbook_broken_inside_fails_with_a_sentence_and_writes_nothing(officer: Actor, ward: Ward) -> None:
    import zipfile

    broken = io.BytesIO()
    with zipfile.ZipFile(BOOK_01) as old, zipfile.ZipFile(broken, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            new.writestr(part.filename, b"<broken" if "sheet1" in part.filename else old.read(part))
    broken.seek(0)
    batch = imports.receive(officer, ward.id, "enlistment", 2026, "a.xlsx", broken)
    assert batch.state == FAILED
    assert "Excel" in (batch.failure or "")


def test_a_discarded_file_is_gone(officer: Actor, ward: Ward) -> None:
    batch = bring(officer, ward)
    imports.discard(officer, batch)
    assert batch.state == DISCARDED
    with pytest.raises(NotFound):
        imports.load_plan(officer, batch)
    with pytest.raises(Invalid):
        confirm(officer, batch)


def test_another_wards_officer_finds_neither_ward_nor_batch(
    officer: Actor, actor_of: Callable[..., Actor], two_wards: tuple[Ward, Ward]
) -> None:
    mine, theirs = two_wards
    batch = bring(officer, mine)
    stranger = actor_of("officer", theirs)
    with pytest.raises(NotFound):
        imports.get_batch(stranger, mine.id, batch.id)
    with pytest.raises(NotFound):
        imports.get_batch(stranger, theirs.id, batch.id)
    with pytest.raises(NotFound):
        bring(stranger, mine)


def test_who_may_only_look_cannot_bring_files_in(actor_of: Callable[..., Actor], ward: Ward) -> None:
    with pytest.raises(NotAllowed):
        bring(actor_of("viewer", ward), ward)


def test_the_command_line_reads_without_writing_when_asked(ward: Ward) -> None:
    unit = db.session.get_one(Unit, ward.id)
    plan, counts = imports.import_file(SYSTEM, unit, "enlistment", 2026, BOOK_01, dry_run=True)
    assert (plan.summary["create"], counts) == (60, None)
    assert count(Person) == count(ImportBatch) == 0


def test_the_command_line_writes_and_reports(ward: Ward) -> None:
    unit = db.session.get_one(Unit, ward.id)
    plan, counts = imports.import_file(SYSTEM, unit, "enlistment", 2026, BOOK_07)
    assert counts is not None
    assert counts["people_created"] == plan.summary["create"] == count(Person)


def test_a_man_moves_from_candidate_to_reservist_to_militia_as_one_person(officer: Actor, ward: Ward) -> None:
    """His records of three rosters stand beside each other under one citizen."""
    for roster in ("enlistment", "militia", "reserve"):
        batch = bring(officer, ward, BOOK_01, roster)
        confirm(officer, batch)
        assert batch.state == COMMITTED
    assert count(Person) == 60


def test_a_new_years_roster_closes_the_year_before_and_an_older_one_is_history(officer: Actor, ward: Ward) -> None:
    for year in (2026, 2027, 2025):
        batch = bring(officer, ward, year=year)
        confirm(officer, batch)
        assert batch.state == COMMITTED
    khoa = db.session.scalars(select(Person).where(Person.citizen_id == "031202267640")).one()
    query = select(EnlistmentRecord).where(EnlistmentRecord.person_id == khoa.id).order_by(EnlistmentRecord.year)
    first, second, third = db.session.scalars(query)
    assert (first.closed_reason, second.closed_reason) == ("Đã có hồ sơ năm 2027", "Chuyển sang năm 2027")
    assert first.closed_on == second.closed_on == clock.today()
    assert third.closed_on is None
    kept = set(db.session.scalars(select(FieldChange.record_id).where(FieldChange.key == "closed_on")))
    assert {first.id, second.id} <= kept


@pytest.mark.once
def test_a_title_of_another_year_is_looked_at_before_it_is_written(officer: Actor, ward: Ward) -> None:
    batch = bring(officer, ward)
    with pytest.raises(Invalid, match="đã kiểm tra"):
        imports.confirm(officer, batch, batch.plan_mark or "")
    assert (batch.state, count(Person)) == (READY, 0)
    confirm(officer, batch)
    assert count(Person) == 60


def test_others_may_save_while_a_large_file_is_worked_out_and_nothing_of_theirs_is_lost(
    officer: Actor, ward: Ward, monkeypatch: pytest.MonkeyPatch
) -> None:
    confirm(officer, bring(officer, ward))
    batch = bring(officer, ward)
    make_plan, calls = import_tasks.make_plan, []

    def edit_meanwhile(*args: Any) -> Plan:
        calls.append(1)
        if len(calls) == 1:
            with db.engine.begin() as other:  # another officer's connection: it would wait in vain for a held lock
                other.execute(update(Person).values(phone="0900000003", version=Person.version + 1))
        return make_plan(*args)

    monkeypatch.setattr(import_tasks, "make_plan", edit_meanwhile)
    confirm(officer, batch)
    assert (batch.state, len(calls)) == (READY, 2)
    assert batch.failure and batch.summary["update"] == 60
    assert set(db.session.scalars(select(Person.phone))) == {"0900000003"}


@pytest.mark.once
def test_an_officer_brings_in_so_many_files_a_day_and_none_onto_a_full_disk(app, officer, ward, monkeypatch):
    def bring():
        return imports.receive(
            officer, ward.id, "enlistment", 2026, "a.csv", io.BytesIO("Họ và tên\nLê Văn An".encode())
        )

    monkeypatch.setitem(app.config, "UPLOADS_A_DAY", 2)
    bring(), bring()
    with pytest.raises(Invalid) as refusal:
        bring()
    assert "24 giờ" in str(refusal.value)
    monkeypatch.setitem(app.config, "UPLOADS_A_DAY", 9)
    bring()
    monkeypatch.setitem(app.config, "LEAST_FREE_BYTES", 1 << 60)
    with pytest.raises(Invalid) as refusal:
        bring()
    assert "đĩa" in str(refusal.value)
