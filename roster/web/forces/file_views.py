"""Units by workbook: the blank form that goes out and what comes back."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, url_for

from roster.domain.actor import Permission
from roster.services import clock, force_unit_files
from roster.services.faults import Invalid
from roster.sheets.preflight import UnreadableWorkbook
from roster.sheets.writer import MEDIA_TYPE
from roster.web.access import current_actor, permission_required
from roster.web.downloads import file_to_keep
from roster.web.fields import take_faults
from roster.web.forces.forms import UnitsFileForm
from roster.web.forces.unit_views import Answer
from roster.web.forces.views import blueprint
from roster.web.shell import show_count


@blueprint.get("/units-form.xlsx")
@permission_required(Permission.EXPORT)
def units_form(ward_id: UUID) -> Answer:
    """The blank form, with the ward's neighbourhoods, organisations and units to choose from."""
    return file_to_keep(
        lambda file: force_unit_files.write_form(current_actor(), ward_id, file), MEDIA_TYPE, "bieu-nhap-don-vi.xlsx"
    )


@blueprint.get("/units-file")
@permission_required(Permission.IMPORT)
def units_file(ward_id: UUID) -> str:
    """Get the form, or bring it back."""
    form = UnitsFileForm(formdata=None)
    form.begins_on.data = clock.today()
    return render_template("forces/file.html", form=form)


@blueprint.post("/units-file")
@permission_required(Permission.IMPORT)
def read_units(ward_id: UUID) -> Answer:
    """Make the units of the file: all of them, or none with a sentence for each fault."""
    form = UnitsFileForm()
    if form.validate():
        upload = form.file.data
        try:
            made = force_unit_files.read_form(
                current_actor(), ward_id, upload.filename or "", upload.stream, form.begins_on.data
            )
        except UnreadableWorkbook as refusal:
            form.file.errors = [refusal.sentence]
        except Invalid as fault:
            take_faults(form, fault.faults)
        else:
            flash(f"Đã lập {show_count(len(made))} đơn vị từ tệp.", "success")
            return redirect(url_for(".index"), 303)
    return render_template("forces/file.html", form=form), 422
