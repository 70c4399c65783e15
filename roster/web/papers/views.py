"""Pages under /wards/<ward>/papers. They translate between HTTP and services.papers and decide nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from flask import Blueprint, g, jsonify, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response

from roster.domain.actor import Permission
from roster.services import clock, issued_papers, list_settings, papers, postings
from roster.store.list_filter import ListFilter
from roster.store.papers import PrintJob
from roster.web.access import current_actor, permission_required
from roster.web.file_names import file_name
from roster.web.filters import ListQuery, chosen_people, read_query
from roster.web.papers.forms import AS_SEEN, BY_NEIGHBOURHOOD, COUNTED, PaperForm

blueprint = Blueprint("papers", __name__, url_prefix="/wards/<uuid:ward_id>/papers")

STATE_TEXTS = {
    papers.WAITING: "Đang chờ tới lượt",
    papers.RUNNING: "Đang lập bản in",
    papers.DONE: "Đã lập xong",
    papers.FAILED: "Chưa lập được",
    papers.CANCELLED: "Đã dừng",
}


@blueprint.get("/")
@permission_required(Permission.PRINT)
def index(ward_id: UUID) -> str:
    """The ward's latest prints."""
    jobs = papers.list_jobs(current_actor(), ward_id)
    return render_template("papers/index.html", jobs=jobs, state_texts=STATE_TEXTS, name_of=_name_of)


@blueprint.route("/options/<roster>", methods=["GET", "POST"])
@permission_required(Permission.PRINT)
def options(ward_id: UUID, roster: str) -> str:
    """Ask how the list that the address describes is to be printed: by POST with the rows that are ticked; a link that
    names the form ("list_key") leads here with it chosen."""
    g.roster_of_page = roster
    asked = read_query(current_actor(), ward_id, roster, request.args, clock.today())
    form = _offered(PaperForm(formdata=None), asked)
    if (named := request.args.get("list_key")) in {choice.value for choice in form.list_key.choices}:
        form.list_key.data = named
    return _options_page(asked, form)


@blueprint.post("/new/<roster>")
@permission_required(Permission.PRINT)
def create(ward_id: UUID, roster: str) -> Response | str:
    """Ask for the paper and go to its page."""
    g.roster_of_page = roster
    actor = current_actor()
    asked = read_query(actor, ward_id, roster, request.args, clock.today())
    form = _offered(PaperForm(), asked)
    if not form.validate():
        return _options_page(asked, form)
    keys = asked.keys if form.list_key.data == roster else None
    wanted = _in_order(asked.wanted.only(chosen_people(request.form)), form.order.data)
    job = papers.request_list(actor, ward_id, form.list_key.data, wanted, form.options(keys))
    return redirect(url_for("papers.show", job_id=job.id))


@blueprint.get("/<uuid:job_id>")
@permission_required(Permission.PRINT)
def show(ward_id: UUID, job_id: UUID) -> str:
    """One print: how far it is, then the PDF and whom it left out."""
    job = papers.get_job(current_actor(), ward_id, job_id)
    g.roster_of_page = job.request["filter"]["roster"]
    return render_template(
        "papers/show.html",
        job=job,
        name=_name_of(job),
        year=job.request["filter"]["year"],
        roster=job.request["filter"]["roster"],
        notice_text=job.request.get("notice", ""),
        left_out=job.request.get("left_out", []),
        left_out_people=papers.left_out_of(current_actor(), job),
        state_text=STATE_TEXTS[job.state],
        may_restart=papers.may_restart(job),
        may_post=postings.may_post(job),
        issued=issued_papers.issued_from(current_actor(), job.id, ward_id, job.list_key),
    )


@blueprint.get("/<uuid:job_id>/state")
@permission_required(Permission.PRINT)
def state(ward_id: UUID, job_id: UUID) -> Response:
    """How far a print is, for roster.js."""
    job = papers.get_job(current_actor(), ward_id, job_id)
    is_done = job.state in {papers.DONE, papers.FAILED, papers.CANCELLED} or papers.may_restart(job)
    return jsonify(percent=job.progress, text=_progress_text(job), done=is_done, url="")


@blueprint.get("/<uuid:job_id>/file")
@permission_required(Permission.PRINT)
def file(ward_id: UUID, job_id: UUID) -> Response:
    """The PDF, shown in the browser."""
    actor = current_actor()
    content = papers.open_paper(actor, ward_id, job_id)
    job = papers.get_job(actor, ward_id, job_id)
    name = file_name(_name_of(job), job.request["filter"]["year"], "pdf")
    return send_file(content, "application/pdf", as_attachment="download" in request.args, download_name=name)


@blueprint.post("/<uuid:job_id>/restart")
@permission_required(Permission.PRINT)
def restart(ward_id: UUID, job_id: UUID) -> Response:
    """Make a print that failed once more."""
    papers.restart_print(current_actor(), ward_id, job_id)
    return redirect(url_for("papers.show", job_id=job_id))


@blueprint.post("/<uuid:job_id>/cancel")
@permission_required(Permission.PRINT)
def cancel(ward_id: UUID, job_id: UUID) -> Response:
    """Give up a print that is not done yet."""
    papers.cancel_print(current_actor(), ward_id, job_id)
    return redirect(url_for("papers.show", job_id=job_id), 303)


def _offered(form: PaperForm, asked: ListQuery) -> PaperForm:
    actor = current_actor()
    form.offer(
        papers.lists_on_offer(asked.wanted.roster), papers.signatories_on(actor, asked.wanted.ward_id, clock.today()),
        is_set=bool(list_settings.list_settings(actor, asked.wanted.ward_id)),
    )  # fmt: skip
    return form


def _options_page(asked: ListQuery, form: PaperForm) -> str:
    actor = current_actor()
    chosen = chosen_people(request.form)
    wanted = asked.wanted.only(chosen)
    total, selections = papers.preview_of(actor, wanted)
    form.count({key: len(one.rows) for key, one in selections.items()})
    return render_template(
        "papers/options.html",
        form=form,
        asked=asked,
        roster=wanted.roster,
        chosen=sorted(str(one) for one in chosen or ()),
        total=total,
        selections=[(papers.definition_of(key).name, one) for key, one in selections.items() if one.left_out],
        notices=[one.notice for one in selections.values() if one.notice],
        head=papers.letterhead_on(actor, g.ward, clock.today()),
    )


def _in_order(wanted: ListFilter, order: str) -> ListFilter:
    if order == AS_SEEN:
        return wanted
    return replace(wanted, sort=BY_NEIGHBOURHOOD if order == COUNTED else order, descending=False)


def _name_of(job: PrintJob) -> str:
    return papers.definition_of(job.list_key).name


def _progress_text(job: PrintJob) -> Any:
    return f"{STATE_TEXTS[job.state]}…" if job.state in {papers.WAITING, papers.RUNNING} else STATE_TEXTS[job.state]
