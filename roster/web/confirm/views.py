"""/confirm: the officer's own password once more; then back to where he was going."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, redirect, render_template, request, session
from flask_login import current_user
from werkzeug.wrappers import Response
from wtforms import PasswordField
from wtforms.validators import InputRequired, Length

from roster.services import sign_ins
from roster.store.db import db
from roster.web.fresh import note_password_given
from roster.web.office_form import OfficeForm
from roster.web.own_addresses import LOCAL
from roster.web.sign_in import is_own_password

blueprint = Blueprint("confirm", __name__, url_prefix="/confirm")


class OwnPasswordAgain(OfficeForm):
    """The password of who is signed in."""

    password = PasswordField(
        "Mật khẩu của đồng chí",
        [InputRequired("Chưa nhập mật khẩu."), Length(max=1000, message="Mật khẩu không đúng.")],
        render_kw={"autocomplete": "current-password"},
    )


@blueprint.get("/")
def ask() -> str:
    """Ask for it."""
    return _page(OwnPasswordAgain(formdata=None))


@blueprint.post("/")
def check() -> Response | tuple[str, int]:
    """Take it, and go on."""
    form = OwnPasswordAgain()
    if form.validate_on_submit():
        if is_own_password(form.password.data or ""):
            renewed = sign_ins.renew_sign_in(current_user._get_current_object(), UUID(session["sign_in"]))
            db.session.commit()
            session["sign_in"] = str(renewed.id)  # forms that stand open keep their token
            note_password_given()
            return redirect(_wanted() or "/", 303)
        form.password.errors = ["Mật khẩu không đúng."]
    return _page(form), 422


def _wanted() -> str:
    wanted = request.args.get("next", "")
    return wanted if LOCAL.fullmatch(wanted) else ""


def _page(form: OwnPasswordAgain) -> str:
    return render_template("confirm/ask.html", form=form, next=_wanted())
