"""The pages of papers on their way: the list with its filters in the address, and what became of each."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from roster.domain.actor import Permission
from roster.domain.choices import label_of
from roster.domain.delivery import KIND, REPLACED, STATES
from roster.services import clock, deliveries
from roster.services.deliveries import Paper, PaperFilter, PaperPage
from roster.services.faults import Invalid
from roster.web.access import current_actor, permission_required
from roster.web.asked import number_in
from roster.web.deliveries.forms import RECEIVERS, OutcomeForm
from roster.web.fields import take_faults
from roster.web.filters import ids_of

blueprint = Blueprint("deliveries", __name__, url_prefix="/wards/<uuid:ward_id>/campaigns/<year:year>/deliveries")

FIRST_YEAR, LAST_YEAR = 1975, 2200
_PAGE_SIZE = 100
_KINDS = {str(one.key) for one in KIND}
_OUTCOMES = {str(one.key) for one in STATES}
_LONGEST_NAME = 100


@blueprint.before_request
def _known_year() -> None:
    if not FIRST_YEAR <= (request.view_args or {}).get("year", 0) <= LAST_YEAR:
        abort(404)


@blueprint.get("")
@permission_required(Permission.VIEW_PEOPLE)
def index(ward_id: UUID, year: int) -> str:
    """One page of the papers."""
    wanted = _wanted()
    found = deliveries.list_papers(
        current_actor(), ward_id, year, wanted, page=request.args.get("page", 1, type=number_in), size=_PAGE_SIZE
    )
    return render_template(
        "deliveries/index.html",
        year=year, wanted=wanted, found=found, size=_PAGE_SIZE, kinds=KIND, outcomes=STATES,
        tiles=_tiles(year, wanted, found), kind_label=kind_label, outcome_label=outcome_label,
        filters=_args(wanted), page_link=lambda number: _link(year, wanted, page=number),
    )  # fmt: skip


@blueprint.get("/<uuid:paper_id>")
@permission_required(Permission.EDIT_PEOPLE)
def edit(ward_id: UUID, year: int, paper_id: UUID) -> str:
    """One paper: what became of it."""
    actor = current_actor()
    paper = deliveries.get_paper(actor, ward_id, year, paper_id, Permission.EDIT_PEOPLE)
    form = OutcomeForm(formdata=None)
    form.fill(paper, actor.name, clock.today())
    return _outcome_page(year, form, [paper], single=True)


@blueprint.post("/<uuid:paper_id>")
@permission_required(Permission.EDIT_PEOPLE)
def save(ward_id: UUID, year: int, paper_id: UUID) -> Response | str:
    """Keep what became of the paper."""
    actor = current_actor()
    paper = deliveries.get_paper(actor, ward_id, year, paper_id, Permission.EDIT_PEOPLE)
    form = OutcomeForm()
    if form.validate():
        try:
            done = deliveries.record_outcome(actor, ward_id, year, [paper_id], form.handover(), form.seen())
        except Invalid as fault:
            take_faults(form, fault.faults)
            form.seen_version.data = str(deliveries.get_paper(actor, ward_id, year, paper_id).delivery.version)
        else:
            _say(done)
            return redirect(_link(year, _wanted(), page=request.args.get("page", 1, type=number_in)))
    return _outcome_page(year, form, [paper], single=True)


@blueprint.post("/outcome")
@permission_required(Permission.EDIT_PEOPLE)
def ask_many(ward_id: UUID, year: int) -> Response | str:
    """Ask what became of the ticked papers; writes nothing."""
    actor, chosen = current_actor(), _chosen()
    if not chosen:
        flash("Chưa chọn giấy nào. Hãy đánh dấu vào ô đầu dòng.", "warning")
        return redirect(_link(year, _wanted()))
    form = OutcomeForm(formdata=None)
    form.begin(actor.name, clock.today())
    return _outcome_page(year, form, deliveries.get_papers(actor, ward_id, year, chosen))


@blueprint.post("/outcome/save")
@permission_required(Permission.EDIT_PEOPLE)
def save_many(ward_id: UUID, year: int) -> Response | str:
    """Keep what became of many papers."""
    actor, chosen, form = current_actor(), _chosen(), OutcomeForm()
    if form.validate():
        try:
            done = deliveries.record_outcome(actor, ward_id, year, chosen, form.handover())
        except Invalid as fault:
            take_faults(form, fault.faults)
        else:
            _say(done)
            return redirect(_link(year, _wanted()))
    return _outcome_page(year, form, deliveries.get_papers(actor, ward_id, year, chosen))


@blueprint.post("/remove")
@permission_required(Permission.EDIT_PEOPLE)
def remove(ward_id: UUID, year: int) -> Response:
    """Take out ticked papers that were made by mistake."""
    chosen = _chosen()
    if not chosen:
        flash("Chưa chọn giấy nào. Hãy đánh dấu vào ô đầu dòng.", "warning")
        return redirect(_link(year, _wanted()))
    try:
        count = deliveries.remove(current_actor(), ward_id, year, chosen)
    except Invalid as fault:
        flash(sentence_of(fault), "warning")
    else:
        flash(f"Đã xóa {count} giấy chưa giao.", "success")
    return redirect(_link(year, _wanted()))


def kind_label(kind: str) -> str:
    """A kind of paper in words."""
    return label_of(KIND, kind)


def outcome_label(outcome: str) -> str:
    """An outcome in words."""
    return label_of(STATES, outcome)


def sentence_of(fault: Invalid) -> str:
    """All sentences of a refusal in one."""
    return " ".join(sentence for sentences in fault.faults.values() for sentence in sentences)


def _say(done: list[Paper]) -> None:
    late = [one for one in done if one.time.is_late]
    if not late:
        flash(f"Đã ghi kết quả {len(done)} giấy.", "success")
        return
    first = late[0].time
    flash(
        f"Đã ghi kết quả {len(done)} giấy, trong đó {len(late)} giấy trễ hạn: phải giao chậm nhất ngày "
        f"{first.last_day:%d/%m/%Y} ({first.citation}).",
        "warning",
    )


def _tiles(year: int, wanted: PaperFilter, found: PaperPage) -> list[tuple[str, int, str, bool, str]]:
    """Label, number, address, whether it is the present one, look; counted within the chosen kind."""
    counts = dict.fromkeys(_OUTCOMES, 0)
    for (kind, outcome), number in found.by_outcome.items():
        if wanted.kind in {None, kind}:
            counts[outcome] += number
    late = sum(number for kind, number in found.late.items() if wanted.kind in {None, kind})
    looks = {"delivered": "", "pending": "info", "absent": "warn", "refused": "warn", "posted": "", REPLACED: ""}
    tiles = [("Tất cả", sum(counts.values()), PaperFilter(wanted.kind), "neutral")]
    tiles += [
        (one.label, counts[str(one.key)], PaperFilter(wanted.kind, str(one.key)), looks[str(one.key)])
        for one in STATES
        if one.key != REPLACED or counts[REPLACED]
    ]
    tiles.append(("Trễ hạn", late, PaperFilter(wanted.kind, is_late=True), "bad"))
    return [(label, number, _link(year, one), one == wanted, look) for label, number, one, look in tiles]


def _wanted() -> PaperFilter:
    args = request.args
    kind, outcome = args.get("kind", ""), args.get("outcome", "")
    return PaperFilter(
        kind if kind in _KINDS else None,
        outcome if outcome in _OUTCOMES else None,
        args.get("late") == "1",
        args.get("neighbourhood", "")[:_LONGEST_NAME] or None,
    )


def _args(wanted: PaperFilter) -> dict[str, Any]:
    full = {
        "kind": wanted.kind,
        "outcome": wanted.outcome,
        "late": "1" if wanted.is_late else None,
        "neighbourhood": wanted.neighbourhood,
    }
    return {key: value for key, value in full.items() if value}


def _link(year: int, wanted: PaperFilter, page: int = 1) -> str:
    more: dict[str, Any] = {"page": page} if page > 1 else {}
    return url_for("deliveries.index", year=year, **_args(wanted), **more)


def _chosen() -> list[UUID]:
    """The ticked papers, or those that the page of a bulk outcome carries in one field."""
    return ids_of((*request.form.getlist("chosen"), *request.form.get("papers", "").split()))


def _outcome_page(year: int, form: OutcomeForm, papers: list[Paper], single: bool = False) -> str:
    wanted = _wanted()
    return render_template(
        "deliveries/outcome.html",
        year=year, form=form, papers=papers, single=single, receivers=RECEIVERS, kind_label=kind_label,
        outcome_label=outcome_label, filters=_args(wanted), back=_link(year, wanted),
    )  # fmt: skip
