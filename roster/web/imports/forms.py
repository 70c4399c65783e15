"""The forms of the import pages: bring a workbook in, choose its sheets, settle a row, confirm, throw away."""

from __future__ import annotations

import io
from datetime import date
from typing import Any, BinaryIO

from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    HiddenField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import AnyOf, InputRequired, Length, NumberRange

from roster.columns.catalogue import ENLISTMENT
from roster.domain.choices import ROSTER
from roster.services.lists import default_year
from roster.store.imports import IMPORT, RECONCILE
from roster.web.office_form import OfficeForm, WholeNumberField

ACCEPTED_ENDINGS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv", ".txt", ".html")
PASTED_NAME = "dan-tu-excel.txt"
_MOST_PASTED = 2_000_000  # characters

DECISIONS = ("", "skip", "update", "create")  # "" takes a decision back


def offer_years(field: SelectField, today: date, back: int) -> None:
    """Fill a list of years, to so many `back`; 0 stands for the year that goes with the chosen roster."""
    usual = default_year(ENLISTMENT, today)
    field.description = f"Tự chọn: {usual} cho nghĩa vụ quân sự, {today.year} cho hai danh sách còn lại."
    years = map(str, range(today.year + 2, today.year - back, -1))
    field.choices = [SelectChoice("0", "Tự chọn theo danh sách"), *map(SelectChoice, years)]


class UploadForm(OfficeForm):
    """Which roster, which year, which file."""

    roster = RadioField(
        "Danh sách",
        choices=[SelectChoice(str(choice.key), choice.label) for choice in ROSTER],
        validators=[InputRequired("Hãy chọn loại danh sách mà tệp này chứa.")],
        invalid_choice_message="Hãy chọn loại danh sách mà tệp này chứa.",
    )
    year = SelectField(
        "Năm",
        coerce=int,
        validators=[InputRequired("Hãy chọn năm.")],
        invalid_choice_message="Hãy chọn năm trong danh sách.",
    )
    purpose = RadioField(
        "Để làm gì",
        choices=[
            SelectChoice(IMPORT, "Nhập vào sổ"),
            SelectChoice(RECONCILE, "Chỉ đối chiếu với sổ, không nhập"),
        ],
        default=IMPORT,
        invalid_choice_message="Hãy chọn nhập vào sổ hoặc chỉ đối chiếu.",
    )
    keeper = StringField(
        "Danh sách của ai",
        [Length(max=120, message="Không quá 120 ký tự.")],
        description="Khi đối chiếu: ví dụ Công an phường, Tổ dân phố 5, Trường THPT Kiến An",
        render_kw={"autocomplete": "off"},
    )
    password = PasswordField("Mật khẩu của tệp", validators=[Length(max=255)])
    file = FileField("Tệp Excel")
    pasted = TextAreaField(
        "Dán ô chép từ Excel",
        [Length(max=_MOST_PASTED, message="Phần dán dài quá. Hãy lưu thành tệp rồi chọn tệp.")],
        render_kw={"rows": 5, "autocomplete": "off", "spellcheck": "false", "wrap": "off"},
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """A file or pasted cells must be there."""
        is_sound = bool(super().validate(extra_validators))
        if not self.file.data and not (self.pasted.data or "").strip():
            self.file.errors = [
                *self.file.errors,
                "Hãy chọn một tệp Excel (.xlsx, .xls, .ods, .csv…), hoặc dán ô từ Excel.",
            ]
            return False
        return is_sound

    def workbook(self) -> tuple[str, BinaryIO]:
        """The name and the bytes of what was brought; a file goes before pasted cells."""
        if self.file.data:
            return self.file.data.filename or "", self.file.data.stream
        return PASTED_NAME, io.BytesIO((self.pasted.data or "").encode())

    def chosen_year(self, today: date) -> int:
        """The year that was chosen, or the usual one of the chosen roster."""
        return int(self.year.data) or default_year(self.roster.data, today)


class SheetsForm(OfficeForm):
    """Which sheets of the workbook are read."""

    names = SelectMultipleField(
        "Trang tính",
        validators=[InputRequired("Hãy chọn ít nhất một trang tính.")],
    )


class DecisionForm(OfficeForm):
    """What becomes of one row that only a person can settle; `sheet` counts the plan's sheets from zero."""

    sheet = WholeNumberField(validators=[InputRequired(), NumberRange(min=0)])
    row = WholeNumberField(validators=[InputRequired(), NumberRange(min=1)])
    decision = StringField(validators=[AnyOf(DECISIONS)])


class ConfirmForm(OfficeForm):
    """The mark of the plan that the officer saw, and his word that he looked at what its titles say."""

    mark = HiddenField(validators=[InputRequired(), Length(max=64)])
    doubts_settled = BooleanField("Tôi đã kiểm tra: tệp này đúng là của phường và năm đang nhập.")


class DiscardForm(OfficeForm):
    """Nothing but the token against forged requests."""
