"""The administrator's page of backups."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, send_file, url_for
from werkzeug.wrappers import Response

from roster.domain.actor import Permission
from roster.services import daily_backup
from roster.services.backup_sets import DAILY, MONTHLY, WEEKLY, BackupRefused
from roster.web.access import current_actor, permission_required
from roster.web.fresh import fresh_password_required
from roster.web.shell import show_count

blueprint = Blueprint("backups", __name__, url_prefix="/backups")


@blueprint.get("/")
@permission_required(Permission.MANAGE_OFFICE)
def index() -> str:
    """Which backups there are, and what must be set up first."""
    state = daily_backup.state_of(current_actor())
    return render_template("backups/index.html", state=state, kept=(DAILY, WEEKLY, MONTHLY))


@blueprint.post("/")
@permission_required(Permission.MANAGE_OFFICE)
def make() -> Response:
    """Make one at once."""
    try:
        made = daily_backup.make_now(current_actor())
    except BackupRefused as refusal:
        flash(str(refusal), "error")
    else:
        flash(
            f"Đã sao lưu {made.path.name}: {show_count(made.rows)} dòng dữ liệu, {made.files} tệp, đã mã hóa.",
            "success",
        )
    return redirect(url_for(".index"), 303)


@blueprint.post("/<name>")
@permission_required(Permission.MANAGE_OFFICE)
@fresh_password_required
def take(name: str) -> Response:
    """A backup as a file, to be carried away; nobody reads it without the secret key."""
    path = daily_backup.take(current_actor(), name)
    return send_file(path, "application/octet-stream", as_attachment=True, download_name=path.name)
