"""The form that changes one rule from a day on: a plain field per place of its value, then text, source and reason."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from wtforms import Field, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from roster.domain.law.versions import Rule
from roster.web.fields import DayField
from roster.web.office_form import OfficeForm
from roster.web.rules.values import (
    CHOICE,
    DECIMAL,
    WHOLE,
    Place,
    Unreadable,
    contradictions,
    places_of,
    read_value,
    typed_text,
    value_at,
    with_values,
)

_NEEDED = InputRequired("Hãy nhập mục này.")


def _at_most(length: int) -> Length:
    return Length(max=length, message=f"Không quá {length} ký tự.")


class RuleForm(OfficeForm):
    """What every rule's change states; `form_for` adds the fields of the rule's value."""

    text = TextAreaField("Nội dung hiện trên màn hình", [_NEEDED, _at_most(500)], render_kw={"rows": 3})
    citation = StringField(
        "Căn cứ (điểm, khoản, điều)",
        [_NEEDED, _at_most(200)],
        description="Ghi như trên văn bản, sẽ hiện cạnh mỗi lý do",
    )
    source = StringField(
        "Văn bản làm căn cứ thay đổi",
        [_NEEDED, _at_most(300)],
        description="Số, ngày và cơ quan ban hành, ví dụ: Công văn 12/BTL-QL ngày 01/10/2026",
    )
    first_day = DayField("Áp dụng từ ngày", [InputRequired("Hãy nhập ngày, ví dụ 01/07/2025.")])
    last_day = DayField("Đến hết ngày", [Optional()], description="Để trống nếu chưa biết ngày hết hiệu lực")
    reason = TextAreaField(
        "Lý do thay đổi",
        [_NEEDED, _at_most(1000)],
        description="Ai quyết định, vì sao; được ghi cùng tên người nhập",
        render_kw={"rows": 3},
    )

    rule: Rule
    places: Mapping[str, Place]

    def value_fields(self) -> list[tuple[Field, Place]]:
        """The fields of the rule's value with the places that they fill."""
        return [(self[name], place) for name, place in self.places.items()]

    def prefill(self, first_day: date) -> None:
        """Show what holds now; the day from which the change is to hold is `first_day`."""
        self.text.data, self.citation.data = self.rule.text, self.rule.citation
        self.first_day.data = first_day
        for field, place in self.value_fields():
            value = value_at(self.rule.value, place.path)
            field.data = _option_number(place, value) if place.kind == CHOICE else typed_text(place, value)

    def read(self) -> tuple[bool, Any]:
        """After `validate`: whether the value's fields could be read, and the new value. Faults hang on the fields."""
        values: dict[tuple[str, ...], Any] = {}
        is_sound = True
        for field, place in self.value_fields():
            try:
                values[place.path] = read_value(place, field.data or "")
            except Unreadable as fault:
                field.errors = [*field.errors, str(fault)]
                is_sound = False
        if not is_sound:
            return False, None
        value = with_values(self.rule, values)
        names = {place.path: field for field, place in self.value_fields()}
        for path, sentence in contradictions(self.rule, value):
            names[path].errors = [*names[path].errors, sentence]
            is_sound = False
        return is_sound, value


def form_for(rule: Rule, **more: Any) -> RuleForm:
    """The form for a change of this rule; keyword arguments go to the form."""
    places = {f"value_{number}": place for number, place in enumerate(_with_present(rule))}
    fields = {name: _field(place) for name, place in places.items()}
    form_class = type("FormOfRule", (RuleForm,), {**fields, "rule": rule, "places": places})
    form: RuleForm = form_class(**more)
    return form


def _with_present(rule: Rule) -> list[Place]:
    """The places, each choice with the present value among its options."""
    found = []
    for place in places_of(rule):
        value = value_at(rule.value, place.path)
        if place.kind == CHOICE and all(option != value for option, _ in place.options):
            options = (*place.options, (value, f"Như hiện nay ({value})"))
            place = Place(place.path, place.label, CHOICE, options=options)
        found.append(place)
    return found


def _option_number(place: Place, value: Any) -> str:
    return next((str(number) for number, (option, _) in enumerate(place.options) if option == value), "")


def _field(place: Place) -> Any:
    if place.kind == CHOICE:
        choices = [SelectChoice(str(number), words) for number, (_, words) in enumerate(place.options)]
        return SelectField(place.label, choices=choices, validate_choice=False)
    mode = {WHOLE: "numeric", DECIMAL: "decimal"}.get(place.kind)
    look: dict[str, Any] = {"autocomplete": "off", "maxlength": 10, **({"inputmode": mode} if mode else {})}
    hint = "" if mode else "ngày/tháng, ví dụ 01/11"
    return StringField(place.label, description="Có thể để trống" if place.is_optional else hint, render_kw=look)
