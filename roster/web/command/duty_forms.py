"""The forms of the duty roster: one shift, filling in turn, emptying a period."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length

from roster.domain.duty import ROLES, WEEKDAYS
from roster.domain.text import clean
from roster.services.duty import ShiftFacts
from roster.services.duty_people import Candidate, key_of
from roster.services.duty_rotation import RotationFacts
from roster.store.training import DutyShift
from roster.web.asked import day_of
from roster.web.fields import CheckboxListField, DayField
from roster.web.office_form import OfficeForm

_LINE = {"autocomplete": "off"}


class ShiftForm(OfficeForm):
    """One person on duty on one day."""

    seen = HiddenField()
    day = DayField("Ngày trực", [InputRequired("Hãy ghi ngày trực.")])
    role = StringField(
        "Vai trực", [InputRequired("Hãy ghi vai trực."), Length(max=60)], render_kw=_LINE | {"list": "roles"}
    )
    who = SelectField("Người trực", default="")
    name = StringField("Hoặc ghi họ tên", [Length(max=120)], render_kw=_LINE)
    phone = StringField("Số điện thoại", [Length(max=20)], render_kw=_LINE | {"inputmode": "tel"})
    notes = StringField("Ghi chú", [Length(max=200)], render_kw=_LINE)

    def offer(self, people: Iterable[Candidate], kept: Candidate | None = None) -> None:
        """Fill the list of people; `kept` is one who stands there whoever he is."""
        found = {one.key: one for one in people}
        if kept is not None:
            found.setdefault(kept.key, kept)
        self.who.choices = [SelectChoice("", "— Chọn người —")]
        self.who.choices += [SelectChoice(one.key, _words(one), optgroup=one.group) for one in found.values()]

    def facts(self) -> ShiftFacts:
        """What was entered, as services.duty takes it."""
        texts = {name: self[name].data or "" for name in ("role", "who", "name", "phone", "notes")}
        return ShiftFacts(day=self.day.data, **texts)

    def show(self, one: DutyShift, mark: str) -> None:
        """Fill the form with what is kept."""
        self.day.data, self.role.data, self.notes.data, self.phone.data = one.on_day, one.role, one.notes, one.phone
        self.who.data = key_of(one.person_id, one.holder_name)
        self.seen.data = mark


class RotationForm(OfficeForm):
    """From when to when, which roles, which days; the order of the people is read by `orders_of`."""

    first = DayField("Từ ngày", [InputRequired("Hãy ghi ngày bắt đầu.")])
    last = DayField("Đến hết ngày", [InputRequired("Hãy ghi ngày cuối.")])
    roles = CheckboxListField("Vai trực")
    more_roles = StringField("Vai trực khác", [Length(max=200)], render_kw=_LINE)
    weekdays = CheckboxListField(
        "Xếp các ngày", choices=[SelectChoice(str(n), name) for n, name in enumerate(WEEKDAYS)]
    )
    skips_holidays = BooleanField("Bỏ qua ngày lễ, Tết (xếp riêng)")
    skipped = StringField("Bỏ qua các ngày", [Length(max=400)], render_kw=_LINE)
    others = TextAreaField("Người khác, mỗi dòng một họ tên", [Length(max=4000)], render_kw={"rows": 3})
    replaces = BooleanField("Thay những ca đã xếp của các vai này trong khoảng ngày trên")

    def offer(self, roles: Iterable[str]) -> None:
        """Fill the list of roles."""
        self.roles.choices = [SelectChoice(role, role) for role in dict.fromkeys([*ROLES, *roles])]

    def facts(self, people: tuple[str, ...]) -> RotationFacts:
        """What was entered, as services.duty_rotation takes it."""
        more = tuple(clean(part) for part in (self.more_roles.data or "").split(";"))
        return RotationFacts(
            first=self.first.data,
            last=self.last.data,
            roles=(*(self.roles.data or ()), *more),
            people=people,
            others=self.others.data or "",
            weekdays=frozenset(int(one) for one in self.weekdays.data or ()),
            skips_holidays=bool(self.skips_holidays.data),
            skipped=frozenset(self._skipped_days()),
            replaces=bool(self.replaces.data),
        )

    def unread_days(self) -> list[str]:
        """What was written among the days to be left out and is no day."""
        return [part for part in self._parts() if day_of(part) is None]

    def _skipped_days(self) -> list[date]:
        return [day for day in map(day_of, self._parts()) if day is not None]

    def _parts(self) -> list[str]:
        text = (self.skipped.data or "").replace(",", ";").replace(" ", ";")
        return [part for part in text.split(";") if part]


class ClearForm(OfficeForm):
    """Which days are emptied."""

    clear_first = DayField("Từ ngày", [InputRequired("Hãy ghi ngày bắt đầu.")])
    clear_last = DayField("Đến hết ngày", [InputRequired("Hãy ghi ngày cuối.")])
    clear_role = SelectField("Vai trực", default="")
    sure = BooleanField("Đã xem kỹ, xóa hẳn các ca trực trên", [DataRequired("Hãy đánh dấu để xác nhận xóa.")])

    def offer(self, roles: Iterable[str]) -> None:
        """Fill the list of roles."""
        self.clear_role.choices = [SelectChoice("", "Mọi vai trực"), *(SelectChoice(role, role) for role in roles)]


def orders_of(form: MultiDict[str, str]) -> tuple[dict[str, str], list[str]]:
    """What was typed as each candidate's place in the order, by key, and what of it is no number."""
    typed = dict(zip(form.getlist("key"), map(clean, form.getlist("order")), strict=False))
    wrong = [text for text in typed.values() if text and not (text.isascii() and text.isdigit() and len(text) < 5)]
    return typed, wrong


def in_order(typed: Mapping[str, str]) -> tuple[str, ...]:
    """The keys that bear a number, by it; equal numbers stay as they stand on the page."""
    numbered = [(int(text), key) for key, text in typed.items() if text.isascii() and text.isdigit()]
    return tuple(key for _, key in sorted(numbered, key=lambda pair: pair[0]))


def _words(one: Candidate) -> str:
    return f"{one.full_name} – {one.post}" if one.post else one.full_name
