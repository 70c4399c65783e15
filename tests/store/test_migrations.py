"""The migrations lead to the models and back, on every engine, with data on board."""

import json
from datetime import date

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask_migrate import downgrade, upgrade

from roster.services import people, setup, units
from roster.services.changes import keep_change
from roster.services.records import NewRecord
from roster.store.audit import FieldChange
from roster.store.claims import Delivery
from roster.store.db import db
from roster.store.issued import IssuedPaper
from roster.store.militia import MilitiaRecord
from roster.store.papers import PrintJob
from roster.store.seed_units import UNITS
from roster.store.units import Unit

FOLDER = str(setup.MIGRATIONS)


def test_the_migrations_equal_the_models(app):
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, db.metadata) == []


def test_there_is_one_newest_migration():
    assert len(ScriptDirectory(FOLDER).get_heads()) == 1


def test_every_migration_goes_back_and_forth(app):
    db.session.commit()
    downgrade(directory=FOLDER, revision="base")
    left = set(db.inspect(db.engine).get_table_names()) - {"alembic_version"}
    assert left == set()
    upgrade(directory=FOLDER)
    units.seed_units()
    db.session.commit()
    assert setup.database_is_current()
    assert db.session.scalar(db.select(db.func.count()).select_from(Unit)) == len(UNITS)


def test_preparing_twice_does_nothing_the_second_time(app):
    db.session.commit()
    assert setup.prepare_database(app) is False
    before = db.session.scalar(db.select(db.func.count()).select_from(Unit))
    units.seed_units()
    assert db.session.scalar(db.select(db.func.count()).select_from(Unit)) == before


def test_references_are_enforced_again_after_a_migration(app, database):
    if database != "sqlite":
        pytest.skip("SQLite switches them off while it rebuilds tables")
    db.session.commit()
    upgrade(directory=FOLDER)
    with db.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


def test_stored_reasons_lose_their_clauses_of_health(app, ward, officer):
    values = {"full_name": "Đỗ Văn An", "sex": "male", "birth_date": "2000-05-05"}
    since, closed_on = date(2022, 4, 1), date(2026, 4, 15)
    record = NewRecord("militia", {"joined_on": "2022-04-01"}, since=since)
    man = people.create_person(officer, ward.id, values, since, records=[record], confirmed=True)
    reason = "{} ({}), quyết định số 15/QĐ (12.1.b)"
    kept = db.session.scalars(db.select(MilitiaRecord).where(MilitiaRecord.person_id == man.id)).one()
    person_id, record_id = man.id, kept.id
    kept.closed_on, kept.closed_reason = closed_on, reason.format("Đưa ra khỏi danh sách", "12.2.đ")
    keep_change(officer, kept, "militia", "closed_reason", None, kept.closed_reason)
    db.session.commit()
    downgrade(directory=FOLDER, revision="0013")
    upgrade(directory=FOLDER)
    mended = "Đưa ra khỏi danh sách, quyết định số 15/QĐ (12.1.b)"
    query = db.select(FieldChange.new).where(FieldChange.person_id == person_id, FieldChange.key == "closed_reason")
    assert db.session.get_one(MilitiaRecord, record_id).closed_reason == mended
    assert json.loads(db.session.scalars(query).one()) == mended


def test_papers_that_went_out_before_know_their_line(app, ward, officer):
    """By the list of papers that their print keeps; others stay as they are."""
    values = {"full_name": "Đỗ Văn An", "sex": "male", "birth_date": "2005-05-05"}
    man = people.create_person(officer, ward.id, values, date(2026, 11, 26), confirmed=True)
    facts = {
        "ward_id": ward.id,
        "person_id": man.id,
        "year": 2027,
        "kind": "examination",
        "event_on": date(2026, 12, 20),
    }
    went, waits = Delivery(paper_number="12/QĐ-UBND", **facts), Delivery(paper_number="13/QĐ-UBND", **facts)
    db.session.add_all((went, waits))
    db.session.flush()
    asked = {"kind": "examination", "ids": [str(went.id)]}
    job = PrintJob(ward_id=ward.id, list_key="call-examination", request=asked, state="done", created_by_name="An")
    db.session.add(job)
    db.session.flush()
    line = IssuedPaper(
        ward_id=ward.id, list_key="call-examination", year=2026, symbol="QĐ-UBND", number=12, state="issued",
        dated_on=date(2026, 11, 26), request={"job": str(job.id), "last_number": 12}, created_by_name="An",
    )  # fmt: skip
    db.session.add(line)
    db.session.commit()
    line_id, went_id, waits_id = line.id, went.id, waits.id
    db.session.remove()
    downgrade(directory=FOLDER, revision="0017")
    upgrade(directory=FOLDER)
    assert db.session.get_one(Delivery, went_id).issued_paper_id == line_id
    assert db.session.get_one(Delivery, waits_id).issued_paper_id is None
