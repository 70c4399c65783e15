"""How long data is kept, what is past its period, and erasing one citizen's data."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms.fields import SelectChoice

from roster.domain.actor import Permission
from roster.domain.law.data_rights import DELETE, PRINTS, WORKBOOKS
from roster.services import clock, data_requests, erasing, people, retention
from roster.services.faults import Invalid, NotFound
from roster.web.access import current_actor, permission_required
from roster.web.fields import take_faults
from roster.web.filters import id_of
from roster.web.privacy.forms import EraseForm, PeriodForm
from roster.web.privacy.views import Answer, blueprint
from roster.web.sign_in import is_own_password

_DROPPED_WORDS = {WORKBOOKS: "tệp Excel đã nhập", PRINTS: "bản in nháp"}


@blueprint.get("/keeping")
@permission_required(Permission.DECIDE_REQUESTS)
def keeping(ward_id: UUID) -> str:
    """The periods, what is past them, and whose data was erased."""
    form = PeriodForm(formdata=None)
    form.begins_on.data = clock.today()
    return _keeping_page(ward_id, form)


@blueprint.post("/keeping")
@permission_required(Permission.DECIDE_REQUESTS)
def set_period(ward_id: UUID) -> Answer:
    """Set a period from a day on."""
    form = PeriodForm()
    if form.validate():
        try:
            retention.set_period(
                current_actor(), ward_id, form.kind.data, form.months.data, form.begins_on.data, form.basis.data or ""
            )
        except Invalid as refusal:
            take_faults(form, refusal.faults)
        else:
            flash("Đã đặt thời hạn lưu trữ.", "success")
            return redirect(url_for(".keeping"), 303)
    return _keeping_page(ward_id, form), 422


@blueprint.post("/keeping/drop/<kind>")
@permission_required(Permission.DECIDE_REQUESTS)
def drop(ward_id: UUID, kind: str) -> Response:
    """Remove the files of a kind that are past their period."""
    if kind not in _DROPPED_WORDS:
        raise NotFound(kind)
    count = retention.drop_files(current_actor(), ward_id, kind)
    if count:
        flash(f"Đã xóa {count} {_DROPPED_WORDS[kind]} hết thời hạn lưu trữ.", "success")
    else:
        flash("Không có tệp nào hết thời hạn lưu trữ.", "info")
    return redirect(url_for(".keeping"), 303)


@blueprint.get("/people/<uuid:person_id>/erase")
@permission_required(Permission.DECIDE_REQUESTS)
def ask_erase(ward_id: UUID, person_id: UUID) -> str:
    """What erasing takes away, what stays and until when, and what stands against it."""
    return _erase_page(ward_id, person_id, EraseForm(formdata=None))


@blueprint.post("/people/<uuid:person_id>/erase")
@permission_required(Permission.DECIDE_REQUESTS)
def erase(ward_id: UUID, person_id: UUID) -> Answer:
    """Erase the citizen's data."""
    form = EraseForm()
    _offer_requests(ward_id, person_id, form)
    if form.validate() and not is_own_password(form.password.data or ""):
        take_faults(form, {"password": ["Mật khẩu không đúng."]})
    elif not form.errors:
        try:
            wanted = id_of(form.request_id.data or "")
            erasing.erase(current_actor(), ward_id, person_id, form.reason.data or "", wanted)
        except Invalid as refusal:
            take_faults(form, refusal.faults)
        else:
            flash("Đã xóa dữ liệu cá nhân. Số liệu thống kê và nhật ký vẫn được giữ.", "success")
            return redirect(url_for("people.show", person_id=person_id), 303)
    return _erase_page(ward_id, person_id, form), 422


def _keeping_page(ward_id: UUID, form: PeriodForm) -> str:
    actor = current_actor()
    return render_template(
        "privacy/keeping.html", form=form, periods=retention.periods(actor, ward_id),
        past=retention.past(actor, ward_id), erasures=erasing.list_erasures(actor, ward_id),
        may_drop=(WORKBOOKS, PRINTS),
    )  # fmt: skip


def _offer_requests(ward_id: UUID, person_id: UUID, form: EraseForm) -> None:
    asked = data_requests.list_requests(current_actor(), ward_id, person_id=person_id)
    choices = [
        SelectChoice(str(one.request.id), f"{one.kind_label}, nhận ngày {one.request.received_on:%d/%m/%Y}")
        for one in asked
        if one.request.kind == DELETE and one.request.withdrawn_on is None
    ]
    form.request_id.choices = [SelectChoice("", "Không theo yêu cầu (hết thời hạn lưu trữ)"), *choices]


def _erase_page(ward_id: UUID, person_id: UUID, form: EraseForm) -> str:
    actor = current_actor()
    person = people.get_person(actor, ward_id, person_id, Permission.DECIDE_REQUESTS)
    _offer_requests(ward_id, person_id, form)
    return render_template(
        "privacy/erase.html", form=form, person=person, against=erasing.obstacles(actor, ward_id, person_id),
        erasure=erasing.erasure_of(person_id), until=erasing.backups_until(clock.today()),
    )  # fmt: skip
