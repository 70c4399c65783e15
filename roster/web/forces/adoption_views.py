"""Taking over the units that a brought-in roster names: one page to look at, changed where need be, and confirmed."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms.fields import SelectChoice

from roster.domain.actor import Permission
from roster.domain.force_units import KIND_BY_KEY, KINDS, OF_NEIGHBOURHOOD, OF_ORGANISATION, guess_kind
from roster.services import clock, force_adoption, forces, units
from roster.services.faults import Invalid
from roster.services.force_adoption import EXISTING, LEAVE, NEW, Choice, Proposal
from roster.web.access import current_actor, permission_required
from roster.web.fields import take_faults
from roster.web.filters import id_of
from roster.web.forces.forms import AdoptionForm
from roster.web.forces.views import blueprint
from roster.web.shell import show_count

_MOST_NAMED = 20


@blueprint.get("/adopt")
@permission_required(Permission.EDIT_PEOPLE)
def adopting(ward_id: UUID) -> str:
    """The texts of the roster with what is proposed for each."""
    found = force_adoption.proposals(current_actor(), ward_id)
    return _page(ward_id, AdoptionForm(formdata=None), found, {one.text: _of(one) for one in found}, {})


@blueprint.post("/adopt")
@permission_required(Permission.EDIT_PEOPLE)
def adopt(ward_id: UUID) -> Response | tuple[str, int]:
    """Make the units and place the people."""
    actor, form = current_actor(), AdoptionForm()
    found = force_adoption.proposals(actor, ward_id)
    sent, faults = _sent(found), dict[str, list[str]]()
    if form.validate():
        try:
            choices = {text: _choice(*one) for text, one in sent.items()}
            done = force_adoption.adopt(
                actor, ward_id, choices, form.from_day.data, form.decision_number.data or "", form.decided_on.data
            )
        except Invalid as fault:
            faults = fault.faults
            take_faults(form, {name: said for name, said in faults.items() if name not in sent})
        else:
            flash(
                f"Đã lập {show_count(done.units)} đơn vị, xếp {show_count(done.people)} người. "
                "Hãy đặt biên chế cho từng đơn vị.",
                "success",
            )
            _warn(done)
            return redirect(url_for(".index"), 303)
    return _page(ward_id, form, found, {text: one[1] for text, one in sent.items()}, faults), 422


def _warn(done: force_adoption.Adopted) -> None:
    """Who commands without a decision, and who was left since his post has a holder: nothing goes unsaid."""
    for names, words in (
        (done.undecided, "Chưa có đủ số và ngày quyết định bổ nhiệm, xin bổ sung ở trang đơn vị: {}."),
        (done.left, "Chưa xếp vì chức vụ chỉ huy đã có người giữ; danh sách dân quân vẫn giữ nguyên chức vụ, đơn vị "
                    "đang ghi: {}. Xin xem lại chức vụ của những người này."),
    ):  # fmt: skip
        if names:
            more = f" và {show_count(len(names) - _MOST_NAMED)} người khác" if len(names) > _MOST_NAMED else ""
            flash(words.format("; ".join(names[:_MOST_NAMED]) + more), "warning")


# What a row of the page holds: what becomes of the text, the unit's name, its ground, the unit above.
_Row = tuple[str, str, str, str]


def _of(one: Proposal) -> _Row:
    wanted = f"unit:{one.unit_id}" if one.action == EXISTING else f"new:{one.kind}" if one.action == NEW else ""
    ground = f"n:{one.neighbourhood_id}" if one.neighbourhood_id else ""
    return wanted, one.name, f"o:{one.organisation_id}" if one.organisation_id else ground, one.parent


def _sent(found: list[Proposal]) -> dict[str, tuple[Proposal, _Row]]:
    """What was sent for each text that is still there; the fields of a row stand in the order of the hidden texts."""
    columns = [request.form.getlist(name) for name in ("text", "wanted", "name", "ground", "parent")]
    # A browser sends all of a row; what a forged form leaves out is no row.
    rows: dict[str, _Row] = {text: (wanted, *more) for text, wanted, *more in zip(*columns, strict=False)}
    return {one.text: (one, rows.get(one.text, ("", one.name, "", one.parent))) for one in found}


def _choice(proposal: Proposal, row: _Row) -> Choice:
    wanted, name, ground, parent = row
    kind, _, key = wanted.partition(":")
    if kind == "unit":
        return Choice(EXISTING, unit_id=id_of(key))
    chosen = KIND_BY_KEY.get(key) if kind == "new" else None
    if chosen is None:
        return Choice(LEAVE)
    component = chosen.component or (proposal.component if key.startswith("arm_") else None)
    if key.startswith("arm_") and not component:
        component = guess_kind(proposal.text).component
    return Choice(
        NEW,
        name=name,
        kind=key,
        component=component,
        neighbourhood_id=id_of(ground[2:]) if ground.startswith("n:") and chosen.ground == OF_NEIGHBOURHOOD else None,
        organisation_id=id_of(ground[2:]) if ground.startswith("o:") and chosen.ground == OF_ORGANISATION else None,
        parent=parent,
    )


def _page(
    ward_id: UUID, form: AdoptionForm, found: list[Proposal], rows: dict[str, _Row], faults: dict[str, list[str]]
) -> str:
    actor, today = current_actor(), clock.today()
    choices = [SelectChoice(f"unit:{unit.id}", name, optgroup="Xếp vào đơn vị đã có")
               for unit, name in forces.standing_units(actor, ward_id, today)]  # fmt: skip
    choices += [
        SelectChoice(f"new:{one.key}", one.label, optgroup=f"Lập mới: {one.group}") for one in KINDS if not one.is_board
    ]
    grounds = [(f"n:{one.id}", one.name) for one in units.list_neighbourhoods(actor, ward_id, today)]
    grounds += [(f"o:{one.id}", one.name) for one in units.list_organisations(actor, ward_id, today)]
    groups: dict[str, list[SelectChoice]] = {}
    for choice in choices:
        groups.setdefault(str(choice.optgroup), []).append(choice)
    return render_template(
        "forces/adopt.html", form=form, found=found, rows=rows, faults=faults, groups=groups, grounds=grounds
    )
