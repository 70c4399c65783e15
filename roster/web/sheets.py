"""A sheet that is no roster as an answer: a PDF to be looked at or a workbook to be kept."""

from __future__ import annotations

import io
from datetime import date

from flask import g, send_file
from werkzeug.wrappers import Response

from roster.columns.plain_sheets import PlainSheet
from roster.services import plain_sheets
from roster.sheets.writer import MEDIA_TYPE
from roster.web.access import current_actor


def pdf_answer(sheet: PlainSheet, on: date, *, counts_only: bool = False) -> Response:
    """The sheet of the page's ward as a PDF, shown in the browser. Raises NotAllowed."""
    content = plain_sheets.print_sheet(current_actor(), g.ward, sheet, on, counts_only=counts_only)
    return send_file(io.BytesIO(content), "application/pdf", download_name=f"{sheet.key}-{on.isoformat()}.pdf")


def workbook_answer(sheet: PlainSheet, on: date, *, counts_only: bool = False) -> Response:
    """The sheet of the page's ward as an .xlsx to be kept. Raises NotAllowed."""
    file = io.BytesIO()
    plain_sheets.export_sheet(current_actor(), g.ward, sheet, file, on, counts_only=counts_only)
    file.seek(0)
    name = f"{sheet.key}-{on.isoformat()}.xlsx"
    return send_file(file, MEDIA_TYPE, as_attachment=True, download_name=name)
