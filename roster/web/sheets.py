"""A sheet that is no roster as an answer: a PDF to be looked at, a workbook or a document to be kept."""

from __future__ import annotations

import io
from datetime import date

from flask import g, redirect, request, send_file, url_for
from werkzeug.wrappers import Response

from roster.columns.plain_sheets import PlainSheet
from roster.services import kept_sheets, plain_sheets
from roster.services.faults import NotFound
from roster.sheets.document_parts import MEDIA_TYPE as DOCUMENT_TYPE
from roster.sheets.writer import MEDIA_TYPE
from roster.web.access import current_actor
from roster.web.asked import one_value
from roster.web.downloads import file_to_keep
from roster.web.file_names import file_name

ENDING = "<any(pdf, xlsx, docx):ending>"  # of an address; another ending is no address of this program
OFFICE_ENDING = "<any(xlsx, docx):ending>"  # of what is exported to be edited; the PDF asks another permission
KEPT = "keep"  # asked beside a PDF
PAPER_METHODS = ("GET", "POST")  # of a PDF that can be kept


def pdf_answer(sheet: PlainSheet, on: date, *, counts_only: bool = False) -> Response:
    """The sheet of the page's ward as a PDF, shown in the browser. Raises NotAllowed.

    Where the page asks by POST to have it kept, it becomes a print, and the answer leads there: it can be issued.
    """
    if request.method == "POST" and one_value(KEPT):
        year = (request.view_args or {}).get("year")  # of a call-up, a plan: what the whole page is about
        job = kept_sheets.keep_sheet(current_actor(), g.ward, sheet, on, year)
        return redirect(url_for("papers.show", job_id=job.id), 303)
    content = plain_sheets.print_sheet(current_actor(), g.ward, sheet, on, counts_only=counts_only)
    return send_file(io.BytesIO(content), "application/pdf", download_name=file_name(sheet.title, on, "pdf"))


def workbook_answer(sheet: PlainSheet, on: date, *, counts_only: bool = False) -> Response:
    """The sheet of the page's ward as an .xlsx to be kept. Raises NotAllowed."""
    return file_to_keep(
        lambda file: plain_sheets.export_sheet(current_actor(), g.ward, sheet, file, on, counts_only=counts_only),
        MEDIA_TYPE, file_name(sheet.title, on, "xlsx"),
    )  # fmt: skip


def document_answer(sheet: PlainSheet, on: date, *, counts_only: bool = False) -> Response:
    """The sheet of the page's ward as a .docx to be kept. Raises NotAllowed."""
    return file_to_keep(
        lambda file: plain_sheets.write_sheet_document(
            current_actor(), g.ward, sheet, file, on, counts_only=counts_only
        ),
        DOCUMENT_TYPE, file_name(sheet.title, on, "docx"),
    )  # fmt: skip


def sheet_answer(sheet: PlainSheet, on: date, ending: str, *, counts_only: bool = False) -> Response:
    """The sheet as "pdf", "xlsx" or "docx". Raises NotFound for another ending, NotAllowed."""
    answers = {"pdf": pdf_answer, "xlsx": workbook_answer, "docx": document_answer}
    if ending not in answers:
        raise NotFound(ending)
    return answers[ending](sheet, on, counts_only=counts_only)
