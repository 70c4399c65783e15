"""Workbooks that go out: forms to be filled in, and the officer's own workbook with its faults marked."""

from __future__ import annotations

from uuid import UUID

from flask import Response, abort, g, render_template, request, send_file
from wtforms import RadioField, SelectField
from wtforms.fields.choices import SelectChoice

from roster.columns.catalogue import ROSTERS
from roster.domain.actor import Permission
from roster.domain.choices import ROSTER
from roster.services import blank_forms, clock, error_copies, imports
from roster.services.lists import default_year
from roster.sheets.writer import MEDIA_TYPE
from roster.store.imports import COMMITTED, READY
from roster.web.access import current_actor, permission_required
from roster.web.downloads import passing_file
from roster.web.imports.forms import offer_years
from roster.web.imports.views import blueprint
from roster.web.office_form import OfficeForm
from roster.web.ward_texts import in_words_of_ward

_EMPTY, _FILLED = "empty", "filled"


class SheetForm(OfficeForm):
    """Which form is wanted."""

    roster = RadioField(
        "Danh sách",
        choices=[SelectChoice(str(choice.key), choice.label) for choice in ROSTER],
        default=ROSTERS[0],
        invalid_choice_message="Hãy chọn loại danh sách.",
    )
    year = SelectField("Năm", coerce=int, invalid_choice_message="Hãy chọn năm trong danh sách.")
    holds = RadioField(
        "Nội dung",
        choices=[
            SelectChoice(_EMPTY, "Mẫu trống để điền mới"),
            SelectChoice(_FILLED, "Danh sách hiện có, để bổ sung chỗ thiếu"),
        ],
        default=_EMPTY,
        invalid_choice_message="Hãy chọn mẫu trống hoặc danh sách hiện có.",
    )
    neighbourhood = SelectField("Tổ dân phố", invalid_choice_message="Hãy chọn tổ dân phố trong danh sách.")


def _form() -> SheetForm:
    form = SheetForm()
    today = clock.today()
    offer_years(form.year, today, 5)
    names = blank_forms.neighbourhoods_on_offer(current_actor(), g.ward, today)
    whole = SelectChoice("", in_words_of_ward("Cả phường"))
    form.neighbourhood.choices = [whole, *(SelectChoice(name) for name in names)]
    return form


@blueprint.get("/forms")
@permission_required(Permission.IMPORT)
def forms(ward_id: UUID) -> str:
    """Choose a form to send out."""
    form = _form()
    asked = request.args.get("roster")
    if asked in ROSTERS:
        form.roster.data = asked
    return _page(form)


@blueprint.post("/forms")
@permission_required(Permission.IMPORT)
def download_form(ward_id: UUID) -> Response | tuple[str, int]:
    """The form as a workbook."""
    form = _form()
    actor, today = current_actor(), clock.today()
    wants_people = form.holds.data == _FILLED
    if not form.validate_on_submit():
        return _page(form), 422
    if wants_people and not actor.may(Permission.EXPORT):
        form.holds.errors = [*form.holds.errors, "Tài khoản này chỉ được lấy mẫu trống."]
        return _page(form), 422
    roster, year = form.roster.data, int(form.year.data) or default_year(form.roster.data, today)
    file = passing_file()
    if wants_people:
        blank_forms.write_filled_form(actor, g.ward, roster, year, file, today, form.neighbourhood.data or None)
    else:
        blank_forms.write_blank_form(actor, g.ward, roster, year, file, today)
    file.seek(0)
    name = blank_forms.file_name_of(roster, year, filled=wants_people)
    return send_file(file, MEDIA_TYPE, as_attachment=True, download_name=name)


@blueprint.post("/<uuid:batch_id>/copy")
@permission_required(Permission.IMPORT)
def download_copy(ward_id: UUID, batch_id: UUID) -> Response | tuple[str, int]:
    """The officer's workbook with its faults marked."""
    actor = current_actor()
    batch = imports.get_batch(actor, ward_id, batch_id)
    if batch.state not in (READY, COMMITTED):
        abort(404)
    file = passing_file()
    ending = error_copies.write_copy(actor, batch, file)
    file.seek(0)
    stem = batch.file_name.rpartition(".")[0] or batch.file_name
    return send_file(file, MEDIA_TYPE, as_attachment=True, download_name=f"{stem} - ghi lỗi{ending}")


def _page(form: SheetForm) -> str:
    return render_template("imports/forms.html", form=form)
