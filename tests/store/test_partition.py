"""The schema can be spread by ward over many machines: nothing of one ward points into another's rows."""

from __future__ import annotations

from sqlalchemy import Uuid

from roster.store import models  # noqa: F401
from roster.store.db import db

# The same for every ward, few and seldom changed: a copy on each machine (Citus: reference tables).
EVERYWHERE = {
    "holiday", "list_habit", "recovery_code", "rule_change", "second_step", "sign_in", "sign_in_failure", "unit",
    "unit_succession", "user_account", "user_role",
}  # fmt: skip
# One chain for the whole office, so that an end cut off is noticed: it stays where the journal is kept.
JOURNAL = {"audit_person", "audit_seal"}


def _of_wards():
    return [t for t in db.metadata.sorted_tables if t.name not in EVERYWHERE | JOURNAL]


def test_every_table_of_a_ward_knows_its_ward():
    assert len(_of_wards()) > 35
    assert [table.name for table in _of_wards() if "ward_id" not in table.c] == []
    assert [t.name for t in db.metadata.sorted_tables if t.name in EVERYWHERE and "ward_id" in t.c] == []


def test_rows_of_a_ward_point_only_at_rows_of_wards_and_at_what_is_everywhere():
    of_wards = {table.name for table in _of_wards()}
    for table in db.metadata.sorted_tables:
        targets = {key.column.table.name for key in table.foreign_keys}
        if table.name in of_wards:
            assert targets <= of_wards | EVERYWHERE, table.name
        elif table.name in EVERYWHERE:
            assert targets <= EVERYWHERE, table.name  # else a copy on each machine could not be kept


def test_keys_are_made_without_asking_anybody_and_in_order_of_time():
    """UUIDv7: two machines never give one key twice, and an index grows at its end."""
    for table in _of_wards():
        for column in table.primary_key:
            assert isinstance(column.type, Uuid), f"{table.name}.{column.name}"
        if "id" in table.c:
            first, second = (table.c.id.default.arg(None) for _ in range(2))
            assert first.version == second.version == 7 and first < second, table.name
