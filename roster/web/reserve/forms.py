"""The forms of the reserve's room: an event of each kind, its end, its withdrawal, a decision, a speciality."""

from __future__ import annotations

from typing import Any

from wtforms import HiddenField, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from roster.domain.choices import RANK as RANKS
from roster.domain.choices import group_of
from roster.domain.law.reserve import (
    ABSENCE,
    CLASS,
    DONE_LABELS,
    MOVE_IN,
    MOVE_OUT,
    PLACEMENT,
    RANK,
    REGISTRATION,
    REMOVAL,
    RETURN,
    SERVICE,
    SUPPLEMENT,
    TRAINING,
)
from roster.services.reserve_event_rules import FIELDS_OF, VALUES_OF
from roster.web.fields import DayField, VersionedForm
from roster.web.office_form import OfficeForm, WholeNumberField

_LINE = {"autocomplete": "off"}

_ON_DAY = {
    REGISTRATION: "Ngày đăng ký",
    SUPPLEMENT: "Ngày có thay đổi",
    MOVE_OUT: "Ngày chuyển đi",
    MOVE_IN: "Ngày chuyển đến",
    ABSENCE: "Vắng từ ngày",
    RETURN: "Ngày trở về",
    REMOVAL: "Ngày ra khỏi sổ",
    CLASS: "Tính từ ngày",
    TRAINING: "Ngày kết thúc huấn luyện",
    SERVICE: "Ngày kết thúc",
    RANK: "Tính từ ngày",
    PLACEMENT: "Tính từ ngày",
}
_PLACE = {
    REGISTRATION: "Nơi ở trước khi đăng ký",
    MOVE_OUT: "Chuyển đến đâu",
    MOVE_IN: "Chuyển từ đâu đến",
    ABSENCE: "Đi đâu",
}
_VALUE = {
    REMOVAL: "Lý do",
    CLASS: "Hạng",
    SERVICE: "Quá trình phục vụ",
    RANK: "Cấp bậc mới",
    PLACEMENT: "Đã xếp vào đơn vị DBĐV",
}
# What the service asks for beside the day; marked on the form, judged by the service.
_REQUIRED = {
    MOVE_OUT: ("place",),
    MOVE_IN: ("place",),
    REMOVAL: ("value",),
    CLASS: ("value", "decision_number", "decided_on"),
    TRAINING: ("months",),
    SERVICE: ("value",),
    RANK: ("value", "decision_number", "decided_on"),
    PLACEMENT: ("value", "decision_number", "decided_on"),
}
_EVIDENCE_HINTS = {
    MOVE_OUT: "Ví dụ: Giấy giới thiệu di chuyển quân nhân dự bị số 12 ngày 05/03/2026",
    MOVE_IN: "Ví dụ: Giấy giới thiệu di chuyển quân nhân dự bị số 12 ngày 05/03/2026",
    REMOVAL: "Ví dụ: Kết luận của hội đồng khám sức khỏe; giấy chứng tử số 45/2026",
    CLASS: "Vì sao quyết định khác với cách tính theo quy định",
}


class EventForm(OfficeForm):
    """The facts of one event; `event_form` leaves those of its kind."""

    on_day = DayField("Ngày", [InputRequired("Hãy nhập ngày, ví dụ 01/07/2025.")])
    value = SelectField("Nội dung", validate_choice=False)
    months = WholeNumberField("Số tháng", [Optional()], render_kw={"inputmode": "numeric", "autocomplete": "off"})
    place = StringField("Nơi", [Length(max=200, message="Không quá 200 ký tự.")], render_kw=_LINE)
    decision_number = StringField("Số quyết định", [Length(max=80, message="Không quá 80 ký tự.")], render_kw=_LINE)
    decided_on = DayField("Ngày quyết định", [Optional()])
    decided_by = StringField(
        "Người, cơ quan quyết định", [Length(max=160, message="Không quá 160 ký tự.")], render_kw=_LINE
    )
    until = DayField("Ngày hoàn thành", [Optional()])
    evidence = TextAreaField("Căn cứ, giấy tờ", [Length(max=2000)], render_kw={"rows": 2})
    notes = TextAreaField("Ghi chú", [Length(max=2000)], render_kw={"rows": 2})

    def values(self) -> dict[str, Any]:
        """What was entered, by the names of the service."""
        return {name: field.data for name, field in self._fields.items() if name != "csrf_token"}


def event_form(kind: str, **more: Any) -> EventForm:
    """The form of a kind of event, with its own words."""
    form = EventForm(**more)
    for name in [field.name for field in form if field.name not in {*FIELDS_OF[kind], "csrf_token"}]:
        del form[name]
    form.on_day.label.text = _ON_DAY[kind]
    if "value" in form:
        form.value.label.text = _VALUE[kind]
        form.value.choices = [SelectChoice("", "— Chọn —")] + [
            SelectChoice(key, words, optgroup=(group_of(RANKS, key) or None) if kind == RANK else None)
            for key, words in VALUES_OF[kind].items()
        ]
    if "place" in form:
        form.place.label.text = _PLACE[kind]
        if kind == ABSENCE:
            form.place.description = "Tỉnh, thành phố hoặc nước đến; không ghi tên đơn vị quân đội"
    if "months" in form:
        form.months.label.text = "Số tháng huấn luyện" if kind == TRAINING else "Số tháng phục vụ"
        if kind == SERVICE:
            form.months.description = "Chỉ cần khi mục đã chọn ghi “số tháng”"
    if "until" in form:
        form.until.label.text = DONE_LABELS.get(kind, "Dự kiến trở về")
        form.until.description = "Để trống nếu chưa làm; có thể ghi sau" if kind in DONE_LABELS else ""
    for name in _REQUIRED.get(kind, ()):
        form[name].flags.required = True
    if kind == REMOVAL:
        form.decision_number.description = "Không bắt buộc khi công dân đã chết"
    if "evidence" in form:
        form.evidence.description = _EVIDENCE_HINTS.get(kind, "")
    return form


class DoneForm(VersionedForm):
    """The day on which the duty of an event was done."""

    until = DayField("Ngày đã làm", [InputRequired("Hãy nhập ngày, ví dụ 01/07/2025.")])


class WithdrawForm(VersionedForm):
    """Why an event is taken back."""

    reason = TextAreaField(
        "Lý do rút",
        [InputRequired("Hãy ghi lý do."), Length(max=500, message="Không quá 500 ký tự.")],
        description="Ví dụ: Ghi nhầm người; công dân không chuyển đi nữa",
        render_kw={"rows": 3},
    )


class DecisionForm(OfficeForm):
    """The decision for the people ticked in a list."""

    decision_number = StringField("Số quyết định", [Length(max=80, message="Không quá 80 ký tự.")], render_kw=_LINE)
    decided_on = DayField("Ngày quyết định", [Optional()])
    decided_by = StringField(
        "Người, cơ quan quyết định", [Length(max=160, message="Không quá 160 ký tự.")], render_kw=_LINE
    )

    def values(self) -> dict[str, Any]:
        """The decision by the names of the service."""
        return {
            "decision_number": self.decision_number.data or None,
            "decided_on": self.decided_on.data,
            "decided_by": self.decided_by.data or None,
        }


class RemovalForm(DecisionForm):
    """A decision that removes the people ticked from the register."""

    on_day = DayField("Ngày ra khỏi sổ", [InputRequired("Hãy nhập ngày, ví dụ 01/07/2025.")])

    def values(self) -> dict[str, Any]:
        """The removal by the names of the service; the reason is the age."""
        return super().values() | {"on_day": self.on_day.data, "value": "age"}


class SpecialityForm(OfficeForm):
    """One speciality of the ward's table."""

    code = StringField(
        "Mã CNQS",
        [InputRequired("Hãy ghi mã CNQS."), Length(max=10, message="Không quá 10 ký tự.")],
        render_kw={**_LINE, "maxlength": 10},
    )
    name = StringField(
        "Tên chuyên nghiệp quân sự",
        [InputRequired("Hãy ghi tên."), Length(max=120, message="Không quá 120 ký tự.")],
        render_kw=_LINE,
    )
    group = StringField("Nhóm", [Length(max=120, message="Không quá 120 ký tự.")], render_kw=_LINE)
    near_codes = StringField(
        "Mã gần đúng",
        [Length(max=200, message="Không quá 200 ký tự.")],
        description="Các mã cách nhau bằng dấu cách, ví dụ: 102 105",
        render_kw=_LINE,
    )
    ends_on = DayField("Dùng đến hết ngày", [Optional()], description="Để trống khi còn dùng")
    seen = HiddenField()

    def values(self) -> dict[str, Any]:
        """What was entered, by the names of the service."""
        return {name: self[name].data for name in ("code", "name", "group", "near_codes", "ends_on")}


class LinesForm(OfficeForm):
    """Specialities pasted as lines."""

    lines = TextAreaField(
        "Các dòng cần dán",
        [InputRequired("Hãy dán ít nhất một dòng.")],
        description="Mỗi dòng một mã: mã; tên; nhóm; các mã gần đúng. Chép thẳng từ Excel cũng được.",
        render_kw={"rows": 8, "spellcheck": "false"},
    )
