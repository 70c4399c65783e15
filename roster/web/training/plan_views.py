"""A plan: made, changed, closed, opened again, taken away; its page, its sessions, its matrix."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from roster.domain.actor import Permission
from roster.domain.law.training import rule_on
from roster.services import clock, training, training_sheets
from roster.services.faults import Invalid
from roster.services.training_book import day_within
from roster.services.training_rates import owing_of
from roster.store.training import TrainingPlan
from roster.web.access import current_actor, permission_required
from roster.web.asked import number_in
from roster.web.fields import take_faults
from roster.web.sheets import OFFICE_ENDING, PAPER_METHODS, pdf_answer, sheet_answer
from roster.web.training.forms import PlanForm, SessionForm, SessionsForm
from roster.web.training.views import blueprint, plan_of, year_asked

Answer = Response | str | tuple[str, int]


@blueprint.get("/new")
@permission_required(Permission.EDIT_PEOPLE)
def new(ward_id: UUID) -> str:
    """The form for a plan of the year."""
    form = PlanForm(formdata=None)
    return _form_page(ward_id, form, year_asked())


@blueprint.post("/new")
@permission_required(Permission.EDIT_PEOPLE)
def add(ward_id: UUID) -> Answer:
    """Make the plan."""
    actor, form, year = current_actor(), PlanForm(), year_asked()
    form.offer(training.units(actor, ward_id))
    if form.validate():
        try:
            plan = training.add_plan(actor, ward_id, year, form.facts())
        except Invalid as fault:
            take_faults(form, fault.faults)
        else:
            flash("Đã lập kế hoạch. Tiếp theo: thêm buổi học và gọi người.", "success")
            return redirect(url_for(".show", plan_id=plan.id), 303)
    return _form_page(ward_id, form, year), 422


@blueprint.get("/<uuid:plan_id>/edit")
@permission_required(Permission.EDIT_PEOPLE)
def edit(ward_id: UUID, plan_id: UUID) -> str:
    """The form with what is set."""
    plan = plan_of(ward_id, plan_id, Permission.EDIT_PEOPLE)
    form = PlanForm(formdata=None, obj=plan)
    form.unit_id.data = str(plan.unit_id or "")
    form.component.data = plan.component or ""
    form.seen_version.data = str(plan.version)
    return _form_page(ward_id, form, plan.year, plan)


@blueprint.post("/<uuid:plan_id>/edit")
@permission_required(Permission.EDIT_PEOPLE)
def save(ward_id: UUID, plan_id: UUID) -> Answer:
    """Save what changed."""
    actor, form = current_actor(), PlanForm()
    plan = plan_of(ward_id, plan_id, Permission.EDIT_PEOPLE)
    form.offer(training.units(actor, ward_id), plan)
    if form.validate():
        try:
            training.save_plan(actor, ward_id, plan_id, form.facts(), form.seen())
        except Invalid as fault:
            form.refused(fault, plan.version)
        else:
            flash("Đã lưu kế hoạch.", "success")
            return redirect(url_for(".show", plan_id=plan_id), 303)
    return _form_page(ward_id, form, plan.year, plan), 422


@blueprint.get("/<uuid:plan_id>")
@permission_required(Permission.VIEW_PEOPLE)
def show(ward_id: UUID, plan_id: UUID) -> str:
    """One plan: its sessions, whom it calls, how many days each attended and owes."""
    actor, plan = current_actor(), plan_of(ward_id, plan_id)
    on = day_within(plan.year, clock.today())
    book = training.book_of_plan(actor, plan)
    people = [(one, book.account_of(one, on), book.tally(one, on)) for one in book.by_plan[plan.id]]
    most = rule_on("refresher_days", on)
    return render_template(
        "training/show.html",
        plan=plan,
        on=on,
        book=book,
        people=people,
        sessions=book.sessions.get(plan.id, []),
        owing=owing_of([account for _, account, _ in people]),
        progress=next(one for one in training.progress_of_year(book, on) if one.plan.id == plan.id),
        unit=next((one for one in training.units(actor, ward_id) if one.id == plan.unit_id), None),
        too_long=most if plan.kind == "course" and (plan.required_days or 0) > most.value["most_days"] else None,
        hours=rule_on("day_hours", on).value["hours"],
        today=clock.today(),
    )


@blueprint.get("/<uuid:plan_id>/matrix")
@permission_required(Permission.VIEW_PEOPLE)
def matrix(ward_id: UUID, plan_id: UUID) -> str:
    """People × sessions: who was there."""
    plan = plan_of(ward_id, plan_id)
    book = training.book_of_plan(current_actor(), plan, alone=True)
    on = day_within(plan.year, clock.today())
    return render_template(
        "training/matrix.html", plan=plan, book=book, on=on, sessions=book.sessions.get(plan.id, []),
        people=book.by_plan[plan.id],
    )  # fmt: skip


@blueprint.post("/<uuid:plan_id>/close")
@permission_required(Permission.EDIT_PEOPLE)
def close(ward_id: UUID, plan_id: UUID) -> Response:
    """Close the plan."""
    try:
        training.close_plan(current_actor(), ward_id, plan_id, request.form.get("seen_version", type=number_in))
    except Invalid as fault:
        flash(str(fault), "error")
    else:
        flash("Đã kết thúc kế hoạch. Có thể mở lại bất cứ lúc nào.", "success")
    return redirect(url_for(".show", plan_id=plan_id), 303)


@blueprint.post("/<uuid:plan_id>/reopen")
@permission_required(Permission.EDIT_PEOPLE)
def reopen(ward_id: UUID, plan_id: UUID) -> Response:
    """Open the plan again."""
    training.reopen_plan(current_actor(), ward_id, plan_id)
    flash("Đã mở lại kế hoạch.", "success")
    return redirect(url_for(".show", plan_id=plan_id), 303)


@blueprint.get("/<uuid:plan_id>/remove")
@permission_required(Permission.EDIT_PEOPLE)
def ask_remove(ward_id: UUID, plan_id: UUID) -> str:
    """Ask before the plan goes with everything in it."""
    plan = plan_of(ward_id, plan_id, Permission.EDIT_PEOPLE)
    book = training.book_of_plan(current_actor(), plan, alone=True)
    sessions = book.sessions.get(plan.id, [])
    return render_template(
        "training/remove.html", plan=plan, called=len(book.by_plan[plan.id]), sessions=len(sessions),
        entered=sum(one.is_entered for one in sessions), results=sum(bool(one.trainee.result) for one in book.called),
    )  # fmt: skip


@blueprint.post("/<uuid:plan_id>/remove")
@permission_required(Permission.EDIT_PEOPLE)
def remove(ward_id: UUID, plan_id: UUID) -> Response:
    """Take the plan away."""
    plan = plan_of(ward_id, plan_id, Permission.EDIT_PEOPLE)
    year = plan.year
    try:
        training.remove_plan(current_actor(), ward_id, plan_id)
    except Invalid as fault:
        flash(str(fault), "error")
        return redirect(url_for(".show", plan_id=plan_id), 303)
    flash("Đã xóa kế hoạch.", "success")
    return redirect(url_for(".index", year=year), 303)


# --- Sessions --------------------------------------------------------------------------------------------------------


@blueprint.get("/<uuid:plan_id>/sessions/new")
@permission_required(Permission.EDIT_PEOPLE)
def new_sessions(ward_id: UUID, plan_id: UUID) -> str:
    """The form for one session or a range of days."""
    plan = plan_of(ward_id, plan_id, Permission.EDIT_PEOPLE)
    return render_template("training/sessions.html", plan=plan, form=SessionsForm(formdata=None))


@blueprint.post("/<uuid:plan_id>/sessions/new")
@permission_required(Permission.EDIT_PEOPLE)
def add_sessions(ward_id: UUID, plan_id: UUID) -> Answer:
    """Add the sessions."""
    plan, form = plan_of(ward_id, plan_id, Permission.EDIT_PEOPLE), SessionsForm()
    if form.validate():
        try:
            count = training.add_sessions(current_actor(), ward_id, plan_id, form.facts())
        except Invalid as fault:
            take_faults(form, fault.faults)
        else:
            flash(f"Đã thêm {count} buổi.", "success")
            return redirect(url_for(".show", plan_id=plan_id), 303)
    return render_template("training/sessions.html", plan=plan, form=form), 422


@blueprint.get("/<uuid:plan_id>/sessions/<uuid:session_id>/edit")
@permission_required(Permission.EDIT_PEOPLE)
def edit_session(ward_id: UUID, plan_id: UUID, session_id: UUID) -> str:
    """The form of one session, and how it is taken away."""
    plan, session = training.get_session(current_actor(), ward_id, plan_id, session_id, Permission.EDIT_PEOPLE)
    form = SessionForm(formdata=None)
    form.show(session)
    return render_template("training/session.html", plan=plan, session=session, form=form)


@blueprint.post("/<uuid:plan_id>/sessions/<uuid:session_id>/edit")
@permission_required(Permission.EDIT_PEOPLE)
def save_session(ward_id: UUID, plan_id: UUID, session_id: UUID) -> Answer:
    """Save the session."""
    actor, form = current_actor(), SessionForm()
    plan, session = training.get_session(actor, ward_id, plan_id, session_id, Permission.EDIT_PEOPLE)
    if form.validate():
        try:
            days = float(form.days.data)
            training.save_session(actor, ward_id, plan_id, session_id, form.day.data, days, form.topic.data)
        except Invalid as fault:
            take_faults(form, fault.faults)
        else:
            flash("Đã lưu buổi học.", "success")
            return redirect(url_for(".show", plan_id=plan_id), 303)
    return render_template("training/session.html", plan=plan, session=session, form=form), 422


@blueprint.post("/<uuid:plan_id>/sessions/<uuid:session_id>/remove")
@permission_required(Permission.EDIT_PEOPLE)
def remove_session(ward_id: UUID, plan_id: UUID, session_id: UUID) -> Answer:
    """Take a session away; one whose attendance was taken only once the officer has said so."""
    actor = current_actor()
    plan, session = training.get_session(actor, ward_id, plan_id, session_id, Permission.EDIT_PEOPLE)
    is_sure = request.form.get("with_attendance") == "yes"
    if session.is_entered and not is_sure and plan.closed_on is None:
        return render_template("training/remove_session.html", plan=plan, session=session)
    try:
        training.remove_session(actor, ward_id, plan_id, session_id, with_attendance=is_sure)
    except Invalid as fault:
        flash(str(fault), "error")
    else:
        flash("Đã xóa buổi học.", "success")
    return redirect(url_for(".show", plan_id=plan_id), 303)


# --- Paper -----------------------------------------------------------------------------------------------------------


@blueprint.route("/<uuid:plan_id>/training.pdf", methods=PAPER_METHODS)
@permission_required(Permission.PRINT)
def print_plan(ward_id: UUID, plan_id: UUID) -> Response:
    """The list of those who took part, as a PDF."""
    plan = plan_of(ward_id, plan_id, Permission.PRINT)
    on = day_within(plan.year, clock.today())
    return pdf_answer(training_sheets.training_sheet(training.book_of_plan(current_actor(), plan), plan, on), on)


@blueprint.get(f"/<uuid:plan_id>/training.{OFFICE_ENDING}")
@permission_required(Permission.EXPORT)
def export_plan(ward_id: UUID, plan_id: UUID, ending: str) -> Response:
    """The same as a workbook or a document."""
    plan = plan_of(ward_id, plan_id, Permission.EXPORT)
    on = day_within(plan.year, clock.today())
    sheet = training_sheets.training_sheet(training.book_of_plan(current_actor(), plan), plan, on)
    return sheet_answer(sheet, on, ending)


def _form_page(ward_id: UUID, form: PlanForm, year: int, plan: TrainingPlan | None = None) -> str:
    form.offer(training.units(current_actor(), ward_id), plan)
    day = day_within(year, clock.today())
    rules = [rule_on(key, day) for key in ("first_year_days", "later_years_days", "standing_days", "course_days")]
    return render_template("training/plan.html", form=form, year=year, plan=plan, rules=rules)
