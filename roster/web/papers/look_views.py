"""How the ward wants each of its lists: which settings there are, one with its preview."""

from __future__ import annotations

import base64
from dataclasses import replace
from typing import Any
from uuid import UUID

from flask import flash, g, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response
from wtforms import BooleanField, DecimalField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Optional

from roster.columns.catalogue import ROSTERS
from roster.columns.list_definition import ListDefinition
from roster.columns.list_layout import (
    USUAL_MARGINS_MM,
    ListLayout,
    Placed,
    addable,
    can_have,
    heading_of,
    is_own,
    must_have,
    placed_columns,
    read_width,
)
from roster.columns.plain_sheets import PLAIN_SHEETS
from roster.columns.printed_lists import PRINTED_LISTS
from roster.domain.actor import Permission
from roster.domain.choices import ROSTER, label_of
from roster.printing.layout import HANDLING_MARKS
from roster.services import clock, letterheads, list_previews, list_settings
from roster.services.faults import Invalid, NotFound
from roster.services.list_settings import PRESETS, Look
from roster.web.access import current_actor, permission_required
from roster.web.fields import DayField, take_faults
from roster.web.filters import id_of
from roster.web.office_form import OfficeForm
from roster.web.papers.views import blueprint

Answer = Response | str | tuple[str, int]
_TEXTS = ("title", "preset", "superior", "agency", "symbol", "recipients", "handling_mark", "reason")
_UPRIGHT, _LYING = "portrait", "landscape"


class MeasureField(DecimalField):
    """Millimetres or points as people type them: "32,5"."""

    data: Any

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed, with a comma or a point."""
        typed = [text.strip().replace(",", ".") for text in valuelist]
        super().process_formdata(typed)
        if self.data is not None and not self.data.is_finite():  # Decimal reads "nan" and "inf" as numbers
            self.data = None
            raise ValueError("Hãy nhập số.")

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return f"{float(self.data):g}".replace(".", ",") if self.data is not None else ""


def _measure(label: str, hint: str) -> MeasureField:
    return MeasureField(
        label, [InputRequired("Hãy nhập số.")], places=None, use_locale=False, description=hint,
        render_kw={"inputmode": "decimal", "autocomplete": "off"},
    )  # fmt: skip


class LookForm(OfficeForm):
    """All but the columns, which are a table of their own."""

    begins_on = DayField("Dùng từ ngày", [InputRequired("Hãy nhập ngày bắt đầu dùng.")])
    ends_on = DayField("Đến hết ngày", description="Để trống nếu đang dùng")
    title = StringField(
        "Tên danh sách",
        description="In bằng chữ hoa; năm, ngày, phần lọc do chương trình ghi tiếp. Để trống: tên của chương trình",
    )
    preset = RadioField("Kiểu tiêu đề", choices=[SelectChoice(key, label) for key, label in PRESETS.items()])
    superior = StringField("Cơ quan cấp trên", description="Để trống: theo kiểu tiêu đề")
    agency = StringField("Cơ quan ban hành", description="Để trống: theo kiểu tiêu đề")
    symbol = StringField("Ký hiệu văn bản", description="Để trống: theo kiểu tiêu đề")
    recipients = TextAreaField(
        "Nơi nhận", description="Mỗi nơi một dòng. Để trống: theo tiêu đề của phường", render_kw={"rows": 3}
    )
    preparer = SelectField("Người lập")
    signer = SelectField("Người ký")
    handling_mark = SelectField(
        "Dấu chỉ dẫn phạm vi lưu hành", choices=[SelectChoice(one, one or "Không in") for one in HANDLING_MARKS]
    )
    orientation = RadioField("Khổ giấy A4", choices=[SelectChoice(_LYING, "Nằm ngang"), SelectChoice(_UPRIGHT, "Đứng")])
    font_size_pt = MeasureField(
        "Cỡ chữ trong bảng", [Optional()], places=None, description="9 đến 13; để trống: theo mẫu",
        render_kw={"inputmode": "decimal", "autocomplete": "off"},
    )  # fmt: skip
    margin_top = _measure("Lề trên (mm)", "20 đến 25")
    margin_bottom = _measure("Lề dưới (mm)", "20 đến 25")
    margin_left = _measure("Lề trái (mm)", "30 đến 35")
    margin_right = _measure("Lề phải (mm)", "15 đến 20")
    by_neighbourhood = BooleanField("Luôn xếp theo tổ dân phố, mỗi tổ có dòng cộng")
    reason = TextAreaField(
        "Lý do bỏ cột của biểu mẫu", description="Chỉ cần khi bỏ cột mà biểu mẫu quy định", render_kw={"rows": 2}
    )
    own_people = BooleanField("Xem trước với người trong danh sách thật")

    def offer(self) -> None:
        """Set who can sign: those of the ward, by part."""
        people = letterheads.list_signatories(current_actor(), g.ward.id)
        for part, field in (("preparer", self.preparer), ("signer", self.signer)):
            field.choices = [
                SelectChoice("", "Người đang giữ phần ký này"),
                *(
                    SelectChoice(str(one.id), f"{one.rank} {one.full_name} – {one.authority or one.post}".strip())
                    for one in people
                    if one.part == part
                ),
            ]

    def show(self, look: Look, definition: ListDefinition) -> None:
        """Fill in what is set."""
        layout = look.layout
        for name in _TEXTS:
            self[name].data = getattr(look, name)
        self.preparer.data, self.signer.data = str(look.preparer_id or ""), str(look.signer_id or "")
        landscape = definition.landscape if layout.landscape is None else layout.landscape
        self.orientation.data = _LYING if landscape else _UPRIGHT
        self.font_size_pt.data = layout.font_size_pt or None
        for side, width in layout.margins_mm.items():
            self[f"margin_{side}"].data = width
        self.by_neighbourhood.data = layout.by_neighbourhood

    def look(self, columns: tuple[Placed, ...]) -> Look:
        """What was chosen, after `validate`."""
        margins = {side: float(self[f"margin_{side}"].data) for side in USUAL_MARGINS_MM}
        texts = {name: self[name].data or "" for name in _TEXTS}
        layout = ListLayout(
            columns, self.orientation.data == _LYING, float(self.font_size_pt.data or 0), margins,
            bool(self.by_neighbourhood.data),
        )  # fmt: skip
        return Look(layout, preparer_id=id_of(self.preparer.data), signer_id=id_of(self.signer.data), **texts)


@blueprint.get("/looks")
@permission_required(Permission.MANAGE_WARD)
def looks(ward_id: UUID) -> str:
    """Every list, and how the ward wants it."""
    found = list_settings.list_settings(current_actor(), ward_id)
    return render_template(
        "papers/looks.html", groups=_groups(), found=found,
        presets=PRESETS, on=clock.today(), stands=letterheads.stands,
    )  # fmt: skip


@blueprint.get("/looks/<list_key>/new")
@permission_required(Permission.MANAGE_WARD)
def new_look(ward_id: UUID, list_key: str) -> str:
    """A setting that begins as the list looks today."""
    definition = _definition(list_key)
    look = list_settings.look_on(current_actor(), ward_id, list_key, clock.today())
    form = LookForm(formdata=None)
    form.offer()
    form.show(look, definition)
    form.begins_on.data = clock.today()
    return _page(list_key, form, look.layout, None)


@blueprint.post("/looks/<list_key>/new")
@permission_required(Permission.MANAGE_WARD)
def create_look(ward_id: UUID, list_key: str) -> Answer:
    """Add the setting, or show the preview."""
    return _take(ward_id, list_key, None)


@blueprint.get("/looks/<uuid:setting_id>")
@permission_required(Permission.MANAGE_WARD)
def edit_look(ward_id: UUID, setting_id: UUID) -> str:
    """One setting."""
    row = list_settings.get_setting(current_actor(), ward_id, setting_id)
    look = Look.from_dict(row.content)
    form = LookForm(formdata=None)
    form.offer()
    form.show(look, _definition(row.list_key))
    form.begins_on.data, form.ends_on.data = row.begins_on, row.ends_on
    return _page(row.list_key, form, look.layout, setting_id)


@blueprint.post("/looks/<uuid:setting_id>")
@permission_required(Permission.MANAGE_WARD)
def change_look(ward_id: UUID, setting_id: UUID) -> Answer:
    """Change the setting, or show the preview."""
    row = list_settings.get_setting(current_actor(), ward_id, setting_id)
    return _take(ward_id, row.list_key, setting_id)


@blueprint.post("/looks/<list_key>/preview")
@permission_required(Permission.MANAGE_WARD)
def preview_look(ward_id: UUID, list_key: str) -> str:
    """The preview alone, while the form is filled in."""
    definition = _definition(list_key)
    form = LookForm()
    form.offer()
    columns, faults = _columns(request.form, definition)
    picture, faults = _picture(list_key, form, columns, faults)
    return render_template("papers/look_preview.html", picture=picture, faults=faults)


def list_name(list_key: str) -> str:
    """The name of a list that can be set."""
    if list_key in PLAIN_SHEETS:
        return PLAIN_SHEETS[list_key]
    if list_key in PRINTED_LISTS:
        return PRINTED_LISTS[list_key].name
    return f"{label_of(ROSTER, list_key)}: danh sách với các cột đang xem"


def _groups() -> list[tuple[str, dict[str, str]]]:
    """The lists that can be set, by what they are."""
    names = {key: list_name(key) for key in list_settings.settable_lists()}
    sheets = {key: name for key, name in names.items() if key in PLAIN_SHEETS}
    return [
        ("Danh sách", {key: name for key, name in names.items() if key not in sheets}),
        ("Sổ, bảng tổng hợp, lịch", sheets),
    ]


def _definition(list_key: str) -> ListDefinition:
    found = list_settings.settable_lists().get(list_key)
    if found is None:
        raise NotFound(list_key)
    return found


def _take(ward_id: UUID, list_key: str, setting_id: UUID | None) -> Answer:
    definition = _definition(list_key)
    form = LookForm()
    form.offer()
    columns, faults = _columns(request.form, definition)
    if "preview" in request.form or "add" in request.form:
        picture, faults = _picture(list_key, form, columns, faults)
        return _page(list_key, form, ListLayout(columns), setting_id, picture, faults)
    if form.validate() and not faults:
        try:
            list_settings.save_setting(
                current_actor(), ward_id, list_key, setting_id, form.look(columns), begins_on=form.begins_on.data,
                ends_on=form.ends_on.data,
            )  # fmt: skip
        except Invalid as refusal:
            take_faults(form, refusal.faults)
        else:
            flash(f"Đã lưu thiết lập của danh sách “{list_name(list_key)}”.", "success")
            return redirect(url_for(".looks"), 303)
    form.form_errors.extend(faults)
    return _page(list_key, form, ListLayout(columns), setting_id), 422


def _picture(list_key: str, form: LookForm, columns: tuple[Placed, ...], faults: list[str]) -> tuple[str, list[str]]:
    """The preview as a data: address, and what kept it from being made."""
    if not form.begins_on.data:
        form.begins_on.data = clock.today()  # which day it begins does not matter to its look
    form.validate()
    wrong = [f"{field.label.text}: {text}" for field in form if field is not form.begins_on for text in field.errors]
    if faults or wrong:
        return "", [*faults, *wrong]
    try:
        png = list_previews.preview(
            current_actor(), g.ward, list_key, form.look(columns), with_own_people=bool(form.own_people.data)
        )
    except Invalid as refusal:
        return "", [text for texts in refusal.faults.values() for text in texts]
    return f"data:image/png;base64,{base64.b64encode(png).decode()}", []


def _columns(sent: MultiDict[str, str], definition: ListDefinition) -> tuple[tuple[Placed, ...], list[str]]:
    """The columns as they were sent, in the order of their numbers; a number that was changed goes before its like."""
    faults, found = [], []
    # What was sent for a column that the list cannot have, or twice, is as if it were not there.
    keys = [key for key in dict.fromkeys(sent.getlist("column")) if can_have(definition, key)]
    for index, key in enumerate(keys, start=1):
        try:
            width = read_width(sent.get(f"width-{key}", ""))
        except ValueError:
            faults.append("Chiều rộng cột là số mm, ví dụ 25; để trống thì chương trình tự tính.")
            width = 0.0
        typed = sent.get(f"place-{key}", "", str).strip()
        if typed and not typed.isdecimal():
            faults.append("Vị trí của cột là số thứ tự, ví dụ 3; để trống thì giữ chỗ cũ.")
        place = float(typed) if typed.isdecimal() else float(index)
        place += -0.5 if place < index else 0.5 if place > index else 0.0
        found.append((place, index, Placed(key, f"shown-{key}" in sent, width)))
    columns = tuple(one for _, _, one in sorted(found, key=lambda one: one[:2]))
    added = sent.get("added", "")
    if added in {key for key, _ in addable(definition, ListLayout(columns))}:
        columns = (*columns, Placed(added))
    if definition.key in ROSTERS:
        columns = ()  # its columns are those on the page when it is printed
    return tuple(replace(one, width_mm=one.width_mm) for one in columns), list(dict.fromkeys(faults))


def _page(
    list_key: str, form: LookForm, layout: ListLayout, setting_id: UUID | None, picture: str = "",
    faults: list[str] | None = None,
) -> str:  # fmt: skip
    definition = _definition(list_key)
    needed = must_have(definition)
    rows = [
        (one, heading_of(definition, one.key), one.key in needed, is_own(definition, one.key))
        for one in placed_columns(definition, layout)
    ]
    return render_template(
        "papers/look.html", form=form, name=list_name(list_key), list_key=list_key, setting_id=setting_id,
        columns=rows if list_key not in ROSTERS else [], is_roster=list_key not in PLAIN_SHEETS,
        addable=addable(definition, layout),
        form_number=definition.form_number, own_title=definition.own_title, picture=picture, faults=faults or [],
        may_use_own=current_actor().may(Permission.PRINT),
    )  # fmt: skip
