"""The forms of the ward command: a holder, the end of his post."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from wtforms import BooleanField, HiddenField, SelectField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from roster.services.command_facts import CommandFacts
from roster.store.forces import Appointment
from roster.web.fields import DayField, VersionedForm
from roster.web.forces.forms import EndForm

__all__ = ["EndForm", "HolderForm"]
_LINE = {"autocomplete": "off"}
_OLD_PAPERS = "Chỉ để trống với người đã thôi giữ chức mà không còn giấy tờ"
_KEPT = ("post", "begins_on", "ends_on", "holder_name", "holder_position", "phone", "decision_number", "decided_on",
         "decided_by")  # fmt: skip


class HolderForm(VersionedForm):
    """Who holds a post of the command, and the decision. `offered`: the office that the page had put in."""

    post = SelectField("Chức danh", [InputRequired("Hãy chọn chức danh.")])
    holder_name = StringField("Họ và tên", [Length(max=120)], render_kw=_LINE)
    holder_position = StringField("Chức vụ công tác", [Length(max=160)], render_kw=_LINE)
    phone = StringField("Số điện thoại", [Length(max=20)], render_kw={"autocomplete": "off", "inputmode": "tel"})
    begins_on = DayField("Giữ chức từ ngày", [InputRequired("Hãy ghi ngày bắt đầu.")])
    ends_on = DayField("Đến hết ngày", [Optional()])
    decision_number = StringField("Số quyết định", [Length(max=80)], render_kw=_LINE, description=_OLD_PAPERS)
    decided_on = DayField("Ngày quyết định", [Optional()], description=_OLD_PAPERS)
    decided_by = StringField("Người ký quyết định", [Length(max=160)], render_kw=_LINE)
    replaces = BooleanField("Thay người đang giữ chức: người ấy thôi giữ chức từ hôm trước ngày bắt đầu")
    offered = HiddenField()

    def offer(self, posts: Iterable[str], kept: str = "") -> None:
        """Fill the list of posts; `kept` is one that stands there whatever the law says."""
        names = dict.fromkeys([*posts, *([kept] if kept else [])])
        self.post.choices = [SelectChoice("", "— Chọn chức danh —"), *(SelectChoice(one, one) for one in names)]

    def facts(self, person_id: UUID | None) -> CommandFacts:
        """What was entered; an office that the page put in and nobody touched is left to the law of the day."""
        decider = self.decided_by.data or ""
        return CommandFacts(
            post=self.post.data or "",
            begins_on=self.begins_on.data,
            person_id=person_id,
            holder_name=self.holder_name.data or "",
            holder_position=self.holder_position.data or "",
            phone=self.phone.data or "",
            decision_number=self.decision_number.data or "",
            decided_on=self.decided_on.data,
            decided_by="" if decider == (self.offered.data or "") else decider,
            ends_on=self.ends_on.data,
            replaces=bool(self.replaces.data),
        )

    def start(self, post: str, day: date, office: str) -> None:
        """Fill an empty form for an appointment on that day."""
        self.post.data, self.begins_on.data = post, day
        self.decided_by.data = self.offered.data = office

    def show(self, one: Appointment) -> None:
        """Fill the form with what is kept."""
        for name in _KEPT:
            self[name].data = getattr(one, name)
        self.seen_version.data = str(one.version)
