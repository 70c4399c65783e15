"""Whom a plan calls: proposed, searched, ticked; taken off, excused."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from roster.domain.actor import Permission
from roster.domain.text import clean
from roster.services import clock, training, training_people
from roster.services.faults import Invalid
from roster.services.training_book import day_within
from roster.services.training_people import HasTraces
from roster.web.access import current_actor, permission_required
from roster.web.asked import day_of, one_value
from roster.web.filters import ids_of
from roster.web.training.views import blueprint, plan_of

Answer = Response | str | tuple[str, int]


@blueprint.get("/<uuid:plan_id>/people")
@permission_required(Permission.EDIT_PEOPLE)
def calling(ward_id: UUID, plan_id: UUID) -> str:
    """Who is proposed, who is found by name, who is called."""
    return _page(ward_id, plan_id)


@blueprint.post("/<uuid:plan_id>/people/add")
@permission_required(Permission.EDIT_PEOPLE)
def call(ward_id: UUID, plan_id: UUID) -> Answer:
    """Call the ticked people."""
    plan = plan_of(ward_id, plan_id, Permission.EDIT_PEOPLE)
    on = day_of(request.form.get("on")) or training.calling_day(plan)
    try:
        count, gone = training_people.call(current_actor(), ward_id, plan_id, _chosen(), on)
    except Invalid as fault:
        return _page(ward_id, plan_id, str(fault)), 422
    later = f" {gone} buổi đã điểm danh trước đó ghi vắng có phép; mở buổi đó để sửa nếu có mặt." if gone else ""
    flash(f"Đã gọi thêm {count} đồng chí.{later}", "success")
    return redirect(url_for(".calling", plan_id=plan_id, on=request.form.get("on") or None), 303)


@blueprint.post("/<uuid:plan_id>/people/change")
@permission_required(Permission.EDIT_PEOPLE)
def change_called(ward_id: UUID, plan_id: UUID) -> Answer:
    """Take ticked people off the list, excuse them, or take an excuse back, by the button that was pressed."""
    actor, chosen, action = current_actor(), _chosen(), request.form.get("action")
    plan = plan_of(ward_id, plan_id, Permission.EDIT_PEOPLE)
    try:
        if action == "excuse":
            count = training_people.excuse(actor, ward_id, plan_id, chosen, request.form.get("reason", ""))
            done = f"Đã ghi miễn cho {count} đồng chí."
        elif action == "unexcuse":
            done = f"Đã bỏ miễn cho {training_people.excuse(actor, ward_id, plan_id, chosen, None)} đồng chí."
        else:
            is_sure = request.form.get("with_traces") == "yes"
            count = training_people.dismiss(actor, ward_id, plan_id, chosen, with_traces=is_sure)
            done = f"Đã đưa {count} đồng chí ra khỏi danh sách gọi."
    except HasTraces as question:
        return render_template("training/dismiss.html", plan=plan, names=question.names, chosen=chosen)
    except Invalid as fault:
        return _page(ward_id, plan_id, str(fault)), 422
    flash(done, "success")
    return redirect(url_for(".calling", plan_id=plan_id), 303)


def _page(ward_id: UUID, plan_id: UUID, fault: str = "") -> str:
    actor, plan = current_actor(), plan_of(ward_id, plan_id, Permission.EDIT_PEOPLE)
    on = day_of(one_value("on")) or training.calling_day(plan)
    q = clean(request.args.get("q", ""))[:200]
    book = training.book_of_plan(actor, plan, alone=True)
    return render_template(
        "training/people.html",
        plan=plan,
        on=on,
        q=q,
        fault=fault,
        reason=request.form.get("reason", ""),
        chosen={str(one) for one in _chosen()},
        proposals=training_people.proposals(actor, plan, on),
        found=training_people.search(actor, plan, q, on) if q else None,
        book=book,
        today=day_within(plan.year, clock.today()),
        called=book.by_plan[plan.id],
    )


def _chosen() -> list[UUID]:
    return ids_of(request.form.getlist("chosen"))
