"""Making papers for many: whom they are for, who gets none and why, then the series."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from roster.domain.actor import Permission
from roster.domain.cycle import STEP_BY_KEY
from roster.domain.delivery import CALL_KINDS, KIND, Timeliness
from roster.services import clock, deliveries, delivery_series
from roster.services.assessment import campaign_of
from roster.services.delivery_series import EXAMINATION, INVITATION, STEPS_FOR, Recipients
from roster.services.faults import Invalid
from roster.web.access import current_actor, permission_required
from roster.web.deliveries.forms import IssueForm
from roster.web.deliveries.views import blueprint, kind_label
from roster.web.fields import take_faults
from roster.web.filters import chosen_people

_DAY_OF_KIND = {
    "registration": "registration_from",
    "preselection": "preselection_from",
    "examination": "examination_from",
    "enlistment": "handover_on",
    "invitation": "examination_from",
    "health_form": "examination_from",
    "recheck_form": "handover_on",
    "self_health": "registration_from",
    "certificate": "registration_to",
}


@blueprint.get("/new")
@permission_required(Permission.EDIT_PEOPLE)
def new(ward_id: UUID, year: int) -> str:
    """Whom a paper of the kind would be for: everybody at its steps, or at the one of the address."""
    return _begin(ward_id, year, request.args.get("kind", EXAMINATION), request.args.get("step") or None, None)


@blueprint.post("/new/choose")
@permission_required(Permission.EDIT_PEOPLE)
def choose(ward_id: UUID, year: int) -> str:
    """The same for people who were ticked on another page."""
    return _begin(ward_id, year, request.form.get("kind", EXAMINATION), None, chosen_people(request.form))


@blueprint.post("/new")
@permission_required(Permission.EDIT_PEOPLE)
def create(ward_id: UUID, year: int) -> Response | str:
    """Make the papers. The law is asked again: whoever may not be called any more gets none, and the page says why."""
    actor, form = current_actor(), IssueForm()
    kind = _kind(request.form.get("kind", ""))
    step = request.form.get("step") or None
    chosen = chosen_people(request.form)
    if form.validate():
        try:
            made = delivery_series.create(actor, ward_id, year, form.issue(kind), person_ids=chosen, step=step)
        except Invalid as fault:
            take_faults(form, fault.faults)
        else:
            if made.ready:
                flash(f"Đã tạo {len(made.ready)} {_lowered(kind_label(kind))}.", "success")
                _warn(kind, form.issue(kind).event_on)
            if not made.refused and made.ready:
                return redirect(url_for("deliveries.index", year=year, kind=kind))
            return render_template(
                "deliveries/made.html", year=year, kind=kind, made=made, kind_label=kind_label, step_label=step_label
            )
    seen = delivery_series.recipients(actor, ward_id, year, kind, form.event_on.data, step=step)
    return _page(year, kind, step, form, seen, chosen)


def step_label(step: str | None) -> str:
    """A step in words."""
    return STEP_BY_KEY[step].label if step in STEP_BY_KEY else "Chưa vào bước nào"


def _begin(ward_id: UUID, year: int, kind: str, step: str | None, chosen: frozenset[UUID] | None) -> str:
    actor, kind = current_actor(), _kind(kind)
    step = step if step in STEPS_FOR[kind] else None
    form = IssueForm(formdata=None)
    day_of_kind = _DAY_OF_KIND.get(kind)
    form.event_on.data = getattr(campaign_of(actor, ward_id, year), day_of_kind) if day_of_kind else clock.today()
    seen = delivery_series.recipients(actor, ward_id, year, kind, form.event_on.data, person_ids=chosen, step=step)
    return _page(year, kind, step, form, seen, chosen)


def _page(
    year: int, kind: str, step: str | None, form: IssueForm, seen: Recipients, chosen: frozenset[UUID] | None
) -> str:
    if kind not in CALL_KINDS and kind != INVITATION:
        form.event_on.label.text = "Ngày cấp"
    form.show_symbol(delivery_series.symbol_on(kind, form.issued_on.data or clock.today()))
    return render_template(
        "deliveries/new.html",
        year=year, kind=kind, step=step, form=form, seen=seen, chosen=chosen or frozenset(), kinds=KIND,
        steps=[one for one in STEPS_FOR[kind] if one], kind_label=kind_label, step_label=step_label,
        clock=_clock(kind, form.event_on.data), today=clock.today(),
    )  # fmt: skip


def _warn(kind: str, event_on: date) -> None:
    """Say at once where papers cannot be in time any more; the officer may have to choose another day."""
    clock_of_kind = deliveries.last_day_of(kind, event_on)
    if clock_of_kind.is_late:
        flash(
            f"Không còn kịp hạn giao: giấy có mặt ngày {event_on:%d/%m/%Y} phải giao chậm nhất ngày "
            f"{clock_of_kind.last_day:%d/%m/%Y} ({clock_of_kind.citation}).",
            "warning",
        )


def _clock(kind: str, event_on: date | None) -> Timeliness | None:
    return deliveries.last_day_of(kind, event_on) if event_on else None


def _kind(kind: str) -> str:
    return kind if kind in STEPS_FOR else EXAMINATION


def _lowered(label: str) -> str:
    return label[:1].lower() + label[1:]
