"""The forms by which a workbook is mended: single cells, a whole column, blanks that erase."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wtforms import BooleanField, RadioField, SelectField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from roster.services.import_mends import LONGEST_TEXT
from roster.web.office_form import OfficeForm, WholeNumberField

FILL, REPLACE = "fill", "replace"
_LAST_ROW = 1_048_576


class MendForm(OfficeForm):
    """Nothing but the token against forged requests: the cells are fields of their own names."""


class ColumnForm(OfficeForm):
    """What is done to a whole column; `column` is "0-E" (number of the sheet, letter)."""

    column = SelectField("Cột", validators=[InputRequired("Hãy chọn cột.")], invalid_choice_message="Hãy chọn cột.")
    what = RadioField(
        "Việc cần làm",
        choices=[
            SelectChoice(FILL, "Điền vào các ô trống"),
            SelectChoice(REPLACE, "Tìm và thay"),
        ],
        default=FILL,
        invalid_choice_message="Hãy chọn việc cần làm.",
    )
    wanted = StringField("Tìm", [Length(max=LONGEST_TEXT)], render_kw={"autocomplete": "off"})
    whole = BooleanField("Chỉ những ô ghi đúng như vậy, không kèm chữ khác")
    text = StringField("Điền hoặc thay bằng", [Length(max=LONGEST_TEXT)], render_kw={"autocomplete": "off"})
    first = WholeNumberField(
        "Từ dòng", [Optional(), NumberRange(min=1, max=_LAST_ROW, message="Hãy ghi số dòng của Excel.")]
    )
    last = WholeNumberField(
        "Đến dòng", [Optional(), NumberRange(min=1, max=_LAST_ROW, message="Hãy ghi số dòng của Excel.")]
    )

    def offer_columns(self, columns: Iterable[tuple[str, str]]) -> None:
        """Fill the list of columns: (key, what it says)."""
        self.column.choices = [SelectChoice(key, label) for key, label in columns]

    def validate(self, extra_validators: Any = None) -> bool:
        """A search needs words; blanks are filled with something."""
        is_sound = bool(super().validate(extra_validators))
        if self.what.data == REPLACE and not (self.wanted.data or "").strip():
            self.wanted.errors = [*self.wanted.errors, "Hãy ghi chữ cần tìm."]
            return False
        if self.what.data == FILL and not (self.text.data or "").strip():
            self.text.errors = [*self.text.errors, "Hãy ghi nội dung cần điền."]
            return False
        return is_sound


class BlanksForm(OfficeForm):
    """The columns whose blank cells clear what is on file."""

    erases = SelectMultipleField("Cột")
