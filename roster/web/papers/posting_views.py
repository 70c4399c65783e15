"""Pages of copies for the notice board: making one, the list of those that hang, taking one down."""

from __future__ import annotations

import io
from uuid import UUID

from flask import flash, g, redirect, render_template, send_file, url_for
from werkzeug.wrappers import Response
from wtforms import StringField
from wtforms.validators import InputRequired, Length, Optional

from roster.domain.actor import Permission
from roster.domain.text import clean
from roster.domain.ward_kinds import in_ward
from roster.services import clock, papers, postings
from roster.services.faults import Invalid, NotFound
from roster.store.papers import PrintJob
from roster.web.access import current_actor, permission_required
from roster.web.fields import DayField, take_faults
from roster.web.office_form import OfficeForm
from roster.web.papers.issued_views import format_answer, name_of_list
from roster.web.papers.views import blueprint
from roster.web.shell import show_count


class PostingForm(OfficeForm):
    """Where and from which day a copy hangs."""

    place = StringField(
        "Nơi niêm yết",
        [InputRequired("Hãy ghi nơi niêm yết."), Length(max=200, message="Không quá 200 ký tự.")],
        description="Ví dụ: Trụ sở UBND phường; nhà văn hóa các tổ dân phố; cổng thông tin điện tử",
        render_kw={"autocomplete": "off"},
    )
    posted_on = DayField("Ngày niêm yết", [InputRequired("Hãy nhập ngày, ví dụ 05/02/2027.")])
    signed_on = DayField(
        "Ngày ký quyết định tạm hoãn, miễn",
        [Optional()],
        description="20 ngày niêm yết tính từ ngày ký. Để trống nếu chưa rõ: tính từ ngày niêm yết.",
    )


class TakeDownForm(OfficeForm):
    """Nothing but the token; a copy is taken down today."""


@blueprint.get("/postings", endpoint="postings")
@permission_required(Permission.PRINT)
def postings_list(ward_id: UUID) -> str:
    """The copies that hang, and those that hung."""
    found = postings.postings_of(current_actor(), ward_id)
    return render_template("papers/postings.html", found=found, on=clock.today())


@blueprint.get("/<uuid:job_id>/post")
@permission_required(Permission.PRINT)
def ask_post(ward_id: UUID, job_id: UUID) -> str:
    """The form."""
    job = _job(ward_id, job_id)
    form = _form_of(job, PostingForm(formdata=None))
    form.posted_on.data = clock.today()
    form.place.data = in_ward("Trụ sở UBND phường, nhà văn hóa các tổ dân phố", g.ward.title)
    if "signed_on" in form:
        form.signed_on.data = postings.signature_day(current_actor(), job)
    return _post_page(job, form)


@blueprint.post("/<uuid:job_id>/post")
@permission_required(Permission.PRINT)
def post_copy(ward_id: UUID, job_id: UUID) -> Response | tuple[str, int]:
    """Make the copy and note where it hangs."""
    job = _job(ward_id, job_id)
    form = _form_of(job, PostingForm())
    if form.validate():
        try:
            found = postings.post(
                current_actor(),
                g.ward,
                job_id,
                place=clean(form.place.data),
                posted_on=form.posted_on.data or clock.today(),
                signed_on=form.signed_on.data if "signed_on" in form else None,
            )
        except Invalid as refusal:
            take_faults(form, refusal.faults)
        else:
            listed = postings.listed_in(current_actor(), job)
            left = f" Không đăng {show_count(found.undecided)} người chưa có quyết định." if found.undecided else ""
            anew = "" if listed.is_kept else " Bản niêm yết theo hồ sơ hôm nay, không theo danh sách đã in."
            flash(
                f"Đã lập bản niêm yết {show_count(found.rows)} người từ danh sách {show_count(listed.count)} người, "
                f"niêm yết đến hết ngày {found.until:%d/%m/%Y}.{left}{anew}",
                "success" if listed.is_kept else "warning",
            )
            return redirect(url_for(".postings"), 303)
    return _post_page(job, form), 422


@blueprint.get("/postings/<uuid:posting_id>/file")
@permission_required(Permission.PRINT)
def posting_file(ward_id: UUID, posting_id: UUID) -> Response:
    """The copy as it was put up."""
    actor = current_actor()
    found = postings.get(actor, ward_id, posting_id)
    name = f"niem-yet-{found.list_key}-{found.posted_on.isoformat()}.pdf"
    return send_file(io.BytesIO(postings.open_pdf(actor, found)), "application/pdf", download_name=name)


@blueprint.post("/postings/<uuid:posting_id>/format/<kind>")
@permission_required(Permission.EXPORT)
def posting_format(ward_id: UUID, posting_id: UUID, kind: str) -> Response:
    """What hangs, as a workbook or a document: the same whitelist, for a web page or a board of its own."""
    actor = current_actor()
    found = postings.get(actor, ward_id, posting_id)
    data = postings.take_format(actor, found, kind)
    return format_answer(data, kind, f"niem-yet-{found.list_key}-{found.posted_on.isoformat()}.{kind}")


@blueprint.post("/postings/<uuid:posting_id>/take-down")
@permission_required(Permission.PRINT)
def take_down(ward_id: UUID, posting_id: UUID) -> Response:
    """Note that the copy was taken down today."""
    if TakeDownForm().validate_on_submit():
        try:
            postings.take_down(current_actor(), ward_id, posting_id, clock.today())
        except Invalid as refusal:
            flash(str(refusal), "warning")
        else:
            flash("Đã ghi ngày gỡ bản niêm yết.", "success")
    return redirect(url_for(".postings"), 303)


def _job(ward_id: UUID, job_id: UUID) -> PrintJob:
    job = papers.get_job(current_actor(), ward_id, job_id)
    if not postings.may_post(job):
        raise NotFound(str(job_id))
    return job


def _form_of(job: PrintJob, form: PostingForm) -> PostingForm:
    """The form with what the list asks for."""
    if not postings.is_of_decisions(job):
        del form.signed_on
    return form


def _post_page(job: PrintJob, form: PostingForm) -> str:
    day, signed_on = form.posted_on.data or clock.today(), form.signed_on.data if "signed_on" in form else None
    listed, refused = None, ""
    try:
        listed = postings.listed_in(current_actor(), job)
    except Invalid as refusal:
        refused = str(refusal)
    return render_template(
        "papers/post.html", job=job, form=form, name=name_of_list(job), until=postings.last_day(day, signed_on),
        signed_on=signed_on, listed=listed, refused=refused,
    )  # fmt: skip
