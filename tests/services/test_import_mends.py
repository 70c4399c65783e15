"""Mending a workbook before it is written: kept with the batch, taken back at will, counted where it was written."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

import openpyxl
import pytest
from sqlalchemy import select

from roster.domain.actor import Actor
from roster.services import history, import_mends, imports
from roster.services.faults import Invalid, NotFound
from roster.services.import_mends import Span
from roster.shelf import files
from roster.store.audit import AuditEntry, FieldChange
from roster.store.db import db
from roster.store.imports import COMMITTED, READY, ImportBatch
from roster.store.people import Person
from tests.conftest import Ward

HEADING = ("Họ và tên", "Ngày sinh", "Số CCCD", "Số điện thoại", "Nghề nghiệp")
BINH = ("Đỗ Công Bình", "31/02/2005", "031205000011", "0912000011", "CN")
CHI = ("Lưu Đức Chí", "02/09/2004", "03120400001", "", "CN may")
DUNG = ("Mai Tiến Dũng", "03/04/2006", "031206000013", "", "")


def bring(actor: Actor, ward: Ward, *people: Sequence[str]) -> ImportBatch:
    """A workbook whose sheet "Sheet" has its heading in row 1 and its people below."""
    book = openpyxl.Workbook()
    for row in (HEADING, *(people or (BINH, CHI, DUNG))):
        book.active.append(list(row))
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    return imports.receive(actor, ward.id, "enlistment", 2027, "to-3.xlsx", file)


@pytest.fixture
def ward(two_wards: tuple[Ward, Ward]) -> Ward:
    return two_wards[0]


@pytest.fixture
def officer(actor_of: Callable[..., Actor], ward: Ward) -> Actor:
    return actor_of("officer", ward)


@pytest.fixture
def batch(officer: Actor, ward: Ward) -> ImportBatch:
    return bring(officer, ward)


def at(cell: str) -> tuple[str, str]:
    return "Sheet", cell


def test_mended_cells_are_written_and_their_history_and_count_kept(officer: Actor, batch: ImportBatch) -> None:
    assert batch.summary["error"] == 2
    texts = {at("B2"): "28/02/2005", at("C3"): " 031204000012 ", at("D2"): "0912000011"}
    assert import_mends.mend(officer, batch, texts) == 2  # D2 says so itself
    assert (batch.state, batch.summary["create"], batch.summary["error"]) == (READY, 3, 0)
    imports.confirm(officer, batch, batch.plan_mark or "")
    assert batch.state == COMMITTED
    binh = db.session.scalars(select(Person).where(Person.full_name == "Đỗ Công Bình")).one()
    assert binh.birth_date == "2005-02-28"
    query = select(FieldChange).where(FieldChange.person_id == binh.id, FieldChange.key == "birth_date")
    assert db.session.scalars(query).one().cell == "B2"
    (step,) = history.history_of(officer, binh.ward_id, binh.id)
    assert {c.cell: c.mended_by for c in step.changes if c.cell in {"B2", "C2"}} == {"B2": officer.name, "C2": None}
    entries = {entry.action: entry.details for entry in db.session.scalars(select(AuditEntry))}
    assert entries["import.mend"] == {"cells": 2, "rows": 0}
    assert entries["import.commit"]["mends"] == 2
    assert "031204000012" not in str(entries)


def test_a_mend_is_shown_with_its_author_and_taken_back_to_what_the_file_says(
    officer: Actor, batch: ImportBatch
) -> None:
    import_mends.mend(officer, batch, {at("B2"): "28/02/2005", at("C3"): "031204000012"})
    first, second = import_mends.mends_of(officer, batch)
    assert (first.cell, first.in_file, first.text, first.user_name) == (
        "B2", "31/02/2005", "28/02/2005", officer.name,
    )  # fmt: skip
    assert second.at is not None
    assert import_mends.as_in_file(officer, batch, [at("B2"), at("A1")]) == 1
    import_mends.mend(officer, batch, {at("C3"): "03120400001"})  # typed as it was
    assert import_mends.mends_of(officer, batch) == []
    assert batch.summary["error"] == 2


def test_rows_are_left_out_and_nothing_is_read_again_where_nothing_changes(officer: Actor, batch: ImportBatch) -> None:
    assert import_mends.mend(officer, batch, {}, [("Sheet", 2), ("Sheet", 3)]) == 2
    assert (batch.summary["conflict"], batch.summary["create"]) == (2, 1)
    plan = (batch.options or {})["plan"]
    assert import_mends.mend(officer, batch, {at("B2"): "31/02/2005"}, [("Sheet", 2)]) == 0
    assert (batch.options or {})["plan"] == plan


def test_blanks_are_filled_and_words_replaced_in_one_column_only(officer: Actor, batch: ImportBatch) -> None:
    span = Span("Sheet", "E")
    filled = import_mends.fill_blanks(officer, batch, span, "Tự do")
    assert filled == {at("E4"): "Tự do"}
    assert import_mends.fill_blanks(officer, batch, Span("Sheet", "E", 2, 3), "Tự do") == {}
    assert import_mends.replace_in(officer, batch, span, "cn", "Công nhân", whole=True) == {at("E2"): "Công nhân"}
    parts = import_mends.replace_in(officer, batch, span, "cn", "Công nhân", whole=False)
    assert parts == {at("E2"): "Công nhân", at("E3"): "Công nhân may"}
    import_mends.mend(officer, batch, filled | parts)
    jobs = [row.fields["occupation"] for row in imports.load_plan(officer, batch).sheets[0].rows]
    assert jobs == ["Công nhân", "Công nhân may", "Tự do"]


def test_blanks_erase_only_the_columns_that_the_officer_named(officer: Actor, ward: Ward) -> None:
    dung = (*DUNG[:3], "0912000013", "Lái xe")
    first = bring(officer, ward, dung)
    imports.confirm(officer, first, first.plan_mark or "")
    batch = bring(officer, ward, DUNG)
    assert batch.summary["unchanged"] == 1
    import_mends.let_blanks_erase(officer, batch, ["phone"])
    assert batch.summary["update"] == 1
    imports.confirm(officer, batch, batch.plan_mark or "")
    person = db.session.scalars(select(Person)).one()
    assert (person.phone, person.occupation) == (None, "Lái xe")
    with pytest.raises(Invalid):
        import_mends.let_blanks_erase(officer, bring(officer, ward, DUNG), ["citizen_id"])


@pytest.mark.parametrize(
    ("cell", "text"), [("B99", "1"), ("ZZ2", "1"), ("b2", "1"), ("B2", "x" * 1001)]
)  # fmt: skip
def test_what_is_no_cell_of_the_file_or_too_long_is_refused(
    officer: Actor, batch: ImportBatch, cell: str, text: str
) -> None:
    with pytest.raises(Invalid):
        import_mends.mend(officer, batch, {at(cell): text})
    assert batch.state == READY


def test_a_discarded_batch_keeps_nothing_of_what_was_typed(officer: Actor, batch: ImportBatch) -> None:
    import_mends.mend(officer, batch, {at("C3"): "031204000012"})
    imports.discard(officer, batch)
    assert "031204000012" not in str(batch.options)
    assert not [path for path in files.folder().iterdir() if path.is_file()]


def test_another_wards_officer_mends_nothing(
    batch: ImportBatch, actor_of: Callable[..., Actor], two_wards: tuple[Ward, Ward]
) -> None:
    with pytest.raises(NotFound):
        import_mends.mend(actor_of("officer", two_wards[1]), batch, {at("B2"): "28/02/2005"})
