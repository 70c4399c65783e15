"""The forms of the Party source and of the goals."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import Length

from roster.services.party_goals import PARTY, UNION, goal_key
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
    """What shares each row is to reach; made by `goals_form`, which names its rows."""

    seen = HiddenField()
    rows: Mapping[str, str] = {}

    def goals(self) -> dict[str, float | None]:
        """What was entered, by goal_key."""
        keys = (goal_key(row, column) for row in self.rows for column in (PARTY, UNION))
        return {key: self[field_name(key)].data for key in keys}


def field_name(key: str) -> str:
    """The name of a goal's field."""
    return "goal-" + key.replace(":", "-").replace("/", "-")


def goals_form(rows: Mapping[str, str], kept: Mapping[str, float] | None = None, seen: str = "") -> GoalsForm:
    """The form of these rows with what is kept; without, with what was sent."""
    fields: dict[str, Any] = {"rows": rows}
    for row, label in rows.items():
        for column, whom in ((PARTY, "đảng viên"), (UNION, "đoàn viên")):
            fields[field_name(goal_key(row, column))] = CommaNumber(f"{label}: {whom} (%)", render_kw=_NUMBER)
    form_class = type("GoalsOfRowsForm", (GoalsForm,), fields)
    if kept is None:
        return form_class()
    data = {field_name(key): goal for key, goal in kept.items()} | {"seen": seen}
    return form_class(formdata=None, data=data)
