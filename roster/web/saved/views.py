"""Pages of saved filters. They translate between HTTP and services.saved_views and decide nothing."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import BooleanField, StringField

from roster.columns.catalogue import DEFAULT_KEYS
from roster.domain.actor import Permission
from roster.services import clock, saved_views
from roster.services.faults import Invalid
from roster.store.saved_views import SavedView
from roster.web.access import current_actor, permission_required
from roster.web.fields import take_faults
from roster.web.filters import ListQuery, read_query
from roster.web.office_form import OfficeForm

blueprint = Blueprint("saved", __name__, url_prefix="/wards/<uuid:ward_id>/views")

# What is of one moment, or may name somebody, is not kept.
_MOMENTARY: dict[str, Any] = {"page": None, "q": None, "on": None}


class ViewForm(OfficeForm):
    """The name of a filter, and who sees it."""

    name = StringField("Tên bộ lọc", render_kw={"autocomplete": "off", "maxlength": 80})
    is_shared = BooleanField("Dùng chung cho cả địa bàn")
    with_year = BooleanField("Luôn mở đúng năm đang xem")


def kept_of(asked: ListQuery, *, with_year: bool) -> dict[str, Any]:
    """The arguments of a list's address that a saved filter keeps."""
    kept = asked.args(**_MOMENTARY)
    kept["columns"] = list(asked.keys or DEFAULT_KEYS[asked.wanted.roster])
    if not with_year:
        kept.pop("year", None)
    return kept


def is_open(view: SavedView, asked: ListQuery) -> bool:
    """Whether the list shows just what the saved filter keeps."""
    now = asked.args(page=None, on=asked.wanted.on and asked.wanted.on.isoformat())
    now["columns"] = list(asked.keys or DEFAULT_KEYS[asked.wanted.roster])
    if "year" not in view.content:
        now.pop("year", None)
    return now == view.content


@blueprint.get("/")
@permission_required(Permission.VIEW_PEOPLE)
def index(ward_id: UUID) -> str:
    """All filters that the officer may open, each with its name to change."""
    return _index_page(ward_id)


@blueprint.post("/new/<roster>")
@permission_required(Permission.VIEW_PEOPLE)
def create(ward_id: UUID, roster: str) -> Response | tuple[str, int]:
    """Keep the filter that the address describes."""
    actor, form = current_actor(), ViewForm()
    asked = read_query(actor, ward_id, roster, request.args, clock.today())
    content = kept_of(asked, with_year=bool(form.with_year.data))
    if form.validate():
        try:
            view, is_replaced = saved_views.save_view(
                actor, ward_id, roster, form.name.data or "", content, is_shared=bool(form.is_shared.data)
            )
        except Invalid as fault:
            take_faults(form, fault.faults)
        else:
            who = " dùng chung" if view.is_shared else ""
            done = "Đã thay" if is_replaced else "Đã lưu"
            more = " bằng điều kiện, thứ tự và các cột đang xem" if is_replaced else ""
            flash(f"{done} bộ lọc{who} “{view.name}”{more}.", "success")
            return redirect(url_for("saved.open_view", view_id=view.id), 303)
    again = url_for("saved.create", roster=roster, **asked.args(page=None))
    back = url_for("lists.show", roster=roster, **asked.args())
    return render_template("saved/new.html", form=form, action=again, back=back), 422


@blueprint.get("/<uuid:view_id>")
@permission_required(Permission.VIEW_PEOPLE)
def open_view(ward_id: UUID, view_id: UUID) -> Response:
    """Go to the list as it was kept."""
    view = saved_views.get_view(current_actor(), ward_id, view_id)
    return redirect(url_for("lists.show", roster=view.roster, **view.content))


@blueprint.post("/<uuid:view_id>")
@permission_required(Permission.VIEW_PEOPLE)
def change(ward_id: UUID, view_id: UUID) -> Response | tuple[str, int]:
    """Another name, shared or one's own."""
    form = ViewForm()
    if form.validate():
        try:
            saved_views.change_view(
                current_actor(), ward_id, view_id, form.name.data or "", is_shared=bool(form.is_shared.data)
            )
        except Invalid as fault:
            take_faults(form, fault.faults)
        else:
            flash("Đã lưu.", "success")
            return redirect(url_for("saved.index"), 303)
    return _index_page(ward_id, view_id, form), 422


@blueprint.get("/<uuid:view_id>/delete")
@permission_required(Permission.VIEW_PEOPLE)
def ask_remove(ward_id: UUID, view_id: UUID) -> str:
    """Ask before a filter is deleted."""
    return render_template("saved/remove.html", view=saved_views.get_view(current_actor(), ward_id, view_id))


@blueprint.post("/<uuid:view_id>/delete")
@permission_required(Permission.VIEW_PEOPLE)
def remove(ward_id: UUID, view_id: UUID) -> Response:
    """Delete the filter."""
    saved_views.remove_view(current_actor(), ward_id, view_id)
    flash("Đã xóa bộ lọc. Không ai trong danh sách bị thay đổi.", "success")
    return redirect(url_for("saved.index"), 303)


@blueprint.post("/columns/<roster>")
@permission_required(Permission.VIEW_PEOPLE)
def keep_columns(ward_id: UUID, roster: str) -> Response:
    """Open this roster's list with the columns of the address from now on; with none, with the usual ones."""
    actor = current_actor()
    asked = read_query(actor, ward_id, roster, request.args, clock.today())
    is_usual = "usual" in request.form
    saved_views.keep_columns(actor, roster, None if is_usual else asked.keys)
    flash("Từ nay danh sách này mở với các cột thường dùng." if is_usual or not asked.keys
          else "Từ nay danh sách này mở với các cột đang xem.", "success")  # fmt: skip
    return redirect(url_for("lists.show", roster=roster, **asked.args(columns=None)), 303)


def _index_page(ward_id: UUID, wrong_id: UUID | None = None, wrong: ViewForm | None = None) -> str:
    actor = current_actor()
    lines = [(view, saved_views.may_change(actor, view)) for view in saved_views.views_of(actor, ward_id)]
    return render_template("saved/index.html", lines=lines, wrong_id=wrong_id, wrong=wrong)
