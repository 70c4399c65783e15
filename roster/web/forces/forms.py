"""The forms of the forces: a unit, its end, its establishment, an appointment, a transfer, the end of a post."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from roster.domain.choices import COMPONENT
from roster.domain.force_units import KINDS
from roster.domain.law.self_defence import has_operated_enough
from roster.services.appointments import AppointmentFacts
from roster.services.forces import UnitFacts
from roster.store.forces import Appointment, ForceUnit
from roster.store.units import Neighbourhood, Organisation
from roster.web.fields import DayField, VersionedForm
from roster.web.filters import id_of
from roster.web.office_form import OfficeForm
from roster.web.ward_texts import in_words_of_ward

_LINE = {"autocomplete": "off"}
_POSTS = {"autocomplete": "off", "list": "posts"}
Unit = tuple[ForceUnit, str]


class UnitForm(VersionedForm):
    """What is known of a unit."""

    kind = SelectField("Loại đơn vị", [InputRequired("Hãy chọn loại đơn vị.")])
    name = StringField("Tên đơn vị", [InputRequired("Hãy nhập tên đơn vị."), Length(max=200)], render_kw=_LINE)
    renamed_on = DayField("Mang tên mới từ ngày", [Optional()])
    parent_id = SelectField("Trực thuộc", [Optional()])
    component = SelectField("Thành phần, binh chủng", [Optional()])
    neighbourhood_id = SelectField("Tổ dân phố", [Optional()])
    organisation_id = SelectField("Cơ quan, tổ chức", [Optional()])
    begins_on = DayField("Ngày thành lập", [InputRequired("Hãy ghi ngày thành lập.")])
    decision_number = StringField("Số quyết định thành lập", [Length(max=80)], render_kw=_LINE)

    def offer(
        self,
        units: Iterable[Unit],
        neighbourhoods: Iterable[Neighbourhood],
        organisations: Iterable[Organisation],
        today: date,
    ) -> None:
        """Fill the lists to choose from; an organisation that is too young for a unit says so."""
        self.kind.choices = [SelectChoice("", "— Chọn loại —"), *kind_choices()]
        self.component.choices = [SelectChoice("", "— Theo loại đơn vị —")]
        self.component.choices += [SelectChoice(str(one.key), one.label) for one in COMPONENT]
        self.parent_id.choices = [SelectChoice("", "— Không trực thuộc đơn vị nào —"), *_rows(units)]
        self.neighbourhood_id.choices = [SelectChoice("", "— Chưa chọn —")]
        self.neighbourhood_id.choices += [SelectChoice(str(one.id), one.name) for one in neighbourhoods]
        self.organisation_id.choices = [SelectChoice("", "— Chưa chọn —")]
        self.organisation_id.choices += [SelectChoice(str(one.id), _with_age(one, today)) for one in organisations]

    def facts(self) -> UnitFacts:
        """What was entered, as services.forces takes it."""
        return UnitFacts(
            kind=self.kind.data or "",
            name=self.name.data or "",
            begins_on=self.begins_on.data,
            parent_id=id_of(self.parent_id.data),
            component=self.component.data or None,
            organisation_id=id_of(self.organisation_id.data),
            neighbourhood_id=id_of(self.neighbourhood_id.data),
            decision_number=self.decision_number.data or "",
            renamed_on=self.renamed_on.data,
        )

    def show(self, unit: ForceUnit) -> None:
        """Fill the form with what is kept."""
        for name in ("kind", "name", "begins_on", "decision_number", "component"):
            self[name].data = getattr(unit, name)
        for name in ("parent_id", "neighbourhood_id", "organisation_id"):
            self[name].data = str(getattr(unit, name) or "")
        self.seen_version.data = str(unit.version)


class QuickForm(OfficeForm):
    """Many units from pasted lines."""

    lines = TextAreaField(
        "Mỗi dòng một đơn vị",
        [InputRequired("Hãy dán ít nhất một dòng."), Length(max=40_000)],
        render_kw={"rows": 10, "spellcheck": "false"},
    )
    begins_on = DayField("Ngày thành lập", [InputRequired("Hãy ghi ngày thành lập.")])


class UnitsFileForm(OfficeForm):
    """A filled-in form of units."""

    file = FileField("Tệp đơn vị đã điền", [FileRequired("Hãy chọn tệp đơn vị đã điền.")])
    begins_on = DayField("Ngày thành lập", [InputRequired("Hãy ghi ngày thành lập.")])


class EndUnitForm(VersionedForm):
    """The last day of a unit."""

    day = DayField("Ngày cuối cùng đơn vị còn hoạt động", [InputRequired("Hãy ghi ngày giải thể.")])
    decision_number = StringField("Số quyết định giải thể", [Length(max=80)], render_kw=_LINE)
    with_all = BooleanField("Kết thúc cùng ngày cả các đơn vị trực thuộc và chức vụ đang giữ")


class PostsForm(VersionedForm):
    """From which day the establishment holds; its rows are read by the view."""

    from_day = DayField("Áp dụng từ ngày", [InputRequired("Hãy ghi ngày áp dụng.")])


class AppointmentForm(VersionedForm):
    """A post of a unit and the decision that gives it. `offered`: the office that the page had put in."""

    post = StringField("Chức vụ", [InputRequired("Hãy ghi chức vụ."), Length(max=100)], render_kw=_POSTS)
    begins_on = DayField("Từ ngày", [InputRequired("Hãy ghi ngày bắt đầu.")])
    ends_on = DayField("Đến hết ngày", [Optional()], description="Để trống nếu chưa có hạn")
    decision_number = StringField(
        "Số quyết định", [Length(max=80)], render_kw=_LINE, description="Chức vụ chỉ huy phải có; chiến sĩ thì không"
    )
    decided_on = DayField("Ngày quyết định", [Optional()], description="Chức vụ chỉ huy phải có")
    decided_by = StringField(
        "Người ký quyết định", [Length(max=160)], render_kw=_LINE,
        description="Để trống hoặc giữ nguyên: chương trình ghi thẩm quyền theo luật của ngày quyết định",
    )  # fmt: skip
    offered = HiddenField()
    replaces = BooleanField("Thay người đang giữ chức: người ấy thôi giữ chức từ hôm trước ngày bắt đầu")

    def facts(self) -> AppointmentFacts:
        """What was entered; an office that the page put in and nobody touched is left to the law of the day."""
        decider = self.decided_by.data or ""
        return AppointmentFacts(
            post=self.post.data or "",
            begins_on=self.begins_on.data,
            ends_on=self.ends_on.data,
            decision_number=self.decision_number.data or "",
            decided_on=self.decided_on.data,
            decided_by="" if decider == (self.offered.data or "") else decider,
            replaces=bool(self.replaces.data),
        )

    def start(self, post: str, day: date, office: str) -> None:
        """Fill an empty form for an appointment on that day."""
        self.post.data, self.begins_on.data = post, day
        self.decided_by.data = self.offered.data = office

    def show(self, one: Appointment) -> None:
        """Fill the form with what is kept."""
        for name in ("post", "begins_on", "ends_on", "decision_number", "decided_on", "decided_by"):
            self[name].data = getattr(one, name)
        self.seen_version.data = str(one.version)


class OutsiderForm(AppointmentForm):
    """A post of a military command for somebody who is on no roster."""

    holder_name = StringField("Họ và tên", [InputRequired("Hãy nhập họ và tên."), Length(max=120)], render_kw=_LINE)
    holder_position = StringField("Chức vụ công tác", [Length(max=160)], render_kw=_LINE)
    phone = StringField("Số điện thoại", [Length(max=20)], render_kw={"autocomplete": "off", "inputmode": "tel"})


class TransferForm(AppointmentForm):
    """To which unit somebody goes."""

    unit_id = SelectField("Đơn vị mới", [InputRequired("Hãy chọn đơn vị.")])

    def offer(self, units: Iterable[Unit]) -> None:
        """Fill the list of units."""
        self.unit_id.choices = [SelectChoice("", "— Chọn đơn vị —"), *_rows(units)]


class EndForm(VersionedForm):
    """The end of an appointment."""

    day = DayField("Giữ chức đến hết ngày", [InputRequired("Hãy ghi ngày thôi giữ chức.")])
    reason = StringField("Lý do", [InputRequired("Hãy ghi lý do."), Length(max=200)], render_kw=_LINE)
    decision_number = StringField("Số quyết định", [Length(max=80)], render_kw=_LINE)


class AdoptionForm(OfficeForm):
    """From which day the posts are held that are taken over; its rows are read by the view."""

    from_day = DayField("Giữ chức từ ngày", [Optional()], description="Để trống: từ ngày vào của từng người trong sổ")
    decision_number = StringField(
        "Số quyết định", [Length(max=80)], render_kw=_LINE, description="Để trống nếu chưa rõ"
    )
    decided_on = DayField("Ngày quyết định", [Optional()], description="Để trống nếu chưa rõ")


def kind_choices(prefix: str = "") -> list[SelectChoice]:
    """The kinds of unit under the headings of their groups."""
    return [SelectChoice(f"{prefix}{kind.key}", in_words_of_ward(kind.label), optgroup=kind.group) for kind in KINDS]


def _with_age(one: Organisation, today: date) -> str:
    since = one.operating_since
    if since is None:
        return f"{one.name} (chưa ghi ngày hoạt động)"
    if has_operated_enough(since, today):
        return one.name
    return f"{one.name} (hoạt động từ {since:%d/%m/%Y}, chưa đủ 24 tháng)"


def _rows(units: Iterable[Unit]) -> list[SelectChoice]:
    return [SelectChoice(str(unit.id), name) for unit, name in units]
