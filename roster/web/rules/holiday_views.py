"""The table of holidays and of weekend days that are worked: what the law's working days are counted by."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from roster.domain.actor import Permission
from roster.services import clock, holidays
from roster.services.faults import Invalid
from roster.web.access import current_actor, permission_required
from roster.web.asked import day_of, year_in
from roster.web.fields import DayField, take_faults
from roster.web.office_form import OfficeForm
from roster.web.rules.views import blueprint

_FIRST_YEAR, _LAST_YEAR = 2016, 2100
_OFF, _WORKED = "off", "worked"


class HolidayForm(OfficeForm):
    """One day that differs from an ordinary week."""

    day = DayField("Ngày", [InputRequired("Hãy nhập ngày.")])
    name = StringField(
        "Tên", [InputRequired("Hãy ghi tên ngày."), Length(max=120)], render_kw={"autocomplete": "off"}
    )  # fmt: skip
    kind = RadioField(
        "Là ngày",
        choices=[SelectChoice(_OFF, "Nghỉ"), SelectChoice(_WORKED, "Làm việc bù vào thứ Bảy, Chủ nhật")],
        default=_OFF,
        invalid_choice_message="Hãy chọn nghỉ hoặc làm việc bù.",
    )


@blueprint.get("/holidays")
@permission_required(Permission.MANAGE_OFFICE)
def holiday_table() -> str:
    """The days of one year, those that were entered here marked."""
    return _page(HolidayForm(), _year_asked())


@blueprint.post("/holidays")
@permission_required(Permission.MANAGE_OFFICE)
def save_holiday() -> Response | tuple[str, int]:
    """Enter a day."""
    form = HolidayForm()
    day = form.day.data
    if form.validate() and day is not None:
        try:
            holidays.save(current_actor(), day, form.name.data or "", form.kind.data == _WORKED)
        except Invalid as fault:
            take_faults(form, fault.faults)
        else:
            flash("Đã ghi ngày vào bảng. Các thời hạn tính theo ngày làm việc dùng bảng này ngay.", "success")
            return redirect(url_for(".holiday_table", year=day.year), 303)
    return _page(form, _year_asked()), 422


@blueprint.post("/holidays/<day>/remove")
@permission_required(Permission.MANAGE_OFFICE)
def remove_holiday(day: str) -> Response:
    """Take an entered day back; the calendar that came with the program holds again."""
    found = day_of(day)
    if found is None or not OfficeForm().validate_on_submit():
        abort(404)
    holidays.remove(current_actor(), found)
    flash("Đã bỏ ngày đã ghi.", "success")
    return redirect(url_for(".holiday_table", year=found.year), 303)


def _year_asked() -> int:
    year = request.args.get("year", clock.today().year, type=year_in)
    return year if _FIRST_YEAR <= year <= _LAST_YEAR else clock.today().year


def _page(form: HolidayForm, year: int) -> str:
    return render_template("rules/holidays.html", form=form, year=year, days=holidays.list_holidays(year))
