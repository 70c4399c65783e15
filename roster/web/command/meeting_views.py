"""Meetings of the command and its forces: the year, one meeting, paper and workbook."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import BooleanField, HiddenField, SelectField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from roster.domain.actor import Permission
from roster.domain.law.meetings import KIND_BY_KEY, KINDS, label_of_kind
from roster.services import clock
from roster.services import meetings as service
from roster.services.faults import Invalid
from roster.services.meetings import MeetingFacts
from roster.store.training import Meeting
from roster.web.access import current_actor, permission_required
from roster.web.asked import day_of, year_in
from roster.web.command.views import blueprint
from roster.web.fields import DayField, take_faults
from roster.web.office_form import OfficeForm, WholeNumberField
from roster.web.sheets import OFFICE_ENDING, pdf_answer, sheet_answer

Answer = Response | str | tuple[str, int]
_LINE = {"autocomplete": "off"}
_NUMBER = {"autocomplete": "off", "inputmode": "numeric"}
_KEPT = ("kind", "on_day", "topic", "place", "called", "present", "minutes_number", "is_held")


class _PeopleField(WholeNumberField):
    """A number of people; what is none gets a Vietnamese sentence."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the number. Raises ValueError with a sentence for what is none."""
        self.data = None
        text = str(valuelist[0]).strip() if valuelist else ""
        if not text:
            return
        if not (text.isascii() and text.isdigit() and len(text) < 7):
            raise ValueError(f"“{text}” không phải là số người.")
        self.data = int(text)


class MeetingForm(OfficeForm):
    """A meeting: planned, and how it was held."""

    seen = HiddenField()
    kind = SelectField("Loại", [InputRequired("Hãy chọn loại.")])
    on_day = DayField("Ngày", [InputRequired("Hãy ghi ngày.")])
    topic = StringField("Nội dung", [Length(max=200)], render_kw=_LINE)
    place = StringField("Địa điểm", [Length(max=200)], render_kw=_LINE)
    is_held = BooleanField("Đã tổ chức")
    called = _PeopleField("Số người triệu tập", [Optional(), NumberRange(0)], render_kw=_NUMBER)
    present = _PeopleField("Số người có mặt", [Optional(), NumberRange(0)], render_kw=_NUMBER)
    minutes_number = StringField("Số biên bản", [Length(max=80)], render_kw=_LINE)
    repeats = SelectField("Lặp lại", default="")
    until = DayField("Đến hết ngày", [Optional()])

    def offer(self) -> None:
        """Fill the lists to choose from."""
        self.kind.choices = [SelectChoice("", "— Chọn loại —"), *(SelectChoice(one.key, one.label) for one in KINDS)]
        words = {"": "Không lặp", "week": "Hằng tuần", "month": "Hằng tháng", "quarter": "Hằng quý"}
        self.repeats.choices = [SelectChoice(key, label) for key, label in words.items()]

    def facts(self) -> MeetingFacts:
        """What was entered, as services.meetings takes it."""
        return MeetingFacts(
            kind=self.kind.data or "",
            on_day=self.on_day.data,
            topic=self.topic.data or "",
            place=self.place.data or "",
            called=self.called.data,
            present=self.present.data,
            minutes_number=self.minutes_number.data or "",
            is_held=bool(self.is_held.data),
            repeats=self.repeats.data or "",
            until=self.until.data,
        )


@blueprint.app_template_filter("meeting_kind")
def meeting_kind(key: str) -> str:
    """A kind of meeting in words."""
    return label_of_kind(key)


@blueprint.get("/meetings")
@permission_required(Permission.VIEW_PEOPLE)
def meetings(ward_id: UUID) -> str:
    """The meetings of a year, what is overdue, what share was held."""
    actor, (year, kind) = current_actor(), _asked()
    return render_template(
        "command/meetings.html",
        found=service.year_of(actor, ward_id, year, kind),
        kind=kind,
        kinds=KINDS,
        years=sorted({*service.years_known(actor, ward_id), year}, reverse=True),
        state_of=service.state_of,
        is_overdue=service.is_overdue,
        args={"year": year, "kind": kind or None},
    )


@blueprint.get("/meetings.pdf")
@permission_required(Permission.PRINT)
def print_meetings(ward_id: UUID) -> Response:
    """The meetings of a year as a PDF."""
    year, kind = _asked()
    return pdf_answer(service.meetings_sheet(current_actor(), ward_id, year, kind), _sheet_day(year))


@blueprint.get(f"/meetings.{OFFICE_ENDING}")
@permission_required(Permission.EXPORT)
def export_meetings(ward_id: UUID, ending: str) -> Response:
    """The meetings of a year as a workbook or a document."""
    year, kind = _asked()
    return sheet_answer(service.meetings_sheet(current_actor(), ward_id, year, kind), _sheet_day(year), ending)


@blueprint.get("/meetings/new")
@permission_required(Permission.EDIT_PEOPLE)
def new_meeting(ward_id: UUID) -> str:
    """An empty form; the address may name kind and day."""
    form = _form(empty=True)
    form.kind.data = request.args.get("kind", "")
    form.on_day.data = day_of(request.args.get("day")) or clock.today()
    return _page(form, None)


@blueprint.post("/meetings/new")
@permission_required(Permission.EDIT_PEOPLE)
def add_meeting(ward_id: UUID) -> Answer:
    """Put the meeting, or the series, into the calendar."""
    form = _form()
    if form.validate():
        try:
            made = service.plan(current_actor(), ward_id, form.facts())
        except Invalid as fault:
            take_faults(form, fault.faults)
        else:
            flash("Đã ghi buổi họp, sinh hoạt." if len(made) == 1 else f"Đã lên lịch {len(made)} buổi.", "success")
            return _to_year(made[0].on_day.year)
    return _page(form, None), 422


@blueprint.get("/meetings/<uuid:meeting_id>")
@permission_required(Permission.EDIT_PEOPLE)
def edit_meeting(ward_id: UUID, meeting_id: UUID) -> str:
    """The form with what is kept."""
    one = _meeting(ward_id, meeting_id)
    form = _form(empty=True)
    for name in _KEPT:
        form[name].data = getattr(one, name)
    form.seen.data = service.seen_mark(one)
    if service.is_overdue(one):
        form.is_held.data = True  # what is recorded of a day that has passed is, nearly always, that it was held
    return _page(form, one)


@blueprint.post("/meetings/<uuid:meeting_id>")
@permission_required(Permission.EDIT_PEOPLE)
def save_meeting(ward_id: UUID, meeting_id: UUID) -> Answer:
    """Change the meeting, or record how it was held."""
    one, form = _meeting(ward_id, meeting_id), _form()
    if form.validate():
        try:
            one = service.edit(current_actor(), ward_id, meeting_id, form.facts(), form.seen.data or "")
        except Invalid as fault:
            take_faults(form, fault.faults)
            form.seen.data = service.seen_mark(one)  # the officer has now been told
        else:
            flash("Đã ghi.", "success")
            return _to_year(one.on_day.year)
    return _page(form, one), 422


@blueprint.post("/meetings/<uuid:meeting_id>/remove")
@permission_required(Permission.EDIT_PEOPLE)
def remove_meeting(ward_id: UUID, meeting_id: UUID) -> Response:
    """Take the meeting off the calendar."""
    try:
        year = service.remove(current_actor(), ward_id, meeting_id, request.form.get("seen", ""))
    except Invalid as fault:
        flash(str(fault), "error")
        return redirect(url_for("command.edit_meeting", meeting_id=meeting_id), 303)
    flash("Đã xóa buổi họp, sinh hoạt.", "success")
    return _to_year(year)


def _asked() -> tuple[int, str]:
    year = request.args.get("year", clock.today().year, type=year_in)
    kind = request.args.get("kind", "")
    return year if 2000 <= year <= 2099 else clock.today().year, kind if kind in KIND_BY_KEY else ""


def _sheet_day(year: int) -> Any:
    """The day whose letterhead and signatures a year's sheet bears: today, or the last day of a past year."""
    today = clock.today()
    return today if year >= today.year else today.replace(year=year, month=12, day=31)


def _to_year(year: int) -> Response:
    return redirect(url_for("command.meetings", year=year), 303)


def _meeting(ward_id: UUID, meeting_id: UUID) -> Meeting:
    return service.get_meeting(current_actor(), ward_id, meeting_id, Permission.EDIT_PEOPLE)


def _form(*, empty: bool = False) -> MeetingForm:
    more: dict[str, Any] = {"formdata": None} if empty else {}
    form = MeetingForm(**more)
    form.offer()
    return form


def _page(form: MeetingForm, one: Meeting | None) -> str:
    year = (form.on_day.data or clock.today()).year
    mark = service.seen_mark(one) if one is not None else ""
    return render_template(
        "command/meeting.html", form=form, one=one, mark=mark, back=url_for("command.meetings", year=year), kinds=KINDS
    )
