"""Pages that edit many people of a list at once: choose the facts, look at the changes, write them, take them back."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from roster.domain.actor import Permission
from roster.services import bulk_edit_undo, bulk_edits, clock, lists, people
from roster.services.bulk_edits import EditPreview
from roster.services.changes import InvalidFacts
from roster.services.fact_words import in_words
from roster.services.faults import Invalid
from roster.services.unrecorded import unrecorded_neighbourhoods, unrecorded_sentence
from roster.web.access import current_actor, permission_required
from roster.web.fields import take_faults
from roster.web.filters import ListQuery, chosen_people, read_query
from roster.web.lists.edit_forms import ManyForm, many_form
from roster.web.lists.views import blueprint
from roster.web.shell import show_count


@blueprint.post("/<roster>/edit")
@permission_required(Permission.EDIT_PEOPLE)
def choose_facts(ward_id: UUID, roster: str) -> Response | str:
    """The facts that may be changed for those who were ticked, or for everybody whom the filter finds."""
    actor, asked = current_actor(), _asked(ward_id, roster)
    form = _form(roster)
    ids = form.chosen()
    if not ids:
        ticked = chosen_people(request.form)
        ids = list(ticked) if ticked is not None else []
        if request.form.get("everyone"):
            ids = lists.people_of(actor, asked.wanted)
    if not ids:
        flash("Chưa chọn ai. Hãy đánh dấu vào ô đầu dòng của từng người, hoặc chọn cả danh sách.", "warning")
        return redirect(_back(roster, asked))
    form.people.data = " ".join(one.hex for one in ids)
    return _facts_page(roster, asked, form)


@blueprint.post("/<roster>/edit/preview")
@permission_required(Permission.EDIT_PEOPLE)
def preview_edit(ward_id: UUID, roster: str) -> tuple[str, int] | str:
    """Old and new of each person, and who is left out; writes nothing."""
    asked, form = _asked(ward_id, roster), _form(roster)
    if form.validate():
        try:
            seen = bulk_edits.preview(
                current_actor(), ward_id, roster, asked.wanted.year, form.chosen(), form.wanted(), clock.today()
            )
        except InvalidFacts as fault:
            form.show_problems(fault.problems)
        except Invalid as fault:
            take_faults(form, fault.faults)
        else:
            return _preview_page(roster, asked, form, seen)
    return _facts_page(roster, asked, form), 422


@blueprint.post("/<roster>/edit/confirm")
@permission_required(Permission.EDIT_PEOPLE)
def make_edit(ward_id: UUID, roster: str) -> Response | tuple[str, int] | str:
    """Write the changes; whoever was edited since the preview stays as he is, and the page says so."""
    actor, today, asked, form = current_actor(), clock.today(), _asked(ward_id, roster), _form(roster)
    if not form.validate():
        return _facts_page(roster, asked, form), 422
    try:
        edit_id, done = bulk_edits.make(
            actor, ward_id, roster, asked.wanted.year, form.marks(), form.wanted(), today
        )  # fmt: skip
    except Invalid as fault:
        take_faults(form, fault.faults)
        return _facts_page(roster, asked, form), 422
    if edit_id is None:
        flash("Chưa sửa ai: các hồ sơ đã thay đổi sau khi xem trước. Dưới đây là tình trạng hiện nay.", "warning")
        seen = bulk_edits.preview(actor, ward_id, roster, asked.wanted.year, form.chosen(), form.wanted(), today)
        return _preview_page(roster, asked, form, seen)
    flash(f"Đã sửa hồ sơ của {show_count(len(done.edited))} người.", "success")
    if done.left_out:
        names = ", ".join(one.full_name for one in done.left_out[:10])
        more = f" và {show_count(len(done.left_out) - 10)} người nữa" if len(done.left_out) > 10 else ""
        flash(
            f"{show_count(len(done.left_out))} người không được sửa: {names}{more}. {done.left_out[0].reason}",
            "warning",
        )
    return redirect(url_for("lists.show_edit", roster=roster, edit_id=edit_id), 303)


@blueprint.get("/<roster>/edits/<uuid:edit_id>")
@permission_required(Permission.VIEW_PEOPLE)
def show_edit(ward_id: UUID, roster: str, edit_id: UUID) -> str:
    """An edit of many as it was made, with what was changed since; it is taken back here."""
    edit = bulk_edit_undo.edit_of(current_actor(), ward_id, edit_id)
    return render_template("lists/edited.html", roster=roster, edit=edit)


@blueprint.post("/<roster>/edits/<uuid:edit_id>/undo")
@permission_required(Permission.EDIT_PEOPLE)
def undo_edit(ward_id: UUID, roster: str, edit_id: UUID) -> Response:
    """Take the whole edit back; what was edited since is kept."""
    try:
        returned, kept = bulk_edit_undo.undo(current_actor(), ward_id, edit_id)
    except Invalid as fault:
        flash(" ".join(sentence for sentences in fault.faults.values() for sentence in sentences), "warning")
    else:
        flash(f"Đã hoàn tác: {show_count(returned)} người trở lại như trước lần sửa.", "success")
        if kept:
            flash(
                f"{show_count(kept)} người có mục đã được sửa tiếp sau đó nên giữ nguyên mục ấy; xem ở dưới.", "warning"
            )
    return redirect(url_for("lists.show_edit", roster=roster, edit_id=edit_id), 303)


def _asked(ward_id: UUID, roster: str) -> ListQuery:
    return read_query(current_actor(), ward_id, roster, request.args, clock.today())


def _form(roster: str) -> ManyForm:
    return many_form(roster, bulk_edits.editable(current_actor(), roster), request.form.keys(), clock.today())


def _back(roster: str, asked: ListQuery) -> str:
    return url_for("lists.show", roster=roster, **asked.args())


def _facts_page(roster: str, asked: ListQuery, form: ManyForm) -> str:
    actor, ward_id = current_actor(), asked.wanted.ward_id
    return render_template(
        "lists/edit.html",
        roster=roster,
        asked=asked,
        form=form,
        count=len(form.chosen()),
        neighbourhoods=people.known_neighbourhoods(actor, ward_id, clock.today()),
        recent=bulk_edit_undo.recent_edits(actor, ward_id),
        back=_back(roster, asked),
    )


def _preview_page(roster: str, asked: ListQuery, form: ManyForm, seen: EditPreview) -> str:
    home = form.wanted().get("neighbourhood")
    strange = unrecorded_neighbourhoods(current_actor(), asked.wanted.ward_id, [home])
    form.seen.data = " ".join(f"{one.person_id.hex}:{one.mark}" for one in seen.edited)
    return render_template(
        "lists/edit_preview.html",
        roster=roster,
        asked=asked,
        form=form,
        seen=seen,
        strange_homes=[unrecorded_sentence(name) for name in strange],
        words=lambda fact, value: in_words(fact.home, fact.key, value),
        back=_back(roster, asked),
    )
