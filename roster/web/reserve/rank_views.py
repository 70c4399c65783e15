"""The year's proposals of ranks: who may be proposed, who is, and the decision."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from roster.domain.actor import Permission
from roster.services import clock, reserve_ranks
from roster.services.faults import Invalid
from roster.services.reserve_ranks import OFFICERS, PARTS, SOLDIERS
from roster.services.reserve_sheets import ranks_sheet
from roster.web.access import current_actor, permission_required
from roster.web.asked import number_in
from roster.web.fields import take_faults
from roster.web.filters import chosen_people
from roster.web.reserve.forms import DecisionForm
from roster.web.reserve.views import blueprint, year_asked
from roster.web.sheets import OFFICE_ENDING, pdf_answer, sheet_answer

Answer = Response | str | tuple[str, int]
_MOST_SHOWN = 200
_YEARS = (0, 1, 2, 3, 4, 5)


@blueprint.get("/ranks")
@permission_required(Permission.VIEW_PEOPLE)
def ranks(ward_id: UUID) -> str:
    """The proposals of a part and year, and those who may be added."""
    return _page(ward_id, DecisionForm(formdata=None), frozenset())


@blueprint.post("/ranks/propose")
@permission_required(Permission.EDIT_PEOPLE)
def propose(ward_id: UUID) -> Answer:
    """Add those ticked to the proposals."""
    return _change(
        ward_id,
        lambda chosen: reserve_ranks.propose(current_actor(), ward_id, _part(), year_asked(), chosen),
        "Đã thêm {} người vào danh sách đề nghị.",
    )


@blueprint.post("/ranks/take-back")
@permission_required(Permission.EDIT_PEOPLE)
def take_back(ward_id: UUID) -> Answer:
    """Take those ticked off the proposals."""
    return _change(
        ward_id,
        lambda chosen: reserve_ranks.take_back(current_actor(), ward_id, _part(), year_asked(), chosen),
        "Đã bỏ {} người khỏi danh sách đề nghị.",
    )


@blueprint.post("/ranks/decide")
@permission_required(Permission.EDIT_PEOPLE)
def decide(ward_id: UUID) -> Answer:
    """Give the ranks proposed to those ticked."""
    form = DecisionForm()
    return _change(
        ward_id,
        lambda chosen: reserve_ranks.decide(current_actor(), ward_id, _part(), year_asked(), chosen, form.values()),
        "Đã ghi quyết định quân hàm cho {} người.",
        form,
    )


@blueprint.get("/ranks.pdf")
@permission_required(Permission.PRINT)
def ranks_pdf(ward_id: UUID) -> Response:
    """The proposals on paper."""
    return pdf_answer(ranks_sheet(_year(ward_id)), clock.today())


@blueprint.get(f"/ranks.{OFFICE_ENDING}")
@permission_required(Permission.EXPORT)
def export_ranks(ward_id: UUID, ending: str) -> Response:
    """The proposals as a workbook or a document."""
    return sheet_answer(ranks_sheet(_year(ward_id)), clock.today(), ending)


def _change(
    ward_id: UUID, deed: Callable[[frozenset[UUID]], int], said: str, form: DecisionForm | None = None
) -> Answer:
    chosen = chosen_people(request.form) or frozenset()
    is_sound = form is None or form.validate()
    form = form or DecisionForm(formdata=None)
    if is_sound:
        try:
            count = deed(chosen)
        except Invalid as refusal:
            take_faults(form, refusal.faults)
        else:
            flash(said.format(count), "success")
            return redirect(url_for(".ranks", part=_part(), year=year_asked()), 303)
    return _page(ward_id, form, chosen), 422


def _part() -> str:
    return request.args.get("part", SOLDIERS)


def _year(ward_id: UUID, min_years: int = 0) -> reserve_ranks.Year:
    return reserve_ranks.year_of(current_actor(), ward_id, _part(), year_asked(), min_years)


def _page(ward_id: UUID, form: DecisionForm, chosen: frozenset[UUID]) -> str:
    min_years = request.args.get("min_years", 0, type=number_in)
    min_years = min_years if min_years in _YEARS else 0
    found = _year(ward_id, min_years)
    return render_template(
        "reserve/ranks.html",
        form=form,
        found=found,
        candidates=found.candidates[:_MOST_SHOWN],
        more=max(0, len(found.candidates) - _MOST_SHOWN),
        chosen=chosen,
        part=found.part,
        parts=PARTS,
        year=year_asked(),
        years=[(one, one) for one in range(clock.today().year + 1, clock.today().year - 6, -1)],
        min_years=min_years,
        year_choices=_YEARS,
        is_officers=found.part == OFFICERS,
    )
