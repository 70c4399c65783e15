"""The forms of a target: what is to be reached, and what the ward keeps where the program cannot count."""

from __future__ import annotations

from typing import Any

from wtforms import FloatField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from roster.domain.targets import OWN, STATE, YES_NO, TargetKind
from roster.services.targets import Standing
from roster.web.fields import DayField, VersionedForm

_LINE = {"autocomplete": "off"}
_NUMBER = {"inputmode": "decimal", "autocomplete": "off"}
_YES, _NO = "yes", "no"
_LARGEST = 1e12  # more than there is of anything


class CommaNumber(FloatField):
    """A number as it is written in Vietnamese: 12,5 or 1.500."""

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])  # as it was typed
        return "" if self.data is None else f"{self.data:.12g}".replace(".", ",")

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the number. Raises ValueError with a sentence for what is none."""
        text = str(valuelist[0]).strip() if valuelist else ""
        if not text:
            self.data = None
            return
        try:
            self.data = float(text.replace(".", "").replace(",", ".") if "," in text else text)
        except ValueError:
            self.data = None
        # What float() takes beside numbers ("inf", "nan") neither adds up nor goes into a workbook.
        if self.data is None or not abs(self.data) <= _LARGEST:
            self.data = None
            raise ValueError(f"“{text[:40]}” không phải là số dùng được ở đây.")


class TargetForm(VersionedForm):
    """What is set of a target of the program's own list."""

    goal = CommaNumber("Chỉ tiêu cần đạt", [Optional(), NumberRange(0, message="Không được âm.")], render_kw=_NUMBER)
    deadline = DayField("Hạn hoàn thành")
    responsible = StringField("Người, cơ quan phụ trách", [Length(max=160)], render_kw=_LINE)
    notes = TextAreaField("Ghi chú", [Length(max=2000)])

    def values(self) -> dict[str, Any]:
        """What was entered, by the names of services.targets.save."""
        found = {name: field.data for name, field in self._fields.items() if name not in {"csrf_token", "seen_version"}}
        if "done" in found:
            found["done"] = {_YES: True, _NO: False}.get(found["done"] or "")
        if "is_ceiling" in found:
            found["is_ceiling"] = found["is_ceiling"] == _YES
        return found


def target_form(kind: TargetKind | None, standing: Standing | None = None) -> Any:
    """The form for that kind of target (None: a new one of the ward's own): filled from its standing, or from what was
    sent."""
    fields: dict[str, Any] = {}
    if kind is None or kind.key.startswith(OWN):
        fields["label"] = StringField("Tên chỉ tiêu", [InputRequired("Hãy ghi tên chỉ tiêu."), Length(max=200)])
        fields["unit"] = StringField("Đơn vị tính", [Length(max=20)], render_kw=_LINE)
        fields["is_ceiling"] = SelectField(
            "Chỉ tiêu là",
            choices=[SelectChoice("", "mức ít nhất phải đạt"), SelectChoice(_YES, "mức nhiều nhất cho phép")],
            validate_choice=False,  # whatever is not the second is the first
        )
    if kind is not None and kind.unit == YES_NO:
        fields["done"] = SelectField(
            "Đã hoàn thành?",
            choices=[SelectChoice("", "— Chưa rõ —"), SelectChoice(_YES, "Có"), SelectChoice(_NO, "Chưa")],
        )
        fields["number"] = StringField("Số quyết định, văn bản", [Length(max=80)], render_kw=_LINE)
        fields["on"] = DayField("Ngày quyết định")
    elif kind is not None and kind.unit == STATE:
        stages = {"list": "stages"} if kind.stages else {}
        fields["value"] = StringField("Kết quả hiện nay", [Length(max=200)], render_kw=_LINE | stages)
        if kind.is_lasting:
            fields["on"] = DayField("Từ ngày")
    elif kind is None or not kind.is_counted:
        fields["value"] = CommaNumber("Kết quả hiện nay", [Optional()], render_kw=_NUMBER)
    form_class = type("KindOfTargetForm", (TargetForm,), fields)
    if standing is None:
        return form_class()
    done = {True: _YES, False: _NO}.get(standing.value) if isinstance(standing.value, bool) else ""
    data = {
        "label": standing.kind.label, "unit": standing.kind.unit, "goal": standing.goal, "deadline": standing.deadline,
        "responsible": standing.responsible, "notes": standing.notes, "done": done, "number": standing.number,
        "on": standing.decided_on, "value": standing.value,
        "is_ceiling": _YES if standing.kind.is_ceiling else "", "seen_version": str(standing.version),
    }  # fmt: skip
    return form_class(formdata=None, data=data)
