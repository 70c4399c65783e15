"""Taking an import back: an account of what goes and what stays, then one press."""

from __future__ import annotations

from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from roster.domain.actor import Permission
from roster.services import import_undo, imports
from roster.services.faults import Invalid
from roster.store.imports import COMMITTED
from roster.web.access import current_actor, permission_required
from roster.web.imports.views import blueprint
from roster.web.office_form import OfficeForm
from roster.web.shell import show_count


@blueprint.get("/<uuid:batch_id>/undo")
@permission_required(Permission.IMPORT)
def undo(ward_id: UUID, batch_id: UUID) -> Response | str:
    """What undoing would do now."""
    actor = current_actor()
    batch = imports.get_batch(actor, ward_id, batch_id)
    if batch.state != COMMITTED:
        return redirect(url_for(".show", ward_id=ward_id, batch_id=batch_id), 303)
    return render_template(
        "imports/undo.html",
        batch=batch,
        preview=import_undo.preview_undo(actor, batch),
        shown_at_most=import_undo.SHOWN_AT_MOST,
    )


@blueprint.post("/<uuid:batch_id>/undo")
@permission_required(Permission.IMPORT)
def undo_now(ward_id: UUID, batch_id: UUID) -> Response:
    """Take the import back."""
    actor = current_actor()
    batch = imports.get_batch(actor, ward_id, batch_id)
    if not OfficeForm().validate_on_submit():
        abort(400)
    try:
        done = import_undo.undo(actor, batch)
    except Invalid as refusal:
        flash(str(refusal), "warning")
    else:
        sentence = (
            f"Đã hoàn tác: bỏ {show_count(done.removed)} người do tệp thêm vào, "
            f"trả lại {show_count(done.restored)} người như trước; "
            f"giữ nguyên {show_count(len(done.kept))} người đã được sửa sau đó."
        )
        if done.errors:
            sentence += f" {show_count(len(done.errors))} người có mục không trả lại được."
        flash(sentence, "warning" if done.errors else "success")
    return redirect(url_for(".show", ward_id=ward_id, batch_id=batch_id), 303)
