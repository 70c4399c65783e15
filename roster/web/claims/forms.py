"""The forms of a claim: what is put on file, what was decided of it, why it is withdrawn."""

from __future__ import annotations

from datetime import date
from typing import Any

from wtforms import Field, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import TextInput

from roster.domain.dates import format_date, read_date
from roster.domain.text import clean
from roster.web.fields import DAY_SHAPE, DayField, VersionedForm
from roster.web.grounds import Ground
from roster.web.office_form import OfficeForm

_SHOWN_LETTERS = 110  # of a ground's text in the select; the whole text stands below it


class PartialDayField(Field):
    """A day that may be known to the month or year only; `data` is a partial date ("2027-06") or None."""

    widget = TextInput()

    def __init__(self, label: str = "", validators: Any = None, **more: Any) -> None:
        more.setdefault("render_kw", {"autocomplete": "off", "placeholder": DAY_SHAPE, "maxlength": 20})
        super().__init__(label, validators, **more)
        self.typed = ""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read what was typed; nothing typed is no day."""
        self.typed = clean(str(valuelist[0])) if valuelist else ""
        self.data = None
        if self.typed:
            # The day of reading only decides what lies in the future, and an end usually does.
            self.data = read_date(self.typed, today=date(2100, 1, 1)).value
            if self.data is None:
                raise ValueError("Hãy nhập ngày như 30/06/2027, 06/2027 hoặc 2027.")

    def _value(self) -> str:
        return self.typed or format_date(self.data)


class ClaimForm(VersionedForm):
    """A ground with its evidence. `seen_version` tells whether somebody else changed the claim meanwhile."""

    ground = SelectField("Diện theo luật", [InputRequired("Hãy chọn diện theo điểm, khoản của luật.")])
    evidence = TextAreaField(
        "Giấy tờ chứng minh",
        [Length(max=2000, message="Không quá 2000 ký tự.")],
        description="Ví dụ: Giấy xác nhận số 123 ngày 05/09/2026 của Trường Đại học Hàng hải Việt Nam, khóa 2023–2027",
        render_kw={"rows": 3},
    )
    papers_received_on = DayField("Ngày nhận giấy tờ", [Optional()], description="Để trống nếu chưa nộp giấy tờ")
    until = PartialDayField(
        "Đến hết ngày", [Optional()], description="Ví dụ ngày kết thúc khóa học; có thể chỉ ghi tháng, năm"
    )
    notes = TextAreaField("Ghi chú", [Length(max=2000, message="Không quá 2000 ký tự.")], render_kw={"rows": 2})

    def offer_grounds(self, groups: list[tuple[str, list[Ground]]], present: str | None = None) -> None:
        """Fill the list of grounds under their headings; `present` stays choosable though the law no longer has it."""
        choices = [SelectChoice("", "— Chọn điểm, khoản —")]
        choices += [
            SelectChoice(one.mark, f"{one.mark}: {_clipped(one.text)}", optgroup=heading)
            for heading, grounds in groups
            for one in grounds
        ]
        if present is not None and all(choice.value != present for choice in choices):
            choices.append(SelectChoice(present))
        self.ground.choices = choices

    def only_papers(self) -> None:
        """Leave what may still change once the claim was decided."""
        for name in ("ground", "until"):
            del self[name]

    def values(self) -> dict[str, Any]:
        """What was entered, by the keys of the claim, once the form was validated."""
        keys = ("ground", "evidence", "papers_received_on", "until", "notes")
        return {key: self[key].data for key in keys if key in self}


class DecisionForm(VersionedForm):
    """What the authority decided, by which paper, on which day."""

    outcome = RadioField(
        "Kết quả",
        [InputRequired("Hãy chọn kết quả.")],
        choices=[
            SelectChoice("decided", "Được chấp nhận (đã có quyết định)"),
            SelectChoice("refused", "Không được chấp nhận"),
        ],
    )
    decision_number = StringField(
        "Số quyết định, văn bản",
        [InputRequired("Hãy nhập số quyết định."), Length(max=80, message="Không quá 80 ký tự.")],
        description="Ví dụ: 4512/QĐ-UBND",
        render_kw={"autocomplete": "off"},
    )
    decided_on = DayField("Ngày quyết định", [InputRequired("Hãy nhập ngày, ví dụ 01/07/2025.")])
    decided_by = StringField(
        "Người, cơ quan quyết định",
        [Length(max=160, message="Không quá 160 ký tự.")],
        render_kw={"autocomplete": "off"},
    )
    until = PartialDayField(
        "Đến hết ngày", [Optional()], description="Thời hạn ghi trong quyết định; để trống nếu không ghi thời hạn"
    )


class WithdrawForm(OfficeForm):
    """Why a claim is taken off the file."""

    reason = TextAreaField(
        "Lý do rút",
        [InputRequired("Hãy ghi lý do."), Length(max=500, message="Không quá 500 ký tự.")],
        description="Ví dụ: Ghi nhầm người; công dân đã thôi học và xin rút",
        render_kw={"rows": 3},
    )


def _clipped(text: str) -> str:
    return text if len(text) <= _SHOWN_LETTERS else text[: _SHOWN_LETTERS - 1].rsplit(" ", 1)[0] + "…"
