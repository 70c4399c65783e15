"""The first establishment of many units at once: a row for each unit that has none."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms.validators import InputRequired

from roster.domain.actor import Permission
from roster.domain.force_units import RANK_AND_FILE, kind_of
from roster.services import clock, force_establishment
from roster.services.faults import Invalid
from roster.services.force_strength import UnitStrength, strength_on
from roster.web.access import current_actor, permission_required
from roster.web.fields import DayField, take_faults
from roster.web.filters import id_of
from roster.web.forces.views import blueprint
from roster.web.office_form import OfficeForm
from roster.web.shell import show_count


class FirstPlacesForm(OfficeForm):
    """From which day the establishments hold; the rows are read by the view."""

    from_day = DayField("Áp dụng từ ngày", [InputRequired("Hãy ghi ngày áp dụng.")])


@dataclass(frozen=True)
class Row:
    """A unit without an establishment: what stands in its fields, and what was wrong with them."""

    one: UnitStrength
    leader: str
    leaders: str
    soldiers: str
    faults: tuple[str, ...] = ()

    @property
    def soldiers_now(self) -> int:
        """How many soldiers it has today."""
        return sum(post.held for post in self.one.posts if post.post == RANK_AND_FILE)


@blueprint.get("/establishment")
@permission_required(Permission.EDIT_PEOPLE)
def establishing(ward_id: UUID) -> str:
    """The units without an establishment, each with its usual leader."""
    form = FirstPlacesForm(formdata=None)
    form.from_day.data = clock.today().replace(month=1, day=1)
    return render_template("forces/establishment.html", form=form, rows=_rows(ward_id))


@blueprint.post("/establishment")
@permission_required(Permission.EDIT_PEOPLE)
def establish(ward_id: UUID) -> Response | tuple[str, int]:
    """Set what was entered."""
    form, sent = FirstPlacesForm(), _sent()
    faults: dict[str, list[str]] = {}
    if form.validate():
        try:
            wanted = {unit_id: _places(unit_id, *row) for unit_id, row in sent.items() if row[2].strip()}
            count = force_establishment.set_first(current_actor(), ward_id, form.from_day.data, wanted)
        except Invalid as fault:
            faults = fault.faults
            take_faults(form, {name: said for name, said in faults.items() if id_of(name) is None})
        else:
            flash(f"Đã đặt biên chế cho {show_count(count)} đơn vị.", "success")
            return redirect(url_for(".index"), 303)
    rows = [
        Row(row.one, *sent.get(row.one.unit.id, (row.leader, row.leaders, row.soldiers)),
            tuple(faults.get(str(row.one.unit.id), ())))
        for row in _rows(ward_id)
    ]  # fmt: skip
    return render_template("forces/establishment.html", form=form, rows=rows), 422


def _rows(ward_id: UUID) -> list[Row]:
    found = []
    for one in strength_on(current_actor(), ward_id, clock.today()):
        kind = kind_of(one.kind)
        if one.has_establishment or kind.is_board:
            continue
        held = [post.post for post in one.posts if post.post != RANK_AND_FILE]
        found.append(Row(one, (held or list(kind.posts))[0], "1", ""))
    return found


def _sent() -> dict[UUID, tuple[str, str, str]]:
    columns = [request.form.getlist(name) for name in ("unit", "leader", "leaders", "soldiers")]
    found = {}
    for unit, leader, leaders, soldiers in zip(*columns, strict=False):
        if (unit_id := id_of(unit)) is not None:
            found[unit_id] = (leader, leaders, soldiers)
    return found


def _places(unit_id: UUID, leader: str, leaders: str, soldiers: str) -> dict[str, int | None]:
    """The places of one row. Raises Invalid with the unit's id as the field."""
    wanted: dict[str, int | None] = {}
    for post, text in ((leader.strip(), leaders.strip()), (RANK_AND_FILE, soldiers.strip())):
        if text and not (text.isascii() and text.isdigit() and len(text) < 5):
            raise Invalid({str(unit_id): [f"“{text[:20]}” không phải là số người."]})
        if post and text:
            wanted[post] = int(text)
    return wanted
