"""Printing and exporting sheets that are no roster: with the ward's head, signatures and a journal entry."""

from __future__ import annotations

from datetime import date
from typing import BinaryIO
from uuid import UUID

from roster.columns.plain_sheets import PlainSheet
from roster.domain.actor import Actor, Permission
from roster.listing.table import Row, Table
from roster.printing.layout import INTERNAL, PaperInput, Signature
from roster.services import audit, clock
from roster.services.papers import PREPARER, SIGNER, letterhead_on, signatories_on
from roster.sheets.writer import write_list
from roster.store.db import db
from roster.store.scope import require
from roster.store.units import Unit


def print_sheet(
    actor: Actor, ward: Unit, sheet: PlainSheet, on: date, *, for_public: bool = False, counts_only: bool = False
) -> bytes:
    """The sheet as a PDF with the ward's head and signatures of that day; committed with its entry in the journal.

    `for_public` leaves out the handling mark and who printed, and sets the date.

    `counts_only`: the sheet names nobody, so that whoever may see the page may take it away (decisions/0003).

    Raises NotFound for a foreign ward, NotAllowed without the permission to print.
    """
    require(actor, Permission.VIEW_PEOPLE if counts_only else Permission.PRINT, ward.id)
    moment = clock.now()
    paper = PaperInput(
        table=table_of(sheet),
        year=on.year,
        head=letterhead_on(actor, ward, on),
        today=moment.date(),
        preparer=_latest(actor, ward.id, PREPARER, on),
        signer=_latest(actor, ward.id, SIGNER, on),
        dated_on=on if for_public else None,
        handling_mark="" if for_public else INTERNAL,
        footer="" if for_public else f"In từ chương trình bởi {actor.name}, {moment:%H:%M ngày %d/%m/%Y}",
    )
    audit.record(actor, "list.print", ward_id=ward.id, list=sheet.key, year=on.year, rows=len(sheet.rows))
    db.session.commit()
    # Only here: WeasyPrint takes most of a second to load, and a page that does not print must not wait for it.
    from roster.printing.pdf import render_list

    return render_list(paper)


def export_sheet(
    actor: Actor, ward: Unit, sheet: PlainSheet, file: BinaryIO, on: date, *, counts_only: bool = False
) -> None:
    """Write the sheet to `file` as an .xlsx; committed with its entry in the journal. Raises NotFound, NotAllowed."""
    require(actor, Permission.VIEW_PEOPLE if counts_only else Permission.EXPORT, ward.id)
    subtitle = sheet.subtitle or f"{ward.title}, tính đến ngày {on:%d/%m/%Y}"
    write_list(table_of(sheet), file, title=sheet.title, subtitle=subtitle)
    audit.record(actor, "list.export", ward_id=ward.id, list=sheet.key, year=on.year, rows=len(sheet.rows))
    db.session.commit()


def table_of(sheet: PlainSheet) -> Table:
    """The sheet as the table that paper and workbook are made of."""
    rows = tuple(Row(number, cells) for number, cells in enumerate(sheet.rows, start=1))
    return Table(sheet.definition, rows)


def _latest(actor: Actor, ward_id: UUID, part: str, on: date) -> Signature | None:
    for one in signatories_on(actor, ward_id, on)[part]:
        return Signature(one.post, one.authority, one.rank, one.full_name)
    return None
