"""The forms of the Party source and of the goals."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import Length

from roster.services.party_goals import goal_rows
from roster.store.forces import PartySource
from roster.web.claims.forms import PartialDayField
from roster.web.fields import DayField, VersionedForm
from roster.web.office_form import OfficeForm
from roster.web.targets.forms import CommaNumber

_LINE = {"autocomplete": "off"}
_NUMBER = {"inputmode": "decimal", "autocomplete": "off"}
_TOO_LONG = "Dài quá %(max)d ký tự."


class SourceForm(VersionedForm):
    """How far he is on the way."""

    since = DayField("Đưa vào nguồn từ ngày")
    class_attended_on = DayField("Ngày học lớp nhận thức về Đảng")
    mentor = StringField("Đảng viên giúp đỡ", [Length(max=120, message=_TOO_LONG)], render_kw=_LINE)
    planned_on = PartialDayField("Dự kiến kết nạp")
    notes = TextAreaField("Ghi chú", [Length(max=2000, message=_TOO_LONG)], render_kw={"rows": 3})

    def show(self, entry: PartySource) -> None:
        """Fill in what is kept."""
        for name in ("since", "class_attended_on", "mentor", "planned_on", "notes"):
            self[name].data = getattr(entry, name)
        self.seen_version.data = str(entry.version)

    def values(self) -> dict[str, Any]:
        """What was entered, by the names of services.party_source.save."""
        return {name: self[name].data for name in ("since", "class_attended_on", "mentor", "planned_on", "notes")}


class AdmitForm(VersionedForm):
    """The day of the admission."""

    admitted_on = DayField("Ngày kết nạp")


class CloseForm(VersionedForm):
    """Taken out: when and why."""

    closed_on = DayField("Ngày đưa ra khỏi nguồn")
    reason = StringField("Lý do", [Length(max=200, message=_TOO_LONG)], render_kw=_LINE)


class GoalsForm(OfficeForm):
    """What share of Party members each row is to reach; made by `goals_form`."""

    seen = HiddenField()

    def goals(self) -> dict[str, float | None]:
        """What was entered, by row."""
        return {row: self[field_name(row)].data for row in goal_rows()}


def field_name(row: str) -> str:
    """The name of a row's field."""
    return "goal-" + row.replace(":", "-")


def goals_form(kept: Mapping[str, float] | None = None, seen: str = "") -> GoalsForm:
    """The form with what is kept; without, with what was sent."""
    fields = {
        field_name(row): CommaNumber(f"{label} (%)", render_kw=_NUMBER) for row, label in goal_rows().items()
    }  # fmt: skip
    form_class = type("GoalsOfRowsForm", (GoalsForm,), fields)
    if kept is None:
        return form_class()
    data = {field_name(row): goal for row, goal in kept.items()} | {"seen": seen}
    return form_class(formdata=None, data=data)
