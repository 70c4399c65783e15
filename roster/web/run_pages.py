"""What every page of a run of papers answers, whoever the papers are for: how far it is, and its PDF."""

from __future__ import annotations

import io
from ipaddress import ip_address
from urllib.parse import urlsplit

from flask import current_app, flash, g, jsonify, redirect, request, send_file, url_for
from werkzeug.wrappers import Response

from roster.services import issued_papers, issued_runs, papers, personal_documents, personal_runs
from roster.services.faults import Invalid
from roster.sheets.document_parts import MEDIA_TYPE as DOCUMENT_TYPE
from roster.store.papers import PrintJob
from roster.web.access import current_actor
from roster.web.downloads import file_to_keep
from roster.web.run_form import RUN_STATES


def state_answer(job: PrintJob) -> Response:
    """How far a run is, for roster.js."""
    is_done = job.state in {papers.DONE, papers.FAILED, papers.CANCELLED} or papers.may_restart(job)
    return jsonify(percent=job.progress, text=f"{state_text(job)}: {job.progress}%", done=is_done, url="")


def state_text(job: PrintJob) -> str:
    """What becomes of a run at the moment, for its page."""
    if job.state == papers.RUNNING and job.progress >= personal_runs.SET:
        return "Đang ghép các giấy thành một tệp"
    return RUN_STATES[job.state]


def check_address() -> str:
    """The page that checks a paper, with {paper} and {mark}, as the QR codes on papers name it.

    At the office's own address where that is set, since a paper outlives the way in which its officer came here.
    """
    return f"{_address_of_program()}/check/{{paper}}/{{mark}}"


def address_of_one_computer() -> str:
    """The address that QR codes would hold now, where no other computer could follow it; "" where others can."""
    address = _address_of_program()
    host = urlsplit(address).hostname or ""
    try:
        is_own = ip_address(host).is_loopback
    except ValueError:
        is_own = host == "localhost" or host.endswith(".localhost")
    return address if is_own else ""


def _address_of_program() -> str:
    return str(current_app.config["ROSTER_PUBLIC_ADDRESS"]) or request.url_root.rstrip("/")


def _name(job: PrintJob, ending: str) -> str:
    return f"{job.list_key}-{job.request['event_on']}.{ending}"


def document_answer(job: PrintJob, run_page: str) -> Response:
    """The papers of a run as a .docx to be edited; back to its page where the print and the data went apart.

    Raises NotFound where it is not done, NotAllowed.
    """
    try:
        return file_to_keep(
            lambda file: personal_documents.write_run(current_actor(), g.ward, job.id, file),
            DOCUMENT_TYPE, _name(job, "docx"),
        )  # fmt: skip
    except Invalid as refusal:
        flash(str(refusal), "error")
        return redirect(run_page, 303)


def file_answer(job: PrintJob, run_page: str) -> Response:
    """The PDF of a run: of one that went out the kept bytes; of one that others overtook none.

    Raises NotFound where it is not done or no longer kept.
    """
    issued = issued_runs.issued_of_run(current_actor(), job)
    name = _name(job, "pdf")
    if issued is not None:
        try:
            kept = io.BytesIO(issued_papers.open_pdf(current_actor(), issued))
        except issued_papers.Tampered:
            return redirect(url_for("papers.show_issued", paper_id=issued.id), 303)
        return send_file(kept, "application/pdf", as_attachment="download" in request.args, download_name=name)
    if reason := personal_runs.outdated(job):
        flash(f"Bản in này không dùng được nữa. {reason}", "error")
        return redirect(run_page, 303)
    content = papers.open_paper(current_actor(), job.ward_id, job.id)
    return send_file(content, "application/pdf", as_attachment="download" in request.args, download_name=name)
