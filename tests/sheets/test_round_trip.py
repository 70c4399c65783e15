"""A list that leaves the program as a workbook comes back and changes nothing."""

import io
import uuid
from datetime import date
from random import Random

import pytest

from roster.columns.catalogue import ROSTERS, column, columns_of
from roster.columns.printed_lists import working_list
from roster.domain.names import name_key
from roster.intake.match import KnownPerson
from roster.intake.pipeline import Errand, make_plan
from roster.listing.table import build_table
from roster.sheets.reader import read_here
from roster.sheets.writer import write_list
from tests.intake.invented import person

TODAY = date(2026, 11, 24)


def known_people(roster, count=30):
    rng = Random(7)
    keys = {c.key for c in columns_of(roster)}
    for _ in range(count):
        facts = {key: value for key, value in person(rng, roster).items() if key in keys and value is not None}
        if rng.random() < 0.3:
            facts["birth_date"] = facts["birth_date"][:4]
        yield KnownPerson(uuid.uuid4(), uuid.uuid4(), facts, name_key(facts["full_name"]))


@pytest.mark.parametrize("chosen", ["default", "every"])
@pytest.mark.parametrize("roster", ROSTERS)
def test_export_then_import_changes_nothing(roster, chosen, tmp_path):
    known = list(known_people(roster))
    keys = None if chosen == "default" else tuple(c.key for c in columns_of(roster))
    rows = [dict(p.facts) | {"person_id": p.person_id, "record_id": p.record_id} for p in known]
    file = io.BytesIO()
    table = build_table(working_list(roster, keys), rows, may_see=lambda kind: True)
    write_list(table, file, title="DANH SÁCH NĂM 2026", subtitle="Phường Phù Liễn, 24/11/2026")
    path = tmp_path / "xuat.xlsx"
    path.write_bytes(file.getvalue())
    plan = make_plan(read_here(path), Errand(roster, 2026, "Phù Liễn", TODAY), known)
    assert plan.summary == {"create": 0, "update": 0, "unchanged": len(known), "conflict": 0, "error": 0}
    assert plan.absent == []
    if chosen == "every":
        unread = [c.heading for c in plan.sheets[0].columns if c.key is None and not c.note]
        assert unread == [], [column(roster, key).label for key in keys]
