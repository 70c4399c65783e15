"""What every page of a run of papers answers, whoever the papers are for: how far it is, and its PDF."""

from __future__ import annotations

from flask import jsonify, request, send_file
from werkzeug.wrappers import Response

from roster.services import papers
from roster.store.papers import PrintJob
from roster.web.access import current_actor
from roster.web.run_form import RUN_STATES


def state_answer(job: PrintJob) -> Response:
    """How far a run is, for roster.js."""
    is_done = job.state in {papers.DONE, papers.FAILED, papers.CANCELLED} or papers.may_restart(job)
    return jsonify(percent=job.progress, text=f"{RUN_STATES[job.state]}: {job.progress}%", done=is_done, url="")


def file_answer(job: PrintJob) -> Response:
    """The PDF of a run. Raises NotFound where it is not done or no longer kept."""
    content = papers.open_paper(current_actor(), job.ward_id, job.id)
    name = f"{job.list_key}-{job.request['event_on']}.pdf"
    return send_file(content, "application/pdf", as_attachment="download" in request.args, download_name=name)
