"""The form that makes a bulk move: whereto, on which day, on which paper, and of whom."""

from __future__ import annotations

from uuid import UUID

from wtforms import HiddenField, StringField
from wtforms.validators import InputRequired, Length

from roster.web.fields import DayField
from roster.web.filters import ids_of
from roster.web.office_form import OfficeForm

_ONE_LINE = {"autocomplete": "off"}


class MoveForm(OfficeForm):
    """Day, paper and note of a move; the people stand in one hidden field, however many."""

    to_step = HiddenField()
    people = HiddenField()
    on = DayField("Ngày thực hiện", [InputRequired("Hãy nhập ngày thực hiện.")])
    paper = StringField(
        "Căn cứ (số văn bản, biên bản)",
        [Length(max=120, message="Căn cứ dài quá 120 ký tự.")],
        description="Ví dụ: Biên bản số 03/BB-HĐNVQS",
        render_kw={**_ONE_LINE, "maxlength": 120},
    )
    note = StringField("Ghi chú", [Length(max=500, message="Ghi chú dài quá 500 ký tự.")], render_kw=_ONE_LINE)

    def chosen(self) -> list[UUID]:
        """The people that the page named; what is no id of ours names nobody."""
        return ids_of((self.people.data or "").split())
