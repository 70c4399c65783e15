"""Taking up a workbook again whose reading or writing was broken off."""

from __future__ import annotations

from uuid import UUID

from flask import abort, redirect, url_for
from werkzeug.wrappers import Response

from roster.domain.actor import Permission
from roster.services import import_restarts, imports
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
