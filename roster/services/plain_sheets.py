"""Printing and exporting sheets that are no roster: with the ward's head, signatures and a journal entry."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import BinaryIO

from roster.columns.plain_sheets import PlainSheet, shown_marks
from roster.domain.actor import Actor, Permission
from roster.listing.table import Row, Table
from roster.printing.layout import PaperInput
from roster.services import audit
from roster.services.list_settings import Look, look_on
from roster.services.paper_layout import AS_SET, PaperOptions, lay_out_table
from roster.sheets.list_document import write_document
from roster.sheets.writer import write_list
from roster.store.db import db
from roster.store.scope import require
from roster.store.units import Unit


def print_sheet(
    actor: Actor, ward: Unit, sheet: PlainSheet, on: date, *, for_public: bool = False, counts_only: bool = False,
    attached_to: str = "",
) -> bytes:  # fmt: skip
    """The sheet as a PDF with the ward's head and signatures of that day; committed with its entry in the journal.

    `for_public` leaves out the handling mark, the number and who printed, and sets the date; `attached_to` is
    the paper that the sheet goes with.

    `counts_only`: the sheet names nobody, so that whoever may see the page may take it away (decisions/0003).

    Raises NotFound for a foreign ward, NotAllowed without the permission to print.
    """
    require(actor, Permission.VIEW_PEOPLE if counts_only else Permission.PRINT, ward.id)
    if for_public:
        paper = public_paper(actor, ward, sheet, on, attached_to)
    else:
        paper = lay_out_sheet(actor, ward, sheet, on, replace(AS_SET, attached_to=attached_to))
    if counts_only:
        paper = replace(paper, watermark="")
    audit.record(actor, "list.print", ward_id=ward.id, list=sheet.key, year=on.year, rows=len(sheet.rows))
    db.session.commit()
    # Only here: WeasyPrint takes most of a second to load, and a page that does not print must not wait for it.
    from roster.printing.pdf import render_list

    return render_list(paper)


def public_paper(actor: Actor, ward: Unit, sheet: PlainSheet, on: date, attached_to: str) -> PaperInput:
    """The sheet as it may hang in public, dated on that day: no handling mark, no number, nobody who printed it."""
    paper = lay_out_sheet(actor, ward, sheet, on, replace(AS_SET, dated_on=on, attached_to=attached_to))
    return replace(paper, handling_mark="", footer="", watermark="", is_numbered=False)


def export_sheet(
    actor: Actor, ward: Unit, sheet: PlainSheet, file: BinaryIO, on: date, *, counts_only: bool = False
) -> None:
    """Write the sheet to `file` as an .xlsx; committed with its entry in the journal. Raises NotFound, NotAllowed."""
    require(actor, Permission.VIEW_PEOPLE if counts_only else Permission.EXPORT, ward.id)
    subtitle = sheet.subtitle or f"{ward.title}, tính đến ngày {on:%d/%m/%Y}"
    table = table_of(sheet, look_on(actor, ward.id, sheet.key, on))
    write_list(table, file, title=table.definition.title_of(on.year), subtitle=subtitle)
    audit.record(actor, "list.export", ward_id=ward.id, list=sheet.key, year=on.year, rows=len(sheet.rows))
    db.session.commit()


def write_sheet_document(
    actor: Actor, ward: Unit, sheet: PlainSheet, file: BinaryIO, on: date, *, counts_only: bool = False
) -> None:
    """Write to `file`, as a .docx, what the paper says; committed with its entry. Raises NotFound, NotAllowed."""
    require(actor, Permission.VIEW_PEOPLE if counts_only else Permission.EXPORT, ward.id)
    write_document(lay_out_sheet(actor, ward, sheet, on, AS_SET).as_data(), file)
    audit.record(actor, "list.export", ward_id=ward.id, list=sheet.key, year=on.year, rows=len(sheet.rows))
    db.session.commit()


def lay_out_sheet(actor: Actor, ward: Unit, sheet: PlainSheet, on: date, options: PaperOptions) -> PaperInput:
    """The sheet on its way to paper, with the ward's head and signatures of that day. Raises NotFound."""
    look = look_on(actor, ward.id, sheet.key, on)
    return lay_out_table(actor, ward, table_of(sheet, look), look, on.year, on, options)


def table_of(sheet: PlainSheet, look: Look | None = None) -> Table:
    """The sheet as the table that paper and workbook are made of, its title and columns as the ward wants them."""
    definition, look = sheet.definition, look or Look()
    order = look.layout.order(definition)
    rows = tuple(
        Row(number, tuple(cells[place] for place in order), mark=mark)
        for number, (cells, mark) in enumerate(zip(sheet.rows, shown_marks(sheet), strict=True), start=1)
    )
    return Table(look.applied(definition), rows)
