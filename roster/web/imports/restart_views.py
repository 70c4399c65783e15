"""Taking up a workbook again whose reading or writing was broken off, and giving up one that is worked at."""

from __future__ import annotations

from uuid import UUID

from flask import abort, flash, redirect, url_for
from werkzeug.wrappers import Response

from roster.domain.actor import Permission
from roster.services import import_restarts, import_stops, imports
from roster.store.imports import DISCARDED
from roster.web.access import current_actor, permission_required
from roster.web.imports.views import blueprint
from roster.web.office_form import OfficeForm


@blueprint.post("/<uuid:batch_id>/restart")
@permission_required(Permission.IMPORT)
def restart(ward_id: UUID, batch_id: UUID) -> Response:
    """Read or write it once more and show how far it is; one that goes on by itself is left alone."""
    actor = current_actor()
    batch = imports.get_batch(actor, ward_id, batch_id)
    if not OfficeForm().validate_on_submit():
        abort(400)
    import_restarts.restart(actor, batch)
    return redirect(url_for(".show", ward_id=ward_id, batch_id=batch_id), 303)


@blueprint.post("/<uuid:batch_id>/stop")
@permission_required(Permission.IMPORT)
def stop(ward_id: UUID, batch_id: UUID) -> Response:
    """Give up the reading or writing that goes on; one that is done meanwhile shows what came of it."""
    actor = current_actor()
    batch = imports.get_batch(actor, ward_id, batch_id)
    if not OfficeForm().validate_on_submit():
        abort(400)
    if import_stops.stop(actor, batch) and batch.state == DISCARDED:
        flash("Đã dừng đọc và bỏ tệp. Chưa ghi gì vào sổ; muốn nhập thì chọn lại tệp.", "success")
        return redirect(url_for(".index", ward_id=ward_id), 303)
    return redirect(url_for(".show", ward_id=ward_id, batch_id=batch_id), 303)
