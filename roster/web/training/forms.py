"""The forms of training: a plan, sessions, an uploaded form."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, Field, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import TextInput

from roster.domain.choices import COMPONENT
from roster.domain.law.training import PLAN_HOMES, PLAN_KINDS
from roster.domain.text import clean
from roster.services.training import PlanFacts, SessionFacts
from roster.store.forces import ForceUnit
from roster.store.training import TrainingPlan, TrainingSession
from roster.web.fields import DayField, VersionedForm
from roster.web.office_form import OfficeForm

_LINE = {"autocomplete": "off"}
_WHOLE_DAY, _HALF_DAY = "1", "0.5"
_LENGTHS = [SelectChoice(_WHOLE_DAY, "Cả ngày (08 giờ)"), SelectChoice(_HALF_DAY, "Nửa ngày (04 giờ)")]


class DaysField(Field):
    """A number of days as people write it ("7", "7,5"); `data` is a number or None."""

    widget = TextInput()

    def __init__(self, label: str = "", validators: object = None, **more: object) -> None:
        more.setdefault("render_kw", {"autocomplete": "off", "inputmode": "decimal", "maxlength": 6})
        super().__init__(label, validators, **more)
        self.typed = ""

    def process_formdata(self, valuelist: list[object]) -> None:
        """Read what was typed; nothing typed is no number."""
        self.typed = clean(str(valuelist[0])) if valuelist else ""
        self.data = None
        if self.typed:
            try:
                self.data = float(self.typed.replace(",", "."))
            except ValueError:
                raise ValueError("Hãy ghi số ngày, ví dụ 7 hoặc 7,5.") from None

    def _value(self) -> str:
        return self.typed or (f"{self.data:g}".replace(".", ",") if self.data is not None else "")


class PlanForm(VersionedForm):
    """What is set of a plan. `seen_version` tells whether somebody else changed it meanwhile."""

    title = StringField(
        "Tên kế hoạch",
        [InputRequired("Hãy nhập tên kế hoạch."), Length(max=200, message="Không quá 200 ký tự.")],
        description="Ví dụ: Huấn luyện dân quân cơ động; Tập huấn cán bộ tiểu đội, trung đội",
        render_kw=_LINE,
    )
    kind = RadioField(
        "Loại", [InputRequired("Hãy chọn loại.")], choices=[SelectChoice(key, PLAN_KINDS[key]) for key in PLAN_KINDS],
        default="training", invalid_choice_message="Hãy chọn loại trong danh sách.",
    )  # fmt: skip
    home = RadioField(
        "Lực lượng", [InputRequired("Hãy chọn lực lượng.")],
        choices=[SelectChoice(key, PLAN_HOMES[key]) for key in PLAN_HOMES], default="militia",
        invalid_choice_message="Hãy chọn lực lượng trong danh sách.",
    )  # fmt: skip
    component = SelectField("Thành phần", [Optional()], description="Để trống nếu gọi mọi thành phần")
    unit_id = SelectField(
        "Đơn vị", [Optional()], description="Gồm cả các đơn vị trực thuộc; để trống nếu gọi cả phường"
    )
    required_days = DaysField("Số ngày quy định", [Optional()])
    decision_number = StringField(
        "Số kế hoạch, quyết định", [Length(max=80, message="Không quá 80 ký tự.")], render_kw=_LINE
    )
    notes = TextAreaField("Ghi chú", [Length(max=2000, message="Không quá 2000 ký tự.")], render_kw={"rows": 2})

    def offer(self, units: Iterable[ForceUnit], plan: TrainingPlan | None = None) -> None:
        """Fill the lists to choose from; an ended unit stays choosable for the plan that names it."""
        self.component.choices = [SelectChoice("", "— Mọi thành phần —")]
        self.component.choices += [SelectChoice(str(one.key), one.label) for one in COMPONENT]
        kept = plan.unit_id if plan is not None else None
        self.unit_id.choices = [SelectChoice("", "— Mọi đơn vị —")]
        self.unit_id.choices += [
            SelectChoice(str(unit.id), unit.name) for unit in units if unit.ends_on is None or unit.id == kept
        ]

    def facts(self) -> PlanFacts:
        """What was entered, once the form was validated."""
        return PlanFacts(
            title=self.title.data or "",
            kind=self.kind.data or "",
            home=self.home.data or "",
            component=self.component.data or None,
            unit_id=UUID(self.unit_id.data) if self.unit_id.data else None,
            required_days=self.required_days.data,
            decision_number=self.decision_number.data,
            notes=self.notes.data,
        )


class SessionsForm(OfficeForm):
    """Sessions to be added: one day, or a range of days at once."""

    first = DayField("Từ ngày", [InputRequired("Hãy nhập ngày, ví dụ 05/05/2026.")])
    last = DayField("Đến ngày", [Optional()], description="Để trống nếu chỉ một ngày")
    days = SelectField("Mỗi ngày học", choices=_LENGTHS, default=_WHOLE_DAY, invalid_choice_message="Hãy chọn lại.")
    topic = StringField(
        "Nội dung", [Length(max=200, message="Không quá 200 ký tự.")],
        description="Ví dụ: Điều lệnh đội ngũ. Không ghi phương án, vũ khí, địa điểm quân sự", render_kw=_LINE,
    )  # fmt: skip
    with_saturdays = BooleanField("Học cả thứ bảy", default=True)
    with_sundays = BooleanField("Học cả chủ nhật")

    def facts(self) -> SessionFacts:
        """What was entered, once the form was validated."""
        return SessionFacts(
            self.first.data, self.last.data, float(self.days.data), self.topic.data, self.with_saturdays.data,
            self.with_sundays.data,
        )  # fmt: skip


class SessionForm(OfficeForm):
    """One session's day, length and topic."""

    day = DayField("Ngày", [InputRequired("Hãy nhập ngày, ví dụ 05/05/2026.")])
    days = SelectField("Thời gian", choices=_LENGTHS, default=_WHOLE_DAY, invalid_choice_message="Hãy chọn lại.")
    topic = StringField("Nội dung", [Length(max=200, message="Không quá 200 ký tự.")], render_kw=_LINE)

    def show(self, session: TrainingSession) -> None:
        """Fill in what is kept."""
        self.day.data, self.topic.data = session.on_day, session.topic
        self.days.data = _WHOLE_DAY if session.days == 1 else _HALF_DAY


class FileForm(OfficeForm):
    """A filled-in attendance form."""

    file = FileField("Tệp điểm danh đã điền", [FileRequired("Hãy chọn tệp điểm danh đã điền.")])
