"""The forms of papers: a series to make, and what became of one or of many."""

from __future__ import annotations

from datetime import date
from typing import cast

from wtforms import SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from roster.domain.delivery import DELIVERED, OUTCOME
from roster.services.deliveries import Handover, Paper
from roster.services.delivery_series import Issue
from roster.web.fields import DayField, VersionedForm
from roster.web.office_form import OfficeForm

RECEIVERS = ("Công dân", "Cha", "Mẹ", "Vợ", "Anh, chị, em", "Cơ quan, trường học")


class IssueForm(OfficeForm):
    """What stands on the papers of a series; the kind comes with the page."""

    event_on = DayField("Ngày có mặt ghi trên giấy", [InputRequired("Hãy nhập ngày, ví dụ 15/12/2026.")])
    issued_on = DayField("Ngày ký")
    first_number = StringField(
        "Số giấy đầu tiên",
        [Length(max=80, message="Số giấy dài quá 80 ký tự.")],
        description="Ghi 125 thì các giấy mang số 125, 126… theo thứ tự tên; có thể để trống",
        render_kw={"autocomplete": "off", "maxlength": 80},
    )

    def show_symbol(self, symbol: str) -> None:
        """Say which symbol stands behind the numbers; "" for papers that bear none."""
        if symbol:
            self.first_number.description = (
                f"Ghi 125 thì các giấy mang số 125/{symbol}, 126/{symbol}… theo thứ tự tên; có thể để trống"
            )

    def issue(self, kind: str) -> Issue:
        """The series; after `validate`."""
        event_on = cast(date, self.event_on.data)  # its validator demands one
        return Issue(kind, event_on, self.issued_on.data, self.first_number.data or "")


class OutcomeForm(VersionedForm):
    """What became of a paper."""

    outcome = SelectField("Kết quả", choices=[SelectChoice(str(one.key), one.label) for one in OUTCOME])
    on = DayField("Ngày", description="Ngày giao, ngày từ chối, ngày đến mà vắng, hoặc ngày niêm yết")
    received_by = StringField(
        "Người nhận",
        [Length(max=120, message="Tên dài quá 120 ký tự.")],
        description="Công dân, hoặc người nhận thay và họ tên",
        render_kw={"autocomplete": "off", "maxlength": 120, "list": "receivers"},
    )
    delivered_by = StringField(
        "Người giao",
        [Length(max=120, message="Tên dài quá 120 ký tự.")],
        render_kw={"autocomplete": "off", "maxlength": 120},
    )
    note = TextAreaField(
        "Ghi chú", [Length(max=1000, message="Ghi chú dài quá 1.000 ký tự.")], render_kw={"rows": 2, "maxlength": 1000}
    )

    def begin(self, officer: str, today: date) -> None:
        """What is most often so: handed over today, to the citizen, by this officer."""
        self.outcome.data, self.on.data = DELIVERED, today
        self.received_by.data, self.delivered_by.data = RECEIVERS[0], officer

    def fill(self, paper: Paper, officer: str, today: date) -> None:
        """Show what is known of a paper, or what is most often so of one that is still on its way."""
        self.begin(officer, today)
        one = paper.delivery
        if one.delivered_on is not None:
            self.outcome.data, self.on.data = one.outcome, one.delivered_on
            self.received_by.data, self.delivered_by.data = one.received_by or "", one.delivered_by or ""
        self.note.data = one.note or ""
        self.seen_version.data = str(one.version)

    def handover(self) -> Handover:
        """What was entered."""
        return Handover(
            self.outcome.data or "", self.on.data, self.received_by.data or "", self.delivered_by.data or "",
            self.note.data or "",
        )  # fmt: skip
