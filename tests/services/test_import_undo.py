"""An import is taken back at any later time: all as it was, but what somebody edited since."""

from __future__ import annotations

from datetime import date

import openpyxl
import pytest

from roster.services import claims, import_undo, imports, people
from roster.services.faults import Invalid
from roster.services.records import NewRecord
from roster.store import undo_writes
from roster.store.audit import AuditEntry, FieldChange
from roster.store.claims import Claim, Examination
from roster.store.db import db
from roster.store.enlistment import EnlistmentRecord
from roster.store.imports import COMMITTED, UNDONE, ImportBatch
from roster.store.people import Person

TODAY = date(2026, 11, 25)
HEADING = ("Họ và tên", "Ngày sinh", "Số CCCD", "Số điện thoại", "Lý do tạm hoãn", "Chiều cao", "Sức khỏe")
AN = ("Đỗ Văn An", "14/03/2005", "031205000011", "0912000011", "", "165", "2")
BINH = ("Lê Văn Bình", "02/09/2004", "031204000012", "0912000012", "Đang học Đại học Hàng hải", "", "")
CHI = ("Ngô Văn Chi", "02/09/2003", "031203000013", "0912000013", "", "", "3")


@pytest.fixture
def bring(ward, officer, tmp_path):
    def make(*rows):
        book = openpyxl.Workbook()
        for row in (("DANH SÁCH",), HEADING, *rows):
            book.active.append(list(row))
        path = tmp_path / "ds.xlsx"
        book.save(path)
        plan, _ = imports.import_file(officer, ward, "enlistment", 2027, path)
        newest = db.select(ImportBatch).order_by(ImportBatch.created_at.desc(), ImportBatch.id.desc())
        return db.session.scalars(newest).first(), plan

    return make


def names():
    db.session.expire_all()
    return {one.full_name: one for one in db.session.scalars(db.select(Person))}


def count(model):
    return db.session.scalar(db.select(db.func.count()).select_from(model))


def edit(officer, ward, name, **values):
    one = names()[name]
    people.edit_person(officer, ward.id, one.id, values, one.version, TODAY, confirmed=True)


def test_all_goes_back_and_the_same_file_gives_the_same_plan_again(officer, bring):
    batch, first = bring(AN, BINH, CHI)
    done = import_undo.undo(officer, batch)
    assert (done.removed, done.restored, done.kept) == (3, 0, ())
    assert not names() and not any(count(model) for model in (EnlistmentRecord, Claim, Examination, FieldChange))
    assert batch.state == UNDONE
    _, second = bring(AN, BINH, CHI)
    assert second.summary == first.summary == {"create": 3, "update": 0, "unchanged": 0, "conflict": 0, "error": 0}


def test_whoever_was_edited_since_stays_and_is_named(officer, ward, bring):
    batch, _ = bring(AN, BINH, CHI)
    edit(officer, ward, "Lê Văn Bình", phone="0987654321")
    seen = import_undo.preview_undo(officer, batch)
    done = import_undo.undo(officer, batch)
    assert seen == done
    assert [one.full_name for one in done.kept] == ["Lê Văn Bình"]
    assert list(names()) == ["Lê Văn Bình"] and names()["Lê Văn Bình"].phone == "0987654321"
    _, again = bring(AN, BINH, CHI)
    assert again.summary["create"] >= 2


def test_values_return_to_what_they_were_and_the_history_says_so(officer, ward, bring):
    start = NewRecord("enlistment", {"health_class": 1}, 2027)
    known = people.create_person(
        officer, ward.id, {"full_name": "Đỗ Văn An", "citizen_id": "031205000011", "phone": "0900000001"}, TODAY,
        records=(start,), confirmed=True,
    )  # fmt: skip
    batch, plan = bring(AN)
    assert plan.summary["update"] == 1, (plan.summary, plan.sheets[0].rows)
    assert names()["Đỗ Văn An"].birth_date == "2005-03-14"
    done = import_undo.undo(officer, batch)
    assert (done.removed, done.restored) == (0, 1)
    one = names()["Đỗ Văn An"]
    assert (one.id, one.phone, one.birth_date) == (known.id, "0900000001", None)
    assert "0900000001" in one.search_text and "0912000011" not in one.search_text
    record = db.session.scalars(db.select(EnlistmentRecord)).one()
    assert record.health_class == 1
    last = (
        db.select(FieldChange).where(FieldChange.key == "phone").order_by(FieldChange.at.desc(), FieldChange.id.desc())
    )
    told = db.session.scalars(last).first()
    assert (told.old, told.new, told.import_id) == ('"0912000011"', '"0900000001"', None)


def test_a_later_imports_value_stays(officer, bring):
    first, _ = bring(AN)
    second, _ = bring((*AN[:3], "0999999999", *AN[4:]))
    done = import_undo.undo(officer, first)
    assert done.removed == 0 and names()["Đỗ Văn An"].phone == "0999999999"
    back = import_undo.undo(officer, second)
    assert back.restored == 1 and names()["Đỗ Văn An"].phone == "0912000011"


def test_a_decided_claim_keeps_its_citizen(officer, bring):
    batch, _ = bring(BINH)
    claim = db.session.scalars(db.select(Claim)).one()
    claims.decide(officer, claim.id, "decided", "12/QĐ-UBND", date(2026, 11, 20), "2028-06")
    done = import_undo.undo(officer, batch)
    assert done.removed == 0 and count(Claim) == 1 and "Lê Văn Bình" in names()


def test_undo_is_all_or_nothing(officer, bring, monkeypatch):
    batch, _ = bring(AN, BINH)

    def broken(chunk):
        raise OSError("the disk is full")

    monkeypatch.setattr(undo_writes, "_remove_people", broken)
    with pytest.raises(OSError, match="disk"):
        import_undo.undo(officer, batch)
    db.session.refresh(batch)
    assert batch.state == COMMITTED and len(names()) == 2


def test_a_second_press_changes_nothing_and_the_journal_has_counts_only(officer, bring):
    batch, _ = bring(AN, BINH)
    import_undo.undo(officer, batch)
    with pytest.raises(Invalid):
        import_undo.undo(officer, batch)
    entry = db.session.scalars(db.select(AuditEntry).where(AuditEntry.action == "import.undo")).one()
    assert entry.details == {"removed": 2, "restored": 0, "kept": 0}


def test_the_page_tells_before_and_after(client_of, ward, officer, bring):
    batch, _ = bring(AN, BINH)
    edit(officer, ward, "Lê Văn Bình", phone="0987654321")
    client = client_of("officer", wards=ward)
    page = f"/wards/{ward.id}/imports/{batch.id}"
    assert "Hoàn tác" in client.text(page)
    assert "Lê Văn Bình" in client.text(f"{page}/undo")
    assert client.post(f"{page}/undo").status_code == 303
    assert "Đã hoàn tác" in client.text(page)
    assert "Đã hoàn tác" in client.text(f"/wards/{ward.id}/imports/")


def test_another_wards_import_is_not_there(client_of, two_wards, bring):
    batch, _ = bring(AN)
    other = client_of("officer", wards=two_wards[1])
    page = f"/wards/{two_wards[1].id}/imports/{batch.id}/undo"
    assert other.get(page).status_code == other.post(page).status_code == 404
    assert "Đỗ Văn An" in names()


def test_of_what_stays_the_page_shows_old_imported_and_present_value(client_of, officer, ward, bring):
    known = people.create_person(
        officer, ward.id, {"full_name": "Đỗ Văn An", "citizen_id": "031205000011", "phone": "0900000001"}, TODAY,
        records=(NewRecord("enlistment", {}, 2027),), confirmed=True,
    )  # fmt: skip
    batch, _ = bring(AN, BINH, CHI)
    edit(officer, ward, "Đỗ Văn An", phone="0987654321")
    seen = import_undo.preview_undo(officer, batch)
    ((kept,), errors) = seen.kept, seen.errors
    phone = kept.values[0]
    assert (kept.person_id, kept.rest, errors) == (known.id, 0, ())
    assert (phone.label, phone.before, phone.imported, phone.now) == (
        "Số điện thoại", "0900000001", "0912000011", "0987654321",
    )  # fmt: skip
    assert [one.full_name for one in seen.removed_people] == ["Lê Văn Bình", "Ngô Văn Chi"]
    (back,) = seen.restored_people
    assert "Ngày, tháng, năm sinh" in back.labels and "Số điện thoại" not in back.labels
    text = client_of("officer", wards=ward).text(f"/wards/{ward.id}/imports/{batch.id}/undo")
    for shown in ("0900000001", "0912000011", "0987654321", "14/03/2005", "Ngô Văn Chi", "Hiện nay (giữ)"):
        assert shown in text


def test_numbers_that_changed_hands_return_and_one_that_somebody_else_has_by_now_is_named(officer, ward, bring):
    """The file gives Bình An's number; later another citizen is entered with Bình's old one."""
    enlisted = NewRecord("enlistment", {}, 2027)
    for name, number, born in (("Lê Văn Bình", "031204000077", "2004-09-02"), ("Ngô Văn Chi", None, "2003-09-02")):
        people.create_person(
            officer, ward.id, {"full_name": name, "citizen_id": number, "birth_date": born}, TODAY,
            records=(enlisted,), confirmed=True,
        )  # fmt: skip
    batch, _ = bring(CHI)
    binh = names()["Lê Văn Bình"]
    chi = names()["Ngô Văn Chi"]
    change = FieldChange(
        ward_id=ward.id, person_id=binh.id, home="person", record_id=None, key="citizen_id", old='"031204000077"',
        new='"031204000012"', at=chi.updated_at, user_id=officer.user_id, user_name=officer.name, import_id=batch.id,
    )  # fmt: skip
    change.at = db.session.scalars(db.select(FieldChange.at).where(FieldChange.import_id == batch.id)).first()
    db.session.add(change)
    binh.citizen_id = "031204000012"
    db.session.commit()
    people.create_person(
        officer, ward.id, {"full_name": "Vũ Văn Dũng", "citizen_id": "031204000077"}, TODAY, confirmed=True
    )  # fmt: skip
    done = import_undo.undo(officer, batch)
    (fault,) = done.errors
    assert (fault.full_name, fault.labels) == ("Lê Văn Bình", ("Số định danh cá nhân/CCCD",))
    assert "công dân khác" in fault.values[0].fault
    assert names()["Lê Văn Bình"].citizen_id == "031204000012" and names()["Ngô Văn Chi"].citizen_id is None
    assert batch.summary["undone_errors"] == 1
