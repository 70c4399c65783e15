"""Pages under /wards/<ward>/party/source: the list, who is put on it, one member's way, its end."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from roster.domain.actor import Permission
from roster.domain.party_source import IN_SOURCE, STATES
from roster.domain.text import clean
from roster.services import clock, party_source
from roster.services.faults import Invalid
from roster.services.party_sheets import source_sheet
from roster.services.party_source import SourceMember
from roster.store.forces import PartySource
from roster.store.people import Person
from roster.web.access import current_actor, permission_required
from roster.web.asked import day_of, year_in
from roster.web.fields import version_sent
from roster.web.filters import chosen_people
from roster.web.party.forms import AdmitForm, CloseForm, SourceForm
from roster.web.party.views import blueprint, day_asked, page_of
from roster.web.sheets import OFFICE_ENDING, PAPER_METHODS, pdf_answer, sheet_answer

Answer = Response | str | tuple[str, int]


@blueprint.get("/source")
@permission_required(Permission.VIEW_PEOPLE)
def source(ward_id: UUID) -> str:
    """The source of a year as it stands on a day, narrowed to a state."""
    actor, on, state = current_actor(), _day(), _state()
    everybody = party_source.everybody(actor, ward_id, on)
    args = _args(on, state)
    return render_template(
        "party/source.html",
        on=on,
        state=state,
        states=STATES,
        counts={key: sum(key in one.states for one in everybody) for key in STATES},
        years=party_source.years_of(actor, ward_id),
        args=args,
        link=lambda number: url_for(".source", page=number, **args),
        state_link=lambda key: url_for(".source", **_args(on, key)),
        **page_of([one for one in everybody if state in one.states]),
    )


@blueprint.route("/source.pdf", methods=PAPER_METHODS)
@permission_required(Permission.PRINT)
def source_pdf(ward_id: UUID) -> Response:
    """The list on paper."""
    on, state = _day(), _state()
    found = party_source.list_source(current_actor(), ward_id, on, state)
    return pdf_answer(source_sheet(found, on, state), on)


@blueprint.get(f"/source.{OFFICE_ENDING}")
@permission_required(Permission.EXPORT)
def export_source(ward_id: UUID, ending: str) -> Response:
    """The list as a workbook or a document."""
    on, state = _day(), _state()
    found = party_source.list_source(current_actor(), ward_id, on, state)
    return sheet_answer(source_sheet(found, on, state), on, ending)


@blueprint.get("/source/new")
@permission_required(Permission.EDIT_PEOPLE)
def new(ward_id: UUID) -> str:
    """Who may be put on the list."""
    return _new_page(ward_id)


@blueprint.post("/source/new")
@permission_required(Permission.EDIT_PEOPLE)
def add(ward_id: UUID) -> Answer:
    """Put the ticked people on the list."""
    since = day_of(request.form.get("since"))
    try:
        count = party_source.add(current_actor(), ward_id, chosen_people(request.form) or (), since)
    except Invalid as fault:
        return _new_page(ward_id, fault), 422
    flash(f"Đã đưa {count} đồng chí vào nguồn phát triển Đảng.", "success")
    return redirect(url_for(".source"), 303)


@blueprint.get("/source/<uuid:source_id>")
@permission_required(Permission.VIEW_PEOPLE)
def show(ward_id: UUID, source_id: UUID) -> str:
    """One member's way, with the forms of what comes next."""
    one = party_source.get(current_actor(), ward_id, source_id, clock.today())
    return _show_page(one)


@blueprint.post("/source/<uuid:source_id>")
@permission_required(Permission.EDIT_PEOPLE)
def save(ward_id: UUID, source_id: UUID) -> Answer:
    """Keep class, mentor, plan and notes."""
    one, form = _one(ward_id, source_id), SourceForm()
    if form.validate():
        try:
            party_source.save(current_actor(), ward_id, source_id, form.values(), form.seen())
        except Invalid as fault:
            one = _one(ward_id, source_id)
            form.refused(fault, one.entry.version)
        else:
            return _done(source_id, "Đã ghi.")
    return _show_page(one, form=form), 422


@blueprint.post("/source/<uuid:source_id>/admit")
@permission_required(Permission.EDIT_PEOPLE)
def admit(ward_id: UUID, source_id: UUID) -> Answer:
    """Enter the admission."""
    one, form = _one(ward_id, source_id), AdmitForm(prefix="admit")
    if form.validate():
        try:
            party_source.admit(current_actor(), ward_id, source_id, form.admitted_on.data, form.seen())
        except Invalid as fault:
            one = _one(ward_id, source_id)
            form.refused(fault, one.entry.version)
        else:
            return _done(source_id, "Đã ghi kết nạp; hồ sơ công dân đã ghi là đảng viên từ ngày ấy.")
    return _show_page(one, admit_form=form), 422


@blueprint.post("/source/<uuid:source_id>/close")
@permission_required(Permission.EDIT_PEOPLE)
def close(ward_id: UUID, source_id: UUID) -> Answer:
    """Take him out."""
    one, form = _one(ward_id, source_id), CloseForm(prefix="close")
    if form.validate():
        day, reason = form.closed_on.data, form.reason.data or ""
        try:
            party_source.close(current_actor(), ward_id, source_id, day, reason, form.seen())
        except Invalid as fault:
            one = _one(ward_id, source_id)
            form.refused(fault, one.entry.version)
        else:
            return _done(source_id, "Đã đưa ra khỏi nguồn.")
    return _show_page(one, close_form=form), 422


@blueprint.post("/source/<uuid:source_id>/undo")
@permission_required(Permission.EDIT_PEOPLE)
def undo(ward_id: UUID, source_id: UUID) -> Response:
    """Take back an admission or an end that was entered by mistake."""
    actor, one = current_actor(), _one(ward_id, source_id)
    seen = version_sent(request.form.get("seen_version"))
    try:
        if one.entry.admitted_on is not None:
            party_source.withdraw_admission(actor, ward_id, source_id, seen)
        else:
            party_source.reopen(actor, ward_id, source_id, seen)
    except Invalid as fault:
        flash(str(fault), "error")
        return redirect(url_for(".show", source_id=source_id), 303)
    return _done(source_id, "Đã bỏ mục ghi nhầm; đồng chí trở lại trong nguồn.")


@blueprint.app_template_global("party_stays_of")
def stays_of(person: Person) -> list[PartySource]:
    """A citizen's stays in the source, for his own page."""
    return party_source.stays_of(current_actor(), person)


# --- What the pages need ---------------------------------------------------------------------------------------------


def _day() -> date:
    """The day asked, else the last of the year asked that has come, else today."""
    year = request.args.get("year", type=year_in)
    if day_of(request.args.get("on")) is None and year is not None and 1975 <= year < clock.today().year:
        return date(year, 12, 31)
    return day_asked()


def _state() -> str:
    state = request.args.get("state", IN_SOURCE)
    return state if state in STATES else IN_SOURCE


def _args(on: date, state: str) -> dict[str, Any]:
    """The arguments of the list's address, without what is as usual."""
    day = {} if on == clock.today() else {"on": on.isoformat()}
    return day if state == IN_SOURCE else {"state": state, **day}


def _one(ward_id: UUID, source_id: UUID) -> SourceMember:
    party_source.require_politics(current_actor(), ward_id, Permission.EDIT_PEOPLE)
    return party_source.get(current_actor(), ward_id, source_id, clock.today())


def _done(source_id: UUID, words: str) -> Response:
    flash(words, "success")
    return redirect(url_for(".show", source_id=source_id), 303)


def _show_page(
    one: SourceMember,
    form: SourceForm | None = None,
    admit_form: AdmitForm | None = None,
    close_form: CloseForm | None = None,
) -> str:
    version = str(one.entry.version)
    if form is None:
        form = SourceForm(formdata=None)
        form.show(one.entry)
    if admit_form is None:
        admit_form = AdmitForm(formdata=None, prefix="admit")
        admit_form.seen_version.data = version
    if close_form is None:
        close_form = CloseForm(formdata=None, prefix="close")
        close_form.closed_on.data, close_form.seen_version.data = clock.today(), version
    return render_template(
        "party/show.html", one=one, entry=one.entry, citizen=one.citizen, form=form, admit_form=admit_form,
        close_form=close_form, states=STATES,
    )  # fmt: skip


def _new_page(ward_id: UUID, fault: Invalid | None = None) -> str:
    actor, on = current_actor(), clock.today()
    party_source.require_politics(actor, ward_id, Permission.EDIT_PEOPLE)
    q, with_all = clean(request.args.get("q", ""))[:200], request.args.get("all") == "1"
    return render_template(
        "party/new.html",
        on=on,
        q=q,
        with_all=with_all,
        found=party_source.candidates(actor, ward_id, on, q, with_all=with_all),
        chosen=chosen_people(request.form) or (),
        since=request.form.get("since") or f"{on:%d/%m/%Y}",
        faults=fault.faults if fault is not None else {},
    )
