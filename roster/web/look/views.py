"""The page on which an officer sets how the pages look on his computer."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice

from roster.web.look.choice import ROWS, THEMES, Look, current_look, remember
from roster.web.office_form import OfficeForm

blueprint = Blueprint("look", __name__)


class LookForm(OfficeForm):
    """Theme and height of rows."""

    theme = RadioField("Màu nền", choices=[SelectChoice(key, name) for key, name in THEMES.items()])
    rows = RadioField("Dòng của các bảng", choices=[SelectChoice(key, name) for key, name in ROWS.items()])


@blueprint.get("/look")
def show() -> str:
    """The choices, with what holds now."""
    look = current_look()
    return render_template("look/show.html", form=LookForm(formdata=None, theme=look.theme, rows=look.rows))


@blueprint.post("/look")
def save() -> Response | tuple[str, int]:
    """Keep the choice in the browser."""
    form = LookForm()
    if not form.validate():
        return render_template("look/show.html", form=form), 422
    flash("Đã đổi giao diện trên máy này.", "success")
    response = redirect(url_for("look.show"))
    remember(response, Look(form.theme.data, form.rows.data))
    return response
