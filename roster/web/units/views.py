"""The settings of a ward: four lists with the same three pages each (list, add, change)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import StringField

from roster.domain.actor import Actor, Permission
from roster.domain.choices import RANK
from roster.services import clock, letterheads, units
from roster.services.faults import Invalid
from roster.services.setup import suggested_letterhead
from roster.web.access import current_actor, permission_required
from roster.web.fields import take_faults
from roster.web.office_form import OfficeForm
from roster.web.units.forms import LetterheadForm, NeighbourhoodForm, OrganisationForm, SignatoryForm

blueprint = Blueprint("units", __name__, url_prefix="/wards/<uuid:ward_id>/settings")

Answer = Response | str | tuple[str, int]


@dataclass(frozen=True)
class Kind:
    """One kind of setting: its words, its form and the services that read and write it."""

    new_title: str
    edit_title: str
    saved: str
    form: type[OfficeForm]
    get: Callable[[Actor, UUID, UUID], Any]
    save: Callable[[Actor, UUID, UUID | None, OfficeForm], Any]


def _save_letterhead(actor: Actor, ward_id: UUID, row_id: UUID | None, form: Any) -> Any:
    days = {"begins_on": form.begins_on.data, "ends_on": form.ends_on.data}
    return letterheads.save_letterhead(actor, ward_id, row_id, texts=form.texts(), **days)


def _save_signatory(actor: Actor, ward_id: UUID, row_id: UUID | None, form: Any) -> Any:
    days = {"begins_on": form.begins_on.data, "ends_on": form.ends_on.data}
    return letterheads.save_signatory(actor, ward_id, row_id, part=form.part.data, texts=form.texts(), **days)


def _save_neighbourhood(actor: Actor, ward_id: UUID, row_id: UUID | None, form: Any) -> Any:
    return units.save_neighbourhood(actor, ward_id, row_id, **_data(form))


def _save_organisation(actor: Actor, ward_id: UUID, row_id: UUID | None, form: Any) -> Any:
    return units.save_organisation(actor, ward_id, row_id, **_data(form))


def _data(form: OfficeForm) -> dict[str, Any]:
    # A line that the browser did not send is None; the services take text.
    return {
        field.name: (field.data or "") if isinstance(field, StringField) else field.data
        for field in form
        if field.name != "csrf_token"
    }


KINDS: dict[str, Kind] = {
    "letterheads": Kind(
        "Thêm tiêu đề văn bản", "Sửa tiêu đề văn bản", "Đã lưu tiêu đề văn bản.",
        LetterheadForm, letterheads.get_letterhead, _save_letterhead,
    ),
    "signatories": Kind(
        "Thêm người ký", "Sửa người ký", "Đã lưu người ký.",
        SignatoryForm, letterheads.get_signatory, _save_signatory,
    ),
    "neighbourhoods": Kind(
        "Thêm tổ dân phố", "Sửa tổ dân phố", "Đã lưu tổ dân phố.",
        NeighbourhoodForm, units.get_neighbourhood, _save_neighbourhood,
    ),
    "organisations": Kind(
        "Thêm cơ quan, tổ chức", "Sửa cơ quan, tổ chức", "Đã lưu cơ quan, tổ chức.",
        OrganisationForm, units.get_organisation, _save_organisation,
    ),
}  # fmt: skip


@blueprint.get("/")
@permission_required(Permission.MANAGE_WARD)
def index(ward_id: UUID) -> Response:
    """The first of the lists."""
    return redirect(url_for("units.letterheads", ward_id=ward_id))


@blueprint.get("/letterheads", endpoint="letterheads")
@permission_required(Permission.MANAGE_WARD)
def letterheads_list(ward_id: UUID) -> str:
    """The ward's letterheads."""
    rows = letterheads.list_letterheads(current_actor(), ward_id)
    return _list_page("letterheads", rows)


@blueprint.get("/signatories", endpoint="signatories")
@permission_required(Permission.MANAGE_WARD)
def signatories_list(ward_id: UUID) -> str:
    """Those who sign the ward's papers."""
    rows = letterheads.list_signatories(current_actor(), ward_id)
    return _list_page("signatories", rows, parts=letterheads.PARTS)


@blueprint.get("/neighbourhoods", endpoint="neighbourhoods")
@permission_required(Permission.MANAGE_WARD)
def neighbourhoods_list(ward_id: UUID) -> str:
    """The ward's neighbourhoods."""
    return _list_page("neighbourhoods", units.list_neighbourhoods(current_actor(), ward_id))


@blueprint.get("/organisations", endpoint="organisations")
@permission_required(Permission.MANAGE_WARD)
def organisations_list(ward_id: UUID) -> str:
    """The ward's organisations."""
    return _list_page("organisations", units.list_organisations(current_actor(), ward_id))


@blueprint.get("/<any(letterheads, signatories, neighbourhoods, organisations):kind>/new")
@permission_required(Permission.MANAGE_WARD)
def new(ward_id: UUID, kind: str) -> str:
    """An empty form, with what is usual already in it."""
    return _form_page(kind, KINDS[kind].form(formdata=None, data=_usual(kind, ward_id)))


@blueprint.post("/<any(letterheads, signatories, neighbourhoods, organisations):kind>/new")
@permission_required(Permission.MANAGE_WARD)
def create(ward_id: UUID, kind: str) -> Answer:
    """Add one."""
    return _save(ward_id, kind, None)


@blueprint.get("/<any(letterheads, signatories, neighbourhoods, organisations):kind>/<uuid:row_id>")
@permission_required(Permission.MANAGE_WARD)
def edit(ward_id: UUID, kind: str, row_id: UUID) -> str:
    """The form of one."""
    row = KINDS[kind].get(current_actor(), ward_id, row_id)
    return _form_page(kind, KINDS[kind].form(formdata=None, obj=row), row_id)


@blueprint.post("/<any(letterheads, signatories, neighbourhoods, organisations):kind>/<uuid:row_id>")
@permission_required(Permission.MANAGE_WARD)
def change(ward_id: UUID, kind: str, row_id: UUID) -> Answer:
    """Change one."""
    KINDS[kind].get(current_actor(), ward_id, row_id)  # a foreign id is 404 whatever the form says
    return _save(ward_id, kind, row_id)


def _save(ward_id: UUID, kind: str, row_id: UUID | None) -> Answer:
    form = KINDS[kind].form()
    if form.validate_on_submit():
        try:
            KINDS[kind].save(current_actor(), ward_id, row_id, form)
        except Invalid as refusal:
            take_faults(form, refusal.faults)
        else:
            flash(KINDS[kind].saved, "success")
            return redirect(url_for(f"units.{kind}", ward_id=ward_id), 303)
    return _form_page(kind, form, row_id), 422


def _usual(kind: str, ward_id: UUID) -> dict[str, Any]:
    today = clock.today()
    if kind == "letterheads":
        ward = units.get_ward(ward_id)
        return {"begins_on": today, **(suggested_letterhead(ward) if ward else {})}
    return {"begins_on": today} if kind == "signatories" else {}


def _list_page(kind: str, rows: list[Any], **more: Any) -> str:
    return render_template(
        f"units/{kind}.html", rows=rows, kind=kind, on=clock.today(), stands=letterheads.stands, **more
    )


def _form_page(kind: str, form: OfficeForm, row_id: UUID | None = None) -> str:
    title = KINDS[kind].edit_title if row_id else KINDS[kind].new_title
    back = url_for(f"units.{kind}", ward_id=(request.view_args or {})["ward_id"])
    ranks = [choice.label for choice in RANK]
    return render_template("units/form.html", form=form, kind=kind, title=title, back=back, row_id=row_id, ranks=ranks)
