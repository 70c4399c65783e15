"""Writing 20,000 new people with their records into the real schema. Arguments: the way, how many, a folder, a URL.

Ours writes the history of each value and the journal too; the others only the rows.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import insert

from bench.fill import WARD_CODE
from bench.people import ROSTER, SHEET_COLUMNS, YEAR, as_cells, militia
from roster.app import create_app
from roster.domain.actor import SYSTEM
from roster.intake.grid import Sheet, Workbook
from roster.intake.pipeline import Errand, make_plan
from roster.services.clock import today
from roster.services.import_tasks import Settled, write_sound_rows
from roster.services.setup import prepare_database
from roster.store.db import db, now
from roster.store.history_rows import Origin
from roster.store.import_lock import begin_snapshot
from roster.store.imports import COMMITTING, ImportBatch
from roster.store.militia import MilitiaRecord
from roster.store.people import Person
from roster.store.plan_writes import PreparedRows, prepare_rows
from roster.store.seed_units import unit_id, ward_mark


def _batch(ward_id: UUID) -> ImportBatch:
    batch = ImportBatch(
        ward_id=ward_id, roster=ROSTER, year=YEAR, file_name="bench.xlsx", sha256="0" * 64, stored_name="bench",
        state=COMMITTING,
    )  # fmt: skip
    db.session.add(batch)
    db.session.commit()
    return batch


def main(way: str, count: int, instance: str, url: str) -> None:
    """Write, and say how long it took from the plan to the end of the transaction."""
    app = create_app({"ROSTER_INSTANCE": Path(instance), "SECRET_KEY": "bench", "ROSTER_DATABASE_URL": url})
    prepare_database(app)
    with app.app_context():
        ward_id = unit_id(ward_mark(WARD_CODE))
        cells: list[list[Any]] = [[heading for _, heading in SHEET_COLUMNS], *map(as_cells, militia(count))]
        plan = make_plan(Workbook([Sheet("Danh sách", cells)]), Errand(ROSTER, YEAR, "Phù Liễn", today()), [])
        batch = _batch(ward_id)

        def prepared() -> PreparedRows:
            return prepare_rows(plan, Origin(SYSTEM, ward_id, batch.id, now(), today()))

        rows = prepared()
        said: dict[str, Any] = {"rows": len(rows.people)}
        db.session.commit()
        begun = time.perf_counter()
        if way == "roster":
            rows = prepared()
            begin_snapshot()
            batch = db.session.get_one(ImportBatch, batch.id)
            write_begun = time.perf_counter()
            write_sound_rows(SYSTEM, batch, Settled(plan, rows, {}))
            db.session.commit()
            said["transaction"] = time.perf_counter() - write_begun
        elif way == "core":
            db.session.execute(insert(Person.__table__), rows.people)
            db.session.execute(insert(MilitiaRecord.__table__), rows.records)
            db.session.commit()
        else:
            db.session.add_all([Person(**one) for one in rows.people])
            db.session.flush()
            db.session.add_all([MilitiaRecord(**one) for one in rows.records])
            db.session.commit()
        said["seconds"] = time.perf_counter() - begun
    print(json.dumps(said))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[4])
