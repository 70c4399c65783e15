"""What the first page counts is kept between visits, and is never older than the last change."""

from __future__ import annotations

import contextvars
from datetime import date

import openpyxl
import pytest

from roster.services import claims, cycle, funnel, import_undo, imports, law_rules, people, quotas, records
from roster.services.health_results import Conclusion, Measures, conclude
from roster.services.kept_counts import kept
from roster.services.records import NewRecord
from roster.store.db import db
from roster.store.engine import SAFE_WAL, reading, sqlite_module
from roster.store.imports import ImportBatch
from tests.query_count import counted_queries
from tests.services.candidates import TODAY, YEAR, candidate, record_of

PROVINCE = "Chủ tịch UBND thành phố Hải Phòng"
WORDS = {"reason": "Hướng dẫn", "citation": "HD 12/HD-BCH", "text": "Cận 1,5 đi-ốp", "source": "HD 12"}


@pytest.fixture
def page(app, client_of, ward):
    """The first page as an officer sees it who comes again and again; each time it is held against a count anew."""

    def seen():
        browser = client_of("officer", wards=ward)  # signed in anew, since a day may have gone by
        browser.check = False
        kept = browser.text(f"/wards/{ward.id}/")
        app.extensions.pop("kept_counts")
        assert kept == browser.text(f"/wards/{ward.id}/"), "what is kept is not what is"
        return kept

    return seen


@pytest.fixture
def men(ward, officer):
    """Three candidates: one against whom nothing stands, one short of sight, one who waits for his examination."""
    found = [
        candidate(ward.id),
        candidate(ward.id, full_name="Lê Văn Bình", myopia_dioptres=1.5),
        candidate(ward.id, full_name="Ngô Văn Chi", health_class=None, bmi=None, status="examined"),
    ]
    start = NewRecord("militia", {"ends_on": TODAY.isoformat()})
    people.create_person(officer, ward.id, {"full_name": "Vũ Văn Dân"}, TODAY, records=(start,), confirmed=True)
    return found


def changes(officer, administrator, commander, ward, men, tmp_path, set_today):
    """Each kind of change, by name."""
    an, binh, chi = men
    filed = []

    def add_claim():
        filed.append(claims.add(officer, ward.id, an.id, {"ground": "41.1.g", "evidence": "Giấy của trường"}))

    def bring():
        book = openpyxl.Workbook()
        for row in (("Họ và tên", "Ngày sinh", "Số CCCD"), ("Đỗ Văn Ấn", "14/03/2005", "031205000011")):
            book.active.append(row)
        book.save(tmp_path / "ds.xlsx")
        imports.import_file(officer, ward, "enlistment", YEAR, tmp_path / "ds.xlsx")

    def edit_record():
        record = record_of(binh)
        records.edit_record(officer, ward.id, "enlistment", record.id, {"political_result": "failed"})

    def settle():
        value = dict(law_rules.get_rule("health.eyes", TODAY).rule.value) | {"at_limit": "unfit"}
        law_rules.change(administrator, "health.eyes", value, date(2026, 1, 1), None, **WORDS)

    def move_both():
        cycle.apply_move(officer, ward.id, YEAR, [an.id, chi.id], "deferred", on=TODAY)

    yield "a rule of the whole office", settle
    yield "places", lambda: quotas.save(officer, ward.id, YEAR, "army", 4, "1/QĐ", date(2026, 10, 1), "Chủ tịch UBND")
    yield "a claim filed", add_claim
    yield (
        "a claim decided",
        lambda: claims.decide(
            officer, filed[0].id, "decided", "1/QĐ", date(2026, 9, 1), until="2028-06", decided_by=PROVINCE
        ),
    )
    yield "a claim withdrawn", lambda: claims.withdraw(commander, filed[0].id, "Ghi nhầm")
    yield (
        "a health result",
        lambda: conclude(
            officer, ward.id, YEAR, record_of(chi).id, Measures(170, 60, 85), Conclusion(4, False, TODAY), 0, TODAY
        ),
    )
    yield "what the police say", edit_record
    yield "many moved", move_both
    yield "their move undone", lambda: cycle.undo_last(officer, ward.id, YEAR, cycle.last_move(officer, ward.id, YEAR))
    yield "a workbook", bring
    yield (
        "a workbook undone",
        lambda: import_undo.undo(officer, db.session.scalars(db.select(ImportBatch)).one()),
    )
    yield (
        "a citizen's sex",
        lambda: people.edit_person(
            officer,
            ward.id,
            an.id,
            {"sex": "female"},
            people.get_person(officer, ward.id, an.id).version,
            TODAY,
            confirmed=True,
        ),
    )
    yield "a citizen retired", lambda: people.retire_person(officer, ward.id, binh.id, "Chuyển đi", TODAY)
    yield "the next day", lambda: set_today(date(2026, 11, 25))


def test_every_kind_of_change_is_on_the_page_at_once(officer, actor_of, ward, men, page, tmp_path, set_today):
    administrator = actor_of("administrator", ward)
    before = page()
    for name, change in changes(officer, administrator, actor_of("commander", ward), ward, men, tmp_path, set_today):
        change()
        db.session.commit()
        after = page()
        assert after != before, name
        before = after


def test_nobody_is_judged_again_where_nothing_changed(officer, ward, men, client_of, monkeypatch):
    browser = client_of("officer", wards=ward)

    def cost():
        first = browser.text(f"/wards/{ward.id}/")
        browser.text(f"/wards/{ward.id}/lists/enlistment")  # who looks at a list changes nothing
        with monkeypatch.context() as patched, counted_queries() as statements:
            patched.setattr(funnel, "of_wards", lambda *_: pytest.fail("everybody was judged again"))
            assert browser.text(f"/wards/{ward.id}/") == first
        return len(statements)

    before = cost()
    for number in range(5):
        candidate(ward.id, full_name=f"Trần Văn {number}")
    people.create_person(officer, ward.id, {"full_name": "Bùi Văn Em"}, TODAY, confirmed=True)
    assert cost() == before


def test_a_change_while_it_is_counted_is_not_hidden_by_the_older_count(app, database, officer, ward, men):
    if database == "sqlite" and sqlite_module().sqlite_version_info < SAFE_WAL:
        pytest.skip("nobody writes while somebody reads")
    quotas.save(officer, ward.id, YEAR, "army", 4, "1/QĐ", date(2026, 10, 1), "Chủ tịch UBND")

    def somebody_else():
        with app.app_context():
            people.retire_person(officer, ward.id, men[1].id, "Chuyển đi", TODAY)

    def count():
        contextvars.Context().run(somebody_else)
        return "before"

    found = []
    for one in (count, lambda: "behind", lambda: "behind, again"):
        db.session.rollback()
        with reading():
            found.append(kept(officer, ward.id, ("test",), one))
    assert found == ["before", "behind", "behind"]
