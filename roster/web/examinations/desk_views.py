"""The health desk of one candidate: measures in, proposal beside them, the council's conclusion kept."""

from __future__ import annotations

from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from roster.domain.actor import Permission, Sensitivity
from roster.services import clock, health_results
from roster.services.faults import Invalid
from roster.services.health_proposal import Proposal
from roster.services.health_results import Desk
from roster.web.access import current_actor, permission_required
from roster.web.examinations.forms import DeskForm
from roster.web.examinations.views import KEYS, blueprint, label, step_label
from roster.web.fields import take_faults


@blueprint.get("/<uuid:record_id>")
@permission_required(Permission.EDIT_PEOPLE)
def desk(ward_id: UUID, year: int, record_id: UUID) -> str:
    """What is known of the candidate's examination."""
    shown = _desk(ward_id, year, record_id)
    form = DeskForm(formdata=None)
    form.fill(shown)
    return _page(year, shown, form, shown.proposal)


@blueprint.post("/<uuid:record_id>/proposal")
@permission_required(Permission.EDIT_PEOPLE)
def proposal(ward_id: UUID, year: int, record_id: UUID) -> str:
    """What the measures propose that are being typed: a fragment; nothing is kept."""
    _may_see_health()
    form = DeskForm()
    form.validate()  # only to read what is sound; faults are shown when it is saved
    found = health_results.propose_for(current_actor(), ward_id, year, record_id, form.measures(), clock.today())
    return render_template("examinations/proposal.html", proposal=found)


@blueprint.post("/<uuid:record_id>")
@permission_required(Permission.EDIT_PEOPLE)
def save(ward_id: UUID, year: int, record_id: UUID) -> Response | str:
    """Keep the measures, and the conclusion where one was entered; then on to the next man."""
    actor, today = current_actor(), clock.today()
    shown = _desk(ward_id, year, record_id)
    form = DeskForm()
    if form.validate():
        conclusion = form.conclusion(today)
        try:
            if conclusion is None and shown.concluded_class is not None:
                raise Invalid({"concluded": ["Muốn bỏ kết luận đã ghi, hãy bấm “Xóa kết luận”."]})
            if conclusion is None:
                health_results.measure(actor, ward_id, year, record_id, form.measures(), form.seen())
                flash("Đã lưu số đo. Chưa có kết luận của Hội đồng.", "success")
                return redirect(url_for("examinations.desk", year=year, record_id=record_id))
            health_results.conclude(actor, ward_id, year, record_id, form.measures(), conclusion, form.seen(), today)
            return redirect(url_for("examinations.show", year=year, done=record_id))
        except Invalid as fault:
            take_faults(form, {{"concluded_class": "concluded"}.get(k, k): v for k, v in fault.faults.items()})
            form.seen_version.data = str(_desk(ward_id, year, record_id).version)
    typed = health_results.propose_for(actor, ward_id, year, record_id, form.measures(), today)
    return _page(year, shown, form, typed)


@blueprint.post("/<uuid:record_id>/withdraw")
@permission_required(Permission.EDIT_PEOPLE)
def withdraw(ward_id: UUID, year: int, record_id: UUID) -> Response:
    """Take the conclusion back."""
    _may_see_health()
    form = DeskForm()
    try:
        health_results.withdraw(current_actor(), ward_id, year, record_id, form.seen())
    except Invalid as fault:
        flash(" ".join(sentence for found in fault.faults.values() for sentence in found), "warning")
    else:
        flash("Đã xóa kết luận; số đo vẫn giữ. Việc này có trong lịch sử của hồ sơ.", "success")
    return redirect(url_for("examinations.desk", year=year, record_id=record_id))


def _may_see_health() -> None:
    if not current_actor().may_see(Sensitivity.HEALTH):
        abort(403)


def _desk(ward_id: UUID, year: int, record_id: UUID) -> Desk:
    return health_results.desk_of(current_actor(), ward_id, year, record_id, clock.today())


def _page(year: int, shown: Desk, form: DeskForm, proposed: Proposal) -> str:
    return render_template(
        "examinations/desk.html",
        year=year, desk=shown, one=shown.attendee, form=form, proposal=proposed, keys=KEYS, label=label,
        step_label=step_label,
    )  # fmt: skip
