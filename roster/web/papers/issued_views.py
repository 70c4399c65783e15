"""Pages of papers that went out: giving a print its number, the register, one paper with its proof, other formats."""

from __future__ import annotations

import io
from datetime import date
from uuid import UUID

from flask import abort, flash, g, jsonify, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response
from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from roster.domain import reserve_forms
from roster.domain.actor import Permission
from roster.domain.text import clean
from roster.services import clock, issued_papers, paper_codes, papers, replaced_papers
from roster.services.faults import Invalid
from roster.services.issued_papers import FAILED, ISSUED, Tampered
from roster.services.paper_formats import DOCUMENT, kept_data, write_format
from roster.services.paper_numbers import PREFIX
from roster.sheets.document_parts import MEDIA_TYPE as DOCUMENT_TYPE
from roster.sheets.writer import MEDIA_TYPE as WORKBOOK_TYPE
from roster.store.issued import IssuedPaper, Posting
from roster.store.papers import PrintJob
from roster.web.access import current_actor, permission_required
from roster.web.asked import year_in
from roster.web.audit.actions import action_label
from roster.web.downloads import file_to_keep
from roster.web.fields import DayField, take_faults
from roster.web.file_names import file_name
from roster.web.office_form import OfficeForm, WholeNumberField
from roster.web.papers.forms import attached_field
from roster.web.papers.views import blueprint
from roster.web.run_pages import address_of_one_computer, check_address

ISSUED_STATES = {"making": "Đang lập", "issued": "Đã ban hành", "failed": "Chưa lập được"}


class IssueForm(OfficeForm):
    """Number and day of a paper that goes out, and the paper that it goes with; `reason` where it replaces another."""

    number = WholeNumberField("Số văn bản", [InputRequired("Hãy nhập số văn bản, ví dụ 5.")])
    dated_on = DayField("Ngày ban hành", [InputRequired("Hãy nhập ngày, ví dụ 05/02/2027.")])
    attached_to = attached_field()
    reason = TextAreaField("Lý do thay thế", [Length(max=500, message="Không quá 500 ký tự.")], render_kw={"rows": 2})


class CodeForm(OfficeForm):
    """The code that stands below the QR picture of a paper."""

    code = StringField(
        "Mã kiểm tra",
        [InputRequired("Hãy nhập mã in dưới hình QR."), Length(max=64)],
        description="12 ký tự in dưới hình QR ở trang cuối của văn bản",
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )


@blueprint.get("/register")
@permission_required(Permission.PRINT)
def register(ward_id: UUID) -> str:
    """The register of outgoing papers of a year."""
    actor = current_actor()
    years = issued_papers.years_of_register(actor, ward_id)
    year = request.args.get("year", type=year_in) or (years[0] if years else clock.today().year)
    return _register_page(ward_id, year, years, CodeForm(formdata=None))


@blueprint.get("/<uuid:job_id>/issue")
@permission_required(Permission.PRINT)
def ask_issue(ward_id: UUID, job_id: UUID) -> str:
    """The form; the next number and today stand in it already."""
    actor = current_actor()
    job, corrects = papers.get_job(actor, ward_id, job_id), _corrected(ward_id)
    form = IssueForm(formdata=None)
    form.number.data, _ = issued_papers.next_number(actor, g.ward, clock.today(), job.list_key)
    form.dated_on.data = clock.today()
    form.attached_to.data = job.request["options"].get("attached_to", "")
    return _issue_page(job, form, corrects)


@blueprint.post("/<uuid:job_id>/issue")
@permission_required(Permission.PRINT)
def issue(ward_id: UUID, job_id: UUID) -> Response | tuple[str, int]:
    """Issue the paper."""
    actor = current_actor()
    job, corrects = papers.get_job(actor, ward_id, job_id), _corrected(ward_id)
    form = IssueForm()
    if form.validate():
        try:
            found = issued_papers.issue(
                actor, g.ward, job_id, number=form.number.data,
                dated_on=form.dated_on.data or clock.today(), check_address=check_address(),
                corrects=corrects.id if corrects else None, reason=clean(form.reason.data or ""),
                attached_to=clean(form.attached_to.data or ""),
            )  # fmt: skip
        except Invalid as refusal:
            take_faults(form, refusal.faults)
        else:
            if _is_annex(job) and not found.request["options"]["attached_to"]:
                flash(
                    f"Văn bản số {number_of_line(found)} để trống dòng “(Kèm theo …)”: xin ghi tay trên bản giấy.",
                    "warning",
                )
            return redirect(url_for(".show_issued", paper_id=found.id), 303)
    return _issue_page(job, form, corrects), 422


@blueprint.get("/issued/<uuid:paper_id>")
@permission_required(Permission.PRINT)
def show_issued(ward_id: UUID, paper_id: UUID) -> str:
    """One paper of the register, whether it is whole, and who took it."""
    actor = current_actor()
    found = issued_papers.get(actor, ward_id, paper_id)
    is_issued = found.state == ISSUED
    return render_template(
        "papers/issued.html",
        paper=found,
        name=name_of_list(found),
        state_text=_state_text(found),
        may_retry=issued_papers.may_retry(found),
        check=issued_papers.check(found) if is_issued else None,
        corrects=issued_papers.get(actor, ward_id, found.corrects_id) if found.corrects_id else None,
        replaced=replaced_papers.replacement_of(actor, found),
        replacing_link=_replacing_link(found),
        printed=issued_papers.printed_by(actor, found),
    )


@blueprint.get("/issued/<uuid:paper_id>/state")
@permission_required(Permission.PRINT)
def issued_state(ward_id: UUID, paper_id: UUID) -> Response:
    """How far the paper is, for roster.js."""
    found = issued_papers.get(current_actor(), ward_id, paper_id)
    return jsonify(percent=found.progress, text=_state_text(found), done=found.state in {ISSUED, FAILED}, url="")


@blueprint.post("/issued/<uuid:paper_id>/retry")
@permission_required(Permission.PRINT)
def retry_issue(ward_id: UUID, paper_id: UUID) -> Response:
    """Make a paper that failed once more, under its number."""
    issued_papers.retry(current_actor(), ward_id, paper_id)
    return redirect(url_for(".show_issued", paper_id=paper_id), 303)


@blueprint.post("/issued/<uuid:paper_id>/stop")
@permission_required(Permission.PRINT)
def stop_issue(ward_id: UUID, paper_id: UUID) -> Response:
    """Give up a paper that is being made, and go back to its print; one that went out meanwhile is shown."""
    actor = current_actor()
    found = issued_papers.get(actor, ward_id, paper_id)
    number, job_id = f"{found.number:02}/{found.symbol}", found.request.get("job")
    if not issued_papers.stop(actor, ward_id, paper_id):
        return redirect(url_for(".show_issued", paper_id=paper_id), 303)
    flash(f"Đã dừng. Chưa ban hành gì, số {number} chưa dùng; bản in vẫn như trước.", "success")
    return redirect(url_for(".show", job_id=job_id) if job_id else url_for(".register"), 303)


@blueprint.get("/issued/<uuid:paper_id>/file")
@permission_required(Permission.PRINT)
def issued_file(ward_id: UUID, paper_id: UUID) -> Response:
    """The PDF as it was issued."""
    actor = current_actor()
    found = issued_papers.get(actor, ward_id, paper_id)
    try:
        content = issued_papers.open_pdf(actor, found)
    except Tampered:
        flash("Tệp lưu không còn đúng như bản đã ban hành nên không mở. Xin báo người quản trị.", "error")
        return redirect(url_for(".show_issued", paper_id=paper_id), 303)
    name = f"{found.number:02}-{found.symbol}-{found.dated_on:%Y-%m-%d}.pdf"
    return send_file(
        io.BytesIO(content), "application/pdf", as_attachment="download" in request.args, download_name=name
    )


@blueprint.post("/issued/<uuid:paper_id>/format/<kind>")
@permission_required(Permission.EXPORT)
def issued_format(ward_id: UUID, paper_id: UUID, kind: str) -> Response:
    """What the paper says as a workbook or a document."""
    actor = current_actor()
    found = issued_papers.get(actor, ward_id, paper_id)
    try:
        data = issued_papers.frozen_data(actor, found)
    except Tampered:
        flash("Dữ liệu lưu không còn đúng như bản đã ban hành nên không xuất. Xin báo người quản trị.", "error")
        return redirect(url_for(".show_issued", paper_id=paper_id), 303)
    return format_answer(data, kind, f"{found.number:02}-{found.symbol}-{found.dated_on:%Y-%m-%d}.{kind}")


@blueprint.post("/<uuid:job_id>/format/<kind>")
@permission_required(Permission.EXPORT)
def print_format(ward_id: UUID, job_id: UUID, kind: str) -> Response:
    """What a print says as a workbook or a document: the same people and values in the same order."""
    job = papers.get_job(current_actor(), ward_id, job_id)
    papers.record_format(current_actor(), job, kind)
    return format_answer(
        kept_data(job.request.get("data", "")), kind, file_name(name_of_list(job), job.request["filter"]["year"], kind)
    )


@blueprint.post("/code")
@permission_required(Permission.PRINT)
def find_code(ward_id: UUID) -> Response | tuple[str, int]:
    """Find the paper whose code was typed."""
    actor, form = current_actor(), CodeForm()
    if form.validate():
        found = paper_codes.of_typed_code(actor, ward_id, form.code.data)
        if found is not None:
            return redirect(url_for("checks.show", paper_id=found.id, code=form.code.data.strip().lower()), 303)
        form.code.errors = ["Không có văn bản nào của phường mang mã này. Xin đối chiếu lại từng ký tự."]
    years = issued_papers.years_of_register(actor, ward_id)
    year = years[0] if years else clock.today().year
    return _register_page(ward_id, year, years, form), 422


blueprint.add_app_template_filter(action_label, "audit_action")


blueprint.add_app_template_global(address_of_one_computer)


@blueprint.app_template_global("paper_name")
def name_of_list(found: IssuedPaper | PrintJob | Posting) -> str:
    """The name of the list that a paper is."""
    if isinstance(found, IssuedPaper):
        return issued_papers.name_of(found)
    return papers.definition_of(found.list_key).name


@blueprint.app_template_global("paper_number")
def number_of_line(found: IssuedPaper) -> str:
    """The number of a line, or the first and last of a run, with its symbol: "12–14/QĐ-UBND"."""
    last = found.request.get("last_number", found.number)
    return f"{found.number:02}{f'–{last:02}' if last > found.number else ''}/{found.symbol}"


def _state_text(found: IssuedPaper) -> str:
    return "Đang chờ tới lượt" if issued_papers.is_waiting(found) else ISSUED_STATES[found.state]


def _replacing_link(found: IssuedPaper) -> str:
    """Where papers are made that replace those of a run; "" for a list, whose next print does so."""
    kind = found.list_key.removeprefix(PREFIX)
    if found.state != ISSUED or kind == found.list_key:
        return ""
    if kind in reserve_forms.KEYS:
        return url_for("reserve.ask_papers", replaces=found.id)
    return url_for("deliveries.ask_replace", year=found.request["filter"]["year"], paper_id=found.id)


def _register_page(ward_id: UUID, year: int, years: list[int], form: CodeForm) -> str:
    actor = current_actor()
    found = issued_papers.register(actor, ward_id, year)
    return render_template(
        "papers/register.html", year=year, years=years, found=found, states=ISSUED_STATES, form=form,
        replaced=replaced_papers.replacements_of(actor, ward_id, found), broken=issued_papers.broken_among(found),
    )  # fmt: skip


def _is_annex(job: PrintJob) -> bool:
    """Whether the form of the list has a line for the paper that it goes with."""
    return bool(papers.definition_of(job.list_key).annex)


def _corrected(ward_id: UUID) -> IssuedPaper | None:
    asked = request.args.get("corrects", type=UUID)
    return issued_papers.get(current_actor(), ward_id, asked) if asked else None


def _issue_page(job: PrintJob, form: IssueForm, corrects: IssuedPaper | None) -> str:
    actor = current_actor()
    if job.state != papers.DONE:
        abort(404)
    day: date = form.dated_on.data or clock.today()
    _, symbol = issued_papers.next_number(actor, g.ward, day, job.list_key)
    year = issued_papers.register(actor, job.ward_id, clock.today().year)
    same = [one for one in year if one.list_key == job.list_key and one.state == ISSUED]
    return render_template(
        "papers/issue.html", job=job, form=form, corrects=corrects, symbol=symbol, name=name_of_list(job), same=same,
        is_annex=_is_annex(job),
    )  # fmt: skip


def format_answer(data: dict[str, object], kind: str, name: str) -> Response:
    """What a paper says as a file to be taken away, under that name."""
    media_type = DOCUMENT_TYPE if kind == DOCUMENT else WORKBOOK_TYPE
    return file_to_keep(lambda file: write_format(data, kind, file), media_type, name)
