"""Papers that go out in place of some that are in the register and have a mistake."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from roster.domain.actor import Permission
from roster.services import clock, delivery_replacements, delivery_series, paper_numbers
from roster.services.delivery_replacements import Wanted
from roster.services.faults import Invalid, NotFound
from roster.store.issued import IssuedPaper
from roster.web.access import current_actor, permission_required
from roster.web.deliveries.views import blueprint, kind_label
from roster.web.fields import DayField, take_faults
from roster.web.office_form import OfficeForm


class ReplaceForm(OfficeForm):
    """Which papers of a line are replaced, for which day, under which numbers, and why."""

    numbers = StringField("Thay thế các số", [Length(max=500, message="Không quá 500 ký tự.")],
                          description="Ví dụ 12, 15–18; để trống là mọi giấy của văn bản này",
                          render_kw={"autocomplete": "off"})  # fmt: skip
    event_on = DayField("Ngày có mặt ghi trên giấy", [InputRequired("Hãy nhập ngày, ví dụ 15/12/2026.")])
    first_number = StringField("Số giấy đầu tiên", [Length(max=80, message="Số giấy dài quá 80 ký tự.")],
                               description="Số mới, các giấy sau đánh số tiếp; số cũ không cấp lại",
                               render_kw={"autocomplete": "off"})  # fmt: skip
    reason = TextAreaField("Lý do thay thế", [Length(max=500, message="Không quá 500 ký tự.")], render_kw={"rows": 2})

    def wanted(self) -> Wanted:
        """What was entered; after `validate`."""
        day = self.event_on.data
        assert day is not None  # noqa: S101  # its validator demands one
        return Wanted(
            self.numbers.data or "", day, cast(str, self.first_number.data or ""), cast(str, self.reason.data or "")
        )


@blueprint.get("/replace/<uuid:paper_id>")
@permission_required(Permission.EDIT_PEOPLE)
def ask_replace(ward_id: UUID, year: int, paper_id: UUID) -> str:
    """The papers of a line that still hold; the next number stands in the form already."""
    line, form = _line(ward_id, year, paper_id), ReplaceForm(formdata=None)
    olds = delivery_replacements.replaceable(current_actor(), line)
    if olds:
        form.event_on.data = next(iter(olds.values())).event_on
    symbol = delivery_series.symbol_on(delivery_replacements.kind_of(line), clock.today()) or line.symbol
    form.first_number.data = str(paper_numbers.last_number(ward_id, clock.today().year, symbol) + 1)
    return _page(year, line, form)


@blueprint.post("/replace/<uuid:paper_id>")
@permission_required(Permission.EDIT_PEOPLE)
def replace(ward_id: UUID, year: int, paper_id: UUID) -> Response | tuple[str, int]:
    """Make the papers; they are printed and entered into the register next."""
    line, form = _line(ward_id, year, paper_id), ReplaceForm()
    if form.validate():
        wanted = form.wanted()
        try:
            made = delivery_replacements.replace_papers(current_actor(), ward_id, paper_id, wanted)
        except Invalid as refusal:
            take_faults(form, refusal.faults)
        else:
            flash(f"Đã tạo {len(made.ready)} giấy thay thế. Hãy in, rồi vào sổ văn bản đi.", "success")
            kind = delivery_replacements.kind_of(line)
            return redirect(url_for(".ask_print", year=year, kind=kind, on=wanted.event_on.isoformat()), 303)
    return _page(year, line, form), 422


def _line(ward_id: UUID, year: int, paper_id: UUID) -> IssuedPaper:
    line = delivery_replacements.line_of(current_actor(), ward_id, paper_id)
    if line.request["filter"]["year"] != year:
        raise NotFound(str(paper_id))
    return line


def _page(year: int, line: IssuedPaper, form: ReplaceForm) -> str:
    return render_template(
        "deliveries/replace.html", year=year, line=line, form=form,
        kind_label=kind_label(delivery_replacements.kind_of(line)),
        count=len(delivery_replacements.replaceable(current_actor(), line)),
    )  # fmt: skip
