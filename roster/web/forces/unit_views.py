"""Making, changing and ending units; their establishment; many units from pasted lines."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from roster.domain.actor import Permission
from roster.domain.force_units import kind_of, usual_places
from roster.services import clock, force_establishment, force_quick_entry, forces, self_defence_rules, units
from roster.services.faults import Invalid
from roster.store import force_tree
from roster.store.forces import ForceUnit
from roster.web.access import current_actor, permission_required
from roster.web.fields import take_faults
from roster.web.forces.forms import EndUnitForm, PostsForm, QuickForm, UnitForm
from roster.web.forces.views import blueprint, covers, unit_page
from roster.web.shell import show_count

Answer = Response | str | tuple[str, int]
_BLANK_ROWS = 3


@blueprint.get("/new")
@permission_required(Permission.EDIT_PEOPLE)
def new(ward_id: UUID) -> str:
    """An empty form; the address may name the unit above and the kind."""
    form = _unit_form(ward_id, None, empty=True)
    form.parent_id.data, form.kind.data = request.args.get("parent", ""), request.args.get("kind", "")
    form.begins_on.data = clock.today()
    return render_template("forces/edit.html", form=form, unit=None)


@blueprint.post("/new")
@permission_required(Permission.EDIT_PEOPLE)
def add(ward_id: UUID) -> Answer:
    """Make the unit."""
    form = _unit_form(ward_id, None)
    if form.validate():
        try:
            unit = forces.add_unit(current_actor(), ward_id, form.facts())
        except Invalid as fault:
            take_faults(form, fault.faults)
        else:
            flash("Đã lập đơn vị. Tiếp theo hãy đặt biên chế rồi xếp người vào đơn vị.", "success")
            _warn(unit)
            return unit_page(ward_id, unit)
    return render_template("forces/edit.html", form=form, unit=None), 422


@blueprint.get("/units/<uuid:unit_id>/edit")
@permission_required(Permission.EDIT_PEOPLE)
def edit(ward_id: UUID, unit_id: UUID) -> str:
    """The form with what is kept."""
    unit = _unit(ward_id, unit_id)
    form = _unit_form(ward_id, unit, empty=True)
    form.show(unit)
    lacking = self_defence_rules.shortcomings_of(current_actor(), unit, unit.begins_on)
    return render_template("forces/edit.html", form=form, unit=unit, lacking=lacking)


@blueprint.post("/units/<uuid:unit_id>/edit")
@permission_required(Permission.EDIT_PEOPLE)
def save(ward_id: UUID, unit_id: UUID) -> Answer:
    """Save what changed."""
    unit = _unit(ward_id, unit_id)
    form = _unit_form(ward_id, unit)
    if form.validate():
        try:
            forces.edit_unit(current_actor(), ward_id, unit_id, form.facts(), form.seen())
        except Invalid as fault:
            form.refused(fault, unit.version)
        else:
            flash("Đã ghi đơn vị.", "success")
            _warn(unit)
            return unit_page(ward_id, unit_id)
    return render_template("forces/edit.html", form=form, unit=unit), 422


@blueprint.get("/quick")
@permission_required(Permission.EDIT_PEOPLE)
def quick(ward_id: UUID) -> str:
    """A field for pasted lines."""
    form = QuickForm(formdata=None)
    form.begins_on.data = clock.today()
    return render_template("forces/quick.html", form=form)


@blueprint.post("/quick")
@permission_required(Permission.EDIT_PEOPLE)
def add_quick(ward_id: UUID) -> Answer:
    """Make the units of the lines."""
    form = QuickForm()
    if form.validate():
        try:
            made = force_quick_entry.add_lines(current_actor(), ward_id, form.lines.data or "", form.begins_on.data)
        except Invalid as fault:
            take_faults(form, fault.faults)
        else:
            flash(f"Đã lập {show_count(len(made))} đơn vị.", "success")
            return redirect(url_for(".index"), 303)
    return render_template("forces/quick.html", form=form), 422


@blueprint.get("/units/<uuid:unit_id>/end")
@permission_required(Permission.EDIT_PEOPLE)
def ask_end(ward_id: UUID, unit_id: UUID) -> str:
    """The form of the unit's last day."""
    unit = _unit(ward_id, unit_id)
    form = EndUnitForm(formdata=None)
    form.day.data, form.seen_version.data = clock.today(), str(unit.version)
    return render_template("forces/end_unit.html", form=form, unit=unit, is_used=forces.is_used(unit))


@blueprint.post("/units/<uuid:unit_id>/end")
@permission_required(Permission.EDIT_PEOPLE)
def end(ward_id: UUID, unit_id: UUID) -> Answer:
    """Let the unit end."""
    unit, form = _unit(ward_id, unit_id), EndUnitForm()
    if form.validate():
        try:
            forces.end_unit(
                current_actor(), ward_id, unit_id, form.day.data, form.seen(), with_all=bool(form.with_all.data),
                decision_number=form.decision_number.data or "",
            )  # fmt: skip
        except Invalid as fault:
            form.refused(fault, unit.version)
        else:
            flash("Đã ghi ngày giải thể; đơn vị vẫn còn trong các ngày trước đó.", "success")
            return unit_page(ward_id, unit_id)
    return render_template("forces/end_unit.html", form=form, unit=unit, is_used=forces.is_used(unit)), 422


@blueprint.post("/units/<uuid:unit_id>/remove")
@permission_required(Permission.EDIT_PEOPLE)
def remove(ward_id: UUID, unit_id: UUID) -> Response:
    """Take a unit that was entered by mistake off the file."""
    try:
        forces.remove_unit(current_actor(), ward_id, unit_id)
    except Invalid as fault:
        flash(str(fault), "error")
        return unit_page(ward_id, unit_id)
    flash("Đã xóa đơn vị nhập nhầm.", "success")
    return redirect(url_for(".index"), 303)


@blueprint.get("/units/<uuid:unit_id>/posts")
@permission_required(Permission.EDIT_PEOPLE)
def posts(ward_id: UUID, unit_id: UUID) -> str:
    """The establishment of today, or the usual posts of such a unit, to be changed from a day on."""
    unit = _unit(ward_id, unit_id)
    form = PostsForm(formdata=None)
    known = force_tree.establishment_of(ward_id, unit.id)
    latest = max((row.begins_on for row in known), default=unit.begins_on)
    form.from_day.data = max(latest, clock.today()) if known else unit.begins_on
    form.seen_version.data = str(unit.version)
    return _posts_page(unit, form, _rows_of(unit, form.from_day.data))


@blueprint.post("/units/<uuid:unit_id>/posts")
@permission_required(Permission.EDIT_PEOPLE)
def save_posts(ward_id: UUID, unit_id: UUID) -> Answer:
    """Set the establishment from the day on."""
    unit, form = _unit(ward_id, unit_id), PostsForm()
    sent = list(zip(request.form.getlist("post"), request.form.getlist("places"), strict=False))[:60]
    if form.validate():
        try:
            wanted = _places(sent)
            day = form.from_day.data
            force_establishment.set_establishment(current_actor(), ward_id, unit_id, day, wanted, form.seen())
        except Invalid as fault:
            form.refused(fault, unit.version)
        else:
            flash("Đã ghi biên chế.", "success")
            return unit_page(ward_id, unit_id)
    return _posts_page(unit, form, sent), 422


def _warn(unit: ForceUnit) -> None:
    """What the law asks of an organisation with a self-defence unit and was not so when the unit was made."""
    for said in self_defence_rules.shortcomings_of(current_actor(), unit, unit.begins_on):
        flash(said, "warning")


def _unit(ward_id: UUID, unit_id: UUID) -> ForceUnit:
    return forces.get_unit(current_actor(), ward_id, unit_id, Permission.EDIT_PEOPLE)


def _unit_form(ward_id: UUID, unit: ForceUnit | None, *, empty: bool = False) -> UnitForm:
    """The form with its lists; units, neighbourhoods and organisations that ended stay out, but for the unit's own."""
    actor, today = current_actor(), clock.today()
    form = UnitForm(formdata=None) if empty else UnitForm()
    own = {unit.id, unit.parent_id, unit.neighbourhood_id, unit.organisation_id} if unit else set()
    above = [pair for pair in forces.standing_units(actor, ward_id, today) if unit is None or pair[0].id != unit.id]
    neighbourhoods, organisations = units.list_neighbourhoods(actor, ward_id), units.list_organisations(actor, ward_id)
    form.offer(
        above,
        [one for one in neighbourhoods if one.ends_on is None or one.id in own],
        [one for one in organisations if one.ends_on is None or one.id in own],
        today,
    )
    return form


def _rows_of(unit: ForceUnit, day: date) -> list[tuple[str, str]]:
    """(post, places) as the form shows them: what holds on the day, then usual posts that have no place yet."""
    known = {
        row.post: str(row.places)
        for row in force_tree.establishment_of(unit.ward_id, unit.id)
        if covers(row, day)
    }  # fmt: skip
    usual = {
        post: "" if known or count is None else str(count) for post, count in usual_places(kind_of(unit.kind), day)
    }
    return list((known | {post: count for post, count in usual.items() if post not in known}).items())


def _posts_page(unit: ForceUnit, form: PostsForm, rows: list[tuple[str, str]]) -> str:
    blank = [("", "")] * max(_BLANK_ROWS - sum(not post for post, _ in rows), 0)
    return render_template("forces/posts.html", unit=unit, kind=kind_of(unit.kind), form=form, rows=[*rows, *blank])


def _places(sent: list[tuple[str, str]]) -> dict[str, int | None]:
    """What was typed as numbers by post. Raises Invalid with a sentence for what is no number."""
    wanted: dict[str, int | None] = {}
    for post, text in ((post.strip(), text.strip()) for post, text in sent):
        if not post and not text:
            continue
        if not post:
            raise Invalid({"": ["Có dòng ghi số người mà chưa ghi chức vụ."]})
        if text and not (text.isascii() and text.isdigit() and len(text) < 5):
            raise Invalid({"": [f"{post}: “{text[:20]}” không phải là số người."]})
        if post in wanted and text:
            raise Invalid({"": [f"{post}: mỗi chức vụ ghi một lần."]})
        wanted[post] = int(text) if text else None
    return wanted
