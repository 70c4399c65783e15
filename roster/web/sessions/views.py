"""/account/sessions: where one's own account is signed in, and the end of what is not one's own.

Which session is meant stands in the form, not in the address.
"""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from roster.services import open_sessions
from roster.web.access import current_actor, current_sign_in
from roster.web.filters import id_of
from roster.web.fresh import fresh_password_required

blueprint = Blueprint("sessions", __name__, url_prefix="/account/sessions")


@blueprint.get("/")
def index() -> str:
    """Every session that still holds."""
    return render_template("sessions/index.html", sessions=open_sessions.list_own(current_actor(), current_sign_in()))


@blueprint.post("/end")
@fresh_password_required
def end() -> Response:
    """End one of them."""
    count = open_sessions.end_own(current_actor(), id_of(request.form.get("session", "")), current_sign_in())
    return _back(count)


@blueprint.post("/end-others")
@fresh_password_required
def end_others() -> Response:
    """End all but this one."""
    return _back(open_sessions.end_others(current_actor(), current_sign_in()))


def _back(count: int) -> Response:
    if count:
        flash(f"Đã kết thúc {count} phiên; nơi đó phải đăng nhập lại.", "success")
    else:
        flash("Không còn phiên nào khác để kết thúc.", "info")
    return redirect(url_for("sessions.index"), 303)
