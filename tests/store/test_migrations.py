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
from roster.store.db import db
from roster.store.militia import MilitiaRecord
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
