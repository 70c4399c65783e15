"""The steps of a request, each a page of its own, and the citizen's copy."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import flash, g, redirect, render_template, send_file, url_for
from werkzeug.wrappers import Response

from roster.domain.actor import Permission
from roster.domain.law.data_rights import CAUTION, refusals_for
from roster.services import clock, data_copies, data_requests
from roster.services.data_requests import ListedRequest
from roster.services.faults import Invalid, NotFound
from roster.web.access import current_actor, permission_required
from roster.web.audit.actions import action_label
from roster.web.fields import VersionedForm
from roster.web.privacy.forms import AnswerForm, ExtendForm, ReplyForm, RulingForm, TakeBackForm
from roster.web.privacy.views import Answer, blueprint

Store = Callable[..., None]


@dataclass(frozen=True)
class Step:
    """A step as a page: heading, button, form, its fields in order, and what it calls with which of them."""

    title: str
    button: str
    form: type[VersionedForm]
    fields: tuple[str, ...]
    store: Store
    done: str


STEPS: dict[str, Step] = {
    "reply": Step(
        "Báo đã nhận yêu cầu", "Ghi ngày báo nhận", ReplyForm, ("replied_on",), data_requests.reply,
        "Đã ghi ngày báo nhận.",
    ),
    "answer": Step(
        "Trả lời công dân", "Ghi đã trả lời", AnswerForm, ("answered_on", "answer_paper"), data_requests.answer,
        "Đã ghi trả lời; yêu cầu kết thúc.",
    ),
    "take_back": Step(
        "Công dân rút yêu cầu", "Ghi công dân đã rút", TakeBackForm, ("withdrawn_on", "withdrawn_reason"),
        data_requests.take_back, "Đã ghi công dân rút yêu cầu.",
    ),
}  # fmt: skip
RULINGS: dict[str, Step] = {
    "extend": Step(
        "Gia hạn thực hiện", "Gia hạn", ExtendForm, ("extra_days", "extra_reason"), data_requests.extend, "Đã gia hạn.",
    ),
    "decide": Step(
        "Quyết định", "Ghi quyết định", RulingForm, ("outcome", "refusal", "reason", "decided_on", "decided_by"),
        data_requests.decide, "Đã ghi quyết định. Hãy thực hiện rồi trả lời công dân.",
    ),
}  # fmt: skip


@blueprint.get("/<uuid:request_id>/<step>")
@permission_required(Permission.HANDLE_REQUESTS)
def ask_step(ward_id: UUID, request_id: UUID, step: str) -> str:
    """The form of a step that every officer may take."""
    return _ask(ward_id, request_id, _known(STEPS, step), Permission.HANDLE_REQUESTS)


@blueprint.post("/<uuid:request_id>/<step>")
@permission_required(Permission.HANDLE_REQUESTS)
def do_step(ward_id: UUID, request_id: UUID, step: str) -> Answer:
    """Take it."""
    return _do(ward_id, request_id, _known(STEPS, step), Permission.HANDLE_REQUESTS)


@blueprint.get("/<uuid:request_id>/ruling/<ruling>")
@permission_required(Permission.DECIDE_REQUESTS)
def ask_ruling(ward_id: UUID, request_id: UUID, ruling: str) -> str:
    """The form of a step that the command decides."""
    return _ask(ward_id, request_id, _known(RULINGS, ruling), Permission.DECIDE_REQUESTS)


@blueprint.post("/<uuid:request_id>/ruling/<ruling>")
@permission_required(Permission.DECIDE_REQUESTS)
def do_ruling(ward_id: UUID, request_id: UUID, ruling: str) -> Answer:
    """Record it."""
    return _do(ward_id, request_id, _known(RULINGS, ruling), Permission.DECIDE_REQUESTS)


@blueprint.post("/people/<uuid:person_id>/copy")
@permission_required(Permission.HANDLE_REQUESTS)
def copy(ward_id: UUID, person_id: UUID) -> Response:
    """Everything that is held about the citizen, as a PDF; the journal notes that it was made."""
    pdf = data_copies.print_copy(current_actor(), g.ward, person_id, action_label)
    name = f"ban-sao-du-lieu-{clock.today():%Y%m%d}.pdf"
    return send_file(io.BytesIO(pdf), "application/pdf", as_attachment=True, download_name=name)


def _known(steps: Mapping[str, Step], key: str) -> Step:
    if key not in steps:
        raise NotFound(key)
    return steps[key]


def _ask(ward_id: UUID, request_id: UUID, step: Step, permission: Permission) -> str:
    found = data_requests.get_request(current_actor(), ward_id, request_id, permission)
    form: Any = step.form(formdata=None, obj=found.request)
    form.seen_version.data = str(found.request.version)
    for name in step.fields:
        if name.endswith("_on") and form[name].data is None:
            form[name].data = clock.today()
    if isinstance(form, RulingForm) and not form.decided_by.data:
        form.decided_by.data = current_actor().name
    return _step_page(found, step, form)


def _do(ward_id: UUID, request_id: UUID, step: Step, permission: Permission) -> Answer:
    actor = current_actor()
    found = data_requests.get_request(actor, ward_id, request_id, permission)
    form: Any = step.form()
    if isinstance(form, RulingForm):
        form.offer(found.request.kind)
    if form.validate():
        given = (form.values(),) if isinstance(form, RulingForm) else tuple(form[name].data for name in step.fields)
        try:
            step.store(actor, ward_id, request_id, *given, form.seen())
        except Invalid as refusal:
            found = data_requests.get_request(actor, ward_id, request_id, permission)
            form.refused(refusal, found.request.version)
        else:
            flash(step.done, "success")
            return redirect(url_for(".show", request_id=request_id), 303)
    return _step_page(found, step, form), 422


def _step_page(found: ListedRequest, step: Step, form: Any) -> str:
    if isinstance(form, RulingForm):
        form.offer(found.request.kind)
    return render_template(
        "privacy/step.html", found=found, step=step, form=form, is_ruling=isinstance(form, RulingForm),
        grounds=refusals_for(found.request.kind), caution=CAUTION,
    )  # fmt: skip
