"""The pages of candidates: they translate between HTTP and the services candidates and cycle, and decide nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from roster.domain.actor import Permission
from roster.services import bulk_moves, candidates, clock, cycle
from roster.services.candidate_answers import answers_for, step_label, steps_to_choose
from roster.services.cycle import MovePreview, Refusal
from roster.services.faults import Invalid
from roster.services.lists import PAGE_SIZES
from roster.web.access import current_actor, permission_required
from roster.web.candidates.forms import MoveForm
from roster.web.candidates.query import CandidateQuery, read_query
from roster.web.fields import take_faults
from roster.web.filters import ids_of, is_untidy
from roster.web.shell import show_count

blueprint = Blueprint("candidates", __name__, url_prefix="/wards/<uuid:ward_id>/campaigns/<year:year>/candidates")

FIRST_YEAR, LAST_YEAR = 1975, 2200
EVERYBODY = "all"


@blueprint.get("/")
@permission_required(Permission.VIEW_PEOPLE)
def show(ward_id: UUID, year: int) -> Response | str:
    """One page of the list, with the filters that its address holds; what a form left empty leaves the address."""
    asked = _asked(ward_id, year)
    if is_untidy(request.args):
        return redirect(_link(year, asked, page=asked.page))
    return _list_page(ward_id, year, asked)


def _list_page(ward_id: UUID, year: int, asked: CandidateQuery, ticked: Sequence[UUID] = (), to_step: str = "") -> str:
    """The list, with who was ticked and the step that was chosen where a move lacked the other of the two."""
    actor = current_actor()
    found = candidates.list_candidates(actor, asked.wanted, page=asked.page, size=asked.size)
    return render_template(
        "candidates/index.html",
        year=year,
        asked=asked,
        ticked=ticked,
        to_step=to_step,
        found=found,
        answers=answers_for(actor),
        steps=steps_to_choose(),
        step_label=step_label,
        sizes=PAGE_SIZES,
        last_move=cycle.last_move(actor, ward_id, year),
        link=lambda **changes: _link(year, asked, **changes),
        page_link=lambda number: _link(year, asked, page=number),
    )


@blueprint.post("/move")
@permission_required(Permission.EDIT_PEOPLE)
def preview(ward_id: UUID, year: int) -> str | tuple[str, int]:
    """Who would enter the chosen step, who stands there already, who may not and why; writes nothing."""
    actor, asked = current_actor(), _asked(ward_id, year)
    if request.form.get("who") == EVERYBODY:
        chosen = candidates.candidate_ids(actor, asked.wanted)
    else:
        chosen = ids_of(request.form.getlist("chosen"))
    to_step = request.form.get("to_step", "")
    if not chosen:
        flash("Chưa chọn ai. Hãy đánh dấu vào ô đầu dòng của từng người, hoặc chọn cả danh sách.", "warning")
        return _list_page(ward_id, year, asked, to_step=to_step), 422
    try:
        seen = cycle.preview_move(actor, ward_id, year, chosen, to_step)
    except Invalid as fault:
        flash(" ".join(sentence for sentences in fault.faults.values() for sentence in sentences), "warning")
        return _list_page(ward_id, year, asked, ticked=() if request.form.get("who") == EVERYBODY else chosen), 422
    form = MoveForm(formdata=None)
    form.to_step.data, form.on.data = seen.to_step, clock.today()
    form.people.data = " ".join(one.person_id.hex for one in seen.allowed)
    return _preview_page(year, asked, seen, form)


@blueprint.post("/move/confirm")
@permission_required(Permission.EDIT_PEOPLE)
def confirm(ward_id: UUID, year: int) -> Response | str:
    """Make the move. The law is asked again: whoever may not enter any more stays, and the page says why."""
    actor, asked, form = current_actor(), _asked(ward_id, year), MoveForm()
    people, to_step = form.chosen(), form.to_step.data or ""
    if form.validate() and form.on.data is not None:
        try:
            bulk_id, made = bulk_moves.make(
                actor, ward_id, year, people, to_step,
                on=form.on.data, paper=form.paper.data or "", note=form.note.data or "",
            )  # fmt: skip
        except Invalid as fault:
            take_faults(form, fault.faults)
        else:
            return _made(year, asked, bulk_id, made, form)
    try:
        seen = cycle.preview_move(actor, ward_id, year, people, to_step)
    except Invalid:
        abort(400)  # the step is a hidden field: only a page of another program sends an unknown one
    return _preview_page(year, asked, seen, form)


@blueprint.get("/moves/<uuid:bulk_id>")
@permission_required(Permission.VIEW_PEOPLE)
def moved(ward_id: UUID, year: int, bulk_id: UUID) -> str:
    """A bulk move as it was made; the last one can be taken back here."""
    actor = current_actor()
    return _moved_page(year, bulk_moves.move_of(actor, ward_id, year, bulk_id), ())


@blueprint.post("/moves/<uuid:bulk_id>/undo")
@permission_required(Permission.EDIT_PEOPLE)
def undo(ward_id: UUID, year: int, bulk_id: UUID) -> Response:
    """Take the last move back."""
    actor = current_actor()
    bulk_moves.move_of(actor, ward_id, year, bulk_id)
    try:
        count = cycle.undo_last(actor, ward_id, year, bulk_id)
    except Invalid as fault:
        flash(" ".join(sentence for sentences in fault.faults.values() for sentence in sentences), "warning")
    else:
        flash(f"Đã hoàn tác: {show_count(count)} người trở về bước trước đó.", "success")
    return redirect(url_for("candidates.moved", year=year, bulk_id=bulk_id))


def _asked(ward_id: UUID, year: int) -> CandidateQuery:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        abort(404)
    asked = read_query(ward_id, year, request.args)
    return replace(asked, wanted=candidates.as_allowed(current_actor(), asked.wanted))


def _link(year: int, asked: CandidateQuery, **changes: Any) -> str:
    if "page" not in changes:
        changes["page"] = None
    return url_for("candidates.show", year=year, **asked.args(**changes))


def _made(year: int, asked: CandidateQuery, bulk_id: UUID, made: MovePreview, form: MoveForm) -> Response | str:
    if not made.allowed:
        # Somebody else moved them meanwhile: the page shows how they stand now.
        return _preview_page(year, asked, made, form)
    if made.refused:
        actor, ward_id = current_actor(), made.allowed[0].ward_id
        return _moved_page(year, bulk_moves.move_of(actor, ward_id, year, bulk_id), made.refused)
    return redirect(url_for("candidates.moved", year=year, bulk_id=bulk_id))


def _preview_page(year: int, asked: CandidateQuery, seen: MovePreview, form: MoveForm) -> str:
    return render_template(
        "candidates/preview.html",
        year=year,
        asked=asked,
        seen=seen,
        form=form,
        step=step_label(seen.to_step),
        step_label=step_label,
        why=_most_frequent(seen.refused),
        back=_link(year, asked, page=asked.page),
    )


def _moved_page(year: int, move: bulk_moves.BulkMove, refused: Sequence[Refusal]) -> str:
    actor, ward_id = current_actor(), UUID(str((request.view_args or {})["ward_id"]))
    is_last = move.undone_at is None and cycle.last_move(actor, ward_id, year) == move.bulk_id
    return render_template(
        "candidates/moved.html",
        year=year,
        move=move,
        refused=refused,
        is_last=is_last,
        step=step_label(move.to_step),
        step_label=step_label,
    )


def _most_frequent(refused: Sequence[Refusal]) -> list[tuple[str, int]]:
    return Counter(refusal.reasons[0] for refusal in refused).most_common(5)
