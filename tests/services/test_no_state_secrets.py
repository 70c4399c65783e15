"""State secrets: which unit receives a reservist and what he is in wartime is kept, shown and printed nowhere."""

from __future__ import annotations

import gzip
import html
import io
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from flask import url_for
from pypdf import PdfReader
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from roster.listing.table import build_table
from roster.services import error_copies, imports, lists, papers
from roster.shelf import files
from roster.store.db import db
from roster.store.list_filter import ListFilter
from roster.store.people import Person
from roster.store.reserve import ReserveRecord
from roster.store.secret_texts import SecretText
from roster.store.targets import Report
from roster.store.training import Meeting
from roster.store.units import Unit

LATER = date(2026, 11, 25)
SECRETS = Path(__file__).parents[1] / "sheet_files" / "04-quan-nhan-du-bi.xls"


def _named_places() -> set[str]:
    rows = CalamineWorkbook.from_path(SECRETS).get_sheet_by_index(0).to_python()
    heading = next(row for row in rows if "Đơn vị biên chế" in row)
    column = heading.index("Đơn vị biên chế")
    return {str(row[column]) for row in rows[rows.index(heading) + 1 :] if row[column]}


def _text_of(data: bytes) -> str:
    """What somebody reads in a page, workbook or paper."""
    if data.startswith(b"%PDF"):
        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
    parts = [data]
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = [package.read(name) for name in package.namelist()]
    return html.unescape("\n".join(part.decode("utf-8", "replace") for part in parts))


def _book_that_names_them() -> io.BytesIO:
    book, file = openpyxl.Workbook(), io.BytesIO()
    sheet = book.active
    sheet.append(["STT", "Họ và tên", "Năm sinh", "Số CCCD", "Cấp bậc", "Đơn vị tiếp nhận", "Chức vụ thời chiến",
                  "Nghề nghiệp", "Ghi chú"])  # fmt: skip
    placed = ["Lữ đoàn 999 thời chiến", "Pháo thủ số 2 thời chiến"]
    note = "Đã xếp Trung đoàn 951, chức vụ thời chiến: ngắm bắn"
    sheet.append([1, "Đỗ Văn Kín", "1996", "", "Hạ sĩ", *placed, "Thợ hàn", note])
    sheet.append([2, "Vũ Văn Đáo", "1800", "", "Hạ sĩ", *placed, "Thợ hàn, nay biên chế vào e952", note])
    sheet.append([3, "Lý Văn Thật", "1995", "", "Hạ sĩ", "", "", "Thợ mộc", "Phục vụ tại Trung đoàn 8, xuất ngũ 2017"])
    book.save(file)
    file.seek(0)
    return file


@pytest.mark.once
def test_no_field_page_export_or_paper_holds_a_receiving_unit_or_a_wartime_post(
    app, two_wards, actor_of, client_of, set_today
):
    set_today(LATER)
    ward = db.session.get_one(Unit, two_wards[0].id)
    officer = actor_of("officer", ward.id)
    secrets = _named_places() | {
        "Lữ đoàn 999",
        "Pháo thủ số 2",
        "Trung đoàn 951",
        "ngắm bắn",
        "vào e952",
    }  # "e952" alone may be part of an id
    assert len(secrets) == 7
    client = client_of("officer", ward.id)
    client.check = False  # what the pages are like, their own tests tell

    def told_by(values: dict[str, Any], *rooms: str) -> set[str]:
        """The pages and papers of these rooms that answer, each looked through."""
        seen = set()
        for rule in app.url_map.iter_rules():
            is_asked = "GET" in (rule.methods or ()) and rule.endpoint.split(".")[0] in rooms
            if is_asked and "ward_id" in rule.arguments and rule.arguments <= set(values):
                with app.test_request_context():
                    url = url_for(rule.endpoint, **{key: values[key] for key in rule.arguments})
                if url.endswith(".pdf") and rule.endpoint != "reserve.register_pdf":
                    continue  # numbers only, or the same table as the workbook
                response = client.get(f"{url}?q=Kín" if url.endswith(".pdf") else url)
                assert not [one for one in secrets if one in _text_of(response.data)], url
                if response.status_code == 200:
                    seen.add(rule.endpoint)
        return seen

    batch = imports.receive(officer, ward.id, "reserve", 2026, "du bi.xlsx", _book_that_names_them())
    waiting = {"ward_id": ward.id, "batch_id": batch.id}
    assert {"imports.show", "imports.columns"} <= told_by(waiting, "imports")
    copy = io.BytesIO()
    error_copies.write_copy(officer, batch, copy)
    text = _text_of(copy.getvalue())
    assert "Vũ Văn Đáo" in text and "Đã xếp" in text and not [one for one in secrets if one in text]
    plan = imports.load_plan(officer, batch)
    told = {(row.row, found.field, str(found.severity)) for sheet in plan.sheets for row in sheet.rows
            for found in row.problems if found.code == "secret_not_stored"}  # fmt: skip
    assert {(2, "notes", "warning"), (3, "notes", "warning"), (3, "occupation", "warning")} <= told
    imports.confirm(officer, batch, batch.plan_mark or "", doubts_settled=True)
    imports.import_file(officer, ward, "reserve", 2026, SECRETS)
    kept = dict(db.session.execute(select(Person.full_name, Person.notes)).all())
    assert kept["Đỗ Văn Kín"] is None and kept["Lý Văn Thật"] == "Phục vụ tại Trung đoàn 8, xuất ngũ 2017"
    placed = db.session.scalars(select(ReserveRecord).where(ReserveRecord.is_assigned.is_(True))).all()
    assert len(placed) > 20  # that a man is placed is kept
    for table in db.metadata.sorted_tables:
        for row in db.session.execute(select(table)).mappings():
            kept = "\n".join(str(value) for value in row.values())
            assert not [one for one in secrets if one in kept], table.name
    for path in files.folder().iterdir():  # the workbook that is kept, its plan, papers
        kept = path.read_bytes()
        kept = gzip.decompress(kept) if kept.startswith(b"\x1f\x8b") else kept
        assert not [one for one in secrets if one in _text_of(kept)], path.name
    assert "Vũ Văn Đáo" in _text_of(files.path_of(batch.stored_name).read_bytes())  # all else of it is there
    copy = io.BytesIO()
    error_copies.write_copy(officer, batch, copy)
    assert "LỖI" in _text_of(copy.getvalue())
    shown = {"person_id": placed[0].person_id, "record_id": placed[0].id, "roster": "reserve", "ending": "docx"}
    seen = told_by(waiting | shown, "home", "people", "lists", "imports", "papers", "reserve")
    assert {"people.show", "people.provenance", "lists.show", "reserve.register_pdf", "reserve.export_register"} <= seen
    wanted = ListFilter("reserve", ward.id, 2026)
    for key, _ in papers.lists_on_offer("reserve"):
        selection = papers.select_for(officer, key, wanted)
        table = build_table(papers.definition_of(key), selection.rows, may_see=officer.may_see)
        assert selection.rows and not [one for one in secrets if one in repr(table)], key
    file = io.BytesIO()
    keys = tuple(fact.key for fact in lists.choosable_columns(officer, "reserve"))
    lists.export_list(officer, ward, wanted, file, LATER, keys=keys)
    assert "Đỗ Văn Kín" in _text_of(file.getvalue())
    assert not [one for one in secrets if one in _text_of(file.getvalue())]


def test_a_service_that_forgot_to_ask_keeps_no_secret_either(app, ward, actor_of):
    """The last gate is the store's: whoever writes a row of his own cannot pass it."""
    person = Person(ward_id=ward.id, full_name="Đỗ Văn Kín", notes="Đã xếp vào Trung đoàn 951")
    db.session.add(person)
    with pytest.raises(SecretText) as refusal:
        db.session.flush()
    assert "đoàn 951" not in str(refusal.value) and "person.notes" in str(refusal.value)
    db.session.rollback()


def test_free_words_of_meetings_reports_and_imports_name_no_unit_of_the_army(ward, actor_of, client_of, tmp_path):
    """As a judge of the program wrote them; in rows of any origin, in forms, in a workbook."""
    when = date(2026, 11, 2)
    rows = (
        Meeting(ward_id=ward.id, kind="unit", on_day=when, topic="Họp với e50 về biên chế Trung đoàn 50"),
        Report(ward_id=ward.id, kind="month", first_day=when, last_day=when,
               text={"sections": {"reserve": "Giao nguồn cho Trung đoàn 50: 12 quân nhân dự bị"}}),
    )  # fmt: skip
    for row in rows:
        db.session.add(row)
        with pytest.raises(SecretText):
            db.session.flush()
        db.session.rollback()
    officer = client_of("officer", wards=ward)
    sent = {"kind": "unit", "on_day": "02/11/2026", "topic": "Làm việc với Trung đoàn 50"}
    answer = officer.post(f"/wards/{ward.id}/command/meetings/new", data=sent)
    assert answer.status_code == 422 and "bí mật nhà nước" in answer.text
    book = openpyxl.Workbook()
    book.active.append(["Họ và tên", "Ngày sinh", "Nghề nghiệp", "Ghi chú", "Đơn vị khi tại ngũ"])
    book.active.append(["Lê Văn Bình", "1/2/1995", "Thợ hàn, e50", "Nguồn của Trung đoàn 50", "Trung đoàn 50"])
    book.save(tmp_path / "dbdv.xlsx")
    unit = db.session.get_one(Unit, ward.id)
    _, counts = imports.import_file(actor_of("officer", ward), unit, "reserve", 2026, tmp_path / "dbdv.xlsx")
    assert counts["people_created"] == 1
    person, record = db.session.scalars(select(Person)).one(), db.session.scalars(select(ReserveRecord)).one()
    assert (person.notes, person.occupation, record.former_unit) == (None, None, "Trung đoàn 50")


def test_an_id_whose_parts_look_like_a_regiment_is_no_secret(app, ward, actor_of):
    made = {"ward_id": ward.id, "kind": "month", "first_day": date(2026, 3, 1), "last_day": date(2026, 3, 31)}
    db.session.add(Report(**made, text={"replaces": "0195c1d2-e325-7c04-8d15-0123456789ab"}))
    db.session.flush()
    db.session.rollback()
    db.session.add(Report(**made, text={"plans": "Đã xếp vào e325"}))
    with pytest.raises(SecretText):
        db.session.flush()
    db.session.rollback()
