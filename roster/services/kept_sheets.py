"""A sheet that is no roster, kept as a print: so it can be issued like a list, with number, register and frozen bytes.

The sheet is kept as it was seen. What is issued is that sheet, not one counted anew: a report has the figures that the
officer looked at. Head and signatures are those of the day that the paper bears.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from roster.columns.plain_sheets import PlainSheet
from roster.domain.actor import Actor, Permission
from roster.printing.layout import PaperInput
from roster.services import audit
from roster.services.paper_formats import keep_data, kept_data
from roster.services.paper_layout import AS_SET, PaperOptions
from roster.services.papers import DONE, Paper, set_in_type
from roster.services.plain_sheets import lay_out_sheet
from roster.shelf import files
from roster.store.db import db, now
from roster.store.list_filter import ListFilter
from roster.store.papers import PrintJob
from roster.store.scope import require
from roster.store.units import Unit

SHEET = "sheet"  # in a request: under which name the sheet is kept


def keep_sheet(actor: Actor, ward: Unit, sheet: PlainSheet, on: date, year: int | None = None) -> PrintJob:
    """Keep the sheet as a finished print of the ward; commits. Raises NotFound, NotAllowed.

    `year` is that which the sheet is about, where it is another than that of its day: next year's call-up.
    """
    require(actor, Permission.PRINT, ward.id)
    made = set_in_type(lay_out_sheet(actor, ward, sheet, on, AS_SET))
    job = PrintJob(
        ward_id=ward.id, list_key=sheet.key, state=DONE, progress=100, rows=made.rows, pages=made.pages,
        stored_name=files.keep(made.pdf, ".pdf"), finished_at=now(),
        created_by=actor.user_id, created_by_name=actor.name,
        request={
            "filter": ListFilter("", ward.id, year or on.year).as_dict(), "options": AS_SET.as_dict(),
            "roles": sorted(actor.roles), "is_system": actor.is_system, "data": keep_data(made.data),
            SHEET: keep_data(sheet.as_dict()),
        },
    )  # fmt: skip
    db.session.add(job)
    db.session.flush()
    audit.record(
        actor,
        "list.print",
        ward_id=ward.id,
        subject_id=job.id,
        list=sheet.key,
        year=year or on.year,
        rows=len(sheet.rows),
    )
    db.session.commit()
    return job


def copied_sheet(request: dict[str, Any]) -> dict[str, str]:
    """The part of a request that keeps the sheet once more, so that it outlives the print; nothing for a list."""
    return {SHEET: keep_data(kept_data(request[SHEET]))} if SHEET in request else {}


def make_sheet(
    actor: Actor, ward: Unit, request: dict[str, Any], options: PaperOptions, seal: Callable[[PaperInput], PaperInput]
) -> Paper:
    """The kept sheet as the paper of the day in `options`. Raises NotFound where it is no longer kept, NotAllowed."""
    require(actor, Permission.PRINT, ward.id)
    sheet = PlainSheet.from_dict(kept_data(request[SHEET]))
    assert options.dated_on is not None  # noqa: S101  # an issued paper bears its day
    return set_in_type(seal(lay_out_sheet(actor, ward, sheet, options.dated_on, options)))
